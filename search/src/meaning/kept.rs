//! The vectors on disk, beside tantivy's files: read back faster than texts are read anew.
//!
//! ```text
//!   meaning-7: centres │ posts … posts │ changes of a flush │ changes of the next …
//! ```
//! A file is only ever added to. Which file counts, and how much of it, stands in tantivy's commit: what was written
//! before a commit that failed is written over by the next. When too much of it says what is no longer so, or cells are found anew,
//! another file is begun. Each block carries a checksum.

use std::{
    fs::{File, OpenOptions},
    io::{self, BufReader, BufWriter, Read, Seek, SeekFrom, Write},
    path::{Path, PathBuf},
};

use super::{
    Vector, WIDE,
    near::{Near, Placed},
};

/// Which file counts and how much of it. Nought: none.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Mark {
    pub file: u64,
    pub length: u64,
}

/// What a post means now; nothing when it is gone.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Change {
    pub key: u64,
    pub now: Option<Placed>,
}

/// So many posts stand in a block.
const PER_BLOCK: usize = 2_048;
/// No block is larger, so what says so is damaged.
const LARGEST_BLOCK: u64 = 64 << 20;
/// So many outdated entries are no reason to begin another file.
const OUTDATED: usize = 20_000;

const GONE: u8 = 0;
const PUT: u8 = 1;

/// The file being added to.
#[derive(Debug)]
pub(crate) struct Kept {
    dir: PathBuf,
    mark: Mark,
    entries: usize,
    arranged: u64,
}

impl Kept {
    pub fn new(dir: &Path) -> Kept {
        Kept { dir: dir.to_owned(), mark: Mark::default(), entries: 0, arranged: 0 }
    }

    /// What stands in the directory, up to a mark. The inner fault says how it is damaged.
    pub fn read(dir: &Path, mark: Mark) -> io::Result<Result<(Kept, Near), String>> {
        if mark.file == 0 {
            return Ok(Ok((Kept::new(dir), Near::default())));
        }
        let file = match File::open(path(dir, mark.file)) {
            Ok(file) => file,
            Err(fault) if fault.kind() == io::ErrorKind::NotFound => return Ok(Err("the meanings are gone".to_owned())),
            Err(fault) => return Err(fault),
        };
        let mut blocks = Blocks { file: BufReader::with_capacity(1 << 20, file), left: mark.length, buffer: Vec::new() };
        let Some(centres) = blocks.next()? else { return Ok(Err("the meanings are cut short".to_owned())) };
        let Some(mut near) = read_centres(centres) else { return Ok(Err("the meanings are damaged".to_owned())) };
        let mut entries = 0;
        loop {
            if blocks.left == 0 {
                break;
            }
            let Some(block) = blocks.next()? else { return Ok(Err("the meanings are damaged".to_owned())) };
            let Some(read) = read_entries(block, &mut near) else { return Ok(Err("the meanings are damaged".to_owned())) };
            entries += read;
        }
        let kept = Kept { dir: dir.to_owned(), mark, entries, arranged: near.arranged() };
        Ok(Ok((kept, near)))
    }

    /// Whether another file is due rather than an addition to this one.
    pub fn wants_another(&self, near: &Near) -> bool {
        let outdated = self.entries.saturating_sub(near.len());
        self.mark.file == 0 || self.arranged != near.arranged() || outdated > OUTDATED + near.len() / 2
    }

    /// Adds changes. Counts from when [`Kept::committed`] hears of it.
    pub fn add(&self, changes: &[Change]) -> io::Result<Kept> {
        let mut file = OpenOptions::new().write(true).open(path(&self.dir, self.mark.file))?;
        file.set_len(self.mark.length)?;
        file.seek(SeekFrom::End(0))?;
        let mut length = self.mark.length;
        for some in changes.chunks(PER_BLOCK) {
            length += write_block(&mut file, &entries(some.iter().copied()))?;
        }
        file.sync_data()?;
        let mark = Mark { length, ..self.mark };
        Ok(Kept { dir: self.dir.clone(), mark, entries: self.entries + changes.len(), ..*self })
    }

    /// As it is.
    pub fn added_nothing(&self) -> Kept {
        Kept { dir: self.dir.clone(), ..*self }
    }

