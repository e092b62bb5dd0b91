//! A device: whatever happens to its line, each thing written is stored once and in order, each event is told once.

use std::{
    sync::{Arc, Mutex},
    time::Duration,
};

use hub::{
    Command, CommandId, Refuses,
    command::AnyRefusal,
    messaging,
    wire::{Bye, ClientFrame, ClientWhisper, Encoding, ServerFrame},
};
use loadtest::{Device, Door, Ended, Kept, Manner, News, Options, Resume, Silence, Standing, outbox::State};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpListener,
};

use crate::server::{ANA, EPOCH, Side, points, read, send, serve, stored};

const SOON: Duration = Duration::from_secs(10);
const HARDLY: Duration = Duration::from_millis(30);

fn options() -> Options {
    Options::new(Door::Token("anas".to_owned()), Encoding::MessagePack)
}

/// Comes back at once, then after 20 ms.
fn eager() -> Manner {
    Manner { cap: Duration::from_millis(20), jitter: false, ..Manner::default() }
}

fn ana(url: &str) -> Device {
    Device::open(&[url], options(), eager(), Kept::default())
}

fn at(inbox: i64) -> Option<Resume> {
    Some(Resume { epoch: EPOCH, inbox })
}

fn id(id: &str) -> CommandId {
    CommandId::new(id).unwrap()
}

fn is_online(standing: &Standing) -> bool {
    *standing == Standing::Online
}

fn number(news: &News) -> Option<i64> {
    match news {
        News::Heard(heard) => heard.no,
        _ => None,
    }
}

/// What a hub has stored: bodies in the order they came, each id once.
#[derive(Clone, Default)]
struct Books(Arc<Mutex<Vec<(CommandId, String)>>>);

impl Books {
    /// The number of a message, old or new.
    fn store(&self, id: &CommandId, command: &Command) -> i64 {
        let Command::Messaging(messaging::Command::Send { body, .. }) = command else { panic!("only messages: {command:?}") };
        let mut stored = self.0.lock().unwrap();
        let at = stored.iter().position(|(known, _)| known == id).unwrap_or_else(|| {
            stored.push((id.clone(), body.clone()));
            stored.len() - 1
        });
        at as i64 + 1
    }

    fn bodies(&self) -> Vec<String> {
        self.0.lock().unwrap().iter().map(|(_, body)| body.clone()).collect()
    }
}

async fn until_stored(device: &mut Device, id: &CommandId) {
    device.until(|news| matches!(news, News::Stored { id: stored, .. } if stored == id), SOON).await.unwrap();
}

#[tokio::test]
async fn ana_comes_back_by_her_cursor_and_hears_each_event_once() {
    let url = serve(|mut side| async move {
        let shown = side.welcome(ANA, 3 + 2 * side.nth as i64).await;
        match side.nth {
            0 => {
                assert_eq!(shown, (None, None));
                side.say(points(4)).await;
                side.say(points(5)).await;
            }
            _ => {
                assert_eq!(shown, (Some(EPOCH), Some(5)), "moved before anybody took it");
                side.say(points(5)).await;
                side.say(points(6)).await;
                while side.hear().await.is_some() {}
            }
        }
    })
    .await;
    let mut ana = ana(&url);
    ana.until(|news| number(news) == Some(6), SOON).await.unwrap();
    assert_eq!(ana.cursor(), at(3), "4 and 5 were not handed out yet");
    let others: Vec<_> = ana.take_all().iter().map(number).collect();
    assert_eq!(others, [Some(4), Some(5)]);
    assert_eq!((ana.cursor(), ana.lines(), ana.doubled(), ana.gaps()), (at(6), 2, 1, 0));
}

#[tokio::test]
async fn a_line_is_online_only_when_everything_missed_is_in() {
    let (go, gone) = tokio::sync::watch::channel(false);
    let url = serve(move |mut side| {
        let mut gone = gone.clone();
        async move {
            side.welcome(ANA, 2).await;
            side.say(points(1)).await;
            gone.wait_for(|go| *go).await.unwrap();
            side.say(points(2)).await;
            while side.hear().await.is_some() {}
        }
    })
    .await;
    let kept = Kept { cursor: at(0), ..Kept::default() };
    let mut ana = Device::open(&[url], options(), eager(), kept);
    ana.until(|news| number(news) == Some(1), SOON).await.unwrap();
    assert_eq!(ana.standing(), Standing::CatchingUp);
    go.send(true).unwrap();
    ana.until_standing(is_online, SOON).await.unwrap();
    ana.until(|news| number(news) == Some(2), SOON).await.unwrap();
}

