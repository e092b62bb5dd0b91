//! Three matches that never were, for the landing page to show how one looks: made of the card that members see, by people
//! who don't exist. Their ids are negative, and nothing on them leads anywhere.

use hub::{MatchId, asks::AskKind, matches::MatchCard, offers::OfferKind, profiles::PersonCard};

use crate::connections::pages::blank_person;

/// What somebody asked for, and the card that they had a moment later.
pub struct Pair {
    pub asker: PersonCard,
    pub sentence: &'static str,
    pub card: MatchCard,
}

struct Told {
    asker: (&'static str, &'static str),
    sentence: &'static str,
    kind: AskKind,
    helper: (&'static str, &'static str, &'static str),
    answers: &'static str,
    offer: (&'static str, OfferKind, &'static str),
    reasons: &'static [&'static str],
}

const TOLD: [Told; 3] = [
    Told {
        asker: ("rosa-bakes", "Rosa"),
        sentence: "Posts for my bakery that sound like me",
        kind: AskKind::Advice,
        helper: ("nora-writes", "Nora", "Eleven years of adverts, now plain sentences"),
        answers: "usually answers in 12 min · 9 of the last 10",
        offer: ("I write posts for small shops", OfferKind::Skill, "Free"),
        reasons: &["the ask says “posts for my bakery”, the offer “posts for small shops”", "both about copywriting"],
    },
    Told {
        asker: ("tobi-ships", "Tobi"),
        sentence: "Five people to try my app for choirs",
        kind: AskKind::BetaTester,
        helper: ("gwil-choir", "Gwil", "Sings bass, loses the sheet music"),
        answers: "usually answers in 2 h · 4 of the last 5",
        offer: ("I try apps for choirs, bands and clubs", OfferKind::Feedback, "Free"),
        reasons: &["you both say: app, choirs", "both about user testing"],
    },
    Told {
        asker: ("edith-m", "Edith"),
        sentence: "Somebody to teach me to edit my grandchildren's videos",
        kind: AskKind::Learning,
        helper: ("arto-k", "Arto", "Cuts films at night, teaches by day"),
        answers: "usually answers in 40 min · 10 of the last 10",
        offer: ("An hour of video editing for beginners", OfferKind::Mentorship, "$20/hr"),
        reasons: &["the ask says “teach me”, the offer “for beginners”", "both about video editing"],
    },
];

/// The three of them.
pub fn pairs() -> Vec<Pair> {
    TOLD.iter().zip(1..).map(|(told, n)| pair(told, n)).collect()
}

fn pair(told: &Told, n: i64) -> Pair {
    let person = |(handle, name, tagline): (&str, &str, &str)| PersonCard {
        id: (-n).into(),
        handle: handle.to_owned(),
        name: name.to_owned(),
        tagline: tagline.to_owned(),
        portrait: format!("/portraits/{handle}.svg"),
        ..blank_person()
    };
    let (offer_title, offer_kind, price) = told.offer;
    let card = MatchCard {
        id: MatchId(-n),
        reader_asks: true,
        person: person(told.helper),
        ask: (-n).into(),
        ask_title: told.sentence.to_owned(),
        ask_kind: told.kind,
        offer: (-n).into(),
        offer_title: offer_title.to_owned(),
        offer_kind,
        price: price.to_owned(),
        reasons: told.reasons.iter().map(|reason| (*reason).to_owned()).collect(),
        answers: told.answers.to_owned(),
        told: false,
        places: None,
        ..crate::matches::pages::blank()
    };
    Pair { asker: person((told.asker.0, told.asker.1, "")), sentence: told.sentence, card }
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
            assert_eq!((card.ask_title.as_str(), card.reasons.len() >= 2), (sentence, true), "a match has two reasons at least");
        }
    }
}