    /// Writes all into another file.
    pub fn another(&self, near: &Near) -> io::Result<Kept> {
        let number = self.mark.file + 1;
        let mut file = BufWriter::with_capacity(1 << 20, File::create(path(&self.dir, number))?);
        let mut centres = (near.found_among() as u64).to_le_bytes().to_vec();
        near.centres().iter().for_each(|centre| centres.extend(centre.bytes()));
        let mut length = write_block(&mut file, &centres)?;
        let mut all = near.all().map(|placed| Change { key: placed.key, now: Some(placed) }).peekable();
        while all.peek().is_some() {
            length += write_block(&mut file, &entries(all.by_ref().take(PER_BLOCK)))?;
        }
        file.into_inner().map_err(io::IntoInnerError::into_error)?.sync_all()?;
        let mark = Mark { file: number, length };
        Ok(Kept { dir: self.dir.clone(), mark, entries: near.len(), arranged: near.arranged() })
    }

    pub fn mark(&self) -> Mark {
        self.mark
    }

    /// Takes away the files that count no more. One that can't be taken away does no harm.
    pub fn clear_others(&self) {
        let Ok(all) = std::fs::read_dir(&self.dir) else { return };
        let own = path(&self.dir, self.mark.file);
        for entry in all.flatten() {
            let other = entry.file_name().to_string_lossy().starts_with("meaning-") && entry.path() != own;
            if other && let Err(fault) = std::fs::remove_file(entry.path()) {
                tracing::warn!(error = %fault, file = %entry.path().display(), "an old file of meanings stays");
            }
        }
    }
}

fn path(dir: &Path, number: u64) -> PathBuf {
    dir.join(format!("meaning-{number}"))
}

fn entries(changes: impl Iterator<Item = Change>) -> Vec<u8> {
    let mut bytes = Vec::new();
    for change in changes {
        bytes.push(if change.now.is_some() { PUT } else { GONE });
        bytes.extend(change.key.to_le_bytes());
        if let Some(placed) = change.now {
            bytes.push(placed.kind);
            bytes.extend(placed.cell.to_le_bytes());
            bytes.extend(placed.vector.bytes());
        }
    }
    bytes
}

fn read_centres(bytes: &[u8]) -> Option<Near> {
    let (found_among, centres) = bytes.split_first_chunk()?;
    let (centres, []) = centres.as_chunks::<WIDE>() else { return None };
    Some(Near::with_centres(centres.iter().map(Vector::of_bytes).collect(), u64::from_le_bytes(*found_among) as usize))
}

fn read_entries(mut bytes: &[u8], near: &mut Near) -> Option<usize> {
    let mut read = 0;
    while let Some((what, rest)) = bytes.split_first() {
        let (key, rest) = rest.split_first_chunk()?;
        let key = u64::from_le_bytes(*key);
        bytes = match *what {
            GONE => {
                near.remove(key);
                rest
            }
            PUT => {
                let (kind, rest) = rest.split_first()?;
                let (cell, rest) = rest.split_first_chunk()?;
                let (vector, rest) = rest.split_first_chunk()?;
                near.place(Placed { key, kind: *kind, cell: u16::from_le_bytes(*cell), vector: Vector::of_bytes(vector) });
                rest
            }
            _ => return None,
        };
        read += 1;
    }
    Some(read)
}

fn write_block(file: &mut impl Write, bytes: &[u8]) -> io::Result<u64> {
    file.write_all(&(bytes.len() as u64).to_le_bytes())?;
    file.write_all(&checksum(bytes).to_le_bytes())?;
    file.write_all(bytes)?;
    Ok(16 + bytes.len() as u64)
}

/// FNV-1a over words of eight bytes.
fn checksum(bytes: &[u8]) -> u64 {
    let mix = |h: u64, word: u64| (h ^ word).wrapping_mul(0x0100_0000_01b3);
    let (words, rest) = bytes.as_chunks::<8>();
    let sum = words.iter().fold(0xcbf2_9ce4_8422_2325, |h, word| mix(h, u64::from_le_bytes(*word)));
    rest.iter().fold(sum, |h, byte| mix(h, u64::from(*byte)))
}

struct Blocks {
    file: BufReader<File>,
    left: u64,
    buffer: Vec<u8>,
}

impl Blocks {
    /// The next block, `None` when it is not as it was written.
    fn next(&mut self) -> io::Result<Option<&[u8]>> {
        let mut head = [0; 16];
        if !self.fill_head(&mut head)? {
            return Ok(None);
        }
        let (long, sum) = head.split_at(8);
        let (long, sum) = (number(long), number(sum));
        if long > LARGEST_BLOCK || long + 16 > self.left {
            return Ok(None);
        }
        self.left -= long + 16;
        self.buffer.resize(long as usize, 0);
        match self.file.read_exact(&mut self.buffer) {
            Ok(()) => Ok((checksum(&self.buffer) == sum).then_some(&self.buffer)),
            Err(fault) if fault.kind() == io::ErrorKind::UnexpectedEof => Ok(None),
            Err(fault) => Err(fault),
        }
    }

