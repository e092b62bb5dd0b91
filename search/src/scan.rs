//! Carries out a plan on the main part: which documents it finds, with their points, counted all, the best kept.

use std::cmp::Reverse;

use rustc_hash::FxHashSet;
use tantivy::{
    DocAddress, DocId, Searcher, SegmentOrdinal, SegmentReader,
    collector::{Collector, SegmentCollector},
    columnar::Column,
};

use crate::{
    best::{Collected, Cut, Kept, Rank},
    brief::Brief,
    places::Places,
    plan::{Clause, Group, Plan, Points},
    postings::{Postings, STRETCH},
    schema::Fields,
};

/// What is known so far of a document.
#[derive(Clone, Copy, Default)]
struct Noted {
    points: Points,
    /// The last list that took it: of a list the best clause counts, once.
    taken_by: u16,
    wanted: u8,
    filters: u8,
}

/// What a plan says of some clauses: the first that holds counts.
struct List {
    clauses: Vec<(Postings, Points)>,
    part: Part,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Part {
    Filter,
    Without,
    Wanted,
    Welcome,
}

/// A document that may not be shown, whatever filters it passes.
const NEVER: u8 = u8::MAX;

/// `hidden` are keys that the hot set knows better.
pub(crate) fn search(
    plan: &Plan,
    fields: &Fields,
    searcher: &Searcher,
    places: &Places,
    hidden: &FxHashSet<u64>,
    cut: &Cut,
) -> tantivy::Result<Collected> {
    let (mut kept, mut counts) = (Kept::of(cut), [0; 4]);
    for (number, reader) in searcher.segment_readers().iter().enumerate() {
        let hidden = places.of(reader)?.documents(hidden);
        let each =
            |segment: &mut Segment<'_>, begin, end, found: &[(DocId, Points)]| segment.keep(begin, end, found, &mut counts, &mut kept);
        Segment::of(number as u32, plan, fields, reader)?.look(plan, &hidden, each);
    }
    Ok(kept.collected(counts))
}

/// Hands all that a plan finds to a collector.
pub(crate) fn count<C: Collector>(
    plan: &Plan,
    fields: &Fields,
    searcher: &Searcher,
    places: &Places,
    hidden: &FxHashSet<u64>,
    collector: &C,
) -> tantivy::Result<C::Fruit> {
    let mut parts = Vec::new();
    for (number, reader) in searcher.segment_readers().iter().enumerate() {
        let hidden = places.of(reader)?.documents(hidden);
        let mut part = collector.for_segment(number as u32, reader)?;
        let each = |_: &mut Segment<'_>, _, _, found: &[(DocId, Points)]| found.iter().for_each(|(doc, _)| part.collect(*doc, 0.0));
        Segment::of(number as u32, plan, fields, reader)?.look(plan, &hidden, each);
        parts.push(part.harvest());
    }
    collector.merge_fruits(parts)
}

/// The lists of a plan in a segment: filters first, so that stretches in which nothing passes are left out.
struct Segment<'a> {
    number: SegmentOrdinal,
    reader: &'a SegmentReader,
    lists: Vec<List>,
    keys: Column<u64>,
    created: Values<i64>,
    briefs: Values<u64>,
}

