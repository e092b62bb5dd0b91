//! Pictures as inline SVG: lines over time with the phases shaded, latencies by percentile, bars with their spread. Each is
//! drawn twice, for a wide screen and a narrow one, so that its words stay readable on both.

use std::fmt::Write;

use super::escaped;
use crate::bench::table::number;

/// How values lie along an axis.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scale {
    /// From 0 on.
    Linear,
    /// Ten times a step.
    Log,
    /// Sideways: shares of all, each step ten times rarer: p90, p99, p99.9.
    Nines,
    /// Sideways: seconds.
    Time,
}

pub struct Line {
    pub name: String,
    pub points: Vec<(f64, f64)>,
    /// One of the eight colours.
    pub color: usize,
    /// Whether what is beneath it is shaded.
    pub filled: bool,
}

/// A stretch of time with a name.
#[derive(Clone, Debug)]
pub struct Band {
    pub from: f64,
    pub until: f64,
    pub name: String,
    /// `ramp`, `steady` or `storm`.
    pub kind: &'static str,
}

pub struct Chart {
    pub title: String,
    pub unit: &'static str,
    pub x: Scale,
    pub y: Scale,
    pub lines: Vec<Line>,
    pub bands: Vec<Band>,
}

/// More points than this are thinned out, each stretch to its least and its most.
const POINTS: usize = 300;
/// More columns than this don't say what they are when they are pointed at.
const COLUMNS: usize = 240;

struct Frame {
    left: f64,
    top: f64,
    wide: f64,
    tall: f64,
    x: (f64, f64),
    y: (f64, f64),
}

impl Frame {
    fn x(&self, at: f64) -> f64 {
        self.left + (at - self.x.0) / (self.x.1 - self.x.0) * self.wide
    }

    fn y(&self, at: f64) -> f64 {
        self.top + self.tall - (at - self.y.0) / (self.y.1 - self.y.0) * self.tall
    }
}

impl Chart {
    /// The picture with its caption, for both widths; empty when there is nothing to be shown.
    pub fn figure(&self) -> String {
        self.drawn([960.0, 250.0])
    }

    /// The same for half of a wide screen.
    pub fn half(&self) -> String {
        self.drawn([480.0, 210.0])
    }

    fn drawn(&self, [width, height]: [f64; 2]) -> String {
        if self.lines.iter().all(|line| line.points.is_empty()) {
            return String::new();
        }
        let mut caption = format!("<strong>{}</strong>", escaped(&self.title));
        if self.lines.len() > 1 {
            for line in &self.lines {
                let _ = write!(caption, "<span class=\"k{}\"><i></i>{}</span>", line.color % 8, escaped(&line.name));
            }
        }
        let (wide, narrow) = (self.svg(width, height, "wide"), self.svg(320.0, 200.0, "narrow"));
        format!("<figure>\n<figcaption>{caption}</figcaption>\n{wide}\n{narrow}\n</figure>\n")
    }

    fn svg(&self, width: f64, height: f64, class: &str) -> String {
        let narrow = class == "narrow";
        let ys = self.y_ticks();
        let longest = ys.iter().map(|(_, words)| words.chars().count()).max().unwrap_or(0);
        let left = longest as f64 * 6.9 + 8.0;
        let names = !self.bands.is_empty() && !narrow;
        let top = if names { 24.0 } else { 10.0 };
        let (right, bottom) = (12.0, 24.0);
        let (wide, tall) = (width - left - right, height - top - bottom);
        let frame = Frame { left, top, wide, tall, x: self.x_range(), y: self.y_range(&ys) };
        let mut svg = String::new();
        self.draw_bands(&frame, names, &mut svg);
        for (at, words) in &ys {
            let y = frame.y(scaled(self.y, *at));
            // Writing to a String can't fail.
            let _ = write!(
                svg,
                "<line class=\"grid\" x1=\"{left:.1}\" x2=\"{:.1}\" y1=\"{y:.1}\" y2=\"{y:.1}\"/><text x=\"{:.1}\" y=\"{:.1}\" text-anchor=\"end\">{words}</text>",
                left + wide,
                left - 7.0,
                y + 4.0
            );
        }
        for (at, words) in self.x_ticks(if width < 500.0 { 4 } else { 9 }) {
            let x = frame.x(scaled(self.x, at)).clamp(left, left + wide);
            // The last words would hang over the edge.
            let anchor = if x > left + wide - 16.0 { "end" } else { "middle" };
            let _ = write!(
                svg,
                "<line class=\"axis\" x1=\"{x:.1}\" x2=\"{x:.1}\" y1=\"{:.1}\" y2=\"{:.1}\"/><text x=\"{:.1}\" y=\"{:.1}\" text-anchor=\"{anchor}\">{words}</text>",
                top + tall,
                top + tall + 4.0,
                if anchor == "end" { left + wide } else { x },
                top + tall + 18.0
            );
        }
        for line in &self.lines {
            draw_line(line, self, &frame, &mut svg);
        }
        if !narrow {
            self.draw_columns(&frame, &mut svg);
        }
        format!(
            "<svg class=\"{class}\" viewBox=\"0 0 {width} {height}\" role=\"img\" aria-label=\"{}\">{svg}</svg>",
            escaped(&self.described())
        )
    }

