//! What the floors beneath the hub do with a frame, whatever carries it: nobody is known, nothing is decided and nothing is
//! stored. Whoever comes in is welcome under the next number, what one of two says goes to both, and what is said in a room
//! goes to everybody who has opened it, encoded once.

use std::{
    collections::HashMap,
    sync::{
        Mutex, MutexGuard, PoisonError,
        atomic::{AtomicI64, Ordering},
    },
};

use bytes::Bytes;
use hub::{
    Answer, Command, CommandId, ConnectionId, ConversationId, Event, Timestamp, UserId,
    command::AnyRefusal,
    connections,
    kernel::refusal::Refuses,
    messaging::{self, MessageView},
    rooms::{Author, GENERAL, RoomMessageView},
    wire::{ClientFrame, Encoding, ServerFrame, View},
};

/// Where a screen is told what it did not ask for.
pub(super) trait Screen: Clone {
    fn tell(&self, news: News);
}

/// Something that was said.
pub(super) enum News {
    /// To this screen, which gives it its own number.
    Said { event: Event, view: View },
    /// In a room: the frame is the same for all.
    Shown(Bytes),
}

impl News {
    /// The frame it becomes on a screen whose inbox stood at `inbox`.
    pub(super) fn frame(self, inbox: &mut i64) -> Bytes {
        match self {
            News::Shown(frame) => frame,
            News::Said { event, view } => {
                *inbox += 1;
                encoded(&ServerFrame::Event { no: Some(*inbox), event, view })
            }
        }
    }
}

pub(super) fn encoded(frame: &ServerFrame) -> Bytes {
    Encoding::MessagePack.encode(frame).into()
}

/// Who is here and who talks to whom.
pub(super) struct Town<S> {
    came: AtomicI64,
    screens: Mutex<HashMap<UserId, S>>,
    talks: Mutex<HashMap<ConversationId, Talk<S>>>,
    rooms: Mutex<HashMap<ConversationId, Room<S>>>,
}

struct Room<S> {
    screens: HashMap<UserId, S>,
    no: i64,
}

struct Talk<S> {
    people: [UserId; 2],
    screens: [S; 2],
    no: i64,
}

impl<S> Default for Town<S> {
    fn default() -> Self {
        Town { came: AtomicI64::new(0), screens: Mutex::default(), talks: Mutex::default(), rooms: Mutex::default() }
    }
}

impl<S: Screen> Town<S> {
    pub(super) fn next_user(&self) -> UserId {
        UserId(self.came.fetch_add(1, Ordering::Relaxed) + 1)
    }

    pub(super) fn is_here(&self, user: UserId, screen: S) {
        locked(&self.screens).insert(user, screen);
    }

    pub(super) fn leaves(&self, user: UserId) {
        locked(&self.screens).remove(&user);
        locked(&self.rooms).values_mut().for_each(|room| drop(room.screens.remove(&user)));
    }

    /// What is answered to a frame. Others have been told when it comes back.
    pub(super) fn hears(&self, user: UserId, frame: ClientFrame) -> Option<ServerFrame> {
        match frame {
            ClientFrame::Hello { .. } => {
                let handle = format!("member{user}");
                Some(ServerFrame::Welcome { user, handle, epoch: 1, inbox: 0, ping_ms: 15_000 })
            }
            ClientFrame::Do { id, command } => {
                let answer = match command {
                    Command::Connections(connections::Command::Open { to, .. }) => self.introduces(user, to),
                    Command::Messaging(messaging::Command::Send { conversation, body, .. }) => self.sends(user, &id, conversation, body),
                    _ => None,
                };
                Some(match answer {
                    Some(answer) => ServerFrame::Done { id, answer },
                    None => ServerFrame::Refused { id: Some(id), refusal: AnyRefusal::NotAllowed.refused() },
                })
            }
            ClientFrame::OpenRoom { room, .. } => {
                let screen = locked(&self.screens).get(&user).cloned()?;
                let mut rooms = locked(&self.rooms);
                let open = rooms.entry(room).or_insert_with(|| Room { screens: HashMap::new(), no: 0 });
                open.screens.insert(user, screen);
                Some(ServerFrame::RoomOpened { room, log_no: open.no, reload: false })
            }
            ClientFrame::Whisper { .. } | ClientFrame::CloseRoom { .. } | ClientFrame::Ping => None,
        }
    }

    fn introduces(&self, user: UserId, to: UserId) -> Option<Answer> {
        let screens = locked(&self.screens);
        let screens = [screens.get(&user)?.clone(), screens.get(&to)?.clone()];
        let mut talks = locked(&self.talks);
        // Behind the room that everybody may open.
        let nth = GENERAL.0 + talks.len() as i64 + 1;
        talks.insert(ConversationId(nth), Talk { people: [user, to], screens, no: 0 });
        Some(Answer::Connection { id: ConnectionId(nth), conversation: ConversationId(nth) })
    }

    /// To both, as the hub does: whoever writes has other screens too.
    fn sends(&self, by: UserId, id: &CommandId, conversation: ConversationId, body: String) -> Option<Answer> {
        if let Some(answer) = self.says_in_room(by, id, conversation, &body) {
            return Some(answer);
        }
        // Kept until both are told, so that no screen hears the later of two first.
        let mut talks = locked(&self.talks);
        let talk = talks.get_mut(&conversation)?;
        talk.no += 1;
        let (no, sent_at) = (talk.no, Timestamp(0));
        let event = messaging::Event::Sent { conversation, no, log_no: no, by, to: talk.people.to_vec() };
        let client_id = id.as_str().to_owned();
        let view = MessageView::fresh(conversation, no, by, client_id, body, sent_at);
        for screen in &talk.screens {
            screen.tell(News::Said { event: Event::Messaging(event.clone()), view: View::Message(Box::new(view.clone())) });
        }
        Some(Answer::Message { conversation, no, sent_at })
    }

    /// To everybody who has opened the room, the same bytes.
    fn says_in_room(&self, by: UserId, id: &CommandId, room: ConversationId, body: &str) -> Option<Answer> {
        let mut rooms = locked(&self.rooms);
        let open = rooms.get_mut(&room)?;
        open.no += 1;
        let (no, sent_at) = (open.no, Timestamp(0));
        let (client_id, body) = (id.as_str().to_owned(), body.to_owned());
        let message = MessageView::fresh(room, no, by, client_id, body, sent_at);
        let author =
            Author { id: by, handle: format!("member{by}"), name: format!("Member {by}"), portrait: format!("/portraits/member{by}.svg") };
        let event = Event::Messaging(messaging::Event::Sent { conversation: room, no, log_no: no, by, to: Vec::new() });
        let view = View::RoomMessage(Box::new(RoomMessageView { message, author, ask: None }));
        let frame = encoded(&ServerFrame::Event { no: None, event, view });
        for screen in open.screens.values() {
            screen.tell(News::Shown(frame.clone()));
        }
        Some(Answer::Message { conversation: room, no, sent_at })
    }
}

fn locked<T>(what: &Mutex<T>) -> MutexGuard<'_, T> {
    what.lock().unwrap_or_else(PoisonError::into_inner)
}
