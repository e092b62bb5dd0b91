//! Saved searches: what is kept, who hears of a post and when, and that everybody hears of it once.

use hub::{
    Answer, AskId, By, Command, Event, OfferId, Refusal, SearchId, UserId,
    asks::{AskKind, Command as Asks, Draft as AskDraft, Visibility},
    discovery::{Query, What},
    kernel::time::{DAY, HOUR, MINUTE},
    matches::Post,
    moderation::Command as Moderation,
    notices::{Event as Noticed, NoticeView},
    profiles::{Command as Profiles, Draft as Profile},
    saved_searches::{Command as Searches, Event as Happened, FindView, MOST_SEARCHES, Refusal as No, SearchView, Tell},
    tastes::{About, Command as Tastes, Pause, Rule},
};
use store::saved_searches as reads;

use crate::world::{TestStore, both_engines};

fn words(text: &str) -> Query {
    Query { text: text.to_owned(), ..Query::default() }
}

fn keep(query: Query, tell: Tell) -> Command {
    Command::SavedSearches(Searches::Save { query, tell })
}

async fn saved(db: &TestStore, who: UserId, query: Query, tell: Tell) -> SearchId {
    match db.act(who, keep(query, tell)).await {
        Ok(Answer::SavedSearch { id }) => id,
        other => panic!("not kept: {other:?}"),
    }
}

async fn tells(db: &TestStore, who: UserId, id: SearchId, tell: Tell) {
    db.act(who, Command::SavedSearches(Searches::SetTell { id, tell })).await.unwrap();
}

/// The matcher says that these searches find a post; who is told of it at once.
async fn found(db: &TestStore, post: Post, searches: &[SearchId]) -> Vec<UserId> {
    let found = Command::SavedSearches(Searches::Found { post, searches: searches.to_vec() });
    by_the_house(db, By::Matcher, found).await
}

/// It is morning for somebody; who is told.
async fn morning(db: &TestStore, user: UserId) -> Vec<UserId> {
    by_the_house(db, By::Clock, Command::SavedSearches(Searches::Morning { user })).await
}

/// Who gets a notice of it.
async fn by_the_house(db: &TestStore, by: By, command: Command) -> Vec<UserId> {
    let carried = db.batch(vec![db.envelope(by, command)]).await;
    assert!(matches!(carried.answers.as_slice(), [Ok(Answer::Done)]), "{:?}", carried.answers);
    carried.events.iter().filter_map(|e| if let Event::Notices(Noticed::Noticed { user, .. }) = e { Some(*user) } else { None }).collect()
}

async fn list(db: &TestStore, who: UserId) -> Vec<SearchView> {
    reads::list(&mut db.store.read().await.unwrap(), who).await.unwrap()
}

async fn finds(db: &TestStore, who: UserId) -> Vec<FindView> {
    reads::list_finds(&mut db.store.read().await.unwrap(), who, 50).await.unwrap()
}

async fn notices(db: &TestStore, who: UserId) -> Vec<NoticeView> {
    store::notices::list(&mut db.store.read().await.unwrap(), who, 50).await.unwrap()
}

async fn mornings(db: &TestStore) -> Vec<UserId> {
    reads::list_mornings(&mut db.store.read().await.unwrap(), db.now(), 50).await.unwrap()
}

async fn waited_for(db: &TestStore) -> Vec<SearchId> {
    reads::stream_all(&mut db.store.read().await.unwrap(), SearchId(0), 50).await.unwrap().0.into_iter().map(|(id, _)| id).collect()
}

/// Ana and Bo wait for logos; Cy offers one a minute later.
struct Town {
    ana: UserId,
    bo: UserId,
    cy: UserId,
    anas: SearchId,
    bos: SearchId,
    offer: OfferId,
}

async fn town(db: &TestStore, bo_is_told: Tell) -> Town {
    let (ana, bo, cy) = (db.member("ana").await, db.member("bo").await, db.member("cy").await);
    let (anas, bos) = (saved(db, ana, words("logo"), Tell::AtOnce).await, saved(db, bo, words("logo"), bo_is_told).await);
    db.later(MINUTE);
    let offer = db.offer(cy, "I draw logos").await;
    Town { ana, bo, cy, anas, bos, offer }
}

