//! Bytes as a spec file, all the way to Rust: what has no error generates code that parses.

use wellhead_codegen::spec::{SpecSet, SpecText};
use wellhead_codegen::{check, emit};
use wellhead_runtime::json::decode_utf8;

use crate::{any_schema, is_text, show, spans};

/// A sound spec around a schema.
const BEFORE: &str = r#"{
  "id": "6ba7b810-9dad-11d1-80b4-00c04fd430c8",
  "name": "acme-crm",
  "version": "1.0",
  "sourceSpec": {"attributes": {"uiAttributes": {"description": {"text": "Deals and contacts of Acme."}}}},
  "authSpec": [{"name": "API Key", "spec": "#;
const AFTER: &str = "}]}\n";

/// Generates from the bytes as a spec file and as the schema of a sound one; bytes that start like no JSON object are
/// the choices that a schema is made from.
pub fn holds(data: &[u8]) {
    if !is_text(data) {
        let schema = any_schema::of(data).to_string();
        show(schema.as_bytes());
        return generates(framed(&schema));
    }
    let Ok(text) = decode_utf8(data) else { return };
    generates(text.to_owned());
    generates(framed(text));
}

fn framed(schema: &str) -> String {
    format!("{BEFORE}{schema}{AFTER}")
}

fn generates(text: String) {
    let source = SpecText { slug: "acme".into(), file: "specs/acme.json".into(), text };
    let mut set = SpecSet::from_texts(vec![source]);
    let catalog = check(&mut set);
    spans::point(&set);
    if set.diagnostics.has_errors() {
        return;
    }
    for (path, text) in &emit::files(&catalog) {
        assert!(is_inside(path), "{path} leaves the folder");
        syn::parse_file(text).unwrap_or_else(|error| panic!("{path}: {error}"));
    }
}

fn is_inside(path: &str) -> bool {
    path.split('/').all(|part| !part.is_empty() && !part.starts_with('.') && !part.contains('\\'))
}
