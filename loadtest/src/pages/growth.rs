//! How something grows, as a picture: both axes logarithmic, a point a size, the fitted line dashed through them, and how it grows in
//! words above. As a file of its own it brings its colours with it, light and dark; in a page it takes the page's.

use std::fmt::Write;

use super::{STYLE, escaped};
use crate::grow::fit::Fit;

/// One measure of a curve.
pub struct Drawn {
    pub name: String,
    /// How it grows, in words.
    pub says: String,
    pub fit: Option<Fit>,
    /// Size, median, least and most.
    pub points: Vec<(f64, f64, (f64, f64))>,
}

pub struct Plot {
    pub title: &'static str,
    pub x: &'static str,
    pub y: &'static str,
    pub unit: &'static str,
    pub lines: Vec<Drawn>,
}

const WIDTH: f64 = 720.0;
const PLOT: f64 = 300.0;
const LEFT: f64 = 66.0;
const RIGHT: f64 = 22.0;
/// Title, then a line for each measure.
const TITLE: f64 = 34.0;
const NAMED: f64 = 20.0;
/// Below the plot: sizes, then what they are.
const BOTTOM: f64 = 50.0;
/// Words of sizes need so much room.
const APART: f64 = 40.0;

/// An axis whose steps are multiples.
struct Axis {
    low: f64,
    high: f64,
    from: f64,
    long: f64,
}

impl Axis {
    fn at(&self, value: f64) -> f64 {
        self.from + (value / self.low).ln() / (self.high / self.low).ln() * self.long
    }
}

