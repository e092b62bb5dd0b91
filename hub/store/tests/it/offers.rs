//! What members give: drafts, prices, what others may read.

use hub::{
    Answer, By, Cents, Command, Event, OfferId, Refusal, UserId, accounts,
    asks::Visibility,
    kernel::time::HOUR,
    moderation,
    offers::{self, Command as Offers, Draft, OfferKind, OfferStatus, OfferView, Pricing, Stage},
};
use store::offers::{self as reads, Filters};

use crate::world::{NOON, TestStore, both_engines};

pub fn draft(title: &str) -> Draft {
    Draft { title: title.to_owned(), description: "An evening, and what I noticed.".into(), ..Draft::default() }
}

pub async fn post(db: &TestStore, who: UserId, draft: Draft, publish: bool) -> (OfferId, String) {
    let answer = db.act(who, Command::Offers(Offers::Post { draft, publish })).await;
    let Ok(Answer::Offer { id, slug }) = answer else { panic!("not posted: {answer:?}") };
    (id, slug)
}

async fn offer(db: &TestStore, who: UserId, command: Offers) -> Result<Answer, Refusal> {
    db.act(who, Command::Offers(command)).await
}

async fn read(db: &TestStore, reader: Option<UserId>, id: OfferId) -> Option<OfferView> {
    reads::find(&mut db.store.read().await.unwrap(), reader, id).await.unwrap()
}

async fn active(db: &TestStore, reader: Option<UserId>, filters: &Filters) -> Vec<OfferId> {
    let mut tx = db.store.read().await.unwrap();
    reads::page_active(&mut tx, reader, filters, None, 50).await.unwrap().items.iter().map(|o| o.id).collect()
}

fn refused(refusal: offers::Refusal) -> Result<Answer, Refusal> {
    Err(Refusal::Offers(refusal))
}

async fn points(db: &TestStore) -> i64 {
    db.number("select cast(coalesce(sum(points), 0) as bigint) as n from standing").await
}

