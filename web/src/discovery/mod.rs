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
    AskId, OfferId, ToolId, UserId,
    asks::AskView,
    command::AnyRefusal,
    keeps::Thing,
    offers::{OfferKind, OfferView},
    saved_searches::rules,
    tools::{ToolPricing, ToolView},
};
use search::{Found, Index, Key, Query as Search, Viewer};
use store::Tx;

use crate::{
    house::House,
    layout::{Choices, Marks},
    problem::Problem,
    visitor::Visitor,
};
use pages::{Counts, Discover, PersonFound, Query, Tab, Wait};

/// So many under a tab.
const A_PAGE: usize = 24;
/// So many of each under `All`.
const A_HANDFUL: usize = 6;
/// So many of what the matcher found and told nobody of are looked through.
const LISTED: usize = 24;
/// More than there are in the directory.
const EVERY_TOOL: usize = 1_000;
/// Offers that are looked through for what the people on a page offer, and for the people of a handful.
const OFFERS_OF_PEOPLE: usize = 100;
/// What somebody gives who knows how to do something.
const EXPERTISE: [OfferKind; 3] = [OfferKind::Service, OfferKind::Mentorship, OfferKind::Skill];
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
    visitor.house().fronts.show(&visitor, find(&visitor, tab, query), |page| &mut page.chrome).await
}

/// The groups that answer a sentence, without filters and all that goes with them: for a page that has none.
pub async fn answer(visitor: &Visitor, words: &str) -> Result<Discover, Problem> {
    let (mut page, mut looking) = begin(visitor, Tab::All, Query { q: words.to_owned(), ..Query::default() }).await?;
    let said = looking.find_each(vec![(looking.query.looks_for(Tab::All), 1)]).await?;
    page.loosely = said.iter().any(|found| found.loosely);
    looking.everything(&mut page).await?;
    Ok(page)
}

/// What there is under a tab, for one reader.
async fn find(visitor: &Visitor, tab: Tab, query: Query) -> Result<Discover, Problem> {
    let (mut page, mut looking) = begin(visitor, tab, query).await?;
    let reader = visitor.user();
    page.choices = Choices::load(&mut looking.db).await?;
    page.wait = wait(&mut looking.db, reader, &page.query.looks_for(tab)).await?;
    if let Some(member) = visitor.member() {
        looking.viewer.sees = crate::presence::list_seen_here(&member, &mut looking.db).await?;
    }
    looking.count(visitor.house(), &mut page).await?;
    if let Some(reader) = reader.filter(|_| tab == Tab::All && page.query.is_empty()) {
        page.for_you = store::matches::page_cards(&mut looking.db, reader, true, None, A_HANDFUL).await?.items;
        page.for_you.retain(|card| card.connection.is_none());
        looking.for_whose_are(reader, &mut page).await?;
        looking.what_they_are_into(reader, &mut page).await?;
    }
    match tab {
        Tab::All => looking.everything(&mut page).await?,
        Tab::Offers => (page.offers, page.counts.offers, page.next) = looking.offers(page.query.looks_for(tab)).await?,
        Tab::Courses => (page.courses, page.counts.courses, page.next) = looking.offers(page.query.looks_for(tab)).await?,
        Tab::Asks => (page.asks, page.counts.asks, page.next) = looking.asks().await?,
        Tab::People => (page.people, page.counts.people, page.next) = looking.people().await?,
        Tab::Tools => {
            (page.tools, page.counts.tools, page.next) = looking.tools(&page.choices).await?;
            (page.apps, page.counts.apps) = looking.apps_beside_tools().await?;
        }
    }
    page.chrome.marks = Some(looking.marks(&page).await?);
    Ok(page)
}