impl Plot {
    /// A file to be put into a page by `<img>`.
    pub fn file(&self) -> String {
        // The two sets of colours stand first in the pages' style.
        let colors = STYLE.split("* {").next().unwrap_or_default();
        let style = format!(
            "{colors}text {{ fill: var(--soft); font: 13px system-ui, -apple-system, \"Segoe UI\", sans-serif; }} .head {{ fill: var(--ink); font-size: 16px; font-weight: 650; }}\n\
             .grid {{ stroke: var(--grid); }} .axis {{ stroke: var(--line); }} .dot {{ fill: var(--k); }} .paper {{ fill: var(--card); }}\n\
             .fitted {{ stroke: var(--k); stroke-width: 2; stroke-dasharray: 6 5; }} .range {{ stroke: var(--k); stroke-width: 1.5; }}\n\
             .k0 {{ --k: var(--c0); }} .k1 {{ --k: var(--c1); }} .k2 {{ --k: var(--c2); }} .k3 {{ --k: var(--c3); }}"
        );
        let (height, drawn) = self.drawn();
        format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {WIDTH} {height}\" width=\"{WIDTH}\" height=\"{height}\" role=\"img\">\n\
             <title>{}</title>\n<style>\n{style}\n</style>\n<rect class=\"paper\" width=\"{WIDTH}\" height=\"{height}\" rx=\"12\"/>\n{drawn}</svg>\n",
            escaped(&self.described())
        )
    }

    /// The same within a page that has the pages' style.
    pub fn figure(&self) -> String {
        let (height, drawn) = self.drawn();
        format!(
            "<figure>\n<svg viewBox=\"0 0 {WIDTH} {height}\" role=\"img\" aria-label=\"{}\">\n{drawn}</svg>\n</figure>\n",
            escaped(&self.described())
        )
    }

    /// For whoever hears it.
    fn described(&self) -> String {
        let lines: Vec<String> = self.lines.iter().map(|line| format!("{}: {}", line.name, line.says)).collect();
        format!("{}. {} by {}. {}", self.title, self.y, self.x, lines.join("; "))
    }

    /// Its height, and what is in it.
    fn drawn(&self) -> (f64, String) {
        let above = TITLE + NAMED * self.lines.len() as f64 + 22.0;
        let height = above + PLOT + BOTTOM;
        let mut svg = format!("<text class=\"head\" x=\"16\" y=\"26\">{}</text>\n", escaped(self.title));
        for (nth, line) in self.lines.iter().enumerate() {
            let y = TITLE + NAMED * nth as f64 + 12.0;
            // Writing to a String can't fail.
            let _ = writeln!(
                svg,
                "<circle class=\"dot k{}\" cx=\"21\" cy=\"{:.1}\" r=\"4.5\"/><text x=\"32\" y=\"{y:.1}\">{}: {}</text>",
                nth % 4,
                y - 4.5,
                escaped(&line.name),
                escaped(&line.says)
            );
        }
        let _ = writeln!(svg, "<text x=\"16\" y=\"{:.1}\">{}, {}</text>", above - 10.0, escaped(self.y), escaped(self.unit));
        let Some((x, y)) = self.axes(above) else {
            let _ = writeln!(svg, "<text x=\"{LEFT}\" y=\"{:.1}\">nothing was measured that has a logarithm</text>", above + PLOT / 2.0);
            return (height, svg);
        };
        let (left, right, floor) = (LEFT, WIDTH - RIGHT, above + PLOT);
        for tick in ticks(y.low, y.high) {
            let at = y.at(tick);
            let _ = writeln!(
                svg,
                "<line class=\"grid\" x1=\"{left}\" x2=\"{right}\" y1=\"{at:.1}\" y2=\"{at:.1}\"/><text x=\"{:.1}\" y=\"{:.1}\" text-anchor=\"end\">{}</text>",
                left - 8.0,
                at + 4.5,
                short(tick)
            );
        }
        let mut last = f64::NEG_INFINITY;
        for size in self.sizes() {
            let at = x.at(size);
            let _ = writeln!(svg, "<line class=\"axis\" x1=\"{at:.1}\" x2=\"{at:.1}\" y1=\"{floor:.1}\" y2=\"{:.1}\"/>", floor + 5.0);
            if at - last >= APART {
                let _ = writeln!(svg, "<text x=\"{at:.1}\" y=\"{:.1}\" text-anchor=\"middle\">{}</text>", floor + 20.0, short(size));
                last = at;
            }
        }
        let _ = writeln!(svg, "<text x=\"{:.1}\" y=\"{:.1}\" text-anchor=\"end\">{}</text>", right, floor + 40.0, escaped(self.x));
        for (nth, line) in self.lines.iter().enumerate() {
            self.draw_line(line, nth % 4, [&x, &y], &mut svg);
        }
        (height, svg)
    }

    fn draw_line(&self, line: &Drawn, color: usize, [x, y]: [&Axis; 2], svg: &mut String) {
        let shown: Vec<&(f64, f64, (f64, f64))> = line.points.iter().filter(|(size, median, _)| *size > 0.0 && *median > 0.0).collect();
        let ends = shown.iter().map(|(size, ..)| *size).fold((f64::INFINITY, 0.0_f64), |(a, b), size| (a.min(size), b.max(size)));
        if let Some(fit) = &line.fit {
            let [from, to] = [ends.0, ends.1].map(|size| (x.at(size), y.at(fit.at(size))));
            let _ = writeln!(
                svg,
                "<line class=\"fitted k{color}\" x1=\"{:.1}\" y1=\"{:.1}\" x2=\"{:.1}\" y2=\"{:.1}\"/>",
                from.0, from.1, to.0, to.1
            );
        }
        for (size, median, (least, most)) in shown {
            let (at, name) = (x.at(*size), escaped(&line.name));
            if *least > 0.0 && least < most {
                let (low, high) = (y.at(*least), y.at(*most));
                let _ = writeln!(svg, "<line class=\"range k{color}\" x1=\"{at:.1}\" x2=\"{at:.1}\" y1=\"{low:.1}\" y2=\"{high:.1}\"/>");
            }
            let words = crate::grow::board::shown(*median);
            let _ = writeln!(
                svg,
                "<circle class=\"dot k{color}\" cx=\"{at:.1}\" cy=\"{:.1}\" r=\"5\"><title>{}: {name} {words} {}</title></circle>",
                y.at(*median),
                short(*size),
                escaped(self.unit)
            );
        }
    }

    fn sizes(&self) -> Vec<f64> {
        let mut sizes: Vec<f64> = self.lines.iter().flat_map(|line| line.points.iter().map(|(x, ..)| *x)).filter(|x| *x > 0.0).collect();
        sizes.sort_by(f64::total_cmp);
        sizes.dedup();
        sizes
    }

    /// `None` where nothing can be shown.
    fn axes(&self, above: f64) -> Option<(Axis, Axis)> {
        let range = |values: &mut dyn Iterator<Item = f64>| {
            let (least, most) =
                values.filter(|v| *v > 0.0 && v.is_finite()).fold((f64::INFINITY, 0.0_f64), |(a, b), v| (a.min(v), b.max(v)));
            (least <= most).then_some((least, most))
        };
        let all = || self.lines.iter().flat_map(|line| &line.points);
        let fitted = self.lines.iter().flat_map(|line| line.fit.iter().flat_map(|fit| line.points.iter().map(|(x, ..)| fit.at(*x))));
        let (least_x, most_x) = range(&mut all().map(|(x, ..)| *x))?;
        let (least_y, most_y) = range(&mut all().flat_map(|(_, y, (least, most))| [*y, *least, *most]).chain(fitted))?;
        let (x, y) = (wider(least_x, most_x, 2.0, 0.04), wider(least_y, most_y, 10.0, 0.06));
        let long = WIDTH - LEFT - RIGHT;
        Some((Axis { low: x.0, high: x.1, from: LEFT, long }, Axis { low: y.0, high: y.1, from: above + PLOT, long: -PLOT }))
    }
}

