//! When somebody is here, who may know it, and when it is written down.

use super::{Shown, Sight, State};
use crate::kernel::time::{MINUTE, SECOND, Timestamp};

/// Here means: a screen has answered the hub within so long.
pub const HEARD_WITHIN_MS: i64 = 30 * SECOND;
/// The hub asks this often.
pub const PING_EVERY_MS: i64 = 10 * SECOND;
/// Away means: no screen was used within so long.
pub const USED_WITHIN_MS: i64 = 5 * MINUTE;
/// When somebody was here last is written this often, at most.
pub const SEEN_EVERY_MS: i64 = 5 * MINUTE;
/// So many people one may wait for at a time.
pub const MOST_AWAITED: i64 = 5;

/// An open screen, as the hub knows it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Screen {
    /// When it last answered, or said anything.
    pub heard_at: Timestamp,
    /// When it was used last; `None`: it says that nobody uses it.
    pub used_at: Option<Timestamp>,
}

/// Two screens are one person: the liveliest counts, and those that have not answered don't.
pub fn state(screens: impl IntoIterator<Item = Screen>, now: Timestamp) -> State {
    let answers = |screen: &Screen| now.since(screen.heard_at) <= HEARD_WITHIN_MS;
    let used = |screen: Screen| screen.used_at.is_some_and(|at| now.since(at) < USED_WITHIN_MS);
    screens.into_iter().filter(answers).map(|screen| if used(screen) { State::Here } else { State::Away }).max().unwrap_or_default()
}

/// What stands between a reader and somebody.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Between {
    pub blocked: bool,
    /// There is a conversation of theirs.
    pub talked: bool,
    /// The other one has written in it.
    pub they_wrote: bool,
    /// Both were told of a match that stands.
    pub matched: bool,
}

/// What `reader` may know of somebody, from what both show.
pub fn sight(reader: Shown, of: Shown, between: Between) -> Sight {
    match between {
        // Hiding mine hides others' from me.
        _ if between.blocked || !reader.here || !of.here => Sight::Nothing,
        Between { talked: true, they_wrote: true, .. } if reader.last && of.last => Sight::LastSeen,
        Between { talked: true, .. } => Sight::Presence,
        Between { matched: true, .. } if of.open_to_help => Sight::HereNow,
        _ => Sight::Nothing,
    }
}

/// A state as somebody with this sight is told of it.
pub fn as_seen(state: State, sight: Sight) -> State {
    match (state, sight) {
        (_, Sight::Nothing) | (State::Away, Sight::HereNow) => State::Gone,
        (state, _) => state,
    }
}

/// Whether a reader may ask to be told when somebody is back: only of who has written to them, and never of who hides.
pub fn may_wait(sight: Sight, between: Between) -> bool {
    sight >= Sight::Presence && between.they_wrote
}

