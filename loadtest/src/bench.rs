//! `loadtest bench`: one command that starts hubs of its own, plays the scenarios beside their floors, several times, and
//! prints one table.
//!
//! ```text
//!   messages   hub on SQLite, on PostgreSQL   beside  the bare rows on the same engine, and a relay that stores nothing
//!   room       hub with 1,000 screens         beside  the relay doing the same fan-out
//!   match      hub with 10,000 posts          beside  the POST alone, and the disk's fdatasync
//!   pages      hub with 10,000 posts          beside  a page of two words
//!   idle       hub with 10,000 sockets        beside  the relay's sockets
//!   herd       hub with 5,000 dropped at once beside  the relay's
//! ```
//! Every sample has a floor of the same minute of the same machine beside it: the machine is noisy, ratios are less so.

pub mod bare;
pub mod echo;
pub mod page;
pub mod relay;
pub mod rows;
pub mod table;

mod herd;
mod idle;
mod matching;
mod messages;
pub(crate) mod pages;
mod room;
mod town;

use std::{
    path::{Path, PathBuf},
    time::Duration,
};

use clap::{Args, ValueEnum};

use crate::{
    address::Address,
    common::Common,
    fleet::{Postgres, Running},
    measure,
    members::Member,
    plan::{Pace, Plan, Scenario},
    report::Report,
    scenarios::{self, Interrupt},
    seat::Entrance,
};
use table::Findings;

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Part {
    /// Conversations of two
    Messages,
    /// A room that everybody shows
    Room,
    /// From a post to the card on both screens
    Match,
    /// What a page takes, with one reader and with 64; only when it is asked for
    Pages,
    /// Sockets that say nothing
    Idle,
    /// Everybody is dropped at once
    Herd,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Engine {
    Sqlite,
    Postgres,
}

impl Engine {
    fn name(self) -> &'static str {
        match self {
            Engine::Sqlite => "SQLite",
            Engine::Postgres => "PostgreSQL",
        }
    }

    fn key(self) -> &'static str {
        match self {
            Engine::Sqlite => "sqlite",
            Engine::Postgres => "postgres",
        }
    }
}

#[derive(Clone, Debug, Args)]
pub struct Asked {
    /// How often each is measured; the table shows medians
    #[arg(long, value_name = "N", default_value_t = 3, value_parser = clap::value_parser!(u32).range(1..=99))]
    pub runs: u32,
    /// Only these
    #[arg(long, value_enum, value_delimiter = ',', default_values = ["messages", "room", "match", "idle", "herd"])]
    pub only: Vec<Part>,
    /// Messages on these; the others are measured on SQLite
    #[arg(long, value_enum, value_delimiter = ',', default_values = ["sqlite", "postgres"])]
    pub engines: Vec<Engine>,
    /// Messages a second of the open loop [default: 10,000 if the closed loop reached that, else three quarters of what it did]
    #[arg(long, value_name = "R", value_parser = clap::value_parser!(u32).range(1..))]
    pub rate: Option<u32>,
    /// Posts before the matching is measured [default: 10,000]
    #[arg(long, value_name = "N")]
    pub stock: Option<usize>,
    #[command(flatten)]
    pub common: Common,
}

/// How much of everything.
#[derive(Clone, Copy, Debug)]
pub struct Sizes {
    pub talkers: usize,
    pub screens: usize,
    pub talking: Duration,
    pub warm_up: Duration,
    pub bare_rows: Duration,
    pub posters: usize,
    pub stock: usize,
    pub posts: usize,
    pub posts_a_second: f64,
    /// How often each page is asked for by one reader, and by all of many.
    pub page_alone: usize,
    pub page_among_many: usize,
    pub idle: usize,
    pub idling: Duration,
    pub herd: usize,
}

impl Sizes {
    const FULL: Sizes = Sizes {
        talkers: 2_000,
        screens: 1_000,
        talking: Duration::from_secs(8),
        warm_up: Duration::from_secs(2),
        bare_rows: Duration::from_secs(3),
        posters: 200,
        stock: 10_000,
        posts: 300,
        posts_a_second: 15.0,
        page_alone: 200,
        page_among_many: 1_280,
        idle: 10_000,
        idling: Duration::from_secs(3),
        herd: 5_000,
    };
    const QUICK: Sizes = Sizes {
        talkers: 20,
        screens: 20,
        talking: Duration::from_millis(500),
        warm_up: Duration::from_millis(100),
        bare_rows: Duration::from_millis(100),
        posters: 20,
        stock: 100,
        posts: 20,
        posts_a_second: 40.0,
        page_alone: 2,
        page_among_many: 8,
        idle: 100,
        idling: Duration::from_millis(300),
        herd: 100,
    };
}

/// The databases of a PostgreSQL: the hub's, and that of the bare rows.
const HUB: &str = "hub";
const FLOOR: &str = "floor";

/// A benchmark under way.
struct Bench {
    asked: Asked,
    sizes: Sizes,
    collective: PathBuf,
    loadtest: PathBuf,
    home: PathBuf,
    interrupt: Interrupt,
    findings: Findings,
    /// Scenarios played, to show how far it is.
    played: usize,
    planned: usize,
}

