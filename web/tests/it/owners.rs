//! Every address that something is posted to, read off the map itself so that none can be forgotten: without the token of one's own
//! page nothing is carried out there, and with it nobody moves what is somebody else's.

use std::collections::BTreeSet;

use crate::{
    deeds::{asks, number_after, offers, writes},
    town::{Answer, Browser, Town},
};

const MAP: &str = include_str!("../../src/routes.rs");

/// The addresses of the map to which something is posted.
fn posted_to() -> BTreeSet<&'static str> {
    let found = MAP.split("at(\"").skip(1).filter(|rest| rest.split(';').next().unwrap_or(rest).contains(".route(post()"));
    found.filter_map(|rest| rest.split('"').next()).collect()
}

/// The text between `mark` and the next `"`.
fn after<'a>(text: &'a str, mark: &str) -> &'a str {
    text.split(mark).nth(1).and_then(|rest| rest.split('"').next()).unwrap_or_else(|| panic!("no {mark} in {text}"))
}

/// What Ana has: a post of each kind, one begun, a card, a conversation with Bob, a group with a word in it, a saved search, a token.
struct Hers {
    ask: i64,
    offer: i64,
    draft: String,
    search: i64,
    card: i64,
    connection: i64,
    /// `/messages/7`
    talk: String,
    /// `/community/7`
    group: String,
    token: i64,
    session: i64,
    me: i64,
}

async fn furnish(ana: &mut Browser, bo: &mut Browser) -> Hers {
    let fits = [("description", "I try your app on my phone and tell you what confuses me."), ("kind", "feedback")];
    offers(bo, "I test new apps on my phone", &fits).await;
    let wanted = [("description", "Try it on your phone and tell me where you get lost."), ("kind", "beta_tester")];
    let ask_page = asks(ana, "Beta testers for my recipe app", &wanted).await;
    let offer_page = offers(ana, "Bread by the hour", &[]).await;
    let card = number_after(&ana.open("/home").await, "/matches/");
    let page = ana.open(&ask_page).await;
    let (ask, me) = (number_after(&page, "data-ask=\""), number_after(&page, "data-me=\""));
    let offer = number_after(&ana.open(&offer_page).await, "/my/offers/");
    ana.open("/my/asks/new").await;
    let begun = [("text", "A logo for my bakery"), ("currency", "usd"), ("visibility", "everyone"), ("then", "draft")];
    assert_eq!(ana.submit("/my/asks/new", &begun).await.status, 303);
    let draft = after(&ana.open("/my/asks").await.text(), "/my/asks/new?draft=").to_owned();
    ana.open("/discover?q=violin").await;
    assert_eq!(ana.submit("/my/searches", &[("tell", "at_once")]).await.status, 303);
    let search = number_after(&ana.open("/my/searches").await, "/my/searches/");
    let talk = writes(bo, &ask_page, "I love recipes").await;
    let connection = number_after(&ana.open("/connections").await, "/connections/");
    ana.open("/community/new?kind=group").await;
    let about = ana.submit("/community/new", &[("name", "Bakers who post")]).await.to().to_owned();
    let group = about.strip_suffix("/about").expect("the page about it").to_owned();
    ana.open(&group).await;
    assert_eq!(ana.submit(&group, &[("body", "Rye on Thursday?")]).await.status, 303);
    ana.open("/settings/developers").await;
    assert_eq!(ana.submit("/settings/tokens", &[("name", "The baker's clock")]).await.status, 200);
    let token = number_after(&ana.open("/settings/developers").await, "/settings/tokens/");
    let session = number_after(&ana.open("/settings/devices").await, "/settings/sessions/");
    Hers { ask, offer, draft, search, card, connection, talk, group, token, session, me }
}

impl Hers {
    /// An address of the map with what is hers in it.
    fn fill(&self, template: &str) -> String {
        let id = match template {
            t if t.starts_with("/my/asks/") || t.starts_with("/asks/") => self.ask,
            t if t.starts_with("/my/offers/") => self.offer,
            t if t.starts_with("/my/searches/") => self.search,
            t if t.starts_with("/matches/") => self.card,
            t if t.starts_with("/connections/") => self.connection,
            t if t.starts_with("/settings/tokens/") => self.token,
            t if t.starts_with("/settings/sessions/") => self.session,
            t if t.starts_with("/report/{kind}") => self.ask,
            _ => self.me,
        };
        let talk = self.talk.trim_start_matches("/messages/");
        let id = if template.starts_with("/messages/") { talk.to_owned() } else { id.to_string() };
        let room = self.group.trim_start_matches("/community/");
        [
            ("{id}", &*id),
            ("{no}", "1"),
            ("{key}", &*self.draft),
            ("{room}", room),
            ("{slug}", "claude"),
            ("{kind}", "ask"),
            ("{conversation}", talk),
        ]
        .iter()
        .fold(template.to_owned(), |path, (hole, with)| path.replace(hole, with))
    }

