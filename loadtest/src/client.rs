//! One screen of a member: wishes and their answers, events in order, the cursor to come back by.
//!
//! A task of its own reads the socket, so that the hub's pings are answered whatever the caller does meanwhile. Nothing
//! that was heard is lost: frames wait in the order they came until somebody takes them.
//!
//! ```no_run
//! # async fn story() -> Result<(), Box<dyn std::error::Error>> {
//! use hub::{Command, messaging, wire::Encoding};
//! use std::time::Duration;
//! let mut ana = loadtest::Client::connect("http://127.0.0.1:8080", "token", Encoding::MessagePack, None).await?;
//! let hello = messaging::Command::Send { conversation: 7.into(), body: "Hello Bo".to_owned(), reply_to: None, files: Vec::new() };
//! let answer = ana.act(Command::Messaging(hello)).await;
//! let event = ana.next_event(Duration::from_secs(5)).await?;
//! # drop((answer, event)); Ok(()) }
//! ```

use std::{
    collections::{HashMap, HashSet, VecDeque},
    time::Duration,
};

use hub::{
    Answer, Command, CommandId, Event,
    kernel::refusal::{RefusalKind, Refused},
    wire::{ClientFrame, ClientWhisper, Encoding, ServerFrame, ServerWhisper, View},
};
use tokio::{sync::mpsc, task::JoinHandle, time::Instant};

use crate::{
    ids::fresh_id,
    socket::{ConnectError, Door, Ended, Options, Resume, Socket, Welcome},
};

/// How long an answer to a wish is waited for.
const PATIENCE: Duration = Duration::from_secs(30);

/// The id of a wish that is under way. Hand it to [`Client::settle`].
pub type PendingId = CommandId;

/// An event as it was heard.
#[derive(Clone, Debug, PartialEq)]
pub struct Heard {
    /// Its number in the inbox; `None` is passing.
    pub no: Option<i64>,
    pub event: Event,
    pub view: View,
}

/// Why what was waited for did not come.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum Silence {
    #[error("nothing of the kind within {waited:?}; waiting here: {kept:?}")]
    TooLate {
        waited: Duration,
        /// What was heard and nobody has taken, by kind.
        kept: Vec<String>,
    },
    #[error(transparent)]
    Ended(#[from] Ended),
}

/// A frame that nobody has taken yet, and where the cursor stood before it.
struct Kept {
    frame: ServerFrame,
    before: Resume,
}

/// One open screen.
pub struct Client {
    welcome: Welcome,
    wishes: mpsc::UnboundedSender<Wish>,
    heard: mpsc::UnboundedReceiver<ServerFrame>,
    reader: Option<JoinHandle<Ended>>,
    kept: VecDeque<Kept>,
    pending: HashSet<CommandId>,
    answers: HashMap<CommandId, Result<Answer, Refused>>,
    /// The last number that came in.
    last: Resume,
    doubled: u64,
    gaps: u64,
    ended: Option<Ended>,
}

/// What the reading task is told.
enum Wish {
    Say(Box<ClientFrame>),
    Raw(Vec<u8>),
    Close,
}

impl Client {
    /// Opens a screen by a bearer token. With `resume` (epoch, inbox) what was missed since is replayed.
    pub async fn connect(url: &str, token: &str, encoding: Encoding, resume: Option<(i64, i64)>) -> Result<Client, ConnectError> {
        let mut options = Options::new(Door::Token(token.to_owned()), encoding);
        options.resume = resume.map(|(epoch, inbox)| Resume { epoch, inbox });
        Client::open(url, &options).await
    }

    /// Opens a screen any other way: by cookie, from another address.
    pub async fn open(url: &str, options: &Options) -> Result<Client, ConnectError> {
        let socket = Socket::open(url, options).await?;
        let welcome = socket.welcome().clone();
        // Numbers of another epoch mean nothing: the hub says `reload` then, which sets the cursor anew.
        let last = match options.resume {
            Some(resume) => resume,
            None => Resume { epoch: welcome.epoch, inbox: welcome.inbox },
        };
        let (wishes, wished) = mpsc::unbounded_channel();
        let (hears, heard) = mpsc::unbounded_channel();
        let reader = Some(tokio::spawn(read(socket, wished, hears)));
        Ok(Client {
            welcome,
            wishes,
            heard,
            reader,
            kept: VecDeque::new(),
            pending: HashSet::new(),
            answers: HashMap::new(),
            last,
            doubled: 0,
            gaps: 0,
            ended: None,
        })
    }

    pub fn welcome(&self) -> &Welcome {
        &self.welcome
    }

