//! A value as JSON Schema looks at it: a view of typed params, down into objects by their tables, or free JSON. Nothing is
//! copied or written for it.

use crate::json::{Json, Kind, Number, Numeric, Reader};
use crate::known::{Known, fingerprint};
use crate::requests::param::{self, View};

/// A value that is there.
#[derive(Clone, Copy)]
pub(crate) struct Instance<'a>(View<'a>);

impl<'a> Instance<'a> {
    /// The value that a view shows, unless it is absent.
    pub(crate) fn of(view: View<'a>) -> Option<Self> {
        (!matches!(view, View::Absent)).then_some(Self(view))
    }

    /// A text.
    pub(crate) fn of_text(text: &'a str) -> Self {
        Self(View::Text(text))
    }

    pub(crate) fn kind(self) -> Kind {
        match self.0 {
            View::Absent | View::Null => Kind::Null,
            View::Text(_) | View::Secret(_) => Kind::String,
            View::Integer(_) | View::Number(_) => Kind::Number,
            View::Boolean(_) => Kind::Boolean,
            View::Object(_) | View::Map(_) => Kind::Object,
            View::List(_) => Kind::Array,
            View::Json(json) => json.kind(),
        }
    }

    /// The text, if it is one.
    pub(crate) fn text(self) -> Option<&'a str> {
        match self.0 {
            View::Text(text) => Some(text),
            View::Secret(secret) => Some(secret.expose()),
            View::Json(json) => json.as_str(),
            _ => None,
        }
    }

    /// The number, if it is one.
    pub(crate) fn number(self) -> Option<Numeric> {
        match self.0 {
            View::Integer(value) => Some(Numeric::Whole(value)),
            View::Number(value) => Some(Numeric::Float(value)),
            View::Json(json) => json.as_number().map(Number::numeric),
            _ => None,
        }
    }

    fn boolean(self) -> Option<bool> {
        match self.0 {
            View::Boolean(flag) => Some(flag),
            View::Json(json) => json.as_bool(),
            _ => None,
        }
    }

    /// The element at that index, if it is an array that long.
    pub(crate) fn item(self, index: usize) -> Option<Self> {
        match self.0 {
            View::List(list) => Self::of(list.item(index)),
            View::Json(json) => Some(Self(View::Json(json.as_array()?.get(index)?))),
            _ => None,
        }
    }

    /// How many elements an array has, or members an object.
    pub(crate) fn count(self) -> usize {
        match self.0 {
            View::List(list) => list.count(),
            View::Json(Json::Array(items)) => items.len(),
            View::Json(Json::Object(members)) => members.len(),
            _ => {
                let mut count = 0;
                self.members(&mut |_, _| count += 1);
                count
            }
        }
    }

    /// The member of that name, if it is an object that has one.
    pub(crate) fn get(self, name: &str) -> Option<Self> {
        match self.0 {
            View::Object(params) => match params.table().field(name) {
                Some((index, field)) => Self::of(param::view(params, index, field)),
                None => Self(params.additional_view()).get(name),
            },
            View::Map(map) => Self::of(map.member(name)),
            View::Json(json) => Some(Self(View::Json(json.get(name)?))),
            _ => None,
        }
    }

    /// Calls `visit` with each member, if it is an object: what a table lists first, in its order.
    pub(crate) fn members(self, visit: &mut dyn FnMut(&'a str, Self)) {
        match self.0 {
            View::Object(params) => {
                param::members(params, &mut |key, view, _| visit(key, Self(view)));
            }
            View::Map(map) => map.visit(&mut |key, view| {
                if let Some(value) = Self::of(view) {
                    visit(key, value);
                }
            }),
            View::Json(Json::Object(members)) => {
                for (key, value) in members {
                    visit(key, Self(View::Json(value)));
                }
            }
            _ => {}
        }
    }

    /// Whether it is the value that a text of JSON spells, as JSON Schema compares them: members in any order, `1` like
    /// `1.0`. Members in that text are unique.
    pub(crate) fn is(self, json: &str) -> bool {
        if let (Some(text), Some(spelt)) = (self.text(), Reader::new(json).plain_string()) {
            return text == spelt;
        }
        match Json::parse(json) {
            Ok(value) => self.equals(Instance(View::Json(&value))),
            Err(_) => false,
        }
    }

    fn equals(self, other: Instance<'_>) -> bool {
        let kind = self.kind();
        if kind != other.kind() {
            return false;
        }
        match kind {
            Kind::Null => true,
            Kind::Boolean => self.boolean() == other.boolean(),
            Kind::String => self.text() == other.text(),
            Kind::Number => match (self.number(), other.number()) {
                (Some(one), Some(other)) => one.is(other),
                _ => false,
            },
            Kind::Array => {
                let mut equal = self.count() == other.count();
                for index in 0..self.count() {
                    equal = equal
                        && match (self.item(index), other.item(index)) {
                            (Some(one), Some(other)) => one.equals(other),
                            _ => false,
                        };
                }
                equal
            }
            Kind::Object => {
                let mut equal = self.count() == other.count();
                other.members(&mut |name, value| {
                    equal = equal && self.get(name).is_some_and(|member| member.equals(value));
                });
                equal
            }
        }
    }

    /// A number that is the same for values that JSON Schema calls equal, and another one for all others as surely as 128
    /// bits can make it. Unlike a text, it keeps nothing of a secret.
    pub(crate) fn fingerprint(self) -> u128 {
        let kind = self.kind() as u8;
        match self.kind() {
            Kind::Null => fingerprint(kind, &[]),
            Kind::Boolean => fingerprint(kind, &[self.boolean().unwrap_or_default().into()]),
            Kind::String => fingerprint(kind, self.text().unwrap_or_default().as_bytes()),
            Kind::Number => match self.number().map(Numeric::exact) {
                Some(Numeric::Whole(value)) => fingerprint(kind, &value.to_le_bytes()),
                Some(Numeric::Float(value)) => fingerprint(kind, &value.to_bits().to_le_bytes()),
                None => fingerprint(kind, &[]),
            },
            Kind::Array => {
                let mut all = fingerprint(kind, &self.count().to_le_bytes());
                for index in 0..self.count() {
                    let item = self.item(index).map_or(0, Self::fingerprint);
                    all = of_both(kind, all, item);
                }
                all
            }
            Kind::Object => {
                let mut sum = fingerprint(kind, &self.count().to_le_bytes());
                self.members(&mut |key, member| {
                    let key = Self::of_text(key).fingerprint();
                    // In whatever order.
                    sum = sum.wrapping_add(of_both(kind, key, member.fingerprint()));
                });
                sum
            }
        }
    }
}