    /// For whoever hears the page.
    fn described(&self) -> String {
        let line = |line: &Line| {
            let most = line.points.iter().map(|(_, y)| *y).fold(0.0, f64::max);
            let last = line.points.last().map_or(0.0, |(_, y)| *y);
            format!("{}: at most {} {unit}, at the end {} {unit}", line.name, number(most), number(last), unit = self.unit)
        };
        format!("{}. {}", self.title, self.lines.iter().map(line).collect::<Vec<_>>().join("; "))
    }

    fn x_range(&self) -> (f64, f64) {
        let of_bands = self.bands.iter().flat_map(|band| [band.from, band.until]);
        let xs = self.lines.iter().flat_map(|line| &line.points).map(|(x, _)| *x).chain(of_bands).map(|x| scaled(self.x, x));
        let (least, most) = xs.fold((f64::INFINITY, f64::NEG_INFINITY), |(a, b), x| (a.min(x), b.max(x)));
        let least = if self.x == Scale::Log { least } else { least.min(0.0) };
        if most > least { (least, most) } else { (least, least + 1.0) }
    }

    fn most(&self) -> f64 {
        self.lines.iter().flat_map(|line| &line.points).map(|(_, y)| *y).fold(0.0, f64::max)
    }

    fn y_ticks(&self) -> Vec<(f64, String)> {
        let with_unit = |at: f64| if self.unit.is_empty() { number(at) } else { format!("{} {}", number(at), self.unit) };
        if self.y == Scale::Log {
            let ys = self.lines.iter().flat_map(|line| &line.points).map(|(_, y)| y.max(0.01));
            let least = ys.fold(f64::INFINITY, f64::min).min(self.most().max(0.01));
            let (low, high) = (least.log10().floor() as i32, self.most().max(0.011).log10().ceil() as i32);
            return (low..=high.max(low + 1)).map(|power| (10_f64.powi(power), with_unit(10_f64.powi(power)))).collect();
        }
        nice(self.most(), 5).into_iter().map(|at| (at, with_unit(at))).collect()
    }

    fn y_range(&self, ticks: &[(f64, String)]) -> (f64, f64) {
        let (first, last) = (ticks.first().map_or(0.0, |t| t.0), ticks.last().map_or(1.0, |t| t.0));
        let (low, high) = (scaled(self.y, first), scaled(self.y, last));
        if high > low { (low, high) } else { (low, low + 1.0) }
    }

    fn x_ticks(&self, most: usize) -> Vec<(f64, String)> {
        let (_, until) = self.x_range();
        match self.x {
            Scale::Nines => {
                [(0.0, "best"), (0.5, "p50"), (0.9, "p90"), (0.99, "p99"), (0.999, "p99.9"), (0.9999, "p99.99"), (0.99999, "p99.999")]
                    .into_iter()
                    .filter(|(q, _)| scaled(Scale::Nines, *q) <= until + 0.02)
                    .filter(|(q, _)| most > 5 || *q != 0.5)
                    .map(|(q, words)| (q, words.to_owned()))
                    .collect()
            }
            _ => {
                let step = time_step(until, most);
                let all = (0..=(until / step + 1e-9) as usize).map(|n| n as f64 * step);
                all.map(|at| (at, time_words(at, until))).collect()
            }
        }
    }

