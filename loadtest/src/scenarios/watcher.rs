//! A screen that waits for match cards, and the book of which card came where and when.

use std::collections::{BTreeMap, HashMap, HashSet, btree_map::Entry};

use hub::{
    AskId, Event, MatchId, OfferId, UserId, matches,
    matches::Post,
    wire::{ClientFrame, ServerFrame, View},
};
use tokio::{sync::mpsc, time::Instant};

use crate::{measure::Latencies, seat::Player};

/// A card on a screen.
#[derive(Clone, Debug)]
pub struct Card {
    pub screen: UserId,
    pub id: MatchId,
    pub owners: [UserId; 2],
    /// `None`: the event came without its card.
    pub posts: Option<(AskId, OfferId)>,
    pub at: Instant,
}

/// Tells every card that comes.
pub struct Watcher {
    pub screen: UserId,
    pub cards: mpsc::UnboundedSender<Card>,
}

impl Player for Watcher {
    fn heard(&mut self, frame: ServerFrame, now: Instant, _say: &mut Vec<ClientFrame>) {
        let ServerFrame::Event { event: Event::Matches(matches::Event::Told { id, ask_owner, offer_owner }), view, .. } = frame else {
            return;
        };
        let posts = if let View::Match(card) = view { Some((card.ask, card.offer)) } else { None };
        let _ = self.cards.send(Card { screen: self.screen, id, owners: [ask_owner, offer_owner], posts, at: now });
    }
}

/// Every match that was told.
#[derive(Default)]
pub struct Book {
    matches: HashMap<MatchId, Match>,
    doubled: u64,
    /// Told, but the card was gone again (withdrawn) or missing.
    without_card: u64,
}

struct Match {
    owners: [UserId; 2],
    posts: Option<(AskId, OfferId)>,
    screens: BTreeMap<UserId, Instant>,
}

/// What the book says.
#[derive(Default)]
pub struct Findings {
    /// From the post to the card on the second of both screens, each match.
    pub both: Latencies,
    /// The same, the first match of each post.
    pub first: Latencies,
    pub matched_posts: u64,
    /// One of two open screens heard, the other did not.
    pub lost: u64,
    pub doubled: u64,
    pub without_card: u64,
}

impl Book {
    pub fn note(&mut self, card: Card) {
        let Card { screen, id, owners, posts, at } = card;
        self.without_card += u64::from(posts.is_none());
        let entry = self.matches.entry(id).or_insert_with(|| Match { owners, posts, screens: BTreeMap::new() });
        entry.posts = entry.posts.or(posts);
        match entry.screens.entry(screen) {
            Entry::Occupied(_) => self.doubled += 1,
            Entry::Vacant(free) => {
                free.insert(at);
            }
        }
    }

    pub fn len(&self) -> usize {
        self.matches.len()
    }

    pub fn is_empty(&self) -> bool {
        self.matches.is_empty()
    }

    /// Whether every card came to every open screen it is for.
    pub fn is_complete(&self, here: &HashSet<UserId>) -> bool {
        self.matches.values().all(|m| m.owners.iter().all(|o| !here.contains(o) || m.screens.contains_key(o)))
    }

    /// The posts of a match, and when it was on both screens, if it is for two that are open and on both.
    pub fn on_both(&self, id: MatchId, here: &HashSet<UserId>) -> Option<([Post; 2], Instant)> {
        let told = self.matches.get(&id)?;
        let (ask, offer) = told.posts?;
        let whole = told.owners.iter().all(|owner| here.contains(owner) && told.screens.contains_key(owner));
        Some(([Post::Ask(ask), Post::Offer(offer)], *told.screens.values().max()?)).filter(|_| whole)
    }

    /// `posted`: when each measured post was intended. A match counts from the later of its two posts; one whose
    /// screens were not both open, or that none of them made, is left out.
    pub fn findings(&self, posted: &HashMap<Post, Instant>, here: &HashSet<UserId>) -> Findings {
        let mut found = Findings { doubled: self.doubled, without_card: self.without_card, ..Findings::default() };
        let mut first: HashMap<Post, Instant> = HashMap::new();
        for told in self.matches.values() {
            let awaited = told.owners.iter().filter(|owner| here.contains(owner)).count();
            if told.screens.len() < awaited {
                found.lost += 1;
                continue;
            }
            let Some((ask, offer)) = told.posts else { continue };
            let newer = [Post::Ask(ask), Post::Offer(offer)]
                .into_iter()
                .filter_map(|post| Some((*posted.get(&post)?, post)))
                .max_by_key(|(at, _)| *at);
            let (Some((at, post)), Some(on_both)) = (newer, told.screens.values().max()) else { continue };
            if awaited < 2 {
                continue;
            }
            found.both.record(on_both.saturating_duration_since(at));
            first.entry(post).and_modify(|f| *f = (*f).min(*on_both)).or_insert(*on_both);
        }
        for (post, at) in &first {
            found.first.record(at.saturating_duration_since(posted[post]));
        }
        found.matched_posts = first.len() as u64;
        found
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    const ANA: UserId = UserId(1);
    const BO: UserId = UserId(2);
    const MS: Duration = Duration::from_millis(1);

    fn card(screen: UserId, id: i64, at: Instant) -> Card {
        Card { screen, id: MatchId(id), owners: [ANA, BO], posts: Some((AskId(id), OfferId(9))), at }
    }

    #[test]
    fn a_match_counts_from_the_later_post_to_the_later_screen() {
        let (began, here) = (Instant::now(), HashSet::from([ANA, BO]));
        let posted = HashMap::from([(Post::Offer(OfferId(9)), began), (Post::Ask(AskId(1)), began + 100 * MS)]);
        let mut book = Book::default();
        book.note(card(ANA, 1, began + 110 * MS));
        assert!(!book.is_complete(&here));
        book.note(card(BO, 1, began + 120 * MS));
        assert!(book.is_complete(&here));
        let found = book.findings(&posted, &here);
        assert!((found.both.summary().unwrap().p50_ms - 20.0).abs() < 0.1);
        assert_eq!((found.matched_posts, found.lost, found.doubled), (1, 0, 0));
    }

    #[test]
    fn a_card_on_one_of_two_open_screens_is_lost_and_one_told_twice_is_doubled() {
        let (began, here) = (Instant::now(), HashSet::from([ANA, BO]));
        let mut book = Book::default();
        book.note(card(ANA, 1, began));
        book.note(card(ANA, 1, began + MS));
        let found = book.findings(&HashMap::new(), &here);
        assert_eq!((found.lost, found.doubled), (1, 1));
        let found = book.findings(&HashMap::new(), &HashSet::from([ANA]));
        assert_eq!(found.lost, 0, "bo has no screen open");
    }
}
