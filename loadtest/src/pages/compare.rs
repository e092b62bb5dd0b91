//! Runs side by side as one page: what is more than noise first, then bars, then the whole table.

use std::fmt::Write;

use super::{
    escaped,
    svg::{Bar, Chart, Line, Scale, bars},
    whole,
};
use crate::{
    bench::table::number,
    compare::{Comparison, Ratio, Row, Samples, Verdict},
};

pub fn page(comparison: &Comparison) -> String {
    let names: Vec<&str> = comparison.sides.iter().map(|side| side.name.as_str()).collect();
    let title = names.join(" and ");
    let scenario = comparison.sides.first().and_then(|side| side.runs.first()).map_or("", |run| run.scenario.as_str());
    let runs: Vec<String> = comparison.sides.iter().map(|side| format!("{} run(s) of {}", side.runs.len(), side.name)).collect();
    let mut body = format!(
        "<header>\n<p class=\"over\">load tests side by side · {} · {}</p>\n<h1>{}</h1>\n</header>\n",
        escaped(scenario),
        escaped(&runs.join(", ")),
        escaped(&title)
    );
    summary(comparison, &mut body);
    if !comparison.doubts.is_empty() {
        let list: String = comparison.doubts.iter().map(|doubt| format!("<li>{}</li>", escaped(doubt))).collect();
        let _ = writeln!(body, "<div class=\"verdict warn\"><strong>Mind</strong><ul>{list}</ul></div>");
    }
    body.push_str("<h2>Side by side</h2>\n<p class=\"soft\">Each bar is the median of its runs, the thin line from the least to the most.</p>\n<div class=\"two\">\n");
    for row in comparison.rows.iter().filter(|row| is_shown(row)) {
        body.push_str(&row_bars(row, &names));
    }
    body.push_str("</div>\n");
    percentiles(comparison, &mut body);
    table(comparison, &names, &mut body);
    whole(&format!("{title} · load tests side by side"), &body)
}

/// Rows with a picture of their own: the rest stands in the table.
fn is_shown(row: &Row) -> bool {
    let ends = ["_p50_ms", "_p99_ms"].iter().any(|end| row.key.ends_with(end)) && !row.key.starts_with("harness");
    let named = ["cpu_seconds_per_million", "memory_mib", "memory_kib_per_socket", "accepted_per_second"].contains(&row.key.as_str());
    let unit = crate::play::script::Deed::ALL.iter().any(|deed| row.key == format!("{}_per_second", deed.unit()));
    (ends || named || unit) && row.sides.iter().flatten().count() > 1 && !row.key.starts_with("page /")
}

fn summary(comparison: &Comparison, body: &mut String) {
    for (nth, side) in comparison.sides.iter().enumerate().skip(1) {
        let with = |verdict| {
            let rows = comparison.rows.iter().filter(|row| row.ratios[nth - 1].as_ref().is_some_and(|ratio| ratio.verdict == verdict));
            rows.filter(|row| is_shown(row) || row.key == "errors").map(|row| (row, row.ratios[nth - 1].as_ref())).collect::<Vec<_>>()
        };
        let (better, worse, noise, unknown) = (with(Verdict::Better), with(Verdict::Worse), with(Verdict::Noise), with(Verdict::Unknown));
        let class = match () {
            () if !worse.is_empty() => "bad",
            () if !better.is_empty() => "good",
            () => "warn",
        };
        let words = match () {
            () if better.is_empty() && worse.is_empty() && noise.is_empty() => {
                "One run each: whether a difference is noise can't be said".to_owned()
            }
            () if better.is_empty() && worse.is_empty() => "No difference beyond the noise".to_owned(),
            () => format!("{} better, {} worse, {} within the noise", better.len(), worse.len(), noise.len() + unknown.len()),
        };
        let line = |(row, ratio): &(&Row, Option<&Ratio>)| {
            let ratio = ratio.map_or(String::new(), |ratio| format!("{} {}", ratio.words(), ratio.verdict.words()));
            format!("<li>{}: {}</li>", escaped(&row.words), escaped(&ratio))
        };
        let list: String = worse.iter().chain(&better).map(line).collect();
        let list = if list.is_empty() { String::new() } else { format!("<ul>{list}</ul>") };
        let first = comparison.sides.first().map_or("", |side| side.name.as_str());
        let _ = writeln!(
            body,
            "<div class=\"verdict {class}\" role=\"status\"><strong>{}</strong>{} beside {}{list}</div>",
            escaped(&words),
            escaped(&side.name),
            escaped(first)
        );
    }
}

