//! What a text means beyond its words: a list of numbers for each text, near for texts that are about the same thing.
//!
//! ```text
//!   word ─▶ pieces ─▶ rows of a table (table.bin) ─▶ their sum ─▶ Vector ─▶ cosine
//! ```
//! The table was distilled from a sentence transformer (make.py, NOTICE); nothing is learned or looked up while the hub
//! runs. All of it is whole numbers, so two posts are as near on every machine. It knows English only: a text in
//! another language has no meaning here.
//!
//! Who wants the best may put a whole sentence transformer in the table's place ([`Source`]): some thousand times as slow.

mod cells;
pub(crate) mod kept;
#[cfg(feature = "embedding-model")]
mod model;
pub(crate) mod near;
pub(crate) mod pieces;
mod source;

pub use source::{Fault, Source};

use crate::{
    brief::hash,
    reading::WORDS_READ,
    words::{Reader, Weight, cut},
};

/// Goes up with every change of the table or of how texts are summed. Part of the index's version.
pub const TABLE_VERSION: u32 = 2;

/// Numbers of a row of the table.
const ROW: usize = 256;
/// Numbers of a text. A program that can load models has room for theirs; what is narrower ends in noughts, which change no
/// cosine.
pub const WIDE: usize = if cfg!(feature = "embedding-model") { 384 } else { ROW };
/// A sum of so many rows, each at its largest, still fits its 32 bits.
const MOST_PIECES: usize = 256;
/// How often the words of a title count in the whole: it says what a post is about.
const TITLE_COUNTS: usize = 2;

static TABLE: &[u8] = include_bytes!("table.bin");

/// A piece's row: its numbers, and what each is to be taken times.
fn row(piece: u16) -> (&'static [u8], i32) {
    let at = usize::from(piece);
    let scale = i32::from(u16::from_le_bytes([TABLE[at * 2], TABLE[at * 2 + 1]]));
    let begins = pieces::COUNT * 2 + at * ROW;
    (&TABLE[begins..begins + ROW], scale)
}

/// Rows, added up.
#[derive(Clone)]
pub(crate) struct Sum {
    numbers: [i32; WIDE],
    pieces: usize,
}

impl Sum {
    pub fn new() -> Sum {
        Sum { numbers: [0; WIDE], pieces: 0 }
    }

    /// Adds a word, so many times over. What comes after the most that fits is left out.
    pub fn add(&mut self, word: &str, times: usize) {
        pieces::of(word, |piece| {
            if self.pieces + times > MOST_PIECES {
                return;
            }
            self.pieces += times;
            let (numbers, scale) = row(piece);
            let scale = scale * times as i32;
            for (sum, number) in self.numbers.iter_mut().zip(numbers) {
                *sum += i32::from(*number as i8) * scale;
            }
        });
    }

    pub fn numbers(&self) -> &[i32; WIDE] {
        &self.numbers
    }

    /// The same direction in small numbers; `None` when nothing was added that means anything.
    pub fn vector(&self) -> Option<Vector> {
        small(&self.numbers.map(i64::from))
    }
}

/// A direction in small numbers; `None` when it is none.
fn small(numbers: &[i64; WIDE]) -> Option<Vector> {
    let largest = numbers.iter().map(|n| n.abs()).max().filter(|n| *n > 0)?;
    let mut small = [0; WIDE];
    for (small, number) in small.iter_mut().zip(numbers) {
        // To the nearest, away from nought when between two.
        *small = ((number * 254 + largest * number.signum()) / (2 * largest)) as i8;
    }
    Some(Vector::new(small))
}

/// Where a text stands among all that can be said.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Vector {
    numbers: [i8; WIDE],
    /// The square of its length.
    square: u32,
}

impl std::fmt::Debug for Vector {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Vector({:?}…)", &self.numbers[..4])
    }
}

impl Vector {
    fn new(numbers: [i8; WIDE]) -> Vector {
        let square = dot(&numbers, &numbers) as u32;
        Vector { numbers, square }
    }

    fn of_bytes(bytes: &[u8; WIDE]) -> Vector {
        Vector::new(bytes.map(|byte| byte as i8))
    }

    /// Its numbers, so that its length is 1.
    pub(crate) fn direction(&self) -> [f64; WIDE] {
        let length = f64::from(self.square).sqrt().max(1.0);
        self.numbers.map(|number| f64::from(number) / length)
    }

    pub(crate) fn hash(&self) -> u64 {
        hash(&self.bytes())
    }

    fn bytes(&self) -> [u8; WIDE] {
        self.numbers.map(|number| number as u8)
    }

