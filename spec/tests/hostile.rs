//! Files that nobody means to write, and folders that hold them: each is a diagnostic or is read, none is a panic.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test fails by panicking"
)]

use std::fs;
use std::path::Path;

use serde_json::{Value, json};
use tempfile::TempDir;
use wellhead_spec::diagnostic::Style;
use wellhead_spec::files::MAX_BYTES;
use wellhead_spec::{Code, Diagnostic, Severity, SpecSet, SpecText};

const SOUND: &str = include_str!("ui/several-files/c.json");

/// A folder with these files.
fn folder<'f>(files: impl IntoIterator<Item = (&'f str, &'f [u8])>) -> TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    for (name, bytes) in files {
        fs::write(folder.path().join(name), bytes).expect("a file");
    }
    folder
}

/// What a folder is read as; its diagnostics can always be rendered.
fn load(folder: &Path) -> SpecSet {
    let set = SpecSet::load(folder, "specs");
    assert_eq!(set.render(Style::Plain).is_empty(), set.diagnostics.is_empty());
    assert!(set.render(Style::Coloured).len() >= set.render(Style::Plain).len());
    set
}

fn load_one(bytes: &[u8]) -> SpecSet {
    load(folder([("acme.json", bytes)]).path())
}

fn of_text(slug: &str, text: impl Into<String>) -> SpecSet {
    let file = format!("specs/{slug}.json");
    SpecSet::from_texts(vec![SpecText { slug: slug.into(), file, text: text.into() }])
}

/// The only diagnostic of a set: its code, line and column.
fn only(set: &SpecSet) -> (Code, u32, u32) {
    let found: Vec<&Diagnostic> = set.diagnostics.iter().collect();
    let [one] = found.as_slice() else { panic!("not one diagnostic: {}", set.diagnostics) };
    (one.code, one.place.line, one.place.column)
}

#[test]
fn a_byte_order_mark_changes_nothing() {
    assert!(load_one(format!("\u{feff}{SOUND}").as_bytes()).diagnostics.is_empty());
    let broken = SOUND.replace("\"required\": [\"apiKey\"]", "\"required\": [\"apikey\"]");
    let marked = load_one(format!("\u{feff}{broken}").as_bytes());
    assert_eq!(marked.render(Style::Plain), load_one(broken.as_bytes()).render(Style::Plain));
}

#[test]
fn crlf_line_ends_change_no_place() {
    let broken = SOUND.replace("\"required\": [\"apiKey\"]", "\"required\": [\"apikey\"]");
    let crlf = load_one(broken.replace('\n', "\r\n").as_bytes());
    assert_eq!(only(&crlf), only(&load_one(broken.as_bytes())));
    assert_eq!(only(&crlf), (Code::MissingProperty, 14, 22));
}

#[test]
fn bytes_that_are_no_utf8_are_a_diagnostic_at_the_first_of_them() {
    assert_eq!(only(&load_one(b"{\n  \"name\": \"\xe9\"\n}")), (Code::Syntax, 2, 12));
    assert_eq!(only(&load_one(b"\xff\xfe{\0")), (Code::Syntax, 1, 1));
}

#[test]
fn a_file_that_holds_no_object_is_a_diagnostic() {
    for (text, code) in [
        ("", Code::Syntax),
        ("   \n", Code::Syntax),
        ("null", Code::WrongType),
        ("[]", Code::WrongType),
        ("\"spec\"", Code::WrongType),
        ("1e999", Code::WrongType),
        ("{} {}", Code::Syntax),
    ] {
        assert_eq!(only(&load_one(text.as_bytes())).0, code, "{text:?}");
    }
    assert!(load_one(b"{}").diagnostics.has_errors());
    assert!(load_one(b"{\"items\": []}").diagnostics.has_errors());
}

#[test]
fn nesting_10000_deep_is_a_diagnostic() {
    for (open, close) in
        [("[", "]"), ("{\"properties\":", "}"), ("{\"items\":", "}"), ("{\"items\":[", "]}")]
    {
        let text = format!("{}1{}", open.repeat(10_000), close.repeat(10_000));
        assert_eq!(only(&load_one(text.as_bytes())).0, Code::Syntax, "{open}");
    }
}

