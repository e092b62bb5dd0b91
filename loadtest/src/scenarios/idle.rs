//! Sockets that are logged in and say nothing: how fast they come in, what each costs the hub in memory.

use std::time::Duration;

use tokio::time::Instant;

use super::{Interrupt, Meter, all_leave, come_in, mib};
use crate::{measure, members::Member, plan::Plan, report::Report};

/// So many come in before memory is first looked at, so that what the hub sets up once isn't charged to each.
const FIRST: usize = 100;
/// Memory stands still when so many looks in a row, so far apart, differ by no more than this.
const LOOKS_ALIKE: usize = 3;
const BETWEEN_LOOKS: Duration = Duration::from_millis(500);
const STILL: u64 = 256 * 1024;
/// So many looks are enough: ten seconds.
const LONGEST_LOOKS: usize = 20;

pub async fn run(plan: &Plan, members: &[Member], mut interrupt: Interrupt, report: &mut Report) -> Result<(), String> {
    let sockets: Vec<Member> = members.iter().cycle().take(plan.users).cloned().collect();
    if members.len() < plan.users {
        report.doubts.push(format!("{} members share {} sockets: the file has no more tokens", members.len(), plan.users));
    }
    let (first, rest) = sockets.split_at(FIRST.min(plan.users / 10));
    let mut seats = Vec::with_capacity(plan.users);
    if !first.is_empty() {
        seats.extend(come_in(plan, first, 0, &mut interrupt, report).await?.seats);
    }
    let before = settled(plan, &mut interrupt).await?;
    let filled = come_in(plan, rest, first.len(), &mut interrupt, report).await?;
    let came = filled.seats.iter().flatten().count();
    report.put("sockets", "sockets", came + seats.iter().flatten().count());
    report.put("accepted_per_second", "accepted a second", came as f64 / filled.took.as_secs_f64());
    report.put_latencies("connecting", "connecting, to the welcome", &filled.connecting);
    seats.extend(filled.seats);

    let meter = Meter::begin(plan)?;
    interrupt.sleep_until(Instant::now() + plan.duration).await;
    let used = meter.end(plan, report)?;
    if let Some(cpu) = used.hub_cpu {
        report.put("hub_cpu_idle_per_1000", "the hub's CPU per 1,000 idle sockets, cores", cpu / used.wall / seats.len() as f64 * 1e3);
    }
    if let (Some(before), Some(after)) = (before, used.resident)
        && came > 0
    {
        let each = (after as f64 - before as f64) / came as f64 / 1024.0;
        report.put("hub_resident_before_mib", "the hub's memory before, MiB", mib(before));
        report.put("kib_per_socket", "the hub's memory a socket, KiB", each);
    }
    let closed = seats.iter().flatten().filter(|seat| !seat.is_open()).count();
    report.must_be_none("closed_while_idle", "closed while idle", closed as u64);
    all_leave(seats.into_iter().flatten(), report).await;
    Ok(())
}

/// The server's memory once it stays as it is. One that has just started is still building its index, which no socket costs.
async fn settled(plan: &Plan, interrupt: &mut Interrupt) -> Result<Option<u64>, String> {
    let (mut last, mut alike) = (resident(plan)?, 0);
    for _ in 0..LONGEST_LOOKS {
        if alike == LOOKS_ALIKE {
            break;
        }
        interrupt.sleep_until(Instant::now() + BETWEEN_LOOKS).await;
        let now = resident(plan)?;
        let moved = now.zip(last).map_or(0, |(now, last)| now.abs_diff(last));
        alike = if moved <= STILL { alike + 1 } else { 0 };
        last = now;
    }
    Ok(last)
}

fn resident(plan: &Plan) -> Result<Option<u64>, String> {
    if plan.pids.is_empty() {
        return Ok(None);
    }
    Ok(Some(measure::usage(&plan.pids)?.resident_bytes))
}
