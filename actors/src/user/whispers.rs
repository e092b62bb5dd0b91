//! Who types, who is here: live signals that touch no database but to see who may hear them, once.

use actix::{ActorFutureExt, AsyncContext, Context, WrapFuture};
use hub::{
    ConversationId, Event, UserId, moderation,
    wire::{ClientWhisper, ServerFrame, ServerWhisper},
};
use store::{Fault, messaging};

use super::{Shows, UserActor};
use crate::{
    collective::presence,
    messages::{SocketId, Whispered},
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
        }
    }

    /// Tells the others of the conversation, if this member is in it at all.
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
                    if !store::moderation::blocked_between(&mut db, user, other).await? {
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

    /// Replaces what a screen watches. People are watched by who has a conversation with them; others, silently, not.
    fn watch(&mut self, socket: SocketId, mut conversations: Vec<ConversationId>, mut people: Vec<UserId>, ctx: &mut Context<Self>) {
        conversations.truncate(MOST_WATCHED);
        people.truncate(MOST_WATCHED);
        people.sort();
        people.dedup();
        let Some(screen) = self.screens.iter_mut().find(|s| s.id == socket) else { return };
        screen.conversations = conversations;
        screen.asked = people.clone();
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
            let mut known = Vec::new();
            for person in unknown {
                let talks = messaging::find_conversation_with(&mut db, user, person).await?.is_some();
                known.push((person, talks && !store::moderation::blocked_between(&mut db, user, person).await?));
            }
            Ok::<_, Fault>(known)
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
        if matches!(event, Event::Moderation(moderation::Event::Blocked { .. })) {
            self.lose_sight_of(other, ctx);
        } else {
            self.look_again_for(|person| person == other, ctx);
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

    /// Doorbells may have been lost, a block among them: everybody who is watched is looked up again.
    pub(super) fn look_around_anew(&mut self, ctx: &mut Context<Self>) {
        self.partings += 1;
        self.talks.clear();
        self.acquainted.clear();
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
        let parted: Vec<UserId> = people.extract_if(.., |p| self.acquainted.get(p) != Some(&true)).collect();
        for person in parted.into_iter().filter(|p| self.acquainted.get(p) == Some(&false)).collect::<Vec<_>>() {
            self.lose_sight_of(person, ctx);
        }
        let Some(screen) = self.screens.iter_mut().find(|s| s.id == socket) else { return };
        let before = std::mem::replace(&mut screen.people, people.clone());
        // First told to tell, then looked: who comes in between is told twice rather than never.
        for person in &people {
            self.hub.directory.watch(*person, self.user);
        }
        self.unwatch(before);
        for user in people {
            let frame = ServerFrame::Whisper { whisper: presence(user, self.hub.is_here(user)) };
            self.show(&frame, ctx, |s| s.id == socket);
        }
    }

    /// People who were watched: those that no screen shows any more are not.
    pub(super) fn unwatch(&self, people: Vec<UserId>) {
        for person in people {
            if !self.screens.iter().any(|s| s.people.contains(&person)) {
                self.hub.directory.unwatch(person, self.user);
            }
        }
    }

    /// A whisper for this member: to the screens that watch what it is about.
    pub(super) fn hear(&mut self, whisper: ServerWhisper, ctx: &mut Context<Self>) {
        let frame = ServerFrame::Whisper { whisper: whisper.clone() };
        self.show(&frame, ctx, |screen| {
            screen.shows != Shows::Reading
                && match &whisper {
                    ServerWhisper::Typing { conversation, .. } => screen.conversations.contains(conversation),
                    ServerWhisper::Here { user, .. } | ServerWhisper::Unsure { user } => screen.people.contains(user),
                }
        });
    }
}
