//! A new source's spec file, from the few things that its author knows on the first day.

mod kinds;
mod param;
mod words;

use wellhead_runtime::json::Value;

use crate::canonical;
use crate::edit::{member, node};

pub use kinds::AuthKind;
pub use param::{BadParam, DraftParam, ParamType};
pub use words::title_of;

/// What a new spec file is made of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Draft {
    /// The file's stem.
    pub slug: String,
    /// The connection spec id: a UUID in lower case.
    pub id: String,
    /// The source's name for people.
    pub title: String,
    /// The key of the platform's category.
    pub category: String,
    /// How it authenticates.
    pub auth: AuthKind,
    /// The wire's `specName`, where it is not the kind's usual one.
    pub spec_name: Option<String>,
    /// Params beyond those of the kind.
    pub params: Vec<DraftParam>,
}

impl Draft {
    /// The file, in canonical form. It checks clean if the id is a UUID and the category one of the platform's.
    pub fn text(&self) -> String {
        let mut members = vec![
            ("$schema", text("./connection-spec.schema.json")),
            ("id", text(&self.id)),
            ("name", text(&self.slug)),
            ("version", text("1.0")),
            ("x-status", text("beta")),
        ];
        if let Some(name) = self.spec_name() {
            members.push(("authSpec", Value::Array(vec![node(self.auth_spec(&name))])));
        }
        members
            .push(("sourceSpec", object([("attributes", object([("uiAttributes", self.ui())]))])));
        canonical::printed(node(object(members)))
    }

    /// The wire's `specName`; none for a source without credentials.
    pub fn spec_name(&self) -> Option<String> {
        let usual = self.auth.spec_name()?;
        Some(self.spec_name.clone().unwrap_or_else(|| usual.to_owned()))
    }

    fn auth_spec(&self, name: &str) -> Value<'static> {
        let params = self.all_params();
        let properties =
            params.iter().map(|param| member(param.name.clone(), param.schema(&self.title)));
        let required = params.iter().filter(|param| param.required);
        let required = required.map(|param| node(text(&param.name))).collect();
        let spec = object([
            ("$schema", text("http://json-schema.org/draft-07/schema#")),
            ("type", text("object")),
            ("description", text(&self.auth.description(&self.title))),
            ("properties", Value::Object(properties.collect())),
            ("required", Value::Array(required)),
        ]);
        object([("name", text(name)), ("type", text(self.auth.wire_type())), ("spec", spec)])
    }

    /// The kind's params, then those of the author, which replace a kind's of the same name.
    fn all_params(&self) -> Vec<DraftParam> {
        let given = |param: &DraftParam| self.params.iter().any(|own| own.name == param.name);
        let usual = self.auth.params().into_iter().filter(|param| !given(param));
        usual.chain(self.params.iter().cloned()).collect()
    }

    fn ui(&self) -> Value<'static> {
        let about = format!("Brings data from {} into Experience Platform.", self.title);
        object([
            ("isSource", Value::Boolean(true)),
            ("isBeta", Value::Boolean(true)),
            ("category", object([("key", text(&self.category))])),
            ("label", object([("text", text(&self.title))])),
            ("description", object([("text", text(&about))])),
        ])
    }
}

fn text(text: &str) -> Value<'static> {
    Value::String(text.to_owned().into())
}

fn object(members: impl IntoIterator<Item = (&'static str, Value<'static>)>) -> Value<'static> {
    Value::Object(members.into_iter().map(|(key, value)| member(key, value)).collect())
}