    /// Sound fields for every form there is, so that nothing but what is tested stands in the way.
    fn fields(&self, name: &str) -> String {
        let (me, ask) = (self.me, self.ask);
        [
            format!("title=Mine+now&text=Mine+now&description=x&kind=advice&currency=usd&visibility=everyone&places=9&pricing=free&then=publish&name={name}"),
            format!("body=Let+me+in&emoji=%F0%9F%91%8D&on=yes&step=accept&stars=1&words=x&message=Hello&about=ask&subject={ask}&to={me}&who={me}&what={ask}"),
            "tell=off&status=paused&full=yes&open=no&theme=light&timezone=Europe%2FBerlin&language=en&role=admin&reason=fraud&verdict=hide&suspended=yes".to_owned(),
            format!("less_1=person%3A{me}&rules=1&until=until_i_say_so&show=everyone&first=nobody&switch=public&group=followers&interests=Copywriting"),
            format!("username={name}-2&email={name}%40example.com&current=four+warm+plain+words&password=five+warm+plain+words&login={name}&upto=1&q=x"),
        ]
        .join("&")
    }

    /// What she and everybody else would see if anything had moved.
    async fn is_as_it_was(&self, ana: &mut Browser) {
        let mine = ana.open("/my/asks").await;
        assert!(
            mine.says("Beta testers for my recipe app") && mine.says("A logo for my bakery") && !mine.says("Mine now"),
            "{}",
            mine.text()
        );
        let form = ana.open(&format!("/my/asks/{}/edit", self.ask)).await;
        assert!(form.says("Try it on your phone") && !form.text().contains("value=\"9\""), "{}", form.text());
        let ask = ana.open("/@ana/asks/beta-testers-for-my-recipe-app").await;
        for button in ["fulfil", "close"] {
            assert!(ask.text().contains(&format!("action=\"/my/asks/{}/{button}\"", self.ask)), "it is still open: {}", ask.text());
        }
        let offer = ana.open("/@ana/bread-by-the-hour").await;
        assert!(offer.says("An hour of mine.") && !offer.says("This offer is paused"), "{}", offer.text());
        assert!(ana.open("/my/searches").await.says("violin"));
        let waits = ana.open("/connections").await;
        assert!(waits.says("bob offers to help"), "nobody said yes or no for her: {}", waits.text());
        let talk = ana.open(&self.talk).await;
        assert!(talk.says("I love recipes") && !talk.says("Let me in"), "{}", talk.text());
        let room = ana.open(&self.group).await;
        assert!(room.says("Rye on Thursday?") && room.says("Bakers who post") && !room.says("Let me in"), "{}", room.text());
        let settings = ana.open("/settings/developers").await;
        assert!(settings.says("The baker's clock"), "{}", settings.text());
        let account = ana.open("/settings/account").await;
        assert!(account.says("ana@example.org") && account.text().contains("value=\"ana\""), "{}", account.text());
    }
}

fn token_of(who: &Browser) -> String {
    who.hidden_of("/logout").into_iter().find(|(name, _)| name == "csrf").expect("a token").1
}

async fn posts(who: &mut Browser, path: &str, csrf: &str, command: &str, fields: &str) -> Answer {
    who.send(path, format!("csrf={csrf}&command={command}&{fields}").into_bytes()).await
}

