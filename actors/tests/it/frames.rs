//! What nobody's client sends.

use actors::testing::{World, send};
use hub::{
    Command,
    wire::{ClientFrame, ServerFrame},
};

fn unreadable(frame: &ServerFrame) -> Option<()> {
    match frame {
        ServerFrame::Refused { id: None, refusal } if refusal.code == "unreadable" => Some(()),
        _ => None,
    }
}

#[actix_web::test]
async fn a_frame_that_cannot_be_read_is_refused_and_ten_in_a_row_are_enough() {
    let world = World::new().await;
    let ana = world.member("ana").await;
    let screen = ana.opens_socket().await;
    for _ in 0..3 {
        for i in 0..9_u8 {
            screen.sends_bytes(vec![0xc1, i]);
            screen.finds("a refusal", unreadable).await;
        }
        // A good one between them: it was an accident.
        screen.whispers(hub::wire::ClientWhisper::Watch { conversations: Vec::new(), people: Vec::new() });
    }
    for i in 0..10_u8 {
        screen.sends_bytes(vec![0xc1, i]);
    }
    assert_eq!(screen.closes().await, Some(4102));
}

#[actix_web::test]
async fn text_on_a_socket_that_speaks_messagepack_is_not_heard_for_long() {
    let world = World::new().await;
    let ana = world.member("ana").await;
    let screen = ana.opens_socket().await;
    for _ in 0..10 {
        screen.sends_text(r#"{"type":"hello"}"#);
    }
    assert_eq!(screen.closes().await, Some(4102));
}

#[actix_web::test]
async fn a_frame_that_is_too_large_ends_the_socket() {
    let world = World::new().await;
    let ana = world.member("ana").await;
    let screen = ana.opens_socket().await;
    screen.sends_bytes(vec![0; hub::wire::LARGEST_FRAME + 1]);
    assert_eq!(screen.closes().await, Some(4102));
}

#[actix_web::test]
async fn wishes_before_hello_and_wishes_of_the_house_are_refused() {
    let world = World::new().await;
    let [ana, bo] = world.members(["ana", "bo"]).await;
    let talk = ana.talks_to(&bo).await;
    let screen = ana.connects(ana.door);
    let id = screen.wishes(send(talk, "hello?"));
    assert_eq!(screen.answer_to(&id).await.unwrap_err().code, "unreadable");
    screen.says_hello(None).await;
    let ask = ana.asks("A second pair of eyes").await;
    let id = screen.wishes(Command::Asks(hub::asks::Command::Expire { id: ask }));
    assert_eq!(screen.answer_to(&id).await.unwrap_err().code, "not_allowed");
    screen.sends(&ClientFrame::Hello { epoch: None, inbox: None });
    screen.finds("hello only once", unreadable).await;
}

#[actix_web::test]
async fn wishes_right_behind_hello_are_answered_after_the_welcome() {
    let world = World::new().await;
    let [ana, bo] = world.members(["ana", "bo"]).await;
    let talk = ana.talks_to(&bo).await;
    let screen = ana.connects(ana.door);
    screen.sends(&ClientFrame::Hello { epoch: None, inbox: None });
    let ids: Vec<_> = (0..5).map(|i| screen.wishes(send(talk, &format!("{i}")))).collect();
    let first = screen.finds("anything", |f| Some(f.clone())).await;
    assert!(matches!(first, ServerFrame::Welcome { .. }), "{first:?}");
    for id in &ids {
        screen.answer_to(id).await.unwrap();
    }
}
