//! The JSON Schema of spec files: what makes an editor complete keys and underline mistakes while they are typed.
//!
//! These types exist to be described, not to be read into: [`read`](crate::read) knows places and reports everything at
//! once, which deserialization can't. A test keeps the two of one mind.

#![allow(dead_code)] // Only the description of the fields is used.

use std::collections::BTreeMap;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema, schema_for};
use serde_json::Value;

use crate::diagnostic::{Code, Severity};

/// The schema, as `specs/connection-spec.schema.json` holds it.
pub fn json_schema() -> Value {
    let mut schema = schema_for!(ConnectionSpec);
    schema.insert("title".into(), "A Wellhead spec file: one connection spec".into());
    without_null(schema.to_value())
}

/// The schema without `null`: a key of a spec file that says nothing is left out.
fn without_null(schema: Value) -> Value {
    match schema {
        Value::Object(mut members) => {
            if let Some(Value::Array(types)) = members.get_mut("type") {
                types.retain(|name| name != "null");
                if let [only] = types.as_slice() {
                    let only = only.clone();
                    members.insert("type".into(), only);
                }
            }
            let choices = members.get("anyOf").and_then(Value::as_array);
            let is_null = |choice: &&Value| choice.get("type").is_some_and(|name| name == "null");
            if let Some([one, null]) = choices.map(Vec::as_slice)
                && is_null(&null)
                && let Value::Object(one) = one.clone()
            {
                members.remove("anyOf");
                members.extend(one);
            }
            members.into_iter().map(|(key, value)| (key, without_null(value))).collect()
        }
        Value::Array(items) => items.into_iter().map(without_null).collect(),
        scalar => scalar,
    }
}

/// One source: a connection spec as the Flow Service returns it, with a few keys of Wellhead's own that start with `x-`.
#[derive(JsonSchema)]
#[schemars(rename_all = "camelCase", deny_unknown_fields)]
struct ConnectionSpec {
    /// The schema of this file: ./connection-spec.schema.json
    #[schemars(rename = "$schema")]
    schema: Option<String>,
    /// The connection spec id: a UUID in lower case.
    #[schemars(regex(pattern = "^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$"))]
    id: String,
    /// The service's own name for the spec.
    #[schemars(regex(pattern = r"\S"))]
    name: String,
    /// The connection spec version, most often 1.0.
    #[schemars(regex(pattern = r"\S"))]
    version: String,
    /// The provider's id.
    provider_id: Option<String>,
    /// The ways to authenticate.
    auth_spec: Option<Vec<AuthSpec>>,
    /// How dataflows read the source, and how the platform shows it; its `attributes.uiAttributes` are used.
    source_spec: Option<SourceSpec>,
    /// How far the source is.
    #[schemars(rename = "x-status")]
    status: Option<Status>,
    /// Why the source should no longer be used.
    #[schemars(rename = "x-deprecated")]
    deprecated: Option<Deprecated>,
    /// Slugs that this source had.
    #[schemars(rename = "x-aliases")]
    aliases: Option<Vec<Slug>>,
    /// Why another source has the same id; both must say it.
    #[schemars(rename = "x-shared-id")]
    shared_id: Option<String>,
    /// The module's name, where the file's name does not do.
    #[schemars(rename = "x-rust-name")]
    rust_name: Option<RustName>,
    /// A settlement: what the pages say, and what was chosen.
    #[schemars(rename = "x-note")]
    note: Option<String>,
    /// Why the id, or another fact, may be wrong.
    #[schemars(rename = "x-doubt")]
    doubt: Option<String>,
    /// For a source without a base connection, what to do instead.
    #[schemars(rename = "x-instead")]
    instead: Option<String>,
    /// Warnings that do not count in this file, each with the reason.
    #[schemars(rename = "x-allow")]
    allow: Option<Allowed>,
    #[schemars(flatten)]
    unused: Unused,
}

/// Codes of warnings, each with a reason.
struct Allowed;

impl JsonSchema for Allowed {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Allowed".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        let codes = Code::ALL.iter().filter(|code| code.severity() == Severity::Warning);
        let codes: Vec<&str> = codes.map(|code| code.as_str()).collect();
        json_schema!({
            "type": "object",
            "propertyNames": {"enum": codes},
            "additionalProperties": {"type": "string", "pattern": "\\S"},
        })
    }
}

