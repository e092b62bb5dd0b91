//! What two posts mean in common, though they say it in other words.
//!
//! How near they are is one number for all they say ([`crate::meaning`]). It is told only when a phrase of one can be quoted
//! beside a phrase of the other that means much the same: “posts for my bakery”, “social media for local shops”.

use std::{cell::RefCell, rc::Rc, sync::Arc};

use rustc_hash::FxHashMap;

use super::{Reason, Weights};
use crate::{
    meaning::{Sum, Vector},
    reading::Reading,
    words::{Read, Reader, Weight, cut},
};

/// So many words of a post are looked through for a phrase to quote, from its title on.
const LOOKED_THROUGH: usize = 48;
/// A phrase has at most so many words, grammar between them included.
const LONGEST: usize = 5;
/// A phrase says something when one of its words weighs at least this.
const TELLING: u8 = 50;
/// Two phrases of two telling words are better to quote than two words alone that are a little nearer.
const FOR_A_SECOND_WORD: f64 = 0.05;

/// The chance that two posts that are so near are about the same thing. `None` where it is not known what one of them means.
pub fn strength(ask: &Reading, offer: &Reading, weights: &Weights) -> Option<f64> {
    let (Some(mine), Some(theirs), true) = (&ask.meaning, &offer.meaning, weights.meaning > 0.0) else { return None };
    Some(of_cosine(mine.cosine(theirs), weights))
}

/// The same for two posts that are known to be so near.
pub fn of_cosine(cosine: f64, weights: &Weights) -> f64 {
    1.0 - (-weights.meaning * (cosine - weights.near_from).max(0.0)).exp()
}

/// The two phrases that are nearest to each other, when they are near enough to be told.
pub fn reason(ask: &Reading, offer: &Reading, strength: f64, weights: &Weights) -> Option<Reason> {
    if strength < weights.meaning_told {
        return None;
    }
    let (mine, theirs) = (Spoken::of(ask), Spoken::of(offer));
    let (ask, offer) = nearest(&mine, &theirs, weights.phrases_near)?;
    Some(Reason::Meaning { ask: mine.quoted(ask), offer: theirs.quoted(offer), strength })
}

/// A word of a post, with what it means by itself.
struct Word<'a> {
    text: &'a str,
    begins: usize,
    ends: usize,
    joined: bool,
    stem: Arc<str>,
    weight: u8,
    /// Its direction and how much it counts; grammar has none.
    means: Option<Meant>,
}

/// Some words in a row.
#[derive(Clone, Copy)]
struct Phrase {
    first: usize,
    /// The one after the last.
    end: usize,
    telling: usize,
    length: f64,
}

/// The beginning of a post, and the phrases in it.
struct Spoken<'a> {
    words: Vec<Word<'a>>,
    phrases: Vec<Phrase>,
}

impl<'a> Spoken<'a> {
    fn of(reading: &'a Reading) -> Spoken<'a> {
        let reader = Reader::of(&reading.post.language);
        let mut words: Vec<Word<'a>> = Vec::new();
        for text in [reading.post.title.as_str(), &reading.post.text] {
            for token in cut(text).take(LOOKED_THROUGH.saturating_sub(words.len())) {
                let begins = token.written.as_ptr() as usize - text.as_ptr() as usize;
                let Read { written, stem, weight, .. } = reader.read(token.written);
                let means = if weight == Weight::Stop { None } else { means(&written) };
                let ends = begins + token.written.len();
                words.push(Word { text, begins, ends, joined: token.joined, stem, weight: weight.points(), means });
            }
        }
        let mut spoken = Spoken { words, phrases: Vec::new() };
        spoken.phrases = (0..spoken.words.len()).flat_map(|first| spoken.from(first)).collect();
        spoken
    }

    /// The phrases that begin with a word: they begin and end with one that says something.
    fn from(&self, first: usize) -> Vec<Phrase> {
        let mut phrases = Vec::new();
        let (mut telling, mut square, mut tells) = (0, 0.0, false);
        for end in first + 1..=(first + LONGEST).min(self.words.len()) {
            let last = &self.words[end - 1];
            if end - 1 > first && !last.joined {
                break;
            }
            if let Some(last) = &last.means {
                let (vector, length) = &**last;
                for before in &self.words[first..end - 1] {
                    if let Some(before) = &before.means {
                        let (other, theirs) = &**before;
                        square += 2.0 * vector.cosine(other) * length * theirs;
                    }
                }
                square += length * length;
            }
            let says = last.weight > 0 && last.means.is_some();
            telling += usize::from(says);
            tells |= last.weight >= TELLING;
            if !says && end - 1 == first {
                break;
            }
            if says && tells && square > 0.0 {
                phrases.push(Phrase { first, end, telling, length: square.sqrt() });
            }
        }
        phrases
    }

    /// As it was written, without the marks of markdown.
    fn quoted(&self, phrase: Phrase) -> String {
        let (first, last) = (&self.words[phrase.first], &self.words[phrase.end - 1]);
        first.text[first.begins..last.ends].replace(['*', '_'], "")
    }

    fn telling(&self, phrase: Phrase) -> impl Iterator<Item = &Word<'a>> {
        self.words[phrase.first..phrase.end].iter().filter(|word| word.means.is_some())
    }
}

