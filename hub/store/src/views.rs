//! What a reader is shown beside an event, as it is now. Live delivery and replay both come through here.

use std::collections::{BTreeSet, HashMap};

use hub::{
    ConversationId, Event, MatchId, Timestamp, UserId, asks as hub_asks, claims as hub_claims, connections as hub_connections,
    kernel::locale, matches as hub_matches, matches::MatchCard, messaging as hub_messaging, moderation as hub_moderation,
    moderation::Thing, notices as hub_notices, offers as hub_offers, points as hub_points, wire::View,
};

use crate::{Fault, Tx, accounts, asks, claims, connections, matches, messaging, notices, offers, times};

/// `View::None` when there is nothing to show, or nothing any more that `reader` may see.
pub async fn of(db: &mut Tx, reader: UserId, event: &Event, at: Timestamp) -> Result<View, Fault> {
    // What has words of ours in it is said in the reader's language, whoever's wish is carried out. Cards and notices see to it.
    let has_words = matches!(event, Event::Asks(_) | Event::Offers(_) | Event::Connections(_) | Event::Claims(_) | Event::Points(_));
    if !has_words {
        return said(db, reader, event, at).await;
    }
    let reads = accounts::locale(db, reader).await?;
    locale::scope(reads, said(db, reader, event, at)).await
}

async fn said(db: &mut Tx, reader: UserId, event: &Event, at: Timestamp) -> Result<View, Fault> {
    let view = match event {
        Event::Messaging(e) => match e {
            hub_messaging::Event::Sent { conversation, no, .. }
            | hub_messaging::Event::Edited { conversation, no, .. }
            | hub_messaging::Event::Deleted { conversation, no, .. }
            | hub_messaging::Event::Reacted { conversation, no, .. }
            | hub_messaging::Event::Pinned { conversation, no, .. } => {
                messaging::find_message(db, reader, *conversation, *no).await?.map(|m| View::Message(Box::new(m)))
            }
            hub_messaging::Event::Muted { conversation, .. } | hub_messaging::Event::Archived { conversation, .. } => {
                messaging::find_conversation(db, reader, *conversation).await?.map(|c| View::Conversation(Box::new(c)))
            }
            hub_messaging::Event::Drafted { conversation, by } if *by == reader => {
                Some(View::Draft(Box::new(messaging::find_draft(db, reader, *conversation, at).await?)))
            }
            hub_messaging::Event::Drafted { .. }
            | hub_messaging::Event::Read { .. }
            | hub_messaging::Event::Delivered { .. }
            | hub_messaging::Event::ReceiptsSet { .. } => None,
        },
        Event::Times(e) => times::find(db, reader, e.conversation()).await?.map(|t| View::Times(Box::new(t))),
        Event::Claims(
            hub_claims::Event::Taken { ask, .. }
            | hub_claims::Event::Renewed { ask, .. }
            | hub_claims::Event::Ended { ask, .. }
            | hub_claims::Event::PlacesChanged { ask, .. },
        ) => claims::find_places(db, reader, *ask).await?.map(|p| View::Places(Box::new(p))),
        Event::Matches(
            hub_matches::Event::Told { id, .. } | hub_matches::Event::Updated { id, .. } | hub_matches::Event::Restored { id, .. },
        ) => matches::find_card(db, reader, *id).await?.map(|c| View::Match(Box::new(c))),
        Event::Connections(
            hub_connections::Event::Opened { id, .. } | hub_connections::Event::Moved { id, .. } | hub_connections::Event::Rated { id, .. },
        ) => connections::find(db, reader, *id).await?.map(|c| View::Connection(Box::new(c))),
        Event::Asks(e) => match e {
            hub_asks::Event::Posted { id, .. }
            | hub_asks::Event::Edited { id, .. }
            | hub_asks::Event::StatusChanged { id, .. }
            | hub_asks::Event::PlacesChanged { id, .. }
            | hub_asks::Event::Expired { id, .. }
            | hub_asks::Event::Renewed { id, .. } => asks::find(db, Some(reader), *id).await?.map(|a| View::Ask(Box::new(a))),
            hub_asks::Event::Archived { .. } | hub_asks::Event::EndsSoon { .. } | hub_asks::Event::Looked { .. } => None,
        },
        Event::Offers(e) => match e {
            hub_offers::Event::Posted { id, .. } | hub_offers::Event::Edited { id, .. } | hub_offers::Event::StatusChanged { id, .. } => {
                offers::find(db, Some(reader), *id).await?.map(|o| View::Offer(Box::new(o)))
            }
            hub_offers::Event::FirstPublished { .. } | hub_offers::Event::Looked { .. } => None,
        },
        Event::Notices(hub_notices::Event::Noticed { id, .. }) => notices::find(db, reader, *id).await?.map(|n| View::Notice(Box::new(n))),
        // A message that is hidden or shown again; a post's owner sees what became of it.
        Event::Moderation(hub_moderation::Event::Hidden { thing, .. } | hub_moderation::Event::Restored { thing, .. }) => match thing {
            Thing::Message { conversation, no } => {
                messaging::find_message(db, reader, *conversation, *no).await?.map(|m| View::Message(Box::new(m)))
            }
            Thing::Ask(id) => asks::find(db, Some(reader), *id).await?.map(|a| View::Ask(Box::new(a))),
            Thing::Offer(id) => offers::find(db, Some(reader), *id).await?.map(|o| View::Offer(Box::new(o))),
            Thing::Profile(_) | Thing::Review(_) => None,
        },
        Event::Points(hub_points::Event::Awarded { reason, .. }) => Some(View::Points { words: reason.words().to_owned(), at }),
        _ => None,
    };
    Ok(view.unwrap_or(View::None))
}

