//! The rooms that a socket shows. It enters a room first and reads its log then; what is committed meanwhile it is told of, and
//! knows by its number. Live is who has read as far as was handed on.

use std::collections::HashSet;

use actix::{ActorFutureExt, AsyncContext, WrapFuture};
use actix_web_actors::ws;
use hub::{
    ConversationId, Refusal, UserId,
    command::AnyRefusal,
    wire::{ClientWhisper, Encoding, ServerFrame},
};
use store::{Failure, Fault, RoomNews};

use super::{Ctx, SocketActor};
use crate::{
    messages::Outgoing,
    rooms::{Listen, Listening, Played, PlayedFrame, Rooms},
    user::PAGE,
};

/// A socket shows so many rooms.
const MOST_SHOWN: usize = 8;
/// Farther behind than this, a room is loaded anew.
const FARTHEST_BEHIND: i64 = 500;

/// A room on this screen.
pub(super) struct Shown {
    room: ConversationId,
    /// Everything up to here was shown; `None` until the store was asked.
    upto: Option<i64>,
    /// The highest number that was handed on here.
    known: i64,
    reading: bool,
    /// Its member is in the room, and not only looking in.
    within: bool,
    _listening: Listening,
}

/// What opening a room needs of the store.
struct Opening {
    head: i64,
    within: bool,
    discretion: Discretion,
}

/// Of whom nothing is heard in a room, and whether anything is heard of this member's typing.
#[derive(Default)]
pub(super) struct Discretion {
    /// With whom a block stands between them and this member.
    parted: HashSet<UserId>,
    /// They hide that they are here: nobody is told that they type, and they are not told who does.
    hides: bool,
}

async fn look_at_discretion(db: &mut store::Tx, user: UserId) -> Result<Discretion, Fault> {
    let parted = store::moderation::list_parted(db, user).await?.into_iter().collect();
    Ok(Discretion { parted, hides: !store::presence::find_shown(db, user).await?.here })
}

impl SocketActor {
    /// Of so few a look at each is the fastest way to one.
    fn shown(&mut self, room: ConversationId) -> Option<&mut Shown> {
        self.rooms.iter_mut().find(|shown| shown.room == room)
    }

    fn shows_room(&self, room: ConversationId) -> bool {
        self.rooms.iter().any(|shown| shown.room == room)
    }

    pub(super) fn open_room(&mut self, room: ConversationId, said: (Option<i64>, Option<i64>), ctx: &mut Ctx) {
        let Some(member) = self.member.clone() else { return };
        // Said again: from the number that it says.
        self.close_room(room);
        if self.rooms.len() >= MOST_SHOWN {
            return self.room_closed(room, AnyRefusal::TooLarge.into(), ctx);
        }
        // Each is a question to the store: who opens and closes without end waits for the answers.
        if self.openings >= MOST_SHOWN {
            return self.room_closed(room, AnyRefusal::TooFast { retry_after_ms: 1_000 }.into(), ctx);
        }
        self.openings += 1;
        let (socket, encoding, outgoing) = (self.id, self.guest.encoding, ctx.address().recipient());
        let listening = Rooms::enter(&self.hub, Listen { room, socket, encoding, outgoing, member });
        self.rooms.push(Shown { room, upto: None, known: 0, reading: true, within: false, _listening: listening });
        let (store, user) = (self.hub.store.clone(), self.user);
        let look = async move {
            let mut db = store.read().await?;
            let found = store::rooms::find_opening(&mut db, user, room).await?;
            let discretion = look_at_discretion(&mut db, user).await?;
            Ok::<_, Failure>(Opening { head: found.log_no, within: found.within, discretion })
        };
        ctx.spawn(look.into_actor(self).map(move |opening, actor, ctx| {
            actor.openings -= 1;
            actor.room_opened(room, said, opening, ctx);
        }));
    }

