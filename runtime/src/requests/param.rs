//! How the engine reaches into typed values: [`Params`] for an object, [`Param`] for one value in it; and to read into them,
//! [`ReadParams`] and [`ReadParam`].
//!
//! Generated structs implement them with two small matches from index to field; everything else is done by the engine
//! through these traits. They are object-safe, so that the engine is compiled once, not once a type. Looking and reading
//! are apart, so that a program that only builds and writes requests links nothing that reads.

use std::collections::BTreeMap;

use crate::Secret;
use crate::json::Json;
use crate::path::Path;
use crate::requests::read::Input;
use crate::requests::table::{Constant, Field, Shape, Table};

/// An object whose params a [`Table`] describes, to be looked at.
pub trait Params: Send + Sync {
    /// The table.
    fn table(&self) -> &'static Table;

    /// The param at `index` of the table. Past the last one are the members that the table does not list, as a
    /// [`View::Map`], where it allows some.
    fn view(&self, index: usize) -> View<'_>;
}

impl dyn Params + '_ {
    /// The members that the table does not list: a [`View::Map`], or [`View::Absent`] where it allows none.
    pub fn additional_view(&self) -> View<'_> {
        self.view(self.table().fields.len())
    }
}

/// An object whose params are read into it.
pub trait ReadParams: Params {
    /// The param at `index` of the table, to be filled in. Past the last one is the map of the members that the
    /// table does not list, where it allows some.
    fn slot(&mut self, index: usize) -> Option<&mut dyn ReadParam>;

    /// An object to read into: nothing in it is set yet, so it is not valid as it is.
    #[doc(hidden)]
    fn blank() -> Self
    where
        Self: Sized;
}

impl dyn ReadParams + '_ {
    /// The members that the table does not list, to be read into one by one; only where the table allows some.
    pub(crate) fn others(&mut self) -> Option<&mut dyn ReadParam> {
        self.slot(self.table().fields.len())
    }
}

/// The param at `index`, which is that of `field`. A constant has no field of the struct: it is always there.
pub(crate) fn view<'a>(params: &'a dyn Params, index: usize, field: &Field) -> View<'a> {
    match field.shape {
        Shape::Constant(constant) => constant.into(),
        _ => params.view(index),
    }
}

/// Calls `visit` with everything that is set, and its shape where the table lists it: first what it lists, in its order. What
/// was put among the others under a name that it lists is passed over, and told by who validates: its rules, and whether it
/// is a secret, are those of the listed one.
pub(crate) fn members<'a>(
    params: &'a dyn Params,
    visit: &mut dyn FnMut(&'a str, View<'a>, Option<&'static Shape>),
) {
    let table = params.table();
    for (index, field) in table.fields.iter().enumerate() {
        let view = view(params, index, field);
        if !matches!(view, View::Absent) {
            visit(field.name, view, Some(&field.shape));
        }
    }
    if table.additional.is_some()
        && let View::Map(others) = params.additional_view()
    {
        others.visit(&mut |key, view| {
            if !matches!(view, View::Absent) && table.field(key).is_none() {
                visit(key, view, None);
            }
        });
    }
}

/// A value that a param can hold, to be looked at.
pub trait Param {
    /// The value.
    fn view(&self) -> View<'_>;
}

