//! Scenarios from files: against a town that stalls, against a real hub, and as a program with its exit codes.

use std::{
    path::Path,
    process::{Command, Output},
    time::Duration,
};

use loadtest::{
    address::Address,
    fleet::{Data, Running},
    measure, pages,
    play::{
        self, Setting,
        outcome::Outcome,
        script::{OWN, Otherwise, Script},
        signing,
        stage::Crowd,
    },
    scenarios::Interrupt,
    seat::Entrance,
};

use crate::town::{self, Manner, members};

const LOADTEST: &str = env!("CARGO_BIN_EXE_loadtest");

fn setting(url: &str, pid: Option<u32>) -> Setting {
    let entrance = Entrance::of(Address::read(url).unwrap());
    Setting { pids: pid.into_iter().collect(), grace: Duration::from_secs(3), ..Setting::of(entrance) }
}

async fn plays(script: Script, setting: &Setting, crowd: &Crowd) -> Outcome {
    play::play(script, setting, crowd, Interrupt::new().1).await.unwrap()
}

fn well_formed(page: &str) {
    let options = roxmltree::ParsingOptions { allow_dtd: true, ..roxmltree::ParsingOptions::default() };
    roxmltree::Document::parse_with_options(page, options).unwrap();
}

const TWO: &str = "users = 2\nwarm_up = \"0s\"\n[[part]]\nkind = \"pairs\"\nrate = 200\n[[phase]]\nkind = \"steady\"\nfor = \"1s\"\n";

/// One screen of the two is not answered for half a second. Whoever only timed what was sent would find one slow message.
#[tokio::test]
async fn a_server_that_stalls_is_charged_for_all_that_should_have_gone_out_meanwhile() {
    let url = town::open(Manner::Stalls).await;
    let script = Script::read("two.toml", TWO, &Otherwise::default()).unwrap();
    let crowd = Crowd { members: members(2), cookies: Vec::new() };
    let outcome = plays(script, &setting(&url, Some(std::process::id())), &crowd).await;
    assert_eq!((outcome.broken.len(), outcome.errors.len()), (0, 0), "{}", outcome.table());
    let ack = outcome.measures.iter().find(|measure| measure.key == "ack").unwrap();
    assert!((195..=201).contains(&ack.summary.count), "each that was intended: {}", outcome.table());
    // 100 a second for half a second, of 200: a quarter waited, evenly from nothing to half a second.
    assert!(ack.summary.p90_ms > 150.0 && (400.0..1_500.0).contains(&ack.summary.max_ms), "{}", outcome.table());
    let slow = ack.percentiles.iter().find(|(_, ms)| *ms > 250.0).unwrap().0;
    assert!((0.7..0.95).contains(&slow), "more than one in twenty took over 250 ms: {:?}", ack.percentiles);
}

#[tokio::test]
async fn what_a_town_breaks_is_broken_in_the_outcome_and_busy_is_asked_again() {
    for (manner, key) in [(Manner::Loses, "lost"), (Manner::Doubles, "doubled")] {
        let script = Script::read("two.toml", TWO, &Otherwise::default()).unwrap();
        let crowd = Crowd { members: members(2), cookies: Vec::new() };
        let outcome =
            plays(script, &Setting { grace: Duration::from_millis(200), ..setting(&town::open(manner).await, None) }, &crowd).await;
        let count = outcome.counts.iter().find(|(known, ..)| known == key).unwrap().2;
        assert!(count > 5.0 && outcome.exit_code() == 3, "{}", outcome.table());
    }
    let script = Script::read("two.toml", TWO, &Otherwise::default()).unwrap();
    let crowd = Crowd { members: members(2), cookies: Vec::new() };
    let outcome = plays(script, &setting(&town::open(Manner::Busy).await, None), &crowd).await;
    assert!(outcome.values["busy"] > 5.0 && outcome.values["errors"] == 0.0 && outcome.exit_code() == 0, "{}", outcome.table());
}

#[tokio::test]
async fn in_a_closed_loop_the_next_message_follows_the_answer() {
    for (pacing, least) in [("in_flight = 1", 15.0), ("in_flight = 2\nthink_time = \"50ms\"", 10.0)] {
        let script = Script::read("two.toml", &TWO.replace("rate = 200", pacing), &Otherwise::default()).unwrap();
        let crowd = Crowd { members: members(2), cookies: Vec::new() };
        let outcome = plays(script, &setting(&town::open(Manner::Honest).await, None), &crowd).await;
        assert!(outcome.values["messages_per_second"] > least && outcome.exit_code() == 0, "{pacing}: {}", outcome.table());
    }
}

