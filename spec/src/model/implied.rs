//! The type that a value is taken to be of where none is said: by what its keywords are about.

use wellhead_runtime::Json;

use super::{Kind, Schema};

/// How many schemas are asked what they say of one value: they may lead to each other over and over.
const SCHEMAS: usize = 200;

/// A type that is not said, and what tells it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Implied {
    /// The type.
    pub kind: Kind,
    /// A keyword that is about it; for any mark of a secret, `x-secret`.
    pub keyword: &'static str,
    /// Whether `null` is listed beside values of that type, and so one of them.
    pub or_null: bool,
}

impl Implied {
    /// Whether a value is of the type.
    pub fn takes(&self, value: &Json) -> bool {
        self.kind.has(value) || (self.or_null && value.is_null())
    }
}

impl Schema {
    /// The type that a value is taken to be of where none is said, if all keywords that have to be met are about one. None is
    /// where the schema says itself what it takes, by a `type` or a value of another type in it or in one of its
    /// alternatives. `root` is what references lead into.
    pub fn implied(&self, root: &Self) -> Option<Implied> {
        if self.combined.reference.is_some() {
            return None;
        }
        let mut told = Told { left: SCHEMAS, ..Told::default() };
        told.altogether(root, self);
        told.implied(root)
    }

    /// A keyword that is about strings, if there is one.
    fn about_text(&self) -> Option<&'static str> {
        let text = &self.text;
        first_of(&[
            ("pattern", text.pattern.is_some()),
            ("format", text.format.is_some()),
            ("contentEncoding", text.encoding.is_some()),
            ("minLength", text.min_length.is_some()),
            ("maxLength", text.max_length.is_some()),
            ("x-connection-string", self.connection_string.is_some()),
            // Alternatives say themselves what it is that is secret.
            ("x-secret", self.secret && !self.has_alternatives()),
        ])
    }

    fn has_alternatives(&self) -> bool {
        !self.combined.any_of.is_empty() || !self.combined.one_of.is_empty()
    }

    fn about_numbers(&self) -> Option<&'static str> {
        let number = &self.number;
        first_of(&[
            ("minimum", number.minimum.is_some()),
            ("maximum", number.maximum.is_some()),
            ("exclusiveMinimum", number.exclusive_minimum.is_some()),
            ("exclusiveMaximum", number.exclusive_maximum.is_some()),
            ("multipleOf", number.multiple_of.is_some()),
        ])
    }

    fn about_arrays(&self) -> Option<&'static str> {
        let list = &self.list;
        first_of(&[
            ("items", list.items.is_some()),
            ("minItems", list.min_items.is_some()),
            ("maxItems", list.max_items.is_some()),
            ("uniqueItems", list.unique),
        ])
    }

    fn about_objects(&self) -> Option<&'static str> {
        first_of(&[("properties", !self.object.properties.is_empty())])
    }
}

fn first_of(keywords: &[(&'static str, bool)]) -> Option<&'static str> {
    for (keyword, is_there) in keywords {
        if *is_there {
            return Some(keyword);
        }
    }
    None
}

/// What a schema, and what is combined with it, say of the type of a value.
#[derive(Default)]
struct Told<'s> {
    /// The types that keywords are about, each with one of them.
    about: Vec<(Kind, &'static str)>,
    /// A type is said.
    is_said: bool,
    /// The values that are listed, `null` aside where it stands beside others.
    values: Vec<&'s Json>,
    /// `null` is listed.
    or_null: bool,
    /// Alternatives, which are asked last: mostly there is no need to.
    alternatives: Vec<&'s [Schema]>,
    /// So many schemas may still be asked.
    left: usize,
}

impl<'s> Told<'s> {
    /// What has to be met: a schema, and all of its `allOf`.
    fn altogether(&mut self, root: &'s Schema, schema: &'s Schema) {
        let Some(schema) = self.next(root, schema) else { return };
        let groups = [
            (Kind::String, schema.about_text()),
            (Kind::Number, schema.about_numbers()),
            (Kind::Array, schema.about_arrays()),
            (Kind::Object, schema.about_objects()),
        ];
        for (kind, keyword) in groups {
            if let Some(keyword) = keyword
                && !self.about.iter().any(|(known, _)| *known == kind)
            {
                self.about.push((kind, keyword));
            }
        }
        for choice in schema.choices.iter().flat_map(|choices| &choices.value) {
            match choice.value.is_null() {
                true => self.or_null = true,
                false => self.values.push(&choice.value),
            }
        }
        self.alternatives.extend([&schema.combined.any_of[..], &schema.combined.one_of]);
        for part in &schema.combined.all_of {
            self.altogether(root, part);
        }
    }

    /// What may be met: branches of `anyOf` or `oneOf`. Their keywords mean what JSON Schema says.
    fn alternatives(&mut self, root: &'s Schema, branches: &'s [Schema]) {
        for branch in branches {
            let Some(schema) = self.next(root, branch) else { return };
            for choice in schema.choices.iter().flat_map(|choices| &choices.value) {
                self.values.push(&choice.value);
            }
            let combined = &schema.combined;
            for branches in [&combined.all_of, &combined.any_of, &combined.one_of] {
                self.alternatives(root, branches);
            }
        }
    }

    /// The schema itself, its type and constant noted; nothing where a type is said or enough were asked.
    fn next(&mut self, root: &'s Schema, schema: &'s Schema) -> Option<&'s Schema> {
        self.left = self.left.checked_sub(1).filter(|_| !self.is_said)?;
        let schema = root.followed(schema)?;
        self.is_said |= !schema.kinds.is_empty();
        self.values.extend(schema.only.iter().map(|only| &only.value));
        Some(schema)
    }

    fn implied(mut self, root: &'s Schema) -> Option<Implied> {
        let [(kind, keyword)] = self.about[..] else { return None };
        for branches in std::mem::take(&mut self.alternatives) {
            self.alternatives(root, branches);
        }
        if self.is_said || !self.values.iter().all(|value| kind.has(value)) {
            return None;
        }
        Some(Implied { kind, keyword, or_null: self.or_null })
    }
}
