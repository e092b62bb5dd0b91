//! Reviews of tools: one a member and tool, taken back without a trace of words, hidden by three reports; and the stars of a tool are
//! those of the reviews that everybody may read.

use std::collections::BTreeMap;

use hub::{
    Answer, By, Command, Event, Refusal, ReviewId, ToolId, UserId,
    accounts::Command as Accounts,
    kernel::time::{HOUR, MINUTE},
    moderation::{Command as Moderation, Thing, Verdict},
    reviews::{Command as Reviews, REVIEWS_A_DAY, Refusal as No, ReviewView},
};
use proptest::prelude::*;
use store::reviews as reads;

use crate::{
    reports::{decide, report},
    world::{TestStore, both_engines},
};

async fn write(db: &TestStore, by: UserId, tool: ToolId, stars: i64, title: &str) -> Result<Answer, Refusal> {
    db.later(MINUTE);
    let text = format!("{title}, and more of it.");
    db.act(by, Command::Reviews(Reviews::Write { tool, stars, title: title.to_owned(), text })).await
}

async fn take_back(db: &TestStore, by: UserId, tool: ToolId) {
    db.act(by, Command::Reviews(Reviews::TakeBack { tool })).await.unwrap();
}

/// What a reader sees that others say, page by page: who, and how many stars.
async fn seen(db: &TestStore, reader: Option<UserId>, tool: ToolId) -> Vec<(UserId, i64)> {
    let (mut all, mut after) = (Vec::new(), None::<String>);
    loop {
        let page = reads::page(&mut db.store.read().await.unwrap(), reader, tool, after.as_deref(), 2).await.unwrap();
        all.extend(page.items.into_iter().map(|review| (review.by.id, review.stars)));
        after = page.next;
        if after.is_none() {
            return all;
        }
    }
}

async fn own(db: &TestStore, who: UserId, tool: ToolId) -> Option<ReviewView> {
    reads::find_own(&mut db.store.read().await.unwrap(), who, tool).await.unwrap()
}

/// How many say how much of it, as its page says it.
async fn rated(db: &TestStore, tool: ToolId) -> Option<(i64, String)> {
    let found = store::tools::list_by_ids(&mut db.store.read().await.unwrap(), &[tool]).await.unwrap();
    found[0].rating.map(|rating| (rating.ratings, rating.words()))
}

async fn tools(db: &TestStore, slugs: &[&str]) -> Vec<ToolId> {
    db.store.seed_reference().await.unwrap();
    let slugs: Vec<String> = slugs.iter().map(|slug| (*slug).to_owned()).collect();
    let found = store::tools::find_by_slugs(&mut db.store.read().await.unwrap(), &slugs).await.unwrap();
    found.into_iter().map(|tool| tool.id).collect()
}

async fn suspend(db: &TestStore, user: UserId, suspended: bool) {
    db.act(By::Console, Command::Accounts(Accounts::Suspend { user, suspended })).await.unwrap();
}