#[tokio::test]
async fn a_socket_that_the_server_ends_is_an_error_also_when_it_comes_back() {
    let idle = "users = 2\nwarm_up = \"0s\"\n[[part]]\nkind = \"idle\"\n[[phase]]\nkind = \"steady\"\nfor = \"1s\"\n";
    let script = Script::read("idle.toml", idle, &Otherwise::default()).unwrap();
    let crowd = Crowd { members: members(2), cookies: Vec::new() };
    let outcome = plays(script, &setting(&town::open(Manner::Ends).await, None), &crowd).await;
    assert_eq!(outcome.errors.get("sockets ended by the server"), Some(&1), "{}", outcome.table());
    let returned = outcome.counts.iter().find(|(key, ..)| key == "returned").map(|(.., count)| *count);
    assert_eq!(returned, Some(1.0), "{}", outcome.table());
}

#[tokio::test]
async fn a_page_that_is_told_to_come_later_is_asked_for_again() {
    let browse = "users = 4\nwarm_up = \"0s\"\n[[part]]\nkind = \"browse\"\npages = [\"/\"]\nmembers = 1.0\nrate = 60\n[[phase]]\nkind = \"steady\"\nfor = \"1s\"\n";
    let script = Script::read("browse.toml", browse, &Otherwise::default()).unwrap();
    let crowd = Crowd { members: members(4), cookies: Vec::new() };
    let outcome = plays(script, &setting(&town::open(Manner::Busy).await, None), &crowd).await;
    let pages = outcome.measures.iter().find(|measure| measure.key == "page").unwrap().summary.count;
    assert!((58..=61).contains(&pages), "each that was meant comes in the end: {}", outcome.table());
    assert!(outcome.values["busy"] > 8.0 && outcome.values["errors"] == 0.0, "{}", outcome.table());
}

#[tokio::test]
async fn a_process_that_goes_away_takes_its_figures_along_and_no_others() {
    let mut short = Command::new("sleep").arg("0.5").spawn().unwrap();
    let pid = short.id();
    let gone = std::thread::spawn(move || short.wait());
    let script = Script::read("two.toml", TWO, &Otherwise::default()).unwrap();
    let crowd = Crowd { members: members(2), cookies: Vec::new() };
    let outcome = plays(script, &setting(&town::open(Manner::Honest).await, Some(pid)), &crowd).await;
    gone.join().unwrap().unwrap();
    assert!((150.0..=210.0).contains(&outcome.values["messages_per_second"]), "{}", outcome.table());
    assert!(
        !outcome.values.contains_key("cpu_cores") && outcome.doubts.iter().any(|doubt| doubt.contains("went away")),
        "{}",
        outcome.table()
    );
}

/// The hub's program stands beside ours in a build of the whole workspace.
#[tokio::test(flavor = "multi_thread")]
async fn every_scenario_of_our_own_plays_against_a_real_hub() {
    let collective = Path::new(LOADTEST).with_file_name("collective");
    measure::raise_open_files();
    let home = tempfile::tempdir().unwrap();
    let data = Data::in_directory(home.path().join("hub"));
    let minted = data.mint(&collective, 120).unwrap();
    let hub = Running::hub(&collective, &data).await.unwrap();
    let setting = setting(&hub.url, Some(hub.pid()));
    for (name, text) in OWN {
        // Who is gone is told after two seconds.
        let ms = if name == "presence" || name == "reconnect" { 4_000 } else { 1_500 };
        let rate = match name {
            "idle" | "rooms" => None,
            "match-storm" => Some(12.0),
            _ => Some(40.0),
        };
        let otherwise = Otherwise {
            users: Some(if name == "evening" || name == "soak" { 100 } else { 24 }),
            rate,
            duration: Some(Duration::from_millis(ms)),
            warm_up: Some(Duration::ZERO),
            stock: Some(20),
            seed: Some(7),
            ..Otherwise::default()
        };
        let script = Script::read(name, text, &otherwise).unwrap();
        let crowd = match name {
            "browse" => signing::sign_up(script.members(), &setting.entrance).await.unwrap(),
            _ => Crowd { members: minted.clone(), cookies: Vec::new() },
        };
        let parts = script.parts.clone();
        let outcome = plays(script, &setting, &crowd).await;
        assert!(outcome.broken.is_empty() && outcome.values["errors"] == 0.0, "{name}\n{}", outcome.table());
        let measured: Vec<&str> = outcome.measures.iter().map(|measure| measure.key.as_str()).collect();
        let must: &[&str] = match name {
            "idle" => &["connect"],
            "pairs" => &["ack", "delivery", "connect"],
            "rooms" => &["room_ack", "room_everybody"],
            "presence" => &["typing", "here", "gone"],
            "match-storm" => &["post", "card"],
            "reconnect" => &["ack", "delivery", "back"],
            "browse" => &["page", "page /discover"],
            "evening" => &["ack", "delivery", "page", "connect"],
            _ => &["ack", "page"],
        };
        assert!(must.iter().all(|key| measured.contains(key)), "{name}: {measured:?}\n{}", outcome.table());
        assert!(outcome.values["memory_mib"] > 1.0 && !outcome.series.is_empty(), "{name}\n{}", outcome.table());
        if name == "reconnect" {
            let returned = outcome.counts.iter().find(|(key, ..)| key == "returned").map(|(.., count)| *count);
            assert_eq!(returned, Some((0.8 * parts[0].users as f64).floor()), "{}", outcome.table());
        }
        well_formed(&pages::run::page(&outcome));
    }
}

