//! One open websocket. Reads frames, writes frames, keeps nothing: what it has shown is known by a number, and everything
//! else is in the store or with its member's actor.
//!
//! `actix-web-actors` is deprecated upstream and asked for by the project's card: it is used here and in `web/src/ws.rs`
//! only, so that it can be exchanged in an hour.

mod rooms;

use std::{
    cell::Cell,
    collections::HashMap,
    os::fd::{AsFd, AsRawFd, BorrowedFd, RawFd},
    rc::Rc,
    sync::Arc,
};

use actix::{Actor, ActorContext, ActorFutureExt, Addr, Arbiter, ArbiterHandle, AsyncContext, Handler, StreamHandler, WrapFuture};
use actix_http::ws::Item;
use actix_web::{HttpRequest, HttpResponse, web::Payload};
use actix_web_actors::ws;
use bytes::Bytes;
use hub::{
    By, Envelope, Refusal, UserId,
    accounts::Door,
    command::AnyRefusal,
    wire::{Bye, ClientFrame, ClientWhisper, Encoding, LARGEST_FRAME, ServerFrame, id_of_unreadable},
};
use socket2::SockRef;
use store::{
    Fault, Store, accounts,
    inbox::{self, Next},
};

use crate::{
    collective::{Collective, Hub, SendPace},
    gate::{Ended, Gate},
    messages::{Answered, CaughtUp, Enter, Leave, Outgoing, Pulse, SocketId, Whispered, Wish},
    pace::Bucket,
    resume::{Resume, resume},
    user::{PAGE, UserActor, read_a_little},
};

/// So many frames in a row that can't be read are no accident.
const MOST_UNREADABLE: u8 = 10;
/// So many frames in a row that came too fast are no accident either.
const MOST_TOO_FAST: u32 = 1_000;
/// Whispers of one socket: watching and typing, more than a person does.
const WHISPERS: SendPace = SendPace { a_minute: 240, burst: 20 };

/// Who is at the other end of a socket; found out at the door.
#[derive(Clone, Debug)]
pub struct Guest {
    /// A member, an admin or an agent: somebody with an inbox.
    pub by: By,
    pub handle: String,
    pub door: Door,
    pub encoding: Encoding,
    /// What they read.
    pub locale: hub::Locale,
    /// The stream below, so that a client that does not read can be let go.
    pub stream: Option<SocketHandle>,
}

/// The TCP stream below a socket, so that it can be cut from outside. Made in `HttpServer::on_connect`.
///
/// It opens no second file: a hub holds as many sockets as it may open files. The kernel's cookie says whether the number
/// is still that stream's, and it is asked where the stream is closed, so nothing happens in between.
#[derive(Clone, Debug)]
pub struct SocketHandle {
    number: RawFd,
    cookie: u64,
    /// The thread the stream lives on.
    home: ArbiterHandle,
}

impl SocketHandle {
    /// On the stream's own thread.
    pub fn of(stream: &impl AsFd) -> std::io::Result<SocketHandle> {
        let home = Arbiter::try_current().ok_or_else(|| std::io::Error::other("no thread of the server's"))?;
        let cookie = SockRef::from(stream).cookie()?;
        Ok(SocketHandle { number: stream.as_fd().as_raw_fd(), cookie, home })
    }

    /// Ends the stream in both directions, whatever still waits in it.
    pub(crate) fn cut(&self) {
        let (number, cookie) = (self.number, self.cookie);
        self.home.spawn_fn(move || {
            // SAFETY: whatever has this number by now, it is only asked for its cookie, which no file and no other socket has.
            // If it is the stream's, the stream is open until this thread closes it, which it can't do meanwhile.
            let stream = unsafe { BorrowedFd::borrow_raw(number) };
            let stream = SockRef::from(&stream);
            if stream.cookie().is_ok_and(|its| its == cookie) {
                let _ = stream.shutdown(std::net::Shutdown::Both);
            }
        });
    }
}

/// Shakes hands and starts the socket's actor.
pub fn open(collective: &Collective, guest: Guest, request: &HttpRequest, payload: Payload) -> Result<HttpResponse, actix_web::Error> {
    let protocols = [guest.encoding.subprotocol()];
    let (bytes, ended) = Gate::new(payload, LARGEST_FRAME);
    let actor = SocketActor::new(collective, guest, ended).map_err(|r| actix_web::error::ErrorUnauthorized(r.to_string()))?;
    ws::WsResponseBuilder::new(actor, request, bytes).codec(codec()).protocols(&protocols).start()
}

