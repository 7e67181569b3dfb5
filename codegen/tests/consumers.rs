//! A spec that changes breaks no consumer: what is generated before and after each common change is compiled with one and
//! the same consumer, `consumers/consumer.rs`, and no warning but that of a deprecation. What does break is compiled as
//! well, and has to fail: `consumers/exceptions/`.
//!
//! All changes are modules of one crate of generated code, and all consumers modules of another: in one crate, nothing would
//! be non-exhaustive.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test fails by panicking"
)]

mod support;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::{Value, json};
use support::{folder, generate, package};

const CONSUMER: &str = include_str!("consumers/consumer.rs");

/// What stops to compile: the change, the consumer, and the error. Each is compiled for itself, since the compiler stops at
/// errors of names before it looks at types.
const EXCEPTIONS: [(&str, &str, &str); 3] = [
    (
        "required_becomes_optional",
        include_str!("consumers/exceptions/direct_read.rs"),
        "no method named `as_str` found for enum `Option<T>`",
    ),
    (
        "required_becomes_optional",
        include_str!("consumers/exceptions/builder_parameters.rs"),
        "struct takes at most 2 generic arguments but 3 generic arguments were supplied",
    ),
    (
        "slug_changes_alone",
        include_str!("consumers/exceptions/old_module.rs"),
        "no `acme_crm` in `slug_changes_alone::sources`",
    ),
];

const API: &str = "\
//! What is generated before and after each change.
#![deny(warnings, missing_docs)]
";

const CONSUMERS: &str = "//! The consumer of each.\n";

const MANIFEST: &str = r#"[package]
name = "NAME"
version = "0.0.0"
edition = "2024"

[workspace]

[features]
FEATURES

[dependencies]
wellhead-runtime = { path = "RUNTIME" }
"#;

/// Spec files by slug.
type Specs = BTreeMap<String, Value>;

fn string(description: &str) -> Value {
    json!({"type": "string", "description": description})
}

/// The specs before any change.
fn before() -> Specs {
    let ui = |text: &str| json!({"attributes": {"uiAttributes": {"description": {"text": text}}}});
    let crm = json!({
        "id": "6ba7b812-9dad-11d1-80b4-00c04fd430c8",
        "name": "acme-crm",
        "version": "1.0",
        "sourceSpec": ui("Customers of Acme."),
        "authSpec": [
            {
                "name": "Basic Authentication",
                "spec": {
                    "type": "object",
                    "description": "By user name and password.",
                    "properties": {
                        "host": {"type": "string", "description": "The host.", "maxLength": 80, "pattern": "^https:"},
                        "username": string("The user's name."),
                        "password": {"type": "string", "format": "password", "description": "The password."},
                        "mode": {"type": "string", "enum": ["fast", "safe"], "description": "How to read."},
                        "retries": {"type": "integer", "description": "How often it is tried again."},
                    },
                    "required": ["host", "username", "password"],
                },
            },
            {
                "name": "API Key",
                "spec": {
                    "type": "object",
                    "description": "By key.",
                    "properties": {
                        "host": string("The host."),
                        "apiKey": {"type": "string", "format": "password", "description": "The key."},
                    },
                    "required": ["host", "apiKey"],
                },
            },
        ],
    });
    let files = json!({
        "id": "6ba7b813-9dad-11d1-80b4-00c04fd430c8",
        "name": "acme-files",
        "version": "1.0",
        "sourceSpec": ui("Files of Acme."),
        "authSpec": [{
            "name": "API Key",
            "spec": {
                "type": "object",
                "description": "By key.",
                "properties": {
                    "folder": string("The folder."),
                    "apiKey": {"type": "string", "format": "password", "description": "The key."},
                },
                "required": ["folder", "apiKey"],
            },
        }],
    });
    [("acme-crm".to_owned(), crm), ("acme-files".to_owned(), files)].into()
}

/// The specs after a change of the CRM's basic authentication.
fn after(change: impl FnOnce(&mut Value)) -> Specs {
    changed(|specs| change(&mut specs.get_mut("acme-crm").expect("the CRM")["authSpec"][0]))
}

fn changed(change: impl FnOnce(&mut Specs)) -> Specs {
    let mut specs = before();
    change(&mut specs);
    specs
}

fn param(auth: &mut Value, name: &str, key: &str, value: Value) {
    auth["spec"]["properties"][name][key] = value;
}

/// The changes that break no consumer.
fn harmless() -> Vec<(&'static str, Specs)> {
    [changes_of_types(), deprecations(), changes_of_data()].concat()
}

