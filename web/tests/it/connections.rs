//! Two people: from the ask to the thanks, and what stands in the way.

use hub::points::Reason;

use crate::{
    deeds::{asks, number_after, offers, writes},
    town::{Browser, Town},
};

/// Presses a button of a connection on the page that is open.
async fn steps(who: &mut Browser, page: &str, id: i64, step: &str) -> String {
    who.open(page).await;
    let answer = who.submit(&format!("/connections/{id}/step"), &[("step", step)]).await;
    assert_eq!(answer.status, 303, "{step}: {}", answer.text());
    answer.to().to_owned()
}

#[actix_web::test]
async fn ana_asks_bo_offers_they_are_matched_talk_finish_and_say_thanks_without_a_script() {
    the_whole_loop(Town::start().await).await;
}

#[actix_web::test]
async fn the_same_with_everything_in_postgresql() {
    let url = store::testing::fresh_postgres_url().await;
    the_whole_loop(Town::with(|settings| settings.database_url = url).await).await;
}

async fn the_whole_loop(town: Town) {
    let (mut ana, mut bo) = (town.sign_up("ana").await, town.sign_up("bob").await);
    let ask = asks(
        &mut ana,
        "Beta testers for my recipe app",
        &[("description", "Try it on your phone and tell me where you get lost."), ("kind", "beta_tester"), ("places", "1")],
    )
    .await;
    assert!(ana.open(&ask).await.says("Nobody fits yet."));
    let offer = offers(
        &mut bo,
        "I test new apps on my phone",
        &[("description", "I try your app on my phone and tell you what confuses me."), ("kind", "feedback")],
    )
    .await;

    // The page after posting says what happened, and both homes show the card with its reasons.
    let posted = bo.open(&offer).await;
    assert!(posted.says("1 person told."), "{}", posted.text());
    for (who, other, theirs) in [(&mut ana, "bob", "I test new apps on my phone"), (&mut bo, "ana", "Beta testers for my recipe app")] {
        let home = who.open("/home").await.text();
        let card = &home[home.find("data-match=").unwrap_or_else(|| panic!("no card: {home}"))..];
        let card = &card[..card.find("</article>").expect("the card ends")];
        assert!(card.contains(theirs) && card.contains(&format!("/@{other}")), "{card}");
        let reasons = &card[card.find("data-slot=\"reasons\"").expect("reasons")..];
        assert!(reasons.matches("<li>").count() >= 2, "{reasons}");
    }
    assert!(ana.open(&ask).await.says("1 person told."));
    // What her button opens is a request for his offer, and it says so; his writes about her ask.
    let is_shown = |page: String, slot: &str| page.contains(&format!("data-slot=\"{slot}\">"));
    let (hers, his) = (ana.open(&ask).await, bo.open(&offer).await.text());
    assert!(hers.says("Ask for this: <span data-slot=\"request-title\">I test new apps on my phone"), "{}", hers.text());
    assert!(is_shown(hers.text().split("<template").next().unwrap_or_default().to_owned(), "request"));
    assert!(is_shown(his.split("<template").next().unwrap_or_default().to_owned(), "write"), "{his}");

    // Bo answers with the line that was begun for him.
    let page = bo.open(&ask).await;
    let begun = store::matches::find_best_with(
        &mut town.running.house.db().await.expect("a connection"),
        bo_id(&page),
        hub::matches::Post::Ask(hub::AskId(number_after(&page, "data-ask=\""))),
    )
    .await
    .expect("a read")
    .expect("a match")
    .first_line;
    assert!(!begun.is_empty() && page.says(&begun), "{begun} in {}", page.text());
    let thread = writes(&mut bo, &ask, &format!("{begun} I love recipes.")).await;
    let opened = bo.open(&thread).await;
    assert!(opened.says("I love recipes.") && opened.says("Beta testers for my recipe app"), "{}", opened.text());

    // Ana sees it waiting, replies, and says yes.
    let home = ana.open("/home").await;
    assert!(home.says("bob offers to help") && home.says("I love recipes."), "{}", home.text());
    let id = number_after(&home, "/connections/");
    assert_eq!(ana.get(&format!("/m/{id}")).await.to(), thread);
    ana.open(&thread).await;
    assert_eq!(ana.submit(&thread, &[("body", "Wonderful, here is the link")]).await.to(), thread);
    assert_eq!(steps(&mut ana, &thread, id, "accept").await, thread);
    assert!(ana.open(&thread).await.says("bob is in. You two can talk."));
    assert!(town.browser().get(&ask).await.says("Everybody who was needed has been found."));

    // Bo says it is done, Ana confirms, and both say how it was.
    steps(&mut bo, "/connections", id, "done").await;
    assert!(bo.open("/connections").await.says("confirms it, or a week without an answer does"));
    let to = steps(&mut ana, "/home", id, "done").await;
    assert_eq!(to, format!("/connections?show=over#connection-{id}"));
    let form = ana.open("/connections?show=over").await;
    assert!(form.says("Everyone can read this on bob's page") && form.says("Post it on bob's page"), "{}", form.text());
    let nothing = ana.submit(&format!("/connections/{id}/rate"), &[("words", "Kept <b>words</b>")]).await;
    assert_eq!(nothing.status, 422);
    assert!(nothing.says("Stars go from 1 to 5.") && nothing.says("Kept <b>words</b>"), "{}", nothing.text());
    let rated = ana.submit(&format!("/connections/{id}/rate"), &[("stars", "5"), ("words", "Found eleven bugs!")]).await;
    assert_eq!((rated.status, rated.to()), (303, "/connections?show=over"), "{}", rated.text());
    bo.open("/connections?show=over").await;
    let back = bo.submit(&format!("/connections/{id}/rate"), &[("stars", "4"), ("words", "")]).await;
    assert_eq!(back.status, 303, "{}", back.text());

    // What is left of it: thanks, "helped 1 person", points once each.
    let profile = town.browser().get("/@bob").await;
    assert!(profile.says("Found eleven bugs!") && profile.says("<strong>1</strong> person helped"), "{}", profile.text());
    let of = |reasons: &[Reason]| reasons.iter().map(|r| r.amount()).sum::<i64>();
    let (bos, anas) = (
        of(&[Reason::AddOffer, Reason::RespondToAsk, Reason::CompleteHelp, Reason::BetaTest, Reason::HelpfulRating]),
        of(&[Reason::AskGotResponse, Reason::HelpReceived]),
    );
    for (who, points) in [(&mut bo, bos), (&mut ana, anas)] {
        let home = who.open("/home").await.text();
        assert!(home.contains(&format!("<span data-points>{points}</span>")), "{points} in {home}");
    }
    town.stop().await;
}

