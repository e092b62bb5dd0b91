//! Leaving: who is away is seen by nobody and comes back as they were; of who is gone no row says a name, and what others have of
//! them stays whole.

use std::collections::BTreeSet;

use hub::{
    Answer, AskId, By, Command, ConversationId, Event, Refusal, UserId,
    accounts::{self, Command as Accounts, Door, PasswordHash, SecretHash},
    asks::{AskKind, AskStatus},
    connections::{Status, Step, Subject},
    follows::Command as Follows,
    kernel::time::{DAY, MINUTE},
    leaving::{Absence, Command as Leaving, Event as Left, GRACE_MS, Refusal as No, USERNAME_KEPT_MS, Words},
    messaging::{self, Command as Messaging},
    profiles::{Command as Profiles, Draft as Profile},
    rooms::{Command as Rooms, Draft as Room, GENERAL, Kind as RoomKind, Role},
};
use sqlx::AssertSqlSafe;
use store::{
    Engine, Row, Value, args,
    leaving::{
        self as reads,
        tables::{self, Gone, Table, Taken},
        take_along,
    },
};

use crate::{
    steps::{open, opened, rate, say},
    world::{TestStore, both_engines},
};

async fn leaving(db: &TestStore, by: impl Into<crate::world::Who>, command: Leaving) -> Result<Answer, Refusal> {
    db.act(by, Command::Leaving(command)).await
}

fn delete(typed: &str, words: Words) -> Leaving {
    Leaving::Delete { typed: typed.to_owned(), words }
}

/// Wished for, waited for, done.
async fn is_gone(db: &TestStore, user: UserId, handle: &str, words: Words) {
    leaving(db, user, delete(handle, words)).await.unwrap();
    db.later(GRACE_MS);
    leaving(db, By::Clock, Leaving::Finish { user }).await.unwrap();
}

async fn session(db: &TestStore, user: UserId, secret: &str) -> Result<Answer, Refusal> {
    let open = Accounts::OpenSession { secret: SecretHash(secret.to_owned()), device: "Firefox".into(), address: "127.0.0.1".into() };
    db.act(user, Command::Accounts(open)).await
}

async fn token(db: &TestStore, user: UserId, secret: &str) {
    let make = Accounts::MakeToken { name: "my script".to_owned(), secret: SecretHash(secret.to_owned()) };
    db.act(user, Command::Accounts(make)).await.unwrap();
}

async fn absence(db: &TestStore, reader: UserId, talk: ConversationId) -> Option<Absence> {
    let mut tx = db.store.read().await.unwrap();
    store::messaging::find_conversation(&mut tx, reader, talk).await.unwrap().unwrap().other.absent
}

async fn bodies(db: &TestStore, reader: UserId, talk: ConversationId) -> Vec<String> {
    let mut tx = db.store.read().await.unwrap();
    let page = store::messaging::page_messages(&mut tx, reader, talk, None, 50).await.unwrap();
    page.items.into_iter().map(|m| m.body).collect()
}

/// What a reader finds of somebody: their page, an ask, an offer, them among people, among followers, in the sitemap.
async fn seen(db: &TestStore, reader: UserId, user: UserId, ask: AskId, offer: hub::OfferId) -> Vec<bool> {
    let mut tx = db.store.read().await.unwrap();
    let people = store::profiles::page(&mut tx, Some(reader), None, 50).await.unwrap().items;
    let followers = store::follows::find(&mut tx, Some(reader), reader).await.unwrap().followers;
    vec![
        store::profiles::find(&mut tx, Some(reader), user).await.unwrap().is_some(),
        store::asks::find(&mut tx, Some(reader), ask).await.unwrap().is_some(),
        store::offers::find(&mut tx, Some(reader), offer).await.unwrap().is_some(),
        people.iter().any(|person| person.id == user),
        followers > 0,
        !store::offers::page_of(&mut tx, Some(reader), user, None, 9).await.unwrap().items.is_empty(),
        !store::follows::page_feed(&mut tx, reader, None, 9).await.unwrap().items.is_empty(),
    ]
}

