//! What is typed after `loadtest`, and what it means once it is checked.

use std::{path::PathBuf, time::Duration};

use clap::{Args, Parser, Subcommand, ValueEnum};
use hub::wire::Encoding;

use crate::{
    address::{Address, Net},
    bench, grow, nemesis, peers,
    play::{Setting, script::Otherwise},
    rolling,
    seat::Entrance,
};

#[derive(Debug, Parser)]
#[command(name = "loadtest", about = "Fills a hub with members and measures how it feels to them")]
pub struct Cli {
    #[command(subcommand)]
    pub command: Order,
}

#[derive(Debug, Subcommand)]
pub enum Order {
    /// Play a scenario against a running hub: one of our own by its name, or a file of yours
    Run(Box<Typed>),
    /// The scenarios that come with this program; with a name its text, to begin a file of one's own from
    Scenarios { name: Option<String> },
    /// A page to look at, of a run that was kept with --json
    Report {
        /// What `run --json` wrote
        run: PathBuf,
        /// [default: beside it, with the ending .html]
        #[arg(long, value_name = "FILE")]
        out: Option<PathBuf>,
    },
    /// Runs side by side, with the ratios of their medians and what of it is noise
    Compare {
        /// What `run --json` wrote; NAME=FILE says which side a run is of, else its --note does, else each is a side of its own
        #[arg(required = true, num_args = 2.., value_name = "[NAME=]FILE")]
        runs: Vec<String>,
        /// Write a page to look at too
        #[arg(long, value_name = "FILE")]
        out: Option<PathBuf>,
    },
    /// Start hubs of one's own, play all scenarios beside their floors, and print one table
    Bench(Box<bench::Asked>),
    /// Start hubs of one's own with more and more in them, and show how what they cost grows: tables, plots, fitted exponents
    Grow(Box<grow::Asked>),
    /// Say back what is heard, on the stack the hub's sockets stand on: for a conformance suite
    Echo {
        #[arg(long, default_value = "127.0.0.1:9001")]
        listen: std::net::SocketAddr,
    },
    /// Start hubs of one's own, kill, pause and cut off everything while many talk, and check that no promise was broken
    Nemesis(Box<nemesis::Asked>),
    /// Start a hub, servers of others and bare floors in turns, play the same scenarios against all, and print one table
    Peers(Box<peers::Asked>),
    /// Start three hubs of one's own behind haproxy, restart each while many talk, and show what they noticed of it
    Rolling(Box<rolling::Asked>),
    /// Hold a share of many sockets, as it is told on its input, until that ends
    #[command(hide = true)]
    Hold(grow::hold::Asked),
    /// The floor beneath the hub's sockets: the same frames, nobody known, nothing stored
    #[command(hide = true)]
    FloorSockets {
        #[arg(long)]
        listen: std::net::SocketAddr,
    },
    /// The floor beneath that one: the same on tokio-tungstenite alone
    #[command(hide = true)]
    FloorTungstenite {
        #[arg(long)]
        listen: std::net::SocketAddr,
    },
}

/// What `bench` plays.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scenario {
    /// Conversations of two, both sides talking
    Pairs,
    /// A room that everybody shows, and a few messages in it at a time
    Room,
    /// Sockets that are logged in and say nothing
    Idle,
    /// All are dropped at once and come back at once
    Herd,
    /// Asks and offers are posted, both screens wait for the card
    Match,
}

