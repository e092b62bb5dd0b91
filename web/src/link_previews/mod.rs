//! A card of the page that an ask, an offer or a message links to. Whoever looks at the post sees what is known; what is not known yet, or is old, is
//! read beside the answer, by the hub, once.
//!
//! ```text
//! a post is shown ─▶ known? ─▶ its card
//!                      └─ no, or old ─▶ wanted ─▶ a place free, and not too many of this member's ─▶ claimed in the store ─▶ fetch ─▶ kept
//! ```
//! At most so many at once; what finds no place is wanted again by whoever looks next. Nothing of it waits in a request, and what
//! breaks in it breaks nothing else.

mod fetch;
mod head;

use std::{
    collections::HashMap,
    panic::AssertUnwindSafe,
    sync::{Arc, Mutex},
};

use actix_web::{HttpResponse, web::Path};
use askama::Template;
use futures_util::FutureExt;
use hub::{
    ConversationId, Timestamp, UserId,
    kernel::time::HOUR,
    link_previews::{
        LinkPreview,
        rules::{AN_HOUR, first_link},
    },
    messaging::MessageView,
};
use store::{Store, Tx, link_previews::Known};
use tokio::sync::Semaphore;

use crate::{
    config::Settings,
    layout::Chrome,
    problem::Problem,
    visitor::{Member, Visitor},
};
use fetch::Door;

/// So many pages are read at once.
const AT_ONCE: usize = 4;

pub struct LinkPreviews {
    /// `None`: switched off.
    door: Option<Door>,
    places: Arc<Semaphore>,
    /// How many of whose links were looked at in this hour.
    looked: Mutex<(i64, HashMap<UserId, u32>)>,
}

impl LinkPreviews {
    pub fn new(settings: &Settings) -> Result<LinkPreviews, String> {
        let door = if settings.link_previews { Some(Door::open(settings.public_url.as_ref())?) } else { None };
        Ok(LinkPreviews { door, places: Arc::new(Semaphore::new(AT_ONCE)), looked: Mutex::default() })
    }

    /// Whether one more of this member's may be looked at in this hour.
    fn takes_one_more(&self, whose: UserId, now: Timestamp) -> bool {
        let mut looked = self.looked.lock().unwrap_or_else(|e| e.into_inner());
        let hour = now.0.div_euclid(HOUR);
        if looked.0 != hour {
            *looked = (hour, HashMap::new());
        }
        let n = looked.1.entry(whose).or_default();
        *n += 1;
        *n <= AN_HOUR
    }

    /// Reads the page beside whatever goes on, if there is a place.
    fn want(&self, store: &Store, whose: UserId, address: String, now: Timestamp) {
        let Some(door) = self.door.clone() else { return };
        let Ok(place) = self.places.clone().try_acquire_owned() else { return };
        if !self.takes_one_more(whose, now) {
            return;
        }
        let store = store.clone();
        tokio::spawn(async move {
            let reading = AssertUnwindSafe(look(&store, &door, &address, now)).catch_unwind();
            match reading.await {
                Ok(Ok(())) => {}
                Ok(Err(fault)) => tracing::warn!(error = %fault, "a link's card could not be kept"),
                Err(_) => tracing::error!("reading a linked page panicked"),
            }
            drop(place);
        });
    }
}

async fn look(store: &Store, door: &Door, address: &str, now: Timestamp) -> Result<(), store::Fault> {
    if !store.claim_link(address, now).await? {
        return Ok(());
    }
    let found = fetch::preview(door, address).await;
    if let Err(why) = &found {
        tracing::debug!(%why, "a link has no card");
    }
    store.save_link(address, found.ok().as_ref(), now).await
}

/// The card of a post's link, if one is known; else it is looked at beside the answer.
pub async fn card(visitor: &Visitor, db: &mut Tx, owner: UserId, leads_to: &str, text: &str) -> Result<Option<LinkPreview>, Problem> {
    let previews = &visitor.house().link_previews;
    let Some(address) = first_link(leads_to, text).filter(|_| previews.door.is_some()) else { return Ok(None) };
    let known = store::link_previews::find(db, &address, visitor.now()).await?;
    if !matches!(known, Known::Fresh(_)) {
        previews.want(&visitor.house().store, owner, address, visitor.now());
    }
    Ok(known.shown())
}

/// The cards of what these messages link to, by address: the same, of all of them at once.
pub async fn cards<'m>(
    member: &Member,
    db: &mut Tx,
    messages: impl Iterator<Item = &'m MessageView>,
) -> Result<HashMap<String, LinkPreview>, Problem> {
    let previews = &member.house().link_previews;
    if previews.door.is_none() {
        return Ok(HashMap::new());
    }
    let linked: HashMap<String, UserId> = messages.filter_map(|message| Some((link_of(message)?, message.by))).collect();
    let addresses: Vec<&str> = linked.keys().map(String::as_str).collect();
    let mut known = store::link_previews::list(db, &addresses, member.now()).await?;
    let mut cards = HashMap::new();
    for (address, by) in linked {
        let found = known.remove(&address).unwrap_or(Known::Nothing);
        if !matches!(found, Known::Fresh(_)) {
            previews.want(&member.house().store, by, address.clone(), member.now());
        }
        if let Some(card) = found.shown() {
            cards.insert(address, card);
        }
    }
    Ok(cards)
}

/// What a message links to first, if its reader may read it.
pub fn link_of(message: &MessageView) -> Option<String> {
    first_link("", &message.body).filter(|_| message.deleted_at.is_none())
}

/// The card of one message, as it stands below its words.
#[derive(Template)]
#[template(path = "link_previews/card.html")]
struct Card {
    chrome: Chrome,
    link: LinkPreview,
}

/// `GET /messages/{conversation}/{no}/card`: for a message that came while the page was open. 404 while there is none.
pub async fn of_message(member: Member, path: Path<(i64, i64)>) -> Result<HttpResponse, Problem> {
    let (conversation, no) = path.into_inner();
    let (conversation, reader) = (ConversationId(conversation), member.id());
    let mut db = member.db().await?;
    let message = match store::messaging::find_message(&mut db, reader, conversation, no).await? {
        Some(message) => Some(message),
        None => store::rooms::find_message(&mut db, reader, conversation, no).await?.map(|said| said.message),
    };
    let message = message.ok_or_else(Problem::not_found)?;
    let link = cards(&member, &mut db, std::iter::once(&message)).await?.into_values().next().ok_or_else(Problem::not_found)?;
    Ok(member.page(&Card { chrome: member.bare_chrome(), link }))
}
