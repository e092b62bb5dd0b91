//! How much goes on when: the phases of a run as one curve, and the moments that follow from it.
//!
//! ```text
//!   level                       ┌───┐ storm
//!     1 │         ┌─────────────┘   └──────
//!       │    ╱────┘ steady
//!     0 │╱ ramp                                   ─▶ seconds
//! ```
//! The moments of an open loop are known before anything is said: whoever answers late does not push the next ones back. That is
//! what keeps latencies honest (coordinated omission).

use std::{sync::Arc, time::Duration};

use rand::{Rng, SeedableRng, rngs::SmallRng};
use tokio::time::Instant;

/// What a phase is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// From the level before to another one; played, not measured.
    Ramp,
    Steady,
    /// More than usual, or a share of the sockets dropped at its beginning.
    Storm,
}

/// A phase on the course.
#[derive(Clone, Debug, PartialEq)]
pub struct Leg {
    pub name: String,
    pub kind: Kind,
    pub from: f64,
    pub long: f64,
    /// Shares of the full rate (open loop) or of the members who talk (closed loop).
    pub levels: [f64; 2],
    pub measured: bool,
    /// The share of the sockets that is dropped when it begins.
    pub drop: f64,
}

impl Leg {
    pub fn until(&self) -> f64 {
        self.from + self.long
    }

    fn level(&self, at: f64) -> f64 {
        let [a, b] = self.levels;
        if self.long <= 0.0 { b } else { a + (b - a) * ((at - self.from) / self.long).clamp(0.0, 1.0) }
    }

    /// The area beneath it from its beginning.
    fn area(&self, at: f64) -> f64 {
        let at = at.clamp(self.from, self.until());
        (self.levels[0] + self.level(at)) / 2.0 * (at - self.from)
    }
}

/// All phases in their order, without a gap. Seconds count from the beginning of the first.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Course {
    legs: Vec<Leg>,
}

impl Course {
    /// Lays phases one after the other; their `from` is put right.
    pub fn of(mut legs: Vec<Leg>) -> Course {
        let mut from = 0.0;
        for leg in &mut legs {
            leg.from = from;
            from += leg.long;
        }
        Course { legs }
    }

    pub fn legs(&self) -> &[Leg] {
        &self.legs
    }

    pub fn long(&self) -> f64 {
        self.legs.last().map_or(0.0, Leg::until)
    }

    /// Which phase it is then; `None` before and after.
    pub fn leg_at(&self, at: f64) -> Option<usize> {
        (at >= 0.0).then(|| self.legs.iter().position(|leg| at < leg.until()))?
    }

    pub fn level(&self, at: f64) -> f64 {
        self.leg_at(at).map_or(0.0, |leg| self.legs[leg].level(at))
    }

    /// The moment at which the area beneath the curve is so large: the inverse of the area. `None`: it never is.
    pub fn when(&self, area: f64) -> Option<f64> {
        let mut left = area;
        for leg in &self.legs {
            let whole = leg.area(leg.until());
            if left < whole {
                let [a, b] = leg.levels;
                let slope = (b - a) / leg.long;
                // a·t + slope/2·t² = left, written so that a flat leg is no special case.
                let t = 2.0 * left / (a + (a * a + 2.0 * slope * left).max(0.0).sqrt());
                return Some(leg.from + if t.is_finite() { t.min(leg.long) } else { 0.0 });
            }
            left -= whole;
        }
        None
    }

    /// The first moment from `at` on at which the level is at least so high.
    pub fn reaches(&self, level: f64, at: f64) -> Option<f64> {
        for leg in self.legs.iter().filter(|leg| leg.until() > at) {
            let from = leg.from.max(at);
            if leg.level(from) >= level {
                return Some(from);
            }
            let [a, b] = leg.levels;
            if b >= level && b > a {
                return Some((leg.from + leg.long * (level - a) / (b - a)).max(from));
            }
        }
        None
    }

    /// Seconds that are measured, in all.
    pub fn measured(&self) -> f64 {
        self.legs.iter().filter(|leg| leg.measured).map(|leg| leg.long).sum()
    }
}

/// How the times between two of the same member are spread.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Think {
    /// All alike.
    #[default]
    Fixed,
    /// From half to one and a half.
    Uniform,
    /// Any, as people who know nothing of each other come in (a Poisson process).
    Exponential,
}

