//! A run as one page: the verdict first, then the numbers that matter, then how it went over time.

use std::fmt::Write;

use super::{
    escaped,
    svg::{Band, Chart, Line, Scale},
    whole,
};
use crate::{
    bench::table::number,
    measure::Summary,
    play::{
        course::Kind,
        limits::{Held, Way},
        outcome::{Measure, Outcome, Phase, Point, words},
    },
};

pub fn page(outcome: &Outcome) -> String {
    let mut body = String::new();
    head(outcome, &mut body);
    verdict(outcome, &mut body);
    limits(&outcome.limits, &mut body);
    tiles(outcome, &mut body);
    doubts(&outcome.doubts, &mut body);
    body.push_str("<h2>Over time</h2>\n");
    over_time(outcome, &mut body);
    if !outcome.measures.is_empty() {
        body.push_str("<h2>Latency by percentile</h2>\n<p class=\"soft\">Sideways how rare: each step is ten times rarer. Upwards ten times longer a step.</p>\n");
        body.push_str(&percentiles(&outcome.measures).figure());
    }
    by_phase(outcome, &mut body);
    what_was_run(outcome, &mut body);
    every_number(outcome, &mut body);
    whole(&format!("{} · load test", outcome.scenario), &body)
}

fn head(outcome: &Outcome, body: &mut String) {
    let mut over = format!("load test · {} · {}", outcome.scenario, moment(&outcome.began));
    if let Some(note) = &outcome.note {
        let _ = write!(over, " · {note}");
    }
    let title = if outcome.about.is_empty() { &outcome.scenario } else { &outcome.about };
    let _ = writeln!(body, "<header>\n<p class=\"over\">{}</p>\n<h1>{}</h1>\n</header>", escaped(&over), escaped(title));
}

/// `2026-11-29 16:00 UTC`.
fn moment(began: &str) -> String {
    match (began.get(..10), began.get(11..16)) {
        (Some(day), Some(time)) => format!("{day} {time} UTC"),
        _ => began.to_owned(),
    }
}

fn verdict(outcome: &Outcome, body: &mut String) {
    let over: Vec<&Held> = outcome.limits.iter().filter(|held| !held.kept).collect();
    let (class, words) = match () {
        () if !outcome.broken.is_empty() => ("bad", "A promise was broken".to_owned()),
        () if !over.is_empty() => ("bad", format!("{} of {} limits broken", over.len(), outcome.limits.len())),
        () if outcome.interrupted => ("warn", "Interrupted before the end".to_owned()),
        () if outcome.limits.is_empty() => ("warn", "No limits were set".to_owned()),
        () if outcome.limits.len() == 1 => ("good", "The one limit held".to_owned()),
        () => ("good", format!("All {} limits held", outcome.limits.len())),
    };
    let lines = outcome.broken.iter().cloned().chain(over.iter().map(|held| held.words()));
    let list: String = lines.map(|line| format!("<li>{}</li>", escaped(&line))).collect();
    let list = if list.is_empty() { String::new() } else { format!("<ul>{list}</ul>") };
    let kept = if outcome.broken.is_empty() { "Nothing that was promised was lost, doubled or out of order." } else { "" };
    let _ = writeln!(body, "<div class=\"verdict {class}\" role=\"status\"><strong>{}</strong>{kept}{list}</div>", escaped(&words));
}

fn limits(limits: &[Held], body: &mut String) {
    if limits.is_empty() {
        return;
    }
    body.push_str("<ul class=\"limits\">\n");
    for held in limits {
        let found = held.found.unwrap_or(0.0);
        let scale = found.max(held.limit).max(f64::MIN_POSITIVE) * if held.way == Way::AtMost && held.kept { 1.0 } else { 1.05 };
        let (fill, mark) = (found / scale * 100.0, (held.limit / scale * 100.0).min(99.6));
        let shown = held.found.map_or("not measured".to_owned(), number);
        let _ = writeln!(
            body,
            "<li class=\"{}\"><span>{}</span><span class=\"found\">{shown} <span class=\"soft\">{} {}</span></span>\
             <span class=\"track\"><span class=\"fill\" style=\"width:{fill:.1}%\"></span><span class=\"mark\" style=\"left:{mark:.1}%\"></span></span></li>",
            if held.kept { "held" } else { "broken" },
            escaped(&words(&held.name)),
            held.way.sign(),
            number(held.limit)
        );
    }
    body.push_str("</ul>\n");
}

