//! Saved searches: what members wait for, what was found for them, and that they hear of each post once. Which searches find a
//! post, the matcher knows; who of their owners is told of it is decided here, from the rows as they are now.

mod read;

pub use read::*;

use std::collections::BTreeMap;

use hub::{
    Answer, By, Event, FieldProblem, SearchId, Timestamp, UserId,
    command::AnyRefusal,
    discovery::{Query, VERSION},
    matches::Post,
    notices::Notice,
    saved_searches::{
        Command, Event as Happened, MOST_SEARCHES, Refusal, Tell,
        rules::{self, When},
    },
};
use sqlx::AssertSqlSafe;

use crate::{Failure, Fault, Row, Tx, args, asks, batch::Work, engine::Value, notices, offers, posts, row};

pub(crate) async fn carry_out(work: &mut Work<'_>, by: By, at: Timestamp, command: Command) -> Result<Answer, Failure> {
    match (by, command) {
        (By::Matcher, Command::Found { post, searches }) => Ok(found(work, post, &searches, at).await?),
        (By::Clock, Command::Morning { user }) => Ok(morning(work, user, at).await?),
        (_, Command::Found { .. } | Command::Morning { .. }) => Err(Refusal::HouseOnly.into()),
        (by, Command::Save { query, tell }) => save(work, member(by)?, &query, tell, at).await,
        (by, Command::SetTell { id, tell }) => set_tell(work, member(by)?, id, tell, at).await,
        (by, Command::Remove { id }) => remove(work, member(by)?, id, at).await,
    }
}

fn member(by: By) -> Result<UserId, Failure> {
    by.user().ok_or(hub::Refusal::Any(AnyRefusal::SignIn).into())
}

async fn save(work: &mut Work<'_>, user: UserId, query: &Query, tell: Tell, at: Timestamp) -> Result<Answer, Failure> {
    let query = rules::checked(query)?;
    let one = |slug: &Option<String>| slug.iter().cloned().collect::<Vec<_>>();
    let category = query.category.as_deref().unwrap_or_default();
    if let Err(problems) = posts::find_words(&mut work.tx, category, &one(&query.tag), &one(&query.tool)).await? {
        // As the fields of a query are called.
        let named = |p: FieldProblem| FieldProblem { field: p.field.trim_end_matches('s').to_owned(), ..p };
        return Err(Refusal::Mend(problems.into_iter().map(named).collect()).into());
    }
    let own = list_kept(&mut work.tx, user).await?;
    if let Some((id, told, _)) = own.iter().find(|(.., kept)| kept.as_ref() == Some(&query)) {
        if *told != tell {
            set_tell(work, user, *id, tell, at).await?;
        }
        return Ok(Answer::SavedSearch { id: *id });
    }
    if own.len() as i64 >= MOST_SEARCHES {
        return Err(Refusal::Enough { most: MOST_SEARCHES }.into());
    }
    let id: SearchId = work.new_id()?;
    let bytes = rmp_serde::to_vec_named(&query).map_err(|e| Fault::Corrupt(format!("a search can't be kept: {e}")))?;
    let sql = "insert into saved_searches (id, user_id, query, query_version, tell, saved_at) values ($1, $2, $3, $4, $5, $6)";
    work.tx.run(sql, args![id, user, bytes, VERSION, tell.word(), at]).await?;
    work.happened(Event::SavedSearches(Happened::Saved { id, user }), at);
    Ok(Answer::SavedSearch { id })
}

/// Searches of a member; without a query those that this program can't read.
async fn list_kept(tx: &mut Tx, user: UserId) -> Result<Vec<(SearchId, Tell, Option<Query>)>, Fault> {
    let rows = tx.rows("select id, tell, query, query_version from saved_searches where user_id = $1 order by id", args![user]).await?;
    rows.iter().map(|row| Ok((row.get("id")?, row.word("tell")?, query(row)?))).collect()
}

/// The columns `query` and `query_version`.
fn query(row: &Row) -> Result<Option<Query>, Fault> {
    let is_known = row.get::<i64>("query_version")? == VERSION;
    Ok(if is_known { rmp_serde::from_slice(&row.get::<Vec<u8>>("query")?).ok() } else { None })
}

