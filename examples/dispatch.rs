//! For who consumes the crate: from a body to the type it is a request of.
//!
//! `cargo run --example dispatch examples/salesforce.json`

#![allow(clippy::print_stdout)] // What an example is for.

use wellhead::{Source, salesforce};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let file = std::env::args().nth(1).unwrap_or_else(|| "examples/salesforce.json".into());
    let request = wellhead::dispatch(&std::fs::read(file)?)?;
    match request.auth() {
        Source::Salesforce(salesforce::Auth::OAuth2ClientCredential(auth)) => {
            println!("Salesforce at {}, API {}", auth.environment_url, auth.api_version);
        }
        other => println!("{} by {:?}", other.slug(), other.spec_name()),
    }
    Ok(())
}
