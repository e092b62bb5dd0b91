//! What is read out of a post while somebody writes it. A guess, for a form to show and its writer to correct; nothing is stored.

use hub::{Cents, composing, offers::Pricing, tools::ToolRef};
use serde::Serialize;

use super::{
    answer::{Answer, Told},
    sent::{Given, Sends},
    visit::Writer,
};
use crate::layout::{Choices, forms::usual_currency};

/// So many tools are named at most.
const MOST_TOOLS: usize = 5;

crate::sent! {
    /// What somebody has written so far.
    struct Writing {
        /// The first line is the title.
        text: String,
        /// It is an offer; else an ask.
        offer: Given<bool>,
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
    }
}

pub async fn read(writer: Writer, Sends { body, .. }: Sends<Writing>) -> Answer<Told<Reading>> {
    let choices = Choices::load(&mut writer.db().await?).await?;
    let usual = usual_currency(&writer.me().timezone);
    let tools = choices.tools_named(&body.text, MOST_TOOLS);
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
    };
    Ok(Told(if body.offer.or(false) { of_offer(&body.text, usual, begun) } else { of_ask(&body.text, usual, begun) }))
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
