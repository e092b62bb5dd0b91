//! An event is a fact, already in the database. It carries ids, not bodies: replay loads what is there now.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

use crate::{
    accounts, asks, availability, claims, connections, files, follows, keeps, kernel::ids::*, leaving, mail, matches, messaging,
    moderation, notices, offers, points, presence, privacy, profiles, reviews, rooms, saved_searches, sms, tastes, times,
};

/// Every fact there is, by feature.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Event {
    Accounts(accounts::Event),
    Profiles(profiles::Event),
    Asks(asks::Event),
    Offers(offers::Event),
    Connections(connections::Event),
    Claims(claims::Event),
    Matches(matches::Event),
    Messaging(messaging::Event),
    Rooms(rooms::Event),
    Points(points::Event),
    Notices(notices::Event),
    Sms(sms::Event),
    Moderation(moderation::Event),
    Presence(presence::Event),
    Availability(availability::Event),
    Tastes(tastes::Event),
    SavedSearches(saved_searches::Event),
    Follows(follows::Event),
    Keeps(keeps::Event),
    Privacy(privacy::Event),
    Mail(mail::Event),
    Files(files::Event),
    Leaving(leaving::Event),
    Reviews(reviews::Event),
    Times(times::Event),
}

/// Which numbered lane of the journal an event stands in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Lane {
    /// Asks, offers, blocks, who may be found and matched, what is waited for: read by the matcher and the index, on any node.
    Exchange,
    /// Everything else that this desk wrote.
    Desk,
}

impl Lane {
    pub fn word(self) -> &'static str {
        match self {
            Lane::Exchange => "exchange",
            Lane::Desk => "desk",
        }
    }
}

/// Who must hear of an event, and whether it enters their numbered inbox.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Audience {
    /// Numbered 1, 2, 3 … in each one's inbox; replayed after an absence.
    pub inbox: Vec<UserId>,
    /// Told if they are here; a later load shows the same.
    pub passing: Vec<UserId>,
    /// Stands in this room's log under this number; told to the screens that show the room, and replayed to them.
    pub room: Option<(ConversationId, i64)>,
}

fn inbox(users: impl IntoIterator<Item = UserId>) -> Audience {
    Audience { inbox: users.into_iter().collect(), ..Audience::default() }
}

fn passing(users: impl IntoIterator<Item = UserId>) -> Audience {
    Audience { passing: users.into_iter().collect(), ..Audience::default() }
}

fn room(room: ConversationId, log_no: i64) -> Audience {
    Audience { room: Some((room, log_no)), ..Audience::default() }
}

impl Event {
    pub fn lane(&self) -> Lane {
        match self {
            Event::Asks(asks::Event::Looked { .. } | asks::Event::EndsSoon { .. }) | Event::Offers(offers::Event::Looked { .. }) => {
                Lane::Desk
            }
            Event::Moderation(moderation::Event::Reported { .. } | moderation::Event::Settled { .. }) => Lane::Desk,
            Event::Availability(availability::Event::Recounted { .. }) => Lane::Desk,
            Event::Asks(_) | Event::Offers(_) | Event::Moderation(_) | Event::Profiles(_) | Event::Availability(_) => Lane::Exchange,
            // What waited for it may be told now.
            Event::Tastes(tastes::Event::TakenBack { .. } | tastes::Event::Resumed { .. }) => Lane::Exchange,
            // What is waited for, and who may be found.
            Event::SavedSearches(_) | Event::Privacy(_) => Lane::Exchange,
            // How well a tool is rated.
            Event::Reviews(_) => Lane::Exchange,
            // What somebody is known for, and how well they are rated.
            Event::Connections(connections::Event::Helped { .. } | connections::Event::Rated { .. }) => Lane::Exchange,
            // Who may be found, and by what name.
            Event::Accounts(accounts::Event::SignedUp { .. } | accounts::Event::Renamed { .. } | accounts::Event::Suspended { .. }) => {
                Lane::Exchange
            }
            Event::Leaving(_) => Lane::Exchange,
            _ => Lane::Desk,
        }
    }

