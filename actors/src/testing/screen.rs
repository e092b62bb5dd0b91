//! A screen: the real socket actor, fed and read by a test.

use std::{
    collections::VecDeque,
    pin::pin,
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicBool, AtomicU64, Ordering::SeqCst},
    },
};

use actix::ArbiterHandle;
use actix_http::ws::{Codec, Frame, Message};
use bytes::{Bytes, BytesMut};
use futures_util::StreamExt;
use hub::{
    Answer, Command, CommandId, Event,
    kernel::refusal::Refused,
    wire::{ClientFrame, ClientWhisper, Encoding, ServerFrame},
};
use tokio::sync::{mpsc, watch};
use tokio_util::codec::{Decoder, Encoder};

use super::{PATIENCE, fresh_id};
use crate::{Collective, Guest, socket};

/// What a screen has shown last.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Resume {
    pub epoch: i64,
    pub inbox: i64,
}

enum Heard {
    Frame(ServerFrame),
    Closed(Option<u16>),
}

/// One open screen of a member.
pub struct Screen {
    encoding: Encoding,
    outgoing: mpsc::UnboundedSender<Bytes>,
    heard: tokio::sync::Mutex<mpsc::UnboundedReceiver<Heard>>,
    /// Frames that no test has asked for yet.
    waiting: Mutex<VecDeque<ServerFrame>>,
    /// Every frame, in order.
    log: Mutex<Vec<ServerFrame>>,
    closed: Mutex<Option<Option<u16>>>,
    reads: watch::Sender<bool>,
    answers_pings: Arc<AtomicBool>,
    next: Arc<AtomicU64>,
    end: watch::Sender<bool>,
}

impl Screen {
    pub(super) fn connect(collective: &Collective, guest: Guest, thread: &ArbiterHandle, next: Arc<AtomicU64>) -> Screen {
        let (outgoing, incoming) = mpsc::unbounded_channel::<Bytes>();
        let (tell, heard) = mpsc::unbounded_channel();
        let (reads, may_read) = watch::channel(true);
        let (end, ended) = watch::channel(false);
        let encoding = guest.encoding;
        let answers_pings = Arc::new(AtomicBool::new(true));
        let wire = Wire { encoding, pongs: outgoing.clone(), tell, answers_pings: answers_pings.clone(), may_read, ended };
        let collective = collective.clone();
        thread.spawn_fn(move || {
            actix::spawn(wire.run(collective, guest, incoming));
        });
        Screen {
            encoding,
            outgoing,
            heard: tokio::sync::Mutex::new(heard),
            waiting: Mutex::default(),
            log: Mutex::default(),
            closed: Mutex::default(),
            reads,
            answers_pings,
            next,
            end,
        }
    }

    // Saying.

    pub fn sends(&self, frame: &ClientFrame) {
        match self.encoding {
            Encoding::MessagePack => self.sends_bytes(self.encoding.encode(frame)),
            Encoding::Json => self.sends_text(&String::from_utf8_lossy(&self.encoding.encode(frame))),
        }
    }

    /// Sends a message that may be no frame at all.
    pub fn sends_bytes(&self, bytes: Vec<u8>) {
        let _ = self.outgoing.send(masked(Message::Binary(bytes.into())));
    }

    pub fn sends_text(&self, text: &str) {
        let _ = self.outgoing.send(masked(Message::Text(text.into())));
    }

    /// Sends bytes as they are: whole frames, halves, or none.
    pub fn sends_raw(&self, bytes: &[u8]) {
        let _ = self.outgoing.send(Bytes::copy_from_slice(bytes));
    }

    /// Says hello and waits for the welcome; its epoch and number.
    pub async fn says_hello(&self, resume: Option<Resume>) -> Resume {
        let (epoch, inbox) = resume.map(|r| (r.epoch, r.inbox)).unzip();
        self.sends(&ClientFrame::Hello { epoch, inbox });
        self.finds("a welcome", |f| match f {
            ServerFrame::Welcome { epoch, inbox, .. } => Some(Resume { epoch: *epoch, inbox: *inbox }),
            _ => None,
        })
        .await
    }

