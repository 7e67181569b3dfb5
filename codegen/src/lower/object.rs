//! Lowering an object schema to a struct.

use proc_macro2::Ident;
use wellhead_spec::model::{Property, Schema};

use super::{Cx, option, shape, value};
use crate::model::{About, Field, Object, Shape};
use crate::names;

pub(super) fn object(cx: &mut Cx<'_>, name: Ident, schema: &Schema, description: &str) -> Object {
    let properties = &schema.object.properties;
    let fields: Vec<Field> =
        properties.iter().map(|property| field(cx, schema, property)).collect();
    let named = |names: fn(&Field) -> Vec<String>| {
        let all = fields.iter().map(names).zip(properties.iter().map(|property| &property.name));
        all.flat_map(|(names, wire)| names.into_iter().map(move |name| (name, wire))).collect()
    };
    cx.distinct([
        named(|field| vec![field.marker.to_string()]),
        named(type_names),
        named(module_names),
    ]);
    Object {
        module: names::snake(&name.to_string()),
        name,
        description: description.to_owned(),
        fields,
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
        Shape::List(list) => own_type(&list.items),
        Shape::Map(values) => own_type(values),
        _ => None,
    }
}

fn field(cx: &mut Cx<'_>, parent: &Schema, property: &Property) -> Field {
    let schema = &property.schema;
    let base = schema.rust_name.as_ref().unwrap_or(&property.name);
    let type_name = names::camel(base);
    Field {
        wire: property.name.value.clone(),
        keys: schema.keys.iter().map(|key| key.value.clone()).collect(),
        name: schema
            .rust_name
            .as_ref()
            .map_or_else(|| names::snake(&property.name), |name| names::snake(name)),
        marker: type_name.clone(),
        required: property.is_required(parent),
        shape: shape::shape(cx, schema, &type_name.to_string()),
        about: about(schema),
    }
}

fn about(schema: &Schema) -> About {
    // What is secret has no default or example; the checks have said so.
    let shown = !schema.carries_secret();
    About {
        title: value(&schema.title),
        description: value(&schema.description),
        default: schema.default.as_ref().filter(|_| shown).map(|default| default.value.to_string()),
        examples: schema
            .examples
            .iter()
            .filter(|_| shown)
            .map(|example| example.value.to_string())
            .collect(),
        note: option(&schema.note).unwrap_or_default(),
        deprecated: schema.deprecated.clone(),
    }
}
