//! What stands beside a link where it is shared, and `/creator/clips`.

use askama::Template;
use hub::{
    asks::{AskView, Visibility},
    offers::{OfferView, Pricing},
    profiles::ProfileView,
};
use serde_json::json;

use super::card;
use crate::{layout::Chrome, look::Html};

/// One's own offers that everybody may see.
#[derive(Template)]
#[template(path = "share/clips.html")]
pub struct Clips {
    pub chrome: Chrome,
    pub offers: Vec<OfferView>,
    /// `?after=` for more.
    pub next: Option<String>,
}

impl Clips {
    fn shared(&self, offer: &OfferView) -> Option<Shared> {
        Shared::offer(&self.chrome, offer)
    }
}

/// A page that may be handed on: who reads its link elsewhere sees this of it.
#[derive(Clone, Debug)]
pub struct Shared {
    pub title: String,
    pub description: String,
    /// The whole address, `https://…`.
    pub address: String,
    /// Of its picture.
    pub picture: String,
    /// What the picture shows, for who doesn't see it.
    pub shown: String,
    /// Open Graph's word for what it is.
    pub kind: &'static str,
    /// schema.org's words, where search engines may read the page.
    pub facts: Option<Html>,
}

/// What an excerpt beside a link holds, in letters.
const EXCERPT: usize = 200;

/// What the picture of a post shows.
fn shown(kind: String, title: &str, name: &str) -> String {
    crate::say("share-shown").with("kind", kind).with("title", title).with("name", name).into()
}

impl Shared {
    /// `None` where it is for members only, or hidden: nobody elsewhere would see it.
    pub fn ask(chrome: &Chrome, ask: &AskView) -> Option<Shared> {
        (ask.visibility == Visibility::Everyone && !ask.hidden).then(|| Shared {
            title: ask.title.clone(),
            description: chrome.excerpt(&ask.description, EXCERPT),
            address: format!("{}{}", chrome.public_url, ask.path()),
            picture: format!("{}/share/ask/{}.png", chrome.public_url, ask.id),
            shown: shown(ask.kind.badge().to_string(), &ask.title, &ask.owner.name),
            kind: "article",
            facts: None,
        })
    }

    pub fn offer(chrome: &Chrome, offer: &OfferView) -> Option<Shared> {
        let live = offer.status == hub::offers::OfferStatus::Active;
        (live && offer.visibility == Visibility::Everyone && !offer.hidden).then(|| {
            let address = format!("{}{}", chrome.public_url, offer.path());
            let description = chrome.excerpt(&offer.description, EXCERPT);
            let person = json!({ "@type": "Person", "name": offer.owner.name, "url": format!("{}/@{}", chrome.public_url, offer.owner.handle) });
            let mut facts = json!({
                "@context": "https://schema.org", "@type": "Offer", "name": offer.title, "description": description, "url": address, "offeredBy": person,
            });
            if matches!(offer.pricing, Pricing::Free) || offer.price.0 > 0 {
                facts["price"] = json!(format!("{}.{:02}", offer.price.0 / 100, offer.price.0 % 100));
                facts["priceCurrency"] = json!(offer.currency.to_uppercase());
            }
            Shared {
                title: offer.title.clone(),
                description,
                address,
                picture: format!("{}/share/offer/{}.png", chrome.public_url, offer.id),
                shown: shown(offer.kind.badge().to_string(), &offer.title, &offer.owner.name),
                kind: "article",
                facts: Some(Html::json(&facts)),
            }
        })
    }

    pub fn person(chrome: &Chrome, profile: &ProfileView) -> Option<Shared> {
        let person = &profile.person;
        let facts = profile.public.then(|| {
            let links: Vec<&str> = profile.links.iter().map(|(_, address)| address.as_str()).collect();
            let mut facts = json!({
                "@context": "https://schema.org", "@type": "Person", "name": person.name, "alternateName": person.handle,
                "url": format!("{}/@{}", chrome.public_url, person.handle),
            });
            for (word, said) in [("description", &person.tagline), ("homeLocation", &profile.location)] {
                if !said.is_empty() {
                    facts[word] = json!(said);
                }
            }
            if !links.is_empty() {
                facts["sameAs"] = json!(links);
            }
            if !profile.interests.is_empty() {
                facts["knowsAbout"] = json!(profile.interests.iter().map(|term| &term.name).collect::<Vec<_>>());
            }
            Html::json(&facts)
        });
        (!profile.hidden).then(|| Shared {
            title: crate::say("share-person-title").with("name", &person.name).into(),
            description: if person.tagline.is_empty() { chrome.excerpt(&profile.bio, EXCERPT) } else { person.tagline.clone() },
            address: format!("{}/@{}", chrome.public_url, person.handle),
            picture: format!("{}/share/person/{}.png", chrome.public_url, person.id),
            shown: format!("{}: {}", person.name, person.tagline),
            kind: "profile",
            facts,
        })
    }

    pub fn width(&self) -> u32 {
        card::WIDTH
    }

    pub fn height(&self) -> u32 {
        card::HEIGHT
    }

    /// A mail with the link in it.
    pub fn mail(&self) -> String {
        let query = url::form_urlencoded::Serializer::new(String::new())
            .append_pair("subject", &self.title)
            .append_pair("body", &format!("{}\n\n{}", self.title, self.address))
            .finish();
        // In a mail's address a plus is a plus.
        format!("mailto:?{}", query.replace('+', "%20"))
    }
}
