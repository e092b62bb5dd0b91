//! A seat: one socket in a task of its own, played by a small state machine. Thousands of them fit one thread.
//!
//! The task always reads, so pings are answered from the moment the socket is open. A [`Player`] never waits: it hears
//! a frame or its due moment, and says frames.

use std::{
    collections::HashMap,
    net::IpAddr,
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicU64, Ordering::Relaxed},
    },
    time::Duration,
};

use bytes::Bytes;
use futures_util::{FutureExt, StreamExt, stream};
use hub::{
    Answer, Command, CommandId,
    kernel::refusal::{RefusalKind, Refused},
    wire::{ClientFrame, Encoding, ServerFrame},
};
use tokio::{
    sync::{mpsc, oneshot},
    task::JoinHandle,
    time::Instant,
};

use crate::{
    address::{self, Address, Net},
    ids::fresh_id,
    line::{Peer, Wire},
    measure::Latencies,
    members::Member,
    play::{measures, recorder::Recorder},
    socket::{ConnectError, Door, Ended, Options, Resume, Socket, Welcome},
};

/// Plays one socket.
pub trait Player: Send {
    /// A frame came at `now`; answers to [`Seat::act`] are not among them.
    fn heard(&mut self, frame: ServerFrame, now: Instant, say: &mut Vec<ClientFrame>);
    /// A hub's frame by its bytes, before it is read; `true`: it is done with that.
    fn knows(&mut self, _bytes: &Bytes) -> bool {
        false
    }
    /// When [`Player::moves`] wants to be called next, seen from `now`.
    fn due(&self, _now: Instant) -> Option<Instant> {
        None
    }
    fn moves(&mut self, _now: Instant, _say: &mut Vec<ClientFrame>) {}
    /// The socket ended and there is another: what was not answered is said again, in order.
    fn came_back(&mut self, _now: Instant, _say: &mut Vec<ClientFrame>) {}
}

/// What coming back came to, of all seats together.
#[derive(Debug, Default)]
pub struct Returns {
    /// Sockets that ended and were opened again.
    pub times: AtomicU64,
    /// Tries that were in vain.
    pub in_vain: AtomicU64,
    /// Numbers of an inbox that came a second time on one socket, or without the one before.
    pub out_of_line: AtomicU64,
    /// Times a hub said `reload` instead of what was missed.
    pub reloads: AtomicU64,
    /// Seats that gave up.
    pub gave_up: AtomicU64,
    /// How long there was no socket.
    pub away: Mutex<Latencies>,
    /// Who keeps the books of a whole scenario.
    pub recorder: Option<Arc<Recorder>>,
}

/// By what a seat comes back.
struct WayBack {
    url: String,
    /// Its cursor moves on with what is heard.
    options: Options,
    returns: Arc<Returns>,
}

/// A seat stays away no longer than this.
const GIVES_UP: Duration = Duration::from_secs(60);
/// The first wait before another try, and the longest (the browser's own).
const SOON: Duration = Duration::from_millis(250);
const LATE: Duration = Duration::from_secs(3);

impl WayBack {
    /// Moves the cursor; false for what was shown already.
    fn is_new(&mut self, frame: &ServerFrame) -> bool {
        let Some(at) = &mut self.options.resume else { return true };
        match frame {
            ServerFrame::Event { no: Some(no), .. } => {
                if *no != at.inbox + 1 {
                    self.returns.out_of_line.fetch_add(1, Relaxed);
                }
                let new = *no > at.inbox;
                at.inbox = at.inbox.max(*no);
                new
            }
            ServerFrame::Reload { epoch, inbox } => {
                self.returns.reloads.fetch_add(1, Relaxed);
                *at = Resume { epoch: *epoch, inbox: *inbox };
                true
            }
            _ => true,
        }
    }

    /// A server that ends a socket is at fault, also when it lets it in again.
    fn was_ended(&self) {
        if let Some(recorder) = &self.returns.recorder {
            recorder.error(measures::ENDED, 1);
        }
    }

    /// As a client of the protocol should: after what the hub named, else later each time, and never with everybody else.
    async fn come_back(&self, ended: &Ended) -> Option<Socket> {
        let began = Instant::now();
        let mut next = SOON;
        let mut wait = ended.come_back_after.unwrap_or_else(|| some_of(next));
        loop {
            tokio::time::sleep(wait).await;
            match Socket::open(&self.url, &self.options).await {
                Ok(socket) => {
                    self.returns.times.fetch_add(1, Relaxed);
                    if let Some(recorder) = &self.returns.recorder {
                        recorder.took(measures::BACK, began, began.elapsed());
                    }
                    self.returns.away.lock().unwrap_or_else(PoisonError::into_inner).record(began.elapsed());
                    return Some(socket);
                }
                Err(error) if began.elapsed() > GIVES_UP || matches!(error, ConnectError::TurnedAway { status: 400..=403, .. }) => {
                    self.returns.gave_up.fetch_add(1, Relaxed);
                    return None;
                }
                Err(_) => {
                    self.returns.in_vain.fetch_add(1, Relaxed);
                    next = (next * 2).min(LATE);
                    wait = some_of(next);
                }
            }
        }
    }
}

