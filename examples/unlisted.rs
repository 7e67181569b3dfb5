//! For who consumes the crate: what a spec does not list yet, sent deliberately.
//!
//! `cargo run --example unlisted`

#![allow(clippy::print_stdout, clippy::print_stderr)] // What an example is for.

use wellhead::ConnectionRequest;
use wellhead::http_api::{NonAuthenticatedConnection, non_authenticated_connection::DataType};

fn main() {
    let auth = NonAuthenticatedConnection::builder()
        .data_type(DataType::Unlisted("avro".into())) // every enum has this variant
        .build();
    let request = ConnectionRequest::new("Orders", auth)
        .with_unlisted("/retries", 3) // by its JSON pointer below the params
        .with_unlisted("/proxy", [("host", "proxy.acme.example")]);
    for warning in request.warnings() {
        eprintln!("{warning}"); // /auth/params/retries: is not known here [unknown]; …
    }

    println!("{:#}", request.to_masked_json());
}
