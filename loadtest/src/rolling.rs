//! `loadtest rolling`: a deploy nobody notices. Three hubs on one PostgreSQL and one Redis behind haproxy, as in
//! `balancer/haproxy.cfg`; many talk through it while each hub in turn is told to leave and started again.
//!
//! ```text
//!   2,000 sockets ─▶ haproxy ─┬─▶ hub 1   SIGTERM ─▶ gone ─▶ started ─▶ /readyz ─▶ a moment, then the next
//!                             ├─▶ hub 2
//!                             └─▶ hub 3 ─▶ PostgreSQL, Redis
//! ```
//! What is counted: lost, doubled, out of order; and of each socket the longest that its member waited for a tick, from the
//! moment the message was intended, or for a message that a hub had taken in.

use std::{
    fmt::Write,
    path::{Path, PathBuf},
    time::{Duration, Instant},
};

use clap::Args;
use store::testing::{free_port, program};
use tempfile::TempDir;

use crate::{
    address::Address,
    fleet::{self, Data, Postgres, Process, Redis, Running, guard::Launch},
    plan::{self, Pace, Plan, Scenario},
    report::Report,
    scenarios::{Interrupt, pairs},
    seat::Entrance,
};

/// As it stands in the repository, for whoever runs hubs of their own.
const BALANCER: &str = include_str!("../balancer/haproxy.cfg");
const HUBS: usize = 3;
/// What a socket waits at most at 99 of 100, in ms.
const GOAL_MS: f64 = 2_000.0;

#[derive(Clone, Debug, Args)]
pub struct Asked {
    /// The hub's program [default: the one beside this program]
    #[arg(long, value_name = "PATH")]
    pub collective: Option<PathBuf>,
    /// Sockets, one a member, in conversations of two
    #[arg(long, value_name = "N", default_value_t = 2_000)]
    pub users: usize,
    /// Messages a second in all
    #[arg(long, value_name = "R", default_value_t = 2_000.0)]
    pub rate: f64,
    /// Before the first hub is told to leave, and between two
    #[arg(long, value_name = "TIME", default_value = "5s", value_parser = plan::duration)]
    pub between: Duration,
    /// Where the data lies meanwhile [default: the directory for temporary files]
    #[arg(long, value_name = "DIR")]
    pub dir: Option<PathBuf>,
    /// Write the result here too, as JSON
    #[arg(long, value_name = "FILE")]
    pub out: Option<PathBuf>,
    /// Threads of the harness itself
    #[arg(long, value_name = "N", default_value_t = 1, value_parser = clap::value_parser!(u32).range(1..=64))]
    pub threads: u32,
}

pub fn make_home(asked: &Asked) -> Result<TempDir, String> {
    fleet::make_home(asked.dir.as_deref())
}

/// Everything that runs. Dropped in this order.
struct Stand {
    balancer: Running,
    hubs: Vec<Running>,
    _redis: Redis,
    postgres: Postgres,
}

/// Plays it. `loadtest` is this program, beside which the hub's is looked for.
pub async fn run(asked: &Asked, loadtest: &Path, home: &Path, interrupt: Interrupt) -> Result<Report, String> {
    if asked.users < 2 || asked.users % 2 == 1 || !(asked.rate.is_finite() && asked.rate > 0.0) {
        return Err("--users: an even number, and --rate: more than nothing".to_owned());
    }
    let collective = asked.collective.clone().unwrap_or_else(|| loadtest.with_file_name("collective"));
    if !collective.is_file() {
        return Err(format!("{} is not there: cargo build --release --workspace --bins, or --collective PATH", collective.display()));
    }
    let (postgres, redis) = (Postgres::start(home, &["hub"]).await?, Redis::start(&home.join("redis")).await?);
    let data = |name: &str| Data {
        dir: home.join(name),
        database_url: Some(postgres.url("hub")),
        redis_url: Some(redis.url()),
        ..Data::default()
    };
    let members = data("hub1").mint(&collective, asked.users)?;
    let mut hubs = Vec::with_capacity(HUBS);
    for n in 1..=HUBS {
        hubs.push(Running::hub(&collective, &data(&format!("hub{n}"))).await?);
    }
    let balancer = balance(home, &hubs).await?;
    let mut stand = Stand { balancer, hubs, _redis: redis, postgres };
    let entrance = Entrance { parallel: 32, ..Entrance::of(Address::read(&stand.balancer.url).map_err(|e| e.to_string())?) };
    let plan = Plan {
        users: asked.users,
        pace: Pace::Open(asked.rate),
        // Until the last hub is back, however long that takes.
        duration: Duration::from_secs(3_600),
        warm_up: Duration::from_secs(1),
        database: Some(stand.postgres.pid()),
        threads: asked.threads as usize,
        ..Plan::of(Scenario::Pairs, entrance)
    };
    let mut report = Report::default();
    report.put("scenario", "scenario", "rolling");
    let mut deploys = String::new();
    let happens = deploy_all(&mut stand.hubs, asked.between, &mut deploys);
    let played = pairs::run_through(&plan, &members, interrupt, &mut report, happens).await;
    report.put("deploys", "hubs that left and came back", deploys);
    if report.latencies("pause").and_then(|pauses| pauses.summary()).is_some_and(|pauses| pauses.p99_ms > GOAL_MS) {
        report.doubts.push(format!("the longest wait, p99, is over the goal of {GOAL_MS} ms"));
    }
    played.map(|()| report)
}

/// haproxy before the hubs, with the repository's own configuration.
async fn balance(home: &Path, hubs: &[Running]) -> Result<Running, String> {
    let sbin = || Some(PathBuf::from("/usr/sbin/haproxy")).filter(|path| path.is_file());
    let haproxy = program("haproxy").or_else(sbin).ok_or("haproxy is missing: apt-get install haproxy")?;
    let file = home.join("haproxy.cfg");
    std::fs::write(&file, BALANCER).map_err(|e| format!("{} can't be written: {e}", file.display()))?;
    let port = free_port();
    let listen = format!("127.0.0.1:{port}");
    let mut env = vec![("BALANCER".to_owned(), listen.clone())];
    env.extend(hubs.iter().enumerate().map(|(at, hub)| (format!("HUB{}", at + 1), format!("127.0.0.1:{}", hub.port))));
    let args = vec!["-f".into(), file.into_os_string()];
    let launch = Launch { program: haproxy, args, env, before: "", signal: "TERM", log: home.join("haproxy.log") };
    let balancer = Running { process: Process::start(launch)?, url: format!("http://{listen}"), port };
    balancer.ready().await?;
    Ok(balancer)
}

/// Each hub in turn. What is said is how long each took.
async fn deploy_all(hubs: &mut [Running], between: Duration, said: &mut String) -> Result<(), String> {
    for (at, hub) in hubs.iter_mut().enumerate() {
        tokio::time::sleep(between).await;
        let left = hub.process.leave().await?;
        let began = Instant::now();
        hub.process.begin()?;
        hub.ready().await?;
        let comma = if at == 0 { "" } else { ", " };
        // Writing to a string does not fail.
        let _ = write!(said, "{comma}{:.1} s and {:.1} s", left.as_secs_f64(), began.elapsed().as_secs_f64());
    }
    tokio::time::sleep(between).await;
    Ok(())
}
