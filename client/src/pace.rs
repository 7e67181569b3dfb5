//! How fast a client goes: at most so many calls at once and a second, if that was asked for, and none at all while the
//! service wants to be left alone.

use std::num::{NonZeroU32, NonZeroUsize};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use governor::clock::{Clock as _, DefaultClock};
use governor::{DefaultDirectRateLimiter, Quota, RateLimiter};
use tokio::sync::{Semaphore, SemaphorePermit};
use tokio::time::{Instant, sleep, sleep_until, timeout_at};

/// What was asked for; nothing is limited without it.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Limits {
    pub(crate) per_second: Option<NonZeroU32>,
    pub(crate) at_once: Option<NonZeroUsize>,
}

/// When so much time has passed from now. What lies beyond all time never comes; a century is as good.
pub(crate) fn moment_after(time: Duration) -> Instant {
    const CENTURY: Duration = Duration::from_secs(100 * 365 * 24 * 60 * 60);
    let now = Instant::now();
    now.checked_add(time.min(CENTURY)).unwrap_or(now)
}

/// Lets calls through.
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

    /// Waits for one's turn, at most until then; what comes back is held for as long as the call takes.
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
        while let Some(end) = self.quiet() {
            if end > until {
                let left =
                    end.saturating_duration_since(Instant::now()).as_secs().saturating_add(1);
                return Err(format!("the service wants to be left alone for {left} more seconds"));
            }
            sleep_until(end).await;
        }
        if let Some(rate) = &self.rate {
            while let Err(early) = rate.check() {
                sleep(early.wait_time_from(DefaultClock::default().now())).await;
            }
        }
        Ok(permit)
    }

    /// The service asked to be left alone for that long: no clone of the client sends anything meanwhile.
    pub(crate) fn be_quiet_for(&self, time: Duration) {
        let end = moment_after(time);
        let mut quiet_until = self.quiet_until.lock().unwrap_or_else(PoisonError::into_inner);
        *quiet_until = Some(quiet_until.map_or(end, |known| known.max(end)));
    }

    fn quiet(&self) -> Option<Instant> {
        let quiet_until = self.quiet_until.lock().unwrap_or_else(PoisonError::into_inner);
        quiet_until.filter(|end| *end > Instant::now())
    }
}
