//! The author's commands, run as processes: `fmt`, `new`, `import`, `explain`, and what `check` does for authors.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test fails by panicking"
)]

#[allow(dead_code)] // Each test binary uses its own part of it.
#[path = "command/support.rs"]
mod support;

use std::io::{BufRead, BufReader};
use std::process::Stdio;
use std::sync::mpsc;
use std::time::Duration;

use serde_json::{Value, json};
use support::{Place, Ran, assert_has, oracle, repository};
use wellhead::json::Node;
use wellhead_spec::explain::{self, Example, Part};
use wellhead_spec::{Code, Diagnostics, SpecSet, SpecText};

const ID: &str = "5c0a2f6e-3b1d-4c52-9f0e-7a6b1d2c3e4f";

/// A spec file that has two mistakes that are mechanical and one that is not.
fn wrong() -> String {
    json!({
        "id": ID.to_uppercase(),
        "name": "acme-crm",
        "version": "1.0",
        "authSpec": [{"name": "API Key", "spec": {
            "type": "object",
            "properties": {"apiKey": {"type": "string", "description": "Its key.", "format": "password"}},
            "required": ["api_key", "elsewhere"],
        }}],
    })
    .to_string()
}

/// A spec file with one warning and no error.
fn with_warning() -> String {
    json!({
        "id": ID,
        "name": "acme-crm",
        "version": "1.0",
        "authSpec": [],
    })
    .to_string()
}

// fmt

#[test]
fn the_repositorys_spec_files_are_in_canonical_form() {
    for folder in ["specs", "examples/specs"] {
        let ran =
            Place::new().run(&["fmt".into(), "--check".into(), repository(folder)]).exits_with(0);
        assert_eq!((ran.out.as_str(), ran.err.as_str()), ("", ""));
    }
}

#[test]
fn fmt_writes_what_differs_and_nothing_else() {
    let place = Place::new();
    place.copy_specs(&["oracle"]);
    let oracle = place.read("specs/oracle.json");
    place.write("specs/acme-crm.json", &with_warning());
    place.write("specs/connection-spec.schema.json", "{ }");
    place.run(&["fmt", "--check"]).exits_with(1);
    assert_eq!(place.read("specs/acme-crm.json"), with_warning());
    let ran = place.run(&["fmt"]).exits_with(0);
    assert_eq!(ran.out, "formatted specs/acme-crm.json\n");
    assert!(place.read("specs/acme-crm.json").starts_with("{\n  \"id\""));
    assert_eq!(place.read("specs/oracle.json"), oracle);
    assert_eq!(place.read("specs/connection-spec.schema.json"), "{ }");
    assert_eq!(place.files("specs").len(), 3, "nothing is left beside them");
    place.run(&["fmt", "--check"]).exits_with(0);
}

#[test]
fn fmt_leaves_what_it_cannot_read_and_says_where() {
    let place = Place::new();
    place.write("specs/a.json", "{\"authSpec\": [] \"id\": 1}");
    place.write("specs/b.json", &with_warning());
    let ran = place.run(&["fmt", "specs"]).exits_with(1);
    assert_has(&ran.err, &["error[syntax]", "specs/a.json:1:16"]);
    assert_eq!(ran.out, "formatted specs/b.json\n");
    assert_eq!(place.read("specs/a.json"), "{\"authSpec\": [] \"id\": 1}");
}

#[test]
fn fmt_reads_standard_input_and_takes_no_request() {
    let place = Place::new();
    let ran = place.run_with_input(&["fmt", "-"], &with_warning()).exits_with(0);
    assert!(ran.out.starts_with("{\n  \"id\""), "{}", ran.out);
    assert_eq!(place.run(&["fmt", "-", "specs"]).exits_with(2).err, "error: `-` stands alone\n");
    let ran = place.run_with_input(&["fmt", "-"], &oracle("Orders").to_string()).exits_with(1);
    assert!(!(ran.out + &ran.err).contains("p-47-not-shown"));
}

