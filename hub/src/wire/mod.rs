//! What travels over the websocket: the same frames as MessagePack (`collective.v1.msgpack`, named fields) and as JSON
//! (`collective.v1.json`). `hub/PROTOCOL.md` shows an example of every frame; `hub/tests/frames` pins each.

pub mod walk;

use serde::{Deserialize, Serialize};

use crate::{
    Answer, Command, CommandId, Event,
    asks::AskView,
    claims::PlacesView,
    connections::ConnectionView,
    kernel::{ids::*, refusal::Refused, text::excerpt, time::Timestamp},
    matches::MatchCard,
    messaging::{ConversationView, DraftView, MessageView},
    notices::NoticeView,
    offers::OfferView,
    rooms::{RoomCard, RoomMemberView, RoomMessageView},
    times::TimesView,
};

pub const MSGPACK: &str = "collective.v1.msgpack";
pub const JSON: &str = "collective.v1.json";

/// The largest frame that is read, in bytes.
pub const LARGEST_FRAME: usize = 32 * 1024;

/// Room for most frames that are written, so that it need not grow on the way.
const USUAL_FRAME: usize = 512;

/// Which of the two encodings a socket speaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Encoding {
    MessagePack,
    Json,
}

impl Encoding {
    pub fn of_subprotocol(name: &str) -> Option<Encoding> {
        match name {
            MSGPACK => Some(Encoding::MessagePack),
            JSON => Some(Encoding::Json),
            _ => None,
        }
    }

    pub fn subprotocol(self) -> &'static str {
        match self {
            Encoding::MessagePack => MSGPACK,
            Encoding::Json => JSON,
        }
    }

    pub fn encode<T: Serialize>(self, frame: &T) -> Vec<u8> {
        let mut bytes = Vec::with_capacity(USUAL_FRAME);
        let written = match self {
            Encoding::MessagePack => rmp_serde::encode::write_named(&mut bytes, frame).map_err(|e| e.to_string()),
            Encoding::Json => serde_json::to_writer(&mut bytes, frame).map_err(|e| e.to_string()),
        };
        written.expect("frames have string keys and no failing Serialize");
        bytes
    }

    /// Reads a frame. Whatever the bytes are, the answer is a frame or words, soon, with room in proportion.
    pub fn decode<T: for<'de> Deserialize<'de>>(self, bytes: &[u8]) -> Result<T, String> {
        match self {
            Encoding::MessagePack => {
                walk::is_sound(bytes).map_err(str::to_owned).and_then(|()| rmp_serde::from_slice(bytes).map_err(|e| e.to_string()))
            }
            // serde_json makes no room for promises and stops at 128 levels by itself.
            Encoding::Json => serde_json::from_slice(bytes).map_err(|e| e.to_string()),
        }
        // A reason may repeat what it was handed, all of it.
        .map_err(|why| excerpt(&why, LONGEST_REASON))
    }
}

