//! What is said of an ask or an offer while it is written: how many people would hear of it, found by the matcher's own way on what is
//! not posted yet, and which problem it is about.

mod category;

use std::sync::Arc;

use hub::{
    FieldProblem, Timestamp, ToolId, UserId,
    asks::{self, rules::is_welcome},
    composing::split,
    matches::{Pair, rules},
    offers::{self, OfferView},
    presence::State,
    tastes::reasons,
    taxonomy::TermRef,
};
use search::{
    Index, Key, Kind, Label, Money, Post, Reading,
    matching::{Matched, Shortlist},
    topic::{self, Topic},
};
use store::{
    Tx,
    matches::{NOT_YET, NOT_YET_OFFERED},
};

use crate::{
    asks::pages::AskForm,
    house::House,
    layout::{Choices, forms::usual_currency},
    look::{Problems, when},
    problem::Problem,
    visitor::{Member, Visitor},
};

/// So many of what fits say what it is about.
const SAY_THE_CATEGORY: usize = 6;

/// What is being written.
pub enum Writing {
    Ask(asks::Draft),
    Offer(offers::Draft),
}

/// What the matcher makes of it.
#[derive(Default)]
pub struct Heard {
    /// How many would be told at once, were it posted now; `None` where it is not yet a post, or could not be looked for.
    pub people: Option<usize>,
    /// Which problem it is about, the likeliest first.
    pub categories: Vec<TermRef>,
}

/// Looks for who fits, and counts them if that is wished.
pub async fn hear(member: &Member, db: &mut Tx, writing: Writing, text: &str, choices: &Choices, count: bool) -> Result<Heard, Problem> {
    let topics = topics(text, member.now());
    let by_words = || Heard { people: None, categories: category::suggest(&topics, &choices.categories, &[]) };
    if !count {
        return Ok(by_words());
    }
    let now = member.now();
    let (post, kinds) = match writing {
        Writing::Ask(draft) => match asks::rules::checked(&draft, now) {
            Ok(draft) => (as_ask(Some(member.id()), now, &draft, choices), Kinds::Ask(draft.kind)),
            Err(_) => return Ok(by_words()),
        },
        Writing::Offer(draft) => match offers::rules::checked(&draft) {
            Ok(draft) => (as_offer(member.id(), now, &draft, choices), Kinds::Offer(draft.kind)),
            // A find without its address yet is looked for all the same.
            Err(_) if draft.title.trim().chars().count() >= 3 => (as_offer(member.id(), now, &draft, choices), Kinds::Offer(draft.kind)),
            Err(_) => return Ok(by_words()),
        },
    };
    let Some(Matched { pairs, .. }) = look(member.house(), db, post, now).await? else { return Ok(by_words()) };
    let fitting = categories_of(member, db, &kinds, &pairs).await?;
    let most = member.house().store.pace().cards_a_day;
    let people = match kinds {
        Kinds::Ask(kind) => store::matches::list_who_would_hear(db, member.id(), kind, pairs, most, now).await?,
        Kinds::Offer(kind) => store::matches::list_who_would_hear_of_offer(db, member.id(), kind, pairs, most, now).await?,
    };
    Ok(Heard { people: Some(people.len()), categories: category::suggest(&topics, &choices.categories, &fitting) })
}

/// What the text itself says that it is about, whether or not it is a post already.
fn topics(text: &str, now: Timestamp) -> Vec<Topic> {
    let (title, description) = split(text);
    let money = Money::Budget { least: None, most: None, currency: String::new() };
    topic::of(&bare(None, now, Key::Ask(NOT_YET), Kind::Ask(asks::AskKind::Advice), &title, &description, money))
}

/// An offer that fits what somebody typed, and why.
pub struct Fit {
    pub offer: OfferView,
    pub reasons: Vec<String>,
    /// What speaks against it.
    pub missing: Vec<String>,
}