fn tiles(outcome: &Outcome, body: &mut String) {
    let value = |key: &str| outcome.values.get(key).copied();
    let mut tiles: Vec<(f64, &str, String)> = Vec::new();
    for unit in outcome.units() {
        if let Some(rate) = value(&format!("{unit}_per_second")).filter(|rate| *rate > 0.0) {
            tiles.push((rate, "/s", unit.to_owned()));
        }
    }
    for measure in outcome.measures.iter().filter(|measure| !measure.key.starts_with("page /") && measure.key != "connect").take(4) {
        tiles.push((measure.summary.p50_ms, "ms", format!("{}, p50", measure.what)));
        tiles.push((measure.summary.p99_ms, "ms", format!("{}, p99", measure.what)));
    }
    for (key, unit, words) in [
        ("cpu_seconds_per_million", "s", "the server's CPU a million done"),
        ("cpu_cores", "cores", "the server's CPU"),
        ("memory_mib", "MiB", "the server's memory at most"),
        ("memory_kib_per_socket", "KiB", "the server's memory a socket"),
        ("accepted_per_second", "/s", "sockets accepted"),
        ("errors", "", "errors"),
    ] {
        if let Some(found) = value(key) {
            tiles.push((found, unit, words.to_owned()));
        }
    }
    body.push_str("<div class=\"tiles\">\n");
    for (found, unit, words) in tiles {
        let _ = writeln!(body, "<div class=\"tile\"><b>{} <small>{unit}</small></b><span>{}</span></div>", number(found), escaped(&words));
    }
    body.push_str("</div>\n");
}

fn doubts(doubts: &[String], body: &mut String) {
    if doubts.is_empty() {
        return;
    }
    let list: String = doubts.iter().map(|doubt| format!("<li>{}</li>", escaped(doubt))).collect();
    let _ = writeln!(body, "<div class=\"verdict warn\"><strong>Mind</strong><ul>{list}</ul></div>");
}