both_engines! {
    async fn a_member_has_one_review_of_a_tool_and_says_it_in_other_words(db) {
        let (ana, bo, cy) = (db.member("ana").await, db.member("bo").await, db.member("cy").await);
        let claude = tools(&db, &["claude"]).await[0];
        write(&db, ana, claude, 2, "Too slow for me").await.unwrap();
        let first = own(&db, ana, claude).await.unwrap();
        assert_eq!((first.stars, first.title.as_str(), first.edited_at), (2, "Too slow for me", None));
        write(&db, bo, claude, 5, "Good").await.unwrap();
        write(&db, ana, claude, 4, "It got better").await.unwrap();
        let again = own(&db, ana, claude).await.unwrap();
        assert_eq!((again.id, again.stars, again.written_at), (first.id, 4, first.written_at), "the same one, in its place");
        assert!(again.edited_at.is_some_and(|at| at > first.written_at));
        assert_eq!(seen(&db, Some(cy), claude).await, [(bo, 5), (ana, 4)], "the newest first");
        assert_eq!(seen(&db, None, claude).await.len(), 2, "strangers read it too");
        assert_eq!(seen(&db, Some(ana), claude).await, [(bo, 5)], "one's own stands apart");
        assert_eq!(rated(&db, claude).await, None, "two are too few to go by");
        write(&db, cy, claude, 4, "Fine").await.unwrap();
        assert_eq!(rated(&db, claude).await, Some((3, "4.3".to_owned())));
        assert_eq!(db.activity(bo).await, Vec::<String>::new(), "nobody is told");
    }

    async fn what_is_taken_back_is_gone_with_its_words_and_may_be_said_anew(db) {
        let (ana, bo) = (db.member("ana").await, db.member("bo").await);
        let claude = tools(&db, &["claude"]).await[0];
        write(&db, ana, claude, 3, "So so").await.unwrap();
        let id = own(&db, ana, claude).await.unwrap().id;
        take_back(&db, ana, claude).await;
        take_back(&db, ana, claude).await;
        take_back(&db, bo, claude).await;
        assert_eq!((own(&db, ana, claude).await, seen(&db, Some(bo), claude).await), (None, vec![]));
        assert_eq!(db.number("select count(*) as n from reviews where title <> '' or body <> ''").await, 0, "its words are gone");
        assert_eq!(reads::find(&mut db.store.read().await.unwrap(), bo, id).await.unwrap(), None);
        assert!(db.act(bo, report(Thing::Review(id))).await.is_err(), "nobody reports what is gone");
        write(&db, ana, claude, 5, "I was wrong").await.unwrap();
        let again = own(&db, ana, claude).await.unwrap();
        assert_eq!((again.id, again.edited_at, again.stars), (id, None, 5), "new words, and not a change of those that are gone");
        let nothing = db.batch(vec![db.envelope(By::Member(bo), Command::Reviews(Reviews::TakeBack { tool: claude }))]).await;
        assert!(!nothing.events.iter().any(|event| matches!(event, Event::Reviews(_))), "where nothing was, nothing happens");
    }

    async fn what_three_people_report_is_hidden_and_can_not_be_written_anew(db) {
        let (ana, admin) = (db.member("ana").await, db.admin("ada").await);
        let claude = tools(&db, &["claude"]).await[0];
        write(&db, ana, claude, 1, "Buy my watches").await.unwrap();
        let id = own(&db, ana, claude).await.unwrap().id;
        assert!(db.act(ana, report(Thing::Review(id))).await.is_err(), "one's own");
        let mut others = Vec::new();
        for (name, stars) in [("bo", 5), ("cy", 5), ("dee", 5)] {
            let who = db.member(name).await;
            write(&db, who, claude, stars, "Good").await.unwrap();
            others.push(who);
        }
        assert_eq!(rated(&db, claude).await, Some((4, "4.0".to_owned())));
        for who in &others {
            assert!(seen(&db, Some(*who), claude).await.contains(&(ana, 1)));
            db.act(*who, report(Thing::Review(id))).await.unwrap();
        }
        assert_eq!(rated(&db, claude).await, Some((3, "5.0".to_owned())), "it counts no more");
        assert_eq!(seen(&db, Some(others[0]), claude).await.len(), 2);
        assert!(own(&db, ana, claude).await.unwrap().hidden, "its author sees it still, and that it is hidden");
        let told = &db.activity(ana).await[0];
        assert!(told.contains("Your review “Buy my watches”") && told.contains("hidden"), "{told}");
        assert_eq!(write(&db, ana, claude, 1, "Buy them all the same").await, Err(No::Hidden.into()));
        take_back(&db, ana, claude).await;
        assert_eq!(write(&db, ana, claude, 1, "Buy them once more").await, Err(No::Hidden.into()), "nor by taking it back first");
        db.act(By::Admin(admin), decide(db.the_case(admin).await, Verdict::Restore)).await.unwrap();
        assert_eq!(rated(&db, claude).await, Some((3, "5.0".to_owned())), "what was taken back meanwhile stays gone");
        write(&db, ana, claude, 1, "I sell nothing").await.unwrap();
        assert_eq!(rated(&db, claude).await, Some((4, "4.0".to_owned())));
    }

    async fn who_is_suspended_or_blocked_says_nothing_that_others_read(db) {
        let (ana, bo, cy, dee) = (db.member("ana").await, db.member("bo").await, db.member("cy").await, db.member("dee").await);
        let claude = tools(&db, &["claude"]).await[0];
        for (who, stars) in [(ana, 5), (bo, 5), (cy, 2), (dee, 5)] {
            write(&db, who, claude, stars, "As I see it").await.unwrap();
        }
        suspend(&db, cy, true).await;
        assert_eq!((rated(&db, claude).await, seen(&db, Some(ana), claude).await.len()), (Some((3, "5.0".to_owned())), 2));
        suspend(&db, cy, false).await;
        assert_eq!((rated(&db, claude).await, seen(&db, Some(ana), claude).await.len()), (Some((4, "4.3".to_owned())), 3));
        db.act(ana, Command::Moderation(Moderation::Block { who: bo })).await.unwrap();
        assert_eq!(seen(&db, Some(ana), claude).await, [(dee, 5), (cy, 2)]);
        assert_eq!(seen(&db, Some(bo), claude).await, [(dee, 5), (cy, 2)], "silent both ways");
        assert_eq!(rated(&db, claude).await, Some((4, "4.3".to_owned())), "its stars are those that strangers see");
        let id = own(&db, bo, claude).await.unwrap().id;
        assert_eq!(reads::find(&mut db.store.read().await.unwrap(), ana, id).await.unwrap(), None);
    }

    async fn nobody_reviews_what_is_not_there_or_very_many_tools_in_a_day(db) {
        let ana = db.member("ana").await;
        db.store.seed_reference().await.unwrap();
        assert_eq!(write(&db, ana, ToolId(999_999_999), 4, "Fine").await, Err(No::NoSuchTool.into()));
        let all = store::tools::list_refs(&mut db.store.read().await.unwrap()).await.unwrap();
        for tool in &all[..REVIEWS_A_DAY as usize] {
            let text = String::new();
            db.act(ana, Command::Reviews(Reviews::Write { tool: tool.id, stars: 3, title: "Fine".into(), text })).await.unwrap();
        }
        db.later(HOUR - MINUTE);
        let one_more = all[REVIEWS_A_DAY as usize].id;
        let wait = No::Enough { most: REVIEWS_A_DAY, retry_after_ms: 23 * HOUR };
        assert_eq!(write(&db, ana, one_more, 3, "Fine").await, Err(wait.into()));
        db.act(ana, Command::Reviews(Reviews::Write { tool: all[0].id, stars: 4, title: "Better".into(), text: String::new() })).await.unwrap();
    }
}

