//! What a plan found, with the means to read it.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
};

use tantivy::{
    DocAddress, DocId, Searcher, TantivyDocument,
    index::SegmentId,
    schema::{Field, Value},
};

use crate::{
    best::{Collected, Rank},
    index::Fault,
    post::Post,
    reading::Reading,
};

/// So many readings are kept; about 10 KB each.
const CACHED: usize = 4_096;

/// Readings of the main part. A document of a segment never changes, so what is kept here is never out of date.
#[derive(Default)]
pub(crate) struct ReadingCache(Mutex<HashMap<(SegmentId, DocId), Arc<Reading>>>);

impl ReadingCache {
    fn find(&self, at: (SegmentId, DocId)) -> Option<Arc<Reading>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).get(&at).cloned()
    }

    fn keep(&self, at: (SegmentId, DocId), reading: Arc<Reading>) {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        // Begins anew when it is full: segments that were merged away go with it.
        if kept.len() >= CACHED {
            kept.clear();
        }
        kept.insert(at, reading);
    }
}

pub(crate) struct Gathered {
    pub searcher: Searcher,
    pub collected: Collected,
    pub hot: HashMap<u64, Arc<Reading>>,
    pub kept: Field,
    pub cache: Arc<ReadingCache>,
}

impl Gathered {
    /// The posts themselves, the best first.
    pub fn readings(&self) -> Result<Vec<Arc<Reading>>, Fault> {
        self.collected.best.iter().filter_map(|(rank, address)| self.reading(*rank, *address).transpose()).collect()
    }

    fn reading(&self, rank: Rank, address: Option<DocAddress>) -> Result<Option<Arc<Reading>>, Fault> {
        let Some(address) = address else { return Ok(self.hot.get(&rank.key).cloned()) };
        let at = (self.searcher.segment_reader(address.segment_ord).segment_id(), address.doc_id);
        if let Some(reading) = self.cache.find(at) {
            return Ok(Some(reading));
        }
        let document: TantivyDocument = self.searcher.doc(address)?;
        let kept = document.get_first(self.kept).and_then(|value| value.as_bytes());
        let Some(post) = kept.and_then(|bytes| rmp_serde::from_slice::<Post>(bytes).ok()) else {
            tracing::error!(index.key = rank.key, "a post in the search index can't be read");
            return Ok(None);
        };
        let reading = Arc::new(Reading::of(post));
        self.cache.keep(at, reading.clone());
        Ok(Some(reading))
    }
}
