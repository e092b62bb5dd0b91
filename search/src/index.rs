//! The index: a main part kept by tantivy, and a hot set of what came since the last flush.
//!
//! ```text
//!   replace, remove ─┬▶ hot set (searched at once) ──flush()──▶ tantivy (on disk, with the cursor)
//!                    └▶ meanings (in memory)       ──flush()──▶ meaning-1, -2, … (which counts stands in tantivy's commit)
//! ```
//! A commit of tantivy takes tens of milliseconds, a card is due in ten: so the newest stands in memory and is searched
//! beside the main part, by the same plan and with the same scores. A post in the hot set hides what the main part has
//! under the same key; a removed one hides it and shows nothing. After a crash the hot set is gone: whoever feeds the
//! index goes on from [`Index::cursor`], which tells up to where the main part is right.

use std::{
    collections::{HashMap, HashSet},
    path::{Path, PathBuf},
    sync::{
        Arc, Mutex, MutexGuard, PoisonError, RwLock, RwLockReadGuard,
        atomic::{AtomicBool, AtomicU64, Ordering},
    },
};

use rustc_hash::FxHashSet;
use tantivy::{
    DocAddress, IndexReader, IndexSettings, IndexWriter, ReloadPolicy, Searcher, TantivyError, Term, directory::error::LockError,
};

use crate::{
    best::{Collected, Cut, Rank, count},
    brief::number_of_kind,
    facets::{Counting, Counts},
    gathered::{Gathered, ReadingCache},
    meaning::{
        Source,
        kept::{Change, Kept, Mark},
        near::Near,
    },
    pairing::Weights,
    places::Places,
    plan::Plan,
    post::{Key, Post, What},
    reading::Reading,
    scan,
    schema::{Fields, In, SCHEMA_VERSION, Terms, document, schema},
    together::{cores, in_parallel},
    typing::{begins_nearly, with_another_beginning},
    words::{self, Town},
};

/// What tantivy may use before it writes a segment by itself.
const WRITER_MEMORY: usize = 32 << 20;
/// So many terms of a segment are looked through for words that begin like what somebody types.
const TERMS_LOOKED_THROUGH: usize = 20_000;
/// The epoch of no store: what an index says that was left while it was filled.
const UNFINISHED: i64 = -1;
const VERSION_FILE: &str = "index-version";

/// Something broke. The index can always be built anew.
#[derive(Debug, thiserror::Error)]
pub enum Fault {
    #[error("the search index in {0} is in use by another process")]
    InUse(PathBuf),
    #[error("{0} holds files that are no search index; nothing was touched")]
    NotOurs(PathBuf),
    #[error("the search index: {0}")]
    Tantivy(#[from] TantivyError),
    #[error("the search index: {0}")]
    Disk(#[from] std::io::Error),
    #[error("a post could not be kept in the search index: {0}")]
    Keep(#[from] rmp_serde::encode::Error),
}

/// How an index was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Opened {
    /// As it was left: go on from [`Index::cursor`].
    AsLeft,
    /// Empty: feed it everything from the store, then `advance` to where the store stood.
    Empty(WhyEmpty),
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum WhyEmpty {
    New,
    /// Made by another release, or its meanings by another table or model.
    OtherVersion,
    /// Made from another store.
    OtherStore,
    Damaged(String),
}

/// What stands in the payload of each commit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Payload {
    /// Which store it was made from.
    epoch: i64,
    /// Number of the exchange lane up to which it is applied.
    cursor: i64,
    /// Which file of meanings belongs to it.
    meanings: Mark,
    /// The version of the town's words that it was made with.
    town: u32,
}

/// A change that is not in the main part yet.
#[derive(Clone)]
struct Hot {
    /// Rises with every change, so that a flush takes out only what it put in.
    turn: u64,
    /// `None`: removed.
    post: Option<(Arc<Reading>, Arc<Terms>)>,
}

/// The key of a post of the hot set, and what is known of it.
pub(crate) type HotPost = (u64, Arc<Reading>, Arc<Terms>);

#[derive(Default)]
struct HotSet {
    by_key: HashMap<u64, Hot>,
    turn: u64,
    cursor: i64,
}

/// Shared by everybody who searches and the one who feeds it. All methods block; only [`Index::flush`] for long.
pub struct Index {
    pub(crate) fields: Fields,
    writer: Mutex<Writer>,
    pub(crate) reader: IndexReader,
    source: Source,
    town: RwLock<Arc<Town>>,
    /// Where it lies; `None` for one in memory.
    dir: Option<PathBuf>,
    pub(crate) weights: Weights,
    pub(crate) near: Arc<RwLock<Near>>,
    hot: RwLock<HotSet>,
    epoch: i64,
    /// Not all is in it yet: what is flushed meanwhile is not to be taken for the whole.
    filling: AtomicBool,
    flushes: AtomicU64,
    pub(crate) readings: Arc<ReadingCache>,
    pub(crate) places: Places,
}

/// What only a flush touches.
struct Writer {
    tantivy: IndexWriter,
    /// `None` for an index in memory.
    kept: Option<Kept>,
}

/// How the index stands: another one as soon as a search could find something else.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Generation {
    turn: u64,
    flushes: u64,
}

/// What the index holds, for metrics.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sizes {
    pub main: u64,
    pub hot: usize,
    /// Asks and offers that can be found by what they mean.
    pub meanings: usize,
    pub flushes: u64,
}

