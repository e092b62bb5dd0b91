//! One screen: wishes and answers, events in order, the cursor, the end.

use std::time::Duration;

use hub::{
    CommandId, Refuses,
    command::AnyRefusal,
    wire::{Bye, ClientFrame, ClientWhisper, Encoding, ServerFrame, ServerWhisper},
};
use loadtest::{Client, Ended, Silence};
use tokio_tungstenite::tungstenite::Message;

use crate::server::{ANA, BO, EPOCH, Side, points, read, send, serve, stored};

const SOON: Duration = Duration::from_secs(10);
const HARDLY: Duration = Duration::from_millis(30);

async fn ana(url: &str) -> Client {
    Client::connect(url, "anas", Encoding::MessagePack, None).await.unwrap()
}

/// Welcomes, says these frames and stays until the client leaves.
async fn says(frames: Vec<ServerFrame>) -> String {
    serve(move |mut side| {
        let frames = frames.clone();
        async move {
            side.welcome(ANA, 0).await;
            for frame in frames {
                side.say(frame).await;
            }
            while side.hear().await.is_some() {}
        }
    })
    .await
}

#[tokio::test]
async fn ana_wishes_and_hears_the_answer_in_both_encodings() {
    let url = serve(|mut side| async move {
        side.welcome(ANA, 0).await;
        while let Some((id, command)) = side.wish().await {
            let frame = if command == send("Hello Bo") {
                ServerFrame::Done { id, answer: stored(1) }
            } else {
                ServerFrame::Refused { id: Some(id), refusal: AnyRefusal::Busy { retry_after_ms: 700 }.refused() }
            };
            side.say(frame).await;
        }
    })
    .await;
    for encoding in [Encoding::MessagePack, Encoding::Json] {
        let mut ana = Client::connect(&url, "anas", encoding, None).await.unwrap();
        assert_eq!(ana.act(send("Hello Bo")).await, Ok(stored(1)));
        let refused = ana.act(send("again")).await.unwrap_err();
        assert_eq!((refused.code.as_str(), refused.retry_after_ms), ("busy", Some(700)));
    }
}

#[tokio::test]
async fn each_wish_has_a_fresh_id_unless_ana_names_one() {
    let url = serve(|mut side| async move {
        side.welcome(ANA, 0).await;
        let mut seen = Vec::new();
        while let Some((id, _)) = side.wish().await {
            // Answers with the number of times that this id was heard.
            seen.push(id.clone());
            let times = seen.iter().filter(|s| **s == id).count();
            side.say(ServerFrame::Done { id, answer: stored(times as i64) }).await;
        }
    })
    .await;
    let mut ana = ana(&url).await;
    let mine = CommandId::new("mine").unwrap();
    assert_eq!(ana.act(send("one")).await, Ok(stored(1)));
    assert_eq!(ana.act(send("two")).await, Ok(stored(1)));
    assert_eq!(ana.act_as(mine.clone(), send("three")).await, Ok(stored(1)));
    assert_eq!(ana.act_as(mine, send("three")).await, Ok(stored(2)));
}

#[tokio::test]
async fn answers_out_of_order_find_their_wishes() {
    let url = serve(|mut side| async move {
        side.welcome(ANA, 0).await;
        let mut wishes = Vec::new();
        for no in 1..=3 {
            let (id, _) = side.wish().await.unwrap();
            wishes.push((id, no));
        }
        for (id, no) in wishes.into_iter().rev() {
            side.say(points(4 - no)).await;
            side.say(ServerFrame::Done { id, answer: stored(no) }).await;
        }
        while side.hear().await.is_some() {}
    })
    .await;
    let mut ana = ana(&url).await;
    let ids: Vec<_> = ["one", "two", "three"].map(|body| ana.begin(send(body))).into();
    for (id, no) in ids.iter().zip(1..) {
        assert_eq!(ana.settle(id).await, Ok(stored(no)));
    }
    for no in 1..=3 {
        assert_eq!(ana.next_event(SOON).await.unwrap().no, Some(no), "what came between the answers is kept");
    }
}

