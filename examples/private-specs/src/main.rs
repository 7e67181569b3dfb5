//! A crate with spec files of its own, whose sources stand beside the catalog's in one dispatcher.

use std::error::Error;

use wellhead::{ConnectionRequest, salesforce};
use wellhead_runtime::{DispatchError, Either, dispatch_either};

/// What build.rs makes of `specs/`.
mod own {
    include!(concat!(env!("OUT_DIR"), "/generated/mod.rs"));
}

use own::sources::acme_billing;

/// A source of our own, or one of the catalog.
type Source = Either<own::Source, wellhead::Source>;

fn dispatch(body: &[u8]) -> Result<ConnectionRequest<Source>, DispatchError> {
    dispatch_either(body)
}

fn tell(body: &[u8]) {
    match dispatch(body) {
        Ok(request) => match request.auth() {
            Either::First(own::Source::AcmeBilling(acme_billing::Auth::ApiKey(auth))) => {
                println!("{}: our own billing, of {}", request.name(), auth.tenant);
            }
            Either::First(other) => println!("{}: our own {}", request.name(), other.slug()),
            Either::Second(other) => println!("{}: {} of the catalog", request.name(), other.slug()),
        },
        Err(error) => println!("{error}"),
    }
}

fn main() -> Result<(), Box<dyn Error>> {
    let billing = acme_billing::ApiKey::builder().tenant("acme-emea").api_key("not-shown").build();
    let billing = ConnectionRequest::new("Invoices", billing);
    billing.validate()?;
    println!("{billing:?}");
    tell(billing.to_json().as_bytes());

    let customers = salesforce::OAuth2ClientCredential::builder()
        .environment_url("https://acme.my.salesforce.com")
        .client_id("3MVG9-acme")
        .client_secret("not-shown")
        .api_version("60.0")
        .build();
    tell(ConnectionRequest::new("Customers", customers).to_json().as_bytes());

    tell(br#"{"name": "Unknown", "connectionSpec": {"id": "3f0c8a51-6e1b-4b6e-9d0a-5f2f6a1d7c43", "version": "1.0"}}"#);
    Ok(())
}
