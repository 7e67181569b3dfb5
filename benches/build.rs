//! Makes the peers' code from the same spec files.

use std::path::Path;
use std::{env, fs};

use serde_json::Value;
use wellhead_peers::{body_schema, derived, kinds, read};

fn main() {
    println!("cargo::rerun-if-changed=../specs");
    println!("cargo::rerun-if-changed=build.rs");
    let kinds = kinds(&read(Path::new("../specs")));
    let out = env::var("OUT_DIR").expect("Cargo sets it");
    let write = |name: &str, text: &str| {
        fs::write(Path::new(&out).join(name), text).expect("a file can be written");
    };
    write("derived.rs", &derived::module(&kinds));
    #[cfg(feature = "peers")]
    write("typified.rs", &wellhead_peers::typified::code(&kinds));
    let bodies: Vec<Value> = kinds.iter().map(body_schema).collect();
    write("schemas.json", &Value::from(bodies).to_string());
}
