//! The nemesis with real processes, small and short: honest clients find nothing, and clients that are broken on purpose are
//! found out. The test command of the repository runs it longer, with several hubs.

use std::path::Path;

use clap::Parser;
use loadtest::{
    nemesis::{self, Asked},
    plan::{Cli, Order},
    report::Report,
    scenarios::Interrupt,
};

const LOADTEST: &str = env!("CARGO_BIN_EXE_loadtest");

async fn run(words: &str) -> Result<Report, String> {
    let asked: Asked = match Cli::try_parse_from(format!("loadtest nemesis {words}").split_whitespace()).unwrap().command {
        Order::Nemesis(asked) => *asked,
        other => panic!("{other:?} is no nemesis"),
    };
    let home = nemesis::make_home(&asked).unwrap();
    nemesis::run(&asked, Path::new(LOADTEST), home.path(), Interrupt::new().1).await
}

const ONE_HUB: &str = "--sqlite --seed 7 --members 12 --rate 120 --for 6s --faults-each 1 --no-presence";

#[tokio::test(flavor = "multi_thread")]
async fn one_hub_on_a_file_is_killed_paused_restarted_and_cut_off_and_keeps_every_promise() {
    let report = run(ONE_HUB).await.unwrap();
    assert!(report.is_kept(), "{}", report.table());
    assert!(report.number("acknowledged").unwrap() > 100.0 && report.number("faults") == Some(8.0), "{}", report.table());
    assert!(report.number("came_back").unwrap() > 0.0, "{}", report.table());
}

#[tokio::test(flavor = "multi_thread")]
async fn clients_that_are_broken_on_purpose_are_found_out() {
    let report = run(&format!("{ONE_HUB} --sabotage no-numbers,fresh-ids,miscount")).await.unwrap();
    for kind in ["doubled", "wrong count"] {
        assert!(report.number(kind).unwrap() > 0.0, "{kind} was not found: {}", report.table());
    }
    let report = run(&format!("{ONE_HUB} --sabotage early-cursor,hasty")).await.unwrap();
    for kind in ["lost", "out of order"] {
        assert!(report.number(kind).unwrap() > 0.0, "{kind} was not found: {}", report.table());
    }
}

#[tokio::test]
async fn a_missing_hub_is_said_in_words() {
    let said = run("--collective /no/such/collective").await.unwrap_err();
    assert!(said.contains("/no/such/collective") && said.contains("cargo build"), "{said}");
}