/// The id of a wish that can't be read otherwise, so that whoever sent it learns which of theirs it was. Bytes that are of no
/// sound shape have none.
pub fn id_of_unreadable(encoding: Encoding, bytes: &[u8]) -> Option<CommandId> {
    #[derive(Deserialize)]
    struct Wish {
        r#type: String,
        id: CommandId,
    }
    encoding.decode::<Wish>(bytes).ok().filter(|wish| wish.r#type == "do").map(|wish| wish.id)
}

/// The longest reason for not reading a frame, in characters.
const LONGEST_REASON: usize = 300;

/// From a client to the hub.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case", try_from = "Fields")]
#[expect(clippy::large_enum_variant, reason = "a frame is read, taken apart and gone, and most are wishes")]
pub enum ClientFrame {
    /// First of all: what was shown last. Without it the hub begins at the head of the inbox.
    Hello {
        #[serde(default, skip_serializing_if = "Option::is_none")]
        epoch: Option<i64>,
        /// The last inbox number this screen has shown.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        inbox: Option<i64>,
    },
    /// A wish. Answered by `done` or `refused` with the same id, after commit.
    Do {
        id: CommandId,
        command: Command,
    },
    Whisper {
        whisper: ClientWhisper,
    },
    /// Is anybody there? For clients that see no pings of their websocket, as pages don't.
    Ping,
    /// This screen shows a room. Answered by `room_opened`, with what was missed after it, or `room_closed`.
    OpenRoom {
        room: ConversationId,
        /// The store's epoch that the number is of.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        epoch: Option<i64>,
        /// The last number of the room's log that this screen has shown. Without it the room begins at its head.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        log_no: Option<i64>,
    },
    /// It shows the room no more. Not answered.
    CloseRoom {
        room: ConversationId,
    },
}

/// A client's frame as it stands there: what frames have, in any order. Nothing has to be kept as loose values until its `type` is
/// found, which takes room for every text in it.
#[derive(Deserialize)]
struct Fields {
    r#type: Kind,
    #[serde(default)]
    id: Option<CommandId>,
    #[serde(default)]
    command: Option<Command>,
    #[serde(default)]
    whisper: Option<ClientWhisper>,
    #[serde(default)]
    room: Option<ConversationId>,
    #[serde(default)]
    epoch: Option<i64>,
    #[serde(default)]
    inbox: Option<i64>,
    #[serde(default)]
    log_no: Option<i64>,
}

#[derive(Deserialize)]
#[serde(rename_all = "snake_case")]
enum Kind {
    Hello,
    Do,
    Whisper,
    Ping,
    OpenRoom,
    CloseRoom,
}

impl TryFrom<Fields> for ClientFrame {
    type Error = String;

    fn try_from(fields: Fields) -> Result<ClientFrame, String> {
        fn needed<T>(field: Option<T>, name: &str) -> Result<T, String> {
            field.ok_or_else(|| format!("missing field `{name}`"))
        }
        let Fields { r#type, id, command, whisper, room, epoch, inbox, log_no } = fields;
        Ok(match r#type {
            Kind::Hello => ClientFrame::Hello { epoch, inbox },
            Kind::Do => ClientFrame::Do { id: needed(id, "id")?, command: needed(command, "command")? },
            Kind::Whisper => ClientFrame::Whisper { whisper: needed(whisper, "whisper")? },
            Kind::Ping => ClientFrame::Ping,
            Kind::OpenRoom => ClientFrame::OpenRoom { room: needed(room, "room")?, epoch, log_no },
            Kind::CloseRoom => ClientFrame::CloseRoom { room: needed(room, "room")? },
        })
    }
}

/// Live signals that are never stored.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "what", rename_all = "snake_case")]
pub enum ClientWhisper {
    /// Say every 3 s while it is true; it is over after 6 s of silence.
    Typing { conversation: ConversationId },
    /// This screen shows these conversations and people: tell it who types and who is here. Replaces the last list.
    Watch { conversations: Vec<ConversationId>, people: Vec<UserId> },
    /// Somebody uses this screen: say it once a minute at most while it is true.
    Active,
    /// Nobody uses this screen, for now.
    Idle,
}

/// From the hub to a client.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum ServerFrame {
    Welcome {
        user: UserId,
        handle: String,
        /// The store's epoch: numbers of another one mean nothing here.
        epoch: i64,
        /// The head of the inbox now.
        inbox: i64,
        /// How often the hub pings, in ms.
        ping_ms: i64,
    },
    /// The wish is in the database.
    Done {
        id: CommandId,
        answer: Answer,
    },
    /// The wish was not carried out. Without an id: a frame that could not be read, and no wish's id in it either.
    Refused {
        #[serde(default, skip_serializing_if = "Option::is_none")]
        id: Option<CommandId>,
        refusal: Refused,
    },
    /// A fact. `no` is its number in the reader's inbox; facts without one are passing.
    Event {
        #[serde(default, skip_serializing_if = "Option::is_none")]
        no: Option<i64>,
        event: Event,
        /// What a screen needs to show it, as it is now; `none` when there is nothing left to see.
        view: View,
    },
    Whisper {
        whisper: ServerWhisper,
    },
    /// What was missed is more than is replayed: load the page anew, then go on from here.
    Reload {
        epoch: i64,
        inbox: i64,
    },
    /// This hub lets the socket go, with a code that says come back: after so long, which is another for each, so that not
    /// everybody comes at once. The close follows.
    ComeBack {
        after_ms: i64,
    },
    /// Somebody is.
    Pong,
    /// The screen hears of everything in this room from here on.
    RoomOpened {
        room: ConversationId,
        /// The head of its log now.
        log_no: i64,
        /// What was missed is more than is replayed: load the room anew, go on from `log_no`.
        reload: bool,
    },
    /// The screen hears nothing of this room: there is none, it is not theirs to see, or not any more.
    RoomClosed {
        room: ConversationId,
        refusal: Refused,
    },
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "what", rename_all = "snake_case")]
pub enum ServerWhisper {
    /// In a room nobody is named: `by` is 0.
    Typing { conversation: ConversationId, by: UserId },
    /// Whether somebody watched is here.
    Here { user: UserId, here: bool },
    /// They are here, and have used no screen for a while.
    Away { user: UserId },
    /// They are not here; it is known when they were.
    Seen { user: UserId, at: Timestamp },
    /// Whether somebody watched is here can't be told just now: they may be at another hub, and the line to it is down.
    Unsure { user: UserId },
    /// A room that one is in has come to this message. Not for screens that show it; at most every 2 s a room.
    RoomHead { room: ConversationId, message_no: i64 },
}

