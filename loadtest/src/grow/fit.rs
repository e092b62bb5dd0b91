//! How something grows: the straight line through points whose both axes are logarithms.

use serde::Serialize;

/// Below this the exponent is nothing: over four powers of ten it makes less than 1.6 times.
const FLAT: f64 = 0.05;
/// A line that explains less than this of what was seen explains nothing.
const EXPLAINS: f64 = 0.5;

/// `y = factor · x^exponent`, fitted by least squares to log y over log x.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Fit {
    pub exponent: f64,
    pub factor: f64,
    /// The share of what y varies that the line explains.
    pub r2: f64,
    pub points: usize,
}

impl Fit {
    /// `None` where there are not two different sizes to draw a line through. What is not above 0 has no logarithm and is left out.
    pub fn of(points: &[(f64, f64)]) -> Option<Fit> {
        let logs: Vec<(f64, f64)> = points.iter().filter(|(x, y)| *x > 0.0 && *y > 0.0).map(|(x, y)| (x.ln(), y.ln())).collect();
        let n = logs.len() as f64;
        let (x, y) = (logs.iter().map(|p| p.0).sum::<f64>() / n, logs.iter().map(|p| p.1).sum::<f64>() / n);
        let sum = |of: fn(f64, f64) -> f64| logs.iter().map(|p| of(p.0 - x, p.1 - y)).sum::<f64>();
        let (xx, xy, yy) = (sum(|x, _| x * x), sum(|x, y| x * y), sum(|_, y| y * y));
        if logs.len() < 2 || xx < 1e-12 {
            return None;
        }
        let exponent = xy / xx;
        // What does not vary at all is explained by any line that does not rise.
        let r2 = if yy < 1e-12 { 1.0 } else { xy * xy / (xx * yy) };
        Some(Fit { exponent, factor: (y - exponent * x).exp(), r2, points: logs.len() })
    }

    pub fn at(&self, x: f64) -> f64 {
        self.factor * x.powf(self.exponent)
    }

    pub fn is_flat(&self) -> bool {
        self.exponent.abs() < FLAT
    }

    /// `flat (x^0.01)`, `x^0.98 (R² 0.999)`.
    pub fn words(&self) -> String {
        let power = format!("x^{:.2}", if self.exponent.abs() < 0.005 { 0.0 } else { self.exponent });
        match () {
            () if self.is_flat() => format!("flat ({power})"),
            () if self.points == 2 => format!("{power} (two points)"),
            () if self.r2 < EXPLAINS => format!("no clear growth ({power}, R² {:.2})", self.r2),
            () => format!("{power} (R² {:.3})", self.r2),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_power_law_is_found_exactly() {
        for (exponent, factor) in [(1.0, 8.5), (0.5, 3.0), (-1.0, 2e6), (0.0, 7.0)] {
            let points: Vec<(f64, f64)> = [1e3, 1e4, 1.8e4, 5e4].iter().map(|x: &f64| (*x, factor * x.powf(exponent))).collect();
            let fit = Fit::of(&points).unwrap();
            assert!((fit.exponent - exponent).abs() < 1e-9 && (fit.factor / factor - 1.0).abs() < 1e-9, "{fit:?}");
            assert!((fit.r2 - 1.0).abs() < 1e-9 && (fit.at(2e4) / (factor * 2e4_f64.powf(exponent)) - 1.0).abs() < 1e-9, "{fit:?}");
        }
    }

    #[test]
    fn noise_lowers_what_the_line_explains_and_words_say_which_it_is() {
        let words = |points: &[(f64, f64)]| Fit::of(points).unwrap().words();
        assert_eq!(words(&[(1e3, 8.0), (1e4, 8.1), (1e5, 7.9), (1e7, 8.05)]), "flat (x^0.00)");
        assert_eq!(words(&[(1.0, 10.0), (10.0, 100.0), (100.0, 1_000.0)]), "x^1.00 (R² 1.000)");
        assert_eq!(words(&[(10.0, 1.0), (100.0, 10.0)]), "x^1.00 (two points)");
        let noisy = Fit::of(&[(1.0, 10.0), (10.0, 90.0), (100.0, 3.0), (1_000.0, 60.0)]).unwrap();
        assert!(noisy.r2 < 0.2 && noisy.words().starts_with("no clear growth (x^"), "{}", noisy.words());
    }

    #[test]
    fn where_no_line_can_be_drawn_there_is_none() {
        for points in [&[][..], &[(10.0, 1.0)], &[(10.0, 1.0), (10.0, 2.0)], &[(10.0, 0.0), (100.0, 0.0), (1_000.0, 1.0)]] {
            assert_eq!(Fit::of(points), None, "{points:?}");
        }
        // What was below what the system counts is left out, and the rest still says something.
        assert_eq!(Fit::of(&[(1.0, 0.0), (10.0, 1.0), (100.0, 10.0)]).unwrap().points, 2);
    }
}
