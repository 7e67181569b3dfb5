//! Bearer tokens. A token is signed, not remembered: it says when it expires and whose it is, and the key says that it was
//! given here. So it stays good across a restart, and all that is stored is which generation of tokens is good.

use std::time::Duration;

use uuid::Uuid;

use crate::clock;
use crate::key::Key;

/// A token that every stand-in takes, so that a program that embeds one can skip the token call.
///
/// It opens nothing else: a stand-in listens on its own machine only, and gives tokens for any credentials anyway.
pub const EMBEDDED_TOKEN: &str = "wellhead-standin-embedded-token";

const PURPOSE: &str = "token";

/// What a token says, which was given with this key and has not expired.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Claims {
    /// The fingerprint of the client that it was given to.
    pub(crate) client: String,
    /// Tokens of a generation before the store's have been revoked.
    pub(crate) generation: i64,
}

/// A new token for that client.
pub(crate) fn give(key: &Key, life: Duration, generation: i64, client_id: &str) -> String {
    let claims = format!(
        "standin.{}.{generation}.{}.{}",
        clock::now().saturating_add(life).as_secs(),
        key.client(client_id),
        Uuid::new_v4().simple(),
    );
    let signature = key.sign(PURPOSE, claims.as_bytes());
    format!("{claims}.{signature}")
}

/// What the token says; `None` if it was not given with this key, or has expired.
pub(crate) fn read(key: &Key, token: &str) -> Option<Claims> {
    let (claims, signature) = token.rsplit_once('.')?;
    if !key.has_signed(PURPOSE, claims.as_bytes(), signature) {
        return None;
    }
    let mut claims = claims.split('.').skip(1);
    let expiry = Duration::from_secs(claims.next()?.parse().ok()?);
    if clock::now() >= expiry {
        return None;
    }
    let generation = claims.next()?.parse().ok()?;
    Some(Claims { client: claims.next()?.to_owned(), generation })
}

#[cfg(test)]
mod tests {
    use super::*;

    const LONG: Duration = Duration::from_secs(60);

    #[test]
    fn a_token_is_good_until_it_expires_and_with_its_own_key_only() {
        let (key, other) = (Key::random().unwrap(), Key::random().unwrap());
        let token = give(&key, LONG, 7, "client");
        let claims = Claims { client: key.client("client"), generation: 7 };
        assert_eq!(read(&key, &token), Some(claims));
        assert_eq!(read(&other, &token), None);
        assert_eq!(read(&key, &give(&key, Duration::ZERO, 7, "client")), None);
    }

    #[test]
    fn a_token_that_was_changed_is_not_good() {
        let key = Key::random().unwrap();
        let later = give(&key, Duration::ZERO, 7, "client").replacen("standin.", "standin.9", 1);
        assert_eq!(read(&key, &later), None);
        let newer = give(&key, LONG, 7, "client").replacen(".7.", ".8.", 1);
        assert_eq!(read(&key, &newer), None);
    }
}