/// Measures all that was asked for. `loadtest` is this program, which is the relay too. What was found before an error
/// or Ctrl-C is given back with it.
pub async fn run(asked: &Asked, loadtest: &Path, home: &Path, interrupt: Interrupt) -> (Findings, Result<(), String>) {
    let collective = asked.common.program(loadtest);
    let mut sizes = if asked.common.quick { Sizes::QUICK } else { Sizes::FULL };
    sizes.stock = asked.stock.unwrap_or(sizes.stock);
    let a_run = |part: &Part| match part {
        Part::Messages => 4 * asked.engines.len(),
        Part::Match => 1,
        Part::Pages => 0,
        Part::Room | Part::Idle | Part::Herd => 2,
    };
    let planned = asked.runs as usize * asked.only.iter().map(a_run).sum::<usize>();
    let (asked, loadtest, home) = (asked.clone(), loadtest.to_owned(), home.to_owned());
    let mut bench = Bench { asked, sizes, collective, loadtest, home, interrupt, findings: Findings::default(), played: 0, planned };
    let played = bench.play_all().await;
    (bench.findings, played)
}

impl Bench {
    async fn play_all(&mut self) -> Result<(), String> {
        if !self.collective.is_file() {
            let shown = self.collective.display();
            return Err(format!(
                "there is no program {shown}; build it (cargo build --release --workspace) or say where with --collective"
            ));
        }
        self.findings.machine = machine(&self.home)?;
        if cfg!(debug_assertions) {
            self.findings.doubts.push("this is a debug build: the numbers say nothing".to_owned());
        }
        for part in self.asked.only.clone() {
            match part {
                Part::Messages => messages::measure(self).await?,
                Part::Room => room::measure(self).await?,
                Part::Match => matching::measure(self).await?,
                Part::Pages => pages::measure(self).await?,
                Part::Idle => idle::measure(self).await?,
                Part::Herd => herd::measure(self).await?,
            }
        }
        Ok(())
    }

    /// A plan for one of our own servers.
    fn plan(&self, scenario: Scenario, server: &Running) -> Result<Plan, String> {
        let entrance = Entrance::of(Address::read(&server.url).map_err(|e| e.to_string())?);
        Ok(Plan {
            users: self.sizes.talkers,
            pace: Pace::Closed(1),
            duration: self.sizes.talking,
            warm_up: self.sizes.warm_up,
            pids: vec![server.pid()],
            threads: self.asked.common.threads as usize,
            ..Plan::of(scenario, entrance)
        })
    }

    /// Plays a plan, and keeps what it says under this title.
    async fn play(&mut self, title: &str, plan: &Plan, members: &[Member]) -> Result<Report, String> {
        self.played += 1;
        eprintln!("[{}/{}] {title}", self.played, self.planned);
        let report = scenarios::run(plan, members, self.interrupt.clone()).await.map_err(|e| format!("{title}: {e}"))?;
        self.findings.doubts.extend(report.doubts.iter().map(|doubt| format!("{title}: {doubt}")));
        self.findings.broken.extend(report.broken.iter().map(|broken| format!("{title}: {broken}")));
        self.findings.runs.push((title.to_owned(), report.json()));
        if self.interrupt.is_here() { Err("interrupted".to_owned()) } else { Ok(report) }
    }

    fn dir(&self, name: &str) -> PathBuf {
        self.home.join(name)
    }

    /// The engine's own PostgreSQL, if it is one.
    async fn postgres(&self, engine: Engine) -> Result<Option<Postgres>, String> {
        match engine {
            Engine::Sqlite => Ok(None),
            Engine::Postgres => Postgres::start(&self.home, &[HUB, FLOOR]).await.map(Some),
        }
    }
}

/// Members without a hub to know them: the relay welcomes anybody.
pub fn strangers(count: usize) -> Vec<Member> {
    (1..=count).map(|n| Member { handle: format!("stranger{n}"), token: format!("stranger{n}") }).collect()
}

/// What the numbers were measured on.
pub(crate) fn machine(home: &Path) -> Result<String, String> {
    let cores = std::thread::available_parallelism().map_or(0, usize::from);
    let cpu = std::fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let cpu = cpu.lines().find_map(|line| line.strip_prefix("model name")).map_or("", |m| m.trim_start_matches([' ', '\t', ':']));
    let disk = fdatasync_p50(home)?;
    let load = std::fs::read_to_string("/proc/loadavg").unwrap_or_default();
    let load = load.split_whitespace().next().unwrap_or("unknown");
    Ok(format!(
        "{cores} cores ({cpu}), shared by hub, database and harness; load before {load}; fdatasync of 4 KiB p50 {} ms",
        table::number(disk)
    ))
}

fn fdatasync_p50(dir: &Path) -> Result<f64, String> {
    let measured = measure::fdatasync(dir).map_err(|e| format!("the disk can't be measured: {e}"))?;
    Ok(measured.summary().map_or(0.0, |s| s.p50_ms))
}
