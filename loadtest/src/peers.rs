//! `loadtest peers`: the hub beside servers of others and beside bare floors, all of which it starts itself, with the same
//! workloads, in turns, several times; and one table of it.
//!
//! ```text
//!   run 1:  hub, socket.io, socket.io msgpack, NATS, NATS websocket, nchan, relay, tungstenite
//!   run 2:  hub, socket.io, …             a fresh process each time; nobody else's runs meanwhile
//! ```
//! The scenarios are those of `loadtest bench`: they speak in the hub's frames, and [`interpreter`] says them in the words of
//! others. What is measured is measured here, at the receiver, from the intended moment, with the same bodies. What the others do
//! not do (store, authenticate, resume) is said beside each of their numbers: it is what the comparison is about.

pub mod board;
pub mod nats;
pub mod nchan;
pub mod server;
pub mod socketio;

mod interpreter;
mod websocket;

use std::{
    path::{Path, PathBuf},
    sync::Arc,
    time::Duration,
};

use clap::{Args, ValueEnum};

use crate::{
    address::Address,
    bench::{self, bare, relay, table::number},
    common::Common,
    fleet::{Data, Running},
    line::Peer,
    measure::{self, Summary},
    members::Member,
    plan::{Pace, Plan, Scenario},
    play::script::{Deed, Script},
    report::Report,
    scenarios::{self, Interrupt},
};
use board::{Better, Board, Column};
use nats::{Carrier, Nats};
use nchan::{Channels, Nchan};
use server::Server;
use socketio::{Parser, SocketIo};

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Workload {
    /// Conversations of two: as fast as it goes, and at a steady rate
    Pairs,
    /// A room that everybody shows, of 1,000 and of 5,000
    Room,
    /// Sockets that say nothing
    Idle,
    /// Everybody is dropped at once
    Herd,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Against {
    /// socket.io 4 on Node, with JSON and with MessagePack
    #[value(name = "socket.io")]
    SocketIo,
    /// NATS, over TCP and over a websocket
    Nats,
    /// nginx with nchan
    Nchan,
    /// The floor: the same frames over actix-web-actors
    Relay,
    /// The floor beneath that: the same frames over tokio-tungstenite
    Tungstenite,
}

#[derive(Clone, Debug, Args)]
pub struct Asked {
    /// How often each is measured; the table shows medians
    #[arg(long, value_name = "N", default_value_t = 3, value_parser = clap::value_parser!(u32).range(1..=99))]
    pub runs: u32,
    /// Only these workloads
    #[arg(long, value_enum, value_delimiter = ',', default_values = ["pairs", "room", "idle", "herd"])]
    pub only: Vec<Workload>,
    /// Only these beside the hub
    #[arg(long, value_enum, value_delimiter = ',', default_values = ["socket.io", "nats", "nchan", "relay", "tungstenite"])]
    pub against: Vec<Against>,
    /// Messages a second of the steady pairs [default: 5,000, or three quarters of what the hub did at most, if that is less]
    #[arg(long, value_name = "R", value_parser = clap::value_parser!(u32).range(1..))]
    pub rate: Option<u32>,
    /// Where socket.io is installed, and stays [default: a directory that is gone afterwards]
    #[arg(long, value_name = "DIR")]
    pub npm_dir: Option<PathBuf>,
    #[command(flatten)]
    pub common: Common,
}

/// How much of everything.
#[derive(Clone, Copy, Debug)]
struct Sizes {
    talkers: usize,
    rooms: &'static [usize],
    talking: Duration,
    warm_up: Duration,
    idle: usize,
    idling: Duration,
    herd: usize,
}

const FULL: Sizes = Sizes {
    talkers: 2_000,
    rooms: &[1_000, 5_000],
    talking: Duration::from_secs(8),
    warm_up: Duration::from_secs(2),
    idle: 10_000,
    idling: Duration::from_secs(3),
    herd: 5_000,
};
const QUICK: Sizes = Sizes {
    talkers: 20,
    rooms: &[20],
    talking: Duration::from_millis(300),
    warm_up: Duration::from_millis(100),
    idle: 100,
    idling: Duration::from_millis(100),
    herd: 50,
};

/// Who is compared, and where it is.
#[derive(Clone, Debug)]
enum Contestant {
    Hub,
    SocketIo(Parser, socketio::Installed),
    Nats(Carrier, nats::Installed),
    Nchan(nchan::Installed),
    Relay,
    Tungstenite,
}

const HUB: board::Server = board::Server {
    key: "hub",
    name: "AI Collective",
    stores: "each message on disk, before its tick",
    acknowledges: "when it is on disk",
    authenticates: "each socket, by its token",
    resumes: "by number, from the store",
    does_not: "",
};

impl Contestant {
    fn server(&self) -> board::Server {
        let nobody = board::Server { stores: "no", authenticates: "nobody", resumes: "no", does_not: "store, authenticate, resume", ..HUB };
        match self {
            Contestant::Hub => HUB,
            Contestant::SocketIo(parser, _) => {
                let acknowledges = "by a callback, when it was passed on";
                match parser {
                    Parser::Json => board::Server { key: "socket.io", name: "socket.io", acknowledges, ..nobody },
                    Parser::MessagePack => board::Server { key: "socket.io-msgpack", name: "socket.io, msgpack", acknowledges, ..nobody },
                }
            }
            Contestant::Nats(carrier, _) => {
                let acknowledges = "by a PONG, when it was taken in";
                match carrier {
                    Carrier::Tcp => board::Server { key: "nats", name: "NATS", acknowledges, ..nobody },
                    Carrier::Websocket => board::Server { key: "nats-websocket", name: "NATS, websocket", acknowledges, ..nobody },
                }
            }
            Contestant::Nchan(_) => {
                board::Server { key: "nchan", name: "nginx nchan", acknowledges: "on a second socket, when it was passed on", ..nobody }
            }
            Contestant::Relay => {
                board::Server { key: "relay", name: "actix-web-actors, bare", acknowledges: "when it was passed on", ..nobody }
            }
            Contestant::Tungstenite => {
                board::Server { key: "tungstenite", name: "tokio-tungstenite, bare", acknowledges: "when it was passed on", ..nobody }
            }
        }
    }
}

const CPU: Column = Column { key: "server_cpu_seconds_per_million", words: "server's CPU a million", unit: "s", better: Better::Less };
const OWN_CPU: Column = Column { key: "harness_cores", words: "harness's own cores", unit: "", better: Better::Neither };

const MOST: &[Column] = &[
    Column { key: "messages_per_second", words: "messages a second", unit: "", better: Better::More },
    Column { key: "delivery_p50", words: "delivery p50", unit: "ms", better: Better::Less },
    Column { key: "delivery_p99", words: "delivery p99", unit: "ms", better: Better::Less },
    CPU,
    OWN_CPU,
];
const STEADY: &[Column] = &[
    Column { key: "ack_p50", words: "acknowledged p50", unit: "ms", better: Better::Less },
    Column { key: "ack_p99", words: "acknowledged p99", unit: "ms", better: Better::Less },
    Column { key: "delivery_p50", words: "delivered p50", unit: "ms", better: Better::Less },
    Column { key: "delivery_p99", words: "delivered p99", unit: "ms", better: Better::Less },
    CPU,
];
const ROOM: &[Column] = &[
    Column { key: "deliveries_per_second", words: "deliveries a second", unit: "", better: Better::More },
    Column { key: "everybody_p50", words: "to the last screen p50", unit: "ms", better: Better::Less },
    Column { key: "everybody_p99", words: "to the last screen p99", unit: "ms", better: Better::Less },
    CPU,
    OWN_CPU,
];
const IDLE: &[Column] = &[
    Column { key: "kib_per_socket", words: "memory a socket", unit: "KiB", better: Better::Less },
    Column { key: "accepted_per_second", words: "accepted a second", unit: "", better: Better::More },
    Column { key: "harness_cpu_opening", ..OWN_CPU },
];
const HERD: &[Column] = &[
    Column { key: "seconds_until_all_back", words: "until all are back", unit: "s", better: Better::Less },
    Column { key: "back_p50", words: "until one is back p50", unit: "s", better: Better::Less },
];

/// The adapter by its name, for a server that runs already.
pub fn speaking(name: &str, address: &Address) -> Result<Arc<dyn Peer>, String> {
    let address = address.clone();
    Ok(match name {
        "socket.io" => Arc::new(SocketIo::at(address, Parser::Json)),
        "socket.io-msgpack" => Arc::new(SocketIo::at(address, Parser::MessagePack)),
        "nats" => Arc::new(Nats::at(address, Carrier::Tcp)),
        "nats-websocket" => Arc::new(Nats::at(address, Carrier::Websocket)),
        "nchan" => Arc::new(Nchan::at(address, Channels::Own)),
        "nchan-room" => Arc::new(Nchan::at(address, Channels::Room)),
        _ => return Err(format!("nobody here speaks “{name}”: socket.io, socket.io-msgpack, nats, nats-websocket, nchan, nchan-room")),
    })
}

/// Who plays a scenario of `run` against a server that is no hub: its adapter, or none where it speaks the hub's own frames. What such
/// a server can't do is refused in words.
pub fn playing(name: &str, address: &Address, script: &Script) -> Result<Option<Arc<dyn Peer>>, String> {
    let [part] = &script.parts[..] else {
        return Err(format!("{name} can be asked for one thing at a time: “{}” has {} parts", script.name, script.parts.len()));
    };
    let lacks = match part.deed {
        Deed::Idle | Deed::Pairs | Deed::Rooms => None,
        Deed::Presence => Some("does not say who is here or typing"),
        Deed::Match => Some("knows no asks and offers"),
        Deed::Browse => Some("has no pages of ours"),
    };
    if let Some(lacks) = lacks {
        return Err(format!(
            "{name} {lacks}: “{}” can be played against a hub only, idle, pairs and rooms against {name} too",
            script.name
        ));
    }
    if script.drops() {
        return Err(format!(
            "{name} does not replay what was missed: “{}”, which drops sockets, can be played against a hub only",
            script.name
        ));
    }
    match (name, part.deed) {
        ("relay" | "tungstenite", _) => Ok(None),
        ("nats-ws", _) => speaking("nats-websocket", address).map(Some),
        // What a socket listens to is named by its address.
        ("nchan", Deed::Rooms) => speaking("nchan-room", address).map(Some),
        _ => match speaking(name, address) {
            Ok(peer) => Ok(Some(peer)),
            Err(_) => {
                let known = "socket.io, socket.io-msgpack, nats, nats-ws, nchan, relay, tungstenite";
                Err(format!("nobody here speaks “{name}”: {known}"))
            }
        },
    }
}

/// A comparison under way.
struct Comparison {
    asked: Asked,
    sizes: Sizes,
    collective: PathBuf,
    loadtest: PathBuf,
    home: PathBuf,
    interrupt: Interrupt,
    board: Board,
    contestants: Vec<Contestant>,
    /// Scenarios played, to show how far it is.
    played: usize,
    planned: usize,
}

/// Compares all that was asked for and is here. What was found before an error or Ctrl-C is given back with it.
pub async fn run(asked: &Asked, loadtest: &Path, home: &Path, interrupt: Interrupt) -> (Board, Result<(), String>) {
    let collective = asked.common.program(loadtest);
    let mut comparison = Comparison {
        sizes: if asked.common.quick { QUICK } else { FULL },
        asked: asked.clone(),
        collective,
        loadtest: loadtest.to_owned(),
        home: home.to_owned(),
        interrupt,
        board: Board::default(),
        contestants: Vec::new(),
        played: 0,
        planned: 0,
    };
    let played = comparison.play_all().await;
    (comparison.board, played)
}

impl Comparison {
    async fn play_all(&mut self) -> Result<(), String> {
        if !self.collective.is_file() {
            let shown = self.collective.display();
            return Err(format!(
                "there is no program {shown}; build it (cargo build --release --workspace) or say where with --collective"
            ));
        }
        if cfg!(debug_assertions) {
            self.board.doubts.push("this is a debug build: the numbers say nothing".to_owned());
        }
        self.tell_about()?;
        self.find_contestants().await?;
        let plays = |workload: &Workload| match workload {
            Workload::Pairs => 2,
            Workload::Room => self.sizes.rooms.len(),
            Workload::Idle | Workload::Herd => 1,
        };
        self.planned = self.asked.only.iter().map(plays).sum::<usize>() * self.contestants.len() * self.asked.runs as usize;
        for workload in self.asked.only.clone() {
            match workload {
                Workload::Pairs => self.pairs().await?,
                Workload::Room => {
                    for screens in self.sizes.rooms {
                        self.room(*screens).await?;
                    }
                }
                Workload::Idle => self.idle().await?,
                Workload::Herd => self.herd().await?,
            }
        }
        Ok(())
    }

    fn tell_about(&mut self) -> Result<(), String> {
        let now = jiff::Timestamp::from_millisecond(measure::millis_now()).map_err(|e| e.to_string())?;
        let typed: Vec<String> = std::env::args().skip(1).collect();
        self.board.about = vec![
            ("date", now.strftime("%Y-%m-%d %H:%M UTC").to_string()),
            ("machine", bench::machine(&self.home)?),
            ("command", format!("loadtest {}", typed.join(" "))),
            (
                "how",
                format!(
                    "{} in turns, a fresh process each; median (least–most), median of the ratios to the hub of the same run; \
                     the hub on SQLite, synced at each commit, limits by member and address off, no jitter",
                    if self.asked.runs == 1 { "one run".to_owned() } else { format!("{} runs", self.asked.runs) }
                ),
            ),
        ];
        Ok(())
    }

    /// Who is here. Who is not is said by name, with what would bring them.
    async fn find_contestants(&mut self) -> Result<(), String> {
        let hub = server::first_line(&self.collective, &["--version"])?;
        let own = env!("CARGO_PKG_VERSION").to_owned();
        let mut found = vec![(Contestant::Hub, hub)];
        let mut missing = Vec::new();
        for against in self.asked.against.clone() {
            match against {
                Against::SocketIo => {
                    let dir = self.asked.npm_dir.clone().unwrap_or(self.home.join("socketio"));
                    let installed = tokio::select! {
                        installed = socketio::install(&dir) => installed,
                        () = self.interrupt.here() => return Err("interrupted".to_owned()),
                    };
                    match installed {
                        Ok(here) => found.extend(
                            [Parser::Json, Parser::MessagePack]
                                .map(|parser| (Contestant::SocketIo(parser, here.clone()), here.version.clone())),
                        ),
                        Err(words) => missing.push(("socket.io", words)),
                    }
                }
                Against::Nats => match nats::installed() {
                    Ok(here) => found.extend(
                        [Carrier::Tcp, Carrier::Websocket].map(|carrier| (Contestant::Nats(carrier, here.clone()), here.version.clone())),
                    ),
                    Err(words) => missing.push(("NATS", words)),
                },
                Against::Nchan => match nchan::installed() {
                    Ok(here) => found.push((Contestant::Nchan(here.clone()), here.version)),
                    Err(words) => missing.push(("nginx nchan", words)),
                },
                Against::Relay => found.push((Contestant::Relay, own.clone())),
                Against::Tungstenite => found.push((Contestant::Tungstenite, own.clone())),
            }
        }
        for (name, words) in &missing {
            eprintln!("{name}: {words}");
        }
        self.board.missing = missing;
        self.board.here = found.iter().map(|(contestant, version)| (contestant.server(), version.clone())).collect();
        self.contestants = found.into_iter().map(|(contestant, _)| contestant).collect();
        Ok(())
    }

    /// Members of the hub's for so many; the others know nobody.
    fn mint(&self, part: &str, members: usize) -> Result<(Data, Vec<Member>), String> {
        let data = Data::in_directory(self.home.join(part));
        let minted = data.mint(&self.collective, members)?;
        Ok((data, minted))
    }

    async fn start(&self, contestant: &Contestant, data: &Data, channels: Channels) -> Result<Server, String> {
        let home = &self.home;
        match contestant {
            Contestant::Hub => Server::of_ours(Running::hub(&self.collective, data).await?),
            Contestant::Relay => Server::of_ours(relay::start(&self.loadtest, home).await?),
            Contestant::Tungstenite => Server::of_ours(bare::start(&self.loadtest, home).await?),
            Contestant::SocketIo(parser, installed) => installed.start(*parser, home).await,
            Contestant::Nats(carrier, installed) => installed.start(*carrier, home).await,
            Contestant::Nchan(installed) => installed.start(channels, home).await,
        }
    }

    /// One server, one run of a part: started, played, ended. What goes wrong with somebody else's server is written down, and
    /// the others go on.
    async fn turn(&mut self, turn: &Turn<'_>, scenario: Scenario, pace: Pace) -> Result<Option<Report>, String> {
        self.played += 1;
        let title = match pace {
            Pace::Open(rate) => format!("{}, run {}: {}, {rate} a second", turn.part, turn.run, turn.contestant.server().name),
            Pace::Closed(_) => format!("{}, run {}: {}", turn.part, turn.run, turn.contestant.server().name),
        };
        eprintln!("[{}/{}] {title}", self.played, self.planned);
        let is_hub = matches!(turn.contestant, Contestant::Hub);
        let played = self.play(turn, scenario, pace).await;
        if self.interrupt.is_here() {
            return Err("interrupted".to_owned());
        }
        match played {
            Ok(report) => {
                let board = &mut self.board;
                board.doubts.extend(report.doubts.iter().map(|doubt| format!("{title}: {doubt}")));
                // Only the hub promises anything.
                let broken = report.broken.iter().map(|broken| format!("{title}: {broken}"));
                if is_hub {
                    board.broken.extend(broken)
                } else {
                    board.doubts.extend(broken)
                }
                board.runs.push((title, report.json()));
                Ok(Some(report))
            }
            Err(words) if is_hub => Err(format!("{title}: {words}")),
            Err(words) => {
                self.board.doubts.push(format!("{title}: {words}"));
                Ok(None)
            }
        }
    }

    async fn play(&self, turn: &Turn<'_>, scenario: Scenario, pace: Pace) -> Result<Report, String> {
        let channels = if scenario == Scenario::Room { Channels::Room } else { Channels::Own };
        let mut interrupt = self.interrupt.clone();
        let server = tokio::select! {
            server = self.start(turn.contestant, turn.data, channels) => server?,
            () = interrupt.here() => return Err("interrupted".to_owned()),
        };
        // Nobody else knows anybody.
        let strangers = bench::strangers(turn.members.len());
        let members = if matches!(turn.contestant, Contestant::Hub) { turn.members } else { &strangers };
        let plan = Plan {
            users: members.len(),
            pace,
            duration: if scenario == Scenario::Idle { self.sizes.idling } else { self.sizes.talking },
            warm_up: self.sizes.warm_up,
            pids: server.pids(),
            threads: self.asked.common.threads as usize,
            ..Plan::of(scenario, server.entrance.clone())
        };
        let played = scenarios::run(&plan, members, interrupt).await;
        server.leave().await?;
        played
    }

    async fn pairs(&mut self) -> Result<(), String> {
        let (data, members) = self.mint("pairs", self.sizes.talkers)?;
        let sockets = number(members.len() as f64);
        let mut rate = self.asked.rate.map(f64::from);
        let most = format!("Conversations of two, {sockets} sockets, one unanswered message each: as fast as it goes");
        for run in 1..=self.asked.runs {
            for contestant in self.contestants.clone() {
                let (server, turn) =
                    (contestant.server(), Turn { part: "pairs", run, contestant: &contestant, data: &data, members: &members });
                let report = self.turn(&turn, Scenario::Pairs, Pace::Closed(1)).await?;
                self.board.line(&most, MOST, server).samples.push(numbers(report.as_ref(), |report| {
                    let delivery = summary(report, "delivery");
                    let (rate, own) = (report.number("messages_per_second"), report.number("own_cpu_share"));
                    vec![rate, delivery.map(|d| d.p50_ms), delivery.map(|d| d.p99_ms), cpu(report), own]
                }));
                // The hub is the first, and says at which rate all are measured, in every run.
                let reached = report.and_then(|report| report.number("messages_per_second")).unwrap_or(0.0);
                let rate = *rate.get_or_insert(steady_rate(reached));
                let report = self.turn(&turn, Scenario::Pairs, Pace::Open(rate)).await?;
                let steady = format!("Conversations of two, {sockets} sockets, {} messages a second in all", number(rate));
                self.board.line(&steady, STEADY, server).samples.push(numbers(report.as_ref(), |report| {
                    let [ack, delivery] = ["ack", "delivery"].map(|key| summary(report, key));
                    let both = [ack, delivery].into_iter().flat_map(|l| [l.map(|l| l.p50_ms), l.map(|l| l.p99_ms)]);
                    both.chain([cpu(report)]).collect()
                }));
            }
        }
        Ok(())
    }

    async fn room(&mut self, screens: usize) -> Result<(), String> {
        let (data, members) = self.mint(&format!("room-{screens}"), screens)?;
        let part = format!("room of {}", number(screens as f64));
        for run in 1..=self.asked.runs {
            for contestant in self.contestants.clone() {
                let turn = Turn { part: &part, run, contestant: &contestant, data: &data, members: &members };
                let report = self.turn(&turn, Scenario::Room, Pace::Closed(2)).await?;
                let title = format!("A room on {} screens, two messages in flight, each until everybody has it", number(screens as f64));
                self.board.line(&title, ROOM, contestant.server()).samples.push(numbers(report.as_ref(), |report| {
                    let everybody = summary(report, "everybody");
                    let (rate, own) = (report.number("deliveries_per_second"), report.number("own_cpu_share"));
                    vec![rate, everybody.map(|e| e.p50_ms), everybody.map(|e| e.p99_ms), cpu(report), own]
                }));
            }
        }
        Ok(())
    }

    async fn idle(&mut self) -> Result<(), String> {
        // All inherit this program's limit.
        let files = measure::raise_open_files();
        let possible = usize::try_from(measure::sockets_within(files, measure::FILES_A_SOCKET as f64)).unwrap_or(usize::MAX);
        let sockets = self.sizes.idle.min(possible);
        if sockets < self.sizes.idle {
            self.board.doubts.push(format!("idle: {files} open files (ulimit -n) are room for {sockets} sockets, not {}", self.sizes.idle));
        }
        let (data, members) = self.mint("idle", sockets)?;
        for run in 1..=self.asked.runs {
            for contestant in self.contestants.clone() {
                let turn = Turn { part: "idle", run, contestant: &contestant, data: &data, members: &members };
                let report = self.turn(&turn, Scenario::Idle, Pace::Closed(1)).await?;
                let title = format!("{} sockets that say nothing", number(sockets as f64));
                self.board.line(&title, IDLE, contestant.server()).samples.push(numbers(report.as_ref(), |report| {
                    ["kib_per_socket", "accepted_per_second", "harness_cpu_opening"].map(|key| report.number(key)).to_vec()
                }));
            }
        }
        Ok(())
    }

    async fn herd(&mut self) -> Result<(), String> {
        let (data, members) = self.mint("herd", self.sizes.herd)?;
        for run in 1..=self.asked.runs {
            for contestant in self.contestants.clone() {
                let turn = Turn { part: "herd", run, contestant: &contestant, data: &data, members: &members };
                let report = self.turn(&turn, Scenario::Herd, Pace::Closed(1)).await?;
                let title = format!(
                    "{} dropped at once and back at once, no jitter (the hub's: by their tokens, shown what they missed)",
                    number(members.len() as f64)
                );
                self.board.line(&title, HERD, contestant.server()).samples.push(numbers(report.as_ref(), |report| {
                    let back = summary(report, "back");
                    vec![report.number("seconds_until_all_back"), back.map(|back| back.p50_ms / 1_000.0)]
                }));
            }
        }
        Ok(())
    }
}

/// Messages a second of the steady pairs, where the hub can keep up.
const STEADY_RATE: f64 = 5_000.0;

/// That, or what leaves the hub some air.
fn steady_rate(reached: f64) -> f64 {
    ((0.75 * reached / 100.0).floor() * 100.0).clamp(100.0, STEADY_RATE)
}

/// Whose turn it is.
struct Turn<'a> {
    part: &'a str,
    run: u32,
    contestant: &'a Contestant,
    data: &'a Data,
    members: &'a [Member],
}

