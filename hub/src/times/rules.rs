//! Which times may be offered, and who may answer them how.

use jiff::{
    civil::DateTime,
    tz::{AmbiguousOffset, TimeZone},
};

use super::{AHEAD, LENGTHS, LONGEST_PLACE, LONGEST_WORD, MOST, OFFERS_A_DAY, Refusal, Slot, Status};
use crate::{
    kernel::{
        ids::UserId,
        refusal::FieldProblem,
        text::{Limit, line, web_address},
        time::Timestamp,
    },
    moderation::rules::free_again,
    say,
};

/// Why a time that was typed is none.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unclear {
    NoTime,
    /// Clocks go forward over it.
    Skipped,
    /// Clocks go back over it, and it comes twice.
    Twice,
}

/// What a `datetime-local` field says (`2026-03-03T15:00`), in the zone of who typed it.
pub fn typed(text: &str, zone: &TimeZone) -> Result<Timestamp, Unclear> {
    let at: DateTime = text.trim().parse().map_err(|_| Unclear::NoTime)?;
    let ambiguous = zone.to_ambiguous_timestamp(at);
    match ambiguous.offset() {
        AmbiguousOffset::Unambiguous { .. } => ambiguous.compatible().map(|at| Timestamp(at.as_millisecond())).map_err(|_| Unclear::NoTime),
        AmbiguousOffset::Gap { .. } => Err(Unclear::Skipped),
        AmbiguousOffset::Fold { .. } => Err(Unclear::Twice),
    }
}

/// The times of an offer, the first one first, and its place; or all there is to mend. A field is called after the place its time has on the form:
/// `at_1`, `minutes_1`.
pub fn checked(times: &[Slot], place: &str, now: Timestamp) -> Result<(Vec<Slot>, String), Refusal> {
    let mut problems = Vec::new();
    if times.is_empty() {
        problems.push(FieldProblem::new("at_1", say("times-none")));
    }
    if times.len() > MOST {
        problems.push(FieldProblem::new("times", say("times-too-many").with("most", MOST)));
    }
    for (n, slot) in times.iter().take(MOST).enumerate() {
        let n = n + 1;
        let mut wrong = |field: &str, key: &'static str| problems.push(FieldProblem::new(&format!("{field}_{n}"), say(key)));
        if slot.at <= now {
            wrong("at", "times-passed");
        } else if slot.at > now.plus(AHEAD) {
            wrong("at", "times-too-far");
        } else if times[..n - 1].iter().any(|other| overlap(*other, *slot)) {
            wrong("at", "times-overlap");
        }
        if !LENGTHS.contains(&slot.minutes) {
            wrong("minutes", "times-no-length");
        }
    }
    let place = place_typed(place).map_err(|problem| problems.push(problem)).unwrap_or_default();
    if !problems.is_empty() {
        return Err(Refusal::Mend(problems));
    }
    let mut times = times.to_vec();
    times.sort_by_key(|slot| slot.at);
    Ok((times, place))
}

/// Whether they share a moment. One that begins when the other ends does not.
pub fn overlap(a: Slot, b: Slot) -> bool {
    a.at < b.ends_at() && b.at < a.ends_at()
}

/// Words, or a link, or both. A link in them is of the web and https.
fn place_typed(typed: &str) -> Result<String, FieldProblem> {
    let place = line(Limit { field: "place", called: "The place", least: 0, most: LONGEST_PLACE }, typed)
        .map_err(|_| FieldProblem::new("place", say("times-place-too-long").with("most", LONGEST_PLACE)))?;
    let sound = |piece: &str| piece.starts_with("https://") && web_address("place", piece).is_ok();
    if place.split_whitespace().filter(|piece| piece.contains("://")).all(sound) {
        Ok(place)
    } else {
        Err(FieldProblem::new("place", say("times-no-link")))
    }
}

/// The link of a place, if it has one.
pub fn link(place: &str) -> Option<&str> {
    place.split_whitespace().find(|piece| piece.starts_with("https://"))
}

