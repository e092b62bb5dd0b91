//! What a comparison found: a table a workload, a server a line, each number with its range and its ratio to the hub's of the
//! same run.

use std::fmt::Write;

use serde_json::{Value, json};

use crate::bench::{
    page::escaped,
    table::{least_and_most, median, number, with_unit},
};

/// A server that is compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Server {
    pub key: &'static str,
    pub name: &'static str,
    /// What it does, and what it does not: does it store, acknowledge, authenticate, resume?
    pub stores: &'static str,
    pub acknowledges: &'static str,
    pub authenticates: &'static str,
    pub resumes: &'static str,
    /// The same in short, beside each of its numbers.
    pub does_not: &'static str,
}

/// A number of a workload.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Column {
    pub key: &'static str,
    pub words: &'static str,
    pub unit: &'static str,
    pub better: Better,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Better {
    More,
    Less,
    /// It says how far the others can be trusted, and is compared with nothing.
    Neither,
}

/// A table: one workload.
#[derive(Clone, Debug)]
pub struct Part {
    pub title: String,
    pub columns: &'static [Column],
    pub lines: Vec<Line>,
}

/// A server in a table.
#[derive(Clone, Debug)]
pub struct Line {
    pub server: Server,
    /// Of each run, a sample a column; `None` where it has no such number, and no columns at all where it failed.
    pub samples: Vec<Vec<Option<f64>>>,
}

impl Line {
    fn of(&self, column: usize) -> Vec<f64> {
        self.samples.iter().filter_map(|run| run.get(column).copied().flatten()).collect()
    }

    /// The median of the ratios, each to the hub of the same run: what is noisy is noisy for both.
    fn ratio(&self, hub: &Line, column: usize) -> Option<f64> {
        let ratios = self.samples.iter().zip(&hub.samples).filter_map(|(own, hub)| {
            let (own, hub) = (own.get(column).copied().flatten()?, hub.get(column).copied().flatten()?);
            (hub > 0.0).then(|| own / hub)
        });
        let ratios: Vec<f64> = ratios.collect();
        (!ratios.is_empty()).then(|| median(&ratios))
    }
}

