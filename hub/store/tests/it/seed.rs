//! What a database begins with: reference data, the demo town, members for load tests.

use std::collections::{HashMap, HashSet};

use hub::{
    Answer, Command, UserId,
    accounts::SecretHash,
    asks::{self, AskStatus},
    connections::{self, Status, Step, Subject},
    kernel::time::{DAY, HOUR, MINUTE},
    messaging,
    offers::OfferStatus,
    taxonomy::TermType,
};
use store::{
    accounts as people, asks as ask_reads, connections as connection_reads,
    engine::Value,
    offers as offer_reads,
    seed::{self, Removed, SeedRefused},
};

use crate::world::{NOON, TestStore, both_engines};

/// A town on top of the reference data.
async fn town(db: &TestStore) {
    db.store.seed_reference().await.unwrap();
    let report = db.store.seed_demo(db.now()).await.unwrap();
    assert!(!report.stood);
}

async fn person(db: &TestStore, handle: &str) -> UserId {
    let mut tx = db.store.read().await.unwrap();
    people::find_by_handle(&mut tx, handle).await.unwrap().unwrap_or_else(|| panic!("no {handle}")).0
}

/// Every table with columns that hold members' ids, from the database itself.
async fn rows_of(db: &TestStore, gone: &HashSet<i64>) -> Vec<String> {
    let columns = [
        "user_id",
        "low",
        "high",
        "author",
        "initiator",
        "responder",
        "ask_owner",
        "offer_owner",
        "blocker",
        "blocked",
        "scope",
        "reporter",
        "owner",
        "admin",
        "begun_by",
        "who",
    ];
    let mut tx = db.store.read().await.unwrap();
    let tables = match db.store.engine() {
        store::Engine::Sqlite => tx.rows("select name from sqlite_master where type = 'table'", &[]).await.unwrap(),
        store::Engine::Postgres => {
            tx.rows("select cast(tablename as text) as name from pg_tables where schemaname = 'public'", &[]).await.unwrap()
        }
    };
    let mut found = Vec::new();
    for table in tables {
        let table: String = table.get("name").unwrap();
        if table.starts_with('_') || table.starts_with("sqlite") {
            continue;
        }
        let there: HashSet<String> = match tx.row(sqlx::AssertSqlSafe(format!("select * from {table} limit 1")), &[]).await.unwrap() {
            Some(row) => row.columns().into_iter().collect(),
            None => continue,
        };
        for column in columns.iter().filter(|c| there.contains(**c)) {
            let rows = tx
                .rows(sqlx::AssertSqlSafe(format!("select distinct {column} as id from {table} where {column} is not null")), &[])
                .await
                .unwrap();
            let ids: Vec<i64> = rows.iter().map(|r| r.get("id").unwrap()).collect();
            found.extend(ids.iter().filter(|id| gone.contains(id)).map(|id| format!("{table}.{column} = {id}")));
        }
        if table == "users" {
            let rows = tx.rows("select id from users", &[]).await.unwrap();
            found.extend(rows.iter().map(|r| r.get::<i64>("id").unwrap()).filter(|id| gone.contains(id)).map(|id| format!("user {id}")));
        }
    }
    found
}

async fn ids(db: &TestStore, sql: &'static str) -> HashSet<i64> {
    let rows = db.store.read().await.unwrap().rows(sql, &[]).await.unwrap();
    rows.iter().map(|r| r.get("id").unwrap()).collect()
}

/// Members, asks, offers, connections.
async fn counts(db: &TestStore) -> [i64; 4] {
    [
        db.number("select count(*) as n from users").await,
        db.number("select count(*) as n from asks").await,
        db.number("select count(*) as n from offers").await,
        db.number("select count(*) as n from connections").await,
    ]
}

