//! Conversations of two: order, counts, ids that make retries harmless.

use hub::{
    Answer, By, Command, CommandId, ConversationId, Envelope, Event, Refusal, UserId,
    command::AnyRefusal,
    messaging::{self, Command as Messaging},
    wire::{ServerFrame, View},
};
use store::{Value, messaging as reads};

use crate::world::{TestStore, both_engines, refusal};

/// A conversation without the connection that would have opened it.
pub async fn conversation(db: &TestStore, id: i64, a: UserId, b: UserId) -> ConversationId {
    let mut tx = db.store.write().await.unwrap();
    let args = [id, a.0.min(b.0), a.0.max(b.0)].map(Value::from);
    tx.run("insert into conversations (id, low, high, message_no, log_no, last_at) values ($1, $2, $3, 0, 0, 0)", &args).await.unwrap();
    for who in [a, b] {
        let args = [id, who.0].map(Value::from);
        tx.run("insert into conversation_members (conversation_id, user_id, read_no, delivered_no) values ($1, $2, 0, 0)", &args)
            .await
            .unwrap();
    }
    tx.commit().await.unwrap();
    ConversationId(id)
}

pub fn say(conversation: ConversationId, body: &str) -> Command {
    Command::Messaging(Messaging::Send { conversation, body: body.to_owned(), reply_to: None, files: Vec::new() })
}

fn with_id(mut envelope: Envelope, id: &str) -> Envelope {
    envelope.id = CommandId::new(id).unwrap();
    envelope
}

pub fn no(answer: Result<Answer, Refusal>) -> i64 {
    match answer {
        Ok(Answer::Message { no, .. }) => no,
        other => panic!("no message: {other:?}"),
    }
}

