//! Times to meet: offered, answered and called off by the two of a conversation; of two who accept at once one wins; and who blocks or
//! leaves meets nobody.

use hub::{
    Answer, By, Command, ConversationId, Event, Refusal, TimesId, Timestamp, UserId,
    connections::Subject,
    kernel::time::{DAY, HOUR, MINUTE},
    leaving::Command as Leaving,
    times::{AHEAD, Command as Times, Event as Happened, OFFERS_A_DAY, Refusal as No, Slot, Status, TimesView},
};
use proptest::prelude::*;
use store::times as reads;

use crate::{
    steps::{open, opened},
    world::{TestStore, both_engines, refusal},
};

/// Two who write with each other.
async fn two(db: &TestStore) -> (UserId, UserId, ConversationId) {
    let (ana, bo) = (db.member("ana").await, db.member("bo").await);
    let (_, conversation) = opened(db.act(bo, open(ana, Subject::Direct)).await);
    (ana, bo, conversation)
}

fn slots(db: &TestStore, hours: &[i64]) -> Vec<Slot> {
    hours.iter().map(|hours| Slot { at: db.now().plus(hours * HOUR), minutes: 60 }).collect()
}

async fn offer(db: &TestStore, who: UserId, conversation: ConversationId, hours: &[i64]) -> Result<(TimesId, Vec<Slot>), Refusal> {
    let times = slots(db, hours);
    db.act(who, Command::Times(Times::Offer { conversation, times: times.clone(), place: "Café Rosa".into() })).await?;
    let view = stands(db, who, conversation).await;
    Ok((view.offers[0].id, times))
}

fn accept(conversation: ConversationId, id: TimesId, at: Timestamp) -> Command {
    Command::Times(Times::Accept { conversation, id, at })
}

fn decline(conversation: ConversationId, id: TimesId, word: &str) -> Command {
    Command::Times(Times::Decline { conversation, id, word: word.into() })
}

fn call_off(conversation: ConversationId, id: TimesId) -> Command {
    Command::Times(Times::CallOff { conversation, id })
}

async fn stands(db: &TestStore, reader: UserId, conversation: ConversationId) -> TimesView {
    reads::find(&mut db.store.read().await.unwrap(), reader, conversation).await.unwrap().expect("it is theirs")
}

async fn statuses(db: &TestStore, reader: UserId, conversation: ConversationId) -> Vec<(UserId, Status)> {
    stands(db, reader, conversation).await.offers.iter().map(|offer| (offer.by, offer.status)).collect()
}

async fn ahead(db: &TestStore, user: UserId) -> Vec<(UserId, Timestamp)> {
    let list = reads::list_ahead(&mut db.store.read().await.unwrap(), user, db.now(), 10).await.unwrap();
    list.into_iter().map(|one| (one.with.id, one.time.at)).collect()
}

