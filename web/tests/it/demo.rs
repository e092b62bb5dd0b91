//! The doors of the demo town.

use crate::{discovery::shows, town::Town};

#[actix_web::test]
async fn in_one_click_somebody_is_one_of_the_town() {
    let town = Town::with(|settings| settings.demo = true).await;
    let mut cy = town.browser();
    let doors = cy.open("/demo").await;
    assert_eq!(doors.status, 200);
    let landing = cy.open("/").await;
    assert!(landing.text().contains("action=\"/demo/enter\""), "the bar is on every page");
    for door in ["newcomer", "baker", "builder"] {
        cy.open("/demo").await;
        let entered = cy.submit("/demo/enter", &[("as", door)]).await;
        assert_eq!((entered.status, entered.to()), (303, "/home"), "{door}: {}", entered.text());
        let home = cy.open("/home").await;
        assert_eq!(home.status, 200);
        assert!(home.text().contains("data-me="), "{door} is signed in: {}", home.text());
    }
    cy.open("/demo").await;
    let nobody = cy.submit("/demo/enter", &[("as", "mayor")]).await;
    assert_eq!(nobody.status, 404, "{}", nobody.text());
    let stale = cy.submit("/demo/enter", &[("as", "baker"), ("csrf", "of-another-visit")]).await;
    assert_eq!(stale.status, 403);
    assert!(stale.says("from an earlier visit"), "{}", stale.text());
    town.stop().await;
}

#[actix_web::test]
async fn without_a_town_there_are_no_doors() {
    let town = Town::start().await;
    let mut cy = town.browser();
    let landing = cy.open("/login").await;
    assert!(!landing.text().contains("/demo"), "{}", landing.text());
    assert_eq!(cy.get("/demo").await.status, 404);
    let mut fields = cy.hidden_of("/login");
    fields.push(("as".to_owned(), "baker".to_owned()));
    let body = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish();
    assert_eq!(cy.send("/demo/enter", body.into_bytes()).await.status, 404);
    town.stop().await;
}

#[actix_web::test]
async fn an_article_of_the_town_is_read_on_its_page_and_one_without_a_text_promises_none() {
    let town = Town::with(|settings| settings.demo = true).await;
    let mut stranger = town.browser();
    let whole = [
        ("What not to paste into ChatGPT at work", "Whose is it?"),
        ("Why your chatbot agrees", "Twelve questions"),
        ("How I write a quote for a table", "Together: 1,566"),
    ];
    for (title, words) in whole {
        // The index of a town that was built just now fills beside it.
        let found = format!("/discover/offers?kind=post&q={}", title.replace(' ', "+"));
        let list = shows(&mut stranger, &found, "Read it<span").await.text();
        let card = list.split("<article").skip(1).find(|card| card.contains(title)).unwrap_or_else(|| panic!("{title}: {list}"));
        assert!(card.contains("Read it<span"), "{card}");
        let path = card.split_once("<h3><a href=\"").and_then(|(_, rest)| rest.split('"').next()).expect("its page");
        let page = stranger.get(path).await;
        let (_, text) = page.text().split_once("<div class=\"prose article\"").map(|(a, b)| (a.to_owned(), b.to_owned())).expect("a text");
        assert!(text.contains(words) && text.len() > 1_500, "{title}");
    }
    let found = "/discover/offers?kind=post&q=Cutting+documents+into+pieces";
    let list = shows(&mut stranger, found, "See what it is about<span").await.text();
    let card = list.split("<article").skip(1).find(|card| card.contains("Cutting documents into pieces")).expect("its card");
    assert!(card.contains("See what it is about<span") && !card.contains("Read it"), "{card}");
    town.stop().await;
}

#[actix_web::test]
async fn every_sentence_to_begin_with_finds_somebody_in_the_town() {
    let town = Town::with(|settings| settings.demo = true).await;
    let mut stranger = town.browser();
    shows(&mut stranger, "/discover/offers?q=ChatGPT", "for the first time").await;
    for (language, nothing) in [("en", "Nothing here fits that yet"), ("de", "Noch passt hier nichts")] {
        stranger.headers = vec![("accept-language", language.to_owned())];
        for page in ["/", "/ava"] {
            let all = stranger.open(page).await.text();
            let starters: Vec<&str> = all.split("?need=").skip(1).filter_map(|rest| rest.split('"').next()).collect();
            assert!(starters.len() >= 3, "{page}: {all}");
            for starter in starters {
                let answer = stranger.get(&format!("/?only=found&need={starter}")).await;
                assert!(!answer.says(nothing) && answer.text().contains("id=\"found\""), "{starter}: {}", answer.text());
            }
        }
    }
    town.stop().await;
}

#[actix_web::test]
async fn the_town_hands_out_a_file_says_who_answers_soon_and_what_its_apps_look_for() {
    let town = Town::with(|settings| settings.demo = true).await;
    let mut stranger = town.browser();
    let store = stranger.open("/@zainab-ethics").await.text();
    let path = store.split("href=\"/files/").nth(1).and_then(|rest| rest.split('"').next()).expect("a file");
    let file = stranger.get(&format!("/files/{path}")).await;
    assert!(file.status == 200 && file.text().starts_with("AI RULES FOR OUR TEAM"), "{}", file.text());
    assert!(store.contains("Download<span"), "{store}");
    assert!(stranger.open("/@linh-draws").await.says("usually answers in 25 min"));
    assert!(stranger.open("/@edith-m").await.says("usually answers in an hour"));
    let kemi = stranger.open("/@kemi-builds").await;
    assert!(kemi.says("Looking for testers") && kemi.says("Up and running"), "{}", kemi.text());
    assert!(stranger.open("/@raj-voice").await.says("In the making"));
    assert!(stranger.open("/@inesfoto").await.says("three mornings"));
    town.stop().await;
}
