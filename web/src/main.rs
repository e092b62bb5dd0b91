//! `collective`: runs the hub, and looks after its data from the console.

use std::{
    io::{IsTerminal, Write},
    process::ExitCode,
};

use clap::{Parser, error::ErrorKind};
use web::{
    config::{Cli, Job, Settings},
    console::{self, Care},
    relevance,
    server::{self, Running, StartError},
};

/// What thousands of sockets hold lies closer together, and what one thread takes another gives back, all day long.
#[global_allocator]
static MEMORY: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(e) if matches!(e.kind(), ErrorKind::DisplayHelp | ErrorKind::DisplayVersion) => {
            return if e.print().is_ok() { ExitCode::SUCCESS } else { ExitCode::FAILURE };
        }
        Err(e) => return complain(&one_line(&e.to_string()), 2),
    };
    let settings = match Settings::decide(cli.options, |name| std::env::var(name).ok()) {
        Ok(settings) => settings,
        Err(e) => return complain(&e.to_string(), 2),
    };
    log();
    let job = cli.command.unwrap_or(Job::Serve);
    match actix_web::rt::System::new().block_on(run(settings, job)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(e) => complain(&e.to_string().split_whitespace().collect::<Vec<_>>().join(" "), 1),
    }
}

async fn run(settings: Settings, job: Job) -> Result<(), StartError> {
    match job {
        Job::Serve => serve(settings).await,
        Job::Migrate => {
            for step in console::migrate(&settings).await? {
                say(&step);
            }
            say(&format!("{} is up to date.", settings.database_shown()));
            Ok(())
        }
        Job::Restored => {
            console::restored(&settings).await?;
            say("Every screen loads anew when it comes back.");
            Ok(())
        }
        Job::Seed { remove } => {
            console::seed(&settings, remove).await?.iter().for_each(|line| say(line));
            Ok(())
        }
        Job::Mint { members, out } => {
            console::mint(&settings, members, &out).await?;
            say(&format!("{members} members stand in {}.", out.display()));
            Ok(())
        }
        Job::Relevance(judged) => {
            relevance::measure(&judged, settings.embedding_model.as_deref(), say).map_err(|e| StartError::Other(e.to_string()))?;
            Ok(())
        }
        Job::Member { handle, admin, .. } => {
            let care = if admin { Care::MakeAdmin } else { Care::NewPassword };
            say(&console::member(&settings, &handle, care).await?);
            Ok(())
        }
    }
}

/// Runs until it is told to leave.
async fn serve(settings: Settings) -> Result<(), StartError> {
    let mut leave = told_to_leave().map_err(|e| StartError::Other(format!("signals can't be heard: {e}")))?;
    let running = server::start(settings).await?;
    for line in running.said() {
        say(&line);
    }
    leave.recv().await;
    say("Leaving: finishing what was accepted.");
    Running::stop(running).await?;
    say("Goodbye.");
    Ok(())
}

/// SIGTERM or SIGINT, whichever comes; a second one ends the process at once.
fn told_to_leave() -> std::io::Result<tokio::sync::mpsc::Receiver<()>> {
    use tokio::signal::unix::{SignalKind, signal};
    let (mut term, mut int) = (signal(SignalKind::terminate())?, signal(SignalKind::interrupt())?);
    let (told, tell) = tokio::sync::mpsc::channel(1);
    actix_web::rt::spawn(async move {
        for times in 0.. {
            tokio::select! { _ = term.recv() => {}, _ = int.recv() => {} }
            if times > 0 {
                std::process::exit(130);
            }
            let _ = told.send(()).await;
        }
    });
    Ok(tell)
}

fn log() {
    use tracing_subscriber::EnvFilter;
    let filter =
        EnvFilter::try_from_env("COLLECTIVE_LOG").unwrap_or_else(|_| EnvFilter::new("info,sqlx=warn,tantivy=warn,actix_server=warn"));
    tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(std::io::stderr)
        .with_ansi(std::io::stderr().is_terminal())
        .with_target(false)
        .init();
}

/// A line for whoever started it. A closed output is no reason to fall over.
fn say(line: &str) {
    let _ = writeln!(std::io::stdout(), "{line}");
}

fn complain(line: &str, code: u8) -> ExitCode {
    let _ = writeln!(std::io::stderr(), "collective: {line}");
    ExitCode::from(code)
}

/// What clap says, without its paragraphs: the error and its tip.
fn one_line(said: &str) -> String {
    let what = said.split("\n\nUsage").next().unwrap_or(said).split("\n\nFor more").next().unwrap_or(said);
    let words: Vec<&str> = what.split_whitespace().collect();
    let line = words.join(" ");
    format!("{} (see collective --help)", line.strip_prefix("error: ").unwrap_or(&line))
}
