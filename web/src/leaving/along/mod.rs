//! Everything of a member as one file: pages to read, and JSON for programs. Packed on a thread of its own into a file that has no
//! name on the disk, one at a time a member; what is read of the store is read a page at a time.

use std::{
    collections::HashSet,
    fs::File,
    io::{BufWriter, Seek, SeekFrom, Write},
    path::PathBuf,
    sync::{Arc, Mutex, PoisonError},
};

use actix_web::{
    HttpResponse,
    body::SizedStream,
    http::{StatusCode, header},
    web,
};
use askama::Template;
use bytes::BytesMut;
use futures_util::{TryStreamExt as _, stream};
use hub::{
    ConversationId, FileId, Timestamp, UserId,
    kernel::locale,
    messaging::{ConversationView, MessageView},
};
use jiff::tz::TimeZone;
use serde::Serialize;
use serde_json::{Map, Value as Json};
use store::{
    Fault, Tx,
    leaving::take_along::{self, Part},
};
use tokio::{io::AsyncReadExt, sync::Semaphore};
use zip::{CompressionMethod, ZipWriter, write::SimpleFileOptions};

use crate::{
    files::shelf::{self, Shelf, Size},
    house::House,
    look::when,
    problem::Problem,
    secrets,
    visitor::Member,
};

/// So many are packed at once, whoever wants one.
const AT_ONCE: usize = 2;
/// Rows and messages of a page.
const A_PAGE: usize = 500;
const NOTICES_A_PAGE: usize = 100;
/// What is sent at once.
const A_CHUNK: usize = 64 * 1024;

/// Whose are being packed.
pub struct Exports {
    now: Mutex<HashSet<UserId>>,
    places: Arc<Semaphore>,
}

impl Default for Exports {
    fn default() -> Self {
        Exports { now: Mutex::default(), places: Arc::new(Semaphore::new(AT_ONCE)) }
    }
}

/// A member's turn; over when it is dropped.
struct Turn {
    exports: Arc<Exports>,
    user: UserId,
}

impl Turn {
    fn take(exports: &Arc<Exports>, user: UserId) -> Result<Turn, Problem> {
        let fresh = exports.now.lock().unwrap_or_else(PoisonError::into_inner).insert(user);
        if fresh {
            return Ok(Turn { exports: exports.clone(), user });
        }
        let words = crate::say("leaving-being-packed");
        Err(Problem::new(StatusCode::CONFLICT, "leaving.being_packed", words))
    }
}

impl Drop for Turn {
    fn drop(&mut self) {
        self.exports.now.lock().unwrap_or_else(PoisonError::into_inner).remove(&self.user);
    }
}

