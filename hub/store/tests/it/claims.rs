//! “I've got this”: places that are held, who gives way, what becomes of them, and that there are never more than places.

use hub::{
    Answer, AskId, By, ClaimId, Command, CommandId, Event, OfferId, Refusal, Timestamp, UserId,
    asks::{self, AskKind, AskStatus, Command as Asks},
    claims::{Command as Claims, Event as Happened, PlacesView, Refusal as No, rules::MOST_HELD},
    connections::{Step, Subject},
    event::Lane,
    kernel::time::{DAY, MINUTE, SECOND},
    matches::{self, Facts, MatchCard, Pair, Post},
    messaging::Command as Messaging,
    moderation::Thing,
    offers::{self, OfferStatus},
    wire::{ServerFrame, View},
};
use rand::{Rng, SeedableRng, rngs::StdRng};
use store::{Carried, Failure, claims as reads, crash::How};

use crate::{
    reports::report,
    steps::{open, opened, step},
    world::{NOON, TestStore, both_engines, refusal},
};

fn take(ask: AskId) -> Command {
    Command::Claims(Claims::Take { ask })
}

fn renew(ask: AskId) -> Command {
    Command::Claims(Claims::Renew { ask })
}

fn let_go(ask: AskId) -> Command {
    Command::Claims(Claims::LetGo { ask })
}

fn wait_for(ask: AskId) -> Command {
    Command::Claims(Claims::TellWhenFree { ask })
}

fn lapse(ask: AskId) -> Command {
    Command::Claims(Claims::Lapse { ask })
}

fn no<T>(refusal: No) -> Result<T, Refusal> {
    Err(Refusal::Claims(refusal))
}

/// The claim of an answer, and until when it holds.
fn taken(answer: Result<Answer, Refusal>) -> (ClaimId, Timestamp) {
    match answer {
        Ok(Answer::Claim { id, until }) => (id, until),
        other => panic!("no claim: {other:?}"),
    }
}

/// What happened to claims, as words.
fn happened(carried: &Carried) -> Vec<String> {
    let words = |event: &Happened| match event {
        Happened::Taken { .. } => "taken".to_owned(),
        Happened::Renewed { .. } => "renewed".to_owned(),
        Happened::Ended { how, .. } => how.word().to_owned(),
        Happened::PlacesChanged { to, .. } => format!("others: {}", to.len()),
    };
    carried.events.iter().filter_map(|e| if let Event::Claims(e) = e { Some(words(e)) } else { None }).collect()
}

impl TestStore {
    async fn places(&self, reader: UserId, ask: AskId) -> Option<PlacesView> {
        reads::find_places(&mut self.store.read().await.unwrap(), reader, ask).await.unwrap()
    }

    async fn held(&self, ask: AskId) -> i64 {
        let held = self.the_ask(ask).await.held;
        let sql = "select count(*) as n from claims where ask_id = $1 and ended_at is null";
        let live = self.store.read().await.unwrap().number(sql, store::args![ask]).await.unwrap();
        assert_eq!(live, held, "the ask counts what is live");
        held
    }

    /// How each claim of an ask ended, in the order they were taken.
    async fn endings(&self, ask: AskId) -> Vec<String> {
        let sql = "select coalesce(ended, 'live') as ended from claims where ask_id = $1 order by taken_at, id";
        let rows = self.store.read().await.unwrap().rows(sql, store::args![ask]).await.unwrap();
        rows.iter().map(|row| row.get("ended").unwrap()).collect()
    }

    async fn places_due(&self) -> Vec<AskId> {
        reads::list_due(&mut self.store.read().await.unwrap(), self.now(), 10).await.unwrap()
    }

    async fn cards(&self, reader: UserId) -> Vec<MatchCard> {
        store::matches::page_cards(&mut self.store.read().await.unwrap(), reader, true, None, 100).await.unwrap().items
    }

    /// Ana asks for so many.
    async fn ana_asks(&self, places: i64) -> (UserId, AskId) {
        let ana = self.member("ana").await;
        (ana, self.ask(ana, "Beta testers for Kinlia", AskKind::BetaTester, Some(places)).await)
    }

