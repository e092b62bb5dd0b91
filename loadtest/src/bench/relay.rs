//! The floor beneath the hub's sockets: the same frames over the same framework, in a process of its own, where nobody is
//! known, nothing is decided and nothing is stored. Whoever comes in is welcome under the next number, what one of two says
//! goes to both, and what is said in a room goes to everybody who has opened it, encoded once.
//!
//! What the harness reaches against it is what the harness, the frames and actix-web-actors cost by themselves; what one
//! of its silent sockets weighs is what the framework's actor and buffers weigh.

use std::{
    collections::HashMap,
    net::SocketAddr,
    path::Path,
    sync::{
        Mutex, MutexGuard, PoisonError,
        atomic::{AtomicI64, Ordering},
    },
};

use actix::{Actor, ActorContext, Addr, AsyncContext, Handler, Message, StreamHandler};
use actix_web::{App, HttpRequest, HttpResponse, HttpServer, web};
use actix_web_actors::ws;
use bytes::Bytes;
use hub::{
    Answer, Command, CommandId, ConnectionId, ConversationId, Event, Timestamp, UserId,
    command::AnyRefusal,
    connections,
    kernel::refusal::Refuses,
    messaging::{self, MessageView},
    rooms::{Author, RoomMessageView},
    wire::{self, ClientFrame, Encoding, ServerFrame, View},
};

use crate::fleet::{Running, guard::Launch};

/// As many as the hub lets wait.
const BACKLOG: u32 = 4_096;

/// Who is here and who talks to whom.
#[derive(Default)]
struct Town {
    came: AtomicI64,
    screens: Mutex<HashMap<UserId, Addr<Screen>>>,
    talks: Mutex<HashMap<ConversationId, Talk>>,
    rooms: Mutex<HashMap<ConversationId, Room>>,
}

#[derive(Default)]
struct Room {
    screens: HashMap<UserId, Addr<Screen>>,
    no: i64,
}

struct Talk {
    people: [UserId; 2],
    screens: [Addr<Screen>; 2],
    no: i64,
}

/// Starts it as a process of its own: the program `loadtest`, which has it as a hidden command.
pub async fn start(loadtest: &Path, dir: &Path) -> Result<Running, String> {
    let (program, log) = (loadtest.to_owned(), dir.join("relay.log"));
    let launch = |listen: &str| {
        let args = ["floor-sockets", "--listen", listen].map(Into::into).to_vec();
        Ok(Launch { program, args, env: Vec::new(), before: "", signal: "TERM", log })
    };
    Running::start(launch).await
}

/// Relays until the process is told to leave.
pub fn run(listen: SocketAddr) -> Result<(), String> {
    crate::measure::raise_open_files();
    let served = actix_web::rt::System::new().block_on(async move {
        let town = web::Data::new(Town::default());
        let app =
            move || App::new().app_data(town.clone()).route("/readyz", web::get().to(HttpResponse::Ok)).route("/ws", web::get().to(open));
        let as_the_hub_does = |connection: &dyn std::any::Any, _: &mut actix_web::dev::Extensions| {
            if let Some(stream) = connection.downcast_ref::<actix_web::rt::net::TcpStream>() {
                let _ = stream.set_nodelay(true);
            }
        };
        HttpServer::new(app).on_connect(as_the_hub_does).backlog(BACKLOG).shutdown_timeout(1).bind(listen)?.run().await
    });
    served.map_err(|e| format!("the relay can't listen at {listen}: {e}"))
}

async fn open(request: HttpRequest, payload: web::Payload, town: web::Data<Town>) -> Result<HttpResponse, actix_web::Error> {
    let user = UserId(town.came.fetch_add(1, Ordering::Relaxed) + 1);
    let screen = Screen { user, town, inbox: 0 };
    ws::WsResponseBuilder::new(screen, &request, payload).protocols(&[wire::MSGPACK]).frame_size(wire::LARGEST_FRAME).start()
}

/// One socket.
struct Screen {
    user: UserId,
    town: web::Data<Town>,
    inbox: i64,
}

impl Actor for Screen {
    type Context = ws::WebsocketContext<Self>;

    fn started(&mut self, ctx: &mut Self::Context) {
        locked(&self.town.screens).insert(self.user, ctx.address());
    }

    fn stopped(&mut self, _: &mut Self::Context) {
        locked(&self.town.screens).remove(&self.user);
        locked(&self.town.rooms).values_mut().for_each(|room| drop(room.screens.remove(&self.user)));
    }
}

impl StreamHandler<Result<ws::Message, ws::ProtocolError>> for Screen {
    fn handle(&mut self, message: Result<ws::Message, ws::ProtocolError>, ctx: &mut Self::Context) {
        match message {
            Ok(ws::Message::Binary(bytes)) => match Encoding::MessagePack.decode(&bytes) {
                Ok(frame) => self.hear(frame, ctx),
                Err(_) => ctx.stop(),
            },
            Ok(ws::Message::Ping(bytes)) => ctx.pong(&bytes),
            Ok(ws::Message::Close(reason)) => {
                ctx.close(reason);
                ctx.stop();
            }
            Ok(_) => {}
            Err(_) => ctx.stop(),
        }
    }
}

