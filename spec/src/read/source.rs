//! The outer part of a spec file: the connection spec and its auth specs.

use wellhead_runtime::json::{Member, Node, Span};
use wellhead_runtime::nearest;

use super::fields::{Fields, text};
use super::wrong_type::wrong_type;
use super::{Cx, schema};
use crate::diagnostic::Code;
use crate::model::{
    AuthSpec, ConnectionSpec, Deprecated, Schema, Spanned, Status, Text, UiAttributes,
};
use crate::policy::{self, Allowance};

/// What the service also returns for a spec, and what does not type a request.
const UNUSED: &[&str] = &[
    "attributes",
    "createdAt",
    "createdBy",
    "createdClient",
    "description",
    "encryptionSpecs",
    "etag",
    "exploreSpec",
    "imsOrgId",
    "permissionsInfo",
    "sandboxId",
    "sandboxName",
    "state",
    "targetSpec",
    "type",
    "updatedAt",
    "updatedBy",
    "updatedClient",
];

pub(super) fn connection_spec(cx: &mut Cx<'_>, node: &Node<'_>) -> Option<ConnectionSpec> {
    let mut fields = Fields::open(cx, node, "a connection spec")?;
    fields.text(cx, "$schema");
    let id = fields.required_text(cx, "id", "add the connection spec id, a UUID");
    let name =
        fields.required_text(cx, "name", "add the service's name for the spec, such as `acme-crm`");
    let version =
        fields.required_text(cx, "version", "add the connection spec version, most often \"1.0\"");
    let provider_id = fields.text(cx, "providerId");
    let auth_specs = auth_specs(cx, &mut fields);
    let ui = fields.get("sourceSpec").map(|node| ui_attributes(cx, node)).unwrap_or_default();
    let status = status(cx, &mut fields);
    let deprecated = deprecated(cx, &mut fields);
    let aliases = fields.texts(cx, "x-aliases");
    let shared_id = fields.text(cx, "x-shared-id");
    let rust_name = fields.text(cx, "x-rust-name");
    let note = fields.text(cx, "x-note");
    let doubt = fields.text(cx, "x-doubt");
    let instead = fields.text(cx, "x-instead");
    let allowed = allowances(cx, &mut fields);
    let place = fields.place();
    fields.finish(cx, UNUSED, "a connection spec");
    Some(ConnectionSpec {
        id: or_empty(cx, id, place),
        name: or_empty(cx, name, place),
        version: or_empty(cx, version, place),
        provider_id,
        auth_specs,
        ui,
        status,
        deprecated,
        aliases,
        shared_id,
        rust_name,
        note,
        doubt,
        instead,
        allowed,
    })
}

/// A text that must be there. Where it is not, that has been noted, and what hangs on it is not made.
fn or_empty(cx: &mut Cx<'_>, text: Option<Text>, place: Span) -> Text {
    cx.is_whole &= text.is_some();
    text.unwrap_or(Spanned { value: String::new(), span: place })
}

/// `x-allow`: codes of warnings, each with the reason why it does not count here.
fn allowances(cx: &mut Cx<'_>, fields: &mut Fields<'_, '_>) -> Vec<Allowance> {
    let Some(node) = fields.get("x-allow") else { return Vec::new() };
    let Some(codes) = Fields::open(cx, node, "x-allow") else { return Vec::new() };
    let mut allowances = Vec::new();
    for member in codes.rest() {
        allowances.extend(allowance(cx, member));
    }
    allowances
}

fn allowance(cx: &mut Cx<'_>, member: &Member<'_>) -> Option<Allowance> {
    let reason = text(cx, &member.value, "x-allow")?;
    if reason.value.trim().is_empty() {
        cx.note(
            Code::BadValue,
            reason.span,
            "no reason is given",
            "say why this warning does not count here",
        );
    }
    match member.key.parse::<Code>() {
        Ok(code) => match policy::allowable(code) {
            Ok(code) => return Some(Allowance { code, span: member.key_span }),
            Err(error) => {
                cx.note(
                    Code::BadValue,
                    member.key_span,
                    &error.to_string(),
                    "correct what it is about, and remove this",
                );
            }
        },
        Err(error) => {
            cx.note(
                Code::BadValue,
                member.key_span,
                "not a diagnostic's code",
                "`wellhead explain` lists the codes",
            )
            .meant(error.meant());
        }
    }
    None
}

fn auth_specs(cx: &mut Cx<'_>, fields: &mut Fields<'_, '_>) -> Vec<AuthSpec> {
    let mut auth_specs = Vec::new();
    if let Some((_, nodes)) = fields.array(cx, "authSpec") {
        for node in nodes {
            auth_specs.extend(auth_spec(cx, node));
        }
    }
    auth_specs
}