/// What the service also returns. It is accepted, and types no request.
#[derive(JsonSchema)]
#[schemars(rename_all = "camelCase")]
struct Unused {
    attributes: Option<Value>,
    created_at: Option<Value>,
    created_by: Option<Value>,
    created_client: Option<Value>,
    description: Option<Value>,
    encryption_specs: Option<Value>,
    etag: Option<Value>,
    explore_spec: Option<Value>,
    ims_org_id: Option<Value>,
    permissions_info: Option<Value>,
    sandbox_id: Option<Value>,
    sandbox_name: Option<Value>,
    state: Option<Value>,
    target_spec: Option<Value>,
    r#type: Option<Value>,
    updated_at: Option<Value>,
    updated_by: Option<Value>,
    updated_client: Option<Value>,
}

/// How far a source is: generally available, in beta, or going away.
#[derive(JsonSchema)]
#[schemars(rename_all = "lowercase")]
enum Status {
    Ga,
    Beta,
    Deprecated,
}

/// Since when something should not be used, and what instead; or just a note.
#[derive(JsonSchema)]
#[schemars(untagged)]
enum Deprecated {
    Note(String),
    Told(Deprecation),
}

#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
struct Deprecation {
    /// A date or month, such as 2026-01.
    since: Option<String>,
    /// What to use instead.
    r#use: Option<String>,
    /// What else there is to know.
    note: Option<String>,
}

/// A name for people and commands.
#[derive(JsonSchema)]
#[schemars(transparent)]
struct Slug(#[schemars(length(max = 64), regex(pattern = "^[a-z][a-z0-9]*(-[a-z0-9]+)*$"))] String);

/// A length or a number of things.
struct Count;

impl JsonSchema for Count {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Count".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({"type": "integer", "minimum": 0, "maximum": u32::MAX})
    }
}

