//! A member's device: a screen that comes back by itself, with an outbox and a cursor, as the hub's own pages have it.
//!
//! ```text
//!              opened                 everything missed is in
//!   connecting ──────▶ catching up ──────────────────────────▶ online
//!       ▲                   │ lost                                │ lost
//!       │  a wait over      ▼                                     ▼
//!       └──────────────── offline ◀───────────────────────────────┘        over: something has to change first
//! ```
//! What is written goes into the [`Outbox`] and from there over whichever line stands, in order per conversation, again
//! and again under its id until the hub has answered. Every line has a number, its session: what an older one leaves
//! behind can do nothing to a newer one. The cursor moves before an event is handed out.
//!
//! ```no_run
//! # async fn story() -> Result<(), Box<dyn std::error::Error>> {
//! use hub::{Command, messaging, wire::Encoding};
//! use loadtest::{Device, Door, Manner, News, Options};
//! use std::time::Duration;
//! let options = Options::new(Door::Token("token".to_owned()), Encoding::MessagePack);
//! let mut ana = Device::open(&["http://127.0.0.1:8080"], options, Manner::default(), Default::default());
//! let hello = messaging::Command::Send { conversation: 7.into(), body: "Hello Bo".to_owned(), reply_to: None, files: Vec::new() };
//! let id = ana.write(Command::Messaging(hello));
//! ana.until(|news| matches!(news, News::Stored { id: stored, .. } if *stored == id), Duration::from_secs(5)).await?;
//! let kept = ana.close().await; // cursor and outbox, for the next one
//! # drop(kept); Ok(()) }
//! ```

use std::{
    collections::VecDeque,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::Duration,
};

use hub::{
    Answer, Command, CommandId,
    kernel::refusal::Refused,
    wire::{Bye, ClientFrame, ClientWhisper, ServerFrame, ServerWhisper},
};
use tokio::{
    sync::{mpsc, oneshot, watch},
    task::JoinHandle,
    time::Instant,
};

use crate::{
    client::{Heard, Silence},
    comeback::{self, Comeback},
    ids::fresh_id,
    outbox::{Outbox, Session, Verdict},
    socket::{ConnectError, Ended, Options, Resume, Socket},
};

/// How a device behaves.
#[derive(Clone, Copy, Debug)]
pub struct Manner {
    /// The longest wait before a try: [`comeback::LOOKED_AT`] or [`comeback::UNSEEN`].
    pub cap: Duration,
    /// Off: back at once, then after the longest wait of each try. For measuring a crowd that comes back in one moment.
    pub jitter: bool,
    /// An older unanswered wish means a dead line.
    pub answers_within: Duration,
}

impl Default for Manner {
    fn default() -> Manner {
        Manner { cap: comeback::LOOKED_AT, jitter: true, answers_within: Duration::from_secs(8) }
    }
}

/// What a device keeps while it is off.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Kept {
    /// Everything up to here was handed out. Without one, the first line begins at the head.
    pub cursor: Option<Resume>,
    pub outbox: Outbox,
}

/// How things stand with the line.
#[derive(Clone, Debug, PartialEq)]
pub enum Standing {
    Connecting,
    /// The line stands, and not everything missed has come in.
    CatchingUp,
    Online,
    /// What is written waits.
    Offline,
    /// It does not come back by itself.
    Over(Ended),
}

/// What a device tells.
#[derive(Clone, Debug, PartialEq)]
pub enum News {
    Heard(Heard),
    Whisper(ServerWhisper),
    /// Something written is in the database.
    Stored {
        id: CommandId,
        answer: Answer,
    },
    /// Something written was put aside, see [`Device::send_again`] and [`Device::throw_away`].
    Refused {
        id: CommandId,
        refusal: Refused,
    },
    /// Load everything anew over HTTP: more was missed than is replayed, or the store is another one.
    Reload(Resume),
}

/// What a device has seen over all its lines.
#[derive(Debug, Default)]
struct Tally {
    lines: AtomicU64,
    doubled: AtomicU64,
    gaps: AtomicU64,
}

