//! The write path under trouble: refusals, poison, panics, faults, a second hub.

use hub::{By, Command, CommandId, Refusal, accounts::Command as Accounts, command::AnyRefusal, event::Lane};
use store::{Failure, Fault, Store, crash::How};

use crate::world::both_engines;

fn sign_up(name: &str) -> Command {
    Command::Accounts(Accounts::SignUp {
        username: format!("{name:_<3}"),
        email: format!("{name}@example.org"),
        name: String::new(),
        password: None,
        timezone: String::new(),
        language: String::new(),
    })
}

both_engines! {
    async fn a_refusal_refuses_one_command_and_writes_nothing(db) {
        let batch = vec![
            db.envelope(By::Visitor, sign_up("ana")),
            db.envelope(By::Visitor, sign_up("not a name")),
            db.envelope(By::Visitor, Command::Accounts(Accounts::CloseSessions { but: None })),
            db.envelope(By::Visitor, sign_up("bo")),
        ];
        let carried = db.batch(batch).await;
        assert_eq!(carried.answers.iter().map(Result::is_ok).collect::<Vec<_>>(), [true, false, false, true]);
        assert!(matches!(&carried.answers[2], Err(Failure::Refused(Refusal::Any(AnyRefusal::SignIn)))));
        assert_eq!(db.number("select count(*) as n from users").await, 2);
        assert_eq!(db.number("select count(*) as n from commands").await, 2);
    }

    async fn whatever_breaks_before_the_commit_nothing_is_stored_half(db) {
        for step in ["begun", "decided", "recorded"] {
            for how in [How::Panic, How::Fault] {
                let before = db.number("select count(*) as n from users").await;
                // Once for the batch, once for the first command on its own.
                db.store.crash_points().set(step, how.clone());
                db.store.crash_points().set(step, how.clone());
                let name = format!("{step}-{how:?}").to_lowercase();
                let carried = db.batch(vec![db.envelope(By::Visitor, sign_up(&format!("{name}-a"))), db.envelope(By::Visitor, sign_up(&format!("{name}-b")))]).await;
                assert!(matches!(&carried.answers[0], Err(Failure::Fault(_))), "{step}: {:?}", carried.answers[0]);
                assert!(carried.answers[1].is_ok(), "{step}: the other one goes through");
                assert_eq!(db.number("select count(*) as n from users").await, before + 1, "{step}");
            }
        }
        let entries = db.store.read_lane(Lane::Exchange, 0, 1_000).await.unwrap();
        assert_eq!(entries.iter().map(|e| e.no).collect::<Vec<_>>(), (1..=6).collect::<Vec<_>>(), "no number is lost");
    }

    async fn what_breaks_after_the_commit_is_there_and_a_retry_hears_so(db) {
        db.store.crash_points().set("committed", How::Panic);
        let mut wish = db.envelope(By::Visitor, sign_up("ana"));
        wish.id = CommandId::new("once").unwrap();
        let carried = db.batch(vec![wish]).await;
        // The batch went one by one after the panic, and its own first answer was found by its id.
        assert!(carried.answers[0].is_ok());
        assert_eq!(db.number("select count(*) as n from users").await, 1);
    }

    async fn a_second_hub_takes_the_desk_over_and_the_first_can_not_write_any_more(db) {
        db.act(By::Visitor, sign_up("ana")).await.unwrap();
        let second = Store::open(&db.url, 1).await.unwrap();
        let carried = db.batch(vec![db.envelope(By::Visitor, sign_up("bo"))]).await;
        assert!(matches!(&carried.answers[0], Err(Failure::Fault(Fault::Fenced))));
        let carried = second.carry_out("second", vec![db.envelope(By::Visitor, sign_up("cy"))]).await;
        assert!(carried.answers[0].is_ok());
        assert_eq!(second.epoch(), db.store.epoch(), "the store is the same one");
        assert_eq!(db.number("select count(*) as n from users").await, 2);
    }

    async fn a_second_start_continues_with_fresh_ids(db) {
        let ana = db.member("ana").await;
        let again = Store::open(&db.url, 99).await.unwrap();
        let carried = again.carry_out("again", vec![db.envelope(By::Visitor, sign_up("bo"))]).await;
        let Ok(hub::Answer::User { id, .. }) = carried.answers[0] else { panic!("{:?}", carried.answers[0]) };
        assert!(id > ana);
        assert_eq!(again.lane_head(Lane::Exchange).await.unwrap(), 2);
    }

    async fn a_database_that_was_put_back_has_another_epoch_from_then_on(db) {
        let ana = db.member("ana").await;
        let before = db.store.epoch();
        Store::begin_epoch(&db.url, 0x0fed_cba9_8765_4321).await.unwrap();
        let again = Store::open(&db.url, 99).await.unwrap();
        assert_ne!(again.epoch(), before);
        assert_eq!(Store::open(&db.url, 7).await.unwrap().epoch(), again.epoch(), "it stays");
        assert_eq!(store::inbox::head(&mut again.read().await.unwrap(), ana).await.unwrap(), db.number("select count(*) as n from inbox").await);
    }

    async fn an_id_used_for_another_wish_is_refused(db) {
        let ana = db.member("ana").await;
        let edit = |tagline: &str| Command::Profiles(hub::profiles::Command::Edit {
            draft: hub::profiles::Draft { tagline: tagline.to_owned(), ..Default::default() },
        });
        let mut first = db.envelope(By::Member(ana), edit("baker"));
        first.id = CommandId::new("form").unwrap();
        let mut second = first.clone();
        second.command = edit("builder");
        assert!(db.send(first.clone()).await.is_ok());
        assert_eq!(db.send(second).await, Err(Refusal::Any(AnyRefusal::IdUsedOtherwise)));
        assert!(db.send(first).await.is_ok());
    }
}

#[tokio::test]
async fn a_database_newer_than_the_program_is_refused_in_words() {
    let db = crate::world::TestStore::sqlite().await;
    let mut tx = db.store.write().await.unwrap();
    tx.run(
        "insert into _sqlx_migrations (version, description, success, checksum, execution_time) values (9999, 'later', 1, x'00', 0)",
        &[],
    )
    .await
    .unwrap();
    tx.commit().await.unwrap();
    let Err(refused) = Store::open(&db.url, 1).await else { panic!("it was opened") };
    assert!(refused.to_string().contains("newer than this program"), "{refused}");
}
