//! `loadtest nemesis`: hubs of its own with many clients, while everything they stand on is killed, paused, restarted and cut
//! off by a seeded schedule. Everything each client was told and showed is written down, and checked afterwards.
//!
//! ```text
//!   screens ══ wire ══▶ hub 1 ═╗ wires   ╔═▶ PostgreSQL        schedule   what befalls whom when, by the seed
//!   screens ══ wire ══▶ hub 2 ═╬═════════╣                     strike     does it
//!   screens ══ wire ══▶ hub 3 ═╝         ╚═▶ Redis             screen     behaves as a real client, and keeps books
//!                                                              check      history in, broken promises out: a pure function
//! ```
//! Everybody talks with the two beside them, and now and then in General, the room that every screen shows. Each asks for two
//! people; the others hold places there, write, let them go or forget them, and who asked says yes and no.
//!
//! All come in ─▶ talk with faults until there were enough of both ─▶ hush: nobody says anything new, everything is answered
//! ─▶ count: what waits to be read ─▶ part: some leave for good, a hub among them, and the others watch who is here ─▶ check.

pub mod check;
pub mod history;
pub mod proxy;
pub mod schedule;
pub mod stage;
pub mod strike;

mod introduce;
mod screen;
mod stored;
mod table;

use std::{
    path::{Path, PathBuf},
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering::Relaxed},
    },
    time::Duration,
};

use clap::Args;
use tempfile::TempDir;
use tokio::{sync::watch, task::JoinHandle, time::Instant};

use crate::{fleet, plan::duration, report::Report, scenarios::Interrupt};
use check::Bounds;
use history::{History, Ms};
use screen::{Cast, Leaves, Screen};
use stage::{Phase, Sabotage, Stage, Tally};
use strike::{Fleet, Struck};

/// P4: after the last fault every screen is at the head within this.
const CATCH_UP: Duration = Duration::from_secs(5);
/// Waited for longer, so that who is late can be told from who never comes.
const CATCH_UP_AT_MOST: Duration = Duration::from_secs(20);
/// P6: who is gone is not here any more within this, and a moment to tell it.
const PRESENCE: Duration = Duration::from_secs(32);
/// All screens are in and all have looked at a page within this.
const ARRIVING: Duration = Duration::from_secs(60);

#[derive(Clone, Debug, Args)]
pub struct Asked {
    /// What decides what happens when [default: another one each time; it is printed]
    #[arg(long, value_name = "N")]
    pub seed: Option<u64>,
    /// How long the faults are spread over
    #[arg(long = "for", value_name = "TIME", default_value = "60s", value_parser = duration)]
    pub duration: Duration,
    /// At least so many acknowledged messages: the faults begin anew, as often as it takes
    #[arg(long, value_name = "N", default_value_t = 0)]
    pub messages: u64,
    /// Hubs that share a PostgreSQL and a Redis
    #[arg(long, value_name = "N", default_value_t = 3, value_parser = clap::value_parser!(u32).range(1..=16))]
    pub hubs: u32,
    /// One hub on SQLite instead
    #[arg(long)]
    pub sqlite: bool,
    /// Faults of each kind
    #[arg(long, value_name = "N", default_value_t = 5)]
    pub faults_each: usize,
    /// Members, in a ring: each talks with the two beside them. Every fourth has two screens
    #[arg(long, value_name = "N", default_value_t = 200, value_parser = clap::value_parser!(u32).range(3..=10_000))]
    pub members: u32,
    /// Messages a second in all, as long as they are answered
    #[arg(long, value_name = "R", default_value_t = 2_000, value_parser = clap::value_parser!(u32).range(1..))]
    pub rate: u32,
    /// So many of a screen may be unanswered
    #[arg(long, value_name = "N", default_value_t = 4, value_parser = clap::value_parser!(u32).range(1..=32))]
    pub unanswered: u32,
    /// Don't look, at the end, who is said to be here: it takes half a minute
    #[arg(long)]
    pub no_presence: bool,
    /// The hub's program [default: the one beside this program]
    #[arg(long, value_name = "PATH")]
    pub collective: Option<PathBuf>,
    /// Where the data lies meanwhile [default: the directory for temporary files]
    #[arg(long, value_name = "DIR")]
    pub dir: Option<PathBuf>,
    /// Keep the data and the logs there
    #[arg(long, requires = "dir")]
    pub keep: bool,
    /// Write the findings here too, as JSON
    #[arg(long, value_name = "FILE")]
    pub out: Option<PathBuf>,
    /// Threads of the harness itself
    #[arg(long, value_name = "N", default_value_t = 2, value_parser = clap::value_parser!(u32).range(1..=64))]
    pub threads: u32,
    /// Break the clients on purpose: then something must be found
    #[arg(long, value_enum, value_delimiter = ',')]
    pub sabotage: Vec<Sabotage>,
}

