//! Random patterns on random texts, held against `fancy-regex`: where both have an answer, it is the same. So is what is
//! found by way of what is remembered.
//!
//! What ECMA 262 means otherwise than `fancy-regex` is left out or spelt in its way: `$`, `.`, the classes of letters and digits, and
//! references to groups that may not have matched. Those have tests of their own, in `pattern.rs`.
//!
//! `WELLHEAD_PATTERNS` sets how many patterns are tried, `WELLHEAD_PATTERN_SEED` which ones.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "a test fails by panicking, and this one reports its counts"
)]

use fancy_regex::RegexBuilder;
use fastrand::Rng;
use wellhead_runtime::pattern::{matches, matches_remembering};
use wellhead_spec::pattern::compile;

const PATTERNS: u64 = 2_000;
const TEXTS: usize = 10;
const SEED: u64 = 20_261_122;

/// What both spell alike, or each in its own way: ours first.
const ATOMS: [(&str, &str); 24] = [
    ("a", "a"),
    ("b", "b"),
    ("c", "c"),
    ("ab", "ab"),
    ("-", "-"),
    (r"\.", r"\."),
    ("é", "é"),
    ("0", "0"),
    ("🦀", "🦀"),
    ("[ab]", "[ab]"),
    ("[^a]", "[^a]"),
    ("[a-c]", "[a-c]"),
    ("[^-é]", "[^-é]"),
    ("[0-3b-d]", "[0-3b-d]"),
    ("[a-cé-ü]", "[a-cé-ü]"),
    (r"\w", "[A-Za-z0-9_]"),
    (r"\W", "[^A-Za-z0-9_]"),
    (r"\d", "[0-9]"),
    (r"\D", "[^0-9]"),
    (r"[\w.-]", "[A-Za-z0-9_.-]"),
    (
        r"[^\s/]",
        r"[^\t-\r /\u{a0}\u{1680}\u{2000}-\u{200a}\u{2028}\u{2029}\u{202f}\u{205f}\u{3000}\u{feff}]",
    ),
    (".", r"[^\n\r\u{2028}\u{2029}]"),
    ("[^]", r"[\x00-\u{10ffff}]"),
    ("(?i:k)", "(?i:k)"),
];

const PLACES: [(&str, &str); 4] = [
    ("^", "^"),
    ("$", r"\z"),
    (r"\b", r"(?:(?<=[A-Za-z0-9_])(?![A-Za-z0-9_])|(?<![A-Za-z0-9_])(?=[A-Za-z0-9_]))"),
    (r"\B", r"(?:(?<=[A-Za-z0-9_])(?=[A-Za-z0-9_])|(?<![A-Za-z0-9_])(?![A-Za-z0-9_]))"),
];

const COUNTS: [&str; 12] =
    ["*", "+", "?", "*?", "+?", "??", "{2}", "{1,3}", "{0,2}", "{2,}", "{0,20}", "{1,2}?"];

const LETTERS: [&[char]; 3] = [
    &['a', 'b'],
    &['a'],
    &['a', 'b', 'c', 'd', '-', '.', 'é', '0', ' ', '/', '\n', '🦀', '_', 'K', 'ö'],
];

/// A pattern in both spellings.
#[derive(Clone, Debug, Default)]
struct Both {
    ours: String,
    theirs: String,
}

impl Both {
    fn of(ours: &str, theirs: &str) -> Self {
        Self { ours: ours.into(), theirs: theirs.into() }
    }

    fn push(&mut self, other: &Both) {
        self.ours.push_str(&other.ours);
        self.theirs.push_str(&other.theirs);
    }

    fn within(&self, before: &str, behind: &str) -> Self {
        Self::of(
            &format!("{before}{}{behind}", self.ours),
            &format!("{before}{}{behind}", self.theirs),
        )
    }
}

fn either(random: &mut Rng, depth: usize) -> Both {
    let mut all = concat(random, depth);
    while random.u8(..10) < 3 {
        all.push(&Both::of("|", "|"));
        all.push(&concat(random, depth));
    }
    all
}

