//! Files: what members have uploaded, what each belongs to, and who may see it. Their bytes lie elsewhere, under the id.

mod read;
mod sweep;

pub use read::*;

use std::collections::HashMap;

use hub::{
    Answer, AskId, By, ConversationId, Event, FileId, OfferId, Timestamp, UserId,
    command::AnyRefusal,
    files::{Command, Event as Happened, FileView, Kind, Refusal, Seen, rules},
    kernel::time::DAY,
};

use crate::{Failure, Fault, Tx, args, batch::Work, engine::Value};

/// Of an ask or offer.
pub(crate) const PICTURE: Kind = Kind::Picture;
/// What an offer hands out.
pub(crate) const DOWNLOAD: Kind = Kind::Download;

const MESSAGE: &str = "message";

/// What a file belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// Somebody's face.
    Member(UserId),
    Ask(AskId),
    Offer(OfferId),
    /// A message, by its number.
    Message(ConversationId, i64),
}

impl Place {
    fn word(self) -> &'static str {
        match self {
            Place::Member(_) => "member",
            Place::Ask(_) => "ask",
            Place::Offer(_) => "offer",
            Place::Message(..) => MESSAGE,
        }
    }

    fn number(self) -> i64 {
        match self {
            Place::Member(id) => id.0,
            Place::Ask(id) => id.0,
            Place::Offer(id) => id.0,
            Place::Message(id, _) => id.0,
        }
    }

    fn of(word: &str, number: i64, no: Option<i64>) -> Option<Place> {
        match word {
            "member" => Some(Place::Member(UserId(number))),
            "ask" => Some(Place::Ask(AskId(number))),
            "offer" => Some(Place::Offer(OfferId(number))),
            MESSAGE => no.map(|no| Place::Message(ConversationId(number), no)),
            _ => None,
        }
    }
}

pub(crate) async fn carry_out(work: &mut Work<'_>, by: By, at: Timestamp, command: Command) -> Result<Answer, Failure> {
    let by = by.user().ok_or(hub::Refusal::Any(AnyRefusal::SignIn))?;
    match command {
        Command::Add { file } => add(work, by, at, file).await,
        Command::SetPhoto { photo } => set_photo(work, by, at, photo).await,
        Command::Take { id } => take(work, by, at, id).await,
    }
}

async fn add(work: &mut Work<'_>, by: UserId, at: Timestamp, file: Seen) -> Result<Answer, Failure> {
    if let Some(a_day) = work.pace.uploads_a_day
        && count_added(&mut work.tx, by, at).await? + file.size > a_day
    {
        rules::add(file.size, &list_added(&mut work.tx, by, at).await?, a_day, at)?;
    }
    let id: FileId = work.new_id()?;
    work.tx
        .run(
            "insert into files (id, owner, kind, name, size, sha256, media, width, height, at)
             values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
            args![id, by, file.kind.word(), file.name, file.size, file.sha256, file.media.word(), file.width, file.height, at],
        )
        .await?;
    work.happened(Event::Files(Happened::Added { id, owner: by }), at);
    Ok(Answer::File { id })
}

/// How many bytes a member added in the 24 hours before `now`.
async fn count_added(tx: &mut Tx, by: UserId, now: Timestamp) -> Result<i64, Fault> {
    let sql = "select cast(coalesce(sum(size), 0) as bigint) as n from files where owner = $1 and at > $2";
    tx.number(sql, args![by, now.plus(-DAY)]).await
}

async fn list_added(tx: &mut Tx, by: UserId, now: Timestamp) -> Result<Vec<(Timestamp, i64)>, Fault> {
    let rows = tx.rows("select at, size from files where owner = $1 and at > $2 order by at", args![by, now.plus(-DAY)]).await?;
    rows.iter().map(|row| Ok((row.get("at")?, row.get("size")?))).collect()
}

async fn set_photo(work: &mut Work<'_>, by: UserId, at: Timestamp, photo: Option<FileId>) -> Result<Answer, Failure> {
    let place = Place::Member(by);
    let photo = find_fitting(&mut work.tx, by, place, Kind::Photo, photo).await??;
    put(&mut work.tx, place, Kind::Photo, photo, at).await?;
    work.tx.run("update users set photo_id = $2 where id = $1", args![by, photo]).await?;
    work.happened(Event::Files(Happened::PhotoSet { user: by }), at);
    Ok(Answer::Done)
}