impl Think {
    pub const NAMES: [&str; 3] = ["fixed", "uniform", "exponential"];

    pub fn named(name: &str) -> Option<Think> {
        [Think::Fixed, Think::Uniform, Think::Exponential].into_iter().zip(Think::NAMES).find(|(_, n)| *n == name).map(|(think, _)| think)
    }

    /// One of them, around 1.
    pub fn gap(self, rng: &mut SmallRng) -> f64 {
        match self {
            Think::Fixed => 1.0,
            Think::Uniform => rng.random_range(0.5..1.5),
            // The random number is below 1, so its logarithm is one of something.
            Think::Exponential => -(1.0 - rng.random::<f64>()).ln(),
        }
    }
}

/// A generator of one's own for each part and member, all from one seed: the same seed intends the same moments.
pub fn generator(seed: u64, part: usize, member: usize) -> SmallRng {
    let mixed = seed ^ (part as u64 + 1).wrapping_mul(0x9E37_79B9_7F4A_7C15) ^ (member as u64 + 1).wrapping_mul(0xD1B5_4A32_D192_ED03);
    SmallRng::seed_from_u64(mixed)
}

/// An open loop: says when each thing of one member is intended.
#[derive(Clone, Debug)]
pub struct Drum {
    course: Arc<Course>,
    began: Instant,
    /// At level 1, a second.
    rate: f64,
    think: Think,
    rng: SmallRng,
    /// In gaps, on average one each.
    beats: f64,
}

impl Drum {
    /// Drum number `nth` of `all`, which together beat `rate` times a second at level 1. Fixed drums are spread evenly over a gap.
    pub fn new(course: &Arc<Course>, began: Instant, rate: f64, think: Think, [nth, all]: [usize; 2], mut rng: SmallRng) -> Drum {
        let all = all.max(1) as f64;
        let beats = match think {
            Think::Fixed => nth as f64 / all,
            Think::Uniform => rng.random::<f64>(),
            Think::Exponential => think.gap(&mut rng),
        };
        Drum { course: course.clone(), began, rate: rate / all, think, rng, beats }
    }

    /// The next moment; `None` when there is none any more.
    pub fn next(&self) -> Option<Instant> {
        if self.rate <= 0.0 {
            return None;
        }
        Some(self.began + Duration::from_secs_f64(self.course.when(self.beats / self.rate)?))
    }

    pub fn advance(&mut self) {
        self.beats += self.think.gap(&mut self.rng);
    }
}

/// A closed loop: the next one follows the answer, after some thought. Ramps let members in one by one.
#[derive(Clone, Debug)]
pub struct Pause {
    course: Arc<Course>,
    began: Instant,
    mean: Duration,
    think: Think,
    rng: SmallRng,
    /// From which level on this member takes part.
    level: f64,
    until: Instant,
}

impl Pause {
    pub fn new(course: &Arc<Course>, began: Instant, mean: Duration, think: Think, [nth, all]: [usize; 2], rng: SmallRng) -> Pause {
        let level = (nth as f64 + 1.0) / all.max(1) as f64;
        let mut pause = Pause { course: course.clone(), began, mean, think, rng, level: level - 1e-9, until: began };
        // Nobody begins in step with the others.
        if !mean.is_zero() {
            pause.until += mean.mul_f64(nth as f64 / all.max(1) as f64);
        }
        pause
    }

    /// An answer came: the next one not before some thought.
    pub fn answered(&mut self, now: Instant) {
        if !self.mean.is_zero() {
            self.until = now + self.mean.mul_f64(self.think.gap(&mut self.rng));
        }
    }

