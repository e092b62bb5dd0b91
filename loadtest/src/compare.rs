//! Runs side by side: of each side the median of its runs and their range, the ratio of the medians, how far the ratios of single
//! runs spread, and whether the difference is more than noise.

use std::{collections::BTreeSet, fmt::Write, path::Path};

use crate::{
    bench::table::{least_and_most, median, number},
    play::{
        limits::Way,
        measures::MEASURES,
        outcome::{Outcome, VALUES, words},
    },
};

/// Runs of the same thing.
pub struct Side {
    pub name: String,
    pub runs: Vec<Outcome>,
}

/// A number on one side.
#[derive(Clone, Debug, PartialEq)]
pub struct Samples {
    pub median: f64,
    pub least: f64,
    pub most: f64,
    pub all: Vec<f64>,
}

/// What a difference is worth.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    Better,
    Worse,
    /// The ranges of both sides overlap.
    Noise,
    /// One run on a side: how much it varies by itself is not known.
    Unknown,
}

impl Verdict {
    pub fn words(self) -> &'static str {
        match self {
            Verdict::Better => "better",
            Verdict::Worse => "worse",
            Verdict::Noise => "within the noise",
            Verdict::Unknown => "one run each",
        }
    }
}

/// A side beside the first one.
#[derive(Clone, Debug, PartialEq)]
pub struct Ratio {
    /// Not a number where the first side has nothing to take a share of.
    pub of_medians: f64,
    /// Of each run of this side by each of the first.
    pub least: f64,
    pub most: f64,
    pub verdict: Verdict,
}

pub struct Row {
    pub key: String,
    pub words: String,
    pub way: Way,
    /// In the order of the sides.
    pub sides: Vec<Option<Samples>>,
    /// Of each but the first.
    pub ratios: Vec<Option<Ratio>>,
}

pub struct Comparison {
    pub sides: Vec<Side>,
    pub rows: Vec<Row>,
    pub doubts: Vec<String>,
}

/// Reads what `run --json` wrote.
pub fn read_file(file: &Path) -> Result<Outcome, String> {
    let text = std::fs::read_to_string(file).map_err(|e| format!("can't read {}: {e}", file.display()))?;
    Outcome::read(&text).map_err(|words| format!("{}: {words}", file.display()))
}

/// Each is `FILE` or `NAME=FILE`.
pub fn of_files(typed: &[String]) -> Result<Comparison, String> {
    let mut sides: Vec<Side> = Vec::new();
    for one in typed {
        // A path may have an equals sign in it, too.
        let (name, file) = match one.split_once('=') {
            Some((name, file)) if !Path::new(one).is_file() => (Some(name.to_owned()), file),
            _ => (None, one.as_str()),
        };
        let outcome = read_file(Path::new(file))?;
        let stem = Path::new(file).file_stem().map_or_else(|| file.to_owned(), |stem| stem.to_string_lossy().into_owned());
        let name = name.or_else(|| outcome.note.clone()).unwrap_or(stem);
        match sides.iter_mut().find(|side| side.name == name) {
            Some(side) => side.runs.push(outcome),
            None => sides.push(Side { name, runs: vec![outcome] }),
        }
    }
    if sides.len() < 2 {
        return Err("all of these are of one side: say which is which, as in before=a.json after=b.json".to_owned());
    }
    Ok(of(sides))
}

/// The first side is what the others are compared with.
pub fn of(sides: Vec<Side>) -> Comparison {
    let keys: BTreeSet<&String> = sides.iter().flat_map(|side| &side.runs).flat_map(|run| run.values.keys()).collect();
    let mut keys: Vec<&String> = keys.into_iter().collect();
    keys.sort_by_key(|key| rank(key));
    let rows = keys.into_iter().map(|key| row(key, &sides)).collect();
    let doubts = doubts(&sides);
    Comparison { sides, rows, doubts }
}

