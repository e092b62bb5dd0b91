//! Everybody is dropped at once: how soon they are back, by their tokens, and shown what they missed. Beside it the relay,
//! which knows nobody and replays nothing.

use super::{
    Bench, relay, strangers,
    table::{Goal, What, number},
};
use crate::{
    fleet::{Data, Running},
    members::Member,
    plan::{Plan, Scenario},
    report::Report,
};

pub async fn measure(bench: &mut Bench) -> Result<(), String> {
    let crowd = bench.sizes.herd;
    let data = Data::in_directory(bench.dir("herd"));
    let members = data.mint(&bench.collective, crowd)?;
    let strangers = strangers(crowd);
    for run in 1..=bench.asked.runs {
        let hub = Running::hub(&bench.collective, &data).await?;
        let ours = play(bench, &format!("herd, run {run}: {} dropped at once", number(crowd as f64)), &hub, &members).await?;
        drop(hub);
        let relay = relay::start(&bench.loadtest, &bench.home).await?;
        let floor = play(bench, &format!("herd, run {run}: the relay"), &relay, &strangers).await?;
        drop(relay);
        let what = |key: &str, words: String, goal| What { key: format!("herd.{key}"), words, unit: "s", goal, floor: "relay" };
        let words =
            format!("{} sockets dropped at once, no jitter: until all are back, authenticated and up to date", number(crowd as f64));
        bench.findings.sample(
            what("all_back", words, Some(Goal::AtMost(1.0))),
            ours.number("seconds_until_all_back"),
            floor.number("seconds_until_all_back"),
        );
    }
    Ok(())
}

async fn play(bench: &mut Bench, title: &str, server: &Running, members: &[Member]) -> Result<Report, String> {
    let mut plan: Plan = bench.plan(Scenario::Herd, server)?;
    plan.users = members.len();
    bench.play(title, &plan, members).await
}
