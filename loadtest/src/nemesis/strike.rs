//! The servers of a run and the wires between them, and what is done to them.

use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
    time::Duration,
};

use tokio::time::Instant;

use super::{
    proxy::Proxy,
    schedule::{Blow, Deed, Fault, Hand},
};
use crate::{
    fleet::{Data, Postgres, Process, READY, Redis, Running, postgres, redis},
    members::Member,
    scenarios::Interrupt,
};

/// A place is held for so long without a sign of its helper: short, so that many run out in a run.
const CLAIMS: &str = "claim_seconds = 2\n";
/// The database of the hubs.
const DATABASE: &str = "town";

/// All that runs. Dropped in this order, so that hubs leave before what they stand on.
pub struct Fleet {
    pub hubs: Vec<Running>,
    /// A wire to each hub, for its clients.
    pub doors: Vec<Proxy>,
    to_redis: Vec<Proxy>,
    to_postgres: Vec<Proxy>,
    redis: Option<Redis>,
    postgres: Option<Postgres>,
    pub members: Vec<Member>,
    file: PathBuf,
}

/// What was done, by kind: how often, and the longest that it took until all was as before.
#[derive(Clone, Debug, Default)]
pub struct Struck(pub BTreeMap<(Hand, &'static str), (u64, Duration)>);

impl Struck {
    fn note(&mut self, fault: &Fault, took: Duration) {
        let (times, longest) = self.0.entry((fault.hand, fault.deed.word())).or_default();
        *times += 1;
        *longest = took.max(*longest);
    }

    pub fn add(&mut self, other: Struck) {
        for (kind, (times, longest)) in other.0 {
            let known = self.0.entry(kind).or_default();
            *known = (known.0 + times, known.1.max(longest));
        }
    }

    pub fn count(&self) -> u64 {
        self.0.values().map(|(times, _)| times).sum()
    }
}

impl Fleet {
    /// Hubs that share a PostgreSQL and a Redis, each behind wires of its own; or one on a file.
    pub async fn start(home: &Path, collective: &Path, hubs: usize, alone: bool, members: usize, seed: u64) -> Result<Fleet, String> {
        let dir = |nth: usize| home.join(format!("hub-{nth}"));
        let mut fleet = Fleet {
            hubs: Vec::new(),
            doors: Vec::new(),
            to_redis: Vec::new(),
            to_postgres: Vec::new(),
            redis: if alone { None } else { Some(Redis::start(home).await?) },
            postgres: if alone { None } else { Some(Postgres::start(home, &[DATABASE]).await?) },
            members: Vec::new(),
            file: dir(0).join("collective.sqlite"),
        };
        let wire = |port: u16, nth: usize| Proxy::open(port, seed.wrapping_add(nth as u64));
        for nth in 0..hubs {
            let mut data = Data { limits: CLAIMS, ..Data::in_directory(dir(nth)) };
            if let (Some(postgres), Some(redis)) = (&fleet.postgres, &fleet.redis) {
                data.database_url = Some(postgres.url(DATABASE));
                if nth == 0 {
                    fleet.members = data.mint(collective, members)?;
                }
                let to_postgres = wire(postgres.port, nth).await.map_err(|e| e.to_string())?;
                let to_redis = wire(redis.port, hubs + nth).await.map_err(|e| e.to_string())?;
                data.database_url = Some(postgres::url_at(to_postgres.port, DATABASE));
                data.redis_url = Some(redis::url_at(to_redis.port));
                fleet.to_postgres.push(to_postgres);
                fleet.to_redis.push(to_redis);
            } else {
                fleet.members = data.mint(collective, members)?;
            }
            let hub = Running::hub(collective, &data).await?;
            fleet.doors.push(wire(hub.port, 2 * hubs + nth).await.map_err(|e| e.to_string())?);
            fleet.hubs.push(hub);
        }
        Ok(fleet)
    }

    /// Where the database is, without a wire of ours before it.
    pub fn database(&self) -> String {
        self.postgres.as_ref().map_or_else(|| format!("sqlite:{}", self.file.display()), |postgres| postgres.url(DATABASE))
    }

    /// All hands at once, until each has done all of its own. `done` is called after each fault.
    pub async fn strike(&mut self, hands: Vec<Vec<Fault>>, interrupt: &Interrupt, done: &impl Fn()) -> Result<Struck, String> {
        let Fleet { hubs, doors, to_redis, to_postgres, redis, postgres, .. } = self;
        let of = |hand: Hand| hands.iter().find(|faults| faults.first().is_some_and(|f| f.hand == hand)).cloned().unwrap_or_default();
        let (a, b, c, d, e, f) = tokio::join!(
            hit_hubs(hubs, of(Hand::Hubs), interrupt.clone(), done),
            hit_redis(redis.as_mut(), of(Hand::Redis), interrupt.clone(), done),
            hit_postgres(postgres.as_mut(), of(Hand::Postgres), interrupt.clone(), done),
            hit_wires(doors, of(Hand::Doors), interrupt.clone(), done),
            hit_wires(to_redis, of(Hand::ToRedis), interrupt.clone(), done),
            hit_wires(to_postgres, of(Hand::ToPostgres), interrupt.clone(), done),
        );
        let mut all = Struck::default();
        for struck in [a?, b?, c?, d, e, f] {
            all.add(struck);
        }
        Ok(all)
    }
}

/// Waits for a fault's moment. `false`: nothing is to be done any more.
async fn its_moment(fault: &Fault, interrupt: &mut Interrupt) -> bool {
    interrupt.sleep_until(Instant::now() + fault.after).await
}

async fn hit_hubs(hubs: &mut [Running], faults: Vec<Fault>, mut interrupt: Interrupt, done: &impl Fn()) -> Result<Struck, String> {
    let mut struck = Struck::default();
    for fault in faults {
        if !its_moment(&fault, &mut interrupt).await {
            break;
        }
        let (hub, began) = (&mut hubs[fault.hub], Instant::now());
        hit(&mut hub.process, &fault).await;
        // What it stands on may be away: then it does not start, and is started again, as by any supervisor.
        while let Err(why) = begin_hub(hub).await {
            if began.elapsed() > READY {
                return Err(format!("a hub did not come back: {why}"));
            }
        }
        struck.note(&fault, began.elapsed());
        done();
    }
    Ok(struck)
}

async fn begin_hub(hub: &mut Running) -> Result<(), String> {
    if !hub.process.is_alive() {
        hub.process.leave().await?;
        hub.process.begin()?;
    }
    let ready = hub.ready().await;
    if ready.is_err() {
        tokio::time::sleep(Duration::from_millis(200)).await;
    }
    ready
}

async fn hit_redis(redis: Option<&mut Redis>, faults: Vec<Fault>, mut interrupt: Interrupt, done: &impl Fn()) -> Result<Struck, String> {
    let mut struck = Struck::default();
    let Some(redis) = redis else { return Ok(struck) };
    for fault in faults {
        if !its_moment(&fault, &mut interrupt).await {
            break;
        }
        let began = Instant::now();
        hit(&mut redis.process, &fault).await;
        redis.process.begin()?;
        redis.ready().await?;
        struck.note(&fault, began.elapsed());
        done();
    }
    Ok(struck)
}

async fn hit_postgres(
    postgres: Option<&mut Postgres>,
    faults: Vec<Fault>,
    mut interrupt: Interrupt,
    done: &impl Fn(),
) -> Result<Struck, String> {
    let mut struck = Struck::default();
    let Some(postgres) = postgres else { return Ok(struck) };
    for fault in faults {
        if !its_moment(&fault, &mut interrupt).await {
            break;
        }
        let began = Instant::now();
        hit(&mut postgres.process, &fault).await;
        postgres.process.begin()?;
        postgres.ready().await?;
        struck.note(&fault, began.elapsed());
        done();
    }
    Ok(struck)
}

async fn hit_wires(wires: &[Proxy], faults: Vec<Fault>, mut interrupt: Interrupt, done: &impl Fn()) -> Struck {
    let mut struck = Struck::default();
    for fault in faults {
        if !its_moment(&fault, &mut interrupt).await {
            break;
        }
        let (Some(wire), Deed::Harm(harm)) = (wires.get(fault.hub), fault.deed) else { continue };
        let began = Instant::now();
        wire.harm(harm);
        // Also when interrupted: a wire is left whole.
        interrupt.sleep_until(began + fault.lasts).await;
        wire.heal();
        struck.note(&fault, began.elapsed());
        done();
    }
    struck
}

/// Does to a process what is to be done. Afterwards it runs, or has ended and is to be begun again.
async fn hit(process: &mut Process, fault: &Fault) {
    match fault.deed {
        Deed::Blow(Blow::Kill) => {
            process.kill().await;
            tokio::time::sleep(fault.lasts).await;
        }
        Deed::Blow(Blow::Pause) => {
            process.pause();
            tokio::time::sleep(fault.lasts).await;
            process.go_on();
        }
        Deed::Blow(Blow::Restart) => {
            // Who does not leave in time was killed: a fault all the same.
            let _ = process.leave().await;
            tokio::time::sleep(fault.lasts).await;
        }
        Deed::Harm(_) => {}
    }
}
