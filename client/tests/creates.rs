//! One call makes one connection, whatever becomes of the answer.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test fails by panicking"
)]

mod support;

use std::time::Duration;

use support::service::{Fate, Store, script, start, start_where};
use support::{Fake, PASSWORD, json, request};
use wellhead_client::{Cause, Client, Error};

fn client(fake: &Fake) -> Client {
    fake.with_token().build().unwrap()
}

/// By script: a 503 of the stand-in comes before the write, never after it.
#[tokio::test]
async fn a_connection_that_was_made_before_a_503_is_found_and_not_made_again() {
    let (fake, store) = start(script([Fate::UnavailableAfter])).await;
    let created = client(&fake).create(&request()).await.unwrap();
    assert_eq!(store.ids(), [created.id]);
    assert!(created.was_looked_up);
    assert_eq!(created.etag.as_deref(), Some("\"e\""));
    assert_eq!(fake.count("POST", "/connections"), 1);
}

/// By script: no answer of the stand-in is cut off.
#[tokio::test]
async fn a_connection_whose_answer_was_cut_off_is_found_and_not_made_again() {
    let (fake, store) = start(script([Fate::CutOffAfter])).await;
    let created = client(&fake).create(&request()).await.unwrap();
    assert_eq!(store.ids(), [created.id]);
    assert!(created.was_looked_up);
    assert_eq!(fake.count("POST", "/connections"), 1);
}

/// By script: no answer of the stand-in is cut off.
#[tokio::test]
async fn a_create_that_the_service_says_it_did_is_never_sent_again() {
    let (fake, _) = start(|_| Fate::CutOffBefore).await;
    let error = client(&fake).create(&request()).await.unwrap_err();
    assert!(matches!(&error, Error::BadAnswer(answer) if answer.status == 201), "{error}");
    assert!(error.is_outcome_unknown() && error.to_string().contains("it was cut off"), "{error}");
    assert_eq!(fake.count("POST", "/connections"), 1);
    assert_eq!(fake.count("GET", "/connections"), 2, "it was looked for");
}

/// By script: the stand-in has no 408.
#[tokio::test]
async fn a_create_that_was_answered_with_a_408_is_looked_for_before_it_is_sent_again() {
    let (fake, store) = start(script([Fate::TimedOutBefore])).await;
    let created = client(&fake).create(&request()).await.unwrap();
    assert_eq!(store.ids(), [created.id]);
    let asked = fake.asked("/connections");
    let methods: Vec<_> = asked.iter().map(|asked| asked.method()).collect();
    assert_eq!(methods, ["POST", "GET", "GET", "POST"]);
}

/// By script: what goes over the wire is looked at, which the stand-in takes and does not show.
#[tokio::test]
async fn it_is_looked_for_by_its_connection_spec_and_among_the_newest() {
    let (fake, _) = start(script([Fate::BrokenAfter])).await;
    client(&fake).create(&request()).await.unwrap();
    let [first, look] = &fake.asked("/connections")[..] else { panic!("a create and a look") };
    assert_eq!((first.method(), look.method()), ("POST", "GET"));
    let expected =
        format!("property=connectionSpec.id%3D%3D{}&orderby=-createdAt", support::SPEC_ID);
    assert_eq!(look.query(), expected);
}

