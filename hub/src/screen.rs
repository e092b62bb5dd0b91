//! What the screens of a member show, and what each event changes on them: the model that clients are held to. The browser's
//! (`web/assets/js/talk.js`) and the tests' go by it.
//!
//! ```text
//! load at number n ─▶ event n+1 ─▶ event n+2 ─▶ …      is at every point the same as      load anew
//! ```
//! (`hub/store/tests/it/screens.rs`). What only passes (cursors, drafts) a screen misses while it is away; whoever comes back
//! replays what was missed and then asks for that: [`Screen::settle`].

use std::collections::BTreeMap;

use crate::{
    Event, accounts, asks,
    asks::AskView,
    claims,
    claims::PlacesView,
    connections,
    connections::ConnectionView,
    kernel::ids::*,
    matches,
    matches::MatchCard,
    messaging,
    messaging::{ConversationView, MessageView, Pin, rules},
    moderation, notices,
    notices::NoticeView,
    offers,
    offers::OfferView,
    points, presence,
    rooms::{self, RoomMessageView, RoomView, Standing},
    times::ProposalView,
    wire::View,
};

/// All that is live on a member's screens.
#[derive(Clone, Debug, PartialEq)]
pub struct Screen {
    pub me: UserId,
    pub talks: BTreeMap<ConversationId, Talk>,
    /// Those that the member is in, as a screen that has opened them shows them.
    pub rooms: BTreeMap<ConversationId, Room>,
    pub shows_receipts: bool,
    /// The member's own.
    pub asks: BTreeMap<AskId, AskView>,
    /// The member's own.
    pub offers: BTreeMap<OfferId, OfferView>,
    pub connections: BTreeMap<ConnectionId, ConnectionView>,
    /// Where the member holds a place.
    pub holds: BTreeMap<AskId, PlacesView>,
    /// Those that were told.
    pub matches: BTreeMap<MatchId, MatchCard>,
    pub notices: BTreeMap<NoticeId, NoticeView>,
    pub points: i64,
}

/// A conversation, open from its first message on.
#[derive(Clone, Debug, PartialEq)]
pub struct Talk {
    pub row: ConversationView,
    pub messages: BTreeMap<i64, MessageView>,
    /// The latest first.
    pub pinned: Vec<Pin>,
    /// The last times that each of the two offered.
    pub times: Vec<ProposalView>,
}

/// A room, open from its first message on.
#[derive(Clone, Debug, PartialEq)]
pub struct Room {
    pub row: RoomView,
    pub messages: BTreeMap<i64, RoomMessageView>,
}

/// A conversation that nothing is known of: its row has to be asked for, then all goes on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Unknown(pub ConversationId);

impl Screen {
    /// Unread messages, as the header and the tab's title say.
    pub fn unread(&self) -> i64 {
        self.talks.values().map(|talk| talk.row.unread).sum()
    }

