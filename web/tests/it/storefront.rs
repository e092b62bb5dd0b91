//! The storefront `/@handle`: what a member gives, needs and did, as its reader may see it.

use crate::{
    deeds::{asks, number_after, offers, writes},
    town::{Answer, Browser, Town},
};

/// A step of the connection, by its button on the list.
async fn steps(who: &mut Browser, id: i64, step: &str) {
    who.open("/connections").await;
    let answer = who.submit(&format!("/connections/{id}/step"), &[("step", step)]).await;
    assert_eq!(answer.status, 303, "{step}: {}", answer.text());
}

/// Bo gives Ana what he offers, or helps her with what she asked, to the end; she says so with stars. `page` is the ask's or
/// offer's, `asker` writes first.
async fn goes_well(asker: &mut Browser, other: &mut Browser, page: &str, helped_first: bool, stars: &str) {
    let thread = writes(asker, page, "Shall we?").await;
    let id = number_after(&asker.open(&thread).await, "/connections/");
    steps(other, id, "accept").await;
    let (helped, helper) = if helped_first { (asker, other) } else { (other, asker) };
    steps(helper, id, "done").await;
    steps(helped, id, "done").await;
    helped.open("/connections?show=over").await;
    let answer = helped.submit(&format!("/connections/{id}/rate"), &[("stars", stars), ("words", "Found eleven bugs!")]).await;
    assert_eq!(answer.status, 303, "{}", answer.text());
}

/// The part of a page from these words on, up to the end of their section.
fn section(page: &Answer, from: &str) -> String {
    let text = page.text();
    let at = text.find(from).unwrap_or_else(|| panic!("no {from} in {text}"));
    text[at..at + text[at..].find("</section>").unwrap_or(text.len() - at)].to_owned()
}

#[actix_web::test]
async fn what_a_member_gives_stands_in_its_sections_and_empty_ones_are_not_there() {
    let town = Town::start().await;
    let mut bo = town.sign_up("bob").await;
    let empty = town.browser().get("/@bob").await;
    let titles = ["Apps I&#39;ve built", "Learn from me", "Work with me", "Things I love", "What I need", "Lately", "What people say"];
    for absent in titles {
        assert!(!empty.text().contains(absent), "{absent}");
    }
    assert!(empty.says("Nothing here yet") && !empty.text().contains("Achievements"));
    let own = bo.open("/@bob").await;
    assert!(own.says("Your page is still quiet") && own.text().contains("/my/offers/new?kind=app"), "{}", own.text());
    assert!(!empty.text().contains("kind=app"), "it is for its owner");
    offers(&mut bo, "I mend fences", &[]).await;
    assert!(bo.open("/@bob").await.says("Add an app you built"));
    offers(&mut bo, "Stallbook", &[("kind", "app"), ("external_url", "https://stallbook.example/app")]).await;
    offers(&mut bo, "Pianos in five evenings", &[("kind", "course")]).await;
    offers(&mut bo, "I tune pianos", &[("kind", "service"), ("pricing", "hourly"), ("price", "45")]).await;
    offers(&mut bo, "A song I love", &[("kind", "link"), ("external_url", "https://song.example/")]).await;
    offers(&mut bo, "Still a secret", &[("then", "draft")]).await;
    asks(&mut bo, "A van for Saturday", &[]).await;
    assert!(!bo.open("/@bob").await.says("Add an app you built"), "one stands there");
    let page = town.browser().get("/@bob").await;
    for (title, has) in [
        (titles[0], "Stallbook"),
        (titles[1], "Pianos in five evenings"),
        (titles[2], "I tune pianos"),
        (titles[3], "A song I love"),
        (titles[4], "A van for Saturday"),
        (titles[5], "A van for Saturday"),
    ] {
        assert!(section(&page, &format!(">{title}</h2>")).contains(has), "{has} under {title}");
    }
    let text = page.text();
    let order: Vec<usize> = titles[..6].iter().map(|title| text.find(&format!(">{title}</h2>")).expect("is there")).collect();
    assert!(order.is_sorted(), "{order:?}");
    assert!(!page.says("Still a secret") && !bo.get("/@bob").await.says("Still a secret"));
    for reached in ["First offer", "First ask", "Course author"] {
        assert!(page.says(reached), "{reached}");
    }
    assert!(page.says("Whoever posts a course gets this."), "how one gets there, for screen readers too");
    assert!(!page.says("First help"));
    // The buttons say what happens, and lead to where it does.
    for (words, to) in
        [("Try it", "stallbook#request"), ("Enroll", "evenings#request"), ("Book", "pianos#request"), ("Have a look", "love#request")]
    {
        let at = text.find(&format!(">{words}<")).unwrap_or_else(|| panic!("{words} in {text}"));
        assert!(text[..at].rsplit("href=\"").next().expect("a link").contains(to), "{words}");
    }
    assert!(text.contains("#answer\" data-tray>I can help<"));
    assert!(!bo.get("/@bob").await.text().contains("post-do"), "nobody takes up what is their own");
    town.stop().await;
}