impl<'a> Segment<'a> {
    fn of(number: SegmentOrdinal, plan: &Plan, fields: &Fields, reader: &'a SegmentReader) -> tantivy::Result<Segment<'a>> {
        let columns = reader.fast_fields();
        let (created, briefs) = (Values::of(columns.i64("created")?), Values::of(columns.u64("brief")?));
        let mut segment = Segment { number, reader, lists: Vec::new(), keys: columns.u64("key")?, created, briefs };
        for filter in &plan.filters {
            segment.add(Part::Filter, filter.iter().map(|clause| (clause, 0)), fields)?;
        }
        for (groups, part) in [(&plan.wanted, Part::Wanted), (&plan.welcome, Part::Welcome)] {
            for Group(ways) in groups {
                let mut ways: Vec<_> = ways.iter().map(|(clause, points)| (clause, *points)).collect();
                ways.sort_by_key(|(_, points)| Reverse(*points));
                segment.add(part, ways, fields)?;
            }
        }
        segment.add(Part::Without, plan.without.iter().map(|clause| (clause, 0)), fields)?;
        Ok(segment)
    }

    fn add<'c>(&mut self, part: Part, clauses: impl IntoIterator<Item = (&'c Clause, Points)>, fields: &Fields) -> tantivy::Result<()> {
        let clauses = clauses.into_iter().map(|(clause, points)| Ok((Postings::of(clause, self.reader, fields)?, points)));
        self.lists.push(List { clauses: clauses.collect::<tantivy::Result<_>>()?, part });
        Ok(())
    }

    /// Hands over what the plan finds, a stretch of documents at a time, with where the stretch begins and ends.
    fn look(mut self, plan: &Plan, hidden: &[DocId], mut each: impl FnMut(&mut Self, DocId, DocId, &[(DocId, Points)])) {
        let (needed, least) = (plan.filters.len() as u8, plan.least as u8);
        let all = self.reader.max_doc();
        let mut stretch = vec![Noted::default(); STRETCH.min(all) as usize];
        let mut found: Vec<(DocId, Points)> = Vec::new();
        for begin in (0..all).step_by(STRETCH as usize) {
            let end = (begin + STRETCH).min(all);
            let stretch = &mut stretch[..(end - begin) as usize];
            stretch.fill(Noted::default());
            self.note(begin, end, needed, stretch);
            let hidden = &hidden[hidden.partition_point(|doc| *doc < begin)..hidden.partition_point(|doc| *doc < end)];
            hidden.iter().for_each(|doc| stretch[(doc - begin) as usize].filters = NEVER);
            let alive = self.reader.alive_bitset();
            found.clear();
            found.extend((begin..end).zip(&*stretch).filter_map(|(doc, noted)| {
                let fits = noted.filters == needed && noted.wanted >= least && alive.is_none_or(|alive| alive.is_alive(doc));
                fits.then_some((doc, noted.points))
            }));
            each(&mut self, begin, end, &found);
        }
    }

    /// Goes through the lists for one stretch.
    fn note(&mut self, begin: DocId, end: DocId, needed: u8, stretch: &mut [Noted]) {
        for (number, list) in self.lists.iter_mut().enumerate() {
            if list.part != Part::Filter && needed > 0 && !stretch.iter().any(|noted| noted.filters == needed) {
                return;
            }
            let own = number as u16 + 1;
            for (postings, points) in &mut list.clauses {
                postings.within(begin, end, |doc| {
                    let noted = &mut stretch[(doc - begin) as usize];
                    if noted.taken_by == own {
                        return;
                    }
                    noted.taken_by = own;
                    match list.part {
                        Part::Filter => noted.filters += 1,
                        Part::Without => noted.filters = NEVER,
                        Part::Wanted => {
                            noted.points += *points;
                            noted.wanted += 1;
                        }
                        Part::Welcome => noted.points += *points,
                    }
                });
            }
        }
    }

    fn keep(&mut self, begin: DocId, end: DocId, found: &[(DocId, Points)], counts: &mut [usize; 4], kept: &mut Kept<'_>) {
        self.briefs.begin(begin, end, found.len());
        found.iter().for_each(|(doc, _)| counts[Brief::what_of_number(self.briefs.at(*doc)) as usize] += 1);
        // Whoever has too few points is not looked at any further, then whoever is too old.
        let points_at_least = kept.least().map_or(0, |(points, _)| points);
        let candidates = found.iter().filter(|(_, points)| *points >= points_at_least);
        self.created.begin(begin, end, candidates.clone().count());
        for (doc, points) in candidates {
            let created = self.created.at(*doc);
            if kept.least().is_some_and(|least| (*points, created) < least) {
                continue;
            }
            if let Some(key) = self.keys.first(*doc) {
                kept.offer(Rank { points: *points, created, key }, DocAddress::new(self.number, *doc));
            }
        }
    }
}

/// A column of which a stretch is unpacked at once when many of its values are wanted: a tenth of the work for each.
struct Values<T> {
    column: Column<T>,
    begin: DocId,
    unpacked: Vec<T>,
}

impl<T: Copy + Default + PartialOrd + std::fmt::Debug + Send + Sync + 'static> Values<T> {
    fn of(column: Column<T>) -> Values<T> {
        Values { column, begin: 0, unpacked: Vec::new() }
    }

    fn begin(&mut self, begin: DocId, end: DocId, wanted: usize) {
        self.unpacked.clear();
        self.begin = begin;
        if wanted * 16 > (end - begin) as usize && self.column.num_docs() == self.column.values.num_vals() {
            self.unpacked.resize((end - begin) as usize, T::default());
            self.column.values.get_range(u64::from(begin), &mut self.unpacked);
        }
    }

    fn at(&self, doc: DocId) -> T {
        match self.unpacked.get((doc - self.begin) as usize) {
            Some(value) => *value,
            None => self.column.first(doc).unwrap_or_default(),
        }
    }
}
