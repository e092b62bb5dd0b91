//! The findings as one page to look at: the table, bars with their spread and their floor, and latencies by percentile.
//! One file, nothing loaded, light or dark as the reader's screen is.

use std::fmt::Write;

use super::table::{Curve, Findings, Row, least_and_most, median, number, with_unit};

pub(crate) const STYLE: &str = "
:root { color-scheme: light dark; --back: #fdfcf9; --ink: #24211c; --soft: #6f6a60; --line: #ddd8cc;
  --c0: #b4530a; --c1: #1d6fa5; --c2: #5a7d2a; --c3: #8a4fa0; --c4: #8a8578; }
@media (prefers-color-scheme: dark) { :root { --back: #1b1a17; --ink: #ece8df; --soft: #a39d90; --line: #3b3832;
  --c0: #f0a35e; --c1: #74b9e8; --c2: #a9cc74; --c3: #cf9be3; --c4: #8f897c; } }
body { background: var(--back); color: var(--ink); font: 16px/1.5 system-ui, sans-serif; max-width: 64rem; margin: 2rem auto; padding: 0 1rem; }
h1 { font-size: 1.5rem; } h2 { font-size: 1.1rem; margin: 2.5rem 0 .5rem; } p, figcaption { color: var(--soft); }
.wide { overflow-x: auto; } table { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums; }
th, td { text-align: left; padding: .4rem .6rem; border-bottom: 1px solid var(--line); vertical-align: top; }
td:last-child { white-space: nowrap; } .met { color: var(--c2); } .missed { color: var(--c0); font-weight: 600; }
figure { margin: 0; } svg { width: 100%; height: auto; } svg text { fill: var(--ink); font: 13px system-ui, sans-serif; }
svg .soft { fill: var(--soft); } svg .grid { stroke: var(--line); } svg .goal { stroke: var(--soft); stroke-dasharray: 4 4; }
.k0 { --k: var(--c0); } .k1 { --k: var(--c1); } .k2 { --k: var(--c2); } .k3 { --k: var(--c3); } .k4 { --k: var(--c4); }
svg .bar { fill: var(--k); } svg .path { stroke: var(--k); fill: none; stroke-width: 2.5; } svg .dot { fill: var(--k); }
svg .whisker { stroke: var(--ink); stroke-width: 1.5; }
";

pub fn page(findings: &Findings) -> String {
    let mut page = format!(
        "<!doctype html>\n<html lang=\"en\"><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\">\n\
         <title>AI Collective: how fast</title>\n<style>{STYLE}</style>\n<h1>AI Collective: how fast</h1>\n<p>{}</p>\n",
        escaped(&findings.machine)
    );
    page.push_str(&table(&findings.rows));
    // Writing to a String can't fail.
    for (nth, doubt) in findings.doubts.iter().chain(&findings.broken).enumerate() {
        let _ = writeln!(page, "{}<p>Mind: {}</p>", if nth == 0 { "<h2>Mind</h2>\n" } else { "" }, escaped(doubt));
    }
    page.push_str("<h2>Beside what stands beneath</h2>\n<p>Each bar is the median of the runs, the thin line their spread. Below it, in grey, the floor or peer of the same runs; dashed, the goal.</p>\n");
    for row in &findings.rows {
        page.push_str(&bars(row));
    }
    let mut pictures: Vec<&str> = Vec::new();
    for curve in &findings.curves {
        if !pictures.contains(&curve.picture) {
            pictures.push(curve.picture);
        }
    }
    for picture in pictures {
        let curves: Vec<&Curve> = findings.curves.iter().filter(|c| c.picture == picture).collect();
        page.push_str(&percentiles(picture, &curves));
    }
    page.push_str("</html>\n");
    page
}

fn table(rows: &[Row]) -> String {
    let mut html = "<div class=\"wide\"><table><tr><th>what<th>goal<th>median<th>spread<th>floor or peer<th>ratio</tr>\n".to_owned();
    for row in rows {
        let class = match row.is_met() {
            Some(true) => "met",
            Some(false) => "missed",
            None => "",
        };
        let (least, most) = least_and_most(&row.samples);
        let _ = writeln!(
            html,
            "<tr><td>{}<td class=\"{class}\">{}<td>{}<td>{}–{}<td>{}<td>{}</tr>",
            escaped(&row.what.words),
            escaped(&row.goal_words()),
            with_unit(row.median(), row.what.unit),
            number(least),
            number(most),
            escaped(&row.floor_words()),
            row.ratio().map_or(String::new(), |r| format!("{} ×", number(r))),
        );
    }
    html + "</table></div>\n"
}

/// A row as a bar, and its floor beneath.
fn bars(row: &Row) -> String {
    let (left, wide): (f64, f64) = (10.0, 760.0);
    let goal = row.what.goal.map(|goal| goal.value());
    let tops = [least_and_most(&row.samples).1, least_and_most(&row.floors).1, goal.unwrap_or(0.0)];
    let most = tops.into_iter().fold(0.0, f64::max);
    if most <= 0.0 {
        return String::new();
    }
    let x = |value: f64| left + value / most * wide;
    let mut svg = String::new();
    let floor = (!row.floors.is_empty()).then_some((4, row.what.floor, &row.floors));
    let lines = [Some((0, row.what.words.as_str(), &row.samples)), floor];
    let mut y = 16.0;
    for (color, words, samples) in lines.into_iter().flatten() {
        let (middle, (least, most)) = (median(samples), least_and_most(samples));
        let _ = write!(
            svg,
            "<text x=\"{left}\" y=\"{y}\">{}: {}</text><rect class=\"bar k{color}\" x=\"{left}\" y=\"{}\" width=\"{:.1}\" height=\"16\" rx=\"3\"/>\
             <line class=\"whisker\" x1=\"{:.1}\" x2=\"{:.1}\" y1=\"{m}\" y2=\"{m}\"/>",
            escaped(words),
            with_unit(middle, row.what.unit),
            y + 7.0,
            (x(middle) - left).max(1.0),
            x(least),
            x(most),
            m = y + 15.0,
        );
        y += 44.0;
    }
    if let Some(goal) = goal {
        let _ = write!(svg, "<line class=\"goal\" x1=\"{at:.1}\" x2=\"{at:.1}\" y1=\"4\" y2=\"{}\"/>", y - 16.0, at = x(goal));
    }
    format!("<figure><svg viewBox=\"0 0 800 {y}\" role=\"img\" aria-label=\"{}\">{svg}</svg></figure>\n", escaped(&row.what.words))
}

/// Latency by percentile: sideways how rare (each step ten times rarer), upwards milliseconds, ten times a step.
fn percentiles(picture: &str, curves: &[&Curve]) -> String {
    let (left, wide, top, tall): (f64, f64, f64, f64) = (60.0, 560.0, 10.0, 260.0);
    let points: Vec<Vec<(f64, f64)>> = curves.iter().map(|c| c.latencies.curve()).collect();
    let values = points.iter().flatten().map(|(_, ms)| ms.max(0.01));
    let (least, most) = values.fold((f64::INFINITY, 0.0), |(a, b), v| (f64::min(a, v), f64::max(b, v)));
    if most <= 0.0 {
        return String::new();
    }
    let (low, high) = (least.log10().floor(), most.log10().ceil().max(least.log10().floor() + 1.0));
    let rarest = points.iter().flatten().map(|(q, _)| rarity(*q)).fold(1.0, f64::max);
    let x = |q: f64| left + rarity(q) / rarest * wide;
    let y = |ms: f64| top + tall - (ms.max(0.01).log10() - low) / (high - low) * tall;
    let mut svg = String::new();
    for power in low as i32..=high as i32 {
        let (ms, at) = (10f64.powi(power), y(10f64.powi(power)));
        let _ = write!(
            svg,
            "<line class=\"grid\" x1=\"{left}\" x2=\"{}\" y1=\"{at:.1}\" y2=\"{at:.1}\"/><text class=\"soft\" x=\"0\" y=\"{:.1}\">{} ms</text>",
            left + wide,
            at + 4.0,
            number(ms)
        );
    }
    for (q, name) in [(0.0, "best"), (0.5, "p50"), (0.9, "p90"), (0.99, "p99"), (0.999, "p99.9"), (0.9999, "p99.99")] {
        if rarity(q) <= rarest {
            let _ = write!(svg, "<text class=\"soft\" x=\"{:.1}\" y=\"{}\" text-anchor=\"middle\">{name}</text>", x(q), top + tall + 20.0);
        }
    }
    for (nth, (curve, points)) in curves.iter().zip(&points).enumerate() {
        let color = nth % 5;
        let path: Vec<String> = points.iter().map(|(q, ms)| format!("{:.1},{:.1}", x(*q), y(*ms))).collect();
        let label = top + 16.0 + 22.0 * nth as f64;
        let _ = write!(
            svg,
            "<polyline class=\"path k{color}\" points=\"{}\"/><circle class=\"dot k{color}\" cx=\"{}\" cy=\"{}\" r=\"5\"/><text x=\"{}\" y=\"{label}\">{}</text>",
            path.join(" "),
            left + wide + 20.0,
            label - 4.0,
            left + wide + 32.0,
            escaped(&curve.name)
        );
        for (q, ms) in points {
            let _ = write!(
                svg,
                "<circle class=\"dot k{color}\" cx=\"{:.1}\" cy=\"{:.1}\" r=\"3\"><title>p{}: {} ms</title></circle>",
                x(*q),
                y(*ms),
                number(q * 100.0),
                number(*ms)
            );
        }
    }
    format!(
        "<h2>{title}</h2>\n<figure><svg viewBox=\"0 0 860 300\" role=\"img\" aria-label=\"{title}\">{svg}</svg></figure>\n",
        title = escaped(picture)
    )
}

/// 0 for the best, 1 for one in ten, 2 for one in a hundred …
fn rarity(quantile: f64) -> f64 {
    -(1.0 - quantile).max(1e-6).log10()
}

pub(crate) fn escaped(words: &str) -> String {
    words.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;
    use crate::{
        bench::table::{Goal, What},
        measure::Latencies,
    };

    fn findings() -> Findings {
        let mut findings = Findings { machine: "2 cores <fast>".to_owned(), ..Findings::default() };
        let what =
            What { key: "k".to_owned(), words: "cards & ticks".to_owned(), unit: "ms", goal: Some(Goal::AtMost(25.0)), floor: "the disk" };
        findings.sample(what, Some(50.0), Some(5.0));
        let mut latencies = Latencies::default();
        (1..=1_000).for_each(|ms| latencies.record(Duration::from_millis(ms)));
        findings.curve("Ticks", "sqlite", Some(&latencies));
        findings
    }

    #[test]
    fn the_page_holds_the_table_the_bars_and_the_curve_and_loads_nothing() {
        let page = page(&findings());
        assert!(page.contains("<td class=\"missed\">≤ 25 ms ✗<td>50 ms"), "{page}");
        assert!(page.contains("2 cores &lt;fast&gt;") && page.contains("cards &amp; ticks: 50 ms"), "{page}");
        assert_eq!((page.matches("<rect").count(), page.matches("<polyline").count()), (2, 1));
        for outside in ["http:", "https:", "src=", "href=", "@import", "url("] {
            assert!(!page.contains(outside), "{outside}");
        }
    }

    #[test]
    fn a_bar_is_as_long_as_its_share_of_the_longest() {
        let svg = bars(&findings().rows[0]);
        // 50 of 50, and 5 of 50, on 760.
        assert!(svg.contains("width=\"760.0\"") && svg.contains("width=\"76.0\""), "{svg}");
    }

    #[test]
    fn each_tenfold_rarity_is_one_step() {
        assert!((rarity(0.9) - 1.0).abs() < 1e-9 && (rarity(0.99) - 2.0).abs() < 1e-9 && rarity(0.0).abs() < 1e-9);
    }
}
