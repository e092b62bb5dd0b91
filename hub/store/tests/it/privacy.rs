//! Who finds a member, who may write to them first, and what they are into.

use hub::{
    Answer, By, Command, Refusal, UserId,
    asks::AskKind,
    connections::{Refusal as Connecting, Subject},
    keeps::{Command as Keeps, Thing},
    matches::{self, Facts, Pair, Post},
    privacy::{Command as Change, First, Privacy},
    profiles::{Command as Profiles, rules::MOST_INTERESTS},
};
use store::privacy as reads;

use crate::{
    steps::{open, opened, say},
    world::{TestStore, both_engines},
};

async fn change(db: &TestStore, who: UserId, public: Option<bool>, found: Option<bool>, first: Option<First>) {
    db.act(who, Command::Privacy(Change::Change { public, found, first })).await.unwrap();
}

async fn stands(db: &TestStore, who: UserId) -> Privacy {
    reads::find(&mut db.store.read().await.unwrap(), who).await.unwrap()
}

async fn says_hello(db: &TestStore, by: UserId, to: UserId) -> Result<Answer, Refusal> {
    db.act(by, open(to, Subject::Direct)).await
}

async fn listed(db: &TestStore) -> Vec<UserId> {
    let page = store::profiles::page(&mut db.store.read().await.unwrap(), None, None, 50).await.unwrap();
    page.items.into_iter().map(|person| person.id).collect()
}

async fn into(db: &TestStore, who: UserId, tags: &[&str]) -> Result<Answer, Refusal> {
    let tags = tags.iter().map(|tag| (*tag).to_owned()).collect();
    db.act(who, Command::Profiles(Profiles::SetInterests { tags })).await
}

