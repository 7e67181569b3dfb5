//! The reader of JSON, held against `serde_json`: both accept the same texts and read the same values from them. What
//! ours is for, the place of a mistake's cause, is tried problem by problem.

use proptest::collection::vec;
use proptest::prelude::*;
use serde_json::Value;
use wellhead_runtime::Json;
use wellhead_runtime::json::{MAX_DEPTH, Node, Place, Problem, Reader, SyntaxError, decode_utf8};

/// What `serde_json` says of a text; `None` where it refuses it for the size of a number, which is no matter of syntax.
fn judged(text: &str) -> Option<Result<Value, ()>> {
    match serde_json::from_str(text) {
        Ok(value) => Some(Ok(value)),
        Err(error) if error.to_string().contains("out of range") => None,
        Err(_) => Some(Err(())),
    }
}

/// The verdict of the three ways through our reader, which must be one.
fn ours(text: &str) -> Result<Json, SyntaxError> {
    let skipped = || {
        let mut reader = Reader::new(text);
        reader.skip()?;
        reader.end()
    };
    let parsed = Json::parse(text);
    assert_eq!(
        skipped().err(),
        parsed.as_ref().err().copied(),
        "skipping and parsing disagree on {text:?}"
    );
    assert_eq!(Node::parse(text).map(|node| node.to_json()), parsed, "{text:?}");
    parsed
}

/// What `serde_json` makes of the numbers that we read, and of everything around them.
fn theirs(value: &Json) -> Value {
    match value {
        Json::Null => Value::Null,
        Json::Boolean(flag) => Value::Bool(*flag),
        Json::Number(number) => serde_json::from_str(number.as_str()).unwrap_or_default(),
        Json::String(text) => Value::String(text.clone()),
        Json::Array(items) => items.iter().map(theirs).collect(),
        Json::Object(members) => {
            members.iter().map(|(name, value)| (name.to_owned(), theirs(value))).collect()
        }
    }
}

/// Holds our verdict against `serde_json`'s, and a mistake's place against the text.
fn compare(text: &str) {
    let found = ours(text);
    if let Err(error) = &found {
        let pointed_at = text.get(error.span.start..error.span.end);
        assert!(pointed_at.is_some(), "{error:?} is no part of {text:?}");
        assert_eq!(error.place, Place::of(text, error.span.start), "{text:?}");
    }
    match judged(text) {
        Some(Ok(value)) => {
            let found = found.unwrap_or_default();
            assert_eq!(theirs(&found), value, "{text:?}");
            for written in [found.to_string(), format!("{found:#}")] {
                assert_eq!(judged(&written), Some(Ok(value.clone())), "{written} of {text:?}");
            }
        }
        Some(Err(())) => assert!(found.is_err(), "{text:?} is no JSON, and was read as {found:?}"),
        None => {}
    }
}

fn any_value() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<u64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        any::<String>().prop_map(Value::from),
    ];
    leaf.prop_recursive(5, 40, 6, |inner| {
        prop_oneof![
            vec(inner.clone(), 0..6).prop_map(Value::from),
            vec((any::<String>(), inner), 0..6)
                .prop_map(|members| Value::Object(members.into_iter().collect())),
        ]
    })
}