/// The numbers of a run; of one that failed, none.
fn numbers(report: Option<&Report>, pick: impl FnOnce(&Report) -> Vec<Option<f64>>) -> Vec<Option<f64>> {
    report.map(pick).unwrap_or_default()
}

fn summary(report: &Report, key: &str) -> Option<Summary> {
    report.latencies(key)?.summary()
}

fn cpu(report: &Report) -> Option<f64> {
    report.number("hub_cpu_seconds_per_million")
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;
    use crate::play::script::Otherwise;

    #[test]
    fn the_steady_rate_leaves_the_hub_some_air() {
        assert_eq!([20_000.0, 6_666.0, 4_000.0, 20.0, 0.0].map(steady_rate), [5_000.0, 4_900.0, 3_000.0, 100.0, 100.0]);
    }

    #[test]
    fn what_a_server_that_is_no_hub_cant_do_is_refused_in_words() {
        let address = Address::read("http://127.0.0.1:1").unwrap();
        let of = |scenario: &str, name: &str| {
            let (_, text) = crate::play::script::find(scenario).unwrap();
            let script = Script::read(scenario, &text, &Otherwise::default()).unwrap();
            playing(name, &address, &script).map(|peer| peer.map(|peer| peer.name().to_owned()))
        };
        for name in ["socket.io", "socket.io-msgpack", "nats", "nats-ws", "nchan"] {
            for scenario in ["idle", "pairs", "rooms"] {
                assert!(of(scenario, name).unwrap().is_some(), "{scenario} of {name}");
            }
        }
        assert_eq!((of("pairs", "relay"), of("rooms", "tungstenite")), (Ok(None), Ok(None)));
        for (scenario, said) in [
            ("presence", "who is here"),
            ("match-storm", "asks and offers"),
            ("browse", "no pages"),
            ("reconnect", "drops sockets"),
            ("evening", "one thing at a time"),
        ] {
            let words = of(scenario, "socket.io").unwrap_err();
            assert!(words.contains(said) && words.contains("socket.io") && words.contains(scenario), "{words}");
        }
        assert!(of("pairs", "mqtt").unwrap_err().contains("nats-ws"));
    }

    #[test]
    fn each_adapter_has_a_name_and_an_unknown_one_is_told_them_all() {
        let address = Address::read("http://127.0.0.1:1").unwrap();
        let names = ["socket.io", "socket.io-msgpack", "nats", "nats-websocket", "nchan", "nchan-room"];
        let spoken: HashSet<String> = names.iter().map(|name| speaking(name, &address).unwrap().name().to_owned()).collect();
        assert_eq!(spoken.len(), 5, "{spoken:?}");
        let words = speaking("mqtt", &address).unwrap_err();
        assert!(names.iter().all(|name| words.contains(name)), "{words}");
    }
}
