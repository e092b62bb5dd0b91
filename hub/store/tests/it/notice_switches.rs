//! What a member is told of: a kind that is off is written for nobody but those who want it, and what must be told is told.

use hub::{
    Command, Event, UserId,
    follows::Command as Follows,
    moderation::{Command as Moderation, Reason, Thing},
    notices::{Command as Notices, Event as Happened, Group},
};

use crate::world::{TestStore, both_engines};

async fn switch(db: &TestStore, who: UserId, group: Group, on: bool) -> Vec<Event> {
    let envelope = db.envelope(hub::By::Member(who), Command::Notices(Notices::Switch { group, on }));
    let carried = db.batch(vec![envelope]).await;
    assert!(carried.answers.iter().all(Result::is_ok));
    carried.events
}

async fn told(db: &TestStore, who: UserId) -> Vec<String> {
    let list = store::notices::list(&mut db.store.read().await.unwrap(), who, 50).await.unwrap();
    list.into_iter().map(|notice| notice.words).collect()
}

async fn off(db: &TestStore, who: UserId) -> Vec<Group> {
    let all = store::notices::list_switches(&mut db.store.read().await.unwrap(), who).await.unwrap();
    assert_eq!(all.iter().map(|s| s.group).collect::<Vec<_>>(), Group::ALL);
    all.into_iter().filter(|s| !s.on).map(|s| s.group).collect()
}

async fn follow(db: &TestStore, by: UserId, who: UserId) {
    db.act(by, Command::Follows(Follows::Follow { who })).await.unwrap();
}

both_engines! {
    async fn who_switches_a_kind_off_is_not_told_of_it_and_nobody_else_misses_anything(db) {
        let (ana, bo, cy) = (db.member("ana").await, db.member("bo").await, db.member("cy").await);
        assert_eq!(off(&db, ana).await, []);
        switch(&db, ana, Group::Followers, false).await;
        follow(&db, bo, ana).await;
        follow(&db, bo, cy).await;
        assert_eq!(told(&db, ana).await, [""; 0]);
        assert_eq!(told(&db, cy).await, ["bo_ follows you now."]);
        let stands = store::follows::find(&mut db.store.read().await.unwrap(), Some(ana), ana).await.unwrap();
        assert_eq!(stands.followers, 1, "it happened all the same");
        assert_eq!(store::notices::count_unseen(&mut db.store.read().await.unwrap(), ana).await.unwrap(), 0);

        switch(&db, ana, Group::Followers, true).await;
        follow(&db, cy, ana).await;
        assert_eq!(told(&db, ana).await, ["cy_ follows you now."], "from now on, and nothing of before");
    }

    async fn what_must_be_told_is_told_with_every_switch_off(db) {
        let (ana, bo) = (db.member("ana").await, db.member("bo").await);
        for group in Group::ALL {
            switch(&db, ana, *group, false).await;
        }
        assert_eq!(off(&db, ana).await, Group::ALL);
        follow(&db, bo, ana).await;
        let report = Moderation::Report { thing: Thing::Profile(bo), reason: Reason::Spam, words: String::new() };
        db.act(ana, Command::Moderation(report)).await.unwrap();
        let told = told(&db, ana).await;
        assert_eq!(told.len(), 1, "{told:?}");
        assert!(told[0].to_lowercase().contains("report"), "{told:?}");
    }

    async fn a_switch_is_said_once_to_ones_own_screens_and_stands_as_it_was_thrown_last(db) {
        let (ana, bo) = (db.member("ana").await, db.member("bo").await);
        let said = |group, on| vec![Event::Notices(Happened::Switched { user: ana, group, on })];
        let mut model: Vec<Group> = Vec::new();
        for (n, group) in Group::ALL.iter().chain(Group::ALL).chain(&[Group::Rooms, Group::Rooms]).enumerate() {
            let on = n % 3 == 0;
            let changes = model.contains(group) == on;
            let heard = switch(&db, ana, *group, on).await;
            assert_eq!(heard, if changes { said(*group, on) } else { Vec::new() }, "{group} {on}");
            model.retain(|known| known != group);
            if !on {
                model.push(*group);
            }
            model.sort();
            assert_eq!(off(&db, ana).await, model);
        }
        assert_eq!(off(&db, bo).await, [], "nobody else's");
        let audience = said(Group::Rooms, false)[0].audience();
        assert_eq!((audience.inbox, audience.passing), (vec![], vec![ana]));
    }
}