#[test]
fn a_file_that_is_named_twice_does_not_clash_with_itself() {
    let place = Place::new();
    place.copy_specs(&["oracle"]);
    for paths in [["specs", "specs/oracle.json"], ["specs/oracle.json"; 2], ["specs", "./specs"]] {
        let ran = place.run(&[&["check"][..], &paths].concat()).exits_with(0);
        assert!(
            ran.out.ends_with("oracle.json: ok\n") && ran.out.lines().count() == 1,
            "{}",
            ran.out
        );
    }
    place.write("specs/acme-crm.json", &with_warning());
    let ran = place.run(&["fmt", "specs", "specs/acme-crm.json"]).exits_with(0);
    assert_eq!(ran.out, "formatted specs/acme-crm.json\n");
}

#[cfg(unix)]
#[test]
fn a_link_that_is_named_is_followed_by_whatever_writes_as_by_check() {
    let place = Place::new();
    place.write("elsewhere.json", &wrong());
    std::os::unix::fs::symlink("elsewhere.json", place.path("acme-crm.json")).unwrap();
    place.run(&["fmt", "acme-crm.json"]).exits_with(0);
    assert!(place.read("elsewhere.json").starts_with("{\n  \"id\""));
    place.run(&["check", "--fix", "acme-crm.json"]).exits_with(1);
    assert_has(&place.read("elsewhere.json"), &[ID, "\"apiKey\", \"elsewhere\""]);
    assert!(place.path("acme-crm.json").is_symlink());
}

#[test]
fn connections_are_no_spec_files_and_none_of_their_lines_is_shown() {
    let place = Place::new();
    let auth = json!({"specName": "API Key", "params": {"apiKey": "p-47-not-shown"}});
    let connection = json!({"id": ID, "name": "Orders", "version": "1.0", "auth": auth});
    let misspelt = json!({"name": "Orders", "Auth": auth, "connectionspec": {"id": ID}});
    for text in [json!({"items": [connection]}), misspelt] {
        place.write("specs/answer.json", &text.to_string());
        for args in [&["check", "specs"][..], &["check", "--fix", "specs/answer.json"]] {
            let ran = place.run(args).exits_with(1);
            assert!(!(ran.out + &ran.err).contains("p-47-not-shown"), "{args:?}");
        }
        assert_eq!(place.read("specs/answer.json"), text.to_string());
    }
}

// import

#[test]
fn import_writes_a_file_a_source_that_checks_clean() {
    let place = Place::new();
    let ran = place.run_with_input(&["import", "-"], &json!({"items": [fault()]}).to_string());
    let ran = ran.exits_with(0);
    assert_eq!(ran.out, "imported specs/acme-files.json\n");
    assert_has(&ran.err, &["warning[missing-property]", "<stdin>:1:", "put right: dropped"]);
    place.run(&["check", "specs"]).exits_with(0);
    place.run(&["fmt", "--check"]).exits_with(0);
}

/// What a live spec has: required names that are not there, an example of a secret, audit fields.
fn fault() -> Value {
    json!({
        "id": ID,
        "createdAt": 1,
        "imsOrgId": "{MASKED}",
        "name": "Acme Files",
        "version": "1.0",
        "authSpec": [{"name": "Access Key", "spec": {
            "$schema": "http://json-schema.org/draft-07/schema#",
            "type": "object",
            "properties": {
                "secretKey": {"type": "string", "description": "Its key.", "format": "password", "examples": ["x"]},
            },
            "required": ["accessKeyId", "secret_key"],
        }}],
    })
}

#[test]
fn import_writes_over_nothing_that_differs_unless_it_is_forced() {
    let place = Place::new();
    place.write("in.json", &fault().to_string());
    let import = ["import", "in.json", "--slug", "acme"];
    let ran = place.run(&[&import[..], &["--out", "in.json"]].concat()).exits_with(1);
    assert_eq!(
        ran.err.lines().last(),
        Some("error: in.json is no folder: name one by `--out DIR`")
    );
    place.run(&import).exits_with(0);
    let ran = place.run(&import).exits_with(0);
    assert_eq!(ran.out, "unchanged specs/acme.json\n");
    let edited = place.read("specs/acme.json").replace("Its key.", "The key of the account.");
    place.write("specs/acme.json", &edited);
    let ran = place.run(&import).exits_with(1);
    assert_has(&ran.err, &["specs/acme.json", "--force"]);
    assert_eq!(place.read("specs/acme.json"), edited);
    place.run(&[&import[..], &["--force"]].concat()).exits_with(0);
    assert_has(&place.read("specs/acme.json"), &["Its key."]);
}

