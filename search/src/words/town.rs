//! How seldom words are in one town: counted once in its own posts and then left alone, so that a score stays a pure function.
//!
//! ```text
//!   asks and offers of a store ─▶ Count ─▶ Town (a version, of its content) ─▶ what a word informs, in every reading of an index
//! ```
//! Of a town of few posts little is known: there the general table (`common.txt`) counts, and the more posts were counted, the less.
//! A table is never changed by what comes later. It lies beside the index that was made with it ([`crate::Index::settle`]), and a match
//! keeps its version.

use std::{path::Path, sync::Arc};

use rustc_hash::FxHashMap;

use super::{RARE, Weight};
use crate::{
    brief::hash,
    post::Post,
    reading::Reading,
    together::{cores, in_parallel},
};

/// The general table counts as much as so many posts of the town.
const IN_GENERAL: f64 = 100.0;
/// So much of what a word that `weights.txt` lists informs is what was written there by hand.
const BY_HAND: f64 = 0.3;
/// Versions have so many bits: one stands with others in a number that every program can read.
const VERSION_BITS: u32 = 24;
const FILE: &str = "words-of-the-town";
/// Of so many posts it is well known how seldom a word is; more need not be counted.
pub const ENOUGH: u64 = 100_000;
/// So many posts more than were counted are no reason to count anew.
const FEW: u64 = 1_000;

/// Whether a town of which so many posts were counted has grown so much that its words should be counted again. Of
/// asks half of what is enough is counted: where there is hardly an offer, that is all there will ever be.
pub(crate) fn has_outgrown(counted: u64, posts: u64) -> bool {
    counted < ENOUGH / 2 && posts > 2 * counted + FEW
}

/// In how many posts each word stands.
#[derive(Default)]
pub struct Count {
    posts: u32,
    said: FxHashMap<Arc<str>, u32>,
}

impl Count {
    /// Counts some posts, on all cores.
    pub fn add(&mut self, posts: &[Post]) {
        let parts: Vec<&[Post]> = posts.chunks(posts.len().div_ceil(cores()).max(1)).collect();
        let nobody = Town::default();
        let read = in_parallel(parts.len(), &parts, |part| {
            let readings = part.iter().map(|post| Reading::that_means(&nobody, post.clone(), None));
            readings.flat_map(|reading| reading.words.iter().map(|(stem, _)| stem.clone()).collect::<Vec<_>>()).collect::<Vec<Arc<str>>>()
        });
        for stem in read.into_iter().flatten() {
            *self.said.entry(stem).or_default() += 1;
        }
        self.posts += posts.len() as u32;
    }

    /// So many were counted.
    pub fn posts(&self) -> u64 {
        u64::from(self.posts)
    }

    pub fn town(self) -> Town {
        let all = f64::from(self.posts);
        // ln(1 + (N - n + ½) / (n + ½)), n of N posts saying the word, of the most that it can be.
        let how_seldom = |said: f64| (1.0 + (all - said + 0.5) / (said + 0.5)).ln();
        let seldom = |said: u32| (100.0 * how_seldom(f64::from(said)) / how_seldom(0.0)).round() as u8;
        Town::made_of(self.posts, self.said.into_iter().map(|(stem, said)| (stem, seldom(said))).collect())
    }
}

/// How seldom each word is in one town. The default is a town of nobody, where the general table counts alone.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Town {
    posts: u32,
    /// Of 100. A word that nobody has said is as seldom as can be.
    seldom: FxHashMap<Arc<str>, u8>,
    version: u32,
}

impl Town {
    /// Of these posts.
    pub fn of(posts: &[Post]) -> Town {
        let mut count = Count::default();
        count.add(posts);
        count.town()
    }

    fn made_of(posts: u32, seldom: FxHashMap<Arc<str>, u8>) -> Town {
        let mut town = Town { posts, seldom, version: 0 };
        if posts > 0 {
            let content = hash(town.written().as_bytes());
            town.version = ((content ^ (content >> 32)) as u32 & ((1 << VERSION_BITS) - 1)).max(1);
        }
        town
    }

    /// Names what stands in it; 0 for a town of nobody.
    pub fn version(&self) -> u32 {
        self.version
    }

    /// So many posts were counted.
    pub fn posts(&self) -> u64 {
        u64::from(self.posts)
    }

    /// How much it tells, of 100, that two posts share a word: how seldom it is here and in general, and what was written by hand for
    /// words that many use.
    pub(crate) fn informs(&self, stem: &str, weight: Weight, in_general: u8) -> u8 {
        let Weight::Says(by_hand) = weight else { return 0 };
        let all = f64::from(self.posts);
        let here = f64::from(self.seldom.get(stem).copied().unwrap_or(RARE));
        let seldom = (all * here + IN_GENERAL * f64::from(in_general)) / (all + IN_GENERAL);
        let informs = if by_hand >= RARE { seldom } else { BY_HAND * f64::from(by_hand) + (1.0 - BY_HAND) * seldom };
        informs.round() as u8
    }

