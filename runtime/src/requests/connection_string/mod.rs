//! Connection strings: a param whose text is made of parts, such as `Host=…;Port=…;User Id=…;Password=…`.
//!
//! A spec file declares the parts; the generator makes a struct of them, and [`ConnectionString`] is the text built
//! from one, or given whole. Either way it is kept as a secret: most carry a password.

mod ado_net;
mod azure_storage;
mod fine;
#[cfg(test)]
mod grammar;
mod odbc;
mod percent;
mod quoted;
mod secrets;
mod url;
mod written;

use std::borrow::Cow;
use std::cell::OnceCell;
use std::fmt;
use std::marker::PhantomData;

use crate::Secret;
use crate::cut;
use crate::json::{Tape, whole};
use crate::path::Path;
use crate::requests::param::{Param, ReadParam, ReadParams, View};
use crate::requests::phrase::{Phrase, phrase, shown};
use crate::requests::read::{Input, Seen};
use crate::requests::rules::{self, Finding, Report};
use crate::requests::table::{ConnectionStringRules, Constant, Shape};
use crate::requests::violation::{Rule, Violation, Violations};
use crate::requests::write::SecretText;
use crate::suggest::nearest_of;

pub use url::AddressPiece;
pub(crate) use written::example;
use written::{PushPart, build, push_all, push_split, rebuild, separator};

/// A part of a text: its key, and its value, neither quoted nor encoded any more.
type Pair<'t> = (Key<'t>, Value<'t>);

/// What a part is found by.
enum Key<'t> {
    /// A key in the text.
    Written(Cow<'t, str>),
    /// The index of a part that has its place in an address.
    Part(usize),
}

impl Key<'_> {
    /// The part's index, if it is declared.
    fn part(&self, rules: &ConnectionStringRules) -> Option<usize> {
        match self {
            Self::Written(key) => part_of(rules, key),
            Self::Part(index) => Some(*index),
        }
    }
}

/// A value: as it stands in the text, or in memory of its own, which is overwritten.
enum Value<'t> {
    InText(&'t str),
    /// How it is spelt in the text, and what that stands for.
    Own(&'t str, SecretText),
    /// As a form encodes it; it is decoded when somebody reads it.
    OfForm(&'t str, OnceCell<SecretText>),
}

impl<'t> Value<'t> {
    fn of(spelt: &'t str, text: Cow<'t, str>) -> Self {
        match text {
            Cow::Borrowed(text) => Self::InText(text),
            Cow::Owned(text) => Self::Own(spelt, text.into()),
        }
    }

    fn of_form(encoded: &'t str) -> Self {
        match percent::stands_for_itself(encoded, true) {
            true => Self::InText(encoded),
            false => Self::OfForm(encoded, OnceCell::new()),
        }
    }

    /// How it is spelt in the text, without the marks around it.
    fn spelt(&self) -> &'t str {
        match self {
            Self::InText(text) | Self::Own(text, _) | Self::OfForm(text, _) => text,
        }
    }

    /// Whether it is empty, which nobody has to read it for.
    fn is_empty(&self) -> bool {
        match self {
            Self::OfForm(encoded, _) => encoded.is_empty(),
            read => str::is_empty(read),
        }
    }
}

impl std::ops::Deref for Value<'_> {
    type Target = str;

    fn deref(&self) -> &str {
        match self {
            Self::InText(text) => text,
            Self::Own(_, text) => text,
            Self::OfForm(encoded, text) => {
                text.get_or_init(|| percent::of_form(encoded).into_owned().into())
            }
        }
    }
}

/// The grammar of a connection string.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Dialect {
    /// ADO.NET's: `Key=value;Key="a;b"`, keys in any letter case, quotes doubled inside quotes.
    AdoNet,
    /// ODBC's: `Key=value;Key={a;b}`, keys in any letter case, `}` doubled inside braces.
    Odbc,
    /// Azure Storage's: `Key=value;Key=value`, nothing quoted, no other keys than those listed.
    AzureStorage,
    /// A URL: parts in the address, of which these are the pieces, and parts that are the query's parameters.
    Url(&'static [AddressPiece]),
}

impl Dialect {
    /// Whether a value stands in a text of this grammar as it is: neither quoted, nor encoded, nor without a spelling.
    pub fn is_bare(&self, value: &str) -> bool {
        match self {
            Self::AdoNet => ado_net::is_bare(value),
            Self::Odbc => odbc::is_bare(value),
            Self::AzureStorage => azure_storage::is_bare(value),
            Self::Url(_) => value.chars().all(|char| char.is_ascii_alphanumeric()),
        }
    }
}