#[test]
fn import_writes_all_sources_or_none() {
    let place = Place::new();
    let mut other = fault();
    other["name"] = "acme-orders".into();
    other["id"] = "7d1b3a70-4c2e-4d63-8a1f-8b7c2e3d4f50".into();
    place.write("specs/acme-orders.json", "mine");
    place.write("in.json", &json!([fault(), other]).to_string());
    place.run(&["import", "in.json"]).exits_with(1);
    assert_eq!(place.files("specs").len(), 1);
    other["id"] = "no id".into();
    place.write("in.json", &json!([fault(), other]).to_string());
    let ran = place.run(&["import", "in.json", "--out", "out"]).exits_with(1);
    assert_has(&ran.err, &["error[bad-id]", "nothing was written"]);
    assert!(place.files("out").is_empty());
    let ran = place.run(&["import", "in.json", "--slug", "Acme"]).exits_with(2);
    assert_has(&ran.err, &["--slug"]);
}

#[test]
fn import_tells_a_source_that_the_folder_has_already() {
    let place = Place::new();
    place.write("in.json", &fault().to_string());
    place.run(&["import", "in.json"]).exits_with(0);
    let ran = place.run(&["import", "in.json", "--slug", "acme-again"]).exits_with(1);
    assert_has(&ran.err, &["error[duplicate-id]", "specs/acme-files.json"]);
    assert_eq!(place.files("specs").len(), 1);
}

#[test]
fn import_shows_no_line_of_a_connection() {
    let place = Place::new();
    let connection = json!({"items": [oracle("Orders")]}).to_string();
    for text in [oracle("Orders").to_string(), connection, "{\"specName\": \"p-47-not-shown".into()]
    {
        let ran = place.run_with_input(&["import", "-"], &text).exits_with(1);
        assert!(!(ran.out + &ran.err).contains("p-47-not-shown"), "{text}");
    }
}

// new

#[test]
fn new_writes_a_spec_file_that_checks_clean() {
    let place = Place::new();
    let args = ["new", "acme-crm", "--title", "Acme CRM", "--id", ID, "--category", "crm"];
    let auth = ["--auth", "basic", "--param", "host:uri:required", "--param", "port:integer"];
    let ran = place.run(&[&args[..], &auth[..]].concat()).exits_with(0);
    assert_eq!(ran.out, "wrote specs/acme-crm.json\n");
    let ran = place.run(&["check", "specs", "--deny", "warnings"]).exits_with(0);
    assert_eq!((ran.out.as_str(), ran.err.as_str()), ("specs/acme-crm.json: ok\n", ""));
    place.run(&["fmt", "--check"]).exits_with(0);
    let before = place.files("specs");
    let ran = place.run(&[&args[..], &auth[..]].concat()).exits_with(1);
    assert_eq!(ran.err, "error: specs/acme-crm.json is there already\n");
    assert_eq!(place.files("specs"), before);
}

#[test]
fn new_tells_everything_that_is_missing_where_nobody_can_be_asked() {
    let ran = Place::new().run(&["new", "acme-crm"]).exits_with(2);
    assert_has(&ran.err, &["--title", "--id", "--category", "--auth"]);
    let args = ["new", "acme-crm", "--title", "A", "--auth", "own"];
    let ran = Place::new().run(&args).exits_with(2);
    assert_has(&ran.err, &["--id", "--category", "--spec-name", "--param"]);
    assert!(!ran.err.contains("--title"), "{}", ran.err);
}

#[test]
fn new_is_called_wrong_with_what_can_be_no_source() {
    for args in [
        ["new", "Acme CRM", "--title", "A"],
        ["new", "acme-crm", "--id", "4711"],
        ["new", "acme-crm", "--category", "crn"],
        ["new", "acme-crm", "--param", "port:integr"],
        ["new", "acme-crm", "--auth", "magic"],
    ] {
        Place::new().run(&args).exits_with(2);
    }
    for (auth, wrong) in [
        (["none", "--spec-name", "x"], "`--auth none` has no specName"),
        (["basic", "--param=host", "--param=host:uri"], "`--param host` is given twice"),
    ] {
        let args = ["new", "acme-crm", "--title", "A", "--id", ID, "--category", "crm", "--auth"];
        let ran = Place::new().run(&[&args[..], &auth].concat()).exits_with(2);
        assert_has(&ran.err, &[wrong]);
    }
}

