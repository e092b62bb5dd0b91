//! How something is taken up from its card (product.md 1.10): what stands on the card's button, and what the page behind it
//! asks for. With a script that page's form opens in a tray at the right; without, it is the page.

use hub::{
    asks::{AskStatus, AskView},
    offers::{OfferKind, OfferStatus, OfferView, Pricing, Stage},
};

/// What taking up an offer comes to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Flow {
    /// A first message.
    Message,
    /// A first message; the price is agreed and paid between the two.
    Priced,
    /// It is elsewhere on the web. Its maker may be written to as well.
    Outside,
    /// It stands on its page, to be read.
    Read,
    /// It is a file, taken at once.
    Download,
}

pub fn flow(offer: &OfferView) -> Flow {
    use OfferKind::{App, Course, Link, Post, Template};
    let outside = offer.external_url.starts_with("https://") || offer.external_url.starts_with("http://");
    match offer.kind {
        _ if offer.file.is_some() && !offer.pricing.is_paid() => Flow::Download,
        App | Course | Link | Post | Template if outside => Flow::Outside,
        Post => Flow::Read,
        _ if offer.pricing.is_paid() => Flow::Priced,
        _ => Flow::Message,
    }
}

/// What stands on the button.
pub fn words(offer: &OfferView) -> String {
    use OfferKind::{App, Course, Feedback, Link, Mentorship, Post, Service, Skill, Template};
    let key = match (offer.kind, flow(offer)) {
        (_, Flow::Download) => "trays-download",
        (App, Flow::Outside) => "trays-try",
        (App, _) if is_ahead(offer) => "trays-talk",
        (Link, Flow::Outside) => "trays-look",
        // Its description is all there is.
        (Post, Flow::Read) if offer.body.is_empty() => "trays-about",
        (Post, _) => "trays-read",
        (Course, _) => "trays-enroll",
        (Template, _) if offer.pricing.is_paid() => "trays-buy",
        (Template, _) => "trays-get",
        (Service | Mentorship | Skill | Feedback, Flow::Priced) if offer.pricing != Pricing::Custom => "trays-book",
        _ => "trays-request",
    };
    crate::say(key).into()
}

/// An app that is not there yet, and leads nowhere: it can be talked about.
pub fn is_ahead(offer: &OfferView) -> bool {
    let not_yet = offer.stage.is_some_and(|stage| stage != Stage::Live);
    not_yet && matches!(flow(offer), Flow::Message | Flow::Priced)
}

/// Whether what follows the first message is finding a time.
pub fn is_booked(offer: &OfferView) -> bool {
    use OfferKind::{Feedback, Mentorship, Service, Skill};
    flow(offer) == Flow::Priced && matches!(offer.kind, Service | Mentorship | Skill | Feedback) && offer.pricing != Pricing::Custom
}

/// Where the button of its card leads.
pub fn path(offer: &OfferView) -> String {
    match (flow(offer), &offer.file) {
        (Flow::Download, Some(file)) => file.path.clone(),
        (Flow::Read, _) => offer.path(),
        _ => format!("{}#request", offer.path()),
    }
}

/// Whether its card has a button: it can be taken up now.
pub fn can_be_had(offer: &OfferView) -> bool {
    offer.status == OfferStatus::Active && !offer.hidden
}