    /// Sends a wish; the id it went under.
    pub fn wishes(&self, command: Command) -> CommandId {
        let id = fresh_id(&self.next);
        self.wishes_as(id.clone(), command);
        id
    }

    pub fn wishes_as(&self, id: CommandId, command: Command) {
        self.sends(&ClientFrame::Do { id, command });
    }

    pub fn whispers(&self, whisper: ClientWhisper) {
        self.sends(&ClientFrame::Whisper { whisper });
    }

    /// From now on it reads nothing, as a client that hangs.
    pub fn stops_reading(&self) {
        self.reads.send_replace(false);
    }

    pub fn reads_again(&self) {
        self.reads.send_replace(true);
    }

    /// From now on it leaves pings without an answer.
    pub fn falls_silent(&self) {
        self.answers_pings.store(false, SeqCst);
    }

    /// The network goes, without a goodbye.
    pub fn breaks_off(&self) {
        self.end.send_replace(true);
    }

    // Hearing.

    /// Waits for an event that says these words somewhere.
    pub async fn hears(&self, words: &str) -> ServerFrame {
        self.finds(words, |frame| match frame {
            ServerFrame::Event { .. } => {
                let said = serde_json::to_string(frame).unwrap_or_default();
                said.contains(words).then(|| frame.clone())
            }
            _ => None,
        })
        .await
    }

    /// What became of a wish.
    pub async fn answer_to(&self, id: &CommandId) -> Result<Answer, Refused> {
        self.finds(&format!("an answer to {id:?}"), |frame| match frame {
            ServerFrame::Done { id: of, answer } if of == id => Some(Ok(answer.clone())),
            ServerFrame::Refused { id: Some(of), refusal } if of == id => Some(Err(refusal.clone())),
            _ => None,
        })
        .await
    }

    /// The first frame, of those nobody asked for yet, that `wanted` makes something of. The others stay.
    pub async fn finds<T>(&self, what: &str, mut wanted: impl FnMut(&ServerFrame) -> Option<T>) -> T {
        let found = async {
            loop {
                if let Some(found) = self.look(&mut wanted) {
                    return Ok(found);
                }
                if !self.hear_one().await {
                    return self.look(&mut wanted).ok_or("closed");
                }
            }
        };
        match tokio::time::timeout(PATIENCE, found).await {
            Ok(Ok(found)) => found,
            Ok(Err(closed)) => panic!("the screen was {closed} ({:?}) before it heard {what}: {:#?}", lock(&self.closed), lock(&self.log)),
            Err(_) => panic!("the screen never heard {what}; it heard {:#?}", lock(&self.log)),
        }
    }

    fn look<T>(&self, wanted: &mut impl FnMut(&ServerFrame) -> Option<T>) -> Option<T> {
        let mut waiting = lock(&self.waiting);
        let (at, found) = waiting.iter().enumerate().find_map(|(at, frame)| wanted(frame).map(|found| (at, found)))?;
        waiting.remove(at);
        Some(found)
    }

    /// Waits for the next frame; `false` when there are no more.
    async fn hear_one(&self) -> bool {
        match self.heard.lock().await.recv().await {
            Some(Heard::Frame(frame)) => {
                lock(&self.log).push(frame.clone());
                lock(&self.waiting).push_back(frame);
                true
            }
            Some(Heard::Closed(code)) => {
                *lock(&self.closed) = Some(code);
                false
            }
            None => false,
        }
    }

    /// Waits until the hub has closed this screen; with what code.
    pub async fn closes(&self) -> Option<u16> {
        let closed = async { while self.hear_one().await {} };
        if tokio::time::timeout(PATIENCE, closed).await.is_err() {
            panic!("the screen was never closed; it heard {:#?}", lock(&self.log));
        }
        (*lock(&self.closed)).flatten()
    }

    /// Every numbered event that was heard so far, in order.
    pub fn numbers(&self) -> Vec<i64> {
        lock(&self.log).iter().filter_map(|f| if let ServerFrame::Event { no, .. } = f { *no } else { None }).collect()
    }

