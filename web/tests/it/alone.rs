//! One visitor alone in the demo town: the four who are awake do the rest, by the same commands and whispers as anyone.

use std::time::Duration;

use hub::{
    Command, ConnectionId, ConversationId, Event, UserId,
    connections::{self, Status, Step, Subject},
    matches, messaging, points,
    wire::{ClientWhisper, ServerFrame, ServerWhisper, View},
};
use loadtest::{Client, Heard};
use web::{config::Settings, demo::awake::Pace, server};

use crate::{
    deeds::{PATIENCE, asks},
    town::{Browser, Town},
};

/// A hundred times as fast as in the scripts.
fn hurried(settings: &mut Settings) {
    settings.demo = true;
    settings.awake = Pace::times(0.01, 0.01);
}

/// The member of the town with this handle.
async fn member(town: &Town, handle: &str) -> UserId {
    let mut db = town.running.house.store.read().await.expect("the store reads");
    store::accounts::find_by_handle(&mut db, handle).await.expect("the store reads").expect("lives in the town").0
}

async fn heard(who: &mut Client, wanted: impl Fn(&Event) -> bool) -> Heard {
    who.until_event(wanted, PATIENCE).await.expect("it is heard of")
}

/// The number of the connection that `by` begins, and its conversation.
async fn written_by(who: &mut Client, by: UserId) -> (ConnectionId, ConversationId) {
    let wanted = |e: &Event| matches!(e, Event::Connections(connections::Event::Opened { by: b, .. }) if *b == by);
    match heard(who, wanted).await.event {
        Event::Connections(connections::Event::Opened { id, conversation, .. }) => (id, conversation),
        other => unreachable!("only one kind was waited for: {other:?}"),
    }
}

async fn line_from(who: &mut Client, by: UserId) -> String {
    let wanted = |e: &Event| matches!(e, Event::Messaging(messaging::Event::Sent { by: b, .. }) if *b == by);
    match heard(who, wanted).await.view {
        View::Message(message) => message.body,
        other => panic!("a message was sent and nothing is seen: {other:?}"),
    }
}

async fn says(who: &mut Client, conversation: ConversationId, body: &str) {
    who.act(Command::Messaging(messaging::Command::Send { conversation, body: body.to_owned(), reply_to: None, files: Vec::new() }))
        .await
        .expect("sent");
}

async fn steps(who: &mut Client, id: ConnectionId, step: Step) {
    who.act(Command::Connections(connections::Command::Move { id, step })).await.expect("it may");
}

/// Waits until the connection was moved there by somebody.
async fn moved(who: &mut Client, wanted: Step) {
    heard(who, |e| matches!(e, Event::Connections(connections::Event::Moved { step, .. }) if *step == wanted)).await;
}

async fn opens(who: &mut Client, to: UserId, about: Subject, message: &str) -> (ConnectionId, ConversationId) {
    let open = connections::Command::Open { to, about, message: message.to_owned() };
    match who.act(Command::Connections(open)).await.expect("opened") {
        hub::Answer::Connection { id, conversation } => (id, conversation),
        other => panic!("opened, and answered {other:?}"),
    }
}

async fn window(who: &Browser) -> Client {
    who.socket().await.expect("a window")
}

