//! The journal: every event, numbered by lane, in the order of the commits. One row a lane and batch.

use std::sync::Arc;

use hub::{Event, Timestamp, event::Lane};

use crate::{Fault, Store, Tx, args};

/// An event in a lane. `None`: a kind this program doesn't know (two releases share a store during a deploy).
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    pub no: i64,
    pub at: Timestamp,
    pub event: Option<Event>,
    /// The batch it was written by: the hub's name is in it.
    pub batch: Arc<str>,
}

/// One event as it is stored: compact MessagePack.
pub fn encode(event: &Event) -> Result<Vec<u8>, Fault> {
    rmp_serde::to_vec(event).map_err(|e| Fault::Corrupt(format!("an event can't be written: {e}")))
}

pub fn decode(bytes: &[u8]) -> Option<Event> {
    rmp_serde::from_slice(bytes).ok()
}

/// Several events in one blob: each with its length before it, so that an unknown one can be stepped over.
pub fn pack<'e>(events: impl Iterator<Item = &'e [u8]> + Clone) -> Vec<u8> {
    let mut blob = Vec::with_capacity(events.clone().map(|e| e.len() + 4).sum());
    for event in events {
        blob.extend_from_slice(&(event.len() as u32).to_le_bytes());
        blob.extend_from_slice(event);
    }
    blob
}

fn unpack(mut blob: &[u8]) -> Vec<&[u8]> {
    let mut events = Vec::new();
    while let Some((length, rest)) = blob.split_first_chunk::<4>() {
        let length = u32::from_le_bytes(*length) as usize;
        let Some((event, rest)) = rest.split_at_checked(length) else { break };
        events.push(event);
        blob = rest;
    }
    events
}

impl Store {
    /// Up to about `limit` entries after number `after`, oldest first.
    pub async fn read_lane(&self, lane: Lane, after: i64, limit: usize) -> Result<Vec<Entry>, Fault> {
        self.read_lane_named(&self.lane_name(lane), after, limit).await
    }

    /// The same of a lane of any hub.
    pub async fn read_lane_named(&self, lane: &str, after: i64, limit: usize) -> Result<Vec<Entry>, Fault> {
        let mut db = self.read().await?;
        let rows = db
            .rows(
                "select first_no, at, batch, entries from journal where lane = $1 and last_no > $2 and first_no <= $3 order by first_no",
                args![lane, after, after + limit as i64],
            )
            .await?;
        let mut entries = Vec::new();
        for row in rows {
            let (first, at): (i64, Timestamp) = (row.get("first_no")?, row.get("at")?);
            let batch: Arc<str> = row.get::<String>("batch")?.into();
            for (i, bytes) in unpack(&row.get::<Vec<u8>>("entries")?).into_iter().enumerate() {
                let no = first + i as i64;
                if no > after {
                    entries.push(Entry { no, at, event: decode(bytes), batch: batch.clone() });
                }
            }
        }
        Ok(entries)
    }

    /// The newest number of a lane.
    pub async fn lane_head(&self, lane: Lane) -> Result<i64, Fault> {
        self.read().await?.number("select head as n from lanes where lane = $1", args![self.lane_name(lane)]).await
    }

    /// How many entries of a lane a reader has still to look at.
    pub async fn lane_lag(&self, reader: &str, lane: Lane) -> Result<i64, Fault> {
        let mut db = self.read().await?;
        db.number(
            "select head - coalesce((select no from lane_cursors c where c.reader = $1 and c.lane = l.lane), 0) as n
             from lanes l where l.lane = $2",
            args![reader, lane.word()],
        )
        .await
    }

    /// Where a reader of a lane is; 0 when it never read.
    pub async fn lane_cursor(&self, reader: &str, lane: Lane) -> Result<i64, Fault> {
        let mut db = self.read().await?;
        db.number("select no as n from lane_cursors where reader = $1 and lane = $2", args![reader, lane.word()]).await
    }
}

/// Moves a reader's cursor, never back.
pub async fn move_cursor(tx: &mut Tx, reader: &str, lane: Lane, no: i64) -> Result<(), Fault> {
    tx.run(
        "insert into lane_cursors (reader, lane, no) values ($1, $2, $3)
         on conflict (reader, lane) do update set no = excluded.no where lane_cursors.no < excluded.no",
        args![reader, lane.word(), no],
    )
    .await?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_packed_comes_out_again() {
        let events = [vec![1, 2, 3], vec![], vec![9; 300]];
        let events: Vec<&[u8]> = events.iter().map(Vec::as_slice).collect();
        assert_eq!(unpack(&pack(events.iter().copied())), events);
        assert_eq!(unpack(&[9, 0, 0, 0, 1]), Vec::<&[u8]>::new());
    }
}
