//! Carries out a plan on the main part: which documents it finds, with their points, counted all, the best kept.

use std::{cmp::Reverse, sync::Arc};

use rustc_hash::FxHashSet;
use tantivy::{
    DocAddress, DocId, Searcher, SegmentOrdinal, SegmentReader,
    collector::{Collector, SegmentCollector},
};

use crate::{
    best::{Collected, Cut, Kept, Rank},
    brief::Brief,
    places::{Known, Places},
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
        let now = places.of(reader)?;
        let hidden = now.documents(hidden);
        let each = |segment: &Segment<'_>, found: &[(DocId, Points)]| segment.keep(found, &mut counts, &mut kept);
        Segment::of(number as u32, plan, fields, reader, now.known)?.look(plan, &hidden, each);
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
        let now = places.of(reader)?;
        let hidden = now.documents(hidden);
        let mut part = collector.for_segment(number as u32, reader)?;
        let each = |_: &Segment<'_>, found: &[(DocId, Points)]| found.iter().for_each(|(doc, _)| part.collect(*doc, 0.0));
        Segment::of(number as u32, plan, fields, reader, now.known)?.look(plan, &hidden, each);
        parts.push(part.harvest());
    }
    collector.merge_fruits(parts)
}

/// The lists of a plan in a segment: filters first, so that stretches in which nothing passes are left out.
struct Segment<'a> {
    number: SegmentOrdinal,
    reader: &'a SegmentReader,
    lists: Vec<List>,
    known: Arc<Known>,
}

impl<'a> Segment<'a> {
    fn of(
        number: SegmentOrdinal,
        plan: &Plan,
        fields: &Fields,
        reader: &'a SegmentReader,
        known: Arc<Known>,
    ) -> tantivy::Result<Segment<'a>> {
        let mut segment = Segment { number, reader, lists: Vec::new(), known };
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

    /// Hands over what the plan finds, a stretch of documents at a time.
    fn look(mut self, plan: &Plan, hidden: &[DocId], mut each: impl FnMut(&Self, &[(DocId, Points)])) {
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
            each(&self, &found);
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

    fn keep(&self, found: &[(DocId, Points)], counts: &mut [usize; 4], kept: &mut Kept<'_>) {
        found.iter().for_each(|(doc, _)| counts[Brief::what_of_number(self.known.brief(*doc)) as usize] += 1);
        // Whoever has too few points is not looked at any further, then whoever is too old.
        for (doc, points) in found {
            let created = self.known.created(*doc);
            if kept.least().is_some_and(|least| (*points, created) < least) {
                continue;
            }
            kept.offer(Rank { points: *points, created, key: self.known.key(*doc) }, DocAddress::new(self.number, *doc));
        }
    }
}
