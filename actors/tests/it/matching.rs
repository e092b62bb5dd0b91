//! The matcher, live: what it knows of those who offer, and that every score can be made anew.

use std::sync::Arc;

use actors::{
    Finder, Limits, Texts,
    testing::{Member, World},
};
use hub::{
    Answer, AskId, Command, DAY,
    asks::{self, AskKind},
    connections::{self, Step},
    matches::{Facts, MatchCard},
    offers::{self, OfferKind},
    presence::{self, Shown, State},
};
use search::{
    Reading,
    pairing::{self, Weights},
};

async fn world() -> World {
    let (index, _) = search::Index::open(None, 1).unwrap();
    World::complete(Limits::default(), Some(Finder { index: Arc::new(index), empty: true }), Texts::default()).await
}

fn draft(description: &str) -> asks::Draft {
    let title = "Feedback on my landing page".to_owned();
    asks::Draft { title, description: description.to_owned(), kind: AskKind::Feedback, ..asks::Draft::default() }
}

async fn asks_for_feedback(who: &Member) -> AskId {
    match who.does(Command::Asks(asks::Command::Post { draft: draft("It sells soap.") })).await {
        Ok(Answer::Ask { id, .. }) => id,
        other => panic!("the ask was not posted: {other:?}"),
    }
}

async fn offers_to_look(who: &Member) {
    let (title, description) = ("I look at landing pages".to_owned(), "And say what a stranger sees.".to_owned());
    let draft = offers::Draft { title, description, kind: OfferKind::Feedback, ..offers::Draft::default() };
    who.does(Command::Offers(offers::Command::Post { draft, publish: true })).await.unwrap();
}

/// Somebody helped somebody to the end, and that was rated.
async fn has_helped(helper: &Member, who: &Member, stars: i64) {
    let ask = who.asks("A song for my choir").await;
    let id = helper.offers_help_with(ask, who, "I write songs").await.unwrap();
    for (by, step) in [(who, Step::Accept), (helper, Step::Start), (helper, Step::Done), (who, Step::Done)] {
        by.does(Command::Connections(connections::Command::Move { id, step })).await.unwrap();
    }
    who.does(Command::Connections(connections::Command::Rate { id, stars, words: String::new() })).await.unwrap();
}

/// Each card of an ask with what its score was made from, the best first, once that was found to make the same score anew.
async fn scored(world: &World, owner: &Member, ask: AskId) -> Vec<(MatchCard, Facts)> {
    world.comes_to_rest().await;
    let mut db = world.collective().store().read().await.unwrap();
    let asked = Reading::of(search::Post::of_ask(&store::asks::find(&mut db, Some(owner.id), ask).await.unwrap().unwrap()));
    let mut all = Vec::new();
    for card in store::matches::list_for_ask(&mut db, owner.id, ask).await.unwrap() {
        let (score, facts) = store::matches::find_facts(&mut db, card.id).await.unwrap().unwrap();
        let offer = store::offers::find(&mut db, Some(owner.id), card.offer).await.unwrap().unwrap();
        let again = pairing::pair(&asked, &Reading::of(search::Post::of_offer(&offer)), &Weights::default(), &facts).unwrap();
        assert_eq!((score, again.score, facts.table), (card.score, score, pairing::table(0)), "{facts:?}");
        all.push((card, facts));
    }
    all
}

#[actix_web::test]
async fn every_score_is_made_anew_from_its_posts_and_the_facts_that_the_match_keeps() {
    let world = world().await;
    let [ana, bo, cy, dee] = world.members(["ana", "bo", "cy", "dee"]).await;
    has_helped(&dee, &ana, 5).await;
    let shown = Shown { open_to_help: true, ..Shown::default() };
    bo.does(Command::Presence(presence::Command::Show { shown })).await.unwrap();
    let (_bos, _cys) = (bo.opens_socket().await, cy.opens_socket().await);
    world.comes_true("two are here", || [&bo, &cy].iter().all(|who| world.collective().state_of(who.id) == Some(State::Here))).await;
    for who in [&bo, &cy, &dee] {
        offers_to_look(who).await;
    }
    world.comes_to_rest().await;

    let ask = asks_for_feedback(&ana).await;
    let first = scored(&world, &ana, ask).await;
    let known = |who: &Member| first.iter().find(|(card, _)| card.person.id == who.id).map(|(_, facts)| facts.known).unwrap();
    assert!(known(&bo).here && !known(&cy).here, "who does not show it is not seen to be here");
    assert_eq!((known(&dee).helped, known(&dee).ratings, known(&dee).stars), (1, 1, 5));
    assert_eq!(first.last().map(|(card, _)| card.person.id), Some(cy.id), "of three who fit as well, the one of whom nothing is known");

    world.turns_clock(40 * DAY);
    let edit = asks::Command::Edit { id: ask, draft: draft("It sells soap, and candles now."), seen: None };
    ana.does(Command::Asks(edit)).await.unwrap();
    let later = scored(&world, &ana, ask).await;
    assert_eq!(later.len(), 3);
    for (card, facts) in later {
        let (before, of_then) = first.iter().find(|(before, _)| before.id == card.id).unwrap();
        assert!(facts.at > of_then.at && card.score < before.score, "it is older by forty days");
    }
}