fn loadtest(words: &[&str], dir: &Path) -> Output {
    Command::new(LOADTEST).args(words).current_dir(dir).output().unwrap()
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

#[tokio::test(flavor = "multi_thread")]
async fn limits_and_promises_decide_the_exit_code_and_what_was_kept_is_reported_and_compared() {
    let dir = tempfile::tempdir().unwrap();
    std::fs::write(dir.path().join("two.toml"), TWO.replace("1s", "300ms")).unwrap();
    let tokens: String = members(2).iter().map(|member| format!("{} {}\n", member.handle, member.token)).collect();
    std::fs::write(dir.path().join("tokens"), tokens).unwrap();
    let (honest, loses) = (town::open(Manner::Honest).await, town::open(Manner::Loses).await);
    let run = |url: &str, more: &[&str]| {
        let words = [&["run", "two.toml", "--tokens", "tokens", "--url", url], more].concat();
        loadtest(&words, dir.path())
    };
    let fine = run(&honest, &["--limit", "errors=0", "--json", "a.json", "--report", "a.html", "--note", "before"]);
    assert_eq!(fine.status.code(), Some(0), "{}{}", text(&fine.stdout), text(&fine.stderr));
    assert!(text(&fine.stdout).contains("held: errors: 0, at most 0"), "{}", text(&fine.stdout));
    well_formed(&std::fs::read_to_string(dir.path().join("a.html")).unwrap());

    let over = run(&honest, &["--limit", "ack_p50_ms=0.000001", "--json", "b.json", "--note", "after"]);
    assert_eq!(over.status.code(), Some(4), "{}{}", text(&over.stdout), text(&over.stderr));
    assert!(text(&over.stdout).contains("LIMIT: ack_p50_ms:"), "{}", text(&over.stdout));
    // A lost message weighs more; it is waited for before.
    assert_eq!(run(&loses, &["--limit", "ack_p50_ms=0.000001"]).status.code(), Some(3));

    let compared = loadtest(&["compare", "a.json", "b.json", "--out", "both.html"], dir.path());
    assert!(compared.status.success() && text(&compared.stdout).contains("| what | before (1 run) | after (1 run) | ratio | |"));
    well_formed(&std::fs::read_to_string(dir.path().join("both.html")).unwrap());
    assert!(loadtest(&["report", "b.json"], dir.path()).status.success() && dir.path().join("b.html").is_file());
    assert!(text(&loadtest(&["scenarios", "evening"], dir.path()).stdout).contains("kind = \"browse\""));

    let unknown = loadtest(&["run", "pears", "--tokens", "tokens"], dir.path());
    assert!(unknown.status.code() == Some(1) && text(&unknown.stderr).contains("did you mean “pairs”?"), "{}", text(&unknown.stderr));
    std::fs::write(dir.path().join("wrong.toml"), TWO.replace("rate", "raet")).unwrap();
    let wrong = loadtest(&["run", "wrong.toml", "--tokens", "tokens"], dir.path());
    assert!(text(&wrong.stderr).contains("wrong.toml, line 5: there is no “raet” in a part"), "{}", text(&wrong.stderr));
}
