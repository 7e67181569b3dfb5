//! A service that keeps connections, so that a test can count what a client really made.

use std::sync::{Arc, Mutex};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use serde_json::{Value, json};

use super::{Asked, Fake, Reply, SPEC_ID, SPEC_NAME};

/// What is done with a create.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fate {
    Works,
    BrokenBefore,
    BrokenAfter,
    UnavailableAfter,
    SilentAfter,
    /// Never answered, and nothing was made so far.
    SilentBefore,
    /// The answer to what works ends before its last byte.
    CutOffAfter,
    /// The same, and nothing was made.
    CutOffBefore,
    /// 408, and nothing was made.
    TimedOutBefore,
}

/// What there is.
#[derive(Clone, Default)]
pub struct Store(Arc<Mutex<Vec<Value>>>);

impl Store {
    pub fn all(&self) -> Vec<Value> {
        self.0.lock().unwrap().clone()
    }

    pub fn len(&self) -> usize {
        self.0.lock().unwrap().len()
    }

    pub fn ids(&self) -> Vec<String> {
        self.all().iter().map(|item| item["id"].as_str().unwrap().to_owned()).collect()
    }

    /// Adds a connection of this name that is so old.
    pub fn add(&self, name: &str, age: Duration) -> String {
        let mut items = self.0.lock().unwrap();
        let id = format!("made-{}", items.len());
        let created_at = (SystemTime::now() - age).duration_since(UNIX_EPOCH).unwrap().as_millis();
        items.push(json!({
            "id": id, "name": name, "state": "enabled", "etag": "\"e\"",
            "createdAt": u64::try_from(created_at).unwrap(),
            "auth": { "specName": SPEC_NAME, "params": { "password": "hidden" } },
            "connectionSpec": { "id": SPEC_ID, "version": "1.0" },
        }));
        id
    }

    fn answer(&self, asked: &Asked, fate: Fate) -> Reply {
        let make = || {
            let id = self.add(asked.json()["name"].as_str().unwrap(), Duration::ZERO);
            super::json(201, json!({ "id": id, "etag": "\"e\"" }).to_string())
        };
        match fate {
            Fate::Works => make().into(),
            Fate::BrokenBefore => Reply::Broken,
            Fate::BrokenAfter => {
                make();
                Reply::Broken
            }
            Fate::UnavailableAfter => {
                make();
                super::json(503, "{}").into()
            }
            Fate::SilentAfter => {
                make();
                Reply::Silence
            }
            Fate::SilentBefore => Reply::Silence,
            Fate::CutOffAfter => Reply::CutOff(make()),
            Fate::CutOffBefore => Reply::CutOff(super::created()),
            Fate::TimedOutBefore => super::json(408, "{}").into(),
        }
    }

    /// The newest first, by pages of 50.
    fn list(&self, asked: &Asked) -> Reply {
        let mut items = self.all();
        items.reverse();
        let start = url::form_urlencoded::parse(asked.query().as_bytes())
            .find(|(key, _)| key == "continuationToken")
            .map_or(0, |(_, token)| token.parse().unwrap());
        let page: Vec<_> = items.iter().skip(start).take(50).collect();
        let next = (start + 50 < items.len()).then(|| (start + 50).to_string());
        let body = json!({ "items": page, "continuationToken": next }).to_string();
        let mut response = super::json(200, body);
        let now = httpdate::fmt_http_date(SystemTime::now());
        response.headers_mut().insert("date", now.parse().unwrap());
        response.into()
    }
}

/// A service that treats the creates as `fates` says, one after the other.
pub async fn start(fates: impl FnMut(&Asked) -> Fate + Send + 'static) -> (Fake, Store) {
    start_where(fates, |_| None).await
}

/// The same, where lists are answered by `lists` if it wants to.
pub async fn start_where(
    fates: impl FnMut(&Asked) -> Fate + Send + 'static,
    lists: impl FnMut(&Store) -> Option<Reply> + Send + 'static,
) -> (Fake, Store) {
    let store = Store::default();
    let (kept, fates, lists) = (store.clone(), Mutex::new(fates), Mutex::new(lists));
    let fake = Fake::start(move |asked| match asked.method() {
        "POST" => kept.answer(asked, (fates.lock().unwrap())(asked)),
        _ => (lists.lock().unwrap())(&kept).unwrap_or_else(|| kept.list(asked)),
    })
    .await;
    (fake, store)
}

/// These fates, and then all works.
pub fn script<const COUNT: usize>(
    fates: [Fate; COUNT],
) -> impl FnMut(&Asked) -> Fate + Send + 'static {
    let mut fates = fates.into_iter();
    move |_| fates.next().unwrap_or(Fate::Works)
}
