//! The floor beneath the hub's sockets: the same frames over the same framework, in a process of its own, where
//! [`super::town`] is all there is.
//!
//! What the harness reaches against it is what the harness, the frames and actix-web-actors cost by themselves; what one
//! of its silent sockets weighs is what the framework's actor and buffers weigh.

use std::{net::SocketAddr, path::Path};

use actix::{Actor, ActorContext, Addr, AsyncContext, Handler, Message, StreamHandler};
use actix_web::{App, HttpRequest, HttpResponse, HttpServer, web};
use actix_web_actors::ws;
use hub::{
    UserId,
    wire::{self, Encoding},
};

use super::town::{self, News, encoded};
use crate::fleet::{Running, guard::Launch};

/// As many as the hub lets wait.
pub(super) const BACKLOG: u32 = 4_096;

type Town = town::Town<Addr<Screen>>;

/// Starts it as a process of its own: the program `loadtest`, which has it as a hidden command.
pub async fn start(loadtest: &Path, dir: &Path) -> Result<Running, String> {
    start_floor("floor-sockets", loadtest, dir).await
}

/// One of the floors: they differ in what carries the frames.
pub(super) async fn start_floor(command: &'static str, loadtest: &Path, dir: &Path) -> Result<Running, String> {
    let (program, log) = (loadtest.to_owned(), dir.join(format!("{command}.log")));
    let launch = |listen: &str| {
        let args = [command, "--listen", listen].map(Into::into).to_vec();
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
    let screen = Screen { user: town.next_user(), town, inbox: 0 };
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
        self.town.is_here(self.user, ctx.address());
    }

    fn stopped(&mut self, _: &mut Self::Context) {
        self.town.leaves(self.user);
    }
}

impl StreamHandler<Result<ws::Message, ws::ProtocolError>> for Screen {
    fn handle(&mut self, message: Result<ws::Message, ws::ProtocolError>, ctx: &mut Self::Context) {
        match message {
            Ok(ws::Message::Binary(bytes)) => match Encoding::MessagePack.decode(&bytes) {
                Ok(frame) => {
                    if let Some(answer) = self.town.hears(self.user, frame) {
                        ctx.binary(encoded(&answer));
                    }
                }
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

impl town::Screen for Addr<Screen> {
    fn tell(&self, news: News) {
        self.do_send(Told(news));
    }
}

#[derive(Message)]
#[rtype(result = "()")]
struct Told(News);

impl Handler<Told> for Screen {
    type Result = ();

    fn handle(&mut self, Told(news): Told, ctx: &mut Self::Context) {
        ctx.binary(news.frame(&mut self.inbox));
    }
}