enum Order {
    Write(CommandId, Box<Command>),
    SendAgain(CommandId, oneshot::Sender<Option<CommandId>>),
    ThrowAway(CommandId, oneshot::Sender<Option<Command>>),
    Outbox(oneshot::Sender<Outbox>),
    Whisper(ClientWhisper),
    /// The line breaks, as by a tunnel.
    Drop,
}

/// A member's device.
pub struct Device {
    orders: mpsc::UnboundedSender<Order>,
    news: mpsc::UnboundedReceiver<News>,
    standing: watch::Receiver<Standing>,
    tally: Arc<Tally>,
    task: JoinHandle<Outbox>,
    waiting: VecDeque<Waiting>,
    /// The last number that came in.
    last: Option<Resume>,
    /// Where the first line began.
    begun: watch::Receiver<Option<Resume>>,
}

/// News that nobody has taken yet, and where the cursor stood before it.
struct Waiting {
    news: News,
    before: Option<Resume>,
}

impl Device {
    /// Switches a device on. Of several addresses (nodes of one hub) it goes to the next whenever one does not answer.
    pub fn open<S: AsRef<str>>(addresses: &[S], options: Options, manner: Manner, kept: Kept) -> Device {
        let (orders, ordered) = mpsc::unbounded_channel();
        let (tell, news) = mpsc::unbounded_channel();
        let (stand, standing) = watch::channel(Standing::Connecting);
        let (begin, begun) = watch::channel(kept.cursor);
        let tally = Arc::new(Tally::default());
        let line = Line {
            addresses: addresses.iter().map(|a| a.as_ref().to_owned()).collect(),
            at: 0,
            options,
            manner,
            comeback: Comeback::default(),
            session: 0,
            cursor: kept.cursor,
            head: None,
            outbox: kept.outbox,
            watched: None,
            orders: ordered,
            tell,
            stand,
            begin,
            tally: tally.clone(),
        };
        Device { orders, news, standing, tally, task: tokio::spawn(line.live()), waiting: VecDeque::new(), last: kept.cursor, begun }
    }

    /// Puts something into the outbox, under a fresh id.
    pub fn write(&self, command: Command) -> CommandId {
        let id = fresh_id();
        self.write_as(id.clone(), command);
        id
    }

    /// The same under an id of one's own: the same id again is the same wish.
    pub fn write_as(&self, id: CommandId, command: Command) {
        self.order(Order::Write(id, Box::new(command)));
    }

    /// What was refused goes out again, as a new command. `None`: nothing of that id was refused.
    pub async fn send_again(&self, id: &CommandId) -> Option<CommandId> {
        self.ask(|answer| Order::SendAgain(id.clone(), answer)).await.flatten()
    }

    /// What was refused is thrown away and given back.
    pub async fn throw_away(&self, id: &CommandId) -> Option<Command> {
        self.ask(|answer| Order::ThrowAway(id.clone(), answer)).await.flatten()
    }

    /// What is not settled yet.
    pub async fn outbox(&self) -> Outbox {
        self.ask(Order::Outbox).await.unwrap_or_default()
    }

    /// Typing goes nowhere while no line stands. What is watched is said again on every new one.
    pub fn whisper(&self, whisper: ClientWhisper) {
        self.order(Order::Whisper(whisper));
    }

    /// Breaks the line without a goodbye. The device comes back as after any other loss.
    pub fn drop_line(&self) {
        self.order(Order::Drop);
    }

    /// The next news, the oldest first. The cursor moves before it is handed out.
    pub async fn next(&mut self, within: Duration) -> Result<News, Silence> {
        self.until(|_| true, within).await
    }

    /// The first news that fits; those before it are handed out to nobody and stay, in order.
    pub async fn until(&mut self, fits: impl Fn(&News) -> bool, within: Duration) -> Result<News, Silence> {
        let deadline = Instant::now() + within;
        let mut looked_at = 0;
        loop {
            if let Some(at) = (looked_at..self.waiting.len()).find(|at| fits(&self.waiting[*at].news))
                && let Some(waiting) = self.waiting.remove(at)
            {
                return Ok(waiting.news);
            }
            looked_at = self.waiting.len();
            match tokio::time::timeout_at(deadline, self.news.recv()).await {
                Ok(Some(news)) => self.take_in(news),
                Ok(None) => return Err(Silence::Ended(self.how_it_ended())),
                Err(_) => {
                    let kept = self.waiting.iter().map(|w| format!("{:?}", w.news)).collect();
                    return Err(Silence::TooLate { waited: within, kept });
                }
            }
        }
    }

