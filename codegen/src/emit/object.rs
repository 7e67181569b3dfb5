//! A params object: the struct, its two matches, and the module beside it.

use proc_macro2::{Ident, Literal, TokenStream};
use quote::quote;

use super::compared::by;
use super::doc::Doc;
use super::{builder, choice, one_of, table};
use crate::model::{Constant, Field, Object, Shape};
use crate::prose::folded;

/// A struct and its module. `doc` is the struct's; `more` goes into the module.
pub(super) fn object(
    object: &Object,
    doc: &Doc,
    more: TokenStream,
    attributes: &TokenStream,
) -> TokenStream {
    let name = &object.name;
    let module = &object.module;
    // They stand at the fields and at what sets them.
    let docs: Vec<_> = object.own_fields().map(|field| field_doc(field).outer()).collect();
    let definition = definition(object, doc, attributes, &docs);
    let params = params(object);
    let builder = builder::builder(object, &docs);
    let statics = table::statics(object);
    let shapes = object.fields.iter().map(|field| &field.shape);
    let nested = shapes.chain(object.additional.as_deref()).map(nested);
    // A derive may have the same name.
    let module_doc = Doc::new(format!(
        "What belongs to [`{name}`](struct@{name}): its builder, its tables, its types."
    ))
    .outer();
    quote! {
        #definition
        #params

        #module_doc
        pub mod #module {
            use ::wellhead_runtime as runtime;

            #builder
            #statics
            #more
            #(#nested)*
        }
    }
}

/// The struct; `docs` are those of its fields.
fn definition(
    object: &Object,
    doc: &Doc,
    attributes: &TokenStream,
    docs: &[TokenStream],
) -> TokenStream {
    let name = &object.name;
    let module = &object.module;
    let doc = doc.outer();
    let in_module = quote!(#module::);
    let fields = object.own_fields().zip(docs).map(|(field, doc)| {
        let name = &field.name;
        let rust = field_type(field, &in_module);
        quote!(#doc pub #name: #rust)
    });
    let compared = compared(name);
    let additional = additional_type(object, &in_module).map(|rust| {
        quote! {
            /// Members that the spec file does not list, by their names.
            pub additional: #rust,
        }
    });
    quote! {
        #doc
        #attributes
        #[derive(Clone)]
        #[non_exhaustive]
        pub struct #name {
            #(#fields,)*
            #additional
        }

        impl #name {
            /// A builder with nothing set yet.
            #[inline]
            pub fn builder() -> #module::Builder {
                #module::Builder { params: runtime::ReadParams::blank(), state: ::std::marker::PhantomData }
            }
        }

        #compared
    }
}

