//! Secrets are planted wherever a person may put them, and searched for wherever anybody may look.

use std::process::Command;

use serde_json::{Value, json};

use crate::serve::Serving;
use crate::service::NOBODY;
use crate::support::{Place, Ran, catalog};

/// What is planted; long enough that nothing else has it by chance.
const TEXT: &str = "zq47planted";
/// The same as a number.
const NUMBER: &str = "470047004747";

#[track_caller]
fn assert_clean(what: &str, bytes: &[u8]) {
    for secret in [TEXT, NUMBER] {
        let found = bytes.windows(secret.len()).any(|window| window == secret.as_bytes());
        assert!(!found, "{secret} in {what}:\n{}", String::from_utf8_lossy(bytes));
    }
}

#[track_caller]
fn assert_all_clean(what: &str, ran: &Ran) {
    assert_clean(what, ran.out.as_bytes());
    assert_clean(what, ran.err.as_bytes());
}

/// The example request of an auth spec with a secret in each of its secret params, optional ones too; and their names.
fn planted(place: &Place, slug: &str, spec_name: &str) -> (Value, Vec<String>) {
    let source = place.run(&["show", slug, "--auth", spec_name, "--json"]).exits_with(0).json();
    let auth = &source["auth"][0];
    let mut request = auth["example"].clone();
    let params = auth["params"].as_array().unwrap().iter();
    let secret = params.filter(|param| param["secret"] == true);
    let names: Vec<String> =
        secret.map(|param| param["name"].as_str().unwrap().to_owned()).collect();
    for name in &names {
        let param = &mut request["auth"]["params"][name];
        // Where only a part is secret, the example has a placeholder for it: `…;Password=<password>`.
        *param =
            match param.as_str().and_then(|text| Some((text.find('<')?, text.rfind('>')?, text))) {
                Some((start, end, text)) => {
                    format!("{}{TEXT}{}", &text[..start], &text[end + 1..]).into()
                }
                None => TEXT.into(),
            };
    }
    (request, names)
}

/// The request with its secrets in places and forms where they do not belong.
fn spoilt(request: &Value, names: &[String]) -> Vec<String> {
    let mut texts = vec![request.to_string().replace("\"version\":\"1.0\"", "\"version\":\"9.9\"")];
    for name in names {
        let with = |value: Value| {
            let mut request = request.clone();
            request["auth"]["params"][name] = value;
            request.to_string()
        };
        texts.push(with(json!([TEXT])));
        texts.push(with(json!({ TEXT: TEXT })));
        texts.push(with(json!(NUMBER.parse::<u64>().unwrap())));
        texts.push(with(json!(format!("{TEXT} \u{7}; {TEXT}=\"{TEXT}"))));
        // Under a name that is nearly right.
        let text = request.to_string();
        texts.push(text.replace(&format!("\"{name}\":"), &format!("\"{name}s\":")));
        // Twice, and with a line break that JSON does not allow.
        texts.push(
            text.replace(&format!("\"{name}\":"), &format!("\"{name}\":\"{TEXT}\",\"{name}\":")),
        );
        texts.push(text.replace(TEXT, &format!("{TEXT}\n{TEXT}")));
        // Cut off, unquoted, in single quotes.
        texts.push(text[..text.find(TEXT).unwrap() + TEXT.len()].to_owned());
        let value = request["auth"]["params"][name].to_string();
        texts.push(text.replace(&value, TEXT));
        texts.push(text.replace(&value, &format!("'{TEXT}'")));
        texts.push(text.replace(&value, &format!("{value} {TEXT}")));
    }
    texts
}

#[test]
fn a_secret_in_a_request_is_in_no_output_and_not_in_what_is_kept() {
    let place = Place::new();
    let mut created = 0;
    for (slug, names) in catalog() {
        for name in names {
            let (request, secrets) = planted(&place, &slug, &name);
            assert_eq!(request.to_string().contains(TEXT), !secrets.is_empty(), "{request}");
            place.write("request.json", &request.to_string());
            for call in [
                ["check", "request.json", "--json"],
                ["create", "request.json", "--dry-run"],
                ["create", "request.json", "--state=state"],
            ] {
                let ran = place.run(&call);
                assert_all_clean(&format!("{call:?} for {slug}, {name}"), &ran);
                // A secret with a pattern of its own may not take the planted one.
                created += usize::from(ran.out.starts_with("created"));
            }
        }
    }
    assert!(created >= 8, "{created}");
    assert_all_clean("list", &place.run(&["list", "--state=state"]).exits_with(0));
    let listed = place.run(&["list", "--state=state", "--json"]).exits_with(0);
    assert_all_clean("list --json", &listed);
    for connection in listed.json().as_array().unwrap() {
        let id = connection["id"].as_str().unwrap();
        assert_all_clean("get", &place.run(&["get", "--state=state", "--json", id]).exits_with(0));
    }
    let kept = place.files("state");
    assert!(kept.iter().any(|(_, bytes)| bytes.starts_with(b"SQLite format 3")));
    kept.iter().for_each(|(name, bytes)| assert_clean(name, bytes));
}

