//! Bringing a folder up to date: nothing is written that did not change, nothing is lost that is not ours.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test fails by panicking"
)]

mod support;

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::sync::LazyLock;
use std::time::SystemTime;

use support::{files, folder, specs, text};
use tempfile::TempDir;
use wellhead_codegen::write::{Changes, compare, sync};

fn target() -> TempDir {
    tempfile::tempdir().expect("a folder")
}

const FIVE: [&str; 5] =
    ["generic-rest", "oracle", "pathfactory", "salesforce", "salesforce-marketing-cloud"];

fn generated(slugs: impl Iterator<Item = &'static str>) -> BTreeMap<String, String> {
    files(folder(slugs.map(|slug| (slug, text(&specs(), slug)))).path())
}

fn five() -> BTreeMap<String, String> {
    static FILES: LazyLock<BTreeMap<String, String>> =
        LazyLock::new(|| generated(FIVE.into_iter()));
    FILES.clone()
}

/// What is generated without PathFactory's spec.
fn four() -> BTreeMap<String, String> {
    static FILES: LazyLock<BTreeMap<String, String>> =
        LazyLock::new(|| generated(FIVE.into_iter().filter(|slug| *slug != "pathfactory")));
    FILES.clone()
}

/// Every file below a folder: its path, text and time.
fn contents(root: &Path) -> BTreeMap<String, (String, SystemTime)> {
    let mut found = BTreeMap::new();
    let mut folders = vec![root.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).expect("a folder") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            let name = path.strip_prefix(root).expect("below").to_string_lossy().replace('\\', "/");
            let time = fs::metadata(&path).and_then(|data| data.modified()).expect("a time");
            found.insert(name, (fs::read_to_string(&path).expect("a text"), time));
        }
    }
    found
}

fn texts(root: &Path) -> BTreeMap<String, String> {
    contents(root).into_iter().map(|(name, (text, _))| (name, text)).collect()
}

#[test]
fn a_folder_that_is_not_there_yet_is_made() {
    let target = target();
    let folder = target.path().join("src/generated");
    let changes = sync(&folder, &five()).expect("written");
    assert_eq!(changes.added.len(), five().len());
    assert!(changes.changed.is_empty() && changes.removed.is_empty());
    assert_eq!(texts(&folder), five());
}

#[test]
fn a_second_run_changes_nothing_not_even_a_time() {
    let target = target();
    sync(target.path(), &five()).expect("written");
    let before = contents(target.path());
    assert_eq!(sync(target.path(), &five()).expect("compared"), Changes::default());
    assert_eq!(contents(target.path()), before);
}

#[test]
fn only_what_changed_is_written() {
    let target = target();
    let mut files = five();
    sync(target.path(), &files).expect("written");
    let before = contents(target.path());
    files.entry("sources/oracle.rs".into()).and_modify(|text| text.push_str("\n// More.\n"));
    let changes = sync(target.path(), &files).expect("written");
    assert_eq!(changes.changed, ["sources/oracle.rs"]);
    let after = contents(target.path());
    let differing: Vec<_> =
        before.iter().filter(|(name, file)| after.get(*name) != Some(file)).collect();
    assert_eq!(differing.len(), 1);
}

#[test]
fn a_file_whose_spec_is_gone_is_removed() {
    let target = target();
    sync(target.path(), &five()).expect("written");
    let changes = sync(target.path(), &four()).expect("written");
    assert_eq!(changes.removed, ["sources/pathfactory.rs"]);
    assert_eq!(texts(target.path()), four());
    let changes = sync(target.path(), &five()).expect("written");
    assert_eq!(changes.added, ["sources/pathfactory.rs"]);
}

#[test]
fn comparing_writes_nothing() {
    let target = target();
    sync(target.path(), &five()).expect("written");
    let before = contents(target.path());
    let changes = compare(target.path(), &four()).expect("compared");
    assert_eq!(changes.removed, ["sources/pathfactory.rs"]);
    assert_eq!(changes.changed, ["catalog.rs", "sources.rs"]);
    assert_eq!(contents(target.path()), before);
    assert!(
        compare(&target.path().join("none"), &five())
            .is_ok_and(|changes| changes.added.len() == five().len())
    );
}

#[test]
fn files_that_were_not_generated_stay() {
    let target = target();
    sync(target.path(), &four()).expect("written");
    let ours = [
        "NOTES.md",
        "sources/notes.txt",
        "sources/extra.rs",
        "lib.rs",
        "sources/deep/generated.rs",
    ];
    fs::create_dir_all(target.path().join("sources/deep")).expect("a folder");
    for name in ours {
        fs::write(target.path().join(name), "// Written by hand.\n").expect("a file");
    }
    sync(target.path(), &five()).expect("written");
    let texts = texts(target.path());
    for name in ours {
        assert_eq!(texts.get(name).map(String::as_str), Some("// Written by hand.\n"), "{name}");
    }
}

