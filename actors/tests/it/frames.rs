//! What nobody's client sends.

use actors::testing::{World, send};
use hub::{
    Command, CommandId,
    wire::{ClientFrame, Encoding, ServerFrame},
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
async fn a_wish_that_cannot_be_read_hears_its_own_id_again() {
    let world = World::new().await;
    let ana = world.member("ana").await;
    let screen = ana.opens_socket().await;
    let wish = serde_json::json!({"type": "do", "id": "c-1", "command": {"asks": {"fly": {"id": 1}}}});
    screen.sends_bytes(Encoding::MessagePack.encode(&wish));
    let id = CommandId::new("c-1").unwrap();
    let no = screen.answer_to(&id).await.unwrap_err();
    assert_eq!(no.code, "unreadable");
    assert!(no.words.contains("fly"), "{}", no.words);
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
async fn who_asks_whether_anybody_is_there_is_answered_before_hello_and_after_but_not_without_end() {
    let world = World::new().await;
    let ana = world.member("ana").await;
    let screen = ana.connects(ana.door);
    let pong = |frame: &ServerFrame| (*frame == ServerFrame::Pong).then_some(());
    screen.sends(&ClientFrame::Ping);
    screen.finds("a pong", pong).await;
    screen.says_hello(None).await;
    for _ in 0..200 {
        screen.sends(&ClientFrame::Ping);
    }
    // What comes after all of them is heard after all their answers.
    screen.sends_bytes(vec![0xc1]);
    screen.finds("a refusal", unreadable).await;
    assert_eq!(screen.all(pong).len(), 20, "as many as one may whisper at once");
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
async fn a_frame_that_announces_a_terabyte_ends_the_socket_before_it_comes() {
    let world = World::new().await;
    let ana = world.member("ana").await;
    let screen = ana.opens_socket().await;
    let mut head = vec![0x82, 0x80 | 127];
    head.extend((1_u64 << 40).to_be_bytes());
    screen.sends_raw(&head);
    assert_eq!(screen.closes().await, Some(4102));
}

#[actix_web::test]
async fn a_frame_in_pieces_is_no_way_around_its_size() {
    let world = World::new().await;
    let ana = world.member("ana").await;
    let screen = ana.opens_socket().await;
    // Binary, to be continued; then continued without end. No mask of zeros changes a byte.
    let piece = |first: u8| [&[first, 0x80 | 126, 0x40, 0, 0, 0, 0, 0][..], &[0; 0x4000]].concat();
    screen.sends_raw(&piece(0x02));
    screen.sends_raw(&piece(0x00));
    screen.sends_raw(&piece(0x00));
    assert_eq!(screen.closes().await, Some(4102));
}

#[actix_web::test]
async fn what_is_no_websocket_frame_ends_the_socket_in_words() {
    let world = World::new().await;
    let ana = world.member("ana").await;
    for bytes in [
        // Reserved bits, an unknown opcode, without a mask, and text that is none.
        &[0xc2, 0x80, 0, 0, 0, 0][..],
        &[0x83, 0x80, 0, 0, 0, 0],
        &[0x82, 0x01, 0xc0],
        &[0x81, 0x81, 0, 0, 0, 0, 0xff],
    ] {
        let screen = ana.opens_socket().await;
        screen.sends_raw(bytes);
        assert_eq!(screen.closes().await, Some(4102), "{bytes:x?}");
    }
}

#[actix_web::test]
async fn who_floods_hears_how_long_to_wait_and_is_let_go_when_they_go_on() {
    let world = World::new().await;
    let [ana, bo] = world.members(["ana", "bo"]).await;
    let talk = ana.talks_to(&bo).await;
    let screen = ana.opens_socket().await;
    let watch = || screen.whispers(hub::wire::ClientWhisper::Watch { conversations: Vec::new(), people: Vec::new() });
    // Hello was the first of 2,000.
    (1..2_000).for_each(|_| watch());
    let id = screen.wishes(send(talk, "and now?"));
    let refused = screen.answer_to(&id).await.unwrap_err();
    assert_eq!(refused.code, "too_fast");
    assert_eq!(refused.retry_after_ms, Some(10));
    (0..1_000).for_each(|_| watch());
    assert_eq!(screen.closes().await, Some(4102));
    bo.says(talk, "still here").await.unwrap();
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