#[test]
fn a_secret_in_a_broken_request_is_in_no_message_about_it() {
    let place = Place::new();
    let mut count = 0;
    for (slug, names) in catalog() {
        for name in names {
            let (request, secrets) = planted(&place, &slug, &name);
            for text in spoilt(&request, &secrets) {
                count += 1;
                place.write(&format!("requests/{count}.json"), &text);
            }
        }
    }
    let files: Vec<String> = (1..=count).map(|number| format!("requests/{number}.json")).collect();
    for start in [vec!["check"], vec!["check", "--json"], vec!["create", "--dry-run"]] {
        let mut call = start.clone();
        call.extend(files.iter().map(String::as_str));
        assert_all_clean(&format!("{start:?}"), &place.run(&call).exits_with(1));
    }
    // As a folder, where a file could be mistaken for a spec file, whose lines are shown.
    assert_all_clean("check of a folder", &place.run(&["check", "requests"]).exits_with(1));
    // One by one, since a file may hide the others.
    for file in &files {
        assert_all_clean(&place.read(file), &place.run(&["create", "--state=state", file]));
    }
    place.files("state").iter().for_each(|(name, bytes)| assert_clean(name, bytes));
}

/// Every variable that may hold a secret, each with one in it.
fn with_variables<'c>(command: &'c mut Command, url: &str) -> &'c mut Command {
    command
        .env("WELLHEAD_URL", url)
        .env("WELLHEAD_TOKEN", TEXT)
        .env("WELLHEAD_CLIENT_SECRET", TEXT)
        .env("WELLHEAD_CLIENT_ID", "acme-client")
}

#[test]
fn a_secret_in_a_variable_is_in_no_output_of_any_command() {
    let place = Place::new();
    place.write("request.json", "{}");
    let urls = [
        format!("http://{NOBODY}/flow"),
        format!("http://ops:{TEXT}@{NOBODY}/flow"),
        format!("https://ops:{TEXT}@acme.example/flow"),
        format!("http://acme.example/flow?key={TEXT}"),
        format!("{TEXT}://acme.example"),
    ];
    for url in &urls {
        for call in [
            vec!["list"],
            vec!["list", "--sandbox=dev"],
            vec!["list", "--sandbox=dev", "--org=acme@AdobeOrg"],
            vec!["get", "some-id", "--sandbox=dev", "--org=acme@AdobeOrg"],
            vec!["create", "request.json", "--sandbox=dev", "--org=acme@AdobeOrg"],
            vec!["list", "--state=state"],
            vec!["create", "--help"],
            vec!["get", "-h"],
            vec!["serve", "--help"],
            vec!["list", "--frobnicate"],
            vec!["sources"],
            vec!["show", "oracle"],
            vec!["completions", "bash"],
        ] {
            let ran = Ran::of(with_variables(&mut place.command(&call), url));
            assert_all_clean(&format!("{call:?} with {url}"), &ran);
        }
    }
}

#[test]
fn no_option_takes_a_secret_since_every_user_of_a_machine_can_read_arguments() {
    for command in
        ["create", "get", "list", "update", "delete", "test", "explore", "profiles", "serve"]
    {
        let help = Place::new().run(&[command, "--help"]).exits_with(0).out;
        let options = help.split_whitespace().filter(|word| word.starts_with("--"));
        for option in options {
            let is_secret =
                ["token", "secret", "password", "key"].iter().any(|word| option.contains(word));
            assert!(!is_secret, "{command} {option}");
        }
    }
}

#[test]
fn the_running_stand_in_shows_and_keeps_nothing_of_the_secrets_it_is_given() {
    let place = Place::new();
    let (request, _) = planted(&place, "oracle", "ConnectionString");
    place.write("request.json", &request.to_string());
    let mut serve = place.command(&["serve", "--port", "0", "--state", "state"]);
    serve.env("WELLHEAD_TOKEN", TEXT).env("WELLHEAD_CLIENT_SECRET", TEXT);
    let serving = Serving::spawn(&mut serve);
    for call in [vec!["create", "request.json"], vec!["list"], vec!["list", "--json"]] {
        let mut command = place.command(&call);
        command.envs(serving.variables.iter().cloned()).env("WELLHEAD_CLIENT_SECRET", TEXT);
        assert_all_clean(&format!("{call:?}"), &Ran::of(&mut command).exits_with(0));
        // A token that was never given is refused, and not repeated.
        assert_all_clean("a refusal", &Ran::of(command.env("WELLHEAD_TOKEN", TEXT)).exits_with(3));
    }
    place.files("state").iter().for_each(|(name, bytes)| assert_clean(name, bytes));
    #[cfg(target_os = "linux")]
    {
        let arguments = std::fs::read(format!("/proc/{}/cmdline", serving.child.id())).unwrap();
        assert!(arguments.windows(5).any(|window| window == b"serve"));
        assert_clean("the arguments", &arguments);
    }
    let (code, err) = serving.interrupt();
    assert_eq!(code, Some(0));
    assert_clean("standard error of serve", err.as_bytes());
    // After it has ended, the database's log has been written back.
    place.files("state").iter().for_each(|(name, bytes)| assert_clean(name, bytes));
}

