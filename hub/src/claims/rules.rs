//! Who may hold a place, for how long, and who gives way.

use super::{Claim, Ending, Refusal};
use crate::kernel::{
    ids::{ConnectionId, UserId},
    time::{MINUTE, Timestamp},
};

/// So many places somebody may hold at a time, of all asks together.
pub const MOST_HELD: i64 = 3;
/// Who let a place of an ask go so often holds none there any more.
pub const MOST_LET_GO: i64 = 3;
/// For places of so many asks somebody may wait at a time.
pub const MOST_AWAITED: i64 = 20;

/// How long a claim holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Lease {
    /// From taking it or from writing last.
    pub ms: i64,
    /// In all.
    pub most_ms: i64,
}

impl Default for Lease {
    fn default() -> Self {
        Lease::of(10 * MINUTE)
    }
}

impl Lease {
    /// Six times as long in all: an hour, of ten minutes.
    pub fn of(ms: i64) -> Self {
        Lease { ms, most_ms: 6 * ms }
    }

    /// One that is taken now holds until then.
    pub fn from(self, now: Timestamp) -> Timestamp {
        now.plus(self.ms.min(self.most_ms))
    }

    /// Writing is written down this often at most: once a minute, of ten.
    fn renewed_every(self) -> i64 {
        self.ms / 10
    }

    /// Until when a claim holds whose helper writes now; `None`: nothing has to be written down.
    pub fn renew(self, claim: &Claim, now: Timestamp) -> Option<Timestamp> {
        let until = now.plus(self.ms).min(claim.taken_at.plus(self.most_ms));
        (now.since(claim.renewed_at) >= self.renewed_every() && until > claim.until).then_some(until)
    }
}

/// Whether its time is over. It is live all the same, until that is stored.
pub fn is_due(claim: &Claim, now: Timestamp) -> bool {
    claim.until <= now
}

/// How many places are free.
pub fn left(places: i64, accepted: i64, held: i64) -> i64 {
    (places - accepted - held).max(0)
}

/// An ask, as somebody finds it who would like to hold a place of it. Its row is locked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Found {
    pub owner: UserId,
    /// It can be answered.
    pub open: bool,
    pub places: i64,
    pub accepted: i64,
    /// Live claims.
    pub held: i64,
}

impl Found {
    pub fn left(&self) -> i64 {
        left(self.places, self.accepted, self.held)
    }
}

/// What stands between a helper and an ask.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Helper {
    pub blocked: bool,
    /// The answer of theirs that goes on.
    pub talking: Option<ConnectionId>,
    /// Holds a place here now.
    pub holds_here: bool,
    /// Live claims of theirs, of all asks.
    pub holds: i64,
    /// Claims of theirs on this ask that ran out, and that they let go.
    pub lapsed: i64,
    pub let_go: i64,
}

/// What taking comes to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Taking {
    Fresh,
    /// They have one already.
    Again,
}

/// Whether somebody may answer this ask at all.
fn may_meet(ask: &Found, who: UserId, helper: &Helper) -> Result<(), Refusal> {
    if ask.owner == who {
        return Err(Refusal::Yourself);
    }
    if helper.blocked {
        return Err(Refusal::Blocked);
    }
    if let Some(id) = helper.talking {
        return Err(Refusal::AlreadyTalking(id));
    }
    if ask.open { Ok(()) } else { Err(Refusal::NoLongerOpen) }
}

/// “I've got this.”
pub fn take(ask: &Found, who: UserId, helper: &Helper) -> Result<Taking, Refusal> {
    may_meet(ask, who, helper)?;
    match helper {
        _ if helper.holds_here => Ok(Taking::Again),
        // Else one place could be held for good, by one who never writes.
        _ if helper.lapsed > 0 || helper.let_go >= MOST_LET_GO => Err(Refusal::HeldBefore),
        _ if helper.holds >= MOST_HELD => Err(Refusal::EnoughHeld { most: MOST_HELD }),
        _ if ask.left() == 0 => Err(Refusal::AllHeld),
        _ => Ok(Taking::Fresh),
    }
}

