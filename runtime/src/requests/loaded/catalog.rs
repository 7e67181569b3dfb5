//! A catalog that is a value.

use std::collections::HashMap;

use super::LoadedSource;
use crate::requests::catalog::SourceDescriptor;
use crate::requests::dispatch::{Catalog, Route, Routes};

/// A catalog that was put together at run time: of spec files that were read, of what a compiled catalog knows, or of both.
///
/// ```
/// use wellhead_runtime::{Catalog, LoadedCatalog};
/// # fn tell(spec_files: LoadedCatalog, compiled: &'static wellhead_runtime::Routes) {
/// let catalog = LoadedCatalog::of(compiled).with(spec_files);
/// assert!(catalog.dispatch(b"{}").is_err());
/// # }
/// ```
#[derive(Clone, Debug, Default)]
pub struct LoadedCatalog {
    ids: HashMap<&'static str, Vec<Route>>,
    slugs: HashMap<&'static str, Vec<Route>>,
    sources: Vec<&'static SourceDescriptor>,
}

impl LoadedCatalog {
    /// The catalog of these auth specs, and so of their sources. Those of one source follow each other.
    pub fn new(routes: impl IntoIterator<Item = Route>) -> Self {
        let mut by_source: Vec<Vec<Route>> = Vec::new();
        for route in routes {
            match by_source.last_mut() {
                Some(known) if known.iter().any(|one| is_of_one_source(one, &route)) => {
                    known.push(route);
                }
                _ => by_source.push(vec![route]),
            }
        }
        by_source.sort_by_key(|routes| routes.first().map(|route| route.auth.source.slug));
        let mut catalog = Self::default();
        for routes in &by_source {
            let Some(source) = routes.first().map(|route| route.auth.source) else { continue };
            catalog.sources.push(source);
            catalog.ids.entry(source.id).or_default().extend(routes);
            for alias in source.aliases {
                catalog.slugs.insert(alias, routes.clone());
            }
        }
        // A slug that a source has outweighs one that another had.
        for routes in by_source {
            let slug = routes.first().map(|route| route.auth.source.slug);
            catalog.slugs.extend(slug.map(|slug| (slug, routes)));
        }
        catalog
    }

    /// What a compiled catalog knows, without its types.
    pub fn of(compiled: &'static Routes) -> Self {
        let of_slug = |source: &&SourceDescriptor| compiled.slugs.get(source.slug);
        let routes = compiled.catalog.iter().filter_map(of_slug);
        let mut catalog = Self::new(routes.flat_map(|routes| routes.iter().copied()));
        catalog.leave_out(compiled.ids.names(), compiled.slugs.names());
        catalog
    }

    /// This catalog with another one's sources: they replace those that have their slugs.
    #[must_use]
    pub fn with(self, other: Self) -> Self {
        let stays = |source: &&&SourceDescriptor| {
            !other.sources.iter().any(|replacing| replacing.slug == source.slug)
        };
        let kept = self.sources.iter().filter(stays).flat_map(|source| self.routes_of(source));
        let new = other.sources.iter().flat_map(|source| other.routes_of(source));
        let mut catalog = Self::new(kept.chain(new).copied());
        for one in [&self, &other] {
            catalog.leave_out(left_out(&one.ids), left_out(&one.slugs));
        }
        catalog
    }

    /// The source of that slug, or of one that it had.
    pub fn source(&self, slug: &str) -> Option<&'static SourceDescriptor> {
        Some(self.slugs.get(slug)?.first()?.auth.source)
    }

    fn routes_of(&self, source: &SourceDescriptor) -> impl Iterator<Item = &Route> {
        self.slugs.get(source.slug).into_iter().flatten()
    }

    /// Notes ids and slugs that are known, where nothing has them.
    fn leave_out(
        &mut self,
        ids: impl Iterator<Item = &'static str>,
        slugs: impl Iterator<Item = &'static str>,
    ) {
        for id in ids {
            self.ids.entry(id).or_default();
        }
        for slug in slugs {
            self.slugs.entry(slug).or_default();
        }
    }
}

impl Catalog for LoadedCatalog {
    type Source = LoadedSource;

    fn of_id(&self, id: &str) -> Option<&[Route]> {
        self.ids.get(id).map(Vec::as_slice)
    }

    fn of_slug(&self, slug: &str) -> Option<&[Route]> {
        self.slugs.get(slug).map(Vec::as_slice)
    }

    fn sources(&self) -> &[&'static SourceDescriptor] {
        &self.sources
    }

    fn blank(&self, route: &Route) -> Option<LoadedSource> {
        Some(LoadedSource::blank_of(route.auth))
    }
}

fn is_of_one_source(one: &Route, other: &Route) -> bool {
    std::ptr::eq(one.auth.source, other.auth.source)
}

/// What is known, and has nothing.
fn left_out(all: &HashMap<&'static str, Vec<Route>>) -> impl Iterator<Item = &'static str> {
    all.iter().filter(|(_, routes)| routes.is_empty()).map(|(name, _)| *name)
}
