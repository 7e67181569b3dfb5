//! What is of the right form and still wrong, and what is not: each rule at its edges. How findings look is shown by `ui/`.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test fails by panicking"
)]

mod support;

use serde_json::{Value, json};
use support::{checked, described, import, noted, source, spec, with_params};
use wellhead_spec::fix::fix;
use wellhead_spec::{Code, Severity, SpecSet};

/// The spec file that an import makes of a text.
fn imported(text: String) -> Value {
    import(text).sources[0].text.parse().unwrap()
}

#[test]
fn what_leads_to_a_description_or_a_mark_has_it() {
    let params = json!({
        "type": "object",
        "definitions": {
            "secret": {"type": "string", "format": "password", "description": "The secret."},
            "again": {"$ref": "#/definitions/secret"},
        },
        "properties": {
            "clientSecret": {"$ref": "#/definitions/secret"},
            "apiKey": {"allOf": [{"$ref": "#/definitions/again"}]},
            "token": {"description": "The token.", "oneOf": [{"type": "null"}, {"$ref": "#/definitions/again"}]},
        },
    });
    let found = checked(&with_params(params).to_string());
    assert_eq!(noted(&found), [], "{found}");
}

#[test]
fn a_chain_of_references_is_followed_until_it_counts_as_a_circle() {
    const LONGEST: usize = 16;
    let wrong = (Severity::Error, Code::BadExample);
    let circle = (Severity::Error, Code::BadReference);
    for (count, expected) in [(1, wrong), (LONGEST, wrong), (LONGEST + 1, circle)] {
        let mut definitions = json!({ "d1": {"type": "string"} });
        for at in 2..=count {
            definitions[format!("d{at}")] = json!({"$ref": format!("#/definitions/d{}", at - 1)});
        }
        let value = json!({
            "description": "What it is.", "default": 7, "$ref": format!("#/definitions/d{count}"),
        });
        let params =
            json!({"type": "object", "definitions": definitions, "properties": {"value": value}});
        let found = checked(&with_params(params).to_string());
        assert_eq!(noted(&found), [expected], "{count}: {found}");
    }
}

#[test]
fn a_value_without_its_secret_member_may_be_shown() {
    let secret = json!({"type": "string", "description": "Its password.", "format": "password"});
    let login = json!({
        "type": "object",
        "description": "The login.",
        "properties": {"user": described(json!({})), "password": secret},
        "default": {"user": "ops"},
    });
    let found = checked(&spec(json!({"login": login}), json!([])).to_string());
    assert_eq!(noted(&found), [], "{found}");
}

#[test]
fn what_is_said_to_be_no_secret_is_none() {
    let text = spec(json!({"pageToken": described(json!({"x-secret": false}))}), json!([]));
    assert_eq!(noted(&checked(&text.to_string())), []);
    assert_eq!(fix(&source(text.to_string())).unwrap().fixes, []);
}

#[test]
fn a_secret_is_known_by_the_names_that_the_platforms_own_specs_have_for_one() {
    for (name, is_secret) in [
        ("connectionString", true),
        ("servicePrincipalKey", true),
        ("accountKey", true),
        ("secretAccessKey", true),
        ("sasUri", true),
        ("privateKeyContent", true),
        ("db_passwd", true),
        ("s3AccessKey", false),
        ("accountKeyId", false),
        ("connectionStringName", false),
        ("tokenUrl", false),
    ] {
        let found = checked(&spec(json!({name: described(json!({}))}), json!([])).to_string());
        let warning = (Severity::Warning, Code::SecretUnmarked);
        assert_eq!(noted(&found).contains(&warning), is_secret, "{name}");
    }
}

