//! Following: who hears of it and how often, what the lists and the feed show, and that every count is what a list shows.

use std::collections::{BTreeMap, BTreeSet};

use hub::{
    Answer, Command, Event, Refusal, UserId,
    accounts::Command as Accounts,
    asks::{AskKind, Command as Asks, Draft, Visibility},
    follows::{Command as Follows, FOLLOWS_A_DAY, FollowView, Refusal as No},
    kernel::time::{DAY, HOUR, MINUTE},
    moderation::Command as Moderation,
};
use proptest::prelude::*;
use store::follows::{self as reads, Side};

use crate::world::{TestStore, both_engines};

async fn follow(db: &TestStore, by: UserId, who: UserId) -> Result<Answer, Refusal> {
    db.act(by, Command::Follows(Follows::Follow { who })).await
}

async fn unfollow(db: &TestStore, by: UserId, who: UserId) {
    db.act(by, Command::Follows(Follows::Unfollow { who })).await.unwrap();
}

async fn block(db: &TestStore, by: UserId, who: UserId) {
    db.act(by, Command::Moderation(Moderation::Block { who })).await.unwrap();
}

async fn stands(db: &TestStore, reader: UserId, user: UserId) -> FollowView {
    reads::find(&mut db.store.read().await.unwrap(), Some(reader), user).await.unwrap()
}

/// All of a list, page by page.
async fn listed(db: &TestStore, reader: UserId, user: UserId, side: Side) -> Vec<UserId> {
    let (mut all, mut after) = (Vec::new(), None::<String>);
    loop {
        let page = reads::page(&mut db.store.read().await.unwrap(), reader, user, side, after.as_deref(), 2).await.unwrap();
        all.extend(page.items.iter().map(|row| row.person.id));
        after = page.next;
        if after.is_none() {
            return all;
        }
    }
}

/// The titles of a feed, page by page.
async fn feed(db: &TestStore, reader: UserId) -> Vec<String> {
    let (mut all, mut after) = (Vec::new(), None::<String>);
    loop {
        let page = reads::page_feed(&mut db.store.read().await.unwrap(), reader, after.as_deref(), 2).await.unwrap();
        for item in page.items {
            let titles = [item.ask.map(|ask| ask.title), item.offer.map(|offer| offer.title)];
            assert_eq!(titles.iter().flatten().count(), 1, "an ask or an offer");
            all.extend(titles.into_iter().flatten());
        }
        after = page.next;
        if after.is_none() {
            return all;
        }
    }
}

async fn notices(db: &TestStore, who: UserId) -> Vec<(String, String)> {
    let list = store::notices::list(&mut db.store.read().await.unwrap(), who, 50).await.unwrap();
    list.into_iter().map(|notice| (notice.words, notice.path)).collect()
}

async fn points(db: &TestStore, who: UserId) -> i64 {
    store::points::find_total(&mut db.store.read().await.unwrap(), who).await.unwrap()
}

