//! How posts were worded before, how long asks stand, and who helped with those that are done.

use hub::{
    Answer, By, Command, OfferId, Refusal, Timestamp, UserId,
    asks::{self, AskKind, AskStatus, AskView, Command as Asks, Draft},
    connections::{Step, Subject},
    kernel::time::{DAY, HOUR},
    matches::Post,
    offers::{self, Command as Offers, OfferStatus},
    wordings::{WordingView, rules::MOST},
};

use crate::{
    asks::{draft, post},
    steps::{open, opened},
    world::{NOON, TestStore, both_engines},
};

async fn wordings(db: &TestStore, of: Post) -> Vec<WordingView> {
    store::wordings::page(&mut db.store.read().await.unwrap(), of, None, 100).await.unwrap().items
}

async fn seen(db: &TestStore, reader: Option<UserId>, id: hub::AskId) -> AskView {
    store::asks::find(&mut db.store.read().await.unwrap(), reader, id).await.unwrap().unwrap()
}

async fn edit(db: &TestStore, who: UserId, id: hub::AskId, draft: Draft) -> Timestamp {
    db.later(HOUR);
    db.act(who, Command::Asks(Asks::Edit { id, draft, seen: None })).await.unwrap();
    db.now()
}

async fn renew(db: &TestStore, who: UserId, id: hub::AskId) -> Result<Answer, Refusal> {
    db.act(who, Command::Asks(Asks::Renew { id })).await
}

async fn ending(db: &TestStore) -> Vec<hub::AskId> {
    store::asks::list_ending(&mut db.store.read().await.unwrap(), db.now(), 10).await.unwrap()
}

