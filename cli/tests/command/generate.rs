//! `wellhead generate`

use crate::support::{Place, Ran, assert_has};

fn generated(place: &Place) -> Vec<String> {
    place.files("generated").into_iter().map(|(name, _)| name).collect()
}

fn names_of(slugs: &[&str]) -> Vec<String> {
    let mut names = vec!["catalog.rs".to_owned(), "mod.rs".to_owned(), "sources.rs".to_owned()];
    names.extend(slugs.iter().map(|slug| format!("sources/{slug}.rs")));
    names
}

#[test]
fn an_empty_folder_is_filled_and_a_second_run_changes_nothing() {
    let place = Place::new();
    place.copy_specs(&["oracle", "pathfactory"]);
    // One half of a pair that shares its id; without the other it is a spec file like any.
    let first = place.run(&["generate"]).exits_with(0);
    assert_has(
        &first.out,
        &["added    generated/sources/oracle.rs", "added    generated/catalog.rs"],
    );
    assert_eq!(generated(&place), names_of(&["oracle", "pathfactory"]));
    let before = place.files("generated");
    let second = place.run(&["generate"]).exits_with(0);
    assert_eq!(second.out, "generated is up to date: 5 files\n");
    assert_eq!(place.files("generated"), before);
}

#[test]
fn a_generated_file_says_which_spec_file_it_came_from() {
    let place = Place::new();
    place.copy_specs(&["oracle"]);
    place.run(&["generate"]).exits_with(0);
    let first = place.read("generated/sources/oracle.rs").lines().next().unwrap().to_owned();
    assert_has(&first, &["@generated", "specs/oracle.json"]);
}

#[test]
fn a_source_whose_spec_file_is_gone_leaves_no_trace() {
    let place = Place::new();
    place.copy_specs(&["oracle"]);
    place.run(&["generate"]).exits_with(0);
    let before = place.files("generated");
    place.copy_specs(&["salesforce"]);
    place.run(&["generate"]).exits_with(0);
    assert_eq!(generated(&place), names_of(&["oracle", "salesforce"]));
    std::fs::remove_file(place.path("specs/salesforce.json")).unwrap();
    let ran = place.run(&["generate"]).exits_with(0);
    assert_has(
        &ran.out,
        &["removed  generated/sources/salesforce.rs", "changed  generated/catalog.rs"],
    );
    assert_eq!(place.files("generated"), before);
}

#[test]
fn a_check_of_a_fresh_folder_succeeds() {
    let place = Place::new();
    place.copy_specs(&["oracle"]);
    place.run(&["generate"]).exits_with(0);
    let ran = place.run(&["generate", "--check"]).exits_with(0);
    assert_eq!(ran.out, "generated is up to date: 4 files\n");
}

#[test]
fn a_check_of_a_stale_folder_fails_names_the_files_and_the_command_and_changes_nothing() {
    let place = Place::new();
    place.copy_specs(&["oracle", "salesforce"]);
    place.run(&["generate"]).exits_with(0);
    place.copy_specs(&["generic-rest"]);
    std::fs::remove_file(place.path("specs/salesforce.json")).unwrap();
    let edited = place.read("generated/sources/oracle.rs") + "// by hand\n";
    place.write("generated/sources/oracle.rs", &edited);
    let before = place.files("generated");
    let ran = place.run(&["generate", "--check"]).exits_with(1);
    let expected = "\
added    generated/sources/generic_rest.rs
changed  generated/catalog.rs
changed  generated/sources.rs
changed  generated/sources/oracle.rs
removed  generated/sources/salesforce.rs
";
    assert_eq!(ran.out, expected);
    assert_has(&ran.err, &["generated is out of date", "`wellhead generate`"]);
    assert_eq!(place.files("generated"), before);
}

