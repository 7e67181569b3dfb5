//! A source's module: its descriptor, its `Auth`, and a struct for each way to authenticate.

use proc_macro2::TokenStream;
use quote::quote;
use wellhead_spec::model::Status;

use wellhead_runtime::Json;
use wellhead_runtime::json::Object;
use wellhead_spec::category;

use super::compared::by_params;
use super::doc::{Doc, deprecation, plain};
use super::{object, table};
use crate::model::{Auth, ConnectionString, Field, Piece, Shape, Source};
use crate::prose::folded;

pub(super) fn module(source: &Source) -> TokenStream {
    let doc = module_doc(source).inner();
    let auth = auth_enum(source);
    let descriptor = descriptor(source);
    let structs = source.auth.iter().map(|auth| auth_struct(source, auth));
    // A deprecated struct is still written, read and dispatched. A param may be called like the one that holds it.
    quote! {
        #doc
        #![allow(clippy::module_inception, deprecated)]

        use ::wellhead_runtime as runtime;

        #auth
        #descriptor
        #(#structs)*
    }
}

fn module_doc(source: &Source) -> Doc {
    let mut doc = Doc::of(&format!("{}. {}", source.title, source.description), "");
    let code = |text: &str| format!("`{}`", folded(text).replace('`', "'"));
    let (id, version) = (code(&source.id), code(&source.version));
    doc = doc.paragraph(format!("Connection spec {id}, version {version}."));
    if let Some(feature) = &source.feature {
        let category = category::title(&source.category);
        doc = doc.paragraph(format!("{category}: Cargo feature `{feature}`."));
    }
    if source.status == Status::Beta {
        doc = doc.paragraph("In beta: it may change.");
    }
    doc = doc.deprecated(source.deprecated.as_ref());
    if let Some(link) =
        source.documentation.as_ref().filter(|link| wellhead_spec::Format::Uri.accepts(link))
    {
        doc = doc.paragraph(format!("Documented at <{link}>."));
    }
    doc = doc.text("Shares its id: ", source.shared_id.as_deref().unwrap_or_default());
    doc.text("Note: ", &source.note)
        .text("**Doubtful.** ", &source.doubt)
        .text("**No base connection.** ", &source.instead)
}

fn auth_enum(source: &Source) -> TokenStream {
    let doc = Doc::of(&format!("Every way to authenticate to {}.", source.title), "").outer();
    let names: Vec<_> = source.auth.iter().map(|auth| &auth.object.name).collect();
    let docs = source.auth.iter().map(|auth| Doc::of(&auth.object.description, "Params.").outer());
    let compared = by_params(&quote!(Auth));
    quote! {
        #doc
        #[derive(Clone)]
        #[non_exhaustive]
        #[allow(clippy::large_enum_variant)]
        pub enum Auth {
            #(#docs #names(#names),)*
        }

        #compared

        #(
            impl From<#names> for Auth {
                #[inline]
                fn from(params: #names) -> Self {
                    Self::#names(params)
                }
            }
        )*

        impl runtime::Auth for Auth {
            fn params(&self) -> &dyn runtime::AuthParams {
                match self {
                    #(Self::#names(params) => params,)*
                }
            }
        }
    }
}

