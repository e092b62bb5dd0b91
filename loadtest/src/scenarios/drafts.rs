//! Asks and offers to post: ordinary needs of ordinary places, made from a number so that a run can be repeated. Draft
//! `n` of one kind fits draft `n` of the other, and a few more in passing.

use hub::{
    asks::{self, AskKind},
    offers::{self, OfferKind},
};

/// What is needed, as (what somebody asks for, what somebody offers, category, ask's kind, offer's kind).
const TASKS: [(&str, &str, &str, AskKind, OfferKind); 12] = [
    ("somebody to write a newsletter", "I write newsletters", "marketing-content", AskKind::Hire, OfferKind::Service),
    ("a logo drawn", "I draw logos", "creative-design", AskKind::Hire, OfferKind::Service),
    ("testers for a booking app", "I test booking apps", "development", AskKind::BetaTester, OfferKind::Feedback),
    ("feedback on a price list", "I give feedback on price lists", "sales-outreach", AskKind::Feedback, OfferKind::Feedback),
    ("advice on answering reviews", "I answer reviews kindly", "customer-support", AskKind::Advice, OfferKind::Skill),
    ("help planning the weekly rota", "I plan weekly rotas", "operations", AskKind::Advice, OfferKind::Skill),
    ("to learn spreadsheet formulas", "I teach spreadsheet formulas", "learning-education", AskKind::Learning, OfferKind::Course),
    ("product photos retouched", "I retouch product photos", "creative-design", AskKind::Hire, OfferKind::Service),
    ("a website repaired", "I repair websites", "development", AskKind::Hire, OfferKind::Service),
    ("invoices sorted automatically", "I sort invoices automatically", "operations", AskKind::Hire, OfferKind::Service),
    ("a video with subtitles", "I put subtitles on videos", "creative-design", AskKind::Hire, OfferKind::Service),
    ("posters for an event", "I make posters for events", "marketing-content", AskKind::Hire, OfferKind::Service),
];

const PLACES: [&str; 40] = [
    "bakery",
    "choir",
    "bicycle workshop",
    "dental practice",
    "flower shop",
    "football club",
    "bookshop",
    "kindergarten",
    "vineyard",
    "yoga studio",
    "carpentry",
    "food bank",
    "language school",
    "hair salon",
    "campsite",
    "pottery",
    "brewery",
    "veterinary clinic",
    "theatre group",
    "allotment society",
    "cheese dairy",
    "driving school",
    "fishing harbour",
    "goldsmith",
    "hostel",
    "ice cream parlour",
    "judo club",
    "kennel",
    "library",
    "museum",
    "nursing home",
    "orchestra",
    "pharmacy",
    "quilting circle",
    "radio station",
    "sailing school",
    "tea house",
    "upholstery",
    "violin maker",
    "zoo",
];

const TOOLS: [&str; 3] = ["midjourney", "chatgpt", "claude"];

/// How many differ.
pub const DIFFERENT: usize = TASKS.len() * PLACES.len();

pub fn ask(n: usize) -> asks::Draft {
    let (need, _, category, kind, _) = TASKS[n % TASKS.len()];
    let place = PLACES[n / TASKS.len() % PLACES.len()];
    asks::Draft {
        title: format!("Looking for {need} for my {place}"),
        description: format!("I run a small {place} and would like {need}. I don't know how to begin."),
        kind,
        category: category.to_owned(),
        tools: vec![tool(n)],
        ..asks::Draft::default()
    }
}

pub fn offer(n: usize) -> offers::Draft {
    let (_, give, category, _, kind) = TASKS[n % TASKS.len()];
    let place = PLACES[n / TASKS.len() % PLACES.len()];
    offers::Draft {
        title: format!("{give}, best of all for a {place}"),
        description: format!("{give}. I have done it for a {place} before and know what matters there."),
        kind,
        category: category.to_owned(),
        tools: vec![tool(n)],
        ..offers::Draft::default()
    }
}

fn tool(n: usize) -> String {
    TOOLS[n % TOOLS.len()].to_owned()
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use hub::Timestamp;

    use super::*;

    #[test]
    fn the_hub_takes_every_draft_and_no_two_are_alike() {
        let mut titles = HashSet::new();
        for n in 0..DIFFERENT {
            asks::rules::checked(&ask(n), Timestamp(0)).unwrap();
            offers::rules::checked(&offer(n)).unwrap();
            assert!(titles.insert(ask(n).title) && titles.insert(offer(n).title), "{n}");
        }
    }

    #[test]
    fn categories_and_tools_are_those_of_the_fixtures() {
        let fixtures = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../fixtures");
        let taxonomy = std::fs::read_to_string(fixtures.join("taxonomy/taxonomy.yaml")).unwrap();
        let files = std::fs::read_dir(fixtures.join("tools")).unwrap();
        let tools: String = files.map(|file| std::fs::read_to_string(file.unwrap().path()).unwrap()).collect();
        for (_, _, category, _, _) in TASKS {
            assert!(taxonomy.contains(&format!("type: offer_category\n  slug: {category}\n")), "{category}");
        }
        for tool in TOOLS {
            assert!(tools.contains(&format!("slug: {tool}\n")), "{tool}");
        }
    }
}
