//! Ids of wishes, ordered by time.
//!
//! The hub keeps the ids of messages in an index, and an index is fastest when what is new comes at its end. So an id
//! begins with the time: a UUIDv7, as the hub's own pages make them, here without its hyphens.

use std::{
    sync::atomic::{AtomicU64, Ordering},
    time::{SystemTime, UNIX_EPOCH},
};

use hub::CommandId;

/// A fresh id for a wish. Each is greater than the one before of this process, also when the clock is set back.
pub fn fresh_id() -> CommandId {
    static LAST: AtomicU64 = AtomicU64::new(0);
    let began = now_ms() << 12;
    let after = |last: u64| began.max(last + 1);
    let last = LAST.fetch_update(Ordering::Relaxed, Ordering::Relaxed, |last| Some(after(last))).unwrap_or_default();
    let id = uuid_v7(after(last), rand::random());
    CommandId::new(format!("{id:032x}")).expect("32 hex digits are a command's id")
}

/// 48 bits of milliseconds and 12 that count within them, then what is random; version and variant in their places.
fn uuid_v7(moment: u64, random: u64) -> u128 {
    let (ms, within) = (u128::from(moment >> 12), u128::from(moment & 0xFFF));
    ms << 80 | 0x7 << 76 | within << 64 | 0b10 << 62 | u128::from(random >> 2)
}

/// Milliseconds since 1970, for ids only: nothing is decided by it.
#[expect(clippy::disallowed_methods, reason = "a client's ids begin with its own clock, whatever the hub's says")]
pub fn now_ms() -> u64 {
    SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| u64::try_from(since.as_millis()).unwrap_or(u64::MAX))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_begins_with_the_time_and_says_that_it_is_a_uuid_of_version_seven() {
        let id = format!("{:032x}", uuid_v7(0x0199_ABCD_EF01 << 12 | 0x234, u64::MAX));
        assert_eq!(id, "0199abcdef017234bfffffffffffffff");
        assert_eq!(format!("{:032x}", uuid_v7(0, 0)), "00000000000070008000000000000000");
    }

    #[test]
    fn each_id_is_greater_than_the_one_before_over_all_threads() {
        let thread = || std::thread::spawn(|| (0..10_000).map(|_| fresh_id().as_str().to_owned()).collect::<Vec<_>>());
        let threads = [thread(), thread()];
        let made: Vec<Vec<String>> = threads.into_iter().map(|t| t.join().unwrap()).collect();
        for ids in &made {
            assert!(ids.is_sorted(), "in the order they were made");
        }
        let all: std::collections::HashSet<_> = made.iter().flatten().map(|id| &id[..16]).collect();
        assert_eq!(all.len(), 20_000, "time and count alone tell them apart");
    }
}
