//! Rows of inboxes are kept for thirty days. Their numbers stay used, and who asks for what is gone hears so.

use hub::{Answer, By, Command, ConversationId, UserId, connections, messaging, wire::ServerFrame};
use store::inbox::{self, KEPT, Next, Trimmed};

use crate::world::{TestStore, both_engines};

async fn talk(db: &TestStore) -> (UserId, UserId, ConversationId) {
    let (ana, bo) = (db.member("ana").await, db.member("bo").await);
    let open = connections::Command::Open { to: bo, about: connections::Subject::Direct, message: "hello there".to_owned() };
    let Ok(Answer::Connection { conversation, .. }) = db.act(ana, Command::Connections(open)).await else { panic!("no conversation") };
    (ana, bo, conversation)
}

async fn says(db: &TestStore, who: UserId, conversation: ConversationId, times: usize) {
    let send =
        || Command::Messaging(messaging::Command::Send { conversation, body: "and then".to_owned(), reply_to: None, files: Vec::new() });
    let batch = (0..times).map(|_| db.envelope(By::Member(who), send())).collect();
    assert!(db.batch(batch).await.answers.iter().all(Result::is_ok));
}

/// The numbers after this one; or the head, where some are gone.
async fn after(db: &TestStore, who: UserId, no: i64) -> Result<Vec<i64>, i64> {
    let mut tx = db.store.read().await.unwrap();
    let alone = inbox::go_on(&mut tx, who, no, 100).await.unwrap();
    let others = inbox::go_on_many(&mut tx, &[(who, 0), (UserId(-1), 0), (who, no)], 100).await.unwrap();
    assert_eq!(format!("{:?}", others[2].as_ref().unwrap()), format!("{alone:?}"), "beside others the same as alone");
    match alone {
        Next::Trimmed { head } => Err(head),
        Next::Frames(frames) => Ok(frames.iter().map(|f| if let ServerFrame::Event { no: Some(no), .. } = f { *no } else { 0 }).collect()),
    }
}

async fn head(db: &TestStore, who: UserId) -> i64 {
    inbox::head(&mut db.store.read().await.unwrap(), who).await.unwrap()
}

both_engines! {
    async fn what_is_older_than_thirty_days_goes_in_small_steps_and_no_number_comes_twice(db) {
        let (ana, bo, conversation) = talk(&db).await;
        says(&db, bo, conversation, 5).await;
        let old = head(&db, ana).await;
        db.later(KEPT + 1);
        says(&db, bo, conversation, 2).await;
        let before = db.number("select count(*) as n from inbox").await;
        let (mut behind, mut gone) = (i64::MIN, 0);
        loop {
            let step = db.store.trim_inboxes(db.now().plus(-KEPT), behind, 3).await.unwrap();
            assert!(step.gone <= 3, "{step:?}");
            gone += step.gone;
            match step.upto {
                Some(upto) => behind = upto,
                None => break,
            }
        }
        let left = db.number("select count(*) as n from inbox").await;
        assert_eq!((gone as i64, left), (before - 4, 4), "the two messages stay, for both");
        assert_eq!(db.store.trim_inboxes(db.now().plus(-KEPT), i64::MIN, 100).await.unwrap(), Trimmed { gone: 0, upto: None });
        assert_eq!(head(&db, ana).await, old + 2);
        assert_eq!(after(&db, ana, old).await, Ok(vec![old + 1, old + 2]), "they are there for who was here then");
        assert_eq!(after(&db, ana, old + 2).await, Ok(Vec::new()));
        assert_eq!(after(&db, ana, old - 1).await, Err(old + 2), "what comes next is gone");
        assert_eq!(after(&db, ana, 0).await, Err(old + 2));
        // All of it goes, and it goes on behind what is gone.
        db.later(KEPT + 1);
        db.store.trim_inboxes(db.now().plus(-KEPT), i64::MIN, 100).await.unwrap();
        assert_eq!(db.number("select count(*) as n from inbox").await, 0);
        assert_eq!(after(&db, ana, old + 1).await, Err(old + 2));
        assert_eq!(after(&db, ana, old + 2).await, Ok(Vec::new()));
        says(&db, bo, conversation, 1).await;
        assert_eq!(after(&db, ana, old + 2).await, Ok(vec![old + 3]));
        assert_eq!(after(&db, ana, old + 1).await, Err(old + 3));
    }

    async fn a_crowd_that_comes_back_is_shown_what_each_would_be_alone(db) {
        let (ana, bo, conversation) = talk(&db).await;
        says(&db, bo, conversation, 3).await;
        let react = messaging::Command::React { conversation, no: 2, emoji: "👍".to_owned(), on: true };
        db.act(ana, Command::Messaging(react)).await.unwrap();
        db.act(bo, Command::Messaging(messaging::Command::Delete { conversation, no: 3 })).await.unwrap();
        let askers: Vec<(UserId, i64)> = (0..12).map(|n| (if n % 2 == 0 { ana } else { bo }, n / 2)).collect();
        let mut tx = db.store.read().await.unwrap();
        let together = inbox::go_on_many(&mut tx, &askers, 4).await.unwrap();
        assert_eq!(together.len(), askers.len());
        for (next, (who, no)) in together.iter().zip(&askers) {
            let missed = inbox::head(&mut tx, *who).await.unwrap() - no;
            assert_eq!(next.is_none(), missed > 4, "{who} after {no} of {missed}");
            let alone = inbox::go_on(&mut tx, *who, *no, 100).await.unwrap();
            assert!(next.is_none() || format!("{next:?}") == format!("{:?}", Some(&alone)), "{who} after {no}: {next:?}, {alone:?}");
        }
        assert!(together.iter().any(|next| matches!(next, Some(Next::Frames(frames)) if frames.len() == 4)));
        assert!(inbox::go_on_many(&mut tx, &[], 4).await.unwrap().is_empty());
    }
}