fn concat(random: &mut Rng, depth: usize) -> Both {
    let mut all = Both::default();
    for _ in 0..random.usize(..5) {
        all.push(&piece(random, depth));
    }
    all
}

fn piece(random: &mut Rng, depth: usize) -> Both {
    let place = PLACES[random.usize(..PLACES.len())];
    let piece = match random.u8(..20) {
        0 => return Both::of(place.0, place.1),
        1 if depth > 0 => {
            let look = ["(?=", "(?!"][random.usize(..2)];
            return either(random, depth - 1).within(look, ")");
        }
        // `fancy-regex` looks behind by so many characters alone.
        2 if depth > 0 => return literal(random).within(["(?<=", "(?<!"][random.usize(..2)], ")"),
        3..8 if depth > 0 => either(random, depth - 1).within(["(", "(?:"][random.usize(..2)], ")"),
        _ => {
            let atom = ATOMS[random.usize(..ATOMS.len())];
            Both::of(atom.0, atom.1).within("(?:", ")")
        }
    };
    if random.bool() { piece } else { piece.within("", COUNTS[random.usize(..COUNTS.len())]) }
}

fn literal(random: &mut Rng) -> Both {
    let mut all = Both::default();
    for _ in 0..1 + random.usize(..3) {
        let atom = ATOMS[random.usize(..ATOMS.len())];
        all.push(&Both::of(atom.0, atom.1));
    }
    all
}

/// A whole pattern; in some, what a group has matched comes once more.
fn pattern(random: &mut Rng) -> Both {
    let mut all = Both::default();
    if random.bool() {
        all.push(&Both::of("^", "^"));
    }
    if random.u8(..5) == 0 {
        all.push(&either(random, 1).within("(?<group>", ")"));
        all.push(&concat(random, 1));
        all.push(&Both::of(r"\k<group>", r"\k<group>"));
    }
    all.push(&either(random, 2).within("(?:", ")"));
    if random.bool() {
        all.push(&Both::of("$", r"\z"));
    }
    all
}

fn text(random: &mut Rng) -> String {
    let letters = LETTERS[random.usize(..LETTERS.len())];
    let length = [0, 1, 2, 3, 4, 6, 9, 40][random.usize(..8)];
    (0..length).map(|_| letters[random.usize(..letters.len())]).collect()
}

fn number(variable: &str, default: u64) -> u64 {
    std::env::var(variable).map_or(default, |text| text.parse().expect("a number"))
}

#[test]
fn what_is_found_is_what_fancy_regex_finds() {
    let mut random = Rng::with_seed(number("WELLHEAD_PATTERN_SEED", SEED));
    let (mut tried, mut found, mut refused, mut given_up) = (0, 0, 0, 0);
    for _ in 0..number("WELLHEAD_PATTERNS", PATTERNS) {
        let both = pattern(&mut random);
        let theirs = RegexBuilder::new(&both.theirs).backtrack_limit(20_000).build();
        let program = compile(&both.ours);
        let is_large = matches!(&program, Err(why) if why.reason.contains("too large"));
        let (false, Ok(theirs)) = (is_large, theirs) else {
            refused += 1;
            continue;
        };
        let program = program.unwrap_or_else(|why| panic!("{}: {why}", both.ours));
        for _ in 0..TEXTS {
            let text = text(&mut random);
            let ours = matches(&program, &text);
            let Both { ours: source, .. } = &both;
            assert_eq!(ours, matches_remembering(&program, &text), "{source} in {text:?}");
            match (ours, theirs.is_match(&text)) {
                (Ok(ours), Ok(theirs)) => assert_eq!(ours, theirs, "{source} in {text:?}"),
                _ => given_up += 1,
            }
            tried += 1;
            found += usize::from(ours == Ok(true));
        }
    }
    println!(
        "{tried} texts, {found} of them fit, {given_up} given up; {refused} patterns refused or too large"
    );
    assert!(found * 5 > tried && found * 5 < tried * 4, "texts of both sides");
    assert!(given_up * 50 < tried && refused * 10 < tried / TEXTS, "most have two answers");
}