fn auth_spec(cx: &mut Cx<'_>, node: &Node<'_>) -> Option<AuthSpec> {
    let mut fields = Fields::open(cx, node, "an auth spec")?;
    let name = fields.required_text(
        cx,
        "name",
        "add the wire's specName, such as \"Basic Authentication\"",
    );
    let clouds = clouds(cx, &mut fields);
    let deprecated = deprecated(cx, &mut fields);
    let rust_name = fields.text(cx, "x-rust-name");
    let note = fields.text(cx, "x-note");
    let params = match fields.get("spec") {
        Some(spec) => schema::params(cx, spec),
        None => {
            without_spec(cx, &mut fields);
            None
        }
    };
    let place = fields.place();
    fields.finish(cx, &["type", "settings"], "an auth spec");
    // Without params, it still has a name that another may have as well.
    let params = params.unwrap_or_else(|| Schema::any(node.span));
    let name = or_empty(cx, name, place);
    Some(AuthSpec { name, clouds, deprecated, rust_name, note, params })
}

/// Notes that an auth spec has no `spec`, which may be since its keywords stand beside where it should be.
fn without_spec(cx: &mut Cx<'_>, fields: &mut Fields<'_, '_>) {
    let help = if fields.pass_over(&["properties", "required"]) {
        "put the params into it: \"spec\": {\"type\": \"object\", \"properties\": {…}, \"required\": […]}"
    } else {
        "add the params as a JSON Schema: {\"type\": \"object\", \"properties\": {…}}"
    };
    cx.note(Code::MissingKey, fields.place(), "`spec` is missing", help);
}

pub(super) fn clouds(cx: &mut Cx<'_>, fields: &mut Fields<'_, '_>) -> Vec<Text> {
    const CLOUDS: [&str; 2] = ["azure", "aws"];
    let clouds = fields.texts(cx, "x-cloud");
    for cloud in &clouds {
        if CLOUDS.contains(&cloud.value.as_str()) {
            continue;
        }
        cx.note(
            Code::BadValue,
            cloud.span,
            "not a cloud that the platform runs on",
            "write \"azure\" or \"aws\"",
        );
    }
    clouds
}

fn status(cx: &mut Cx<'_>, fields: &mut Fields<'_, '_>) -> Option<Spanned<Status>> {
    const WORDS: [&str; 3] = ["ga", "beta", "deprecated"];
    let word = fields.text(cx, "x-status")?;
    let value = match word.value.as_str() {
        "ga" => Status::Ga,
        "beta" => Status::Beta,
        "deprecated" => Status::Deprecated,
        other => {
            cx.note(
                Code::BadValue,
                word.span,
                "not a status",
                "write \"ga\", \"beta\" or \"deprecated\"",
            )
            .meant(nearest(other, WORDS));
            return None;
        }
    };
    Some(Spanned { value, span: word.span })
}

/// `x-deprecated`: an object, or a text that is its note.
pub(super) fn deprecated(cx: &mut Cx<'_>, fields: &mut Fields<'_, '_>) -> Option<Deprecated> {
    let node = fields.get("x-deprecated")?;
    if node.as_str().is_some() {
        return Some(Deprecated { note: text(cx, node, "x-deprecated"), ..Deprecated::default() });
    }
    if node.as_object().is_none() {
        wrong_type(cx, node, "x-deprecated", "an object or a string");
        return None;
    }
    let mut fields = Fields::open(cx, node, "x-deprecated")?;
    let since = fields.text(cx, "since");
    let instead = fields.text(cx, "use");
    let note = fields.text(cx, "note");
    fields.finish(cx, &[], "`x-deprecated`");
    Some(Deprecated { since, instead, note })
}

/// What people see of the source in the platform: `attributes.uiAttributes` of the `sourceSpec`. Everything else
/// there is about dataflows, and not looked at.
fn ui_attributes(cx: &mut Cx<'_>, source_spec: &Node<'_>) -> UiAttributes {
    let Some(node) = inside(cx, source_spec, "sourceSpec", "attributes")
        .and_then(|attributes| inside(cx, attributes, "attributes", "uiAttributes"))
    else {
        return UiAttributes::default();
    };
    let Some(mut fields) = Fields::open(cx, node, "uiAttributes") else {
        return UiAttributes::default();
    };
    let mut word = |key: &'static str, inner: &str| {
        let node = fields.get(key)?;
        // A text in place of the object has been told then, and is what is meant.
        let node = inside(cx, node, key, inner).or(node.as_str().map(|_| node))?;
        text(cx, node, inner)
    };
    UiAttributes {
        label: word("label", "text"),
        description: word("description", "text"),
        category: word("category", "key"),
        documentation: fields.text(cx, "documentationLink"),
        beta: fields.flag(cx, "isBeta"),
    }
}

/// A member of what has to be an object.
fn inside<'n, 't>(
    cx: &mut Cx<'_>,
    node: &'n Node<'t>,
    what: &str,
    key: &str,
) -> Option<&'n Node<'t>> {
    if node.as_object().is_none() {
        wrong_type(cx, node, what, "an object");
    }
    node.get(key)
}
