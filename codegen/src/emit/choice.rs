//! An enum of strings.

use proc_macro2::TokenStream;
use quote::quote;

use super::doc::Doc;
use crate::model::Choice;
use crate::prose::folded;

pub(super) fn choice(choice: &Choice) -> TokenStream {
    let name = &choice.name;
    let doc = Doc::of(&choice.description, "One of the listed values.").outer();
    let variants: Vec<_> = choice.variants.iter().map(|(variant, _)| variant).collect();
    let values: Vec<_> = choice.variants.iter().map(|(_, value)| value).collect();
    let first = variants.first();
    let docs = values.iter().map(|value| format!(" `{}`", folded(value).replace('`', "'")));
    quote! {
        #doc
        #[derive(Clone, Debug, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        pub enum #name {
            #(#[doc = #docs] #variants,)*
        }

        impl #name {
            /// Every value, in the spec file's order.
            pub const ALL: &'static [Self] = &[#(Self::#variants),*];

            /// The value on the wire.
            pub fn as_str(&self) -> &'static str {
                match self {
                    #(Self::#variants => #values,)*
                }
            }
        }

        impl runtime::Param for #name {
            fn read(
                &mut self,
                input: &mut runtime::Input<'_>,
                shape: &'static runtime::Shape,
                path: &runtime::Path<'_>,
            ) -> Result<(), runtime::json::SyntaxError> {
                if let Some(value) = input.choice(shape, path)?.and_then(|index| Self::ALL.get(index)) {
                    *self = value.clone();
                }
                Ok(())
            }

            fn view(&self) -> runtime::View<'_> {
                runtime::View::Text(self.as_str())
            }

            fn blank() -> Self {
                Self::#first
            }
        }
    }
}
