//! How many each value of each filter would leave. Where no word is typed everything is counted, and what was counted is right for as
//! long as the index stands as it stood: until then it is remembered. In a large index (measured: 60 ms among a million) it is
//! remembered for a few seconds beyond that, since it comes out much the same a moment later.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
    time::{Duration, Instant},
};

use hub::command::AnyRefusal;
use search::{Generation, Index, Query as Search, Viewer};

use crate::problem::Problem;

/// What was counted for a query.
#[derive(Clone, Debug, Default)]
pub struct Counted {
    /// Nothing says most of what was typed, and what says some of it was counted.
    pub loosely: bool,
    /// How many are of whom the reader sees to be here.
    pub here: usize,
    /// By fact: `price:free`.
    pub values: Arc<HashMap<String, usize>>,
}

/// A query without words, for members or for everybody.
type Wordless = (Search, bool);
type Values = Arc<HashMap<String, usize>>;

/// What was counted, when, and how the index stood then.
#[derive(Clone)]
struct Kept {
    at: Instant,
    stood: Generation,
    /// It took so long that it is believed for a while, whatever has changed.
    slow: bool,
    values: Values,
}

/// What was counted lately.
#[derive(Default)]
pub struct Recent(Mutex<HashMap<Wordless, Kept>>);

impl Recent {
    const FRESH: Duration = Duration::from_secs(5);
    /// What takes less is counted each time that something has changed.
    const SLOW: Duration = Duration::from_millis(5);
    /// So many are remembered; filters without a word are few.
    const MOST: usize = 64;

    pub async fn of(&self, index: Arc<Index>, query: Search, viewer: Viewer) -> Result<Counted, Problem> {
        let wordless = query.text.trim().is_empty();
        let key = Some((query.clone(), viewer.signed_in)).filter(|_| wordless && !query.here);
        // Asked before anything is counted: what was counted may be newer than this says, never older.
        let stood = index.generation();
        let known = key.as_ref().and_then(|key| self.find(key, stood));
        if let Some(values) = known.clone().filter(|_| viewer.sees.is_empty()) {
            return Ok(Counted { values, ..Counted::default() });
        }
        let is_known = known.is_some();
        let work = move || count(&index, &query, &viewer, known);
        let (counted, took) = actix_web::web::block(work).await.map_err(|_| AnyRefusal::Broken)?.map_err(|fault| {
            tracing::error!(error = %fault, "a search broke");
            AnyRefusal::Broken
        })?;
        if let Some(key) = key.filter(|_| !is_known) {
            let values = counted.values.clone();
            self.keep(key, Kept { at: Instant::now(), stood, slow: took >= Self::SLOW, values });
        }
        Ok(counted)
    }

    fn find(&self, key: &Wordless, now: Generation) -> Option<Values> {
        let kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let right = |kept: &&Kept| kept.stood == now || kept.slow && kept.at.elapsed() < Self::FRESH;
        kept.get(key).filter(right).map(|kept| kept.values.clone())
    }

    /// What was counted longest ago makes room.
    fn keep(&self, key: Wordless, counted: Kept) {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        kept.insert(key, counted);
        while kept.len() > Self::MOST {
            let Some(oldest) = kept.iter().min_by_key(|(_, kept)| kept.at).map(|(key, _)| key.clone()) else { return };
            kept.remove(&oldest);
        }
    }
}

/// Counts, with how long that took.
fn count(index: &Index, query: &Search, viewer: &Viewer, known: Option<Values>) -> Result<(Counted, Duration), search::Fault> {
    // Only words can say too much.
    let loosely = !query.text.trim().is_empty() && index.search(query, viewer, 1, None)?.loosely;
    let mut here = 0;
    if !viewer.sees.is_empty() {
        let found = index.search(&Search { here: true, ..query.clone() }, viewer, 1, None)?;
        here = if found.loosely && !loosely { 0 } else { found.of(&query.what) };
    }
    let began = Instant::now();
    let values = match known {
        Some(known) => known,
        None => Arc::new(index.facets(query, viewer, loosely)?),
    };
    Ok((Counted { loosely, here, values }, began.elapsed()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kept(stood: Generation, slow: bool) -> Kept {
        Kept { at: Instant::now(), stood, slow, values: Arc::new(HashMap::from([("price:free".to_owned(), 7)])) }
    }

    fn query(n: usize) -> Search {
        Search { category: Some(format!("c{n}")), ..Search::default() }
    }

    #[test]
    fn what_was_counted_is_remembered_for_its_reader_and_no_more_than_so_many() {
        let (recent, now) = (Recent::default(), Generation::default());
        for n in 0..Recent::MOST + 5 {
            recent.keep((query(n), true), kept(now, false));
        }
        assert!(recent.find(&(query(Recent::MOST + 4), true), now).is_some());
        assert_eq!(recent.find(&(query(Recent::MOST + 4), false), now), None, "what is for members only is not counted for others");
        assert_eq!(recent.find(&(query(0), true), now), None, "the oldest made room");
    }

    #[test]
    fn what_was_counted_quickly_is_forgotten_as_soon_as_something_changes() {
        let (recent, before) = (Recent::default(), Generation::default());
        let index = Index::open(None, 1).expect("an index").0;
        index.remove(search::Key::Ask(hub::AskId(7)));
        let after = index.generation();
        assert_ne!(after, before);
        recent.keep((query(1), true), kept(before, false));
        recent.keep((query(2), true), kept(before, true));
        assert_eq!(recent.find(&(query(1), true), after), None);
        assert!(recent.find(&(query(2), true), after).is_some(), "a slow count is believed for a moment");
    }
}
