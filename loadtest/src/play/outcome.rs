//! What a run found, as JSON that a later release can still read: `loadtest report` and `loadtest compare` begin from it.

use std::{collections::BTreeMap, fmt::Write};

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::{
    course::Kind,
    gauge::{Own, Used},
    limits::Held,
    measures,
    recorder::Second,
};
use crate::{bench::table::number, measure::Summary};

/// Raised when a field goes or means something else; new fields alone don't raise it.
pub const SCHEMA: &str = "loadtest.run/1";

#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Outcome {
    pub schema: String,
    pub scenario: String,
    pub about: String,
    /// As it was typed; tokens are in files, so there is no secret in it.
    pub command: String,
    pub note: Option<String>,
    /// UTC, `2026-11-29T16:00:00Z`.
    pub began: String,
    pub machine: Machine,
    pub server: Server,
    pub settings: Settings,
    pub phases: Vec<Phase>,
    pub measures: Vec<Measure>,
    /// Every number by its name: what limits are held against, and what is compared.
    pub values: BTreeMap<String, f64>,
    /// More counts for people: key, words, how many.
    pub counts: Vec<(String, String, f64)>,
    /// What went wrong, by its words.
    pub errors: BTreeMap<String, u64>,
    pub series: Vec<Point>,
    pub limits: Vec<Held>,
    /// Promises that were broken.
    pub broken: Vec<String>,
    /// Why the numbers may be worse than the server is.
    pub doubts: Vec<String>,
    pub interrupted: bool,
}

#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Machine {
    pub cores: usize,
    pub cpu: String,
    pub memory_mib: u64,
    pub kernel: String,
    /// Processes that wanted to run in the minute before.
    pub load_before: f64,
}

#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Server {
    pub url: String,
    pub pids: Vec<u32>,
    pub database_pid: Option<u32>,
    /// What it says of itself at `/healthz`, its first line; the name of one that is no hub.
    pub says: String,
}

#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Settings {
    pub users: usize,
    pub seed: u64,
    pub encoding: String,
    pub threads: usize,
    /// Each part as the scenario and the flags have it.
    pub parts: Vec<Value>,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Phase {
    pub name: String,
    pub kind: Kind,
    pub from_s: f64,
    pub until_s: f64,
    pub levels: [f64; 2],
    pub measured: bool,
    pub drop: f64,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Measure {
    pub key: String,
    pub what: String,
    /// Of measured phases.
    pub summary: Summary,
    /// Share of all, milliseconds.
    pub percentiles: Vec<(f64, f64)>,
    /// In the order of the phases.
    pub by_phase: Vec<Option<Summary>>,
}

/// A second of the run.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Point {
    /// Seconds after the first phase began, at the end of this second.
    pub at: f64,
    pub level: f64,
    /// What was done in it, by unit.
    pub done: BTreeMap<String, u64>,
    pub latencies: BTreeMap<String, Second>,
    pub errors: u64,
    pub server: Option<Used>,
    pub harness: Own,
}

impl Settings {
    /// What members do.
    pub fn in_words(&self) -> String {
        self.parts.iter().map(part_words).collect::<Vec<_>>().join("; ")
    }
}

/// `500 in pairs, 200 a second`.
fn part_words(part: &Value) -> String {
    let words = format!("{} in {}", part["users"], part["kind"].as_str().unwrap_or_default());
    match (part["pacing"]["open"]["rate"].as_f64(), part["pacing"]["closed"]["in_flight"].as_u64()) {
        (Some(rate), _) => format!("{words}, {} a second ({})", number(rate), part["think"].as_str().unwrap_or_default()),
        (None, Some(in_flight)) => format!("{words}, {in_flight} unanswered"),
        _ => words,
    }
}

/// The exit codes of a run.
pub const BROKEN: u8 = 3;
pub const OVER: u8 = 4;

impl Outcome {
    /// Reads the JSON of a run. The error is for people.
    pub fn read(text: &str) -> Result<Outcome, String> {
        let value: Value = serde_json::from_str(text).map_err(|e| format!("it is no JSON: {e}"))?;
        match value.get("schema").and_then(Value::as_str) {
            Some(SCHEMA) => serde_json::from_value(value).map_err(|e| format!("it is not as {SCHEMA} is: {e}")),
            Some(other) => Err(format!("it is {other}, and {SCHEMA} is what is read here")),
            None => Err("it says no schema: it is not what `loadtest run … --json` wrote".to_owned()),
        }
    }

    /// 0: all held. 3: a promise was broken. 4: a limit was.
    pub fn exit_code(&self) -> u8 {
        match () {
            () if !self.broken.is_empty() => BROKEN,
            () if self.limits.iter().any(|held| !held.kept) => OVER,
            () => 0,
        }
    }

    pub fn units(&self) -> Vec<&str> {
        let mut units: Vec<&str> = self.series.iter().flat_map(|point| point.done.keys()).map(String::as_str).collect();
        units.sort_unstable();
        units.dedup();
        units
    }

