//! Verdicts against what takes requests: the engine reads both specs, and a param's values are given to it. It sees what JSON
//! Schema does not say: which members a type knows, where its numbers end, what the text of a connection string holds.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test fails by panicking"
)]

mod combined;

use serde_json::{Value, json};
use wellhead_codegen::Loader;
use wellhead_diff::change::Wire;
use wellhead_diff::{Comparison, Side, compare, render};
use wellhead_runtime::{Catalog, LoadedCatalog};
use wellhead_spec::SpecText;

const ID: &str = "5c0a2f6e-3b1d-4c52-9f0e-7a6b1d2c3e4f";

/// A spec whose only param, `x`, has this schema; what it has as `T` is the definition of that name.
fn spec(x: &Value) -> String {
    let mut x = x.clone();
    let definition = x.as_object_mut().and_then(|x| x.remove("T")).unwrap_or_else(|| json!({}));
    let params = json!({
        "type": "object",
        "properties": {"x": x},
        "definitions": {"T": definition},
    });
    let auth = json!([{"name": "Any Params", "spec": params}]);
    format!("{:#}", json!({"id": ID, "name": "taken", "version": "1.0", "authSpec": auth}))
}

fn side(x: &Value) -> Side {
    let side = Side::texts(vec![SpecText {
        slug: "taken".into(),
        file: "taken.json".into(),
        text: spec(x),
    }]);
    assert!(!side.has_errors(), "{x}");
    side
}

fn catalog(x: &Value) -> LoadedCatalog {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("taken.json"), spec(x)).unwrap();
    Loader::new(folder.path()).load().unwrap().catalog
}

fn takes(catalog: &LoadedCatalog, x: &Value) -> bool {
    let params = json!({ "x": x }).to_string();
    catalog.dispatch_params(ID, Some("Any Params"), params.as_bytes()).is_ok()
}

fn worst(comparison: &Comparison) -> Wire {
    comparison.changes().map(|(_, change)| change.wire.severity).max().unwrap_or(Wire::Same)
}

/// What becomes of some values with a change: they are `kept`, `lost` or `won`.
#[derive(Default)]
struct Values {
    kept: Vec<Value>,
    lost: Vec<Value>,
    won: Vec<Value>,
}

fn values(kept: Value, lost: Value, won: Value) -> Values {
    let list = |values: Value| values.as_array().unwrap().clone();
    Values { kept: list(kept), lost: list(lost), won: list(won) }
}

/// Asserts what the engine says of the values, and that the verdict, both ways, is the one that this comes to.
fn judged(old: &Value, new: &Value, verdicts: [Wire; 2], values: &Values) {
    let (was, is) = (catalog(old), catalog(new));
    let of =
        [(&values.kept, [true, true]), (&values.lost, [true, false]), (&values.won, [false, true])];
    for (values, expected) in of {
        for value in values {
            assert_eq!(
                [takes(&was, value), takes(&is, value)],
                expected,
                "{value}: {old} -> {new}"
            );
        }
    }
    let ways = [(old, new, &values.lost, &values.won), (new, old, &values.won, &values.lost)];
    for ((old, new, lost, won), verdict) in ways.into_iter().zip(verdicts) {
        let comparison = compare(&side(old), &side(new));
        assert_eq!(worst(&comparison), verdict, "{old} -> {new}\n{}", render::human(&comparison));
        assert!(verdict.breaks() || lost.is_empty(), "{old} -> {new}: a request is lost");
        assert!(verdict != Wire::Same || won.is_empty(), "{old} -> {new}: a request is won");
    }
}

/// Puts a schema, or a value, into another one.
type Wrap = fn(&Value) -> Value;

const NARROWS: [Wire; 2] = [Wire::Breaking, Wire::Compatible];

fn listing() -> Value {
    json!({"type": "object", "properties": {"a": {"type": "integer"}}})
}

#[test]
fn an_object_that_lists_members_refuses_others_and_a_free_one_does_not() {
    let free = json!({"type": "object"});
    let either = |names: [&str; 2]| {
        let kinds =
            names.map(|name| json!({"title": name, "properties": {name: {"type": "integer"}}}));
        json!({"type": "object", "anyOf": kinds})
    };
    let values = values(json!([{"a": 1}, {}]), json!([{"z": 1}, {"a": "s"}]), json!([]));
    judged(&free, &listing(), NARROWS, &values);
    judged(&free, &either(["a", "b"]), NARROWS, &values);
    judged(&free, &json!({"type": "object", "allOf": [listing()]}), NARROWS, &values);
    let within = |values: &[Value], wrap: Wrap| values.iter().map(wrap).collect();
    let wraps: [(Wrap, Wrap); 2] = [
        (|schema| json!({"type": "array", "items": schema}), |value| json!([value])),
        (
            |schema| json!({"type": "object", "additionalProperties": schema}),
            |value| json!({"any": value}),
        ),
    ];
    for (around, wrap) in wraps {
        let values = Values {
            kept: within(&values.kept, wrap),
            lost: within(&values.lost, wrap),
            won: Vec::new(),
        };
        judged(&around(&free), &around(&listing()), NARROWS, &values);
    }
}