/// A name that Rust can have.
#[derive(JsonSchema)]
#[schemars(transparent)]
struct RustName(#[schemars(length(max = 64), regex(pattern = "^[A-Za-z][A-Za-z0-9_]*$"))] String);

/// One way to authenticate.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
struct AuthSpec {
    /// The wire's specName.
    #[schemars(regex(pattern = r"\S"))]
    name: String,
    /// The service's own word for the kind; not used.
    r#type: Option<Value>,
    /// The service's own settings; not used.
    settings: Option<Value>,
    /// The clouds that the platform must run on for it; all if left out.
    #[schemars(rename = "x-cloud")]
    cloud: Option<Vec<Cloud>>,
    /// Why it should no longer be used.
    #[schemars(rename = "x-deprecated")]
    deprecated: Option<Deprecated>,
    /// The struct's name, where the specName does not do.
    #[schemars(rename = "x-rust-name")]
    rust_name: Option<RustName>,
    /// A settlement or doubt.
    #[schemars(rename = "x-note")]
    note: Option<String>,
    /// The params: a JSON Schema (draft-07) for an object.
    spec: ParamSchema,
}

#[derive(JsonSchema)]
#[schemars(rename_all = "lowercase")]
enum Cloud {
    Azure,
    Aws,
}

#[derive(JsonSchema)]
struct SourceSpec {
    attributes: Option<Attributes>,
}

#[derive(JsonSchema)]
#[schemars(rename_all = "camelCase")]
struct Attributes {
    ui_attributes: Option<UiAttributes>,
}

/// How the platform shows the source.
#[derive(JsonSchema)]
#[schemars(rename_all = "camelCase")]
struct UiAttributes {
    /// Where the source is documented.
    documentation_link: Option<String>,
    /// Whether it may still change.
    is_beta: Option<bool>,
    /// The category of the platform that it is listed in.
    category: Option<Key>,
    /// The label that people know it by.
    label: Option<Words>,
    /// One sentence on what it is.
    description: Option<Words>,
}

#[derive(JsonSchema)]
struct Key {
    key: Option<String>,
}

#[derive(JsonSchema)]
struct Words {
    text: Option<String>,
}

/// What a value may be: JSON Schema (draft-07), the keywords that are honoured.
#[derive(JsonSchema)]
#[schemars(rename_all = "camelCase")]
struct ParamSchema {
    /// The JSON type, or a list of types.
    r#type: Option<JsonTypes>,
    /// A short label for people.
    title: Option<String>,
    /// What it is and where a person finds it.
    description: Option<String>,
    /// `password` for a secret; uri, email, hostname, ipv4, ipv6, uuid, date, date-time, time, duration and byte are
    /// checked.
    format: Option<String>,
    /// `base64` for bytes in base64, which is checked.
    content_encoding: Option<Encoding>,
    /// An ECMA 262 regular expression that must occur in the string.
    pattern: Option<String>,
    /// The smallest number of characters.
    min_length: Option<Count>,
    /// The largest number of characters.
    max_length: Option<Count>,
    /// The smallest number.
    minimum: Option<f64>,
    /// The largest number.
    maximum: Option<f64>,
    /// What the number must be more than.
    exclusive_minimum: Option<f64>,
    /// What the number must be less than.
    exclusive_maximum: Option<f64>,
    /// What the number must be a multiple of.
    multiple_of: Option<f64>,
    /// The strings that are allowed.
    #[schemars(extend("uniqueItems" = true))]
    r#enum: Option<Vec<Value>>,
    /// The one value that is allowed.
    r#const: Option<Value>,
    /// What the service assumes when the param is left out. Never for a secret.
    default: Option<Value>,
    /// Values that may be copied. Never for a secret.
    examples: Option<Vec<Value>>,
    /// What the elements of an array are; as a list, what each of the first is.
    items: Option<Items>,
    /// What each of the first elements is.
    prefix_items: Option<Vec<Additional>>,
    /// What the elements after those in the list of `items` are.
    additional_items: Option<Additional>,
    /// What at least one element is.
    contains: Option<Additional>,
    /// The smallest number of elements.
    min_items: Option<Count>,
    /// The largest number of elements.
    max_items: Option<Count>,
    /// Whether no element may stand twice.
    unique_items: Option<bool>,
    /// The params inside an object.
    properties: Option<BTreeMap<String, Additional>>,
    /// The params that must be there.
    required: Option<Distinct>,
    /// What members beyond `properties` may be.
    additional_properties: Option<Additional>,
    /// What members whose name fits a pattern are.
    pattern_properties: Option<BTreeMap<String, Additional>>,
    /// What names of members are.
    property_names: Option<Additional>,
    /// The smallest number of members.
    min_properties: Option<Count>,
    /// The largest number of members.
    max_properties: Option<Count>,
    /// A definition: #/definitions/NAME.
    #[schemars(rename = "$ref")]
    reference: Option<String>,
    /// Schemas to refer to.
    definitions: Option<BTreeMap<String, Additional>>,
    /// Schemas to refer to.
    #[schemars(rename = "$defs")]
    defs: Option<BTreeMap<String, Additional>>,
    /// Schemas that must all fit.
    #[schemars(length(min = 1))]
    all_of: Option<Vec<Additional>>,
    /// Schemas of which one or more must fit.
    #[schemars(length(min = 1))]
    any_of: Option<Vec<Additional>>,
    /// Schemas of which exactly one must fit; in an auth spec, a Rust type each.
    #[schemars(length(min = 1))]
    one_of: Option<Vec<Additional>>,
    /// What must not fit.
    not: Option<Additional>,
    /// A condition.
    r#if: Option<Additional>,
    /// What must fit if the condition does.
    then: Option<Additional>,
    /// What must fit if the condition does not.
    r#else: Option<Additional>,
    /// What must be there, or fit, if a member is there.
    dependencies: Option<BTreeMap<String, Dependency>>,
    /// What must be there if a member is there.
    dependent_required: Option<BTreeMap<String, Distinct>>,
    /// What must fit if a member is there.
    dependent_schemas: Option<BTreeMap<String, Additional>>,
    /// Whether it should no longer be sent.
    deprecated: Option<bool>,
    /// Whether the service sets it.
    read_only: Option<bool>,
    /// Whether it is a secret.
    write_only: Option<bool>,
    /// Whether it is a secret.
    #[schemars(rename = "x-secret")]
    secret: Option<bool>,
    /// Why it should no longer be sent.
    #[schemars(rename = "x-deprecated")]
    deprecation: Option<Deprecated>,
    /// The field's name, where the param's does not do.
    #[schemars(rename = "x-rust-name")]
    rust_name: Option<RustName>,
    /// A settlement or doubt.
    #[schemars(rename = "x-note")]
    note: Option<String>,
    /// For one of the kinds of params of an auth spec: the clouds that it is limited to.
    #[schemars(rename = "x-cloud")]
    clouds: Option<Vec<Cloud>>,
    /// For a part of a connection string: its keys in the text, the one to write first.
    #[schemars(rename = "x-keys")]
    keys: Option<Vec<String>>,
    /// The parts of a string that is made of some.
    #[schemars(rename = "x-connection-string")]
    connection_string: Option<ConnectionString>,
    #[schemars(flatten)]
    refused: Refused,
}

/// Keywords that are known and not supported.
#[derive(JsonSchema)]
#[schemars(rename_all = "camelCase")]
struct Refused {
    #[schemars(rename = "$dynamicRef")]
    dynamic_ref: Option<Never>,
    #[schemars(rename = "$recursiveRef")]
    recursive_ref: Option<Never>,
    max_contains: Option<Never>,
    min_contains: Option<Never>,
    unevaluated_items: Option<Never>,
    unevaluated_properties: Option<Never>,
}

/// Nothing that could be written.
struct Never;

impl JsonSchema for Never {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Never".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!(false)
    }
}

