//! What the dashboard counts.

use hub::{
    Command, UserId,
    asks::{self, AskKind, Draft},
    connections::{Step, Subject},
    kernel::time::DAY,
    matches::Post,
    messaging, offers,
    offers::OfferStatus,
    rooms::GENERAL,
};
use store::home::{Seen, Steps, count_helped_since, find_steps, list_seen};

use crate::{
    steps::{open, opened},
    world::{NOON, TestStore, both_engines},
};

async fn steps(db: &TestStore, who: UserId) -> Steps {
    find_steps(&mut db.store.read().await.unwrap(), who).await.unwrap()
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

    async fn what_was_helped_to_the_end_is_counted_for_the_helper_from_a_moment_on(db) {
        let (ana, bo) = (db.member("ana").await, db.member("bo").await);
        let count = async |who, since| count_helped_since(&mut db.store.read().await.unwrap(), who, since).await.unwrap();
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
