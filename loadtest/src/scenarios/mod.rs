//! The scenarios, and what they share: filling the room, watching the processes, stopping early.

pub mod drafts;
pub mod herd;
pub mod idle;
pub mod matching;
pub mod pairs;
pub mod room;
pub mod speaker;
pub mod watcher;

use std::{sync::Arc, time::Duration};

use indicatif::{ProgressBar, ProgressStyle};
use tokio::{sync::watch, time::Instant};

use crate::{
    measure::{self, Usage},
    members::Member,
    plan::{Pace, Plan, Scenario},
    report::Report,
    seat::{Filled, Seat, fill},
    socket::Ended,
};

/// Ctrl-C, or a test that has seen enough.
#[derive(Clone)]
pub struct Interrupt(watch::Receiver<bool>);

impl Interrupt {
    pub fn new() -> (watch::Sender<bool>, Interrupt) {
        let (sender, receiver) = watch::channel(false);
        (sender, Interrupt(receiver))
    }

    pub fn is_here(&self) -> bool {
        *self.0.borrow()
    }

    /// Comes back when it is here; never, when nobody can interrupt any more.
    pub async fn here(&mut self) {
        if self.0.wait_for(|interrupted| *interrupted).await.is_err() {
            std::future::pending::<()>().await;
        }
    }

    /// Sleeps until then. `false` when interrupted.
    pub async fn sleep_until(&mut self, then: Instant) -> bool {
        tokio::select! {
            () = self.here() => false,
            () = tokio::time::sleep_until(then) => true,
        }
    }
}

/// Plays the plan. An error is a line for people; a broken promise is in the report.
pub async fn run(plan: &Plan, members: &[Member], interrupt: Interrupt) -> Result<Report, String> {
    let mut report = Report::default();
    report.put("scenario", "scenario", plan.scenario.word());
    let own = Instant::now();
    match plan.scenario {
        Scenario::Pairs => pairs::run(plan, members, interrupt.clone(), &mut report).await?,
        Scenario::Room => room::run(plan, members, interrupt.clone(), &mut report).await?,
        Scenario::Idle => idle::run(plan, members, interrupt.clone(), &mut report).await?,
        Scenario::Herd => herd::run(plan, members, interrupt.clone(), &mut report).await?,
        Scenario::Match => matching::run(plan, members, interrupt.clone(), &mut report).await?,
    }
    report.put("seconds", "whole run, seconds", own.elapsed().as_secs_f64());
    if interrupt.is_here() {
        report.put("interrupted", "interrupted", true);
        report.doubts.push("interrupted before the end".to_owned());
    }
    Ok(report)
}

/// The members a plan needs, or words.
fn enough<'a>(plan: &Plan, members: &'a [Member]) -> Result<&'a [Member], String> {
    members.get(..plan.users).ok_or_else(|| {
        format!("{} sockets need as many tokens, the file has {}: mint more, or --users {}", plan.users, members.len(), members.len())
    })
}

/// Opens all these sockets with a bar on the screen. What fails is told by the report; if nobody came in, by an error.
async fn come_in(plan: &Plan, members: &[Member], first: usize, interrupt: &mut Interrupt, report: &mut Report) -> Result<Filled, String> {
    let bar = ProgressBar::new(members.len() as u64).with_message("coming in");
    bar.set_style(bar_style());
    let shown = bar.clone();
    let mut filled = tokio::select! {
        filled = fill(&plan.entrance, members, first, Arc::new(move || shown.inc(1))) => filled,
        () = interrupt.here() => return Err("interrupted while the sockets were being opened".to_owned()),
    };
    bar.finish_and_clear();
    if let Some((error, times)) = filled.failed.take() {
        if times == members.len() {
            return Err(error.to_string());
        }
        report.broken.push(format!("{times} sockets were not opened; the first: {error}"));
    }
    Ok(filled)
}

pub(crate) fn bar_style() -> ProgressStyle {
    ProgressStyle::with_template("{msg:12} {wide_bar} {pos}/{len} {per_sec} {eta}").unwrap_or_else(|_| ProgressStyle::default_bar())
}

/// All leave. Tells how many the hub had ended before, and the first reason.
async fn all_leave(seats: impl IntoIterator<Item = Seat>, report: &mut Report) {
    let ends: Vec<Option<Ended>> = futures_util::future::join_all(seats.into_iter().map(Seat::leave)).await;
    let mut ended = ends.into_iter().flatten();
    let first = ended.next();
    report.put("sockets_ended_by_hub", "sockets ended by the hub", first.iter().count() + ended.count());
    if let Some(first) = first {
        report.doubts.push(format!("the hub ended sockets; the first: {first}"));
    }
}

/// The processes and ourselves at the beginning of what is measured.
struct Meter {
    began: Instant,
    hub: Option<Usage>,
    database_cpu: Option<f64>,
    own_cpu: f64,
}

/// The same, used since.
struct Used {
    wall: f64,
    hub_cpu: Option<f64>,
    database_cpu: Option<f64>,
    resident: Option<u64>,
}

impl Meter {
    fn begin(plan: &Plan) -> Result<Meter, String> {
        let hub = if plan.pids.is_empty() { None } else { Some(measure::usage(&plan.pids)?) };
        let database_cpu = plan.database.map(measure::tree_cpu_seconds).transpose()?;
        Ok(Meter { began: Instant::now(), hub, database_cpu, own_cpu: measure::own_cpu_seconds() })
    }

    /// Puts down what was used, and a doubt when the harness itself was the bottleneck.
    fn end(self, plan: &Plan, report: &mut Report) -> Result<Used, String> {
        let wall = self.began.elapsed().as_secs_f64();
        let own = (measure::own_cpu_seconds() - self.own_cpu) / wall;
        report.put("own_cpu_share", "the harness's own CPU, cores", own);
        report.doubts.extend(crate::play::gauge::bottleneck(own, plan.threads));
        let database_cpu = match (plan.database, self.database_cpu) {
            (Some(pid), Some(before)) => {
                let cpu = measure::tree_cpu_seconds(pid)? - before;
                report.put("database_cpu_share", "the database's CPU, cores", cpu / wall);
                Some(cpu)
            }
            _ => None,
        };
        let Some(before) = self.hub else {
            return Ok(Used { wall, hub_cpu: None, database_cpu, resident: None });
        };
        let after = measure::usage(&plan.pids)?;
        let cpu = after.cpu_seconds - before.cpu_seconds;
        report.put("hub_cpu_share", "the hub's CPU, cores", cpu / wall);
        report.put("hub_resident_mib", "the hub's memory, MiB", mib(after.resident_bytes));
        Ok(Used { wall, hub_cpu: Some(cpu), database_cpu, resident: Some(after.resident_bytes) })
    }
}

fn mib(bytes: u64) -> f64 {
    bytes as f64 / f64::from(1 << 20)
}

/// Waits until `settled` or the time is up, looking every 20 ms.
pub(crate) async fn settle(within: Duration, interrupt: &mut Interrupt, settled: impl Fn() -> bool) {
    let until = Instant::now() + within;
    while !settled() && Instant::now() < until {
        if !interrupt.sleep_until(Instant::now() + Duration::from_millis(20)).await {
            return;
        }
    }
}

/// How it was paced, in words.
fn paced(pace: Pace) -> String {
    match pace {
        Pace::Open(rate) => format!("open loop, {rate} a second in all"),
        Pace::Closed(each) => format!("closed loop, {each} unanswered a socket"),
    }
}