both_engines! {
    async fn a_search_is_kept_once_read_by_its_owner_and_said_in_words(db) {
        let (ana, bo) = (db.member("ana").await, db.member("bo").await);
        let query = Query { what: vec![What::Offers], free: Some(true), here: true, ..words(" a  logo ") };
        let id = saved(&db, ana, query.clone(), Tell::AtOnce).await;
        assert_eq!(saved(&db, ana, query, Tell::Daily).await, id, "the same once more is no other one");
        let kept = list(&db, ana).await;
        assert_eq!((kept.len(), kept[0].words.as_str(), kept[0].tell, kept[0].found), (1, "offers that say “a  logo” · free", Tell::Daily, 0));
        assert!(kept[0].query.exactly && !kept[0].query.here);
        assert_eq!(list(&db, bo).await, []);
        assert_eq!(db.act(bo, Command::SavedSearches(Searches::Remove { id })).await, Err(No::NoSuchSearch.into()));
        assert_eq!(db.act(bo, Command::SavedSearches(Searches::SetTell { id, tell: Tell::Off })).await, Err(No::NoSuchSearch.into()));
        db.act(ana, Command::SavedSearches(Searches::Remove { id })).await.unwrap();
        assert_eq!(list(&db, ana).await, []);
        assert_eq!(waited_for(&db).await, []);
    }

    async fn what_can_not_be_waited_for_is_refused_in_words(db) {
        let ana = db.member("ana").await;
        for (query, no) in [
            (Query::default(), No::Everything),
            (Query { what: vec![What::People], ..words("logo") }, No::NotPosts),
        ] {
            assert_eq!(db.act(ana, keep(query, Tell::Daily)).await, Err(no.into()));
        }
        let unknown = Query { category: Some("no-such-problem".into()), tool: Some("no-such-tool".into()), ..Query::default() };
        let Err(Refusal::SavedSearches(No::Mend(problems))) = db.act(ana, keep(unknown, Tell::Daily)).await else { panic!("it was kept") };
        assert_eq!(problems.len(), 2, "{problems:?}");
        for n in 0..MOST_SEARCHES {
            saved(&db, ana, words(&format!("logo {n}")), Tell::Off).await;
        }
        assert_eq!(db.act(ana, keep(words("one more"), Tell::Off)).await, Err(No::Enough { most: MOST_SEARCHES }.into()));
        saved(&db, ana, words("logo 7"), Tell::Daily).await;
        assert_eq!(waited_for(&db).await.len(), 1, "those that are off are not waited for");
        let of_the_house = Command::SavedSearches(Searches::Morning { user: ana });
        assert!(db.act(ana, of_the_house).await.is_err());
    }

    async fn who_waits_hears_of_a_post_once_however_often_it_is_changed_or_found(db) {
        let t = town(&db, Tell::AtOnce).await;
        let second = saved(&db, t.ana, words("draw"), Tell::Daily).await;
        assert_eq!(found(&db, Post::Offer(t.offer), &[t.anas, second, t.bos]).await, [t.ana, t.bo]);
        assert_eq!(found(&db, Post::Offer(t.offer), &[t.anas, second, t.bos]).await, []);
        let said = notices(&db, t.ana).await;
        assert_eq!(said.len(), 1);
        assert_eq!(said[0].words, "New: “I draw logos” fits your search for asks and offers that say “logo”.");
        assert_eq!((said[0].path.as_str(), said[0].search, said[0].by.clone()), ("/@cy_/i-draw-logos", Some(t.anas), None));
        assert_eq!(finds(&db, t.ana).await.iter().map(|f| (f.post, f.search, f.waits)).collect::<Vec<_>>(), [(Post::Offer(t.offer), t.anas, false)]);
        assert_eq!((list(&db, t.ana).await[0].found, list(&db, t.ana).await[1].found), (0, 1), "counted for the one that told");
        db.later(DAY);
        assert_eq!(mornings(&db).await, [], "nothing waits");
    }

    async fn nobody_hears_of_what_stood_there_before_of_their_own_or_of_what_they_may_not_see(db) {
        let (ana, bo) = (db.member("ana").await, db.member("bo").await);
        let before = db.offer(bo, "I drew logos").await;
        db.later(MINUTE);
        let anas = saved(&db, ana, words("logo"), Tell::AtOnce).await;
        let bos = saved(&db, bo, words("logo"), Tell::AtOnce).await;
        db.later(MINUTE);
        assert_eq!(found(&db, Post::Offer(before), &[anas]).await, [], "it stood there already");
        let own = db.offer(bo, "More logos").await;
        assert_eq!(found(&db, Post::Offer(own), &[bos]).await, [], "their own");
        let draft = AskDraft { title: "A logo for members".into(), kind: AskKind::Hire, visibility: Visibility::Members, ..AskDraft::default() };
        let Ok(Answer::Ask { id: members, .. }) = db.act(bo, Command::Asks(Asks::Post { draft })).await else { panic!("not posted") };
        assert_eq!(found(&db, Post::Ask(members), &[anas]).await, [ana], "members see what is for members");

        let closed = db.ask(bo, "A logo, but too late", AskKind::Hire, None).await;
        db.act(bo, Command::Asks(Asks::Close { id: closed })).await.unwrap();
        assert_eq!(found(&db, Post::Ask(closed), &[anas]).await, [], "not open any more");
        let less = vec![Rule { about: About::Person, what: bo.to_string() }];
        db.act(ana, Command::Tastes(Tastes::Take { rules: less, card: None })).await.unwrap();
        let unwanted = db.offer(bo, "Logos again").await;
        assert_eq!(found(&db, Post::Offer(unwanted), &[anas]).await, [], "she wants less of Bo");
        db.act(bo, Command::Moderation(Moderation::Block { who: ana })).await.unwrap();
        let blocked = db.ask(bo, "Yet another logo", AskKind::Hire, None).await;
        assert_eq!(found(&db, Post::Ask(blocked), &[anas, SearchId(999_999)]).await, [], "a block is silent both ways");
        assert_eq!(finds(&db, ana).await, [], "and what was found before is not shown any more");
    }

    async fn what_is_found_by_day_is_told_in_one_notice_at_eight_where_they_live(db) {
        let t = town(&db, Tell::Daily).await;
        // Noon UTC is one in the afternoon in Zurich.
        assert_eq!(found(&db, Post::Offer(t.offer), &[t.bos]).await, []);
        let another = db.ask(t.cy, "A logo for my shop", AskKind::Hire, None).await;
        assert_eq!(found(&db, Post::Ask(another), &[t.bos]).await, []);
        assert_eq!(finds(&db, t.bo).await.iter().filter(|f| f.waits).count(), 2);
        db.later(19 * HOUR - MINUTE - 1);
        assert_eq!((mornings(&db).await, morning(&db, t.bo).await), (vec![], vec![]), "a moment before");
        db.later(1);
        assert_eq!(mornings(&db).await, [t.bo]);
        assert_eq!(morning(&db, t.bo).await, [t.bo]);
        let said = notices(&db, t.bo).await;
        assert_eq!(said[0].words, "2 new posts fit your search for asks and offers that say “logo”.");
        assert_eq!((said[0].path.as_str(), said[0].search), ("/my/searches#found", Some(t.bos)));
        assert_eq!((mornings(&db).await, morning(&db, t.bo).await), (vec![], vec![]), "once");
        assert!(finds(&db, t.bo).await.iter().all(|f| !f.waits));
    }

    async fn in_the_morning_only_what_still_stands_is_told_and_one_post_by_its_name(db) {
        let t = town(&db, Tell::Daily).await;
        let gone = db.ask(t.cy, "A logo for my shop", AskKind::Hire, None).await;
        found(&db, Post::Offer(t.offer), &[t.bos]).await;
        found(&db, Post::Ask(gone), &[t.bos]).await;
        db.act(t.cy, Command::Asks(Asks::Archive { id: gone })).await.unwrap();
        db.later(DAY);
        assert_eq!(morning(&db, t.bo).await, [t.bo]);
        assert_eq!(notices(&db, t.bo).await[0].words, "New: “I draw logos” fits your search for asks and offers that say “logo”.");
        let last: AskId = db.ask(t.cy, "The last logo", AskKind::Hire, None).await;
        found(&db, Post::Ask(last), &[t.bos]).await;
        db.act(t.cy, Command::Asks(Asks::Archive { id: last })).await.unwrap();
        db.later(DAY);
        assert_eq!(morning(&db, t.bo).await, [], "of nothing nobody is told");
    }

    async fn a_search_that_is_stopped_or_gone_tells_nothing_any_more(db) {
        let t = town(&db, Tell::Daily).await;
        found(&db, Post::Offer(t.offer), &[t.bos]).await;
        tells(&db, t.bo, t.bos, Tell::Off).await;
        tells(&db, t.ana, t.anas, Tell::Off).await;
        assert_eq!(found(&db, Post::Offer(t.offer), &[t.anas, t.bos]).await, []);
        db.later(DAY);
        assert_eq!(morning(&db, t.bo).await, [], "what waited is gone with it");
        tells(&db, t.ana, t.anas, Tell::AtOnce).await;
        assert_eq!(found(&db, Post::Offer(t.offer), &[t.anas]).await, [t.ana], "on again, nothing was told yet");
        db.act(t.ana, Command::SavedSearches(Searches::Remove { id: t.anas })).await.unwrap();
        assert_eq!(found(&db, Post::Offer(t.offer), &[t.anas]).await, []);
        let said = notices(&db, t.ana).await;
        assert_eq!((said[0].words.as_str(), said[0].search), ("New: “I draw logos” fits a search of yours.", None));
    }

    async fn while_all_matches_are_paused_what_is_found_waits_for_a_morning_after(db) {
        let t = town(&db, Tell::AtOnce).await;
        db.act(t.ana, Command::Tastes(Tastes::Pause { until: Pause::UntilISaySo })).await.unwrap();
        assert_eq!(found(&db, Post::Offer(t.offer), &[t.anas]).await, []);
        db.later(DAY);
        assert_eq!((mornings(&db).await, morning(&db, t.ana).await), (vec![t.ana], vec![]), "paused still");
        assert_eq!(mornings(&db).await, []);
        db.act(t.ana, Command::Tastes(Tastes::Resume)).await.unwrap();
        db.later(DAY);
        assert_eq!((mornings(&db).await, morning(&db, t.ana).await), (vec![t.ana], vec![t.ana]));
    }

    async fn who_moves_has_another_morning(db) {
        let t = town(&db, Tell::Daily).await;
        found(&db, Post::Offer(t.offer), &[t.bos]).await;
        let draft = Profile { timezone: "Asia/Tokyo".into(), language: "en".into(), ..Profile::default() };
        db.act(t.bo, Command::Profiles(Profiles::Edit { draft })).await.unwrap();
        // Eight in Tokyo is eleven in the evening, UTC.
        db.later(11 * HOUR - MINUTE);
        assert_eq!(mornings(&db).await, [t.bo]);
    }

    async fn events_of_searches_stand_in_the_lane_that_the_matcher_follows(db) {
        let ana = db.member("ana").await;
        let events = db.batch(vec![db.envelope(By::Member(ana), keep(words("logo"), Tell::AtOnce))]).await.events;
        let Some(Event::SavedSearches(Happened::Saved { id, user })) = events.first() else { panic!("{events:?}") };
        assert_eq!((*user, events[0].lane()), (ana, hub::event::Lane::Exchange));
        let standing = reads::list_standing(&mut db.store.read().await.unwrap(), &[*id]).await.unwrap();
        assert_eq!(standing.len(), 1);
        tells(&db, ana, *id, Tell::Off).await;
        assert_eq!(reads::list_standing(&mut db.store.read().await.unwrap(), &[*id]).await.unwrap(), []);
    }
}