impl Index {
    /// Opens the index in a directory, or one in memory. `epoch` names the store it is made from: an index of another
    /// store, of another version or with damage is emptied, and the answer says so.
    pub fn open(dir: Option<&Path>, epoch: i64) -> Result<(Index, Opened), Fault> {
        Index::open_by(Source::Table, dir, epoch)
    }

    /// The same with meanings by the table or by a model: an index with those of another is emptied.
    pub fn open_by(source: Source, dir: Option<&Path>, epoch: i64) -> Result<(Index, Opened), Fault> {
        match dir {
            None => Ok((
                Index::over(
                    tantivy::Index::builder().schema(schema().0).settings(settings()).create_in_ram()?,
                    source,
                    epoch,
                    None,
                    Near::default(),
                    Town::default(),
                )?,
                Opened::Empty(WhyEmpty::New),
            )),
            Some(dir) => match Index::as_left(&source, dir, epoch)? {
                Ok(index) => Ok((index, Opened::AsLeft)),
                Err(why) => {
                    tracing::info!(index.dir = %dir.display(), index.why = ?why, "the search index begins empty");
                    Ok((Index::anew(source, dir, epoch)?, Opened::Empty(why)))
                }
            },
        }
    }

    /// The index as it was left, or why it can't be used.
    fn as_left(source: &Source, dir: &Path, epoch: i64) -> Result<Result<Index, WhyEmpty>, Fault> {
        let damaged = |what: String| Ok(Err(WhyEmpty::Damaged(what)));
        let (version_file, meta) = (dir.join(VERSION_FILE), dir.join("meta.json"));
        if !meta.exists() && !version_file.exists() {
            let empty = !dir.exists() || std::fs::read_dir(dir)?.next().is_none();
            return if empty { Ok(Err(WhyEmpty::New)) } else { Err(Fault::NotOurs(dir.to_owned())) };
        }
        match std::fs::read_to_string(&version_file) {
            Ok(found) if found.trim() == version(source) => {}
            Ok(_) => return Ok(Err(WhyEmpty::OtherVersion)),
            Err(fault) => return damaged(fault.to_string()),
        }
        let index = match tantivy::Index::open_in_dir(dir) {
            Ok(index) => index,
            Err(fault) => return damaged(fault.to_string()),
        };
        if index.schema() != schema().0 {
            return damaged("its fields are others".to_owned());
        }
        match index.validate_checksum() {
            Ok(broken) if broken.is_empty() => {}
            Ok(broken) => return damaged(format!("{} files are broken", broken.len())),
            Err(fault) => return damaged(fault.to_string()),
        }
        let (mark, town) = match payload(&index) {
            Ok(Some(payload)) if payload.epoch == epoch => (payload.meanings, payload.town),
            Ok(Some(_)) => return Ok(Err(WhyEmpty::OtherStore)),
            // Never committed: nothing is in it.
            Ok(None) => return Ok(Err(WhyEmpty::New)),
            Err(fault) => return damaged(fault),
        };
        let (kept, near) = match Kept::read(dir, mark)? {
            Ok(read) => read,
            Err(fault) => return damaged(fault),
        };
        let Some(town) = Town::kept(dir, town) else { return damaged("the words of its town are gone".to_owned()) };
        match Index::over(index, source.clone(), epoch, Some((dir, kept)), near, town) {
            Ok(index) => Ok(Ok(index)),
            Err(Fault::Tantivy(TantivyError::LockFailure(LockError::LockBusy, _))) => Err(Fault::InUse(dir.to_owned())),
            Err(fault) => damaged(fault.to_string()),
        }
    }

