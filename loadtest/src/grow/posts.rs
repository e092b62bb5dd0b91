//! More and more asks and offers. They are put into the store directly: posted one by one a million would take hours. Then a hub is
//! started on them, which builds its index, and members post, search and look around beside them.
//!
//! ```text
//!   mint ─▶ rows of posts, as if matched already ─▶ hub: ready ─▶ index built ─▶ leaves ─▶ ready again ─▶ 10 posts a second, pages
//! ```
//! The matcher follows a lane of the journal, and rows that stand in no lane are nothing new to it: it does not match a million posts
//! with each other first. What members posted is mixed from what people really say (`search::samples`), each with words of a long tail.

use std::{
    collections::HashMap,
    time::{Duration, Instant},
};

use hub::matches::Post as Id;
use search::{
    Key, Kind, Post,
    samples::{Dice, Sayings},
};
use store::{Fault, Store, Value, args, row};

use super::{Grow, board::Curve};
use crate::{
    Http,
    bench::{
        pages::{Asked, KEEPS_NO_HOMES, PASSWORD, ask, give_password},
        table::number,
    },
    fleet::{Data, Running},
    ids,
    measure::{self, Latencies},
    members::Member,
    plan::{Pace, Scenario},
    scenarios::{self, drafts, matching},
};

const POSTS: &str = "asks and offers";
const CARD: Curve = Curve { key: "posts.card", title: "A post to its card on both screens", x: POSTS, y: "latency", unit: "ms" };
const ANSWER: Curve = Curve { key: "posts.answer", title: "A post to its answer", x: POSTS, y: "latency", unit: "ms" };
const QUERY: Curve = Curve { key: "posts.query", title: "A search in words, of a member", x: POSTS, y: "latency", unit: "ms" };
const DISCOVER: Curve = Curve { key: "posts.discover", title: "Discover, of a member", x: POSTS, y: "latency", unit: "ms" };
const HOME: Curve = Curve { key: "posts.home", title: "Home, of a member", x: POSTS, y: "latency", unit: "ms" };
const START: Curve = Curve { key: "posts.start", title: "From the start of a hub", x: POSTS, y: "until it is there", unit: "s" };
const MEMORY: Curve = Curve { key: "posts.memory", title: "Memory of a hub", x: POSTS, y: "resident memory", unit: "MiB" };

/// Rows of posts in one transaction.
const TOGETHER: usize = 5_000;
/// So many posts a member.
const EACH: usize = 20;
/// How long a hub may take until it has looked through everything.
const PATIENCE: Duration = Duration::from_secs(900);
/// What the matcher says when it has built the index.
const BUILT: &str = "the search index is built";
/// So many of each page before it is measured.
const WARM: usize = 5;

pub async fn measure(grow: &mut Grow) -> Result<(), String> {
    for posts in grow.sizes.posts {
        let words = number(*posts as f64);
        // How a Home grows is how reading it does.
        let data = Data { limits: KEEPS_NO_HOMES, ..Data::in_directory(grow.dir(&format!("posts-{posts}"))) };
        grow.step(&format!("posts: {words} are put there"))?;
        let began = Instant::now();
        let posters = grow.sizes.posters;
        let members = data.mint(&grow.collective, posters + (posts / EACH).max(2))?;
        let (posters, authors) = members.split_at(posters);
        give_password(&grow.collective, &data, &authors[0].handle)?;
        let minted = began.elapsed().as_secs_f64();
        fill(grow, &data, *posts, authors).await?;
        let (all, members) = (began.elapsed().as_secs_f64() - minted, number(members.len() as f64));
        grow.board
            .notes
            .push(format!("{words} posts stood in the store after {all:.1} s, {members} members before them after {minted:.1} s"));
        stay(grow, &data, *posts, posters, &authors[0]).await?;
        // A million are gigabytes.
        let _ = std::fs::remove_dir_all(&data.dir);
    }
    Ok(())
}

