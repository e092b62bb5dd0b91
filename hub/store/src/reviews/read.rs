//! Reading what members say of tools.

use hub::{ReviewId, Timestamp, ToolId, UserId, kernel::page::Page, reviews::ReviewView};
use sqlx::AssertSqlSafe;

use super::SHOWN;
use crate::{Fault, Row, Tx, args, messaging::split_cursor, moderation::no_block, profiles};

const REVIEW: &str = "r.id as review, r.tool_id, r.stars, r.title, r.body, r.written_at, r.edited_at, r.hidden_at as review_hidden_at";
const FROM: &str = "reviews r join users u on u.id = r.user_id join standing st on st.user_id = u.id";

fn review(row: &Row) -> Result<ReviewView, Fault> {
    Ok(ReviewView {
        id: row.get("review")?,
        tool: row.get("tool_id")?,
        by: profiles::card(row)?,
        stars: row.get("stars")?,
        title: row.get("title")?,
        text: row.get("body")?,
        written_at: row.get("written_at")?,
        edited_at: row.get("edited_at")?,
        hidden: row.get::<Option<Timestamp>>("review_hidden_at")?.is_some(),
    })
}

/// A page of what others say of a tool, as `reader` may see it: newest first, without their own. The cursor is `at:id`.
pub async fn page(
    db: &mut Tx,
    reader: Option<UserId>,
    tool: ToolId,
    cursor: Option<&str>,
    limit: usize,
) -> Result<Page<ReviewView>, Fault> {
    let (at, id) = cursor.and_then(split_cursor).unwrap_or((Timestamp(i64::MAX), i64::MAX));
    let sql = format!(
        "select {REVIEW}, {card} from {FROM} where r.tool_id = $2 and {SHOWN} and r.user_id <> $1 and {unblocked}
           and (r.written_at < $3 or (r.written_at = $3 and r.id < $4)) order by r.written_at desc, r.id desc limit $5 + 0",
        card = profiles::CARD,
        unblocked = no_block("$1", "r.user_id"),
    );
    let rows = db.rows(AssertSqlSafe(sql), args![reader.unwrap_or(UserId(0)), tool, at, id, limit as i64 + 1]).await?;
    let found: Vec<ReviewView> = rows.iter().map(review).collect::<Result<_, _>>()?;
    Ok(Page::cut(found, limit, |review| format!("{}:{}", review.written_at.0, review.id)))
}

/// What somebody says of a tool themselves, hidden or not.
pub async fn find_own(db: &mut Tx, user: UserId, tool: ToolId) -> Result<Option<ReviewView>, Fault> {
    let sql = format!("select {REVIEW}, {} from {FROM} where r.tool_id = $2 and r.user_id = $1 and r.gone_at is null", profiles::CARD);
    db.row(AssertSqlSafe(sql), args![user, tool]).await?.map(|row| review(&row)).transpose()
}

/// One, as `reader` may see it: shown, and no block between the two; their own also when it is hidden.
pub async fn find(db: &mut Tx, reader: UserId, id: ReviewId) -> Result<Option<ReviewView>, Fault> {
    let sql = format!(
        "select {REVIEW}, {card} from {FROM} where r.id = $2 and r.gone_at is null and ((r.user_id = $1) or ({SHOWN} and {unblocked}))",
        card = profiles::CARD,
        unblocked = no_block("$1", "r.user_id"),
    );
    db.row(AssertSqlSafe(sql), args![reader, id]).await?.map(|row| review(&row)).transpose()
}

/// The tools that somebody has said something of.
pub async fn list_tools_of(db: &mut Tx, author: UserId) -> Result<Vec<ToolId>, Fault> {
    let rows = db.rows("select tool_id from reviews where user_id = $1 and gone_at is null order by tool_id", args![author]).await?;
    rows.iter().map(|row| row.get("tool_id")).collect()
}
