//! Where meanings come from: the table that is part of the program, or a sentence transformer out of a directory.
//!
//! ```text
//!   built in ─▶ Table ─┐
//!                      ├─ meaning(post) ─▶ Vector ─▶ near, pairing
//!   DIR ──────▶ Model ─┘  (with the feature `embedding-model` only)
//! ```
//! All posts of an index have their meanings from one source: which, stands in its version, so that it is built anew by another.

use std::path::{Path, PathBuf};

use super::{TABLE_VERSION, Vector, WIDE, is_read, of};
use crate::post::{Key, Post};

/// Why a model can't be used: a sentence for the operator.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the embedding model in {}: {why}", .dir.display())]
pub struct Fault {
    pub dir: PathBuf,
    pub why: String,
}

/// What says what posts mean.
#[derive(Clone, Debug, Default)]
pub enum Source {
    #[default]
    Table,
    #[cfg(feature = "embedding-model")]
    Model(std::sync::Arc<super::model::Model>),
}

impl Source {
    /// Loads the sentence transformer in a directory.
    #[cfg(feature = "embedding-model")]
    pub fn load(dir: &Path) -> Result<Source, Fault> {
        let model = super::model::Model::load(dir).map_err(|why| Fault { dir: dir.to_owned(), why })?;
        Ok(Source::Model(std::sync::Arc::new(model)))
    }

    /// Says how to build a program that loads models.
    #[cfg(not(feature = "embedding-model"))]
    pub fn load(dir: &Path) -> Result<Source, Fault> {
        let why = "this program was built without embedding models: build it with cargo build --release --features embedding-model";
        Err(Fault { dir: dir.to_owned(), why: why.to_owned() })
    }

    /// Names what made an index's meanings. Another name: another index.
    pub(crate) fn version(&self) -> String {
        let room = if cfg!(feature = "embedding-model") { format!(" of {WIDE}") } else { String::new() };
        match self {
            Source::Table => format!("{TABLE_VERSION}{room}"),
            #[cfg(feature = "embedding-model")]
            Source::Model(model) => format!("{}{room}", model.version()),
        }
    }

    /// For who starts the program.
    pub fn words(&self) -> String {
        match self {
            Source::Table => "by the table that is built in".to_owned(),
            #[cfg(feature = "embedding-model")]
            Source::Model(model) => model.words(),
        }
    }

    /// Whether a post's meaning is sooner made anew than looked for.
    pub(crate) fn is_quick(&self) -> bool {
        matches!(self, Source::Table)
    }

    /// What a post means. Nothing where the language is not known to it, and of what is never paired.
    pub fn meaning(&self, post: &Post) -> Option<Box<Vector>> {
        match self {
            _ if !has_meaning(post) => None,
            Source::Table => of(&post.language, &post.title, texts(post)),
            #[cfg(feature = "embedding-model")]
            Source::Model(model) => model.meanings(&[whole(post)]).pop().flatten(),
        }
    }

    /// What each of some posts means. Sooner than one by one with a model; by the table it is the same.
    pub fn meanings(&self, posts: &[&Post]) -> Vec<Option<Box<Vector>>> {
        match self {
            Source::Table => posts.iter().map(|post| self.meaning(post)).collect(),
            #[cfg(feature = "embedding-model")]
            Source::Model(model) => {
                let read: Vec<usize> = (0..posts.len()).filter(|n| has_meaning(posts[*n])).collect();
                let mut all = vec![None; posts.len()];
                let meant = model.meanings(&read.iter().map(|n| whole(posts[*n])).collect::<Vec<String>>());
                read.into_iter().zip(meant).for_each(|(n, meaning)| all[n] = meaning);
                all
            }
        }
    }
}

fn has_meaning(post: &Post) -> bool {
    is_read(&post.language) && matches!(post.key, Key::Ask(_) | Key::Offer(_))
}

fn texts(post: &Post) -> impl Iterator<Item = &str> {
    std::iter::once(&post.text).chain(&post.uses).map(String::as_str)
}

/// All that a post says, as one text.
#[cfg(feature = "embedding-model")]
fn whole(post: &Post) -> String {
    let parts: Vec<&str> = std::iter::once(post.title.as_str()).chain(texts(post)).map(str::trim).filter(|part| !part.is_empty()).collect();
    parts.join(". ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::samples;

    #[test]
    fn what_is_never_paired_and_what_is_in_another_language_means_nothing() {
        let (ask, german) = (samples::ask("Sourdough", "bread").post(), samples::ask("Brot", "Sauerteig").language("de").post());
        let tool = Post { key: Key::Tool(hub::ToolId(1)), ..ask.clone() };
        let meanings = Source::Table.meanings(&[&german, &ask, &tool]);
        assert_eq!(meanings.iter().map(Option::is_some).collect::<Vec<bool>>(), [false, true, false]);
        assert_eq!(meanings[1], Source::Table.meaning(&ask));
    }

    #[cfg(not(feature = "embedding-model"))]
    #[test]
    fn a_program_without_models_says_how_to_build_one_with_them() {
        let said = Source::load(Path::new("/models/minilm")).unwrap_err().to_string();
        assert!(said.starts_with("the embedding model in /models/minilm: ") && said.ends_with("--features embedding-model"), "{said}");
        assert_eq!(Source::Table.version(), TABLE_VERSION.to_string());
    }
}
