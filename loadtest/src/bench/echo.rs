//! Says back what it hears, on the stack that the hub's sockets stand on: for a conformance suite of somebody else's.
//!
//! ```sh
//! pip install kosoku                                  # Autobahn's cases
//! loadtest echo --listen 127.0.0.1:9001 &
//! kosoku -m fuzzingclient -x '12.*' -x '13.*' ws://127.0.0.1:9001/ws
//! ```
//! 12 and 13 are permessage-deflate, which neither the framework nor the hub speaks: it can't be asked for, so there is no
//! bomb to unpack.

use std::net::SocketAddr;

use actix::{Actor, ActorContext, StreamHandler};
use actix_http::ws::{Codec, Item};
use actix_web::{App, HttpRequest, HttpResponse, HttpServer, web};
use actix_web_actors::ws;

/// The suite's largest message has 16 MiB.
const LARGEST: usize = 64 << 20;

pub fn run(listen: SocketAddr) -> Result<(), String> {
    let served = actix_web::rt::System::new().block_on(async move {
        HttpServer::new(|| App::new().route("/ws", web::get().to(open))).shutdown_timeout(1).bind(listen)?.run().await
    });
    served.map_err(|e| format!("the echo can't listen at {listen}: {e}"))
}

async fn open(request: HttpRequest, payload: web::Payload) -> Result<HttpResponse, actix_web::Error> {
    ws::WsResponseBuilder::new(Echo::default(), &request, payload).codec(Codec::new().max_size(LARGEST)).start()
}

/// One socket, and the message that comes in pieces.
#[derive(Default)]
struct Echo {
    pieces: Vec<u8>,
    is_text: bool,
}

type Ctx = ws::WebsocketContext<Echo>;

impl Actor for Echo {
    type Context = Ctx;
}

impl Echo {
    fn piece(&mut self, item: Item, ctx: &mut Ctx) {
        let (bytes, last) = match item {
            Item::FirstText(bytes) | Item::FirstBinary(bytes) | Item::Continue(bytes) => (bytes, false),
            Item::Last(bytes) => (bytes, true),
        };
        self.pieces.extend_from_slice(&bytes);
        if self.is_text && !could_be_text(&self.pieces, last) {
            return leave(ctx, ws::CloseCode::Invalid);
        }
        if last {
            let whole = std::mem::take(&mut self.pieces);
            match String::from_utf8(whole) {
                Ok(text) if self.is_text => ctx.text(text),
                Ok(text) => ctx.binary(text.into_bytes()),
                Err(bytes) => ctx.binary(bytes.into_bytes()),
            }
        }
    }
}

/// Text so far: what is cut off in the middle of a character may go on.
fn could_be_text(bytes: &[u8], whole: bool) -> bool {
    std::str::from_utf8(bytes).err().is_none_or(|e| !whole && e.error_len().is_none())
}

fn leave(ctx: &mut Ctx, code: ws::CloseCode) {
    ctx.close(Some(code.into()));
    ctx.stop();
}

impl StreamHandler<Result<ws::Message, ws::ProtocolError>> for Echo {
    fn handle(&mut self, message: Result<ws::Message, ws::ProtocolError>, ctx: &mut Ctx) {
        match message {
            Ok(ws::Message::Text(text)) => ctx.text(text),
            Ok(ws::Message::Binary(bytes)) => ctx.binary(bytes),
            Ok(ws::Message::Continuation(item)) => {
                match item {
                    Item::FirstText(_) => self.is_text = true,
                    Item::FirstBinary(_) => self.is_text = false,
                    Item::Continue(_) | Item::Last(_) => {}
                }
                self.piece(item, ctx);
            }
            Ok(ws::Message::Ping(bytes)) => ctx.pong(&bytes),
            Ok(ws::Message::Pong(_) | ws::Message::Nop) => {}
            Ok(ws::Message::Close(reason)) => {
                ctx.close(reason);
                ctx.stop();
            }
            // So the framework says that a text is none.
            Err(ws::ProtocolError::Io(e)) if e.kind() == std::io::ErrorKind::Other => leave(ctx, ws::CloseCode::Invalid),
            Err(_) => leave(ctx, ws::CloseCode::Protocol),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::could_be_text;

    #[test]
    fn half_a_character_may_go_on_and_half_a_wrong_one_may_not() {
        let snowman = "☃".as_bytes();
        assert!(could_be_text(&snowman[..2], false) && could_be_text(snowman, true));
        assert!(!could_be_text(&snowman[..2], true), "nothing follows");
        assert!(!could_be_text(&[0xe2, 0x28], false), "nothing can follow");
    }
}