both_engines! {
    async fn messages_are_numbered_without_gaps_and_both_inboxes_too(db) {
        let (ana, bo) = (db.member("ana").await, db.member("bo").await);
        let talk = conversation(&db, 7, ana, bo).await;
        let batch = vec![
            db.envelope(By::Member(ana), say(talk, "one")),
            db.envelope(By::Member(bo), say(talk, "two")),
            db.envelope(By::Member(bo), say(talk, "   ")),
            db.envelope(By::Member(ana), say(talk, "three")),
        ];
        let carried = db.batch(batch).await;
        let numbers: Vec<Option<i64>> = carried.answers.into_iter().map(|a| a.map_err(refusal).ok().map(|a| no(Ok(a)))).collect();
        assert_eq!(numbers, [Some(1), Some(2), None, Some(3)]);
        for who in [ana, bo] {
            let told: Vec<_> = carried.deliveries.iter().filter(|d| d.to == who).map(|d| d.no().unwrap()).collect();
            assert_eq!(told, [1, 2, 3]);
        }
        assert_eq!(no(db.act(bo, say(talk, "four")).await), 4);
    }

    async fn the_same_id_again_gets_the_first_answer_for_good(db) {
        let (ana, bo) = (db.member("ana").await, db.member("bo").await);
        let talk = conversation(&db, 7, ana, bo).await;
        let first = with_id(db.envelope(By::Member(ana), say(talk, "hello")), "m1");
        let answer = db.send(first.clone()).await.unwrap();
        assert_eq!(db.send(first.clone()).await, Ok(answer.clone()));
        let twice = db.batch(vec![with_id(first.clone(), "m2"), with_id(first.clone(), "m2"), first]).await;
        let numbers: Vec<i64> = twice.answers.into_iter().map(|a| no(a.map_err(refusal))).collect();
        assert_eq!(numbers, [2, 2, 1]);
        assert_eq!(db.number("select count(*) as n from messages").await, 2);
        // Another member may use the same id for their own.
        assert_eq!(no(db.send(with_id(db.envelope(By::Member(bo), say(talk, "hi")), "m1")).await), 3);
    }

    async fn an_id_of_one_conversation_is_no_message_of_another(db) {
        let (ana, bo, cy) = (db.member("ana").await, db.member("bo").await, db.member("cy").await);
        let (with_bo, with_cy) = (conversation(&db, 7, ana, bo).await, conversation(&db, 8, ana, cy).await);
        db.send(with_id(db.envelope(By::Member(ana), say(with_bo, "hello")), "m1")).await.unwrap();
        let reused = db.send(with_id(db.envelope(By::Member(ana), say(with_cy, "hello")), "m1")).await;
        assert_eq!(reused, Err(Refusal::Any(AnyRefusal::IdUsedOtherwise)));
    }

    async fn strangers_neither_write_nor_read(db) {
        let (ana, bo, cy) = (db.member("ana").await, db.member("bo").await, db.member("cy").await);
        let talk = conversation(&db, 7, ana, bo).await;
        db.act(ana, say(talk, "between us")).await.unwrap();
        let nothing = Err(Refusal::Messaging(messaging::Refusal::NoSuchConversation));
        assert_eq!(db.act(cy, say(talk, "hi")).await, nothing);
        assert_eq!(db.act(cy, Command::Messaging(Messaging::Read { conversation: talk, upto: 1 })).await, nothing);
        assert_eq!(db.act(ana, say(ConversationId(999), "hi")).await, nothing);
        let mut tx = db.store.read().await.unwrap();
        assert_eq!(reads::find_message(&mut tx, cy, talk, 1).await.unwrap(), None);
        assert!(reads::page_messages(&mut tx, cy, talk, None, 10).await.unwrap().items.is_empty());
        assert!(reads::find_thread(&mut tx, cy, talk, None).await.unwrap().is_none());
    }

    async fn unread_is_head_minus_cursor(db) {
        let (ana, bo) = (db.member("ana").await, db.member("bo").await);
        let talk = conversation(&db, 7, ana, bo).await;
        for n in 0..5 {
            db.act(ana, say(talk, &format!("message {n}"))).await.unwrap();
        }
        let unread = async |who| reads::count_unread(&mut db.store.read().await.unwrap(), who).await.unwrap();
        assert_eq!((unread(ana).await, unread(bo).await), (0, 5));
        for (upto, left) in [(3, 2), (2, 2), (99, 0)] {
            db.act(bo, Command::Messaging(Messaging::Read { conversation: talk, upto })).await.unwrap();
            assert_eq!(unread(bo).await, left, "after reading up to {upto}");
        }
        db.act(bo, say(talk, "thanks")).await.unwrap();
        assert_eq!((unread(ana).await, unread(bo).await), (1, 0));
        let list = reads::page_conversations(&mut db.store.read().await.unwrap(), ana, None, 10).await.unwrap();
        assert_eq!((list.items[0].unread, list.items[0].other_read_no, list.items[0].other_delivered_no), (1, 6, 6));
        let waits = async |who| reads::list_unread(&mut db.store.read().await.unwrap(), who, 10).await.unwrap();
        let one = hub::messaging::Unread { conversation: talk, message_no: 6, read_no: 5, muted: false };
        assert_eq!((waits(ana).await, waits(bo).await), (vec![one], Vec::new()));
    }

    async fn a_cursor_that_does_not_move_tells_nobody(db) {
        let (ana, bo) = (db.member("ana").await, db.member("bo").await);
        let talk = conversation(&db, 7, ana, bo).await;
        db.act(ana, say(talk, "hello")).await.unwrap();
        let read = |upto| db.envelope(By::Member(bo), Command::Messaging(Messaging::Read { conversation: talk, upto }));
        let carried = db.batch(vec![read(1), read(1), read(0)]).await;
        assert_eq!(carried.events.len(), 1);
        assert!(carried.deliveries.iter().all(|d| d.no().is_none()), "cursors never enter an inbox");
    }

    async fn history_pages_backwards_without_gaps(db) {
        let (ana, bo) = (db.member("ana").await, db.member("bo").await);
        let talk = conversation(&db, 7, ana, bo).await;
        let all = (0..25).map(|n| db.envelope(By::Member(if n % 2 == 0 { ana } else { bo }), say(talk, &format!("{n}")))).collect();
        db.batch(all).await;
        let mut seen = Vec::new();
        let mut before = None;
        loop {
            let page = reads::page_messages(&mut db.store.read().await.unwrap(), bo, talk, before, 10).await.unwrap();
            seen.splice(0..0, page.items.iter().map(|m| m.no));
            match page.next {
                Some(next) => before = next.parse().ok(),
                None => break,
            }
        }
        assert_eq!(seen, (1..=25).collect::<Vec<_>>());
    }

    async fn what_was_missed_is_replayed_as_it_was_told(db) {
        let (ana, bo) = (db.member("ana").await, db.member("bo").await);
        let talk = conversation(&db, 7, ana, bo).await;
        let mut told: Vec<ServerFrame> = Vec::new();
        for n in 0..7 {
            let carried = db.batch(vec![db.envelope(By::Member(ana), say(talk, &format!("{n}")))]).await;
            told.extend(carried.deliveries.into_iter().filter(|d| d.to == bo).map(|d| d.frame));
        }
        let mut tx = db.store.read().await.unwrap();
        assert_eq!(store::inbox::head(&mut tx, bo).await.unwrap(), 7);
        assert_eq!(store::inbox::replay(&mut tx, bo, 0, 100).await.unwrap(), told);
        assert_eq!(store::inbox::replay(&mut tx, bo, 4, 2).await.unwrap(), told[4..6]);
        assert!(matches!(&told[0], ServerFrame::Event { view: View::Message(m), .. } if m.body == "0"));
    }

    async fn inboxes_from_before_the_chain_are_replayed_as_they_were(db) {
        let (ana, bo, cy) = (db.member("ana").await, db.member("bo").await, db.member("cy").await);
        let (one, two) = (conversation(&db, 7, ana, bo).await, conversation(&db, 8, ana, cy).await);
        for n in 0..6 {
            db.act(ana, say([one, two, one][n % 3], &format!("{n}"))).await.unwrap();
        }
        let everything = async |db: &TestStore| {
            let mut tx = db.store.read().await.unwrap();
            let mut all = Vec::new();
            for who in [ana, bo, cy] {
                all.push(store::inbox::replay(&mut tx, who, 0, 100).await.unwrap());
            }
            all
        };
        let before = everything(&db).await;
        assert_eq!(before.iter().map(Vec::len).collect::<Vec<_>>(), [6, 4, 2]);

        let (old, step) = match db.store.engine() {
            store::Engine::Sqlite => ("integer not null, event blob", include_str!("../../../../migrations/sqlite/0008_inbox_chain.sql")),
            store::Engine::Postgres => ("bigint not null, event bytea", include_str!("../../../../migrations/postgres/0008_inbox_chain.sql")),
        };
        let back = format!(
            "alter table inbox rename to chain;
             create table inbox (user_id bigint not null, no bigint not null, at {old} not null, primary key (user_id, no));
             insert into inbox (user_id, no, at, event) select user_id, no, at, event from chain;
             drop table chain;
             alter table inbox_heads drop column last_row;
             drop index messages_client;
             create unique index messages_client on messages (author, client_id)"
        );
        let mut tx = db.store.write().await.unwrap();
        for statement in [back.as_str(), step].iter().flat_map(|sql| sql.split(';')).filter(|s| !s.trim().is_empty()) {
            tx.run(sqlx::AssertSqlSafe(statement.to_owned()), &[]).await.unwrap();
        }
        tx.commit().await.unwrap();

        assert_eq!(everything(&db).await, before);
        db.act(bo, say(one, "and on it goes")).await.unwrap();
        assert_eq!(everything(&db).await.iter().map(Vec::len).collect::<Vec<_>>(), [7, 5, 2]);
    }

    async fn the_blocked_are_refused(db) {
        let (ana, bo) = (db.member("ana").await, db.member("bo").await);
        let talk = conversation(&db, 7, ana, bo).await;
        let mut tx = db.store.write().await.unwrap();
        tx.run("insert into blocks (blocker, blocked, at) values ($1, $2, 0)", &[Value::from(ana), Value::from(bo)]).await.unwrap();
        tx.commit().await.unwrap();
        for who in [ana, bo] {
            assert_eq!(db.act(who, say(talk, "hi")).await, Err(Refusal::Messaging(messaging::Refusal::Blocked)));
        }
    }

    async fn a_thousand_in_one_batch_are_all_there(db) {
        let (ana, bo, cy) = (db.member("ana").await, db.member("bo").await, db.member("cy").await);
        let talks = [conversation(&db, 7, ana, bo).await, conversation(&db, 8, ana, cy).await, conversation(&db, 9, bo, cy).await];
        let batch = (0..1000).map(|n| db.envelope(By::Member([ana, ana, bo][n % 3]), say(talks[n % 3], &"x".repeat(1 + n % 50)))).collect();
        let carried = db.batch(batch).await;
        assert!(carried.answers.iter().all(Result::is_ok) && !carried.spent.one_by_one);
        assert_eq!(db.number("select count(*) as n from messages").await, 1000);
        assert_eq!(db.number("select count(*) as n from inbox").await, 2000);
        assert_eq!(db.number("select head as n from lanes where lane = 'desk'").await, 1000);
        let entries = db.store.read_lane(hub::event::Lane::Desk, 0, 10_000).await.unwrap();
        assert_eq!(entries.iter().map(|e| e.no).collect::<Vec<_>>(), (1..=1000).collect::<Vec<_>>());
        assert!(entries.iter().all(|e| matches!(e.event, Some(Event::Messaging(_)))));
    }
}
