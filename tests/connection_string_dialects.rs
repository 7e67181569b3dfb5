//! Connection strings in every dialect but ADO.NET's, which `connection_string.rs` has: parts become a text, and the text
//! the same parts, whatever the values are made of.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test fails by panicking"
)]

mod support;

use proptest::prelude::*;
use support::small::sources::strings::every_dialect::{AdoParts, AzureParts, OdbcParts, UrlParts};
use wellhead::sources::{azure_blob, mysql, snowflake};
use wellhead::{ConnectionString, Rule, Violations};
use wellhead_runtime::ConnectionStringParts;

/// Texts full of what the grammars use themselves.
fn tricky() -> impl Strategy<Value = String> {
    prop_oneof![
        "[;={}\"'&?%/#+@ \\t\\na]{1,12}",
        "\\PC{1,12}",
        any::<String>().prop_filter("not empty", |text| !text.is_empty())
    ]
}

fn rules(verdict: Result<(), Violations>) -> Vec<Rule> {
    verdict.err().iter().flat_map(Violations::iter).map(|violation| violation.rule).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 512, ..ProptestConfig::default() })]

    #[test]
    fn any_parts_come_back_from_odbc(host in tricky(), port in proptest::option::of(1_u16..), user in tricky(), password in tricky()) {
        let mut builder = OdbcParts::builder().host(host).user(user).password(password);
        if let Some(port) = port {
            builder = builder.port(port);
        }
        let parts = builder.build();
        let text = ConnectionString::from(parts.clone());
        prop_assert_eq!(text.parts(), Ok(parts), "{}", text.expose());
    }

    #[test]
    fn any_parts_come_back_from_a_url(account in tricky(), database in proptest::option::of(tricky()), user in tricky(), password in tricky()) {
        let mut builder = UrlParts::builder().account(account).user(user).password(password);
        if let Some(database) = database {
            builder = builder.database(database);
        }
        let parts = builder.build();
        let text = ConnectionString::from(parts.clone());
        prop_assert_eq!(text.parts(), Ok(parts), "{}", text.expose());
    }

    #[test]
    fn parts_come_back_from_azure_storage_or_are_refused(account in tricky(), key in tricky()) {
        let parts = AzureParts::builder().account(account.clone()).key(key.clone()).build();
        let text = ConnectionString::from(parts.clone());
        if [&account, &key].iter().any(|value| value.contains([';', '\0'])) {
            prop_assert_eq!(rules(text.validate()), vec![Rule::ConnectionString], "{}", text.expose());
        } else {
            prop_assert_eq!(text.parts(), Ok(parts), "{}", text.expose());
        }
    }

    #[test]
    fn a_part_with_one_value_is_always_written(server in tricky(), password in tricky(), encrypt in any::<Option<bool>>()) {
        let mut builder = AdoParts::builder().server(server).password(password);
        if let Some(encrypt) = encrypt {
            builder = builder.encrypt(encrypt);
        }
        let parts = builder.build();
        let text = ConnectionString::from(parts.clone());
        prop_assert!(text.expose().contains(";Trusted_Connection=false"), "{}", text.expose());
        prop_assert_eq!(text.parts(), Ok(parts), "{}", text.expose());
    }

    #[test]
    fn any_text_is_judged_without_a_panic_and_without_its_values(text in "[;={}\"'?&%:/ a-z]{0,32}", secret in "S3CR3T[a-z]{4}") {
        let texts = [
            format!("{text}PWD={secret}"),
            format!("PWD={{{secret}}};{text}"),
            format!("jdbc:acme://a.acme.example/?password={secret}&{text}"),
            format!("AccountKey={secret};{text}"),
            format!("AccountKey=a;{secret}{text}"),
        ];
        for text in texts {
            let verdicts = format!(
                "{:?} {:?} {:?}",
                ConnectionString::<OdbcParts>::from(text.as_str()).validate(),
                ConnectionString::<AzureParts>::from(text.as_str()).validate(),
                ConnectionString::<UrlParts>::from(text.as_str()).validate(),
            );
            prop_assert!(!verdicts.contains("S3CR3T"), "{} of {}", verdicts, text);
        }
    }
}

