//! What is said of an ask or an offer while it is written: how many people would hear of it, found by the matcher's own way on what is
//! not posted yet, and which problem it is about.

mod category;

use std::{collections::BTreeSet, sync::Arc};

use hub::{FieldProblem, Timestamp, asks, matches::Pair, offers, presence::State, taxonomy::TermRef};
use search::{Index, Key, Kind, Label, Money, Post, Reading, matching::Shortlist};
use store::{
    Tx,
    matches::{NOT_YET, NOT_YET_OFFERED},
};

use crate::{layout::Choices, look::Problems, problem::Problem, visitor::Member};

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
    let by_words = || Heard { people: None, categories: category::suggest(text, &choices.categories, &[]) };
    if !count {
        return Ok(by_words());
    }
    let now = member.now();
    let (post, kinds) = match writing {
        Writing::Ask(draft) => match asks::rules::checked(&draft, now) {
            Ok(draft) => (as_ask(member, &draft, choices), Kinds::Ask(draft.kind)),
            Err(_) => return Ok(by_words()),
        },
        Writing::Offer(draft) => match offers::rules::checked(&draft) {
            Ok(draft) => (as_offer(member, &draft, choices), Kinds::Offer(draft.kind)),
            // A find without its address yet is looked for all the same.
            Err(_) if draft.title.trim().chars().count() >= 3 => (as_offer(member, &draft, choices), Kinds::Offer(draft.kind)),
            Err(_) => return Ok(by_words()),
        },
    };
    let Some(index) = member.house().collective.finder() else { return Ok(by_words()) };
    let Some(mut found) = look(index.clone(), post, now).await else { return Ok(by_words()) };
    let people: BTreeSet<_> = found.who_offers().into_iter().collect();
    let is_here = |who| member.house().collective.state_of(who) == Some(State::Here);
    let known = store::matches::list_known(db, &people.into_iter().collect::<Vec<_>>(), is_here).await?;
    let pairs = found.decide(&known).pairs;
    let fitting = categories_of(member, db, &kinds, &pairs).await?;
    let most = member.house().store.pace().cards_a_day;
    let people = match kinds {
        Kinds::Ask(kind) => store::matches::list_who_would_hear(db, member.id(), kind, pairs, most, now).await?,
        Kinds::Offer(kind) => store::matches::list_who_would_hear_of_offer(db, member.id(), kind, pairs, most, now).await?,
    };
    Ok(Heard { people: Some(people.len()), categories: category::suggest(text, &choices.categories, &fitting) })
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
fn as_ask(member: &Member, draft: &asks::Draft, choices: &Choices) -> Post {
    let money = Money::Budget { least: draft.budget_min, most: draft.budget_max, currency: draft.currency.clone() };
    let post = bare(member, Key::Ask(NOT_YET), Kind::Ask(draft.kind), &draft.title, &draft.description, money);
    let post = Post { visibility: draft.visibility, also_in: draft.also_in.clone(), ..post };
    labelled(post, choices, &draft.category, &draft.tags, &draft.tools)
}

/// The offer as the index would read it.
fn as_offer(member: &Member, draft: &offers::Draft, choices: &Choices) -> Post {
    let money = Money::Price { pricing: draft.pricing, price: draft.price, currency: draft.currency.clone() };
    let post = bare(member, Key::Offer(NOT_YET_OFFERED), Kind::Offer(draft.kind), &draft.title, &draft.description, money);
    let post = Post { visibility: draft.visibility, more: draft.body.clone(), ..post };
    labelled(post, choices, &draft.category, &draft.tags, &draft.tools)
}

fn bare(member: &Member, key: Key, kind: Kind, title: &str, text: &str, money: Money) -> Post {
    Post {
        key,
        kind,
        owner: Some(member.id()),
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
        created_at: member.now(),
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

/// Off this thread: it is a search. `None`: it could not be searched.
async fn look(index: Arc<Index>, post: Post, now: Timestamp) -> Option<Shortlist<Arc<Reading>>> {
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
