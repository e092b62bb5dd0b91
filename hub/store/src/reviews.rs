//! Reviews of tools. A row stays when its review is taken back, without its words: so that what is hidden can't be written anew, and
//! what somebody writes again is the same one. How a tool is rated stands with the tool, counted anew under its lock.

mod read;

pub use read::*;

use hub::{
    Answer, By, Event, ReviewId, Timestamp, ToolId, UserId,
    command::AnyRefusal,
    kernel::time::DAY,
    reviews::{
        Command, Event as Happened, Refusal,
        rules::{self, Stands},
    },
};

use crate::{Failure, Fault, Tx, args, batch::Work};

/// What counts, and what everybody may read: of the review `r` and its author `u`.
const SHOWN: &str = "r.gone_at is null and r.hidden_at is null and u.suspended_at is null and u.hidden_at is null";

pub(crate) async fn carry_out(work: &mut Work<'_>, by: By, at: Timestamp, command: Command) -> Result<Answer, Failure> {
    let by = by.user().ok_or(hub::Refusal::Any(AnyRefusal::SignIn))?;
    match command {
        Command::Write { tool, stars, title, text } => write(work, by, tool, rules::checked(stars, &title, &text)?, at).await,
        Command::TakeBack { tool } => take_back(work, by, tool, at).await,
    }
}

async fn write(work: &mut Work<'_>, by: UserId, tool: ToolId, said: rules::Said, at: Timestamp) -> Result<Answer, Failure> {
    if work.tx.number("select count(*) as n from tools where id = $1", args![tool]).await? == 0 {
        return Err(Refusal::NoSuchTool.into());
    }
    let (id, stands) = match find_stands(&mut work.tx, by, tool).await? {
        Some((id, stands)) => (id, stands),
        None => (work.new_id()?, Stands::Never),
    };
    let sql = "select written_at from reviews where user_id = $1 and tool_id <> $2 and written_at > $3 order by written_at";
    let lately = work.tx.rows(sql, args![by, tool, at.plus(-DAY)]).await?;
    let lately: Vec<Timestamp> = lately.iter().map(|row| row.get("written_at")).collect::<Result<_, _>>()?;
    rules::write(stands, &lately, at)?;
    let rules::Said { stars, title, text } = said;
    // One that is shown keeps its place among the others.
    let sql = "insert into reviews (id, tool_id, user_id, stars, title, body, written_at) values ($1, $2, $3, $4, $5, $6, $7)
               on conflict (tool_id, user_id) do update set stars = excluded.stars, title = excluded.title, body = excluded.body,
                   edited_at = case when reviews.gone_at is null then excluded.written_at else null end,
                   written_at = case when reviews.gone_at is null then reviews.written_at else excluded.written_at end, gone_at = null";
    work.tx.run(sql, args![id, tool, by, stars, title, text, at]).await?;
    recount(&mut work.tx, &[tool]).await?;
    work.happened(Event::Reviews(Happened::Written { id, tool, by }), at);
    Ok(Answer::Done)
}

async fn find_stands(tx: &mut Tx, by: UserId, tool: ToolId) -> Result<Option<(ReviewId, Stands)>, Fault> {
    let row = tx.row("select id, gone_at, hidden_at from reviews where tool_id = $1 and user_id = $2", args![tool, by]).await?;
    row.map(|row| {
        let is = |column: &str| Ok::<bool, Fault>(row.get::<Option<Timestamp>>(column)?.is_some());
        let stands = match (is("hidden_at")?, is("gone_at")?) {
            (true, _) => Stands::Hidden,
            (false, true) => Stands::Gone,
            (false, false) => Stands::Shown,
        };
        Ok((row.get("id")?, stands))
    })
    .transpose()
}

/// Its words go at once.
async fn take_back(work: &mut Work<'_>, by: UserId, tool: ToolId, at: Timestamp) -> Result<Answer, Failure> {
    let sql = "update reviews set gone_at = $3, title = '', body = '' where tool_id = $1 and user_id = $2 and gone_at is null returning id";
    if let Some(row) = work.tx.row(sql, args![tool, by, at]).await? {
        recount(&mut work.tx, &[tool]).await?;
        work.happened(Event::Reviews(Happened::TakenBack { id: row.get("id")?, tool, by }), at);
    }
    Ok(Answer::Done)
}

/// Hidden, or shown again, by reports or an admin.
pub(crate) async fn set_hidden(tx: &mut Tx, id: ReviewId, at: Option<Timestamp>) -> Result<(), Fault> {
    let row = tx.row("update reviews set hidden_at = $2 where id = $1 returning tool_id", args![id, at]).await?;
    match row {
        Some(row) => recount(tx, &[row.get("tool_id")?]).await,
        None => Ok(()),
    }
}

/// An author goes from every page, or comes back.
pub(crate) async fn recount_of(tx: &mut Tx, author: UserId) -> Result<(), Fault> {
    let tools = list_tools_of(tx, author).await?;
    recount(tx, &tools).await
}

/// How these tools are rated, counted anew. Two who rate one at the same time wait for each other at its row, so that the second
/// counts the first.
pub(crate) async fn recount(tx: &mut Tx, tools: &[ToolId]) -> Result<(), Fault> {
    tx.lock("tools", "id", tools.iter().map(|tool| tool.0).collect()).await?;
    let sql = format!(
        "update tools set
             reviews = (select count(*) from reviews r join users u on u.id = r.user_id where r.tool_id = tools.id and {SHOWN}),
             stars = (select cast(coalesce(sum(r.stars), 0) as bigint) from reviews r join users u on u.id = r.user_id
                      where r.tool_id = tools.id and {SHOWN})
         where tools.id = $1"
    );
    for tool in tools {
        tx.run(sqlx::AssertSqlSafe(sql.clone()), args![*tool]).await?;
    }
    Ok(())
}
