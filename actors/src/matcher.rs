//! Brings asks and offers together. Follows the exchange lane in order: first into the index, then the question what fits,
//! then the answer as a command, which is decided once more where it is stored.
//!
//! ```text
//!   store ──lane "exchange"──▶ index.replace / remove ─┬▶ index.matches ──▶ Command::Matches(Found) ──────────┬▶ desk
//!     ▲                                                └▶ standing.find ──▶ Command::SavedSearches(Found) ────┘   │
//!     └──────────── the stored cursor moves in the transaction that stores the matches, or after all is stored ──┘
//! ```
//! Matching is owed: after a crash it goes on from the stored cursor. What is found twice is stored once, so two posts that
//! cross still meet. It ignores its own events, which stand in another lane.

use std::{
    collections::{BTreeMap, BTreeSet, btree_map::Entry},
    panic::AssertUnwindSafe,
    sync::{Arc, atomic::Ordering::Relaxed},
    time::{Duration, Instant},
};

use actix::{Actor, ActorFutureExt, AsyncContext, Context, Handler, WrapFuture};
use futures_util::{FutureExt, future::join_all};
use hub::{
    AskId, By, Command, CommandId, Event, OfferId, Refusal, RefusalKind, SearchId, ToolId, UserId, accounts, asks,
    asks::AskStatus,
    connections,
    event::Lane,
    leaving,
    matches::{self, Post},
    moderation::Thing,
    offers,
    offers::OfferStatus,
    presence::State,
    saved_searches,
};
use search::{
    Index, Key, Query, Reading, Standing, Viewer,
    matching::Matched,
    words::{Count, ENOUGH, Town},
};
use store::{Fault, Tx};

use crate::{
    collective::{Collective, Hub},
    desk::Guard,
    messages::Panic,
};

/// The matcher's name among the readers of the lane.
const READER: &str = "matcher";
/// Entries looked at in one go.
const ENTRIES: usize = 128;
/// Without a ring the lane is looked at this often.
const LOOK_EVERY: Duration = Duration::from_secs(1);
/// The newest stands in memory and goes to disk this often.
const FLUSH_EVERY: Duration = Duration::from_secs(2);
/// Of several hubs one matches. It says this often that it is still there.
const HOLD_FOR: Duration = Duration::from_secs(3);
/// With so many in memory the newest goes to disk at once (measured: with thousands there a look took 20 ms at the median).
const HOT_ENOUGH: usize = 512;
/// How many rows are read at once when the index is built anew.
const ROWS: usize = 500;
/// An index that takes longer to build says so this often.
const SAY_EVERY: Duration = Duration::from_secs(10);
/// Of one post the owners of so many searches are told in one transaction.
const SEARCHES: usize = 250;

/// The index that everybody searches and the matcher feeds.
#[derive(Clone)]
pub struct Finder {
    pub index: Arc<Index>,
    /// It is empty: to be built from the store before anything else.
    pub empty: bool,
}

pub(crate) struct MatcherActor {
    hub: Arc<Hub>,
    finder: Finder,
    _guard: Guard<Self>,
}

impl MatcherActor {
    pub fn new(hub: Arc<Hub>, finder: Finder, guard: Guard<Self>) -> Self {
        MatcherActor { hub, finder, _guard: guard }
    }
}

impl Actor for MatcherActor {
    type Context = Context<Self>;

    fn started(&mut self, ctx: &mut Self::Context) {
        let mut matcher = Matcher::new(self.hub.clone(), self.finder.clone());
        // Its end is the actor's end: the desk starts another.
        ctx.spawn(async move { matcher.run().await }.into_actor(self).map(|_, _, ctx| actix::ActorContext::stop(ctx)));
    }
}

impl Handler<Panic> for MatcherActor {
    type Result = ();

    fn handle(&mut self, _: Panic, _: &mut Self::Context) {
        panic!("a test panics in the matcher actor");
    }
}

