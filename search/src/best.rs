//! The best documents of a plan, one total order for the main index and the hot set: points, then age, then key.

use std::{cmp::Reverse, collections::BinaryHeap};

use tantivy::DocAddress;

use crate::{
    plan::Points,
    post::{Key, What},
};

/// Where a document stands: the higher, the better. Newer first among equals, then the higher key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Rank {
    pub points: Points,
    pub created: i64,
    pub key: u64,
}

impl Rank {
    /// For a page's cursor.
    pub fn word(self) -> String {
        format!("{}.{}.{}", self.points, self.created, self.key)
    }

    pub fn of_word(word: &str) -> Option<Rank> {
        let mut parts = word.split('.');
        let rank = Rank { points: parts.next()?.parse().ok()?, created: parts.next()?.parse().ok()?, key: parts.next()?.parse().ok()? };
        parts.next().is_none().then_some(rank)
    }
}

/// Which part of a ranking is collected.
#[derive(Clone, Debug)]
pub struct Cut {
    pub limit: usize,
    /// Only what stands below it.
    pub after: Option<Rank>,
    /// Counted always; collected only when of these groups.
    pub of: Vec<What>,
}

/// How many fit in each group (in the order of [`What::ALL`]), and the best, best first.
#[derive(Clone, Debug, Default)]
pub struct Collected {
    pub counts: [usize; 4],
    pub best: Vec<(Rank, Option<DocAddress>)>,
}

impl Cut {
    pub fn takes(&self, rank: Rank) -> bool {
        let of_group = Key::of_number(rank.key).is_some_and(|key| self.of.contains(&key.what()));
        of_group && self.after.is_none_or(|after| rank < after)
    }

    /// Puts together what was found in several places.
    pub fn merge(&self, parts: impl IntoIterator<Item = Collected>) -> Collected {
        let mut all = Collected::default();
        for part in parts {
            for (sum, count) in all.counts.iter_mut().zip(part.counts) {
                *sum += count;
            }
            all.best.extend(part.best);
        }
        all.best.sort_by_key(|(rank, _)| Reverse(*rank));
        all.best.truncate(self.limit);
        all
    }
}

pub fn count(counts: &mut [usize; 4], key: u64) {
    if let Some(key) = Key::of_number(key) {
        counts[key.what() as usize] += 1;
    }
}

/// The best so far of the main part, the worst of them first in line to go.
pub struct Kept<'b> {
    cut: &'b Cut,
    heap: BinaryHeap<Reverse<(Rank, DocAddress)>>,
}

impl<'b> Kept<'b> {
    pub fn of(cut: &'b Cut) -> Kept<'b> {
        Kept { cut, heap: BinaryHeap::with_capacity(cut.limit + 1) }
    }

    /// What a document must have at least; its points and its age are looked up before its key is.
    pub fn least(&self) -> Option<(Points, i64)> {
        if self.cut.limit == 0 {
            return Some((Points::MAX, i64::MAX));
        }
        self.heap.peek().filter(|_| self.heap.len() >= self.cut.limit).map(|Reverse((worst, _))| (worst.points, worst.created))
    }

    pub fn offer(&mut self, rank: Rank, at: DocAddress) {
        if !self.cut.takes(rank) {
            return;
        }
        self.heap.push(Reverse((rank, at)));
        if self.heap.len() > self.cut.limit {
            self.heap.pop();
        }
    }

    pub fn collected(self, counts: [usize; 4]) -> Collected {
        let best = self.heap.into_iter().map(|Reverse((rank, at))| (rank, Some(at))).collect();
        Collected { counts, best }
    }
}
