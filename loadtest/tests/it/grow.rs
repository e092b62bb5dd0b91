//! How cost grows, with real hubs, and with processes that hold sockets. Small and short: whether it works.

use std::{path::Path, time::Duration};

use clap::Parser;
use loadtest::{
    fleet::{self, Data, Running},
    grow::{self, Asked, hold::Holder},
    measure,
    plan::{Cli, Order},
    scenarios::Interrupt,
};

const LOADTEST: &str = env!("CARGO_BIN_EXE_loadtest");

fn asked(words: &str) -> Asked {
    match Cli::try_parse_from(format!("loadtest grow {words}").split_whitespace()).unwrap().command {
        Order::Grow(asked) => *asked,
        other => panic!("{other:?} is nothing that grows"),
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn one_command_measures_all_that_grows_and_draws_it() {
    let asked = asked("--quick");
    let home = asked.common.make_home().unwrap();
    let (board, played) = grow::run(&asked, Path::new(LOADTEST), home.path(), Interrupt::new().1).await;
    played.unwrap();
    assert_eq!(board.broken, Vec::<String>::new(), "{}", board.table());
    let json = board.json();
    let curves = json["curves"].as_array().unwrap();
    let keys: Vec<&str> = curves.iter().map(|curve| curve["key"].as_str().unwrap()).collect();
    assert_eq!(
        keys,
        [
            "idle.memory",
            "idle.whole_memory",
            "idle.cpu",
            "idle.accepted",
            "posts.start",
            "posts.card",
            "posts.answer",
            "posts.query",
            "posts.discover",
            "posts.home",
            "posts.memory",
            "conversations.latest",
            "conversations.middle",
            "conversations.page",
            "conversations.list",
            "conversations.tick",
            "nodes.messages",
            "nodes.cpu",
            "nodes.tick"
        ]
    );
    for curve in curves {
        let key = curve["key"].as_str().unwrap();
        let sizes: &[f64] = match key.split_once('.').unwrap().0 {
            "idle" => &[30.0, 60.0, 90.0],
            "posts" => &[100.0, 200.0],
            "conversations" => &[1_000.0, 10_000.0],
            _ => &[1.0, 2.0, 3.0],
        };
        // The system counts CPU in hundredths of a second, memory in pages: so few and so short may use none.
        let may_be_none = ["idle.memory", "idle.cpu", "nodes.cpu"].contains(&key);
        for line in curve["lines"].as_array().unwrap() {
            let points = line["points"].as_array().unwrap();
            assert_eq!(points.iter().map(|point| point["x"].as_f64().unwrap()).collect::<Vec<_>>(), sizes, "{line}");
            assert!(may_be_none || points.iter().all(|point| point["median"].as_f64().unwrap() > 0.0), "{key}: {line}");
            assert!(may_be_none || line["fit"]["exponent"].is_f64(), "{key}: {line}");
        }
    }
    let each = &json["million"]["each"]["files_a_socket"];
    assert!((1.0..=3.0).contains(&each.as_f64().unwrap()), "{each}");
    assert!(json["million"]["needed"][0]["hubs"].as_u64().unwrap() >= 50, "{}", json["million"]);
    assert_eq!(board.plots().len(), curves.len());
    for page in board.plots().iter().map(|(_, svg)| svg).chain([&board.page()]) {
        let options = roxmltree::ParsingOptions { allow_dtd: true, ..roxmltree::ParsingOptions::default() };
        roxmltree::Document::parse_with_options(page, options).unwrap();
    }
    assert!(board.table().contains("| 90 on 3 hubs |") && board.table().contains("| grows as |"), "{}", board.table());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_process_holds_the_sockets_it_is_told_to_and_lets_go_when_its_input_ends() {
    let home = fleet::make_home(None).unwrap();
    let collective = Path::new(LOADTEST).with_file_name("collective");
    let data = Data::in_directory(home.path().join("hub"));
    data.mint(&collective, 12).unwrap();
    let mut hub = Running::hub(&collective, &data).await.unwrap();
    let open = async || measure::metric(&hub.metrics().await.unwrap(), "collective_sockets_open").unwrap_or(0.0);
    let mut holder = Holder::start(Path::new(LOADTEST), &hub.url, &data.tokens(), 2).unwrap();
    let said = holder.open(4).await.unwrap();
    assert_eq!((said.open, said.failed), (4, None));
    assert_eq!((holder.open(5).await.unwrap().open, open().await), (9, 9.0));
    holder.leave().await;
    for _ in 0..50 {
        if open().await > 0.0 {
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
    }
    assert_eq!(open().await, 0.0);

    let mut holder = Holder::start(Path::new(LOADTEST), &hub.url, &data.tokens(), 10).unwrap();
    assert!(holder.open(3).await.unwrap_err().contains("gone"), "there are two more members, no three");
    let mut holder = Holder::start(Path::new(LOADTEST), &hub.url, &data.tokens(), 0).unwrap();
    holder.open(2).await.unwrap();
    hub.process.kill().await;
    let mut counted = holder.count().await.unwrap();
    for _ in 0..50 {
        if counted.open > 0 {
            tokio::time::sleep(Duration::from_millis(100)).await;
            counted = holder.count().await.unwrap();
        }
    }
    assert_eq!(counted.open, 0, "nobody holds what the hub has let go");
}

#[tokio::test]
async fn a_missing_hub_is_said_in_words_and_an_interrupt_ends_it() {
    let nowhere = asked("--quick --collective /no/such/collective");
    let home = nowhere.common.make_home().unwrap();
    let (board, played) = grow::run(&nowhere, Path::new(LOADTEST), home.path(), Interrupt::new().1).await;
    let said = played.unwrap_err();
    assert!(said.contains("/no/such/collective") && said.contains("cargo build") && board.curves.is_empty(), "{said}");
    let (stop, interrupt) = Interrupt::new();
    stop.send(true).unwrap();
    let asked = asked("--quick --only nodes");
    let (board, played) = grow::run(&asked, Path::new(LOADTEST), home.path(), interrupt).await;
    assert!(played.unwrap_err() == "interrupted" && board.runs.is_empty());
}