both_engines! {
    async fn who_is_away_is_seen_by_nobody_and_everything_is_as_it_was_when_they_are_back(db) {
        let (ana, bo) = (db.member("ana").await, db.member("bo").await);
        let ask = db.ask(ana, "A violin", AskKind::Advice, None).await;
        let offer = db.offer(ana, "I draw logos").await;
        for (by, who) in [(ana, bo), (bo, ana)] {
            db.act(by, Command::Follows(Follows::Follow { who })).await.unwrap();
        }
        let (_, talk) = opened(db.act(bo, open(ana, Subject::Direct)).await);
        session(&db, ana, "phone").await.unwrap();
        token(&db, ana, "script").await;
        assert!(seen(&db, bo, ana, ask, offer).await.into_iter().all(|found| found));

        let carried = db.batch(vec![db.envelope(By::Member(ana), Command::Leaving(Leaving::Deactivate))]).await;
        assert!(carried.events.contains(&Event::Leaving(Left::Left { user: ana, until: None })), "{:?}", carried.events);
        assert!(carried.events.iter().any(|e| matches!(e, Event::Accounts(accounts::Event::DoorsClosed { doors, .. }) if doors.len() == 1)));
        assert_eq!(seen(&db, bo, ana, ask, offer).await, [false; 7]);
        assert_eq!(absence(&db, bo, talk).await, Some(Absence::Away));
        db.act(bo, say(talk, "are you there?")).await.unwrap();
        let mut tx = db.store.read().await.unwrap();
        assert!(store::accounts::find_by_session(&mut tx, &SecretHash("phone".into())).await.unwrap().is_none());
        let caller = store::accounts::find_by_token(&mut tx, &SecretHash("script".into())).await.unwrap().unwrap();
        assert!(caller.away && !caller.suspended, "the token rests");
        let open_doors = store::accounts::list_open_doors(&mut tx, &[(ana, caller.door)]).await.unwrap();
        assert!(open_doors.is_empty() && matches!(caller.door, Door::Token(_)));
        drop(tx);
        assert_eq!(db.act(bo, open(ana, Subject::Ask(ask))).await, Err(hub::connections::Refusal::NoLongerOpen.into()));
        assert_eq!(leaving(&db, ana, Leaving::Deactivate).await, Err(No::Away.into()));

        session(&db, ana, "laptop").await.unwrap();
        leaving(&db, ana, Leaving::Return).await.unwrap();
        assert_eq!(leaving(&db, ana, Leaving::Return).await, Err(No::Here.into()));
        assert!(seen(&db, bo, ana, ask, offer).await.into_iter().all(|found| found));
        assert_eq!(absence(&db, bo, talk).await, None);
        let mut tx = db.store.read().await.unwrap();
        assert_eq!(store::messaging::count_unread(&mut tx, ana).await.unwrap(), 2, "what was written meanwhile is there");
        assert!(!store::accounts::find_by_token(&mut tx, &SecretHash("script".into())).await.unwrap().unwrap().away);
    }

    async fn an_end_waits_fourteen_days_and_stops_when_they_come_back(db) {
        let ana = db.member("ana").await;
        assert!(matches!(leaving(&db, ana, delete("bo_", Words::Stay)).await, Err(Refusal::Leaving(No::Mend(_)))));
        assert_eq!(leaving(&db, ana, Leaving::Finish { user: ana }).await, Err(hub::command::AnyRefusal::NotAllowed.into()));
        token(&db, ana, "script").await;
        leaving(&db, ana, delete("@Ana", Words::Stay)).await.unwrap();
        let due = async |db: &TestStore| reads::list_due(&mut db.store.read().await.unwrap(), db.now(), 9).await.unwrap();
        db.later(GRACE_MS - 1);
        assert_eq!(due(&db).await, []);
        assert_eq!(leaving(&db, By::Clock, Leaving::Finish { user: ana }).await, Err(No::NotDue.into()));
        let mut tx = db.store.read().await.unwrap();
        assert!(store::accounts::find_by_token(&mut tx, &SecretHash("script".into())).await.unwrap().is_none(), "revoked");
        assert!(reads::find_away(&mut tx, ana).await.unwrap().unwrap().until.is_some());
        drop(tx);
        leaving(&db, ana, Leaving::Return).await.unwrap();
        db.later(2 * DAY);
        assert_eq!(due(&db).await, []);
        assert_eq!(leaving(&db, By::Clock, Leaving::Finish { user: ana }).await, Err(No::NotDue.into()));

        leaving(&db, ana, delete("ana", Words::Stay)).await.unwrap();
        db.later(GRACE_MS);
        assert_eq!(due(&db).await, [ana]);
        leaving(&db, By::Clock, Leaving::Finish { user: ana }).await.unwrap();
        assert_eq!(due(&db).await, []);
        assert_eq!(leaving(&db, By::Clock, Leaving::Finish { user: ana }).await, Err(No::NotDue.into()));
        assert_eq!(leaving(&db, ana, Leaving::Return).await, Err(No::NotDue.into()));
        assert_eq!(session(&db, ana, "laptop").await, Err(accounts::Refusal::NoSuchMember.into()));
    }

    async fn an_admins_word_about_who_is_away_counts_when_they_are_back(db) {
        let ana = db.member("ana").await;
        leaving(&db, ana, Leaving::Deactivate).await.unwrap();
        db.suspend(ana).await;
        assert_eq!(session(&db, ana, "phone").await, Err(accounts::Refusal::Suspended.into()));
        db.act(By::Console, Command::Accounts(Accounts::Suspend { user: ana, suspended: false })).await.unwrap();
        session(&db, ana, "phone").await.unwrap();
        let mut tx = db.store.read().await.unwrap();
        assert!(store::profiles::find(&mut tx, None, ana).await.unwrap().is_none(), "away all the same");
        drop(tx);
        db.suspend(ana).await;
        leaving(&db, ana, Leaving::Return).await.unwrap();
        assert_eq!(session(&db, ana, "tablet").await, Err(accounts::Refusal::Suspended.into()));
    }

    async fn a_conversation_stays_whole_for_the_other_one_and_nothing_more_is_written_in_it(db) {
        let (ana, bo) = (db.member("ana").await, db.member("bo").await);
        let ask = db.ask(bo, "A violin", AskKind::Advice, None).await;
        let (helped, talk) = opened(db.act(ana, open(bo, Subject::Ask(ask))).await);
        db.act(bo, say(talk, "welcome")).await.unwrap();
        db.act(ana, say(talk, "I have two of them")).await.unwrap();
        db.steps(helped, &[(bo, Step::Accept), (ana, Step::Done), (bo, Step::Done)]).await;
        db.act(ana, rate(helped, 5)).await.unwrap();
        let other = db.ask(bo, "A cello", AskKind::Advice, None).await;
        let (going_on, _) = opened(db.act(ana, open(bo, Subject::Ask(other))).await);
        db.steps(going_on, &[(bo, Step::Accept)]).await;
        let (ledger, standing) = (db.ledger(bo).await, ratings(&db, bo).await);
        let before = bodies(&db, bo, talk).await;
        assert_eq!(db.the_ask(other).await.accepted, 1);

        is_gone(&db, ana, "ana", Words::Stay).await;
        assert_eq!(bodies(&db, bo, talk).await, before);
        assert_eq!(absence(&db, bo, talk).await, Some(Absence::Left));
        let mut tx = db.store.read().await.unwrap();
        let list = store::messaging::page_conversations(&mut tx, bo, None, 9).await.unwrap().items;
        assert_eq!((list.len(), list[0].other.name.as_str(), list[0].other.handle.as_str()), (1, "Somebody who left", ""));
        drop(tx);
        assert_eq!(db.act(bo, say(talk, "thank you")).await, Err(messaging::Refusal::TheyLeft.into()));
        let c = db.connection(bo, helped).await;
        assert_eq!((c.status, c.their_rating, c.other.name.as_str()), (Status::Completed, Some(5), "Somebody who left"));
        assert_eq!(db.act(bo, rate(helped, 5)).await, Err(hub::connections::Refusal::NoSuchMember.into()));
        // What went on is called off, and the place is free.
        assert_eq!(db.status(bo, going_on).await, Status::Cancelled);
        assert_eq!((db.the_ask(other).await.accepted, db.the_ask(other).await.status), (0, AskStatus::Open));
        assert!(db.activity(bo).await.iter().any(|line| line.contains("Somebody who left")), "{:?}", db.activity(bo).await);
        assert_eq!((db.ledger(bo).await, ratings(&db, bo).await), (ledger, standing), "what they gave is untouched");
    }

    async fn counters_agree_with_what_is_there_when_somebody_is_gone(db) {
        let (ana, bo, cy) = (db.member("ana").await, db.member("bo").await, db.member("cy").await);
        let ask = db.ask(bo, "Three testers", AskKind::BetaTester, Some(3)).await;
        let (first, _) = opened(db.act(ana, open(bo, Subject::Ask(ask))).await);
        let (second, _) = opened(db.act(cy, open(bo, Subject::Ask(ask))).await);
        db.steps(first, &[(bo, Step::Accept)]).await;
        db.steps(second, &[(bo, Step::Accept)]).await;
        db.act(ana, Command::Follows(Follows::Follow { who: bo })).await.unwrap();
        db.act(cy, Command::Follows(Follows::Follow { who: bo })).await.unwrap();
        is_gone(&db, ana, "ana", Words::Go).await;
        let now = db.the_ask(ask).await;
        let sql = "select count(*) as n from connections where status in ('accepted', 'in_progress', 'completed')";
        assert_eq!((now.accepted, db.number(sql).await), (1, 1));
        assert_eq!(now.responses, db.number("select count(*) as n from connections where ask_id is not null").await);
        let mut tx = db.store.read().await.unwrap();
        assert_eq!(store::follows::find(&mut tx, Some(cy), bo).await.unwrap().followers, 1);
        drop(tx);
        let points: i64 = db.ledger(bo).await.iter().map(|(_, amount)| amount).sum();
        let mut tx = db.store.read().await.unwrap();
        assert_eq!(store::points::find_total(&mut tx, bo).await.unwrap(), points);
        assert_eq!(store::census::count(&mut tx).await.unwrap().members, 2);
    }

    async fn words_go_if_they_were_to_go_and_that_there_were_messages_stays(db) {
        let (ana, bo) = (db.member("ana").await, db.member("bo").await);
        let (connection, talk) = opened(db.act(ana, open(bo, Subject::Direct)).await);
        db.act(bo, say(talk, "welcome")).await.unwrap();
        db.act(ana, say(talk, "a secret")).await.unwrap();
        db.act(ana, say(GENERAL, "hello all")).await.unwrap();
        let log = log_no(&db, bo, talk).await;
        is_gone(&db, ana, "ana", Words::Go).await;
        assert_eq!(bodies(&db, bo, talk).await, ["", "welcome", ""]);
        assert_eq!(db.connection(bo, connection).await.first_message, "");
        let mut tx = db.store.read().await.unwrap();
        let changed = store::messaging::list_changes(&mut tx, bo, talk, (3, log), 50).await.unwrap();
        assert_eq!(changed.iter().filter(|m| m.deleted_at.is_some()).count(), 2, "a screen that comes back hears of it");
        let room = store::rooms::find_page(&mut tx, bo, GENERAL, None).await.unwrap().messages;
        assert_eq!((room[0].message.body.as_str(), room[0].author.name.as_str()), ("", "Somebody who left"));
        assert_eq!(room[0].author.handle, "");
    }

    async fn a_group_gets_another_owner_and_nobody_hears_that_who_is_gone_was_answered(db) {
        let (ana, bo) = (db.member("ana").await, db.member("bo").await);
        db.act(ana, open(bo, Subject::Direct)).await.unwrap();
        let draft = Room { kind: RoomKind::Group, name: "Bakers".into(), ..Room::default() };
        let Ok(Answer::Room { id: room, .. }) = db.act(ana, Command::Rooms(Rooms::Open { draft })).await else { panic!("no group") };
        db.act(ana, Command::Rooms(Rooms::Invite { room, who: vec![bo] })).await.unwrap();
        db.act(bo, Command::Rooms(Rooms::Join { room })).await.unwrap();
        db.act(ana, say(room, "rye or wheat?")).await.unwrap();
        is_gone(&db, ana, "ana", Words::Stay).await;
        let mut tx = db.store.read().await.unwrap();
        let group = store::rooms::find(&mut tx, bo, room).await.unwrap();
        assert_eq!((group.mine.map(|mine| mine.role), group.room.members), (Some(Role::Owner), 1));
        drop(tx);
        let answer = Messaging::Send { conversation: room, body: "rye".into(), reply_to: Some(1), files: vec![] };
        db.act(bo, Command::Messaging(answer)).await.unwrap();
        assert_eq!(db.activity(ana).await, Vec::<String>::new());
    }

    async fn an_e_mail_is_free_at_once_and_a_username_when_links_to_it_are_old(db) {
        let ana = db.member("ana").await;
        db.act(ana, Command::Accounts(Accounts::ChangeUsername { to: "anabel".into() })).await.unwrap();
        is_gone(&db, ana, "anabel", Words::Stay).await;
        let sign_up = |username: &str, email: &str| Command::Accounts(Accounts::SignUp {
            username: username.to_owned(),
            email: email.to_owned(),
            name: "Anabel".to_owned(),
            password: None,
            timezone: String::new(),
            language: String::new(),
        });
        for taken in ["anabel", "ana"] {
            let refused = db.act(By::Visitor, sign_up(taken, "new@example.org")).await;
            assert_eq!(refused, Err(accounts::Refusal::UsernameTaken.into()), "{taken}");
        }
        let made = db.act(By::Visitor, sign_up("", "ana@example.org")).await;
        assert!(matches!(&made, Ok(Answer::User { handle, .. }) if handle == "anabel-2"), "{made:?}");
        let mut tx = db.store.read().await.unwrap();
        for gone in ["anabel", "ana"] {
            assert!(store::accounts::find_by_handle(&mut tx, gone).await.unwrap().is_none(), "{gone} leads nowhere");
        }
        drop(tx);
        db.later(USERNAME_KEPT_MS - 1);
        assert_eq!(db.store.free_usernames(db.now()).await.unwrap(), 0);
        db.later(1);
        assert_eq!(db.store.free_usernames(db.now()).await.unwrap(), 2);
        assert!(db.act(By::Visitor, sign_up("anabel", "third@example.org")).await.is_ok());
    }

    async fn the_people_of_the_demo_town_stay(db) {
        let ana = db.member("ana").await;
        let mut tx = db.store.write().await.unwrap();
        tx.run("update users set demo_at = 1 where id = $1", args![ana]).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(leaving(&db, ana, Leaving::Deactivate).await, Err(No::OfTheTown.into()));
        assert_eq!(leaving(&db, ana, delete("ana", Words::Stay)).await, Err(No::OfTheTown.into()));
    }

    /// A table that is new says here what it has of members. See `hub/store/src/leaving/tables.rs`.
    async fn every_table_says_what_it_has_of_a_member(db) {
        let known: BTreeSet<&str> = tables::ALL.iter().map(|table| table.name).collect();
        assert_eq!(known.len(), tables::ALL.len(), "a table stands there twice");
        let schema = list_columns(&db).await;
        let there: BTreeSet<&str> = schema.iter().map(|c| c.table.as_str()).collect();
        let new: Vec<_> = there.difference(&known).collect();
        assert!(new.is_empty(), "new tables: {new:?}. Say in hub/store/src/leaving/tables.rs which of their columns name members (people), \
            what of them a member takes along (taken), and what goes with whoever has left (gone)");
        let lost: Vec<_> = known.difference(&there).collect();
        assert!(lost.is_empty(), "no such tables: {lost:?}");
        // A column that is called as those that name people do, names people.
        let names: BTreeSet<&str> = tables::ALL.iter().flat_map(|table| table.people).copied().filter(|name| *name != "id").collect();
        for column in &schema {
            let table = entry(&column.table);
            assert!(!column.number || !names.contains(column.name.as_str()) || table.people.contains(&column.name.as_str()),
                "{}.{} names a member: put it into `people` of that table in hub/store/src/leaving/tables.rs", column.table, column.name);
        }
        for table in tables::ALL {
            for person in table.people {
                assert!(schema.iter().any(|c| c.table == table.name && c.name == *person), "no column {}.{person}", table.name);
            }
            assert!(table.people.is_empty() || !table.gone.is_empty(), "{} names members: what becomes of that?", table.name);
        }
        let files: Vec<_> = take_along::files().collect();
        assert_eq!(files.iter().collect::<BTreeSet<_>>().len(), files.len(), "two tables in one file: {files:?}");
    }

    /// Every table has rows of hers, in every column that names people; then she takes them along, and then she is gone.
    async fn no_row_names_them_any_more(db) {
        let names = ["anastasia-q", "anastasia@example.org", "Anastasia Quill", "paints old barns", "+14155550123", "her-old-name"];
        let sign_up = Accounts::SignUp {
            username: names[5].into(),
            email: names[1].into(),
            name: names[2].into(),
            password: Some(PasswordHash("$argon2id$x".into())),
            timezone: "Europe/Zurich".into(),
            language: "en".into(),
        };
        let Ok(Answer::User { id: ana, .. }) = db.act(By::Visitor, Command::Accounts(sign_up)).await else { panic!("nobody") };
        let bo = db.member("bo").await;
        db.act(ana, Command::Accounts(Accounts::ChangeUsername { to: names[0].into() })).await.unwrap();
        let draft = Profile { name: names[2].into(), tagline: names[3].into(), timezone: "UTC".into(), language: "en".into(), ..Profile::default() };
        db.act(ana, Command::Profiles(Profiles::Edit { draft })).await.unwrap();
        session(&db, ana, "her phone's secret").await.unwrap();
        let ask = db.ask(ana, "Anastasia Quill needs a violin", AskKind::Advice, None).await;
        db.offer(ana, "Anastasia Quill paints old barns").await;
        let (_, talk) = opened(db.act(bo, open(ana, Subject::Ask(ask))).await);
        db.act(ana, say(talk, "hello bo")).await.unwrap();
        db.later(MINUTE);
        leaving(&db, ana, delete(names[0], Words::Stay)).await.unwrap();
        let schema = list_columns(&db).await;
        let filled = fill(&db, &schema, ana, names[4]).await;
        assert!(filled > 45, "{filled} rows");

        takes_all_of_it_along(&db, ana).await;

        db.later(GRACE_MS);
        // Answers are kept for two days; by now they are forgotten.
        db.store.forget_answers(db.now().plus(-2 * DAY), 1_000).await.unwrap();
        leaving(&db, By::Clock, Leaving::Finish { user: ana }).await.unwrap();
        let mut tx = db.store.read().await.unwrap();
        for table in tables::ALL {
            for person in table.people {
                let stays = table.gone.iter().any(|step| matches!(step, Gone::Stays(column, _) if column == person));
                let sql = format!("select count(*) as n from {} where {person} = $1", table.name);
                let left = tx.number(AssertSqlSafe(sql), args![ana]).await.unwrap();
                assert_eq!(left > 0, stays, "{left} rows of {}.{person} are hers still; those that stay say why", table.name);
            }
        }
        // Of what she was called nothing is left, wherever it was.
        for table in schema.iter().map(|c| c.table.as_str()).collect::<BTreeSet<_>>() {
            for row in tx.rows(AssertSqlSafe(format!("select * from {table}")), args![]).await.unwrap() {
                for column in row.columns() {
                    let words = words(&row, &column);
                    for name in names {
                        assert!(!words.contains(&name.to_lowercase()), "{name} in {table}.{column}: {words}");
                    }
                }
            }
        }
        assert_eq!(bodies(&db, bo, talk).await.last().map(String::as_str), Some("hello bo"));
    }
}

