//! Connections: the whole loop of help, places, who may, and what races do.

use hub::{
    Answer, By, Command, CommandId, Event, OfferId, Refusal, UserId,
    asks::{self, AskKind, AskStatus, Visibility},
    connections::{self, Refusal as No, Status, Step, Subject},
    offers::{self, OfferStatus},
    wire::{ServerFrame, View},
};
use store::connections as reads;

use crate::{
    steps::{open, opened, rate, say, step},
    world::{TestStore, both_engines, refusal},
};

fn no<T>(refusal: No) -> Result<T, Refusal> {
    Err(Refusal::Connections(refusal))
}

fn lines(all: &[(&str, i64)]) -> Vec<(String, i64)> {
    all.iter().map(|(reason, n)| ((*reason).to_owned(), *n)).collect()
}

async fn helped(db: &TestStore, who: UserId) -> i64 {
    store::profiles::find_card(&mut db.store.read().await.unwrap(), who).await.unwrap().unwrap().helped
}

both_engines! {
    async fn somebody_is_rated_by_those_they_helped_once_there_are_three(db) {
        let bo = db.member("bo").await;
        let rated = async || store::connections::list_ratings(&mut db.store.read().await.unwrap(), &[bo]).await.unwrap().remove(&bo);
        for (n, (name, stars)) in [("ana", 5), ("cy", 4), ("dee", 4)].into_iter().enumerate() {
            let who = db.member(name).await;
            let ask = db.ask(who, "A logo", AskKind::Hire, None).await;
            assert_eq!(rated().await, None, "{n} are not enough");
            let (id, _) = opened(db.act(bo, open(who, Subject::Ask(ask))).await);
            db.steps(id, &[(who, Step::Accept), (bo, Step::Start), (bo, Step::Done), (who, Step::Done)]).await;
            db.act(who, rate(id, stars)).await.unwrap();
            db.act(bo, rate(id, 1)).await.unwrap();
        }
        assert_eq!(rated().await, Some(hub::discovery::Rated::Four), "and what he says of them counts for them");
    }

    async fn help_goes_from_the_first_message_to_the_stars(db) {
        let (ana, bo) = (db.member("ana").await, db.member("bo").await);
        let ask = db.ask(ana, "Beta testers for Kinlia", AskKind::BetaTester, None).await;
        let (id, talk) = opened(db.act(bo, open(ana, Subject::Ask(ask))).await);
        let seen = db.connection(ana, id).await;
        assert_eq!((seen.title.as_str(), seen.path.as_str()), ("Beta testers for Kinlia", "/@ana/asks/beta-testers-for-kinlia"));
        assert_eq!((seen.other.id, seen.reader_helps, seen.status), (bo, Some(false), Status::Initiated));
        assert_eq!(seen.steps, [Step::Accept, Step::Decline]);
        assert_eq!(db.connection(bo, id).await.steps, [Step::Cancel]);
        assert_eq!(db.ledger(ana).await, lines(&[("ask_got_response", 5)]));
        assert_eq!(db.ledger(bo).await, [], "answering earns nothing until the other side engages");

        db.act(ana, say(talk, "How nice, shall we?")).await.unwrap();
        assert_eq!(db.status(bo, id).await, Status::Discussing);
        assert_eq!(db.ledger(bo).await, lines(&[("respond_to_ask", 15)]));
        db.steps(id, &[(ana, Step::Accept), (bo, Step::Start), (bo, Step::Done)]).await;
        let waiting = db.connection(ana, id).await;
        assert_eq!((waiting.status, waiting.done_claimed_at), (Status::InProgress, Some(db.now())));
        assert_eq!(waiting.steps, [Step::Done, Step::NotYet, Step::Cancel]);
        db.steps(id, &[(ana, Step::NotYet), (bo, Step::Done), (ana, Step::Done)]).await;
        assert_eq!(db.connection(ana, id).await.completed_at, Some(db.now()));
        db.act(ana, rate(id, 5)).await.unwrap();
        db.act(bo, rate(id, 4)).await.unwrap();

        let of_bo = lines(&[("beta_test", 15), ("complete_help", 25), ("helpful_rating", 20), ("respond_to_ask", 15)]);
        assert_eq!(db.ledger(bo).await, of_bo);
        assert_eq!(db.ledger(ana).await, lines(&[("ask_got_response", 5), ("help_received", 5)]));
        assert_eq!((helped(&db, bo).await, helped(&db, ana).await), (1, 0));
        let both = db.connection(bo, id).await;
        assert_eq!((both.my_rating, both.their_rating, both.their_words.as_str()), (Some(4), Some(5), "It went well"));
        assert_eq!(both.steps, []);

        assert_eq!(db.activity(ana).await, [
            "bo_ gave you 4 stars: “Beta testers for Kinlia”.",
            "bo_ says “Beta testers for Kinlia” is done. Is it? No answer for a week counts as yes.",
            "bo_ says “Beta testers for Kinlia” is done. Is it? No answer for a week counts as yes.",
            "bo_ offers to help with “Beta testers for Kinlia”.",
        ]);
        assert_eq!(db.activity(bo).await, [
            "ana gave you 5 stars: “Beta testers for Kinlia”.",
            "ana says “Beta testers for Kinlia” is done. Thank you!",
            "ana says “Beta testers for Kinlia” is not done yet.",
            "ana said yes: “Beta testers for Kinlia”.",
        ]);
    }

    async fn the_same_wishes_again_change_nothing(db) {
        let (ana, bo) = (db.member("ana").await, db.member("bo").await);
        let ask = db.ask(ana, "A look at my page", AskKind::Feedback, Some(1)).await;
        let first = db.envelope(By::Member(bo), open(ana, Subject::Ask(ask)));
        let (id, talk) = opened(db.send(first.clone()).await);
        let mut sent = vec![first];
        for (who, wish) in [(ana, say(talk, "Gladly")), (ana, step(id, Step::Accept)), (ana, step(id, Step::Done)), (ana, rate(id, 5)), (bo, rate(id, 5))] {
            let envelope = db.envelope(By::Member(who), wish);
            db.send(envelope.clone()).await.unwrap();
            sent.push(envelope);
        }
        let before = (db.ledger(ana).await, db.ledger(bo).await, db.activity(ana).await, db.activity(bo).await, db.the_ask(ask).await);
        assert_eq!(before.1, lines(&[("complete_help", 25), ("give_feedback", 10), ("helpful_rating", 20), ("respond_to_ask", 15)]));

        let again = db.batch(sent.clone()).await;
        assert!(again.answers.iter().all(Result::is_ok), "the same ids get their first answers: {:?}", again.answers);
        assert!(again.events.is_empty());
        for (i, mut envelope) in sent.into_iter().enumerate().filter(|(i, _)| *i != 1) {
            envelope.id = CommandId::new(format!("other{i}")).unwrap();
            assert!(db.send(envelope).await.is_err(), "wish {i} under another id is too late");
        }
        let after = (db.ledger(ana).await, db.ledger(bo).await, db.activity(ana).await, db.activity(bo).await, db.the_ask(ask).await);
        assert_eq!(before, after);
        assert_eq!(helped(&db, bo).await, 1);
    }

    async fn about_an_offer_the_one_who_offers_is_credited(db) {
        let (ana, bo) = (db.member("ana").await, db.member("bo").await);
        let offer = db.offer(bo, "I test apps").await;
        let (id, _) = opened(db.act(ana, open(bo, Subject::Offer(offer))).await);
        assert_eq!(db.activity(bo).await, ["ana is interested in “I test apps”."]);
        let again = db.connection(ana, id).await;
        assert_eq!((again.path.as_str(), again.reader_helps), ("/@bo_/i-test-apps", Some(false)));
        db.steps(id, &[(bo, Step::Accept), (ana, Step::Done)]).await;
        assert_eq!(db.ledger(bo).await, lines(&[("add_offer", 10), ("complete_help", 25)]));
        assert_eq!(db.ledger(ana).await, lines(&[("help_received", 5)]));
        db.act(bo, rate(id, 5)).await.unwrap();
        assert_eq!(db.ledger(ana).await, lines(&[("help_received", 5)]), "the helped one is thanked without points");
        db.act(ana, rate(id, 3)).await.unwrap();
        assert_eq!(db.ledger(bo).await, lines(&[("add_offer", 10), ("complete_help", 25)]), "three stars earn nothing");
        assert_eq!(db.number("select connections as n from offers").await, 1);
    }

    async fn a_direct_one_is_talk_and_earns_nobody_anything(db) {
        let (ana, bo) = (db.member("ana").await, db.member("bo").await);
        let (id, talk) = opened(db.act(ana, open(bo, Subject::Direct)).await);
        db.act(bo, say(talk, "Hello!")).await.unwrap();
        db.steps(id, &[(bo, Step::Accept), (ana, Step::Done)]).await;
        db.act(ana, rate(id, 5)).await.unwrap();
        assert_eq!((db.ledger(ana).await, db.ledger(bo).await), (vec![], vec![]));
        assert_eq!(helped(&db, bo).await + helped(&db, ana).await, 0);
        assert_eq!(db.activity(bo).await, ["ana gave you 5 stars.", "ana says it is done. Thank you!", "ana says hello."]);
    }

    async fn an_ask_is_under_way_when_its_last_place_is_taken_and_open_again_when_one_is_free(db) {
        let ana = db.member("ana").await;
        let ask = db.ask(ana, "Two to test", AskKind::BetaTester, Some(2)).await;
        let mut all = Vec::new();
        for name in ["bo", "cy", "dee"] {
            let who = db.member(name).await;
            all.push((who, opened(db.act(who, open(ana, Subject::Ask(ask))).await).0));
        }
        db.steps(all[0].1, &[(ana, Step::Accept)]).await;
        let found = db.the_ask(ask).await;
        assert_eq!((found.accepted, found.places, found.status, found.responses), (1, 2, AskStatus::Open, 3));
        db.steps(all[1].1, &[(ana, Step::Accept)]).await;
        assert_eq!(db.the_ask(ask).await.status, AskStatus::InProgress);
        assert_eq!(db.act(ana, step(all[2].1, Step::Accept)).await, no(No::NoPlaceLeft { places: 2 }));
        assert_eq!(db.status(ana, all[2].1).await, Status::Initiated, "the refused one waits as before");
        let eve = db.member("eve").await;
        assert_eq!(db.act(eve, open(ana, Subject::Ask(ask))).await, no(No::NoLongerOpen));

        db.steps(all[0].1, &[(all[0].0, Step::Cancel)]).await;
        let free = db.the_ask(ask).await;
        assert_eq!((free.accepted, free.status), (1, AskStatus::Open));
        db.steps(all[2].1, &[(ana, Step::Accept), (ana, Step::Done)]).await;
        assert!(!db.activity(ana).await.iter().any(|words| words.starts_with("Everybody")));
        db.steps(all[1].1, &[(ana, Step::Done)]).await;
        let done = db.the_ask(ask).await;
        assert_eq!((done.accepted, done.status), (2, AskStatus::InProgress), "who has helped keeps the place");
        assert_eq!(db.activity(ana).await[0], "As many as you wanted have helped with “Two to test”. Mark it as done, or ask for more.");
    }

    async fn two_who_are_accepted_at_once_cannot_both_have_the_last_place(db) {
        let (ana, bo, cy) = (db.member("ana").await, db.member("bo").await, db.member("cy").await);
        for round in 0..4 {
            let ask = db.ask(ana, "One to talk to", AskKind::Advice, None).await;
            let (of_bo, _) = opened(db.act(bo, open(ana, Subject::Ask(ask))).await);
            let (of_cy, _) = opened(db.act(cy, open(ana, Subject::Ask(ask))).await);
            let [first, second] = [of_bo, of_cy].map(|id| db.envelope(By::Member(ana), step(id, Step::Accept)));
            let answers = if round == 0 {
                db.batch(vec![first, second]).await.answers
            } else {
                let (a, b) = tokio::join!(db.batch(vec![first]), db.batch(vec![second]));
                a.answers.into_iter().chain(b.answers).collect()
            };
            let refused: Vec<_> = answers.into_iter().filter_map(|a| a.map_err(refusal).err()).collect();
            assert_eq!(refused, [Refusal::Connections(No::NoPlaceLeft { places: 1 })]);
            assert_eq!(db.the_ask(ask).await.accepted, 1);
        }
    }

    async fn the_same_ask_cannot_be_answered_twice_while_it_goes_on(db) {
        let (ana, bo) = (db.member("ana").await, db.member("bo").await);
        let ask = db.ask(ana, "One to talk to", AskKind::Advice, Some(3)).await;
        let twice = [1, 2].map(|_| db.envelope(By::Member(bo), open(ana, Subject::Ask(ask))));
        let answers: Vec<_> = db.batch(twice.to_vec()).await.answers.into_iter().map(|a| a.map_err(refusal)).collect();
        let (id, talk) = opened(answers[0].clone());
        assert_eq!(answers[1], no(No::AlreadyTalking(id)));
        let races = [1, 2].map(|_| vec![db.envelope(By::Member(bo), open(ana, Subject::Ask(ask)))]);
        let [a, b] = races;
        let (a, b) = tokio::join!(db.batch(a), db.batch(b));
        assert!(a.answers[0].is_err() && b.answers[0].is_err());
        assert_eq!(db.the_ask(ask).await.responses, 1);
        // Full or closed, who is in is led back to the talk.
        db.steps(id, &[(ana, Step::Accept)]).await;
        db.act(ana, Command::Asks(asks::Command::Close { id: ask })).await.unwrap();
        assert_eq!(db.act(bo, open(ana, Subject::Ask(ask))).await, no(No::AlreadyTalking(id)));
        // Another subject of the same two continues the same conversation; and after the end one may begin again.
        assert_eq!(opened(db.act(bo, open(ana, Subject::Direct)).await).1, talk);
        db.steps(id, &[(bo, Step::Cancel)]).await;
        assert_eq!(db.act(bo, open(ana, Subject::Ask(ask))).await, no(No::NoLongerOpen));
        db.act(ana, Command::Asks(asks::Command::Reopen { id: ask, expires_at: None })).await.unwrap();
        let (second, same) = opened(db.act(bo, open(ana, Subject::Ask(ask))).await);
        assert!(second != id && same == talk);
        assert_eq!(db.number("select count(*) as n from conversations").await, 1);
        assert_eq!(db.number("select count(*) as n from messages where begins is not null").await, 3);
    }

    async fn both_may_say_hello_and_a_race_makes_one_of_each(db) {
        let (ana, bo) = (db.member("ana").await, db.member("bo").await);
        let wishes = [(ana, bo), (ana, bo), (bo, ana), (bo, ana)].map(|(by, to)| vec![db.envelope(By::Member(by), open(to, Subject::Direct))]);
        let [a, b, c, d] = wishes;
        let all = tokio::join!(db.batch(a), db.batch(b), db.batch(c), db.batch(d));
        let answers: Vec<_> = [all.0, all.1, all.2, all.3].into_iter().flat_map(|c| c.answers).map(|a| a.map_err(refusal)).collect();
        assert_eq!(answers.iter().filter(|a| a.is_ok()).count(), 2, "{answers:?}");
        assert!(answers.iter().filter_map(|a| a.as_ref().err()).all(|r| matches!(r, Refusal::Connections(No::AlreadyTalking(_)))));
        assert_eq!(db.number("select count(*) as n from conversations").await, 1);
        assert_eq!(db.number("select message_no as n from conversations").await, 2);
    }

    async fn one_reply_answers_all_that_waited_and_nothing_more(db) {
        let (ana, bo) = (db.member("ana").await, db.member("bo").await);
        let (x, y) = (db.ask(ana, "First thing", AskKind::Advice, None).await, db.ask(ana, "Second thing", AskKind::Advice, None).await);
        let (first, talk) = opened(db.act(bo, open(ana, Subject::Ask(x))).await);
        let (second, _) = opened(db.act(bo, open(ana, Subject::Ask(y))).await);
        db.act(bo, say(talk, "Are you there?")).await.unwrap();
        assert_eq!(db.status(ana, first).await, Status::Initiated, "one's own words are no reply");
        let carried = db.batch(vec![db.envelope(By::Member(ana), say(talk, "Yes!")), db.envelope(By::Member(ana), say(talk, "Hello"))]).await;
        let moved = carried.events.iter().filter(|e| matches!(e, Event::Connections(connections::Event::Moved { step: Step::Reply, .. })));
        assert_eq!(moved.count(), 2);
        assert_eq!((db.status(bo, first).await, db.status(bo, second).await), (Status::Discussing, Status::Discussing));
        let quiet = db.batch(vec![db.envelope(By::Member(ana), say(talk, "And"))]).await;
        assert_eq!(quiet.events.len(), 1, "nothing waits any more: {:?}", quiet.events);

        // What was declined is not brought back by a word.
        let offer = db.offer(ana, "I listen").await;
        let (third, _) = opened(db.act(bo, open(ana, Subject::Offer(offer))).await);
        db.steps(third, &[(ana, Step::Decline)]).await;
        let quiet = db.batch(vec![db.envelope(By::Member(ana), say(talk, "Sorry"))]).await;
        assert_eq!(quiet.events.len(), 1);
        assert_eq!(db.status(ana, third).await, Status::Declined);
    }

    async fn an_opening_and_its_reply_may_share_a_batch(db) {
        let (ana, bo) = (db.member("ana").await, db.member("bo").await);
        let (_, talk) = opened(db.act(ana, open(bo, Subject::Direct)).await);
        let ask = db.ask(ana, "A thing", AskKind::Advice, None).await;
        let carried = db
            .batch(vec![db.envelope(By::Member(bo), open(ana, Subject::Ask(ask))), db.envelope(By::Member(ana), say(talk, "Oh, thanks"))])
            .await;
        let (id, _) = opened(Ok(carried.answers.into_iter().next().unwrap().unwrap()));
        assert_eq!(db.status(ana, id).await, Status::Discussing);
        let to_ana: Vec<i64> = carried.deliveries.iter().filter(|d| d.to == ana).filter_map(|d| d.no()).collect();
        assert!(to_ana.windows(2).all(|w| w[1] == w[0] + 1), "no gap: {to_ana:?}");
    }

    async fn strangers_find_no_connection(db) {
        let (ana, bo, cy) = (db.member("ana").await, db.member("bo").await, db.member("cy").await);
        let ask = db.ask(ana, "One to talk to", AskKind::Advice, None).await;
        let (id, _) = opened(db.act(bo, open(ana, Subject::Ask(ask))).await);
        for wish in Step::ALL.iter().filter(|s| !matches!(s, Step::Reply | Step::Silence)) {
            assert_eq!(db.act(cy, step(id, *wish)).await, no(No::NoSuchConnection), "{wish}");
        }
        assert_eq!(db.act(cy, rate(id, 5)).await, no(No::NoSuchConnection));
        let mut read = db.store.read().await.unwrap();
        assert_eq!(reads::find(&mut read, cy, id).await.unwrap(), None);
        assert_eq!(reads::list_between(&mut read, cy, ana).await.unwrap(), []);
        assert_eq!(reads::list_between(&mut read, ana, ana).await.unwrap(), []);
        assert_eq!(reads::list_about(&mut read, cy, Subject::Ask(ask)).await.unwrap(), []);
        assert_eq!(reads::list_about(&mut read, ana, Subject::Ask(ask)).await.unwrap().len(), 1);
        // Nobody but the house says that time has passed, or that somebody has replied.
        for wish in [Step::Silence, Step::Reply] {
            assert!(matches!(db.act(ana, step(id, wish)).await, Err(Refusal::Any(_))));
        }
        assert!(db.act(By::Clock, step(id, Step::Accept)).await.is_err());
        assert!(db.act(By::Clock, step(id, Step::Reply)).await.is_err());
        assert_eq!(db.status(ana, id).await, Status::Initiated);
    }

    async fn nobody_begins_what_cannot_be_begun(db) {
        let (ana, bo, cy) = (db.member("ana").await, db.member("bo").await, db.member("cy").await);
        let ask = db.ask(ana, "One to talk to", AskKind::Advice, None).await;
        assert_eq!(db.act(ana, open(ana, Subject::Ask(ask))).await, no(No::Yourself));
        assert_eq!(db.act(ana, open(ana, Subject::Direct)).await, no(No::Yourself));
        assert!(matches!(db.act(bo, open(cy, Subject::Ask(ask))).await, Err(Refusal::Connections(No::Mend(_)))), "it is Ana's");
        assert_eq!(db.act(bo, open(UserId(999_999), Subject::Direct)).await, no(No::NoSuchMember));
        assert_eq!(db.act(bo, open(ana, Subject::Offer(OfferId(999_999)))).await, no(No::NoLongerOpen));
        let silent = Command::Connections(connections::Command::Open { to: ana, about: Subject::Ask(ask), message: " \n ".to_owned() });
        assert!(matches!(db.act(bo, silent).await, Err(Refusal::Connections(No::Mend(_)))));

        let draft = db.offer_as(ana, "Not yet shown", false).await;
        assert_eq!(db.act(bo, open(ana, Subject::Offer(draft))).await, no(No::NoLongerOpen));
        let paused = db.offer(ana, "On holiday").await;
        db.act(ana, Command::Offers(offers::Command::SetStatus { id: paused, to: OfferStatus::Paused })).await.unwrap();
        assert_eq!(db.act(bo, open(ana, Subject::Offer(paused))).await, no(No::NoLongerOpen));
        let short = db.ask_as(ana, asks::Draft { title: "Until tonight".into(), expires_at: Some(db.now().plus(1_000)), ..Default::default() }).await;
        db.later(1_000);
        assert_eq!(db.act(bo, open(ana, Subject::Ask(short))).await, no(No::NoLongerOpen));
        db.act(ana, Command::Asks(asks::Command::Archive { id: ask })).await.unwrap();
        assert_eq!(db.act(bo, open(ana, Subject::Ask(ask))).await, no(No::NoLongerOpen));

        db.block(cy, bo).await;
        assert_eq!(db.act(bo, open(cy, Subject::Direct)).await, no(No::Blocked));
        assert_eq!(db.act(cy, open(bo, Subject::Direct)).await, no(No::Blocked));
        db.suspend(ana).await;
        assert_eq!(db.act(bo, open(ana, Subject::Direct)).await, no(No::NoSuchMember));
        assert_eq!(db.number("select (select count(*) from connections) + (select count(*) from conversations) as n").await, 0);
    }

    async fn a_block_stops_what_begins_and_lets_what_ends_end(db) {
        let (ana, bo) = (db.member("ana").await, db.member("bo").await);
        let ask = db.ask(ana, "Two to talk to", AskKind::Advice, Some(2)).await;
        let (id, _) = opened(db.act(bo, open(ana, Subject::Ask(ask))).await);
        db.block(ana, bo).await;
        assert_eq!(db.act(ana, step(id, Step::Accept)).await, no(No::Blocked));
        db.steps(id, &[(ana, Step::Decline)]).await;
    }

    async fn seven_days_of_silence_confirm(db) {
        let (ana, bo) = (db.member("ana").await, db.member("bo").await);
        let ask = db.ask(ana, "One to talk to", AskKind::Advice, None).await;
        let (id, _) = opened(db.act(bo, open(ana, Subject::Ask(ask))).await);
        db.steps(id, &[(ana, Step::Accept), (bo, Step::Done)]).await;
        db.later(connections::rules::SILENCE_MS - 1);
        assert_eq!(due(&db).await, []);
        assert!(db.act(By::Clock, step(id, Step::Silence)).await.is_err());
        db.later(1);
        assert_eq!(due(&db).await, [id]);
        db.act(By::Clock, step(id, Step::Silence)).await.unwrap();
        assert_eq!(db.status(bo, id).await, Status::Completed);
        assert_eq!(due(&db).await, []);
        assert!(db.act(By::Clock, step(id, Step::Silence)).await.is_err());
        assert_eq!(db.ledger(bo).await, lines(&[("complete_help", 25), ("respond_to_ask", 15)]));
        assert_eq!(db.activity(bo).await[0], "A week has passed, so “One to talk to” counts as done.");
        assert_eq!(db.activity(ana).await[0], "A week has passed, so “One to talk to” counts as done.");
    }

    async fn stars_are_given_once_a_side_and_at_the_end(db) {
        let (ana, bo) = (db.member("ana").await, db.member("bo").await);
        let ask = db.ask(ana, "One to talk to", AskKind::Advice, None).await;
        let (id, _) = opened(db.act(bo, open(ana, Subject::Ask(ask))).await);
        assert!(matches!(db.act(ana, rate(id, 5)).await, Err(Refusal::Connections(No::WrongMoment { .. }))));
        db.steps(id, &[(ana, Step::Accept), (ana, Step::Done)]).await;
        assert_eq!(db.act(ana, rate(id, 6)).await, no(No::Stars));
        let twice = [5, 4].map(|stars| db.envelope(By::Member(ana), rate(id, stars)));
        let answers: Vec<_> = db.batch(twice.to_vec()).await.answers.into_iter().map(|a| a.map_err(refusal)).collect();
        assert!(answers[0].is_ok());
        assert_eq!(answers[1], no(No::AlreadyRated));
        assert_eq!(db.connection(bo, id).await.their_rating, Some(5));
    }

    async fn reviews_and_helps_show_what_their_reader_may_see(db) {
        let (ana, bo) = (db.member("ana").await, db.member("bo").await);
        for (title, visibility) in [("For all to read", Visibility::Everyone), ("Among us", Visibility::Members)] {
            let ask = db.ask_as(ana, asks::Draft { title: title.into(), visibility, ..Default::default() }).await;
            let (id, _) = opened(db.act(bo, open(ana, Subject::Ask(ask))).await);
            db.later(1);
            db.steps(id, &[(ana, Step::Accept), (ana, Step::Done)]).await;
            db.act(ana, rate(id, 5)).await.unwrap();
        }
        let mut read = db.store.read().await.unwrap();
        let inside = reads::list_reviews(&mut read, Some(ana), bo, 10).await.unwrap();
        assert_eq!(inside.iter().map(|r| r.title.as_str()).collect::<Vec<_>>(), ["Among us", "For all to read"]);
        assert!(inside.iter().all(|r| r.stars == 5 && r.by.id == ana && r.words == "It went well"));
        let outside = reads::list_reviews(&mut read, None, bo, 10).await.unwrap();
        assert_eq!(outside.iter().map(|r| (r.title.as_str(), r.path.as_str())).collect::<Vec<_>>(), [("", ""), ("For all to read", "/@ana/asks/for-all-to-read")]);
        assert_eq!(reads::list_reviews(&mut read, None, ana, 10).await.unwrap(), []);
        let helps = reads::list_helped(&mut read, None, bo, 10).await.unwrap();
        assert_eq!(helps.iter().map(|h| (h.helped.id, h.title.as_str())).collect::<Vec<_>>(), [(ana, ""), (ana, "For all to read")]);
        assert_eq!(reads::list_helped(&mut read, None, ana, 10).await.unwrap(), []);
    }

    async fn an_offer_is_rated_by_those_who_got_it_once_there_are_three(db) {
        let bo = db.member("bo").await;
        let (offer, other) = (db.offer(bo, "I tune pianos").await, db.offer(bo, "I tune harps").await);
        let rated = async |id| store::offers::find(&mut db.store.read().await.unwrap(), None, id).await.unwrap().unwrap().rating;
        for (n, (name, stars)) in [("ana", 5), ("cy", 4), ("dee", 5)].into_iter().enumerate() {
            let who = db.member(name).await;
            assert_eq!(rated(offer).await, None, "{n} are not enough");
            let (id, _) = opened(db.act(who, open(bo, Subject::Offer(offer))).await);
            db.steps(id, &[(bo, Step::Accept), (bo, Step::Done), (who, Step::Done)]).await;
            // What he says of them is no word about the offer.
            db.act(bo, rate(id, 1)).await.unwrap();
            db.act(who, rate(id, stars)).await.unwrap();
        }
        assert_eq!(rated(offer).await, Some(offers::Rating { ratings: 3, tenths: 47 }));
        assert_eq!(rated(other).await, None, "another offer of his is another one");
    }

    async fn lists_show_each_side_what_is_theirs_page_by_page(db) {
        let (ana, bo) = (db.member("ana").await, db.member("bo").await);
        let mut ids = Vec::new();
        for n in 0..5 {
            let ask = db.ask(ana, &format!("Thing {n}"), AskKind::Advice, None).await;
            db.later(1);
            ids.push(opened(db.act(bo, open(ana, Subject::Ask(ask))).await).0);
        }
        db.steps(ids[0], &[(ana, Step::Decline)]).await;
        db.steps(ids[1], &[(ana, Step::Accept), (bo, Step::Done)]).await;
        let mut read = db.store.read().await.unwrap();
        let mut seen = Vec::new();
        let mut cursor = None;
        loop {
            let page = reads::page_of(&mut read, ana, reads::Which::Received, &[], cursor.as_deref(), 2).await.unwrap();
            seen.extend(page.items.iter().map(|c| c.id));
            cursor = page.next;
            if cursor.is_none() { break }
        }
        assert_eq!(seen, [ids[4], ids[1], ids[0], ids[3], ids[2]]);
        let sent = reads::page_of(&mut read, ana, reads::Which::Sent, &[], None, 10).await.unwrap();
        assert_eq!(sent.items, []);
        let over = reads::page_of(&mut read, bo, reads::Which::All, &[Status::Declined, Status::Cancelled], None, 10).await.unwrap();
        assert_eq!(over.items.iter().map(|c| c.id).collect::<Vec<_>>(), [ids[0]]);
        let waiting = reads::list_waiting(&mut read, ana).await.unwrap();
        assert_eq!(waiting.iter().map(|c| c.id).collect::<Vec<_>>(), [ids[2], ids[3], ids[1], ids[4]]);
        assert_eq!(reads::list_waiting(&mut read, bo).await.unwrap(), [], "Bo has said so himself");
        let counts = reads::count_by_status(&mut read, ana).await.unwrap();
        assert_eq!(counts, [(Status::Initiated, 3), (Status::InProgress, 1), (Status::Declined, 1)]);
        assert_eq!(store::header::find(&mut read, ana).await.unwrap().unwrap().waiting, 4);
        drop(read);
        // After a block nobody is asked to say yes; what is under way may still come to its end.
        db.block(ana, bo).await;
        let mut read = db.store.read().await.unwrap();
        let waiting = reads::list_waiting(&mut read, ana).await.unwrap();
        assert_eq!(waiting.iter().map(|c| c.id).collect::<Vec<_>>(), [ids[1]]);
        assert_eq!(store::header::find(&mut read, ana).await.unwrap().unwrap().waiting, 1);
    }

    async fn what_a_screen_hears_shows_the_connection_from_its_own_side(db) {
        let (ana, bo) = (db.member("ana").await, db.member("bo").await);
        let ask = db.ask(ana, "One to talk to", AskKind::Advice, None).await;
        let carried = db.batch(vec![db.envelope(By::Member(bo), open(ana, Subject::Ask(ask)))]).await;
        let of = |who: UserId| carried.deliveries.iter().filter(move |d| d.to == who).map(|d| &d.frame);
        let view = |who| of(who).find_map(|f| match f {
            ServerFrame::Event { view: View::Connection(c), .. } => Some(c.clone()),
            _ => None,
        });
        assert_eq!((view(ana).unwrap().other.id, view(bo).unwrap().other.id), (bo, ana));
        let words = of(ana).find_map(|f| match f {
            ServerFrame::Event { view: View::Notice(n), .. } => Some((n.words.clone(), n.path.clone(), n.by.as_ref().map(|p| p.id))),
            _ => None,
        });
        let Ok(Answer::Connection { conversation, .. }) = &carried.answers[0] else { panic!("{:?}", carried.answers) };
        assert_eq!(words, Some(("bo_ offers to help with “One to talk to”.".to_owned(), format!("/messages/{conversation}"), Some(bo))));
        // Replay says the same once more.
        let replay = store::inbox::replay(&mut db.store.read().await.unwrap(), ana, 0, 100).await.unwrap();
        let live: Vec<_> = of(ana).filter(|f| matches!(f, ServerFrame::Event { no: Some(_), .. })).cloned().collect();
        assert_eq!(replay[replay.len() - live.len()..], live[..]);
    }

    async fn notices_are_seen_up_to_a_number_and_are_their_readers_alone(db) {
        let (ana, bo) = (db.member("ana").await, db.member("bo").await);
        for _ in 0..3 {
            let ask = db.ask(ana, "A thing", AskKind::Advice, None).await;
            opened(db.act(bo, open(ana, Subject::Ask(ask))).await);
        }
        let mut read = db.store.read().await.unwrap();
        let all = store::notices::list(&mut read, ana, 10).await.unwrap();
        assert_eq!(store::notices::count_unseen(&mut read, ana).await.unwrap(), 3);
        let upto = all[1].id;
        assert_eq!(store::notices::find(&mut read, bo, upto).await.unwrap(), None);
        db.act(bo, Command::Notices(hub::notices::Command::Seen { upto: all[0].id })).await.unwrap();
        assert_eq!(store::notices::count_unseen(&mut read, ana).await.unwrap(), 3);
        db.act(ana, Command::Notices(hub::notices::Command::Seen { upto })).await.unwrap();
        assert_eq!(store::notices::count_unseen(&mut read, ana).await.unwrap(), 1);
        let seen: Vec<bool> = store::notices::list(&mut read, ana, 10).await.unwrap().iter().map(|n| n.seen).collect();
        assert_eq!(seen, [false, true, true]);
    }

    async fn what_a_notice_is_about_opened_or_acted_on_is_seen_and_nothing_else(db) {
        let (ana, bo, cy, dee) = (db.member("ana").await, db.member("bo").await, db.member("cy").await, db.member("dee").await);
        let unseen = async |who| store::notices::count_unseen(&mut db.store.read().await.unwrap(), who).await.unwrap();
        let mut all = Vec::new();
        for (who, title) in [(bo, "One"), (cy, "Two"), (dee, "Three")] {
            let ask = db.ask(ana, title, AskKind::Advice, None).await;
            all.push(opened(db.act(who, open(ana, Subject::Ask(ask))).await));
        }
        assert_eq!(unseen(ana).await, 3);
        let path = |n: usize| format!("/messages/{}", all[n].1);
        let opens = |path: &str| Command::Notices(hub::notices::Command::Opened { path: path.into() });
        // What leads elsewhere, home, and what another one opens, are no signs.
        for (who, path) in [(ana, "/home"), (ana, "/messages"), (ana, ""), (bo, &*path(0)), (cy, &*path(0))] {
            let carried = db.batch(vec![db.envelope(By::Member(who), opens(path))]).await;
            assert!(carried.events.is_empty(), "{path}: {:?}", carried.events);
        }
        assert_eq!(unseen(ana).await, 3);
        db.act(ana, opens(&path(0))).await.unwrap();
        assert_eq!(unseen(ana).await, 2);
        db.act(ana, step(all[1].0, Step::Decline)).await.unwrap();
        assert_eq!(unseen(ana).await, 1);
        // To the other one it is news, until they open it.
        let told = unseen(cy).await;
        db.act(cy, opens(&path(1))).await.unwrap();
        assert_eq!(unseen(cy).await, told - 1);
        assert_eq!(unseen(ana).await, 1);
    }

    async fn who_gives_an_ask_more_time_has_seen_that_it_ends(db) {
        let ana = db.member("ana").await;
        let soon = db.now().plus(hub::kernel::time::DAY);
        let draft = hub::asks::Draft { title: "By tomorrow".into(), expires_at: Some(soon), ..Default::default() };
        let Answer::Ask { id, .. } = db.act(ana, Command::Asks(hub::asks::Command::Post { draft })).await.unwrap() else { panic!("no ask") };
        let unseen = async || store::notices::count_unseen(&mut db.store.read().await.unwrap(), ana).await.unwrap();
        db.later(2 * hub::kernel::time::DAY);
        db.act(By::Clock, Command::Asks(hub::asks::Command::Expire { id })).await.unwrap();
        assert_eq!(unseen().await, 1);
        db.act(ana, Command::Asks(hub::asks::Command::Renew { id })).await.unwrap();
        assert_eq!(unseen().await, 0);
    }
}

async fn due(db: &TestStore) -> Vec<hub::ConnectionId> {
    reads::list_silent_due(&mut db.store.read().await.unwrap(), db.now(), 10).await.unwrap()
}