/// Pieces that texts close to JSON are made of.
fn any_piece() -> impl Strategy<Value = &'static str> {
    prop::sample::select(vec![
        "{",
        "}",
        "[",
        "]",
        ",",
        ":",
        "\"",
        "\"a\"",
        "\"b\":",
        "1",
        "-",
        "0",
        "01",
        "1.",
        ".5",
        "1e",
        "1e5",
        "1E-2",
        "true",
        "false",
        "null",
        "nul",
        "tru e",
        "NaN",
        "'",
        "//",
        "/*",
        "\\",
        "\"\\u00e9\"",
        "\"\\ud83d\\ude00\"",
        "\"\\ud83d\"",
        "\"\\x\"",
        " ",
        "\n",
        "\t",
        "\r",
        "\u{b}",
        "\u{feff}",
        "é",
        "\u{0}",
        "\"\t\"",
        "+1",
        "xxxx",
    ])
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 512, ..ProptestConfig::default() })]

    #[test]
    fn any_value_is_read_as_serde_json_reads_it(value in any_value(), pretty in any::<bool>()) {
        let text = if pretty { serde_json::to_string_pretty(&value) } else { serde_json::to_string(&value) };
        compare(&text.unwrap_or_default());
    }

    #[test]
    fn a_text_with_one_slip_is_judged_as_serde_json_judges_it(
        value in any_value(),
        at in any::<prop::sample::Index>(),
        piece in any_piece(),
        remove in any::<bool>(),
    ) {
        let text = value.to_string();
        let boundaries: Vec<usize> = text.char_indices().map(|(at, _)| at).collect();
        let at = *at.get(&boundaries);
        let (before, after) = text.split_at(at);
        let mut rest = after.chars();
        if remove {
            rest.next();
        }
        compare(&format!("{before}{piece}{}", rest.as_str()));
        compare(&format!("{before}{}", rest.as_str()));
        compare(before);
    }

    #[test]
    fn a_soup_of_pieces_is_judged_as_serde_json_judges_it(pieces in vec(any_piece(), 0..12)) {
        compare(&pieces.concat());
    }

    #[test]
    fn any_bytes_are_read_or_refused_without_a_panic(bytes in vec(any::<u8>(), 0..64)) {
        match decode_utf8(&bytes) {
            Ok(text) => compare(text),
            Err(error) => {
                prop_assert_eq!(error.problem, Problem::NotUtf8);
                prop_assert_eq!(Some(error.span.start), std::str::from_utf8(&bytes).err().map(|error| error.valid_up_to()));
            }
        }
    }

    #[test]
    fn a_mistake_is_told_without_repeating_any_of_the_text(
        before in "[a-z]{0,3}",
        secret in "S3CR3T[a-zA-Z0-9]{6}",
        piece in any_piece(),
    ) {
        for text in [
            format!("{{\"{before}\": \"{secret}{piece}}}"),
            format!("{{\"{before}\": {secret}{piece}}}"),
            format!("[\"{secret}\"{piece} \"{secret}\"]"),
            format!("{piece}{secret}"),
        ] {
            if let Err(error) = ours(&text) {
                prop_assert!(!format!("{error} {error:?}").contains("S3CR3T"), "{} of {}", error, text);
            }
        }
    }
}

#[test]
fn each_problem_is_placed_at_its_cause() {
    use Problem::*;
    for (text, problem, line, column) in [
        ("", UnexpectedEnd, 1, 1),
        ("{\"a\": 1", UnexpectedEnd, 1, 8),
        ("{\"a\":", UnexpectedEnd, 1, 6),
        ("[1,\n", UnexpectedEnd, 2, 1),
        ("{\n  \"a\": \"x\"\n  \"b\": 1\n}", MissingComma, 2, 11),
        ("[1 2]", MissingComma, 1, 3),
        ("{\"a\" 1}", MissingColon, 1, 2),
        ("{\"a\"}", MissingColon, 1, 2),
        ("{\n\"a\":\n  \"b\": 1\n}", MissingBrace, 3, 3),
        ("{\"a\": 1,\n}", TrailingComma, 1, 8),
        ("[1, ]", TrailingComma, 1, 3),
        ("{\"a\": \"b,\n\"c\": 1}", UnclosedString, 1, 7),
        ("\"é", UnclosedString, 1, 1),
        ("\"a\tb\"", ControlCharacter, 1, 3),
        ("\"é\\x\"", BadEscape, 1, 3),
        ("[\"\\ud83d\"]", LoneSurrogate, 1, 3),
        ("[\"\\udc00 \\ud83d\\u0041\"]", LoneSurrogate, 1, 3),
        ("[\"\\u12\"]", BadEscape, 1, 3),
        ("[01]", BadNumber, 1, 2),
        ("[1.]", BadNumber, 1, 2),
        ("[-]", BadNumber, 1, 2),
        ("[1e]", BadNumber, 1, 2),
        ("[+1]", BadNumber, 1, 2),
        ("[.5]", BadNumber, 1, 2),
        ("[1x]", BadNumber, 1, 2),
        ("{a: 1}", BadKey, 1, 2),
        ("{****\n  \"a\": 1}", BadKey, 1, 2),
        ("{1: 1}", BadKey, 1, 2),
        ("[True]", BareWord, 1, 2),
        ("[nulll]", BareWord, 1, 2),
        ("{'a': 1}", SingleQuote, 1, 2),
        ("['a']", SingleQuote, 1, 2),
        ("// no\n1", Comment, 1, 1),
        ("{\n  \"a\": 1 // no\n}", Comment, 2, 10),
        ("{ /* no */ }", Comment, 1, 3),
        ("[*]", BadValue, 1, 2),
        ("[é]", BadValue, 1, 2),
        ("{\u{a0}\"a\": 1}", NotSpace, 1, 2),
        ("{\"a\"\u{a0}: 1}", NotSpace, 1, 5),
        ("{\"a\":\u{a0}1}", NotSpace, 1, 6),
        ("{\"a\": 1\u{a0},\n\u{3000}\"b\": 2}", NotSpace, 1, 8),
        ("[1,\n\u{200b}2]", NotSpace, 2, 1),
        ("[1\u{c}]", NotSpace, 1, 3),
        ("\u{feff}1", NotSpace, 1, 1),
        ("{}\0", NotSpace, 1, 3),
        ("1 2", TrailingText, 1, 3),
        ("{} x", TrailingText, 1, 4),
        ("[1}", Mismatched, 1, 3),
        ("{}}", Mismatched, 1, 3),
        ("{\"a\": ]", Mismatched, 1, 7),
    ] {
        let error = ours(text).expect_err(text);
        assert_eq!((error.problem, error.place), (problem, Place { line, column }), "{text:?}");
    }
}

