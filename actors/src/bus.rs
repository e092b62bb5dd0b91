//! The bus between hubs. Redis rings, and passes on whispers; no more. What rang is read from the store, so a lost ring costs
//! time, never data.
//!
//! ```text
//!   persistence ──"there is something in my lane"──▶ bell ─────▶ Redis ──▶ every other hub's relay looks at the lanes
//!   a member comes or goes, types ─────────────────▶ whispers ─▶ Redis ──▶ every other hub's screens that watch
//! ```
//! While Redis is away the relay looks by itself, often enough that everything still arrives within seconds, and whether
//! somebody at another hub is here can't be told: then that is what is said.

mod presence;
mod tasks;
mod whereabouts;

pub(crate) use presence::{Change, Elsewhere};
pub use whereabouts::Whereabouts;

use std::{
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicBool, Ordering::Relaxed},
    },
    time::Duration,
};

use hub::{ConversationId, UserId, presence::State};
use serde::{Deserialize, Serialize};
use tokio::{
    sync::{Notify, broadcast, mpsc},
    task::JoinHandle,
};

/// So many whispers may wait to be passed on; more are let go.
const WHISPERS: usize = 4_096;

/// Where the bus is, and who is on it.
#[derive(Clone)]
pub struct BusAddress {
    pub redis: Whereabouts,
    /// What every key and channel begins with: hubs of one store share it, the store's epoch is in it.
    pub prefix: String,
    /// This hub.
    pub node: String,
    /// A hub says this often that it is there. After three times as long without a word it is gone, with everybody on it.
    pub beat: Duration,
}

impl BusAddress {
    pub fn new(redis: Whereabouts, epoch: i64, node: String) -> BusAddress {
        // In braces: what is between them decides where a cluster keeps it, so that it is all in one place.
        BusAddress { redis, prefix: format!("{{collective:{epoch}}}"), node, beat: Duration::from_secs(5) }
    }

    fn key(&self, name: &str) -> String {
        format!("{}:{name}", self.prefix)
    }

    /// The server to talk to just now.
    async fn server(&self) -> Result<redis::Client, redis::RedisError> {
        self.redis.find(&self.key("nodes")).await
    }

    fn key_of(&self, name: &str, node: &str) -> String {
        format!("{}:{name}:{node}", self.prefix)
    }
}

/// What one hub whispers to the others.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Said {
    /// Here, and some screen is used.
    Came(UserId),
    /// Here, and no screen was used for a while.
    Idle(UserId),
    Went(UserId),
    Typing {
        conversation: ConversationId,
        by: UserId,
        to: Vec<UserId>,
    },
    /// Still there, with so many members, so many of whom use no screen.
    Beat {
        here: usize,
        #[serde(default)]
        away: usize,
    },
    /// Leaving, in order.
    Left,
}

/// Said, and by whom.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct Whispers {
    pub node: String,
    pub said: Vec<Said>,
}

/// One hub's end of the bus.
pub(crate) struct Bus {
    rings: mpsc::Sender<()>,
    says: mpsc::Sender<Said>,
    hears: Arc<AtomicBool>,
    heard: broadcast::Sender<Arc<Whispers>>,
    pub elsewhere: Arc<Elsewhere>,
    speaks: Mutex<Option<JoinHandle<()>>>,
    tasks: Mutex<Vec<JoinHandle<()>>>,
}

/// So long the others are told goodbye; then they find out by themselves.
const GOODBYE: Duration = Duration::from_secs(1);

impl Bus {
    /// Begins ringing and listening. `rung` is told of each ring of another hub, and each time the line was away and is back.
    /// `here` says who is at this hub.
    pub fn begin(address: BusAddress, rung: Arc<Notify>, here: impl Fn() -> Vec<(UserId, State)> + Send + 'static) -> Bus {
        // One that waits stands for all that come meanwhile.
        let (rings, ringing) = mpsc::channel(1);
        let (says, saying) = mpsc::channel(WHISPERS);
        let (heard, _) = broadcast::channel(1_024);
        let hears = Arc::new(AtomicBool::new(false));
        let elsewhere = Arc::new(Elsewhere::default());
        let speaks = Mutex::new(Some(tokio::spawn(presence::speak(address.clone(), saying, here))));
        let tasks = vec![
            tokio::spawn(tasks::ring(address.clone(), ringing)),
            tokio::spawn(tasks::listen(address.clone(), rung, heard.clone(), hears.clone())),
            tokio::spawn(presence::look_around(address, elsewhere.clone(), heard.clone(), hears.clone())),
        ];
        Bus { rings, says, hears, heard, elsewhere, speaks, tasks: Mutex::new(tasks) }
    }

    /// Something is new in this hub's lanes.
    pub fn ring(&self) {
        let _ = self.rings.try_send(());
    }

    /// To the other hubs. Full: let go, and who is here is set right by the next beat.
    pub fn say(&self, said: Said) {
        if self.says.try_send(said).is_err() {
            metrics::counter!("collective_bus_failures_total", "what" => "whisper").increment(1);
        }
    }

    /// Whether rings of others can be heard just now.
    pub fn hears(&self) -> bool {
        self.hears.load(Relaxed)
    }

    /// What the other hubs whisper from now on.
    pub fn whispers(&self) -> broadcast::Receiver<Arc<Whispers>> {
        self.heard.subscribe()
    }

    /// Tells the others that this hub leaves, with nobody on it any more.
    pub async fn leave(&self) {
        self.say(Said::Left);
        let speaks = self.speaks.lock().unwrap_or_else(PoisonError::into_inner).take();
        if let Some(speaks) = speaks {
            let _ = tokio::time::timeout(GOODBYE, speaks).await;
        }
    }

    /// Without a word to anybody: the others find out when the lease ends.
    pub fn end(&self) {
        let speaks = self.speaks.lock().unwrap_or_else(PoisonError::into_inner).take();
        let tasks = std::mem::take(&mut *self.tasks.lock().unwrap_or_else(PoisonError::into_inner));
        tasks.into_iter().chain(speaks).for_each(|task| task.abort());
    }
}

impl Drop for Bus {
    fn drop(&mut self) {
        self.end();
    }
}
