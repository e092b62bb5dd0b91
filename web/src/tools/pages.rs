//! `/tools/{slug}`

use askama::Template;
use hub::{
    asks::AskView,
    offers::OfferView,
    tools::{Expert, ToolRef, ToolView},
};

use crate::{keeps::pages::Button, layout::Chrome};

#[derive(Template)]
#[template(path = "tools/show.html")]
pub struct ToolPage {
    pub chrome: Chrome,
    pub tool: ToolView,
    pub alternatives: Vec<ToolRef>,
    /// Who has helped with it to the end.
    pub experts: Vec<Expert>,
    /// Live offers built with it.
    pub offers: Vec<OfferView>,
    /// Open asks that name it.
    pub asks: Vec<AskView>,
    /// For members.
    pub keep: Option<Button>,
}

impl ToolPage {
    fn host(&self) -> String {
        crate::offers::pages::host(&self.tool.facts.website_url)
    }

    fn checked(&self) -> String {
        checked(&self.tool.facts.source_note, &self.tool.facts.checked_on)
    }
}

/// What the facts rest on, by their note: nobody has checked what was written from general knowledge.
fn checked(note: &str, on: &str) -> String {
    match note.strip_prefix("general knowledge") {
        Some(rest) => format!("Written on {on} from general knowledge{rest}."),
        None => format!("Checked on {on} against: {note}."),
    }
}

#[cfg(test)]
mod tests {
    use super::checked;

    #[test]
    fn what_nobody_has_checked_is_not_called_checked() {
        assert_eq!(checked("general knowledge, not re-read", "2026-11-22"), "Written on 2026-11-22 from general knowledge, not re-read.");
        assert_eq!(
            checked("stored copy of the official page or documentation", "2026-11-22"),
            "Checked on 2026-11-22 against: stored copy of the official page or documentation."
        );
    }
}