fn bo_id(page: &crate::town::Answer) -> hub::UserId {
    hub::UserId(number_after(page, "data-me=\""))
}

#[actix_web::test]
async fn a_first_message_that_can_not_be_taken_comes_back_on_the_page_it_is_about() {
    let town = Town::start().await;
    let (mut ana, mut bo) = (town.sign_up("ana").await, town.sign_up("bob").await);
    let ask = asks(&mut ana, "A hand with my garden", &[]).await;
    let offer = offers(&mut ana, "Fresh eggs", &[]).await;
    let long = "x".repeat(4_001);
    for (page, shows) in [(ask.as_str(), "A hand with my garden"), (&offer, "Fresh eggs"), ("/@ana", "Say hello to")] {
        bo.open(page).await;
        let empty = bo.submit("/connections", &[("message", "  ")]).await;
        assert_eq!(empty.status, 422, "{page}: {}", empty.text());
        assert!(empty.says(shows) && empty.text().contains("field-wrong"), "{page}: {}", empty.text());
        let too_long = bo.submit("/connections", &[("message", &long)]).await;
        assert_eq!(too_long.status, 422, "{page}");
        assert!(too_long.says("4000 fit") && too_long.text().contains(&long), "{page}: what was typed is kept");
    }
    assert!(bo.get("/messages").await.says("No conversation yet."), "nothing was stored");
    town.stop().await;
}

#[actix_web::test]
async fn two_who_talk_already_are_told_so_and_nothing_typed_is_lost() {
    let town = Town::start().await;
    let (mut ana, mut bo) = (town.sign_up("ana").await, town.sign_up("bob").await);
    let ask = asks(&mut ana, "A hand with my garden", &[]).await;
    // Two windows, both from before anything was sent.
    bo.open(&ask).await;
    let fields = bo.hidden_of("/connections");
    let thread = writes(&mut bo, &ask, "I have a spade").await;
    let mut body: Vec<_> = fields.into_iter().filter(|(name, _)| name != "command").collect();
    body.push(("command".into(), "another-window".into()));
    body.push(("message".into(), "I have a rake, too".into()));
    let again =
        bo.send("/connections", url::form_urlencoded::Serializer::new(String::new()).extend_pairs(body).finish().into_bytes()).await;
    assert_eq!(again.status, 409, "{}", again.text());
    assert!(
        again.says("You two are already talking about this.") && again.says("I have a rake, too") && again.says("I have a spade"),
        "{}",
        again.text()
    );
    assert!(again.text().contains(&format!("action=\"{thread}\"")), "it can be sent right there");
    assert_eq!(ana.get("/connections").await.text().matches("data-connection=\"").count(), 2, "one card and the blank one");
    town.stop().await;
}

