//! argon2id, off the threads that answer requests: two at a time, a short queue, and a no beyond it.

use std::sync::{
    Arc,
    atomic::{AtomicUsize, Ordering},
};

use argon2::{
    Algorithm, Argon2, Params, Version,
    password_hash::{PasswordHasher, PasswordVerifier, phc},
};
use hub::{accounts::PasswordHash, command::AnyRefusal};
use tokio::sync::Semaphore;

/// 19 MiB, two passes: OWASP's first choice.
const MEMORY_KIB: u32 = 19 * 1024;
const PASSES: u32 = 2;
const AT_ONCE: usize = 2;
/// Beyond so many waiting, somebody would wait longer than they care to.
const MOST_WAITING: usize = 64;

/// Hashes and checks passwords.
pub struct Passwords {
    at_once: Arc<Semaphore>,
    waiting: AtomicUsize,
    /// Checked against when there is no such member, so that a name's existence can't be told by the time it takes.
    nobody: PasswordHash,
}

/// Takes one off the count when it ends, however it ends.
struct Place<'a>(&'a AtomicUsize);

impl Drop for Place<'_> {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::Relaxed);
    }
}

impl Passwords {
    pub fn new() -> Result<Self, AnyRefusal> {
        let nobody = hashed("nobody has this password").map(PasswordHash)?;
        Ok(Passwords { at_once: Arc::new(Semaphore::new(AT_ONCE)), waiting: AtomicUsize::new(0), nobody })
    }

    pub async fn hash(&self, password: String) -> Result<PasswordHash, AnyRefusal> {
        self.in_turn(move || hashed(&password).map(PasswordHash)).await?
    }

    /// Whether it is right. Without a known hash it takes as long and is wrong.
    pub async fn is_right(&self, password: String, known: Option<PasswordHash>) -> Result<bool, AnyRefusal> {
        let exists = known.is_some();
        let against = known.unwrap_or_else(|| self.nobody.clone());
        let matches = self.in_turn(move || verified(&password, &against)).await?;
        Ok(matches && exists)
    }

    async fn in_turn<T: Send + 'static>(&self, work: impl FnOnce() -> T + Send + 'static) -> Result<T, AnyRefusal> {
        if self.waiting.fetch_add(1, Ordering::Relaxed) >= MOST_WAITING {
            self.waiting.fetch_sub(1, Ordering::Relaxed);
            return Err(AnyRefusal::Busy { retry_after_ms: 3_000 });
        }
        let _place = Place(&self.waiting);
        let permit = self.at_once.clone().acquire_owned().await.map_err(|_| AnyRefusal::Broken)?;
        let done = tokio::task::spawn_blocking(move || {
            // Held here and not by the request: one that was given up still takes its turn.
            let _permit = permit;
            work()
        });
        done.await.map_err(|_| AnyRefusal::Broken)
    }
}

fn argon2() -> Result<Argon2<'static>, AnyRefusal> {
    let params = Params::new(MEMORY_KIB, PASSES, 1, None).map_err(|_| AnyRefusal::Broken)?;
    Ok(Argon2::new(Algorithm::Argon2id, Version::V0x13, params))
}

fn hashed(password: &str) -> Result<String, AnyRefusal> {
    let hash: phc::PasswordHash = argon2()?.hash_password(password.as_bytes()).map_err(|_| AnyRefusal::Broken)?;
    Ok(hash.to_string())
}

fn verified(password: &str, against: &PasswordHash) -> bool {
    let Ok(parsed) = phc::PasswordHash::new(&against.0) else { return false };
    argon2().is_ok_and(|a| a.verify_password(password.as_bytes(), &parsed).is_ok())
}

/// Hashes without a queue, for the console.
pub fn hash_now(password: &str) -> Result<PasswordHash, AnyRefusal> {
    hashed(password).map(PasswordHash)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn the_right_password_is_right_and_nobody_has_none() {
        let passwords = Passwords::new().expect("ready");
        let hash = passwords.hash("four warm plain words".into()).await.expect("hashed");
        assert!(hash.0.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{}", hash.0);
        assert_eq!(passwords.is_right("four warm plain words".into(), Some(hash.clone())).await, Ok(true));
        assert_eq!(passwords.is_right("four cold plain words".into(), Some(hash)).await, Ok(false));
        assert_eq!(passwords.is_right("nobody has this password".into(), None).await, Ok(false));
    }

    #[tokio::test]
    async fn a_crowd_is_told_when_to_come_back() {
        let passwords = Passwords::new().expect("ready");
        let crowd = (0..MOST_WAITING + 8).map(|_| passwords.in_turn(|| std::thread::sleep(std::time::Duration::from_millis(1))));
        let said = futures_util::future::join_all(crowd).await;
        let busy = said.iter().filter(|r| matches!(r, Err(AnyRefusal::Busy { .. }))).count();
        assert_eq!(busy, 8);
    }
}
