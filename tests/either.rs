//! Two catalogs in one dispatcher: what the first knows is its own, and all else goes to the second.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

use wellhead::{Auth, ConnectionRequest, DispatchError, Source, salesforce};
use wellhead_runtime::{
    AuthParams, Either, Index, ReadAuth, ReadParams, Routes, Sources, dispatch_either,
};

/// A source of a catalog that has none.
#[derive(Debug, PartialEq)]
enum Nobody {}

static NOBODY: Routes = Routes { ids: Index::EMPTY, slugs: Index::EMPTY, catalog: &[] };

impl Auth for Nobody {
    fn params(&self) -> &dyn AuthParams {
        match *self {}
    }
}

impl ReadAuth for Nobody {
    fn params_mut(&mut self) -> &mut dyn ReadParams {
        match *self {}
    }
}

impl Sources for Nobody {
    fn routes() -> &'static Routes {
        &NOBODY
    }

    fn blank(_: u32) -> Option<Self> {
        None
    }
}

fn request() -> ConnectionRequest<salesforce::OAuth2ClientCredential> {
    let auth = salesforce::OAuth2ClientCredential::builder()
        .environment_url("https://acme.my.salesforce.com")
        .client_id("3MVG9-acme")
        .client_secret("not-shown")
        .api_version("60.0")
        .build();
    ConnectionRequest::new("Salesforce", auth)
}

#[test]
fn a_body_is_a_request_of_the_catalog_that_knows_its_id() {
    let body = request().to_json();
    let alone = wellhead::dispatch(body.as_bytes()).unwrap();
    let second = dispatch_either::<Nobody, Source>(body.as_bytes()).unwrap();
    assert!(matches!(second.auth(), Either::Second(Source::Salesforce(_))));
    let first = dispatch_either::<Source, Nobody>(body.as_bytes()).unwrap();
    assert!(matches!(first.auth(), Either::First(Source::Salesforce(_))));
    for shown in [format!("{first:?}"), format!("{second:?}")] {
        assert_eq!(shown, format!("{alone:?}"));
    }
    assert_eq!(*first.to_json(), *body);
    assert_eq!(*second.to_json(), *body);
    assert!(second.validate().is_ok());
}

#[test]
fn an_id_that_both_know_is_the_firsts() {
    let body = request().to_json();
    let found = dispatch_either::<Source, Source>(body.as_bytes()).unwrap();
    assert!(matches!(found.auth(), Either::First(_)));
}

#[test]
fn an_unknown_id_is_told_once_with_the_nearest_of_both() {
    let body = request().to_json().replace("cfc0fee1", "cfc0fee2");
    let alone = wellhead::dispatch(body.as_bytes()).unwrap_err();
    assert!(matches!(&alone, DispatchError::UnknownSpecId(name) if name.nearest.is_some()));
    assert_eq!(dispatch_either::<Nobody, Source>(body.as_bytes()).unwrap_err(), alone);
    assert_eq!(dispatch_either::<Source, Nobody>(body.as_bytes()).unwrap_err(), alone);
}

#[test]
fn what_is_wrong_with_a_known_body_is_told_by_its_catalog() {
    let body = request().to_json().replace("\"clientId\"", "\"clientID\"");
    let alone = wellhead::dispatch(body.as_bytes()).unwrap_err();
    assert_eq!(dispatch_either::<Nobody, Source>(body.as_bytes()).unwrap_err(), alone);
    assert_eq!(dispatch_either::<Source, Nobody>(body.as_bytes()).unwrap_err(), alone);
}
