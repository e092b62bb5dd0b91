//! Words as the hub reads them: cut, stemmed, folded, and weighed.
//!
//! A word's weight comes from a table in this directory, and how seldom it is in the town from a table that was counted once ([`Town`]),
//! never from what happens to be in the index: so a pair's score is a pure function of its two posts and of tables that have versions.

pub(crate) mod town;

use std::{
    cell::RefCell,
    collections::{HashMap, HashSet},
    sync::{Arc, OnceLock},
};

use frostem::{Algorithm, Stemmer};
use rustc_hash::FxHashMap;
use unicode_normalization::UnicodeNormalization;

pub use town::{Count, ENOUGH, Town};

/// Goes up with every change of the tables, of stemming or of folding. Part of the index's version.
pub const TABLE_VERSION: u32 = 4;

/// The weight of a word that few would use, and of every word that is not in the table.
pub const RARE: u8 = 100;

/// How much it says that two posts share a word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Weight {
    /// Grammar: “the”, “with”.
    Stop,
    /// 0 (“help”, “people”) to 100 (“sourdough”).
    Says(u8),
}

impl Weight {
    pub fn points(self) -> u8 {
        match self {
            Weight::Stop => 0,
            Weight::Says(points) => points,
        }
    }
}

/// The languages with a stemmer and a list of words that say nothing. Others are read too, with more care.
const LANGUAGES: [(&str, Algorithm); 7] = [
    ("en", Algorithm::English),
    ("de", Algorithm::German),
    ("es", Algorithm::Spanish),
    ("pt", Algorithm::Portuguese),
    ("fr", Algorithm::French),
    ("it", Algorithm::Italian),
    ("nl", Algorithm::Dutch),
];

/// What a word in a language without a list weighs, and how long it must be to weigh anything.
const UNLISTED_LANGUAGE: (u8, usize) = (40, 5);

/// How a text is read: its language's stemmer and table. A text whose language is not known is read as English, but for
/// what other languages say without meaning anything by it (“für meine”).
#[derive(Clone, Copy)]
pub struct Reader {
    language: Option<usize>,
    stemmer: Option<Stemmer>,
    /// Not known which: the grammar of every language is none of its words.
    any_grammar: bool,
}

impl Reader {
    /// `language` is ISO 639-1; empty means not known.
    pub fn of(language: &str) -> Reader {
        let wanted = if language.is_empty() { "en" } else { language };
        let known = LANGUAGES.iter().position(|(code, _)| *code == wanted);
        Reader { language: known, stemmer: known.map(|i| Stemmer::new(LANGUAGES[i].1)), any_grammar: language.is_empty() }
    }

    /// Readers of every language with a stemmer, English first: a search box does not say which it is.
    pub fn all() -> impl Iterator<Item = Reader> {
        LANGUAGES.iter().map(|(code, _)| Reader::of(code))
    }

    /// The form under which a word is kept: lower case, stemmed, without accents, one for each family of words.
    pub fn stem(&self, written: &str) -> String {
        let lower = written.to_lowercase();
        let stemmed = match &self.stemmer {
            Some(stemmer) => fold(&stemmer.stem(&lower)),
            None => fold(&lower),
        };
        match self.language {
            Some(0) => tables().families.get(&stemmed).cloned().unwrap_or(stemmed),
            _ => stemmed,
        }
    }

    /// A word's stem and weight. Remembered: posts say the same words over and over.
    pub fn read(&self, written: &str) -> Read {
        self.remembered(written, |known| known.read.clone())
    }

    /// The same, with how much it tells that two posts of this town share it, of 100.
    pub fn read_in(&self, town: &Town, written: &str) -> (Read, u8) {
        self.remembered(written, |known| {
            let informs = match known.informs {
                (version, informs) if version == town.version() => informs,
                _ => known.read.informs(town),
            };
            known.informs = (town.version(), informs);
            (known.read.clone(), informs)
        })
    }

    fn remembered<R>(&self, written: &str, take: impl FnOnce(&mut Known) -> R) -> R {
        let table = if self.any_grammar { LANGUAGES.len() } else { self.language.unwrap_or(LANGUAGES.len() + 1) };
        REMEMBERED.with_borrow_mut(|tables| {
            let table = &mut tables[table];
            if let Some(known) = table.get_mut(written) {
                return take(known);
            }
            let stem = self.stem(written);
            let weight = self.weight(&stem);
            if table.len() >= REMEMBER {
                table.clear();
            }
            let seldom = self.seldom(&stem, weight);
            let read = Read { written: Arc::from(written), stem: Arc::from(stem), weight, seldom };
            let informs = (Town::default().version(), read.informs(&Town::default()));
            take(table.entry(read.written.clone()).or_insert(Known { read, informs }))
        })
    }

