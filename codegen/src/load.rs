//! Loading: the model into a catalog in memory, without a compiler. What [`emit`](crate::emit) writes as static tables is
//! here made as values, one for one, and the same engine goes by them.
//!
//! Tables are `&'static`, for those that are compiled are. Those of a loaded catalog are therefore never freed: load once,
//! not once a request.

mod schema;
mod source;
mod table;

use std::path::PathBuf;

use wellhead_runtime::{Catalog as _, LoadedCatalog};
use wellhead_spec::{SpecSet, check};

use crate::failure::Failure;
use crate::lower;

/// Makes a catalog of a folder of spec files, at run time.
///
/// ```
/// use wellhead_codegen::Loader;
/// use wellhead_runtime::Catalog;
///
/// # let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../examples/specs");
/// let loaded = Loader::new(folder).load()?;
/// let acme = loaded.catalog.source("acme-crm").ok_or("a source of that slug")?;
/// let body = acme.auth[1].example_request().to_string();
///
/// let request = loaded.catalog.dispatch(body.as_bytes())?;
/// assert_eq!(request.auth().slug(), "acme-crm");
/// assert_eq!(request.auth().spec_name(), Some("Basic Authentication"));
/// assert!(request.to_masked_json().to_string().contains(r#""password":"[secret]""#));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// A catalog keeps its tables until the program ends: some 7 KB for each spec file. A program that loads again and again
/// grows by that much each time.
#[derive(Clone, Debug)]
pub struct Loader {
    specs: PathBuf,
    shown: String,
    base: Option<LoadedCatalog>,
}

/// A catalog that was loaded.
#[derive(Clone, Debug)]
pub struct Loaded {
    /// The catalog, with what it was to be loaded beside.
    pub catalog: LoadedCatalog,
    /// The specs of the folder, with everything that was noted; there is no error among it.
    pub set: SpecSet,
}

impl Loader {
    /// A loader for the spec files in `specs`, which messages call by that path.
    pub fn new(specs: impl Into<PathBuf>) -> Self {
        let specs = specs.into();
        let shown = specs.display().to_string();
        Self { specs, shown, base: None }
    }

    /// How the folder is called in messages.
    #[must_use]
    pub fn shown_as(mut self, shown: impl Into<String>) -> Self {
        self.shown = shown.into();
        self
    }

    /// Adds the sources to those of another catalog: one with the slug of a source there replaces it.
    ///
    /// A source with the connection spec id of another one there is an error, as it is in one folder, unless it says why
    /// they share it. A slug outweighs an alias that a source there has.
    #[must_use]
    pub fn beside(mut self, base: LoadedCatalog) -> Self {
        self.base = Some(base);
        self
    }

    /// Reads, checks and loads.
    ///
    /// # Errors
    /// [`Failure::Specs`] if there is any error in the spec files.
    pub fn load(self) -> Result<Loaded, Failure> {
        let mut set = SpecSet::load(&self.specs, &self.shown);
        if let Some(base) = &self.base {
            check::beside(&set.specs, base.sources(), &mut set.diagnostics);
        }
        let model = lower::check(&mut set);
        if set.diagnostics.has_errors() {
            return Err(Failure::Specs(Box::new(set)));
        }
        let routes = model.sources.iter().flat_map(source::routes);
        let loaded = LoadedCatalog::new(routes);
        let catalog = match self.base {
            Some(base) => base.with(loaded),
            None => loaded,
        };
        Ok(Loaded { catalog, set })
    }
}

/// A value that stays for good, as the static tables of compiled code do.
fn kept<T>(value: T) -> &'static T {
    Box::leak(Box::new(value))
}

/// Values that stay for good.
fn all_kept<T>(values: impl IntoIterator<Item = T>) -> &'static [T] {
    let values: Vec<T> = values.into_iter().collect();
    if values.is_empty() { &[] } else { Vec::leak(values) }
}

/// A text that stays for good.
fn text(text: &str) -> &'static str {
    if text.is_empty() { "" } else { Box::leak(Box::from(text)) }
}

/// Texts that stay for good.
fn texts<T: AsRef<str>>(texts: impl IntoIterator<Item = T>) -> &'static [&'static str] {
    all_kept(texts.into_iter().map(|one| text(one.as_ref())))
}
