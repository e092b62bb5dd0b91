//! Points: lines of a ledger, each once, and the total beside them.

use hub::{
    Event, Timestamp, UserId,
    kernel::page::Page,
    points::{self, Line, Reason},
};

use crate::{Fault, Tx, args, batch::Work};

/// A line in the ledger, once per (`to`, `reason`, `about`); the second time nothing happens.
pub(crate) async fn award(work: &mut Work<'_>, to: UserId, reason: Reason, about: &str, at: Timestamp) -> Result<(), Fault> {
    let amount = reason.amount();
    let made = work
        .tx
        .run(
            "insert into ledger (user_id, reason, about, amount, at) values ($1, $2, $3, $4, $5) on conflict do nothing",
            args![to, reason.word(), about, amount, at],
        )
        .await?;
    if made == 0 {
        return Ok(());
    }
    let row = work.tx.row("update standing set points = points + $2 where user_id = $1 returning points", args![to, amount]).await?;
    let total = row.ok_or_else(|| Fault::Corrupt(format!("member {to} has no standing")))?.get("points")?;
    work.happened(Event::Points(points::Event::Awarded { user: to, reason, amount, total }), at);
    Ok(())
}

/// “Helped N people” on the profile.
pub(crate) async fn count_help(work: &mut Work<'_>, helper: UserId) -> Result<(), Fault> {
    work.tx.run("update standing set helped = helped + 1 where user_id = $1", args![helper]).await?;
    Ok(())
}

pub async fn find_total(db: &mut Tx, user: UserId) -> Result<i64, Fault> {
    db.number("select points as n from standing where user_id = $1", args![user]).await
}

/// A member's ledger, newest first. The cursor is `at:reason:about` of the last line.
pub async fn page_lines(db: &mut Tx, user: UserId, cursor: Option<&str>, limit: usize) -> Result<Page<Line>, Fault> {
    let (at, reason, about) = cursor.and_then(split).unwrap_or((Timestamp(i64::MAX), "", ""));
    let rows = db
        .rows(
            "select reason, about, amount, at from ledger
             where user_id = $1 and (at < $2 or (at = $2 and (reason > $3 or (reason = $3 and about > $4))))
             order by at desc, reason, about limit $5 + 0",
            args![user, at, reason, about, limit as i64 + 1],
        )
        .await?;
    let lines: Vec<(Line, String)> = rows
        .iter()
        .map(|row| Ok((Line { reason: row.word("reason")?, amount: row.get("amount")?, at: row.get("at")? }, row.get("about")?)))
        .collect::<Result<_, Fault>>()?;
    Ok(Page::cut(lines, limit, |(line, about)| format!("{}:{}:{about}", line.at.0, line.reason)).map(|(line, _)| line))
}

fn split(cursor: &str) -> Option<(Timestamp, &str, &str)> {
    let (at, rest) = cursor.split_once(':')?;
    let (reason, about) = rest.split_once(':')?;
    Some((Timestamp(at.parse().ok()?), reason, about))
}
