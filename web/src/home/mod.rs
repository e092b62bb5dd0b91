//! The landing page and a member's own dashboard.

pub mod pages;

use std::{
    sync::{Mutex, PoisonError},
    time::{Duration, Instant},
};

use actix_web::HttpResponse;
use hub::{asks::AskStatus, offers::OfferStatus, taxonomy::TermType};
use store::{Fault, Tx};

use crate::{
    problem::Problem,
    visitor::{Member, Visitor},
};
use pages::{Counts, Dashboard, Landing};

/// Asks and offers on the landing page.
const A_FEW: usize = 6;
/// Own asks, offers, matches and notices on the dashboard.
const A_HANDFUL: usize = 20;

/// The landing page's numbers, counted once a minute: counting reads every row.
#[derive(Default)]
pub struct Census(Mutex<Option<(Instant, Counts)>>);

impl Census {
    const FRESH: Duration = Duration::from_secs(60);

    async fn counts(&self, db: &mut Tx) -> Result<Counts, Fault> {
        if let Some((at, counts)) = *self.0.lock().unwrap_or_else(PoisonError::into_inner)
            && at.elapsed() < Self::FRESH
        {
            return Ok(counts);
        }
        let c = store::census::count(db).await?;
        let counts = Counts { members: c.members, open_asks: c.open_asks, live_offers: c.live_offers, helps: c.helps };
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some((Instant::now(), counts));
        Ok(counts)
    }
}

/// `GET /`: the landing page; home for members.
pub async fn landing(visitor: Visitor) -> Result<HttpResponse, Problem> {
    if visitor.user().is_some() {
        return Ok(visitor.go("/home"));
    }
    let chrome = visitor.chrome().await?;
    let mut db = visitor.db().await?;
    let page = Landing {
        chrome,
        categories: store::taxonomy::list_terms(&mut db, TermType::OfferCategory).await?,
        asks: store::asks::page_open(&mut db, None, &store::asks::Filters::default(), None, A_FEW).await?.items,
        offers: store::offers::page_active(&mut db, None, &store::offers::Filters::default(), None, A_FEW).await?.items,
        counts: visitor.house().census.counts(&mut db).await?,
    };
    Ok(visitor.page(&page))
}

/// `GET /home`
pub async fn dashboard(member: Member) -> Result<HttpResponse, Problem> {
    crate::receipts::count_due(&member, None).await?;
    // First, so that what happens meanwhile is after the page's cursor.
    let chrome = member.chrome().await?;
    let (mut db, me) = (member.db().await?, member.id());
    let profile = store::profiles::find(&mut db, Some(me), me).await?.ok_or_else(Problem::not_found)?;
    let mut asks = store::asks::page_of(&mut db, Some(me), me, None, A_HANDFUL).await?.items;
    asks.retain(|a| !a.archived && matches!(a.status, AskStatus::Open | AskStatus::InProgress));
    let mut offers = store::offers::page_of(&mut db, Some(me), me, None, A_HANDFUL).await?.items;
    // Live ones first; each kind stays newest first.
    offers.sort_by_key(|o| o.status != OfferStatus::Active);
    let open: Vec<_> = asks.iter().filter(|a| a.status == AskStatus::Open).map(|a| a.id).collect();
    let receipts = crate::receipts::list(&mut db, me, &open).await?;
    let is_new = asks.is_empty() && offers.is_empty();
    let tools = if is_new { store::tools::page(&mut db, &Default::default(), None, A_FEW).await?.items } else { Vec::new() };
    let page = Dashboard {
        chrome,
        asks,
        receipts,
        asks_open: profile.open_asks,
        offers,
        offers_live: profile.active_offers,
        matches: store::matches::page_cards(&mut db, me, true, None, A_HANDFUL).await?.items,
        pause: store::tastes::find_pause(&mut db, me).await?,
        waiting: store::connections::list_waiting(&mut db, me).await?,
        holds: store::claims::list_held_by(&mut db, me).await?,
        notices: store::notices::list(&mut db, me, A_HANDFUL).await?,
        tools,
    };
    Ok(member.page(&page))
}