#[actix_web::test]
async fn one_visitor_alone_lives_the_whole_loop() {
    let town = Town::with(hurried).await;
    let nora = member(&town, "nora-writes").await;
    let mut ana = town.sign_up("ana").await;
    let mut screen = window(&ana).await;

    asks(&mut ana, "I need help writing posts for my bakery", &[("description", "I never know what to say.")]).await;
    heard(&mut screen, |e| matches!(e, Event::Matches(matches::Event::Told { offer_owner, .. }) if *offer_owner == nora)).await;
    let (connection, conversation) = written_by(&mut screen, nora).await;
    let opening = line_from(&mut screen, nora).await;
    assert!(opening.contains("ana") && opening.contains("writing posts for my bakery"), "{opening}");

    // She is here, reads, types and answers by what was said.
    screen.whisper(ClientWhisper::Watch { conversations: vec![conversation], people: vec![nora] });
    let here = |f: &ServerFrame| matches!(f, ServerFrame::Whisper { whisper: ServerWhisper::Here { user, here: true } } if *user == nora);
    screen.until(here, PATIENCE).await.expect("she is here");
    says(&mut screen, conversation, "It is a bakery, and we make rye bread.").await;
    heard(&mut screen, |e| matches!(e, Event::Messaging(messaging::Event::Read { by, .. }) if *by == nora)).await;
    let types = |f: &ServerFrame| matches!(f, ServerFrame::Whisper { whisper: ServerWhisper::Typing { by, .. } } if *by == nora);
    screen.until(types, PATIENCE).await.expect("she types");
    let scripts = store::seed::awake_scripts().expect("the fixtures are right");
    let script = scripts.iter().find(|s| s.handle == "nora-writes").expect("Nora's");
    let answer = line_from(&mut screen, nora).await;
    assert!(script.replies[0].say.contains(&answer), "{answer}");

    // Ana says yes; they go on; Nora says it is done, and Ana has the last word.
    steps(&mut screen, connection, Step::Accept).await;
    moved(&mut screen, Step::Start).await;
    says(&mut screen, conversation, "What do I write about the oven?").await;
    line_from(&mut screen, nora).await;
    says(&mut screen, conversation, "Thank you, I will try that.").await;
    let closing = line_from(&mut screen, nora).await;
    assert!(script.closing.contains(&closing), "{closing}");
    moved(&mut screen, Step::Done).await;
    steps(&mut screen, connection, Step::Done).await;
    heard(&mut screen, |e| matches!(e, Event::Connections(connections::Event::Moved { status: Status::Completed, .. }))).await;
    heard(&mut screen, |e| matches!(e, Event::Connections(connections::Event::Rated { by, stars: 5, .. }) if *by == nora)).await;
    let rate = connections::Command::Rate { id: connection, stars: 5, words: "Warm and quick.".to_owned() };
    screen.act(Command::Connections(rate)).await.expect("rated");

    for reason in [points::Reason::AskGotResponse, points::Reason::HelpReceived] {
        heard(&mut screen, |e| matches!(e, Event::Points(points::Event::Awarded { reason: r, .. }) if *r == reason)).await;
    }
    town.stop().await;
}

#[actix_web::test]
async fn a_visitor_who_answers_one_of_them_is_thanked_and_earns_points() {
    let town = Town::with(hurried).await;
    let amara = member(&town, "amara-zero").await;
    let ana = town.sign_up("ana").await;
    let mut screen = window(&ana).await;
    // What she put up while the town was awake.
    let ask = put_up_by(&town, amara).await;

    let (_, conversation) = opens(&mut screen, amara, Subject::Ask(ask), "I am a nurse on nights, ask me anything.").await;
    line_from(&mut screen, amara).await;
    moved(&mut screen, Step::Accept).await;
    moved(&mut screen, Step::Start).await;
    for more in ["We hand over at seven.", "Paper still wins at three in the morning."] {
        says(&mut screen, conversation, more).await;
        line_from(&mut screen, amara).await;
    }
    // She is the one who was helped: her word is enough.
    heard(&mut screen, |e| matches!(e, Event::Connections(connections::Event::Moved { status: Status::Completed, .. }))).await;
    let helped = |e: &Event| matches!(e, Event::Points(points::Event::Awarded { reason, .. }) if *reason == points::Reason::CompleteHelp);
    heard(&mut screen, helped).await;
    town.stop().await;
}

async fn put_up_by(town: &Town, owner: UserId) -> hub::AskId {
    let mut events = town.running.house.collective.events();
    let mut db = town.running.house.store.read().await.expect("the store reads");
    let own = store::asks::page_of(&mut db, None, owner, None, 50).await.expect("the store reads").items;
    drop(db);
    match own.into_iter().find(|a| a.title.starts_with("Half an hour on the phone")) {
        Some(ask) => ask.id,
        None => {
            let posted = |e: &Event| match e {
                Event::Asks(hub::asks::Event::Posted { id, owner: o }) if *o == owner => Some(*id),
                _ => None,
            };
            events.wait_for(PATIENCE, posted).await.expect("she puts something up")
        }
    }
}