fn row(key: &str, sides: &[Side]) -> Row {
    let way = Way::of(key);
    let samples: Vec<Option<Samples>> = sides.iter().map(|side| samples(side, key)).collect();
    let ratios = samples[1..].iter().map(|side| ratio(samples[0].as_ref()?, side.as_ref()?, way)).collect();
    Row { key: key.to_owned(), words: words(key), way, sides: samples, ratios }
}

fn samples(side: &Side, key: &str) -> Option<Samples> {
    let all: Vec<f64> = side.runs.iter().filter_map(|run| run.values.get(key).copied()).collect();
    // Memory may have shrunk: less than nothing is a number too.
    let (least, most) = all.iter().fold((f64::INFINITY, f64::NEG_INFINITY), |(least, most), v| (least.min(*v), most.max(*v)));
    (!all.is_empty()).then(|| Samples { median: median(&all), least, most, all })
}

fn ratio(first: &Samples, other: &Samples, way: Way) -> Option<Ratio> {
    // Of nothing there is no share, but more than nothing is more.
    let nothing = first.median <= 0.0 || first.all.iter().any(|value| *value <= 0.0);
    if nothing && first.all.iter().chain(&other.all).all(|value| *value == 0.0) {
        return None;
    }
    let each: Vec<f64> = other.all.iter().flat_map(|b| first.all.iter().map(move |a| b / a)).collect();
    let (of_medians, (least, most)) =
        if nothing { (f64::NAN, (f64::NAN, f64::NAN)) } else { (other.median / first.median, least_and_most(&each)) };
    let verdict = match () {
        () if first.all.len() < 2 || other.all.len() < 2 => Verdict::Unknown,
        () if other.least <= first.most && first.least <= other.most => Verdict::Noise,
        () if (other.median > first.median) == (way == Way::AtLeast) => Verdict::Better,
        () => Verdict::Worse,
    };
    Some(Ratio { of_medians, least, most, verdict })
}

/// What is done a second first, then latencies as they are shown, then what it cost, then the rest.
fn rank(key: &str) -> (usize, usize, String) {
    let unit = crate::play::script::Deed::ALL.iter().position(|deed| key == format!("{}_per_second", deed.unit()));
    if let Some(at) = unit {
        return (0, at, String::new());
    }
    let quantile = crate::play::limits::QUANTILES.iter().position(|quantile| key.ends_with(quantile));
    let measure = MEASURES.iter().position(|measure| key.strip_prefix(measure.key).is_some_and(|rest| rest.starts_with('_')));
    match (VALUES.iter().position(|(known, _)| *known == key), measure) {
        (Some(at), _) => (2, at, String::new()),
        (None, Some(measure)) => (1, measure * 10 + quantile.unwrap_or(9), key.to_owned()),
        (None, None) => (3, 0, key.to_owned()),
    }
}

/// Why these may not be the same thing twice.
fn doubts(sides: &[Side]) -> Vec<String> {
    let mut doubts = Vec::new();
    let all = || sides.iter().flat_map(|side| &side.runs);
    let differ = |what: &str, of: &dyn Fn(&Outcome) -> String, doubts: &mut Vec<String>| {
        let found: BTreeSet<String> = all().map(of).collect();
        if found.len() > 1 {
            doubts.push(format!("{what} differ: {}", found.into_iter().collect::<Vec<_>>().join(" · ")));
        }
    };
    differ("the scenarios", &|run| run.scenario.clone(), &mut doubts);
    differ("the numbers of members", &|run| run.settings.users.to_string(), &mut doubts);
    differ("the machines", &|run| format!("{} cores, {}", run.machine.cores, run.machine.cpu), &mut doubts);
    differ("what members do", &|run| run.settings.in_words(), &mut doubts);
    differ(
        "the phases",
        &|run| run.phases.iter().map(|p| format!("{} {:.0} s", p.name, p.until_s - p.from_s)).collect::<Vec<_>>().join(", "),
        &mut doubts,
    );
    for side in sides {
        let broken = side.runs.iter().filter(|run| !run.broken.is_empty()).count();
        if broken > 0 {
            doubts.push(format!("{}: in {broken} of {} runs a promise was broken", side.name, side.runs.len()));
        }
        let interrupted = side.runs.iter().filter(|run| run.interrupted).count();
        if interrupted > 0 {
            doubts.push(format!("{}: {interrupted} of {} runs were interrupted", side.name, side.runs.len()));
        }
        // Of what only differs in its numbers, the first.
        let mut told = BTreeSet::new();
        for doubt in side.runs.iter().flat_map(|run| &run.doubts).filter(|doubt| !doubt.starts_with("interrupted")) {
            let kind: String = doubt.chars().filter(|c| !c.is_ascii_digit() && *c != '.').collect();
            if told.insert(kind) {
                doubts.push(format!("{}: {doubt}", side.name));
            }
        }
    }
    let least = sides.iter().map(|side| side.runs.len()).min().unwrap_or(0);
    if least < 3 {
        doubts.push("fewer than three runs of a side: by chance alone, two and two lie apart one time in three".to_owned());
    }
    doubts
}

