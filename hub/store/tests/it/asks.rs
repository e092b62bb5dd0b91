//! What members need: posted, changed, read by those who may.

use hub::{
    Answer, AskId, By, Cents, Command, Event, OfferId, Refusal, Timestamp, UserId, accounts,
    asks::{self, AskKind, AskStatus, AskView, Command as Asks, Draft, Visibility},
    kernel::time::{DAY, HOUR},
    moderation,
    offers::{self, OfferKind},
};
use store::asks::{self as reads, Filters};

use crate::world::{NOON, TestStore, both_engines};

pub fn draft(title: &str) -> Draft {
    Draft { title: title.to_owned(), ..Draft::default() }
}

pub async fn post(db: &TestStore, who: UserId, draft: Draft) -> (AskId, String) {
    let answer = db.act(who, Command::Asks(Asks::Post { draft })).await;
    let Ok(Answer::Ask { id, slug }) = answer else { panic!("not posted: {answer:?}") };
    (id, slug)
}

async fn ask(db: &TestStore, who: UserId, command: Asks) -> Result<Answer, Refusal> {
    db.act(who, Command::Asks(command)).await
}

async fn read(db: &TestStore, reader: Option<UserId>, id: AskId) -> Option<AskView> {
    reads::find(&mut db.store.read().await.unwrap(), reader, id).await.unwrap()
}

async fn open(db: &TestStore, reader: Option<UserId>, filters: &Filters) -> Vec<AskId> {
    let mut tx = db.store.read().await.unwrap();
    reads::page_open(&mut tx, reader, filters, None, 50).await.unwrap().items.iter().map(|a| a.id).collect()
}

fn refused(refusal: asks::Refusal) -> Result<Answer, Refusal> {
    Err(Refusal::Asks(refusal))
}

fn fields(answer: Result<Answer, Refusal>) -> Vec<String> {
    match answer {
        Err(Refusal::Asks(asks::Refusal::Mend(problems))) => problems.into_iter().map(|p| p.field).collect(),
        other => panic!("nothing to mend: {other:?}"),
    }
}

async fn block(db: &TestStore, by: UserId, who: UserId) {
    db.act(by, Command::Moderation(moderation::Command::Block { who })).await.unwrap();
}

async fn suspend(db: &TestStore, user: UserId) {
    db.act(By::Console, Command::Accounts(accounts::Command::Suspend { user, suspended: true })).await.unwrap();
}

