//! The escape hatch: what a spec does not list yet, sent deliberately.
//!
//! An enum param holds a value that is not listed itself, as its `Unlisted` variant. Every other param that a type has no
//! place for stands beside the type, by its JSON pointer, in the order given. What is judged is the JSON that is sent:
//! whatever is wrong at one of those pointers is a warning, everything else stays a violation.

use std::fmt;

use crate::Secret;
use crate::json::{Json, MAX_DEPTH, Place, Scratch, Tape, index, steps_below};
use crate::known::{Known, named};
use crate::path::{Path, pointer_below};
use crate::requests::param::{Params, View};
use crate::requests::phrase::phrase;
use crate::requests::read::Input;
use crate::requests::redact;
use crate::requests::rules::{self, Finding};
use crate::requests::violation::{Rule, Violation};
use crate::requests::write::{self, free};

/// Where a request's params stand.
pub(crate) const PARAMS: &str = "/auth/params";

/// What of a request its spec does not list.
#[derive(Clone, Default)]
pub(crate) struct Unlisted {
    params: Vec<Param>,
    /// Where the text that was read has what it was let through for, by pointer.
    places: Vec<(String, Place)>,
    /// How params are merged with these, once there are any: a program that sets none links nothing of it.
    merging: Option<fn(&Self, &dyn Params) -> Scratch>,
}

/// One param, by its pointer below the params. Nothing says what its value is, so it is taken for a secret.
#[derive(Clone)]
struct Param {
    pointer: String,
    /// JSON.
    value: Secret,
}

/// What a reader let through.
#[derive(Clone, Debug)]
pub(crate) struct LetThrough {
    /// Where in the text.
    pub(crate) offset: usize,
    /// What would have been a violation.
    pub(crate) violation: Violation,
    /// The exact pointer and the value as JSON, unless the type holds it.
    pub(crate) param: Option<(String, Secret)>,
}

impl PartialEq for Unlisted {
    /// Where it once stood makes no difference, nor does the order, as in JSON; what was set last at a pointer counts.
    fn eq(&self, other: &Self) -> bool {
        let ((ours, count), (theirs, their_count)) = (self.set_last(), other.set_last());
        for param in &self.params {
            let pointer = named(&param.pointer);
            let here = ours.find(pointer).and_then(|at| self.params.get(at));
            let there = theirs.find(pointer).and_then(|at| other.params.get(at));
            if here.map(|param| &param.value) != there.map(|param| &param.value) {
                return false;
            }
        }
        count == their_count
    }
}

impl fmt::Debug for Unlisted {
    /// The pointers alone.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut shown = f.debug_map();
        for Param { pointer, value } in &self.params {
            shown.entry(pointer, value);
        }
        shown.finish()
    }
}

impl Unlisted {
    /// What was let through; `place_of` is asked for places in the order of the text.
    pub(crate) fn read(
        let_through: Vec<LetThrough>,
        place_of: &mut dyn FnMut(usize) -> Place,
    ) -> Self {
        let mut ordered: Vec<LetThrough> = Vec::with_capacity(let_through.len());
        for one in let_through {
            // A value is let through after what is inside it, and nothing else is out of order.
            let mut at = ordered.len();
            while at > 0 && ordered.get(at - 1).is_some_and(|before| before.offset > one.offset) {
                at -= 1;
            }
            ordered.insert(at, one);
        }
        let mut unlisted = Self::default();
        for LetThrough { offset, violation, param } in ordered {
            unlisted.places.push((violation.pointer, place_of(offset)));
            if let Some((pointer, value)) = param {
                let pointer = pointer.strip_prefix(PARAMS).unwrap_or(&pointer).to_owned();
                unlisted.push(pointer, value);
            }
        }
        unlisted
    }

    /// Sets one param; `pointer` starts below the params.
    pub(crate) fn set(&mut self, pointer: String, value: Json) {
        self.push(pointer, json(value));
    }

    /// Which param was set last at each pointer, and how many pointers there are.
    fn set_last(&self) -> (Known, usize) {
        let (mut last, mut count) = (Known::default(), 0);
        for (at, param) in self.params.iter().enumerate().rev() {
            count += usize::from(last.note(named(&param.pointer), at).is_none());
        }
        (last, count)
    }

    fn push(&mut self, pointer: String, value: Secret) {
        self.params.push(Param { pointer, value });
        self.merging = Some(|unlisted, params| unlisted.merge(params).0);
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.params.is_empty()
    }

    /// Each pointer with its value as JSON.
    pub(crate) fn iter(&self) -> impl Iterator<Item = (&str, &Secret)> {
        self.params.iter().map(|param| (param.pointer.as_str(), &param.value))
    }

    /// The params as they are sent, with these in their places, if there are any; one whose pointer leads nowhere is left out.
    pub(crate) fn merged(&self, params: &dyn Params) -> Option<Scratch> {
        self.merging.map(|merged| merged(self, params))
    }

    /// The same for people to read: nothing of these is shown.
    pub(crate) fn masked(&self, params: &dyn Params) -> Json {
        let mut shown = redact::masked(params);
        for param in &self.params {
            // What leads nowhere is told by `validate`.
            let _ = put(&mut shown, &param.pointer, "[secret]".into());
        }
        shown
    }

    fn merge(&self, params: &dyn Params) -> (Scratch, Vec<Violation>) {
        let (mut whole, mut found) = (Scratch(free(View::Object(params))), Vec::new());
        for param in &self.params {
            // What was written is JSON, so all that keeps it from being read is how deep it nests.
            let value = Json::parse(param.value.expose()).map_err(|_| rules::too_deep());
            if let Err(finding) = value.and_then(|value| put(&mut whole.0, &param.pointer, value)) {
                found.push(finding.at(shown(&param.pointer)));
            }
        }
        (whole, found)
    }

