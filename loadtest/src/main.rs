//! `loadtest run SCENARIO`: exit code 0 when the hub kept its promises, 3 when it lost or doubled something, 1 when the
//! run could not be played, 2 for a wrong option.

use std::{path::Path, process::ExitCode};

use clap::Parser;
use loadtest::{
    measure, members,
    plan::{Cli, Order, Typed},
    report::Report,
    scenarios::{self, Interrupt},
};

fn main() -> ExitCode {
    let Cli { command: Order::Run(typed) } = Cli::parse();
    match run(&typed) {
        Ok(report) => {
            println!("{}", report.table().trim_end());
            if report.is_kept() { ExitCode::SUCCESS } else { ExitCode::from(3) }
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
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(plan.threads)
        .enable_all()
        .build()
        .map_err(|e| format!("no runtime: {e}"))?;
    let mut report = runtime.block_on(async {
        let (stop, interrupt) = Interrupt::new();
        tokio::spawn(async move {
            // Once: leave in order. Twice: at once.
            if tokio::signal::ctrl_c().await.is_ok() {
                eprintln!("leaving in order; once more to leave at once");
                let _ = stop.send(true);
            }
            if tokio::signal::ctrl_c().await.is_ok() {
                std::process::exit(130);
            }
        });
        scenarios::run(&plan, &members, interrupt).await
    })?;
    match measure::fdatasync(Path::new(".")) {
        Ok(latencies) => report.put_latencies("fdatasync", "fdatasync of 4 KiB, this directory", &latencies),
        Err(e) => report.doubts.push(format!("the disk here was not measured: {e}")),
    }
    if let Some(file) = &typed.json {
        let text = serde_json::to_string_pretty(&report.json()).map_err(|e| e.to_string())?;
        std::fs::write(file, text + "\n").map_err(|e| format!("can't write {}: {e}", file.display()))?;
    }
    Ok(report)
}
