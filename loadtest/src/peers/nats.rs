//! NATS as it comes: core publish and subscribe, its text protocol over TCP or in a websocket's binary messages. A member
//! listens to a subject of their own. Of acknowledgements it has that PING is answered in order: the PONG says that what was
//! published before it has been taken in.
//!
//! ```text
//!   CONNECT {…}  SUB m7 1           PING  ──▶ PONG
//!   PUB m8 25    head and body      PING  ──▶ PONG      MSG m8 1 25  head and body  ──▶ who listens to m8
//! ```

use std::{
    path::{Path, PathBuf},
    sync::{Arc, atomic::AtomicI64},
};

use bytes::{Buf, Bytes, BytesMut};
use futures_util::future::BoxFuture;
use hub::wire::{ClientFrame, ServerFrame};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
};
use tokio_tungstenite::tungstenite::Message;

use super::{
    interpreter::{Interpreter, ROOM, Wish, in_one, name_of},
    server::{self, Server},
    websocket::{self, Websocket},
};
use crate::{
    address::Address,
    fleet::guard::Launch,
    line::{Line, Peer},
    measure,
    members::Member,
    socket::{ConnectError, Ended, Resume, Welcome},
};

/// What the server says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Op {
    Info,
    Message(Bytes),
    Ping,
    Pong,
    Fine,
    Wrong(String),
}

/// Reads what the server says, in whatever pieces it comes.
#[derive(Default)]
pub struct Reader {
    came: BytesMut,
    /// Bytes of the message under way.
    expects: Option<usize>,
}

/// INFO tells all about the server.
const LONGEST_LINE: usize = 64 * 1024;
/// What the server itself takes unless it is told otherwise.
const LONGEST_MESSAGE: usize = 1 << 20;

impl Reader {
    pub fn push(&mut self, bytes: &[u8]) {
        self.came.extend_from_slice(bytes);
    }

    /// The next thing that is here whole. An error is the end of the line.
    pub fn take_next(&mut self) -> Result<Option<Op>, String> {
        if let Some(length) = self.expects {
            return self.payload(length);
        }
        let Some(end) = self.came.windows(2).position(|two| two == b"\r\n") else {
            return if self.came.len() > LONGEST_LINE { Err("a line without an end".to_owned()) } else { Ok(None) };
        };
        let line = self.came.split_to(end);
        self.came.advance(2);
        let line = std::str::from_utf8(&line).map_err(|_| "a line that is no text".to_owned())?;
        let unreadable = || format!("a line that can't be read: “{line}”");
        let (word, rest) = line.split_once(' ').unwrap_or((line, ""));
        match word {
            "MSG" => {
                let length = rest.rsplit(' ').next().and_then(|length| length.parse().ok());
                let length = length.filter(|length| *length <= LONGEST_MESSAGE).ok_or_else(unreadable)?;
                self.expects = Some(length);
                self.payload(length)
            }
            "PING" => Ok(Some(Op::Ping)),
            "PONG" => Ok(Some(Op::Pong)),
            "+OK" => Ok(Some(Op::Fine)),
            "INFO" => Ok(Some(Op::Info)),
            "-ERR" => Ok(Some(Op::Wrong(rest.trim_matches('\'').to_owned()))),
            _ => Err(unreadable()),
        }
    }

    fn payload(&mut self, length: usize) -> Result<Option<Op>, String> {
        if self.came.len() < length + 2 {
            return Ok(None);
        }
        let payload = self.came.split_to(length).freeze();
        if !self.came.starts_with(b"\r\n") {
            return Err("a message longer than it said".to_owned());
        }
        self.came.advance(2);
        self.expects = None;
        Ok(Some(Op::Message(payload)))
    }
}

const HELLO: &[u8] = b"CONNECT {\"verbose\":false,\"pedantic\":false,\"tls_required\":false,\"lang\":\"rust\",\"version\":\"1\",\"name\":\"loadtest\",\"protocol\":1}\r\n";
const PING: &[u8] = b"PING\r\n";
const PONG: &[u8] = b"PONG\r\n";

fn subscribe(subject: &str, id: u8, out: &mut Vec<u8>) {
    out.extend_from_slice(format!("SUB {subject} {id}\r\n").as_bytes());
}

fn publish(subject: &str, payload: &str, out: &mut Vec<u8>) {
    out.extend_from_slice(format!("PUB {subject} {}\r\n{payload}\r\n", payload.len()).as_bytes());
}

/// What carries the protocol.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Carrier {
    Tcp,
    Websocket,
}

/// The server as a scenario knows it.
#[derive(Debug)]
pub struct Nats {
    address: Address,
    carrier: Carrier,
    numbers: Arc<AtomicI64>,
}

impl Nats {
    pub fn at(address: Address, carrier: Carrier) -> Nats {
        Nats { address, carrier, numbers: Arc::default() }
    }