#[test]
fn new_refuses_an_id_that_another_source_has() {
    let place = Place::new();
    place.copy_specs(&["oracle"]);
    let id = "d6b52d86-f0f8-475f-89d4-ce54c8527328";
    let args = ["--title", "A", "--id", id, "--category", "crm", "--auth", "none"];
    let ran = place.run(&[&["new", "acme-crm"][..], &args[..]].concat()).exits_with(1);
    assert_has(&ran.err, &["error[duplicate-id]", "specs/oracle.json"]);
    assert_eq!(place.files("specs").len(), 1);
}

// explain

#[test]
fn explain_lists_every_code_and_shows_a_page() {
    let listed = Place::new().run(&["explain"]).exits_with(0).out;
    for code in Code::ALL {
        assert!(listed.lines().any(|line| line.starts_with(code.as_str())), "{code}: {listed}");
        let page = Place::new().run(&["explain", code.as_str()]).exits_with(0).out;
        assert!(page.starts_with(&format!("{code}\n\n")) && !page.contains("```"), "{page}");
    }
    let ran = Place::new().run(&["explain", "mising-key"]).exits_with(2);
    assert_has(&ran.err, &["did you mean `missing-key`?"]);
}

#[test]
fn the_wrong_example_of_every_page_gives_its_code_and_the_right_one_nothing() {
    for code in Code::ALL.iter().filter(|code| **code != Code::Unreadable) {
        let examples = explain::page(*code).unwrap().examples();
        let (wrong, right): (Vec<_>, Vec<_>) = examples.iter().partition(|one| one.is_wrong);
        let found = found_in(&wrong, *code);
        assert!(found.iter().any(|one| one.code == *code), "{code}: {found}");
        let found = found_in(&right, *code);
        assert!(!right.is_empty() && found.is_empty(), "{code}: {found}");
    }
}

/// What is wrong with examples, apart from what they leave out to be short.
fn found_in(examples: &[&Example], code: Code) -> Diagnostics {
    let texts = examples.iter().map(|example| {
        let slug = example.slug.trim().to_owned();
        SpecText { file: format!("specs/{slug}.json"), slug, text: whole(example) }
    });
    let mut set = SpecSet::from_texts(texts.collect());
    wellhead_codegen::check(&mut set);
    let is_short = |one: Code| one == Code::MissingDescription && one != code;
    set.diagnostics.retain_mut(|one| !is_short(one.code));
    set.diagnostics
}