fn some_of(wait: Duration) -> Duration {
    wait.mul_f64(0.5 + rand::random::<f64>() / 2.0)
}

enum Order {
    Act {
        command: Box<Command>,
        answer: oneshot::Sender<Result<Answer, Refused>>,
    },
    Play(Box<dyn Player>),
    /// The line breaks; it comes back after so long.
    Break(Duration),
    Leave,
}

/// The harness's side of a socket.
pub struct Seat {
    welcome: Welcome,
    orders: mpsc::UnboundedSender<Order>,
    task: JoinHandle<Option<Ended>>,
}

impl Seat {
    /// Takes an open socket over.
    pub fn take(wire: Wire) -> Seat {
        Seat::seated(wire, None)
    }

    fn seated(wire: Wire, back: Option<WayBack>) -> Seat {
        let (orders, ordered) = mpsc::unbounded_channel();
        Seat { welcome: wire.welcome().clone(), orders, task: tokio::spawn(sit(wire, back, ordered)) }
    }

    pub fn welcome(&self) -> &Welcome {
        &self.welcome
    }

    /// Whether the hub still holds the socket.
    pub fn is_open(&self) -> bool {
        !self.task.is_finished()
    }

    /// Wishes something, beside whatever the player does.
    pub async fn act(&self, command: Command) -> Result<Answer, Refused> {
        let (answer, answered) = oneshot::channel();
        let _ = self.orders.send(Order::Act { command: Box::new(command), answer });
        match tokio::time::timeout(Duration::from_secs(30), answered).await {
            Ok(Ok(answer)) => answer,
            Ok(Err(_)) => Err(unknown("client.ended", "The socket ended.")),
            Err(_) => Err(unknown("client.no_answer", "No answer within 30 s.")),
        }
    }

    /// From now on this player plays; the one before is dropped.
    pub fn play(&self, player: impl Player + 'static) {
        let _ = self.orders.send(Order::Play(Box::new(player)));
    }

    /// Its line breaks, and it comes back by itself after so long, if it is one that does.
    pub fn break_line(&self, wait: Duration) {
        let _ = self.orders.send(Order::Break(wait));
    }

    /// Gone without a goodbye.
    pub fn break_off(self) {
        self.task.abort();
    }

    /// Says goodbye. `Some`: the hub had ended it before.
    pub async fn leave(self) -> Option<Ended> {
        let _ = self.orders.send(Order::Leave);
        self.task.await.unwrap_or_else(|e| Some(Ended::broke(e.to_string())))
    }
}

fn unknown(code: &str, words: &str) -> Refused {
    let (code, words) = (code.to_owned(), words.to_owned());
    Refused { kind: RefusalKind::Busy, code, words, fields: Vec::new(), retry_after_ms: None }
}

