//! How many there would be of each value of each filter, if it were chosen beside the others: counted in one pass over what is
//! found without them.
//!
//! A document that fails no filter counts for all of its values; one that fails a single filter would come back if that one
//! were set otherwise, so it counts for the values that it has of that; whatever fails two counts for nothing.

use std::{
    collections::{HashMap, HashSet},
    sync::Arc,
};

use tantivy::{
    DocId, Score, SegmentOrdinal, SegmentReader,
    collector::{Collector, SegmentCollector},
    columnar::{Column, StrColumn},
};

use crate::{
    post::{Key, What},
    schema::{In, Terms},
};

/// The filters that are counted, as their facts begin.
pub const FILTERS: [&str; 6] = ["kind", "category", "tool", "price", "language", "rated"];

/// Whether a fact is a value of a filter that is counted.
pub fn is_value(fact: &str) -> bool {
    filter_of(fact).is_some()
}

fn filter_of(fact: &str) -> Option<u8> {
    let (begins, _) = fact.split_once(':')?;
    FILTERS.iter().position(|filter| *filter == begins).map(|at| at as u8)
}

/// By fact: `price:free`, `category:design`.
pub type Counts = HashMap<String, usize>;

/// What is counted, and what is chosen now.
#[derive(Clone, Debug)]
pub struct Counting {
    chosen: Arc<HashSet<String>>,
    /// Filters of which something is chosen, a bit each.
    set: u8,
    of: Vec<What>,
}

impl Counting {
    pub fn new(chosen: HashSet<String>, of: Vec<What>) -> Counting {
        let set = chosen.iter().filter_map(|fact| filter_of(fact)).fold(0, |set, filter| set | 1 << filter);
        Counting { chosen: Arc::new(chosen), set, of }
    }

    fn counts(&self, key: u64) -> bool {
        Key::of_number(key).is_some_and(|key| self.of.is_empty() || self.of.contains(&key.what()))
    }

    /// Filters, a bit each, of which a document that fails these counts: all, one, or none.
    fn counted(fails: u8) -> u8 {
        match fails.count_ones() {
            0 => u8::MAX,
            1 => fails,
            _ => 0,
        }
    }

    /// One document of the hot set.
    pub fn count(&self, key: u64, terms: &Terms, counts: &mut Counts) {
        if !self.counts(key) {
            return;
        }
        let values = || terms.all(In::Fact).filter_map(|fact| Some((filter_of(fact)?, fact)));
        let fails = values().filter(|(_, fact)| self.chosen.contains(*fact)).fold(self.set, |fails, (filter, _)| fails & !(1 << filter));
        let counted = Self::counted(fails);
        for (_, fact) in values().filter(|(filter, _)| counted & (1 << filter) != 0) {
            *counts.entry(fact.to_owned()).or_default() += 1;
        }
    }
}

pub struct SegmentCounting {
    counting: Counting,
    keys: Column<u64>,
    values: Option<StrColumn>,
    /// Of each value of this segment its filter, and whether it is chosen.
    known: Vec<(u8, bool)>,
    counts: Vec<usize>,
}

impl Collector for Counting {
    type Fruit = Counts;
    type Child = SegmentCounting;

    fn for_segment(&self, _: SegmentOrdinal, reader: &SegmentReader) -> tantivy::Result<SegmentCounting> {
        let values = reader.fast_fields().str("facet")?;
        let mut known = Vec::new();
        if let Some(values) = &values {
            let mut fact = String::new();
            for ord in 0..values.num_terms() as u64 {
                fact.clear();
                values.ord_to_str(ord, &mut fact)?;
                known.push((filter_of(&fact).unwrap_or(u8::MAX), self.chosen.contains(&fact)));
            }
        }
        let counts = vec![0; known.len()];
        Ok(SegmentCounting { counting: self.clone(), keys: reader.fast_fields().u64("key")?, values, known, counts })
    }

    fn requires_scoring(&self) -> bool {
        false
    }

    fn merge_fruits(&self, parts: Vec<Counts>) -> tantivy::Result<Counts> {
        Ok(parts.into_iter().fold(Counts::new(), |mut all, part| {
            part.into_iter().for_each(|(fact, count)| *all.entry(fact).or_default() += count);
            all
        }))
    }
}

impl SegmentCollector for SegmentCounting {
    type Fruit = Counts;

    fn collect(&mut self, doc: DocId, _: Score) {
        let (Some(values), Some(key)) = (&self.values, self.keys.first(doc)) else { return };
        if !self.counting.counts(key) {
            return;
        }
        let ords = || values.ords().values_for_doc(doc).filter_map(|ord| Some((ord as usize, *self.known.get(ord as usize)?)));
        let fails = ords()
            .filter(|(_, (filter, chosen))| *chosen && *filter < 8)
            .fold(self.counting.set, |fails, (_, (filter, _))| fails & !(1 << filter));
        let counted = Counting::counted(fails);
        for (ord, (filter, _)) in ords() {
            if filter < 8 && counted & (1 << filter) != 0 {
                self.counts[ord] += 1;
            }
        }
    }

    fn harvest(self) -> Counts {
        let Some(values) = &self.values else { return Counts::new() };
        let named = self.counts.iter().enumerate().filter(|(_, count)| **count > 0).filter_map(|(ord, count)| {
            let mut fact = String::new();
            values.ord_to_str(ord as u64, &mut fact).ok()?;
            Some((fact, *count))
        });
        named.collect()
    }
}
