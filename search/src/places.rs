//! Where posts stand in the main part and what is known of them there, in memory.

use std::sync::{Arc, Mutex, PoisonError};

use rustc_hash::{FxHashMap, FxHashSet};
use tantivy::{DocId, Searcher, SegmentReader, columnar::Column, index::SegmentId};

/// What is known of the documents of a segment: by number what is asked of many in a row, and which one has a key. A segment never
/// changes, but for documents that go.
pub(crate) struct Known {
    by_key: FxHashMap<u64, DocId>,
    keys: Vec<u64>,
    created: Vec<i64>,
    briefs: Vec<u64>,
}

impl Known {
    fn of(reader: &SegmentReader) -> tantivy::Result<Known> {
        let columns = reader.fast_fields();
        let all = reader.max_doc();
        let keys = column(columns.u64("key")?, all);
        let alive = |doc: &DocId| reader.alive_bitset().is_none_or(|alive| alive.is_alive(*doc));
        // The last of a key is the one that counts, if any does.
        let by_key = (0..).zip(&keys).filter(|(doc, _)| alive(doc)).map(|(doc, key)| (*key, doc)).collect();
        Ok(Known { by_key, keys, created: column(columns.i64("created")?, all), briefs: column(columns.u64("brief")?, all) })
    }

    pub fn key(&self, doc: DocId) -> u64 {
        self.keys[doc as usize]
    }

    pub fn created(&self, doc: DocId) -> i64 {
        self.created[doc as usize]
    }

    /// [`crate::brief::Brief::number`]
    pub fn brief(&self, doc: DocId) -> u64 {
        self.briefs[doc as usize]
    }

    pub fn briefs(&self, begin: DocId, end: DocId) -> &[u64] {
        &self.briefs[begin as usize..end as usize]
    }
}

/// A column as numbers in a row: what is packed costs much more to look at.
fn column<T: Copy + Default + PartialOrd + std::fmt::Debug + Send + Sync + 'static>(column: Column<T>, all: DocId) -> Vec<T> {
    if column.values.num_vals() != all {
        return (0..all).map(|doc| column.first(doc).unwrap_or_default()).collect();
    }
    let mut values = vec![T::default(); all as usize];
    column.values.get_range(0, &mut values);
    values
}

/// The same with what is alive now.
pub(crate) struct Now<'a> {
    pub known: Arc<Known>,
    reader: &'a SegmentReader,
}

impl Now<'_> {
    pub fn find(&self, key: u64) -> Option<DocId> {
        let doc = *self.known.by_key.get(&key)?;
        self.reader.alive_bitset().is_none_or(|alive| alive.is_alive(doc)).then_some(doc)
    }

    /// Where some posts stand here, in order.
    pub fn documents(&self, keys: &FxHashSet<u64>) -> Vec<DocId> {
        let mut own: Vec<DocId> = keys.iter().filter_map(|key| self.find(*key)).collect();
        own.sort_unstable();
        own
    }
}

#[derive(Default)]
pub(crate) struct Places(Mutex<FxHashMap<SegmentId, Arc<Known>>>);

impl Places {
    pub fn of<'a>(&self, reader: &'a SegmentReader) -> tantivy::Result<Now<'a>> {
        let id = reader.segment_id();
        let known = self.0.lock().unwrap_or_else(PoisonError::into_inner).get(&id).cloned();
        let known = match known {
            Some(known) => known,
            None => {
                let known = Arc::new(Known::of(reader)?);
                self.0.lock().unwrap_or_else(PoisonError::into_inner).insert(id, known.clone());
                known
            }
        };
        Ok(Now { known, reader })
    }

    /// Reads what is new and forgets what is gone, so that nobody who searches waits for it.
    pub fn refresh(&self, searcher: &Searcher) -> tantivy::Result<()> {
        let present: FxHashSet<SegmentId> = searcher.segment_readers().iter().map(SegmentReader::segment_id).collect();
        for reader in searcher.segment_readers() {
            self.of(reader)?;
        }
        self.0.lock().unwrap_or_else(PoisonError::into_inner).retain(|id, _| present.contains(id));
        Ok(())
    }
}