/// “book” and “textbook”, “read” and “reader”: near, but in their letters. Quoting them would say less than it seems to.
fn alike(a: &str, b: &str) -> bool {
    let (short, long) = if a.len() <= b.len() { (a, b) } else { (b, a) };
    let same = short.chars().zip(long.chars()).take_while(|(x, y)| x == y).count();
    same >= 4 || short == long || (short.chars().count() >= 3 && long.contains(short))
}

/// Of a word by itself: its direction, and how much it counts.
fn means(word: &Arc<str>) -> Option<Meant> {
    if let Some(known) = MEANT.with_borrow(|known| known.get(word).cloned()) {
        return known;
    }
    let mut sum = Sum::new();
    sum.add(word, 1);
    let square: i64 = sum.numbers().iter().map(|n| i64::from(*n) * i64::from(*n)).sum();
    let meant = sum.vector().map(|vector| Rc::new((vector, (square as f64).sqrt())));
    MEANT.with_borrow_mut(|known| {
        if known.len() >= REMEMBERED {
            known.clear();
        }
        known.insert(word.clone(), meant.clone());
    });
    meant
}

type Meant = Rc<(Vector, f64)>;

/// So many words are remembered by each thread, some 300 bytes each: posts say the same words over and over.
const REMEMBERED: usize = 4_096;

thread_local! {
    static MEANT: RefCell<FxHashMap<Arc<str>, Option<Meant>>> = RefCell::default();
}

/// The nearest phrases, one of each, above a floor. They share no word and no part of one: what both say is told elsewhere.
fn nearest(mine: &Spoken, theirs: &Spoken, floor: f64) -> Option<(Phrase, Phrase)> {
    // How near each word is to each, summed up from the corner, so that two phrases are four look-ups.
    let wide = theirs.words.len() + 1;
    let mut corner = vec![0.0; (mine.words.len() + 1) * wide];
    for (row, a) in mine.words.iter().enumerate() {
        for (column, b) in theirs.words.iter().enumerate() {
            let near = match (&a.means, &b.means) {
                (Some(a), Some(b)) => a.0.cosine(&b.0) * a.1 * b.1,
                _ => 0.0,
            };
            let at = (row + 1) * wide + column + 1;
            corner[at] = near + corner[at - 1] + corner[at - wide] - corner[at - wide - 1];
        }
    }
    let sum = |a: Phrase, b: Phrase| {
        let at = |row: usize, column: usize| corner[row * wide + column];
        at(a.end, b.end) - at(a.first, b.end) - at(a.end, b.first) + at(a.first, b.first)
    };
    let mut best: Option<(f64, Phrase, Phrase)> = None;
    for a in &mine.phrases {
        for b in &theirs.phrases {
            let near = sum(*a, *b) / (a.length * b.length);
            let worth = near + FOR_A_SECOND_WORD * (a.telling.min(b.telling).min(3) as f64 - 1.0);
            let better = near >= floor && best.as_ref().is_none_or(|(before, ..)| worth > *before);
            if better && mine.telling(*a).all(|word| theirs.telling(*b).all(|other| !alike(&word.stem, &other.stem))) {
                best = Some((worth, *a, *b));
            }
        }
    }
    best.map(|(_, a, b)| (a, b))
}
