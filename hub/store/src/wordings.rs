//! How asks and offers were worded before.

use hub::{
    AskId, OfferId, Timestamp,
    kernel::page::Page,
    matches::Post,
    wordings::{WordingView, Words, rules::MOST},
};
use sqlx::AssertSqlSafe;

use crate::{Fault, Row, Tx, args, posts::Kind};

/// Keeps the words that stood there until now; beyond so many the oldest go.
pub(crate) async fn keep(tx: &mut Tx, kind: Kind, post: i64, words: &Words, until: Timestamp) -> Result<(), Fault> {
    tx.run(
        "insert into wordings (kind, post, until_at, title, description, body) values ($1, $2, $3, $4, $5, $6)",
        args![kind.word(), post, until, &words.title, &words.description, &words.body],
    )
    .await?;
    tx.run(
        AssertSqlSafe(format!(
            "delete from wordings where kind = $1 and post = $2 and until_at <=
                 (select until_at from wordings where kind = $1 and post = $2 order by until_at desc limit 1 offset {MOST})"
        )),
        args![kind.word(), post],
    )
    .await?;
    Ok(())
}

/// What stands in a post now.
pub(crate) async fn find_words(tx: &mut Tx, kind: Kind, post: i64) -> Result<Words, Fault> {
    let sql = match kind {
        Kind::Ask => "select title, description, '' as body from asks where id = $1",
        Kind::Offer => "select title, description, body from offers where id = $1",
    };
    let row = tx.row(sql, args![post]).await?.ok_or_else(|| Fault::Corrupt("a post that is changed is gone".to_owned()))?;
    Ok(Words { title: row.get("title")?, description: row.get("description")?, body: row.get("body")? })
}

fn wording(row: &Row) -> Result<WordingView, Fault> {
    Ok(WordingView { until: row.get("until_at")?, title: row.get("title")?, description: row.get("description")?, body: row.get("body")? })
}

fn number(post: Post) -> (Kind, i64) {
    match post {
        Post::Ask(AskId(id)) => (Kind::Ask, id),
        Post::Offer(OfferId(id)) => (Kind::Offer, id),
    }
}

/// The one that stood there until then.
pub async fn find(db: &mut Tx, post: Post, until: Timestamp) -> Result<Option<WordingView>, Fault> {
    let (kind, id) = number(post);
    let sql = "select until_at, title, description, body from wordings where kind = $1 and post = $2 and until_at = $3";
    db.row(sql, args![kind.word(), id, until]).await?.as_ref().map(wording).transpose()
}

/// A page of a post's older wordings, the newest first. Whoever reads them has been asked whether they may.
pub async fn page(db: &mut Tx, post: Post, cursor: Option<&str>, limit: usize) -> Result<Page<WordingView>, Fault> {
    let (kind, id) = number(post);
    let before = cursor.and_then(|c| c.parse().ok()).unwrap_or(i64::MAX);
    let rows = db
        .rows(
            "select until_at, title, description, body from wordings where kind = $1 and post = $2 and until_at < $3
             order by until_at desc limit $4 + 0",
            args![kind.word(), id, before, limit as i64 + 1],
        )
        .await?;
    let wordings = rows.iter().map(wording).collect::<Result<_, _>>()?;
    Ok(Page::cut(wordings, limit, |wording: &WordingView| wording.until.0.to_string()))
}