/// What is said with “none fits”, cleaned.
pub fn word(typed: &str) -> Result<String, Refusal> {
    let limit = Limit { field: "word", called: "Your word", least: 0, most: LONGEST_WORD };
    line(limit, typed).map_err(|_| Refusal::Mend(vec![FieldProblem::new("word", say("times-word-too-long").with("most", LONGEST_WORD))]))
}

/// What stands between the two.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Between {
    /// One of them has blocked the other.
    pub blocked: bool,
    /// The other one has left, takes a break, or is suspended.
    pub away: bool,
}

impl Between {
    fn may_meet(self) -> Result<(), Refusal> {
        match self {
            Between { blocked: true, .. } => Err(Refusal::Blocked),
            Between { away: true, .. } => Err(Refusal::TheyAreAway),
            _ => Ok(()),
        }
    }
}

/// An offer as a change finds it.
#[derive(Clone, Debug, PartialEq)]
pub struct Standing {
    pub by: UserId,
    pub status: Status,
    pub times: Vec<Slot>,
    pub agreed: Option<Slot>,
}

impl Standing {
    /// One of its times can still be picked.
    fn is_open(&self, now: Timestamp) -> bool {
        self.status == Status::Offered && self.times.iter().any(|slot| slot.at > now)
    }

    fn is_ahead(&self, now: Timestamp) -> bool {
        self.status == Status::Agreed && self.agreed.is_some_and(|slot| slot.ends_at() > now)
    }
}

/// Whether somebody may offer times now. `all`: what was offered in the conversation. `lately`: when they themselves did in the last
/// day, oldest first.
pub fn offer(who: UserId, between: Between, all: &[Standing], lately: &[Timestamp], now: Timestamp) -> Result<(), Refusal> {
    between.may_meet()?;
    if all.iter().any(|one| one.is_ahead(now)) {
        return Err(Refusal::AgreedAlready);
    }
    if all.iter().any(|one| one.by == who && one.is_open(now)) {
        return Err(Refusal::OfferedAlready);
    }
    match free_again(lately, OFFERS_A_DAY, now) {
        Some(at) => Err(Refusal::Enough { most: OFFERS_A_DAY, retry_after_ms: at.since(now) }),
        None => Ok(()),
    }
}

/// The time that is agreed on from now on; `None` when it is so already. `all`: what was offered in the conversation, this one too.
pub fn accept(
    who: UserId,
    between: Between,
    all: &[Standing],
    this: &Standing,
    at: Timestamp,
    now: Timestamp,
) -> Result<Option<Slot>, Refusal> {
    if this.by == who {
        return Err(Refusal::YourOwn);
    }
    if this.status == Status::Agreed && this.agreed.is_some_and(|slot| slot.at == at) {
        return Ok(None);
    }
    if this.status != Status::Offered {
        return Err(Refusal::NotOpen);
    }
    between.may_meet()?;
    let slot = *this.times.iter().find(|slot| slot.at == at).ok_or(Refusal::NoSuchTime)?;
    if slot.at <= now {
        return Err(Refusal::Over);
    }
    if all.iter().any(|one| one.is_ahead(now)) {
        return Err(Refusal::AgreedAlready);
    }
    Ok(Some(slot))
}

/// Whether it is declined from now on; `false` when it is already.
pub fn decline(who: UserId, between: Between, this: &Standing) -> Result<bool, Refusal> {
    match this.status {
        _ if this.by == who => Err(Refusal::YourOwn),
        Status::Declined => Ok(false),
        Status::Offered if between.blocked => Err(Refusal::Blocked),
        Status::Offered => Ok(true),
        _ => Err(Refusal::NotOpen),
    }
}