/// The parts of one source's connection string.
pub trait ConnectionStringParts: ReadParams + Sized {
    /// How the parts become a text.
    fn rules() -> &'static ConnectionStringRules;
}

/// A connection string whose parts are `P`.
///
/// It is built from its parts, or from a text that is checked with the rest of the request. `Debug` shows nothing.
pub struct ConnectionString<P> {
    // Open to generated code, which reads and writes the secret itself: what is generic is compiled for each `P`.
    #[doc(hidden)]
    pub text: Secret,
    #[doc(hidden)]
    pub parts: PhantomData<fn() -> P>,
}

impl<P> ConnectionString<P> {
    /// The whole text, password and all.
    pub fn expose(&self) -> &str {
        self.text.expose()
    }
}

impl<P: ConnectionStringParts> ConnectionString<P> {
    /// The parts of the text: those that the spec file lists. What else the driver knows is not among them; to change a part
    /// and keep the rest, [`set_parts`](Self::set_parts).
    ///
    /// # Errors
    /// Everything that keeps the text from having them.
    pub fn parts(&self) -> Result<P, Violations> {
        let mut parts = P::blank();
        read(P::rules(), self.expose(), &mut parts).map(|()| parts)
    }

    /// Writes the text anew: these parts, and behind them every key of the old text that is no part, such as `Pooling=false`.
    /// A text that is made of parts by `From` has the parts alone.
    ///
    /// An old text that can't be read gives what stands before the mistake.
    pub fn set_parts(&mut self, parts: &P) {
        self.text = rebuild(P::rules(), self.expose(), parts);
    }

    /// Checks the text as a request with it would be checked.
    ///
    /// # Errors
    /// Everything wrong with it.
    pub fn validate(&self) -> Result<(), Violations> {
        let mut violations = Vec::new();
        check(P::rules(), self.expose(), &mut |finding| violations.push(detached(finding)));
        Violations::check(violations)
    }
}

impl<P: ConnectionStringParts> From<P> for ConnectionString<P> {
    fn from(parts: P) -> Self {
        Self { text: build(P::rules(), &parts), parts: PhantomData }
    }
}

impl<P> From<Secret> for ConnectionString<P> {
    fn from(text: Secret) -> Self {
        Self { text, parts: PhantomData }
    }
}

impl<P> From<String> for ConnectionString<P> {
    fn from(text: String) -> Self {
        Secret::from(text).into()
    }
}

impl<P> From<&str> for ConnectionString<P> {
    fn from(text: &str) -> Self {
        Secret::from(text).into()
    }
}

impl<P> From<&String> for ConnectionString<P> {
    fn from(text: &String) -> Self {
        Secret::from(text).into()
    }
}

impl<P> Clone for ConnectionString<P> {
    fn clone(&self) -> Self {
        self.text.clone().into()
    }
}

impl<P> PartialEq for ConnectionString<P> {
    fn eq(&self, other: &Self) -> bool {
        self.text == other.text
    }
}

impl<P> Eq for ConnectionString<P> {}

impl<P> fmt::Debug for ConnectionString<P> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.text.fmt(f)
    }
}

impl<P> Param for ConnectionString<P> {
    fn view(&self) -> View<'_> {
        View::Secret(&self.text)
    }
}

impl<P> ReadParam for ConnectionString<P> {
    fn read(&mut self, input: &mut Input<'_>, shape: &'static Shape, path: &Path<'_>) {
        self.text.read(input, shape, path);
    }

    fn blank() -> Self {
        Self { text: Secret::default(), parts: PhantomData }
    }
}

/// Reads the parts of a text.
fn read(
    rules: &'static ConnectionStringRules,
    text: &str,
    parts: &mut dyn ReadParams,
) -> Result<(), Violations> {
    let mut violations = Vec::new();
    let report = &mut |finding| violations.push(detached(finding));
    let (_, json) = collect(rules, text, report);
    read_collected(rules, &json, Some(parts), report);
    Violations::check(violations)
}

/// Checks a whole text against the parts that are declared.
pub(crate) fn check(rules: &'static ConnectionStringRules, text: &str, report: Report<'_>) {
    // What is right is told without writing anything.
    if !fine::is_fine(rules, text) {
        look_closer(rules, text, report);
    }
}

