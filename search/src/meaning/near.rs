//! Which asks and offers are near to a text in meaning.

use std::{cmp::Reverse, collections::BinaryHeap};

use rustc_hash::FxHashMap;

use super::{
    Vector,
    cells::{self, by_nearness, nearest},
};
use crate::{
    post::{Key, What},
    together::{few, in_parallel},
};

/// So many vectors of the group are looked at, the nearest cells first.
const LOOKED_AT: usize = 32_768;

/// A vector and where it belongs.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Placed {
    pub key: u64,
    /// Its number among the kinds of its group.
    pub kind: u8,
    pub cell: u16,
    pub vector: Vector,
}

#[derive(Clone, Debug, Default)]
struct Cell {
    keys: Vec<u64>,
    kinds: Vec<u8>,
    vectors: Vec<Vector>,
}

/// All asks and offers that mean something, by where they stand.
#[derive(Clone, Debug)]
pub(crate) struct Near {
    centres: Vec<Vector>,
    /// For each group as many as there are centres, one when there are none.
    cells: [Vec<Cell>; 2],
    at: FxHashMap<u64, (u16, u32)>,
    /// How many there were when the centres were found.
    found_among: usize,
    /// Rises whenever centres are found anew: numbers of cells mean something else then.
    arranged: u64,
    /// Keys that changed since somebody took a copy.
    journal: Option<Vec<u64>>,
}

impl Default for Near {
    fn default() -> Near {
        Near::with_centres(Vec::new(), 0)
    }
}

/// The nearest so far, as bits and key.
struct Nearest {
    limit: usize,
    kept: BinaryHeap<Reverse<(u64, u64)>>,
}

impl Nearest {
    fn look(&mut self, cell: &Cell, vector: &Vector, least: f64, fits: &impl Fn(u8) -> bool) {
        for ((key, kind), other) in cell.keys.iter().zip(&cell.kinds).zip(&cell.vectors) {
            let worst = self.kept.peek().filter(|_| self.kept.len() == self.limit);
            let least = worst.map_or(least, |Reverse((near, _))| f64::from_bits(*near));
            if !vector.may_be_so_near(other, least) || !fits(*kind) {
                continue;
            }
            let near = vector.cosine(other);
            if near >= least {
                // Positive floats stand in the order of their bits.
                self.offer((near.max(0.0).to_bits(), *key));
            }
        }
    }

    fn offer(&mut self, rank: (u64, u64)) {
        if self.kept.len() < self.limit {
            self.kept.push(Reverse(rank));
        } else if let Some(mut worst) = self.kept.peek_mut().filter(|worst| worst.0 < rank) {
            *worst = Reverse(rank);
        }
    }
}

fn group(key: u64) -> Option<usize> {
    match Key::of_number(key)?.what() {
        What::Asks => Some(0),
        What::Offers => Some(1),
        What::Tools | What::People => None,
    }
}

impl Near {
    pub fn with_centres(centres: Vec<Vector>, found_among: usize) -> Near {
        let cells = || vec![Cell::default(); centres.len().max(1)];
        Near { cells: [cells(), cells()], centres, at: FxHashMap::default(), found_among, arranged: 0, journal: None }
    }

    pub fn len(&self) -> usize {
        self.at.len()
    }

    pub fn centres(&self) -> &[Vector] {
        &self.centres
    }

    pub fn found_among(&self) -> usize {
        self.found_among
    }

    pub fn arranged(&self) -> u64 {
        self.arranged
    }

    /// Puts a post where it belongs, in place of what it meant before.
    pub fn put(&mut self, key: u64, kind: u8, vector: &Vector) {
        self.place(Placed { key, kind, cell: self.cell_of(vector), vector: *vector });
    }

    pub fn cell_of(&self, vector: &Vector) -> u16 {
        nearest(&self.centres, vector) as u16
    }

    pub fn place(&mut self, placed: Placed) {
        self.remove(placed.key);
        let Some(group) = group(placed.key) else { return };
        let Some(cell) = self.cells[group].get_mut(usize::from(placed.cell)) else { return };
        self.at.insert(placed.key, (placed.cell, cell.keys.len() as u32));
        cell.keys.push(placed.key);
        cell.kinds.push(placed.kind);
        cell.vectors.push(placed.vector);
    }

    pub fn remove(&mut self, key: u64) {
        if let Some(journal) = &mut self.journal {
            journal.push(key);
        }
        let (Some((number, place)), Some(group)) = (self.at.remove(&key), group(key)) else { return };
        let cell = &mut self.cells[group][usize::from(number)];
        let place = place as usize;
        cell.keys.swap_remove(place);
        cell.kinds.swap_remove(place);
        cell.vectors.swap_remove(place);
        // The last one stands in its place now.
        if let Some(moved) = cell.keys.get(place) {
            self.at.insert(*moved, (number, place as u32));
        }
    }