/// A socket without a network, for tests: bytes of websocket frames in, bytes of websocket frames out.
pub(crate) fn in_process<S>(
    collective: &Collective,
    guest: Guest,
    incoming: S,
) -> Result<impl futures_util::Stream<Item = Result<Bytes, actix_web::Error>> + use<S>, Refusal>
where
    S: futures_util::Stream<Item = Result<Bytes, actix_web::error::PayloadError>> + 'static,
{
    let (bytes, ended) = Gate::new(incoming, LARGEST_FRAME);
    Ok(ws::WebsocketContext::with_codec(SocketActor::new(collective, guest, ended)?, bytes, codec()))
}

fn codec() -> actix_http::ws::Codec {
    actix_http::ws::Codec::new().max_size(LARGEST_FRAME)
}

type Ctx = ws::WebsocketContext<SocketActor>;

struct SocketActor {
    hub: Arc<Hub>,
    guest: Guest,
    user: hub::UserId,
    id: SocketId,
    pulse: Arc<Pulse>,
    /// This member's actor; from the start on.
    member: Option<Addr<UserActor>>,
    /// Commands on their way.
    in_flight: usize,
    /// Frames in a row that could not be read.
    unreadable: u8,
    /// A message that comes in pieces.
    pieces: Option<Vec<u8>>,
    /// Hello was said.
    greeted: bool,
    /// What came after hello and before the welcome was written; none after it.
    early: Option<Vec<ClientFrame>>,
    closing: bool,
    /// The last number that was read from the store.
    read_upto: i64,
    /// The few rooms that it shows.
    rooms: Vec<rooms::Shown>,
    /// Rooms that are being opened.
    openings: usize,
    /// Known while a room is shown.
    discretion: rooms::Discretion,
    whispers: Bucket,
    frames: Bucket,
    /// Frames that came too fast, one after the other.
    too_fast: u32,
    /// Why nothing more comes in.
    ended: Rc<Cell<Ended>>,
}

/// What a greeting needs of the store.
#[derive(Debug)]
pub(crate) struct Greeting {
    door_open: bool,
    head: i64,
}

/// Greetings of many sockets at once.
async fn greetings(store: Store, sockets: Vec<(UserId, Door)>) -> Result<Vec<Greeting>, Fault> {
    let mut db = store.read().await?;
    let open = accounts::list_open_doors(&mut db, &sockets).await?;
    let users: Vec<UserId> = sockets.iter().map(|(user, _)| *user).collect();
    let heads: HashMap<UserId, i64> = inbox::heads(&mut db, &users).await?.into_iter().collect();
    let greeting = |(user, door): &(UserId, Door)| Greeting { door_open: open.contains(door), head: heads.get(user).copied().unwrap_or(0) };
    Ok(sockets.iter().map(greeting).collect())
}

impl SocketActor {
    fn new(collective: &Collective, guest: Guest, ended: Rc<Cell<Ended>>) -> Result<SocketActor, Refusal> {
        let hub = collective.hub.clone();
        Ok(SocketActor {
            user: guest.by.user().ok_or(AnyRefusal::SignIn)?,
            id: hub.socket_id(),
            pulse: Arc::new(Pulse::begins(hub.clock.now())),
            member: None,
            in_flight: 0,
            unreadable: 0,
            pieces: None,
            greeted: false,
            early: Some(Vec::new()),
            closing: false,
            read_upto: 0,
            rooms: Vec::new(),
            openings: 0,
            discretion: rooms::Discretion::default(),
            whispers: Bucket::full(WHISPERS.burst, hub.clock.now()),
            frames: Bucket::full(hub.limits.frames.map_or(0, |pace| pace.burst), hub.clock.now()),
            too_fast: 0,
            ended,
            guest,
            hub,
        })
    }

    // Out.

    fn write(&self, frame: &ServerFrame, ctx: &mut Ctx) {
        self.write_bytes(self.guest.encoding.encode(frame).into(), ctx);
    }

