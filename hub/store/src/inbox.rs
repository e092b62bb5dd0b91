//! Each member's inbox: what concerns them, numbered 1, 2, 3 … without gaps. A screen that was away is replayed from here.
//!
//! ```text
//! inbox_heads  ana: head 3, last_row 907 ──┐        rows stand in the order they were written, everybody's together:
//! inbox        … 903 (ana 2) ◀─ previous ─ 907 (ana 3)   a batch fills the last pages, whoever it concerns
//! ```
//! It is read from its end back to the number somebody knows. Measured with an inbox ordered by member on SQLite: a batch
//! touched a page for each of its rows, and a commit writes each page it touched.

use std::collections::HashMap;

use hub::{
    DAY, Event, NoticeId, Timestamp, UserId, notices,
    wire::{ServerFrame, View},
};

use crate::{Fault, Row, Store, Tx, args, engine::Value, journal, row, views};

/// Rows older than this are trimmed. Their numbers stay used.
pub const KEPT: i64 = 30 * DAY;

/// What comes after a number.
#[derive(Debug)]
pub enum Next {
    Frames(Vec<ServerFrame>),
    /// It was trimmed, or some of it: whoever asks loads anew and goes on from the head.
    Trimmed {
        head: i64,
    },
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
             select no, at, event from back order by no limit $3 + 0",
            args![user, after, limit as i64],
        )
        .await?;
    let rows: Vec<Kept> = rows.iter().map(|row| Kept::of(row, user)).collect::<Result<_, _>>()?;
    shown(db, rows).await
}

/// As [`replay`], for somebody who may have been away for longer than rows are kept.
pub async fn go_on(db: &mut Tx, user: UserId, after: i64, limit: usize) -> Result<Next, Fault> {
    // The head first: the rows, which are read later, hold at least what it counts.
    let head = head(db, user).await?;
    let frames = replay(db, user, after, limit).await?;
    Ok(Next::of(frames, after, head))
}

/// [`go_on`] for many at once: a number of theirs each, and what comes after it. `None`: that is more than `little`, and
/// read alone it keeps nobody waiting.
pub async fn go_on_many(db: &mut Tx, askers: &[(UserId, i64)], little: usize) -> Result<Vec<Option<Next>>, Fault> {
    let users: Vec<UserId> = askers.iter().map(|(user, _)| *user).collect();
    let heads: HashMap<UserId, i64> = heads(db, &users).await?.into_iter().collect();
    let head = |user: &UserId| heads.get(user).copied().unwrap_or(0);
    let missed = |(user, after): &(UserId, i64)| head(user) - after;
    let near = askers.iter().enumerate().filter(|(_, asker)| (1..=little as i64).contains(&missed(asker)));
    let wanted: Vec<Vec<Value>> = near.map(|(asker, (user, after))| row![*user, *after, asker as i64]).collect();
    let found = db
        .with_rows(
            "with recursive back (asker, after, no, at, event, previous) as (
                 select v.column3, v.column2, i.no, i.at, i.event, i.previous
                 from {rows} v join inbox_heads h on h.user_id = v.column1 join inbox i on i.id = h.last_row where i.no > v.column2
                 union all
                 select b.asker, b.after, i.no, i.at, i.event, i.previous
                 from back b join inbox i on i.id = b.previous where i.no > b.after
             )
             select asker, no, at, event from back order by asker, no",
            &wanted,
        )
        .await?;
    let mut rows = Vec::with_capacity(found.len());
    let mut counts = vec![0; askers.len()];
    for row in &found {
        let asker = usize::try_from(row.get::<i64>("asker")?).unwrap_or(usize::MAX);
        let (Some((user, _)), Some(count)) = (askers.get(asker), counts.get_mut(asker)) else { continue };
        *count += 1;
        rows.push(Kept::of(row, *user)?);
    }
    let mut frames = shown(db, rows).await?.into_iter();
    let next = |(asker, count): (&(UserId, i64), usize)| {
        // More may have been written since the heads were read, never less.
        let frames = frames.by_ref().take(count).collect();
        (missed(asker) <= little as i64).then(|| Next::of(frames, asker.1, head(&asker.0)))
    };
    Ok(askers.iter().zip(counts).map(next).collect())
}

impl Next {
    fn of(frames: Vec<ServerFrame>, after: i64, head: i64) -> Next {
        let whole = match frames.first() {
            Some(ServerFrame::Event { no: Some(no), .. }) => *no == after + 1,
            _ => after >= head,
        };
        if whole { Next::Frames(frames) } else { Next::Trimmed { head } }
    }
}

/// A row of somebody's inbox; without an event when this program doesn't know its kind.
struct Kept {
    reader: UserId,
    no: i64,
    at: Timestamp,
    event: Option<Event>,
}

impl Kept {
    fn of(row: &Row, reader: UserId) -> Result<Kept, Fault> {
        let event = journal::decode(&row.get::<Vec<u8>>("event")?);
        if event.is_none() {
            metrics::counter!("collective_unknown_events_total").increment(1);
        }
        Ok(Kept { reader, no: row.get("no")?, at: row.get("at")?, event })
    }
}

async fn shown(db: &mut Tx, rows: Vec<Kept>) -> Result<Vec<ServerFrame>, Fault> {
    let known: Vec<(UserId, Event, Timestamp)> = rows.iter().filter_map(|row| Some((row.reader, row.event.clone()?, row.at))).collect();
    let mut views = views::of_many(db, &known).await?.into_iter();
    let frame = |row: Kept| match row.event {
        Some(event) => ServerFrame::Event { no: Some(row.no), event, view: views.next().unwrap_or(View::None) },
        None => {
            let event = Event::Notices(notices::Event::Seen { user: row.reader, upto: NoticeId(0) });
            ServerFrame::Event { no: Some(row.no), event, view: View::None }
        }
    };
    Ok(rows.into_iter().map(frame).collect())
}

impl Store {
    /// Takes rows away that were written before `before`: one step, over up to `most` rows behind the one with the id
    /// `behind`. Ids are handed out in blocks, so among several hubs rows stand nearly in the order they were written.
    pub async fn trim_inboxes(&self, before: Timestamp, behind: i64, most: usize) -> Result<Trimmed, Fault> {
        let mut db = self.read().await?;
        let rows = db.rows("select id, at from inbox where id > $1 order by id limit $2 + 0", args![behind, most as i64]).await?;
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
