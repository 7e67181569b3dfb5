//! Lowering an object schema to a struct.

use std::rc::Rc;

use proc_macro2::Ident;
use wellhead_spec::model::{Additional, Property, Schema, Text};
use wellhead_spec::{ByName, Span};

use super::root::Root;
use super::{Cx, Named, also, shape, typed, values};
use crate::model::{About, Alone, Also, Field, Object, Shape};
use crate::names;
use crate::prose::{deprecation, folded_or_nothing};

pub(super) fn object(cx: &mut Cx<'_>, name: Ident, schema: &Schema, description: &str) -> Object {
    let root = Rc::clone(&cx.root);
    let typed = typed::of_object(&root, schema);
    cx.hidden(cx.is_hidden || typed.secret, |cx| of_typed(cx, name, schema, &typed, description))
}

/// Lowering an object schema of which a type shows `typed`.
fn of_typed(
    cx: &mut Cx<'_>,
    name: Ident,
    schema: &Schema,
    typed: &Schema,
    description: &str,
) -> Object {
    let properties = &typed.object.properties;
    let mut fields = Vec::with_capacity(properties.len());
    let (mut brought, mut seen) = (Brought::default(), ByName::new());
    for (number, property) in properties.iter().enumerate() {
        let field = field(cx, typed, property);
        if seen.insert(&property.name.value, number).is_none() {
            brought.field(&field, &property.name);
        }
        fields.push(field);
    }
    let (additional, origin) = (additional(cx, typed), additional_origin(typed));
    if let (Some(shape), Some(origin)) = (&additional, &origin) {
        brought.shape(shape, origin);
    }
    cx.distinct(&[brought.markers, brought.types, brought.modules]);
    let mut object = Object {
        module: names::snake(&name.to_string()),
        name,
        description: description.to_owned(),
        fields,
        additional,
        also: None,
    };
    // A shape of the object itself says what its table says.
    object.also = also::also(cx, schema, typed, &Shape::Boolean);
    object
}

/// Lowering one of several kinds: an object that is none of those of `alone`.
pub(super) fn kind(
    cx: &mut Cx<'_>,
    name: Ident,
    schema: &Schema,
    alone: Option<Alone>,
    description: &str,
) -> Object {
    let mut object = object(cx, name, schema, description);
    if alone.is_some() {
        let (schema, root) = match object.also {
            Some(also) => (also.schema, also.root),
            None => (Schema::any(schema.span), cx.root.schema()),
        };
        object.also = Some(Also { schema, root, alone });
    }
    object
}

/// What members that are not listed may be, where the schema says aloud that there may be some.
fn additional(cx: &mut Cx<'_>, schema: &Schema) -> Option<Box<Shape>> {
    match &schema.object.additional.as_ref()?.value {
        Additional::None => None,
        Additional::Any => Some(Box::new(Shape::Json { object: false, secret: true })),
        Additional::Fitting(values) => {
            let name = values.rust_name.as_ref().map_or("Additional", |name| &name.value);
            Some(Box::new(shape::shape(cx, values, name).0))
        }
    }
}

/// What the type of such members is named after.
fn additional_origin(schema: &Schema) -> Option<Text> {
    let span = schema.object.additional.as_ref()?.span;
    let brace = Span::new(span.start, span.start + 1);
    Some(Text { value: "additionalProperties".to_owned(), span: brace })
}

/// What the members of an object bring into its module: the markers of a builder, types and traits, and modules.
#[derive(Default)]
struct Brought<'n> {
    markers: Named<'n>,
    types: Named<'n>,
    modules: Named<'n>,
}

impl<'n> Brought<'n> {
    fn field(&mut self, field: &Field, origin: &'n Text) {
        self.markers.push((field.marker.to_string(), origin));
        if field.required {
            self.types.push((names::set_trait(&field.marker).to_string(), origin));
        }
        self.shape(&field.shape, origin);
    }

    fn shape(&mut self, shape: &Shape, origin: &'n Text) {
        let Some((name, module)) = own_type(shape) else { return };
        self.types.push((name.to_string(), origin));
        self.modules.extend(module.map(|module| (module.to_string(), origin)));
    }
}

/// The type that a shape needs of its own, and the module of that type.
fn own_type(shape: &Shape) -> Option<(&Ident, Option<&Ident>)> {
    match shape {
        Shape::Choice(choice) => Some((&choice.name, None)),
        Shape::Object(object) => Some((&object.name, Some(&object.module))),
        Shape::ConnectionString(string) => Some((&string.parts.name, Some(&string.parts.module))),
        Shape::OneOf(one_of) => Some((&one_of.name, Some(&one_of.module))),
        Shape::List(list) => own_type(&list.items),
        Shape::Map(inner) | Shape::Nullable(inner) => own_type(inner),
        _ => None,
    }
}

fn field(cx: &mut Cx<'_>, parent: &Schema, property: &Property) -> Field {
    let schema = &property.schema;
    let base = schema.rust_name.as_ref().unwrap_or(&property.name);
    let type_name = names::camel(base);
    let required = property.is_required(parent);
    let (shape, also) = match shape::constant(schema).filter(|_| required) {
        Some(constant) => (Shape::Constant(constant), None),
        None => shape::shape(cx, schema, &type_name.to_string()),
    };
    let root = Rc::clone(&cx.root);
    Field {
        wire: property.name.value.clone(),
        keys: values(&schema.keys),
        name: names::snake(base),
        marker: type_name,
        required,
        shape,
        also,
        about: about(&root, &typed::typed(&root, schema), cx.is_hidden),
    }
}

fn about(root: &Root, schema: &Schema, is_hidden: bool) -> About {
    // What is secret has no default or example; the checks have said so.
    let shown = !is_hidden && !schema.carries_secret(root);
    let mut examples = Vec::new();
    for example in schema.examples.iter().filter(|_| shown) {
        examples.push(example.value.to_string());
    }
    About {
        title: folded_or_nothing(&schema.title),
        description: folded_or_nothing(&schema.description),
        default: schema.default.as_ref().filter(|_| shown).map(|default| default.value.to_string()),
        examples,
        note: note(schema),
        deprecated: schema.deprecated.as_ref().map(deprecation),
    }
}

/// What else there is to know; for a param that is read only, who sets it.
fn note(schema: &Schema) -> String {
    const SET: &str = "The service sets it.";
    let note = folded_or_nothing(&schema.note);
    match schema.read_only {
        true if note.is_empty() => SET.to_owned(),
        true => format!("{SET} {note}"),
        false => note,
    }
}
