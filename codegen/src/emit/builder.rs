//! A builder whose `build` exists once every required param is set. Each required param is a type parameter of the
//! builder, and a trait of its own, so that the compiler can say by name what is missing.

use proc_macro2::{Ident, TokenStream};
use quote::quote;

use super::doc::Doc;
use super::object::shape_type;
use crate::model::{Field, Object, Shape};
use crate::names;

/// From how many required params on clippy calls a builder's type very complex, with some to spare.
const MANY: usize = 8;

/// The builder of an object; `docs` are those of its fields.
pub(super) fn builder(object: &Object, docs: &[TokenStream]) -> TokenStream {
    let name = &object.name;
    let required: Vec<&Field> = object.own_fields().filter(|field| field.required).collect();
    let markers: Vec<_> = required.iter().map(|field| &field.marker).collect();
    let traits: Vec<_> = required.iter().map(|field| names::set_trait(&field.marker)).collect();
    let definitions = required.iter().map(|field| definition(field));
    let fields = object.own_fields().zip(docs);
    let setters = fields.map(|(field, doc)| setter(field, doc, &required));
    let additional = additional(object);
    let doc = doc(name, required.is_empty());
    let defaults =
        if markers.is_empty() { quote!() } else { quote!(<#(#markers = runtime::Unset),*>) };
    let generics = if markers.is_empty() { quote!() } else { quote!(<#(#markers),*>) };
    let bounds =
        if markers.is_empty() { quote!() } else { quote!(where #(#markers: self::#traits),*) };
    // A type parameter for each required param is what makes the builder one.
    let allow = (required.len() > MANY).then(|| quote!(#[allow(clippy::type_complexity)]));
    quote! {
        #doc
        #allow
        #[must_use = "a builder does nothing until `build` is called"]
        pub struct Builder #defaults {
            pub(super) params: super::#name,
            pub(super) state: ::std::marker::PhantomData<(#(#markers,)*)>,
        }

        impl #generics ::std::fmt::Debug for Builder #generics {
            #[inline]
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                ::std::fmt::Debug::fmt(&self.params, f)
            }
        }

        #allow
        impl #generics Builder #generics {
            #(#setters)*

            #additional

            /// The params, every required one set.
            pub fn build(self) -> super::#name #bounds {
                self.params
            }
        }

        #(#definitions)*
    }
}

fn doc(name: &Ident, is_ready: bool) -> TokenStream {
    let rest = match is_ready {
        true => "; nothing in it is required.",
        false => ": `build` is there once every required param is set.",
    };
    Doc::new(format!("Builds a [`{name}`](super::{name}){rest}")).outer()
}

/// Adds a member that the spec file does not list.
fn additional(object: &Object) -> Option<TokenStream> {
    let (value, is_made) = taken(object.additional.as_ref()?);
    let made = if is_made { quote!(value.into()) } else { quote!(value) };
    Some(quote! {
        /// Adds a member that the spec file does not list.
        pub fn additional(mut self, name: impl Into<::std::string::String>, value: #value) -> Self {
            self.params.additional.insert(name.into(), #made);
            self
        }
    })
}

/// The trait that says of one param that it is set, and the message for when it is not.
fn definition(field: &Field) -> TokenStream {
    let name = names::set_trait(&field.marker);
    let method = &field.name;
    let message = format!("the required param `{method}` is not set");
    let label = format!("call `.{method}(…)` before this");
    let doc = Doc::new(format!("That `{method}` is set.")).outer();
    quote! {
        #doc
        #[diagnostic::on_unimplemented(message = #message, label = #label)]
        pub trait #name {}

        impl #name for runtime::Set {}
    }
}

fn setter(field: &Field, doc: &TokenStream, required: &[&Field]) -> TokenStream {
    let name = &field.name;
    let (argument, value) = argument(field);
    if !field.required {
        return quote! {
            #doc
            pub fn #name(mut self, #name: #argument) -> Self {
                self.params.#name = Some(#value);
                self
            }
        };
    }
    let states = required.iter().map(|other| {
        let marker = &other.marker;
        if other.wire == field.wire { quote!(runtime::Set) } else { quote!(#marker) }
    });
    quote! {
        #doc
        pub fn #name(mut self, #name: #argument) -> Builder<#(#states),*> {
            self.params.#name = #value;
            Builder { params: self.params, state: ::std::marker::PhantomData }
        }
    }
}

/// A setter's argument type, and the field's value made of it.
pub(super) fn argument(field: &Field) -> (TokenStream, TokenStream) {
    let name = &field.name;
    match &field.shape {
        Shape::List(list) => {
            let (item, is_made) = taken(&list.items);
            let made = is_made.then(|| quote!(.map(Into::into)));
            let rust = quote!(impl ::std::iter::IntoIterator<Item = #item>);
            (rust, quote!(#name.into_iter() #made .collect()))
        }
        Shape::Map(values) => {
            let (value, _) = taken(values);
            let rust = quote! {
                impl ::std::iter::IntoIterator<Item = (impl Into<::std::string::String>, #value)>
            };
            (rust, quote!(runtime::map_of(#name)))
        }
        shape => match taken(shape) {
            (rust, true) => (rust, quote!(#name.into())),
            (rust, false) => (rust, quote!(#name)),
        },
    }
}

/// What is taken for a value of a shape, and whether the value is made of it by `into`. A number that is written out has to
/// be of one type.
fn taken(shape: &Shape) -> (TokenStream, bool) {
    // A type parameter of the builder may have the same name.
    let rust = shape_type(shape, &quote!(self::));
    match shape {
        Shape::Integer(_)
        | Shape::Number(_)
        | Shape::Boolean
        | Shape::Choice(_)
        | Shape::Object(_) => (rust, false),
        _ => (quote!(impl Into<#rust>), true),
    }
}