/// Where everything lies while it runs; gone afterwards, unless it is to be kept.
pub fn make_home(asked: &Asked) -> Result<TempDir, String> {
    let mut home = fleet::make_home(asked.dir.as_deref())?;
    home.disable_cleanup(asked.keep);
    Ok(home)
}

/// Plays it all. An error is for people: it could not be played. A broken promise is in the report.
pub async fn run(asked: &Asked, loadtest: &Path, home: &Path, mut interrupt: Interrupt) -> Result<Report, String> {
    let seed = asked.seed.unwrap_or_else(|| u64::from(rand::random::<u32>()));
    let collective = asked.collective.clone().unwrap_or_else(|| loadtest.with_file_name("collective"));
    if !collective.is_file() {
        let shown = collective.display();
        return Err(format!("there is no program {shown}; build it (cargo build --workspace) or say where with --collective"));
    }
    eprintln!("seed {seed}; logs in {}", home.display());
    let (hubs, members) = (if asked.sqlite { 1 } else { asked.hubs as usize }, asked.members as usize);
    let mut fleet = Fleet::start(home, &collective, hubs, asked.sqlite, members, seed).await?;
    let ring = introduce::all(&fleet).await?;
    stored::watch(&fleet.database()).await?;
    let play = Play::begin(asked, seed, &fleet, &ring);
    play.wait(&mut interrupt, ARRIVING, || play.stage.tally.inside.load(Relaxed) == play.screens.len()).await;
    play.phase.send_replace(Phase::Talking);

    let struck = play.talk(asked, seed, &mut fleet, &interrupt).await?;
    let healed = play.stage.now();
    play.catch_up(&mut interrupt).await;
    let parted = play.count_and_part(asked, &mut fleet, &mut interrupt).await;
    let ended = play.stage.now();
    let (stage, screens) = play.end().await?;
    let (logs, claims) = stored::read(&fleet.database(), stage.run, &ring).await?;
    let history = History { logs, claims, screens, healed, parted, ended };
    let bounds = Bounds { catch_up: millis(CATCH_UP), presence: millis(PRESENCE) };
    let mut report = Report::default();
    table::fill(&mut report, asked, seed, &stage, &history, &check::check(&history, bounds), &struck);
    if interrupt.is_here() {
        report.doubts.push("interrupted before the end".to_owned());
    }
    Ok(report)
}

fn millis(time: Duration) -> Ms {
    time.as_millis() as Ms
}

/// A run under way.
struct Play {
    stage: Arc<Stage>,
    phase: watch::Sender<Phase>,
    screens: Vec<JoinHandle<history::Screen>>,
}

impl Play {
    /// Opens every screen.
    fn begin(asked: &Asked, seed: u64, fleet: &Fleet, ring: &introduce::Ring) -> Play {
        let (phase, told) = watch::channel(Phase::Arriving);
        // Every fourth member has a second screen.
        let owners: Vec<usize> = (0..ring.people.len()).flat_map(|p| std::iter::repeat_n(p, if p % 4 == 0 { 2 } else { 1 })).collect();
        let stage = Arc::new(Stage {
            run: seed as u32 ^ 0x5eed_0000,
            seed,
            began: Instant::now(),
            doors: fleet.doors.iter().map(|door| format!("http://127.0.0.1:{}", door.port)).collect(),
            phase: told,
            pace: Duration::from_secs_f64(owners.len() as f64 / f64::from(asked.rate)),
            unanswered: asked.unanswered as usize,
            // About as many rows of the room as of everything else.
            room_every: u32::try_from(owners.len()).unwrap_or(u32::MAX).max(10),
            asks: ring.asks.iter().map(|(ask, person)| (*ask, *person, ring.people[*person])).collect(),
            sabotage: asked.sabotage.clone(),
            tally: Tally::default(),
        });
        let people = ring.people();
        let screens = owners.into_iter().enumerate().map(|(screen, person)| {
            let cast = Cast {
                screen,
                person,
                member: fleet.members[person].clone(),
                talks: ring.talks_of(person),
                people: people.clone(),
                leaves: leaves(person),
            };
            tokio::spawn(Screen::new(cast, stage.clone()).play())
        });
        Play { screens: screens.collect(), stage, phase }
    }