/// The message an event shows.
fn shows_message(event: &Event) -> Option<(ConversationId, i64)> {
    use hub_messaging::Event as E;
    match event {
        Event::Messaging(
            E::Sent { conversation, no, .. }
            | E::Edited { conversation, no, .. }
            | E::Deleted { conversation, no, .. }
            | E::Reacted { conversation, no, .. }
            | E::Pinned { conversation, no, .. },
        ) => Some((*conversation, *no)),
        _ => None,
    }
}

/// The same for many readers, in their order. Most that a crowd has missed are messages and cards: those are read in one go.
pub async fn of_many(db: &mut Tx, shown: &[(UserId, Event, Timestamp)]) -> Result<Vec<View>, Fault> {
    let messages: Vec<_> =
        shown.iter().filter_map(|(reader, event, _)| shows_message(event).map(|(conversation, no)| (*reader, conversation, no))).collect();
    let messages = messaging::find_messages(db, &messages).await?;
    let cards: Vec<_> = shown.iter().filter_map(|(reader, event, _)| shows_card(event).map(|(id, _)| (*reader, id))).collect();
    let cards = matches::find_cards(db, &cards).await?;
    let mut views = Vec::with_capacity(shown.len());
    for (reader, event, at) in shown {
        let message = shows_message(event).map(|(conversation, no)| messages.get(&(*reader, conversation, no)).cloned());
        let card = shows_card(event).map(|(id, _)| cards.get(&(*reader, id)).cloned());
        views.push(match (message, card) {
            (Some(message), _) => message.map_or(View::None, |m| View::Message(Box::new(m))),
            (_, Some(card)) => card.map_or(View::None, |c| View::Match(Box::new(c))),
            _ => of(db, *reader, event, *at).await?,
        });
    }
    Ok(views)
}

/// The cards of all matches that a batch tells of, read in one go: a busy matcher tells hundreds.
#[derive(Default)]
pub(crate) struct CardsAhead {
    cards: HashMap<(UserId, MatchId), MatchCard>,
}

/// The match an event shows a card of, and its two readers.
fn shows_card(event: &Event) -> Option<(MatchId, [UserId; 2])> {
    match event {
        Event::Matches(
            hub_matches::Event::Told { id, ask_owner, offer_owner } | hub_matches::Event::Updated { id, ask_owner, offer_owner },
        ) => Some((*id, [*ask_owner, *offer_owner])),
        _ => None,
    }
}

impl CardsAhead {
    pub async fn load(db: &mut Tx, events: impl Iterator<Item = &Event>) -> Result<CardsAhead, Fault> {
        let wanted: BTreeSet<(UserId, MatchId)> =
            events.filter_map(shows_card).flat_map(|(id, readers)| readers.map(|reader| (reader, id))).collect();
        let wanted: Vec<(UserId, MatchId)> = wanted.into_iter().collect();
        Ok(CardsAhead { cards: matches::find_cards(db, &wanted).await? })
    }

    /// Whether this event's views were read ahead.
    pub fn has(&self, event: &Event) -> bool {
        shows_card(event).is_some()
    }

    /// The same as [`of`].
    pub fn of(&self, reader: UserId, event: &Event) -> View {
        let card = shows_card(event).and_then(|(id, _)| self.cards.get(&(reader, id)));
        card.map_or(View::None, |card| View::Match(Box::new(card.clone())))
    }
}
