//! The whole life of a connection is a table (product.md 1.3, decisions.md).

use super::{Connection, Refusal, Side, Status, Step, Subject};
use crate::kernel::{
    ids::UserId,
    refusal::FieldProblem,
    text::{Limit, lines},
    time::{DAY, Timestamp, wait_words},
};
use crate::moderation::rules::free_again;

/// After so long a silence the helper's “done” counts.
pub const SILENCE_MS: i64 = 7 * DAY;

/// What a step does: the next status, and whether the helper's “done” is waiting after it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Moved {
    pub status: Status,
    pub done_claimed_at: Option<Timestamp>,
}

/// Decides a member's step. `now` stamps the helper's “done”.
pub fn step(c: &Connection, who: UserId, step: Step, now: Timestamp) -> Result<Moved, Refusal> {
    use {Side::*, Status::*, Step::*};
    let side = c.side_of(who).ok_or(Refusal::NoSuchConnection)?;
    let to = |status| Ok(Moved { status, done_claimed_at: c.done_claimed_at.filter(|_| !status.is_over()) });
    match (c.status, step, side) {
        (Initiated, Reply, Responder) => to(Discussing),
        (Initiated | Discussing, Accept, Responder) => to(Accepted),
        (Initiated | Discussing | Accepted, Decline, Responder) => to(Declined),
        (Initiated | Discussing | Accepted, Cancel, Initiator) => to(Cancelled),
        (InProgress, Cancel, _) => to(Cancelled),
        (Accepted, Start, _) => to(InProgress),
        (Accepted | InProgress, Done, side) => match c.helper_side() {
            Some(helper) if helper == side && c.done_claimed_at.is_none() => Ok(Moved { status: InProgress, done_claimed_at: Some(now) }),
            Some(helper) if helper == side => Err(Refusal::WrongMoment { status: c.status, step }),
            _ => to(Completed),
        },
        (Accepted | InProgress, NotYet, side) if c.done_claimed_at.is_some() && c.helper_side() == Some(side.other()) => {
            Ok(Moved { status: InProgress, done_claimed_at: None })
        }
        (status, step, _) => Err(Refusal::WrongMoment { status, step }),
    }
}

/// Decides for the clock: seven days after the helper's “done”, silence confirms.
pub fn silence(c: &Connection, now: Timestamp) -> Result<Moved, Refusal> {
    match (c.status, c.done_claimed_at) {
        (Status::Accepted | Status::InProgress, Some(at)) if now.since(at) >= SILENCE_MS => {
            Ok(Moved { status: Status::Completed, done_claimed_at: None })
        }
        (status, _) => Err(Refusal::WrongMoment { status, step: Step::Silence }),
    }
}

/// What `who` may do now, in the order the buttons stand.
pub fn steps(c: &Connection, who: UserId) -> Vec<Step> {
    [Step::Accept, Step::Start, Step::Done, Step::NotYet, Step::Decline, Step::Cancel]
        .into_iter()
        .filter(|s| step(c, who, *s, Timestamp(0)).is_ok())
        .collect()
}

/// Whether `who` may rate, and on which side: once, after it is completed.
pub fn rate(c: &Connection, who: UserId, stars: i64) -> Result<Side, Refusal> {
    let side = c.side_of(who).ok_or(Refusal::NoSuchConnection)?;
    if c.status != Status::Completed {
        return Err(Refusal::WrongMoment { status: c.status, step: Step::Done });
    }
    let rated = match side {
        Side::Initiator => c.initiator_rating,
        Side::Responder => c.responder_rating,
    };
    if rated.is_some() {
        return Err(Refusal::AlreadyRated);
    }
    if !(1..=5).contains(&stars) {
        return Err(Refusal::Stars);
    }
    Ok(side)
}

/// Whether a place of the ask is taken in this status.
pub fn takes_a_place(status: Status) -> bool {
    matches!(status, Status::Accepted | Status::InProgress | Status::Completed)
}

/// The first message, cleaned.
pub fn first_message(typed: &str) -> Result<String, Refusal> {
    lines(Limit { field: "message", called: crate::fixed("rule-connections-your-message"), least: 1, most: 4_000 }, typed)
        .map_err(|p| Refusal::Mend(vec![p]))
}