both_engines! {
    async fn words_that_were_changed_are_kept_with_the_moment_until_which_they_stood(db) {
        let ana = db.member("ana").await;
        let (id, _) = post(&db, ana, Draft { description: "Green, please.".into(), ..draft("A logo") }).await;
        assert_eq!(seen(&db, None, id).await.edited_at, None);
        let first = edit(&db, ana, id, Draft { description: "Blue, please.".into(), ..draft("A logo") }).await;
        assert_eq!(seen(&db, None, id).await.edited_at, Some(first), "whoever may read it sees when");
        edit(&db, ana, id, Draft { description: "Blue, please.".into(), kind: AskKind::Hire, ..draft("A logo") }).await;
        assert_eq!(seen(&db, None, id).await.edited_at, Some(first), "the words are the same");
        let second = edit(&db, ana, id, Draft { description: "Blue, please.".into(), ..draft("A sign") }).await;
        let kept = wordings(&db, Post::Ask(id)).await;
        let kept: Vec<_> = kept.iter().map(|w| (w.until, w.title.as_str(), w.description.as_str())).collect();
        assert_eq!(kept, [(second, "A logo", "Blue, please."), (first, "A logo", "Green, please.")]);
        let (other, _) = post(&db, ana, draft("A flag")).await;
        assert_eq!(wordings(&db, Post::Ask(other)).await, []);
        assert_eq!(wordings(&db, Post::Offer(OfferId(id.0))).await, [], "an offer of the same number is none of it");
    }

    async fn a_draft_of_an_offer_leaves_no_trace_and_what_was_published_does(db) {
        let ana = db.member("ana").await;
        let id = db.offer_as(ana, "I draw logos", false).await;
        let words = |title: &str, body: &str| offers::Draft {
            title: title.into(), description: "An hour.".into(), body: body.into(), ..offers::Draft::default()
        };
        let change = async |draft| {
            db.later(HOUR);
            db.act(ana, Command::Offers(Offers::Edit { id, draft, seen: None })).await.unwrap();
        };
        change(words("I draw signs", "")).await;
        assert_eq!(wordings(&db, Post::Offer(id)).await, []);
        db.act(ana, Command::Offers(Offers::SetStatus { id, to: OfferStatus::Active })).await.unwrap();
        change(words("I draw signs", "How it began")).await;
        change(words("I draw signs", "How it went on")).await;
        let bodies: Vec<_> = wordings(&db, Post::Offer(id)).await.into_iter().map(|w| w.body).collect();
        assert_eq!(bodies, ["How it began", ""]);
        let offer = store::offers::find(&mut db.store.read().await.unwrap(), None, id).await.unwrap().unwrap();
        assert_eq!(offer.edited_at, Some(db.now()));
    }

    async fn so_many_wordings_are_kept_and_read_in_pages(db) {
        let ana = db.member("ana").await;
        let (id, _) = post(&db, ana, draft("Logo 0")).await;
        for n in 1..=MOST + 3 {
            edit(&db, ana, id, draft(&format!("Logo {n}"))).await;
        }
        let kept = wordings(&db, Post::Ask(id)).await;
        assert_eq!(kept.len() as i64, MOST);
        assert_eq!((kept[0].title.as_str(), kept[kept.len() - 1].title.as_str()), (format!("Logo {}", MOST + 2).as_str(), "Logo 3"));
        let mut tx = db.store.read().await.unwrap();
        let page = store::wordings::page(&mut tx, Post::Ask(id), None, 2).await.unwrap();
        let next = store::wordings::page(&mut tx, Post::Ask(id), page.next.as_deref(), 2).await.unwrap();
        assert_eq!([page.items, next.items].concat(), kept[..4]);
        let one = store::wordings::find(&mut tx, Post::Ask(id), kept[1].until).await.unwrap();
        assert_eq!(one.as_ref(), Some(&kept[1]));
    }

    async fn who_asked_is_told_once_before_the_end_and_keeps_it_open_by_one_tap(db) {
        let (ana, bo) = (db.member("ana").await, db.member("bo").await);
        let end = NOON.plus(10 * DAY);
        let (id, _) = post(&db, ana, Draft { expires_at: Some(end), ..draft("A logo") }).await;
        post(&db, ana, Draft { expires_at: Some(NOON.plus(2 * DAY)), ..draft("A sign by tomorrow") }).await;
        assert_eq!(ending(&db).await, [], "who sets an end that is near knows it");
        db.later(7 * DAY);
        assert_eq!(ending(&db).await, [id]);
        let remind = || Command::Asks(Asks::Remind { id });
        db.act(By::Clock, remind()).await.unwrap();
        assert_eq!(ending(&db).await, []);
        assert!(db.act(By::Clock, remind()).await.is_err(), "once");
        assert!(db.act(ana, remind()).await.is_err(), "not a member's to wish");
        let notices = async |who| store::notices::list(&mut db.store.read().await.unwrap(), who, 10).await.unwrap();
        let told = notices(ana).await;
        assert_eq!((told[0].words.as_str(), told[0].renew), ("“A logo” ends in three days. Still looking?", Some(id)));

        assert_eq!(renew(&db, bo, id).await, Err(Refusal::Asks(asks::Refusal::NotYours)));
        renew(&db, ana, id).await.unwrap();
        let month = db.now().plus(30 * DAY);
        assert_eq!(seen(&db, None, id).await.expires_at, Some(month));
        assert_eq!(notices(ana).await[0].renew, None, "there is nothing left to tap");
        db.later(HOUR);
        let heard = db.number("select cast(sum(head) as bigint) as n from inbox_heads").await;
        renew(&db, ana, id).await.unwrap();
        assert_eq!(seen(&db, None, id).await.expires_at, Some(month), "a second tap changes nothing");
        assert_eq!(db.number("select cast(sum(head) as bigint) as n from inbox_heads").await, heard, "and tells nobody");

        db.later(27 * DAY);
        assert_eq!(ending(&db).await, [id], "the new end is told, too");
    }

    async fn what_has_run_out_is_opened_again_with_room_for_one_more(db) {
        let (ana, bo) = (db.member("ana").await, db.member("bo").await);
        let (id, _) = post(&db, ana, Draft { expires_at: Some(NOON.plus(5 * DAY)), ..draft("A logo") }).await;
        let (talk, _) = opened(db.act(bo, open(ana, Subject::Ask(id))).await);
        db.steps(talk, &[(ana, Step::Accept)]).await;
        db.later(5 * DAY);
        db.act(By::Clock, Command::Asks(Asks::Expire { id })).await.unwrap();
        let told = store::notices::list(&mut db.store.read().await.unwrap(), ana, 1).await.unwrap();
        assert_eq!((told[0].words.as_str(), told[0].renew), ("“A logo” has run out. You can open it again.", Some(id)));
        renew(&db, ana, id).await.unwrap();
        let ask = seen(&db, None, id).await;
        assert_eq!((ask.status, ask.places, ask.expires_at), (AskStatus::Open, 2, Some(db.now().plus(30 * DAY))));
        renew(&db, ana, id).await.unwrap();
        assert_eq!(seen(&db, None, id).await, ask, "the same again");
        db.act(ana, Command::Asks(Asks::Close { id })).await.unwrap();
        let closed = renew(&db, ana, id).await;
        assert_eq!(closed, Err(Refusal::Asks(asks::Refusal::WrongMoment { status: AskStatus::Closed })), "she closed it herself");
        db.act(ana, Command::Asks(Asks::Archive { id })).await.unwrap();
        assert_eq!(renew(&db, ana, id).await, Err(Refusal::Asks(asks::Refusal::PutAway)));
    }

    async fn a_done_ask_names_who_helped_to_whoever_may_see_them(db) {
        let (ana, bo, cy, dee) = (db.member("ana").await, db.member("bo").await, db.member("cy").await, db.member("dee").await);
        let ask = db.ask(ana, "Testers for my app", AskKind::BetaTester, None).await;
        for helper in [bo, cy] {
            let (id, _) = opened(db.act(helper, open(ana, Subject::Ask(ask))).await);
            db.steps(id, &[(ana, Step::Accept), (helper, Step::Start), (helper, Step::Done), (ana, Step::Done)]).await;
        }
        let (id, _) = opened(db.act(dee, open(ana, Subject::Ask(ask))).await);
        db.steps(id, &[(ana, Step::Decline)]).await;
        let helpers = async |reader| seen(&db, reader, ask).await.helpers.iter().map(|p| p.id).collect::<Vec<_>>();
        assert_eq!(helpers(None).await, [], "while it goes on nobody is thanked yet");
        db.act(ana, Command::Asks(Asks::Fulfil { id: ask })).await.unwrap();
        assert_eq!(helpers(None).await, [bo, cy]);
        db.block(cy, dee).await;
        assert_eq!((helpers(Some(dee)).await, helpers(Some(ana)).await), (vec![bo], vec![bo, cy]), "across a block there is nobody");
        db.suspend(bo).await;
        assert_eq!(helpers(None).await, [cy]);
        let mut tx = db.store.read().await.unwrap();
        let own = store::asks::page_of(&mut tx, Some(ana), ana, None, 10).await.unwrap().items;
        assert_eq!(own[0].helpers.iter().map(|p| p.id).collect::<Vec<_>>(), [cy], "in lists, too");
    }
}
