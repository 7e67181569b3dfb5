//! What is combined, what leads to itself, and what one keyword says for another.

use serde_json::{Value, json};
use wellhead_diff::change::Wire;

use crate::{NARROWS, judged, side, values, worst};
use wellhead_diff::compare;

const WIDENS: [Wire; 2] = [Wire::Compatible, Wire::Breaking];
const SAME: [Wire; 2] = [Wire::Same; 2];

fn none() -> Value {
    json!([])
}

/// An object of two kinds, told apart by `t`, the first of which has the param `v`.
fn kinds(keyword: &str, v: &Value, common: &Value) -> Value {
    let kind = |name: &str, more: Value| {
        let mut params = json!({"t": {"const": name}});
        params.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        json!({"title": name, "properties": params, "required": ["t"]})
    };
    let mut schema = json!({ keyword: [kind("one", json!({ "v": v })), kind("two", json!({}))] });
    schema.as_object_mut().unwrap().extend(common.as_object().unwrap().clone());
    schema
}

#[test]
fn a_type_is_implied_inside_a_kind() {
    let old = kinds("oneOf", &json!({"type": ["string", "integer"], "minimum": 1}), &json!({}));
    let new = kinds("oneOf", &json!({"minimum": 1}), &json!({}));
    let number = json!([{"t": "one", "v": 2}, {"t": "two"}]);
    let (text, fraction) = (json!([{"t": "one", "v": "s"}]), json!([{"t": "one", "v": 1.5}]));
    judged(&old, &new, [Wire::Breaking; 2], &values(number, text, fraction));
}

#[test]
fn values_that_are_listed_no_more_may_be_of_another_type_than_is_implied() {
    let old = json!({"maximum": 5, "enum": ["us", "b"]});
    let new = json!({"maximum": 5});
    let verdict = worst(&compare(&side(&old), &side(&new)));
    assert_eq!(verdict, Wire::Breaking);
}

/// A param whose schema is the definition `T`, wherever that leads.
fn recursive(t: &Value) -> Value {
    json!({"$ref": "#/definitions/T", "T": t})
}

#[test]
fn what_leads_to_itself_is_compared_where_it_becomes_something_else() {
    let t = json!({"properties": {"r": {"$ref": "#/definitions/T"}}});
    let mut object = t.clone();
    object["type"] = json!("object");
    let kept = json!([{"r": {}}, {"r": {"r": {"r": {}}}}]);
    let lost = json!([{"r": {"r": {"r": "a"}}}]);
    judged(&recursive(&t), &recursive(&object), NARROWS, &values(kept, lost, none()));
}

#[test]
fn what_leads_to_itself_through_not_is_compared_there_as_well() {
    let t = |least: u32| {
        recursive(&json!({
            "type": "object",
            "properties": {
                "v": {"type": "string", "minLength": least},
                "ex": {"not": {"$ref": "#/definitions/T"}},
            },
        }))
    };
    let lost = json!([{"v": "ab", "ex": {"v": "a"}}]);
    let won = json!([{"v": "a"}]);
    let verdict = worst(&compare(&side(&t(2)), &side(&t(1))));
    assert!(verdict.breaks(), "{verdict}");
    judged(&t(2), &t(1), [Wire::Breaking; 2], &values(json!([{"v": "ab"}]), lost, won));
}

/// An object of the params `a`, required, and `u`, with more beside.
fn object(more: Value) -> Value {
    let mut schema = json!({
        "type": "object",
        "properties": {"a": {"type": "integer"}, "u": {"type": "string"}},
        "required": ["a"],
    });
    schema.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    schema
}

#[test]
fn a_param_may_be_listed_in_any_of_what_has_to_be_met_altogether() {
    let whole = object(json!({}));
    let u = json!({"properties": {"u": {"type": "string"}}});
    let a = json!({"a": {"type": "integer"}});
    let apart = object(json!({"properties": a, "allOf": [u]}));
    let wrapped = json!({"allOf": [whole]});
    let beside = json!({"type": "object", "allOf": [u, {"properties": a, "required": ["a"]}]});
    let kept = json!([{"a": 1}, {"a": 1, "u": "x"}]);
    for new in [apart, wrapped, beside] {
        judged(&whole, &new, SAME, &values(kept.clone(), none(), none()));
    }
    let t = json!({"properties": {"t": {"type": "boolean"}}});
    let more = object(json!({"allOf": [t]}));
    judged(&whole, &more, WIDENS, &values(kept.clone(), none(), json!([{"a": 1, "t": true}])));
    let required = object(json!({"allOf": [{"required": ["u"]}]}));
    let (with, without) = (json!([{"a": 1, "u": "x"}]), json!([{"a": 1}]));
    judged(&whole, &required, NARROWS, &values(with, without, none()));
}

