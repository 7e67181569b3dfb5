//! For who regenerates: the code of a folder of spec files, and what changed in it.
//!
//! `cargo run --example regenerate specs /tmp/generated`, twice: the second time, nothing changes.

#![allow(clippy::print_stdout)] // What an example is for.

use std::path::Path;

use wellhead_codegen::Builder;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut args = std::env::args().skip(1);
    let (Some(specs), Some(out)) = (args.next(), args.next()) else {
        return Err("give a folder of spec files, and one to write to".into());
    };
    let generated = Builder::new(specs).generate()?;
    let changes = generated.write_to(Path::new(&out))?;
    println!(
        "added {:?}, changed {:?}, removed {:?}",
        changes.added, changes.changed, changes.removed
    );
    Ok(())
}
