//! Lowering an object schema to a struct.

use std::rc::Rc;

use proc_macro2::Ident;
use wellhead_spec::model::{Additional, Property, Schema};

use super::kinds::OneKind;
use super::{Cx, also, shape, typed};
use crate::model::{About, Alone, Also, Field, Object, Shape};
use crate::names;
use crate::prose::{deprecation, folded_or_nothing};

pub(super) fn object(cx: &mut Cx<'_>, name: Ident, schema: &Schema, description: &str) -> Object {
    let root = Rc::clone(&cx.root);
    let typed = typed::typed(&root, schema);
    let properties = &typed.object.properties;
    let fields: Vec<Field> =
        properties.iter().map(|property| field(cx, &typed, property)).collect();
    let named = |names: fn(&Field) -> Vec<String>| {
        let all = fields.iter().map(names).zip(properties.iter().map(|property| &property.name));
        all.flat_map(|(names, wire)| names.into_iter().map(move |name| (name, wire))).collect()
    };
    cx.distinct([
        named(|field| vec![field.marker.to_string()]),
        named(type_names),
        named(module_names),
    ]);
    let mut object = Object {
        module: names::snake(&name.to_string()),
        name,
        description: description.to_owned(),
        fields,
        additional: additional(cx, &typed),
        also: None,
    };
    // A shape of the object itself says what its table says.
    object.also = also::also(cx, schema, &Shape::Boolean);
    object
}

/// Lowering one of several kinds: an object that is of no other.
pub(super) fn kind(cx: &mut Cx<'_>, name: Ident, kind: &OneKind, description: &str) -> Object {
    let mut object = object(cx, name, &kind.schema, description);
    if !kind.rivals.is_empty() {
        let alone = Alone {
            kind: object.name.to_string(),
            others: kind
                .rivals
                .iter()
                .map(|(name, rival)| (names::camel(name).to_string(), rival.clone()))
                .collect(),
            by: kind.told_by.clone(),
        };
        let any = || {
            let schema = Schema::any(kind.schema.span);
            Also { schema, root: cx.root.schema(), alone: None }
        };
        object.also.get_or_insert_with(any).alone = Some(alone);
    }
    object
}

/// What members that are not listed may be, where the schema says aloud that there may be some.
fn additional(cx: &mut Cx<'_>, schema: &Schema) -> Option<Box<Shape>> {
    match &schema.object.additional.as_ref()?.value {
        Additional::None => None,
        Additional::Any => Some(Box::new(Shape::Json { object: false, secret: true })),
        Additional::Fitting(values) => Some(Box::new(shape::shape(cx, values, "Additional").0)),
    }
}

/// The types and traits that a field brings into the module of its object.
fn type_names(field: &Field) -> Vec<String> {
    let set_trait = field.required.then(|| names::set_trait(&field.marker));
    let own = own_type(&field.shape).map(|(name, _)| name.clone());
    set_trait.into_iter().chain(own).map(|name| name.to_string()).collect()
}

/// The modules that a field brings into the module of its object.
fn module_names(field: &Field) -> Vec<String> {
    let own = own_type(&field.shape).and_then(|(_, module)| module);
    own.map(Ident::to_string).into_iter().collect()
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
        keys: schema.keys.iter().map(|key| key.value.clone()).collect(),
        name: names::snake(base),
        marker: type_name,
        required,
        shape,
        also,
        about: about(&typed::typed(&root, schema)),
    }
}

fn about(schema: &Schema) -> About {
    // What is secret has no default or example; the checks have said so.
    let shown = !schema.carries_secret();
    About {
        title: folded_or_nothing(&schema.title),
        description: folded_or_nothing(&schema.description),
        default: schema.default.as_ref().filter(|_| shown).map(|default| default.value.to_string()),
        examples: schema
            .examples
            .iter()
            .filter(|_| shown)
            .map(|example| example.value.to_string())
            .collect(),
        note: note(schema),
        deprecated: schema.deprecated.as_ref().map(deprecation),
    }
}

/// What else there is to know; for a param that is read only, who sets it.
fn note(schema: &Schema) -> String {
    let set = if schema.read_only { "The service sets it." } else { "" };
    let note = folded_or_nothing(&schema.note);
    [set, &note].into_iter().filter(|text| !text.is_empty()).collect::<Vec<_>>().join(" ")
}
