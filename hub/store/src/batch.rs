//! A batch at work: the open transaction, what has happened in it so far, and what becomes of that at its end: numbers in
//! inboxes and lanes, the journal, and what each reader is to hear.

use std::{
    borrow::Cow,
    collections::{BTreeMap, BTreeSet},
};

use hub::{
    Answer, Event, Timestamp, UserId,
    event::Lane,
    wire::{ServerFrame, View},
};

use crate::{
    Failure, Fault, Tx, args,
    engine::Value,
    hot::Hot,
    journal,
    lanes::Desk,
    numbers::Ids,
    rooms::{self, RoomNews},
    row, views,
};

/// What one reader hears of one event.
#[derive(Clone, Debug, PartialEq)]
pub struct Delivery {
    pub to: UserId,
    pub frame: ServerFrame,
}

impl Delivery {
    /// The inbox number; `None` for what only passes.
    pub fn no(&self) -> Option<i64> {
        match &self.frame {
            ServerFrame::Event { no, .. } => *no,
            _ => None,
        }
    }
}

/// What became of a batch.
#[derive(Debug)]
pub struct Carried {
    /// One for each command, in order.
    pub answers: Vec<Result<Answer, Failure>>,
    pub deliveries: Vec<Delivery>,
    /// What screens that show a room are to hear, in the order of each room's log.
    pub rooms: Vec<RoomNews>,
    /// Every event of the batch, in order.
    pub events: Vec<Event>,
    /// The exchange lane's new head, when something was added to it.
    pub exchange_head: Option<i64>,
    pub spent: Spent,
}

/// Where the time of a batch went, in microseconds; and how often a deadlock made it run again.
#[derive(Clone, Copy, Debug, Default)]
pub struct Spent {
    pub wait_us: u64,
    pub work_us: u64,
    pub commit_us: u64,
    pub deadlocks: u32,
    pub one_by_one: bool,
    /// Something is new in the lanes.
    pub wrote: bool,
}

pub(crate) struct Happened {
    pub event: Event,
    pub at: Timestamp,
    /// Known already (messages); else it is loaded for each reader before the commit.
    pub view: Option<View>,
}

/// How often a member may do what is counted in the store, and for how long what is held there. `None`: as often as they like,
/// which is how a store begins.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Pace {
    /// New conversations.
    pub conversations: Option<hub::connections::rules::Pace>,
    pub reports_a_day: Option<i64>,
    /// Cards that somebody is sent because others asked.
    pub cards_a_day: Option<i64>,
    /// Bytes that are uploaded.
    pub uploads_a_day: Option<i64>,
    /// How long a place of an ask is held.
    pub lease: hub::claims::rules::Lease,
}

/// What a batch has to tell, once it is committed.
#[derive(Default)]
pub(crate) struct Recorded {
    pub deliveries: Vec<Delivery>,
    pub rooms: Vec<RoomNews>,
    pub exchange_head: Option<i64>,
}

/// An event, and how it stands in the journal.
type Packed<'e> = (&'e Happened, Cow<'e, [u8]>);

/// The open transaction of a batch.
pub struct Work<'a> {
    pub tx: Tx,
    ids: &'a Ids,
    /// Under which epoch of the exchange lane this hub's matcher works; 0: it does not.
    pub(crate) exchange_epoch: i64,
    /// How often members may do what is counted here.
    pub(crate) pace: Pace,
    pub(crate) happened: Vec<Happened>,
    /// What need not be read; `None` where somebody else may have written, and where other commands are in the batch.
    pub(crate) hot: Option<Hot>,
}

impl<'a> Work<'a> {
    pub(crate) fn new(tx: Tx, ids: &'a Ids, exchange_epoch: i64) -> Self {
        Work { tx, ids, exchange_epoch, pace: Pace::default(), happened: Vec::new(), hot: None }
    }

    /// A fresh id of any kind.
    pub fn new_id<T: From<i64>>(&self) -> Result<T, Fault> {
        self.ids.next().map(T::from)
    }

    /// Says that something is true now.
    pub fn happened(&mut self, event: Event, at: Timestamp) {
        self.happened.push(Happened { event, at, view: None });
    }

    pub(crate) fn happened_with(&mut self, event: Event, at: Timestamp, view: View) {
        self.happened.push(Happened { event, at, view: Some(view) });
    }

    /// Gives every event its numbers and writes inboxes, journal and lanes; what each reader hears.
    pub(crate) async fn record(&mut self, batch: &str, desk: &Desk) -> Result<Recorded, Fault> {
        let happened = std::mem::take(&mut self.happened);
        if happened.is_empty() {
            return Ok(Recorded::default());
        }
        let rooms = self.fill_room_logs(&happened).await?;
        let packed: Vec<Vec<u8>> = happened.iter().map(|one| journal::encode(&one.event)).collect::<Result<_, _>>()?;
        let deliveries = self.fill_inboxes(&happened, &packed).await?;
        let mut exchange_head = None;
        let mut lanes: BTreeMap<Lane, Vec<Packed>> = BTreeMap::new();
        for (one, packed) in happened.iter().zip(&packed) {
            let packed = match one.event.without_names() {
                Cow::Borrowed(_) => Cow::Borrowed(packed.as_slice()),
                Cow::Owned(event) => Cow::Owned(journal::encode(&event)?),
            };
            lanes.entry(one.event.lane()).or_default().push((one, packed));
        }
        // Also when nothing goes there: its epoch is the fencing check.
        lanes.entry(Lane::Desk).or_default();
        for (lane, events) in lanes {
            let head = self.take_numbers(lane, events.len() as i64, desk).await?;
            let first = head - events.len() as i64 + 1;
            let at = events.last().map_or(happened[0].at, |(one, _)| one.at);
            if !events.is_empty() {
                let name = if lane == Lane::Desk { desk.lane.as_str() } else { lane.word() };
                self.tx
                    .run(
                        "insert into journal (lane, first_no, last_no, batch, at, entries) values ($1, $2, $3, $4, $5, $6)",
                        args![name, first, head, batch, at, journal::pack(events.iter().map(|(_, packed)| packed.as_ref()))],
                    )
                    .await?;
            }
            if lane == Lane::Exchange {
                exchange_head = Some(head);
            }
        }
        self.happened = happened;
        Ok(Recorded { deliveries, rooms, exchange_head })
    }

