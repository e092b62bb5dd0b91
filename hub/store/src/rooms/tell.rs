//! What the screens that show a room hear, live and replayed: the same for everybody, made once.

use std::collections::HashMap;

use hub::{
    ConversationId, Event, Timestamp, UserId,
    messaging::Event as Messaging,
    rooms::{Event as Rooms, RoomMemberView, RoomMessageView},
    wire::{ServerFrame, View},
};
use sqlx::AssertSqlSafe;

use super::{read, role};
use crate::{Fault, Tx, args, journal};

/// One line of a room's log, for everybody who shows it.
#[derive(Clone, Debug, PartialEq)]
pub struct RoomNews {
    pub room: ConversationId,
    pub log_no: i64,
    /// Whose words or steps these are: who has parted with them is shown nothing.
    pub by: Option<UserId>,
    /// The message's number, when it is a new one.
    pub said: Option<i64>,
    /// Who sees the room no more after this.
    pub leaves: Option<UserId>,
    pub frame: ServerFrame,
}

impl RoomNews {
    pub fn new(room: ConversationId, log_no: i64, event: Event, view: View) -> RoomNews {
        let (mut by, mut said, mut leaves) = (whose(&event), None, None);
        match &event {
            Event::Messaging(Messaging::Sent { no, .. }) => said = Some(*no),
            Event::Rooms(Rooms::Left { who, .. }) => leaves = Some(*who),
            _ => {}
        }
        if let View::RoomMessage(said) = &view {
            by = Some(said.author.id);
        }
        RoomNews { room, log_no, by, said, leaves, frame: ServerFrame::Event { no: None, event, view } }
    }
}

fn whose(event: &Event) -> Option<UserId> {
    match event {
        Event::Messaging(Messaging::Sent { by, .. }) => Some(*by),
        Event::Rooms(Rooms::Joined { who, .. } | Rooms::Left { who, .. } | Rooms::RoleSet { who, .. }) => Some(*who),
        _ => None,
    }
}

/// The message that an event of a room is about.
fn message_of(event: &Event) -> Option<i64> {
    match event {
        Event::Messaging(
            Messaging::Sent { no, .. }
            | Messaging::Edited { no, .. }
            | Messaging::Deleted { no, .. }
            | Messaging::Reacted { no, .. }
            | Messaging::Pinned { no, .. },
        )
        | Event::Rooms(Rooms::AskShown { no, .. } | Rooms::MessageChanged { no, .. }) => Some(*no),
        _ => None,
    }
}

/// What stands beside an event of a room, as it is now. `View::None` when there is nothing left to see.
pub async fn view_of(db: &mut Tx, room: ConversationId, event: &Event) -> Result<View, Fault> {
    let view = match event {
        Event::Rooms(Rooms::Joined { who, .. } | Rooms::Left { who, .. } | Rooms::RoleSet { who, .. }) => {
            find_member(db, room, *who).await?.map(|m| View::RoomMember(Box::new(m)))
        }
        Event::Rooms(Rooms::Edited { .. } | Rooms::Archived { .. }) => read::find_card(db, room).await?.map(|r| View::Room(Box::new(r))),
        event => match message_of(event) {
            Some(no) => read::list_by_numbers(db, room, &[no]).await?.pop().map(|m| View::RoomMessage(Box::new(m))),
            None => None,
        },
    };
    Ok(view.unwrap_or(View::None))
}

async fn find_member(db: &mut Tx, room: ConversationId, who: UserId) -> Result<Option<RoomMemberView>, Fault> {
    let row = db
        .row(
            AssertSqlSafe(format!(
                "select {}, m.role, (select count(*) from room_members x where x.room_id = $1) as members
                 from users a left join room_members m on m.room_id = $1 and m.user_id = a.id where a.id = $2",
                read::AUTHOR
            )),
            args![room, who],
        )
        .await?;
    let Some(row) = row else { return Ok(None) };
    Ok(Some(RoomMemberView { who: read::author(&row)?, role: role(row.get("role")?)?, members: row.get("members")? }))
}

/// Up to `limit` lines of a room's log after number `after`, oldest first, as they are now. A line of a kind this program
/// doesn't know shows nothing under its number, so that no number is missing.
pub async fn replay(db: &mut Tx, room: ConversationId, after: i64, limit: usize) -> Result<Vec<RoomNews>, Fault> {
    let rows = db
        .rows(
            "select log_no, at, event from room_log where room_id = $1 and log_no > $2 order by log_no limit $3 + 0",
            args![room, after, limit as i64],
        )
        .await?;
    let mut lines: Vec<(i64, Event)> = Vec::with_capacity(rows.len());
    for row in &rows {
        let log_no: i64 = row.get("log_no")?;
        let event = journal::decode(&row.get::<Vec<u8>>("event")?).unwrap_or_else(|| {
            metrics::counter!("collective_unknown_events_total").increment(1);
            Event::Rooms(Rooms::Edited { room, log_no, by: UserId(0) })
        });
        lines.push((log_no, event));
    }
    let mut numbers: Vec<i64> = lines.iter().filter_map(|(_, event)| message_of(event)).collect();
    numbers.sort_unstable();
    numbers.dedup();
    let found = read::list_by_numbers(db, room, &numbers).await?;
    let messages: HashMap<i64, RoomMessageView> = found.into_iter().map(|said| (said.message.no, said)).collect();
    let mut news = Vec::with_capacity(lines.len());
    for (log_no, event) in lines {
        let view = match message_of(&event) {
            Some(no) => messages.get(&no).map_or(View::None, |said| View::RoomMessage(Box::new(said.clone()))),
            None => view_of(db, room, &event).await?,
        };
        news.push(RoomNews::new(room, log_no, event, view));
    }
    Ok(news)
}

/// How far behind its head a line of a log is kept for replay.
pub const LOG_KEPT: i64 = 10_000;

impl crate::Store {
    /// Forgets lines of logs that are too old to be replayed, up to `limit` of them; how many.
    pub async fn forget_room_logs(&self, limit: usize) -> Result<u64, Fault> {
        let mut tx = self.inner.db.write().await?;
        let join = tx.join_in_order();
        let forgotten = tx
            .run(
                AssertSqlSafe(format!(
                    "delete from room_log where (room_id, log_no) in (
                         select l.room_id, l.log_no from room_heads h {join} room_log l on l.room_id = h.id and l.log_no <= h.log_no - $1
                         order by h.id, l.log_no limit $2 + 0)"
                )),
                args![LOG_KEPT, limit as i64],
            )
            .await?;
        tx.commit().await?;
        Ok(forgotten)
    }
}

/// What a batch says in rooms becomes lines of their logs, in the order it happened.
pub(crate) fn line(room: ConversationId, log_no: i64, at: Timestamp, event: &Event) -> Result<Vec<crate::Value>, Fault> {
    Ok(crate::row![room, log_no, at, journal::encode(event)?])
}