#[test]
fn what_can_not_be_said_in_one_schema_is_held_against_the_whole() {
    let text = |least: u32| json!({"type": "string", "minLength": least});
    let of = |least: u32, more: Value| {
        let mut schema = object(more);
        schema["properties"]["u"] = text(least);
        schema
    };
    let part = |more: Value| {
        let mut properties = json!({"u": text(2)});
        properties.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        json!({"allOf": [{"properties": properties}]})
    };
    let (long, short) = (json!({"a": 1, "u": "xxx"}), json!({"a": 1, "u": "x"}));
    let (old, new) = (of(1, json!({})), of(1, part(json!({}))));
    judged(&old, &new, NARROWS, &values(json!([long]), json!([short]), none()));
    let (old, new) = (of(3, json!({})), of(3, part(json!({"t": {"type": "boolean"}}))));
    judged(&old, &new, WIDENS, &values(json!([long]), none(), json!([{"a": 1, "t": true}])));
}

#[test]
fn a_param_may_be_listed_behind_a_reference() {
    let part = json!({"properties": {"u": {"type": "string"}}});
    let properties = json!({"a": {"type": "integer"}});
    let referring = object(json!({
        "properties": properties,
        "allOf": [{"$ref": "#/definitions/T"}],
        "T": part,
    }));
    let kept = json!([{"a": 1}, {"a": 1, "u": "x"}]);
    judged(&object(json!({})), &referring, SAME, &values(kept, none(), none()));
}

#[test]
fn what_is_asked_beside_a_reference_is_not_lost() {
    let of = |part: Value| {
        object(json!({
            "properties": {"a": {"type": "integer"}, "u": {"$ref": "#/definitions/T"}},
            "allOf": [{"properties": {"u": part}}],
            "T": {"type": "string"},
        }))
    };
    let (long, short) = (json!([{"a": 1, "u": "xx"}]), json!([{"a": 1, "u": "x"}]));
    judged(&of(json!({})), &of(json!({"minLength": 2})), NARROWS, &values(long, short, none()));
}

#[test]
fn which_keyword_lists_kinds_says_nothing_where_they_are_told_apart() {
    let text = json!({"type": "string"});
    let of = |keyword: &str, common: Value| kinds(keyword, &text, &common);
    let kept = json!([{"t": "one", "v": "s"}, {"t": "two"}]);
    let (one_of, any_of) = (of("oneOf", json!({})), of("anyOf", json!({})));
    judged(&one_of, &any_of, SAME, &values(kept.clone(), none(), none()));
    let more = of("oneOf", json!({"properties": {"c": {"type": "string"}}}));
    judged(&one_of, &more, WIDENS, &values(kept, none(), json!([{"t": "two", "c": "x"}])));
}

#[test]
fn alternatives_that_become_a_type_each_refuse_what_the_others_list() {
    let kinds = kinds("oneOf", &json!({"type": "string"}), &json!({}));
    let one_type = json!({"allOf": [kinds]});
    let kept = json!([{"t": "one", "v": "s"}, {"t": "two"}]);
    let verdicts = [Wire::Undecided, Wire::Compatible];
    let lost = json!([{"t": "two", "v": "s"}]);
    judged(&one_type, &kinds, verdicts, &values(kept, lost, none()));
}

#[test]
fn what_is_asked_of_params_that_are_new_was_never_missing() {
    let with = |more: Value| {
        let mut schema = object(more);
        schema["properties"]["t"] = json!({"type": "boolean"});
        schema["properties"]["s"] = json!({"type": "boolean"});
        schema
    };
    let kept = json!([{"a": 1}, {"a": 1, "u": "x"}]);
    let won = json!([{"a": 1, "s": true, "t": true}, {"a": 1, "s": true}]);
    let needs = with(json!({"dependencies": {"t": ["s"]}}));
    judged(&object(json!({})), &needs, WIDENS, &values(kept.clone(), none(), won));
    let needs = with(json!({"dependencies": {"t": {"required": ["s"]}}}));
    let won_by_t = json!([{"a": 1, "s": true, "t": true}]);
    judged(&object(json!({})), &needs, WIDENS, &values(kept.clone(), none(), won_by_t.clone()));
    let condition = with(json!({"if": {"required": ["t"]}, "then": {"required": ["s"]}}));
    judged(&object(json!({})), &condition, WIDENS, &values(kept.clone(), none(), won_by_t));
    let excludes = with(json!({"not": {"required": ["s", "t"]}}));
    judged(
        &object(json!({})),
        &excludes,
        WIDENS,
        &values(kept, none(), json!([{"a": 1, "t": true}])),
    );
}

#[test]
fn a_count_that_holds_anyway_is_asked_of_nothing() {
    let whole = object(json!({}));
    let kept = json!([{"a": 1}]);
    judged(&whole, &object(json!({"minProperties": 1})), SAME, &values(kept, none(), none()));
    let list = |more: Value| {
        let mut list = json!({"type": "array", "items": {"type": "integer"}, "maxItems": 1});
        list.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        list
    };
    let contains = |min: u32| list(json!({"contains": {"type": "integer"}, "minItems": min}));
    judged(&contains(0), &contains(1), SAME, &values(json!([[1]]), none(), none()));
    let kept = json!([[], [1]]);
    judged(
        &list(json!({})),
        &list(json!({"uniqueItems": true})),
        SAME,
        &values(kept, none(), none()),
    );
    let (free, listed) =
        (json!({"type": "boolean"}), json!({"type": "boolean", "enum": [true, false]}));
    judged(&free, &listed, SAME, &values(json!([true, false]), none(), none()));
}

