//! What Homes are made of, kept from one look at them to the next, as long as nothing of it has changed.
//!
//! ```text
//!                      ┌ the inbox stands where it stood      every time, in the statement that reads the header
//!   kept ── good while ┤ nothing was heard that it shows      events, before whoever caused them is answered
//!                      └ its time is not over                 a minute; sooner when something on it runs out
//! ```
//! What concerns a member alone enters their inbox, so that most of it is found by its number, which the page has to read anyway.
//! What does not is in [`shown_by`], kind by kind. The header (points, numbers, what is unread) and the words for times are never
//! kept. Beside other hubs on the same database nothing is kept at all: what they commit is heard of a moment too late.

use std::{
    collections::HashMap,
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicU64, Ordering::SeqCst},
    },
};

use actors::Heard;
use hub::{
    Event, Locale, Timestamp, UserId, accounts, asks, availability, connections, files, kernel::locale, messaging, offers, presence, rooms,
    saved_searches, tastes,
};

use super::pages::Home;

/// What is kept of members, of so many at most.
pub struct Homes {
    most: usize,
    places: Mutex<Places>,
    /// Counts what was heard that anybody's Home may show.
    town: AtomicU64,
}

#[derive(Default)]
struct Places {
    of: HashMap<UserId, Place>,
    count: u64,
}

/// One member's. It is taken away by what is heard of them, so that whoever was reading meanwhile doesn't find it again.
struct Place {
    ticket: u64,
    kept: Option<Kept>,
}

struct Kept {
    stood: Stood,
    until: Timestamp,
    home: Arc<Home>,
}

/// How everything stood that a Home depends on and that is looked up each time.
#[derive(PartialEq, Eq)]
struct Stood {
    inbox: i64,
    town: u64,
    language: Locale,
}

/// Somebody has begun to read a Home.
pub struct Reading {
    member: UserId,
    ticket: u64,
    town: u64,
}

impl Homes {
    pub fn new(most: usize) -> Homes {
        Homes { most, places: Mutex::default(), town: AtomicU64::new(0) }
    }

    /// Whether it is worth looking: most of what [`Homes::find`] asks can be said without the database.
    pub fn may_have(&self, member: UserId, now: Timestamp) -> bool {
        let town = self.town.load(SeqCst);
        let places = self.lock();
        let kept = places.of.get(&member).and_then(|place| place.kept.as_ref());
        kept.is_some_and(|kept| now < kept.until && kept.stood.town == town)
    }

    /// What stands ready for a member whose inbox stands there.
    pub fn find(&self, member: UserId, inbox: i64, now: Timestamp) -> Option<Arc<Home>> {
        let stood = Stood { inbox, town: self.town.load(SeqCst), language: locale::current() };
        let places = self.lock();
        let kept = places.of.get(&member)?.kept.as_ref()?;
        (now < kept.until && kept.stood == stood).then(|| kept.home.clone())
    }

    /// Before anything of it is read.
    pub fn begin(&self, member: UserId) -> Reading {
        let town = self.town.load(SeqCst);
        let mut places = self.lock();
        places.count += 1;
        let fresh = places.count;
        // Whoever reads it beside somebody else has missed nothing either, as long as the place is the same one.
        let ticket = if self.most == 0 { fresh } else { places.of.entry(member).or_insert(Place { ticket: fresh, kept: None }).ticket };
        Reading { member, ticket, town }
    }

    /// Keeps what was read when the inbox stood there, unless something of it was heard of since.
    pub fn keep(&self, reading: Reading, inbox: i64, until: Timestamp, home: &Arc<Home>) {
        let mut places = self.lock();
        if let Some(place) = places.of.get_mut(&reading.member)
            && place.ticket == reading.ticket
        {
            let stood = Stood { inbox, town: reading.town, language: locale::current() };
            place.kept = Some(Kept { stood, until, home: home.clone() });
        }
        // Whose place is the oldest was not here for the longest time: what changes makes a new one.
        while places.of.len() > self.most {
            let Some(oldest) = places.of.iter().min_by_key(|(_, place)| place.ticket).map(|(who, _)| *who) else { return };
            places.of.remove(&oldest);
        }
    }

    /// What is kept of a member is not true any more.
    pub fn forget(&self, member: UserId) {
        self.lock().of.remove(&member);
    }

    pub fn hear(&self, heard: &Heard<'_>) {
        match heard {
            Heard::Event(event) => match shown_by(event) {
                Shown::ByInbox => {}
                Shown::To(member) => self.forget(member),
                Shown::ToMany => self.forget_all(),
            },
            Heard::Missed => self.forget_all(),
        }
    }

    fn forget_all(&self) {
        self.town.fetch_add(1, SeqCst);
    }

