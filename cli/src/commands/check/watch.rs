//! `wellhead check --watch`: the check again, whenever a file has changed.

use std::fs;
use std::io::{IsTerminal, stderr, stdout};
use std::path::{Path, PathBuf};
use std::thread;
use std::time::{Duration, SystemTime};

use crate::args::CheckArgs;
use crate::commands::requests;
use crate::failure::Failure;
use crate::print;

/// How often files are looked at. A look costs a few system calls a file.
const INTERVAL: Duration = Duration::from_millis(300);

/// What tells that a file has changed: when it was, and how long it is; nothing for one that is not there.
type State = Vec<(PathBuf, Option<(SystemTime, u64)>)>;

/// Checks, and again at each change, until the process is interrupted or nobody reads its output any more.
pub(super) fn watch(
    args: &CheckArgs,
    check: impl Fn() -> Result<(), Failure>,
) -> Result<(), Failure> {
    if args.files.iter().any(|path| requests::is_stdin(path)) {
        return Err(Failure::call("`--watch` looks at files; give their names instead of `-`"));
    }
    let mut seen = None;
    loop {
        let now = state(args.files.iter().chain(&args.catalog.specs));
        if seen.as_ref() != Some(&now) {
            clear()?;
            match check() {
                Err(Failure::Gone) => return Err(Failure::Gone),
                Err(failure) => failure.report(),
                Ok(()) => {}
            }
            print::err("watching for changes; Ctrl-C ends it\n");
            seen = Some(now);
        }
        thread::sleep(INTERVAL);
    }
}

/// Clears the screen, if there is one.
fn clear() -> Result<(), Failure> {
    if stdout().is_terminal() && stderr().is_terminal() {
        print::out("\u{1b}[2J\u{1b}[3J\u{1b}[H")?;
    }
    Ok(())
}

fn state<'p>(paths: impl Iterator<Item = &'p PathBuf>) -> State {
    let mut state: State = paths.flat_map(|path| files(path)).map(stamped).collect();
    state.sort();
    state
}

/// The path, and what is in it if it is a folder.
fn files(path: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(path).into_iter().flatten().filter_map(Result::ok);
    entries.map(|entry| entry.path()).chain([path.to_owned()]).collect()
}

fn stamped(path: PathBuf) -> (PathBuf, Option<(SystemTime, u64)>) {
    let metadata = fs::metadata(&path).ok();
    let stamp = metadata.and_then(|metadata| Some((metadata.modified().ok()?, metadata.len())));
    (path, stamp)
}
