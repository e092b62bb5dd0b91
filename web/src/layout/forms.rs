//! What people type into lists and amounts, turned into what the hub takes.

use hub::{
    Cents, FieldProblem,
    kernel::text,
    say,
    taxonomy::{Term, TermRef, TermType},
    tools::ToolRef,
};

/// What a post can be sorted by: for the selects and suggestions of its form.
#[derive(Clone, Debug, Default)]
pub struct Choices {
    /// Problem categories, as they stand on the form.
    pub categories: Vec<Term>,
    /// Skills and topics.
    pub tags: Vec<TermRef>,
    pub tools: Vec<ToolRef>,
}

impl Choices {
    /// As they stand in the store.
    pub async fn load(db: &mut store::Tx) -> Result<Self, store::Fault> {
        let mut choices = Choices { categories: store::taxonomy::list_terms(db, TermType::OfferCategory).await?, ..Choices::default() };
        for sort in [TermType::Skill, TermType::Topic] {
            let terms = store::taxonomy::list_terms(db, sort).await?;
            choices.tags.extend(terms.into_iter().map(|t| TermRef { id: t.id, slug: t.slug, name: t.name }));
        }
        choices.tools = store::tools::list_refs(db).await?;
        Ok(choices)
    }

    /// What stands in a form's field for these slugs; what is unknown is left out.
    pub fn names_of_tools(&self, slugs: &str) -> String {
        let named = slugs.split(',').filter_map(|slug| self.tools.iter().find(|t| t.slug == slug.trim()));
        named.map(|t| t.name.as_str()).collect::<Vec<_>>().join(", ")
    }

    /// The tools that a text names, as they are spelt: “Make” is one, “make” none.
    pub fn tools_named(&self, text: &str, most: usize) -> Vec<ToolRef> {
        let text: String = text.chars().take(4_000).collect();
        let apart = |c: Option<char>| !c.is_some_and(char::is_alphanumeric);
        let stands = |name: &str| {
            let whole = |at: usize| apart(text[..at].chars().next_back()) && apart(text[at + name.len()..].chars().next());
            !name.is_empty() && text.match_indices(name).any(|(at, _)| whole(at))
        };
        self.tools.iter().filter(|tool| stands(&tool.name)).take(most).cloned().collect()
    }

    /// Categories said as problems, with “none” first.
    pub fn problems(&self) -> Vec<(String, String)> {
        let none = (String::new(), say("composer-no-category").into());
        std::iter::once(none).chain(self.categories.iter().map(|t| (t.slug.clone(), t.said()))).collect()
    }

    /// Slugs from “Figma, user testing”: a known name or slug, else the slug it would have, which the hub then refuses
    /// by name.
    pub fn tags(&self, typed: &str) -> Vec<String> {
        slugs(typed, self.tags.iter().map(|t| (t.name.as_str(), t.slug.as_str())))
    }

    pub fn tools(&self, typed: &str) -> Vec<String> {
        slugs(typed, self.tools.iter().map(|t| (t.name.as_str(), t.slug.as_str())))
    }

    /// Of these slugs those there is something under.
    pub fn known_tags(&self, typed: &str) -> Vec<String> {
        self.tags(typed).into_iter().filter(|slug| self.tags.iter().any(|t| t.slug == *slug)).collect()
    }

    pub fn known_tools(&self, typed: &str) -> Vec<String> {
        self.tools(typed).into_iter().filter(|slug| self.tools.iter().any(|t| t.slug == *slug)).collect()
    }

    /// What was typed as a tag or a tool and is none: both may be left empty, so a post goes on without it, and the next page says so.
    pub fn left_out(&self, tags: &str, tools: &str) -> Option<String> {
        let of_tags = split(tags).filter(|part| self.known_tags(part).is_empty());
        let of_tools = split(tools).filter(|part| self.known_tools(part).is_empty());
        let names = of_tags.chain(of_tools).collect::<Vec<_>>().join(", ");
        (!names.is_empty()).then(|| say("composer-left-out").with("names", text::excerpt(&names, NAMED)).into())
    }
}

/// So much of what is left out is named.
const NAMED: usize = 200;

