//! The best documents of a plan, one total order for the main index and the hot set: points, then age, then key.

use std::{cmp::Reverse, collections::BinaryHeap, collections::HashSet, sync::Arc};

use tantivy::{
    DocAddress, DocId, Score, SegmentOrdinal, SegmentReader,
    collector::{Collector, SegmentCollector},
    columnar::Column,
};

use crate::{
    plan::{Points, points_of},
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

/// What to collect.
#[derive(Clone, Debug)]
pub struct Best {
    pub limit: usize,
    /// Only what stands below it.
    pub after: Option<Rank>,
    /// Counted always; collected only when of these groups.
    pub of: Vec<What>,
    /// Keys that the hot set knows better.
    pub hidden: Arc<HashSet<u64>>,
}

/// How many fit in each group (in the order of [`What::ALL`]), and the best, best first.
#[derive(Clone, Debug, Default)]
pub struct Collected {
    pub counts: [usize; 4],
    pub best: Vec<(Rank, Option<DocAddress>)>,
}

impl Best {
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

pub struct SegmentBest {
    best: Best,
    segment: SegmentOrdinal,
    keys: Column<u64>,
    created: Column<i64>,
    counts: [usize; 4],
    heap: BinaryHeap<Reverse<(Rank, DocId)>>,
}

impl Collector for Best {
    type Fruit = Collected;
    type Child = SegmentBest;

    fn for_segment(&self, segment: SegmentOrdinal, reader: &SegmentReader) -> tantivy::Result<SegmentBest> {
        Ok(SegmentBest {
            best: self.clone(),
            segment,
            keys: reader.fast_fields().u64("key")?,
            created: reader.fast_fields().i64("created")?,
            counts: [0; 4],
            heap: BinaryHeap::with_capacity(self.limit + 1),
        })
    }

    fn requires_scoring(&self) -> bool {
        true
    }

    fn merge_fruits(&self, parts: Vec<Collected>) -> tantivy::Result<Collected> {
        Ok(self.merge(parts))
    }
}

impl SegmentCollector for SegmentBest {
    type Fruit = Collected;

    fn collect(&mut self, doc: DocId, score: Score) {
        let Some(key) = self.keys.first(doc) else { return };
        if self.best.hidden.contains(&key) {
            return;
        }
        count(&mut self.counts, key);
        let rank = Rank { points: points_of(score), created: self.created.first(doc).unwrap_or_default(), key };
        let beaten = self.heap.len() >= self.best.limit && self.heap.peek().is_none_or(|Reverse((worst, _))| rank < *worst);
        if beaten || !self.best.takes(rank) {
            return;
        }
        self.heap.push(Reverse((rank, doc)));
        if self.heap.len() > self.best.limit {
            self.heap.pop();
        }
    }

    fn harvest(self) -> Collected {
        let best = self.heap.into_iter().map(|Reverse((rank, doc))| (rank, Some(DocAddress::new(self.segment, doc)))).collect();
        Collected { counts: self.counts, best }
    }
}
