//! The documentation does what it says: every `console` and `sh` block is run and its output compared, every `rust` block is a
//! passage of an example that is compiled, every `json` and `toml` block is one.
//!
//! A comment before a block, which no reader sees, tells what the block needs:
//!
//! - `<!-- before: COMMAND -->` runs a command first;
//! - `<!-- file: PATH -->` writes the block to that file;
//! - `<!-- only shown: REASON -->` lets a block be; the reason says what proves it instead.

#![cfg(unix)] // What the pages show is typed into a Unix shell.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stderr,
    reason = "a test fails by panicking"
)]

mod console;
mod page;
mod quoted;

use std::path::{Path, PathBuf};

use page::{Block, Page};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..").canonicalize().unwrap()
}

#[test]
fn every_block_holds() {
    let mut wrong = Vec::new();
    let mut checked = 0;
    for page in Page::all(&root()) {
        let mut place = console::Place::new(&root());
        for block in &page.blocks {
            match check(block, &mut place) {
                Ok(false) => {}
                Ok(true) => checked += 1,
                Err(reason) => wrong.push(format!("{}:{}: {reason}", page.name, block.line)),
            }
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n\n"));
    assert!(checked > 10, "only {checked} blocks were found: are they still read?");
    eprintln!("{checked} blocks hold");
}

/// Whether there was something to check, and what is wrong with it.
fn check(block: &Block, place: &mut console::Place) -> Result<bool, String> {
    if block.only_shown.is_some() {
        return Ok(false);
    }
    for command in &block.before {
        place.must(command)?;
    }
    if let Some(file) = &block.file {
        place.write(file, &block.text);
    }
    match block.language.as_str() {
        "console" => place.session(&block.text)?,
        "sh" => place.must(&block.text)?,
        "rust" => quoted::rust(&root(), &block.text)?,
        "json" => quoted::json(&block.text)?,
        "toml" => quoted::toml(&block.text)?,
        "text" => return Ok(false),
        other => return Err(format!("nothing is known of a `{other}` block: say what proves it")),
    }
    Ok(true)
}

#[test]
fn links_lead_somewhere() {
    let pages = Page::all(&root());
    let wrong: Vec<String> = pages.iter().flat_map(Page::broken_links).collect();
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}
