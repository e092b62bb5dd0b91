//! Discovery: everything that can be found. The index finds and orders; what is shown is read from the store as the reader
//! may see it, so that an index that is a moment behind shows nobody what is not theirs to see.

pub mod counts;
pub mod pages;

use std::{
    collections::{HashMap, HashSet},
    sync::Arc,
};

use actix_web::{
    HttpResponse,
    web::{Path, Query as InAddress},
};
use hub::{
    AskId, OfferId, UserId,
    asks::AskView,
    command::AnyRefusal,
    offers::{OfferKind, OfferView},
    saved_searches::rules,
    tools::{ToolPricing, ToolView},
};
use search::{Found, Index, Key, Query as Search, Viewer};
use store::Tx;

use crate::{house::House, layout::Choices, problem::Problem, visitor::Visitor};
use pages::{Counts, Discover, PersonFound, Query, Tab, Wait};

/// So many under a tab.
const A_PAGE: usize = 24;
/// So many of each under `All`.
const A_HANDFUL: usize = 6;
/// So many of what the matcher found and told nobody of are looked through.
const LISTED: usize = 24;
/// More than there are in the directory.
const EVERY_TOOL: usize = 1_000;
/// Offers that are looked through for what the people on a page offer.
const OFFERS_OF_PEOPLE: usize = 100;
/// Offers that are looked through for the people behind them: so many with one search, and so many in all. Behind more
/// than this nobody pages; a search in words narrows it.
const OFFERS_AT_ONCE: usize = 1_000;
const OFFERS_LOOKED_THROUGH: usize = 20_000;

/// `GET /discover`
pub async fn all(visitor: Visitor, query: InAddress<Query>) -> Result<HttpResponse, Problem> {
    show(visitor, Tab::All, query.into_inner()).await
}

/// `GET /discover/{tab}`
pub async fn tab(visitor: Visitor, tab: Path<String>, query: InAddress<Query>) -> Result<HttpResponse, Problem> {
    let tab = tab.parse().ok().filter(|tab| *tab != Tab::All).ok_or_else(Problem::not_found)?;
    show(visitor, tab, query.into_inner()).await
}

async fn show(visitor: Visitor, tab: Tab, query: Query) -> Result<HttpResponse, Problem> {
    let page = find(&visitor, tab, query).await?;
    Ok(visitor.page(&page))
}

/// What there is under a tab, for one reader: for a page that shows it as well.
pub async fn find(visitor: &Visitor, tab: Tab, query: Query) -> Result<Discover, Problem> {
    let chrome = visitor.chrome().await?;
    let index = visitor.house().collective.finder().cloned().ok_or(AnyRefusal::Busy { retry_after_ms: 2_000 })?;
    let mut db = visitor.db().await?;
    let choices = Choices::load(&mut db).await?;
    let mut for_you = Vec::new();
    if let Some(reader) = visitor.user().filter(|_| tab == Tab::All && query.is_empty()) {
        for_you = store::matches::page_cards(&mut db, reader, true, None, A_HANDFUL).await?.items;
        for_you.retain(|card| card.connection.is_none());
    }
    let wait = wait(&mut db, visitor.user(), &query.looks_for(tab)).await?;
    let mut page = Discover {
        chrome,
        tab,
        query,
        choices,
        for_you,
        wait,
        offers: Vec::new(),
        asks: Vec::new(),
        people: Vec::new(),
        tools: Vec::new(),
        courses: Vec::new(),
        counts: Counts::default(),
        fitting_asks: Vec::new(),
        fitting_offers: Vec::new(),
        values: Arc::default(),
        here: None,
        loosely: false,
        next: None,
    };
    let sees = match visitor.member() {
        Some(member) => crate::presence::list_seen_here(&member, &mut db).await?,
        None => Vec::new(),
    };
    let viewer = Viewer { signed_in: visitor.user().is_some(), sees, ..Viewer::default() };
    let mut looking = Looking { index, db, reader: visitor.user(), viewer, query: page.query.clone(), limit: A_PAGE };
    looking.count(visitor.house(), &mut page).await?;
    if let Some(reader) = visitor.user().filter(|_| tab == Tab::All && page.query.is_empty()) {
        looking.for_whose_are(reader, &mut page).await?;
    }
    match tab {
        Tab::All => looking.everything(&mut page).await?,
        Tab::Offers => (page.offers, page.counts.offers, page.next) = looking.offers(page.query.looks_for(tab)).await?,
        Tab::Courses => (page.courses, page.counts.courses, page.next) = looking.offers(page.query.looks_for(tab)).await?,
        Tab::Asks => (page.asks, page.counts.asks, page.next) = looking.asks().await?,
        Tab::People => (page.people, page.counts.people, page.next) = looking.people().await?,
        Tab::Tools => (page.tools, page.counts.tools, page.next) = looking.tools().await?,
    }
    Ok(page)
}