    /// The weight of a word, given as [`Reader::stem`] made it.
    pub fn weight(&self, stem: &str) -> Weight {
        let only_digits = stem.chars().all(|c| c.is_ascii_digit());
        if only_digits || stem.chars().count() < 2 {
            return Weight::Stop;
        }
        match self.language {
            Some(language) => match tables().weights[language].get(stem) {
                Some(weight) => *weight,
                None if self.any_grammar && tables().foreign_grammar.contains(stem) => Weight::Stop,
                None => Weight::Says(RARE),
            },
            None if stem.chars().count() < UNLISTED_LANGUAGE.1 => Weight::Stop,
            None => Weight::Says(UNLISTED_LANGUAGE.0),
        }
    }

    /// How seldom a word that weighs so much is used in general, of 100 (`common.txt`). In other languages than English its weight
    /// is all that is known.
    fn seldom(&self, stem: &str, weight: Weight) -> u8 {
        if self.language == Some(0) { tables().seldom.get(stem).copied().unwrap_or(RARE) } else { weight.points() }
    }
}

/// A word that was read.
#[derive(Clone, Debug)]
pub struct Read {
    pub written: Arc<str>,
    pub stem: Arc<str>,
    pub weight: Weight,
    /// How seldom it is used in general, of 100.
    pub seldom: u8,
}

impl Read {
    /// How much it tells that two posts of this town share it, of 100.
    pub fn informs(&self, town: &Town) -> u8 {
        town.informs(&self.stem, self.weight, self.seldom)
    }
}

struct Known {
    read: Read,
    /// How much it tells in the town of this version.
    informs: (u32, u8),
}

/// So many words of a language are remembered by each thread, at some hundred bytes each.
const REMEMBER: usize = 8_192;

thread_local! {
    /// By language in the order of `LANGUAGES`; then what is not known, and all others, which are read alike.
    static REMEMBERED: RefCell<[FxHashMap<Arc<str>, Known>; LANGUAGES.len() + 2]> = RefCell::default();
}

struct Tables {
    /// By language, in the order of `LANGUAGES`.
    weights: Vec<HashMap<String, Weight>>,
    families: HashMap<String, String>,
    /// Of English words that are not rare, how seldom they are used, of 100.
    seldom: HashMap<String, u8>,
    /// What is grammar in a language other than English, as the English stemmer leaves it.
    foreign_grammar: HashSet<String>,
}

fn tables() -> &'static Tables {
    static TABLES: OnceLock<Tables> = OnceLock::new();
    TABLES.get_or_init(|| {
        let families = families(include_str!("families.txt"));
        let weights = weights(include_str!("weights.txt"), &families);
        let foreign_grammar = foreign_grammar(include_str!("weights.txt"));
        Tables { weights, families, seldom: seldom(include_str!("common.txt")), foreign_grammar }
    })
}

fn lines(table: &str) -> impl Iterator<Item = &str> {
    table.lines().filter(|line| !line.starts_with('#') && !line.trim().is_empty())
}

/// Stem → how seldom it is used, of 100.
fn seldom(table: &str) -> HashMap<String, u8> {
    let of = |line: &str| {
        let (seldom, stems) = line.split_once(':')?;
        let seldom: u8 = seldom.parse().ok()?;
        Some(stems.split_whitespace().map(|stem| (stem.to_owned(), seldom)).collect::<Vec<_>>())
    };
    lines(table).filter_map(of).flatten().collect()
}

/// Stem → the stem that stands for its family. English.
fn families(table: &str) -> HashMap<String, String> {
    let stemmer = Stemmer::new(Algorithm::English);
    let mut families = HashMap::new();
    for line in lines(table) {
        let stems: Vec<String> = line.split_whitespace().map(|word| fold(&stemmer.stem(word))).collect();
        for stem in &stems {
            families.insert(stem.clone(), stems[0].clone());
        }
    }
    families
}

fn weights(table: &str, families: &HashMap<String, String>) -> Vec<HashMap<String, Weight>> {
    let mut weights = vec![HashMap::new(); LANGUAGES.len()];
    for line in lines(table) {
        let Some((head, words)) = line.split_once(':') else { continue };
        let Some((code, weight)) = head.split_once(' ') else { continue };
        let Some(language) = LANGUAGES.iter().position(|(known, _)| *known == code) else { continue };
        let weight = weight.parse().map_or(Weight::Stop, Weight::Says);
        let stemmer = Stemmer::new(LANGUAGES[language].1);
        for word in words.split_whitespace().flat_map(cut).map(|token| token.written) {
            let stem = fold(&stemmer.stem(&word.to_lowercase()));
            let kept = if language == 0 { families.get(&stem).cloned().unwrap_or(stem) } else { stem };
            weights[language].insert(kept, weight);
        }
    }
    weights
}

fn foreign_grammar(table: &str) -> HashSet<String> {
    let stemmer = Stemmer::new(Algorithm::English);
    let grammar =
        lines(table).filter_map(|line| line.split_once(':')).filter(|(head, _)| head.ends_with(" stop") && !head.starts_with("en "));
    grammar
        .flat_map(|(_, words)| words.split_whitespace().flat_map(cut))
        .map(|token| fold(&stemmer.stem(&token.written.to_lowercase())))
        .collect()
}

/// A word as it stands in a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Token<'a> {
    pub written: &'a str,
    /// It follows the word before it without a stop, a line break or another sign between them.
    pub joined: bool,
}