both_engines! {
    async fn the_reference_data_is_written_once_and_keeps_its_ids(db) {
        let first = db.store.seed_reference().await.unwrap();
        assert!(first.written && first.terms > 100 && first.tools > 100, "{first:?}");
        assert_eq!(db.number("select count(*) as n from terms").await, first.terms as i64);
        assert_eq!(db.number("select count(*) as n from tools").await, first.tools as i64);
        let before = ids(&db, "select id from tools").await;
        let second = db.store.seed_reference().await.unwrap();
        assert_eq!((second.terms, second.tools, second.written), (first.terms, first.tools, false));
        // As when a fixture has changed: written again over what is there.
        let mut tx = db.store.write().await.unwrap();
        tx.run("update meta set value = 'another' where key = 'reference'", &[]).await.unwrap();
        tx.run("update tools set name = 'Old name' where slug = 'claude'", &[]).await.unwrap();
        tx.commit().await.unwrap();
        assert!(db.store.seed_reference().await.unwrap().written);
        assert_eq!(ids(&db, "select id from tools").await, before);
        let mut tx = db.store.read().await.unwrap();
        assert_eq!(store::tools::find_by_slug(&mut tx, "claude").await.unwrap().unwrap().facts.name, "Claude");
    }

    async fn the_town_is_what_its_fixtures_say(db) {
        town(&db).await;
        assert_eq!(db.number("select count(*) as n from users where demo_at is not null").await, 40);
        assert_eq!(db.number("select count(*) as n from users").await, 40);
        for ask in seed::town_asks().unwrap() {
            let owner = person(&db, &ask.by).await;
            let mut tx = db.store.read().await.unwrap();
            let page = ask_reads::page_of(&mut tx, Some(owner), owner, None, 100).await.unwrap();
            let found = page.items.iter().find(|a| a.title == ask.title).unwrap_or_else(|| panic!("{} is missing", ask.key));
            assert_eq!((found.status, found.places, found.visibility), (ask.status, ask.places, ask.visibility), "{}", ask.key);
            assert_eq!(found.created_at, NOON.plus(-ask.posted_hours_ago * HOUR), "{}", ask.key);
            assert_eq!(found.expires_at, ask.expires_in_days.map(|d| NOON.plus(d * DAY)), "{}", ask.key);
            assert_eq!(found.language, ask.language, "{}", ask.key);
            assert_eq!(found.tags.iter().map(|t| &t.slug).collect::<Vec<_>>(), ask.tags.iter().collect::<Vec<_>>(), "{}", ask.key);
            assert_eq!(found.tools.iter().map(|t| &t.slug).collect::<Vec<_>>(), ask.tools.iter().collect::<Vec<_>>(), "{}", ask.key);
            assert_eq!(found.category.as_ref().map(|c| &c.slug), ask.category.as_ref(), "{}", ask.key);
            assert!(found.owner.demo);
        }
        for offer in seed::town_offers().unwrap() {
            let owner = person(&db, &offer.by).await;
            let mut tx = db.store.read().await.unwrap();
            let page = offer_reads::page_of(&mut tx, Some(owner), owner, None, 100).await.unwrap();
            let found = page.items.iter().find(|o| o.title == offer.title).unwrap_or_else(|| panic!("{} is missing", offer.key));
            assert_eq!((found.status, found.pricing, found.price.0), (offer.status, offer.pricing, offer.price_cents), "{}", offer.key);
            assert_eq!(found.language, offer.language, "{}", offer.key);
            assert_eq!(found.published_at.is_some(), offer.status != OfferStatus::Draft, "{}", offer.key);
        }
        assert_eq!(db.number("select count(*) as n from asks").await, 50);
        assert_eq!(db.number("select count(*) as n from offers").await, 86);
    }

    async fn what_happened_in_the_town_happened_by_the_rules(db) {
        town(&db).await;
        assert_eq!(db.number("select count(*) as n from connections where status = 'completed'").await, 18);
        assert_eq!(db.number("select count(*) as n from connections").await, 24);
        let both = "select count(*) as n from connections where initiator_rating is not null and responder_rating is not null";
        assert_eq!(db.number(both).await, 18);
        for (status, n) in [(Status::Initiated, 1), (Status::Discussing, 2), (Status::Accepted, 1), (Status::InProgress, 1), (Status::Declined, 1)] {
            let mut tx = db.store.read().await.unwrap();
            let sql = "select count(*) as n from connections where status = $1";
            assert_eq!(tx.number(sql, &[Value::from(status.word())]).await.unwrap(), n, "{status}");
        }
        assert_eq!(db.number("select cast(sum(helped) as bigint) as n from standing").await, 18);
        let wrong = "select count(*) as n from standing s
            where s.points <> (select coalesce(sum(l.amount), 0) from ledger l where l.user_id = s.user_id)";
        assert_eq!(db.number(wrong).await, 0);
        assert!(db.number("select cast(sum(points) as bigint) as n from standing").await > 0);
        assert!(db.number("select count(*) as n from notices").await > 0);
        assert_eq!(db.number("select count(*) as n from texts").await, 0, "nobody in the town has a phone");
        let future = "select (select count(*) from messages where sent_at > $1) + (select count(*) from connections where updated_at > $1)
            + (select count(*) from asks where created_at > $1) + (select count(*) from notices where at > $1) as n";
        let mut tx = db.store.read().await.unwrap();
        assert_eq!(tx.number(future, &[Value::from(NOON)]).await.unwrap(), 0, "nothing lies in the future");
        let early = "select count(*) as n from connections c left join asks a on a.id = c.ask_id left join offers o on o.id = c.offer_id
            where c.created_at <= coalesce(a.created_at, o.created_at)";
        assert_eq!(tx.number(early, &[]).await.unwrap(), 0, "nobody answers before it is asked");
        let backwards = "select count(*) as n from messages m join messages b on b.conversation_id = m.conversation_id and b.no = m.no - 1
            where b.sent_at > m.sent_at";
        assert_eq!(tx.number(backwards, &[]).await.unwrap(), 0, "conversations run forward");
    }

    async fn its_apps_have_stages_an_ask_belongs_to_one_and_a_template_is_handed_out(db) {
        town(&db).await;
        let kemi = person(&db, "kemi-builds").await;
        let mut tx = db.store.read().await.unwrap();
        let apps = offer_reads::list_apps(&mut tx, kemi, 5).await.unwrap();
        let related = ask_reads::list_for_app(&mut tx, None, apps[0].0, 5).await.unwrap();
        assert_eq!(related.iter().map(|ask| ask.title.as_str()).collect::<Vec<_>>(), ["Five people to try Stallbook, my app for market traders"]);
        let zainab = person(&db, "zainab-ethics").await;
        let page = offer_reads::page_of(&mut tx, None, zainab, None, 100).await.unwrap();
        let handed: Vec<_> = page.items.iter().filter_map(|offer| offer.file.as_ref()).collect();
        let files = seed::list_demo_files(&mut tx).await.unwrap();
        assert_eq!((handed.len(), files.len(), handed[0].id, handed[0].size), (1, 1, files[0].0, files[0].1.len() as i64));
        assert_eq!(handed[0].name, "AI rules for our team.txt");
        let staged = "select count(*) as n from offers where kind = 'app' and stage is null";
        assert_eq!(db.number(staged).await, 0);
    }

    async fn two_of_the_town_were_asked_often_enough_to_say_how_soon_they_answer(db) {
        town(&db).await;
        for (handle, words) in [("linh-draws", "usually answers in 25 min · all of the last 3"), ("edith-m", "usually answers in an hour · all of the last 3")] {
            let who = person(&db, handle).await;
            assert_eq!(store::availability::find_words(&mut db.store.read().await.unwrap(), who).await.unwrap(), words, "{handle}");
        }
    }

    async fn general_has_three_days_of_talk_and_some_of_it_became_asks(db) {
        town(&db).await;
        let talk = seed::town_talk().unwrap();
        let noor = person(&db, "noor-v").await;
        let mut tx = db.store.read().await.unwrap();
        let page = store::rooms::page_messages(&mut tx, noor, hub::rooms::GENERAL, None, 100).await.unwrap();
        assert_eq!(page.items.iter().map(|said| said.message.body.as_str()).collect::<Vec<_>>(), talk.iter().map(|said| said.text.as_str()).collect::<Vec<_>>());
        let asks: Vec<&str> = page.items.iter().filter_map(|said| said.ask.as_ref()).map(|ask| ask.title.as_str()).collect();
        assert_eq!(asks.len(), talk.iter().filter(|said| said.becomes.is_some()).count());
        let waits = store::rooms::find(&mut tx, noor, hub::rooms::GENERAL).await.unwrap().mine.unwrap();
        assert!((1..10).contains(&waits.unread), "{waits:?}");
        assert_eq!(db.number("select count(*) as n from notices where user_id = (select id from users where username = 'noor-v')").await, 1, "she is named once");
    }

    async fn a_second_start_builds_nothing_also_when_visitors_have_come(db) {
        town(&db).await;
        db.later(DAY);
        db.member("ana").await;
        let events = db.number("select cast(sum(head) as bigint) as n from lanes").await;
        let again = db.store.seed_demo(db.now()).await.unwrap();
        assert!(again.stood);
        assert_eq!((again.members, again.offers, again.asks, again.helps, again.open_connections), (40, 86, 50, 18, 6));
        assert_eq!(db.number("select cast(sum(head) as bigint) as n from lanes").await, events);
    }

    async fn an_interrupted_start_is_finished_by_the_next(db) {
        db.store.seed_reference().await.unwrap();
        // Twice, since a batch that breaks is tried again one by one.
        for _ in 0..2 {
            db.store.crash_points().set("committed", store::crash::How::Panic);
        }
        assert!(db.store.seed_demo(db.now()).await.is_err());
        db.later(HOUR);
        assert!(!db.store.seed_demo(db.now()).await.unwrap().stood);
        assert_eq!(counts(&db).await, [40, 50, 86, 24]);
        assert_eq!(db.number("select count(*) as n from users where demo_at is null").await, 0);
        assert!(db.store.seed_demo(db.now()).await.unwrap().stood);
    }

    async fn a_start_that_broke_at_its_very_end_does_nothing_twice(db) {
        town(&db).await;
        let state = async || {
            let points = db.number("select cast(sum(points) as bigint) as n from standing").await;
            let messages = db.number("select count(*) as n from messages").await;
            (counts(&db).await, points, messages, db.number("select count(*) as n from notices").await)
        };
        let before = state().await;
        let mut tx = db.store.write().await.unwrap();
        tx.run("update meta set value = $1 where key = 'demo'", &[Value::from(format!("begun:{}", NOON.0))]).await.unwrap();
        tx.commit().await.unwrap();
        db.later(HOUR);
        assert!(!db.store.seed_demo(db.now()).await.unwrap().stood);
        assert_eq!(state().await, before);
    }

    async fn where_somebody_real_lives_no_town_is_built(db) {
        db.store.seed_reference().await.unwrap();
        db.member("ana").await;
        let refused = db.store.seed_demo(db.now()).await;
        assert!(matches!(refused, Err(SeedRefused::NotEmpty { members: 1 })), "{refused:?}");
        assert_eq!(db.number("select count(*) as n from users").await, 1);
    }

    async fn three_of_the_town_have_a_door(db) {
        assert!(seed::list_demo_doors(&mut db.store.read().await.unwrap()).await.unwrap().is_empty());
        town(&db).await;
        let doors = seed::list_demo_doors(&mut db.store.read().await.unwrap()).await.unwrap();
        let doors: Vec<(&str, &str)> = doors.iter().map(|d| (d.door.as_str(), d.person.handle.as_str())).collect();
        assert_eq!(doors, [("newcomer", "noor-v"), ("baker", "rosa-bakes"), ("builder", "kemi-builds")]);
    }

    async fn the_town_goes_without_a_trace_and_ana_keeps_what_is_hers(db) {
        town(&db).await;
        let gone = ids(&db, "select id from users").await;
        let (ana, bo) = (db.member("ana").await, db.member("bo").await);
        let nora = person(&db, "nora-writes").await;
        let draft = asks::Draft { title: "A sentence for my shop".into(), ..asks::Draft::default() };
        let Ok(Answer::Ask { id: ask, .. }) = db.act(ana, Command::Asks(asks::Command::Post { draft })).await else { panic!("no ask") };
        // Nora, of the town, helps Ana; Bo helps Ana, too.
        for (helper, places) in [(nora, 1), (bo, 2)] {
            db.act(ana, Command::Asks(asks::Command::SetPlaces { id: ask, places })).await.unwrap();
            let open = connections::Command::Open { to: ana, about: Subject::Ask(ask), message: "Gladly".into() };
            let Ok(Answer::Connection { id, conversation }) = db.act(helper, Command::Connections(open)).await else { panic!("no connection") };
            db.later(MINUTE);
            let send = messaging::Command::Send { conversation, body: "Thank you".into(), reply_to: None, files: Vec::new() };
            db.act(ana, Command::Messaging(send)).await.unwrap();
            for step in [Step::Accept, Step::Done] {
                db.act(ana, Command::Connections(connections::Command::Move { id, step })).await.unwrap();
            }
        }
        let mut tx = db.store.read().await.unwrap();
        let full = ask_reads::find(&mut tx, Some(ana), ask).await.unwrap().unwrap();
        assert_eq!((full.status, full.accepted, full.responses), (AskStatus::InProgress, 2, 2));
        drop(tx);

        // Ana has said something in General; somebody of the town had named her there.
        let in_general = |body: &str| Command::Messaging(messaging::Command::Send { conversation: hub::rooms::GENERAL, body: body.to_owned(), reply_to: None, files: Vec::new() });
        db.act(ana, in_general("Hello, I am real")).await.unwrap();
        db.act(nora, in_general("Welcome, @ana!")).await.unwrap();

        let removed = db.store.remove_demo(db.now()).await.unwrap();
        assert_eq!((removed.members, removed.asks, removed.offers, removed.connections), (40, 50, 86, 25));
        // What was handed out the next hub that runs takes away.
        let files = db.store.sweep_files(db.now(), 10).await.unwrap();
        assert_eq!(files.len(), 1);
        for file in files {
            db.store.forget_file(file).await.unwrap();
        }
        assert_eq!(rows_of(&db, &gone).await, Vec::<String>::new());
        let mut tx = db.store.read().await.unwrap();
        let kept = ask_reads::find(&mut tx, Some(ana), ask).await.unwrap().unwrap();
        assert_eq!((kept.status, kept.accepted, kept.responses), (AskStatus::Open, 1, 1));
        assert_eq!(connection_reads::list_between(&mut tx, ana, bo).await.unwrap().len(), 1);
        let wrong = "select count(*) as n from standing s
            where s.points <> (select coalesce(sum(l.amount), 0) from ledger l where l.user_id = s.user_id)";
        assert_eq!(tx.number(wrong, &[]).await.unwrap(), 0);
        assert_eq!(db.number("select count(*) as n from messages").await, 3);
        let general = store::rooms::find_page(&mut tx, bo, hub::rooms::GENERAL, None).await.unwrap();
        assert_eq!(general.messages.iter().map(|said| said.message.body.as_str()).collect::<Vec<_>>(), ["Hello, I am real"]);
        assert_eq!((general.room.room.members, general.room.mine.unwrap().role), (2, hub::rooms::Role::Member));
        assert!(store::rooms::replay(&mut tx, hub::rooms::GENERAL, 0, 500).await.unwrap().is_empty(), "screens from before load it anew");
        assert_eq!(db.store.remove_demo(db.now()).await.unwrap(), Removed::default(), "there is nothing left to take away");
        assert!(store::inbox::replay(&mut tx, ana, 0, 500).await.is_ok(), "what pointed there shows nothing");
    }

    async fn after_it_went_the_town_can_be_built_again(db) {
        town(&db).await;
        db.store.remove_demo(db.now()).await.unwrap();
        assert!(!db.store.seed_demo(db.now()).await.unwrap().stood);
        assert_eq!(db.number("select count(*) as n from asks").await, 50);
    }

    async fn minted_members_come_in_by_their_tokens(db) {
        let mut n = 0_u8;
        let mut rng = || { n += 1; [n; 32] };
        let first = db.store.mint(3, &mut rng, db.now()).await.unwrap();
        assert_eq!(first.iter().map(|(h, _)| h.as_str()).collect::<Vec<_>>(), ["load000001", "load000002", "load000003"]);
        let more = db.store.mint(2, &mut rng, db.now()).await.unwrap();
        assert_eq!(more[0].0, "load000004");
        let mut tx = db.store.read().await.unwrap();
        for (handle, secret) in first.iter().chain(&more) {
            assert!(secret.starts_with("ct_"));
            let hash = SecretHash(sha256(secret));
            assert_eq!(people::find_by_token(&mut tx, &hash).await.unwrap().unwrap().handle, *handle);
        }
    }
}