/// Secrets by reference, from each kind of place, in requests and in a profile.
fn write_references(place: &Place, serving: &Serving) {
    let value = |name: &str| {
        let found = serving.variables.iter().find(|(variable, _)| variable == name);
        found.unwrap().1.clone()
    };
    place.write(
        "config.toml",
        &format!(
            "[profiles.dev]\nurl = '{}'\nims_url = '{}'\norg = 'acme@AdobeOrg'\nsandbox = 'dev'\n\
             client_id = 'acme'\nclient_secret = '${{env:PLANTED}}'\nallow_cmd = true\n",
            value("WELLHEAD_URL"),
            value("WELLHEAD_IMS_URL")
        ),
    );
    place.write("planted.txt", TEXT);
    let (request, names) = planted(place, "oracle", "Basic Authentication");
    let references = ["${env:PLANTED}", "${file:planted.txt}", "${cmd:cat planted.txt}"];
    for (index, reference) in references.iter().enumerate() {
        let mut request = request.clone();
        for name in &names {
            request["auth"]["params"][name] = (*reference).into();
        }
        place.write(&format!("{index}.json"), &request.to_string());
        request["auth"]["params"]["port"] = 1.into();
        place.write(&format!("wrong-{index}.json"), &request.to_string());
    }
}

#[test]
fn a_secret_that_is_referred_to_is_in_no_output_at_the_most_talkative() {
    let place = Place::new();
    let serving = Serving::start(&place);
    write_references(&place, &serving);
    let run = |args: &[&str]| {
        let mut command = place.command(args);
        command.args(["--profile", "dev", "--config", "config.toml"]);
        command.env("PLANTED", TEXT).env("RUST_LOG", "trace");
        let ran = Ran::of(&mut command);
        assert_all_clean(&format!("{args:?}"), &ran);
        ran
    };
    let files = ["0.json", "1.json", "2.json"];
    let told = run(&[&["create", "--json", "-vvv"], files.as_slice()].concat()).exits_with(0);
    assert!(told.err.contains("flow_service"), "nothing is traced: {}", told.err);
    let id = told.json()[0]["id"].as_str().unwrap().to_owned();
    for args in [
        vec!["create", "-v", "--dry-run", "0.json", "1.json", "2.json"],
        vec!["create", "-vvv", "wrong-0.json", "wrong-1.json", "wrong-2.json"],
        vec!["get", &id],
        vec!["list", "-vvv", "--json"],
        vec!["update", &id, "-vvv", "--params", "1.json"],
        vec!["test", &id],
        vec!["explore", &id],
        vec!["specs", "pull", "--name", "oracle", "--out", "live"],
        vec!["delete", &id],
        vec!["delete", &id],
    ] {
        run(&args);
    }
    let mut profiles = place.command(&["profiles", "--config", "config.toml", "-vvv"]);
    assert_all_clean("profiles", &Ran::of(profiles.env("PLANTED", TEXT)).exits_with(0));
    for (name, bytes) in place.files("state").into_iter().chain(place.files("live")) {
        assert_clean(&name, &bytes);
    }
}

#[test]
fn a_journal_holds_no_secret() {
    let place = Place::new();
    let (request, _) = planted(&place, "oracle", "Basic Authentication");
    place.write("request.json", &request.to_string());
    let args = ["create", "--state", "state", "--journal", "creates.journal", "request.json"];
    assert_all_clean("create", &place.run(&args).exits_with(0));
    assert_clean("the journal", place.read("creates.journal").as_bytes());
}

/// While a command of a reference runs, it and `wellhead` can be looked at by everybody.
#[cfg(target_os = "linux")]
#[test]
fn a_secret_that_is_referred_to_is_in_no_argument_of_a_process() {
    let place = Place::new();
    let (mut request, names) = planted(&place, "oracle", "Basic Authentication");
    for name in &names {
        request["auth"]["params"][name] = "${env:PLANTED}".into();
    }
    request["auth"]["params"][&names[0]] = "${cmd:sh -c 'tr \"\\0\" \" \" < /proc/$PPID/cmdline > seen; cat /proc/[0-9]*/cmdline >> seen; echo x'}".into();
    place.write("request.json", &request.to_string());
    let args = ["create", "--state", "state", "--allow-cmd", "request.json"];
    Ran::of(place.command(&args).env("PLANTED", TEXT)).exits_with(0);
    let seen = place.read("seen");
    assert!(seen.contains("create --state state --allow-cmd request.json"), "{seen}");
    assert_clean("the arguments", seen.as_bytes());
}