/// All pictures that go over time, phases shaded.
fn over_time(outcome: &Outcome, body: &mut String) {
    let bands: Vec<Band> = outcome.phases.iter().map(band).collect();
    let chart = |title: &str, unit, y, lines| Chart { title: title.to_owned(), unit, x: Scale::Time, y, lines, bands: bands.clone() };
    let line = |name: &str, color, filled, of: &dyn Fn(&Point) -> Option<f64>| Line {
        name: name.to_owned(),
        points: outcome.series.iter().filter_map(|point| Some((point.at, of(point)?))).collect(),
        color,
        filled,
    };
    let units = outcome.units();
    let rates: Vec<Line> = units
        .iter()
        .enumerate()
        .map(|(nth, unit)| Line { name: (*unit).to_owned(), points: rates(&outcome.series, unit), color: nth, filled: units.len() == 1 })
        .collect();
    // What differs a hundredfold would lie on the floor.
    let tops = rates.iter().map(|line| line.points.iter().map(|p| p.1).fold(0.0, f64::max)).filter(|top| *top > 0.0);
    let (least, most) = tops.fold((f64::INFINITY, 0.0_f64), |(a, b), top| (a.min(top), b.max(top)));
    let scale = if rates.len() > 1 && most > 30.0 * least { Scale::Log } else { Scale::Linear };
    let title = if units.len() == 1 { format!("Throughput: {} a second", units[0]) } else { "Throughput: done a second".to_owned() };
    body.push_str(&chart(&title, "", scale, rates).figure());
    for measure in outcome.measures.iter().filter(|measure| measure.key != "connect" && !measure.key.starts_with("page /")) {
        let of = |quantile: fn(&crate::play::recorder::Second) -> f64| {
            let key = measure.key.clone();
            move |point: &Point| point.latencies.get(&key).map(quantile)
        };
        let lines = vec![line("p99", 0, false, &of(|s| s.p99_ms)), line("p50", 1, false, &of(|s| s.p50_ms))];
        let title = format!("Latency: {}", measure.what);
        body.push_str(&chart(&title, "ms", Scale::Log, lines).figure());
    }
    body.push_str("<div class=\"two\">\n");
    let server = |of: fn(&crate::play::gauge::Used) -> f64| move |point: &Point| point.server.as_ref().map(of);
    let mut cpu = vec![line("the server", 2, true, &server(|used| used.cpu))];
    let database = line("its database", 3, false, &|point| point.server.as_ref()?.database_cpu);
    cpu.extend((!database.points.is_empty()).then_some(database));
    cpu.push(line("the harness", 7, false, &|point| Some(point.harness.cpu)));
    body.push_str(&chart("CPU, cores", "", Scale::Linear, cpu).half());
    body.push_str(&chart("The server's memory", "MiB", Scale::Linear, vec![line("memory", 4, true, &server(|u| u.memory_mib))]).half());
    let switches = vec![line("switches", 6, true, &server(|used| used.switches))];
    body.push_str(&chart("The server's context switches a second", "", Scale::Linear, switches).half());
    let lag = vec![line("lag", 7, true, &|point| Some(point.harness.lag_p99_ms))];
    body.push_str(&chart("The harness was woken late, p99", "ms", Scale::Linear, lag).half());
    body.push_str("</div>\n");
}

/// What was done, by the second: the last stretch may be shorter.
fn rates(series: &[Point], unit: &str) -> Vec<(f64, f64)> {
    let before = std::iter::once(0.0).chain(series.iter().map(|point| point.at));
    let rate = |(point, before): (&Point, f64)| {
        let done = point.done.get(unit).copied().unwrap_or(0) as f64;
        (point.at, done / (point.at - before).max(1e-3))
    };
    series.iter().zip(before).map(rate).collect()
}

fn band(phase: &Phase) -> Band {
    let kind = match phase.kind {
        Kind::Ramp => "ramp",
        Kind::Steady => "steady",
        Kind::Storm => "storm",
    };
    Band { from: phase.from_s, until: phase.until_s, name: phase.name.clone(), kind }
}

fn percentiles(measures: &[Measure]) -> Chart {
    let shown = measures.iter().filter(|measure| !measure.key.starts_with("page /") && measure.key != "connect").take(8);
    let line = |(nth, measure): (usize, &Measure)| Line {
        name: measure.what.clone(),
        points: measure.percentiles.clone(),
        color: nth,
        filled: false,
    };
    let lines: Vec<Line> = shown.enumerate().map(line).collect();
    let lines = if lines.is_empty() { measures.iter().take(8).enumerate().map(line).collect() } else { lines };
    Chart { title: "Latency by percentile".to_owned(), unit: "ms", x: Scale::Nines, y: Scale::Log, lines, bands: Vec::new() }
}

/// Latencies of each phase, measured or not.
fn by_phase(outcome: &Outcome, body: &mut String) {
    if outcome.measures.is_empty() {
        return;
    }
    body.push_str("<h2>By phase</h2>\n<div class=\"scroll\"><table>\n<thead><tr><th>ms</th><th>how many</th><th>p50</th><th>p90</th><th>p99</th><th>p99.9</th><th>max</th></tr></thead>\n<tbody>\n");
    let row = |name: &str, summary: &Summary, body: &mut String| {
        let Summary { count, p50_ms, p90_ms, p99_ms, p999_ms, max_ms } = *summary;
        let cells: String = [p50_ms, p90_ms, p99_ms, p999_ms, max_ms].map(|ms| format!("<td>{}</td>", number(ms))).concat();
        let _ = writeln!(body, "<tr><td>{}</td><td>{}</td>{cells}</tr>", escaped(name), number(count as f64));
    };
    for measure in &outcome.measures {
        row(&measure.what, &measure.summary, body);
        let phases = outcome.phases.iter().zip(&measure.by_phase).filter(|_| outcome.phases.len() > 1);
        for (phase, summary) in phases {
            if let Some(summary) = summary {
                let measured = if phase.measured { "" } else { " (not measured)" };
                row(&format!("\u{2003}{}{measured}", phase.name), summary, body);
            }
        }
    }
    body.push_str("</tbody>\n</table></div>\n");
}

