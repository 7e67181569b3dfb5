//! Patterns mean what ECMA 262 says, within bounds, and what is wrong with one is told.

#![allow(clippy::panic, reason = "a test fails by panicking")]

use wellhead_runtime::PatternError;
use wellhead_runtime::pattern::matches as run;
use wellhead_spec::pattern::{compile, slow_on, test};

fn matches(source: &str, text: &str) -> bool {
    let program = compile(source).unwrap_or_else(|invalid| panic!("{source}: {invalid}"));
    run(&program, text).unwrap_or_else(|error| panic!("{source}: {error}"))
}

/// Each pattern with texts that it occurs in, and texts that it does not occur in.
fn hold(cases: &[(&str, &[&str], &[&str])]) {
    for (source, fitting, others) in cases {
        fitting.iter().for_each(|text| assert!(matches(source, text), "{source} in {text:?}"));
        others.iter().for_each(|text| assert!(!matches(source, text), "{source} not in {text:?}"));
    }
}

#[test]
fn classes_mean_what_ecma_says() {
    hold(&[
        (r"^\d+$", &["42"], &["٤٢", "", "4 2"]),
        ("^a$", &["a"], &["a\n", "aa"]),
        (r"^[\w-]+\.\w{2,}$", &["acme-1.io"], &["acme.i", "äcme.io"]),
        (r"^\s$", &["\u{a0}", "\u{feff}", "\u{b}"], &["\u{85}", "\u{180e}"]),
        (r"^\S+$", &["é\u{200b}"], &["a\u{3000}"]),
        ("^[^]$", &["\n", "🦀"], &["", "ab"]),
        ("a[]|b", &["b"], &["a"]),
        ("^.$", &["a", "\u{85}", "🦀"], &["\n", "\r", "\u{2028}"]),
        ("^[[a]$", &["[", "a"], &["]"]),
        ("^[a&&b]+$", &["a&b"], &["c"]),
        (r"^[\b]$", &["\u{8}"], &["b"]),
        (r"^[a-c\d-]+$", &["b-3"], &["d"]),
        (r"^[+\-*]$", &["-", "*"], &[","]),
        (r"^[\w-z]+$", &["a-z"], &["+"]),
        ("^[^a-z]+$", &["Ä9", "\u{10ffff}"], &["a"]),
        ("^[sco0-35]+$", &["s3c5o"], &["4", "t"]),
        ("^[α-ω]{2}$", &["αω"], &["α", "ab"]),
    ]);
}

#[test]
fn escapes_mean_what_ecma_says() {
    hold(&[
        (r"^https:\/\/\u0061", &["https://a"], &["https://b"]),
        (r"^\u{1F980}$", &["🦀"], &["u"]),
        (r"^\uD83E\uDD80$", &["🦀"], &[]),
        (r"^\x41\cJ\0\t$", &["A\n\0\t"], &["A\n0\t"]),
        (r"^\$\{a\}$", &["${a}"], &[]),
        ("^{a}$", &["{a}"], &["a"]),
        (r"^\p{Lu}\P{L}$", &["Ä1"], &["ä1", "Äb"]),
        (r"^[\p{Script=Greek}-]+$", &["αβ-"], &["a"]),
        (r"^\-\_\z$", &["-_z"], &[]),
    ]);
}

#[test]
fn repetitions_take_as_many_as_they_may() {
    hold(&[
        ("^a{2,3}$", &["aa", "aaa"], &["a", "aaaa"]),
        ("^(?:ab){2,}$", &["abab", "ababab"], &["ab", "aba"]),
        ("^(?:a|b)*c$", &["c", "abac"], &["abad"]),
        ("^(?:a*)*$", &["", "aa"], &["ab"]),
        ("^(?:a?b?)*c$", &["abbac", "c"], &["abx"]),
        ("^(?:|a)+$", &["", "aaa"], &["b"]),
        (r"^(?:\b|a)+b$", &["b", "ab"], &["bb"]),
        ("^.{0,3}?b$", &["b", "aaab"], &["aaaab"]),
        ("^(?:a{0,2}){0,2}b", &["aaaab", "b"], &["aaaaab"]),
        ("^é{2}$", &["éé"], &["é", "ééé"]),
        ("^[^/]{2}$", &["é🦀", "aé"], &["é", "a/"]),
        ("^[^/]*[^a-z]$", &["aéb9", "é"], &["a9b", "éb"]),
        ("^a{70000}$", &["a".repeat(70_000).as_str()], &["a".repeat(69_999).as_str()]),
        ("^(?:[a-z]{0,70000}-)?$", &[&("a".repeat(69_000) + "-")], &[&"a".repeat(70_000)]),
    ]);
}