#[tokio::test]
async fn numbers_of_another_store_mean_nothing_until_the_hub_says_where_to_go_on() {
    let (go, gone) = tokio::sync::watch::channel(false);
    let url = serve(move |mut side| {
        let mut gone = gone.clone();
        async move {
            side.welcome(ANA, 2).await;
            gone.wait_for(|go| *go).await.unwrap();
            side.say(ServerFrame::Reload { epoch: EPOCH, inbox: 2 }).await;
            side.say(points(3)).await;
            while side.hear().await.is_some() {}
        }
    })
    .await;
    let kept = Kept { cursor: Some(Resume { epoch: EPOCH - 1, inbox: 900 }), ..Kept::default() };
    let mut ana = Device::open(&[url], options(), eager(), kept);
    ana.until_standing(|standing| *standing == Standing::CatchingUp, SOON).await.unwrap();
    go.send(true).unwrap();
    ana.until_standing(is_online, SOON).await.unwrap();
    assert_eq!(ana.next(SOON).await.unwrap(), News::Reload(Resume { epoch: EPOCH, inbox: 2 }));
    assert_eq!(number(&ana.next(SOON).await.unwrap()), Some(3));
    assert_eq!((ana.cursor(), ana.gaps()), (at(3), 0));
}

#[tokio::test]
async fn what_is_written_while_nobody_answers_goes_out_once_and_in_order() {
    // A port that nobody listens on until later.
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    drop(listener);
    let mut ana = ana(&format!("http://{address}"));
    ana.until_standing(|standing| *standing == Standing::Offline, SOON).await.unwrap();
    let written: Vec<_> = ["one", "two", "three"].map(|body| ana.write(send(body))).into();
    assert!(written.is_sorted(), "ids are ordered by time");
    assert_eq!(ana.outbox().await.letters().len(), 3);

    let books = Books::default();
    let listener = TcpListener::bind(address).await.unwrap();
    let hub = tokio::spawn({
        let books = books.clone();
        async move {
            // The first line stores “one” and breaks before it can say so.
            for nth in 0.. {
                let (stream, peer) = listener.accept().await.unwrap();
                let mut side = Side::accept(stream, peer, nth).await.unwrap();
                side.welcome(ANA, 0).await;
                while let Some((id, command)) = side.wish().await {
                    let no = books.store(&id, &command);
                    if nth == 0 {
                        break;
                    }
                    side.say(ServerFrame::Done { id, answer: stored(no) }).await;
                }
            }
        }
    });
    for (id, no) in written.iter().zip(1..) {
        let news = ana.next(SOON).await.unwrap();
        assert_eq!(news, News::Stored { id: id.clone(), answer: stored(no) });
    }
    assert_eq!(books.bodies(), ["one", "two", "three"]);
    assert!(ana.outbox().await.letters().is_empty());
    hub.abort();
}

#[tokio::test]
async fn what_is_not_settled_outlives_the_device() {
    let books = Books::default();
    let url = serve({
        let books = books.clone();
        move |mut side| {
            let books = books.clone();
            async move {
                side.welcome(ANA, side.nth as i64).await;
                if side.nth == 0 {
                    side.say(points(1)).await;
                    // Hears, and says nothing.
                    while side.hear().await.is_some() {}
                }
                while let Some((id, command)) = side.wish().await {
                    let no = books.store(&id, &command);
                    side.say(ServerFrame::Done { id, answer: stored(no) }).await;
                }
            }
        }
    })
    .await;
    let mut first = ana(&url);
    assert_eq!(number(&first.next(SOON).await.unwrap()), Some(1));
    let written = [first.write_as(id("a"), send("one")), first.write_as(id("b"), send("two"))];
    assert_eq!(written, [(), ()]);
    let kept = first.close().await;
    assert_eq!(kept.cursor, at(1));
    assert!(kept.outbox.letters().iter().all(|l| l.state == State::Waiting { not_before: None }), "{kept:?}");

    let mut second = Device::open(&[&url], options(), eager(), kept);
    until_stored(&mut second, &id("b")).await;
    assert_eq!(books.bodies(), ["one", "two"]);
}