fn row_bars(row: &Row, names: &[&str]) -> String {
    let bar = |(nth, (samples, name)): (usize, (&Option<Samples>, &&str))| {
        let samples = samples.as_ref()?;
        let ratio = nth.checked_sub(1).and_then(|at| row.ratios[at].as_ref()).filter(|ratio| ratio.of_medians.is_finite());
        let ratio = ratio.map_or(String::new(), |ratio| format!(" · {:.2} ×", ratio.of_medians));
        Some(Bar {
            name: (*name).to_owned(),
            middle: samples.median,
            least: samples.least,
            most: samples.most,
            color: nth,
            words: format!("{}{ratio}", samples.words()),
        })
    };
    let all: Vec<Bar> = row.sides.iter().zip(names).enumerate().filter_map(bar).collect();
    bars(&row.words, &all)
}

/// Of each measure that all have: the curves of the first run of each side.
fn percentiles(comparison: &Comparison, body: &mut String) {
    let Some(first) = comparison.sides.first().and_then(|side| side.runs.first()) else { return };
    let mut figures = String::new();
    for measure in first.measures.iter().filter(|measure| !measure.key.starts_with("page /") && measure.key != "connect") {
        let mut lines = Vec::new();
        for (color, side) in comparison.sides.iter().enumerate() {
            for (nth, run) in side.runs.iter().enumerate() {
                if let Some(of) = run.measures.iter().find(|one| one.key == measure.key) {
                    let name = if side.runs.len() > 1 { format!("{} {}", side.name, nth + 1) } else { side.name.clone() };
                    lines.push(Line { name, points: of.percentiles.clone(), color, filled: false });
                }
            }
        }
        let (title, bands) = (measure.what.clone(), Vec::new());
        figures.push_str(&Chart { title, unit: "ms", x: Scale::Nines, y: Scale::Log, lines, bands }.figure());
    }
    if !figures.is_empty() {
        let _ = write!(body, "<h2>Latency by percentile</h2>\n<p class=\"soft\">Each line is a run, each colour a side.</p>\n{figures}");
    }
}

fn table(comparison: &Comparison, names: &[&str], body: &mut String) {
    body.push_str("<h2>Every number</h2>\n<div class=\"scroll\"><table>\n<thead><tr><th>median (range)</th>");
    for (nth, name) in names.iter().enumerate() {
        let _ = write!(body, "<th>{}</th>{}", escaped(name), if nth > 0 { "<th>ratio (spread)</th><th></th>" } else { "" });
    }
    body.push_str("</tr></thead>\n<tbody>\n");
    for row in &comparison.rows {
        let _ = write!(body, "<tr><td>{}</td>", escaped(&row.words));
        for (nth, side) in row.sides.iter().enumerate() {
            let _ = write!(body, "<td>{}</td>", side.as_ref().map_or(String::new(), Samples::words));
            if nth > 0 {
                let ratio = row.ratios[nth - 1].as_ref();
                let class = match ratio.map(|ratio| ratio.verdict) {
                    Some(Verdict::Better) => "yes",
                    Some(Verdict::Worse) => "no",
                    _ => "unsure",
                };
                let (shown, verdict) = (ratio.map_or(String::new(), Ratio::words), ratio.map_or("", |ratio| ratio.verdict.words()));
                let _ = write!(body, "<td>{shown}</td><td class=\"{class}\">{verdict}</td>");
            }
        }
        body.push_str("</tr>\n");
    }
    body.push_str("</tbody>\n</table></div>\n");
    let runs = comparison.sides.iter().flat_map(|side| side.runs.iter().map(move |run| (side, run)));
    body.push_str("<h2>What was run</h2>\n<dl>\n");
    for (side, run) in runs {
        let load = number(run.machine.load_before);
        let _ = writeln!(
            body,
            "<dt>{}</dt><dd>{} <code>{}</code> load before {load}</dd>",
            escaped(&side.name),
            escaped(&run.began),
            escaped(&run.command)
        );
    }
    body.push_str("</dl>\n");
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        compare::{Side, of},
        pages::{is_well_formed, run::tests::outcome},
    };

    #[test]
    fn the_page_is_well_formed_and_says_what_is_more_than_noise() {
        let runs = |by: f64| [1.0, 1.01, 1.02].map(|noise| outcome(by * noise)).to_vec();
        let sides = vec![
            Side { name: "before <it>".to_owned(), runs: runs(1.0) },
            Side { name: "after".to_owned(), runs: runs(0.5) },
            Side { name: "again".to_owned(), runs: runs(0.995) },
        ];
        let page = page(&of(sides));
        is_well_formed(&page);
        assert!(page.contains("3 better, 0 worse, 1 within the noise"), "{page}");
        assert!(page.contains("No difference beyond the noise") && page.contains("before &lt;it&gt;"));
        assert!(page.contains("<td class=\"yes\">better</td>"));
    }
}
