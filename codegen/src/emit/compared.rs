//! How types show and compare: by what the runtime knows of them, which is less to compile than derives.

use proc_macro2::TokenStream;
use quote::quote;

/// `show` writes `self` to `f`, `same` compares `self` with `other`.
pub(super) fn by(name: &TokenStream, show: &TokenStream, same: &TokenStream) -> TokenStream {
    quote! {
        impl ::std::fmt::Debug for #name {
            #[inline]
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                #show
            }
        }

        impl ::std::cmp::PartialEq for #name {
            #[inline]
            fn eq(&self, other: &Self) -> bool {
                #same
            }
        }
    }
}

/// How an enum of params shows and compares: as they do.
pub(super) fn by_params(name: &TokenStream) -> TokenStream {
    let show = quote!(::std::fmt::Debug::fmt(runtime::Auth::params(self), f));
    let same = quote! {
        ::std::cmp::PartialEq::eq(runtime::Auth::params(self), runtime::Auth::params(other))
    };
    by(name, &show, &same)
}