#[tokio::test]
async fn a_busy_hub_is_asked_again_when_it_says_so_and_the_rest_of_the_conversation_waits() {
    let books = Books::default();
    let url = serve({
        let books = books.clone();
        move |mut side| {
            let books = books.clone();
            async move {
                side.welcome(ANA, 0).await;
                let mut refused = 0;
                while let Some((id, command)) = side.wish().await {
                    if refused < 2 {
                        refused += 1;
                        assert_eq!(command, send("one"), "the next one waits behind it");
                        let refusal = AnyRefusal::TooFast { retry_after_ms: 5 }.refused();
                        side.say(ServerFrame::Refused { id: Some(id), refusal }).await;
                        continue;
                    }
                    let no = books.store(&id, &command);
                    side.say(ServerFrame::Done { id, answer: stored(no) }).await;
                }
            }
        }
    })
    .await;
    let mut ana = ana(&url);
    ana.write(send("one"));
    let two = ana.write(send("two"));
    until_stored(&mut ana, &two).await;
    assert_eq!(books.bodies(), ["one", "two"]);
}

#[tokio::test]
async fn what_is_refused_keeps_its_words_and_is_sent_again_or_thrown_away() {
    let books = Books::default();
    let url = serve({
        let books = books.clone();
        move |mut side| {
            let books = books.clone();
            async move {
                side.welcome(ANA, 0).await;
                let mut blocked = 2;
                while let Some((id, command)) = side.wish().await {
                    if blocked > 0 && command != send("three") {
                        blocked -= 1;
                        let refusal = messaging::Refusal::Blocked.refused();
                        side.say(ServerFrame::Refused { id: Some(id), refusal }).await;
                        continue;
                    }
                    let no = books.store(&id, &command);
                    side.say(ServerFrame::Done { id, answer: stored(no) }).await;
                }
            }
        }
    })
    .await;
    let mut ana = ana(&url);
    let [one, two, three] = ["one", "two", "three"].map(|body| ana.write(send(body)));
    for refused in [&one, &two] {
        let News::Refused { id, refusal } = ana.next(SOON).await.unwrap() else { panic!("a refusal") };
        assert_eq!((&id, refusal.code.as_str()), (refused, "messaging.blocked"));
    }
    until_stored(&mut ana, &three).await;
    assert!(ana.outbox().await.is_quiet());
    assert_eq!(ana.throw_away(&two).await, Some(send("two")));
    let again = ana.send_again(&one).await.unwrap();
    until_stored(&mut ana, &again).await;
    assert_eq!(books.bodies(), ["three", "one"]);
    assert_eq!(ana.send_again(&two).await, None);
}

#[tokio::test]
async fn a_line_that_answers_nothing_is_dropped_and_the_wish_is_said_on_the_next() {
    let books = Books::default();
    let url = serve({
        let books = books.clone();
        move |mut side| {
            let books = books.clone();
            async move {
                side.welcome(ANA, 0).await;
                while let Some((id, command)) = side.wish().await {
                    let no = books.store(&id, &command);
                    if side.nth > 0 {
                        side.say(ServerFrame::Done { id, answer: stored(no) }).await;
                    }
                }
            }
        }
    })
    .await;
    let manner = Manner { answers_within: Duration::from_millis(100), ..eager() };
    let mut ana = Device::open(&[&url], options(), manner, Kept::default());
    let one = ana.write(send("one"));
    until_stored(&mut ana, &one).await;
    assert_eq!((books.bodies(), ana.lines()), (vec!["one".to_owned()], 2));
}

#[tokio::test]
async fn a_device_whose_door_is_closed_does_not_come_back_and_keeps_what_was_written() {
    let url = serve(|mut side| async move {
        assert_eq!(side.nth, 0, "it came back");
        side.welcome(ANA, 0).await;
        side.close(Bye::DoorClosed.code(), Bye::DoorClosed.words()).await;
    })
    .await;
    let mut ana = ana(&url);
    ana.until_standing(|standing| matches!(standing, Standing::Over(_)), SOON).await.unwrap();
    ana.write_as(id("a"), send("one"));
    assert!(matches!(ana.next(HARDLY).await, Err(Silence::TooLate { .. })));
    let Standing::Over(Ended { code, .. }) = ana.standing() else { panic!("it is over") };
    assert_eq!(code, Some(4100));
    assert_eq!(ana.close().await.outbox.letters()[0].id, id("a"));
}