/// What fits what somebody typed, as the page of the ask would list it, were it posted now.
#[derive(Default)]
pub struct Fits {
    /// The best first, as far as the reader may see them.
    pub offers: Vec<Fit>,
    pub tools: Vec<ToolId>,
}

/// So many offers are listed at most, and counted.
const SHOWN: usize = 9;

/// Reads what was typed as the ask that it becomes by one button, whoever presses it, and asks the matcher. What is no ask fits
/// nothing.
pub async fn fitting(visitor: &Visitor, db: &mut Tx, title: &str, description: &str) -> Result<Fits, Problem> {
    let now = visitor.now();
    let visibility = asks::Visibility::Everyone.word().to_owned();
    let form = AskForm { title: title.to_owned(), description: description.to_owned(), visibility, ..AskForm::default() };
    let zone = visitor.member().map(|member| member.me().timezone.clone()).unwrap_or_default();
    let (choices, usual) = (Choices::default(), usual_currency(&zone));
    let (draft, problems) = form.draft(&choices, &when::zone(&zone), usual);
    let Ok(draft) = asks::rules::checked(&draft, now) else { return Ok(Fits::default()) };
    if !problems.is_empty() {
        return Ok(Fits::default());
    }
    let post = as_ask(visitor.user(), now, &draft, &choices);
    let language = post.language.clone();
    let Some(Matched { pairs, tools }) = look(visitor.house(), db, post, now).await? else { return Ok(Fits::default()) };
    let most = visitor.house().store.pace().cards_a_day;
    let mut pairs = store::matches::list_that_would_fit(db, visitor.user(), draft.kind, pairs, most, now).await?;
    let ids: Vec<_> = pairs.iter().map(|pair| pair.offer).collect();
    let offers = store::offers::list_by_ids(db, visitor.user(), &ids).await?.into_iter().take(SHOWN);
    let offers = offers.map(|offer| {
        let pair = pairs.iter_mut().find(|pair| pair.offer == offer.id);
        let reasons = pair.map(|pair| std::mem::take(&mut pair.reasons)).unwrap_or_default();
        let terms = rules::Terms {
            budget_max: draft.budget_max,
            budget_currency: &draft.currency,
            pricing: offer.pricing,
            price: offer.price,
            price_currency: &offer.currency,
            ask_language: if is_welcome(&draft.also_in, &offer.language) { "" } else { &language },
            offer_language: &offer.language,
            // Who has enough to do says so on the page of the offer.
            helper_full: false,
        };
        Fit { reasons: reasons.iter().map(|reason| reasons::said(reason)).collect(), missing: rules::missing(true, &terms), offer }
    });
    Ok(Fits { offers: offers.collect(), tools: tools.into_iter().map(|fit| fit.tool).collect() })
}

enum Kinds {
    Ask(asks::AskKind),
    Offer(offers::OfferKind),
}

/// The categories of what fits best, the best first.
async fn categories_of(member: &Member, db: &mut Tx, kinds: &Kinds, pairs: &[Pair]) -> Result<Vec<String>, Problem> {
    let best = pairs.iter().take(SAY_THE_CATEGORY);
    let slug = |term: Option<TermRef>| term.map(|term| term.slug);
    Ok(match kinds {
        Kinds::Ask(_) => {
            let ids: Vec<_> = best.map(|pair| pair.offer).collect();
            store::offers::list_by_ids(db, member.user(), &ids).await?.into_iter().filter_map(|offer| slug(offer.category)).collect()
        }
        Kinds::Offer(_) => {
            let ids: Vec<_> = best.map(|pair| pair.ask).collect();
            store::asks::list_by_ids(db, member.user(), &ids).await?.into_iter().filter_map(|ask| slug(ask.category)).collect()
        }
    })
}

