//! `/my/saved`

use std::collections::HashMap;

use askama::Template;
use hub::keeps::{KeptView, Kind, Thing};

use crate::layout::Chrome;

/// The button beside a thing.
#[derive(Clone, Debug)]
pub struct Button {
    pub thing: Thing,
    pub name: String,
    pub kept: bool,
}

impl Button {
    /// As it stands below a row of one's own list.
    pub fn on_row(kept: &KeptView) -> Button {
        let names = [
            kept.offer.as_ref().map(|offer| &offer.title),
            kept.ask.as_ref().map(|ask| &ask.title),
            kept.tool.as_ref().map(|tool| &tool.facts.name),
            kept.person.as_ref().map(|person| &person.name),
        ];
        let name = names.into_iter().flatten().next().cloned().unwrap_or_else(|| crate::say("keeps-what-is-gone").into());
        Button { thing: kept.thing, name, kept: true }
    }
}

#[derive(Template)]
#[template(path = "keeps/mine.html")]
pub struct Mine {
    pub chrome: Chrome,
    /// Only these; `None`: everything.
    pub kind: Option<Kind>,
    pub counts: HashMap<Kind, i64>,
    /// What was saved last first.
    pub kept: Vec<KeptView>,
    pub next: Option<String>,
}

impl Mine {
    fn count(&self, kind: &Kind) -> i64 {
        self.counts.get(kind).copied().unwrap_or_default()
    }

    fn all(&self) -> i64 {
        self.counts.values().sum()
    }

    fn is(&self, kind: &Kind) -> bool {
        self.kind == Some(*kind)
    }

    /// Where the list goes on.
    fn more(&self, next: &str) -> String {
        let mut query = url::form_urlencoded::Serializer::new(String::new());
        if let Some(kind) = self.kind {
            query.append_pair("kind", kind.word());
        }
        format!("/my/saved?{}", query.append_pair("after", next).finish())
    }
}
