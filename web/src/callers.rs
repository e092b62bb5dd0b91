//! Who stands behind a session's cookie or a token: looked up in the store, and remembered for a few seconds.
//!
//! Remembered at most [`FRESH`], and forgotten at once when an event says that a door was closed or its owner changed. A
//! look-up that began before such an event does not get remembered: the count of forgettings has moved on.

use std::{
    collections::HashMap,
    sync::Mutex,
    time::{Duration, Instant},
};

use actors::Together;
use hub::{
    Event, Timestamp, UserId,
    accounts::{Door, Event as E, SecretHash},
    leaving, profiles,
};
use store::{
    Fault, Store,
    accounts::{self, Caller},
};

/// Beyond this a look-up goes to the store again: another node may have closed the door.
const FRESH: Duration = Duration::from_secs(5);
/// Beyond so many, what is old goes.
const MOST: usize = 20_000;

#[derive(Default)]
pub struct Callers {
    known: Mutex<Known>,
    asking: Together<Key, Option<Caller>>,
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
        let store = store.clone();
        let caller = self.asking.ask(key.clone(), move |keys| look_up(store.clone(), keys)).await?;
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

    pub fn forget_all(&self) {
        self.forget(|_| true);
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

async fn look_up(store: Store, keys: Vec<Key>) -> Result<Vec<Option<Caller>>, Fault> {
    let (mut sessions, mut tokens) = (Vec::new(), Vec::new());
    for key in &keys {
        match key {
            Key::Session(secret) => sessions.push(secret.clone()),
            Key::Token(secret) => tokens.push(secret.clone()),
        }
    }
    let mut db = store.read().await?;
    let sessions = accounts::list_by_sessions(&mut db, &sessions).await?;
    let tokens = accounts::list_by_tokens(&mut db, &tokens).await?;
    let found = |key: &Key| match key {
        Key::Session(secret) => sessions.get(secret).cloned(),
        Key::Token(secret) => tokens.get(secret).cloned(),
    };
    Ok(keys.iter().map(found).collect())
}

fn changed(event: &Event) -> Option<UserId> {
    match event {
        Event::Accounts(
            E::DoorsClosed { user, .. }
            | E::PasswordChanged { user }
            | E::Renamed { user, .. }
            | E::Suspended { user, .. }
            | E::RoleSet { user, .. },
        ) => Some(*user),
        Event::Leaving(leaving::Event::Left { user, .. } | leaving::Event::Returned { user } | leaving::Event::Gone { user })
        | Event::Profiles(profiles::Event::Edited { user }) => Some(*user),
        _ => None,
    }
}
