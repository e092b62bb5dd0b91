//! What the dashboard counts.

use hub::{
    Command, Timestamp, UserId,
    asks::{self, AskKind, Draft},
    connections::{Step, Subject},
    kernel::time::DAY,
    leaving,
    matches::Post,
    messaging, offers,
    offers::OfferStatus,
    rooms::GENERAL,
    tastes,
};
use store::home::{Numbers, Seen, Steps, find_numbers, list_seen};

use crate::{
    steps::{open, opened},
    world::{NOON, TestStore, both_engines},
};

async fn numbers(db: &TestStore, who: UserId, since: Timestamp) -> Numbers {
    find_numbers(&mut db.store.read().await.unwrap(), who, since).await.unwrap().expect("they take part")
}

async fn steps(db: &TestStore, who: UserId) -> Steps {
    numbers(db, who, NOON).await.steps
}

async fn seen(db: &TestStore, owner: UserId, least: i64) -> Vec<Seen> {
    list_seen(&mut db.store.read().await.unwrap(), owner, db.now().utc_day(), least, 5).await.unwrap()
}

both_engines! {
    async fn the_first_steps_are_ticked_off_one_by_one_and_stay_so(db) {
        db.store.seed_reference().await.unwrap();
        let (ana, bo) = (db.member("ana").await, db.member("bo").await);
        assert_eq!(steps(&db, ana).await, Steps::default());
        let ask = db.ask(ana, "A hand with my garden", AskKind::Advice, None).await;
        db.act(ana, Command::Asks(asks::Command::Archive { id: ask })).await.unwrap();
        assert_eq!(steps(&db, ana).await, Steps { asked: true, ..Steps::default() }, "put away, and asked all the same");
        let offer = db.offer_as(ana, "I bake", false).await;
        assert!(!steps(&db, ana).await.offered, "a draft is not offered to anybody");
        for to in [OfferStatus::Active, OfferStatus::Paused] {
            db.act(ana, Command::Offers(offers::Command::SetStatus { id: offer, to })).await.unwrap();
        }
        assert!(steps(&db, ana).await.offered);
        // What two say between them is not said in a room.
        opened(db.act(ana, open(bo, Subject::Direct)).await);
        assert!(!steps(&db, ana).await.said_hello);
        let say = messaging::Command::Send { conversation: GENERAL, body: "Hello, I am Ana".to_owned(), reply_to: None, files: Vec::new() };
        db.act(ana, Command::Messaging(say)).await.unwrap();
        assert_eq!(steps(&db, ana).await, Steps { asked: true, offered: true, said_hello: true });
        assert_eq!(steps(&db, bo).await, Steps::default(), "hers are not his");
    }

    async fn what_is_open_and_live_and_whether_matches_are_paused_is_read_with_it(db) {
        let (ana, bo) = (db.member("ana").await, db.member("bo").await);
        for (title, put_away) in [("A hand with my garden", false), ("A logo", true)] {
            let id = db.ask(ana, title, AskKind::Advice, None).await;
            if put_away {
                db.act(ana, Command::Asks(asks::Command::Archive { id })).await.unwrap();
            }
        }
        db.offer(ana, "I bake").await;
        db.offer_as(ana, "I sing", false).await;
        db.act(ana, Command::Tastes(tastes::Command::Pause { until: tastes::Pause::Day })).await.unwrap();
        let Numbers { open_asks, live_offers, pause, joined_at, .. } = numbers(&db, ana, NOON).await;
        assert_eq!((open_asks, live_offers, pause.paused, pause.until, joined_at), (1, 1, true, Some(db.now().plus(DAY)), NOON));
        let his = numbers(&db, bo, NOON).await;
        assert_eq!((his.open_asks, his.live_offers, his.pause), (0, 0, tastes::Paused::default()));
        db.act(bo, Command::Leaving(leaving::Command::Deactivate)).await.unwrap();
        assert_eq!(find_numbers(&mut db.store.read().await.unwrap(), bo, NOON).await.unwrap(), None, "he takes a break");
    }

    async fn what_was_helped_to_the_end_is_counted_for_the_helper_from_a_moment_on(db) {
        let (ana, bo) = (db.member("ana").await, db.member("bo").await);
        let count = async |who, since| numbers(&db, who, since).await.helped;
        let ask = db.ask(ana, "A hand with my garden", AskKind::Advice, Some(2)).await;
        let (helping, _) = opened(db.act(bo, open(ana, Subject::Ask(ask))).await);
        db.steps(helping, &[(ana, Step::Accept), (bo, Step::Done)]).await;
        assert_eq!(count(bo, NOON).await, 0, "not before it is done");
        db.later(DAY);
        db.steps(helping, &[(ana, Step::Done)]).await;
        let done_at = db.now();
        // Of an offer the one who offers helps.
        let offer = db.offer(bo, "I bake").await;
        let (baking, _) = opened(db.act(ana, open(bo, Subject::Offer(offer))).await);
        db.steps(baking, &[(bo, Step::Accept), (ana, Step::Done)]).await;
        assert_eq!((count(bo, NOON).await, count(bo, done_at).await, count(bo, done_at.plus(1)).await), (2, 2, 0));
        assert_eq!(count(ana, NOON).await, 0);
    }

    async fn who_has_looked_today_is_counted_and_not_named(db) {
        let (ana, bo, cy) = (db.member("ana").await, db.member("bo").await, db.member("cy").await);
        let (offer, quiet) = (db.offer(ana, "I bake").await, db.offer(ana, "I sing").await);
        let ask = db.ask(ana, "A hand with my garden", AskKind::Advice, None).await;
        for who in [bo, cy, bo, ana] {
            // Twice on a day is once, and one's own looks are none.
            let _ = db.act(who, Command::Offers(offers::Command::Look { id: offer })).await;
        }
        db.act(bo, Command::Asks(asks::Command::Look { id: ask })).await.unwrap();
        let bread = Seen { post: Post::Offer(offer), title: "I bake".into(), slug: "i-bake".into(), people: 2 };
        assert_eq!(seen(&db, ana, 2).await, [bread]);
        let all = seen(&db, ana, 1).await;
        assert_eq!(all.iter().map(|s| (s.post, s.people)).collect::<Vec<_>>(), [(Post::Offer(offer), 2), (Post::Ask(ask), 1)]);
        assert!(!all.iter().any(|s| s.post == Post::Offer(quiet)));
        assert_eq!(seen(&db, bo, 1).await, [], "they are hers to see");
        db.act(ana, Command::Asks(asks::Command::Edit { id: ask, draft: Draft { title: "Two hands".into(), ..Draft::default() }, seen: None })).await.unwrap();
        assert_eq!(seen(&db, ana, 1).await[1].title, "Two hands");
        db.later(DAY);
        assert_eq!(seen(&db, ana, 1).await, [], "tomorrow begins anew");
    }
}