fn of_both(kind: u8, one: u128, other: u128) -> u128 {
    let mut both = [0; 32];
    let (first, second) = both.split_at_mut(16);
    first.copy_from_slice(&one.to_le_bytes());
    second.copy_from_slice(&other.to_le_bytes());
    fingerprint(kind, &both)
}

/// Which elements equal one before them.
pub(crate) struct Distinct {
    few: [u128; FEW],
    count: usize,
    many: Known,
}

/// That many elements are compared without allocating.
const FEW: usize = 16;

impl Default for Distinct {
    fn default() -> Self {
        Self { few: [0; FEW], count: 0, many: Known::default() }
    }
}

impl Distinct {
    /// Notes the next element, and says whether it equals none before it.
    pub(crate) fn insert(&mut self, element: Instance<'_>) -> bool {
        let new = element.fingerprint();
        for known in self.few.get(..self.count).unwrap_or_default() {
            if *known == new {
                return false;
            }
        }
        match self.few.get_mut(self.count) {
            Some(free) => {
                *free = new;
                self.count += 1;
                true
            }
            None => self.many.note(new, self.count).is_none(),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;
    use crate::json::{SyntaxError, Tape};
    use crate::path::Path;
    use crate::requests::param::{Param, Params, ReadParam, ReadParams};
    use crate::requests::table::{Constant, Field, JsonRules, Shape, Table, TextRules};
    use crate::{Input, Secret};

    static TABLE: Table = Table::new(
        &[
            field("kind", Shape::Constant(Constant::Text("key"))),
            field("key", Shape::Secret(&TextRules::NONE)),
            field("sizes", Shape::Json(JsonRules { object: false, secret: true })),
        ],
        Some(Shape::Number(&crate::requests::table::NumberRules::NONE)),
        None,
    );

    const fn field(name: &'static str, shape: Shape) -> Field {
        Field { name, required: false, shape, also: None, about: "" }
    }

    /// Params as the generator makes them; of the constant nothing is kept.
    #[derive(Default)]
    struct Typed {
        key: Option<Secret>,
        sizes: Option<Json>,
        additional: BTreeMap<String, f64>,
    }

    impl Params for Typed {
        fn table(&self) -> &'static Table {
            &TABLE
        }

        fn view(&self, index: usize) -> View<'_> {
            match index {
                1 => self.key.view(),
                2 => self.sizes.view(),
                3 => self.additional.view(),
                _ => View::Absent,
            }
        }
    }

