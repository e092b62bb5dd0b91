//! Reading conversations: the list, a thread, one message.

use std::collections::HashMap;

use hub::{
    ConversationId, Timestamp, UserId,
    kernel::page::Page,
    messaging::{ConversationView, DraftView, MessageView, Quote, Reaction, ThreadView, Unread, rules},
};
use sqlx::AssertSqlSafe;

use crate::{Fault, Row, Tx, args, connections, engine::Value, files, profiles, row};

/// How many messages a page of history holds.
pub const MESSAGES_A_PAGE: usize = 50;

/// As it stands, but for reactions: see [`with_reactions`]. What is hidden is read by its author only; others see that it is hidden.
pub(crate) fn message(row: &Row, reader: UserId) -> Result<MessageView, Fault> {
    let (by, hidden): (UserId, bool) = (row.get("author")?, row.get::<Option<Timestamp>>("m_hidden_at")?.is_some());
    Ok(MessageView {
        conversation: row.get("conversation_id")?,
        no: row.get("no")?,
        log_no: row.get("m_log_no")?,
        by,
        client_id: row.get("client_id")?,
        body: if hidden && by != reader { String::new() } else { row.get("body")? },
        sent_at: row.get("sent_at")?,
        begins: row.get("begins")?,
        hidden,
        reply: quote(row)?,
        files: if hidden && by != reader { Vec::new() } else { files::of_lines(&row.get::<String>("m_files")?)? },
        edited_at: row.get("edited_at")?,
        deleted_at: row.get("deleted_at")?,
        pinned_no: row.get("pinned_no")?,
        reactions: Vec::new(),
    })
}

fn quote(row: &Row) -> Result<Option<Quote>, Fault> {
    let Some(no) = row.get("reply_to")? else { return Ok(None) };
    let deleted = row.get::<Option<Timestamp>>("q_deleted_at")?.is_some();
    let hidden = row.get::<Option<Timestamp>>("q_hidden_at")?.is_some();
    Ok(Some(Quote::of(no, row.get("q_author")?, &row.get::<String>("q_body")?, deleted, hidden)))
}

pub(crate) const MESSAGE: &str =
    "m.conversation_id, m.no, coalesce(m.changed_no, m.log_no) as m_log_no, m.author, m.client_id, m.body, m.sent_at,
    m.begins, m.reply_to, m.files as m_files, m.edited_at, m.deleted_at, m.pinned_no, m.hidden_at as m_hidden_at,
    q.author as q_author, q.body as q_body, q.deleted_at as q_deleted_at, q.hidden_at as q_hidden_at";

/// Joins what a message `m` answers, as `q`.
pub(crate) const QUOTED: &str = "left join messages q on q.conversation_id = m.conversation_id and q.no = m.reply_to";

/// Messages of the conversation `$2`, and so and so, as `$1` may read them who is in it. The messages come first, by `join`
/// ([`Tx::join_in_order`]): SQLite, left to itself, begins at whoever reads, and then it does not see that the messages come in order, and
/// sorts the whole conversation for a page of it (half a second at a million messages).
pub fn messages_of(join: &str, and: &str) -> String {
    format!(
        "select {MESSAGE} from messages m
         {join} conversation_members r on r.conversation_id = m.conversation_id and r.user_id = $1 {QUOTED}
         where m.conversation_id = $2 and {and}"
    )
}

/// Puts the reactions on messages of one conversation.
pub(crate) async fn with_reactions<'m>(db: &mut Tx, messages: impl IntoIterator<Item = &'m mut MessageView>) -> Result<(), Fault> {
    let messages: Vec<&mut MessageView> = messages.into_iter().collect();
    let numbers = messages.iter().map(|m| m.no);
    let (Some(first), Some(last)) = (numbers.clone().min(), numbers.max()) else { return Ok(()) };
    let rows = db
        .rows(
            "select no, emoji, user_id from reactions where conversation_id = $1 and no between $2 and $3 order by no, log_no",
            args![messages[0].conversation, first, last],
        )
        .await?;
    let mut all: HashMap<i64, Vec<Reaction>> = HashMap::new();
    for row in rows {
        let (emoji, by): (String, UserId) = (row.get("emoji")?, row.get("user_id")?);
        let of = all.entry(row.get("no")?).or_default();
        match of.iter_mut().find(|r| r.emoji == emoji) {
            Some(reaction) => {
                reaction.count += 1;
                if reaction.by.len() < Reaction::MOST_NAMED {
                    reaction.by.push(by);
                }
            }
            None => of.push(Reaction { emoji, count: 1, by: vec![by] }),
        }
    }
    for message in messages {
        message.reactions = all.remove(&message.no).unwrap_or_default();
    }
    Ok(())
}

