//! Saved things: what may be kept, what is shown of it later, and that counts are what the list shows.

use std::collections::BTreeSet;

use hub::{
    Answer, AskId, By, Command, OfferId, Refusal, ToolId, UserId,
    accounts::Command as Accounts,
    asks::{AskKind, Command as Asks},
    keeps::{Command as Keeps, KeptView, Kind, Refusal as No, Thing},
    kernel::time::MINUTE,
    moderation::Command as Moderation,
    offers::{Command as Offers, OfferStatus},
};
use proptest::prelude::*;
use store::keeps as reads;

use crate::world::{TestStore, both_engines};

async fn keep(db: &TestStore, by: UserId, thing: Thing) -> Result<Answer, Refusal> {
    db.later(MINUTE);
    db.act(by, Command::Keeps(Keeps::Keep { thing })).await
}

async fn unkeep(db: &TestStore, by: UserId, thing: Thing) {
    db.act(by, Command::Keeps(Keeps::Unkeep { thing })).await.unwrap();
}

/// All that somebody keeps, page by page.
async fn list(db: &TestStore, who: UserId, kind: Option<Kind>) -> Vec<KeptView> {
    let (mut all, mut after) = (Vec::new(), None::<String>);
    loop {
        let page = reads::page(&mut db.store.read().await.unwrap(), who, kind, after.as_deref(), 2).await.unwrap();
        all.extend(page.items);
        after = page.next;
        if after.is_none() {
            return all;
        }
    }
}

async fn things(db: &TestStore, who: UserId, kind: Option<Kind>) -> Vec<Thing> {
    list(db, who, kind).await.into_iter().map(|kept| kept.thing).collect()
}

/// Those of which something is shown.
async fn shown(db: &TestStore, who: UserId) -> Vec<Thing> {
    list(db, who, None).await.into_iter().filter(|kept| !kept.is_gone()).map(|kept| kept.thing).collect()
}

async fn a_tool(db: &TestStore) -> ToolId {
    db.store.seed_reference().await.unwrap();
    store::tools::find_by_slug(&mut db.store.read().await.unwrap(), "claude").await.unwrap().unwrap().id
}

/// One of each kind, of Bo's.
async fn of_bo(db: &TestStore, bo: UserId) -> (OfferId, AskId, ToolId) {
    (db.offer(bo, "I draw logos").await, db.ask(bo, "A violin", AskKind::Advice, None).await, a_tool(db).await)
}

both_engines! {
    async fn what_is_kept_is_listed_for_its_keeper_alone_the_last_first(db) {
        let (ana, bo) = (db.member("ana").await, db.member("bo").await);
        let (offer, ask, tool) = of_bo(&db, bo).await;
        let all = [Thing::Offer(offer), Thing::Ask(ask), Thing::Tool(tool), Thing::Person(bo)];
        for thing in all {
            keep(&db, ana, thing).await.unwrap();
            keep(&db, ana, thing).await.unwrap();
        }
        let kept = list(&db, ana, None).await;
        assert_eq!(kept.iter().map(|k| k.thing).collect::<Vec<_>>(), all.iter().rev().copied().collect::<Vec<_>>());
        assert_eq!(kept[0].person.as_ref().map(|p| p.id), Some(bo));
        assert_eq!(kept[1].tool.as_ref().map(|t| t.facts.name.as_str()), Some("Claude"));
        assert_eq!(kept[2].ask.as_ref().map(|a| a.title.as_str()), Some("A violin"));
        assert_eq!(kept[3].offer.as_ref().map(|o| o.title.as_str()), Some("I draw logos"));
        assert_eq!(things(&db, ana, Some(Kind::Ask)).await, [Thing::Ask(ask)]);
        assert_eq!(list(&db, bo, None).await, []);
        for thing in [Thing::Ask(ask), Thing::Ask(ask)] {
            unkeep(&db, ana, thing).await;
        }
        assert_eq!((things(&db, ana, Some(Kind::Ask)).await, things(&db, ana, None).await.len()), (vec![], 3));
    }

    async fn only_what_one_may_see_and_does_not_own_is_kept(db) {
        let (ana, bo) = (db.member("ana").await, db.member("bo").await);
        let (offer, ask, _) = of_bo(&db, bo).await;
        let draft = db.offer_as(bo, "Not ready yet", false).await;
        for thing in [Thing::Offer(draft), Thing::Offer(OfferId(999_999)), Thing::Tool(ToolId(999_999)), Thing::Person(UserId(999_999))] {
            assert_eq!(keep(&db, ana, thing).await, Err(No::NoSuchThing.into()), "{thing:?}");
        }
        for thing in [Thing::Offer(offer), Thing::Ask(ask), Thing::Person(bo), Thing::Offer(draft)] {
            assert_eq!(keep(&db, bo, thing).await, Err(No::OwnThing.into()), "{thing:?}");
        }
        db.act(bo, Command::Moderation(Moderation::Block { who: ana })).await.unwrap();
        for thing in [Thing::Offer(offer), Thing::Ask(ask), Thing::Person(bo)] {
            assert_eq!(keep(&db, ana, thing).await, Err(No::NoSuchThing.into()), "{thing:?}");
        }
        assert_eq!(list(&db, ana, None).await, []);
    }

    async fn what_is_over_is_shown_as_it_is_and_what_is_gone_is_only_a_line(db) {
        let (ana, bo) = (db.member("ana").await, db.member("bo").await);
        let (offer, ask, tool) = of_bo(&db, bo).await;
        for thing in [Thing::Offer(offer), Thing::Ask(ask), Thing::Tool(tool), Thing::Person(bo)] {
            keep(&db, ana, thing).await.unwrap();
        }
        db.act(bo, Command::Asks(Asks::Close { id: ask })).await.unwrap();
        db.act(bo, Command::Offers(Offers::SetStatus { id: offer, to: OfferStatus::Paused })).await.unwrap();
        assert_eq!(shown(&db, ana).await.len(), 4, "closed and paused ones can be read still");
        db.act(bo, Command::Asks(Asks::Archive { id: ask })).await.unwrap();
        db.act(bo, Command::Offers(Offers::SetStatus { id: offer, to: OfferStatus::Archived })).await.unwrap();
        assert_eq!(shown(&db, ana).await, [Thing::Person(bo), Thing::Tool(tool)]);
        db.act(By::Console, Command::Accounts(Accounts::Suspend { user: bo, suspended: true })).await.unwrap();
        assert_eq!(shown(&db, ana).await, [Thing::Tool(tool)]);
        db.act(By::Console, Command::Accounts(Accounts::Suspend { user: bo, suspended: false })).await.unwrap();
        db.act(ana, Command::Moderation(Moderation::Block { who: bo })).await.unwrap();
        assert_eq!(shown(&db, ana).await, [Thing::Tool(tool)]);
        assert_eq!(things(&db, ana, None).await.len(), 4, "a line of each stays");
        unkeep(&db, ana, Thing::Ask(ask)).await;
        assert_eq!(things(&db, ana, None).await.len(), 3);
    }
}

