//! Asks by their forms, without a script.

use hub::{Event, asks};

use crate::{
    deeds::{ASK, and_then, asks as posts, filled, number_after, offers},
    town::Town,
};

#[actix_web::test]
async fn ana_posts_an_ask_and_hears_at_once_that_nobody_fits_yet() {
    let town = Town::start().await;
    let mut ana = town.sign_up("ana").await;
    let page =
        posts(&mut ana, "Café & Bäckerei: posts that sound like me", &[("budget_min", "50"), ("budget_max", "99.50"), ("places", "3")])
            .await;
    assert_eq!(page, "/@ana/asks/cafe-backerei-posts-that-sound-like-me");
    let shown = ana.open(&page).await;
    assert!(shown.says("Nobody fits yet."), "{}", shown.text());
    assert!(shown.says("$50 to $99.50") && shown.says("3 people") && shown.says("Anyone on the web can read this"));
    assert!(shown.text().contains(r#"name="robots" content="noindex""#), "asks are never offered to search engines");
    assert!(ana.get("/my/asks").await.says("Bäckerei"));
    town.stop().await;
}

#[actix_web::test]
async fn everything_to_mend_in_an_ask_is_said_at_once_and_what_was_typed_stays() {
    let town = Town::start().await;
    let mut ana = town.sign_up("ana").await;
    ana.open("/my/asks/new?title=Knots").await;
    let typed = [
        ("title", ""),
        ("description", "Half a \"story\" </textarea><script>alert(1)</script>"),
        ("kind", "advice"),
        ("tags", "no such word"),
        ("budget_min", "a lot"),
        ("budget_max", "7"),
        ("currency", "usd"),
        ("places", "many"),
        ("image_url", "javascript:alert(1)"),
        ("expires_on", "soon"),
        ("visibility", "members"),
    ];
    let answer = ana.submit("/my/asks/new", &typed).await;
    assert_eq!(answer.status, 422);
    for words in
        ["is missing", "We can't read that amount", "A number, please", "We can't read that date", "We can't link to that web address"]
    {
        assert!(answer.says(words), "{words} in {}", answer.text());
    }
    for (_, value) in typed.iter().filter(|(_, value)| !value.is_empty()) {
        assert!(answer.says(value), "{value} is kept");
    }
    assert!(!answer.text().contains("<script>alert"), "{}", answer.text());
    assert!(answer.text().contains(r#"value="members" selected"#), "{}", answer.text());

    assert!(ana.get("/my/asks").await.says("You have not asked for anything yet"), "nothing was stored meanwhile");
    ana.open("/my/asks/new?title=Knots").await;
    let sound =
        [("title", "Knots for sailors"), ("budget_min", ""), ("budget_max", "7"), ("places", ""), ("image_url", ""), ("expires_on", "")];
    let mut mended: Vec<_> = typed.iter().filter(|(name, _)| !sound.iter().any(|(n, _)| n == name)).copied().collect();
    mended.extend(sound);
    let answer = ana.submit("/my/asks/new", &mended).await;
    // A tag that nobody knows is in nobody's way: it is left out, and the next page names it.
    assert_eq!(answer.status, 303, "{}", answer.text());
    let to = answer.to().to_owned();
    let page = ana.open(&to).await;
    assert!(page.says("We don't know “no such word” yet; left out.") && page.says("Knots for sailors"), "{}", page.text());
    town.stop().await;
}

#[actix_web::test]
async fn a_budget_upside_down_is_said_at_its_field() {
    let town = Town::start().await;
    let mut ana = town.sign_up("ana").await;
    ana.open("/my/asks/new").await;
    let fields = [
        ("title", "Knots"),
        ("description", "Rope."),
        ("kind", "hire"),
        ("budget_min", "100"),
        ("budget_max", "10"),
        ("currency", "usd"),
        ("visibility", "everyone"),
    ];
    let answer = ana.submit("/my/asks/new", &fields).await;
    assert_eq!(answer.status, 422);
    assert!(answer.text().contains("field-wrong") && answer.text().contains(r#"value="100""#), "{}", answer.text());
    town.stop().await;
}

#[actix_web::test]
async fn a_form_sent_twice_posts_once() {
    let town = Town::start().await;
    let mut ana = town.sign_up("ana").await;
    ana.open("/my/asks/new").await;
    let fields = [
        ("title", "A choir for our village"),
        ("description", "Sing."),
        ("kind", "collaborator"),
        ("currency", "usd"),
        ("visibility", "everyone"),
    ];
    let first = ana.submit("/my/asks/new", &fields).await;
    let second = ana.submit("/my/asks/new", &fields).await;
    assert_eq!((first.status, second.status), (303, 303), "{}", second.text());
    assert_eq!(first.to(), second.to());
    let mine = ana.get("/my/asks").await;
    assert_eq!(mine.text().matches("A choir for our village").count(), 1);
    // She goes back and makes another of it: it is said, kept, and posted when she sends it once more.
    let mut other = fields;
    other[0].1 = "A band for our village";
    let asked = ana.submit("/my/asks/new", &other).await;
    assert_eq!(asked.status, 409);
    assert!(asked.says("You have sent this form before") && asked.says("A band for our village"), "{}", asked.text());
    assert_eq!(ana.submit("/my/asks/new", &other).await.to(), "/@ana/asks/a-band-for-our-village");
    town.stop().await;
}

#[actix_web::test]
async fn a_form_from_another_visit_keeps_what_was_typed_and_stores_nothing() {
    let town = Town::start().await;
    let (mut ana, mut bo) = (town.sign_up("ana").await, town.sign_up("bob").await);
    let ask = posts(&mut ana, "A hand with my garden", &[]).await;
    let offer = offers(&mut ana, "Fresh eggs", &[]).await;
    for (page, form, field) in [
        ("/my/asks/new", "/my/asks/new", "title"),
        ("/my/offers/new", "/my/offers/new", "title"),
        (ask.as_str(), "/connections", "message"),
        (offer.as_str(), "/connections", "message"),
        ("/@ana", "/connections", "message"),
    ] {
        bo.open(page).await;
        let answer = bo.submit(form, &[("csrf", "of-another-visit"), (field, "Words of mine")]).await;
        assert_eq!(answer.status, 403, "{page}: {}", answer.text());
        assert!(answer.says("What you typed is still here") && answer.says("Words of mine"), "{page}: {}", answer.text());
    }
    for empty in ["/my/asks", "/my/offers", "/messages"] {
        assert!(!bo.get(empty).await.says("Words of mine"), "{empty}");
    }
    town.stop().await;
}

#[actix_web::test]
async fn an_ask_is_changed_closed_opened_done_and_put_away() {
    let town = Town::start().await;
    let mut ana = town.sign_up("ana").await;
    let page = posts(&mut ana, "Somebody to tune my piano", &[("expires_on", "2027-05-01")]).await;
    let id = number_after(&ana.open(&page).await, "/my/asks/");
    let edit = format!("/my/asks/{id}/edit");
    let form = ana.open(&edit).await;
    assert!(form.says("Somebody to tune my piano") && form.text().contains(r#"value="2027-05-01""#), "{}", form.text());
    let change = [
        ("title", "Somebody to tune two pianos"),
        ("description", "They are old."),
        ("kind", "hire"),
        ("currency", "eur"),
        ("visibility", "members"),
        ("places", "2"),
        ("expires_on", "2027-05-01"),
    ];
    let answer = ana.submit(&edit, &change).await;
    assert_eq!((answer.status, answer.to()), (303, page.as_str()), "the address stays: {}", answer.text());
    let shown = ana.open(&page).await;
    assert!(shown.says("Saved.") && shown.says("two pianos") && shown.says("Only members can read this"), "{}", shown.text());

    let bad = ana.submit(&format!("/my/asks/{id}/places"), &[("places", "a few")]).await;
    assert_eq!(bad.status, 422);
    assert!(bad.says("A number, please.") && bad.text().contains(r#"value="a few""#), "what was typed is kept: {}", bad.text());
    let none = ana.submit(&format!("/my/asks/{id}/places"), &[("places", "100000")]).await;
    assert_eq!(none.status, 422, "{}", none.text());
    assert!(none.text().contains(r#"value="100000""#), "{}", none.text());
    assert_eq!(ana.submit(&format!("/my/asks/{id}/places"), &[("places", "4")]).await.to(), page);
    assert!(ana.open(&page).await.says("0 of 4 found"));

    for (step, says) in
        [("close", "It is closed."), ("reopen", "It is open again."), ("fulfil", "Done. Well asked."), ("archive", "put away")]
    {
        let answer = ana.submit(&format!("/my/asks/{id}/{step}"), &[]).await;
        assert_eq!((answer.status, answer.to()), (303, page.as_str()), "{step}: {}", answer.text());
        let shown = ana.open(&page).await;
        assert!(shown.says(says), "{step}: {}", shown.text());
    }
    let gone = town.browser().get(&page).await;
    assert_eq!(gone.status, 404);
    assert!(gone.says("There is nothing here"));
    // The moment has passed: said, not stored.
    let csrf = ana.hidden_of("/logout").into_iter().find(|(name, _)| name == "csrf").expect("a token").1;
    let late = ana.send(&format!("/my/asks/{id}/fulfil"), format!("csrf={csrf}&command=late").into_bytes()).await;
    assert_eq!(late.to(), page, "{}", late.text());
    assert!(ana.open(&page).await.says("put away"));
    town.stop().await;
}

#[actix_web::test]
async fn somebody_elses_ask_is_not_bos_to_change() {
    let town = Town::start().await;
    let (mut ana, mut bo) = (town.sign_up("ana").await, town.sign_up("bob").await);
    let page = posts(&mut ana, "Somebody to walk my dog", &[]).await;
    let id = number_after(&ana.open(&page).await, "/my/asks/");
    bo.open("/home").await;
    let csrf = bo.hidden_of("/logout").into_iter().find(|(name, _)| name == "csrf").expect("a token").1;
    let edit = bo.get(&format!("/my/asks/{id}/edit")).await;
    assert_eq!(edit.status, 403);
    assert!(edit.says("Only the person who asked can change this."), "{}", edit.text());
    for (no, step) in ["edit", "places", "fulfil", "close", "reopen", "archive"].into_iter().enumerate() {
        let body = format!("csrf={csrf}&command=c{no}&title=Mine+now&description=x&kind=advice&currency=usd&visibility=everyone&places=9");
        let answer = bo.send(&format!("/my/asks/{id}/{step}"), body.into_bytes()).await;
        assert_eq!(answer.status, 403, "{step}: {}", answer.text());
        assert!(answer.says("Only the person who asked can change this."), "{step}: {}", answer.text());
    }
    assert_eq!(bo.get("/my/asks/999999/edit").await.status, 404);
    assert_eq!(bo.get("/my/asks/none/edit").await.status, 404);
    let shown = ana.get(&page).await;
    assert!(shown.says("Somebody to walk my dog") && shown.says("Open"));
    town.stop().await;
}

#[actix_web::test]
async fn what_is_for_members_is_not_there_for_strangers() {
    let town = Town::start().await;
    let (mut ana, bo) = (town.sign_up("ana").await, town.sign_up("bob").await);
    let page = posts(&mut ana, "A quiet word about my debts", &[("visibility", "members")]).await;
    let mut bo = bo;
    assert_eq!(bo.open(&page).await.status, 200);
    let mut stranger = town.browser();
    assert_eq!(stranger.get(&page).await.status, 404);
    assert!(!stranger.get("/@ana").await.says("A quiet word"));
    assert!(!stranger.get("/").await.says("A quiet word"));
    town.stop().await;
}

#[actix_web::test]
async fn a_view_counts_once_a_day_and_never_the_owners() {
    let town = Town::start().await;
    let (mut ana, mut bo, mut cy) = (town.sign_up("ana").await, town.sign_up("bob").await, town.sign_up("cyd").await);
    let page = posts(&mut ana, "A recipe for rye bread", &[]).await;
    let looked = |event: &Event| matches!(event, Event::Asks(asks::Event::Looked { .. }));
    and_then(&town, bo.open(&page), looked).await;
    bo.open(&page).await;
    ana.open(&page).await;
    town.browser().get(&page).await;
    // Cy's look comes after all of theirs in the one queue.
    and_then(&town, cy.open(&page), looked).await;
    assert!(!ana.open(&page).await.says("Seen by"), "of two it would be known who");
    let mut dee = town.sign_up("dee").await;
    and_then(&town, dee.open(&page), looked).await;
    assert!(ana.open(&page).await.says("Seen by 3 people"), "{}", ana.open(&page).await.text());
    town.stop().await;
}

#[actix_web::test]
async fn an_old_name_leads_to_the_ask_under_the_new_one() {
    let town = Town::start().await;
    let mut ana = town.sign_up("ana").await;
    posts(&mut ana, "Rye bread", &[]).await;
    ana.open("/settings/account").await;
    ana.submit("/settings/username", &[("username", "ana-2")]).await;
    let moved = town.browser().get("/@ana/asks/rye-bread").await;
    assert_eq!((moved.status, moved.to()), (301, "/@ana-2/asks/rye-bread"));
    assert_eq!(town.browser().get("/@ana-2/asks/rye%0d%0aX-Evil:%20yes").await.status, 404);
    town.stop().await;
}

#[actix_web::test]
async fn what_people_write_is_text_and_never_markup() {
    let town = Town::start().await;
    let (mut ana, mut bo) = (town.sign_up("ana").await, town.sign_up("bob").await);
    let evil = r#"<img src=x onerror="alert(1)"><script>alert(2)</script>"#;
    let ask = posts(&mut ana, &format!("Ask {evil}"), &[("description", &format!("Words {evil} [here](javascript:alert(3))"))]).await;
    let offer = offers(&mut bo, &format!("Offer {evil}"), &[("description", evil), ("body", evil), ("kind", "post")]).await;
    let thread = crate::deeds::writes(&mut bo, &ask, &format!("Hello {evil}")).await;
    bo.open(&thread).await;
    bo.submit(&thread, &[("body", evil)]).await;
    for path in [
        &ask,
        &offer,
        &thread,
        "/home",
        "/my/asks",
        "/my/offers",
        "/connections",
        "/messages",
        "/@ana",
        "/@bob",
        "/my/notices",
        "/discover",
        "/discover?q=%3Cscript%3Ealert(2)%3C/script%3E",
    ] {
        for who in [&mut ana, &mut bo] {
            let text = who.get(path).await.text();
            assert!(
                !text.contains("<script>alert") && !text.contains("<img src=x") && !text.contains("javascript:alert"),
                "{path}: {text}"
            );
        }
    }
    town.stop().await;
}

#[actix_web::test]
async fn a_text_as_long_as_the_field_takes_arrives_in_any_script() {
    let town = Town::start().await;
    let mut ana = town.sign_up("ana").await;
    let whole = "🐘 \u{5b57}".repeat(20_000 / 3);
    let page = posts(&mut ana, "Elephants and signs", &[("description", &whole)]).await;
    assert!(ana.open(&page).await.says(&whole));
    // One character more is the rules' to say, with everything kept; far beyond it is said in words, too.
    ana.open("/my/asks/new").await;
    let longer = ana
        .submit(
            "/my/asks/new",
            &[
                ("title", "Signs"),
                ("description", &"\u{5b57}".repeat(20_001)),
                ("kind", "advice"),
                ("currency", "usd"),
                ("visibility", "everyone"),
            ],
        )
        .await;
    assert_eq!(longer.status, 422, "{}", longer.text());
    let large = ana.submit("/my/asks/new", &[("description", &"\u{5b57}".repeat(300_000))]).await;
    assert_eq!(large.status, 413);
    assert!(large.says("at most 2048 KiB"), "{}", large.text());
    town.stop().await;
}

#[actix_web::test]
async fn a_change_made_from_an_older_version_is_shown_beside_what_stands_and_stored_only_then() {
    let town = Town::start().await;
    let mut ana = town.sign_up("ana").await;
    let page = posts(&mut ana, "Somebody to tune my piano", &[]).await;
    let edit = format!("/my/asks/{}/edit", number_after(&ana.open(&page).await, "/my/asks/"));
    let offer = offers(&mut ana, "Fresh eggs", &[]).await;
    let edit_offer = format!("/my/offers/{}/edit", number_after(&ana.open(&offer).await, "/my/offers/"));
    let words = |title: &'static str| [("title", title), ("description", "Old."), ("currency", "usd"), ("visibility", "everyone")];
    for (edit, kind, page) in [(edit, "hire", page), (edit_offer, "skill", offer)] {
        // Two windows with the same form.
        let mut other = town.browser();
        other.cookies = ana.cookies.clone();
        ana.open(&edit).await;
        other.open(&edit).await;
        let typed = |title| [&words(title)[..], &[("kind", kind), ("pricing", "free")]].concat();
        assert_eq!(other.submit(&edit, &typed("The words of the other window")).await.status, 303);
        let refused = ana.submit(&edit, &typed("The words of this window")).await;
        assert_eq!(refused.status, 409, "{}", refused.text());
        for words in ["has changed since you opened it", "What it says now", "The words of the other window", "The words of this window"] {
            assert!(refused.says(words), "{words} in {}", refused.text());
        }
        assert!(town.browser().get(&page).await.says("The words of the other window"), "nothing is lost");
        // She has seen it now.
        assert_eq!(ana.submit(&edit, &typed("The words of this window")).await.status, 303);
        assert!(town.browser().get(&page).await.says("The words of this window"));
    }
    town.stop().await;
}

#[actix_web::test]
async fn nothing_too_long_is_cut_and_who_reads_a_post_is_said_beside_the_button() {
    let town = Town::start().await;
    let mut ana = town.sign_up("ana").await;
    let form = ana.open("/my/asks/new").await;
    assert!(!form.text().contains("maxlength"), "{}", form.text());
    assert!(
        form.says("Everyone: anyone on the web can read this.") && form.says("Only members: only people who are signed in can read this.")
    );
    assert!(ana.open("/my/offers/new").await.says("Everyone: anyone on the web can read this."));
    ana.open("/my/asks/new").await;
    let long = format!("{}!", "t".repeat(200));
    let answer = ana.submit("/my/asks/new", &[("title", &long), ("kind", "advice"), ("visibility", "everyone")]).await;
    assert_eq!(answer.status, 422);
    assert!(answer.says("The title has 201 characters; only 200 fit.") && answer.says(&long), "{}", answer.text());
    town.stop().await;
}

#[actix_web::test]
async fn who_is_to_try_an_app_finds_the_way_to_it_on_the_card_and_the_page_of_the_ask() {
    let town = Town::start().await;
    let (mut ana, mut bo) = (town.sign_up("ana").await, town.sign_up("bob").await);
    let form = ana.open("/my/asks/new?kind=beta_tester").await.text();
    assert!(form.contains(r#"data-for="beta_tester feedback collaborator" data-shown"#), "the field is there at once: {form}");
    assert!(!ana.open("/my/asks/new?kind=advice").await.text().contains("collaborator\" data-shown"));
    let wrong = ana.submit("/my/asks/new", &filled(&ASK, "Try my app", &[("external_url", "javascript:alert(1)")])).await;
    assert!(wrong.status == 422 && wrong.says("We can't link to that web address"), "{}", wrong.text());
    let ask = posts(&mut ana, "Try my app for stalls", &[("kind", "beta_tester"), ("external_url", "stallbook.example/app")]).await;
    let link = r#"href="https://stallbook.example/app" target="_blank" rel="nofollow ugc noopener">"#;
    for page in [ask.as_str(), "/@ana"] {
        let shown = bo.open(page).await;
        assert!(shown.text().contains(link) && shown.says("Go to stallbook.example"), "{page}: {}", shown.text());
    }
    let id = number_after(&ana.open(&ask).await, "/my/asks/");
    let edit = format!("/my/asks/{id}/edit");
    assert!(ana.open(&edit).await.text().contains("value=\"https://stallbook.example/app\""), "it stands in the form");
    assert_eq!(ana.submit(&edit, &filled(&ASK, "Try my app for stalls", &[("external_url", "")])).await.status, 303);
    assert!(!bo.open(&ask).await.says("Go to stallbook.example"));
    town.stop().await;
}

#[actix_web::test]
async fn what_is_asked_stands_above_the_field_that_answers_it() {
    let town = Town::start().await;
    let (mut ana, bo) = (town.sign_up("ana").await, town.sign_up("bob").await);
    let short = posts(&mut ana, "A hand with my garden", &[("description", "Twenty square metres of nettles.")]).await;
    let words = "Twenty square metres of nettles, and a pond. ".repeat(12);
    let long = posts(&mut ana, "A hand with my pond", &[("description", &words)]).await;
    for mut who in [town.browser(), bo] {
        for (page, title, is_long) in [(&short, "A hand with my garden", false), (&long, "A hand with my pond", true)] {
            let text = who.open(page).await.text();
            let answer = text.split("id=\"answer\"").nth(1).and_then(|part| part.split("<textarea").next()).expect("a form");
            assert!(answer.contains(title) && answer.contains("Twenty square metres of nettles"), "{answer}");
            assert_eq!(answer.contains("Read all of it"), is_long, "{answer}");
        }
    }
    // What would make it fit better leads to its field.
    assert!(ana.open(&short).await.text().contains("/edit#f-category\""), "{}", ana.open(&short).await.text());
    town.stop().await;
}

#[actix_web::test]
async fn an_ask_that_belongs_to_an_app_stands_on_its_card_and_leads_back() {
    let town = Town::start().await;
    let (mut ana, mut bo) = (town.sign_up("ana").await, town.sign_up("bob").await);
    assert!(!ana.open("/my/asks/new").await.text().contains("related_offer"), "who has no app is not asked");
    let app = offers(&mut ana, "Stallbook", &[("kind", "app")]).await;
    let theirs = number_after(&ana.open(&app).await, "/my/offers/").to_string();
    let foreign = offers(&mut bo, "Fairbook", &[("kind", "app")]).await;
    let foreign = number_after(&bo.open(&foreign).await, "/my/offers/").to_string();
    let form = ana.open("/my/asks/new").await.text();
    assert!(form.contains(&format!("<option value=\"{theirs}\">Stallbook</option>")) && !form.contains("Fairbook"), "{form}");
    let wrong = ana.submit("/my/asks/new", &filled(&ASK, "Try my app", &[("related_offer", &foreign)])).await;
    assert!(wrong.status == 422 && wrong.says("Choose one of your own apps, please."), "{}", wrong.text());
    let ask = posts(&mut ana, "Try my app for stalls", &[("kind", "beta_tester"), ("related_offer", &theirs)]).await;
    for title in ["Tell me what you think of it", "A hand with its words"] {
        posts(&mut ana, title, &[("kind", "feedback"), ("related_offer", &theirs)]).await;
    }
    let course = offers(&mut ana, "A course in Stallbook", &[("kind", "course"), ("related_offer", &theirs)]).await;

    let line = |page: &str| format!("Looking for testers <span aria-hidden=\"true\">→</span></span> <a href=\"{page}\">");
    let card = |store: &str| store.split("<article").skip(1).find(|card| card.contains("Up and running")).expect("its card").to_owned();
    let store = card(&bo.open("/@ana").await.text());
    assert_eq!(store.matches("aria-hidden=\"true\">→").count(), 2, "two at most: {store}");
    let page = bo.open(&app).await;
    assert!(page.text().contains(&line(&ask)) && page.says(&course), "all of it stands on its page: {}", page.text());
    for part in [&ask, &course] {
        assert!(bo.open(part).await.text().contains(&format!("<dd><a href=\"{app}\">Stallbook</a></dd>")), "{part}");
    }
    let edit = format!("/my/asks/{}/edit", number_after(&ana.open(&ask).await, "/my/asks/"));
    assert!(ana.open(&edit).await.text().contains(&format!("<option value=\"{theirs}\" selected>Stallbook</option>")));
    assert_eq!(ana.submit(&edit, &filled(&ASK, "Try my app for stalls", &[("related_offer", "")])).await.status, 303);
    assert!(!bo.open(&app).await.text().contains(&line(&ask)));
    town.stop().await;
}