/// How a struct shows and compares: by its table.
fn compared(name: &Ident) -> TokenStream {
    let text = name.to_string();
    by(
        &quote!(#name),
        &quote!(runtime::debug(#text, self, f)),
        &quote!(runtime::equal(self, other)),
    )
}

/// The type of the members that are not listed, where there may be some.
pub(super) fn additional_type(object: &Object, prefix: &TokenStream) -> Option<TokenStream> {
    let values = shape_type(object.additional.as_ref()?, prefix);
    Some(quote!(::std::collections::BTreeMap<::std::string::String, #values>))
}

fn params(object: &Object) -> TokenStream {
    let name = &object.name;
    let module = &object.module;
    let (slots, views) = arms(object);
    let (slot_index, view_index) = (index_name(slots.is_empty()), index_name(views.is_empty()));
    // One `Some` around them all: one in each arm is more to compile.
    let slot = match slots.is_empty() {
        true => quote!(None),
        false => {
            let slot = matched(slots, &quote!(return None));
            quote!(Some(#slot))
        }
    };
    let view = matched(views, &quote!(runtime::View::Absent));
    let blanks = blanks(object);
    let no_others = object.additional.as_ref();
    let no_others = no_others.map(|_| quote!(additional: ::std::collections::BTreeMap::new(),));
    quote! {
        impl runtime::Params for #name {
            fn table(&self) -> &'static runtime::Table {
                &#module::TABLE
            }

            fn view(&self, #view_index: usize) -> runtime::View<'_> {
                #view
            }
        }

        impl runtime::ReadParams for #name {
            fn slot(&mut self, #slot_index: usize) -> Option<&mut dyn runtime::ReadParam> {
                #slot
            }

            fn blank() -> Self {
                Self { #blanks #no_others }
            }
        }
    }
}

/// The arms of a struct's two matches: where each member is read into, and what it looks like.
fn arms(object: &Object) -> (Vec<TokenStream>, Vec<TokenStream>) {
    let (mut slots, mut views) = (Vec::new(), Vec::new());
    for (index, field) in object.fields.iter().enumerate() {
        let index = Literal::usize_unsuffixed(index);
        let view = view(field);
        views.push(quote!(#index => #view,));
        if !field.is_constant() {
            let slot = slot(field);
            slots.push(quote!(#index => #slot,));
        }
    }
    if object.additional.is_some() {
        // Past the last of the table's fields are the members that it does not list.
        let past = Literal::usize_unsuffixed(object.fields.len());
        slots.push(quote!(#past => &mut self.additional,));
        views.push(quote!(#past => runtime::Param::view(&self.additional),));
    }
    (slots, views)
}

/// What a field looks like. Where its type tells, the view is made here: that is less to compile than a call.
fn view(field: &Field) -> TokenStream {
    let name = &field.name;
    match &field.shape {
        Shape::Constant(Constant::Text(text)) => quote!(runtime::View::Text(#text)),
        Shape::Constant(Constant::Boolean(flag)) => quote!(runtime::View::Boolean(#flag)),
        Shape::Constant(Constant::Integer(value)) => {
            let value = Literal::i64_unsuffixed(*value);
            quote!(runtime::View::Integer(#value))
        }
        _ if is_text_of_parts(field) => quote!(runtime::View::Secret(&self.#name.text)),
        Shape::Secret(_) if field.required => quote!(runtime::View::Secret(&self.#name)),
        Shape::Text(_) if field.required => quote!(runtime::View::Text(&self.#name)),
        Shape::Boolean if field.required => quote!(runtime::View::Boolean(self.#name)),
        _ => quote!(runtime::Param::view(&self.#name)),
    }
}

/// Where a field is read into.
fn slot(field: &Field) -> TokenStream {
    let name = &field.name;
    if is_text_of_parts(field) { quote!(&mut self.#name.text) } else { quote!(&mut self.#name) }
}

/// Whether a field is a connection string as it is. What is done with one is done with the secret inside of it: what is
/// generic over its parts would be compiled for each of them.
fn is_text_of_parts(field: &Field) -> bool {
    field.required && matches!(field.shape, Shape::ConnectionString(_))
}

/// The fields of a struct that nothing is set of yet. What is called stands first: nothing is there yet that had to be dropped
/// if it does not return.
fn blanks(object: &Object) -> TokenStream {
    let (constant, called): (Vec<_>, Vec<_>) =
        object.own_fields().partition(|field| constant_blank(field).is_some());
    let all = called.into_iter().chain(constant).map(|field| {
        let (name, blank) = (&field.name, blank(field));
        quote!(#name: #blank,)
    });
    all.collect()
}

/// A field of a struct that nothing is set of yet.
fn blank(field: &Field) -> TokenStream {
    constant_blank(field).unwrap_or_else(|| match field.shape {
        Shape::ConnectionString(_) => quote!(runtime::ConnectionString {
            text: runtime::ReadParam::blank(),
            parts: ::std::marker::PhantomData,
        }),
        _ => quote!(runtime::ReadParam::blank()),
    })
}

/// The same where it is a constant, which is less to compile than a call.
fn constant_blank(field: &Field) -> Option<TokenStream> {
    match field.shape {
        _ if !field.required => Some(quote!(None)),
        Shape::Text(_) => Some(quote!(runtime::EMPTY)),
        Shape::Integer(_) => Some(quote!(0)),
        Shape::Boolean => Some(quote!(false)),
        _ => None,
    }
}

/// A match on `index` with these arms, or just what is left when there are none.
fn matched(arms: Vec<TokenStream>, otherwise: &TokenStream) -> TokenStream {
    if arms.is_empty() {
        return otherwise.clone();
    }
    quote!(match index {
        #(#arms)*
        _ => #otherwise,
    })
}

fn index_name(unused: bool) -> TokenStream {
    if unused { quote!(_) } else { quote!(index) }
}

/// The types that a shape needs beside it.
fn nested(shape: &Shape) -> TokenStream {
    match shape {
        Shape::Choice(choice) => choice::choice(choice),
        Shape::Object(inner) => nested_object(inner),
        Shape::ConnectionString(string) => {
            let parts = &string.parts;
            let doc = Doc::new("The parts of the connection string.")
                .text("", &parts.description)
                .paragraph(
                    "`From` makes a connection string of them, which is what the param takes.",
                );
            let rules = table::connection_string(string);
            let name = &parts.name;
            let body = object(parts, &doc, rules, &quote!());
            let module = &parts.module;
            quote! {
                #body

                impl runtime::ConnectionStringParts for #name {
                    fn rules() -> &'static runtime::ConnectionStringRules {
                        &#module::RULES
                    }
                }
            }
        }
        Shape::OneOf(kinds) => one_of::one_of(kinds),
        Shape::List(list) => nested(&list.items),
        Shape::Map(inner) | Shape::Nullable(inner) => nested(inner),
        _ => quote!(),
    }
}

/// A struct that is the value of a param.
fn nested_object(inner: &Object) -> TokenStream {
    let doc = Doc::of(&inner.description, "A part of the params.");
    let name = &inner.name;
    let module = &inner.module;
    let body = object(inner, &doc, quote!(), &quote!());
    quote! {
        #body

        impl runtime::Param for #name {
            fn view(&self) -> runtime::View<'_> {
                runtime::View::Object(self)
            }
        }

        impl runtime::ReadParam for #name {
            fn read(
                &mut self,
                input: &mut runtime::Input<'_>,
                _: &'static runtime::Shape,
                path: &runtime::Path<'_>,
            ) {
                input.object(&#module::TABLE, Some(self), path);
            }

            fn blank() -> Self {
                runtime::ReadParams::blank()
            }
        }
    }
}

/// A field's documentation: what it is, its wire name, and what it may hold.
fn field_doc(field: &Field) -> Doc {
    let about = &field.about;
    let fallback = if about.title.is_empty() { folded(&field.wire) } else { about.title.clone() };
    let description =
        if about.description.trim().is_empty() { &fallback } else { &about.description };
    let (place, names) = match field.keys.as_slice() {
        [] => ("On the wire", safe(&field.wire)),
        [key] => ("In the text", safe(key)),
        [key, others @ ..] => {
            let others: Vec<String> = others.iter().map(|key| safe(key)).collect();
            ("In the text", format!("{} (also read: {})", safe(key), others.join(", ")))
        }
    };
    let mut facts = vec![names];
    facts.push(if field.required { "required" } else { "optional" }.into());
    facts.extend(rules(&field.shape));
    let mut doc = Doc::of(description, "").paragraph(format!("{place}: {}.", facts.join(", ")));
    doc = doc
        .text("By default ", &about.default.as_ref().map(|value| code(value)).unwrap_or_default());
    let examples: Vec<String> = about.examples.iter().map(|example| code(example)).collect();
    doc = doc.text("For example ", &examples.join(", "));
    doc.text("Note: ", &about.note).deprecated(about.deprecated.as_ref())
}

/// JSON as inline code; an empty text if it has backticks itself.
fn code(json: &str) -> String {
    if json.contains('`') || json.len() > 200 { String::new() } else { format!("`{json}`") }
}

/// What a shape forbids, as facts for the documentation.
fn rules(shape: &Shape) -> Vec<String> {
    match shape {
        Shape::Text(text) | Shape::Secret(text) => {
            let mut rules = Vec::new();
            if matches!(shape, Shape::Secret(_)) {
                rules.push("secret".to_owned());
            }
            rules.extend(
                text.format
                    .iter()
                    .filter(|format| *format != "password")
                    .map(|format| format!("format {}", safe(format))),
            );
            rules.extend(text.pattern.iter().map(|pattern| format!("pattern {}", safe(pattern))));
            rules.extend(
                (text.min_length > 1).then(|| format!("at least {} characters", text.min_length)),
            );
            rules.extend(text.max_length.map(|max| format!("at most {max} characters")));
            rules.extend(text.only.iter().map(|only| format!("always {}", safe(only))));
            rules
        }
        Shape::ConnectionString(_) => {
            let secret = shape.is_secret().then(|| "secret".to_owned());
            secret.into_iter().chain(["a connection string".to_owned()]).collect()
        }
        Shape::Integer(integer) => vec![format!("{} to {}", integer.min, integer.max)],
        Shape::Choice(choice) => {
            let names: Vec<String> = choice.variants.iter().map(|(_, value)| safe(value)).collect();
            vec![format!("one of {}", names.join(", "))]
        }
        _ => Vec::new(),
    }
}

/// A piece of a spec file as inline code.
fn safe(text: &str) -> String {
    format!("`{}`", folded(text).replace('`', "'"))
}

/// The type of a field; types of its own are found under `prefix`.
pub(super) fn field_type(field: &Field, prefix: &TokenStream) -> TokenStream {
    let rust = shape_type(&field.shape, prefix);
    if field.required { rust } else { quote!(Option<#rust>) }
}

pub(super) fn shape_type(shape: &Shape, prefix: &TokenStream) -> TokenStream {
    match shape {
        Shape::Text(_) => quote!(::std::string::String),
        Shape::Secret(_) => quote!(runtime::Secret),
        Shape::ConnectionString(string) => {
            let parts = &string.parts.name;
            quote!(runtime::ConnectionString<#prefix #parts>)
        }
        Shape::Integer(integer) => {
            let rust = &integer.rust;
            quote!(#rust)
        }
        Shape::Number(_) => quote!(f64),
        Shape::Boolean => quote!(bool),
        Shape::Choice(choice) => {
            let name = &choice.name;
            quote!(#prefix #name)
        }
        Shape::Object(object) => {
            let name = &object.name;
            quote!(#prefix #name)
        }
        Shape::List(list) => {
            let items = shape_type(&list.items, prefix);
            quote!(::std::vec::Vec<#items>)
        }
        Shape::Map(values) => {
            let values = shape_type(values, prefix);
            quote!(::std::collections::BTreeMap<::std::string::String, #values>)
        }
        // A constant has no field, and so no type.
        Shape::Json { .. } | Shape::Constant(_) => quote!(runtime::Json),
        Shape::OneOf(one_of) => {
            let name = &one_of.name;
            quote!(#prefix #name)
        }
        Shape::Nullable(inner) => {
            let inner = shape_type(inner, prefix);
            quote!(runtime::Nullable<#inner>)
        }
    }
}