    /// A line for each step of how seldom, its words in their order.
    fn written(&self) -> String {
        let mut all: Vec<(u8, &str)> = self.seldom.iter().map(|(stem, seldom)| (*seldom, &**stem)).collect();
        all.sort_unstable();
        let mut text = format!("{} posts\n", self.posts);
        for some in all.chunk_by(|a, b| a.0 == b.0) {
            text.push_str(&format!("{}:", some[0].0));
            for (_, stem) in some {
                text.push(' ');
                text.push_str(stem);
            }
            text.push('\n');
        }
        text
    }

    fn read(text: &str) -> Option<Town> {
        let (head, lines) = text.split_once('\n')?;
        let posts = head.strip_suffix(" posts")?.parse().ok()?;
        let mut seldom = FxHashMap::default();
        for line in lines.lines() {
            let (how, stems) = line.split_once(':')?;
            let how: u8 = how.parse().ok()?;
            seldom.extend(stems.split_whitespace().map(|stem| (Arc::from(stem), how)));
        }
        Some(Town::made_of(posts, seldom))
    }

    /// Beside an index.
    pub(crate) fn keep(&self, dir: &Path) -> std::io::Result<()> {
        let (file, fresh) = (dir.join(FILE), dir.join(format!("{FILE}.new")));
        std::fs::write(&fresh, self.written())?;
        std::fs::rename(fresh, file)
    }

    /// The table that an index was made with, if it is there and is that.
    pub(crate) fn kept(dir: &Path, version: u32) -> Option<Town> {
        if version == 0 {
            return Some(Town::default());
        }
        let town = Town::read(&std::fs::read_to_string(dir.join(FILE)).ok()?)?;
        (town.version == version).then_some(town)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{samples, words::Reader};

    /// Ten people who bake, one of whom plays the violin.
    fn bakers() -> Vec<Post> {
        let baker = |n: usize| samples::offer("Bread from my bakery", if n == 0 { "and a violin" } else { "every day" }).post();
        (0..400).map(|n| baker(n % 10)).collect()
    }

    fn informs(town: &Town, word: &str) -> u8 {
        Reader::of("en").read(word).informs(town)
    }

    #[test]
    fn what_everybody_in_town_says_informs_less_and_what_few_say_more() {
        let (nobody, town) = (Town::default(), Town::of(&bakers()));
        let (bread, violin) = (informs(&town, "bread"), informs(&town, "violin"));
        assert!(bread + 30 < informs(&nobody, "bread"), "{bread} {}", informs(&nobody, "bread"));
        assert!(violin > bread + 15, "{violin} {bread}");
        assert_eq!(informs(&town, "the"), 0);
        assert!(informs(&nobody, "help") < 50, "what was written by hand counts in every town");
    }

    #[test]
    fn of_a_town_of_few_posts_the_general_table_tells_more() {
        let few = Town::of(&bakers()[..2]);
        let (general, own) = (informs(&Town::default(), "bread"), informs(&few, "bread"));
        assert!(own <= general && general - own < 5, "{general} {own}");
    }

    #[test]
    fn a_town_is_counted_again_when_it_has_doubled_until_enough_are_counted() {
        assert!(has_outgrown(0, 1_001) && !has_outgrown(0, 1_000));
        assert!(has_outgrown(20_000, 41_001) && !has_outgrown(20_000, 41_000));
        assert!(has_outgrown(49_999, 1_000_000));
        // Asks alone, and hardly an offer.
        assert!(!has_outgrown(50_010, 1_000_000) && !has_outgrown(ENOUGH, 10_000_000));
    }

    #[test]
    fn a_version_names_what_stands_in_it() {
        let mut other_way_round = bakers();
        other_way_round.reverse();
        let town = Town::of(&bakers());
        assert_eq!(Town::of(&other_way_round), town);
        assert_ne!(Town::of(&bakers()[..399]).version(), town.version());
        assert!(town.version() > 0 && town.version() < 1 << VERSION_BITS);
        assert_eq!((Town::default().version(), Town::of(&[]).version()), (0, 0));
    }

    #[test]
    fn it_is_read_as_it_was_kept_and_as_no_other() {
        let (dir, town) = (tempfile::tempdir().unwrap(), Town::of(&bakers()));
        assert_eq!(Town::kept(dir.path(), town.version()), None, "not there");
        town.keep(dir.path()).unwrap();
        assert_eq!(Town::kept(dir.path(), town.version()).as_ref(), Some(&town));
        assert_eq!(Town::kept(dir.path(), town.version() ^ 1), None);
        assert_eq!(Town::kept(dir.path(), 0), Some(Town::default()));
        std::fs::write(dir.path().join(FILE), town.written().replace("bread", "broad")).unwrap();
        assert_eq!(Town::kept(dir.path(), town.version()), None, "damaged");
    }
}