    fn room_opened(
        &mut self,
        room: ConversationId,
        (epoch, log_no): (Option<i64>, Option<i64>),
        opening: Result<Opening, Failure>,
        ctx: &mut Ctx,
    ) {
        let Opening { head, within, discretion } = match opening {
            Ok(opening) => opening,
            Err(Failure::Refused(refusal)) => return self.room_closed(room, refusal, ctx),
            Err(Failure::Fault(fault)) => return self.room_faulty(room, &fault, ctx),
        };
        let ours = self.hub.store.epoch();
        self.discretion = discretion;
        let Some(shown) = self.shown(room).filter(|shown| shown.upto.is_none()) else { return };
        (shown.within, shown.known) = (within, shown.known.max(head));
        let after = match log_no {
            None => Some(head),
            Some(no) if epoch.is_none_or(|epoch| epoch == ours) && (head - FARTHEST_BEHIND..=head).contains(&no) => Some(no),
            Some(_) => None,
        };
        shown.upto = Some(after.unwrap_or(head));
        self.write(&ServerFrame::RoomOpened { room, log_no: head, reload: after.is_none() }, ctx);
        if after.is_some_and(|after| after < head) { self.read_room(room, ctx) } else { self.room_caught_up(room, ctx) }
    }

    pub(super) fn close_room(&mut self, room: ConversationId) {
        self.rooms.retain(|shown| shown.room != room);
    }

    fn room_closed(&mut self, room: ConversationId, refusal: Refusal, ctx: &mut Ctx) {
        self.close_room(room);
        let refusal = self.hub.counters.refused(&refusal);
        self.write(&ServerFrame::RoomClosed { room, refusal }, ctx);
    }

    /// What can't be read now is opened again by the client.
    fn room_faulty(&mut self, room: ConversationId, fault: &Fault, ctx: &mut Ctx) {
        tracing::warn!(user = %self.user, room = %room, error = %fault, "a room could not be read");
        self.room_closed(room, AnyRefusal::Busy { retry_after_ms: 2_000 }.into(), ctx);
    }

    /// Reads a page of the log. The next one is read when this one is written, so a slow client slows its own reading.
    fn read_room(&mut self, room: ConversationId, ctx: &mut Ctx) {
        let Some(shown) = self.shown(room) else { return };
        let Some(after) = shown.upto else { return };
        shown.reading = true;
        self.hub.counters.replayed();
        let store = self.hub.store.clone();
        let read = async move {
            let mut db = store.read().await?;
            store::rooms::replay(&mut db, room, after, PAGE).await
        };
        ctx.spawn(read.into_actor(self).map(move |news, actor, ctx| match news {
            Ok(news) => actor.room_read(room, after, news, ctx),
            Err(fault) => actor.room_faulty(room, &fault, ctx),
        }));
    }

    fn room_read(&mut self, room: ConversationId, after: i64, news: Vec<RoomNews>, ctx: &mut Ctx) {
        let Some(shown) = self.shown(room).filter(|shown| shown.upto == Some(after)) else { return };
        let whole = news.first().map_or(shown.known <= after, |first| first.log_no == after + 1);
        let head = news.last().map_or(after, |last| last.log_no).max(shown.known);
        if !whole {
            // Lines that are kept no more stood between.
            shown.upto = Some(head);
            self.write(&ServerFrame::RoomOpened { room, log_no: head, reload: true }, ctx);
            return self.room_caught_up(room, ctx);
        }
        shown.upto = Some(news.last().map_or(after, |last| last.log_no));
        let full = news.len() == PAGE;
        let mut gone = false;
        for one in news {
            if !one.by.is_some_and(|by| self.discretion.parted.contains(&by)) {
                self.write(&one.frame, ctx);
            }
            gone |= one.leaves == Some(self.user);
        }
        if gone {
            self.look_at_room_again(room, ctx);
        }
        if full { self.read_room(room, ctx) } else { self.room_caught_up(room, ctx) }
    }

    fn room_caught_up(&mut self, room: ConversationId, ctx: &mut Ctx) {
        let hub = self.hub.clone();
        let Some(shown) = self.shown(room) else { return };
        let Some(upto) = shown.upto else { return };
        if hub.rooms.caught_up(room, upto) && upto >= shown.known {
            shown.reading = false;
        } else {
            self.read_room(room, ctx);
        }
    }

