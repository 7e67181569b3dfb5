//! References to secrets in request files.

use std::time::{Duration, Instant};

use serde_json::Value;

use crate::support::{Place, Ran, assert_has, oracle};

/// A request with something in place of its password.
fn with_password(name: &str, password: &str) -> String {
    let mut request = oracle(name);
    request["auth"]["params"]["password"] = password.into();
    format!("{request:#}")
}

/// A request by connection string.
fn by_connection_string(text: &str) -> String {
    let mut request = oracle("By text");
    request["auth"]["specName"] = "ConnectionString".into();
    request["auth"]["params"] = serde_json::json!({ "connectionString": text });
    request.to_string()
}

fn create(place: &Place, more: &[&str]) -> Ran {
    let args = [&["create", "--state", "state"], more].concat();
    Ran::of(place.command(&args).env("ORACLE_PASSWORD", "p-47-not-shown").env("EMPTY", ""))
}

fn lines(text: &str, label: &str) -> usize {
    text.lines().filter(|line| line.starts_with(label)).count()
}

#[test]
fn a_reference_to_a_variable_a_file_or_a_command_is_followed() {
    let place = Place::new();
    place.write("requests/secret.txt", "p-47-not-shown\n");
    for (index, reference) in
        ["${env:ORACLE_PASSWORD}", "${file:secret.txt}", "${cmd:echo p-47-not-shown}"]
            .iter()
            .enumerate()
    {
        let file = format!("requests/{index}.json");
        place.write(&file, &with_password("Orders", reference));
        let ran = create(&place, &["--allow-cmd", &file]).exits_with(0);
        assert_has(&ran.out, &["created Orders"]);
        assert_eq!(ran.err, "");
    }
}

#[test]
fn a_reference_is_followed_before_the_request_is_checked() {
    let place = Place::new();
    let mut request = oracle("Orders");
    request["auth"]["specName"] = "ConnectionString".into();
    request["auth"]["params"] =
        serde_json::json!({"connectionString": "${file:whole.txt}", "servr": "x"});
    place.write("orders.json", &request.to_string());
    place.write("whole.txt", "Host=db.acme.example;Port=what;Sid=ORCL;User Id=a;Password=b");
    let ran = create(&place, &["orders.json"]).exits_with(1);
    assert_has(&ran.err, &["`/auth/params/connectionString`", "`/auth/params/servr`"]);
    // The place is that of the file, not of the text that the secret was put into.
    let column = place.read("orders.json").find("\"servr\"").unwrap() + 1;
    assert_has(&ran.err, &[&format!("orders.json:1:{column}: `/auth/params/servr`")]);
}

#[test]
fn what_is_missing_is_listed_all_at_once_with_pointers_and_nothing_is_created() {
    let place = Place::new();
    place.write("a.json", &with_password("A", "${env:NOT_SET}"));
    place.write("b.json", &with_password("B", "${file:nowhere.txt}"));
    place.write("c.json", &with_password("C", "${env:EMPTY}"));
    place.write("d.json", &with_password("D", "${env:ORACLE_PASSWORD}"));
    let ran = create(&place, &["a.json", "b.json", "c.json", "d.json"]).exits_with(1);
    assert_eq!(lines(&ran.err, "error: "), 3, "{}", ran.err);
    assert_has(
        &ran.err,
        &[
            "a.json:10:19: ",
            "`/auth/params/password` refers to the variable NOT_SET, which is not set",
        ],
    );
    assert_has(&ran.err, &["the file nowhere.txt: no such file", "EMPTY, which is empty"]);
    assert!(!place.path("state").exists());
}

#[test]
fn files_that_can_not_be_read_are_the_world_s_fault() {
    let place = Place::new();
    place.write("a.json", &with_password("A", "${file:nowhere.txt}"));
    create(&place, &["a.json"]).exits_with(3);
}

