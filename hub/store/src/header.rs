//! The few numbers on top of every page of a member, read together.

use hub::{UserId, profiles::PersonCard};
use sqlx::AssertSqlSafe;

use crate::{Fault, Store, Tx, args, engine, messaging, moderation::no_block, profiles};

/// What the header of a page shows of its reader.
#[derive(Clone, Debug, PartialEq)]
pub struct Header {
    pub person: PersonCard,
    pub points: i64,
    /// Unread messages.
    pub unread: i64,
    /// Connections that wait for this member: to be answered, or to be called done.
    pub waiting: i64,
    /// Notices not seen yet.
    pub unseen: i64,
    /// People they are matched with see when they are here.
    pub open_to_help: bool,
    /// They are told of no more asks for now.
    pub full: bool,
    /// They show read ticks and whether they are here: receipts count them.
    pub counted: bool,
    /// The head of their inbox, of the same moment as the rest, so that nothing falls between page and socket.
    pub inbox: i64,
}

/// The same as [`find`], for a page that reads nothing else: beside whoever asks.
pub async fn find_beside(store: &Store, user: UserId) -> Result<Option<Header>, Fault> {
    let store = store.clone();
    engine::beside(async move { find(&mut store.read().await?, user).await }).await
}

/// `None` when there is no such member. One statement, so all of one moment.
pub async fn find(db: &mut Tx, user: UserId) -> Result<Option<Header>, Fault> {
    let row = db
        .row(
            AssertSqlSafe(format!(
                "select {card}, st.points, st.full_at,
                 (select head from inbox_heads where user_id = $1) as inbox,
                 ({unread}) as unread,
                 (select count(*) from presence where user_id = $1 and open_at is not null and hidden_at is null) as open_to_help,
                 (select count(*) from presence where user_id = $1 and hidden_at is not null)
                 + (select count(*) from receipts_hidden where user_id = $1) as hides,
                 (select count(*) from notices where user_id = $1 and seen_at is null) as unseen,
                 (select count(*) from connections where responder = $1 and status = 'initiated' and {apart})
                 + (select count(*) from connections where responder = $1 and ask_id is not null and done_claimed_at is not null
                        and status in ('accepted', 'in_progress'))
                 + (select count(*) from connections where initiator = $1 and offer_id is not null and done_claimed_at is not null
                        and status in ('accepted', 'in_progress')) as waiting
                 from users u join standing st on st.user_id = u.id where u.id = $1",
                card = profiles::CARD,
                unread = messaging::COUNT_UNREAD,
                apart = no_block("initiator", "responder")
            )),
            args![user],
        )
        .await?;
    let Some(row) = row else { return Ok(None) };
    Ok(Some(Header {
        person: profiles::card(&row)?,
        points: row.get("points")?,
        unread: row.get("unread")?,
        waiting: row.get("waiting")?,
        unseen: row.get("unseen")?,
        open_to_help: row.get::<i64>("open_to_help")? > 0,
        full: row.get::<Option<hub::Timestamp>>("full_at")?.is_some(),
        counted: row.get::<i64>("hides")? == 0,
        inbox: row.get::<Option<i64>>("inbox")?.unwrap_or(0),
    }))
}