#[test]
fn a_file_in_the_way_that_was_not_generated_stops_everything() {
    for name in ["mod.rs", "sources/oracle.rs"] {
        let target = target();
        fs::create_dir(target.path().join("sources")).expect("a folder");
        fs::write(target.path().join(name), "// Written by hand.\n").expect("a file");
        let before = contents(target.path());
        let error = sync(target.path(), &five()).expect_err(name);
        assert!(
            error.to_string().contains(name) && error.to_string().contains("not a generated file"),
            "{error}"
        );
        assert_eq!(contents(target.path()), before);
    }
}

#[test]
fn a_folder_in_the_way_of_a_file_leaves_everything_as_it_was() {
    let target = target();
    sync(target.path(), &four()).expect("written");
    fs::create_dir_all(target.path().join("sources/pathfactory.rs/inner")).expect("a folder");
    let before = contents(target.path());
    let error = sync(target.path(), &five()).expect_err("a folder is in the way");
    assert!(error.to_string().contains("pathfactory.rs"), "{error}");
    assert_eq!(contents(target.path()), before);
}

#[test]
fn a_tree_that_cannot_be_made_ready_leaves_everything_as_it_was() {
    let target = target();
    let folder = target.path().join("generated");
    sync(&folder, &four()).expect("written");
    let file = target.path().join(".generated.wellhead-new");
    fs::write(&file, "in the way").expect("a file");
    let before = contents(target.path());
    let error = sync(&folder, &five()).expect_err("a file is where the next tree is made ready");
    assert!(error.to_string().contains(".generated.wellhead-new"), "{error}");
    assert_eq!(contents(target.path()), before);
}

#[test]
fn a_folder_of_somebody_else_is_refused_and_an_empty_one_is_taken() {
    let target = target();
    let folder = target.path().join("generated");
    fs::create_dir(&folder).expect("a folder");
    sync(&folder, &four()).expect("an empty folder is taken");
    let other = target.path().join("src");
    fs::create_dir(&other).expect("a folder");
    fs::write(other.join("lib.rs"), "// Written by hand.\n").expect("a file");
    let before = contents(target.path());
    for error in [sync(&other, &five()).map(drop), compare(&other, &five()).map(drop)] {
        let error = error.expect_err("not ours").to_string();
        assert!(error.contains("src: holds files, and none that was generated"), "{error}");
    }
    assert_eq!(contents(target.path()), before);
}

#[test]
fn what_a_killed_run_left_is_cleared_away_even_if_nothing_changes() {
    let target = target();
    let folder = target.path().join("generated");
    sync(&folder, &five()).expect("written");
    let left = target.path().join(".generated.wellhead-new");
    fs::create_dir_all(left.join("sources")).expect("a folder");
    fs::write(left.join("sources/oracle.rs"), "half").expect("a file");
    assert_eq!(sync(&folder, &five()).expect("compared"), Changes::default());
    assert!(!left.exists());
    assert_eq!(texts(&folder), five());
}

#[test]
fn what_a_killed_first_run_left_is_cleared_away() {
    let target = target();
    let folder = target.path().join("generated");
    let left = target.path().join(".generated.wellhead-new");
    fs::create_dir_all(left.join("sources")).expect("a folder");
    fs::write(left.join("sources/oracle.rs"), "// @generated by wellhead").expect("a file");
    sync(&folder, &five()).expect("written");
    assert!(!left.exists());
    assert_eq!(texts(&folder), five());
}

#[test]
fn what_a_killed_run_left_of_one_file_is_cleared_away() {
    let target = target();
    let folder = target.path().join("generated");
    sync(&folder, &five()).expect("written");
    let left = target.path().join(".generated.wellhead-new");
    for half in ["", "// @gen", "// @generated by wellhead from specs/oracle.json. Do not"] {
        fs::write(&left, half).expect("a file");
        assert_eq!(sync(&folder, &five()).expect("compared"), Changes::default());
        assert!(!left.exists(), "{half:?}");
        assert_eq!(texts(&folder), five());
    }
    fs::write(&left, "fn theirs() {}").expect("a file");
    let error = sync(&folder, &five()).expect_err("somebody's own").to_string();
    assert!(error.contains("not a generated file"), "{error}");
    assert_eq!(fs::read_to_string(&left).expect("still there"), "fn theirs() {}");
}