    fn fill_head(&mut self, head: &mut [u8; 16]) -> io::Result<bool> {
        match self.file.read_exact(head) {
            Ok(()) => Ok(self.left >= 16),
            Err(fault) if fault.kind() == io::ErrorKind::UnexpectedEof => Ok(false),
            Err(fault) => Err(fault),
        }
    }
}

fn number(bytes: &[u8]) -> u64 {
    bytes.iter().rev().fold(0, |sum, byte| (sum << 8) | u64::from(*byte))
}

#[cfg(test)]
mod tests {
    use hub::OfferId;

    use super::*;
    use crate::post::Key;

    fn offer(number: i64) -> u64 {
        Key::Offer(OfferId(number)).number()
    }

    fn vector(number: i64) -> Vector {
        let mut numbers = [0u8; WIDE];
        numbers[number as usize % WIDE] = 100;
        Vector::of_bytes(&numbers)
    }

    fn sorted(near: &Near) -> Vec<(u64, u8)> {
        let mut all: Vec<(u64, u8)> = near.all().map(|placed| (placed.key, placed.kind)).collect();
        all.sort_unstable();
        all
    }

    #[test]
    fn what_was_kept_is_read_back_up_to_the_mark_and_no_further() {
        let dir = tempfile::tempdir().unwrap();
        let mut near = Near::default();
        (1..=5_000).for_each(|n| near.put(offer(n), (n % 9) as u8, &vector(n)));
        let first = Kept::new(dir.path()).another(&near).unwrap();
        let before = sorted(&near);
        near.put(offer(7), 8, &vector(200));
        near.remove(offer(9));
        let changes = [7, 9].map(|n| Change { key: offer(n), now: near.find(offer(n)) });
        let second = first.add(&changes).unwrap();
        assert_eq!(sorted(&Kept::read(dir.path(), second.mark()).unwrap().unwrap().1), sorted(&near));
        // The commit that would have named the second mark failed.
        let (kept, read) = Kept::read(dir.path(), first.mark()).unwrap().unwrap();
        assert_eq!(sorted(&read), before);
        let again = kept.add(&changes).unwrap();
        assert_eq!(again.mark(), second.mark());
        assert_eq!(sorted(&Kept::read(dir.path(), again.mark()).unwrap().unwrap().1), sorted(&near));
    }

    #[test]
    fn whatever_is_damaged_is_noticed() {
        let dir = tempfile::tempdir().unwrap();
        let mut near = Near::default();
        (1..=20).for_each(|n| near.put(offer(n), 0, &vector(n)));
        let kept = Kept::new(dir.path()).another(&near).unwrap();
        let file = path(dir.path(), kept.mark().file);
        let good = std::fs::read(&file).unwrap();
        for at in (0..good.len()).step_by(61) {
            let mut bad = good.clone();
            bad[at] ^= 0x40;
            std::fs::write(&file, &bad).unwrap();
            assert!(Kept::read(dir.path(), kept.mark()).unwrap().is_err(), "byte {at}");
        }
        std::fs::write(&file, &good[..good.len() - 1]).unwrap();
        assert!(Kept::read(dir.path(), kept.mark()).unwrap().is_err());
        std::fs::remove_file(&file).unwrap();
        assert!(Kept::read(dir.path(), kept.mark()).unwrap().is_err());
    }

    #[test]
    fn another_file_is_due_when_most_of_one_is_outdated() {
        let dir = tempfile::tempdir().unwrap();
        let mut near = Near::default();
        (1..=10).for_each(|n| near.put(offer(n), 0, &vector(n)));
        let fresh = Kept::new(dir.path());
        assert!(fresh.wants_another(&near));
        let kept = fresh.another(&near).unwrap();
        assert!(!kept.wants_another(&near));
        let change = Change { key: offer(1), now: near.find(offer(1)) };
        let kept = kept.add(&vec![change; OUTDATED + 10]).unwrap();
        assert!(kept.wants_another(&near));
        let next = kept.another(&near).unwrap();
        next.clear_others();
        let left: Vec<_> = std::fs::read_dir(dir.path()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
        assert_eq!(left, ["meaning-2"]);
        assert!(!next.wants_another(&near));
    }
}
