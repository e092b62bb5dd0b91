//! Files: what members upload. A photo of oneself, a picture of an ask or offer, what an offer hands out, what a message brings.
//!
//! ```text
//!   bytes ──looked at, pictures drawn anew──▶ loose ──given a place──▶ kept ──its place goes──▶ gone
//!                                               └──── a day without one ──────────────────────▶ gone
//! ```
//! What a file is, its bytes say, never its name. Who may see a file is asked anew each time: whoever sees its place. The bytes of
//! what is gone are swept away soon after.

pub mod rules;

use serde::{Deserialize, Serialize};

use crate::kernel::{
    ids::*,
    refusal::*,
    time::{DAY, soon_words},
};

/// The largest picture that is taken, in bytes.
pub const LARGEST_IMAGE: u64 = 10 << 20;
/// The largest file that is taken, in bytes.
pub const LARGEST_FILE: u64 = 25 << 20;
/// A picture with more pixels is not looked at: unpacked they are four bytes each.
pub const MOST_PIXELS: u64 = 50_000_000;
/// Pictures are kept this wide and high at most, in pixels.
pub const LONGEST_SIDE: u32 = 2_048;
/// The same of those that stand on cards and in messages.
pub const SMALL_SIDE: u32 = 640;
/// Faces are square.
pub const FACE_SIDE: u32 = 256;
/// What a member may upload in 24 hours, in bytes as they are kept.
pub const A_DAY: i64 = 200 << 20;
/// A file that nothing refers to is kept for so long.
pub const LOOSE_FOR: i64 = DAY;
/// The longest name, in characters.
pub const LONGEST_NAME: usize = 100;
/// How a photo of somebody is called.
pub const FACE: &str = "face.jpg";

crate::words! {
    /// What it is uploaded for.
    pub enum Kind {
        /// Of oneself: square.
        Photo = "photo",
        /// Of an ask or offer.
        Picture = "picture",
        /// What an offer hands out, as it is.
        Download = "download",
        /// What a message brings.
        Attachment = "attachment",
    }
}

crate::words! {
    /// What the bytes are. Whatever is none of these is not taken.
    pub enum Media {
        Jpeg = "image/jpeg", Png = "image/png", Webp = "image/webp", Gif = "image/gif", Heif = "image/heif",
        Pdf = "application/pdf", Zip = "application/zip", Gzip = "application/gzip", SevenZip = "application/x-7z-compressed",
        OldOffice = "application/x-ole-storage", Mp4 = "video/mp4", Webm = "video/webm", Mp3 = "audio/mpeg", Wav = "audio/wav",
        Ogg = "application/ogg", Flac = "audio/flac", Text = "text/plain",
    }
}

impl Media {
    /// A picture that is shown: it is unpacked and drawn anew.
    pub fn is_image(self) -> bool {
        matches!(self, Media::Jpeg | Media::Png | Media::Webp | Media::Gif)
    }

    /// How names of such files may end; the first one is put behind a name that ends otherwise. A name decides what is done with a
    /// file where it is saved, so nothing that is run there is among them.
    pub fn endings(self) -> &'static [&'static str] {
        match self {
            Media::Jpeg => &["jpg", "jpeg"],
            Media::Png => &["png"],
            Media::Webp => &["webp"],
            Media::Gif => &["gif"],
            Media::Heif => &["heic", "heif", "avif"],
            Media::Pdf => &["pdf", "ai"],
            Media::Zip => &[
                "zip", "docx", "xlsx", "pptx", "dotx", "xltx", "potx", "odt", "ods", "odp", "ott", "epub", "sketch", "fig", "numbers",
                "pages", "key",
            ],
            Media::Gzip => &["gz", "tgz"],
            Media::SevenZip => &["7z"],
            Media::OldOffice => &["doc", "xls", "ppt"],
            Media::Mp4 => &["mp4", "m4a", "m4v", "mov"],
            Media::Webm => &["webm", "mkv"],
            Media::Mp3 => &["mp3"],
            Media::Wav => &["wav"],
            Media::Ogg => &["ogg", "oga", "ogv", "opus"],
            Media::Flac => &["flac"],
            Media::Text => {
                &["txt", "md", "csv", "tsv", "json", "yaml", "yml", "toml", "xml", "tex", "srt", "vtt", "ics", "vcf", "rtf", "log", "sql"]
            }
        }
    }
}

