//! What is committed is on every screen, in one order, after its author was answered.

use std::{
    sync::{Arc, Mutex},
    time::Duration,
};

use actors::{
    Heard, Limits,
    testing::{World, send},
};
use hub::{Answer, Event, asks, matches::Post, messaging};

#[actix_web::test]
async fn a_message_is_live_on_every_screen_of_both() {
    let world = World::new().await;
    let [ana, bo] = world.members(["ana", "bo"]).await;
    let talk = ana.talks_to(&bo).await;
    let (laptop, phone, bos) = (ana.opens_socket().await, ana.opens_socket().await, bo.opens_socket().await);
    bo.says(talk, "good morning").await.unwrap();
    laptop.hears("good morning").await;
    phone.hears("good morning").await;
    bos.hears("good morning").await;
}

#[actix_web::test]
async fn an_ask_an_answer_and_the_card_that_rings() {
    let world = World::new().await;
    let [ana, bo] = world.members(["ana", "bo"]).await;
    let laptop = ana.opens_socket().await;
    let ask = ana.asks("Beta testers for Kinlia").await;
    laptop.hears("Beta testers for Kinlia").await;
    bo.offers_help_with(ask, &ana, "I love testing new tools").await.unwrap();
    laptop.hears("some").await;
    laptop.hears("I love testing new tools").await;
}

#[actix_web::test]
async fn what_is_answered_is_in_the_database() {
    let world = World::new().await;
    let [ana, bo] = world.members(["ana", "bo"]).await;
    let talk = ana.talks_to(&bo).await;
    let laptop = ana.opens_socket().await;
    let id = laptop.wishes(send(talk, "is this thing on?"));
    let Ok(Answer::Message { no, .. }) = laptop.answer_to(&id).await else { panic!("no message") };
    let mut db = world.collective().store().read().await.unwrap();
    let message = store::messaging::find_message(&mut db, bo.id, talk, no).await.unwrap();
    assert_eq!(message.unwrap().body, "is this thing on?");
}

#[actix_web::test]
async fn what_one_screen_sends_in_a_row_stays_in_a_row_for_everybody() {
    let world = World::with(Limits { sends: None, ..Limits::default() }).await;
    let [ana, bo] = world.members(["ana", "bo"]).await;
    let talk = ana.talks_to(&bo).await;
    let (anas, bos) = (ana.opens_socket().await, bo.opens_socket().await);
    let ids: Vec<_> = (0..32).map(|i| anas.wishes(send(talk, &format!("line {i}")))).collect();
    for (i, id) in ids.iter().enumerate() {
        let Ok(Answer::Message { no, .. }) = anas.answer_to(id).await else { panic!("line {i} was refused") };
        assert_eq!(no, i as i64 + 2, "the message that began it is the first");
    }
    for screen in [&anas, &bos] {
        screen.hears("line 31").await;
        assert_eq!(screen.messages(talk), (2..=33).collect::<Vec<_>>());
    }
}

#[actix_web::test]
async fn several_who_write_at_once_are_read_in_the_same_order_by_all() {
    let world = World::with(Limits { sends: None, ..Limits::default() }).await;
    let [ana, bo] = world.members(["ana", "bo"]).await;
    let talk = ana.talks_to(&bo).await;
    let screens = [ana.opens_socket().await, ana.opens_socket().await, bo.opens_socket().await];
    let mut ids = Vec::new();
    for round in 0..10 {
        for screen in &screens {
            ids.push((screen, screen.wishes(send(talk, &format!("round {round}")))));
        }
    }
    for (screen, id) in ids {
        screen.answer_to(&id).await.unwrap();
    }
    for screen in &screens {
        screen.finds("the last", |_| (screen.messages(talk).len() == 30).then_some(())).await;
        assert_eq!(screen.messages(talk), (2..=31).collect::<Vec<_>>());
        assert!(screen.numbers().windows(2).all(|w| w[1] == w[0] + 1), "{:?}", screen.numbers());
    }
}

#[actix_web::test]
async fn the_same_id_twice_is_one_message() {
    let world = World::new().await;
    let [ana, bo] = world.members(["ana", "bo"]).await;
    let talk = ana.talks_to(&bo).await;
    let laptop = ana.opens_socket().await;
    let id = ana.fresh_id();
    laptop.wishes_as(id.clone(), send(talk, "once"));
    laptop.wishes_as(id.clone(), send(talk, "once"));
    let (first, second) = (laptop.answer_to(&id).await.unwrap(), laptop.answer_to(&id).await.unwrap());
    assert_eq!(first, second);
}

#[actix_web::test]
async fn what_is_committed_is_heard_before_whoever_caused_it_is_answered() {
    let world = World::new().await;
    let ana = world.member("ana").await;
    let heard = Arc::new(Mutex::new(Vec::new()));
    let ear = heard.clone();
    world.collective().hear_first(Box::new(move |what| {
        // A slow ear is waited for.
        std::thread::sleep(Duration::from_millis(20));
        ear.lock().unwrap().push(match what {
            Heard::Event(Event::Asks(asks::Event::Posted { id, .. })) => Some(*id),
            _ => None,
        });
    }));
    for title in ["A logo for my bakery", "A name for my bakery"] {
        let ask = ana.asks(title).await;
        assert!(heard.lock().unwrap().contains(&Some(ask)), "{title}");
    }
}

#[actix_web::test]
async fn whoever_waits_hears_of_events_and_of_the_exchange() {
    let world = World::new().await;
    let ana = world.member("ana").await;
    let mut exchange = world.collective().subscribe_exchange();
    let mut events = world.collective().events();
    let before = *exchange.borrow_and_update();
    let ask = ana.asks("A logo for my bakery").await;
    exchange.changed().await.unwrap();
    assert_eq!(*exchange.borrow(), before + 1);
    let posted = |e: &Event| match e {
        Event::Asks(asks::Event::Posted { id, .. }) => Some(Post::Ask(*id)),
        _ => None,
    };
    assert_eq!(events.wait_for(Duration::from_secs(5), posted).await, Some(Post::Ask(ask)));
    assert_eq!(events.wait_for(Duration::from_millis(1), posted).await, None);
}

#[actix_web::test]
async fn on_postgres_as_well() {
    let world = World::on_postgres(Limits::default()).await;
    let [ana, bo] = world.members(["ana", "bo"]).await;
    let talk = ana.talks_to(&bo).await;
    let (anas, bos) = (ana.opens_socket().await, bo.opens_socket().await);
    let id = anas.wishes(send(talk, "the same, elsewhere"));
    anas.answer_to(&id).await.unwrap();
    bos.hears("the same, elsewhere").await;
    // A cursor moves: told in passing, under no number.
    bos.wishes(hub::Command::Messaging(messaging::Command::Read { conversation: talk, upto: 2 }));
    anas.finds("the tick", |f| match f {
        hub::wire::ServerFrame::Event { no: None, event: Event::Messaging(messaging::Event::Read { upto: 2, .. }), .. } => Some(()),
        _ => None,
    })
    .await;
}
