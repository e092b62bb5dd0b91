//! What is read out of a post while somebody writes it. A guess, for a form to show and its writer to correct; nothing is stored.

use hub::{
    Cents,
    asks::{AskKind, Draft},
    composing,
    offers::Pricing,
    tools::ToolRef,
};
use serde::Serialize;

use super::{
    answer::{Answer, Told},
    sent::{Given, Sends},
    visit::Writer,
};
use crate::{
    composing::count_who_would_hear,
    layout::{Choices, forms::usual_currency},
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
        /// Count who would hear of the ask, with what else was chosen for it.
        hear: Given<bool>,
        /// Without one the kind is guessed.
        kind: Given<AskKind>,
        /// Slug of a problem category.
        category: Given<String>,
        /// Names or slugs.
        tags: Given<Vec<String>>,
        /// Names or slugs.
        tools: Given<Vec<String>>,
        budget_min: Given<Option<Cents>>,
        budget_max: Given<Option<Cents>>,
        currency: Given<String>,
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
        /// Of an ask.
        budget_min: Option<Cents>,
        budget_max: Option<Cents>,
        /// Of an offer; null where it names no price.
        pricing: Option<Pricing>,
        price: Option<Cents>,
        /// Of what it names, else the usual one where its writer lives.
        currency: String,
        /// How many people would be told at once, were the ask posted now; null where that was not asked, or is no ask yet.
        would_hear: Option<i64>,
    }
}

pub async fn read(writer: Writer, Sends { body, .. }: Sends<Writing>) -> Answer<Told<Reading>> {
    let choices = Choices::load(&mut writer.db().await?).await?;
    let usual = usual_currency(&writer.me().timezone);
    let tools = choices.tools_named(&body.text, MOST_TOOLS);
    let would_hear = match (body.hear.clone().or(false), body.offer.clone().or(false)) {
        (true, false) => {
            count_who_would_hear(&writer, &mut writer.db().await?, &draft(&body, &choices, usual), &choices).await?.map(|n| n as i64)
        }
        _ => None,
    };
    let begun = Reading {
        kind: String::new(),
        words: String::new(),
        sure: false,
        tools,
        budget_min: None,
        budget_max: None,
        pricing: None,
        price: None,
        currency: usual.to_owned(),
        would_hear,
    };
    Ok(Told(if body.offer.clone().or(false) { of_offer(&body.text, usual, begun) } else { of_ask(&body.text, usual, begun) }))
}

/// The ask that would be posted.
fn draft(body: &Writing, choices: &Choices, usual: &str) -> Draft {
    let (title, description) = body.text.split_once('\n').unwrap_or((&body.text, ""));
    let list = |typed: &Given<Vec<String>>| typed.clone().or(Vec::new()).join(",");
    Draft {
        title: title.to_owned(),
        description: description.to_owned(),
        kind: body.kind.clone().or(composing::ask_kind(&body.text).kind),
        category: body.category.clone().or(String::new()),
        tags: choices.tags(&list(&body.tags)),
        tools: choices.tools(&list(&body.tools)),
        budget_min: body.budget_min.clone().or(None),
        budget_max: body.budget_max.clone().or(None),
        currency: body.currency.clone().or(usual.to_owned()),
        also_in: body.also_in.clone().or(String::new()),
        ..Draft::default()
    }
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
