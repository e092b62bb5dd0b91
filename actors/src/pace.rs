//! How fast a member may send: a bucket of tokens each, filled by the clock, over all their screens and forms together.

use std::{
    collections::HashMap,
    sync::{Mutex, PoisonError},
};

use hub::{Timestamp, UserId};

use crate::collective::SendPace;

const PARTS: usize = 16;

/// A bucket of tokens: `at` is when `tokens` was true.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Bucket {
    tokens: f64,
    at: Timestamp,
}

impl Bucket {
    pub fn full(burst: u32, at: Timestamp) -> Bucket {
        Bucket { tokens: f64::from(burst), at }
    }

    /// Takes a token; without one, how many milliseconds until there is one.
    pub fn take(&mut self, pace: SendPace, now: Timestamp) -> Result<(), i64> {
        self.fill(pace, now);
        if self.tokens >= 1.0 {
            self.tokens -= 1.0;
            return Ok(());
        }
        let wait = (1.0 - self.tokens) * 60_000.0 / f64::from(pace.a_minute.max(1));
        Err((wait.ceil() as i64).max(1))
    }

    fn fill(&mut self, pace: SendPace, now: Timestamp) {
        // A clock that was set back fills nothing and takes nothing.
        let passed = now.since(self.at).max(0) as f64;
        self.tokens = (self.tokens + passed * f64::from(pace.a_minute) / 60_000.0).min(f64::from(pace.burst));
        self.at = now;
    }
}

/// Everybody's bucket. `None`: no limit (benchmarks).
pub(crate) struct Pace {
    pace: Option<SendPace>,
    parts: [Mutex<HashMap<UserId, Bucket>>; PARTS],
}

impl Pace {
    pub fn new(pace: Option<SendPace>) -> Pace {
        Pace { pace, parts: Default::default() }
    }

    /// Whether `user` may send now; else how many milliseconds until they may.
    pub fn take(&self, user: UserId, now: Timestamp) -> Result<(), i64> {
        let Some(pace) = self.pace else { return Ok(()) };
        let part = &self.parts[user.0.rem_euclid(PARTS as i64) as usize];
        let mut part = part.lock().unwrap_or_else(PoisonError::into_inner);
        part.entry(user).or_insert_with(|| Bucket::full(pace.burst, now)).take(pace, now)
    }

    /// Forgets buckets that are full again: who was silent so long starts with a full one anyway.
    pub fn forget_idle(&self, now: Timestamp) {
        let Some(pace) = self.pace else { return };
        let full_after = i64::from(pace.burst) * 60_000 / i64::from(pace.a_minute.max(1));
        for part in &self.parts {
            part.lock().unwrap_or_else(PoisonError::into_inner).retain(|_, b| now.since(b.at) < full_after);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PACE: SendPace = SendPace { a_minute: 60, burst: 20 };
    const ANA: UserId = UserId(1);

    #[test]
    fn twenty_at_once_then_one_a_second() {
        let pace = Pace::new(Some(PACE));
        let mut now = Timestamp(1_000_000);
        for _ in 0..20 {
            assert_eq!(pace.take(ANA, now), Ok(()));
        }
        assert_eq!(pace.take(ANA, now), Err(1_000));
        assert_eq!(pace.take(UserId(17), now), Ok(()), "Bo shares Ana's part, not her bucket");
        now = now.plus(1_000);
        assert_eq!(pace.take(ANA, now), Ok(()));
        assert!(pace.take(ANA, now).is_err());
    }

    #[test]
    fn a_clock_set_back_gives_nothing_away() {
        let mut bucket = Bucket::full(1, Timestamp(50_000));
        assert_eq!(bucket.take(PACE, Timestamp(50_000)), Ok(()));
        assert!(bucket.take(PACE, Timestamp(0)).is_err());
        assert!(bucket.take(PACE, Timestamp(500)).is_err());
    }

    #[test]
    fn without_a_pace_nobody_waits() {
        let pace = Pace::new(None);
        assert!((0..10_000).all(|_| pace.take(ANA, Timestamp(0)).is_ok()));
    }
}