/// Everything that was found.
#[derive(Default)]
pub struct Board {
    /// When, with what, on what.
    pub about: Vec<(&'static str, String)>,
    /// Each server that was here, and its version.
    pub here: Vec<(Server, String)>,
    /// Who was not, and how to get them.
    pub missing: Vec<(&'static str, String)>,
    pub parts: Vec<Part>,
    pub doubts: Vec<String>,
    /// What the hub lost or doubled.
    pub broken: Vec<String>,
    /// What each run reported, by its title.
    pub runs: Vec<(String, Value)>,
}

const NOT_MEASURED: &str = "not measured";

impl Board {
    /// The line of a server in a table; both are made when they are not there yet.
    pub fn line(&mut self, title: &str, columns: &'static [Column], server: Server) -> &mut Line {
        let part = self.parts.iter().position(|part| part.title == title).unwrap_or_else(|| {
            self.parts.push(Part { title: title.to_owned(), columns, lines: Vec::new() });
            self.parts.len() - 1
        });
        let lines = &mut self.parts[part].lines;
        let line = lines.iter().position(|line| line.server == server).unwrap_or_else(|| {
            lines.push(Line { server, samples: Vec::new() });
            lines.len() - 1
        });
        &mut lines[line]
    }

    /// Markdown, to be pasted.
    pub fn table(&self) -> String {
        let mut text = String::new();
        // Writing to a String can't fail.
        for (what, words) in &self.about {
            let _ = writeln!(text, "- {what}: {words}");
        }
        for (name, words) in &self.missing {
            let _ = writeln!(text, "- {name}: {words}");
        }
        text.push_str("\n| server | version | stores | acknowledges | authenticates | resumes |\n|---|---|---|---|---|---|\n");
        for (server, version) in &self.here {
            let Server { name, stores, acknowledges, authenticates, resumes, .. } = server;
            let _ = writeln!(text, "| {name} | {version} | {stores} | {acknowledges} | {authenticates} | {resumes} |");
        }
        for part in &self.parts {
            part.table(&mut text);
        }
        let lines = self.doubts.iter().map(|doubt| ("mind", doubt)).chain(self.broken.iter().map(|broken| ("BROKEN", broken)));
        for (nth, (kind, words)) in lines.enumerate() {
            let _ = writeln!(text, "{}{kind}: {words}", if nth == 0 { "\n" } else { "" });
        }
        text
    }

    pub fn json(&self) -> Value {
        let about: serde_json::Map<String, Value> = self.about.iter().map(|(what, words)| ((*what).to_owned(), json!(words))).collect();
        let here: Vec<Value> = self.here.iter().map(|(server, version)| {
            let Server { key, name, stores, acknowledges, authenticates, resumes, .. } = server;
            json!({ "key": key, "name": name, "version": version, "stores": stores, "acknowledges": acknowledges, "authenticates": authenticates, "resumes": resumes })
        }).collect();
        let missing: Vec<Value> = self.missing.iter().map(|(name, words)| json!({ "name": name, "why": words })).collect();
        let parts: Vec<Value> = self.parts.iter().map(Part::json).collect();
        let runs: Vec<Value> = self.runs.iter().map(|(title, report)| json!({ "title": title, "report": report })).collect();
        json!({ "about": about, "servers": here, "missing": missing, "parts": parts, "doubts": self.doubts, "broken": self.broken, "runs": runs })
    }

    /// A page to look at: the tables, and each number as a bar beside the others'. One file, nothing loaded.
    pub fn page(&self) -> String {
        let mut page = format!(
            "<!doctype html>\n<html lang=\"en\"><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\">\n\
             <title>AI Collective beside others</title>\n<style>{}</style>\n<h1>AI Collective beside others</h1>\n",
            crate::bench::page::STYLE
        );
        for (what, words) in &self.about {
            let _ = writeln!(page, "<p>{what}: {}</p>", escaped(words));
        }
        for (name, words) in &self.missing {
            let _ = writeln!(page, "<p>{name}: {}</p>", escaped(words));
        }
        page.push_str("<div class=\"wide\"><table><tr><th>server<th>version<th>stores<th>acknowledges<th>authenticates<th>resumes</tr>\n");
        for (server, version) in &self.here {
            let cells = [server.name, version, server.stores, server.acknowledges, server.authenticates, server.resumes];
            let cells: String = cells.into_iter().map(|cell| format!("<td>{}", escaped(cell))).collect();
            let _ = writeln!(page, "<tr>{cells}</tr>");
        }
        page.push_str("</table></div>\n");
        for part in &self.parts {
            part.page(&mut page);
        }
        for (nth, words) in self.doubts.iter().chain(&self.broken).enumerate() {
            let _ = writeln!(page, "{}<p>{}</p>", if nth == 0 { "<h2>Mind</h2>\n" } else { "" }, escaped(words));
        }
        page + "</html>\n"
    }
}

impl Part {
    /// The hub is the first.
    fn hub(&self) -> Option<&Line> {
        self.lines.first()
    }

    fn cell(&self, line: &Line, column: usize) -> String {
        let samples = line.of(column);
        if samples.is_empty() {
            return NOT_MEASURED.to_owned();
        }
        let (least, most) = least_and_most(&samples);
        let shown = format!("{} ({}–{})", with_unit(median(&samples), self.columns[column].unit), number(least), number(most));
        let is_compared = self.columns[column].better != Better::Neither;
        let other = self.hub().filter(|hub| hub.server != line.server && is_compared);
        match other.and_then(|hub| line.ratio(hub, column)) {
            Some(ratio) => format!("{shown}, {} ×", number(ratio)),
            None => shown,
        }
    }

    fn table(&self, text: &mut String) {
        let _ = writeln!(text, "\n{}\n", self.title);
        let heads: Vec<&str> = self.columns.iter().map(|column| column.words).collect();
        let _ = writeln!(text, "| server | {} | does not |\n|---|{}---|", heads.join(" | "), "---|".repeat(heads.len()));
        for line in &self.lines {
            let cells: Vec<String> = (0..self.columns.len()).map(|column| self.cell(line, column)).collect();
            let _ = writeln!(text, "| {} | {} | {} |", line.server.name, cells.join(" | "), line.server.does_not);
        }
    }

    fn json(&self) -> Value {
        let lines: Vec<Value> = self
            .lines
            .iter()
            .map(|line| {
                let columns = self.columns.iter().enumerate().map(|(nth, column)| {
                    let samples = line.of(nth);
                    let found = json!({
                        "unit": column.unit,
                        "samples": samples,
                        "median": (!samples.is_empty()).then(|| median(&samples)),
                        "ratio_to_hub": self.hub().and_then(|hub| line.ratio(hub, nth)),
                    });
                    (column.key.to_owned(), found)
                });
                json!({ "server": line.server.key, "columns": columns.collect::<serde_json::Map<_, _>>() })
            })
            .collect();
        json!({ "title": self.title, "lines": lines })
    }

    fn page(&self, page: &mut String) {
        let _ = writeln!(page, "<h2>{}</h2>", escaped(&self.title));
        let heads: String = self.columns.iter().map(|column| format!("<th>{}", escaped(column.words))).collect();
        let _ = writeln!(page, "<div class=\"wide\"><table><tr><th>server{heads}<th>does not</tr>");
        for line in &self.lines {
            let cells: String = (0..self.columns.len()).map(|column| format!("<td>{}", self.cell(line, column))).collect();
            let _ = writeln!(page, "<tr><td>{}{cells}<td>{}</tr>", escaped(line.server.name), escaped(line.server.does_not));
        }
        page.push_str("</table></div>\n");
        for column in 0..self.columns.len() {
            self.bars(column, page);
        }
    }

    /// A bar a server: the median, the thin line its range.
    fn bars(&self, nth: usize, page: &mut String) {
        let (left, wide, column) = (10.0, 760.0, self.columns[nth]);
        let most = self.lines.iter().map(|line| least_and_most(&line.of(nth)).1).fold(0.0, f64::max);
        if most <= 0.0 {
            return;
        }
        let better = match column.better {
            Better::More => "; more is better",
            Better::Less => "; less is better",
            Better::Neither => "",
        };
        let mut svg = String::new();
        let mut y = 16.0;
        for (place, line) in self.lines.iter().enumerate() {
            let samples = line.of(nth);
            if samples.is_empty() {
                continue;
            }
            let (middle, (least, greatest)) = (median(&samples), least_and_most(&samples));
            let x = |value: f64| left + value / most * wide;
            let _ = write!(
                svg,
                "<text x=\"{left}\" y=\"{y}\">{}: {}</text><rect class=\"bar k{}\" x=\"{left}\" y=\"{}\" width=\"{:.1}\" height=\"12\" rx=\"3\"/>\
                 <line class=\"whisker\" x1=\"{:.1}\" x2=\"{:.1}\" y1=\"{m}\" y2=\"{m}\"/>",
                escaped(line.server.name),
                with_unit(middle, column.unit),
                if place == 0 { 0 } else { 1 },
                y + 6.0,
                (x(middle) - left).max(1.0),
                x(least),
                x(greatest),
                m = y + 12.0,
            );
            y += 38.0;
        }
        let words = escaped(column.words);
        let _ = writeln!(
            page,
            "<figure><figcaption>{words}{better}</figcaption><svg viewBox=\"0 0 800 {y}\" role=\"img\" aria-label=\"{words}\">{svg}</svg></figure>"
        );
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const HUB: Server =
        Server { key: "hub", name: "the hub", stores: "yes", acknowledges: "yes", authenticates: "yes", resumes: "yes", does_not: "" };
    const OTHER: Server = Server { key: "other", name: "another <one>", stores: "no", resumes: "no", does_not: "store, resume", ..HUB };
    const COLUMNS: &[Column] = &[
        Column { key: "speed", words: "messages a second", unit: "", better: Better::More },
        Column { key: "p99", words: "tick, p99", unit: "ms", better: Better::Less },
    ];

    fn board() -> Board {
        let mut board = Board { about: vec![("on", "2 cores".to_owned())], ..Board::default() };
        board.here = vec![(HUB, "0.1".to_owned()), (OTHER, "4.8".to_owned())];
        board.missing = vec![("nchan", "not here: apt-get install nginx libnginx-mod-nchan".to_owned())];
        // A noisy second run is noisy for both: the ratio does not move.
        for (hub, other) in [(10_000.0, 40_000.0), (3_000.0, 12_000.0), (11_000.0, 44_000.0)] {
            board.line("pairs", COLUMNS, HUB).samples.push(vec![Some(hub), Some(5.0)]);
            board.line("pairs", COLUMNS, OTHER).samples.push(vec![Some(other), None]);
        }
        board
    }

    #[test]
    fn each_line_is_a_median_its_range_and_the_ratio_of_each_run_to_its_own_hub() {
        let table = board().table();
        assert!(table.contains("| the hub | 10,000 (3,000–11,000) | 5 ms (5–5) |  |"), "{table}");
        assert!(table.contains("| another <one> | 40,000 (12,000–44,000), 4 × | not measured | store, resume |"), "{table}");
        assert!(table.contains("| server | messages a second | tick, p99 | does not |\n|---|---|---|---|\n"), "{table}");
        assert!(table.contains("- nchan: not here: apt-get install nginx libnginx-mod-nchan\n"), "{table}");
    }

    #[test]
    fn what_is_neither_better_nor_worse_is_beside_nothing() {
        const CORES: &[Column] = &[Column { key: "cores", words: "harness's own cores", unit: "", better: Better::Neither }];
        let mut board = Board::default();
        board.line("pairs", CORES, HUB).samples.push(vec![Some(0.5)]);
        board.line("pairs", CORES, OTHER).samples.push(vec![Some(1.0)]);
        assert!(board.table().contains("| another <one> | 1 (1–1) | store, resume |"), "{}", board.table());
    }

    #[test]
    fn a_run_without_a_number_is_beside_no_other_run() {
        let mut board = Board::default();
        for (hub, other) in [(Some(10.0), None), (None, Some(50.0)), (Some(20.0), Some(60.0))] {
            board.line("pairs", &COLUMNS[..1], HUB).samples.push(vec![hub]);
            board.line("pairs", &COLUMNS[..1], OTHER).samples.push(vec![other]);
        }
        let json = board.json();
        let other = &json["parts"][0]["lines"][1]["columns"]["speed"];
        assert_eq!((&other["ratio_to_hub"], &other["median"]), (&json!(3.0), &json!(55.0)), "{json}");
    }

    #[test]
    fn the_page_holds_every_number_as_a_bar_and_loads_nothing() {
        let page = board().page();
        assert_eq!(page.matches("<rect").count(), 3, "two servers' speeds, one's latency");
        assert!(page.contains("another &lt;one&gt;") && page.contains("less is better"), "{page}");
        for outside in ["http:", "https:", "src=", "href=", "@import", "url("] {
            assert!(!page.contains(outside), "{outside}");
        }
    }
}