/// What a text is once its parts are taken out, changed and set again.
fn changed<P: ConnectionStringParts>(text: &str, change: fn(&mut P)) -> String {
    let mut text = ConnectionString::<P>::from(text);
    let mut parts = text.parts().expect("parts");
    change(&mut parts);
    text.set_parts(&parts);
    assert_eq!(text.validate(), Ok(()));
    text.expose().to_owned()
}

#[test]
fn a_part_is_changed_and_what_only_the_driver_knows_stays() {
    let ado =
        r#"Pooling=false;Server=db;Password=p;"a""b"="c;d";Trusted_Connection=false;Pooling=true"#;
    assert_eq!(
        changed::<AdoParts>(ado, |parts| parts.server = "other".into()),
        r#"Server=other;Password=p;Trusted_Connection=false;Pooling=false;"a""b"="c;d";Pooling=true"#
    );
    assert_eq!(
        changed::<OdbcParts>("OPT={a}}b};HOST=db;UID=u;PWD=p", |parts| parts.port = Some(1)),
        "HOST=db;PORT=1;UID=u;PWD=p;OPT={a}}b}"
    );
    let url = "jdbc:acme://a.acme.example/?tracing=a%26b+c&user=u&password=p&tracing";
    assert_eq!(
        changed::<UrlParts>(url, |parts| parts.password = "q".into()),
        "jdbc:acme://a.acme.example/?user=u&password=q&tracing=a%26b+c&tracing="
    );
}

#[test]
fn a_boolean_is_read_in_any_letter_case_and_in_ado_nets_words() {
    for text in [
        "Server=db;Password=p;Trusted_Connection=False;Encrypt=True",
        "Server=db;Password=p;Trusted_Connection=FALSE;Encrypt=true",
        "Server=db;Password=p;Trusted_Connection=no;Encrypt=Yes",
    ] {
        let parts = ConnectionString::<AdoParts>::from(text).parts().expect(text);
        assert_eq!(parts.encrypt, Some(true));
    }
    for trusted in ["True", "yes"] {
        let text = format!("Server=db;Password=p;Trusted_Connection={trusted}");
        assert_eq!(rules(ConnectionString::<AdoParts>::from(text).validate()), [Rule::Const]);
    }
}

#[test]
fn azure_storage_knows_no_other_keys() {
    let text = "AccountName=acme;AccountKey=abc==;Pooling=true";
    assert_eq!(rules(ConnectionString::<AzureParts>::from(text).validate()), [Rule::Unknown]);
}

#[test]
fn another_address_is_told_with_the_right_one() {
    let text = ConnectionString::<UrlParts>::from("https://acme.example/?user=u&password=p");
    let told = text.validate().expect_err("another address").to_string();
    assert!(told.contains("write `jdbc:acme://{account}.acme.example/{database}`"), "{told}");
}

#[test]
fn sources_write_the_documented_spelling() {
    let text: ConnectionString<_> =
        mysql::connection_string_based_authentication::ConnectionStringParts::builder()
            .server("db.acme.example")
            .port(3306)
            .database("crm")
            .username("aep")
            .password("a;b")
            .build()
            .into();
    assert_eq!(text.expose(), "Server=db.acme.example;Port=3306;Database=crm;Uid=aep;Pwd={a;b}");
    let text: ConnectionString<_> = azure_blob::connection_string::ConnectionStringParts::builder()
        .account_name("acme")
        .account_key("c2VjcmV0c2VjcmV0c2VjcmV0c2VjcmV0c2VjcmV0c2VjcmV0c2VjcmV0c2VjcmV0c2VjcmV0c2VjcmV0c2VjcmV0c2VjcmU=")
        .build()
        .into();
    assert!(text.expose().contains("AccountName=acme;AccountKey=c2Vj"), "{}", text.expose());
    let text: ConnectionString<_> = snowflake::connection_string::ConnectionStringParts::builder()
        .account("acme.east-us-2.azure")
        .username("aep")
        .password("a&b")
        .database("CRM")
        .warehouse("WH")
        .build()
        .into();
    assert!(
        text.expose().starts_with(
            "jdbc:snowflake://acme.east-us-2.azure.snowflakecomputing.com/?user=aep&password=a%26b&"
        ),
        "{}",
        text.expose()
    );
}