/// Why there is no file.
#[derive(Debug, thiserror::Error)]
enum NotPacked {
    #[error(transparent)]
    Store(#[from] Fault),
    #[error(transparent)]
    Disk(#[from] std::io::Error),
    #[error(transparent)]
    Zip(#[from] zip::result::ZipError),
    #[error(transparent)]
    Json(#[from] serde_json::Error),
    #[error(transparent)]
    Page(#[from] askama::Error),
    #[error(transparent)]
    Shelf(#[from] shelf::Failed),
    #[error("there is no such member")]
    Nobody,
}

/// Whose it is, and what it is made with.
struct Whose {
    user: UserId,
    username: String,
    zone_name: String,
    zone: TimeZone,
    now: Timestamp,
}

/// Everything of a member, in a file.
pub struct Packed {
    file: File,
    length: u64,
    name: String,
}

/// Packs it. Only so many a day; one at a time.
pub async fn pack(member: &Member) -> Result<Packed, Problem> {
    let house = member.house();
    let turn = Turn::take(&house.exports, member.id())?;
    house.limits.export(member.id())?;
    let whose = Whose {
        user: member.id(),
        username: member.me().handle.clone(),
        zone_name: member.me().timezone.clone(),
        zone: when::zone(&member.me().timezone),
        now: member.now(),
    };
    let name = format!("ai-collective-{}-{}.zip", whose.username, when::date(whose.now, &whose.zone));
    let place = house.exports.places.clone().acquire_owned().await;
    let (house, public_url, runtime) = (member.whole_house(), member.public_url(), tokio::runtime::Handle::current());
    let language = locale::current();
    let packed = web::block(move || {
        // Kept until it is done, also when whoever asked has gone meanwhile.
        let (_turn, _place) = (turn, place);
        runtime.block_on(locale::scope(language, write(&house, &whose, &public_url)))
    })
    .await;
    match packed {
        Ok(Ok((file, length))) => Ok(Packed { file, length, name }),
        Ok(Err(error)) => Err(failed(&error)),
        Err(error) => Err(failed(&error)),
    }
}

fn failed(error: &dyn std::fmt::Display) -> Problem {
    tracing::error!(%error, "what a member takes along could not be packed");
    hub::command::AnyRefusal::Broken.into()
}

impl Packed {
    pub fn download(self) -> HttpResponse {
        let mut response = HttpResponse::Ok();
        response
            .content_type("application/zip")
            .insert_header((header::CONTENT_DISPOSITION, format!("attachment; filename=\"{}\"", self.name)))
            .insert_header((header::CACHE_CONTROL, "no-store"))
            // It is packed already.
            .insert_header((header::CONTENT_ENCODING, "identity"));
        let chunks = stream::try_unfold(tokio::fs::File::from_std(self.file), |mut file| async move {
            let mut chunk = BytesMut::with_capacity(A_CHUNK);
            let read = file.read_buf(&mut chunk).await?;
            Ok::<_, std::io::Error>((read > 0).then(|| (chunk.freeze(), file)))
        });
        response.body(SizedStream::new(self.length, chunks))
    }
}

/// A file that only this process can find.
fn nameless(dir: PathBuf) -> std::io::Result<File> {
    let path = dir.join(format!("along-{}.zip", secrets::random::<16>()));
    let file = File::options().read(true).write(true).create_new(true).open(&path)?;
    std::fs::remove_file(&path)?;
    Ok(file)
}

async fn write(house: &House, whose: &Whose, public_url: &str) -> Result<(File, u64), NotPacked> {
    let most = u64::from(house.settings.rates.export_mib.get());
    let mut along = Along { zip: ZipWriter::new(BufWriter::new(nameless(house.settings.data_dir.clone())?)), files: Vec::new() };
    let mut db = house.store.read().await?;
    let (mut posts, mut uploads): ([Vec<Post>; 2], Vec<Upload>) = Default::default();
    for file in take_along::files() {
        let Some(part) = take_along::find_part(&mut db, whose.user, file).await? else { continue };
        match part.file {
            "asks" => posts[0] = part.rows.iter().map(|row| Post::of(row, whose)).collect(),
            "files" => uploads = part.rows.iter().filter_map(Upload::of).collect(),
            "offers" => posts[1] = part.rows.iter().map(|row| Post::of(row, whose)).collect(),
            _ => {}
        }
        along.rows(&part)?;
    }
    along.notices(&mut db, whose).await?;
    along.conversations(&mut db, whose).await?;
    let talks = along.talks(&mut db, whose).await?;
    let draft = store::profiles::find_draft(&mut db, whose.user).await?.ok_or(NotPacked::Nobody)?;
    let links = [draft.website_url, draft.calendar_url, draft.linkedin_url, draft.twitter_url, draft.github_url, draft.youtube_url];
    let links: Vec<String> = links.into_iter().chain([draft.instagram_url]).filter(|link| !link.is_empty()).collect();
    let mut about = vec![
        ("leaving-file-line", draft.tagline),
        ("leaving-file-about", draft.bio),
        ("leaving-file-where", draft.location),
        ("leaving-file-links", links.join("\n")),
    ];
    about.retain(|(_, words)| !words.is_empty());
    // Reading bytes takes as long as it takes: nothing of the store is held meanwhile.
    drop(db);
    along.uploads(&house.files, &mut uploads, public_url, most << 20).await?;
    let [asks, offers] = posts;
    let name = if draft.name.is_empty() { whose.username.clone() } else { draft.name };
    let (username, zone, made) = (whose.username.clone(), whose.zone_name.clone(), when::exact(whose.now, &whose.zone));
    let files = std::mem::take(&mut along.files);
    let index = Index { name, username, zone, made, about, asks, offers, talks, uploads, most, files }.render()?;
    along.text("index.html", &index)?;
    along.text("style.css", include_str!("style.css"))?;
    along.text("README.txt", &format!("{}\n", crate::say("leaving-file-readme")))?;
    let mut file = along.zip.finish()?.into_inner().map_err(|e| e.into_error())?;
    let length = file.stream_position()?;
    file.seek(SeekFrom::Start(0))?;
    Ok((file, length))
}

/// The file while it is packed.
struct Along {
    zip: ZipWriter<BufWriter<File>>,
    /// Those with data, for the index.
    files: Vec<DataFile>,
}

impl Along {
    fn begin(&mut self, path: &str) -> Result<(), NotPacked> {
        let packed = SimpleFileOptions::default().compression_method(CompressionMethod::Deflated);
        Ok(self.zip.start_file(path, packed)?)
    }

    fn text(&mut self, path: &str, text: &str) -> Result<(), NotPacked> {
        self.begin(path)?;
        Ok(self.zip.write_all(text.as_bytes())?)
    }

    /// A file of data, listed on the index.
    fn data(&mut self, file: &str, says: &str) -> Result<(), NotPacked> {
        let path = format!("data/{file}.json");
        self.begin(&path)?;
        self.zip.write_all(b"[")?;
        self.files.push(DataFile { path, says: says.to_owned(), rows: String::new() });
        Ok(())
    }

    fn row(&mut self, nth: usize, row: &impl Serialize) -> Result<(), NotPacked> {
        self.zip.write_all(if nth == 0 { b"\n" } else { b",\n" })?;
        Ok(serde_json::to_writer(&mut self.zip, row)?)
    }

    fn end(&mut self, rows: usize) -> Result<(), NotPacked> {
        self.zip.write_all(b"\n]\n")?;
        if let Some(file) = self.files.last_mut() {
            file.rows = crate::say("leaving-file-entries").with("n", rows).into();
        }
        Ok(())
    }

    fn rows(&mut self, part: &Part) -> Result<(), NotPacked> {
        self.data(part.file, &crate::say(format!("leaving-data-{}", part.file.replace('_', "-"))).write())?;
        for (nth, row) in part.rows.iter().enumerate() {
            self.row(nth, row)?;
        }
        self.end(part.rows.len())
    }

    /// The bytes of what they uploaded, the newest first, as many as fit; a piece at a time. Each is told where it stands.
    async fn uploads(&mut self, shelf: &Shelf, uploads: &mut [Upload], public_url: &str, most: u64) -> Result<(), NotPacked> {
        let mut left = most;
        uploads.reverse();
        for upload in uploads {
            let on_hub = hub::files::path(upload.id, &upload.name);
            upload.path = format!("{public_url}{on_hub}");
            let found = if upload.size <= left { shelf.read(upload.id, Size::Whole, None).await? } else { None };
            // Without bytes there is nothing to take along.
            let Some(mut found) = found else { continue };
            let path = format!("files/{}-{}", upload.id, upload.name.replace(['/', '\\'], "_"));
            // Pictures and archives are packed already, and the rest may be.
            self.zip.start_file(&path, SimpleFileOptions::default().compression_method(CompressionMethod::Stored))?;
            while let Some(piece) = found.bytes.try_next().await? {
                self.zip.write_all(&piece)?;
            }
            left = left.saturating_sub(found.length);
            // As it stands in an address.
            let name = on_hub.rsplit('/').next().unwrap_or_default();
            (upload.path, upload.here) = (format!("files/{}-{name}", upload.id), true);
        }
        Ok(())
    }

    async fn notices(&mut self, db: &mut Tx, whose: &Whose) -> Result<(), NotPacked> {
        self.data("notices", &crate::say("leaving-file-notices").write())?;
        let (mut nth, mut after) = (0, None::<String>);
        loop {
            let page = take_along::page_notices(db, whose.user, after.as_deref(), NOTICES_A_PAGE).await?;
            for notice in &page.items {
                self.row(nth, notice)?;
                nth += 1;
            }
            after = page.next;
            if after.is_none() {
                return self.end(nth);
            }
        }
    }

    /// All conversations with all messages, for programs.
    async fn conversations(&mut self, db: &mut Tx, whose: &Whose) -> Result<(), NotPacked> {
        self.data("conversations", &crate::say("leaving-file-conversations").write())?;
        let (mut nth, mut after) = (0, ConversationId(0));
        while let Some(talk) = take_along::find_next_talk(db, whose.user, after).await? {
            after = talk.id;
            self.zip.write_all(if nth == 0 { b"\n" } else { b",\n" })?;
            write!(self.zip, "{{\"id\":{},\"with\":{},\"messages\":[", talk.id, serde_json::to_string(&talk.other)?)?;
            let (mut said, mut upto) = (0, 0);
            loop {
                let messages = take_along::list_messages(db, whose.user, talk.id, upto, A_PAGE).await?;
                for message in &messages {
                    self.row(said, message)?;
                    said += 1;
                }
                match messages.last() {
                    Some(last) => upto = last.no,
                    None => break,
                }
            }
            self.zip.write_all(b"]}")?;
            nth += 1;
        }
        self.end(nth)
    }

    /// The same to be read, a page each.
    async fn talks(&mut self, db: &mut Tx, whose: &Whose) -> Result<Vec<Talk>, NotPacked> {
        let (mut talks, mut after) = (Vec::new(), ConversationId(0));
        while let Some(talk) = take_along::find_next_talk(db, whose.user, after).await? {
            after = talk.id;
            let called = if talk.other.handle.is_empty() { "somebody-who-left" } else { &talk.other.handle };
            let path = format!("conversations/{:04}-{called}.html", talks.len() + 1);
            self.text(&path, &TalkHead { name: &talk.other.name }.render()?)?;
            self.said(db, whose, &talk).await?;
            self.zip.write_all(b"</ol>\n</main>\n</body>\n</html>\n")?;
            talks.push(Talk {
                path,
                name: talk.other.name,
                messages: crate::say("leaving-file-messages").with("n", talk.message_no).into(),
            });
        }
        Ok(talks)
    }

    async fn said(&mut self, db: &mut Tx, whose: &Whose, talk: &ConversationView) -> Result<(), NotPacked> {
        let mut upto = 0;
        loop {
            let messages = take_along::list_messages(db, whose.user, talk.id, upto, A_PAGE).await?;
            let Some(last) = messages.last() else { return Ok(()) };
            upto = last.no;
            let page = Said { name: &talk.other.name, me: whose.user, zone: &whose.zone, messages: &messages }.render()?;
            self.zip.write_all(page.as_bytes())?;
        }
    }
}

/// Where to begin.
#[derive(Template)]
#[template(path = "leaving/along/index.html")]
struct Index {
    name: String,
    username: String,
    zone: String,
    made: String,
    about: Vec<(&'static str, String)>,
    asks: Vec<Post>,
    offers: Vec<Post>,
    talks: Vec<Talk>,
    uploads: Vec<Upload>,
    /// So many MB of them go with it.
    most: u64,
    files: Vec<DataFile>,
}

impl Index {
    fn some_stay(&self) -> bool {
        self.uploads.iter().any(|upload| !upload.here)
    }
}

/// An ask or an offer on the index.
struct Post {
    title: String,
    words: String,
    status: String,
    at: String,
}

impl Post {
    fn of(row: &Map<String, Json>, whose: &Whose) -> Post {
        let text = |column| row.get(column).and_then(Json::as_str).unwrap_or_default();
        let words: Vec<&str> = [text("description"), text("body")].into_iter().filter(|part| !part.is_empty()).collect();
        let at = row.get("created_at").and_then(Json::as_i64).unwrap_or_default();
        let key = format!("leaving-file-status-{}", text("status").replace('_', "-"));
        let status = if locale::is_known(&key) { crate::say(key).into() } else { text("status").to_owned() };
        Post { title: text("title").to_owned(), words: words.join("\n\n"), status, at: when::exact(Timestamp(at), &whose.zone) }
    }
}

/// A file that they uploaded.
struct Upload {
    id: FileId,
    name: String,
    size: u64,
    /// In this file; else where it is on the hub.
    here: bool,
    path: String,
}

impl Upload {
    /// What is gone is none any more.
    fn of(row: &Map<String, Json>) -> Option<Upload> {
        let number = |column| row.get(column).and_then(Json::as_i64);
        if number("gone_at").is_some() {
            return None;
        }
        let name = row.get("name").and_then(Json::as_str)?.to_owned();
        Some(Upload { id: FileId(number("id")?), name, size: number("size")? as u64, here: false, path: String::new() })
    }
}

struct Talk {
    path: String,
    name: String,
    messages: String,
}

struct DataFile {
    path: String,
    says: String,
    rows: String,
}

/// The beginning of a conversation's page.
#[derive(Template)]
#[template(path = "leaving/along/talk.html")]
struct TalkHead<'a> {
    name: &'a str,
}

/// Messages of it.
#[derive(Template)]
#[template(path = "leaving/along/said.html")]
struct Said<'a> {
    name: &'a str,
    me: UserId,
    zone: &'a TimeZone,
    messages: &'a [MessageView],
}

impl Said<'_> {
    fn is_mine(&self, message: &MessageView) -> bool {
        message.by == self.me
    }

    fn at(&self, message: &MessageView) -> String {
        when::exact(message.sent_at, self.zone)
    }
}
