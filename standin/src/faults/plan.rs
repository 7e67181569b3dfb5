//! Which call meets which fault: by a script, call after call, and then by chance.

use std::collections::VecDeque;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use axum::http::Method;

use super::{Calls, Fault};
use crate::server::{BASE_PATH, TOKEN_PATH};

/// What is to go wrong. By default nothing does.
///
/// ```
/// use std::time::Duration;
/// use wellhead_standin::{Calls, Fault, Faults, RetryAfter};
///
/// let faults = Faults::default()
///     .seed(7)
///     .rate(Calls::All, Fault::Latency(Duration::from_millis(50)), 0.2)
///     .rate(Calls::Writes, Fault::ResetAfter, 0.05)
///     // The first create is done but not answered, the second one is refused, and then chance takes over.
///     .script(Calls::Creates, [Some(Fault::ResetAfter), Some(Fault::TooManyRequests(RetryAfter::Seconds(1)))]);
/// ```
#[derive(Clone, Debug, Default)]
pub struct Faults {
    rates: Vec<Rate>,
    scripts: Vec<Script>,
    seed: u64,
}

/// How often something goes wrong; as text `FAULT[@CALLS]=RATE`, such as `429:1@writes=0.05`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Rate {
    pub(super) calls: Calls,
    pub(super) fault: Fault,
    pub(super) rate: f64,
}

/// What goes wrong, call after call; as text `[CALLS=]STEP,STEP…`, such as `creates=ok,reset-after,429:1`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Script {
    pub(super) calls: Calls,
    pub(super) steps: VecDeque<Option<Fault>>,
}

impl Faults {
    /// That fault, at that rate: from 0 for never to 1 for always.
    #[must_use]
    pub fn rate(self, calls: Calls, fault: Fault, rate: f64) -> Self {
        self.with_rate(Rate { calls, fault, rate })
    }

    /// What each of the next calls meets; `None` is for one that goes well. When all have been met, rates decide.
    #[must_use]
    pub fn script(self, calls: Calls, steps: impl IntoIterator<Item = Option<Fault>>) -> Self {
        self.with_script(Script { calls, steps: steps.into_iter().collect() })
    }

    /// The same as [`rate`](Self::rate).
    #[must_use]
    pub fn with_rate(mut self, rate: Rate) -> Self {
        self.rates.push(rate);
        self
    }

    /// The same as [`script`](Self::script).
    #[must_use]
    pub fn with_script(mut self, script: Script) -> Self {
        self.scripts.push(script);
        self
    }

    /// Where chance starts: the same calls in the same order meet the same faults.
    #[must_use]
    pub fn seed(mut self, seed: u64) -> Self {
        self.seed = seed;
        self
    }
}

/// How many calls there were, and how many met which fault.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Counts {
    /// All calls.
    pub calls: u64,
    /// Those that took longer.
    pub latency: u64,
    /// Those that were answered with 429.
    pub too_many_requests: u64,
    /// Those that were answered with 503.
    pub unavailable: u64,
    /// Those whose connection was reset before anything was done.
    pub reset_before: u64,
    /// Those whose connection was reset after everything was done.
    pub reset_after: u64,
    /// Those whose answer broke off.
    pub truncated: u64,
}

impl Counts {
    /// All faults, latency left out.
    pub fn failures(&self) -> u64 {
        self.too_many_requests
            + self.unavailable
            + self.reset_before
            + self.reset_after
            + self.truncated
    }

    fn count(&mut self, fault: Fault) {
        let counter = match fault {
            Fault::Latency(_) => &mut self.latency,
            Fault::TooManyRequests(_) => &mut self.too_many_requests,
            Fault::Unavailable(_) => &mut self.unavailable,
            Fault::ResetBefore => &mut self.reset_before,
            Fault::ResetAfter => &mut self.reset_after,
            Fault::Truncate => &mut self.truncated,
        };
        *counter += 1;
    }
}

/// The faults of a stand-in that is running.
#[derive(Debug)]
pub(crate) struct Plan(Mutex<State>);

#[derive(Debug)]
struct State {
    rates: Vec<Rate>,
    scripts: Vec<Script>,
    chance: fastrand::Rng,
    counts: Counts,
}

/// What one call meets.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Met {
    pub(crate) latency: Duration,
    /// Any other fault than latency.
    pub(crate) fault: Option<Fault>,
}

impl Plan {
    pub(crate) fn new(faults: Faults) -> Self {
        let Faults { rates, scripts, seed } = faults;
        let chance = fastrand::Rng::with_seed(seed);
        Self(Mutex::new(State { rates, scripts, chance, counts: Counts::default() }))
    }