#[test]
fn wrong_spec_files_are_told_and_leave_the_folder_as_it_was() {
    let place = Place::new();
    place.copy_specs(&["oracle"]);
    place.run(&["generate"]).exits_with(0);
    let before = place.files("generated");
    place.copy_specs(&["salesforce"]);
    let wrong = place
        .read("specs/oracle.json")
        .replace("\"required\": [\"server\"", "\"required\": [\"sever\"");
    place.write("specs/oracle.json", &wrong);
    let ran = place.run(&["generate"]).exits_with(1);
    assert_has(
        &ran.err,
        &["error[missing-property]", "--> specs/oracle.json:", "1 error in spec files"],
    );
    assert_eq!(ran.out, "");
    assert_eq!(place.files("generated"), before);
}

#[test]
fn a_file_of_ones_own_where_a_generated_one_belongs_is_refused_before_anything_is_written() {
    let place = Place::new();
    place.copy_specs(&["oracle"]);
    place.write("generated/sources.rs", "// mine\n");
    let before = place.files("generated");
    let ran = place.run(&["generate"]).exits_with(3);
    assert_has(&ran.err, &["generated/sources.rs: not a generated file"]);
    assert_eq!(place.files("generated"), before);
}

#[test]
fn a_file_of_ones_own_elsewhere_in_the_folder_stays() {
    let place = Place::new();
    place.copy_specs(&["oracle"]);
    place.run(&["generate"]).exits_with(0);
    place.write("generated/sources/mine.rs", "// mine\n");
    place.write("generated/notes.txt", "mine\n");
    place.copy_specs(&["salesforce"]);
    place.run(&["generate"]).exits_with(0);
    assert_eq!(place.read("generated/sources/mine.rs"), "// mine\n");
    assert_eq!(place.read("generated/notes.txt"), "mine\n");
    place.run(&["generate", "--check"]).exits_with(0);
}

#[test]
fn a_folder_of_somebody_else_is_refused() {
    let place = Place::new();
    place.copy_specs(&["oracle"]);
    place.write("generated/lib.rs", "// mine\n");
    for more in [&["generate"][..], &["generate", "--check"]] {
        let ran = place.run(more).exits_with(3);
        assert_has(&ran.err, &["generated: holds files, and none that was generated"]);
    }
    assert_eq!(generated(&place), ["lib.rs"]);
}

#[test]
fn what_is_edited_by_hand_is_noticed_and_put_right_although_no_spec_file_changed() {
    let place = Place::new();
    place.copy_specs(&["oracle"]);
    place.write("docs/sources.md", "<!-- @generated by wellhead, to be kept up to date -->");
    place.run(&["generate"]).exits_with(0);
    let before = place.files("generated");
    assert_eq!(place.run(&["generate"]).exits_with(0).out, "generated is up to date: 4 files\n");
    for name in ["generated/sources/oracle.rs", "generated/catalog.rs", "docs/sources.md"] {
        let edited = place.read(name).replacen('o', "0", 1);
        place.write(name, &edited);
        let ran = place.run(&["generate", "--check"]).exits_with(1);
        assert_eq!(ran.out, format!("changed  {name}\n"));
        assert_eq!(place.run(&["generate"]).exits_with(0).out, format!("changed  {name}\n"));
        place.run(&["generate", "--check"]).exits_with(0);
    }
    std::fs::remove_file(place.path("generated/sources/oracle.rs")).unwrap();
    place.run(&["generate", "--check"]).exits_with(1);
    place.run(&["generate"]).exits_with(0);
    assert_eq!(place.files("generated"), before);
}

