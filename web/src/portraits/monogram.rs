//! Draws a monogram: the initial of a name on a pattern in a jewel's colour, each chosen by a few bits of a hash of the name.

use std::{fmt::Write, sync::LazyLock};

use sha2::{Digest, Sha256};
use ttf_parser::{Face, OutlineBuilder};

use crate::share::png::SEMI_BOLD;

/// The jewels as `3-parts.css` has them on light pages. Each is dark enough below a white letter; what is drawn over one only
/// darkens it.
const JEWELS: [&str; 10] = ["#9b111e", "#a9500a", "#007a4d", "#0f52ba", "#aa336a", "#4b0082", "#5a175d", "#046307", "#4a6f27", "#a2445f"];
/// Of nobody any more.
const NOBODY: &str = "#475569";

/// What lies behind the letter.
const PATTERNS: [&str; 8] = [
    r#"<path d="M-8 40 40-8M-8 88 88-8M-8 136 136-8M40 136 136 40M88 136 136 88" stroke-width="14"/>"#,
    r#"<path d="M16-4v136M48-4v136M80-4v136M112-4v136" stroke-width="10"/>"#,
    r#"<path d="M-4 20q17-22 34 0t34 0 34 0 34 0M-4 64q17-22 34 0t34 0 34 0 34 0M-4 108q17-22 34 0t34 0 34 0 34 0" stroke-width="10"/>"#,
    r#"<circle cx="64" cy="64" r="30" stroke-width="10"/><circle cx="64" cy="64" r="56" stroke-width="10"/><circle cx="64" cy="64" r="82" stroke-width="10"/>"#,
    r#"<path d="M0 128 128 0v128z" fill="black" stroke="none"/>"#,
    r#"<path d="M16 16h.1M48 16h.1M80 16h.1M112 16h.1M16 48h.1M48 48h.1M80 48h.1M112 48h.1M16 80h.1M48 80h.1M80 80h.1M112 80h.1M16 112h.1M48 112h.1M80 112h.1M112 112h.1" stroke-width="14"/>"#,
    r#"<circle cx="0" cy="128" r="48" stroke-width="20"/><circle cx="0" cy="128" r="96" stroke-width="20"/>"#,
    r#"<path d="M-4 24l34-24 34 24 34-24 34 24M-4 68l34-24 34 24 34-24 34 24M-4 112l34-24 34 24 34-24 34 24" stroke-width="10"/>"#,
];

/// An SVG of 128 × 128. A name without a letter or a digit has a pattern alone.
pub fn draw(name: &str) -> String {
    let bytes = Sha256::digest(name.to_lowercase().as_bytes());
    let nobody = hub::leaving::PORTRAIT.ends_with(&format!("/{name}.svg"));
    let colour = if nobody { NOBODY } else { JEWELS[usize::from(bytes[0]) % JEWELS.len()] };
    let pattern = PATTERNS[usize::from(bytes[1]) % PATTERNS.len()];
    let turned = u16::from(bytes[2] % 4) * 90;
    let initial = name.chars().find(char::is_ascii_alphanumeric).filter(|_| !nobody).map(|c| letter(c.to_ascii_uppercase()));
    let initial = initial.unwrap_or_default();
    // The ring keeps a dark jewel apart from a dark page.
    format!(
        r##"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 128 128" role="img" aria-label="a monogram"><rect width="128" height="128" fill="{colour}"/><g fill="none" stroke="#000" stroke-linecap="round" opacity=".22" transform="rotate({turned} 64 64)">{pattern}</g><circle cx="64" cy="64" r="62.5" fill="none" stroke="#fff" stroke-opacity=".28" stroke-width="3"/>{initial}</svg>"##
    )
}

static LETTERS: LazyLock<Face<'static>> = LazyLock::new(|| Face::parse(SEMI_BOLD, 0).expect("the font is whole: drawn in a test"));

/// How high a capital stands.
const HIGH: f32 = 58.0;

