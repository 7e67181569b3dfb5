//! Faults as text, for flags and requests.

use std::fmt;
use std::str::FromStr;
use std::time::Duration;

use super::{Calls, Fault, Rate, RetryAfter, Script};

/// A text that is no fault, rate or script.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FaultError(String);

impl fmt::Display for FaultError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for FaultError {}

/// How long a client is told to wait where nothing else is said.
const SOON: RetryAfter = RetryAfter::Seconds(1);

impl FromStr for Fault {
    type Err = FaultError;

    fn from_str(text: &str) -> Result<Self, FaultError> {
        let (kind, rest) = match text.split_once(':') {
            Some((kind, rest)) => (kind, Some(rest)),
            None => (text, None),
        };
        match (kind, rest) {
            ("latency", Some(rest)) => duration(rest).map(Self::Latency),
            ("429", rest) => rest.map_or(Ok(SOON), str::parse).map(Self::TooManyRequests),
            ("503", rest) => rest.map_or(Ok(SOON), str::parse).map(Self::Unavailable),
            ("reset-before", None) => Ok(Self::ResetBefore),
            ("reset-after", None) => Ok(Self::ResetAfter),
            ("truncate", None) => Ok(Self::Truncate),
            _ => Err(FaultError(format!(
                "`{text}` is no fault; there are latency:200ms, 429, 429:3, 429:date:3, 429:none, 503 and the same \
                 with it, reset-before, reset-after, truncate"
            ))),
        }
    }
}

impl FromStr for RetryAfter {
    type Err = FaultError;

    fn from_str(text: &str) -> Result<Self, FaultError> {
        let seconds = |text: &str| {
            text.parse().map_err(|_| {
                FaultError(format!(
                    "`{text}` is no number of seconds, and neither `none` nor `date:3`"
                ))
            })
        };
        match text.strip_prefix("date:") {
            Some(text) => seconds(text).map(Self::Date),
            None if text == "none" => Ok(Self::None),
            None => seconds(text).map(Self::Seconds),
        }
    }
}

impl FromStr for Calls {
    type Err = FaultError;

    fn from_str(text: &str) -> Result<Self, FaultError> {
        Ok(match text {
            "all" => Self::All,
            "tokens" => Self::Tokens,
            "service" => Self::Service,
            "reads" => Self::Reads,
            "writes" => Self::Writes,
            "creates" => Self::Creates,
            _ => {
                return Err(FaultError(format!(
                    "`{text}` are no calls; there are all, tokens, service, reads, writes, creates"
                )));
            }
        })
    }
}

impl FromStr for Rate {
    type Err = FaultError;

    fn from_str(text: &str) -> Result<Self, FaultError> {
        let (what, rate) = text.split_once('=').ok_or_else(|| {
            FaultError(format!("`{text}` has no rate; say how often, such as `{text}=0.05`"))
        })?;
        let (fault, calls) = match what.split_once('@') {
            Some((fault, calls)) => (fault.parse()?, calls.parse()?),
            None => (what.parse()?, Calls::All),
        };
        let rate = rate.parse().ok().filter(|rate| (0.0..=1.0).contains(rate));
        let rate = rate.ok_or_else(|| FaultError("a rate is a number from 0 to 1".into()))?;
        Ok(Self { calls, fault, rate })
    }
}

impl FromStr for Script {
    type Err = FaultError;

    fn from_str(text: &str) -> Result<Self, FaultError> {
        let (calls, steps) = match text.split_once('=') {
            Some((calls, steps)) => (calls.parse()?, steps),
            None => (Calls::All, text),
        };
        let steps = steps.split(',').map(str::trim).map(|step| match step {
            "ok" => Ok(None),
            fault => fault.parse().map(Some),
        });
        Ok(Self { calls, steps: steps.collect::<Result<_, _>>()? })
    }
}

/// `200ms` or `2s`.
pub(crate) fn duration(text: &str) -> Result<Duration, FaultError> {
    let (number, unit): (_, fn(u64) -> Duration) = match text.strip_suffix("ms") {
        Some(number) => (number, Duration::from_millis),
        None => (text.strip_suffix('s').unwrap_or_default(), Duration::from_secs),
    };
    let number = number
        .parse()
        .map_err(|_| FaultError(format!("`{text}` is no duration; write it as 200ms or 2s")))?;
    Ok(unit(number))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rates_and_scripts_can_be_written_as_text() {
        let rate: Rate = "429:date:3@writes=0.05".parse().unwrap();
        let fault = Fault::TooManyRequests(RetryAfter::Date(3));
        assert_eq!(rate, Rate { calls: Calls::Writes, fault, rate: 0.05 });
        let script: Script = "creates=ok,reset-after,503:none,latency:20ms".parse().unwrap();
        let steps = [
            None,
            Some(Fault::ResetAfter),
            Some(Fault::Unavailable(RetryAfter::None)),
            Some(Fault::Latency(Duration::from_millis(20))),
        ];
        assert_eq!(script, Script { calls: Calls::Creates, steps: steps.into() });
    }

    #[test]
    fn a_text_that_is_none_is_told_what_there_is() {
        let error = |text: &str| text.parse::<Rate>().unwrap_err().to_string();
        assert!(error("reset=0.1").contains("reset-before"));
        assert!(error("429").contains("`429=0.05`"));
        assert!(error("429=5").contains("from 0 to 1"));
        assert!(error("429:soon=1").contains("seconds"));
        assert!(error("429@lists=1").contains("reads"));
        assert!(error("latency:5=1").contains("200ms"));
    }
}