    /// Shows what an event tells. A new kind of event does not compile until it is said here what it does.
    pub fn apply(&mut self, event: &Event, view: &View) -> Result<(), Unknown> {
        match event {
            Event::Messaging(e) => return self.talked(e, view),
            Event::Rooms(e) => return self.gathered(e, view),
            Event::Times(e) => {
                let talk = self.talks.get_mut(&e.conversation()).ok_or(Unknown(e.conversation()))?;
                if let View::Times(now) = view {
                    talk.times.clone_from(&now.offers);
                }
            }
            Event::Asks(e) => self.asked(e, view),
            Event::Offers(e) => self.offered(e, view),
            Event::Connections(e) => match e {
                connections::Event::Opened { .. } | connections::Event::Moved { .. } | connections::Event::Rated { .. } => {
                    if let View::Connection(c) = view {
                        self.connections.insert(c.id, (**c).clone());
                    }
                }
                connections::Event::Helped { .. } => {}
            },
            Event::Claims(e) => self.held(e, view),
            Event::Matches(e) => match e {
                matches::Event::Told { id, .. } | matches::Event::Updated { id, .. } | matches::Event::Restored { id, .. } => match view {
                    // One that was only listed becomes no card by somebody's writing.
                    View::Match(card) if card.told => {
                        self.matches.insert(*id, (**card).clone());
                    }
                    _ => {
                        self.matches.remove(id);
                    }
                },
                matches::Event::Withdrawn { id, .. } | matches::Event::Dismissed { id, .. } => {
                    self.matches.remove(id);
                }
                matches::Event::Looked { .. } => {}
            },
            Event::Points(points::Event::Awarded { total, .. }) => self.points = *total,
            Event::Notices(e) => match e {
                notices::Event::Noticed { id, .. } => {
                    if let View::Notice(notice) = view {
                        self.notices.insert(*id, (**notice).clone());
                    }
                }
                notices::Event::Seen { upto, .. } => self.notices.range_mut(..=*upto).for_each(|(_, notice)| notice.seen = true),
                notices::Event::SeenThese { ids, .. } => {
                    for id in ids {
                        if let Some(notice) = self.notices.get_mut(id) {
                            notice.seen = true;
                        }
                    }
                }
                notices::Event::Switched { .. } => {}
            },
            // What stands on the page of settings is shown when it is loaded.
            Event::Accounts(
                accounts::Event::SignedUp { .. }
                | accounts::Event::SessionOpened { .. }
                | accounts::Event::DoorsClosed { .. }
                | accounts::Event::PasswordChanged { .. }
                | accounts::Event::Renamed { .. }
                | accounts::Event::EmailChanged { .. }
                | accounts::Event::TokenMade { .. }
                | accounts::Event::Suspended { .. }
                | accounts::Event::RoleSet { .. },
            )
            | Event::Profiles(_)
            | Event::Sms(_)
            | Event::Availability(_)
            | Event::Tastes(_)
            | Event::SavedSearches(_)
            | Event::Follows(_)
            | Event::Keeps(_)
            | Event::Reviews(_)
            | Event::Privacy(_)
            | Event::Mail(_)
            | Event::Files(_)
            | Event::Leaving(_) => {}
            // Who is here is whispered, never numbered; what one shows of oneself stands on a page of settings.
            Event::Presence(presence::Event::ShownChanged { .. } | presence::Event::Awaited { .. } | presence::Event::CameBack { .. }) => {}
            Event::Moderation(e) => match e {
                moderation::Event::Hidden { .. } | moderation::Event::Restored { .. } => match view {
                    View::Message(message) => match self.talks.get_mut(&message.conversation) {
                        Some(talk) => talk.take(message),
                        None => return Err(Unknown(message.conversation)),
                    },
                    View::Ask(ask) => {
                        self.asks.insert(ask.id, (**ask).clone());
                    }
                    View::Offer(offer) => {
                        self.offers.insert(offer.id, (**offer).clone());
                    }
                    _ => {}
                },
                moderation::Event::Blocked { .. }
                | moderation::Event::Unblocked { .. }
                | moderation::Event::Reported { .. }
                | moderation::Event::Settled { .. } => {}
            },
        }
        Ok(())
    }

    fn asked(&mut self, event: &asks::Event, view: &View) {
        if let View::Ask(ask) = view {
            self.asks.insert(ask.id, (**ask).clone());
        }
        match event {
            asks::Event::Archived { id, .. } => {
                if let Some(ask) = self.asks.get_mut(id) {
                    ask.archived = true;
                }
            }
            asks::Event::Posted { .. }
            | asks::Event::Edited { .. }
            | asks::Event::StatusChanged { .. }
            | asks::Event::PlacesChanged { .. }
            | asks::Event::Expired { .. }
            | asks::Event::Renewed { .. }
            | asks::Event::EndsSoon { .. }
            | asks::Event::Looked { .. } => {}
        }
    }

    fn held(&mut self, event: &claims::Event, view: &View) {
        match event {
            claims::Event::Ended { ask, by, .. } if *by == self.me => {
                self.holds.remove(ask);
            }
            claims::Event::Taken { .. }
            | claims::Event::Renewed { .. }
            | claims::Event::Ended { .. }
            | claims::Event::PlacesChanged { .. } => {}
        }
        let View::Places(now) = view else { return };
        if let Some(own) = self.asks.get_mut(&now.ask) {
            own.held = now.places.held;
        }
        for card in self.matches.values_mut().filter(|card| card.ask == now.ask) {
            card.places = card.places.map(|_| now.places);
        }
        if now.places.mine.is_some() {
            self.holds.insert(now.ask, (**now).clone());
        }
    }

    fn offered(&mut self, event: &offers::Event, view: &View) {
        if let View::Offer(offer) = view {
            self.offers.insert(offer.id, (**offer).clone());
        }
        match event {
            offers::Event::Posted { .. }
            | offers::Event::FirstPublished { .. }
            | offers::Event::Edited { .. }
            | offers::Event::StatusChanged { .. }
            | offers::Event::Looked { .. } => {}
        }
    }