both_engines! {
    async fn what_ana_asks_is_read_back_as_she_wrote_it(db) {
        db.store.seed_reference().await.unwrap();
        let ana = db.member("ana").await;
        let typed = Draft {
            title: "  Beta testers für Kinlia 🐘 ".into(),
            description: "One evening.\r\nI bring **tea** and 日本茶.".into(),
            kind: AskKind::BetaTester,
            category: "development".into(),
            tags: vec!["ux-design".into(), "copywriting".into()],
            tools: vec!["supabase".into(), "claude".into()],
            budget_min: Some(Cents(0)),
            budget_max: Some(Cents(4_950)),
            currency: "EUR".into(),
            image_url: "https://example.org/a.png".into(),
            visibility: Visibility::Members,
            expires_at: Some(NOON.plus(3 * DAY)),
            ..Draft::default()
        };
        let (id, slug) = post(&db, ana, typed).await;
        let read = read(&db, Some(ana), id).await.unwrap();
        assert_eq!((slug.as_str(), read.slug.as_str()), ("beta-testers-fur-kinlia", "beta-testers-fur-kinlia"));
        assert_eq!((read.title.as_str(), read.description.as_str()), ("Beta testers für Kinlia 🐘", "One evening.\nI bring **tea** and 日本茶."));
        assert_eq!(read.category.as_ref().map(|c| (c.slug.as_str(), c.name.as_str())), Some(("development", "Development & Technical")));
        assert_eq!(read.tags.iter().map(|t| t.slug.as_str()).collect::<Vec<_>>(), ["ux-design", "copywriting"], "as typed");
        assert_eq!(read.tools.iter().map(|t| t.slug.as_str()).collect::<Vec<_>>(), ["supabase", "claude"]);
        assert_eq!((read.budget_min, read.budget_max, read.currency.as_str()), (Some(Cents(0)), Some(Cents(4_950)), "eur"));
        assert_eq!((read.places, read.accepted, read.views, read.responses, read.told), (5, 0, 0, 0, 0));
        assert_eq!((read.status, read.visibility, read.archived, read.matched_at), (AskStatus::Open, Visibility::Members, false, None));
        assert_eq!((read.created_at, read.updated_at, read.expires_at), (NOON, NOON, Some(NOON.plus(3 * DAY))));
        assert_eq!(read.path(), "/@ana/asks/beta-testers-fur-kinlia");
    }

    async fn one_title_gets_one_address_each_time(db) {
        let (ana, bo) = (db.member("ana").await, db.member("bo").await);
        let mut slugs = Vec::new();
        for _ in 0..3 {
            slugs.push(post(&db, ana, draft("A logo")).await.1);
        }
        assert_eq!(slugs, ["a-logo", "a-logo-2", "a-logo-3"]);
        assert_eq!(post(&db, bo, draft("A logo")).await.1, "a-logo", "Bo has addresses of his own");
        assert_eq!(post(&db, ana, draft("A logo 2")).await.1, "a-logo-2-2");
        assert_eq!(post(&db, ana, draft("New!")).await.1, "new-ask");
        assert_eq!(post(&db, ana, draft("日本語で")).await.1, "untitled");
        assert_eq!(post(&db, ana, draft("100% off_")).await.1, "100-off");
    }

    async fn two_of_one_title_in_one_batch_get_two_addresses(db) {
        let ana = db.member("ana").await;
        let both = (0..2).map(|_| db.envelope(By::Member(ana), Command::Asks(Asks::Post { draft: draft("A logo") }))).collect();
        let carried = db.batch(both).await;
        let slugs: Vec<_> = carried.answers.into_iter().map(|a| match a { Ok(Answer::Ask { slug, .. }) => slug, other => panic!("{other:?}") }).collect();
        assert_eq!(slugs, ["a-logo", "a-logo-2"]);
    }

    async fn unknown_words_are_said_field_by_field_and_nothing_is_written(db) {
        db.store.seed_reference().await.unwrap();
        let ana = db.member("ana").await;
        // ux-design is a skill and no category; marketing-content the other way round.
        let typed = Draft {
            category: "ux-design".into(),
            tags: vec!["copywriting".into(), "marketing-content".into()],
            tools: vec!["claude".into(), "abacus".into()],
            ..draft("A logo")
        };
        assert_eq!(fields(ask(&db, ana, Asks::Post { draft: typed.clone() }).await), ["category", "tags", "tools"]);
        assert_eq!(db.number("select count(*) as n from asks").await, 0);
        let (id, _) = post(&db, ana, draft("A logo")).await;
        assert_eq!(fields(ask(&db, ana, Asks::Edit { id, draft: typed, seen: None }).await), ["category", "tags", "tools"]);
        assert_eq!(fields(ask(&db, ana, Asks::Post { draft: draft("x") }).await), ["title"]);
    }

    async fn the_language_is_the_texts_where_it_tells(db) {
        let ana = db.member("ana").await;
        let german = Draft { description: "Wer hilft mir, meine Tabellen für die Buchhaltung in Ordnung zu bringen?".into(), ..draft("Tabellen für den Verein") };
        let (id, _) = post(&db, ana, german).await;
        assert_eq!(read(&db, Some(ana), id).await.unwrap().language, "de");
        let (id, _) = post(&db, ana, Draft { description: "Logo, poster, flyer.".into(), ..draft("Logo") }).await;
        assert_eq!(read(&db, Some(ana), id).await.unwrap().language, "", "in doubt it is not guessed");
    }

    async fn an_edit_keeps_the_address_and_lets_the_matcher_look_again(db) {
        db.store.seed_reference().await.unwrap();
        let ana = db.member("ana").await;
        let (id, slug) = post(&db, ana, Draft { tags: vec!["copywriting".into(), "pricing".into()], ..draft("A logo") }).await;
        let mut tx = db.store.write().await.unwrap();
        tx.run("update asks set matched_at = 5, accepted = 1, places = 3", &[]).await.unwrap();
        tx.commit().await.unwrap();
        db.later(HOUR);
        let edited = Draft { tags: vec!["pricing".into()], ..draft("A logo and a sign") };
        assert_eq!(ask(&db, ana, Asks::Edit { id, draft: edited, seen: None }).await, Ok(Answer::Ask { id, slug: slug.clone() }));
        let after = read(&db, Some(ana), id).await.unwrap();
        assert_eq!((after.slug, after.title.as_str()), (slug, "A logo and a sign"));
        assert_eq!(after.tags.iter().map(|t| t.slug.as_str()).collect::<Vec<_>>(), ["pricing"]);
        assert_eq!((after.matched_at, after.places, after.created_at, after.updated_at), (None, 3, NOON, NOON.plus(HOUR)));
        let fewer = Draft { places: Some(1), ..draft("A logo and a sign") };
        ask(&db, ana, Asks::Edit { id, draft: fewer, seen: None }).await.unwrap();
        assert_eq!(read(&db, Some(ana), id).await.unwrap().status, AskStatus::InProgress, "its one place is taken");
    }

    async fn of_two_changes_of_one_version_the_second_is_refused(db) {
        let ana = db.member("ana").await;
        let (id, _) = post(&db, ana, draft("A logo")).await;
        let seen = read(&db, Some(ana), id).await.unwrap().updated_at;
        let edit = |title: &str, seen| Asks::Edit { id, draft: draft(title), seen };
        // In one batch, at one moment.
        let wishes = [edit("The first words", Some(seen)), edit("The second words", Some(seen))];
        let carried = db.batch(wishes.map(|wish| db.envelope(By::Member(ana), Command::Asks(wish))).into()).await;
        assert!(carried.answers[0].is_ok());
        let changed = Refusal::from(asks::Refusal::ChangedMeanwhile);
        assert!(matches!(&carried.answers[1], Err(store::Failure::Refused(refusal)) if *refusal == changed), "{:?}", carried.answers);
        let after = read(&db, Some(ana), id).await.unwrap();
        assert_eq!(after.title, "The first words");
        assert!(after.updated_at > seen, "another version");
        ask(&db, ana, edit("The second words", Some(after.updated_at))).await.unwrap();
        ask(&db, ana, edit("Whatever stands", None)).await.unwrap();
        assert_eq!(read(&db, Some(ana), id).await.unwrap().title, "Whatever stands");
    }

    async fn an_ask_whose_time_is_over_can_still_be_mended(db) {
        let ana = db.member("ana").await;
        let end = Some(NOON.plus(HOUR));
        let (id, _) = post(&db, ana, Draft { expires_at: end, ..draft("A logo") }).await;
        db.later(DAY);
        ask(&db, ana, Asks::Edit { id, draft: Draft { expires_at: end, ..draft("A good logo") }, seen: None }).await.unwrap();
        assert_eq!(read(&db, Some(ana), id).await.unwrap().expires_at, end);
        let other = Draft { expires_at: Some(NOON.plus(2 * HOUR)), ..draft("A good logo") };
        assert_eq!(fields(ask(&db, ana, Asks::Edit { id, draft: other, seen: None }).await), ["expires_at"]);
    }

    async fn nobody_changes_what_is_not_theirs(db) {
        let (ana, bo) = (db.member("ana").await, db.member("bo").await);
        let (id, _) = post(&db, ana, draft("A logo")).await;
        let (away, _) = post(&db, ana, draft("A sign")).await;
        ask(&db, ana, Asks::Archive { id: away }).await.unwrap();
        let all = |id| {
            vec![
                Asks::Edit { id, draft: draft("Mine now"), seen: None },
                Asks::SetPlaces { id, places: 9 },
                Asks::Fulfil { id },
                Asks::Close { id },
                Asks::Reopen { id, expires_at: None },
                Asks::Archive { id },
            ]
        };
        for command in all(id) {
            assert_eq!(ask(&db, bo, command.clone()).await, refused(asks::Refusal::NotYours), "{command:?}");
        }
        for command in all(away).into_iter().chain(all(AskId(77))) {
            assert_eq!(ask(&db, bo, command.clone()).await, refused(asks::Refusal::NoSuchAsk), "{command:?}");
        }
        let admin = db.member("ada").await;
        assert_eq!(db.act(By::Admin(admin), Command::Asks(Asks::Close { id })).await, refused(asks::Refusal::NotYours));
        suspend(&db, ana).await;
        assert_eq!(ask(&db, bo, Asks::Close { id }).await, refused(asks::Refusal::NoSuchAsk));
        let after = read(&db, Some(ana), id).await.unwrap();
        assert_eq!((after.title.as_str(), after.status, after.updated_at), ("A logo", AskStatus::Open, NOON));
    }

    async fn an_ask_goes_its_way_and_comes_back(db) {
        let ana = db.member("ana").await;
        let (id, _) = post(&db, ana, draft("A logo")).await;
        let status = async || { let a = read(&db, Some(ana), id).await.unwrap(); (a.status, a.fulfilled_at, a.places) };
        ask(&db, ana, Asks::Fulfil { id }).await.unwrap();
        assert_eq!(status().await, (AskStatus::Fulfilled, Some(NOON), 1));
        assert_eq!(ask(&db, ana, Asks::Close { id }).await, refused(asks::Refusal::WrongMoment { status: AskStatus::Fulfilled }));
        let mut tx = db.store.write().await.unwrap();
        tx.run("update asks set accepted = 1, matched_at = 5", &[]).await.unwrap();
        tx.commit().await.unwrap();
        ask(&db, ana, Asks::Reopen { id, expires_at: Some(NOON.plus(DAY)) }).await.unwrap();
        assert_eq!(status().await, (AskStatus::Open, None, 2));
        let open = read(&db, Some(ana), id).await.unwrap();
        assert_eq!((open.matched_at, open.expires_at), (None, Some(NOON.plus(DAY))), "the matcher looks again");
        ask(&db, ana, Asks::SetPlaces { id, places: 1 }).await.unwrap();
        assert_eq!(status().await, (AskStatus::InProgress, None, 1));
        assert_eq!(ask(&db, ana, Asks::SetPlaces { id, places: 0 }).await.map_err(|r| r.refused().code), Err("asks.mend".to_owned()));
        ask(&db, ana, Asks::SetPlaces { id, places: 4 }).await.unwrap();
        assert_eq!(status().await, (AskStatus::Open, None, 4));
        ask(&db, ana, Asks::Close { id }).await.unwrap();
        ask(&db, ana, Asks::Fulfil { id }).await.unwrap();
        ask(&db, ana, Asks::Archive { id }).await.unwrap();
        assert_eq!(ask(&db, ana, Asks::Reopen { id, expires_at: None }).await, refused(asks::Refusal::PutAway));
        assert_eq!(ask(&db, ana, Asks::SetPlaces { id, places: 7 }).await, refused(asks::Refusal::PutAway));
        assert!(read(&db, Some(ana), id).await.unwrap().archived);
    }

    async fn two_wishes_in_one_batch_see_each_other(db) {
        let ana = db.member("ana").await;
        let (id, _) = post(&db, ana, draft("A logo")).await;
        let wishes = [Asks::Close { id }, Asks::Close { id }, Asks::Edit { id, draft: draft("First words"), seen: None }, Asks::Edit { id, draft: draft("Last words"), seen: None }];
        let carried = db.batch(wishes.into_iter().map(|c| db.envelope(By::Member(ana), Command::Asks(c))).collect()).await;
        let done: Vec<bool> = carried.answers.iter().map(Result::is_ok).collect();
        assert_eq!(done, [true, false, true, true]);
        let after = read(&db, Some(ana), id).await.unwrap();
        assert_eq!((after.title.as_str(), after.status), ("Last words", AskStatus::Closed));
    }

    async fn edits_of_two_asks_at_once_do_not_mix(db) {
        db.store.seed_reference().await.unwrap();
        let (ana, bo) = (db.member("ana").await, db.member("bo").await);
        let (hers, _) = post(&db, ana, draft("Hers")).await;
        let (his, _) = post(&db, bo, draft("His")).await;
        let edits = |who, id, tag: &str| {
            let draft = Draft { tags: vec![tag.to_owned()], ..draft(tag) };
            db.batch(vec![db.envelope(By::Member(who), Command::Asks(Asks::Edit { id, draft, seen: None }))])
        };
        let (a, b) = tokio::join!(edits(ana, hers, "copywriting"), edits(bo, his, "pricing"));
        assert!(a.answers[0].is_ok() && b.answers[0].is_ok());
        let tags = async |id| read(&db, Some(ana), id).await.unwrap().tags.iter().map(|t| t.slug.clone()).collect::<Vec<_>>();
        assert_eq!((tags(hers).await, tags(his).await), (vec!["copywriting".to_owned()], vec!["pricing".to_owned()]));
    }

    async fn a_look_counts_once_a_member_and_day_and_never_the_owner(db) {
        let (ana, bo, cy) = (db.member("ana").await, db.member("bo").await, db.member("cy").await);
        let (id, _) = post(&db, ana, draft("A logo")).await;
        let looks = async |who| {
            let carried = db.batch(vec![db.envelope(By::Member(who), Command::Asks(Asks::Look { id }))]).await;
            assert!(carried.answers[0].is_ok());
            carried.events.iter().filter(|e| matches!(e, Event::Asks(asks::Event::Looked { .. }))).count()
        };
        assert_eq!((looks(bo).await, looks(bo).await, looks(cy).await, looks(ana).await), (1, 0, 1, 0));
        assert_eq!(read(&db, None, id).await.unwrap().views, 2);
        // NOON is twelve hours before the next UTC day.
        db.later(12 * HOUR);
        assert_eq!(looks(bo).await, 1);
        assert_eq!(read(&db, None, id).await.unwrap().views, 3);
        ask(&db, ana, Asks::Archive { id }).await.unwrap();
        assert_eq!(ask(&db, bo, Asks::Look { id }).await, refused(asks::Refusal::NoSuchAsk));
    }

    async fn when_its_time_is_over_an_ask_is_closed_by_the_clock(db) {
        let ana = db.member("ana").await;
        let (id, _) = post(&db, ana, Draft { expires_at: Some(NOON.plus(HOUR)), ..draft("A logo") }).await;
        let (later, _) = post(&db, ana, Draft { expires_at: Some(NOON.plus(DAY)), ..draft("A sign") }).await;
        let (away, _) = post(&db, ana, Draft { expires_at: Some(NOON.plus(HOUR)), ..draft("A flag") }).await;
        ask(&db, ana, Asks::Archive { id: away }).await.unwrap();
        let due = async |now: Timestamp| reads::list_due(&mut db.store.read().await.unwrap(), now, 10).await.unwrap();
        assert_eq!(due(NOON).await, []);
        assert_eq!(due(NOON.plus(HOUR)).await, [id]);
        let early = db.act(By::Clock, Command::Asks(Asks::Expire { id })).await;
        assert_eq!(early, refused(asks::Refusal::WrongMoment { status: AskStatus::Open }), "it was given more time");
        db.later(HOUR);
        db.act(By::Clock, Command::Asks(Asks::Expire { id })).await.unwrap();
        assert_eq!(read(&db, Some(ana), id).await.unwrap().status, AskStatus::Closed);
        assert_eq!(db.number("select count(*) as n from notices").await, 1, "Ana is told");
        assert_eq!(due(NOON.plus(2 * HOUR)).await, []);
        assert!(ask(&db, ana, Asks::Expire { id: later }).await.is_err(), "not a member's to wish");
    }

    async fn who_may_read_what(db) {
        let (ana, bo, ada) = (db.member("ana").await, db.member("bo").await, db.member("ada").await);
        db.act(By::Console, Command::Accounts(accounts::Command::SetRole { user: ada, role: accounts::Role::Admin })).await.unwrap();
        let (everyone, slug) = post(&db, ana, draft("For everyone")).await;
        let (members, _) = post(&db, ana, Draft { visibility: Visibility::Members, ..draft("For members") }).await;
        let (away, _) = post(&db, ana, draft("Put away")).await;
        let (closed, _) = post(&db, ana, draft("Closed")).await;
        ask(&db, ana, Asks::Archive { id: away }).await.unwrap();
        ask(&db, ana, Asks::Close { id: closed }).await.unwrap();
        let seen = async |reader: Option<UserId>| {
            let mut which = Vec::new();
            for id in [everyone, members, away, closed] {
                which.push(read(&db, reader, id).await.is_some());
            }
            which
        };
        assert_eq!(seen(None).await, [true, false, false, true]);
        assert_eq!(seen(Some(bo)).await, [true, true, false, true]);
        assert_eq!(seen(Some(ada)).await, [true, true, false, true]);
        assert_eq!(seen(Some(ana)).await, [true, true, true, true]);
        assert_eq!(open(&db, None, &Filters::default()).await, [everyone]);
        assert_eq!(open(&db, Some(bo), &Filters::default()).await, [members, everyone]);
        let own = async |reader: Option<UserId>| {
            let mut tx = db.store.read().await.unwrap();
            reads::page_of(&mut tx, reader, ana, None, 10).await.unwrap().items.iter().map(|a| a.id).collect::<Vec<_>>()
        };
        assert_eq!(own(Some(ana)).await, [closed, members, everyone, away], "what is put away comes last");
        assert_eq!(own(Some(bo)).await, [closed, members, everyone]);
        assert_eq!(own(None).await, [closed, everyone]);
        let mut tx = db.store.read().await.unwrap();
        assert!(reads::find_by_slug(&mut tx, None, ana, &slug).await.unwrap().is_some());
        assert!(reads::find_by_slug(&mut tx, None, bo, &slug).await.unwrap().is_none());
        assert_eq!(reads::count_of(&mut tx, ana).await.unwrap(), 3);
        drop(tx);
        suspend(&db, ana).await;
        assert_eq!(seen(Some(bo)).await, [false; 4]);
        assert_eq!(seen(Some(ada)).await, [true, true, false, true]);
        assert_eq!(seen(Some(ana)).await, [true; 4]);
        assert!(open(&db, Some(bo), &Filters::default()).await.is_empty());
        assert!(open(&db, Some(ada), &Filters::default()).await.is_empty());
        assert!(reads::stream_all(&mut db.store.read().await.unwrap(), AskId(0), 10).await.unwrap().is_empty());
    }

    async fn who_blocked_each_other_stay_out_of_each_others_lists(db) {
        let (ana, bo, cy) = (db.member("ana").await, db.member("bo").await, db.member("cy").await);
        let (hers, _) = post(&db, ana, draft("Hers")).await;
        let (his, _) = post(&db, bo, draft("His")).await;
        block(&db, ana, bo).await;
        assert_eq!(open(&db, Some(bo), &Filters::default()).await, [his]);
        assert_eq!(open(&db, Some(ana), &Filters::default()).await, [hers]);
        assert_eq!(open(&db, Some(cy), &Filters::default()).await, [his, hers]);
        let mut tx = db.store.read().await.unwrap();
        let found = reads::list_by_ids(&mut tx, Some(bo), &[hers, his]).await.unwrap();
        assert_eq!(found.iter().map(|a| a.id).collect::<Vec<_>>(), [his]);
        assert!(reads::page_of(&mut tx, Some(bo), ana, None, 5).await.unwrap().items.is_empty());
    }

    async fn lists_are_narrowed_by_kind_category_tool_and_budget(db) {
        db.store.seed_reference().await.unwrap();
        let ana = db.member("ana").await;
        let (hire, _) = post(&db, ana, Draft { kind: AskKind::Hire, budget_max: Some(Cents(100)), tools: vec!["claude".into()], ..draft("Paid work") }).await;
        let (advice, _) = post(&db, ana, Draft { category: "operations".into(), budget_min: Some(Cents(0)), ..draft("A hand") }).await;
        let by = |f: Filters| { let db = &db; async move { open(db, None, &f).await } };
        assert_eq!(by(Filters::default()).await, [advice, hire]);
        assert_eq!(by(Filters { kind: Some(AskKind::Hire), ..Filters::default() }).await, [hire]);
        assert_eq!(by(Filters { category: Some("operations".into()), ..Filters::default() }).await, [advice]);
        assert_eq!(by(Filters { tool: Some("claude".into()), paid: Some(true), ..Filters::default() }).await, [hire]);
        assert_eq!(by(Filters { paid: Some(false), ..Filters::default() }).await, [advice]);
        assert!(by(Filters { tool: Some("no-such-tool".into()), ..Filters::default() }).await.is_empty());
        let mut tx = db.store.read().await.unwrap();
        let claude = store::tools::find_by_slug(&mut tx, "claude").await.unwrap().unwrap();
        let named = reads::list_for_tool(&mut tx, None, claude.id, 5).await.unwrap();
        assert_eq!(named.iter().map(|a| a.id).collect::<Vec<_>>(), [hire]);
    }

    async fn pages_go_on_where_they_ended_also_within_one_moment(db) {
        let ana = db.member("ana").await;
        let mut all = Vec::new();
        for i in 0..5 {
            all.push(post(&db, ana, draft(&format!("Ask {i}"))).await.0);
            if i == 2 {
                db.later(HOUR);
            }
        }
        all.reverse();
        let mut seen = Vec::new();
        let mut own = Vec::new();
        let (mut next, mut next_own) = (None::<String>, None::<String>);
        for _ in 0..3 {
            let mut tx = db.store.read().await.unwrap();
            let page = reads::page_open(&mut tx, None, &Filters::default(), next.as_deref(), 2).await.unwrap();
            seen.extend(page.items.iter().map(|a| a.id));
            next = page.next;
            let page = reads::page_of(&mut tx, Some(ana), ana, next_own.as_deref(), 2).await.unwrap();
            own.extend(page.items.iter().map(|a| a.id));
            next_own = page.next;
        }
        assert_eq!((&seen, next), (&all, None));
        assert_eq!((&own, next_own), (&all, None));
    }

    async fn results_keep_the_order_of_their_ids_and_leave_out_what_closed(db) {
        let ana = db.member("ana").await;
        let (one, _) = post(&db, ana, draft("One ask")).await;
        let (two, _) = post(&db, ana, Draft { visibility: Visibility::Members, ..draft("Two asks") }).await;
        let (three, _) = post(&db, ana, draft("Three asks")).await;
        ask(&db, ana, Asks::Close { id: three }).await.unwrap();
        let mut tx = db.store.read().await.unwrap();
        let wanted = [three, two, AskId(9), one];
        let found = async |tx: &mut store::Tx, reader| reads::list_by_ids(tx, reader, &wanted).await.unwrap().iter().map(|a| a.id).collect::<Vec<_>>();
        assert_eq!(found(&mut tx, Some(ana)).await, [two, one]);
        assert_eq!(found(&mut tx, None).await, [one]);
        assert!(reads::list_by_ids(&mut tx, None, &[]).await.unwrap().is_empty());
        let stream = reads::stream_all(&mut tx, AskId(0), 10).await.unwrap();
        assert_eq!(stream.iter().map(|a| a.id).collect::<Vec<_>>(), [one, two]);
        assert_eq!(reads::stream_all(&mut tx, one, 10).await.unwrap().len(), 1);
        assert_eq!(reads::list_unmatched(&mut tx, 10).await.unwrap(), [one, two]);
    }
}

