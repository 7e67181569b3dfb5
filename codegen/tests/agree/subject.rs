//! What is tested: a program made of generated code, which reads params and says what it thinks of them.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use serde_json::{Value, json};
use wellhead_codegen::spec::diagnostic::Style;
use wellhead_codegen::{Builder, Failure, Loader};
use wellhead_runtime::LoadedCatalog;

const MANIFEST: &str = r#"[package]
name = "agree"
version = "0.0.0"
edition = "2024"

[workspace]

[dependencies]
serde_json = "1"
wellhead-runtime = { path = "RUNTIME", features = ["serde_json"] }

[profile.dev]
debug = false
incremental = false
"#;

/// Why the generator refuses a spec by itself, if it does.
pub(crate) fn refused(spec: &Value) -> Option<String> {
    let folder = tempfile::tempdir().expect("a folder");
    write_spec(folder.path(), spec);
    match Builder::new(folder.path()).generate() {
        Ok(_) => None,
        Err(failure @ Failure::Specs(_)) => Some(failure.render(Style::Plain)),
        Err(failure) => panic!("{failure}\n{spec:#}"),
    }
}

/// These specs compiled into a program, and the same loaded.
pub(crate) fn made(specs: &[&Value]) -> (PathBuf, LoadedCatalog) {
    let folder = tempfile::tempdir().expect("a folder");
    specs.iter().for_each(|spec| write_spec(folder.path(), spec));
    let loaded = Loader::new(folder.path()).load();
    let loaded = loaded.unwrap_or_else(|failure| panic!("{}", failure.render(Style::Plain)));
    (compile(folder.path()), loaded.catalog)
}

/// Compiles a program of what these specs generate.
fn compile(specs: &Path) -> PathBuf {
    let package = Path::new(env!("CARGO_MANIFEST_DIR"));
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("agree");
    let source = folder.join("src");
    fs::create_dir_all(&source).expect("a folder for the program");
    let runtime = package.join("../runtime").canonicalize().expect("the runtime");
    let manifest = MANIFEST.replace("RUNTIME", &runtime.display().to_string().replace('\\', "/"));
    fs::write(folder.join("Cargo.toml"), manifest).expect("a manifest");
    fs::copy(package.join("../Cargo.lock"), folder.join("Cargo.lock")).expect("the lock file");
    fs::write(source.join("main.rs"), include_str!("runner.rs")).expect("a program");
    fs::write(source.join("told.rs"), include_str!("told.rs")).expect("a module of it");
    let generated = Builder::new(specs).shown_as("specs").generate();
    let generated = generated.unwrap_or_else(|failure| panic!("{}", failure.render(Style::Plain)));
    generated.write_to(&source.join("generated")).expect("the generated files");
    build(&folder)
}

fn write_spec(folder: &Path, spec: &Value) {
    let slug = spec["name"].as_str().expect("a name");
    fs::write(folder.join(format!("{slug}.json")), format!("{spec:#}")).expect("a spec file");
}

fn build(folder: &Path) -> PathBuf {
    let target = Path::new(env!("CARGO_TARGET_TMPDIR")).join("agree-target");
    let output = Command::new(env!("CARGO"))
        .args(["build", "--quiet", "--offline"])
        .current_dir(folder)
        .env("CARGO_TARGET_DIR", &target)
        .env("RUSTFLAGS", "-Awarnings")
        .output()
        .expect("Cargo runs");
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "cargo build:\n{said}");
    target.join("debug").join(format!("agree{}", std::env::consts::EXE_SUFFIX))
}

/// What the program says of each (slug, specName, params): what it would send, violations, or what went wrong; and all
/// that it tells.
pub(crate) fn verdicts<'c>(
    program: &Path,
    cases: impl Iterator<Item = (&'c str, &'c str, &'c Value)>,
) -> Vec<(Value, String)> {
    let mut child = Command::new(program)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("the program runs");
    let mut input = child.stdin.take().expect("its input");
    let lines: String = cases
        .map(|(slug, name, params)| format!("{}\n", json!([slug, name, params.to_string()])))
        .collect();
    let writer = std::thread::spawn(move || input.write_all(lines.as_bytes()));
    let output = child.wait_with_output().expect("its output");
    writer.join().expect("a thread").expect("the cases are read");
    let said = String::from_utf8(output.stdout).expect("text");
    said.lines().map(|line| serde_json::from_str(line).expect("a verdict and a text")).collect()
}