    fn talked(&mut self, event: &messaging::Event, view: &View) -> Result<(), Unknown> {
        use messaging::Event as E;
        let id = match event {
            E::Sent { conversation, .. }
            | E::Read { conversation, .. }
            | E::Delivered { conversation, .. }
            | E::Edited { conversation, .. }
            | E::Deleted { conversation, .. }
            | E::Reacted { conversation, .. }
            | E::Pinned { conversation, .. }
            | E::Muted { conversation, .. }
            | E::Archived { conversation, .. }
            | E::Drafted { conversation, .. } => *conversation,
            E::ReceiptsSet { shown, .. } => {
                self.shows_receipts = *shown;
                return Ok(());
            }
        };
        let me = self.me;
        if let Some(room) = self.rooms.get_mut(&id) {
            room.talked(me, event, view);
            return Ok(());
        }
        let talk = self.talks.get_mut(&id).ok_or(Unknown(id))?;
        match event {
            E::Sent { no, by, .. } => talk.sent(me, *by, *no),
            E::Read { by, upto, .. } => talk.read(me, *by, *upto),
            E::Delivered { by, upto, .. } if *by != me => talk.row.other_delivered_no = talk.row.other_delivered_no.max(*upto),
            E::Muted { .. } | E::Archived { .. } => {
                if let View::Conversation(row) = view {
                    (talk.row.muted_at, talk.row.archived_no) = (row.muted_at, row.archived_no);
                }
            }
            E::Drafted { .. } => {
                if let View::Draft(draft) = view {
                    talk.row.draft = Some((**draft).clone()).filter(|d| !d.body.is_empty());
                }
            }
            E::Delivered { .. } | E::Edited { .. } | E::Deleted { .. } | E::Reacted { .. } | E::Pinned { .. } | E::ReceiptsSet { .. } => {}
        }
        // What an event says of a message is how it was; what its view shows is how it is.
        if let View::Message(message) = view {
            talk.take(message);
        }
        talk.row.unread = rules::unread(talk.row.message_no, talk.row.read_no);
        // The first message of a connection stands on its card.
        if let View::Message(message) = view
            && let Some(connection) = message.begins.and_then(|id| self.connections.get_mut(&id))
        {
            connection.first_message.clone_from(&message.body);
        }
        Ok(())
    }

    fn gathered(&mut self, event: &rooms::Event, view: &View) -> Result<(), Unknown> {
        use rooms::Event as E;
        let me = self.me;
        match event {
            E::Opened { room, by } if *by == me && !self.rooms.contains_key(room) => return Err(Unknown(*room)),
            E::Joined { room, who, .. } if *who == me && !self.rooms.contains_key(room) => return Err(Unknown(*room)),
            E::Left { room, who, .. } if *who == me => {
                self.rooms.remove(room);
            }
            E::Opened { .. }
            | E::Edited { .. }
            | E::Archived { .. }
            | E::Joined { .. }
            | E::Left { .. }
            | E::RoleSet { .. }
            | E::AskShown { .. }
            | E::MessageChanged { .. } => {
                if let Some((id, log_no)) = event.log()
                    && let Some(room) = self.rooms.get_mut(&id)
                {
                    room.gathered(me, log_no, view);
                }
            }
            // Whoever it concerns has a notice of it.
            E::Invited { .. } | E::LetBack { .. } | E::Mentioned { .. } | E::Replied { .. } | E::AskSuggested { .. } => {}
        }
        Ok(())
    }

    /// As [`Screen::settle`], for a room: in which rooms one is, and how far one has read them, stands in no log.
    pub fn settle_room(&mut self, row: &RoomView) -> Result<(), Unknown> {
        let room = self.rooms.get_mut(&row.room.id).ok_or(Unknown(row.room.id))?;
        if let (Some(mine), Some(now)) = (&mut room.row.mine, &row.mine) {
            mine.read_no = mine.read_no.max(now.read_no);
        }
        room.count();
        Ok(())
    }

    /// What only passes, as it is: for a screen that was away and has replayed what it missed.
    pub fn settle(&mut self, row: &ConversationView) {
        let Some(talk) = self.talks.get_mut(&row.id) else { return };
        talk.row.read_no = talk.row.read_no.max(row.read_no);
        talk.row.other_read_no = talk.row.other_read_no.max(row.other_read_no);
        talk.row.other_delivered_no = talk.row.other_delivered_no.max(row.other_delivered_no);
        talk.row.draft.clone_from(&row.draft);
        talk.row.unread = rules::unread(talk.row.message_no, talk.row.read_no);
    }
}

impl Room {
    fn talked(&mut self, me: UserId, event: &messaging::Event, view: &View) {
        use messaging::Event as E;
        match event {
            // Whoever writes has seen what is there.
            E::Sent { no, by, log_no, .. } => {
                if *by == me {
                    self.read(*no);
                }
                self.row.log_no = self.row.log_no.max(*log_no);
            }
            E::Read { by, upto, .. } if *by == me => self.read(*upto),
            E::Edited { log_no, .. } | E::Deleted { log_no, .. } | E::Reacted { log_no, .. } | E::Pinned { log_no, .. } => {
                self.row.log_no = self.row.log_no.max(*log_no);
            }
            // One's own in a conversation of two; a room knows nothing of it.
            E::Read { .. } | E::Delivered { .. } | E::Muted { .. } | E::Archived { .. } | E::Drafted { .. } | E::ReceiptsSet { .. } => {}
        }
        if let View::RoomMessage(said) = view {
            self.take(me, said);
        }
        self.count();
    }

