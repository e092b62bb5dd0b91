//! Time is passed in. The hub never looks at a clock itself.

use jiff::{ToSpan, civil::Time, tz::TimeZone};
use serde::{Deserialize, Serialize};

/// Milliseconds since 1970-01-01 UTC. It decorates; order is in the numbers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Timestamp(pub i64);

pub const SECOND: i64 = 1_000;
pub const MINUTE: i64 = 60 * SECOND;
pub const HOUR: i64 = 60 * MINUTE;
pub const DAY: i64 = 24 * HOUR;

impl Timestamp {
    /// This moment, later by `millis` (earlier when negative).
    pub fn plus(self, millis: i64) -> Self {
        Timestamp(self.0.saturating_add(millis))
    }

    /// Milliseconds since `earlier`; negative when `earlier` is later.
    pub fn since(self, earlier: Timestamp) -> i64 {
        self.0 - earlier.0
    }

    /// Days since 1970-01-01 UTC: counters and ledgers turn over with it.
    pub fn utc_day(self) -> i64 {
        self.0.div_euclid(DAY)
    }
}

/// A wait as people say it, rounded up: “40 s”, “25 min”, “4 h 10 min”.
pub fn wait_words(millis: i64) -> String {
    let seconds = (millis.max(0) + SECOND - 1) / SECOND;
    let minutes = (seconds + 59) / 60;
    match (minutes / 60, minutes % 60) {
        _ if seconds < 60 => format!("{seconds} s"),
        (0, minutes) => format!("{minutes} min"),
        (hours, 0) => format!("{hours} h"),
        (hours, minutes) => format!("{hours} h {minutes} min"),
    }
}

/// When it is worth trying again, in a sentence: “in 2 seconds”, “in about 8 minutes”, “in about 3 hours”.
pub fn soon_words(millis: i64) -> String {
    let up = |unit: i64| (millis.max(0) + unit - 1) / unit;
    let (key, n) = match millis {
        ..=90_000 => ("rule-time-in-seconds", up(SECOND).max(1)),
        90_001..=5_400_000 => ("rule-time-in-minutes", up(MINUTE)),
        _ => ("rule-time-in-hours", up(HOUR)),
    };
    crate::say(key).with("n", n).to_string()
}

/// The next time that it is this hour in a zone (its IANA name; one that nobody knows is UTC). Where clocks skip it, a moment later.
pub fn next_at_hour(now: Timestamp, hour: i8, zone: &str) -> Timestamp {
    let zone = TimeZone::get(zone).unwrap_or(TimeZone::UTC);
    let at = |days: i64| {
        let here = jiff::Timestamp::from_millisecond(now.0).ok()?.to_zoned(zone.clone());
        let day = here.date().checked_add(days.days()).ok()?;
        let at = day.to_datetime(Time::new(hour, 0, 0, 0).ok()?).to_zoned(zone.clone()).ok()?;
        Some(Timestamp(at.timestamp().as_millisecond()))
    };
    (0..3).filter_map(at).find(|at| *at > now).unwrap_or_else(|| now.plus(DAY))
}

impl From<i64> for Timestamp {
    fn from(n: i64) -> Self {
        Timestamp(n)
    }
}

/// Where the time comes from: the system's clock in the program, a hand-turned one in tests.
pub trait Clock: Send + Sync + 'static {
    fn now(&self) -> Timestamp;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn when_to_try_again_is_said_in_words() {
        let said = [0, 1, 1_500, 90_000, 90_001, 495_000, 5_400_000, 5_400_001, 22 * HOUR].map(soon_words);
        let words = [
            "in 1 second",
            "in 1 second",
            "in 2 seconds",
            "in 90 seconds",
            "in about 2 minutes",
            "in about 9 minutes",
            "in about 90 minutes",
            "in about 2 hours",
            "in about 22 hours",
        ];
        assert_eq!(said, words);
    }

    #[test]
    fn a_wait_is_said_as_people_say_it() {
        for (millis, words) in [
            (0, "0 s"),
            (1, "1 s"),
            (59_001, "1 min"),
            (25 * MINUTE, "25 min"),
            (4 * HOUR, "4 h"),
            (4 * HOUR + 1, "4 h 1 min"),
            (DAY, "24 h"),
        ] {
            assert_eq!(wait_words(millis), words, "{millis}");
        }
    }
}
