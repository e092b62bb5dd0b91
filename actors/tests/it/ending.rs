//! The hub ends: what was accepted is finished, who comes is refused, every screen hears goodbye.

use actors::{
    Limits,
    testing::{World, send},
};
use hub::{Refusal, command::AnyRefusal};

#[actix_web::test]
async fn what_was_accepted_is_finished_and_who_comes_is_refused() {
    let world = World::with(Limits { sends: None, ..Limits::default() }).await;
    let [ana, bo] = world.members(["ana", "bo"]).await;
    let talk = ana.talks_to(&bo).await;
    let laptop = ana.opens_socket().await;
    let held = world.collective().store().write().await.unwrap();
    let ids: Vec<_> = (0..20).map(|i| laptop.wishes(send(talk, &format!("last words {i}")))).collect();
    world.comes_true("all were accepted", || world.collective().observe().waiting == 20).await;
    let ending = world.collective().shut_down();
    let meanwhile = async {
        // Refused from the first moment on.
        tokio::task::yield_now().await;
        let late = bo.says(talk, "too late").await;
        assert!(matches!(late, Err(Refusal::Any(AnyRefusal::Busy { .. }))), "{late:?}");
        held.rollback().await.unwrap();
        for id in &ids {
            laptop.answer_to(id).await.unwrap();
        }
        assert_eq!(laptop.closes().await, Some(4000));
    };
    tokio::join!(ending, meanwhile);
    let mut db = world.collective().store().read().await.unwrap();
    let stored = db.number("select count(*) as n from messages where begins is null", &[]).await.unwrap();
    assert_eq!(stored, 20);
}

#[actix_web::test]
async fn who_comes_while_it_ends_is_sent_away() {
    let world = World::new().await;
    let ana = world.member("ana").await;
    world.collective().shut_down().await;
    assert_eq!(ana.connects(ana.door).closes().await, Some(4000));
}
