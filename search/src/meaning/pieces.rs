//! The pieces that words are made of (WordPiece): “bakery” is one, “unboxing” is un, ##box, ##ing.
//!
//! By hand rather than with the `tokenizers` crate, which brings many crates for what is thirty lines here, since
//! [`crate::words::cut`] and [`crate::words::fold`] leave the words as BERT's own preparation does, without the signs.

use std::{collections::HashMap, sync::OnceLock};

use crate::words::fold;

/// So many pieces there are.
pub const COUNT: usize = 30_522;
/// A longer word is none.
const LONGEST: usize = 100;

struct Known {
    /// Pieces with which a word begins.
    begins: HashMap<&'static str, u16>,
    /// Pieces with which it goes on.
    goes_on: HashMap<&'static str, u16>,
}

fn known() -> &'static Known {
    static KNOWN: OnceLock<Known> = OnceLock::new();
    KNOWN.get_or_init(|| {
        let mut known = Known { begins: HashMap::with_capacity(COUNT), goes_on: HashMap::new() };
        for (number, piece) in include_str!("vocab.txt").lines().take(COUNT).enumerate() {
            match piece.strip_prefix("##") {
                Some(rest) if !rest.is_empty() => known.goes_on.insert(rest, number as u16),
                _ => known.begins.insert(piece, number as u16),
            };
        }
        known
    })
}

/// The pieces of a word, the longest first that fits. A word that can't be put together is no pieces at all.
pub fn of(word: &str, mut each: impl FnMut(u16)) {
    let word = fold(word);
    if word.chars().count() > LONGEST {
        return;
    }
    let known = known();
    let mut pieces = Vec::with_capacity(4);
    let mut at = 0;
    while at < word.len() {
        let among = if at == 0 { &known.begins } else { &known.goes_on };
        let ends = word[at..].char_indices().map(|(i, c)| at + i + c.len_utf8()).rev();
        let Some((end, piece)) = ends.filter_map(|end| Some((end, *among.get(&word[at..end])?))).next() else { return };
        pieces.push(piece);
        at = end;
    }
    pieces.into_iter().for_each(&mut each);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pieces(text: &str) -> Vec<u16> {
        let mut all = Vec::new();
        crate::words::cut(text).for_each(|token| of(token.written, |piece| all.push(piece)));
        all
    }

    /// What the model's own tokenizer makes of these texts, without the signs and without what it does not know.
    #[test]
    fn words_fall_into_the_pieces_of_the_model() {
        let long = format!("a {}", "x".repeat(101));
        for (text, expected) in [
            ("I need help writing posts for my bakery!", &[1045, 2342, 2393, 3015, 8466, 2005, 2026, 18112][..]),
            ("unboxing sourdough", &[4895, 8758, 2075, 14768, 26797, 5603]),
            ("Café crème brûlée", &[7668, 13675, 21382, 7987, 9307, 2063]),
            ("midjourney, chatbots", &[3054, 23099, 27114, 11834, 27014]),
            ("naïve kubernetes", &[15743, 13970, 5677, 7159, 2229]),
            ("Zwiebelkuchen", &[1062, 9148, 15878, 2884, 5283, 8661]),
            ("bookkeeping 2024 n8n", &[2338, 18321, 16798, 2549, 1050, 2620, 2078]),
            (&long, &[1037]),
            ("😀 smile", &[2868]),
        ] {
            assert_eq!(pieces(text), expected, "{text}");
        }
    }

    #[test]
    fn the_vocabulary_is_whole() {
        assert_eq!(include_str!("vocab.txt").lines().count(), COUNT);
        assert_eq!(known().begins["the"], 1996);
        assert_eq!(known().goes_on["ing"], 2075);
    }
}
