//! Every request body that the documents print, verbatim as `documented/<slug>-<n>.json`. Many are not JSON, or hold a
//! placeholder where a rule wants a value: what is said of them stands beside, as `….said`, and points at the cause.
//! What the body plainly means, after the smallest repair (`….repaired.json`), is a request of the source that the
//! document is about.
//!
//! `WELLHEAD_BLESS=1 cargo test --test documented_bodies` writes what is said anew; read the difference before you
//! commit it.

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
use wellhead::{
    ConnectionRequest, DispatchError, Source, dispatch, dispatch_as, dispatch_slug, sources,
};

/// Sources that nothing in a body tells from another one: their id, specName and params are those of both. Which one is
/// meant has to be said by slug.
const TWINS: [[&str; 2]; 2] = [
    ["oracle-netsuite-activities", "oracle-netsuite-entities"],
    ["sugarcrm-accounts-contacts", "sugarcrm-events"],
];

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/documented")
}

/// The names of all bodies as printed, such as `oracle-1`.
fn printed() -> BTreeSet<String> {
    let entries = fs::read_dir(folder()).expect("the folder");
    let names = entries.map(|entry| entry.expect("an entry").file_name());
    let names = names.filter_map(|name| Some(name.to_str()?.strip_suffix(".json")?.to_owned()));
    names.filter(|name| !name.ends_with(".repaired")).collect()
}

fn slug(name: &str) -> &str {
    name.rsplit_once('-').expect("<slug>-<n>").0
}

fn text(name: &str) -> String {
    fs::read_to_string(folder().join(format!("{name}.json"))).expect(name)
}

fn repaired(name: &str) -> Option<String> {
    fs::read_to_string(folder().join(format!("{name}.repaired.json"))).ok()
}

/// The body that a document means: the one that it prints, or its repair.
fn meant(name: &str) -> String {
    repaired(name).unwrap_or_else(|| text(name))
}

/// The sources that a body may be of: one, or twins.
fn candidates(
    name: &str,
    outcome: Result<ConnectionRequest<Source>, DispatchError>,
) -> Vec<String> {
    match outcome {
        Ok(request) => vec![request.auth().slug().to_owned()],
        Err(DispatchError::Ambiguous(candidates)) => {
            candidates.iter().map(|candidate| candidate.slug.to_owned()).collect()
        }
        Err(error) => panic!("{name}: {error}"),
    }
}

#[test]
fn each_body_that_is_no_request_as_printed_is_told_why_at_the_cause() {
    for name in printed() {
        let path = folder().join(format!("{name}.said"));
        let Some(_) = repaired(&name) else {
            assert!(!path.exists(), "{name} is sound, and yet something is said of it");
            candidates(&name, dispatch(text(&name).as_bytes()));
            continue;
        };
        let error = dispatch(text(&name).as_bytes()).expect_err(&name);
        let said = format!("{error}\n");
        if std::env::var_os("WELLHEAD_BLESS").is_some() {
            fs::write(&path, &said).expect("what is said can be written");
        }
        assert_eq!(fs::read_to_string(&path).unwrap_or_default(), said, "{name}");
    }
}

#[test]
fn each_body_means_a_request_of_its_source() {
    for name in printed() {
        let slug = slug(&name);
        let body = meant(&name);
        let expected = TWINS.iter().find(|twins| twins.contains(&slug));
        let expected = expected.map_or(vec![slug], |twins| twins.to_vec());
        assert_eq!(candidates(&name, dispatch(body.as_bytes())), expected, "{name}");

        let json: serde_json::Value = serde_json::from_str(&body).expect("JSON");
        let spec_name = json["auth"]["specName"].as_str();
        let params = json["auth"]["params"].to_string();
        let source = dispatch_slug(slug, spec_name, params.as_bytes())
            .unwrap_or_else(|error| panic!("{name}: {error}"));
        assert_eq!((source.slug(), source.spec_name()), (slug, spec_name), "{name}");
        let request =
            dispatch_as(slug, body.as_bytes()).unwrap_or_else(|error| panic!("{name}: {error}"));
        assert_eq!(request.auth(), &source, "{name}");
        assert_eq!(request.validate(), Ok(()), "{name}");
        let written: serde_json::Value = serde_json::from_str(&request.to_json()).expect("JSON");
        assert_eq!(written["auth"], json["auth"], "{name}");
        assert_eq!(written["connectionSpec"], json["connectionSpec"], "{name}");
    }
}

#[test]
fn a_repair_changes_few_characters() {
    for name in printed() {
        let (printed, Some(repaired)) = (text(&name), repaired(&name)) else { continue };
        let changed = diffed(&printed, &repaired);
        assert!(changed > 0 && changed <= 300, "{name}: {changed} characters");
    }
}

/// How many characters differ: of lines that only one of the texts has, what two of them start and end with alike does
/// not count.
fn diffed(one: &str, other: &str) -> usize {
    let only = |one: &str, other: &str| -> Vec<Vec<char>> {
        let mine = one.lines().filter(|line| !other.lines().any(|known| known == *line));
        mine.map(|line| line.chars().collect()).collect()
    };
    let (mine, theirs) = (only(one, other), only(other, one));
    let none = Vec::new();
    let pairs = (0..mine.len().max(theirs.len()))
        .map(|at| (mine.get(at).unwrap_or(&none), theirs.get(at).unwrap_or(&none)));
    let changed = pairs.map(|(one, other)| {
        let alike = |(one, other): &(&char, &char)| one == other;
        let before = one.iter().zip(other).take_while(alike).count();
        let after = one.iter().rev().zip(other.iter().rev()).take_while(alike).count();
        one.len().max(other.len()).saturating_sub(before + after).max(1)
    });
    changed.sum()
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
#[allow(deprecated, reason = "requests for a source that is going away are still told apart")]
fn two_sources_of_one_id_come_out_right() {
    let request = |name: &str| dispatch(meant(name).as_bytes()).expect(name);
    let pathfactory = request("pathfactory-1");
    let marketing_cloud = request("salesforce-marketing-cloud-1");
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
fn two_kinds_of_params_of_one_spec_name_come_out_right() {
    let request = |name: &str| dispatch(meant(name).as_bytes()).expect(name).into_auth();
    use sources::azure_event_hubs::Auth as EventHubs;
    use sources::http_api::Auth as HttpApi;
    assert!(matches!(
        request("azure-event-hubs-1"),
        Source::AzureEventHubs(EventHubs::StandardAuthentication(_))
    ));
    assert!(matches!(
        request("azure-event-hubs-2"),
        Source::AzureEventHubs(EventHubs::SasAuthentication(_))
    ));
    assert!(matches!(
        request("http-api-1"),
        Source::HttpApi(HttpApi::NonAuthenticatedConnection(_))
    ));
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
fn every_source_that_has_credentials_and_no_twin_has_an_example() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples");
    let mut seen = BTreeSet::new();
    for entry in fs::read_dir(folder).expect("the examples") {
        let path = entry.expect("an entry").path();
        if path.extension().is_some_and(|extension| extension == "json") {
            let request = dispatch(&fs::read(&path).expect("an example"));
            let request = request.unwrap_or_else(|error| panic!("{}: {error}", path.display()));
            seen.insert(request.auth().slug());
        }
    }
    let with_auth = wellhead::CATALOG
        .iter()
        .filter(|source| source.auth.iter().any(|auth| auth.spec_name.is_some()))
        .map(|source| source.slug)
        .filter(|slug| !TWINS.iter().flatten().any(|twin| twin == slug));
    assert_eq!(seen, with_auth.collect());
}