    fn draw_bands(&self, frame: &Frame, names: bool, svg: &mut String) {
        for (nth, band) in self.bands.iter().enumerate() {
            let (from, until) = (frame.x(band.from), frame.x(band.until));
            let _ = write!(
                svg,
                "<rect class=\"{}\" x=\"{from:.1}\" y=\"{:.1}\" width=\"{:.1}\" height=\"{:.1}\" fill-opacity=\"{}\"><title>{}</title></rect>",
                band.kind,
                frame.top,
                (until - from).max(0.0),
                frame.tall,
                if band.kind == "steady" { 0 } else { 1 },
                escaped(&band.name)
            );
            if nth > 0 {
                let _ = write!(
                    svg,
                    "<line class=\"edge\" x1=\"{from:.1}\" x2=\"{from:.1}\" y1=\"{:.1}\" y2=\"{:.1}\"/>",
                    frame.top - if names { 16.0 } else { 0.0 },
                    frame.top + frame.tall
                );
            }
            // Only where there is room for the words.
            if names && until - from > band.name.chars().count() as f64 * 6.2 + 10.0 {
                let _ =
                    write!(svg, "<text class=\"name\" x=\"{:.1}\" y=\"{:.1}\">{}</text>", from + 5.0, frame.top - 8.0, escaped(&band.name));
            }
        }
    }

    /// What each moment was like, for who points at it.
    fn draw_columns(&self, frame: &Frame, svg: &mut String) {
        let Some(longest) = self.lines.iter().max_by_key(|line| line.points.len()) else { return };
        if longest.points.len() > COLUMNS || longest.points.len() < 2 {
            return;
        }
        let xs: Vec<f64> = longest.points.iter().map(|(x, _)| *x).collect();
        for (nth, at) in xs.iter().enumerate() {
            let here = frame.x(scaled(self.x, *at));
            let before = nth.checked_sub(1).map_or(frame.left, |n| (frame.x(scaled(self.x, xs[n])) + here) / 2.0);
            let after = xs.get(nth + 1).map_or(frame.left + frame.wide, |x| (frame.x(scaled(self.x, *x)) + here) / 2.0);
            let when = if self.x == Scale::Nines { percentile_words(*at) } else { time_words(*at, *at) };
            let said = self.lines.iter().filter_map(|line| {
                let (_, y) = line.points.iter().find(|(x, _)| (x - at).abs() < 1e-9)?;
                Some(format!("{} {} {}", line.name, number(*y), self.unit))
            });
            let said: Vec<String> = said.collect();
            let _ = write!(
                svg,
                "<rect class=\"hit\" x=\"{before:.1}\" y=\"{:.1}\" width=\"{:.1}\" height=\"{:.1}\"><title>{}</title></rect>",
                frame.top,
                (after - before).max(0.0),
                frame.tall,
                escaped(&format!("{when}: {}", said.join(", ")))
            );
        }
    }
}

fn draw_line(line: &Line, chart: &Chart, frame: &Frame, svg: &mut String) {
    if line.points.is_empty() {
        return;
    }
    let points: Vec<(f64, f64)> =
        thinned(&line.points).into_iter().map(|(x, y)| (frame.x(scaled(chart.x, x)), frame.y(scaled(chart.y, y)))).collect();
    let path: Vec<String> = points.iter().map(|(x, y)| format!("{x:.1},{y:.1}")).collect();
    let (color, floor) = (line.color % 8, frame.top + frame.tall);
    if line.filled {
        let (first, last) = (points[0].0, points[points.len() - 1].0);
        let _ = write!(svg, "<polygon class=\"fill k{color}\" points=\"{first:.1},{floor:.1} {} {last:.1},{floor:.1}\"/>", path.join(" "));
    }
    if points.len() == 1 {
        let _ = write!(svg, "<circle class=\"dot k{color}\" cx=\"{:.1}\" cy=\"{:.1}\" r=\"3\"/>", points[0].0, points[0].1);
    }
    let _ = write!(svg, "<polyline class=\"path k{color}\" points=\"{}\"/>", path.join(" "));
}

/// Where a value lies on its axis.
fn scaled(scale: Scale, value: f64) -> f64 {
    match scale {
        Scale::Linear | Scale::Time => value,
        Scale::Log => value.max(0.01).log10(),
        Scale::Nines => -(1.0 - value).max(1e-9).log10(),
    }
}

