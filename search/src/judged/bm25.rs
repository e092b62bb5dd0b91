//! BM25 over stems without stop words: what every search engine can do.

use std::collections::HashMap;

use crate::{
    reading::Reading,
    words::{Reader, Weight, cut},
};

const SATURATION: f64 = 1.2;
const LENGTH: f64 = 0.75;

pub struct Bm25 {
    /// Word → offers that say it, and how often.
    said: HashMap<String, Vec<(usize, f64)>>,
    lengths: Vec<f64>,
    mean: f64,
}

fn stems(reading: &Reading) -> impl Iterator<Item = String> {
    let reader = Reader::of(&reading.post.language);
    let texts = [reading.post.title.as_str(), &reading.post.text];
    let stems = texts.into_iter().flat_map(cut).map(move |token| reader.stem(token.written));
    stems.filter(move |stem| reader.weight(stem) != Weight::Stop)
}

impl Bm25 {
    pub fn of(offers: &[(String, Reading)]) -> Bm25 {
        let mut said: HashMap<String, Vec<(usize, f64)>> = HashMap::new();
        let mut lengths = Vec::with_capacity(offers.len());
        for (number, (_, offer)) in offers.iter().enumerate() {
            let mut counts: HashMap<String, f64> = HashMap::new();
            stems(offer).for_each(|stem| *counts.entry(stem).or_default() += 1.0);
            lengths.push(counts.values().sum());
            for (stem, count) in counts {
                said.entry(stem).or_default().push((number, count));
            }
        }
        let mean = lengths.iter().sum::<f64>() / lengths.len().max(1) as f64;
        Bm25 { said, lengths, mean }
    }

    /// Offers that say any word of an ask, with their scores.
    pub fn scores(&self, ask: &Reading) -> Vec<(f64, usize)> {
        let all = self.lengths.len() as f64;
        let mut scores = vec![0.0; self.lengths.len()];
        for stem in stems(ask) {
            let Some(offers) = self.said.get(&stem) else { continue };
            let rareness = (1.0 + (all - offers.len() as f64 + 0.5) / (offers.len() as f64 + 0.5)).ln();
            for (number, count) in offers {
                let long = 1.0 - LENGTH + LENGTH * self.lengths[*number] / self.mean;
                scores[*number] += rareness * count * (SATURATION + 1.0) / (count + SATURATION * long);
            }
        }
        scores.into_iter().enumerate().map(|(number, score)| (score, number)).filter(|(score, _)| *score > 0.0).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::samples;

    #[test]
    fn a_rare_word_counts_more_than_a_common_one_and_a_short_text_more_than_a_long_one() {
        let offer = |text: &str| (String::new(), Reading::of(samples::offer(text, "").post()));
        let bm25 = Bm25::of(&[offer("violin lessons"), offer("bread lessons"), offer("bread lessons and many other lessons besides")]);
        let scores = bm25.scores(&Reading::of(samples::ask("violin bread", "").post()));
        let of = |number: usize| scores.iter().find(|(_, n)| *n == number).map_or(0.0, |(score, _)| *score);
        assert!(of(0) > of(1) && of(1) > of(2) && of(2) > 0.0, "{scores:?}");
        assert!(bm25.scores(&Reading::of(samples::ask("the zebra", "").post())).is_empty());
    }
}
