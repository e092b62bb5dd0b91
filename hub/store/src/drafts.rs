//! Drafts: what a member has begun to write and not posted, for themselves alone.

use hub::{
    Answer, By, Timestamp, UserId,
    command::AnyRefusal,
    drafts::{
        Command, DraftView, Kind,
        rules::{self, Stored},
    },
    kernel::time::DAY,
};

use crate::{Failure, Fault, Row, Tx, args, batch::Work};

/// A draft that is gone is remembered for so long, so that what is still on its way to it comes too late.
const REMEMBERED_MS: i64 = 2 * DAY;

pub(crate) async fn carry_out(work: &mut Work<'_>, by: By, at: Timestamp, command: Command) -> Result<Answer, Failure> {
    let by = by.user().ok_or(hub::Refusal::Any(AnyRefusal::SignIn))?;
    match command {
        Command::Keep { key, kind, form, seen } => keep(work, by, at, &key, kind, &form, seen).await,
        Command::Discard { key } => discard(work, by, at, &key).await,
    }
}

async fn keep(
    work: &mut Work<'_>,
    by: UserId,
    at: Timestamp,
    key: &str,
    kind: Kind,
    form: &str,
    seen: Option<Timestamp>,
) -> Result<Answer, Failure> {
    rules::name(key)?;
    let row = work.tx.row("select kept_at, gone_at, form from post_drafts where user_id = $1 and key = $2", args![by, key]).await?;
    let stored = match row {
        None => Stored::Nothing,
        Some(row) if row.get::<Option<Timestamp>>("gone_at")?.is_some() => Stored::Gone,
        Some(row) => Stored::Kept { at: row.get("kept_at")?, same: row.get::<String>("form")? == form },
    };
    let others = work
        .tx
        .number("select count(*) as n from post_drafts where user_id = $1 and key <> $2 and gone_at is null", args![by, key])
        .await?;
    let Some(kept_at) = rules::keep(stored, form, seen, others, at)? else { return Ok(Answer::Done) };
    work.tx
        .run(
            "insert into post_drafts (user_id, key, kind, form, begun_at, kept_at) values ($1, $2, $3, $4, $5, $6)
             on conflict (user_id, key) do update set form = excluded.form, kept_at = excluded.kept_at",
            args![by, key, kind.word(), form, at, kept_at],
        )
        .await?;
    Ok(Answer::Done)
}

async fn discard(work: &mut Work<'_>, by: UserId, at: Timestamp, key: &str) -> Result<Answer, Failure> {
    rules::name(key)?;
    // Also of one that never came here: what was typed last may be on its way.
    work.tx
        .run(
            "insert into post_drafts (user_id, key, kind, form, begun_at, kept_at, gone_at) values ($1, $2, $3, '', $4, $4, $4)
             on conflict (user_id, key) do update set form = '', gone_at = excluded.gone_at",
            args![by, key, Kind::Ask.word(), at],
        )
        .await?;
    work.tx.run("delete from post_drafts where user_id = $1 and gone_at < $2", args![by, at.plus(-REMEMBERED_MS)]).await?;
    Ok(Answer::Done)
}

fn draft(row: &Row) -> Result<DraftView, Fault> {
    Ok(DraftView {
        key: row.get("key")?,
        kind: row.word("kind")?,
        form: row.get("form")?,
        begun_at: row.get("begun_at")?,
        kept_at: row.get("kept_at")?,
    })
}

/// One of a member's own.
pub async fn find(db: &mut Tx, of: UserId, key: &str) -> Result<Option<DraftView>, Fault> {
    let sql = "select key, kind, form, begun_at, kept_at from post_drafts where user_id = $1 and key = $2 and gone_at is null";
    db.row(sql, args![of, key]).await?.as_ref().map(draft).transpose()
}

/// All of a member's own, of one kind or of both; what was gone on with last first.
pub async fn list(db: &mut Tx, of: UserId, kind: Option<Kind>) -> Result<Vec<DraftView>, Fault> {
    let rows = db
        .rows(
            "select key, kind, form, begun_at, kept_at from post_drafts where user_id = $1 and gone_at is null order by kept_at desc, key",
            args![of],
        )
        .await?;
    let drafts = rows.iter().map(draft).collect::<Result<Vec<_>, _>>()?;
    Ok(drafts.into_iter().filter(|draft| kind.is_none_or(|kind| draft.kind == kind)).collect())
}
