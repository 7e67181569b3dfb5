//! Connection strings: parts become a text and the text the same parts, whatever the values are made of; texts that
//! people write are read in every spelling that ADO.NET allows, and judged without a word of the password.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test fails by panicking"
)]

mod support;

use proptest::prelude::*;
use support::small::sources::shapes;
use wellhead::sources::oracle;
use wellhead::{ConnectionString, Rule, Violations};

type OracleString = ConnectionString<oracle::connection_string::ConnectionStringParts>;
type ShapesString = ConnectionString<shapes::connection_string::ConnectionStringParts>;

fn parts(
    host: &str,
    port: u16,
    sid: &str,
    user: &str,
    password: &str,
) -> oracle::connection_string::ConnectionStringParts {
    oracle::connection_string::ConnectionStringParts::builder()
        .host(host)
        .port(port)
        .sid(sid)
        .user_id(user)
        .password(password)
        .build()
}

/// The rules that a text violates.
fn rules(text: &str) -> Vec<Rule> {
    let verdict = OracleString::from(text).validate();
    verdict.err().iter().flat_map(Violations::iter).map(|violation| violation.rule).collect()
}

/// Texts full of what the grammar uses itself.
fn tricky() -> impl Strategy<Value = String> {
    prop_oneof![
        "[;={}\"' \\t\\na]{1,12}",
        "\\PC{1,12}",
        "[a-z]{0,3}[\"';= ][a-z]{0,3}",
        " {0,2}[a-z]{1,2} {0,2}",
        any::<String>().prop_filter("not empty", |text| !text.is_empty())
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 512, ..ProptestConfig::default() })]

    #[test]
    fn any_parts_become_a_text_that_has_the_same_parts(
        host in tricky(),
        port in 1_u16..,
        sid in tricky(),
        user in tricky(),
        password in tricky(),
    ) {
        let parts = parts(&host, port, &sid, &user, &password);
        let text = OracleString::from(parts.clone());
        prop_assert_eq!(text.validate(), Ok(()), "{}", text.expose());
        let again = text.parts().map_err(|error| TestCaseError::fail(error.to_string()))?;
        prop_assert_eq!(again.password.expose(), password);
        prop_assert_eq!(again, parts);
    }

    #[test]
    fn parts_that_are_numbers_or_booleans_or_left_out_come_back(
        text in "[a-z.]{1,8}",
        port in proptest::option::of(1_u16..=9999),
        encrypt in any::<Option<bool>>(),
        password in any::<String>(),
    ) {
        let mut builder = shapes::connection_string::ConnectionStringParts::builder();
        if let Some(port) = port {
            builder = builder.port(port);
        }
        if let Some(encrypt) = encrypt {
            builder = builder.encrypt(encrypt);
        }
        let parts = builder.text(text).password(password).build();
        let string = ShapesString::from(parts.clone());
        prop_assert_eq!(string.parts(), Ok(parts), "{}", string.expose());
    }

    #[test]
    fn any_text_is_judged_without_a_panic_and_without_its_values(text in "[;={}\"' a-z]{0,24}", secret in "S3CR3T[a-z]{4}") {
        for text in [text.clone(), format!("{text}Password={secret}"), format!("Password=\"{secret}\";{text}")] {
            let string = OracleString::from(text.as_str());
            let verdicts = format!("{:?} {:?} {:?}", string, string.validate(), string.parts().map(drop));
            prop_assert!(!verdicts.contains("S3CR3T"), "{} of {}", verdicts, text);
        }
    }
}

#[test]
fn a_text_is_written_in_the_documented_spelling() {
    let text = OracleString::from(parts("db.acme.example", 1521, "ORCL", "aep", "tiger"));
    assert_eq!(text.expose(), "Host=db.acme.example;Port=1521;Sid=ORCL;User Id=aep;Password=tiger");
    let text = OracleString::from(parts("db", 1521, "ORCL", "aep", "a;b=\"c\""));
    assert_eq!(text.expose(), "Host=db;Port=1521;Sid=ORCL;User Id=aep;Password='a;b=\"c\"'");
}

#[test]
fn keys_are_read_in_any_case_order_and_documented_spelling() {
    let expected = parts("db", 1521, "ORCL", "aep", "tiger");
    for text in [
        "Host=db;Port=1521;Sid=ORCL;User Id=aep;Password=tiger",
        "Host=db;Port=1521;Sid=ORCL;UserId=aep;Password=tiger",
        "HOST=db;PORT=1521;SID=ORCL;USER ID=aep;PASSWORD=tiger",
        "host=db;port=1521;sid=ORCL;userid=aep;password=tiger",
        "Password=tiger;User Id=aep;Sid=ORCL;Port=1521;Host=db;",
        " Host = db ;; Port = 1521 ; Sid=ORCL; User Id=aep; Password = tiger ; ",
        "Host=\"db\";Port='1521';Sid=\"ORCL\";User Id='aep';Password=\"tiger\"",
        "Host=db;Port=1521;Sid=ORCL;User Id=aep;Password=tiger;Pooling=true",
    ] {
        assert_eq!(OracleString::from(text).parts(), Ok(expected.clone()), "{text}");
        assert_eq!(rules(text), [], "{text}");
    }
}

