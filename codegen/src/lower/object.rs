//! Lowering an object schema to a struct.

use proc_macro2::Ident;
use wellhead_spec::model::{Property, Schema};

use super::{Cx, option, shape, value};
use crate::model::{About, Field, Object};
use crate::names;

pub(super) fn object(cx: &mut Cx<'_>, name: Ident, schema: &Schema, description: &str) -> Object {
    let properties = &schema.object.properties;
    let fields: Vec<Field> =
        properties.iter().map(|property| field(cx, schema, property)).collect();
    cx.distinct(
        fields
            .iter()
            .map(|field| field.name.to_string())
            .zip(properties.iter().map(|property| &property.name)),
    );
    Object {
        module: names::snake(&name.to_string()),
        name,
        description: description.to_owned(),
        fields,
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