/// The task of a seat. Gives back how the hub ended it, or `None` when it left by itself.
async fn sit(mut wire: Wire, mut back: Option<WayBack>, mut orders: mpsc::UnboundedReceiver<Order>) -> Option<Ended> {
    let mut asked: HashMap<CommandId, oneshot::Sender<Result<Answer, Refused>>> = HashMap::new();
    let mut player: Option<Box<dyn Player>> = None;
    let mut say: Vec<ClientFrame> = Vec::new();
    let mut frames: Vec<ServerFrame> = Vec::new();
    loop {
        tokio::select! {
            biased;
            order = orders.recv() => match order {
                Some(Order::Act { command, answer }) => {
                    let id = fresh_id();
                    asked.insert(id.clone(), answer);
                    say.push(ClientFrame::Do { id, command: *command });
                }
                Some(Order::Play(next)) => player = Some(next),
                Some(Order::Break(wait)) => if let Some(back) = &back {
                    drop(wire);
                    let broken = Ended { come_back_after: Some(wait), ..Ended::broke("the harness dropped it") };
                    let Some(again) = back.come_back(&broken).await else { return Some(broken) };
                    wire = Wire::Hub(Box::new(again));
                    if let Some(player) = &mut player {
                        player.came_back(Instant::now(), &mut say);
                    }
                },
                Some(Order::Leave) | None => {
                    wire.close().await;
                    return None;
                }
            },
            bytes = wire.next_bytes() => {
                let mut next = Some(bytes);
                // What is here already is heard in one go: one write for all the answers to it.
                while let Some(bytes) = next {
                    let bytes = match (bytes, &mut back) {
                        (Ok(bytes), _) => bytes,
                        (Err(ended), Some(back)) if ended.come_back() => {
                            // Who does not come back is counted when all leave.
                            let Some(again) = back.come_back(&ended).await else { return Some(ended) };
                            back.was_ended();
                            wire = Wire::Hub(Box::new(again));
                            if let Some(player) = &mut player {
                                player.came_back(Instant::now(), &mut say);
                            }
                            break;
                        }
                        (Err(ended), _) => return Some(ended),
                    };
                    if !(wire.is_hub() && player.as_mut().is_some_and(|player| player.knows(&bytes))) {
                        wire.read(&bytes, &mut frames);
                    }
                    for frame in frames.drain(..) {
                        if back.as_mut().is_none_or(|back| back.is_new(&frame))
                            && let Some(frame) = to_asker(&mut asked, frame)
                            && let Some(player) = &mut player
                        {
                            player.heard(frame, Instant::now(), &mut say);
                        }
                    }
                    next = wire.next_bytes().now_or_never();
                }
            }
            () = until(player.as_ref().and_then(|p| p.due(Instant::now()))) => {}
        }
        if let Some(player) = &mut player {
            let now = Instant::now();
            if player.due(now).is_some_and(|due| due <= now) {
                player.moves(now, &mut say);
            }
        }
        if !say.is_empty() {
            for frame in say.drain(..) {
                if wire.feed(&frame).await.is_err() {
                    break;
                }
            }
            // A write that fails shows as an end when the line is read next.
            let _ = wire.flush().await;
        }
    }
}

async fn until(due: Option<Instant>) {
    match due {
        Some(due) => tokio::time::sleep_until(due).await,
        None => std::future::pending().await,
    }
}

/// Hands an answer to whoever asked; other frames come back.
fn to_asker(asked: &mut HashMap<CommandId, oneshot::Sender<Result<Answer, Refused>>>, frame: ServerFrame) -> Option<ServerFrame> {
    let (asker, answer) = match frame {
        ServerFrame::Done { id, answer } => match asked.remove(&id) {
            Some(asker) => (asker, Ok(answer)),
            None => return Some(ServerFrame::Done { id, answer }),
        },
        ServerFrame::Refused { id: Some(id), refusal } => match asked.remove(&id) {
            Some(asker) => (asker, Err(refusal)),
            None => return Some(ServerFrame::Refused { id: Some(id), refusal }),
        },
        other => return Some(other),
    };
    let _ = asker.send(answer);
    None
}

/// How to fill a room.
#[derive(Clone, Debug)]
pub struct Entrance {
    pub address: Address,
    /// More hubs on the same store: members come in at each in turn, so the two of a pair at different ones.
    pub more: Vec<Address>,
    pub encoding: Encoding,
    /// So many shake hands at the same time.
    pub parallel: usize,
    pub sockets_per_source: usize,
    /// The local addresses to come from, if the kernel shall not choose.
    pub from: Option<Net>,
    /// Somebody else's server, if it is no hub.
    pub peer: Option<Arc<dyn Peer>>,
}

impl Entrance {
    /// A hub's, in MessagePack, 64 at a time.
    pub fn of(address: Address) -> Entrance {
        Entrance {
            address,
            more: Vec::new(),
            encoding: Encoding::MessagePack,
            parallel: 64,
            sockets_per_source: 20_000,
            from: None,
            peer: None,
        }
    }

    /// Somebody else's.
    pub fn of_peer(address: Address, peer: Arc<dyn Peer>) -> Entrance {
        Entrance { peer: Some(peer), ..Entrance::of(address) }
    }

    /// Where member number `index` comes in.
    pub fn door(&self, index: usize) -> &Address {
        match index % (self.more.len() + 1) {
            0 => &self.address,
            nth => &self.more[nth - 1],
        }
    }

    /// The local address of member number `index`; `None` is the kernel's choice.
    pub fn source(&self, index: usize) -> Option<IpAddr> {
        match self.from {
            Some(net) => Some(net.nth(index / self.sockets_per_source.max(1))),
            None => address::source(&self.address, index, self.sockets_per_source),
        }
    }

