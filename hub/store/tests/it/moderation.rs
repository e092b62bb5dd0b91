//! Blocks: silent, both ways, nobody else's to know.

use hub::{
    By, Command, Event, Refusal, UserId,
    asks::{self, AskKind, Visibility},
    connections::Subject,
    event::Lane,
    moderation::{Command as Moderation, Event as Happened, Refusal as No},
};

use crate::{
    steps::{open, opened, rate, say},
    world::both_engines,
};

both_engines! {
    async fn a_block_stands_once_and_only_its_owner_sees_it(db) {
        let (ana, bo) = (db.member("ana").await, db.member("bo").await);
        let block = |who| Command::Moderation(Moderation::Block { who });
        let unblock = |who| Command::Moderation(Moderation::Unblock { who });
        assert_eq!(db.act(ana, block(ana)).await, Err(Refusal::Moderation(No::Yourself)));
        assert_eq!(db.act(ana, block(UserId(999_999))).await, Err(Refusal::Moderation(No::NoSuchMember)));
        let head = db.store.lane_head(Lane::Exchange).await.unwrap();
        for _ in 0..2 {
            db.act(ana, block(bo)).await.unwrap();
        }
        let entries = db.store.read_lane(Lane::Exchange, head, 10).await.unwrap();
        let said: Vec<_> = entries.into_iter().filter_map(|e| e.event).collect();
        assert_eq!(said, [Event::Moderation(Happened::Blocked { by: ana, who: bo })], "the matcher hears it, once");
        let mut read = db.store.read().await.unwrap();
        let list = store::moderation::list_blocks(&mut read, ana).await.unwrap();
        assert_eq!(list.iter().map(|p| p.id).collect::<Vec<_>>(), [bo]);
        assert_eq!(store::moderation::list_blocks(&mut read, bo).await.unwrap(), []);
        // Bo can't lift what is Ana's.
        db.act(bo, unblock(ana)).await.unwrap();
        assert_eq!(db.number("select count(*) as n from blocks").await, 1);
        db.act(ana, unblock(bo)).await.unwrap();
        assert_eq!(db.number("select count(*) as n from blocks").await, 0);
    }

    async fn neither_writes_while_a_block_stands(db) {
        let (ana, bo) = (db.member("ana").await, db.member("bo").await);
        let (_, talk) = opened(db.act(ana, open(bo, Subject::Direct)).await);
        let block = Command::Moderation(Moderation::Block { who: ana });
        let batch = vec![db.envelope(By::Member(bo), block), db.envelope(By::Member(ana), say(talk, "Hello?")), db.envelope(By::Member(bo), say(talk, "No"))];
        let answers = db.batch(batch).await.answers;
        assert!(answers[0].is_ok() && answers[1].is_err() && answers[2].is_err());
        db.act(bo, Command::Moderation(Moderation::Unblock { who: ana })).await.unwrap();
        db.act(ana, say(talk, "Hello again")).await.unwrap();
    }

    async fn what_somebody_reads_behind_a_block_is_theirs_to_know(db) {
        let (ana, bo) = (db.member("ana").await, db.member("bo").await);
        let (_, talk) = opened(db.act(bo, open(ana, Subject::Direct)).await);
        db.act(bo, say(talk, "Are you there?")).await.unwrap();
        let read = |upto| Command::Messaging(hub::messaging::Command::Read { conversation: talk, upto });
        db.act(ana, read(1)).await.unwrap();
        let seen = async |who| {
            let mut tx = db.store.read().await.unwrap();
            let v = store::messaging::find_conversation(&mut tx, who, talk).await.unwrap().unwrap();
            (v.unread, v.other_read_no, v.other_delivered_no)
        };
        db.block(ana, bo).await;
        let carried = db.batch(vec![db.envelope(By::Member(ana), read(2))]).await;
        let told: Vec<UserId> = carried.deliveries.iter().map(|d| d.to).collect();
        assert_eq!(told, [ana], "her own screens hear of it, his do not");
        assert_eq!(seen(ana).await, (0, 2, 2));
        assert_eq!(seen(bo).await, (0, 1, 1), "he sees what he saw");
        // Both have blocked: the first to take it back changes nothing.
        db.block(bo, ana).await;
        db.act(ana, Command::Moderation(Moderation::Unblock { who: bo })).await.unwrap();
        assert_eq!(seen(bo).await, (0, 1, 1));
        db.act(bo, Command::Moderation(Moderation::Unblock { who: ana })).await.unwrap();
        assert_eq!(seen(bo).await, (0, 2, 2));
    }

    async fn what_is_for_members_only_is_not_for_whom_its_owner_blocked(db) {
        let (ana, bo, cy) = (db.member("ana").await, db.member("bo").await, db.member("cy").await);
        let members_only = asks::Draft { title: "A hand with my garden".into(), visibility: Visibility::Members, ..asks::Draft::default() };
        let hers = db.ask_as(ana, members_only.clone()).await;
        let for_everyone = db.ask(ana, "A logo for Kinlia", AskKind::Advice, None).await;
        let his = db.ask_as(bo, members_only).await;
        db.block(ana, bo).await;
        let sees = async |who: UserId, id| {
            let mut tx = db.store.read().await.unwrap();
            store::asks::find(&mut tx, Some(who), id).await.unwrap().is_some()
        };
        assert!(!sees(bo, hers).await, "he is as signed out");
        assert!(sees(bo, for_everyone).await && sees(cy, hers).await && sees(ana, hers).await);
        assert!(sees(ana, his).await, "he has blocked nobody");
    }

    async fn behind_a_block_neither_meets_what_the_other_said_of_somebody(db) {
        let (ana, bo, cy) = (db.member("ana").await, db.member("bo").await, db.member("cy").await);
        let ask = db.ask(ana, "Beta testers for Kinlia", AskKind::BetaTester, None).await;
        let (id, _) = opened(db.act(cy, open(ana, Subject::Ask(ask))).await);
        use hub::connections::Step::{Accept, Done};
        db.steps(id, &[(ana, Accept), (ana, Done)]).await;
        db.act(ana, rate(id, 5)).await.unwrap();
        let reviews = async |reader| {
            let mut tx = db.store.read().await.unwrap();
            let said = store::connections::list_reviews(&mut tx, reader, cy, 10).await.unwrap().len();
            (said, store::connections::list_helped(&mut tx, reader, cy, 10).await.unwrap().len())
        };
        assert_eq!(reviews(Some(bo)).await, (1, 1));
        db.block(ana, bo).await;
        assert_eq!(reviews(Some(bo)).await, (0, 0));
        assert_eq!((reviews(None).await, reviews(Some(ana)).await), ((1, 1), (1, 1)), "others see them");
    }
}
