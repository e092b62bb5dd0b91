//! What is sent as `multipart/form-data`: words within bounds, files into temporary ones, looked at as they come. Nothing is ever
//! held in memory that is not small, and nobody's line may stand still for long.

use std::{
    path::{Path, PathBuf},
    time::Duration,
};

use actix_multipart::{Field, Multipart};
use actix_web::{HttpRequest, http::StatusCode, web};
use futures_util::StreamExt;
use hub::files::{LARGEST_FILE, LARGEST_IMAGE, Media, rules::Sniffer};
use sha2::{Digest, Sha256};
use tokio::io::AsyncWriteExt;

use super::{hex, meant};
use crate::{house::House, posted::LARGEST_POST, problem::Problem, secrets};

/// So many files come at once.
pub const MOST_FILES: usize = 4;
/// What does not fit is read to its end within this, and forgotten: a browser hears an answer only after it has sent everything.
const MOST_READ: u64 = 5 * LARGEST_FILE;
/// So many fields a form of this hub may have.
const MOST_FIELDS: usize = 80;

/// A temporary file, gone when it is dropped.
#[derive(Debug)]
pub struct Temp(PathBuf);

impl Temp {
    pub fn new(dir: &Path) -> Temp {
        Temp(dir.join(format!("{}.part", secrets::random::<12>())))
    }

    /// One with these bytes in it.
    pub async fn holding(dir: &Path, bytes: Vec<u8>) -> std::io::Result<Temp> {
        let temp = Temp::new(dir);
        tokio::fs::write(&temp.0, bytes).await?;
        Ok(temp)
    }

    pub fn path(&self) -> &Path {
        &self.0
    }
}

impl Drop for Temp {
    fn drop(&mut self) {
        // It has been moved to where it stays, most of the time.
        let _ = std::fs::remove_file(&self.0);
    }
}

/// A file that came.
#[derive(Debug)]
pub struct Came {
    /// The field of the form.
    pub field: String,
    /// As it was called there, whatever that is.
    pub name: String,
    /// All that came; of more than fits nothing is kept.
    pub size: u64,
    pub sha256: String,
    pub media: Option<Media>,
    pub temp: Temp,
}

/// All that came.
#[derive(Debug, Default)]
pub struct Brought {
    /// Fields and what was typed into them, in their order.
    pub words: Vec<(String, String)>,
    pub files: Vec<Came>,
}

impl Brought {
    /// The words, as a form without files sends them.
    pub fn text(&self) -> String {
        url::form_urlencoded::Serializer::new(String::new()).extend_pairs(&self.words).finish()
    }
}

pub fn is_multipart(content_type: &str) -> bool {
    content_type.starts_with("multipart/form-data")
}

/// Reads all of it. Files of whoever may not send any are read and forgotten.
pub async fn read(req: &HttpRequest, payload: web::Payload, house: &House, with_files: bool) -> Result<Brought, Problem> {
    let mut reading = Reading { patience: house.settings.body_within, left: MOST_READ, words_left: LARGEST_POST };
    let mut multipart = Multipart::new(req.headers(), payload);
    let mut brought = Brought::default();
    while let Some(field) = reading.within(multipart.next()).await? {
        let mut field = field.map_err(|_| broken_off())?;
        let name = field.name().unwrap_or_default().to_owned();
        if brought.words.len() >= MOST_FIELDS {
            return Err(Problem::unreadable(crate::say("files-too-many-fields")));
        }
        match field.content_disposition().and_then(|said| said.get_filename().map(str::to_owned)) {
            None => brought.words.push((name, reading.words(&mut field).await?)),
            // A field in which nothing was chosen has no name and nothing in it.
            Some(called) if called.is_empty() => drop(reading.words(&mut field).await?),
            Some(called) => {
                let wanted = with_files && meant(&name).is_some() && brought.files.len() < MOST_FILES;
                if let Some(came) = reading.file(&mut field, name, called, wanted, house).await? {
                    brought.files.push(came);
                }
            }
        }
    }
    Ok(brought)
}

struct Reading {
    patience: Duration,
    /// So much may still come.
    left: u64,
    words_left: usize,
}

impl Reading {
    async fn within<T>(&self, what: impl Future<Output = T>) -> Result<T, Problem> {
        let slow = |_| Problem::new(StatusCode::REQUEST_TIMEOUT, "too_slow", crate::say("files-too-slow"));
        tokio::time::timeout(self.patience, what).await.map_err(slow)
    }

    async fn chunk(&mut self, field: &mut Field) -> Result<Option<web::Bytes>, Problem> {
        let Some(chunk) = self.within(field.next()).await? else { return Ok(None) };
        let chunk = chunk.map_err(|_| broken_off())?;
        self.left = self.left.checked_sub(chunk.len() as u64).ok_or_else(|| {
            let words = crate::say("files-too-large").with("megabytes", LARGEST_FILE >> 20);
            Problem::new(StatusCode::PAYLOAD_TOO_LARGE, "too_large", words)
        })?;
        Ok(Some(chunk))
    }

    async fn words(&mut self, field: &mut Field) -> Result<String, Problem> {
        let mut all = Vec::new();
        while let Some(chunk) = self.chunk(field).await? {
            self.words_left = self.words_left.checked_sub(chunk.len()).ok_or_else(|| {
                let words = crate::say("files-too-long").with("kibibytes", LARGEST_POST / 1024);
                Problem::new(StatusCode::PAYLOAD_TOO_LARGE, "too_large", words)
            })?;
            all.extend_from_slice(&chunk);
        }
        String::from_utf8(all).map_err(|_| Problem::unreadable(crate::say("files-no-text")))
    }

    /// The file, if it is `wanted`.
    async fn file(
        &mut self,
        field: &mut Field,
        name: String,
        called: String,
        wanted: bool,
        house: &House,
    ) -> Result<Option<Came>, Problem> {
        let most = if matches!(name.as_str(), "photo" | "picture") { LARGEST_IMAGE } else { LARGEST_FILE };
        let failed = |why: std::io::Error| {
            tracing::error!(error = %why, "a file that comes in can't be written");
            Problem::from(hub::command::AnyRefusal::Broken)
        };
        let temp = Temp::new(house.files.incoming());
        let mut to = if wanted { Some(tokio::fs::File::create(temp.path()).await.map_err(failed)?) } else { None };
        let (mut size, mut hash, mut sniffer) = (0_u64, Sha256::new(), Sniffer::default());
        while let Some(chunk) = self.chunk(field).await? {
            size += chunk.len() as u64;
            if size > most {
                // What is too large is not kept any longer, only counted.
                to = None;
            }
            if let Some(to) = &mut to {
                to.write_all(&chunk).await.map_err(failed)?;
                hash.update(&chunk);
                sniffer.see(&chunk);
            }
        }
        if let Some(mut to) = to {
            to.flush().await.map_err(failed)?;
        }
        let came = Came { field: name, name: called, size, sha256: hex(&hash.finalize()), media: sniffer.media(), temp };
        Ok(wanted.then_some(came))
    }
}

fn broken_off() -> Problem {
    Problem::unreadable(crate::say("files-broken-off"))
}
