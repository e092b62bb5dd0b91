//! Files in a directory: written under another name, brought to the disk, then moved to where they stay.

use std::{
    io::{self, SeekFrom},
    path::{Path, PathBuf},
};

use actix_web::web::Bytes;
use futures_util::stream;
use tokio::{
    fs::File,
    io::{AsyncReadExt, AsyncSeekExt},
};

use super::{
    shelf::{Failed, Found},
    upload::Temp,
};

const A_PIECE: u64 = 64 * 1024;

pub struct Disk(PathBuf);

impl Disk {
    pub fn new(dir: PathBuf) -> Disk {
        Disk(dir)
    }

    pub fn dir(&self) -> &Path {
        &self.0
    }

    pub async fn put(&self, key: &str, what: Temp) -> Result<(), Failed> {
        let to = self.0.join(key);
        let moved = tokio::task::spawn_blocking(move || -> io::Result<()> {
            std::fs::File::open(what.path())?.sync_all()?;
            let dir = to.parent().unwrap_or(Path::new("/"));
            std::fs::create_dir_all(dir)?;
            std::fs::rename(what.path(), &to)?;
            // The name is on the disk, too.
            std::fs::File::open(dir)?.sync_all()
        });
        moved.await.map_err(io::Error::other)??;
        Ok(())
    }

    pub async fn read(&self, key: &str, part: Option<(u64, u64)>) -> Result<Option<Found>, Failed> {
        let mut file = match File::open(self.0.join(key)).await {
            Ok(file) => file,
            Err(e) if e.kind() == io::ErrorKind::NotFound => return Ok(None),
            Err(e) => return Err(e.into()),
        };
        let all = file.metadata().await?.len();
        let (from, length) = match part {
            Some((from, to)) => (from, (to + 1).min(all).saturating_sub(from)),
            None => (0, all),
        };
        file.seek(SeekFrom::Start(from)).await?;
        let bytes = stream::try_unfold((file, length), |(mut file, left): (File, u64)| async move {
            if left == 0 {
                return Ok(None);
            }
            let mut piece = vec![0; left.min(A_PIECE) as usize];
            let read = file.read(&mut piece).await?;
            if read == 0 {
                return Err(io::Error::from(io::ErrorKind::UnexpectedEof));
            }
            piece.truncate(read);
            Ok::<_, io::Error>(Some((Bytes::from(piece), (file, left - read as u64))))
        });
        Ok(Some(Found { length, bytes: Box::pin(bytes) }))
    }

    pub async fn remove(&self, key: &str) -> Result<(), Failed> {
        match tokio::fs::remove_file(self.0.join(key)).await {
            Err(e) if e.kind() != io::ErrorKind::NotFound => Err(e.into()),
            _ => Ok(()),
        }
    }
}