    /// From now on, these; what was counted stays.
    pub(crate) fn replace(&self, faults: Faults) {
        let Faults { rates, scripts, seed } = faults;
        let mut state = self.state();
        let counts = state.counts;
        *state = State { rates, scripts, chance: fastrand::Rng::with_seed(seed), counts };
    }

    pub(crate) fn counts(&self) -> Counts {
        self.state().counts
    }

    /// What the next call meets.
    pub(crate) fn next(&self, method: &Method, path: &str) -> Met {
        let mut state = self.state();
        state.counts.calls += 1;
        let faults = match state.scripted(method, path) {
            Some(step) => step.into_iter().collect(),
            None => state.by_chance(method, path),
        };
        let mut met = Met::default();
        for fault in faults {
            match fault {
                Fault::Latency(latency) => met.latency = met.latency.saturating_add(latency),
                other if met.fault.is_none() => met.fault = Some(other),
                _ => continue,
            }
            state.counts.count(fault);
        }
        met
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    /// The next step of the first script that is for such calls and has one left.
    #[expect(clippy::option_option, reason = "whether there is a step, and whether it is a fault")]
    fn scripted(&mut self, method: &Method, path: &str) -> Option<Option<Fault>> {
        let mut scripts = self.scripts.iter_mut().filter(|script| script.calls.have(method, path));
        scripts.find_map(|script| script.steps.pop_front())
    }

    fn by_chance(&mut self, method: &Method, path: &str) -> Vec<Fault> {
        let Self { rates, chance, .. } = self;
        let rates = rates.iter().filter(|rate| rate.calls.have(method, path));
        rates.filter(|rate| chance.f64() < rate.rate).map(|rate| rate.fault).collect()
    }
}

impl Calls {
    /// Whether that call is one of them.
    fn have(self, method: &Method, path: &str) -> bool {
        let service = path.strip_prefix(BASE_PATH);
        let reads = method.is_safe() || service == Some("/connections/search");
        match self {
            Self::All => true,
            Self::Tokens => path == TOKEN_PATH,
            Self::Service => service.is_some(),
            Self::Reads => service.is_some() && reads,
            Self::Writes => service.is_some() && !reads,
            Self::Creates => service == Some("/connections") && *method == Method::POST,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const CREATE: &str = "/data/foundation/flowservice/connections";

    #[test]
    fn a_script_is_met_step_by_step_and_then_chance_takes_over() {
        let faults = Faults::default()
            .script(Calls::Creates, [None, Some(Fault::ResetAfter)])
            .rate(Calls::Creates, Fault::Truncate, 1.0);
        let plan = Plan::new(faults);
        let next = |method: &Method| plan.next(method, CREATE).fault;
        assert_eq!(next(&Method::POST), None);
        assert_eq!(next(&Method::GET), None, "the script is not for lists");
        assert_eq!(next(&Method::POST), Some(Fault::ResetAfter));
        assert_eq!(next(&Method::POST), Some(Fault::Truncate));
        let counts = plan.counts();
        assert_eq!((counts.calls, counts.reset_after, counts.truncated), (4, 1, 1));
    }

    #[test]
    fn the_same_seed_gives_the_same_faults_at_about_the_rate_that_was_asked_for() {
        let faults = Faults::default().seed(7).rate(Calls::All, Fault::ResetBefore, 0.05);
        let (one, other) = (Plan::new(faults.clone()), Plan::new(faults));
        for _ in 0..10_000 {
            assert_eq!(one.next(&Method::GET, CREATE), other.next(&Method::GET, CREATE));
        }
        let resets = one.counts().reset_before;
        assert!((400..600).contains(&resets), "{resets}");
    }

    #[test]
    fn latency_adds_up_beside_another_fault() {
        let faults = Faults::default()
            .rate(Calls::All, Fault::Latency(Duration::from_millis(2)), 1.0)
            .rate(Calls::Reads, Fault::Latency(Duration::from_millis(3)), 1.0)
            .rate(Calls::Reads, Fault::ResetBefore, 1.0);
        let met = Plan::new(faults).next(&Method::GET, CREATE);
        let latency = Duration::from_millis(5);
        assert_eq!(met, Met { latency, fault: Some(Fault::ResetBefore) });
        let endless = Faults::default().rate(Calls::All, Fault::Latency(Duration::MAX), 1.0).rate(
            Calls::All,
            Fault::Latency(latency),
            1.0,
        );
        assert_eq!(Plan::new(endless).next(&Method::GET, CREATE).latency, Duration::MAX);
    }
}
