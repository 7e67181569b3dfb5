//! What the reader makes of a text: what it takes for granted, what it proposes, what the text is at all.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test fails by panicking"
)]

mod support;

use serde_json::{Value, json};
use support::{checked, described, noted, source, spec, with_params};
use wellhead_spec::fix::fix;
use wellhead_spec::import::Import;
use wellhead_spec::read::{TextKind, kind_of};
use wellhead_spec::{Code, Severity, SpecText};

#[test]
fn what_is_proposed_is_what_the_help_says() {
    let text = spec(json!({"host": described(json!({"mininum": 1}))}), json!(["hots"]));
    let found = checked(&text.to_string());
    let proposed: Vec<_> = found.iter().map(|one| one.suggestion.as_deref()).collect();
    assert_eq!(proposed, [Some("minimum"), Some("host")], "{found}");
    for one in &found {
        let proposed = one.suggestion.as_deref().unwrap();
        assert_eq!(one.help, Some(format!("did you mean `{proposed}`?")));
    }
}

#[test]
fn a_type_that_is_implied_is_added() {
    let text = spec(
        json!({
            "account": {"description": "The account.", "pattern": "^a"},
            "ports": {"type": "array", "description": "The ports.", "items": {"maximum": 9}},
        }),
        json!([]),
    );
    let fixed = fix(&source(text.to_string())).unwrap();
    let found: Value = fixed.text.parse().unwrap();
    let properties = &found["authSpec"][0]["spec"]["properties"];
    assert_eq!(properties["account"]["type"], "string");
    assert_eq!(properties["ports"]["items"]["type"], "number");
    assert_eq!(noted(&checked(&fixed.text)), []);
}

#[test]
fn no_type_but_an_object_is_implied_for_params() {
    for params in [json!({"minLength": 1}), json!({"format": "password"})] {
        let text = with_params(params);
        assert_eq!(noted(&checked(&text.to_string())), []);
        assert_eq!(fix(&source(text.to_string())).unwrap().fixes, []);
    }
    let found =
        checked(&with_params(json!({"properties": {"host": described(json!({}))}})).to_string());
    assert_eq!(noted(&found), [(Severity::Warning, Code::ImpliedType)]);
}

#[test]
fn what_is_chosen_from_a_list_is_no_secret() {
    let token = described(json!({"enum": ["user", "app"]}));
    let text = spec(json!({"token": token}), json!([])).to_string();
    assert_eq!(noted(&checked(&text)), []);
    let input = SpecText { slug: String::new(), file: "in.json".into(), text };
    let import = Import::of(input, "specs", None);
    assert_eq!((import.sources.len(), noted(&import.diagnostics)), (1, vec![]));
}

#[test]
fn a_param_whose_value_is_shown_is_not_made_a_secret_without_a_person() {
    for shown in [
        json!({"default": "a"}),
        json!({"examples": ["a"]}),
        json!({"example": "a"}),
        json!({"const": "a"}),
    ] {
        let text = spec(json!({"token": described(shown.clone())}), json!([])).to_string();
        let fixed = fix(&source(text)).unwrap();
        assert_eq!(fixed.fixes, [], "{shown}");
        let found = noted(&checked(&fixed.text));
        assert_eq!(found, [(Severity::Warning, Code::SecretUnmarked)], "{shown}");
    }
}

