//! What authors of spec files work with: the canonical form, fixing, drafts, allowances, the pages.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test fails by panicking"
)]

mod support;

use serde_json::{Value, json};
use support::{ID, OTHER_ID, checked, described, formatted, import, noted, source, spec};
use wellhead_spec::canonical::canonical;
use wellhead_spec::diagnostic::{Finding, UnknownCode, github, sarif};
use wellhead_spec::draft::{AuthKind, BadParam, Draft, DraftParam, title_of};
use wellhead_spec::explain::{self, Example};
use wellhead_spec::fix::fix;
use wellhead_spec::{Code, Policy, Severity, SpecSet, SpecText};

// The canonical form

#[test]
fn keys_come_in_one_order_and_properties_in_their_own() {
    let text = r#"{"authSpec": [{"spec": {"required": ["b"], "properties": {"b": {"description": "B.", "type": "string"},
        "a": {"enum": ["x"], "type": "string"}}, "type": "object"}, "type": "t", "name": "n"}], "x-note": "why",
        "version": "1.0", "name": "acme", "id": "i", "$schema": "s"}"#;
    let expected = r#"{
  "$schema": "s",
  "id": "i",
  "name": "acme",
  "version": "1.0",
  "x-note": "why",
  "authSpec": [
    {
      "name": "n",
      "type": "t",
      "spec": {
        "type": "object",
        "properties": {
          "b": {
            "type": "string",
            "description": "B."
          },
          "a": {
            "type": "string",
            "enum": ["x"]
          }
        },
        "required": ["b"]
      }
    }
  ]
}
"#;
    assert_eq!(formatted(text), expected);
}

#[test]
fn every_key_and_every_numbers_spelling_stays() {
    let text =
        r#"{"unknown": {"zeta": 1.50, "alpha": [1e3, -0, 100000000000000000000]}, "id": null}"#;
    let found = formatted(text);
    assert!(found.contains("\"zeta\": 1.50"), "{found}");
    assert!(found.contains("[1e3, -0, 100000000000000000000]"), "{found}");
    assert!(found.find("zeta") < found.find("alpha"), "{found}");
    assert!(found.find("\"id\"") < found.find("\"unknown\""), "{found}");
}

