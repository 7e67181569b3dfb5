//! Reading what a shape does not say: the schema beside it, and whether the elements of an array differ.

use super::Input;
use crate::json::{Json, Scratch};
use crate::known::Known;
use crate::path::Path;
use crate::requests::instance::Instance;
use crate::requests::param::View;
use crate::requests::rules;
use crate::requests::schema::Schema;
use crate::requests::violation::Rule;

impl Input<'_> {
    /// Checks the value of that index, which was just read, against what its shape does not say: as it was read, where it
    /// was read into something. A value in which something was found since `before` is refused already.
    pub(super) fn also(
        &mut self,
        schema: Option<&Schema>,
        read: Option<View<'_>>,
        (value, before): (usize, usize),
        path: &Path<'_>,
    ) {
        if let Some(schema) = schema.filter(|_| self.found.count() == before) {
            // What is let through is in the text alone.
            self.schema(schema, read.filter(|_| self.let_through.is_none()), value, path);
        }
    }

    fn schema(&mut self, schema: &Schema, read: Option<View<'_>>, value: usize, path: &Path<'_>) {
        let start = self.offset_of(value);
        let free = read.is_none().then(|| self.free_at(value));
        let found = &mut self.found;
        let report = &mut |path: &Path<'_>, finding| {
            found.add(start, path, finding);
        };
        if let Some(read) = read.or(free.as_ref().map(|free| View::Json(&free.0))) {
            schema.check(read, path, report);
        }
    }

    /// Notes the element of that index if it equals one of `seen` before it.
    pub(super) fn unique(&mut self, seen: &mut Known, element: usize, path: &Path<'_>) {
        let (value, start) = (self.free_at(element), self.offset_of(element));
        let element = Instance::of(View::Json(&value.0));
        if element.is_some_and(|element| seen.note(element.fingerprint(), start).is_some()) {
            self.found.note(start, path, Rule::UniqueItems, &rules::not_unique);
        }
    }

    /// The value of that index as free JSON, to be looked at and dropped.
    fn free_at(&self, value: usize) -> Scratch {
        Scratch(Json::read(self.text, self.tokens, value, &Path::root(""), &mut |_, _, _| ()))
    }
}
