//! `loadtest run SCENARIO`, `bench`, `nemesis` and `rolling`: exit code 0 when the hub kept its promises, 3 when it lost or
//! doubled something, 4 when a limit was broken, 1 when it could not be played, 2 for a wrong option.

use std::{
    path::{Path, PathBuf},
    process::ExitCode,
};

use clap::Parser;
use loadtest::{
    bench::{self, bare, echo, relay},
    common::Common,
    compare, grow, measure, members, nemesis, pages, peers,
    plan::{Cli, Order, Typed},
    play::{
        self,
        outcome::Outcome,
        script::{self, Otherwise, Script},
        signing,
        stage::Crowd,
    },
    report::Report,
    rolling,
    scenarios::Interrupt,
};
use tokio::runtime::Runtime;

/// The hub's own: what stands beside it, the relay and the bare rows, should differ in what it does, not in its memory.
#[global_allocator]
static MEMORY: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    let done = match Cli::parse().command {
        Order::Run(typed) => match run(&typed) {
            Ok(outcome) => {
                println!("{}", outcome.table().trim_end());
                return ExitCode::from(outcome.exit_code());
            }
            Err(words) => Err(words),
        },
        Order::Scenarios { name } => scenarios_of_our_own(name.as_deref()).map(|text| (text, true)),
        Order::Report { run, out } => report_of(&run, out).map(|words| (words, true)),
        Order::Compare { runs, out } => side_by_side(&runs, out.as_deref()).map(|table| (table, true)),
        Order::Bench(asked) => benchmark(&asked),
        Order::Grow(asked) => growth(&asked),
        Order::Hold(asked) => hold(&asked).map(|()| (String::new(), true)),
        Order::Echo { listen } => echo::run(listen).map(|()| (String::new(), true)),
        Order::Nemesis(asked) => defy(&asked).map(|report| (report.table(), report.is_kept())),
        Order::Rolling(asked) => deploy(&asked).map(|report| (report.table(), report.is_kept())),
        Order::Peers(asked) => beside_others(&asked),
        Order::FloorTungstenite { listen } => bare::run(listen).map(|()| (String::new(), true)),
        Order::FloorSockets { listen } => relay::run(listen).map(|()| (String::new(), true)),
    };
    match done {
        Ok((table, kept)) => {
            println!("{}", table.trim_end());
            if kept { ExitCode::SUCCESS } else { ExitCode::from(3) }
        }
        Err(words) => {
            eprintln!("loadtest: {words}");
            ExitCode::FAILURE
        }
    }
}

fn run(typed: &Typed) -> Result<Outcome, String> {
    let (name, text) = script::find(&typed.scenario)?;
    let script = Script::read(&name, &text, &typed.otherwise())?;
    let mut setting = typed.setting()?;
    if let Some(name) = &typed.speaks {
        setting.entrance.peer = peers::playing(name, &setting.entrance.address, &script)?;
        setting.speaks = Some(name.clone());
    }
    setting.command =
        std::env::args().map(|word| if word.contains(' ') { format!("'{word}'") } else { word }).collect::<Vec<_>>().join(" ");
    if let Some(program) = setting.command.split_once(' ') {
        setting.command = format!("loadtest {}", program.1);
    }
    let files = measure::raise_open_files();
    if (script.sockets() as u64) + 64 > files {
        return Err(format!("this program may open {files} files, {} sockets need more: ulimit -n", script.sockets()));
    }
    if !setting.pids.is_empty() {
        measure::usage(&setting.pids)?;
    }
    let mut outcome = runtime(typed.threads)?.block_on(async {
        let needed = script.members();
        let crowd = match &typed.tokens {
            Some(file) => Crowd { members: members::read_file(file)?, cookies: Vec::new() },
            None if typed.speaks.is_some() => Crowd { members: bench::strangers(needed), cookies: Vec::new() },
            None if typed.sign_up && needed > 0 => signing::sign_up(needed, &setting.entrance).await?,
            None if needed > 0 => return Err("who? --tokens FILE (collective mint --members N --out FILE), or --sign-up".to_owned()),
            None => Crowd::default(),
        };
        play::play(script, &setting, &crowd, interruptible(None)).await
    })?;
    match measure::fdatasync(Path::new(".")) {
        Ok(latencies) => {
            outcome.values.insert("fdatasync_p50_ms".to_owned(), latencies.quantile(0.5));
        }
        Err(e) => outcome.doubts.push(format!("the disk here was not measured: {e}")),
    }
    for held in &mut outcome.limits {
        held.found = outcome.values.get(&held.name).copied();
        held.kept = held.holds();
    }
    if let Some(file) = &typed.json {
        let text = serde_json::to_string(&outcome).map_err(|e| e.to_string())?;
        write(file, &(text + "\n"))?;
    }
    if let Some(file) = &typed.report {
        write(file, &pages::run::page(&outcome))?;
    }
    Ok(outcome)
}

