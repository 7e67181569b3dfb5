//! Two catalogs in one dispatcher: what the first knows is its own, and all else goes to the second.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

use wellhead::{Auth, ConnectionRequest, DispatchError, Source, salesforce};
use wellhead_runtime::{
    AuthParams, Either, Index, ReadAuth, ReadParams, Routes, Sources, dispatch_either,
    dispatch_either_as, dispatch_either_unlisted,
};

/// A source of a catalog that has none, and may know one that its build leaves out.
#[derive(Debug, PartialEq)]
enum Without<const LEAVES_OUT: bool> {}

type Nobody = Without<false>;
type LeftOut = Without<true>;

static NOBODY: Routes = Routes { ids: Index::EMPTY, slugs: Index::EMPTY, catalog: &[] };

/// One letter from Salesforce's.
const LEFT_OUT: &str = "cfc0fee2-7dc0-40ef-b73e-d8b134c436f5";

static LEAVES_OUT: Routes =
    Routes { ids: Index::new(&[0, 1], &[(LEFT_OUT, &[])]), slugs: Index::EMPTY, catalog: &[] };

impl<const LEAVES_OUT: bool> Auth for Without<LEAVES_OUT> {
    fn params(&self) -> &dyn AuthParams {
        match *self {}
    }
}

impl<const LEAVES_OUT: bool> ReadAuth for Without<LEAVES_OUT> {
    fn params_mut(&mut self) -> &mut dyn ReadParams {
        match *self {}
    }
}

impl<const LEAVES_OUT: bool> Sources for Without<LEAVES_OUT> {
    fn routes() -> &'static Routes {
        if LEAVES_OUT { &self::LEAVES_OUT } else { &NOBODY }
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
fn an_id_that_either_leaves_out_is_told_so() {
    let body = request().to_json().replace("cfc0fee1-7dc0-40ef-b73e-d8b134c436f5", LEFT_OUT);
    for error in [
        dispatch_either::<LeftOut, Source>(body.as_bytes()).unwrap_err(),
        dispatch_either::<Source, LeftOut>(body.as_bytes()).unwrap_err(),
        dispatch_either::<LeftOut, Nobody>(body.as_bytes()).unwrap_err(),
        dispatch_either::<Nobody, LeftOut>(body.as_bytes()).unwrap_err(),
    ] {
        assert!(matches!(&error, DispatchError::UnknownSpecId(name) if name.left_out), "{error}");
        assert!(error.to_string().contains("turn the Cargo feature"), "{error}");
    }
}

#[test]
fn a_slug_says_which_source_and_what_is_unlisted_goes_through() {
    let body = request().with_unlisted("/retries", 3).to_json();
    let body = body.as_bytes();
    for (verdict, expected) in [
        (dispatch_either_as::<Nobody, Source>("salesforce", body).map(drop), false),
        (dispatch_either_as::<Source, Nobody>("salesforce", body).map(drop), false),
        (dispatch_either_unlisted::<Nobody, Source>(None, body).map(drop), true),
        (dispatch_either_unlisted::<Source, Nobody>(Some("salesforce"), body).map(drop), true),
    ] {
        assert_eq!(verdict.is_ok(), expected, "{verdict:?}");
    }
    let alone = wellhead::dispatch_as("salesforc", body).unwrap_err();
    assert!(matches!(alone, DispatchError::UnknownSlug(_)));
    assert_eq!(dispatch_either_as::<Nobody, Source>("salesforc", body).unwrap_err(), alone);
    assert_eq!(dispatch_either_as::<Source, Nobody>("salesforc", body).unwrap_err(), alone);
    let body = request().to_json().replace("cfc0fee1", "cfc0fee2");
    let alone = wellhead::dispatch_as("salesforce", body.as_bytes()).unwrap_err();
    let either = dispatch_either_as::<Source, Nobody>("salesforce", body.as_bytes());
    assert_eq!(either.unwrap_err(), alone);
}

#[test]
fn what_is_wrong_with_a_known_body_is_told_by_its_catalog() {
    let body = request().to_json().replace("\"clientId\"", "\"clientID\"");
    let alone = wellhead::dispatch(body.as_bytes()).unwrap_err();
    assert_eq!(dispatch_either::<Nobody, Source>(body.as_bytes()).unwrap_err(), alone);
    assert_eq!(dispatch_either::<Source, Nobody>(body.as_bytes()).unwrap_err(), alone);
}
