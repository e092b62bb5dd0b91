//! Each member's inbox: what concerns them, numbered 1, 2, 3 … without gaps. A screen that was away is replayed from here.
//!
//! ```text
//! inbox_heads  ana: head 3, last_row 907 ──┐        rows stand in the order they were written, everybody's together:
//! inbox        … 903 (ana 2) ◀─ previous ─ 907 (ana 3)   a batch fills the last pages, whoever it concerns
//! ```
//! It is read from its end back to the number somebody knows. Measured with an inbox ordered by member on SQLite: a batch
//! touched a page for each of its rows, and a commit writes each page it touched.

use hub::{
    DAY, Timestamp, UserId,
    wire::{ServerFrame, View},
};

use crate::{Fault, Store, Tx, args, engine::Value, journal, row, views};

/// Rows older than this are trimmed. Their numbers stay used.
pub const KEPT: i64 = 30 * DAY;

/// What comes after a number.
#[derive(Debug)]
pub enum Next {
    Frames(Vec<ServerFrame>),
    /// It was trimmed, or some of it: whoever asks loads anew and goes on from the head.
    Trimmed { head: i64 },
}

/// What a step of trimming came to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Trimmed {
    pub gone: u64,
    /// The id of the last row that was looked at; `None`: there are no more.
    pub upto: Option<i64>,
}

/// The newest number.
pub async fn head(db: &mut Tx, user: UserId) -> Result<i64, Fault> {
    db.number("select head as n from inbox_heads where user_id = $1", args![user]).await
}

/// The newest numbers of several members at once.
pub async fn heads(db: &mut Tx, users: &[UserId]) -> Result<Vec<(UserId, i64)>, Fault> {
    let users: Vec<Vec<Value>> = users.iter().map(|u| row![*u]).collect();
    let rows = db.with_rows("select h.user_id, h.head from {rows} v join inbox_heads h on h.user_id = v.column1", &users).await?;
    rows.iter().map(|row| Ok((row.get("user_id")?, row.get("head")?))).collect()
}

/// Up to `limit` frames after number `after`, oldest first, each showing what its reader may see now.
/// An event of a kind this program doesn't know is a frame without a view under its number, so that no number is missing.
pub async fn replay(db: &mut Tx, user: UserId, after: i64, limit: usize) -> Result<Vec<ServerFrame>, Fault> {
    let rows = db
        .rows(
            "with recursive back (no, at, event, previous) as (
                 select i.no, i.at, i.event, i.previous from inbox_heads h join inbox i on i.id = h.last_row
                 where h.user_id = $1 and i.no > $2
                 union all
                 select i.no, i.at, i.event, i.previous from back b join inbox i on i.id = b.previous where i.no > $2
             )
             select no, at, event from back order by no limit $3",
            args![user, after, limit as i64],
        )
        .await?;
    let mut frames = Vec::with_capacity(rows.len());
    for row in rows {
        let (no, at): (i64, Timestamp) = (row.get("no")?, row.get("at")?);
        let Some(event) = journal::decode(&row.get::<Vec<u8>>("event")?) else {
            metrics::counter!("collective_unknown_events_total").increment(1);
            let event = hub::Event::Notices(hub::notices::Event::Seen { user, upto: hub::NoticeId(0) });
            frames.push(ServerFrame::Event { no: Some(no), event, view: View::None });
            continue;
        };
        let view = views::of(db, user, &event, at).await?;
        frames.push(ServerFrame::Event { no: Some(no), event, view });
    }
    Ok(frames)
}

/// As [`replay`], for somebody who may have been away for longer than rows are kept.
pub async fn go_on(db: &mut Tx, user: UserId, after: i64, limit: usize) -> Result<Next, Fault> {
    // The head first: the rows, which are read later, hold at least what it counts.
    let head = head(db, user).await?;
    let frames = replay(db, user, after, limit).await?;
    let next = match frames.first() {
        Some(ServerFrame::Event { no: Some(no), .. }) => *no == after + 1,
        _ => after >= head,
    };
    Ok(if next { Next::Frames(frames) } else { Next::Trimmed { head } })
}

impl Store {
    /// Takes rows away that were written before `before`: one step, over up to `most` rows behind the one with the id
    /// `behind`. Ids are handed out in blocks, so among several hubs rows stand nearly in the order they were written.
    pub async fn trim_inboxes(&self, before: Timestamp, behind: i64, most: usize) -> Result<Trimmed, Fault> {
        let mut db = self.read().await?;
        let rows = db.rows("select id, at from inbox where id > $1 order by id limit $2", args![behind, most as i64]).await?;
        drop(db);
        let mut old = false;
        for row in &rows {
            old |= row.get::<Timestamp>("at")? < before;
        }
        let Some(last) = rows.last() else { return Ok(Trimmed { gone: 0, upto: None }) };
        let upto: i64 = last.get("id")?;
        let mut gone = 0;
        if old {
            let mut tx = self.write().await?;
            gone = tx.run("delete from inbox where id > $1 and id <= $2 and at < $3", args![behind, upto, before]).await?;
            tx.commit().await?;
        }
        Ok(Trimmed { gone, upto: (rows.len() == most).then_some(upto) })
    }
}