#[actix_web::test]
async fn without_the_token_of_ones_own_page_no_address_carries_anything_out() {
    let town = Town::start().await;
    let (mut ana, mut bo) = (town.sign_up("ana").await, town.sign_up("bob").await);
    let hers = furnish(&mut ana, &mut bo).await;
    bo.open("/home").await;
    let bobs = token_of(&bo);
    let addresses = posted_to();
    assert!(addresses.len() > 80, "the map is read: {addresses:?}");
    let mut wrong = Vec::new();
    for csrf in ["", "rubbish", bobs.as_str()] {
        for &template in &addresses {
            let answer = posts(&mut ana, &hers.fill(template), csrf, "forged", &hers.fields("ana")).await;
            let refused = match template {
                // Of these there is nothing here, whatever one sends.
                t if t.starts_with("/admin/") || t.starts_with("/demo/") => answer.status == 404,
                // Leads back to the page, which says why.
                // One's own thing can't be reported, and without a mailed link there is no password to choose: nothing is there to forge.
                t if t.starts_with("/report/{kind}") => answer.status == 404,
                "/reset" => answer.status == 410,
                "/settings/photo" => (answer.status, answer.to()) == (303, "/settings/profile"),
                _ => answer.status == 403,
            };
            let opens = answer.headers.iter().any(|(name, value)| name == "set-cookie" && value.contains("session="));
            if !refused || opens {
                wrong.push(format!("{template} with {csrf:?}: {} {}", answer.status, answer.to()));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
    hers.is_as_it_was(&mut ana).await;
    town.stop().await;
}

#[actix_web::test]
async fn with_ones_own_token_nobody_moves_what_is_somebody_elses() {
    let town = Town::start().await;
    let (mut ana, mut bo, mut cy) = (town.sign_up("ana").await, town.sign_up("bob").await, town.sign_up("cyd").await);
    let hers = furnish(&mut ana, &mut bo).await;
    // What anybody may do to an ask, a person or a tool that they may see, each for themselves.
    let anybodys: BTreeSet<&str> = [
        "/asks/{id}/claim",
        "/asks/{id}/claim/release",
        "/asks/{id}/claim/tell",
        "/people/{id}/tell",
        "/people/{id}/follow",
        "/report/{kind}/{id}",
        "/tools/{slug}/review",
        "/tools/{slug}/review/remove",
    ]
    .into();
    cy.open("/home").await;
    let csrf = token_of(&cy);
    let (mut tried, mut wrong) = (0, Vec::new());
    for template in posted_to().into_iter().filter(|t| t.contains('{') && !anybodys.contains(t)) {
        let mut fields = format!("{}&at=1", hers.fields("cyd"));
        if template.ends_with("/status") {
            fields = fields.replace(&format!("to={}", hers.me), "to=paused");
        }
        let answer = posts(&mut cy, &hers.fill(template), &csrf, &format!("c{tried}"), &fields).await;
        // A draft's key is its owner's own: the same key of somebody else's is another draft, and there is none.
        let expected: &[u16] = if template == "/my/drafts/{key}/discard" { &[303, 404] } else { &[403, 404] };
        if !expected.contains(&answer.status) {
            wrong.push(format!("{template}: {} {}", answer.status, answer.to()));
        }
        for secret in ["I love recipes", "Rye on Thursday?", "A logo for my bakery", "The baker's clock"] {
            assert!(!answer.says(secret), "{template} says {secret}");
        }
        tried += 1;
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
    assert!(tried > 35, "{tried}");
    let talk = &hers.talk;
    for path in [
        format!("/my/asks/{}/edit", hers.ask),
        format!("/my/offers/{}/edit", hers.offer),
        format!("/my/asks/new?draft={}", hers.draft),
        format!("/matches/{}/less", hers.card),
        format!("/m/{}", hers.connection),
        talk.clone(),
        format!("{talk}/pinned"),
        format!("{talk}/1"),
        format!("/report/message/{}/1", talk.trim_start_matches("/messages/")),
        hers.group.clone(),
        format!("{}/about", hers.group),
        format!("{}/edit", hers.group),
        format!("{}/messages/1/ask", hers.group),
        "/@ana/asks/beta-testers-for-my-recipe-app/wordings".to_owned(),
        "/@ana/bread-by-the-hour/wordings".to_owned(),
        "/admin/reports".to_owned(),
    ] {
        let answer = cy.get(&path).await;
        assert!([403, 404].contains(&answer.status), "{path}: {}", answer.status);
        let stranger = town.browser().get(&path).await;
        assert!(stranger.status == 404 || stranger.to().starts_with("/login?next="), "{path} signed out: {}", stranger.status);
    }
    for path in [
        "/my/asks",
        "/my/searches",
        "/connections",
        "/messages",
        "/messages/search?q=recipes",
        "/my/notices",
        "/community",
        "/settings/developers",
        "/settings/devices",
    ] {
        let page = cy.open(path).await;
        for secret in ["I love recipes", "Bakers who post", "A logo for my bakery", "The baker's clock", "violin"] {
            assert!(!page.says(secret), "{path} says {secret}");
        }
    }
    hers.is_as_it_was(&mut ana).await;
    town.stop().await;
}