#[test]
fn a_record_that_is_broken_or_of_others_changes_nothing() {
    let place = Place::new();
    place.copy_specs(&["oracle"]);
    place.run(&["generate"]).exits_with(0);
    let before = place.files("generated");
    let records = place.files("home/.cache/wellhead/generate");
    let names = records.iter().map(|(name, _)| name.rsplit('.').next().unwrap_or_default());
    assert_eq!(names.collect::<Vec<_>>(), ["record"]);
    for (name, text) in &records {
        let name = format!("home/.cache/wellhead/generate/{name}");
        let text = String::from_utf8(text.clone()).unwrap();
        for broken in [
            "",
            "key",
            "key 12 false\nfile x y\n",
            &text.replacen(' ', " 1", 1),
            &text.replace("oracle", "0racle"),
            &text[..40],
        ] {
            place.write(&name, broken);
            place.run(&["generate", "--check"]).exits_with(0);
            place.write(&name, broken);
            place.run(&["generate"]).exits_with(0);
            assert_eq!(place.files("generated"), before);
            // With one spec file changed, what is broken would be needed.
            let spec = place.read("specs/oracle.json");
            place.write("specs/oracle.json", &format!("{spec} "));
            place.write(&name, broken);
            place.run(&["generate"]).exits_with(0);
            assert_eq!(place.files("generated"), before);
            place.write("specs/oracle.json", &spec);
            place.run(&["generate"]).exits_with(0);
            assert_eq!(place.read(&name), text);
        }
    }
}

#[test]
fn the_same_specs_give_the_same_bytes_in_any_order_folder_process_and_language() {
    let slugs =
        ["azure-event-hubs", "http-api", "oracle", "pathfactory", "salesforce-marketing-cloud"];
    let mut expected = None;
    let settings =
        [("C", "UTC"), ("tr_TR.UTF-8", "Asia/Kathmandu"), ("ja_JP.UTF-8", "America/St_Johns")];
    for (turn, (language, zone)) in settings.into_iter().enumerate() {
        let place = Place::new();
        let mut turned = slugs;
        turned.rotate_left(turn * 2);
        place.copy_specs(&turned);
        let folder = format!("{turn}/a folder");
        std::fs::create_dir_all(place.path(&folder)).unwrap();
        std::fs::rename(place.path("specs"), place.path(&folder).join("specs")).unwrap();
        let page = "sources.md";
        let mut command = place.command(&["generate", "--reference", page]);
        for name in ["LANG", "LC_ALL", "LANGUAGE"] {
            command.env(name, language);
        }
        command.env("TZ", zone).current_dir(place.path(&folder));
        crate::support::Ran::of(&mut command).exits_with(0);
        let made =
            (place.files(&format!("{folder}/generated")), place.read(&format!("{folder}/{page}")));
        assert_eq!(made.0.len(), 3 + slugs.len());
        assert_eq!(expected.get_or_insert_with(|| made.clone()), &made);
    }
}

#[test]
fn a_crate_of_its_own_is_written_kept_and_checked() {
    let place = Place::new();
    place.copy_specs(&["oracle", "pathfactory"]);
    let ran = place.run(&["generate", "--crate", "acme-sources"]).exits_with(0);
    let expected = "\
added    acme-sources/Cargo.toml
added    acme-sources/README.md
added    acme-sources/src/catalog.rs
added    acme-sources/src/lib.rs
added    acme-sources/src/sources.rs
added    acme-sources/src/sources/oracle.rs
added    acme-sources/src/sources/pathfactory.rs
";
    assert_eq!(ran.out, expected);
    assert_has(
        &place.read("acme-sources/Cargo.toml"),
        &["name = \"acme-sources\"", "databases = []"],
    );
    place.write("acme-sources/Cargo.lock", "");
    std::fs::remove_file(place.path("specs/pathfactory.json")).unwrap();
    let ran = place.run(&["generate", "--crate", "acme-sources", "--check"]).exits_with(1);
    assert_has(&ran.err, &["`wellhead generate --specs specs --crate acme-sources`"]);
    place.run(&["generate", "--crate", "acme-sources"]).exits_with(0);
    assert!(!place.path("acme-sources/src/sources/pathfactory.rs").exists());
    let ran = place.run(&["generate", "--crate", "acme-sources", "--check"]).exits_with(0);
    assert_eq!(ran.out, "acme-sources is up to date: 6 files\n");
}

