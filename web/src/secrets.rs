//! Randomness at the door: secrets of sessions and tokens, command ids, numbers for request ids.

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use hub::{CommandId, accounts::SecretHash};
use rand::RngCore as _;
use sha2::{Digest, Sha256};

/// What API tokens begin with, so that a leaked one is recognised.
pub const TOKEN_PREFIX: &str = "ct_";

/// `N` random bytes as text that can stand in a cookie, a form or a URL.
pub fn random<const N: usize>() -> String {
    let mut bytes = [0u8; N];
    rand::rng().fill_bytes(&mut bytes);
    URL_SAFE_NO_PAD.encode(bytes)
}

/// A session's secret: 256 random bits.
pub fn session() -> String {
    random::<32>()
}

/// An API token: `ct_` and 256 random bits.
pub fn token() -> String {
    format!("{TOKEN_PREFIX}{}", random::<32>())
}

/// A fresh id for a command that nobody will say again.
pub fn command_id() -> CommandId {
    CommandId::new(random::<16>()).expect("22 letters of base64url")
}

/// Six digits for a phone.
pub fn code() -> String {
    use rand::Rng as _;
    format!("{:06}", rand::rng().random_range(0..1_000_000))
}

/// What is stored of a secret.
pub fn hash(secret: &str) -> SecretHash {
    let digest = Sha256::digest(secret.as_bytes());
    SecretHash(digest.iter().map(|byte| format!("{byte:02x}")).collect())
}
