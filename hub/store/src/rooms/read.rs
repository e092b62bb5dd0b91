//! Reading rooms: the list, a room with its messages, who is in it. Each read says who asks; a block between two hides what
//! either wrote from the other, and either from the other's list.

use hub::{
    ConversationId, Timestamp, UserId,
    kernel::page::Page,
    leaving::PORTRAIT,
    messaging::{Quote, rules as counts},
    profiles::portrait,
    rooms::{Author, InRoom, RoomAsk, RoomCard, RoomMessageView, RoomPageView, RoomView, Standing, rules::Act},
    taxonomy::TermRef,
};
use sqlx::AssertSqlSafe;

use super::{find_facts, role};
use crate::{
    Failure, Fault, Row, Tx, args,
    messaging::{MESSAGE, MESSAGES_A_PAGE, QUOTED, message, with_reactions},
    moderation::no_block,
};

/// So many rooms stand in a list.
const MOST_LISTED: i64 = 300;

/// What a message's author is made of; join `users a`.
pub(super) const AUTHOR: &str = "a.id as a_id, a.username as a_username, a.name as a_name, a.photo_id as a_photo_id,
     a.suspended_at as a_suspended_at, a.gone_at as a_gone_at";

pub(super) fn author(row: &Row) -> Result<Author, Fault> {
    let (handle, name): (String, String) = (row.get("a_username")?, row.get("a_name")?);
    let is = |column| Ok::<bool, Fault>(row.get::<Option<Timestamp>>(column)?.is_some());
    Ok(Author {
        id: row.get("a_id")?,
        name: if name.is_empty() { handle.clone() } else { name },
        portrait: if is("a_gone_at")? { PORTRAIT.to_owned() } else { portrait(&handle, row.get("a_photo_id")?) },
        handle: if is("a_suspended_at")? { String::new() } else { handle },
    })
}

/// The ask that a message became, where it can be seen.
const ASK: &str = "k.id as k_id, k.title as k_title, k.slug as k_slug, k.kind as k_kind, k.status as k_status, k.places as k_places,
     k.accepted as k_accepted, ko.username as k_username";
const WITH_ASK: &str = "left join room_asks ra on ra.room_id = m.conversation_id and ra.no = m.no
     left join users ko on ko.id = (select q.user_id from asks q where q.id = ra.ask_id) and ko.suspended_at is null
     left join asks k on k.id = ra.ask_id and k.archived_at is null and k.hidden_at is null and ko.id is not null";

fn ask(row: &Row) -> Result<Option<RoomAsk>, Fault> {
    let Some(id) = row.get::<Option<hub::AskId>>("k_id")? else { return Ok(None) };
    let path = format!("/@{}/asks/{}", row.get::<String>("k_username")?, row.get::<String>("k_slug")?);
    Ok(Some(RoomAsk {
        id,
        title: row.get("k_title")?,
        path,
        kind: row.word("k_kind")?,
        status: row.word("k_status")?,
        places: row.get("k_places")?,
        accepted: row.get("k_accepted")?,
    }))
}

/// `reader`: who may see what is hidden; nobody for what is the same for everybody.
fn said(row: &Row, reader: Option<UserId>) -> Result<RoomMessageView, Fault> {
    let mut message = message(row, reader.unwrap_or(UserId(0)))?;
    message.reply = message.reply.map(without_words);
    Ok(RoomMessageView { message, author: author(row)?, ask: ask(row)? })
}

/// What is answered is read where it stands: whoever may not see it there sees nothing of it here.
pub(super) fn without_words(quote: Quote) -> Quote {
    Quote { words: String::new(), ..quote }
}

/// Messages of rooms; what else they must be comes after.
fn messages(and: &str) -> String {
    format!("select {MESSAGE}, {AUTHOR}, {ASK} from messages m join users a on a.id = m.author {QUOTED} {WITH_ASK} where {and}")
}

