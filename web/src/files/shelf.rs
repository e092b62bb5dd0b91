//! Where the bytes of files lie: in a directory, or in a store that speaks S3. Under the id; what is written there is whole.

use std::{
    path::{Path, PathBuf},
    pin::Pin,
};

use actix_web::web::Bytes;
use futures_util::Stream;
use hub::{FileId, Timestamp, files::LOOSE_FOR};
use url::Url;

use super::{disk::Disk, s3::S3, upload::Temp};

/// What the operator said.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Whereabouts {
    /// In the data directory.
    #[default]
    Here,
    /// In a directory that several hubs share.
    Directory(PathBuf),
    S3(Bucket),
}

/// A bucket of an S3-compatible store.
#[derive(Clone, Debug, PartialEq)]
pub struct Bucket {
    pub name: String,
    /// In front of every key; empty, or with a slash at its end.
    pub prefix: String,
    pub region: String,
    pub endpoint: Url,
}

impl Whereabouts {
    /// `file:/srv/files`, or `s3://bucket/prefix?endpoint=https://…&region=…`.
    pub fn read(typed: &str) -> Result<Whereabouts, String> {
        if let Some(path) = typed.strip_prefix("file:") {
            let path = path.strip_prefix("//").unwrap_or(path);
            return if path.starts_with('/') {
                Ok(Whereabouts::Directory(path.into()))
            } else {
                Err("write file:/a/whole/path".to_owned())
            };
        }
        let wrong = || "write file:/a/directory, or s3://BUCKET/PREFIX?endpoint=https://HOST&region=REGION".to_owned();
        let url = Url::parse(typed).map_err(|_| wrong())?;
        let name = url.host_str().filter(|name| url.scheme() == "s3" && !name.is_empty()).ok_or_else(wrong)?.to_owned();
        let (mut region, mut endpoint) = ("us-east-1".to_owned(), None);
        for (key, value) in url.query_pairs() {
            match key.as_ref() {
                "region" => region = value.into_owned(),
                "endpoint" => endpoint = Some(value.into_owned()),
                other => return Err(format!("there is no “{other}” in it; endpoint and region are read")),
            }
        }
        let endpoint = endpoint.unwrap_or_else(|| format!("https://s3.{region}.amazonaws.com"));
        let endpoint = Url::parse(&endpoint).map_err(|e| format!("the endpoint: {e}"))?;
        if !matches!(endpoint.scheme(), "http" | "https") || endpoint.host_str().is_none() {
            return Err("the endpoint begins with https:// or http://".to_owned());
        }
        let path = url.path().trim_matches('/');
        let prefix = if path.is_empty() { String::new() } else { format!("{path}/") };
        Ok(Whereabouts::S3(Bucket { name, prefix, region, endpoint }))
    }
}

/// Which of the two that are kept of a picture; of anything else there is the whole one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Size {
    Whole,
    Small,
}

/// `ab/1234`, `ab/1234.small`
pub fn key(id: FileId, size: Size) -> String {
    let small = if size == Size::Small { ".small" } else { "" };
    format!("{:02x}/{id}{small}", id.0 & 0xff)
}

/// Bytes on their way.
pub struct Found {
    pub length: u64,
    pub bytes: Pin<Box<dyn Stream<Item = Result<Bytes, std::io::Error>>>>,
}

#[derive(Debug, thiserror::Error)]
pub enum Failed {
    #[error("{0}")]
    Io(#[from] std::io::Error),
    #[error("the store of files: {0}")]
    Store(String),
}

pub struct Shelf {
    on: On,
    /// Where files lie while they come in.
    incoming: PathBuf,
    shared: bool,
}

enum On {
    Disk(Disk),
    S3(Box<S3>),
}

impl Shelf {
    /// `keys`: of an S3 store, the name and the secret.
    pub fn open(whereabouts: &Whereabouts, data_dir: &Path, keys: Option<(String, String)>) -> Result<Shelf, Failed> {
        let dir = match whereabouts {
            Whereabouts::Directory(dir) => dir.clone(),
            Whereabouts::Here | Whereabouts::S3(_) => data_dir.join("files"),
        };
        // Beside where they stay: moving them there is one step.
        let incoming = dir.join("incoming");
        std::fs::create_dir_all(&incoming)?;
        let on = match whereabouts {
            Whereabouts::S3(bucket) => {
                let missing = || Failed::Store("set COLLECTIVE_FILES_ACCESS_KEY and COLLECTIVE_FILES_SECRET_KEY".to_owned());
                On::S3(Box::new(S3::of(bucket, keys.ok_or_else(missing)?)?))
            }
            _ => On::Disk(Disk::new(dir)),
        };
        Ok(Shelf { on, incoming, shared: *whereabouts != Whereabouts::Here })
    }

