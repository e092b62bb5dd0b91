//! What is typed after `loadtest`, and what it means once it is checked.

use std::{path::PathBuf, time::Duration};

use clap::{Args, Parser, Subcommand, ValueEnum};
use hub::wire::Encoding;

use crate::{address::Address, bench, nemesis, peers, rolling, seat::Entrance};

#[derive(Debug, Parser)]
#[command(name = "loadtest", about = "Fills a hub with members and measures how it feels to them")]
pub struct Cli {
    #[command(subcommand)]
    pub command: Order,
}

#[derive(Debug, Subcommand)]
pub enum Order {
    /// Play a scenario against a running hub
    Run(Box<Typed>),
    /// Start hubs of one's own, play all scenarios beside their floors, and print one table
    Bench(Box<bench::Asked>),
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

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
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
    pub scenario: Scenario,
    /// The hub
    #[arg(long, default_value = "http://127.0.0.1:8080")]
    pub url: String,
    /// File with "handle token" a line, made by `collective mint --members N --out FILE`
    #[arg(long, value_name = "FILE")]
    pub tokens: PathBuf,
    /// Sockets, one a member [default: pairs 2000, room 1000, idle 10000, herd 5000, match 200]
    #[arg(long, value_name = "N")]
    pub users: Option<usize>,
    /// Open loop: so many messages (or posts) a second in all, whether the hub keeps up or not.
    /// Latency counts from the intended moment [default: pairs 1000, match 10]
    #[arg(long, value_name = "R", conflicts_with = "in_flight")]
    pub rate: Option<f64>,
    /// Closed loop: each socket keeps so many messages unanswered (pairs); so many are on their way to everybody (room)
    /// [default: room 2]
    #[arg(long, value_name = "K")]
    pub in_flight: Option<usize>,
    /// How long is measured
    #[arg(long = "for", value_name = "TIME", default_value = "60s", value_parser = duration)]
    pub duration: Duration,
    /// Not measured, before
    #[arg(long, value_name = "TIME", default_value = "2s", value_parser = duration)]
    pub warm_up: Duration,
    /// The hub's process, for its CPU and memory; may be given several times (a database beside it)
    #[arg(long)]
    pub pid: Vec<u32>,
    /// The database's process, if it is one of its own: its CPU and its children's is counted apart from the hub's
    #[arg(long, value_name = "PID")]
    pub database_pid: Option<u32>,
    /// Write the result here too
    #[arg(long, value_name = "FILE")]
    pub json: Option<PathBuf>,
    /// How frames are encoded
    #[arg(long, value_enum, default_value = "msgpack")]
    pub encoding: Speech,
    /// Length of a message's text, in bytes (pairs)
    #[arg(long, value_name = "BYTES", default_value_t = 60)]
    pub body: usize,
    /// How many asks and offers are posted and measured (match) [default: as many as fit the time]
    #[arg(long, value_name = "N")]
    pub posts: Option<usize>,
    /// How many asks and offers are posted before, unmeasured (match)
    #[arg(long, value_name = "N", default_value_t = 200)]
    pub stock: usize,
    /// Handshakes under way at the same time
    #[arg(long, value_name = "N", default_value_t = 64)]
    pub parallel: usize,
    /// Sockets from 127.0.0.1 before 127.0.0.2 is used, and so on
    #[arg(long, value_name = "N", default_value_t = 20_000)]
    pub sockets_per_source: usize,
    /// Threads of the harness itself
    #[arg(long, value_name = "N", default_value_t = 1)]
    pub threads: usize,
    /// Go to a hub that is not on this machine
    #[arg(long)]
    pub allow_remote: bool,
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
    /// Errors are for people.
    pub fn checked(&self) -> Result<Plan, String> {
        let address = Address::read(&self.url).map_err(|e| e.to_string())?;
        if !address.is_loopback() && !self.allow_remote {
            return Err(format!("{} is not on this machine; --allow-remote if you may load it", self.url));
        }
        let (users, rate) = match self.scenario {
            Scenario::Pairs => (2_000, 1_000.0),
            Scenario::Room => (1_000, 1.0),
            Scenario::Idle => (10_000, 1.0),
            Scenario::Herd => (5_000, 1.0),
            Scenario::Match => (200, 10.0),
        };
        let users = self.users.unwrap_or(users);
        let rate = self.rate.unwrap_or(rate);
        if users == 0 || (self.scenario != Scenario::Idle && users < 2) {
            return Err("--users: it takes at least two to talk".to_owned());
        }
        if matches!(self.scenario, Scenario::Pairs | Scenario::Herd) && users % 2 == 1 {
            return Err(format!("--users: pairs need an even number, {users} is odd"));
        }
        if !(rate.is_finite() && rate > 0.0) {
            return Err("--rate: more than nothing, please".to_owned());
        }
        if self.in_flight.is_some() && !matches!(self.scenario, Scenario::Pairs | Scenario::Room) {
            return Err("--in-flight is for pairs and room".to_owned());
        }
        if self.rate.is_some() && self.scenario == Scenario::Room {
            return Err("--rate is not for room: a message goes out when everybody has one before (--in-flight)".to_owned());
        }
        if self.in_flight == Some(0) || self.threads == 0 || self.parallel == 0 || self.duration.is_zero() {
            return Err("--in-flight, --threads, --parallel and --for begin at one".to_owned());
        }
        if !(1..=hub::messaging::LONGEST_MESSAGE).contains(&self.body) {
            return Err(format!("--body: 1 to {}", hub::messaging::LONGEST_MESSAGE));
        }
        let encoding = match self.encoding {
            Speech::Msgpack => Encoding::MessagePack,
            Speech::Json => Encoding::Json,
        };
        Ok(Plan {
            scenario: self.scenario,
            entrance: Entrance { encoding, parallel: self.parallel, sockets_per_source: self.sockets_per_source, ..Entrance::of(address) },
            users,
            pace: match (self.in_flight, self.scenario) {
                (Some(each), _) => Pace::Closed(each),
                (None, Scenario::Room) => Pace::Closed(2),
                (None, _) => Pace::Open(rate),
            },
            duration: self.duration,
            warm_up: self.warm_up,
            pids: self.pid.clone(),
            database: self.database_pid,
            body: self.body,
            posts: self.posts.unwrap_or((rate * self.duration.as_secs_f64()).ceil() as usize),
            stock: self.stock,
            posts_from: self.stock,
            threads: self.threads,
            grace: Duration::from_secs(5),
        })
    }
}

