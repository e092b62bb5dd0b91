//! `loadtest run SCENARIO`, `bench`, `nemesis` and `rolling`: exit code 0 when the hub kept its promises, 3 when it lost or
//! doubled something, 1 when it could not be played, 2 for a wrong option.

use std::{
    path::{Path, PathBuf},
    process::ExitCode,
};

use clap::Parser;
use loadtest::{
    bench::{self, bare, echo, relay},
    measure, members, nemesis, peers,
    plan::{Cli, Order, Typed},
    report::Report,
    rolling,
    scenarios::{self, Interrupt},
};
use tokio::runtime::Runtime;

/// The hub's own: what stands beside it, the relay and the bare rows, should differ in what it does, not in its memory.
#[global_allocator]
static MEMORY: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    let done = match Cli::parse().command {
        Order::Run(typed) => run(&typed).map(|report| (report.table(), report.is_kept())),
        Order::Bench(asked) => benchmark(&asked),
        Order::Echo { listen } => echo::run(listen).map(|()| (String::new(), true)),
        Order::Nemesis(asked) => defy(&asked).map(|report| (report.table(), report.is_kept())),
        Order::Rolling(asked) => deploy(&asked).map(|report| (report.table(), report.is_kept())),
        Order::Peers(asked) => compare(&asked),
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

fn run(typed: &Typed) -> Result<Report, String> {
    let plan = typed.checked()?;
    let members = members::read_file(&typed.tokens)?;
    let files = measure::raise_open_files();
    if (plan.users as u64) + 64 > files {
        return Err(format!("this program may open {files} files, {} sockets need more: ulimit -n", plan.users));
    }
    if !plan.pids.is_empty() {
        measure::usage(&plan.pids)?;
    }
    let mut report = runtime(plan.threads)?.block_on(async { scenarios::run(&plan, &members, interruptible(None)).await })?;
    match measure::fdatasync(Path::new(".")) {
        Ok(latencies) => report.put_latencies("fdatasync", "fdatasync of 4 KiB, this directory", &latencies),
        Err(e) => report.doubts.push(format!("the disk here was not measured: {e}")),
    }
    if let Some(file) = &typed.json {
        let text = serde_json::to_string_pretty(&report.json()).map_err(|e| e.to_string())?;
        write(file, &(text + "\n"))?;
    }
    Ok(report)
}

/// The table of what was found, also of half a benchmark; and whether the hub kept its promises.
fn benchmark(asked: &bench::Asked) -> Result<(String, bool), String> {
    let loadtest = std::env::current_exe().map_err(|e| format!("where this program is can't be found out: {e}"))?;
    measure::raise_open_files();
    let home = bench::make_home(asked)?;
    let interrupt = || interruptible(Some(home.path().to_owned()));
    let runtime = runtime(asked.threads as usize)?;
    let (findings, played) = runtime.block_on(async { bench::run(asked, &loadtest, home.path(), interrupt()).await });
    if let Some(file) = &asked.out {
        let text = serde_json::to_string_pretty(&findings.json()).map_err(|e| e.to_string())?;
        write(file, &(text + "\n"))?;
    }
    if let Some(file) = &asked.report {
        write(file, &bench::page::page(&findings))?;
    }
    if let Err(words) = played {
        if !findings.rows.is_empty() {
            println!("{}", findings.table().trim_end());
        }
        return Err(words);
    }
    Ok((findings.table(), findings.broken.is_empty()))
}

/// The table of what was found, also of half a comparison; and whether the hub kept its promises.
fn compare(asked: &peers::Asked) -> Result<(String, bool), String> {
    let loadtest = std::env::current_exe().map_err(|e| format!("where this program is can't be found out: {e}"))?;
    measure::raise_open_files();
    let home = peers::make_home(asked)?;
    let interrupt = || interruptible(Some(home.path().to_owned()));
    let (board, played) = runtime(asked.threads as usize)?.block_on(async { peers::run(asked, &loadtest, home.path(), interrupt()).await });
    if let Some(file) = &asked.out {
        let text = serde_json::to_string_pretty(&board.json()).map_err(|e| e.to_string())?;
        write(file, &(text + "\n"))?;
    }
    if let Some(file) = &asked.report {
        write(file, &board.page())?;
    }
    if let Err(words) = played {
        if !board.parts.is_empty() {
            println!("{}", board.table().trim_end());
        }
        return Err(words);
    }
    Ok((board.table(), board.broken.is_empty()))
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
