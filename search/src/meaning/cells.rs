//! Cells: each vector lies in the cell whose centre it is nearest to, so that what is near is looked for in a few of them
//! instead of in all. The centres are found by k-means; the same vectors always give the same centres.

use super::{Vector, WIDE, small};
use crate::together::in_parallel;

/// Fewer are looked through one by one.
pub const WORTH_CELLS: usize = 8_192;
/// So many vectors for each centre are looked at to find it, so many times over.
const SAMPLE: usize = 32;
const ROUNDS: usize = 6;

/// How many cells so many vectors want: about as many as there are in one.
pub fn count_for(vectors: usize) -> usize {
    if vectors < WORTH_CELLS { 0 } else { ((vectors as f64).sqrt() as usize).next_power_of_two() }
}

/// The nearest centre; the first among equals. Nought when there are none.
pub fn nearest(centres: &[Vector], vector: &Vector) -> usize {
    let mut best = (f64::MIN, 0);
    for (number, centre) in centres.iter().enumerate() {
        let near = vector.cosine(centre);
        if near > best.0 {
            best = (near, number);
        }
    }
    best.1
}

/// Numbers of the cells, the nearest first.
pub fn by_nearness(centres: &[Vector], vector: &Vector) -> Vec<usize> {
    let mut all: Vec<(f64, usize)> = centres.iter().enumerate().map(|(number, centre)| (vector.cosine(centre), number)).collect();
    all.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
    all.into_iter().map(|(_, number)| number).collect()
}

/// Which of some posts are looked at to find so many centres: in an order that has nothing to do with what they are about, and does
/// not depend on how they came.
pub fn sample(mut keys: Vec<u64>, count: usize) -> Vec<u64> {
    keys.sort_unstable_by_key(|key| (mixed(*key), *key));
    keys.truncate(count * SAMPLE);
    keys
}

/// Centres of some vectors.
pub fn centres(vectors: &[Vector], count: usize, threads: usize) -> Vec<Vector> {
    let mut centres: Vec<Vector> = vectors.iter().take(count).copied().collect();
    for _ in 0..ROUNDS {
        let own = in_parallel(threads, vectors, |vector| nearest(&centres, vector));
        let mut sums = vec![[0_i64; WIDE]; centres.len()];
        for (vector, own) in vectors.iter().zip(own) {
            // Long and short ones count the same.
            let share = i64::from((1 << 20) / vector.square.isqrt().max(1));
            for (sum, number) in sums[own].iter_mut().zip(&vector.numbers) {
                *sum += i64::from(*number) * share;
            }
        }
        for (centre, sum) in centres.iter_mut().zip(&sums) {
            // One that nothing is near to stays where it is.
            *centre = small(sum).unwrap_or(*centre);
        }
    }
    centres
}

/// Spreads keys evenly (the finish of MurmurHash3).
fn mixed(key: u64) -> u64 {
    let key = (key ^ (key >> 33)).wrapping_mul(0xff51_afd7_ed55_8ccd);
    let key = (key ^ (key >> 33)).wrapping_mul(0xc4ce_b9fe_1a85_ec53);
    key ^ (key >> 33)
}