    fn gathered(&mut self, me: UserId, log_no: i64, view: &View) {
        self.row.log_no = self.row.log_no.max(log_no);
        match view {
            View::RoomMessage(said) => self.take(me, said),
            View::Room(card) => self.row.room = (**card).clone(),
            View::RoomMember(member) => {
                self.row.room.members = member.members;
                if member.who.id == me {
                    // What was said before they came is not unread.
                    let fresh = || Standing { role: rooms::Role::Member, read_no: self.row.message_no, unread: 0, mentioned: false };
                    self.row.mine = member.role.map(|role| Standing { role, ..self.row.mine.take().unwrap_or_else(fresh) });
                }
            }
            _ => {}
        }
        self.count();
    }

    fn read(&mut self, upto: i64) {
        if let Some(mine) = &mut self.row.mine {
            mine.read_no = mine.read_no.max(upto);
        }
    }

    fn count(&mut self) {
        if let Some(mine) = &mut self.row.mine {
            mine.unread = rules::unread(self.row.message_no, mine.read_no);
        }
    }

    /// A message as it is now, unless something newer stands here.
    fn take(&mut self, me: UserId, said: &RoomMessageView) {
        let mut said = said.clone();
        let no = said.message.no;
        if let Some(had) = self.messages.get(&no) {
            if had.message.log_no > said.message.log_no {
                return;
            }
            // Who wrote it still reads what is hidden; a room's log says one thing to all.
            if said.message.hidden && said.author.id == me {
                said.message.body.clone_from(&had.message.body);
            }
        }
        let Quoted { deleted, hidden } = Quoted::of(&said);
        self.messages.insert(no, said.clone());
        if no > self.row.message_no {
            (self.row.message_no, self.row.last_at) = (no, said.message.sent_at);
        }
        if self.row.last.as_ref().is_none_or(|last| no >= last.message.no) {
            self.row.last = Some(said);
        }
        // Whatever answers it knows what has become of it.
        for other in self.messages.values_mut().chain(self.row.last.as_mut()) {
            if let Some(quoted) = other.message.reply.as_mut().filter(|q| q.no == no) {
                (quoted.deleted, quoted.hidden) = (deleted, hidden);
            }
        }
    }
}

/// What an answer in a room shows of what it answers: no words, those are read where they stand.
struct Quoted {
    deleted: bool,
    hidden: bool,
}

impl Quoted {
    fn of(said: &RoomMessageView) -> Quoted {
        let quote = said.message.quote();
        Quoted { deleted: quote.deleted, hidden: quote.hidden }
    }
}

impl Talk {
    fn sent(&mut self, me: UserId, by: UserId, no: i64) {
        if by == me {
            self.row.read_no = self.row.read_no.max(no);
            self.row.draft = None;
        } else {
            // Whoever writes has seen what is there, and shows it by writing.
            self.read(me, by, no);
        }
    }

    fn read(&mut self, me: UserId, by: UserId, upto: i64) {
        if by == me {
            self.row.read_no = self.row.read_no.max(upto);
        } else {
            self.row.other_read_no = self.row.other_read_no.max(upto);
            self.row.other_delivered_no = self.row.other_delivered_no.max(upto);
        }
    }

    /// A message as it is now, unless something newer stands here.
    fn take(&mut self, message: &MessageView) {
        if self.messages.get(&message.no).is_some_and(|had| had.log_no > message.log_no) {
            return;
        }
        self.messages.insert(message.no, message.clone());
        if message.no > self.row.message_no {
            (self.row.message_no, self.row.last_at) = (message.no, message.sent_at);
        }
        self.row.log_no = self.row.log_no.max(message.log_no);
        if self.row.last.as_ref().is_none_or(|last| message.no >= last.no) {
            self.row.last = Some(MessageView { reactions: Vec::new(), ..message.clone() });
        }
        // Whatever answers it quotes it as it is now.
        let quote = message.quote();
        for other in self.messages.values_mut().chain(self.row.last.as_mut()) {
            if let Some(quoted) = other.reply.as_mut().filter(|q| q.no == message.no) {
                quoted.clone_from(&quote);
            }
        }
        self.pinned.retain(|pin| pin.no != message.no);
        if let Some(pin) = message.pin() {
            let at = self.pinned.partition_point(|p| p.pinned_no > pin.pinned_no);
            self.pinned.insert(at, pin);
        }
    }
}
