//! Whether a connection string is as it should be: most are, and then nothing has to be put into words or written.

use super::{ConnectionStringRules, Dialect, Key, Value, flag_of, part_of, visit, whole_of};
use crate::requests::rules::{self, Finding};
use crate::requests::table::{Constant, Shape, TextRules};
use crate::suggest::nearest_of;

/// Whether nothing is wrong with a text; `false` if that takes a closer look.
pub(super) fn is_fine(rules: &'static ConnectionStringRules, text: &str) -> bool {
    let fields = rules.parts.fields;
    let (Some(required), true) = (rules.parts.required(), rules.keys.len() <= 64) else {
        return false;
    };
    let mut fine = rules.parts.also.is_none();
    let (mut seen, mut others) = (0_u64, false);
    rules::text(rules.text, text, &mut |_| fine = false);
    let read = visit(rules, text, &mut |(key, value)| {
        let Some(index) = key.part(rules) else {
            others = true;
            return;
        };
        let bit = 1 << index;
        let is_new = seen & bit == 0;
        seen |= bit;
        let field = fields.get(index).filter(|field| field.also.is_none());
        fine &= is_new && field.is_some_and(|field| fits(rules.dialect, &field.shape, &value));
    });
    let has_all = read.is_ok() && required & !seen == 0;
    fine && has_all && !(others && has_misspelt(rules, text, seen))
}

/// Whether a key that is not declared may be one that is missing.
fn has_misspelt(rules: &'static ConnectionStringRules, text: &str, seen: u64) -> bool {
    let missing = super::missing(rules, &|index| seen & 1 << index != 0);
    let mut misspelt = false;
    let _ = visit(rules, text, &mut |(key, _)| {
        if let Key::Written(key) = key
            && part_of(rules, &key).is_none()
        {
            misspelt |= nearest_of(&key, &missing).is_some();
        }
    });
    misspelt
}

/// Whether a part's value fits its shape.
fn fits(dialect: Dialect, shape: &'static Shape, value: &Value<'_>) -> bool {
    let mut fits = true;
    let mut report = |_: Finding| fits = false;
    match shape {
        // What it says does not matter: it need not be decoded.
        Shape::Text(rules) | Shape::Secret(rules) if allow_all_but_empty(rules) => {
            return rules.min_length == 0 || !value.is_empty();
        }
        Shape::Text(rules) | Shape::Secret(rules) => rules::text(rules, value, &mut report),
        Shape::Choice(names) => return rules::is_one_of(value, names),
        Shape::Integer(rules) => match whole_of(value) {
            Some(number) => rules::integer(rules, number, &mut report),
            None => return false,
        },
        Shape::Boolean => return flag_of(dialect, value).is_some(),
        Shape::Constant(Constant::Text(only)) => return **value == **only,
        Shape::Constant(Constant::Boolean(flag)) => return flag_of(dialect, value) == Some(*flag),
        Shape::Constant(Constant::Integer(only)) => return whole_of(value) == Some(*only),
        _ => return false,
    }
    fits
}

/// Whether rules ask for some text at most.
fn allow_all_but_empty(rules: &TextRules) -> bool {
    let TextRules { min_length, max_length, pattern, format, only } = rules;
    *min_length <= 1
        && max_length.is_none()
        && pattern.is_none()
        && format.is_none()
        && only.is_none()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::Format;
    use crate::requests::connection_string::AddressPiece;
    use crate::requests::table::{Field, IntegerRules, Table};

    static NOT_EMPTY: TextRules =
        TextRules { min_length: 1, format: Some(Format::Hostname), ..TextRules::NONE };
    static PORT: IntegerRules = IntegerRules { min: 1, max: 65_535, multiple_of: 1 };
    static PARTS: Table = Table::of(&[
        part("host", true, Shape::Text(&NOT_EMPTY)),
        part("port", false, Shape::Integer(&PORT)),
        part("user", true, Shape::Secret(&TextRules::NONE)),
        part("mode", false, Shape::Choice(&["on", "off"])),
        part("ssl", false, Shape::Boolean),
        part("one", false, Shape::Constant(Constant::Integer(1))),
    ]);

    const fn part(name: &'static str, required: bool, shape: Shape) -> Field {
        Field { name, required, shape, also: None, about: "" }
    }

    const fn of(dialect: Dialect) -> ConnectionStringRules {
        let keys: &[&[&str]] =
            &[&["Host", "Server"], &["Port"], &["User"], &["Mode"], &["SSL"], &["One"]];
        ConnectionStringRules { dialect, parts: &PARTS, keys, text: &TextRules::NONE }
    }

    static ALL: [ConnectionStringRules; 4] = [
        of(Dialect::AdoNet),
        of(Dialect::Odbc),
        of(Dialect::AzureStorage),
        of(Dialect::Url(&[
            AddressPiece::Text("db://"),
            AddressPiece::Part(0),
            AddressPiece::Text("/"),
        ])),
    ];

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(4000))]

        /// What is said to be fine is what nothing is found in.
        #[test]
        fn it_is_fine_when_nothing_is_found(
            pieces in proptest::collection::vec(
                prop_oneof![
                    Just("Host=a.example"), Just("server=-"), Just("Port=22"), Just("port=022"), Just("Port=-0"), Just("Port=99999"),
                    Just("User=me"), Just("User={a;b}"), Just("User=\"a;b\""), Just("User="), Just("Mode=on"), Just("Mode=of"),
                    Just("SSL=True"), Just("SSL=yes"), Just("One=1"), Just("One=2"), Just("Usr=me"), Just("Trace=x"), Just("broken"),
                    Just("=x"), Just("db://a.example"), Just("db://a.example/?User=me&Port=1"), Just("User=%41"), Just("db://a.example/?User=%"), Just("db://a.example/?User=%ff+&Host=%61"),
                ],
                0..6,
            ),
            separator in prop_oneof![Just(";"), Just("&"), Just("; ")],
        ) {
            let text = pieces.join(separator);
            for rules in &ALL {
                let mut found = 0;
                super::super::look_closer(rules, &text, &mut |_| found += 1);
                prop_assert_eq!(is_fine(rules, &text), found == 0, "{:?}: {}", rules.dialect, text);
            }
        }
    }
}
