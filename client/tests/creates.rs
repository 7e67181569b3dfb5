//! One call makes one connection, whatever becomes of the answer.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test fails by panicking"
)]

mod support;

use std::collections::HashSet;
use std::time::Duration;

use futures_util::future::join_all;
use support::service::{Fate, Store, script, start, start_where};
use support::{Fake, json, named, quick, request};
use wellhead_client::{Cause, Client, Error};

fn client(fake: &Fake) -> Client {
    fake.with_token().build().unwrap()
}

#[tokio::test]
async fn a_connection_whose_answer_was_lost_is_found_and_not_made_again() {
    for fate in [Fate::BrokenAfter, Fate::HalfAnAnswer, Fate::UnavailableAfter] {
        let (fake, store) = start(script([fate])).await;
        let created = client(&fake).create(&request()).await.unwrap();
        assert_eq!(store.ids(), [created.id], "{fate:?}");
        assert!(created.was_looked_up, "{fate:?}");
        assert_eq!(created.etag.as_deref(), Some("\"e\""));
        assert_eq!(fake.count("POST", "/connections"), 1, "{fate:?}");
    }
}

#[tokio::test]
async fn a_connection_that_was_not_made_is_made_after_it_was_looked_for_twice() {
    for fate in [Fate::BrokenBefore, Fate::UnavailableBefore] {
        let (fake, store) = start(script([fate, fate])).await;
        let created = client(&fake).create(&request()).await.unwrap();
        assert_eq!(store.ids(), [created.id], "{fate:?}");
        assert!(!created.was_looked_up, "{fate:?}");
        assert_eq!(fake.count("POST", "/connections"), 3, "{fate:?}");
        assert_eq!(fake.count("GET", "/connections"), 4, "{fate:?}");
    }
}

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

#[tokio::test]
async fn an_older_connection_of_the_same_name_is_not_taken_for_the_new_one() {
    let (fake, store) = start(script([Fate::BrokenBefore])).await;
    let old = store.add("Acme", Duration::from_secs(3600));
    let created = client(&fake).create(&request()).await.unwrap();
    assert_ne!(created.id, old);
    assert_eq!(store.len(), 2);
}

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

#[tokio::test]
async fn two_creates_of_one_name_are_not_taken_for_each_other() {
    let (fake, store) = start(|_| Fate::BrokenAfter).await;
    let client = client(&fake);
    let (one, other) = (request(), request());
    let (first, second) = tokio::join!(client.create(&one), client.create(&other));
    let made: HashSet<_> = [first.unwrap().id, second.unwrap().id].into();
    assert_eq!(made.len(), 2);
    assert_eq!(store.len(), 2);
}

#[tokio::test]
async fn two_that_fit_are_nobodys_guess() {
    let (fake, _) = start_where(script([Fate::BrokenAfter]), |store| {
        store.add("Acme", Duration::ZERO);
        None
    })
    .await;
    let error = client(&fake).create(&request()).await.unwrap_err();
    assert!(error.is_outcome_unknown(), "{error}");
    assert!(
        error.to_string().contains("made-0") && error.to_string().contains("made-1"),
        "{error}"
    );
    assert_eq!(fake.count("POST", "/connections"), 1);
}

#[tokio::test]
async fn a_create_that_timed_out_is_looked_for_and_never_sent_again() {
    let (fake, store) = start(|_| Fate::SilentAfter).await;
    let quick = fake.with_token().timeout(Duration::from_millis(100)).build().unwrap();
    assert_eq!(store.len(), 0);
    let created = quick.create(&request()).await.unwrap();
    assert_eq!(store.ids(), [created.id]);

    let nothing = Fake::start(|asked| match asked.method() {
        "POST" => support::Reply::Silence,
        _ => json(200, r#"{"items":[]}"#).into(),
    })
    .await;
    let quick = nothing.with_token().timeout(Duration::from_millis(100)).build().unwrap();
    let error = quick.create(&request()).await.unwrap_err();
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

#[tokio::test]
async fn where_looking_fails_too_the_outcome_stays_unknown_and_nothing_is_sent_again() {
    let (fake, store) =
        start_where(script([Fate::BrokenAfter]), |_| Some(json(400, "{}").into())).await;
    let error = client(&fake).create(&request()).await.unwrap_err();
    assert!(error.is_outcome_unknown(), "{error}");
    assert!(error.to_string().contains("look for its name"), "{error}");
    assert_eq!((fake.count("POST", "/connections"), store.len()), (1, 1));
}

#[tokio::test]
async fn a_create_that_was_turned_away_at_the_gate_is_sent_again_without_a_look() {
    let (fake, store) = start(script([Fate::TooMany, Fate::TooMany])).await;
    client(&fake).create(&request()).await.unwrap();
    assert_eq!((fake.count("POST", "/connections"), fake.count("GET", "/connections")), (3, 0));
    assert_eq!(store.len(), 1);
}

#[tokio::test]
async fn a_create_that_was_refused_is_not_sent_again() {
    let (fake, store) = start(|_| Fate::Refused).await;
    client(&fake).create(&request()).await.unwrap_err();
    assert_eq!((fake.asked("").len(), store.len()), (1, 0));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn three_hundred_creates_with_a_third_of_them_struck_make_three_hundred_connections() {
    const STRUCK: [Fate; 6] = [
        Fate::BrokenBefore,
        Fate::BrokenAfter,
        Fate::HalfAnAnswer,
        Fate::UnavailableBefore,
        Fate::UnavailableAfter,
        Fate::TooMany,
    ];
    let mut random = fastrand::Rng::with_seed(5);
    let (fake, store) = start(move |_| match random.usize(..18) {
        struck if struck < STRUCK.len() => STRUCK[struck],
        _ => Fate::Works,
    })
    .await;
    let client = fake.with_token().retry(quick().attempts(12).budget(100_000)).build().unwrap();
    let creates = (0..300).map(|number| {
        let client = client.clone();
        // A tenth of the names are given twice.
        async move { client.create(&named(format!("number {}", number % 270))).await.unwrap().id }
    });
    let answered: HashSet<String> = join_all(creates).await.into_iter().collect();
    assert_eq!(answered.len(), 300, "each call has a connection of its own");
    assert_eq!(answered, store.ids().into_iter().collect(), "and there are no others");
    let creates = fake.count("POST", "/connections");
    assert!(creates > 300, "faults were met: {creates} creates sent");
}