#[test]
fn what_no_value_can_meet_is_told_and_nothing_else() {
    let all = |parts: Value| json!({ "allOf": parts });
    for (schema, is_met) in [
        (json!({"type": "integer", "enum": ["a"]}), false),
        (json!({"type": "integer", "enum": ["a", 1]}), true),
        (json!({"type": "integer", "const": 1.5}), false),
        (json!({"type": "integer", "const": 1.0}), true),
        (json!({"type": "string", "const": "x", "enum": ["y"]}), false),
        (json!({"type": "string", "minLength": 3, "enum": ["a"]}), false),
        (json!({"type": "integer", "minimum": 1, "maximum": 5, "multipleOf": 7}), false),
        (json!({"type": "integer", "minimum": 7, "maximum": 7, "multipleOf": 7}), true),
        (json!({"type": "integer", "minimum": 7, "exclusiveMaximum": 14, "multipleOf": 7}), true),
        (json!({"type": "number", "minimum": 0.1, "maximum": 0.3, "multipleOf": 0.1}), true),
        (json!({"type": "number", "minimum": 0.3, "maximum": 0.3, "multipleOf": 0.1}), true),
        (all(json!([{"type": "string"}, {"type": "integer"}])), false),
        (all(json!([{"type": "number"}, {"type": "integer"}])), true),
        (all(json!([{"type": "integer", "minimum": 3}, {"maximum": 2}])), false),
        (all(json!([{"type": ["integer", "null"], "minimum": 3}, {"maximum": 2}])), true),
        (all(json!([{"type": "string", "minLength": 3}, {"maxLength": 2}])), false),
        (all(json!([{"type": "string", "enum": ["a", "b"]}, {"minLength": 2}])), false),
        (all(json!([{"type": "string", "enum": ["a", "bb"]}, {"minLength": 2}])), true),
    ] {
        let mut param = schema.clone();
        param["description"] = "The param.".into();
        let found = checked(&spec(json!({"param": param}), json!([])).to_string());
        let told: Vec<_> = found.iter().map(|one| one.code).collect();
        assert_eq!(told, if is_met { vec![] } else { vec![Code::Unsatisfiable] }, "{schema}");
    }
}

#[test]
fn alternatives_without_any_are_told() {
    for keyword in ["allOf", "anyOf", "oneOf"] {
        let found =
            checked(&spec(json!({"p": described(json!({keyword: []}))}), json!([])).to_string());
        let messages: Vec<_> = found.iter().map(|one| one.message.as_str()).collect();
        assert_eq!(messages, [format!("`{keyword}` lists nothing")]);
    }
}

#[test]
fn a_format_is_misspelt_or_unknown() {
    for (format, meant) in [
        ("pasword", Some("password")),
        ("Password", Some("password")),
        ("passwrod", Some("password")),
        ("datetime", Some("date-time")),
        ("date_time", Some("date-time")),
        ("URI", Some("uri")),
        ("uint32", None),
        ("json-pointer", None),
        ("textarea", None),
    ] {
        let found = checked(
            &spec(json!({"p": described(json!({"format": format}))}), json!([])).to_string(),
        );
        let proposed: Vec<_> = found.iter().map(|one| one.suggestion.as_deref()).collect();
        assert_eq!(proposed, meant.map(Some).into_iter().collect::<Vec<_>>(), "{format}");
    }
}

#[test]
fn what_is_missing_hides_nothing_that_is_wrong_elsewhere() {
    let mut sound = spec(json!({"token": described(json!({}))}), json!([]));
    sound["id"] = "not-an-id".into();
    for key in ["id", "name", "version"] {
        for broken in [None, Some(json!(5)), Some(json!(" "))] {
            let mut text = sound.clone();
            match broken {
                None => drop(text.as_object_mut().unwrap().remove(key)),
                Some(broken) => text[key] = broken,
            }
            let set = SpecSet::from_texts(vec![source(text.to_string())]);
            assert!(set.specs.is_empty());
            let found = set.diagnostics;
            let has = |code| found.iter().any(|one| one.code == code);
            assert!(has(Code::SecretUnmarked), "{key}: {found}");
            assert_eq!(has(Code::BadId), key != "id", "{key}: {found}");
        }
    }
    let mut text = spec(json!({"token": described(json!({}))}), json!(["host"]));
    text["x-allow"] = json!({"secret-unmarked": "It is none."});
    let nameless = text["authSpec"][0].as_object_mut().unwrap();
    nameless.remove("name");
    let nameless = text["authSpec"][0].clone();
    text["authSpec"].as_array_mut().unwrap().push(nameless);
    let codes: Vec<_> = checked(&text.to_string()).iter().map(|one| one.code).collect();
    let each = [Code::MissingKey, Code::MissingProperty];
    assert_eq!(codes, [each, each].concat());
}