#[tokio::test]
async fn nothing_heard_is_lost_when_ana_looks_for_something_else_first() {
    let typing = ServerFrame::Whisper { whisper: ServerWhisper::Typing { conversation: 1.into(), by: BO } };
    let url = says(vec![points(1), typing, read(), points(2)]).await;
    let mut ana = ana(&url).await;
    let second = ana.until(|f| matches!(f, ServerFrame::Event { no: Some(2), .. }), SOON).await.unwrap();
    assert_eq!(second, points(2));
    assert!(matches!(ana.next_whisper(SOON).await.unwrap(), ServerWhisper::Typing { by: BO, .. }));
    assert_eq!(ana.next_event(SOON).await.unwrap().no, Some(1));
    assert_eq!(ana.next_event(SOON).await.unwrap().no, None);
    let silence = ana.next_event(HARDLY).await.unwrap_err();
    assert_eq!(silence, Silence::TooLate { waited: HARDLY, kept: Vec::new() });
}

#[tokio::test]
async fn silence_tells_what_was_heard_instead() {
    let url = says(vec![points(1), points(2)]).await;
    let mut ana = ana(&url).await;
    ana.until(|f| matches!(f, ServerFrame::Event { no: Some(2), .. }), SOON).await.unwrap();
    let words = ana.next_whisper(HARDLY).await.unwrap_err().to_string();
    assert!(words.contains("Awarded"), "{words}");
}

#[tokio::test]
async fn the_cursor_stands_before_what_was_not_handed_out_yet() {
    let url = says(vec![points(1), read(), points(2), points(3)]).await;
    let mut ana = ana(&url).await;
    assert_eq!(ana.cursor(), (EPOCH, 0));
    ana.until(|f| matches!(f, ServerFrame::Event { no: Some(3), .. }), SOON).await.unwrap();
    assert_eq!(ana.cursor(), (EPOCH, 0), "1 and 2 were not shown yet");
    ana.next_event(SOON).await.unwrap();
    assert_eq!(ana.cursor(), (EPOCH, 1));
    ana.next_event(SOON).await.unwrap();
    assert_eq!(ana.cursor(), (EPOCH, 1), "passing events move nothing");
    ana.next_event(SOON).await.unwrap();
    assert_eq!(ana.cursor(), (EPOCH, 3));
}

#[tokio::test]
async fn ana_comes_back_by_her_cursor() {
    let url = serve(|mut side| async move {
        let shown = side.welcome(ANA, 5).await;
        let from = match side.nth {
            0 => {
                assert_eq!(shown, (None, None));
                5
            }
            _ => {
                assert_eq!(shown, (Some(EPOCH), Some(6)));
                6
            }
        };
        side.say(points(from + 1)).await;
        while side.hear().await.is_some() {}
    })
    .await;
    let mut first = ana(&url).await;
    assert_eq!(first.next_event(SOON).await.unwrap().no, Some(6));
    let cursor = first.cursor();
    first.close().await;
    let mut second = Client::connect(&url, "anas", Encoding::MessagePack, Some(cursor)).await.unwrap();
    assert_eq!(second.next_event(SOON).await.unwrap().no, Some(7));
    assert_eq!((second.cursor(), second.gaps(), second.doubled()), ((EPOCH, 7), 0, 0));
}

#[tokio::test]
async fn an_event_heard_twice_is_shown_once_and_counted() {
    let url = says(vec![points(1), points(2), points(1), points(2), points(3)]).await;
    let mut ana = ana(&url).await;
    for no in 1..=3 {
        assert_eq!(ana.next_event(SOON).await.unwrap().no, Some(no));
    }
    assert_eq!((ana.doubled(), ana.gaps()), (2, 0));
}

#[tokio::test]
async fn a_number_left_out_is_counted() {
    let url = says(vec![points(1), points(3)]).await;
    let mut ana = ana(&url).await;
    ana.next_event(SOON).await.unwrap();
    ana.next_event(SOON).await.unwrap();
    assert_eq!((ana.doubled(), ana.gaps()), (0, 1));
}

#[tokio::test]
async fn after_a_reload_numbers_go_on_from_where_the_hub_says() {
    let url = says(vec![ServerFrame::Reload { epoch: 78, inbox: 900 }, points(901)]).await;
    let mut ana = Client::connect(&url, "anas", Encoding::Json, Some((EPOCH, 3))).await.unwrap();
    assert_eq!(ana.cursor(), (EPOCH, 3));
    assert!(matches!(ana.next_frame(SOON).await.unwrap(), ServerFrame::Reload { inbox: 900, .. }));
    assert_eq!(ana.cursor().0, 78);
    assert_eq!(ana.next_event(SOON).await.unwrap().no, Some(901));
    assert_eq!((ana.cursor(), ana.gaps()), ((78, 901), 0));
}

