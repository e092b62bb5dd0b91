//! Who types, who is here: live signals that touch no database but to see who may hear them, once.

use actix::{ActorFutureExt, AsyncContext, Context, WrapFuture};
use hub::{
    ConversationId, Event, Timestamp, UserId, connections, matches, messaging as messages, moderation,
    presence::{Sight, State, rules},
    wire::{ClientWhisper, ServerFrame, ServerWhisper},
};
use store::{Fault, messaging};

use super::{Shows, UserActor};
use crate::{
    collective::presence,
    messages::{Outgoing, SocketId, Whispered},
};

/// A screen watches so many conversations and so many people.
const MOST_WATCHED: usize = 50;
/// So much is remembered of who is in which conversation; then it is looked up anew.
const MOST_REMEMBERED: usize = 256;

impl UserActor {
    pub(super) fn whispered(&mut self, Whispered { socket, whisper }: Whispered, ctx: &mut Context<Self>) {
        match whisper {
            ClientWhisper::Typing { conversation } => self.types(conversation, ctx),
            ClientWhisper::Watch { conversations, people } => self.watch(socket, conversations, people, ctx),
            ClientWhisper::Active => self.used(socket, Some(self.hub.clock.now())),
            ClientWhisper::Idle => self.used(socket, None),
        }
    }

    fn used(&mut self, socket: SocketId, at: Option<Timestamp>) {
        let Some(screen) = self.screens.iter().find(|s| s.id == socket) else { return };
        screen.pulse.used(at);
        if let Some(change) = self.hub.directory.settle(self.user, self.hub.clock.now()) {
            self.hub.changed(change);
        }
    }

    /// Tells the others of the conversation, if this member is in it at all. Typing says that one is here: who may not know
    /// that is not told.
    fn types(&mut self, conversation: ConversationId, ctx: &mut Context<Self>) {
        if let Some(others) = self.talks.get(&conversation) {
            self.tell_typing(conversation, others.clone());
            return;
        }
        let (store, user) = (self.hub.store.clone(), self.user);
        let look = async move {
            let mut db = store.read().await?;
            let members = messaging::list_members(&mut db, conversation).await?;
            let mut others = Vec::new();
            if members.contains(&user) {
                for other in members.into_iter().filter(|m| *m != user) {
                    if store::presence::find_sight(&mut db, other, user).await?.0 >= Sight::Presence {
                        others.push(other);
                    }
                }
            }
            Ok::<_, Fault>(others)
        };
        let partings = self.partings;
        ctx.spawn(look.into_actor(self).map(move |others, actor, _| {
            // Not to be found out is no harm: typing is said again in 3 s.
            if let Ok(others) = others
                && actor.partings == partings
            {
                if actor.talks.len() >= MOST_REMEMBERED {
                    actor.talks.clear();
                }
                actor.talks.insert(conversation, others.clone());
                actor.tell_typing(conversation, others);
            }
        }));
    }

    fn tell_typing(&self, conversation: ConversationId, others: Vec<UserId>) {
        if !others.is_empty() {
            self.hub.whisper_typing(others, conversation, self.user);
        }
    }

    /// Replaces what a screen watches. People are watched by who may know of them; others, silently, not.
    fn watch(&mut self, socket: SocketId, mut conversations: Vec<ConversationId>, mut people: Vec<UserId>, ctx: &mut Context<Self>) {
        conversations.truncate(MOST_WATCHED);
        people.truncate(MOST_WATCHED);
        people.sort();
        people.dedup();
        let Some(screen) = self.screens.iter_mut().find(|s| s.id == socket) else { return };
        screen.conversations = conversations;
        screen.asked = people.clone();
        // Of whom nothing could be seen, perhaps something can be by now.
        self.acquainted.retain(|person, sight| *sight != Sight::Nothing || !people.contains(person));
        self.look_who_is_known(socket, people, ctx);
    }