/// The same of an ask.
pub fn can_be_answered(ask: &AskView) -> bool {
    ask.status == AskStatus::Open && !ask.archived && !ask.hidden
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_button_says_what_happens_when_it_is_pressed() {
        use Flow::{Message, Outside, Priced, Read};
        use OfferKind::{App, Course, Feedback, Link, Mentorship, Post, Service, Skill, Template};
        let there = "https://stallbook.example/app";
        for (kind, pricing, external_url, does, says) in [
            (App, Pricing::Free, there, Outside, "Try it"),
            (App, Pricing::Monthly, there, Outside, "Try it"),
            (App, Pricing::Free, "", Message, "Request"),
            (App, Pricing::Free, "javascript:alert(1)", Message, "Request"),
            (Link, Pricing::Free, there, Outside, "Have a look"),
            (Link, Pricing::Free, "", Message, "Request"),
            (Post, Pricing::Free, "", Read, "See what it is about"),
            (Post, Pricing::Free, there, Outside, "Read it"),
            (Course, Pricing::Free, "", Message, "Enroll"),
            (Course, Pricing::OneTime, "", Priced, "Enroll"),
            (Course, Pricing::OneTime, there, Outside, "Enroll"),
            (Template, Pricing::Free, "", Message, "Get it"),
            (Template, Pricing::OneTime, "", Priced, "Buy"),
            (Service, Pricing::Free, "", Message, "Request"),
            (Service, Pricing::Hourly, there, Priced, "Book"),
            (Mentorship, Pricing::Monthly, "", Priced, "Book"),
            (Skill, Pricing::Custom, "", Priced, "Request"),
            (Feedback, Pricing::Free, "", Message, "Request"),
        ] {
            let offer = OfferView { kind, pricing, external_url: external_url.to_owned(), ..blank() };
            assert_eq!((flow(&offer), words(&offer).as_str()), (does, says), "{kind} {pricing} {external_url}");
            assert_eq!(is_booked(&offer), says == "Book", "{kind} {pricing}");
        }
    }

    #[test]
    fn an_app_that_is_not_there_yet_can_be_tried_only_where_it_leads_somewhere() {
        let there = "https://stallbook.example/app";
        for (stage, external_url, does, says) in [
            (None, "", Flow::Message, "Request"),
            (Some(Stage::Live), "", Flow::Message, "Request"),
            (Some(Stage::Live), there, Flow::Outside, "Try it"),
            (Some(Stage::ComingSoon), "", Flow::Message, "Talk about it"),
            (Some(Stage::InWork), there, Flow::Outside, "Try it"),
            (Some(Stage::Idea), "", Flow::Message, "Talk about it"),
        ] {
            let offer = OfferView { stage, external_url: external_url.to_owned(), ..blank() };
            assert_eq!((flow(&offer), words(&offer).as_str()), (does, says), "{stage:?} {external_url}");
        }
        let idea = OfferView { stage: Some(Stage::Idea), pricing: Pricing::Monthly, ..blank() };
        assert_eq!((flow(&idea), words(&idea).as_str()), (Flow::Priced, "Talk about it"));
    }

    #[test]
    fn only_what_has_a_text_or_stands_elsewhere_is_read() {
        let bare = OfferView { kind: OfferKind::Post, description: "Twelve questions.".into(), ..blank() };
        let whole = OfferView { body: "The first question.".into(), ..bare.clone() };
        let outside = OfferView { external_url: "https://june.example/twelve".into(), ..bare.clone() };
        assert_eq!([&bare, &whole, &outside].map(words), ["See what it is about", "Read it", "Read it"]);
        assert_eq!([&bare, &whole, &outside].map(flow), [Flow::Read, Flow::Read, Flow::Outside]);
    }

    #[test]
    fn a_file_that_is_free_is_taken_at_once_and_one_that_costs_is_agreed_on_first() {
        let file = hub::files::Handed { id: hub::FileId(7), name: "a.pdf".into(), path: "/files/7/a.pdf".into(), size: 1, taken: 0 };
        let free = OfferView { kind: OfferKind::Template, file: Some(file), ..blank() };
        assert_eq!((flow(&free), words(&free).as_str(), path(&free).as_str()), (Flow::Download, "Download", "/files/7/a.pdf"));
        let paid = OfferView { pricing: Pricing::OneTime, ..free };
        assert_eq!((flow(&paid), words(&paid).as_str()), (Flow::Priced, "Buy"));
        assert!(path(&paid).ends_with("#request"));
    }

    fn blank() -> OfferView {
        let card = crate::matches::pages::blank();
        OfferView {
            id: card.offer,
            owner: card.person,
            slug: "it".to_owned(),
            title: String::new(),
            description: String::new(),
            kind: OfferKind::App,
            category: None,
            tags: Vec::new(),
            tools: Vec::new(),
            pricing: Pricing::Free,
            price: hub::Cents(0),
            currency: "usd".to_owned(),
            external_url: String::new(),
            image_url: String::new(),
            body: String::new(),
            visibility: hub::asks::Visibility::Everyone,
            language: "en".to_owned(),
            status: OfferStatus::Active,
            featured: false,
            views: 0,
            connections: 0,
            created_at: hub::Timestamp(0),
            updated_at: hub::Timestamp(0),
            published_at: None,
            matched_at: None,
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
}