    /// What a post means.
    pub fn vector_of(&self, key: u64) -> Option<&Vector> {
        let (cell, place) = *self.at.get(&key)?;
        self.cells[group(key)?][usize::from(cell)].vectors.get(place as usize)
    }

    pub fn find(&self, key: u64) -> Option<Placed> {
        let ((cell, place), group) = (*self.at.get(&key)?, group(key)?);
        let within = &self.cells[group][usize::from(cell)];
        let place = place as usize;
        Some(Placed { key, kind: within.kinds[place], cell, vector: within.vectors[place] })
    }

    pub fn all(&self) -> impl Iterator<Item = Placed> {
        self.cells.iter().flat_map(|cells| cells.iter().enumerate()).flat_map(|(number, cell)| {
            let vectors = cell.keys.iter().zip(&cell.kinds).zip(&cell.vectors);
            vectors.map(move |((key, kind), vector)| Placed { key: *key, kind: *kind, cell: number as u16, vector: *vector })
        })
    }

    /// The nearest of a group, at least so near, of kinds that fit, the nearest first; the same ones in the same order for
    /// the same cells. With how near they are.
    pub fn nearest(&self, vector: &Vector, what: What, least: f64, fits: impl Fn(u8) -> bool + Sync, limit: usize) -> Vec<(u64, f64)> {
        let cells = match what {
            What::Asks => &self.cells[0],
            What::Offers => &self.cells[1],
            What::Tools | What::People => return Vec::new(),
        };
        let order = if self.centres.is_empty() { vec![0] } else { by_nearness(&self.centres, vector) };
        let mut looked_at = 0;
        let within: Vec<&Cell> = order
            .into_iter()
            .map(|number| &cells[number])
            .take_while(|cell| {
                let more = looked_at < LOOKED_AT;
                looked_at += cell.keys.len();
                more
            })
            .collect();
        // Dealt out in turn: the nearest cells, in which most is kept, come to every thread.
        let hands = if looked_at < LOOKED_AT / 4 { 1 } else { few() };
        let shares: Vec<usize> = (0..hands).collect();
        let mut best = in_parallel(hands, &shares, |share| {
            let mut best = Nearest { limit, kept: BinaryHeap::with_capacity(limit + 1) };
            within.iter().skip(*share).step_by(hands).for_each(|cell| best.look(cell, vector, least, &fits));
            best.kept
        });
        let mut all = Nearest { limit, kept: best.pop().unwrap_or_default() };
        best.into_iter().flatten().for_each(|Reverse(rank)| all.offer(rank));
        all.kept.into_sorted_vec().into_iter().map(|Reverse((near, key))| (key, f64::from_bits(near))).collect()
    }

    /// Whether it has grown so much that other cells would serve it better.
    pub fn has_outgrown_its_cells(&self) -> bool {
        cells::count_for(self.len()) > 0 && self.len() >= 4 * self.found_among
    }

    /// From here on changes are noted, for [`Near::catch_up`] of a copy that is taken after this.
    pub fn begin_noting(&mut self) {
        self.journal = Some(Vec::new());
    }

    /// The same posts, in cells that are found anew when it has outgrown its own.
    pub fn arranged_anew(&self, threads: usize) -> Near {
        if !self.has_outgrown_its_cells() {
            return Near { journal: None, ..self.clone() };
        }
        let count = cells::count_for(self.len());
        let sample = cells::sample(self.at.keys().copied().collect(), count);
        let sample: Vec<Vector> = sample.into_iter().filter_map(|key| Some(self.find(key)?.vector)).collect();
        let mut fresh = Near::with_centres(cells::centres(&sample, count, threads), self.len());
        fresh.arranged = self.arranged + 1;
        fresh.at.reserve(self.len());
        for from in self.cells.iter().flatten() {
            let numbers = in_parallel(threads, &from.vectors, |vector| fresh.cell_of(vector));
            for (n, cell) in numbers.into_iter().enumerate() {
                fresh.place(Placed { key: from.keys[n], kind: from.kinds[n], cell, vector: from.vectors[n] });
            }
        }
        fresh
    }