async fn ratings(db: &TestStore, user: UserId) -> (i64, i64) {
    let mut tx = db.store.read().await.unwrap();
    let row = tx.row("select helped, points from standing where user_id = $1", args![user]).await.unwrap().unwrap();
    (row.get("helped").unwrap(), row.get("points").unwrap())
}

async fn log_no(db: &TestStore, reader: UserId, talk: ConversationId) -> i64 {
    let mut tx = db.store.read().await.unwrap();
    store::messaging::find_conversation(&mut tx, reader, talk).await.unwrap().unwrap().log_no
}

fn entry(table: &str) -> &'static Table {
    tables::ALL.iter().find(|known| known.name == table).unwrap()
}

/// A column of the schema.
struct Column {
    table: String,
    name: String,
    number: bool,
    bytes: bool,
    nullable: bool,
}

async fn list_columns(db: &TestStore) -> Vec<Column> {
    let sql = match db.store.engine() {
        Engine::Sqlite => {
            "select t.name as in_table, c.name, lower(c.type) as kind, c.\"notnull\" as must
             from sqlite_master t join pragma_table_info(t.name) c where t.type = 'table' and t.name not like 'sqlite_%'"
        }
        Engine::Postgres => {
            "select cast(table_name as text) as in_table, cast(column_name as text) as name, cast(data_type as text) as kind,
                 cast(case when is_nullable = 'NO' then 1 else 0 end as bigint) as must
             from information_schema.columns where table_schema = 'public'"
        }
    };
    let rows = db.store.read().await.unwrap().rows(sql, args![]).await.unwrap();
    let column = |row: &Row| {
        let kind: String = row.get("kind").unwrap();
        Column {
            table: row.get("in_table").unwrap(),
            name: row.get("name").unwrap(),
            number: kind == "integer" || kind == "bigint",
            bytes: kind == "blob" || kind == "bytea",
            nullable: row.get::<i64>("must").unwrap() == 0,
        }
    };
    rows.iter().map(column).filter(|c| c.table != "_sqlx_migrations").collect()
}