#[tokio::test]
async fn the_hubs_reason_for_closing_is_told() {
    for (bye, back) in [(Bye::Restarting, true), (Bye::DoorClosed, false), (Bye::TooSlow, true)] {
        let url = serve(move |mut side| async move {
            side.welcome(ANA, 0).await;
            side.say(points(1)).await;
            side.close(bye.code(), bye.words()).await;
        })
        .await;
        let mut ana = ana(&url).await;
        let ended = ana.until_closed(SOON).await.unwrap();
        assert_eq!((ended.bye(), ended.words.as_str(), ended.come_back()), (Some(bye), bye.words(), back));
        assert_eq!(ana.next_event(SOON).await.unwrap().no, Some(1), "what came before the end is still there");
        assert_eq!(ana.next_event(SOON).await, Err(Silence::Ended(ended)));
    }
}

#[tokio::test]
async fn a_wish_under_way_when_the_socket_breaks_is_of_unknown_outcome() {
    let url = serve(|mut side| async move {
        side.welcome(ANA, 0).await;
        side.wish().await;
    })
    .await;
    let mut ana = ana(&url).await;
    let refused = ana.act(send("Hello Bo")).await.unwrap_err();
    assert_eq!(refused.code, "client.ended");
    assert_eq!(ana.act(send("Hello again")).await.unwrap_err().code, "client.ended", "later wishes say it at once");
}

#[tokio::test]
async fn both_part_with_a_goodbye() {
    let url = serve(|mut side| async move {
        side.welcome(ANA, 0).await;
        while side.hear().await.is_some() {}
    })
    .await;
    let ended = ana(&url).await.close().await;
    assert!(matches!(ended, Ended { code: Some(1000 | 1005), .. }), "{ended:?}");
}

#[tokio::test]
async fn pings_are_answered_while_nobody_asks_for_anything() {
    let (tell, mut told) = tokio::sync::mpsc::unbounded_channel();
    let url = serve(move |mut side: Side| {
        let tell = tell.clone();
        async move {
            use futures_util::{SinkExt, StreamExt};
            side.welcome(ANA, 0).await;
            side.ws.send(Message::Ping("are you there".into())).await.unwrap();
            while let Some(Ok(message)) = side.ws.next().await {
                if let Message::Pong(pong) = message {
                    tell.send(pong).unwrap();
                }
            }
        }
    })
    .await;
    let ana = ana(&url).await;
    assert_eq!(told.recv().await.unwrap(), "are you there");
    drop(ana);
}

#[tokio::test]
async fn a_frame_of_garbage_is_refused_without_an_id_and_whispers_arrive() {
    let url = serve(|mut side: Side| async move {
        use futures_util::StreamExt;
        side.welcome(ANA, 0).await;
        let Some(Ok(Message::Binary(bytes))) = side.ws.next().await else { panic!("a binary frame") };
        let words = side.encoding.decode::<ClientFrame>(&bytes).unwrap_err();
        side.say(ServerFrame::Refused { id: None, refusal: AnyRefusal::Unreadable(words).refused() }).await;
        let heard = side.hear().await;
        assert_eq!(heard, Some(ClientFrame::Whisper { whisper: ClientWhisper::Typing { conversation: 1.into() } }));
        side.say(ServerFrame::Whisper { whisper: ServerWhisper::Here { user: BO, here: true } }).await;
        while side.hear().await.is_some() {}
    })
    .await;
    let mut ana = ana(&url).await;
    ana.say_raw(vec![0xC1, 0xFF]);
    let ServerFrame::Refused { id: None, refusal } = ana.next_frame(SOON).await.unwrap() else { panic!("a refusal") };
    assert_eq!(refusal.code, "unreadable");
    ana.whisper(ClientWhisper::Typing { conversation: 1.into() });
    assert_eq!(ana.next_whisper(SOON).await.unwrap(), ServerWhisper::Here { user: BO, here: true });
}
