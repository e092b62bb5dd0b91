//! Servers of others as real processes: each adapter with each scenario, small and short. Who is not installed is skipped, and
//! says so; socket.io comes by npm.

use std::{path::Path, process::Command, time::Duration};

use clap::Parser as _;
use loadtest::{
    bench::{bare, relay},
    fleet,
    members::Member,
    peers::{
        self, Asked,
        nats::{self, Carrier},
        nchan::{self, Channels},
        server::Server,
        socketio::{self, Parser},
    },
    plan::{Cli, Order, Pace, Plan, Scenario},
    play::outcome::Outcome,
    report::Report,
    scenarios::{self, Interrupt},
};

const LOADTEST: &str = env!("CARGO_BIN_EXE_loadtest");

async fn play(server: &Server, scenario: Scenario) -> Report {
    let plan = Plan {
        users: 20,
        pace: if scenario == Scenario::Pairs { Pace::Open(400.0) } else { Pace::Closed(2) },
        duration: Duration::from_millis(300),
        warm_up: Duration::from_millis(100),
        pids: server.pids(),
        ..Plan::of(scenario, server.entrance.clone())
    };
    let members: Vec<Member> = (0..20).map(|n| Member { handle: format!("m{n}"), token: String::new() }).collect();
    let report = scenarios::run(&plan, &members, Interrupt::new().1).await.unwrap();
    assert!(report.is_kept() && report.number("sockets") == Some(20.0), "{scenario:?}: {}", report.table());
    report
}

/// What is said is acknowledged and delivered, once; all are there, and back, and let go at the end.
async fn talks_waits_and_comes_back(server: Server) {
    let pairs = play(&server, Scenario::Pairs).await;
    let count = |key: &str| pairs.number(key).unwrap();
    assert!(count("said") >= 150.0, "400 a second for 0.4 s: {}", pairs.table());
    assert_eq!((count("said"), count("said")), (count("acked"), count("delivered")), "{}", pairs.table());
    for key in ["ack", "delivery"] {
        assert!(pairs.latencies(key).unwrap().count() >= 100, "{key}: {}", pairs.table());
    }
    let idle = play(&server, Scenario::Idle).await;
    assert!(idle.number("accepted_per_second").unwrap() > 0.0 && idle.number("kib_per_socket").is_some(), "{}", idle.table());
    let herd = play(&server, Scenario::Herd).await;
    assert!(herd.number("seconds_until_all_back").unwrap() > 0.0, "{}", herd.table());
    let pids = server.pids();
    server.leave().await.unwrap();
    assert!(pids.iter().all(|pid| !Path::new(&format!("/proc/{pid}")).exists()), "{pids:?}");
}

async fn fills_a_room(server: Server) {
    let room = play(&server, Scenario::Room).await;
    assert!(room.number("deliveries_per_second").unwrap() >= 20.0, "{}", room.table());
    assert!(room.latencies("ack").unwrap().count() > 0, "{}", room.table());
}

