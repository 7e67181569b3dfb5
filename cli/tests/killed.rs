//! `wellhead generate`, killed at any moment: the folder holds what it held before or what it was to hold, and the next
//! run ends what was begun.
//!
//! Two hundred times with a folder that is replaced as a whole. Half of the kills come at a random time of the run, half
//! of them shortly after the run has begun to write, so that they hit it. Then fifty times where the folder can't be
//! replaced, because somebody works in it: files are moved one by one there, and it is the next run that makes it whole.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stderr,
    reason = "a test fails by panicking, and says what it met"
)]

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant, SystemTime};

use tempfile::TempDir;

/// The sources of both trees. `FIRST` is in the old one alone and `LAST` in the new one; `SAME` is the same in both.
const SOURCES: [&str; 6] = ["amazon-s3", "ftp", "google-ads", "hubspot", "mysql", "paypal"];
const FIRST: &str = "sftp";
const LAST: &str = "salesforce";
const SAME: &str = "oracle";

/// Two folders of spec files, and the trees that they make.
struct Place {
    folder: TempDir,
    trees: [BTreeMap<String, String>; 2],
}

impl Place {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let mut place = Self { folder, trees: [BTreeMap::new(), BTreeMap::new()] };
        for (number, more) in [FIRST, LAST].into_iter().enumerate() {
            let specs = place.specs(number);
            fs::create_dir_all(&specs).unwrap();
            for slug in SOURCES.into_iter().chain([SAME, more]) {
                let from =
                    Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("../specs/{slug}.json"));
                let mut text = fs::read_to_string(from).unwrap();
                if number == 1 && slug != SAME {
                    text = text.replace("\"description\": \"", "\"description\": \"Now: ");
                }
                fs::write(specs.join(format!("{slug}.json")), text).unwrap();
            }
        }
        for number in [1, 0] {
            assert!(place.start(number).wait().unwrap().success());
            fs::write(place.generated().join("NOTES.md"), "mine").unwrap();
            place.trees[number] = place.found();
        }
        assert_ne!(place.trees[0], place.trees[1]);
        assert_eq!(place.trees[0].len(), 3 + SOURCES.len() + 2 + 1);
        place
    }

    fn specs(&self, number: usize) -> PathBuf {
        self.folder.path().join(["old", "new"][number]).join("specs")
    }

    fn generated(&self) -> PathBuf {
        self.folder.path().join("generated")
    }

    /// Where a run makes the next tree ready.
    fn next(&self) -> PathBuf {
        self.folder.path().join(".generated.wellhead-new")
    }

    fn start(&self, number: usize) -> Child {
        self.start_in(self.folder.path(), "generated", number)
    }

    /// Starts a run from inside the folder that it changes.
    fn start_inside(&self, number: usize) -> Child {
        self.start_in(&self.generated(), ".", number)
    }

    fn start_in(&self, folder: &Path, out: &str, number: usize) -> Child {
        Command::new(env!("CARGO_BIN_EXE_wellhead"))
            .args(["generate", "--out", out, "--specs"])
            .arg(self.specs(number))
            .current_dir(folder)
            .env("HOME", self.folder.path().join("home"))
            .env_remove("XDG_CACHE_HOME")
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap()
    }

    /// Every file of the folder, by its path.
    fn found(&self) -> BTreeMap<String, String> {
        let mut found = BTreeMap::new();
        let mut folders = vec![self.generated()];
        while let Some(folder) = folders.pop() {
            for entry in fs::read_dir(folder).unwrap() {
                let path = entry.unwrap().path();
                if path.is_dir() {
                    folders.push(path);
                    continue;
                }
                let name =
                    path.strip_prefix(self.generated()).unwrap().to_string_lossy().into_owned();
                found.insert(name.replace('\\', "/"), fs::read_to_string(path).unwrap());
            }
        }
        found
    }

    fn time_of_same(&self) -> SystemTime {
        let path = self.generated().join(format!("sources/{SAME}.rs"));
        fs::metadata(path).unwrap().modified().unwrap()
    }

    /// Runs to the end, and asserts that the folder holds that tree then and nothing lies beside it.
    fn end(&self, mut run: Child, number: usize) {
        assert!(run.wait().unwrap().success());
        assert_eq!(self.found(), self.trees[number]);
        assert!(!self.next().exists(), "something was left behind");
    }
}

