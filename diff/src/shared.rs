//! Sources that share a connection spec id: a request is told to be of one of them by its params, and one that fits several is
//! refused as ambiguous. So a change of one source may take requests from another one, which did not change.

use std::collections::HashMap;

use wellhead_codegen::model::{Auth, Source};
use wellhead_spec::Spec;
use wellhead_spec::diagnostic::visible;

use crate::change::Kind;
use crate::pairing::Pairs;
use crate::walk::{Found, Path, Sides, apart};
use crate::wire::{Effect, Polarity};

/// The sources of the new side by their id, and which each was.
pub(crate) struct Shared<'s> {
    new: &'s [Source],
    /// What each source of the new side was, if it had the same id.
    was: HashMap<usize, &'s Source>,
    by_id: HashMap<&'s str, Vec<usize>>,
}

impl<'s> Shared<'s> {
    pub(crate) fn of(old: &'s [Source], new: &'s [Source], pairs: &Pairs) -> Self {
        let was = pairs.both.iter().filter_map(|(one, other)| {
            let (was, is) = (old.get(*one)?, new.get(*other)?);
            (was.id == is.id).then_some((*other, was))
        });
        let mut by_id: HashMap<_, Vec<_>> = HashMap::new();
        for (at, source) in new.iter().enumerate() {
            by_id.entry(source.id.as_str()).or_default().push(at);
        }
        Self { new, was: was.collect(), by_id }
    }

    /// What a change of the source at `at` does to requests for those with its id; `found` is what changed, if it is not new.
    pub(crate) fn differences(&self, at: usize, spec: &Spec, found: &[Found]) -> Vec<Found> {
        let Some(is) = self.new.get(at) else { return Vec::new() };
        let was = self.was.get(&at).copied();
        let others = self.by_id.get(is.id.as_str()).into_iter().flatten();
        let mut all = Vec::new();
        for other in others.filter(|other| **other != at) {
            let (Some(before), Some(now)) = (self.was.get(other), self.new.get(*other)) else {
                continue;
            };
            for spec_name in spec_names(is) {
                let changed = was.is_none_or(|was| of_name(was, spec_name).next().is_none())
                    || found.iter().any(|found| {
                        found.effect != Effect::None && found.auth.new.as_deref() == spec_name
                    });
                if changed && may_fit(of_name(is, spec_name), before, now, spec_name) {
                    all.push(ambiguous(spec_name, &now.slug, spec));
                }
            }
        }
        all
    }
}

/// Whether params that were those of another source, and still are, may fit one of these.
fn may_fit<'a>(
    mut auth: impl Iterator<Item = &'a Auth>,
    before: &Source,
    now: &Source,
    spec_name: Option<&str>,
) -> bool {
    auth.any(|one| {
        let fits = |source: &Source| {
            of_name(source, spec_name).any(|other| !apart(&one.object, &other.object))
        };
        fits(before) && fits(now)
    })
}

/// The types of that name.
fn of_name<'a>(source: &'a Source, spec_name: Option<&str>) -> impl Iterator<Item = &'a Auth> {
    source.auth.iter().filter(move |auth| auth.spec_name.as_deref() == spec_name)
}

/// The names of the auth specs, each once: the types of one stand together.
fn spec_names(source: &Source) -> Vec<Option<&str>> {
    let mut names: Vec<_> = source.auth.iter().map(|auth| auth.spec_name.as_deref()).collect();
    names.dedup();
    names
}

fn ambiguous(spec_name: Option<&str>, other: &str, spec: &Spec) -> Found {
    let auth = spec.spec.auth_specs.iter().find(|auth| Some(auth.name.value.as_str()) == spec_name);
    let span = auth.map_or(spec.spec.name.span, |auth| auth.name.span);
    let other = visible(other);
    Found {
        kind: Kind::SharedIdOverlap,
        auth: Sides { old: None, new: spec_name.map(str::to_owned) },
        path: Sides { old: Path::default(), new: Path::default() },
        what: format!("requests for `{other}`, which has the same id, may fit this source as well"),
        effect: Effect::Unclear("a request that fits both is refused as ambiguous".into()),
        polarity: Polarity::Same,
        span: Sides { old: None, new: Some(span) },
    }
}
