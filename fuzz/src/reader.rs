//! Bytes as JSON and as spec files: everything is read or refused with a place.

use serde::de::IgnoredAny;
use wellhead_codegen::spec::{SpecSet, SpecText};
use wellhead_runtime::json::{Node, decode_utf8};

use crate::spans;

/// Reads the bytes as a tree, and as two spec files of the same text, which differ in their slug alone.
pub fn holds(data: &[u8]) {
    let text = match decode_utf8(data) {
        Ok(text) => text,
        Err(error) => return assert!(error.span.start < data.len()),
    };
    match Node::parse(text) {
        Ok(node) => {
            spans::nest(text, &node);
            assert!(serde_json::from_str::<IgnoredAny>(text).is_ok(), "read, but not JSON");
        }
        Err(error) => spans::fits(text, error.span),
    }
    let file = |slug: &str| SpecText {
        slug: slug.to_owned(),
        file: format!("specs/{slug}.json"),
        text: text.to_owned(),
    };
    spans::point(&SpecSet::from_texts(vec![file("acme"), file("acme-again")]));
}
