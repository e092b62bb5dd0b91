//! One sample at least of everything that travels. A variant that is added to the hub fails to compile here until it
//! has a name, and fails a test until it has a sample.

/// An enum's variants by name: one exhaustive match, and the list of its names.
macro_rules! variants {
    ($name:ident, $all:ident, $type:ty, { $($variant:pat => $word:literal),+ $(,)? }) => {
        pub fn $name(value: &$type) -> &'static str {
            match value { $($variant => $word),+ }
        }
        pub const $all: &[&str] = &[$($word),+];
    };
}

pub mod commands;
pub mod events;
pub mod refusals;
pub mod views;

use hub::{
    Answer, CommandId,
    kernel::{ids::*, refusal::Refuses, time::Timestamp},
    rooms,
    wire::{ClientFrame, ClientWhisper, ServerFrame, ServerWhisper, View},
};

pub const ANA: UserId = UserId(7);
pub const BO: UserId = UserId(12);
pub const CY: UserId = UserId(31);
pub const ASK: AskId = AskId(501);
pub const OFFER: OfferId = OfferId(802);
pub const CLAIM: ClaimId = ClaimId(4004);
pub const MATCH: MatchId = MatchId(9001);
pub const CONNECTION: ConnectionId = ConnectionId(3003);
pub const CASE: CaseId = CaseId(52);
pub const SEARCH: SearchId = SearchId(1_301);
pub const FILE: FileId = FileId(1_401);
pub const TIMES: TimesId = TimesId(1_501);
pub const CONVERSATION: ConversationId = ConversationId(44);
pub const ROOM: ConversationId = ConversationId(1);

/// A morning in September 2026.
pub const NOW: Timestamp = Timestamp(1_789_000_000_000);

/// Asserts that every name has a sample.
pub fn all_are_there<'a>(what: &str, all: &[&str], have: impl IntoIterator<Item = &'a str>) {
    let have: Vec<&str> = have.into_iter().collect();
    let missing: Vec<&&str> = all.iter().filter(|name| !have.contains(*name)).collect();
    assert!(missing.is_empty(), "{what} without a sample: {missing:?}");
}

variants!(answer_name, ANSWERS, Answer, {
    Answer::Done => "done",
    Answer::User { .. } => "user",
    Answer::Session { .. } => "session",
    Answer::Token { .. } => "token",
    Answer::Ask { .. } => "ask",
    Answer::Offer { .. } => "offer",
    Answer::Connection { .. } => "connection",
    Answer::Message { .. } => "message",
    Answer::Room { .. } => "room",
    Answer::Text { .. } => "text",
    Answer::Report { .. } => "report",
    Answer::Claim { .. } => "claim",
    Answer::Rules { .. } => "rules",
    Answer::SavedSearch { .. } => "saved_search",
    Answer::File { .. } => "file",
});

pub fn answers() -> Vec<Answer> {
    vec![
        Answer::Done,
        Answer::User { id: ANA, handle: "ana".into() },
        Answer::Session { id: SessionId(61) },
        Answer::Token { id: TokenId(71) },
        Answer::Ask { id: ASK, slug: "beta-testers-for-kinlia".into() },
        Answer::Offer { id: OFFER, slug: "i-test-apps".into() },
        Answer::Connection { id: CONNECTION, conversation: CONVERSATION },
        Answer::Message { conversation: CONVERSATION, no: 3, sent_at: NOW },
        Answer::Room { id: ROOM, slug: "no-code".into() },
        Answer::Text { id: TextId(88) },
        Answer::Report { id: ReportId(91) },
        Answer::Claim { id: CLAIM, until: NOW.plus(600_000) },
        Answer::Rules { ids: vec![RuleId(1_201), RuleId(1_202)] },
        Answer::SavedSearch { id: SEARCH },
        Answer::File { id: FILE },
    ]
}

variants!(client_name, CLIENT_FRAMES, ClientFrame, {
    ClientFrame::Hello { .. } => "hello",
    ClientFrame::Do { .. } => "do",
    ClientFrame::Whisper { .. } => "whisper",
    ClientFrame::Ping => "ping",
    ClientFrame::OpenRoom { .. } => "open_room",
    ClientFrame::CloseRoom { .. } => "close_room",
});

variants!(client_whisper_name, CLIENT_WHISPERS, ClientWhisper, {
    ClientWhisper::Typing { .. } => "typing",
    ClientWhisper::Watch { .. } => "watch",
    ClientWhisper::Active => "active",
    ClientWhisper::Idle => "idle",
});

