//! What a run found: a table for people, JSON for programs, and whether the hub kept its promises.

use std::{collections::BTreeMap, fmt::Write};

use serde_json::{Map, Value, json};

use crate::measure::Latencies;

/// A table under way.
#[derive(Debug, Default)]
pub struct Report {
    lines: Vec<(String, String)>,
    json: Map<String, Value>,
    latencies: BTreeMap<String, Latencies>,
    /// Promises that were broken. Any makes the exit code 3.
    pub broken: Vec<String>,
    /// Why the numbers may be worse than the hub is.
    pub doubts: Vec<String>,
}

impl Report {
    /// A line: `key` is for programs, `label` for people.
    pub fn put(&mut self, key: &str, label: &str, value: impl Into<Value>) {
        let value = value.into();
        let shown = match &value {
            Value::Number(n) => n.as_f64().filter(|_| n.is_f64()).map_or(n.to_string(), |f| format!("{f:.2}")),
            Value::String(words) => words.clone(),
            other => other.to_string(),
        };
        self.lines.push((label.to_owned(), shown));
        self.json.insert(key.to_owned(), value);
    }

    /// A line of latencies. Of none at all it says so.
    pub fn put_latencies(&mut self, key: &str, label: &str, latencies: &Latencies) {
        let (shown, value) = match latencies.summary() {
            None => ("none".to_owned(), Value::Null),
            Some(s) => {
                (format!("p50 {:.2}  p90 {:.2}  p99 {:.2}  max {:.2} ms  ({})", s.p50_ms, s.p90_ms, s.p99_ms, s.max_ms, s.count), json!(s))
            }
        };
        self.lines.push((label.to_owned(), shown));
        self.json.insert(key.to_owned(), value);
        self.latencies.insert(key.to_owned(), latencies.clone());
    }

    /// A number that was put.
    pub fn number(&self, key: &str) -> Option<f64> {
        self.json.get(key)?.as_f64()
    }

    /// Latencies that were put, unless there were none.
    pub fn latencies(&self, key: &str) -> Option<&Latencies> {
        self.latencies.get(key).filter(|latencies| latencies.count() > 0)
    }

    /// A number that must be 0.
    pub fn must_be_none(&mut self, key: &str, label: &str, count: u64) {
        self.put(key, label, count);
        if count > 0 {
            self.broken.push(format!("{label}: {count}"));
        }
    }

    pub fn is_kept(&self) -> bool {
        self.broken.is_empty()
    }

    pub fn table(&self) -> String {
        let width = self.lines.iter().map(|(label, _)| label.chars().count()).max().unwrap_or(0);
        let mut table = String::new();
        for (label, value) in &self.lines {
            // Writing to a String can't fail.
            let _ = writeln!(table, "{label:<width$}  {value}");
        }
        for doubt in &self.doubts {
            let _ = writeln!(table, "mind: {doubt}");
        }
        for broken in &self.broken {
            let _ = writeln!(table, "BROKEN: {broken}");
        }
        table
    }

    pub fn json(&self) -> Value {
        let mut all = self.json.clone();
        all.insert("doubts".to_owned(), json!(self.doubts));
        all.insert("broken".to_owned(), json!(self.broken));
        Value::Object(all)
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    #[test]
    fn a_lost_message_breaks_the_report_and_none_does_not() {
        let mut report = Report::default();
        report.must_be_none("doubled", "doubled", 0);
        assert!(report.is_kept());
        report.must_be_none("lost", "acknowledged, never delivered", 2);
        assert!(!report.is_kept());
        assert!(report.table().contains("BROKEN: acknowledged, never delivered: 2"), "{}", report.table());
        assert_eq!(report.json()["lost"], 2);
    }

    #[test]
    fn latencies_stand_in_the_table_and_in_the_json() {
        let (mut report, mut latencies) = (Report::default(), Latencies::default());
        report.put_latencies("ack", "ack", &latencies);
        latencies.record(Duration::from_millis(10));
        report.put_latencies("delivery", "delivery", &latencies);
        assert_eq!(report.json()["ack"], Value::Null);
        assert!(report.latencies("ack").is_none() && report.latencies("delivery").is_some());
        assert_eq!(report.json()["delivery"]["count"], 1);
        assert!(report.table().contains("delivery  p50 10."), "{}", report.table());
    }
}
