//! Lowering: specs into the model. Names are settled here, and names that collide are noted.

mod object;
mod shape;

use std::collections::HashMap;

use wellhead_spec::diagnostic::{Code, Diagnostic, Diagnostics};
use wellhead_spec::model::{AuthSpec, Schema, Spanned, Status, Text};
use wellhead_spec::{Spec, SpecSet};

use crate::model::{Auth, Catalog, Object, Source};
use crate::names;

/// Lowers every spec of a set; what was noted comes with it.
pub fn lower(set: &SpecSet) -> (Catalog, Diagnostics) {
    let mut diagnostics = Diagnostics::default();
    let sources: Vec<Source> =
        set.specs.iter().map(|spec| source(spec, &mut diagnostics)).collect();
    modules(set, &sources, &mut diagnostics);
    (Catalog { sources }, diagnostics)
}

/// The spec that is being lowered, and where findings go.
struct Cx<'s> {
    spec: &'s Spec,
    diagnostics: &'s mut Diagnostics,
}

impl Cx<'_> {
    fn note(&mut self, diagnostic: impl FnOnce(&str, &str) -> Diagnostic) {
        let source = &self.spec.source;
        self.diagnostics.push(diagnostic(&source.file, &source.text));
    }

    /// Notes each name that comes out as one before it, in the first list where that happens: what clashes there
    /// clashes in the lists after it as well.
    fn distinct<'n>(&mut self, lists: impl IntoIterator<Item = Vec<(String, &'n Text)>>) {
        let clashes = lists.into_iter().map(clashes).find(|clashes| !clashes.is_empty());
        for (rust, first, wire) in clashes.unwrap_or_default() {
            let message =
                format!("`{}` and `{}` both become `{rust}` in Rust", first.value, wire.value);
            self.note(|file, text| {
                Diagnostic::new(Code::NameCollision, file, text, wire.span, message)
                    .related(file, first.span, "the first one")
                    .help("give one of them another name: \"x-rust-name\": \"…\"")
            });
        }
    }
}

/// Each name that stands in the list before, with the first wire name that became it.
fn clashes(names: Vec<(String, &Text)>) -> Vec<(String, &Text, &Text)> {
    let mut taken: HashMap<String, &Text> = HashMap::new();
    let mut clashes = Vec::new();
    for (rust, wire) in names {
        match taken.get(&rust) {
            Some(first) => clashes.push((rust, *first, wire)),
            None => drop(taken.insert(rust, wire)),
        }
    }
    clashes
}

fn source(spec: &Spec, diagnostics: &mut Diagnostics) -> Source {
    let mut cx = Cx { spec, diagnostics };
    let connection = &spec.spec;
    let slug = spec.source.slug.clone();
    let title = value(&connection.ui.label);
    let base = connection.rust_name.as_ref().map_or(slug.as_str(), |name| name.value.as_str());
    let titles = [slug.as_str(), connection.name.as_str(), title.as_str()];
    let auth: Vec<Auth> =
        connection.auth_specs.iter().map(|auth| auth_type(&mut cx, auth, &titles)).collect();
    let named = |name: fn(&Object) -> String| {
        let names = auth.iter().map(|auth| name(&auth.object));
        names.zip(connection.auth_specs.iter().map(|auth| &auth.name)).collect()
    };
    cx.distinct([
        named(|object| object.name.to_string()),
        named(|object| object.module.to_string()),
    ]);
    Source {
        file: spec.source.file.clone(),
        module: names::snake(base),
        variant: names::camel(base),
        id: connection.id.value.clone(),
        version: connection.version.value.clone(),
        name: connection.name.value.clone(),
        provider_id: option(&connection.provider_id),
        title: if title.is_empty() { slug.clone() } else { title },
        description: value(&connection.ui.description),
        category: value(&connection.ui.category),
        status: status(spec),
        documentation: option(&connection.ui.documentation),
        shared_id: option(&connection.shared_id),
        deprecated: connection.deprecated.clone(),
        note: value(&connection.note),
        aliases: connection.aliases.iter().map(|alias| alias.value.clone()).collect(),
        auth: if auth.is_empty() { vec![no_auth()] } else { auth },
        slug,
    }
}

fn status(spec: &Spec) -> Status {
    match &spec.spec.status {
        Some(status) => status.value,
        None if spec.spec.deprecated.is_some() => Status::Deprecated,
        None if spec.spec.ui.beta => Status::Beta,
        None => Status::Ga,
    }
}

fn auth_type(cx: &mut Cx<'_>, auth: &AuthSpec, source_names: &[&str]) -> Auth {
    let name = match &auth.rust_name {
        Some(name) => names::camel(name),
        None => names::auth_type(&auth.name, source_names),
    };
    Auth {
        spec_name: Some(auth.name.value.clone()),
        clouds: auth.clouds.iter().map(|cloud| cloud.value.clone()).collect(),
        deprecated: auth.deprecated.clone(),
        note: value(&auth.note),
        object: object::object(cx, name, &auth.params, &value(&auth.params.description)),
    }
}

/// What a source without auth specs has: a request for it has no `auth`.
fn no_auth() -> Auth {
    Auth {
        spec_name: None,
        clouds: Vec::new(),
        deprecated: None,
        note: String::new(),
        object: Object {
            name: names::camel("NoAuth"),
            module: names::snake("NoAuth"),
            description: "No credentials: a request for this source has no `auth`.".into(),
            fields: Vec::new(),
        },
    }
}

/// Two slugs, or given names, may come out as one module or variant.
fn modules(set: &SpecSet, sources: &[Source], diagnostics: &mut Diagnostics) {
    let mut taken: HashMap<String, &Spec> = HashMap::new();
    for (spec, source) in set.specs.iter().zip(sources) {
        let module = taken.insert(source.module.to_string(), spec);
        let variant = taken.insert(source.variant.to_string(), spec);
        let Some(first) = module.or(variant) else { continue };
        let place = spec.spec.rust_name.as_ref().unwrap_or(&spec.spec.name);
        let (module, variant) = (&source.module, &source.variant);
        let message = format!(
            "module `{module}` or variant `{variant}` is that of {} already",
            first.source.file
        );
        let text = &spec.source.text;
        let found =
            Diagnostic::new(Code::NameCollision, &spec.source.file, text, place.span, message);
        diagnostics.push(found.help("give it another name: \"x-rust-name\": \"…\""));
    }
}

/// Whether the schema is an object that has properties of its own.
fn has_properties(schema: &Schema) -> bool {
    !schema.object.properties.is_empty()
}

fn value(text: &Option<Text>) -> String {
    text.as_ref().map(|text| text.value.clone()).unwrap_or_default()
}

fn option(text: &Option<Text>) -> Option<String> {
    text.as_ref().map(|text| text.value.clone())
}

fn number<T: Copy>(number: &Option<Spanned<T>>) -> Option<T> {
    number.as_ref().map(|number| number.value)
}
