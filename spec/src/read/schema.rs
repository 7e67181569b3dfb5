//! The inner part of a spec file: the params, as JSON Schema draft-07.

use wellhead_runtime::json::{Member, Node, Value};
use wellhead_runtime::{Json, nearest};

mod combined;
mod connection_string;

use connection_string::connection_string;

use super::Cx;
use super::fields::{Fields, shortened};
use super::source::{clouds, deprecated};
use super::wrong_type::wrong_type;
use crate::ByName;
use crate::diagnostic::Code;
use crate::meant;
use crate::model::{
    Additional, Deprecated, Kind, ListKeywords, NumberKeywords, ObjectKeywords, Property, Schema,
    Spanned, Text, TextKeywords,
};

/// How deep schemas may nest.
const DEPTH: usize = 24;

/// Keywords, the service's own among them, that do not restrict a value.
const UNUSED: &[&str] =
    &["$comment", "$id", "$schema", "contentMediaType", "links", "restAttributes", "settings"];

/// Keywords that restrict a value, and so say nothing beside a `$ref`.
const RULES: &[&str] = &[
    "type",
    "enum",
    "const",
    "pattern",
    "format",
    "contentEncoding",
    "minLength",
    "maxLength",
    "minimum",
    "maximum",
    "exclusiveMinimum",
    "exclusiveMaximum",
    "multipleOf",
    "items",
    "prefixItems",
    "additionalItems",
    "contains",
    "minItems",
    "maxItems",
    "uniqueItems",
    "properties",
    "required",
    "additionalProperties",
    "patternProperties",
    "propertyNames",
    "minProperties",
    "maxProperties",
    "allOf",
    "anyOf",
    "oneOf",
    "not",
    "if",
    "then",
    "else",
    "dependencies",
    "dependentRequired",
    "dependentSchemas",
    "x-connection-string",
];

/// Keywords that restrict a value in a way that is not honoured, with what to write instead.
const UNSUPPORTED: &[(&str, &str)] = &[
    ("$dynamicRef", "write a `$ref` to `#/definitions/…`"),
    ("$recursiveRef", "write a `$ref` to `#`"),
    ("maxContains", "say by `maxItems` how many elements there may be"),
    ("minContains", "say by `contains` that one must be there, by `minItems` how many"),
    ("unevaluatedItems", "say what elements may be by `items`"),
    ("unevaluatedProperties", "list the properties where they belong"),
];

/// Keywords of other dialects that are ignored, with what to write instead.
const FOREIGN: &[(&str, &str)] = &[
    ("divisibleBy", "write `multipleOf`"),
    ("nullable", "write the type as a list, such as [\"string\", \"null\"]"),
    ("optional", "what `required` does not name is optional"),
    ("requires", "write `dependencies` around it: they say what a property needs"),
];

/// The params of an auth spec.
pub(super) fn params(cx: &mut Cx<'_>, node: &Node<'_>) -> Option<Schema> {
    if node.as_object().is_none() {
        wrong_type(cx, node, "spec", "an object");
        return None;
    }
    let schema = schema(cx, node)?;
    // A type that can't be read has been told already.
    let is_unread = schema.kinds.len() == Kind::ALL.len();
    if schema.kinds.is_empty() || schema.kind() == Some(Kind::Object) || is_unread {
        return Some(schema);
    }
    let span = schema.kinds.first().map_or(schema.span, |kind| kind.span);
    cx.note(
        Code::BadValue,
        span,
        "the params of an auth spec are an object",
        "write \"type\": \"object\" with \"properties\"",
    );
    None
}

/// Reads a schema and those in it, as deep as a person would follow.
fn schema(cx: &mut Cx<'_>, node: &Node<'_>) -> Option<Schema> {
    if cx.depth == DEPTH {
        cx.note(
            Code::BadValue,
            node.span,
            "schemas nest too deep",
            &format!("keep them within {DEPTH} levels"),
        );
        return None;
    }
    cx.depth += 1;
    let schema = keywords(cx, node);
    cx.depth -= 1;
    schema
}

