//! What members have begun to write and not posted.

use hub::{
    Answer, Command, Refusal, Timestamp, UserId,
    drafts::{Command as Drafts, Kind, MOST, Refusal as No},
    kernel::time::{DAY, HOUR},
};

use crate::world::{NOON, TestStore, both_engines};

const KEY: &str = "a-form-of-ana";

async fn keep(db: &TestStore, who: UserId, key: &str, form: &str, seen: Option<Timestamp>) -> Result<Answer, Refusal> {
    db.act(who, Command::Drafts(Drafts::Keep { key: key.to_owned(), kind: Kind::Ask, form: form.to_owned(), seen })).await
}

async fn discard(db: &TestStore, who: UserId, key: &str) {
    db.act(who, Command::Drafts(Drafts::Discard { key: key.to_owned() })).await.unwrap();
}

async fn forms(db: &TestStore, who: UserId) -> Vec<String> {
    let mut tx = db.store.read().await.unwrap();
    store::drafts::list(&mut tx, who, Some(Kind::Ask)).await.unwrap().into_iter().map(|draft| draft.form).collect()
}

both_engines! {
    async fn a_draft_goes_on_from_what_was_seen_and_is_nobody_elses(db) {
        let (ana, bo) = (db.member("ana").await, db.member("bo").await);
        keep(&db, ana, KEY, "text=A+logo", None).await.unwrap();
        db.later(HOUR);
        keep(&db, ana, KEY, "text=A+logo+for", Some(NOON)).await.unwrap();
        let kept = store::drafts::find(&mut db.store.read().await.unwrap(), ana, KEY).await.unwrap().unwrap();
        assert_eq!((kept.form.as_str(), kept.begun_at, kept.kept_at), ("text=A+logo+for", NOON, NOON.plus(HOUR)));
        let late = keep(&db, ana, KEY, "text=A+sign", Some(NOON)).await;
        assert_eq!(late, Err(Refusal::Drafts(No::ChangedMeanwhile)), "another device was faster");
        keep(&db, ana, KEY, "text=A+logo+for", Some(NOON)).await.unwrap();
        assert_eq!(forms(&db, ana).await, ["text=A+logo+for"], "the same again is no change");
        assert_eq!(store::drafts::find(&mut db.store.read().await.unwrap(), bo, KEY).await.unwrap(), None);
        keep(&db, bo, KEY, "text=Mine", None).await.unwrap();
        assert_eq!((forms(&db, ana).await, forms(&db, bo).await), (vec!["text=A+logo+for".to_owned()], vec!["text=Mine".to_owned()]));
    }

    async fn what_is_posted_or_thrown_away_is_gone_and_does_not_come_back(db) {
        let ana = db.member("ana").await;
        keep(&db, ana, KEY, "text=A+logo", None).await.unwrap();
        discard(&db, ana, KEY).await;
        keep(&db, ana, KEY, "text=A+logo+for", Some(NOON)).await.unwrap();
        assert_eq!(forms(&db, ana).await, [""; 0], "what was on its way comes too late");
        discard(&db, ana, "one-that-never-came").await;
        keep(&db, ana, "one-that-never-came", "text=x", None).await.unwrap();
        assert_eq!(forms(&db, ana).await, [""; 0]);
        db.later(3 * DAY);
        discard(&db, ana, "another-one").await;
        assert_eq!(db.number("select count(*) as n from post_drafts").await, 1, "and is forgotten some days later");
    }

    async fn there_are_so_many_and_they_have_names(db) {
        let ana = db.member("ana").await;
        for n in 0..MOST {
            keep(&db, ana, &format!("draft-{n:04}"), &format!("text=Number+{n}"), None).await.unwrap();
            db.later(1);
        }
        assert_eq!(keep(&db, ana, KEY, "text=x", None).await, Err(Refusal::Drafts(No::Enough { most: MOST })));
        discard(&db, ana, "draft-0000").await;
        keep(&db, ana, KEY, "text=x", None).await.unwrap();
        assert_eq!(forms(&db, ana).await[0], "text=x", "what was gone on with last first");
        assert_eq!(keep(&db, ana, "../x", "text=x", None).await, Err(Refusal::Drafts(No::NoName)));
    }
}