#[test]
fn look_around_is_either_way() {
    hold(&[
        (r"^(?!prod)\w+$", &["stage"], &["prod", "production"]),
        ("(?<=x)y", &["xy"], &["y", "ay"]),
        ("(?<!x)y", &["y", "xyy"], &["xy"]),
        (r"(?<=\$\d+)k", &["$100k"], &["100k", "$k"]),
        (r"(?<=^[a-c]+)d", &["abcd"], &["xad"]),
        (r"^(?=.*\d)(?=.*[a-z])[^\s]{4,}$", &["abc1", "1aaa"], &["abcd", "1234", "ab1"]),
        (r"^(?!.*--)[a-z-]+$", &["a-b-c"], &["a--b", "a-b--"]),
        (r"^(?:(?!end)[a-z])+$", &["abc", "en"], &["aend"]),
        (r"\bkey\b", &["a key", "key"], &["keys", "_key"]),
        (r"a\Bb", &["ab"], &["a b"]),
        (r"^(?=a)*b$", &["b"], &["ab"]),
        (r"(?<!é)x$", &["ax", "x"], &["éx"]),
        (r"^(?!.*(?!x)y)", &["x"], &["y", "xy"]),
    ]);
}

#[test]
fn groups_are_referred_to_as_ecma_says() {
    hold(&[
        (r"^(a|b)\1$", &["aa", "bb"], &["ab", "a"]),
        (r"^(?<quote>['\x22]).*\k<quote>$", &["'a'", "\"b\""], &["'a\""]),
        // A group that has matched nothing is empty, and forgotten in the next turn of a repetition.
        (r"^(a)?\1b$", &["b", "aab"], &["ab"]),
        (r"^\1(a)$", &["a"], &["aa"]),
        (r"^(?:(a)|b)*\1$", &["ab", "aa"], &["aab "]),
        (r"^(?:(a)|(b)\1)+$", &["ab", "b"], &["aba a"]),
        (r"^(?=(\w+))\1:$", &["abc:"], &["ab c:"]),
        (r"^(.*?)-\1$", &["ab-ab", "a-a-a-a"], &["ab-a"]),
        (r"^(é+)x\1$", &["ééxéé"], &["ééxé"]),
        (r"(?<=\1(a))b", &["aab"], &["ab", "b"]),
        (r"^(?!(a)\1)\1b", &["b"], &["ab"]),
        (r"^(?:(a*))*\1$", &["aa", ""], &["b"]),
    ]);
}

#[test]
fn modifiers_hold_where_they_stand() {
    hold(&[
        ("^(?i)ab(?-i:c)$", &["ABc", "abc"], &["ABC"]),
        ("^(?i:straße)é$", &["STRAẞEé", "Straßeé"], &["straßeÉ"]),
        ("^(?:(?i)a|b)c$", &["Ac", "Bc"], &["AC"]),
        ("(?m:^b$)", &["a\nb\nc"], &["ab\nc"]),
        ("^(?s:.)$", &["\n"], &[]),
        ("^(?i)[^k]$", &["l"], &["K", "k"]),
        // As with the flags `iu`: `\w` has what is one of its letters in another case, `\P` what is without the property in any.
        (r"^(?i)\w[\w]$", &["aB", "\u{17f}\u{212a}"], &["-a", "éa"]),
        (r"^(?i)\W[\W]$", &["-é"], &["\u{17f}-", "-\u{212a}", "a-"]),
        (r"^(?i)\P{Ll}[\P{Lu}]$", &["aA", "ßé"], &[]),
        (r"^(?i)[^\P{L}]\p{Lu}$", &["éé"], &["1A", "A1"]),
    ]);
}

