//! More than can be written is refused at the door, with a time to come back.

use actors::{
    Limits,
    testing::{World, send},
};
use hub::{AskId, Command, Refusal, asks, command::AnyRefusal, messaging};

#[actix_web::test]
async fn a_full_queue_refuses_with_a_time_and_keeps_what_it_took() {
    let world = World::with(Limits { queue: 8, sends: None, ..Limits::default() }).await;
    let [ana, bo] = world.members(["ana", "bo"]).await;
    let talk = ana.talks_to(&bo).await;
    let held = world.collective().store().write().await.unwrap();
    let (one, waiting) = (ana.says(talk, "being written"), async {
        world.comes_true("the first is being written", || world.collective().observe().writing == 1).await;
        let more = (0..12).map(|i| {
            let ana = &ana;
            async move { ana.says(talk, &format!("more {i}")).await }
        });
        let (more, ()) = tokio::join!(futures_util::future::join_all(more), async {
            world.comes_true("the queue is full", || world.collective().observe().waiting == 9).await;
            held.rollback().await.unwrap();
        });
        more
    });
    let (first, more) = tokio::join!(one, waiting);
    first.unwrap();
    let (taken, refused): (Vec<_>, Vec<_>) = more.into_iter().partition(Result::is_ok);
    assert_eq!((taken.len(), refused.len()), (8, 4));
    for no in refused {
        let Err(Refusal::Any(AnyRefusal::Busy { retry_after_ms })) = no else { panic!("{no:?}") };
        assert!((500..=10_000).contains(&retry_after_ms));
    }
}

#[actix_web::test]
async fn members_send_twenty_at_once_and_then_one_a_second() {
    let world = World::new().await;
    let [ana, bo] = world.members(["ana", "bo"]).await;
    let talk = ana.talks_to(&bo).await;
    let (laptop, phone) = (ana.opens_socket().await, ana.opens_socket().await);
    for i in 0..20 {
        let screen = if i % 2 == 0 { &laptop } else { &phone };
        let id = screen.wishes(send(talk, "quick"));
        screen.answer_to(&id).await.unwrap();
    }
    let id = laptop.wishes(send(talk, "quicker"));
    let refused = laptop.answer_to(&id).await.unwrap_err();
    assert_eq!((refused.code.as_str(), refused.retry_after_ms), ("too_fast", Some(1_000)));
    let by_form = ana.says(talk, "by form").await.unwrap_err().refused();
    assert_eq!(by_form.code, "too_fast", "all doors count together");
    world.turns_clock(1_000);
    laptop.wishes_as(id.clone(), send(talk, "quicker"));
    laptop.answer_to(&id).await.unwrap();
    bo.says(talk, "I was not held up").await.unwrap();
}

#[actix_web::test]
async fn whatever_else_a_member_does_has_a_pace_too_and_reading_has_none() {
    let world = World::new().await;
    let [ana, bo] = world.members(["ana", "bo"]).await;
    let talk = ana.talks_to(&bo).await;
    let (laptop, phone) = (ana.opens_socket().await, ana.opens_socket().await);
    let close = || Command::Asks(asks::Command::Close { id: AskId(1) });
    let mut codes = Vec::new();
    for i in 0..125 {
        let screen = [&laptop, &phone][i % 2];
        let id = screen.wishes(close());
        codes.push(screen.answer_to(&id).await.unwrap_err());
    }
    let too_fast = codes.iter().filter(|refused| refused.code == "too_fast").count();
    assert!((1..=6).contains(&too_fast), "120 at once, over both screens, less what it took to meet: {too_fast}");
    assert!(codes.last().is_some_and(|refused| refused.retry_after_ms == Some(250)), "{:?}", codes.last());
    let read = laptop.wishes(Command::Messaging(messaging::Command::Read { conversation: talk, upto: 1 }));
    laptop.answer_to(&read).await.unwrap();
    ana.says(talk, "that has a pace of its own").await.unwrap();
}

#[actix_web::test]
async fn a_thousand_frames_at_once_are_each_answered() {
    let world = World::new().await;
    let [ana, bo] = world.members(["ana", "bo"]).await;
    let talk = ana.talks_to(&bo).await;
    let laptop = ana.opens_socket().await;
    let ids: Vec<_> = (0..1_000).map(|i| laptop.wishes(send(talk, &format!("{i}")))).collect();
    let (mut done, mut too_fast) = (0, 0);
    for id in &ids {
        match laptop.answer_to(id).await {
            Ok(_) => done += 1,
            Err(refused) => {
                assert_eq!(refused.code, "too_fast");
                assert!(refused.retry_after_ms.is_some());
                too_fast += 1;
            }
        }
    }
    assert_eq!((done, too_fast), (20, 980));
    bo.says(talk, "still here?").await.unwrap();
    laptop.hears("still here?").await;
}

#[actix_web::test]
async fn the_twenty_first_socket_of_a_member_is_turned_away() {
    let world = World::new().await;
    let [ana, bo] = world.members(["ana", "bo"]).await;
    let mut open = Vec::new();
    for _ in 0..20 {
        open.push(ana.opens_socket().await);
    }
    assert_eq!(ana.connects(ana.door).closes().await, Some(4103));
    bo.opens_socket().await;
    let one = open.pop();
    drop(one);
    world.comes_true("one went", || world.collective().observe().sockets <= 20).await;
    ana.opens_socket().await;
}
