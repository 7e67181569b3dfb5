//! When to try again, and after how long: exponential waits with full jitter, what the service asks for in `Retry-After`,
//! and a budget that keeps retries a small part of all calls.

use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{Duration, SystemTime};

use reqwest::header::{DATE, HeaderMap, RETRY_AFTER};

/// How a client tries again what failed in passing: no network connection, a connection that broke, 408, 429, 500, 502,
/// 503, 504.
///
/// A call that may be repeated without harm is repeated: reads, tests, deletes. An update is repeated only if it surely was
/// not done; so is a create, whose outcome is otherwise looked up first.
///
/// ```
/// use std::time::Duration;
/// use wellhead_client::RetryPolicy;
///
/// let patient = RetryPolicy::default().attempts(8).waits(Duration::from_millis(200), Duration::from_secs(30));
/// let once = RetryPolicy::never();
/// # let _ = (patient, once);
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RetryPolicy {
    attempts: u32,
    first: Duration,
    longest: Duration,
    budget: u32,
    settle: Duration,
}

impl Default for RetryPolicy {
    fn default() -> Self {
        Self {
            attempts: 5,
            first: Duration::from_millis(250),
            longest: Duration::from_secs(20),
            budget: 20,
            settle: Duration::from_secs(2),
        }
    }
}

impl RetryPolicy {
    /// Nothing is sent twice, except after a token that the gateway does not take.
    #[must_use]
    pub fn never() -> Self {
        Self::default().attempts(1)
    }

    /// How many times a call is sent at most, the first included; none counts as one. Default: 5.
    #[must_use]
    pub fn attempts(mut self, attempts: u32) -> Self {
        self.attempts = attempts.max(1);
        self
    }

    /// The waits double from `first` to `longest`, a day at most, and each is a random part of that. Default: 250 ms to 20 s.
    #[must_use]
    pub fn waits(mut self, first: Duration, longest: Duration) -> Self {
        const A_DAY: Duration = Duration::from_secs(24 * 60 * 60);
        self.first = first.min(A_DAY);
        self.longest = longest.clamp(self.first, A_DAY);
        self
    }

    /// How many retries all clones of the client may make in a row; ten calls that work give one back. A retry that the
    /// service asked for by `Retry-After` is free. Default: 20.
    #[must_use]
    pub fn budget(mut self, retries: u32) -> Self {
        self.budget = retries;
        self
    }

    /// How long a new connection may take to show up in lists: a create whose outcome is unknown is repeated only if it is
    /// still not found after this time. Default: 2 s.
    #[must_use]
    pub fn settle(mut self, settle: Duration) -> Self {
        self.settle = settle;
        self
    }

    pub(crate) fn settling(&self) -> Duration {
        self.settle
    }

    pub(crate) fn backoff(&self) -> Backoff {
        Backoff {
            left: self.attempts.saturating_sub(1),
            ceiling: self.first,
            longest: self.longest,
        }
    }

    pub(crate) fn new_budget(&self) -> Budget {
        let full = self.budget.saturating_mul(Budget::RETRY);
        Budget { full, left: AtomicU32::new(full) }
    }
}

/// The waits before one call's retries; it ends with the attempts.
#[derive(Debug)]
pub(crate) struct Backoff {
    left: u32,
    ceiling: Duration,
    longest: Duration,
}

impl Iterator for Backoff {
    type Item = Duration;

    fn next(&mut self) -> Option<Duration> {
        self.left = self.left.checked_sub(1)?;
        let wait = self.ceiling.mul_f64(fastrand::f64());
        self.ceiling = self.ceiling.saturating_mul(2).min(self.longest);
        Some(wait)
    }
}

/// Shared by all calls of a client: a service that fails them all must not be asked many times as often.
#[derive(Debug)]
pub(crate) struct Budget {
    full: u32,
    left: AtomicU32,
}

impl Budget {
    /// What a retry costs, and what a call that works gives back.
    const RETRY: u32 = 10;
    const SUCCESS: u32 = 1;

    /// Whether one more retry is allowed.
    pub(crate) fn take(&self) -> bool {
        self.change(|left| left.checked_sub(Self::RETRY)).is_ok()
    }