#[actix_web::test]
async fn what_was_left_open_is_answered_once_after_a_restart() {
    // Here nobody gets round to anything.
    let asleep = |settings: &mut Settings| {
        settings.demo = true;
        settings.awake = Pace::times(1_000.0, 1_000.0);
    };
    let town = Town::with(asleep).await;
    let tobi = member(&town, "tobi-ships").await;
    let ana = town.sign_up("ana").await;
    let mut screen = window(&ana).await;
    let (_, conversation) = opens(&mut screen, tobi, Subject::Direct, "Hello, would you test my app?").await;
    let (cookies, dir) = (ana.cookies, town.dir);
    town.running.stop().await.expect("the hub leaves in order");

    let mut settings = crate::town::settings_in(dir.path());
    settings.rates.off = true;
    hurried(&mut settings);
    let town = Town { running: server::start(settings).await.expect("the hub starts again"), dir };
    let mut ana = town.browser();
    ana.cookies = cookies;
    let answered = async {
        while messages(&town, tobi, conversation).await.iter().all(|m| m.by != tobi) {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    };
    tokio::time::timeout(PATIENCE, answered).await.expect("he answers");
    // He says yes after his answer: by then a second one would stand there.
    let mut screen = window(&ana).await;
    says(&mut screen, conversation, "And on an old phone?").await;
    line_from(&mut screen, tobi).await;
    let all = messages(&town, tobi, conversation).await;
    let turns: Vec<bool> = all.iter().map(|m| m.by == tobi).collect();
    assert_eq!(turns, [false, true, false, true], "{all:?}");
    town.stop().await;
}

#[actix_web::test]
async fn who_is_away_comes_back_when_a_visitor_writes() {
    let away = |settings: &mut Settings| {
        settings.demo = true;
        settings.awake = Pace::times(0.01, 1_000.0);
    };
    let town = Town::with(away).await;
    let linh = member(&town, "linh-draws").await;
    let ana = town.sign_up("ana").await;
    let mut screen = window(&ana).await;
    assert_eq!(town.running.house.collective.is_here(linh), Some(false), "she comes in two hours");
    opens(&mut screen, linh, Subject::Direct, "Bonjour, do you draw signs?").await;
    line_from(&mut screen, linh).await;
    assert_eq!(town.running.house.collective.is_here(linh), Some(true), "she was called");
    town.stop().await;
}

async fn messages(town: &Town, reader: UserId, conversation: ConversationId) -> Vec<messaging::MessageView> {
    let mut db = town.running.house.store.read().await.expect("the store reads");
    store::messaging::page_messages(&mut db, reader, conversation, None, 50).await.expect("the store reads").items
}

#[actix_web::test]
async fn they_come_by_a_door_of_their_own_and_give_it_back() {
    let town = Town::with(hurried).await;
    let nora = member(&town, "nora-writes").await;
    let said = town.running.said().join("\n");
    assert!(said.contains("Nora, Tobi, Amara and Linh come and go"), "{said}");
    let store = town.running.house.store.clone();
    let tokens = async || store::accounts::list_tokens(&mut store.read().await.expect("it reads"), nora).await.expect("it reads").len();
    let came = async {
        while town.running.house.collective.is_here(nora) != Some(true) {
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
    };
    tokio::time::timeout(PATIENCE, came).await.expect("Nora comes");
    assert_eq!(tokens().await, 1);
    let dir = town.dir;
    town.running.stop().await.expect("the hub leaves in order");

    let mut settings = crate::town::settings_in(dir.path());
    settings.awake = Pace::REAL;
    let running = server::start(settings).await.expect("the hub starts again, without its town's people");
    let mut db = running.house.store.read().await.expect("it reads");
    assert!(store::accounts::list_tokens(&mut db, nora).await.expect("it reads").is_empty(), "she gave it back");
    drop(db);
    running.stop().await.expect("the hub leaves in order");
}