impl Scenario {
    pub fn word(self) -> &'static str {
        match self {
            Scenario::Pairs => "pairs",
            Scenario::Room => "room",
            Scenario::Idle => "idle",
            Scenario::Herd => "herd",
            Scenario::Match => "match",
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Speech {
    Msgpack,
    Json,
}

#[derive(Clone, Debug, Args)]
pub struct Typed {
    /// A scenario of our own (`loadtest scenarios` lists them), or a file that ends in .toml
    pub scenario: String,
    /// The hub
    #[arg(long, default_value = "http://127.0.0.1:8080")]
    pub url: String,
    /// File with "handle token" a line, made by `collective mint --members N --out FILE`
    #[arg(long, value_name = "FILE", conflicts_with = "sign_up")]
    pub tokens: Option<PathBuf>,
    /// Sign the members up first, over the HTTP door, as far as the hub's limits permit
    #[arg(long)]
    pub sign_up: bool,
    /// Members in all, each part its share [default: the scenario's]
    #[arg(long, value_name = "N")]
    pub users: Option<usize>,
    /// Open loop: so many a second in all, whether the hub keeps up or not, each part its share.
    /// Latency counts from the intended moment [default: the scenario's]
    #[arg(long, value_name = "R", conflicts_with = "in_flight")]
    pub rate: Option<f64>,
    /// Closed loop: each socket keeps so many messages unanswered (pairs), each reader so many pages; so many messages are on
    /// their way to everybody (rooms)
    #[arg(long, value_name = "K")]
    pub in_flight: Option<usize>,
    /// How long is measured: the scenario's phases keep their proportions
    #[arg(long = "for", value_name = "TIME", value_parser = duration)]
    pub duration: Option<Duration>,
    /// Not measured, before
    #[arg(long, value_name = "TIME", value_parser = duration)]
    pub warm_up: Option<Duration>,
    /// The hub's process, for its CPU, memory and context switches; may be given several times
    /// [default: who listens at the port, if it is on this machine]
    #[arg(long)]
    pub pid: Vec<u32>,
    /// The database's process, if it is one of its own: its CPU and its children's is counted apart from the hub's
    #[arg(long, value_name = "PID")]
    pub database_pid: Option<u32>,
    /// Bounds a number beside the scenario's own limits: ack_p99_ms=50. Broken, the exit code is 4
    #[arg(long = "limit", value_name = "NAME=NUMBER")]
    pub limits: Vec<String>,
    /// Write the result here too
    #[arg(long, value_name = "FILE")]
    pub json: Option<PathBuf>,
    /// Write a page to look at
    #[arg(long, value_name = "FILE")]
    pub report: Option<PathBuf>,
    /// Kept with the result: a commit, a setting
    #[arg(long, value_name = "WORDS")]
    pub note: Option<String>,
    /// For whatever is by chance: the same seed intends the same moments [default: the scenario's, else another each time]
    #[arg(long, value_name = "N")]
    pub seed: Option<u64>,
    /// How frames are encoded
    #[arg(long, value_enum, default_value = "msgpack")]
    pub encoding: Speech,
    /// Length of a message's text, in bytes
    #[arg(long, value_name = "BYTES")]
    pub body: Option<usize>,
    /// How many asks and offers are posted before, unmeasured (match)
    #[arg(long, value_name = "N")]
    pub stock: Option<usize>,
    /// Handshakes under way at the same time
    #[arg(long, value_name = "N", default_value_t = 64)]
    pub parallel: usize,
    /// Come from these local addresses, one after the other, as in 127.0.0.0/8: past 28,000 sockets one is not enough
    #[arg(long, value_name = "NET", value_parser = Net::read)]
    pub from: Option<Net>,
    /// Sockets from one local address before the next one is used [default: 20000; with --from 1000]
    #[arg(long, value_name = "N")]
    pub sockets_per_source: Option<usize>,
    /// Threads of the harness itself
    #[arg(long, value_name = "N", default_value_t = 1)]
    pub threads: usize,
    /// Go to a hub that is not on this machine
    #[arg(long)]
    pub allow_remote: bool,
    /// Who answers at --url is no hub: socket.io, socket.io-msgpack, nats, nats-ws, nchan, relay or tungstenite. It knows nobody,
    /// so no tokens are needed
    #[arg(long, value_name = "PEER", conflicts_with_all = ["tokens", "sign_up"])]
    pub speaks: Option<String>,
}

/// How messages are paced.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Pace {
    /// So many a second in all.
    Open(f64),
    /// So many unanswered a socket.
    Closed(usize),
}

/// What was typed, checked.
#[derive(Clone, Debug)]
pub struct Plan {
    pub scenario: Scenario,
    pub entrance: Entrance,
    pub users: usize,
    pub pace: Pace,
    pub duration: Duration,
    pub warm_up: Duration,
    pub pids: Vec<u32>,
    pub database: Option<u32>,
    pub body: usize,
    pub posts: usize,
    pub stock: usize,
    /// The number of the first measured post: a later run on the same hub goes on where the one before ended.
    pub posts_from: usize,
    pub threads: usize,
    /// How long after the last message what was acknowledged may still arrive.
    pub grace: Duration,
}

impl Plan {
    /// Two members who say one message at a time, for ten seconds.
    pub fn of(scenario: Scenario, entrance: Entrance) -> Plan {
        Plan {
            scenario,
            entrance,
            users: 2,
            pace: Pace::Closed(1),
            duration: Duration::from_secs(10),
            warm_up: Duration::from_secs(2),
            pids: Vec::new(),
            database: None,
            body: 60,
            posts: 0,
            stock: 0,
            posts_from: 0,
            threads: 1,
            grace: Duration::from_secs(5),
        }
    }
}

impl Typed {
    /// What the flags say otherwise than the scenario.
    pub fn otherwise(&self) -> Otherwise {
        Otherwise {
            users: self.users,
            rate: self.rate,
            in_flight: self.in_flight,
            duration: self.duration,
            warm_up: self.warm_up,
            body: self.body,
            stock: self.stock,
            seed: self.seed,
            limits: self.limits.clone(),
        }
    }