impl Screen {
    fn hear(&mut self, frame: ClientFrame, ctx: &mut ws::WebsocketContext<Self>) {
        match frame {
            ClientFrame::Hello { .. } => {
                let handle = format!("member{}", self.user);
                say(ctx, &ServerFrame::Welcome { user: self.user, handle, epoch: 1, inbox: 0, ping_ms: 15_000 });
            }
            ClientFrame::Do { id, command } => {
                let answer = match command {
                    Command::Connections(connections::Command::Open { to, .. }) => self.introduce(to),
                    Command::Messaging(messaging::Command::Send { conversation, body, .. }) => self.send(&id, conversation, body),
                    _ => None,
                };
                say(
                    ctx,
                    &match answer {
                        Some(answer) => ServerFrame::Done { id, answer },
                        None => ServerFrame::Refused { id: Some(id), refusal: AnyRefusal::NotAllowed.refused() },
                    },
                );
            }
            ClientFrame::OpenRoom { room, .. } => {
                let log_no = {
                    let mut rooms = locked(&self.town.rooms);
                    let open = rooms.entry(room).or_default();
                    open.screens.insert(self.user, ctx.address());
                    open.no
                };
                say(ctx, &ServerFrame::RoomOpened { room, log_no, reload: false });
            }
            ClientFrame::Whisper { .. } | ClientFrame::CloseRoom { .. } | ClientFrame::Ping => {}
        }
    }

    fn introduce(&self, to: UserId) -> Option<Answer> {
        let screens = locked(&self.town.screens);
        let screens = [screens.get(&self.user)?.clone(), screens.get(&to)?.clone()];
        let mut talks = locked(&self.town.talks);
        let nth = talks.len() as i64 + 1;
        talks.insert(ConversationId(nth), Talk { people: [self.user, to], screens, no: 0 });
        Some(Answer::Connection { id: ConnectionId(nth), conversation: ConversationId(nth) })
    }

    /// To both, as the hub does: whoever writes has other screens too.
    fn send(&self, id: &CommandId, conversation: ConversationId, body: String) -> Option<Answer> {
        if let Some(answer) = self.say_in_room(id, conversation, &body) {
            return Some(answer);
        }
        // Kept until both are told, so that no screen hears the later of two first.
        let mut talks = locked(&self.town.talks);
        let talk = talks.get_mut(&conversation)?;
        talk.no += 1;
        let (no, by, sent_at) = (talk.no, self.user, Timestamp(0));
        let event = messaging::Event::Sent { conversation, no, log_no: no, by, to: talk.people.to_vec() };
        let client_id = id.as_str().to_owned();
        let view = MessageView::fresh(conversation, no, by, client_id, body, sent_at);
        for screen in &talk.screens {
            screen.do_send(Said { event: Event::Messaging(event.clone()), view: View::Message(Box::new(view.clone())) });
        }
        Some(Answer::Message { conversation, no, sent_at })
    }
}

impl Screen {
    /// To everybody who has opened the room, the same bytes.
    fn say_in_room(&self, id: &CommandId, room: ConversationId, body: &str) -> Option<Answer> {
        let mut rooms = locked(&self.town.rooms);
        let open = rooms.get_mut(&room)?;
        open.no += 1;
        let (no, by, sent_at) = (open.no, self.user, Timestamp(0));
        let (client_id, body) = (id.as_str().to_owned(), body.to_owned());
        let message = MessageView::fresh(room, no, by, client_id, body, sent_at);
        let author =
            Author { id: by, handle: format!("member{by}"), name: format!("Member {by}"), portrait: format!("/portraits/member{by}.svg") };
        let event = Event::Messaging(messaging::Event::Sent { conversation: room, no, log_no: no, by, to: Vec::new() });
        let view = View::RoomMessage(Box::new(RoomMessageView { message, author, ask: None }));
        let frame = Bytes::from(Encoding::MessagePack.encode(&ServerFrame::Event { no: None, event, view }));
        for screen in open.screens.values() {
            screen.do_send(Shown(frame.clone()));
        }
        Some(Answer::Message { conversation: room, no, sent_at })
    }
}

/// A frame of a room, for this screen and all others.
#[derive(Message)]
#[rtype(result = "()")]
struct Shown(Bytes);

impl Handler<Shown> for Screen {
    type Result = ();

    fn handle(&mut self, Shown(frame): Shown, ctx: &mut Self::Context) {
        ctx.binary(frame);
    }
}

/// Something was said to this screen.
#[derive(Message)]
#[rtype(result = "()")]
struct Said {
    event: Event,
    view: View,
}

impl Handler<Said> for Screen {
    type Result = ();

    fn handle(&mut self, Said { event, view }: Said, ctx: &mut Self::Context) {
        self.inbox += 1;
        say(ctx, &ServerFrame::Event { no: Some(self.inbox), event, view });
    }
}

fn say(ctx: &mut ws::WebsocketContext<Screen>, frame: &ServerFrame) {
    ctx.binary(Encoding::MessagePack.encode(frame));
}

fn locked<T>(what: &Mutex<T>) -> MutexGuard<'_, T> {
    what.lock().unwrap_or_else(PoisonError::into_inner)
}