    /// Faults, and talk, until there were enough of both.
    async fn talk(&self, asked: &Asked, seed: u64, fleet: &mut Fleet, interrupt: &Interrupt) -> Result<Struck, String> {
        let (mut struck, mut round) = (Struck::default(), 0);
        let (done, planned) = (AtomicU64::new(0), AtomicU64::new(0));
        while !interrupt.is_here() && (round == 0 || self.stage.tally.acked() < asked.messages) {
            let hubs = fleet.hubs.len();
            let hands = schedule::schedule(seed.wrapping_add(round), asked.faults_each, hubs, asked.duration, asked.sqlite);
            planned.fetch_add(hands.iter().map(Vec::len).sum::<usize>() as u64, Relaxed);
            let count = || {
                done.fetch_add(1, Relaxed);
            };
            let strike = fleet.strike(hands, interrupt, &count);
            struck.add(tokio::select! {
                struck = strike => struck?,
                () = self.tell(&done, &planned) => Struck::default(),
            });
            if asked.faults_each == 0 {
                interrupt.clone().sleep_until(Instant::now() + asked.duration).await;
            }
            round += 1;
        }
        Ok(struck)
    }

    /// Says how it goes, every few seconds, for as long as somebody listens.
    async fn tell(&self, done: &AtomicU64, planned: &AtomicU64) {
        let (tally, mut before) = (&self.stage.tally, 0);
        const EVERY: u64 = 5;
        loop {
            tokio::time::sleep(Duration::from_secs(EVERY)).await;
            let acked = tally.acked();
            let worst = tally.waits().tick.summary().map_or(0.0, |s| s.max_ms / 1_000.0);
            eprintln!(
                "{:>4} s  {acked} acknowledged, {} a second  faults {} of {}  {} of {} screens have a line  longest wait {worst:.1} s",
                self.stage.now() / 1_000,
                (acked - before) / EVERY,
                done.load(Relaxed),
                planned.load(Relaxed),
                tally.inside.load(Relaxed),
                self.screens.len(),
            );
            before = acked;
        }
    }

    /// Nobody says anything new. Waits until all have settled, at least as long as they may take, at most longer.
    async fn catch_up(&self, interrupt: &mut Interrupt) {
        self.phase.send_replace(Phase::Hush);
        let (tally, began) = (&self.stage.tally, Instant::now());
        let (mut shown, mut still_since) = (0, Instant::now());
        while began.elapsed() < CATCH_UP_AT_MOST && !interrupt.is_here() {
            let now = tally.shown.load(Relaxed);
            if std::mem::replace(&mut shown, now) != now || tally.waiting() > 0 {
                still_since = Instant::now();
            }
            let all_in = tally.inside.load(Relaxed) == self.screens.len();
            if all_in && began.elapsed() > CATCH_UP && still_since.elapsed() > Duration::from_secs(1) {
                return;
            }
            interrupt.sleep_until(Instant::now() + Duration::from_millis(50)).await;
        }
    }

    /// Looks at the counts; then some leave for good, a hub with its members among them, and the others watch. When that was.
    async fn count_and_part(&self, asked: &Asked, fleet: &mut Fleet, interrupt: &mut Interrupt) -> Option<Ms> {
        self.phase.send_replace(Phase::Counting);
        interrupt.sleep_until(Instant::now() + Duration::from_secs(3)).await;
        if asked.no_presence || interrupt.is_here() {
            return None;
        }
        eprintln!("{:>4} s  some leave, the others watch for {PRESENCE:?}", self.stage.now() / 1_000);
        self.phase.send_replace(Phase::Parting);
        let parted = self.stage.now();
        if fleet.hubs.len() > 1 {
            fleet.hubs[0].process.kill().await;
        }
        interrupt.sleep_until(Instant::now() + PRESENCE + Duration::from_secs(2)).await;
        Some(parted)
    }

    /// Everybody leaves and hands their book in.
    async fn end(self) -> Result<(Arc<Stage>, Vec<history::Screen>), String> {
        self.phase.send_replace(Phase::Over);
        let books = futures_util::future::join_all(self.screens).await;
        let books = books.into_iter().collect::<Result<Vec<_>, _>>().map_err(|e| format!("a screen fell over: {e}"))?;
        Ok((self.stage, books))
    }

    /// Waits until something is so, or the time is up.
    async fn wait(&self, interrupt: &mut Interrupt, within: Duration, so: impl Fn() -> bool) {
        let until = Instant::now() + within;
        while !so() && Instant::now() < until {
            if !interrupt.sleep_until(Instant::now() + Duration::from_millis(20)).await {
                return;
            }
        }
    }
}

/// Of four members, one says goodbye in the end and one vanishes; whoever has two screens stays.
fn leaves(person: usize) -> Leaves {
    match person % 4 {
        1 => Leaves::Politely,
        3 => Leaves::Vanishes,
        _ => Leaves::Never,
    }
}