    fn write_bytes(&self, bytes: Bytes, ctx: &mut Ctx) {
        match self.guest.encoding {
            Encoding::MessagePack => ctx.binary(bytes),
            Encoding::Json => match bytes.try_into() {
                Ok(text) => ctx.write_raw(ws::Message::Text(text)),
                Err(_) => tracing::error!("a frame of JSON is no text"),
            },
        }
    }

    fn bye(&mut self, bye: Bye, ctx: &mut Ctx) {
        if !self.closing {
            self.closing = true;
            if bye == Bye::Restarting && self.hub.is_leaving() {
                self.write(&ServerFrame::ComeBack { after_ms: self.hub.come_back_after() }, ctx);
            }
            ctx.close(Some(ws::CloseReason { code: ws::CloseCode::from(bye.code()), description: Some(bye.words().to_owned()) }));
            ctx.stop();
        }
    }

    /// Where the hub leaves, what was accepted is answered first. What comes meanwhile is left for the hub they come back to.
    fn bye_when_answered(&mut self, bye: Bye, ctx: &mut Ctx) {
        if bye != Bye::Restarting || !self.hub.is_leaving() || self.in_flight == 0 {
            self.bye(bye, ctx);
        }
    }

    fn refuse(&mut self, id: Option<hub::CommandId>, refusal: Refusal, ctx: &mut Ctx) {
        let refusal = self.hub.counters.refused(&refusal);
        self.write(&ServerFrame::Refused { id, refusal }, ctx);
    }

    fn tell_member<M>(&mut self, message: M, ctx: &mut Ctx)
    where
        UserActor: Handler<M>,
        M: actix::Message<Result = ()> + Send + 'static,
    {
        match &self.member {
            // Unbounded, but each socket says little at a time: its commands and whispers are counted before.
            Some(member) if member.connected() => member.do_send(message),
            _ => self.bye(Bye::Restarting, ctx),
        }
    }

    // In.

    fn read(&mut self, bytes: &[u8], right_kind: bool, ctx: &mut Ctx) {
        let frame = if right_kind { self.guest.encoding.decode(bytes) } else { Err(self.wrong_kind().to_owned()) };
        match frame {
            Ok(frame) => {
                self.unreadable = 0;
                match self.frame_in_pace() {
                    Ok(()) => self.hear(frame, ctx),
                    Err(retry_after_ms) => self.too_fast(frame, retry_after_ms, ctx),
                }
            }
            Err(why) => {
                self.unreadable += 1;
                let id = if right_kind { id_of_unreadable(self.guest.encoding, bytes) } else { None };
                self.refuse(id, AnyRefusal::Unreadable(why).into(), ctx);
                if self.unreadable >= MOST_UNREADABLE {
                    self.bye(Bye::Hostile, ctx);
                }
            }
        }
    }

    /// Whether a frame may come so soon; else in how many milliseconds.
    fn frame_in_pace(&mut self) -> Result<(), i64> {
        let Some(pace) = self.hub.limits.frames else { return Ok(()) };
        let taken = self.frames.take(pace, self.hub.clock.now());
        self.too_fast = if taken.is_ok() { 0 } else { self.too_fast + 1 };
        taken
    }

    /// A wish hears how long to wait; who goes on and on all the same is no client of ours.
    fn too_fast(&mut self, frame: ClientFrame, retry_after_ms: i64, ctx: &mut Ctx) {
        if self.too_fast > MOST_TOO_FAST {
            return self.bye(Bye::Hostile, ctx);
        }
        if let ClientFrame::Do { id, .. } = frame {
            self.refuse(Some(id), AnyRefusal::TooFast { retry_after_ms }.into(), ctx);
        }
    }