fn scenarios_of_our_own(name: Option<&str>) -> Result<String, String> {
    if let Some(name) = name {
        return script::find(name).map(|(_, text)| text);
    }
    let mut list = String::new();
    for (name, text) in script::OWN {
        let script = Script::read(name, text, &Otherwise::default())?;
        list.push_str(&format!("{name:<12} {}\n", script.about));
    }
    Ok(list + "\nloadtest scenarios NAME shows one, to begin a file of your own from")
}

fn report_of(file: &Path, out: Option<PathBuf>) -> Result<String, String> {
    let out = out.unwrap_or_else(|| file.with_extension("html"));
    write(&out, &pages::run::page(&compare::read_file(file)?))?;
    Ok(format!("{} is written", out.display()))
}

fn side_by_side(typed: &[String], out: Option<&Path>) -> Result<String, String> {
    let comparison = compare::of_files(typed)?;
    if let Some(file) = out {
        write(file, &pages::compare::page(&comparison))?;
    }
    Ok(comparison.table())
}

/// Found on hubs of its own, and whether they kept their promises.
fn benchmark(asked: &bench::Asked) -> Result<(String, bool), String> {
    let (findings, played) = measured(&asked.common, async |loadtest, home, interrupt| bench::run(asked, loadtest, home, interrupt).await)?;
    let table = (!findings.rows.is_empty()).then(|| findings.table());
    found(&asked.common, findings.json(), || bench::page::page(&findings))?;
    told(table, played).map(|table| (table, findings.broken.is_empty()))
}

/// How it grows.
fn growth(asked: &grow::Asked) -> Result<(String, bool), String> {
    let (board, played) = measured(&asked.common, async |loadtest, home, interrupt| grow::run(asked, loadtest, home, interrupt).await)?;
    found(&asked.common, board.json(), || board.page())?;
    if let Some(dir) = &asked.svg_dir {
        std::fs::create_dir_all(dir).map_err(|e| format!("{} can't be made: {e}", dir.display()))?;
        for (name, svg) in board.plots() {
            write(&dir.join(name), &svg)?;
        }
    }
    let table = (!board.curves.is_empty()).then(|| board.table());
    told(table, played).map(|table| (table, board.broken.is_empty()))
}

/// The hub beside other servers.
fn beside_others(asked: &peers::Asked) -> Result<(String, bool), String> {
    let (board, played) = measured(&asked.common, async |loadtest, home, interrupt| peers::run(asked, loadtest, home, interrupt).await)?;
    found(&asked.common, board.json(), || board.page())?;
    let table = (!board.parts.is_empty()).then(|| board.table());
    told(table, played).map(|table| (table, board.broken.is_empty()))
}

