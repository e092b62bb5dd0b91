//! What was found of how things grow: curves of samples by size, as tables to paste, as JSON, as plots, and as a page.

use std::fmt::Write;

use serde_json::{Value, json};

use super::{
    fit::Fit,
    million::{Each, LINUX_FILES, Needed},
};
use crate::{
    bench::table::{least_and_most, median, number},
    measure::Latencies,
    pages::{
        self, escaped,
        growth::{Drawn, Plot},
    },
};

pub const SCHEMA: &str = "loadtest.grow/1";
/// So many members online are reckoned with.
const MANY: u64 = 1_000_000;

/// What is measured of each size: a name for programs, words for people.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Curve {
    /// The part before the dot.
    pub key: &'static str,
    pub title: &'static str,
    /// What grows.
    pub x: &'static str,
    /// What is measured.
    pub y: &'static str,
    pub unit: &'static str,
}

/// All sizes of one measure in a curve.
#[derive(Clone, Debug, PartialEq)]
pub struct Line {
    pub name: String,
    /// By size; a sample a run.
    pub points: Vec<(f64, Vec<f64>)>,
}

impl Line {
    pub fn fit(&self) -> Option<Fit> {
        Fit::of(&self.points.iter().map(|(x, samples)| (*x, median(samples))).collect::<Vec<_>>())
    }

    fn of(&self, x: f64) -> &[f64] {
        self.points.iter().find(|(at, _)| *at == x).map_or(&[], |(_, samples)| samples)
    }

    fn says(&self) -> String {
        match self.fit() {
            Some(fit) => fit.words(),
            None => "no two sizes with a number".to_owned(),
        }
    }
}

/// Everything that was found.
#[derive(Default)]
pub struct Board {
    /// About the machine, the programs and what was typed.
    pub about: Vec<(&'static str, String)>,
    pub curves: Vec<(Curve, Vec<Line>)>,
    /// The largest crowd, and what each of it costs.
    pub each: Option<(usize, Each)>,
    /// Files that a process may open here.
    pub files: u64,
    /// Sizes that need a word beside their number.
    names: Vec<(f64, String)>,
    /// What it took to get there.
    pub notes: Vec<String>,
    pub doubts: Vec<String>,
    pub broken: Vec<String>,
    /// What each scenario reported, by its title.
    pub runs: Vec<(String, Value)>,
}

impl Board {
    /// A sample of one run at size `x`.
    pub fn sample(&mut self, curve: Curve, line: &str, x: f64, value: Option<f64>) {
        let Some(value) = value else {
            self.doubts.push(format!("a run has no number for “{}” at {}", curve.title, number(x)));
            return;
        };
        let at = self.curves.iter().position(|(known, _)| known.key == curve.key).unwrap_or_else(|| {
            self.curves.push((curve, Vec::new()));
            self.curves.len() - 1
        });
        let lines = &mut self.curves[at].1;
        let at = lines.iter().position(|known| known.name == line).unwrap_or_else(|| {
            lines.push(Line { name: line.to_owned(), points: Vec::new() });
            lines.len() - 1
        });
        let points = &mut lines[at].points;
        match points.iter_mut().find(|(at, _)| *at == x) {
            Some((_, samples)) => samples.push(value),
            None => points.push((x, vec![value])),
        }
    }

    /// The median and the slowest hundredth of a run.
    pub fn latencies(&mut self, curve: Curve, line: &str, x: f64, latencies: Option<&Latencies>) {
        let summary = latencies.and_then(Latencies::summary);
        for (quantile, ms) in [("p50", summary.map(|s| s.p50_ms)), ("p99", summary.map(|s| s.p99_ms))] {
            self.sample(curve, format!("{line} {quantile}").trim(), x, ms);
        }
    }

    /// A size that is shown by more than its number.
    pub fn name_size(&mut self, x: f64, name: &str) {
        if !self.names.iter().any(|(at, _)| *at == x) {
            self.names.push((x, name.to_owned()));
        }
    }

    fn size(&self, curve: &Curve, x: f64) -> String {
        // Only the curves of the part that named it: elsewhere the same number is just a number.
        let named = self.names.iter().find(|(at, _)| *at == x && curve.key.starts_with("idle."));
        named.map_or_else(|| number(x), |(_, name)| name.clone())
    }

