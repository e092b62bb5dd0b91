//! Files over the web: what members upload is looked at, kept and handed out, each time to whoever may see it.
//!
//! ```text
//! multipart ─▶ upload (a temporary file, within bounds, looked at as it comes) ─▶ images (drawn anew) ─▶ Command::Add ─▶ shelf
//!                                                                                                          disk or S3 ─┘
//! GET /files/… ─▶ who may see it? ─▶ a picture as it is drawn, anything else to be saved and never opened here
//! ```

pub mod disk;
pub mod images;
pub mod photo;
pub mod s3;
pub mod shelf;
pub mod upload;

use actix_web::{
    HttpRequest, HttpResponse,
    body::SizedStream,
    http::{Method, StatusCode, header},
    web::Path,
};
use hub::{
    Answer, Command, CommandId, FileId, Refusal, Timestamp,
    command::AnyRefusal,
    files::{self, FileView, Kind, Seen, rules},
};
use sha2::{Digest, Sha256};
use store::files::{Reach, Stored};

use crate::{
    asks::count_view,
    house::House,
    problem::Problem,
    secrets,
    visitor::{Member, Visitor},
};
use images::{Crop, Drawn};
use shelf::Size;
use upload::{Came, Temp};

/// So many files without a place are taken away in one go.
const SWEPT_AT_ONCE: usize = 200;
/// A picture may be kept by whoever was shown it. Its address never shows another one.
const KEPT_S: u32 = 7 * 24 * 60 * 60;
/// Nothing in a file is run, wherever it is opened.
const CSP: &str = "default-src 'none'; sandbox";

/// What a picture may come as, for the browser's own choice.
pub const PICTURES: &str = "image/jpeg,image/png,image/webp,image/gif";

/// Whether this address is one of a file that is kept here.
pub fn is_kept(address: &str) -> bool {
    files::of_path(address).is_some()
}

/// The name of a file that is kept here, of its address.
pub fn name_of(address: &str) -> String {
    let name = address.rsplit('/').next().unwrap_or_default().replace('+', "%2B");
    url::form_urlencoded::parse(name.as_bytes()).next().map(|(name, _)| name.into_owned()).unwrap_or_default()
}

/// The files that stand at these addresses, with spaces between.
pub fn ids(addresses: &str) -> Vec<FileId> {
    addresses.split_whitespace().filter_map(files::of_path).collect()
}

/// The names of the same.
pub fn names_of(addresses: &str) -> String {
    addresses.split_whitespace().map(name_of).collect::<Vec<_>>().join(", ")
}

/// How large a picture stands in a message, in pixels of the page: its room is there before it is.
pub fn shown_size(file: &FileView) -> (i64, i64) {
    const MOST: i64 = 320;
    let (width, height) = (file.width.unwrap_or(MOST).max(1), file.height.unwrap_or(MOST).max(1));
    let longer = width.max(height);
    if longer <= MOST { (width, height) } else { ((width * MOST / longer).max(1), (height * MOST / longer).max(1)) }
}

/// What a file in a form's field is for, and the field that says afterwards where it is.
pub fn meant(field: &str) -> Option<(Kind, &'static str)> {
    match field {
        "photo" => Some((Kind::Photo, "photo")),
        "picture" => Some((Kind::Picture, "image_url")),
        "download" => Some((Kind::Download, "file")),
        "attachment" => Some((Kind::Attachment, "files")),
        _ => None,
    }
}

/// Looks at what came and keeps it, loose until something refers to it. `command`: the wish it came with; the same bytes with the
/// same wish are kept once.
pub async fn keep(member: &Member, kind: Kind, came: Came, crop: Option<Crop>, command: &CommandId) -> Result<FileView, Refusal> {
    let house = member.house();
    house.limits.upload(member.id()).map_err(Refusal::Any)?;
    let looked = look(kind, &came, crop).await?;
    let id = secrets::hash(&format!("{} {kind} {} {}", command.as_str(), came.name, looked.file.sha256)).0;
    let id = CommandId::new(id).map_err(|_| AnyRefusal::Broken)?;
    let add = Command::Files(files::Command::Add { file: looked.file.clone() });
    let Answer::File { id } = member.act(id, add).await? else { return Err(AnyRefusal::Broken.into()) };
    // From here on a file without its bytes is loose, and swept away.
    if let Err(why) = put(house, id, looked.drawn, came.temp).await {
        tracing::error!(error = %why, "a file could not be kept");
        return Err(AnyRefusal::Broken.into());
    }
    let Seen { name, size, media, width, height, .. } = looked.file;
    Ok(FileView { id, path: files::path(id, &name), name, size, media, width, height })
}

/// What is to be kept: as it was drawn anew, or as it came.
struct Looked {
    file: Seen,
    drawn: Option<(Drawn, Option<Drawn>)>,
}