#[test]
fn an_object_that_is_one_alternative_beside_a_text_may_have_any_member() {
    let new = json!({"oneOf": [listing(), {"type": "string"}]});
    let values = values(json!([{"a": 1}, {}]), json!([]), json!([{"z": 1}, "s"]));
    judged(&listing(), &new, [Wire::Compatible, Wire::Breaking], &values);
}

#[test]
fn a_kind_of_an_object_has_the_members_of_its_own() {
    let of = |a: Value, more: Value| {
        let mut a = json!({"type": "object", "properties": a, "required": ["t"]});
        a.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        let b = json!({"t": {"const": "b"}, "p": {"type": "integer"}});
        let b = json!({"type": "object", "properties": b, "required": ["t"]});
        json!({"type": "object", "oneOf": [a, b]})
    };
    let (t, p) = (json!({"const": "a"}), json!({"type": "integer"}));
    let (small, large) = (of(json!({"t": t}), json!({})), of(json!({"t": t, "p": p}), json!({})));
    let with_p = json!([{"t": "a", "p": 1}]);
    let kept = json!([{"t": "a"}, {"t": "b", "p": 1}]);
    judged(&large, &small, NARROWS, &values(kept.clone(), with_p.clone(), json!([])));
    let open = of(json!({"t": t}), json!({"additionalProperties": true}));
    judged(&open, &small, NARROWS, &values(kept, with_p, json!([])));
}

#[test]
fn a_whole_number_that_may_be_below_zero_ends_at_half_of_the_others() {
    let integer = |more: Value| {
        let mut schema = json!({"type": "integer"});
        schema.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        schema
    };
    let both = [Wire::Breaking, Wire::Breaking];
    let natural = integer(json!({"minimum": 0}));
    let largest = values(json!([1]), json!([u64::MAX]), json!([-1]));
    judged(&natural, &integer(json!({})), both, &largest);
    judged(&natural, &integer(json!({"minimum": -1})), both, &largest);
    let listed = |list: Value| [json!({"minimum": 0, "enum": list}), json!({"enum": list})];
    let [old, new] = listed(json!([1, 2])).map(integer);
    judged(
        &old,
        &new,
        [Wire::Compatible, Wire::Same],
        &values(json!([1, 2]), json!([]), json!([])),
    );
    let [old, new] = listed(json!([1, u64::MAX])).map(integer);
    assert_eq!(worst(&compare(&side(&old), &side(&new))), Wire::Breaking);
}

#[test]
fn a_step_is_finer_by_the_engines_own_measure() {
    let step = |kind: &str, step: f64| json!({"type": kind, "multipleOf": step});
    let tenths = values(json!([0.3, 0.6, 0.9]), json!([]), json!([0.1, 0.2]));
    judged(&step("number", 0.3), &step("number", 0.1), [Wire::Compatible, Wire::Breaking], &tenths);
    // Among whole numbers, the multiples of 2.5 are those of 5.
    let verdict = |old: f64, new: f64| {
        worst(&compare(&side(&step("integer", old)), &side(&step("integer", new))))
    };
    assert_eq!([verdict(5.0, 2.5), verdict(2.5, 5.0)], [Wire::Compatible; 2]);
    assert_eq!([verdict(2.5, 10.0), verdict(2.5, 2.0)], [Wire::Breaking; 2]);
}

#[test]
fn the_order_of_what_has_to_be_met_altogether_says_nothing() {
    let a = json!({"properties": {"a": {"type": "integer"}}, "required": ["a"]});
    let b = json!({"properties": {"b": {"type": "string"}}});
    let longer = json!({"properties": {"b": {"type": "string", "minLength": 2}}});
    let all = |parts: [&Value; 2]| json!({"type": "object", "allOf": parts});
    let old = all([&a, &b]);
    let kept = json!([{"a": 1, "b": "xx"}, {"a": 1}]);
    judged(&old, &all([&b, &a]), [Wire::Same; 2], &values(kept.clone(), json!([]), json!([])));
    let lost = json!([{"a": 1, "b": "x"}]);
    judged(&old, &all([&longer, &a]), NARROWS, &values(kept, lost, json!([])));
}