    /// An empty index in a directory that is empty or holds an index that can't be used.
    fn anew(source: Source, dir: &Path, epoch: i64) -> Result<Index, Fault> {
        if dir.exists() {
            std::fs::remove_dir_all(dir)?;
        }
        std::fs::create_dir_all(dir)?;
        let index = tantivy::Index::builder().schema(schema().0).settings(settings()).create_in_dir(dir)?;
        std::fs::write(dir.join(VERSION_FILE), version(&source))?;
        Index::over(index, source, epoch, Some((dir, Kept::new(dir))), Near::default(), Town::default())
    }

    fn over(
        index: tantivy::Index,
        source: Source,
        epoch: i64,
        kept: Option<(&Path, Kept)>,
        near: Near,
        town: Town,
    ) -> Result<Index, Fault> {
        let (dir, kept) = kept.map(|(dir, kept)| (dir.to_owned(), kept)).unzip();
        let cursor = payload(&index).ok().flatten().map_or(0, |payload| payload.cursor);
        // One thread: a flush is small, and members' queries want the cores.
        let tantivy = index.writer_with_num_threads(1, WRITER_MEMORY)?;
        let reader = index.reader_builder().reload_policy(ReloadPolicy::Manual).try_into()?;
        let hot = RwLock::new(HotSet { cursor, ..HotSet::default() });
        Ok(Index {
            fields: schema().1,
            writer: Mutex::new(Writer { tantivy, kept }),
            reader,
            weights: Weights::beside(&source),
            source,
            town: RwLock::new(Arc::new(town)),
            dir,
            near: Arc::new(RwLock::new(near)),
            hot,
            epoch,
            filling: AtomicBool::new(false),
            flushes: AtomicU64::new(0),
            readings: Arc::default(),
            places: Places::default(),
        })
    }

    /// A post as this index reads it: by the tables or the model that its own posts were read by.
    pub fn read(&self, post: Post) -> Reading {
        Reading::by(&self.source, &self.town(), post)
    }

