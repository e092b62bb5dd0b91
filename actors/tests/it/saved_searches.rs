//! Saved searches, live: whoever waits hears of a post while they look, once, whatever falls over.

use std::sync::Arc;

use actors::{
    Finder, Limits, Texts,
    testing::{Falls, Member, Screen, World},
};
use hub::{
    Answer, Command, SearchId,
    discovery::Query,
    kernel::time::DAY,
    saved_searches::{Command as Searches, Tell},
    wire::{ServerFrame, View},
};

async fn world() -> World {
    let (index, _) = search::Index::open(None, 1).unwrap();
    World::complete(Limits::default(), Some(Finder { index: Arc::new(index), empty: true }), Texts::default()).await
}

async fn waits_for(who: &Member, text: &str, tell: Tell) -> SearchId {
    let query = Query { text: text.to_owned(), ..Query::default() };
    match who.does(Command::SavedSearches(Searches::Save { query, tell })).await {
        Ok(Answer::SavedSearch { id }) => id,
        other => panic!("not kept: {other:?}"),
    }
}

/// The notices of searches that this screen was told of, in order.
fn told(screen: &Screen) -> Vec<String> {
    screen.all(|frame| match frame {
        ServerFrame::Event { view: View::Notice(notice), .. } if notice.search.is_some() => Some(notice.words.clone()),
        _ => None,
    })
}

#[actix_web::test]
async fn whoever_waits_hears_of_a_post_at_once_and_until_they_stop() {
    let world = world().await;
    let [ana, bo] = world.members(["ana", "bo"]).await;
    let anas = ana.opens_socket().await;
    let search = waits_for(&ana, "violin", Tell::AtOnce).await;
    bo.asks("A violin for my daughter").await;
    anas.hears("New: “A violin for my daughter” fits your search for asks and offers that say “violin”.").await;
    ana.does(Command::SavedSearches(Searches::SetTell { id: search, tell: Tell::Off })).await.unwrap();
    bo.asks("Strings for that violin").await;
    waits_for(&ana, "cello", Tell::AtOnce).await;
    bo.asks("A cello for my son").await;
    anas.hears("A cello for my son").await;
    world.comes_to_rest().await;
    assert_eq!(told(&anas).len(), 2, "{:?}", told(&anas));
}

#[actix_web::test]
async fn a_matcher_that_falls_over_forgets_no_search_and_tells_nobody_twice() {
    let world = world().await;
    let [ana, bo] = world.members(["ana", "bo"]).await;
    let anas = ana.opens_socket().await;
    waits_for(&ana, "violin", Tell::AtOnce).await;
    for round in 1..=4 {
        world.falls(Falls::Matcher);
        bo.asks(&format!("A violin, part {round}")).await;
        anas.hears(&format!("New: “A violin, part {round}” fits")).await;
    }
    world.comes_true("it fell over and was started again", || world.collective().observe().restarts >= 1).await;
    world.comes_to_rest().await;
    assert_eq!(told(&anas).len(), 4, "{:?}", told(&anas));
}

#[actix_web::test]
async fn what_waits_for_the_morning_is_told_then_by_the_clock() {
    let world = world().await;
    let [ana, bo] = world.members(["ana", "bo"]).await;
    let anas = ana.opens_socket().await;
    waits_for(&ana, "violin", Tell::Daily).await;
    let asks = [bo.asks("A violin for my daughter").await, bo.asks("Strings for that violin").await];
    let waiting = async || {
        let mut db = world.collective().store().read().await.unwrap();
        store::saved_searches::list_finds(&mut db, ana.id, 10).await.unwrap().len()
    };
    let began = std::time::Instant::now();
    while waiting().await < asks.len() {
        assert!(began.elapsed() < actors::testing::PATIENCE, "they were never found");
        tokio::time::sleep(std::time::Duration::from_millis(5)).await;
    }
    world.ticks(1);
    assert_eq!(told(&anas), Vec::<String>::new());
    world.turns_clock(DAY);
    // A tick that finds the one before still at work leaves it to the next.
    while told(&anas).is_empty() {
        assert!(began.elapsed() < actors::testing::PATIENCE, "it never became morning");
        world.ticks(1);
        let _ = tokio::time::timeout(std::time::Duration::from_millis(50), anas.finds("a notice", |_| None::<()>)).await;
    }
    anas.hears("2 new posts fit your search for asks and offers that say “violin”.").await;
    assert_eq!(world.collective().observe().faults, 0);
}
