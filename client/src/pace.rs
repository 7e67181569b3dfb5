//! How fast a client goes: at most so many attempts at once and a second, if that was asked for, and none at all while the
//! service, or IMS, wants to be left alone.

use std::num::{NonZeroU32, NonZeroUsize};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use governor::clock::{Clock as _, DefaultClock};
use governor::{DefaultDirectRateLimiter, Quota, RateLimiter};
use reqwest::StatusCode;
use tokio::sync::{Semaphore, SemaphorePermit};
use tokio::time::{Instant, sleep, sleep_until, timeout_at};

use crate::transport::Answer;

/// What was asked for; nothing is limited without it.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Limits {
    pub(crate) per_second: Option<NonZeroU32>,
    pub(crate) at_once: Option<NonZeroUsize>,
}

/// Nobody is left alone for longer at a time, whatever he asks for: one nonsensical answer would end a client for good.
const LONGEST_QUIET: Duration = Duration::from_secs(60 * 60);

/// When so much time has passed from now. What lies beyond all time never comes; a century is as good.
pub(crate) fn moment_after(time: Duration) -> Instant {
    const CENTURY: Duration = Duration::from_secs(100 * 365 * 24 * 60 * 60);
    let now = Instant::now();
    now.checked_add(time.min(CENTURY)).unwrap_or(now)
}

/// Lets attempts through.
#[derive(Debug)]
pub(crate) struct Pace {
    rate: Option<DefaultDirectRateLimiter>,
    at_once: Option<Semaphore>,
    quiet_until: Mutex<Option<Instant>>,
}

impl Pace {
    pub(crate) fn of(limits: Limits) -> Self {
        let rate = limits.per_second.map(|per_second| {
            // Evenly spread: a burst is what a service that throttles counts.
            RateLimiter::direct(Quota::per_second(per_second).allow_burst(NonZeroU32::MIN))
        });
        let at_once =
            limits.at_once.map(|most| Semaphore::new(most.get().min(Semaphore::MAX_PERMITS)));
        Self { rate, at_once, quiet_until: Mutex::default() }
    }

    /// Waits for one's turn, at most until then; what comes back is held for as long as the attempt takes.
    pub(crate) async fn turn(&self, until: Instant) -> Result<Option<SemaphorePermit<'_>>, String> {
        let turn = timeout_at(until, self.next_turn(until)).await;
        turn.unwrap_or_else(|_| Err("its turn did not come, by the client's own limits".into()))
    }

    async fn next_turn(&self, until: Instant) -> Result<Option<SemaphorePermit<'_>>, String> {
        let permit = match &self.at_once {
            // Never closed.
            Some(at_once) => at_once.acquire().await.ok(),
            None => None,
        };
        // Both at once, with no wait between: while one waits for the rate, the service may ask for quiet.
        loop {
            if let Some(end) = self.quiet() {
                if end > until {
                    let left = end.saturating_duration_since(Instant::now());
                    let left = left.as_secs().saturating_add(1);
                    return Err(format!("it wants to be left alone for {left} more seconds"));
                }
                sleep_until(end).await;
                continue;
            }
            match self.rate.as_ref().map(RateLimiter::check) {
                None | Some(Ok(())) => return Ok(permit),
                Some(Err(early)) => {
                    sleep(early.wait_time_from(DefaultClock::default().now())).await;
                }
            }
        }
    }

    /// Heeds an answer that asks to be left alone since too many ask: nobody who shares this sends anything meanwhile.
    pub(crate) fn heed(&self, answer: &Answer) {
        if answer.status == StatusCode::TOO_MANY_REQUESTS
            && let Some(wait) = answer.retry_after
        {
            self.be_quiet_for(wait);
        }
    }

    fn be_quiet_for(&self, time: Duration) {
        let end = moment_after(time.min(LONGEST_QUIET));
        let mut quiet_until = self.quiet_until.lock().unwrap_or_else(PoisonError::into_inner);
        *quiet_until = Some(quiet_until.map_or(end, |known| known.max(end)));
    }

    fn quiet(&self) -> Option<Instant> {
        let quiet_until = self.quiet_until.lock().unwrap_or_else(PoisonError::into_inner);
        quiet_until.filter(|end| *end > Instant::now())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn who_waits_for_the_rate_waits_for_the_quiet_that_is_asked_for_meanwhile() {
        let per_second = NonZeroU32::new(10);
        let pace = Pace::of(Limits { per_second, at_once: None });
        let until = moment_after(Duration::from_secs(60));
        pace.turn(until).await.unwrap();
        let begun = Instant::now();
        let waiting = async { pace.turn(until).await.map(|_| begun.elapsed()) };
        let asking = async {
            sleep(Duration::from_millis(20)).await;
            pace.be_quiet_for(Duration::from_millis(500));
        };
        let (waited, ()) = tokio::join!(waiting, asking);
        let waited = waited.unwrap();
        assert!(waited >= Duration::from_millis(500), "{waited:?}");
    }

    #[tokio::test(start_paused = true)]
    async fn nobody_is_left_alone_for_ever() {
        let pace = Pace::of(Limits::default());
        pace.be_quiet_for(Duration::MAX);
        assert!(pace.turn(moment_after(Duration::from_secs(3))).await.is_err());
        assert!(pace.turn(moment_after(2 * LONGEST_QUIET)).await.is_ok());
    }
}