#[actix_web::test]
async fn nobody_answers_themselves() {
    let town = Town::start().await;
    let mut ana = town.sign_up("ana").await;
    let ask = asks(&mut ana, "A hand with my garden", &[]).await;
    let page = ana.open(&ask).await;
    let (id, me) = (number_after(&page, "data-ask=\""), bo_id(&page));
    let csrf = ana.hidden_of("/logout").into_iter().find(|(name, _)| name == "csrf").expect("a token").1;
    let body = format!("csrf={csrf}&command=c1&about=ask&subject={id}&to={me}&message=Hello+me");
    let answer = ana.send("/connections", body.into_bytes()).await;
    assert_eq!(answer.status, 409);
    assert!(answer.says("That is your own. You can't answer yourself.") && answer.says("Hello me"), "{}", answer.text());
    town.stop().await;
}

#[actix_web::test]
async fn an_ask_that_closed_meanwhile_says_so_and_keeps_the_message() {
    let town = Town::start().await;
    let (mut ana, mut bo) = (town.sign_up("ana").await, town.sign_up("bob").await);
    let ask = asks(&mut ana, "A hand with my garden", &[]).await;
    bo.open(&ask).await;
    let id = number_after(&ana.open(&ask).await, "/my/asks/");
    ana.submit(&format!("/my/asks/{id}/close"), &[]).await;
    let answer = bo.submit("/connections", &[("message", "My spade and I are ready")]).await;
    assert_eq!(answer.status, 409, "{}", answer.text());
    assert!(answer.says("This is not open any more.") && answer.says("My spade and I are ready"), "{}", answer.text());
    town.stop().await;
}

#[actix_web::test]
async fn cy_has_no_part_in_what_is_between_ana_and_bo() {
    let town = Town::start().await;
    let (mut ana, mut bo, mut cy) = (town.sign_up("ana").await, town.sign_up("bob").await, town.sign_up("cyd").await);
    let ask = asks(&mut ana, "A hand with my garden", &[]).await;
    let thread = writes(&mut bo, &ask, "I have a spade").await;
    let id = number_after(&ana.open("/connections").await, "/connections/");
    cy.open("/home").await;
    let csrf = cy.hidden_of("/logout").into_iter().find(|(name, _)| name == "csrf").expect("a token").1;
    assert_eq!(cy.get(&thread).await.status, 404);
    assert_eq!(cy.get(&format!("{thread}?before=9")).await.status, 404);
    assert_eq!(cy.get(&format!("/m/{id}")).await.status, 404);
    for (no, (path, fields)) in
        [(format!("/connections/{id}/step"), "step=accept"), (format!("/connections/{id}/rate"), "stars=5"), (thread.clone(), "body=hello")]
            .into_iter()
            .enumerate()
    {
        let answer = cy.send(&path, format!("csrf={csrf}&command=c{no}&{fields}").into_bytes()).await;
        assert_eq!(answer.status, 404, "{path}: {}", answer.text());
        assert!(!answer.says("I have a spade"));
    }
    assert!(!cy.get(&ask).await.says("I have a spade"));
    town.stop().await;
}

#[actix_web::test]
async fn a_step_at_the_wrong_moment_is_said_where_the_button_stood() {
    let town = Town::start().await;
    let (mut ana, mut bo) = (town.sign_up("ana").await, town.sign_up("bob").await);
    let ask = asks(&mut ana, "A hand with my garden", &[]).await;
    writes(&mut bo, &ask, "I have a spade").await;
    let id = number_after(&ana.open("/connections").await, "/connections/");
    bo.open("/connections").await;
    let old = bo.hidden_of(&format!("/connections/{id}/step"));
    steps(&mut ana, "/connections", id, "decline").await;
    let body = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(old).append_pair("step", "cancel").finish();
    let late = bo.send(&format!("/connections/{id}/step"), body.into_bytes()).await;
    assert_eq!((late.status, late.to()), (303, "/connections?show=open"));
    let page = bo.open("/connections").await;
    assert!(page.text().contains("alert-error"), "{}", page.text());
    // Said no, Bo may still write about something else; the list knows both ends.
    assert!(bo.get("/connections?show=over").await.says("can't this time"));
    assert!(ana.get("/connections?show=received").await.says("You said no this time."));
    assert!(!ana.get("/connections?show=sent").await.says("spade"));
    town.stop().await;
}

