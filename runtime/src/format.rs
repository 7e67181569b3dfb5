//! The `format`s of JSON Schema that are checked. Each check follows the grammar of the RFC it names, without
//! looking anything up: a host name may be well-formed and lead nowhere.

mod bytes;

use std::net::{Ipv4Addr, Ipv6Addr};

use crate::cut;

/// A `format` that is checked; others, such as `password`, say something about a string but forbid none.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Format {
    /// An absolute URI, RFC 3986.
    Uri,
    /// An email address, RFC 5321.
    Email,
    /// A host name, RFC 1123.
    Hostname,
    /// An IPv4 address, RFC 2673.
    Ipv4,
    /// An IPv6 address, RFC 4291.
    Ipv6,
    /// A UUID, RFC 4122.
    Uuid,
    /// A full date, RFC 3339.
    Date,
    /// A date and time with its offset, RFC 3339.
    DateTime,
    /// A time with its offset, RFC 3339.
    Time,
    /// A span of time as ISO 8601 has it, RFC 3339 appendix A: `P1Y2M`, `PT36H`.
    Duration,
    /// Bytes in base64, padded, RFC 4648 section 4; `contentEncoding: base64` means the same.
    Byte,
}

impl Format {
    /// Every format that is checked, with its name in JSON Schema.
    pub const ALL: [(&'static str, Self); 11] = [
        ("uri", Self::Uri),
        ("email", Self::Email),
        ("hostname", Self::Hostname),
        ("ipv4", Self::Ipv4),
        ("ipv6", Self::Ipv6),
        ("uuid", Self::Uuid),
        ("date", Self::Date),
        ("date-time", Self::DateTime),
        ("time", Self::Time),
        ("duration", Self::Duration),
        ("byte", Self::Byte),
    ];

    /// The format of that name, if it is one that is checked.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.iter().find(|(known, _)| *known == name).map(|(_, format)| *format)
    }

    /// Whether `text` is of this format.
    #[inline(never)]
    pub fn accepts(self, text: &str) -> bool {
        match self {
            Self::Uri => is_uri(text),
            Self::Email => is_email(text),
            Self::Hostname => is_hostname(text),
            Self::Ipv4 => text.parse::<Ipv4Addr>().is_ok(),
            Self::Ipv6 => text.parse::<Ipv6Addr>().is_ok(),
            Self::Uuid => is_uuid(text),
            Self::Date => is_date(text),
            Self::DateTime => is_date_time(text),
            Self::Time => is_time(text),
            Self::Duration => is_duration(text),
            Self::Byte => is_base64(text),
        }
    }

    /// The format with its article, for messages.
    #[inline(never)]
    pub fn described(self) -> &'static str {
        match self {
            Self::Uri => "a URL with its scheme",
            Self::Email => "an email address",
            Self::Hostname => "a host name",
            Self::Ipv4 => "an IPv4 address",
            Self::Ipv6 => "an IPv6 address",
            Self::Uuid => "a UUID",
            Self::Date => "a date",
            Self::DateTime => "a date and time with its offset",
            Self::Time => "a time with its offset",
            Self::Duration => "a duration",
            Self::Byte => "text in base64",
        }
    }

    /// A value of this format.
    #[inline(never)]
    pub fn example(self) -> &'static str {
        match self {
            Self::Uri => "https://acme.example/path",
            Self::Email => "ops@acme.example",
            Self::Hostname => "db.acme.example",
            Self::Ipv4 => "192.0.2.1",
            Self::Ipv6 => "2001:db8::1",
            Self::Uuid => "cfc0fee1-7dc0-40ef-b73e-d8b134c436f5",
            Self::Date => "2026-01-31",
            Self::DateTime => "2026-01-31T08:00:00Z",
            Self::Time => "08:00:00Z",
            Self::Duration => "PT15M",
            Self::Byte => "V2VsbGhlYWQ=",
        }
    }
}

