//! `wellhead diff` and `wellhead changelog`: every form of input and output, and what they exit with.

use std::process::Command;

use serde_json::{Value, json};

use crate::serve::Serving;
use crate::support::{Place, Ran, assert_has};

/// A small spec with one optional param more, or less.
fn acme(change: impl FnOnce(&mut Value)) -> String {
    let mut spec = json!({
        "id": "5c0a2f6e-3b1d-4c52-9f0e-7a6b1d2c3e4f",
        "name": "acme",
        "version": "1.0",
        "authSpec": [{
            "name": "Basic Authentication",
            "spec": {
                "type": "object",
                "properties": {
                    "host": {"type": "string", "description": "The address of the server."},
                    "password": {"type": "string", "format": "password", "description": "The password."},
                    "port": {"type": "integer", "minimum": 1, "maximum": 60000, "description": "The port."}
                },
                "required": ["host", "password"]
            }
        }]
    });
    change(&mut spec);
    format!("{spec:#}\n")
}

fn params(spec: &mut Value) -> &mut Value {
    &mut spec["authSpec"][0]["spec"]
}

/// A place with `old/` and `new/`, in which the port is required and may be larger.
fn two_folders() -> Place {
    let place = Place::new();
    place.write("old/acme.json", &acme(|_| {}));
    place.write(
        "new/acme.json",
        &acme(|spec| {
            params(spec)["properties"]["port"]["maximum"] = json!(70000);
            params(spec)["required"] = json!(["host", "password", "port"]);
        }),
    );
    place
}

#[test]
fn two_folders_are_compared_on_three_axes_with_places_in_both() {
    let ran = two_folders().run(&["diff", "old", "new"]).exits_with(0);
    assert_has(
        &ran.out,
        &[
            "acme\n",
            "! Basic Authentication · port: `port` is required now  [became-required]",
            "wire       breaking: a request without it is refused",
            "api        breaks builder call, field read",
            "[bound-changed]",
            "old        old/acme.json:",
            "new        new/acme.json:",
            "/authSpec/0/spec/properties/port/maximum",
            "2 changes in 1 source: 1 breaks requests,",
        ],
    );
    assert!(!ran.out.contains('\u{1b}'), "no colours in a pipe");
    assert_eq!(ran.err, "");
}

#[test]
fn nothing_different_is_quiet() {
    let place = two_folders();
    for args in [&["diff", "old", "old"][..], &["diff", "old", "old", "--fail-on", "any"]] {
        let ran = place.run(args).exits_with(0);
        assert_eq!((ran.out.as_str(), ran.err.as_str()), ("", ""));
    }
    let ran = place.run(&["diff", "old", "old", "--json"]).exits_with(0);
    assert_eq!(ran.json()["sources"], json!([]));
}

#[test]
fn a_line_is_held_by_the_exit_code() {
    let place = two_folders();
    let ran = place.run(&["diff", "old", "new", "--fail-on", "wire,api"]).exits_with(1);
    assert_has(&ran.err, &["1 change breaks requests, or may; 1 change breaks code"]);
    // The other way round, nothing that was accepted is refused but a port that large.
    place.write("new/acme.json", &acme(|spec| spec["name"] = json!("acme-2")));
    place.run(&["diff", "old", "new", "--fail-on", "wire", "--fail-on", "api"]).exits_with(0);
    let ran = place.run(&["diff", "old", "new", "--fail-on", "any"]).exits_with(1);
    assert_has(&ran.err, &["error: 1 change\n"]);
}

