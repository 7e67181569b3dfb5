//! Measuring side by side: subjects take turns, round after round, so that what disturbs the machine disturbs all alike.

use std::time::{Duration, Instant};

/// Something to be timed: a name, how many bodies one run takes, and the run.
pub struct Subject<'s> {
    /// What it is called.
    pub name: &'static str,
    bodies: usize,
    run: Box<dyn FnMut() + 's>,
}

impl std::fmt::Debug for Subject<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Subject").field("name", &self.name).field("bodies", &self.bodies).finish()
    }
}

impl<'s> Subject<'s> {
    /// A subject whose run takes that many bodies.
    pub fn new(name: &'static str, bodies: usize, run: impl FnMut() + 's) -> Self {
        Self { name, bodies, run: Box::new(run) }
    }
}

/// How long a body took each subject, round by round, in nanoseconds.
#[derive(Debug)]
pub struct Rounds {
    times: Vec<(&'static str, Vec<f64>)>,
}

impl Rounds {
    /// Runs all subjects in turn, for about `turn` each, in `count` rounds after a first one that does not count. Every
    /// other round goes backwards, so that no subject always follows the same one.
    pub fn run(subjects: &mut [Subject<'_>], count: usize, turn: Duration) -> Self {
        let mut times: Vec<(&'static str, Vec<f64>)> =
            subjects.iter().map(|subject| (subject.name, Vec::with_capacity(count))).collect();
        let repeats: Vec<u32> = subjects.iter_mut().map(|subject| repeats(subject, turn)).collect();
        for round in 0..=count {
            let mut order: Vec<usize> = (0..subjects.len()).collect();
            if round % 2 == 1 {
                order.reverse();
            }
            for at in order {
                let start = Instant::now();
                (0..repeats[at]).for_each(|_| (subjects[at].run)());
                let elapsed = start.elapsed().as_nanos() as f64;
                if round > 0 {
                    times[at].1.push(elapsed / f64::from(repeats[at]) / subjects[at].bodies as f64);
                }
            }
        }
        Self { times }
    }

    /// The median time of a body, in nanoseconds.
    pub fn median(&self, name: &str) -> f64 {
        median(self.of(name).to_vec())
    }

    /// How many times as long as `other` it took: the median of the ratios within each round.
    pub fn ratio(&self, name: &str, other: &str) -> f64 {
        let ratios = self.of(name).iter().zip(self.of(other)).map(|(one, other)| one / other);
        median(ratios.collect())
    }

    /// Each subject's name with its median, in nanoseconds.
    pub fn medians(&self) -> impl Iterator<Item = (&'static str, f64)> {
        self.times.iter().map(|(name, times)| (*name, median(times.clone())))
    }

    fn of(&self, name: &str) -> &[f64] {
        let found = self.times.iter().find(|(known, _)| *known == name);
        &found.unwrap_or_else(|| panic!("no subject is called {name}")).1
    }
}

/// How many runs take about `turn`.
fn repeats(subject: &mut Subject<'_>, turn: Duration) -> u32 {
    let start = Instant::now();
    let mut runs = 0_u32;
    while start.elapsed() < turn {
        (subject.run)();
        runs += 1;
    }
    runs.max(1)
}

fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    match values.len() {
        0 => f64::NAN,
        odd if odd % 2 == 1 => values[odd / 2],
        even => f64::midpoint(values[even / 2 - 1], values[even / 2]),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_median_of_an_even_number_lies_between_the_middle_two() {
        assert_eq!(median(vec![4.0, 1.0, 2.0, 8.0]), 3.0);
        assert_eq!(median(vec![9.0, 1.0, 2.0]), 2.0);
    }

    #[test]
    fn a_ratio_is_taken_within_each_round() {
        let times = vec![("one", vec![1.0, 10.0, 3.0]), ("other", vec![2.0, 20.0, 3.0])];
        assert_eq!(Rounds { times }.ratio("one", "other"), 0.5);
    }

    #[test]
    fn every_subject_is_run_in_every_round() {
        let count = std::cell::Cell::new(0);
        let subject = |name| Subject::new(name, 1, || count.set(count.get() + 1));
        let rounds =
            Rounds::run(&mut [subject("one"), subject("other")], 3, Duration::from_micros(1));
        assert!(count.get() >= 8);
        assert!(rounds.median("one") > 0.0);
    }
}
