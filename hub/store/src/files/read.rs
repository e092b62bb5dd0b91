//! Reading of files: one, and who may see it. Whoever sees a file's place sees the file.

use std::collections::HashMap;

use hub::{
    ConversationId, FileId, OfferId, Timestamp, UserId,
    files::{self, FileView, Handed, Kind, Media},
    offers::Pricing,
};

use super::Place;
use crate::{Fault, Row, Tx, args, asks, engine::Value, messaging, offers, rooms, row};

/// A file as it is written down.
#[derive(Clone, Debug, PartialEq)]
pub struct Stored {
    pub id: FileId,
    pub owner: UserId,
    pub kind: Kind,
    /// It belongs to something.
    pub is_used: bool,
    pub of: Option<Place>,
    pub name: String,
    pub size: i64,
    pub sha256: String,
    pub media: Media,
    pub width: Option<i64>,
    pub height: Option<i64>,
    pub gone: bool,
}

impl Stored {
    pub fn view(&self) -> FileView {
        FileView {
            id: self.id,
            name: self.name.clone(),
            path: files::path(self.id, &self.name),
            size: self.size,
            media: self.media,
            width: self.width,
            height: self.height,
        }
    }
}

const FILE: &str = "f.id, f.owner, f.kind, f.of_kind, f.of_id, f.of_no, f.name, f.size, f.sha256, f.media, f.width, f.height, f.gone_at";

fn stored(row: &Row) -> Result<Stored, Fault> {
    let of_kind: Option<String> = row.get("of_kind")?;
    Ok(Stored {
        id: row.get("id")?,
        owner: row.get("owner")?,
        kind: row.word("kind")?,
        is_used: of_kind.is_some(),
        of: match of_kind.zip(row.get::<Option<i64>>("of_id")?) {
            Some((word, number)) => Place::of(&word, number, row.get("of_no")?),
            None => None,
        },
        name: row.get("name")?,
        size: row.get("size")?,
        sha256: row.get("sha256")?,
        media: row.word("media")?,
        width: row.get("width")?,
        height: row.get("height")?,
        gone: row.get::<Option<Timestamp>>("gone_at")?.is_some(),
    })
}

/// Whoever asks: [`reach`] says who may see it.
pub async fn find(db: &mut Tx, id: FileId) -> Result<Option<Stored>, Fault> {
    let row = db.row(sqlx::AssertSqlSafe(format!("select {FILE} from files f where f.id = $1")), args![id]).await?;
    row.map(|row| stored(&row)).transpose()
}

/// Who else may see what a reader may see.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reach {
    Everyone,
    /// The reader, and not everyone.
    Some,
}

/// How far a file reaches, if `reader` (`None`: signed out) may see it.
pub async fn reach(db: &mut Tx, reader: Option<UserId>, file: &Stored) -> Result<Option<Reach>, Fault> {
    if file.gone {
        return Ok(None);
    }
    let some = |may: bool| may.then_some(Reach::Some);
    Ok(match file.of {
        // Nobody else has been shown it yet.
        None => some(reader == Some(file.owner)),
        Some(Place::Member(who)) => match find_member(db, who).await? {
            None => None,
            Some(false) => Some(Reach::Everyone),
            Some(true) => some(reader == Some(who) || is_admin(db, reader).await?),
        },
        Some(Place::Message(conversation, no)) => {
            some(reads_message(db, reader, conversation, no, file).await? || decides_about(db, reader, conversation, no).await?)
        }
        Some(Place::Ask(id)) if asks::is_visible(db, None, id).await? => Some(Reach::Everyone),
        Some(Place::Ask(id)) => some(reader.is_some() && asks::is_visible(db, reader, id).await?),
        Some(Place::Offer(id)) if file.kind == Kind::Download && !may_take(db, reader, id, file.owner).await? => None,
        Some(Place::Offer(id)) if offers::is_visible(db, None, id).await? => match file.kind {
            // Who may take what costs something depends on who asks.
            Kind::Download => Some(Reach::Some),
            _ => Some(Reach::Everyone),
        },
        Some(Place::Offer(id)) => some(reader.is_some() && offers::is_visible(db, reader, id).await?),
    })
}

/// Whether the reader is in the conversation, or may read the room, and sees there what the message brings.
async fn reads_message(db: &mut Tx, reader: Option<UserId>, id: ConversationId, no: i64, file: &Stored) -> Result<bool, Fault> {
    let Some(reader) = reader else { return Ok(false) };
    let message = match messaging::find_message(db, reader, id, no).await? {
        Some(message) => Some(message),
        None => rooms::find_message(db, reader, id, no).await?.map(|said| said.message),
    };
    Ok(message.is_some_and(|message| message.files.iter().any(|brought| brought.id == file.id)))
}

