//! What stands around every page: the bar and its menus, the foot, where old addresses lead, activity by days, and the
//! pages that all of it leads to.

use std::collections::BTreeSet;

use crate::{
    deeds::{asks, offers, writes},
    town::{Answer, Browser, Town},
};

/// What stands between two marks.
fn between<'a>(page: &'a str, from: &str, to: &str) -> &'a str {
    let start = page.find(from).unwrap_or_else(|| panic!("no {from} in {page}"));
    let rest = &page[start..];
    &rest[..rest.find(to).unwrap_or_else(|| panic!("no {to} after {from}"))]
}

/// Where the links of a piece of a page lead, in their order.
fn links(piece: &str) -> Vec<String> {
    let all = piece.split("<a ").skip(1).filter_map(|tag| tag[..tag.find('>')?].split("href=\"").nth(1));
    all.map(|rest| rest[..rest.find('"').unwrap_or(0)].replace("&#38;", "&")).collect()
}

fn bar(page: &str) -> &str {
    between(page, "<header class=\"top\">", "</header>")
}

fn foot(page: &str) -> &str {
    between(page, "<footer class=\"foot\">", "</footer>")
}

const TABS: [&str; 6] = ["/discover", "/discover/offers", "/discover/asks", "/discover/people", "/discover/tools", "/discover/courses"];

#[actix_web::test]
async fn the_bar_is_discover_connect_ava_and_me_for_everybody() {
    let town = Town::start().await;
    let page = town.browser().get("/discover").await.text();
    let mut wanted = vec!["/", "/discover"];
    wanted.extend(TABS);
    wanted.extend([
        "/home",
        "/ava",
        "/signup?next=%2Fmy%2Fasks%2Fnew",
        "/signup?next=%2Fmy%2Foffers%2Fnew",
        "/login?next=%2Fdiscover",
        "/signup",
    ]);
    assert_eq!(links(bar(&page)), wanted);
    let mut ana = town.sign_up("ana").await;
    let page = ana.get("/home").await.text();
    let mut wanted = vec!["/home", "/discover"];
    wanted.extend(TABS);
    wanted.extend(["/home", "/ava", "/my/asks/new", "/my/offers/new", "/home#activity", "/my/notices"]);
    wanted.extend(["/@ana", "/my/learning", "/my/purchases", "/creator/clips", "/creator/courses", "/settings/profile"]);
    assert_eq!(links(bar(&page)), wanted, "nobody has earnings while nothing is paid here, and only admins look at reports");
    // What else is only for oneself stands on one's own page, and on each of these, and on nobody's page else.
    let own = ["/my/following", "/my/saved", "/my/searches", "/my/reports"];
    for path in ["/@ana"].into_iter().chain(own) {
        let page = ana.get(path).await.text();
        assert_eq!(links(between(&page, "<nav class=\"pills\" aria-label=\"Only for you\">", "</nav>")), own, "{path}");
    }
    assert!(!town.browser().get("/@ana").await.says("Only for you"));
    let tabs = between(&page, "<nav class=\"tabs\" aria-label=\"Connect\">", "</nav>");
    assert_eq!(links(tabs), ["/home", "/connections", "/messages", "/community"]);
    town.stop().await;
}

#[actix_web::test]
async fn every_link_around_a_page_leads_somewhere() {
    let town = Town::start().await;
    let (mut ana, mut stranger) = (town.sign_up("ana").await, town.browser());
    for who in [&mut ana, &mut stranger] {
        let page = who.get("/discover").await.text();
        let mut all: BTreeSet<String> = links(bar(&page)).into_iter().chain(links(foot(&page))).collect();
        let front = who.get("/about").await.text();
        all.extend(links(between(&front, "<main", "</main>")));
        for page in ["/guidelines", "/privacy", "/help", "/developers", "/ava"] {
            let page = who.get(page).await.text();
            all.extend(links(between(&page, "<main", "</main>")));
        }
        for path in all.iter().filter(|path| path.starts_with('/')) {
            let answer = who.get(path.split('#').next().unwrap_or(path)).await;
            let fine = answer.status == 200 || answer.to().starts_with("/login?next=") || (path == "/" && answer.to() == "/home");
            assert!(fine, "{path}: {} {}", answer.status, answer.to());
        }
    }
    assert_eq!(foot(&ana.get("/about").await.text()).matches("<nav ").count(), 3, "three columns");
    town.stop().await;
}

