//! What a plan found, with the means to read it.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError, RwLock},
};

use tantivy::{
    DocAddress, DocId, Searcher, TantivyDocument,
    index::SegmentId,
    schema::{Field, Value},
};

use crate::{
    best::Collected,
    brief::hash,
    index::Fault,
    meaning::{Source, Vector, near::Near},
    post::Post,
    reading::Reading,
    words::Town,
};

/// So many readings are kept.
const CACHED: usize = 4_096;

/// Where a document of the main part stands. A document of a segment never changes.
type Place = (SegmentId, DocId);

/// A reading, where it stood when it was last asked for, and what it was made of.
struct Kept {
    at: Place,
    made_of: u64,
    reading: Arc<Reading>,
}

/// Readings of the main part, by post. A merge moves documents into a new segment: what was read before is still good when it
/// was made of the same bytes, and reading a text anew costs ten times what comparing them does.
#[derive(Default)]
pub(crate) struct ReadingCache(Mutex<HashMap<u64, Kept>>);

impl ReadingCache {
    fn lock(&self) -> MutexGuard<'_, HashMap<u64, Kept>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn find(&self, key: u64, at: Place) -> Option<Arc<Reading>> {
        self.lock().get(&key).filter(|kept| kept.at == at).map(|kept| kept.reading.clone())
    }

    fn find_made_of(&self, key: u64, at: Place, made_of: u64) -> Option<Arc<Reading>> {
        let mut all = self.lock();
        let kept = all.get_mut(&key).filter(|kept| kept.made_of == made_of)?;
        kept.at = at;
        Some(kept.reading.clone())
    }

    /// Of another town they would be others.
    pub fn forget_all(&self) {
        self.lock().clear();
    }

    fn keep(&self, key: u64, kept: Kept) {
        let mut all = self.lock();
        // Half of them go, whichever: those that are asked for again come back one by one.
        if all.len() >= CACHED {
            let mut nth = 0;
            all.retain(|_, _| {
                nth += 1;
                nth % 2 == 0
            });
        }
        all.insert(key, kept);
    }
}

pub(crate) struct Gathered {
    pub searcher: Searcher,
    pub collected: Collected,
    pub hot: HashMap<u64, Arc<Reading>>,
    pub kept: Field,
    pub cache: Arc<ReadingCache>,
    pub source: Source,
    pub town: Arc<Town>,
    pub near: Arc<RwLock<Near>>,
}

impl Gathered {
    /// The posts themselves, the best first.
    pub fn readings(&self) -> Result<Vec<Arc<Reading>>, Fault> {
        self.collected.best.iter().filter_map(|(rank, address)| self.reading(rank.key, *address).transpose()).collect()
    }

    pub fn reading(&self, key: u64, address: Option<DocAddress>) -> Result<Option<Arc<Reading>>, Fault> {
        let Some(address) = address else { return Ok(self.hot.get(&key).cloned()) };
        let at = (self.searcher.segment_reader(address.segment_ord).segment_id(), address.doc_id);
        if let Some(reading) = self.cache.find(key, at) {
            return Ok(Some(reading));
        }
        let document: TantivyDocument = self.searcher.doc(address)?;
        let bytes = document.get_first(self.kept).and_then(|value| value.as_bytes()).unwrap_or_default();
        // What it means need not be found out again. Should it have changed since the index was looked at, the next look tells: the
        // two are remembered together.
        let meaning = self.near.read().unwrap_or_else(PoisonError::into_inner).vector_of(key).map(|vector| Box::new(*vector));
        // Tells whether the post is as it was.
        let made_of = hash(bytes) ^ meaning.as_deref().map_or(0, Vector::hash);
        if let Some(reading) = self.cache.find_made_of(key, at, made_of) {
            return Ok(Some(reading));
        }
        let Ok(post) = rmp_serde::from_slice::<Post>(bytes) else {
            tracing::error!(index.key = key, "a post in the search index can't be read");
            return Ok(None);
        };
        let reading = Arc::new(if meaning.is_some() || !self.source.is_quick() {
            Reading::that_means(&self.town, post, meaning)
        } else {
            Reading::by(&self.source, &self.town, post)
        });
        self.cache.keep(key, Kept { at, made_of, reading: reading.clone() });
        Ok(Some(reading))
    }
}