#[test]
fn an_empty_file_does_not_say_that_a_folder_is_ours() {
    let target = target();
    let folder = target.path().join("src");
    fs::create_dir(&folder).expect("a folder");
    fs::write(folder.join("mod.rs"), "").expect("a file");
    fs::write(folder.join("main.rs"), "fn main() {}").expect("a file");
    let before = contents(target.path());
    sync(&folder, &five()).expect_err("somebody's own");
    assert_eq!(contents(target.path()), before);
}

#[test]
fn a_file_that_a_power_cut_emptied_is_written_again() {
    let target = target();
    let folder = target.path().join("generated");
    sync(&folder, &five()).expect("written");
    fs::write(folder.join("sources/oracle.rs"), "").expect("emptied");
    let changes = sync(&folder, &five()).expect("written again");
    assert_eq!(changes.changed, ["sources/oracle.rs"]);
    assert_eq!(texts(&folder), five());
}

#[test]
fn a_tree_that_a_power_cut_emptied_as_a_whole_is_written_again_and_any_other_is_not() {
    let target = target();
    let folder = target.path().join("generated");
    sync(&folder, &five()).expect("written");
    five().keys().for_each(|path| fs::write(folder.join(path), "").expect("emptied"));
    for own in ["notes.txt", "sources/mine.rs", "sources/deep/oracle.rs"] {
        let own = folder.join(own);
        fs::create_dir_all(own.parent().expect("below")).expect("a folder");
        fs::write(&own, "").expect("a file");
        let before = contents(&folder);
        let error = sync(&folder, &five()).expect_err("somebody's own").to_string();
        assert!(error.contains("holds files, and none that was generated"), "{error}");
        assert_eq!(contents(&folder), before);
        fs::remove_file(own).expect("removed");
    }
    fs::remove_dir(folder.join("sources/deep")).expect("removed");
    let changes = sync(&folder, &five()).expect("written again");
    assert_eq!(changes.changed.len(), five().len());
    assert_eq!(texts(&folder), five());
}

#[test]
fn a_folder_is_found_although_its_path_leads_through_one_that_is_not_there() {
    let target = target();
    sync(&target.path().join("generated"), &four()).expect("written");
    let (around, missing) = (target.path().join("nope/../generated"), target.path().join("nope"));
    assert_eq!(compare(&around, &four()).expect("compared"), Changes::default());
    assert_eq!(sync(&around, &five()).expect("written").added, ["sources/pathfactory.rs"]);
    assert_eq!(texts(&target.path().join("generated")), five());
    assert!(!missing.exists());
}

/// A folder that can't be written stands for any whose files can't be linked to from elsewhere: what is mounted there, too.
#[cfg(unix)]
#[test]
fn a_folder_of_somebodys_own_that_cannot_be_carried_over_is_not_touched() {
    use std::os::unix::fs::{MetadataExt, PermissionsExt};
    let target = target();
    let (folder, own) = (target.path().join("generated"), target.path().join("generated/mine"));
    sync(&folder, &four()).expect("written");
    fs::create_dir(&own).expect("a folder");
    fs::write(own.join("notes.txt"), "mine").expect("a file");
    fs::set_permissions(&own, fs::Permissions::from_mode(0o555)).expect("closed");
    let numbers = || {
        [&own, &own.join("notes.txt"), &folder.join("sources/oracle.rs")]
            .map(|path| fs::metadata(path).expect("there").ino())
    };
    let before = numbers();
    let changes = sync(&folder, &five()).expect("written");
    assert_eq!(changes.added, ["sources/pathfactory.rs"]);
    assert_eq!(numbers(), before);
    fs::set_permissions(&own, fs::Permissions::from_mode(0o755)).expect("open");
    fs::remove_dir_all(own).expect("removed");
    assert_eq!(texts(&folder), five());
    assert!(!target.path().join(".generated.wellhead-new").exists());
}

#[cfg(unix)]
#[test]
fn a_folder_that_cannot_be_written_stays_as_it_is() {
    use std::os::unix::fs::PermissionsExt;
    for closed in ["", "sources"] {
        let target = target();
        let folder = target.path().join("generated");
        sync(&folder, &four()).expect("written");
        let before = contents(target.path());
        let set = |mode| fs::set_permissions(folder.join(closed), fs::Permissions::from_mode(mode));
        set(0o555).expect("closed");
        let error = sync(&folder, &five()).expect_err("closed").to_string();
        set(0o755).expect("open");
        assert!(error.contains("permission denied"), "{error}");
        assert_eq!(contents(target.path()), before);
    }
}

