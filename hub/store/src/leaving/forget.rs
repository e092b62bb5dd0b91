//! What an end does: to what goes on with others, to words, and to every table.

use hub::{Timestamp, UserId, leaving::Words};
use sqlx::AssertSqlSafe;

use super::tables::{self, Gone};
use crate::{Failure, Fault, Tx, args, batch::Work, connections, rooms};

/// What of theirs goes on with others ends, as each of them sees it; before any row goes.
pub(super) async fn all(work: &mut Work<'_>, user: UserId, name: &str, words: Words, at: Timestamp) -> Result<(), Failure> {
    connections::call_off_all(work, user, at).await?;
    rooms::leave_all(work, user, at).await?;
    work.tx.run("update conversations set closed_at = $2 where low = $1 or high = $1", args![user, at]).await?;
    if words == Words::Go {
        take_words(work, user, at).await?;
    }
    // A text that was sent to somebody else said who it was about.
    if !name.is_empty() {
        work.tx
            .run(
                "update texts set who = '', title = '' where who = $2 and user_id in
                     (select case when initiator = $1 then responder else initiator end from connections where initiator = $1 or responder = $1)",
                args![user, name],
            )
            .await?;
    }
    Ok(())
}

/// What they wrote to others is taken back, as if each message had been deleted: that there was one stays. A screen that comes
/// back to one of the conversations finds them all changed.
async fn take_words(work: &mut Work<'_>, user: UserId, at: Timestamp) -> Result<(), Fault> {
    work.tx.run("update conversations set log_no = log_no + 1 where low = $1 or high = $1", args![user]).await?;
    for sql in [
        // Before the words, while it can be seen which messages they are on.
        "delete from reactions where user_id = $1 or exists
             (select 1 from messages m where m.conversation_id = reactions.conversation_id and m.no = reactions.no and m.author = $1)",
        // Their bytes are swept.
        "update files set gone_at = at where owner = $1 and gone_at is null",
        "update connections set first_message = '' where initiator = $1",
        "update connections set initiator_words = '' where initiator = $1",
        "update connections set responder_words = '' where responder = $1",
        // Whoever shows one of their rooms loads it anew.
        "delete from room_log where room_id in (select conversation_id from messages where author = $1)",
    ] {
        work.tx.run(sql, args![user]).await?;
    }
    work.tx
        .run(
            "update messages set body = '', files = '', reply_to = null, edited_at = null, pinned_no = null, deleted_at = coalesce(deleted_at, $2),
                 changed_no = coalesce((select c.log_no from conversations c where c.id = messages.conversation_id), changed_no)
             where author = $1",
            args![user, at],
        )
        .await?;
    Ok(())
}

/// Every table as it is said of it, in that order.
pub(super) async fn rows(tx: &mut Tx, user: UserId) -> Result<(), Fault> {
    for table in tables::ALL {
        for step in table.gone {
            let sql = match step {
                Gone::Rows(which) => format!("delete from {} where {which}", table.name),
                Gone::Set(what) => format!("update {} set {what}", table.name),
                Gone::Stays(..) => continue,
            };
            tx.run(AssertSqlSafe(sql), args![user]).await?;
        }
    }
    Ok(())
}
