//! Reading free JSON: what no shape says more of.

use super::Input;
use crate::json::{Json, Kind, Oddity};
use crate::path::Path;
use crate::requests::rules;
use crate::requests::table::Shape;

impl Input<'_> {
    /// Reads any value that fits `shape`.
    pub fn json(&mut self, shape: &'static Shape, path: &Path<'_>) -> Option<Json> {
        let only_object = matches!(shape, Shape::Json(rules) if rules.object);
        if only_object && self.token().kind != Kind::Object {
            self.unexpected(Kind::Object, path);
            return None;
        }
        Some(self.free(path))
    }

    /// Reads any value.
    pub(super) fn free(&mut self, path: &Path<'_>) -> Json {
        let found = &mut self.found;
        let read =
            Json::read(self.text, self.tokens, self.at, path, &mut |oddity, offset, path| {
                let finding = match oddity {
                    Oddity::Huge => rules::too_large(),
                    Oddity::Repeated => rules::twice(),
                };
                found.add(offset, path, finding);
            });
        self.pass();
        read
    }
}
