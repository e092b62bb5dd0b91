//! Which posts are likely to fit a post best: by their words, tags and tools, found in the index, and by what they mean, together.

use std::{
    cmp::{Ordering, Reverse},
    collections::{BinaryHeap, HashMap},
    ops::Range,
    sync::Arc,
};

use hub::Timestamp;
use rustc_hash::{FxHashMap, FxHashSet};
use tantivy::{DocAddress, DocId, Searcher, SegmentOrdinal, SegmentReader, columnar::Column};

use crate::{
    best::Collected,
    brief::Brief,
    gathered::Gathered,
    index::{Fault, Index},
    pairing::guess::{Sign, Sought},
    postings::{Postings, STRETCH},
    reading::Reading,
    schema::In,
    together::{few, in_parallel},
};

/// So many are guessed at by their words, tags and tools.
const BY_WORDS: usize = 1_000;
/// And so many by what they mean.
const BY_MEANING: usize = 1_500;
/// So many stretches are gone through by one thread at least: for fewer, another one is not worth waking.
const STRETCHES_EACH: usize = 8;

/// A post that may fit.
#[derive(Clone, Copy)]
struct Guessed {
    key: u64,
    signs: u64,
    brief: Brief,
    created: Timestamp,
    /// `None`: in the hot set.
    at: Option<DocAddress>,
    nearness: Option<f64>,
}

/// What is noted of a document while lists are gone through.
#[derive(Clone, Copy, Default)]
struct Noted {
    signs: u64,
    /// What words say at most, and what else speaks for it.
    words: f32,
    most: f32,
}

/// A guess with what it is worth by words, tags and tools alone. Worths are positive floats, which stand in the order of their bits.
struct ByWords(u64, Guessed);

impl ByWords {
    fn rank(&self) -> (u64, u64) {
        (self.0, self.1.key)
    }
}

impl PartialEq for ByWords {
    fn eq(&self, other: &ByWords) -> bool {
        self.rank() == other.rank()
    }
}

impl Eq for ByWords {}

impl PartialOrd for ByWords {
    fn partial_cmp(&self, other: &ByWords) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for ByWords {
    fn cmp(&self, other: &ByWords) -> Ordering {
        self.rank().cmp(&other.rank())
    }
}

/// The strongest by words so far.
struct Strongest {
    heap: BinaryHeap<Reverse<ByWords>>,
    /// What signs must say at least to matter.
    least: f32,
    /// What else may speak for a post, as signs say it.
    around: f32,
}

impl Strongest {
    fn of(sought: &Sought<'_>) -> Strongest {
        Strongest { heap: BinaryHeap::with_capacity(BY_WORDS + 1), least: 0.0, around: sought.most_around() }
    }

    fn offer(&mut self, new: ByWords) {
        if self.heap.len() < BY_WORDS {
            self.heap.push(Reverse(new));
        } else if let Some(mut worst) = self.heap.peek_mut().filter(|worst| worst.0 < new) {
            *worst = Reverse(new);
        }
        if let Some(Reverse(worst)) = self.heap.peek().filter(|_| self.heap.len() == BY_WORDS) {
            self.least = -(1.0 - f64::from_bits(worst.0)).ln() as f32 - self.around;
        }
    }
}

/// What one thread has found: the same whoever else looks through the rest.
struct Found {
    near: Vec<Guessed>,
    strongest: Strongest,
}

impl Index {
    /// Those posts of the opposite group that are likely to score highest, the likeliest first.
    pub fn likely(&self, post: &Reading, limit: usize, now: Timestamp) -> Result<Vec<Arc<Reading>>, Fault> {
        self.guess(post, limit, now)?.read(limit, |reading| reading)
    }