    /// Ready to be drawn.
    fn plot(curve: &Curve, lines: &[Line]) -> Plot {
        let drawn = |line: &Line| {
            let points = line.points.iter().map(|(x, samples)| (*x, median(samples), least_and_most(samples))).collect();
            Drawn { name: line.name.clone(), says: line.says(), fit: line.fit(), points }
        };
        Plot { title: curve.title, x: curve.x, y: curve.y, unit: curve.unit, lines: lines.iter().map(drawn).collect() }
    }

    /// A file a curve: its name, and the picture.
    pub fn plots(&self) -> Vec<(String, String)> {
        self.curves.iter().map(|(curve, lines)| (format!("{}.svg", curve.key.replace('.', "-")), Self::plot(curve, lines).file())).collect()
    }

    /// What a million would take, with the files that a process has here and with what Linux gives at most.
    fn million(&self) -> Vec<Needed> {
        let Some((_, each)) = &self.each else { return Vec::new() };
        let mut files = vec![self.files, LINUX_FILES.max(self.files)];
        files.dedup();
        files.into_iter().filter_map(|files| each.needed(MANY, files)).collect()
    }

    fn reckoned(&self) -> Option<String> {
        let (online, each) = self.each.as_ref()?;
        Some(format!(
            "Reckoned from {} silent members online: {} KiB a socket, {} cores a 10,000 for pings, {} open files a socket, {} MiB of a hub \
             itself. What members do costs beside it.",
            number(*online as f64),
            shown(each.kib_a_socket),
            shown(each.cores_per_10k),
            shown(each.files_a_socket),
            shown(each.hub_mib)
        ))
    }

    /// Markdown, to be pasted.
    pub fn table(&self) -> String {
        let mut text = String::new();
        for (what, words) in &self.about {
            // Writing to a String can't fail.
            let _ = writeln!(text, "{what}: {words}");
        }
        for (curve, lines) in &self.curves {
            let heads: Vec<String> = lines.iter().map(|line| head(curve, line)).collect();
            let _ = writeln!(text, "\n{}\n\n| {} | {} |\n|---|{}", curve.title, curve.x, heads.join(" | "), "---|".repeat(heads.len()));
            for row in self.rows(curve, lines) {
                let _ = writeln!(text, "| {} |", row.join(" | "));
            }
        }
        let million = self.million();
        if !million.is_empty() {
            let _ = writeln!(text, "\n{}\n", arithmetic_title());
            let _ = writeln!(text, "| {} |\n|---|{}", ARITHMETIC.join(" | "), "---|".repeat(ARITHMETIC.len() - 1));
            for needed in &million {
                let _ = writeln!(text, "| {} |", arithmetic(needed).join(" | "));
            }
            let _ = writeln!(text, "\n{}", self.reckoned().unwrap_or_default());
        }
        for (nth, note) in self.notes.iter().enumerate() {
            let _ = writeln!(text, "{}- {note}", if nth == 0 { "\n" } else { "" });
        }
        for doubt in &self.doubts {
            let _ = writeln!(text, "mind: {doubt}");
        }
        for broken in &self.broken {
            let _ = writeln!(text, "BROKEN: {broken}");
        }
        text
    }

    /// A row a size, smallest first, and one of how it grows.
    fn rows(&self, curve: &Curve, lines: &[Line]) -> Vec<Vec<String>> {
        let mut sizes: Vec<f64> = lines.iter().flat_map(|line| line.points.iter().map(|(x, _)| *x)).collect();
        sizes.sort_by(f64::total_cmp);
        sizes.dedup();
        let row = |x: f64| [self.size(curve, x)].into_iter().chain(lines.iter().map(|line| cell(line.of(x)))).collect();
        let mut rows: Vec<Vec<String>> = sizes.into_iter().map(row).collect();
        rows.push(["grows as".to_owned()].into_iter().chain(lines.iter().map(Line::says)).collect());
        rows
    }