/// By script: the stand-in's lists never lag.
#[tokio::test]
async fn a_connection_that_takes_a_while_to_show_up_in_lists_is_not_made_again() {
    let mut looks = 0;
    let late = move |_: &Store| {
        looks += 1;
        (looks == 1).then(|| json(200, r#"{"items":[]}"#).into())
    };
    let (fake, store) = start_where(script([Fate::BrokenAfter]), late).await;
    let created = client(&fake).create(&request()).await.unwrap();
    assert_eq!(store.ids(), [created.id]);
    assert_eq!(fake.count("POST", "/connections"), 1);
}

/// By script: the stand-in has no such ids.
#[tokio::test]
async fn ids_that_were_found_are_told_without_secrets_and_commands() {
    let two = |_: &Store| {
        let item = |id: &str| serde_json::json!({ "id": id, "name": "Acme" });
        let leak = format!("b\n{PASSWORD}");
        let items = serde_json::json!({ "items": [item("\u{1b}[2Ja"), item(&leak)] });
        Some(json(200, items.to_string()).into())
    };
    let (fake, _) = start_where(|_| Fate::BrokenBefore, two).await;
    let error = client(&fake).create(&request()).await.unwrap_err().to_string();
    assert!(error.contains("two connections of this name"), "{error}");
    assert!(error.contains("b [secret], and"), "{error}");
    assert_eq!(error.find(char::is_control), None, "{error:?}");
}

/// By script: the stand-in has no such ids.
#[tokio::test]
async fn an_id_that_no_call_can_be_made_with_is_no_find() {
    for id in ["", "../../x", "a b"] {
        let items = serde_json::json!({ "items": [{ "id": id, "name": "Acme" }] }).to_string();
        let one = move |_: &Store| Some(json(200, items.clone()).into());
        let (fake, _) = start_where(|_| Fate::BrokenBefore, one).await;
        let error = client(&fake).create(&request()).await.unwrap_err();
        assert!(error.is_outcome_unknown(), "{error}");
        assert!(error.to_string().contains("its id is none"), "{error}");
        assert_eq!(fake.count("POST", "/connections"), 1, "{error}");
    }
}

/// By script: with the stand-in, an hour would have to pass.
#[tokio::test]
async fn an_older_connection_of_the_same_name_is_not_taken_for_the_new_one() {
    let (fake, store) = start(script([Fate::BrokenBefore])).await;
    let old = store.add("Acme", Duration::from_secs(3600));
    let created = client(&fake).create(&request()).await.unwrap();
    assert_ne!(created.id, old);
    assert_eq!(store.len(), 2);
}

/// By script: others create a hundred connections between a create and the look for it.
#[tokio::test]
async fn it_is_found_behind_many_pages_of_others() {
    let (fake, store) = start_where(script([Fate::BrokenAfter]), {
        let mut is_first = true;
        move |store: &Store| {
            if std::mem::take(&mut is_first) {
                (0..120).for_each(|_| drop(store.add("someone else's", Duration::ZERO)));
            }
            None
        }
    })
    .await;
    let created = client(&fake).create(&request()).await.unwrap();
    assert_eq!(store.ids()[0], created.id);
    assert_eq!(fake.count("GET", "/connections"), 3);
}

/// How long is waited for an answer that never comes; also on a busy machine, one that comes is there by then.
const HURRIED: Duration = Duration::from_secs(2);

/// By script: the stand-in never falls silent after a write.
#[tokio::test]
async fn a_create_that_timed_out_is_looked_for_and_never_sent_again() {
    let (fake, store) = start(|_| Fate::SilentAfter).await;
    let hurried = fake.with_token().timeout(HURRIED).build().unwrap();
    assert_eq!(store.len(), 0);
    let created = hurried.create(&request()).await.unwrap();
    assert_eq!(store.ids(), [created.id]);

    let nothing = Fake::start(|asked| match asked.method() {
        "POST" => support::Reply::Silence,
        _ => json(200, r#"{"items":[]}"#).into(),
    })
    .await;
    let hurried = nothing.with_token().timeout(HURRIED).build().unwrap();
    let error = hurried.create(&request()).await.unwrap_err();
    assert!(error.is_outcome_unknown(), "{error}");
    assert!(
        matches!(&error, Error::Unreachable(silent) if silent.cause == Cause::TimedOut),
        "{error}"
    );
    assert_eq!(
        (nothing.count("POST", "/connections"), nothing.count("GET", "/connections")),
        (1, 2)
    );
}
