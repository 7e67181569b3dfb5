//! Every request body that the documents print, verbatim as `documented/<source>-<n>.json`. Most are not JSON: each says
//! where and why, at the cause. What the body plainly means, with the smallest repair (`….repaired.json`), is a request of
//! the source that the document is about.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test fails by panicking"
)]

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use wellhead::json::{Place, Problem};
use wellhead::{ConnectionRequest, DispatchError, Rule, Source, dispatch, sources};

/// How a body fares as it is printed.
enum Printed {
    /// It is a request.
    Sound,
    /// It is not JSON: why, and the line and column of the cause.
    Broken(Problem, u32, u32),
    /// It has a placeholder that breaks one rule: its pointer, the rule, and the line and column.
    Placeholder(&'static str, Rule, u32, u32),
}
use Printed::{Broken, Placeholder, Sound};

const BASIC: &str = "Basic Authentication";

/// Each body: its file, how it fares, and the slug and specName of what it is.
const BODIES: [(&str, Printed, &str, &str); 9] = [
    ("generic-rest-1", Sound, "generic-rest", "oAuth2RefreshCode"),
    ("generic-rest-2", Sound, "generic-rest", BASIC),
    (
        "oracle-1",
        Placeholder("/auth/params/connectionString", Rule::Type, 7, 41),
        "oracle",
        "ConnectionString",
    ),
    ("pathfactory-1", Broken(Problem::MissingComma, 7, 58), "pathfactory", BASIC),
    ("salesforce-1", Broken(Problem::BadKey, 6, 22), "salesforce", BASIC),
    ("salesforce-2", Broken(Problem::MissingBrace, 7, 13), "salesforce", BASIC),
    (
        "salesforce-3",
        Broken(Problem::MissingBrace, 7, 13),
        "salesforce",
        "OAuth2 Client Credential",
    ),
    (
        "salesforce-4",
        Broken(Problem::MissingBrace, 7, 13),
        "salesforce",
        "OAuth2 JWT Token Credential",
    ),
    (
        "salesforce-marketing-cloud-1",
        Broken(Problem::MissingComma, 7, 58),
        "salesforce-marketing-cloud",
        "Client-Id-Secret Based Authentication",
    ),
];

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/documented")
}

fn text(name: &str) -> String {
    fs::read_to_string(folder().join(format!("{name}.json"))).expect(name)
}

/// The request that a document's body means: the body itself, or its repair.
fn meant(name: &str, printed: &Printed) -> ConnectionRequest<Source> {
    let text = match printed {
        Sound => text(name),
        _ => text(&format!("{name}.repaired")),
    };
    dispatch(text.as_bytes()).unwrap_or_else(|error| panic!("{name}: {error}"))
}

#[test]
fn each_body_fares_as_printed_just_as_it_should() {
    for (name, printed, ..) in &BODIES {
        let outcome = dispatch(text(name).as_bytes());
        match (printed, outcome) {
            (Sound, Ok(_)) => {}
            (Broken(problem, line, column), Err(DispatchError::NotJson(error))) => {
                assert_eq!(
                    (error.problem, error.place),
                    (*problem, Place { line: *line, column: *column }),
                    "{name}"
                );
            }
            (Placeholder(pointer, rule, line, column), Err(DispatchError::Invalid(violations))) => {
                let found: Vec<_> = violations
                    .iter()
                    .map(|found| (found.pointer.as_str(), found.rule, found.place))
                    .collect();
                assert_eq!(
                    found,
                    [(*pointer, *rule, Some(Place { line: *line, column: *column }))],
                    "{name}"
                );
            }
            (_, outcome) => panic!("{name}: {outcome:?}"),
        }
    }
}

#[test]
fn each_body_means_a_request_of_its_source() {
    for (name, printed, slug, spec_name) in &BODIES {
        let request = meant(name, printed);
        assert_eq!(
            (request.auth().slug(), request.auth().spec_name()),
            (*slug, Some(*spec_name)),
            "{name}"
        );
        assert_eq!(request.validate(), Ok(()), "{name}");
        let written: serde_json::Value = serde_json::from_str(&request.to_json()).expect("JSON");
        let file =
            if matches!(printed, Sound) { text(name) } else { text(&format!("{name}.repaired")) };
        assert_eq!(
            written,
            serde_json::from_str::<serde_json::Value>(&file).expect("JSON"),
            "{name}"
        );
    }
}

