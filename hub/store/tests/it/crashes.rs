//! The process is killed between any two steps of the write path. What was acknowledged is there, once; what was not is there
//! as a whole or not at all; every number stands where it should; and the same commands again are answered as if nothing was.
//!
//! A test starts this test program once more as the one that dies: it writes batch after batch, says what was acknowledged,
//! and aborts at the step it was told.

use std::{
    collections::BTreeMap,
    io::Write,
    os::unix::process::ExitStatusExt,
    process::{Command as Process, Stdio},
};

use hub::{Answer, By, Command, CommandId, ConversationId, Envelope, UserId, asks, connections, event::Lane, messaging, wire::ServerFrame};
use store::{Store, crash::How};

use crate::world::{NOON, TestStore};

/// Batches before the one in which it dies.
const BEFORE: usize = 3;
/// Messages of a batch; an ask stands between them.
const MESSAGES: usize = 7;
const SIGABRT: i32 = 6;

struct Scene {
    ana: UserId,
    bo: UserId,
    talk: ConversationId,
}

impl Scene {
    /// The nth batch: both talk, and Ana posts an ask. The same each time it is asked for.
    fn batch(&self, n: usize) -> Vec<Envelope> {
        let envelope = |name: String, by: UserId, command| Envelope {
            id: CommandId::new(name).unwrap(),
            by: By::Member(by),
            command,
            at: NOON.plus(n as i64 * 1_000),
            locale: hub::Locale::En,
        };
        let say = |i: usize| {
            let send = messaging::Command::Send {
                conversation: self.talk,
                body: format!("no {i} of batch {n}"),
                reply_to: None,
                files: Vec::new(),
            };
            envelope(format!("m{n}.{i}"), if i.is_multiple_of(2) { self.ana } else { self.bo }, Command::Messaging(send))
        };
        let draft =
            asks::Draft { title: format!("Somebody for batch {n}"), description: "Soon, please.".to_owned(), ..asks::Draft::default() };
        let mut all: Vec<Envelope> = (0..MESSAGES).map(say).collect();
        all.insert(MESSAGES / 2, envelope(format!("a{n}"), self.ana, Command::Asks(asks::Command::Post { draft })));
        all
    }
}

async fn scene(db: &TestStore) -> Scene {
    let (ana, bo) = (db.member("ana").await, db.member("bo").await);
    let open = connections::Command::Open { to: bo, about: connections::Subject::Direct, message: "hello there".to_owned() };
    let Ok(Answer::Connection { conversation, .. }) = db.act(ana, Command::Connections(open)).await else { panic!("no conversation") };
    Scene { ana, bo, talk: conversation }
}

/// An answer as one line.
fn shown(answer: &Answer) -> String {
    serde_json::to_string(answer).unwrap()
}

/// Not a test: what dies. Told by the environment where, and in which house.
#[tokio::test]
#[ignore = "started by the others, to die"]
async fn writes_until_it_dies() {
    let told = |name: &str| std::env::var(name).unwrap();
    let number = |name: &str| told(name).parse::<i64>().unwrap();
    let store = Store::open(&told("CRASH_URL"), 1).await.unwrap();
    let scene = Scene { ana: UserId(number("CRASH_ANA")), bo: UserId(number("CRASH_BO")), talk: ConversationId(number("CRASH_TALK")) };
    let step = store::crash::STEPS.into_iter().find(|step| *step == told("CRASH_STEP")).unwrap();
    for n in 0.. {
        if n == BEFORE {
            store.crash_points().set(step, How::Abort);
        }
        let batch = scene.batch(n);
        let ids: Vec<CommandId> = batch.iter().map(|envelope| envelope.id.clone()).collect();
        let carried = store.carry_out(&format!("batch{n}"), batch).await;
        for (id, answer) in ids.iter().zip(&carried.answers) {
            println!("acknowledged {} {}", id.as_str(), shown(answer.as_ref().unwrap()));
        }
        std::io::stdout().flush().unwrap();
    }
}

/// Has it die at this step; what it acknowledged before, by id.
fn dies_at(step: &str, url: &str, scene: &Scene) -> BTreeMap<String, String> {
    let mut process = Process::new(std::env::current_exe().unwrap());
    process.args(["--exact", "crashes::writes_until_it_dies", "--ignored", "--nocapture"]);
    process.env("CRASH_URL", url).env("CRASH_STEP", step);
    process.env("CRASH_ANA", scene.ana.0.to_string()).env("CRASH_BO", scene.bo.0.to_string()).env("CRASH_TALK", scene.talk.0.to_string());
    let died = process.stdin(Stdio::null()).output().unwrap();
    let said = String::from_utf8_lossy(&died.stdout);
    assert_eq!(died.status.signal(), Some(SIGABRT), "at {step}: {said}{}", String::from_utf8_lossy(&died.stderr));
    let acknowledged = said.lines().filter_map(|line| line.split_once("acknowledged ")?.1.split_once(' '));
    acknowledged.map(|(id, answer)| (id.to_owned(), answer.to_owned())).collect()
}

