//! What an import makes of the service's own JSON.

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
use wellhead_spec::diagnostic::Style;
use wellhead_spec::fix::fix;
use wellhead_spec::import::Import;
use wellhead_spec::{Code, Severity, SpecSet};

fn imported(text: impl Into<String>) -> (Value, Import) {
    let import = import(text);
    let [one] = import.sources.as_slice() else { panic!("{}", import.render(Style::Plain)) };
    assert!(!checked(&one.text).has_errors(), "{}", checked(&one.text));
    assert_eq!(formatted(&one.text), one.text);
    (serde_json::from_str(&one.text).unwrap(), import)
}

#[test]
fn one_spec_a_list_and_a_response_are_imported_alike() {
    let one = spec(json!({"host": described(json!({}))}), json!(["host"]));
    let mut other = one.clone();
    other["id"] = OTHER_ID.into();
    other["name"] = "Acme Orders (EU)".into();
    let alone = imported(one.to_string()).1.sources;
    assert_eq!(alone[0].file, "specs/acme-crm.json");
    for text in [json!([one, other]), json!({"items": [one, other], "_links": {}})] {
        let import = import(text.to_string());
        let files: Vec<_> = import.sources.iter().map(|one| one.file.as_str()).collect();
        assert_eq!(files, ["specs/acme-crm.json", "specs/acme-orders-eu.json"]);
        assert_eq!(import.sources[0].text, alone[0].text);
        assert!(import.diagnostics.is_empty(), "{}", import.diagnostics);
    }
}

#[test]
fn audit_fields_are_dropped_and_everything_else_is_kept() {
    let mut text =
        spec(json!({"host": described(json!({"uiAttributes": {"hidden": true}}))}), json!([]));
    let kept = text.clone();
    for key in [
        "createdAt",
        "createdBy",
        "createdClient",
        "updatedAt",
        "updatedBy",
        "updatedClient",
        "etag",
        "sandboxId",
        "sandboxName",
        "imsOrgId",
    ] {
        text[key] = "x".into();
    }
    let (mut found, import) = imported(text.to_string());
    assert_eq!(found["$schema"], "./connection-spec.schema.json");
    found.as_object_mut().unwrap().remove("$schema");
    assert_eq!(found, kept);
    assert!(import.diagnostics.is_empty(), "{}", import.diagnostics);
}

#[test]
fn required_names_without_a_property_are_put_right_with_a_warning_each() {
    let text = spec(
        json!({"clientId": described(json!({})), "value": described(json!({}))}),
        json!(["client_id", "password"]),
    );
    let (found, import) = imported(json!({"items": [text]}).to_string());
    assert_eq!(found["authSpec"][0]["spec"]["required"], json!(["clientId"]));
    let warning = (Severity::Warning, Code::MissingProperty);
    assert_eq!(noted(&import.diagnostics), [warning, warning]);
    let rendered = import.render(Style::Plain);
    assert!(rendered.contains("in.json:1:"), "{rendered}");
    assert!(rendered.contains("put right: renamed to `clientId`"), "{rendered}");
    assert!(rendered.contains("put right: dropped"), "{rendered}");
}

#[test]
fn a_secret_is_guessed_by_its_name_and_loses_its_examples() {
    let text = spec(
        json!({
            "clientSecret": described(json!({})),
            "connectionString": described(json!({
                "format": "password", "pattern": "^Server=", "examples": ["Host=db"], "default": "Server=db",
            })),
        }),
        json!([]),
    );
    let (found, import) = imported(text.to_string());
    let properties = &found["authSpec"][0]["spec"]["properties"];
    assert_eq!(properties["clientSecret"]["format"], "password");
    let string = &properties["connectionString"];
    assert!(string.get("examples").is_none() && string.get("default").is_none(), "{string}");
    let codes: Vec<_> = import.diagnostics.iter().map(|one| one.code).collect();
    assert!(
        codes.contains(&Code::SecretUnmarked) && codes.contains(&Code::SecretShown),
        "{codes:?}"
    );
    assert!(!import.diagnostics.has_errors(), "{}", import.diagnostics);
}

#[test]
fn a_source_without_auth_specs_or_with_keys_that_nobody_knows_gets_through() {
    let text = json!({"id": ID, "name": "generic-streaming", "version": "1.0", "category": "x", "exploreSpec": {}});
    let (found, import) = imported(text.to_string());
    assert!(found.get("category").is_none() && found.get("authSpec").is_none(), "{found}");
    assert_eq!(noted(&import.diagnostics), [(Severity::Warning, Code::UnknownKey)]);
}

