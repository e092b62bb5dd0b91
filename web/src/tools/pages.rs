//! `/tools/{slug}`

use askama::Template;
use hub::{asks::AskView, offers::OfferView, tools::{ToolRef, ToolView}};

use crate::layout::Chrome;

#[derive(Template)]
#[template(path = "tools/show.html")]
pub struct ToolPage {
    pub chrome: Chrome,
    pub tool: ToolView,
    pub alternatives: Vec<ToolRef>,
    /// Live offers built with it.
    pub offers: Vec<OfferView>,
    /// Open asks that name it.
    pub asks: Vec<AskView>,
}

impl ToolPage {
    fn host(&self) -> String {
        crate::offers::pages::host(&self.tool.facts.website_url)
    }
}