#[test]
fn only_keywords_about_one_type_imply_it() {
    for (schema, implied) in [
        (json!({"minLength": 1, "maximum": 2}), None),
        (json!({"enum": ["a", 1]}), None),
        (json!({"$ref": "#", "minLength": 1}), None),
        (json!({"required": ["a"]}), None),
        (json!({"anyOf": [{"minLength": 1}, {"maximum": 2}]}), None),
        (json!({"contentEncoding": "base64"}), Some("string")),
        (json!({"uniqueItems": true}), Some("array")),
        (json!({"exclusiveMinimum": 1, "multipleOf": 2}), Some("number")),
        (json!({"x-secret": true}), Some("string")),
        (json!({"allOf": [{"minLength": 1}]}), Some("string")),
        (json!({"allOf": [{"minLength": 1}, {"maximum": 2}]}), None),
        // The schema says itself what it takes.
        (json!({"minimum": 2, "enum": ["auto", 5]}), None),
        (json!({"minimum": 2, "const": "auto"}), None),
        (json!({"minimum": 2, "enum": [3, 5]}), Some("number")),
        (json!({"minLength": 2, "anyOf": [{"type": "string"}, {"type": "null"}]}), None),
        (json!({"minLength": 2, "oneOf": [{"const": null}, {"pattern": "^a"}]}), None),
        (json!({"pattern": "^a", "allOf": [{"type": ["string", "null"]}]}), None),
        (json!({"minLength": 2, "anyOf": [{"pattern": "^a"}, {"pattern": "^b"}]}), Some("string")),
        // `null` would be refused; a person writes both types.
        (json!({"minLength": 1, "enum": ["a", null]}), None),
    ] {
        let mut param = schema.clone();
        param["description"] = "The param.".into();
        let found = checked(&spec(json!({"param": param}), json!([])).to_string());
        let proposed = found.iter().find(|one| one.code == Code::ImpliedType);
        let proposed = proposed.and_then(|one| one.suggestion.as_deref());
        assert_eq!(proposed, implied, "{schema}: {found}");
    }
}

#[test]
fn the_mark_of_a_secret_implies_a_string_whichever_it_is() {
    for mark in ["writeOnly", "airbyte_secret", "x-secret"] {
        let param = json!({"description": "The param.", mark: true});
        let found = checked(&spec(json!({"param": param}), json!([])).to_string());
        let messages: Vec<_> = found.iter().map(|one| one.message.as_str()).collect();
        assert_eq!(messages, ["no `type`: taken as a string, as secrets are"]);
    }
}

#[test]
fn a_definition_without_a_type_is_told_where_a_value_is_of_it_and_once() {
    let params = json!({
        "type": "object",
        "definitions": {
            "name": {"minLength": 1},
            "loop": {"properties": {"next": {"$ref": "#/definitions/loop", "description": "N."}}},
        },
        "properties": {
            "a": {"description": "The one.", "$ref": "#/definitions/name"},
            "b": {"description": "The other.", "$ref": "#/definitions/name"},
            "c": {"type": "object", "description": "More.", "allOf": [{"$ref": "#/definitions/loop"}]},
        },
    });
    let found = checked(&with_params(params).to_string());
    let messages: Vec<_> = found.iter().map(|one| one.message.as_str()).collect();
    assert_eq!(
        messages,
        [
            "no `type`: taken as a string, as `minLength` is about those",
            "no `type`: taken as an object, as `properties` is about those",
        ],
        "{found}"
    );
}

#[test]
fn what_a_fix_marks_as_a_secret_takes_what_it_took() {
    for schema in [
        json!({"oneOf": [{"type": "string"}, {"type": "null"}]}),
        json!({"anyOf": [{"type": "object"}, {"type": "string"}]}),
        json!({"oneOf": [{"type": "string"}, {"const": null}]}),
        json!({"allOf": [{"type": ["string", "null"]}]}),
    ] {
        let mut param = schema.clone();
        param["description"] = "The token.".into();
        let text = spec(json!({"token": param}), json!([])).to_string();
        let fixed = fix(&source(text)).unwrap();
        let found: Value = fixed.text.parse().unwrap();
        let token = &found["authSpec"][0]["spec"]["properties"]["token"];
        assert_eq!((&token["format"], &token["type"]), (&json!("password"), &Value::Null));
        assert_eq!(noted(&checked(&fixed.text)), [], "{schema}");
    }
}

#[test]
fn a_type_that_is_wrong_is_told_and_not_missed() {
    for (kinds, message) in [
        (json!("strng"), "not a JSON type"),
        (json!("text"), "not a JSON type"),
        (json!(5), "`type` is a string, not a number"),
        (json!([]), "`type` lists nothing"),
        (json!(["string", "string"]), "`type` names this twice"),
    ] {
        let param = json!({"type": kinds, "format": "uri", "description": "The param."});
        let found = checked(&spec(json!({"param": param}), json!([])).to_string());
        let messages: Vec<_> = found.iter().map(|one| one.message.as_str()).collect();
        assert_eq!(messages, [message], "{kinds}");
    }
    for kinds in [json!("text"), json!(5), json!([])] {
        let found = checked(&with_params(json!({ "type": kinds })).to_string());
        assert_eq!(found.iter().count(), 1, "{found}");
    }
}