/// One message, if the reader is in its conversation.
pub async fn find_message(db: &mut Tx, reader: UserId, conversation: ConversationId, no: i64) -> Result<Option<MessageView>, Fault> {
    Ok(find_messages(db, &[(reader, conversation, no)]).await?.remove(&(reader, conversation, no)))
}

/// The same for many readers at once.
pub async fn find_messages(
    db: &mut Tx,
    wanted: &[(UserId, ConversationId, i64)],
) -> Result<HashMap<(UserId, ConversationId, i64), MessageView>, Fault> {
    let rows: Vec<Vec<Value>> = wanted.iter().map(|(reader, conversation, no)| row![*reader, *conversation, *no]).collect();
    let sql = format!(
        "select v.column1 as reader, {MESSAGE}, m.changed_no from {{rows}} v
         join messages m on m.conversation_id = v.column2 and m.no = v.column3
         join conversation_members r on r.conversation_id = m.conversation_id and r.user_id = v.column1 {QUOTED}"
    );
    let mut found = HashMap::with_capacity(wanted.len());
    for row in db.with_rows(&sql, &rows).await? {
        let reader: UserId = row.get("reader")?;
        let mut message = message(&row, reader)?;
        // What never changed has no reactions: most that is replayed.
        if row.get::<Option<i64>>("changed_no")?.is_some() {
            with_reactions(db, std::slice::from_mut(&mut message)).await?;
        }
        found.insert((reader, message.conversation, message.no), message);
    }
    Ok(found)
}

/// Before number `$3`, the latest first.
pub const BEFORE: &str = "m.no < $3 order by m.no desc limit $4 + 0";
/// After number `$3`.
pub const AFTER: &str = "m.no > $3 order by m.no limit $4 + 0";
/// What is pinned, the latest first.
pub const PINNED: &str = "m.pinned_no is not null order by m.pinned_no desc";

/// A page of messages before number `before` (the newest without it), oldest first; `next` is the number to ask before.
pub async fn page_messages(
    db: &mut Tx,
    reader: UserId,
    conversation: ConversationId,
    before: Option<i64>,
    limit: usize,
) -> Result<Page<MessageView>, Fault> {
    let rows = db
        .rows(
            AssertSqlSafe(messages_of(db.join_in_order(), BEFORE)),
            args![reader, conversation, before.unwrap_or(i64::MAX), limit as i64 + 1],
        )
        .await?;
    let messages: Vec<MessageView> = rows.iter().map(|row| message(row, reader)).collect::<Result<_, _>>()?;
    let mut page = Page::cut(messages, limit, |m| m.no.to_string());
    page.items.reverse();
    with_reactions(db, &mut page.items).await?;
    Ok(page)
}

/// What is pinned, the latest first.
pub async fn list_pinned(db: &mut Tx, reader: UserId, conversation: ConversationId) -> Result<Vec<MessageView>, Fault> {
    let rows = db.rows(AssertSqlSafe(messages_of(db.join_in_order(), PINNED)), args![reader, conversation]).await?;
    rows.iter().map(|row| message(row, reader)).collect()
}

/// Sent or changed since, each found by its own index: an “or” of the two would look at the whole conversation.
pub const CHANGED: &str = "m.no in (select s.no from messages s where s.conversation_id = $2 and s.no > $3
        union select s.no from messages s where s.conversation_id = $2 and s.changed_no > $4)
    order by m_log_no limit $5 + 0";

/// What has changed in a conversation after number `log_no` of its log: in the order of its newest changes, each as it is now.
/// Messages sent since are those after `no`, which a screen that was at `log_no` has seen last.
pub async fn list_changes(
    db: &mut Tx,
    reader: UserId,
    conversation: ConversationId,
    (no, log_no): (i64, i64),
    limit: usize,
) -> Result<Vec<MessageView>, Fault> {
    let rows =
        db.rows(AssertSqlSafe(messages_of(db.join_in_order(), CHANGED)), args![reader, conversation, no, log_no, limit as i64]).await?;
    let mut changed: Vec<MessageView> = rows.iter().map(|row| message(row, reader)).collect::<Result<_, _>>()?;
    with_reactions(db, &mut changed).await?;
    Ok(changed)
}

