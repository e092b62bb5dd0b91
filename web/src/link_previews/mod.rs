//! A card of the page that an ask or offer links to. Whoever looks at the post sees what is known; what is not known yet, or is old, is
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

use futures_util::FutureExt;
use hub::{
    Timestamp, UserId,
    kernel::time::HOUR,
    link_previews::{
        LinkPreview,
        rules::{AN_HOUR, first_link},
    },
};
use store::{Store, Tx, link_previews::Known};
use tokio::sync::Semaphore;

use crate::{config::Settings, problem::Problem, visitor::Visitor};
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