/// Whether what is looked for can be waited for, and is.
async fn wait(db: &mut Tx, reader: Option<UserId>, looks_for: &Search) -> Result<Option<Wait>, Problem> {
    let Ok(kept) = rules::checked(looks_for) else { return Ok(None) };
    let Some(reader) = reader else { return Ok(Some(Wait::Stranger)) };
    let saved = store::saved_searches::list(db, reader).await?.into_iter().find(|saved| saved.query == kept);
    Ok(Some(saved.map_or(Wait::Offered, |saved| Wait::Kept(Box::new(saved)))))
}

/// What was found, how many there are, and where the list goes on.
type Listed<T> = (Vec<T>, usize, Option<String>);

/// One reader's look through everything, by one address.
struct Looking {
    index: Arc<Index>,
    db: Tx,
    reader: Option<UserId>,
    viewer: Viewer,
    query: Query,
    limit: usize,
}

impl Looking {
    /// What else the matcher has found for their own open asks and active offers, beside what they were told of.
    async fn for_whose_are(&mut self, reader: UserId, page: &mut Discover) -> Result<(), Problem> {
        let (mut asks, mut offers) = (Vec::new(), Vec::new());
        for card in store::matches::list_listed(&mut self.db, reader, LISTED).await? {
            if card.reader_asks && !offers.contains(&card.offer) {
                offers.push(card.offer);
            } else if !card.reader_asks && !asks.contains(&card.ask) {
                asks.push(card.ask);
            }
        }
        let told = |ask: AskId, offer: OfferId| {
            page.for_you.iter().any(|card| if card.reader_asks { card.offer == offer } else { card.ask == ask })
        };
        asks.retain(|ask| !told(*ask, OfferId(0)));
        offers.retain(|offer| !told(AskId(0), *offer));
        asks.truncate(A_HANDFUL / 2);
        offers.truncate(A_HANDFUL / 2);
        page.fitting_asks = store::asks::list_by_ids(&mut self.db, self.reader, &asks).await?;
        page.fitting_offers = store::offers::list_by_ids(&mut self.db, self.reader, &offers).await?;
        Ok(())
    }

    /// How many each value of each filter would leave.
    async fn count(&self, house: &House, page: &mut Discover) -> Result<(), Problem> {
        let counted = house.counted.of(self.index.clone(), self.query.looks_for(page.tab), self.viewer.clone()).await?;
        (page.loosely, page.values) = (counted.loosely, counted.values);
        page.here = self.reader.map(|_| counted.here);
        Ok(())
    }

    /// A handful of each.
    async fn everything(&mut self, page: &mut Discover) -> Result<(), Problem> {
        self.limit = A_HANDFUL;
        self.query.after.clear();
        self.query.kind.clear();
        let but_courses: Vec<OfferKind> = OfferKind::ALL.iter().copied().filter(|k| *k != OfferKind::Course).collect();
        // Nobody is behind a tool.
        let of_people = self.query.looks_for(Tab::All);
        if !of_people.here && of_people.rated.is_none() {
            (page.tools, page.counts.tools, _) = self.tools().await?;
        }
        let others = Search { offer_kinds: but_courses, ..self.query.looks_for(Tab::Offers) };
        (page.offers, page.counts.offers, _) = self.offers(others).await?;
        (page.people, page.counts.people, _) = self.people().await?;
        (page.courses, page.counts.courses, _) = self.offers(self.query.looks_for(Tab::Courses)).await?;
        // An ask has no price, and who asks is not rated for it.
        let looks_for = self.query.looks_for(Tab::All);
        if looks_for.free.is_none() && looks_for.rated.is_none() {
            (page.asks, page.counts.asks, _) = self.asks().await?;
        }
        Ok(())
    }

    async fn find(&self, search: Search, limit: usize) -> Result<Found, Problem> {
        let (index, after) = (self.index.clone(), Some(self.query.after.clone()).filter(|a| !a.is_empty()));
        let viewer = self.viewer.clone();
        // Off the threads that serve: a search over a large index takes its time.
        let found = actix_web::web::block(move || index.search(&search, &viewer, limit, after.as_deref())).await;
        match found {
            Ok(Ok(found)) => Ok(found),
            Ok(Err(fault)) => {
                tracing::error!(error = %fault, "a search broke");
                Err(AnyRefusal::Broken.into())
            }
            Err(_) => Err(AnyRefusal::Broken.into()),
        }
    }

    async fn asks(&mut self) -> Result<Listed<AskView>, Problem> {
        let found = self.find(self.query.looks_for(Tab::Asks), self.limit).await?;
        let ids: Vec<AskId> = found.hits.iter().filter_map(|hit| if let Key::Ask(id) = hit.key { Some(id) } else { None }).collect();
        Ok((store::asks::list_by_ids(&mut self.db, self.reader, &ids).await?, found.asks, found.next))
    }

    async fn offers(&mut self, search: Search) -> Result<Listed<OfferView>, Problem> {
        let found = self.find(search, self.limit).await?;
        Ok((self.read_offers(&found).await?, found.offers, found.next))
    }

