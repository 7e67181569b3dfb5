//! `wellhead show`

use crate::support::{Place, assert_has, catalog};

#[test]
fn a_source_is_shown_with_its_id_auth_specs_params_and_an_example() {
    let text = Place::new().run(&["show", "oracle"]).exits_with(0).out;
    assert_has(
        &text,
        &["Oracle", "Databases", "d6b52d86-f0f8-475f-89d4-ce54c8527328, version 1.0"],
    );
    assert_has(&text, &["\nConnectionString", "\nBasic Authentication"]);
    assert_has(
        &text,
        &["wellhead::oracle::BasicAuthentication", "\"specName\": \"ConnectionString\""],
    );
    let row = |param: &str| {
        let start = format!("  {param} ");
        text.lines()
            .find(|line| line.starts_with(&start))
            .unwrap_or_else(|| panic!("{param}: {text}"))
    };
    assert_has(row("server"), &["string", "required"]);
    assert_has(row("password"), &["required, secret"]);
    assert_has(row("sslMode"), &["true | false", "optional"]);
    // A long meaning goes on in the lines below.
    let words = text.split_whitespace().collect::<Vec<_>>().join(" ");
    assert_has(&words, &["Default: \"false\"."]);
    assert_has(row("connectionString: port"), &["integer 1–65535", "required"]);
}

#[test]
fn one_auth_spec_is_shown_when_it_is_asked_for_by_its_spec_name() {
    let text =
        Place::new().run(&["show", "oracle", "--auth", "ConnectionString"]).exits_with(0).out;
    assert_has(&text, &["\nConnectionString"]);
    assert!(!text.contains("\nBasic Authentication"), "{text}");
}

#[test]
fn an_unknown_source_is_told_with_the_one_that_was_meant() {
    let ran = Place::new().run(&["show", "salesfroce"]).exits_with(1);
    assert_has(&ran.err, &["`salesfroce`", "did you mean `salesforce`?"]);
    assert_eq!(ran.out, "");
}

#[test]
fn a_source_unlike_any_known_one_is_told_with_where_the_known_ones_are() {
    let ran = Place::new().run(&["show", "zzz"]).exits_with(1);
    assert_has(&ran.err, &["`zzz`", "`wellhead sources`"]);
}

#[test]
fn an_unknown_spec_name_is_told_with_those_of_the_source() {
    let ran = Place::new().run(&["show", "oracle", "--auth", "Basic"]).exits_with(1);
    assert_has(&ran.err, &["`Basic`", "`ConnectionString`", "`Basic Authentication`"]);
}

#[test]
fn every_source_is_shown_with_every_one_of_its_auth_specs() {
    for (slug, names) in catalog() {
        let text = Place::new().run(&["show", &slug]).exits_with(0).out;
        for name in &names {
            assert_has(&text, &[&format!("\n{name}")]);
        }
    }
}

#[test]
fn the_example_of_every_auth_spec_of_every_source_is_a_good_request() {
    let place = Place::new();
    let mut checked = 0;
    for (slug, names) in catalog() {
        let mut calls: Vec<Vec<&str>> =
            names.iter().map(|name| vec!["show", &slug, "--auth", name, "--example"]).collect();
        if names.is_empty() {
            calls.push(vec!["show", &slug, "--example"]);
        }
        for call in calls {
            let example = place.run(&call).exits_with(0).out;
            let ran = place.run_with_input(&["check", "-", "--source", &slug], &example);
            if ran.code == Some(1) {
                only_placeholders_are_wrong(&ran.err, &example);
                checked += 1;
                continue;
            }
            let expected = match call.get(3) {
                Some(name) => format!("<stdin>: ok ({slug}, {name})\n"),
                None => format!("<stdin>: ok ({slug})\n"),
            };
            assert_eq!(ran.exits_with(0).out, expected, "{call:?}");
            checked += 1;
        }
    }
    assert!(checked >= 10, "{checked}");
}

#[test]
fn as_json_a_source_has_every_param_with_what_it_may_hold() {
    let source = Place::new().run(&["show", "oracle", "--json"]).exits_with(0).json();
    assert_eq!(source["slug"], "oracle");
    let auth = source["auth"].as_array().unwrap();
    let basic = auth.iter().find(|auth| auth["specName"] == "Basic Authentication").unwrap();
    let param = |name: &str| {
        let params = basic["params"].as_array().unwrap();
        params.iter().find(|param| param["name"] == name).unwrap().clone()
    };
    assert_eq!(param("password")["secret"], true);
    assert_eq!(param("password")["required"], true);
    assert_eq!(param("sslMode")["enum"], serde_json::json!(["true", "false"]));
    assert_eq!(param("sslMode")["default"], "false");
    assert_eq!(param("port")["pattern"], "^[0-9]{1,5}$");
    assert_eq!(basic["example"]["auth"]["specName"], "Basic Authentication");
}

#[test]
fn as_json_every_source_can_be_parsed() {
    for (slug, names) in catalog() {
        let source = Place::new().run(&["show", &slug, "--json"]).exits_with(0).json();
        assert_eq!(source["auth"].as_array().unwrap().len(), names.len().max(1), "{source}");
    }
}

/// A secret has no example, and `<its name>` in its place may not fit its pattern; nothing else may be wrong.
fn only_placeholders_are_wrong(said: &str, example: &str) {
    for line in said.lines().filter(|line| line.starts_with("error: ")) {
        let name = line.split('`').nth(1).and_then(|pointer| pointer.rsplit('/').next()).unwrap();
        assert!(line.ends_with("[pattern]"), "{said}");
        assert_has(example, &[&format!("\"{name}\": \"<{name}>\"")]);
    }
}
