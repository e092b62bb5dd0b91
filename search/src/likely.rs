//! Which posts are likely to fit a post best: by their words, tags and tools, found in the index, and by what they mean, together.

use std::{
    cmp::{Ordering, Reverse},
    collections::{BinaryHeap, HashMap},
    ops::Range,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering::Relaxed},
    },
};

use hub::Timestamp;
use rustc_hash::{FxHashMap, FxHashSet};
use tantivy::{DocAddress, DocId, Searcher, SegmentOrdinal, SegmentReader};

use crate::{
    best::Collected,
    brief::Brief,
    gathered::Gathered,
    index::{Fault, Index},
    pairing::guess::{Sign, Sought, Worth},
    places::{Known, Now},
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

/// After so many that were offered it is asked anew what one must come to.
const LEAST_ANEW: usize = 256;

/// A post that may fit.
#[derive(Clone, Copy)]
struct Guessed {
    key: u64,
    worth: Worth,
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
struct Strongest(BinaryHeap<Reverse<ByWords>>);

impl Strongest {
    fn none_yet() -> Strongest {
        Strongest(BinaryHeap::with_capacity(BY_WORDS + 1))
    }

    fn offer(&mut self, new: ByWords) {
        if self.0.len() < BY_WORDS {
            self.0.push(Reverse(new));
        } else if let Some(mut worst) = self.0.peek_mut().filter(|worst| worst.0 < new) {
            *worst = Reverse(new);
        }
    }

    /// What one must be worth to be among them.
    fn least(&self) -> f64 {
        self.0.peek().filter(|_| self.0.len() == BY_WORDS).map_or(0.0, |Reverse(worst)| f64::from_bits(worst.0))
    }
}

/// What one thread has found.
struct Found<'a> {
    near: Vec<Guessed>,
    strongest: Strongest,
    /// What the strongest of some thread are worth at least, as bits: whoever is worth less is not among the strongest of all. So in
    /// the end they are the same whichever thread was quicker.
    least: &'a AtomicU64,
}

impl Found<'_> {
    fn least(&self) -> f64 {
        let own = self.strongest.least().to_bits();
        f64::from_bits(own.max(self.least.fetch_max(own, Relaxed)))
    }
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

        let shown = in_parallel(few(), &hot, |(_, reading, terms)| {
            let has = |sign: &&Sign| matches!(&sign.clause, crate::plan::Clause::Is(place, term) if terms.has(*place, term));
            let signs = signs.iter().filter(has).fold(0, |all, sign| all | sign.bit);
            (signs, post.meaning.as_ref().zip(reading.meaning.as_ref()).map(|(mine, theirs)| mine.cosine(theirs)))
        });
        let mut guesses: Vec<Guessed> = Vec::new();
        for ((key, reading, _), (signs, nearness)) in hot.iter().zip(shown) {
            if (signs != 0 || nearness.is_some_and(|cosine| cosine >= weights.near_from))
                && let Some(worth) = sought.worth(signs, Brief::of(reading), reading.post.created_at)
            {
                guesses.push(Guessed { key: *key, worth, at: None, nearness });
            }
        }
        let mut strongest = Strongest::none_yet();
        for (near, strong) in self.look_through(&searcher, &sought, &signs, &near, &hidden)? {
            guesses.extend(near);
            strong.0.into_iter().for_each(|Reverse(one)| strongest.offer(one));
        }
        let meanings = self.near();
        let near_too = |Reverse(ByWords(_, guessed)): &Reverse<ByWords>| {
            let vector = meanings.vector_of(guessed.key);
            Guessed { nearness: post.meaning.as_ref().zip(vector).map(|(mine, theirs)| mine.cosine(theirs)), ..*guessed }
        };
        guesses.extend(in_parallel(few(), &strongest.0.into_vec(), near_too));
        drop(meanings);
        let mut ranked: Vec<(f64, Guessed)> =
            guesses.into_iter().map(|guessed| (guessed.worth.with(guessed.nearness, weights), guessed)).collect();
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
    ) -> Result<Vec<(Vec<Guessed>, Strongest)>, Fault> {
        let segments: Vec<Now<'_>> =
            searcher.segment_readers().iter().map(|reader| self.places.of(reader)).collect::<tantivy::Result<_>>()?;
        let near: Vec<(u64, f64)> = near.iter().filter(|(key, _)| !hidden.contains(key)).map(|(key, cosine)| (*key, *cosine)).collect();
        let place = |(key, cosine): &(u64, f64)| Some(((0..).zip(&segments).find_map(|(n, now)| Some((n, now.find(*key)?)))?, *cosine));
        let mut near: Vec<((SegmentOrdinal, DocId), f64)> = in_parallel(few(), &near, place).into_iter().flatten().collect();
        near.sort_unstable_by_key(|(at, _)| *at);
        let stretches: Vec<(SegmentOrdinal, DocId)> = (0..)
            .zip(searcher.segment_readers())
            .flat_map(|(segment, reader)| (0..reader.max_doc()).step_by(STRETCH as usize).map(move |begin| (segment, begin)))
            .collect();
        let each = stretches.len().div_ceil(few()).max(STRETCHES_EACH);
        let parts: Vec<&[(SegmentOrdinal, DocId)]> = stretches.chunks(each).collect();
        let least = AtomicU64::new(0);
        let looked = in_parallel(parts.len(), &parts, |part| {
            let mut sought = sought.clone();
            let mut found = Found { near: Vec::new(), strongest: Strongest::none_yet(), least: &least };
            for own in part.chunk_by(|a, b| a.0 == b.0) {
                let segment = own[0].0;
                let reader = searcher.segment_reader(segment);
                let end = reader.max_doc().min(own[own.len() - 1].1 + STRETCH);
                let (documents, known) = (own[0].1..end, &*segments[segment as usize].known);
                let near = &near[near.partition_point(|(at, _)| *at < (segment, documents.start))..];
                let near = &near[..near.partition_point(|(at, _)| *at < (segment, documents.end))];
                Segment::of(segment, reader, known, signs, &self.fields)?.look(documents, &mut sought, near, hidden, &mut found);
            }
            Ok::<_, Fault>((found.near, found.strongest))
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
    known: &'a Known,
}

impl<'a> Segment<'a> {
    fn of(
        number: SegmentOrdinal,
        reader: &'a SegmentReader,
        known: &'a Known,
        signs: &[Sign],
        fields: &crate::schema::Fields,
    ) -> tantivy::Result<Segment<'a>> {
        let lists = signs.iter().map(|sign| Ok((Postings::of(&sign.clause, reader, fields)?, sign.clone())));
        Ok(Segment { number, reader, lists: lists.collect::<tantivy::Result<_>>()?, known })
    }

    /// What is guessed of a document, unless another one is known better under its key.
    fn guessed(
        &self,
        doc: DocId,
        brief: Brief,
        signs: u64,
        nearness: Option<f64>,
        sought: &mut Sought<'_>,
        hidden: &FxHashSet<u64>,
    ) -> Option<Guessed> {
        let key = Some(self.known.key(doc)).filter(|key| !hidden.contains(key))?;
        let worth = sought.worth(signs, brief, Timestamp(self.known.created(doc)))?;
        Some(Guessed { key, worth, at: Some(DocAddress::new(self.number, doc)), nearness })
    }

    /// Goes through some documents in their order. `near` are those that are near in meaning: what else speaks for them is
    /// noted whatever it is.
    fn look(
        mut self,
        documents: Range<DocId>,
        sought: &mut Sought<'_>,
        near: &[((SegmentOrdinal, DocId), f64)],
        hidden: &FxHashSet<u64>,
        found: &mut Found<'_>,
    ) {
        let weights = sought.weights;
        let mut near = near.iter().map(|((_, doc), cosine)| (*doc, *cosine)).peekable();
        let mut stretch = vec![Noted::default(); (STRETCH as usize).min(documents.len())];
        let mut speak: Vec<DocId> = vec![0; stretch.len()];
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
            while let Some((doc, cosine)) = near.next_if(|(doc, _)| *doc < end) {
                let noted = &mut stretch[(doc - begin) as usize];
                let brief = Brief::of_number(self.known.brief(doc));
                found.near.extend(self.guessed(doc, brief, noted.signs, Some(cosine), sought, hidden));
                *noted = Noted::default();
            }
            // From the cheapest question to the dearest.
            let mut least = sought.least(found.least());
            // Whether one matters cannot be foreseen, so no branch is taken: each is written, and counted if it does.
            let briefs = self.known.briefs(begin, end);
            let mut kept = 0;
            for ((doc, noted), brief) in (begin..end).zip(&stretch).zip(briefs) {
                speak[kept] = doc;
                kept += usize::from((noted.signs != 0) & (Brief::what_of_number(*brief) == sought.what));
            }
            let alive = self.reader.alive_bitset();
            let mut taken = 0;
            for doc in speak[..kept].iter().copied() {
                let noted = stretch[(doc - begin) as usize];
                if !least.is_said(noted.words, noted.most) {
                    continue;
                }
                let brief = Brief::of_number(self.known.brief(doc));
                if !sought.may_come_to(&least, noted.words, noted.most, brief) || alive.is_some_and(|alive| alive.is_deleted(doc)) {
                    continue;
                }
                if let Some(guessed) = self.guessed(doc, brief, noted.signs, None, sought, hidden) {
                    let worth = guessed.worth.with(None, weights);
                    found.strongest.offer(ByWords(worth.to_bits(), guessed));
                    taken += 1;
                    if taken % LEAST_ANEW == 0 {
                        least = sought.least(found.least());
                    }
                }
            }
        }
    }
}
