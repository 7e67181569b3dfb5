//! A value as JSON Schema looks at it: a view of typed params, down into objects by their tables, or free JSON. Nothing is
//! copied or written for it.

use std::collections::HashSet;
use std::hash::{DefaultHasher, Hash, Hasher};

use crate::json::{Json, Kind, Number, Numeric, Reader, SyntaxError};
use crate::param::{self, View};

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

    /// The elements, if it is an array.
    pub(crate) fn items(self) -> impl Iterator<Item = Self> {
        let count = if self.kind() == Kind::Array { self.count() } else { 0 };
        (0..count).filter_map(move |index| self.item(index))
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
            View::Object(params) => {
                match params.table().fields.iter().enumerate().find(|(_, field)| field.name == name)
                {
                    Some((index, field)) => Self::of(param::view(params, index, field)),
                    None => Self(params.additional_view()).get(name),
                }
            }
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
                Self::of(view).into_iter().for_each(|one| visit(key, one));
            }),
            View::Json(Json::Object(members)) => {
                members.iter().for_each(|(key, value)| visit(key, Self(View::Json(value))));
            }
            _ => {}
        }
    }

    /// Whether it is the value that a text of JSON spells, as JSON Schema compares them: members in any order, `1` like
    /// `1.0`. Members in that text are unique.
    pub(crate) fn is(self, json: &str) -> bool {
        self.is_next(&mut Reader::new(json)).unwrap_or(false)
    }

    fn is_next(self, reader: &mut Reader<'_>) -> Result<bool, SyntaxError> {
        let kind = reader.kind()?;
        if kind != self.kind() {
            return Ok(false);
        }
        Ok(match kind {
            Kind::Null => reader.null().map(|()| true)?,
            Kind::Boolean => self.boolean() == Some(reader.boolean()?),
            Kind::String => self.text() == Some(&*reader.string()?),
            Kind::Number => {
                let spelt = Numeric::spelt(reader.number()?);
                self.number().is_some_and(|number| number.is(spelt))
            }
            Kind::Array => {
                let mut count = 0;
                reader.open_array()?;
                while reader.next_element()? {
                    let item = self.item(count);
                    if !item.map_or(Ok(false), |item| item.is_next(reader))? {
                        return Ok(false);
                    }
                    count += 1;
                }
                count == self.count()
            }
            Kind::Object => {
                let mut count = 0;
                reader.open_object()?;
                while let Some((key, _)) = reader.next_key()? {
                    let member = self.get(&key);
                    if !member.map_or(Ok(false), |member| member.is_next(reader))? {
                        return Ok(false);
                    }
                    count += 1;
                }
                count == self.count()
            }
        })
    }

    /// A number that is the same for values that JSON Schema calls equal, and another one for all others as surely as 128
    /// bits can make it. Unlike a text, it keeps nothing of a secret.
    pub(crate) fn fingerprint(self) -> u128 {
        let kind = self.kind() as u8;
        match self.kind() {
            Kind::Null => digest(&|hasher| kind.hash(hasher)),
            Kind::Boolean => digest(&|hasher| (kind, self.boolean()).hash(hasher)),
            Kind::String => digest(&|hasher| (kind, self.text()).hash(hasher)),
            Kind::Number => {
                let (whole, bits) = match self.number().map(Numeric::exact) {
                    Some(Numeric::Whole(value)) => (Some(value), 0),
                    Some(Numeric::Float(value)) => (None, value.to_bits()),
                    None => (None, 0),
                };
                digest(&|hasher| (kind, whole, bits).hash(hasher))
            }
            Kind::Array => {
                let start = digest(&|hasher| (kind, self.count()).hash(hasher));
                self.items().fold(start, |before, item| {
                    let item = item.fingerprint();
                    digest(&|hasher| (before, item).hash(hasher))
                })
            }
            Kind::Object => {
                let mut sum = digest(&|hasher| (kind, self.count()).hash(hasher));
                self.members(&mut |key, member| {
                    let member = member.fingerprint();
                    // In whatever order.
                    sum = sum.wrapping_add(digest(&|hasher| (key, member).hash(hasher)));
                });
                sum
            }
        }
    }
}

fn digest(feed: &dyn Fn(&mut DefaultHasher)) -> u128 {
    let half = |number: u8| {
        let mut hasher = DefaultHasher::new();
        hasher.write_u8(number);
        feed(&mut hasher);
        u128::from(hasher.finish())
    };
    half(0) | half(1) << 64
}

/// Which elements equal one before them.
#[derive(Default)]
pub(crate) struct Distinct {
    few: [u128; FEW],
    count: usize,
    many: HashSet<u128>,
}

/// That many elements are compared without allocating.
const FEW: usize = 16;

impl Distinct {
    /// Notes the next element, and says whether it equals none before it.
    pub(crate) fn insert(&mut self, element: Instance<'_>) -> bool {
        let new = element.fingerprint();
        if self.few.iter().take(self.count).any(|known| *known == new) {
            return false;
        }
        match self.few.get_mut(self.count) {
            Some(free) => {
                *free = new;
                self.count += 1;
                true
            }
            None => self.many.insert(new),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;
    use crate::json::{SyntaxError, Tape};
    use crate::param::{Param, Params, ReadParam, ReadParams};
    use crate::path::Path;
    use crate::table::{Constant, Field, JsonRules, Shape, Table, TextRules};
    use crate::{Input, Secret};

    static TABLE: Table = Table::new(
        &[
            field("kind", Shape::Constant(Constant::Text("key"))),
            field("key", Shape::Secret(&TextRules::NONE)),
            field("sizes", Shape::Json(JsonRules { object: false, secret: true })),
        ],
        Some(Shape::Number(&crate::table::NumberRules::NONE)),
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
