//! The validation that is generated agrees with the `jsonschema` crate: random specs are generated into one program,
//! random params given to both, and whatever one accepts and the other refuses fails the test. The same specs are loaded,
//! and what is said of the same params has to be the same to the letter.
//!
//! `WELLHEAD_AGREE_SPECS` sets how many specs are tried, `WELLHEAD_AGREE_SEED` which ones.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "a test fails by panicking, and this one reports its counts"
)]

mod instances;
mod random;
mod samples;
mod schemas;
mod subject;
mod told;

use std::collections::BTreeMap;

use jsonschema::{Draft, Validator};
use serde_json::{Value, json};
use wellhead_codegen::spec::Format;
use wellhead_runtime::LoadedCatalog;

use random::Random;

const SPECS: usize = 250;
const INSTANCES: usize = 40;
const SEED: u64 = 20_260_131;

/// What is stricter here than in JSON Schema, and documented so: it excuses a refusal.
///
/// One more thing is, and the specs leave it out: where no `type` is said, keywords that are all about one type imply it.
const STRICTER: [&str; 2] = ["unknown", "duplicate"];

/// How many disagreements are shown.
const SHOWN: usize = 25;

/// A spec with its params schema as `jsonschema` sees it, and what to try.
struct Trial {
    slug: String,
    spec: Value,
    validator: Validator,
    /// The same with kinds that know their own members only.
    closed: Validator,
    instances: Vec<Value>,
}

impl Trial {
    fn schema(&self) -> &Value {
        &self.spec["authSpec"][0]["spec"]
    }
}

/// What came of one instance.
enum Outcome {
    Accepted,
    Refused,
    /// Refused by a rule that is stricter here.
    Skipped,
    Disagreed(String),
}

#[test]
fn formats_mean_the_same() {
    let mut differ = Vec::new();
    for (name, texts) in samples::FORMATS {
        let format = Format::named(name).expect("a format that is checked");
        let theirs = validator(&json!({ "format": name }));
        let unlike = |text: &&&str| format.accepts(text) != theirs.is_valid(&json!(text));
        for text in texts.iter().filter(unlike) {
            differ.push(format!("{name} {text:?}: {} here", format.accepts(text)));
        }
    }
    assert!(differ.is_empty(), "{}", differ.join("\n"));
}

#[test]
fn what_is_generated_accepts_what_json_schema_accepts_and_nothing_else() {
    let mut random = Random::seeded(number("WELLHEAD_AGREE_SEED", SEED));
    let wanted = number("WELLHEAD_AGREE_SPECS", SPECS as u64) as usize;
    let mut refused = Vec::new();
    let mut trials = Vec::new();
    for number in 0..wanted {
        let spec = schemas::spec(&mut random, number);
        match subject::refused(&spec) {
            Some(reason) => refused.push(reason),
            None => trials.push(trial(&mut random, spec)),
        }
    }
    assert!(refused.len() * 4 < wanted, "most specs are sound; this is not:\n{}", refused.concat());
    let specs: Vec<&Value> = trials.iter().map(|trial| &trial.spec).collect();
    let (program, loaded) = subject::made(&specs);
    let cases = trials.iter().flat_map(|trial| {
        trial.instances.iter().map(|one| (trial.slug.as_str(), "Any Params", one))
    });
    let verdicts = subject::verdicts(&program, cases.clone());
    twins(&loaded, cases.zip(&verdicts));
    let tried = trials.iter().flat_map(|trial| trial.instances.iter().map(move |one| (trial, one)));
    assert_eq!(verdicts.len(), tried.clone().count(), "every case has a verdict");
    let outcomes: Vec<Outcome> = tried
        .zip(&verdicts)
        .map(|((trial, instance), (verdict, _))| outcome(trial, instance, verdict))
        .collect();
    report(&trials, refused.len(), &outcomes);
}

/// Compares all that compiled sources told with what loaded ones tell.
fn twins<'c>(
    loaded: &LoadedCatalog,
    cases: impl Iterator<Item = ((&'c str, &'c str, &'c Value), &'c (Value, String))>,
) {
    let (mut count, mut unlike) = (0, Vec::new());
    for ((slug, spec_name, params), (_, compiled)) in cases {
        let told = told::of_params(loaded, slug, Some(spec_name), params.to_string().as_bytes());
        count += 1;
        if told != *compiled {
            unlike.push(format!("{slug} {params}\ncompiled: {compiled}\nloaded: {told}"));
        }
    }
    println!("{count} instances told by loaded sources as well, {} otherwise", unlike.len());
    let shown = unlike.iter().take(SHOWN).cloned().collect::<Vec<_>>();
    assert!(unlike.is_empty(), "{} differ:\n\n{}", unlike.len(), shown.join("\n\n"));
}

fn number(variable: &str, default: u64) -> u64 {
    match std::env::var(variable) {
        Ok(text) => text.parse().expect("a number"),
        Err(_) => default,
    }
}

fn trial(random: &mut Random, spec: Value) -> Trial {
    let slug = spec["name"].as_str().expect("a name").to_owned();
    let schema = &spec["authSpec"][0]["spec"];
    let closed = validator(&closed(schema));
    let validator = validator(schema);
    let instances = (0..INSTANCES).map(|_| instances::instance(random, schema)).collect();
    Trial { slug, validator, closed, instances, spec }
}

