//! How a post or a person is handed on: the words and the picture that stand beside a link elsewhere, and the button.
//! A picture shows what somebody who is signed out may see, and there is none of anything else.

pub mod card;
pub mod pages;
pub mod png;

use std::sync::Arc;

use actix_web::{
    HttpResponse,
    http::{StatusCode, header},
    web::{Bytes, Path, Query},
};
use futures_util::TryStreamExt as _;
use hub::{AskId, OfferId, UserId, asks::Visibility, offers::OfferStatus, profiles::PersonCard};

use serde::Deserialize;

use crate::{
    asks::Onward,
    files::shelf::{self, Size},
    house::House,
    portraits,
    problem::Problem,
    visitor::{Member, Visitor},
};
use card::{Card, Colour};
use pages::Clips;
use png::NotDrawn;

/// So many of one's newest offers are looked through.
const A_PAGE: usize = 50;

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Look {
    /// `?small`: half the size, to be looked at.
    small: Option<String>,
}

/// `GET /share/{kind}/{id}.png`: of an ask, an offer or a person.
pub async fn picture(visitor: Visitor, path: Path<(String, i64)>, look: Query<Look>) -> Result<HttpResponse, Problem> {
    let (kind, id) = path.into_inner();
    let found = {
        let mut db = visitor.db().await?;
        match kind.as_str() {
            "ask" => store::asks::find(&mut db, None, AskId(id)).await?.map(|ask| Shared {
                kind: ask.kind.badge().to_string(),
                colour: Colour::Ask,
                line: line_of(&ask.owner),
                person: ask.owner,
                title: ask.title,
            }),
            "offer" => store::offers::find(&mut db, None, OfferId(id)).await?.map(|offer| Shared {
                kind: format!("{} · {}", offer.kind.badge(), offer.price_words()),
                colour: Colour::Offer,
                line: line_of(&offer.owner),
                person: offer.owner,
                title: offer.title,
            }),
            "person" => store::profiles::find(&mut db, None, UserId(id)).await?.map(|profile| {
                let person = profile.person;
                Shared {
                    kind: helped(person.helped).unwrap_or_else(|| crate::say("share-on").into()),
                    colour: Colour::Person,
                    title: if person.tagline.is_empty() { person.name.clone() } else { person.tagline.clone() },
                    line: format!("@{}", person.handle),
                    person,
                }
            }),
            _ => None,
        }
    };
    let Shared { kind, colour, title, person, line } = found.ok_or_else(Problem::not_found)?;
    let (face, photo) = (Arc::from(portraits::drawn(&person.handle)), photo(visitor.house(), &person.portrait).await);
    let card = Card { kind, colour, title, name: person.name, line, face, photo };
    let png = match card::picture(card, look.small.is_some()).await {
        Ok(png) => png,
        Err(NotDrawn::Busy) => {
            return Err(Problem::new(StatusCode::SERVICE_UNAVAILABLE, "share.busy", crate::say("share-busy")));
        }
        Err(fault) => {
            tracing::error!(error = %fault, "a picture to share");
            return Err(Problem::from(hub::command::AnyRefusal::Broken));
        }
    };
    Ok(HttpResponse::Ok()
        .content_type("image/png")
        .insert_header((header::CACHE_CONTROL, "public, max-age=3600"))
        // What stands on it is in the language of whoever asks.
        .insert_header((header::VARY, "accept-language, cookie"))
        .insert_header(("x-robots-tag", "noindex"))
        .body(png))
}

/// What stands on a picture, before the face is looked for.
struct Shared {
    kind: String,
    colour: Colour,
    title: String,
    person: PersonCard,
    line: String,
}

/// The photo that somebody shows in place of the drawn initial. One that can't be read now leaves the drawn one.
async fn photo(house: &House, portrait: &str) -> Option<Arc<[u8]>> {
    let id = hub::files::of_path(portrait)?;
    let found = house.files.read(id, Size::Whole, None).await;
    let bytes: Result<Vec<u8>, shelf::Failed> = async {
        let Some(found) = found? else { return Ok(Vec::new()) };
        let pieces: Vec<Bytes> = found.bytes.try_collect().await?;
        Ok(pieces.concat())
    }
    .await;
    match bytes {
        Ok(bytes) => Some(Arc::from(bytes)).filter(|bytes: &Arc<[u8]>| !bytes.is_empty()),
        Err(why) => {
            tracing::warn!(error = %why, "a photo could not be read for a picture to share");
            None
        }
    }
}

fn line_of(person: &PersonCard) -> String {
    let parts = [Some(person.tagline.clone()).filter(|line| !line.is_empty()), helped(person.helped)];
    parts.into_iter().flatten().collect::<Vec<_>>().join(" · ")
}

fn helped(people: i64) -> Option<String> {
    (people > 0).then(|| crate::say("composer-helped").with("n", people).into())
}

/// `GET /creator/clips`: the pictures of what one offers, to post elsewhere.
pub async fn clips(member: Member, onward: Query<Onward>) -> Result<HttpResponse, Problem> {
    let chrome = member.chrome().await?;
    let mut db = member.db().await?;
    let found = store::offers::page_of(&mut db, Some(member.id()), member.id(), onward.after.as_deref(), A_PAGE).await?;
    let mut offers = found.items;
    // There is a picture only of what everybody may see.
    offers.retain(|offer| offer.status == OfferStatus::Active && offer.visibility == Visibility::Everyone && !offer.hidden);
    Ok(member.page(&Clips { chrome, offers, next: found.next }))
}