/// How a string's characters stand for bytes; all but base64 say nothing.
#[derive(JsonSchema)]
enum Encoding {
    #[schemars(rename = "base64")]
    Base64,
    #[schemars(rename = "7bit")]
    SevenBit,
    #[schemars(rename = "8bit")]
    EightBit,
    #[schemars(rename = "binary")]
    Binary,
}

#[derive(JsonSchema)]
#[schemars(rename_all = "lowercase")]
enum JsonType {
    String,
    Integer,
    Number,
    Boolean,
    Object,
    Array,
    Null,
}

#[derive(JsonSchema)]
#[schemars(untagged)]
enum JsonTypes {
    One(JsonType),
    Several(#[schemars(length(min = 1), extend("uniqueItems" = true))] Vec<JsonType>),
}

#[derive(JsonSchema)]
#[schemars(untagged)]
enum Items {
    Each(Additional),
    First(Vec<Additional>),
}

#[derive(JsonSchema)]
#[schemars(untagged)]
enum Dependency {
    Names(Distinct),
    Schema(Additional),
}

/// Names, each once.
#[derive(JsonSchema)]
#[schemars(inline)]
struct Distinct(#[schemars(extend("uniqueItems" = true))] Vec<String>);

/// `true`, `false`, or a schema.
struct Additional;

impl JsonSchema for Additional {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Additional".into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let schema = generator.subschema_for::<ParamSchema>();
        json_schema!({"anyOf": [{"type": "boolean"}, schema]})
    }
}

/// A string made of parts, such as `Host=…;Port=…`.
#[derive(JsonSchema)]
struct ConnectionString {
    /// The grammar: `ado.net` is `Key=value;Key="a;b"`, `odbc` is `Key=value;Key={a;b}`, `azure-storage` is
    /// `Key=value;Key=value` without quoting, `url` is an address and a query.
    dialect: Dialect,
    /// For a URL, what stands before the `?`: a text with `{name}` where a part stands.
    address: Option<String>,
    /// The parts: strings, integers and booleans, each with its `x-keys`.
    properties: BTreeMap<String, Additional>,
    /// The parts that must be there.
    required: Option<Distinct>,
}

#[derive(JsonSchema)]
enum Dialect {
    #[schemars(rename = "ado.net")]
    AdoNet,
    #[schemars(rename = "odbc")]
    Odbc,
    #[schemars(rename = "azure-storage")]
    AzureStorage,
    #[schemars(rename = "url")]
    Url,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_checked_in_schema_is_fresh() {
        let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR"))
            .join("../specs")
            .join(crate::files::SCHEMA_FILE);
        let text = std::fs::read_to_string(path).expect("the schema is checked in");
        assert_eq!(
            text,
            format!("{:#}\n", json_schema()),
            "run `cargo run -- schema > specs/connection-spec.schema.json`"
        );
    }
}
