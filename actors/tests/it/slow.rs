//! Who reads too slowly is let go, and nobody else notices. Who does not answer is let go, too.

use actix_http::ws::{Codec, Message};
use actix_web::{
    App, HttpRequest, HttpServer,
    web::{self, Payload},
};
use actors::{
    Guest, Limits, SocketHandle,
    testing::{Member, World, send},
};
use hub::{
    By,
    wire::{ClientFrame, ClientWhisper, Encoding, MSGPACK, ServerFrame, ServerWhisper},
};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpSocket, TcpStream},
};
use tokio_util::codec::Encoder;

#[actix_web::test]
async fn a_screen_that_does_not_read_is_let_go_while_the_others_go_on() {
    let world = World::with(Limits { sends: None, outgoing: 8, ..Limits::default() }).await;
    let [ana, bo] = world.members(["ana", "bo"]).await;
    let talk = ana.talks_to(&bo).await;
    let (laptop, phone) = (bo.opens_socket().await, bo.opens_socket().await);
    let start = laptop.cursor().inbox;
    ana.says(talk, "both hear this").await.unwrap();
    phone.hears("both hear this").await;
    phone.stops_reading();
    for i in 0..40 {
        ana.says(talk, &format!("line {i}")).await.unwrap();
        laptop.hears(&format!("line {i}")).await;
    }
    assert_eq!(world.collective().observe().too_slow, 1);
    let cursor = phone.cursor();
    phone.reads_again();
    assert_eq!(phone.closes().await, Some(4001));
    assert_eq!(laptop.numbers(), (start + 1..=start + 41).collect::<Vec<_>>());
    // It comes back by its cursor and has everything.
    let phone = bo.comes_back(cursor).await;
    phone.hears("line 39").await;
    assert_eq!(phone.numbers(), (cursor.inbox + 1..=cursor.inbox + 40).collect::<Vec<_>>());
}

#[actix_web::test]
async fn who_leaves_pings_unanswered_is_let_go() {
    let world = World::new().await;
    let [ana, bo] = world.members(["ana", "bo"]).await;
    let talk = ana.talks_to(&bo).await;
    let (alive, silent) = (ana.opens_socket().await, ana.opens_socket().await);
    silent.falls_silent();
    for i in 0..3 {
        // Ten seconds: everybody is pinged once. Thirty without an answer are the end.
        world.ticks(10);
        let id = alive.wishes(send(talk, &format!("I am here {i}")));
        alive.answer_to(&id).await.unwrap();
    }
    assert_eq!(silent.closes().await, Some(4002));
    let id = alive.wishes(send(talk, "still"));
    alive.answer_to(&id).await.unwrap();
    assert_eq!(world.collective().observe().silent, 1);
}

#[actix_web::test]
async fn who_answers_no_ping_is_not_here_any_more_after_half_a_minute() {
    let world = World::new().await;
    let [ana, bo] = world.members(["ana", "bo"]).await;
    let talk = ana.talks_to(&bo).await;
    let (anas, bos) = (ana.opens_socket().await, bo.opens_socket().await);
    anas.whispers(ClientWhisper::Watch { conversations: Vec::new(), people: vec![bo.id] });
    let is_told = async |here| {
        anas.finds(&format!("that Bo is here: {here}"), |frame| match frame {
            ServerFrame::Whisper { whisper } if *whisper == (ServerWhisper::Here { user: bo.id, here }) => Some(()),
            _ => None,
        })
        .await
    };
    is_told(true).await;
    bos.falls_silent();
    for i in 0..3 {
        world.ticks(10);
        let id = anas.wishes(send(talk, &format!("are you there? {i}")));
        anas.answer_to(&id).await.unwrap();
    }
    is_told(false).await;
    assert_eq!(world.collective().is_here(bo.id), Some(false));
}

#[actix_web::test]
async fn who_never_says_hello_is_let_go() {
    let world = World::new().await;
    let [ana, bo] = world.members(["ana", "bo"]).await;
    let talk = ana.talks_to(&bo).await;
    let (mute, greeted) = (ana.connects(ana.door), ana.opens_socket().await);
    for i in 0..7 {
        world.ticks(10);
        let id = greeted.wishes(send(talk, &format!("minute {i}")));
        greeted.answer_to(&id).await.unwrap();
    }
    assert_eq!(mute.closes().await, Some(4002));
    let id = greeted.wishes(send(talk, "still"));
    greeted.answer_to(&id).await.unwrap();
}

