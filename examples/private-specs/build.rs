//! Own spec files to `OUT_DIR`.

fn main() {
    wellhead_codegen::Builder::new("specs").build_script();
}
