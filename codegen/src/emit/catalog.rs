//! What spans all sources: `Source`, the routes of the dispatcher, the catalog of descriptors.

use std::collections::BTreeMap;

use proc_macro2::{Ident, Literal, Span, TokenStream};
use quote::quote;
use wellhead_runtime::bucket;

use super::compared::by_params;
use super::doc::Doc;
use crate::outline::{Outline, OutlinedAuth};

/// `mod.rs`: what the crate around includes. A program that keeps it to itself does not use all of it, and is not to be told so.
pub(super) fn root() -> TokenStream {
    quote! {
        #[allow(dead_code, unreachable_pub)]
        mod catalog;
        #[allow(dead_code, unreachable_pub)]
        pub mod sources;

        #[allow(unreachable_pub, unused_imports)]
        pub use catalog::{CATALOG, Source};
    }
}

/// `sources.rs`: a module for each source.
pub(super) fn modules(sources: &[&Outline]) -> TokenStream {
    let doc = Doc::new("Every source, one module each.").inner();
    let modules = sources.iter().map(|source| {
        let (gate, module) = (gate(source), ident(&source.module));
        quote!(#gate pub mod #module;)
    });
    quote!(#doc #(#modules)*)
}

/// `catalog.rs`
pub(super) fn catalog(sources: &[&Outline]) -> TokenStream {
    let doc = Doc::new("All sources as one type, and where ids and slugs lead.").inner();
    let source = source_enum(sources);
    let conversions = conversions(sources);
    let routes = routes(sources);
    let sources = sources_impl(sources);
    // What no feature asks for is not there: then nothing may be left that uses an import or returns early.
    quote! {
        #doc
        #![allow(deprecated, unreachable_code, unused_imports, clippy::match_single_binding)]

        use super::sources;
        use ::wellhead_runtime as runtime;
        #source
        #conversions
        #sources
        #routes
    }
}

fn source_enum(sources: &[&Outline]) -> TokenStream {
    let variants = sources.iter().map(|source| ident(&source.variant));
    let modules = sources.iter().map(|source| ident(&source.module));
    let docs = sources.iter().map(|source| Doc::of(&source.title, "A source.").outer());
    let gates = sources.iter().map(|source| gate(source));
    let (compared, params) = (by_params(&quote!(Source)), params(sources));
    quote! {
        /// The params of any source: what the dispatcher returns.
        #[derive(Clone)]
        #[non_exhaustive]
        #[allow(clippy::large_enum_variant)]
        pub enum Source {
            #(#docs #gates #variants(sources::#modules::Auth),)*
        }

        #compared

        impl Source {
            /// The source's slug, such as `salesforce`.
            pub fn slug(&self) -> &'static str {
                runtime::Auth::descriptor(self).source.slug
            }

            /// The wire's `specName`; `None` for a source whose requests have no `auth`.
            pub fn spec_name(&self) -> Option<&'static str> {
                runtime::Auth::descriptor(self).spec_name
            }
        }

        #params
    }
}

/// The ways from the enum to the params that it holds.
fn params(sources: &[&Outline]) -> TokenStream {
    let variants = sources.iter().map(|source| ident(&source.variant));
    let gates = sources.iter().map(|source| gate(source));
    // Down to the params at once: a function for each source on the way to them would be compiled in every build.
    let read_into = numbered(sources).map(|(_, source, auth)| {
        let (gate, variant, module) = (gate(source), ident(&source.variant), ident(&source.module));
        let name = ident(&auth.name);
        quote!(#gate Self::#variant(sources::#module::Auth::#name(ref mut params)) => params,)
    });
    quote! {
        impl runtime::Auth for Source {
            fn params(&self) -> &dyn runtime::AuthParams {
                match *self {
                    #(#gates Self::#variants(ref auth) => auth.params(),)*
                }
            }
        }

        impl runtime::ReadAuth for Source {
            fn params_mut(&mut self) -> &mut dyn runtime::ReadParams {
                match *self {
                    #(#read_into)*
                }
            }
        }
    }
}

fn conversions(sources: &[&Outline]) -> TokenStream {
    let all = sources.iter().map(|source| {
        let (variant, module) = (ident(&source.variant), ident(&source.module));
        let types = source.auth.iter().map(|auth| ident(&auth.name));
        let gate = gate(source);
        quote! {
            #gate
            impl From<sources::#module::Auth> for Source {
                #[inline]
                fn from(auth: sources::#module::Auth) -> Self {
                    Self::#variant(auth)
                }
            }

            #(
                #gate
                impl From<sources::#module::#types> for Source {
                    #[inline]
                    fn from(params: sources::#module::#types) -> Self {
                        Self::#variant(sources::#module::Auth::#types(params))
                    }
                }
            )*
        }
    });
    quote!(#(#all)*)
}