#[test]
fn only_secrets_may_be_references() {
    let place = Place::new();
    let mut request = oracle("Orders");
    request["auth"]["params"]["username"] = "${env:ORACLE_PASSWORD}".into();
    request["description"] = "${cmd:touch ran}".into();
    place.write("orders.json", &request.to_string());
    let ran = create(&place, &["--allow-cmd", "orders.json"]).exits_with(1);
    assert_has(&ran.err, &["`/auth/params/username` has a reference, and is no secret"]);
    assert_has(&ran.err, &["`/description` has a reference, and is no secret"]);
    assert!(!place.path("ran").exists());
}

#[test]
fn a_mistyped_spec_name_or_id_is_what_is_told_and_no_reference_is_followed() {
    let place = Place::new();
    let request = with_password("Orders", "${cmd:touch ran}");
    for (right, typo, told) in [
        ("Basic Authentication", "Basic Authentcation", "did you mean `Basic Authentication`?"),
        ("d6b52d86", "d6b52d87", "did you mean `d6b52d86-f0f8-475f-89d4-ce54c8527328`"),
    ] {
        place.write("orders.json", &request.replace(right, typo));
        let ran = create(&place, &["--allow-cmd", "orders.json"]).exits_with(1);
        assert_has(&ran.err, &[told]);
        assert!(!ran.err.contains("reference"), "{}", ran.err);
        let checked = place.run(&["check", "orders.json"]).exits_with(1);
        assert_eq!(ran.err, checked.err);
    }
    assert!(!place.path("ran").exists());
}

#[test]
fn a_doubled_dollar_stands_for_the_text_itself() {
    let place = Place::new();
    let mut request = oracle("Orders");
    request["auth"]["params"]["password"] = "$${env:NOT_SET}".into();
    request["auth"]["params"]["username"] = "$${env:NOT_SET} for ${HOME}".into();
    place.write("orders.json", &request.to_string());
    let ran = create(&place, &["--dry-run", "orders.json"]).exits_with(0);
    let username = &ran.json()["auth"]["params"]["username"];
    assert_eq!(username, "${env:NOT_SET} for ${HOME}");
}

#[test]
fn a_long_text_takes_no_longer_than_its_length() {
    let place = Place::new();
    let started = Instant::now();
    for part in ["$${", "${", "${{"] {
        let mut request = oracle("Orders");
        request["description"] = part.repeat(200_000).into();
        place.write("orders.json", &request.to_string());
        let ran = create(&place, &["--dry-run", "orders.json"]).exits_with(0);
        assert_eq!(ran.json()["description"], part.replace("$$", "$").repeat(200_000));
    }
    assert!(started.elapsed() < Duration::from_secs(30), "{:?}", started.elapsed());
}

#[test]
fn a_mistyped_reference_in_a_secret_is_told_with_the_kinds_that_there_are() {
    let place = Place::new();
    for (text, told) in [
        ("${vault:x}", "of an unknown kind"),
        ("${env:X", "without its `}`"),
        ("${env:}", "a reference to nothing"),
    ] {
        place.write("orders.json", &with_password("Orders", text));
        let ran = create(&place, &["orders.json"]).exits_with(1);
        assert_has(&ran.err, &[told, "`${env:NAME}`"]);
    }
}

#[test]
fn a_request_file_runs_no_command_unless_that_is_allowed() {
    let place = Place::new();
    place.write("orders.json", &with_password("Orders", "${cmd:touch ran}"));
    let ran = create(&place, &["orders.json"]).exits_with(1);
    assert_has(&ran.err, &["refers to a command", "--allow-cmd"]);
    assert!(!place.path("ran").exists());
    // It runs, and prints nothing, which is no secret.
    let ran = create(&place, &["--allow-cmd", "orders.json"]).exits_with(1);
    assert_has(&ran.err, &["the output of `touch`, which is empty"]);
    assert!(place.path("ran").exists());
}

