//! Offers by their forms, without a script.

use crate::{
    deeds::{number_after, offers as posts},
    town::Town,
};

#[actix_web::test]
async fn bo_posts_an_offer_and_the_page_says_what_it_costs() {
    let town = Town::start().await;
    let mut bo = town.sign_up("bob").await;
    let page = posts(&mut bo, "I tune pianos", &[("kind", "service"), ("pricing", "hourly"), ("price", "45"), ("currency", "eur")]).await;
    assert_eq!(page, "/@bob/i-tune-pianos");
    let shown = bo.open(&page).await;
    assert!(shown.says("€45/hr") && shown.says("Nobody is asking for this yet."), "{}", shown.text());
    let stranger = town.browser().get(&page).await;
    assert!(stranger.text().contains(r#"content="index, follow""#) && stranger.says("The price is agreed and paid between you."));
    town.stop().await;
}

#[actix_web::test]
async fn everything_to_mend_in_an_offer_is_said_at_once_and_what_was_typed_stays() {
    let town = Town::start().await;
    let mut bo = town.sign_up("bob").await;
    bo.open("/my/offers/new").await;
    let typed = [
        ("title", ""),
        ("description", "I'd \"love\" to & will"),
        ("kind", "no-such-kind"),
        ("pricing", "one_time"),
        ("price", "cheap"),
        ("currency", "usd"),
        ("external_url", "not a link"),
        ("visibility", "members"),
        ("body", "An article <b>bold</b>"),
        ("then", "draft"),
    ];
    let answer = bo.submit("/my/offers/new", &typed).await;
    assert_eq!(answer.status, 422);
    for words in ["is missing", "Please pick one of the choices", "We can't read that amount", "We can't link to that web address"] {
        assert!(answer.says(words), "{words} in {}", answer.text());
    }
    for kept in ["I'd \"love\" to & will", "cheap", "not a link", "An article <b>bold</b>"] {
        assert!(answer.says(kept), "{kept} is kept in {}", answer.text());
    }
    town.stop().await;
}

#[actix_web::test]
async fn a_draft_is_nobody_elses_to_see_until_it_is_posted() {
    let town = Town::start().await;
    let (mut bo, mut ana) = (town.sign_up("bob").await, town.sign_up("ana").await);
    let page = posts(&mut bo, "A secret plan", &[("then", "draft")]).await;
    assert!(bo.open(&page).await.says("Kept as a draft. Only you see it."));
    for seen in [ana.get(&page).await, town.browser().get(&page).await] {
        assert_eq!(seen.status, 404);
    }
    assert!(!ana.get("/@bob").await.says("A secret plan") && !ana.get("/discover").await.says("A secret plan"));
    let id = number_after(&bo.open(&page).await, "/my/offers/");
    let status = format!("/my/offers/{id}/status");
    for (to, says, others) in [
        ("active", "It is live.", 200),
        ("paused", "This offer is paused: nobody new is told about it.", 200),
        ("active", "It is live.", 200),
        ("archived", "put away", 404),
        ("draft", "draft again", 404),
    ] {
        bo.open(&page).await;
        let answer = bo.submit(&status, &[("to", to)]).await;
        assert_eq!(answer.to(), page, "{to}: {}", answer.text());
        assert!(bo.open(&page).await.says(says), "{to}");
        assert_eq!(ana.open(&page).await.status, others, "{to}");
    }
    town.stop().await;
}

#[actix_web::test]
async fn somebody_elses_offer_is_not_anas_to_change() {
    let town = Town::start().await;
    let (mut bo, mut ana) = (town.sign_up("bob").await, town.sign_up("ana").await);
    let page = posts(&mut bo, "I fix bicycles", &[]).await;
    let id = number_after(&bo.open(&page).await, "/my/offers/");
    ana.open("/home").await;
    let csrf = ana.hidden_of("/logout").into_iter().find(|(name, _)| name == "csrf").expect("a token").1;
    assert_eq!(ana.get(&format!("/my/offers/{id}/edit")).await.status, 403);
    for (no, step) in ["edit", "status"].into_iter().enumerate() {
        let body = format!(
            "csrf={csrf}&command=c{no}&to=archived&title=Mine&description=x&kind=skill&pricing=free&currency=usd&visibility=everyone"
        );
        let answer = ana.send(&format!("/my/offers/{id}/{step}"), body.into_bytes()).await;
        assert_eq!(answer.status, 403, "{step}: {}", answer.text());
        assert!(answer.says("Only the person who offers this can change it."), "{step}");
    }
    assert_eq!(ana.open(&page).await.status, 200);
    let nonsense = bo.send(&format!("/my/offers/{id}/status"), b"csrf=x&command=y&to=live".to_vec()).await;
    assert_eq!(nonsense.status, 403);
    town.stop().await;
}

#[actix_web::test]
async fn an_offer_is_changed_and_keeps_its_address() {
    let town = Town::start().await;
    let mut bo = town.sign_up("bob").await;
    let page = posts(&mut bo, "I fix bicycles", &[("pricing", "one_time"), ("price", "20")]).await;
    let id = number_after(&bo.open(&page).await, "/my/offers/");
    let edit = format!("/my/offers/{id}/edit");
    let form = bo.open(&edit).await;
    assert!(form.text().contains(r#"value="20""#), "{}", form.text());
    let bad = bo
        .submit(
            &edit,
            &[("title", ""), ("description", "I fix tandems"), ("kind", "skill"), ("pricing", "free"), ("visibility", "everyone")],
        )
        .await;
    assert_eq!(bad.status, 422);
    assert!(bad.says("I fix tandems") && bad.text().contains(&format!("action=\"{edit}\"")), "{}", bad.text());
    let good = bo
        .submit(
            &edit,
            &[
                ("title", "I fix tandems"),
                ("description", "Yes."),
                ("kind", "skill"),
                ("pricing", "free"),
                ("currency", "usd"),
                ("visibility", "everyone"),
            ],
        )
        .await;
    assert_eq!(good.to(), page, "{}", good.text());
    let shown = bo.open(&page).await;
    assert!(shown.says("I fix tandems") && shown.says("Free") && shown.says("Saved."));
    town.stop().await;
}

#[actix_web::test]
async fn a_price_is_never_dropped_and_stands_beside_the_request() {
    let town = Town::start().await;
    let (mut ana, mut bo) = (town.sign_up("ana").await, town.sign_up("bob").await);
    bo.open("/my/offers/new").await;
    for (pricing, words) in [("free", "Free, or at this price?"), ("custom", "Talk about it, or $20?")] {
        let typed = [
            ("title", "I tune pianos"),
            ("description", "An hour."),
            ("kind", "service"),
            ("pricing", pricing),
            ("price", "20"),
            ("currency", "usd"),
            ("visibility", "everyone"),
            ("then", "publish"),
        ];
        let answer = bo.submit("/my/offers/new", &typed).await;
        assert_eq!(answer.status, 422, "{pricing}");
        assert!(answer.says(words) && answer.text().contains("value=\"20\""), "{words} in {}", answer.text());
    }
    let page = posts(&mut bo, "I tune pianos", &[("pricing", "hourly"), ("price", "20")]).await;
    let thread = crate::deeds::writes(&mut ana, &page, "My piano is flat").await;
    for shown in [bo.open("/home").await, bo.open(&thread).await, ana.open(&thread).await] {
        let text = shown.text();
        assert!(
            text.contains("data-slot=\"price\">$20/hr</span>") && text.contains(&format!("href=\"{page}\">I tune pianos</a>")),
            "{text}"
        );
    }
    town.stop().await;
}

#[actix_web::test]
async fn what_is_free_says_so_once_and_only_an_app_is_built_with_its_tools() {
    let town = Town::start().await;
    let (mut bo, mut ana) = (town.sign_up("bob").await, town.sign_up("ana").await);
    let lesson = posts(&mut bo, "An hour of prompts", &[("kind", "skill"), ("tools", "ChatGPT")]).await;
    let app =
        posts(&mut bo, "An app for choirs", &[("kind", "app"), ("tools", "ChatGPT"), ("external_url", "https://choirs.example")]).await;
    let own = bo.open(&lesson).await;
    assert!(own.says("<dt>Uses</dt>") && !own.says("Built with"), "{}", own.text());
    assert!(!own.text().contains("price-card") && own.says("chip-price\">Free"), "a box that only says Free: {}", own.text());
    assert!(ana.open(&lesson).await.text().contains("price-card"), "there it holds what to do");
    let app = ana.open(&app).await;
    assert!(app.says("<dt>Built with</dt>") && app.text().contains("price-card"), "{}", app.text());
    town.stop().await;
}

#[actix_web::test]
async fn the_forms_of_an_app_and_a_course_say_so_and_ask_for_a_link_at_once() {
    let town = Town::start().await;
    let mut bo = town.sign_up("bob").await;
    let form = bo.open("/my/offers/new?kind=app").await;
    assert!(form.says("<h1>Add an app you built</h1>") && !form.says("What can you give?"), "{}", form.text());
    assert!(form.text().contains("data-for=\"app course link template service\" data-shown"), "{}", form.text());
    let course = bo.open("/creator/courses/new").await;
    assert!(course.says("<h1>Write a course</h1>") && !course.says("What can you give?"), "{}", course.text());
    let plain = bo.open("/my/offers/new").await;
    assert!(plain.says("<h1>What can you give?</h1>") && !plain.text().contains("service\" data-shown"), "{}", plain.text());
    town.stop().await;
}

#[actix_web::test]
async fn an_app_says_how_far_it_is_on_its_card_its_page_and_in_its_form() {
    let town = Town::start().await;
    let mut bo = town.sign_up("bob").await;
    let form = bo.open("/my/offers/new?kind=app").await.text();
    let field =
        |form: &str| form.split("name=\"stage\"").nth(1).and_then(|part| part.split("</select>").next()).expect("a choice").to_owned();
    assert!(form.contains("data-for=\"app\" data-shown"), "{form}");
    assert!(field(&form).contains("<option value=\"\" selected>Up and running</option>"), "a new one is there: {form}");
    assert!(!bo.open("/my/offers/new").await.text().contains("data-for=\"app\" data-shown"));
    let link = ("external_url", "https://stallbook.example/app");
    let live = posts(&mut bo, "Stallbook", &[("kind", "app"), ("stage", ""), link]).await;
    let soon = posts(&mut bo, "Marketbook", &[("kind", "app"), ("stage", "coming_soon"), link]).await;
    let idea = posts(&mut bo, "Fairbook", &[("kind", "app"), ("stage", "idea")]).await;
    let mut stranger = town.browser();
    let store = stranger.open("/@bob").await.text();
    for (page, title, says, button) in [
        (&live, "Stallbook", "Up and running", Some("Try it<span")),
        (&soon, "Marketbook", "Coming soon", Some("Try it<span")),
        (&idea, "Fairbook", "Just an idea", None),
    ] {
        let card = store.split("<article").skip(1).find(|card| card.contains(title)).expect("its card");
        assert!(card.contains(says), "{card}");
        assert!(button.map_or(!card.contains("Try it"), |button| card.contains(button)), "{card}");
        let shown = stranger.open(page).await;
        assert!(shown.says(says), "{}", shown.text());
    }
    let talk = stranger.open(&idea).await.text();
    let talk = talk.split("id=\"request\"").nth(1).and_then(|part| part.split("</section>").next()).expect("a form");
    assert!(talk.contains(">Talk about it</h2>") && talk.contains(">Send</button>") && !talk.contains("Try it"), "{talk}");
    assert!(posts(&mut bo, "An evening", &[("stage", "")]).await.ends_with("an-evening"), "the choice is nothing to anything else");

    // Changed: it stands in the form, and can be taken away.
    let edit = format!("/my/offers/{}/edit", number_after(&bo.open(&idea).await, "/my/offers/"));
    let form = field(&bo.open(&edit).await.text());
    assert!(
        form.contains("value=\"idea\" selected>Just an idea<") && form.contains("<option value=\"\">Say nothing about it</option>"),
        "{form}"
    );
    let change = |stage, kind| [("title", "Fairbook"), ("kind", kind), ("pricing", "free"), ("visibility", "everyone"), ("stage", stage)];
    let wrong = bo.submit(&edit, &change("idea", "service")).await;
    assert!(wrong.status == 422 && wrong.says("Only an app says how far it is."), "{}", wrong.text());
    bo.open(&edit).await;
    assert_eq!(bo.submit(&edit, &change("in_work", "app")).await.status, 303);
    assert!(stranger.open(&idea).await.says("In the making"));
    bo.open(&edit).await;
    assert_eq!(bo.submit(&edit, &change("", "app")).await.status, 303);
    let page = stranger.open(&idea).await.text();
    let own = page.split("<article").nth(1).expect("the offer itself, before others of theirs");
    assert!(own.contains("Fairbook") && !own.contains("In the making") && !own.contains("Up and running"), "{own}");
    town.stop().await;
}

#[actix_web::test]
async fn a_course_says_how_long_it_is() {
    let town = Town::start().await;
    let mut bo = town.sign_up("bob").await;
    let page = posts(&mut bo, "Pianos in five evenings", &[("kind", "course"), ("length", "five evenings of an hour")]).await;
    let mut stranger = town.browser();
    for shown in [page.as_str(), "/@bob"] {
        assert!(stranger.open(shown).await.says("five evenings of an hour"), "{shown}");
    }
    bo.open("/my/offers/new").await;
    let long = "x".repeat(61);
    let typed = [
        ("title", "A course"),
        ("kind", "course"),
        ("length", long.as_str()),
        ("pricing", "free"),
        ("visibility", "everyone"),
        ("then", "publish"),
    ];
    let wrong = bo.submit("/my/offers/new", &typed).await;
    assert!(wrong.status == 422 && wrong.says("The length has 61 characters; only 60 fit.") && wrong.says(&long), "{}", wrong.text());
    town.stop().await;
}