    /// Comes back when the member's subject is listened to.
    async fn come_in(&self, index: usize) -> Result<NatsLine, ConnectError> {
        let stream = match self.carrier {
            Carrier::Tcp => Stream::Tcp { tcp: websocket::tcp(&self.address).await?, out: BytesMut::new() },
            Carrier::Websocket => Stream::Websocket(Box::new(Websocket::open(&self.address, "/").await?)),
        };
        let interpreter = Interpreter::new(index, self.numbers.clone());
        let mut line = NatsLine { stream, reader: Reader::default(), interpreter, said: HELLO.to_vec(), ended: None };
        subscribe(&name_of(index), 1, &mut line.said);
        line.said.extend_from_slice(PING);
        loop {
            let bytes = line.next_chunk().await.map_err(ConnectError::Closed)?;
            line.reader.push(&bytes);
            while let Some(op) = line.reader.take_next().map_err(ConnectError::NoWelcome)? {
                match op {
                    Op::Pong => return Ok(line),
                    Op::Ping => line.said.extend_from_slice(PONG),
                    Op::Wrong(words) => return Err(ConnectError::NoWelcome(words)),
                    _ => {}
                }
            }
        }
    }
}

impl Peer for Nats {
    fn name(&self) -> &str {
        match self.carrier {
            Carrier::Tcp => "NATS",
            Carrier::Websocket => "NATS, websocket",
        }
    }

    fn open<'a>(&'a self, _: &'a Member, index: usize, _: Option<Resume>) -> BoxFuture<'a, Result<Box<dyn Line>, ConnectError>> {
        Box::pin(async move {
            let line: Box<dyn Line> = Box::new(server::within_patience(self.come_in(index)).await?);
            Ok(line)
        })
    }

    /// The numbers are ours, given before the server has put what was said in an order.
    fn keeps_order(&self) -> bool {
        false
    }
}

enum Stream {
    Tcp { tcp: TcpStream, out: BytesMut },
    Websocket(Box<Websocket>),
}

struct NatsLine {
    stream: Stream,
    reader: Reader,
    interpreter: Interpreter,
    /// What is to be said: one write for all of it.
    said: Vec<u8>,
    ended: Option<Ended>,
}

impl NatsLine {
    async fn write_out(&mut self) -> Result<(), Ended> {
        let said = std::mem::take(&mut self.said);
        match &mut self.stream {
            Stream::Tcp { tcp, out } => {
                out.extend_from_slice(&said);
                while !out.is_empty() {
                    tcp.write_buf(out).await.map_err(broke)?;
                }
                Ok(())
            }
            Stream::Websocket(socket) => {
                if !said.is_empty() {
                    socket.put(Message::binary(said));
                }
                socket.flush().await
            }
        }
    }

    /// What came, as it came; what is to be said goes out before.
    async fn next_chunk(&mut self) -> Result<Bytes, Ended> {
        if let Some(ended) = &self.ended {
            return Err(ended.clone());
        }
        let came = match self.write_out().await {
            Ok(()) => match &mut self.stream {
                Stream::Tcp { tcp, .. } => {
                    let mut came = BytesMut::with_capacity(4 * 1024);
                    match tcp.read_buf(&mut came).await {
                        Ok(0) => Err(Ended::broke("without a goodbye")),
                        Ok(_) => Ok(came.freeze()),
                        Err(error) => Err(broke(error)),
                    }
                }
                Stream::Websocket(socket) => socket.next().await.map(Message::into_data),
            },
            Err(ended) => Err(ended),
        };
        came.inspect_err(|ended| self.ended = Some(ended.clone()))
    }
}

fn broke(error: std::io::Error) -> Ended {
    Ended::broke(error.to_string())
}

impl Line for NatsLine {
    fn welcome(&self) -> &Welcome {
        self.interpreter.welcome()
    }

    fn feed<'a>(&'a mut self, frame: &'a ClientFrame) -> BoxFuture<'a, Result<(), Ended>> {
        let asked = match self.interpreter.wish(frame) {
            Wish::Nothing => false,
            Wish::EnterRoom { .. } => {
                subscribe(ROOM, 2, &mut self.said);
                true
            }
            Wish::Say { name, head, body, .. } => {
                publish(&name, &in_one(&head, body), &mut self.said);
                true
            }
        };
        if asked {
            self.said.extend_from_slice(PING);
        }
        Box::pin(std::future::ready(Ok(())))
    }