/// The ask as the index would read it.
fn as_ask(owner: Option<UserId>, now: Timestamp, draft: &asks::Draft, choices: &Choices) -> Post {
    let money = Money::Budget { least: draft.budget_min, most: draft.budget_max, currency: draft.currency.clone() };
    let post = bare(owner, now, Key::Ask(NOT_YET), Kind::Ask(draft.kind), &draft.title, &draft.description, money);
    let post = Post { visibility: draft.visibility, also_in: draft.also_in.clone(), ..post };
    labelled(post, choices, &draft.category, &draft.tags, &draft.tools)
}

/// The offer as the index would read it.
fn as_offer(owner: UserId, now: Timestamp, draft: &offers::Draft, choices: &Choices) -> Post {
    let money = Money::Price { pricing: draft.pricing, price: draft.price, currency: draft.currency.clone() };
    let post = bare(Some(owner), now, Key::Offer(NOT_YET_OFFERED), Kind::Offer(draft.kind), &draft.title, &draft.description, money);
    let post = Post { visibility: draft.visibility, more: draft.body.clone(), ..post };
    labelled(post, choices, &draft.category, &draft.tags, &draft.tools)
}

fn bare(owner: Option<UserId>, created_at: Timestamp, key: Key, kind: Kind, title: &str, text: &str, money: Money) -> Post {
    Post {
        key,
        kind,
        owner,
        // It is never looked up by its writer's name.
        by: String::new(),
        categories: Vec::new(),
        tags: Vec::new(),
        tools: Vec::new(),
        uses: Vec::new(),
        more: String::new(),
        money,
        language: store::language_of(title, text).to_owned(),
        title: title.to_owned(),
        text: text.to_owned(),
        visibility: asks::Visibility::Everyone,
        created_at,
        rated: None,
        also_in: String::new(),
    }
}

fn labelled(post: Post, choices: &Choices, category: &str, tags: &[String], tools: &[String]) -> Post {
    let label = |slug: &String, name: Option<&String>| name.map(|name| Label::new(slug, name));
    let category = choices.categories.iter().find(|term| term.slug == category);
    let tags = tags.iter().filter_map(|slug| label(slug, choices.tags.iter().find(|tag| tag.slug == *slug).map(|tag| &tag.name)));
    let tools = tools.iter().filter_map(|slug| label(slug, choices.tools.iter().find(|tool| tool.slug == *slug).map(|tool| &tool.name)));
    Post {
        categories: category.map(|term| Label::new(&term.slug, &term.name)).into_iter().collect(),
        tags: tags.collect(),
        tools: tools.collect(),
        ..post
    }
}

/// What the matcher finds for it, with what is known of those who offer. `None`: it could not be searched.
async fn look(house: &House, db: &mut Tx, post: Post, now: Timestamp) -> Result<Option<Matched>, Problem> {
    let Some(index) = house.collective.finder() else { return Ok(None) };
    let Some(mut found) = shortlist(index.clone(), post, now).await else { return Ok(None) };
    let people: Vec<UserId> = found.who_offers().into_iter().collect();
    let is_here = |who| house.collective.state_of(who) == Some(State::Here);
    let known = store::matches::list_known(db, &people, is_here).await?;
    Ok(Some(found.decide(&known)))
}

/// Off this thread: it is a search. `None`: it could not be searched.
async fn shortlist(index: Arc<Index>, post: Post, now: Timestamp) -> Option<Shortlist<Arc<Reading>>> {
    match actix_web::web::block(move || index.shortlist(Arc::new(index.read(post)), now)).await {
        Ok(Ok(found)) => Some(found),
        Ok(Err(fault)) => {
            tracing::warn!(error = %fault, "who would hear of a post could not be searched");
            None
        }
        Err(_) => None,
    }
}

/// Title and details are typed into one box: what is to mend about them is said there.
pub fn at_the_box(mut problems: Problems) -> Problems {
    let is_boxed = |problem: &FieldProblem| matches!(problem.field.as_str(), "title" | "description");
    for problem in problems.fields.iter_mut().filter(|problem| is_boxed(problem)) {
        problem.field = "text".to_owned();
    }
    problems
}
