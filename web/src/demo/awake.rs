//! The four of the demo town who are awake: scripted, they come and go, post, get matched, type, answer within a minute and
//! finish, so that one visitor alone lives the whole loop.
//!
//! They are members like any other. Each has a websocket to the hub's own door while they are here, which is why others see
//! them come, go and type; whatever they do is a command on it, with everybody's rules and limits. What to do next is read
//! off the conversation itself ([`mind`]), so a restart leaves nothing half said and nothing said twice.
//!
//! ```text
//!   look_after ─▶ Person::live ─▶ here: Seat (socket) ─▶ events ─▶ errands: a talk, a match, a post
//!   (starts anew       │                                               └─ mind::next ─▶ pause ─▶ typing ─▶ command
//!    after a fault)    └─▶ away: until the time is over, or somebody wants something
//! ```

mod errands;
mod lines;
mod mind;
mod person;
mod seat;

use std::{cell::Cell, net::SocketAddr, rc::Rc, time::Duration};

use actors::Collective;
use hub::{Timestamp, UserId};
use rand::{Rng as _, SeedableRng as _, rngs::StdRng};
use store::{Fault, seed::SeedRefused};
use tokio::{sync::watch, task::JoinHandle};

use person::Person;

/// After a fault somebody sits down again in so long; longer each time, up to a minute.
const AGAIN_IN: Duration = Duration::from_secs(5);
const AGAIN_AT_MOST: Duration = Duration::from_secs(60);
/// They have so long to get up when the hub leaves.
const LEAVE_IN: Duration = Duration::from_secs(3);

/// How fast their time goes; tests hurry.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Pace {
    deeds: f64,
    days: f64,
}

impl Pace {
    /// As in the scripts.
    pub const REAL: Pace = Pace { deeds: 1.0, days: 1.0 };

    /// What they do takes `deeds` of the time it would (a hundredth, or a thousand times as long), and their coming and
    /// going `days` of it.
    pub fn times(deeds: f64, days: f64) -> Pace {
        Pace { deeds: deeds.clamp(0.0001, 10_000.0), days: days.clamp(0.0001, 10_000.0) }
    }

    fn of(self, time: Duration) -> Duration {
        time.mul_f64(self.deeds)
    }

    fn of_day(self, time: Duration) -> Duration {
        time.mul_f64(self.days)
    }
}

/// What stops somebody for the moment.
#[derive(Debug, thiserror::Error)]
pub enum Trouble {
    #[error(transparent)]
    Fault(#[from] Fault),
    #[error("{0}")]
    Socket(String),
    #[error("they were refused a way in: {0}")]
    NoWayIn(#[from] hub::Refusal),
}

/// What the four share.
struct Town {
    collective: Collective,
    /// Where this hub listens, as somebody on this machine reaches it.
    hub: SocketAddr,
    pace: Pace,
    /// What is younger than the town, a visitor did.
    since: Timestamp,
    /// Those who are awake. They leave each other alone.
    awake: Vec<UserId>,
    /// How many of them are here now.
    here: Cell<usize>,
}

impl Town {
    fn is_awake(&self, user: UserId) -> bool {
        self.awake.contains(&user)
    }
}

/// Those who are awake, until [`Awake::stop`].
pub struct Awake {
    names: Vec<String>,
    stop: watch::Sender<bool>,
    keepers: Vec<JoinHandle<()>>,
}

impl Awake {
    /// Wakes whoever has a script and still lives here. Within an actix system; `seed` is the randomness of their days.
    pub async fn start(collective: Collective, bound: SocketAddr, pace: Pace, seed: u64) -> Result<Awake, SeedRefused> {
        let mut db = collective.store().read().await?;
        let since = store::seed::find_demo_built_at(&mut db).await?.unwrap_or(collective.clock().now());
        let mut awake = Vec::new();
        for script in store::seed::awake_scripts()? {
            let Some((id, ..)) = store::accounts::find_by_handle(&mut db, &script.handle).await? else { continue };
            // Somebody real may have taken the name after the town was gone.
            if let Some(card) = store::profiles::find_card(&mut db, id).await?.filter(|card| card.demo) {
                awake.push((card, script));
            }
        }
        drop(db);
        let ids = awake.iter().map(|(card, _)| card.id).collect();
        let town = Rc::new(Town { collective, hub: reachable(bound), pace, since, awake: ids, here: Cell::new(0) });
        let (stop, stopped) = watch::channel(false);
        let names = awake.iter().map(|(card, _)| card.name.split_whitespace().next().unwrap_or(&card.handle).to_owned()).collect();
        let mut rng = StdRng::seed_from_u64(seed);
        let persons = awake.into_iter().enumerate();
        let persons = persons.map(|(place, (card, script))| Rc::new(Person::new(town.clone(), card.id, script, place, rng.random())));
        let keepers = persons.map(|person| actix_web::rt::spawn(look_after(person, pace, stopped.clone()))).collect();
        Ok(Awake { names, stop, keepers })
    }

    /// For the start-up lines.
    pub fn words(&self) -> String {
        match self.names.split_last() {
            None => "nobody: their members are gone".to_owned(),
            Some((one, [])) => format!("{one} comes and goes, and answers"),
            Some((last, others)) => format!("{} and {last} come and go, and answer", others.join(", ")),
        }
    }

    /// They get up, and give back what they came in by.
    pub async fn stop(mut self) {
        let _ = self.stop.send(true);
        let all = futures_util::future::join_all(self.keepers.iter_mut());
        if tokio::time::timeout(LEAVE_IN, all).await.is_err() {
            tracing::warn!("somebody of the demo town does not get up, and is carried out");
        }
    }
}

impl Drop for Awake {
    fn drop(&mut self) {
        self.keepers.iter().for_each(JoinHandle::abort);
    }
}

/// An address that listens everywhere is reached at home.
fn reachable(bound: SocketAddr) -> SocketAddr {
    match bound {
        SocketAddr::V4(v4) if v4.ip().is_unspecified() => (std::net::Ipv4Addr::LOCALHOST, v4.port()).into(),
        SocketAddr::V6(v6) if v6.ip().is_unspecified() => (std::net::Ipv6Addr::LOCALHOST, v6.port()).into(),
        other => other,
    }
}

/// Lets somebody live, again and again: a fault is logged, and they go on where they were.
async fn look_after(person: Rc<Person>, pace: Pace, mut stop: watch::Receiver<bool>) {
    let mut again_in = AGAIN_IN;
    let mut is_told = async || {
        // The sender gone is as good.
        let _ = stop.wait_for(|told| *told).await;
    };
    loop {
        let began = tokio::time::Instant::now();
        let living = person.clone();
        // A task of its own, so that a panic ends this life and no more.
        let mut life = actix_web::rt::spawn(async move { living.live().await });
        let ended = tokio::select! {
            ended = &mut life => ended,
            () = is_told() => {
                life.abort();
                let _ = life.await;
                break;
            }
        };
        let why = match ended {
            Ok(trouble) => trouble.to_string(),
            Err(panic) => panic.to_string(),
        };
        if began.elapsed() > AGAIN_AT_MOST {
            again_in = AGAIN_IN;
        }
        tracing::warn!(who = person.handle(), why, "somebody of the demo town fell asleep, waking them again");
        tokio::select! { () = tokio::time::sleep(pace.of(again_in)) => {}, () = is_told() => break }
        again_in = (again_in * 2).min(AGAIN_AT_MOST);
    }
    person.give_back().await;
}