/// Some messages of a room by number, the same for everybody: what its log shows.
pub(super) async fn list_by_numbers(db: &mut Tx, room: ConversationId, numbers: &[i64]) -> Result<Vec<RoomMessageView>, Fault> {
    let wanted: Vec<Vec<crate::Value>> = numbers.iter().map(|no| crate::row![room, *no]).collect();
    let sql = format!(
        "select {MESSAGE}, {AUTHOR}, {ASK} from {{rows}} v join messages m on m.conversation_id = v.column1 and m.no = v.column2
         join users a on a.id = m.author {QUOTED} {WITH_ASK}"
    );
    let rows = db.with_rows(&sql, &wanted).await?;
    let mut found: Vec<RoomMessageView> = rows.iter().map(|row| said(row, None)).collect::<Result<_, _>>()?;
    with_reactions(db, found.iter_mut().map(|said| &mut said.message)).await?;
    Ok(found)
}

/// Whether somebody may do something in a room.
pub async fn may(db: &mut Tx, who: UserId, room: ConversationId, act: Act) -> Result<(), Failure> {
    let facts = find_facts(db, who, room).await?.ok_or(hub::rooms::Refusal::NoSuchRoom)?;
    Ok(facts.may(act)?)
}

/// One message, if the reader may see it.
pub async fn find_message(db: &mut Tx, reader: UserId, room: ConversationId, no: i64) -> Result<Option<RoomMessageView>, Fault> {
    match may(db, reader, room, Act::Read).await {
        Ok(()) => {}
        Err(Failure::Refused(_)) => return Ok(None),
        Err(Failure::Fault(fault)) => return Err(fault),
    }
    let sql = messages(&format!("m.conversation_id = $2 and m.no = $3 and {}", no_block("m.author", "$1")));
    let row = db.row(AssertSqlSafe(sql), args![reader, room, no]).await?;
    let Some(row) = row else { return Ok(None) };
    let mut found = said(&row, Some(reader))?;
    with_reactions(db, [&mut found.message]).await?;
    Ok(Some(found))
}

/// A page of messages before number `before` (the newest without it), oldest first; `next` is the number to ask before. Whether
/// the reader may read the room at all is asked before.
pub async fn page_messages(
    db: &mut Tx,
    reader: UserId,
    room: ConversationId,
    before: Option<i64>,
    limit: usize,
) -> Result<Page<RoomMessageView>, Fault> {
    let sql = messages(&format!("m.conversation_id = $2 and m.no < $3 and {} order by m.no desc limit $4 + 0", no_block("m.author", "$1")));
    let rows = db.rows(AssertSqlSafe(sql), args![reader, room, before.unwrap_or(i64::MAX), limit as i64 + 1]).await?;
    let all: Vec<RoomMessageView> = rows.iter().map(|row| said(row, Some(reader))).collect::<Result<_, _>>()?;
    let mut page = Page::cut(all, limit, |said| said.message.no.to_string());
    page.items.reverse();
    with_reactions(db, page.items.iter_mut().map(|said| &mut said.message)).await?;
    Ok(page)
}

/// Rooms as `$1` sees them; what else they must be comes after.
fn rooms(and: &str) -> String {
    format!(
        "select {CARD}, h.message_no, h.log_no as h_log_no, h.last_at, me.role, me.read_no, me.mentioned_no,
                ib.id as i_id, ib.username as i_username, ib.name as i_name, ib.photo_id as i_photo_id
         from rooms r join room_heads h on h.id = r.id left join terms t on t.id = r.category_id
         left join room_members me on me.room_id = r.id and me.user_id = $1
         left join room_invites i on i.room_id = r.id and i.user_id = $1 left join users ib on ib.id = i.invited_by
         where {and}"
    )
}

const CARD: &str =
    "r.id, r.kind, r.slug, r.name, r.description, r.slow_seconds, r.archived_at, t.id as t_id, t.slug as t_slug, t.name as t_name,
     (select count(*) from room_members x where x.room_id = r.id) as members";

