//! A program that depends on the crate and uses a source that was added by its spec file alone.

#![deny(warnings)]

use std::error::Error;

use wellhead::acme_crm::{
    self, BasicAuthentication, OAuth2ClientCredential,
    oauth2_client_credential::{Proxy, Region},
};
use wellhead::{ConnectionRequest, Source};

fn main() -> Result<(), Box<dyn Error>> {
    let proxy = Proxy::builder()
        .host("proxy.acme.example")
        .port(3128)
        .password("not-a-real-password")
        .build();
    let auth = OAuth2ClientCredential::builder()
        .client_id("acme-aep")
        .client_secret("not-a-real-client-secret")
        .region(Region::ApSouth)
        .page_size(250)
        .proxy(proxy)
        .build();
    let request = ConnectionRequest::new("Acme accounts", auth);
    request.validate()?;

    // The body that a person wrote by hand is the same request.
    let dispatched = wellhead::dispatch(include_bytes!("../request.json"))?;
    let Source::AcmeCrm(acme_crm::Auth::OAuth2ClientCredential(params)) = dispatched.auth() else {
        return Err(format!("dispatched to {}", dispatched.auth().slug()).into());
    };
    assert_eq!(params, request.auth());
    assert_eq!(dispatched.to_json(), request.to_json());

    // What its types allow and its spec file does not.
    let mut params = params.clone();
    params.page_size = 501;
    assert!(ConnectionRequest::new("Acme accounts", params).validate().is_err());

    let basic = BasicAuthentication::builder().username("reader").password("not-a-real-password");
    let basic: Source = basic.build().into();
    println!("{request:#?}");
    println!("{} by {}", basic.slug(), basic.spec_name().unwrap_or_default());
    Ok(())
}
