//! Both sides together: sources paired, each pair walked and judged, the verdicts put on the changes that they come from.

use std::collections::{BTreeSet, HashMap};

use wellhead_codegen::model::Source;
use wellhead_spec::Spec;
use wellhead_spec::diagnostic::visible;

use crate::api::{self, EVERYTHING, TypeChange};
use crate::behaviour;
use crate::change::{Api, Behaviour, Change, Comparison, Kind, SourceChanges, Verdict, Wire};
use crate::pairing::{Pairing, Pairs, names, overlap};
use crate::side::{Places, Printed, Side};
use crate::walk::{self, Found, Path, Sides, Step};
use crate::wire::{self, Effect, Polarity};

/// How alike sources of different slugs and ids have to be to be one that was renamed.
const LEAST: f64 = 0.65;

/// What changed from one side to the other. Neither may have errors.
pub fn compare(old: &Side, new: &Side) -> Comparison {
    let pairs = pairs(&old.set.specs, &new.set.specs);
    let mut comparison = Comparison::default();
    let cx = Cx { old: (old, Printed::of(old)), new: (new, Printed::of(new)) };
    for (one, other) in pairs.both {
        comparison.sources.extend(cx.both(one, other));
    }
    // An organization may use some of the sources, and others that the catalog does not have.
    if new.response.is_none() {
        comparison.sources.extend(pairs.removed.iter().filter_map(|one| cx.removed(*one)));
        comparison.sources.extend(pairs.added.iter().filter_map(|one| cx.added(*one)));
    }
    comparison.sort();
    comparison
}

/// Sources by their slug, then by the slugs they had, by their id, and by likeness.
fn pairs(old: &[Spec], new: &[Spec]) -> Pairs {
    let slug = |specs: &[Spec], at: usize| -> Vec<String> {
        specs.get(at).map(|spec| spec.source.slug.clone()).into_iter().collect()
    };
    let aliased = |specs: &[Spec], at: usize| -> Vec<String> {
        let spec = specs.get(at).into_iter();
        let all = spec.flat_map(|spec| {
            let aliases = spec.spec.aliases.iter().map(|alias| alias.value.clone());
            aliases.chain([spec.source.slug.clone()])
        });
        all.collect()
    };
    let id = |specs: &[Spec], at: usize| -> Vec<String> {
        specs.get(at).map(|spec| spec.spec.id.value.clone()).into_iter().collect()
    };
    let likeness = |one: usize, other: usize| match (old.get(one), new.get(other)) {
        (Some(one), Some(other)) => alike(one, other),
        _ => 0.0,
    };
    Pairing::of(old.len(), new.len())
        .by_key(|at| slug(old, at), |at| slug(new, at))
        .by_key(|at| slug(old, at), |at| aliased(new, at))
        .by_key(|at| aliased(old, at), |at| slug(new, at))
        .by_key(|at| id(old, at), |at| id(new, at))
        .by_likeness(LEAST, likeness)
        .done()
}

/// How alike two sources are: what they are called, and which params they ask for.
fn alike(one: &Spec, other: &Spec) -> f64 {
    let params = |spec: &Spec| -> BTreeSet<String> {
        let all = spec.spec.auth_specs.iter();
        all.flat_map(|auth| walk::names_of(&auth.params)).collect()
    };
    let called =
        names(&one.source.slug, &other.source.slug).max(names(&one.spec.name, &other.spec.name));
    (called + overlap(&params(one), &params(other))) / 2.0
}

/// Both sides, with the responses that they were made of.
struct Cx<'s> {
    old: (&'s Side, Option<Printed<'s>>),
    new: (&'s Side, Option<Printed<'s>>),
}

/// A source of one side.
fn source(side: &Side, at: usize) -> Option<(&Spec, &Source)> {
    // The model has them in the same order.
    Some((side.set.specs.get(at)?, side.catalog.sources.get(at)?))
}