#[test]
fn json_has_verdicts_reasons_and_places() {
    let told = two_folders().run(&["diff", "old", "new", "--json"]).exits_with(0).json();
    assert_eq!(told["summary"]["changes"], 2);
    let change = &told["sources"][0]["changes"][0];
    assert_eq!(change["kind"], "became-required");
    assert_eq!(
        (&change["auth"], &change["param"]),
        (&json!("Basic Authentication"), &json!("port"))
    );
    assert_eq!(change["wire"]["verdict"], "breaking");
    assert_eq!(change["api"]["breaks"], json!(["builder call", "field read"]));
    assert_eq!(change["behaviour"]["verdict"], "changed");
    assert_eq!(change["old"]["pointer"], "/authSpec/0/spec/properties/port");
    assert!(change["new"]["line"].as_u64().is_some_and(|line| line > 1));
}

#[test]
fn markdown_is_a_table_a_source() {
    let ran = two_folders().run(&["diff", "old", "new", "--format", "markdown"]).exits_with(0);
    assert_has(&ran.out, &["**Spec files:** 2 changes", "### acme", "|---|", "**breaking**"]);
    let ran =
        two_folders().run(&["diff", "old", "new", "--json", "--format", "json"]).exits_with(2);
    assert_has(&ran.err, &["--json"]);
}

#[test]
fn two_files_are_one_source_whatever_they_are_called() {
    let place = two_folders();
    place.write("later.json", &place.read("new/acme.json"));
    let told = place.run(&["diff", "old/acme.json", "later.json", "--json"]).exits_with(0).json();
    let kinds = told["sources"][0]["changes"].as_array().unwrap();
    assert!(kinds.iter().all(|change| change["kind"] != "source-renamed"), "{told}");
    assert_eq!(told["sources"].as_array().unwrap().len(), 1);
}

#[test]
fn what_is_wrong_with_either_side_is_told_together() {
    let place = two_folders();
    place.write("old/acme.json", "{\"id\": 1}");
    place.write("new/other.json", "{");
    let ran = place.run(&["diff", "old", "new"]).exits_with(1);
    assert_has(&ran.err, &["old/acme.json", "new/other.json", "can't be compared"]);
    assert_eq!(ran.out, "");
}

#[test]
fn what_can_not_be_compared_is_a_wrong_call_or_a_wrong_name() {
    let place = two_folders();
    place.run(&["diff", "--live", "old"]).exits_with(2);
    for command in ["diff", "changelog"] {
        assert_has(&place.run(&[command]).exits_with(2).err, &["main..HEAD"]);
        assert_has(&place.run(&[command, "old"]).exits_with(2).err, &["the other side"]);
        let ran = place.run(&[command, "a..b", "old"]).exits_with(2);
        assert_has(&ran.err, &["a range of revisions stands alone"]);
    }
    for args in [["diff", "old", "old", "--specs", "old"], ["--specs", "old", "diff", "old", "old"]]
    {
        assert_has(&place.run(&args).exits_with(2).err, &["`--specs`", "`--folder`"]);
    }
    let ran = place.run(&["diff", "old", "nowhere"]).exits_with(1);
    assert_has(&ran.err, &["`nowhere` is no file or folder here, and ", "no git repository"]);
}

/// Runs git in a place, with nothing of the person who runs the tests.
fn git(place: &Place, args: &[&str]) {
    let output = Command::new("git")
        .args([
            "-c",
            "user.name=A",
            "-c",
            "user.email=a@acme.example",
            "-c",
            "commit.gpgsign=false",
        ])
        .args(args)
        .current_dir(place.path("."))
        .env("HOME", place.path("home"))
        .env("GIT_CONFIG_NOSYSTEM", "1")
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
}

/// A repository: `first` is tagged, `main` requires the port, a branch `topic` of `first` adds a param; `specs/` is as in `main`.
fn repository() -> Place {
    let place = Place::new();
    git(&place, &["init", "--quiet", "--initial-branch", "main"]);
    place.write("specs/acme.json", &acme(|_| {}));
    let commit = |text: &str| {
        git(&place, &["add", "specs"]);
        git(&place, &["commit", "--quiet", "-m", text]);
    };
    commit("One");
    git(&place, &["tag", "first"]);
    git(&place, &["checkout", "--quiet", "-b", "topic"]);
    place.write(
        "specs/acme.json",
        &acme(|spec| params(spec)["properties"]["region"] = json!({"type": "string"})),
    );
    commit("Topic");
    git(&place, &["checkout", "--quiet", "main"]);
    place.write(
        "specs/acme.json",
        &acme(|spec| params(spec)["required"] = json!(["host", "password", "port"])),
    );
    commit("Two");
    place
}

