//! A crate that consumes `wellhead` as from the registry: it builds a request, and takes a body apart.

use std::error::Error;

use wellhead::{ConnectionRequest, Source, oracle, salesforce};

const BODY: &[u8] = br#"{
    "name": "Orders",
    "auth": {
        "specName": "ConnectionString",
        "params": {"connectionString": "Host=db.acme.example;Port=1521;Sid=ORCL;User Id=aep;Password=not-shown"}
    },
    "connectionSpec": {"id": "d6b52d86-f0f8-475f-89d4-ce54c8527328", "version": "1.0"}
}"#;

fn main() -> Result<(), Box<dyn Error>> {
    let auth = salesforce::OAuth2ClientCredential::builder()
        .environment_url("https://acme.my.salesforce.com")
        .client_id("3MVG9-acme")
        .client_secret("not-shown")
        .api_version("60.0")
        .build();
    let request = ConnectionRequest::new("Salesforce", auth).with_description("CRM, nightly");
    request.validate()?;
    println!("{}", request.to_masked_json());

    let request = wellhead::dispatch(BODY)?;
    println!("{request:?}");
    match request.auth() {
        Source::Oracle(oracle::Auth::ConnectionString(auth)) => {
            println!("Oracle at {}", auth.connection_string.parts()?.host);
        }
        other => println!("{} by {:?}", other.slug(), other.spec_name()),
    }
    Ok(())
}