impl Cx<'_> {
    fn both(&self, one: usize, other: usize) -> Option<SourceChanges> {
        let (old, old_model) = source(self.old.0, one)?;
        let (new, new_model) = source(self.new.0, other)?;
        if old.source.slug == new.source.slug && old.source.text == new.source.text {
            return None;
        }
        let found = walk::differences((old, old_model), (new, new_model));
        let types = api::differences(old_model, new_model);
        if found.is_empty() && types.is_empty() {
            return None;
        }
        let changes = judged(found, types);
        let places = Sides {
            old: Places::of(old, self.old.1.as_ref()),
            new: Places::of(new, self.new.1.as_ref()),
        };
        Some(SourceChanges {
            old: Some(old.source.slug.clone()),
            new: Some(new.source.slug.clone()),
            changes: changes.into_iter().map(|change| change.placed(&places)).collect(),
        })
    }

    fn removed(&self, at: usize) -> Option<SourceChanges> {
        let (spec, _) = source(self.old.0, at)?;
        let slug = visible(&spec.source.slug);
        let change = Change {
            kind: Kind::SourceRemoved,
            auth: None,
            param: String::new(),
            what: format!("the source `{slug}` is gone"),
            wire: Verdict::new(Wire::Breaking, "a request for it is refused: its id is not known"),
            api: Verdict::new(Api::Breaking, "its module and its variant of `Source` are gone"),
            broken: EVERYTHING.into_iter().collect(),
            behaviour: behaviour::judge(Kind::SourceRemoved, &Effect::None),
            old: Some(Places::of(spec, self.old.1.as_ref()).source()),
            new: None,
        };
        let old = Some(spec.source.slug.clone());
        Some(SourceChanges { old, new: None, changes: vec![change] })
    }

    fn added(&self, at: usize) -> Option<SourceChanges> {
        let (spec, _) = source(self.new.0, at)?;
        let slug = visible(&spec.source.slug);
        let change = Change {
            kind: Kind::SourceAdded,
            auth: None,
            param: String::new(),
            what: format!("the source `{slug}` is new"),
            wire: Verdict::new(Wire::Compatible, "requests for it are accepted"),
            api: Verdict::new(Api::Additive, "a module and a variant of `Source` are new"),
            broken: BTreeSet::new(),
            behaviour: behaviour::judge(Kind::SourceAdded, &Effect::None),
            old: None,
            new: Some(Places::of(spec, self.new.1.as_ref()).source()),
        };
        let new = Some(spec.source.slug.clone());
        Some(SourceChanges { old: None, new, changes: vec![change] })
    }
}

/// A change with its verdicts, whose places are still bytes.
struct Judged {
    found: Found,
    api: Vec<TypeChange>,
}

/// Each change with what it does to the types; what comes from none of them is a change of its own.
fn judged(found: Vec<Found>, types: Vec<TypeChange>) -> Vec<Judged> {
    let mut all: Vec<Judged> =
        found.into_iter().map(|found| Judged { found, api: Vec::new() }).collect();
    let index = Index::of(&all);
    for change in types {
        let fits = index.candidates(&change).into_iter().filter_map(|at| {
            let found = &all.get(at)?.found;
            Some((cause(found, &change)?, at))
        });
        // Of several that fit as well, the first: a file tells of a thing before it tells of its parts.
        match fits.max_by_key(|(fit, at)| (*fit, std::cmp::Reverse(*at))) {
            Some((_, at)) => {
                all.get_mut(at).into_iter().for_each(|one| one.api.push(change.clone()));
            }
            None => all.push(Judged { found: alone(&change), api: vec![change] }),
        }
    }
    all
}

/// The changes by the param that they are in, so that not each is held against each.
struct Index {
    by_param: HashMap<Option<Step>, Vec<usize>>,
    /// Those that may name other things otherwise.
    renaming: Vec<usize>,
}