#[test]
fn what_is_known_for_being_required_alone_is_refused_once_it_is_not() {
    let object = |more: Value| {
        let mut schema = json!({"type": "object", "properties": {"a": {"type": "integer"}}});
        schema.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        schema
    };
    let (none_of, kept) = (object(json!({})), json!([{"a": 1}]));
    // Of two kinds, one has it.
    for keyword in ["anyOf", "oneOf"] {
        let kinds = object(json!({keyword: [{"required": ["a"]}, {"required": ["mode"]}]}));
        let lost = json!([{"mode": "fast"}]);
        judged(&kinds, &none_of, [Wire::Breaking; 2], &values(kept.clone(), lost, json!([{}])));
        // As a part of the whole, it makes no kinds, and nothing is known for it.
        let wrapped = object(json!({"allOf": [{keyword: kinds[keyword]}]}));
        assert_eq!(worst(&compare(&side(&kinds), &side(&wrapped))), Wire::Breaking);
    }
    // One kind loses it, and the other one never had it.
    let kinds = |first: Value| object(json!({"anyOf": [first, {"required": ["b"]}]}));
    let (first, second) = (kinds(json!({"required": ["mode"]})), kinds(json!({})));
    assert_eq!(worst(&compare(&side(&first), &side(&second))), Wire::Breaking);
    // All have it.
    let part = object(json!({"allOf": [{"required": ["mode"]}]}));
    let lost = json!([{"a": 1, "mode": 2}]);
    let sides = values(none(), lost, json!([{}, {"a": 1}]));
    judged(&part, &none_of, [Wire::Breaking; 2], &sides);
    judged(&part, &object(json!({"allOf": [{}]})), [Wire::Breaking; 2], &sides);
}

#[test]
fn what_a_condition_alone_lists_is_known() {
    let dependent = |name: &str| {
        let then = json!({"properties": {name: {"type": "integer"}}});
        object(json!({"dependencies": {"u": then}}))
    };
    let (plain, won) =
        (object(json!({})), json!([{"a": 1, "more": 2}, {"a": 1, "u": "x", "more": 2}]));
    let kept = json!([{"a": 1}, {"a": 1, "u": "x"}]);
    judged(&plain, &dependent("more"), WIDENS, &values(kept.clone(), none(), won));
    // Nobody could have what it hangs on.
    let idle = object(json!({"dependencies": {"none": {"properties": {"more": {}}}}}));
    judged(&plain, &idle, WIDENS, &values(kept, none(), json!([{"a": 1, "more": 2}])));
}

#[test]
fn the_type_that_a_mark_implies_counts_for_other_members_of_all_kinds() {
    let of = |others: Value| {
        kinds("oneOf", &json!({}), &json!({"type": "object", "additionalProperties": others}))
    };
    let (free, marked) =
        (json!({"not": {"const": "a"}}), json!({"not": {"const": "a"}, "x-secret": true}));
    let (kept, lost) = (json!([{"t": "two", "o": "b"}]), json!([{"t": "two", "o": 1}]));
    judged(&of(free), &of(marked), NARROWS, &values(kept, lost, none()));
}

#[test]
fn what_must_not_be_there_may_be_a_name_that_nothing_lists() {
    let not = |excluded: Value| object(json!({ "not": excluded }));
    let (some, all) = (not(json!({"required": ["b"]})), not(json!({})));
    assert_eq!(worst(&compare(&side(&some), &side(&all))), Wire::Breaking);
}

#[test]
fn a_kind_that_is_new_may_refuse_what_all_had() {
    let of = |keyword: &str| {
        let parts = json!([{"required": ["b"]}, {"required": ["d"]}]);
        json!({"type": "object", "properties": {"a": {}}, keyword: parts})
    };
    let (was, is) = (of("allOf"), of("anyOf"));
    let sides = values(none(), json!([{"b": 1, "d": 2}]), json!([{"b": 1}, {"d": 2}]));
    judged(&was, &is, [Wire::Undecided, Wire::Breaking], &sides);
}

#[test]
fn a_member_that_is_listed_may_be_more_than_it_was_among_the_others() {
    let of = |more: Value| {
        let mut schema = json!({"type": "object", "additionalProperties": {"type": "number"}});
        schema.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        schema
    };
    let listed = of(json!({"properties": {"host": {"type": ["number", "string"]}}}));
    let sides = values(json!([{"host": 1}]), none(), json!([{"host": "a"}]));
    judged(&of(json!({})), &listed, WIDENS, &sides);
}
