//! How many each value of each filter would leave. Where no word is typed everything is counted, which takes its time in a large
//! index (measured: 60 ms among a million), and comes out much the same a moment later: that is remembered for a few seconds.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
    time::{Duration, Instant},
};

use hub::command::AnyRefusal;
use search::{Index, Query as Search, Viewer};

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

/// What was counted lately.
#[derive(Default)]
pub struct Recent(Mutex<HashMap<Wordless, (Instant, Values)>>);

impl Recent {
    const FRESH: Duration = Duration::from_secs(5);
    /// What takes less is counted each time.
    const SLOW: Duration = Duration::from_millis(5);
    /// So many are remembered; filters without a word are few.
    const MOST: usize = 64;

    pub async fn of(&self, index: Arc<Index>, query: Search, viewer: Viewer) -> Result<Counted, Problem> {
        let key = Some((query.clone(), viewer.signed_in)).filter(|_| query.text.trim().is_empty() && !query.here);
        let known = key.as_ref().and_then(|key| self.find(key));
        let is_known = known.is_some();
        let work = move || count(&index, &query, &viewer, known);
        let (counted, took) = actix_web::web::block(work).await.map_err(|_| AnyRefusal::Broken)?.map_err(|fault| {
            tracing::error!(error = %fault, "a search broke");
            AnyRefusal::Broken
        })?;
        if let Some(key) = key.filter(|_| !is_known && took >= Self::SLOW) {
            self.keep(key, counted.values.clone());
        }
        Ok(counted)
    }

    fn find(&self, key: &Wordless) -> Option<Values> {
        let kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        kept.get(key).filter(|(at, _)| at.elapsed() < Self::FRESH).map(|(_, values)| values.clone())
    }

    fn keep(&self, key: Wordless, values: Values) {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        kept.retain(|_, (at, _)| at.elapsed() < Self::FRESH);
        if kept.len() < Self::MOST {
            kept.insert(key, (Instant::now(), values));
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

    #[test]
    fn what_was_counted_is_remembered_for_its_reader_and_no_more_than_so_many() {
        let recent = Recent::default();
        let values: Values = Arc::new(HashMap::from([("price:free".to_owned(), 7)]));
        let query = |n: usize| Search { category: Some(format!("c{n}")), ..Search::default() };
        for n in 0..Recent::MOST + 5 {
            recent.keep((query(n), true), values.clone());
        }
        assert_eq!(recent.find(&(query(0), true)), Some(values));
        assert_eq!(recent.find(&(query(0), false)), None, "what is for members only is not counted for others");
        assert_eq!(recent.find(&(query(Recent::MOST), true)), None);
    }
}