/// Runs a measurement in a place of its own, which is gone afterwards.
fn measured<T>(common: &Common, run: impl AsyncFnOnce(&Path, &Path, Interrupt) -> T) -> Result<T, String> {
    let loadtest = std::env::current_exe().map_err(|e| format!("where this program is can't be found out: {e}"))?;
    measure::raise_open_files();
    let home = common.make_home()?;
    let interrupt = || interruptible(Some(home.path().to_owned()));
    Ok(runtime(common.threads as usize)?.block_on(async { run(&loadtest, home.path(), interrupt()).await }))
}

/// Writes what was found where it was asked for, also half of it.
fn found(common: &Common, json: serde_json::Value, page: impl FnOnce() -> String) -> Result<(), String> {
    if let Some(file) = &common.out {
        let text = serde_json::to_string_pretty(&json).map_err(|e| e.to_string())?;
        write(file, &(text + "\n"))?;
    }
    match &common.report {
        Some(file) => write(file, &page()),
        None => Ok(()),
    }
}

/// The table to print last; of a measurement that broke off, it is printed before the error.
fn told(table: Option<String>, played: Result<(), String>) -> Result<String, String> {
    match (played, table) {
        (Ok(()), table) => Ok(table.unwrap_or_default()),
        (Err(words), table) => {
            if let Some(table) = table {
                println!("{}", table.trim_end());
            }
            Err(words)
        }
    }
}

fn hold(asked: &grow::hold::Asked) -> Result<(), String> {
    measure::raise_open_files();
    runtime(1)?.block_on(grow::hold::run(asked))
}

/// Faults of every kind, and whether the hubs kept their promises all the same.
fn defy(asked: &nemesis::Asked) -> Result<Report, String> {
    let loadtest = std::env::current_exe().map_err(|e| format!("where this program is can't be found out: {e}"))?;
    measure::raise_open_files();
    let home = nemesis::make_home(asked)?;
    let interrupt = || interruptible((!asked.keep).then(|| home.path().to_owned()));
    let report = runtime(asked.threads as usize)?.block_on(async { nemesis::run(asked, &loadtest, home.path(), interrupt()).await })?;
    if let Some(file) = &asked.out {
        let text = serde_json::to_string_pretty(&report.json()).map_err(|e| e.to_string())?;
        write(file, &(text + "\n"))?;
    }
    Ok(report)
}

/// Restarts in turn, and what was noticed of them.
fn deploy(asked: &rolling::Asked) -> Result<Report, String> {
    let loadtest = std::env::current_exe().map_err(|e| format!("where this program is can't be found out: {e}"))?;
    measure::raise_open_files();
    let home = rolling::make_home(asked)?;
    let interrupt = || interruptible(Some(home.path().to_owned()));
    let report = runtime(asked.threads as usize)?.block_on(async { rolling::run(asked, &loadtest, home.path(), interrupt()).await })?;
    if let Some(file) = &asked.out {
        let text = serde_json::to_string_pretty(&report.json()).map_err(|e| e.to_string())?;
        write(file, &(text + "\n"))?;
    }
    Ok(report)
}

fn runtime(threads: usize) -> Result<Runtime, String> {
    let built = tokio::runtime::Builder::new_multi_thread().worker_threads(threads).enable_all().build();
    built.map_err(|e| format!("no runtime: {e}"))
}

/// Ctrl-C once: leave in order. Twice: at once, without the files in `home`.
fn interruptible(home: Option<PathBuf>) -> Interrupt {
    let (stop, interrupt) = Interrupt::new();
    tokio::spawn(async move {
        if tokio::signal::ctrl_c().await.is_ok() {
            eprintln!("leaving in order; once more to leave at once");
            let _ = stop.send(true);
        }
        if tokio::signal::ctrl_c().await.is_ok() {
            if let Some(home) = home {
                let _ = std::fs::remove_dir_all(home);
            }
            std::process::exit(130);
        }
    });
    interrupt
}

fn write(file: &Path, text: &str) -> Result<(), String> {
    std::fs::write(file, text).map_err(|e| format!("can't write {}: {e}", file.display()))
}
