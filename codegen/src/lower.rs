//! Lowering: specs into the model. Names are settled here, and names that collide are noted.

mod also;
mod kinds;
mod object;
mod root;
mod shape;
mod typed;

use std::collections::HashMap;
use std::rc::Rc;

use wellhead_spec::diagnostic::{Code, Diagnostic, Diagnostics};
use wellhead_spec::model::{AuthSpec, Schema, Spanned, Status, Text};
use wellhead_spec::{Span, Spec, SpecSet};

use proc_macro2::Ident;

use kinds::OneKind;
use root::Root;

use crate::model::{Auth, Catalog, Object, Source};
use crate::names;
use crate::prose::{deprecation, folded, folded_or_nothing};

/// Lowers every spec of a set; what was noted comes with it.
pub fn lower(set: &SpecSet) -> (Catalog, Diagnostics) {
    let mut diagnostics = Diagnostics::default();
    let sources: Vec<Source> =
        set.specs.iter().map(|spec| source(spec, &mut diagnostics)).collect();
    let names =
        sources.iter().map(|source| (source.module.to_string(), source.variant.to_string()));
    distinct_names(&set.specs, names, &mut diagnostics);
    (Catalog { sources }, diagnostics)
}

/// Adds to a spec set what only the generator can see: names that collide in Rust. Returns the model of it.
pub fn check(set: &mut SpecSet) -> Catalog {
    let (catalog, found) = lower(set);
    set.diagnostics.extend(found.iter().cloned());
    set.diagnostics.sort();
    catalog
}

/// Lowers one spec; what was noted comes with it. What `distinct_names` says is left to say.
pub fn one(spec: &Spec) -> (Source, Diagnostics) {
    let mut diagnostics = Diagnostics::default();
    (source(spec, &mut diagnostics), diagnostics)
}

/// The spec that is being lowered, and where findings go.
struct Cx<'s> {
    spec: &'s Spec,
    diagnostics: &'s mut Diagnostics,
    /// The schema of the auth spec that is being lowered: what its references lead into.
    root: Rc<Root>,
    /// The references that led to where lowering is, so that a type that holds itself is noticed.
    trail: Vec<String>,
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
            // A name that stands there twice is told as that.
            Some(first) if first.value == wire.value && first.span != wire.span => {}
            Some(first) => clashes.push((rust, *first, wire)),
            None => drop(taken.insert(rust, wire)),
        }
    }
    clashes
}

fn source(spec: &Spec, diagnostics: &mut Diagnostics) -> Source {
    let root = Rc::new(Root::new(Schema::any(Span::default())));
    let mut cx = Cx { spec, diagnostics, root, trail: Vec::new() };
    let connection = &spec.spec;
    let slug = spec.source.slug.clone();
    let title = value(&connection.ui.label);
    let base = rust_name(spec);
    let titles = [slug.as_str(), connection.name.as_str(), title.as_str()];
    let auth: Vec<(&AuthSpec, Auth)> = connection
        .auth_specs
        .iter()
        .flat_map(|spec| {
            auth_types(&mut cx, spec, &titles).into_iter().map(move |auth| (spec, auth))
        })
        .collect();
    let named = |name: fn(&Object) -> String| {
        auth.iter().map(|(spec, auth)| (name(&auth.object), &spec.name)).collect()
    };
    cx.distinct([
        named(|object| object.name.to_string()),
        named(|object| object.module.to_string()),
    ]);
    let auth: Vec<Auth> = auth.into_iter().map(|(_, auth)| auth).collect();
    Source {
        file: spec.source.file.clone(),
        module: module(spec),
        variant: names::camel(base),
        id: connection.id.value.clone(),
        version: connection.version.value.clone(),
        name: connection.name.value.clone(),
        provider_id: option(&connection.provider_id),
        title: folded(if title.is_empty() { &slug } else { &title }),
        description: folded_or_nothing(&connection.ui.description),
        category: value(&connection.ui.category),
        status: status(spec),
        documentation: option(&connection.ui.documentation),
        shared_id: option(&connection.shared_id),
        deprecated: connection.deprecated.as_ref().map(deprecation),
        note: folded_or_nothing(&connection.note),
        aliases: connection.aliases.iter().map(|alias| alias.value.clone()).collect(),
        feature: None,
        doubt: folded_or_nothing(&connection.doubt),
        instead: folded_or_nothing(&connection.instead),
        auth: if auth.is_empty() { vec![no_auth()] } else { auth },
        slug,
    }
}