#[test]
fn a_value_that_is_shown_is_judged_by_all_of_its_schema() {
    let texts = json!({"type": "array", "items": {"type": "string"}, "uniqueItems": true});
    let counts = json!({"type": "object", "additionalProperties": {"type": "integer"}});
    let port =
        json!({"type": "object", "properties": {"port": {"minimum": 1}}, "required": ["port"]});
    let either = json!({"oneOf": [{"type": "string"}, {"type": "integer"}]});
    let but = json!({"type": "integer", "not": {"const": 5}});
    let one = json!({"type": "array", "items": {"type": "string"}, "contains": {"const": "a"}});
    let when = json!({"type": "integer", "if": {"minimum": 5}, "then": {"multipleOf": 2}});
    let listed = json!({"$ref": "#/definitions/listed"});
    for (schema, fits, other) in [
        (&texts, json!(["a", "b"]), json!(["a", 1])),
        (&texts, json!([]), json!(["a", "a"])),
        (&counts, json!({"a": 1}), json!({"a": "1"})),
        (&port, json!({"port": 1}), json!({})),
        (&port, json!({"port": 1}), json!({"port": "1"})),
        (&either, json!(1), json!(true)),
        (&but, json!(4), json!(5)),
        (&one, json!(["a", "b"]), json!(["b"])),
        (&when, json!(6), json!(7)),
        (&listed, json!("a"), json!("c")),
    ] {
        for (value, is_fit) in [(fits, true), (other, false)] {
            let mut param = schema.clone();
            param["description"] = "The param.".into();
            param["default"] = value.clone();
            let mut text = spec(json!({"p": param, "l": listed}), json!([]));
            let defined = json!({"listed": {"description": "Listed.", "enum": ["a", "b"]}});
            text["authSpec"][0]["spec"]["definitions"] = defined;
            let found = checked(&text.to_string());
            let refused = found.iter().filter(|one| one.code == Code::BadExample).count();
            assert_eq!(refused, usize::from(!is_fit), "{schema} {value}: {found}");
        }
    }
    let mut text = spec(json!({"l": listed}), json!([]));
    let defined = json!({"listed": {"type": "integer", "description": "Listed.", "default": "a"}});
    text["authSpec"][0]["spec"]["definitions"] = defined;
    assert_eq!(noted(&checked(&text.to_string())), [(Severity::Error, Code::BadExample)]);
}

#[test]
fn a_key_of_a_part_is_one_that_the_dialect_can_write_and_read() {
    for (dialect, key, is_one) in [
        ("ado.net", "User Id", true),
        ("ado.net", "a=b", true),
        ("ado.net", "a;b", false),
        ("ado.net", " x ", false),
        ("ado.net", "", false),
        ("odbc", "a=b", false),
        ("azure-storage", "a;b", false),
    ] {
        let part = json!({"type": "string", "description": "The part.", "x-keys": [key]});
        let string = json!({"dialect": dialect, "properties": {"part": part}});
        let string = described(json!({"x-connection-string": string}));
        let found = noted(&checked(&spec(json!({"text": string}), json!([])).to_string()));
        let expected = if is_one { vec![] } else { vec![(Severity::Error, Code::BadValue)] };
        assert_eq!(found, expected, "{dialect} {key:?}");
    }
}

#[test]
fn a_part_that_is_always_written_has_the_type_of_its_constant() {
    let part = json!({"const": "https", "description": "The part.", "x-keys": ["Protocol"]});
    for required in [json!(["part"]), json!([])] {
        let string =
            json!({"dialect": "ado.net", "properties": {"part": part}, "required": required});
        let string = described(json!({"x-connection-string": string}));
        let found = noted(&checked(&spec(json!({"text": string}), json!([])).to_string()));
        assert_eq!(found.is_empty(), required == json!(["part"]), "{found:?}");
    }
}

#[test]
fn a_connection_string_is_a_string_and_has_parts() {
    let part = json!({"type": "string", "description": "The part.", "x-keys": ["Part"]});
    for (kind, properties, message) in [
        ("integer", json!({"part": part}), "a connection string is a string"),
        ("string", json!({}), "a connection string has no parts"),
    ] {
        let string = json!({"dialect": "ado.net", "properties": properties});
        let text = described(json!({"type": kind, "x-connection-string": string}));
        let found = checked(&spec(json!({"text": text}), json!([])).to_string());
        let messages: Vec<_> = found.iter().map(|one| one.message.as_str()).collect();
        assert_eq!(messages, [message]);
    }
}

#[test]
fn a_then_without_an_if_says_nothing() {
    let text = spec(json!({"p": described(json!({"then": {"minLength": 2}}))}), json!([]));
    let found = noted(&checked(&text.to_string()));
    assert_eq!(found, [(Severity::Warning, Code::UselessKeyword)]);
}

