//! A secret as a part of a connection string: quoted as the dialect quotes, so that no character of it ends the part and
//! starts another.

use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use wellhead_runtime::Dialect;
use zeroize::Zeroizing;

use super::fetch::Problem;

/// The value of a part, with the text before and after the reference that it comes from.
pub(super) fn quoted(
    dialect: Dialect,
    before: &str,
    value: &str,
    after: &str,
) -> Result<Zeroizing<String>, Problem> {
    match dialect {
        // A text that is one reference is the whole connection string.
        _ if before.is_empty() && after.is_empty() => Ok(Zeroizing::new(value.to_owned())),
        Dialect::Url(_) => {
            let mut text = Zeroizing::new(String::with_capacity(value.len().saturating_mul(3)));
            text.extend(utf8_percent_encode(value, NON_ALPHANUMERIC));
            Ok(text)
        }
        Dialect::AdoNet if is_between(before, after, '"') => Ok(doubled(value, '"')),
        Dialect::AdoNet if is_between(before, after, '\'') => Ok(doubled(value, '\'')),
        Dialect::Odbc if before.ends_with('{') && after.starts_with('}') => Ok(doubled(value, '}')),
        _ if dialect.is_bare(value) => Ok(Zeroizing::new(value.to_owned())),
        Dialect::AdoNet if is_whole_part(before, after) => {
            Ok(Zeroizing::new(["\"", doubled(value, '"').as_str(), "\""].concat()))
        }
        Dialect::Odbc if is_whole_part(before, after) => {
            Ok(Zeroizing::new(["{", doubled(value, '}').as_str(), "}"].concat()))
        }
        Dialect::AdoNet | Dialect::Odbc => Err(not_alone()),
        _ => Err(Problem::given(
            "refers to a secret with a `;`, which this connection string can't hold",
            "give another one",
        )),
    }
}

/// Whether the reference stands in quotes already.
fn is_between(before: &str, after: &str, quote: char) -> bool {
    before.trim_end().ends_with(quote) && after.trim_start().starts_with(quote)
}

fn is_whole_part(before: &str, after: &str) -> bool {
    let after = after.trim_start();
    before.trim_end().ends_with('=') && (after.is_empty() || after.starts_with(';'))
}

fn doubled(value: &str, quote: char) -> Zeroizing<String> {
    let mut text = Zeroizing::new(String::with_capacity(value.len().saturating_mul(2)));
    for char in value.chars() {
        text.push(char);
        if char == quote {
            text.push(char);
        }
    }
    text
}

fn not_alone() -> Problem {
    Problem::given(
        "refers to a secret that has to be quoted here",
        "make the reference all of its part: `Password=${…};`",
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ado(before: &str, value: &str, after: &str) -> Option<String> {
        quoted(Dialect::AdoNet, before, value, after).ok().map(|text| text.to_string())
    }

    fn odbc(before: &str, value: &str, after: &str) -> Option<String> {
        quoted(Dialect::Odbc, before, value, after).ok().map(|text| text.to_string())
    }

    #[test]
    fn what_is_special_is_quoted_and_the_rest_left_alone() {
        assert_eq!(ado("Password=", "abc", ";Sid=1").unwrap(), "abc");
        assert_eq!(ado("Password=", "a;b=\"c'", "").unwrap(), "\"a;b=\"\"c'\"");
        assert_eq!(odbc("PWD=", "a;b}c", ";X=1").unwrap(), "{a;b}}c}");
        assert_eq!(odbc("PWD=", "abc", "").unwrap(), "abc");
    }

    #[test]
    fn inside_of_quotes_only_quotes_are_doubled() {
        assert_eq!(ado("Password=\"", "a;\"b", "\";Sid=1").unwrap(), "a;\"\"b");
        assert_eq!(ado("Password='", "a;'b", "'").unwrap(), "a;''b");
        assert_eq!(odbc("PWD={", "a}b", "}").unwrap(), "a}}b");
    }

    #[test]
    fn a_secret_can_not_start_a_part_of_its_own() {
        assert_eq!(ado("Password=x", ";Host=evil", ""), None);
        assert_eq!(odbc("PWD=", "a;b", "c"), None);
        assert!(quoted(Dialect::AzureStorage, "AccountKey=", "a;b", "").is_err());
    }

    #[test]
    fn in_a_url_everything_that_could_mean_something_is_encoded() {
        let encoded = quoted(Dialect::Url(&[]), "mongodb://ops:", "p@ss/w:ö?", "@db").unwrap();
        assert_eq!(*encoded, "p%40ss%2Fw%3A%C3%B6%3F");
    }

    #[test]
    fn a_reference_alone_is_the_whole_connection_string() {
        assert_eq!(ado("", "Host=a;Password=b", "").unwrap(), "Host=a;Password=b");
    }
}