    fn wrong_kind(&self) -> &'static str {
        match self.guest.encoding {
            Encoding::MessagePack => "this socket speaks MessagePack in binary messages",
            Encoding::Json => "this socket speaks JSON in text messages",
        }
    }

    fn hear(&mut self, frame: ClientFrame, ctx: &mut Ctx) {
        match frame {
            ClientFrame::Hello { epoch, inbox } if !self.greeted => {
                self.greeted = true;
                self.greet((epoch, inbox), ctx);
            }
            ClientFrame::Hello { .. } => self.refuse(None, AnyRefusal::Unreadable("hello was said already".to_owned()).into(), ctx),
            ClientFrame::Ping => self.pong(ctx),
            ClientFrame::Do { id, .. } if !self.greeted => {
                self.refuse(Some(id), AnyRefusal::Unreadable("say hello first".to_owned()).into(), ctx);
            }
            frame => match &mut self.early {
                Some(early) if early.len() < self.hub.limits.in_flight => early.push(frame),
                Some(_) => self.refuse_early(frame, ctx),
                None => self.obey(frame, ctx),
            },
        }
    }

    fn obey(&mut self, frame: ClientFrame, ctx: &mut Ctx) {
        match frame {
            ClientFrame::Do { id, command } => self.wish(id, command, ctx),
            ClientFrame::Whisper { whisper } => self.whisper(whisper, ctx),
            ClientFrame::OpenRoom { room, epoch, log_no } => self.open_room(room, (epoch, log_no), ctx),
            ClientFrame::CloseRoom { room } => self.close_room(room),
            ClientFrame::Hello { .. } | ClientFrame::Ping => {}
        }
    }

    /// At most as often as one may whisper: who asks more often has had an answer.
    fn pong(&mut self, ctx: &mut Ctx) {
        if self.whispers.take(WHISPERS, self.hub.clock.now()).is_ok() {
            self.write(&ServerFrame::Pong, ctx);
        }
    }

    fn refuse_early(&mut self, frame: ClientFrame, ctx: &mut Ctx) {
        if let ClientFrame::Do { id, .. } = frame {
            self.refuse(Some(id), AnyRefusal::TooFast { retry_after_ms: 1_000 }.into(), ctx);
        }
    }

    fn wish(&mut self, id: hub::CommandId, command: hub::Command, ctx: &mut Ctx) {
        let refusal = if !command.may_come_from_a_client() {
            Some(AnyRefusal::NotAllowed)
        } else if self.in_flight >= self.hub.limits.in_flight {
            Some(AnyRefusal::TooFast { retry_after_ms: 1_000 })
        } else {
            None
        };
        if let Some(refusal) = refusal {
            self.refuse(Some(id), refusal.into(), ctx);
            return;
        }
        self.in_flight += 1;
        let request = self.hub.requests.next();
        tracing::trace!(request = %request, user = %self.user, id = id.as_str(), "a wish");
        let envelope = Envelope { id, by: self.guest.by, command, at: self.hub.clock.now(), locale: self.guest.locale };
        let wish = Wish { socket: self.id, envelope: Arc::new(envelope), request, answer_to: ctx.address().recipient() };
        self.tell_member(wish, ctx);
    }

    /// Too many whispers are let go without a word: they are over in a moment anyway.
    fn whisper(&mut self, whisper: ClientWhisper, ctx: &mut Ctx) {
        if self.greeted && self.whispers.take(WHISPERS, self.hub.clock.now()).is_ok() && !self.types_in_room(&whisper) {
            let socket = self.id;
            self.tell_member(Whispered { socket, whisper }, ctx);
        }
    }

    // From the store.

    /// The socket has entered before: what is committed from now on is known to the member's actor, the rest is read here.
    fn greet(&mut self, said: (Option<i64>, Option<i64>), ctx: &mut Ctx) {
        let (hub, user, door) = (self.hub.clone(), self.user, self.guest.door);
        let look = async move {
            let store = hub.store.clone();
            hub.greetings.ask((user, door), move |sockets| greetings(store.clone(), sockets)).await
        };
        ctx.spawn(look.into_actor(self).map(move |greeting, actor, ctx| actor.greeted(said, greeting, ctx)));
    }

    fn greeted(&mut self, said: (Option<i64>, Option<i64>), greeting: Result<Greeting, Fault>, ctx: &mut Ctx) {
        let Greeting { door_open, head } = match greeting {
            Ok(greeting) => greeting,
            Err(fault) => {
                tracing::warn!(user = %self.user, error = %fault, "a socket could not be greeted");
                return self.bye(Bye::Restarting, ctx);
            }
        };
        if !door_open {
            return self.bye(Bye::DoorClosed, ctx);
        }
        let epoch = self.hub.store.epoch();
        let ping_ms = i64::from(self.hub.limits.ping_every) * 1_000;
        self.write(&ServerFrame::Welcome { user: self.user, handle: self.guest.handle.clone(), epoch, inbox: head, ping_ms }, ctx);
        match resume(said, epoch, head) {
            Resume::After(no) => self.read_upto = no,
            Resume::Reload => {
                self.read_upto = head;
                self.write(&ServerFrame::Reload { epoch, inbox: head }, ctx);
            }
        }
        for frame in self.early.take().unwrap_or_default() {
            self.obey(frame, ctx);
        }
        if self.read_upto == head { self.caught_up(ctx) } else { self.read_a_little(ctx) }
    }

    /// Reads what was missed together with whoever comes in at the same time, if it is little.
    fn read_a_little(&mut self, ctx: &mut Ctx) {
        self.hub.counters.replayed();
        let (hub, user, after) = (self.hub.clone(), self.user, self.read_upto);
        let read = async move { read_a_little(&hub, user, after).await };
        ctx.spawn(read.into_actor(self).map(|read, actor, ctx| match read.transpose() {
            Some(next) => actor.show_next(next, ctx),
            None => actor.read_on(ctx),
        }));
    }

    /// Reads a page of the inbox. The next one is read when this one is written, so a slow client slows its own reading.
    fn read_on(&mut self, ctx: &mut Ctx) {
        let (store, user, after) = (self.hub.store.clone(), self.user, self.read_upto);
        self.hub.counters.replayed();
        let read = async move {
            let mut db = store.read().await?;
            inbox::go_on(&mut db, user, after, PAGE).await
        };
        ctx.spawn(read.into_actor(self).map(|next, actor, ctx| actor.show_next(next, ctx)));
    }

    fn show_next(&mut self, next: Result<Next, Fault>, ctx: &mut Ctx) {
        match next {
            Ok(Next::Trimmed { head }) => {
                self.read_upto = head;
                self.write(&ServerFrame::Reload { epoch: self.hub.store.epoch(), inbox: head }, ctx);
                self.caught_up(ctx);
            }
            Ok(Next::Frames(frames)) => {
                for frame in &frames {
                    if let ServerFrame::Event { no: Some(no), .. } = frame {
                        self.read_upto = *no;
                    }
                    self.write(frame, ctx);
                }
                if frames.len() < PAGE { self.caught_up(ctx) } else { self.read_on(ctx) }
            }
            Err(fault) => {
                tracing::warn!(user = %self.user, error = %fault, "an inbox could not be read");
                self.bye(Bye::Restarting, ctx);
            }
        }
    }

    fn caught_up(&mut self, ctx: &mut Ctx) {
        let caught_up = CaughtUp { socket: self.id, upto: self.read_upto };
        self.tell_member(caught_up, ctx);
    }

    /// A message that comes in pieces is put together, up to the size of a whole one.
    fn piece(&mut self, item: Item, ctx: &mut Ctx) {
        let text = self.guest.encoding == Encoding::Json;
        let (right_kind, bytes, last) = match item {
            Item::FirstText(bytes) => (text, bytes, false),
            Item::FirstBinary(bytes) => (!text, bytes, false),
            Item::Continue(bytes) => (true, bytes, false),
            Item::Last(bytes) => (true, bytes, true),
        };
        let pieces = self.pieces.get_or_insert_default();
        if !right_kind || pieces.len() + bytes.len() > LARGEST_FRAME {
            return self.bye(Bye::Hostile, ctx);
        }
        pieces.extend_from_slice(&bytes);
        if last && let Some(whole) = self.pieces.take() {
            self.read(&whole, true, ctx);
        }
    }
}

