//! socket.io 4 as it comes, on Node: our small server in `loadtest/peers/socketio` passes on what is said to a room and calls
//! back when it has. Packets are JSON, or MessagePack by `socket.io-msgpack-parser`; a websocket from the first byte.
//!
//! ```text
//!   engine.io 4   0{"sid":…}  open        2 ping, 3 pong       4…  a packet of socket.io 5, which is one of
//!   socket.io 5   40  connect             427["say","m8","head","body"]  an event       437[]  the callback of event 7
//! ```

use std::{
    fmt,
    path::{Path, PathBuf},
    sync::{Arc, atomic::AtomicI64},
};

use bytes::Bytes;
use futures_util::future::BoxFuture;
use hub::wire::{ClientFrame, ServerFrame};
use serde::{Deserialize, Deserializer, Serialize, de};
use serde_json::Value;
use tokio_tungstenite::tungstenite::Message;

use super::{
    interpreter::{Interpreter, ROOM, Wish, name_of},
    server::{self, Server},
    websocket::Websocket,
};
use crate::{
    address::Address,
    fleet::guard::Launch,
    line::{Line, Peer},
    members::Member,
    socket::{ConnectError, Ended, Resume, Welcome},
};

/// How packets are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Parser {
    Json,
    MessagePack,
}

/// What the server says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Packet {
    /// engine.io's own hello, before socket.io is connected to.
    Opened,
    Ping,
    Connected,
    Said {
        head: String,
        body: String,
    },
    /// The server called back.
    Acknowledged(u64),
    /// Nothing to us: pongs, other events.
    Other,
    /// It ends, in its words.
    Ended(String),
}

const CONNECT: u8 = 0;
const DISCONNECT: u8 = 1;
const EVENT: u8 = 2;
const ACK: u8 = 3;
const CONNECT_ERROR: u8 = 4;

/// A packet of socket.io, as MessagePack carries it.
#[derive(Serialize)]
struct Sent<'a> {
    #[serde(rename = "type")]
    kind: u8,
    nsp: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    data: Option<&'a [&'a str]>,
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<u64>,
}

#[derive(Deserialize)]
struct Came {
    #[serde(rename = "type")]
    kind: u8,
    id: Option<u64>,
    #[serde(default)]
    data: Data,
}

/// The words of an event; of a greeting or an error, which are objects, none.
#[derive(Default)]
struct Data(Vec<String>);

impl<'de> Deserialize<'de> for Data {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Data, D::Error> {
        struct Words;
        impl<'de> de::Visitor<'de> for Words {
            type Value = Data;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an array of words, or an object")
            }

            fn visit_seq<A: de::SeqAccess<'de>>(self, mut seq: A) -> Result<Data, A::Error> {
                let mut words = Vec::new();
                while let Some(word) = seq.next_element()? {
                    words.push(word);
                }
                Ok(Data(words))
            }

            fn visit_map<A: de::MapAccess<'de>>(self, mut map: A) -> Result<Data, A::Error> {
                while map.next_entry::<de::IgnoredAny, de::IgnoredAny>()?.is_some() {}
                Ok(Data::default())
            }
        }
        deserializer.deserialize_any(Words)
    }
}

impl Parser {
    /// What connects to the one namespace there is.
    pub fn connect(self) -> Message {
        match self {
            Parser::Json => Message::text("40"),
            Parser::MessagePack => packed(&Sent { kind: CONNECT, nsp: "/", data: None, id: None }),
        }
    }

    /// An event with its callback: the name first, then what it is about.
    pub fn event(self, id: u64, words: &[&str]) -> Message {
        match self {
            Parser::Json => Message::text(format!("42{id}{}", serde_json::to_string(words).unwrap_or_default())),
            Parser::MessagePack => packed(&Sent { kind: EVENT, nsp: "/", data: Some(words), id: Some(id) }),
        }
    }

    /// Reads a message. engine.io's own are text with both parsers.
    pub fn read(self, message: &[u8]) -> Result<Packet, String> {
        match (message, self) {
            ([b'0', ..], _) => Ok(Packet::Opened),
            ([b'1'], _) => Ok(Packet::Ended("closed".to_owned())),
            ([b'2', ..], _) => Ok(Packet::Ping),
            ([b'3' | b'6', ..], _) => Ok(Packet::Other),
            ([b'4', packet @ ..], Parser::Json) => read_text(packet),
            (packet, Parser::MessagePack) => {
                let came: Came = rmp_serde::from_slice(packet).map_err(|e| format!("a packet that can't be read: {e}"))?;
                meaning(came.kind, came.id, came.data.0)
            }
            _ => Err("a message that is neither engine.io's nor socket.io's".to_owned()),
        }
    }
}