/// Everything that has to be true of the numbers, whatever happened.
async fn is_sound(store: &Store, scene: &Scene, step: &str) {
    let mut db = store.read().await.unwrap();
    for user in [scene.ana, scene.bo] {
        let head = store::inbox::head(&mut db, user).await.unwrap();
        let frames = store::inbox::replay(&mut db, user, 0, 10_000).await.unwrap();
        let numbers = frames.iter().map(|frame| match frame {
            ServerFrame::Event { no: Some(no), .. } => *no,
            other => panic!("no number: {other:?}"),
        });
        assert_eq!(numbers.collect::<Vec<_>>(), (1..=head).collect::<Vec<_>>(), "at {step}: an inbox without gaps, up to its head");
    }
    let sql = "select count(*) as n from messages where conversation_id = $1";
    let messages = db.number(sql, store::args![scene.talk]).await.unwrap();
    let highest = db.number("select max(no) as n from messages where conversation_id = $1", store::args![scene.talk]).await.unwrap();
    let counted = db.number("select message_no as n from conversations where id = $1", store::args![scene.talk]).await.unwrap();
    assert_eq!((messages, highest), (counted, counted), "at {step}: the conversation counts what is there");
    for lane in [Lane::Desk, Lane::Exchange] {
        let entries = store.read_lane(lane, 0, 10_000).await.unwrap();
        let head = store.lane_head(lane).await.unwrap();
        assert_eq!(entries.iter().map(|e| e.no).collect::<Vec<_>>(), (1..=head).collect::<Vec<_>>(), "at {step}: {lane:?}");
    }
}

async fn at_every_step(fresh: impl AsyncFn() -> TestStore) {
    for step in store::crash::STEPS {
        let db = fresh().await;
        let scene = scene(&db).await;
        db.store.close().await;
        let acknowledged = dies_at(step, &db.url, &scene);
        assert_eq!(acknowledged.len(), BEFORE * (MESSAGES + 1), "at {step}: {acknowledged:?}");
        let store = Store::open(&db.url, 1).await.unwrap();
        is_sound(&store, &scene, step).await;
        let sql = "select count(*) as n from messages where conversation_id = $1 and begins is null";
        let stored = store.read().await.unwrap().number(sql, store::args![scene.talk]).await.unwrap();
        let of_the_last = stored - (BEFORE * MESSAGES) as i64;
        assert_eq!(
            of_the_last,
            if step == "committed" { MESSAGES as i64 } else { 0 },
            "at {step}: the last batch as a whole or not at all"
        );
        // All of it once more, as whoever was not answered would: what was acknowledged is answered as before.
        for n in 0..=BEFORE {
            let batch = scene.batch(n);
            let ids: Vec<CommandId> = batch.iter().map(|envelope| envelope.id.clone()).collect();
            let carried = store.carry_out(&format!("again{n}"), batch).await;
            for (id, answer) in ids.iter().zip(&carried.answers) {
                let answer = shown(answer.as_ref().unwrap());
                let first = acknowledged.get(id.as_str()).unwrap_or(&answer);
                assert_eq!(&answer, first, "at {step}: {id:?}");
            }
        }
        is_sound(&store, &scene, step).await;
        let stored = store.read().await.unwrap().number(sql, store::args![scene.talk]).await.unwrap();
        assert_eq!(stored, ((BEFORE + 1) * MESSAGES) as i64, "at {step}: each once");
        let posted = store.read().await.unwrap().number("select count(*) as n from asks where user_id = $1", store::args![scene.ana]).await;
        assert_eq!(posted.unwrap(), (BEFORE + 1) as i64, "at {step}: each ask once");
        store.close().await;
    }
}

#[tokio::test]
async fn a_kill_between_any_two_steps_loses_and_doubles_nothing_on_sqlite() {
    at_every_step(TestStore::sqlite).await;
}

#[tokio::test]
async fn a_kill_between_any_two_steps_loses_and_doubles_nothing_on_postgres() {
    at_every_step(TestStore::postgres).await;
}
