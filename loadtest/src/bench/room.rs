//! A room on a thousand screens with two messages in flight: deliveries a second, and what each costs, beside the relay that
//! does the same and stores nothing.

use super::{
    Bench, relay, strangers,
    table::{Goal, What, number},
};
use crate::{
    fleet::{Data, Running},
    members::Member,
    plan::{Pace, Scenario},
    report::Report,
};

const EVERYBODY: &str = "From a message to the last of the screens that show the room, by percentile";

pub async fn measure(bench: &mut Bench) -> Result<(), String> {
    let screens = bench.sizes.screens;
    let data = Data::in_directory(bench.dir("room"));
    let members = data.mint(&bench.collective, screens)?;
    let strangers = strangers(screens);
    for run in 1..=bench.asked.runs {
        let hub = Running::hub(&bench.collective, &data).await?;
        let ours = play(bench, &format!("room, run {run}: {} screens", number(screens as f64)), &hub, &members).await?;
        drop(hub);
        let relay = relay::start(&bench.loadtest, &bench.home).await?;
        let floor = play(bench, &format!("room, run {run}: the relay"), &relay, &strangers).await?;
        drop(relay);
        tell(bench, screens, &ours, &floor);
    }
    Ok(())
}

async fn play(bench: &mut Bench, title: &str, server: &Running, members: &[Member]) -> Result<Report, String> {
    let mut plan = bench.plan(Scenario::Room, server)?;
    plan.users = members.len();
    plan.pace = Pace::Closed(2);
    bench.play(title, &plan, members).await
}

fn tell(bench: &mut Bench, screens: usize, ours: &Report, floor: &Report) {
    let found = &mut bench.findings;
    let what = |key: &str, words: String, unit, goal| What { key: format!("room.{key}"), words, unit, goal, floor: "relay" };
    let both = |key: &str| (ours.number(key), floor.number(key));
    let words = format!("a room on {} screens, 2 messages in flight: deliveries a second", number(screens as f64));
    let (value, beside) = both("deliveries_per_second");
    found.sample(what("deliveries", words, "", Some(Goal::AtLeast(150_000.0))), value, beside);
    let words = "the hub's CPU seconds a million deliveries".to_owned();
    let (value, beside) = both("hub_cpu_seconds_per_million");
    found.sample(what("cpu", words, "s", Some(Goal::AtMost(7.0))), value, beside);
    let last = |report: &Report| report.latencies("everybody")?.summary().map(|s| s.p99_ms);
    let words = "from sending to the last screen, p99".to_owned();
    found.sample(what("everybody_p99", words, "ms", None), last(ours), last(floor));
    found.curve(EVERYBODY, "hub", ours.latencies("everybody"));
    found.curve(EVERYBODY, "relay", floor.latencies("everybody"));
}