both_engines! {
    async fn what_somebody_has_begun_is_counted_as_its_reader_may_know_of_it(db) {
        let (bo, ana) = (db.member("bo").await, db.member("ana").await);
        let begun = async |reader| {
            let b = store::profiles::count_begun(&mut db.store.read().await.unwrap(), reader, bo).await.unwrap();
            (b.offers, b.courses, b.asks)
        };
        assert_eq!(begun(None).await, (0, 0, 0));
        let (course, _) = post(&db, bo, Draft { kind: OfferKind::Course, ..draft("Pianos in five evenings") }, true).await;
        post(&db, bo, Draft { visibility: Visibility::Members, ..draft("For us") }, true).await;
        post(&db, bo, draft("Never shown"), false).await;
        db.ask(bo, "A van for Saturday", hub::asks::AskKind::Advice, None).await;
        offer(&db, bo, Offers::SetStatus { id: course, to: OfferStatus::Archived }).await.unwrap();
        assert_eq!(begun(None).await, (1, 1, 1), "a draft was never live, what is put away was");
        assert_eq!(begun(Some(ana)).await, (2, 1, 1));
        assert_eq!(begun(Some(bo)).await, (2, 1, 1));
    }

    async fn what_bo_offers_is_read_back_as_he_wrote_it(db) {
        db.store.seed_reference().await.unwrap();
        let bo = db.member("bo").await;
        let typed = Draft {
            title: " Die App für Ihren Laden 🛒 ".into(),
            description: "Sie sehen jeden Abend, was Sie verkauft haben, und müssen dafür nichts aufschreiben.".into(),
            kind: OfferKind::App,
            category: "operations".into(),
            tags: vec!["ux-design".into()],
            tools: vec!["claude".into()],
            pricing: Pricing::Monthly,
            price: Cents(4_900),
            external_url: "https://example.org/app".into(),
            body: "## Mehr".into(),
            ..Draft::default()
        };
        let (id, slug) = post(&db, bo, typed, true).await;
        let read = read(&db, None, id).await.unwrap();
        assert_eq!((slug.as_str(), read.title.as_str(), read.language.as_str()), ("die-app-fur-ihren-laden", "Die App für Ihren Laden 🛒", "de"));
        assert_eq!((read.kind, read.pricing, read.price_words().as_str()), (OfferKind::App, Pricing::Monthly, "$49/mo"));
        assert_eq!((read.external_url.as_str(), read.body.as_str()), ("https://example.org/app", "## Mehr"));
        assert_eq!(read.category.as_ref().map(|c| c.slug.as_str()), Some("operations"));
        assert_eq!((read.tags[0].slug.as_str(), read.tools[0].slug.as_str()), ("ux-design", "claude"));
        assert_eq!((read.status, read.published_at, read.matched_at), (OfferStatus::Active, Some(NOON), None));
        assert_eq!((read.views, read.connections, read.told, read.featured), (0, 0, 0, false));
        assert_eq!(read.path(), "/@bo_/die-app-fur-ihren-laden");
    }

    async fn addresses_are_the_members_own_and_never_the_maps(db) {
        let (ana, bo) = (db.member("ana").await, db.member("bo").await);
        assert_eq!(post(&db, bo, draft("I test apps"), false).await.1, "i-test-apps");
        assert_eq!(post(&db, bo, draft("I test apps"), true).await.1, "i-test-apps-2");
        assert_eq!(post(&db, ana, draft("I test apps"), true).await.1, "i-test-apps");
        assert_eq!(post(&db, bo, draft("Settings"), true).await.1, "settings-offer");
    }

    async fn the_first_publishing_is_said_once_and_earns_once(db) {
        let bo = db.member("bo").await;
        let (id, _) = post(&db, bo, draft("I test apps"), false).await;
        assert_eq!((read(&db, Some(bo), id).await.unwrap().published_at, points(&db).await), (None, 0));
        let mut first = 0;
        for to in [OfferStatus::Active, OfferStatus::Paused, OfferStatus::Active, OfferStatus::Archived, OfferStatus::Draft, OfferStatus::Active] {
            db.later(HOUR);
            let carried = db.batch(vec![db.envelope(By::Member(bo), Command::Offers(Offers::SetStatus { id, to }))]).await;
            assert!(carried.answers[0].is_ok(), "{to}");
            first += carried.events.iter().filter(|e| matches!(e, Event::Offers(offers::Event::FirstPublished { .. }))).count();
        }
        assert_eq!((first, points(&db).await), (1, 10));
        assert_eq!(read(&db, Some(bo), id).await.unwrap().published_at, Some(NOON.plus(HOUR)));
        let wrong = offer(&db, bo, Offers::SetStatus { id, to: OfferStatus::Draft }).await;
        assert_eq!(wrong, refused(offers::Refusal::WrongMoment { status: OfferStatus::Active }));
    }

    async fn what_becomes_active_again_is_looked_at_again(db) {
        let bo = db.member("bo").await;
        let (id, _) = post(&db, bo, draft("I test apps"), true).await;
        let looked = async || {
            let mut tx = db.store.write().await.unwrap();
            tx.run("update offers set matched_at = 5", &[]).await.unwrap();
            tx.commit().await.unwrap();
        };
        looked().await;
        offer(&db, bo, Offers::SetStatus { id, to: OfferStatus::Paused }).await.unwrap();
        assert!(read(&db, Some(bo), id).await.unwrap().matched_at.is_some());
        offer(&db, bo, Offers::SetStatus { id, to: OfferStatus::Active }).await.unwrap();
        assert_eq!(read(&db, Some(bo), id).await.unwrap().matched_at, None);
        looked().await;
        offer(&db, bo, Offers::Edit { id, draft: draft("I test apps, kindly"), seen: None }).await.unwrap();
        let after = read(&db, Some(bo), id).await.unwrap();
        assert_eq!((after.matched_at, after.slug.as_str(), after.title.as_str()), (None, "i-test-apps", "I test apps, kindly"));
        assert_eq!(reads::list_unmatched(&mut db.store.read().await.unwrap(), 5).await.unwrap(), [id]);
    }

    async fn of_two_changes_of_one_version_the_second_is_refused(db) {
        let ana = db.member("ana").await;
        let (id, _) = post(&db, ana, draft("A logo"), true).await;
        let seen = read(&db, Some(ana), id).await.unwrap().updated_at;
        let edit = |title: &str, seen| Offers::Edit { id, draft: draft(title), seen };
        // In one batch, at one moment.
        let wishes = [edit("The first words", Some(seen)), edit("The second words", Some(seen))];
        let carried = db.batch(wishes.map(|wish| db.envelope(By::Member(ana), Command::Offers(wish))).into()).await;
        assert!(carried.answers[0].is_ok());
        let changed = Refusal::from(offers::Refusal::ChangedMeanwhile);
        assert!(matches!(&carried.answers[1], Err(store::Failure::Refused(refusal)) if *refusal == changed), "{:?}", carried.answers);
        let after = read(&db, Some(ana), id).await.unwrap();
        assert_eq!(after.title, "The first words");
        assert!(after.updated_at > seen, "another version");
        offer(&db, ana, edit("The second words", Some(after.updated_at))).await.unwrap();
        offer(&db, ana, edit("Whatever stands", None)).await.unwrap();
        assert_eq!(read(&db, Some(ana), id).await.unwrap().title, "Whatever stands");
    }

    async fn unknown_words_and_wrong_prices_are_said_and_nothing_is_written(db) {
        db.store.seed_reference().await.unwrap();
        let bo = db.member("bo").await;
        let fields = async |draft: Draft| match offer(&db, bo, Offers::Post { draft, publish: true }).await {
            Err(Refusal::Offers(offers::Refusal::Mend(problems))) => problems.into_iter().map(|p| p.field).collect::<Vec<_>>(),
            other => panic!("nothing to mend: {other:?}"),
        };
        let unknown = Draft { category: "copywriting".into(), tags: vec!["operations".into()], tools: vec!["abacus".into()], ..draft("Hello") };
        assert_eq!(fields(unknown).await, ["category", "tags", "tools"]);
        assert_eq!(fields(Draft { pricing: Pricing::Hourly, ..draft("Hello") }).await, ["price"]);
        assert_eq!(fields(Draft { kind: OfferKind::Link, ..draft("Hello") }).await, ["external_url"]);
        assert_eq!(db.number("select count(*) as n from offers").await, 0);
    }

    async fn nobody_changes_what_is_not_theirs(db) {
        let (ana, bo) = (db.member("ana").await, db.member("bo").await);
        let (id, _) = post(&db, bo, draft("I test apps"), true).await;
        let (hidden, _) = post(&db, bo, draft("Not ready"), false).await;
        let all = |id| vec![Offers::Edit { id, draft: draft("Mine now"), seen: None }, Offers::SetStatus { id, to: OfferStatus::Archived }];
        for command in all(id) {
            assert_eq!(offer(&db, ana, command).await, refused(offers::Refusal::NotYours));
        }
        for command in all(hidden).into_iter().chain(all(OfferId(77))) {
            assert_eq!(offer(&db, ana, command).await, refused(offers::Refusal::NoSuchOffer));
        }
        assert_eq!(offer(&db, ana, Offers::Look { id: hidden }).await, refused(offers::Refusal::NoSuchOffer));
        offer(&db, bo, Offers::SetStatus { id, to: OfferStatus::Archived }).await.unwrap();
        let put_away = offer(&db, bo, Offers::Edit { id, draft: draft("Again"), seen: None }).await;
        assert_eq!(put_away, refused(offers::Refusal::WrongMoment { status: OfferStatus::Archived }));
    }

    async fn a_look_counts_once_a_member_and_day_and_apart_from_asks(db) {
        let (ana, bo) = (db.member("ana").await, db.member("bo").await);
        let (id, _) = post(&db, bo, draft("I test apps"), true).await;
        let looks = async |who| {
            let carried = db.batch(vec![db.envelope(By::Member(who), Command::Offers(Offers::Look { id }))]).await;
            carried.events.iter().filter(|e| matches!(e, Event::Offers(offers::Event::Looked { .. }))).count()
        };
        assert_eq!((looks(ana).await, looks(ana).await, looks(bo).await), (1, 0, 0));
        db.later(12 * HOUR);
        assert_eq!(looks(ana).await, 1);
        assert_eq!(read(&db, None, id).await.unwrap().views, 2);
    }

    async fn who_may_read_what(db) {
        let (ana, bo, ada) = (db.member("ana").await, db.member("bo").await, db.member("ada").await);
        db.act(By::Console, Command::Accounts(accounts::Command::SetRole { user: ada, role: accounts::Role::Admin })).await.unwrap();
        let (hidden, _) = post(&db, bo, draft("A draft"), false).await;
        let (live, _) = post(&db, bo, draft("Live"), true).await;
        let (members, _) = post(&db, bo, Draft { visibility: Visibility::Members, ..draft("For members") }, true).await;
        let (paused, _) = post(&db, bo, draft("Paused"), true).await;
        let (away, slug) = post(&db, bo, draft("Put away"), true).await;
        for (id, to) in [(paused, OfferStatus::Paused), (away, OfferStatus::Archived)] {
            offer(&db, bo, Offers::SetStatus { id, to }).await.unwrap();
        }
        let seen = async |reader: Option<UserId>| {
            let mut which = Vec::new();
            for id in [hidden, live, members, paused, away] {
                which.push(read(&db, reader, id).await.is_some());
            }
            which
        };
        assert_eq!(seen(None).await, [false, true, false, true, false]);
        assert_eq!(seen(Some(ana)).await, [false, true, true, true, false]);
        assert_eq!(seen(Some(ada)).await, [false, true, true, true, false]);
        assert_eq!(seen(Some(bo)).await, [true; 5]);
        assert_eq!(active(&db, None, &Filters::default()).await, [live]);
        assert_eq!(active(&db, Some(ana), &Filters::default()).await, [members, live], "paused ones stand in no list");
        let mut tx = db.store.read().await.unwrap();
        let own = reads::page_of(&mut tx, Some(bo), bo, None, 10).await.unwrap();
        assert_eq!(own.items.iter().map(|o| o.id).collect::<Vec<_>>(), [paused, members, live, hidden, away]);
        let others = reads::page_of(&mut tx, Some(ana), bo, None, 10).await.unwrap();
        assert_eq!(others.items.iter().map(|o| o.id).collect::<Vec<_>>(), [paused, members, live]);
        assert!(reads::find_by_slug(&mut tx, Some(ana), bo, &slug).await.unwrap().is_none());
        assert!(reads::find_by_slug(&mut tx, Some(bo), bo, &slug).await.unwrap().is_some());
        assert_eq!(reads::count_of(&mut tx, bo).await.unwrap(), 4);
        drop(tx);
        db.act(By::Console, Command::Accounts(accounts::Command::Suspend { user: bo, suspended: true })).await.unwrap();
        assert_eq!(seen(Some(ana)).await, [false; 5]);
        assert_eq!(seen(Some(ada)).await, [false, true, true, true, false]);
        assert_eq!(seen(Some(bo)).await, [true; 5]);
        assert!(active(&db, Some(ana), &Filters::default()).await.is_empty());
        assert!(reads::stream_all(&mut db.store.read().await.unwrap(), OfferId(0), 10).await.unwrap().is_empty());
    }

    async fn who_blocked_each_other_stay_out_of_each_others_lists(db) {
        let (ana, bo, cy) = (db.member("ana").await, db.member("bo").await, db.member("cy").await);
        let (id, _) = post(&db, bo, draft("I test apps"), true).await;
        db.act(bo, Command::Moderation(moderation::Command::Block { who: ana })).await.unwrap();
        assert!(active(&db, Some(ana), &Filters::default()).await.is_empty());
        assert_eq!(active(&db, Some(cy), &Filters::default()).await, [id]);
        let mut tx = db.store.read().await.unwrap();
        assert!(reads::list_by_ids(&mut tx, Some(ana), &[id]).await.unwrap().is_empty());
        assert!(reads::page_of(&mut tx, Some(ana), bo, None, 5).await.unwrap().items.is_empty());
    }

    async fn lists_are_narrowed_and_results_keep_their_order(db) {
        db.store.seed_reference().await.unwrap();
        let bo = db.member("bo").await;
        let paid = Draft { kind: OfferKind::Service, pricing: Pricing::Custom, category: "development".into(), ..draft("By agreement") };
        let (paid, _) = post(&db, bo, paid, true).await;
        let (free, _) = post(&db, bo, Draft { tools: vec!["claude".into()], ..draft("For free") }, true).await;
        let by = |f: Filters| { let db = &db; async move { active(db, None, &f).await } };
        assert_eq!(by(Filters { kind: Some(OfferKind::Service), category: Some("development".into()), ..Filters::default() }).await, [paid]);
        assert_eq!(by(Filters { paid: Some(true), ..Filters::default() }).await, [paid]);
        assert_eq!(by(Filters { paid: Some(false), tool: Some("claude".into()), ..Filters::default() }).await, [free]);
        let mut tx = db.store.read().await.unwrap();
        let claude = store::tools::find_by_slug(&mut tx, "claude").await.unwrap().unwrap();
        assert_eq!(reads::list_for_tool(&mut tx, None, claude.id, 5).await.unwrap()[0].id, free);
        let found = reads::list_by_ids(&mut tx, None, &[free, OfferId(3), paid]).await.unwrap();
        assert_eq!(found.iter().map(|o| o.id).collect::<Vec<_>>(), [free, paid]);
        let page = reads::page_active(&mut tx, None, &Filters::default(), None, 1).await.unwrap();
        let rest = reads::page_active(&mut tx, None, &Filters::default(), page.next.as_deref(), 1).await.unwrap();
        assert_eq!((page.items[0].id, rest.items[0].id, rest.next), (free, paid, None));
    }

    async fn people_are_listed_with_the_newest_thing_they_offer_that_the_reader_may_see(db) {
        let (ana, bo, cy) = (db.member("ana").await, db.member("bo").await, db.member("cy").await);
        let (old, _) = post(&db, bo, draft("An older one"), true).await;
        let (quiet, _) = post(&db, bo, Draft { visibility: Visibility::Members, ..draft("For members") }, true).await;
        post(&db, bo, draft("Not yet"), false).await;
        let newest = async |reader: Option<UserId>| {
            let found = reads::list_newest_of(&mut db.store.read().await.unwrap(), reader, &[ana, bo, cy]).await.unwrap();
            found.iter().map(|o| o.id).collect::<Vec<_>>()
        };
        assert_eq!((newest(None).await, newest(Some(ana)).await), (vec![old], vec![quiet]));
        let cards = async |reader: Option<UserId>| {
            let found = store::profiles::list_cards(&mut db.store.read().await.unwrap(), reader, &[cy, UserId(7), bo, ana]).await.unwrap();
            found.iter().map(|p| p.id).collect::<Vec<_>>()
        };
        assert_eq!(cards(None).await, [cy, bo, ana], "in the order of the search");
        db.act(bo, Command::Moderation(moderation::Command::Block { who: ana })).await.unwrap();
        assert_eq!((newest(Some(ana)).await, cards(Some(ana)).await), (vec![], vec![cy, ana]));
        assert_eq!((newest(Some(cy)).await, cards(Some(cy)).await), (vec![quiet], vec![cy, bo, ana]));
    }

    async fn an_offer_says_when_it_was_looked_at(db) {
        let bo = db.member("bo").await;
        let (id, _) = post(&db, bo, draft("I test apps"), true).await;
        let mut read = db.store.read().await.unwrap();
        assert_eq!(reads::find_matched_at(&mut read, id).await.unwrap(), None);
        drop(read);
        let look = hub::matches::Command::Found { post: hub::matches::Post::Offer(id), upto: 1, pairs: Vec::new(), tools: Vec::new() };
        db.act(By::Matcher, Command::Matches(look)).await.unwrap();
        let mut read = db.store.read().await.unwrap();
        assert_eq!(reads::find_matched_at(&mut read, id).await.unwrap(), Some(db.now()));
        assert_eq!(reads::find_matched_at(&mut read, OfferId(1)).await.unwrap(), None);
    }
}