    /// How seldom words are in its town, as it was counted when it was built.
    pub fn town(&self) -> Arc<Town> {
        self.town.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// From here on words inform as they do in this town. Between [`Index::forget_all`] and the first [`Index::fill`]: what was read
    /// by another table is not read anew.
    pub fn settle(&self, town: Town) -> Result<(), Fault> {
        if let Some(dir) = &self.dir {
            town.keep(dir)?;
        }
        *self.town.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(town);
        self.readings.forget_all();
        Ok(())
    }

    /// Whether there are so many more posts than were counted for the words of its town that it is time to build it anew. Asked when a
    /// hub starts, never while it runs.
    pub fn has_outgrown_its_town(&self) -> bool {
        words::town::has_outgrown(self.town().posts(), self.sizes().main)
    }

    /// Puts a post in, in place of an earlier version of it. The next query finds it.
    pub fn replace(&self, post: Post) -> Arc<Reading> {
        let reading = Arc::new(self.read(post));
        let terms = Arc::new(Terms::of(&reading));
        self.change(reading.post.key, Some((reading.clone(), terms)));
        reading
    }

    /// Takes all out, hot set and main part: the way to begin to [`Index::fill`] it. Until [`Index::advance`] says that all is in
    /// it again, an index that is opened anew begins empty.
    pub fn forget_all(&self) -> Result<(), Fault> {
        self.filling.store(true, Ordering::Relaxed);
        self.writer().tantivy.delete_all_documents()?;
        *self.near.write().unwrap_or_else(PoisonError::into_inner) = Near::default();
        self.hot.write().unwrap_or_else(PoisonError::into_inner).by_key.clear();
        Ok(())
    }

    /// Puts in posts that are not in it yet, on all cores and past the hot set: five times as fast as one by one. They are found
    /// after the next [`Index::flush`]; if it comes to none, they were never there.
    pub fn fill(&self, posts: Vec<Post>) -> Result<(), Fault> {
        let town = self.town();
        let parts: Vec<&[Post]> = posts.chunks(posts.len().div_ceil(cores()).max(1)).collect();
        let read = in_parallel(parts.len(), &parts, |part| {
            let meanings = self.source.meanings(&part.iter().collect::<Vec<&Post>>());
            let each = part.iter().zip(meanings).map(|(post, meaning)| {
                let reading = Reading::that_means(&town, post.clone(), meaning);
                let document = document(&self.fields, &reading, &Terms::of(&reading))?;
                Ok((number_of_kind(post.kind), post.key, reading.meaning, document))
            });
            each.collect::<Vec<Result<_, rmp_serde::encode::Error>>>()
        });
        let writer = self.writer();
        let mut near = self.near.write().unwrap_or_else(PoisonError::into_inner);
        for one in read.into_iter().flatten() {
            let (kind, key, meaning, document) = one.map_err(Fault::Keep)?;
            if let Some((kind, vector)) = kind.zip(meaning) {
                near.put(key.number(), kind, &vector);
            }
            writer.tantivy.add_document(document)?;
        }
        Ok(())
    }

    /// Takes a post out: paused, closed, archived, hidden. One that isn't there is no fault.
    pub fn remove(&self, key: Key) {
        self.change(key, None);
    }

    fn change(&self, key: Key, post: Option<(Arc<Reading>, Arc<Terms>)>) {
        if matches!(key, Key::Ask(_) | Key::Offer(_)) {
            let means = post.as_ref().and_then(|(reading, _)| Some((number_of_kind(reading.post.kind)?, reading.meaning.as_deref()?)));
            let mut near = self.near.write().unwrap_or_else(PoisonError::into_inner);
            match means {
                Some((kind, vector)) => near.put(key.number(), kind, vector),
                None => near.remove(key.number()),
            }
        }
        let mut hot = self.hot.write().unwrap_or_else(PoisonError::into_inner);
        hot.turn += 1;
        let turn = hot.turn;
        hot.by_key.insert(key.number(), Hot { turn, post });
    }

    /// Says that all up to this number of the exchange lane is applied. Kept on disk by the next [`Index::flush`].
    pub fn advance(&self, cursor: i64) {
        self.filling.store(false, Ordering::Relaxed);
        self.hot.write().unwrap_or_else(PoisonError::into_inner).cursor = cursor;
    }

    /// The number of the exchange lane up to which changes are applied; after opening, up to which they are on disk.
    pub fn cursor(&self) -> i64 {
        self.hot.read().unwrap_or_else(PoisonError::into_inner).cursor
    }

    /// How it stands now. While this is the same, the same search finds the same.
    pub fn generation(&self) -> Generation {
        let turn = self.hot.read().unwrap_or_else(PoisonError::into_inner).turn;
        Generation { turn, flushes: self.flushes.load(Ordering::Relaxed) }
    }

    pub fn sizes(&self) -> Sizes {
        let hot = self.hot.read().unwrap_or_else(PoisonError::into_inner).by_key.len();
        Sizes { main: self.reader.searcher().num_docs(), hot, meanings: self.near().len(), flushes: self.flushes.load(Ordering::Relaxed) }
    }

    /// Moves the hot set into the main part and puts both it and the cursor on disk: tens of milliseconds, so not on a
    /// thread that members wait for. Meanwhile everything is found as before. Due every second or two; after a fault
    /// nothing is lost, and the next flush does it all.
    pub fn flush(&self) -> Result<(), Fault> {
        let mut writer = self.writer();
        let (changes, cursor) = {
            let hot = self.hot.read().unwrap_or_else(PoisonError::into_inner);
            let changes: Vec<(u64, Hot)> = hot.by_key.iter().map(|(key, change)| (*key, change.clone())).collect();
            (changes, hot.cursor)
        };
        let Writer { tantivy, kept } = &mut *writer;
        let now_kept = self.keep(kept.as_ref(), &changes)?;
        let mark = now_kept.as_ref().map(Kept::mark).unwrap_or_default();
        if let Err(fault) = self.write(tantivy, &changes, cursor, mark) {
            tantivy.rollback()?;
            return Err(fault);
        }
        if let Some(now) = &now_kept
            && kept.as_ref().is_some_and(|before| before.mark().file != now.mark().file)
        {
            now.clear_others();
        }
        *kept = now_kept;
        // First the reader, then the hot set: a query looks at them the other way round, so it finds each post in one
        // of the two at least, and the hot one hides the other.
        self.reader.reload()?;
        self.places.refresh(&self.reader.searcher())?;
        let mut hot = self.hot.write().unwrap_or_else(PoisonError::into_inner);
        for (key, flushed) in changes {
            if hot.by_key.get(&key).is_some_and(|now| now.turn == flushed.turn) {
                hot.by_key.remove(&key);
            }
        }
        self.flushes.fetch_add(1, Ordering::Relaxed);
        Ok(())
    }

    /// Flushes, and waits until tantivy's own threads have left the directory. The way to stop.
    pub fn close(self) -> Result<(), Fault> {
        self.flush()?;
        let writer = self.writer.into_inner().unwrap_or_else(PoisonError::into_inner);
        Ok(writer.tantivy.wait_merging_threads()?)
    }

    /// Finds other cells when they are outgrown, and puts on disk what the changed posts mean. What came since the changes were
    /// taken may go with them: whoever feeds the index does it again after a crash.
    fn keep(&self, kept: Option<&Kept>, changes: &[(u64, Hot)]) -> Result<Option<Kept>, Fault> {
        let near = self.near();
        let outgrown = near.has_outgrown_its_cells();
        let another = kept.is_some_and(|kept| kept.wants_another(&near));
        if let (Some(kept), false, false) = (kept, outgrown, another) {
            let own = changes.iter().map(|(key, _)| *key).filter(|key| matches!(Key::of_number(*key), Some(Key::Ask(_) | Key::Offer(_))));
            let own: Vec<Change> = own.map(|key| Change { key, now: near.find(key) }).collect();
            drop(near);
            return Ok(if own.is_empty() { Some(kept.added_nothing()) } else { Some(kept.add(&own)?) });
        }
        drop(near);
        if !outgrown && !another {
            return Ok(None);
        }
        self.near.write().unwrap_or_else(PoisonError::into_inner).begin_noting();
        // Nobody is served yet while an index is filled; later a core is left for those who are.
        let threads = if self.sizes().main == 0 { cores() } else { cores().div_ceil(2) };
        // Members look through the old cells meanwhile.
        let mut fresh = self.near().arranged_anew(threads);
        let kept = kept.map(|kept| kept.another(&fresh)).transpose();
        let mut near = self.near.write().unwrap_or_else(PoisonError::into_inner);
        fresh.catch_up(&mut near);
        *near = fresh;
        Ok(kept?)
    }

    pub(crate) fn near(&self) -> RwLockReadGuard<'_, Near> {
        self.near.read().unwrap_or_else(PoisonError::into_inner)
    }