fn is_uri(text: &str) -> bool {
    let starts = matches!(text.as_bytes().first(), Some(b'A'..=b'Z' | b'a'..=b'z'));
    let scheme = bytes::span(text, bytes::SCHEME);
    let Some(rest) = text.get(scheme..).and_then(|rest| rest.strip_prefix(":")) else {
        return false;
    };
    let Some(rest) = rest.strip_prefix("//") else { return starts && is_path(rest) };
    let host = bytes::span(rest, bytes::HOST);
    let mut end = host;
    while !matches!(rest.as_bytes().get(end), None | Some(b'/' | b'?' | b'#')) {
        end += 1;
    }
    let (authority, path) = rest.split_at(end);
    // Mostly a host and nothing else.
    starts && (host == end || is_authority(authority)) && is_path(path)
}

/// Whether it is a path, with a query and one fragment.
fn is_path(text: &str) -> bool {
    // Mostly there is no fragment, and nothing is encoded.
    if bytes::all(text.as_bytes(), bytes::PATH) {
        return true;
    }
    let (path, fragment) = cut::at(text, b'#').unwrap_or((text, ""));
    only_uri_characters(path, bytes::PATH) && only_uri_characters(fragment, bytes::PATH)
}

fn is_authority(text: &str) -> bool {
    let (user, host) = cut::at_last(text, b'@').unwrap_or(("", text));
    let (host, port) = match host.strip_prefix("[") {
        Some(literal) => match cut::at(literal, b']') {
            Some((address, "")) => (address, ""),
            Some((address, port)) => match port.strip_prefix(":") {
                Some(port) => (address, port),
                None => return false,
            },
            None => return false,
        },
        None => cut::at(host, b':').unwrap_or((host, "")),
    };
    let host_fits = match cut::find(text, b'[').is_some() {
        true => host.parse::<Ipv6Addr>().is_ok(),
        false => only_uri_characters(host, bytes::HOST),
    };
    host_fits && only_uri_characters(user, bytes::USER) && bytes::all(port.as_bytes(), bytes::DIGIT)
}

/// Whether there are only bytes of that set, and percent signs with two digits.
fn only_uri_characters(text: &str, set: u8) -> bool {
    let mut rest = text.as_bytes();
    while let [byte, more @ ..] = rest {
        rest = match more {
            _ if bytes::is(*byte, set) => more,
            [high, low, behind @ ..] if *byte == b'%' && is_hex(*high) && is_hex(*low) => behind,
            _ => return false,
        };
    }
    true
}

fn is_hex(byte: u8) -> bool {
    bytes::is(byte, bytes::HEX)
}

fn is_email(text: &str) -> bool {
    let Some((local, domain)) = cut::at_last(text, b'@') else { return false };
    let local_fits = match between(local, "\"", "\"") {
        Some(quoted) => is_quoted(quoted),
        None => are_atoms(local),
    };
    let domain_fits = match between(domain, "[", "]") {
        Some(literal) => is_address(literal),
        None => is_hostname(domain),
    };
    local_fits && local.len() <= 64 && domain_fits
}

/// What stands between two marks, if a text begins and ends with them.
fn between<'t>(text: &'t str, open: &str, close: &str) -> Option<&'t str> {
    text.strip_prefix(open)?.strip_suffix(close)
}

/// Atoms between dots, none of them empty.
fn are_atoms(text: &str) -> bool {
    let mut before = b'.';
    for byte in text.bytes() {
        if !(bytes::is(byte, bytes::ATOM) || (byte == b'.' && before != b'.')) {
            return false;
        }
        before = byte;
    }
    before != b'.'
}

/// What stands between the quotes of a quoted local part.
fn is_quoted(text: &str) -> bool {
    let mut chars = text.chars();
    while let Some(char) = chars.next() {
        let char = if char == '\\' { chars.next() } else { Some(char).filter(|char| *char != '"') };
        if !char.is_some_and(|char| matches!(char, ' '..='~')) {
            return false;
        }
    }
    true
}

