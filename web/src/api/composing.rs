//! What is read out of a post while somebody writes it. A guess, for a form to show and its writer to correct; nothing is stored.

use hub::{
    Cents, asks, composing,
    offers::{self, Pricing},
    taxonomy::TermRef,
    tools::ToolRef,
};
use serde::Serialize;

use super::{
    answer::{Answer, Told},
    paging::mend,
    sent::{Given, Sends},
    visit::Writer,
};
use crate::{
    composing::{Heard, Writing as Post, hear},
    layout::{Choices, forms::usual_currency},
    problem::Problem,
};

/// So many tools are named at most.
const MOST_TOOLS: usize = 5;

crate::sent! {
    /// What somebody has written so far.
    struct Writing {
        /// The first line is the title.
        text: String,
        /// It is an offer; else an ask.
        offer: Given<bool>,
        /// Count who would hear of it, with what else was chosen for it.
        hear: Given<bool>,
        /// A word of the kinds; without one it is guessed.
        kind: Given<String>,
        /// Slug of a problem category.
        category: Given<String>,
        /// Names or slugs.
        tags: Given<Vec<String>>,
        /// Names or slugs.
        tools: Given<Vec<String>>,
        budget_min: Given<Option<Cents>>,
        budget_max: Given<Option<Cents>>,
        pricing: Given<Pricing>,
        price: Given<Option<Cents>>,
        currency: Given<String>,
        /// Where the app, course or find is.
        external_url: Given<String>,
        /// Other languages that are welcome: “any”, or one; empty: none.
        also_in: Given<String>,
    }
}

/// What it says.
#[derive(Serialize)]
pub struct Reading {
    kind: String,
    words: String,
    sure: bool,
    tools: Vec<ToolRef>,
    categories: Vec<TermRef>,
    budget_min: Option<Cents>,
    budget_max: Option<Cents>,
    pricing: Option<Pricing>,
    price: Option<Cents>,
    currency: String,
    would_hear: Option<i64>,
}

crate::shapes! {
    /// What a text says: the kind of ask or offer it most likely is, the tools it names, a budget or a price.
    Reading as "Composed" {
        /// A word of the kinds.
        kind: String,
        /// The kind as its writer would say it.
        words: String,
        /// Whether the text says so plainly; else had better be asked.
        sure: bool,
        /// Those of the directory that the text names.
        tools: Vec<ToolRef>,
        /// Which problem it is about, the likeliest first; none where nothing says.
        categories: Vec<TermRef>,
        /// Of an ask.
        budget_min: Option<Cents>,
        budget_max: Option<Cents>,
        /// Of an offer; null where it names no price.
        pricing: Option<Pricing>,
        price: Option<Cents>,
        /// Of what it names, else the usual one where its writer lives.
        currency: String,
        /// How many people would be told at once, were it posted now; null where that was not asked, or is no post yet.
        would_hear: Option<i64>,
    }
}

pub async fn read(writer: Writer, Sends { body, .. }: Sends<Writing>) -> Answer<Told<Reading>> {
    let choices = Choices::load(&mut writer.db().await?).await?;
    let usual = usual_currency(&writer.me().timezone);
    let is_offer = body.offer.clone().or(false);
    let post = if is_offer { Post::Offer(offer(&body, &choices, usual)?) } else { Post::Ask(ask(&body, &choices, usual)?) };
    let count = body.hear.clone().or(false);
    let Heard { people, categories } = hear(&writer, &mut writer.db().await?, post, &body.text, &choices, count).await?;
    let begun = Reading {
        kind: String::new(),
        words: String::new(),
        sure: false,
        tools: choices.tools_named(&body.text, MOST_TOOLS),
        categories,
        budget_min: None,
        budget_max: None,
        pricing: None,
        price: None,
        currency: usual.to_owned(),
        would_hear: people.map(|n| n as i64),
    };
    Ok(Told(if is_offer { of_offer(&body.text, usual, begun) } else { of_ask(&body.text, usual, begun) }))
}

/// The kind that was chosen, if one was.
fn chosen<K: std::str::FromStr>(kind: &Given<String>) -> Result<Option<K>, Problem> {
    match kind.clone().into_option().filter(|word| !word.is_empty()) {
        Some(word) => word.parse().map(Some).map_err(|_| mend("kind", "Please pick one of the choices.")),
        None => Ok(None),
    }
}

/// The ask that would be posted.
fn ask(body: &Writing, choices: &Choices, usual: &str) -> Result<asks::Draft, Problem> {
    let (title, description) = composing::split(&body.text);
    let list = |typed: &Given<Vec<String>>| typed.clone().or(Vec::new()).join(",");
    Ok(asks::Draft {
        title,
        description,
        kind: chosen(&body.kind)?.unwrap_or_else(|| composing::ask_kind(&body.text).kind),
        category: body.category.clone().or(String::new()),
        tags: choices.tags(&list(&body.tags)),
        tools: choices.tools(&list(&body.tools)),
        budget_min: body.budget_min.clone().or(None),
        budget_max: body.budget_max.clone().or(None),
        currency: body.currency.clone().or(usual.to_owned()),
        also_in: body.also_in.clone().or(String::new()),
        ..asks::Draft::default()
    })
}

/// The offer that would be posted.
fn offer(body: &Writing, choices: &Choices, usual: &str) -> Result<offers::Draft, Problem> {
    let (title, description) = composing::split(&body.text);
    let list = |typed: &Given<Vec<String>>| typed.clone().or(Vec::new()).join(",");
    Ok(offers::Draft {
        title,
        description,
        kind: chosen(&body.kind)?.unwrap_or_else(|| composing::offer_kind(&body.text).kind),
        category: body.category.clone().or(String::new()),
        tags: choices.tags(&list(&body.tags)),
        tools: choices.tools(&list(&body.tools)),
        pricing: body.pricing.clone().or(Pricing::Free),
        price: body.price.clone().or(None).unwrap_or_default(),
        currency: body.currency.clone().or(usual.to_owned()),
        external_url: body.external_url.clone().or(String::new()),
        ..offers::Draft::default()
    })
}

fn of_ask(text: &str, usual: &str, begun: Reading) -> Reading {
    let guess = composing::ask_kind(text);
    let reading = Reading { kind: guess.kind.to_string(), words: guess.kind.sentence().to_owned(), sure: guess.sure, ..begun };
    match composing::budget(text, usual) {
        Some(budget) => Reading { budget_min: budget.least, budget_max: budget.most, currency: budget.currency.to_owned(), ..reading },
        None => reading,
    }
}

fn of_offer(text: &str, usual: &str, begun: Reading) -> Reading {
    let guess = composing::offer_kind(text);
    let reading = Reading { kind: guess.kind.to_string(), words: guess.kind.sentence().to_owned(), sure: guess.sure, ..begun };
    match composing::price(text, usual) {
        Some(price) => Reading { pricing: Some(price.pricing), price: Some(price.price), currency: price.currency.to_owned(), ..reading },
        None => reading,
    }
}
