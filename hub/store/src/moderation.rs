//! Blocks: silent, both ways. What follows (matches that go) stands in `hub::consequences`.

use hub::{
    Answer, By, Event, Timestamp, UserId,
    command::AnyRefusal,
    moderation::{self, Command, Refusal},
    profiles::PersonCard,
};
use sqlx::AssertSqlSafe;

use crate::{Failure, Fault, Tx, args, batch::Work, messaging, profiles};

pub(crate) async fn carry_out(work: &mut Work<'_>, by: By, at: Timestamp, command: Command) -> Result<Answer, Failure> {
    let by = by.user().ok_or(hub::Refusal::Any(AnyRefusal::SignIn))?;
    match command {
        Command::Block { who } => {
            if who == by {
                return Err(Refusal::Yourself.into());
            }
            if work.tx.number("select count(*) as n from users where id = $1", args![who]).await? == 0 {
                return Err(Refusal::NoSuchMember.into());
            }
            let made = work
                .tx
                .run("insert into blocks (blocker, blocked, at) values ($1, $2, $3) on conflict do nothing", args![by, who, at])
                .await?;
            if made > 0 {
                messaging::hide_ticks(work, by, who).await?;
                work.happened(Event::Moderation(moderation::Event::Blocked { by, who }), at);
            }
        }
        Command::Unblock { who } => {
            if work.tx.run("delete from blocks where blocker = $1 and blocked = $2", args![by, who]).await? > 0 {
                messaging::show_ticks(work, by, who).await?;
                work.happened(Event::Moderation(moderation::Event::Unblocked { by, who }), at);
            }
        }
    }
    Ok(Answer::Done)
}

/// Whom a member has blocked, the latest first. Who has blocked them is nobody's to know.
pub async fn list_blocks(db: &mut Tx, by: UserId) -> Result<Vec<PersonCard>, Fault> {
    let rows = db
        .rows(
            AssertSqlSafe(format!(
                "select {} from blocks b join users u on u.id = b.blocked join standing st on st.user_id = u.id
                 where b.blocker = $1 order by b.at desc, b.blocked desc",
                profiles::CARD
            )),
            args![by],
        )
        .await?;
    rows.iter().map(profiles::card).collect()
}