/// A value that is read.
pub trait ReadParam: Param {
    /// Reads the next value of `input` into this one, noting every violation of `shape`.
    fn read(&mut self, input: &mut Input<'_>, shape: &'static Shape, path: &Path<'_>);

    /// A value to read into; not valid as it is.
    #[doc(hidden)]
    fn blank() -> Self
    where
        Self: Sized;
}

/// A value as the engine looks at it.
#[derive(Clone, Copy)]
pub enum View<'a> {
    /// Not set.
    Absent,
    /// `null`
    Null,
    /// A string.
    Text(&'a str),
    /// A string that must not be seen.
    Secret(&'a Secret),
    /// A whole number.
    Integer(i128),
    /// A number.
    Number(f64),
    /// `true` or `false`.
    Boolean(bool),
    /// Any JSON value.
    Json(&'a Json),
    /// An object with a table.
    Object(&'a dyn Params),
    /// An array.
    List(&'a dyn List),
    /// An object with any keys.
    Map(&'a dyn Map),
}

/// An array as the engine looks at it.
pub trait List {
    /// The element at `index`, or [`View::Absent`] past the end.
    fn item(&self, index: usize) -> View<'_>;

    /// How many elements there are.
    fn count(&self) -> usize;
}

/// An object with any keys, as the engine looks at it.
pub trait Map {
    /// The value of that key, or [`View::Absent`] if there is none.
    fn member(&self, key: &str) -> View<'_>;

    /// Calls `visit` with each key and value, in order of the keys.
    fn visit<'a>(&'a self, visit: &mut dyn FnMut(&'a str, View<'a>));
}

impl From<Constant> for View<'_> {
    fn from(constant: Constant) -> Self {
        match constant {
            Constant::Text(text) => Self::Text(text),
            Constant::Integer(value) => Self::Integer(value),
            Constant::Boolean(flag) => Self::Boolean(flag),
        }
    }
}

/// A text that is read into: a constant is less to compile than a call.
pub const EMPTY: String = String::new();

impl Param for String {
    fn view(&self) -> View<'_> {
        View::Text(self)
    }
}

impl ReadParam for String {
    fn read(&mut self, input: &mut Input<'_>, shape: &'static Shape, path: &Path<'_>) {
        if let Some(text) = input.text(shape, path) {
            *self = text.into_owned();
        }
    }

    fn blank() -> Self {
        Self::new()
    }
}

impl Param for Secret {
    fn view(&self) -> View<'_> {
        View::Secret(self)
    }
}

impl ReadParam for Secret {
    fn read(&mut self, input: &mut Input<'_>, shape: &'static Shape, path: &Path<'_>) {
        if let Some(text) = input.text(shape, path) {
            *self = text.into();
        }
    }

    fn blank() -> Self {
        Self::default()
    }
}

macro_rules! integers {
    ($($integer:ty),*) => {$(
        impl Param for $integer {
            fn view(&self) -> View<'_> {
                View::Integer((*self).into())
            }
        }

        impl ReadParam for $integer {
            fn read(
                &mut self,
                input: &mut Input<'_>,
                shape: &'static Shape,
                path: &Path<'_>,
            ) {
                if let Some(value) = input.integer(shape, path).and_then(|value| value.try_into().ok()) {
                    *self = value;
                }
            }

            fn blank() -> Self {
                0
            }
        }
    )*};
}

integers!(i8, i16, i32, i64, u8, u16, u32, u64);

impl Param for f64 {
    fn view(&self) -> View<'_> {
        View::Number(*self)
    }
}

impl ReadParam for f64 {
    fn read(&mut self, input: &mut Input<'_>, shape: &'static Shape, path: &Path<'_>) {
        if let Some(value) = input.number(shape, path) {
            *self = value;
        }
    }

    fn blank() -> Self {
        0.0
    }
}

impl Param for bool {
    fn view(&self) -> View<'_> {
        View::Boolean(*self)
    }
}

impl ReadParam for bool {
    fn read(&mut self, input: &mut Input<'_>, _: &'static Shape, path: &Path<'_>) {
        if let Some(value) = input.boolean(path) {
            *self = value;
        }
    }

    fn blank() -> Self {
        false
    }
}

impl Param for Json {
    fn view(&self) -> View<'_> {
        View::Json(self)
    }
}

impl ReadParam for Json {
    fn read(&mut self, input: &mut Input<'_>, shape: &'static Shape, path: &Path<'_>) {
        if let Some(value) = input.json(shape, path) {
            *self = value;
        }
    }

    fn blank() -> Self {
        Self::Null
    }
}

impl<T: Param> Param for Option<T> {
    fn view(&self) -> View<'_> {
        match self {
            Some(value) => value.view(),
            None => View::Absent,
        }
    }
}

impl<T: ReadParam> ReadParam for Option<T> {
    fn read(&mut self, input: &mut Input<'_>, shape: &'static Shape, path: &Path<'_>) {
        // Not by a function of `Option`, which would be compiled for each type once more.
        *self = Some(T::blank());
        if let Some(value) = self {
            value.read(input, shape, path);
        }
    }

    fn blank() -> Self {
        None
    }
}

/// A value that may be `null` on the wire.
///
/// ```
/// use wellhead_runtime::{Nullable, Secret};
/// assert_eq!(Nullable::<String>::from("eu"), Nullable::Value("eu".to_owned()));
/// assert_eq!(Nullable::<Secret>::from(None), Nullable::Null);
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Nullable<T> {
    /// `null`
    Null,
    /// A value.
    Value(T),
}