both_engines! {
    async fn who_is_followed_hears_of_it_once_and_earns_two_points_once_for_ever(db) {
        let (ana, bo, cy) = (db.member("ana").await, db.member("bo").await, db.member("cy").await);
        for _ in 0..2 {
            follow(&db, ana, bo).await.unwrap();
            follow(&db, ana, bo).await.unwrap();
            unfollow(&db, ana, bo).await;
            unfollow(&db, ana, bo).await;
            db.later(MINUTE);
        }
        follow(&db, ana, bo).await.unwrap();
        assert_eq!(notices(&db, bo).await, [("ana follows you now.".to_owned(), "/@ana".to_owned())]);
        assert_eq!(points(&db, bo).await, 2);
        follow(&db, cy, bo).await.unwrap();
        assert_eq!((notices(&db, bo).await.len(), points(&db, bo).await), (2, 4));
        assert_eq!((notices(&db, ana).await.len(), points(&db, ana).await), (0, 0), "who follows earns nothing");
        let seen = stands(&db, cy, bo).await;
        assert_eq!(seen, FollowView { followers: 2, following: 0, you_follow: true, may_follow: true });
        assert_eq!(stands(&db, bo, bo).await, FollowView { followers: 2, ..FollowView::default() }, "nobody follows themselves");
        assert_eq!(listed(&db, ana, bo, Side::Followers).await, [cy, ana], "the latest first");
        assert_eq!(listed(&db, bo, ana, Side::Following).await, [bo]);
    }

    async fn nobody_follows_themselves_or_who_is_not_there(db) {
        let (ana, bo, cy) = (db.member("ana").await, db.member("bo").await, db.member("cy").await);
        assert_eq!(follow(&db, ana, ana).await, Err(No::Yourself.into()));
        assert_eq!(follow(&db, ana, UserId(999_999)).await, Err(No::NoSuchMember.into()));
        follow(&db, bo, cy).await.unwrap();
        follow(&db, cy, bo).await.unwrap();
        let suspend = Command::Accounts(Accounts::Suspend { user: cy, suspended: true });
        db.act(hub::By::Console, suspend).await.unwrap();
        assert_eq!(follow(&db, ana, cy).await, Err(No::NoSuchMember.into()));
        assert_eq!((stands(&db, ana, bo).await.followers, stands(&db, bo, bo).await.following), (0, 0), "who is suspended is in no count");
        assert_eq!(listed(&db, ana, bo, Side::Followers).await, []);
        unfollow(&db, bo, cy).await;
    }

    async fn a_block_ends_what_was_both_ways_without_a_word_and_is_not_found(db) {
        let (ana, bo, cy) = (db.member("ana").await, db.member("bo").await, db.member("cy").await);
        for (by, who) in [(ana, bo), (bo, ana), (bo, cy), (ana, cy)] {
            follow(&db, by, who).await.unwrap();
        }
        let blocked = db.envelope(hub::By::Member(bo), Command::Moderation(Moderation::Block { who: ana }));
        let carried = db.batch(vec![blocked]).await;
        assert!(!carried.events.iter().any(|e| matches!(e, Event::Follows(_))), "{:?}", carried.events);
        for (by, who) in [(ana, bo), (bo, ana)] {
            assert_eq!(follow(&db, by, who).await, Err(No::NoSuchMember.into()));
            assert!(!stands(&db, by, who).await.may_follow);
        }
        assert_eq!(listed(&db, ana, cy, Side::Followers).await, [ana], "the other one is not in any list");
        assert_eq!((stands(&db, ana, cy).await.followers, stands(&db, cy, cy).await.followers), (1, 2));
        let unblock = Command::Moderation(Moderation::Unblock { who: ana });
        db.act(bo, unblock).await.unwrap();
        assert_eq!(listed(&db, cy, bo, Side::Followers).await, [], "it does not come back by itself");
        let before = notices(&db, bo).await.len();
        follow(&db, ana, bo).await.unwrap();
        assert_eq!((notices(&db, bo).await.len(), points(&db, bo).await), (before, 2), "again, and still once");
    }

    async fn the_feed_is_what_those_whom_one_follows_post_as_one_may_see_it(db) {
        let (ana, bo, cy, dee) = (db.member("ana").await, db.member("bo").await, db.member("cy").await, db.member("dee").await);
        let ask = db.ask(bo, "A logo for my choir", AskKind::Hire, None).await;
        db.later(MINUTE);
        db.offer(cy, "I draw logos").await;
        db.later(MINUTE);
        db.offer_as(bo, "Not ready yet", false).await;
        db.offer(dee, "Nobody follows me").await;
        let members_only = Draft { title: "Only among us".into(), visibility: Visibility::Members, ..Draft::default() };
        db.ask_as(cy, members_only).await;
        assert_eq!(feed(&db, ana).await, Vec::<String>::new());
        follow(&db, ana, bo).await.unwrap();
        follow(&db, ana, cy).await.unwrap();
        assert_eq!(feed(&db, ana).await, ["Only among us", "I draw logos", "A logo for my choir"]);
        // Two of the same moment stand in one order, page by page.
        for title in ["One", "Two", "Three"] {
            db.offer(bo, title).await;
        }
        db.ask(bo, "Four", AskKind::Advice, None).await;
        let all = feed(&db, ana).await;
        assert_eq!((all.len(), all.iter().collect::<BTreeSet<_>>().len()), (7, 7), "{all:?}");
        db.act(bo, Command::Asks(Asks::Close { id: ask })).await.unwrap();
        assert_eq!(feed(&db, ana).await.len(), 6, "what is over is not new");
        unfollow(&db, ana, bo).await;
        assert_eq!(feed(&db, ana).await, ["Only among us", "I draw logos"]);
        block(&db, cy, ana).await;
        assert_eq!(feed(&db, ana).await, Vec::<String>::new());
    }

    async fn who_follows_very_many_in_a_day_waits(db) {
        let ana = db.member("ana").await;
        for n in 0..FOLLOWS_A_DAY {
            let who = db.member(&format!("m{n:03}")).await;
            follow(&db, ana, who).await.unwrap();
        }
        let one_more = db.member("zoe").await;
        db.later(HOUR);
        assert_eq!(follow(&db, ana, one_more).await, Err(No::Enough { most: FOLLOWS_A_DAY, retry_after_ms: 23 * HOUR }.into()));
        follow(&db, ana, db.member("m007").await).await.unwrap();
        assert_eq!(points(&db, one_more).await, 0);
        db.later(DAY);
        follow(&db, ana, one_more).await.unwrap();
    }
}

