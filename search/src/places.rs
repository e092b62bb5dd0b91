//! Where posts stand in the main part, for those that are found by something else than their terms.

use std::sync::{Arc, Mutex, PoisonError};

use rustc_hash::{FxHashMap, FxHashSet};
use tantivy::{DocId, Searcher, SegmentReader, index::SegmentId};

/// The documents of a segment, by key. A segment never changes, but for documents that go.
pub(crate) struct Keys(FxHashMap<u64, DocId>);

impl Keys {
    fn of(reader: &SegmentReader) -> tantivy::Result<Keys> {
        let column = reader.fast_fields().u64("key")?;
        // The last of a key is the one that counts, if any does.
        Ok(Keys(
            (0..reader.max_doc())
                .filter(|doc| reader.alive_bitset().is_none_or(|alive| alive.is_alive(*doc)))
                .filter_map(|doc| Some((column.first(doc)?, doc)))
                .collect(),
        ))
    }
}

/// The same with what is alive now.
pub(crate) struct Now<'a> {
    keys: Arc<Keys>,
    reader: &'a SegmentReader,
}

impl Now<'_> {
    pub fn find(&self, key: u64) -> Option<DocId> {
        let doc = *self.keys.0.get(&key)?;
        self.reader.alive_bitset().is_none_or(|alive| alive.is_alive(doc)).then_some(doc)
    }

    /// Where some posts stand here, in order.
    pub fn documents(&self, keys: &FxHashSet<u64>) -> Vec<DocId> {
        let mut own: Vec<DocId> = keys.iter().filter_map(|key| self.find(*key)).collect();
        own.sort_unstable();
        own
    }

    /// Which of some posts stand here, in the order of documents.
    pub fn these(&self, wanted: &FxHashMap<u64, f64>, hidden: &FxHashSet<u64>) -> Vec<(DocId, u64, f64)> {
        let own = wanted.iter().filter(|(key, _)| !hidden.contains(key));
        let mut own: Vec<(DocId, u64, f64)> = own.filter_map(|(key, cosine)| Some((self.find(*key)?, *key, *cosine))).collect();
        own.sort_unstable_by_key(|(doc, ..)| *doc);
        own
    }
}

#[derive(Default)]
pub(crate) struct Places(Mutex<FxHashMap<SegmentId, Arc<Keys>>>);

impl Places {
    pub fn of<'a>(&self, reader: &'a SegmentReader) -> tantivy::Result<Now<'a>> {
        let id = reader.segment_id();
        let known = self.0.lock().unwrap_or_else(PoisonError::into_inner).get(&id).cloned();
        let keys = match known {
            Some(keys) => keys,
            None => {
                let keys = Arc::new(Keys::of(reader)?);
                self.0.lock().unwrap_or_else(PoisonError::into_inner).insert(id, keys.clone());
                keys
            }
        };
        Ok(Now { keys, reader })
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