both_engines! {
    async fn where_it_can_be_tried_is_kept_changed_and_taken_along(db) {
        let ana = db.member("ana").await;
        let typed = |address: &str| Draft { kind: AskKind::BetaTester, external_url: address.into(), ..draft("Try my app") };
        assert_eq!(fields(ask(&db, ana, Asks::Post { draft: typed("javascript:alert(1)") }).await), ["external_url"]);
        let (id, _) = post(&db, ana, typed(" kinlia.example/app ")).await;
        assert_eq!(read(&db, None, id).await.unwrap().external_url, "https://kinlia.example/app", "as an offer's is");
        let part = store::leaving::take_along::find_part(&mut db.store.read().await.unwrap(), ana, "asks").await.unwrap().unwrap();
        assert_eq!(part.rows[0]["external_url"], "https://kinlia.example/app");
        ask(&db, ana, Asks::Edit { id, draft: typed(""), seen: None }).await.unwrap();
        assert_eq!(read(&db, None, id).await.unwrap().external_url, "");
    }
}

both_engines! {
    async fn an_ask_belongs_to_an_app_of_its_owner_and_is_found_by_it(db) {
        let (ana, bo) = (db.member("ana").await, db.member("bo").await);
        let app = offers::Draft { kind: OfferKind::App, ..crate::offers::draft("Stallbook") };
        let (mine, _) = crate::offers::post(&db, ana, app.clone(), true).await;
        let (theirs, _) = crate::offers::post(&db, bo, app, true).await;
        let (skill, _) = crate::offers::post(&db, ana, crate::offers::draft("An evening"), true).await;
        let of = |app: Option<OfferId>| Draft { kind: AskKind::BetaTester, related_offer: app, ..draft("Try my app") };
        for wrong in [theirs, skill, OfferId(77)] {
            assert_eq!(fields(ask(&db, ana, Asks::Post { draft: of(Some(wrong)) }).await), ["related_offer"]);
        }
        let (id, _) = post(&db, ana, of(Some(mine))).await;
        let related = async |reader| {
            let found = reads::list_for_app(&mut db.store.read().await.unwrap(), reader, mine, 5).await.unwrap();
            found.iter().map(|a| a.id).collect::<Vec<_>>()
        };
        assert_eq!((read(&db, None, id).await.unwrap().related_offer, related(None).await), (Some(mine), vec![id]));
        let part = store::leaving::take_along::find_part(&mut db.store.read().await.unwrap(), ana, "asks").await.unwrap().unwrap();
        assert_eq!(part.rows[0]["related_offer"], mine.0);
        assert_eq!(fields(ask(&db, ana, Asks::Edit { id, draft: of(Some(theirs)), seen: None }).await), ["related_offer"]);
        block(&db, ana, bo).await;
        assert!(related(Some(bo)).await.is_empty(), "between two who are blocked nothing is shown");
        ask(&db, ana, Asks::Close { id }).await.unwrap();
        assert!(related(None).await.is_empty(), "only open ones");
        ask(&db, ana, Asks::Edit { id, draft: of(None), seen: None }).await.unwrap();
        assert_eq!(read(&db, None, id).await.unwrap().related_offer, None);
    }
}