/// What a screen needs beside an event.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum View {
    None,
    Message(Box<MessageView>),
    /// A conversation as its reader has it in the list.
    Conversation(Box<ConversationView>),
    Draft(Box<DraftView>),
    RoomMessage(Box<RoomMessageView>),
    RoomMember(Box<RoomMemberView>),
    Room(Box<RoomCard>),
    Match(Box<MatchCard>),
    Connection(Box<ConnectionView>),
    /// How the places of an ask stand for its reader.
    Places(Box<PlacesView>),
    Ask(Box<AskView>),
    Offer(Box<OfferView>),
    Notice(Box<NoticeView>),
    /// How two people stand about a time to meet.
    Times(Box<TimesView>),
    /// The toast and the total in the header.
    Points {
        words: String,
        at: Timestamp,
    },
}

/// Why the hub closes a socket. 4000–4099: come back (with back-off). 4100–4199: don't, something has to change first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Bye {
    /// 4000: the hub is restarting.
    Restarting,
    /// 4001: you read too slowly; resume by your cursor.
    TooSlow,
    /// 4002: no answer to pings.
    Silent,
    /// 4100: logged out, the password changed, or the token was revoked.
    DoorClosed,
    /// 4101: the account is suspended.
    Suspended,
    /// 4102: a frame nobody's client sends.
    Hostile,
    /// 4103: too many sockets of this member.
    TooManySockets,
}

impl Bye {
    pub fn code(self) -> u16 {
        match self {
            Bye::Restarting => 4000,
            Bye::TooSlow => 4001,
            Bye::Silent => 4002,
            Bye::DoorClosed => 4100,
            Bye::Suspended => 4101,
            Bye::Hostile => 4102,
            Bye::TooManySockets => 4103,
        }
    }

    pub fn words(self) -> &'static str {
        match self {
            Bye::Restarting => "the hub is restarting, come back in a moment",
            Bye::TooSlow => "you read too slowly, come back and go on where you were",
            Bye::Silent => "no answer to pings",
            Bye::DoorClosed => "you are logged out",
            Bye::Suspended => "this account is suspended",
            Bye::Hostile => "that frame is not of this protocol",
            Bye::TooManySockets => "too many open windows",
        }
    }

    /// Whether a client should come back by itself.
    pub fn come_back(code: u16) -> bool {
        !(4100..4200).contains(&code)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_wish_that_cannot_be_read_still_has_its_id_in_both_encodings() {
        let id = |json: serde_json::Value| {
            let found = [Encoding::Json, Encoding::MessagePack].map(|e| {
                let bytes = e.encode(&json);
                assert!(e.decode::<ClientFrame>(&bytes).is_err(), "{json}");
                id_of_unreadable(e, &bytes).map(String::from)
            });
            assert_eq!(found[0], found[1], "{json}");
            found[0].clone()
        };
        let c = Some("c-1".to_owned());
        assert_eq!(id(serde_json::json!({"type": "do", "id": "c-1", "command": {"asks": {"fly": {"id": 1}}}})), c);
        assert_eq!(id(serde_json::json!({"type": "do", "id": "c-1", "command": {"asks": {"close": {"id": "one"}}}})), c);
        assert_eq!(id(serde_json::json!({"command": [1, {"a": null}], "more": 1.5, "id": "c-1", "type": "do"})), c);
        assert_eq!(id(serde_json::json!({"type": "do", "id": "c-1"})), c);
        assert_eq!(id(serde_json::json!({"type": "do", "id": "", "command": {}})), None, "that is no id");
        assert_eq!(id(serde_json::json!({"type": "do", "id": 7, "command": {}})), None);
        assert_eq!(id(serde_json::json!({"type": "hallo", "id": "c-1"})), None, "no wish");
        assert_eq!(id_of_unreadable(Encoding::Json, br#"{"type":"do","id":"c-1","command":"#), None, "it ends too early");
    }
}