fn packed(packet: &Sent<'_>) -> Message {
    // Words and numbers can't fail.
    Message::binary(rmp_serde::to_vec_named(packet).unwrap_or_default())
}

/// `2["said",…]`, `37[]`, `0{"sid":…}`: the kind, the callback's number if there is one, the data.
fn read_text(packet: &[u8]) -> Result<Packet, String> {
    let packet = std::str::from_utf8(packet).map_err(|_| "a packet that is no text".to_owned())?;
    let unreadable = || format!("a packet that can't be read: “{packet}”");
    let kind = packet.bytes().next().filter(u8::is_ascii_digit).ok_or_else(unreadable)? - b'0';
    let rest = &packet[1..];
    let (id, data) = rest.split_at(rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len()));
    let id = if id.is_empty() { None } else { Some(id.parse().map_err(|_| unreadable())?) };
    let words = if data.is_empty() { Data::default() } else { serde_json::from_str(data).map_err(|_| unreadable())? };
    meaning(kind, id, words.0)
}

fn meaning(kind: u8, id: Option<u64>, words: Vec<String>) -> Result<Packet, String> {
    Ok(match (kind, id, <[String; 3]>::try_from(words)) {
        (CONNECT, ..) => Packet::Connected,
        (DISCONNECT, ..) => Packet::Ended("disconnected".to_owned()),
        (CONNECT_ERROR, ..) => Packet::Ended("refused to connect".to_owned()),
        (ACK, Some(id), _) => Packet::Acknowledged(id),
        (EVENT, _, Ok([name, head, body])) if name == "said" => Packet::Said { head, body },
        (EVENT, ..) => Packet::Other,
        _ => return Err(format!("a packet of a kind that there is not: {kind}")),
    })
}

/// The server as a scenario knows it.
#[derive(Debug)]
pub struct SocketIo {
    address: Address,
    parser: Parser,
    numbers: Arc<AtomicI64>,
}

impl SocketIo {
    pub fn at(address: Address, parser: Parser) -> SocketIo {
        SocketIo { address, parser, numbers: Arc::default() }
    }

    /// Comes back when the member's own room has been joined: what is said to them from now on arrives.
    async fn come_in(&self, index: usize) -> Result<SocketIoLine, ConnectError> {
        let socket = Websocket::open(&self.address, "/socket.io/?EIO=4&transport=websocket").await?;
        let interpreter = Interpreter::new(index, self.numbers.clone());
        let mut line = SocketIoLine { socket, parser: self.parser, interpreter, ended: None };
        loop {
            let message = line.next_packet().await.map_err(ConnectError::Closed)?;
            match self.parser.read(&message).map_err(ConnectError::NoWelcome)? {
                Packet::Opened => line.socket.put(self.parser.connect()),
                Packet::Connected => line.socket.put(self.parser.event(0, &["join", &name_of(index)])),
                Packet::Acknowledged(0) => return Ok(line),
                Packet::Ended(words) => return Err(ConnectError::NoWelcome(words)),
                _ => {}
            }
        }
    }
}

