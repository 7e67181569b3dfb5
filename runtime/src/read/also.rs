//! Reading what a shape does not say: the schema beside it, and whether the elements of an array differ.

use std::collections::HashSet;

use super::{Input, note};
use crate::instance::Instance;
use crate::json::{Json, Scratch};
use crate::param::View;
use crate::path::Path;
use crate::rules;
use crate::schema::Schema;

impl Input<'_> {
    /// Checks the value that was just read, from `start` on, against what its shape does not say: as it was read, where it
    /// was read into something. A value in which something was found since `before` is refused already.
    #[inline]
    pub(super) fn also(
        &mut self,
        schema: Option<&Schema>,
        read: Option<View<'_>>,
        (start, before): (usize, usize),
        path: &Path<'_>,
    ) {
        if let Some(schema) = schema.filter(|_| self.found.len() == before) {
            // What is let through is in the text alone.
            self.schema(schema, read.filter(|_| self.let_through.is_none()), start, path);
        }
    }

    fn schema(&mut self, schema: &Schema, read: Option<View<'_>>, start: usize, path: &Path<'_>) {
        let text = self.reader.text().get(start..self.reader.offset()).unwrap_or_default();
        let found = &mut self.found;
        let report = &mut |path: &Path<'_>, finding| note(found, start, path, finding);
        if let Some(read) = read {
            schema.check(read, path, report);
        } else if let Ok(value) = Json::parse(text).map(Scratch) {
            schema.check(View::Json(&value.0), path, report);
        }
    }

    /// Notes an element that equals one of `seen` before it.
    pub(super) fn unique(
        &mut self,
        seen: &mut HashSet<u128>,
        text: &str,
        offset: usize,
        path: &Path<'_>,
    ) {
        let Ok(value) = Json::parse(text).map(Scratch) else { return };
        let element = Instance::of(View::Json(&value.0));
        if element.is_some_and(|element| !seen.insert(element.fingerprint())) {
            note(&mut self.found, offset, path, rules::not_unique());
        }
    }
}
