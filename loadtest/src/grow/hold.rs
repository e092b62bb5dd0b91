//! `loadtest hold`: a process that holds a share of the sockets, since no process may open as many files as there are members. It
//! does what it is told on its input, a word a line, answers with a line of JSON, and leaves when its input ends, which it does
//! however the program ends that started it.
//!
//! ```text
//!   open 100   ▶ {"open":100,"failed":null,"took_s":0.02}      so many more come in
//!   count      ▶ {"open":100,"failed":null,"took_s":0.0}       how many the hub still holds
//! ```

use std::{
    path::{Path, PathBuf},
    process::Stdio,
    sync::Arc,
    time::{Duration, Instant},
};

use clap::Args;
use serde::{Deserialize, Serialize};
use tokio::{
    io::{AsyncBufReadExt, AsyncWriteExt, BufReader, Lines},
    process::{Child, ChildStdin, ChildStdout, Command},
    sync::mpsc,
};

use crate::{
    address::Address,
    members,
    seat::{Entrance, Seat, fill},
};

/// So long one that was told to leave may take.
const LEAVING: Duration = Duration::from_secs(30);

/// Of one address of this machine: the more of its ports are taken, the longer the system looks for a free one.
const OF_ONE_ADDRESS: usize = 1_000;

#[derive(Clone, Debug, Args)]
pub struct Asked {
    #[arg(long)]
    pub url: String,
    #[arg(long)]
    pub tokens: PathBuf,
    /// The number of the first member
    #[arg(long)]
    pub first: usize,
    #[arg(long, default_value_t = 64)]
    pub parallel: usize,
}

/// What it answers.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Said {
    /// Sockets that stand.
    pub open: usize,
    /// Why some did not open: the first reason.
    pub failed: Option<String>,
    pub took_s: f64,
}

/// The process itself.
pub async fn run(asked: &Asked) -> Result<(), String> {
    let entrance = Entrance {
        parallel: asked.parallel,
        sockets_per_source: OF_ONE_ADDRESS,
        ..Entrance::of(Address::read(&asked.url).map_err(|e| e.to_string())?)
    };
    let members = members::read_file(&asked.tokens)?;
    let members = members.get(asked.first..).unwrap_or_default();
    let mut told = input();
    let mut seats: Vec<Seat> = Vec::new();
    let mut came = 0;
    while let Some(line) = told.recv().await {
        let began = Instant::now();
        let mut failed = None;
        match line.split_once(' ').unwrap_or((&line, "")) {
            ("open", count) => {
                let count: usize = count.parse().map_err(|_| format!("“{line}”: how many?"))?;
                let some = members.get(came..came + count).ok_or_else(|| format!("{} has too few members", asked.tokens.display()))?;
                let filled = fill(&entrance, some, asked.first + came, Arc::new(|| ())).await;
                came += count;
                seats.extend(filled.seats.into_iter().flatten());
                failed = filled.failed.map(|(error, times)| format!("{times} did not come in; the first: {error}"));
            }
            ("count", _) => {}
            _ => return Err(format!("“{line}” is nothing to be told")),
        }
        let said = Said { open: seats.iter().filter(|seat| seat.is_open()).count(), failed, took_s: began.elapsed().as_secs_f64() };
        println!("{}", serde_json::to_string(&said).map_err(|e| e.to_string())?);
    }
    futures_util::future::join_all(seats.into_iter().map(Seat::leave)).await;
    Ok(())
}

/// Lines as they come. A thread of its own, since reading a terminal or a pipe can't be given up.
fn input() -> mpsc::UnboundedReceiver<String> {
    let (tell, told) = mpsc::unbounded_channel();
    std::thread::spawn(move || std::io::stdin().lines().map_while(Result::ok).try_for_each(|line| tell.send(line)));
    told
}

/// One of them, from the side of the program that started it.
pub struct Holder {
    child: Child,
    tell: ChildStdin,
    hears: Lines<BufReader<ChildStdout>>,
}

impl Holder {
    pub fn start(loadtest: &Path, url: &str, tokens: &Path, first: usize) -> Result<Holder, String> {
        let mut command = Command::new(loadtest);
        command.args(["hold", "--url", url, "--first", &first.to_string(), "--tokens"]).arg(tokens);
        // A group of its own: Ctrl-C reaches the program that started it, which then lets it leave in order.
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).process_group(0).kill_on_drop(true);
        let mut child = command.spawn().map_err(|e| format!("{} can't be started: {e}", loadtest.display()))?;
        match (child.stdin.take(), child.stdout.take()) {
            (Some(tell), Some(said)) => Ok(Holder { child, tell, hears: BufReader::new(said).lines() }),
            _ => Err("a process was started without its pipes".to_owned()),
        }
    }

    pub async fn open(&mut self, count: usize) -> Result<Said, String> {
        self.ask(&format!("open {count}")).await
    }

    pub async fn count(&mut self) -> Result<Said, String> {
        self.ask("count").await
    }

    async fn ask(&mut self, line: &str) -> Result<Said, String> {
        let gone = |why: String| format!("a process that holds sockets is gone: {why}");
        self.tell.write_all(format!("{line}\n").as_bytes()).await.map_err(|e| gone(e.to_string()))?;
        match self.hears.next_line().await {
            Ok(Some(said)) => serde_json::from_str(&said).map_err(|e| gone(format!("it says “{said}”: {e}"))),
            Ok(None) => Err(gone("it said nothing".to_owned())),
            Err(e) => Err(gone(e.to_string())),
        }
    }

    /// Lets it leave in order.
    pub async fn leave(mut self) {
        drop(self.tell);
        // One that does not is killed when it is dropped.
        let _ = tokio::time::timeout(LEAVING, self.child.wait()).await;
    }
}