#[actix_web::test]
async fn a_help_carried_to_its_end_is_told_with_its_title_to_whoever_may_read_it() {
    let town = Town::start().await;
    let (mut ana, mut bo) = (town.sign_up("ana").await, town.sign_up("bob").await);
    let open = asks(&mut ana, "Posts for my bakery", &[]).await;
    let secret = asks(&mut ana, "Among us alone", &[("visibility", "members")]).await;
    for ask in [&open, &secret] {
        goes_well(&mut bo, &mut ana, ask, false, "5").await;
    }
    let stranger = town.browser().get("/@bob").await;
    let lately = section(&stranger, "id=\"updates-head\"");
    assert!(lately.contains("Helped ana with") && lately.contains("Posts for my bakery") && lately.contains("5 of 5 stars"), "{lately}");
    assert_eq!(lately.matches("Helped ana with").count(), 1, "what is among members is no stranger's: {lately}");
    let said = section(&stranger, "id=\"thanks-head\"");
    assert!(said.contains("Found eleven bugs!") && said.contains(&open) && !said.contains("Among us"), "{said}");
    assert_eq!(said.matches("Found eleven bugs!").count(), 2, "the words are theirs to read, only the title is not");
    assert!(!said.contains("class=\"rating\""), "two are not enough to go by");
    assert!(stranger.says("First help") && ana.get("/@ana").await.says("First ask"));
    let member = ana.get("/@bob").await;
    assert!(section(&member, "id=\"updates-head\"").contains("Among us alone") && section(&member, "id=\"thanks-head\"").contains(&secret));
    town.stop().await;
}

#[actix_web::test]
async fn between_two_who_are_blocked_nothing_of_it_is_shown_to_either() {
    let town = Town::start().await;
    let (mut ana, mut bo, mut cy) = (town.sign_up("ana").await, town.sign_up("bob").await, town.sign_up("cyril").await);
    offers(&mut bo, "I tune pianos", &[]).await;
    let ask = asks(&mut ana, "Posts for my bakery", &[]).await;
    goes_well(&mut bo, &mut ana, &ask, false, "5").await;
    let shown = ["I tune pianos", "Lately", "Achievements", "What people say"];
    for words in shown {
        assert!(cy.get("/@bob").await.says(words), "{words}");
    }
    cy.open("/@bob").await;
    assert_eq!(cy.submit("/blocks", &[]).await.status, 303);
    let his = cy.get("/@bob").await;
    assert!(his.says("You have blocked bob."), "{}", his.text());
    asks(&mut cy, "A van for Saturday", &[]).await;
    let theirs = bo.get("/@cyril").await;
    assert!(!theirs.says("blocked"), "nobody is told: {}", theirs.text());
    for words in shown {
        assert!(!his.says(words), "{words}");
    }
    for words in ["A van for Saturday", "Lately", "Achievements"] {
        assert!(!theirs.says(words), "{words}");
        assert!(town.browser().get("/@cyril").await.says(words), "{words}");
    }
    town.stop().await;
}

