//! Long work on several cores.

/// How many cores there are for this process.
pub(crate) fn cores() -> usize {
    std::thread::available_parallelism().map_or(1, usize::from)
}

/// What some work makes of each, in their order.
pub(crate) fn in_parallel<T: Sync, R: Send>(threads: usize, all: &[T], work: impl Fn(&T) -> R + Sync) -> Vec<R> {
    let each = all.len().div_ceil(threads.max(1)).max(1);
    if all.len() <= each {
        return all.iter().map(work).collect();
    }
    let work = &work;
    std::thread::scope(|scope| {
        let parts: Vec<_> = all.chunks(each).map(|part| scope.spawn(move || part.iter().map(work).collect::<Vec<R>>())).collect();
        // A panic of theirs is one of ours.
        parts.into_iter().flat_map(|part| part.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))).collect()
    })
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
