//! Documents of one segment that say something, in their order, a stretch at a time.
//!
//! What is looked for is looked up list by list, each list for a whole stretch of documents before the next one: a document then
//! costs about a nanosecond a list. The usual way, document by document through a heap of lists, costs ten times that.

use tantivy::{
    DocId, DocSet, SegmentReader, TERMINATED, Term,
    postings::BlockSegmentPostings,
    query::{EnableScoring, Scorer},
    schema::IndexRecordOption,
};

use crate::{plan::Clause, schema::Fields};

/// So many documents are looked at together: what is noted of them stays in the cache of a core.
pub(crate) const STRETCH: u32 = 1 << 13;

/// The documents for which a clause holds.
pub(crate) enum Postings {
    None,
    /// Of one term: blocks of 128, and how far the present one is used.
    Term {
        blocks: Box<BlockSegmentPostings>,
        at: usize,
    },
    /// Of several terms.
    Several(Box<dyn Scorer>),
}

impl Postings {
    pub fn of(clause: &Clause, reader: &SegmentReader, fields: &Fields) -> tantivy::Result<Postings> {
        let Clause::Is(place, term) = clause else {
            let query = clause.query(fields);
            let weight = query.weight(EnableScoring::disabled_from_schema(reader.schema()))?;
            return Ok(Postings::Several(weight.scorer(reader, 1.0)?));
        };
        let field = fields.of(*place);
        let blocks = reader.inverted_index(field)?.read_block_postings(&Term::from_field_text(field, term), IndexRecordOption::Basic)?;
        Ok(blocks.map_or(Postings::None, |blocks| Postings::Term { blocks: Box::new(blocks), at: 0 }))
    }

    /// Hands over the documents from `begin` up to before `end`. Stretches come in their order.
    pub fn within(&mut self, begin: DocId, end: DocId, mut each: impl FnMut(DocId)) {
        match self {
            Postings::None => {}
            Postings::Term { blocks, at } => {
                // Stretches in between may have been left out.
                if blocks.docs().last().is_some_and(|last| *last < begin) {
                    *at = blocks.seek(begin);
                }
                loop {
                    let docs = blocks.docs();
                    let own = docs.get(*at..).unwrap_or_default();
                    let used = own.partition_point(|doc| *doc < end);
                    own[..used].iter().filter(|doc| **doc >= begin).for_each(|doc| each(*doc));
                    *at += used;
                    if docs.is_empty() || *at < docs.len() {
                        return;
                    }
                    blocks.advance();
                    *at = 0;
                }
            }
            Postings::Several(all) => {
                let mut doc = all.doc();
                if doc < begin {
                    doc = all.seek(begin);
                }
                while doc < end && doc != TERMINATED {
                    each(doc);
                    doc = all.advance();
                }
            }
        }
    }
}
