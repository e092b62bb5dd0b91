//! Which faults come when: decided by the seed before anything begins.
//!
//! Six hands work at the same time, each on things of its own, so that faults of different kinds meet: a hub is killed while
//! PostgreSQL stands still while somebody's line is a black hole. One hand does one thing after another.

use std::time::Duration;

use rand::{Rng, SeedableRng, rngs::StdRng, seq::SliceRandom};

use super::proxy::{Harm, Way};

/// What happens to a process.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Blow {
    Kill,
    Pause,
    Restart,
}

/// What is hit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Hand {
    Hubs,
    Redis,
    Postgres,
    /// Between the clients and a hub.
    Doors,
    /// Between a hub and Redis.
    ToRedis,
    /// Between a hub and PostgreSQL.
    ToPostgres,
}

impl Hand {
    /// All there are where hubs share a database, and where one hub has a file.
    pub fn all(alone: bool) -> &'static [Hand] {
        if alone {
            &[Hand::Hubs, Hand::Doors]
        } else {
            &[Hand::Hubs, Hand::Redis, Hand::Postgres, Hand::Doors, Hand::ToRedis, Hand::ToPostgres]
        }
    }

    pub fn words(self) -> &'static str {
        match self {
            Hand::Hubs => "a hub",
            Hand::Redis => "Redis",
            Hand::Postgres => "PostgreSQL",
            Hand::Doors => "clients to a hub",
            Hand::ToRedis => "a hub to Redis",
            Hand::ToPostgres => "a hub to PostgreSQL",
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Deed {
    Blow(Blow),
    Harm(Harm),
}

impl Deed {
    /// Its kind: without how long a delay is, and which end is hit.
    pub fn word(self) -> &'static str {
        match self {
            Deed::Blow(Blow::Kill) => "killed (-9)",
            Deed::Blow(Blow::Pause) => "paused",
            Deed::Blow(Blow::Restart) => "restarted",
            Deed::Harm(Harm::Delay(_)) => "delayed",
            Deed::Harm(Harm::BlackHole) => "black hole",
            Deed::Harm(Harm::OneWay(_)) => "one way",
            Deed::Harm(Harm::HalfOpen(_)) => "half open",
            Deed::Harm(Harm::Reset) => "reset",
        }
    }
}

/// One fault.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Fault {
    pub hand: Hand,
    pub deed: Deed,
    /// Which hub it is about, where there are several.
    pub hub: usize,
    /// Quiet before it.
    pub after: Duration,
    /// How long until it is undone.
    pub lasts: Duration,
}

impl Fault {
    pub fn words(&self) -> String {
        format!("{}: {}", self.hand.words(), self.deed.word())
    }
}

/// What each hand does, in order: `each` of every kind, spread over `span`.
pub fn schedule(seed: u64, each: usize, hubs: usize, span: Duration, alone: bool) -> Vec<Vec<Fault>> {
    let hands = Hand::all(alone).iter();
    hands.map(|hand| of_one_hand(*hand, &mut StdRng::seed_from_u64(seed ^ ((*hand as u64 + 1) << 32)), each, hubs, span)).collect()
}

fn of_one_hand(hand: Hand, rng: &mut StdRng, each: usize, hubs: usize, span: Duration) -> Vec<Fault> {
    let mut deeds: Vec<Deed> = Vec::new();
    for _ in 0..each {
        match hand {
            Hand::Hubs | Hand::Redis | Hand::Postgres => deeds.extend([Blow::Kill, Blow::Pause, Blow::Restart].map(Deed::Blow)),
            Hand::Doors | Hand::ToRedis | Hand::ToPostgres => deeds.extend(harms(rng).map(Deed::Harm)),
        }
    }
    deeds.shuffle(rng);
    let lasting: Vec<Duration> = deeds.iter().map(|deed| lasts(hand, *deed, rng)).collect();
    // What is left of the time is quiet, in unequal parts. That a process needs time to begin again shortens it.
    let quiet = span.saturating_sub(lasting.iter().sum()) / deeds.len().max(1) as u32;
    let faults = deeds.into_iter().zip(lasting).map(|(deed, lasts)| {
        let after = quiet.mul_f64(rng.random_range(0.4..1.4)).max(Duration::from_millis(50));
        Fault { hand, deed, hub: rng.random_range(0..hubs.max(1)), after, lasts }
    });
    faults.collect()
}

fn harms(rng: &mut StdRng) -> [Harm; 5] {
    let mut way = || if rng.random() { Way::There } else { Way::Back };
    let (one, half) = (way(), way());
    let delay = Duration::from_millis(rng.random_range(20..300));
    [Harm::Delay(delay), Harm::BlackHole, Harm::OneWay(one), Harm::HalfOpen(half), Harm::Reset]
}

fn lasts(hand: Hand, deed: Deed, rng: &mut StdRng) -> Duration {
    let range = match (hand, deed) {
        // What everybody stands on is back soon, or nothing else would be seen.
        (Hand::Postgres, Deed::Blow(Blow::Kill | Blow::Restart)) => 0..200,
        (Hand::Postgres, _) => 200..1_500,
        (_, Deed::Blow(Blow::Restart)) => 0..300,
        (_, Deed::Blow(Blow::Kill)) => 100..1_500,
        (_, Deed::Blow(Blow::Pause)) => 300..4_000,
        (_, Deed::Harm(Harm::Reset)) => 0..1,
        (_, Deed::Harm(Harm::Delay(_))) => 300..2_000,
        (_, Deed::Harm(Harm::HalfOpen(_))) => 500..5_000,
        (_, Deed::Harm(_)) => 300..3_000,
    };
    Duration::from_millis(rng.random_range(range))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;

    #[test]
    fn the_same_seed_makes_the_same_faults_and_another_makes_others() {
        let of = |seed| schedule(seed, 3, 3, Duration::from_secs(30), false);
        assert_eq!(of(7), of(7));
        assert_ne!(of(7), of(8));
    }

    #[test]
    fn there_are_as_many_of_each_kind_as_asked_for() {
        let mut kinds: BTreeMap<String, usize> = BTreeMap::new();
        for fault in schedule(1, 5, 3, Duration::from_secs(60), false).into_iter().flatten() {
            assert!(fault.hub < 3);
            *kinds.entry(fault.words()).or_default() += 1;
        }
        assert_eq!((kinds.len(), kinds.values().min(), kinds.values().max()), (24, Some(&5), Some(&5)), "{kinds:?}");
        let alone = schedule(1, 5, 1, Duration::from_secs(60), true);
        assert_eq!(alone.iter().map(Vec::len).collect::<Vec<_>>(), [15, 25]);
    }

    #[test]
    fn each_hand_takes_about_as_long_as_it_was_given() {
        for hand in schedule(3, 4, 3, Duration::from_secs(100), false) {
            let takes: Duration = hand.iter().map(|f| f.after + f.lasts).sum();
            assert!((60..=110).contains(&takes.as_secs()), "{:?} takes {takes:?}", hand[0].hand);
        }
    }
}