both_engines! {
    async fn what_is_not_said_stays_as_it_is_and_a_change_is_told_once(db) {
        let (ana, bo) = (db.member("ana").await, db.member("bo").await);
        assert_eq!(stands(&db, ana).await, Privacy { public: false, found: true, first: First::Everyone });
        let mut model = Privacy::default();
        for (public, found, first) in [
            (Some(true), None, None),
            (None, Some(false), None),
            (None, None, Some(First::Nobody)),
            (Some(true), Some(false), Some(First::Nobody)),
            (Some(false), Some(true), Some(First::Known)),
            (None, None, None),
            (Some(true), Some(false), Some(First::Everyone)),
        ] {
            let was = model;
            model = Privacy { public: public.unwrap_or(was.public), found: found.unwrap_or(was.found), first: first.unwrap_or(was.first) };
            let envelope = db.envelope(By::Member(ana), Command::Privacy(Change::Change { public, found, first }));
            let events = db.batch(vec![envelope]).await.events;
            assert_eq!(events.len(), usize::from(model != was), "{events:?}");
            assert!(events.iter().all(|event| event.audience().passing == [ana] && event.audience().inbox.is_empty()));
            assert_eq!(stands(&db, ana).await, model);
        }
        assert_eq!(stands(&db, bo).await, Privacy::default(), "nobody else's");
    }

    async fn who_may_say_hello_is_whom_they_let_and_an_ask_can_always_be_answered(db) {
        let (ana, bo, cy, dee) = (db.member("ana").await, db.member("bo").await, db.member("cy").await, db.member("dee").await);
        // Ana has written to Bo; Cy and she are matched; Dee is nobody to her.
        opened(says_hello(&db, ana, bo).await);
        let (ask, offer) = (db.ask(ana, "Testers for Kinlia", AskKind::BetaTester, None).await, db.offer(cy, "I test apps").await);
        let reasons = vec!["you both mention Kinlia".into(), "needs testers, offers to test".into()];
        let pair = Pair { ask, offer, score: 900, reasons, tell: true, facts: Facts::default() };
        let found = matches::Command::Found { post: Post::Ask(ask), upto: 1, pairs: vec![pair], tools: vec![] };
        db.act(By::Matcher, Command::Matches(found)).await.unwrap();
        let no = |first| Err(Refusal::Connections(Connecting::NotFirst(first)));

        change(&db, ana, None, None, Some(First::Nobody)).await;
        let before = db.number("select count(*) as n from connections").await;
        assert_eq!(says_hello(&db, cy, ana).await, no(First::Nobody));
        assert_eq!(says_hello(&db, dee, ana).await, no(First::Nobody));
        assert_eq!(db.number("select count(*) as n from connections").await, before, "a refusal writes nothing");
        change(&db, ana, None, None, Some(First::Known)).await;
        assert_eq!(says_hello(&db, dee, ana).await, no(First::Known));
        let mut read = db.store.read().await.unwrap();
        assert_eq!(reads::find_first_refused(&mut read, dee, ana).await.unwrap(), Some(First::Known), "as her page says beforehand");
        assert_eq!(reads::find_first_refused(&mut read, cy, ana).await.unwrap(), None);
        assert_eq!(reads::find_first_refused(&mut read, bo, ana).await.unwrap(), None);
        drop(read);
        opened(says_hello(&db, cy, ana).await);
        // What she asks for, anybody may answer.
        change(&db, ana, None, None, Some(First::Nobody)).await;
        opened(db.act(dee, open(ana, Subject::Ask(ask))).await);
        assert_eq!(says_hello(&db, dee, ana).await, no(First::Nobody), "that is no word of hers");
        let mut read = db.store.read().await.unwrap();
        let talk = store::messaging::find_conversation_with(&mut read, ana, dee).await.unwrap().unwrap();
        drop(read);
        db.act(ana, say(talk, "Thank you")).await.unwrap();
        opened(says_hello(&db, dee, ana).await);

        change(&db, ana, None, None, Some(First::Everyone)).await;
        db.block(ana, db.member("eve").await).await;
        assert_eq!(says_hello(&db, db.member("eve").await, ana).await, Err(Refusal::Connections(Connecting::Blocked)), "a block goes before it");
    }

    async fn who_is_not_to_be_found_is_in_no_list_of_people_and_stays_where_they_are_known(db) {
        let (ana, bo) = (db.member("ana").await, db.member("bo").await);
        db.act(bo, Command::Keeps(Keeps::Keep { thing: Thing::Person(ana) })).await.unwrap();
        assert_eq!(listed(&db).await.len(), 2);
        change(&db, ana, None, Some(false), None).await;
        assert_eq!(listed(&db).await, [bo]);
        let mut read = db.store.read().await.unwrap();
        let found = store::profiles::list_found(&mut read, Some(bo), &[ana, bo]).await.unwrap();
        assert_eq!(found.iter().map(|person| person.id).collect::<Vec<_>>(), [bo]);
        assert_eq!(store::profiles::list_after(&mut read, UserId(0), 10).await.unwrap(), [bo], "nor is she indexed anew");
        let kept = store::keeps::page(&mut read, bo, None, None, 10).await.unwrap();
        assert!(kept.items[0].person.is_some(), "who saved her finds her there");
        assert!(store::profiles::find(&mut read, None, ana).await.unwrap().is_some(), "and her page is where it was");
        drop(read);
        change(&db, ana, None, Some(true), None).await;
        assert_eq!(listed(&db).await.len(), 2);
    }

    async fn only_pages_of_members_who_want_it_are_shown_to_search_engines(db) {
        let (ana, bo, cy) = (db.member("ana").await, db.member("bo").await, db.member("cy").await);
        let all = async || {
            let mut read = db.store.read().await.unwrap();
            let mut all = Vec::new();
            for part in reads::find_public_parts(&mut read, 3).await.unwrap() {
                all.extend(reads::list_public(&mut read, UserId(part * 3), UserId((part + 1) * 3)).await.unwrap());
            }
            all
        };
        assert_eq!(all().await, [""; 0]);
        for who in [ana, bo, cy] {
            change(&db, who, Some(true), None, None).await;
        }
        change(&db, bo, Some(false), None, None).await;
        assert_eq!(all().await, ["/@ana", "/@cy_"]);
        let mut read = db.store.read().await.unwrap();
        assert!(store::profiles::find(&mut read, None, ana).await.unwrap().unwrap().public);
        assert!(!store::profiles::find(&mut read, None, bo).await.unwrap().unwrap().public);
        drop(read);
        db.suspend(ana).await;
        assert_eq!(all().await, ["/@cy_"]);
    }

    async fn what_somebody_is_into_stands_on_their_page_in_the_order_they_said_it(db) {
        db.store.seed_reference().await.unwrap();
        let ana = db.member("ana").await;
        let mut read = db.store.read().await.unwrap();
        let terms = store::taxonomy::list_terms(&mut read, hub::taxonomy::TermType::Skill).await.unwrap();
        let slugs: Vec<&str> = terms.iter().map(|term| term.slug.as_str()).collect();
        drop(read);
        let page = async || {
            let profile = store::profiles::find(&mut db.store.read().await.unwrap(), None, ana).await.unwrap().unwrap();
            profile.interests.into_iter().map(|term| term.slug).collect::<Vec<_>>()
        };
        into(&db, ana, &[slugs[2], slugs[0], slugs[2]]).await.unwrap();
        assert_eq!(page().await, [slugs[2], slugs[0]]);
        let unknown = into(&db, ana, &[slugs[1], "no-such-word"]).await;
        assert!(matches!(unknown, Err(Refusal::Profiles(_))), "{unknown:?}");
        assert!(into(&db, ana, &slugs[..MOST_INTERESTS + 1]).await.is_err());
        assert_eq!(page().await, [slugs[2], slugs[0]], "a refusal changes nothing");
        into(&db, ana, &[slugs[1]]).await.unwrap();
        assert_eq!(page().await, [slugs[1]]);
        into(&db, ana, &[]).await.unwrap();
        assert_eq!(page().await, [""; 0]);
    }
}