/// What went wrong in a round: said once, then tried again.
#[derive(Debug, thiserror::Error)]
enum Trouble {
    #[error(transparent)]
    Store(#[from] Fault),
    #[error(transparent)]
    Search(#[from] search::Fault),
    #[error("the desk: {0}")]
    Desk(Refusal),
    #[error("filling the search index: {0}")]
    Fill(#[from] tokio::task::JoinError),
}

/// What a stretch of the lane asks for.
#[derive(Default)]
struct Round {
    posts: BTreeMap<Post, UserId>,
    people: BTreeSet<UserId>,
    /// Members whose every post comes or goes.
    whole: BTreeSet<UserId>,
    /// Members whose offers are put in once more, as they are rated now; nothing of it is matched anew.
    rated: BTreeSet<UserId>,
    /// Tools that are rated otherwise now; `every_tool`: whose reviews count has changed, so it may be any.
    tools: BTreeSet<ToolId>,
    every_tool: bool,
    /// Saved searches that are new, changed or gone.
    searches: BTreeSet<SearchId>,
    last: i64,
}

struct Matcher {
    hub: Arc<Hub>,
    index: Arc<Index>,
    /// What members wait for.
    standing: Standing,
    empty: bool,
    flushed: Instant,
    /// Whether the matching is this hub's, and when that was asked.
    holds: Option<(bool, Instant)>,
}

impl Matcher {
    fn new(hub: Arc<Hub>, finder: Finder) -> Matcher {
        Matcher { hub, index: finder.index, standing: Standing::default(), empty: finder.empty, flushed: Instant::now(), holds: None }
    }

    async fn run(&mut self) {
        while !self.hub.is_open() {
            tokio::task::yield_now().await;
        }
        let mut bell = self.hub.exchange.subscribe();
        while let Err(trouble) = self.begin().await {
            tracing::warn!(error = %trouble, "the search index can't be filled yet");
            tokio::time::sleep(LOOK_EVERY).await;
        }
        loop {
            match self.round().await {
                // A flood of posts is worked through in rounds: what stays in memory is looked through one by one.
                Ok(true) => {
                    if self.index.sizes().hot >= HOT_ENOUGH {
                        self.flush().await;
                    }
                    continue;
                }
                Ok(false) => {}
                Err(trouble) => {
                    tracing::warn!(error = %trouble, "matching was interrupted and goes on in a moment");
                    tokio::time::sleep(LOOK_EVERY).await;
                }
            }
            if self.hub.closing.load(Relaxed) {
                self.flush().await;
                return;
            }
            let _ = tokio::time::timeout(LOOK_EVERY, bell.changed()).await;
            if self.flushed.elapsed() >= FLUSH_EVERY && self.index.sizes().hot > 0 {
                self.flush().await;
            }
        }
    }

    /// Fills an empty index, or one that has outgrown its town, from the store; puts the tools in, which follow the fixtures; learns what is waited for.
    async fn begin(&mut self) -> Result<(), Trouble> {
        let mut db = self.hub.store.read().await?;
        self.learn_searches(&mut db).await?;
        // Noted before anything is taken out: should an attempt fail, the next one fills it again.
        self.empty |= self.index.has_outgrown_its_town();
        if self.empty {
            let began = Instant::now();
            let head = self.hub.store.lane_head(Lane::Exchange).await?;
            // What an attempt that failed has left.
            self.index.forget_all()?;
            let town = self.count_words(&mut db).await?;
            self.index.settle(town)?;
            self.fill(&mut db).await?;
            self.index.advance(head);
            self.flush().await;
            self.empty = false;
            let sizes = self.index.sizes();
            tracing::info!(documents = sizes.main, ms = began.elapsed().as_millis() as u64, "the search index is built");
        }
        self.index_tools(&mut db, None).await
    }

    /// These tools, or all of them: as the fixtures describe them and members rate them now.
    async fn index_tools(&self, db: &mut Tx, which: Option<&BTreeSet<ToolId>>) -> Result<(), Trouble> {
        let terms: BTreeMap<String, String> = store::taxonomy::list_all(db).await?.into_iter().map(|t| (t.slug, t.name)).collect();
        let tools = match which {
            Some(ids) => store::tools::list_by_ids(db, &ids.iter().copied().collect::<Vec<_>>()).await?,
            None => store::tools::list_all(db).await?,
        };
        for tool in tools {
            self.index.replace(search::Post::of_tool(&tool, |slug| terms.get(slug).cloned()));
        }
        Ok(())
    }

    /// All saved searches. What changes after this is heard of in the lane.
    async fn learn_searches(&mut self, db: &mut Tx) -> Result<(), Trouble> {
        let mut after = SearchId(0);
        loop {
            let (some, last) = store::saved_searches::stream_all(db, after, ROWS).await?;
            some.iter().for_each(|(id, query)| self.standing.keep(*id, query));
            match last {
                Some(last) => after = last,
                None => return Ok(()),
            }
        }
    }

    /// These as they stand now: kept if they are waited for, forgotten if not.
    async fn learn_again(&mut self, db: &mut Tx, searches: &BTreeSet<SearchId>) -> Result<(), Trouble> {
        if searches.is_empty() {
            return Ok(());
        }
        let ids: Vec<SearchId> = searches.iter().copied().collect();
        let standing: BTreeMap<_, _> = store::saved_searches::list_standing(db, &ids).await?.into_iter().collect();
        for id in ids {
            match standing.get(&id) {
                Some(query) => self.standing.keep(id, query),
                None => self.standing.forget(id),
            }
        }
        Ok(())
    }

    /// How seldom words are in what is asked and offered now.
    async fn count_words(&self, db: &mut Tx) -> Result<Town, Trouble> {
        let (mut count, mut after) = (Count::default(), AskId(0));
        while count.posts() < ENOUGH / 2 {
            let some = store::asks::stream_all(db, after, ROWS).await?;
            let Some(last) = some.last() else { break };
            after = last.id;
            count = counted(count, some.iter().map(search::Post::of_ask).collect()).await?;
        }
        let mut after = OfferId(0);
        while count.posts() < ENOUGH {
            let some = store::offers::stream_all(db, after, ROWS).await?;
            let Some(last) = some.last() else { break };
            after = last.id;
            count = counted(count, some.iter().map(search::Post::of_offer).collect()).await?;
        }
        Ok(tokio::task::spawn_blocking(move || count.town()).await?)
    }

    async fn fill(&mut self, db: &mut Tx) -> Result<(), Trouble> {
        let mut filled = Filled { posts: 0, began: Instant::now(), said: Instant::now() };
        let mut after = AskId(0);
        loop {
            let some = store::asks::stream_all(db, after, ROWS).await?;
            let Some(last) = some.last() else { break };
            after = last.id;
            self.fill_in(some.iter().map(search::Post::of_ask).collect()).await?;
            filled.add(some.len());
        }
        let mut after = OfferId(0);
        loop {
            let some = store::offers::stream_all(db, after, ROWS).await?;
            let Some(last) = some.last() else { break };
            after = last.id;
            let owners: BTreeSet<UserId> = some.iter().map(|offer| offer.owner.id).collect();
            let rated = store::connections::list_ratings(db, &owners.into_iter().collect::<Vec<_>>()).await?;
            let posts = some.iter().map(|offer| search::Post::of_offer(offer).rated(rated.get(&offer.owner.id).copied()));
            self.fill_in(posts.collect()).await?;
            filled.add(some.len());
        }
        let mut after = UserId(0);
        loop {
            let some = store::profiles::list_after(db, after, ROWS).await?;
            let Some(last) = some.last() else { break };
            after = *last;
            for user in some {
                self.index_person(db, user).await?;
            }
            self.flush_when_large().await;
        }
        Ok(())
    }

    /// One stretch of the lane; whether there may be more.
    async fn round(&mut self) -> Result<bool, Trouble> {
        let holds = self.holds().await?;
        let matched = self.hub.store.lane_cursor(READER, Lane::Exchange).await?;
        let from = if holds { matched.min(self.index.cursor()) } else { self.index.cursor() };
        let entries = self.hub.store.read_lane(Lane::Exchange, from, ENTRIES).await?;
        let Some(last) = entries.last() else { return Ok(false) };
        let mut round = Round { last: last.no, ..Round::default() };
        for entry in &entries {
            if let Some(event) = &entry.event {
                round.note(event);
            }
        }
        let mut db = self.hub.store.read().await?;
        self.learn_again(&mut db, &round.searches).await?;
        let readings = self.index_all(&mut db, &round).await?;
        drop(db);
        self.index.advance(round.last);
        if holds {
            self.match_all(matched, round.last, readings).await?;
        }
        Ok(true)
    }

    /// Of several hubs one matches; all of them keep an index. Renews the hold, or tries for it.
    async fn holds(&mut self) -> Result<bool, Trouble> {
        if let Some((holds, asked)) = self.holds
            && asked.elapsed() < HOLD_FOR
        {
            return Ok(holds);
        }
        let holds = self.hub.store.hold_matcher(self.hub.clock.now()).await?;
        if self.holds.map(|(held, _)| held) != Some(holds) && self.hub.store.is_among_others() {
            tracing::info!(holds, "which hub matches has changed");
        }
        self.holds = Some((holds, Instant::now()));
        Ok(holds)
    }

    /// First into the index, all of it, so that two posts of one stretch find each other.
    async fn index_all(&self, db: &mut Tx, round: &Round) -> Result<Vec<(Post, Arc<Reading>)>, Trouble> {
        let mut posts = round.posts.clone();
        for user in &round.whole {
            posts.extend(self.posts_of(db, *user).await?);
        }
        let mut readings = Vec::new();
        let mut away: BTreeMap<UserId, bool> = BTreeMap::new();
        for (post, owner) in posts {
            let away = match away.entry(owner) {
                Entry::Occupied(known) => *known.get(),
                Entry::Vacant(free) => *free.insert(store::profiles::is_away(db, owner).await?),
            };
            if let Some(reading) = self.index_post(db, post, owner, away).await? {
                readings.push((post, reading));
            }
        }
        for user in &round.rated {
            let away = store::profiles::is_away(db, *user).await?;
            for (post, owner) in self.posts_of(db, *user).await? {
                self.index_post(db, post, owner, away).await?;
            }
        }
        for user in &round.people {
            self.index_person(db, *user).await?;
        }
        if round.every_tool || !round.tools.is_empty() {
            self.index_tools(db, Some(&round.tools).filter(|_| !round.every_tool)).await?;
        }
        Ok(readings)
    }

    async fn posts_of(&self, db: &mut Tx, user: UserId) -> Result<Vec<(Post, UserId)>, Trouble> {
        let mut posts = Vec::new();
        let mut cursor: Option<String> = None;
        loop {
            let page = store::asks::page_of(db, Some(user), user, cursor.as_deref(), ROWS).await?;
            posts.extend(page.items.into_iter().map(|a| (Post::Ask(a.id), user)));
            cursor = page.next;
            if cursor.is_none() {
                break;
            }
        }
        loop {
            let page = store::offers::page_of(db, Some(user), user, cursor.as_deref(), ROWS).await?;
            posts.extend(page.items.into_iter().map(|o| (Post::Offer(o.id), user)));
            cursor = page.next;
            if cursor.is_none() {
                return Ok(posts);
            }
        }
    }

    /// The post as it stands now: in the index if it may be found, out of it if not.
    async fn index_post(&self, db: &mut Tx, post: Post, owner: UserId, away: bool) -> Result<Option<Arc<Reading>>, Trouble> {
        let (key, live) = match post {
            Post::Ask(id) => {
                let ask = store::asks::find(db, Some(owner), id).await?;
                let live = ask.filter(|a| !away && a.status == AskStatus::Open && !a.archived && !a.hidden);
                (Key::Ask(id), live.map(|a| search::Post::of_ask(&a)))
            }
            Post::Offer(id) => {
                let offer = store::offers::find(db, Some(owner), id).await?;
                let live = offer.filter(|o| !away && o.status == OfferStatus::Active && !o.hidden);
                (Key::Offer(id), live.map(|o| search::Post::of_offer(&o)))
            }
        };
        Ok(match live {
            Some(live) if key.what() == search::What::Offers => {
                let rated = store::connections::list_ratings(db, &[owner]).await?.remove(&owner);
                Some(self.index.replace(live.rated(rated)))
            }
            Some(live) => Some(self.index.replace(live)),
            None => {
                self.index.remove(key);
                None
            }
        })
    }

    async fn index_person(&self, db: &mut Tx, user: UserId) -> Result<(), Trouble> {
        match store::profiles::find(db, None, user).await? {
            Some(profile) if store::privacy::find(db, user).await?.found => {
                let known_for = store::profiles::known_for(db, user).await?;
                let rated = store::connections::list_ratings(db, &[user]).await?.remove(&user);
                self.index.replace(search::Post::of_person(&profile, &known_for).rated(rated));
            }
            _ => self.index.remove(Key::Person(user)),
        }
        Ok(())
    }

    /// Then what fits each. The stored cursor stays at `matched` until all of the stretch is stored.
    async fn match_all(&self, matched: i64, last: i64, readings: Vec<(Post, Arc<Reading>)>) -> Result<(), Trouble> {
        if last <= matched {
            return Ok(());
        }
        let waited_for: Vec<Command> = readings.iter().flat_map(|(post, reading)| self.waited_for(*post, reading)).collect();
        // Else it moves when all is stored.
        let alone = readings.len() == 1 && waited_for.is_empty();
        let mut wishes = Vec::new();
        for (post, reading) in &readings {
            let Some(found) = self.fitting(*post, reading).await? else { continue };
            let upto = if alone { last } else { matched };
            wishes.push(Command::Matches(matches::Command::Found { post: *post, upto, pairs: found.pairs, tools: found.tools }));
        }
        let stored_last = alone && !wishes.is_empty();
        for answer in join_all(wishes.into_iter().chain(waited_for).map(|w| self.wish(w))).await {
            answer?;
        }
        if !stored_last {
            self.wish(Command::Matches(matches::Command::Advance { upto: last })).await?;
        }
        Ok(())
    }

    /// The saved searches that find a post; whose they are is told there where it is stored.
    fn waited_for(&self, post: Post, reading: &Arc<Reading>) -> Vec<Command> {
        let began = Instant::now();
        let found = std::panic::catch_unwind(AssertUnwindSafe(|| self.standing.find(reading)));
        metrics::histogram!("collective_standing_query_seconds").record(began.elapsed().as_secs_f64());
        let found = found.unwrap_or_else(|_| {
            tracing::error!(post = ?reading.post.key, "a post could not be held against saved searches and is left out");
            Vec::new()
        });
        let some = found.chunks(SEARCHES).map(|some| saved_searches::Command::Found { post, searches: some.to_vec() });
        some.map(Command::SavedSearches).collect()
    }

    /// What the query “fits this post” finds, with what is known of those who offer at this moment: asked once for all of them. A post
    /// that makes the search panic is left out rather than stopping everybody's matching.
    async fn fitting(&self, post: Post, reading: &Arc<Reading>) -> Result<Option<Matched>, Trouble> {
        let began = Instant::now();
        let (query, viewer) = (Query::fitting(post), Viewer { at: self.hub.clock.now(), ..Viewer::member() });
        let Some(found) = unless_it_panics(reading, || self.index.shortlist_for(&query, &viewer)) else { return Ok(None) };
        let Some(mut shortlist) = found? else { return Ok(None) };
        let people: Vec<UserId> = shortlist.who_offers().into_iter().collect();
        let searched = began.elapsed();
        let is_here = |who| self.hub.state_of(who) == Some(State::Here);
        let known = store::matches::list_known(&mut self.hub.store.read().await?, &people, is_here).await?;
        let began = Instant::now();
        let found = unless_it_panics(reading, || shortlist.decide(&known));
        metrics::histogram!("collective_match_query_seconds").record((searched + began.elapsed()).as_secs_f64());
        Ok(found)
    }

    /// Stores; waits when the desk is busy. A refusal that stays is left out: the rules know better.
    async fn wish(&self, wish: Command) -> Result<(), Trouble> {
        let collective = Collective { hub: self.hub.clone() };
        // The house's commands are not kept by id; any will do.
        let id = CommandId::new("matcher").map_err(|p| Trouble::Desk(hub::command::AnyRefusal::Unreadable(p.words).into()))?;
        match collective.act(By::Matcher, id, wish).await {
            Ok(_) => Ok(()),
            Err(refusal) if refusal.refused().kind == RefusalKind::Busy => Err(Trouble::Desk(refusal)),
            Err(refusal) => {
                tracing::error!(error = %refusal, "what was found was refused");
                Ok(())
            }
        }
    }

    async fn fill_in(&self, posts: Vec<search::Post>) -> Result<(), Trouble> {
        let index = self.index.clone();
        Ok(tokio::task::spawn_blocking(move || index.fill(posts)).await??)
    }

    async fn flush_when_large(&mut self) {
        if self.index.sizes().hot > 20_000 {
            self.flush().await;
        }
    }

    /// To disk, off this thread.
    async fn flush(&mut self) {
        let index = self.index.clone();
        let flushed = tokio::task::spawn_blocking(move || index.flush()).map(|r| r.map_err(|e| e.to_string())).await;
        match flushed {
            Ok(Ok(())) => {}
            Ok(Err(fault)) => tracing::warn!(error = %fault, "the search index could not be written; it stays in memory"),
            Err(panic) => tracing::error!(error = panic, "writing the search index panicked; it stays in memory"),
        }
        self.flushed = Instant::now();
    }
}

/// Counts some more.
async fn counted(mut count: Count, posts: Vec<search::Post>) -> Result<Count, Trouble> {
    let count = tokio::task::spawn_blocking(move || {
        count.add(&posts);
        count
    });
    Ok(count.await?)
}

fn unless_it_panics<T>(reading: &Reading, work: impl FnOnce() -> T) -> Option<T> {
    let done = std::panic::catch_unwind(AssertUnwindSafe(work));
    if done.is_err() {
        tracing::error!(post = ?reading.post.key, "a post could not be matched and is left out");
    }
    done.ok()
}

/// How far building the index has come.
struct Filled {
    posts: usize,
    began: Instant,
    said: Instant,
}

impl Filled {
    fn add(&mut self, posts: usize) {
        self.posts += posts;
        if self.said.elapsed() >= SAY_EVERY {
            let a_second = (self.posts as f64 / self.began.elapsed().as_secs_f64()) as u64;
            tracing::info!(posts = self.posts, a_second, "the search index is being built");
            self.said = Instant::now();
        }
    }
}

impl Round {
    fn note(&mut self, event: &Event) {
        match event {
            Event::Asks(
                asks::Event::Posted { id, owner }
                | asks::Event::Edited { id, owner }
                | asks::Event::StatusChanged { id, owner, .. }
                | asks::Event::PlacesChanged { id, owner }
                | asks::Event::Archived { id, owner }
                | asks::Event::Expired { id, owner }
                | asks::Event::Renewed { id, owner },
            ) => {
                self.posts.insert(Post::Ask(*id), *owner);
            }
            Event::Offers(
                offers::Event::Posted { id, owner, .. }
                | offers::Event::FirstPublished { id, owner }
                | offers::Event::Edited { id, owner }
                | offers::Event::StatusChanged { id, owner, .. },
            ) => {
                self.posts.insert(Post::Offer(*id), *owner);
                self.people.insert(*owner);
            }
            Event::Profiles(hub::profiles::Event::Edited { user })
            | Event::Privacy(hub::privacy::Event::Changed { user, .. })
            | Event::Accounts(accounts::Event::SignedUp { user } | accounts::Event::Renamed { user, .. }) => {
                self.people.insert(*user);
            }
            Event::Accounts(accounts::Event::Suspended { user, .. })
            | Event::Leaving(leaving::Event::Left { user, .. } | leaving::Event::Returned { user } | leaving::Event::Gone { user }) => {
                self.whole.insert(*user);
                self.people.insert(*user);
                self.every_tool = true;
            }
            // Who is free again: what waited in a list for that may be told now.
            Event::Availability(hub::availability::Event::Changed { user, full: false, .. }) => {
                self.whole.insert(*user);
            }
            // What waited for the end of a pause, or for a rule to be taken back.
            Event::Tastes(hub::tastes::Event::TakenBack { user } | hub::tastes::Event::Resumed { user }) => {
                self.whole.insert(*user);
            }
            Event::Connections(connections::Event::Helped { helper, .. }) => {
                self.people.insert(*helper);
            }
            Event::Connections(connections::Event::Rated { of, .. }) => {
                self.people.insert(*of);
                self.rated.insert(*of);
            }
            Event::Reviews(hub::reviews::Event::Written { tool, .. } | hub::reviews::Event::TakenBack { tool, .. }) => {
                self.tools.insert(*tool);
            }
            Event::SavedSearches(
                saved_searches::Event::Saved { id, .. }
                | saved_searches::Event::TellSet { id, .. }
                | saved_searches::Event::Removed { id, .. },
            ) => {
                self.searches.insert(*id);
            }
            // Two who may meet again: their posts look once more.
            Event::Moderation(hub::moderation::Event::Unblocked { by, .. }) => {
                self.whole.insert(*by);
            }
            Event::Moderation(
                hub::moderation::Event::Hidden { thing, owner, .. } | hub::moderation::Event::Restored { thing, owner, .. },
            ) => {
                match thing {
                    Thing::Ask(id) => drop(self.posts.insert(Post::Ask(*id), *owner)),
                    Thing::Offer(id) => drop(self.posts.insert(Post::Offer(*id), *owner)),
                    Thing::Review(_) | Thing::Profile(_) => self.every_tool = true,
                    Thing::Message { .. } => {}
                }
                // What somebody offers stands in what they are known for.
                self.people.insert(*owner);
            }
            _ => {}
        }
    }
}
