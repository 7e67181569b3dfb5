//! The rules that a value of one shape must fit, each told as a [`Finding`]. Reading and validating both end here,
//! so that a request gets the same verdict whether it came as text or was built.

use crate::Format;
use crate::json::{Problem, is_multiple};
use crate::pattern::Pattern;
use crate::requests::phrase::{Phrase, listed, phrase};
use crate::requests::table::{Constant, IntegerRules, ListRules, NumberRules, TextRules};
use crate::requests::violation::{Rule, Violation};
use crate::suggest::nearest_of;

/// A violation that does not know its place yet.
#[derive(Debug)]
pub(crate) struct Finding {
    pub(crate) rule: Rule,
    pub(crate) message: Phrase,
    pub(crate) help: Option<Phrase>,
}

impl Finding {
    pub(crate) fn new(rule: Rule, message: impl Into<Phrase>) -> Self {
        Self { rule, message: message.into(), help: None }
    }

    /// The same with what to do about it.
    pub(crate) fn help(self, help: impl Into<Phrase>) -> Self {
        Self { help: Some(help.into()), ..self }
    }

    /// The violation that it is of what a JSON pointer leads to.
    pub(crate) fn at(self, pointer: String) -> Violation {
        let Self { rule, message, help } = self;
        Violation { pointer, place: None, rule, message, help }
    }
}

/// Where findings go.
pub(crate) type Report<'r> = &'r mut dyn FnMut(Finding);

/// Where it is told that something is wrong; who does not ask what it is pays for no words.
pub(crate) type Told<'r> = &'r mut dyn FnMut(&dyn Fn() -> Finding);

#[inline]
pub(crate) fn text(rules: &TextRules, text: &str, report: Report<'_>) {
    told_of_text(rules, text, &mut |finding| report(finding()));
}

#[inline]
pub(crate) fn told_of_text(rules: &TextRules, text: &str, report: Told<'_>) {
    if rules.min_length > 0 || rules.max_length.is_some() {
        length(rules, text, report);
    }
    if let Some(only) = rules.only {
        constant(only, text, report);
    }
    if let Some(pattern) = rules.pattern {
        fits(pattern, text, report);
    }
    if let Some(format) = rules.format {
        formatted(format, text, report);
    }
}

fn constant(only: &'static str, text: &str, report: Told<'_>) {
    if only != text {
        report(&|| not_constant(Constant::Text(only)));
    }
}

fn fits(pattern: &Pattern, text: &str, report: Told<'_>) {
    let found = pattern.matches(text);
    if matches!(found, Ok(true)) {
        return;
    }
    report(&|| {
        let source = pattern.source();
        let message = match found {
            Ok(_) => phrase(&["does not fit the pattern `", source, "`"]),
            Err(_) => {
                phrase(&["could not be matched against the pattern `", source, "` within bounds"])
            }
        };
        Finding::new(Rule::Pattern, message)
    });
}

fn formatted(format: Format, text: &str, report: Told<'_>) {
    if !format.accepts(text) {
        report(&|| {
            let help = phrase(&["write it like `", format.example(), "`"]);
            Finding::new(Rule::Format, phrase(&["is not ", format.described()])).help(help)
        });
    }
}

fn length(rules: &TextRules, text: &str, report: Told<'_>) {
    let min = rules.min_length as usize;
    // A character has one to four bytes: mostly, counting them is not needed.
    let fits_for_sure = text.len().div_ceil(4) >= min
        && rules.max_length.is_none_or(|max| text.len() <= max as usize);
    if fits_for_sure {
        return;
    }
    let length = text.chars().count();
    if length == 0 && min > 0 {
        report(&|| Finding::new(Rule::MinLength, "is empty").help("give it a value"));
    } else if length < min {
        report(&|| Finding::new(Rule::MinLength, format!("is shorter than {min} characters")));
    }
    if let Some(max) = rules.max_length.filter(|max| length > *max as usize) {
        report(&|| Finding::new(Rule::MaxLength, format!("is longer than {max} characters")));
    }
}

pub(crate) fn integer(rules: &IntegerRules, value: i128, report: Report<'_>) {
    if value < rules.min {
        report(
            Finding::new(Rule::Minimum, format!("is less than {}", rules.min)).help(range(rules)),
        );
    }
    if value > rules.max {
        report(
            Finding::new(Rule::Maximum, format!("is more than {}", rules.max)).help(range(rules)),
        );
    }
    if value % rules.multiple_of.max(1) != 0 {
        report(Finding::new(
            Rule::MultipleOf,
            format!("is not a multiple of {}", rules.multiple_of),
        ));
    }
}

fn range(rules: &IntegerRules) -> String {
    format!("write a whole number from {} to {}", rules.min, rules.max)
}

pub(crate) fn number(rules: &NumberRules, value: f64, report: Report<'_>) {
    told_of_number(rules, value, &mut |finding| report(finding()));
}

