//! The front door: one builder for build scripts and commands.

use std::fmt;
use std::path::{Path, PathBuf};

use wellhead_spec::diagnostic::Style;
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
    pub(crate) record: Option<PathBuf>,
    pub(crate) page: Option<At>,
}

impl Builder {
    /// A builder for the spec files in `specs`.
    pub fn new(specs: impl Into<PathBuf>) -> Self {
        let specs = specs.into();
        let shown = last_component(&specs).unwrap_or_else(|| "specs".to_owned());
        Self { specs, shown, by_category: false, record: None, page: None }
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
    /// in a spec file ends the build with the diagnostics.
    ///
    /// The crate then includes `concat!(env!("OUT_DIR"), "/generated/mod.rs")` in a module.
    #[allow(clippy::print_stdout, clippy::print_stderr)] // How a build script talks to Cargo.
    pub fn build_script(&self) {
        println!("cargo::rerun-if-changed={}", self.specs.display());
        let Some(out) = std::env::var_os("OUT_DIR") else {
            return println!("cargo::error=OUT_DIR is not set: call this from a build script");
        };
        let out = Path::new(&out);
        let builder = self.clone().recorded(out.join("generated.record"));
        let written = builder.prepare(&out.join("generated")).and_then(|mut ready| {
            let diagnostics = std::mem::take(&mut ready.set.diagnostics);
            ready.finish().map_err(Failure::Io)?;
            Ok(diagnostics)
        });
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

/// What a folder is called. `.` and `..` are no names: their folder has one.
fn last_component(folder: &Path) -> Option<String> {
    let name = |path: &Path| path.file_name().map(|name| name.to_string_lossy().into_owned());
    name(folder).or_else(|| name(&folder.canonicalize().ok()?))
}

/// A message as Cargo reads it from a build script: on one line.
fn one_line(message: &impl fmt::Display) -> String {
    message.to_string().lines().collect::<Vec<_>>().join(" ")
}