fn descriptor(source: &Source) -> TokenStream {
    let Source { slug, id, version, name, .. } = source;
    let Source { title, description, category, note, doubt, instead, .. } = source;
    let provider_id = option(source.provider_id.as_deref());
    let documentation = option(source.documentation.as_deref());
    let shared_id = option(source.shared_id.as_deref());
    let deprecated = table::deprecated(source.deprecated.as_ref());
    let aliases = &source.aliases;
    let status = match source.status {
        Status::Ga => quote!(Ga),
        Status::Beta => quote!(Beta),
        Status::Deprecated => quote!(Deprecated),
    };
    let auth = source.auth.iter().map(|auth| &auth.object.module);
    quote! {
        /// What is known of the source.
        pub static SOURCE: runtime::SourceDescriptor = runtime::SourceDescriptor {
            slug: #slug,
            id: #id,
            version: #version,
            name: #name,
            provider_id: #provider_id,
            title: #title,
            description: #description,
            category: #category,
            status: runtime::Status::#status,
            documentation: #documentation,
            shared_id: #shared_id,
            deprecated: #deprecated,
            note: #note,
            doubt: #doubt,
            instead: #instead,
            aliases: &[#(#aliases),*],
            auth: runtime::AuthSpecs::of(&[#(&#auth::AUTH),*]),
        };
    }
}

fn auth_struct(source: &Source, auth: &Auth) -> TokenStream {
    let doc = struct_doc(auth);
    let name = &auth.object.name;
    let module = &auth.object.module;
    let statics = auth_static(source, auth);
    let body = object::object(&auth.object, &doc, statics, &deprecated_attribute(source, auth));
    quote! {
        #body

        impl runtime::AuthParams for #name {
            fn auth(&self) -> &'static runtime::AuthDescriptor {
                &#module::AUTH
            }
        }
    }
}

fn struct_doc(auth: &Auth) -> Doc {
    let mut doc = Doc::of(&auth.object.description, "Params of one auth spec.");
    if let Some(spec_name) = &auth.spec_name {
        doc = doc.paragraph(format!(
            "On the wire, its `specName` is `{}`.",
            folded(spec_name).replace('`', "'")
        ));
    }
    if !auth.clouds.is_empty() {
        doc = doc.text("On these clouds alone: ", &auth.clouds.join(", "));
    }
    doc = doc.deprecated(auth.deprecated.as_ref()).text("Note: ", &auth.note);
    match example(auth) {
        Some(json) => doc.paragraph("Its params:").code("json", &json),
        None => doc,
    }
}

/// The params as JSON, of examples where there are any; nothing for a struct without params.
fn example(auth: &Auth) -> Option<String> {
    let members: Object = auth
        .object
        .fields
        .iter()
        .filter(|field| field.required)
        .map(|field| (field.wire.clone(), placeholder(field.about.examples.first(), &field.shape)))
        .collect();
    (!members.is_empty()).then(|| format!("{:#}", Json::Object(members)))
}

fn placeholder(example: Option<&String>, shape: &Shape) -> Json {
    let given = example.and_then(|example| Json::parse(example).ok());
    given.unwrap_or_else(|| match shape {
        Shape::Integer(rules) => i64::try_from(rules.min.max(1)).unwrap_or(1).into(),
        Shape::Number(_) => 1.0.into(),
        Shape::Boolean => true.into(),
        Shape::Choice(choice) => choice.variants.first().map(|(_, value)| value.clone()).into(),
        Shape::Object(_) | Shape::Map(_) | Shape::Json { .. } => Object::new().into(),
        Shape::List(_) => Json::Array(Vec::new()),
        Shape::ConnectionString(string) => connection_text(string).into(),
        _ => "…".into(),
    })
}

/// The required parts of a connection string as they stand in a text.
fn connection_text(string: &ConnectionString) -> String {
    let text = |part: &Field| match placeholder(part.about.examples.first(), &part.shape) {
        Json::String(text) => text,
        other => other.to_string(),
    };
    let parts = string.parts.fields.iter().filter(|part| part.required);
    let pairs: Vec<String> =
        parts.filter_map(|part| Some(format!("{}={}", part.keys.first()?, text(part)))).collect();
    let Some(pieces) = string.address() else { return pairs.join(";") };
    let address = pieces.map(|piece| match piece {
        Piece::Text(text) => text.to_owned(),
        Piece::Part(index) => {
            let part = string.parts.fields.get(index).filter(|part| part.required);
            part.map(text).unwrap_or_default()
        }
    });
    format!("{}?{}", address.collect::<String>(), pairs.join("&"))
}

fn auth_static(source: &Source, auth: &Auth) -> TokenStream {
    let spec_name = option(auth.spec_name.as_deref());
    let rust_type = auth.rust_type(source);
    let description = &auth.object.description;
    let clouds = &auth.clouds;
    let deprecated = table::deprecated(auth.deprecated.as_ref());
    let note = &auth.note;
    quote! {
        /// What is known of the auth spec.
        pub static AUTH: runtime::AuthDescriptor = runtime::AuthDescriptor {
            source: &super::SOURCE,
            spec_name: #spec_name,
            rust_type: #rust_type,
            description: #description,
            clouds: &[#(#clouds),*],
            deprecated: #deprecated,
            note: #note,
            table: &TABLE,
        };
    }
}

/// What is deprecated as a source is so in every way to authenticate.
fn deprecated_attribute(source: &Source, auth: &Auth) -> TokenStream {
    match auth.deprecated.as_ref().or(source.deprecated.as_ref()) {
        Some(deprecated) => {
            // rustdoc takes it for Markdown.
            let note = plain(&deprecation(deprecated));
            quote!(#[deprecated(note = #note)])
        }
        None => quote!(),
    }
}

fn option(text: Option<&str>) -> TokenStream {
    match text {
        Some(text) => quote!(Some(#text)),
        None => quote!(None),
    }
}