    pub fn incoming(&self) -> &Path {
        &self.incoming
    }

    /// Puts it there, whole and for good, or not at all.
    pub async fn put(&self, id: FileId, size: Size, what: Temp) -> Result<(), Failed> {
        match &self.on {
            On::Disk(disk) => disk.put(&key(id, size), what).await,
            On::S3(s3) => s3.put(&key(id, size), what).await,
        }
    }

    /// All of it, or from one byte to another, both inclusive.
    pub async fn read(&self, id: FileId, size: Size, part: Option<(u64, u64)>) -> Result<Option<Found>, Failed> {
        match &self.on {
            On::Disk(disk) => disk.read(&key(id, size), part).await,
            On::S3(s3) => s3.read(&key(id, size), part).await,
        }
    }

    /// Takes everything of it away; done when nothing of it is there.
    pub async fn remove(&self, id: FileId) -> Result<(), Failed> {
        for size in [Size::Small, Size::Whole] {
            match &self.on {
                On::Disk(disk) => disk.remove(&key(id, size)).await?,
                On::S3(s3) => s3.remove(&key(id, size)).await?,
            }
        }
        Ok(())
    }

    /// Takes away what was left while it came in.
    pub async fn tidy(&self, now: Timestamp) -> Result<(), Failed> {
        let mut all = tokio::fs::read_dir(&self.incoming).await?;
        while let Some(entry) = all.next_entry().await? {
            let since = entry.metadata().await?.modified()?.duration_since(std::time::UNIX_EPOCH).unwrap_or_default();
            if now.since(Timestamp(since.as_millis() as i64)) > LOOSE_FOR {
                tokio::fs::remove_file(entry.path()).await?;
            }
        }
        Ok(())
    }

    /// Where files go, for the operator.
    pub fn words(&self) -> String {
        match &self.on {
            On::Disk(disk) => format!("in {}", disk.dir().display()),
            On::S3(s3) => s3.words(),
        }
    }

    /// Whether other hubs on the same database find them, too.
    pub fn is_shared(&self) -> bool {
        self.shared
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn where_files_go_is_said_in_one_address() {
        assert_eq!(Whereabouts::read("file:/srv/files"), Ok(Whereabouts::Directory("/srv/files".into())));
        assert_eq!(Whereabouts::read("file:///srv/files"), Ok(Whereabouts::Directory("/srv/files".into())));
        let bucket = |prefix: &str, region: &str, endpoint: &str| {
            let endpoint = Url::parse(endpoint).expect("an address");
            Ok(Whereabouts::S3(Bucket { name: "town".into(), prefix: prefix.into(), region: region.into(), endpoint }))
        };
        assert_eq!(Whereabouts::read("s3://town"), bucket("", "us-east-1", "https://s3.us-east-1.amazonaws.com"));
        let elsewhere = "s3://town/a/b/?endpoint=http://127.0.0.1:9000&region=garage";
        assert_eq!(Whereabouts::read(elsewhere), bucket("a/b/", "garage", "http://127.0.0.1:9000"));
        for wrong in ["", "files", "file:files", "ftp://x", "s3://", "s3://town?endpoint=ftp://x", "s3://town?secret=x", "https://x.org"] {
            assert!(Whereabouts::read(wrong).is_err(), "{wrong}");
        }
        assert_eq!(key(FileId(0x1_02ab), Size::Small), "ab/66219.small");
    }
}