impl Actor for SocketActor {
    type Context = Ctx;

    fn started(&mut self, ctx: &mut Ctx) {
        ctx.set_mailbox_capacity(self.hub.limits.outgoing);
        self.hub.counters.socket_came();
        let enter = Enter {
            socket: self.id,
            door: self.guest.door,
            encoding: self.guest.encoding,
            outgoing: ctx.address().recipient(),
            pulse: self.pulse.clone(),
            stream: self.guest.stream.take(),
        };
        let (member, change) = self.hub.directory.enter(&self.hub, self.user, enter);
        self.member = Some(member);
        if let Some(change) = change {
            self.hub.changed(change);
        }
        if self.hub.is_leaving() {
            self.bye(Bye::Restarting, ctx);
        }
    }

    fn stopped(&mut self, _: &mut Ctx) {
        self.hub.counters.socket_went();
        match &self.member {
            Some(member) if member.connected() => member.do_send(Leave { socket: self.id }),
            _ => self.hub.queue.forget(self.id),
        }
    }
}

impl StreamHandler<Result<ws::Message, ws::ProtocolError>> for SocketActor {
    fn handle(&mut self, message: Result<ws::Message, ws::ProtocolError>, ctx: &mut Ctx) {
        if self.closing {
            return;
        }
        if let Some(bye) = self.pulse.fate() {
            return self.bye_when_answered(bye, ctx);
        }
        self.pulse.heard(self.hub.clock.now());
        match message {
            Ok(ws::Message::Binary(bytes)) => self.read(&bytes, self.guest.encoding == Encoding::MessagePack, ctx),
            Ok(ws::Message::Text(text)) => self.read(text.as_bytes(), self.guest.encoding == Encoding::Json, ctx),
            Ok(ws::Message::Ping(bytes)) => ctx.pong(&bytes),
            Ok(ws::Message::Pong(_) | ws::Message::Nop) => {}
            Ok(ws::Message::Continuation(item)) => self.piece(item, ctx),
            Ok(ws::Message::Close(reason)) => {
                self.closing = true;
                ctx.close(reason);
                ctx.stop();
            }
            Err(_) if self.ended.get() == Ended::Broken => ctx.stop(),
            // No websocket frame, text that is none, or far too large.
            Err(_) => self.bye(Bye::Hostile, ctx),
        }
    }
}