fn what_was_run(outcome: &Outcome, body: &mut String) {
    let machine = &outcome.machine;
    let pids = outcome.server.pids.iter().map(u32::to_string).collect::<Vec<_>>().join(", ");
    let server = match pids.as_str() {
        "" => format!("{} (no process watched)", outcome.server.url),
        pids => format!("{} (process {pids})", outcome.server.url),
    };
    let parts = outcome.settings.in_words();
    let about = [
        ("Command", format!("<code>{}</code>", escaped(&outcome.command))),
        ("Began", escaped(&moment(&outcome.began))),
        ("Note", escaped(outcome.note.as_deref().unwrap_or_default())),
        ("Server", escaped(&server)),
        ("It says", escaped(&outcome.server.says)),
        ("Members", escaped(&format!("{}: {parts}", number(outcome.settings.users as f64)))),
        ("Seed", outcome.settings.seed.to_string()),
        (
            "Machine",
            escaped(&format!(
                "{} cores ({}), {} MiB, Linux {}, load before {}",
                machine.cores, machine.cpu, machine.memory_mib, machine.kernel, machine.load_before
            )),
        ),
        (
            "fdatasync",
            outcome
                .values
                .get("fdatasync_p50_ms")
                .map_or(String::new(), |ms| format!("p50 {} ms for 4 KiB, where the harness ran", number(*ms))),
        ),
        ("Harness", escaped(&format!("{} thread(s), frames as {}", outcome.settings.threads, outcome.settings.encoding))),
    ];
    body.push_str("<h2>What was run</h2>\n<dl>\n");
    for (name, html) in about.iter().filter(|(_, html)| !html.is_empty()) {
        let _ = writeln!(body, "<dt>{name}</dt><dd>{html}</dd>");
    }
    body.push_str("</dl>\n");
}

