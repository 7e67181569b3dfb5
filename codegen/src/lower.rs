//! Lowering: specs into the model. Names are settled here, and names that collide are noted.

mod also;
mod kinds;
mod marks;
mod object;
mod root;
mod shape;
mod typed;

use std::rc::Rc;

use wellhead_spec::diagnostic::{Code, Diagnostics};
use wellhead_spec::model::{AuthSpec, Schema, Spanned, Status, Text};
use wellhead_spec::{ByName, Places, Span, Spec, SpecSet};

use proc_macro2::Ident;

use kinds::OneKind;
use root::{Excess, Root};

use crate::model::{Auth, Catalog, Object, Source};
use crate::names;
use crate::prose::{deprecation, folded, folded_or_nothing};

/// Lowers every spec of a set; what was noted comes with it.
pub fn lower(set: &SpecSet) -> (Catalog, Diagnostics) {
    let mut diagnostics = Diagnostics::default();
    let mut sources = Vec::with_capacity(set.specs.len());
    for spec in &set.specs {
        sources.push(source(spec, &mut diagnostics));
    }
    distinct_names(&set.specs, &sources, &mut diagnostics);
    (Catalog { sources }, diagnostics)
}

/// Adds to a spec set what only the generator can see: names that collide in Rust. Returns the model of it.
pub fn check(set: &mut SpecSet) -> Catalog {
    let (catalog, found) = lower(set);
    set.diagnostics.extend(found);
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
    places: Places<'s>,
    diagnostics: &'s mut Diagnostics,
    /// The schema of the auth spec that is being lowered: what its references lead into.
    root: Rc<Root>,
    /// The references that led to where lowering is, so that a type that holds itself is noticed.
    trail: Vec<String>,
    /// Whether what is lowered is a secret, as something around it is marked as one.
    is_hidden: bool,
}

impl Cx<'_> {
    /// Lowers a value and all that is inside of it as a secret, or as what marks of its own make of it.
    fn hidden<T>(&mut self, is_hidden: bool, lower: impl FnOnce(&mut Self) -> T) -> T {
        let around = self.is_hidden;
        self.is_hidden = is_hidden;
        let lowered = lower(self);
        self.is_hidden = around;
        lowered
    }

    /// Notes each name that comes out as one before it, in the first list where that happens: what clashes there
    /// clashes in the lists after it as well.
    fn distinct(&mut self, lists: &[Named<'_>]) {
        for names in lists {
            let clashes = clashes(names);
            for (rust, first, second) in &clashes {
                let message = if first.value == second.value {
                    format!("two types would be called `{rust}` in Rust")
                } else {
                    let (first, second) = (&first.value, &second.value);
                    format!("`{first}` and `{second}` both become `{rust}` in Rust")
                };
                let help = "give one of them another name: \"x-rust-name\": \"…\"";
                let code = Code::NameCollision;
                let note = self.diagnostics.note(&self.places, code, second.span, &message, help);
                note.relate(first.span, "the first one");
            }
            if !clashes.is_empty() {
                return;
            }
        }
    }

    /// The same of objects that stand beside one another, each with what it is named after.
    fn distinct_objects(&mut self, objects: &[(&Object, &Text)]) {
        let (mut types, mut modules) = (Vec::new(), Vec::new());
        for (object, origin) in objects {
            types.push((object.name.to_string(), *origin));
            modules.push((object.module.to_string(), *origin));
        }
        self.distinct(&[types, modules]);
    }

    /// Notes that more was asked for than is made of an auth spec.
    fn note_excess(&mut self) {
        let Some(excess) = self.root.excess() else { return };
        let (span, message, help, label) = match excess {
            Excess::Params => (
                self.root.span,
                "what these params may be multiplies beyond measure",
                "nest fewer of them in one another",
                "alternatives and references lead to one another, over and over",
            ),
            Excess::Kinds(span) => (
                Span::new(span.start, span.start + 1),
                "too many kinds of this object may be mistaken for one another",
                "give each of them a constant of its own in a member that it requires",
                "each of them is checked against all others",
            ),
        };
        let note = self.diagnostics.note(&self.places, Code::BadValue, span, message, help);
        note.label = label.into();
    }
}

/// Names in Rust, each with what it is made of. A key or `specName` that stands there twice is told as that, and is here once.
type Named<'n> = Vec<(String, &'n Text)>;