fn sha256(text: &str) -> String {
    use sha2::{Digest, Sha256};
    Sha256::digest(text).iter().map(|b| format!("{b:02x}")).collect()
}

#[test]
fn every_fixture_can_be_read_and_points_at_something() {
    let members: HashSet<String> = seed::town_members().unwrap().into_iter().map(|m| m.handle).collect();
    let offers: HashMap<String, OfferStatus> = seed::town_offers().unwrap().into_iter().map(|o| (o.key, o.status)).collect();
    assert_eq!((members.len(), offers.len()), (40, 86));
    let asks: HashMap<String, (String, i64)> =
        seed::town_asks().unwrap().into_iter().map(|a| (a.key, (a.by, a.posted_hours_ago))).collect();
    let talk = seed::town_talk().unwrap();
    assert!(talk.windows(2).all(|two| two[0].minutes_ago > two[1].minutes_ago) && talk[0].minutes_ago > 71 * 60, "three days, forward");
    for said in talk {
        assert!(members.contains(&said.by) && !said.text.contains('—'), "{said:?}");
        for handle in hub::rooms::rules::mentions(&said.text) {
            assert!(members.contains(&handle), "{said:?} names nobody");
        }
        if let Some((by, posted)) = said.becomes.as_ref().map(|key| &asks[key]) {
            assert!(*by == said.by && posted * 60 < said.minutes_ago, "{said:?} is said by who asks, before");
        }
    }
    let newcomers = seed::newcomers().unwrap();
    assert_eq!(newcomers.len(), 20);
    for one in newcomers {
        assert!(one.expect.iter().all(|key| offers.get(key) == Some(&OfferStatus::Active)), "{}", one.title);
    }
    let awake = seed::awake_scripts().unwrap();
    assert_eq!(awake.len(), 4);
    for script in awake {
        assert!(members.contains(&script.handle), "{}", script.handle);
        assert_eq!(script.posts.len(), 2);
    }
    let terms = seed::reference_terms().unwrap();
    assert_eq!(terms.iter().filter(|t| t.term_type == TermType::OfferCategory).count(), 8);
}

#[test]
fn refusals_speak_to_the_operator() {
    let words = SeedRefused::NotEmpty { members: 3 }.to_string();
    assert!(words.contains("3 real members"), "{words}");
}
