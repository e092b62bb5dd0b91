//! The few numbers on top of every page of a member, read together.

use hub::{UserId, profiles::PersonCard};
use sqlx::AssertSqlSafe;

use crate::{Fault, Tx, args, inbox, messaging, moderation::no_block, profiles};

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
    /// The head of their inbox, read before the rest so that nothing falls between page and socket.
    pub inbox: i64,
}

/// `None` when there is no such member.
pub async fn find(db: &mut Tx, user: UserId) -> Result<Option<Header>, Fault> {
    let head = inbox::head(db, user).await?;
    let Some(person) = profiles::find_card(db, user).await? else { return Ok(None) };
    let row = db
        .row(
            AssertSqlSafe(format!(
                "select (select points from standing where user_id = $1) as points,
                 (select full_at from standing where user_id = $1) as full_at,
                 (select count(*) from presence where user_id = $1 and open_at is not null and hidden_at is null) as open_to_help,
                 (select count(*) from presence where user_id = $1 and hidden_at is not null)
                 + (select count(*) from receipts_hidden where user_id = $1) as hides,
                 (select count(*) from notices where user_id = $1 and seen_at is null) as unseen,
                 (select count(*) from connections where responder = $1 and status = 'initiated' and {apart})
                 + (select count(*) from connections where responder = $1 and ask_id is not null and done_claimed_at is not null
                        and status in ('accepted', 'in_progress'))
                 + (select count(*) from connections where initiator = $1 and offer_id is not null and done_claimed_at is not null
                        and status in ('accepted', 'in_progress')) as waiting",
                apart = no_block("initiator", "responder")
            )),
            args![user],
        )
        .await?
        .ok_or_else(|| Fault::Corrupt("a select without from has one row".to_owned()))?;
    Ok(Some(Header {
        person,
        points: row.get("points")?,
        unread: messaging::count_unread(db, user).await?,
        waiting: row.get("waiting")?,
        unseen: row.get("unseen")?,
        open_to_help: row.get::<i64>("open_to_help")? > 0,
        full: row.get::<Option<hub::Timestamp>>("full_at")?.is_some(),
        counted: row.get::<i64>("hides")? == 0,
        inbox: head,
    }))
}
