//! Three hubs behind haproxy, restarted in turn while a few talk. Small and short: whether it works.

use std::path::Path;

use clap::Parser;
use loadtest::{
    plan::{Cli, Order},
    rolling,
    scenarios::Interrupt,
};

const LOADTEST: &str = env!("CARGO_BIN_EXE_loadtest");

#[tokio::test(flavor = "multi_thread")]
async fn a_deploy_loses_nothing_and_everybody_comes_back() {
    let line = "loadtest rolling --users 60 --rate 60 --between 500ms";
    let Order::Rolling(asked) = Cli::try_parse_from(line.split_whitespace()).unwrap().command else { panic!("no deploy") };
    let home = rolling::make_home(&asked).unwrap();
    let report = rolling::run(&asked, Path::new(LOADTEST), home.path(), Interrupt::new().1).await.unwrap();
    assert!(report.is_kept(), "{}", report.table());
    // Each hub held some of them when it left.
    assert!(report.number("returned").unwrap() >= 40.0, "{}", report.table());
    assert_eq!((report.number("unanswered"), report.number("lost")), (Some(0.0), Some(0.0)), "{}", report.table());
    let pauses = report.latencies("pause").unwrap().summary().unwrap();
    // How long they waited is the command's to say: a machine that does other things makes it anything.
    assert_eq!(pauses.count, 60, "{}", report.table());
}
