//! The landing page: one box, “What do you need?”, answered on the spot for whoever is not signed in. What fits is found by
//! the search of `/discover`, and what was typed becomes an ask
//! as soon as they have said who they are. `answer.html` and `request.html` are the same for an ask or offer that somebody was
//! shown: first what they write, then who they are.

pub mod demo;
pub mod pages;

use std::{
    sync::{Mutex, PoisonError},
    time::{Duration, Instant},
};

use actix_web::{HttpResponse, web::Query as InAddress};
use hub::taxonomy::TermType;
use serde::Deserialize;
use store::{Fault, Tx};

use crate::{
    discovery::{self, pages::Discover},
    problem::Problem,
    visitor::Visitor,
};
use pages::{Answered, Counts, Found, Landing};

/// Asks, offers and faces on the landing page.
const A_FEW: usize = 6;
/// So many tools and people answer what was typed: the box is a taste, `/discover` has them all.
const ANSWERS: usize = 3;

/// A word of [`Asked::only`].
const ONLY_FOUND: &str = "found";

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

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    /// What somebody needs, in their own words.
    need: String,
    /// `found`: only what fits, for a page that is there already.
    only: String,
}

/// `GET /`: the landing page, with what fits when something was asked; home for members.
pub async fn show(visitor: Visitor, asked: InAddress<Asked>) -> Result<HttpResponse, Problem> {
    if visitor.user().is_some() {
        return Ok(visitor.go("/home"));
    }
    let need = asked.need.trim().to_owned();
    let found = match need.as_str() {
        "" => None,
        words => Some(answer(&visitor, words).await?),
    };
    let chrome = visitor.chrome().await?;
    if asked.only == ONLY_FOUND {
        return Ok(visitor.page(&Answered { chrome, need, found: found.unwrap_or_default() }));
    }
    let mut db = visitor.db().await?;
    let counts = visitor.house().census.counts(&mut db).await?;
    let faces = if counts.are_said() { Vec::new() } else { store::profiles::page(&mut db, None, None, A_FEW).await?.items };
    let page = Landing {
        chrome,
        need,
        demo: if found.is_none() { demo::pairs() } else { Vec::new() },
        found,
        categories: store::taxonomy::list_terms(&mut db, TermType::OfferCategory).await?,
        asks: store::asks::page_open(&mut db, None, &store::asks::Filters::default(), None, A_FEW).await?.items,
        offers: store::offers::page_active(&mut db, None, &store::offers::Filters::default(), None, A_FEW).await?.items,
        counts,
        faces,
    };
    Ok(visitor.page(&page))
}

/// Tools, offers and people that fit, as anybody on the web may see them.
async fn answer(visitor: &Visitor, words: &str) -> Result<Found, Problem> {
    let mut page = discovery::answer(visitor, words).await?;
    let offers = page.apps_and_offers();
    let Discover { mut tools, mut people, counts, loosely, .. } = page;
    tools.truncate(ANSWERS);
    people.truncate(ANSWERS);
    let in_all = (counts.tools + counts.apps + counts.offers + counts.people) as i64;
    Ok(Found { tools, offers, people, in_all, loosely })
}