#[test]
fn a_repair_is_no_more_than_a_few_characters() {
    for (name, printed, ..) in BODIES.iter().filter(|(_, printed, ..)| !matches!(printed, Sound)) {
        let (printed_text, repaired) = (text(name), text(&format!("{name}.repaired")));
        let before = printed_text
            .chars()
            .zip(repaired.chars())
            .take_while(|(left, right)| left == right)
            .count();
        let after = printed_text
            .chars()
            .rev()
            .zip(repaired.chars().rev())
            .take_while(|(left, right)| left == right)
            .count();
        let changed = printed_text.chars().count().max(repaired.chars().count()) - before - after;
        // The JWT's body lacks a brace and, a line further on, a quote.
        let most = if *name == "salesforce-4" { 40 } else { 6 };
        assert!(changed <= most, "{name}: {changed} characters");
        assert!(!matches!(printed, Sound));
    }
}

#[test]
fn a_second_slip_shows_itself_once_the_first_is_mended() {
    let half = text("salesforce-4").replace("\"params\":\n", "\"params\": {\n");
    let Err(DispatchError::NotJson(error)) = dispatch(half.as_bytes()) else {
        panic!("a quote is missing")
    };
    assert_eq!(
        (error.problem, error.place),
        (Problem::UnclosedString, Place { line: 7, column: 25 })
    );
}

#[test]
fn two_sources_of_one_id_come_out_right() {
    let request = |name: &str| dispatch(text(name).as_bytes()).expect(name);
    let pathfactory = request("pathfactory-1.repaired");
    let marketing_cloud = request("salesforce-marketing-cloud-1.repaired");
    assert!(matches!(
        pathfactory.auth(),
        Source::Pathfactory(sources::pathfactory::Auth::BasicAuthentication(auth)) if auth.client_id == "pathfactory"
    ));
    assert!(matches!(
        marketing_cloud.auth(),
        Source::SalesforceMarketingCloud(
            sources::salesforce_marketing_cloud::Auth::ClientIdSecretBasedAuthentication(auth)
        ) if auth.client_id == "acme-salesforce-marketing-cloud"
    ));
    let id =
        |request: &ConnectionRequest<Source>| wellhead::Auth::descriptor(request.auth()).source.id;
    assert_eq!(id(&pathfactory), id(&marketing_cloud));
}

#[test]
fn a_placeholder_in_a_connection_string_is_told_by_its_key_alone() {
    let error = dispatch(text("oracle-1").as_bytes()).expect_err("a placeholder");
    assert_eq!(
        error.to_string(),
        "7:41 /auth/params/connectionString: `Port` is not a whole number [type]"
    );
}

#[test]
fn every_file_of_the_folder_is_tried() {
    let tried = BODIES.iter().flat_map(|(name, printed, ..)| {
        let repaired = (!matches!(printed, Sound)).then(|| format!("{name}.repaired.json"));
        [Some(format!("{name}.json")), repaired].into_iter().flatten()
    });
    let files = fs::read_dir(folder())
        .expect("the folder")
        .map(|entry| entry.expect("an entry").file_name());
    let files: BTreeSet<_> = files.map(|name| name.to_string_lossy().into_owned()).collect();
    assert_eq!(files, tried.collect());
}

#[test]
fn every_example_request_is_one() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples");
    let mut seen = BTreeSet::new();
    for entry in fs::read_dir(folder).expect("the examples") {
        let path = entry.expect("an entry").path();
        if path.extension().is_some_and(|extension| extension == "json") {
            let body = fs::read(&path).expect("an example");
            let request =
                dispatch(&body).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
            seen.insert(request.auth().slug());
        }
    }
    let all: BTreeSet<_> = wellhead::CATALOG.iter().map(|source| source.slug).collect();
    assert!(seen.is_subset(&all) && seen.len() >= 5, "{seen:?}");
}
