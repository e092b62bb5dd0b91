//! What makes a form believed: a token that only this hub can make, for this very session (or, of a stranger, this
//! browser's visit).
//!
//! `token = nonce ‖ HMAC-SHA-256(key, nonce ‖ whose)`. The nonce is fresh on every page, so that compressing a page beside
//! what somebody typed tells nobody the token.

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use hmac::{Hmac, Mac};
use sha2::Sha256;

const NONCE: usize = 16;

/// Signs forms. Kept in the database, so that a form outlives a restart.
#[derive(Clone)]
pub struct FormKey(Vec<u8>);

impl FormKey {
    pub fn new(key: &str) -> Self {
        FormKey(key.as_bytes().to_vec())
    }

    pub fn token(&self, whose: &str) -> String {
        let mut bytes = [0u8; NONCE];
        rand::RngCore::fill_bytes(&mut rand::rng(), &mut bytes);
        let mut token = bytes.to_vec();
        token.extend(self.signed("form", &[&bytes, whose.as_bytes()]).finalize().into_bytes());
        URL_SAFE_NO_PAD.encode(token)
    }

    pub fn is_good(&self, token: &str, whose: &str) -> bool {
        let Ok(bytes) = URL_SAFE_NO_PAD.decode(token) else { return false };
        let Some((nonce, mac)) = bytes.split_at_checked(NONCE) else { return false };
        self.signed("form", &[nonce, whose.as_bytes()]).verify_slice(mac).is_ok()
    }

    /// A command's id that is worth nothing in another browser: strangers share one space of ids.
    pub fn strangers_id(&self, visit: &str, command: &str) -> String {
        let mac = self.signed("command", &[visit.as_bytes(), &[0], command.as_bytes()]).finalize().into_bytes();
        URL_SAFE_NO_PAD.encode(&mac[..16])
    }

    fn signed(&self, what: &str, parts: &[&[u8]]) -> Hmac<Sha256> {
        let mut mac = <Hmac<Sha256> as Mac>::new_from_slice(&self.0).expect("HMAC takes keys of any length");
        mac.update(what.as_bytes());
        mac.update(&[0]);
        for part in parts {
            mac.update(part);
        }
        mac
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_is_good_for_whom_it_was_made_and_never_the_same_twice() {
        let key = FormKey::new("a key of this hub");
        let (one, two) = (key.token("ana"), key.token("ana"));
        assert_ne!(one, two);
        assert!(key.is_good(&one, "ana") && key.is_good(&two, "ana"));
        assert!(!key.is_good(&one, "bo"));
        assert!(!FormKey::new("another key").is_good(&one, "ana"));
        for bad in ["", "rubbish", "=", &one[1..], &format!("{one}A")] {
            assert!(!key.is_good(bad, "ana"), "{bad}");
        }
    }
}