async fn look(kind: Kind, came: &Came, crop: Option<Crop>) -> Result<Looked, files::Refusal> {
    let must_be_image = matches!(kind, Kind::Photo | Kind::Picture);
    let image = came.media.is_some_and(|media| media.is_image());
    rules::size(came.size, must_be_image || (image && kind == Kind::Attachment))?;
    let media = match came.media {
        Some(media) if image || !must_be_image => media,
        _ if must_be_image => return Err(files::Refusal::NotAPicture),
        _ => return Err(files::Refusal::NotTaken),
    };
    if !image || kind == Kind::Download {
        let name = rules::name(&came.name, media);
        let file = Seen { kind, name, size: came.size as i64, sha256: came.sha256.clone(), media, width: None, height: None };
        return Ok(Looked { file, drawn: None });
    }
    let (whole, small) = match kind {
        Kind::Photo => (images::face(came.temp.path(), crop).await?, None),
        _ => images::picture(came.temp.path()).await.map(|(whole, small)| (whole, Some(small)))?,
    };
    let name = match kind {
        Kind::Photo => files::FACE.to_owned(),
        Kind::Attachment => rules::name(came.name.rsplit_once('.').map_or(came.name.as_str(), |(stem, _)| stem), whole.media),
        // How it was called is nobody else's business.
        _ => rules::name("picture", whole.media),
    };
    let file = Seen {
        kind,
        name,
        size: whole.bytes.len() as i64,
        sha256: hex(&Sha256::digest(&whole.bytes)),
        media: whole.media,
        width: Some(whole.width.into()),
        height: Some(whole.height.into()),
    };
    Ok(Looked { file, drawn: Some((whole, small)) })
}

pub(crate) fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

async fn put(house: &House, id: FileId, drawn: Option<(Drawn, Option<Drawn>)>, came: Temp) -> Result<(), shelf::Failed> {
    let Some((whole, small)) = drawn else { return house.files.put(id, Size::Whole, came).await };
    if let Some(small) = small {
        house.files.put(id, Size::Small, Temp::holding(house.files.incoming(), small.bytes).await?).await?;
    }
    house.files.put(id, Size::Whole, Temp::holding(house.files.incoming(), whole.bytes).await?).await
}

/// Takes the bytes away of what nothing refers to; how many files that were. By the clock, and by tests.
pub async fn sweep(house: &House, now: Timestamp) -> Result<usize, String> {
    let gone = house.store.sweep_files(now, SWEPT_AT_ONCE).await.map_err(|fault| fault.to_string())?;
    for id in &gone {
        house.files.remove(*id).await.map_err(|why| why.to_string())?;
        house.store.forget_file(*id).await.map_err(|fault| fault.to_string())?;
    }
    Ok(gone.len())
}

/// `GET /files/{id}/{name}`
pub async fn show(visitor: Visitor, req: HttpRequest, path: Path<(String, String)>) -> Result<HttpResponse, Problem> {
    let (id, name) = path.into_inner();
    hand_out(&visitor, &req, &id, &name, Size::Whole).await
}

/// `GET /files/{id}/small/{name}`: of a picture, for cards.
pub async fn small(visitor: Visitor, req: HttpRequest, path: Path<(String, String)>) -> Result<HttpResponse, Problem> {
    let (id, name) = path.into_inner();
    hand_out(&visitor, &req, &id, &name, Size::Small).await
}

async fn hand_out(visitor: &Visitor, req: &HttpRequest, id: &str, name: &str, size: Size) -> Result<HttpResponse, Problem> {
    let id = id.parse().ok().filter(|id| (0..=hub::LARGEST_ID).contains(id)).map(FileId).ok_or_else(Problem::not_found)?;
    let (file, reach) = {
        let mut db = visitor.db().await?;
        let file = store::files::find(&mut db, id).await?.filter(|file| file.name == name).ok_or_else(Problem::not_found)?;
        let reach = store::files::reach(&mut db, visitor.user(), &file).await?;
        if reach.is_none() && file.kind == Kind::Photo {
            // Everybody has a picture: in the place of one that is gone, or is not for this reader, stands the drawn one.
            let card = store::profiles::find_card(&mut db, file.owner).await?.ok_or_else(Problem::not_found)?;
            return Ok(HttpResponse::Found()
                .insert_header((header::LOCATION, hub::profiles::portrait(&card.handle, None)))
                .insert_header((header::CACHE_CONTROL, "no-store"))
                .finish());
        }
        (file, reach.ok_or_else(Problem::not_found)?)
    };
    let response = send(visitor.house(), req, &file, reach, size).await?;
    if file.kind == Kind::Download
        && visitor.step().method == Method::GET
        && response.status() == StatusCode::OK
        && let Some(reader) = visitor.user().filter(|reader| *reader != file.owner)
    {
        count_view(visitor, reader, format!("take:{}", file.id), Command::Files(files::Command::Take { id: file.id }));
    }
    Ok(response)
}

