//! The front door: one builder for build scripts and commands.

use std::collections::BTreeMap;
use std::fmt;
use std::io;
use std::path::{Path, PathBuf};

use wellhead_spec::diagnostic::{Diagnostics, Style};
use wellhead_spec::{Alone, Severity, SpecSet, SpecText, category, files};

use crate::cores::on_all_cores;
use crate::emit;
use crate::failure::Failure;
use crate::lower;
use crate::model::Source;
use crate::outline::Outline;
use crate::record::{Book, Known, Last, Record, text_hash};
use crate::write::{self, Changes};

/// Generates the code of a folder of spec files.
#[derive(Clone, Debug)]
pub struct Builder {
    pub(crate) specs: PathBuf,
    pub(crate) shown: String,
    by_category: bool,
    book: Option<Book>,
}

/// The generated files, and the warnings that came with them.
#[derive(Debug)]
pub struct Generated {
    /// Each file's text by its path below the output folder, with `/`.
    pub files: BTreeMap<String, String>,
    /// Every source on one page of Markdown.
    pub reference: String,
    /// The specs that were read, with everything that was noted; there is no error among it. A run that left a record, and
    /// had nothing to note, spares the next one the specs that have not changed since.
    pub set: SpecSet,
    /// What is known of every spec file.
    pub(crate) known: Vec<Known>,
}

impl Builder {
    /// A builder for the spec files in `specs`.
    pub fn new(specs: impl Into<PathBuf>) -> Self {
        let specs = specs.into();
        let shown = specs
            .file_name()
            .map_or_else(|| "specs".to_owned(), |name| name.to_string_lossy().into_owned());
        Self { specs, shown, by_category: false, book: None }
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

    /// Lets a run do only what is new since the last one that brought `folder` up to date and was noted in the file
    /// `record` (see [`remember`](Self::remember)). What is generated is the same without it.
    #[must_use]
    pub fn recorded(mut self, record: impl Into<PathBuf>, folder: impl Into<PathBuf>) -> Self {
        self.book = Some(Book { record: record.into(), folder: folder.into() });
        self
    }

    /// How many files there are, if a record says that nothing is to be done or said: no spec file has changed since, no
    /// generated file, no option and not the generator, and nothing was noted then. `page` is the file of the
    /// [reference](Generated::reference), if it is kept.
    pub fn unchanged(&self, page: Option<&Path>) -> Option<usize> {
        self.book.as_ref()?.unchanged(&self.options(), &self.specs, page)
    }

    /// Notes that the folder is up to date with what was generated, and whether the page is kept as well.
    pub fn remember(&self, generated: &Generated, keeps_page: bool) {
        let Some(book) = &self.book else { return };
        let page = keeps_page.then_some(generated.reference.as_str());
        let Generated { files, set, known, .. } = generated;
        let noted = !set.diagnostics.is_empty();
        if let Some(record) = Record::of(&self.options(), known, files, page, noted) {
            book.keep(&record, known);
        }
    }

    /// Generates every file.
    ///
    /// # Errors
    /// [`Failure::Specs`] if there is any error in the spec files.
    pub fn generate(&self) -> Result<Generated, Failure> {
        let last = self.book.as_ref().and_then(|book| Last::read(book, &self.options()));
        match last.as_ref().and_then(|last| self.generate_again(last)) {
            Some(generated) => Ok(generated),
            None => self.generate_all(last.as_ref()),
        }
    }

    /// Reads every spec file, and makes every file.
    fn generate_all(&self, last: Option<&Last<'_>>) -> Result<Generated, Failure> {
        let mut found = Diagnostics::default();
        let texts = files::read_folder(&self.specs, &self.shown, &mut found);
        let made = on_all_cores(texts, |text| self.make(text, last));
        let (mut alone, mut noted, mut known, mut files) =
            (Vec::new(), Diagnostics::default(), Vec::new(), BTreeMap::new());
        for one in made {
            alone.push(one.alone);
            noted.extend(one.noted);
            known.extend(one.known);
            files.extend(one.module);
        }
        let mut set = SpecSet::together(alone, found);
        let outlines: Vec<&Outline> = known.iter().map(|known| &known.outline).collect();
        let names = outlines.iter().map(|one| (one.module.clone(), one.variant.clone()));
        lower::distinct_names(&set.specs, names, &mut noted);
        set.diagnostics.extend(noted);
        set.diagnostics.sort();
        if set.diagnostics.has_errors() {
            return Err(Failure::Specs(Box::new(set)));
        }
        files.extend(emit::spanning(&outlines));
        let reference = emit::reference(&outlines);
        Ok(Generated { files, reference, set, known })
    }

    /// All that can be made of a spec file by itself, on any thread.
    pub(crate) fn make(&self, text: SpecText, last: Option<&Last<'_>>) -> Made {
        let alone = Alone::read(text);
        let Some(spec) = &alone.spec else { return Made { alone, ..Made::default() } };
        let (mut source, noted) = lower::one(spec);
        self.gate(&mut source);
        let known = Known { hash: text_hash(&spec.source), outline: emit::outline(&source) };
        // What is wrong is told, and nothing comes of it.
        let is_sound = !alone.found.has_errors() && !noted.has_errors();
        let module = is_sound.then(|| {
            let path = emit::module_path(&source.module);
            let kept = last.and_then(|last| last.module(&spec.source, &path));
            (path, kept.unwrap_or_else(|| emit::module(&source)))
        });
        Made { known: Some(known), noted, module, alone }
    }

    pub(crate) fn gate(&self, source: &mut Source) {
        if self.by_category {
            source.feature = category::feature(&source.category);
        }
    }

    /// All that decides over the output, beside the spec files.
    fn options(&self) -> String {
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
        let folder = out.join("generated");
        let builder = self.clone().recorded(out.join("generated.record"), &folder);
        if builder.unchanged(None).is_some() {
            return;
        }
        let written = builder.generate().and_then(|generated| {
            generated.write_to(&folder).map_err(Failure::Io)?;
            builder.remember(&generated, false);
            Ok(generated.set.diagnostics)
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

/// What was made of a spec file by itself.
#[derive(Default)]
pub(crate) struct Made {
    pub(crate) alone: Alone,
    /// What lowering noted.
    pub(crate) noted: Diagnostics,
    pub(crate) known: Option<Known>,
    /// The path and text of its module.
    pub(crate) module: Option<(String, String)>,
}

impl Generated {
    /// Whether there is no source.
    pub fn is_empty(&self) -> bool {
        self.known.is_empty()
    }

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