async fn stay(grow: &mut Grow, data: &Data, posts: usize, posters: &[Member], reader: &Member) -> Result<(), String> {
    let (x, words) = (posts as f64, number(posts as f64));
    grow.step(&format!("posts: a hub is started beside {words}"))?;
    let began = Instant::now();
    let mut hub = Running::begin(&grow.collective, data)?;
    hub.ready_within(PATIENCE).await?;
    grow.board.sample(START, "it answers, the first time", x, Some(began.elapsed().as_secs_f64()));
    let mut interrupt = grow.interrupt.clone();
    tokio::select! {
        built = built(&hub, data, began) => built?,
        () = interrupt.here() => return Err("interrupted".to_owned()),
    }
    grow.board.sample(START, "its index is built, the first time", x, Some(began.elapsed().as_secs_f64()));
    let http = Http::new(&hub.url).map_err(|e| e.to_string())?;
    if !matching::caught_up(&http, posts).await? {
        return Err("the hub doesn't say whether its matcher has caught up".to_owned());
    }
    hub.process.leave().await?;
    let began = Instant::now();
    hub.process.begin()?;
    hub.ready_within(PATIENCE).await?;
    matching::caught_up(&http, posts).await?;
    grow.board.sample(START, "it answers, with the index on disk", x, Some(began.elapsed().as_secs_f64()));

    for run in 1..=grow.asked.runs {
        let title = format!("posts, run {run}: {} beside {words}", grow.sizes.new_posts);
        grow.step(&title)?;
        let mut plan = grow.plan(Scenario::Match, &hub)?;
        plan.users = posters.len();
        plan.pace = Pace::Open(grow.sizes.posts_a_second);
        plan.posts = grow.sizes.new_posts;
        plan.posts_from = (run as usize - 1) * plan.posts;
        let report = scenarios::run(&plan, posters, grow.interrupt.clone()).await.map_err(|e| format!("{title}: {e}"))?;
        grow.keep(&title, &report)?;
        grow.board.latencies(CARD, "", x, report.latencies("card"));
        grow.board.latencies(ANSWER, "", x, report.latencies("answer"));

        let cookie = http.log_in(&reader.handle, PASSWORD).await.map_err(|e| format!("the reader can't log in: {e}"))?;
        grow.step(&format!("posts, run {run}: searches beside {words}"))?;
        let mut took = Latencies::default();
        // Other words each time: what was asked a moment ago may be kept.
        for nth in 0..WARM + grow.sizes.asked_for {
            let words = drafts::ask(run as usize * 1_000 + nth).title.replace(' ', "+");
            let one = ask(&http, &[Asked::by(&cookie, &format!("/discover?q={words}"))], 1, 1).await?;
            if nth >= WARM {
                took.add(&one);
            }
        }
        grow.board.latencies(QUERY, "", x, Some(&took));
        for (curve, path) in [(DISCOVER, "/discover"), (HOME, "/home")] {
            grow.step(&format!("posts, run {run}: {path} beside {words}"))?;
            let asked = [Asked::by(&cookie, path)];
            ask(&http, &asked, WARM, 1).await?;
            let took = ask(&http, &asked, grow.sizes.asked_for, 1).await?;
            grow.board.latencies(curve, "", x, Some(&took));
        }
        let mib = measure::usage(&[hub.pid()])?.resident_bytes as f64 / f64::from(1 << 20);
        grow.board.sample(MEMORY, "hub", x, Some(mib));
    }
    Ok(())
}