#[actix_web::test]
async fn not_for_me_is_final_and_only_the_two_may_say_it() {
    let town = Town::start().await;
    let (mut ana, mut bo, mut cy) = (town.sign_up("ana").await, town.sign_up("bob").await, town.sign_up("cyd").await);
    asks(
        &mut ana,
        "Beta testers for my recipe app",
        &[("description", "Try it on your phone and tell me where you get lost."), ("kind", "beta_tester")],
    )
    .await;
    offers(
        &mut bo,
        "I test new apps on my phone",
        &[("description", "I try your app on my phone and tell you what confuses me."), ("kind", "feedback")],
    )
    .await;
    let id = number_after(&ana.open("/home").await, "/matches/");
    cy.open("/home").await;
    let csrf = cy.hidden_of("/logout").into_iter().find(|(name, _)| name == "csrf").expect("a token").1;
    let answer = cy.send(&format!("/matches/{id}/dismiss"), format!("csrf={csrf}&command=c1").into_bytes()).await;
    assert_eq!(answer.status, 404, "{}", answer.text());
    assert_eq!(ana.submit(&format!("/matches/{id}/dismiss"), &[]).await.to(), "/home");
    assert!(!ana.open("/home").await.text().contains(&format!("data-match=\"{id}\"")));
    assert!(bo.open("/home").await.text().contains(&format!("data-match=\"{id}\"")), "the other side keeps its card");
    town.stop().await;
}

#[actix_web::test]
async fn who_would_pay_takes_up_an_offer_with_what_they_need_and_their_budget_already_said() {
    let town = Town::start().await;
    let (mut ana, mut bo) = (town.sign_up("ana").await, town.sign_up("bob").await);
    let what = [("kind", "service"), ("pricing", "one_time"), ("price", "80"), ("description", "I draw a logo for your bakery.")];
    let offer = offers(&mut bo, "Logos for a bakery", &what).await;
    let said = [("kind", "hire"), ("budget_max", "100"), ("description", "I pay for a logo for my bakery.")];
    let ask = asks(&mut ana, "A logo for my bakery", &said).await;
    let line = "I would like to pay somebody for this: “A logo for my bakery”. My budget: up to $100.\n";
    let mut begun = String::new();
    for page in [&ask, &offer] {
        let text = ana.open(page).await.text();
        let rest = text.split(line).nth(1).unwrap_or_else(|| panic!("{page}: {text}"));
        begun = rest.split("</textarea>").next().unwrap_or_default().to_owned();
        assert!(begun.starts_with("http://") && begun.ends_with(&format!("{ask}\n")), "{page}: {begun}");
    }
    // Whoever offers says nothing of somebody else's money, and reads who was told.
    let his = bo.open(&offer).await;
    assert!(!his.says("My budget") && his.says("ana was told of it."), "{}", his.text());
    let thread = writes(&mut ana, &offer, &begun).await;
    assert!(bo.open(&thread).await.text().contains(&format!("{ask}\" target=\"_blank\"")), "it leads to the ask");
    town.stop().await;
}

#[actix_web::test]
async fn only_who_is_asked_to_help_can_say_that_they_are_full() {
    let town = Town::start().await;
    let (mut ana, mut bo) = (town.sign_up("ana").await, town.sign_up("bob").await);
    let ask = asks(&mut ana, "A hand with my garden", &[]).await;
    let offer = offers(&mut ana, "I bake bread for your party", &[]).await;
    let full = |page: String| page.split("<template").next().unwrap_or_default().contains("value=\"decline_full\"");
    writes(&mut bo, &ask, "I have a spade").await;
    let page = ana.open("/connections").await.text();
    assert!(page.contains("value=\"decline\"") && !full(page.clone()), "help is offered to her: {page}");
    writes(&mut bo, &offer, "For twelve, on Friday?").await;
    assert!(full(ana.open("/connections").await.text()), "she is asked for help");
    town.stop().await;
}

#[actix_web::test]
async fn a_first_message_leads_to_what_is_so_now() {
    let town = Town::start().await;
    let (mut ana, mut bo) = (town.sign_up("ana").await, town.sign_up("bob").await);
    let ask = asks(&mut ana, "A hand with my garden", &[]).await;
    bo.open(&ask).await;
    let to = bo.submit("/connections", &[("message", "I have a spade")]).await.to().to_owned();
    let (thread, line) = to.split_once('#').expect("a part of the page");
    assert!(bo.open(thread).await.text().contains(&format!("tabindex=\"-1\" id=\"{line}\">")), "{to}");
    town.stop().await;
}
