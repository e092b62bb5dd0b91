//! What a benchmark found: rows of samples beside the samples of a floor, as a table to paste, as JSON, and for the page.

use std::fmt::Write;

use serde::Serialize;
use serde_json::{Value, json};

use crate::measure::Latencies;

/// What was asked for.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Goal {
    AtMost(f64),
    AtLeast(f64),
}

impl Goal {
    fn is_met(self, value: f64) -> bool {
        match self {
            Goal::AtMost(goal) => value <= goal,
            Goal::AtLeast(goal) => value >= goal,
        }
    }

    fn words(self, unit: &str) -> String {
        match self {
            Goal::AtMost(goal) => format!("≤ {}", with_unit(goal, unit)),
            Goal::AtLeast(goal) => format!("≥ {}", with_unit(goal, unit)),
        }
    }

    pub fn value(self) -> f64 {
        match self {
            Goal::AtMost(goal) | Goal::AtLeast(goal) => goal,
        }
    }
}

/// What is measured: a name for programs, words for people.
#[derive(Clone, Debug)]
pub struct What {
    pub key: String,
    pub words: String,
    pub unit: &'static str,
    pub goal: Option<Goal>,
    /// What stands beside it.
    pub floor: &'static str,
}

/// A line of the table: a sample a run, each beside the floor's of the same run.
#[derive(Clone, Debug)]
pub struct Row {
    pub what: What,
    pub samples: Vec<f64>,
    pub floors: Vec<f64>,
    ratios: Vec<f64>,
}

/// Latencies of all runs of a kind, for the picture.
#[derive(Clone)]
pub struct Curve {
    /// Curves of one picture have the same.
    pub picture: &'static str,
    pub name: String,
    pub latencies: Latencies,
}

/// Everything that was found.
#[derive(Default)]
pub struct Findings {
    /// About the machine and the programs.
    pub machine: String,
    pub rows: Vec<Row>,
    pub curves: Vec<Curve>,
    pub doubts: Vec<String>,
    pub broken: Vec<String>,
    /// What each run reported, by its title.
    pub runs: Vec<(String, Value)>,
}

impl Findings {
    /// A sample of one run, and the floor's of the same run.
    pub fn sample(&mut self, what: What, value: Option<f64>, floor: Option<f64>) {
        let Some(value) = value else {
            self.doubts.push(format!("a run has no number for “{}”", what.words));
            return;
        };
        let at = self.rows.iter().position(|row| row.what.key == what.key).unwrap_or_else(|| {
            self.rows.push(Row { what, samples: Vec::new(), floors: Vec::new(), ratios: Vec::new() });
            self.rows.len() - 1
        });
        let row = &mut self.rows[at];
        row.samples.push(value);
        if let Some(floor) = floor {
            row.floors.push(floor);
            row.ratios.extend((floor > 0.0).then(|| value / floor));
        }
    }

    /// More latencies of a kind.
    pub fn curve(&mut self, picture: &'static str, name: &str, latencies: Option<&Latencies>) {
        let Some(latencies) = latencies else { return };
        match self.curves.iter_mut().find(|curve| curve.picture == picture && curve.name == name) {
            Some(curve) => curve.latencies.add(latencies),
            None => self.curves.push(Curve { picture, name: name.to_owned(), latencies: latencies.clone() }),
        }
    }

    /// Markdown, to be pasted.
    pub fn table(&self) -> String {
        let mut text = format!(
            "{}\n\n| what | goal | median | spread | floor or peer in the same run | ratio |\n|---|---|---|---|---|---|\n",
            self.machine
        );
        for row in &self.rows {
            // Writing to a String can't fail.
            let _ = writeln!(
                text,
                "| {} | {} | {} | {} | {} | {} |",
                row.what.words,
                row.goal_words(),
                with_unit(row.median(), row.what.unit),
                spread(&row.samples),
                row.floor_words(),
                row.ratio().map_or(String::new(), |ratio| format!("{} ×", number(ratio))),
            );
        }
        let lines = self.doubts.iter().map(|doubt| ("mind", doubt)).chain(self.broken.iter().map(|broken| ("BROKEN", broken)));
        for (nth, (kind, words)) in lines.enumerate() {
            let _ = writeln!(text, "{}{kind}: {words}", if nth == 0 { "\n" } else { "" });
        }
        text
    }

    pub fn json(&self) -> Value {
        let rows: Vec<Value> = self.rows.iter().map(Row::json).collect();
        let curves: Vec<Value> = self
            .curves
            .iter()
            .map(|c| json!({ "picture": c.picture, "name": c.name, "count": c.latencies.count(), "quantiles_ms": c.latencies.curve() }))
            .collect();
        let runs: Vec<Value> = self.runs.iter().map(|(title, report)| json!({ "title": title, "report": report })).collect();
        json!({ "machine": self.machine, "rows": rows, "curves": curves, "doubts": self.doubts, "broken": self.broken, "runs": runs })
    }
}

impl Row {
    pub fn median(&self) -> f64 {
        median(&self.samples)
    }

    /// The median of the ratios, each of one run: what is noisy is noisy for both.
    pub fn ratio(&self) -> Option<f64> {
        (!self.ratios.is_empty()).then(|| median(&self.ratios))
    }

    pub fn is_met(&self) -> Option<bool> {
        self.what.goal.map(|goal| goal.is_met(self.median()))
    }

    pub fn goal_words(&self) -> String {
        match (self.what.goal, self.is_met()) {
            (Some(goal), Some(met)) => format!("{} {}", goal.words(self.what.unit), if met { "✓" } else { "✗" }),
            _ => String::new(),
        }
    }