impl<T> From<T> for Nullable<T> {
    fn from(value: T) -> Self {
        Self::Value(value)
    }
}

impl<T> From<Option<T>> for Nullable<T> {
    /// `null` for `None`.
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Null, Self::Value)
    }
}

impl<T> From<Nullable<T>> for Option<T> {
    fn from(value: Nullable<T>) -> Self {
        match value {
            Nullable::Null => None,
            Nullable::Value(value) => Some(value),
        }
    }
}

impl From<&str> for Nullable<String> {
    fn from(text: &str) -> Self {
        Self::Value(text.into())
    }
}

impl From<&str> for Nullable<Secret> {
    fn from(text: &str) -> Self {
        Self::Value(text.into())
    }
}

impl From<String> for Nullable<Secret> {
    fn from(text: String) -> Self {
        Self::Value(text.into())
    }
}

impl<T: Param> Param for Nullable<T> {
    fn view(&self) -> View<'_> {
        match self {
            Self::Null => View::Null,
            Self::Value(value) => value.view(),
        }
    }
}

impl<T: ReadParam> ReadParam for Nullable<T> {
    fn read(&mut self, input: &mut Input<'_>, shape: &'static Shape, path: &Path<'_>) {
        let shape = match shape {
            Shape::Nullable(shape) => shape,
            shape => shape,
        };
        if input.null() {
            *self = Self::Null;
            return;
        }
        let mut value = T::blank();
        value.read(input, shape, path);
        *self = Self::Value(value);
    }

    fn blank() -> Self {
        Self::Null
    }
}

impl<T: Param> Param for Vec<T> {
    fn view(&self) -> View<'_> {
        View::List(self)
    }
}

impl<T: ReadParam> ReadParam for Vec<T> {
    fn read(&mut self, input: &mut Input<'_>, shape: &'static Shape, path: &Path<'_>) {
        self.clear();
        input.list(shape, path, |input, shape, path| {
            let mut item = T::blank();
            item.read(input, shape, path);
            self.push(item);
        });
    }

    fn blank() -> Self {
        Self::new()
    }
}

impl<T: Param> List for Vec<T> {
    fn item(&self, index: usize) -> View<'_> {
        self.get(index).map_or(View::Absent, Param::view)
    }

    fn count(&self) -> usize {
        self.len()
    }
}

/// A map of all that its members are taken from.
pub fn map_of<T>(
    members: impl IntoIterator<Item = (impl Into<String>, impl Into<T>)>,
) -> BTreeMap<String, T> {
    members.into_iter().map(|(key, value)| (key.into(), value.into())).collect()
}

impl<T: Param> Param for BTreeMap<String, T> {
    fn view(&self) -> View<'_> {
        View::Map(self)
    }
}

impl<T: ReadParam> ReadParam for BTreeMap<String, T> {
    fn read(&mut self, input: &mut Input<'_>, shape: &'static Shape, path: &Path<'_>) {
        if let Some(key) = input.take_member() {
            return self.entry(key).or_insert_with(T::blank).read(input, shape, path);
        }
        self.clear();
        input.map(shape, path, |input, key, shape, path| {
            let mut item = T::blank();
            item.read(input, shape, path);
            self.insert(key.to_owned(), item).is_none()
        });
    }

    fn blank() -> Self {
        Self::new()
    }
}

impl<T: Param> Map for BTreeMap<String, T> {
    fn member(&self, key: &str) -> View<'_> {
        self.get(key).map_or(View::Absent, Param::view)
    }

    fn visit<'a>(&'a self, visit: &mut dyn FnMut(&'a str, View<'a>)) {
        for (key, value) in self {
            visit(key, value.view());
        }
    }
}

impl std::fmt::Debug for View<'_> {
    /// The kind alone: which value may be seen, only its shape knows.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Absent => "Absent",
            Self::Null => "Null",
            Self::Text(_) => "Text",
            Self::Secret(_) => "Secret",
            Self::Integer(_) => "Integer",
            Self::Number(_) => "Number",
            Self::Boolean(_) => "Boolean",
            Self::Json(_) => "Json",
            Self::Object(_) => "Object",
            Self::List(_) => "List",
            Self::Map(_) => "Map",
        })
    }
}