    fn lock(&self) -> MutexGuard<'_, Places> {
        self.places.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Whose Home shows something else after an event.
#[derive(Debug, PartialEq, Eq)]
enum Shown {
    /// Nobody's but of those whose inboxes it enters, and what of it stands in headers.
    ByInbox,
    To(UserId),
    /// It may stand on anybody's: a name, a title, a face, whether somebody has room.
    ToMany,
}

fn shown_by(event: &Event) -> Shown {
    use Shown::{ByInbox, To, ToMany};
    match event {
        Event::Accounts(e) => match e {
            accounts::Event::Renamed { .. } | accounts::Event::Suspended { .. } | accounts::Event::RoleSet { .. } => ToMany,
            accounts::Event::SignedUp { .. }
            | accounts::Event::SessionOpened { .. }
            | accounts::Event::DoorsClosed { .. }
            | accounts::Event::PasswordChanged { .. }
            | accounts::Event::EmailChanged { .. }
            | accounts::Event::TokenMade { .. } => ByInbox,
        },
        Event::Profiles(_) | Event::Moderation(_) | Event::Privacy(_) | Event::Leaving(_) | Event::Reviews(_) => ToMany,
        Event::Asks(e) => match e {
            // A new one stands on nobody's Home before the matcher has told of it.
            asks::Event::Posted { .. } => ByInbox,
            asks::Event::Looked { owner, .. } | asks::Event::EndsSoon { owner, .. } => To(*owner),
            asks::Event::Edited { .. }
            | asks::Event::StatusChanged { .. }
            | asks::Event::PlacesChanged { .. }
            | asks::Event::Archived { .. }
            | asks::Event::Expired { .. }
            | asks::Event::Renewed { .. } => ToMany,
        },
        Event::Offers(e) => match e {
            offers::Event::Posted { .. } | offers::Event::FirstPublished { .. } => ByInbox,
            offers::Event::Looked { owner, .. } => To(*owner),
            offers::Event::Edited { .. } | offers::Event::StatusChanged { .. } => ToMany,
        },
        Event::Connections(e) => match e {
            connections::Event::Opened { .. } | connections::Event::Rated { .. } => ByInbox,
            // How soon somebody answers, and how often they have helped, stands beside what they offer.
            connections::Event::Moved { .. } | connections::Event::Helped { .. } => ToMany,
        },
        // Whoever sees a card of the ask is told how many places it has.
        Event::Claims(_) | Event::Matches(_) | Event::Times(_) | Event::Points(_) | Event::Notices(_) => ByInbox,
        Event::Messaging(e) => match e {
            // In a room: they have said hello.
            messaging::Event::Sent { by, to, .. } if to.is_empty() => To(*by),
            messaging::Event::ReceiptsSet { by, .. } => To(*by),
            messaging::Event::Sent { .. }
            | messaging::Event::Read { .. }
            | messaging::Event::Delivered { .. }
            | messaging::Event::Edited { .. }
            | messaging::Event::Deleted { .. }
            | messaging::Event::Reacted { .. }
            | messaging::Event::Pinned { .. }
            | messaging::Event::Muted { .. }
            | messaging::Event::Archived { .. }
            | messaging::Event::Drafted { .. } => ByInbox,
        },
        Event::Rooms(e) => match e {
            // What a room is called stands in what was noticed of it.
            rooms::Event::Edited { .. } => ToMany,
            // With them goes that they have said something there.
            rooms::Event::Left { who, .. } => To(*who),
            _ => ByInbox,
        },
        Event::Presence(presence::Event::ShownChanged { user }) => To(*user),
        Event::Presence(_) => ByInbox,
        Event::Availability(availability::Event::Changed { .. } | availability::Event::Recounted { .. }) => ToMany,
        Event::Tastes(
            tastes::Event::Taken { user }
            | tastes::Event::TakenBack { user }
            | tastes::Event::Paused { user }
            | tastes::Event::Resumed { user },
        ) => To(*user),
        Event::SavedSearches(e) => To(match e {
            saved_searches::Event::Saved { user, .. }
            | saved_searches::Event::TellSet { user, .. }
            | saved_searches::Event::Removed { user, .. } => *user,
        }),
        Event::Files(files::Event::PhotoSet { .. }) => ToMany,
        Event::Files(_) | Event::Sms(_) | Event::Mail(_) | Event::Follows(_) | Event::Keeps(_) => ByInbox,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use hub::{AskId, ConversationId, kernel::time::MINUTE};

    const NOON: Timestamp = Timestamp(1_793_534_400_000);
    const ANA: UserId = UserId(1);
    const BO: UserId = UserId(2);

    fn reads(homes: &Homes, member: UserId, meanwhile: impl FnOnce()) {
        let reading = homes.begin(member);
        meanwhile();
        homes.keep(reading, 7, NOON.plus(MINUTE), &Arc::default());
    }

    fn is_kept(homes: &Homes, member: UserId) -> bool {
        let found = homes.find(member, 7, NOON).is_some();
        assert_eq!(found, homes.may_have(member, NOON));
        found
    }

    fn looked_at(owner: UserId) -> Event {
        Event::Asks(asks::Event::Looked { id: AskId(3), owner })
    }

    #[test]
    fn it_is_good_until_its_inbox_its_time_its_language_or_the_town_goes_on() {
        let homes = Homes::new(10);
        assert!(!is_kept(&homes, ANA));
        reads(&homes, ANA, || {});
        assert!(is_kept(&homes, ANA) && !is_kept(&homes, BO));
        assert!(homes.find(ANA, 8, NOON).is_none(), "something entered her inbox");
        assert!(homes.find(ANA, 7, NOON.plus(MINUTE)).is_none(), "its time is over");
        assert!(locale::within(Locale::De, || homes.find(ANA, 7, NOON).is_none()), "it speaks English");
        homes.hear(&Heard::Event(&looked_at(BO)));
        assert!(is_kept(&homes, ANA));
        homes.hear(&Heard::Event(&looked_at(ANA)));
        assert!(!is_kept(&homes, ANA));
        for heard in [Heard::Event(&Event::Profiles(hub::profiles::Event::Edited { user: BO })), Heard::Missed] {
            reads(&homes, ANA, || {});
            assert!(is_kept(&homes, ANA));
            homes.hear(&heard);
            assert!(!is_kept(&homes, ANA));
        }
        reads(&homes, ANA, || {});
        homes.forget(ANA);
        assert!(!is_kept(&homes, ANA));
    }

    #[test]
    fn what_is_heard_while_somebody_reads_is_not_overlooked() {
        let homes = Homes::new(10);
        reads(&homes, ANA, || homes.hear(&Heard::Event(&looked_at(ANA))));
        assert!(!is_kept(&homes, ANA));
        reads(&homes, ANA, || homes.hear(&Heard::Missed));
        assert!(!is_kept(&homes, ANA));
        // Two of her screens at once: the second began after it, the first did not.
        let first = homes.begin(ANA);
        homes.hear(&Heard::Event(&looked_at(ANA)));
        let second = homes.begin(ANA);
        homes.keep(first, 7, NOON.plus(MINUTE), &Arc::default());
        assert!(!is_kept(&homes, ANA));
        homes.keep(second, 7, NOON.plus(MINUTE), &Arc::default());
        assert!(is_kept(&homes, ANA));
    }

    #[test]
    fn what_reminds_is_left_or_is_counted_anew_is_heard() {
        let reminded = Event::Asks(asks::Event::EndsSoon { id: AskId(3), owner: ANA });
        let left = Event::Rooms(rooms::Event::Left { room: ConversationId(4), log_no: 1, who: ANA, put_out: false });
        let counted = Event::Availability(availability::Event::Recounted { user: ANA });
        for (event, of_bo) in [(reminded, true), (left, true), (counted, false)] {
            let homes = Homes::new(10);
            reads(&homes, ANA, || {});
            reads(&homes, BO, || {});
            homes.hear(&Heard::Event(&event));
            assert_eq!((is_kept(&homes, ANA), is_kept(&homes, BO)), (false, of_bo), "{event:?}");
        }
    }

    #[test]
    fn messages_forget_nobody_but_whoever_says_hello_in_a_room() {
        let homes = Homes::new(10);
        let sent = |to| Event::Messaging(messaging::Event::Sent { conversation: ConversationId(5), no: 1, log_no: 1, by: ANA, to });
        reads(&homes, ANA, || {});
        reads(&homes, BO, || {});
        homes.hear(&Heard::Event(&sent(vec![ANA, BO])));
        assert!(is_kept(&homes, ANA) && is_kept(&homes, BO));
        homes.hear(&Heard::Event(&sent(Vec::new())));
        assert!(!is_kept(&homes, ANA) && is_kept(&homes, BO));
    }

    #[test]
    fn the_oldest_makes_room_and_where_there_is_none_nothing_is_kept() {
        let homes = Homes::new(3);
        (1..=4).for_each(|member| reads(&homes, UserId(member), || {}));
        assert!(!is_kept(&homes, UserId(1)) && (2..=4).all(|member| is_kept(&homes, UserId(member))));
        // Nor do those grow without bound who only begin.
        for member in 5..=50 {
            let _ = homes.begin(UserId(member));
        }
        reads(&homes, ANA, || {});
        assert!(homes.lock().of.len() <= 3 && is_kept(&homes, ANA));
        let none = Homes::new(0);
        reads(&none, ANA, || {});
        assert!(!is_kept(&none, ANA));
    }
}