    /// Where and how it is played. Errors are for people.
    pub fn setting(&self) -> Result<Setting, String> {
        let address = Address::read(&self.url).map_err(|e| e.to_string())?;
        let here = address.is_loopback();
        if !here && !self.allow_remote {
            return Err(format!("{} is not on this machine; --allow-remote if you may load it", self.url));
        }
        if self.threads == 0 || self.parallel == 0 || self.sockets_per_source == Some(0) || self.duration.is_some_and(|d| d.is_zero()) {
            return Err("--threads, --parallel, --sockets-per-source and --for begin at one".to_owned());
        }
        let encoding = match self.encoding {
            Speech::Msgpack => Encoding::MessagePack,
            Speech::Json => Encoding::Json,
        };
        let sockets_per_source = self.sockets_per_source.unwrap_or(if self.from.is_some() { 1_000 } else { 20_000 });
        let found = if here && self.pid.is_empty() { crate::measure::who_listens(address.port()) } else { Vec::new() };
        let entrance = Entrance { encoding, parallel: self.parallel, sockets_per_source, from: self.from, ..Entrance::of(address) };
        Ok(Setting {
            pids: self.pid.iter().copied().chain(found).collect(),
            database: self.database_pid,
            threads: self.threads,
            note: self.note.clone(),
            ..Setting::of(entrance)
        })
    }
}

/// `60s`, `2m`, `8h`, `500ms`; a bare number is seconds.
pub fn duration(typed: &str) -> Result<Duration, String> {
    let at = typed.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(typed.len());
    let (number, unit) = typed.split_at(at);
    let seconds_each = match unit {
        "" | "s" => 1.0,
        "ms" => 0.001,
        "m" => 60.0,
        "h" => 3_600.0,
        _ => return Err(format!("“{typed}” is no time; it looks like 60s, 2m or 500ms")),
    };
    let number: f64 = number.parse().map_err(|_| format!("“{typed}” is no time; it looks like 60s, 2m or 500ms"))?;
    Duration::try_from_secs_f64(number * seconds_each).map_err(|e| e.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn typed(words: &str) -> Result<Typed, String> {
        let line = format!("loadtest run {words}");
        let cli = Cli::try_parse_from(line.split_whitespace()).map_err(|e| e.to_string())?;
        match cli.command {
            Order::Run(typed) => Ok(*typed),
            other => panic!("{other:?} is no run"),
        }
    }

    #[test]
    fn times_are_read_as_people_type_them() {
        for (typed, ms) in [("60s", 60_000), ("2m", 120_000), ("500ms", 500), ("1.5s", 1_500), ("1h", 3_600_000), ("7", 7_000)] {
            assert_eq!(duration(typed), Ok(Duration::from_millis(ms)), "{typed}");
        }
        for typed in ["", "s", "-1s", "5 s", "1d", "1.2.3s"] {
            assert!(duration(typed).is_err(), "{typed}");
        }
    }

    #[test]
    fn flags_are_what_they_say_otherwise_than_the_scenario() {
        let otherwise = typed("pairs --users 10 --rate 2500 --for 2m --limit ack_p99_ms=50 --limit errors=1").unwrap().otherwise();
        assert_eq!((otherwise.users, otherwise.rate, otherwise.duration), (Some(10), Some(2_500.0), Some(Duration::from_secs(120))));
        assert_eq!(otherwise.limits, ["ack_p99_ms=50", "errors=1"]);
        assert_eq!(typed("evening").unwrap().otherwise(), Otherwise::default());
    }

    #[test]
    fn what_makes_no_sense_is_said_in_words() {
        for (words, said) in [
            ("pairs --rate 10 --in-flight 4", "cannot be used with"),
            ("pairs --tokens a --sign-up", "cannot be used with"),
            ("pairs --tokens a --speaks nats", "cannot be used with"),
            ("pairs --from 300.0.0.0/8", "127.0.0.0/8"),
            ("pairs --for 5y", "60s, 2m"),
            ("", "required"),
        ] {
            let error = typed(words).unwrap_err();
            assert!(error.contains(said), "{words}: {error}");
        }
        for (words, said) in [
            ("pairs --url http://hub.example", "--allow-remote"),
            ("pairs --url nonsense", "http://127.0.0.1:8080"),
            ("pairs --threads 0", "begin at one"),
            ("pairs --for 0s", "begin at one"),
        ] {
            let error = typed(words).unwrap().setting().unwrap_err();
            assert!(error.contains(said), "{words}: {error}");
        }
        assert!(typed("pairs --url http://hub.example --allow-remote").unwrap().setting().is_ok());
    }

    #[test]
    fn the_server_on_this_machine_is_found_by_its_port() {
        let here = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("http://{}", here.local_addr().unwrap());
        assert_eq!(typed(&format!("pairs --url {url}")).unwrap().setting().unwrap().pids, [std::process::id()]);
        assert_eq!(typed(&format!("pairs --url {url} --pid 7")).unwrap().setting().unwrap().pids, [7]);
        let many = typed(&format!("idle --url {url} --from 127.0.0.0/8")).unwrap().setting().unwrap().entrance;
        assert_eq!(many.source(1_000).unwrap().to_string(), "127.0.0.2");
    }
}