#[test]
fn base64_is_one_check_whichever_keyword_asks_for_it() {
    let text = |more: Value| {
        let mut schema = json!({"type": "string"});
        schema.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        schema
    };
    let encoded = text(json!({"contentEncoding": "base64"}));
    let byte = text(json!({"format": "byte"}));
    let both = text(json!({"format": "byte", "contentEncoding": "base64"}));
    for new in [&byte, &both] {
        judged(&encoded, new, [Wire::Same; 2], &values(json!(["YWJj"]), json!([]), json!([])));
    }
    let (free, uri) = (text(json!({})), text(json!({"format": "uri"})));
    let sides = values(json!(["YWJj"]), json!([]), json!(["-"]));
    judged(&encoded, &free, [Wire::Compatible, Wire::Breaking], &sides);
    judged(
        &encoded,
        &uri,
        [Wire::Breaking; 2],
        &values(json!([]), json!(["YWJj"]), json!(["urn:a"])),
    );
}

/// A connection string of these parts, `host` required.
fn string(dialect: &str, parts: Value) -> Value {
    let mut string = json!({"dialect": dialect, "properties": {"host": {"type": "string"}}, "required": ["host"]});
    match dialect {
        "url" => string["address"] = json!("db://{host}.example/"),
        _ => string["properties"]["host"]["x-keys"] = json!(["Host"]),
    }
    string["properties"].as_object_mut().unwrap().extend(parts.as_object().unwrap().clone());
    json!({"type": "string", "format": "password", "x-connection-string": string})
}

fn part(kind: &str, keys: &[&str]) -> Value {
    json!({"type": kind, "x-keys": keys})
}

#[test]
fn a_key_that_no_part_has_was_left_to_the_driver() {
    let none = string("ado.net", json!({}));
    let number = string("ado.net", json!({"port": part("integer", &["Port"])}));
    let kept = json!(["Host=a", "Host=a;Port=1"]);
    judged(&none, &number, NARROWS, &values(kept.clone(), json!(["Host=a;Port=b"]), json!([])));
    // Any text fits, but not two of them.
    let text = string("ado.net", json!({"port": part("string", &["Port"])}));
    let lost = json!(["Host=a;Port=1;Port=2", "Host=a;Prt=1"]);
    judged(
        &none,
        &text,
        [Wire::Undecided, Wire::Compatible],
        &values(kept.clone(), lost, json!([])),
    );
    judged(
        &number,
        &text,
        [Wire::Compatible, Wire::Breaking],
        &values(kept, json!([]), json!(["Host=a;Port=b"])),
    );
    let (none, more) =
        (string("url", json!({})), string("url", json!({"wait": part("integer", &["wait"])})));
    let texts =
        values(json!(["db://a.example/?wait=1"]), json!(["db://a.example/?wait=b"]), json!([]));
    judged(&none, &more, NARROWS, &texts);
}

#[test]
fn a_dialect_without_other_keys_refuses_those_that_no_part_has() {
    let none = string("azure-storage", json!({}));
    let number = string("azure-storage", json!({"port": part("integer", &["Port"])}));
    let texts = values(json!(["Host=a"]), json!([]), json!(["Host=a;Port=1"]));
    judged(&none, &number, [Wire::Compatible, Wire::Breaking], &texts);
}

#[test]
fn a_key_of_a_part_is_read_or_left_to_the_driver() {
    let one = string("ado.net", json!({"port": part("integer", &["Port"])}));
    let two = string("ado.net", json!({"port": part("integer", &["Port", "Gate"])}));
    let kept = json!(["Host=a;Port=1", "Host=a;Gate=2"]);
    // A text that has the part is not without it, and a key like it is left to the driver as well.
    let with = json!(["Host=a;Gate=2;Prt=1"]);
    let texts = values(kept, json!(["Host=a;Port=1;Gate=2"]), with);
    judged(&one, &two, [Wire::Breaking; 2], &texts);
    // Without the part, a key like it is taken for it.
    let alike = string("ado.net", json!({"port": part("integer", &["Port", "Prt"])}));
    let texts =
        values(json!(["Host=a;Port=1"]), json!(["Host=a;Port=1;Prt=2"]), json!(["Host=a;Prt=2"]));
    judged(&one, &alike, [Wire::Breaking; 2], &texts);
    let written = string("ado.net", json!({"port": part("integer", &["Gate", "Port"])}));
    let texts =
        values(json!(["Host=a;Port=1", "Host=a;Gate=1"]), json!(["Host=a;Gat=1"]), json!([]));
    judged(&two, &written, [Wire::Undecided; 2], &texts);
}

