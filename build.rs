//! `specs/` to `OUT_DIR`, when the feature `regenerate` asks for it; without it, the crate is `generated/`.

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    #[cfg(feature = "regenerate")]
    wellhead_codegen::Builder::new("specs").features_by_category().build_script();
}
