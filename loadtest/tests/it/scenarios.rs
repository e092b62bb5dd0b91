//! The scenarios against a town that keeps its promises, and one that does not.

use std::{sync::Arc, time::Duration};

use loadtest::{
    address::Address,
    plan::{Pace, Plan, Scenario},
    report::Report,
    scenarios::{Interrupt, run},
    seat::Entrance,
};
use tokio::sync::Notify;

use crate::town::{self, Manner, members};

pub fn plan(scenario: Scenario, url: &str) -> Plan {
    Plan {
        users: 10,
        pace: Pace::Open(400.0),
        duration: Duration::from_millis(500),
        warm_up: Duration::from_millis(100),
        pids: vec![std::process::id()],
        database: Some(std::process::id()),
        posts: 20,
        stock: 10,
        posts_from: 10,
        grace: Duration::from_millis(300),
        ..Plan::of(scenario, Entrance { parallel: 8, ..Entrance::of(Address::read(url).unwrap()) })
    }
}

async fn plays(plan: &Plan) -> Result<Report, String> {
    let (_stop, interrupt) = Interrupt::new();
    run(plan, &members(10), interrupt).await
}

fn count(report: &Report, key: &str) -> u64 {
    report.json()[key].as_u64().unwrap_or_else(|| panic!("{key} in {}", report.json()))
}

#[tokio::test]
async fn five_pairs_talk_and_nothing_is_lost() {
    let plan = plan(Scenario::Pairs, &town::open(Manner::Honest).await);
    let report = plays(&plan).await.unwrap();
    assert!(report.is_kept(), "{}", report.table());
    assert_eq!(count(&report, "conversations"), 5);
    // 400 a second for 0.6 s, each speaker beginning at its own moment; fewer where the machine is busy.
    assert!((150..=240).contains(&count(&report, "said")), "{}", report.table());
    assert_eq!(count(&report, "said"), count(&report, "acked"));
    assert_eq!(count(&report, "said"), count(&report, "delivered"));
    let json = report.json();
    assert!(json["ack"]["count"].as_u64().unwrap() >= 100 && json["delivery"]["p99_ms"].as_f64().unwrap() > 0.0);
    assert!(json["hub_cpu_seconds_per_million"].as_f64().unwrap() >= 0.0);
    assert!(json["database_cpu_seconds_per_million"].as_f64().unwrap() >= 0.0);
}

#[tokio::test]
async fn a_second_run_finds_the_conversations_of_the_first() {
    let plan = plan(Scenario::Pairs, &town::open(Manner::Honest).await);
    plays(&plan).await.unwrap();
    let report = plays(&plan).await.unwrap();
    assert!(report.is_kept(), "{}", report.table());
    assert_eq!(count(&report, "conversations"), 5);
}

#[tokio::test]
async fn a_closed_loop_goes_as_fast_as_it_is_answered() {
    let mut plan = plan(Scenario::Pairs, &town::open(Manner::Honest).await);
    plan.pace = Pace::Closed(4);
    let report = plays(&plan).await.unwrap();
    assert!(report.is_kept(), "{}", report.table());
    assert!(count(&report, "said") > 40, "more than the first handful: {}", report.table());
}

#[tokio::test]
async fn a_town_that_loses_or_doubles_is_found_out() {
    for (manner, key) in [(Manner::Loses, "lost"), (Manner::Doubles, "doubled")] {
        let plan = plan(Scenario::Pairs, &town::open(manner).await);
        let report = plays(&plan).await.unwrap();
        assert!(!report.is_kept() && count(&report, key) > 10, "{manner:?}: {}", report.table());
    }
}

#[tokio::test]
async fn a_busy_town_is_asked_again_until_all_is_said() {
    let mut plan = plan(Scenario::Pairs, &town::open(Manner::Busy).await);
    plan.grace = Duration::from_secs(5);
    let report = plays(&plan).await.unwrap();
    assert!(report.is_kept(), "{}", report.table());
    assert!(count(&report, "refused.busy") > 10);
    assert_eq!(count(&report, "said"), count(&report, "delivered"));
}

#[tokio::test]
async fn idle_sockets_are_counted_and_measured() {
    let report = plays(&plan(Scenario::Idle, &town::open(Manner::Honest).await)).await.unwrap();
    assert!(report.is_kept(), "{}", report.table());
    assert_eq!(count(&report, "sockets"), 10);
    assert_eq!(count(&report, "closed_while_idle"), 0);
    assert!(report.json()["kib_per_socket"].is_number() && report.json()["accepted_per_second"].as_f64().unwrap() > 0.0);
}

#[tokio::test]
async fn posts_are_matched_on_both_screens() {
    let mut plan = plan(Scenario::Match, &town::open(Manner::Honest).await);
    plan.pace = Pace::Open(100.0);
    let report = plays(&plan).await.unwrap();
    assert!(report.is_kept(), "{}", report.table());
    assert_eq!((count(&report, "stock"), count(&report, "posts_stored")), (10, 20));
    // Two looks a tenth of a second apart found the matcher behind.
    let [stocked, caught_up] = ["stock_seconds", "caught_up_seconds"].map(|key| report.number(key).unwrap());
    assert!(caught_up >= stocked + 0.2 && !report.doubts.iter().any(|doubt| doubt.contains("matcher")), "{}", report.table());
    assert!(report.json()["card"]["count"].as_u64().unwrap() >= 10, "{}", report.table());
}

#[tokio::test]
async fn a_card_that_reaches_one_side_only_is_found_out() {
    let mut plan = plan(Scenario::Match, &town::open(Manner::TellsOneSide).await);
    plan.pace = Pace::Open(100.0);
    let report = plays(&plan).await.unwrap();
    assert!(count(&report, "lost") >= 10 && !report.is_kept(), "{}", report.table());
}

#[tokio::test]
async fn an_interrupted_run_leaves_in_order_and_reports() {
    let spoken = Arc::new(Notify::new());
    let mut plan = plan(Scenario::Pairs, &town::open_and_tell(Manner::Honest, spoken.clone()).await);
    plan.duration = Duration::from_secs(600);
    let (stop, interrupt) = Interrupt::new();
    let interrupts = async {
        spoken.notified().await;
        stop.send(true).unwrap();
    };
    let members = members(10);
    let (report, ()) = tokio::join!(run(&plan, &members, interrupt), interrupts);
    let report = report.unwrap();
    assert_eq!(report.json()["interrupted"], true);
    assert!(report.is_kept() && count(&report, "said") >= 1, "{}", report.table());
}

#[tokio::test]
async fn too_few_tokens_and_a_missing_hub_are_said_in_words() {
    let mut plan = plan(Scenario::Pairs, "http://127.0.0.1:9");
    let error = plays(&plan).await.err().unwrap();
    assert!(error.contains("Is the hub running?"), "{error}");
    plan.users = 12;
    let error = plays(&plan).await.err().unwrap();
    assert!(error.contains("12 sockets") && error.contains("has 10"), "{error}");
}
