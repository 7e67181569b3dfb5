//! Rules that no value meets: bounds that leave nothing between them, and lists and types that rules beside them refuse.

use wellhead_runtime::Json;
use wellhead_runtime::json::Span;

use super::Cx;
use crate::check::example::refusal_beside;
use crate::diagnostic::Code;
use crate::model::{Bound, Kind, Schema, Spanned};

/// So many schemas of one `allOf` are looked at: nobody writes more of them.
const PARTS: usize = 64;

/// Among more listed values than these, one will fit.
const LISTED: usize = 100;

/// Beyond this, not every whole number is a float.
const EXACT: f64 = 9_007_199_254_740_992.0;

pub(super) fn check(cx: &mut Cx<'_>, root: &Schema, schema: &Schema) {
    listed(cx, schema);
    steps(cx, schema);
    if !schema.combined.all_of.is_empty() {
        let mut parts = Vec::new();
        collect(root, schema, &mut parts);
        altogether(cx, root, schema, &parts);
    }
}

/// A list or constant that the keywords beside it refuse.
fn listed(cx: &mut Cx<'_>, schema: &Schema) {
    let choices = schema.choices.iter().filter(|choices| !choices.value.is_empty());
    for choices in choices.filter(|choices| choices.value.len() <= LISTED) {
        if let Some(reason) = refused(&[schema], &choices.value) {
            let message = "what stands beside `enum` refuses all that it lists";
            let help = "list values that fit, or correct what they have to fit";
            cx.note(Code::Unsatisfiable, choices.span, message, help).label = reason.into();
            return;
        }
    }
    let Some(only) = &schema.only else { return };
    if let Some(reason) = refused(&[schema], std::slice::from_ref(only)) {
        let message = "what stands beside `const` refuses it";
        let help = "correct the constant, or what it has to fit";
        cx.note(Code::Unsatisfiable, only.span, message, help).label = reason.into();
    }
}

/// Why the keywords of `schemas` refuse each of the values, by what is said of the first one; nothing if one fits.
fn refused(schemas: &[&Schema], values: &[Spanned<Json>]) -> Option<&'static str> {
    let mut first = None;
    for value in values {
        let reason = schemas.iter().find_map(|schema| refusal_beside(schema, &value.value))?;
        first = first.or(Some(reason));
    }
    first
}

/// Bounds with no multiple of `multipleOf` between them.
fn steps(cx: &mut Cx<'_>, schema: &Schema) {
    let number = &schema.number;
    let Some(step) = number.multiple_of.as_ref().filter(|step| step.value > 0.0) else { return };
    for min in number.lower() {
        for max in number.upper() {
            if min.at <= max.at && skips(min, max, step.value) {
                let message = "there is no multiple of `multipleOf` between the bounds";
                let help = "correct the step, or one of the bounds";
                cx.note(Code::Unsatisfiable, step.span, message, help);
                return;
            }
        }
    }
}

/// Whether no multiple of `step` is between two bounds.
fn skips(min: Bound, max: Bound, step: f64) -> bool {
    let (first, last) = (min.at / step, max.at / step);
    if first.abs().max(last.abs()) >= EXACT {
        return false;
    }
    // A step such as 0.1 is no float: what is next to a bound counts as on it.
    let next_to = |bound: f64| (bound - bound.round()).abs() < 1e-6;
    let least = match next_to(first) {
        true => first.round() + f64::from(min.is_out),
        false => first.ceil(),
    };
    let most = match next_to(last) {
        true => last.round() - f64::from(max.is_out),
        false => last.floor(),
    };
    least > most
}

/// A schema and all that has to be met with it.
fn collect<'s>(root: &'s Schema, schema: &'s Schema, into: &mut Vec<&'s Schema>) {
    let Some(schema) = root.followed(schema).filter(|_| into.len() < PARTS) else { return };
    into.push(schema);
    for part in &schema.combined.all_of {
        collect(root, part, into);
    }
}

/// What several schemas refuse that have to be met altogether, though each by itself does not.
fn altogether(cx: &mut Cx<'_>, root: &Schema, schema: &Schema, parts: &[&Schema]) {
    let brace = Span::new(schema.span.start, schema.span.start + 1);
    let mut note = |message: &str| {
        let help = "correct one of the schemas in `allOf`, or what stands beside it";
        cx.note(Code::Unsatisfiable, brace, message, help);
    };
    let kinds = shared(root, schema, parts);
    if kinds.is_empty() {
        return note("what has to be met altogether is of no one type");
    }
    if cross(&kinds, parts) {
        return note("the bounds that have to be met altogether leave nothing between them");
    }
    for part in parts {
        let choices = part.choices.iter().map(|choices| choices.value.as_slice());
        for values in choices.chain(part.only.iter().map(std::slice::from_ref)) {
            let is_told = refused(&[part], values).is_some();
            if values.len() <= LISTED && !is_told && refused(parts, values).is_some() {
                return note("what has to be met altogether refuses all that is listed");
            }
        }
    }
}

/// The types that all of them take, or else the one that is implied.
fn shared(root: &Schema, schema: &Schema, parts: &[&Schema]) -> Vec<Kind> {
    if parts.iter().all(|part| part.kinds.is_empty())
        && let Some(implied) = schema.implied(root)
    {
        return vec![implied.kind];
    }
    let mut shared = Vec::new();
    for kind in Kind::ALL {
        // A whole number is a number.
        let is_of = |named: Kind| named == kind || (kind, named) == (Kind::Integer, Kind::Number);
        let takes =
            |part: &&Schema| part.kinds.is_empty() || part.kinds.iter().any(|named| is_of(**named));
        if parts.iter().all(takes) {
            shared.push(kind);
        }
    }
    shared
}

/// Whether a lower bound of one schema is above an upper one of another, and no value is of a type without bounds.
fn cross(kinds: &[Kind], parts: &[&Schema]) -> bool {
    kinds.iter().all(|kind| match kind {
        Kind::String => counts_cross(parts, |part| (&part.text.min_length, &part.text.max_length)),
        Kind::Array => counts_cross(parts, |part| (&part.list.min_items, &part.list.max_items)),
        Kind::Object => counts_cross(parts, |part| {
            (&part.combined.min_properties, &part.combined.max_properties)
        }),
        Kind::Integer | Kind::Number => numbers_cross(parts),
        Kind::Boolean | Kind::Null => false,
    })
}

type Count = Option<Spanned<u32>>;

fn counts_cross(parts: &[&Schema], of: fn(&Schema) -> (&Count, &Count)) -> bool {
    let (mut least, mut most) = (0, u32::MAX);
    for part in parts {
        let (min, max) = of(part);
        least = min.as_ref().map_or(least, |min| min.value.max(least));
        most = max.as_ref().map_or(most, |max| max.value.min(most));
    }
    least > most
}

fn numbers_cross(parts: &[&Schema]) -> bool {
    let (mut lower, mut upper) = (Vec::new(), Vec::new());
    for part in parts {
        lower.extend(part.number.lower());
        upper.extend(part.number.upper());
    }
    lower.iter().any(|min| upper.iter().any(|max| min.crosses(*max)))
}