/// The outline of a letter in the middle, so that it looks alike wherever it is shown.
fn letter(c: char) -> String {
    let Some(glyph) = LETTERS.glyph_index(c) else { return String::new() };
    let mut pen = Pen { path: String::new(), scale: HIGH / f32::from(LETTERS.capital_height().unwrap_or(1)), left: 0.0, base: 0.0 };
    let Some(bounds) = LETTERS.glyph_bounding_box(glyph) else { return String::new() };
    pen.left = 64.0 - pen.scale * f32::from(bounds.x_min + bounds.x_max) / 2.0;
    pen.base = 64.0 + pen.scale * f32::from(bounds.y_min + bounds.y_max) / 2.0;
    LETTERS.outline_glyph(glyph, &mut pen);
    format!(r##"<path fill="#fff" d="{}"/>"##, pen.path)
}

struct Pen {
    path: String,
    scale: f32,
    left: f32,
    base: f32,
}

impl Pen {
    fn go(&mut self, how: char, points: &[(f32, f32)]) {
        self.path.push(how);
        for (n, (x, y)) in points.iter().enumerate() {
            let (x, y) = (self.left + x * self.scale, self.base - y * self.scale);
            let between = if n == 0 { "" } else { " " };
            let _ = write!(self.path, "{between}{x:.1} {y:.1}");
        }
    }
}

impl OutlineBuilder for Pen {
    fn move_to(&mut self, x: f32, y: f32) {
        self.go('M', &[(x, y)]);
    }

    fn line_to(&mut self, x: f32, y: f32) {
        self.go('L', &[(x, y)]);
    }

    fn quad_to(&mut self, x1: f32, y1: f32, x: f32, y: f32) {
        self.go('Q', &[(x1, y1), (x, y)]);
    }

    fn curve_to(&mut self, x1: f32, y1: f32, x2: f32, y2: f32, x: f32, y: f32) {
        self.go('C', &[(x1, y1), (x2, y2), (x, y)]);
    }

    fn close(&mut self) {
        self.path.push('z');
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn it_is_always_the_same_and_those_of_one_letter_differ() {
        assert_eq!(draw("ana"), draw("Ana"));
        let drawn: HashSet<String> = (0..400).map(|n| draw(&format!("member-{n}"))).collect();
        assert!(drawn.len() > 100, "only {} different ones", drawn.len());
    }

    #[test]
    fn every_letter_that_a_handle_begins_with_is_drawn_and_no_two_are_alike() {
        let all: HashSet<String> = ('A'..='Z').chain('0'..='9').map(letter).collect();
        assert!(all.len() == 36 && all.iter().all(|path| path.contains('M')), "{}", all.len());
        assert!(draw("_ana").contains(&letter('A')), "the first letter that there is");
        assert_eq!(draw("-_").matches("fill=\"#fff\"").count(), 0);
    }

    #[test]
    fn who_has_left_has_no_letter_and_no_colour() {
        let left = draw("somebody-who-left");
        assert!(left.contains(NOBODY) && !left.contains(&letter('S')), "{left}");
    }

    #[test]
    fn nothing_of_the_name_but_its_initial_stands_in_the_drawing() {
        let drawn = draw("\"><script>alert(1)</script>");
        assert!(!drawn.contains("script") && drawn.contains(&letter('S')) && drawn.len() < 4_096, "{drawn}");
    }

    /// As it is painted, pattern and all: wherever there is no letter, white stands out from it.
    #[test]
    fn the_letter_stands_out_from_all_that_lies_behind_it() {
        let linear = |v: u8| {
            let v = f64::from(v) / 255.0;
            if v <= 0.040_45 { v / 12.92 } else { ((v + 0.055) / 1.055).powf(2.4) }
        };
        for n in 0..60 {
            // Without a letter, and inside the ring.
            let canvas = crate::share::png::painted(&draw(&"_".repeat(n + 1)), 64, 64).expect("painted");
            for y in 8..56 {
                for x in 8..56 {
                    let p = canvas.pixel(x, y).expect("a pixel");
                    let light = 0.2126 * linear(p.red()) + 0.7152 * linear(p.green()) + 0.0722 * linear(p.blue());
                    let far = (x as f32 - 31.5).hypot(y as f32 - 31.5) < 28.0;
                    assert!(!far || 1.05 / (light + 0.05) >= 4.5, "{n}: {x} {y} {p:?}");
                }
            }
        }
    }

    #[test]
    fn its_colours_are_those_of_the_style_sheet() {
        let css = include_str!("../../assets/css/3-parts.css");
        for colour in JEWELS {
            assert!(css.contains(&format!("--tint: light-dark({colour},")), "{colour}");
        }
    }
}