/// The words of a text, without addresses of the web. An apostrophe ends a word, so that “baker's” is “baker”.
pub fn cut(text: &str) -> impl Iterator<Item = Token<'_>> {
    let mut at = 0;
    let mut before = false;
    std::iter::from_fn(move || {
        loop {
            let rest = &text[at..];
            let skipped = rest.find(char::is_alphanumeric)?;
            let gap = &rest[..skipped];
            let begins = at + skipped;
            let word = &text[begins..];
            if word.starts_with("http://") || word.starts_with("https://") || word.starts_with("www.") {
                at = begins + word.find(|c: char| c.is_whitespace() || matches!(c, ')' | '>' | ']')).unwrap_or(word.len());
                before = false;
                continue;
            }
            let long = word.find(|c: char| !is_of_word(c)).unwrap_or(word.len());
            at = begins + long;
            let joined = before && gap.chars().all(|c| matches!(c, ' ' | '-' | '*' | '_' | '\u{a0}'));
            before = true;
            return Some(Token { written: &word[..long], joined });
        }
    })
}

/// Letters and digits, and the marks that some letters are written with.
fn is_of_word(c: char) -> bool {
    c.is_alphanumeric() || unicode_normalization::char::is_combining_mark(c)
}

/// Lower case without accents: “Café” and “cafe” are one. The sharp s is written out.
pub fn fold(word: &str) -> String {
    if word.is_ascii() {
        return word.to_ascii_lowercase();
    }
    word.to_lowercase().replace('ß', "ss").nfd().filter(|c| !unicode_normalization::char::is_combining_mark(*c)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str) -> Vec<&str> {
        cut(text).map(|token| token.written).collect()
    }

    #[test]
    fn a_text_is_cut_into_its_words_without_markdown_and_addresses() {
        assert_eq!(words("**Baker's** rye, [here](https://rye.example.org/a) & v0!"), ["Baker", "s", "rye", "here", "v0"]);
        assert_eq!(words("¿Cómo consigo que los vecinos vengan?"), ["Cómo", "consigo", "que", "los", "vecinos", "vengan"]);
        assert_eq!(words(""), Vec::<&str>::new());
    }

    #[test]
    fn words_are_joined_until_something_stands_between_them() {
        let joined: Vec<bool> = cut("landing page. Copy-editing, please").map(|token| token.joined).collect();
        assert_eq!(joined, [false, true, false, true, false]);
    }

    #[test]
    fn forms_and_families_of_a_word_are_one() {
        let english = Reader::of("en");
        for (a, b) in [("testing", "tests"), ("photographs", "photos"), ("Films", "videos"), ("websites", "website"), ("loaves", "bread")] {
            assert_eq!(english.stem(a), english.stem(b), "{a} {b}");
        }
        let german = Reader::of("de");
        assert_eq!(german.stem("Tabellen"), german.stem("Tabelle"));
        assert_eq!(Reader::of("es").stem("cartas"), Reader::of("es").stem("carta"));
    }

    #[test]
    fn a_word_that_everybody_uses_weighs_nothing() {
        let english = Reader::of("en");
        for word in ["help", "need", "looking", "app", "apps", "people", "great", "work", "business", "AI", "tool", "tools", "test", "2024"]
        {
            assert_eq!(english.weight(&english.stem(word)).points(), 0, "{word}");
        }
        for word in ["bread", "midjourney", "bicycle", "grant", "violin"] {
            assert_eq!(english.weight(&english.stem(word)), Weight::Says(RARE), "{word}");
        }
        assert_eq!(Reader::of("de").weight(&Reader::of("de").stem("möchte")), Weight::Stop);
        assert_eq!(english.weight("the"), Weight::Stop);
    }

    #[test]
    fn grammar_of_a_language_that_is_not_known_says_nothing() {
        let unknown = Reader::of("");
        for word in ["für", "meine", "wer", "para", "avec", "mijn", "the"] {
            assert_eq!(unknown.weight(&unknown.stem(word)), Weight::Stop, "{word}");
        }
        for word in ["bread", "Bäckerei", "violin"] {
            assert_eq!(unknown.weight(&unknown.stem(word)), Weight::Says(RARE), "{word}");
        }
        assert_eq!(unknown.weight(&unknown.stem("website")), Weight::Says(30), "English keeps its table");
    }

    #[test]
    fn a_word_is_read_the_same_the_second_time() {
        for code in ["en", "de", "", "fi", "sv"] {
            let reader = Reader::of(code);
            for word in ["Bakeries", "für", "leipomo", "the", "Bakeries"] {
                let stem = reader.stem(word);
                let read = reader.read(word);
                assert_eq!((&*read.written, &*read.stem, read.weight), (word, stem.as_str(), reader.weight(&stem)), "{code} {word}");
            }
        }
    }

    #[test]
    fn a_language_without_a_list_is_read_with_care() {
        let finnish = Reader::of("fi");
        assert_eq!(finnish.weight(&finnish.stem("ja")), Weight::Stop);
        assert_eq!(finnish.weight(&finnish.stem("leipomo")), Weight::Says(40));
    }
}
