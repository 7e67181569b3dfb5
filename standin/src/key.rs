//! The stand-in's own key: what it signs tokens and makes fingerprints with.

use std::fmt;
use std::io;

use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;
use zeroize::Zeroizing;

/// How long a key is, in bytes.
pub(crate) const LENGTH: usize = 32;

/// A random key.
pub(crate) struct Key(Zeroizing<[u8; LENGTH]>);

impl Key {
    pub(crate) fn random() -> io::Result<Self> {
        let mut bytes = Zeroizing::new([0; LENGTH]);
        getrandom::fill(&mut *bytes).map_err(io::Error::other)?;
        Ok(Self(bytes))
    }

    pub(crate) fn from_bytes(bytes: &[u8]) -> Option<Self> {
        bytes.try_into().ok().map(|bytes| Self(Zeroizing::new(bytes)))
    }

    pub(crate) fn as_bytes(&self) -> &[u8] {
        &*self.0
    }

    /// HMAC-SHA-256 of `text`, in hexadecimal; what is signed for one purpose is not signed for another.
    pub(crate) fn sign(&self, purpose: &str, text: &[u8]) -> String {
        let digest = self.mac(purpose, text).map(|mac| mac.finalize().into_bytes());
        digest.map(|digest| hexadecimal(&digest)).unwrap_or_default()
    }

    /// Whether `signature` is that of `text`; takes equally long for every wrong one.
    pub(crate) fn has_signed(&self, purpose: &str, text: &[u8], signature: &str) -> bool {
        let Some(signature) = bytes(signature) else { return false };
        self.mac(purpose, text).is_some_and(|mac| mac.verify_slice(&signature).is_ok())
    }

    /// Of params, which tells when they change and nothing about them.
    pub(crate) fn fingerprint(&self, params: &str) -> String {
        self.sign("auth", params.as_bytes())
    }

    /// Which client that is, without saying its id.
    pub(crate) fn client(&self, client_id: &str) -> String {
        let mut name = self.sign("client", client_id.as_bytes());
        name.truncate(32);
        name
    }

    /// The id of that organization's sandbox: always the same, and like no other's.
    pub(crate) fn sandbox_id(&self, org_id: &str, sandbox: &str) -> String {
        let name = self.sign("sandbox", format!("{org_id}\0{sandbox}").as_bytes());
        let bytes = bytes(&name).unwrap_or_default().first_chunk().copied().unwrap_or_default();
        uuid::Builder::from_random_bytes(bytes).into_uuid().to_string()
    }

    fn mac(&self, purpose: &str, text: &[u8]) -> Option<Hmac<Sha256>> {
        // HMAC takes keys of any length, so there always is one.
        let mut mac = Hmac::<Sha256>::new_from_slice(self.as_bytes()).ok()?;
        mac.update(purpose.as_bytes());
        mac.update(&[0]);
        mac.update(text);
        Some(mac)
    }
}

impl fmt::Debug for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("[secret]")
    }
}

/// The bytes, two digits each.
pub(crate) fn hexadecimal(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// The bytes that these digits stand for.
pub(crate) fn bytes(hexadecimal: &str) -> Option<Vec<u8>> {
    let pairs = hexadecimal.as_bytes().chunks(2);
    pairs
        .map(|pair| {
            let pair = std::str::from_utf8(pair).ok().filter(|pair| pair.len() == 2)?;
            u8::from_str_radix(pair, 16).ok()
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_not_shown() {
        assert_eq!(format!("{:?}", Key::random().unwrap()), "[secret]");
    }

    #[test]
    fn a_signature_is_good_for_its_text_and_purpose_only() {
        let key = Key::random().unwrap();
        let signature = key.sign("a", b"text");
        assert!(key.has_signed("a", b"text", &signature));
        assert!(!key.has_signed("b", b"text", &signature));
        assert!(!key.has_signed("a", b"texts", &signature));
        assert!(!key.has_signed("a", b"text", "nonsense"));
        assert!(!key.has_signed("a", b"text", ""));
    }
}