variants!(server_name, SERVER_FRAMES, ServerFrame, {
    ServerFrame::Welcome { .. } => "welcome",
    ServerFrame::Done { .. } => "done",
    ServerFrame::Refused { .. } => "refused",
    ServerFrame::Event { .. } => "event",
    ServerFrame::Whisper { .. } => "whisper",
    ServerFrame::Reload { .. } => "reload",
    ServerFrame::ComeBack { .. } => "come_back",
    ServerFrame::Pong => "pong",
    ServerFrame::RoomOpened { .. } => "room_opened",
    ServerFrame::RoomClosed { .. } => "room_closed",
});

variants!(server_whisper_name, SERVER_WHISPERS, ServerWhisper, {
    ServerWhisper::Typing { .. } => "typing",
    ServerWhisper::Unsure { .. } => "unsure",
    ServerWhisper::Here { .. } => "here",
    ServerWhisper::Away { .. } => "away",
    ServerWhisper::Seen { .. } => "seen",
    ServerWhisper::RoomHead { .. } => "room_head",
});

variants!(view_name, VIEWS, View, {
    View::None => "none",
    View::Message(_) => "message",
    View::Conversation(_) => "conversation",
    View::Draft(_) => "draft",
    View::RoomMessage(_) => "room_message",
    View::RoomMember(_) => "room_member",
    View::Room(_) => "room",
    View::Match(_) => "match",
    View::Connection(_) => "connection",
    View::Places(_) => "places",
    View::Ask(_) => "ask",
    View::Offer(_) => "offer",
    View::Notice(_) => "notice",
    View::Times(_) => "times",
    View::Points { .. } => "points",
});

pub fn id() -> CommandId {
    CommandId::new("c-1f9a").expect("visible ASCII")
}

/// Every frame a client sends, by the name of its golden file.
pub fn client_frames() -> Vec<(String, ClientFrame)> {
    let whispers = [
        ClientWhisper::Typing { conversation: CONVERSATION },
        ClientWhisper::Watch { conversations: vec![CONVERSATION], people: vec![BO, CY] },
        ClientWhisper::Active,
        ClientWhisper::Idle,
    ];
    let mut frames = vec![
        ("hello".to_owned(), ClientFrame::Hello { epoch: None, inbox: None }),
        ("hello.resume".to_owned(), ClientFrame::Hello { epoch: Some(1), inbox: Some(118) }),
        ("ping".to_owned(), ClientFrame::Ping),
        ("open_room".to_owned(), ClientFrame::OpenRoom { room: ROOM, epoch: None, log_no: None }),
        ("open_room.resume".to_owned(), ClientFrame::OpenRoom { room: ROOM, epoch: Some(1), log_no: Some(2_031) }),
        ("close_room".to_owned(), ClientFrame::CloseRoom { room: ROOM }),
    ];
    frames
        .extend(commands::samples().into_iter().map(|c| (format!("do.{}", commands::name(&c)), ClientFrame::Do { id: id(), command: c })));
    frames.extend(whispers.into_iter().map(|w| (format!("whisper.{}", client_whisper_name(&w)), ClientFrame::Whisper { whisper: w })));
    frames
}

/// Every frame the hub sends, by the name of its golden file.
pub fn server_frames() -> Vec<(String, ServerFrame)> {
    let whispers = [
        ServerWhisper::Typing { conversation: CONVERSATION, by: BO },
        ServerWhisper::Here { user: BO, here: true },
        ServerWhisper::Away { user: BO },
        ServerWhisper::Seen { user: BO, at: NOW.plus(-300_000) },
        ServerWhisper::Unsure { user: BO },
        ServerWhisper::RoomHead { room: ROOM, message_no: 1_877 },
    ];
    let mut frames = vec![
        ("welcome".to_owned(), ServerFrame::Welcome { user: ANA, handle: "ana".into(), epoch: 1, inbox: 120, ping_ms: 20_000 }),
        ("reload".to_owned(), ServerFrame::Reload { epoch: 1, inbox: 4_700 }),
        ("come_back".to_owned(), ServerFrame::ComeBack { after_ms: 180 }),
        ("pong".to_owned(), ServerFrame::Pong),
        ("room_opened".to_owned(), ServerFrame::RoomOpened { room: ROOM, log_no: 2_040, reload: false }),
        ("room_closed".to_owned(), ServerFrame::RoomClosed { room: CONVERSATION, refusal: rooms::Refusal::NoSuchRoom.refused() }),
    ];
    frames.extend(answers().into_iter().map(|a| (format!("done.{}", answer_name(&a)), ServerFrame::Done { id: id(), answer: a })));
    frames.extend(refusals::frames());
    frames.extend(events::frames());
    frames.extend(whispers.into_iter().map(|w| (format!("whisper.{}", server_whisper_name(&w)), ServerFrame::Whisper { whisper: w })));
    frames
}
