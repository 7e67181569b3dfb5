//! Whether a schema, with all that it is combined with, accepts a value that a file shows.

use wellhead_runtime::Json;

use super::example::refusal_of;
use crate::ByName;
use crate::model::{Additional, Schema, Spanned};
use crate::pattern;

/// How much is looked at for one value; what takes more is not judged.
const STEPS: usize = 20_000;

/// How deep schemas may lead that are looked at; a stack has no room for as many as the steps.
const DEPTH: usize = 200;

/// What it counts to run a pattern.
const PATTERN: usize = 100;

/// Why `schema` refuses `value`, if it does, an implied type aside. `root` is what references lead into; whether what `schema`
/// itself lists has the value is known to the caller.
pub(super) fn refusal(
    root: &Schema,
    schema: &Schema,
    value: &Json,
    is_listed: bool,
) -> Option<&'static str> {
    let mut judge = Judge { root, left: STEPS, depth: 0, gave_up: false };
    let found = judge.fits(schema, value, Some(is_listed));
    found.filter(|_| !judge.gave_up)
}

type Refusal = Option<&'static str>;

struct Judge<'s> {
    root: &'s Schema,
    left: usize,
    /// How many schemas led to the one that is looked at.
    depth: usize,
    /// Not everything was looked at.
    gave_up: bool,
}

