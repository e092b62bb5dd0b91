//! What a silent, logged-in socket costs in memory: a hub that has just begun, and the relay, with the same sockets.

use super::{
    Bench, relay, strangers,
    table::{Goal, What, number},
};
use crate::{
    fleet::{Data, Running},
    measure,
    members::Member,
    plan::{Plan, Scenario},
};

pub async fn measure(bench: &mut Bench) -> Result<(), String> {
    let sockets = as_many_as_possible(bench);
    let data = Data::in_directory(bench.dir("idle"));
    let members = data.mint(&bench.collective, sockets)?;
    let strangers = strangers(sockets);
    for run in 1..=bench.asked.runs {
        // A fresh process each time: what one has once taken from the system it keeps.
        let hub = Running::hub(&bench.collective, &data).await?;
        let ours = play(bench, &format!("idle, run {run}: {} sockets", number(sockets as f64)), &hub, &members).await?;
        drop(hub);
        let relay = relay::start(&bench.loadtest, &bench.home).await?;
        let floor = play(bench, &format!("idle, run {run}: the relay"), &relay, &strangers).await?;
        drop(relay);

        let what = |key: &str, words: String, unit, goal| What { key: format!("idle.{key}"), words, unit, goal, floor: "relay" };
        let words = format!("memory of an idle logged-in socket, {} of them", number(sockets as f64));
        let goal = Some(Goal::AtMost(16.0));
        bench.findings.sample(what("memory", words, "KiB", goal), ours.number("kib_per_socket"), floor.number("kib_per_socket"));
        let words = "sockets accepted a second".to_owned();
        bench.findings.sample(what("accepted", words, "", None), ours.number("accepted_per_second"), floor.number("accepted_per_second"));
    }
    Ok(())
}

async fn play(bench: &mut Bench, title: &str, server: &Running, members: &[Member]) -> Result<crate::report::Report, String> {
    let mut plan: Plan = bench.plan(Scenario::Idle, server)?;
    plan.users = members.len();
    plan.duration = bench.sizes.idling;
    bench.play(title, &plan, members).await
}

/// The hub inherits this program's limit of open files.
fn as_many_as_possible(bench: &mut Bench) -> usize {
    let files = measure::raise_open_files();
    let possible = usize::try_from(measure::sockets_within(files, measure::FILES_A_SOCKET as f64)).unwrap_or(usize::MAX);
    if possible < bench.sizes.idle {
        bench.findings.doubts.push(format!(
            "{files} open files (ulimit -n) are room for {possible} sockets of the hub, not {}: it keeps {} a socket",
            bench.sizes.idle,
            measure::FILES_A_SOCKET
        ));
    }
    bench.sizes.idle.min(possible)
}