fn sources_impl(sources: &[&Outline]) -> TokenStream {
    let arms = numbered(sources).map(|(index, source, auth)| {
        let index = Literal::u32_unsuffixed(index);
        let (variant, module) = (ident(&source.variant), ident(&source.module));
        let name = ident(&auth.name);
        let gate = gate(source);
        quote! {
            #gate
            #index => Self::#variant(sources::#module::Auth::#name(runtime::ReadParams::blank())),
        }
    });
    quote! {
        impl runtime::Sources for Source {
            fn routes() -> &'static runtime::Routes {
                &ROUTES
            }

            fn blank(index: u32) -> Option<Self> {
                Some(match index {
                    #(#arms)*
                    _ => return None,
                })
            }
        }
    }
}

fn routes(sources: &[&Outline]) -> TokenStream {
    let mut by_id: BTreeMap<&str, Vec<TokenStream>> = BTreeMap::new();
    let mut by_slug: BTreeMap<&str, Vec<TokenStream>> = BTreeMap::new();
    for (index, source, auth) in numbered(sources) {
        let (module, auth_module) = (ident(&source.module), ident(&auth.module));
        let index = Literal::u32_unsuffixed(index);
        let any = auth.any;
        let gate = gate(source);
        let route = quote! {
            #gate runtime::Route { auth: &sources::#module::#auth_module::AUTH, index: #index, any: #any }
        };
        by_id.entry(&source.id).or_default().push(route.clone());
        let aliases = source.aliases.iter().map(String::as_str);
        for slug in aliases.chain([source.slug.as_str()]) {
            by_slug.entry(slug).or_default().push(route.clone());
        }
    }
    let (ids, slugs) = (index(&by_id), index(&by_slug));
    let modules = sources.iter().map(|source| ident(&source.module));
    let gates = sources.iter().map(|source| gate(source));
    quote! {
        /// Every source's descriptor, sorted by slug.
        pub static CATALOG: &[&runtime::SourceDescriptor] =
            &[#(#gates &sources::#modules::SOURCE),*];

        static ROUTES: runtime::Routes = runtime::Routes {
            ids: #ids,
            slugs: #slugs,
            catalog: CATALOG,
        };
    }
}

/// What keeps a source out of a build that its feature is off in.
fn gate(source: &Outline) -> TokenStream {
    match &source.feature {
        Some(feature) => quote!(#[cfg(feature = #feature)]),
        None => quote!(),
    }
}

/// What each name leads to, to be looked up in constant time.
fn index(entries: &BTreeMap<&str, Vec<TokenStream>>) -> TokenStream {
    let buckets = bucket::count(entries.len());
    let mut sorted: Vec<_> =
        entries.iter().map(|(name, routes)| (bucket::of(name, buckets), name, routes)).collect();
    sorted.sort_by_key(|(bucket, ..)| *bucket);
    let starts = (0..=buckets).map(|bucket| sorted.partition_point(|(of, ..)| *of < bucket));
    let starts = starts.map(Literal::usize_unsuffixed);
    let entries = sorted.iter().map(|(_, name, routes)| quote!((#name, &[#(#routes),*])));
    quote!(runtime::Index::new(&[#(#starts),*], &[#(#entries),*]))
}

/// Every auth spec of every source, numbered in the order of the catalog.
fn numbered<'o>(
    sources: &[&'o Outline],
) -> impl Iterator<Item = (u32, &'o Outline, &'o OutlinedAuth)> {
    let all = sources.iter().flat_map(|source| source.auth.iter().map(move |auth| (*source, auth)));
    (0..=u32::MAX).zip(all).map(|(index, (source, auth))| (index, source, auth))
}

/// A name that was settled.
fn ident(name: &str) -> Ident {
    Ident::new(name, Span::call_site())
}
