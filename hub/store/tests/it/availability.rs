//! Who is full, who is spared, how surely somebody answers, and how many cards they are sent.

use hub::{
    AskId, By, Command, ConnectionId, OfferId, UserId,
    asks::AskKind,
    availability::{Answers, Availability, Command as Available, Why, rules::LAPSE_COUNTS_FOR},
    claims::{Command as Claims, rules::Lease},
    connections::{Step, Subject},
    kernel::time::{DAY, MINUTE},
    matches::{Command as Matches, Facts, Pair, Post},
};
use store::Pace;

use crate::{
    steps::{open, opened, say},
    world::{TestStore, both_engines},
};

fn set_full(full: bool) -> Command {
    Command::Availability(Available::SetFull { full })
}

fn overdue(connection: ConnectionId) -> Command {
    Command::Availability(Available::Overdue { connection })
}

fn pair(ask: AskId, offer: OfferId, score: i64) -> Pair {
    let reasons = ["you both mention Kinlia", "needs people to try an app, offers to test apps"].map(str::to_owned).to_vec();
    Pair { ask, offer, score, reasons, tell: true, facts: Facts::default() }
}

impl TestStore {
    async fn availability(&self, user: UserId) -> Availability {
        store::availability::find(&mut self.store.read().await.unwrap(), user).await.unwrap()
    }

    /// As the clock does.
    async fn spare_who_is_due(&self) -> usize {
        let due = store::availability::list_overdue(&mut self.store.read().await.unwrap(), self.now(), 100).await.unwrap();
        for id in &due {
            self.act(By::Clock, overdue(*id)).await.unwrap();
        }
        due.len()
    }

    async fn look_at(&self, post: Post, pairs: Vec<Pair>) {
        self.act(By::Matcher, Command::Matches(Matches::Found { post, upto: 1, pairs, tools: Vec::new() })).await.unwrap();
    }

    /// The offers whose people were told of an ask.
    async fn told_of(&self, owner: UserId, ask: AskId) -> Vec<OfferId> {
        let cards = store::matches::list_for_ask(&mut self.store.read().await.unwrap(), owner, ask).await.unwrap();
        cards.iter().filter(|card| card.told).map(|card| card.offer).collect()
    }

    /// What stands about `who` on a card of `reader`'s.
    async fn said_on_a_card(&self, reader: UserId) -> String {
        let cards = store::matches::page_cards(&mut self.store.read().await.unwrap(), reader, false, None, 1).await.unwrap();
        cards.items[0].answers.clone()
    }
}