    pub fn json(&self) -> Value {
        let line = |line: &Line| {
            let points: Vec<Value> =
                line.points.iter().map(|(x, samples)| json!({ "x": x, "samples": samples, "median": median(samples) })).collect();
            json!({ "name": line.name, "points": points, "fit": line.fit(), "says": line.says() })
        };
        let curve = |(curve, lines): &(Curve, Vec<Line>)| {
            let lines: Vec<Value> = lines.iter().map(line).collect();
            json!({ "key": curve.key, "title": curve.title, "x": curve.x, "y": curve.y, "unit": curve.unit, "lines": lines })
        };
        let about: serde_json::Map<String, Value> = self.about.iter().map(|(what, words)| ((*what).to_owned(), json!(words))).collect();
        let runs: Vec<Value> = self.runs.iter().map(|(title, report)| json!({ "title": title, "report": report })).collect();
        json!({
            "schema": SCHEMA,
            "about": about,
            "curves": self.curves.iter().map(curve).collect::<Vec<_>>(),
            "million": {
                "online_measured": self.each.map(|(online, _)| online),
                "each": self.each.map(|(_, each)| each),
                "needed": self.million(),
            },
            "notes": self.notes,
            "doubts": self.doubts,
            "broken": self.broken,
            "runs": runs,
        })
    }