    /// What `wanted` makes of the frames that were heard so far, in order.
    pub fn all<T>(&self, wanted: impl FnMut(&ServerFrame) -> Option<T>) -> Vec<T> {
        lock(&self.log).iter().filter_map(wanted).collect()
    }

    /// The messages of one conversation that were heard so far, as their numbers, in order.
    pub fn messages(&self, of: hub::ConversationId) -> Vec<i64> {
        let sent = |frame: &ServerFrame| match frame {
            ServerFrame::Event { event: Event::Messaging(hub::messaging::Event::Sent { conversation, no, .. }), .. } => {
                (*conversation == of).then_some(*no)
            }
            _ => None,
        };
        lock(&self.log).iter().filter_map(sent).collect()
    }

    /// Where this screen would go on from.
    pub fn cursor(&self) -> Resume {
        let mut at = Resume { epoch: 0, inbox: 0 };
        for frame in lock(&self.log).iter() {
            match frame {
                ServerFrame::Welcome { epoch, inbox, .. } | ServerFrame::Reload { epoch, inbox } => {
                    at = Resume { epoch: *epoch, inbox: *inbox };
                }
                ServerFrame::Event { no: Some(no), .. } => at.inbox = at.inbox.max(*no),
                _ => {}
            }
        }
        at
    }
}

impl Drop for Screen {
    fn drop(&mut self) {
        self.end.send_replace(true);
    }
}

fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// A message as a client writes it.
fn masked(message: Message) -> Bytes {
    let mut bytes = BytesMut::new();
    Codec::new().client_mode().encode(message, &mut bytes).expect("a test's message fits");
    bytes.freeze()
}

/// The far end of the wire, on the screens' thread.
struct Wire {
    encoding: Encoding,
    pongs: mpsc::UnboundedSender<Bytes>,
    tell: mpsc::UnboundedSender<Heard>,
    answers_pings: Arc<AtomicBool>,
    may_read: watch::Receiver<bool>,
    ended: watch::Receiver<bool>,
}

impl Wire {
    async fn run(mut self, collective: Collective, guest: Guest, incoming: mpsc::UnboundedReceiver<Bytes>) {
        let incoming = futures_util::stream::unfold(incoming, |mut from| async move { from.recv().await.map(|bytes| (Ok(bytes), from)) });
        let written = match socket::in_process(&collective, guest, Box::pin(incoming)) {
            Ok(written) => written,
            Err(refusal) => panic!("no socket: {refusal}"),
        };
        let mut written = pin!(written);
        let mut codec = Codec::new().client_mode();
        let mut buffer = BytesMut::new();
        let mut ended = self.ended.clone();
        loop {
            // Nothing is polled while it does not read: the actor behind it is frozen, as over a real network.
            if self.may_read.wait_for(|may| *may).await.is_err() {
                return;
            }
            let bytes = tokio::select! {
                bytes = written.next() => bytes,
                _ = ended.wait_for(|ended| *ended) => return,
                _ = self.may_read.wait_for(|may| !*may) => continue,
            };
            let Some(Ok(bytes)) = bytes else {
                let _ = self.tell.send(Heard::Closed(None));
                return;
            };
            buffer.extend_from_slice(&bytes);
            while let Ok(Some(frame)) = codec.decode(&mut buffer) {
                if !self.hear(frame) {
                    return;
                }
            }
        }
    }

    /// `false`: it was a goodbye.
    fn hear(&self, frame: Frame) -> bool {
        let heard = match frame {
            Frame::Binary(bytes) | Frame::Text(bytes) => self.encoding.decode(&bytes).map(Heard::Frame),
            Frame::Ping(bytes) => {
                if self.answers_pings.load(SeqCst) {
                    let _ = self.pongs.send(masked(Message::Pong(bytes)));
                }
                return true;
            }
            Frame::Close(reason) => Ok(Heard::Closed(reason.map(|r| r.code.into()))),
            Frame::Pong(_) | Frame::Continuation(_) => return true,
        };
        let goes_on = matches!(heard, Ok(Heard::Frame(_)));
        match heard {
            Ok(heard) => drop(self.tell.send(heard)),
            Err(why) => panic!("the hub sent what nobody can read: {why}"),
        }
        goes_on
    }
}