/// A row for every column that names somebody, with her in it; everything else in it is made up. How many.
async fn fill(db: &TestStore, schema: &[Column], ana: UserId, phone: &str) -> usize {
    let mut tx = db.store.write().await.unwrap();
    let (mut number, mut filled) = (700_000_i64, 0);
    for table in tables::ALL.iter().filter(|table| table.name != "users") {
        for (nth, person) in table.people.iter().enumerate() {
            let columns: Vec<&Column> = schema.iter().filter(|c| c.table == table.name).collect();
            let mut values = Vec::new();
            for column in &columns {
                number += 1;
                values.push(match (table.name, column.name.as_str()) {
                    (_, name) if name == *person => Value::from(ana),
                    // What belongs to something: General, the first case, nothing.
                    ("room_members" | "room_invites" | "room_bars", "room_id") => Value::from(GENERAL),
                    ("messages", "conversation_id") => Value::from(GENERAL),
                    ("cases", "id") if nth == 0 => Value::from(600_001_i64),
                    ("reports", "case_id") => Value::from(600_001_i64),
                    ("connections", "ask_id" | "offer_id") => Value::Int(None),
                    ("conversations", "message_no") => Value::from(0_i64),
                    // Whoever is waited for in a conversation is one of its two.
                    ("conversations", "low") if *person != "high" => Value::from(ana),
                    ("phones" | "sms_consents" | "texts", "phone") => Value::from(phone),
                    _ if column.number => Value::from(number),
                    _ if column.bytes => Value::Blob(Some(vec![0xc0])),
                    _ if column.nullable => Value::Text(None),
                    _ => Value::from(format!("w{number}")),
                });
            }
            let names: Vec<&str> = columns.iter().map(|c| c.name.as_str()).collect();
            let places: Vec<String> = (1..=names.len()).map(|n| format!("${n}")).collect();
            let sql = format!(
                "insert into {} ({}) values ({}) on conflict do nothing",
                table.name,
                names.iter().map(|name| format!("\"{name}\"")).collect::<Vec<_>>().join(", "),
                places.join(", ")
            );
            filled += tx.run(AssertSqlSafe(sql), &values).await.unwrap() as usize;
        }
    }
    tx.commit().await.unwrap();
    filled
}