/// Waits until the index is built. A hub that answers may still be at it: it says when it is done.
async fn built(hub: &Running, data: &Data, began: Instant) -> Result<(), String> {
    while !std::fs::read_to_string(data.log()).unwrap_or_default().contains(BUILT) {
        if !hub.process.is_alive() {
            return Err(format!("a hub has ended while it built its index: {}", hub.process.last_words()));
        }
        if began.elapsed() > PATIENCE {
            return Err(format!("a hub has not built its index within {PATIENCE:?}"));
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    Ok(())
}

/// Puts posts into the store, while no hub runs on it.
async fn fill(grow: &Grow, data: &Data, posts: usize, authors: &[Member]) -> Result<(), String> {
    let failed = |fault: &dyn std::fmt::Display| format!("posts can't be put there: {fault}");
    let store = Store::open(&data.sqlite().display().to_string(), rand::random()).await.map_err(|e| failed(&e))?;
    store.seed_reference().await.map_err(|e| failed(&e))?;
    let said = Sayings::load().map_err(|e| failed(&e))?;
    let filled = write(grow, &store, &said, posts, authors).await.map_err(|e| failed(&e));
    store.close().await;
    filled
}

/// Ids of what posts name, by slug.
struct Named {
    categories: HashMap<String, i64>,
    tags: HashMap<String, i64>,
    tools: HashMap<String, i64>,
}

async fn write(grow: &Grow, store: &Store, said: &Sayings, posts: usize, authors: &[Member]) -> Result<(), Fault> {
    let mut db = store.read().await?;
    let mut by_slug = HashMap::new();
    for (what, sql) in [
        ("categories", "select slug, id from terms where term_type = 'offer_category'"),
        ("tags", "select slug, id from terms where term_type in ('skill', 'topic')"),
        ("tools", "select slug, id from tools"),
    ] {
        let rows = db.rows(sql, &[]).await?;
        let ids = rows.iter().map(|row| Ok((row.get("slug")?, row.get("id")?))).collect::<Result<HashMap<String, i64>, Fault>>()?;
        by_slug.insert(what, ids);
    }
    let mut take = |what: &str| by_slug.remove(what).unwrap_or_default();
    let named = Named { categories: take("categories"), tags: take("tags"), tools: take("tools") };
    let rows = db.rows("select username, id from users", &[]).await?;
    let ids = rows.iter().map(|row| Ok((row.get("username")?, row.get("id")?))).collect::<Result<HashMap<String, i64>, Fault>>()?;
    let owners: Vec<i64> = authors.iter().filter_map(|author| ids.get(&author.handle).copied()).collect();
    drop(db);
    if owners.is_empty() {
        return Err(Fault::Corrupt("nobody who was minted is there".to_owned()));
    }
    // Ids as the hub hands them out, so that it goes on behind them.
    let mut tx = store.write().await?;
    let next = tx.row("update id_blocks set next = next + $1 where name = 'ids' returning next", args![posts as i64]).await?;
    tx.commit().await?;
    let first: i64 = next.ok_or_else(|| Fault::Corrupt("the row of ids is gone".to_owned()))?.get::<i64>("next")? - posts as i64;

    let (mut dice, now) = (Dice(7), i64::try_from(ids::now_ms()).unwrap_or(i64::MAX));
    let mut nth = 0;
    while nth < posts && !grow.interrupt.is_here() {
        let mut rows = Rows::default();
        for nth in nth..posts.min(nth + TOGETHER) {
            let post = said.post(&mut dice, first + nth as i64);
            // One a second, the newest a second ago.
            let at = now - (posts - nth) as i64 * 1_000;
            rows.add(&post, owners[nth % owners.len()], at, &named);
        }
        nth = posts.min(nth + TOGETHER);
        let mut tx = store.write().await?;
        rows.insert(&mut tx).await?;
        tx.commit().await?;
    }
    Ok(())
}

/// Rows of posts under way.
#[derive(Default)]
struct Rows {
    asks: Vec<Vec<Value>>,
    offers: Vec<Vec<Value>>,
    ask_tags: Vec<Vec<Value>>,
    ask_tools: Vec<Vec<Value>>,
    offer_tags: Vec<Vec<Value>>,
    offer_tools: Vec<Vec<Value>>,
}

impl Rows {
    /// As the hub stores a post that its matcher has looked at.
    fn add(&mut self, post: &Post, owner: i64, at: i64, named: &Named) {
        let id = match post.key {
            Key::Ask(id) => Id::Ask(id),
            Key::Offer(id) => Id::Offer(id),
            Key::Tool(_) | Key::Person(_) => return,
        };
        let category = post.category().and_then(|category| named.categories.get(&category.slug).copied());
        let (title, text, language) = (&post.title, &post.text, &post.language);
        let visibility = post.visibility.word();
        let (id, tags, tools) = match (id, &post.kind) {
            (Id::Ask(id), Kind::Ask(kind)) => {
                self.asks.push(row![
                    id,
                    owner,
                    format!("post-{id}"),
                    title,
                    text,
                    kind.word(),
                    category,
                    "usd",
                    kind.places(),
                    visibility,
                    language,
                    "open",
                    at,
                    at,
                    at
                ]);
                (id.0, &mut self.ask_tags, &mut self.ask_tools)
            }
            (Id::Offer(id), Kind::Offer(kind)) => {
                self.offers.push(row![
                    id,
                    owner,
                    format!("post-{id}"),
                    title,
                    text,
                    kind.word(),
                    category,
                    "free",
                    0,
                    "usd",
                    visibility,
                    language,
                    "active",
                    at,
                    at,
                    at,
                    at
                ]);
                (id.0, &mut self.offer_tags, &mut self.offer_tools)
            }
            _ => return,
        };
        for (labels, known, rows) in [(&post.tags, &named.tags, tags), (&post.tools, &named.tools, tools)] {
            let mut ids: Vec<i64> = labels.iter().filter_map(|label| known.get(&label.slug).copied()).collect();
            ids.dedup();
            rows.extend(ids.into_iter().zip(0_i64..).map(|(term, position)| row![id, term, position]));
        }
    }

    async fn insert(&self, tx: &mut store::Tx) -> Result<(), Fault> {
        let asks = "id, user_id, slug, title, description, kind, category_id, currency, places, visibility, language, status, created_at,
                    updated_at, matched_at";
        let offers = "id, user_id, slug, title, description, kind, category_id, pricing, price, currency, visibility, language, status,
                      created_at, updated_at, published_at, matched_at";
        for (table, columns, rows) in [
            ("asks", asks, &self.asks),
            ("offers", offers, &self.offers),
            ("ask_tags", "ask_id, term_id, position", &self.ask_tags),
            ("ask_tools", "ask_id, tool_id, position", &self.ask_tools),
            ("offer_tags", "offer_id, term_id, position", &self.offer_tags),
            ("offer_tools", "offer_id, tool_id, position", &self.offer_tools),
        ] {
            if !rows.is_empty() {
                tx.insert_many(table, columns, rows, "").await?;
            }
        }
        Ok(())
    }
}