#[actix_web::test]
async fn each_old_address_leads_to_what_stands_in_its_place() {
    let town = Town::start().await;
    let mut ana = town.sign_up("ana").await;
    for (from, to) in web::old_paths::MOVED {
        let ways = match from.strip_suffix('*') {
            Some(stem) => vec![stem.to_owned(), format!("{stem}/some/thing")],
            None => vec![from.to_owned()],
        };
        for way in ways {
            let answer = ana.get(&way).await;
            let status = if from == "/onboarding" { 307 } else { 308 };
            assert_eq!((answer.status, answer.to()), (status, to), "{way}");
        }
        let there = ana.get(to).await;
        assert!(there.status == 200 || there.to() == "/home", "{from} leads to {to}, which is {}", there.status);
    }
    town.stop().await;
}

#[actix_web::test]
async fn a_bare_name_leads_to_its_page_and_an_unknown_one_nowhere() {
    let town = Town::start().await;
    let mut ana = town.sign_up("ana").await;
    let mut stranger = town.browser();
    let moved = |answer: Answer| (answer.status, answer.to().to_owned());
    assert_eq!(moved(stranger.get("/ana").await), (301, "/@ana".to_owned()));
    assert_eq!(moved(stranger.get("/ANA").await), (301, "/@ana".to_owned()));
    for way in ["/ana/learn", "/ana/learn/some/thing"] {
        assert_eq!(moved(stranger.get(way).await), (301, "/@ana#learn".to_owned()), "{way}");
    }
    assert_eq!(stranger.get("/nobody-here/learn/x").await.status, 404);
    assert!(stranger.get("/@ana").await.says("Here since today"));
    ana.open("/settings/account").await;
    assert_eq!(ana.submit("/settings/username", &[("username", "ana-2")]).await.status, 303);
    assert_eq!(moved(stranger.get("/ana").await), (301, "/@ana-2".to_owned()));
    for nobody in ["/nobody", "/favicon.ico", "/no/body", "/ab"] {
        assert_eq!(stranger.get(nobody).await.status, 404, "{nobody}");
    }
    town.stop().await;
}

#[actix_web::test]
async fn ava_looks_says_that_she_is_search_and_carries_the_words_into_an_ask() {
    let town = Town::start().await;
    let (mut ana, mut bo) = (town.sign_up("ana").await, town.sign_up("bob").await);
    offers(&mut bo, "I tune old church organs", &[]).await;
    let front = ana.open("/ava").await;
    assert!(front.says("This is search. What you post as an ask, a person answers."), "{}", front.text());
    assert_eq!(front.text().matches("href=\"/ava?need=").count(), 6, "six ways to begin");
    // The index follows the store.
    let mut found = ana.open("/ava?need=church+organs").await;
    for _ in 0..100 {
        if found.says("I tune old church organs") {
            break;
        }
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
        found = ana.open("/ava?need=church+organs").await;
    }
    assert!(found.says("I tune old church organs") && found.says("Post this as an ask"), "{}", found.text());
    assert!(found.text().contains("href=\"/my/asks/new?title=church+organs\""), "{}", found.text());
    assert!(ana.open("/my/asks/new?title=church+organs").await.text().contains("\nchurch organs</textarea>"));
    let stranger = town.browser().get("/ava?need=%3Cqqxvzzk%3E").await;
    assert!(stranger.says("Nothing here fits that yet.") && !stranger.text().contains("<qqxvzzk>"), "{}", stranger.text());
    assert!(stranger.text().contains("/signup?next=%2Fmy%2Fasks%2Fnew%3Ftitle%3D"), "{}", stranger.text());
    town.stop().await;
}