    /// When the next one may be said, from `now` on.
    pub fn next(&self, now: Instant) -> Option<Instant> {
        let from = self.until.max(now);
        let seconds = from.saturating_duration_since(self.began).as_secs_f64();
        let reached = self.course.reaches(self.level, seconds)?;
        // Whoever takes part already may begin at `from` itself: reckoned in seconds it could be a nanosecond later.
        Some(if reached <= seconds && from >= self.began { from } else { self.began + Duration::from_secs_f64(reached) })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn leg(kind: Kind, long: f64, levels: [f64; 2]) -> Leg {
        Leg { name: String::new(), kind, from: 0.0, long, levels, measured: kind != Kind::Ramp, drop: 0.0 }
    }

    fn hill() -> Arc<Course> {
        Arc::new(Course::of(vec![
            leg(Kind::Ramp, 10.0, [0.0, 1.0]),
            leg(Kind::Steady, 20.0, [1.0, 1.0]),
            leg(Kind::Storm, 5.0, [3.0, 3.0]),
            leg(Kind::Ramp, 10.0, [1.0, 0.0]),
        ]))
    }

    #[test]
    fn the_level_follows_the_phases() {
        let levels = [0.0, 5.0, 10.0, 29.9, 30.0, 34.9, 40.0, 45.0, -1.0].map(|at| hill().level(at));
        assert_eq!(levels, [0.0, 0.5, 1.0, 1.0, 3.0, 3.0, 0.5, 0.0, 0.0]);
        assert_eq!((hill().long(), hill().measured()), (45.0, 25.0));
        assert_eq!([hill().leg_at(9.9), hill().leg_at(10.0), hill().leg_at(45.0)], [Some(0), Some(1), None]);
    }

    #[test]
    fn when_is_the_inverse_of_the_area() {
        // 5 in the ramp, 20 steady, 15 in the storm, 5 down.
        for (area, at) in [(0.0, 0.0), (1.25, 5.0), (5.0, 10.0), (15.0, 20.0), (25.0, 30.0), (40.0, 35.0), (43.75, 40.0)] {
            let when = hill().when(area).unwrap();
            assert!((when - at).abs() < 1e-6, "{area}: {when}");
        }
        assert_eq!(hill().when(45.0), None);
    }

    #[test]
    fn a_drum_beats_as_often_as_it_should_however_the_gaps_are_spread() {
        let began = Instant::now();
        for (think, slack) in [(Think::Fixed, 1.0), (Think::Uniform, 40.0), (Think::Exponential, 100.0)] {
            let mut moments: Vec<f64> = Vec::new();
            for nth in 0..10 {
                let mut drum = Drum::new(&hill(), began, 20.0, think, [nth, 10], generator(7, 0, nth));
                while let Some(at) = drum.next() {
                    moments.push((at - began).as_secs_f64());
                    drum.advance();
                }
            }
            // 20 a second beneath an area of 45.
            assert!((moments.len() as f64 - 900.0).abs() <= slack, "{think:?}: {}", moments.len());
            let in_storm = moments.iter().filter(|at| (30.0..35.0).contains(*at)).count();
            assert!((in_storm as f64 - 300.0).abs() <= slack.max(2.0), "{think:?}: {in_storm}");
        }
    }

    #[test]
    fn fixed_drums_take_turns_and_the_same_seed_intends_the_same_moments() {
        let (began, course) = (Instant::now(), Arc::new(Course::of(vec![leg(Kind::Steady, 10.0, [1.0, 1.0])])));
        let first = |nth| Drum::new(&course, began, 10.0, Think::Fixed, [nth, 5], generator(1, 0, nth)).next().unwrap() - began;
        assert_eq!([0, 1, 4].map(|nth| first(nth).as_millis()), [0, 100, 400]);
        let third = |seed| {
            let mut drum = Drum::new(&course, began, 10.0, Think::Exponential, [0, 5], generator(seed, 3, 9));
            drum.advance();
            drum.advance();
            drum.next()
        };
        assert_eq!(third(5), third(5));
        assert_ne!(third(5), third(6));
    }

    #[test]
    fn a_ramp_lets_the_members_of_a_closed_loop_in_one_by_one() {
        let began = Instant::now();
        let seconds = |at: Option<Instant>| at.map(|at| (at - began).as_secs_f64().round());
        let pause = |nth, mean| Pause::new(&hill(), began, Duration::from_millis(mean), Think::Fixed, [nth, 10], generator(1, 0, nth));
        assert_eq!(seconds(pause(0, 0).next(began)), Some(1.0));
        assert_eq!(seconds(pause(9, 0).next(began)), Some(10.0));
        let mut last = pause(9, 2_000);
        last.answered(began + Duration::from_secs(12));
        assert_eq!(seconds(last.next(began + Duration::from_secs(12))), Some(14.0));
        assert_eq!(last.next(began + Duration::from_secs(36)), None, "on the way down the last one leaves first");
    }
}