/// Whether it is time to write down that somebody is, or was, here.
pub fn seen_is_due(written_at: Option<Timestamp>, seen_at: Timestamp, now: Timestamp) -> bool {
    written_at.is_none_or(|written| seen_at > written && now.since(written) >= SEEN_EVERY_MS)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const NOON: Timestamp = Timestamp(1_793_534_400_000);

    fn screen(heard_ago: i64, used_ago: Option<i64>) -> Screen {
        Screen { heard_at: NOON.plus(-heard_ago), used_at: used_ago.map(|ago| NOON.plus(-ago)) }
    }

    #[test]
    fn here_is_an_answer_within_half_a_minute_and_away_is_five_minutes_without_use() {
        for (heard, used, expected) in [
            (0, Some(0), State::Here),
            (HEARD_WITHIN_MS, Some(0), State::Here),
            (HEARD_WITHIN_MS + 1, Some(0), State::Gone),
            (0, Some(USED_WITHIN_MS - 1), State::Here),
            (0, Some(USED_WITHIN_MS), State::Away),
            (0, None, State::Away),
            (HEARD_WITHIN_MS + 1, None, State::Gone),
        ] {
            assert_eq!(state([screen(heard, used)], NOON), expected, "{heard} {used:?}");
        }
        assert_eq!(state([], NOON), State::Gone);
        assert_eq!(state([screen(0, None), screen(5_000, Some(1_000))], NOON), State::Here, "two screens are one person");
        assert_eq!(state([screen(0, None), screen(HEARD_WITHIN_MS + 1, Some(0))], NOON), State::Away, "a dead one counts for nothing");
    }

    #[test]
    fn who_sees_what_is_a_table() {
        let all = Shown { here: true, last: true, open_to_help: true };
        let closed = Shown { open_to_help: false, ..all };
        let hides = Shown { here: false, ..all };
        let no_last = Shown { last: false, ..all };
        let talked = Between { talked: true, ..Between::default() };
        let both = Between { they_wrote: true, ..talked };
        let matched = Between { matched: true, ..Between::default() };
        for (reader, of, between, expected) in [
            (all, all, both, Sight::LastSeen),
            (all, all, talked, Sight::Presence),
            (all, all, matched, Sight::HereNow),
            (all, closed, matched, Sight::Nothing),
            (closed, all, matched, Sight::HereNow),
            (all, all, Between::default(), Sight::Nothing),
            (all, hides, both, Sight::Nothing),
            (hides, all, both, Sight::Nothing),
            (hides, all, matched, Sight::Nothing),
            (all, no_last, both, Sight::Presence),
            (no_last, all, both, Sight::Presence),
            (all, all, Between { blocked: true, matched: true, ..both }, Sight::Nothing),
        ] {
            assert_eq!(sight(reader, of, between), expected, "{reader:?} {of:?} {between:?}");
        }
        assert_eq!(as_seen(State::Away, Sight::HereNow), State::Gone, "here now, and no more");
        assert_eq!(
            [Sight::Nothing, Sight::HereNow, Sight::Presence].map(|s| as_seen(State::Here, s)),
            [State::Gone, State::Here, State::Here]
        );
        assert!(may_wait(Sight::LastSeen, both) && may_wait(Sight::Presence, both));
        assert!(!may_wait(Sight::Presence, talked) && !may_wait(Sight::HereNow, matched) && !may_wait(Sight::Nothing, both));
    }

    /// What may happen to a member's screens.
    #[derive(Clone, Debug)]
    enum Happens {
        Opens,
        /// The hub's ping reaches it, and it answers.
        Answers(usize),
        Used(usize),
        Idle(usize),
        Closes(usize),
        /// The line is cut, and nobody says so.
        FallsSilent(usize),
        /// So many milliseconds pass.
        Passes(i64),
    }

    fn happens() -> impl Strategy<Value = Happens> {
        prop_oneof![
            Just(Happens::Opens),
            (0usize..3).prop_map(Happens::Answers),
            (0usize..3).prop_map(Happens::Used),
            (0usize..3).prop_map(Happens::Idle),
            (0usize..3).prop_map(Happens::Closes),
            (0usize..3).prop_map(Happens::FallsSilent),
            (0i64..2 * USED_WITHIN_MS).prop_map(Happens::Passes),
            (0i64..HEARD_WITHIN_MS).prop_map(Happens::Passes),
        ]
    }

    proptest! {
        /// Whatever happens, by a clock turned by hand: here or away means that an open screen has answered within T; and T after
        /// the last one was closed or fell silent nobody is here.
        #[test]
        fn online_means_online(all in proptest::collection::vec(happens(), 0..80)) {
            let mut now = NOON;
            let mut screens: Vec<(Screen, bool)> = Vec::new();
            // When a screen that was still there last said anything, whatever became of it.
            let mut last_word: Option<Timestamp> = None;
            for one in all {
                let at = |n: usize, len: usize| n % len.max(1);
                let len = screens.len();
                match one {
                    Happens::Opens => {
                        screens.push((Screen { heard_at: now, used_at: Some(now) }, true));
                        last_word = Some(now);
                    }
                    Happens::Answers(n) if len > 0 && screens[at(n, len)].1 => {
                        screens[at(n, len)].0.heard_at = now;
                        last_word = Some(now);
                    }
                    Happens::Used(n) if len > 0 && screens[at(n, len)].1 => {
                        screens[at(n, len)].0 = Screen { heard_at: now, used_at: Some(now) };
                        last_word = Some(now);
                    }
                    Happens::Idle(n) if len > 0 && screens[at(n, len)].1 => {
                        screens[at(n, len)].0 = Screen { heard_at: now, used_at: None };
                        last_word = Some(now);
                    }
                    Happens::Closes(n) if len > 0 => drop(screens.remove(at(n, len))),
                    Happens::FallsSilent(n) if len > 0 => screens[at(n, len)].1 = false,
                    Happens::Passes(millis) => now = now.plus(millis),
                    _ => {}
                }
                let found = state(screens.iter().map(|(screen, _)| *screen), now);
                let fresh = screens.iter().any(|(s, _)| now.since(s.heard_at) <= HEARD_WITHIN_MS);
                prop_assert_eq!(found != State::Gone, fresh, "true if and only if a screen has answered within T");
                if last_word.is_none_or(|word| now.since(word) > HEARD_WITHIN_MS) || screens.is_empty() {
                    prop_assert_eq!(found, State::Gone, "no ghosts");
                }
                if found == State::Here {
                    prop_assert!(screens.iter().any(|(s, _)| s.used_at.is_some_and(|at| now.since(at) < USED_WITHIN_MS)));
                }
            }
        }

        /// However often somebody is seen, it is written once in five minutes at most, and never backwards.
        #[test]
        fn being_seen_is_written_seldom(steps in proptest::collection::vec(0i64..3 * MINUTE, 1..60)) {
            let (mut now, mut written) = (NOON, Vec::<Timestamp>::new());
            for step in steps {
                now = now.plus(step);
                if seen_is_due(written.last().copied(), now, now) {
                    written.push(now);
                }
                prop_assert!(written.last().is_some_and(|at| now.since(*at) < SEEN_EVERY_MS));
            }
            prop_assert!(written.windows(2).all(|pair| pair[1].since(pair[0]) >= SEEN_EVERY_MS));
        }

        /// Hiding is both ways, whatever else is true.
        #[test]
        fn who_hides_neither_shows_nor_sees(here: bool, last: bool, open: bool, talked: bool, they_wrote: bool, matched: bool) {
            let (hides, any) = (Shown { here: false, last, open_to_help: open }, Shown { here, last, open_to_help: open });
            let between = Between { blocked: false, talked, they_wrote, matched };
            prop_assert_eq!(sight(hides, any, between), Sight::Nothing);
            prop_assert_eq!(sight(any, hides, between), Sight::Nothing);
            prop_assert!(!may_wait(sight(any, hides, between), between));
        }
    }
}