/// What changes the generated types.
fn changes_of_types() -> Vec<(&'static str, Specs)> {
    vec![
        ("nothing_changes", before()),
        (
            "optional_param_is_new",
            after(|auth| {
                auth["spec"]["properties"]["region"] = string("The region.");
            }),
        ),
        (
            "required_becomes_optional",
            after(|auth| {
                auth["spec"]["required"] = json!(["host", "password"]);
            }),
        ),
        (
            "auth_type_is_new",
            changed(|specs| {
                let specs = specs.get_mut("acme-crm").expect("the CRM");
                let mut new = specs["authSpec"][1].clone();
                new["name"] = "OAuth2 Client Credential".into();
                specs["authSpec"].as_array_mut().expect("auth specs").insert(0, new);
            }),
        ),
        ("auth_type_has_alternatives", after(alternatives)),
        (
            "source_is_new",
            changed(|specs| {
                let mut new = specs["acme-files"].clone();
                new["id"] = "6ba7b814-9dad-11d1-80b4-00c04fd430c8".into();
                new["name"] = "acme-billing".into();
                specs.insert("acme-billing".into(), new);
            }),
        ),
        (
            "enum_value_is_new",
            after(|auth| {
                param(auth, "mode", "enum", json!(["careful", "fast", "safe"]));
            }),
        ),
    ]
}

/// What draws the lint of a deprecation, or none.
fn deprecations() -> Vec<(&'static str, Specs)> {
    vec![
        (
            "auth_type_is_deprecated",
            after(|auth| {
                auth["x-deprecated"] = json!({"since": "2026-01", "use": "API Key"});
            }),
        ),
        (
            "source_is_deprecated",
            changed(|specs| {
                let crm = specs.get_mut("acme-crm").expect("the CRM");
                crm["x-deprecated"] = json!({"since": "2026-01"});
            }),
        ),
        (
            "param_is_deprecated",
            after(|auth| {
                param(auth, "username", "x-deprecated", json!({"since": "2026-01"}));
            }),
        ),
    ]
}

/// What changes tables and texts, or keeps a name by saying so.
fn changes_of_data() -> Vec<(&'static str, Specs)> {
    vec![
        (
            "texts_change",
            after(|auth| {
                auth["spec"]["description"] = "By name.".into();
                param(auth, "host", "description", "Where it is.".into());
                param(auth, "host", "title", "Host".into());
                param(auth, "retries", "default", 3.into());
                param(auth, "retries", "examples", json!([5]));
            }),
        ),
        (
            "rules_loosen",
            after(|auth| {
                param(auth, "host", "maxLength", 200.into());
                let host = auth["spec"]["properties"]["host"].as_object_mut().expect("a param");
                host.remove("pattern");
            }),
        ),
        (
            "rules_tighten",
            after(|auth| {
                param(auth, "username", "minLength", 3.into());
                param(auth, "username", "pattern", "^[a-z]+$".into());
            }),
        ),
        (
            "params_change_places",
            after(|auth| {
                let params = auth["spec"]["properties"].as_object_mut().expect("params");
                *params = params.clone().into_iter().rev().collect();
            }),
        ),
        (
            "id_and_version_change",
            changed(|specs| {
                let crm = specs.get_mut("acme-crm").expect("the CRM");
                crm["id"] = "6ba7b815-9dad-11d1-80b4-00c04fd430c8".into();
                crm["version"] = "2.0".into();
            }),
        ),
        ("slug_changes_and_the_rust_name_stays", renamed(Some("acme_crm"))),
        (
            "spec_name_changes_and_the_rust_name_stays",
            after(|auth| {
                auth["name"] = "User And Password".into();
                auth["x-rust-name"] = "BasicAuthentication".into();
            }),
        ),
    ]
}

/// The auth spec gets a second set of params; the first keeps its name as its title.
fn alternatives(auth: &mut Value) {
    let spec = auth["spec"].as_object_mut().expect("a schema");
    let password = spec["properties"].as_object_mut().expect("params").remove("password");
    spec["required"] = json!(["host", "username"]);
    spec.insert("oneOf".into(), json!([
        {"title": "Basic Authentication", "properties": {"password": password}, "required": ["password"]},
        {"title": "Basic Authentication By Token",
         "properties": {"token": {"type": "string", "format": "password", "description": "The token."}},
         "required": ["token"]},
    ]));
}

/// The CRM gets another slug; the old one stays an alias.
fn renamed(rust_name: Option<&str>) -> Specs {
    changed(|specs| {
        let mut crm = specs.remove("acme-crm").expect("the CRM");
        crm["name"] = "acme-customers".into();
        crm["x-aliases"] = json!(["acme-crm"]);
        if let Some(name) = rust_name {
            crm["x-rust-name"] = name.into();
        }
        specs.insert("acme-customers".into(), crm);
    })
}