#[test]
fn what_is_no_pattern_is_told_with_its_place() {
    for (source, reason) in [
        ("(", "character 1: this `(` is never closed"),
        ("a)", "character 2: this `)` closes nothing"),
        ("a[b", "character 2: this `[` is never closed"),
        ("^*", "character 2: there is nothing here that can be repeated"),
        ("+a", "character 1: there is nothing before it to repeat"),
        ("a**", "character 3: it is repeated already; put it into a group"),
        ("a*+", "character 3: ECMA 262 has no possessive repetition"),
        ("a{3,2}", "character 2: the least count is more than the most"),
        ("a{,2}", "character 2: write `{0,n}`: ECMA 262 reads `{,n}` as plain characters"),
        ("[z-a]", "character 3: this range ends before it begins"),
        (r"a\", "character 2: there is nothing behind this backslash"),
        (r"(a)\2", "there is no group 2"),
        (r"\k<x>", "there is no group `x`"),
        (r"\p{Nonsense}", "character 1: Unicode has no such property"),
        (r"a\012", "character 2: ECMA 262 has no octal numbers: write `\\xHH`"),
        (r"[\1]", "character 2: ECMA 262 has no octal numbers: write `\\xHH`"),
        (r"\x4", "character 1: 2 hexadecimal digits have to follow"),
        (r"\uD800", "character 1: half a character, a lone surrogate, is in no text"),
        ("(?<x>a)(?<x>b)", "character 8: another group has this name"),
        (
            "(?<1>a)",
            "character 4: a group's name is letters, digits, `_` and `$`, and ends with `>`",
        ),
    ] {
        let invalid = compile(source).expect_err(source);
        assert_eq!(invalid.reason, reason, "{source}");
    }
    for other in ["(?>a)", "(?P<x>a)", "(?#a)", "(?R)", "(?", "(?)"] {
        let invalid = compile(other).expect_err(other);
        assert!(invalid.reason.contains("ECMA 262 has no such group"), "{invalid}");
    }
}

#[test]
fn a_pattern_that_would_grow_beyond_bounds_is_refused() {
    let deep = "(".repeat(101) + &")".repeat(101);
    let nested = "(?:x?".repeat(40) + &")*".repeat(40);
    for large in [
        "(((ab{1000}){1000}){1000})",
        "((((){1000}x){1000}){1000}){1000}",
        r"(?:\b|(?:\b|a){1000}){1000}z",
        &"(?:a?b?c?)*".repeat(3_000),
        &deep,
    ] {
        assert!(compile(large).is_err(), "{large}");
    }
    // It takes no time either way.
    drop(compile(&nested));
    assert!(matches(r"^((a{10}){10}){10}$", &"a".repeat(1_000)));
    assert!(compile(r"^(?:[a-z]+,){0,1000}$").is_ok());
}

#[test]
fn a_pattern_without_back_references_is_never_given_up() {
    let many = "a".repeat(4_000);
    for source in [
        "^(a+)+$",
        "^(?:a|a)*$",
        "^(?:a*)*$",
        "^(?:a?){30}a{30}$",
        "(a*)*b",
        "a*a*a*a*b",
        "^(?:[a-z]+-|[a-z])*$",
        "^(?=(a+)+$)x",
        r"^(?=.*\d)((?:[a-z]|[a-z]+)(?=.))+$",
        "^(?:(?=[^;]*;)[^;]|[^;](?!;))*;$",
        "^(?:(?!a*b)a)*!$",
        "^(?:(?<=a*)a)*!$",
        "(?<!a*b)!b",
        "^(?:a.*a.*a.*a)+b$",
        "x*y*[a-z]*?[a-y]{1,50}!$",
    ] {
        for end in ["", "!", "b"] {
            let text = many.clone() + end;
            let program = compile(source).unwrap_or_else(|invalid| panic!("{source}: {invalid}"));
            assert!(run(&program, &text).is_ok(), "{source} … {end}");
        }
    }
}

#[test]
fn a_match_with_back_references_is_given_up() {
    let text = "a".repeat(60) + "!";
    let program = compile(r"^(?:(a+)\1?)+$").expect("a pattern");
    assert_eq!(run(&program, &text), Err(PatternError::TooSlow));
    assert_eq!(test(r"^(?:(a+)\1?)+$", &text), None);
}

#[test]
fn a_text_is_found_that_a_slow_pattern_is_given_up_on() {
    for slow in [r"^(?:(a+)\1?)+$", r"^(?!x)(?:(\w+)\s?\1?)*$", r"^key=(?:(;?)[^;]\1|[^;](?!;))*;$"]
    {
        let text = slow_on(slow).unwrap_or_else(|| panic!("{slow}"));
        assert_eq!(test(slow, &text), None, "{slow}");
    }
}

#[test]
fn a_pattern_that_is_never_slow_is_none() {
    for swift in [
        "^(a+)+$",
        r"^(?!prod)\w+$",
        r"^(a|b)\1$",
        "^(?!.*--)(?!-)[a-z0-9-]{3,63}(?<!-)$",
        r"^(?=.*\d)((?:[a-z]|[a-z]+)(?=.))+$",
        r"\bkey\b",
        r"^[^\s/]+\.acme\.example$",
        "(",
    ] {
        assert_eq!(slow_on(swift), None, "{swift}");
    }
}