/// The formats that draft 7 does not have, each with what `jsonschema` checks them by: the format of a later draft, or
/// for OpenAPI's `byte` the keyword that means the same.
const BORROWED: [(&str, &str, &str); 3] = [
    ("uuid", "format", "uuid"),
    ("duration", "format", "duration"),
    ("byte", "contentEncoding", "base64"),
];

/// Draft 7, with formats and those of [`BORROWED`].
fn validator(schema: &Value) -> Validator {
    let mut options = jsonschema::options().with_draft(Draft::Draft7).should_validate_formats(true);
    for (format, keyword, word) in BORROWED {
        let draft = if keyword == "format" { Draft::Draft201909 } else { Draft::Draft7 };
        let lent = jsonschema::options()
            .with_draft(draft)
            .should_validate_formats(true)
            .build(&json!({ keyword: word }))
            .expect("a schema");
        options = options.with_format(format, move |text: &str| lent.is_valid(&text.into()));
    }
    options.build(schema).unwrap_or_else(|error| panic!("{error}: {schema:#}"))
}

/// The schema with every alternative closed to members that neither it nor what stands around it names.
fn closed(schema: &Value) -> Value {
    let mut schema = schema.clone();
    let around = schema["properties"].as_object().cloned().unwrap_or_default();
    for (keyword, inner) in schema.as_object_mut().into_iter().flatten() {
        match (keyword.as_str(), inner) {
            ("oneOf" | "anyOf", Value::Array(branches)) => {
                branches.iter_mut().for_each(|branch| close(branch, around.keys()));
            }
            ("properties", Value::Object(members)) => {
                members.values_mut().for_each(|member| *member = closed(member));
            }
            ("items" | "additionalProperties", inner) => *inner = closed(inner),
            _ => {}
        }
    }
    schema
}

fn close<'n>(branch: &mut Value, around: impl Iterator<Item = &'n String>) {
    *branch = closed(branch);
    let says = |keyword| branch.get(keyword).is_some();
    if !says("properties") || says("additionalProperties") || says("patternProperties") {
        return;
    }
    let members = branch["properties"].as_object_mut().expect("properties");
    for name in around {
        members.entry(name.as_str()).or_insert(true.into());
    }
    branch["additionalProperties"] = false.into();
}

fn outcome(trial: &Trial, instance: &Value, verdict: &Value) -> Outcome {
    let expected = trial.validator.is_valid(instance);
    match verdict {
        Value::Object(auth) if !expected => {
            let why = trial
                .validator
                .iter_errors(instance)
                .map(|error| format!("{} at {}", error, error.schema_path()));
            let why: Vec<String> = why.collect();
            let sent = auth.len();
            Outcome::Disagreed(format!("accepted ({sent}), but {}", why.join("; ")))
        }
        Value::Object(auth) if !same(&auth["params"], instance) => {
            Outcome::Disagreed(format!("sent as {}", auth["params"]))
        }
        Value::Object(_) => Outcome::Accepted,
        Value::Array(_) if !expected => Outcome::Refused,
        Value::Array(violations) if violations.iter().any(is_stricter) => Outcome::Skipped,
        // A member that its kind does not know makes another kind the nearest, and that one tells why not.
        Value::Array(_) if !trial.closed.is_valid(instance) => Outcome::Skipped,
        Value::Array(violations) => {
            Outcome::Disagreed(format!("refused: {}", Value::from(violations.clone())))
        }
        broken => Outcome::Disagreed(broken.to_string()),
    }
}

fn is_stricter(violation: &Value) -> bool {
    STRICTER.iter().any(|rule| violation[0] == *rule)
}

/// Whether two values are equal as JSON Schema says: `1` and `1.0` are.
fn same(one: &Value, other: &Value) -> bool {
    match (one, other) {
        (Value::Number(one), Value::Number(other)) => one.as_f64() == other.as_f64(),
        (Value::Array(one), Value::Array(other)) => {
            one.len() == other.len() && one.iter().zip(other).all(|(one, other)| same(one, other))
        }
        (Value::Object(one), Value::Object(other)) => {
            one.len() == other.len()
                && one.iter().all(|(key, one)| other.get(key).is_some_and(|other| same(one, other)))
        }
        (one, other) => one == other,
    }
}

fn report(trials: &[Trial], refused: usize, outcomes: &[Outcome]) {
    let count = |of: fn(&Outcome) -> bool| outcomes.iter().filter(|one| of(one)).count();
    let disagreed = count(|one| matches!(one, Outcome::Disagreed(_)));
    println!(
        "{} specs ({refused} more refused by the checks), {} instances: {} accepted by both, {} refused by both, \
         {} skipped as a stricter rule refuses them, {disagreed} disagreed",
        trials.len(),
        outcomes.len(),
        count(|one| matches!(one, Outcome::Accepted)),
        count(|one| matches!(one, Outcome::Refused)),
        count(|one| matches!(one, Outcome::Skipped)),
    );
    let tried = trials.iter().flat_map(|trial| trial.instances.iter().map(move |one| (trial, one)));
    let mut first: BTreeMap<&str, String> = BTreeMap::new();
    for ((trial, instance), outcome) in tried.zip(outcomes) {
        if let Outcome::Disagreed(what) = outcome {
            let shown = || format!("{}\n{instance}\n{what}", trial.schema());
            first.entry(&trial.slug).or_insert_with(shown);
        }
    }
    let shown: Vec<String> =
        first.iter().take(SHOWN).map(|(slug, one)| format!("{slug}: {one}")).collect();
    assert!(disagreed == 0, "{} specs disagree:\n\n{}", first.len(), shown.join("\n\n"));
}