/// Each name that stands in the list before, with what it is made of there and here.
fn clashes<'n>(names: &'n Named<'_>) -> Vec<(&'n str, &'n Text, &'n Text)> {
    let mut taken = ByName::new();
    let mut clashes = Vec::new();
    for (number, (rust, origin)) in names.iter().enumerate() {
        match taken.get(rust.as_str()).and_then(|first| names.get(*first)) {
            Some((_, first)) => clashes.push((rust.as_str(), *first, *origin)),
            None => drop(taken.insert(rust, number)),
        }
    }
    clashes
}

fn source(spec: &Spec, diagnostics: &mut Diagnostics) -> Source {
    let root = Rc::new(Root::new(Schema::any(Span::default())));
    let places = Places::of(&spec.source);
    let mut cx = Cx { places, diagnostics, root, trail: Vec::new(), is_hidden: false };
    let connection = &spec.spec;
    let slug = spec.source.slug.clone();
    let title = value(&connection.ui.label);
    let base = rust_name(spec);
    let titles = [slug.as_str(), connection.name.as_str(), title.as_str()];
    let (mut auth, mut origins, mut seen) = (Vec::new(), Vec::new(), ByName::new());
    for (number, spec) in connection.auth_specs.iter().enumerate() {
        let is_told = seen.insert(&spec.name.value, number).is_some();
        for (one, origin) in auth_types(&mut cx, spec, &titles) {
            auth.push(one);
            origins.push((!is_told).then_some(origin));
        }
    }
    let mut types = Vec::with_capacity(auth.len());
    for (one, origin) in auth.iter().zip(&origins) {
        types.extend(origin.as_ref().map(|origin| (&one.object, origin)));
    }
    cx.distinct_objects(&types);
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
        aliases: values(&connection.aliases),
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
    names::source_module(rust_name(spec))
}

fn status(spec: &Spec) -> Status {
    match &spec.spec.status {
        Some(status) => status.value,
        None if spec.spec.deprecated.is_some() => Status::Deprecated,
        None if spec.spec.ui.beta => Status::Beta,
        None => Status::Ga,
    }
}

/// The types of an auth spec: one, or one for each of its kinds of params, each with what it is named after.
fn auth_types(cx: &mut Cx<'_>, auth: &AuthSpec, source_names: &[&str]) -> Vec<(Auth, Text)> {
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
            vec![(auth_type(auth, &root, object, false), auth.name.clone())]
        }
        Some((kinds, any)) => {
            let mut types = Vec::with_capacity(kinds.len());
            for kind in kinds {
                types.push(one_kind(cx, auth, kind, any));
            }
            types
        }
    };
    cx.note_excess();
    types
}

fn one_kind(cx: &mut Cx<'_>, auth: &AuthSpec, kind: OneKind, any: bool) -> (Auth, Text) {
    let OneKind { name, called, schema, alone } = kind;
    let description = folded_or_nothing(&schema.description);
    let object = object::kind(cx, name, &schema, alone, &description);
    (auth_type(auth, &schema, object, any), called)
}

fn auth_type(auth: &AuthSpec, params: &Schema, object: Object, any: bool) -> Auth {
    let clouds = if params.clouds.is_empty() { &auth.clouds } else { &params.clouds };
    Auth {
        spec_name: Some(auth.name.value.clone()),
        any,
        clouds: values(clouds),
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
fn distinct_names(specs: &[Spec], sources: &[Source], diagnostics: &mut Diagnostics) {
    let mut names = Vec::with_capacity(sources.len());
    for source in sources {
        names.push((source.module.to_string(), source.variant.to_string()));
    }
    let mut taken = ByName::new();
    for (number, (spec, (module, variant))) in specs.iter().zip(&names).enumerate() {
        let earlier = taken.insert(module, number);
        let earlier = earlier.or(taken.insert(variant, number));
        let Some(first) = earlier.and_then(|earlier| specs.get(earlier)) else { continue };
        let place = spec.spec.rust_name.as_ref().unwrap_or(&spec.spec.name);
        let message = format!(
            "module `{module}` or variant `{variant}` is that of {} already",
            first.source.file
        );
        let help = "give it another name: \"x-rust-name\": \"…\"";
        diagnostics.note(
            &Places::of(&spec.source),
            Code::NameCollision,
            place.span,
            &message,
            help,
        );
    }
}

/// Whether the schema is an object that has properties of its own.
fn has_properties(schema: &Schema) -> bool {
    !schema.object.properties.is_empty()
}

fn values(texts: &[Text]) -> Vec<String> {
    let mut values = Vec::with_capacity(texts.len());
    for text in texts {
        values.push(text.value.clone());
    }
    values
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
