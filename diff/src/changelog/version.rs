//! Versions, as far as one follows from another.

use std::fmt;
use std::str::FromStr;

use super::Bump;

/// A version; what stands behind a `-` or `+` is of the version that was, and not kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Version {
    major: u64,
    minor: u64,
    patch: u64,
    is_pre: bool,
}

/// A text that is no version.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BadVersion;

impl fmt::Display for BadVersion {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("write a version as MAJOR.MINOR.PATCH, such as 0.1.0")
    }
}

impl std::error::Error for BadVersion {}

impl FromStr for Version {
    type Err = BadVersion;

    fn from_str(text: &str) -> Result<Self, BadVersion> {
        let core = text.split(['-', '+']).next().unwrap_or_default();
        let is_pre = text.split('+').next().unwrap_or_default().contains('-');
        let mut numbers = core.split('.').map(|number| {
            let digits = !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit());
            if digits { number.parse::<u64>().map_err(|_| BadVersion) } else { Err(BadVersion) }
        });
        let mut next = || numbers.next().ok_or(BadVersion)?;
        let version = Self { major: next()?, minor: next()?, patch: next()?, is_pre };
        if numbers.next().is_some() { Err(BadVersion) } else { Ok(version) }
    }
}

impl fmt::Display for Version {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}.{}", self.major, self.minor, self.patch)
    }
}

impl Version {
    /// The version after a bump. Below 1.0, what breaks moves the second number and what is added the third; below 0.1, all
    /// moves the third.
    pub fn after(self, bump: Bump) -> Self {
        let Self { major, minor, patch, .. } = self;
        let (major, minor, patch) = match (bump, major, minor) {
            (Bump::None, ..) => return self,
            // What was to be released has not been yet.
            _ if self.is_pre => (major, minor, patch),
            (Bump::Major, 0, 0) | (Bump::Minor | Bump::Patch, 0, _) => {
                (0, minor, patch.saturating_add(1))
            }
            (Bump::Major, 0, _) => (0, minor.saturating_add(1), 0),
            (Bump::Major, ..) => (major.saturating_add(1), 0, 0),
            (Bump::Minor, ..) => (major, minor.saturating_add(1), 0),
            (Bump::Patch, ..) => (major, minor, patch.saturating_add(1)),
        };
        Self { major, minor, patch, is_pre: false }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_version_moves_as_cargo_takes_it() {
        let after = |text: &str, bump| text.parse::<Version>().map(|it| it.after(bump).to_string());
        for (text, bump, expected) in [
            ("1.2.3", Bump::Major, "2.0.0"),
            ("1.2.3", Bump::Minor, "1.3.0"),
            ("1.2.3", Bump::Patch, "1.2.4"),
            ("0.2.3", Bump::Major, "0.3.0"),
            ("0.2.3", Bump::Minor, "0.2.4"),
            ("0.2.3", Bump::Patch, "0.2.4"),
            ("0.0.3", Bump::Major, "0.0.4"),
            ("0.0.3", Bump::None, "0.0.3"),
            ("2.0.0-rc.1", Bump::Minor, "2.0.0"),
            ("1.2.3+build-7", Bump::Minor, "1.3.0"),
        ] {
            assert_eq!(after(text, bump), Ok(expected.to_owned()), "{text} {bump:?}");
        }
        for text in
            ["", "1", "1.2", "1.2.3.4", "a.b.c", "1..2", "1.2.-3", "99999999999999999999.0.0"]
        {
            assert_eq!(after(text, Bump::Patch), Err(BadVersion), "{text}");
        }
    }
}