    pub fn table(&self) -> String {
        let mut lines: Vec<(String, String)> = Vec::new();
        let mut put = |words: &str, shown: String| lines.push((words.to_owned(), shown));
        put("scenario", format!("{} · {} members · seed {}", self.scenario, number(self.settings.users as f64), self.settings.seed));
        for unit in self.units() {
            if let Some(rate) = self.values.get(&format!("{unit}_per_second")) {
                put(&format!("{unit} a second"), number(*rate));
            }
        }
        for measure in &self.measures {
            let Summary { count, p50_ms, p99_ms, p999_ms, max_ms, .. } = measure.summary;
            let ms = [("p50", p50_ms), ("p99", p99_ms), ("p99.9", p999_ms), ("max", max_ms)].map(|(q, ms)| format!("{q} {}", number(ms)));
            put(&measure.what, format!("{} ms ({})", ms.join("  "), number(count as f64)));
        }
        for (key, words) in VALUES {
            if let Some(value) = self.values.get(key) {
                put(words, number(*value));
            }
        }
        for (_, words, count) in &self.counts {
            put(words, number(*count));
        }
        for (words, times) in &self.errors {
            put(&format!("error: {words}"), number(*times as f64));
        }
        let width = lines.iter().map(|(words, _)| words.chars().count()).max().unwrap_or(0);
        let mut table = String::new();
        // Writing to a String can't fail.
        for (words, shown) in lines {
            let _ = writeln!(table, "{words:<width$}  {shown}");
        }
        for doubt in &self.doubts {
            let _ = writeln!(table, "mind: {doubt}");
        }
        for held in &self.limits {
            let _ = writeln!(table, "{} {}", if held.kept { "held:" } else { "LIMIT:" }, held.words());
        }
        for broken in &self.broken {
            let _ = writeln!(table, "BROKEN: {broken}");
        }
        table
    }
}

/// Values that tables show, in their order.
pub const VALUES: [(&str, &str); 13] = [
    ("errors", "errors"),
    ("busy", "told to come later, and asked again"),
    ("sockets", "sockets"),
    ("accepted_per_second", "sockets accepted a second"),
    ("cpu_seconds_per_million", "the server's CPU seconds a million done"),
    ("cpu_cores", "the server's CPU, cores"),
    ("memory_mib", "the server's memory at most, MiB"),
    ("memory_kib_per_socket", "the server's memory a socket, KiB"),
    ("memory_growth_mib_per_hour", "the server's memory grew, MiB an hour"),
    ("switches_per_second", "the server's context switches a second"),
    ("harness_cpu_cores", "the harness's own CPU, cores"),
    ("harness_lag_p99_ms", "the harness was woken late, p99, ms"),
    ("fdatasync_p50_ms", "fdatasync of 4 KiB here, p50, ms"),
];

/// A value in words.
pub fn words(key: &str) -> String {
    if let Some((_, words)) = VALUES.iter().find(|(known, _)| *known == key) {
        return (*words).to_owned();
    }
    for quantile in super::limits::QUANTILES {
        if let Some(measure) = key.strip_suffix(quantile).and_then(|rest| rest.strip_suffix('_')) {
            let quantile = match quantile {
                "p999_ms" => "p99.9",
                other => other.trim_end_matches("_ms"),
            };
            return format!("{}, {quantile}, ms", measures::words(measure));
        }
    }
    match key.strip_suffix("_per_second") {
        Some(rest) => format!("{} a second", measures::words(rest)),
        None => key.replace('_', " "),
    }
}

/// `2026-11-29T16:00:00Z`.
pub fn utc(seconds: u64) -> String {
    let (days, rest) = (seconds / 86_400, seconds % 86_400);
    // Howard Hinnant's civil_from_days, of days since 1970.
    let z = days + 719_468;
    let (era, doe) = (z / 146_097, z % 146_097);
    let yoe = (doe - doe / 1_460 + doe / 36_524 - doe / 146_096) / 365;
    let doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
    let mp = (5 * doy + 2) / 153;
    let (day, month) = (doy - (153 * mp + 2) / 5 + 1, if mp < 10 { mp + 3 } else { mp - 9 });
    let year = yoe + era * 400 + u64::from(month <= 2);
    format!("{year:04}-{month:02}-{day:02}T{:02}:{:02}:{:02}Z", rest / 3_600, rest / 60 % 60, rest % 60)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::play::limits::Way;

    #[test]
    fn dates_are_those_of_the_calendar() {
        for (seconds, said) in [(0, "1970-01-01T00:00:00Z"), (951_826_154, "2000-02-29T12:09:14Z"), (1_796_000_000, "2026-11-30T00:53:20Z")]
        {
            assert_eq!(utc(seconds), said);
        }
    }

    #[test]
    fn a_broken_promise_weighs_more_than_a_broken_limit() {
        let mut outcome = Outcome { schema: SCHEMA.to_owned(), ..Outcome::default() };
        assert_eq!(outcome.exit_code(), 0);
        outcome.limits.push(Held { name: "errors".to_owned(), way: Way::AtMost, limit: 0.0, found: Some(2.0), kept: false });
        assert_eq!(outcome.exit_code(), 4);
        assert!(outcome.table().contains("LIMIT: errors: 2, at most 0 (2 over)"), "{}", outcome.table());
        outcome.broken.push("lost: 1".to_owned());
        assert_eq!(outcome.exit_code(), 3);
        let again = Outcome::read(&serde_json::to_string(&outcome).unwrap()).unwrap();
        assert_eq!((again.limits, again.broken), (outcome.limits, outcome.broken));
    }

    #[test]
    fn what_is_no_run_is_refused_in_words() {
        for (text, said) in [("{", "no JSON"), ("{}", "no schema"), (r#"{"schema":"loadtest.run/9"}"#, "loadtest.run/9")] {
            assert!(Outcome::read(text).unwrap_err().contains(said), "{text}");
        }
    }

    #[test]
    fn values_have_words() {
        assert_eq!(words("ack_p99_ms"), "message to its tick, p99, ms");
        assert_eq!(words("room_everybody_p999_ms"), "room message to the last screen, p99.9, ms");
        assert_eq!(words("messages_per_second"), "messages a second");
        assert_eq!(words("errors"), "errors");
    }
}
