//! “Less like this”: from a card to the rules page and back, without JavaScript.

use hub::{Event, matches, tastes};

use crate::{
    deeds::{and_then, asks, number_after, offers},
    town::{Browser, Town},
};

const OFFER: (&str, [(&str, &str); 2]) =
    ("I test new apps on my phone", [("description", "I try your app on my phone and tell you what confuses me."), ("kind", "feedback")]);
const ASK: (&str, [(&str, &str); 2]) =
    ("Beta testers for my recipe app", [("description", "Try it on your phone and tell me where you get lost."), ("kind", "beta_tester")]);

/// Ana and Bob, matched.
async fn matched(town: &Town) -> (Browser, Browser) {
    let (mut ana, mut bob) = (town.sign_up("ana").await, town.sign_up("bob").await);
    offers(&mut bob, OFFER.0, &OFFER.1).await;
    asks(&mut ana, ASK.0, &ASK.1).await;
    (ana, bob)
}

#[actix_web::test]
async fn a_card_offers_what_to_want_less_of_and_the_rules_page_takes_it_back() {
    let town = Town::start().await;
    let (mut ana, mut bob) = matched(&town).await;
    let home = bob.open("/home").await;
    assert!(home.says("Why this?") && home.says("Less like this…"), "{}", home.text());
    let form = format!("/matches/{}/less", number_after(&home, "/matches/"));
    let page = bob.open(&format!("{form}?next=%2Fhome")).await;
    for words in ["matches with ana", "because we both say:", "asks to try an app"] {
        assert!(page.says(words), "{words}: {}", page.text());
    }
    let nothing = bob.submit(&form, &[]).await;
    assert_eq!(nothing.status, 422);
    assert!(nothing.says("Pick at least one thing"), "{}", nothing.text());

    bob.open(&form).await;
    let ana_s = format!("person:{}", number_after(&page, "person:"));
    let taken = bob.submit(&form, &[("less_1", &ana_s), ("next", "/home")]).await;
    assert_eq!((taken.status, taken.to()), (303, "/home"), "{}", taken.text());
    let home = bob.open("/home").await;
    assert!(home.says("You get less like this.") && home.says("Undo") && !home.says(ASK.0), "{}", home.text());
    assert!(ana.open("/home").await.says(OFFER.0), "Ana keeps her card and is told nothing");
    let rules = bob.open("/settings/matches").await;
    assert!(rules.says("matches with ana") && rules.says("Take it back"), "{}", rules.text());
    assert!(!ana.open("/settings/matches").await.says("matches with"));

    assert_eq!(bob.submit("/tastes/remove", &[]).await.to(), "/settings/matches");
    let rules = bob.open("/settings/matches").await;
    assert!(rules.says("You have no rules."), "{}", rules.text());
    assert!(bob.open("/home").await.says(ASK.0), "the card is back");
    town.stop().await;
}

#[actix_web::test]
async fn undo_stands_beside_what_was_done() {
    let town = Town::start().await;
    let (_ana, mut bob) = matched(&town).await;
    let id = number_after(&bob.open("/home").await, "/matches/");
    let form = format!("/matches/{id}/less");
    bob.open(&form).await;
    bob.submit(&form, &[("less_1", "asks:beta_tester"), ("less_2", "words:phone")]).await;
    let home = bob.open("/home").await;
    assert!(!home.says(ASK.0) && home.says("Undo"), "{}", home.text());
    assert_eq!(bob.submit("/tastes/remove", &[]).await.to(), "/home");
    assert!(bob.open("/home").await.says(ASK.0));
    let rules = bob.open("/settings/matches").await;
    assert!(rules.says("You have no rules."), "both are gone: {}", rules.text());
    town.stop().await;
}

#[actix_web::test]
async fn the_form_of_somebody_elses_card_is_not_there() {
    let town = Town::start().await;
    let (_ana, mut bob) = matched(&town).await;
    let id = number_after(&bob.open("/home").await, "/matches/");
    let mut cy = town.sign_up("cyd").await;
    assert_eq!(cy.get(&format!("/matches/{id}/less")).await.status, 404);
    assert_eq!(town.browser().get(&format!("/matches/{id}/less")).await.status, 303, "a stranger logs in first");
    town.stop().await;
}