impl Index {
    fn of(all: &[Judged]) -> Self {
        let mut index = Self { by_param: HashMap::new(), renaming: Vec::new() };
        for (at, one) in all.iter().enumerate() {
            let path = &one.found.path;
            let steps: BTreeSet<Option<&Step>> = [path.old.first(), path.new.first()].into();
            for step in steps {
                index.by_param.entry(step.cloned()).or_default().push(at);
            }
            if renames(one.found.kind) {
                index.renaming.push(at);
            }
        }
        index
    }

    fn candidates(&self, change: &TypeChange) -> BTreeSet<usize> {
        let steps = [change.path.old.first().cloned(), change.path.new.first().cloned(), None];
        let by_param = steps.iter().filter_map(|step| self.by_param.get(step)).flatten();
        by_param.chain(&self.renaming).copied().collect()
    }
}

/// With an alternative more or less, the others may be named otherwise.
fn renames(kind: Kind) -> bool {
    matches!(kind, Kind::VariantAdded | Kind::VariantRemoved)
}

/// How well a change explains what is different in the types, if it may.
fn cause(found: &Found, change: &TypeChange) -> Option<(bool, bool, usize, bool, bool)> {
    let is_cause = change.causes.contains(&found.kind);
    if !change.causes.is_empty() && !is_cause {
        return None;
    }
    let same = |one: &Option<String>, other: &Option<String>| one.is_some() && one == other;
    let same_auth =
        same(&found.auth.old, &change.auth.old) || same(&found.auth.new, &change.auth.new);
    let of_source = found.auth.old.is_none() && found.auth.new.is_none();
    if !(same_auth || of_source && (is_cause || found.kind == Kind::AuthPresenceChanged)) {
        return None;
    }
    let along = |one: &Path, other: &Path| {
        let common = one.common(other);
        (common == one.len().min(other.len())).then_some(common)
    };
    let common = along(&found.path.old, &change.path.old)
        .into_iter()
        .chain(along(&found.path.new, &change.path.new))
        .max();
    if !is_cause && !renames(found.kind) && common.is_none() {
        return None;
    }
    let told = behaviour::judge(found.kind, &found.effect).severity != Behaviour::Docs;
    let exact = found.path.old.len() == change.path.old.len();
    Some((is_cause, same_auth, common.unwrap_or(0), told, exact))
}

/// A change of types that no other change explains.
fn alone(change: &TypeChange) -> Found {
    Found {
        kind: Kind::TypesChanged,
        auth: change.auth.clone(),
        path: change.path.clone(),
        what: change.what.clone(),
        effect: Effect::None,
        polarity: Polarity::Same,
        span: Sides::default(),
    }
}

impl Judged {
    fn placed(self, places: &Sides<Places<'_>>) -> Change {
        let Self { found, api } = self;
        let broken: BTreeSet<_> = api.iter().flat_map(|one| one.broken.iter().copied()).collect();
        let mut reasons: Vec<&str> = Vec::new();
        for one in &api {
            // What breaks nothing is worth a word where nothing does.
            if (broken.is_empty() || !one.broken.is_empty())
                && !reasons.contains(&one.what.as_str())
            {
                reasons.push(&one.what);
            }
        }
        let severity = match (api.is_empty(), broken.is_empty()) {
            (true, _) => Api::Same,
            (false, true) => Api::Additive,
            (false, false) => Api::Breaking,
        };
        let path = if found.path.old.len() > 0 { &found.path.old } else { &found.path.new };
        let alone = found.span == Sides::default();
        let place = |span: Option<_>, places: &Places<'_>| match span {
            Some(span) => Some(places.at(span)),
            None if alone => Some(places.source()),
            _ => None,
        };
        Change {
            kind: found.kind,
            auth: found.auth.old.clone().or_else(|| found.auth.new.clone()),
            param: path.to_string(),
            what: found.what,
            wire: wire::judge(&found.effect, found.polarity),
            api: Verdict::new(severity, reasons.join("; ")),
            broken,
            behaviour: behaviour::judge(found.kind, &found.polarity.applied(found.effect.clone())),
            old: place(found.span.old, &places.old),
            new: place(found.span.new, &places.new),
        }
    }
}