async fn send(house: &House, req: &HttpRequest, file: &Stored, reach: Reach, size: Size) -> Result<HttpResponse, Problem> {
    let is_shown = file.media.is_image() && file.kind != Kind::Download;
    let tag = format!("\"{}{}\"", file.sha256.get(..32).unwrap_or(&file.sha256), if size == Size::Small { "-small" } else { "" });
    let cache = match (is_shown, reach) {
        (false, _) => "private, no-cache".to_owned(),
        (true, Reach::Everyone) => format!("public, max-age={KEPT_S}, immutable"),
        (true, Reach::Some) => format!("private, max-age={KEPT_S}, immutable"),
    };
    let mut answer = HttpResponse::Ok();
    answer
        .insert_header((header::CACHE_CONTROL, cache))
        .insert_header((header::ETAG, tag.as_str()))
        .insert_header((header::CONTENT_SECURITY_POLICY, CSP))
        .insert_header(("x-robots-tag", "noindex"));
    let asked = |name: header::HeaderName| req.headers().get(name).and_then(|value| value.to_str().ok());
    if asked(header::IF_NONE_MATCH).is_some_and(|known| known.split(',').any(|one| one.trim() == tag)) {
        return Ok(answer.status(StatusCode::NOT_MODIFIED).finish());
    }
    if is_shown {
        answer.content_type(file.media.word());
    } else {
        // Its bytes are as they were sent: no layer packs them once more.
        answer
            .content_type("application/octet-stream")
            .insert_header((header::CONTENT_DISPOSITION, disposition(&file.name)))
            .insert_header((header::CONTENT_ENCODING, "identity"))
            .insert_header((header::ACCEPT_RANGES, "bytes"));
    }
    let part = match (is_shown, asked(header::RANGE)) {
        (false, Some(range)) => range_of(range, file.size as u64),
        _ => Part::All,
    };
    let bytes = match part {
        Part::None => {
            let all = format!("bytes */{}", file.size);
            return Ok(answer.status(StatusCode::RANGE_NOT_SATISFIABLE).insert_header((header::CONTENT_RANGE, all)).finish());
        }
        Part::Some(from, to) => {
            let range = format!("bytes {from}-{to}/{}", file.size);
            answer.status(StatusCode::PARTIAL_CONTENT).insert_header((header::CONTENT_RANGE, range));
            house.files.read(file.id, size, Some((from, to))).await
        }
        Part::All => house.files.read(file.id, size, None).await,
    };
    match bytes {
        Ok(Some(found)) => Ok(answer.body(SizedStream::new(found.length, found.bytes))),
        Ok(None) => Err(Problem::not_found()),
        Err(why) => {
            tracing::error!(error = %why, "a file could not be read");
            Err(AnyRefusal::Busy { retry_after_ms: 2_000 }.into())
        }
    }
}

/// `attachment` and its name, also for programs that know only ASCII.
fn disposition(name: &str) -> String {
    let plain: String = name.chars().map(|c| if c.is_ascii_graphic() && c != '"' && c != '\\' || c == ' ' { c } else { '_' }).collect();
    let path = files::path(FileId(0), name);
    let encoded = path.rsplit('/').next().unwrap_or("file");
    format!("attachment; filename=\"{plain}\"; filename*=UTF-8''{encoded}")
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum Part {
    All,
    /// From and to, both inclusive.
    Some(u64, u64),
    None,
}

/// One range of bytes; of several, or of what can't be read, all of it.
fn range_of(range: &str, size: u64) -> Part {
    let Some((from, to)) = range.strip_prefix("bytes=").and_then(|range| range.split_once('-')) else { return Part::All };
    let last = size.saturating_sub(1);
    match (from.trim().parse::<u64>(), to.trim().parse::<u64>()) {
        (Ok(from), _) if from > last || size == 0 => Part::None,
        (Ok(from), Ok(to)) if to >= from => Part::Some(from, to.min(last)),
        (Ok(from), Err(_)) if to.trim().is_empty() => Part::Some(from, last),
        // The last so many.
        (Err(_), Ok(0)) if from.trim().is_empty() => Part::None,
        (Err(_), Ok(many)) if from.trim().is_empty() && size > 0 => Part::Some(size.saturating_sub(many), last),
        _ => Part::All,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_range_is_a_part_of_what_there_is() {
        for (range, part) in [
            ("bytes=0-9", Part::Some(0, 9)),
            ("bytes=90-", Part::Some(90, 99)),
            ("bytes=90-500", Part::Some(90, 99)),
            ("bytes=-10", Part::Some(90, 99)),
            ("bytes=-500", Part::Some(0, 99)),
            ("bytes=100-", Part::None),
            ("bytes=-0", Part::None),
            ("bytes=9-3", Part::All),
            ("bytes=0-1,5-6", Part::All),
            ("lines=1-2", Part::All),
        ] {
            assert_eq!(range_of(range, 100), part, "{range}");
        }
    }

    #[test]
    fn a_name_says_itself_twice_and_breaks_out_of_nothing() {
        assert_eq!(disposition("menu.pdf"), "attachment; filename=\"menu.pdf\"; filename*=UTF-8''menu.pdf");
        assert_eq!(disposition("Übung 1.md"), "attachment; filename=\"_bung 1.md\"; filename*=UTF-8''%C3%9Cbung%201.md");
        assert!(!disposition("a\"; x=\"b").contains("x=\"b"));
    }
}