both_engines! {
    async fn a_time_is_offered_taken_by_one_tap_and_called_off_by_either(db) {
        let (ana, bo, talk) = two(&db).await;
        let (id, times) = offer(&db, ana, talk, &[26, 2, 50]).await.unwrap();
        let view = stands(&db, bo, talk).await;
        assert_eq!((view.offers[0].by, view.offers[0].place.as_str(), view.offers[0].status), (ana, "Café Rosa", Status::Offered));
        assert_eq!(view.offers[0].times, [times[1], times[0], times[2]], "the first one first");
        assert_eq!(stands(&db, ana, talk).await, view, "both are shown the same");
        assert_eq!(db.activity(bo).await[0], "ana offers you times to meet.");
        let (before, told) = (ahead(&db, bo).await, db.activity(ana).await.len());
        assert_eq!(before, []);

        let taken = db.batch(vec![db.envelope(By::Member(bo), accept(talk, id, times[0].at))]).await;
        let heard: Vec<UserId> = taken.deliveries.iter().filter(|d| matches!(&d.frame, hub::wire::ServerFrame::Event { event: Event::Times(_), no: Some(_), view: hub::wire::View::Times(_) })).map(|d| d.to).collect();
        assert_eq!(heard, [bo, ana], "both screens are shown how it stands");
        assert_eq!((ahead(&db, ana).await, ahead(&db, bo).await), (vec![(bo, times[0].at)], vec![(ana, times[0].at)]));
        assert_eq!(db.activity(ana).await[0], "bo_ took one of your times: you are meeting.");
        assert_eq!(db.activity(ana).await.len(), told + 1);
        db.act(bo, accept(talk, id, times[0].at)).await.unwrap();
        assert_eq!(db.activity(ana).await.len(), told + 1, "the same again is nobody's news");
        assert_eq!(db.act(bo, accept(talk, id, times[1].at)).await, Err(No::NotOpen.into()));
        assert_eq!(offer(&db, bo, talk, &[90]).await, Err(No::AgreedAlready.into()));

        db.act(bo, call_off(talk, id)).await.unwrap();
        db.act(ana, call_off(talk, id)).await.unwrap();
        assert_eq!((ahead(&db, ana).await, statuses(&db, ana, talk).await), (vec![], vec![(ana, Status::CalledOff)]));
        assert_eq!(db.activity(ana).await[0], "bo_ called off the time you had agreed on.");
        assert_eq!(stands(&db, ana, talk).await.offers[0].agreed, Some(times[0]), "its file can take it out of calendars");
        offer(&db, bo, talk, &[90]).await.unwrap();
    }

    async fn none_fits_and_the_other_one_offers_some(db) {
        let (ana, bo, talk) = two(&db).await;
        let (id, times) = offer(&db, ana, talk, &[2]).await.unwrap();
        assert_eq!(offer(&db, ana, talk, &[4]).await, Err(No::OfferedAlready.into()));
        assert_eq!(db.act(ana, decline(talk, id, "")).await, Err(No::YourOwn.into()));
        assert_eq!(db.act(bo, call_off(talk, id)).await, Err(No::NotYours.into()));
        assert_eq!(db.act(bo, accept(talk, id, times[0].at.plus(1))).await, Err(No::NoSuchTime.into()));
        db.act(bo, decline(talk, id, " Mornings\nare better ")).await.unwrap();
        let said = stands(&db, ana, talk).await;
        assert_eq!((said.offers[0].word.as_str(), said.said_last(db.now()).map(|offer| offer.id)), ("Mornings are better", Some(id)));
        assert_eq!(said.said_last(db.now().plus(7 * DAY)), None, "not for ever");
        assert_eq!(db.activity(ana).await[0], "None of the times that you offered fits bo_.");
        let (theirs, times) = offer(&db, bo, talk, &[20]).await.unwrap();
        let (own, _) = offer(&db, ana, talk, &[30]).await.unwrap();
        db.act(ana, accept(talk, theirs, times[0].at)).await.unwrap();
        assert_eq!(statuses(&db, bo, talk).await, [(ana, Status::Settled), (bo, Status::Agreed)], "what she had offered is settled with it");
        assert_eq!(db.act(bo, accept(talk, own, db.now().plus(30 * HOUR))).await, Err(No::NotOpen.into()));
        // When it is over they find another one.
        db.later(21 * HOUR);
        assert_eq!(ahead(&db, ana).await, []);
        assert_eq!(db.act(ana, call_off(talk, theirs)).await, Err(No::Over.into()));
        offer(&db, ana, talk, &[2]).await.unwrap();
    }

    async fn of_two_who_accept_at_once_the_first_wins(db) {
        let (ana, bo, talk) = two(&db).await;
        let (hers, of_ana) = offer(&db, ana, talk, &[2, 4]).await.unwrap();
        let (his, of_bo) = offer(&db, bo, talk, &[6]).await.unwrap();
        // In one batch, and in two at the same moment.
        let envelopes = vec![
            db.envelope(By::Member(ana), accept(talk, his, of_bo[0].at)),
            db.envelope(By::Member(bo), accept(talk, hers, of_ana[0].at)),
        ];
        let answers: Vec<_> = db.batch(envelopes).await.answers.into_iter().map(|answer| answer.map_err(refusal)).collect();
        assert_eq!(answers, [Ok(Answer::Done), Err(No::NotOpen.into())]);
        assert_eq!(ahead(&db, bo).await, [(ana, of_bo[0].at)]);
        db.act(ana, call_off(talk, his)).await.unwrap();

        let (hers, of_ana) = offer(&db, ana, talk, &[2, 4]).await.unwrap();
        let one = vec![db.envelope(By::Member(bo), accept(talk, hers, of_ana[0].at))];
        let other = vec![db.envelope(By::Member(bo), accept(talk, hers, of_ana[1].at))];
        let (one, other) = tokio::join!(db.store.carry_out("race.one", one), db.store.carry_out("race.other", other));
        let mut answers: Vec<_> = [one, other].into_iter().flat_map(|carried| carried.answers).map(|answer| answer.map_err(refusal)).collect();
        answers.sort_by_key(Result::is_err);
        assert_eq!(answers, [Ok(Answer::Done), Err(No::NotOpen.into())]);
        assert_eq!(ahead(&db, ana).await.len(), 1);
    }

    async fn what_is_no_time_to_come_is_said_and_times_that_are_over_make_room(db) {
        let (ana, bo, talk) = two(&db).await;
        let mend = |answer: Result<_, Refusal>| match answer {
            Err(Refusal::Times(No::Mend(problems))) => problems.into_iter().map(|problem| problem.field).collect::<Vec<_>>(),
            other => panic!("{other:?}"),
        };
        assert_eq!(mend(offer(&db, ana, talk, &[0, -1]).await), ["at_1", "at_2"]);
        assert_eq!(mend(offer(&db, ana, talk, &[2, 2]).await), ["at_2"]);
        assert_eq!(mend(offer(&db, ana, talk, &[1, 2, 3, 4]).await), ["times"]);
        assert_eq!(mend(offer(&db, ana, talk, &[AHEAD / HOUR + 1]).await), ["at_1"]);
        let (id, times) = offer(&db, ana, talk, &[2]).await.unwrap();
        db.later(2 * HOUR);
        assert_eq!(db.act(bo, accept(talk, id, times[0].at)).await, Err(No::Over.into()));
        let (newer, _) = offer(&db, ana, talk, &[2]).await.unwrap();
        assert_ne!(id, newer);
        assert_eq!(db.number("select count(*) as n from times where status = 'lapsed'").await, 1);
        for _ in 2..OFFERS_A_DAY {
            let newest = stands(&db, ana, talk).await.offers[0].id;
            db.act(ana, call_off(talk, newest)).await.unwrap();
            db.later(MINUTE);
            offer(&db, ana, talk, &[2]).await.unwrap();
        }
        let newest = stands(&db, ana, talk).await.offers[0].id;
        db.act(ana, call_off(talk, newest)).await.unwrap();
        assert!(matches!(offer(&db, ana, talk, &[2]).await, Err(Refusal::Times(No::Enough { most: OFFERS_A_DAY, .. }))));
        offer(&db, bo, talk, &[2]).await.unwrap();
        db.later(DAY);
        offer(&db, ana, talk, &[2]).await.unwrap();
    }

    async fn nobody_else_sees_or_touches_them(db) {
        let (ana, _, talk) = two(&db).await;
        let (id, times) = offer(&db, ana, talk, &[2]).await.unwrap();
        let cy = db.member("cy").await;
        for command in [accept(talk, id, times[0].at), decline(talk, id, ""), call_off(talk, id)] {
            assert_eq!(db.act(cy, command.clone()).await, Err(No::NoSuchConversation.into()));
        }
        assert_eq!(offer(&db, cy, talk, &[2]).await, Err(No::NoSuchConversation.into()));
        let mut tx = db.store.read().await.unwrap();
        assert_eq!(reads::find(&mut tx, cy, talk).await.unwrap(), None);
        assert_eq!(reads::find_one(&mut tx, cy, talk, id).await.unwrap(), None);
        drop(tx);
        // The id of another conversation's.
        let (_, other) = opened(db.act(cy, open(ana, Subject::Direct)).await);
        assert_eq!(db.act(cy, accept(other, id, times[0].at)).await, Err(No::NoSuchTimes.into()));
        assert_eq!(db.act(ana, call_off(other, id)).await, Err(No::NoSuchTimes.into()));
        // A room is no conversation of two.
        assert_eq!(offer(&db, ana, hub::rooms::GENERAL, &[2]).await, Err(No::NoSuchConversation.into()));
    }

    async fn who_blocks_or_leaves_meets_nobody_and_the_other_one_is_told(db) {
        let (ana, bo, talk) = two(&db).await;
        let (id, times) = offer(&db, ana, talk, &[2]).await.unwrap();
        db.act(bo, accept(talk, id, times[0].at)).await.unwrap();
        db.block(bo, ana).await;
        assert_eq!((ahead(&db, ana).await, statuses(&db, ana, talk).await), (vec![], vec![(ana, Status::CalledOff)]));
        assert_eq!(db.activity(ana).await[0], "bo_ called off the time you had agreed on.");
        for who in [ana, bo] {
            assert_eq!(offer(&db, who, talk, &[4]).await, Err(No::Blocked.into()));
        }
        db.act(bo, Command::Moderation(hub::moderation::Command::Unblock { who: ana })).await.unwrap();

        let cy = db.member("cy").await;
        let (_, with_cy) = opened(db.act(cy, open(ana, Subject::Direct)).await);
        let (hers, times) = offer(&db, ana, talk, &[4]).await.unwrap();
        db.act(bo, accept(talk, hers, times[0].at)).await.unwrap();
        offer(&db, cy, with_cy, &[6]).await.unwrap();
        let left = db.batch(vec![db.envelope(By::Member(ana), Command::Leaving(Leaving::Deactivate))]).await;
        let ended = left.events.iter().filter(|event| matches!(event, Event::Times(Happened::CalledOff { by, .. }) if *by == ana)).count();
        assert_eq!(ended, 2, "{:?}", left.events);
        assert_eq!((ahead(&db, bo).await, statuses(&db, cy, with_cy).await), (vec![], vec![(cy, Status::Settled)]));
        assert_eq!(offer(&db, bo, talk, &[8]).await, Err(No::TheyAreAway.into()));
        assert_eq!(db.activity(bo).await[0], "ana called off the time you had agreed on.");
    }
}

