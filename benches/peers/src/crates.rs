//! Whole crates of one catalog: Wellhead's, serde's derives, typify's; and consumers of each. What they can do is the same:
//! types with docs, a dispatcher from a body to one type for all, and writing. Wellhead's have builders, tables and
//! every rule besides.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use serde_json::Value;

use crate::kinds::{Kind, kinds};
use crate::specs::{self, Spec};
use crate::{derived, typified};

/// What is made of a catalog.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Peer {
    /// Wellhead's generator.
    Wellhead,
    /// serde's derives.
    Derive,
    /// typify.
    Typify,
}

impl Peer {
    /// All of them, with their names.
    pub const ALL: [(&'static str, Self); 3] =
        [("wellhead", Self::Wellhead), ("derive", Self::Derive), ("typify", Self::Typify)];
}

/// Writes the crate `catalog` of a catalog into the folder `out`, and its consumers beside it.
pub fn write(peer: Peer, catalog: &[Spec], out: &Path) {
    let kinds = kinds(catalog);
    let source = out.join("catalog/src");
    fs::create_dir_all(&source).expect("a folder for the crate");
    let dependencies = match peer {
        Peer::Wellhead => wellhead(catalog, out),
        Peer::Derive => {
            derive(catalog, &kinds, &source);
            SERDE.replace("FEATURES", r#", features = ["raw_value"]"#)
        }
        Peer::Typify => {
            put(&source.join("lib.rs"), &(TYPIFY.to_owned() + &typified::code(&kinds)));
            SERDE.replace("FEATURES", "")
        }
    };
    put(&out.join("catalog/Cargo.toml"), &manifest("catalog", &dependencies));
    let consumers = consumers(peer, catalog, &kinds);
    for (name, main) in &consumers {
        let own = match peer {
            Peer::Wellhead => String::new(),
            _ => SERDE.replace("FEATURES", ""),
        };
        let dependencies = format!("catalog = {{ path = \"../catalog\" }}\n{own}");
        put(&out.join(name).join("Cargo.toml"), &manifest(name, &dependencies));
        put(&out.join(name).join("src/main.rs"), main);
    }
    let members = consumers.iter().map(|(name, _)| format!(", {name:?}")).collect::<String>();
    put(&out.join("Cargo.toml"), &WORKSPACE.replace("CONSUMERS", &members));
}

const WORKSPACE: &str = "[workspace]
members = [\"catalog\"CONSUMERS]
resolver = \"3\"

[profile.release]
strip = true
";

const SERDE: &str = "serde = { version = \"1.0.228\", features = [\"derive\"] }
serde_json = { version = \"1.0.150\"FEATURES }
";

const TYPIFY: &str = "#![allow(clippy::all, irrefutable_let_patterns)]\n";

fn manifest(name: &str, dependencies: &str) -> String {
    format!(
        "[package]\nname = \"{name}\"\nversion = \"0.0.0\"\nedition = \"2024\"\npublish = false\n\n[dependencies]\n{dependencies}"
    )
}

fn runtime() -> String {
    let runtime = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../runtime");
    runtime.canonicalize().expect("the runtime").display().to_string()
}

fn put(path: &Path, text: &str) {
    fs::create_dir_all(path.parent().expect("a folder")).expect("a folder can be made");
    fs::write(path, text).expect("a file can be written");
}

fn wellhead(catalog: &[Spec], out: &Path) -> String {
    let specs = out.join("specs");
    specs::write(catalog, &specs);
    let generated = match wellhead_codegen::Builder::new(&specs).generate() {
        Ok(generated) => generated,
        Err(failure) => panic!("{failure}"),
    };
    generated.write_to(&out.join("catalog/src/generated")).expect("generated files");
    put(&out.join("catalog/src/lib.rs"), WELLHEAD);
    format!("wellhead-runtime = {{ path = \"{}\" }}\n", runtime())
}

const WELLHEAD: &str = "//! A catalog.
mod generated;
pub use generated::{CATALOG, Source, sources};
pub use wellhead_runtime::{Auth, ConnectionRequest, DispatchError, Secret, Violations};

/// Takes a body to its request.
///
/// # Errors
/// Why it is none.
pub fn dispatch(body: &[u8]) -> Result<ConnectionRequest<Source>, DispatchError> {
    wellhead_runtime::dispatch(body)
}
";

/// A file a source, as a person would lay it out.
fn derive(catalog: &[Spec], kinds: &[Kind], folder: &Path) {
    let mut lib = DERIVE.to_owned();
    let mut variants = String::new();
    let mut arms = String::new();
    for (at, spec) in catalog.iter().enumerate() {
        let own: Vec<(usize, &Kind)> =
            kinds.iter().enumerate().filter(|(_, kind)| kind.source == at).collect();
        if own.is_empty() {
            continue;
        }
        let structs =
            own.iter().map(|(at, kind)| derived::params(kind, &format!("Params{at}"), true));
        let title = format!("//! {}.\n\n", spec.slug);
        put(&folder.join(format!("source_{at}.rs")), &(title + &structs.collect::<String>()));
        let _ = writeln!(lib, "pub mod source_{at};");
        for (number, _) in own {
            let _ = writeln!(variants, "    Kind{number}(source_{at}::Params{number}),");
        }
    }
    for (index, kind) in kinds.iter().enumerate() {
        // Kinds of one id and specName stand side by side, and are tried in turn.
        let key = (&kind.id, &kind.spec_name);
        let before = index.checked_sub(1).map(|before| &kinds[before]);
        if before.is_some_and(|before| (&before.id, &before.spec_name) == key) {
            continue;
        }
        let same = kinds.iter().enumerate().skip(index);
        let same = same.take_while(|(_, other)| (&other.id, &other.spec_name) == key);
        let tries: Vec<String> = same
            .map(|(at, _)| format!("serde_json::from_str(params).map(Source::Kind{at})"))
            .collect();
        let tries = tries.join(".or_else(|_| ") + &")".repeat(tries.len() - 1);
        let _ = writeln!(arms, "        ({:?}, {:?}) => {tries},", kind.id, kind.spec_name);
    }
    put(&folder.join("lib.rs"), &lib.replace("VARIANTS", &variants).replace("ARMS", &arms));
}

/// The dispatcher in its best form: the params are passed over once, and read once their type is known.
const DERIVE: &str = r#"//! A catalog.

use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

/// The body of a request.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct Request<P> {
    pub name: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    pub auth: Auth<P>,
    pub connection_spec: ConnectionSpec,
}

/// How to authenticate.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct Auth<P> {
    pub spec_name: String,
    pub params: P,
}

/// Which source it is.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ConnectionSpec {
    pub id: String,
    pub version: String,
}

/// The params of any source.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(untagged)]
pub enum Source {
VARIANTS}

/// Takes a body to its request.
///
/// # Errors
/// Why it is none.
pub fn dispatch(body: &[u8]) -> Result<Request<Source>, serde_json::Error> {
    let Request { name, description, auth, connection_spec } = serde_json::from_slice::<Request<&RawValue>>(body)?;
    let params = read(&connection_spec.id, &auth.spec_name, auth.params.get())?;
    Ok(Request { name, description, auth: Auth { spec_name: auth.spec_name, params }, connection_spec })
}

fn read(id: &str, spec_name: &str, params: &str) -> Result<Source, serde_json::Error> {
    match (id, spec_name) {
ARMS        _ => Err(serde::de::Error::custom("no such source")),
    }
}

"#;

/// The consumers' names and mains: `one` of one source, `whole` of the dispatcher.
fn consumers(peer: Peer, catalog: &[Spec], kinds: &[Kind]) -> Vec<(&'static str, String)> {
    let (at, kind) = simple(catalog, kinds);
    match peer {
        Peer::Wellhead => vec![
            ("one", wellhead_one(catalog, kind, "")),
            ("validated", wellhead_one(catalog, kind, "\n    request.validate().unwrap();")),
            ("whole", WELLHEAD_WHOLE.to_owned()),
        ],
        Peer::Derive => {
            let fields = properties(kind)
                .enumerate()
                .map(|(at, (_, _, text))| format!("field_{at}: {text:?}.into(), "));
            let fields: String = fields.collect();
            let one = DERIVE_ONE
                .replace("SOURCE", &format!("source_{}::Params{at}", kind.source))
                .replace("FIELDS", &fields)
                .replace("SPEC", &format!("{:?}", kind.spec_name))
                .replace("ID", &format!("{:?}", kind.id));
            vec![("one", one), ("whole", DERIVE_WHOLE.to_owned())]
        }
        Peer::Typify => vec![
            ("one", TYPIFY_MAIN.replace("BODY", &format!("Body{at}"))),
            ("whole", TYPIFY_MAIN.replace("BODY", "Body")),
        ],
    }
}

/// The first kind of which every param is a required string, so that it is built alike everywhere.
fn simple<'k>(catalog: &[Spec], kinds: &'k [Kind]) -> (usize, &'k Kind) {
    let alone = |kind: &Kind| kinds.iter().filter(|other| other.source == kind.source).count() == 1;
    let simple = |kind: &Kind| {
        let count = kind.schema["required"].as_array().map_or(0, Vec::len);
        count > 2
            && properties(kind).count() == count
            && properties(kind)
                .all(|(_, schema, _)| schema["type"] == "string" && schema.get("enum").is_none())
            && catalog[kind.source].json.get("x-shared-id").is_none()
    };
    let found = kinds.iter().enumerate().find(|(_, kind)| alone(kind) && simple(kind));
    found.expect("a simple source")
}

/// Each param with its schema and a value that it may have.
fn properties(kind: &Kind) -> impl Iterator<Item = (&str, &Value, &str)> {
    kind.schema["properties"].as_object().into_iter().flatten().map(|(key, schema)| {
        (key.as_str(), schema, schema["examples"][0].as_str().unwrap_or("a-secret"))
    })
}

/// The request of one source, built. What is built is `validated` or not: the client does that before it sends.
fn wellhead_one(catalog: &[Spec], kind: &Kind, validated: &str) -> String {
    let folder = std::env::temp_dir().join(format!("wellhead-one-{}", std::process::id()));
    specs::write(&catalog[kind.source..=kind.source], &folder);
    let mut set = wellhead_codegen::spec::SpecSet::load(&folder, "specs");
    fs::remove_dir_all(&folder).expect("a folder can be removed");
    let model = wellhead_codegen::check(&mut set);
    let source = &model.sources[0];
    let object = &source.auth[0].object;
    let texts = properties(kind).map(|(_, _, text)| text);
    let sets = object
        .fields
        .iter()
        .zip(texts)
        .map(|(field, text)| format!("\n        .{}({text:?})", field.name));
    WELLHEAD_ONE
        .replace("SOURCE", &format!("{}::{}", source.module, object.name))
        .replace("SETS", &sets.collect::<String>())
        .replace("VALIDATED", validated)
}

const WELLHEAD_ONE: &str = "fn main() {
    let auth = catalog::sources::SOURCE::builder()SETS
        .build();
    let request = catalog::ConnectionRequest::new(\"A connection\", auth);VALIDATED
    println!(\"{}\", request.to_json().as_str());
}
";

const WELLHEAD_WHOLE: &str = "fn main() {
    let mut body = Vec::new();
    std::io::Read::read_to_end(&mut std::io::stdin(), &mut body).unwrap();
    println!(\"{}\", catalog::dispatch(&body).unwrap().to_json().as_str());
}
";

const DERIVE_ONE: &str = "fn main() {
    let params = catalog::SOURCE { FIELDS};
    let auth = catalog::Auth { spec_name: SPEC.into(), params };
    let connection_spec = catalog::ConnectionSpec { id: ID.into(), version: \"1.0\".into() };
    let request = catalog::Request { name: \"A connection\".into(), description: None, auth, connection_spec };
    println!(\"{}\", serde_json::to_string(&request).unwrap());
}
";

const DERIVE_WHOLE: &str = "fn main() {
    let mut body = Vec::new();
    std::io::Read::read_to_end(&mut std::io::stdin(), &mut body).unwrap();
    println!(\"{}\", serde_json::to_string(&catalog::dispatch(&body).unwrap()).unwrap());
}
";

/// typify's types are made to be read; what is read is written again.
const TYPIFY_MAIN: &str = "fn main() {
    let mut body = Vec::new();
    std::io::Read::read_to_end(&mut std::io::stdin(), &mut body).unwrap();
    let body: catalog::BODY = serde_json::from_slice(&body).unwrap();
    println!(\"{}\", serde_json::to_string(&body).unwrap());
}
";
