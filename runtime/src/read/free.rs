//! Reading free JSON: what no shape says more of.

use super::{Input, Read, note, too_large};
use crate::json::{Json, Kind, Oddity};
use crate::path::Path;
use crate::rules;
use crate::table::Shape;

impl Input<'_> {
    /// Reads any value that fits `shape`.
    ///
    /// # Errors
    /// If the text stops being JSON.
    pub fn json(&mut self, shape: &'static Shape, path: &Path<'_>) -> Read<Option<Json>> {
        let object = matches!(shape, Shape::Json(rules) if rules.object);
        if object && !self.expect(Kind::Object, path)? {
            return Ok(None);
        }
        self.free(path).map(Some)
    }

    /// Reads any value.
    pub(super) fn free(&mut self, path: &Path<'_>) -> Read<Json> {
        let found = &mut self.found;
        Json::read(&mut self.reader, path, &mut |oddity, offset, path| {
            let finding = match oddity {
                Oddity::Huge => too_large(),
                Oddity::Repeated => rules::twice(),
            };
            note(found, offset, path, finding);
        })
    }
}