    fn flush(&mut self) -> BoxFuture<'_, Result<(), Ended>> {
        Box::pin(self.write_out())
    }

    fn next_bytes(&mut self) -> BoxFuture<'_, Result<Bytes, Ended>> {
        if self.interpreter.has_answers() {
            return Box::pin(std::future::ready(Ok(Bytes::new())));
        }
        Box::pin(self.next_chunk())
    }

    fn read(&mut self, bytes: &Bytes, frames: &mut Vec<ServerFrame>) {
        self.interpreter.take_answers(frames);
        self.reader.push(bytes);
        loop {
            match self.reader.take_next() {
                Ok(Some(Op::Message(payload))) => self.interpreter.said_in_one(&payload, frames),
                Ok(Some(Op::Pong)) => self.interpreter.acknowledged_next(frames),
                // It goes out before anything else is read.
                Ok(Some(Op::Ping)) => self.said.extend_from_slice(PONG),
                Ok(Some(Op::Info | Op::Fine)) => {}
                Ok(Some(Op::Wrong(words))) | Err(words) => {
                    self.ended = Some(Ended::broke(words));
                    return;
                }
                Ok(None) => return,
            }
        }
    }

    fn close(mut self: Box<Self>) -> BoxFuture<'static, ()> {
        Box::pin(async move {
            match &mut self.stream {
                Stream::Tcp { tcp, .. } => drop(tcp.shutdown().await),
                Stream::Websocket(socket) => socket.close().await,
            }
        })
    }
}

/// Where it is installed.
#[derive(Clone, Debug)]
pub struct Installed {
    program: PathBuf,
    pub version: String,
}

pub fn installed() -> Result<Installed, String> {
    let program = server::program("nats-server").ok_or("not here: apt-get install nats-server")?;
    let version = server::first_line(&program, &["--version"])?;
    Ok(Installed { version: version.trim_start_matches("nats-server: ").to_owned(), program })
}

impl Installed {
    /// With the settings it comes with, but for its addresses and room for as many as there may be files.
    pub async fn start(&self, carrier: Carrier, dir: &Path) -> Result<Server, String> {
        let (clients, sockets) = (server::port(), server::port());
        let settings = dir.join("nats.conf");
        let mut text = format!("listen: \"127.0.0.1:{clients}\"\nmax_connections: {}\n", measure::raise_open_files());
        if carrier == Carrier::Websocket {
            text.push_str(&format!("websocket {{ listen: \"127.0.0.1:{sockets}\", no_tls: true }}\n"));
        }
        std::fs::write(&settings, text).map_err(|e| format!("{} can't be written: {e}", settings.display()))?;
        let (args, log) = (vec!["-c".into(), settings.into_os_string()], dir.join("nats.log"));
        let launch = Launch { program: self.program.clone(), args, env: Vec::new(), before: "", signal: "TERM", log };
        let port = if carrier == Carrier::Websocket { sockets } else { clients };
        Server::answering(launch, port, |address| Arc::new(Nats::at(address, carrier))).await
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn read_all(reader: &mut Reader) -> Result<Vec<Op>, String> {
        std::iter::from_fn(|| reader.take_next().transpose()).collect()
    }

    const CAME: &[u8] = b"INFO {\"server_id\":\"N\",\"max_payload\":1048576}\r\nPONG\r\nMSG m7 1 13\r\nhead\r\nMSG m7 \r\nMSG m7 1 reply.to 0\r\n\r\nPING\r\n+OK\r\n-ERR 'Slow Consumer'\r\n";

    fn meant() -> Vec<Op> {
        let message = |text: &'static str| Op::Message(Bytes::from_static(text.as_bytes()));
        vec![Op::Info, Op::Pong, message("head\r\nMSG m7 "), message(""), Op::Ping, Op::Fine, Op::Wrong("Slow Consumer".to_owned())]
    }

    proptest! {
        /// Payloads that look like the protocol, cut anywhere.
        #[test]
        fn what_comes_in_pieces_is_read_as_if_it_came_whole(cuts in proptest::collection::vec(0..CAME.len(), 0..6)) {
            let mut cuts: Vec<usize> = cuts.into_iter().chain([0, CAME.len()]).collect();
            cuts.sort_unstable();
            let (mut reader, mut read) = (Reader::default(), Vec::new());
            for piece in cuts.windows(2) {
                reader.push(&CAME[piece[0]..piece[1]]);
                read.extend(read_all(&mut reader).unwrap());
            }
            prop_assert_eq!(read, meant());
        }
    }

    #[test]
    fn what_is_not_nats_is_an_error_and_not_read_forever() {
        for came in ["HTTP/1.1 400 Bad Request\r\n", "MSG m7 1 many\r\n", "MSG m7 1 99999999999\r\n", "MSG m7 1 2\r\nlonger\r\n"] {
            let mut reader = Reader::default();
            reader.push(came.as_bytes());
            assert!(read_all(&mut reader).is_err(), "{came}");
        }
        let mut reader = Reader::default();
        reader.push(&vec![b'x'; LONGEST_LINE + 1]);
        assert!(reader.take_next().is_err());
    }

    #[test]
    fn a_message_says_its_length_in_bytes() {
        let mut out = Vec::new();
        subscribe("m7", 1, &mut out);
        publish("m8", "a ü", &mut out);
        assert_eq!(String::from_utf8(out).unwrap(), "SUB m7 1\r\nPUB m8 4\r\na ü\r\n");
    }
}
