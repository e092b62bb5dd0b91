//! How it goes while it goes: one line that renews itself on a terminal, a plain line every few seconds elsewhere.

use std::{collections::BTreeMap, time::Duration};

use indicatif::{ProgressBar, ProgressStyle};

use super::{course::Course, measures::MEASURES, outcome::Point, recorder::Second};
use crate::bench::table::number;

/// Between two plain lines.
const EVERY: f64 = 5.0;

pub struct Progress {
    bar: ProgressBar,
    last: f64,
}

impl Progress {
    pub fn new(course: &Course) -> Progress {
        let bar = ProgressBar::new(course.long().ceil() as u64);
        let style = ProgressStyle::with_template("{prefix:>9} {wide_bar:.dim} {pos}/{len} s\n{wide_msg}");
        bar.set_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()));
        // The clock moves on while nothing comes, too.
        bar.enable_steady_tick(Duration::from_millis(500));
        Progress { bar, last: f64::NEG_INFINITY }
    }

    pub fn shows(&mut self, phase: &str, point: &Point) {
        let line = line(point);
        self.bar.set_prefix(phase.to_owned());
        self.bar.set_position(point.at.max(0.0) as u64);
        self.bar.set_message(line.clone());
        if self.bar.is_hidden() && point.at - self.last >= EVERY {
            self.last = point.at;
            eprintln!("{:>5.0} s  {phase:<8}  {line}", point.at);
        }
    }

    pub fn ends(self) {
        self.bar.finish_and_clear();
    }
}

/// `1,000 messages/s · ack p50 8.1 p99 32 ms · server 0.42 cores 81 MiB · 3 errors`.
fn line(point: &Point) -> String {
    let mut words: Vec<String> =
        point.done.iter().filter(|(_, times)| **times > 0).map(|(unit, times)| format!("{} {unit}/s", number(*times as f64))).collect();
    words.extend(latencies(&point.latencies));
    if let Some(used) = &point.server {
        words.push(format!("server {} cores, {} MiB", number(used.cpu), number(used.memory_mib)));
    }
    if point.errors > 0 {
        words.push(format!("{} errors so far", number(point.errors as f64)));
    }
    if words.is_empty() { "quiet".to_owned() } else { words.join(" · ") }
}

/// The two that matter most.
fn latencies(seconds: &BTreeMap<String, Second>) -> Vec<String> {
    let known = MEASURES.iter().filter_map(|measure| Some((measure.key, seconds.get(measure.key)?)));
    known.take(2).map(|(key, second)| format!("{key} p50 {} p99 {} ms", number(second.p50_ms), number(second.p99_ms))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::play::gauge::Used;

    #[test]
    fn a_line_says_how_much_how_fast_and_what_it_costs() {
        let second = Second { count: 9, p50_ms: 8.12, p99_ms: 32.0, max_ms: 40.0 };
        let mut point = Point {
            done: BTreeMap::from([("messages".to_owned(), 1_000), ("pages".to_owned(), 0)]),
            latencies: BTreeMap::from([("ack".to_owned(), second)]),
            server: Some(Used { cpu: 0.42, memory_mib: 81.0, ..Used::default() }),
            ..Point::default()
        };
        assert_eq!(line(&point), "1,000 messages/s · ack p50 8.12 p99 32 ms · server 0.42 cores, 81 MiB");
        point.errors = 3;
        assert!(line(&point).ends_with("3 errors so far"));
        assert_eq!(line(&Point::default()), "quiet");
    }
}