fn fields(answer: Result<Answer, Refusal>) -> Vec<String> {
    match answer {
        Err(Refusal::Offers(offers::Refusal::Mend(problems))) => problems.into_iter().map(|p| p.field).collect(),
        other => panic!("nothing to mend: {other:?}"),
    }
}

both_engines! {
    async fn how_far_an_app_is_is_kept_changed_and_taken_along(db) {
        let bo = db.member("bo").await;
        let app = |stage| Draft { kind: OfferKind::App, stage, ..draft("Stallbook") };
        let stage = async |id| read(&db, None, id).await.unwrap().stage;
        let (new, _) = post(&db, bo, app(None), true).await;
        assert_eq!(stage(new).await, Some(Stage::Live), "who says nothing means one that is there");
        let (idea, _) = post(&db, bo, app(Some(Stage::Idea)), true).await;
        assert_eq!(stage(idea).await, Some(Stage::Idea));
        offer(&db, bo, Offers::Edit { id: idea, draft: app(Some(Stage::InWork)), seen: None }).await.unwrap();
        assert_eq!(stage(idea).await, Some(Stage::InWork));
        let along = async || store::leaving::take_along::find_part(&mut db.store.read().await.unwrap(), bo, "offers").await.unwrap().unwrap();
        assert_eq!((along().await.rows[0]["stage"].clone(), along().await.rows[1]["stage"].clone()), ("live".into(), "in_work".into()));
        offer(&db, bo, Offers::Edit { id: idea, draft: app(None), seen: None }).await.unwrap();
        assert_eq!(stage(idea).await, None, "of one that stands nothing need be said");
        let wrong = Draft { stage: Some(Stage::Live), ..draft("An evening") };
        assert_eq!(fields(offer(&db, bo, Offers::Post { draft: wrong.clone(), publish: true }).await), ["stage"]);
        assert_eq!(fields(offer(&db, bo, Offers::Edit { id: new, draft: wrong, seen: None }).await), ["stage"]);
        let (skill, _) = post(&db, bo, draft("An evening"), true).await;
        assert_eq!(stage(skill).await, None);
    }

    async fn how_long_a_course_is_is_kept_and_changed(db) {
        let bo = db.member("bo").await;
        let course = |length: &str| Draft { kind: OfferKind::Course, length: length.into(), ..draft("Pianos in five evenings") };
        let (id, _) = post(&db, bo, course(" five evenings "), true).await;
        assert_eq!(read(&db, None, id).await.unwrap().length, "five evenings");
        offer(&db, bo, Offers::Edit { id, draft: course(""), seen: None }).await.unwrap();
        assert_eq!(read(&db, None, id).await.unwrap().length, "");
        assert_eq!(fields(offer(&db, bo, Offers::Edit { id, draft: course(&"x".repeat(61)), seen: None }).await), ["length"]);
    }

    async fn something_belongs_only_to_an_app_of_ones_own(db) {
        let (ana, bo) = (db.member("ana").await, db.member("bo").await);
        let app = Draft { kind: OfferKind::App, ..draft("Stallbook") };
        let (mine, _) = post(&db, bo, app.clone(), true).await;
        let (theirs, _) = post(&db, ana, app.clone(), true).await;
        let (skill, _) = post(&db, bo, draft("An evening"), true).await;
        let of = |app| Draft { related_offer: Some(app), ..draft("A course about it") };
        for wrong in [theirs, skill, OfferId(77)] {
            assert_eq!(fields(offer(&db, bo, Offers::Post { draft: of(wrong), publish: true }).await), ["related_offer"]);
        }
        assert_eq!(fields(offer(&db, bo, Offers::Edit { id: mine, draft: of(mine), seen: None }).await), ["related_offer"], "never to itself");
        let (about, _) = post(&db, bo, of(mine), true).await;
        assert_eq!(read(&db, None, about).await.unwrap().related_offer, Some(mine));
        let related = async |reader| {
            let found = reads::list_for_app(&mut db.store.read().await.unwrap(), reader, mine, 5).await.unwrap();
            found.iter().map(|o| o.id).collect::<Vec<_>>()
        };
        assert_eq!(related(Some(ana)).await, [about]);
        let apps = async |who| reads::list_apps(&mut db.store.read().await.unwrap(), who, 5).await.unwrap();
        assert_eq!(apps(bo).await, [(mine, "Stallbook".to_owned())]);
        // Once the app is put away nothing new belongs to it; what does may go on, and is changed as before.
        offer(&db, bo, Offers::SetStatus { id: mine, to: OfferStatus::Archived }).await.unwrap();
        assert!(apps(bo).await.is_empty());
        assert_eq!(fields(offer(&db, bo, Offers::Post { draft: of(mine), publish: true }).await), ["related_offer"]);
        offer(&db, bo, Offers::Edit { id: about, draft: of(mine), seen: None }).await.unwrap();
        offer(&db, bo, Offers::Edit { id: about, draft: draft("A course"), seen: None }).await.unwrap();
        assert!(related(Some(ana)).await.is_empty() && read(&db, None, about).await.unwrap().related_offer.is_none());
    }
}
