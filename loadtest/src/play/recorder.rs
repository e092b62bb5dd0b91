//! Keeps what is measured: each latency in all, by phase and by the second; counts beside them.

use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use serde::{Deserialize, Serialize};
use tokio::time::Instant;

use super::course::Course;
use crate::measure::{Latencies, Summary};

/// One latency's.
#[derive(Clone, Debug, Default)]
pub struct Kept {
    /// What was intended in a measured phase.
    pub measured: Latencies,
    /// By phase, measured or not.
    pub by_leg: Vec<Latencies>,
    /// What was intended in no phase: before the first.
    pub before: Latencies,
    second: Latencies,
}

/// What one second of a latency looked like.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Second {
    pub count: u64,
    pub p50_ms: f64,
    pub p99_ms: f64,
    pub max_ms: f64,
}

#[derive(Debug, Default)]
struct Inner {
    began: Option<Instant>,
    latencies: BTreeMap<String, Kept>,
    /// What is done, by its unit: in this second, and in measured phases.
    done: BTreeMap<&'static str, [u64; 2]>,
    errors: BTreeMap<String, u64>,
    busy: u64,
}

/// Shared by all who measure.
#[derive(Debug)]
pub struct Recorder {
    course: Arc<Course>,
    inner: Mutex<Inner>,
}

impl Recorder {
    pub fn new(course: Arc<Course>) -> Recorder {
        Recorder { course, inner: Mutex::default() }
    }

    fn lock(&self) -> MutexGuard<'_, Inner> {
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The first phase begins.
    pub fn begins(&self, at: Instant) {
        self.lock().began = Some(at);
    }

    fn leg(&self, began: Option<Instant>, at: Instant) -> Option<usize> {
        self.course.leg_at(at.checked_duration_since(began?)?.as_secs_f64())
    }

    /// Something that was intended then has come, so much later.
    pub fn took(&self, key: &str, intended: Instant, took: Duration) {
        let mut inner = self.lock();
        let leg = self.leg(inner.began, intended);
        if !inner.latencies.contains_key(key) {
            let by_leg = vec![Latencies::default(); self.course.legs().len()];
            inner.latencies.insert(key.to_owned(), Kept { by_leg, ..Kept::default() });
        }
        let Some(kept) = inner.latencies.get_mut(key) else { return };
        kept.second.record(took);
        match leg {
            Some(leg) => {
                kept.by_leg[leg].record(took);
                if self.course.legs()[leg].measured {
                    kept.measured.record(took);
                }
            }
            None => kept.before.record(took),
        }
    }

    /// Latencies that somebody else kept, from before the first phase.
    pub fn adopt(&self, key: &str, latencies: &Latencies) {
        let mut inner = self.lock();
        let kept = inner.latencies.entry(key.to_owned()).or_default();
        kept.by_leg.resize(self.course.legs().len(), Latencies::default());
        kept.before.add(latencies);
        kept.measured.add(latencies);
    }

    /// So many things are done now.
    pub fn done(&self, unit: &'static str, times: u64) {
        let mut inner = self.lock();
        let measured = self.leg(inner.began, Instant::now()).is_some_and(|leg| self.course.legs()[leg].measured);
        let done = inner.done.entry(unit).or_default();
        done[0] += times;
        done[1] += if measured { times } else { 0 };
    }

    /// Something was refused for good, never answered, or answered wrongly.
    pub fn error(&self, words: impl Into<String>, times: u64) {
        if times > 0 {
            *self.lock().errors.entry(words.into()).or_default() += times;
        }
    }

    /// A no that says: later. It is asked again, and the wait is in the latency.
    pub fn busy(&self) {
        self.lock().busy += 1;
    }

    pub fn errors(&self) -> BTreeMap<String, u64> {
        self.lock().errors.clone()
    }

    pub fn error_count(&self) -> u64 {
        self.lock().errors.values().sum()
    }

    pub fn busy_count(&self) -> u64 {
        self.lock().busy
    }

    /// Things done in measured phases so far, by unit.
    pub fn measured(&self) -> BTreeMap<&'static str, u64> {
        self.lock().done.iter().map(|(unit, [_, measured])| (*unit, *measured)).collect()
    }

    /// What the last second was like; the next one begins.
    pub fn second(&self) -> (BTreeMap<String, Second>, BTreeMap<String, u64>) {
        let mut inner = self.lock();
        let mut seconds = BTreeMap::new();
        for (key, kept) in &mut inner.latencies {
            let of = &mut kept.second;
            if of.count() > 0 {
                let second = Second { count: of.count(), p50_ms: of.quantile(0.5), p99_ms: of.quantile(0.99), max_ms: of.max() };
                seconds.insert(key.clone(), second);
                of.clear();
            }
        }
        let done = inner.done.iter_mut().map(|(unit, done)| ((*unit).to_owned(), std::mem::take(&mut done[0]))).collect();
        (seconds, done)
    }

    pub fn kept(&self) -> BTreeMap<String, Kept> {
        self.lock().latencies.clone()
    }
}

impl Kept {
    pub fn summaries(&self) -> Vec<Option<Summary>> {
        self.by_leg.iter().map(Latencies::summary).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::play::course::{Kind, Leg};

    const MS: Duration = Duration::from_millis(1);

    fn recorder() -> (Recorder, Instant) {
        let leg =
            |kind, long| Leg { name: String::new(), kind, from: 0.0, long, levels: [1.0, 1.0], measured: kind != Kind::Ramp, drop: 0.0 };
        let recorder = Recorder::new(Arc::new(Course::of(vec![leg(Kind::Ramp, 10.0), leg(Kind::Steady, 10.0)])));
        let began = Instant::now();
        recorder.begins(began);
        (recorder, began)
    }

    #[test]
    fn a_latency_belongs_to_the_phase_in_which_it_was_intended() {
        let (recorder, began) = recorder();
        recorder.took("ack", began + 9_000 * MS, 5_000 * MS);
        recorder.took("ack", began + 12_000 * MS, 20 * MS);
        recorder.took("ack", began - MS, 7 * MS);
        let kept = &recorder.kept()["ack"];
        assert_eq!((kept.measured.count(), kept.before.count()), (1, 1));
        assert_eq!(kept.by_leg.iter().map(Latencies::count).collect::<Vec<_>>(), [1, 1]);
        assert!((kept.measured.max() - 20.0).abs() < 0.1);
    }

    #[test]
    fn a_second_is_what_came_in_it_and_the_next_begins_empty() {
        let (recorder, began) = recorder();
        for ms in 1..=100 {
            recorder.took("ack", began, ms * MS);
        }
        recorder.done("messages", 100);
        let (seconds, done) = recorder.second();
        assert_eq!((seconds["ack"].count, done["messages"]), (100, 100));
        assert!((seconds["ack"].p50_ms - 50.0).abs() < 0.5 && (seconds["ack"].p99_ms - 99.0).abs() < 0.5, "{seconds:?}");
        let (seconds, done) = recorder.second();
        assert_eq!((seconds.len(), done["messages"]), (0, 0));
        assert_eq!(recorder.measured()["messages"], 0, "a ramp is not measured");
    }

    #[test]
    fn errors_are_counted_by_their_words() {
        let (recorder, _) = recorder();
        recorder.error("500", 2);
        recorder.error("500", 1);
        recorder.error("lost", 0);
        assert_eq!((recorder.error_count(), recorder.errors()["500"], recorder.errors().len()), (3, 3, 1));
    }
}
