//! What a member learns: the courses they are in touch about, those they have saved, and what they ask to be taught.

pub mod pages;

use actix_web::HttpResponse;
use hub::{
    OfferId,
    asks::{AskKind, AskStatus},
    connections::{Status, Subject},
    offers::OfferKind,
};
use store::connections::Which;

use crate::{problem::Problem, visitor::Member};
use pages::{Course, Learning};

/// So many of one's newest asks and connections are looked through.
const LOOKED_THROUGH: usize = 200;
/// A course that was asked for and not turned down.
const TAKEN: [Status; 5] = [Status::Initiated, Status::Discussing, Status::Accepted, Status::InProgress, Status::Completed];

/// `GET /my/learning`
pub async fn mine(member: Member) -> Result<HttpResponse, Problem> {
    let chrome = member.chrome().await?;
    let (mut db, me) = (member.db().await?, member.id());
    let mut asks = store::asks::page_of(&mut db, Some(me), me, None, LOOKED_THROUGH).await?.items;
    asks.retain(|ask| {
        ask.kind == AskKind::Learning
            && !ask.archived
            && matches!(ask.status, AskStatus::Open | AskStatus::InProgress | AskStatus::Fulfilled)
    });
    // Whoever wants an offer is the one who began.
    let wanted = store::connections::page_of(&mut db, me, Which::Sent, &TAKEN, None, LOOKED_THROUGH).await?.items;
    let of = |about| if let Subject::Offer(id) = about { Some(id) } else { None };
    let ids: Vec<OfferId> = wanted.iter().filter_map(|c| of(c.about)).collect();
    let offers = store::offers::list_by_ids(&mut db, Some(me), &ids).await?;
    let courses = wanted
        .into_iter()
        .filter_map(|connection| {
            let offer = offers.iter().find(|offer| Some(offer.id) == of(connection.about) && offer.kind == OfferKind::Course)?;
            Some(Course { offer: offer.clone(), connection })
        })
        .collect();
    let mut saved = store::keeps::list_courses(&mut db, me, LOOKED_THROUGH).await?;
    saved.retain(|offer| !ids.contains(&offer.id));
    Ok(member.page(&Learning { chrome, courses, saved, asks }))
}