/// Long as it is, it is one value with a line for each keyword.
fn keywords(cx: &mut Cx<'_>, node: &Node<'_>) -> Option<Schema> {
    if let Value::Boolean(always) = node.value {
        return Some(Schema { always: Some(always), ..Schema::any(node.span) });
    }
    if node.as_object().is_none() {
        wrong_type(cx, node, "a schema", "an object or a boolean");
        return None;
    }
    let mut fields = Fields::open(cx, node, "a schema")?;
    let kinds = kinds(cx, &mut fields);
    let format = fields.text(cx, "format");
    let hidden = ["writeOnly", "airbyte_secret", "x-secret"];
    let marked = hidden.map(|key| fields.flag(cx, key)).contains(&true);
    let denied = fields.get("x-secret").is_some_and(|node| node.value == Value::Boolean(false));
    let shown = UiAttributes::read(cx, &mut fields);
    let schema = Schema {
        span: fields.span(),
        always: None,
        kinds,
        title: fields.text(cx, "title").or(shown.title),
        description: description(cx, &mut fields).or(shown.tooltip),
        default: fields.get("default").map(value),
        examples: examples(cx, &mut fields),
        choices: choices(cx, &mut fields),
        only: fields.get("const").map(value),
        secret: marked || format.as_ref().is_some_and(|format| format.value == "password"),
        no_secret: denied,
        read_only: fields.flag(cx, "readOnly"),
        text: TextKeywords {
            format,
            encoding: encoding(cx, &mut fields),
            pattern: fields.text(cx, "pattern"),
            min_length: fields.count(cx, "minLength"),
            max_length: fields.count(cx, "maxLength"),
        },
        number: NumberKeywords {
            minimum: fields.number(cx, "minimum"),
            maximum: fields.number(cx, "maximum"),
            exclusive_minimum: fields.number(cx, "exclusiveMinimum"),
            exclusive_maximum: fields.number(cx, "exclusiveMaximum"),
            multiple_of: fields.number(cx, "multipleOf"),
        },
        list: ListKeywords {
            items: items(cx, &mut fields),
            min_items: fields.count(cx, "minItems"),
            max_items: fields.count(cx, "maxItems"),
            unique: fields.flag(cx, "uniqueItems"),
        },
        object: object(cx, &mut fields),
        combined: combined::combined(cx, &mut fields),
        deprecated: deprecation(cx, &mut fields),
        rust_name: fields.text(cx, "x-rust-name"),
        note: fields.text(cx, "x-note"),
        clouds: clouds(cx, &mut fields),
        keys: fields.texts(cx, "x-keys"),
        connection_string: fields
            .get("x-connection-string")
            .and_then(|node| connection_string(cx, node))
            .map(Box::new),
    };
    other_keywords(cx, &fields);
    beside_reference(cx, node);
    without_if(cx, node);
    Some(combined::with_tuple(schema))
}

/// Notes the keywords that say nothing, since a `$ref` stands beside them.
fn beside_reference(cx: &mut Cx<'_>, node: &Node<'_>) {
    if node.get("$ref").is_none() {
        return;
    }
    for member in node.as_object().unwrap_or_default() {
        // A mark of a secret counts wherever it stands.
        let is_mark = member.key == "format" && member.value.as_str() == Some("password");
        if RULES.contains(&&*member.key) && !is_mark {
            let message = format!("`{}` says nothing beside a `$ref`", member.key);
            let help = "remove it, or put it and the `$ref` into `allOf`, each by itself";
            cx.note(Code::UselessKeyword, member.key_span, &message, help);
        }
    }
}

/// Notes what would hold on a condition that is not there.
fn without_if(cx: &mut Cx<'_>, node: &Node<'_>) {
    if node.get("if").is_some() {
        return;
    }
    for member in node.as_object().unwrap_or_default() {
        if matches!(&*member.key, "then" | "else") {
            let message = format!("`{}` says nothing without an `if`", member.key);
            cx.note(Code::UselessKeyword, member.key_span, &message, "add the `if`, or remove it");
        }
    }
}

/// What the platform shows of a param.
#[derive(Default)]
struct UiAttributes {
    title: Option<Text>,
    tooltip: Option<Text>,
}

impl UiAttributes {
    /// Nothing is wrong with attributes of another form: they are the service's affair.
    fn read(cx: &mut Cx<'_>, fields: &mut Fields<'_, '_>) -> Self {
        let Some(node) = fields.get("uiAttributes") else { return Self::default() };
        let mut text = |keys: &[&str]| {
            let nodes = keys.iter().filter_map(|key| node.get(key));
            let mut texts = nodes.map(|node| node.get("text").unwrap_or(node));
            texts
                .find(|node| node.as_str().is_some_and(|text| !text.trim().is_empty()))
                .and_then(|node| super::fields::text(cx, node, "uiAttributes"))
        };
        Self { title: text(&["title", "label"]), tooltip: text(&["tooltip", "description"]) }
    }
}