    fn look_who_is_known(&mut self, socket: SocketId, people: Vec<UserId>, ctx: &mut Context<Self>) {
        if self.acquainted.len() >= MOST_REMEMBERED {
            self.acquainted.clear();
        }
        let unknown: Vec<UserId> = people.iter().filter(|p| !self.acquainted.contains_key(p)).copied().collect();
        if unknown.is_empty() {
            self.watch_people(socket, people, ctx);
            return;
        }
        let (store, user, partings) = (self.hub.store.clone(), self.user, self.partings);
        let look = async move {
            let mut db = store.read().await?;
            let sights = store::presence::list_sights(&mut db, user, &unknown).await?;
            Ok::<_, Fault>(unknown.into_iter().map(|p| (p, sights.get(&p).copied().unwrap_or_default())).collect::<Vec<_>>())
        };
        ctx.spawn(look.into_actor(self).map(move |known, actor, ctx| {
            if actor.partings != partings {
                return actor.look_who_is_known(socket, people, ctx);
            }
            if let Ok(known) = known {
                actor.acquainted.extend(known);
                actor.watch_people(socket, people, ctx);
            }
        }));
    }

    /// A block between this member and somebody: from now on neither is told of the other, on open screens too.
    pub(super) fn see_parting(&mut self, event: &Event, ctx: &mut Context<Self>) {
        let Event::Moderation(moderation::Event::Blocked { by, who } | moderation::Event::Unblocked { by, who }) = event else { return };
        let other = if *by == self.user { *who } else { *by };
        self.partings += 1;
        self.talks.clear();
        self.acquainted.remove(&other);
        let parted = matches!(event, Event::Moderation(moderation::Event::Blocked { .. }));
        self.tell_who_parted(|| if parted { Outgoing::Parted(other) } else { Outgoing::LookWhoParted });
        if parted {
            self.lose_sight_of(other, ctx);
        } else {
            self.look_again_for(|person| person == other, ctx);
        }
    }

    /// The rooms that screens show hide what somebody parted writes. Who has no room to hear it is let go before long.
    fn tell_who_parted(&self, what: impl Fn() -> Outgoing) {
        for screen in &self.screens {
            let _ = screen.outgoing.try_send(what());
        }
    }

    fn lose_sight_of(&mut self, person: UserId, ctx: &mut Context<Self>) {
        let frame = ServerFrame::Whisper { whisper: ServerWhisper::Here { user: person, here: false } };
        self.show(&frame, ctx, |s| s.people.contains(&person));
        for screen in &mut self.screens {
            screen.people.retain(|p| *p != person);
        }
        self.unwatch(vec![person]);
    }

    /// Somebody shows more or less of themselves than before.
    pub(super) fn look_again_at(&mut self, person: UserId, ctx: &mut Context<Self>) {
        self.partings += 1;
        self.talks.clear();
        self.acquainted.remove(&person);
        self.look_again_for(|p| p == person, ctx);
    }

    /// Two who have been brought together see more of each other from now on, and so does somebody who was written to.
    pub(super) fn see_acquaintance(&mut self, frame: &ServerFrame, ctx: &mut Context<Self>) {
        let ServerFrame::Event { event, .. } = frame else { return };
        let other = match event {
            Event::Connections(connections::Event::Opened { by, to, .. }) => [*by, *to],
            Event::Matches(
                matches::Event::Told { ask_owner, offer_owner, .. } | matches::Event::Withdrawn { ask_owner, offer_owner, .. },
            ) => [*ask_owner, *offer_owner],
            Event::Messaging(messages::Event::Sent { by, .. }) if *by != self.user && self.wrote.insert(*by) => [*by, self.user],
            _ => return,
        };
        let other = if other[0] == self.user { other[1] } else { other[0] };
        if self.acquainted.remove(&other).is_some() {
            self.partings += 1;
            self.look_again_for(|p| p == other, ctx);
        }
    }

    /// Doorbells may have been lost, a block among them: everybody who is watched is looked up again.
    pub(super) fn look_around_anew(&mut self, ctx: &mut Context<Self>) {
        self.partings += 1;
        self.talks.clear();
        self.acquainted.clear();
        self.tell_who_parted(|| Outgoing::LookWhoParted);
        self.look_again_for(|_| true, ctx);
    }

    /// For the screens that would like to watch such a person.
    fn look_again_for(&mut self, such: impl Fn(UserId) -> bool, ctx: &mut Context<Self>) {
        let screens = self.screens.iter().filter(|s| s.asked.iter().any(|p| such(*p)));
        let asked: Vec<(SocketId, Vec<UserId>)> = screens.map(|s| (s.id, s.asked.clone())).collect();
        for (socket, people) in asked {
            self.look_who_is_known(socket, people, ctx);
        }
    }

