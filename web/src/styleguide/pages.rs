//! What stands in the style guide. The people and posts in it are made up: their ids are negative, and nothing leads to them.

use askama::Template;
use hub::{
    Cents, FieldProblem, Timestamp,
    asks::{AskKind, AskStatus, AskView, Visibility},
    connections::{ConnectionView, Side, Status, Step, Subject},
    kernel::{
        locale::Said,
        time::{DAY, HOUR, MINUTE},
    },
    notices::NoticeView,
    offers::{OfferKind, OfferStatus, OfferView, Pricing, Rating, Stage},
    profiles::PersonCard,
};

use crate::{
    connections::pages::{blank as blank_connection, blank_person},
    landing::demo::{self, Pair},
    layout::Chrome,
    look::Problems,
};

/// The colours of `1-tokens.css`.
pub const COLOURS: [&str; 8] = ["teal", "cyan", "green", "sage", "pink", "warning", "error", "muted"];

/// What a colour is for.
fn colour_use(name: &str) -> Said<'static> {
    crate::say(format!("styleguide-colour-{name}"))
}

/// The jewels that categories are told apart by.
pub const JEWELS: [&str; 10] =
    ["ruby", "topaz", "jade", "sapphire", "rose-quartz", "tanzanite", "amethyst", "emerald", "peridot", "morganite"];

/// The names in `icons.svg`.
pub fn icons() -> Vec<String> {
    let sprite = crate::look::assets::find("icons.svg").map_or("".into(), |asset| String::from_utf8_lossy(&asset.bytes));
    sprite.split("id=\"").skip(1).filter_map(|rest| rest.split('"').next()).map(str::to_owned).collect()
}

#[derive(Template)]
#[template(path = "styleguide/styleguide.html")]
pub struct Styleguide {
    pub chrome: Chrome,
    /// Three matches.
    matches: Vec<Pair>,
    asks: Vec<AskView>,
    offers: Vec<OfferView>,
    connections: Vec<ConnectionView>,
    notices: Vec<NoticeView>,
    /// A form on which nothing is wrong, and one with something to mend.
    fine: Problems,
    wrong: Problems,
}

impl Styleguide {
    pub fn new(chrome: Chrome) -> Self {
        let now = chrome.now;
        Styleguide {
            matches: demo::pairs(),
            asks: asks(now),
            offers: offers(now),
            connections: connections(now),
            notices: notices(now),
            fine: Problems::none(),
            wrong: Problems::of(vec![FieldProblem::new("wrong-title", crate::say("styleguide-title-missing"))]),
            chrome,
        }
    }

    fn person(&self) -> PersonCard {
        person("nora-writes", "Nora Fairweather", "Words for small businesses that hate selling themselves")
    }

    /// Something to choose from.
    fn choices(&self) -> Vec<(String, String)> {
        crate::layout::forms::visibilities()
    }
}

fn person(handle: &str, name: &str, tagline: &str) -> PersonCard {
    PersonCard {
        id: (-1).into(),
        handle: handle.to_owned(),
        name: name.to_owned(),
        tagline: tagline.to_owned(),
        portrait: format!("/portraits/{handle}.svg"),
        helped: 27,
        ..blank_person()
    }
}

fn ask(now: Timestamp, n: i64, title: &str, kind: AskKind, status: AskStatus) -> AskView {
    AskView {
        id: (-n).into(),
        owner: person("rosa-bakes", "Rosa Verhaeren", "Bread at five, cake by eight, asleep by nine"),
        slug: "-".to_owned(),
        title: title.to_owned(),
        description: "It is a notebook for stalls: tap what you sold, see what you earned. Twenty minutes on your own phone.".to_owned(),
        kind,
        category: None,
        tags: vec![],
        tools: vec![],
        budget_min: None,
        budget_max: None,
        currency: "usd".to_owned(),
        places: 1,
        accepted: 0,
        held: 0,
        image_url: String::new(),
        visibility: Visibility::Everyone,
        language: "en".to_owned(),
        also_in: String::new(),
        external_url: String::new(),
        related_offer: None,
        status,
        archived: false,
        views: 0,
        responses: 0,
        created_at: now.plus(-3 * HOUR),
        updated_at: now.plus(-3 * HOUR),
        fulfilled_at: None,
        expires_at: None,
        matched_at: Some(now),
        told: 0,
        hidden: false,
        edited_at: None,
        helpers: vec![],
    }
}

fn asks(now: Timestamp) -> Vec<AskView> {
    vec![
        AskView {
            places: 5,
            accepted: 2,
            held: 1,
            visibility: Visibility::Members,
            ..ask(now, 1, "Five people to try my app for market traders", AskKind::BetaTester, AskStatus::Open)
        },
        AskView {
            budget_min: Some(Cents(5_000)),
            budget_max: Some(Cents(12_050)),
            ..ask(now, 2, "A website for my bakery, with opening hours and one picture", AskKind::Hire, AskStatus::InProgress)
        },
        ask(now, 3, "Somebody to teach me how to price a wedding cake", AskKind::Learning, AskStatus::Fulfilled),
    ]
}

