//! `loadtest grow`: what the hub costs with more and more in it. Hubs of its own are filled to one size after the other, measured,
//! and each measure becomes a curve: a table, a plot with both axes logarithmic, and the exponent of the line fitted to it.
//!
//! ```text
//!   idle            1,000 … 18,000 silent members on one hub, 50,000 on three      memory, files, CPU at rest, accepted a second
//!   posts           10,000 … 1,000,000 asks and offers                             a post to its cards, pages, start, memory
//!   conversations   a thousand … ten million messages in one conversation          its pages, the list, a message to its tick
//!   nodes           one, two, three hubs on PostgreSQL and Redis                   messages a second, CPU a message
//! ```

pub mod board;
pub mod fit;
pub mod hold;
pub mod million;

mod conversations;
mod idle;
mod nodes;
mod posts;

use std::{
    path::{Path, PathBuf},
    time::Duration,
};

use clap::{Args, ValueEnum};

use crate::{
    address::Address,
    bench::{self, table::number},
    common::Common,
    fleet::Running,
    measure,
    plan::{Plan, Scenario},
    report::Report,
    scenarios::Interrupt,
    seat::Entrance,
};
use board::Board;

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Part {
    /// Members who are online and silent
    Idle,
    /// Asks and offers
    Posts,
    /// Messages of one conversation
    Conversations,
    /// Hubs beside each other
    Nodes,
}

#[derive(Clone, Debug, Args)]
pub struct Asked {
    /// How often each size is measured; tables show medians
    #[arg(long, value_name = "N", default_value_t = 1, value_parser = clap::value_parser!(u32).range(1..=99))]
    pub runs: u32,
    /// Only these
    #[arg(long, value_enum, value_delimiter = ',', default_values = ["idle", "posts", "conversations", "nodes"])]
    pub only: Vec<Part>,
    /// The longest conversation has 10 to the power of N messages [default: 7]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(3..=8))]
    pub most: Option<u32>,
    /// Write a plot a curve here, as SVG
    #[arg(long, value_name = "DIR")]
    pub svg_dir: Option<PathBuf>,
    #[command(flatten)]
    pub common: Common,
}

/// How much of everything.
#[derive(Clone, Copy, Debug)]
struct Sizes {
    online: &'static [usize],
    online_on_three: usize,
    /// How long nothing but pings is looked at.
    quiet: Duration,
    posts: &'static [usize],
    posters: usize,
    new_posts: usize,
    posts_a_second: f64,
    /// How often each page is asked for.
    asked_for: usize,
    /// Conversations of 10 to these powers.
    first_power: u32,
    last_power: u32,
    nodes: usize,
    talkers: usize,
    talking: Duration,
}

const FULL: Sizes = Sizes {
    online: &[1_000, 10_000, 18_000],
    online_on_three: 50_000,
    // Three rounds of pings.
    quiet: Duration::from_secs(30),
    posts: &[10_000, 100_000, 1_000_000],
    posters: 200,
    new_posts: 100,
    posts_a_second: 10.0,
    asked_for: 200,
    first_power: 3,
    last_power: 7,
    nodes: 3,
    talkers: 2_000,
    talking: Duration::from_secs(8),
};
const QUICK: Sizes = Sizes {
    online: &[30, 60],
    online_on_three: 90,
    quiet: Duration::from_millis(300),
    posts: &[100, 200],
    posters: 20,
    new_posts: 20,
    posts_a_second: 20.0,
    asked_for: 5,
    first_power: 3,
    last_power: 4,
    nodes: 3,
    talkers: 20,
    talking: Duration::from_millis(400),
};

/// A measurement under way.
struct Grow {
    asked: Asked,
    sizes: Sizes,
    collective: PathBuf,
    loadtest: PathBuf,
    home: PathBuf,
    interrupt: Interrupt,
    board: Board,
    /// Steps done, to show how far it is.
    done: usize,
    planned: usize,
}

/// Measures all that was asked for. `loadtest` is this program, which holds sockets too. What was found before an error or Ctrl-C is
/// given back with it.
pub async fn run(asked: &Asked, loadtest: &Path, home: &Path, interrupt: Interrupt) -> (Board, Result<(), String>) {
    let collective = asked.common.program(loadtest);
    let sizes = if asked.common.quick { QUICK } else { FULL };
    let (asked, loadtest, home) = (asked.clone(), loadtest.to_owned(), home.to_owned());
    let planned = planned(&asked, &sizes);
    let mut grow = Grow { asked, sizes, collective, loadtest, home, interrupt, board: Board::default(), done: 0, planned };
    let played = grow.play_all().await;
    (grow.board, played)
}

/// Steps that will be shown.
fn planned(asked: &Asked, sizes: &Sizes) -> usize {
    let runs = asked.runs as usize;
    let last_power = asked.most.unwrap_or(sizes.last_power);
    let steps = |part: &Part| match part {
        Part::Idle => (sizes.online.len() + 1) * runs,
        Part::Posts => sizes.posts.len() * (2 + 4 * runs),
        Part::Conversations => (last_power + 1).saturating_sub(sizes.first_power) as usize * (1 + runs),
        Part::Nodes => sizes.nodes * runs,
    };
    asked.only.iter().map(steps).sum()
}