/// “Figma, user testing”, apart.
fn split(typed: &str) -> impl Iterator<Item = &str> {
    typed.split([',', '\n', ';']).map(str::trim).filter(|part| !part.is_empty())
}

fn slugs<'a>(typed: &str, known: impl Iterator<Item = (&'a str, &'a str)> + Clone) -> Vec<String> {
    let mut all: Vec<String> = Vec::new();
    for part in split(typed) {
        let found = known.clone().find(|(name, slug)| name.eq_ignore_ascii_case(part) || slug.eq_ignore_ascii_case(part));
        let slug = found.map_or_else(|| text::slug(part), |(_, slug)| slug.to_owned());
        if !all.contains(&slug) {
            all.push(slug);
        }
    }
    all
}

/// The currencies, for a select.
pub fn currencies() -> Vec<(String, String)> {
    hub::kernel::money::CURRENCIES.iter().map(|c| ((*c).to_owned(), c.to_uppercase())).collect()
}

/// The currency that somebody who lives in this zone most likely counts in.
pub fn usual_currency(zone: &str) -> &'static str {
    match zone {
        "Europe/London" | "Europe/Belfast" | "Europe/Jersey" | "Europe/Guernsey" | "Europe/Isle_of_Man" => "gbp",
        "Europe/Zurich" | "Europe/Vaduz" => "chf",
        "Europe/Amsterdam" | "Europe/Athens" | "Europe/Berlin" | "Europe/Bratislava" | "Europe/Brussels" | "Europe/Busingen"
        | "Europe/Dublin" | "Europe/Helsinki" | "Europe/Lisbon" | "Europe/Ljubljana" | "Europe/Luxembourg" | "Europe/Madrid"
        | "Europe/Malta" | "Europe/Paris" | "Europe/Riga" | "Europe/Rome" | "Europe/Tallinn" | "Europe/Vienna" | "Europe/Vilnius"
        | "Europe/Zagreb" | "Atlantic/Canary" | "Atlantic/Madeira" | "Africa/Ceuta" => "eur",
        "America/Toronto" | "America/Vancouver" | "America/Montreal" | "America/Edmonton" | "America/Winnipeg" | "America/Halifax"
        | "America/St_Johns" | "America/Regina" => "cad",
        zone if zone.starts_with("Australia/") => "aud",
        _ => "usd",
    }
}

/// Which other languages an ask welcomes.
pub fn also_in() -> Vec<(String, String)> {
    let none = (String::new(), say("composer-own-language").into());
    let any = (hub::asks::ANY_LANGUAGE.to_owned(), say("composer-any-language").into());
    let each = hub::discovery::LANGUAGES
        .iter()
        .map(|(code, name)| ((*code).to_owned(), say("composer-language-too").with("language", name).into()));
    [none, any].into_iter().chain(each).collect()
}

/// Who may read a post, in words.
pub fn visibilities() -> Vec<(String, String)> {
    use hub::asks::Visibility;
    // Short, to fit beside the button on a phone.
    let said = |v: &Visibility| match v {
        Visibility::Everyone => "composer-everyone",
        Visibility::Members => "composer-members",
    };
    Visibility::ALL.iter().map(|v| (v.word().to_owned(), say(said(v)).into())).collect()
}

/// What it means who may read a post, in a sentence for each.
pub fn who_reads() -> Vec<(String, String)> {
    use hub::asks::Visibility;
    let said = |v: &Visibility| match v {
        Visibility::Everyone => "composer-everyone-reads",
        Visibility::Members => "composer-members-read",
    };
    Visibility::ALL.iter().map(|v| (v.word().to_owned(), say(said(v)).into())).collect()
}

/// The ways to price an offer, in words.
pub fn pricings() -> Vec<(String, String)> {
    hub::offers::Pricing::ALL.iter().map(|p| (p.word().to_owned(), crate::look::words::pricing(*p).to_string())).collect()
}

