//! The landing page: what somebody needs is answered before they have a name, and goes on into an ask.

use crate::{
    deeds::{asks, offers},
    discovery::shows,
    town::{PASSWORD, Town},
};

const BAKERY: &str = "help with posts for my bakery";

#[actix_web::test]
async fn a_stranger_says_what_they_need_and_sees_what_fits() {
    let town = Town::start().await;
    let (mut ana, mut bo) = (town.sign_up("ana").await, town.sign_up("bob").await);
    offers(&mut bo, "I write posts for your bakery", &[]).await;
    offers(&mut bo, "Secret posts for a bakery", &[("visibility", "members")]).await;
    asks(&mut ana, "A quiet word about my bakery", &[("visibility", "members")]).await;
    let mut cy = town.browser();
    let empty = cy.open("/").await;
    assert!(empty.says("What do you need?") && !empty.says("Post this as an ask"), "{}", empty.text());
    let mut answer = cy.get("/?need=posts+for+a+bakery").await;
    for _ in 0..50 {
        if answer.text().contains("id=\"found\"") && between(&answer.text()).contains("I write posts for your bakery") {
            break;
        }
        actix_web::rt::time::sleep(std::time::Duration::from_millis(100)).await;
        answer = cy.get("/?need=posts+for+a+bakery").await;
    }
    let found = between(&answer.text());
    assert!(found.contains("I write posts for your bakery") && found.contains("Post this as an ask"), "{found}");
    assert!(!answer.says("Secret posts") && !answer.says("A quiet word"), "what members wrote for members stays theirs");
    assert!(answer.text().contains("posts for a bakery</textarea>"), "what was typed stands in the box");
    assert!(
        answer.text().contains("id=\"found\" tabindex=\"-1\" aria-labelledby=\"found-head found-line\""),
        "the view goes there, and it says how many"
    );
    assert!(answer.text().contains("enterkeyhint=\"search\""));
    // While one types, only the answer comes.
    let part = cy.get("/?need=posts+for+a+bakery&only=found").await.text();
    assert!(part.starts_with("<section class=\"found\"") && part.contains("I write posts for your bakery"), "{part}");
    assert!(!part.contains("<html") && !part.contains("Secret posts") && !part.contains("A quiet word"), "{part}");
    // Members have it at home.
    assert_eq!(ana.get("/?need=x").await.to(), "/home");
    // What is typed is text and nothing else.
    let hostile = cy.get("/?need=%3Cscript%3Ealert(1)%3C%2Fscript%3E%22").await.text();
    assert!(!hostile.contains("<script>alert"), "{hostile}");
    let nothing = cy.get("/?need=zzqqxx").await;
    assert!(nothing.says("An ask waits for the right person") && nothing.says("Post this as an ask"), "{}", nothing.text());
    town.stop().await;
}

/// What answers, without what stands around it.
fn between(page: &str) -> String {
    let from = page.find("id=\"found\"").map_or("", |at| &page[at..]);
    from[..from.find("</section>").unwrap_or(from.len())].to_owned()
}

const CYRIL: [(&str, &str); 3] = [("name", "Cyril Baker"), ("email", "cy@example.org"), ("password", PASSWORD)];

#[actix_web::test]
async fn what_a_stranger_needs_is_posted_once_they_have_said_who_they_are_whatever_they_had_to_mend() {
    let town = Town::start().await;
    town.sign_up("ana").await;
    let mut cy = town.browser();
    cy.open("/?need=help+with+posts+for+my+bakery").await;
    let door = cy.submit("/my/asks/new", &[]).await;
    assert_eq!(door.status, 200, "{}", door.text());
    assert!(door.says("Say who you are") && door.says(BAKERY) && door.says("Sign up and post it"), "{}", door.text());
    assert!(door.says("Anyone on the web can read it. You can change it"), "said before it is posted: {}", door.text());
    assert!(!town.browser().get("/discover/asks").await.says(BAKERY), "nobody has posted anything yet");
    for (field, typed, status, said) in [
        ("password", "short", 422, "at least 12 characters"),
        ("email", "ana@example.org", 409, "already signed up with this e-mail"),
        ("name", " ", 422, "What should people call you?"),
        ("username", "ana", 409, "That username is taken"),
    ] {
        let mended = cy.submit("/signup", &[&CYRIL[..], &[(field, typed)]].concat()).await;
        assert_eq!(mended.status, status, "{}", mended.text());
        assert!(mended.says(said) && mended.says(BAKERY), "{field}: {}", mended.text());
    }
    let posted = cy.submit("/signup", &CYRIL).await;
    assert_eq!((posted.status, posted.to()), (303, "/@cyril-baker/asks/help-with-posts-for-my-bakery"), "{}", posted.text());
    // The first answer did not arrive, and the button was pressed once more.
    cy.cookies.remove("session");
    let again = cy.submit("/signup", &CYRIL).await;
    assert_eq!(again.to(), posted.to(), "{}", again.text());
    let page = cy.open(posted.to()).await;
    assert!(page.says("Nobody fits yet") && page.says("Change it"), "its own page, with what was found: {}", page.text());
    assert!(page.text().contains("chip-ask\">Advice<"), "the kind is guessed: {}", page.text());
    let mine = cy.open("/my/asks").await.text();
    assert_eq!(mine.matches("/asks/help-with-posts-for-my-bakery\"").count(), 1, "posted once: {mine}");
    town.stop().await;
}