#[actix_web::test]
async fn who_has_paused_all_matches_is_told_when_they_go_on() {
    let town = Town::start().await;
    let (mut ana, mut bob) = (town.sign_up("ana").await, town.sign_up("bob").await);
    offers(&mut bob, OFFER.0, &OFFER.1).await;
    bob.open("/settings/matches").await;
    bob.submit("/settings/matches/pause", &[("until", "week")]).await;
    let page = bob.open("/settings/matches").await;
    assert!(page.says("Your matches are paused"), "{}", page.text());
    asks(&mut ana, ASK.0, &ASK.1).await;
    assert!(!bob.open("/home").await.says(ASK.0));

    bob.open("/settings/matches").await;
    let told = |event: &Event| matches!(event, Event::Matches(matches::Event::Told { .. }));
    and_then(&town, bob.submit("/settings/matches/pause", &[("until", "no")]), told).await;
    assert!(bob.open("/home").await.says(ASK.0));
    town.stop().await;
}

#[actix_web::test]
async fn a_rule_that_is_taken_back_has_ones_posts_looked_at_anew() {
    let town = Town::start().await;
    let (mut ana, mut bob) = (town.sign_up("ana").await, town.sign_up("bob").await);
    let id = number_after(&ana.open("/@bob").await, "/report/profile/");
    let rule = format!("person:{id}");
    let (_cy, mut dee) = {
        let (mut cy, mut dee) = (town.sign_up("cyd").await, town.sign_up("dee").await);
        offers(&mut dee, OFFER.0, &OFFER.1).await;
        asks(&mut cy, "Beta testers for my garden app", &ASK.1).await;
        (cy, dee)
    };
    assert!(dee.open("/home").await.says("Beta testers for my garden app"));
    let form = format!("/matches/{}/less", number_after(&dee.open("/home").await, "/matches/"));
    dee.open(&form).await;
    dee.submit(&form, &[("less_1", &rule)]).await;
    asks(&mut bob, ASK.0, &ASK.1).await;
    assert!(!dee.open("/home").await.says(ASK.0), "bob's ask falls under the rule");
    dee.open("/settings/matches").await;
    let told = |event: &Event| matches!(event, Event::Matches(matches::Event::Told { .. }));
    and_then(&town, dee.submit("/tastes/remove", &[]), told).await;
    assert!(dee.open("/home").await.says(ASK.0));
    let resumed = Event::Tastes(tastes::Event::Resumed { user: hub::UserId(id) });
    assert_eq!(resumed.lane(), hub::event::Lane::Exchange, "the matcher follows it");
    town.stop().await;
}

/// What `hub::tastes` reads is what the pairing writes.
#[test]
fn the_sentences_of_reasons_are_read_as_they_were_meant() {
    use search::pairing::Reason;
    use tastes::reasons::{Reason as Read, read};
    let names = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>();
    let strength = 0.5;
    for (reason, meant) in [
        (Reason::Tools { names: names(&["Claude", "n8n", "Make"]), strength }, Read::Tools("Claude, n8n and Make")),
        (Reason::Tags { names: names(&["images and video", "SQL"]), strength }, Read::Tags("images and video and SQL")),
        (Reason::Words { words: names(&["landing page", "copy"]), strength }, Read::Words("landing page, copy")),
        (Reason::Category { name: "Marketing & Content".into(), strength }, Read::Category("Marketing & Content")),
        (Reason::Kinds { words: "wants to learn, offers a course", strength }, Read::Other),
        (Reason::Budget { strength }, Read::Other),
    ] {
        let sentence = reason.to_string();
        assert_eq!(read(&sentence), meant);
        assert_eq!(read(&sentence).is_concrete(), reason.is_concrete(), "{sentence}");
    }
}
