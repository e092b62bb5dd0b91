//! A store of its own for each test, with members by name.

use std::{
    collections::HashMap,
    sync::{
        Mutex,
        atomic::{AtomicI64, Ordering},
    },
};

use hub::{Answer, By, Command, CommandId, Envelope, Refusal, Timestamp, UserId};
use store::{Carried, Failure, Store};

/// Runs a test on both engines: `both_engines! { async fn a_sentence(db) { … } }`.
macro_rules! both_engines {
    ($($(#[$meta:meta])* async fn $name:ident($db:ident) $body:block)+) => {$(
        mod $name {
            #[allow(unused_imports)]
            use super::*;

            $(#[$meta])*
            async fn test($db: crate::world::TestStore) $body

            #[tokio::test]
            async fn on_sqlite() { test(crate::world::TestStore::sqlite().await).await }

            #[tokio::test]
            async fn on_postgres() { test(crate::world::TestStore::postgres().await).await }
        }
    )+};
}
pub(crate) use both_engines;

pub struct TestStore {
    pub store: Store,
    pub url: String,
    now: AtomicI64,
    next: AtomicI64,
    members: Mutex<HashMap<String, UserId>>,
    /// Kept until the test is over.
    _dir: Option<tempfile::TempDir>,
}

/// 2026-11-01 12:00 UTC.
pub const NOON: Timestamp = Timestamp(1_793_534_400_000);

impl TestStore {
    pub async fn sqlite() -> TestStore {
        let dir = tempfile::tempdir().unwrap();
        let url = format!("sqlite:{}", dir.path().join("test.db").display());
        TestStore::open(url, Some(dir)).await
    }

    pub async fn postgres() -> TestStore {
        TestStore::open(store::testing::fresh_postgres_url().await, None).await
    }

    async fn open(url: String, dir: Option<tempfile::TempDir>) -> TestStore {
        let store = Store::open(&url, 0x1234_5678_9abc_def0).await.unwrap();
        TestStore { store, url, now: AtomicI64::new(NOON.0), next: AtomicI64::new(1), members: Mutex::default(), _dir: dir }
    }

    pub fn now(&self) -> Timestamp {
        Timestamp(self.now.load(Ordering::SeqCst))
    }

    /// Turns the clock on.
    #[allow(dead_code)]
    pub fn later(&self, millis: i64) -> Timestamp {
        self.now.fetch_add(millis, Ordering::SeqCst);
        self.now()
    }

    pub fn envelope(&self, by: By, command: Command) -> Envelope {
        let id = CommandId::new(format!("t{}", self.next.fetch_add(1, Ordering::SeqCst))).unwrap();
        Envelope { id, by, command, at: self.now(), locale: hub::Locale::En }
    }

    /// Carries out one command under a fresh id.
    pub async fn act(&self, by: impl Into<Who>, command: Command) -> Result<Answer, Refusal> {
        let envelope = self.envelope(by.into().0, command);
        self.send(envelope).await
    }

    pub async fn send(&self, envelope: Envelope) -> Result<Answer, Refusal> {
        self.batch(vec![envelope]).await.answers.remove(0).map_err(refusal)
    }

    pub async fn batch(&self, envelopes: Vec<Envelope>) -> Carried {
        let name = format!("batch{}", self.next.fetch_add(1, Ordering::SeqCst));
        self.store.carry_out(&name, envelopes).await
    }

    /// A member by this name, signed up at the first call.
    pub async fn member(&self, name: &str) -> UserId {
        if let Some(id) = self.members.lock().unwrap().get(name) {
            return *id;
        }
        let command = Command::Accounts(hub::accounts::Command::SignUp {
            // Usernames have three letters at least: Bo is bo_.
            username: format!("{name:_<3}"),
            email: format!("{name}@example.org"),
            name: String::new(),
            password: None,
            timezone: "Europe/Zurich".to_owned(),
            language: "en".to_owned(),
        });
        let Ok(Answer::User { id, .. }) = self.act(By::Visitor, command).await else { panic!("{name} could not sign up") };
        self.members.lock().unwrap().insert(name.to_owned(), id);
        id
    }

    /// One number of the database: `select count(*) as n …`.
    pub async fn number(&self, sql: &'static str) -> i64 {
        self.store.read().await.unwrap().number(sql, &[]).await.unwrap()
    }
}

/// `By`, or a member's id.
pub struct Who(pub By);

impl From<By> for Who {
    fn from(by: By) -> Who {
        Who(by)
    }
}

impl From<UserId> for Who {
    fn from(user: UserId) -> Who {
        Who(By::Member(user))
    }
}

/// A refusal; a fault fails the test.
pub fn refusal(failure: Failure) -> Refusal {
    match failure {
        Failure::Refused(refusal) => refusal,
        Failure::Fault(fault) => panic!("a fault: {fault}"),
    }
}