#[actix_web::test]
async fn whoever_has_been_here_before_logs_in_instead_and_nothing_is_lost_on_the_way() {
    let town = Town::start().await;
    town.sign_up("ana").await;
    let mut ana = town.browser();
    ana.open("/?need=help+with+posts+for+my+bakery").await;
    ana.submit("/my/asks/new", &[]).await;
    let door = ana.submit_to("/signup", "/login", &[("email", "ana@example.org"), ("instead", "yes")]).await;
    assert!(door.status == 200 && door.says(BAKERY) && door.text().contains("value=\"ana@example.org\""), "{}", door.text());
    assert!(!door.says("is wrong"), "nothing was tried yet: {}", door.text());
    let back = ana.submit_to("/login", "/signup", &[("login", "ana@example.org"), ("instead", "yes")]).await;
    assert!(back.status == 200 && back.says(BAKERY) && !back.says("is missing"), "{}", back.text());
    ana.submit_to("/signup", "/login", &[("email", "ana"), ("instead", "yes")]).await;
    let slip = ana.submit("/login", &[("login", "ana"), ("password", "not hers at all")]).await;
    assert!(slip.status == 401 && slip.says(BAKERY), "{}", slip.text());
    let posted = ana.submit("/login", &[("login", "ana"), ("password", PASSWORD)]).await;
    assert_eq!((posted.status, posted.to()), (303, "/@ana/asks/help-with-posts-for-my-bakery"), "{}", posted.text());
    ana.cookies.remove("session");
    let again = ana.submit("/login", &[("login", "ana"), ("password", PASSWORD)]).await;
    assert_eq!(again.to(), posted.to(), "once");
    town.stop().await;
}

#[actix_web::test]
async fn where_something_is_missing_the_form_of_the_ask_has_the_words() {
    let town = Town::start().await;
    let mut cy = town.browser();
    cy.open("/?need=%3F%3F").await;
    cy.submit("/my/asks/new", &[]).await;
    let form = cy.submit("/signup", &CYRIL).await;
    assert_eq!(form.status, 422);
    assert!(form.says("at least 3 characters") && form.text().contains("\n??</textarea>"), "{}", form.text());
    // They are in, and that very page is believed.
    let posted = cy.submit("/my/asks/new", &[("title", "Posts for my bakery"), ("visibility", "everyone")]).await;
    assert_eq!(posted.to(), "/@cyril-baker/asks/posts-for-my-bakery", "{}", posted.text());
    // A long sentence begins the ask, and is all of it.
    let mut dee = town.browser();
    let long = format!("I need {}for my bakery", "many short posts ".repeat(20));
    let query = url::form_urlencoded::Serializer::new(String::new()).append_pair("need", &long).finish();
    dee.open(&format!("/?{query}")).await;
    dee.submit("/my/asks/new", &[]).await;
    let posted = dee.submit("/signup", &[("name", "Dee"), ("email", "dee@example.org"), ("password", PASSWORD)]).await;
    assert!(dee.open(posted.to()).await.says(&long), "{}", posted.text());
    town.stop().await;
}