    /// Wishes something and waits for its answer, under a fresh id.
    ///
    /// When the socket ends or nothing comes in 30 s the refusal's code is `client.ended` or `client.no_answer`: whether
    /// it was carried out is not known, and the same id again ([`Client::act_as`]) finds out.
    pub async fn act(&mut self, command: Command) -> Result<Answer, Refused> {
        let id = self.begin(command);
        self.settle(&id).await
    }

    /// The same under an id of one's own: the same id again gets the first answer.
    pub async fn act_as(&mut self, id: CommandId, command: Command) -> Result<Answer, Refused> {
        self.begin_as(id.clone(), command);
        self.settle(&id).await
    }

    /// Sends a wish without waiting. Many may be under way; answers come in any order.
    pub fn begin(&mut self, command: Command) -> PendingId {
        let id = fresh_id();
        self.begin_as(id.clone(), command);
        id
    }

    pub fn begin_as(&mut self, id: CommandId, command: Command) {
        self.answers.remove(&id);
        self.pending.insert(id.clone());
        self.say(ClientFrame::Do { id, command });
    }

    /// Waits for the answer to a wish that was begun.
    pub async fn settle(&mut self, id: &PendingId) -> Result<Answer, Refused> {
        let deadline = Instant::now() + PATIENCE;
        loop {
            if let Some(answer) = self.answers.remove(id) {
                return answer;
            }
            match self.take_in(deadline).await {
                Ok(()) => {}
                Err(Some(ended)) => return Err(unknown("client.ended", ended.to_string())),
                Err(None) => return Err(unknown("client.no_answer", format!("No answer within {PATIENCE:?}."))),
            }
        }
    }

    /// Says who is typing, or what is watched.
    pub fn whisper(&mut self, whisper: ClientWhisper) {
        self.say(ClientFrame::Whisper { whisper });
    }

    /// Sends any frame. After the end it goes nowhere; [`Client::next_frame`] says so.
    pub fn say(&mut self, frame: ClientFrame) {
        let _ = self.wishes.send(Wish::Say(Box::new(frame)));
    }

    /// Sends bytes that may be no frame at all, for tests of bad input.
    pub fn say_raw(&mut self, bytes: Vec<u8>) {
        let _ = self.wishes.send(Wish::Raw(bytes));
    }

    /// The next frame of any kind but answers to pending wishes, the oldest first.
    pub async fn next_frame(&mut self, within: Duration) -> Result<ServerFrame, Silence> {
        self.until(|_| true, within).await
    }

    /// The next event; whispers and other frames stay for whoever asks for them.
    pub async fn next_event(&mut self, within: Duration) -> Result<Heard, Silence> {
        self.until_event(|_| true, within).await
    }

    /// The first event that fits. Earlier ones that don't stay, in order.
    pub async fn until_event(&mut self, fits: impl Fn(&Event) -> bool, within: Duration) -> Result<Heard, Silence> {
        let frame = self.until(|f| matches!(f, ServerFrame::Event { event, .. } if fits(event)), within).await?;
        match frame {
            ServerFrame::Event { no, event, view } => Ok(Heard { no, event, view }),
            other => unreachable!("only events fit, this is {other:?}"),
        }
    }

    /// The next whisper.
    pub async fn next_whisper(&mut self, within: Duration) -> Result<ServerWhisper, Silence> {
        match self.until(|f| matches!(f, ServerFrame::Whisper { .. }), within).await? {
            ServerFrame::Whisper { whisper } => Ok(whisper),
            other => unreachable!("only whispers fit, this is {other:?}"),
        }
    }

    /// The first frame that fits, among those waiting and those to come. Others stay, in order: nothing is lost.
    pub async fn until(&mut self, fits: impl Fn(&ServerFrame) -> bool, within: Duration) -> Result<ServerFrame, Silence> {
        let deadline = Instant::now() + within;
        let mut looked_at = 0;
        loop {
            if let Some(at) = (looked_at..self.kept.len()).find(|at| fits(&self.kept[*at].frame))
                && let Some(kept) = self.kept.remove(at)
            {
                return Ok(kept.frame);
            }
            looked_at = self.kept.len();
            match self.take_in(deadline).await {
                Ok(()) => {}
                Err(Some(ended)) => return Err(Silence::Ended(ended)),
                Err(None) => {
                    return Err(Silence::TooLate { waited: within, kept: self.kept.iter().map(|k| kind(&k.frame)).collect() });
                }
            }
        }
    }

