//! Who stands behind a session's cookie or a token: looked up in the store, and remembered for a few seconds.
//!
//! Remembered at most [`FRESH`], and forgotten at once when an event says that a door was closed or its owner changed. A
//! look-up that began before such an event does not get remembered: the count of forgettings has moved on.

use std::{
    collections::HashMap,
    sync::Mutex,
    time::{Duration, Instant},
};

use hub::{Event, Timestamp, UserId, accounts, accounts::Door, accounts::SecretHash, profiles};
use store::{Fault, Store, accounts::Caller};

/// Beyond this a look-up goes to the store again: another node may have closed the door.
const FRESH: Duration = Duration::from_secs(5);
/// Beyond so many, what is old goes.
const MOST: usize = 20_000;

#[derive(Default)]
pub struct Callers {
    known: Mutex<Known>,
}

#[derive(Default)]
struct Known {
    by_secret: HashMap<SecretHash, (Option<Caller>, Instant)>,
    forgettings: u64,
}

/// By what somebody comes in.
#[derive(Clone, Debug)]
pub enum Key {
    Session(SecretHash),
    Token(SecretHash),
}

impl Key {
    fn secret(&self) -> &SecretHash {
        let (Key::Session(secret) | Key::Token(secret)) = self;
        secret
    }
}

impl Callers {
    pub async fn find(&self, store: &Store, key: &Key, now: Instant) -> Result<Option<Caller>, Fault> {
        let secret = key.secret();
        let before = {
            let known = self.lock();
            if let Some((caller, at)) = known.by_secret.get(secret)
                && now.duration_since(*at) < FRESH
            {
                return Ok(caller.clone());
            }
            known.forgettings
        };
        let mut db = store.read().await?;
        let caller = match key {
            Key::Session(secret) => store::accounts::find_by_session(&mut db, secret).await?,
            Key::Token(secret) => store::accounts::find_by_token(&mut db, secret).await?,
        };
        let mut known = self.lock();
        if known.forgettings == before {
            if known.by_secret.len() >= MOST {
                known.by_secret.retain(|_, (_, at)| now.duration_since(*at) < FRESH);
            }
            known.by_secret.insert(secret.clone(), (caller.clone(), now));
        }
        Ok(caller)
    }

    /// Forgets whom an event is about, if it changes who may come in or as whom.
    pub fn hear(&self, event: &Event) {
        if let Some(user) = changed(event) {
            self.forget_user(user);
        }
    }

    /// Forgets by which doors somebody came in.
    pub fn forget_user(&self, user: UserId) {
        self.forget(|caller| caller.user == user);
    }

    /// Notes that somebody is here now; false when that was noted already and need not be written again.
    pub fn touch(&self, key: &Key, now: Timestamp) -> bool {
        let mut known = self.lock();
        let Some((Some(caller), _)) = known.by_secret.get_mut(key.secret()) else { return false };
        let noted = caller.last_seen_at < now;
        caller.last_seen_at = caller.last_seen_at.max(now);
        noted
    }

    /// Lets go of whoever would be looked up again anyway.
    pub fn forget_old(&self, now: Instant) {
        let mut known = self.lock();
        known.by_secret.retain(|_, (_, at)| now.duration_since(*at) < FRESH);
        known.by_secret.shrink_to_fit();
    }

    /// Forgets one door, at once.
    pub fn forget_door(&self, door: Door) {
        self.forget(|caller| caller.door == door);
    }

    fn forget(&self, gone: impl Fn(&Caller) -> bool) {
        let mut known = self.lock();
        known.forgettings += 1;
        known.by_secret.retain(|_, (caller, _)| !caller.as_ref().is_some_and(&gone));
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Known> {
        self.known.lock().unwrap_or_else(|e| e.into_inner())
    }
}

fn changed(event: &Event) -> Option<UserId> {
    use accounts::Event as E;
    match event {
        Event::Accounts(
            E::DoorsClosed { user, .. }
            | E::PasswordChanged { user }
            | E::Renamed { user, .. }
            | E::Suspended { user, .. }
            | E::RoleSet { user, .. },
        ) => Some(*user),
        Event::Profiles(profiles::Event::Edited { user }) => Some(*user),
        _ => None,
    }
}