    pub(crate) fn give_back(&self) {
        let _ = self.change(|left| Some(left.saturating_add(Self::SUCCESS).min(self.full)));
    }

    fn change(&self, change: impl FnMut(u32) -> Option<u32>) -> Result<u32, u32> {
        self.left.fetch_update(Ordering::Relaxed, Ordering::Relaxed, change)
    }
}

/// What `Retry-After` asks for, in either of its forms: seconds, or a date, which the service's own clock measures.
pub(crate) fn retry_after(headers: &HeaderMap) -> Option<Duration> {
    let text = headers.get(RETRY_AFTER)?.to_str().ok()?.trim();
    if !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit()) {
        // More than can be counted is for ever, and not at once.
        return Some(Duration::from_secs(text.parse().unwrap_or(u64::MAX)));
    }
    let then = httpdate::parse_http_date(text).ok()?;
    let now = date(headers).unwrap_or_else(SystemTime::now);
    Some(then.duration_since(now).unwrap_or_default())
}

/// The service's clock, in whole seconds.
pub(crate) fn date(headers: &HeaderMap) -> Option<SystemTime> {
    httpdate::parse_http_date(headers.get(DATE)?.to_str().ok()?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(pairs: &[(reqwest::header::HeaderName, &str)]) -> HeaderMap {
        pairs.iter().map(|(name, value)| (name.clone(), value.parse().unwrap())).collect()
    }

    #[test]
    fn retry_after_is_read_in_both_forms() {
        assert_eq!(retry_after(&headers(&[(RETRY_AFTER, "120")])), Some(Duration::from_secs(120)));
        let dated = headers(&[
            (RETRY_AFTER, "Fri, 31 Dec 1999 23:59:59 GMT"),
            (DATE, "Fri, 31 Dec 1999 23:59:29 GMT"),
        ]);
        assert_eq!(retry_after(&dated), Some(Duration::from_secs(30)));
        let past = headers(&[(RETRY_AFTER, "Fri, 31 Dec 1999 23:59:59 GMT")]);
        assert_eq!(retry_after(&past), Some(Duration::ZERO));
        for odd in ["soon", "", "-5", "1.5"] {
            assert_eq!(retry_after(&headers(&[(RETRY_AFTER, odd)])), None, "{odd}");
        }
        let huge = headers(&[(RETRY_AFTER, "99999999999999999999")]);
        assert_eq!(retry_after(&huge), Some(Duration::from_secs(u64::MAX)));
    }

    #[test]
    fn waits_are_anywhere_between_nothing_and_a_ceiling_that_doubles_to_its_limit() {
        let policy = RetryPolicy::default()
            .attempts(6)
            .waits(Duration::from_millis(100), Duration::from_millis(400));
        let mut low = false;
        for _ in 0..200 {
            let waits: Vec<_> = policy.backoff().collect();
            assert_eq!(waits.len(), 5);
            for (wait, ceiling) in waits.iter().zip([100, 200, 400, 400, 400]) {
                assert!(*wait <= Duration::from_millis(ceiling), "{waits:?}");
            }
            low |= waits.iter().any(|wait| *wait < Duration::from_millis(10));
        }
        assert!(low, "full jitter reaches down to nothing");
    }

    #[test]
    fn no_wait_is_too_long_to_be_counted() {
        let policy = RetryPolicy::default().waits(Duration::MAX, Duration::ZERO);
        assert!(policy.backoff().all(|wait| wait <= Duration::from_secs(24 * 60 * 60)));
    }

    #[test]
    fn a_budget_is_used_up_by_retries_and_refilled_by_ten_times_as_many_successes() {
        let budget = RetryPolicy::default().budget(2).new_budget();
        assert!(budget.take() && budget.take() && !budget.take());
        (0..9).for_each(|_| budget.give_back());
        assert!(!budget.take());
        budget.give_back();
        assert!(budget.take() && !budget.take());
        (0..1000).for_each(|_| budget.give_back());
        assert!(budget.take() && budget.take() && !budget.take(), "never above its fill");
    }
}
