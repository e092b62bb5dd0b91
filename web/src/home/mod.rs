//! A member's own dashboard.

pub mod pages;

use actix_web::{HttpResponse, web::Query};
use hub::{
    DAY,
    asks::{AskStatus, AskView},
    offers::OfferStatus,
    receipts::rules::LEAST_SAID,
};

use crate::{asks::Onward, look::when, problem::Problem, visitor::Member};
use pages::{AllMatches, Dashboard};

/// Tools that a newcomer is shown.
const A_FEW: usize = 6;
/// Posts of one's own that others looked at today.
const MOST_SEEN: usize = 3;
/// Whoever has been here for so long has found their own way: the first steps are not put before them any more.
const NEW_FOR_MS: i64 = 30 * DAY;
/// So long an ask that has run out stands there still, to be given more time.
const SHOWN_AFTER_MS: i64 = 7 * DAY;
/// Own asks and offers on the dashboard.
const A_HANDFUL: usize = 20;
/// Matches there; all of them stand on a page of their own.
const NEWEST_MATCHES: usize = 6;
/// Notices there; all of them stand behind the bell.
const NEWEST_NOTICES: usize = 8;
/// Matches on a page of all.
const A_PAGE: usize = 20;

/// `GET /home`
pub async fn dashboard(member: Member) -> Result<HttpResponse, Problem> {
    crate::receipts::count_due(&member, None).await?;
    // First, so that what happens meanwhile is after the page's cursor.
    let chrome = member.chrome().await?;
    let (mut db, me) = (member.db().await?, member.id());
    let profile = store::profiles::find(&mut db, Some(me), me).await?.ok_or_else(Problem::not_found)?;
    let mut asks = store::asks::page_of(&mut db, Some(me), me, None, A_HANDFUL).await?.items;
    let now = member.now();
    let ran_out =
        |a: &AskView| a.status == AskStatus::Closed && a.expires_at.is_some_and(|end| end <= now && now.since(end) < SHOWN_AFTER_MS);
    asks.retain(|a| !a.archived && (matches!(a.status, AskStatus::Open | AskStatus::InProgress) || ran_out(a)));
    let mut offers = store::offers::page_of(&mut db, Some(me), me, None, A_HANDFUL).await?.items;
    // Live ones first; each kind stays newest first.
    offers.sort_by_key(|o| o.status != OfferStatus::Active);
    let open: Vec<_> = asks.iter().filter(|a| a.status == AskStatus::Open).map(|a| a.id).collect();
    let receipts = crate::receipts::list(&mut db, me, &open).await?;
    let is_new = asks.is_empty() && offers.is_empty();
    let tools = if is_new { store::tools::list_to_begin_with(&mut db, A_FEW).await? } else { Vec::new() };
    let steps = store::home::find_steps(&mut db, me).await?;
    let is_recent = member.now().since(profile.joined_at) < NEW_FOR_MS;
    let month = when::start_of_month(member.now(), &chrome.zone);
    let matches = store::matches::page_cards(&mut db, me, true, None, NEWEST_MATCHES).await?;
    let page = Dashboard {
        steps: Some(steps).filter(|steps| !pages::are_done(steps) && (is_recent || is_new)),
        helped_this_month: store::home::count_helped_since(&mut db, me, month).await?,
        // Fewer could be told from each other, as with the receipts of asks.
        seen: store::home::list_seen(&mut db, me, member.now().utc_day(), LEAST_SAID, MOST_SEEN).await?,
        chrome,
        asks,
        receipts,
        asks_open: profile.open_asks,
        offers,
        offers_live: profile.active_offers,
        matches: matches.items,
        more_matches: matches.next.is_some(),
        pause: store::tastes::find_pause(&mut db, me).await?,
        ahead: store::times::list_ahead(&mut db, me, now, A_HANDFUL).await?,
        waiting: store::connections::list_waiting(&mut db, me).await?,
        holds: store::claims::list_held_by(&mut db, me).await?,
        notices: store::notices::list(&mut db, me, NEWEST_NOTICES).await?,
        tools,
    };
    Ok(member.page(&page))
}

/// `GET /home/matches`: all that a member was told of and nobody acted on, newest first.
pub async fn matches(member: Member, onward: Query<Onward>) -> Result<HttpResponse, Problem> {
    let chrome = member.chrome().await?;
    let mut db = member.db().await?;
    let page = store::matches::page_cards(&mut db, member.id(), true, onward.after.as_deref(), A_PAGE).await?;
    Ok(member.page(&AllMatches { chrome, matches: page.items, earlier: onward.after.is_some(), next: page.next }))
}