fn kinds(ran: &Ran) -> Vec<String> {
    let told = ran.json();
    let sources = told["sources"].as_array().unwrap();
    let all = sources.iter().flat_map(|source| source["changes"].as_array().unwrap());
    all.map(|change| change["kind"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn revisions_are_compared_with_each_other_and_with_what_is_there() {
    let place = repository();
    let run =
        |args: &[&str]| kinds(&place.run(&[&["diff", "--json"], args].concat()).exits_with(0));
    assert_eq!(run(&["first..HEAD"]), ["became-required"]);
    assert_eq!(run(&["first.."]), ["became-required"]);
    assert_eq!(run(&["main..topic"]), ["became-optional", "param-added"]);
    assert_eq!(run(&["main...topic"]), ["param-added"]);
    assert_eq!(run(&["HEAD"]), [""; 0]);
    assert_eq!(run(&["first"]), ["became-required"]);
    assert_eq!(run(&["first", "specs"]), ["became-required"]);
    assert_eq!(run(&["topic", "first"]), ["param-removed"]);
    assert_eq!(run(&["first", "--folder", "specs/acme.json"]), ["became-required"]);
    let ran = place.run(&["diff", "first..HEAD"]).exits_with(0);
    assert_has(
        &ran.out,
        &["old        first:specs/acme.json:", "new        HEAD:specs/acme.json:"],
    );
}

#[test]
fn a_revision_that_is_not_there_or_is_an_option_is_told() {
    let place = repository();
    assert_has(
        &place.run(&["diff", "nothing..HEAD"]).exits_with(1).err,
        &["`nothing` is no revision"],
    );
    let ran = place.run(&["diff", "first..HEAD", "--folder", "elsewhere"]).exits_with(1);
    assert_has(&ran.err, &["`first` has no `elsewhere`"]);
    let ran = place.run(&["diff", "--", "--output=stolen..HEAD"]).exits_with(1);
    assert_has(&ran.err, &["no revision"]);
    assert!(!place.path("stolen").exists());
    let ran = place.run(&["diff", "first..HEAD", "specs"]).exits_with(2);
    assert_has(&ran.err, &["stands alone"]);
}

#[test]
fn a_saved_response_is_compared_by_id_with_places_in_it() {
    let place = Place::new();
    place.write("specs/acme.json", &acme(|spec| spec["x-status"] = json!("beta")));
    let other = |spec: &mut Value| {
        spec["id"] = json!("6d1b3a7f-4c2e-4d63-8a1f-8b7c2e3d4f50");
        spec["name"] = json!("zeta");
    };
    place.write(
        "specs/gone.json",
        &acme(|spec| {
            spec["id"] = json!("7e2c4b80-5d3f-4e74-9b20-9c8d3f4e5061");
            spec["name"] = json!("gone");
        }),
    );
    let mut theirs: Value = acme(|spec| {
        params(spec)["properties"]["port"]["maximum"] = json!(50000);
        spec["createdAt"] = json!(1);
    })
    .parse()
    .unwrap();
    theirs["providerId"] = json!("11111111-2222-4333-8444-555555555555");
    let zeta: Value = acme(other).parse().unwrap();
    place.write("response.json", &format!("{:#}", json!({"items": [zeta, theirs]})));
    let ran = place.run(&["diff", "--response", "response.json", "--json"]).exits_with(0);
    assert_eq!(
        kinds(&ran),
        ["bound-changed", "identity-changed"],
        "what the service does not say stays"
    );
    let told = ran.json();
    assert_eq!(told["notAtService"], json!(["gone"]));
    assert_eq!(told["notInCatalog"], json!(["zeta"]));
    let place_of = &told["sources"][0]["changes"][0]["new"];
    assert_eq!(place_of["file"], "response.json");
    assert_eq!(place_of["pointer"], "/items/1/authSpec/0/spec/properties/port/maximum");
    let line = place_of["line"].as_u64().unwrap() as usize - 1;
    assert_has(place.read("response.json").lines().nth(line).unwrap(), &["50000"]);
    // One item alone, and no list at all.
    place.write("one.json", &format!("{:#}", told_of(&place)));
    assert_eq!(
        kinds(&place.run(&["diff", "--response", "one.json", "--json"])),
        ["bound-changed", "identity-changed"]
    );
    place.write("bad.json", "{\"items\": 3}");
    place.run(&["diff", "--response", "bad.json"]).exits_with(1);
}

/// The second item of the saved response.
fn told_of(place: &Place) -> Value {
    let response: Value = place.read("response.json").parse().unwrap();
    response["items"][1].clone()
}

#[test]
fn the_live_service_is_compared_with_the_folder() {
    let place = Place::new();
    place.copy_specs(&["salesforce"]);
    let text = place.read("specs/salesforce.json").replace("\"minLength\": 1", "\"minLength\": 3");
    place.write("specs/salesforce.json", &text);
    let serving = Serving::start(&place);
    let ran = serving.run(&place, &["diff", "--live", "--json"]).exits_with(0);
    let told = ran.json();
    assert_eq!(told["sources"][0]["new"], "salesforce");
    assert!(kinds(&ran).contains(&"length-changed".to_owned()), "{told}");
    assert_eq!(told["notAtService"], json!([]));
    assert!(told["notInCatalog"].as_array().unwrap().len() > 50);
}

#[test]
fn a_changelog_is_a_section_and_a_version() {
    let place = two_folders();
    let ran = place.run(&["changelog", "old", "new", "--current", "0.3.1"]).exits_with(0);
    assert_has(
        &ran.out,
        &["### Changed\n\n- `acme`, Basic Authentication, `port`: ", "**Breaks** requests: "],
    );
    assert_eq!(ran.err, "version 0.3.1 → 0.4.0: code or requests break\n");
    place.write("Cargo.toml", "[workspace.package]\nversion = \"2.1.0\"\n");
    let told = place.run(&["changelog", "new", "old", "--json"]).exits_with(0).json();
    assert_eq!((&told["bump"], &told["next"]), (&json!("major"), &json!("3.0.0")));
    let ran = place.run(&["changelog", "old", "old"]).exits_with(0);
    assert_eq!(
        (ran.out.as_str(), ran.err.as_str()),
        ("", "nothing differs: no new version is needed\n")
    );
    place.run(&["changelog", "old", "new", "--current", "one"]).exits_with(2);
}

#[test]
fn a_changelog_is_written_under_unreleased_and_once() {
    let place = two_folders();
    place.write("CHANGELOG.md", "# Changelog\n\n## [Unreleased]\n\n## [0.1.0]\n\n- Old.\n");
    let args = ["changelog", "old", "new", "--write", "CHANGELOG.md"];
    assert_eq!(place.run(&args).exits_with(0).out, "changed CHANGELOG.md\n");
    let written = place.read("CHANGELOG.md");
    assert_has(
        &written,
        &["## [Unreleased]\n\n### Changed\n\n- `acme`", "\n\n## [0.1.0]\n\n- Old.\n"],
    );
    assert_eq!(place.run(&args).exits_with(0).out, "CHANGELOG.md has it all\n");
    assert_eq!(place.read("CHANGELOG.md"), written);
    place.write("CHANGELOG.md", "# Changelog\n");
    assert_has(&place.run(&args).exits_with(1).err, &["CHANGELOG.md: there is no heading"]);
}