    fn watch_people(&mut self, socket: SocketId, mut people: Vec<UserId>, ctx: &mut Context<Self>) {
        let sees = |sight: Option<&Sight>| sight.is_some_and(|s| *s != Sight::Nothing);
        let parted: Vec<UserId> = people.extract_if(.., |p| !sees(self.acquainted.get(p))).collect();
        for person in parted.into_iter().filter(|p| self.acquainted.get(p) == Some(&Sight::Nothing)).collect::<Vec<_>>() {
            self.lose_sight_of(person, ctx);
        }
        let Some(screen) = self.screens.iter_mut().find(|s| s.id == socket) else { return };
        let before = std::mem::replace(&mut screen.people, people.clone());
        // First told to tell, then looked: who comes in between is told twice rather than never.
        for person in &people {
            self.hub.directory.watch(*person, self.user);
        }
        self.unwatch(before);
        let mut gone = Vec::new();
        for user in people {
            let sight = self.acquainted.get(&user).copied().unwrap_or_default();
            let state = self.hub.state_of(user).map(|state| rules::as_seen(state, sight));
            let frame = ServerFrame::Whisper { whisper: presence(user, state) };
            self.show(&frame, ctx, |s| s.id == socket);
            if state == Some(State::Gone) && sight == Sight::LastSeen {
                gone.push(user);
            }
        }
        self.tell_when_seen(socket, gone, ctx);
    }

    /// Of those who are not here: when they were.
    fn tell_when_seen(&self, socket: SocketId, gone: Vec<UserId>, ctx: &mut Context<Self>) {
        if gone.is_empty() {
            return;
        }
        let store = self.hub.store.clone();
        let look = async move {
            let mut db = store.read().await?;
            store::presence::list_seen(&mut db, &gone).await
        };
        ctx.spawn(look.into_actor(self).map(move |seen: Result<_, Fault>, actor, ctx| {
            for (user, at) in seen.into_iter().flatten() {
                // Meanwhile they may have come, or shown less of themselves.
                if actor.acquainted.get(&user) == Some(&Sight::LastSeen) && actor.hub.state_of(user) == Some(State::Gone) {
                    let at = actor.hub.seen.of(user).map_or(at, |newer| newer.max(at));
                    let frame = ServerFrame::Whisper { whisper: ServerWhisper::Seen { user, at } };
                    actor.show(&frame, ctx, |s| s.id == socket && s.people.contains(&user));
                }
            }
        }));
    }

    /// People who were watched: those that no screen shows any more are not.
    pub(super) fn unwatch(&self, people: Vec<UserId>) {
        for person in people {
            if !self.screens.iter().any(|s| s.people.contains(&person)) {
                self.hub.directory.unwatch(person, self.user);
            }
        }
    }

    /// A whisper for this member: to the screens that watch what it is about, as much of it as may be seen.
    pub(super) fn hear(&mut self, whisper: ServerWhisper, ctx: &mut Context<Self>) {
        let whisper = match whisper {
            ServerWhisper::Away { user } if self.acquainted.get(&user).is_none_or(|sight| *sight < Sight::Presence) => {
                ServerWhisper::Here { user, here: false }
            }
            whisper => whisper,
        };
        let frame = ServerFrame::Whisper { whisper: whisper.clone() };
        if let ServerWhisper::RoomHead { room, .. } = whisper {
            return self.show_as(&frame, ctx, |screen| screen.shows != Shows::Reading, |bytes| Outgoing::Head { room, bytes });
        }
        self.show(&frame, ctx, |screen| {
            screen.shows != Shows::Reading
                && match &whisper {
                    ServerWhisper::Typing { conversation, .. } => screen.conversations.contains(conversation),
                    ServerWhisper::Here { user, .. }
                    | ServerWhisper::Away { user }
                    | ServerWhisper::Seen { user, .. }
                    | ServerWhisper::Unsure { user } => screen.people.contains(user),
                    ServerWhisper::RoomHead { .. } => false,
                }
        });
        if let ServerWhisper::Here { user, here: false } = whisper
            && self.acquainted.get(&user) == Some(&Sight::LastSeen)
        {
            let at = self.hub.seen.of(user).unwrap_or_else(|| self.hub.clock.now());
            let frame = ServerFrame::Whisper { whisper: ServerWhisper::Seen { user, at } };
            self.show(&frame, ctx, |screen| screen.shows != Shows::Reading && screen.people.contains(&user));
        }
    }
}
