//! An enum of strings.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::compared::by;
use super::doc::Doc;
use crate::model::Choice;
use crate::prose::folded;

pub(super) fn choice(choice: &Choice) -> TokenStream {
    let name = &choice.name;
    let doc = Doc::of(&choice.description, "One of the listed values.").outer();
    let variants: Vec<_> = choice.variants.iter().map(|(variant, _)| variant).collect();
    let values: Vec<_> = choice.variants.iter().map(|(_, value)| value).collect();
    let (compared, param) = (compared(choice), param(choice));
    let docs = values.iter().map(|value| format!(" `{}`", folded(value).replace('`', "'")));
    quote! {
        #doc
        #[derive(Clone)]
        #[non_exhaustive]
        pub enum #name {
            #(#[doc = #docs] #variants,)*
            /// A value that the spec file does not list, to be sent deliberately; never shown. A value that is listed one
            /// day is read as a variant of its own: to look for it, compare [`as_str`](Self::as_str).
            Unlisted(runtime::Secret),
        }

        impl #name {
            /// Every listed value, in the spec file's order.
            pub const ALL: &'static [Self] = &[#(Self::#variants),*];

            /// The value on the wire.
            pub fn as_str(&self) -> &str {
                match self {
                    #(Self::#variants => #values,)*
                    Self::Unlisted(value) => value.expose(),
                }
            }
        }

        #compared
        #param
    }
}

/// How it is written and read.
fn param(choice: &Choice) -> TokenStream {
    let name = &choice.name;
    let variants: Vec<_> = choice.variants.iter().map(|(variant, _)| variant).collect();
    let first = variants.first();
    let indices = (0..variants.len()).map(Literal::usize_unsuffixed);
    quote! {
        impl runtime::Param for #name {
            fn view(&self) -> runtime::View<'_> {
                match self {
                    Self::Unlisted(value) => runtime::View::Secret(value),
                    listed => runtime::View::Text(listed.as_str()),
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
                *self = match input.choice(shape, path) {
                    #(Some(runtime::Chosen::Listed(#indices)) => Self::#variants,)*
                    Some(runtime::Chosen::Unlisted(text)) => Self::Unlisted(text),
                    _ => return,
                };
            }

            fn blank() -> Self {
                Self::#first
            }
        }
    }
}

/// How its values show, compare and hash: by what they hold, which is less to compile than derives.
fn compared(choice: &Choice) -> TokenStream {
    let name = &choice.name;
    let compared =
        by(&quote!(#name), &quote!(runtime::show(self, f)), &quote!(runtime::same(self, other)));
    quote! {
        #compared

        impl ::std::cmp::Eq for #name {}

        impl ::std::hash::Hash for #name {
            #[inline]
            fn hash<H: ::std::hash::Hasher>(&self, state: &mut H) {
                ::std::hash::Hash::hash(self.as_str(), state)
            }
        }
    }
}