both_engines! {
    async fn who_is_full_is_told_of_nothing_until_they_can_help_again(db) {
        let (ana, bo, cy) = (db.member("ana").await, db.member("bo").await, db.member("cy").await);
        let ask = db.ask(ana, "Beta testers for Kinlia", AskKind::BetaTester, None).await;
        let (bos, cys) = (db.offer(bo, "I test apps").await, db.offer(cy, "I test Kinlia").await);
        db.act(bo, set_full(true)).await.unwrap();
        db.act(bo, set_full(true)).await.unwrap();
        let pairs = vec![pair(ask, bos, 900), pair(ask, cys, 500)];
        db.look_at(Post::Ask(ask), pairs.clone()).await;
        assert_eq!(db.told_of(ana, ask).await, [cys]);
        let cards = store::matches::list_for_ask(&mut db.store.read().await.unwrap(), ana, ask).await.unwrap();
        assert_eq!(cards.iter().find(|c| c.offer == bos).unwrap().missing, ["they have enough to do right now"]);
        let his = store::matches::list_for_offer(&mut db.store.read().await.unwrap(), bo, bos).await.unwrap();
        assert_eq!(his[0].missing, ["you said you are full right now"]);
        let availability = db.availability(bo).await;
        assert_eq!((availability.full, availability.why), (true, Some(Why::Said)));
        db.act(bo, set_full(false)).await.unwrap();
        db.look_at(Post::Ask(ask), pairs).await;
        assert_eq!(db.told_of(ana, ask).await, [bos, cys]);
    }

    async fn whoever_leaves_two_people_waiting_for_a_week_is_spared_more_and_told_kindly(db) {
        let (ana, bo, cy, dee) = (db.member("ana").await, db.member("bo").await, db.member("cy").await, db.member("dee").await);
        let offer = db.offer(ana, "I test apps").await;
        let (first, _) = opened(db.act(bo, open(ana, Subject::Offer(offer))).await);
        opened(db.act(cy, open(ana, Subject::Offer(offer))).await);
        db.later(7 * DAY - 1);
        assert_eq!(db.spare_who_is_due().await, 0);
        assert!(db.act(By::Clock, overdue(first)).await.is_err(), "not yet");
        db.later(1);
        assert_eq!(db.spare_who_is_due().await, 2);
        assert_eq!(db.spare_who_is_due().await, 0, "each counts once");
        let spared = db.availability(ana).await;
        assert_eq!((spared.full, spared.why, spared.answers), (true, Some(Why::Unanswered), Answers { asked: 2, answered: 0, usual_ms: None }));
        assert!(db.activity(ana).await[0].starts_with("Two people have waited a week"), "{:?}", db.activity(ana).await);
        db.act(ana, set_full(false)).await.unwrap();
        opened(db.act(dee, open(ana, Subject::Offer(offer))).await);
        db.later(7 * DAY);
        assert_eq!(db.spare_who_is_due().await, 1);
        assert!(!db.availability(ana).await.full, "one since she said that she is free");
    }

    async fn whoever_lets_two_places_run_out_is_spared_more_and_told_kindly(db) {
        let (ana, bo) = (db.member("ana").await, db.member("bo").await);
        let hold_and_let_run_out = async |title: &str| {
            let ask = db.ask(ana, title, AskKind::BetaTester, None).await;
            db.act(bo, Command::Claims(Claims::Take { ask })).await.unwrap();
            db.later(Lease::default().ms);
            db.act(By::Clock, Command::Claims(Claims::Lapse { ask })).await.unwrap();
        };
        hold_and_let_run_out("Beta testers for Kinlia").await;
        assert!(!db.availability(bo).await.full, "once may happen to anybody");
        db.later(LAPSE_COUNTS_FOR);
        hold_and_let_run_out("Beta testers a month later").await;
        assert!(!db.availability(bo).await.full, "the first is long ago");
        hold_and_let_run_out("Beta testers once more").await;
        assert_eq!((db.availability(bo).await.full, db.availability(bo).await.why), (true, Some(Why::Lapsed)));
        let said = db.activity(bo).await;
        assert!(said[0].starts_with("Two places that you held ran out"), "{said:?}");
        hold_and_let_run_out("Beta testers while full").await;
        assert_eq!(db.activity(bo).await.iter().filter(|line| line.starts_with("Two places")).count(), 1, "once is enough");
        db.act(bo, set_full(false)).await.unwrap();
        hold_and_let_run_out("Beta testers after that").await;
        assert!(!db.availability(bo).await.full, "one since he said that he is free");
    }

    async fn a_first_answer_counts_whatever_it_is_and_a_late_one_has_no_time(db) {
        let ana = db.member("ana").await;
        let offer = db.offer(ana, "I test apps").await;
        let mut asked = Vec::new();
        for (n, name) in ["bo", "cy", "dee", "eve"].into_iter().enumerate() {
            let who = db.member(name).await;
            asked.push((opened(db.act(who, open(ana, Subject::Offer(offer))).await), n));
        }
        db.later(MINUTE);
        db.act(ana, say(asked[0].0.1, "Gladly")).await.unwrap();
        db.later(MINUTE);
        db.steps(asked[1].0.0, &[(ana, Step::Decline)]).await;
        db.later(MINUTE);
        db.steps(asked[2].0.0, &[(ana, Step::Accept), (ana, Step::Start)]).await;
        db.act(ana, say(asked[0].0.1, "And?")).await.unwrap();
        assert_eq!(db.availability(ana).await.answers, Answers { asked: 3, answered: 3, usual_ms: Some(2 * MINUTE) });
        db.later(8 * DAY);
        db.spare_who_is_due().await;
        assert_eq!(db.availability(ana).await.answers, Answers { asked: 4, answered: 3, usual_ms: Some(2 * MINUTE) });
        db.act(ana, say(asked[3].0.1, "Sorry for the wait")).await.unwrap();
        assert_eq!(db.availability(ana).await.answers, Answers { asked: 4, answered: 4, usual_ms: Some(2 * MINUTE) }, "a week is no usual time");
        let fay = db.member("fay").await;
        let ask = db.ask(fay, "Beta testers for Kinlia", AskKind::BetaTester, None).await;
        db.look_at(Post::Ask(ask), vec![pair(ask, offer, 700)]).await;
        assert_eq!(db.said_on_a_card(fay).await, "usually answers in 2 min · all of the last 4");
    }

    async fn who_called_it_off_before_an_answer_counts_against_nobody(db) {
        let (ana, bo) = (db.member("ana").await, db.member("bo").await);
        let offer = db.offer(ana, "I test apps").await;
        let (id, _) = opened(db.act(bo, open(ana, Subject::Offer(offer))).await);
        db.steps(id, &[(bo, Step::Cancel)]).await;
        db.later(8 * DAY);
        assert_eq!(db.spare_who_is_due().await, 0);
        assert_eq!(db.availability(ana).await.answers, Answers::default());
    }

    async fn five_cards_a_day_because_others_asked_and_the_rest_waits_in_the_list(db) {
        db.store.keep_to(Pace { cards_a_day: Some(5), ..Pace::default() });
        let (ana, bo) = (db.member("ana").await, db.member("bo").await);
        let offer = db.offer(bo, "I test apps").await;
        let mut told = 0;
        for n in 0..7 {
            let ask = db.ask(ana, &format!("Beta testers for Kinlia {n}"), AskKind::BetaTester, None).await;
            db.look_at(Post::Ask(ask), vec![pair(ask, offer, 700)]).await;
            told += db.told_of(ana, ask).await.len();
        }
        assert_eq!(told, 5);
        let waiting = store::matches::page_cards(&mut db.store.read().await.unwrap(), bo, false, None, 100).await.unwrap().items;
        assert_eq!((waiting.len(), waiting.iter().filter(|card| card.told).count()), (7, 5));
        db.later(DAY + 1);
        let ask = db.ask(ana, "Beta testers for Kinlia tomorrow", AskKind::BetaTester, None).await;
        db.look_at(Post::Ask(ask), vec![pair(ask, offer, 700)]).await;
        assert_eq!(db.told_of(ana, ask).await, [offer]);
    }

    async fn what_somebody_finds_by_offering_something_new_is_not_counted(db) {
        db.store.keep_to(Pace { cards_a_day: Some(1), ..Pace::default() });
        let (ana, bo) = (db.member("ana").await, db.member("bo").await);
        let mut asks = Vec::new();
        for n in 0..3 {
            asks.push(db.ask(ana, &format!("Beta testers for Kinlia {n}"), AskKind::BetaTester, None).await);
        }
        db.later(2 * DAY);
        let offer = db.offer(bo, "I test apps").await;
        db.look_at(Post::Offer(offer), asks.iter().map(|ask| pair(*ask, offer, 700)).collect()).await;
        let cards = store::matches::list_for_offer(&mut db.store.read().await.unwrap(), bo, offer).await.unwrap();
        assert_eq!(cards.iter().filter(|card| card.told).count(), 3);
        let fresh = db.ask(ana, "Beta testers for Kinlia today", AskKind::BetaTester, None).await;
        db.look_at(Post::Ask(fresh), vec![pair(fresh, offer, 700)]).await;
        assert_eq!(db.told_of(ana, fresh).await, [offer]);
    }
}