#[actix_web::test]
async fn an_offer_shows_its_stars_from_the_third_rating_on() {
    let town = Town::start().await;
    let mut bo = town.sign_up("bob").await;
    let page = offers(&mut bo, "I tune pianos", &[("kind", "service")]).await;
    for (name, stars) in [("ana", "5"), ("cyril", "4"), ("dora", "5")] {
        assert!(!town.browser().get("/@bob").await.says(" of 5 stars,"), "before {name}");
        let mut who = town.sign_up(name).await;
        goes_well(&mut who, &mut bo, &page, true, stars).await;
    }
    let stranger = town.browser().get("/@bob").await;
    assert!(section(&stranger, ">Work with me</h2>").contains("★</span> 4.7"), "{}", stranger.text());
    assert!(section(&stranger, "id=\"thanks-head\"").contains("4.7"));
    assert!(town.browser().get(&page).await.says("I tune pianos"));
    assert!(stranger.says("<strong>3</strong> people helped"));
    town.stop().await;
}

#[actix_web::test]
async fn the_page_behind_the_button_asks_for_what_it_takes_and_says_where_it_leads() {
    let town = Town::start().await;
    let (mut ana, mut bo) = (town.sign_up("ana").await, town.sign_up("bob").await);
    let app = offers(&mut bo, "Stallbook", &[("kind", "app"), ("external_url", "https://stallbook.example/app?a=1")]).await;
    let tuned = offers(&mut bo, "I tune pianos", &[("kind", "service"), ("pricing", "hourly"), ("price", "45")]).await;
    let free = offers(&mut bo, "I look at your page", &[("kind", "feedback")]).await;
    let request = |page: &Answer| section(page, "id=\"request\"");
    let leaving = request(&ana.open(&app).await);
    assert!(leaving.contains("You are leaving for <strong>stallbook.example</strong>."), "{leaving}");
    assert!(leaving.contains("href=\"https://stallbook.example/app?a=1\" rel=\"nofollow ugc noopener\""), "{leaving}");
    assert!(leaving.contains("Or write to bob") && leaving.contains("action=\"/connections\""), "{leaving}");
    let priced = request(&ana.open(&tuned).await);
    assert!(priced.contains("$45/hr") && priced.contains("agreed and paid between you") && priced.contains(">Book</button>"), "{priced}");
    let message = request(&ana.open(&free).await);
    assert!(
        !message.contains("You are leaving") && !message.contains("agreed and paid") && message.contains(">Request</button>"),
        "{message}"
    );
    assert!(writes(&mut ana, &tuned, "Mine is out of tune.").await.starts_with("/messages/"));
    assert!(!ana.get(&tuned).await.text().contains("id=\"request\""), "once asked for, the form is gone");
    let stranger = request(&town.browser().get(&app).await);
    assert!(stranger.contains("Go to stallbook.example") && stranger.contains("name=\"stranger\""), "{stranger}");
    town.stop().await;
}

#[actix_web::test]
async fn its_owner_changes_one_thing_where_it_stands_and_the_rest_stays() {
    let town = Town::start().await;
    let mut ana = town.sign_up("ana").await;
    let first = ana.open("/@ana").await;
    for words in ["Add a line about you", "Add something about you", "Add links", "Edit<span class=\"vh\"> your name"] {
        assert!(first.text().contains(words), "{words} in {}", first.text());
    }
    for (part, field, typed) in [
        ("tagline", "tagline", "Bread at five"),
        ("bio", "bio", "I bake.\n\nSince 1990."),
        ("links", "website_url", "ana.example"),
        ("name", "name", "Ana Lund"),
    ] {
        let mut form = part_of(&ana.open("/@ana").await, part);
        form.push((field.to_owned(), typed.to_owned()));
        let answer = ana.send("/settings/profile", encoded(&form)).await;
        assert_eq!((answer.status, answer.to()), (303, "/@ana"), "{part}: {}", answer.text());
        assert!(ana.open("/@ana").await.says("Saved."));
    }
    let seen = town.browser().get("/@ana").await;
    for words in ["Bread at five", "Since 1990.", "https://ana.example", "Ana Lund"] {
        assert!(seen.says(words), "{words} in {}", seen.text());
    }
    let mut bo = town.sign_up("bob").await;
    for others in [seen, bo.open("/@ana").await] {
        assert!(!others.text().contains("action=\"/settings/profile\""), "it is hers to change");
    }
    assert!(ana.get("/settings/profile").await.says("Bread at five"));
    town.stop().await;
}

