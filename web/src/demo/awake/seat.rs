//! A screen of somebody who is awake: a real websocket to the hub's own door, by a token, like anybody's program.
//!
//! A task of its own reads and writes, so that pings are answered whatever else goes on. When the seat is dropped it says
//! goodbye and the socket closes.

use std::{cell::RefCell, collections::HashMap, net::SocketAddr, rc::Rc, time::Duration};

use futures_util::{SinkExt as _, StreamExt as _};
use hub::{
    Answer, Command, CommandId, Event, Refused,
    wire::{ClientFrame, ClientWhisper, Encoding, ServerFrame},
};
use tokio::{
    net::TcpStream,
    sync::{mpsc, oneshot},
};
use tokio_tungstenite::{
    WebSocketStream, client_async,
    tungstenite::{Message, client::IntoClientRequest as _, http::HeaderValue, http::header},
};

use super::Trouble;

const ENCODING: Encoding = Encoding::MessagePack;
/// The handshake, and an answer to a command.
const PATIENCE: Duration = Duration::from_secs(20);

type Verdict = Result<Answer, Refused>;
type Waiting = Rc<RefCell<HashMap<CommandId, oneshot::Sender<Verdict>>>>;
type Stream = WebSocketStream<TcpStream>;

/// What the screen shows.
pub enum Heard {
    Event(Box<Event>),
    /// Too much was missed to be told one by one.
    Reload,
}

/// Wishes and whispers of one screen. Cheap to clone.
#[derive(Clone)]
pub struct Voice {
    say: mpsc::UnboundedSender<Option<ClientFrame>>,
    waiting: Waiting,
}

pub struct Seat {
    voice: Voice,
    heard: mpsc::UnboundedReceiver<Result<Heard, Trouble>>,
}

impl Seat {
    /// Opens the screen: shakes hands, says hello, is welcomed.
    pub async fn take(hub: SocketAddr, token: &str) -> Result<Seat, Trouble> {
        let opened = tokio::time::timeout(PATIENCE, open(hub, token)).await;
        let ws = opened.map_err(|_| Trouble::Socket("no welcome in time".to_owned()))??;
        let (say, said) = mpsc::unbounded_channel();
        let (hears, heard) = mpsc::unbounded_channel();
        let waiting = Waiting::default();
        actix_web::rt::spawn(read_and_write(ws, said, hears, waiting.clone()));
        Ok(Seat { voice: Voice { say, waiting }, heard })
    }

    pub fn voice(&self) -> Voice {
        self.voice.clone()
    }

    /// The next thing on the screen. Safe to drop while it waits.
    pub async fn hear(&mut self) -> Result<Heard, Trouble> {
        self.heard.recv().await.unwrap_or_else(|| Err(ended()))
    }
}

impl Drop for Seat {
    fn drop(&mut self) {
        let _ = self.voice.say.send(None);
    }
}

impl Voice {
    pub fn whisper(&self, whisper: ClientWhisper) {
        // Unheard at the end of the socket, like any whisper.
        let _ = self.say.send(Some(ClientFrame::Whisper { whisper }));
    }

    /// Wishes something, and waits for the hub's answer.
    pub async fn act(&self, id: CommandId, command: Command) -> Result<Verdict, Trouble> {
        let (tell, told) = oneshot::channel();
        self.waiting.borrow_mut().insert(id.clone(), tell);
        self.say.send(Some(ClientFrame::Do { id, command })).map_err(|_| ended())?;
        match tokio::time::timeout(PATIENCE, told).await {
            Ok(answer) => answer.map_err(|_| ended()),
            Err(_) => Err(Trouble::Socket("no answer to a command in time".to_owned())),
        }
    }
}

fn ended() -> Trouble {
    Trouble::Socket("the socket ended".to_owned())
}

fn broken(why: impl std::fmt::Display) -> Trouble {
    Trouble::Socket(why.to_string())
}

