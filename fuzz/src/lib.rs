//! What the fuzz targets promise, each promise one function over bytes, so that a test can keep it for the seeds too.

mod any_body;
mod any_schema;
pub mod connection_string;
pub mod dispatch;
pub mod lowering;
pub mod pattern;
pub mod reader;
mod spans;

/// The catalog of the generator's small specs: its source `strings` has a connection string of every dialect.
#[rustfmt::skip]
#[path = "../../codegen/tests/golden/small/mod.rs"]
#[allow(dead_code, unreachable_pub, unused_imports, missing_docs, reason = "it is generated for a library")]
mod small;

/// Whether bytes are to be taken as JSON text themselves, rather than as the choices that something is made from.
fn is_text(data: &[u8]) -> bool {
    let text = data.strip_prefix(b"\xef\xbb\xbf").unwrap_or(data);
    matches!(text.trim_ascii_start().first(), Some(b'{' | b'['))
}

/// Prints what was made of choices when `WELLHEAD_FUZZ_SHOW` is set: for who looks into a finding.
fn show(made: &[u8]) {
    if std::env::var_os("WELLHEAD_FUZZ_SHOW").is_some() {
        eprintln!("{}", String::from_utf8_lossy(made));
    }
}
