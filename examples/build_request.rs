//! For who consumes the crate: a request built from types, and what it shows of itself.
//!
//! `cargo run --example build_request`

#![allow(clippy::print_stdout)] // What an example is for.

use wellhead::oracle::connection_string::ConnectionStringParts;
use wellhead::{ConnectionRequest, Secret, oracle};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let password = Secret::from("a;b\"c'd"); // in earnest: from a vault or the environment
    let parts = ConnectionStringParts::builder()
        .host("oracle.acme.example")
        .port(1521)
        .sid("ORCL")
        .user_id("aep_reader")
        .password(password)
        .build();
    let auth = oracle::ConnectionString::builder().connection_string(parts).build();
    let request = ConnectionRequest::new("Orders", auth).with_description("nightly");

    request.validate()?;
    println!("{request:?}");
    println!("{:#}", request.to_masked_json());
    Ok(())
}
