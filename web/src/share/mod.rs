//! How a post or a person is handed on: the words and the picture that stand beside a link elsewhere, and the button.
//! A picture shows what somebody who is signed out may see, and there is none of anything else.

pub mod card;
pub mod pages;

use std::sync::Arc;

use actix_web::{
    HttpResponse,
    http::{StatusCode, header},
    web::{Path, Query},
};
use hub::{AskId, OfferId, UserId, asks::Visibility, offers::OfferStatus};

use serde::Deserialize;

use crate::{
    asks::Onward,
    portraits,
    problem::Problem,
    visitor::{Member, Visitor},
};
use card::{Card, Colour, NotDrawn};
use pages::Clips;

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
    let card = {
        let mut db = visitor.db().await?;
        match kind.as_str() {
            "ask" => store::asks::find(&mut db, None, AskId(id)).await?.map(|ask| Card {
                kind: ask.kind.badge().to_string(),
                colour: Colour::Ask,
                line: line_of(&ask.owner),
                face: face(&ask.owner.handle),
                name: ask.owner.name,
                title: ask.title,
            }),
            "offer" => store::offers::find(&mut db, None, OfferId(id)).await?.map(|offer| Card {
                kind: format!("{} · {}", offer.kind.badge(), offer.price_words()),
                colour: Colour::Offer,
                line: line_of(&offer.owner),
                face: face(&offer.owner.handle),
                name: offer.owner.name,
                title: offer.title,
            }),
            "person" => store::profiles::find(&mut db, None, UserId(id)).await?.map(|profile| {
                let person = profile.person;
                Card {
                    kind: helped(person.helped).unwrap_or_else(|| crate::say("share-on").into()),
                    colour: Colour::Person,
                    title: if person.tagline.is_empty() { person.name.clone() } else { person.tagline },
                    line: format!("@{}", person.handle),
                    face: face(&person.handle),
                    name: person.name,
                }
            }),
            _ => None,
        }
    };
    let png = match card::picture(card.ok_or_else(Problem::not_found)?, look.small.is_some()).await {
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

fn face(handle: &str) -> Arc<[u8]> {
    Arc::from(portraits::drawn(handle))
}

fn line_of(person: &hub::profiles::PersonCard) -> String {
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
