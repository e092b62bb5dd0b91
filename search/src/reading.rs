//! A post, read once: its words with their weights. Everything that compares posts works on readings.

use std::{collections::BTreeSet, sync::Arc};

use crate::{
    meaning::{Source, Vector},
    post::Post,
    sorted::Sorted,
    words::{RARE, Read, Reader, Town, Weight, cut},
};

/// So many words of a text are read for pairs; what a post is about stands at its beginning.
pub(crate) const WORDS_READ: usize = 400;

/// Where a word stands, the telling places first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Place {
    Title,
    Text,
    /// In the name of a tag or a tool.
    Label,
}

/// A word of a post.
#[derive(Clone, Debug, PartialEq)]
pub struct Said {
    /// As it was first written.
    pub written: Arc<str>,
    pub place: Place,
    /// 0–100, from the table of words.
    pub weight: u8,
    /// How much it tells that another one says it, too, of 100.
    pub informs: u8,
    /// How often it is said.
    pub times: u8,
}

impl Said {
    /// What one post tells by saying it, where a rare word in a text is 0.75. Labels are compared as labels.
    fn tells(&self) -> f64 {
        let here = match self.place {
            Place::Title => 1.5,
            Place::Text => 0.75,
            Place::Label => 0.0,
        };
        f64::from(self.informs) / f64::from(RARE) * here
    }
}

/// The stems of two words that stand side by side.
pub type TwoStems = (Arc<str>, Arc<str>);

/// Two words that stand side by side: “landing page”.
#[derive(Clone, Debug, PartialEq)]
pub struct Phrase {
    written: [Arc<str>; 2],
    pub place: Place,
}

impl Phrase {
    /// In small letters.
    pub fn written(&self) -> String {
        let [first, second] = &self.written;
        format!("{} {}", first.to_lowercase(), second.to_lowercase())
    }
}

/// A post and what it says.
#[derive(Clone, Debug, PartialEq)]
pub struct Reading {
    pub post: Post,
    /// By stem. Without grammar.
    pub words: Sorted<Arc<str>, Said>,
    pub phrases: Sorted<TwoStems, Phrase>,
    /// How many different words weigh something: long texts share words by chance.
    pub weighty: usize,
    /// What all its words tell together: what another post would share with it that says all of them.
    pub says: f64,
    /// The version of the town's words that it was read by ([`Town::version`]).
    pub town: u32,
    /// What it is about, beyond its words. `None` where that is not known.
    pub meaning: Option<Box<Vector>>,
}

impl Reading {
    /// With what the post means by the table, in a town of nobody.
    pub fn of(post: Post) -> Reading {
        Reading::in_town(&Town::default(), post)
    }

    /// The same in a town.
    pub fn in_town(town: &Town, post: Post) -> Reading {
        Reading::by(&Source::Table, town, post)
    }

    /// With what it means by the table or by a model. See [`crate::Index::read`].
    pub fn by(source: &Source, town: &Town, post: Post) -> Reading {
        let meaning = source.meaning(&post);
        Reading::that_means(town, post, meaning)
    }

    /// With what it is known to mean: to find that out is a third of the work.
    pub(crate) fn that_means(town: &Town, post: Post, meaning: Option<Box<Vector>>) -> Reading {
        let mut pages = Pages { reader: Reader::of(&post.language), town, words: Vec::new(), phrases: Vec::new() };
        pages.read(&post.title, Place::Title);
        pages.read(&post.text, Place::Text);
        for label in post.uses.iter() {
            pages.read(label, Place::Text);
        }
        for label in post.tags.iter().chain(&post.tools) {
            pages.read(&label.name, Place::Label);
        }
        let words = Sorted::merged(pages.words, |first: &mut Said, _| first.times = first.times.saturating_add(1));
        let phrases = Sorted::of(pages.phrases);
        let weighty = words.values().filter(|said| said.weight > 0).count();
        let says = words.values().map(Said::tells).sum();
        Reading { post, words, phrases, weighty, says, town: town.version(), meaning }
    }

    pub fn tag_slugs(&self) -> BTreeSet<&str> {
        self.post.tags.iter().map(|tag| tag.slug.as_str()).collect()
    }

    pub fn tool_slugs(&self) -> BTreeSet<&str> {
        self.post.tools.iter().map(|tool| tool.slug.as_str()).collect()
    }
}

struct Pages<'a> {
    reader: Reader,
    town: &'a Town,
    words: Vec<(Arc<str>, Said)>,
    phrases: Vec<(TwoStems, Phrase)>,
}

impl Pages<'_> {
    fn read(&mut self, text: &str, place: Place) {
        let mut before: Option<Read> = None;
        for token in cut(text).take(WORDS_READ) {
            let (read, informs) = self.reader.read_in(self.town, token.written);
            let Weight::Says(weight) = read.weight else {
                before = None;
                continue;
            };
            if let Some(first) = before.take().filter(|_| token.joined)
                && first.weight.points() + weight > 0
                && first.stem != read.stem
            {
                let phrase = Phrase { written: [first.written, read.written.clone()], place };
                self.phrases.push(((first.stem, read.stem.clone()), phrase));
            }
            self.words.push((read.stem.clone(), Said { written: read.written.clone(), place, weight, informs, times: 1 }));
            before = Some(read);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::samples;

    #[test]
    fn a_post_is_read_from_its_title_down_to_its_labels() {
        let read =
            Reading::of(samples::ask("Copy for my landing page", "The landing page sells honey.").tags(&["Newsletter Writing"]).post());
        assert_eq!(read.words["honey"].place, Place::Text);
        assert_eq!(read.words["newslett"].place, Place::Label);
        assert_eq!(read.words["page"].place, Place::Title);
        let landing = read.phrases.values().next().unwrap();
        assert_eq!((landing.written().as_str(), landing.place), ("landing page", Place::Title));
        assert!(!read.words.contains_key("the"));
    }
}