fn offer(now: Timestamp, n: i64, title: &str, kind: OfferKind, status: OfferStatus) -> OfferView {
    OfferView {
        id: (-n).into(),
        owner: person("nora-writes", "Nora Fairweather", "Words for small businesses that hate selling themselves"),
        slug: "-".to_owned(),
        title: title.to_owned(),
        description: "You talk, I type. After an hour you have ten posts in your own words, and a list of thirty more.".to_owned(),
        kind,
        category: None,
        tags: vec![],
        tools: vec![],
        pricing: Pricing::Free,
        price: Cents(0),
        currency: "usd".to_owned(),
        external_url: String::new(),
        image_url: String::new(),
        body: String::new(),
        visibility: Visibility::Everyone,
        language: "en".to_owned(),
        status,
        featured: false,
        views: 0,
        connections: 0,
        created_at: now.plus(-6 * DAY),
        updated_at: now.plus(-6 * DAY),
        published_at: Some(now.plus(-6 * DAY)),
        matched_at: Some(now),
        told: 0,
        hidden: false,
        file: None,
        stage: None,
        length: String::new(),
        related_offer: None,
        edited_at: None,
        rating: None,
    }
}

fn offers(now: Timestamp) -> Vec<OfferView> {
    vec![
        OfferView {
            pricing: Pricing::Hourly,
            price: Cents(4_500),
            rating: Some(Rating { ratings: 12, tenths: 48 }),
            ..offer(now, 1, "I will write your first ten posts with you", OfferKind::Service, OfferStatus::Active)
        },
        OfferView {
            stage: Some(Stage::ComingSoon),
            ..offer(now, 2, "Stallbook, a notebook for market stalls", OfferKind::App, OfferStatus::Active)
        },
        OfferView {
            length: "five evenings".to_owned(),
            ..offer(now, 3, "Photos with the phone you have", OfferKind::Course, OfferStatus::Draft)
        },
    ]
}

/// One that waits for the reader's answer, and one that is over with a rating.
fn connections(now: Timestamp) -> Vec<ConnectionView> {
    let open = ConnectionView {
        id: (-1).into(),
        about: Subject::Ask((-1).into()),
        title: "Five people to try my app for market traders".to_owned(),
        other: person("kemi-builds", "Kemi Olarinde", "I build small apps for people who work standing up"),
        side: Side::Responder,
        steps: vec![Step::Accept, Step::Decline],
        first_message: "I sell flowers on Saturdays. I will try it between the tulips.".to_owned(),
        created_at: now.plus(-9 * MINUTE),
        updated_at: now.plus(-9 * MINUTE),
        ..blank_connection()
    };
    let over = ConnectionView {
        id: (-2).into(),
        status: Status::Completed,
        steps: vec![],
        my_rating: Some(5),
        my_words: "Found three slips in ten minutes.".to_owned(),
        their_rating: Some(4),
        completed_at: Some(now.plus(-DAY)),
        updated_at: now.plus(-DAY),
        ..open.clone()
    };
    vec![open, over]
}

fn notices(now: Timestamp) -> Vec<NoticeView> {
    let notice = |n: i64, words: &str, ago: i64, seen, by| NoticeView {
        id: (-n).into(),
        at: now.plus(-ago),
        seen,
        by,
        words: words.to_owned(),
        path: "/my/notices".to_owned(),
        search: None,
        renew: None,
    };
    let kemi = person("kemi-builds", "Kemi Olarinde", "");
    vec![
        notice(1, "Kemi Olarinde says yes to your help", 4 * MINUTE, false, Some(kemi)),
        notice(2, "25 points: you helped Kemi Olarinde", 26 * HOUR, true, None),
    ]
}

/// The rows of pages, as pages show them, but that nothing on them leads to somebody who does not exist.
#[derive(Template)]
#[template(path = "styleguide/rows.html")]
struct Rows<'a> {
    chrome: &'a Chrome,
    asks: &'a [AskView],
    offers: &'a [OfferView],
    connections: &'a [ConnectionView],
    notices: &'a [NoticeView],
}

impl Styleguide {
    fn rows(&self) -> Result<crate::look::Html, askama::Error> {
        let Styleguide { chrome, asks, offers, connections, notices, .. } = self;
        Rows { chrome, asks, offers, connections, notices }.render().map(|html| crate::look::Html::trusted(leads_nowhere(&html)))
    }
}

/// The same markup, but its links lead to the part of the page that they stand in, and its buttons send nothing.
fn leads_nowhere(html: &str) -> String {
    const LINK: &str = " href=\"/";
    let mut out = String::with_capacity(html.len());
    let mut rest = html;
    while let Some((before, after)) = rest.split_once(LINK) {
        let (address, then) = after.split_at(after.find('"').unwrap_or(after.len()));
        out.push_str(before);
        out.push_str(" href=\"");
        match address.strip_prefix("assets/") {
            Some(asset) => out.extend(["/assets/", asset]),
            None => out.push_str("#posts"),
        }
        rest = then;
    }
    out.push_str(rest);
    out.replace("<button ", "<button type=\"button\" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_made_up_leads_anywhere() {
        let html = r#"<a class="x" href="/@nobody/asks/-">x</a><use href="/assets/1/icons.svg#x"></use><a href="https://example.org">y</a><button name="step">z</button>"#;
        let led = r##"<a class="x" href="#posts">x</a><use href="/assets/1/icons.svg#x"></use><a href="https://example.org">y</a><button type="button" name="step">z</button>"##;
        assert_eq!(leads_nowhere(html), led);
        assert_eq!(leads_nowhere("nothing"), "nothing");
    }

    #[test]
    fn every_icon_of_the_sprite_is_shown() {
        let icons = icons();
        assert!(icons.len() > 30 && icons.iter().any(|name| name == "bell"), "{icons:?}");
    }
}
