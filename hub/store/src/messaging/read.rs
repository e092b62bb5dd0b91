//! Reading conversations: the list, a thread, one message.

use hub::{
    ConversationId, Timestamp, UserId,
    kernel::page::Page,
    messaging::{ConversationView, MessageView, ThreadView, Unread, rules},
};
use sqlx::AssertSqlSafe;

use crate::{Fault, Row, Tx, args, connections, profiles};

/// How many messages a page of history holds.
pub const MESSAGES_A_PAGE: usize = 50;

/// What is hidden is read by its author only; others see that it is hidden.
fn message(row: &Row, reader: UserId) -> Result<MessageView, Fault> {
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
    })
}

const MESSAGE: &str = "m.conversation_id, m.no, m.log_no as m_log_no, m.author, m.client_id, m.body, m.sent_at, m.begins,
    m.hidden_at as m_hidden_at";

/// One message, if the reader is in its conversation.
pub async fn find_message(db: &mut Tx, reader: UserId, conversation: ConversationId, no: i64) -> Result<Option<MessageView>, Fault> {
    let row = db
        .row(
            AssertSqlSafe(format!(
                "select {MESSAGE} from messages m join conversation_members r on r.conversation_id = m.conversation_id and r.user_id = $1
                 where m.conversation_id = $2 and m.no = $3"
            )),
            args![reader, conversation, no],
        )
        .await?;
    row.map(|row| message(&row, reader)).transpose()
}

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
            AssertSqlSafe(format!(
                "select {MESSAGE} from messages m join conversation_members r on r.conversation_id = m.conversation_id and r.user_id = $1
                 where m.conversation_id = $2 and m.no < $3 order by m.no desc limit $4"
            )),
            args![reader, conversation, before.unwrap_or(i64::MAX), limit as i64 + 1],
        )
        .await?;
    let messages: Vec<MessageView> = rows.iter().map(|row| message(row, reader)).collect::<Result<_, _>>()?;
    let mut page = Page::cut(messages, limit, |m| m.no.to_string());
    page.items.reverse();
    Ok(page)
}

/// Lists conversations; `{0}` is what else they must be.
fn conversations(and: &str) -> String {
    format!(
        "select {card}, {MESSAGE}, c.id as c_id, c.message_no, c.log_no as c_log_no, c.last_at,
                r.read_no, coalesce(o.shown_read_no, o.read_no) as o_read_no,
                coalesce(o.shown_delivered_no, o.delivered_no) as o_delivered_no
         from conversation_members r
         join conversations c on c.id = r.conversation_id
         join conversation_members o on o.conversation_id = c.id and o.user_id <> r.user_id
         join users u on u.id = o.user_id
         join standing st on st.user_id = u.id
         left join messages m on m.conversation_id = c.id and m.no = c.message_no
         where r.user_id = $1 {and}",
        card = profiles::CARD,
    )
}

fn conversation(row: &Row, reader: UserId) -> Result<ConversationView, Fault> {
    let (message_no, read_no): (i64, i64) = (row.get("message_no")?, row.get("read_no")?);
    Ok(ConversationView {
        id: row.get("c_id")?,
        other: profiles::card(row)?,
        unread: rules::unread(message_no, read_no),
        message_no,
        log_no: row.get("c_log_no")?,
        read_no,
        other_read_no: row.get("o_read_no")?,
        other_delivered_no: row.get("o_delivered_no")?,
        last: if message_no > 0 { Some(message(row, reader)?) } else { None },
        last_at: row.get("last_at")?,
    })
}

pub async fn find_conversation(db: &mut Tx, reader: UserId, id: ConversationId) -> Result<Option<ConversationView>, Fault> {
    let row = db.row(AssertSqlSafe(conversations("and c.id = $2")), args![reader, id]).await?;
    row.map(|row| conversation(&row, reader)).transpose()
}

/// The conversation with somebody, if there is one.
pub async fn find_conversation_with(db: &mut Tx, reader: UserId, other: UserId) -> Result<Option<ConversationId>, Fault> {
    let row = db
        .row("select id from conversations where low = $1 and high = $2", args![reader.min(other), reader.max(other)])
        .await?;
    row.map(|row| row.get("id")).transpose()
}

/// A member's conversations, the latest first. The cursor is `last_at:id`.
pub async fn page_conversations(db: &mut Tx, reader: UserId, cursor: Option<&str>, limit: usize) -> Result<Page<ConversationView>, Fault> {
    let (at, id) = cursor.and_then(split_cursor).unwrap_or((Timestamp(i64::MAX), i64::MAX));
    let rows = db
        .rows(
            AssertSqlSafe(conversations(
                "and c.message_no > 0 and (c.last_at < $2 or (c.last_at = $2 and c.id < $3)) order by c.last_at desc, c.id desc limit $4",
            )),
            args![reader, at, id, limit as i64 + 1],
        )
        .await?;
    let all: Vec<ConversationView> = rows.iter().map(|row| conversation(row, reader)).collect::<Result<_, _>>()?;
    Ok(Page::cut(all, limit, |c| format!("{}:{}", c.last_at.0, c.id)))
}

/// `at:id`, as cursors of lists by time are written.
pub fn split_cursor(cursor: &str) -> Option<(Timestamp, i64)> {
    let (at, id) = cursor.split_once(':')?;
    Some((Timestamp(at.parse().ok()?), id.parse().ok()?))
}

/// Messages that wait, over all conversations.
pub async fn count_unread(db: &mut Tx, reader: UserId) -> Result<i64, Fault> {
    db.number(
        "select cast(coalesce(sum(c.message_no - r.read_no), 0) as bigint) as n from conversation_members r
         join conversations c on c.id = r.conversation_id where r.user_id = $1 and c.message_no > r.read_no",
        args![reader],
    )
    .await
}

/// The conversations in which something waits, up to `limit`, the latest first.
pub async fn list_unread(db: &mut Tx, reader: UserId, limit: usize) -> Result<Vec<Unread>, Fault> {
    let rows = db
        .rows(
            "select c.id, c.message_no, r.read_no from conversation_members r
             join conversations c on c.id = r.conversation_id
             where r.user_id = $1 and c.message_no > r.read_no order by c.last_at desc, c.id desc limit $2",
            args![reader, limit as i64],
        )
        .await?;
    rows.iter()
        .map(|row| Ok(Unread { conversation: row.get("id")?, message_no: row.get("message_no")?, read_no: row.get("read_no")? }))
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
    Ok(Some(ThreadView { conversation, messages: page.items, before: page.next.and_then(|n| n.parse().ok()), connections }))
}
