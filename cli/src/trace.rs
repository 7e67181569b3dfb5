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

/// Starts telling, at the level that `-v` says, or `RUST_LOG`.
pub(crate) fn start(verbose: u8) {
    let wanted = match verbose {
        0 => env::var("RUST_LOG")
            .ok()
            .filter(|wanted| !wanted.is_empty())
            .and_then(|wanted| wanted.parse::<Targets>().ok()),
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
