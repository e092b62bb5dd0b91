//! One bare websocket to a hub: shakes hands, says hello, sends frames, reads frames.
//!
//! Pings are answered while [`Socket::next`] is being awaited. Somebody who stops reading is a silent or slow reader to
//! the hub; tests of such use this type, everybody else uses [`crate::Client`].

use std::{
    net::IpAddr,
    time::{Duration, Instant},
};

use bytes::Bytes;
use futures_util::{SinkExt, StreamExt};
use hub::{
    kernel::ids::UserId,
    wire::{Bye, ClientFrame, Encoding, ServerFrame},
};
use tokio::net::{TcpSocket, TcpStream};
use tokio_tungstenite::{
    WebSocketStream, client_async_with_config,
    tungstenite::{
        self, Message,
        client::IntoClientRequest,
        http::{HeaderName, HeaderValue, header},
        protocol::{CloseFrame, WebSocketConfig},
    },
};

use crate::address::{Address, BadAddress};

/// By what a socket comes in.
#[derive(Clone, Debug)]
pub enum Door {
    /// `Authorization: Bearer …`: programs.
    Token(String),
    /// A browser: its cookies (`name=value; …`) and the origin of the page that opens the socket.
    Cookie { cookie: String, origin: String },
    /// By none.
    Nobody,
}

/// What was shown last: a store's epoch and a number in the inbox.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Resume {
    pub epoch: i64,
    pub inbox: i64,
}

/// How to open a socket.
#[derive(Clone, Debug)]
pub struct Options {
    pub door: Door,
    pub encoding: Encoding,
    pub resume: Option<Resume>,
    /// The local address to come from.
    pub from: Option<IpAddr>,
    /// Bytes set aside for reading, at once, for each socket. tungstenite's own choice is 128 KiB.
    pub read_buffer: usize,
    /// How long connecting, shaking hands and the welcome may take together.
    pub patience: Duration,
}

impl Options {
    pub fn new(door: Door, encoding: Encoding) -> Options {
        Options { door, encoding, resume: None, from: None, read_buffer: 4 * 1024, patience: Duration::from_secs(30) }
    }
}

/// What the hub says first.
#[derive(Clone, Debug, PartialEq)]
pub struct Welcome {
    pub user: UserId,
    pub handle: String,
    pub epoch: i64,
    pub inbox: i64,
    pub ping_ms: i64,
}

/// How a socket ended. No code: it broke without a goodbye.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the socket ended: {}{words}", code.map(|c| format!("{c} ")).unwrap_or_default())]
pub struct Ended {
    pub code: Option<u16>,
    pub words: String,
    /// How long the hub wants this socket to stay away, if it said so.
    pub come_back_after: Option<Duration>,
}

impl Ended {
    /// The hub's own reason, if it gave one of its own.
    pub fn bye(&self) -> Option<Bye> {
        let all = [Bye::Restarting, Bye::TooSlow, Bye::Silent, Bye::DoorClosed, Bye::Suspended, Bye::Hostile, Bye::TooManySockets];
        all.into_iter().find(|bye| Some(bye.code()) == self.code)
    }

    /// Whether a client should come back by itself.
    pub fn come_back(&self) -> bool {
        self.code.is_none_or(Bye::come_back)
    }

    /// It broke without a goodbye.
    pub(crate) fn broke(words: impl Into<String>) -> Ended {
        Ended { code: None, words: words.into(), come_back_after: None }
    }
}

/// Why no socket was opened.
#[derive(Debug, thiserror::Error)]
pub enum ConnectError {
    #[error(transparent)]
    Address(#[from] BadAddress),
    #[error("nobody answers at {at}: {why}. Is the hub running?")]
    NoAnswer { at: String, why: std::io::Error },
    /// The hub answered with another HTTP status than 101.
    #[error("the hub turned us away with {status}{}", if words.is_empty() { String::new() } else { format!(": {words}") })]
    TurnedAway { status: u16, words: String, retry_after: Option<Duration> },
    #[error("the handshake failed: {0}")]
    Handshake(String),
    /// Closed before the welcome.
    #[error("no welcome; {0}")]
    Closed(Ended),
    #[error("the first frame was no welcome: {0}")]
    NoWelcome(String),
    #[error("this token or cookie can't stand in a header")]
    Header,
    #[error("no welcome within {0:?}")]
    TooLate(Duration),
}

/// An open, welcomed websocket.
pub struct Socket {
    ws: WebSocketStream<TcpStream>,
    encoding: Encoding,
    welcome: Welcome,
    come_back_after: Option<Duration>,
    ended: Option<Ended>,
    /// When the last message of any kind came, an answer to a ping too.
    heard_at: Instant,
}

impl Socket {
    /// Connects, says hello and waits for the welcome.
    pub async fn open(url: &str, options: &Options) -> Result<Socket, ConnectError> {
        let address = Address::read(url)?;
        match tokio::time::timeout(options.patience, Socket::open_at(&address, options)).await {
            Ok(opened) => opened,
            Err(_) => Err(ConnectError::TooLate(options.patience)),
        }
    }