async fn take(work: &mut Work<'_>, by: UserId, at: Timestamp, id: FileId) -> Result<Answer, Failure> {
    let file = find(&mut work.tx, id).await?.filter(|file| file.kind == Kind::Download).ok_or(Refusal::NoSuchFile)?;
    let Some(Place::Offer(offer)) = file.of else { return Err(Refusal::NoSuchFile.into()) };
    if reach(&mut work.tx, Some(by), &file).await?.is_none() {
        return Err(Refusal::NoSuchFile.into());
    }
    if by == file.owner {
        return Ok(Answer::Done);
    }
    let sql = "insert into downloads (offer_id, user_id, at) values ($1, $2, $3) on conflict do nothing";
    if work.tx.run(sql, args![offer, by, at]).await? > 0 {
        work.happened(Event::Files(Happened::Taken { id, offer, by }), at);
    }
    Ok(Answer::Done)
}

/// The file, if its owner may put it there: of this kind, and nowhere else yet. Locked until the end of the transaction.
pub(crate) async fn find_fitting(
    tx: &mut Tx,
    owner: UserId,
    place: Place,
    kind: Kind,
    file: Option<FileId>,
) -> Result<Result<Option<FileId>, Refusal>, Fault> {
    let Some(id) = file else { return Ok(Ok(None)) };
    tx.lock("files", "id", vec![id.0]).await?;
    Ok(match find(tx, id).await?.filter(|file| file.owner == owner && file.kind == kind && !file.gone) {
        None => Err(Refusal::NoSuchFile),
        Some(file) if file.is_used && file.of != Some(place) => Err(Refusal::ElsewhereAlready),
        Some(_) => Ok(Some(id)),
    })
}

/// Puts it there; what stood there before is gone.
pub(crate) async fn put(tx: &mut Tx, place: Place, kind: Kind, file: Option<FileId>, at: Timestamp) -> Result<(), Fault> {
    let (word, number) = (place.word(), place.number());
    let sql = "update files set gone_at = $4 where of_id = $2 and of_kind = $1 and kind = $3 and gone_at is null and id <> $5";
    tx.run(sql, args![word, number, kind.word(), at, file.unwrap_or(FileId(0))]).await?;
    if let Some(id) = file {
        tx.run("update files set of_kind = $2, of_id = $3 where id = $1", args![id, word, number]).await?;
    }
    Ok(())
}

// What messages need of files.

/// What may come with messages, by id. Locked until the end of the transaction.
pub(crate) async fn find_brought(tx: &mut Tx, ids: Vec<FileId>) -> Result<HashMap<FileId, Stored>, Fault> {
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    tx.lock("files", "id", ids.iter().map(|id| id.0).collect()).await?;
    list_by_ids(tx, &ids).await
}

/// They came: a row for each file, its conversation, the message's number, and its place in it.
pub(crate) async fn bring(tx: &mut Tx, rows: &[Vec<Value>]) -> Result<(), Fault> {
    let sql = "update files set of_kind = 'message', of_id = v.column2, of_no = v.column3, position = v.column4
               from {rows} v where files.id = v.column1";
    tx.with_rows(sql, rows).await?;
    Ok(())
}

/// The message is gone, and what it brought.
pub(crate) async fn drop_of_message(tx: &mut Tx, conversation: ConversationId, no: i64, at: Timestamp) -> Result<(), Fault> {
    let sql = "update files set gone_at = $3 where of_id = $1 and of_kind = 'message' and of_no = $2 and gone_at is null";
    tx.run(sql, args![conversation, no, at]).await?;
    Ok(())
}

/// As they stand beside the words of a message: one a line.
pub(crate) fn lines(files: &[FileView]) -> String {
    let number = |n: Option<i64>| n.map_or(String::new(), |n| n.to_string());
    let line = |file: &FileView| {
        let (width, height) = (number(file.width), number(file.height));
        format!("{}\t{}\t{}\t{}\t{width}\t{height}", file.id, file.name, file.size, file.media)
    };
    files.iter().map(line).collect::<Vec<_>>().join("\n")
}

pub(crate) fn of_lines(lines: &str) -> Result<Vec<FileView>, Fault> {
    let corrupt = || Fault::Corrupt("what a message brings can't be read".to_owned());
    let line = |line: &str| -> Option<FileView> {
        let mut parts = line.split('\t');
        let (id, name): (FileId, &str) = (parts.next()?.parse().ok()?, parts.next()?);
        let (size, media) = (parts.next()?.parse().ok()?, parts.next()?.parse().ok()?);
        let (width, height) = (parts.next()?.parse().ok(), parts.next()?.parse().ok());
        Some(FileView { id, name: name.to_owned(), path: hub::files::path(id, name), size, media, width, height })
    };
    lines.lines().map(|one| line(one).ok_or_else(corrupt)).collect()
}