/// Reports all that is wrong with a text.
#[inline(never)]
fn look_closer(rules: &'static ConnectionStringRules, text: &str, report: Report<'_>) {
    rules::text(rules.text, text, report);
    let (readable, json) = collect(rules, text, report);
    if !readable {
        return;
    }
    read_collected(rules, &json, None, report);
}

/// Reads the parts that were collected, or only checks them, and reports all that is wrong with them.
fn read_collected(
    rules: &'static ConnectionStringRules,
    json: &str,
    parts: Option<&mut dyn ReadParams>,
    report: Report<'_>,
) {
    let mut tape = Tape::new();
    // The text was written here, so it is JSON.
    let _ = tape.read(json);
    let mut input = Input::of(json, &tape);
    input.object(rules.parts, parts, &Path::root(""));
    for violation in input.into_violations() {
        report(of_part(rules, violation));
    }
}

/// Reads a text into a JSON object that holds the declared parts, and whether it could be read.
fn collect(
    rules: &'static ConnectionStringRules,
    text: &str,
    report: Report<'_>,
) -> (bool, SecretText) {
    let mut pairs = Vec::new();
    if let Err(finding) = visit(rules, text, &mut |pair| pairs.push(pair)) {
        report(finding);
        return (false, String::from("{}").into());
    }
    let mut json = SecretText::default();
    let mut seen = Seen::default();
    json.push("{");
    for (key, value) in &pairs {
        let Some(index) = key.part(rules) else { continue };
        let is_new = seen.insert(index);
        if let Key::Written(key) = key
            && !is_new
        {
            let message = phrase(&["has `", &shown(key), "` twice"]);
            report(Finding::new(Rule::Duplicate, message).help("keep one of them"));
            continue;
        }
        push_part(&mut json, rules, index, value);
    }
    json.push("}");
    hint_misspelt(rules, &pairs, &seen, report);
    (true, json)
}

/// Calls `take` with each part of a text, in its order.
fn visit<'t>(
    rules: &ConnectionStringRules,
    text: &'t str,
    take: &mut dyn FnMut(Pair<'t>),
) -> Result<(), Finding> {
    if let Dialect::Url(pieces) = rules.dialect {
        return url::visit(pieces, text, &|index| name_of(rules, index), take);
    }
    let is_known = |key: &str| part_of(rules, key).is_some();
    let pair = |rest| match rules.dialect {
        Dialect::AdoNet => ado_net::pair(rest, &is_known),
        Dialect::Odbc => odbc::pair(rest, &is_known),
        Dialect::AzureStorage | Dialect::Url(_) => azure_storage::pair(rest, &is_known),
    };
    visit_pairs(text, &pair, take)
}

/// Reads the pair at the start of a text, and says what follows it.
type PairReader<'p, 't> = &'p dyn Fn(&'t str) -> Result<(Pair<'t>, &'t str), Finding>;

/// Calls `take` with each of the pairs between semicolons, which `pair` reads off the start of a text.
fn visit_pairs<'t>(
    text: &'t str,
    pair: PairReader<'_, 't>,
    take: &mut dyn FnMut(Pair<'t>),
) -> Result<(), Finding> {
    let mut rest = behind_separators(text);
    while !rest.is_empty() {
        let (one, after) = pair(rest)?;
        take(one);
        rest = behind_separators(after);
    }
    Ok(())
}

/// What follows white space and semicolons.
fn behind_separators(text: &str) -> &str {
    let mut rest = cut::trim_start(text);
    while let Some(after) = rest.strip_prefix(";") {
        rest = cut::trim_start(after);
    }
    rest
}

/// What stands between semicolons may be the tail of a password that needed quotes: it is not repeated.
fn not_a_pair(help: &'static str) -> Finding {
    let message = "has a piece between semicolons that is not `Key=value`";
    Finding::new(Rule::ConnectionString, message).help(help)
}

fn no_key() -> Finding {
    Finding::new(Rule::ConnectionString, "has a value without a key").help("write `Key=value`")
}

/// Says which unknown key may be the missing part: the others are the driver's own affair.
fn hint_misspelt(
    rules: &ConnectionStringRules,
    pairs: &[Pair<'_>],
    seen: &Seen,
    report: Report<'_>,
) {
    let missing = missing(rules, &|index| seen.contains(index));
    for (key, _) in pairs {
        let Key::Written(key) = key else { continue };
        if part_of(rules, key).is_some() {
            continue;
        }
        if let Some(meant) = nearest_of(key, &missing) {
            let message = phrase(&["has an unknown key `", &shown(key), "`"]);
            let help = Phrase::did_you_mean(meant);
            report(Finding::new(Rule::Unknown, message).help(help));
        }
    }
}

/// The keys of the parts that were not seen.
fn missing(rules: &ConnectionStringRules, seen: &dyn Fn(usize) -> bool) -> Vec<&'static str> {
    let mut missing = Vec::with_capacity(rules.keys.len());
    for (index, keys) in rules.keys.iter().enumerate() {
        if let Some(key) = keys.first().filter(|_| !seen(index)) {
            missing.push(*key);
        }
    }
    missing
}

