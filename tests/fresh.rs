//! What is checked in under `generated/` is what the generator makes of `specs/`: the crate's two faces are one.

#![allow(clippy::panic, reason = "a test fails by panicking")]

use std::path::Path;

use wellhead_codegen::Builder;
use wellhead_codegen::spec::diagnostic::Style;

#[test]
fn generated_is_what_the_generator_makes_of_the_spec_files() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let generated = match Builder::new(root.join("specs")).features_by_category().generate() {
        Ok(generated) => generated,
        Err(failure) => panic!("{}", failure.render(Style::Plain)),
    };
    let reference = generated.compare_reference(&root.join("docs/sources.md"));
    let changes = match generated.compare(&root.join("generated")) {
        Ok(changes) => changes,
        Err(error) => panic!("{error}"),
    };
    assert!(
        reference.is_ok_and(|changes| changes.is_empty()),
        "docs/sources.md is not up to date: run `cargo run -- generate` and commit what it changes"
    );
    let stale =
        [("missing", &changes.added), ("stale", &changes.changed), ("left over", &changes.removed)];
    let listed: Vec<String> = stale
        .iter()
        .flat_map(|(what, paths)| {
            paths.iter().map(move |path| format!("  {what}: generated/{path}"))
        })
        .collect();
    assert!(
        changes.is_empty(),
        "generated/ is not up to date:\n{}\nrun `cargo run -- generate` and commit what it changes",
        listed.join("\n")
    );
}