    /// No gaps, order of commits, and the fencing check in one statement.
    async fn take_numbers(&mut self, lane: Lane, count: i64, desk: &Desk) -> Result<i64, Fault> {
        let row = match lane {
            // Any node may append here; its epoch fences its matcher only.
            Lane::Exchange => self.tx.row("update lanes set head = head + $1 where lane = 'exchange' returning head", args![count]).await?,
            Lane::Desk => {
                self.tx
                    .row(
                        "update lanes set head = head + $1 where lane = $3 and epoch = $2 returning head",
                        args![count, desk.epoch, &desk.lane],
                    )
                    .await?
            }
        };
        row.ok_or(Fault::Fenced)?.get("head")
    }

    /// The heads were locked when the numbers were given out.
    async fn fill_room_logs(&mut self, happened: &[Happened]) -> Result<Vec<RoomNews>, Fault> {
        let (mut rows, mut news) = (Vec::new(), Vec::new());
        for one in happened {
            let Some((room, log_no)) = one.event.audience().room else { continue };
            rows.push(rooms::line(room, log_no, one.at, &one.event)?);
            let view = match &one.view {
                Some(view) => view.clone(),
                None => rooms::view_of(&mut self.tx, room, &one.event).await?,
            };
            news.push(RoomNews::new(room, log_no, one.event.clone(), view));
        }
        self.tx.insert_many("room_log", "room_id, log_no, at, event", &rows, "").await?;
        Ok(news)
    }

    /// `packed`: each of them as it is stored.
    async fn fill_inboxes(&mut self, happened: &[Happened], packed: &[Vec<u8>]) -> Result<Vec<Delivery>, Fault> {
        let audiences: Vec<_> = happened.iter().map(|h| h.event.audience()).collect();
        let mut ends = self.take_inboxes(audiences.iter().flat_map(|a| &a.inbox).copied().collect()).await?;
        let cards = views::CardsAhead::load(&mut self.tx, happened.iter().filter(|h| h.view.is_none()).map(|h| &h.event)).await?;
        let mut rows: Vec<Vec<Value>> = Vec::new();
        let mut deliveries = Vec::new();
        for ((one, audience), bytes) in happened.iter().zip(&audiences).zip(packed) {
            for (to, numbered) in audience.inbox.iter().map(|u| (*u, true)).chain(audience.passing.iter().map(|u| (*u, false))) {
                let no = match ends.get_mut(&to).filter(|_| numbered) {
                    Some(end) => {
                        let id = self.ids.next()?;
                        let previous = end.last_row.replace(id);
                        end.head += 1;
                        rows.push(row![id, to, end.head, one.at, bytes.clone(), previous]);
                        Some(end.head)
                    }
                    None => None,
                };
                let view = match &one.view {
                    Some(view) => view.clone(),
                    None if cards.has(&one.event) => cards.of(to, &one.event),
                    None => views::of(&mut self.tx, to, &one.event, one.at).await?,
                };
                deliveries.push(Delivery { to, frame: ServerFrame::Event { no, event: one.event.clone(), view } });
            }
        }
        self.tx.insert_many("inbox", "id, user_id, no, at, event, previous", &rows, "").await?;
        let moved: Vec<Vec<Value>> = ends.iter().map(|(user, end)| row![*user, end.head, end.last_row]).collect();
        if let Some(hot) = &mut self.hot {
            hot.inboxes.extend(ends);
        }
        self.tx
            .with_rows("update inbox_heads set head = v.column2, last_row = v.column3 from {rows} v where user_id = v.column1", &moved)
            .await?;
        Ok(deliveries)
    }

    /// Where each inbox ends, under the lock of its head's row.
    async fn take_inboxes(&mut self, members: BTreeSet<UserId>) -> Result<BTreeMap<UserId, End>, Fault> {
        self.tx.lock("inbox_heads", "user_id", members.iter().map(|u| u.0).collect()).await?;
        let mut ends = BTreeMap::new();
        let mut unknown = Vec::new();
        for user in members {
            match self.hot.as_ref().and_then(|hot| hot.inboxes.get(&user)) {
                Some(end) => {
                    ends.insert(user, *end);
                }
                None => unknown.push(row![user]),
            }
        }
        let heads = self
            .tx
            .with_rows("select h.user_id, h.head, h.last_row from {rows} v join inbox_heads h on h.user_id = v.column1", &unknown)
            .await?;
        for row in heads {
            ends.insert(row.get("user_id")?, End { head: row.get("head")?, last_row: row.get("last_row")? });
        }
        Ok(ends)
    }
}

/// The end of an inbox: its newest number, and the row that has it.
#[derive(Clone, Copy)]
pub(crate) struct End {
    pub head: i64,
    pub last_row: Option<i64>,
}
