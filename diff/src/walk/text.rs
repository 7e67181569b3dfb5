//! What a string must fit.

use wellhead_runtime::Format;
use wellhead_spec::model::{Schema, Spanned, Text};
use wellhead_spec::pattern;

use super::{At, Cx, code, places, word};
use crate::change::Kind;
use crate::wire::Effect;

pub(super) fn text(cx: &mut Cx<'_>, old: &Schema, new: &Schema, at: &At<'_>) {
    length(cx, old, new, at);
    pattern(cx, old, new, at);
    format(cx, old, new, at);
    encoding(cx, old, new, at);
}

fn said(text: &Option<Text>) -> String {
    text.as_ref().map_or("none".into(), |text| code(text))
}

fn length(cx: &mut Cx<'_>, old: &Schema, new: &Schema, at: &At<'_>) {
    let value = |bound: &Option<Spanned<u32>>| bound.as_ref().map(|bound| bound.value);
    let (was, is) = (&old.text.min_length, &new.text.min_length);
    let (least, least_now) = (value(was).unwrap_or(0), value(is).unwrap_or(0));
    if least != least_now {
        let what = format!("it has at least {least_now} characters now, it was {least}");
        let effect = match least_now > least {
            true => Effect::Narrowed("shorter texts are refused".into()),
            false => Effect::Widened("shorter texts are accepted".into()),
        };
        cx.note(at, Kind::LengthChanged, what, effect, places((was, old), (is, new)));
    }
    let (was, is) = (&old.text.max_length, &new.text.max_length);
    let (most, most_now) = (value(was), value(is));
    if most != most_now {
        let said = |most: Option<u32>| match most {
            Some(most) => format!("at most {most} characters"),
            None => "any number of characters".to_owned(),
        };
        let what = format!("it has {} now, it was {}", said(most_now), said(most));
        let effect = match most_now.is_some_and(|now| most.is_none_or(|most| now < most)) {
            true => Effect::Narrowed("longer texts are refused".into()),
            false => Effect::Widened("longer texts are accepted".into()),
        };
        cx.note(at, Kind::LengthChanged, what, effect, places((was, old), (is, new)));
    }
}

/// Whether one pattern includes another is not decided here; examples may show that it does not.
fn pattern(cx: &mut Cx<'_>, old: &Schema, new: &Schema, at: &At<'_>) {
    let (was, is) = (&old.text.pattern, &new.text.pattern);
    if word(was) == word(is) {
        return;
    }
    let what = format!("its pattern is {} now, it was {}", said(is), said(was));
    let effect = match (was, is) {
        (_, None) => Effect::Widened("there is no pattern any more".into()),
        (None, Some(_)) => Effect::Narrowed("what does not fit the pattern is refused".into()),
        (Some(was), Some(is)) => match witness(old, was, is) {
            Some(text) => {
                Effect::Narrowed(format!("{} fitted the old one, and is refused", code(&text)))
            }
            None => Effect::Unclear(
                "whether all that fitted the old pattern fits the new one can't be decided".into(),
            ),
        },
    };
    cx.note(at, Kind::PatternChanged, what, effect, places((was, old), (is, new)));
}

/// An example of the old side that the old pattern takes and the new one does not.
fn witness(old: &Schema, was: &str, is: &str) -> Option<String> {
    let given = old.examples.iter().chain(&old.default).filter_map(|one| one.value.as_str());
    let mut given = given.filter(|text| {
        pattern::test(was, text) == Some(true) && pattern::test(is, text) == Some(false)
    });
    given.next().map(str::to_owned)
}

fn format(cx: &mut Cx<'_>, old: &Schema, new: &Schema, at: &At<'_>) {
    // That of a password says who may see it.
    let (was, is) = (&old.text.format, &new.text.format);
    let hidden = |text: &Option<Text>| word(text) == "password" || text.is_none();
    if word(was) == word(is) || (hidden(was) && hidden(is)) {
        return;
    }
    let what = format!("its format is {} now, it was {}", said(is), said(was));
    let effect = checked(format_of(new), old, new);
    cx.note(at, Kind::FormatChanged, what, effect, places((was, old), (is, new)));
}

fn encoding(cx: &mut Cx<'_>, old: &Schema, new: &Schema, at: &At<'_>) {
    let (was, is) = (&old.text.encoding, &new.text.encoding);
    if word(was) != word(is) {
        let what = format!("its encoding is {} now, it was {}", said(is), said(was));
        let effect = checked(encoding_of(new), old, new);
        cx.note(at, Kind::EncodingChanged, what, effect, places((was, old), (is, new)));
    }
}

/// The format that is checked; one that nobody checks forbids nothing.
fn format_of(schema: &Schema) -> Option<Format> {
    schema.text.format.as_ref().and_then(|format| Format::named(format))
}

/// The only encoding there is, base64, as the format that it is checked as.
fn encoding_of(schema: &Schema) -> Option<Format> {
    schema.text.encoding.as_ref().map(|_| Format::Byte)
}

/// The effect of one of the two keywords now asking for a format, or for none; the other one may ask for the same.
fn checked(asked: Option<Format>, old: &Schema, new: &Schema) -> Effect {
    let was = [format_of(old), encoding_of(old)];
    let is = [format_of(new), encoding_of(new)];
    match asked {
        Some(Format::Hostname) if was.contains(&Some(Format::Ipv4)) => {
            Effect::Unclear("whether each of the one is one of the other can't be decided".into())
        }
        Some(_) if !was.contains(&asked) => {
            Effect::Narrowed("what is not of this format is refused".into())
        }
        _ if was.iter().flatten().all(|format| is.contains(&Some(*format))) => Effect::None,
        _ => Effect::Widened("it is not checked any more".into()),
    }
}