#[cfg(unix)]
#[test]
fn a_link_that_leads_nowhere_gives_way_to_a_file_and_is_named_in_the_place_of_the_folder() {
    use std::os::unix::fs::symlink;
    let target = target();
    let folder = target.path().join("generated");
    for more in [five(), four()] {
        sync(&folder, &five()).expect("written");
        fs::remove_file(folder.join("sources/oracle.rs")).expect("removed");
        symlink("nowhere", folder.join("sources/oracle.rs")).expect("a link");
        assert_eq!(sync(&folder, &more).expect("written").added, ["sources/oracle.rs"]);
        assert_eq!(texts(&folder), more);
    }
    let link = target.path().join("link");
    symlink("nowhere", &link).expect("a link");
    let error = sync(&link, &five()).expect_err("leads nowhere").to_string();
    assert!(error.contains("link: is a link that leads nowhere"), "{error}");
    assert!(!target.path().join("nowhere").exists());
}

/// Opened as a file is, it would make the run wait for one who writes into it.
#[cfg(any(target_os = "linux", target_os = "android", target_vendor = "apple"))]
#[test]
fn a_named_pipe_in_the_way_of_a_file_is_told() {
    let target = target();
    let folder = target.path().join("generated");
    sync(&folder, &four()).expect("written");
    let pipe = folder.join("sources/pathfactory.rs");
    let made = std::process::Command::new("mkfifo").arg(&pipe).status().expect("mkfifo runs");
    assert!(made.success());
    for error in [sync(&folder, &five()).map(drop), compare(&folder, &five()).map(drop)] {
        let error = error.expect_err("in the way").to_string();
        assert!(error.contains("sources/pathfactory.rs: not a generated file"), "{error}");
    }
    fs::remove_file(pipe).expect("still there");
    assert_eq!(texts(&folder), four());
}

#[cfg(unix)]
#[test]
fn a_link_to_the_folder_stays_a_link_and_one_inside_it_is_refused() {
    use std::os::unix::fs::symlink;
    let target = target();
    let (folder, link) = (target.path().join("generated"), target.path().join("link"));
    sync(&folder, &four()).expect("written");
    symlink(&folder, &link).expect("a link");
    sync(&link, &five()).expect("written");
    assert!(fs::symlink_metadata(&link).expect("there").is_symlink());
    assert_eq!(texts(&folder), five());
    fs::rename(folder.join("sources"), target.path().join("elsewhere")).expect("moved");
    symlink(target.path().join("elsewhere"), folder.join("sources")).expect("a link");
    let error = sync(&folder, &four()).expect_err("a link inside").to_string();
    assert!(error.contains("is a link"), "{error}");
    assert_eq!(texts(&target.path().join("elsewhere")).len(), five().len() - 3);
    assert!(!target.path().join(".generated.wellhead-new").exists());
}

#[test]
fn a_file_in_the_place_of_the_folder_is_refused() {
    let target = target();
    fs::write(target.path().join("generated"), "a file").expect("a file");
    sync(&target.path().join("generated"), &five()).expect_err("no folder");
    assert_eq!(texts(target.path()), [("generated".to_owned(), "a file".to_owned())].into());
}

#[test]
fn a_mistake_in_a_spec_leaves_the_output_as_it_was() {
    let specs = folder([("acme", "{".to_owned())]);
    let target = target();
    sync(target.path(), &five()).expect("written");
    let before = contents(target.path());
    let written = wellhead_codegen::Builder::new(specs.path())
        .generate()
        .map(|generated| generated.write_to(target.path()));
    assert!(written.is_err());
    assert_eq!(contents(target.path()), before);
}

#[test]
fn what_an_editor_or_a_merge_put_before_a_generated_file_is_mended() {
    let target = target();
    let folder = target.path().join("generated");
    sync(&folder, &five()).unwrap();
    let before = texts(&folder);
    let conflict = |text: &str| format!("<<<<<<< feature/a-branch\n{text}=======\n>>>>>>> main\n");
    for spoil in [|text: &str| format!("\u{feff}{text}"), conflict] {
        for path in ["mod.rs", "sources/oracle.rs"] {
            fs::write(folder.join(path), spoil(&before[path])).unwrap();
        }
        let changes = compare(&folder, &five()).unwrap();
        assert_eq!(changes.changed, ["mod.rs", "sources/oracle.rs"]);
        sync(&folder, &five()).unwrap();
        assert_eq!(texts(&folder), before);
    }
}