    /// What to come back with: everything up to here was handed out. Moved before a frame is handed out.
    pub fn cursor(&self) -> (i64, i64) {
        let moves = |f: &ServerFrame| matches!(f, ServerFrame::Event { no: Some(_), .. } | ServerFrame::Reload { .. });
        let at = self.kept.iter().find(|k| moves(&k.frame)).map_or(self.last, |k| k.before);
        (at.epoch, at.inbox)
    }

    /// Numbered events that came a second time. They are not handed out.
    pub fn doubled(&self) -> u64 {
        self.doubled
    }

    /// How often a numbered event came before its predecessor.
    pub fn gaps(&self) -> u64 {
        self.gaps
    }

    /// Waits until the hub closes, keeping what is heard on the way.
    pub async fn until_closed(&mut self, within: Duration) -> Result<Ended, Silence> {
        let deadline = Instant::now() + within;
        loop {
            match self.take_in(deadline).await {
                Ok(()) => {}
                Err(Some(ended)) => return Ok(ended),
                Err(None) => return Err(Silence::TooLate { waited: within, kept: Vec::new() }),
            }
        }
    }

    /// Says goodbye and waits for the hub's. The code is 1000 when both parted well.
    pub async fn close(mut self) -> Ended {
        let _ = self.wishes.send(Wish::Close);
        self.end().await
    }

    /// Takes the next frame in. `Err(None)`: the deadline passed.
    async fn take_in(&mut self, deadline: Instant) -> Result<(), Option<Ended>> {
        match tokio::time::timeout_at(deadline, self.heard.recv()).await {
            Ok(Some(frame)) => {
                self.sort_in(frame);
                Ok(())
            }
            Ok(None) => Err(Some(self.end().await)),
            Err(_) => Err(None),
        }
    }

    /// How it ended, once the reading task is over.
    async fn end(&mut self) -> Ended {
        if let Some(reader) = self.reader.take() {
            let ended = reader.await.unwrap_or_else(|e| Ended::broke(e.to_string()));
            self.ended = Some(ended);
        }
        self.ended.clone().unwrap_or(Ended::broke("closed before"))
    }

    fn sort_in(&mut self, frame: ServerFrame) {
        let before = self.last;
        let frame = match frame {
            ServerFrame::Done { id, answer } if self.pending.remove(&id) => {
                self.answers.insert(id, Ok(answer));
                return;
            }
            ServerFrame::Refused { id: Some(id), refusal } if self.pending.remove(&id) => {
                self.answers.insert(id, Err(refusal));
                return;
            }
            ServerFrame::Event { no: Some(no), .. } if no <= self.last.inbox => {
                self.doubled += 1;
                return;
            }
            ServerFrame::Event { no: Some(no), event, view } => {
                self.gaps += u64::from(no != self.last.inbox + 1);
                self.last.inbox = no;
                ServerFrame::Event { no: Some(no), event, view }
            }
            ServerFrame::Reload { epoch, inbox } => {
                self.last = Resume { epoch, inbox };
                ServerFrame::Reload { epoch, inbox }
            }
            other => other,
        };
        self.kept.push_back(Kept { frame, before });
    }
}

impl Drop for Client {
    fn drop(&mut self) {
        if let Some(reader) = &self.reader {
            reader.abort();
        }
    }
}

/// Reads until the end, saying what is wished on the way.
async fn read(mut socket: Socket, mut wishes: mpsc::UnboundedReceiver<Wish>, hears: mpsc::UnboundedSender<ServerFrame>) -> Ended {
    loop {
        tokio::select! {
            frame = socket.next() => match frame {
                Ok(frame) => { let _ = hears.send(frame); }
                Err(ended) => return ended,
            },
            wish = wishes.recv() => {
                let said = match wish {
                    Some(Wish::Say(frame)) => socket.send(&frame).await,
                    Some(Wish::Raw(bytes)) => socket.send_raw(bytes).await,
                    Some(Wish::Close) | None => return socket.close().await,
                };
                // What the hub said before it closed is still to be read; reading tells the end too.
                drop(said);
            }
        }
    }
}

/// A refusal of our own: the outcome is not known.
fn unknown(code: &str, words: String) -> Refused {
    Refused { kind: RefusalKind::Busy, code: code.to_owned(), words, fields: Vec::new(), retry_after_ms: None }
}

/// A frame in a word or two, for “nothing came, but this did”.
fn kind(frame: &ServerFrame) -> String {
    match frame {
        ServerFrame::Event { no, event, .. } => format!("{no:?} {event:?}"),
        other => format!("{other:?}"),
    }
}
