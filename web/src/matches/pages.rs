//! The match card: who, what, why, one button that opens the first message, and “not for me”.
//! It stands in `matches/card.html`, included wherever `card` is in scope; live ones are clones of the blank one.

use askama::Template;

use crate::layout::Chrome;
use hub::{AskId, MatchId, OfferId, Timestamp, asks::AskKind, claims::Places, matches::MatchCard, offers::OfferKind};

/// `ask` or `offer`: what the first message is about. Whoever asks writes about the offer, whoever offers about the ask.
pub fn about(card: &MatchCard) -> &'static str {
    if card.reader_asks { "offer" } else { "ask" }
}

pub fn subject(card: &MatchCard) -> i64 {
    if card.reader_asks { card.offer.0 } else { card.ask.0 }
}

/// What the other one posted.
pub fn theirs(card: &MatchCard) -> (&str, &str) {
    if card.reader_asks { (&card.offer_title, &card.offer_path) } else { (&card.ask_title, &card.ask_path) }
}

/// What the reader posted.
pub fn own(card: &MatchCard) -> (&str, &str) {
    if card.reader_asks { (&card.ask_title, &card.ask_path) } else { (&card.offer_title, &card.offer_path) }
}

/// What the form begins with. Who asks hands on what they need: the address of their own ask, on a line of its own.
pub fn first_line(chrome: &Chrome, card: &MatchCard) -> String {
    if !card.reader_asks || card.first_line.is_empty() {
        return card.first_line.clone();
    }
    format!("{}\n{}{}\n", card.first_line.trim_end(), chrome.public_url, card.ask_path)
}

pub fn badge(card: &MatchCard) -> String {
    if card.reader_asks { card.offer_kind.badge().to_string() } else { card.ask_kind.badge().to_string() }
}

/// A card of the demonstration on the landing page: it shows what a match is, and leads nowhere.
pub fn is_made_up(card: &MatchCard) -> bool {
    card.id.0 < 0
}

/// The empty card that live ones are made from.
pub fn blank() -> MatchCard {
    MatchCard {
        id: MatchId(0),
        reader_asks: true,
        person: crate::connections::pages::blank_person(),
        ask: AskId(0),
        ask_title: String::new(),
        ask_kind: AskKind::Advice,
        ask_path: String::new(),
        offer: OfferId(0),
        offer_title: String::new(),
        offer_kind: OfferKind::Skill,
        offer_path: String::new(),
        price: String::new(),
        score: 0,
        reasons: vec![String::new()],
        first_line: String::new(),
        missing: Vec::new(),
        answers: String::new(),
        told: true,
        connection: None,
        found_at: Timestamp(0),
        places: Some(Places::default()),
    }
}

/// `matches/card.html`, apart from the pages it stands on: so the compiler meets it once, not once a page.
#[derive(Template)]
#[template(path = "matches/card.html")]
struct CardAlone<'a> {
    chrome: &'a Chrome,
    card: &'a hub::matches::MatchCard,
    /// On the page of the reader's own ask or offer.
    of_person: Option<&'a Theirs<'a>>,
}

/// What of one person fits an ask or offer: one card, and what else there is.
pub struct Theirs<'a> {
    pub best: &'a MatchCard,
    pub more: Vec<&'a MatchCard>,
}

/// The cards of an ask or offer by person, each in the place of their first one.
pub fn by_person(cards: &[MatchCard]) -> Vec<Theirs<'_>> {
    let mut all: Vec<Theirs> = Vec::new();
    for card in cards {
        match all.iter_mut().find(|theirs| theirs.best.person.id == card.person.id) {
            Some(theirs) => theirs.more.push(card),
            None => all.push(Theirs { best: card, more: Vec::new() }),
        }
    }
    all
}

/// The card of one person on the page of the ask or offer, which says whether they were told of it.
pub fn card_of(chrome: &Chrome, theirs: &Theirs) -> Result<crate::look::Html, askama::Error> {
    CardAlone { chrome, card: theirs.best, of_person: Some(theirs) }.render().map(crate::look::Html::trusted)
}

pub fn card(chrome: &Chrome, card: &hub::matches::MatchCard) -> Result<crate::look::Html, askama::Error> {
    CardAlone { chrome, card, of_person: None }.render().map(crate::look::Html::trusted)
}
