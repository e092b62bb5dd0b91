//! What all parts of a scenario share while it is played, and what they find.

use std::{sync::Arc, time::Duration};

use rand::rngs::SmallRng;
use tokio::time::Instant;

use super::{
    course::{Course, Drum, generator},
    recorder::Recorder,
    script::{Pacing, Part, Script},
};
use crate::{Http, members::Member, scenarios::Interrupt, seat::Entrance};

/// The members, and the sessions of those who signed up.
#[derive(Clone, Debug, Default)]
pub struct Crowd {
    pub members: Vec<Member>,
    /// By member; none for members who have only a token.
    pub cookies: Vec<String>,
}

/// Shared by all parts.
#[derive(Clone)]
pub struct Stage {
    pub script: Arc<Script>,
    pub course: Arc<Course>,
    pub recorder: Arc<Recorder>,
    pub entrance: Entrance,
    pub http: Http,
    pub interrupt: Interrupt,
    /// How long after the end what was acknowledged may still arrive.
    pub grace: Duration,
}

impl Stage {
    pub fn part(&self, at: usize) -> &Part {
        &self.script.parts[at]
    }

    pub fn rng(&self, part: usize, member: usize) -> SmallRng {
        generator(self.script.seed, part, member)
    }

    /// Drum number `nth` of `all` of a part that is an open loop.
    pub fn drum(&self, at: usize, began: Instant, [nth, all]: [usize; 2]) -> Option<Drum> {
        let part = self.part(at);
        let Pacing::Open { rate } = part.pacing else { return None };
        Some(Drum::new(&self.course, began, rate, part.think, [nth, all], self.rng(at, nth)))
    }

    pub fn ends(&self, began: Instant) -> Instant {
        began + Duration::from_secs_f64(self.course.long())
    }
}

/// What parts found of promises, and counts for the table.
#[derive(Clone, Debug, Default)]
pub struct Findings {
    pub counts: Vec<(String, String, f64)>,
    pub broken: Vec<String>,
    pub doubts: Vec<String>,
}

impl Findings {
    pub fn put(&mut self, key: &str, words: &str, count: u64) {
        match self.counts.iter_mut().find(|(known, ..)| known == key) {
            Some((.., before)) => *before += count as f64,
            None => self.counts.push((key.to_owned(), words.to_owned(), count as f64)),
        }
    }

    /// A promise: any is one too many.
    pub fn must_be_none(&mut self, key: &str, words: &str, count: u64) {
        self.put(key, words, count);
        if count > 0 {
            self.broken.push(format!("{words}: {count}"));
        }
    }
}
