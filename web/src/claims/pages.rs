//! How an ask's places stand, beside whatever form one writes in: `claims/line.html` says it, `claims/buttons.html` has the
//! buttons. Both stand in an element with `data-hold`, and change there while one looks.

use hub::{
    AskId, Timestamp,
    claims::{Places, PlacesView, rules},
    matches::MatchCard,
};

/// The places of an ask, for somebody who could help.
#[derive(Clone, Debug, Default)]
pub struct Place {
    pub ask: i64,
    /// How the ask's owner is called.
    pub name: String,
    pub places: Places,
    /// They are told when one is free.
    pub waits: bool,
}

impl Place {
    pub fn of(card: &MatchCard) -> Place {
        Place { ask: card.ask.0, name: card.person.name.clone(), places: card.places.unwrap_or_default(), waits: false }
    }

    pub fn words(&self) -> String {
        let Places { places, accepted, held, .. } = self.places;
        rules::places_words(places, accepted, held)
    }

    pub fn is_mine(&self) -> bool {
        self.places.mine.is_some()
    }

    /// When it runs out; midnight of 1970 where none is held, which no screen shows.
    pub fn until(&self) -> Timestamp {
        self.places.mine.unwrap_or_default()
    }

    /// There is one to be had.
    pub fn is_free(&self) -> bool {
        !self.is_mine() && self.places.left() > 0
    }

    pub fn is_full(&self) -> bool {
        !self.is_mine() && self.places.left() == 0
    }
}

/// The empty row that live ones are made from.
pub fn blank() -> PlacesView {
    PlacesView {
        ask: AskId(0),
        title: String::new(),
        path: "/home".to_owned(),
        owner: crate::connections::pages::blank_person(),
        places: Places::default(),
        writing: Vec::new(),
    }
}

/// “Bo is writing to you · 1 of 2 places held”; nothing while nobody is.
pub fn writing_words(now: &PlacesView) -> String {
    let names: Vec<&str> = now.writing.iter().map(|person| person.name.as_str()).collect();
    if names.is_empty() {
        return String::new();
    }
    format!("{} · {}", rules::writing_words(&names), rules::held_words(now.places.places, now.places.held))
}