/// The two crates, made anew; touches only what changed.
fn make() -> PathBuf {
    let root = Path::new(env!("CARGO_TARGET_TMPDIR")).join("consumers");
    let (api, consumers) = (root.join("api"), root.join("consumers"));
    let (mut api_lib, mut consumers_lib) = (API.to_owned(), CONSUMERS.to_owned());
    for (name, specs) in harmless().into_iter().chain([("slug_changes_alone", renamed(None))]) {
        let texts: Vec<_> =
            specs.iter().map(|(slug, spec)| (slug.as_str(), format!("{spec:#}"))).collect();
        let specs = folder(texts);
        generate(specs.path()).write_to(&api.join("src").join(name)).expect("generated files");
        api_lib += &format!("/// After a change.\npub mod {name};\n");
        if name != "slug_changes_alone" {
            consumers_lib += &format!("pub mod {name};\n");
            write(&consumers.join(format!("src/{name}.rs")), &of(name, CONSUMER));
        }
    }
    let mut features = String::new();
    for (number, (change, consumer, _)) in EXCEPTIONS.iter().enumerate() {
        consumers_lib += &format!("pub mod sound_{number};\n");
        write(&consumers.join(format!("src/sound_{number}.rs")), &of("nothing_changes", consumer));
        consumers_lib +=
            &format!("#[cfg(feature = \"broken_{number}\")]\npub mod broken_{number};\n");
        write(&consumers.join(format!("src/broken_{number}.rs")), &of(change, consumer));
        features += &format!("broken_{number} = []\n");
    }
    let runtime = package().join("../runtime").canonicalize().expect("the runtime");
    let manifest = MANIFEST.replace("RUNTIME", &runtime.display().to_string().replace('\\', "/"));
    write(
        &api.join("Cargo.toml"),
        &manifest.replace("NAME", "generated-api").replace("FEATURES", ""),
    );
    write(&api.join("src/lib.rs"), &api_lib);
    let manifest = manifest.replace("NAME", "consumers").replace("FEATURES", &features);
    write(&consumers.join("Cargo.toml"), &(manifest + "generated-api = { path = \"../api\" }\n"));
    write(&consumers.join("src/lib.rs"), &consumers_lib);
    write(
        &consumers.join("Cargo.lock"),
        &fs::read_to_string(package().join("../Cargo.lock")).expect("the lock file"),
    );
    consumers
}

/// A consumer of what one change left.
fn of(change: &str, consumer: &str) -> String {
    format!("use generated_api::{change} as api;\n\n{consumer}")
}

/// Writes a file unless it is the same already.
fn write(path: &Path, text: &str) {
    fs::create_dir_all(path.parent().expect("a folder")).expect("the folder");
    if fs::read_to_string(path).ok().as_deref() != Some(text) {
        fs::write(path, text).expect("a file");
    }
}

/// Compiles the consumers: whether they do, and what the compiler said.
fn check(consumers: &Path, features: &[&str]) -> (bool, String) {
    let output = Command::new(env!("CARGO"))
        .args([
            "check",
            "--offline",
            "--quiet",
            "--message-format=short",
            "--features",
            &features.join(","),
        ])
        .current_dir(consumers)
        // That of the other test that compiles what is generated: its dependencies are the same.
        .env("CARGO_TARGET_DIR", Path::new(env!("CARGO_TARGET_TMPDIR")).join("generated-target"))
        .env_remove("RUSTFLAGS")
        .output()
        .expect("Cargo runs");
    (output.status.success(), String::from_utf8_lossy(&output.stderr).into_owned())
}

#[test]
fn the_common_changes_of_a_spec_break_no_consumer_and_the_exceptions_are_known() {
    let consumers = make();
    let (compiles, said) = check(&consumers, &[]);
    assert!(compiles, "{said}");
    let warned: Vec<&str> = said.lines().filter(|line| line.contains("warning: ")).collect();
    let (deprecated, others): (Vec<_>, Vec<_>) =
        warned.into_iter().partition(|line| line.contains("use of deprecated"));
    assert!(others.iter().all(|line| line.contains("generated ")), "{others:#?}");
    for change in ["auth_type_is_deprecated", "source_is_deprecated"] {
        assert!(deprecated.iter().any(|line| line.contains(change)), "{change}: {said}");
    }
    let is_known = |line: &&str| line.contains("is_deprecated.rs");
    assert!(deprecated.iter().all(is_known), "{deprecated:#?}");

    for (number, (change, _, error)) in EXCEPTIONS.iter().enumerate() {
        let (compiles, said) = check(&consumers, &[&format!("broken_{number}")]);
        assert!(!compiles, "{change}: {error}");
        let errors: Vec<&str> = said.lines().filter(|line| line.contains("error[")).collect();
        let file = format!("broken_{number}.rs");
        let is_expected = |line: &&str| line.contains(&file) && line.contains(error);
        assert!(!errors.is_empty() && errors.iter().all(is_expected), "{change}: {errors:#?}");
    }
}
