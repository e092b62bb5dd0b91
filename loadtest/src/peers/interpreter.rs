//! What every adapter does alike. Scenarios speak in the hub's frames; another server carries words to a name. So members have
//! names (`m7`), the room has one (`room`), and a message is a head and the body:
//!
//! ```text
//!   Do(Send) ──▶ Wish::Say { name, head, body } ──▶ the server ──▶ said(head, body) ──▶ Event
//!      ▲                     └─ ticket ──▶ its acknowledgement ──▶ acknowledged ──▶ Done
//!      └─ head: the command's id, which holds the intended moment; in a room its number before it
//! ```
//! What no server but the hub has a word for is answered here: introductions, and the numbers of a room.

use std::{
    collections::VecDeque,
    sync::{
        Arc,
        atomic::{AtomicI64, Ordering},
    },
};

use hub::{
    Answer, Command, ConnectionId, ConversationId, Event, Timestamp, UserId, connections,
    messaging::{self, MessageView},
    rooms::GENERAL,
    wire::{ClientFrame, ServerFrame, View},
};

use crate::{measure, socket::Welcome};

/// The name of the room.
pub(super) const ROOM: &str = "room";

/// Conversations of two are numbered from here: the room's number is a small one.
const TALKS: i64 = 1_000_000;

/// What a frame asks of the server.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Wish<'a> {
    Nothing,
    /// To hear what is said in the room from now on.
    EnterRoom {
        ticket: u64,
    },
    /// That this reaches whoever listens to `name`.
    Say {
        ticket: u64,
        name: String,
        head: String,
        body: &'a str,
    },
}

/// The state of one line.
pub(super) struct Interpreter {
    welcome: Welcome,
    /// The numbers of the room, given out by all lines together.
    numbers: Arc<AtomicI64>,
    heard: i64,
    tickets: u64,
    /// What is said to the scenario as soon as the server has acknowledged, oldest first.
    waiting: VecDeque<(u64, ServerFrame)>,
    answers: Vec<ServerFrame>,
}

/// The name that member number `index` listens to.
pub(super) fn name_of(index: usize) -> String {
    format!("m{index}")
}

impl Interpreter {
    pub(super) fn new(index: usize, numbers: Arc<AtomicI64>) -> Interpreter {
        let user = UserId(i64::try_from(index).unwrap_or(i64::MAX - 1) + 1);
        // Nothing is kept there, so there is nothing to be replayed.
        let welcome = Welcome { user, handle: name_of(index), epoch: 1, inbox: 0, ping_ms: 25_000 };
        Interpreter { welcome, numbers, heard: 0, tickets: 0, waiting: VecDeque::new(), answers: Vec::new() }
    }

    pub(super) fn welcome(&self) -> &Welcome {
        &self.welcome
    }

    /// What is to be asked of the server.
    pub(super) fn wish<'a>(&mut self, frame: &'a ClientFrame) -> Wish<'a> {
        match frame {
            ClientFrame::Do { id, command: Command::Connections(connections::Command::Open { to, .. }) } => {
                let nth = (self.welcome.user.0.min(to.0) - 1) / 2;
                let answer = Answer::Connection { id: ConnectionId(nth + 1), conversation: ConversationId(TALKS + nth) };
                self.answers.push(ServerFrame::Done { id: id.clone(), answer });
                Wish::Nothing
            }
            ClientFrame::Do { id, command: Command::Messaging(messaging::Command::Send { conversation, body, .. }) } => {
                let (conversation, in_room) = (*conversation, *conversation == GENERAL);
                let no = if in_room { self.numbers.fetch_add(1, Ordering::Relaxed) + 1 } else { self.heard };
                let answer = Answer::Message { conversation, no, sent_at: Timestamp(measure::millis_now()) };
                let ticket = self.waits(ServerFrame::Done { id: id.clone(), answer });
                if in_room {
                    Wish::Say { ticket, name: ROOM.to_owned(), head: format!("{no}:{}", id.as_str()), body }
                } else {
                    // Members 2n and 2n + 1 are a pair.
                    let other = (self.welcome.user.0 - 1) ^ 1;
                    Wish::Say { ticket, name: format!("m{other}"), head: id.as_str().to_owned(), body }
                }
            }
            ClientFrame::OpenRoom { room, .. } => {
                Wish::EnterRoom { ticket: self.waits(ServerFrame::RoomOpened { room: *room, log_no: 0, reload: false }) }
            }
            _ => Wish::Nothing,
        }
    }

    fn waits(&mut self, answer: ServerFrame) -> u64 {
        self.tickets += 1;
        self.waiting.push_back((self.tickets, answer));
        self.tickets
    }

    /// The server has acknowledged it.
    pub(super) fn acknowledged(&mut self, ticket: u64, frames: &mut Vec<ServerFrame>) {
        if let Some(at) = self.waiting.iter().position(|(waiting, _)| *waiting == ticket) {
            frames.extend(self.waiting.remove(at).map(|(_, answer)| answer));
        }
    }

    /// The server, which answers in order, has acknowledged the oldest.
    pub(super) fn acknowledged_next(&mut self, frames: &mut Vec<ServerFrame>) {
        frames.extend(self.waiting.pop_front().map(|(_, answer)| answer));
    }

    /// Something was said to this line; what that was, if it was of ours.
    pub(super) fn said(&mut self, head: &str, body: &str, frames: &mut Vec<ServerFrame>) {
        let me = self.welcome.user;
        if let Some((no, _)) = head.split_once(':') {
            let Ok(no) = no.parse() else { return };
            let event = messaging::Event::Sent { conversation: GENERAL, no, log_no: no, by: me, to: Vec::new() };
            frames.push(ServerFrame::Event { no: None, event: Event::Messaging(event), view: View::None });
            return;
        }
        self.heard += 1;
        let (no, zero) = (self.heard, me.0 - 1);
        let (conversation, by) = (ConversationId(TALKS + zero / 2), UserId((zero ^ 1) + 1));
        let event = messaging::Event::Sent { conversation, no, log_no: no, by, to: vec![me] };
        let sent_at = Timestamp(measure::millis_now());
        let view = MessageView::fresh(conversation, no, by, head.to_owned(), body.to_owned(), sent_at);
        frames.push(ServerFrame::Event { no: Some(no), event: Event::Messaging(event), view: View::Message(Box::new(view)) });
    }

    /// What carries head and body in one: the head, a blank, the body.
    pub(super) fn said_in_one(&mut self, payload: &[u8], frames: &mut Vec<ServerFrame>) {
        if let Some((head, body)) = std::str::from_utf8(payload).ok().and_then(|payload| payload.split_once(' ')) {
            self.said(head, body, frames);
        }
    }

    /// The server need not be asked.
    pub(super) fn answer_now(&mut self, ticket: u64) {
        let mut answers = std::mem::take(&mut self.answers);
        self.acknowledged(ticket, &mut answers);
        self.answers = answers;
    }

    /// Whether something was answered without the server.
    pub(super) fn has_answers(&self) -> bool {
        !self.answers.is_empty()
    }

    pub(super) fn take_answers(&mut self, frames: &mut Vec<ServerFrame>) {
        frames.append(&mut self.answers);
    }
}