fn every_number(outcome: &Outcome, body: &mut String) {
    body.push_str("<details><summary>Every number</summary>\n<div class=\"scroll\"><table>\n<tbody>\n");
    for (_, words, count) in &outcome.counts {
        let _ = writeln!(body, "<tr><td>{}</td><td>{}</td></tr>", escaped(words), number(*count));
    }
    for (words, times) in &outcome.errors {
        let _ = writeln!(body, "<tr><td>error: {}</td><td>{}</td></tr>", escaped(words), number(*times as f64));
    }
    for (key, value) in &outcome.values {
        let _ = writeln!(body, "<tr><td><code>{}</code> {}</td><td>{}</td></tr>", escaped(key), escaped(&words(key)), number(*value));
    }
    body.push_str("</tbody>\n</table></div></details>\n");
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use crate::{
        measure::Latencies,
        pages::is_well_formed,
        play::{
            gauge::{Own, Used},
            outcome::{Machine, SCHEMA},
            recorder::Second,
        },
    };

    pub(crate) fn outcome(factor: f64) -> Outcome {
        let mut latencies = Latencies::default();
        (1..=2_000).for_each(|n| latencies.record(std::time::Duration::from_micros((f64::from(n) * 20.0 * factor) as u64)));
        let summary = latencies.summary().unwrap();
        let point = |n: u32| Point {
            at: f64::from(n),
            level: 1.0,
            done: [("messages".to_owned(), 900 + u64::from(n % 7) * 20)].into(),
            latencies: [("ack".to_owned(), Second { count: 900, p50_ms: 8.0, p99_ms: 30.0 + f64::from(n), max_ms: 90.0 })].into(),
            errors: 0,
            server: Some(Used { cpu: 0.4, memory_mib: 80.0 + f64::from(n) / 10.0, switches: 4_000.0, database_cpu: None }),
            harness: Own { cpu: 0.3, lag_p99_ms: 1.2 },
        };
        let phase = |name: &str, kind, from_s, until_s| Phase {
            name: name.to_owned(),
            kind,
            from_s,
            until_s,
            levels: [1.0, 1.0],
            measured: kind != Kind::Ramp,
            drop: 0.0,
        };
        Outcome {
            schema: SCHEMA.to_owned(),
            scenario: "pairs".to_owned(),
            about: "Two & two <talk>".to_owned(),
            command: "loadtest run pairs --note 'a \"quoted\" one'".to_owned(),
            note: Some("commit 1234567".to_owned()),
            began: "2026-11-29T16:00:00Z".to_owned(),
            machine: Machine { cores: 2, cpu: "a CPU".to_owned(), ..Machine::default() },
            phases: vec![phase("ramp", Kind::Ramp, 0.0, 10.0), phase("steady", Kind::Steady, 10.0, 60.0)],
            measures: vec![Measure {
                key: "ack".to_owned(),
                what: "message to its tick".to_owned(),
                summary,
                percentiles: latencies.nines(),
                by_phase: vec![None, Some(summary)],
            }],
            values: [
                ("ack_p99_ms".to_owned(), summary.p99_ms),
                ("ack_p50_ms".to_owned(), summary.p50_ms),
                ("messages_per_second".to_owned(), 950.0 / factor),
                ("cpu_seconds_per_million".to_owned(), 55.0),
                ("errors".to_owned(), 0.0),
            ]
            .into(),
            series: (1..=60).map(point).collect(),
            limits: vec![
                Held { name: "ack_p99_ms".to_owned(), way: Way::AtMost, limit: 50.0, found: Some(39.6), kept: true },
                Held { name: "errors".to_owned(), way: Way::AtMost, limit: 0.0, found: Some(0.0), kept: true },
            ],
            ..Outcome::default()
        }
    }

    #[test]
    fn the_page_is_well_formed_loads_nothing_and_says_the_verdict_first() {
        let page = page(&outcome(1.0));
        is_well_formed(&page);
        let at = |words: &str| page.find(words).unwrap_or_else(|| panic!("{words} in {page}"));
        assert!(at("All 2 limits held") < at("Over time") && at("Throughput: messages a second") < at("Latency by percentile"));
        assert!(page.contains("Two &amp; two &lt;talk&gt;") && page.contains("commit 1234567") && page.contains(">p99.9<"));
        // Throughput, latency, percentiles, CPU, memory, switches, lag: each for two widths.
        assert_eq!(page.matches("<svg").count(), 14);
    }

    #[test]
    fn what_broke_stands_at_the_top() {
        let mut outcome = outcome(1.0);
        outcome.limits[0] = Held { limit: 20.0, kept: false, ..outcome.limits[0].clone() };
        let shown = page(&outcome);
        assert!(shown.contains("1 of 2 limits broken") && shown.contains("(19.6 over, 98 %)"), "{shown}");
        outcome.broken.push("acknowledged, never delivered: 2".to_owned());
        outcome.doubts.push("the harness itself used 0.95 of its 1 core(s)".to_owned());
        let shown = page(&outcome);
        is_well_formed(&shown);
        assert!(shown.contains("A promise was broken") && !shown.contains("Nothing that was promised was lost"));
        assert!(shown.contains("0.95 of its 1"));
    }

    #[test]
    fn a_run_that_found_nothing_has_a_page_too() {
        is_well_formed(&page(&Outcome { scenario: "idle".to_owned(), ..Outcome::default() }));
    }
}