fn card(row: &Row) -> Result<RoomCard, Fault> {
    let category = match row.get::<Option<hub::TermId>>("t_id")? {
        Some(id) => Some(TermRef { id, slug: row.get("t_slug")?, name: row.get("t_name")? }),
        None => None,
    };
    Ok(RoomCard {
        id: row.get("id")?,
        kind: row.word("kind")?,
        slug: row.get::<Option<String>>("slug")?.unwrap_or_default(),
        name: row.get("name")?,
        description: row.get("description")?,
        category,
        slow_seconds: row.get("slow_seconds")?,
        members: row.get("members")?,
        archived: row.get::<Option<Timestamp>>("archived_at")?.is_some(),
    })
}

fn room(row: &Row) -> Result<RoomView, Fault> {
    let message_no: i64 = row.get("message_no")?;
    let mine = match role(row.get("role")?)? {
        Some(role) => {
            let (read_no, mentioned_no): (i64, i64) = (row.get("read_no")?, row.get("mentioned_no")?);
            Some(Standing { role, read_no, unread: counts::unread(message_no, read_no), mentioned: mentioned_no > read_no })
        }
        None => None,
    };
    let invited_by = match row.get::<Option<UserId>>("i_id")? {
        Some(id) => {
            let (handle, name): (String, String) = (row.get("i_username")?, row.get("i_name")?);
            let name = if name.is_empty() { handle.clone() } else { name };
            Some(Author { id, name, portrait: portrait(&handle, row.get("i_photo_id")?), handle })
        }
        None => None,
    };
    let last_at = row.get("last_at")?;
    Ok(RoomView { room: card(row)?, message_no, log_no: row.get("h_log_no")?, last_at, last: None, mine, invited_by })
}

/// What everybody who may read it sees of a room.
pub async fn find_card(db: &mut Tx, id: ConversationId) -> Result<Option<RoomCard>, Fault> {
    let sql = format!("select {CARD} from rooms r left join terms t on t.id = r.category_id where r.id = $1");
    let row = db.row(AssertSqlSafe(sql), args![id]).await?;
    row.map(|row| card(&row)).transpose()
}

/// A room's id: of its slug, or of its number.
pub async fn find_id(db: &mut Tx, address: &str) -> Result<Option<ConversationId>, Fault> {
    let row = match address.parse::<i64>() {
        Ok(id) => db.row("select id from rooms where id = $1", args![id]).await?,
        Err(_) => db.row("select id from rooms where slug = $1", args![address]).await?,
    };
    row.map(|row| row.get("id")).transpose()
}

/// A room, as this reader may see it.
pub async fn find(db: &mut Tx, reader: UserId, id: ConversationId) -> Result<RoomView, Failure> {
    may(db, reader, id, Act::Read).await?;
    let row = db.row(AssertSqlSafe(rooms("r.id = $2")), args![reader, id]).await?;
    let mut found = room(&row.ok_or(hub::rooms::Refusal::NoSuchRoom)?)?;
    found.last = page_messages(db, reader, id, None, 1).await?.items.pop();
    Ok(found)
}

/// Every room that a reader may join, and the groups that they are in or asked into. Those that are for all come first, then
/// whatever one is in, the latest first.
pub async fn list(db: &mut Tx, reader: UserId) -> Result<Vec<RoomView>, Fault> {
    let sql = rooms(
        "(me.user_id is not null or i.user_id is not null or (r.kind = 'room' and r.archived_at is null))
           and not exists (select 1 from room_bars b where b.room_id = r.id and b.user_id = $1)
         order by case when r.for_all_at is null then 1 else 0 end, case when me.user_id is null and i.user_id is null then 1 else 0 end,
                  case when me.user_id is null then 0 else -h.last_at end, r.position, r.name limit $2 + 0",
    );
    let rows = db.rows(AssertSqlSafe(sql), args![reader, MOST_LISTED]).await?;
    let mut all: Vec<RoomView> = rows.iter().map(room).collect::<Result<_, _>>()?;
    let heads: Vec<Vec<crate::Value>> =
        all.iter().filter(|r| r.message_no > 0).map(|r| crate::row![r.room.id, r.message_no, reader]).collect();
    let sql = format!(
        "select {MESSAGE}, {AUTHOR}, {ASK} from {{rows}} v join messages m on m.conversation_id = v.column1 and m.no = v.column2
         join users a on a.id = m.author {QUOTED} {WITH_ASK}
         where {}",
        no_block("m.author", "v.column3")
    );
    for row in db.with_rows(&sql, &heads).await? {
        let last = said(&row, Some(reader))?;
        if let Some(room) = all.iter_mut().find(|r| r.room.id == last.message.conversation) {
            room.last = Some(last);
        }
    }
    Ok(all)
}