    /// One page to look at: each curve's picture and its table.
    pub fn page(&self) -> String {
        let mut body = "<header>\n<p class=\"over\">load tests · how cost grows</p>\n<h1>How cost grows</h1>\n</header>\n".to_owned();
        for (what, words) in &self.about {
            let _ = writeln!(body, "<p class=\"soft\">{what}: {}</p>", escaped(words));
        }
        for (curve, lines) in &self.curves {
            let _ = writeln!(body, "<h2>{}</h2>\n{}", escaped(curve.title), Self::plot(curve, lines).figure());
            let heads = [curve.x.to_owned()].into_iter().chain(lines.iter().map(|line| head(curve, line)));
            html_table(&heads.collect::<Vec<_>>(), &self.rows(curve, lines), &mut body);
        }
        let million = self.million();
        if !million.is_empty() {
            let _ = writeln!(body, "<h2>{}</h2>", arithmetic_title());
            html_table(&ARITHMETIC.map(str::to_owned), &million.iter().map(arithmetic).collect::<Vec<_>>(), &mut body);
            let _ = writeln!(body, "<p class=\"soft\">{}</p>", escaped(&self.reckoned().unwrap_or_default()));
        }
        for (title, lines) in [("What it took", &self.notes), ("Mind", &self.doubts), ("Broken", &self.broken)] {
            if !lines.is_empty() {
                let list: String = lines.iter().map(|line| format!("<li>{}</li>", escaped(line))).collect();
                let _ = writeln!(body, "<h2>{title}</h2>\n<ul>{list}</ul>");
            }
        }
        pages::whole("How cost grows · load tests", &body)
    }
}

const ARITHMETIC: [&str; 6] = ["members online", "files a process may open", "sockets a hub", "hubs", "memory", "cores at rest"];

fn arithmetic_title() -> String {
    format!("What {} members online would take", number(MANY as f64))
}

fn arithmetic(needed: &Needed) -> Vec<String> {
    let counts = [needed.online, needed.files, needed.sockets_a_hub, needed.hubs].map(|count| number(count as f64));
    counts.into_iter().chain([format!("{} GiB", shown(needed.gib)), shown(needed.cores)]).collect()
}

fn head(curve: &Curve, line: &Line) -> String {
    let name = if line.name.is_empty() { String::new() } else { format!("{}: ", line.name) };
    format!("{name}{}, {}", curve.y, curve.unit)
}

/// The median, and of several runs their range.
fn cell(samples: &[f64]) -> String {
    match samples {
        [] => String::new(),
        [one] => shown(*one),
        many => {
            let (least, most) = least_and_most(many);
            format!("{} ({}–{})", shown(median(many)), shown(least), shown(most))
        }
    }
}

/// As elsewhere, and of what is small two digits that count.
pub fn shown(value: f64) -> String {
    if value == 0.0 || value.abs() >= 0.1 {
        return number(value);
    }
    let zeros = -value.abs().log10().floor();
    format!("{value:.*}", (zeros + 1.0) as usize)
}

fn html_table(heads: &[String], rows: &[Vec<String>], body: &mut String) {
    let heads: String = heads.iter().map(|head| format!("<th>{}</th>", escaped(head))).collect();
    let _ = write!(body, "<div class=\"scroll\"><table>\n<thead><tr>{heads}</tr></thead>\n<tbody>\n");
    for row in rows {
        let cells: String = row.iter().map(|cell| format!("<td>{}</td>", escaped(cell))).collect();
        let _ = writeln!(body, "<tr>{cells}</tr>");
    }
    body.push_str("</tbody>\n</table></div>\n");
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pages::is_well_formed;

    const MEMORY: Curve = Curve { key: "idle.memory", title: "Memory of a <silent> member", x: "members online", y: "memory", unit: "KiB" };
    const PAGE: Curve = Curve { key: "posts.page", title: "A page", x: "posts", y: "latency", unit: "ms" };

    fn board() -> Board {
        let mut board = Board { about: vec![("machine", "2 cores & a disk".to_owned())], files: 20_000, ..Board::default() };
        for (x, kib) in [(1_000.0, 8.0), (10_000.0, 8.1), (50_000.0, 7.9)] {
            board.sample(MEMORY, "hubs", x, Some(kib));
        }
        board.sample(MEMORY, "hubs", 1_000.0, Some(8.4));
        board.name_size(50_000.0, "50,000 on 3 hubs");
        for (x, p50, p99) in [(10.0, 0.05, 0.2), (100.0, 0.5, 0.4), (50_000.0, 250.0, 1.0)] {
            board.sample(PAGE, "p50", x, Some(p50));
            board.sample(PAGE, "p99", x, Some(p99));
        }
        board.each = Some((50_000, Each { kib_a_socket: 8.0, cores_per_10k: 0.05, files_a_socket: 1.0, hub_mib: 100.0 }));
        board.doubts.push("busy".to_owned());
        board
    }

    #[test]
    fn each_curve_is_a_table_of_sizes_that_ends_with_how_it_grows() {
        let table = board().table();
        assert!(table.contains("| members online | hubs: memory, KiB |\n|---|---|\n| 1,000 | 8.2 (8–8.4) |\n| 10,000 | 8.1 |"), "{table}");
        assert!(table.contains("| 50,000 on 3 hubs | 7.9 |\n| grows as | flat (x^-0.01) |"), "{table}");
        assert!(table.contains("| posts | p50: latency, ms | p99: latency, ms |\n|---|---|---|\n| 10 | 0.050 | 0.2 |"), "{table}");
        assert!(table.contains("| 50,000 | 250 | 1 |\n| grows as | x^1.00 (R² 1.000) | x^0.18"), "{table}");
        assert!(table.contains("| 1,000,000 | 20,000 | 19,800 | 51 | 12.6 GiB | 5 |"), "{table}");
        assert!(table.contains("| 1,000,000 | 1,048,576 | 1,048,376 | 1 | 7.73 GiB | 5 |") && table.contains("mind: busy"), "{table}");
    }

    #[test]
    fn json_holds_every_sample_and_the_line_through_them() {
        let json = board().json();
        assert_eq!(json["schema"], SCHEMA);
        let line = &json["curves"][0]["lines"][0];
        assert_eq!((&line["points"][0]["samples"], &line["points"][2]["x"]), (&json!([8.0, 8.4]), &json!(50_000.0)));
        assert!(line["fit"]["exponent"].as_f64().unwrap().abs() < 0.05 && line["says"].as_str().unwrap().starts_with("flat"), "{line}");
        assert_eq!((&json["million"]["needed"][0]["hubs"], &json["million"]["online_measured"]), (&json!(51), &json!(50_000)));
    }

    #[test]
    fn what_was_not_measured_is_a_doubt_and_no_million_is_reckoned_from_nothing() {
        let mut board = Board::default();
        board.sample(PAGE, "p50", 10.0, None);
        board.sample(PAGE, "p99", 10.0, Some(0.0));
        let table = board.table();
        assert!(table.contains("no number for “A page” at 10") && table.contains("| grows as | no two sizes with a number |"), "{table}");
        assert!(!table.contains("1,000,000") && board.json()["million"]["needed"] == json!([]));
    }

    #[test]
    fn the_page_and_the_plots_are_well_formed_and_load_nothing() {
        let board = board();
        is_well_formed(&board.page());
        let plots = board.plots();
        assert_eq!(plots.iter().map(|(name, _)| name.as_str()).collect::<Vec<_>>(), ["idle-memory.svg", "posts-page.svg"]);
        plots.iter().for_each(|(_, svg)| is_well_formed(svg));
        assert!(plots[1].1.contains("x^1.00 (R² 1.000)") && plots[0].1.contains("Memory of a &lt;silent&gt; member"), "{}", plots[0].1);
    }

    #[test]
    fn small_numbers_keep_two_digits_that_count() {
        assert_eq!(
            [0.0, 0.0042, 0.000_31, 0.05, 0.12, 8.5, 12_345.0].map(shown),
            ["0", "0.0042", "0.00031", "0.050", "0.12", "8.5", "12,345"]
        );
    }
}