pub(crate) fn told_of_number(rules: &NumberRules, value: f64, report: Told<'_>) {
    if value < rules.min || (rules.above && value <= rules.min) {
        let than = if rules.above { "is not more than" } else { "is less than" };
        report(&|| Finding::new(Rule::Minimum, format!("{than} {}", rules.min)));
    }
    if value > rules.max || (rules.below && value >= rules.max) {
        let than = if rules.below { "is not less than" } else { "is more than" };
        report(&|| Finding::new(Rule::Maximum, format!("{than} {}", rules.max)));
    }
    if !is_multiple(value, rules.multiple_of) {
        let message = || format!("is not a multiple of {}", rules.multiple_of);
        report(&|| Finding::new(Rule::MultipleOf, message()));
    }
}

/// Whether a text is one of some names.
#[inline(never)]
pub(crate) fn is_one_of(text: &str, names: &[&str]) -> bool {
    for name in names {
        if *name == text {
            return true;
        }
    }
    false
}

pub(crate) fn choice(names: &[&'static str], text: &str, report: Report<'_>) {
    if is_one_of(text, names) {
        return;
    }
    let finding = none_of_names(names);
    report(match nearest_of(text, names) {
        Some(meant) => finding.help(Phrase::did_you_mean(meant)),
        None => finding,
    });
}

/// That a value is none of those listed.
pub(crate) fn none_of_names(names: &[&str]) -> Finding {
    Finding::new(Rule::Enum, listed("is not one of ", names))
}

pub(crate) fn count(rules: &ListRules, count: usize, report: Report<'_>) {
    if count < rules.min as usize {
        report(Finding::new(Rule::MinItems, fewer(rules.min, "element")));
    }
    if let Some(max) = rules.max.filter(|max| count > *max as usize) {
        report(Finding::new(Rule::MaxItems, more(max, "element")));
    }
}

/// That there is too little of something, which `what` is one of.
pub(crate) fn fewer(than: u32, what: &str) -> String {
    match than {
        1 => format!("has no {what}"),
        than => format!("has fewer than {than} {what}s"),
    }
}

/// That there is too much of something.
pub(crate) fn more(than: u32, what: &str) -> String {
    match than {
        0 => format!("has more than no {what}"),
        1 => format!("has more than one {what}"),
        than => format!("has more than {than} {what}s"),
    }
}

fn spelt(constant: Constant) -> String {
    match constant {
        Constant::Text(text) => text.to_owned(),
        Constant::Integer(value) => value.to_string(),
        Constant::Boolean(flag) => flag.to_string(),
    }
}

/// That a value is none of the constants that tell kinds of an object apart; `text` is the value, if it is one.
pub(crate) fn none_of(constants: &[Constant], text: Option<&str>) -> Finding {
    let mut all = Vec::with_capacity(constants.len());
    for constant in constants {
        all.push(spelt(*constant));
    }
    let (mut names, mut texts) = (Vec::with_capacity(all.len()), Vec::new());
    for (constant, name) in constants.iter().zip(&all) {
        names.push(name.as_str());
        if let Constant::Text(text) = constant {
            texts.push(*text);
        }
    }
    let finding = Finding { rule: Rule::Const, ..none_of_names(&names) };
    match text.and_then(|text| nearest_of(text, &texts)) {
        Some(meant) => finding.help(Phrase::did_you_mean(meant)),
        None => finding,
    }
}

pub(crate) fn not_constant(constant: Constant) -> Finding {
    let only = spelt(constant);
    let message = phrase(&["expected `", &only, "`, the only value that is allowed"]);
    Finding::new(Rule::Const, message)
}

pub(crate) fn missing(name: &'static str) -> Finding {
    Finding::new(Rule::Required, "is missing").help(Phrase::add(name))
}

/// That a float is no number that JSON has.
pub(crate) fn not_finite() -> Finding {
    Finding::new(Rule::Type, "is infinite, or not a number").help("give it a number")
}

/// That a number is beyond every float.
pub(crate) fn too_large() -> Finding {
    Finding::new(Rule::Type, "is too large").help("write a number that fits 64 bits")
}

/// That a request nests deeper than any reader of it would follow.
pub(crate) fn too_deep() -> Finding {
    Finding::new(Rule::Syntax, Problem::TooDeep.message()).help(Problem::TooDeep.help())
}

pub(crate) fn twice() -> Finding {
    Finding::new(Rule::Duplicate, "stands here twice").help("keep one of them")
}

/// That a param stands among those that are not listed, where it would be sent a second time.
pub(crate) fn not_additional() -> Finding {
    Finding::new(Rule::Duplicate, "is a param of its own, and no additional one")
        .help("set it by its own name")
}

pub(crate) fn not_unique() -> Finding {
    Finding::new(Rule::UniqueItems, "stands in the array already").help("remove it")
}

#[cfg(test)]
mod tests {
    use super::*;

    const DAYS: [&str; 14] =
        ["1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "11", "12", "13", "14"];

    #[test]
    fn of_a_long_list_the_first_and_the_number_of_the_others_are_told() {
        let told = "is not one of `1`, `2`, `3`, `4`, `5`, `6`, `7`, `8`, `9`, `10`, `11`, `12` and 2 more";
        let mut found = Vec::new();
        choice(&DAYS, "sunday", &mut |finding| found.push(finding));
        found.push(none_of(&DAYS.map(Constant::Text), None));
        assert!(found.iter().all(|finding| finding.message == told), "{found:?}");
        assert_eq!(found.len(), 2);
    }
}
