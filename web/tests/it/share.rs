//! What others see of a page before they open it: the words and the picture beside its link; feeds; the site map.

use roxmltree::Document;

use crate::{
    deeds::{asks, number_after, offers},
    pages::HOSTILE,
    town::{Answer, Browser, Town},
};

/// What a page says of itself elsewhere.
fn said(page: &str, property: &str) -> String {
    let mark = format!("<meta property=\"{property}\" content=\"");
    page.split(&mark).nth(1).map_or(String::new(), |rest| rest[..rest.find('"').unwrap_or(0)].to_owned())
}

fn path_of(address: &str) -> String {
    format!("/{}", address.splitn(4, '/').nth(3).unwrap_or(""))
}

/// The texts of all elements of this name.
fn texts(xml: &str, name: &str) -> Vec<String> {
    let read = Document::parse(xml).unwrap_or_else(|e| panic!("{e} in {xml}"));
    read.descendants().filter(|n| n.tag_name().name() == name).map(|n| n.text().unwrap_or("").to_owned()).collect()
}

fn is_picture(answer: &Answer) {
    assert_eq!((answer.status, answer.header("content-type")), (200, "image/png"));
    assert!(answer.bytes.starts_with(b"\x89PNG\r\n\x1a\n"), "a PNG");
    let number = |at: usize| u32::from_be_bytes(answer.bytes[at..at + 4].try_into().expect("four"));
    assert_eq!((number(16), number(20)), (1200, 630));
    assert!(answer.bytes.len() < 200 * 1024, "{} bytes", answer.bytes.len());
}

async fn a_town() -> (Town, Browser, String, String) {
    let town = Town::start().await;
    let mut ana = town.sign_up("ana").await;
    let ask = asks(&mut ana, "Who tests my recipe app?", &[]).await;
    let offer = offers(&mut ana, "Bread by the hour", &[]).await;
    (town, ana, ask, offer)
}

#[actix_web::test]
async fn what_everybody_may_see_has_words_and_a_picture_where_its_link_is_shared() {
    let (town, _, ask, offer) = a_town().await;
    let mut stranger = town.browser();
    for (path, title) in [(ask.as_str(), "Who tests my recipe app?"), (&offer, "Bread by the hour"), ("/@ana", "on AI Collective")] {
        let page = stranger.get(path).await.text();
        assert!(said(&page, "og:title").contains(title), "{path}: {page}");
        assert!(said(&page, "og:url").ends_with(path), "{path}");
        let picture = said(&page, "og:image");
        assert!(picture.starts_with("http://"), "a whole address: {picture}");
        is_picture(&stranger.get(&path_of(&picture)).await);
        let small = stranger.get(&format!("{}?small", path_of(&picture))).await;
        assert_eq!((small.status, small.bytes[16..20].to_vec()), (200, 600_u32.to_be_bytes().to_vec()));
        assert!(page.contains("data-share="), "{path} can be handed on");
    }
    let page = stranger.get(&offer).await.text();
    let facts = page.split("<script type=\"application/ld+json\">").nth(1).and_then(|rest| rest.split("</script>").next()).expect("facts");
    let facts: serde_json::Value = serde_json::from_str(facts).expect("JSON");
    assert_eq!((facts["@type"].as_str(), facts["name"].as_str()), (Some("Offer"), Some("Bread by the hour")));
    assert!(!stranger.get(&ask).await.text().contains("ld+json"), "asks are never offered to search engines");
    for nothing in ["/share/ask/999999.png", "/share/room/1.png", "/share/person/999999.png", "/share/offer/0.png"] {
        assert_eq!(stranger.get(nothing).await.status, 404, "{nothing}");
    }
    town.stop().await;
}

#[actix_web::test]
async fn what_is_for_members_has_no_picture_no_words_and_no_place_in_a_feed_or_map() {
    let town = Town::start().await;
    let mut ana = town.sign_up("ana").await;
    let ask = asks(&mut ana, "A quiet word about my debts", &[("visibility", "members")]).await;
    let ask_page = ana.open(&ask).await;
    let offer = offers(&mut ana, "Only for us", &[("visibility", "members")]).await;
    let offer_page = ana.open(&offer).await;
    let (ask_id, offer_id) = (number_after(&ask_page, "data-ask=\""), number_after(&offer_page, "data-offer=\""));
    let (ask_page, offer_page) = (ask_page.text(), offer_page.text());
    assert_eq!((said(&ask_page, "og:title"), said(&offer_page, "og:title")), (String::new(), String::new()));
    assert!(!ask_page.contains("data-share") && !offer_page.contains("data-share") && !offer_page.contains("ld+json"));
    for path in [format!("/share/ask/{ask_id}.png"), format!("/share/offer/{offer_id}.png")] {
        assert_eq!(ana.get(&path).await.status, 404, "{path}, for its owner too");
    }
    for path in ["/feeds/asks.atom", "/feeds/offers.atom", "/feeds/people/ana.atom", "/sitemap/offers-0.xml"] {
        let answer = ana.get(path).await;
        assert_eq!(answer.status, 200, "{path}");
        assert!(!answer.text().contains("debts") && !answer.text().contains("only-for-us"), "{path}, for its owner too");
    }
    town.stop().await;
}