/// `p99.9`: with as many digits as it takes to be told from the next one.
fn percentile_words(quantile: f64) -> String {
    let nines = (scaled(Scale::Nines, quantile) - 1e-6).ceil().max(0.0) as usize;
    format!("p{:.*}", nines.saturating_sub(2), quantile * 100.0)
}

/// Round steps from 0 to above `most`.
pub fn nice(most: f64, steps: usize) -> Vec<f64> {
    if !(most.is_finite() && most > 0.0) {
        return vec![0.0, 1.0];
    }
    let rough = most / steps as f64;
    let power = 10_f64.powf(rough.log10().floor());
    let step = [1.0, 2.0, 2.5, 5.0, 10.0].into_iter().map(|by| by * power).find(|step| *step >= rough * 0.999).unwrap_or(10.0 * power);
    let count = (most / step - 1e-9).ceil().max(1.0) as usize;
    (0..=count).map(|n| n as f64 * step).collect()
}

fn time_step(until: f64, most: usize) -> f64 {
    const STEPS: [f64; 15] = [1.0, 2.0, 5.0, 10.0, 15.0, 30.0, 60.0, 120.0, 300.0, 600.0, 900.0, 1_800.0, 3_600.0, 7_200.0, 21_600.0];
    STEPS.into_iter().find(|step| until / step <= most as f64).unwrap_or((until / most as f64 / 86_400.0).ceil().max(1.0) * 86_400.0)
}

/// `45 s`, `2:30`, `1:05 h`.
fn time_words(at: f64, until: f64) -> String {
    let (seconds, minutes) = (at.round() as u64, at.round() as u64 / 60);
    match () {
        () if until < 120.0 => format!("{seconds} s"),
        () if until < 7_200.0 => format!("{minutes}:{:02}", seconds % 60),
        () => format!("{}:{:02} h", minutes / 60, minutes % 60),
    }
}

/// Of many points the least and the most of each stretch: no peak is lost.
fn thinned(points: &[(f64, f64)]) -> Vec<(f64, f64)> {
    if points.len() <= POINTS {
        return points.to_vec();
    }
    let each = points.len().div_ceil(POINTS / 2);
    let mut thin = Vec::with_capacity(POINTS);
    for stretch in points.chunks(each) {
        let by = |a: &&(f64, f64), b: &&(f64, f64)| a.1.total_cmp(&b.1);
        let (least, most) = (stretch.iter().min_by(by), stretch.iter().max_by(by));
        let mut both: Vec<(f64, f64)> = [least, most].into_iter().flatten().copied().collect();
        both.sort_by(|a, b| a.0.total_cmp(&b.0));
        both.dedup();
        thin.extend(both);
    }
    thin
}

/// One bar: its middle, and from where to where it goes.
pub struct Bar {
    pub name: String,
    pub middle: f64,
    pub least: f64,
    pub most: f64,
    pub color: usize,
    pub words: String,
}

