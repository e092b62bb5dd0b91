//! Who may see of whom whether they are here, who waits for whom, and when somebody was here last.

use hub::{
    By, Command, Refusal, Timestamp, UserId,
    asks::AskKind,
    connections::Subject,
    kernel::time::MINUTE,
    matches::{self, Facts, Pair, Post},
    presence::{Command as Presence, Refusal as No, Shown, Sight, rules::MOST_AWAITED},
};

use crate::{
    steps::{open, opened, say},
    world::{TestStore, both_engines},
};

fn show(here: bool, last: bool, open_to_help: bool) -> Command {
    Command::Presence(Presence::Show { shown: Shown { here, last, open_to_help } })
}

fn wait_for(who: UserId) -> Command {
    Command::Presence(Presence::TellWhenBack { who })
}

fn back(who: UserId) -> Command {
    Command::Presence(Presence::CameBack { who })
}

impl TestStore {
    async fn sight(&self, reader: UserId, person: UserId) -> Sight {
        let mut db = self.store.read().await.unwrap();
        store::presence::list_sights(&mut db, reader, &[person]).await.unwrap().get(&person).copied().unwrap_or_default()
    }

    async fn seen(&self, person: UserId) -> Option<Timestamp> {
        let mut db = self.store.read().await.unwrap();
        store::presence::list_seen(&mut db, &[person]).await.unwrap().remove(&person)
    }

    /// Bo has written to Ana, who has not answered.
    async fn bo_wrote_to_ana(&self) -> (UserId, UserId) {
        let (ana, bo) = (self.member("ana").await, self.member("bo").await);
        opened(self.act(bo, open(ana, Subject::Direct)).await);
        (ana, bo)
    }
}