#[test]
fn a_tooltip_is_a_description_where_there_is_none() {
    let text = spec(
        json!({
            "host": {"type": "string", "uiAttributes": {"tooltip": {"text": "The host."}}},
            "port": {"type": "integer", "uiAttributes": {"tooltip": "The port.", "hidden": true}},
        }),
        json!([]),
    );
    assert_eq!(noted(&checked(&text.to_string())), []);
}

#[test]
fn a_number_beyond_all_bounds_is_told_so() {
    let text = spec(json!({"port": described(json!({"type": "integer"}))}), json!([])).to_string();
    let text = text.replace(r#""type":"integer""#, r#""type":"integer","maximum":1e400"#);
    let found = checked(&text).to_string();
    assert!(found.contains("the number of `maximum` is too large"), "{found}");
}

#[test]
fn a_bound_that_would_be_another_number_is_told_so_but_for_the_largest_integers() {
    let whole = r#""type":"integer""#;
    let text = spec(json!({"port": described(json!({"type": "integer"}))}), json!([])).to_string();
    for (bound, kept) in [
        (r#""maximum":9007199254740992"#, None),
        (r#""maximum":9007199254740993"#, Some("9007199254740992")),
        (r#""minimum":-9007199254740993"#, Some("-9007199254740992")),
        (r#""multipleOf":9007199254740993"#, Some("9007199254740992")),
        (r#""maximum":9223372036854775807"#, None),
        (r#""maximum":9223372036854775806"#, Some("9223372036854775808")),
        (r#""exclusiveMaximum":9223372036854775807"#, Some("9223372036854775808")),
        (r#""exclusiveMaximum":9223372036854775808"#, None),
        (r#""minimum":-9223372036854775808"#, None),
        (r#""maximum":18446744073709551615"#, None),
        (r#""maximum":1e23"#, None),
    ] {
        let found = checked(&text.replace(whole, &format!("{whole},{bound}")));
        let Some(kept) = kept else {
            assert!(found.is_empty(), "{bound}: {found}");
            continue;
        };
        assert_eq!(noted(&found), [(Severity::Error, Code::BadValue)], "{bound}: {found}");
        assert!(
            found.to_string().contains(&format!("would be kept as {kept}; write {kept}: ")),
            "{found}"
        );
    }
}

#[test]
fn a_length_beyond_32_bits_is_told_as_too_large() {
    for (value, message) in [
        ("9007199254740991", "the number of `minLength` is too large"),
        ("4294967296", "the number of `minLength` is too large"),
        ("9223372036854775807", "the number of `minLength` is too large"),
        ("-9007199254740991", "`minLength` is not a whole number from 0"),
        ("1.5", "`minLength` is not a whole number from 0"),
    ] {
        let text = spec(json!({"host": described(json!({"minLength": 1}))}), json!([])).to_string();
        let text = text.replace(r#""minLength":1"#, &format!(r#""minLength":{value}"#));
        let found = checked(&text).to_string();
        assert!(found.contains(message), "{value}: {found}");
    }
    let longest = described(json!({"minLength": 4_294_967_295_u32}));
    assert_eq!(noted(&checked(&spec(json!({"host": longest}), json!([])).to_string())), []);
}

#[test]
fn a_number_that_no_param_can_hold_is_no_default() {
    for (schema, value, fits) in [
        (json!({"type": "integer"}), "9223372036854775807", true),
        (json!({"type": "integer"}), "9223372036854775808", false),
        (json!({"type": "integer"}), "-9223372036854775808", true),
        (json!({"type": "integer"}), "-9223372036854775809", false),
        (json!({"type": "integer", "minimum": 0}), "18446744073709551615", true),
        (json!({"type": "integer", "minimum": 0}), "18446744073709551616", false),
        (json!({"type": "integer", "exclusiveMinimum": -1}), "18446744073709551615", true),
        (json!({"type": "integer", "allOf": [{"minimum": 0}]}), "18446744073709551615", true),
        (json!({"type": ["integer", "null"]}), "9223372036854775808", false),
        (json!({"type": "integer"}), "1e3", true),
        (json!({"type": "integer"}), "1e400", false),
        (json!({"type": "integer"}), "9007199254740993.5", false),
        (json!({"type": "number"}), "1e308", true),
        (json!({"type": "number"}), "1e400", false),
        (json!({"maximum": 1}), "-1e400", false),
        (json!({}), "1e400", true),
    ] {
        let mut param = json!({"description": "What it is.", "default": "DEFAULT"});
        param.as_object_mut().unwrap().extend(schema.as_object().unwrap().clone());
        let text = spec(json!({"limit": param}), json!([])).to_string();
        let found = checked(&text.replace(r#""DEFAULT""#, value));
        let is_refused = found.iter().any(|one| one.code == Code::BadExample);
        assert_eq!(is_refused, !fits, "{schema} {value}: {found}");
    }
}

#[test]
fn what_a_list_of_names_has_twice_is_told_and_goes() {
    let params = json!({"host": described(json!({})), "mode": {
        "type": "string", "description": "The mode.", "enum": ["a", "b", "a"],
    }});
    let text = spec(params, json!(["host", "mode", "host"])).to_string();
    let found = checked(&text);
    let messages: Vec<_> = found.iter().map(|one| one.message.as_str()).collect();
    assert_eq!(messages, ["`enum` lists this twice", "`required` names this twice"]);
    assert!(found.has_errors());
    let fixed: Value = fix(&source(text)).unwrap().text.parse().unwrap();
    let params = &fixed["authSpec"][0]["spec"];
    assert_eq!(params["properties"]["mode"]["enum"].as_array().unwrap().len(), 2);
    assert_eq!(params["required"].as_array().unwrap().len(), 2);
    let depends = json!({"allOf": [{"dependentRequired": {"host": ["mode", "mode"]}}]});
    let mode = json!({"type": "string", "description": "The mode."});
    let mut text: Value = spec(json!({"host": described(json!({})), "mode": mode}), json!([]));
    text["authSpec"][0]["spec"]
        .as_object_mut()
        .unwrap()
        .extend(depends.as_object().unwrap().clone());
    assert_eq!(noted(&checked(&text.to_string())), [(Severity::Error, Code::BadValue)]);
}

#[test]
fn what_has_another_type_is_told_once_with_what_is_meant() {
    let host = described(json!({"required": true, "exclusiveMinimum": true, "minLength": "1"}));
    let params = json!({
        "type": "object",
        "properties": {"host": host, "port": "integer", "type": "object", "required": ["host"]},
        "required": "host",
    });
    let found = checked(&with_params(params).to_string());
    assert_eq!(noted(&found), [(Severity::Error, Code::WrongType); 7]);
    for told in [
        "the `required` of the object around",
        "write the bound itself",
        "write it without quotes",
        "error[wrong-type]: a schema is an object or a boolean, not a string",
        "`type` stands among the properties",
        "`required` stands among the properties",
        "put it beside `properties`",
        "put it into a list",
    ] {
        assert!(found.to_string().contains(told), "{told}: {found}");
    }
}

#[test]
fn a_description_of_another_type_is_told_and_not_missed() {
    let mut text =
        spec(json!({"host": {"type": "string", "description": ["Its host."]}}), json!([]));
    text["sourceSpec"]["attributes"]["uiAttributes"]["description"] = "Deals of Acme.".into();
    let found = checked(&text.to_string());
    assert_eq!(noted(&found), [(Severity::Error, Code::WrongType); 2]);
}

#[test]
fn params_that_stand_beside_the_place_of_spec_are_told_once() {
    let mut text = with_params(json!({}));
    text["authSpec"] = json!([{"name": "API Key", "properties": {}, "required": []}]);
    let found = checked(&text.to_string());
    assert_eq!(noted(&found), [(Severity::Error, Code::MissingKey)]);
    assert!(found.to_string().contains("put the params into it"), "{found}");
}

#[test]
fn what_a_reference_to_nowhere_describes_is_not_missed() {
    let found =
        checked(&spec(json!({"host": {"$ref": "#/definitions/Host"}}), json!([])).to_string());
    assert_eq!(noted(&found), [(Severity::Error, Code::BadReference)]);
}

#[test]
fn what_an_ignored_keyword_stands_for_is_told() {
    let params = json!({
        "type": "object",
        "properties": {"host": described(json!({"nullable": true}))},
        "password": {"type": "string"},
        "optional": true,
    });
    let told = checked(&with_params(params).to_string()).to_string();
    for help in ["[\"string\", \"null\"]", "a param stands in `properties`", "is optional"] {
        assert!(told.contains(help), "{told}");
    }
}

#[test]
fn a_text_is_told_by_its_keys_whole_or_broken() {
    for (text, kind) in [
        (r#"{"authSpec": []}"#, TextKind::Spec),
        (r#"{"items": [], "auth": {}}"#, TextKind::Spec),
        (r#"{"sourceSpec": {}}"#, TextKind::Spec),
        (r#"{"auth": {}, "sourceSpec": {}}"#, TextKind::Request),
        (r#"{"connectionSpec": {}}"#, TextKind::Request),
        (r#"{"name": "acme"}"#, TextKind::Unknown),
        (r#"{"authSpec": ["#, TextKind::Spec),
        (r#"{"auth": {"specName": "API Key""#, TextKind::Request),
        (r#"{"authSpec": [], "connectionSpec": "#, TextKind::Request),
        ("[1, 2", TextKind::Unknown),
        // A source without authentication, and one whose `authSpec` is misspelt.
        (r#"{"id": "", "name": "acme", "version": "1.0"}"#, TextKind::Spec),
        (r#"{"$schema": "./connection-spec.schema.json"}"#, TextKind::Spec),
        (r#"{"name": "acme", "x-status": "beta"}"#, TextKind::Spec),
        (r#"{"auth_spec": [], "auth": {}}"#, TextKind::Spec),
        (r#"{"authSpecs": [], "version": "1.0"}"#, TextKind::Spec),
        // Requests whose keys are misspelt, a connection, and lists of these.
        (r#"{"Auth": {}, "version": "1.0"}"#, TextKind::Request),
        (r#"{"connection_spec": {}}"#, TextKind::Request),
        (r#"{"aut": {"specName": "API Key"}, "version": "1.0"}"#, TextKind::Request),
        (r#"{"id": "", "version": "1.0", "connectionSpec": {}}"#, TextKind::Request),
        (r#"{"items": [{"id": "", "version": "1.0", "auth": {}}]}"#, TextKind::Request),
        (r#"[{"authSpec": []}, {"auth": {}}]"#, TextKind::Request),
        (r#"[{"authSpec": []}]"#, TextKind::Spec),
        (r#"{"auth": {"params": "#, TextKind::Request),
        (r#"{"$schema": "./connection-spec.schema.json", "auth": "#, TextKind::Spec),
    ] {
        assert_eq!(kind_of(text), kind, "{text}");
    }
}

#[test]
fn a_list_of_specs_is_told_once_with_what_makes_files_of_it() {
    let one = spec(json!({}), json!([]));
    for (list, column) in [(json!({"items": [one, one]}), 10), (json!([one]), 1)] {
        let found = checked(&list.to_string());
        assert_eq!(noted(&found), [(Severity::Error, Code::WrongType)]);
        let told = found.to_string();
        assert!(
            told.contains(&format!(":1:{column}: ")) && told.contains("wellhead import"),
            "{told}"
        );
    }
    assert_eq!(noted(&checked(&json!({"items": [one]}).to_string())), []);
}

#[test]
fn an_allowance_that_nothing_needs_is_noted_unless_that_is_allowed_too() {
    let with = |allow: Value, properties: Value| {
        let mut text = spec(properties, json!([]));
        text["x-allow"] = allow;
        noted(&checked(&text.to_string()))
    };
    let token = json!({"pageToken": described(json!({}))});
    let unused = (Severity::Warning, Code::UnusedAllow);
    assert_eq!(with(json!({"secret-unmarked": "No secret."}), token.clone()), []);
    assert_eq!(with(json!({"secret-unmarked": "No secret."}), json!({})), [unused]);
    assert_eq!(with(json!({"unused-allow": "To come.", "secret-unmarked": "Too."}), json!({})), []);
    assert_eq!(with(json!({"unused-allow": "To come."}), json!({})), [unused]);
    // A file that is broken may show less than there is.
    let broken = json!({"host": {"type": "text", "description": "The host."}});
    let found = with(json!({"secret-unmarked": "No secret."}), broken);
    assert_eq!(found, [(Severity::Error, Code::BadValue)]);
}
