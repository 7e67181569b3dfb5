//! The modules of all sources, made on every core: a module depends on its own spec alone.
//!
//! Which thread makes which module differs from run to run; what is made, and the order of it, does not.

use std::collections::BTreeMap;
use std::num::NonZero;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use wellhead_spec::Spec;

/// What schemas that nest as deep as they may need, in a build without optimisation; a main thread has about as much.
const STACK: usize = 16 * 1024 * 1024;

/// Each module's text by its path, where `module` makes that of one spec; and what `meanwhile` makes on this thread.
pub(crate) fn modules<M>(
    specs: &[Spec],
    module: impl Fn(&Spec) -> (String, String) + Sync,
    meanwhile: impl FnOnce() -> M,
) -> (BTreeMap<String, String>, M) {
    let next = AtomicUsize::new(0);
    // Whoever is done with one takes the next: specs differ much in size.
    let work = || {
        let mut made = Vec::new();
        while let Some((index, spec)) = take(&next, specs) {
            made.push((index, module(spec)));
        }
        made
    };
    let others =
        thread::available_parallelism().map_or(1, NonZero::get).min(specs.len()).max(1) - 1;
    let (made, other) = thread::scope(|scope| {
        let start = |_| thread::Builder::new().stack_size(STACK).spawn_scoped(scope, work).ok();
        let threads: Vec<_> = (0..others).filter_map(start).collect();
        let other = meanwhile();
        let mut made = work();
        for thread in threads {
            match thread.join() {
                Ok(more) => made.extend(more),
                Err(panic) => std::panic::resume_unwind(panic),
            }
        }
        (made, other)
    });
    (made.into_iter().map(|(_, module)| module).collect(), other)
}

fn take<'s>(next: &AtomicUsize, specs: &'s [Spec]) -> Option<(usize, &'s Spec)> {
    let index = next.fetch_add(1, Ordering::Relaxed);
    Some((index, specs.get(index)?))
}