    /// Everything wrong with what is sent, and everything that is let through.
    pub(crate) fn judged(&self, params: &dyn Params) -> (Vec<Violation>, Vec<Violation>) {
        let (mut whole, mut wrong) = self.merge(params);
        let text = json(std::mem::take(&mut whole.0));
        let mut tape = Tape::new();
        if tape.read(text.expose()).is_err() {
            // The typed params nest too deep; nobody can read on.
            wrong.push(rules::too_deep().at(PARAMS.to_owned()));
            return (wrong, Vec::new());
        }
        let mut input = Input::of(text.expose(), &tape);
        input.allow_unlisted();
        input.object(params.table(), None, &Path::root(PARAMS));
        let (found, mut warnings) = input.into_findings();
        let mut ours = Pointers::default();
        for param in &self.params {
            ours.note(&shown(&param.pointer));
        }
        for violation in found {
            let is_ours = ours.lead_to_or_above(&violation.pointer);
            if is_ours { &mut warnings } else { &mut wrong }.push(violation);
        }
        self.put_in_place(&mut wrong);
        self.put_in_place(&mut warnings);
        (wrong, warnings)
    }

    /// Says where each stands in the text that was read, which is not the one that is sent.
    fn put_in_place(&self, violations: &mut [Violation]) {
        let mut known = Known::default();
        for (index, (pointer, _)) in self.places.iter().enumerate() {
            known.note(named(pointer), index);
        }
        for violation in violations {
            let index = known.find(named(&violation.pointer));
            violation.place = index.and_then(|at| self.places.get(at)).map(|(_, place)| *place);
        }
    }
}

/// A value as JSON; its own memory is overwritten.
pub(crate) fn json(value: Json) -> Secret {
    let (value, mut text) = (Scratch(value), write::SecretText::default());
    text.push_view(View::Json(&value.0));
    Secret::from(text.as_str())
}

/// Pointers, of which a hostile request may have many.
#[derive(Default)]
pub(crate) struct Pointers(Known);

impl Pointers {
    pub(crate) fn note(&mut self, pointer: &str) {
        self.0.note(named(pointer), 0);
    }

    /// Whether one of them leads to where `pointer` does, or to what that stands in.
    pub(crate) fn lead_to_or_above(&self, pointer: &str) -> bool {
        for (at, byte) in pointer.bytes().enumerate() {
            if byte == b'/' && self.has(pointer.get(..at)) {
                return true;
            }
        }
        self.has(Some(pointer))
    }

    fn has(&self, pointer: Option<&str>) -> bool {
        pointer.and_then(|pointer| self.0.find(named(pointer))).is_some()
    }
}

/// A pointer below the params as violations have it.
fn shown(pointer: &str) -> String {
    let mut shown = PARAMS.to_owned();
    for key in keys(pointer) {
        shown = pointer_below(&shown, &key);
    }
    shown
}

fn keys(pointer: &str) -> Vec<String> {
    steps_below(pointer.strip_prefix("/").unwrap_or(pointer))
}

/// Sets the value at `pointer`: in its place if there is one, else at the end.
fn put(whole: &mut Json, pointer: &str, value: Json) -> Result<(), Finding> {
    if !pointer.starts_with("/") {
        return Err(nowhere("is no JSON pointer to a param").help("write it like `/newParam`"));
    }
    let mut keys = keys(pointer);
    // It stands in as many objects and arrays as its pointer has steps.
    let above = Path::root(PARAMS).steps() + keys.len();
    if value.is_deeper_than((MAX_DEPTH as usize).saturating_sub(above)) {
        return Err(rules::too_deep());
    }
    let last = keys.pop().unwrap_or_default();
    let mut at = whole;
    for key in &keys {
        at = inside(at, key)?;
    }
    let replaced = match at {
        Json::Object(members) => members.insert(last, value),
        Json::Array(items) => put_item(items, &last, value)?,
        _ => return Err(inside_a_value()),
    };
    drop(replaced.map(Scratch));
    Ok(())
}

/// What one step leads to.
fn inside<'j>(at: &'j mut Json, key: &str) -> Result<&'j mut Json, Finding> {
    let found = match at {
        Json::Object(members) => members.get_mut(key),
        Json::Array(items) => match index(key) {
            Some(index) => items.get_mut(index),
            None => return Err(not_an_index()),
        },
        _ => return Err(inside_a_value()),
    };
    found.ok_or_else(missing_parent)
}

/// Sets an element, or adds one, and returns what was there.
fn put_item(items: &mut Vec<Json>, key: &str, value: Json) -> Result<Option<Json>, Finding> {
    let count = items.len();
    let index = if key == "-" { Some(count) } else { index(key) };
    let Some(index) = index else { return Err(not_an_index()) };
    match items.get_mut(index) {
        Some(item) => return Ok(Some(std::mem::replace(item, value))),
        None if index == count => items.push(value),
        None => return Err(past_the_end(count)),
    }
    Ok(None)
}

fn nowhere(message: &'static str) -> Finding {
    Finding::new(Rule::Pointer, message)
}

fn missing_parent() -> Finding {
    nowhere("stands in something that is not set").help("set what it stands in as a whole")
}

fn inside_a_value() -> Finding {
    nowhere("stands in a value that is neither an object nor an array")
        .help("replace that value as a whole")
}

fn not_an_index() -> Finding {
    nowhere("is no place in an array").help("write the element's number, or `-` for a new one")
}

fn past_the_end(count: usize) -> Finding {
    nowhere("is past the end of its array").help(phrase(&[
        "the next element is ",
        &count.to_string(),
        ", or `-` for the same",
    ]))
}