/// A room opened: a page of messages before `before`.
pub async fn find_page(db: &mut Tx, reader: UserId, id: ConversationId, before: Option<i64>) -> Result<RoomPageView, Failure> {
    let room = find(db, reader, id).await?;
    let page = page_messages(db, reader, id, before, MESSAGES_A_PAGE).await?;
    let pinned = list_pinned(db, reader, id).await?;
    Ok(RoomPageView { room, messages: page.items, before: page.next.and_then(|n| n.parse().ok()), pinned })
}

/// What is pinned in a room, the latest first; whether the reader may read it at all is asked before.
async fn list_pinned(db: &mut Tx, reader: UserId, room: ConversationId) -> Result<Vec<RoomMessageView>, Fault> {
    let sql = messages(&format!(
        "m.conversation_id = $2 and m.pinned_no is not null and {} order by m.pinned_no desc",
        no_block("m.author", "$1")
    ));
    let rows = db.rows(AssertSqlSafe(sql), args![reader, room]).await?;
    let mut pinned: Vec<RoomMessageView> = rows.iter().map(|row| said(row, Some(reader))).collect::<Result<_, _>>()?;
    with_reactions(db, pinned.iter_mut().map(|said| &mut said.message)).await?;
    Ok(pinned)
}

/// Who is in a room: those who look after it first, then by when they came. The cursor is `rank:joined_at:id`.
pub async fn page_members(
    db: &mut Tx,
    reader: UserId,
    room: ConversationId,
    cursor: Option<&str>,
    limit: usize,
) -> Result<Page<InRoom>, Failure> {
    may(db, reader, room, Act::Read).await?;
    let (rank, at, id) = cursor.and_then(split_member_cursor).unwrap_or((-1, Timestamp(i64::MIN), i64::MIN));
    const RANK: &str = "cast(case x.role when 'owner' then 0 when 'moderator' then 1 else 2 end as bigint)";
    let rows = db
        .rows(
            AssertSqlSafe(format!(
                "select {AUTHOR}, a.tagline, x.role, x.joined_at, {RANK} as rank_no
                 from room_members x join users a on a.id = x.user_id and a.suspended_at is null
                 where x.room_id = $2
                   and ({RANK} > $3 or ({RANK} = $3 and (x.joined_at > $4 or (x.joined_at = $4 and x.user_id > $5))))
                   and {}
                 order by {RANK}, x.joined_at, x.user_id limit $6 + 0",
                no_block("a.id", "$1")
            )),
            args![reader, room, rank, at, id, limit as i64 + 1],
        )
        .await?;
    let all: Vec<(InRoom, i64)> = rows
        .iter()
        .map(|row| {
            let (tagline, role) = (row.get("tagline")?, row.word("role")?);
            Ok((InRoom { who: author(row)?, tagline, role, joined_at: row.get("joined_at")? }, row.get("rank_no")?))
        })
        .collect::<Result<_, Fault>>()?;
    Ok(Page::cut(all, limit, |(one, rank)| format!("{rank}:{}:{}", one.joined_at.0, one.who.id)).map(|(one, _)| one))
}

fn split_member_cursor(cursor: &str) -> Option<(i64, Timestamp, i64)> {
    let mut parts = cursor.splitn(3, ':');
    Some((parts.next()?.parse().ok()?, Timestamp(parts.next()?.parse().ok()?), parts.next()?.parse().ok()?))
}

