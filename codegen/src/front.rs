//! The front door: one builder for build scripts and commands.

use std::collections::BTreeMap;
use std::fmt;
use std::io;
use std::path::{Path, PathBuf};

use wellhead_spec::diagnostic::Style;
use wellhead_spec::{Severity, SpecSet};

use crate::emit;
use crate::failure::Failure;
use crate::lower::check;
use crate::write::{self, Changes};

/// Generates the code of a folder of spec files.
#[derive(Clone, Debug)]
pub struct Builder {
    specs: PathBuf,
    shown: String,
    by_category: bool,
}

/// The generated files, and the warnings that came with them.
#[derive(Debug)]
pub struct Generated {
    /// Each file's text by its path below the output folder, with `/`.
    pub files: BTreeMap<String, String>,
    /// Every source on one page of Markdown.
    pub reference: String,
    /// The specs, with everything that was noted; there is no error among it.
    pub set: SpecSet,
}

impl Builder {
    /// A builder for the spec files in `specs`.
    pub fn new(specs: impl Into<PathBuf>) -> Self {
        let specs = specs.into();
        let shown = specs
            .file_name()
            .map_or_else(|| "specs".to_owned(), |name| name.to_string_lossy().into_owned());
        Self { specs, shown, by_category: false }
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

    /// Generates every file.
    ///
    /// # Errors
    /// [`Failure::Specs`] if there is any error in the spec files.
    pub fn generate(&self) -> Result<Generated, Failure> {
        let mut set = SpecSet::load(&self.specs, &self.shown);
        let mut catalog = check(&mut set);
        if self.by_category {
            for source in &mut catalog.sources {
                source.feature = wellhead_spec::category::feature(&source.category);
            }
        }
        if set.diagnostics.has_errors() {
            return Err(Failure::Specs(Box::new(set)));
        }
        let files = emit::files(&catalog).map_err(Failure::Generator)?;
        Ok(Generated { files, reference: emit::reference(&catalog), set })
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
        let written = self.generate().and_then(|generated| {
            let changes = generated.write_to(&Path::new(&out).join("generated"));
            changes.map(|_| generated.set.diagnostics).map_err(Failure::Io)
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

impl Generated {
    /// What would have to change in `folder`.
    ///
    /// # Errors
    /// If the folder can't be read.
    pub fn compare(&self, folder: &Path) -> io::Result<Changes> {
        write::compare(folder, &self.files)
    }

    /// What would have to change for the file `path` to hold the reference.
    ///
    /// # Errors
    /// If it can't be read, or is a file that was not generated.
    pub fn compare_reference(&self, path: &Path) -> io::Result<Changes> {
        write::compare_file(path, &self.reference)
    }

    /// Writes the reference to the file `path`, and says whether that changed it.
    ///
    /// # Errors
    /// Those of [`compare_reference`](Self::compare_reference), and those of writing.
    pub fn write_reference(&self, path: &Path) -> io::Result<Changes> {
        write::sync_file(path, &self.reference)
    }

    /// Brings `folder` up to date and says what changed.
    ///
    /// # Errors
    /// If the folder can't be read or written.
    pub fn write_to(&self, folder: &Path) -> io::Result<Changes> {
        write::sync(folder, &self.files)
    }
}

/// A message as Cargo reads it from a build script: on one line.
fn one_line(message: &impl fmt::Display) -> String {
    message.to_string().lines().collect::<Vec<_>>().join(" ")
}