#[actix_web::test]
async fn a_stranger_answers_an_ask_and_requests_an_offer_first_and_says_who_they_are_then() {
    let town = Town::start().await;
    let mut ana = town.sign_up("ana").await;
    let ask = asks(&mut ana, "A hand with my garden", &[]).await;
    let offer = offers(&mut ana, "An hour about bread", &[]).await;
    for (page, name, words) in [(&ask, "cyril", "I have a spade & <b>time</b>."), (&offer, "deedee", "I burn every loaf.")] {
        let mut cy = town.browser();
        let shown = cy.open(page).await;
        assert!(shown.says("Next you say who you are") && !shown.says("Answering takes a name"), "{}", shown.text());
        let door = cy.submit("/connections", &[("message", words)]).await;
        assert!(door.status == 200 && door.says(words) && door.says("Sign up and send it"), "{}", door.text());
        assert!(!door.text().contains("<b>time"), "{}", door.text());
        assert!(!ana.get("/connections").await.says(words), "nothing is sent yet");
        let email = format!("{name}@example.org");
        let fields = [("name", name), ("email", email.as_str()), ("password", PASSWORD)];
        let sent = cy.submit("/signup", &fields).await;
        assert!(sent.status == 303 && sent.to().starts_with("/messages/"), "{}", sent.text());
        cy.cookies.remove("session");
        assert_eq!(cy.submit("/signup", &fields).await.to(), sent.to());
        assert!(cy.open(sent.to()).await.says(words));
        let there = ana.get(sent.to()).await;
        assert_eq!((there.status, there.says(words)), (200, true), "{}", there.text());
    }
    town.stop().await;
}

#[actix_web::test]
async fn what_is_over_meanwhile_gives_the_words_back() {
    let town = Town::start().await;
    let mut ana = town.sign_up("ana").await;
    let ask = asks(&mut ana, "A hand with my garden", &[]).await;
    let mut cy = town.browser();
    cy.open(&ask).await;
    cy.submit("/connections", &[("message", "I have a spade.")]).await;
    ana.open(&ask).await;
    let id = crate::deeds::number_after(&ana.get(&ask).await, "/my/asks/");
    assert_eq!(ana.submit(&format!("/my/asks/{id}/close"), &[]).await.status, 303);
    let told = cy.submit("/signup", &CYRIL).await;
    assert_eq!(told.status, 409, "{}", told.text());
    assert!(told.says("I have a spade.") && told.says("not open any more"), "{}", told.text());
    assert!(cy.open("/home").await.says("Cyril"), "they are in all the same");
    town.stop().await;
}

#[actix_web::test]
async fn only_a_form_of_this_very_browser_is_sent_without_another_look() {
    let town = Town::start().await;
    let mut ana = town.sign_up("ana").await;
    let mut cy = town.browser();
    cy.open("/?need=help+with+posts+for+my+bakery").await;
    let door = cy.submit("/my/asks/new", &[("csrf", "somebody-elses")]).await;
    assert_eq!(door.status, 401, "{}", door.text());
    let shown = cy.submit("/login", &[("login", "ana"), ("password", PASSWORD)]).await;
    assert!(shown.status == 200 && shown.says("nothing was sent yet") && shown.says(BAKERY), "{}", shown.text());
    assert!(ana.get("/my/asks").await.says("You have not asked for anything yet"));
    town.stop().await;
}

#[actix_web::test]
async fn the_name_of_ones_page_is_made_of_ones_name_and_said_before() {
    let town = Town::start().await;
    let mut cy = town.browser();
    assert_eq!(cy.get("/signup/username?name=Zo%C3%AB%20Blum").await.text(), "zoe-blum");
    for n in ["one", "two"] {
        let mut zoe = town.browser();
        zoe.open("/signup").await;
        let email = format!("{n}@example.org");
        let in_ = zoe.submit("/signup", &[("name", "Zoë Blum"), ("email", &email), ("password", PASSWORD)]).await;
        assert_eq!(in_.to(), "/home", "{}", in_.text());
    }
    assert_eq!(cy.get("/@zoe-blum-2").await.status, 200);
    assert_eq!(cy.get("/signup/username?name=Zo%C3%AB%20Blum").await.text(), "zoe-blum-3");
    assert_eq!(cy.get("/signup/username").await.text(), "member");
    assert_eq!(cy.get("/signup/username?name=%3Cscript%3E").await.text(), "script");
    // A password that repeats the name it becomes is as guessable as one that repeats a name that was chosen.
    cy.open("/signup").await;
    let guessed = cy.submit("/signup", &[("name", "Zoë Blum"), ("email", "z@example.org"), ("password", "my zoe-blum-3 words")]).await;
    assert!(guessed.status == 422 && guessed.says("repeats your username"), "{}", guessed.text());
    town.stop().await;
}