    /// Everything that is here already, the oldest first.
    pub fn take_all(&mut self) -> Vec<News> {
        while let Ok(news) = self.news.try_recv() {
            self.take_in(news);
        }
        self.waiting.drain(..).map(|waiting| waiting.news).collect()
    }

    fn take_in(&mut self, news: News) {
        let before = self.last.or(*self.begun.borrow());
        match &news {
            News::Reload(to) => self.last = Some(*to),
            News::Heard(Heard { no: Some(no), .. }) => self.last = before.map(|before| Resume { inbox: *no, ..before }),
            _ => {}
        }
        self.waiting.push_back(Waiting { news, before });
    }

    pub fn standing(&self) -> Standing {
        self.standing.borrow().clone()
    }

    /// Waits until the line stands so.
    pub async fn until_standing(&self, fits: impl Fn(&Standing) -> bool, within: Duration) -> Result<Standing, Silence> {
        let mut standing = self.standing.clone();
        let stands = tokio::time::timeout(within, standing.wait_for(|standing| fits(standing))).await.map(|s| s.map(|s| s.clone()));
        match stands {
            Ok(Ok(standing)) => Ok(standing),
            Ok(Err(_)) => Err(Silence::Ended(self.how_it_ended())),
            Err(_) => Err(Silence::TooLate { waited: within, kept: vec![format!("{:?}", self.standing())] }),
        }
    }

    /// What to come back with: everything up to here was handed out. `None` before the first welcome.
    pub fn cursor(&self) -> Option<Resume> {
        let moves = |news: &News| matches!(news, News::Heard(Heard { no: Some(_), .. }) | News::Reload(_));
        let last = self.last.or(*self.begun.borrow());
        self.waiting.iter().find(|waiting| moves(&waiting.news)).map_or(last, |waiting| waiting.before)
    }

    /// How many lines were opened.
    pub fn lines(&self) -> u64 {
        self.tally.lines.load(Ordering::Relaxed)
    }

    /// Numbered events that came a second time. They are not handed out.
    pub fn doubled(&self) -> u64 {
        self.tally.doubled.load(Ordering::Relaxed)
    }

    /// How often a numbered event came before its predecessor.
    pub fn gaps(&self) -> u64 {
        self.tally.gaps.load(Ordering::Relaxed)
    }

    /// Switches it off, with a goodbye. Gives back what it keeps.
    pub async fn close(mut self) -> Kept {
        let cursor = self.cursor();
        let (nobody, _) = mpsc::unbounded_channel();
        drop(std::mem::replace(&mut self.orders, nobody));
        Kept { cursor, outbox: (&mut self.task).await.unwrap_or_default() }
    }

    fn order(&self, order: Order) {
        let _ = self.orders.send(order);
    }

    async fn ask<T>(&self, order: impl FnOnce(oneshot::Sender<T>) -> Order) -> Option<T> {
        let (answer, answered) = oneshot::channel();
        self.order(order(answer));
        answered.await.ok()
    }

    fn how_it_ended(&self) -> Ended {
        match self.standing() {
            Standing::Over(ended) => ended,
            _ => Ended::broke("switched off"),
        }
    }
}

impl Drop for Device {
    fn drop(&mut self) {
        self.task.abort();
    }
}

/// The device's task: one line after the other.
struct Line {
    addresses: Vec<String>,
    at: usize,
    options: Options,
    manner: Manner,
    comeback: Comeback,
    session: Session,
    /// Moved before an event is told.
    cursor: Option<Resume>,
    /// Where the inbox stood when this line was welcomed.
    head: Option<Resume>,
    outbox: Outbox,
    watched: Option<ClientWhisper>,
    orders: mpsc::UnboundedReceiver<Order>,
    tell: mpsc::UnboundedSender<News>,
    stand: watch::Sender<Standing>,
    begin: watch::Sender<Option<Resume>>,
    tally: Arc<Tally>,
}