#[actix_web::test]
async fn a_change_in_place_that_can_not_be_taken_comes_back_with_what_was_typed() {
    let town = Town::start().await;
    let mut ana = town.sign_up("ana").await;
    let with = |mut form: Vec<(String, String)>, field: &str, typed: &str| {
        form.push((field.to_owned(), typed.to_owned()));
        encoded(&form)
    };
    // Too long, and no address: said at its own form, which is open.
    let long = "x".repeat(151);
    for (part, field, typed, says) in
        [("tagline", "tagline", long.as_str(), "150 fit"), ("links", "website_url", "not a link", "link to that web address")]
    {
        let form = part_of(&ana.open("/@ana").await, part);
        let answer = ana.send("/settings/profile", with(form, field, typed)).await;
        assert_eq!(answer.status, 422, "{part}");
        assert!(answer.says(says) && answer.says(typed), "{part}: {}", answer.text());
        assert!(answer.text().contains(&format!("id=\"edit-{part}\" open")), "{part}: {}", answer.text());
        assert_eq!(answer.text().matches("data-problems").count(), 1, "{part}");
    }
    // Two windows: the second is shown what the first one wrote, and keeps its own words until they are saved once more.
    let (early, late) = (part_of(&ana.open("/@ana").await, "tagline"), part_of(&ana.open("/@ana").await, "tagline"));
    assert_eq!(ana.send("/settings/profile", with(early, "tagline", "Bread at five")).await.status, 303);
    let answer = ana.send("/settings/profile", with(late, "tagline", "Cake by eight")).await;
    assert_eq!(answer.status, 409);
    assert!(answer.says("now it says “Bread at five”") && answer.says("Cake by eight"), "{}", answer.text());
    let again = part_of(&answer, "tagline");
    assert_eq!(ana.send("/settings/profile", with(again, "tagline", "Cake by eight")).await.status, 303);
    assert!(town.browser().get("/@ana").await.says("Cake by eight"));
    // A form of an earlier visit is not believed, and loses nothing.
    let mut stale = part_of(&ana.open("/@ana").await, "bio");
    stale.iter_mut().filter(|(name, _)| name == "csrf").for_each(|(_, value)| *value = "from-somewhere-else".to_owned());
    let answer = ana.send("/settings/profile", with(stale, "bio", "I bake.")).await;
    assert_eq!(answer.status, 403);
    assert!(answer.says("from an earlier visit") && answer.says("I bake."), "{}", answer.text());
    town.stop().await;
}

/// The hidden fields of the form of one part.
fn part_of(page: &Answer, part: &str) -> Vec<(String, String)> {
    let text = page.text();
    let form = &text[text.find(&format!("id=\"edit-{part}\"")).expect("the form")..];
    let form = &form[..form.find("</form>").expect("its end")];
    let value =
        |input: &str, name: &str| input.split(&format!("{name}=\"")).nth(1).expect("there").split('"').next().expect("there").to_owned();
    form.split("<input ")
        .filter(|input| input.starts_with("type=\"hidden\""))
        .map(|input| (value(input, "name"), value(input, "value")))
        .collect()
}

fn encoded(form: &[(String, String)]) -> Vec<u8> {
    url::form_urlencoded::Serializer::new(String::new()).extend_pairs(form).finish().into_bytes()
}
