//! The front door: one builder for build scripts and commands.

use std::path::{Component, Path, PathBuf};
use std::sync::{Mutex, PoisonError};
use std::{fmt, io};

use wellhead_spec::diagnostic::{Diagnostics, Style};
use wellhead_spec::{Severity, category};

use crate::failure::Failure;
use crate::model::Source;
use crate::page::At;

/// Generates the code of a folder of spec files.
#[derive(Clone, Debug)]
pub struct Builder {
    pub(crate) specs: PathBuf,
    pub(crate) shown: String,
    by_category: bool,
    /// The folder below `OUT_DIR`.
    out: String,
    pub(crate) record: Option<PathBuf>,
    pub(crate) page: Option<At>,
}

impl Builder {
    /// A builder for the spec files in `specs`.
    pub fn new(specs: impl Into<PathBuf>) -> Self {
        let specs = specs.into();
        let shown = last_component(&specs).unwrap_or_else(|| "specs".to_owned());
        let out = "generated".to_owned();
        Self { specs, shown, by_category: false, out, record: None, page: None }
    }

    /// How the folder is called in messages and headers; by default its last component, so that the output does not
    /// depend on where it lies.
    #[must_use]
    pub fn shown_as(mut self, shown: impl Into<String>) -> Self {
        self.shown = shown.into();
        self
    }

    /// Puts every source behind the Cargo feature of its category (see [`category::feature`]), which the crate must
    /// declare; by default every source is always there.
    ///
    /// [`category::feature`]: wellhead_spec::category::feature
    #[must_use]
    pub fn features_by_category(mut self) -> Self {
        self.by_category = true;
        self
    }

    /// Lets [`build_script`](Self::build_script) generate into that folder of `OUT_DIR`, by default `generated`: where a build
    /// script generates from several folders, each needs one of its own.
    #[must_use]
    pub fn into_folder(mut self, name: impl Into<String>) -> Self {
        self.out = name.into();
        self
    }

    /// Lets a run do only what is new since the last one, which is noted in the file `record`; each folder that is
    /// brought up to date has a record of its own. What is generated is the same without it.
    #[must_use]
    pub fn recorded(mut self, record: impl Into<PathBuf>) -> Self {
        self.record = Some(record.into());
        self
    }

    /// Keeps a page about all sources up to date as well, in the file `page`.
    #[cfg(feature = "command")]
    #[must_use]
    pub fn with_page(mut self, page: impl Into<PathBuf>) -> Self {
        self.page = Some(page.into());
        self
    }

    pub(crate) fn gate(&self, source: &mut Source) {
        if self.by_category {
            source.feature = category::feature(&source.category);
        }
    }

    /// All that decides over the output, beside the spec files.
    pub(crate) fn options(&self) -> String {
        format!("{} {}", self.by_category, self.shown)
    }

    /// All that a build script does: generates into `OUT_DIR/generated`, tells Cargo what to watch, and on a mistake
    /// in a spec file, or if there is none, ends the build with what is wrong.
    ///
    /// The crate then includes `concat!(env!("OUT_DIR"), "/generated/mod.rs")` in a module.
    #[allow(clippy::print_stdout, clippy::print_stderr)] // How a build script talks to Cargo.
    pub fn build_script(&self) {
        println!("cargo::rerun-if-changed={}", self.specs.display());
        let Some(out) = std::env::var_os("OUT_DIR") else {
            return println!("cargo::error=OUT_DIR is not set: call this from a build script");
        };
        let written = self.written(Path::new(&out));
        match written {
            Ok(diagnostics) => {
                for warning in diagnostics.iter().filter(|one| one.severity() == Severity::Warning)
                {
                    println!("cargo::warning={}", one_line(warning));
                }
            }
            Err(failure) => {
                eprintln!("{}", failure.render(Style::Plain));
                println!("cargo::error={}", one_line(&failure));
                std::process::exit(1);
            }
        }
    }
}

/// The folders that this build script has generated into.
static WRITTEN: Mutex<Vec<PathBuf>> = Mutex::new(Vec::new());

impl Builder {
    /// Generates into the folder below `OUT_DIR`, and returns what there is to say about it.
    fn written(&self, out: &Path) -> Result<Diagnostics, Failure> {
        let folder = out.join(&self.out);
        let mut written = WRITTEN.lock().unwrap_or_else(PoisonError::into_inner);
        let name = &self.out;
        if !matches!(*Path::new(name).components().collect::<Vec<_>>(), [Component::Normal(_)]) {
            return Err(refused(format!(
                "`{}` is no name of a folder in OUT_DIR",
                name.escape_debug()
            )));
        }
        if written.contains(&folder) {
            let message = format!(
                "OUT_DIR/{name} holds what another folder of spec files generates: give this one its own by `into_folder`"
            );
            return Err(refused(message));
        }
        written.push(folder.clone());
        let builder = self.clone().recorded(out.join(format!("{name}.record")));
        let mut ready = builder.prepare(&folder)?;
        let diagnostics = std::mem::take(&mut ready.set.diagnostics);
        ready.finish().map_err(Failure::Io)?;
        Ok(diagnostics)
    }
}

fn refused(message: String) -> Failure {
    Failure::Io(io::Error::new(io::ErrorKind::InvalidInput, message))
}

/// What a folder is called. `.` and `..` are no names: their folder has one.
fn last_component(folder: &Path) -> Option<String> {
    let name = |path: &Path| path.file_name().map(|name| name.to_string_lossy().into_owned());
    name(folder).or_else(|| name(&folder.canonicalize().ok()?))
}

/// A message as Cargo reads it from a build script: on one line.
fn one_line(message: &impl fmt::Display) -> String {
    message.to_string().lines().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    const SPEC: &str =
        r#"{"id": "6ba7b810-9dad-11d1-80b4-00c04fd430c8", "name": "acme", "version": "1.0"}"#;

    #[test]
    fn a_second_folder_of_spec_files_does_not_take_the_place_of_the_first() {
        let place = tempfile::tempdir().unwrap();
        let out = place.path().join("out");
        std::fs::create_dir(&out).unwrap();
        for name in ["first", "second"] {
            let specs = place.path().join(name);
            std::fs::create_dir(&specs).unwrap();
            let text = SPEC.replace("acme", name);
            std::fs::write(specs.join(format!("{name}.json")), text).unwrap();
        }
        let builder = |name: &str| Builder::new(place.path().join(name));
        builder("first").written(&out).unwrap();
        let error = builder("second").written(&out).unwrap_err().to_string();
        assert!(error.contains("OUT_DIR/generated") && error.contains("`into_folder`"), "{error}");
        builder("second").into_folder("more").written(&out).unwrap();
        for file in ["generated/sources/first.rs", "more/sources/second.rs"] {
            assert!(out.join(file).exists(), "{file}");
        }
        let error = builder("second").into_folder("../more").written(&out).unwrap_err().to_string();
        assert!(error.contains("no name of a folder"), "{error}");
    }

    #[test]
    fn a_folder_without_spec_files_is_an_error() {
        let place = tempfile::tempdir().unwrap();
        std::fs::create_dir(place.path().join("specs")).unwrap();
        let builder = Builder::new(place.path().join("specs"));
        let error = builder.written(place.path()).unwrap_err().to_string();
        assert!(error.contains("specs holds no spec file; nothing was changed"), "{error}");
        assert!(!place.path().join("generated").exists());
    }
}