    /// Whether the cosine may be so large, found without a root and a quotient: `true` for all of which it is.
    pub(crate) fn may_be_so_near(&self, other: &Vector, least: f64) -> bool {
        let dot = f64::from(dot(&self.numbers, &other.numbers));
        // A little less, since both sides of this are rounded.
        let least = least - 1e-9;
        least <= 0.0 || (dot > 0.0 && dot * dot >= least * least * (f64::from(self.square) * f64::from(other.square)))
    }

    /// 1 for texts that mean the same, 0 for texts that have nothing to do with each other.
    pub fn cosine(&self, other: &Vector) -> f64 {
        // Whole numbers below 2^53, a root and a quotient: every machine rounds them alike.
        let lengths = (f64::from(self.square) * f64::from(other.square)).sqrt();
        if lengths == 0.0 { 0.0 } else { f64::from(dot(&self.numbers, &other.numbers)) / lengths }
    }
}

/// Most of the time that meanings cost is spent here, so wide registers are used where there are any. Whole numbers add up
/// to the same in any order.
fn dot(a: &[i8; WIDE], b: &[i8; WIDE]) -> i32 {
    #[cfg(target_arch = "x86_64")]
    if std::arch::is_x86_feature_detected!("avx2") {
        // SAFETY: the processor has just said that it can.
        return unsafe { wide_dot(a, b) };
    }
    plain_dot(a, b)
}

#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx2")]
fn wide_dot(a: &[i8; WIDE], b: &[i8; WIDE]) -> i32 {
    plain_dot(a, b)
}

#[inline(always)]
fn plain_dot(a: &[i8; WIDE], b: &[i8; WIDE]) -> i32 {
    a.iter().zip(b).map(|(a, b)| i32::from(*a) * i32::from(*b)).sum()
}

/// What a post means by the table; nothing where the language is another one. Grammar means nothing, and a title counts twice.
pub fn of<'a>(language: &str, title: &str, texts: impl IntoIterator<Item = &'a str>) -> Option<Box<Vector>> {
    if !is_read(language) {
        return None;
    }
    let reader = Reader::of(language);
    let says = |word: &str| reader.read(word).weight != Weight::Stop;
    let mut sum = Sum::new();
    cut(title).filter(|token| says(token.written)).for_each(|token| sum.add(token.written, TITLE_COUNTS));
    for text in texts {
        cut(text).take(WORDS_READ).filter(|token| says(token.written)).for_each(|token| sum.add(token.written, 1));
    }
    sum.vector().map(Box::new)
}

/// Whether it is known what texts of this language mean. Not known is read as English, as words are.
pub fn is_read(language: &str) -> bool {
    matches!(language, "en" | "")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn nearness(a: &str, b: &str) -> f64 {
        of("en", a, []).unwrap().cosine(&of("en", b, []).unwrap())
    }

    #[test]
    fn what_means_the_same_in_other_words_is_nearer_than_what_does_not() {
        for (text, near, far) in [
            ("bread rolls from my bakery", "a cafe with pastry and cakes", "repair of old bicycles"),
            ("my tomatoes are ill", "diseases of vegetables in the garden", "tax returns for freelancers"),
            ("learn to play the violin", "music lessons for adults", "logo design"),
        ] {
            let (near_by, far_off) = (nearness(text, near), nearness(text, far));
            assert!(near_by > far_off + 0.1, "{text}: {near} {near_by:.2}, {far} {far_off:.2}");
        }
    }

    #[test]
    fn a_text_is_as_near_as_can_be_to_itself_and_to_its_words_in_another_order() {
        assert_eq!(nearness("bread and butter", "bread and butter"), 1.0);
        assert_eq!(nearness("sourdough rye bread", "bread, rye: sourdough!"), 1.0);
    }

    #[test]
    fn nothing_and_other_languages_mean_nothing() {
        assert_eq!(of("en", "", []), None);
        assert_eq!(of("en", "the of and", ["with"]), None, "grammar");
        assert_eq!(of("de", "Brot und Butter", []), None);
        assert!(of("", "bread and butter", []).is_some(), "not known is read as English");
    }

    #[test]
    fn the_longest_text_does_not_overflow() {
        let long = "zebra ".repeat(5_000);
        assert!((of("en", &long, [long.as_str()]).unwrap().cosine(&of("en", "zebra", []).unwrap()) - 1.0).abs() < 0.01);
    }

    #[test]
    fn the_table_has_a_row_for_each_piece() {
        assert_eq!(TABLE.len(), pieces::COUNT * (2 + ROW));
        let largest = (0..pieces::COUNT as u16).map(|piece| row(piece).1).max();
        assert_eq!(largest, Some(65_535));
    }

    #[test]
    fn numbers_are_rounded_to_the_nearest() {
        let mut sum = Sum::new();
        sum.numbers[..4].copy_from_slice(&[254_000, 127_000, -1_001, 999]);
        assert_eq!(sum.vector().unwrap().numbers[..4], [127, 64, -1, 0]);
    }
}
