//! An enum of structs: an object that is of one of several kinds.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::doc::Doc;
use super::object;
use crate::model::OneOf;

pub(super) fn one_of(one_of: &OneOf) -> TokenStream {
    let name = &one_of.name;
    let module = &one_of.module;
    let any = one_of.any;
    let doc = Doc::of(&one_of.description, "An object of one of several kinds.").outer();
    let (conversions, param) = (conversions(one_of), param(one_of));
    // A derive may have the same name.
    let module_doc = Doc::new(format!("The kinds of [`{name}`](enum@{name}).")).outer();
    let kinds: Vec<_> = one_of.kinds.iter().map(|kind| &kind.name).collect();
    let tables: Vec<_> = one_of.kinds.iter().map(|kind| &kind.module).collect();
    let texts = kinds.iter().map(|kind| kind.to_string());
    let docs =
        one_of.kinds.iter().map(|kind| Doc::of(&kind.description, "One of the kinds.").outer());
    let structs = one_of.kinds.iter().map(|kind| {
        let doc = Doc::of(&kind.description, "One of the kinds.");
        object::object(kind, &doc, quote!(), &quote!())
    });
    quote! {
        #doc
        #[derive(Clone, Debug, PartialEq)]
        #[non_exhaustive]
        #[allow(clippy::large_enum_variant)]
        pub enum #name {
            #(#docs #kinds(#module::#kinds),)*
        }

        #conversions
        #param

        #module_doc
        pub mod #module {
            use ::wellhead_runtime as runtime;

            /// The kinds, in the spec file's order.
            pub static KINDS: runtime::OneOfRules = runtime::OneOfRules {
                kinds: &[#((#texts, &#tables::TABLE)),*],
                any: #any,
            };

            #(#structs)*
        }
    }
}

/// Each kind is one of them.
fn conversions(one_of: &OneOf) -> TokenStream {
    let OneOf { name, module, .. } = one_of;
    let kinds = one_of.kinds.iter().map(|kind| {
        let kind = &kind.name;
        quote! {
            impl From<#module::#kind> for #name {
                fn from(kind: #module::#kind) -> Self {
                    Self::#kind(kind)
                }
            }
        }
    });
    quote!(#(#kinds)*)
}

/// How it is written and read: as the kind that it is.
fn param(one_of: &OneOf) -> TokenStream {
    let OneOf { name, module, .. } = one_of;
    let kinds: Vec<_> = one_of.kinds.iter().map(|kind| &kind.name).collect();
    let tables = one_of.kinds.iter().map(|kind| &kind.module);
    let indices = (0..kinds.len()).map(Literal::usize_unsuffixed);
    let first = kinds.first();
    quote! {
        impl runtime::Param for #name {
            fn view(&self) -> runtime::View<'_> {
                match self {
                    #(Self::#kinds(kind) => runtime::View::Object(kind),)*
                }
            }
        }

        impl runtime::ReadParam for #name {
            fn read(
                &mut self,
                input: &mut runtime::Input<'_>,
                shape: &'static runtime::Shape,
                path: &runtime::Path<'_>,
            ) {
                match input.alternative(shape, path) {
                    #(
                        Some(#indices) => {
                            let mut kind = <#module::#kinds as runtime::ReadParams>::blank();
                            input.object(&#module::#tables::TABLE, Some(&mut kind), path);
                            *self = Self::#kinds(kind);
                        }
                    )*
                    _ => {}
                }
            }

            fn blank() -> Self {
                Self::#first(runtime::ReadParams::blank())
            }
        }
    }
}
