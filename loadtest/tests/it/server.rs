//! A server for one test: each accepted socket plays the story it is given.

use std::{
    net::SocketAddr,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
};

use futures_util::{SinkExt, StreamExt};
use hub::{
    Answer, Command, CommandId, ConversationId, Event, Timestamp, UserId, messaging, points,
    wire::{ClientFrame, Encoding, ServerFrame, View},
};
use tokio::net::{TcpListener, TcpStream};
use tokio_tungstenite::{
    WebSocketStream, accept_hdr_async,
    tungstenite::{
        Message,
        handshake::server::{ErrorResponse, Request, Response},
        http::{HeaderMap, StatusCode},
        protocol::{CloseFrame, frame::coding::CloseCode},
    },
};

pub const ANA: UserId = UserId(1);
pub const BO: UserId = UserId(2);
pub const EPOCH: i64 = 77;

/// The hub's side of one socket.
pub struct Side {
    pub ws: WebSocketStream<TcpStream>,
    pub encoding: Encoding,
    /// What the client said in the handshake.
    pub headers: HeaderMap,
    /// Where it came from.
    pub peer: SocketAddr,
    /// 0 for the first socket, 1 for the second …
    pub nth: usize,
}

/// Listens on a free port and plays `story` with every socket. Gives the address back.
pub async fn serve<F, Fut>(story: F) -> String
where
    F: Fn(Side) -> Fut + Send + Sync + 'static,
    Fut: Future<Output = ()> + Send + 'static,
{
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let (story, count) = (Arc::new(story), AtomicUsize::new(0));
    tokio::spawn(async move {
        while let Ok((stream, peer)) = listener.accept().await {
            let (story, nth) = (story.clone(), count.fetch_add(1, Ordering::SeqCst));
            tokio::spawn(async move {
                if let Some(side) = Side::accept(stream, peer, nth).await {
                    story(side).await;
                }
            });
        }
    });
    url
}

impl Side {
    pub async fn accept(stream: TcpStream, peer: SocketAddr, nth: usize) -> Option<Side> {
        let (mut encoding, mut headers) = (None, HeaderMap::new());
        #[expect(clippy::result_large_err, reason = "the callback's type is tungstenite's")]
        let callback = |request: &Request, mut response: Response| -> Result<Response, ErrorResponse> {
            headers = request.headers().clone();
            if headers.get("authorization").is_some_and(|v| v == "Bearer wrong") {
                let words = r#"{"title":"Please sign in first.","type":"sign_in"}"#;
                let mut no = ErrorResponse::new(Some(words.to_owned()));
                *no.status_mut() = StatusCode::UNAUTHORIZED;
                no.headers_mut().insert("content-length", words.len().into());
                return Err(no);
            }
            let asked = headers.get("sec-websocket-protocol").cloned();
            encoding = asked.as_ref().and_then(|v| Encoding::of_subprotocol(v.to_str().ok()?));
            if let Some(name) = asked {
                response.headers_mut().insert("sec-websocket-protocol", name);
            }
            Ok(response)
        };
        let ws = accept_hdr_async(stream, callback).await.ok()?;
        Some(Side { ws, encoding: encoding?, headers, peer, nth })
    }

    /// The next frame, or `None` when the client left.
    pub async fn hear(&mut self) -> Option<ClientFrame> {
        loop {
            match self.ws.next().await? {
                Ok(Message::Binary(bytes)) => {
                    assert_eq!(self.encoding, Encoding::MessagePack, "binary is MessagePack");
                    return Some(self.encoding.decode(&bytes).unwrap());
                }
                Ok(Message::Text(text)) => {
                    assert_eq!(self.encoding, Encoding::Json, "text is JSON");
                    return Some(self.encoding.decode(text.as_bytes()).unwrap());
                }
                Ok(_) => continue,
                Err(_) => return None,
            }
        }
    }

    pub async fn say(&mut self, frame: ServerFrame) {
        let bytes = self.encoding.encode(&frame);
        let message = match self.encoding {
            Encoding::MessagePack => Message::binary(bytes),
            Encoding::Json => Message::text(String::from_utf8(bytes).unwrap()),
        };
        let _ = self.ws.send(message).await;
    }

    /// Hears hello and welcomes ana (or whoever), at the head `inbox`. Gives back what the client showed last.
    pub async fn welcome(&mut self, user: UserId, inbox: i64) -> (Option<i64>, Option<i64>) {
        let Some(ClientFrame::Hello { epoch, inbox: shown }) = self.hear().await else {
            panic!("the first frame is hello");
        };
        let handle = format!("member{user}");
        self.say(ServerFrame::Welcome { user, handle, epoch: EPOCH, inbox, ping_ms: 15_000 }).await;
        (epoch, shown)
    }

    /// The next wish.
    pub async fn wish(&mut self) -> Option<(CommandId, Command)> {
        loop {
            if let ClientFrame::Do { id, command } = self.hear().await? {
                return Some((id, command));
            }
        }
    }

    pub async fn close(mut self, code: u16, words: &str) {
        let frame = CloseFrame { code: CloseCode::from(code), reason: words.to_owned().into() };
        let _ = self.ws.close(Some(frame)).await;
        while let Some(Ok(_)) = self.ws.next().await {}
    }
}

/// A numbered event: some points.
pub fn points(no: i64) -> ServerFrame {
    let event = Event::Points(points::Event::Awarded { user: ANA, reason: points::Reason::AddOffer, amount: 10, total: 10 * no });
    ServerFrame::Event { no: Some(no), event, view: View::None }
}

/// A passing event: bo has read.
pub fn read() -> ServerFrame {
    let event = messaging::Event::Read { conversation: ConversationId(1), by: BO, upto: 1, to: vec![ANA] };
    ServerFrame::Event { no: None, event: Event::Messaging(event), view: View::None }
}

pub fn stored(no: i64) -> Answer {
    Answer::Message { conversation: ConversationId(1), no, sent_at: Timestamp(0) }
}

pub fn send(body: &str) -> Command {
    Command::Messaging(messaging::Command::Send {
        conversation: ConversationId(1),
        body: body.to_owned(),
        reply_to: None,
        files: Vec::new(),
    })
}