/// Whether the reader is an admin, and the message was reported and waits for a decision, or is hidden. It is not their own to decide
/// about: then they are in the conversation anyway.
async fn decides_about(db: &mut Tx, reader: Option<UserId>, id: ConversationId, no: i64) -> Result<bool, Fault> {
    if !is_admin(db, reader).await? {
        return Ok(false);
    }
    let sql = "select count(*) as n from cases c where c.kind = 'message' and c.thing = $1 and c.no = $2
                 and (c.hidden_at is not null or exists (select 1 from reports r where r.case_id = c.id and r.settled_at is null))";
    Ok(db.number(sql, args![id, no]).await? > 0)
}

/// What these messages bring, in its order, whoever asks.
pub(crate) async fn list_brought(
    db: &mut Tx,
    messages: &[(ConversationId, i64)],
) -> Result<HashMap<(ConversationId, i64), Vec<FileView>>, Fault> {
    let wanted: Vec<Vec<Value>> = messages.iter().map(|(id, no)| row![*id, *no]).collect();
    let sql = format!(
        "select {FILE}, v.column1 as conversation, v.column2 as no from {{rows}} v
         join files f on f.of_id = v.column1 and f.of_kind = 'message' and f.of_no = v.column2
         where f.gone_at is null order by f.position, f.id"
    );
    let mut brought: HashMap<(ConversationId, i64), Vec<FileView>> = HashMap::new();
    for row in db.with_rows(&sql, &wanted).await? {
        brought.entry((row.get("conversation")?, row.get("no")?)).or_default().push(stored(&row)?.view());
    }
    Ok(brought)
}

/// Some by id, whoever asks.
pub(crate) async fn list_by_ids(db: &mut Tx, ids: &[FileId]) -> Result<HashMap<FileId, Stored>, Fault> {
    let wanted: Vec<Vec<Value>> = ids.iter().map(|id| row![*id]).collect();
    let rows = db.with_rows(&format!("select {FILE} from {{rows}} v join files f on f.id = v.column1"), &wanted).await?;
    rows.iter().map(|row| stored(row).map(|file| (file.id, file))).collect()
}

/// Whether a member is hidden; `None` for who is suspended, or nobody.
async fn find_member(db: &mut Tx, who: UserId) -> Result<Option<bool>, Fault> {
    let row = db.row("select hidden_at from users where id = $1 and suspended_at is null", args![who]).await?;
    row.map(|row| Ok(row.get::<Option<Timestamp>>("hidden_at")?.is_some())).transpose()
}

async fn is_admin(db: &mut Tx, reader: Option<UserId>) -> Result<bool, Fault> {
    let Some(reader) = reader else { return Ok(false) };
    Ok(db.number("select count(*) as n from users where id = $1 and role = 'admin'", args![reader]).await? > 0)
}

/// Whether what an offer hands out is there for this reader: free, their own, or agreed between the two.
async fn may_take(db: &mut Tx, reader: Option<UserId>, offer: OfferId, owner: UserId) -> Result<bool, Fault> {
    let Some(row) = db.row("select pricing from offers where id = $1", args![offer]).await? else { return Ok(false) };
    if !row.word::<Pricing>("pricing")?.is_paid() || reader == Some(owner) {
        return Ok(true);
    }
    let Some(reader) = reader else { return Ok(false) };
    let sql = "select count(*) as n from connections
               where offer_id = $1 and initiator = $2 and status in ('accepted', 'in_progress', 'completed')";
    Ok(db.number(sql, args![offer, reader]).await? > 0)
}

/// What these offers hand out, of those that do.
pub(crate) async fn list_handed(db: &mut Tx, offers: &[i64]) -> Result<HashMap<OfferId, Handed>, Fault> {
    let wanted: Vec<Vec<Value>> = offers.iter().map(|id| row![*id]).collect();
    let rows = db
        .with_rows(
            "select f.of_id, f.id, f.name, f.size, (select count(*) from downloads d where d.offer_id = f.of_id) as taken
             from {rows} v join files f on f.of_id = v.column1 and f.of_kind = 'offer'
             where f.kind = 'download' and f.gone_at is null",
            &wanted,
        )
        .await?;
    rows.iter()
        .map(|row| {
            let (id, name): (FileId, String) = (row.get("id")?, row.get("name")?);
            let path = files::path(id, &name);
            Ok((row.get("of_id")?, Handed { id, name, path, size: row.get("size")?, taken: row.get("taken")? }))
        })
        .collect()
}

/// All that a member has uploaded and that belongs to something, the oldest first: to be taken along.
pub async fn list_of(db: &mut Tx, owner: UserId) -> Result<Vec<Stored>, Fault> {
    let sql = format!("select {FILE} from files f where f.owner = $1 and f.of_kind is not null and f.gone_at is null order by f.id");
    let rows = db.rows(sqlx::AssertSqlSafe(sql), args![owner]).await?;
    rows.iter().map(stored).collect()
}