    async fn found(&self, ask: AskId, pairs: &[(OfferId, i64, bool)]) {
        let reasons = || vec!["you both mention Kinlia".to_owned(), "needs testers, offers to test".to_owned()];
        let pairs = pairs.iter().map(|(offer, score, tell)| Pair {
            ask,
            offer: *offer,
            score: *score,
            reasons: reasons(),
            tell: *tell,
            facts: Facts::default(),
        });
        let found = matches::Command::Found { post: Post::Ask(ask), upto: 1, pairs: pairs.collect(), tools: vec![] };
        self.act(By::Matcher, Command::Matches(found)).await.unwrap();
    }
}

both_engines! {
    async fn as_many_hold_a_place_as_there_are_and_the_next_hears_so(db) {
        let (ana, ask) = db.ana_asks(2).await;
        let (bo, cy, dee) = (db.member("bo").await, db.member("cy").await, db.member("dee").await);
        let (_, until) = taken(db.act(bo, take(ask)).await);
        assert_eq!(until, db.now().plus(10 * MINUTE));
        assert_eq!((db.held(ask).await, db.the_ask(ask).await.status), (1, AskStatus::Open));
        taken(db.act(cy, take(ask)).await);
        assert_eq!(db.act(dee, take(ask)).await, no(No::AllHeld));
        assert_eq!(db.held(ask).await, 2);

        let seen = db.places(ana, ask).await.unwrap();
        assert_eq!(seen.writing.iter().map(|p| p.id).collect::<Vec<_>>(), [bo, cy], "who asked sees who is writing");
        let seen = db.places(dee, ask).await.unwrap();
        assert_eq!((seen.places.left(), seen.places.held, seen.places.mine, seen.writing), (0, 2, None, vec![]), "others see how many");
        let seen = db.places(bo, ask).await.unwrap();
        assert_eq!((seen.places.mine, seen.path.as_str(), seen.writing), (Some(until), "/@ana/asks/beta-testers-for-kinlia", vec![]));
        assert_eq!(reads::list_held_by(&mut db.store.read().await.unwrap(), bo).await.unwrap().len(), 1);
        assert_eq!(db.activity(ana).await, Vec::<String>::new(), "the line on her page is enough");
        opened(db.act(dee, open(ana, Subject::Ask(ask))).await);
        assert_eq!(db.held(ask).await, 2, "anybody may write without holding a place");
    }

    async fn the_first_message_turns_it_into_a_connection(db) {
        let (ana, ask) = db.ana_asks(1).await;
        let (bo, cy) = (db.member("bo").await, db.member("cy").await);
        taken(db.act(bo, take(ask)).await);
        let wish = db.envelope(By::Member(bo), open(ana, Subject::Ask(ask)));
        let carried = db.batch(vec![wish]).await;
        assert_eq!(happened(&carried), ["fulfilled"]);
        let (id, _) = opened(carried.answers.into_iter().next().unwrap().map_err(refusal));
        assert_eq!((db.endings(ask).await, db.held(ask).await), (vec!["fulfilled".to_owned()], 0));
        assert_eq!(db.number("select connection_id as n from claims").await, id.0);
        assert_eq!(db.act(bo, take(ask)).await, no(No::AlreadyTalking(id)));
        assert_eq!(db.act(bo, renew(ask)).await, no(No::NotHeld));
        // It takes a place when she says yes; until then somebody else may hold it.
        taken(db.act(cy, take(ask)).await);
        db.act(ana, step(id, Step::Accept)).await.unwrap();
        let after = db.the_ask(ask).await;
        assert_eq!((after.accepted, after.held, after.status), (1, 0, AskStatus::InProgress));
        assert_eq!(db.endings(ask).await, ["fulfilled", "withdrawn"]);
        assert_eq!(db.activity(cy).await, ["The place that you held for “Beta testers for Kinlia” is not needed any more. Thank you for being ready."]);
        assert_eq!(db.act(cy, take(ask)).await, no(No::NoLongerOpen));
    }

    async fn writing_renews_it_once_a_minute_and_for_an_hour_at_most(db) {
        let (ana, ask) = db.ana_asks(1).await;
        let bo = db.member("bo").await;
        let began = db.now();
        taken(db.act(bo, take(ask)).await);
        db.later(30 * SECOND);
        let carried = db.batch(vec![db.envelope(By::Member(bo), renew(ask))]).await;
        assert_eq!((happened(&carried), taken(carried.answers.into_iter().next().unwrap().map_err(refusal)).1), (vec![], began.plus(10 * MINUTE)));
        db.later(30 * SECOND);
        let carried = db.batch(vec![db.envelope(By::Member(bo), renew(ask))]).await;
        assert_eq!(happened(&carried), ["renewed"]);
        let to: Vec<UserId> = carried.deliveries.iter().map(|d| d.to).collect();
        assert_eq!(to, [bo], "until when is nobody else's business");
        assert_eq!(db.places(bo, ask).await.unwrap().places.mine, Some(began.plus(11 * MINUTE)));
        for _ in 0..11 {
            db.later(5 * MINUTE);
            taken(db.act(bo, take(ask)).await);
        }
        assert_eq!(db.places(bo, ask).await.unwrap().places.mine, Some(began.plus(60 * MINUTE)));
        db.later(4 * MINUTE);
        assert_eq!(db.places_due().await, [ask]);
        db.act(By::Clock, lapse(ask)).await.unwrap();
        assert_eq!(db.act(bo, renew(ask)).await, no(No::NotHeld));
        assert_eq!(db.act(ana, renew(ask)).await, no(No::NotHeld));
    }

    async fn a_draft_to_who_asked_renews_it_and_one_to_somebody_else_does_not(db) {
        let (ana, ask) = db.ana_asks(1).await;
        let (bo, cy) = (db.member("bo").await, db.member("cy").await);
        let (_, with_ana) = opened(db.act(bo, open(ana, Subject::Direct)).await);
        let (_, with_cy) = opened(db.act(bo, open(cy, Subject::Direct)).await);
        let (_, until) = taken(db.act(bo, take(ask)).await);
        let draft = |conversation, body: &str| Command::Messaging(Messaging::Draft { conversation, body: body.to_owned() });
        db.later(2 * MINUTE);
        db.act(bo, draft(with_cy, "Hello")).await.unwrap();
        db.act(ana, draft(with_ana, "Are you")).await.unwrap();
        assert_eq!(db.places(bo, ask).await.unwrap().places.mine, Some(until));
        db.act(bo, draft(with_ana, "About Kinlia")).await.unwrap();
        assert_eq!(db.places(bo, ask).await.unwrap().places.mine, Some(until.plus(2 * MINUTE)));
        db.later(2 * MINUTE);
        db.act(bo, draft(with_ana, "")).await.unwrap();
        assert_eq!(db.places(bo, ask).await.unwrap().places.mine, Some(until.plus(2 * MINUTE)), "who clears the field writes nothing");
    }

    async fn when_it_runs_out_the_helper_is_told_kindly_and_the_next_best_gets_the_card(db) {
        let (ana, ask) = db.ana_asks(1).await;
        let names = ["bo", "cy", "dee", "eve", "fay"];
        let mut people = Vec::new();
        for (n, name) in names.iter().enumerate() {
            let who = db.member(name).await;
            people.push((who, db.offer(who, &format!("I test apps, {n}")).await));
        }
        // Bo is told; Dee fits best of those in the list, but has put it aside; Cy has a second offer that was told of it.
        let second = db.offer(people[1].0, "I also write about them").await;
        let all = [(people[0].1, 900, true), (second, 890, true), (people[1].1, 800, false), (people[2].1, 700, false), (people[3].1, 600, false), (people[4].1, 500, false)];
        db.found(ask, &all).await;
        let of_dee = store::matches::page_cards(&mut db.store.read().await.unwrap(), people[2].0, false, None, 10).await.unwrap().items[0].id;
        db.act(people[2].0, Command::Matches(matches::Command::Dismiss { id: of_dee })).await.unwrap();
        assert_eq!(db.the_ask(ask).await.told, 2);

        taken(db.act(people[0].0, take(ask)).await);
        db.later(10 * MINUTE - 1);
        assert_eq!(db.places_due().await, []);
        assert_eq!(db.act(By::Clock, lapse(ask)).await, no(No::NotHeld), "its time is not over");
        db.later(1);
        assert_eq!(db.places_due().await, [ask]);
        let carried = db.batch(vec![db.envelope(By::Clock, lapse(ask))]).await;
        assert_eq!(happened(&carried)[0], "lapsed");
        let told: Vec<_> = carried.events.iter().filter(|e| matches!(e, Event::Matches(matches::Event::Told { .. }))).collect();
        assert_eq!(told.len(), 1, "one place, one more");
        assert_eq!(db.activity(people[0].0).await, ["Your hold on “Beta testers for Kinlia” has run out; it is open to others again. You can still write."]);
        let mut with_card = Vec::new();
        for (who, _) in &people {
            with_card.push(db.cards(*who).await.len());
        }
        assert_eq!(with_card, [1, 1, 0, 1, 0], "not who put it aside, not who was told already: Eve");
        assert_eq!(db.the_ask(ask).await.told, 3);
        assert_eq!(db.cards(ana).await.len(), 3, "both sides have the card");
        assert_eq!((db.endings(ask).await, db.held(ask).await, db.places_due().await), (vec!["lapsed".to_owned()], 0, vec![]));

        // He may write, and not hold it again.
        assert_eq!(db.act(people[0].0, take(ask)).await, no(No::HeldBefore));
        opened(db.act(people[0].0, open(ana, Subject::Ask(ask))).await);
        // Eve lets it go and takes it again: the next one is told once.
        for _ in 0..3 {
            taken(db.act(people[3].0, take(ask)).await);
            db.act(people[3].0, let_go(ask)).await.unwrap();
        }
        assert_eq!(db.act(people[3].0, take(ask)).await, no(No::HeldBefore));
        assert_eq!((db.cards(people[4].0).await.len(), db.the_ask(ask).await.told), (1, 4));
    }

    async fn who_is_full_is_not_offered_what_another_did_not_take_up(db) {
        let (_, ask) = db.ana_asks(1).await;
        let mut people = Vec::new();
        for name in ["bo", "cy", "dee"] {
            let who = db.member(name).await;
            people.push((who, db.offer(who, "I test apps").await));
        }
        db.found(ask, &[(people[0].1, 900, true), (people[1].1, 800, false), (people[2].1, 700, false)]).await;
        db.act(people[1].0, Command::Availability(hub::availability::Command::SetFull { full: true })).await.unwrap();
        taken(db.act(people[0].0, take(ask)).await);
        db.act(people[0].0, let_go(ask)).await.unwrap();
        assert_eq!((db.cards(people[1].0).await.len(), db.cards(people[2].0).await.len()), (0, 1));
    }

    async fn who_waits_for_a_place_is_told_once_when_one_is_free(db) {
        let (_, ask) = db.ana_asks(1).await;
        let (bo, cy, dee) = (db.member("bo").await, db.member("cy").await, db.member("dee").await);
        assert_eq!(db.act(cy, wait_for(ask)).await, no(No::PlaceIsFree));
        taken(db.act(bo, take(ask)).await);
        assert_eq!(db.act(bo, wait_for(ask)).await, no(No::HeldByYou));
        for who in [cy, dee, cy] {
            db.act(who, wait_for(ask)).await.unwrap();
        }
        assert!(reads::waits(&mut db.store.read().await.unwrap(), cy, ask).await.unwrap());
        db.act(bo, let_go(ask)).await.unwrap();
        assert_eq!(db.act(bo, let_go(ask)).await, no(No::NotHeld));
        for who in [cy, dee] {
            assert_eq!(db.activity(who).await, ["A place is free: “Beta testers for Kinlia”."]);
        }
        taken(db.act(cy, take(ask)).await);
        db.act(cy, let_go(ask)).await.unwrap();
        assert_eq!(db.activity(dee).await.len(), 1, "once");
        assert_eq!(db.activity(bo).await, Vec::<String>::new(), "who lets go is told nothing");
    }

    async fn who_asked_decides_and_the_last_one_in_gives_way(db) {
        let (ana, ask) = db.ana_asks(2).await;
        let (bo, cy, dee) = (db.member("bo").await, db.member("cy").await, db.member("dee").await);
        let (of_dee, _) = opened(db.act(dee, open(ana, Subject::Ask(ask))).await);
        taken(db.act(bo, take(ask)).await);
        db.later(1_000);
        taken(db.act(cy, take(ask)).await);
        db.act(ana, step(of_dee, Step::Accept)).await.unwrap();
        assert_eq!((db.endings(ask).await, db.held(ask).await), (vec!["live".to_owned(), "withdrawn".to_owned()], 1));
        assert_eq!(db.activity(cy).await.len(), 1);
        // More people, and fewer again.
        db.act(ana, Command::Asks(Asks::SetPlaces { id: ask, places: 3 })).await.unwrap();
        taken(db.act(cy, take(ask)).await);
        db.act(ana, Command::Asks(Asks::SetPlaces { id: ask, places: 2 })).await.unwrap();
        assert_eq!((db.endings(ask).await, db.held(ask).await), (vec!["live".to_owned(), "withdrawn".to_owned(), "withdrawn".to_owned()], 1));
        db.act(ana, Command::Asks(Asks::SetPlaces { id: ask, places: 1 })).await.unwrap();
        assert_eq!((db.held(ask).await, db.the_ask(ask).await.status), (0, AskStatus::InProgress));
        assert_eq!(db.activity(bo).await.len(), 1);
        // A place that comes free again can be held.
        db.steps(of_dee, &[(dee, Step::Cancel)]).await;
        taken(db.act(bo, take(ask)).await);
    }

    async fn when_the_ask_goes_nobody_holds_a_place_of_it(db) {
        let ana = db.member("ana").await;
        let (bo, cy) = (db.member("bo").await, db.member("cy").await);
        let draft = |n: usize| asks::Draft { title: format!("Testers, {n}"), expires_at: Some(NOON.plus(DAY)), ..asks::Draft::default() };
        for n in 0..5 {
            let ask = db.ask_as(ana, draft(n)).await;
            taken(db.act(bo, take(ask)).await);
            db.act(cy, wait_for(ask)).await.unwrap();
            let told = db.activity(bo).await.len();
            match n {
                0 => drop(db.act(ana, Command::Asks(Asks::Close { id: ask })).await.unwrap()),
                1 => drop(db.act(ana, Command::Asks(Asks::Fulfil { id: ask })).await.unwrap()),
                2 => drop(db.act(ana, Command::Asks(Asks::Archive { id: ask })).await.unwrap()),
                3 => {
                    for name in ["dee", "eve", "fay"] {
                        db.act(db.member(name).await, report(Thing::Ask(ask))).await.unwrap();
                    }
                }
                _ => {
                    db.later(DAY + 1);
                    db.act(By::Clock, Command::Asks(Asks::Expire { id: ask })).await.unwrap();
                }
            }
            assert_eq!(db.endings(ask).await, ["withdrawn"], "{n}");
            assert_eq!(db.activity(bo).await.len(), told + 1, "{n}");
            assert_eq!(db.activity(bo).await[0].contains("Testers"), !(2..=3).contains(&n), "what he can't read is not named: {n}");
            assert!(matches!(db.act(cy, take(ask)).await, Err(Refusal::Claims(No::NoLongerOpen | No::NoSuchAsk))), "{n}");
        }
        assert_eq!(db.number("select count(*) as n from awaited_places").await, 0);
        assert_eq!(db.activity(cy).await, Vec::<String>::new(), "what is gone is not waited for");
        assert_eq!(db.number("select count(*) as n from asks where held > 0").await, 0);
    }

    async fn a_block_ends_it_without_a_word_and_so_does_leaving(db) {
        let (ana, ask) = db.ana_asks(3).await;
        let (bo, cy, dee) = (db.member("bo").await, db.member("cy").await, db.member("dee").await);
        let other = db.ask(bo, "Somebody to talk to", AskKind::Advice, None).await;
        for (who, ask) in [(bo, ask), (cy, ask), (dee, ask), (cy, other)] {
            taken(db.act(who, take(ask)).await);
        }
        db.block(ana, bo).await;
        assert_eq!((db.endings(ask).await, db.held(ask).await), (vec!["withdrawn".to_owned(), "live".to_owned(), "live".to_owned()], 2));
        assert_eq!(db.activity(bo).await, Vec::<String>::new());
        assert_eq!(db.act(bo, take(ask)).await, no(No::Blocked));
        assert_eq!(db.act(bo, wait_for(ask)).await, no(No::Blocked));
        assert_eq!(db.places(bo, ask).await, None);
        db.suspend(cy).await;
        assert_eq!((db.held(ask).await, db.held(other).await), (1, 0));
        db.suspend(ana).await;
        assert_eq!(db.endings(ask).await, ["withdrawn", "withdrawn", "withdrawn"]);
        assert_eq!(db.number("select count(*) as n from claims where ended_at is null").await, 0);
        assert_eq!([db.activity(cy).await.len(), db.activity(dee).await.len()], [0, 0]);
    }

    async fn who_may_not_answer_may_not_hold_a_place_and_who_may_holds_three_at_most(db) {
        let (ana, ask) = db.ana_asks(2).await;
        let (bo, cy) = (db.member("bo").await, db.member("cy").await);
        assert_eq!(db.act(ana, take(ask)).await, no(No::Yourself));
        assert_eq!(db.act(bo, take(AskId(1 << 40))).await, no(No::NoSuchAsk));
        assert!(matches!(db.act(By::Visitor, take(ask)).await, Err(Refusal::Any(_))));
        assert!(db.act(bo, lapse(ask)).await.is_err(), "that is the clock's");
        for n in 0..MOST_HELD {
            let one = db.ask(cy, &format!("A hand, {n}"), AskKind::Advice, None).await;
            taken(db.act(bo, take(one)).await);
        }
        assert_eq!(db.act(bo, take(ask)).await, no(No::EnoughHeld { most: MOST_HELD }));
        assert_eq!(db.held(ask).await, 0, "a refusal writes nothing");
        // Offers that are paused keep nobody from doing what they say they do.
        let offer = db.offer(cy, "I test apps").await;
        db.act(cy, Command::Offers(offers::Command::SetStatus { id: offer, to: OfferStatus::Paused })).await.unwrap();
        taken(db.act(cy, take(ask)).await);
        db.suspend(cy).await;
        assert_eq!(db.act(cy, take(ask)).await, Err(Refusal::Accounts(hub::accounts::Refusal::Suspended)));
    }

    async fn whose_time_is_over_makes_room_before_anybody_has_looked(db) {
        let (_, ask) = db.ana_asks(1).await;
        let (bo, cy) = (db.member("bo").await, db.member("cy").await);
        taken(db.act(bo, take(ask)).await);
        db.later(10 * MINUTE);
        let carried = db.batch(vec![db.envelope(By::Member(cy), take(ask))]).await;
        assert_eq!(happened(&carried), ["lapsed", "taken"]);
        assert_eq!((db.endings(ask).await, db.held(ask).await), (vec!["lapsed".to_owned(), "live".to_owned()], 1));
        db.later(10 * MINUTE);
        taken(db.act(cy, renew(ask)).await);
        assert_eq!(db.places_due().await, [], "who writes in the last moment holds it");
    }

    async fn a_card_says_how_many_places_are_free_and_changes_on_every_screen_that_shows_it(db) {
        let (ana, ask) = db.ana_asks(2).await;
        let (bo, cy) = (db.member("bo").await, db.member("cy").await);
        let (of_bo, of_cy) = (db.offer(bo, "I test apps").await, db.offer(cy, "So do I").await);
        db.found(ask, &[(of_bo, 900, true), (of_cy, 800, true)]).await;
        assert_eq!(db.cards(ana).await[0].places, None, "who asked has the ask itself");
        assert_eq!(db.cards(cy).await[0].places.map(|p| (p.left(), p.mine)), Some((2, None)));
        let carried = db.batch(vec![db.envelope(By::Member(bo), take(ask))]).await;
        assert_eq!(happened(&carried), ["taken", "others: 1"]);
        let shown: Vec<(UserId, i64, bool, usize)> = carried
            .deliveries
            .iter()
            .map(|d| match &d.frame {
                ServerFrame::Event { no: Some(_), view: View::Places(p), .. } => (d.to, p.places.left(), p.places.mine.is_some(), p.writing.len()),
                other => panic!("no places: {other:?}"),
            })
            .collect();
        assert_eq!(shown, [(ana, 1, false, 1), (bo, 1, true, 0), (cy, 1, false, 0)]);
        assert_eq!(db.cards(cy).await[0].places.map(|p| p.left()), Some(1));
        // Who looks at it as a stranger, or is blocked, learns nothing.
        db.block(ana, cy).await;
        let carried = db.batch(vec![db.envelope(By::Member(bo), let_go(ask))]).await;
        assert!(carried.deliveries.iter().all(|d| d.to != cy), "{:?}", carried.deliveries);
    }

    async fn the_same_wish_again_is_answered_as_before(db) {
        let (ana, ask) = db.ana_asks(1).await;
        let (bo, cy) = (db.member("bo").await, db.member("cy").await);
        let wish = db.envelope(By::Member(bo), take(ask));
        let first = db.send(wish.clone()).await;
        db.later(5 * MINUTE);
        assert_eq!(db.send(wish.clone()).await, first);
        db.act(bo, let_go(ask)).await.unwrap();
        assert_eq!(db.send(wish).await, first, "a retry is no second try");
        assert_eq!(db.held(ask).await, 0);
        // In one batch each sees the one before.
        let both = vec![db.envelope(By::Member(bo), take(ask)), db.envelope(By::Member(cy), take(ask)), db.envelope(By::Member(bo), open(ana, Subject::Ask(ask))), db.envelope(By::Member(cy), take(ask))];
        let answers: Vec<bool> = db.batch(both).await.answers.iter().map(Result::is_ok).collect();
        assert_eq!(answers, [true, false, true, true]);
    }

    async fn whatever_breaks_before_the_commit_no_place_is_held_and_what_breaks_after_it_is(db) {
        let (_, ask) = db.ana_asks(1).await;
        let bo = db.member("bo").await;
        for crash in ["begun", "decided", "recorded"] {
            for how in [How::Panic, How::Fault] {
                db.store.crash_points().set(crash, how.clone());
                db.store.crash_points().set(crash, how.clone());
                let carried = db.batch(vec![db.envelope(By::Member(bo), take(ask))]).await;
                assert!(matches!(&carried.answers[0], Err(Failure::Fault(_))), "{crash}");
                assert_eq!((db.held(ask).await, db.endings(ask).await.len()), (0, 0), "{crash}");
            }
        }
        db.store.crash_points().set("committed", How::Panic);
        let mut wish = db.envelope(By::Member(bo), take(ask));
        wish.id = CommandId::new("once").unwrap();
        taken(db.batch(vec![wish]).await.answers.remove(0).map_err(refusal));
        assert_eq!((db.held(ask).await, db.endings(ask).await), (1, vec!["live".to_owned()]));
        let entries = db.store.read_lane(Lane::Desk, 0, 1_000).await.unwrap();
        assert_eq!(entries.iter().map(|e| e.no).collect::<Vec<_>>(), (1..=entries.len() as i64).collect::<Vec<_>>());
    }

    async fn of_many_who_press_at_once_as_many_get_a_place_as_there_are(db) {
        let ana = db.member("ana").await;
        let mut people = Vec::new();
        for n in 0..6 {
            people.push(db.member(&format!("helper{n}")).await);
        }
        for round in 0..4 {
            let ask = db.ask(ana, "Two to look at it", AskKind::Feedback, Some(2)).await;
            let wishes: Vec<_> = people.iter().map(|who| db.envelope(By::Member(*who), take(ask))).collect();
            let mut got = 0;
            if round == 0 {
                got += db.batch(wishes).await.answers.iter().filter(|a| a.is_ok()).count();
            } else {
                let all = futures_util::future::join_all(wishes.into_iter().map(|wish| db.batch(vec![wish]))).await;
                got += all.iter().flat_map(|carried| &carried.answers).filter(|a| a.is_ok()).count();
            }
            assert_eq!((got, db.held(ask).await), (2, 2), "round {round}");
            db.act(ana, Command::Asks(Asks::Close { id: ask })).await.unwrap();
        }
    }

    /// The law, where it has to hold: after every batch of a long random walk, several of them at a time.
    async fn there_are_never_more_held_and_accepted_than_places_however_it_goes(db) {
        let (ana, mut ask) = db.ana_asks(2).await;
        let mut people = Vec::new();
        for n in 0..5 {
            people.push(db.member(&format!("helper{n}")).await);
        }
        let mut dice = StdRng::seed_from_u64(20_261_128);
        let mut connections = Vec::new();
        for round in 0..60 {
            // Whose hold ran out holds no place of that ask again.
            if round % 6 == 5 {
                ask = db.ask(ana, "Two more to look at it", AskKind::Feedback, Some(2)).await;
            }
            let mut wishes = Vec::new();
            for _ in 0..dice.random_range(1..5) {
                let who = people[dice.random_range(0..people.len())];
                let any = |of: &[hub::ConnectionId], dice: &mut StdRng| (!of.is_empty()).then(|| of[dice.random_range(0..of.len())]);
                let (by, command) = match dice.random_range(0..10) {
                    0..4 => (By::Member(who), take(ask)),
                    4 => (By::Member(who), let_go(ask)),
                    5 => (By::Member(who), open(ana, Subject::Ask(ask))),
                    6 => match any(&connections, &mut dice) {
                        Some(id) => (By::Member(ana), step(id, Step::Accept)),
                        None => continue,
                    },
                    7 => match any(&connections, &mut dice) {
                        Some(id) => (By::Member(ana), step(id, Step::Decline)),
                        None => continue,
                    },
                    8 => (By::Member(ana), Command::Asks(Asks::SetPlaces { id: ask, places: dice.random_range(1..4) })),
                    _ => (By::Clock, lapse(ask)),
                };
                wishes.push(db.envelope(by, command));
            }
            let all = if dice.random_bool(0.5) {
                vec![db.batch(wishes).await]
            } else {
                futures_util::future::join_all(wishes.into_iter().map(|wish| db.batch(vec![wish]))).await
            };
            for answer in all.into_iter().flat_map(|carried| carried.answers) {
                match answer {
                    Ok(Answer::Connection { id, .. }) if !connections.contains(&id) => connections.push(id),
                    Ok(_) | Err(Failure::Refused(_)) => {}
                    Err(Failure::Fault(fault)) => panic!("round {round}: {fault}"),
                }
            }
            let (held, now) = (db.held(ask).await, db.the_ask(ask).await);
            assert!(held + now.accepted <= now.places, "round {round}: {held} held and {} in, of {}", now.accepted, now.places);
            let twice = "select count(*) as n from (select helper from claims where ended_at is null group by helper, ask_id having count(*) > 1) x";
            assert_eq!(db.number(twice).await, 0, "round {round}");
            db.later(dice.random_range(0..4 * MINUTE));
        }
        assert!(db.number("select count(*) as n from claims").await > 10, "it was tried");
        let all = "select count(*) as n from asks a where a.held + a.accepted > a.places
                   or a.held <> (select count(*) from claims c where c.ask_id = a.id and c.ended_at is null)";
        assert_eq!(db.number(all).await, 0);
    }

    async fn a_town_that_goes_takes_its_claims_along(db) {
        let (_, ask) = db.ana_asks(2).await;
        let (bo, cy) = (db.member("bo").await, db.member("cy").await);
        taken(db.act(bo, take(ask)).await);
        taken(db.act(cy, take(ask)).await);
        let mut tx = db.store.write().await.unwrap();
        tx.run("update users set demo_at = 1 where id = $1", store::args![bo]).await.unwrap();
        tx.commit().await.unwrap();
        db.store.remove_demo(db.now()).await.unwrap();
        assert_eq!((db.held(ask).await, db.endings(ask).await.len()), (1, 1));
    }
}