    async fn open_at(address: &Address, options: &Options) -> Result<Socket, ConnectError> {
        let stream = connect(address, options.from).await.map_err(|why| ConnectError::NoAnswer { at: address.authority(), why })?;
        let request = request(address, options)?;
        let config = WebSocketConfig::default()
            .read_buffer_size(options.read_buffer)
            .write_buffer_size(4 * 1024)
            .max_message_size(Some(4 << 20))
            .max_frame_size(Some(4 << 20));
        let (ws, _) = client_async_with_config(request, stream, Some(config)).await.map_err(turned_away)?;
        let nobody = Welcome { user: UserId(0), handle: String::new(), epoch: 0, inbox: 0, ping_ms: 0 };
        let (come_back_after, heard_at) = (None, Instant::now());
        let mut socket = Socket { ws, encoding: options.encoding, welcome: nobody, come_back_after, ended: None, heard_at };
        let (epoch, inbox) = options.resume.map(|r| (r.epoch, r.inbox)).unzip();
        socket.send(&ClientFrame::Hello { epoch, inbox }).await.map_err(ConnectError::Closed)?;
        match socket.next().await.map_err(ConnectError::Closed)? {
            ServerFrame::Welcome { user, handle, epoch, inbox, ping_ms } => {
                socket.welcome = Welcome { user, handle, epoch, inbox, ping_ms };
                Ok(socket)
            }
            other => Err(ConnectError::NoWelcome(format!("{other:?}"))),
        }
    }

    pub fn welcome(&self) -> &Welcome {
        &self.welcome
    }

    pub fn encoding(&self) -> Encoding {
        self.encoding
    }

    /// Writes a frame out.
    pub async fn send(&mut self, frame: &ClientFrame) -> Result<(), Ended> {
        self.feed(frame).await?;
        self.flush().await
    }

    /// Puts a frame into the buffer; [`Socket::flush`] writes it out.
    pub async fn feed(&mut self, frame: &ClientFrame) -> Result<(), Ended> {
        let message = self.message(self.encoding.encode(frame));
        let fed = self.ws.feed(message).await;
        self.settle(fed)
    }

    pub async fn flush(&mut self) -> Result<(), Ended> {
        let flushed = self.ws.flush().await;
        self.settle(flushed)
    }

    /// Asks for a sign of life: whoever lives answers at once, below any frame.
    pub async fn ping(&mut self) -> Result<(), Ended> {
        let sent = self.ws.send(Message::Ping(Bytes::new())).await;
        self.settle(sent)
    }

    /// When there was the last sign of life.
    pub fn heard_at(&self) -> Instant {
        self.heard_at
    }

    /// Writes bytes that may be no frame at all, for tests of bad input.
    pub async fn send_raw(&mut self, bytes: Vec<u8>) -> Result<(), Ended> {
        let message = self.message(bytes);
        let sent = self.ws.send(message).await;
        self.settle(sent)
    }

    /// A message of the encoding's kind; bytes that are no text go as binary.
    fn message(&self, bytes: Vec<u8>) -> Message {
        match self.encoding {
            Encoding::MessagePack => Message::binary(bytes),
            Encoding::Json => match String::from_utf8(bytes) {
                Ok(text) => Message::text(text),
                Err(e) => Message::binary(e.into_bytes()),
            },
        }
    }

    /// The next frame. Safe to drop while it waits: nothing is lost. After the end it says the same end again.
    pub async fn next(&mut self) -> Result<ServerFrame, Ended> {
        loop {
            let bytes = self.next_bytes().await?;
            if let Some(frame) = self.read(&bytes) {
                return Ok(frame);
            }
        }
    }

