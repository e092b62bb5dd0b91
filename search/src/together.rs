//! Work on several cores, by threads that stay: what a thread remembers of words it read is there the next time.

use std::sync::{
    OnceLock,
    atomic::{AtomicUsize, Ordering::Relaxed},
};

/// So many pieces each thread has of the work, so that one that was held up holds up nobody.
const PIECES: usize = 4;

/// How many cores there are for this process.
pub(crate) fn cores() -> usize {
    std::thread::available_parallelism().map_or(1, usize::from)
}

/// For work that somebody waits for: more hands than this are more to bring together than they save.
pub(crate) fn few() -> usize {
    cores().min(4)
}

/// What some work makes of each, in their order. Who asks works as well: where nobody else has time it is done alone. A panic
/// in it is one of ours.
pub(crate) fn in_parallel<T: Sync, R: Send + Sync>(threads: usize, all: &[T], work: impl Fn(&T) -> R + Sync) -> Vec<R> {
    if threads < 2 || all.len() < 2 {
        return all.iter().map(work).collect();
    }
    let pieces: Vec<(&[T], OnceLock<Vec<R>>)> =
        all.chunks(all.len().div_ceil(threads * PIECES)).map(|piece| (piece, OnceLock::new())).collect();
    let next = AtomicUsize::new(0);
    let take = || {
        while let Some((piece, made)) = pieces.get(next.fetch_add(1, Relaxed)) {
            // Nobody else has this piece.
            let _ = made.set(piece.iter().map(&work).collect());
        }
    };
    rayon::in_place_scope(|scope| {
        (1..threads.min(pieces.len())).for_each(|_| scope.spawn(|_| take()));
        take();
    });
    pieces.into_iter().flat_map(|(_, made)| made.into_inner().unwrap_or_default()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn order_is_kept_however_many_work() {
        let all: Vec<u32> = (0..1_001).collect();
        for threads in [0, 1, 2, 7, 2_000] {
            assert_eq!(in_parallel(threads, &all, |n| n * 2), all.iter().map(|n| n * 2).collect::<Vec<u32>>(), "{threads}");
        }
        assert!(in_parallel(3, &[] as &[u32], |n| *n).is_empty());
    }
}
