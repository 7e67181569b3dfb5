//! Cutting a text where no quotes forbid it. A quote opens where a value begins and closes where that value ends; any other
//! is a character like the rest, as in `name==say "hi"`.

/// Whether a filter's operator consists of such characters.
pub(super) fn is_operator(character: char) -> bool {
    "=<>!~".contains(character)
}

/// The values between commas, without the quotes around them.
pub(super) fn values(text: &str) -> Vec<&str> {
    let values = cut(text, ',', |character| character == ',');
    values.into_iter().map(|value| unquoted(value).unwrap_or(value)).collect()
}

/// The filters, or parameters, between `&`s.
pub(super) fn filters(text: &str) -> Vec<&str> {
    cut(text, '&', |character| matches!(character, '&' | ',') || is_operator(character))
}

fn unquoted(value: &str) -> Option<&str> {
    value.strip_prefix('"')?.strip_suffix('"')
}

/// The parts between separators, without white space around them. A value begins with the text, and behind what leads to one.
fn cut(text: &str, separator: char, leads_to_value: impl Fn(char) -> bool) -> Vec<&str> {
    let mut parts = Vec::new();
    let (mut start, mut begins) = (0, true);
    // Up to where the text is quoted; `None` once it is known that no more quotes close.
    let mut quoted = Some(0);
    for (at, found) in text.char_indices() {
        if quoted.is_some_and(|end| at < end) {
            continue;
        }
        if found == '"' && begins && quoted.is_some() {
            quoted = end_of_quoted(text, at, separator);
        }
        if found == separator {
            parts.push(text.get(start..at).unwrap_or_default().trim());
            start = at + separator.len_utf8();
        }
        begins = leads_to_value(found) || (begins && found.is_whitespace());
    }
    parts.push(text.get(start..).unwrap_or_default().trim());
    parts
}

/// Where the value ends whose first quote is at `open`: behind the next quote that a separator follows, or nothing.
fn end_of_quoted(text: &str, open: usize, separator: char) -> Option<usize> {
    let inside = open + 1;
    let quotes = text.get(inside..)?.match_indices('"');
    let mut ends = quotes.map(|(at, quote)| inside + at + quote.len());
    ends.find(|end| {
        let behind = text.get(*end..).unwrap_or_default().trim_start();
        behind.is_empty() || behind.starts_with([',', separator])
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_stand_between_commas_and_one_with_a_comma_in_quotes() {
        for (text, expected) in [
            ("a,b", &["a", "b"] as &[&str]),
            (r#""a,b""#, &["a,b"]),
            (r#""a,b",c"#, &["a,b", "c"]),
            (r#"c,"a,b""#, &["c", "a,b"]),
            (r#" "a" , "b, c" "#, &["a", "b, c"]),
            (r#""a&b""#, &["a&b"]),
            (r#""""#, &[""]),
            ("a,", &["a", ""]),
        ] {
            assert_eq!(values(text), expected, "{text}");
        }
    }

    #[test]
    fn a_quote_inside_of_a_value_and_one_that_never_closes_are_characters_like_any() {
        for (text, expected) in [
            (r#"say "hi""#, &[r#"say "hi""#] as &[&str]),
            (r#""say "hi"""#, &[r#"say "hi""#]),
            (r#""a"b,c"#, &[r#""a"b"#, "c"]),
            (r#"a,"b,c"#, &["a", r#""b"#, "c"]),
            (r#"a"b,c"d"#, &[r#"a"b"#, r#"c"d"#]),
            (r#"""#, &[r#"""#]),
            (r#"ä,"ö,ü""#, &["ä", "ö,ü"]),
        ] {
            assert_eq!(values(text), expected, "{text}");
        }
    }

    #[test]
    fn filters_stand_between_ampersands_that_are_not_in_quotes() {
        for (text, expected) in [
            ("a==1&b==2", &["a==1", "b==2"] as &[&str]),
            (r#"a=="1&2"&b==2"#, &[r#"a=="1&2""#, "b==2"]),
            (r#"a==x,"1&2",y & b==2"#, &[r#"a==x,"1&2",y"#, "b==2"]),
            (r#"property=a=="1&2"&limit=3"#, &[r#"property=a=="1&2""#, "limit=3"]),
            (r#"a==say "hi&b==2"#, &[r#"a==say "hi"#, "b==2"]),
            ("", &[""]),
        ] {
            assert_eq!(filters(text), expected, "{text}");
        }
    }

    #[test]
    fn many_quotes_that_never_close_take_no_longer_than_others() {
        assert_eq!(values(&r#","x"#.repeat(300_000)).len(), 300_001);
    }
}
