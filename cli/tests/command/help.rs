//! What a person sees who asks how it is used.

use crate::support::{Place, assert_has};

/// Every command that the help lists, but `help` itself.
pub(crate) fn commands() -> Vec<String> {
    listed().into_iter().map(|(name, _)| name).collect()
}

/// The same, each with what the list says of it.
fn listed() -> Vec<(String, String)> {
    let help = Place::new().run(&["--help"]).exits_with(0).out;
    let lines = help.lines().skip_while(|line| *line != "Commands:").skip(1);
    let mut listed: Vec<(String, String)> = Vec::new();
    for line in lines.take_while(|line| !line.is_empty()) {
        match (line.strip_prefix("   "), listed.last_mut()) {
            // A description that is wrapped goes on further to the right.
            (Some(rest), Some((_, about))) => *about += &format!(" {}", rest.trim()),
            _ => {
                let (name, about) = line.trim().split_once(' ').unwrap();
                listed.push((name.to_owned(), about.trim().to_owned()));
            }
        }
    }
    listed.retain(|(name, _)| name != "help");
    listed
}

#[test]
fn without_arguments_it_helps_and_says_that_it_was_called_wrong() {
    let ran = Place::new().run::<&str>(&[]).exits_with(2);
    assert_has(
        &ran.err,
        &["Usage: wellhead [OPTIONS] <COMMAND>", "sources", "create", "Exit codes:"],
    );
    assert_eq!(ran.out, "");
}

#[test]
fn the_help_lists_every_command() {
    let commands = commands();
    for expected in [
        "sources",
        "show",
        "check",
        "create",
        "get",
        "list",
        "update",
        "delete",
        "test",
        "explore",
        "specs",
        "profiles",
        "serve",
        "generate",
        "schema",
        "completions",
    ] {
        assert!(commands.iter().any(|command| command == expected), "{expected}: {commands:?}");
    }
}

#[test]
fn the_help_of_every_command_has_examples_that_call_it() {
    for command in commands() {
        let help = Place::new().run(&[command.as_str(), "--help"]).exits_with(0).out;
        let (_, examples) = help.split_once("Examples:\n").unwrap_or_else(|| panic!("{help}"));
        assert_has(examples, &[&format!("  wellhead {command}")]);
    }
}

#[test]
fn the_help_of_every_command_begins_with_its_line_of_the_list() {
    for (command, about) in listed() {
        let help = Place::new().run(&[command.as_str(), "--help"]).exits_with(0).out;
        let start: Vec<_> = help.lines().take_while(|line| !line.is_empty()).collect();
        assert_eq!(start.join(" "), about, "{command}");
    }
}

#[test]
fn each_value_of_an_option_is_explained_by_itself() {
    let help = Place::new().run(&["diff", "--help"]).exits_with(0).out;
    assert_has(&help, &["- any:  Any change\n"]);
}

#[test]
fn a_command_that_is_mistyped_is_told_with_the_one_that_was_meant() {
    let ran = Place::new().run(&["shwo"]).exits_with(2);
    assert_has(&ran.err, &["'shwo'", "'show'"]);
}

#[test]
fn the_version_is_that_of_the_package() {
    let ran = Place::new().run(&["--version"]).exits_with(0);
    assert_eq!(ran.out, concat!("wellhead ", env!("CARGO_PKG_VERSION"), "\n"));
}

#[test]
fn each_shell_gets_its_own_completions_with_every_command_in_them() {
    let scripts = ["bash", "zsh", "fish"]
        .map(|shell| Place::new().run(&["completions", shell]).exits_with(0).out);
    for script in &scripts {
        for command in commands() {
            assert_has(script, &[&command]);
        }
    }
    let [bash, zsh, fish] = scripts;
    assert_has(&bash, &["complete -F"]);
    assert_has(&zsh, &["#compdef wellhead"]);
    assert_has(&fish, &["complete -c wellhead"]);
}

#[test]
fn an_unknown_shell_is_told_with_the_known_ones() {
    let ran = Place::new().run(&["completions", "fsh"]).exits_with(2);
    assert_has(&ran.err, &["'fsh'", "bash, elvish, fish, powershell, zsh"]);
}

#[test]
fn the_schema_of_spec_files_is_a_json_schema_that_knows_their_keys() {
    let schema = Place::new().run(&["schema"]).exits_with(0).json();
    assert!(schema["$schema"].as_str().unwrap().starts_with("http"), "{schema}");
    for key in ["id", "name", "version", "authSpec", "x-status", "x-shared-id"] {
        assert!(schema["properties"].get(key).is_some(), "{key}: {schema}");
    }
}