#[test]
fn an_array_of_scalars_stands_on_one_line_up_to_100_columns() {
    let short = format!(r#"{{"x": ["{}"]}}"#, "a".repeat(88));
    assert!(formatted(&short).contains("aaaa\"]\n"), "{}", formatted(&short));
    let long = format!(r#"{{"x": ["{}"]}}"#, "a".repeat(89));
    assert!(formatted(&long).contains("\"x\": [\n"), "{}", formatted(&long));
    assert_eq!(
        formatted(r#"{"x": [], "y": {}, "z": [[]]}"#),
        "{\n  \"x\": [],\n  \"y\": {},\n  \"z\": [\n    []\n  ]\n}\n"
    );
}

#[test]
fn what_cannot_be_seen_is_written_as_an_escape() {
    let found = formatted("{\"x\": \"\\u202e\u{200b}é\\/\\u0000\\ud83d\\ude00\\\"\"}");
    assert_eq!(found, "{\n  \"x\": \"\\u202e\\u200bé/\\u0000😀\\\"\"\n}\n");
}

#[test]
fn the_canonical_form_of_a_canonical_form_is_itself() {
    for entry in std::fs::read_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/ui")).unwrap() {
        let path = entry.unwrap().path();
        let Ok(text) = std::fs::read_to_string(&path) else { continue };
        let Ok(once) = canonical(&source(text)) else { continue };
        assert_eq!(formatted(&once), once, "{}", path.display());
    }
}

#[test]
fn the_canonical_form_says_what_the_file_said() {
    let text =
        spec(json!({"host": described(json!({"maxLength": 9, "minLength": 1}))}), json!(["host"]));
    let found: Value = serde_json::from_str(&formatted(&text.to_string())).unwrap();
    assert_eq!(found, text);
}

#[test]
fn the_specs_of_a_response_are_put_in_order_inside_its_wrapper() {
    let found = formatted(r#"{"items": [{"name": "acme", "id": "i"}]}"#);
    assert!(found.find("\"id\"") < found.find("\"name\""), "{found}");
}

#[test]
fn what_has_no_canonical_form_is_told() {
    for (text, code) in [
        ("{\"id\": }", Code::Syntax),
        ("[]", Code::WrongType),
        (r#"{"sourceSpec": {"spec": {"a": 1, "a": 2}}}"#, Code::DuplicateKey),
    ] {
        let found = canonical(&source(text)).unwrap_err();
        assert_eq!(noted(&found), [(Severity::Error, code)], "{text}");
    }
}

// Fixing

#[test]
fn what_is_mechanical_is_put_right() {
    let mut text = spec(
        json!({
            "clientId": described(json!({"mininum": 1, "minLenght": 2})),
            "clientSecret": described(json!({})),
            "accessToken": described(json!({"format": "uri"})),
        }),
        json!(["client_id", "clientSecret"]),
    );
    text["id"] = ID.to_uppercase().into();
    text["x-staus"] = "betta".into();
    let fixed = fix(&source(text.to_string())).unwrap();
    let found: Value = serde_json::from_str(&fixed.text).unwrap();
    let params = &found["authSpec"][0]["spec"];
    assert_eq!(found["id"], ID);
    assert_eq!(found["x-status"], "beta");
    assert_eq!(params["required"], json!(["clientId", "clientSecret"]));
    assert_eq!(params["properties"]["clientId"]["minLength"], 2);
    assert_eq!(params["properties"]["clientSecret"]["format"], "password");
    assert_eq!(params["properties"]["accessToken"]["x-secret"], true);
    assert!(fixed.fixes.len() >= 7, "{:#?}", fixed.fixes);
    assert!(fixed.fixes.iter().all(|one| one.help.as_ref().unwrap().starts_with("put right: ")));
    assert_eq!(formatted(&fixed.text), fixed.text);
}

#[test]
fn a_second_fix_has_nothing_to_do() {
    let text = spec(json!({"apiSecret": described(json!({"tittle": "Secret"}))}), json!([]));
    let once = fix(&source(text.to_string())).unwrap();
    let twice = fix(&source(once.text.clone())).unwrap();
    assert_eq!(twice.text, once.text);
    assert_eq!(twice.fixes, []);
}

#[test]
fn a_required_name_is_only_replaced_where_hardly_anything_else_can_be_meant() {
    let text = spec(json!({"s3AccessKey": described(json!({}))}), json!(["secretAccessKey"]));
    let fixed = fix(&source(text.to_string())).unwrap();
    assert!(fixed.text.contains("\"required\": [\"secretAccessKey\"]"), "{}", fixed.text);
}

#[test]
fn a_required_name_that_would_stand_there_twice_goes() {
    let text = spec(json!({"clientId": described(json!({}))}), json!(["client_id", "clientId"]));
    let fixed = fix(&source(text.to_string())).unwrap();
    assert!(fixed.text.contains("\"required\": [\"clientId\"]"), "{}", fixed.text);
}

#[test]
fn a_key_is_not_renamed_to_one_that_is_there() {
    let mut text = spec(json!({}), json!([]));
    text["x-notes"] = "one".into();
    text["x-note"] = "two".into();
    let fixed = fix(&source(text.to_string())).unwrap();
    assert!(fixed.text.contains("\"x-notes\": \"one\""), "{}", fixed.text);
    assert_eq!(fixed.fixes, []);
}

#[test]
fn a_keyword_of_another_dialect_is_not_taken_for_one_that_is_spelt_like_it() {
    let param =
        described(json!({"id": "urn:acme", "note": "Ask Acme.", "requires": "host", "is": 1}));
    let text = spec(json!({"key": param}), json!([]));
    let fixed = fix(&source(text.to_string())).unwrap();
    let found: Value = serde_json::from_str(&fixed.text).unwrap();
    let meant =
        described(json!({"$id": "urn:acme", "x-note": "Ask Acme.", "requires": "host", "is": 1}));
    assert_eq!(found["authSpec"][0]["spec"]["properties"]["key"], meant);
    assert!(!checked(&fixed.text).has_errors(), "{}", checked(&fixed.text));
    assert!(!import(text.to_string()).diagnostics.has_errors());
}

#[test]
fn a_word_that_is_some_letters_away_is_proposed_and_not_written() {
    let mut text = spec(json!({"key": described(json!({"enumDescriptions": []}))}), json!([]));
    text["x-deprecation"] = "Since May.".into();
    let fixed = fix(&source(text.to_string())).unwrap();
    assert_eq!(fixed.fixes, []);
    let told = checked(&text.to_string()).to_string();
    assert!(told.contains("did you mean `x-deprecated`?"), "{told}");
}

// New sources

fn draft(auth: AuthKind, params: &[&str]) -> Draft {
    Draft {
        slug: "acme-crm".into(),
        id: ID.into(),
        title: "Acme CRM".into(),
        category: "crm".into(),
        auth,
        spec_name: None,
        params: params.iter().map(|param| param.parse().unwrap()).collect(),
    }
}

#[test]
fn a_draft_of_every_kind_checks_clean_and_is_canonical() {
    for (kind, word, _) in AuthKind::ALL {
        assert_eq!(AuthKind::named(word), Some(kind));
        let params =
            ["host:uri:required", "port:integer", "ratio:number", "live:boolean", "pin:secret"];
        let text = draft(kind, if kind == AuthKind::None { &[] } else { &params }).text();
        assert!(checked(&text).is_empty(), "{word}: {}", checked(&text));
        assert_eq!(formatted(&text), text, "{word}");
        assert!(!text.contains("TODO"), "{text}");
    }
}

#[test]
fn a_param_of_the_authors_replaces_the_kinds_of_that_name() {
    let draft = draft(AuthKind::Basic, &["username:integer"]);
    let found: Value = serde_json::from_str(&draft.text()).unwrap();
    let params = &found["authSpec"][0]["spec"];
    assert_eq!(params["required"], json!(["password"]));
    assert_eq!(params["properties"]["username"]["type"], "integer");
}

#[test]
fn a_param_that_sounds_like_a_secret_is_drafted_as_one() {
    let text = draft(AuthKind::Own, &["password", "api-token:uri", "hasSecret:boolean"]).text();
    let found: Value = serde_json::from_str(&text).unwrap();
    let properties = &found["authSpec"][0]["spec"]["properties"];
    assert_eq!(properties["password"]["format"], "password");
    assert_eq!(properties["api-token"]["format"], "password");
    assert_eq!(properties["hasSecret"]["type"], "boolean");
    assert!(checked(&text).is_empty(), "{}", checked(&text));
}

#[test]
fn a_param_is_told_in_words() {
    let param: DraftParam = "apiKey:string:secret:required".parse().unwrap();
    assert!(param.secret && param.required && param.name == "apiKey");
    for (given, wrong) in [
        (":string", BadParam::Name),
        ("port:integr", BadParam::Word("integr".into())),
        ("port:integer:secret", BadParam::Secret),
    ] {
        assert_eq!(given.parse::<DraftParam>(), Err(wrong), "{given}");
    }
}

#[test]
fn a_name_becomes_a_title() {
    for (name, title) in [
        ("acme-crm", "Acme CRM"),
        ("clientId", "Client ID"),
        ("refreshTokenUrl", "Refresh token URL"),
        ("client_secret", "Client secret"),
        ("s3", "S3"),
        ("", ""),
    ] {
        assert_eq!(title_of(name), title);
    }
}

// Severities

#[test]
fn a_file_allows_itself_a_warning_with_a_reason() {
    let mut text = spec(json!({"pageToken": described(json!({}))}), json!([]));
    assert_eq!(noted(&checked(&text.to_string())), [(Severity::Warning, Code::SecretUnmarked)]);
    text["x-allow"] = json!({"secret-unmarked": "A page token is no secret."});
    assert!(checked(&text.to_string()).is_empty());
}

#[test]
fn an_allowance_names_a_known_warning_and_has_a_reason() {
    for (allow, message) in [
        (json!({"bad-id": "Why not."}), "`bad-id` is an error, and only warnings can be allowed"),
        (
            json!({"secret-unmaked": "Why not."}),
            "not a diagnostic's code; did you mean `secret-unmarked`?",
        ),
        (json!({"secret-unmarked": " "}), "no reason is given"),
        (json!({"secret-unmarked": true}), "`x-allow` is a string"),
        (json!(["secret-unmarked"]), "`x-allow` is an object"),
    ] {
        let mut text = spec(json!({}), json!([]));
        text["x-allow"] = allow;
        let found = checked(&text.to_string());
        assert!(found.has_errors() && found.to_string().contains(message), "{message}: {found}");
    }
}

#[test]
fn an_allowance_counts_in_its_own_file_only() {
    let mut one = spec(json!({"pageToken": described(json!({}))}), json!([]));
    let mut other = one.clone();
    one["x-allow"] = json!({"secret-unmarked": "A page token is no secret."});
    other["id"] = OTHER_ID.into();
    let other =
        SpecText { slug: "other".into(), file: "specs/other.json".into(), text: other.to_string() };
    let set = SpecSet::from_texts(vec![source(one.to_string()), other]);
    let files: Vec<_> = set.diagnostics.iter().map(|one| one.file.as_str()).collect();
    assert_eq!(files, ["specs/other.json"]);
}

#[test]
fn a_policy_makes_errors_of_warnings_and_drops_what_is_allowed() {
    let text = spec(json!({"pageToken": {"type": "string"}}), json!([])).to_string();
    let codes = |policy: Policy| {
        let mut found = checked(&text);
        policy.apply(&mut found);
        noted(&found)
    };
    let (secret, description) = (Code::SecretUnmarked, Code::MissingDescription);
    let (warning, error) = (Severity::Warning, Severity::Error);
    assert_eq!(codes(Policy::default().deny(secret)), [(error, secret), (warning, description)]);
    assert_eq!(codes(Policy::default().deny_warnings()), [(error, secret), (error, description)]);
    let allowed = Policy::default().deny_warnings().allow(description).unwrap();
    assert_eq!(codes(allowed), [(error, secret)]);
    assert!(Policy::default().allow(Code::BadId).is_err());
}

#[test]
fn a_code_is_found_by_its_name() {
    for code in Code::ALL {
        assert_eq!(code.as_str().parse(), Ok(*code));
    }
    let unknown: UnknownCode = "mising-key".parse::<Code>().unwrap_err();
    assert_eq!(unknown.meant(), Some("missing-key"));
}

// What other tools read

fn findings() -> Vec<Finding> {
    let text = spec(json!({"pageToken": {"type": "string"}}), json!(["a,b"])).to_string();
    let found = checked(&text);
    found.iter().map(|one| Finding::of(one, Some(&text))).collect()
}

#[test]
fn github_reads_one_command_a_finding_with_everything_escaped() {
    let mut findings = findings();
    findings[0].file = "specs/a,b:c.json".into();
    findings[0].message = "50%\nof it".into();
    let found = github(&findings);
    assert_eq!(found.lines().count(), findings.len());
    assert!(found.starts_with("::warning file=specs/a%2Cb%3Ac.json,line=1,col="), "{found}");
    assert!(found.contains("::50%25%0Aof it%0Ahelp: "), "{found}");
    assert!(found.contains("::error file=specs/acme-crm.json"), "{found}");
}

#[test]
fn sarif_has_a_rule_for_every_code_and_a_result_for_every_finding() {
    let findings = findings();
    let log = sarif(&findings, "0.1.0");
    let run = &log["runs"][0];
    let rules = run["tool"]["driver"]["rules"].as_array().unwrap();
    let ids: Vec<_> = rules.iter().map(|rule| rule["id"].as_str().unwrap()).collect();
    assert_eq!(ids, Code::ALL.iter().map(|code| code.as_str()).collect::<Vec<_>>());
    let results = run["results"].as_array().unwrap();
    assert_eq!(results.len(), findings.len());
    for (result, finding) in results.iter().zip(&findings) {
        let region = &result["locations"][0]["physicalLocation"]["region"];
        assert_eq!(result["ruleId"], *finding.code);
        assert_eq!(region["startColumn"], finding.place.unwrap().column);
        assert!(region["endColumn"].as_u64() > region["startColumn"].as_u64(), "{region}");
    }
}

// The pages

#[test]
fn every_code_has_a_page_of_one_form() {
    for code in Code::ALL {
        let page = explain::page(*code).unwrap_or_else(|| panic!("{code} has no page"));
        let headings: Vec<_> = page.text().lines().filter(|line| line.starts_with('#')).collect();
        let title = format!("# {code}");
        assert_eq!(headings, [&title, "## Why", "## Wrong", "## Right", "## What to do"], "{code}");
        assert!(page.summary().ends_with('.') && page.summary().len() < 100, "{}", page.summary());
        assert!(page.text().lines().all(|line| line.chars().count() <= 130), "{code}");
    }
}

#[test]
fn every_page_but_one_has_examples_of_both_kinds() {
    for code in Code::ALL.iter().filter(|code| **code != Code::Unreadable) {
        let examples = explain::page(*code).unwrap().examples();
        let count = |is_wrong| {
            examples.iter().filter(|example: &&Example| example.is_wrong == is_wrong).count()
        };
        assert!(count(true) > 0 && count(true) == count(false), "{code}: {examples:#?}");
    }
}
