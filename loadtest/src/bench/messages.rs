//! Conversations of two: how many messages a second are stored and acknowledged at most, and how long a tick takes at a
//! steady rate below that.

use super::{
    Bench, Engine, FLOOR, HUB, relay,
    rows::{Rows, Speed},
    strangers,
    table::{Goal, What, number},
};
use crate::{
    fleet::{Data, Running},
    measure::metric,
    members::Member,
    plan::{Pace, Scenario},
    report::Report,
};

const TICKS: &str = "From a message to its tick, by percentile";
/// The goal, messages a second.
const ENOUGH: f64 = 10_000.0;

/// All that is open while an engine is measured. Dropped in this order.
struct Stand {
    engine: Engine,
    hub: Running,
    relay: Running,
    members: Vec<Member>,
    rows: Rows,
    database: Option<u32>,
}

/// What one run of an engine found.
struct Round {
    rate: f64,
    most: Report,
    steady: Report,
    relay_most: Report,
    relay_steady: Report,
    rows: Speed,
}

pub async fn measure(bench: &mut Bench) -> Result<(), String> {
    for engine in bench.asked.engines.clone() {
        let postgres = bench.postgres(engine).await?;
        let mut data = Data::in_directory(bench.dir(&format!("messages-{}", engine.key())));
        data.database_url = postgres.as_ref().map(|p| p.url(HUB));
        let members = data.mint(&bench.collective, bench.sizes.talkers)?;
        let floor = match &postgres {
            Some(postgres) => postgres.url(FLOOR),
            None => bench.dir("floor.sqlite").display().to_string(),
        };
        let mut stand = Stand {
            engine,
            hub: Running::hub(&bench.collective, &data).await?,
            relay: relay::start(&bench.loadtest, &bench.home).await?,
            members,
            rows: Rows::open(&floor).await?,
            database: postgres.as_ref().map(|p| p.pid()),
        };
        let mut rate = bench.asked.rate.map(f64::from);
        for run in 1..=bench.asked.runs {
            let round = round(bench, &mut stand, run, rate).await?;
            // The same rate in every run.
            rate = Some(round.rate);
            tell(bench, engine, &round);
        }
        stand.rows.close().await;
    }
    Ok(())
}

async fn round(bench: &mut Bench, stand: &mut Stand, run: u32, rate: Option<f64>) -> Result<Round, String> {
    let titled = |what: &str| format!("{}, run {run}: {what}", stand.engine.name());
    let mut plan = bench.plan(Scenario::Pairs, &stand.hub)?;
    plan.database = stand.database;
    let before = batches(&stand.hub).await?;
    let most = bench.play(&titled("as fast as it goes"), &plan, &stand.members).await?;
    let after = batches(&stand.hub).await?;
    let batch = ((after.0 - before.0) / (after.1 - before.1).max(1.0)).round().max(1.0) as usize;

    let reached = most.number("messages_per_second").unwrap_or(0.0);
    let rate = rate.unwrap_or_else(|| steady_rate(reached));
    plan.pace = Pace::Open(rate);
    let steady = bench.play(&titled(&format!("{rate} a second")), &plan, &stand.members).await?;

    let body = "x".repeat(plan.body);
    let rows = stand.rows.write(batch, &body, bench.sizes.bare_rows, stand.database).await?;
    eprintln!("      the bare rows, {batch} messages a transaction: {:.0} a second", rows.messages_per_second);

    let mut plan = bench.plan(Scenario::Pairs, &stand.relay)?;
    let strangers = strangers(plan.users);
    let relay_most = bench.play(&titled("the relay, as fast as it goes"), &plan, &strangers).await?;
    plan.pace = Pace::Open(rate);
    let relay_steady = bench.play(&titled(&format!("the relay, {rate} a second")), &plan, &strangers).await?;
    Ok(Round { rate, most, steady, relay_most, relay_steady, rows })
}

/// The goal if that can be reached, else what leaves the hub some air.
fn steady_rate(reached: f64) -> f64 {
    if reached >= ENOUGH { ENOUGH } else { ((0.75 * reached / 100.0).floor() * 100.0).max(100.0) }
}

/// Commands in all batches so far, and batches.
async fn batches(hub: &Running) -> Result<(f64, f64), String> {
    let page = hub.metrics().await?;
    let count = |what: &str| metric(&page, &format!("collective_batch_size_{what}")).unwrap_or(0.0);
    Ok((count("sum"), count("count")))
}

fn tell(bench: &mut Bench, engine: Engine, round: &Round) {
    let Round { rate, most, steady, relay_most, relay_steady, rows } = round;
    let (name, key, found) = (engine.name(), engine.key(), &mut bench.findings);
    let rate = number(*rate);
    let what = |what: &str, words: String, unit, goal, floor| What { key: format!("{key}.{what}"), words, unit, goal, floor };

    let speed = most.number("messages_per_second");
    let words = format!("{name}: messages stored and acknowledged a second, {} sockets", number(bench.sizes.talkers as f64));
    found.sample(what("most", words, "", Some(Goal::AtLeast(ENOUGH)), "bare rows"), speed, Some(rows.messages_per_second));
    let words = format!("{name}: the same beside a relay that stores nothing");
    found.sample(what("most_beside_relay", words, "", None, "relay"), speed, relay_most.number("messages_per_second"));

    let at = |report: &Report, pick: fn(&crate::measure::Summary) -> f64| report.latencies("ack")?.summary().as_ref().map(pick);
    let words = format!("{name}: message to tick, p50 at {rate} a second");
    found.sample(what("tick_p50", words, "ms", None, "relay"), at(steady, |s| s.p50_ms), at(relay_steady, |s| s.p50_ms));
    let words = format!("{name}: message to tick, p99 at {rate} a second");
    let goal = Some(Goal::AtMost(100.0));
    found.sample(what("tick_p99", words, "ms", goal, "relay"), at(steady, |s| s.p99_ms), at(relay_steady, |s| s.p99_ms));

    let words = format!("{name}: the hub's CPU seconds a million messages, at {rate} a second");
    let cpu = |report: &Report| report.number("hub_cpu_seconds_per_million");
    found.sample(what("hub_cpu", words, "s", None, "relay"), cpu(steady), cpu(relay_steady));
    let words = format!("{name}: the same, as fast as it goes");
    found.sample(what("hub_cpu_at_most", words, "s", None, "relay"), cpu(most), cpu(relay_most));
    if engine == Engine::Postgres {
        let words = format!("{name}: its own CPU seconds a million messages, at {rate} a second");
        let floor = rows.database_cpu_seconds_per_million;
        found.sample(what("database_cpu", words, "s", None, "bare rows"), steady.number("database_cpu_seconds_per_million"), floor);
    }
    found.curve(TICKS, &format!("{name}, {rate}/s"), steady.latencies("ack"));
    found.curve(TICKS, &format!("relay, {rate}/s"), relay_steady.latencies("ack"));
}

#[cfg(test)]
mod tests {
    use super::steady_rate;

    #[test]
    fn the_steady_rate_is_the_goal_or_three_quarters_of_what_is_possible() {
        assert_eq!([12_000.0, 10_000.0, 9_999.0, 6_485.0, 20.0].map(steady_rate), [10_000.0, 10_000.0, 7_400.0, 4_800.0, 100.0]);
    }
}