async fn open(hub: SocketAddr, token: &str) -> Result<Stream, Trouble> {
    let stream = TcpStream::connect(hub).await.map_err(broken)?;
    stream.set_nodelay(true).map_err(broken)?;
    let mut request = format!("ws://{hub}/ws").into_client_request().map_err(broken)?;
    let headers = request.headers_mut();
    headers.insert(header::SEC_WEBSOCKET_PROTOCOL, HeaderValue::from_static(ENCODING.subprotocol()));
    headers.insert(header::AUTHORIZATION, HeaderValue::from_str(&format!("Bearer {token}")).map_err(broken)?);
    let (mut ws, _) = client_async(request, stream).await.map_err(broken)?;
    write(&mut ws, &ClientFrame::Hello { epoch: None, inbox: None }).await?;
    loop {
        match ws.next().await.ok_or_else(ended)?.map_err(broken)? {
            Message::Binary(bytes) => match ENCODING.decode(&bytes).map_err(broken)? {
                ServerFrame::Welcome { .. } => return Ok(ws),
                other => return Err(Trouble::Socket(format!("no welcome but {other:?}"))),
            },
            Message::Close(reason) => return Err(Trouble::Socket(format!("turned away: {reason:?}"))),
            _ => {}
        }
    }
}

async fn write(ws: &mut Stream, frame: &ClientFrame) -> Result<(), Trouble> {
    ws.send(Message::binary(ENCODING.encode(frame))).await.map_err(broken)
}

/// Until the seat is left, or the socket ends: then whoever waits for an answer hears of it.
async fn read_and_write(
    mut ws: Stream,
    mut said: mpsc::UnboundedReceiver<Option<ClientFrame>>,
    hears: mpsc::UnboundedSender<Result<Heard, Trouble>>,
    waiting: Waiting,
) {
    let end = loop {
        let done = tokio::select! {
            frame = said.recv() => match frame.flatten() {
                Some(frame) => write(&mut ws, &frame).await.map(|()| true),
                None => {
                    // Our goodbye, and a moment for the hub's.
                    let _ = ws.close(None).await;
                    let _ = tokio::time::timeout(Duration::from_secs(1), async { while let Some(Ok(_)) = ws.next().await {} }).await;
                    Ok(false)
                }
            },
            message = ws.next() => match message {
                Some(Ok(Message::Binary(bytes))) => ENCODING.decode(&bytes).map_err(broken).map(|frame| take_in(frame, &hears, &waiting)),
                Some(Ok(Message::Close(reason))) => Err(Trouble::Socket(format!("closed by the hub: {reason:?}"))),
                Some(Ok(_)) => Ok(true),
                Some(Err(error)) => Err(broken(error)),
                None => Err(ended()),
            },
        };
        match done {
            Ok(true) => {}
            Ok(false) => break ended(),
            Err(trouble) => break trouble,
        }
    };
    let _ = hears.send(Err(end));
    waiting.borrow_mut().clear();
}

/// Hands a frame to whoever waits for it; false when nobody looks at the screen any more.
fn take_in(frame: ServerFrame, hears: &mpsc::UnboundedSender<Result<Heard, Trouble>>, waiting: &Waiting) -> bool {
    let settle = |id: &CommandId, verdict: Verdict| {
        if let Some(tell) = waiting.borrow_mut().remove(id) {
            // Nobody waits any more: the errand was dropped.
            let _ = tell.send(verdict);
        }
        true
    };
    match frame {
        ServerFrame::Done { id, answer } => settle(&id, Ok(answer)),
        ServerFrame::Refused { id: Some(id), refusal } => settle(&id, Err(refusal)),
        ServerFrame::Event { event, .. } => hears.send(Ok(Heard::Event(Box::new(event)))).is_ok(),
        ServerFrame::Reload { .. } => hears.send(Ok(Heard::Reload)).is_ok(),
        // The awake of the town come back at their own pace, and show no room.
        ServerFrame::Refused { id: None, .. }
        | ServerFrame::Welcome { .. }
        | ServerFrame::Whisper { .. }
        | ServerFrame::ComeBack { .. }
        | ServerFrame::Pong
        | ServerFrame::RoomOpened { .. }
        | ServerFrame::RoomClosed { .. } => true,
    }
}
