//! When to come again, in the two forms that HTTP has.

use std::time::{Duration, SystemTime};

use axum::http::HeaderValue;

/// The `Retry-After` of a refusal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum RetryAfter {
    /// No such header.
    None,
    /// In that many seconds, as a number.
    Seconds(u32),
    /// In that many seconds, as a date.
    Date(u32),
}

impl RetryAfter {
    /// The header, at this moment.
    pub(crate) fn header(self) -> Option<HeaderValue> {
        match self {
            Self::None => None,
            Self::Seconds(seconds) => Some(seconds.into()),
            Self::Date(seconds) => {
                let date = SystemTime::now() + Duration::from_secs(seconds.into());
                HeaderValue::from_str(&httpdate::fmt_http_date(date)).ok()
            }
        }
    }
}