#[actix_web::test]
async fn a_member_is_here_while_a_screen_is_open() {
    let world = World::new().await;
    let ana = world.member("ana").await;
    assert_eq!(world.collective().is_here(ana.id), Some(false));
    let (laptop, phone) = (ana.opens_socket().await, ana.opens_socket().await);
    assert_eq!(world.collective().is_here(ana.id), Some(true));
    laptop.breaks_off();
    world.comes_true("one screen is left", || world.collective().observe().sockets == 1).await;
    assert_eq!(world.collective().is_here(ana.id), Some(true));
    phone.breaks_off();
    world.comes_true("nobody is here", || world.collective().is_here(ana.id) == Some(false)).await;
    // And back, as if nothing had been.
    ana.opens_socket().await;
    assert_eq!(world.collective().is_here(ana.id), Some(true));
}

/// Over a real network: the client opens a socket, says hello and never reads again.
#[actix_web::test]
async fn a_client_that_never_reads_is_cut_off_from_outside() {
    let world = World::with(Limits { sends: None, outgoing: 8, ..Limits::default() }).await;
    let [ana, bo] = world.members(["ana", "bo"]).await;
    let talk = ana.talks_to(&bo).await;
    let port = serve(&world, &bo);
    let mut client = connect(port).await;
    let hello = Encoding::MessagePack.encode(&ClientFrame::Hello { epoch: None, inbox: None });
    let mut frame = bytes::BytesMut::new();
    Codec::new().client_mode().encode(Message::Binary(hello.into()), &mut frame).unwrap();
    client.write_all(&frame).await.unwrap();
    world.comes_true("bo is here", || world.collective().is_here(bo.id) == Some(true)).await;
    let words = "What nobody reads stays in the kernel's buffers first. ".repeat(70);
    for _ in 0..100 {
        if world.collective().observe().too_slow > 0 {
            break;
        }
        let many = (0..50).map(|_| ana.says(talk, &words));
        assert!(futures_util::future::join_all(many).await.into_iter().all(|said| said.is_ok()));
    }
    assert_eq!(world.collective().observe().too_slow, 1);
    // Its actor is frozen, and still it ends: the stream below it was cut.
    world.comes_true("the socket is gone", || world.collective().observe().sockets == 0).await;
    world.comes_true("bo is not here any more", || world.collective().is_here(bo.id) == Some(false)).await;
    drop(client);
}

/// A web server that opens a socket for one member; its port.
fn serve(world: &World, member: &Member) -> u16 {
    let collective = world.collective().clone();
    let (user, door, handle) = (member.id, member.door, member.handle.clone());
    let listener = std::net::TcpListener::bind(("127.0.0.1", 0)).unwrap();
    let port = listener.local_addr().unwrap().port();
    let open = move |request: HttpRequest, payload: Payload| {
        let guest = Guest {
            by: By::Member(user),
            handle: handle.clone(),
            door,
            encoding: Encoding::MessagePack,
            locale: hub::Locale::En, stream: request.conn_data::<SocketHandle>().cloned(),
        };
        let opened = actors::socket::open(&collective, guest, &request, payload);
        async move { opened }
    };
    let server = HttpServer::new(move || App::new().route("/", web::get().to(open.clone())))
        .on_connect(|connection, kept| {
            let stream = connection.downcast_ref::<actix_web::rt::net::TcpStream>().unwrap();
            kept.insert(SocketHandle::of(stream).unwrap());
        })
        .workers(1)
        .disable_signals()
        .listen(listener)
        .unwrap();
    actix_web::rt::spawn(server.run());
    port
}

/// Shakes hands, by hand.
async fn connect(port: u16) -> TcpStream {
    let socket = TcpSocket::new_v4().unwrap();
    socket.set_recv_buffer_size(4_096).unwrap();
    let mut stream = socket.connect(([127, 0, 0, 1], port).into()).await.unwrap();
    let request = format!(
        "GET / HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n\
         Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Protocol: {MSGPACK}\r\n\r\n"
    );
    stream.write_all(request.as_bytes()).await.unwrap();
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") {
        head.push(stream.read_u8().await.unwrap());
    }
    let head = String::from_utf8(head).unwrap();
    assert!(head.starts_with("HTTP/1.1 101") && head.contains(MSGPACK), "{head}");
    stream
}
