//! One, two, three hubs on PostgreSQL and Redis with the same conversations of two, whose two members sit at different hubs: what
//! a message costs, hubs and database apart. On the same cores more hubs can't be faster; what is looked at is the cost.

use super::{Grow, board::Curve};
use crate::{
    address::Address,
    fleet::{Data, Postgres, Redis, Running},
    plan::{Pace, Plan, Scenario},
    scenarios,
    seat::Entrance,
};

const HUBS: &str = "hubs";
const SPEED: Curve = Curve {
    key: "nodes.messages",
    title: "Messages stored and acknowledged, hubs on shared cores",
    x: HUBS,
    y: "messages",
    unit: "a second",
};
const CPU: Curve = Curve { key: "nodes.cpu", title: "CPU of a million messages", x: HUBS, y: "CPU a million messages", unit: "s" };
const TICK: Curve = Curve { key: "nodes.tick", title: "Message to its tick, one unanswered a member", x: HUBS, y: "latency", unit: "ms" };

pub async fn measure(grow: &mut Grow) -> Result<(), String> {
    let dir = grow.dir("nodes");
    std::fs::create_dir_all(&dir).map_err(|e| format!("{} can't be made: {e}", dir.display()))?;
    let (postgres, redis) = (Postgres::start(&grow.dir("nodes-postgres"), &["hub"]).await?, Redis::start(&dir.join("redis")).await?);
    let data = |n: usize| Data {
        dir: dir.join(format!("hub{n}")),
        database_url: Some(postgres.url("hub")),
        redis_url: Some(redis.url()),
        ..Data::default()
    };
    let members = data(1).mint(&grow.collective, grow.sizes.talkers)?;
    let mut hubs: Vec<Running> = Vec::new();
    for count in 1..=grow.sizes.nodes {
        hubs.push(Running::hub(&grow.collective, &data(count)).await?);
        let mut doors = hubs.iter().map(|hub| Address::read(&hub.url).map_err(|e| e.to_string())).collect::<Result<Vec<_>, _>>()?;
        let entrance = Entrance { more: doors.split_off(1), ..Entrance::of(doors.remove(0)) };
        let plan = Plan {
            users: members.len(),
            pace: Pace::Closed(1),
            duration: grow.sizes.talking,
            warm_up: grow.sizes.talking / 4,
            pids: hubs.iter().map(Running::pid).collect(),
            database: Some(postgres.pid()),
            threads: grow.asked.common.threads as usize,
            ..Plan::of(Scenario::Pairs, entrance)
        };
        for run in 1..=grow.asked.runs {
            let title = format!("nodes, run {run}: {count} hub{}", if count == 1 { "" } else { "s" });
            grow.step(&title)?;
            let report = scenarios::run(&plan, &members, grow.interrupt.clone()).await.map_err(|e| format!("{title}: {e}"))?;
            grow.keep(&title, &report)?;
            let (x, board) = (count as f64, &mut grow.board);
            board.sample(SPEED, "all hubs together", x, report.number("messages_per_second"));
            board.sample(CPU, "hubs", x, report.number("hub_cpu_seconds_per_million"));
            board.sample(CPU, "database", x, report.number("database_cpu_seconds_per_million"));
            board.latencies(TICK, "", x, report.latencies("ack"));
        }
    }
    Ok(())
}