#[derive(Clone, Debug)]
enum Deed {
    Write(usize, usize, i64),
    TakeBack(usize, usize),
    Suspend(usize, bool),
    Report(usize, usize, usize),
}

fn deeds() -> impl Strategy<Value = Vec<Deed>> {
    let who = 0usize..4;
    let tool = 0usize..2;
    let deed = prop_oneof![
        5 => (who.clone(), tool.clone(), 1i64..6).prop_map(|(who, tool, stars)| Deed::Write(who, tool, stars)),
        2 => (who.clone(), tool.clone()).prop_map(|(who, tool)| Deed::TakeBack(who, tool)),
        1 => (who.clone(), any::<bool>()).prop_map(|(who, is)| Deed::Suspend(who, is)),
        3 => (who.clone(), who, tool).prop_map(|(by, of, tool)| Deed::Report(by, of, tool)),
    ];
    prop::collection::vec(deed, 1..40)
}

/// Whatever happens, the stars of a tool are the sum of those that a stranger reads.
async fn agrees(db: TestStore, deeds: Vec<Deed>) {
    let mut people = Vec::new();
    for name in ["ana", "bo", "cy", "dee"] {
        people.push(db.member(name).await);
    }
    let tools = tools(&db, &["claude", "chatgpt"]).await;
    let mut ids: BTreeMap<(usize, usize), ReviewId> = BTreeMap::new();
    for deed in &deeds {
        // What may not be is refused, and changes nothing.
        match *deed {
            Deed::Write(who, tool, stars) => drop(write(&db, people[who], tools[tool], stars, "As I see it").await),
            Deed::TakeBack(who, tool) => drop(db.act(people[who], Command::Reviews(Reviews::TakeBack { tool: tools[tool] })).await),
            Deed::Suspend(who, suspended) => suspend(&db, people[who], suspended).await,
            Deed::Report(by, of, tool) => {
                if let Some(id) = ids.get(&(of, tool)) {
                    drop(db.act(people[by], report(Thing::Review(*id))).await);
                }
            }
        }
        for (who, user) in people.iter().enumerate() {
            for (no, tool) in tools.iter().enumerate() {
                if let Some(review) = own(&db, *user, *tool).await {
                    assert_eq!(*ids.entry((who, no)).or_insert(review.id), review.id, "one a member and tool: {deeds:?}");
                }
            }
        }
    }
    for tool in tools {
        let mut read = db.store.read().await.unwrap();
        let shown = reads::page(&mut read, None, tool, None, 100).await.unwrap().items;
        let (count, stars) = (shown.len() as i64, shown.iter().map(|review| review.stars).sum());
        let found = store::tools::list_by_ids(&mut read, &[tool]).await.unwrap();
        assert_eq!(found[0].rating, hub::offers::Rating::of(count, stars), "{deeds:?}");
    }
}

fn run(test: impl Future<Output = ()>) {
    tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap().block_on(test);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 8, max_shrink_iters: 100, ..ProptestConfig::default() })]

    #[test]
    fn the_stars_of_a_tool_are_those_that_are_read_on_sqlite(deeds in deeds()) {
        run(async { agrees(TestStore::sqlite().await, deeds).await });
    }

    #[test]
    fn the_stars_of_a_tool_are_those_that_are_read_on_postgres(deeds in deeds()) {
        run(async { agrees(TestStore::postgres().await, deeds).await });
    }
}
