//! Base connections for Adobe Experience Platform sources, as types.
//!
//! Every data flow into the platform starts from a *base connection*: a `POST /connections` to the Flow Service with a
//! connection spec id, an auth spec's name and its params. The service takes any JSON for it and says `400` later. Here,
//! each source is a module of [`sources`], each way to authenticate a struct that can't be built without its required
//! params, and each secret a [`Secret`] that can't be printed.
//!
//! ```
//! use wellhead::{ConnectionRequest, sources::salesforce};
//!
//! let auth = salesforce::OAuth2ClientCredential::builder()
//!     .environment_url("https://acme.my.salesforce.com")
//!     .client_id("3MVG9…")
//!     .client_secret("not shown anywhere")
//!     .api_version("60.0")
//!     .build(); // a compile error that names the param, until every required one is set
//! let request = ConnectionRequest::new("Salesforce", auth).with_description("CRM, nightly");
//!
//! request.validate()?; // patterns, formats, bounds: everything wrong in one go
//! assert!(request.to_json().contains(r#""specName":"OAuth2 Client Credential""#));
//! assert!(!format!("{request:?}").contains("not shown anywhere"));
//! # Ok::<(), wellhead::Violations>(())
//! ```
//!
//! The other way round, [`dispatch()`] takes a body to the type that it is a request of:
//!
//! ```
//! use wellhead::{Source, sources::oracle};
//!
//! let body = br#"{
//!     "name": "Orders",
//!     "auth": {
//!         "specName": "ConnectionString",
//!         "params": {"connectionString": "Host=db.acme.example;Port=1521;Sid=ORCL;User Id=aep;Password=\"a;b\""}
//!     },
//!     "connectionSpec": {"id": "d6b52d86-f0f8-475f-89d4-ce54c8527328", "version": "1.0"}
//! }"#;
//! let request = wellhead::dispatch(body)?;
//! match request.auth() {
//!     Source::Oracle(oracle::Auth::ConnectionString(auth)) => {
//!         let parts = auth.connection_string.parts()?;
//!         assert_eq!((parts.host.as_str(), parts.port), ("db.acme.example", 1521));
//!     }
//!     other => println!("{} by {:?}", other.slug(), other.spec_name()),
//! }
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! The modules are generated from spec files, one JSON file a source. With the feature `regenerate` that happens while
//! this crate is built; without it, what is compiled is the same output, checked in, and no generator is built at all.

#[cfg(not(feature = "regenerate"))]
#[rustfmt::skip]
#[path = "../generated/mod.rs"]
mod generated;

#[cfg(feature = "regenerate")]
mod generated {
    include!(concat!(env!("OUT_DIR"), "/generated/mod.rs"));
}

#[doc(no_inline)]
#[allow(unused_imports, unreachable_pub, reason = "the features of all categories may be off")]
pub use generated::sources::*;
pub use generated::{CATALOG, Source, sources};
pub use wellhead_runtime::{
    About, Auth, AuthDescriptor, AuthParams, AuthSpecs, Candidate, ConnectionRequest,
    ConnectionString, ConnectionStringRules, Constant, Deprecation, Dialect, DispatchError, Field,
    Format, IntegerRules, Json, JsonRules, ListRules, Nullable, NumberRules, OneOfRules, Params,
    Pattern, Phrase, Rule, Secret, SecretText, Shape, SourceDescriptor, Status, Table, TextRules,
    UnknownName, View, Violation, Violations, json, nearest,
};

/// Takes a whole request body, keys in any order, to the typed request that it is, validated.
///
/// The key is (connection spec id, specName), looked up in a time that does not depend on how many sources there are.
///
/// # Errors
/// Why the body is no request that the catalog knows: everything in one go, each with its place, and nothing of a
/// secret in it.
pub fn dispatch(body: &[u8]) -> Result<ConnectionRequest<Source>, DispatchError> {
    wellhead_runtime::dispatch(body)
}

/// The same as [`dispatch()`], for a body that is known to be of the source of that slug: where nothing in a body tells
/// two sources apart, somebody has to.
///
/// # Errors
/// Those of [`dispatch()`]; another source's id is told as a violation.
pub fn dispatch_as(slug: &str, body: &[u8]) -> Result<ConnectionRequest<Source>, DispatchError> {
    wellhead_runtime::dispatch_as(slug, body)
}

/// The same as [`dispatch()`], or with a slug as [`dispatch_as()`], for a body that deliberately holds what its spec does
/// not list yet: unknown params and unlisted values of enums go through as they are, in their order, and
/// [`ConnectionRequest::warnings`] names each. Everything else that is wrong stays an error.
///
/// ```
/// use wellhead::{ConnectionRequest, Source, sources::generic_rest};
///
/// let auth = generic_rest::BasicAuthentication::builder()
///     .host("https://api.acme.example")
///     .username("reader")
///     .password("not shown anywhere")
///     .build();
/// let request = ConnectionRequest::new("REST", Source::from(auth))
///     .with_unlisted("/retries", 3)
///     .with_unlisted("/proxy", [("host", "proxy.acme.example")]);
/// request.validate()?;
/// let named: Vec<String> = request.warnings().iter().map(ToString::to_string).collect();
/// assert!(named[0].starts_with("/auth/params/retries: is not known here [unknown]"));
///
/// let body = request.to_json();
/// assert!(body.contains(r#""retries":3,"proxy":{"host":"proxy.acme.example"}}"#));
/// assert!(wellhead::dispatch(body.as_bytes()).is_err());
/// let again = wellhead::dispatch_unlisted(None, body.as_bytes())?;
/// assert_eq!(again.to_json(), body);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
/// Those of [`dispatch_as()`].
pub fn dispatch_unlisted(
    slug: Option<&str>,
    body: &[u8],
) -> Result<ConnectionRequest<Source>, DispatchError> {
    wellhead_runtime::dispatch_unlisted(slug, body)
}

/// Takes params to the type that (id, specName) says they are, validated; `spec_name` is `None` for a source whose
/// requests have no `auth`.
///
/// # Errors
/// Those of [`dispatch()`]; pointers start at the params.
pub fn dispatch_params(
    id: &str,
    spec_name: Option<&str>,
    params: &[u8],
) -> Result<Source, DispatchError> {
    wellhead_runtime::dispatch_params(id, spec_name, params)
}

/// The same as [`dispatch_params`], for the source of that slug.
///
/// # Errors
/// Those of [`dispatch()`]; pointers start at the params.
pub fn dispatch_slug(
    slug: &str,
    spec_name: Option<&str>,
    params: &[u8],
) -> Result<Source, DispatchError> {
    wellhead_runtime::dispatch_slug(slug, spec_name, params)
}

/// The source of that slug, or of one that it had.
pub fn source(slug: &str) -> Option<&'static SourceDescriptor> {
    CATALOG.iter().find(|source| source.is_called(slug)).copied()
}
