//! Receipts of asks: who is counted, when, and that none of it says who.

use std::collections::BTreeSet;

use hub::{
    AskId, By, Command, OfferId, UserId,
    asks::AskKind,
    availability::Command as Available,
    claims::Command as Claims,
    connections::Subject,
    kernel::time::{HOUR, MINUTE},
    matches::{Command as Matches, Facts, Pair, Post},
    messaging::Command as Messaging,
    moderation::Command as Moderation,
    presence::{Command as Presence, Shown},
    receipts::{Command as Receipts, rules},
};

use crate::{
    steps::{open, opened},
    world::{TestStore, both_engines},
};

fn pair(ask: AskId, offer: OfferId) -> Pair {
    let reasons = ["you both mention Kinlia", "needs people to try an app, offers to test apps"].map(str::to_owned).to_vec();
    Pair { ask, offer, score: 900, reasons, tell: true, facts: Facts::default() }
}

fn read(ask: AskId) -> Command {
    Command::Receipts(Receipts::Read { asks: vec![ask] })
}

fn receipts_shown(on: bool) -> Command {
    Command::Messaging(Messaging::ShowReceipts { on })
}

fn presence_shown(here: bool) -> Command {
    Command::Presence(Presence::Show { shown: Shown { here, ..Shown::default() } })
}

/// Ana's ask, and those who were told of it.
struct Told {
    ana: UserId,
    ask: AskId,
    people: Vec<UserId>,
}

impl TestStore {
    async fn told(&self, names: &[&str]) -> Told {
        let ana = self.member("ana").await;
        let ask = self.ask(ana, "Beta testers for Kinlia", AskKind::BetaTester, None).await;
        let (mut people, mut pairs) = (Vec::new(), Vec::new());
        for name in names {
            let who = self.member(name).await;
            people.push(who);
            pairs.push(pair(ask, self.offer(who, "I test apps").await));
        }
        let found = Matches::Found { post: Post::Ask(ask), upto: 1, pairs, tools: Vec::new() };
        self.act(By::Matcher, Command::Matches(found)).await.unwrap();
        Told { ana, ask, people }
    }

    /// As a page of Ana's does it: counts if it is time, then says.
    async fn receipt(&self, told: &Told, here: &[UserId]) -> String {
        let due = store::receipts::list_due(&mut self.store.read().await.unwrap(), told.ana, self.now()).await.unwrap();
        if due.contains(&told.ask) {
            self.act(By::Clock, Command::Receipts(Receipts::Take { ask: told.ask, here: here.to_vec() })).await.unwrap();
        }
        let mut db = self.store.read().await.unwrap();
        let owner = store::receipts::find_owner(&mut db, told.ana).await.unwrap();
        let counted = store::receipts::list_counted(&mut db, told.ana, &[told.ask]).await.unwrap();
        let (at, counts) = counted[&told.ask];
        rules::said(told.ask, counts, owner, at).words
    }

    /// The same, when a minute has passed.
    async fn next_receipt(&self, told: &Told, here: &[UserId]) -> String {
        self.later(MINUTE);
        self.receipt(told, here).await
    }

    /// As the hub notes it of those who were not here.
    async fn missed(&self, told: &Told, who: &[UserId]) {
        let cards = store::matches::list_for_ask(&mut self.store.read().await.unwrap(), told.ana, told.ask).await.unwrap();
        let ids = cards.iter().filter(|card| who.contains(&card.person.id)).map(|card| card.id).collect();
        self.act(By::Clock, Command::Matches(Matches::Missed { ids })).await.unwrap();
    }

    /// They come; the lines of waiting asks in their activity then.
    async fn comes(&self, who: UserId) -> Vec<String> {
        self.act(By::Clock, Command::Matches(Matches::Came { who })).await.unwrap();
        self.activity(who).await.into_iter().filter(|line| line.contains("still waiting")).collect()
    }

