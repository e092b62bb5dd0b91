//! What was begun, as a line in a list. `drafts/list.html` and `drafts/begun.html` are included where `begun` is in scope.

use hub::{
    Timestamp,
    composing::split,
    drafts::{DraftView, Kind},
    kernel::text::excerpt,
};

/// How much of a title a line repeats.
const TITLE: usize = 90;

/// Something that was begun and not posted.
#[derive(Clone, Debug, PartialEq)]
pub struct Begun {
    pub key: String,
    pub kind: Kind,
    pub title: String,
    pub kept_at: Timestamp,
}

impl Begun {
    pub fn of(draft: &DraftView) -> Begun {
        let field = |wanted: &str| {
            let mut fields = url::form_urlencoded::parse(draft.form.as_bytes());
            fields.find(|(name, _)| name == wanted).map_or(String::new(), |(_, value)| value.into_owned())
        };
        let (title, _) = split(&field("text"));
        let title = if title.is_empty() { field("title") } else { title };
        let title = if title.trim().is_empty() { hub::say("drafts-no-words").into() } else { excerpt(&title, TITLE) };
        Begun { key: draft.key.clone(), kind: draft.kind, title, kept_at: draft.kept_at }
    }

    /// Where one goes on with it.
    pub fn path(&self) -> String {
        format!("/my/{}s/new?draft={}", self.kind, self.key)
    }
}
