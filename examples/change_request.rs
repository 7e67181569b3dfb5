//! For who sends on what was read: a request whose params, and whose name, are changed on the way.
//!
//! `cargo run --example change_request examples/oracle.json`

#![allow(clippy::print_stdout)] // What an example is for.

use wellhead::{Source, oracle};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let file = std::env::args().nth(1).unwrap_or_else(|| "examples/oracle.json".into());
    let mut request = wellhead::dispatch(&std::fs::read(file)?)?;
    if let Source::Oracle(oracle::Auth::ConnectionString(auth)) = request.auth_mut() {
        let mut parts = auth.connection_string.parts()?;
        parts.port = 1522;
        auth.connection_string.set_parts(&parts); // keys that only the driver knows stay
    }
    let request = request.with_name("Orders, a copy"); // with its description and all else
    request.validate()?;
    println!("{:#}", request.to_masked_json());
    Ok(())
}