    /// A frame from its bytes; `None` for one that was for the socket itself, or that can't be read, which is its end.
    pub fn read(&mut self, bytes: &[u8]) -> Option<ServerFrame> {
        match self.encoding.decode(bytes) {
            // Said again by the end that follows.
            Ok(ServerFrame::ComeBack { after_ms }) => {
                self.come_back_after = Some(Duration::from_millis(u64::try_from(after_ms).unwrap_or(0)));
                None
            }
            Ok(frame) => Some(frame),
            Err(why) => {
                self.ended = Some(Ended::broke(format!("the hub sent what we can't read: {why}")));
                None
            }
        }
    }

    /// The bytes of the next frame, as [`Socket::next`].
    pub async fn next_bytes(&mut self) -> Result<Bytes, Ended> {
        loop {
            if let Some(ended) = &self.ended {
                return Err(ended.clone());
            }
            let came = self.ws.next().await;
            self.heard_at = Instant::now();
            match came {
                Some(Ok(Message::Binary(bytes))) => return Ok(bytes),
                Some(Ok(Message::Text(text))) => return Ok(text.into()),
                Some(Ok(Message::Close(close))) => {
                    self.ended = Some(goodbye(close, self.come_back_after));
                    // Our own goodbye goes back.
                    let _ = self.ws.flush().await;
                    continue;
                }
                // A ping is answered by the next read or flush.
                Some(Ok(Message::Ping(_) | Message::Pong(_) | Message::Frame(_))) => continue,
                Some(Err(e)) => {
                    self.ended = Some(Ended::broke(e.to_string()));
                    continue;
                }
                None => {
                    self.ended = Some(Ended::broke("without a goodbye"));
                    continue;
                }
            }
        }
    }

    /// Says goodbye (1000) and waits, at most two seconds, for the hub's. Gives back how it ended.
    pub async fn close(mut self) -> Ended {
        let farewell = async {
            let _ = self.ws.close(None).await;
            loop {
                if let Err(ended) = self.next().await {
                    return ended;
                }
            }
        };
        match tokio::time::timeout(Duration::from_secs(2), farewell).await {
            Ok(ended) => ended,
            Err(_) => Ended::broke("the hub did not say goodbye within 2 s"),
        }
    }

    /// A failed write says why the hub closed, if it said so.
    fn settle(&mut self, result: Result<(), tungstenite::Error>) -> Result<(), Ended> {
        result.map_err(|e| self.ended.clone().unwrap_or_else(|| Ended::broke(e.to_string())))
    }
}

/// Opens a TCP connection, from a certain local address if one is given.
pub(crate) async fn connect(address: &Address, from: Option<IpAddr>) -> std::io::Result<TcpStream> {
    let to = address.resolve().await?;
    let socket = if to.is_ipv4() { TcpSocket::new_v4()? } else { TcpSocket::new_v6()? };
    if let Some(from) = from {
        socket.bind((from, 0).into())?;
    }
    socket.set_nodelay(true)?;
    socket.connect(to).await
}

fn request(address: &Address, options: &Options) -> Result<tungstenite::handshake::client::Request, ConnectError> {
    let mut request = address.socket_url().into_client_request().map_err(turned_away)?;
    let mut put = |name: HeaderName, value: &str| -> Result<(), ConnectError> {
        request.headers_mut().insert(name, HeaderValue::from_str(value).map_err(|_| ConnectError::Header)?);
        Ok(())
    };
    put(header::SEC_WEBSOCKET_PROTOCOL, options.encoding.subprotocol())?;
    match &options.door {
        Door::Token(token) => put(header::AUTHORIZATION, &format!("Bearer {token}"))?,
        Door::Cookie { cookie, origin } => {
            put(header::COOKIE, cookie)?;
            put(header::ORIGIN, origin)?;
        }
        Door::Nobody => {}
    }
    Ok(request)
}

/// Says why the handshake failed; of a plain HTTP answer its status and its words.
fn turned_away(error: tungstenite::Error) -> ConnectError {
    let tungstenite::Error::Http(response) = error else {
        return ConnectError::Handshake(error.to_string());
    };
    let body = response.body().as_deref().unwrap_or_default();
    let retry_after = response.headers().get(header::RETRY_AFTER).and_then(|v| v.to_str().ok()?.parse().ok());
    ConnectError::TurnedAway {
        status: response.status().as_u16(),
        words: crate::http::words_of(body),
        retry_after: retry_after.map(Duration::from_secs),
    }
}

fn goodbye(close: Option<CloseFrame>, come_back_after: Option<Duration>) -> Ended {
    match close {
        Some(frame) => Ended { code: Some(frame.code.into()), words: frame.reason.to_string(), come_back_after },
        None => Ended { code: Some(1005), words: String::new(), come_back_after },
    }
}