impl Samples {
    pub fn words(&self) -> String {
        if self.all.len() > 1 {
            format!("{} ({}–{})", number(self.median), number(self.least), number(self.most))
        } else {
            number(self.median)
        }
    }
}

impl Ratio {
    pub fn words(&self) -> String {
        if !self.of_medians.is_finite() {
            return String::new();
        }
        let spread = if self.most > self.least { format!(" ({:.2}–{:.2})", self.least, self.most) } else { String::new() };
        format!("{:.2} ×{spread}", self.of_medians)
    }
}

impl Comparison {
    /// Markdown, to be pasted.
    pub fn table(&self) -> String {
        let mut head = "| what |".to_owned();
        for (nth, side) in self.sides.iter().enumerate() {
            // Writing to a String can't fail.
            let _ = write!(head, " {} ({} run{}) |", side.name, side.runs.len(), if side.runs.len() == 1 { "" } else { "s" });
            if nth > 0 {
                head.push_str(" ratio | |");
            }
        }
        let columns = head.matches('|').count() - 1;
        let mut text = format!("{head}\n|{}\n", "---|".repeat(columns));
        for row in &self.rows {
            let _ = write!(text, "| {} |", row.words);
            for (nth, side) in row.sides.iter().enumerate() {
                let _ = write!(text, " {} |", side.as_ref().map_or(String::new(), Samples::words));
                if nth > 0 {
                    let ratio = row.ratios[nth - 1].as_ref();
                    let (shown, verdict) = (ratio.map_or(String::new(), Ratio::words), ratio.map_or("", |ratio| ratio.verdict.words()));
                    let _ = write!(text, " {shown} | {verdict} |");
                }
            }
            text.push('\n');
        }
        for doubt in &self.doubts {
            let _ = write!(text, "\nmind: {doubt}");
        }
        text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn side(name: &str, key: &str, values: &[f64]) -> Side {
        let run = |value: &f64| Outcome { values: [(key.to_owned(), *value)].into(), ..Outcome::default() };
        Side { name: name.to_owned(), runs: values.iter().map(run).collect() }
    }

    fn compared(key: &str, a: &[f64], b: &[f64]) -> Ratio {
        let mut all = of(vec![side("a", key, a), side("b", key, b)]);
        all.rows.remove(0).ratios.remove(0).unwrap()
    }

    #[test]
    fn a_ratio_is_of_the_medians_and_spreads_as_far_as_single_runs_do() {
        let ratio = compared("ack_p99_ms", &[10.0, 11.0, 12.0], &[20.0, 22.0, 30.0]);
        assert_eq!((ratio.of_medians, ratio.verdict), (2.0, Verdict::Worse));
        assert!((ratio.least - 20.0 / 12.0).abs() < 1e-9 && (ratio.most - 3.0).abs() < 1e-9);
        assert_eq!(ratio.words(), "2.00 × (1.67–3.00)");
    }

    #[test]
    fn more_is_better_of_what_is_done_a_second_and_worse_of_what_it_takes() {
        assert_eq!(compared("messages_per_second", &[10.0, 11.0], &[20.0, 21.0]).verdict, Verdict::Better);
        assert_eq!(compared("messages_per_second", &[20.0, 21.0], &[10.0, 11.0]).verdict, Verdict::Worse);
        assert_eq!(compared("ack_p50_ms", &[20.0, 21.0], &[10.0, 11.0]).verdict, Verdict::Better);
    }

    #[test]
    fn ranges_that_overlap_are_noise_and_one_run_tells_nothing() {
        assert_eq!(compared("ack_p99_ms", &[10.0, 14.0, 12.0], &[13.0, 15.0, 16.0]).verdict, Verdict::Noise);
        assert_eq!(compared("ack_p99_ms", &[10.0], &[20.0, 21.0]).verdict, Verdict::Unknown);
    }

    #[test]
    fn of_nothing_there_is_no_ratio_and_what_one_side_lacks_is_left_empty() {
        let all = of(vec![side("a", "errors", &[0.0, 0.0]), side("b", "errors", &[1.0, 2.0]), side("c", "busy", &[1.0])]);
        let errors = all.rows.iter().find(|row| row.key == "errors").unwrap();
        assert_eq!((errors.ratios[1].is_none(), errors.sides[2].is_none()), (true, true));
        assert!(all.table().contains("| errors | 0 (0–0) | 1.5 (1–2) |  | worse |  |  |  |"), "{}", all.table());
        let none = of(vec![side("a", "errors", &[0.0, 0.0]), side("b", "errors", &[0.0, 0.0])]);
        assert!(none.rows.iter().all(|row| row.ratios[0].is_none()), "nothing on both sides is no difference");
    }

    #[test]
    fn what_differs_beside_the_sides_is_said() {
        let mut sides = vec![side("a", "errors", &[0.0]), side("b", "errors", &[0.0])];
        sides[1].runs[0].settings.users = 7;
        sides[1].runs[0].broken.push("lost: 1".to_owned());
        sides[1].runs[0].interrupted = true;
        sides[1].runs[0].doubts = ["7 sockets were not opened".to_owned(), "9 sockets were not opened".to_owned()].into();
        let doubts = of(sides).doubts.join("\n");
        for said in ["members differ: 0 · 7", "b: in 1 of 1 runs", "b: 1 of 1 runs were interrupted", "b: 7 sockets", "fewer than three"] {
            assert!(doubts.contains(said), "{said}: {doubts}");
        }
        assert!(!doubts.contains("9 sockets"), "{doubts}");
    }

    #[test]
    fn files_are_of_the_side_that_is_typed_before_them() {
        let dir = tempfile::tempdir().unwrap();
        let file = |name: &str, note: Option<&str>, value: f64| {
            let outcome = Outcome {
                schema: crate::play::outcome::SCHEMA.to_owned(),
                note: note.map(str::to_owned),
                values: [("errors".to_owned(), value)].into(),
                ..Outcome::default()
            };
            let path = dir.path().join(name);
            std::fs::write(&path, serde_json::to_string(&outcome).unwrap()).unwrap();
            path.display().to_string()
        };
        let (a, b, c) = (file("a.json", None, 1.0), file("b.json", Some("new"), 2.0), file("c.json", Some("new"), 4.0));
        let names = |typed: &[String]| of_files(typed).map(|c| c.sides.iter().map(|s| (s.name.clone(), s.runs.len())).collect::<Vec<_>>());
        assert_eq!(names(&[a.clone(), b.clone(), c.clone()]).unwrap(), [("a".to_owned(), 1), ("new".to_owned(), 2)]);
        assert_eq!(names(&[format!("x={a}"), format!("x={b}"), format!("y={c}")]).unwrap(), [("x".to_owned(), 2), ("y".to_owned(), 1)]);
        assert!(names(&[b.clone(), c]).unwrap_err().contains("one side"));
        assert!(names(&[a, "/no/such.json".to_owned()]).unwrap_err().contains("/no/such.json"));
    }
}