impl Grow {
    async fn play_all(&mut self) -> Result<(), String> {
        if !self.collective.is_file() {
            let shown = self.collective.display();
            return Err(format!(
                "there is no program {shown}; build it (cargo build --release --workspace) or say where with --collective"
            ));
        }
        self.board.files = measure::raise_open_files();
        if cfg!(debug_assertions) {
            self.board.doubts.push("this is a debug build: the numbers say nothing".to_owned());
        }
        let now = jiff::Timestamp::from_millisecond(measure::millis_now()).map_err(|e| e.to_string())?;
        let typed: Vec<String> = std::env::args().skip(1).collect();
        self.board.about = vec![
            ("date", now.strftime("%Y-%m-%d %H:%M UTC").to_string()),
            ("machine", bench::machine(&self.home)?),
            ("command", format!("loadtest {}", typed.join(" "))),
        ];
        for part in self.asked.only.clone() {
            match part {
                Part::Idle => idle::measure(self).await?,
                Part::Posts => posts::measure(self).await?,
                Part::Conversations => conversations::measure(self).await?,
                Part::Nodes => nodes::measure(self).await?,
            }
        }
        Ok(())
    }

    /// Says what comes now, unless nothing shall come any more.
    fn step(&mut self, title: &str) -> Result<(), String> {
        if self.interrupt.is_here() {
            return Err("interrupted".to_owned());
        }
        self.done += 1;
        eprintln!("[{}/{}] {title}", self.done, self.planned.max(self.done));
        Ok(())
    }

    /// A plan for one of our own hubs.
    fn plan(&self, scenario: Scenario, hub: &Running) -> Result<Plan, String> {
        let entrance = Entrance::of(Address::read(&hub.url).map_err(|e| e.to_string())?);
        Ok(Plan { pids: vec![hub.pid()], threads: self.asked.common.threads as usize, ..Plan::of(scenario, entrance) })
    }

    /// Keeps what a scenario says under this title.
    fn keep(&mut self, title: &str, report: &Report) -> Result<(), String> {
        self.board.doubts.extend(report.doubts.iter().map(|doubt| format!("{title}: {doubt}")));
        self.board.broken.extend(report.broken.iter().map(|broken| format!("{title}: {broken}")));
        self.board.runs.push((title.to_owned(), report.json()));
        if self.interrupt.is_here() { Err("interrupted".to_owned()) } else { Ok(()) }
    }

    /// The sizes that fit, smallest first. In place of those that don't comes the largest that does, with a doubt.
    fn fitting(&mut self, wanted: &[usize], most: usize, into: &str) -> Vec<usize> {
        let (sizes, left_out) = fitting(wanted, most);
        for size in left_out {
            self.board.doubts.push(format!("{} don't fit into {into}: {} do", number(size as f64), number(most as f64)));
        }
        sizes
    }

    fn dir(&self, name: &str) -> PathBuf {
        self.home.join(name)
    }
}

/// What fits, and what does not.
fn fitting(wanted: &[usize], most: usize) -> (Vec<usize>, Vec<usize>) {
    let mut sizes: Vec<usize> = wanted.iter().map(|size| *size.min(&most)).filter(|size| *size > 0).collect();
    sizes.sort_unstable();
    sizes.dedup();
    (sizes, wanted.iter().copied().filter(|size| *size > most).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::Parser;

    #[test]
    fn in_place_of_what_does_not_fit_comes_the_largest_that_does() {
        assert_eq!(fitting(&[1_000, 10_000, 18_000], 19_800), (vec![1_000, 10_000, 18_000], vec![]));
        assert_eq!(fitting(&[1_000, 10_000, 18_000], 9_900), (vec![1_000, 9_900], vec![10_000, 18_000]));
        assert_eq!(fitting(&[50_000], 29_700), (vec![29_700], vec![50_000]));
        assert_eq!(fitting(&[10, 20], 0), (vec![], vec![10, 20]));
    }

    #[test]
    fn what_is_asked_for_is_planned_and_nothing_else() {
        let asked = |words: &str| match crate::plan::Cli::try_parse_from(format!("loadtest grow {words}").split_whitespace()) {
            Ok(crate::plan::Cli { command: crate::plan::Order::Grow(asked) }) => *asked,
            other => panic!("{words}: {other:?}"),
        };
        let steps = |words: &str| planned(&asked(words), &FULL);
        assert_eq!(steps("--only idle"), 4);
        assert_eq!(steps("--only posts,nodes --runs 2"), 3 * 10 + 6);
        assert_eq!((steps("--only conversations"), steps("--only conversations --most 6")), (10, 8));
        assert_eq!(steps(""), 4 + 3 * 6 + 10 + 3);
        let cli = |words: &str| crate::plan::Cli::try_parse_from(format!("loadtest grow {words}").split_whitespace());
        for words in ["--only everything", "--most 2", "--most 9", "--runs 0"] {
            assert!(cli(words).is_err(), "{words}");
        }
    }
}