/// What it is from now on; `None` when it is so already. Whatever stands between the two: who can't come says so.
pub fn call_off(who: UserId, this: &Standing, now: Timestamp) -> Result<Option<Status>, Refusal> {
    match this.status {
        Status::Agreed if this.is_ahead(now) => Ok(Some(Status::CalledOff)),
        Status::Agreed => Err(Refusal::Over),
        Status::CalledOff => Ok(None),
        Status::Offered if this.by == who => Ok(Some(Status::TakenBack)),
        Status::TakenBack if this.by == who => Ok(None),
        Status::Offered => Err(Refusal::NotYours),
        _ => Err(Refusal::NotOpen),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::kernel::time::{DAY, HOUR, MINUTE};

    const ANA: UserId = UserId(1);
    const BO: UserId = UserId(2);
    const NOON: Timestamp = Timestamp(1_793_534_400_000);
    const OPEN: Between = Between { blocked: false, away: false };

    fn slot(hours: i64, minutes: i64) -> Slot {
        Slot { at: NOON.plus(hours * HOUR), minutes }
    }

    fn stands(by: UserId, status: Status) -> Standing {
        let agreed = matches!(status, Status::Agreed | Status::CalledOff).then(|| slot(2, 60));
        Standing { by, status, times: vec![slot(2, 60), slot(26, 30)], agreed }
    }

    fn fields(checked: Result<(Vec<Slot>, String), Refusal>) -> Vec<String> {
        match checked {
            Err(Refusal::Mend(problems)) => problems.into_iter().map(|problem| problem.field).collect(),
            Err(other) => panic!("{other}"),
            Ok(_) => Vec::new(),
        }
    }

    #[test]
    fn what_is_to_mend_in_an_offer_is_a_table() {
        let most = Slot { at: NOON.plus(AHEAD), minutes: 15 };
        let later = Slot { at: NOON.plus(AHEAD + 1), minutes: 15 };
        for (times, place, wrong) in [
            (vec![slot(1, 30)], "", vec![]),
            (vec![slot(3, 15), slot(1, 90), slot(2, 30)], "Café Rosa", vec!["at_3"]),
            (vec![slot(3, 15), slot(1, 60), slot(2, 60)], "Zoom: https://zoom.example/j/1?pwd=2", vec![]),
            (vec![most], "https://meet.example/a", vec![]),
            (vec![later], "", vec!["at_1"]),
            (vec![], "", vec!["at_1"]),
            (vec![slot(0, 30), slot(-1, 30)], "", vec!["at_1", "at_2"]),
            (vec![slot(1, 30), slot(1, 30)], "", vec!["at_2"]),
            (vec![slot(1, 20)], "http://meet.example/a", vec!["minutes_1", "place"]),
            (vec![slot(1, 30)], "see ftp://x.example", vec!["place"]),
            (vec![slot(1, 30)], "https://nowhere", vec!["place"]),
            (vec![slot(1, 30), slot(2, 30), slot(3, 30), slot(4, 30)], "", vec!["times"]),
        ] {
            assert_eq!(fields(checked(&times, place, NOON)), wrong, "{times:?} {place}");
        }
        assert_eq!(fields(checked(&[slot(1, 30)], &"ä".repeat(LONGEST_PLACE + 1), NOON)), ["place"]);
        let (times, place) = checked(&[slot(3, 15), slot(1, 60)], " Café\n Rosa ", NOON).expect("it is fine");
        assert_eq!((times, place.as_str()), (vec![slot(1, 60), slot(3, 15)], "Café  Rosa"));
        assert_eq!(link("Zoom: https://zoom.example/j/1 at noon"), Some("https://zoom.example/j/1"));
        assert_eq!(link("javascript:alert(1)"), None);
    }

    #[test]
    fn who_may_offer_is_a_table() {
        let blocked = Between { blocked: true, away: true };
        let away = Between { blocked: false, away: true };
        let over = Standing { agreed: Some(slot(-2, 60)), ..stands(BO, Status::Agreed) };
        let passed = Standing { times: vec![slot(-2, 60), slot(0, 60)], ..stands(ANA, Status::Offered) };
        let running = Standing { agreed: Some(slot(-1, 90)), ..stands(BO, Status::Agreed) };
        for (between, all, outcome) in [
            (OPEN, vec![], Ok(())),
            (blocked, vec![], Err(Refusal::Blocked)),
            (away, vec![], Err(Refusal::TheyAreAway)),
            (OPEN, vec![stands(ANA, Status::Offered)], Err(Refusal::OfferedAlready)),
            (OPEN, vec![stands(BO, Status::Offered)], Ok(())),
            (OPEN, vec![stands(BO, Status::Agreed)], Err(Refusal::AgreedAlready)),
            (OPEN, vec![running], Err(Refusal::AgreedAlready)),
            (OPEN, vec![over, passed], Ok(())),
            (OPEN, vec![stands(ANA, Status::Declined), stands(BO, Status::CalledOff), stands(ANA, Status::TakenBack)], Ok(())),
        ] {
            assert_eq!(offer(ANA, between, &all, &[], NOON), outcome, "{between:?} {all:?}");
        }
        let often = vec![NOON.plus(-23 * HOUR); OFFERS_A_DAY as usize];
        assert_eq!(offer(ANA, OPEN, &[], &often, NOON), Err(Refusal::Enough { most: OFFERS_A_DAY, retry_after_ms: HOUR }));
        assert_eq!(offer(ANA, OPEN, &[], &vec![NOON.plus(-DAY); 50], NOON), Ok(()), "yesterday does not count");
    }

    #[test]
    fn who_may_answer_and_call_off_is_a_table() {
        use Status::*;
        let now = NOON;
        for (status, accepts, declines, calls_off, own) in [
            (Offered, Ok(Some(slot(2, 60))), Ok(true), Err(Refusal::NotYours), Ok(Some(TakenBack))),
            (Agreed, Ok(None), Err(Refusal::NotOpen), Ok(Some(CalledOff)), Ok(Some(CalledOff))),
            (Declined, Err(Refusal::NotOpen), Ok(false), Err(Refusal::NotOpen), Err(Refusal::NotOpen)),
            (CalledOff, Err(Refusal::NotOpen), Err(Refusal::NotOpen), Ok(None), Ok(None)),
            (TakenBack, Err(Refusal::NotOpen), Err(Refusal::NotOpen), Err(Refusal::NotOpen), Ok(None)),
            (Settled, Err(Refusal::NotOpen), Err(Refusal::NotOpen), Err(Refusal::NotOpen), Err(Refusal::NotOpen)),
            (Lapsed, Err(Refusal::NotOpen), Err(Refusal::NotOpen), Err(Refusal::NotOpen), Err(Refusal::NotOpen)),
        ] {
            let this = stands(ANA, status);
            let at = slot(2, 60).at;
            assert_eq!(accept(BO, OPEN, std::slice::from_ref(&this), &this, at, now), accepts, "{status}");
            assert_eq!(decline(BO, OPEN, &this), declines, "{status}");
            assert_eq!(call_off(BO, &this, now), calls_off, "{status}");
            assert_eq!(call_off(ANA, &this, now), own, "{status}");
            assert_eq!(accept(ANA, OPEN, std::slice::from_ref(&this), &this, at, now), Err(Refusal::YourOwn), "{status}");
            assert_eq!(decline(ANA, OPEN, &this), Err(Refusal::YourOwn), "{status}");
        }
        let this = stands(ANA, Offered);
        let takes = |between, at, now| accept(BO, between, std::slice::from_ref(&this), &this, at, now);
        assert_eq!(takes(OPEN, slot(3, 60).at, now), Err(Refusal::NoSuchTime));
        assert_eq!(takes(OPEN, slot(2, 60).at, slot(2, 60).at), Err(Refusal::Over));
        assert_eq!(takes(OPEN, slot(26, 30).at, slot(2, 60).at), Ok(Some(slot(26, 30))), "the other one is still to come");
        assert_eq!(takes(Between { blocked: true, away: false }, slot(2, 60).at, now), Err(Refusal::Blocked));
        assert_eq!(takes(Between { blocked: false, away: true }, slot(2, 60).at, now), Err(Refusal::TheyAreAway));
        assert_eq!(decline(BO, Between { blocked: true, away: false }, &this), Err(Refusal::Blocked));
        let both = [this.clone(), stands(BO, Agreed)];
        assert_eq!(accept(BO, OPEN, &both, &this, slot(26, 30).at, now), Err(Refusal::AgreedAlready));
        let over = stands(ANA, Agreed);
        assert_eq!(call_off(BO, &over, slot(3, 60).at), Err(Refusal::Over), "nobody calls off what was");
        assert_eq!(call_off(BO, &over, slot(3, 60).at.plus(-1)), Ok(Some(CalledOff)), "but what is");
    }

    #[test]
    fn a_typed_time_is_that_of_its_zone_and_one_that_is_skipped_or_comes_twice_is_none() {
        let zone = |name: &str| TimeZone::get(name).expect("it is known");
        let at = |text: &str, name: &str| typed(text, &zone(name));
        let utc = |text: &str| Timestamp(text.parse::<jiff::Timestamp>().expect("an instant").as_millisecond());
        assert_eq!(at("2026-03-03T15:00", "Europe/Berlin"), Ok(utc("2026-03-03T14:00:00Z")));
        assert_eq!(at("2026-03-03T15:00", "America/New_York"), Ok(utc("2026-03-03T20:00:00Z")));
        // In the three weeks between the two changes they are an hour nearer.
        assert_eq!(at("2026-03-10T15:00", "America/New_York"), Ok(utc("2026-03-10T19:00:00Z")));
        assert_eq!(at("2026-03-29T02:30", "Europe/Berlin"), Err(Unclear::Skipped));
        assert_eq!(at("2026-03-29T03:00", "Europe/Berlin"), Ok(utc("2026-03-29T01:00:00Z")));
        assert_eq!(at("2026-10-25T02:30", "Europe/Berlin"), Err(Unclear::Twice));
        assert_eq!(at("2026-10-25T03:00", "Europe/Berlin"), Ok(utc("2026-10-25T02:00:00Z")));
        for text in ["", "tomorrow", "2026-02-30T10:00", "2026-03-03", "9999999-01-01T00:00"] {
            let read = at(text, "UTC");
            assert!(read == Err(Unclear::NoTime) || text == "2026-03-03", "{text}: {read:?}");
        }
    }

    fn times() -> impl Strategy<Value = Vec<Slot>> {
        let one = (-600_i64..140_000, prop::sample::select(&LENGTHS[..]))
            .prop_map(|(minutes_on, minutes)| Slot { at: NOON.plus(minutes_on * MINUTE), minutes });
        prop::collection::vec(one, 0..5)
    }

    proptest! {
        /// What may be offered is sound, whatever was typed: in order, apart, ahead and near enough; and its order did not matter.
        #[test]
        fn what_passes_is_sound_and_order_does_not_matter(times in times(), turn in 0_usize..5) {
            let passed = checked(&times, "", NOON);
            let mut turned = times.clone();
            turned.rotate_left(if times.is_empty() { 0 } else { turn % times.len() });
            prop_assert_eq!(passed.is_ok(), checked(&turned, "", NOON).is_ok());
            if let Ok((sorted, _)) = passed {
                prop_assert!((1..=MOST).contains(&sorted.len()) && sorted.len() == times.len());
                prop_assert!(sorted.windows(2).all(|two| two[0].ends_at() <= two[1].at));
                prop_assert!(sorted.iter().all(|slot| slot.at > NOON && slot.at <= NOON.plus(AHEAD)));
            }
        }

        /// Nothing leaves an ended state but by saying the same again.
        #[test]
        fn what_is_over_stays_over(status in prop::sample::select(&[Status::Declined, Status::CalledOff, Status::TakenBack, Status::Settled, Status::Lapsed][..]), by_ana in any::<bool>()) {
            let this = stands(if by_ana { ANA } else { BO }, status);
            for who in [ANA, BO] {
                prop_assert!(accept(who, OPEN, std::slice::from_ref(&this), &this, slot(2, 60).at, NOON).is_err());
                prop_assert!(!matches!(decline(who, OPEN, &this), Ok(true)));
                prop_assert!(!matches!(call_off(who, &this, NOON), Ok(Some(_))));
            }
        }
    }
}