    /// The same, to be read one after the other.
    pub(crate) fn guess(&self, post: &Reading, limit: usize, now: Timestamp) -> Result<Likely, Fault> {
        let weights = &self.weights;
        let sizes = self.sizes();
        let common = |stem: &str| self.commonness(In::Text, stem);
        let Some(mut sought) = Sought::of(post, weights, now, common, sizes.main.div_ceil(16).max(4_096)) else {
            return Ok(Likely { ranked: Vec::new(), read: 0, gathered: self.gathered(self.reader.searcher()) });
        };
        let signs = sought.signs();
        // The hot set is looked at before the main part, as everywhere.
        let (hidden, hot) = self.hot_posts();
        let searcher = self.reader.searcher();
        let near: FxHashMap<u64, f64> = match &post.meaning {
            Some(vector) => {
                self.near().nearest(vector, sought.what, weights.near_from, |kind| sought.may_fit(kind), BY_MEANING).into_iter().collect()
            }
            None => FxHashMap::default(),
        };

        let mut guesses: Vec<Guessed> = Vec::new();
        for (key, reading, terms) in &hot {
            let has = |sign: &&Sign| matches!(&sign.clause, crate::plan::Clause::Is(place, term) if terms.has(*place, term));
            let signs = signs.iter().filter(has).fold(0, |all, sign| all | sign.bit);
            let nearness = post.meaning.as_ref().zip(reading.meaning.as_ref()).map(|(mine, theirs)| mine.cosine(theirs));
            if signs != 0 || nearness.is_some_and(|cosine| cosine >= weights.near_from) {
                guesses.push(Guessed { key: *key, signs, brief: Brief::of(reading), created: reading.post.created_at, at: None, nearness });
            }
        }
        let mut strongest = Strongest::of(&sought);
        for found in self.look_through(&searcher, &sought, &signs, &near, &hidden)? {
            guesses.extend(found.near);
            found.strongest.heap.into_iter().for_each(|Reverse(one)| strongest.offer(one));
        }
        let meanings = self.near();
        guesses.extend(strongest.heap.into_iter().map(|Reverse(ByWords(_, mut guessed))| {
            let vector = meanings.vector_of(guessed.key);
            guessed.nearness = post.meaning.as_ref().zip(vector).map(|(mine, theirs)| mine.cosine(theirs));
            guessed
        }));
        drop(meanings);
        let mut worth = |guessed: &Guessed| sought.worth(guessed.signs, guessed.brief, guessed.created, guessed.nearness);
        let mut ranked: Vec<(f64, Guessed)> = guesses.into_iter().filter_map(|guessed| Some((worth(&guessed)?, guessed))).collect();
        ranked.sort_by(|a, b| b.0.total_cmp(&a.0).then(b.1.key.cmp(&a.1.key)));
        ranked.truncate(limit);
        let mut gathered = self.gathered(searcher);
        gathered.hot = hot.into_iter().map(|(key, reading, _)| (key, reading)).collect();
        let ranked = ranked.into_iter().map(|(worth, guessed)| (worth, guessed.key, guessed.at)).collect();
        Ok(Likely { ranked, read: 0, gathered })
    }

    /// Goes through the main part on a few threads, each through some stretches in a row.
    fn look_through(
        &self,
        searcher: &Searcher,
        sought: &Sought<'_>,
        signs: &[Sign],
        near: &FxHashMap<u64, f64>,
        hidden: &FxHashSet<u64>,
    ) -> Result<Vec<Found>, Fault> {
        let stretches: Vec<(SegmentOrdinal, DocId)> = (0..)
            .zip(searcher.segment_readers())
            .flat_map(|(segment, reader)| (0..reader.max_doc()).step_by(STRETCH as usize).map(move |begin| (segment, begin)))
            .collect();
        let each = stretches.len().div_ceil(few()).max(STRETCHES_EACH);
        let parts: Vec<&[(SegmentOrdinal, DocId)]> = stretches.chunks(each).collect();
        let looked = in_parallel(parts.len(), &parts, |part| {
            let mut sought = sought.clone();
            let mut found = Found { near: Vec::new(), strongest: Strongest::of(&sought) };
            for own in part.chunk_by(|a, b| a.0 == b.0) {
                let segment = own[0].0;
                let reader = searcher.segment_reader(segment);
                let end = reader.max_doc().min(own[own.len() - 1].1 + STRETCH);
                let near: Vec<(DocId, u64, f64)> = self.places.of(reader)?.these(near, hidden);
                Segment::of(segment, reader, signs, &self.fields)?.look(own[0].1..end, &mut sought, near, hidden, &mut found);
            }
            Ok::<_, Fault>(found)
        });
        looked.into_iter().collect()
    }