/// What stands between the brackets of an address literal.
fn is_address(text: &str) -> bool {
    match text.strip_prefix("IPv6:") {
        Some(text) => text.parse::<Ipv6Addr>().is_ok(),
        None => text.parse::<Ipv4Addr>().is_ok(),
    }
}

/// Labels between dots: of one to 63 letters, digits and hyphens, which neither start nor end one.
fn is_hostname(text: &str) -> bool {
    let (mut before, mut length) = (b'.', 0);
    for byte in text.bytes() {
        let fits = match byte {
            b'.' => !matches!(before, b'.' | b'-'),
            b'-' => before != b'.',
            byte => byte.is_ascii_alphanumeric(),
        };
        length = if byte == b'.' { 0 } else { length + 1 };
        if !fits || length > 63 {
            return false;
        }
        before = byte;
    }
    text.len() <= 253 && !matches!(before, b'.' | b'-')
}

fn is_uuid(text: &str) -> bool {
    let bytes = text.as_bytes();
    let is_group = |group| bytes.get(group).is_some_and(|group| bytes::all(group, bytes::HEX));
    bytes.len() == 36
        && [8, 13, 18, 23].iter().all(|at| bytes.get(*at) == Some(&b'-'))
        && [0..8, 9..13, 14..18, 19..23, 24..36].into_iter().all(is_group)
}

fn is_date(text: &str) -> bool {
    let (year, month, day) = (digits(text, 0..4), digits(text, 5..7), digits(text, 8..10));
    let (Some(year), Some(month), Some(day)) = (year, month, day) else { return false };
    text.len() == 10
        && text.get(4..5) == Some("-")
        && text.get(7..8) == Some("-")
        && (1..=days_in(year, month)).contains(&day)
}

fn days_in(year: u32, month: u32) -> u32 {
    let leap = year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
    match month {
        2 => 28 + u32::from(leap),
        4 | 6 | 9 | 11 => 30,
        1..=12 => 31,
        _ => 0,
    }
}

fn is_date_time(text: &str) -> bool {
    let (Some(date), Some(time)) = (text.get(..10), text.get(11..)) else { return false };
    matches!(text.get(10..11), Some("T" | "t")) && is_date(date) && is_time(time)
}

fn is_time(text: &str) -> bool {
    let Some((hour, minute, second)) = clock(text) else { return false };
    let rest = text.get(8..).unwrap_or_default();
    let offset = match rest.strip_prefix(".") {
        Some(fraction) => match bytes::span(fraction, bytes::DIGIT) {
            0 => return false,
            count => fraction.get(count..).unwrap_or_default(),
        },
        None => rest,
    };
    let Some(offset) = minutes_ahead(offset) else { return false };
    // A leap second happens at 23:59:60 UTC, whichever offset it is seen from.
    let minute_of_day = (i64::from(hour * 60 + minute) - offset).rem_euclid(24 * 60);
    let leaps = second == 60 && minute_of_day == 24 * 60 - 1;
    hour <= 23 && minute <= 59 && (second <= 59 || leaps)
}

fn clock(text: &str) -> Option<(u32, u32, u32)> {
    if text.get(2..3) != Some(":") || text.get(5..6) != Some(":") {
        return None;
    }
    Some((digits(text, 0..2)?, digits(text, 3..5)?, digits(text, 6..8)?))
}

/// How many minutes a clock with this offset is ahead of UTC.
fn minutes_ahead(text: &str) -> Option<i64> {
    if matches!(text, "Z" | "z") {
        return Some(0);
    }
    let is_behind = text.starts_with("-");
    let signed = (is_behind || text.starts_with("+")) && text.len() == 6;
    let (hour, minute) = (digits(text, 1..3)?, digits(text, 4..6)?);
    let fits = signed && text.get(3..4) == Some(":") && hour <= 23 && minute <= 59;
    let minutes = i64::from(hour * 60 + minute);
    fits.then_some(if is_behind { -minutes } else { minutes })
}

