//! Makes a catalog of as many sources as the package's name says, and Wellhead's code for it.

use std::env;
use std::path::Path;

fn main() {
    let specs = Path::new("../../../specs");
    println!("cargo::rerun-if-changed={}", specs.display());
    println!("cargo::rerun-if-changed=../build.rs");
    let count = match env::var("CARGO_PKG_NAME").expect("Cargo sets it").rsplit('-').next() {
        Some("ten") => 10,
        Some("eighty") => 80,
        Some("thousand") => 1_000,
        other => panic!("how many are {other:?}?"),
    };
    let out = env::var("OUT_DIR").expect("Cargo sets it");
    let made = Path::new(&out).join("specs");
    let catalog = wellhead_peers::synthetic(&wellhead_peers::read(specs), count);
    wellhead_peers::write(&catalog, &made);
    let generated = wellhead_codegen::Builder::new(&made).generate();
    let generated = generated.unwrap_or_else(|failure| panic!("{failure}"));
    generated.write_to(&Path::new(&out).join("generated")).expect("the code can be written");
}
