//! How many people would hear of an ask, while it is written: found by the matcher's own way, on what is not posted yet.

use std::{collections::BTreeSet, sync::Arc};

use hub::{
    Timestamp,
    asks::{Draft, rules},
    presence::State,
};
use search::{Index, Key, Kind, Label, Money, Post, Reading, matching::Shortlist};
use store::{Tx, matches::NOT_YET};

use crate::{layout::Choices, problem::Problem, visitor::Member};

/// How many would be told at once, were it posted now; `None` where it is not yet an ask, or could not be looked for.
pub async fn count_who_would_hear(member: &Member, db: &mut Tx, draft: &Draft, choices: &Choices) -> Result<Option<usize>, Problem> {
    let now = member.now();
    let Ok(draft) = rules::checked(draft, now) else { return Ok(None) };
    let Some(index) = member.house().collective.finder() else { return Ok(None) };
    let kind = draft.kind;
    let Some(mut found) = look(index.clone(), as_post(member, draft, choices), now).await else { return Ok(None) };
    let people: BTreeSet<_> = found.who_offers().into_iter().collect();
    let is_here = |who| member.house().collective.state_of(who) == Some(State::Here);
    let known = store::matches::list_known(db, &people.into_iter().collect::<Vec<_>>(), is_here).await?;
    let pairs = found.decide(&known).pairs;
    let most = member.house().store.pace().cards_a_day;
    Ok(Some(store::matches::list_who_would_hear(db, member.id(), kind, pairs, most, now).await?.len()))
}

/// The ask as the index would read it.
fn as_post(member: &Member, draft: Draft, choices: &Choices) -> Post {
    let label = |slug: &String, name: Option<&String>| name.map(|name| Label::new(slug, name));
    let category = choices.categories.iter().find(|term| term.slug == draft.category);
    let tags = draft.tags.iter().filter_map(|slug| label(slug, choices.tags.iter().find(|tag| tag.slug == *slug).map(|tag| &tag.name)));
    let tools =
        draft.tools.iter().filter_map(|slug| label(slug, choices.tools.iter().find(|tool| tool.slug == *slug).map(|tool| &tool.name)));
    Post {
        key: Key::Ask(NOT_YET),
        kind: Kind::Ask(draft.kind),
        owner: Some(member.id()),
        // It is never looked up by its writer's name.
        by: String::new(),
        categories: category.map(|term| Label::new(&term.slug, &term.name)).into_iter().collect(),
        tags: tags.collect(),
        tools: tools.collect(),
        uses: Vec::new(),
        more: String::new(),
        money: Money::Budget { least: draft.budget_min, most: draft.budget_max, currency: draft.currency },
        language: store::language_of(&draft.title, &draft.description).to_owned(),
        title: draft.title,
        text: draft.description,
        visibility: draft.visibility,
        created_at: member.now(),
        rated: None,
        also_in: draft.also_in,
    }
}

/// Off this thread: it is a search. `None`: it could not be searched.
async fn look(index: Arc<Index>, post: Post, now: Timestamp) -> Option<Shortlist<Arc<Reading>>> {
    match actix_web::web::block(move || index.shortlist(Arc::new(index.read(post)), now)).await {
        Ok(Ok(found)) => Some(found),
        Ok(Err(fault)) => {
            tracing::warn!(error = %fault, "who would hear of an ask could not be searched");
            None
        }
        Err(_) => None,
    }
}