impl Handler<Outgoing> for SocketActor {
    type Result = ();

    fn handle(&mut self, outgoing: Outgoing, ctx: &mut Ctx) {
        if self.closing {
            return;
        }
        // What waited for a client that did not read is not written any more; it comes back by its cursor.
        match (outgoing, self.pulse.fate()) {
            (Outgoing::Frame(bytes), None | Some(Bye::DoorClosed | Bye::Suspended | Bye::Restarting)) => self.write_bytes(bytes, ctx),
            (Outgoing::Bye(bye), _) | (_, Some(bye)) => self.bye_when_answered(bye, ctx),
            (Outgoing::Played(played), None) => self.played(&played, ctx),
            (head @ Outgoing::Head { .. }, None) => self.hear_head(head, ctx),
            (Outgoing::Parted(from), None) => self.part_from(from),
            (Outgoing::LookWhoParted, None) => self.look_who_parted(ctx),
            (Outgoing::Ping, None) => ctx.ping(b""),
            (Outgoing::ReadOn, None) => self.read_on(ctx),
            (Outgoing::Reload { inbox }, None) => self.write(&ServerFrame::Reload { epoch: self.hub.store.epoch(), inbox }, ctx),
        }
    }
}

impl Handler<Answered> for SocketActor {
    type Result = ();

    fn handle(&mut self, Answered { id, verdict }: Answered, ctx: &mut Ctx) {
        self.in_flight = self.in_flight.saturating_sub(1);
        if self.closing {
            return;
        }
        match verdict {
            Ok(answer) => self.write(&ServerFrame::Done { id, answer }, ctx),
            Err(refusal) => self.refuse(Some(id), refusal, ctx),
        }
        if let Some(bye) = self.pulse.fate() {
            self.bye_when_answered(bye, ctx);
        }
    }
}

#[cfg(test)]
mod tests {
    use actix_web::rt::net::TcpStream;
    use tokio::{
        io::{AsyncReadExt, AsyncWriteExt},
        net::TcpListener,
    };

    use super::*;

    #[actix::test]
    async fn a_stream_is_cut_and_never_another_that_has_its_number_by_now() {
        let listener = TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
        let connected = async || {
            let (theirs, ours) = tokio::join!(TcpStream::connect(listener.local_addr().unwrap()), listener.accept());
            (theirs.unwrap(), ours.unwrap().0)
        };
        let ((mut cut, its_own), (mut spared, anothers)) = (connected().await, connected().await);
        let handle = SocketHandle::of(&its_own).unwrap();
        SocketHandle { number: anothers.as_fd().as_raw_fd(), ..handle.clone() }.cut();
        handle.cut();
        // One thread does both, the other one first.
        assert_eq!(cut.read(&mut [0; 1]).await.unwrap(), 0);
        let mut anothers = anothers;
        anothers.write_all(b"!").await.unwrap();
        assert_eq!(spared.read_u8().await.unwrap(), b'!');
    }
}
