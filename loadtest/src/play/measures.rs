//! What is measured, by the names that files of limits and JSON know.

use super::script::Deed;

pub struct Measure {
    pub key: &'static str,
    /// For people.
    pub what: &'static str,
    /// Who has it; `None`: everybody with a socket.
    pub of: Option<Deed>,
}

const fn of(deed: Deed, key: &'static str, what: &'static str) -> Measure {
    Measure { key, what, of: Some(deed) }
}

pub const CONNECT: &str = "connect";
pub const BACK: &str = "back";
pub const ACK: &str = "ack";
pub const DELIVERY: &str = "delivery";
pub const ROOM_ACK: &str = "room_ack";
pub const ROOM_EVERYBODY: &str = "room_everybody";
pub const TYPING: &str = "typing";
pub const HERE: &str = "here";
pub const GONE: &str = "gone";
pub const POST: &str = "post";
pub const CARD: &str = "card";
pub const PAGE: &str = "page";

/// What a socket that the server closed is called among the errors.
pub const ENDED: &str = "sockets ended by the server";

/// In the order in which they are shown.
pub const MEASURES: [Measure; 12] = [
    of(Deed::Pairs, ACK, "message to its tick"),
    of(Deed::Pairs, DELIVERY, "message to the other screen"),
    of(Deed::Rooms, ROOM_ACK, "room message to its tick"),
    of(Deed::Rooms, ROOM_EVERYBODY, "room message to the last screen"),
    of(Deed::Match, POST, "post to its answer"),
    of(Deed::Match, CARD, "post to the card on both screens"),
    of(Deed::Presence, TYPING, "typing to the other screen"),
    of(Deed::Presence, HERE, "coming in to “here” on the other screen"),
    of(Deed::Presence, GONE, "leaving to “gone” on the other screen"),
    of(Deed::Browse, PAGE, "page to its last byte"),
    Measure { key: BACK, what: "without a socket after a drop", of: None },
    Measure { key: CONNECT, what: "connecting, to the welcome", of: None },
];

/// For people; a page of its own (`page /discover`) is named by its path.
pub fn words(key: &str) -> &str {
    MEASURES.iter().find(|measure| measure.key == key).map_or(key, |measure| measure.what)
}