    async fn who_missed(&self, people: &[UserId]) -> Vec<UserId> {
        let mut who = store::matches::list_who_missed(&mut self.store.read().await.unwrap(), people).await.unwrap();
        who.sort();
        who
    }

    async fn is_silent(&self, ask: AskId) -> bool {
        let mut db = self.store.read().await.unwrap();
        let standing = store::receipts::find_standing(&mut db, ask, self.now()).await.unwrap().expect("it is there");
        rules::is_silent(standing, self.now())
    }
}

both_engines! {
    async fn an_asks_people_are_counted_once_a_minute_and_said_in_words_below_three(db) {
        let told = db.told(&["bo", "cy", "dee", "eve", "fay"]).await;
        let (ask, people) = (told.ask, &told.people);
        assert_eq!(db.receipt(&told, &[]).await, "told 5 · nobody is here right now · nobody has read it yet");
        db.act(people[0], read(ask)).await.unwrap();
        db.act(people[0], Command::Claims(Claims::Take { ask })).await.unwrap();
        db.later(MINUTE - 1);
        let soon = db.receipt(&told, &people[..3]).await;
        assert_eq!(soon, "told 5 · nobody is here right now · some have read it", "who holds a place has; the rest not before the minute is over");
        db.later(1);
        let first = db.receipt(&told, &people[..1]).await;
        assert_eq!(first, "told 5 · a few are here · some have read it · someone is writing");
        db.act(people[1], read(ask)).await.unwrap();
        assert_eq!(db.next_receipt(&told, &people[..2]).await, first, "two are said as one is");
        db.act(people[2], read(ask)).await.unwrap();
        db.act(people[2], read(ask)).await.unwrap();
        assert_eq!(db.next_receipt(&told, &people[..3]).await, "told 5 · 3 are here · 3 have read it · someone is writing");
        for who in people {
            db.act(*who, read(ask)).await.unwrap();
        }
        assert_eq!(db.next_receipt(&told, people).await, "told 5 · 4 are here · 4 have read it · someone is writing", "never all");
    }

    async fn whoever_answers_has_read_it_at_once_whatever_they_show(db) {
        let told = db.told(&["bo", "cy", "dee"]).await;
        db.act(told.people[0], receipts_shown(false)).await.unwrap();
        assert_eq!(db.receipt(&told, &[]).await, "told 3 · nobody is here right now · nobody has read it yet");
        let message = "I love testing new tools".to_owned();
        let open = hub::connections::Command::Open { to: told.ana, about: hub::connections::Subject::Ask(told.ask), message };
        db.act(told.people[0], Command::Connections(open)).await.unwrap();
        assert_eq!(db.receipt(&told, &[]).await, "told 3 · nobody is here right now · some have read it");
    }

    async fn what_the_house_counts_twice_within_a_minute_is_counted_once(db) {
        let told = db.told(&["bo", "cy", "dee"]).await;
        let take = |here: &[UserId]| Command::Receipts(Receipts::Take { ask: told.ask, here: here.to_vec() });
        db.act(By::Clock, take(&[])).await.unwrap();
        db.act(By::Clock, take(&told.people)).await.unwrap();
        assert_eq!(db.receipt(&told, &told.people).await, "told 3 · nobody is here right now · nobody has read it yet");
        assert!(db.act(told.ana, take(&[])).await.is_err(), "only the house counts");
    }

    async fn of_fewer_than_three_it_is_said_that_they_were_told(db) {
        let told = db.told(&["bo", "cy"]).await;
        for who in &told.people {
            db.act(*who, read(told.ask)).await.unwrap();
        }
        assert_eq!(db.receipt(&told, &told.people).await, "told 2");
    }

    async fn who_hides_ticks_or_presence_is_not_counted_and_what_they_read_meanwhile_never_is(db) {
        let told = db.told(&["bo", "cy", "dee", "eve"]).await;
        let (ask, people) = (told.ask, &told.people);
        db.act(people[0], receipts_shown(false)).await.unwrap();
        db.act(people[1], presence_shown(false)).await.unwrap();
        for who in people {
            db.act(*who, read(ask)).await.unwrap();
        }
        assert_eq!(db.receipt(&told, people).await, "told 4 · a few are here · some have read it");
        db.act(people[2], presence_shown(false)).await.unwrap();
        db.act(people[3], presence_shown(false)).await.unwrap();
        assert_eq!(db.next_receipt(&told, people).await, "told 4 · nobody is here right now · nobody has read it yet");
        for who in &people[1..] {
            db.act(*who, presence_shown(true)).await.unwrap();
        }
        db.act(people[0], receipts_shown(true)).await.unwrap();
        assert_eq!(db.next_receipt(&told, people).await, "told 4 · 3 are here · 3 have read it", "all are here, and never all is said");
        assert_eq!(db.number("select count(*) as n from asks_read").await, 3, "what Bo read while it was off was not kept");
    }

    async fn an_owner_who_hides_is_told_nothing_of_that_kind(db) {
        let told = db.told(&["bo", "cy", "dee", "eve"]).await;
        db.act(told.people[0], read(told.ask)).await.unwrap();
        db.act(told.ana, receipts_shown(false)).await.unwrap();
        assert_eq!(db.receipt(&told, &told.people).await, "told 4 · 3 are here");
        db.act(told.ana, presence_shown(false)).await.unwrap();
        assert_eq!(db.receipt(&told, &told.people).await, "told 4");
    }

    async fn putting_a_card_away_or_blocking_somebody_does_not_show_whether_they_had_read_it(db) {
        let told = db.told(&["bo", "cy", "dee", "eve", "fay"]).await;
        for who in &told.people[..3] {
            db.act(*who, read(told.ask)).await.unwrap();
        }
        let before = db.receipt(&told, &told.people[..3]).await;
        let cards = store::matches::list_for_ask(&mut db.store.read().await.unwrap(), told.ana, told.ask).await.unwrap();
        let bos = cards.iter().find(|card| card.person.id == told.people[0]).unwrap().id;
        db.act(told.ana, Command::Matches(Matches::Dismiss { id: bos })).await.unwrap();
        db.block(told.ana, told.people[1]).await;
        assert_eq!(db.next_receipt(&told, &told.people[..3]).await, before);
        db.act(told.people[2], Command::Moderation(Moderation::Block { who: told.ana })).await.unwrap();
        assert_eq!(db.next_receipt(&told, &told.people[..3]).await, "told 5 · a few are here · some have read it", "who blocks her is let be");
    }

    async fn only_what_somebody_was_told_of_is_kept_as_read(db) {
        let told = db.told(&["bo", "cy", "dee"]).await;
        let stranger = db.member("zed").await;
        for who in [stranger, told.ana] {
            db.act(who, read(told.ask)).await.unwrap();
        }
        db.act(stranger, read(AskId(4_000_000))).await.unwrap();
        assert_eq!(db.number("select count(*) as n from asks_read").await, 0);
        let is_unread = async |who: UserId| {
            let mut db = db.store.read().await.unwrap();
            store::receipts::is_unread(&mut db, who, told.ask).await.unwrap()
        };
        assert!(is_unread(told.people[0]).await && !is_unread(stranger).await && !is_unread(told.ana).await);
        db.act(told.people[0], read(told.ask)).await.unwrap();
        assert!(!is_unread(told.people[0]).await);
    }

    async fn reading_makes_no_event_so_that_nobody_hears_of_the_moment(db) {
        let told = db.told(&["bo", "cy", "dee"]).await;
        let carried = db.batch(vec![db.envelope(By::Member(told.people[0]), read(told.ask))]).await;
        assert!(carried.answers[0].is_ok() && carried.events.is_empty() && carried.deliveries.is_empty());
    }

    async fn the_receipt_is_the_owners_and_of_open_asks(db) {
        let told = db.told(&["bo", "cy", "dee"]).await;
        db.receipt(&told, &[]).await;
        let mut read = db.store.read().await.unwrap();
        assert!(store::receipts::list_counted(&mut read, told.people[0], &[told.ask]).await.unwrap().is_empty());
        drop(read);
        db.later(MINUTE);
        db.act(told.ana, Command::Asks(hub::asks::Command::Close { id: told.ask })).await.unwrap();
        let due = store::receipts::list_due(&mut db.store.read().await.unwrap(), told.ana, db.now()).await.unwrap();
        assert_eq!(due, [], "nobody is counted for an ask that is closed");
    }

    async fn an_ask_that_nobody_was_here_for_is_named_once_to_each_who_comes_while_it_waits(db) {
        let told = db.told(&["bo", "cy", "dee"]).await;
        db.missed(&told, &told.people).await;
        let line = "ana's ask is still waiting: “Beta testers for Kinlia”. It came while you were away, and nobody has answered it yet.";
        assert_eq!(db.who_missed(&told.people).await, told.people);
        assert_eq!(db.comes(told.people[0]).await, [line]);
        assert_eq!(db.comes(told.people[0]).await, [line], "once");
        assert_eq!(db.who_missed(&told.people).await, told.people[1..]);
        db.missed(&told, &told.people).await;
        assert_eq!(db.comes(told.people[0]).await, [line], "also when it is noted again");
        assert_eq!(db.comes(told.people[1]).await, [line], "that Bo came since changes nothing");
        opened(db.act(told.people[1], open(told.ana, Subject::Ask(told.ask))).await);
        assert_eq!(db.comes(told.people[2]).await, [""; 0], "it is answered");
        assert!(db.act(told.people[2], Command::Matches(Matches::Came { who: told.people[2] })).await.is_err(), "only the house does that");
    }

    async fn nothing_is_named_when_somebody_was_here_or_to_who_wants_quiet(db) {
        let told = db.told(&["bo", "cy", "dee", "eve", "fay", "gus"]).await;
        db.missed(&told, &told.people[1..]).await;
        assert_eq!(db.comes(told.people[1]).await, [""; 0], "Bo was here");
        db.missed(&told, &told.people[..1]).await;
        db.act(told.people[2], Command::Availability(Available::SetFull { full: true })).await.unwrap();
        db.act(told.people[3], Command::Tastes(hub::tastes::Command::Pause { until: hub::tastes::Pause::Week })).await.unwrap();
        db.block(told.ana, told.people[4]).await;
        db.act(told.people[5], read(told.ask)).await.unwrap();
        for who in &told.people[2..] {
            assert_eq!(db.comes(*who).await, [""; 0]);
        }
        assert_eq!(db.comes(told.people[0]).await.len(), 1);
        assert_eq!(db.who_missed(&told.people).await, [], "whatever came of it, they have come");
    }

    async fn at_most_three_asks_that_wait_are_named_at_once_the_newest(db) {
        let bo = db.member("bo").await;
        for _ in 0..5 {
            db.later(MINUTE);
            let told = db.told(&["bo"]).await;
            db.missed(&told, &[bo]).await;
        }
        assert_eq!(db.comes(bo).await.len(), 3);
        assert_eq!(db.comes(bo).await.len(), 3);
    }

    async fn silence_is_hours_without_an_answer(db) {
        let told = db.told(&["bo", "cy"]).await;
        assert!(!db.is_silent(told.ask).await);
        db.later(rules::SILENT_AFTER_MS - 1);
        assert!(!db.is_silent(told.ask).await);
        db.later(1);
        assert!(db.is_silent(told.ask).await);
        opened(db.act(told.people[0], open(told.ana, Subject::Ask(told.ask))).await);
        assert!(!db.is_silent(told.ask).await, "Bo has answered");
        let nobody = db.told(&[]).await;
        assert!(db.is_silent(nobody.ask).await, "looked at, and nobody fits");
        let fresh = db.ask(told.ana, "A logo", AskKind::Hire, None).await;
        db.later(HOUR);
        assert!(!db.is_silent(fresh).await, "nobody has looked for it yet");
    }

    async fn who_would_be_told_of_a_wider_ask_is_counted_by_the_rules_that_would_tell_them(db) {
        let told = db.told(&["bo"]).await;
        let mut pairs = Vec::new();
        let mut people = Vec::new();
        for name in ["cy", "dee", "eve", "fay"] {
            let who = db.member(name).await;
            people.push(who);
            pairs.push(pair(told.ask, db.offer(who, "I test apps").await));
        }
        pairs.push(pair(told.ask, db.offer(people[0], "I test more apps").await));
        let would = async |kind, pairs: &[Pair]| {
            let mut read = db.store.read().await.unwrap();
            store::matches::list_who_would_be_told(&mut read, told.ask, kind, pairs, None, db.now()).await.unwrap()
        };
        let advice = AskKind::Advice;
        assert_eq!(would(advice, &pairs).await, people.iter().copied().collect::<BTreeSet<_>>(), "each person once");
        db.act(people[0], Command::Availability(Available::SetFull { full: true })).await.unwrap();
        db.block(people[1], told.ana).await;
        let less = hub::tastes::Rule { about: hub::tastes::About::Asks, what: "advice".to_owned() };
        db.act(people[2], Command::Tastes(hub::tastes::Command::Take { rules: vec![less], card: None })).await.unwrap();
        assert_eq!(would(advice, &pairs).await, BTreeSet::from([people[3]]), "not who is full, who blocks, who wants less of that");
        assert_eq!(would(AskKind::Feedback, &pairs).await, BTreeSet::from([people[2], people[3]]));
        let faint: Vec<Pair> = pairs.iter().map(|p| Pair { tell: false, ..p.clone() }).collect();
        assert_eq!(would(advice, &faint).await, BTreeSet::new());
        assert_eq!(db.number("select count(*) as n from matches where told_at is not null").await, 1, "nobody is told by asking");
    }

    async fn who_would_hear_of_an_ask_that_is_not_posted_yet_are_those_who_would_be_told(db) {
        let (ana, bo, cy, dee) = (db.member("ana").await, db.member("bo").await, db.member("cy").await, db.member("dee").await);
        let mut pairs = Vec::new();
        for who in [bo, cy, dee] {
            pairs.push(pair(store::matches::NOT_YET, db.offer(who, "I test apps").await));
        }
        let would = async |kind, most| {
            let mut read = db.store.read().await.unwrap();
            store::matches::list_who_would_hear(&mut read, ana, kind, pairs.clone(), most, db.now()).await.unwrap()
        };
        assert_eq!(would(AskKind::Advice, None).await, BTreeSet::from([bo, cy, dee]));
        assert_eq!(would(AskKind::Advice, Some(0)).await, BTreeSet::new(), "they have had enough for today");
        db.act(bo, Command::Availability(Available::SetFull { full: true })).await.unwrap();
        db.block(cy, ana).await;
        assert_eq!(would(AskKind::Advice, None).await, BTreeSet::from([dee]), "not who is full, nor who blocks");
        let less = hub::tastes::Rule { about: hub::tastes::About::Asks, what: "advice".to_owned() };
        db.act(dee, Command::Tastes(hub::tastes::Command::Take { rules: vec![less], card: None })).await.unwrap();
        assert_eq!(would(AskKind::Advice, None).await, BTreeSet::new());
        assert_eq!(would(AskKind::Feedback, None).await, BTreeSet::from([dee]), "of another kind");
        assert_eq!(db.number("select count(*) as n from matches").await, 0, "nothing is stored by asking");
    }
}