async fn set_tell(work: &mut Work<'_>, user: UserId, id: SearchId, tell: Tell, at: Timestamp) -> Result<Answer, Failure> {
    let sql = "select tell from saved_searches where id = $1 and user_id = $2";
    let row = work.tx.row(sql, args![id, user]).await?.ok_or(Refusal::NoSuchSearch)?;
    if row.word::<Tell>("tell")? == tell {
        return Ok(Answer::Done);
    }
    work.tx.run("update saved_searches set tell = $2 where id = $1", args![id, tell.word()]).await?;
    if tell == Tell::Off {
        forget_waiting(&mut work.tx, id).await?;
    }
    work.happened(Event::SavedSearches(Happened::TellSet { id, user, tell }), at);
    Ok(Answer::Done)
}

async fn remove(work: &mut Work<'_>, user: UserId, id: SearchId, at: Timestamp) -> Result<Answer, Failure> {
    if work.tx.run("delete from saved_searches where id = $1 and user_id = $2", args![id, user]).await? == 0 {
        return Err(Refusal::NoSuchSearch.into());
    }
    forget_waiting(&mut work.tx, id).await?;
    work.happened(Event::SavedSearches(Happened::Removed { id, user }), at);
    Ok(Answer::Done)
}

/// What waited because of this search is not told.
async fn forget_waiting(tx: &mut Tx, id: SearchId) -> Result<(), Fault> {
    tx.run("delete from search_finds where search_id = $1 and told_at is null", args![id]).await?;
    Ok(())
}

/// How a post is called in `search_finds`.
fn kind(post: Post) -> (&'static str, i64) {
    match post {
        Post::Ask(id) => ("ask", id.0),
        Post::Offer(id) => ("offer", id.0),
    }
}

/// Reads the columns `kind` and `post`.
fn post(row: &Row) -> Result<Post, Fault> {
    match row.get::<String>("kind")?.as_str() {
        "ask" => Ok(Post::Ask(row.get("post")?)),
        "offer" => Ok(Post::Offer(row.get("post")?)),
        other => Err(Fault::Corrupt(format!("a find is of no kind that there is: {other}"))),
    }
}

/// A search whose owner may be told of a post.
struct Finder {
    id: SearchId,
    tell: Tell,
    zone: String,
    paused: bool,
}

/// Each owner once, whatever was found before. A matcher that has lost its lane does no harm here: the row decides who was first.
async fn found(work: &mut Work<'_>, post: Post, searches: &[SearchId], at: Timestamp) -> Result<Answer, Fault> {
    let (kind, number) = kind(post);
    for (user, finders) in finders(&mut work.tx, post, searches).await? {
        let paused = finders.iter().any(|finder| finder.paused);
        let when = rules::when(finders.iter().map(|finder| finder.tell), paused);
        // The one that says when, the oldest of those.
        let Some(finder) = finders.iter().find(|finder| rules::when([finder.tell], paused) == when && when != When::Never) else {
            continue;
        };
        let told_at = (when == When::Now).then_some(at);
        let sql = "insert into search_finds (user_id, kind, post, search_id, found_at, told_at) values ($1, $2, $3, $4, $5, $6)
                   on conflict do nothing";
        if work.tx.run(sql, args![user, kind, number, finder.id, at, told_at]).await? == 0 {
            continue;
        }
        match when {
            When::Now => notices::notify(work, user, &Notice::SearchFound { search: finder.id, post }, at).await?,
            _ => wait_for_morning(&mut work.tx, user, rules::next_morning(at, &finder.zone)).await?,
        }
    }
    Ok(Answer::Done)
}