/// Who was put out of a room: for those who look after it.
pub async fn list_barred(db: &mut Tx, reader: UserId, room: ConversationId) -> Result<Vec<Author>, Failure> {
    may(db, reader, room, Act::LetBack).await?;
    let sql = format!("select {AUTHOR} from room_bars b join users a on a.id = b.user_id where b.room_id = $1 order by b.at desc, a.id");
    let rows = db.rows(AssertSqlSafe(sql), args![room]).await?;
    Ok(rows.iter().map(author).collect::<Result<_, _>>()?)
}

/// Whom somebody may ask into a group: they have written with each other, and they are not in it or asked already.
pub async fn list_askable(db: &mut Tx, reader: UserId, room: ConversationId, limit: usize) -> Result<Vec<Author>, Fault> {
    let sql = format!(
        "select {AUTHOR} from conversations c join users a on a.id = case when c.low = $1 then c.high else c.low end and a.suspended_at is null
         where (c.low = $1 or c.high = $1) and c.message_no > 0
           and not exists (select 1 from room_members x where x.room_id = $2 and x.user_id = a.id)
           and not exists (select 1 from room_invites x where x.room_id = $2 and x.user_id = a.id)
           and not exists (select 1 from room_bars x where x.room_id = $2 and x.user_id = a.id)
           and {}
         order by c.last_at desc, a.id limit $3 + 0",
        no_block("a.id", "$1")
    );
    let rows = db.rows(AssertSqlSafe(sql), args![reader, room, limit as i64]).await?;
    rows.iter().map(author).collect()
}

/// A room that a member is in, for who is told of a new head.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RoomOf {
    pub user: UserId,
    pub room: ConversationId,
    pub message_no: i64,
    /// Something is there that they have not read.
    pub unread: bool,
}

/// The rooms that some members are in.
pub async fn list_rooms_of(db: &mut Tx, members: &[UserId]) -> Result<Vec<RoomOf>, Fault> {
    let wanted: Vec<Vec<crate::Value>> = members.iter().map(|user| crate::row![*user]).collect();
    let rows = db
        .with_rows(
            "select m.user_id, m.room_id, m.read_no, h.message_no from {rows} v join room_members m on m.user_id = v.column1
             join room_heads h on h.id = m.room_id",
            &wanted,
        )
        .await?;
    let of = |row: &Row| {
        let (message_no, read_no): (i64, i64) = (row.get("message_no")?, row.get("read_no")?);
        Ok(RoomOf { user: row.get("user_id")?, room: row.get("room_id")?, message_no, unread: message_no > read_no })
    };
    rows.iter().map(of).collect()
}

/// Where the log of some rooms stands: its head, and the head of the messages.
pub async fn list_heads(db: &mut Tx, rooms: &[ConversationId]) -> Result<Vec<(ConversationId, i64, i64)>, Fault> {
    let wanted: Vec<Vec<crate::Value>> = rooms.iter().map(|room| crate::row![*room]).collect();
    let rows = db.with_rows("select h.id, h.log_no, h.message_no from {rows} v join room_heads h on h.id = v.column1", &wanted).await?;
    rows.iter().map(|row| Ok((row.get("id")?, row.get("log_no")?, row.get("message_no")?))).collect()
}

/// What a screen that opens a room needs to know of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RoomOpening {
    /// The head of its log.
    pub log_no: i64,
    /// The reader is in it, and not only looking in.
    pub within: bool,
}

pub async fn find_opening(db: &mut Tx, reader: UserId, room: ConversationId) -> Result<RoomOpening, Failure> {
    let facts = find_facts(db, reader, room).await?.ok_or(hub::rooms::Refusal::NoSuchRoom)?;
    facts.may(Act::Read)?;
    let log_no = db.number("select log_no as n from room_heads where id = $1", args![room]).await?;
    Ok(RoomOpening { log_no, within: facts.place.role.is_some() })
}
