//! What must hold at the end: numbers of a run against numbers of a file. They decide the exit code, so that a run serves in CI.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{
    measures::{CONNECT, MEASURES},
    script::{Deed, Script},
    toml_reader::{Table, Wrong, number, unknown},
};

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Way {
    AtMost,
    AtLeast,
}

impl Way {
    /// More is better of what is done a second; of everything else, less.
    pub fn of(name: &str) -> Way {
        if name.ends_with("_per_second") && name != "switches_per_second" { Way::AtLeast } else { Way::AtMost }
    }

    pub fn sign(self) -> &'static str {
        match self {
            Way::AtMost => "≤",
            Way::AtLeast => "≥",
        }
    }
}

#[derive(Clone, Debug, PartialEq)]
pub struct Limit {
    pub name: String,
    pub way: Way,
    pub at: f64,
}

/// A limit and what was found.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Held {
    pub name: String,
    pub way: Way,
    pub limit: f64,
    /// `None`: there was nothing to be measured, which breaks a limit too.
    pub found: Option<f64>,
    pub kept: bool,
}

impl Held {
    /// Whether what was found is within it.
    pub fn holds(&self) -> bool {
        self.found.is_some_and(|found| match self.way {
            Way::AtMost => found <= self.limit,
            Way::AtLeast => found >= self.limit,
        })
    }

    /// `ack_p99_ms: 81.2, at most 50 (31.2 over, 62 %)`.
    pub fn words(&self) -> String {
        let way = if self.way == Way::AtMost { "at most" } else { "at least" };
        let Some(found) = self.found else {
            return format!("{}: nothing was measured, {way} {} was asked for", self.name, shown(self.limit));
        };
        let mut words = format!("{}: {}, {way} {}", self.name, shown(found), shown(self.limit));
        if !self.kept {
            let (by, side) = if self.way == Way::AtMost { (found - self.limit, "over") } else { (self.limit - found, "under") };
            let percent = if self.limit > 0.0 { format!(", {:.0} %", by / self.limit * 100.0) } else { String::new() };
            words.push_str(&format!(" ({} {side}{percent})", shown(by)));
        }
        words
    }
}

fn shown(value: f64) -> String {
    crate::bench::table::number(value)
}

/// Limits against what was found.
pub fn hold(limits: &[Limit], values: &BTreeMap<String, f64>) -> Vec<Held> {
    let held = |limit: &Limit| {
        let found = values.get(&limit.name).copied();
        let held = Held { name: limit.name.clone(), way: limit.way, limit: limit.at, found, kept: false };
        Held { kept: held.holds(), ..held }
    };
    limits.iter().map(held).collect()
}

/// What of a latency can be bounded.
pub const QUANTILES: [&str; 5] = ["p50_ms", "p90_ms", "p99_ms", "p999_ms", "max_ms"];

/// All that can be bounded in a scenario.
pub fn names(script: &Script) -> Vec<String> {
    let mut names: Vec<String> = GENERAL.iter().map(|name| (*name).to_owned()).collect();
    for measure in MEASURES {
        let here = match measure.of {
            Some(deed) => script.has(deed),
            None if measure.key == "back" => script.drops(),
            None => script.parts.iter().any(|part| part.deed != Deed::Browse),
        };
        if here {
            names.extend(QUANTILES.iter().map(|quantile| format!("{}_{quantile}", measure.key)));
            if measure.key != CONNECT {
                names.push(format!("{}_per_second", measure.key));
            }
        }
    }
    for part in script.parts.iter().filter(|part| part.deed != Deed::Idle) {
        names.push(format!("{}_per_second", part.deed.unit()));
    }
    names.sort();
    names.dedup();
    names
}

const GENERAL: [&str; 12] = [
    "errors",
    "busy",
    "accepted_per_second",
    "cpu_seconds_per_million",
    "cpu_cores",
    "memory_mib",
    "memory_kib_per_socket",
    "memory_growth_mib_per_hour",
    "switches_per_second",
    "harness_cpu_cores",
    "harness_lag_p99_ms",
    "fdatasync_p50_ms",
];

/// `[limits]`: `name = 50`, or `name = { at_least = 50 }`.
pub fn read(table: Table<'_>, known: &[String]) -> Result<Vec<Limit>, Wrong> {
    let mut limits = Vec::new();
    for (name, line, value) in table.rest() {
        let wrong = |words: String| Wrong { line: Some(line), words };
        if !known.contains(&name) {
            return Err(wrong(unknown(&name, "limits", known.iter().map(String::as_str))));
        }
        let (way, at) = match value.as_table() {
            None => (Way::of(&name), number(&value)),
            Some(inner) if inner.len() == 1 => match (inner.get("at_most"), inner.get("at_least")) {
                (Some(at), _) => (Way::AtMost, number(at.get_ref())),
                (_, Some(at)) => (Way::AtLeast, number(at.get_ref())),
                _ => (Way::AtMost, None),
            },
            Some(_) => (Way::AtMost, None),
        };
        let at = at.ok_or_else(|| wrong(format!("“{name}” is a number, or {{ at_most = … }}, or {{ at_least = … }}")))?;
        limits.push(Limit { name, way, at });
    }
    Ok(limits)
}

/// `--limit ack_p99_ms=50`.
pub fn typed(typed: &str, known: &[String]) -> Result<Limit, Wrong> {
    let (name, at) = typed.split_once('=').unwrap_or((typed, ""));
    let name = name.trim();
    if !known.iter().any(|one| one == name) {
        return Err(Wrong::of(format!("--limit: {}", unknown(name, "limits", known.iter().map(String::as_str)))));
    }
    let at = at.trim().parse::<f64>().ok().filter(|at| at.is_finite());
    let at = at.ok_or_else(|| Wrong::of(format!("--limit: “{typed}” looks like {name}=50")))?;
    Ok(Limit { name: name.to_owned(), way: Way::of(name), at })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn held(name: &str, at: f64, found: Option<f64>) -> Held {
        let values = found.map(|found| (name.to_owned(), found)).into_iter().collect();
        hold(&[Limit { name: name.to_owned(), way: Way::of(name), at }], &values).remove(0)
    }

    #[test]
    fn a_limit_says_by_how_much_it_was_broken() {
        let words = |name, at, found| held(name, at, found).words();
        assert_eq!(words("ack_p99_ms", 50.0, Some(81.0)), "ack_p99_ms: 81, at most 50 (31 over, 62 %)");
        assert_eq!(words("messages_per_second", 200.0, Some(150.0)), "messages_per_second: 150, at least 200 (50 under, 25 %)");
        assert_eq!(words("errors", 0.0, Some(3.0)), "errors: 3, at most 0 (3 over)");
        assert_eq!(words("ack_p99_ms", 50.0, Some(20.0)), "ack_p99_ms: 20, at most 50");
    }

    #[test]
    fn the_limit_itself_is_within_it_and_what_was_not_measured_breaks_it() {
        assert!(held("ack_p99_ms", 50.0, Some(50.0)).kept && held("messages_per_second", 50.0, Some(50.0)).kept);
        assert!(!held("ack_p99_ms", 50.0, Some(50.1)).kept && !held("messages_per_second", 50.0, Some(49.9)).kept);
        let none = held("cpu_seconds_per_million", 55.0, None);
        assert!(!none.kept && none.words().contains("nothing was measured"));
        assert_eq!(Way::of("switches_per_second"), Way::AtMost);
    }
}