#[actix_web::test]
async fn the_demonstration_is_made_of_the_real_card_and_leads_nowhere() {
    let town = Town::start().await;
    let page = town.browser().get("/").await.text();
    let stage =
        page.split("demo-stage\" aria-hidden=\"true\" inert").nth(1).and_then(|rest| rest.split("</figure>").next()).expect("it is there");
    assert_eq!(stage.matches("class=\"glass card match\"").count(), 3);
    for dead in ["href=\"/@", "href=\"\"", "<button", "<form", "<textarea"] {
        assert!(!stage.contains(dead), "{dead} in {stage}");
    }
    let asked = town.browser().get("/?need=posts").await.text();
    assert!(!asked.contains("demo-stage"), "whoever has asked sees what is real");
    town.stop().await;
}

#[actix_web::test]
async fn below_twenty_five_members_there_are_faces_and_then_there_are_numbers() {
    let town = Town::start().await;
    for n in 1..=24 {
        town.sign_up(&format!("member-{n}")).await;
    }
    let few = town.browser().get("/").await;
    assert!(few.says("Some of us") && few.text().contains("href=\"/@member-24\"") && !few.says("members ·"), "{}", few.text());
    let dir = town.dir;
    let settings = town.running.house.settings.clone();
    town.running.stop().await.expect("leaves");
    // A hub counts once a minute; one that starts counts anew.
    let town = Town { running: web::server::start(settings).await.expect("starts again"), dir };
    town.sign_up("member-25").await;
    let many = town.browser().get("/").await;
    assert!(many.says("25 members · 0 open asks · 0 offers") && !many.says("Some of us"), "{}", many.text());
    town.stop().await;
}

/// A card that fits, up to its reasons.
fn card_of(part: &str) -> &str {
    part.split("class=\"fit-why\"").next().unwrap_or("")
}

/// The offers that stand on a part of a page, each once, by their address.
fn offers_on(part: &str) -> std::collections::BTreeSet<String> {
    let links = part.split("href=\"/@").skip(1).filter_map(|rest| rest.split('"').next());
    links.filter(|link| link.split('/').count() == 2 && !link.contains('#')).map(str::to_owned).collect()
}

#[actix_web::test]
async fn what_the_box_says_fits_is_what_the_page_of_the_ask_lists_once_it_is_posted() {
    let town = Town::with(|settings| settings.demo = true).await;
    for (n, sentence) in [
        "somebody who writes good posts about my bread for my Instagram every week for little money",
        "Five people to try my meal-planning app",
        "Somebody who designs a cover for my podcast, for at most 50 euros",
    ]
    .into_iter()
    .enumerate()
    {
        let query = url::form_urlencoded::Serializer::new(String::new()).append_pair("need", sentence).finish();
        let mut cy = town.browser();
        shows(&mut cy, "/?need=Five+people+to+try+my+app", "kept-one").await;
        let box_ = cy.open(&format!("/?{query}")).await.text();
        let found = between(&box_);
        // Those with reasons, and not what only mentions it.
        let fits: Vec<&str> = found.split("class=\"kept-one\"").skip(1).map(card_of).collect();
        let said = offers_on(&fits.concat());
        assert!(found.matches("class=\"fit-why\"").count() == fits.len(), "each has its reasons: {found}");
        assert!(!found.contains("Keepsake"), "{sentence}: {found}");
        match n {
            0 => assert!(fits[0].contains("An hour on the phone and your shop has a week of posts"), "{found}"),
            1 => assert!(fits.len() >= 4, "{found}"),
            _ => assert!(fits.is_empty() && found.contains("Nothing here fits that yet"), "{found}"),
        }
        cy.submit("/my/asks/new", &[]).await;
        let email = format!("cy{n}@example.org");
        let name = format!("Cyril {n}");
        let posted = cy.submit("/signup", &[("name", name.as_str()), ("email", email.as_str()), ("password", PASSWORD)]).await;
        assert_eq!(posted.status, 303, "{}", posted.text());
        // When the matcher has looked.
        let page = shows(&mut cy, posted.to(), if n == 1 { "people told." } else { "data-after-line>Nobody" }).await.text();
        let cards = page.split("id=\"matches-head\"").nth(1).and_then(|rest| rest.split("</section>").next()).unwrap_or("");
        assert!(offers_on(cards).is_superset(&said), "{sentence}: {said:?} {page}");
        if n == 1 {
            assert!(cards.contains("was told of it."), "{cards}");
        } else {
            assert!(page.contains("Look for yourself") && page.to_lowercase().contains("/discover?q=somebody"), "{page}");
            assert!(page.contains("It fits better when it says which problem it is about"), "{page}");
        }
        if n == 2 {
            assert!(page.contains("up to €50"), "what the sentence says of money: {page}");
        }
        // Ava says the same to whoever is signed in.
        let ava = cy.open(&format!("/ava?{query}")).await.text();
        let fits: Vec<&str> = ava.split("class=\"kept-one\"").skip(1).map(card_of).collect();
        assert_eq!(offers_on(&fits.concat()), offers_on(cards), "{sentence}");
    }
    town.stop().await;
}

