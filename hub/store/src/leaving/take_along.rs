//! What a member takes along, read a page at a time. What of each table stands in [`super::tables`]; what is made to be read by
//! people is read here by the same functions as pages are.

use hub::{
    ConversationId, UserId,
    kernel::page::Page,
    messaging::{ConversationView, MessageView},
    notices::NoticeView,
};
use serde_json::{Map, Value as Json};
use sqlx::AssertSqlSafe;

use super::tables::{self, Taken};
use crate::{
    Fault, Tx, args,
    messaging::{self, message, messages_of},
    notices,
};

/// A file of rows, by its name.
#[derive(Clone, Debug, PartialEq)]
pub struct Part {
    pub file: &'static str,
    pub rows: Vec<Map<String, Json>>,
}

/// The files that are made of rows, in the order they are listed.
pub fn files() -> impl Iterator<Item = &'static str> {
    tables::ALL.iter().filter_map(|table| match table.taken {
        Taken::Rows { file, .. } => Some(file),
        Taken::With(_) | Taken::Never(_) => None,
    })
}

/// One of them.
pub async fn find_part(db: &mut Tx, user: UserId, wanted: &str) -> Result<Option<Part>, Fault> {
    for table in tables::ALL {
        let Taken::Rows { file, sql, but } = table.taken else { continue };
        if file != wanted {
            continue;
        }
        let mut rows = Vec::new();
        for row in db.rows(sql, args![user]).await? {
            let mut row = row.to_json()?;
            row.retain(|column, _| !but.contains(&column.as_str()));
            rows.push(row);
        }
        return Ok(Some(Part { file, rows }));
    }
    Ok(None)
}

/// The conversations of two, by number; `after` is the last one before.
pub async fn find_next_talk(db: &mut Tx, user: UserId, after: ConversationId) -> Result<Option<ConversationView>, Fault> {
    let row = db
        .row(
            "select id from conversations where (low = $1 or high = $1) and message_no > 0 and id > $2 order by id limit 1",
            args![user, after],
        )
        .await?;
    match row {
        Some(row) => messaging::find_conversation(db, user, row.get("id")?).await,
        None => Ok(None),
    }
}

/// Messages of a conversation after number `after`, oldest first, as far as the member may read them.
pub async fn list_messages(db: &mut Tx, user: UserId, talk: ConversationId, after: i64, limit: usize) -> Result<Vec<MessageView>, Fault> {
    let rows = db.rows(AssertSqlSafe(messages_of(db.join_in_order(), messaging::AFTER)), args![user, talk, after, limit as i64]).await?;
    let mut found: Vec<MessageView> = rows.iter().map(|row| message(row, user)).collect::<Result<_, _>>()?;
    messaging::with_reactions(db, &mut found).await?;
    Ok(found)
}

/// A page of notices, newest first, in words.
pub async fn page_notices(db: &mut Tx, user: UserId, cursor: Option<&str>, limit: usize) -> Result<Page<NoticeView>, Fault> {
    notices::page(db, user, cursor, limit).await
}