#[test]
fn a_mistake_is_pointed_at_by_whole_characters() {
    for (text, pointed_at) in [
        ("[é]", "é"),
        ("{🦀: 1}", "🦀"),
        ("1 ß", "ß"),
        ("\u{feff}1", "\u{feff}"),
        ("{\"a\":é}", "é"),
    ] {
        assert_eq!(ours(text).expect_err(text).span.of(text), pointed_at, "{text:?}");
    }
}

#[test]
fn every_problem_says_what_is_wrong_and_what_to_do() {
    for text in [
        "",
        "[1 2]",
        "{\"a\" 1}",
        "{\"a\":\"b\": 1}",
        "[1,]",
        "\"",
        "\"\u{1}\"",
        "\"\\x\"",
        "[01]",
        "{a",
        "[x]",
        "'",
        "//",
        "*",
        "1 2",
        "]",
    ] {
        let error = ours(text).expect_err(text);
        assert!(!error.problem.message().is_empty() && !error.problem.help().is_empty());
        assert!(error.to_string().starts_with("1:"), "{error}");
    }
}

#[test]
fn nesting_is_bounded_and_the_bound_is_exact() {
    let nested = |depth: usize| format!("{}{}", "[".repeat(depth), "]".repeat(depth));
    let max = MAX_DEPTH as usize;
    assert!(ours(&nested(max)).is_ok());
    let error = ours(&nested(max + 1)).expect_err("one level more");
    assert_eq!(
        (error.problem, error.place),
        (Problem::TooDeep, Place { line: 1, column: MAX_DEPTH + 1 })
    );
    let error = ours(&"{\"a\":".repeat(100_000)).expect_err("100,000 levels");
    assert_eq!(error.problem, Problem::TooDeep);
}

#[test]
fn a_byte_order_mark_is_dropped_and_places_do_not_count_it() {
    let text = decode_utf8("\u{feff}{\"a\" 1}".as_bytes()).expect("UTF-8");
    let error = Node::parse(text).expect_err("a colon is missing");
    assert_eq!(error.place, Place { line: 1, column: 2 });
}

#[test]
fn bytes_that_are_no_utf8_are_refused_at_the_first_of_them() {
    let error = decode_utf8(b"{\n  \"n\": \"\xc3\xa9\xff\"").expect_err("not UTF-8");
    assert_eq!((error.problem, error.place), (Problem::NotUtf8, Place { line: 2, column: 10 }));
}

#[test]
fn crlf_line_ends_count_as_one_line() {
    let error = ours("{\r\n  \"a\": 1\r\n  \"b\": 2\r\n}").expect_err("a comma is missing");
    assert_eq!((error.problem, error.place), (Problem::MissingComma, Place { line: 2, column: 9 }));
}

#[test]
fn a_megabyte_of_brackets_or_quotes_is_refused_at_once() {
    for piece in ["[", "{", "\"", "\\", "{\"", ",", "\u{0}", "é", "[1,"] {
        let text = piece.repeat((1 << 20) / piece.len());
        assert!(ours(&text).is_err(), "{piece:?}");
    }
}