#[derive(Clone, Debug)]
enum Deed {
    Offer(usize, i64),
    Accept(usize, usize),
    Decline(usize),
    CallOff(usize),
    Wait(i64),
}

fn deeds() -> impl Strategy<Value = Vec<Deed>> {
    let deed = prop_oneof![
        3 => (0..2_usize, 1..6_i64).prop_map(|(who, hours)| Deed::Offer(who, hours)),
        3 => (0..2_usize, 0..2_usize).prop_map(|(who, which)| Deed::Accept(who, which)),
        1 => (0..2_usize).prop_map(Deed::Decline),
        1 => (0..2_usize).prop_map(Deed::CallOff),
        2 => (1..5_i64).prop_map(Deed::Wait),
    ];
    prop::collection::vec(deed, 1..25)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(12))]

    /// Whatever the two do: at most one time is agreed on and not over, and each has at most one open.
    #[test]
    fn never_is_more_than_one_time_ahead(deeds in deeds()) {
        tokio::runtime::Runtime::new().unwrap().block_on(async {
            let db = TestStore::sqlite().await;
            let (ana, bo, talk) = two(&db).await;
            let people = [ana, bo];
            for deed in deeds {
                let newest = |view: &TimesView, by: UserId| view.offers.iter().find(|offer| offer.by == by).cloned();
                let view = stands(&db, ana, talk).await;
                let command = match deed {
                    Deed::Wait(hours) => {
                        db.later(hours * HOUR);
                        continue;
                    }
                    Deed::Offer(who, hours) => {
                        let _ = offer(&db, people[who], talk, &[hours, hours + 2]).await;
                        continue;
                    }
                    Deed::Accept(who, which) => newest(&view, people[1 - who]).map(|one| (who, accept(talk, one.id, one.times[which].at))),
                    Deed::Decline(who) => newest(&view, people[1 - who]).map(|one| (who, decline(talk, one.id, ""))),
                    Deed::CallOff(who) => view.offers.first().map(|one| (who, call_off(talk, one.id))),
                };
                if let Some((who, command)) = command {
                    let _ = db.act(people[who], command).await;
                }
                let now = db.now();
                let view = stands(&db, bo, talk).await;
                let ahead = view.offers.iter().filter(|one| one.ahead(now).is_some()).count();
                assert!(ahead <= 1, "{view:?}");
                assert!(ahead == 0 || view.open(now).next().is_none(), "nothing is open beside what is agreed: {view:?}");
                assert_eq!(ahead, self::ahead(&db, ana).await.len());
            }
        });
    }
}