    fn write(&self, writer: &mut IndexWriter, changes: &[(u64, Hot)], cursor: i64, meanings: Mark) -> Result<(), Fault> {
        for (key, change) in changes {
            writer.delete_term(Term::from_field_u64(self.fields.key, *key));
            if let Some((reading, terms)) = &change.post {
                writer.add_document(document(&self.fields, reading, terms)?)?;
            }
        }
        let mut commit = writer.prepare_commit()?;
        let epoch = if self.filling.load(Ordering::Relaxed) { UNFINISHED } else { self.epoch };
        commit.set_payload(&format!("{epoch} {cursor} {} {} {}", meanings.file, meanings.length, self.town().version()));
        commit.commit()?;
        Ok(())
    }

    fn writer(&self) -> MutexGuard<'_, Writer> {
        self.writer.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The best documents of a plan, from both parts.
    pub(crate) fn collect(&self, plan: &Plan, limit: usize, after: Option<Rank>, of: &[What]) -> Result<Gathered, Fault> {
        let (hidden, mut hot) = self.hot_by(plan);
        let searcher = self.reader.searcher();
        let cut = Cut { limit, after, of: of.to_vec() };
        let main = scan::search(plan, &self.fields, &searcher, &self.places, &hidden, &cut)?;
        let mut counts = [0; 4];
        hot.iter().for_each(|(rank, _)| count(&mut counts, rank.key));
        hot.retain(|(rank, _)| cut.takes(*rank));
        let hot_best = hot.iter().map(|(rank, _)| (*rank, None)).collect();
        let collected = cut.merge([main, Collected { counts, best: hot_best }]);
        let readings = hot.into_iter().map(|(rank, reading)| (rank.key, reading)).collect();
        Ok(self.gathered_of(searcher, collected, readings))
    }