/// How a line, or the way to one, was left.
enum Left {
    /// Switched off.
    Off,
    /// Lost; the hub may have named a wait.
    Lost {
        named: Option<Duration>,
    },
    Over(Ended),
}

impl Line {
    async fn live(mut self) -> Outbox {
        loop {
            self.stand(Standing::Connecting);
            let left = match self.connect().await {
                Ok(socket) => self.talk(socket).await,
                Err(left) => left,
            };
            self.head = None;
            self.outbox.lost(self.session);
            let named = match left {
                Left::Off => break,
                Left::Over(ended) => {
                    self.stand(Standing::Over(ended));
                    while let Some(order) = self.orders.recv().await {
                        self.take(order);
                    }
                    break;
                }
                Left::Lost { named } => named,
            };
            self.stand(Standing::Offline);
            let dice = if self.manner.jitter { rand::random() } else { f64::from(self.comeback != Comeback::default()) };
            let until = Instant::now() + self.comeback.wait(self.manner.cap, named, dice);
            if self.rest(until).await.is_none() {
                break;
            }
        }
        self.outbox
    }

    /// Opens a socket; takes orders meanwhile.
    async fn connect(&mut self) -> Result<Socket, Left> {
        self.options.resume = self.cursor;
        let (address, options) = (self.addresses[self.at % self.addresses.len()].clone(), self.options.clone());
        let opening = Socket::open(&address, &options);
        tokio::pin!(opening);
        loop {
            tokio::select! {
                opened = &mut opening => return opened.map_err(|error| {
                    self.at += 1;
                    turned_away(error, self.addresses.len() > 1)
                }),
                order = self.orders.recv() => match order {
                    Some(order) => { self.take(order); }
                    None => return Err(Left::Off),
                },
            }
        }
    }

    /// Waits, taking orders. `None`: switched off.
    async fn rest(&mut self, until: Instant) -> Option<()> {
        loop {
            tokio::select! {
                () = tokio::time::sleep_until(until) => return Some(()),
                order = self.orders.recv() => { self.take(order?); }
            }
        }
    }

    /// One line, from its welcome to its end.
    async fn talk(&mut self, mut socket: Socket) -> Left {
        self.session += 1;
        self.tally.lines.fetch_add(1, Ordering::Relaxed);
        let welcome = socket.welcome().clone();
        let head = Resume { epoch: welcome.epoch, inbox: welcome.inbox };
        self.head = Some(head);
        let cursor = *self.cursor.get_or_insert(head);
        self.begin.send_if_modified(|begun| begun.is_none() && begun.replace(cursor).is_none());
        self.stand(Standing::CatchingUp);
        self.settle();
        if let Some(whisper) = self.watched.clone() {
            let _ = socket.feed(&ClientFrame::Whisper { whisper }).await;
        }
        loop {
            self.flush(&mut socket).await;
            let dead = self.outbox.unanswered_since().map(|since| since + self.manner.answers_within);
            tokio::select! {
                frame = socket.next() => match frame {
                    Ok(frame) => self.hear(frame),
                    Err(ended) if ended.come_back() => return Left::Lost { named: ended.come_back_after },
                    Err(ended) => return Left::Over(ended),
                },
                order = self.orders.recv() => match order.map(|order| self.take(order)) {
                    Some(Said::Nothing) => {}
                    Some(Said::Whisper(whisper)) => { let _ = socket.feed(&ClientFrame::Whisper { whisper }).await; }
                    Some(Said::Drop) => return Left::Lost { named: None },
                    None => {
                        socket.close().await;
                        return Left::Off;
                    }
                },
                () = moment(self.outbox.due()) => {}
                // A line that looks open but answers nothing is dead.
                () = moment(dead) => return Left::Lost { named: None },
            }
        }
    }

    /// Sends what may go. A write that fails shows as an end when the socket is read next.
    async fn flush(&mut self, socket: &mut Socket) {
        while let Some((id, command)) = self.outbox.next(self.session, Instant::now()) {
            if socket.feed(&ClientFrame::Do { id, command }).await.is_err() {
                break;
            }
        }
        let _ = socket.flush().await;
    }

