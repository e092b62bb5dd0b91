//! Reviews of tools on pages, without a script: said, changed, reported, taken back; and found by their stars.

use std::time::Duration;

use crate::{
    deeds::number_after,
    town::{Browser, Town},
};

async fn says(who: &mut Browser, stars: &str, title: &str) {
    who.open("/tools/claude").await;
    let said = who.submit("/tools/claude/review", &[("stars", stars), ("title", title), ("text", "I used it for a week.")]).await;
    assert_eq!((said.status, said.to()), (303, "/tools/claude#reviews"), "{}", said.text());
}

#[actix_web::test]
async fn what_is_said_of_a_tool_stands_on_its_page_and_its_stars_wherever_it_is_shown() {
    let town = Town::start().await;
    let mut people = Vec::new();
    for name in ["ana", "bob", "cyd"] {
        people.push(town.sign_up(name).await);
    }
    let mut stranger = town.browser();
    let new = stranger.open("/tools/claude").await;
    assert!(
        new.says("Nobody has said how it is to use Claude yet.") && new.says("Nobody here has helped with Claude yet."),
        "{}",
        new.text()
    );
    assert!(new.text().contains("<a href=\"/my/asks/new?tools=claude\">Ask for a hand?</a>"), "{}", new.text());
    let card = stranger.open("/discover/tools").await.text();
    let card = card.split("<article").skip(1).find(|card| card.contains("href=\"/tools/claude\"")).expect("its card");
    assert!(
        card.contains("rel=\"noopener\">") && card.contains("Try it<span class=\"vh\">: Claude<") && card.contains(">claude."),
        "{card}"
    );
    for (person, stars) in people.iter_mut().zip(["5", "4", "5"]) {
        says(person, stars, &format!("{stars} stars from me")).await;
    }
    let page = stranger.open("/tools/claude").await;
    for words in ["4 stars from me", "I used it for a week.", "4.7", "(3 reviews)", "/@bob"] {
        assert!(page.says(words), "{words}: {}", page.text());
    }
    assert!(!page.text().contains("/report/review/") && !page.text().contains("action=\"/tools/claude/review"), "a stranger only reads");
    for path in ["/tools/compare?with=claude,chatgpt", "/tools/claude/reviews"] {
        assert!(stranger.open(path).await.says("4.7"), "{path}");
    }
    // The index hears of it a moment later.
    let give_up = tokio::time::Instant::now() + Duration::from_secs(20);
    loop {
        let found = stranger.open("/discover/tools?rating=4.5").await;
        if found.says("/tools/claude") {
            assert!(found.says("4.7") && !found.says("/tools/chatgpt\""), "{}", found.text());
            break;
        }
        assert!(tokio::time::Instant::now() < give_up, "{}", found.text());
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    assert!(stranger.open("/discover?rating=4.5").await.says("/tools/claude"), "among all groups too");

    let own = people[1].open("/tools/claude").await;
    assert!(own.says("You said") && own.text().contains("value=\"4 stars from me\""), "the form begins with it: {}", own.text());
    says(&mut people[1], "2", "I was too kind").await;
    assert!(stranger.open("/tools/claude").await.says("I was too kind") && !stranger.open("/tools/claude").await.says("4 stars from me"));
    people[1].open("/tools/claude").await;
    let gone = people[1].submit("/tools/claude/review/remove", &[]).await;
    assert_eq!((gone.status, gone.to()), (303, "/tools/claude#reviews"));
    let page = stranger.open("/tools/claude").await;
    assert!(!page.says("I was too kind") && !page.says("(2 reviews)"), "two are too few to go by: {}", page.text());
    town.stop().await;
}

#[actix_web::test]
async fn what_can_not_be_taken_comes_back_with_what_was_typed() {
    let town = Town::start().await;
    let mut ana = town.sign_up("ana").await;
    ana.open("/tools/claude").await;
    let long = "x".repeat(81);
    let answer = ana.submit("/tools/claude/review", &[("title", &long), ("text", "Words that stay")]).await;
    assert_eq!(answer.status, 422);
    for words in ["Pick one to five stars.", "80 fit", "Words that stay", &long] {
        assert!(answer.says(words), "{words}: {}", answer.text());
    }
    assert!(answer.text().contains("<details class=\"glass card review-say\" open>"), "{}", answer.text());
    let nowhere = "/tools/no-such-tool/review";
    let gone = ana.submit_to("/tools/claude/review", nowhere, &[("stars", "4"), ("title", "Fine")]).await;
    assert_eq!(gone.status, 404);
    assert_eq!(ana.get("/tools/no-such-tool/reviews").await.status, 404);
    town.stop().await;
}

#[actix_web::test]
async fn what_three_people_report_is_gone_and_its_author_is_told() {
    let town = Town::start().await;
    let mut ana = town.sign_up("ana").await;
    says(&mut ana, "1", "Buy my watches instead").await;
    assert!(!ana.open("/tools/claude").await.text().contains("/report/review/"), "nobody reports their own");
    for name in ["bob", "cyd", "dee"] {
        let mut reporter = town.sign_up(name).await;
        let page = reporter.open("/tools/claude").await;
        let path = format!("/report/review/{}", number_after(&page, "/report/review/"));
        let form = reporter.open(&path).await;
        assert!(form.says("Report this review") && form.says("Buy my watches instead"), "{}", form.text());
        assert_eq!(reporter.submit(&path, &[("reason", "spam")]).await.to(), "/my/reports");
        assert!(reporter.open("/my/reports").await.says("by ana"));
    }
    assert!(!town.browser().get("/tools/claude").await.says("Buy my watches"));
    assert!(ana.open("/my/notices").await.says("Your review"));
    let own = ana.open("/tools/claude").await;
    assert!(own.says("It was reported and is hidden") && !own.says("Say it in other words"), "{}", own.text());
    town.stop().await;
}
