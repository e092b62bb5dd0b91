//! One query of ten words, asked of our index and of the full text of two databases that hold the same posts, in turn:
//! `cargo run --release -p loadtest --example queries -- [posts]`. PostgreSQL's programs must be installed; it starts its own.
//!
//! Databases are asked for the twenty best posts that say any of the ten words, ranked by their own measure. The search box asks for
//! posts that say at least half of them, counts all that fit, and forgives typos; the look-up of the matcher takes a whole post, with
//! its labels and its meaning.

use std::time::{Duration, Instant};

use search::{
    Index, Post, Query, Reading, Viewer,
    samples::{Dice, NOW, Sayings},
};
use sqlx::{ConnectOptions, Connection, Executor};

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// So many queries, each asked of everybody before the next.
const QUERIES: i64 = 20;
const WORDS: usize = 10;
/// So many posts are written at once.
const TOGETHER: i64 = 5_000;

type Any<T> = Result<T, Box<dyn std::error::Error>>;

/// Ten different words of a post, letters only.
fn words_of(post: &Post) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    for word in format!("{} {}", post.title, post.text).split(|c: char| !c.is_ascii_alphabetic()) {
        let word = word.to_lowercase();
        if word.len() > 3 && !words.contains(&word) {
            words.push(word);
        }
    }
    words.truncate(WORDS);
    words
}

fn quoted(text: &str) -> String {
    text.replace('\'', "''")
}

/// A statement that writes some posts.
fn insert(into: &str, posts: &[Post]) -> sqlx::AssertSqlSafe<String> {
    let rows: Vec<String> = posts.iter().map(|post| format!("('{}','{}')", quoted(&post.title), quoted(&post.text))).collect();
    sqlx::AssertSqlSafe(format!("insert into {into} values {}", rows.join(",")))
}

struct Took {
    what: &'static str,
    times: Vec<Duration>,
}

impl Took {
    fn of(what: &'static str) -> Took {
        Took { what, times: Vec::new() }
    }

    fn since(&mut self, begun: Instant) {
        self.times.push(begun.elapsed());
    }

    fn median(&self) -> f64 {
        let mut times = self.times.clone();
        times.sort();
        times.get(times.len() / 2).map_or(0.0, Duration::as_secs_f64) * 1_000.0
    }

    fn longest(&self) -> f64 {
        self.times.iter().max().map_or(0.0, Duration::as_secs_f64) * 1_000.0
    }
}

#[tokio::main]
async fn main() -> Any<()> {
    let posts: i64 = std::env::args().nth(1).map_or(Ok(100_000), |n| n.parse())?;
    let (said, mut dice, dir) = (Sayings::load()?, Dice(7), tempfile::tempdir()?);
    let (index, _) = Index::open(Some(&dir.path().join("index")), 1)?;
    index.forget_all()?;
    let file = dir.path().join("posts.db");
    let mut sqlite = sqlx::sqlite::SqliteConnectOptions::new().filename(&file).create_if_missing(true).connect().await?;
    sqlite.execute("create virtual table posts using fts5(title, text, tokenize = 'porter unicode61')").await?;
    let server = store::testing::Postgres::start().await;
    let mut postgres = sqlx::PgConnection::connect(&server.url()).await?;
    postgres.execute("create table posts (id bigserial, title text, text text)").await?;

    let mut filled = [Took::of("our index"), Took::of("SQLite FTS5"), Took::of("PostgreSQL")];
    for first in (0..posts).step_by(TOGETHER as usize) {
        let some: Vec<Post> = (first..posts.min(first + TOGETHER)).map(|id| said.post(&mut dice, id)).collect();
        let begun = Instant::now();
        sqlite.execute(insert("posts", &some)).await?;
        filled[1].since(begun);
        let begun = Instant::now();
        postgres.execute(insert("posts (title, text)", &some)).await?;
        filled[2].since(begun);
        let begun = Instant::now();
        index.fill(some)?;
        filled[0].since(begun);
        eprint!("\r{} of {posts} posts", (first + TOGETHER).min(posts));
    }
    eprintln!();
    let begun = Instant::now();
    index.advance(1);
    index.flush()?;
    filled[0].since(begun);
    let begun = Instant::now();
    // Made with its words, rather than changed, which would leave it twice as large.
    postgres
        .execute(
            "create table found as select id, setweight(to_tsvector('english', title), 'A') || to_tsvector('english', text) as words from posts",
        )
        .await?;
    postgres.execute("create index on found using gin (words)").await?;
    postgres.execute("vacuum analyze found").await?;
    filled[2].since(begun);
    for of in &filled {
        println!("{:24} filled in {:7.1} s", of.what, of.times.iter().sum::<Duration>().as_secs_f64());
    }

    let mut asked = [Took::of("our search box"), Took::of("the matcher's look-up"), Took::of("SQLite FTS5"), Took::of("PostgreSQL")];
    for n in 0..QUERIES {
        let post = said.post(&mut dice, posts + n);
        let words = words_of(&post);
        let query = Query { text: words.join(" "), ..Query::default() };
        let begun = Instant::now();
        let found = index.search(&query, &Viewer::member(), 20, None)?;
        asked[0].since(begun);
        let reading = Reading::of(post);
        let begun = Instant::now();
        let likely = index.likely(&reading, 20, NOW)?;
        asked[1].since(begun);
        let any = format!("select rowid from posts where posts match '{}' order by rank limit 20", words.join(" OR "));
        let begun = Instant::now();
        let theirs = sqlite.fetch_all(sqlx::AssertSqlSafe(any)).await?.len();
        asked[2].since(begun);
        let any = format!(
            "select id from found, to_tsquery('english', '{}') q where words @@ q order by ts_rank(words, q) desc limit 20",
            words.join(" | ")
        );
        let begun = Instant::now();
        let others = postgres.fetch_all(sqlx::AssertSqlSafe(any)).await?.len();
        asked[3].since(begun);
        // Whoever finds nothing is not faster.
        if found.hits.is_empty() || likely.is_empty() || theirs < 20 || others < 20 {
            println!("{words:?}: {} and {} found, {theirs} by SQLite, {others} by PostgreSQL", found.hits.len(), likely.len());
        }
    }
    println!("{QUERIES} queries of {WORDS} words over {posts} posts, the twenty best");
    let ours = asked[0].median();
    for of in &asked {
        println!("{:24} median {:9.2} ms   longest {:9.2} ms   {:7.1} times", of.what, of.median(), of.longest(), of.median() / ours);
    }
    Ok(())
}
