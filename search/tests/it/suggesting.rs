//! What the composer suggests while somebody types.

use hub::{asks::AskKind, offers::OfferKind};
use search::suggest::{Suggestion, suggest};

use crate::town::Town;

fn guess(town: &Town, text: &str) -> Suggestion {
    suggest(text, "en", &town.terms, &town.tool_refs)
}

#[test]
fn kinds_are_guessed_from_how_people_begin() {
    let town = Town::load();
    for (text, kind) in [
        ("Looking for people to try my recipe app", AskKind::BetaTester),
        ("Feedback on my landing page, please", AskKind::Feedback),
        ("I want to learn AI", AskKind::Learning),
        ("I need help writing posts for my bakery", AskKind::Advice),
        ("I'd like to meet someone who sells at markets", AskKind::Introduction),
        ("I want to hire somebody for two days", AskKind::Hire),
        ("Looking for a cofounder", AskKind::Collaborator),
    ] {
        assert_eq!(guess(&town, text).ask_kind, Some(kind), "{text}");
    }
    for (text, kind) in [
        ("I test your app on three old phones", OfferKind::Feedback),
        ("A course about light", OfferKind::Course),
        ("A template for menus", OfferKind::Template),
        ("I can help you sew", OfferKind::Skill),
    ] {
        assert_eq!(guess(&town, text).offer_kind, Some(kind), "{text}");
    }
    assert_eq!(guess(&town, "Rhubarb"), Suggestion::default());
}

#[test]
fn tags_are_guessed_from_plain_words() {
    let town = Town::load();
    for (text, tag) in [
        ("I want to start a newsletter for our street", "newsletter-writing"),
        ("Somebody to translate my menu", "translation"),
        ("Product photos of my soap", "photography"),
        ("My invoices are a mess", "bookkeeping"),
        ("A React page that is slow", "react"),
    ] {
        let tags = guess(&town, text).tags;
        assert!(tags.iter().any(|slug| slug == tag), "{text}: {tags:?}");
        assert!(tags.len() <= 4);
    }
    assert!(guess(&town, "I need help").tags.is_empty());
}

#[test]
fn tools_are_guessed_when_they_are_named() {
    let town = Town::load();
    assert_eq!(guess(&town, "Flyers in canva, pictures from Midjourney").tools.len(), 2);
    assert!(guess(&town, "Help me make a cake and move the cursor").tools.is_empty());
    assert!(guess(&town, "Make a cake").tools.is_empty());
}

#[test]
fn a_category_is_guessed_when_one_stands_out() {
    let town = Town::load();
    for (text, category) in [
        ("A logo and a poster for my shop", "creative-design"),
        ("Bookkeeping and receipts for my cafe", "operations"),
        ("A bug in my website, the database is slow", "development"),
    ] {
        assert_eq!(guess(&town, text).category.as_deref(), Some(category), "{text}");
    }
    assert_eq!(guess(&town, "Rhubarb").category, None);
}