both_engines! {
    async fn who_has_written_with_somebody_sees_them_and_last_seen_is_for_whom_they_wrote_to(db) {
        let (ana, bo) = db.bo_wrote_to_ana().await;
        let cy = db.member("cy").await;
        assert_eq!((db.sight(ana, bo).await, db.sight(bo, ana).await), (Sight::LastSeen, Sight::Presence), "only Bo has written");
        assert_eq!((db.sight(cy, bo).await, db.sight(bo, bo).await), (Sight::Nothing, Sight::Nothing));
        let mut read = db.store.read().await.unwrap();
        let talk = store::messaging::find_conversation_with(&mut read, ana, bo).await.unwrap().unwrap();
        drop(read);
        db.act(ana, say(talk, "Hello")).await.unwrap();
        assert_eq!(db.sight(bo, ana).await, Sight::LastSeen);
        db.act(ana, show(true, false, false)).await.unwrap();
        assert_eq!((db.sight(bo, ana).await, db.sight(ana, bo).await), (Sight::Presence, Sight::Presence), "hers hidden, she sees none");
        db.act(ana, show(false, true, true)).await.unwrap();
        assert_eq!((db.sight(bo, ana).await, db.sight(ana, bo).await), (Sight::Nothing, Sight::Nothing), "hiding is both ways");
        db.act(ana, show(true, true, false)).await.unwrap();
        db.block(bo, ana).await;
        assert_eq!((db.sight(bo, ana).await, db.sight(ana, bo).await), (Sight::Nothing, Sight::Nothing));
        db.act(bo, Command::Moderation(hub::moderation::Command::Unblock { who: ana })).await.unwrap();
        db.suspend(bo).await;
        assert_eq!(db.sight(ana, bo).await, Sight::Nothing);
    }

    async fn who_is_open_to_help_is_seen_by_those_they_are_matched_with(db) {
        let (ana, bo) = (db.member("ana").await, db.member("bo").await);
        let (ask, offer) = (db.ask(ana, "Testers for Kinlia", AskKind::BetaTester, None).await, db.offer(bo, "I test apps").await);
        let pair = Pair { ask, offer, score: 900, reasons: vec!["you both mention Kinlia".into(), "needs testers, offers to test".into()], tell: true, facts: Facts::default() };
        let found = matches::Command::Found { post: Post::Ask(ask), upto: 1, pairs: vec![pair], tools: vec![] };
        db.act(By::Matcher, Command::Matches(found)).await.unwrap();
        assert_eq!((db.sight(ana, bo).await, db.sight(bo, ana).await), (Sight::Nothing, Sight::Nothing), "nobody has said so");
        db.act(bo, show(true, true, true)).await.unwrap();
        assert_eq!((db.sight(ana, bo).await, db.sight(bo, ana).await), (Sight::HereNow, Sight::Nothing));
        assert_eq!(db.act(ana, wait_for(bo)).await, Err(Refusal::Presence(No::NotShown)), "here now, and no more");
        db.act(bo, show(true, true, false)).await.unwrap();
        assert_eq!(db.sight(ana, bo).await, Sight::Nothing, "off in one tap");
        let mut read = db.store.read().await.unwrap();
        assert!(store::presence::was_asked(&mut read, bo).await.unwrap() && !store::presence::was_asked(&mut read, ana).await.unwrap());
    }

    async fn who_waits_is_told_once_when_they_are_back(db) {
        let (ana, bo) = db.bo_wrote_to_ana().await;
        assert_eq!(db.act(bo, wait_for(ana)).await, Err(Refusal::Presence(No::NotShown)), "she has never written to him");
        for _ in 0..2 {
            db.act(ana, wait_for(bo)).await.unwrap();
        }
        assert_eq!(db.number("select count(*) as n from awaited").await, 1);
        assert_eq!(db.act(ana, back(bo)).await, Err(Refusal::Any(hub::command::AnyRefusal::NotAllowed)), "only the house says so");
        for _ in 0..2 {
            db.act(By::Clock, back(bo)).await.unwrap();
        }
        let told = db.activity(ana).await;
        assert_eq!(told.iter().filter(|line| line.as_str() == "bo_ is here now.").count(), 1, "{told:?}");
        assert_eq!(db.number("select count(*) as n from awaited").await, 0);
    }

    async fn nobody_waits_for_who_hides_or_behind_a_block(db) {
        let (ana, bo) = db.bo_wrote_to_ana().await;
        db.act(ana, wait_for(bo)).await.unwrap();
        db.act(bo, show(false, false, false)).await.unwrap();
        assert_eq!(db.act(ana, wait_for(bo)).await, Err(Refusal::Presence(No::NotShown)));
        assert_eq!(db.number("select count(*) as n from awaited").await, 0, "who hides is waited for by nobody");
        db.act(bo, show(true, true, false)).await.unwrap();
        db.act(ana, wait_for(bo)).await.unwrap();
        db.block(bo, ana).await;
        db.act(By::Clock, back(bo)).await.unwrap();
        assert!(!db.activity(ana).await.iter().any(|line| line.contains("is here now")), "a block is silent");
    }

    async fn one_waits_for_so_many_at_a_time(db) {
        let ana = db.member("ana").await;
        let mut others = Vec::new();
        for name in ["bo", "cy", "dee", "eve", "fay", "gil"] {
            let who = db.member(name).await;
            opened(db.act(who, open(ana, Subject::Direct)).await);
            others.push(who);
        }
        for who in &others[..5] {
            db.act(ana, wait_for(*who)).await.unwrap();
        }
        assert_eq!(db.act(ana, wait_for(others[5])).await, Err(Refusal::Presence(No::EnoughAwaited { most: MOST_AWAITED })));
        db.act(By::Clock, back(others[0])).await.unwrap();
        db.act(ana, wait_for(others[5])).await.unwrap();
    }

    async fn when_somebody_was_here_is_written_every_five_minutes_at_most_and_never_backwards(db) {
        let (ana, bo) = (db.member("ana").await, db.member("bo").await);
        let noon = db.now();
        let at = |minute: i64| noon.plus(minute * MINUTE);
        db.store.saw(&[(ana, at(0)), (bo, at(0))]).await.unwrap();
        db.store.saw(&[(ana, at(4))]).await.unwrap();
        assert_eq!(db.seen(ana).await, Some(at(0)), "another hub wrote it four minutes ago");
        db.store.saw(&[(ana, at(5)), (bo, at(-9))]).await.unwrap();
        assert_eq!((db.seen(ana).await, db.seen(bo).await), (Some(at(5)), Some(at(0))));
        let journal = db.number("select count(*) as n from journal").await;
        db.store.saw(&[(ana, at(20))]).await.unwrap();
        assert_eq!(db.number("select count(*) as n from journal").await, journal, "it stands beside the journal");
        db.act(ana, show(true, true, true)).await.unwrap();
        assert_eq!(db.seen(ana).await, Some(at(20)), "what is shown is another thing");
    }
}
