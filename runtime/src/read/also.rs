//! Reading what a shape does not say: the schema beside it, and whether the elements of an array differ.

use super::Input;
use crate::instance::Instance;
use crate::json::{Json, Scratch, Token};
use crate::known::Known;
use crate::param::View;
use crate::path::Path;
use crate::rules;
use crate::schema::Schema;
use crate::violation::Rule;

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
        let Some(token) = self.tokens.get(value) else { return };
        let (text, start) = (token.span().of(self.text), token.span().start);
        let found = &mut self.found;
        let report = &mut |path: &Path<'_>, finding| {
            found.add(start, path, finding);
        };
        if let Some(read) = read {
            schema.check(read, path, report);
        } else if let Ok(value) = Json::parse(text).map(Scratch) {
            schema.check(View::Json(&value.0), path, report);
        }
    }

    /// Notes an element that equals one of `seen` before it.
    pub(super) fn unique(&mut self, seen: &mut Known, element: &Token, path: &Path<'_>) {
        let span = element.span();
        let Ok(value) = Json::parse(span.of(self.text)).map(Scratch) else { return };
        let element = Instance::of(View::Json(&value.0));
        if element.is_some_and(|element| seen.note(element.fingerprint(), span.start).is_some()) {
            self.found.note(span.start, path, Rule::UniqueItems, rules::not_unique);
        }
    }
}
