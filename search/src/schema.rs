//! The documents of the index, and the terms by which each is found. The hot set is searched by the same terms.

use std::{collections::BTreeSet, ops::Bound};

use hub::{UserId, asks::Visibility, discovery::Rated, offers::Pricing};
use tantivy::{
    TantivyDocument,
    schema::{FAST, Field, INDEXED, IndexRecordOption, STORED, Schema, TextFieldIndexing, TextOptions},
};

use crate::{
    brief::Brief,
    facets,
    post::{Kind, Money, Post},
    reading::{Place, Reading},
    words::{Reader, Weight, cut, fold},
};

/// Goes up when documents change their shape. With [`crate::words::TABLE_VERSION`] it makes the version of an index.
pub const SCHEMA_VERSION: u32 = 4;

/// A group of terms.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum In {
    /// Stems of the title.
    Title,
    /// Stems of everything read for pairs: title, text, names of tags and tools.
    Text,
    /// Stems of what is found but not paired: an article's body, what a person is known for.
    More,
    /// Words of the title as written, folded.
    Named,
    /// All words as written, folded; the owner's name among them.
    Written,
    /// What it is: `what:asks`, `kind:ask:hire`, `category:…`, `tag:…`, `tool:…`, `owner:…`, `language:…`, …
    Fact,
}

impl In {
    pub const ALL: [In; 6] = [In::Title, In::Text, In::More, In::Named, In::Written, In::Fact];
}

/// The fields of tantivy.
#[derive(Clone, Copy, Debug)]
pub struct Fields {
    pub key: Field,
    pub created: Field,
    /// What pairs are guessed by, see [`Brief`].
    brief: Field,
    title: Field,
    text: Field,
    more: Field,
    named: Field,
    written: Field,
    fact: Field,
    facet: Field,
    pub kept: Field,
}

pub fn schema() -> (Schema, Fields) {
    let mut schema = Schema::builder();
    // Ready-made terms; scores come from the plan, so neither counts nor lengths are kept.
    let terms = TextOptions::default().set_indexing_options(
        TextFieldIndexing::default().set_tokenizer("raw").set_index_option(IndexRecordOption::Basic).set_fieldnorms(false),
    );
    let fields = Fields {
        key: schema.add_u64_field("key", INDEXED | FAST),
        created: schema.add_i64_field("created", FAST),
        brief: schema.add_u64_field("brief", FAST),
        title: schema.add_text_field("title", terms.clone()),
        text: schema.add_text_field("text", terms.clone()),
        more: schema.add_text_field("more", terms.clone()),
        named: schema.add_text_field("named", terms.clone()),
        written: schema.add_text_field("written", terms.clone()),
        fact: schema.add_text_field("fact", terms),
        // The facts that are counted, as a column: by document, not by term.
        facet: schema.add_text_field("facet", TextOptions::default().set_fast("raw")),
        kept: schema.add_bytes_field("kept", STORED),
    };
    (schema.build(), fields)
}

impl Fields {
    pub fn of(&self, place: In) -> Field {
        match place {
            In::Title => self.title,
            In::Text => self.text,
            In::More => self.more,
            In::Named => self.named,
            In::Written => self.written,
            In::Fact => self.fact,
        }
    }
}

/// All terms by which a post is found.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Terms([BTreeSet<String>; 6]);

impl Terms {
    pub fn of(reading: &Reading) -> Terms {
        let mut terms = Terms::default();
        let post = &reading.post;
        for (stem, said) in reading.words.iter() {
            terms.add(In::Text, stem.to_string());
            if said.place == Place::Title {
                terms.add(In::Title, stem.to_string());
            }
        }
        let reader = Reader::of(&post.language);
        for token in cut(&post.more) {
            let read = reader.read(token.written);
            if read.weight != Weight::Stop {
                terms.add(In::More, read.stem.to_string());
            }
        }
        let labels = post.tags.iter().chain(&post.tools).chain(&post.categories).map(|label| label.name.as_str());
        for text in
            [post.title.as_str(), &post.text, &post.by, &post.more].into_iter().chain(labels).chain(post.uses.iter().map(String::as_str))
        {
            for token in cut(text) {
                terms.add(In::Written, fold(token.written));
            }
        }
        for token in cut(&post.title) {
            terms.add(In::Named, fold(token.written));
        }
        for fact in facts(post) {
            terms.add(In::Fact, fact);
        }
        terms
    }

