//! When members were here last, until it is written down: in lots, every few minutes, beside the journal.

use std::{
    collections::HashMap,
    sync::{Mutex, MutexGuard, PoisonError},
};

use hub::{Timestamp, UserId, presence::rules};

#[derive(Clone, Copy)]
struct Noted {
    seen_at: Timestamp,
    written_at: Option<Timestamp>,
}

/// Who was seen, and when.
#[derive(Default)]
pub(crate) struct Seen(Mutex<HashMap<UserId, Noted>>);

impl Seen {
    fn lock(&self) -> MutexGuard<'_, HashMap<UserId, Noted>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Somebody is here at this moment, or has just gone.
    pub fn note(&self, user: UserId, at: Timestamp) {
        let mut all = self.lock();
        let noted = all.entry(user).or_insert(Noted { seen_at: at, written_at: None });
        noted.seen_at = noted.seen_at.max(at);
    }

    /// When this hub saw somebody last, if it remembers.
    pub fn of(&self, user: UserId) -> Option<Timestamp> {
        self.lock().get(&user).map(|noted| noted.seen_at)
    }

    /// What is to be written down now. Who has not been seen since it was, and long ago, is forgotten.
    pub fn take_due(&self, now: Timestamp) -> Vec<(UserId, Timestamp)> {
        let mut all = self.lock();
        let mut due = Vec::new();
        all.retain(|user, noted| {
            if rules::seen_is_due(noted.written_at, noted.seen_at, now) {
                due.push((*user, noted.seen_at));
                noted.written_at = Some(now);
            }
            now.since(noted.seen_at) < 2 * rules::SEEN_EVERY_MS
        });
        due
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use hub::kernel::time::MINUTE;

    #[test]
    fn what_is_seen_every_minute_is_written_every_five_and_forgotten_after_a_while() {
        let (seen, ana, noon) = (Seen::default(), UserId(1), Timestamp(1_793_534_400_000));
        let mut written = Vec::new();
        for minute in 0..12 {
            let now = noon.plus(minute * MINUTE);
            seen.note(ana, now);
            written.extend(seen.take_due(now).into_iter().map(|(_, at)| at.since(noon) / MINUTE));
        }
        assert_eq!(written, [0, 5, 10]);
        // She left in minute 11: that is written when its time has come, and then she is forgotten.
        let later =
            |minute| seen.take_due(noon.plus(minute * MINUTE)).into_iter().map(|(_, at)| at.since(noon) / MINUTE).collect::<Vec<_>>();
        assert_eq!((later(14), later(15), later(16)), (vec![], vec![11], vec![]));
        assert_eq!(seen.of(ana), Some(noon.plus(11 * MINUTE)));
        assert_eq!((later(30), seen.of(ana)), (vec![], None));
    }
}