#[tokio::test]
async fn a_wrong_token_is_over_too() {
    let url = serve(|_| async {}).await;
    let options = Options::new(Door::Token("wrong".to_owned()), Encoding::Json);
    let ana = Device::open(&[&url], options, eager(), Kept::default());
    let standing = ana.until_standing(|standing| matches!(standing, Standing::Over(_)), SOON).await.unwrap();
    let Standing::Over(Ended { code, words, .. }) = standing else { panic!("it is over") };
    assert_eq!((code, words.as_str()), (Some(4100), "Please sign in first."));
}

#[tokio::test]
async fn a_wait_that_the_hub_names_is_kept() {
    // Turned away with “in a second”, then let in.
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let (tell, told) = tokio::sync::oneshot::channel();
    let hub = tokio::spawn(async move {
        let (mut stream, _) = listener.accept().await.unwrap();
        let mut request = [0; 2048];
        let _ = stream.read(&mut request).await.unwrap();
        stream.write_all(b"HTTP/1.1 503 Service Unavailable\r\nretry-after: 1\r\ncontent-length: 0\r\n\r\n").await.unwrap();
        let turned_away = tokio::time::Instant::now();
        let (stream, peer) = listener.accept().await.unwrap();
        tell.send(turned_away.elapsed()).unwrap();
        let mut side = Side::accept(stream, peer, 1).await.unwrap();
        side.welcome(ANA, 0).await;
        while side.hear().await.is_some() {}
    });
    let ana = ana(&url);
    ana.until_standing(is_online, SOON).await.unwrap();
    let waited = told.await.unwrap();
    assert!(waited > Duration::from_millis(900), "{waited:?}, not the 20 ms of its own");
    hub.abort();
}

#[tokio::test]
async fn a_hub_that_leaves_names_the_wait_before_it_closes() {
    let (tell, mut told) = tokio::sync::mpsc::unbounded_channel();
    let url = serve(move |mut side| {
        let tell = tell.clone();
        async move {
            tell.send(tokio::time::Instant::now()).unwrap();
            side.welcome(ANA, 0).await;
            if side.nth == 0 {
                side.say(ServerFrame::ComeBack { after_ms: 400 }).await;
                side.close(Bye::Restarting.code(), Bye::Restarting.words()).await;
                return;
            }
            while side.hear().await.is_some() {}
        }
    })
    .await;
    let ana = ana(&url);
    let (first, second) = (told.recv().await.unwrap(), told.recv().await.unwrap());
    assert!(second - first >= Duration::from_millis(400), "{:?}, not the 20 ms of its own", second - first);
    ana.until_standing(is_online, SOON).await.unwrap();
}

#[tokio::test]
async fn of_several_nodes_the_next_is_asked_when_one_does_not_answer() {
    let nobody = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let gone = format!("http://{}", nobody.local_addr().unwrap());
    drop(nobody);
    let url = serve(|mut side| async move {
        side.welcome(ANA, 0).await;
        while side.hear().await.is_some() {}
    })
    .await;
    let ana = Device::open(&[gone, url], options(), eager(), Kept::default());
    ana.until_standing(is_online, SOON).await.unwrap();
    ana.drop_line();
    ana.until_standing(|standing| *standing != Standing::Online, SOON).await.unwrap();
    ana.until_standing(is_online, SOON).await.unwrap();
    assert_eq!(ana.lines(), 2);
}

#[tokio::test]
async fn what_is_watched_is_said_again_on_every_line_and_passing_events_move_nothing() {
    let (tell, mut told) = tokio::sync::mpsc::unbounded_channel();
    let url = serve(move |mut side| {
        let tell = tell.clone();
        async move {
            side.welcome(ANA, 0).await;
            let heard = side.hear().await;
            side.say(read()).await;
            tell.send(heard).unwrap();
        }
    })
    .await;
    let mut ana = ana(&url);
    let watch = ClientWhisper::Watch { conversations: vec![1.into()], people: Vec::new() };
    ana.whisper(watch.clone());
    for _ in 0..2 {
        assert_eq!(told.recv().await.unwrap(), Some(ClientFrame::Whisper { whisper: watch.clone() }));
    }
    assert_eq!(number(&ana.next(SOON).await.unwrap()), None);
    assert_eq!(ana.cursor(), at(0));
}
