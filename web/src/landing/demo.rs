//! Three matches that never were, for the landing page to show how one looks: made of the card that members see, by people
//! who don't exist. Their ids are negative, and nothing on them leads anywhere.

use hub::{MatchId, asks::AskKind, matches::MatchCard, offers::OfferKind, profiles::PersonCard, say};

use crate::connections::pages::blank_person;

/// What somebody asked for, and the card that they had a moment later.
pub struct Pair {
    pub asker: PersonCard,
    pub sentence: String,
    pub card: MatchCard,
}

/// Who they are and what of; what they say stands under `landing-demo-…`.
struct Told {
    asker: (&'static str, &'static str),
    kind: AskKind,
    helper: (&'static str, &'static str),
    offer_kind: OfferKind,
}

const TOLD: [Told; 3] = [
    Told { asker: ("rosa-bakes", "Rosa"), kind: AskKind::Advice, helper: ("nora-writes", "Nora"), offer_kind: OfferKind::Skill },
    Told { asker: ("tobi-ships", "Tobi"), kind: AskKind::BetaTester, helper: ("gwil-choir", "Gwil"), offer_kind: OfferKind::Feedback },
    Told { asker: ("edith-m", "Edith"), kind: AskKind::Learning, helper: ("arto-k", "Arto"), offer_kind: OfferKind::Mentorship },
];

/// The three of them.
pub fn pairs() -> Vec<Pair> {
    TOLD.iter().zip(1..).map(|(told, n)| pair(told, n)).collect()
}

fn pair(told: &Told, n: i64) -> Pair {
    let words = |of: &str| say(format!("landing-demo-{n}-{of}")).to_string();
    let person = |(handle, name): (&str, &str), tagline: String| PersonCard {
        id: (-n).into(),
        handle: handle.to_owned(),
        name: name.to_owned(),
        tagline,
        portrait: format!("/portraits/{handle}.svg"),
        ..blank_person()
    };
    let sentence = words("sentence");
    let card = MatchCard {
        id: MatchId(-n),
        reader_asks: true,
        person: person(told.helper, words("line")),
        ask: (-n).into(),
        ask_title: sentence.clone(),
        ask_kind: told.kind,
        offer: (-n).into(),
        offer_title: words("offer"),
        offer_kind: told.offer_kind,
        price: words("price"),
        reasons: vec![words("reason-1"), words("reason-2")],
        answers: words("answers"),
        told: false,
        places: None,
        ..crate::matches::pages::blank()
    };
    Pair { asker: person(told.asker, String::new()), sentence, card }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nobody_in_the_demonstration_is_anybody() {
        let pairs = pairs();
        assert_eq!(pairs.len(), 3);
        for Pair { asker, sentence, card } in pairs {
            assert!(asker.id.0 < 0 && card.id.0 < 0 && card.person.id.0 < 0 && card.ask.0 < 0 && card.offer.0 < 0);
            assert!(crate::matches::pages::is_made_up(&card) && card.offer_path.is_empty() && card.ask_path.is_empty());
            assert_eq!((&card.ask_title, card.reasons.len() >= 2), (&sentence, true), "a match has two reasons at least");
        }
    }
}