    pub(crate) fn gathered_of(&self, searcher: Searcher, collected: Collected, hot: HashMap<u64, Arc<Reading>>) -> Gathered {
        let (kept, cache) = (self.fields.kept, self.readings.clone());
        Gathered { searcher, collected, hot, kept, cache, source: self.source.clone(), town: self.town(), near: self.near.clone() }
    }

    /// How many there would be of each value of each filter.
    pub(crate) fn count_values(&self, plan: &Plan, chosen: HashSet<String>, of: &[What]) -> Result<Counts, Fault> {
        let (counting, mut counts, hidden) = {
            let hot = self.hot.read().unwrap_or_else(PoisonError::into_inner);
            let counting = Counting::new(chosen, of.to_vec());
            let mut counts = Counts::new();
            for (key, change) in &hot.by_key {
                if let Some((_, terms)) = change.post.as_ref().filter(|(_, terms)| plan.points(terms).is_some()) {
                    counting.count(*key, terms, &mut counts);
                }
            }
            (counting, counts, hot.by_key.keys().copied().collect())
        };
        let main = scan::count(plan, &self.fields, &self.reader.searcher(), &self.places, &hidden, &counting)?;
        main.into_iter().for_each(|(fact, count)| *counts.entry(fact).or_default() += count);
        Ok(counts)
    }

    /// All keys of the hot set, and those of it that a plan looks for.
    fn hot_by(&self, plan: &Plan) -> (FxHashSet<u64>, Vec<(Rank, Arc<Reading>)>) {
        let hot = self.hot.read().unwrap_or_else(PoisonError::into_inner);
        let hidden = hot.by_key.keys().copied().collect();
        let found = hot.by_key.iter().filter_map(|(key, change)| {
            let (reading, terms) = change.post.as_ref()?;
            let points = plan.points(terms)?;
            Some((Rank { points, created: reading.post.created_at.0, key: *key }, reading.clone()))
        });
        (hidden, found.collect())
    }

    /// A post, if it is in the index.
    pub(crate) fn find(&self, key: Key) -> Result<Option<Arc<Reading>>, Fault> {
        let number = key.number();
        let hot = self.hot.read().unwrap_or_else(PoisonError::into_inner).by_key.get(&number).cloned();
        if let Some(change) = hot {
            return Ok(change.post.map(|(reading, _)| reading));
        }
        let searcher = self.reader.searcher();
        for (segment, reader) in searcher.segment_readers().iter().enumerate() {
            if let Some(doc) = self.places.of(reader)?.find(number) {
                return self.gathered(searcher).reading(number, Some(DocAddress::new(segment as u32, doc)));
            }
        }
        Ok(None)
    }