pub fn rating_words(typed: &str) -> Result<String, Refusal> {
    lines(Limit { field: "words", called: crate::fixed("rule-connections-what-you-say"), least: 0, most: 2_000 }, typed)
        .map_err(|p| Refusal::Mend(vec![p]))
}

/// What is said when a step does not fit the moment.
pub fn wrong_moment(status: Status, step: Step) -> &'static str {
    match (status, step) {
        (Status::Completed, _) => crate::fixed("rule-connections-this-is-done-already"),
        (Status::Declined, _) => crate::fixed("rule-connections-this-was-declined"),
        (Status::Cancelled, _) => crate::fixed("rule-connections-this-was-called-off"),
        (_, Step::Done) => crate::fixed("rule-connections-say-yes-to-each-other-first-then-it-can"),
        (Status::Accepted | Status::InProgress, Step::Accept) => crate::fixed("rule-connections-you-have-said-yes-already"),
        _ => crate::fixed("rule-connections-that-is-not-possible-at-this-point-or-the"),
    }
}

/// Nobody answers themselves; a subject has an owner, and that is who is written to.
pub fn may_open(by: UserId, to: UserId, about: Subject, owner: Option<UserId>) -> Result<(), Refusal> {
    if by == to {
        return Err(Refusal::Yourself);
    }
    match (about, owner) {
        (Subject::Direct, _) => Ok(()),
        (_, Some(owner)) if owner == to => Ok(()),
        _ => Err(Refusal::Mend(vec![FieldProblem::new("to", crate::fixed("rule-connections-this-belongs-to-somebody-else"))])),
    }
}

/// How many conversations a member may begin in any 24 hours, and in those after they signed up. Going on with somebody they have
/// written with before is no beginning.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pace {
    pub first_day: i64,
    pub a_day: i64,
}

impl Default for Pace {
    fn default() -> Self {
        Pace { first_day: 3, a_day: 10 }
    }
}

impl Pace {
    fn most(self, since: Timestamp, now: Timestamp) -> i64 {
        if is_first_day(since, now) { self.first_day } else { self.a_day }
    }
}

fn is_first_day(since: Timestamp, now: Timestamp) -> bool {
    now.since(since) < DAY
}

/// Whether somebody who is a member `since` then may begin one more conversation. `begun`: when they began one in the last day,
/// oldest first.
pub fn may_begin(pace: Pace, since: Timestamp, begun: &[Timestamp], now: Timestamp) -> Result<(), Refusal> {
    let most = pace.most(since, now);
    let Some(mut again) = free_again(begun, most, now) else { return Ok(()) };
    let first_day = is_first_day(since, now);
    // From the end of the first day on the other number counts.
    let grown = since.plus(DAY);
    if first_day && again >= grown {
        again = free_again(begun, pace.a_day, grown).unwrap_or(grown);
    }
    Err(Refusal::EnoughForToday { most, first_day, retry_after_ms: again.since(now) })
}

/// How many more they may begin now.
pub fn left(pace: Pace, since: Timestamp, begun: &[Timestamp], now: Timestamp) -> i64 {
    (pace.most(since, now) - begun.iter().filter(|at| now.since(**at) < DAY).count() as i64).max(0)
}