fn part_of(rules: &ConnectionStringRules, key: &str) -> Option<usize> {
    for (index, keys) in rules.keys.iter().enumerate() {
        for known in *keys {
            if known.len() == key.len() && cut::is_alike(known.as_bytes(), key.as_bytes()) {
                return Some(index);
            }
        }
    }
    None
}

fn name_of(rules: &ConnectionStringRules, index: usize) -> &'static str {
    match rules.parts.fields.get(index) {
        Some(field) => field.name,
        None => "",
    }
}

/// Writes one part as a JSON member: a number or boolean as such, so that its rules can tell.
fn push_part(json: &mut SecretText, rules: &ConnectionStringRules, index: usize, value: &str) {
    let Some(field) = rules.parts.fields.get(index) else { return };
    if !json.as_str().ends_with("{") {
        json.push(",");
    }
    json.push_string(field.name);
    json.push(":");
    let bare = match field.shape {
        Shape::Integer(_) => whole_of(value).is_some(),
        Shape::Constant(Constant::Integer(only)) => whole_of(value) == Some(only),
        Shape::Boolean | Shape::Constant(Constant::Boolean(_)) => {
            return match flag_of(rules.dialect, value) {
                Some(flag) => json.push(if flag { "true" } else { "false" }),
                None => json.push_string(value),
            };
        }
        _ => false,
    };
    if bare { json.push(value) } else { json.push_string(value) }
}

/// The whole number that a value spells as JSON does.
fn whole_of(value: &str) -> Option<i128> {
    let is_spelt_so = match value.strip_prefix("-").unwrap_or(value).as_bytes() {
        b"0" => value == "0",
        [b'1'..=b'9', more @ ..] => more.iter().all(u8::is_ascii_digit),
        _ => false,
    };
    if is_spelt_so { whole(value) } else { None }
}

/// What a boolean part's value says: ADO.NET's providers take `yes` and `no` as well.
fn flag_of(dialect: Dialect, value: &str) -> Option<bool> {
    let has_words = dialect == Dialect::AdoNet;
    let is = |word: &str| cut::is_alike(value.as_bytes(), word.as_bytes());
    if is("true") || has_words && is("yes") {
        return Some(true);
    }
    (is("false") || has_words && is("no")).then_some(false)
}

/// A violation inside the JSON object of the parts, said of the text that people wrote.
fn of_part(rules: &ConnectionStringRules, violation: Violation) -> Finding {
    let Violation { rule, message, help, pointer, .. } = violation;
    let name = pointer.strip_prefix("/").unwrap_or(&pointer);
    let (key, kind) = key_and_kind(rules, name);
    let label = key.unwrap_or(name);
    // The text itself is there: whoever is told that something required is missing would look for the whole of it.
    let rule = if rule == Rule::Required { Rule::MissingPart } else { rule };
    let found = match rule {
        Rule::MissingPart => phrase(&["has no `", label, "`"]),
        Rule::Type => phrase(&["`", label, "` is not ", kind]),
        _ => phrase(&["`", label, "` ", &message.to_string()]),
    };
    let help = match (rule, key) {
        (Rule::MissingPart, Some(key)) => Some(phrase(&["add `", key, "=…`"]).into()),
        (Rule::MissingPart, None) => {
            Some(phrase(&["write the ", name, " into the address"]).into())
        }
        (Rule::Type, _) => None,
        _ => help,
    };
    Finding { rule, message: found.into(), help }
}

/// What the part of that name is written as, and what its value must be.
fn key_and_kind(rules: &ConnectionStringRules, name: &str) -> (Option<&'static str>, &'static str) {
    let Some((index, field)) = rules.parts.field(name) else { return (None, "of the right kind") };
    let key = rules.keys.get(index).and_then(|keys| keys.first()).copied();
    let kind = match field.shape {
        Shape::Integer(_) => "a whole number",
        Shape::Boolean => "`true` or `false`",
        _ => "of the right kind",
    };
    (key, kind)
}

fn detached(finding: Finding) -> Violation {
    finding.at(String::new())
}
