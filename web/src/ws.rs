//! `GET /ws`: who may open a socket, and which of the two encodings it speaks.
//!
//! `actix-web-actors` is deprecated upstream and asked for by the project's card: it is used behind
//! [`actors::socket::open`] only, so that it can be exchanged in an hour. hub/PROTOCOL.md describes the frames.

use actix_web::{
    FromRequest, HttpRequest, HttpResponse,
    http::{StatusCode, header},
    web::{Data, Payload},
};
use actors::{Guest, SocketHandle, socket};
use hub::{
    By,
    accounts::Door,
    command::AnyRefusal,
    kernel::refusal::{RefusalKind, Refused},
    wire,
    wire::Encoding,
};

use crate::{
    house::House,
    problem::Problem,
    visitor::{Visitor, Worded},
};

pub async fn open(house: Data<House>, req: HttpRequest, payload: Payload) -> Result<HttpResponse, Problem> {
    // Before it is looked up who that is: a hub that leaves asks its database for nobody new.
    if house.is_draining() {
        return Err(go_elsewhere());
    }
    let visitor = Visitor::extract(&req).await?;
    let caller = visitor.caller().ok_or(AnyRefusal::SignIn)?;
    // A browser sends its cookie along wherever the page comes from; a token, only who has it can send.
    if matches!(caller.door, Door::Session(_)) && !visitor.is_own_origin(false) {
        return Err(Problem::new(StatusCode::FORBIDDEN, "foreign_origin", "Sockets are opened by this hub's own pages, or with a token."));
    }
    let encoding = spoken(&req).ok_or_else(no_subprotocol)?;
    let guest = Guest {
        by: By::Member(caller.user),
        handle: caller.handle.clone(),
        door: caller.door,
        encoding,
        locale: hub::kernel::locale::current(),
        stream: req.conn_data::<SocketHandle>().cloned(),
    };
    let opened = socket::open(&visitor.house().collective, guest, &req, payload);
    let mut response = opened.map_err(|e| Problem::unreadable(format!("this address is for websockets ({e}).")))?;
    response.extensions_mut().insert(Worded);
    Ok(response)
}

/// The first of the client's subprotocols that is known here.
fn spoken(req: &HttpRequest) -> Option<Encoding> {
    let offered = req.headers().get_all(header::SEC_WEBSOCKET_PROTOCOL).filter_map(|v| v.to_str().ok());
    offered.flat_map(|v| v.split(',')).map(str::trim).find_map(Encoding::of_subprotocol)
}

/// For a balancer, which asks another hub then, and for clients, which come back in a second.
fn go_elsewhere() -> Problem {
    let words = "This hub is leaving. Come back in a moment: another one takes you, or this one, started again.".to_owned();
    let (kind, code) = (RefusalKind::Busy, "leaving".to_owned());
    Refused { kind, code, words, fields: Vec::new(), retry_after_ms: Some(1_000) }.into()
}

fn no_subprotocol() -> Problem {
    let words = format!("Say which encoding you speak: Sec-WebSocket-Protocol {} or {}.", wire::MSGPACK, wire::JSON);
    Problem::new(StatusCode::BAD_REQUEST, "no_subprotocol", words)
}
