//! `/tools/{slug}` and `/tools/compare`

use std::sync::Arc;

use askama::Template;
use hub::{
    asks::AskView,
    kernel::{
        locale::{Said, is_known},
        text::slug,
    },
    offers::OfferView,
    reviews::ReviewView,
    say,
    tools::{Expert, ToolFacts, ToolRef, ToolView},
};

use crate::{
    keeps::pages::Button,
    layout::Chrome,
    look::{Html, Problems, escaped, when},
    reviews::pages::ReviewForm,
    say_html,
};

/// So many tools stand side by side.
pub const MOST_COMPARED: usize = 4;

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
    /// What others say of it, the newest, and whether there are more.
    pub reviews: Vec<ReviewView>,
    pub more_reviews: bool,
    /// What the reader says of it.
    pub own_review: Option<ReviewView>,
    pub review_form: ReviewForm,
    pub review_problems: Problems,
}

impl ToolPage {
    fn host(&self) -> String {
        crate::offers::pages::host(&self.tool.facts.website_url)
    }

    fn checked(&self) -> String {
        checked(&self.tool.facts.source_note, &self.tool.facts.checked_on)
    }

    /// Where more is said about it.
    fn source(&self) -> Html {
        let (to, host) = (self.chrome.outside(&self.tool.facts.source_url), crate::offers::pages::host(&self.tool.facts.source_url));
        Html::trusted(format!(r#"<a href="{}" rel="noopener">{}</a>"#, escaped(to), escaped(&host)))
    }

    fn price_words(&self) -> Html {
        price_words(&self.tool.facts)
    }

    fn is_review_hidden(&self) -> bool {
        self.own_review.as_ref().is_some_and(|own| own.hidden)
    }

    /// It and one other, side by side.
    fn beside(&self, other: &ToolRef) -> String {
        compare_path([self.tool.facts.slug.as_str(), other.slug.as_str()])
    }

    /// It and what may stand in its place, as many as fit.
    fn beside_all(&self) -> String {
        let all = std::iter::once(self.tool.facts.slug.as_str()).chain(self.alternatives.iter().map(|other| other.slug.as_str()));
        compare_path(all.take(MOST_COMPARED))
    }
}

/// Where these stand side by side. A comma may stand in a query as it is, and reads better.
pub fn compare_path<'a>(slugs: impl IntoIterator<Item = &'a str>) -> String {
    let slugs: Vec<&str> = slugs.into_iter().collect();
    if slugs.is_empty() { "/tools/compare".to_owned() } else { format!("/tools/compare?with={}", slugs.join(",")) }
}

/// What using it costs.
fn price_words(facts: &ToolFacts) -> Html {
    let said = match (&facts.starting_price, facts.has_free_tier) {
        (Some(price), true) => say_html("tools-price-free-and").html("price", english(price)),
        (Some(price), false) => say_html("tools-price-none-free-and").html("price", english(price)),
        (None, true) => say_html("tools-price-free"),
        (None, false) => say_html("tools-price-none-free"),
    };
    Html::trusted(said.to_string())
}

/// What the directory says in its own language, in the middle of a sentence of ours: whoever hears it is told.
fn english(words: &str) -> Html {
    Html::trusted(format!(r#"<span lang="en">{}</span>"#, escaped(words)))
}

/// What a tool is best for, in the middle of a sentence.
pub fn best_for(lines: &[String]) -> Html {
    english(&in_a_sentence(lines))
}

/// What kind of tool it is: “writing”.
pub fn category(tool: &ToolView) -> Said<'static> {
    say(format!("tools-category-{}", tool.facts.category))
}

/// “People trying AI for the first time, writing and planning”: entries of a list, one after the other.
fn in_a_sentence(lines: &[String]) -> String {
    let rest = lines.iter().skip(1).map(|line| match line.split_once(' ') {
        // An abbreviation or a name keeps its letters.
        Some((first, _)) if first.chars().skip(1).any(char::is_uppercase) => line.clone(),
        _ => lower_first(line),
    });
    lines.first().map(|line| lower_first(line)).into_iter().chain(rest).take(2).collect::<Vec<_>>().join(", ")
}

fn lower_first(line: &str) -> String {
    let mut letters = line.chars();
    match (letters.next(), letters.clone().next()) {
        (Some(first), second) if !second.is_some_and(char::is_uppercase) => first.to_lowercase().chain(letters).collect(),
        _ => line.to_owned(),
    }
}

/// What the facts rest on, by their note: nobody has checked what was written from general knowledge.
fn checked(note: &str, on: &str) -> String {
    let on = when::written_day(on);
    if note.starts_with("general knowledge") {
        return say("tools-written").with("on", on).into();
    }
    let key = format!("tools-source-{}", slug(note));
    let what = if is_known(&key) { say(key).into() } else { note.to_owned() };
    say("tools-checked").with("on", on).with("what", what).into()
}

/// A tool among others.
#[derive(Clone, Debug)]
pub struct Compared {
    pub tool: ToolView,
    /// How many offers are made with it, and how many asks name it, as far as the reader may find them.
    pub offers: usize,
    pub asks: usize,
    /// Who has helped with it to the end, a few.
    pub experts: Vec<Expert>,
}

impl Compared {
    fn price_words(&self) -> Html {
        price_words(&self.tool.facts)
    }

    fn host(&self) -> String {
        crate::offers::pages::host(&self.tool.facts.website_url)
    }
}

/// `GET /tools/compare?with=…`
#[derive(Template)]
#[template(path = "tools/compare.html")]
pub struct Compare {
    pub chrome: Chrome,
    /// With fewer than two there is nothing to compare yet.
    pub tools: Vec<Compared>,
    /// The directory by name, to choose from.
    pub directory: Arc<[ToolRef]>,
    /// More were wanted than fit.
    pub too_many: bool,
}

impl Compare {
    /// “ChatGPT, Claude and Gemini”
    fn names(&self) -> String {
        let names: Vec<&str> = self.tools.iter().map(|one| one.tool.facts.name.as_str()).collect();
        match names.split_last() {
            Some((last, before)) if !before.is_empty() => say("tools-names").with("before", before.join(", ")).with("last", last).into(),
            _ => names.concat(),
        }
    }

    /// The places to choose for, with what stands in them.
    fn places(&self) -> Vec<&str> {
        let chosen = self.tools.iter().map(|one| one.tool.facts.slug.as_str());
        chosen.chain(std::iter::repeat("")).take(MOST_COMPARED).collect()
    }

    /// The others, without this one.
    fn without(&self, slug: &str) -> String {
        compare_path(self.tools.iter().map(|one| one.tool.facts.slug.as_str()).filter(|other| *other != slug))
    }
}

#[cfg(test)]
mod tests {
    use super::{checked, compare_path, in_a_sentence};

    #[test]
    fn what_nobody_has_checked_is_not_called_checked() {
        assert_eq!(
            checked("general knowledge, not re-read", "2026-11-22"),
            "Written on 22 November 2026 from what is generally known. Nobody has checked it since: look at the prices on the tool's own site."
        );
        assert_eq!(
            checked("stored copy of the official page or documentation", "2026-11-22"),
            "Checked on 22 November 2026 with a saved copy of the official page or documentation."
        );
    }

    #[test]
    fn what_it_is_best_for_reads_on_and_abbreviations_keep_their_letters() {
        let lines = |lines: &[&str]| lines.iter().map(|line| (*line).to_owned()).collect::<Vec<_>>();
        assert_eq!(in_a_sentence(&lines(&["People who write", "API work", "Third"])), "people who write, API work");
        assert_eq!(in_a_sentence(&lines(&["UX people"])), "UX people");
        assert_eq!(in_a_sentence(&[]), "");
    }

    #[test]
    fn a_comparison_is_named_by_what_stands_in_it() {
        assert_eq!(compare_path(["chatgpt", "claude"]), "/tools/compare?with=chatgpt,claude");
        assert_eq!(compare_path([]), "/tools/compare");
    }
}