impl Judge<'_> {
    /// A part of a value, which becomes a type, so that one may be implied.
    fn part(&mut self, schema: &Schema, value: &Json) -> Refusal {
        let target = self.root.followed(schema)?;
        let listed = target.choices.as_ref().map_or(0, |choices| choices.value.len());
        if target.kinds.is_empty() && self.spend(listed) {
            let implied = target.implied(self.root);
            if implied.is_some_and(|implied| !implied.takes(value)) {
                return Some("of another type");
            }
        }
        self.fits(target, value, None)
    }

    /// What JSON Schema says.
    fn fits(&mut self, schema: &Schema, value: &Json, is_listed: Option<bool>) -> Refusal {
        let schema = self.root.followed(schema)?;
        if schema.always == Some(false) {
            return Some("no value is accepted here");
        }
        let listed = schema.choices.as_ref().map_or(&[][..], |choices| choices.value.as_slice());
        let searched = if is_listed.is_some() { 0 } else { listed.len() };
        let pattern = if schema.text.pattern.is_some() { PATTERN } else { 0 };
        self.gave_up |= self.depth >= DEPTH;
        if !self.spend(1 + searched + pattern) {
            return None;
        }
        let has_it = || schema.choices.is_none() || listed.iter().any(|one| one.value == *value);
        self.depth += 1;
        let found = refusal_of(schema, value, is_listed.unwrap_or_else(has_it))
            .or_else(|| self.within(schema, value))
            .or_else(|| self.branches(schema, value))
            .or_else(|| self.conditions(schema, value));
        self.depth -= 1;
        found
    }

    /// Counts what is looked at; says whether it may be.
    fn spend(&mut self, steps: usize) -> bool {
        self.gave_up |= steps > self.left;
        self.left = self.left.saturating_sub(steps);
        !self.gave_up
    }

    fn accepts(&mut self, schema: &Schema, value: &Json) -> bool {
        self.fits(schema, value, None).is_none()
    }

    fn branches(&mut self, schema: &Schema, value: &Json) -> Refusal {
        let combined = &schema.combined;
        for part in &combined.all_of {
            if let Some(reason) = self.fits(part, value, None) {
                return Some(reason);
            }
        }
        let mut count = |branches: &[Schema]| {
            branches.iter().filter(|branch| self.accepts(branch, value)).count()
        };
        if !combined.any_of.is_empty() && count(&combined.any_of) == 0 {
            return Some("fits no branch of `anyOf`");
        }
        match (combined.one_of.len(), count(&combined.one_of)) {
            (0, _) | (_, 1) => None,
            (_, 0) => Some("fits no branch of `oneOf`"),
            _ => Some("fits several branches of `oneOf`"),
        }
    }

    fn conditions(&mut self, schema: &Schema, value: &Json) -> Refusal {
        let combined = &schema.combined;
        if combined.not.as_ref().is_some_and(|not| self.accepts(not, value)) {
            return Some("fits what is in `not`");
        }
        let condition = combined.condition.as_ref()?;
        let then =
            if self.accepts(condition, value) { &combined.then } else { &combined.otherwise };
        self.fits(then.as_ref()?, value, None)
    }

    fn within(&mut self, schema: &Schema, value: &Json) -> Refusal {
        match value {
            Json::Array(items) => self.elements(schema, items),
            Json::Object(members) => {
                let mut listed = Vec::with_capacity(members.len());
                listed.extend(members.iter());
                self.members(schema, &listed).or_else(|| self.dependents(schema, value, &listed))
            }
            _ => None,
        }
    }

    fn elements(&mut self, schema: &Schema, items: &[Json]) -> Refusal {
        let (list, combined) = (&schema.list, &schema.combined);
        if is_out(items.len(), &list.min_items, &list.max_items) {
            return Some("too few or too many elements");
        }
        for (at, item) in items.iter().enumerate() {
            let rest = combined.rest_items.as_deref().or(list.items.as_deref());
            if let Some(of) = combined.first_items.get(at).or(rest)
                && let Some(reason) = self.part(of, item)
            {
                return Some(reason);
            }
        }
        if list.unique && self.spend(items.len()) && has_twice(items) {
            return Some("an element stands there twice");
        }
        let contained = combined.contains.as_ref()?;
        let has_one = items.iter().any(|item| self.accepts(contained, item));
        (!has_one).then_some("no element fits `contains`")
    }

    fn members(&mut self, schema: &Schema, members: &[(&str, &Json)]) -> Refusal {
        let (object, combined) = (&schema.object, &schema.combined);
        if is_out(members.len(), &combined.min_properties, &combined.max_properties) {
            return Some("too few or too many members");
        }
        let has = |name: &str| members.iter().any(|(known, _)| *known == name);
        if self.spend(object.required.len()) && !object.required.iter().all(|name| has(name)) {
            return Some("a required member is missing");
        }
        for (name, value) in members {
            if let Some(names) = &combined.property_names
                && let Some(reason) = self.fits(names, &Json::from(*name), None)
            {
                return Some(reason);
            }
            if let Some(reason) = self.member(schema, name, value) {
                return Some(reason);
            }
        }
        None
    }

    fn member(&mut self, schema: &Schema, name: &str, value: &Json) -> Refusal {
        let object = &schema.object;
        if !self.spend(object.properties.len()) {
            return None;
        }
        let known = object.property(name);
        let mut of: Vec<&Schema> = known.map(|known| &known.schema).into_iter().collect();
        for (pattern, schema) in &schema.combined.pattern_properties {
            if self.spend(PATTERN) && pattern::test(pattern, name) == Some(true) {
                of.push(schema);
            }
        }
        if of.is_empty() {
            match object.additional.as_ref().map(|others| &others.value) {
                Some(Additional::None) => return Some("a member is not listed"),
                Some(Additional::Fitting(others)) => of.push(others),
                _ => {}
            }
        }
        of.into_iter().find_map(|schema| self.part(schema, value))
    }

    fn dependents(&mut self, schema: &Schema, value: &Json, members: &[(&str, &Json)]) -> Refusal {
        let has = |name: &str| members.iter().any(|(known, _)| *known == name);
        for (name, required) in &schema.combined.dependent_required {
            if has(name) && !required.iter().all(|name| has(name)) {
                return Some("a member that another one needs is missing");
            }
        }
        for (name, dependent) in &schema.combined.dependent_schemas {
            if has(name)
                && let Some(reason) = self.fits(dependent, value, None)
            {
                return Some(reason);
            }
        }
        None
    }
}

fn is_out(count: usize, min: &Option<Spanned<u32>>, max: &Option<Spanned<u32>>) -> bool {
    min.as_ref().is_some_and(|min| count < min.value as usize)
        || max.as_ref().is_some_and(|max| count > max.value as usize)
}

fn has_twice(items: &[Json]) -> bool {
    let mut meanings = Vec::with_capacity(items.len());
    for item in items {
        meanings.push(item.meaning());
    }
    let mut known = ByName::with_capacity(meanings.len());
    meanings.iter().any(|meaning| known.insert(meaning, 0).is_some())
}