/// Lists conversations; `{0}` is what else they must be.
fn conversations(and: &str) -> String {
    format!(
        "select {card}, {MESSAGE}, c.id as c_id, c.message_no, c.log_no as c_log_no, c.last_at,
                r.read_no, r.muted_at, r.archived_no, coalesce(o.shown_read_no, o.told_read_no) as o_read_no,
                coalesce(o.shown_delivered_no, o.delivered_no) as o_delivered_no, d.body as draft, d.at as draft_at
         from conversation_members r
         join conversations c on c.id = r.conversation_id
         join conversation_members o on o.conversation_id = c.id and o.user_id <> r.user_id
         join users u on u.id = o.user_id
         join standing st on st.user_id = u.id
         left join drafts d on d.conversation_id = c.id and d.user_id = r.user_id
         left join messages m on m.conversation_id = c.id and m.no = c.message_no {QUOTED}
         where r.user_id = $1 {and}",
        card = profiles::CARD,
    )
}

fn conversation(row: &Row, reader: UserId) -> Result<ConversationView, Fault> {
    let (message_no, read_no): (i64, i64) = (row.get("message_no")?, row.get("read_no")?);
    let id: ConversationId = row.get("c_id")?;
    let draft = match (row.get("draft")?, row.get("draft_at")?) {
        (Some(body), Some(at)) => Some(DraftView { conversation: id, body, at }),
        _ => None,
    };
    Ok(ConversationView {
        id,
        other: profiles::card(row)?,
        unread: rules::unread(message_no, read_no),
        message_no,
        log_no: row.get("c_log_no")?,
        read_no,
        other_read_no: row.get("o_read_no")?,
        other_delivered_no: row.get("o_delivered_no")?,
        last: if message_no > 0 { Some(message(row, reader)?) } else { None },
        last_at: row.get("last_at")?,
        muted_at: row.get("muted_at")?,
        archived_no: row.get("archived_no")?,
        draft,
    })
}

pub async fn find_conversation(db: &mut Tx, reader: UserId, id: ConversationId) -> Result<Option<ConversationView>, Fault> {
    let row = db.row(AssertSqlSafe(conversations("and c.id = $2")), args![reader, id]).await?;
    row.map(|row| conversation(&row, reader)).transpose()
}

/// The conversation with somebody, if there is one.
pub async fn find_conversation_with(db: &mut Tx, reader: UserId, other: UserId) -> Result<Option<ConversationId>, Fault> {
    let row = db.row("select id from conversations where low = $1 and high = $2", args![reader.min(other), reader.max(other)]).await?;
    row.map(|row| row.get("id")).transpose()
}

/// A member's conversations, the latest first, but for the archived ones. The cursor is `last_at:id`.
pub async fn page_conversations(db: &mut Tx, reader: UserId, cursor: Option<&str>, limit: usize) -> Result<Page<ConversationView>, Fault> {
    page_of(db, reader, cursor, limit, &format!("not {ARCHIVED}")).await
}

/// Those that were archived and have not come back.
pub async fn page_archived(db: &mut Tx, reader: UserId, cursor: Option<&str>, limit: usize) -> Result<Page<ConversationView>, Fault> {
    page_of(db, reader, cursor, limit, ARCHIVED).await
}

/// The same as `rules::is_archived`.
const ARCHIVED: &str = "(r.archived_no is not null and (r.muted_at is not null or c.message_no <= r.archived_no))";

async fn page_of(db: &mut Tx, reader: UserId, cursor: Option<&str>, limit: usize, which: &str) -> Result<Page<ConversationView>, Fault> {
    let (at, id) = cursor.and_then(split_cursor).unwrap_or((Timestamp(i64::MAX), i64::MAX));
    let and = format!(
        "and {which} and c.message_no > 0 and (c.last_at < $2 or (c.last_at = $2 and c.id < $3)) order by c.last_at desc, c.id desc limit $4 + 0"
    );
    let rows = db.rows(AssertSqlSafe(conversations(&and)), args![reader, at, id, limit as i64 + 1]).await?;
    let all: Vec<ConversationView> = rows.iter().map(|row| conversation(row, reader)).collect::<Result<_, _>>()?;
    Ok(Page::cut(all, limit, |c| format!("{}:{}", c.last_at.0, c.id)))
}