impl Peer for SocketIo {
    fn name(&self) -> &str {
        match self.parser {
            Parser::Json => "socket.io",
            Parser::MessagePack => "socket.io, msgpack",
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

struct SocketIoLine {
    socket: Websocket,
    parser: Parser,
    interpreter: Interpreter,
    ended: Option<Ended>,
}

impl SocketIoLine {
    /// The next message but pings, which are answered.
    async fn next_packet(&mut self) -> Result<Bytes, Ended> {
        loop {
            if let Some(ended) = &self.ended {
                return Err(ended.clone());
            }
            match self.socket.next().await {
                Ok(message) => match message.into_data() {
                    ping if ping.starts_with(b"2") => self.socket.put(Message::text("3")),
                    packet => return Ok(packet),
                },
                Err(ended) => self.ended = Some(ended),
            }
        }
    }
}

impl Line for SocketIoLine {
    fn welcome(&self) -> &Welcome {
        self.interpreter.welcome()
    }

    fn feed<'a>(&'a mut self, frame: &'a ClientFrame) -> BoxFuture<'a, Result<(), Ended>> {
        match self.interpreter.wish(frame) {
            Wish::Nothing => {}
            Wish::EnterRoom { ticket } => self.socket.put(self.parser.event(ticket, &["join", ROOM])),
            Wish::Say { ticket, name, head, body } => self.socket.put(self.parser.event(ticket, &["say", &name, &head, body])),
        }
        Box::pin(std::future::ready(Ok(())))
    }

    fn flush(&mut self) -> BoxFuture<'_, Result<(), Ended>> {
        Box::pin(self.socket.flush())
    }

    fn next_bytes(&mut self) -> BoxFuture<'_, Result<Bytes, Ended>> {
        if self.interpreter.has_answers() {
            return Box::pin(std::future::ready(Ok(Bytes::new())));
        }
        Box::pin(self.next_packet())
    }

    fn read(&mut self, bytes: &Bytes, frames: &mut Vec<ServerFrame>) {
        self.interpreter.take_answers(frames);
        if bytes.is_empty() {
            return;
        }
        match self.parser.read(bytes) {
            Ok(Packet::Said { head, body }) => self.interpreter.said(&head, &body, frames),
            Ok(Packet::Acknowledged(ticket)) => self.interpreter.acknowledged(ticket, frames),
            Ok(Packet::Ended(words)) | Err(words) => self.ended = Some(Ended::broke(words)),
            Ok(_) => {}
        }
    }

    fn close(mut self: Box<Self>) -> BoxFuture<'static, ()> {
        Box::pin(async move { self.socket.close().await })
    }
}

const PACKAGE: &str = include_str!("../../peers/socketio/package.json");
const LOCK: &str = include_str!("../../peers/socketio/package-lock.json");
const SERVER: &str = include_str!("../../peers/socketio/server.js");

/// Where socket.io is installed.
#[derive(Clone, Debug)]
pub struct Installed {
    node: PathBuf,
    dir: PathBuf,
    pub version: String,
}

/// Installs it into `dir` by `npm ci`, unless it is there already.
pub async fn install(dir: &Path) -> Result<Installed, String> {
    let (Some(node), Some(npm)) = (server::program("node"), server::program("npm")) else {
        return Err("not here: apt-get install nodejs npm".to_owned());
    };
    std::fs::create_dir_all(dir).map_err(|e| format!("{} can't be made: {e}", dir.display()))?;
    for (name, text) in [("package.json", PACKAGE), ("package-lock.json", LOCK), ("server.js", SERVER)] {
        std::fs::write(dir.join(name), text).map_err(|e| format!("{} can't be written: {e}", dir.join(name).display()))?;
    }
    if installed_versions(dir).is_none_or(|versions| Some(versions) != locked_versions()) {
        let mut ci = tokio::process::Command::new(npm);
        ci.args(["ci", "--omit=dev", "--ignore-scripts", "--no-audit", "--no-fund"]).current_dir(dir).kill_on_drop(true);
        ci.stdin(std::process::Stdio::null());
        let ran = ci.output().await.map_err(|e| format!("npm can't be started: {e}"))?;
        if !ran.status.success() {
            let said = String::from_utf8_lossy(&ran.stderr);
            return Err(format!("not here: npm ci failed: {}", said.lines().next().unwrap_or("it said nothing")));
        }
    }
    let [socket_io, _] = installed_versions(dir).ok_or_else(|| format!("not here: npm ci left no socket.io in {}", dir.display()))?;
    let version = format!("{socket_io} on Node {}", server::first_line(&node, &["--version"])?);
    Ok(Installed { node, dir: dir.to_owned(), version })
}

/// What the server needs; the rest comes with it.
const PACKAGES: [&str; 2] = ["node_modules/socket.io", "node_modules/socket.io-msgpack-parser"];

fn installed_versions(dir: &Path) -> Option<[String; 2]> {
    versions(|package| serde_json::from_str(&std::fs::read_to_string(dir.join(package).join("package.json")).ok()?).ok())
}

fn locked_versions() -> Option<[String; 2]> {
    let lock: Value = serde_json::from_str(LOCK).ok()?;
    versions(|package| lock["packages"].get(package).cloned())
}

fn versions(of: impl Fn(&str) -> Option<Value>) -> Option<[String; 2]> {
    let [server, parser] = PACKAGES.map(|package| Some(of(package)?["version"].as_str()?.to_owned()));
    Some([server?, parser?])
}