/// “Tell me when one is free.” `waits`: at how many asks they wait already.
pub fn wait(ask: &Found, who: UserId, helper: &Helper, waits: i64) -> Result<(), Refusal> {
    may_meet(ask, who, helper)?;
    match helper {
        _ if helper.holds_here => Err(Refusal::HeldByYou),
        _ if ask.left() > 0 => Err(Refusal::PlaceIsFree),
        _ if waits >= MOST_AWAITED => Err(Refusal::EnoughAwaited { most: MOST_AWAITED }),
        _ => Ok(()),
    }
}

/// Which claims give way when an ask has fewer places, or more people in: those that were taken last.
pub fn give_way(places: i64, accepted: i64, mut live: Vec<Claim>) -> Vec<Claim> {
    let fit = usize::try_from(places - accepted).unwrap_or(0);
    live.sort_by_key(|claim| (claim.taken_at, claim.id));
    live.split_off(fit.min(live.len()))
}

/// Whether the next best helper is told of the ask when a claim ends like this. Once for each helper, so that nobody makes an
/// ask known to everybody by holding a place and letting it go. `before`: how often this helper's claims on it ended like this.
pub fn offers_the_next(how: Ending, before: i64) -> bool {
    matches!(how, Ending::Lapsed | Ending::LetGo) && before == 0
}

/// How places stand for somebody who could help: “2 of 5 places left for now”; nothing while all are free.
pub fn places_words(places: i64, accepted: i64, held: i64) -> String {
    let left = left(places, accepted, held);
    match (left, places) {
        (left, places) if left >= places => String::new(),
        (0, 1) => crate::fixed("rule-claims-the-place-is-held-for-now").to_owned(),
        (0, _) if held > 0 => crate::fixed("rule-claims-all-places-are-held-for-now").to_owned(),
        (0, _) => crate::fixed("rule-claims-all-places-are-taken").to_owned(),
        (left, _) if held > 0 => crate::say("rule-claims-left-for-now").with("left", left).to_string(),
        (left, _) => crate::say("rule-claims-left").with("left", left).to_string(),
    }
}

/// What is held, for who asked: “1 of 2 places held”; nothing while none is.
pub fn held_words(places: i64, held: i64) -> String {
    match (held, places) {
        (0, _) => String::new(),
        (_, 1) => crate::fixed("rule-claims-the-place-is-held").to_owned(),
        (held, places) => crate::say("rule-claims-of-places-held").with("held", held).with("places", places).to_string(),
    }
}

