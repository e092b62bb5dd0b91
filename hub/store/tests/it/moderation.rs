//! Blocks: silent, both ways, nobody else's to know.

use hub::{
    By, Command, Event, Refusal, UserId,
    connections::Subject,
    event::Lane,
    moderation::{Command as Moderation, Event as Happened, Refusal as No},
};

use crate::{
    steps::{open, opened, say},
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
}