#[cfg(unix)]
#[test]
fn a_command_has_bounded_time_passes_its_complaints_through_and_is_told_when_it_fails() {
    let place = Place::new();
    let started = Instant::now();
    place.write("slow.json", &with_password("Slow", "${cmd:sleep 100}"));
    let ran = create(&place, &["--allow-cmd", "--cmd-timeout", "1", "slow.json"]).exits_with(3);
    assert_has(&ran.err, &["`/auth/params/password` refers to `sleep`, which took more than 1 s"]);
    assert!(started.elapsed() < Duration::from_secs(50));
    let command = "${cmd:sh -c 'echo locked >&2; echo p-47-not-shown; exit 3'}";
    place.write("fails.json", &with_password("Fails", command));
    let ran = create(&place, &["--allow-cmd", "fails.json"]).exits_with(3);
    assert_has(
        &ran.err,
        &["locked\n", "`/auth/params/password` refers to `sh`, which failed: exit status: 3"],
    );
    assert!(!ran.err.contains("p-47"), "{}", ran.err);
    place.write("none.json", &with_password("None", "${cmd:no-such-program-47}"));
    let ran = create(&place, &["--allow-cmd", "none.json"]).exits_with(3);
    assert_has(
        &ran.err,
        &["refers to `no-such-program-47`, which can't be run: there is no such program"],
    );
}

#[test]
fn a_command_has_at_least_a_second_and_at_most_a_day() {
    let place = Place::new();
    place.write("orders.json", &with_password("Orders", "${cmd:echo p-47-not-shown}"));
    for (seconds, code) in
        [("0", 2), ("1", 0), ("86400", 0), ("86401", 2), ("18446744073709551615", 2)]
    {
        let args = ["--allow-cmd", "--dry-run", "--cmd-timeout", seconds, "orders.json"];
        let ran = create(&place, &args).exits_with(code);
        assert_eq!(ran.err.contains("--cmd-timeout"), code == 2, "{ran:#?}");
    }
}

#[cfg(unix)]
#[test]
fn a_command_of_many_requests_runs_once() {
    let place = Place::new();
    let command = "${cmd:sh -c 'echo ran >> runs; echo p-47-not-shown'}";
    for name in ["a", "b", "c"] {
        place.write(&format!("{name}.json"), &with_password(name, command));
    }
    create(&place, &["--allow-cmd", "a.json", "b.json", "c.json"]).exits_with(0);
    assert_eq!(place.read("runs"), "ran\n");
}

#[test]
fn a_part_of_a_connection_string_is_quoted_so_that_it_can_not_start_another() {
    let place = Place::new();
    let start = "Host=db.acme.example;Port=1521;Sid=ORCL;User Id=aep;";
    place.write("evil.txt", "x;Port=1;\"'=\n");
    for part in ["Password=${file:evil.txt}", "Password=\"${file:evil.txt}\""] {
        place.write("a.json", &by_connection_string(&format!("{start}{part}")));
        create(&place, &["a.json"]).exits_with(0);
    }
    place.write("a.json", &by_connection_string(&format!("{start}Password=x${{file:evil.txt}}")));
    let ran = create(&place, &["a.json"]).exits_with(1);
    assert_has(&ran.err, &["a secret that has to be quoted here", "all of its part"]);
}

#[test]
fn a_secret_that_is_written_out_draws_a_warning() {
    let place = Place::new();
    place.write("a.json", &with_password("A", "p-47-not-shown"));
    let ran = create(&place, &["a.json"]).exits_with(0);
    assert_has(
        &ran.err,
        &[
            "warning: a.json:10:19: ",
            "`/auth/params/password` is a secret that is written out",
            "${env:NAME}",
        ],
    );
    assert!(!ran.err.contains("p-47"), "{}", ran.err);
    place.write("b.json", &by_connection_string("Host=a;Port=1;Sid=b;User Id=c;Password=p-47"));
    let ran = create(&place, &["--dry-run", "b.json"]).exits_with(0);
    assert_has(&ran.err, &["`/auth/params/connectionString` is a secret that is written out"]);
}