fn deeds() -> impl Strategy<Value = Vec<(usize, usize, bool)>> {
    prop::collection::vec((0usize..2, 0usize..5, prop::bool::weighted(0.6)), 1..30)
}

async fn agrees(db: TestStore, deeds: Vec<(usize, usize, bool)>) {
    let (ana, bo, cy) = (db.member("ana").await, db.member("bo").await, db.member("cy").await);
    let (offer, ask, tool) = of_bo(&db, bo).await;
    let (other, keepers) = (db.offer(bo, "I sew").await, [ana, cy]);
    let all = [Thing::Offer(offer), Thing::Offer(other), Thing::Ask(ask), Thing::Tool(tool), Thing::Person(bo)];
    let mut model: [BTreeSet<Thing>; 2] = Default::default();
    for (who, what, on) in &deeds {
        if *on {
            keep(&db, keepers[*who], all[*what]).await.unwrap();
            model[*who].insert(all[*what]);
        } else {
            unkeep(&db, keepers[*who], all[*what]).await;
            model[*who].remove(&all[*what]);
        }
    }
    for (keeper, model) in keepers.iter().zip(&model) {
        let counts = reads::count(&mut db.store.read().await.unwrap(), *keeper).await.unwrap();
        let rows = things(&db, *keeper, None).await;
        assert_eq!(&rows.iter().copied().collect::<BTreeSet<_>>(), model, "{deeds:?}");
        assert_eq!(rows.len(), model.len(), "each once: {deeds:?}");
        for kind in Kind::ALL {
            let of_kind = things(&db, *keeper, Some(*kind)).await;
            assert_eq!(of_kind, rows.iter().copied().filter(|thing| thing.kind() == *kind).collect::<Vec<_>>());
            assert_eq!(counts.get(kind).copied().unwrap_or_default(), of_kind.len() as i64, "the count is what the list shows");
        }
        let at_once = reads::list_kept(&mut db.store.read().await.unwrap(), *keeper, &all).await.unwrap();
        assert_eq!(at_once, model.iter().copied().collect(), "all of them asked at once: {deeds:?}");
        for thing in all {
            let kept = reads::is_kept(&mut db.store.read().await.unwrap(), *keeper, thing).await.unwrap();
            assert_eq!(kept, model.contains(&thing), "{thing:?}: {deeds:?}");
        }
    }
}

fn run(test: impl Future<Output = ()>) {
    tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap().block_on(test);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 8, max_shrink_iters: 100, ..ProptestConfig::default() })]

    #[test]
    fn lists_and_counts_agree_with_sets_on_sqlite(deeds in deeds()) {
        run(async { agrees(TestStore::sqlite().await, deeds).await });
    }

    #[test]
    fn lists_and_counts_agree_with_sets_on_postgres(deeds in deeds()) {
        run(async { agrees(TestStore::postgres().await, deeds).await });
    }
}