    fn add(&mut self, place: In, term: String) {
        // Longer than any word; tantivy drops terms beyond 65,530 bytes, the hot set has to agree.
        if term.len() <= 200 {
            self.0[place as usize].insert(term);
        }
    }

    pub fn has(&self, place: In, term: &str) -> bool {
        self.0[place as usize].contains(term)
    }

    pub fn all(&self, place: In) -> impl Iterator<Item = &str> {
        self.0[place as usize].iter().map(String::as_str)
    }

    pub fn starting_with<'a>(&'a self, place: In, start: &'a str) -> impl Iterator<Item = &'a str> {
        self.0[place as usize]
            .range::<str, _>((Bound::Included(start), Bound::Unbounded))
            .take_while(move |term| term.starts_with(start))
            .map(String::as_str)
    }
}

/// The word under which a kind is found.
pub fn kind_fact(kind: Kind) -> String {
    match kind {
        Kind::Ask(kind) => format!("kind:ask:{kind}"),
        Kind::Offer(kind) => format!("kind:offer:{kind}"),
        Kind::Tool(category) => format!("kind:tool:{category}"),
        Kind::Person => "kind:person".to_owned(),
    }
}

/// The word under which all of somebody's are found.
pub fn owner_fact(owner: UserId) -> String {
    format!("owner:{owner}")
}

/// The word under which what is free, or for money, is found.
pub fn price_fact(free: bool) -> &'static str {
    if free { "price:free" } else { "price:paid" }
}

/// The word under which those are found who are rated so well.
pub fn rated_fact(rated: Rated) -> String {
    format!("rated:{rated}")
}

fn facts(post: &Post) -> Vec<String> {
    let mut facts = vec![format!("what:{}", post.what().word()), kind_fact(post.kind)];
    facts.extend(post.owner.map(owner_fact));
    facts.extend(post.categories.iter().map(|category| format!("category:{}", category.slug)));
    facts.extend(post.tags.iter().map(|tag| format!("tag:{}", tag.slug)));
    facts.extend(post.tools.iter().map(|tool| format!("tool:{}", tool.slug)));
    facts.push(format!("language:{}", post.language));
    facts.push(if post.visibility == Visibility::Everyone { "seen:everyone" } else { "seen:members" }.to_owned());
    let free = match &post.money {
        Money::Price { pricing, .. } => Some(*pricing == Pricing::Free),
        Money::Tool { free } => Some(*free),
        Money::Budget { .. } | Money::None => None,
    };
    facts.extend(Rated::ALL.iter().filter(|rated| post.rated.is_some_and(|reached| **rated <= reached)).map(|rated| rated_fact(*rated)));
    facts.extend(free.map(|free| price_fact(free).to_owned()));
    facts
}

/// The document that tantivy keeps.
pub fn document(fields: &Fields, reading: &Reading, terms: &Terms) -> Result<TantivyDocument, rmp_serde::encode::Error> {
    let mut document = TantivyDocument::default();
    document.add_u64(fields.key, reading.post.key.number());
    document.add_i64(fields.created, reading.post.created_at.0);
    document.add_u64(fields.brief, Brief::of(reading).number());
    for place in In::ALL {
        for term in terms.all(place) {
            document.add_text(fields.of(place), term);
        }
    }
    for fact in terms.all(In::Fact).filter(|fact| facets::is_value(fact)) {
        document.add_text(fields.facet, fact);
    }
    document.add_bytes(fields.kept, &rmp_serde::to_vec(&reading.post)?);
    Ok(document)
}