#[test]
fn nobody_guesses_which_of_two_properties_is_required() {
    for (names, required) in [
        (&["key2", "key3"][..], "key1"),
        (&["accessKey2"], "accessKey1"),
        (&["client_id", "client-id"], "clientId"),
        (&["hosta", "hostb"], "hostc"),
    ] {
        let properties: serde_json::Map<_, _> =
            names.iter().map(|name| ((*name).to_owned(), described(json!({})))).collect();
        let text = spec(properties.clone().into(), json!([required])).to_string();
        assert_eq!(fix(&source(text.clone())).unwrap().fixes, [], "{required}");
        let found = imported(text);
        assert_eq!(found["authSpec"][0]["spec"]["required"], Value::Null, "{required}");
        // It still is a property that one may have meant.
        let found = checked(&spec(properties.into(), json!([required])).to_string());
        let missing = found.iter().find(|one| one.code == Code::MissingProperty).unwrap();
        assert!(missing.help.as_ref().unwrap().starts_with("did you mean"), "{missing}");
    }
    let both = spec(json!({"hosta": described(json!({}))}), json!(["hosta", "hostb"]));
    assert_eq!(fix(&source(both.to_string())).unwrap().fixes, [], "`hosta` is another one");
}

#[test]
fn an_object_that_is_open_may_require_what_it_does_not_list() {
    for object in [
        json!({"additionalProperties": {"type": "string"}}),
        json!({"additionalProperties": true}),
        json!({"additionalProperties": true, "properties": {"host": described(json!({}))}}),
        json!({}),
    ] {
        let mut headers = object.clone();
        headers["type"] = "object".into();
        headers["description"] = "The headers.".into();
        headers["required"] = json!(["Authorization"]);
        let text = spec(json!({"headers": headers.clone()}), json!([])).to_string();
        assert_eq!(noted(&checked(&text)), [], "{object}");
        let found = imported(text);
        assert_eq!(
            found["authSpec"][0]["spec"]["properties"]["headers"]["required"],
            headers["required"]
        );
    }
}

#[test]
fn a_condition_names_properties_that_are_there() {
    let more = |more: Value| {
        let mut params = json!({
            "type": "object",
            "properties": {
                "mode": {"type": "string", "description": "The mode."},
                "keyFile": {"type": "string", "description": "The file."},
            },
        });
        params.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        params
    };
    for (params, names) in [
        (json!({"dependentRequired": {"mode": ["keyFile"]}}), &[][..]),
        (json!({"dependentRequired": {"mode": ["bb"]}}), &["bb"]),
        (json!({"dependentRequired": {"mod": ["keyFile"]}}), &["mod"]),
        (json!({"if": {"required": ["mode"]}, "then": {"required": ["keyfile"]}}), &["keyfile"]),
        (json!({"not": {"required": ["keyfile"]}}), &["keyfile"]),
        (json!({"allOf": [{"dependentRequired": {"mode": ["bb"]}}]}), &["bb"]),
        // A branch may ask for what stands around it.
        (json!({"oneOf": [{"properties": {"a": {}}, "not": {"required": ["mode"]}}]}), &[]),
        // A branch may bring the property, and where others may be there, it is one of those.
        (json!({"then": {"required": ["b"]}, "if": true, "else": {"properties": {"b": {}}}}), &[]),
        (json!({"dependentRequired": {"mode": ["bb"]}, "additionalProperties": true}), &[]),
        (
            json!({"dependentRequired": {"mode": ["keyfile"]}, "additionalProperties": true}),
            &["keyfile"],
        ),
    ] {
        let found = checked(&with_params(more(params.clone())).to_string());
        let named = found.iter().filter(|one| one.code == Code::UnlistedName);
        let named: Vec<_> = named.map(|one| one.message.split('`').nth(1).unwrap()).collect();
        assert_eq!(named, names, "{params}: {found}");
    }
}

#[test]
fn a_mark_beside_a_type_that_stands_elsewhere_implies_none() {
    for branches in ["allOf", "oneOf"] {
        let params = json!({
            "type": "object",
            "properties": {"n": {"type": "integer", "description": "The number."}},
            (branches): [{"properties": {"n": {"x-secret": true}}}],
        });
        let found = checked(&with_params(params).to_string());
        assert!(!found.iter().any(|one| one.code == Code::ImpliedType), "{found}");
    }
}
