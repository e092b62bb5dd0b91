//! One short id from the frame or form that asked for something to the line in the log that says what became of it.

use std::{
    fmt,
    sync::atomic::{AtomicU64, Ordering},
};

/// Names one request in logs. Not secret, not unique for all time; unlikely to repeat within a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct RequestId(u64);

impl fmt::Display for RequestId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:012x}", self.0 >> 16)
    }
}

/// Hands out request ids: a counter, mixed with the seed (splitmix64), so that no lock is taken.
pub(crate) struct RequestIds {
    seed: u64,
    next: AtomicU64,
}

impl RequestIds {
    pub fn new(seed: u64) -> RequestIds {
        RequestIds { seed, next: AtomicU64::new(1) }
    }

    pub fn next(&self) -> RequestId {
        let n = self.next.fetch_add(1, Ordering::Relaxed);
        RequestId(mix(self.seed.wrapping_add(n.wrapping_mul(0x9e37_79b9_7f4a_7c15))))
    }
}

/// The finaliser of splitmix64: near numbers come out far apart.
fn mix(mut z: u64) -> u64 {
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn request_ids_are_short_and_differ() {
        let ids = RequestIds::new(7);
        let mut said: Vec<String> = (0..10_000).map(|_| ids.next().to_string()).collect();
        assert!(said.iter().all(|id| id.len() == 12));
        said.sort();
        said.dedup();
        assert_eq!(said.len(), 10_000);
    }
}
