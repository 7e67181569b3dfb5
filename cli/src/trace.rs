//! What is told of the way: events and spans of our own crates, on standard error.
//!
//! Never those of the libraries below: what they tell of a call at their most talkative is theirs to decide, and may have
//! headers in it. Ours hold no secret at any level.

use std::{env, io};

use tracing_subscriber::Layer;
use tracing_subscriber::filter::{LevelFilter, Targets, filter_fn};
use tracing_subscriber::fmt::format::FmtSpan;
use tracing_subscriber::layer::SubscriberExt;
use tracing_subscriber::util::SubscriberInitExt;

use crate::print;

/// The variable that says what is told where no `-v` does.
const VARIABLE: &str = "RUST_LOG";

/// Starts telling, at the level that `-v` says, or `RUST_LOG`.
pub(crate) fn start(verbose: u8) {
    let wanted = match verbose {
        0 => from_variable(),
        1 => Some(Targets::new().with_default(LevelFilter::INFO)),
        2 => Some(Targets::new().with_default(LevelFilter::DEBUG)),
        _ => Some(Targets::new().with_default(LevelFilter::TRACE)),
    };
    let Some(wanted) = wanted else { return };
    let ours = filter_fn(|metadata| metadata.target().starts_with("wellhead"));
    let layer = tracing_subscriber::fmt::layer()
        .with_writer(io::stderr)
        .with_ansi(print::is_coloured())
        .with_span_events(FmtSpan::CLOSE)
        .with_filter(ours)
        .with_filter(wanted);
    tracing_subscriber::registry().with(layer).init();
}

/// What the variable asks for. It is other programs' as well, so one that is not understood is told, and stops nothing.
fn from_variable() -> Option<Targets> {
    let wanted = env::var_os(VARIABLE).filter(|wanted| !wanted.is_empty())?;
    let targets = wanted.to_str().and_then(|wanted| wanted.parse().ok());
    if targets.is_none() {
        print::warning(&format!(
            "{VARIABLE} is not understood, and nothing is told of the calls; write a level (info, debug, trace), or \
             TARGET=LEVEL with commas between"
        ));
    }
    targets
}