    pub fn floor_words(&self) -> String {
        if self.floors.is_empty() {
            String::new()
        } else {
            format!("{}: {}", self.what.floor, with_unit(median(&self.floors), self.what.unit))
        }
    }

    fn json(&self) -> Value {
        json!({
            "key": self.what.key,
            "what": self.what.words,
            "unit": self.what.unit,
            "goal": self.what.goal,
            "met": self.is_met(),
            "median": self.median(),
            "samples": self.samples,
            "floor": self.what.floor,
            "floor_median": (!self.floors.is_empty()).then(|| median(&self.floors)),
            "floor_samples": self.floors,
            "ratio": self.ratio(),
        })
    }
}

/// The middle one, or the middle between the two; 0 of nothing.
pub fn median(values: &[f64]) -> f64 {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    let middle = sorted.len() / 2;
    match sorted.len() {
        0 => 0.0,
        odd if odd % 2 == 1 => sorted[middle],
        _ => (sorted[middle - 1] + sorted[middle]) / 2.0,
    }
}

fn spread(values: &[f64]) -> String {
    let (least, most) = least_and_most(values);
    format!("{}–{}", number(least), number(most))
}

pub fn least_and_most(values: &[f64]) -> (f64, f64) {
    values.iter().fold((f64::INFINITY, 0.0), |(least, most), v| (f64::min(least, *v), f64::max(most, *v)))
}

pub fn with_unit(value: f64, unit: &str) -> String {
    if unit.is_empty() { number(value) } else { format!("{} {unit}", number(value)) }
}

/// Three digits are enough: `0.42`, `4.2`, `42`, `4,200`.
pub fn number(value: f64) -> String {
    match value.abs() {
        a if a >= 99.95 => {
            let digits = format!("{:.0}", value.abs());
            let mut grouped = if value < 0.0 { "-".to_owned() } else { String::new() };
            for (at, c) in digits.chars().enumerate() {
                if at > 0 && (digits.len() - at).is_multiple_of(3) {
                    grouped.push(',');
                }
                grouped.push(c);
            }
            grouped
        }
        a if a >= 9.995 => trimmed(format!("{value:.1}")),
        _ => trimmed(format!("{value:.2}")),
    }
}

/// Without zeros that say nothing.
fn trimmed(shown: String) -> String {
    shown.trim_end_matches('0').trim_end_matches('.').to_owned()
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    fn what(key: &str, goal: Option<Goal>) -> What {
        What { key: key.to_owned(), words: format!("the {key}"), unit: "ms", goal, floor: "the disk" }
    }

    #[test]
    fn the_median_is_the_middle_one_however_they_come() {
        assert_eq!(median(&[9.0, 1.0, 5.0]), 5.0);
        assert_eq!(median(&[9.0, 1.0, 5.0, 7.0]), 6.0);
        assert_eq!((median(&[3.0]), median(&[])), (3.0, 0.0));
    }

    #[test]
    fn numbers_are_shown_with_three_digits() {
        let shown = [0.424, 4.2, 41.96, 420.4, 12_345.6, 1_234_567.0, 0.0, 25.0, -485.2].map(number);
        assert_eq!(shown, ["0.42", "4.2", "42", "420", "12,346", "1,234,567", "0", "25", "-485"]);
    }

    #[test]
    fn a_row_is_the_median_of_its_runs_and_its_ratio_that_of_each_run_to_its_own_floor() {
        let mut findings = Findings { machine: "2 cores".to_owned(), ..Findings::default() };
        // A noisy second run is noisy for both: the ratio does not move.
        for (value, floor) in [(20.0, 2.0), (60.0, 6.0), (30.0, 3.0)] {
            findings.sample(what("card", Some(Goal::AtMost(25.0))), Some(value), Some(floor));
        }
        let table = findings.table();
        assert!(table.contains("| the card | ≤ 25 ms ✗ | 30 ms | 20–60 | the disk: 3 ms | 10 × |"), "{table}");
        let json = findings.json();
        assert_eq!(
            (&json["rows"][0]["median"], &json["rows"][0]["ratio"], &json["rows"][0]["met"]),
            (&json!(30.0), &json!(10.0), &json!(false))
        );
    }

    #[test]
    fn without_a_floor_or_a_goal_their_cells_are_empty_and_a_missing_number_is_a_doubt() {
        let mut findings = Findings::default();
        findings.sample(what("speed", Some(Goal::AtLeast(2.0))), Some(2.0), None);
        findings.sample(what("free", None), Some(1.0), Some(0.0));
        findings.sample(what("gone", None), None, Some(1.0));
        let table = findings.table();
        assert!(table.contains("| the speed | ≥ 2 ms ✓ | 2 ms | 2–2 |  |  |"), "{table}");
        assert!(table.contains("| the free |  | 1 ms | 1–1 | the disk: 0 ms |  |"), "{table}");
        assert!(table.contains("\nmind: a run has no number for “the gone”"), "{table}");
    }

    #[test]
    fn latencies_of_the_same_kind_become_one_curve() {
        let (mut findings, mut latencies) = (Findings::default(), Latencies::default());
        latencies.record(Duration::from_millis(5));
        findings.curve("tick", "sqlite", Some(&latencies));
        findings.curve("tick", "sqlite", Some(&latencies));
        findings.curve("tick", "postgres", None);
        assert_eq!(findings.json()["curves"][0]["count"], 2);
        assert_eq!(findings.curves.len(), 1);
    }
}