/// A description; one of another type, which is told, is not missing.
fn description(cx: &mut Cx<'_>, fields: &mut Fields<'_, '_>) -> Option<Text> {
    let node = fields.get("description")?;
    let as_written = || Spanned { value: node.span.of(cx.places.text).to_owned(), span: node.span };
    Some(super::fields::text(cx, node, "description").unwrap_or_else(as_written))
}

/// `contentEncoding`. No string fails the ones beside `base64`, and others are not checked.
fn encoding(cx: &mut Cx<'_>, fields: &mut Fields<'_, '_>) -> Option<Text> {
    const HONOURED: [&str; 4] = ["base64", "7bit", "8bit", "binary"];
    let encoding = fields.text(cx, "contentEncoding")?;
    if !HONOURED.contains(&encoding.value.as_str()) {
        let meant = nearest(&encoding.value, HONOURED);
        let message = "an encoding that is not supported";
        let help = "write \"base64\", or a `pattern`";
        cx.note(Code::UnsupportedKeyword, encoding.span, message, help).meant(meant);
    }
    Some(encoding).filter(|encoding| encoding.value == "base64")
}

/// The one schema of all elements. Where that can't be read, it is told, and anything may stand there.
fn items(cx: &mut Cx<'_>, fields: &mut Fields<'_, '_>) -> Option<Box<Schema>> {
    let node = fields.get("items").filter(|node| is_schema(node))?;
    Some(Box::new(schema(cx, node).unwrap_or_else(|| Schema::any(node.span))))
}

fn is_schema(node: &Node<'_>) -> bool {
    node.as_array().is_none()
}

/// The types that are named. One that can't be read is taken for the one that is meant, or else for any, so that nothing is
/// said of what hangs on it.
fn kinds(cx: &mut Cx<'_>, fields: &mut Fields<'_, '_>) -> Vec<Spanned<Kind>> {
    let Some(node) = fields.get("type") else { return Vec::new() };
    let nodes = node.as_array().unwrap_or(std::slice::from_ref(node));
    if nodes.is_empty() {
        let help = "write a type, such as \"string\", or remove `type`";
        cx.note(Code::BadValue, node.span, "`type` lists nothing", help);
    }
    let mut kinds: Vec<Spanned<Kind>> = Vec::new();
    let mut is_read = !nodes.is_empty();
    for node in nodes {
        let Some(value) = kind(cx, node) else {
            is_read = false;
            continue;
        };
        if kinds.iter().any(|known| known.value == value) {
            cx.note(Code::BadValue, node.span, "`type` names this twice", "keep one");
            continue;
        }
        kinds.push(Spanned { value, span: node.span });
    }
    if is_read {
        return kinds;
    }
    Kind::ALL.map(|value| Spanned { value, span: node.span }).to_vec()
}

fn kind(cx: &mut Cx<'_>, node: &Node<'_>) -> Option<Kind> {
    let Some(word) = node.as_str() else {
        wrong_type(cx, node, "type", "a string");
        return None;
    };
    let of = |word: &str| Kind::ALL.into_iter().find(|kind| kind.as_str() == word);
    let words = Kind::ALL.map(Kind::as_str);
    of(word).or_else(|| {
        let meant = nearest(word, words);
        let otherwise = format!("write one of {}", words.join(", "));
        cx.note(Code::BadValue, node.span, "not a JSON type", &otherwise).meant(meant);
        meant.and_then(of)
    })
}

fn examples(cx: &mut Cx<'_>, fields: &mut Fields<'_, '_>) -> Vec<Spanned<Json>> {
    let mut examples = match fields.array(cx, "examples") {
        Some((_, items)) => values(items),
        None => Vec::new(),
    };
    examples.extend(fields.get("example").map(value));
    examples
}

fn choices(cx: &mut Cx<'_>, fields: &mut Fields<'_, '_>) -> Option<Spanned<Vec<Spanned<Json>>>> {
    let (span, items) = fields.array(cx, "enum")?;
    Some(Spanned { value: values(items), span })
}

