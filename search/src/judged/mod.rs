//! How well asks find what was judged to fit them, on any collection in the form of BEIR.
//!
//! ```text
//!   corpus.jsonl, queries.jsonl, qrels.tsv ─▶ Collection ─▶ pairing::worth of each ask with each offer ─▶ ranking ─▶ Figures
//!                                                     └───▶ pairing::pairs_of ─▶ who would be told ──────────────────┘
//! ```
//! The same functions rank and tell as in the hub; [`Engine::Bm25`] is the usual yardstick beside them.

mod bm25;
mod measures;
mod read;

use std::collections::HashMap;

use crate::{
    meaning::Source,
    pairing::{self, Weights},
    post::{Key, Post},
    reading::Reading,
    together::{cores, in_parallel},
};
pub use measures::Figures;
pub use read::{Fault, NOW};

/// So many posts are read by a model before progress is told.
const READ_TOGETHER: usize = 256;

/// What ranks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Engine {
    /// The yardstick: words by how rare they are in this collection, nothing else.
    Bm25,
    /// The matcher without the meanings.
    Lexical,
    /// The matcher.
    Hybrid,
    /// The matcher with a sentence transformer in the table's place: after [`Collection::read_by`] only.
    Model,
}

impl Engine {
    pub fn weights(self) -> Weights {
        match self {
            Engine::Bm25 | Engine::Lexical => Weights { meaning: 0.0, ..Weights::default() },
            Engine::Hybrid => Weights::default(),
            Engine::Model => Weights::beside_a_model(),
        }
    }
}

/// One of the halves of a collection: what is tuned on one is reported on the other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Half {
    Tune,
    HeldOut,
}

/// Asks, offers, and what was judged of them.
#[derive(Clone, Debug)]
pub struct Collection {
    pub asks: Vec<(String, Reading)>,
    pub offers: Vec<(String, Reading)>,
    /// By ask, then by offer; what does not stand here is of no use.
    pub grades: HashMap<String, HashMap<String, u32>>,
}

impl Collection {
    /// From here on this source says what posts mean. `progress` hears how many are read, of how many.
    pub fn read_by(&mut self, source: &Source, mut progress: impl FnMut(usize, usize)) {
        let (mut done, of) = (0, self.asks.len() + self.offers.len());
        for some in self.asks.chunks_mut(READ_TOGETHER).chain(self.offers.chunks_mut(READ_TOGETHER)) {
            let parts: Vec<&[(String, Reading)]> = some.chunks(some.len().div_ceil(cores())).collect();
            let meanings = in_parallel(parts.len(), &parts, |part| {
                source.meanings(&part.iter().map(|(_, reading)| &reading.post).collect::<Vec<_>>())
            });
            some.iter_mut().zip(meanings.into_iter().flatten()).for_each(|((_, reading), meaning)| reading.meaning = meaning);
            done += some.len();
            progress(done, of);
        }
    }

    /// Measures an engine. `progress` hears how many asks are done, of how many.
    pub fn measure(&self, engine: Engine, mut progress: impl FnMut(usize, usize)) -> Figures {
        self.measure_with(engine, &engine.weights(), &mut progress)
    }

    /// The same with other weights: for tuning.
    pub fn measure_with(&self, engine: Engine, weights: &Weights, progress: &mut dyn FnMut(usize, usize)) -> Figures {
        let bm25 = (engine == Engine::Bm25).then(|| bm25::Bm25::of(&self.offers));
        let mut figures = Figures::default();
        for (done, (name, ask)) in self.asks.iter().enumerate() {
            if let Some(grades) = self.grades.get(name) {
                let mut ranked: Vec<(f64, usize)> = match &bm25 {
                    Some(bm25) => bm25.scores(ask),
                    None => {
                        let worth = |(_, offer): &(String, Reading)| pairing::worth(ask, offer, weights, NOW);
                        self.offers.iter().enumerate().filter_map(|(n, offer)| Some((worth(offer)?, n))).collect()
                    }
                };
                ranked.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
                let judged = |n: usize| grades.get(&self.offers[n].0).copied();
                let among: Vec<u32> = ranked.iter().filter_map(|(_, n)| judged(*n)).collect();
                figures.add_among_judged(&among, grades.values().copied());
                let grade = |n: usize| grades.get(&self.offers[n].0).copied().unwrap_or_default();
                let ranked: Vec<u32> = ranked.into_iter().map(|(_, n)| grade(n)).collect();
                figures.add(&ranked, grades.values().copied());
                if bm25.is_none() {
                    let pairs = pairing::pairs_of(ask, self.offers.iter().map(|(_, offer)| offer), weights, NOW);
                    let told = pairs.iter().filter(|pair| pair.tell).take(hub::matches::TOLD_PER_POST);
                    figures.add_told(told.map(|pair| grade(self.number_of(Key::Offer(pair.offer)))));
                }
            }
            progress(done + 1, self.asks.len());
        }
        figures
    }

    /// Offers are numbered from one on, as they stand in the file.
    fn number_of(&self, offer: Key) -> usize {
        match offer {
            Key::Offer(id) => id.0 as usize - 1,
            _ => self.offers.len(),
        }
    }

    pub fn post(&self, offer: Key) -> Option<&Post> {
        self.offers.get(self.number_of(offer)).map(|(_, reading)| &reading.post)
    }
}
