//! Sockets that are logged in and say nothing: how fast they come in, what each costs the hub in memory.

use tokio::time::Instant;

use super::{Interrupt, Meter, all_leave, come_in, mib};
use crate::{measure, members::Member, plan::Plan, play::gauge, report::Report};

/// Half of them come in before memory is first looked at: what the hub sets up once, and what it has still in hand from its start, isn't
/// charged to the others.
const PARTS: usize = 2;

pub async fn run(plan: &Plan, members: &[Member], mut interrupt: Interrupt, report: &mut Report) -> Result<(), String> {
    let sockets: Vec<Member> = members.iter().cycle().take(plan.users).cloned().collect();
    if members.len() < plan.users {
        report.doubts.push(format!("{} members share {} sockets: the file has no more tokens", members.len(), plan.users));
    }
    let (first, rest) = sockets.split_at(plan.users / PARTS);
    let mut seats = Vec::with_capacity(plan.users);
    if !first.is_empty() {
        seats.extend(come_in(plan, first, 0, &mut interrupt, report).await?.seats);
    }
    if !plan.pids.is_empty() {
        measure::stands_still(&plan.pids).await?;
    }
    let before = resident(plan)?;
    let (began, own) = (Instant::now(), measure::own_cpu_seconds());
    let filled = come_in(plan, rest, first.len(), &mut interrupt, report).await?;
    let own = (measure::own_cpu_seconds() - own) / began.elapsed().as_secs_f64().max(1e-3);
    report.put("harness_cpu_opening", "the harness's own cores while sockets were opened", own);
    report.doubts.extend(gauge::bottleneck(own, plan.threads).map(|words| format!("while sockets were opened {words}")));
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

fn resident(plan: &Plan) -> Result<Option<u64>, String> {
    if plan.pids.is_empty() {
        return Ok(None);
    }
    Ok(Some(measure::usage(&plan.pids)?.resident_bytes))
}