    fn take(&mut self, order: Order) -> Said {
        match order {
            Order::Write(id, command) => self.outbox.put(id, *command),
            Order::SendAgain(id, answer) => {
                let _ = answer.send(self.outbox.send_again(&id));
            }
            Order::ThrowAway(id, answer) => {
                let _ = answer.send(self.outbox.throw_away(&id));
            }
            Order::Outbox(answer) => {
                let _ = answer.send(self.outbox.clone());
            }
            Order::Whisper(whisper) => {
                if matches!(whisper, ClientWhisper::Watch { .. }) {
                    self.watched = Some(whisper.clone());
                }
                return Said::Whisper(whisper);
            }
            Order::Drop => return Said::Drop,
        }
        Said::Nothing
    }

    fn hear(&mut self, frame: ServerFrame) {
        let news = match frame {
            ServerFrame::Done { id, answer } if self.outbox.done(&id) => News::Stored { id, answer },
            ServerFrame::Refused { id: Some(id), refusal } => match self.outbox.refused(&id, refusal, Instant::now()) {
                Verdict::Aside(refusal) => News::Refused { id, refusal },
                Verdict::Later | Verdict::Unknown => return,
            },
            ServerFrame::Event { no, event, view } => {
                if no.is_some_and(|no| !self.moves_to(no)) {
                    self.tally.doubled.fetch_add(1, Ordering::Relaxed);
                    return;
                }
                News::Heard(Heard { no, event, view })
            }
            ServerFrame::Reload { epoch, inbox } => {
                self.cursor = Some(Resume { epoch, inbox });
                News::Reload(Resume { epoch, inbox })
            }
            ServerFrame::Whisper { whisper } => News::Whisper(whisper),
            // What it says of coming back stands in the socket's end; a device opens no room.
            ServerFrame::ComeBack { .. }
            | ServerFrame::Pong
            | ServerFrame::RoomOpened { .. }
            | ServerFrame::RoomClosed { .. }
            | ServerFrame::Done { .. }
            | ServerFrame::Refused { id: None, .. }
            | ServerFrame::Welcome { .. } => {
                return;
            }
        };
        let _ = self.tell.send(news);
        self.settle();
    }

    /// Moves the cursor. False: that number was told already.
    fn moves_to(&mut self, no: i64) -> bool {
        let Some(cursor) = &mut self.cursor else { return true };
        if no <= cursor.inbox {
            return false;
        }
        if no > cursor.inbox + 1 {
            self.tally.gaps.fetch_add(1, Ordering::Relaxed);
        }
        cursor.inbox = no;
        true
    }

    /// Online once everything missed is in. With numbers of another epoch that is not before the hub said `reload`.
    fn settle(&mut self) {
        let caught_up = self.cursor.zip(self.head).is_some_and(|(at, head)| at.epoch == head.epoch && at.inbox >= head.inbox);
        let catching_up = *self.stand.borrow() == Standing::CatchingUp;
        if catching_up && caught_up {
            self.comeback.arrived();
            self.stand(Standing::Online);
        }
    }

    fn stand(&self, standing: Standing) {
        self.stand.send_if_modified(|now| {
            let changed = *now != standing;
            *now = standing;
            changed
        });
    }
}

/// What an order has to say on the line.
enum Said {
    Nothing,
    Whisper(ClientWhisper),
    Drop,
}

/// Whether to come back after no line was opened, and when. Who can go elsewhere does not wait for the one that sent them.
fn turned_away(error: ConnectError, elsewhere: bool) -> Left {
    match error {
        ConnectError::TurnedAway { status: 401, words, .. } => {
            Left::Over(Ended { code: Some(Bye::DoorClosed.code()), ..Ended::broke(words) })
        }
        ConnectError::TurnedAway { retry_after, .. } => Left::Lost { named: retry_after.filter(|_| !elsewhere) },
        ConnectError::Closed(ended) if !ended.come_back() => Left::Over(ended),
        ConnectError::Closed(ended) => Left::Lost { named: ended.come_back_after },
        error @ (ConnectError::Address(_) | ConnectError::Header) => Left::Over(Ended::broke(error.to_string())),
        _ => Left::Lost { named: None },
    }
}

async fn moment(at: Option<Instant>) {
    match at {
        Some(at) => tokio::time::sleep_until(at).await,
        None => std::future::pending().await,
    }
}