    /// Takes over what has changed in another since it was copied.
    pub fn catch_up(&mut self, with: &mut Near) {
        for key in with.journal.take().unwrap_or_default() {
            match with.find(key) {
                Some(placed) => self.put(key, placed.kind, &placed.vector),
                None => self.remove(key),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use hub::{AskId, OfferId};

    use super::*;
    use crate::meaning::WIDE;

    /// Around some corners, a little apart from each other.
    fn vector(number: u64) -> Vector {
        let mut numbers = [0i8; WIDE];
        numbers[(number % 97) as usize] = 120;
        for n in 0..8 {
            numbers[((number * 31 + n * 17) % 256) as usize] += ((number / 97 + n) % 7) as i8;
        }
        Vector::of_bytes(&numbers.map(|n| n as u8))
    }

    fn offer(number: u64) -> u64 {
        Key::Offer(OfferId(number as i64 + 1)).number()
    }

    fn filled(count: u64) -> Near {
        let mut near = Near::default();
        (0..count).for_each(|n| near.put(offer(n), (n % 9) as u8, &vector(n)));
        near
    }

    fn found(near: &Near, vector: &Vector, what: What, least: f64, fits: impl Fn(u8) -> bool + Sync, limit: usize) -> Vec<u64> {
        near.nearest(vector, what, least, fits, limit).into_iter().map(|(key, _)| key).collect()
    }

    #[test]
    fn the_nearest_of_the_group_and_of_kinds_that_fit_come_first() {
        let mut near = filled(300);
        near.put(Key::Ask(AskId(1)).number(), 0, &vector(5));
        assert_eq!(found(&near, &vector(5), What::Offers, 0.5, |_| true, 1), [offer(5)]);
        assert_eq!(found(&near, &vector(5), What::Asks, 0.5, |_| true, 9), [Key::Ask(AskId(1)).number()]);
        let fitting = found(&near, &vector(5), What::Offers, 0.5, |kind| kind == 3, 9);
        assert!(!fitting.is_empty() && fitting.iter().all(|key| near.find(*key).unwrap().kind == 3));
        assert!(found(&near, &vector(5), What::Tools, 0.0, |_| true, 9).is_empty());
    }

    #[test]
    fn what_is_put_anew_or_taken_out_is_found_where_it_is_now() {
        let mut near = filled(10);
        near.put(offer(3), 3, &vector(40));
        near.remove(offer(4));
        near.remove(offer(4));
        assert_eq!(found(&near, &vector(40), What::Offers, 0.9, |_| true, 5), [offer(3)]);
        assert!(found(&near, &vector(3), What::Offers, 0.9, |_| true, 5).is_empty());
        assert!(found(&near, &vector(4), What::Offers, 0.9, |_| true, 5).is_empty());
        assert_eq!((near.len(), near.all().count()), (9, 9));
        for n in (0..10).filter(|n| *n != 4) {
            assert_eq!(near.find(offer(n)).unwrap().key, offer(n));
        }
    }

    #[test]
    fn in_cells_what_is_very_near_is_still_found() {
        let one_by_one = filled(cells::WORTH_CELLS as u64);
        assert!(one_by_one.has_outgrown_its_cells());
        let arranged = one_by_one.arranged_anew(2);
        assert_eq!((arranged.centres().len(), arranged.len()), (128, one_by_one.len()));
        assert!(!arranged.has_outgrown_its_cells());
        for n in [0, 77, 8_000] {
            let in_order = |near: &Near| found(near, &vector(n), What::Offers, 0.8, |_| true, 10);
            assert_eq!(in_order(&arranged), in_order(&one_by_one));
        }
    }

    #[test]
    fn the_same_posts_give_the_same_centres_however_they_came() {
        let (one_way, other_way) = ((0..300).map(offer).collect(), (0..300).rev().map(offer).collect());
        let centres = |keys: Vec<u64>, threads: usize| {
            let vectors: Vec<Vector> = cells::sample(keys, 8).into_iter().map(vector).collect();
            cells::centres(&vectors, 8, threads)
        };
        assert_eq!(centres(Vec::clone(&one_way), 1).len(), 8);
        assert_eq!(centres(one_way, 1), centres(other_way, 3));
    }

    #[test]
    fn what_changes_while_cells_are_found_is_not_forgotten() {
        let mut near = filled(50);
        near.begin_noting();
        let mut fresh = near.arranged_anew(1);
        near.put(offer(7), 1, &vector(90));
        near.put(offer(60), 2, &vector(91));
        near.remove(offer(8));
        fresh.catch_up(&mut near);
        assert_eq!(fresh.len(), 50);
        for n in [7, 8, 60] {
            assert_eq!(
                fresh.find(offer(n)).map(|placed| (placed.kind, placed.vector)),
                near.find(offer(n)).map(|placed| (placed.kind, placed.vector))
            );
        }
    }
}