/// What a source's module and variant are named after.
fn rust_name(spec: &Spec) -> &str {
    spec.spec.rust_name.as_ref().map_or(&spec.source.slug, |name| &name.value)
}

/// The name of a source's module, which is known without lowering it.
pub fn module(spec: &Spec) -> Ident {
    names::snake(rust_name(spec))
}

fn status(spec: &Spec) -> Status {
    match &spec.spec.status {
        Some(status) => status.value,
        None if spec.spec.deprecated.is_some() => Status::Deprecated,
        None if spec.spec.ui.beta => Status::Beta,
        None => Status::Ga,
    }
}

/// The types of an auth spec: one, or one for each of its kinds of params.
fn auth_types(cx: &mut Cx<'_>, auth: &AuthSpec, source_names: &[&str]) -> Vec<Auth> {
    cx.root = Rc::new(Root::new(auth.params.clone()));
    let name = match &auth.rust_name {
        Some(name) => names::camel(name),
        None => names::auth_type(&auth.name, source_names),
    };
    let root = Rc::clone(&cx.root);
    let types = match kinds::kinds(&root, &root, &name.to_string()) {
        None => {
            let description = folded_or_nothing(&root.description);
            let object = object::object(cx, name, &root, &description);
            vec![auth_type(auth, &root, object, false)]
        }
        Some((kinds, any)) => kinds.iter().map(|kind| one_kind(cx, auth, kind, any)).collect(),
    };
    if root.is_spent() {
        cx.note(|file, text| {
            let message = "what these params may be multiplies beyond measure";
            Diagnostic::new(Code::BadValue, file, text, root.span, message)
                .label("alternatives and references lead to one another, over and over")
                .help("nest fewer of them in one another")
        });
    }
    types
}

fn one_kind(cx: &mut Cx<'_>, auth: &AuthSpec, kind: &OneKind, any: bool) -> Auth {
    let description = folded_or_nothing(&kind.schema.description);
    let object = object::kind(cx, names::camel(&kind.name), kind, &description);
    auth_type(auth, &kind.schema, object, any)
}

fn auth_type(auth: &AuthSpec, params: &Schema, object: Object, any: bool) -> Auth {
    let clouds = if params.clouds.is_empty() { &auth.clouds } else { &params.clouds };
    Auth {
        spec_name: Some(auth.name.value.clone()),
        any,
        clouds: clouds.iter().map(|cloud| cloud.value.clone()).collect(),
        deprecated: params.deprecated.as_ref().or(auth.deprecated.as_ref()).map(deprecation),
        note: folded_or_nothing(if params.note.is_some() { &params.note } else { &auth.note }),
        object,
    }
}

/// What a source without auth specs has: a request for it has no `auth`.
fn no_auth() -> Auth {
    Auth {
        spec_name: None,
        any: false,
        clouds: Vec::new(),
        deprecated: None,
        note: String::new(),
        object: Object {
            name: names::camel("NoAuth"),
            module: names::snake("NoAuth"),
            description: "No credentials: a request for this source has no `auth`.".into(),
            fields: Vec::new(),
            additional: None,
            also: None,
        },
    }
}

/// Two slugs, or given names, may come out as one module or variant.
pub(crate) fn distinct_names(
    specs: &[Spec],
    names: impl IntoIterator<Item = (String, String)>,
    diagnostics: &mut Diagnostics,
) {
    let mut taken: HashMap<String, &Spec> = HashMap::new();
    for (spec, (module, variant)) in specs.iter().zip(names) {
        let earlier = taken.insert(module.clone(), spec);
        let Some(first) = earlier.or(taken.insert(variant.clone(), spec)) else { continue };
        let place = spec.spec.rust_name.as_ref().unwrap_or(&spec.spec.name);
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