/// A sequence of numbers below one that looks random, the same in every run of the tests.
struct Chance(u64);

impl Chance {
    fn next(&mut self) -> f64 {
        self.0 =
            self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 40) as f64 / f64::from(1_u32 << 24)
    }
}

/// Waits until the run makes a tree ready, or has ended.
fn wait_for_writing(place: &Place, run: &mut Child) {
    while !place.next().exists() && run.try_wait().unwrap().is_none() {
        std::thread::yield_now();
    }
}

/// How long a run takes, and how long of it it writes.
fn measure(place: &Place) -> (Duration, Duration) {
    let start = Instant::now();
    let mut run = place.start(1);
    wait_for_writing(place, &mut run);
    let writing = Instant::now();
    while place.next().exists() && run.try_wait().unwrap().is_none() {
        std::thread::yield_now();
    }
    let written = writing.elapsed();
    place.end(run, 1);
    let whole = start.elapsed();
    place.end(place.start(0), 0);
    (whole, written)
}

#[test]
fn a_run_that_is_killed_leaves_the_old_tree_or_the_new_one() {
    let place = Place::new();
    let (whole, writing) = measure(&place);
    let mut chance = Chance(20_261_122);
    let mut met: BTreeMap<&str, usize> = BTreeMap::new();
    let time = place.time_of_same();
    for kill in 0..200 {
        let (old, new) = (kill % 2, 1 - kill % 2);
        let mut run = place.start(new);
        if kill % 4 < 2 {
            std::thread::sleep(whole.mul_f64(chance.next() * 1.1));
        } else {
            wait_for_writing(&place, &mut run);
            std::thread::sleep(writing.mul_f64(chance.next() * 1.5));
        }
        let ended = run.try_wait().unwrap().is_some();
        run.kill().unwrap();
        run.wait().unwrap();
        let found = place.found();
        let is_new = found == place.trees[new];
        assert!(is_new || found == place.trees[old], "kill {kill} left a mix");
        let when = match (is_new, place.next().exists()) {
            (false, false) => "before it wrote",
            (false, true) => "while the new tree was made ready",
            (true, true) => "after the change, before the old tree was gone",
            (true, false) if ended => "after its end",
            (true, false) => "after the change, all done",
        };
        *met.entry(when).or_default() += 1;
        place.end(place.start(new), new);
        assert_eq!(place.time_of_same(), time, "a file that did not change has another time");
    }
    eprintln!("a run takes {whole:?} and writes for {writing:?}; killed {met:#?}");
    assert!(
        met.contains_key("while the new tree was made ready"),
        "no kill met the writing: {met:?}"
    );
}

#[test]
fn a_run_that_moves_file_by_file_and_is_killed_is_ended_by_the_next() {
    let place = Place::new();
    let (_, writing) = measure(&place);
    let mut chance = Chance(7);
    let mut met: BTreeMap<&str, usize> = BTreeMap::new();
    for kill in 0..50 {
        let (old, new) = (kill % 2, 1 - kill % 2);
        let mut run = place.start_inside(new);
        wait_for_writing(&place, &mut run);
        std::thread::sleep(writing.mul_f64(chance.next() * 2.0));
        run.kill().unwrap();
        run.wait().unwrap();
        let found = place.found();
        let is_complete = place.next().join(".wellhead-complete").exists();
        let when = match (found == place.trees[old], found == place.trees[new]) {
            (true, _) => "the old tree",
            (_, true) => "the new tree",
            _ => "some files moved",
        };
        assert!(
            when != "some files moved" || is_complete,
            "kill {kill} left a mix without a record"
        );
        *met.entry(when).or_default() += 1;
        place.end(place.start(new), new);
    }
    eprintln!("killed at {met:?}");
}