#[test]
fn a_secret_that_is_written_out_beside_a_reference_draws_the_same_warning() {
    let place = Place::new();
    let url = |query: &str| format!("jdbc:snowflake://acme.snowflakecomputing.com/?{query}");
    let snowflake = |text: &str| {
        let mut request = oracle("Snow");
        request["auth"]["specName"] = "ConnectionString".into();
        request["auth"]["params"] = serde_json::json!({ "connectionString": text });
        request["connectionSpec"]["id"] = "b2e08744-4f1a-40ce-af30-7abac3e23cf3".into();
        request.to_string()
    };
    let user = "user=aep&db=SALES&warehouse=LOAD&role=READER";
    for (request, told) in [
        (
            by_connection_string(
                "Host=${env:ORACLE_PASSWORD};Port=1;Sid=b;User Id=c;Password=p-47",
            ),
            "is a secret that is written out",
        ),
        (
            by_connection_string(
                "Host=${env:ORACLE_PASSWORD};Port=1;Sid=b;User Id=c;Password=\"p-47\"",
            ),
            "is a secret that is written out",
        ),
        (
            by_connection_string(
                "Host=${env:ORACLE_PASSWORD};Port=1;Sid=b;User Id=c;Password=<password>",
            ),
            "is a placeholder for a secret",
        ),
        (
            snowflake(&url(&format!("{user}&password=p-47&application=${{env:ORACLE_PASSWORD}}"))),
            "is a secret that is written out",
        ),
    ] {
        place.write("a.json", &request);
        let ran = create(&place, &["a.json"]);
        assert_has(&ran.err, &["`/auth/params/connectionString`", told]);
        assert!(!ran.err.contains("p-47"), "{}", ran.err);
    }
    for request in [
        by_connection_string("Host=a;Port=1;Sid=b;User Id=c;Password=${env:ORACLE_PASSWORD}"),
        by_connection_string("Host=a;Port=1;Sid=b;User Id=c;Password=\"${env:ORACLE_PASSWORD}\""),
        snowflake(&url(&format!("{user}&password=${{env:ORACLE_PASSWORD}}"))),
    ] {
        place.write("a.json", &request);
        let err = create(&place, &["a.json"]).err;
        assert!(!err.contains("written out") && !err.contains("placeholder"), "{err}");
    }
}

#[test]
fn a_placeholder_draws_a_warning_only_where_it_is_sent() {
    let place = Place::new();
    for request in [
        with_password("A", "<password>"),
        with_password("A", "{PASSWORD}"),
        by_connection_string("Host=a;Port=1;Sid=b;User Id=c;Password=<password>"),
    ] {
        place.write("a.json", &request);
        assert_eq!(create(&place, &["--dry-run", "a.json"]).exits_with(0).err, "");
        let ran = create(&place, &["a.json"]).exits_with(0);
        assert_has(&ran.err, &["is a placeholder for a secret"]);
        let ran = place.run_with_input(&["create", "--state", "state", "-"], &request);
        assert_has(&ran.exits_with(0).err, &["<stdin>:", "is a placeholder for a secret"]);
    }
    // A pipe may well bring a secret.
    let request = with_password("A", "p-47-not-shown");
    let ran = place.run_with_input(&["create", "--state", "state", "-"], &request).exits_with(0);
    assert_eq!(ran.err, "");
}

#[test]
fn a_dry_run_takes_the_placeholders_of_every_example() {
    let place = Place::new();
    for source in ["google-cloud-storage", "snowflake", "oracle"] {
        let example = place.run(&["show", source, "--example"]).exits_with(0).out;
        place.write("example.json", &example);
        assert_eq!(place.run(&["check", "example.json"]).exits_with(0).err, "");
        assert_eq!(create(&place, &["--dry-run", "example.json"]).exits_with(0).err, "");
        let told = create(&place, &["example.json"]).exits_with(0).err;
        assert_has(&told, &["is a placeholder for a secret"]);
    }
}

#[test]
fn a_dry_run_with_references_shows_none_of_their_secrets() {
    let place = Place::new();
    place.write("a.json", &with_password("A", "${env:ORACLE_PASSWORD}"));
    let ran = create(&place, &["--dry-run", "--json", "a.json"]).exits_with(0);
    let told: Value = ran.json();
    assert_eq!(told[0]["file"], "a.json");
    assert_eq!(told[0]["request"]["auth"]["params"]["password"], "[secret]");
}