/// A page with nothing on it yet, and who looks for it.
async fn begin(visitor: &Visitor, tab: Tab, query: Query) -> Result<(Discover, Looking), Problem> {
    let chrome = visitor.chrome().await?;
    let index = visitor.house().collective.finder().cloned().ok_or(AnyRefusal::Busy { retry_after_ms: 2_000 })?;
    let viewer = Viewer { signed_in: visitor.user().is_some(), ..Viewer::default() };
    let looking = Looking { index, db: visitor.db().await?, reader: visitor.user(), viewer, query: query.clone(), limit: A_PAGE };
    let page = Discover {
        chrome,
        tab,
        query,
        choices: Choices::default(),
        for_you: Vec::new(),
        wait: None,
        apps: Vec::new(),
        offers: Vec::new(),
        asks: Vec::new(),
        people: Vec::new(),
        tools: Vec::new(),
        courses: Vec::new(),
        counts: Counts::default(),
        fitting_asks: Vec::new(),
        fitting_offers: Vec::new(),
        into_asks: Vec::new(),
        into_offers: Vec::new(),
        values: Arc::default(),
        here: None,
        more_people: false,
        loosely: false,
        next: None,
    };
    Ok((page, looking))
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
    /// How the reader stands to what is on the page: two questions, however many cards there are.
    async fn marks(&mut self, page: &Discover) -> Result<Marks, Problem> {
        let Some(reader) = self.reader else { return Ok(Marks::default()) };
        let offers = [&page.apps, &page.offers, &page.courses, &page.fitting_offers].into_iter().flatten();
        let offers = offers.chain(page.into_offers.iter().map(|(offer, _)| offer));
        let asks = page.asks.iter().chain(&page.fitting_asks).chain(page.into_asks.iter().map(|(ask, _)| ask));
        let things = offers.map(|offer| Thing::Offer(offer.id)).chain(asks.map(|ask| Thing::Ask(ask.id)));
        let things: Vec<Thing> = things.chain(page.tools.iter().map(|tool| Thing::Tool(tool.id))).collect();
        let people: Vec<UserId> = page.people.iter().map(|found| found.person.id).collect();
        let kept = store::keeps::list_kept(&mut self.db, reader, &things).await?;
        let followed = store::follows::list_followed(&mut self.db, reader, &people).await?;
        Ok(Marks { kept, followed })
    }

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

    /// What else there is about what they are into, each with why.
    async fn what_they_are_into(&mut self, reader: UserId, page: &mut Discover) -> Result<(), Problem> {
        let (most, shown) = (A_HANDFUL / 2, A_HANDFUL);
        let mut asks = store::interests::list_asks(&mut self.db, reader, shown).await?;
        let mut offers = store::interests::list_offers(&mut self.db, reader, shown).await?;
        // What stands above stands there with better reasons.
        asks.retain(|(id, _)| !page.fitting_asks.iter().any(|ask| ask.id == *id) && !page.for_you.iter().any(|card| card.ask == *id));
        offers.retain(|(id, _)| {
            !page.fitting_offers.iter().any(|offer| offer.id == *id) && !page.for_you.iter().any(|card| card.offer == *id)
        });
        asks.truncate(most);
        offers.truncate(most);
        let (ask_ids, offer_ids): (Vec<AskId>, Vec<OfferId>) =
            (asks.iter().map(|(id, _)| *id).collect(), offers.iter().map(|(id, _)| *id).collect());
        let (mut asks, mut offers): (HashMap<_, _>, HashMap<_, _>) = (asks.into_iter().collect(), offers.into_iter().collect());
        for ask in store::asks::list_by_ids(&mut self.db, self.reader, &ask_ids).await? {
            let about = asks.remove(&ask.id).unwrap_or_default();
            page.into_asks.push((ask, about));
        }
        for offer in store::offers::list_by_ids(&mut self.db, self.reader, &offer_ids).await? {
            let about = offers.remove(&offer.id).unwrap_or_default();
            page.into_offers.push((offer, about));
        }
        Ok(())
    }

    /// How many each value of each filter would leave.
    async fn count(&self, house: &House, page: &mut Discover) -> Result<(), Problem> {
        let counted = house.counted.of(self.index.clone(), self.query.looks_for(page.tab), self.viewer.clone()).await?;
        (page.loosely, page.values) = (counted.loosely, counted.values);
        page.here = self.reader.map(|_| counted.here);
        Ok(())
    }

    /// A handful of each, in one look at the index: first what solves it, then who can, then how to learn it, then all else.
    async fn everything(&mut self, page: &mut Discover) -> Result<(), Problem> {
        self.limit = A_HANDFUL;
        self.query.after.clear();
        self.query.kind.clear();
        let offers = self.query.looks_for(Tab::Offers);
        let apps = Search { offer_kinds: vec![OfferKind::App], ..offers.clone() };
        let is_other = |kind: &OfferKind| !matches!(kind, OfferKind::App | OfferKind::Course);
        let others = Search { offer_kinds: OfferKind::ALL.iter().copied().filter(is_other).collect(), ..offers };
        // More than are shown: what stands elsewhere on the page is left out.
        let more = 3 * A_HANDFUL;
        let mut searches = vec![(apps, more), (others, more), (self.query.looks_for(Tab::Courses), more)];
        if page.has_tools() {
            searches.push((self.tool_search(), EVERY_TOOL));
        }
        if page.has_asks() {
            searches.push((self.query.looks_for(Tab::Asks), A_HANDFUL));
        }
        let mut found = self.find_each(searches).await?.into_iter();
        let mut next = || found.next().unwrap_or_default();
        let (apps, others, courses) = (next(), next(), next());
        let mut seen = self.read_offers(&[&apps, &others, &courses]).await?;
        let mut take = |found: &Found| -> Vec<OfferView> { offer_ids(found).iter().filter_map(|id| seen.remove(id)).collect() };
        (page.apps, page.counts.apps) = (take(&apps), apps.offers);
        (page.offers, page.counts.offers) = (take(&others), others.offers);
        (page.courses, page.counts.courses) = (take(&courses), courses.offers);
        if page.has_tools() {
            (page.tools, page.counts.tools, _) = self.read_tools(&page.choices, next()).await?;
        }
        if page.has_asks() {
            let asks = next();
            (page.asks, page.counts.asks) = (self.read_asks(&asks).await?, asks.asks);
        }
        (page.people, page.counts.people, page.more_people) = self.experts().await?;
        self.each_once(page);
        Ok(())
    }

    /// Every offer stands once on a page, where most is said of it, and nobody is shown themselves as who can help.
    fn each_once(&self, page: &mut Discover) {
        let told = page.for_you.iter().filter(|card| card.reader_asks).map(|card| card.offer);
        let fitting = page.fitting_offers.iter().chain(page.into_offers.iter().map(|(offer, _)| offer)).map(|offer| offer.id);
        let mut seen: HashSet<OfferId> = told.chain(fitting).collect();
        if let Some(at) = page.people.iter().position(|found| Some(found.person.id) == self.reader) {
            page.people.remove(at);
            page.counts.people = page.counts.people.saturating_sub(1);
        }
        if !page.query.q.is_empty() {
            // Others ask for it too.
            page.asks.retain(|ask| Some(ask.owner.id) != self.reader);
        }
        page.people.retain(|found| found.offer.as_ref().is_none_or(|offer| seen.insert(offer.id)));
        for list in [&mut page.apps, &mut page.courses, &mut page.offers] {
            list.retain(|offer| seen.insert(offer.id));
            list.truncate(A_HANDFUL);
        }
        // Apps and tools are one handful together.
        let apps = page.apps.len().min(A_HANDFUL - page.tools.len().min(A_HANDFUL / 2));
        page.apps.truncate(apps);
        page.tools.truncate(A_HANDFUL - apps);
    }

    /// Who can help: with words whoever is known for it, else and without whoever gives what takes knowing how.
    async fn experts(&mut self) -> Result<(Vec<PersonFound>, usize, bool), Problem> {
        if !self.query.q.is_empty() && !self.is_about_offers() {
            let (people, count, _) = self.people_by_name(&EXPERTISE).await?;
            if !people.is_empty() {
                return Ok((people, count, false));
            }
            // Nobody says it of themselves: then whoever gives it.
        }
        let search = Search { offer_kinds: EXPERTISE.to_vec(), ..self.query.looks_for(Tab::Offers) };
        let found = self.find(search, OFFERS_OF_PEOPLE).await?;
        let owners = store::offers::list_owners(&mut self.db, self.reader, &offer_ids(&found)).await?;
        let mut known = HashSet::new();
        let best: Vec<OfferId> = owners.into_iter().filter(|(_, owner)| known.insert(*owner)).map(|(offer, _)| offer).collect();
        let shown = &best[..best.len().min(self.limit)];
        let offers = store::offers::list_by_ids(&mut self.db, self.reader, shown).await?;
        Ok((offers.into_iter().map(PersonFound::with).collect(), best.len(), found.next.is_some()))
    }

    /// One search, going on where the address says.
    async fn find(&self, search: Search, limit: usize) -> Result<Found, Problem> {
        let after = Some(self.query.after.clone()).filter(|after| !after.is_empty());
        Ok(self.look(vec![(search, limit, after)]).await?.pop().unwrap_or_default())
    }

    /// Some searches from their beginnings, each with how many it lists at most.
    async fn find_each(&self, searches: Vec<(Search, usize)>) -> Result<Vec<Found>, Problem> {
        self.look(searches.into_iter().map(|(search, limit)| (search, limit, None)).collect()).await
    }

    /// All in one go and off the threads that serve: a search over a large index takes its time.
    async fn look(&self, searches: Vec<(Search, usize, Option<String>)>) -> Result<Vec<Found>, Problem> {
        let (index, viewer) = (self.index.clone(), self.viewer.clone());
        let look = move || {
            let each = searches.iter().map(|(search, limit, after)| index.search(search, &viewer, *limit, after.as_deref()));
            each.collect::<Result<Vec<Found>, search::Fault>>()
        };
        match actix_web::web::block(look).await {
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
        Ok((self.read_asks(&found).await?, found.asks, found.next))
    }

    async fn read_asks(&mut self, found: &Found) -> Result<Vec<AskView>, Problem> {
        let ids: Vec<AskId> = found.hits.iter().filter_map(|hit| if let Key::Ask(id) = hit.key { Some(id) } else { None }).collect();
        Ok(store::asks::list_by_ids(&mut self.db, self.reader, &ids).await?)
    }

    async fn offers(&mut self, search: Search) -> Result<Listed<OfferView>, Problem> {
        let found = self.find(search, self.limit).await?;
        let offers = store::offers::list_by_ids(&mut self.db, self.reader, &offer_ids(&found)).await?;
        Ok((offers, found.offers, found.next))
    }

    /// All of some lists at once.
    async fn read_offers(&mut self, lists: &[&Found]) -> Result<HashMap<OfferId, OfferView>, Problem> {
        let ids: Vec<OfferId> = lists.iter().flat_map(|found| offer_ids(found)).collect();
        let offers = store::offers::list_by_ids(&mut self.db, self.reader, &ids).await?;
        Ok(offers.into_iter().map(|offer| (offer.id, offer)).collect())
    }

    /// Whether a filter is about what people offer.
    fn is_about_offers(&self) -> bool {
        let looks_for = self.query.looks_for(Tab::People);
        let labels = [looks_for.category, looks_for.tag, looks_for.tool];
        looks_for.free.is_some() || labels.iter().any(Option::is_some)
    }

    /// People by what is said of them; or, when a filter is about what they offer, the people behind those offers.
    async fn people(&mut self) -> Result<Listed<PersonFound>, Problem> {
        if self.is_about_offers() { self.people_behind_offers().await } else { self.people_by_name(&[]).await }
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
        Ok((offers.into_iter().map(PersonFound::with).collect(), best.len(), next))
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

    /// `kinds`: what of theirs that fits is shown first; of any kind when none is said.
    async fn people_by_name(&mut self, kinds: &[OfferKind]) -> Result<Listed<PersonFound>, Problem> {
        let found = self.find(self.query.looks_for(Tab::People), self.limit).await?;
        let ids: Vec<UserId> = found.hits.iter().filter_map(|hit| if let Key::Person(id) = hit.key { Some(id) } else { None }).collect();
        let people = store::profiles::list_found(&mut self.db, self.reader, &ids).await?;
        let mut best: HashMap<UserId, PersonFound> = HashMap::new();
        if !self.query.q.is_empty() {
            let offers = Search { offer_kinds: kinds.to_vec(), ..self.every_offer() };
            let fitting = self.find_each(vec![(offers, OFFERS_OF_PEOPLE)]).await?.pop().unwrap_or_default();
            let owners = store::offers::list_owners(&mut self.db, self.reader, &offer_ids(&fitting)).await?;
            let mut known: HashSet<UserId> = HashSet::new();
            let theirs = owners.into_iter().filter(|(_, owner)| ids.contains(owner) && known.insert(*owner)).map(|(offer, _)| offer);
            for offer in store::offers::list_by_ids(&mut self.db, self.reader, &theirs.collect::<Vec<_>>()).await? {
                best.insert(offer.owner.id, PersonFound::with(offer));
            }
        }
        let rest: Vec<UserId> = ids.iter().copied().filter(|id| !best.contains_key(id)).collect();
        for offer in store::offers::list_newest_of(&mut self.db, self.reader, &rest).await? {
            best.insert(offer.owner.id, PersonFound::with(offer));
        }
        let shown = people.into_iter().map(|person| best.remove(&person.id).unwrap_or_else(|| PersonFound::without(person)));
        Ok((shown.collect(), found.people, found.next))
    }

    fn tool_search(&self) -> Search {
        Search { language: None, ..self.query.looks_for(Tab::Tools) }
    }

    async fn tools(&mut self, choices: &Choices) -> Result<Listed<ToolView>, Problem> {
        let found = self.find_each(vec![(self.tool_search(), EVERY_TOOL)]).await?.pop().unwrap_or_default();
        self.read_tools(choices, found).await
    }

    /// A handful of members' apps that fit as well, below the first page of the directory. What a tool costs is its kind there,
    /// and an app has none of those.
    async fn apps_beside_tools(&mut self) -> Result<(Vec<OfferView>, usize), Problem> {
        if !self.query.after.is_empty() || !self.query.kind.is_empty() {
            return Ok((Vec::new(), 0));
        }
        let apps = Search { offer_kinds: vec![OfferKind::App], here: false, ..self.query.looks_for(Tab::Offers) };
        self.limit = A_HANDFUL;
        let (apps, count, _) = self.offers(apps).await?;
        Ok((apps, count))
    }

    /// The directory is small: all that fit are known, and cut to a page here. The cursor is the last one's slug.
    async fn read_tools(&mut self, choices: &Choices, found: Found) -> Result<Listed<ToolView>, Problem> {
        let mut ids: Vec<ToolId> = found.hits.iter().filter_map(|hit| if let Key::Tool(id) = hit.key { Some(id) } else { None }).collect();
        if self.query.q.is_empty() {
            // By name, as the choices are.
            let place: HashMap<ToolId, usize> = choices.tools.iter().enumerate().map(|(at, tool)| (tool.id, at)).collect();
            ids.sort_by_key(|id| place.get(id).copied());
        }
        if let Ok(pricing) = self.query.kind.parse::<ToolPricing>() {
            let all = store::tools::list_by_ids(&mut self.db, &ids).await?;
            ids = all.iter().filter(|tool| tool.facts.pricing_model == pricing).map(|tool| tool.id).collect();
        }
        let count = ids.len();
        let after = choices.tools.iter().find(|tool| tool.slug == self.query.after).map(|tool| tool.id);
        let from = after.and_then(|after| ids.iter().position(|id| *id == after)).map_or(0, |at| at + 1);
        let shown: Vec<ToolId> = ids[from..].iter().take(self.limit).copied().collect();
        let more = from + shown.len() < ids.len();
        let tools = store::tools::list_by_ids(&mut self.db, &shown).await?;
        let next = tools.last().filter(|_| more).map(|tool| tool.facts.slug.clone());
        Ok((tools, count, next))
    }
}

fn offer_ids(found: &Found) -> Vec<OfferId> {
    found.hits.iter().filter_map(|hit| if let Key::Offer(id) = hit.key { Some(id) } else { None }).collect()
}