/// Who of the owners may hear of the post: it stands, they may see it, it is not theirs, they don't want less of whose it is, and it
/// was written or changed since they saved the search.
async fn finders(tx: &mut Tx, post: Post, searches: &[SearchId]) -> Result<BTreeMap<UserId, Vec<Finder>>, Fault> {
    let (kind, number) = kind(post);
    let (from, alias, listed) = match post {
        Post::Ask(_) => ("asks a", "a", asks::listed("s.user_id")),
        Post::Offer(_) => ("offers o", "o", offers::listed("s.user_id")),
    };
    let wanted: Vec<Vec<Value>> = searches.iter().map(|id| row![*id, number]).collect();
    let sql = format!(
        "select s.id, s.user_id, s.tell, r.timezone, st.matches_paused_at
         from {{rows}} v join saved_searches s on s.id = v.column1
         join users r on r.id = s.user_id and r.suspended_at is null join standing st on st.user_id = r.id
         join {from} on {alias}.id = v.column2 join users u on u.id = {alias}.user_id
         where {listed} and {alias}.user_id <> s.user_id and {alias}.updated_at >= s.saved_at and s.tell <> 'off'
           and {wanted_from}
           and not exists (select 1 from search_finds f where f.user_id = s.user_id and f.kind = '{kind}' and f.post = {alias}.id)",
        wanted_from = wants("s.user_id", alias),
    );
    let mut of: BTreeMap<UserId, Vec<Finder>> = BTreeMap::new();
    for row in tx.with_rows(&sql, &wanted).await? {
        let paused = row.get::<Option<Timestamp>>("matches_paused_at")?.is_some();
        let finder = Finder { id: row.get("id")?, tell: row.word("tell")?, zone: row.get("timezone")?, paused };
        of.entry(row.get("user_id")?).or_default().push(finder);
    }
    of.values_mut().for_each(|finders| finders.sort_by_key(|finder| finder.id));
    Ok(of)
}

/// Nobody is told of whom they want less of. `reader` and `post` name both in the statement.
fn wants(reader: &str, post: &str) -> String {
    format!("not exists (select 1 from tastes t where t.user_id = {reader} and t.about = 'person' and t.who = {post}.user_id)")
}

/// The first morning that is waited for stays.
async fn wait_for_morning(tx: &mut Tx, user: UserId, due_at: Timestamp) -> Result<(), Fault> {
    let sql = "insert into search_mornings (user_id, due_at) values ($1, $2) on conflict do nothing";
    tx.run(sql, args![user, due_at]).await?;
    Ok(())
}

/// Somebody lives in another zone now: their morning is another one.
pub(crate) async fn moved(tx: &mut Tx, user: UserId, zone: &str, at: Timestamp) -> Result<(), Fault> {
    let sql = "update search_mornings set due_at = $2 where user_id = $1 and due_at > $3";
    tx.run(sql, args![user, rules::next_morning(at, zone), at]).await?;
    Ok(())
}

/// What has waited is told in one notice: of what may still be seen, and not while all their matches are paused.
async fn morning(work: &mut Work<'_>, user: UserId, at: Timestamp) -> Result<Answer, Fault> {
    let due = "delete from search_mornings where user_id = $1 and due_at <= $2";
    if work.tx.run(due, args![user, at]).await? == 0 {
        return Ok(Answer::Done);
    }
    let sql = "select u.timezone, st.matches_paused_at from users u join standing st on st.user_id = u.id where u.id = $1";
    let Some(member) = work.tx.row(sql, args![user]).await? else { return Ok(Answer::Done) };
    if member.get::<Option<Timestamp>>("matches_paused_at")?.is_some() {
        wait_for_morning(&mut work.tx, user, rules::next_morning(at, &member.get::<String>("timezone")?)).await?;
        return Ok(Answer::Done);
    }
    let waiting: Vec<(SearchId, Post)> = list_waiting(&mut work.tx, user).await?;
    work.tx.run("update search_finds set told_at = $2 where user_id = $1 and told_at is null", args![user, at]).await?;
    let notice = match waiting.as_slice() {
        [] => return Ok(Answer::Done),
        [(search, post)] => Notice::SearchFound { search: *search, post: *post },
        [(first, _), rest @ ..] => {
            let of_one = rest.iter().all(|(search, _)| search == first);
            Notice::SearchesFound { posts: waiting.len() as i64, search: of_one.then_some(*first) }
        }
    };
    notices::notify(work, user, &notice, at).await?;
    Ok(Answer::Done)
}

/// What waits for a member, as far as they may see it now, the first found first.
async fn list_waiting(tx: &mut Tx, user: UserId) -> Result<Vec<(SearchId, Post)>, Fault> {
    let rows = tx.rows(AssertSqlSafe(format!("{} order by found_at, kind, post", finds(tx, "f.told_at is null"))), args![user]).await?;
    rows.iter().map(|row| Ok((row.get("search_id")?, post(row)?))).collect()
}