impl Installed {
    pub async fn start(&self, parser: Parser, logs: &Path) -> Result<Server, String> {
        let launch = |port: u16| {
            let mut args = vec![self.dir.join("server.js").into(), port.to_string().into()];
            args.extend((parser == Parser::MessagePack).then(|| "msgpack".into()));
            let env = vec![("NODE_ENV".to_owned(), "production".to_owned())];
            Launch { program: self.node.clone(), args, env, before: "", signal: "TERM", log: logs.join("socketio.log") }
        };
        Server::answering_http(launch, |address| Arc::new(SocketIo::at(address, parser))).await
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bytes(hex: &str) -> Vec<u8> {
        (0..hex.len()).step_by(2).map(|at| u8::from_str_radix(&hex[at..at + 2], 16).unwrap()).collect()
    }

    fn said(head: &str, body: &str) -> Packet {
        Packet::Said { head: head.to_owned(), body: body.to_owned() }
    }

    /// As socket.io 4.8.4 wrote them.
    #[test]
    fn text_packets_are_read() {
        let open = r#"0{"sid":"dlGLglPapA5pQY4_AAAA","upgrades":[],"pingInterval":25000,"pingTimeout":20000,"maxPayload":1000000}"#;
        for (came, packet) in [
            (open, Packet::Opened),
            (r#"40{"sid":"mgJsL89fpsQhYd5aAAAA"}"#, Packet::Connected),
            ("2", Packet::Ping),
            ("430[]", Packet::Acknowledged(0)),
            ("431207[]", Packet::Acknowledged(1_207)),
            (r#"42["said","an id","a \"body\" … ü"]"#, said("an id", "a \"body\" … ü")),
            (r#"42["else"]"#, Packet::Other),
            ("41", Packet::Ended("disconnected".to_owned())),
            (r#"44{"message":"no"}"#, Packet::Ended("refused to connect".to_owned())),
            ("1", Packet::Ended("closed".to_owned())),
        ] {
            assert_eq!(Parser::Json.read(came.as_bytes()), Ok(packet), "{came}");
        }
        for came in ["", "4", "4x", "42[", "42[\"said\",7,8]", "47[]", "43[]", "what"] {
            assert!(Parser::Json.read(came.as_bytes()).is_err(), "{came}");
        }
    }

    /// As socket.io-msgpack-parser 3.0.2 wrote them; its greeting holds an `undefined`, which is an extension.
    #[test]
    fn packed_packets_are_read() {
        let connected = "83a47479706500a46461746182a3736964b4484f6f62664e79304e4734774e636e6641414141a3706964d40000a36e7370a12f";
        for (came, packet) in [
            (connected, Packet::Connected),
            ("84a2696401a47479706503a46461746190a36e7370a12f", Packet::Acknowledged(1)),
            ("83a47479706502a46461746193a473616964a5616e206964a66120626f6479a36e7370a12f", said("an id", "a body")),
        ] {
            assert_eq!(Parser::MessagePack.read(&bytes(came)), Ok(packet), "{came}");
        }
        // engine.io's own are text all the same.
        assert_eq!(Parser::MessagePack.read(b"2"), Ok(Packet::Ping));
        assert_eq!(Parser::MessagePack.read(b"0{}"), Ok(Packet::Opened));
        for cut in 0..22 {
            assert!(Parser::MessagePack.read(&bytes("84a2696401a47479706503a46461746190a36e7370a12f")[..cut]).is_err(), "{cut}");
        }
    }

    #[test]
    fn the_lock_file_names_both_packages_and_no_address() {
        assert!(locked_versions().is_some_and(|[server, parser]| server.starts_with("4.") && parser.starts_with("3.")));
        assert!(!LOCK.contains("\"resolved\""), "{LOCK}");
    }

    #[test]
    fn events_are_written_as_the_server_reads_them() {
        assert_eq!(Parser::Json.connect(), Message::text("40"));
        assert_eq!(Parser::Json.event(7, &["say", "m1", "a \"b\""]), Message::text(r#"427["say","m1","a \"b\""]"#));
        // {type: 0, nsp: "/"}, and {type: 2, nsp: "/", data: ["join", "m1"], id: 1}
        assert_eq!(Parser::MessagePack.connect(), Message::binary(bytes("82a47479706500a36e7370a12f")));
        let joined = bytes("84a47479706502a36e7370a12fa46461746192a46a6f696ea26d31a2696401");
        assert_eq!(Parser::MessagePack.event(1, &["join", "m1"]), Message::binary(joined));
    }
}