/// Of every table that says so there is a file with something in it, and no secret in any.
async fn takes_all_of_it_along(db: &TestStore, ana: UserId) {
    let mut tx = db.store.read().await.unwrap();
    for table in tables::ALL {
        let Taken::Rows { file, sql, .. } = table.taken else { continue };
        assert!(sql.contains("$1"), "{file}: whose are they?");
        let part = take_along::find_part(&mut tx, ana, file).await.unwrap().unwrap();
        assert!(table.people.is_empty() || !part.rows.is_empty(), "she has rows in {}, and none in {file}", table.name);
        for row in &part.rows {
            for secret in ["secret", "password_hash", "code_hash"] {
                assert!(!row.contains_key(secret), "{secret} in {file}");
            }
        }
    }
    let account = take_along::find_part(&mut tx, ana, "account").await.unwrap().unwrap().rows;
    assert_eq!(account[0]["email"], "anastasia@example.org");
    let talk = take_along::find_next_talk(&mut tx, ana, ConversationId(0)).await.unwrap().unwrap();
    let said = take_along::list_messages(&mut tx, ana, talk.id, 0, 1).await.unwrap();
    let rest = take_along::list_messages(&mut tx, ana, talk.id, said[0].no, 10).await.unwrap();
    assert_eq!((said.len(), rest.len(), rest[0].body.as_str()), (1, 1, "hello bo"));
    assert!(take_along::find_next_talk(&mut tx, ana, talk.id).await.unwrap().is_none());
}

/// Everything readable in a column, in lower case.
fn words(row: &Row, column: &str) -> String {
    let text = row.get::<Option<String>>(column).ok().flatten();
    let bytes = || row.get::<Option<Vec<u8>>>(column).ok().flatten().map(|bytes| String::from_utf8_lossy(&bytes).into_owned());
    text.or_else(bytes).unwrap_or_default().to_lowercase()
}