/// Bars beneath each other, as long as their share of the longest, with a thin line for their spread.
pub fn bars(title: &str, bars: &[Bar]) -> String {
    let longest = bars.iter().map(|bar| bar.most.max(bar.middle)).fold(0.0, f64::max);
    if longest <= 0.0 {
        return String::new();
    }
    let draw = |class: &str, width: f64| {
        let mut svg = String::new();
        for (nth, bar) in bars.iter().enumerate() {
            let (y, x) = (nth as f64 * 42.0, |value: f64| value / longest * (width - 8.0));
            let _ = write!(
                svg,
                "<text class=\"label\" x=\"0\" y=\"{:.0}\">{}</text><text x=\"{width}\" y=\"{:.0}\" text-anchor=\"end\">{}</text>\
                 <rect class=\"bar k{}\" x=\"0\" y=\"{:.0}\" width=\"{:.1}\" height=\"14\" rx=\"3\"/>",
                y + 12.0,
                escaped(&bar.name),
                y + 12.0,
                escaped(&bar.words),
                bar.color % 8,
                y + 18.0,
                x(bar.middle).max(1.0)
            );
            if bar.most > bar.least {
                let _ = write!(
                    svg,
                    "<line class=\"whisker\" x1=\"{:.1}\" x2=\"{:.1}\" y1=\"{m:.0}\" y2=\"{m:.0}\"/>",
                    x(bar.least),
                    x(bar.most),
                    m = y + 25.0
                );
            }
        }
        let height = bars.len() * 42;
        format!("<svg class=\"{class}\" viewBox=\"0 0 {width} {height}\" role=\"img\" aria-label=\"{}\">{svg}</svg>", escaped(title))
    };
    format!(
        "<figure>\n<figcaption><strong>{}</strong></figcaption>\n{}\n{}\n</figure>\n",
        escaped(title),
        draw("wide", 460.0),
        draw("narrow", 320.0)
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chart(x: Scale, y: Scale, points: Vec<(f64, f64)>) -> Chart {
        let line = Line { name: "a <line>".to_owned(), points, color: 0, filled: true };
        let band = Band { from: 0.0, until: 5.0, name: "ramp & rise".to_owned(), kind: "ramp" };
        Chart { title: "T".to_owned(), unit: "ms", x, y, lines: vec![line], bands: if x == Scale::Time { vec![band] } else { Vec::new() } }
    }

    #[test]
    fn ticks_are_round_and_reach_above_the_most() {
        assert_eq!(nice(93.0, 5), [0.0, 20.0, 40.0, 60.0, 80.0, 100.0]);
        assert_eq!(nice(0.42, 5), [0.0, 0.1, 0.2, 0.30000000000000004, 0.4, 0.5]);
        assert_eq!(nice(100.0, 5).last(), Some(&100.0));
        assert_eq!(nice(0.0, 5), [0.0, 1.0]);
        assert_eq!(nice(f64::NAN, 5), [0.0, 1.0]);
    }

    #[test]
    fn a_point_lies_where_its_value_is() {
        let svg = chart(Scale::Time, Scale::Linear, vec![(0.0, 0.0), (10.0, 100.0)]).svg(960.0, 250.0, "wide");
        // "100 ms" on the left takes 49.4; the plot is 898.6 wide, from 24 to 226.
        assert!(svg.contains("points=\"49.4,226.0 948.0,24.0\""), "{svg}");
        assert!(svg.contains("ramp &amp; rise") && svg.contains("a &lt;line&gt; 100 ms"), "{svg}");
    }

    #[test]
    fn each_nine_is_one_step() {
        assert!((scaled(Scale::Nines, 0.9) - 1.0).abs() < 1e-9 && (scaled(Scale::Nines, 0.999) - 3.0).abs() < 1e-9);
        assert_eq!([0.5, 0.9, 0.99, 0.999, 0.9999].map(percentile_words), ["p50", "p90", "p99", "p99.9", "p99.99"]);
        let svg = chart(Scale::Nines, Scale::Log, vec![(0.0, 1.0), (0.9, 2.0), (0.99, 40.0)]).svg(960.0, 250.0, "wide");
        assert!(svg.contains(">p99<") && !svg.contains(">p99.9<") && svg.contains(">100 ms<"), "{svg}");
    }

    #[test]
    fn of_a_hundred_thousand_points_the_peak_is_kept() {
        let points: Vec<(f64, f64)> = (0..100_000).map(|n| (f64::from(n), if n == 54_321 { 9.0 } else { 1.0 })).collect();
        let thin = thinned(&points);
        assert!(thin.len() <= POINTS + 2 && thin.iter().any(|(_, y)| *y == 9.0), "{}", thin.len());
        assert!(thin.windows(2).all(|two| two[0].0 < two[1].0));
    }

    #[test]
    fn times_are_shown_as_people_say_them() {
        assert_eq!([time_words(45.0, 100.0), time_words(150.0, 600.0), time_words(3_900.0, 30_000.0)], ["45 s", "2:30", "1:05 h"]);
        assert_eq!([time_step(9.0, 9), time_step(90.0, 9), time_step(30_000.0, 9)], [1.0, 10.0, 3_600.0]);
    }

    #[test]
    fn nothing_at_all_is_no_picture_and_one_point_is_a_dot() {
        assert_eq!(chart(Scale::Time, Scale::Linear, Vec::new()).figure(), "");
        assert!(chart(Scale::Time, Scale::Linear, vec![(1.0, 2.0)]).figure().contains("<circle"));
        assert_eq!(bars("none", &[]), "");
    }
}