/// What the door has seen of a file, as it is kept.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Seen {
    pub kind: Kind,
    /// Cleaned by [`rules::name`].
    pub name: String,
    pub size: i64,
    /// In hexadecimal digits.
    pub sha256: String,
    pub media: Media,
    /// Of pictures, in pixels.
    pub width: Option<i64>,
    pub height: Option<i64>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Command {
    /// Bytes that the door has looked at; it keeps them under the id that is answered.
    Add { file: Seen },
    /// A photo in place of the drawn initial, or the drawn one again.
    SetPhoto { photo: Option<FileId> },
    /// Somebody has taken what an offer hands out. Counted once a person.
    Take { id: FileId },
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Event {
    Added { id: FileId, owner: UserId },
    PhotoSet { user: UserId },
    Taken { id: FileId, offer: OfferId, by: UserId },
}

#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum Refusal {
    #[error("{}", crate::say("refusal-files-no-such-file"))]
    NoSuchFile,
    #[error("{}", crate::say("refusal-files-empty"))]
    Empty,
    #[error("{}", crate::say("refusal-files-too-large").with("most-mb", .most_mb))]
    TooLarge { most_mb: u64 },
    #[error("{}", crate::say("refusal-files-not-a-picture"))]
    NotAPicture,
    #[error("{}", crate::say("refusal-files-too-many-pixels").with("most", MOST_PIXELS / 1_000_000))]
    TooManyPixels,
    #[error("{}", crate::say("refusal-files-not-taken"))]
    NotTaken,
    #[error("{}", crate::say("refusal-files-elsewhere-already"))]
    ElsewhereAlready,
    #[error("{}", crate::say("refusal-files-enough-for-today").with("soon", soon_words(*.retry_after_ms)))]
    EnoughForToday { retry_after_ms: i64 },
}

impl Refuses for Refusal {
    fn kind(&self) -> RefusalKind {
        match self {
            Refusal::NoSuchFile => RefusalKind::NotFound,
            Refusal::Empty | Refusal::NotAPicture | Refusal::TooManyPixels | Refusal::NotTaken => RefusalKind::Invalid,
            Refusal::TooLarge { .. } => RefusalKind::TooLarge,
            Refusal::ElsewhereAlready => RefusalKind::Conflict,
            Refusal::EnoughForToday { .. } => RefusalKind::TooFast,
        }
    }

    fn code(&self) -> &'static str {
        match self {
            Refusal::NoSuchFile => "files.no_such_file",
            Refusal::Empty => "files.empty",
            Refusal::TooLarge { .. } => "files.too_large",
            Refusal::NotAPicture => "files.not_a_picture",
            Refusal::TooManyPixels => "files.too_many_pixels",
            Refusal::NotTaken => "files.not_taken",
            Refusal::ElsewhereAlready => "files.elsewhere_already",
            Refusal::EnoughForToday { .. } => "files.enough_for_today",
        }
    }

    fn retry_after_ms(&self) -> Option<i64> {
        match self {
            Refusal::EnoughForToday { retry_after_ms } => Some(*retry_after_ms),
            _ => None,
        }
    }
}

/// A file, as whoever may see it is shown it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct FileView {
    pub id: FileId,
    pub name: String,
    /// Where it is, on this hub.
    pub path: String,
    pub size: i64,
    pub media: Media,
    /// Of pictures, in pixels.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub width: Option<i64>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub height: Option<i64>,
}

/// What an offer hands out.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Handed {
    pub id: FileId,
    pub name: String,
    /// Where it is, on this hub.
    pub path: String,
    pub size: i64,
    /// How many people have taken it.
    pub taken: i64,
}

/// `/files/12/menu%20card.pdf`
pub fn path(id: FileId, name: &str) -> String {
    let plain = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'.' | b'_' | b'~');
    let name: String = name.bytes().map(|b| if plain(b) { char::from(b).to_string() } else { format!("%{b:02X}") }).collect();
    format!("/files/{id}/{name}")
}

/// The file that stands at this path, if it is one of this hub's.
pub fn of_path(path: &str) -> Option<FileId> {
    let (id, name) = path.strip_prefix("/files/")?.split_once('/')?;
    let plain = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'.' | b'_' | b'~' | b'%');
    let sound = !name.is_empty() && path.len() <= 1_000 && name.bytes().all(plain);
    id.parse().ok().filter(|n| sound && (0..=LARGEST_ID).contains(n)).map(FileId)
}

/// Of a picture that is kept here the smaller one, for cards; any other address as it is.
pub fn small(path: &str) -> String {
    match (of_path(path), path.rsplit_once('/')) {
        (Some(id), Some((_, name))) => format!("/files/{id}/small/{name}"),
        _ => path.to_owned(),
    }
}

/// “1.4 MB”, “12 KB”
pub fn size_words(size: i64) -> String {
    match size {
        ..1_000 => format!("{size} bytes"),
        1_000..1_000_000 => format!("{} KB", (size + 500) / 1_000),
        _ => format!("{}.{} MB", size / 1_000_000, size % 1_000_000 / 100_000),
    }
}