    /// Opens the line of member number `index`.
    pub async fn open(&self, member: &Member, index: usize, resume: Option<Resume>) -> Result<Wire, ConnectError> {
        if let Some(peer) = &self.peer {
            return Ok(Wire::Peer(peer.open(member, index, resume).await?));
        }
        let options = Options { resume, ..options(self, member, index) };
        Ok(Wire::Hub(Box::new(Socket::open(&self.door(index).socket_url(), &options).await?)))
    }
}

/// A room filled.
#[derive(Default)]
pub struct Filled {
    /// In the order of the members; `None` where no socket was opened.
    pub seats: Vec<Option<Seat>>,
    /// From the first byte to the welcome; who was told to come later has waited for that, too.
    pub connecting: Latencies,
    pub took: Duration,
    /// The first failure, and how many there were.
    pub failed: Option<(ConnectError, usize)>,
}

/// As [`fill`], with seats that come back by themselves when their socket ends.
pub async fn fill_with_those_who_return(
    entrance: &Entrance,
    members: &[Member],
    first: usize,
    returns: &Arc<Returns>,
    arrived: Arc<dyn Fn() + Send + Sync>,
) -> Filled {
    fill_all(entrance, members, first, Some(returns), arrived).await
}

/// Opens a socket for each of `members`, the first of them being number `first`. A hub that is too busy is asked again,
/// three times.
pub async fn fill(entrance: &Entrance, members: &[Member], first: usize, arrived: Arc<dyn Fn() + Send + Sync>) -> Filled {
    fill_all(entrance, members, first, None, arrived).await
}

async fn fill_all(
    entrance: &Entrance,
    members: &[Member],
    first: usize,
    returns: Option<&Arc<Returns>>,
    arrived: Arc<dyn Fn() + Send + Sync>,
) -> Filled {
    let began = Instant::now();
    let mut filled = Filled { seats: members.iter().map(|_| None).collect(), ..Filled::default() };
    let mut arriving = stream::iter(members.iter().enumerate())
        .map(|(at, member)| async move { (at, arrive(entrance, member, first + at, returns).await) })
        .buffer_unordered(entrance.parallel.max(1));
    while let Some((at, came)) = arriving.next().await {
        match came {
            Ok((seat, took)) => {
                filled.seats[at] = Some(seat);
                filled.connecting.record(took);
            }
            Err(error) => match &mut filled.failed {
                Some((_, times)) => *times += 1,
                none => *none = Some((error, 1)),
            },
        }
        arrived();
    }
    drop(arriving);
    filled.took = began.elapsed();
    filled
}

/// Opens the socket of member number `index` once more, where it was.
pub async fn open_again(entrance: &Entrance, member: &Member, index: usize, resume: Resume) -> Result<Wire, ConnectError> {
    entrance.open(member, index, Some(resume)).await
}

fn options(entrance: &Entrance, member: &Member, index: usize) -> Options {
    let mut options = Options::new(Door::Token(member.token.clone()), entrance.encoding);
    options.from = entrance.source(index);
    options
}

async fn arrive(
    entrance: &Entrance,
    member: &Member,
    index: usize,
    returns: Option<&Arc<Returns>>,
) -> Result<(Seat, Duration), ConnectError> {
    let (began, mut tries) = (Instant::now(), 0);
    loop {
        tries += 1;
        match entrance.open(member, index, None).await {
            Ok(wire) => {
                let took = began.elapsed();
                // Only a hub is come back to by itself: it alone names the wait, and replays what was missed.
                let back = returns.filter(|_| wire.is_hub()).map(|returns| {
                    let Welcome { epoch, inbox, .. } = *wire.welcome();
                    let options = Options { resume: Some(Resume { epoch, inbox }), ..options(entrance, member, index) };
                    WayBack { url: entrance.door(index).socket_url(), options, returns: returns.clone() }
                });
                return Ok((Seat::seated(wire, back), took));
            }
            Err(ConnectError::TurnedAway { status: 429 | 503, retry_after, .. }) if tries < 4 => {
                tokio::time::sleep(retry_after.unwrap_or(Duration::from_secs(1))).await;
            }
            Err(error) => return Err(error),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_two_of_a_pair_come_in_at_different_hubs_if_there_are_several() {
        let [one, two, three] = ["http://127.0.0.1:1", "http://127.0.0.1:2", "http://127.0.0.1:3"].map(|url| Address::read(url).unwrap());
        let alone = Entrance::of(one.clone());
        assert!((0..4).all(|index| alone.door(index) == &one));
        let many = Entrance { more: vec![two.clone(), three.clone()], ..alone };
        assert_eq!([0, 1, 2, 3].map(|index| many.door(index)), [&one, &two, &three, &one]);
        assert!((0..6).step_by(2).all(|index| many.door(index) != many.door(index + 1)));
    }
}
