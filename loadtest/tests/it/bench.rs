//! The benchmark with real processes: the relay, the hub, PostgreSQL. Small and short: whether it works.

use std::path::Path;

use clap::Parser;
use loadtest::{
    bench::{self, Asked, relay},
    members::Member,
    plan::{Cli, Order, Pace, Scenario},
    scenarios::{self, Interrupt},
};

const LOADTEST: &str = env!("CARGO_BIN_EXE_loadtest");

fn asked(words: &str) -> Asked {
    match Cli::try_parse_from(format!("loadtest bench {words}").split_whitespace()).unwrap().command {
        Order::Bench(asked) => *asked,
        other => panic!("{other:?} is no benchmark"),
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_relay_keeps_the_promises_of_a_hub_and_knows_nobody() {
    let dir = tempfile::tempdir().unwrap();
    let relay = relay::start(Path::new(LOADTEST), dir.path()).await.unwrap();
    let members: Vec<Member> = (0..20).map(|n| Member { handle: format!("m{n}"), token: format!("t{n}") }).collect();
    for scenario in [Scenario::Pairs, Scenario::Idle, Scenario::Herd, Scenario::Room] {
        let mut plan = crate::scenarios::plan(scenario, &relay.url);
        plan.users = 20;
        if scenario == Scenario::Room {
            plan.pace = Pace::Closed(2);
        }
        plan.pids = vec![relay.pid()];
        let report = scenarios::run(&plan, &members, Interrupt::new().1).await.unwrap();
        assert!(report.is_kept() && report.number("sockets") == Some(20.0), "{}", report.table());
    }
    let pid = relay.pid();
    drop(relay);
    assert!(!Path::new(&format!("/proc/{pid}")).exists());
}

/// The hub's program stands beside ours in a build of the whole workspace; it is looked for there as the benchmark does.
#[tokio::test(flavor = "multi_thread")]
async fn one_command_measures_messages_matches_silence_and_a_herd_beside_their_floors() {
    let asked = asked("--quick --runs 1 --engines postgres");
    let home = asked.common.make_home().unwrap();
    let (findings, played) = bench::run(&asked, Path::new(LOADTEST), home.path(), Interrupt::new().1).await;
    played.unwrap();
    assert_eq!(findings.broken, Vec::<String>::new(), "{}", findings.table());
    let json = findings.json();
    let rows: Vec<&str> = json["rows"].as_array().unwrap().iter().map(|row| row["key"].as_str().unwrap()).collect();
    assert_eq!(
        rows,
        [
            "postgres.most",
            "postgres.most_beside_relay",
            "postgres.tick_p50",
            "postgres.tick_p99",
            "postgres.hub_cpu",
            "postgres.hub_cpu_at_most",
            "postgres.database_cpu",
            "room.deliveries",
            "room.cpu",
            "room.everybody_p99",
            "match.card_p50",
            "match.card_p99",
            "match.post_p50",
            "match.stock",
            "idle.memory",
            "idle.accepted",
            "herd.all_back"
        ]
    );
    for row in json["rows"].as_array().unwrap() {
        // The system counts CPU in hundredths of a second, of which a short run may use none; and a hub that has just started gives more
        // memory back than a hundred sockets cost.
        let by_chance = |key: &str| key.ends_with("_cpu") || key.ends_with("_cpu_at_most") || key == "idle.memory";
        let measured = row["median"].as_f64().unwrap() > 0.0 && row["ratio"].as_f64().is_some_and(|ratio| ratio > 0.0);
        assert!(measured || by_chance(row["key"].as_str().unwrap()), "{row}");
    }
    assert!(bench::page::page(&findings).contains("card on both screens"));
}

/// Each page, alone and among many, and what it costs the hub.
#[tokio::test(flavor = "multi_thread")]
async fn pages_are_measured_when_they_are_asked_for() {
    let asked = asked("--quick --runs 1 --only pages");
    let home = asked.common.make_home().unwrap();
    let (findings, played) = bench::run(&asked, Path::new(LOADTEST), home.path(), Interrupt::new().1).await;
    played.unwrap();
    let json = findings.json();
    let rows = json["rows"].as_array().unwrap();
    for key in [
        "pages.discover.p50_1",
        "pages.discover.p99_1",
        "pages.discover.p99_64",
        "pages.home_of_a_member.p99_1",
        "pages.home_of_a_member.rate_64",
        "pages.home_of_a_member_nothing_kept.rate_64",
        "pages.storefront.p99_1",
    ] {
        let row = rows.iter().find(|row| row["key"] == key).unwrap_or_else(|| panic!("{key} in {json}"));
        assert!(row["median"].as_f64().unwrap() > 0.0, "{row}");
    }
    assert_eq!(rows.len() % 6, 0, "six lines a page");
}

#[tokio::test]
async fn a_missing_hub_is_said_in_words_and_nothing_is_left_behind() {
    let asked = asked("--quick --collective /no/such/collective");
    let home = asked.common.make_home().unwrap();
    let (findings, played) = bench::run(&asked, Path::new(LOADTEST), home.path(), Interrupt::new().1).await;
    let said = played.unwrap_err();
    assert!(said.contains("/no/such/collective") && said.contains("cargo build"), "{said}");
    assert!(findings.rows.is_empty() && std::fs::read_dir(home.path()).unwrap().next().is_none());
}
