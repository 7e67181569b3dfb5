//! The catalog that a command goes by: the compiled one, and beside it the sources of the folder that `--specs` names.
//!
//! Both are known by their tables alone, so that a command has one kind of request whatever it was told.

use std::fs;

use wellhead::json::Node;
use wellhead::{
    AuthDescriptor, ConnectionRequest, DispatchError, Rule, Source, SourceDescriptor, Violation,
};
use wellhead_codegen::{Failure as SpecFailure, Loader};
use wellhead_runtime::{Catalog, LoadedCatalog, LoadedSource, Sources};
use wellhead_spec::Severity;

use crate::args::{BodyArgs, CatalogArgs};
use crate::failure::Failure;
use crate::print;
use crate::references::pointed;

/// The catalog that the arguments ask for. What is wrong in its spec files is printed as `check` prints it.
pub(crate) fn catalog(args: &CatalogArgs) -> Result<LoadedCatalog, Failure> {
    let compiled = LoadedCatalog::of(Source::routes());
    let Some(folder) = &args.specs else { return Ok(compiled) };
    fs::read_dir(folder).map_err(|error| Failure::file(folder, &error))?;
    match Loader::new(folder).beside(compiled).load() {
        Ok(loaded) => Ok(loaded.catalog),
        Err(SpecFailure::Specs(mut set)) => {
            set.diagnostics.retain_mut(|one| one.severity() == Severity::Error);
            print::err(&set.render(print::style()));
            Err(Failure::You(None))
        }
        Err(failure) => Err(Failure::world(failure)),
    }
}

/// The source of that slug, or one that it had.
pub(crate) fn source(
    slug: &str,
    catalog: &LoadedCatalog,
) -> Result<&'static SourceDescriptor, Failure> {
    catalog.source(slug).ok_or_else(|| {
        let sources = catalog.sources().iter();
        let meant = wellhead::nearest(
            slug,
            sources.flat_map(|source| source.aliases.iter().copied().chain([source.slug])),
        );
        let help = meant.map_or_else(
            || "`wellhead sources` lists the known ones".to_owned(),
            |meant| format!("did you mean `{meant}`?"),
        );
        Failure::you(format!("`{slug}` is no known source; {help}"))
    })
}

/// What is wrong with a body; a source is named by the option for it.
pub(crate) fn violations(error: &DispatchError) -> Vec<Violation> {
    let mut violations = error.violations();
    for one in violations.iter_mut().filter(|one| one.rule == Rule::Ambiguous) {
        one.help =
            Some("nothing in a request tells them apart: name one by `--source SLUG`".into());
    }
    violations
}

/// What is known when a body is read.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Known<'k> {
    catalog: &'k LoadedCatalog,
    /// The slug of the source that bodies are of, if somebody said it.
    slug: Option<&'k str>,
    /// Whether what a spec does not list is let through.
    allow_unlisted: bool,
}

impl<'k> Known<'k> {
    pub(crate) fn of(catalog: &'k LoadedCatalog, args: &'k BodyArgs) -> Self {
        Self { catalog, slug: args.source.as_deref(), allow_unlisted: args.allow_unlisted }
    }

    /// Takes a body to the request that it is.
    pub(crate) fn dispatch(
        self,
        body: &[u8],
    ) -> Result<ConnectionRequest<LoadedSource>, DispatchError> {
        match (self.allow_unlisted, self.slug) {
            (true, slug) => self.catalog.dispatch_unlisted(slug, body),
            (false, Some(slug)) => self.catalog.dispatch_as(slug, body),
            (false, None) => self.catalog.dispatch(body),
        }
    }

    /// The auth specs that a request may be of, as far as can be told before it is known to be right.
    pub(crate) fn auth_specs(self, request: &Node<'_>) -> Vec<&'static AuthDescriptor> {
        let id = pointed(request, &["connectionSpec", "id"]).and_then(Node::as_str);
        let spec_name = pointed(request, &["auth", "specName"]).and_then(Node::as_str);
        let of_id = id.and_then(|id| self.catalog.of_id(id)).unwrap_or_default();
        let meant = self.slug.map(|slug| self.catalog.source(slug).map(|source| source.slug));
        let routes = of_id.iter().filter(|route| {
            let slug = Some(route.auth.source.slug);
            route.auth.spec_name == spec_name && meant.is_none_or(|meant| meant == slug)
        });
        routes.map(|route| route.auth).collect()
    }
}