/// `60s`, `2m`, `500ms`; a bare number is seconds.
pub fn duration(typed: &str) -> Result<Duration, String> {
    let at = typed.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(typed.len());
    let (number, unit) = typed.split_at(at);
    let seconds_each = match unit {
        "" | "s" => 1.0,
        "ms" => 0.001,
        "m" => 60.0,
        _ => return Err(format!("“{typed}” is no time; it looks like 60s, 2m or 500ms")),
    };
    let number: f64 = number.parse().map_err(|_| format!("“{typed}” is no time; it looks like 60s, 2m or 500ms"))?;
    Duration::try_from_secs_f64(number * seconds_each).map_err(|e| e.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plan(words: &str) -> Result<Plan, String> {
        let line = format!("loadtest run {words} --tokens members");
        let cli = Cli::try_parse_from(line.split_whitespace()).map_err(|e| e.to_string())?;
        match cli.command {
            Order::Run(typed) => typed.checked(),
            other => panic!("{other:?} is no run"),
        }
    }

    #[test]
    fn times_are_read_as_people_type_them() {
        for (typed, ms) in [("60s", 60_000), ("2m", 120_000), ("500ms", 500), ("1.5s", 1_500), ("7", 7_000)] {
            assert_eq!(duration(typed), Ok(Duration::from_millis(ms)), "{typed}");
        }
        for typed in ["", "s", "-1s", "5 s", "1h", "1.2.3s"] {
            assert!(duration(typed).is_err(), "{typed}");
        }
    }

    #[test]
    fn without_options_each_scenario_has_its_own_size() {
        let pairs = plan("pairs").unwrap();
        assert_eq!((pairs.users, pairs.pace, pairs.duration.as_secs()), (2_000, Pace::Open(1_000.0), 60));
        assert_eq!(plan("idle").unwrap().users, 10_000);
        let room = plan("room").unwrap();
        assert_eq!((room.users, room.pace), (1_000, Pace::Closed(2)));
        let matching = plan("match --rate 5 --for 10s").unwrap();
        assert_eq!((matching.users, matching.posts), (200, 50));
    }

    #[test]
    fn both_ways_of_pacing_are_read_and_exclude_each_other() {
        assert_eq!(plan("pairs --rate 2500").unwrap().pace, Pace::Open(2_500.0));
        assert_eq!(plan("pairs --in-flight 4").unwrap().pace, Pace::Closed(4));
        assert!(plan("pairs --rate 10 --in-flight 4").unwrap_err().contains("cannot be used with"));
    }

    #[test]
    fn what_makes_no_sense_is_said_in_words() {
        for (words, said) in [
            ("pairs --users 7", "even"),
            ("pairs --users 0", "at least two"),
            ("pairs --rate 0", "more than nothing"),
            ("pairs --rate nan", "more than nothing"),
            ("idle --in-flight 3", "for pairs"),
            ("room --rate 5", "--in-flight"),
            ("pairs --url http://hub.example", "--allow-remote"),
            ("pairs --url nonsense", "http://127.0.0.1:8080"),
            ("pairs --body 4001", "4000"),
            ("dance", "invalid value"),
        ] {
            let error = plan(words).unwrap_err();
            assert!(error.contains(said), "{words}: {error}");
        }
        assert!(plan("pairs --url http://hub.example --allow-remote").is_ok());
    }
}