    impl ReadParams for Typed {
        fn slot(&mut self, index: usize) -> Option<&mut dyn ReadParam> {
            match index {
                1 => Some(&mut self.key),
                2 => Some(&mut self.sizes),
                3 => Some(&mut self.additional),
                _ => None,
            }
        }

        fn blank() -> Self {
            Self::default()
        }
    }

    fn read(json: &str) -> Result<Typed, SyntaxError> {
        let (mut typed, mut tape) = (Typed::blank(), Tape::new());
        tape.read(json)?;
        let mut input = Input::of(json, &tape);
        input.object(&TABLE, Some(&mut typed), &Path::root(""));
        assert_eq!(input.violation_count(), 0, "{json}");
        Ok(typed)
    }

    const TEXT: &str =
        r#"{"more": 4.0, "sizes": [1, {"b": 2.50, "a": null}], "key": "k\u00e9y", "kind": "key"}"#;

    #[test]
    fn typed_params_and_free_json_of_one_text_are_the_same_value() -> Result<(), SyntaxError> {
        let (typed, free) = (read(TEXT)?, Json::parse(TEXT)?);
        let (typed, free) = (Instance(View::Object(&typed)), Instance(View::Json(&free)));
        for instance in [typed, free] {
            assert!(instance.is(TEXT));
            assert_eq!(instance.count(), 4);
            assert_eq!(instance.get("kind").and_then(Instance::text), Some("key"));
            assert!(instance.get("more").is_some_and(|more| more.is("4")));
            assert!(instance.get("others").is_none());
        }
        assert_eq!(typed.fingerprint(), free.fingerprint());
        Ok(())
    }

    #[test]
    fn what_a_table_lists_comes_first_and_in_its_order() -> Result<(), SyntaxError> {
        let (typed, mut names) = (read(TEXT)?, Vec::new());
        Instance(View::Object(&typed)).members(&mut |name, _| names.push(name));
        assert_eq!(names, ["kind", "key", "sizes", "more"]);
        Ok(())
    }

    #[test]
    fn values_are_told_apart_as_json_schema_does() {
        let all = [
            "null",
            "false",
            "0",
            r#""""#,
            "[]",
            "{}",
            "true",
            "1",
            "0.5",
            r#""1""#,
            "[1]",
            "[[1]]",
            "[1, 1]",
            r#"{"a": 1}"#,
            r#"{"a": 1, "b": 2}"#,
            r#"{"a": 2, "b": 1}"#,
            r#"{"b": 1}"#,
            "9007199254740993",
            "9007199254740992",
        ];
        let all = all.map(|text| Json::parse(text).expect(text));
        let mut seen = Distinct::default();
        for (index, one) in all.iter().enumerate() {
            let instance = Instance(View::Json(one));
            assert!(seen.insert(instance), "{one}");
            for (other_index, other) in all.iter().enumerate() {
                assert_eq!(instance.is(&other.to_string()), index == other_index, "{one} {other}");
            }
        }
        for (one, other) in [
            ("1", "1.0"),
            ("1e3", "1000"),
            (r#"{"a": 1, "b": [2]}"#, r#"{"b": [2e0], "a": 1}"#),
            (r#""é""#, r#""\u00e9""#),
        ] {
            let one = Json::parse(one).expect(one);
            let twin = Json::parse(other).expect(other);
            let (one, twin) = (Instance(View::Json(&one)), Instance(View::Json(&twin)));
            assert!(one.is(other), "{other}");
            assert_eq!(one.fingerprint(), twin.fingerprint(), "{other}");
        }
    }

    #[test]
    fn an_element_that_stands_twice_is_found_among_many() {
        let (mut seen, all) = (Distinct::default(), (0..3 * FEW).map(Json::from));
        let all: Vec<Json> = all.collect();
        assert!(all.iter().all(|one| seen.insert(Instance(View::Json(one)))));
        assert!(!all.iter().any(|one| seen.insert(Instance(View::Json(one)))));
    }
}