    /// The hub acts on it for its audience and shows it on no screen: a block is silent.
    pub fn stays_inside(&self) -> bool {
        matches!(self, Event::Moderation(moderation::Event::Blocked { .. } | moderation::Event::Unblocked { .. }))
    }

    /// As it stands in the journal, which is never written anew: without a name, so that whoever leaves is not named there.
    pub fn without_names(&self) -> Cow<'_, Event> {
        match self {
            Event::Accounts(accounts::Event::Renamed { user, .. }) => {
                Cow::Owned(Event::Accounts(accounts::Event::Renamed { user: *user, from: String::new(), to: String::new() }))
            }
            _ => Cow::Borrowed(self),
        }
    }

    pub fn audience(&self) -> Audience {
        match self {
            Event::Accounts(e) => match e {
                accounts::Event::DoorsClosed { user, .. }
                | accounts::Event::Suspended { user, .. }
                | accounts::Event::PasswordChanged { user }
                | accounts::Event::Renamed { user, .. } => passing([*user]),
                _ => Audience::default(),
            },
            Event::Profiles(_) => Audience::default(),
            Event::Moderation(e) => match e {
                moderation::Event::Blocked { by, who } | moderation::Event::Unblocked { by, who } => passing([*by, *who]),
                // Those who are on a screen that shows it; a notice tells its owner.
                moderation::Event::Hidden { to, .. } | moderation::Event::Restored { to, .. } => inbox(to.iter().copied()),
                moderation::Event::Reported { .. } | moderation::Event::Settled { .. } => Audience::default(),
            },
            Event::Asks(e) => match e {
                asks::Event::Posted { owner, .. }
                | asks::Event::Edited { owner, .. }
                | asks::Event::StatusChanged { owner, .. }
                | asks::Event::PlacesChanged { owner, .. }
                | asks::Event::Archived { owner, .. }
                | asks::Event::Expired { owner, .. }
                | asks::Event::Renewed { owner, .. } => inbox([*owner]),
                // A notice tells its owner.
                asks::Event::EndsSoon { .. } | asks::Event::Looked { .. } => Audience::default(),
            },
            Event::Offers(e) => match e {
                offers::Event::Posted { owner, .. } | offers::Event::Edited { owner, .. } | offers::Event::StatusChanged { owner, .. } => {
                    inbox([*owner])
                }
                offers::Event::FirstPublished { .. } | offers::Event::Looked { .. } => Audience::default(),
            },
            Event::Connections(e) => match e {
                connections::Event::Opened { by, to, .. } => inbox([*by, *to]),
                connections::Event::Moved { initiator, responder, .. } => inbox([*initiator, *responder]),
                connections::Event::Rated { by, of, .. } => inbox([*by, *of]),
                connections::Event::Helped { .. } => Audience::default(),
            },
            Event::Claims(e) => match e {
                claims::Event::Taken { owner, by, .. } | claims::Event::Ended { owner, by, .. } => inbox([*owner, *by]),
                claims::Event::Renewed { by, .. } => inbox([*by]),
                claims::Event::PlacesChanged { to, .. } => inbox(to.iter().copied()),
            },
            Event::Matches(e) => match e {
                matches::Event::Told { ask_owner, offer_owner, .. }
                | matches::Event::Updated { ask_owner, offer_owner, .. }
                | matches::Event::Withdrawn { ask_owner, offer_owner, .. } => inbox([*ask_owner, *offer_owner]),
                matches::Event::Dismissed { by, .. } | matches::Event::Restored { by, .. } => inbox([*by]),
                matches::Event::Looked { owner, .. } => inbox([*owner]),
            },
            Event::Times(e) => inbox(e.both()),
            Event::Messaging(e) => match e {
                messaging::Event::Sent { conversation, log_no, to, .. } if to.is_empty() => room(*conversation, *log_no),
                messaging::Event::Sent { to, .. } => inbox(to.iter().copied()),
                messaging::Event::Read { to, .. } | messaging::Event::Delivered { to, .. } => passing(to.iter().copied()),
                messaging::Event::Edited { conversation, log_no, to, .. }
                | messaging::Event::Deleted { conversation, log_no, to, .. }
                | messaging::Event::Reacted { conversation, log_no, to, .. }
                | messaging::Event::Pinned { conversation, log_no, to, .. }
                    if to.is_empty() =>
                {
                    room(*conversation, *log_no)
                }
                messaging::Event::Edited { to, .. }
                | messaging::Event::Deleted { to, .. }
                | messaging::Event::Reacted { to, .. }
                | messaging::Event::Pinned { to, .. } => inbox(to.iter().copied()),
                messaging::Event::Muted { by, .. } | messaging::Event::Archived { by, .. } => inbox([*by]),
                messaging::Event::Drafted { by, .. } | messaging::Event::ReceiptsSet { by, .. } => passing([*by]),
            },
            // Their own actor looks around anew, and their other screens show it; who watches them is told by the directory.
            Event::Presence(presence::Event::ShownChanged { user }) => passing([*user]),
            Event::Presence(presence::Event::Awaited { .. } | presence::Event::CameBack { .. }) => Audience::default(),
            // A page that is loaded shows it.
            Event::Availability(availability::Event::Recounted { .. }) => Audience::default(),
            // One's own switch on one's other screens.
            Event::Availability(availability::Event::Changed { user, .. })
            | Event::Tastes(
                tastes::Event::Taken { user }
                | tastes::Event::TakenBack { user }
                | tastes::Event::Paused { user }
                | tastes::Event::Resumed { user },
            )
            | Event::SavedSearches(
                saved_searches::Event::Saved { user, .. }
                | saved_searches::Event::TellSet { user, .. }
                | saved_searches::Event::Removed { user, .. },
            ) => passing([*user]),
            Event::Privacy(privacy::Event::Changed { user, .. }) => passing([*user]),
            Event::Mail(mail::Event::Queued { .. } | mail::Event::Settled { .. }) => Audience::default(),
            // A page that is loaded shows it.
            Event::Files(_) => Audience::default(),
            // Their own screens go; everybody else finds them gone. Back again is nobody's news either.
            Event::Leaving(leaving::Event::Left { user, .. } | leaving::Event::Returned { user } | leaving::Event::Gone { user }) => {
                passing([*user])
            }
            // A tool is nobody's: only one's own screens hear.
            Event::Reviews(reviews::Event::Written { by, .. } | reviews::Event::TakenBack { by, .. }) => passing([*by]),
            // Nobody else hears what somebody keeps.
            Event::Keeps(keeps::Event::Kept { by, .. } | keeps::Event::Unkept { by, .. }) => passing([*by]),
            // Buttons on the other screens of who follows; who is followed has a notice.
            Event::Follows(follows::Event::Followed { by, .. } | follows::Event::Unfollowed { by, .. }) => passing([*by]),
            Event::Rooms(e) => {
                // One's own screens know in which rooms one is.
                let passing = match e {
                    rooms::Event::Opened { by, .. } => vec![*by],
                    rooms::Event::Joined { who, .. } | rooms::Event::Left { who, .. } => vec![*who],
                    _ => Vec::new(),
                };
                Audience { passing, room: e.log(), ..Audience::default() }
            }
            Event::Points(points::Event::Awarded { user, .. }) => inbox([*user]),
            Event::Notices(e) => match e {
                notices::Event::Noticed { user, .. } | notices::Event::Seen { user, .. } | notices::Event::SeenThese { user, .. } => {
                    inbox([*user])
                }
                notices::Event::Switched { user, .. } => passing([*user]),
            },
            Event::Sms(e) => match e {
                sms::Event::PhoneSet { user }
                | sms::Event::PhoneVerified { user }
                | sms::Event::PhoneRemoved { user }
                | sms::Event::ConsentChanged { user, .. } => passing([*user]),
                sms::Event::TextQueued { .. } | sms::Event::TextSettled { .. } => Audience::default(),
            },
        }
    }
}