#[test]
fn everything_wrong_with_a_text_is_told_at_once() {
    for (text, expected) in [
        (
            "",
            vec![
                Rule::MinLength,
                Rule::MissingPart,
                Rule::MissingPart,
                Rule::MissingPart,
                Rule::MissingPart,
                Rule::MissingPart,
            ],
        ),
        ("Host=db;Port=0;Sid=ORCL;User Id=aep;Password=tiger", vec![Rule::Minimum]),
        ("Host=db;Port=65536;Sid=ORCL;User Id=aep;Password=tiger", vec![Rule::Maximum]),
        ("Host=db;Port={PORT};Sid=ORCL;User Id=aep;Password=tiger", vec![Rule::Type]),
        ("Host=db;Port=1521;Sid=;User Id=aep;Password=tiger", vec![Rule::MinLength]),
        ("Host=db;Host=db;Port=1521;Sid=ORCL;User Id=aep;Password=tiger", vec![Rule::Duplicate]),
        ("Host=db;Port=1521;Sid=ORCL;User Id=aep;UserId=aep;Password=tiger", vec![Rule::Duplicate]),
        ("Host=db;Port=1521;Sid=ORCL;User Id=aep", vec![Rule::MissingPart]),
        (
            "Host=db;Port=1521;Sid=ORCL;User Id=aep;Pasword=tiger",
            vec![Rule::Unknown, Rule::MissingPart],
        ),
        ("Host=db;Port=x;Sid=;User Id=aep", vec![Rule::Type, Rule::MinLength, Rule::MissingPart]),
        ("Host=db;Port=1521;Sid=ORCL;User Id=aep;Password=ti;ger", vec![Rule::ConnectionString]),
        ("Host=db;Port=1521;Sid=ORCL;User Id=aep;Password=\"tiger", vec![Rule::ConnectionString]),
        ("Host=db;Port=1521;Sid=ORCL;User Id=aep;Password=\"ti\"ger", vec![Rule::ConnectionString]),
        ("=db", vec![Rule::ConnectionString]),
    ] {
        let mut found = rules(text);
        let mut expected = expected;
        found.sort();
        expected.sort();
        assert_eq!(found, expected, "{text:?}");
    }
}

#[test]
fn a_misspelt_key_is_told_with_what_was_meant() {
    let verdict =
        OracleString::from("Host=db;Port=1521;Sid=ORCL;User Id=aep;Pasword=tiger").validate();
    let told = verdict.expect_err("Password is missing").to_string();
    assert!(told.contains("did you mean `Password`?"), "{told}");
}

#[test]
fn the_tail_of_a_password_that_needed_quotes_is_not_taken_for_a_key() {
    for text in [
        "Host=db;Port=1521;Sid=ORCL;User Id=aep;Password=ab;S3CR3T=\"x",
        "Host=db;Port=1521;Sid=ORCL;User Id=aep;Password=ab;S3CR3T='x'y",
        "Password=ab;S3CR3T",
        "Password=ab;S3CR3T;",
        "Password=ab;=S3CR3T",
        "Password=ab;S3CR3T==x",
    ] {
        let told = OracleString::from(text).validate().expect_err(text).to_string();
        assert!(!told.contains("S3CR3T"), "{told}");
    }
}

#[test]
fn a_text_that_lacks_parts_gives_none() {
    let error = OracleString::from("Host=db").parts().expect_err("parts are missing");
    assert_eq!(error.iter().filter(|violation| violation.rule == Rule::MissingPart).count(), 4);
}

#[test]
fn a_param_takes_parts_a_text_or_a_secret_alike() {
    let made = [
        oracle::ConnectionString::builder()
            .connection_string(parts("db", 1521, "ORCL", "aep", "tiger"))
            .build(),
        oracle::ConnectionString::builder()
            .connection_string("Host=db;Port=1521;Sid=ORCL;User Id=aep;Password=tiger")
            .build(),
        oracle::ConnectionString::builder()
            .connection_string(wellhead::Secret::from(
                "Host=db;Port=1521;Sid=ORCL;User Id=aep;Password=tiger",
            ))
            .build(),
    ];
    assert!(made.windows(2).all(|pair| pair[0] == pair[1]));
    assert_eq!(format!("{:?}", made[0]), "ConnectionString { connectionString: [secret] }");
}