    async fn read_offers(&mut self, found: &Found) -> Result<Vec<OfferView>, Problem> {
        Ok(store::offers::list_by_ids(&mut self.db, self.reader, &offer_ids(found)).await?)
    }

    /// People by what is said of them; or, when a filter is about what they offer, the people behind those offers.
    async fn people(&mut self) -> Result<Listed<PersonFound>, Problem> {
        let looks_for = self.query.looks_for(Tab::People);
        let labels = [looks_for.category, looks_for.tag, looks_for.tool];
        let by_offers = looks_for.free.is_some() || labels.iter().any(Option::is_some);
        if by_offers { self.people_behind_offers().await } else { self.people_by_name().await }
    }

    /// Each in the place of the offer of theirs that fits best. The cursor is the last one's number.
    async fn people_behind_offers(&mut self) -> Result<Listed<PersonFound>, Problem> {
        let after = std::mem::take(&mut self.query.after);
        let best = self.best_offers().await?;
        let from = best.iter().position(|(_, owner)| owner.to_string() == after).map_or(0, |at| at + 1);
        let shown: Vec<OfferId> = best[from..].iter().take(self.limit).map(|(offer, _)| *offer).collect();
        let upto = from + shown.len();
        let last = best[..upto].last().filter(|_| upto < best.len() && self.limit >= A_PAGE);
        let next = last.map(|(_, owner)| owner.to_string());
        let offers = store::offers::list_by_ids(&mut self.db, self.reader, &shown).await?;
        Ok((offers.iter().map(PersonFound::with).collect(), best.len(), next))
    }

    /// Of everybody the offer that fits best, the best first.
    async fn best_offers(&mut self) -> Result<Vec<(OfferId, UserId)>, Problem> {
        let (mut best, mut known, mut seen) = (Vec::new(), HashSet::new(), 0);
        loop {
            let found = self.find(self.every_offer(), OFFERS_AT_ONCE).await?;
            seen += found.hits.len();
            let owners = store::offers::list_owners(&mut self.db, self.reader, &offer_ids(&found)).await?;
            best.extend(owners.into_iter().filter(|(_, owner)| known.insert(*owner)));
            match found.next {
                Some(next) if seen < OFFERS_LOOKED_THROUGH => self.query.after = next,
                _ => break,
            }
        }
        self.query.after.clear();
        Ok(best)
    }

    /// Of any kind.
    fn every_offer(&self) -> Search {
        Search { offer_kinds: Vec::new(), ..self.query.looks_for(Tab::Offers) }
    }

    async fn people_by_name(&mut self) -> Result<Listed<PersonFound>, Problem> {
        let found = self.find(self.query.looks_for(Tab::People), self.limit).await?;
        let ids: Vec<UserId> = found.hits.iter().filter_map(|hit| if let Key::Person(id) = hit.key { Some(id) } else { None }).collect();
        let people = store::profiles::list_found(&mut self.db, self.reader, &ids).await?;
        let mut best: HashMap<UserId, PersonFound> = HashMap::new();
        if !self.query.q.is_empty() {
            let fitting = self.find(self.every_offer(), OFFERS_OF_PEOPLE).await?;
            for offer in self.read_offers(&fitting).await? {
                best.entry(offer.owner.id).or_insert_with(|| PersonFound::with(&offer));
            }
        }
        for offer in store::offers::list_newest_of(&mut self.db, self.reader, &ids).await? {
            best.entry(offer.owner.id).or_insert_with(|| PersonFound::with(&offer));
        }
        let shown = people.into_iter().map(|person| best.remove(&person.id).unwrap_or_else(|| PersonFound::without(person)));
        Ok((shown.collect(), found.people, found.next))
    }

    /// The directory is small: all that fit are read, and cut to a page here. The cursor is the last one's slug.
    async fn tools(&mut self) -> Result<Listed<ToolView>, Problem> {
        let after = std::mem::take(&mut self.query.after);
        let found = self.find(Search { language: None, ..self.query.looks_for(Tab::Tools) }, EVERY_TOOL).await?;
        let ids: Vec<_> = found.hits.iter().filter_map(|hit| if let Key::Tool(id) = hit.key { Some(id) } else { None }).collect();
        let mut tools = store::tools::list_by_ids(&mut self.db, &ids).await?;
        if let Ok(pricing) = self.query.kind.parse::<ToolPricing>() {
            tools.retain(|tool| tool.facts.pricing_model == pricing);
        }
        if self.query.q.is_empty() {
            tools.sort_by_key(|tool| tool.facts.name.to_lowercase());
        }
        let count = tools.len();
        let from = tools.iter().position(|tool| tool.facts.slug == after).map_or(0, |at| at + 1);
        tools.drain(..from);
        let more = tools.len() > self.limit;
        tools.truncate(self.limit);
        let next = tools.last().filter(|_| more).map(|tool| tool.facts.slug.clone());
        Ok((tools, count, next))
    }
}

fn offer_ids(found: &Found) -> Vec<OfferId> {
    found.hits.iter().filter_map(|hit| if let Key::Offer(id) = hit.key { Some(id) } else { None }).collect()
}