#[test]
fn a_crate_of_somebody_else_or_without_a_name_is_refused() {
    let place = Place::new();
    place.copy_specs(&["oracle"]);
    place.write("theirs/Cargo.toml", "[package]\n");
    let ran = place.run(&["generate", "--crate", "theirs"]).exits_with(3);
    assert_has(&ran.err, &["theirs/Cargo.toml: not a generated file"]);
    assert_eq!(place.files("theirs").len(), 1);
    place.write("half/src/lib.rs", "// mine\n");
    place.run(&["generate", "--crate", "half"]).exits_with(3);
    assert_eq!(place.files("half").len(), 1);
    for name in ["1 crate", "fn", "ABC", "_a", "é"] {
        let ran = place.run(&["generate", "--crate", name]).exits_with(1);
        assert_has(&ran.err, &[&format!("`{name}` is no name for a crate")]);
        assert!(!place.path(name).exists());
    }
}

#[test]
fn the_folders_may_be_others() {
    let place = Place::new();
    place.copy_specs(&["oracle"]);
    std::fs::rename(place.path("specs"), place.path("mine")).unwrap();
    let ran = place.run(&["generate", "--specs", "mine", "--out", "src/wellhead"]).exits_with(0);
    assert_has(&ran.out, &["added    src/wellhead/sources/oracle.rs"]);
    assert!(!place.path("generated").exists());
    assert_has(&place.read("src/wellhead/sources/oracle.rs"), &["from mine/oracle.json"]);
}

#[test]
fn the_command_that_is_named_can_be_copied_whatever_the_folders_are_called() {
    let place = Place::new();
    place.copy_specs(&["oracle"]);
    std::fs::rename(place.path("specs"), place.path("my specs")).unwrap();
    let more = ["--specs", "my specs", "--out", "it's;out", "--reference", "a page.md"];
    let ran = place.run(&[&["generate", "--check"], &more[..]].concat()).exits_with(1);
    let command = ran.err.split('`').nth(1).unwrap();
    let words = shlex::split(command).unwrap();
    assert_eq!(words, [&["wellhead", "generate"], &more[..]].concat());
}

#[test]
fn the_folder_of_spec_files_is_called_by_its_name_however_it_is_named() {
    let place = Place::new();
    place.copy_specs(&["oracle"]);
    std::fs::create_dir(place.path("specs/inner")).unwrap();
    place.run(&["generate"]).exits_with(0);
    let before = place.files("generated");
    std::fs::rename(place.path("specs"), place.path("mine")).unwrap();
    place.run(&["generate", "--specs", "mine", "--out", "expected"]).exits_with(0);
    let expected = place.files("expected");
    assert_ne!(before, expected, "the name is in what is generated");
    for (folder, specs) in [("mine", "."), ("mine/inner", ".."), (".", "mine/inner/..")] {
        let out = place.path("out");
        let mut command = place.command(&["generate", "--specs", specs, "--out"]);
        Ran::of(command.arg(&out).current_dir(place.path(folder))).exits_with(0);
        assert_eq!(place.files("out"), expected, "{specs}");
        std::fs::remove_dir_all(out).unwrap();
    }
}

#[test]
fn a_path_that_leads_out_of_a_folder_that_is_not_there_makes_none() {
    let place = Place::new();
    place.copy_specs(&["oracle"]);
    for option in ["--out", "--crate"] {
        place.run(&["generate", option, "acme"]).exits_with(0);
        let ran = place.run(&["generate", option, "nope/../acme"]).exits_with(0);
        assert_has(&ran.out, &["nope/../acme is up to date"]);
        assert!(!place.path("nope").exists());
        std::fs::remove_dir_all(place.path("acme")).unwrap();
    }
}

#[test]
fn a_folder_of_spec_files_that_is_not_there_is_told_by_its_name() {
    let ran = Place::new().run(&["generate"]);
    assert!(ran.code.is_some_and(|code| code != 0), "{ran:#?}");
    assert_has(&ran.err, &["--> specs", "can't list the folder"]);
}