#[actix_web::test]
async fn feeds_hold_what_is_new_and_are_sent_once() {
    let (town, mut ana, ask, _) = a_town().await;
    let mut reader = town.browser();
    let answer = reader.get("/feeds/asks.atom").await;
    assert_eq!((answer.status, answer.header("content-type")), (200, "application/atom+xml; charset=utf-8"));
    assert_eq!(answer.header("x-robots-tag"), "noindex");
    let xml = answer.text();
    assert_eq!(texts(&xml, "title"), ["Asks · AI Collective", "Who tests my recipe app?"]);
    assert!(xml.contains(&format!("{ask}\"")), "{xml}");
    assert_eq!(texts(&reader.get("/feeds/offers.atom").await.text(), "title"), ["Offers · AI Collective", "Bread by the hour"]);
    let mine = texts(&reader.get("/feeds/people/ana.atom").await.text(), "title");
    assert!(mine.len() == 3 && mine.contains(&"Bread by the hour".to_owned()), "{mine:?}");

    let tag = answer.header("etag").to_owned();
    let again = reader.request("GET", "/feeds/asks.atom").insert_header(("if-none-match", tag.as_str())).send().await.expect("sent");
    assert_eq!(again.status().as_u16(), 304, "who has it is not sent it again");
    let other = reader.request("GET", "/feeds/asks.atom").insert_header(("if-none-match", "W/\"other\"")).send().await.expect("sent");
    assert_eq!(other.status().as_u16(), 200);

    for nothing in [
        "/feeds/asks.atom?category=no-such",
        "/feeds/people/nobody.atom",
        "/sitemap/offers-x.xml",
        "/sitemap/offers--1.xml",
        "/sitemap/asks.xml",
    ] {
        assert_eq!(reader.get(nothing).await.status, 404, "{nothing}");
    }
    let category = reader.get("/feeds/asks.atom?category=").await;
    assert_eq!(category.status, 404, "a category without a name is none");

    // It is closed: it is news no more.
    let id = number_after(&ana.open(&ask).await, "data-ask=\"");
    ana.submit(&format!("/my/asks/{id}/close"), &[]).await;
    assert_eq!(texts(&reader.get("/feeds/asks.atom").await.text(), "entry").len(), 0);
    assert_eq!(texts(&reader.get("/feeds/people/ana.atom").await.text(), "title").len(), 2);

    let page = reader.get("/@ana").await.text();
    assert!(page.contains("href=\"/feeds/people/ana.atom\""), "a page says where its feed is");
    assert!(reader.get("/discover/asks").await.text().contains("href=\"/feeds/asks.atom\""));
    town.stop().await;
}

#[actix_web::test]
async fn whatever_is_typed_a_feed_is_sound() {
    let town = Town::start().await;
    let mut ana = town.sign_up("ana").await;
    let hostile = format!("{HOSTILE} ]]> &amp; <!-- \u{1}");
    offers(&mut ana, &hostile, &[("description", hostile.as_str())]).await;
    for path in ["/feeds/offers.atom", "/feeds/people/ana.atom", "/sitemap/offers-0.xml"] {
        let xml = ana.get(path).await.text();
        Document::parse(&xml).unwrap_or_else(|e| panic!("{path}: {e} in {xml}"));
        for content in texts(&xml, "content") {
            assert!(!content.contains("<script") && !content.contains("<img"), "{content}");
        }
    }
    town.stop().await;
}

#[actix_web::test]
async fn search_engines_are_shown_the_way_to_offers_and_to_no_ask() {
    let (town, _, ask, offer) = a_town().await;
    let mut engine = town.browser();
    let robots = engine.get("/robots.txt").await.text();
    let map = robots.lines().find_map(|line| line.strip_prefix("Sitemap: ")).expect("it is named").to_owned();
    let parts = texts(&engine.get(&path_of(&map)).await.text(), "loc");
    assert!(parts.len() >= 3, "{parts:?}");
    let mut places = Vec::new();
    for part in parts {
        let answer = engine.get(&path_of(&part)).await;
        assert_eq!((answer.status, answer.header("content-type")), (200, "application/xml; charset=utf-8"));
        places.extend(texts(&answer.text(), "loc").into_iter().map(|place| path_of(&place)));
    }
    assert!(places.contains(&offer), "{places:?}");
    assert!(!places.contains(&ask) && !places.contains(&"/@ana".to_owned()), "{places:?}");
    for place in places.iter().filter(|place| !place.starts_with("/tools/")) {
        let page = engine.get(place).await;
        assert_eq!(page.status, 200, "{place}");
        assert!(page.text().contains("name=\"robots\" content=\"index, follow\""), "{place} is shown the way to and may be read");
    }
    town.stop().await;
}

#[actix_web::test]
async fn clips_are_the_pictures_of_what_one_offers_to_everybody() {
    let (town, mut ana, _, _) = a_town().await;
    offers(&mut ana, "Only for us", &[("visibility", "members")]).await;
    let page = ana.get("/creator/clips").await;
    assert!(page.says("Bread by the hour") && !page.says("Only for us"), "{}", page.text());
    let mut bo = town.sign_up("bob").await;
    let page = bo.get("/creator/clips").await;
    assert!(page.says("A picture of each thing you offer") && !page.says("Bread by the hour"), "{}", page.text());
    town.stop().await;
}

#[actix_web::test]
async fn a_page_that_is_no_post_has_a_card_of_its_own_and_one_address() {
    let town = Town::start().await;
    for path in ["/", "/discover", "/discover/offers", "/tools/claude", "/ava", "/about", "/guidelines", "/help", "/developers", "/privacy"]
    {
        let page = town.browser().get(path).await.text();
        assert!(said(&page, "og:image").ends_with("/icons/512.png"), "{path}: {page}");
        let canonical = page.split("<link rel=\"canonical\" href=\"").nth(1).and_then(|rest| rest.split('"').next()).unwrap_or("");
        assert!(canonical.ends_with(path), "{path}: {canonical}");
        assert!(page.contains("index, follow"), "{path}");
    }
    let asks = town.browser().get("/discover/asks").await.text();
    assert!(!asks.contains("index, follow"), "asks are never offered to search engines");
    town.stop().await;
}