fn object(cx: &mut Cx<'_>, fields: &mut Fields<'_, '_>) -> ObjectKeywords {
    let additional = fields.get("additionalProperties").and_then(|node| {
        let value = match node.value {
            Value::Boolean(true) => Additional::Any,
            Value::Boolean(false) => Additional::None,
            _ => Additional::Fitting(Box::new(schema(cx, node)?)),
        };
        Some(Spanned { value, span: node.span })
    });
    let mut properties = Vec::new();
    for member in members(cx, fields, "properties") {
        properties.extend(property(cx, member));
    }
    let required = fields.texts(cx, "required");
    let required = distinct(cx, required, "required");
    ObjectKeywords { properties, required, additional }
}

/// The names that are listed at `key`, each once.
fn distinct(cx: &mut Cx<'_>, mut listed: Vec<Text>, key: &str) -> Vec<Text> {
    let (mut known, mut are_new) = (ByName::with_capacity(listed.len()), Vec::new());
    for (number, name) in listed.iter().enumerate() {
        let is_new = known.insert(&name.value, number).is_none();
        if !is_new {
            let message = format!("`{key}` names this twice");
            cx.note(Code::BadValue, name.span, &message, "keep one");
        }
        are_new.push(is_new);
    }
    let mut are_new = are_new.into_iter();
    listed.retain(|_| are_new.next().unwrap_or_default());
    listed
}

/// The members of the object that is at `key`.
fn members<'n, 't>(
    cx: &mut Cx<'_>,
    fields: &mut Fields<'n, 't>,
    key: &'static str,
) -> Vec<&'n Member<'t>> {
    let inner = fields.get(key).and_then(|node| Fields::open(cx, node, key));
    inner.map(|inner| inner.rest()).unwrap_or_default()
}

fn property(cx: &mut Cx<'_>, member: &Member<'_>) -> Option<Property> {
    let is_keyword = RULES.contains(&&*member.key);
    if is_keyword && !matches!(member.value.value, Value::Object(_) | Value::Boolean(_)) {
        let message = format!("`{}` stands among the properties, and holds no schema", member.key);
        let help = "if it is meant as a keyword, put it beside `properties`";
        cx.note(Code::WrongType, member.key_span, &message, help);
        return None;
    }
    let name = Spanned { value: member.key.to_string(), span: member.key_span };
    Some(Property { name, schema: schema(cx, &member.value)? })
}

fn deprecation(cx: &mut Cx<'_>, fields: &mut Fields<'_, '_>) -> Option<Deprecated> {
    let flag = fields.flag(cx, "deprecated");
    deprecated(cx, fields).or_else(|| flag.then(Deprecated::default))
}

/// Notes the keywords that were not read: those not honoured, and those that nobody knows.
fn other_keywords(cx: &mut Cx<'_>, fields: &Fields<'_, '_>) {
    for member in fields.rest() {
        let key = &*member.key;
        if UNUSED.contains(&key) {
            continue;
        }
        if let Some((_, instead)) = UNSUPPORTED.iter().find(|(keyword, _)| *keyword == key) {
            let message = format!("`{key}` is not supported yet");
            cx.note(Code::UnsupportedKeyword, member.key_span, &message, instead);
            continue;
        }
        unknown_keyword(cx, fields, member);
    }
}

fn unknown_keyword(cx: &mut Cx<'_>, fields: &Fields<'_, '_>, member: &Member<'_>) {
    let key = &*member.key;
    let message = format!("JSON Schema has no keyword `{}`", shortened(key));
    let foreign = FOREIGN.iter().find(|(keyword, _)| *keyword == key);
    let instead = match foreign {
        Some((_, instead)) => instead,
        None if member.value.as_object().is_some() => "a param stands in `properties`",
        None => "remove it",
    };
    let help = format!("it is ignored; {instead}");
    let note = cx.note(Code::UnknownKeyword, member.key_span, &message, &help);
    if foreign.is_none() {
        note.meant(meant::key(key, [fields.known(), UNUSED].concat()));
    }
}

fn values(nodes: &[Node<'_>]) -> Vec<Spanned<Json>> {
    let mut values = Vec::new();
    for node in nodes {
        values.push(value(node));
    }
    values
}

fn value(node: &Node<'_>) -> Spanned<Json> {
    Spanned { value: node.to_json(), span: node.span }
}