#[derive(Clone, Debug)]
enum Deed {
    Follow,
    Unfollow,
    Block,
    Unblock,
}

fn deeds() -> impl Strategy<Value = Vec<(usize, usize, Deed)>> {
    let deed = prop_oneof![5 => Just(Deed::Follow), 3 => Just(Deed::Unfollow), 1 => Just(Deed::Block), 1 => Just(Deed::Unblock)];
    prop::collection::vec((0usize..4, 0usize..4, deed), 1..30)
}

type Pairs = BTreeSet<(usize, usize)>;

async fn agrees(db: TestStore, deeds: Vec<(usize, usize, Deed)>) {
    let mut members = Vec::new();
    for name in ["ana", "bo", "cy", "dee"] {
        members.push(db.member(name).await);
    }
    let (mut follows, mut ever, mut blocks) = (Pairs::new(), Pairs::new(), Pairs::new());
    let apart = |blocks: &Pairs, a: usize, b: usize| blocks.contains(&(a, b)) || blocks.contains(&(b, a));
    for (a, b, deed) in &deeds {
        let (a, b) = (*a, *b);
        let (by, who) = (members[a], members[b]);
        db.later(MINUTE);
        match deed {
            Deed::Follow => {
                let done = follow(&db, by, who).await;
                let may = a != b && !apart(&blocks, a, b);
                assert_eq!(done.is_ok(), may, "{a} follows {b}: {done:?}");
                if may {
                    follows.insert((a, b));
                    ever.insert((a, b));
                }
            }
            Deed::Unfollow => {
                unfollow(&db, by, who).await;
                follows.remove(&(a, b));
            }
            Deed::Block if a != b => {
                block(&db, by, who).await;
                blocks.insert((a, b));
                follows.remove(&(a, b));
                follows.remove(&(b, a));
            }
            Deed::Unblock if a != b => {
                db.act(by, Command::Moderation(Moderation::Unblock { who })).await.unwrap();
                blocks.remove(&(a, b));
            }
            Deed::Block | Deed::Unblock => {}
        }
    }
    for (r, reader) in members.iter().enumerate() {
        for (u, user) in members.iter().enumerate() {
            let view = stands(&db, *reader, *user).await;
            let of = |side: Side| -> BTreeSet<UserId> {
                let all = follows.iter().map(|(a, b)| if side == Side::Followers { (*b, *a) } else { (*a, *b) });
                all.filter(|(own, other)| *own == u && !apart(&blocks, r, *other)).map(|(_, other)| members[other]).collect()
            };
            for (side, count) in [(Side::Followers, view.followers), (Side::Following, view.following)] {
                let rows = listed(&db, *reader, *user, side).await;
                assert_eq!(rows.len() as i64, count, "the count is what the list shows: {deeds:?}");
                assert_eq!(rows.into_iter().collect::<BTreeSet<_>>(), of(side), "{side:?} of {u} for {r}: {deeds:?}");
            }
            assert_eq!((view.you_follow, view.may_follow), (follows.contains(&(r, u)), r != u && !apart(&blocks, r, u)));
        }
    }
    // Once for ever from each.
    let mut told: BTreeMap<usize, usize> = BTreeMap::new();
    ever.iter().for_each(|(_, who)| *told.entry(*who).or_default() += 1);
    for (u, user) in members.iter().enumerate() {
        let times = told.get(&u).copied().unwrap_or_default();
        assert_eq!((notices(&db, *user).await.len(), points(&db, *user).await), (times, 2 * times as i64), "{deeds:?}");
    }
}

fn run(test: impl Future<Output = ()>) {
    tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap().block_on(test);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 12, max_shrink_iters: 100, ..ProptestConfig::default() })]

    #[test]
    fn lists_counts_points_and_notices_agree_with_sets_on_sqlite(deeds in deeds()) {
        run(async { agrees(TestStore::sqlite().await, deeds).await });
    }

    #[test]
    fn lists_counts_points_and_notices_agree_with_sets_on_postgres(deeds in deeds()) {
        run(async { agrees(TestStore::postgres().await, deeds).await });
    }
}
