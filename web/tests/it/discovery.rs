//! Finding: one address for everything, the filters in it, and nothing that is not the reader's to see.

use std::time::Duration;

use hub::{By, Command, CommandId, offers};

use crate::{
    deeds::{asks, offers as posts_offer},
    town::{Answer, Browser, Town},
};

/// Asks for a page until it shows what the index learns a moment after it was posted.
pub async fn shows(who: &mut Browser, path: &str, words: &str) -> Answer {
    let give_up = tokio::time::Instant::now() + Duration::from_secs(20);
    loop {
        let answer = who.open(path).await;
        if answer.says(words) {
            return answer;
        }
        assert!(tokio::time::Instant::now() < give_up, "no {words} at {path}: {}", answer.text());
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}

#[actix_web::test]
async fn a_search_finds_tools_offers_people_courses_and_asks_in_groups() {
    let town = Town::start().await;
    let (mut ana, mut bo) = (town.sign_up("ana").await, town.sign_up("bob").await);
    posts_offer(&mut bo, "Sourdough by the hour", &[("kind", "service"), ("pricing", "hourly"), ("price", "30")]).await;
    posts_offer(&mut bo, "A course in sourdough", &[("kind", "course"), ("external_url", "https://example.org/sourdough")]).await;
    posts_offer(&mut bo, "Sourdough timer", &[("kind", "app"), ("external_url", "https://example.org/timer")]).await;
    asks(&mut ana, "My sourdough will not rise", &[]).await;
    let mut stranger = town.browser();
    let page = shows(&mut stranger, "/discover?q=sourdough", "My sourdough will not rise").await;
    let text = page.text();
    let heads = ["Apps and tools that do it", "People who can help", "Learn it yourself", "Others ask for it too"];
    let at = |words: &str| text.find(words).unwrap_or_else(|| panic!("{words} in {text}"));
    assert!(heads.is_sorted_by_key(|head| at(head)), "what solves it, who can, how to learn it, what else there is: {text}");
    let group = |n: usize| &text[at(heads[n])..heads.get(n + 1).map_or(text.len(), |next| at(next))];
    for (n, has) in [(0, "Sourdough timer"), (1, "/@bob"), (2, "A course in sourdough"), (3, "will not rise")] {
        assert!(group(n).contains(has), "{has} in {}", group(n));
    }
    assert!(!group(0).contains("by the hour") && !group(2).contains("timer"), "each in its own group");
    assert!(
        group(1).contains("Sourdough by the hour") && !text.contains("What else people give"),
        "beside whoever gives it, and once: {text}"
    );
    assert!(group(1).contains(">Book<") && group(1).contains("$30/hr"), "whoever can help can be booked: {}", group(1));
    assert!(text.contains("/discover/offers?q=sourdough&#38;kind=app") || text.contains("kind=app"), "all apps: {text}");
    assert!(page.says("All 1"), "how many there are");
    for (tab, has, has_not) in [
        ("offers", "Sourdough by the hour", "will not rise"),
        ("courses", "A course in sourdough", "by the hour"),
        ("asks", "will not rise", "by the hour"),
        ("people", "/@bob", "will not rise"),
    ] {
        let page = stranger.open(&format!("/discover/{tab}?q=sourdough")).await;
        assert!(page.says(has) && !page.says(has_not), "{tab}: {}", page.text());
    }
    assert_eq!(stranger.get("/discover/everything").await.status, 404);
    assert_eq!(stranger.get("/discover/all").await.status, 404);
    town.stop().await;
}

#[actix_web::test]
async fn what_is_not_found_becomes_an_ask() {
    let town = Town::start().await;
    let mut ana = town.sign_up("ana").await;
    let page = ana.open("/discover?q=knit+%26+sail+zzyzx").await;
    assert!(page.says("Nothing fits") && page.text().contains("/my/asks/new?title=knit"), "{}", page.text());
    let link = page.text();
    let link = &link[link.find("/my/asks/new?title=").expect("a link")..];
    let form = ana.open(&link[..link.find('"').expect("its end")]).await;
    assert!(form.text().contains(r#"value="knit &#38; sail zzyzx""#) || form.says("knit & sail zzyzx"), "{}", form.text());
    town.stop().await;
}

#[actix_web::test]
async fn filters_in_the_address_combine() {
    let town = Town::start().await;
    let mut bo = town.sign_up("bob").await;
    posts_offer(&mut bo, "Free logo advice", &[("kind", "skill"), ("category", "creative-design"), ("tools", "Midjourney")]).await;
    posts_offer(
        &mut bo,
        "Paid logo design",
        &[("kind", "service"), ("category", "creative-design"), ("pricing", "one_time"), ("price", "90"), ("tools", "Midjourney")],
    )
    .await;
    posts_offer(&mut bo, "Paid bookkeeping", &[("kind", "service"), ("category", "operations"), ("pricing", "one_time"), ("price", "50")])
        .await;
    posts_offer(
        &mut bo,
        "Ich helfe mit Logos und Bildern für Ihren Verein",
        &[("description", "Wir setzen uns zusammen und machen das in Ruhe."), ("category", "creative-design")],
    )
    .await;
    let mut stranger = town.browser();
    shows(&mut stranger, "/discover/offers", "für Ihren Verein").await;
    for (path, has, has_not) in [
        ("/discover/offers?price=free", &["Free logo advice"][..], &["Paid logo design", "Paid bookkeeping"][..]),
        ("/discover/offers?price=paid&category=creative-design", &["Paid logo design"], &["Free logo advice", "Paid bookkeeping"]),
        ("/discover/offers?kind=service", &["Paid logo design", "Paid bookkeeping"], &["Free logo advice"]),
        ("/discover/offers?kind=service&tool=midjourney", &["Paid logo design"], &["Paid bookkeeping"]),
        ("/discover/offers?q=logo&price=paid", &["Paid logo design"], &["Free logo advice", "bookkeeping"]),
        ("/discover/offers?language=de", &["für Ihren Verein"], &["Free logo advice", "Paid bookkeeping"]),
        ("/discover/offers?kind=nonsense&price=nonsense&after=nonsense", &["Free logo advice", "Paid bookkeeping"], &[]),
        ("/discover/people?price=paid&tool=midjourney", &["Paid logo design"], &["Paid bookkeeping"]),
        ("/discover?category=operations", &["Paid bookkeeping"], &["Free logo advice"]),
    ] {
        let page = stranger.open(path).await;
        assert_eq!(page.status, 200, "{path}");
        for words in has {
            assert!(page.says(words), "{words} at {path}: {}", page.text());
        }
        for words in has_not {
            assert!(!page.says(words), "{words} at {path}: {}", page.text());
        }
    }
    // The filters stay on the form and go along to the other tabs.
    let page = stranger.open("/discover/offers?q=logo&price=paid").await;
    assert!(page.text().contains(r#"value="logo""#) && page.says("/discover/courses?q=logo&price=paid"), "{}", page.text());
    // Each that is used is seen and can be taken away, also one that no field shows, and none that this tab does not use.
    let used = |page: &Answer| -> Vec<String> {
        let text = page.text();
        let Some((_, list)) = text.split_once("class=\"chips in-force\"") else { return Vec::new() };
        let list = list.split("</ul>").next().unwrap_or(list);
        list.split("rel=\"nofollow\" href=\"")
            .skip(1)
            .map(|rest| rest.split('"').next().unwrap_or("").replace("&#38;", "&").replace("&amp;", "&"))
            .collect()
    };
    let page = stranger.open("/discover/offers?q=logo&category=creative-design&kind=service&tag=sourdough&after=x").await;
    let wanted = [
        "/discover/offers?q=logo&kind=service&tag=sourdough",
        "/discover/offers?q=logo&category=creative-design&tag=sourdough",
        "/discover/offers?q=logo&category=creative-design&kind=service",
    ];
    assert_eq!(used(&page), wanted);
    assert_eq!(used(&stranger.open("/discover?kind=service&price=nonsense").await), [] as [&str; 0]);
    assert_eq!(used(&stranger.open("/discover/asks?price=free&q=logo").await), [] as [&str; 0]);
    // What is written in another language than the page says so, and is marked for whoever reads it out.
    let card = stranger.open("/discover/offers?language=de").await;
    assert!(card.says("in German") && card.text().contains("lang=\"de\">Ich helfe mit Logos"), "{}", card.text());
    assert!(!stranger.open("/discover/offers?q=bookkeeping").await.says("in English"));
    town.stop().await;
}

#[actix_web::test]
async fn a_list_goes_on_page_by_page_and_shows_everything_once() {
    let town = Town::start().await;
    let mut bo = town.sign_up("bob").await;
    for n in 0..26 {
        posts_offer(&mut bo, &format!("Offer number {n} of many"), &[]).await;
    }
    let mut stranger = town.browser();
    shows(&mut stranger, "/discover/offers", "Offer number 25 of many").await;
    let (mut path, mut seen) = ("/discover/offers".to_owned(), Vec::new());
    loop {
        let text = stranger.open(&path).await.text();
        seen.extend((0..26).filter(|n| text.contains(&format!("Offer number {n} of many"))));
        let Some(at) = text.find(r#"rel="next" href=""#) else { break };
        let rest = &text[at + 17..];
        path = rest[..rest.find('"').expect("its end")].replace("&#38;", "&").replace("&amp;", "&");
    }
    assert_eq!(seen.len(), 26);
    seen.sort();
    seen.dedup();
    assert_eq!(seen.len(), 26, "each once");
    town.stop().await;
}

#[actix_web::test]
async fn strangers_find_only_what_is_for_everyone_and_nobody_finds_drafts() {
    let town = Town::start().await;
    let (mut ana, mut bo) = (town.sign_up("ana").await, town.sign_up("bob").await);
    asks(&mut ana, "Members only: a loan circle", &[("visibility", "members")]).await;
    posts_offer(&mut ana, "Members only: loan advice", &[("visibility", "members")]).await;
    posts_offer(&mut ana, "A draft about loans", &[("then", "draft")]).await;
    asks(&mut ana, "Loans explained to everyone", &[]).await;
    let page = shows(&mut bo, "/discover?q=loan", "Members only: a loan circle").await;
    assert!(page.says("Members only: loan advice") && !page.says("A draft about loans"), "{}", page.text());
    let mut stranger = town.browser();
    for path in ["/discover", "/discover?q=loan", "/discover/asks", "/discover/offers?q=members+only", "/discover/people?q=loan", "/"] {
        let page = stranger.open(path).await;
        assert!(!page.says("Members only:") && !page.says("A draft about"), "{path}: {}", page.text());
    }
    assert!(stranger.open("/discover/asks?q=loan").await.says("Loans explained to everyone"));
    // Closed, it is found no more, even before the index hears of it.
    let mine = ana.open("/@ana/asks/loans-explained-to-everyone").await;
    let id = crate::deeds::number_after(&mine, "/my/asks/");
    ana.submit(&format!("/my/asks/{id}/close"), &[]).await;
    assert!(!stranger.open("/discover/asks?q=loan").await.says("Loans explained to everyone"));
    town.stop().await;
}

#[actix_web::test]
async fn a_tool_has_a_page_with_what_is_offered_and_asked_about_it() {
    let town = Town::start().await;
    let (mut ana, mut bo) = (town.sign_up("ana").await, town.sign_up("bob").await);
    asks(&mut ana, "Pictures of my bread", &[("tools", "midjourney")]).await;
    posts_offer(&mut bo, "I draw with you", &[("tools", "Midjourney")]).await;
    let page = town.browser().get("/tools/midjourney").await;
    assert!(
        page.says("Pictures of my bread")
            && page.says("I draw with you")
            && page.says("Written on 22 November 2026 from what is generally known"),
        "{}",
        page.text()
    );
    // Near the top what it costs and the way to it: on a phone the card of facts comes last.
    let at = |words: &str| page.text().find(words).unwrap_or_else(|| panic!("no {words}"));
    assert!(at("tool-near price") < at("tool-near tool-go") && at("tool-near tool-go") < at("id=\"uses-head\""));
    assert!(at("id=\"uses-head\"") < at("tool-price"));
    assert_eq!(town.browser().get("/tools/no-such-tool").await.status, 404);
    let listing = town.browser().get("/tools?q=picture").await;
    assert_eq!((listing.status, listing.to()), (301, "/discover/tools?q=picture"));
    let directory = town.browser().get("/discover/tools").await;
    assert!(directory.text().contains("/tools/") && directory.text().contains(r#"rel="next""#), "{}", directory.text());
    // A tool's page begins an ask and an offer about it.
    assert!(ana.open("/my/asks/new?tools=midjourney,no-such-tool").await.says("Midjourney"));
    town.stop().await;
}

#[actix_web::test]
async fn everybody_behind_the_offers_that_fit_is_listed_once_page_by_page() {
    let town = Town::start().await;
    let house = &town.running.house;
    let minted = house.store.mint(40, &mut rand::random::<[u8; 32]>, house.now()).await.expect("members");
    let mut handles = Vec::new();
    for (no, (handle, _)) in minted.into_iter().enumerate() {
        let mut db = house.store.read().await.expect("a connection");
        let (user, ..) = store::accounts::find_by_handle(&mut db, &handle).await.expect("read").expect("there");
        drop(db);
        for n in 0..4 {
            let draft =
                offers::Draft { title: format!("Tidy shelf {n} of member {no}"), description: "An hour.".into(), ..Default::default() };
            let post = Command::Offers(offers::Command::Post { draft, publish: true });
            let id = CommandId::new(format!("shelf-{no}-{n}")).expect("an id");
            house.collective.act(By::Member(user), id, post).await.expect("posted");
        }
        handles.push(handle);
    }
    let mut cy = town.browser();
    shows(&mut cy, "/discover/offers?q=shelf", "3 of member 39").await;
    let (mut path, mut found, mut pages) = ("/discover/people?price=free".to_owned(), Vec::new(), 0);
    loop {
        let page = cy.get(&path).await;
        assert!(page.says("40 fit"), "{}", page.text());
        let text = page.text();
        found.extend(
            text.split("card person\"><a class=\"who\" href=\"/@").skip(1).map(|rest| rest[..rest.find('"').expect("its end")].to_owned()),
        );
        pages += 1;
        let Some(at) = text.find("rel=\"next\" href=\"") else { break };
        let next = &text[at + 17..];
        path = next[..next.find('"').expect("its end")].replace("&#38;", "&").replace("&amp;", "&");
        assert!(pages < 10, "it ends: {path}");
    }
    assert_eq!(pages, 2);
    let once: std::collections::BTreeSet<_> = found.iter().cloned().collect();
    assert_eq!((found.len(), once), (40, handles.into_iter().collect()));
    town.stop().await;
}

#[actix_web::test]
async fn filters_say_how_many_each_of_their_values_would_leave() {
    let town = Town::start().await;
    let mut bo = town.sign_up("bob").await;
    posts_offer(&mut bo, "Free logo advice", &[("kind", "skill"), ("category", "creative-design")]).await;
    posts_offer(&mut bo, "Logo design", &[("kind", "service"), ("category", "creative-design"), ("pricing", "one_time"), ("price", "90")])
        .await;
    posts_offer(&mut bo, "Logo drawing", &[("kind", "service"), ("pricing", "one_time"), ("price", "50")]).await;
    let mut stranger = town.browser();
    let page = shows(&mut stranger, "/discover/offers?q=logo&price=paid", "Logo drawing").await;
    let text = page.text();
    for option in [">Free (1)<", ">Paid (2)<", ">Service (2)<", ">Quick help (0)<", "Design (1)<"] {
        assert!(text.contains(option), "{option} in {text}");
    }
    assert!(!page.says("Here now"), "strangers see nobody");
    let people = stranger.open("/discover/people?q=logo").await.text();
    for option in [">Free<", ">Paid<", "Design<"] {
        assert!(people.contains(option), "of people it is not said how many offers there are: {option} in {people}");
    }
    town.stop().await;
}

#[actix_web::test]
async fn here_now_finds_whom_one_may_see_and_nobody_else() {
    let town = Town::start().await;
    let (mut ana, mut bo, mut cy) = (town.sign_up("ana").await, town.sign_up("bob").await, town.sign_up("cyd").await);
    posts_offer(&mut bo, "Sourdough by Bob", &[]).await;
    posts_offer(&mut cy, "Sourdough by Cyd", &[]).await;
    let (_bos, _cys) = (bo.socket().await.expect("a socket"), cy.socket().await.expect("a socket"));
    shows(&mut ana, "/discover/offers?q=sourdough", "Sourdough by Cyd").await;
    let address = "/discover/offers?q=sourdough&here=now";
    let page = ana.open(address).await;
    assert!(!page.says("Sourdough by") && page.says("Here now (0)"), "she has written with neither: {}", page.text());
    crate::deeds::writes(&mut ana, "/@bob/sourdough-by-bob", "Hello Bob").await;
    let page = shows(&mut ana, address, "Sourdough by Bob").await;
    assert!(!page.says("Sourdough by Cyd") && page.says("Here now (1)"), "{}", page.text());
    bo.open("/settings/privacy").await;
    bo.submit("/settings/presence", &[("here", "no")]).await;
    let page = ana.open(address).await;
    assert!(!page.says("Sourdough by"), "who hides is not found by it: {}", page.text());
    let mut stranger = town.browser();
    assert!(!stranger.open(address).await.says("Sourdough by"), "strangers see nobody here");
    town.stop().await;
}

#[actix_web::test]
async fn a_long_sentence_is_looked_for_up_to_where_it_says_and_carried_over_whole_into_an_ask() {
    let town = Town::start().await;
    let mut stranger = town.browser();
    let sentence = "Я ищу кого-нибудь, кто поможет мне ".repeat(9);
    let query = url::form_urlencoded::Serializer::new(String::new()).append_pair("q", sentence.trim()).finish();
    let page = stranger.open(&format!("/discover?{query}")).await;
    assert!(page.says("Nothing fits") && !page.says("That is long"), "315 characters fit: {}", page.text());
    let ask = format!("/my/asks/new?{}", query.replacen("q=", "title=", 1));
    let log_in = stranger.get(&ask).await;
    assert_eq!(log_in.status, 303);
    let page = stranger.open(log_in.to()).await;
    assert!(page.text().contains("/my/asks/new?title="), "it goes along through logging in: {}", page.text());
    let page = stranger.open(&format!("/discover?q={}", "bread+".repeat(300))).await;
    assert!(page.says("That is long: we search for its first 1000 characters."), "{}", page.text());
    town.stop().await;
}

#[actix_web::test]
async fn who_signs_in_sees_what_their_own_ask_looks_for() {
    let town = Town::start().await;
    let (mut ana, mut bo) = (town.sign_up("ana").await, town.sign_up("bob").await);
    posts_offer(&mut bo, "A course in sourdough", &[("kind", "course"), ("external_url", "https://example.org/sourdough")]).await;
    ana.open("/settings/matches").await;
    ana.submit("/settings/matches/pause", &[("until", "week")]).await;
    asks(&mut ana, "Sourdough, from the beginning", &[("kind", "learning")]).await;
    let page = shows(&mut ana, "/discover", "For what you ask and offer").await;
    let text = page.text();
    let section = &text[text.find("For what you ask and offer").expect("there")..];
    assert!(section.contains("A course in sourdough"), "{section}");
    assert!(!town.browser().get("/discover").await.says("For what you ask and offer"));
    town.stop().await;
}

#[actix_web::test]
async fn a_group_without_anything_says_what_to_do_about_it() {
    let town = Town::start().await;
    let mut bo = town.sign_up("bob").await;
    posts_offer(&mut bo, "I tune church organs", &[("kind", "service")]).await;
    let mut stranger = town.browser();
    let page = shows(&mut stranger, "/discover?q=church+organs", "I tune church organs").await;
    for words in ["No course about it yet.", "Nobody asks for it right now."] {
        assert!(page.says(words), "{words}: {}", page.text());
    }
    let text = page.text();
    for link in ["/my/asks/new?kind=learning&", "title=church+organs"] {
        assert!(text.contains(link), "{link}: {text}");
    }
    let page = stranger.open("/discover?q=church+organs&price=free").await;
    assert!(!page.says("Nobody asks for it"), "an ask has no price, so nothing is said of asks: {}", page.text());
    town.stop().await;
}

#[actix_web::test]
async fn who_can_help_is_found_by_category_with_what_they_give_and_each_once() {
    let town = Town::start().await;
    let (mut ana, mut bo, mut cy) = (town.sign_up("ana").await, town.sign_up("bob").await, town.sign_up("cyd").await);
    let design = ("category", "creative-design");
    for title in ["Logos by Bob", "Posters by Bob"] {
        posts_offer(&mut bo, title, &[("kind", "service"), design, ("pricing", "hourly"), ("price", "30")]).await;
    }
    posts_offer(&mut cy, "A template by Cyd", &[("kind", "template"), design]).await;
    asks(&mut ana, "A logo for Ana", &[design]).await;
    let page = shows(&mut town.browser(), "/discover?category=creative-design", "A logo for Ana").await.text();
    let people = &page[page.find("People who can help").expect("there")..page.find("courses-head").expect("there")];
    assert_eq!(people.matches("card person").count(), 1, "{people}");
    assert!(people.contains("Posters by Bob") && !people.contains("Cyd"), "who gives a template is not asked to help: {people}");
    town.stop().await;
}

#[actix_web::test]
async fn two_to_four_tools_stand_side_by_side() {
    let town = Town::start().await;
    let (mut ana, mut bo) = (town.sign_up("ana").await, town.sign_up("bob").await);
    posts_offer(&mut bo, "I draw with you", &[("tools", "Midjourney")]).await;
    asks(&mut ana, "Pictures of my bread", &[("tools", "midjourney")]).await;
    let mut stranger = town.browser();
    shows(&mut stranger, "/discover/asks", "Pictures of my bread").await;
    let page = stranger.open("/tools/compare?with=midjourney,claude").await;
    let text = page.text();
    assert_eq!(page.status, 200);
    for words in ["Claude</a>", "Midjourney</a>", ">1 offer<", ">1 ask<", "None yet", "Nobody has helped with it yet"] {
        assert!(text.contains(words), "{words}: {text}");
    }
    assert!(text.find("Midjourney</a>") < text.find("Claude</a>"), "in the order they were said");
    assert!(!text.contains("Leave Claude out"), "of two none can be left out");

    // Boxes that were ticked lead to the same address.
    let ticked = stranger.get("/tools/compare?with=midjourney&with=claude&with=no-such-tool&with=claude").await;
    assert_eq!((ticked.status, ticked.to()), (301, "/tools/compare?with=midjourney,claude"));
    // By keyboard, and with word of it where not all fit.
    assert!(
        page.text().contains("role=\"region\" aria-label=\"Side by side\" tabindex=\"0\"") && page.text().contains("compare-hint of-2")
    );
    assert!(page.says("Swipe sideways to see them all."));
    let five = stranger.open("/tools/compare?with=midjourney,claude,chatgpt,gemini,cursor").await;
    assert!(five.says("these are the first four") && !five.text().contains("Cursor</a>"), "{}", five.text());
    assert!(five.text().contains("/tools/compare?with=midjourney,chatgpt,gemini\""), "without Claude: {}", five.text());
    for few in ["/tools/compare", "/tools/compare?with=claude", "/tools/compare?with=no-such-tool", "/tools/compare?with=%2C%2C"] {
        let page = stranger.open(few).await;
        assert!(page.status == 200 && page.says("Pick two to four") && !page.says("compare-table"), "{few}: {}", page.text());
    }
    // One gets there from the directory and from a tool's page.
    let directory = stranger.open("/discover/tools").await.text();
    assert!(directory.contains(r#"form="compare""#) && directory.contains(r#"action="/tools/compare""#), "{directory}");
    let tool = stranger.open("/tools/claude").await.text();
    assert!(tool.contains("/tools/compare?with=claude,"), "{tool}");
    town.stop().await;
}

#[actix_web::test]
async fn a_tools_badge_opens_what_its_page_says_in_short() {
    let town = Town::start().await;
    let mut bo = town.sign_up("bob").await;
    posts_offer(&mut bo, "I draw with you", &[("tools", "Midjourney")]).await;
    let mut stranger = town.browser();
    let card = shows(&mut stranger, "/discover/offers", "I draw with you").await.text();
    assert!(card.contains(r#"href="/tools/midjourney" data-tray"#), "{card}");
    let page = stranger.open("/tools/midjourney").await.text();
    let parts = page.matches("data-tray-part").count();
    assert!(page.contains("data-tray-title") && parts == 2, "what it is, and offers with it: {page}");
    assert!(page.contains("Everything about Midjourney"), "{page}");
    town.stop().await;
}

#[actix_web::test]
async fn filters_work_by_their_button_and_say_how_many_fit() {
    let town = Town::start().await;
    let mut bo = town.sign_up("bob").await;
    posts_offer(&mut bo, "Free logo advice", &[("kind", "skill")]).await;
    posts_offer(&mut bo, "Logo design", &[("kind", "service"), ("pricing", "one_time"), ("price", "90")]).await;
    let mut stranger = town.browser();
    let page = shows(&mut stranger, "/discover/offers?price=paid", "Logo design").await;
    for words in ["data-filters", "use-filters", ">1 fits</p>"] {
        assert!(page.text().contains(words), "{words}: {}", page.text());
    }
    assert!(stranger.open("/discover?q=logo").await.says("things fit"), "all groups together");
    assert!(!stranger.open("/discover").await.says("data-count"), "nothing was asked for");
    town.stop().await;
}

#[actix_web::test]
async fn what_others_ask_and_offer_about_what_one_is_into_is_shown_with_why() {
    let town = Town::start().await;
    let (mut ana, mut bo) = (town.sign_up("ana").await, town.sign_up("bob").await);
    posts_offer(&mut bo, "Letters that get answered", &[("tags", "Copywriting")]).await;
    asks(&mut bo, "Words for my shop window", &[("tags", "Copywriting")]).await;
    posts_offer(&mut bo, "Carpentry by the hour", &[]).await;
    posts_offer(&mut ana, "My own letters", &[("tags", "Copywriting")]).await;
    let head = "What you are into";
    assert!(!ana.open("/discover").await.says(head), "she has not said anything");
    ana.open("/settings/profile").await;
    ana.submit("/settings/interests", &[("interests", "Copywriting, Photography")]).await;
    let page = ana.open("/discover").await;
    let text = page.text();
    let section = text.split(head).nth(1).and_then(|rest| rest.split("</section>").next()).expect("the section");
    for words in ["Letters that get answered", "Words for my shop window", "you are into Copywriting<"] {
        assert!(section.contains(words), "{words}: {section}");
    }
    assert!(!section.contains("Carpentry") && !section.contains("My own letters"), "{section}");
    assert!(!ana.open("/discover?q=letters").await.says(head), "who looks for something is shown that");
    for mut other in [bo, town.browser()] {
        assert!(!other.open("/discover").await.text().contains("you are into"), "nobody else is told");
    }
    town.stop().await;
}

#[actix_web::test]
async fn an_offer_stands_once_on_a_page_nobody_is_shown_themselves_and_each_page_has_its_title() {
    let town = Town::start().await;
    let (mut ana, mut bo) = (town.sign_up("ana").await, town.sign_up("bob").await);
    posts_offer(&mut bo, "Sourdough lessons by bob", &[("kind", "service"), ("pricing", "free")]).await;
    posts_offer(&mut ana, "Sourdough lessons by ana", &[("kind", "service"), ("pricing", "free")]).await;
    shows(&mut ana, "/discover/offers?q=sourdough", "Sourdough lessons by ana").await;
    for path in ["/discover", "/discover?q=bob", "/discover?q=sourdough"] {
        let page = shows(&mut ana, path, "Sourdough lessons by bob").await.text();
        let results = page.split("data-results").nth(1).unwrap_or("");
        let path_of = "/@bob/sourdough-lessons-by-bob\">";
        assert_eq!(results.matches(path_of).count(), 1, "{path}: {results}");
        let people = results.split("id=\"people-head\"").nth(1).and_then(|rest| rest.split("</section>").next()).unwrap_or("");
        assert!(!people.contains("/@ana"), "{path}: {people}");
    }
    for (path, title) in [
        ("/discover", "Discover"),
        ("/discover?q=bread", "Discover: bread"),
        ("/discover/asks", "Asks · Discover"),
        ("/discover/offers?q=bread", "Offers about bread · Discover"),
    ] {
        let page = ana.open(path).await.text();
        assert!(page.contains(&format!("<title>{title} · AI Collective</title>")), "{path}: {page}");
    }
    town.stop().await;
}

#[actix_web::test]
async fn apps_of_members_stand_below_the_tools_that_fit_by_the_same_filters() {
    let town = Town::start().await;
    let mut bo = town.sign_up("bob").await;
    let app = [("kind", "app"), ("category", "operations"), ("external_url", "https://stallbook.example/")];
    posts_offer(&mut bo, "Stallbook", &app).await;
    posts_offer(&mut bo, "Stall lessons", &[("kind", "course"), ("category", "operations")]).await;
    let mut stranger = town.browser();
    let page = shows(&mut stranger, "/discover/tools", "Stallbook").await;
    let text = page.text();
    let (tools, apps) = (text.find("id=\"tools-head\"").expect("tools"), text.find("id=\"apps-head\"").expect("apps"));
    assert!(tools < apps && text[apps..].contains("Stallbook") && !page.says("Stall lessons"), "{text}");
    assert!(text[apps..].contains("/discover/offers?kind=app\""), "the way to all: {text}");
    for (filter, shown) in [
        ("q=stallbook", true),
        ("q=violin", false),
        ("price=free", true),
        ("price=paid", false),
        ("category=operations", true),
        ("category=creative-design", false),
        ("tool=midjourney", false),
        ("rating=4.5", false),
        ("kind=free", false),
    ] {
        let page = stranger.open(&format!("/discover/tools?{filter}")).await;
        assert_eq!(page.says("Stallbook"), shown, "{filter}: {}", page.text());
    }
    town.stop().await;
}