/// Head and body in one, as [`Interpreter::said_in_one`] reads it.
pub(super) fn in_one(head: &str, body: &str) -> String {
    format!("{head} {body}")
}

#[cfg(test)]
mod tests {
    use hub::CommandId;

    use super::*;

    fn send(conversation: ConversationId) -> ClientFrame {
        let command = messaging::Command::Send { conversation, body: "hello there".to_owned(), reply_to: None, files: Vec::new() };
        ClientFrame::Do { id: CommandId::new("0.1f.2.3").unwrap(), command: Command::Messaging(command) }
    }

    #[test]
    fn what_one_of_two_says_is_heard_by_the_other_in_the_same_conversation() {
        let [mut ana, mut bo] = [4, 5].map(|index| Interpreter::new(index, Arc::default()));
        let open = connections::Command::Open { to: bo.welcome().user, about: connections::Subject::Direct, message: String::new() };
        let open = ClientFrame::Do { id: CommandId::new("open").unwrap(), command: Command::Connections(open) };
        assert_eq!(ana.wish(&open), Wish::Nothing);
        let mut frames = Vec::new();
        ana.take_answers(&mut frames);
        let [ServerFrame::Done { answer: Answer::Connection { conversation, .. }, .. }] = frames[..] else { panic!("{frames:?}") };

        let message = send(conversation);
        let Wish::Say { ticket, name, head, body } = ana.wish(&message) else { panic!() };
        assert_eq!((name.as_str(), head.as_str(), body), ("m5", "0.1f.2.3", "hello there"));
        frames.clear();
        bo.said_in_one(in_one(&head, body).as_bytes(), &mut frames);
        let [ServerFrame::Event { no: Some(1), view: View::Message(view), .. }] = &frames[..] else { panic!("{frames:?}") };
        assert_eq!((view.conversation, view.client_id.as_str(), view.body.as_str()), (conversation, "0.1f.2.3", "hello there"));

        frames.clear();
        ana.acknowledged(ticket + 1, &mut frames);
        assert!(frames.is_empty(), "nothing was said under this ticket");
        ana.acknowledged(ticket, &mut frames);
        assert!(matches!(&frames[..], [ServerFrame::Done { answer: Answer::Message { .. }, .. }]), "{frames:?}");
    }

    #[test]
    fn a_rooms_message_has_the_number_that_its_author_is_answered() {
        let numbers = Arc::new(AtomicI64::new(6));
        let [mut ana, mut bo] = [0, 9].map(|index| Interpreter::new(index, numbers.clone()));
        let message = send(GENERAL);
        let Wish::Say { name, head, body, .. } = ana.wish(&message) else { panic!() };
        assert_eq!((name.as_str(), head.as_str()), (ROOM, "7:0.1f.2.3"));
        let mut frames = Vec::new();
        ana.acknowledged_next(&mut frames);
        bo.said(&head, body, &mut frames);
        assert!(matches!(&frames[0], ServerFrame::Done { answer: Answer::Message { no: 7, .. }, .. }), "{frames:?}");
        let sent = |frame: &ServerFrame| {
            matches!(
                frame,
                ServerFrame::Event { no: None, event: Event::Messaging(messaging::Event::Sent { no: 7, conversation: GENERAL, .. }), .. }
            )
        };
        assert!(sent(&frames[1]), "{frames:?}");
    }
}
