//! Spec files: the real ones, and catalogs of any size made of them.

use std::fs;
use std::path::Path;

use serde_json::Value;

/// A spec file.
#[derive(Clone, Debug)]
pub struct Spec {
    /// Its stem.
    pub slug: String,
    /// What it says.
    pub json: Value,
}

/// The spec files of a folder, by slug.
pub fn read(folder: &Path) -> Vec<Spec> {
    let entries = fs::read_dir(folder).expect("a folder of specs");
    let paths = entries.map(|entry| entry.expect("an entry").path());
    let specs = paths.filter_map(|path| {
        let slug = path.file_name()?.to_str()?.strip_suffix(".json")?.to_owned();
        (slug != "connection-spec.schema").then(|| {
            let text = fs::read_to_string(&path).expect("a spec file");
            Spec { slug, json: serde_json::from_str(&text).expect("JSON") }
        })
    });
    let mut specs: Vec<Spec> = specs.collect();
    specs.sort_by(|one, other| one.slug.cmp(&other.slug));
    specs
}

/// A catalog of `count` sources: the real ones and then, with ids and slugs of their own, the same over and over; or the
/// first of the real ones, if there are more.
pub fn catalog(real: &[Spec], count: usize) -> Vec<Spec> {
    let copies = (real.len()..count).map(|at| copy(&real[at % real.len()], at));
    real.iter().take(count).cloned().chain(copies).collect()
}

/// A catalog of `count` sources that are ten of the real ones over and over: whatever the size, bodies spread over all of it
/// are of the same mix.
pub fn synthetic(real: &[Spec], count: usize) -> Vec<Spec> {
    let has_auth =
        |spec: &&Spec| spec.json["authSpec"].as_array().is_some_and(|auth| !auth.is_empty());
    let real: Vec<&Spec> = real.iter().filter(has_auth).collect();
    let ten: Vec<&Spec> = real.iter().step_by(real.len() / 10).take(10).copied().collect();
    (0..count).map(|at| copy(ten[at % ten.len()], at)).collect()
}

/// The same source once more, as the `at`th of a catalog.
fn copy(spec: &Spec, at: usize) -> Spec {
    let mut json = spec.json.clone();
    if let Some(keys) = json.as_object_mut() {
        for key in ["x-aliases", "x-shared-id", "x-rust-name"] {
            keys.shift_remove(key);
        }
    }
    // Spread over all ids, as real ones are.
    let mixed = (at as u128 + 1).wrapping_mul(0x9E37_79B9_7F4A_7C15_F39C_C060_5CED_C835);
    let hex = format!("{mixed:032x}");
    let parts = [&hex[..8], &hex[8..12], &hex[12..16], &hex[16..20], &hex[20..]];
    json["id"] = parts.join("-").into();
    Spec { slug: format!("{}-n{at}", spec.slug), json }
}

/// Writes spec files into a folder.
pub fn write(specs: &[Spec], folder: &Path) {
    fs::create_dir_all(folder).expect("a folder can be made");
    for Spec { slug, json } in specs {
        let text = serde_json::to_string_pretty(json).expect("JSON") + "\n";
        fs::write(folder.join(format!("{slug}.json")), text).expect("a spec file can be written");
    }
}