#[tokio::test(flavor = "multi_thread")]
async fn socket_io_speaks_both_of_its_parsers() {
    let home = fleet::make_home(None).unwrap();
    let installed = socketio::install(&home.path().join("npm")).await.unwrap();
    assert!(installed.version.starts_with("4."), "{}", installed.version);
    for parser in [Parser::Json, Parser::MessagePack] {
        talks_waits_and_comes_back(installed.start(parser, home.path()).await.unwrap()).await;
        fills_a_room(installed.start(parser, home.path()).await.unwrap()).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn nats_carries_over_tcp_and_over_a_websocket() {
    let installed = match nats::installed() {
        Ok(installed) => installed,
        Err(words) => return eprintln!("skipped, NATS is {words}"),
    };
    let home = fleet::make_home(None).unwrap();
    for carrier in [Carrier::Tcp, Carrier::Websocket] {
        talks_waits_and_comes_back(installed.start(carrier, home.path()).await.unwrap()).await;
        fills_a_room(installed.start(carrier, home.path()).await.unwrap()).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn nchan_publishes_and_answers_its_publishers() {
    let installed = match nchan::installed() {
        Ok(installed) => installed,
        Err(words) => return eprintln!("skipped, nginx nchan is {words}"),
    };
    let home = fleet::make_home(None).unwrap();
    talks_waits_and_comes_back(installed.start(Channels::Own, home.path()).await.unwrap()).await;
    fills_a_room(installed.start(Channels::Room, home.path()).await.unwrap()).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_floors_differ_in_what_carries_them() {
    let home = fleet::make_home(None).unwrap();
    let relay = relay::start(Path::new(LOADTEST), home.path()).await.unwrap();
    talks_waits_and_comes_back(Server::of_ours(relay).unwrap()).await;
    let bare = Server::of_ours(bare::start(Path::new(LOADTEST), home.path()).await.unwrap()).unwrap();
    play(&bare, Scenario::Room).await;
    talks_waits_and_comes_back(bare).await;
}

/// `loadtest run`, as it is typed.
fn run(words: &str, json: &Path) -> (Option<i32>, Outcome) {
    let _ = std::fs::remove_file(json);
    let mut command = Command::new(LOADTEST);
    command.arg("run").args(words.split_whitespace()).args(["--for", "600ms", "--warm-up", "0s", "--json"]).arg(json);
    let done = command.output().unwrap();
    let text = std::fs::read_to_string(json).unwrap_or_else(|_| panic!("{words}: {}", String::from_utf8_lossy(&done.stderr)));
    (done.status.code(), Outcome::read(&text).unwrap())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_scenario_of_run_is_played_against_who_is_no_hub_and_what_it_cant_do_is_refused() {
    let home = fleet::make_home(None).unwrap();
    let json = home.path().join("run.json");
    let bare = bare::start(Path::new(LOADTEST), home.path()).await.unwrap();
    let relay = relay::start(Path::new(LOADTEST), home.path()).await.unwrap();
    let nats = match nats::installed() {
        Ok(installed) => Some(installed.start(Carrier::Tcp, home.path()).await.unwrap()),
        Err(words) => {
            eprintln!("left out, NATS is {words}");
            None
        }
    };
    let mut servers = vec![("tungstenite", bare.url.clone()), ("relay", relay.url.clone())];
    servers.extend(nats.iter().map(|nats| ("nats", nats.entrance.address.origin())));
    for (name, url) in servers {
        for (scenario, pace, measure) in [("pairs", "--rate 200", "messages_per_second"), ("rooms", "--rate 20", "deliveries_per_second")] {
            let (code, outcome) = run(&format!("{scenario} {pace} --users 20 --speaks {name} --url {url}"), &json);
            // A busy machine may break a limit of time, and nothing else.
            assert!(matches!(code, Some(0 | 4)) && outcome.broken.is_empty(), "{name}: {}", outcome.table());
            assert!(outcome.values[measure] > 0.0 && outcome.errors.is_empty(), "{name}: {}", outcome.table());
            assert_eq!(outcome.server.says, name);
        }
        let (_, outcome) = run(&format!("idle --users 20 --speaks {name} --url {url}"), &json);
        assert_eq!(outcome.values["sockets"], 20.0, "{name}: {}", outcome.table());
    }
    let refused = Command::new(LOADTEST).args(["run", "browse", "--speaks", "relay", "--url", &relay.url]).output().unwrap();
    let words = String::from_utf8_lossy(&refused.stderr).into_owned();
    assert!(refused.status.code() == Some(1) && words.contains("no pages of ours"), "{words}");
}

fn asked(words: &str) -> Asked {
    match Cli::try_parse_from(format!("loadtest peers {words}").split_whitespace()).unwrap().command {
        Order::Peers(asked) => *asked,
        other => panic!("{other:?} is no comparison"),
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn one_command_plays_the_hub_and_a_floor_in_turns() {
    let asked = asked("--quick --runs 1 --against tungstenite");
    let home = asked.common.make_home().unwrap();
    let (board, played) = peers::run(&asked, Path::new(LOADTEST), home.path(), Interrupt::new().1).await;
    played.unwrap();
    assert_eq!(board.broken, Vec::<String>::new(), "{}", board.table());
    let titles: Vec<&str> = board.runs.iter().map(|(title, _)| title.as_str()).collect();
    assert_eq!((titles[0], titles[2]), ("pairs, run 1: AI Collective", "pairs, run 1: tokio-tungstenite, bare"), "{titles:?}");
    let json = board.json();
    assert_eq!(json["parts"].as_array().unwrap().len(), 5, "two of pairs, a room, silence, a herd: {json}");
    for part in json["parts"].as_array().unwrap() {
        let lines = part["lines"].as_array().unwrap();
        assert_eq!(lines.iter().map(|line| line["server"].as_str().unwrap()).collect::<Vec<_>>(), ["hub", "tungstenite"]);
        for line in lines {
            for (key, found) in line["columns"].as_object().unwrap() {
                // The system counts CPU in hundredths of a second, memory in pages: a short run may use none.
                let may_be_none = ["server_cpu_seconds_per_million", "kib_per_socket", "harness_cores"].contains(&key.as_str());
                let measured =
                    found["samples"].as_array().unwrap().len() == 1 && found["ratio_to_hub"].as_f64().is_some_and(|ratio| ratio > 0.0);
                assert!(measured || may_be_none, "{key} of {line}");
            }
        }
    }
    assert!(board.table().contains("store, authenticate, resume |") && board.page().contains("tokio-tungstenite, bare"));
}

#[tokio::test(flavor = "multi_thread")]
async fn an_interrupted_comparison_says_so_and_a_missing_hub_how_to_build_it() {
    let asked = asked("--quick --runs 1 --against relay");
    let home = asked.common.make_home().unwrap();
    let (stop, interrupt) = Interrupt::new();
    stop.send(true).unwrap();
    let (board, played) = peers::run(&asked, Path::new(LOADTEST), home.path(), interrupt).await;
    assert!(played.unwrap_err() == "interrupted" && board.runs.is_empty());
    let nowhere = Path::new("/nowhere/loadtest");
    let (_, played) = peers::run(&asked, nowhere, home.path(), Interrupt::new().1).await;
    let words = played.unwrap_err();
    assert!(words.contains("/nowhere/collective") && words.contains("cargo build"), "{words}");
}