/// An amount, or nothing when nothing was typed.
pub(crate) fn amount(field: &str, typed: &str, problems: &mut Vec<FieldProblem>) -> Option<Cents> {
    if typed.trim().is_empty() {
        return None;
    }
    let cents = Cents::parse(typed);
    if cents.is_none() {
        problems.push(FieldProblem::new(field, say("composer-no-amount")));
    }
    cents
}

/// An amount as it stands in a field: `49`, `49.50`.
pub(crate) fn typed_amount(cents: Cents) -> String {
    let (whole, rest) = (cents.0 / 100, cents.0 % 100);
    if rest == 0 { whole.to_string() } else { format!("{whole}.{rest:02}") }
}

/// One of the choices of an enum of words.
pub(crate) fn word<T: std::str::FromStr>(field: &str, typed: &str, start: T, problems: &mut Vec<FieldProblem>) -> T {
    match typed.trim().parse() {
        Ok(word) => word,
        Err(_) => {
            problems.push(FieldProblem::new(field, say("composer-pick-one")));
            start
        }
    }
}

/// What stands in a field now, where something else is typed.
#[derive(Clone, Debug, PartialEq)]
pub struct Stands {
    /// The key of its label.
    pub label: &'static str,
    pub words: String,
}

/// Of the key of a label, what stands and what is typed: the fields where the two differ. A browser sends other line breaks than are
/// stored.
pub(crate) fn standing(fields: &[(&'static str, &String, &String)]) -> Vec<Stands> {
    let plain = |text: &str| text.replace("\r\n", "\n").trim().to_owned();
    let differ = fields.iter().filter(|(_, stands, typed)| plain(stands) != plain(typed));
    differ.map(|(label, stands, _)| Stands { label, words: (*stands).clone() }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use hub::ToolId;

    #[test]
    fn a_form_begins_with_the_currency_of_the_place() {
        let starts = ["Europe/Madrid", "Europe/London", "Europe/Zurich", "Australia/Perth", "America/Toronto", "America/New_York", ""];
        assert_eq!(starts.map(usual_currency), ["eur", "gbp", "chf", "aud", "cad", "usd", "usd"]);
        assert!(starts.map(usual_currency).iter().all(|c| hub::kernel::money::CURRENCIES.contains(c)));
    }

    #[test]
    fn lists_are_read_by_name_or_slug_and_once() {
        let choices =
            Choices { tools: vec![ToolRef { id: ToolId(1), slug: "notion-ai".into(), name: "Notion".into() }], ..Choices::default() };
        assert_eq!(choices.tools("notion, Notion-AI,, Some Thing"), ["notion-ai", "some-thing"]);
        assert_eq!(choices.known_tools("notion, Notion-AI,, Some Thing"), ["notion-ai"]);
        assert_eq!(choices.left_out("", "notion, Notion-AI"), None);
        assert_eq!(choices.left_out("knots", "Notion; Some Thing").as_deref(), Some("We don't know “knots, Some Thing” yet; left out."));
    }

    #[test]
    fn a_text_names_the_tools_that_stand_in_it_as_they_are_spelt() {
        let tool = |id, name: &str| ToolRef { id: ToolId(id), slug: text::slug(name), name: name.into() };
        let choices = Choices { tools: vec![tool(1, "Make"), tool(2, "ChatGPT"), tool(3, "Notion")], ..Choices::default() };
        let named = |text: &str, most| choices.tools_named(text, most).into_iter().map(|t| t.name).collect::<Vec<_>>();
        assert_eq!(named("I make notes in Notion, with ChatGPT.", 5), ["ChatGPT", "Notion"]);
        assert_eq!(named("Notions of ChatGPTs", 5), Vec::<String>::new());
        assert_eq!(named("Make, Notion", 1), ["Make"]);
    }

    #[test]
    fn an_amount_that_is_none_is_a_problem_and_an_empty_one_is_not() {
        let mut problems = Vec::new();
        assert_eq!(amount("price", " ", &mut problems), None);
        assert_eq!(amount("price", "49.50", &mut problems), Some(Cents(4950)));
        assert!(problems.is_empty());
        assert_eq!(amount("price", "a lot", &mut problems), None);
        assert_eq!(problems.len(), 1);
        assert_eq!(typed_amount(Cents(4950)), "49.50");
    }
}