/// Who is writing, for who asked: “Bo is writing to you”. Nobody: nothing.
pub fn writing_words(names: &[&str]) -> String {
    match names {
        [] => String::new(),
        [one] => crate::say("rule-claims-is-writing-to-you").with("one", one).to_string(),
        [one, other] => crate::say("rule-claims-and-are-writing-to-you").with("one", one).with("other", other).to_string(),
        [one, other, rest @ ..] => {
            crate::say("rule-claims-many-are-writing").with("one", one).with("other", other).with("more", rest.len()).to_string()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        asks::rules::has_room,
        kernel::{ids::ClaimId, time::SECOND},
    };
    use proptest::prelude::*;

    const ANA: UserId = UserId(1);
    const BO: UserId = UserId(2);
    const NOON: Timestamp = Timestamp(1_793_534_400_000);

    fn ask(places: i64, accepted: i64, held: i64) -> Found {
        Found { owner: ANA, open: true, places, accepted, held }
    }

    fn claim(id: i64, taken_at: Timestamp) -> Claim {
        Claim { id: ClaimId(id), helper: UserId(100 + id), taken_at, renewed_at: taken_at, until: Lease::default().from(taken_at) }
    }

    #[test]
    fn who_may_answer_may_hold_a_place_while_there_is_one() {
        let (free, bo) = (ask(2, 0, 1), Helper::default());
        assert_eq!(take(&free, BO, &bo), Ok(Taking::Fresh));
        assert_eq!(take(&free, ANA, &bo), Err(Refusal::Yourself));
        assert_eq!(take(&Found { open: false, ..free }, BO, &bo), Err(Refusal::NoLongerOpen));
        assert_eq!(take(&free, BO, &Helper { blocked: true, ..bo }), Err(Refusal::Blocked));
        assert_eq!(take(&free, BO, &Helper { talking: Some(ConnectionId(9)), ..bo }), Err(Refusal::AlreadyTalking(ConnectionId(9))));
        for full in [ask(2, 0, 2), ask(2, 1, 1), ask(1, 0, 1)] {
            assert_eq!(take(&full, BO, &bo), Err(Refusal::AllHeld), "{full:?}");
            assert_eq!(take(&full, BO, &Helper { holds_here: true, ..bo }), Ok(Taking::Again), "{full:?}");
        }
    }

    #[test]
    fn nobody_holds_more_than_three_nor_one_for_good() {
        let (free, bo) = (ask(5, 0, 0), Helper::default());
        assert_eq!(take(&free, BO, &Helper { holds: MOST_HELD - 1, ..bo }), Ok(Taking::Fresh));
        assert_eq!(take(&free, BO, &Helper { holds: MOST_HELD, ..bo }), Err(Refusal::EnoughHeld { most: 3 }));
        assert_eq!(take(&free, BO, &Helper { holds: MOST_HELD, holds_here: true, ..bo }), Ok(Taking::Again));
        assert_eq!(take(&free, BO, &Helper { lapsed: 1, ..bo }), Err(Refusal::HeldBefore));
        assert_eq!(take(&free, BO, &Helper { let_go: 2, ..bo }), Ok(Taking::Fresh), "a slip of the finger");
        assert_eq!(take(&free, BO, &Helper { let_go: 3, ..bo }), Err(Refusal::HeldBefore));
    }

    #[test]
    fn one_waits_only_while_no_place_is_free() {
        let (full, bo) = (ask(1, 0, 1), Helper::default());
        assert_eq!(wait(&full, BO, &bo, 0), Ok(()));
        assert_eq!(wait(&full, BO, &Helper { lapsed: 1, ..bo }, 0), Ok(()), "who can't hold one may write in it");
        assert_eq!(wait(&full, BO, &bo, MOST_AWAITED), Err(Refusal::EnoughAwaited { most: 20 }));
        assert_eq!(wait(&full, BO, &Helper { holds_here: true, ..bo }, 0), Err(Refusal::HeldByYou));
        assert_eq!(wait(&ask(1, 0, 0), BO, &bo, 0), Err(Refusal::PlaceIsFree));
        assert_eq!(wait(&full, ANA, &bo, 0), Err(Refusal::Yourself));
    }

    #[test]
    fn writing_renews_once_a_minute_and_for_an_hour_at_most() {
        let lease = Lease::default();
        let mut held = claim(1, NOON);
        assert_eq!(held.until, NOON.plus(10 * MINUTE));
        assert_eq!(lease.renew(&held, NOON.plus(59 * SECOND)), None, "written down a moment ago");
        assert_eq!(lease.renew(&held, NOON.plus(-5 * MINUTE)), None, "a clock that is behind takes nothing away");
        let mut written = 0;
        for second in 0..2 * 3_600 {
            let now = NOON.plus(second * SECOND);
            if is_due(&held, now) {
                break;
            }
            if let Some(until) = lease.renew(&held, now) {
                (held.until, held.renewed_at) = (until, now);
                written += 1;
            }
        }
        assert_eq!(held.until, NOON.plus(60 * MINUTE));
        assert!(written <= 50, "{written} writes");
    }

    #[test]
    fn the_last_one_in_gives_way() {
        let live = vec![claim(3, NOON), claim(2, NOON.plus(1)), claim(1, NOON)];
        let ids = |places, accepted| give_way(places, accepted, live.clone()).iter().map(|c| c.id.0).collect::<Vec<_>>();
        assert_eq!(ids(3, 0), Vec::<i64>::new());
        assert_eq!(ids(3, 1), [2]);
        assert_eq!(ids(2, 1), [3, 2], "of two at the same moment the one with the larger number");
        assert_eq!(ids(1, 2), [1, 3, 2]);
    }

    #[test]
    fn the_next_best_is_told_once_for_each_who_did_not_come() {
        assert!(offers_the_next(Ending::Lapsed, 0) && offers_the_next(Ending::LetGo, 0));
        assert!(!offers_the_next(Ending::LetGo, 1), "holding and letting go makes an ask no better known");
        assert!(!offers_the_next(Ending::Fulfilled, 0) && !offers_the_next(Ending::Withdrawn, 0));
    }

    #[test]
    fn places_are_said_in_words_when_there_is_something_to_say() {
        let said =
            [(1, 0, 0), (1, 0, 1), (5, 0, 0), (5, 1, 0), (5, 1, 2), (5, 3, 1), (5, 3, 2), (5, 5, 0)].map(|(p, a, h)| places_words(p, a, h));
        assert_eq!(
            said,
            [
                "",
                "The place is held for now.",
                "",
                "4 places left.",
                "2 places left for now.",
                "1 place left for now.",
                "All places are held for now.",
                "All places are taken."
            ]
        );
        assert_eq!([held_words(2, 0), held_words(1, 1), held_words(2, 1)], ["", "the place is held", "1 of 2 places held"]);
        assert_eq!(writing_words(&["Bo"]), "Bo is writing to you");
        assert_eq!(writing_words(&["Bo", "Cy"]), "Bo and Cy are writing to you");
        assert_eq!(writing_words(&["Bo", "Cy", "Dee", "Eve"]), "Bo, Cy and 2 more are writing to you");
        assert_eq!(writing_words(&[]), "");
    }

    /// An ask with its claims, moved by the rules alone, as the store moves its rows.
    struct Book {
        places: i64,
        accepted: i64,
        live: Vec<Claim>,
        /// What became of each helper's claims.
        ended: Vec<(UserId, Ending)>,
        /// Who wrote and waits for a yes.
        talking: Vec<UserId>,
        now: Timestamp,
        taken: i64,
    }

    #[derive(Clone, Debug)]
    enum Act {
        Take(i64),
        Write(i64),
        LetGo(i64),
        FirstMessage(i64),
        Accept,
        CallOff,
        Want(i64),
        Sweep,
        Pass(i64),
    }

    impl Book {
        fn helper(&self, who: UserId) -> Helper {
            let ended = |how| self.ended.iter().filter(|(of, was)| (*of, *was) == (who, how)).count() as i64;
            let here = self.live.iter().filter(|c| c.helper == who).count() as i64;
            Helper {
                talking: self.talking.contains(&who).then_some(ConnectionId(1)),
                holds_here: here > 0,
                holds: here,
                lapsed: ended(Ending::Lapsed),
                let_go: ended(Ending::LetGo),
                blocked: false,
            }
        }

        fn end(&mut self, how: Ending, which: impl Fn(&Claim) -> bool) {
            let (gone, live) = std::mem::take(&mut self.live).into_iter().partition(|c| which(c));
            self.live = live;
            self.ended.extend(Vec::from_iter(gone).iter().map(|c: &Claim| (c.helper, how)));
        }

        fn fit(&mut self) {
            let gone = give_way(self.places, self.accepted, self.live.clone());
            self.end(Ending::Withdrawn, |c| gone.contains(c));
        }

        fn act(&mut self, act: Act) {
            let (who, now, lease) = (|n: i64| UserId(10 + n), self.now, Lease::default());
            match act {
                Act::Take(n) => {
                    self.end(Ending::Lapsed, |c| is_due(c, now));
                    let found =
                        Found { open: has_room(self.places, self.accepted), ..ask(self.places, self.accepted, self.live.len() as i64) };
                    if take(&found, who(n), &self.helper(who(n))) == Ok(Taking::Fresh) {
                        self.taken += 1;
                        let id = ClaimId(self.taken);
                        self.live.push(Claim { id, helper: who(n), taken_at: now, renewed_at: now, until: lease.from(now) });
                    }
                }
                Act::Write(n) => {
                    for held in self.live.iter_mut().filter(|c| c.helper == who(n)) {
                        if let Some(until) = lease.renew(held, now) {
                            (held.until, held.renewed_at) = (until, now);
                        }
                    }
                }
                Act::LetGo(n) => self.end(Ending::LetGo, |c| c.helper == who(n)),
                Act::FirstMessage(n) => {
                    if has_room(self.places, self.accepted) && !self.talking.contains(&who(n)) {
                        self.talking.push(who(n));
                        self.end(Ending::Fulfilled, |c| c.helper == who(n));
                    }
                }
                Act::Accept => {
                    if has_room(self.places, self.accepted) && self.talking.pop().is_some() {
                        self.accepted += 1;
                        self.fit();
                    }
                }
                Act::CallOff => self.accepted = (self.accepted - 1).max(0),
                Act::Want(n) => {
                    self.places = n.max(self.accepted).max(1);
                    self.fit();
                }
                Act::Sweep => self.end(Ending::Lapsed, |c| is_due(c, now)),
                Act::Pass(ms) => self.now = now.plus(ms),
            }
        }
    }

    fn acts() -> impl Strategy<Value = Act> {
        prop_oneof![
            4 => (0i64..6).prop_map(Act::Take),
            2 => (0i64..6).prop_map(Act::Write),
            1 => (0i64..6).prop_map(Act::LetGo),
            2 => (0i64..6).prop_map(Act::FirstMessage),
            2 => Just(Act::Accept),
            1 => Just(Act::CallOff),
            1 => (1i64..5).prop_map(Act::Want),
            1 => Just(Act::Sweep),
            2 => (0i64..12 * MINUTE).prop_map(Act::Pass),
        ]
    }

    proptest! {
        /// Never more live claims and accepted people than places, however commands interleave; nobody twice, nobody for good.
        #[test]
        fn there_are_never_more_than_there_are_places(places in 1i64..4, walk in proptest::collection::vec(acts(), 0..120)) {
            let mut book = Book { places, accepted: 0, live: vec![], ended: vec![], talking: vec![], now: NOON, taken: 0 };
            for act in walk {
                book.act(act.clone());
                prop_assert!(book.accepted + book.live.len() as i64 <= book.places, "{} in and {:?} of {} after {act:?}", book.accepted, book.live, book.places);
                for (at, one) in book.live.iter().enumerate() {
                    prop_assert!(!book.live[..at].iter().any(|other| other.helper == one.helper), "twice after {act:?}");
                    prop_assert!(one.until.since(one.taken_at) <= Lease::default().most_ms, "for longer than an hour");
                    prop_assert!(!book.talking.contains(&one.helper), "who has written holds no place beside it");
                }
            }
        }

        /// Those who give way are as many as have to, and the others stay.
        #[test]
        fn as_many_give_way_as_have_to(places in 0i64..6, accepted in 0i64..6, times in proptest::collection::vec(0i64..5, 0..8)) {
            let live: Vec<Claim> = times.iter().enumerate().map(|(id, at)| claim(id as i64, NOON.plus(*at))).collect();
            let gone = give_way(places, accepted, live.clone());
            let stay: Vec<&Claim> = live.iter().filter(|c| !gone.contains(c)).collect();
            prop_assert_eq!(stay.len() as i64, (live.len() as i64).min((places - accepted).max(0)));
            prop_assert!(stay.iter().all(|s| gone.iter().all(|g| (s.taken_at, s.id) < (g.taken_at, g.id))));
        }
    }
}