/// How many conversations are archived.
pub async fn count_archived(db: &mut Tx, reader: UserId) -> Result<i64, Fault> {
    db.number(
        AssertSqlSafe(format!(
            "select count(*) as n from conversation_members r join conversations c on c.id = r.conversation_id
             where r.user_id = $1 and c.message_no > 0 and {ARCHIVED}"
        )),
        args![reader],
    )
    .await
}

/// What a member has typed in a conversation and not sent; nothing, as of `at`, when it is gone.
pub async fn find_draft(db: &mut Tx, reader: UserId, conversation: ConversationId, at: Timestamp) -> Result<DraftView, Fault> {
    let row = db.row("select body, at from drafts where conversation_id = $1 and user_id = $2", args![conversation, reader]).await?;
    Ok(match row {
        Some(row) => DraftView { conversation, body: row.get("body")?, at: row.get("at")? },
        None => DraftView { conversation, body: String::new(), at },
    })
}

/// Whether a member lets others see how far they have read.
pub async fn shows_receipts(db: &mut Tx, user: UserId) -> Result<bool, Fault> {
    Ok(db.number("select count(*) as n from receipts_hidden where user_id = $1", args![user]).await? == 0)
}

/// `at:id`, as cursors of lists by time are written.
pub fn split_cursor(cursor: &str) -> Option<(Timestamp, i64)> {
    let (at, id) = cursor.split_once(':')?;
    Some((Timestamp(at.parse().ok()?), id.parse().ok()?))
}

/// The messages that wait for `$1`, over all conversations.
pub(crate) const COUNT_UNREAD: &str = "select cast(coalesce(sum(c.message_no - r.read_no), 0) as bigint) as n from conversation_members r
    join conversations c on c.id = r.conversation_id where r.user_id = $1 and c.message_no > r.read_no";

/// Messages that wait, over all conversations.
pub async fn count_unread(db: &mut Tx, reader: UserId) -> Result<i64, Fault> {
    db.number(COUNT_UNREAD, args![reader]).await
}

/// The conversations in which something waits, up to `limit`, the latest first.
pub async fn list_unread(db: &mut Tx, reader: UserId, limit: usize) -> Result<Vec<Unread>, Fault> {
    let rows = db
        .rows(
            "select c.id, c.message_no, r.read_no, r.muted_at from conversation_members r
             join conversations c on c.id = r.conversation_id
             where r.user_id = $1 and c.message_no > r.read_no order by c.last_at desc, c.id desc limit $2 + 0",
            args![reader, limit as i64],
        )
        .await?;
    rows.iter()
        .map(|row| {
            Ok(Unread {
                conversation: row.get("id")?,
                message_no: row.get("message_no")?,
                read_no: row.get("read_no")?,
                muted: row.get::<Option<Timestamp>>("muted_at")?.is_some(),
            })
        })
        .collect()
}

/// Who is in a conversation; empty when it doesn't exist.
pub async fn list_members(db: &mut Tx, id: ConversationId) -> Result<Vec<UserId>, Fault> {
    let rows = db.rows("select user_id from conversation_members where conversation_id = $1", args![id]).await?;
    rows.iter().map(|row| row.get("user_id")).collect()
}

/// A conversation opened: a page of messages before `before`, and what connects the two.
pub async fn find_thread(db: &mut Tx, reader: UserId, id: ConversationId, before: Option<i64>) -> Result<Option<ThreadView>, Fault> {
    let Some(conversation) = find_conversation(db, reader, id).await? else { return Ok(None) };
    let page = page_messages(db, reader, id, before, MESSAGES_A_PAGE).await?;
    let connections = connections::list_between(db, reader, conversation.other.id).await?;
    let pinned = list_pinned(db, reader, id).await?.iter().filter_map(MessageView::pin).collect();
    let before = page.next.and_then(|n| n.parse().ok());
    Ok(Some(ThreadView { conversation, messages: page.items, before, pinned, connections }))
}