    /// What happened in a room, live. Every socket of a room comes through here for every message.
    pub(super) fn played(&mut self, played: &Played, ctx: &mut Ctx) {
        let room = played.room;
        let Some(shown) = self.shown(room) else { return };
        shown.known = shown.known.max(played.head);
        // What it is told of meanwhile it finds in the store.
        let (false, Some(begun)) = (shown.reading, shown.upto) else { return };
        let (mut upto, mut gone) = (begun, false);
        for frame in &played.frames {
            match frame.log_no {
                Some(no) if no == upto + 1 => upto = no,
                Some(_) => continue,
                None => {}
            }
            self.show_frame(frame, ctx);
            gone |= frame.leaves == Some(self.user);
        }
        if upto > begun
            && let Some(shown) = self.shown(room)
        {
            shown.upto = Some(upto);
        }
        if gone {
            self.look_at_room_again(room, ctx);
        }
        // Something on the way here was lost: it is in the store.
        if upto < played.head {
            self.hub.counters.gap();
            self.read_room(room, ctx);
        }
    }

    fn show_frame(&self, frame: &PlayedFrame, ctx: &mut Ctx) {
        let whispered = frame.log_no.is_none();
        let hidden = frame.by.is_some_and(|by| self.discretion.parted.contains(&by) || (whispered && by == self.user));
        if hidden || (whispered && self.discretion.hides) {
            return;
        }
        match (self.guest.encoding, &frame.packed, &frame.text) {
            (Encoding::MessagePack, Some(bytes), _) => ctx.binary(bytes.clone()),
            (Encoding::Json, _, Some(text)) => ctx.write_raw(ws::Message::Text(text.clone())),
            // Made for those who were here then; who came since reads the store.
            _ => {}
        }
    }

    /// This member has left a room: who looks in may stay, who may not even look is shown no more.
    fn look_at_room_again(&mut self, room: ConversationId, ctx: &mut Ctx) {
        let (store, user) = (self.hub.store.clone(), self.user);
        let look = async move {
            let mut db = store.read().await?;
            store::rooms::find_opening(&mut db, user, room).await
        };
        ctx.spawn(look.into_actor(self).map(move |found, actor, ctx| match found {
            Ok(found) => {
                if let Some(shown) = actor.shown(room) {
                    shown.within = found.within;
                }
            }
            Err(Failure::Refused(refusal)) => actor.room_closed(room, refusal, ctx),
            Err(Failure::Fault(fault)) => actor.room_faulty(room, &fault, ctx),
        }));
    }

    /// A block stands between this member and somebody from now on.
    pub(super) fn part_from(&mut self, other: UserId) {
        self.discretion.parted.insert(other);
    }

    /// A block came or went, or this member shows more or less of themselves: it is looked up anew.
    pub(super) fn look_who_parted(&mut self, ctx: &mut Ctx) {
        if self.rooms.is_empty() {
            return;
        }
        let (store, user) = (self.hub.store.clone(), self.user);
        let look = async move {
            let mut db = store.read().await?;
            look_at_discretion(&mut db, user).await
        };
        ctx.spawn(look.into_actor(self).map(|found, actor, ctx| match found {
            Ok(discretion) => actor.discretion = discretion,
            Err(fault) => {
                tracing::warn!(user = %actor.user, error = %fault, "blocks could not be looked up, the socket comes back");
                actor.bye(hub::wire::Bye::Restarting, ctx);
            }
        }));
    }

    /// Typing in a room goes by the room, not by its member.
    pub(super) fn types_in_room(&self, whisper: &ClientWhisper) -> bool {
        let ClientWhisper::Typing { conversation } = whisper else { return false };
        let Some(shown) = self.rooms.iter().find(|shown| shown.room == *conversation) else { return false };
        if shown.within && !self.discretion.hides {
            self.hub.whisper_typing_in_room(*conversation, self.user);
        }
        true
    }

    /// The new head of a room is for screens that show something else.
    pub(super) fn hear_head(&self, outgoing: Outgoing, ctx: &mut Ctx) {
        if let Outgoing::Head { room, bytes } = outgoing
            && !self.shows_room(room)
        {
            self.write_bytes(bytes, ctx);
        }
    }
}