#[actix_web::test]
async fn learning_purchases_and_courses_show_what_is_there() {
    let town = Town::start().await;
    let (mut ana, mut bo) = (town.sign_up("ana").await, town.sign_up("bob").await);
    for (page, empty) in [
        ("/my/learning", "What would you like to be able to do?"),
        ("/my/purchases", "When somebody says yes to something that has a price"),
        ("/creator/courses", "Teach what you had to find out yourself"),
    ] {
        assert!(ana.open(page).await.says(empty), "{page}");
    }
    let form = bo.open("/creator/courses/new").await.text();
    assert!(checked(&form, "course"), "{form}");
    let course = offers(&mut bo, "Bread in five evenings", &[("kind", "course"), ("pricing", "one_time"), ("price", "29")]).await;
    let free = offers(&mut bo, "A free look at your oven", &[]).await;
    assert!(bo.open("/creator/courses").await.says("Bread in five evenings") && !bo.open("/creator/courses").await.says("your oven"));
    assert!(checked(&ana.open("/my/asks/new?kind=learning").await.text(), "learning"));
    asks(&mut ana, "Teach me to price a wedding cake", &[("kind", "learning")]).await;
    writes(&mut ana, &course, "I would like to learn that").await;
    writes(&mut ana, &free, "Please look at mine").await;
    let learning = ana.open("/my/learning").await;
    assert!(
        learning.says("Bread in five evenings") && learning.says("price a wedding cake") && !learning.says("your oven"),
        "{}",
        learning.text()
    );
    assert!(!ana.open("/my/purchases").await.says("Bread in five evenings"), "nobody has said yes yet");
    says_yes(&mut bo).await;
    says_yes(&mut bo).await;
    let purchases = ana.open("/my/purchases").await;
    assert!(purchases.says("Bread in five evenings") && purchases.says("$29") && !purchases.says("your oven"), "{}", purchases.text());
    assert!(!bo.open("/my/purchases").await.says("Bread in five evenings"), "who gives it does not buy it");
    town.stop().await;
}

fn checked(form: &str, kind: &str) -> bool {
    let at = form.find(&format!("name=\"kind\" value=\"{kind}\"")).unwrap_or_else(|| panic!("no {kind} in {form}"));
    form[at..at + form[at..].find('>').unwrap_or(0)].contains("checked")
}

/// Says yes to one that waits, on the page of all connections.
async fn says_yes(who: &mut Browser) {
    let page = who.open("/connections?show=received").await.text();
    let mut cards = page.split("action=\"/connections/").skip(1).map(|card| &card[..card.find("</form>").unwrap_or(card.len())]);
    let waits = cards.find(|card| card.contains("value=\"accept\"")).unwrap_or_else(|| panic!("nothing waits: {page}"));
    let step = format!("/connections/{}", &waits[..waits.find('"').unwrap_or(0)]);
    assert_eq!(who.submit(&step, &[("step", "accept")]).await.status, 303);
}

#[actix_web::test]
async fn activity_stands_by_days_in_pages_and_all_of_it_is_marked_at_once() {
    let town = Town::start().await;
    let (mut ana, mut bo) = (town.sign_up("ana").await, town.sign_up("bob").await);
    // One more than fits on a page.
    for n in 0..51 {
        let ask = asks(&mut ana, &format!("A hand with tree {n}"), &[]).await;
        writes(&mut bo, &ask, "I would").await;
    }
    let first = ana.open("/my/notices").await;
    assert!(first.says("Today") && !first.text().contains("data-mark-all hidden"), "{}", first.text());
    assert!(bar(&first.text()).contains("data-unseen><span data-number>51</span>"), "{}", bar(&first.text()));
    let main = first.text();
    let next =
        links(between(&main, "<main", "</main>")).into_iter().find(|link| link.starts_with("/my/notices?after=")).expect("a second page");
    let second = ana.open(&next).await;
    assert!(second.says("tree 0”") && !second.text().contains("data-live=\"notices\""), "what comes in stands on the first page");
    assert_eq!(ana.submit("/notices/seen", &[]).await.to(), next);
    let all = ana.open("/home").await.text();
    assert!(bar(&all).contains("data-unseen hidden"), "{}", bar(&all));
    assert!(ana.open(&next).await.text().contains("data-mark-all hidden"));
    town.stop().await;
}

#[actix_web::test]
async fn the_communitys_front_shows_general_who_is_new_and_the_guidelines() {
    let town = Town::start().await;
    let (mut ana, mut bo) = (town.sign_up("ana").await, town.sign_up("bob").await);
    let quiet = ana.open("/community").await;
    assert!(quiet.says("Somebody has to say hello first.") && quiet.says("Be kind, and be useful"), "{}", quiet.text());
    ana.open("/community/general").await;
    ana.submit("/community/general", &[("body", "Good morning, <b>all</b>")]).await;
    let front = bo.open("/community").await.text();
    let front = between(&front, "class=\"glass front\"", "</main>");
    assert!(front.contains("Good morning, &#60;b&#62;all"), "{front}");
    assert!(front.contains("href=\"/@ana\"") && !front.contains("href=\"/@bob\""), "oneself is not new to oneself: {front}");
    town.stop().await;
}