#[actix_web::test]
async fn a_composer_that_begins_with_a_sentence_has_its_budget() {
    let town = Town::start().await;
    let mut ana = town.sign_up("ana").await;
    let form = ana.open("/my/asks/new?title=A+cover+for+my+podcast+for+at+most+50+euros").await.text();
    let field = form.split("name=\"budget_max\"").nth(1).and_then(|rest| rest.split('>').next()).unwrap_or("");
    assert!(field.contains("value=\"50\""), "{field}");
    assert!(form.contains("<option value=\"eur\" selected"), "{form}");
    let plain = ana.open("/my/asks/new?title=A+cover+for+little+money").await.text();
    let field = plain.split("name=\"budget_max\"").nth(1).and_then(|rest| rest.split('>').next()).unwrap_or("");
    assert!(!field.contains("value=\"5"), "no number says none: {field}");
    town.stop().await;
}

#[actix_web::test]
async fn several_offers_of_one_person_are_one_card_on_the_page_of_the_ask() {
    let town = Town::start().await;
    let (mut ana, mut bo) = (town.sign_up("ana").await, town.sign_up("bob").await);
    offers(&mut bo, "Sourdough and rye bread, from the first day", &[]).await;
    offers(&mut bo, "Sourdough bread for a café", &[]).await;
    shows(&mut ana, "/discover?q=sourdough", "Sourdough bread for a café").await;
    let ask = asks(&mut ana, "Sourdough bread for my café", &[]).await;
    let page = shows(&mut ana, &ask, "And 1 more of theirs").await.text();
    let cards = page.split("id=\"matches-head\"").nth(1).and_then(|rest| rest.split("</section>").next()).unwrap_or("");
    assert_eq!(cards.matches("data-match=").count(), 1, "{cards}");
    assert!(page.contains("Bob was told of it.") || page.contains("bob was told of it."), "{page}");
    town.stop().await;
}

#[actix_web::test]
async fn a_price_above_the_budget_that_the_sentence_names_is_said_on_the_card() {
    let town = Town::start().await;
    let (mut ana, mut bo) = (town.sign_up("ana").await, town.sign_up("bob").await);
    let what = [("kind", "service"), ("pricing", "one_time"), ("price", "150"), ("description", "I draw a logo for your bakery.")];
    offers(&mut bo, "A logo for your bakery", &what).await;
    let sentence = |most: &str| format!("I+pay+somebody+for+a+logo+for+my+bakery,+at+most+{most}+dollars");
    let missing = |page: &str| {
        let card = page.split("class=\"fit-why\"").nth(1).unwrap_or_else(|| panic!("no fit in {page}"));
        card.split("</div>").next().unwrap_or("").contains("<ul class=\"missing\"><li>they ask $150, your budget is $100</li></ul>")
    };
    let mut cy = town.browser();
    let found = shows(&mut cy, &format!("/?need={}", sentence("100")), "fit-why").await.text();
    assert!(missing(&found), "{found}");
    let ava = ana.open(&format!("/ava?need={}", sentence("100"))).await.text();
    assert!(missing(&ava), "{ava}");
    for path in ["/", "/ava"] {
        let enough = cy.open(&format!("{path}?need={}", sentence("200"))).await.text();
        assert!(enough.contains("fit-why") && !enough.contains("your budget is"), "{path}: {enough}");
    }
    town.stop().await;
}
