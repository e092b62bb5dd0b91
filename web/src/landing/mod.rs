//! The landing page: one box, “What do you need?”, answered on the spot for whoever is not signed in. What fits is what the matcher
//! finds for the ask that it would be, so that the ask's own page says the same; what only the search of `/discover` finds stands
//! below it. What was typed becomes an ask as soon as they have said who they are. `answer.html` and `request.html` are the same for an ask or offer that somebody was
//! shown: first what they write, then who they are.

pub mod demo;
pub mod pages;

use std::{
    sync::{Mutex, PoisonError},
    time::{Duration, Instant},
};

use actix_web::{HttpResponse, web::Query as InAddress};
use hub::{UserId, offers::OfferView, taxonomy::TermType};
use search::query::says_most;
use serde::Deserialize;
use store::{Fault, Tx};

use crate::{
    composing::{self, Fits},
    discovery::{
        self,
        pages::{Discover, PersonFound},
    },
    problem::Problem,
    visitor::Visitor,
};
use pages::{Answered, Counts, Found, Landing};

/// Asks, offers and faces on the landing page.
const A_FEW: usize = 6;
/// So many of a group answer what was typed, beside the offers that fit: the box is a taste, `/discover` has them all.
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
    if asked.only == ONLY_FOUND {
        let found = find(&visitor, &need).await?.unwrap_or_default();
        return Ok(visitor.page(&Answered { chrome: visitor.chrome().await?, need, found }));
    }
    visitor.house().fronts.show(&visitor, landing(&visitor, need), |page| &mut page.chrome).await
}

async fn find(visitor: &Visitor, need: &str) -> Result<Option<Found>, Problem> {
    if need.is_empty() { Ok(None) } else { Ok(Some(answer(visitor, need, pages::as_ask(need)).await?)) }
}

async fn landing(visitor: &Visitor, need: String) -> Result<Landing, Problem> {
    let found = find(visitor, &need).await?;
    let chrome = visitor.chrome().await?;
    let mut db = visitor.db().await?;
    let counts = visitor.house().census.counts(&mut db).await?;
    let faces = if counts.are_said() { Vec::new() } else { store::profiles::page(&mut db, None, None, A_FEW).await?.items };
    Ok(Landing {
        chrome,
        need,
        demo: if found.is_none() { demo::pairs() } else { Vec::new() },
        found,
        categories: store::taxonomy::list_terms(&mut db, TermType::OfferCategory).await?,
        asks: store::asks::page_open(&mut db, None, &store::asks::Filters::default(), None, A_FEW).await?.items,
        offers: store::offers::page_active(&mut db, None, &store::offers::Filters::default(), None, A_FEW).await?.items,
        counts,
        faces,
    })
}

/// What fits as anybody in the reader's place may see it: first what the matcher finds, then what else mentions it, if that says
/// most of what was typed.
pub async fn answer(visitor: &Visitor, words: &str, (title, description): (String, String)) -> Result<Found, Problem> {
    let mut db = visitor.db().await?;
    let Fits { offers: fits, tools } = composing::fitting(visitor, &mut db, &title, &description).await?;
    let tools = store::tools::list_by_ids(&mut db, &tools[..tools.len().min(ANSWERS)]).await?;
    drop(db);
    let page = discovery::answer(visitor, words).await?;
    if page.loosely {
        return Ok(Found { fits, tools, ..Found::default() });
    }
    let reader = visitor.user();
    // Of a sentence many a text says some everyday words: what mentions it says what it is about.
    let mentions = |title: &str, text: &str| says_most(words, &format!("{title}\n{text}"));
    let said_of = |found: &PersonFound| match &found.offer {
        Some(offer) => format!("{}\n{}\n{}", found.person.tagline, offer.title, offer.description),
        None => found.person.tagline.clone(),
    };
    let is_new = |offer: &OfferView| {
        Some(offer.owner.id) != reader && !fits.iter().any(|fit| fit.offer.id == offer.id) && mentions(&offer.title, &offer.description)
    };
    let Discover { apps, offers, courses, tools: other_tools, people, asks, .. } = page;
    // Here people are faces: what of theirs it was that mentions it stands among the offers.
    let theirs: Vec<OfferView> = people.iter().filter_map(|found| found.offer.as_deref().cloned()).collect();
    let mut offers: Vec<OfferView> = theirs.into_iter().chain(offers).chain(apps).chain(courses).filter(is_new).collect();
    // Whoever's offer stands above, with its reasons, stands there.
    let is_shown = |person: UserId| fits.iter().map(|fit| &fit.offer).chain(&offers).any(|offer| offer.owner.id == person);
    let people = people
        .into_iter()
        .filter(|found| !is_shown(found.person.id) && mentions(&found.person.name, &said_of(found)))
        .take(ANSWERS)
        .collect();
    let other_tools = other_tools
        .into_iter()
        .filter(|tool| !tools.iter().any(|fitting| fitting.id == tool.id) && mentions(&tool.facts.name, &tool.facts.description))
        .take(ANSWERS)
        .collect();
    offers.truncate(ANSWERS);
    Ok(Found { fits, tools, offers, people, other_tools, asks: asks.into_iter().filter(|ask| Some(ask.owner.id) != reader).collect() })
}
