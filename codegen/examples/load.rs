//! How long a folder of spec files takes to load, and what stays of it in memory.
//!
//! ```sh
//! cargo run --release -p wellhead-codegen --no-default-features --example load -- specs
//! ```

#![allow(clippy::print_stdout, reason = "that is what it is for")]

use std::error::Error;
use std::time::Instant;

use wellhead_codegen::Loader;
use wellhead_codegen::spec::diagnostic::Style;
use wellhead_runtime::Catalog;

/// How often it is loaded; the shortest time is the one without disturbance.
const TIMES: usize = 7;

fn main() -> Result<(), Box<dyn Error>> {
    let folder = std::env::args().nth(1).ok_or("name a folder of spec files")?;
    let mut shortest = f64::INFINITY;
    let mut kept = Vec::new();
    for _ in 0..TIMES {
        let (start, before) = (Instant::now(), resident());
        let loaded = Loader::new(&folder).load().map_err(|failure| failure.render(Style::Plain))?;
        shortest = shortest.min(start.elapsed().as_secs_f64() * 1e3);
        let sources = loaded.catalog.sources().len();
        // The specs are not what stays.
        drop(loaded);
        kept.extend(before.zip(resident()).map(|(before, after)| after.saturating_sub(before)));
        println!("{sources} sources in {:.1} ms", start.elapsed().as_secs_f64() * 1e3);
    }
    println!("at the shortest {shortest:.1} ms");
    // The first time, memory is asked for that the later ones use again for what does not stay.
    if let Some(later) = kept.get(1..).filter(|later| !later.is_empty()) {
        println!("{} KiB stay of each", later.iter().sum::<usize>() / later.len());
    }
    Ok(())
}

/// How much memory the process has, in KiB, where the system tells it as Linux does.
fn resident() -> Option<usize> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"))?;
    line.trim().strip_suffix(" kB")?.parse().ok()
}