#[test]
fn what_a_part_is_called_does_not_stand_in_a_text() {
    let of = |name: &str, other: &str| {
        let parts = json!({name: part("integer", &["Port"]), other: part("string", &["Mode"])});
        string("ado.net", parts)
    };
    let texts = values(json!(["Host=a;Port=1;Mode=b"]), json!([]), json!([]));
    judged(&of("port", "mode"), &of("gate", "mode"), [Wire::Same; 2], &texts);
    judged(&of("port", "mode"), &of("mode", "port"), [Wire::Same; 2], &texts);
    let address = |name: &str| {
        let string = json!({
            "dialect": "url",
            "address": format!("db://{{{name}}}.example/"),
            "properties": {name: {"type": "string"}},
            "required": [name]
        });
        json!({"type": "string", "x-connection-string": string})
    };
    let texts = values(json!(["db://a.example/"]), json!([]), json!([]));
    judged(&address("host"), &address("account"), [Wire::Same; 2], &texts);
}

#[test]
fn a_type_that_is_implied_by_what_has_to_be_met_altogether_counts() {
    let all = |parts: Value| json!({"allOf": parts});
    let long = all(json!([{"minLength": 2}]));
    let both = all(json!([{"minLength": 2}, {"minimum": 1}]));
    // Two types are implied, and so none. The other way, what is asked of numbers is new, and no number was accepted.
    let wider = values(json!(["xx"]), json!([5, true]), json!([]));
    judged(&both, &long, NARROWS, &wider);
    let said = all(json!([{"minLength": 2, "type": "string"}]));
    let texts = values(json!(["xx"]), json!([]), json!([]));
    judged(&long, &said, [Wire::Same; 2], &texts);
    let number = all(json!([{"minLength": 2, "type": ["string", "integer"]}]));
    let wider = values(json!(["xx"]), json!([]), json!([5]));
    judged(&long, &number, [Wire::Compatible, Wire::Breaking], &wider);
    let listed = |more: Value| {
        let mut schema = json!({"enum": ["a", null]});
        schema.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        schema
    };
    let (free, text) = (listed(json!({})), listed(json!({"type": "string"})));
    judged(&free, &text, NARROWS, &values(json!(["a"]), json!([null]), json!([])));
}

#[test]
fn no_type_is_implied_where_the_schema_says_itself_what_it_takes() {
    for (schema, takes_it, refuses) in [
        (json!({"minimum": 2, "enum": ["auto", 5]}), json!(["auto", 5]), json!([1, 3, null])),
        (json!({"minimum": 2, "const": "auto"}), json!(["auto"]), json!([5])),
        (
            json!({"minLength": 2, "anyOf": [{"type": "string"}, {"type": "null"}]}),
            json!(["ab", null]),
            json!(["a", 5]),
        ),
        (
            json!({"pattern": "^a", "allOf": [{"type": ["string", "null"]}]}),
            json!(["ab", null]),
            json!(["b", 5]),
        ),
        (
            json!({"format": "password", "oneOf": [{"type": "string"}, {"type": "null"}]}),
            json!(["ab", null]),
            json!([5]),
        ),
        (
            json!({"properties": {"a": true}, "anyOf": [{"type": "object"}, {"type": "null"}]}),
            json!([{"a": 1}, null]),
            json!([5]),
        ),
        (json!({"allOf": [{"minLength": 2}]}), json!(["ab"]), json!(["a", 5])),
        (json!({"minLength": 1, "enum": ["a", null]}), json!(["a", null]), json!(["b"])),
    ] {
        let catalog = catalog(&schema);
        for (values, expected) in [(takes_it, true), (refuses, false)] {
            for value in values.as_array().unwrap() {
                assert_eq!(takes(&catalog, value), expected, "{schema}: {value}");
            }
        }
    }
}

#[test]
fn a_type_that_is_implied_may_be_written_and_one_that_is_not_changes_what_is_taken() {
    let typed = |schema: &Value, kind: Value| {
        let mut typed = schema.clone();
        typed["type"] = kind;
        typed
    };
    let implied = json!({"minLength": 2, "anyOf": [{"pattern": "^a"}, {"pattern": "^b"}]});
    let values_of = values(json!(["ab"]), json!([]), json!([]));
    judged(&implied, &typed(&implied, json!("string")), [Wire::Same; 2], &values_of);
    let listed = json!({"minimum": 2, "enum": ["auto", 5]});
    let values_of = values(json!([5]), json!(["auto"]), json!([]));
    judged(&listed, &typed(&listed, json!("number")), NARROWS, &values_of);
    let either = json!({"minLength": 2, "anyOf": [{"type": "string"}, {"type": "null"}]});
    let values_of = values(json!(["ab"]), json!([null]), json!([]));
    judged(&either, &typed(&either, json!("string")), NARROWS, &values_of);
}