/// What is said when none is left.
pub fn enough_words(most: i64, first_day: bool, retry_after_ms: i64) -> String {
    let key = if first_day { "rule-connections-enough-first-day" } else { "rule-connections-enough" };
    crate::say(key).with("most", most).with("wait", wait_words(retry_after_ms)).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kernel::{
        ids::*,
        time::{HOUR, MINUTE},
    };
    use proptest::prelude::*;

    const BO: UserId = UserId(1);
    const ANA: UserId = UserId(2);

    fn connection(status: Status, about: Subject) -> Connection {
        Connection {
            id: ConnectionId(1),
            initiator: BO,
            responder: ANA,
            about,
            status,
            done_claimed_at: None,
            initiator_rating: None,
            responder_rating: None,
            conversation: ConversationId(1),
        }
    }

    /// The matrix of product.md 1.3, written out once more by hand: (from, to, who may).
    #[test]
    fn the_matrix_is_the_plans() {
        use {Side::*, Status::*};
        let allowed: &[(Status, Status, &[Side])] = &[
            (Initiated, Discussing, &[Responder]),
            (Initiated, Accepted, &[Responder]),
            (Initiated, Declined, &[Responder]),
            (Initiated, Cancelled, &[Initiator]),
            (Discussing, Accepted, &[Responder]),
            (Discussing, Declined, &[Responder]),
            (Discussing, Cancelled, &[Initiator]),
            (Accepted, InProgress, &[Initiator, Responder]),
            (Accepted, Completed, &[Responder]), // of an answer to an ask, the responder is helped
            (Accepted, Declined, &[Responder]),
            (Accepted, Cancelled, &[Initiator]),
            (InProgress, InProgress, &[Initiator]), // the helper's “done” waits
            (InProgress, Completed, &[Responder]),
            (InProgress, Cancelled, &[Initiator, Responder]),
        ];
        for from in Status::ALL {
            for to in Status::ALL {
                for side in Side::ALL {
                    let c = connection(*from, Subject::Ask(AskId(1)));
                    let who = c.person(*side);
                    let got = Step::ALL.iter().any(|s| step(&c, who, *s, Timestamp(1)).is_ok_and(|m| m.status == *to));
                    let want = allowed.iter().any(|(f, t, sides)| f == from && t == to && sides.contains(side));
                    assert_eq!(got, want, "{from} -> {to} by the {side}");
                }
            }
        }
    }

    #[test]
    fn the_helpers_done_waits_for_the_helped() {
        let c = connection(Status::Accepted, Subject::Ask(AskId(1)));
        let claimed = step(&c, BO, Step::Done, Timestamp(5)).expect("the helper may say so");
        assert_eq!(claimed, Moved { status: Status::InProgress, done_claimed_at: Some(Timestamp(5)) });
        let waiting = Connection { status: claimed.status, done_claimed_at: claimed.done_claimed_at, ..c };
        assert_eq!(step(&waiting, ANA, Step::Done, Timestamp(6)).map(|m| m.status), Ok(Status::Completed));
        assert_eq!(step(&waiting, ANA, Step::NotYet, Timestamp(6)).map(|m| m.done_claimed_at), Ok(None));
        assert!(step(&waiting, BO, Step::NotYet, Timestamp(6)).is_err());
        assert!(silence(&waiting, Timestamp(5 + SILENCE_MS - 1)).is_err());
        assert_eq!(silence(&waiting, Timestamp(5 + SILENCE_MS)).map(|m| m.status), Ok(Status::Completed));
    }

    #[test]
    fn about_an_offer_the_one_who_offers_helps() {
        let c = connection(Status::Accepted, Subject::Offer(OfferId(1)));
        assert_eq!(step(&c, ANA, Step::Done, Timestamp(5)).map(|m| m.status), Ok(Status::InProgress));
        assert_eq!(step(&c, BO, Step::Done, Timestamp(5)).map(|m| m.status), Ok(Status::Completed));
    }

    #[test]
    fn strangers_see_no_connection() {
        let c = connection(Status::Initiated, Subject::Direct);
        assert_eq!(step(&c, UserId(3), Step::Accept, Timestamp(1)), Err(Refusal::NoSuchConnection));
    }

    #[test]
    fn each_side_rates_once_and_only_at_the_end() {
        let mut c = connection(Status::Completed, Subject::Direct);
        assert_eq!(rate(&c, ANA, 5), Ok(Side::Responder));
        assert_eq!(rate(&c, ANA, 6), Err(Refusal::Stars));
        c.responder_rating = Some(4);
        assert_eq!(rate(&c, ANA, 5), Err(Refusal::AlreadyRated));
        assert!(matches!(rate(&connection(Status::Accepted, Subject::Direct), ANA, 5), Err(Refusal::WrongMoment { .. })));
    }

    #[test]
    fn nobody_answers_themselves() {
        assert_eq!(may_open(BO, BO, Subject::Direct, None), Err(Refusal::Yourself));
        assert!(may_open(BO, ANA, Subject::Ask(AskId(1)), Some(UserId(9))).is_err());
        assert!(may_open(BO, ANA, Subject::Ask(AskId(1)), Some(ANA)).is_ok());
    }

    const NOON: Timestamp = Timestamp(1_793_534_400_000);

    #[test]
    fn three_conversations_on_the_first_day_and_ten_on_every_other() {
        let pace = Pace::default();
        let begun = |n: i64| (0..n).map(|i| NOON.plus(i * MINUTE)).collect::<Vec<_>>();
        let now = NOON.plus(HOUR);
        let (new, old) = (NOON.plus(-HOUR), NOON.plus(-30 * DAY));
        assert_eq!([2, 3].map(|n| may_begin(pace, new, &begun(n), now).is_ok()), [true, false]);
        assert_eq!([9, 10].map(|n| may_begin(pace, old, &begun(n), now).is_ok()), [true, false]);
        assert_eq!((left(pace, new, &begun(2), now), left(pace, new, &begun(3), now), left(pace, old, &begun(3), now)), (1, 0, 7));
        assert_eq!(
            may_begin(pace, new, &begun(3), now),
            Err(Refusal::EnoughForToday { most: 3, first_day: true, retry_after_ms: 22 * HOUR }),
            "with the end of the first day there is room"
        );
        let said = may_begin(pace, old, &begun(10), now).unwrap_err().to_string();
        assert_eq!(
            said,
            "You can begin 10 new conversations in a day. You have none left for now; you can begin the next one in 23 h. The ones you have go on."
        );
    }

    proptest! {
        /// Whoever waits as long as they were told may begin; whoever comes a moment earlier may not.
        #[test]
        fn the_wait_that_is_named_is_the_shortest(steps in proptest::collection::vec(0i64..5 * HOUR, 1..40), first_day in 1i64..4, a_day in 1i64..6) {
            let pace = Pace { first_day, a_day };
            let (mut now, mut begun) = (NOON, Vec::<Timestamp>::new());
            for step in steps {
                now = now.plus(step);
                match may_begin(pace, NOON, &begun, now) {
                    Ok(()) => {
                        prop_assert!(left(pace, NOON, &begun, now) > 0);
                        begun.push(now);
                    }
                    Err(Refusal::EnoughForToday { retry_after_ms, .. }) => {
                        prop_assert!(retry_after_ms > 0 && left(pace, NOON, &begun, now) == 0);
                        prop_assert_eq!(may_begin(pace, NOON, &begun, now.plus(retry_after_ms)), Ok(()));
                        prop_assert!(may_begin(pace, NOON, &begun, now.plus(retry_after_ms - 1)).is_err());
                    }
                    Err(other) => prop_assert!(false, "{other}"),
                }
                let counted = begun.iter().filter(|at| now.since(**at) < DAY).count() as i64;
                prop_assert!(counted <= first_day.max(a_day));
            }
        }

        #[test]
        fn nothing_leaves_an_ended_state(status in proptest::sample::select(vec![Status::Completed, Status::Declined, Status::Cancelled]),
                                         wish in proptest::sample::select(Step::ALL.to_vec()), by_initiator: bool, claimed in proptest::option::of(0i64..100)) {
            let mut c = connection(status, Subject::Ask(AskId(1)));
            c.done_claimed_at = claimed.map(Timestamp);
            let who = if by_initiator { BO } else { ANA };
            prop_assert!(step(&c, who, wish, Timestamp(1)).is_err());
            prop_assert!(silence(&c, Timestamp(i64::MAX)).is_err());
        }

        #[test]
        fn however_they_walk_help_ends_at_most_once(walk in proptest::collection::vec((proptest::sample::select(Step::ALL.to_vec()), any::<bool>()), 0..40)) {
            let mut c = connection(Status::Initiated, Subject::Offer(OfferId(1)));
            let mut completed = 0;
            for (wish, by_initiator) in walk {
                if let Ok(moved) = step(&c, if by_initiator { BO } else { ANA }, wish, Timestamp(1)) {
                    c.status = moved.status;
                    c.done_claimed_at = moved.done_claimed_at;
                    completed += i32::from(moved.status == Status::Completed);
                }
            }
            prop_assert!(completed <= 1);
        }
    }
}