#[test]
fn a_schema_may_nest_as_deep_as_a_person_would_follow_and_no_deeper() {
    let nested_by = |around: fn(usize, &str) -> String, levels| {
        let mut schema = r#"{"type": "string", "description": "Inner."}"#.to_owned();
        for level in 0..levels {
            schema = around(level, &schema);
        }
        SOUND.replace(r#""apiKey": {"#, &format!(r#""deep": {schema}, "apiKey": {{"#))
    };
    let nested = |levels| {
        let object = |level, inner: &str| {
            format!(
                r#"{{"type": "object", "description": "Level {level}.", "properties": {{"in": {inner}}}}}"#
            )
        };
        nested_by(object, levels)
    };
    let set = load_one(nested(22).as_bytes());
    assert!(set.diagnostics.is_empty(), "{}", set.diagnostics);
    assert_eq!(only(&load_one(nested(23).as_bytes())).0, Code::BadValue);
    assert_eq!(only(&load_one(nested(58).as_bytes())).0, Code::BadValue);
    let array = |_, inner: &str| {
        format!(r#"{{"type": "array", "description": "Arrays.", "items": {inner}}}"#)
    };
    for (levels, found) in [(22, 0), (23, 1), (40, 1)] {
        let set = load_one(nested_by(array, levels).as_bytes());
        let codes: Vec<_> = set.diagnostics.iter().map(|one| one.code).collect();
        assert_eq!(codes, vec![Code::BadValue; found], "{}", set.diagnostics);
    }
}

#[test]
fn of_a_very_long_line_only_what_is_around_the_place_is_shown() {
    let param = r#"{"type":"string","description":"What it is."}"#;
    let many: String = (0..100).map(|at| format!(r#""é{at}":{param},"#)).collect();
    let twice = format!(r#""properties": {{{many}"é7":{param},"#);
    let minified = SOUND.replacen("\"properties\": {", &twice, 1).replace('\n', "");
    let shown = of_text("acme", minified).render(Style::Plain);
    let expected = r#"error[duplicate-key]: this key stands here twice
 --> specs/acme.json:1:5493
  |
1 | ...":"string","description":"What it is."},"é7":{"type":"string","description":"What it...
  |                                            ^^^^
  |
 ::: specs/acme.json:1:660
  |
1 | ...":"string","description":"What it is."},"é7":{"type":"string","description":"What it...
  |                                            ---- the first one
  |
  = help: keep one of them

"#;
    assert!(shown.contains(expected), "{shown}");
}

#[test]
fn a_key_that_stands_twice_is_a_diagnostic_at_every_depth() {
    let text = SOUND.replace(r#""type": "object","#, r#""type": "object", "type": "object","#);
    assert_eq!(only(&load_one(text.as_bytes())).0, Code::DuplicateKey);
    let text =
        SOUND.replace(r#""name": "acme-crm","#, r#""name": "acme-crm", "n\u0061me": "acme-crm","#);
    assert_eq!(only(&load_one(text.as_bytes())).0, Code::DuplicateKey);
}

#[test]
fn a_file_beyond_16_mib_is_not_read() {
    let folder = folder([("sound.json", SOUND.as_bytes())]);
    let file = fs::File::create(folder.path().join("acme.json")).expect("a file");
    file.set_len(MAX_BYTES + 1).expect("a large file");
    let set = load(folder.path());
    assert_eq!(only(&set), (Code::Unreadable, 1, 1));
    assert_eq!(set.specs.len(), 1, "the other file is read all the same");
}

#[test]
fn a_folder_that_is_not_there_is_a_diagnostic() {
    let folder = folder([]);
    assert_eq!(only(&load(&folder.path().join("none"))).0, Code::Unreadable);
}

#[test]
fn an_empty_folder_is_an_empty_set() {
    let set = load(folder([]).path());
    assert!(set.specs.is_empty() && set.diagnostics.is_empty());
}

#[test]
fn a_folder_named_like_a_spec_file_is_a_diagnostic() {
    let folder = folder([]);
    fs::create_dir(folder.path().join("acme.json")).expect("a folder");
    assert_eq!(only(&load(folder.path())).0, Code::Unreadable);
}

#[cfg(unix)]
#[test]
fn links_are_not_followed_not_even_in_a_loop() {
    use std::os::unix::fs::symlink;

    let outside = folder([("secret.json", SOUND.as_bytes())]);
    let folder = folder([("sound.json", SOUND.as_bytes())]);
    let link = |from: &Path, name: &str| symlink(from, folder.path().join(name)).expect("a link");
    link(Path::new("loop-b.json"), "loop-a.json");
    link(Path::new("loop-a.json"), "loop-b.json");
    link(&outside.path().join("secret.json"), "outside.json");
    link(folder.path(), "self");
    link(folder.path(), "self.json");
    let set = load(folder.path());
    let found: Vec<_> =
        set.diagnostics.iter().map(|found| (found.code, found.file.as_str())).collect();
    let files = ["specs/loop-a.json", "specs/loop-b.json", "specs/outside.json", "specs/self.json"];
    assert_eq!(found, files.map(|file| (Code::Unreadable, file)));
    assert_eq!(set.specs.len(), 1);
}

#[test]
fn a_name_that_makes_no_slug_is_a_diagnostic() {
    for slug in [
        "Acme",
        "acme crm",
        "acme_crm",
        "acme--crm",
        "-acme",
        "acme-",
        "1acme",
        "größe",
        "a.b",
        "",
        "..",
        "acme\u{202e}",
        "acme\nfn",
        "a\"b",
        "acme/../../etc",
        "CON",
        "{}",
        &"a".repeat(65),
        "🦀",
    ] {
        let set = of_text(slug, SOUND);
        assert_eq!(only(&set).0, Code::BadSlug, "{slug:?}");
        let found = set.diagnostics.to_string();
        assert!(found.contains("a letter first, 64 characters at most"), "{found}");
    }
    for slug in ["a", "acme", "acme-crm", "s3", "adls-gen2", &"a".repeat(64)] {
        assert!(of_text(slug, SOUND).diagnostics.is_empty(), "{slug:?}");
    }
}

#[cfg(unix)]
#[test]
fn what_acts_on_a_terminal_is_not_printed_as_it_is() {
    let mischief = ['\u{1b}', '\u{202e}', '\u{7}', '\u{2066}', '\u{ad}', '\u{2060}', '\u{206f}'];
    for char in mischief {
        let broken = SOUND.replace("acme-crm\",", &format!("acme{char}crm\" ; "));
        let folder = folder([(format!("acme{char}[31m.json").as_str(), broken.as_bytes())]);
        let set = load(folder.path());
        assert_eq!(only(&set).0, Code::Syntax, "{char:?}");
        let shown = format!("{}{}", set.render(Style::Plain), set.diagnostics);
        assert!(!shown.contains(char), "{char:?} in {shown:?}");
    }
}

#[test]
fn a_key_or_value_that_acts_on_a_terminal_is_not_repeated_as_it_is() {
    let mischief = r"\u001b[31m\u202e\u00ad\u2060\n";
    for text in [
        SOUND.replace("\"version\"", &format!("\"vers{mischief}\": 1, \"version\"")),
        SOUND.replace(
            "\"type\": \"string\"",
            &format!("\"typ{mischief}\": 1, \"type\": \"string\""),
        ),
        SOUND.replace("[\"apiKey\"]", &format!("[\"api{mischief}\"]")),
        SOUND.replace("\"type\": \"string\"", &format!("\"pattern\": \"({mischief}\"")),
    ] {
        let set = of_text("acme", text);
        assert!(!set.diagnostics.is_empty());
        for shown in [set.render(Style::Plain), set.diagnostics.to_string()] {
            assert!(!shown.contains(['\u{1b}', '\u{202e}', '\u{ad}', '\u{2060}']), "{shown:?}");
        }
        assert_eq!(set.diagnostics.to_string().lines().count(), set.diagnostics.iter().count());
    }
}

#[test]
fn files_that_are_no_spec_files_are_not_looked_at() {
    let names = [
        ".hidden.json",
        "notes.txt",
        "connection-spec.schema.json",
        "acme.json.bak",
        "README.md",
        "acme.JSON",
    ];
    let set = load(folder(names.map(|name| (name, b"not JSON".as_slice()))).path());
    assert!(set.diagnostics.is_empty() && set.specs.is_empty(), "{}", set.diagnostics);
}

#[test]
fn a_hundred_thousand_names_and_values_are_no_ten_billion_comparisons() {
    let all = |form: fn(usize) -> String| (0..100_000).map(form).collect::<Vec<_>>().join(",");
    let values = all(|at| format!("\"value {at}\""));
    let properties = all(|at| format!(r#""p{at}": {{"type": "string", "description": "{at}"}}"#));
    let required = all(|at| format!("\"p{at}\""));
    let listed = format!(r#""x-note": "", "enum": [{values}], "examples": [{values}]"#);
    let text = SOUND
        .replace("\"apiKey\": {", &format!("{properties}, \"region\": {{"))
        .replace("[\"apiKey\"]", &format!("[{required}]"))
        .replace("\"format\": \"password\"", &listed);
    let found = of_text("acme", text).diagnostics;
    assert!(found.is_empty(), "{}", found.iter().next().unwrap());
}

#[test]
fn tens_of_thousands_of_findings_on_one_line_are_placed_and_shown() {
    let keys: String = (0..60_000).map(|at| format!("\"no{at}\":0,")).collect();
    let start = SOUND.replace('\n', "");
    let text = start.replacen('{', &format!("{{{keys}"), 1);
    let set = of_text("acme", &text);
    assert_eq!(set.diagnostics.count(Severity::Error), 60_000);
    for (at, found) in set.diagnostics.iter().enumerate().step_by(9_999) {
        let key = format!("\"no{at}\"");
        assert_eq!((found.place.line, text.find(&key)), (1, Some(found.span.start)));
        assert_eq!(found.place.column as usize, found.span.start + 1, "{found}");
    }
    let shown = set.render(Style::Plain);
    assert_eq!(shown.matches("error[unknown-key]").count(), 60_000);
}

#[test]
fn tens_of_thousands_of_auth_specs_are_no_billions_of_comparisons() {
    let (start, end) = SOUND.split_once("\"authSpec\": [").unwrap();
    let auth = |at: usize| {
        let params = r#"{"type": "object", "properties": {}}"#;
        format!(r#"{{"name": "{}", "type": "KeyBased", "spec": {params}}},"#, at % 59_999)
    };
    let auths: String = (0..60_000).map(auth).collect();
    let found = of_text("acme", format!("{start}\"authSpec\": [{auths}{end}")).diagnostics;
    let twice = found.iter().filter(|one| one.code == Code::DuplicateSpecName);
    assert_eq!(twice.count(), 1, "{}", found.iter().next().unwrap());
}

/// On the stack of a thread, which has less room than a program's first.
#[test]
fn definitions_that_lead_deeper_and_deeper_end() {
    let forms: [fn(Value) -> Value; 6] = [
        |next| json!({"type": "object", "description": "It.", "properties": {"a": next}}),
        |next| json!({"type": "array", "items": next}),
        |next| json!({"allOf": [next]}),
        |next| json!({"anyOf": [next]}),
        |next| json!({"not": next}),
        |next| json!({"if": next, "then": next}),
    ];
    for form in forms {
        for (count, is_refused) in [(500, false), (501, true), (20_000, true)] {
            let found = of_text("acme", leading_deeper(count, form).to_string()).diagnostics;
            let told =
                found.iter().find(|one| one.message == "there are more than 500 definitions");
            assert_eq!(told.is_some(), is_refused, "{count}: {found}");
        }
    }
    // Round and round, which each value that is shown is held against.
    let around = leading_deeper(2, |next| json!({"allOf": [next, {"$ref": "#/definitions/d0"}]}));
    of_text("acme", around.to_string());
}

/// A spec file with so many definitions, each made of the next one.
fn leading_deeper(count: usize, form: fn(Value) -> Value) -> Value {
    let level = |at: usize| {
        let next = json!({"$ref": format!("#/definitions/d{}", at + 1)});
        (format!("d{at}"), form(next))
    };
    let mut definitions: serde_json::Map<_, _> = (0..count - 1).map(level).collect();
    let last = json!({"type": "string", "description": "It."});
    definitions.insert(format!("d{}", count - 1), last);
    let first = json!({"allOf": [{"$ref": "#/definitions/d0"}], "default": "x"});
    let params = json!({"type": "object", "definitions": definitions, "properties": {"a": first}});
    json!({
        "id": "5c0a2f6e-3b1d-4c52-9f0e-7a6b1d2c3e4f",
        "name": "acme",
        "version": "1.0",
        "authSpec": [{"name": "Key", "spec": params}],
    })
}

#[test]
fn any_one_character_too_few_or_too_many_is_no_panic() {
    for (at, char) in SOUND.char_indices() {
        let (before, after) = SOUND.split_at(at);
        let without = &after[char.len_utf8()..];
        for text in [
            format!("{before}{without}"),
            format!("{before}{char}{after}"),
            format!("{before}\u{0}{without}"),
            format!("{before}é{without}"),
            format!("{before}\"{without}"),
            before.to_owned(),
        ] {
            let set = of_text("acme", text);
            assert!(!set.diagnostics.is_empty() || !set.specs.is_empty());
            assert_eq!(set.render(Style::Plain).is_empty(), set.diagnostics.is_empty());
        }
    }
}

#[test]
fn any_value_in_the_place_of_another_is_no_panic() {
    let spec: serde_json::Value = serde_json::from_str(SOUND).expect("JSON");
    let mut pointers = vec![String::new()];
    let mut at = 0;
    while let Some(pointer) = pointers.get(at).cloned() {
        match spec.pointer(&pointer) {
            Some(serde_json::Value::Object(members)) => {
                pointers.extend(members.keys().map(|key| format!("{pointer}/{key}")));
            }
            Some(serde_json::Value::Array(items)) => {
                pointers.extend((0..items.len()).map(|index| format!("{pointer}/{index}")));
            }
            _ => {}
        }
        at += 1;
    }
    assert!(pointers.len() > 20);
    for pointer in pointers {
        for value in [
            "null",
            "true",
            "-1.5e300",
            "\"\"",
            "\"\\u0000\\u202e\"",
            "[]",
            "[[]]",
            "{}",
            "{\"\": {}}",
        ] {
            let mut spec = spec.clone();
            *spec.pointer_mut(&pointer).expect("a place") =
                serde_json::from_str(value).expect("JSON");
            let set = of_text("acme", spec.to_string());
            assert_eq!(
                set.render(Style::Plain).is_empty(),
                set.diagnostics.is_empty(),
                "{pointer} {value}"
            );
        }
    }
}
