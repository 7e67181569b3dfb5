//! Bearer tokens. A token is signed, not remembered: it says when it expires, and the key says that it was given here.
//! So it stays good across a restart, and nothing about it is stored.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use uuid::Uuid;

use crate::key::Key;

/// A token that every stand-in takes, so that a program that embeds one can skip the token call.
///
/// It opens nothing else: a stand-in listens on its own machine only, and gives tokens for any credentials anyway.
pub const EMBEDDED_TOKEN: &str = "wellhead-standin-embedded-token";

const PURPOSE: &str = "token";

/// A new token.
pub(crate) fn give(key: &Key, life: Duration) -> String {
    let claims =
        format!("standin.{}.{}", now().saturating_add(life).as_secs(), Uuid::new_v4().simple());
    let signature = key.sign(PURPOSE, claims.as_bytes());
    format!("{claims}.{signature}")
}

/// Whether the token was given with this key and has not expired.
pub(crate) fn is_good(key: &Key, token: &str) -> bool {
    if token == EMBEDDED_TOKEN {
        return true;
    }
    let Some((claims, signature)) = token.rsplit_once('.') else { return false };
    key.has_signed(PURPOSE, claims.as_bytes(), signature)
        && expiry(claims).is_some_and(|expiry| now() < expiry)
}

fn expiry(claims: &str) -> Option<Duration> {
    let seconds = claims.split('.').nth(1)?;
    seconds.parse().ok().map(Duration::from_secs)
}

/// The time since the Unix epoch.
pub(crate) fn now() -> Duration {
    SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_is_good_until_it_expires_and_with_its_own_key_only() {
        let (key, other) = (Key::random().unwrap(), Key::random().unwrap());
        let token = give(&key, Duration::from_secs(60));
        assert!(is_good(&key, &token));
        assert!(!is_good(&other, &token));
        assert!(!is_good(&key, &give(&key, Duration::ZERO)));
    }

    #[test]
    fn a_token_whose_expiry_was_changed_is_not_good() {
        let key = Key::random().unwrap();
        let token = give(&key, Duration::ZERO);
        let later = token.replacen("standin.", "standin.9", 1);
        assert!(!is_good(&key, &later));
    }
}