/// A bit more than from the least to the most, and at least so many times the least, so that what is flat looks flat.
fn wider(least: f64, most: f64, times: f64, margin: f64) -> (f64, f64) {
    let middle = (least * most).sqrt();
    let half = (most / least).max(times).sqrt().powf(1.0 + 2.0 * margin);
    (middle / half, middle * half)
}

/// Round numbers between both: 1, 2 and 5 of each power of ten, or only the powers when they are many.
fn ticks(low: f64, high: f64) -> Vec<f64> {
    let steps: &[f64] = if high / low < 1_000.0 { &[1.0, 2.0, 5.0] } else { &[1.0] };
    let powers = low.log10().floor() as i32..=high.log10().ceil() as i32;
    let all = powers
        .flat_map(|power| steps.iter().map(move |step| if power < 0 { step / 10_f64.powi(-power) } else { step * 10_f64.powi(power) }));
    all.filter(|tick| (low..=high).contains(tick)).collect()
}

/// `0.05`, `200`, `10k`, `1.8M`.
fn short(value: f64) -> String {
    match value {
        v if v >= 1e6 => format!("{}M", v / 1e6),
        v if v >= 1e3 => format!("{}k", v / 1e3),
        v => v.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pages::is_well_formed;

    fn plot(points: &[(f64, f64)]) -> Plot {
        let drawn = Drawn {
            name: "p50 & more".to_owned(),
            says: "x^1.00 (R² 1.000)".to_owned(),
            fit: Fit::of(points),
            points: points.iter().map(|(x, y)| (*x, *y, (y * 0.9, y * 1.1))).collect(),
        };
        Plot { title: "A page", x: "posts", y: "latency", unit: "ms", lines: vec![drawn] }
    }

    #[test]
    fn a_plot_is_well_formed_and_shows_each_size_the_line_and_how_it_grows() {
        let svg = plot(&[(1e3, 1.0), (1e5, 100.0), (1e7, 10_000.0)]).file();
        is_well_formed(&svg);
        assert_eq!(svg.matches("<circle class=\"dot").count(), 4, "three sizes, and one before its name");
        for words in [
            "prefers-color-scheme: dark",
            "p50 &amp; more: x^1.00 (R² 1.000)",
            "latency, ms",
            ">1k<",
            ">100k<",
            ">10M<",
            ">posts<",
            "fitted k0",
        ] {
            assert!(svg.contains(words), "{words} in {svg}");
        }
    }

    #[test]
    fn points_of_a_power_law_lie_on_the_fitted_line_and_within_the_plot() {
        let plot = plot(&[(10.0, 3.0), (100.0, 30.0), (1_000.0, 300.0)]);
        let (x, y) = plot.axes(100.0).unwrap();
        let fit = plot.lines[0].fit.unwrap();
        for (size, median, _) in &plot.lines[0].points {
            assert!((y.at(fit.at(*size)) - y.at(*median)).abs() < 1e-6);
            assert!((LEFT..=WIDTH - RIGHT).contains(&x.at(*size)) && (100.0..=100.0 + PLOT).contains(&y.at(*median)));
        }
        assert!(y.at(30.0) < y.at(3.0) && (y.at(3.0) - y.at(30.0) - (y.at(30.0) - y.at(300.0))).abs() < 1e-6, "ten times is one step");
    }

    #[test]
    fn what_is_flat_has_an_axis_that_does_not_magnify_it() {
        let flat = plot(&[(1e3, 8.0), (1e7, 8.1)]);
        let (_, y) = flat.axes(0.0).unwrap();
        assert!(y.high / y.low >= 10.0 && (y.at(8.0) - y.at(8.1)).abs() < 3.0);
    }

    #[test]
    fn nothing_or_one_point_is_a_picture_too() {
        for points in [&[][..], &[(10.0, 5.0)], &[(10.0, 0.0), (20.0, 0.0)]] {
            let plot = plot(points);
            is_well_formed(&plot.file());
            assert!(!plot.file().contains("NaN") && !plot.file().contains("inf"), "{points:?}");
        }
        let none = Plot { lines: Vec::new(), ..plot(&[]) };
        assert!(none.file().contains("nothing was measured"));
    }

    #[test]
    fn ticks_are_round_and_words_are_short() {
        assert_eq!(ticks(0.8, 25.0), [1.0, 2.0, 5.0, 10.0, 20.0]);
        assert_eq!(ticks(0.03, 90.0), [0.1, 1.0, 10.0]);
        assert_eq!(ticks(0.04, 0.3), [0.05, 0.1, 0.2]);
        assert_eq!([0.05, 200.0, 1_000.0, 18_000.0, 1e6, 1e7].map(short), ["0.05", "200", "1k", "18k", "1M", "10M"]);
    }
}