/// Weeks alone, or a date and a time, in each of which no unit between two others is left out.
fn is_duration(text: &str) -> bool {
    let Some(rest) = text.strip_prefix("P") else { return false };
    match cut::at(rest, b'T') {
        Some((date, time)) => (date.is_empty() || counts(date, "YMD")) && counts(time, "HMS"),
        None => counts(rest, "YMD") || counts(rest, "W"),
    }
}

/// Whether a text is one number with its unit or several, their units next to each other in `units`.
fn counts(text: &str, units: &str) -> bool {
    // The unit that must come next, once one was there.
    let (mut next, mut has_number) = (None, false);
    for byte in text.bytes() {
        if byte.is_ascii_digit() {
            has_number = true;
            continue;
        }
        match cut::find(units, byte) {
            Some(unit) if has_number && next.is_none_or(|next| next == unit) => {
                (next, has_number) = (Some(unit + 1), false);
            }
            _ => return false,
        }
    }
    !has_number && next.is_some()
}

/// As many characters as groups of four have, of which the last one or two may be padding; bits that no byte takes are zero.
fn is_base64(text: &str) -> bool {
    let (coded, unused) = match text.as_bytes() {
        [coded @ .., b'=', b'='] => (coded, 0b1111),
        [coded @ .., b'='] => (coded, 0b11),
        coded => (coded, 0),
    };
    let mut last = 0;
    for byte in coded {
        match sextet(*byte) {
            Some(sextet) => last = sextet,
            None => return false,
        }
    }
    text.len().is_multiple_of(4) && last & unused == 0
}

fn sextet(byte: u8) -> Option<u8> {
    match byte {
        b'A'..=b'Z' => Some(byte - b'A'),
        b'a'..=b'z' => Some(byte - b'a' + 26),
        b'0'..=b'9' => Some(byte - b'0' + 52),
        b'+' => Some(62),
        b'/' => Some(63),
        _ => None,
    }
}

fn digits(text: &str, range: std::ops::Range<usize>) -> Option<u32> {
    let mut number = 0;
    for digit in text.get(range)?.bytes() {
        if !digit.is_ascii_digit() {
            return None;
        }
        number = number * 10 + u32::from(digit - b'0');
    }
    Some(number)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_example_is_of_its_format() {
        for (name, format) in Format::ALL {
            assert!(format.accepts(format.example()), "{name}");
        }
    }

    #[test]
    fn near_misses_are_refused() {
        for (format, text) in [
            (Format::Uri, "acme.my.salesforce.com"),
            (Format::Uri, "https://acme example"),
            (Format::Uri, "https://a/%zz"),
            (Format::Email, "ops@"),
            (Format::Hostname, "-a.example"),
            (Format::Ipv4, "192.0.2.256"),
            (Format::Ipv6, "2001:::1"),
            (Format::Uuid, "cfc0fee1-7dc0-40ef-b73e-d8b134c436f"),
            (Format::Date, "2026-02-29"),
            (Format::Date, "2026-2-1"),
            (Format::DateTime, "2026-01-31T08:00:00"),
            (Format::Uri, "https://a/[b]"),
            (Format::Uri, "https://a:port/"),
            (Format::Time, "24:00:00Z"),
            (Format::Time, "22:59:60Z"),
            (Format::Duration, "P"),
            (Format::Duration, "PT"),
            (Format::Duration, "P1DT"),
            (Format::Duration, "P1Y2D"),
            (Format::Duration, "P1WT1H"),
            (Format::Duration, "PM"),
            (Format::Duration, "PT1H1S"),
            (Format::Duration, "PT0.5S"),
            (Format::Duration, "1D"),
            (Format::Duration, "P1D "),
            (Format::Byte, "Zg="),
            (Format::Byte, "Zh=="),
            (Format::Byte, "Z==="),
            (Format::Byte, "===="),
            (Format::Byte, "Zg==Zg=="),
            (Format::Byte, "Zm8=Zm9v"),
            (Format::Byte, "Zm9v\n"),
            (Format::Byte, "Zm-_"),
        ] {
            assert!(!format.accepts(text), "{format:?} {text}");
        }
    }
}