#[test]
fn a_template_without_an_id_gets_a_placeholder_that_says_so() {
    let (found, import) =
        imported(r#"{"name": "generic-rest-extension", "version": "1.0", "description": "{D}"}"#);
    assert_eq!(found["id"], "00000000-0000-0000-0000-000000000000");
    assert!(found["x-note"].as_str().unwrap().contains("placeholder"));
    assert_eq!(found["description"], "{D}");
    assert_eq!(noted(&import.diagnostics), [(Severity::Warning, Code::MissingKey)]);
}

#[test]
fn templates_say_that_it_is_a_placeholder_that_they_share() {
    let template = |name: &str| json!({"name": name, "version": "1.0"});
    let import = import(json!([template("one"), template("two")]).to_string());
    let texts: Vec<_> = import.sources.iter().map(|source| source.text.as_str()).collect();
    assert_eq!(texts.len(), 2);
    assert!(
        texts[0].contains("\"x-shared-id\": \"A placeholder, as that of two is."),
        "{}",
        texts[0]
    );
    assert!(!texts[1].contains("The service gives"), "{}", texts[1]);
}

#[test]
fn sources_of_one_name_are_named_by_their_ids_and_those_of_one_id_say_that_they_share_it() {
    let one = spec(json!({}), json!([]));
    let mut other = one.clone();
    other["id"] = OTHER_ID.into();
    let named = import(json!([one, other]).to_string());
    let slugs: Vec<_> = named.sources.iter().map(|one| one.slug.as_str()).collect();
    assert_eq!(slugs, ["acme-crm-5c0a2f6e", "acme-crm-7d1b3a70"]);
    other["id"] = ID.into();
    other["name"] = "acme-orders".into();
    let shared = import(json!([one, other]).to_string());
    assert!(
        shared.sources[0]
            .text
            .contains("\"x-shared-id\": \"The service gives this id to acme-orders")
    );
    assert!(
        shared.sources[1].text.contains("\"x-shared-id\": \"The service gives this id to acme-crm")
    );
    let set = SpecSet::from_texts(shared.sources);
    assert!(!set.diagnostics.has_errors(), "{}", set.diagnostics);
}

#[test]
fn what_cannot_be_put_right_is_told_and_nothing_is_imported() {
    let good = spec(json!({}), json!([]));
    for (text, code) in [
        (json!([good, {"id": "x", "name": "y", "version": "1.0"}]).to_string(), Code::BadId),
        (json!([good, good]).to_string(), Code::DuplicateSlug),
        (json!([good, 1]).to_string(), Code::WrongType),
        (json!({"id": ID, "name": "…", "version": "1.0"}).to_string(), Code::BadSlug),
        ("[]".to_owned(), Code::BadValue),
        ("{".to_owned(), Code::Syntax),
        (r#"{"id": "a", "id": "b"}"#.to_owned(), Code::DuplicateKey),
    ] {
        let import = import(&text);
        let error = (Severity::Error, code);
        assert!(noted(&import.diagnostics).contains(&error), "{text}: {}", import.diagnostics);
        assert!(import.sources.is_empty(), "{text}");
    }
}

#[test]
fn a_connection_is_refused_and_none_of_its_lines_is_shown() {
    let text = json!({"items": [{"id": ID, "name": "x", "version": "1.0", "auth": {"params": {"password": "hunter2"}}}]});
    let import = import(text.to_string());
    assert!(import.sources.is_empty());
    assert!(!import.render(Style::Plain).contains("hunter2"), "{}", import.render(Style::Plain));
}

#[test]
fn of_many_sources_of_one_id_each_names_a_few() {
    let one = |at: usize| {
        let mut one = spec(json!({}), json!([]));
        one["name"] = format!("Source {at:03}").into();
        one
    };
    let many = import(Value::from_iter((0..100).map(one)).to_string());
    let reason = |at: usize| {
        let text: Value = serde_json::from_str(&many.sources[at].text).unwrap();
        text["x-shared-id"].as_str().unwrap().to_owned()
    };
    let named = "source-000, source-001, source-002, source-003, source-004, source-005, source-006, \
        source-007";
    let told = format!("The service gives this id to {named} and 91 more as well.");
    assert_eq!((reason(8), reason(99)), (told.clone(), told));
    assert!(reason(0).contains(" source-008 and 91 more"), "{}", reason(0));
}

#[test]
fn thousands_of_repairs_of_each_kind_are_made_in_one_go() {
    let many = |form: fn(usize) -> (String, Value)| (0..1_500).map(form);
    let mut properties: serde_json::Map<_, _> =
        many(|at| (format!("p{at}Secret"), described(json!({})))).collect();
    properties
        .extend(many(|at| (format!("typeless{at}"), json!({"description": "", "minLength": at}))));
    properties.extend(many(|at| {
        let shown = json!({"format": "password", "default": at.to_string(), "examples": [""]});
        (format!("shown{at}"), described(shown))
    }));
    let required = many(|at| (String::new(), format!("nowhere {at}").into())).map(|(_, name)| name);
    let mut text = spec(properties.into(), required.collect());
    text.as_object_mut().unwrap().extend(many(|at| (format!("no such key {at}"), at.into())));
    let import = import(text.to_string());
    assert_eq!(import.diagnostics.count(Severity::Error), 0);
    let found: Value = serde_json::from_str(&import.sources[0].text).unwrap();
    let (params, count) = (&found["authSpec"][0]["spec"], |value: &Value| {
        value.as_object().map(serde_json::Map::len)
    });
    assert_eq!(count(&params["properties"]), Some(4_500));
    assert_eq!(count(&params["properties"]["p7Secret"]), Some(3));
    assert_eq!(params["properties"]["typeless7"]["type"], "string");
    assert_eq!(count(&params["properties"]["shown7"]), Some(3));
    assert_eq!(params["required"], Value::Null);
    assert!(!import.sources[0].text.contains("no such key"));
    let fixed = fix(&source(text.to_string())).unwrap();
    assert_eq!(fixed.fixes.len(), 3_000);
}

#[test]
fn an_import_of_an_import_changes_nothing() {
    let text = spec(json!({"client_secret": described(json!({}))}), json!(["clientSecret"]));
    let once = imported(text.to_string()).1;
    let twice = imported(once.sources[0].text.clone()).1;
    assert_eq!(twice.sources[0].text, once.sources[0].text);
    assert!(twice.diagnostics.is_empty(), "{}", twice.diagnostics);
}
