//! Work that is done for every spec file by itself, on every core.
//!
//! Which thread takes which file differs from run to run; what is made, and the order of it, does not.

use std::num::NonZero;
use std::sync::{Mutex, PoisonError};
use std::thread;

/// What schemas that nest as deep as they may need, in a build without optimisation; a main thread has about as much.
const STACK: usize = 16 * 1024 * 1024;

/// What `make` makes of each of `all`, in their order; `worth` of them are worth a thread.
pub(crate) fn on_all_cores<T: Send, M: Send>(
    all: Vec<T>,
    worth: usize,
    make: impl Fn(T) -> M + Sync,
) -> Vec<M> {
    let count = all.len();
    // To ask for the cores takes a few files to read.
    let others = match count / worth.max(1) {
        0 | 1 => 0,
        most => thread::available_parallelism().map_or(1, NonZero::get).min(most) - 1,
    };
    if others == 0 {
        let mut made = Vec::with_capacity(count);
        made.extend(all.into_iter().map(make));
        return made;
    }
    let rest = Mutex::new(all.into_iter().enumerate());
    // Whoever is done with one takes the next: files differ much in size.
    let next = || rest.lock().unwrap_or_else(PoisonError::into_inner).next();
    let work = || {
        let mut made = Vec::new();
        while let Some((index, one)) = next() {
            made.push((index, make(one)));
        }
        made
    };
    let made = thread::scope(|scope| {
        let start = |_| thread::Builder::new().stack_size(STACK).spawn_scoped(scope, work).ok();
        let threads: Vec<_> = (0..others).filter_map(start).collect();
        let mut made = work();
        for thread in threads {
            match thread.join() {
                Ok(more) => made.extend(more),
                Err(panic) => std::panic::resume_unwind(panic),
            }
        }
        made
    });
    let mut places: Vec<Option<M>> = (0..count).map(|_| None).collect();
    for (index, made) in made {
        if let Some(place) = places.get_mut(index) {
            *place = Some(made);
        }
    }
    places.into_iter().flatten().collect()
}