    pub(crate) fn gathered(&self, searcher: Searcher) -> Gathered {
        self.gathered_of(searcher, Collected::default(), HashMap::new())
    }
}

/// Posts that are likely to fit, the likeliest first.
pub(crate) struct Likely {
    ranked: Vec<(f64, u64, Option<DocAddress>)>,
    read: usize,
    gathered: Gathered,
}

impl Likely {
    /// How much the best that was not read yet is guessed to be worth.
    pub fn best_left(&self) -> Option<f64> {
        self.ranked.get(self.read).map(|(worth, ..)| *worth)
    }

    /// Reads the next few; what is made of each.
    pub fn read<R: Send + Sync>(&mut self, count: usize, make: impl Fn(Arc<Reading>) -> R + Sync + Send) -> Result<Vec<R>, Fault> {
        let next = self.ranked.get(self.read..).unwrap_or_default();
        let next = &next[..count.min(next.len())];
        self.read += count;
        let gathered = &self.gathered;
        let made = in_parallel(few(), next, |(_, key, at)| Ok(gathered.reading(*key, *at)?.map(&make)));
        made.into_iter().filter_map(Result::transpose).collect()
    }
}

/// The lists of a segment, with what else is known of its documents.
struct Segment<'a> {
    number: SegmentOrdinal,
    reader: &'a SegmentReader,
    lists: Vec<(Postings, Sign)>,
    keys: Column<u64>,
    created: Column<i64>,
    briefs: Column<u64>,
}

impl<'a> Segment<'a> {
    fn of(
        number: SegmentOrdinal,
        reader: &'a SegmentReader,
        signs: &[Sign],
        fields: &crate::schema::Fields,
    ) -> tantivy::Result<Segment<'a>> {
        let lists = signs.iter().map(|sign| Ok((Postings::of(&sign.clause, reader, fields)?, sign.clone())));
        let columns = reader.fast_fields();
        Ok(Segment {
            number,
            reader,
            lists: lists.collect::<tantivy::Result<_>>()?,
            keys: columns.u64("key")?,
            created: columns.i64("created")?,
            briefs: columns.u64("brief")?,
        })
    }

    fn guessed(&self, doc: DocId, signs: u64, nearness: Option<f64>) -> Option<Guessed> {
        let (key, brief) = (self.keys.first(doc)?, Brief::of_number(self.briefs.first(doc)?));
        let created = Timestamp(self.created.first(doc).unwrap_or_default());
        Some(Guessed { key, signs, brief, created, at: Some(DocAddress::new(self.number, doc)), nearness })
    }

    /// Goes through some documents in their order. `near` are those that are near in meaning: what else speaks for them is
    /// noted whatever it is.
    fn look(
        mut self,
        documents: Range<DocId>,
        sought: &mut Sought<'_>,
        near: Vec<(DocId, u64, f64)>,
        hidden: &FxHashSet<u64>,
        found: &mut Found,
    ) {
        let mut near = near.into_iter().skip_while(|(doc, ..)| *doc < documents.start).peekable();
        let mut stretch = vec![Noted::default(); (STRETCH as usize).min(documents.len())];
        for begin in documents.clone().step_by(STRETCH as usize) {
            let end = (begin + STRETCH).min(documents.end);
            stretch.fill(Noted::default());
            for (postings, Sign { bit, words, most, .. }) in &mut self.lists {
                let (bit, words, most) = (*bit, *words, *most);
                postings.within(begin, end, |doc| {
                    let noted = &mut stretch[(doc - begin) as usize];
                    noted.signs |= bit;
                    noted.words += words;
                    noted.most += most;
                });
            }
            while let Some((doc, _, cosine)) = near.next_if(|(doc, ..)| *doc < end) {
                let noted = &mut stretch[(doc - begin) as usize];
                found.near.extend(self.guessed(doc, noted.signs, Some(cosine)));
                *noted = Noted::default();
            }
            let alive = self.reader.alive_bitset();
            for (doc, noted) in (begin..end).zip(&stretch) {
                if noted.signs == 0
                    || noted.most + sought.most_of(noted.words) < found.strongest.least
                    || alive.is_some_and(|alive| alive.is_deleted(doc))
                {
                    continue;
                }
                let Some(guessed) = self.guessed(doc, noted.signs, None) else { continue };
                if hidden.contains(&guessed.key) {
                    continue;
                }
                if let Some(worth) = sought.worth(guessed.signs, guessed.brief, guessed.created, None) {
                    found.strongest.offer(ByWords(worth.to_bits(), guessed));
                }
            }
        }
    }
}
