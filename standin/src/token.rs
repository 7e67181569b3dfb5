//! Bearer tokens. A token is signed, not remembered: it says when it expires and whose it is, and the key says that it was
//! given here. So it stays good across a restart, and nothing about it is stored.

use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use uuid::Uuid;

use crate::clock;
use crate::key::Key;

/// A token that every stand-in takes, so that a program that embeds one can skip the token call.
///
/// It opens nothing else: a stand-in listens on its own machine only, and gives tokens for any credentials anyway.
pub const EMBEDDED_TOKEN: &str = "wellhead-standin-embedded-token";

const PURPOSE: &str = "token";

/// What tokens are given and taken by.
#[derive(Debug)]
pub(crate) struct Tokens {
    life: Duration,
    /// Tokens of an earlier generation have been revoked.
    generation: AtomicU64,
}

impl Tokens {
    pub(crate) fn living(life: Duration) -> Self {
        Self { life, generation: AtomicU64::new(0) }
    }

    /// How long a token lives.
    pub(crate) fn life(&self) -> Duration {
        self.life
    }

    /// From now on, no token that was given before is good.
    pub(crate) fn revoke(&self) {
        self.generation.fetch_add(1, Ordering::SeqCst);
    }

    /// A new token for that client.
    pub(crate) fn give(&self, key: &Key, client_id: &str) -> String {
        let claims = format!(
            "standin.{}.{}.{}.{}",
            clock::now().saturating_add(self.life).as_secs(),
            self.generation.load(Ordering::SeqCst),
            key.client(client_id),
            Uuid::new_v4().simple(),
        );
        let signature = key.sign(PURPOSE, claims.as_bytes());
        format!("{claims}.{signature}")
    }

    /// The fingerprint of the client that the token was given to (`None` for the embedded token), if it was given with
    /// this key, has not expired and was not revoked.
    #[expect(clippy::option_option, reason = "whether the token is good, and whose it is")]
    pub(crate) fn client(&self, key: &Key, token: &str) -> Option<Option<String>> {
        if token == EMBEDDED_TOKEN {
            return Some(None);
        }
        let (claims, signature) = token.rsplit_once('.')?;
        if !key.has_signed(PURPOSE, claims.as_bytes(), signature) {
            return None;
        }
        let mut claims = claims.split('.').skip(1);
        let expiry = Duration::from_secs(claims.next()?.parse().ok()?);
        let generation: u64 = claims.next()?.parse().ok()?;
        let good = clock::now() < expiry && generation >= self.generation.load(Ordering::SeqCst);
        good.then(|| claims.next().map(ToOwned::to_owned))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn living(seconds: u64) -> Tokens {
        Tokens::living(Duration::from_secs(seconds))
    }

    #[test]
    fn a_token_is_good_until_it_expires_and_with_its_own_key_only() {
        let (key, other) = (Key::random().unwrap(), Key::random().unwrap());
        let tokens = living(60);
        let token = tokens.give(&key, "client");
        assert_eq!(tokens.client(&key, &token), Some(Some(key.client("client"))));
        assert_eq!(tokens.client(&other, &token), None);
        assert_eq!(tokens.client(&key, &living(0).give(&key, "client")), None);
    }

    #[test]
    fn a_token_whose_expiry_was_changed_is_not_good() {
        let key = Key::random().unwrap();
        let later = living(0).give(&key, "client").replacen("standin.", "standin.9", 1);
        assert_eq!(living(60).client(&key, &later), None);
    }

    #[test]
    fn a_revoked_token_is_not_good_and_one_that_is_given_after_is() {
        let key = Key::random().unwrap();
        let tokens = living(60);
        let before = tokens.give(&key, "client");
        tokens.revoke();
        assert_eq!(tokens.client(&key, &before), None);
        assert!(tokens.client(&key, &tokens.give(&key, "client")).is_some());
    }
}