    /// All keys of the hot set, and the asks and offers in it.
    pub(crate) fn hot_posts(&self) -> (FxHashSet<u64>, Vec<HotPost>) {
        let hot = self.hot.read().unwrap_or_else(PoisonError::into_inner);
        let hidden = hot.by_key.keys().copied().collect();
        let posts = hot.by_key.iter().filter_map(|(key, change)| {
            let (reading, terms) = change.post.as_ref()?;
            matches!(reading.post.key, Key::Ask(_) | Key::Offer(_)).then(|| (*key, reading.clone(), terms.clone()))
        });
        (hidden, posts.collect())
    }

    /// Words of titles that begin like this, the most common first; `forgiving`: with a letter wrong. The first letter is taken for
    /// the wrong one only where nothing begins with it.
    pub(crate) fn words_like(&self, start: &str, forgiving: bool, most: usize) -> Result<Vec<String>, Fault> {
        let mut found: HashMap<String, u64> = HashMap::new();
        match start.chars().next().filter(|_| forgiving) {
            None => self.words_from(start, &|_| true, &mut found)?,
            Some(first) => {
                self.words_from(&first.to_string(), &|word| begins_nearly(word, start), &mut found)?;
                if found.is_empty() {
                    for other in with_another_beginning(start) {
                        self.words_from(&other, &|_| true, &mut found)?;
                    }
                }
            }
        }
        let mut found: Vec<(String, u64)> = found.into_iter().collect();
        found.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
        Ok(found.into_iter().take(most).map(|(word, _)| word).collect())
    }

    /// Words of titles that begin with this, and in how many documents they stand. So many terms of a part of the index are looked
    /// through at most.
    fn words_from(&self, begins: &str, fits: &dyn Fn(&str) -> bool, found: &mut HashMap<String, u64>) -> Result<(), Fault> {
        {
            let hot = self.hot.read().unwrap_or_else(PoisonError::into_inner);
            for (_, terms) in hot.by_key.values().filter_map(|change| change.post.as_ref()) {
                for word in terms.starting_with(In::Named, begins).filter(|word| fits(word)) {
                    *found.entry(word.to_owned()).or_default() += 1;
                }
            }
        }
        let field = self.fields.of(In::Named);
        for segment in self.reader.searcher().segment_readers() {
            let index = segment.inverted_index(field)?;
            let mut terms = index.terms().range().ge(begins).lt(format!("{begins}\u{10FFFF}")).into_stream()?;
            let mut looked = 0;
            while looked < TERMS_LOOKED_THROUGH && terms.advance() {
                looked += 1;
                if let Ok(word) = std::str::from_utf8(terms.key())
                    && fits(word)
                {
                    *found.entry(word.to_owned()).or_default() += u64::from(terms.value().doc_freq);
                }
            }
        }
        Ok(())
    }

    /// In how many documents of the main part a term stands: what is rare.
    pub(crate) fn commonness(&self, place: crate::schema::In, term: &str) -> u64 {
        self.reader.searcher().doc_freq(&Term::from_field_text(self.fields.of(place), term)).unwrap_or_default()
    }
}

/// Posts are read one here, one there: small blocks, so that little is unpacked in vain.
fn settings() -> IndexSettings {
    IndexSettings { docstore_blocksize: 4 << 10, ..IndexSettings::default() }
}

fn version(source: &Source) -> String {
    format!("schema {SCHEMA_VERSION}, words {}, meaning {}", words::TABLE_VERSION, source.version())
}

fn payload(index: &tantivy::Index) -> Result<Option<Payload>, String> {
    let Some(words) = index.load_metas().map_err(|fault| fault.to_string())?.payload else { return Ok(None) };
    let read = |words: &str| -> Option<Payload> {
        let mut numbers = words.split(' ');
        let (epoch, cursor) = (numbers.next()?.parse().ok()?, numbers.next()?.parse().ok()?);
        let meanings = Mark { file: numbers.next()?.parse().ok()?, length: numbers.next()?.parse().ok()? };
        let town = numbers.next()?.parse().ok()?;
        Some(Payload { epoch, cursor, meanings, town })
    };
    read(&words).map(Some).ok_or_else(|| "its cursor can't be read".to_owned())
}