/// The file that an example is a part of.
fn whole(example: &Example) -> String {
    let auth = |auth: &str| format!(r#"{{"authSpec": [{auth}]}}"#);
    let ui = r#"{"attributes": {"uiAttributes": {"description": {"text": "Deals of Acme."}}}}"#;
    let base = [
        ("id", format!("\"{ID}\"")),
        ("name", "\"acme-crm\"".into()),
        ("version", "\"1.0\"".into()),
    ];
    let base = [&base[..], &[("sourceSpec", ui.into()), ("x-status", "\"beta\"".into())]].concat();
    let part = match example.part {
        Part::File => return example.text.clone(),
        Part::Source => example.text.clone(),
        Part::Auth => auth(&format!(r#"{{"name": "API Key", {}"#, inside(&example.text))),
        Part::Properties => auth(&format!(
            r#"{{"name": "API Key", "spec": {{"type": "object", "properties": {}}}}}"#,
            example.text
        )),
    };
    let node = Node::parse(&part).unwrap();
    let rest: Vec<String> = base
        .iter()
        .filter(|(key, _)| node.get(key).is_none())
        .map(|(key, value)| format!("\"{key}\": {value}"))
        .collect();
    format!("{{{}, {}", rest.join(", "), inside(&part))
}

fn inside(object: &str) -> &str {
    object.trim().strip_prefix('{').unwrap()
}

// check, for authors

#[test]
fn a_warning_is_denied_or_allowed_on_the_command_line() {
    let place = Place::new();
    place.write("acme-crm.json", &with_warning());
    let check = |more: &[&str]| place.run(&[&["check", "acme-crm.json"][..], more].concat());
    assert_has(&check(&[]).exits_with(0).err, &["warning[missing-description]"]);
    assert_has(&check(&["--deny", "warnings"]).exits_with(1).err, &["error[missing-description]"]);
    assert_has(&check(&["--deny", "missing-description"]).exits_with(1).err, &["error["]);
    assert_eq!(check(&["--allow", "missing-description"]).exits_with(0).err, "");
    let both = ["--deny", "warnings", "--allow", "missing-description"];
    assert_eq!(check(&both).exits_with(0).err, "");
    let ran = check(&["--allow", "bad-id"]).exits_with(2);
    assert_has(&ran.err, &["`bad-id` is an error, and only warnings can be allowed"]);
    let ran = check(&["--deny", "bad-ids"]).exits_with(2);
    assert_has(&ran.err, &["did you mean `bad-id`?"]);
}

#[test]
fn findings_are_printed_for_other_tools() {
    let place = Place::new();
    place.write("acme-crm.json", &wrong());
    place.write("request.json", &oracle("Orders").to_string().replace("\"1521\"", "1521"));
    let files = ["acme-crm.json", "request.json"];
    let check = |format: &str| {
        place.run(&[&["check", "--format", format][..], &files[..]].concat()).exits_with(1)
    };
    let json = check("json").json();
    assert_eq!(json, place.run(&[&["check", "--json"][..], &files[..]].concat()).json());
    assert!(json[0]["endColumn"].is_u64(), "{json}");
    let count = json.as_array().unwrap().len();
    let sarif = check("sarif").json();
    assert_eq!(sarif["runs"][0]["results"].as_array().unwrap().len(), count);
    let github = check("github");
    assert_eq!(github.out.lines().count(), count, "{}", github.out);
    assert_has(&github.out, &["::error file=acme-crm.json,line=1,col=", "file=request.json"]);
    assert_eq!(github.err, "");
}

#[test]
fn fix_puts_right_what_is_mechanical_and_the_check_tells_the_rest() {
    let place = Place::new();
    place.write("specs/acme-crm.json", &wrong());
    place.write("specs/request.json", "{\"auth\": {}}");
    let ran = place.run(&["check", "specs", "--fix"]).exits_with(1);
    let text = place.read("specs/acme-crm.json");
    assert_has(&text, &["\"id\": \"5c0a2f6e-", "\"required\": [\"apiKey\", \"elsewhere\"]"]);
    assert_has(&ran.err, &["put right: renamed to `apiKey`", "`required` names `elsewhere`"]);
    assert_eq!(place.read("specs/request.json"), "{\"auth\": {}}");
    let before = place.files("specs");
    place.run(&["check", "specs", "--fix"]).exits_with(1);
    assert_eq!(place.files("specs"), before);
    let ran = place.run_with_input(&["check", "-", "--fix"], "{}").exits_with(2);
    assert_has(&ran.err, &["--fix"]);
}

#[test]
fn watch_checks_again_when_a_file_changes() {
    let place = Place::new();
    place.write("specs/acme-crm.json", &wrong());
    let mut command = place.command(&["check", "specs", "--watch"]);
    let mut child = command.stdout(Stdio::null()).stderr(Stdio::piped()).spawn().unwrap();
    let lines = BufReader::new(child.stderr.take().unwrap()).lines();
    let (send, told) = mpsc::channel();
    std::thread::spawn(move || lines.map_while(Result::ok).try_for_each(|line| send.send(line)));
    let until_watching = || -> Vec<String> {
        let next = || told.recv_timeout(Duration::from_secs(60)).expect("the check goes on");
        std::iter::from_fn(|| Some(next()))
            .take_while(|line| !line.starts_with("watching"))
            .collect()
    };
    let first = until_watching().join("\n");
    place.write("specs/acme-crm.json", &with_warning());
    let second = until_watching().join("\n");
    child.kill().unwrap();
    child.wait().unwrap();
    assert_has(&first, &["error[bad-id]"]);
    assert!(second.contains("warning[") && !second.contains("error["), "{second}");
}

#[test]
fn watch_needs_files() {
    let ran: Ran = Place::new().run(&["check", "-", "--watch"]).exits_with(2);
    assert_has(&ran.err, &["--watch"]);
}
