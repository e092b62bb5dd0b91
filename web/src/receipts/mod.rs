//! The receipt of an ask, for whoever asked; what would bring it more people; and that somebody has read it.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use actors::Collective;
use futures_util::future::join_all;
use hub::{
    AskId, By, Command, CommandId, Timestamp, UserId,
    asks::AskView,
    presence::State,
    receipts::{self, Receipt, Suggestion, Widening, rules},
};
use search::{Index, Reading, matching::Shortlist};
use store::Tx;

use crate::{
    problem::Problem,
    visitor::{Member, Visitor},
};

/// Counts the people of a member's open asks, of those that were not counted within a minute; of `only` one or of all. Before the
/// page's own moment begins, so that it shows what is counted now.
pub async fn count_due(member: &Member, only: Option<AskId>) -> Result<(), Problem> {
    let (house, now) = (member.house(), member.now());
    let mut due = Vec::new();
    {
        let mut db = house.store.read().await?;
        let asks = store::receipts::list_due(&mut db, member.id(), now).await?;
        for ask in asks.into_iter().filter(|ask| only.is_none_or(|only| only == *ask)) {
            due.push((ask, store::receipts::list_who_was_told(&mut db, ask).await?));
        }
    }
    if !due.is_empty() {
        join_all(due.into_iter().map(|(ask, told)| count(&house.collective, ask, told))).await;
        // A count has no event.
        house.homes.forget(member.id());
    }
    Ok(())
}

/// The receipts of a member's own asks, as they were counted last.
pub async fn list(db: &mut Tx, member: UserId, asks: &[AskId]) -> Result<BTreeMap<AskId, Receipt>, Problem> {
    let owner = store::receipts::find_owner(db, member).await?;
    let counted = store::receipts::list_counted(db, member, asks).await?;
    Ok(counted.into_iter().map(|(ask, (at, counts))| (ask, rules::said(ask, counts, owner, at))).collect())
}

/// A count that could not be taken is taken when somebody looks again.
async fn count(collective: &Collective, ask: AskId, told: Vec<UserId>) {
    let here = told.into_iter().filter(|who| collective.state_of(*who) == Some(State::Here)).collect();
    // The house's commands are not kept by id; any will do.
    let Ok(id) = CommandId::new(format!("receipt-{ask}")) else { return };
    if let Err(refusal) = collective.act(By::Clock, id, Command::Receipts(receipts::Command::Take { ask, here })).await {
        tracing::debug!(%refusal, "a receipt was not counted");
    }
}

/// Its page stands on the screen of somebody who was told of it.
pub async fn note_read(visitor: &Visitor, db: &mut Tx, reader: UserId, ask: AskId) -> Result<(), Problem> {
    if store::receipts::is_unread(db, reader, ask).await? {
        let id = format!("read:ask:{ask}:{}", visitor.now().0);
        crate::asks::count_view(visitor, reader, id, Command::Receipts(receipts::Command::Read { asks: vec![ask] }));
    }
    Ok(())
}

/// What could be changed about an ask of the member's that nobody answers, with how many people more it would reach: found by the
/// matcher itself, on a changed copy.
pub async fn suggestions(member: &Member, db: &mut Tx, ask: &AskView) -> Result<Vec<Suggestion>, Problem> {
    let now = member.now();
    let silent = store::receipts::find_standing(db, ask.id, now).await?.is_some_and(|ask| rules::is_silent(ask, now));
    let Some(index) = member.house().collective.finder().filter(|_| silent) else { return Ok(Vec::new()) };
    let reads = store::profiles::find(db, Some(member.id()), member.id()).await?.map(|profile| profile.language).unwrap_or_default();
    let mut asked = vec![(None, ask.clone())];
    asked.extend(rules::widenings(ask, &reads).into_iter().map(|widening| (Some(widening), widening.of(ask))));
    let Some(found) = try_all(index.clone(), asked, now).await else { return Ok(Vec::new()) };
    let found = decide_all(member, db, found).await?;
    let most = member.house().store.pace().cards_a_day;
    let mut reached: BTreeSet<UserId> = store::receipts::list_who_was_told(db, ask.id).await?.into_iter().collect();
    let mut tried = Vec::new();
    for (widening, changed, pairs) in found {
        let would = store::matches::list_who_would_be_told(db, ask.id, changed.kind, &pairs, most, now).await?;
        match widening {
            // As it stands.
            None => reached.extend(would),
            Some(widening) => tried.push((widening, would.difference(&reached).count())),
        }
    }
    Ok(rules::suggest(ask, tried))
}

type Shortlisted = Vec<(Option<Widening>, AskView, Shortlist<Arc<Reading>>)>;
type Found = Vec<(Option<Widening>, AskView, Vec<hub::matches::Pair>)>;

/// Off this thread: each is a search. `None`: it could not be searched; then nothing is suggested.
async fn try_all(index: Arc<Index>, asked: Vec<(Option<Widening>, AskView)>, now: Timestamp) -> Option<Shortlisted> {
    let search = move || {
        let find = |(widening, ask): (Option<Widening>, AskView)| {
            let reading = Arc::new(index.read(search::Post::of_ask(&ask)));
            index.shortlist(reading, now).map(|found| (widening, ask, found))
        };
        asked.into_iter().map(find).collect::<Result<Shortlisted, _>>()
    };
    match actix_web::web::block(search).await {
        Ok(Ok(found)) => Some(found),
        Ok(Err(fault)) => {
            tracing::warn!(error = %fault, "what would bring an ask more people could not be searched");
            None
        }
        Err(_) => None,
    }
}

/// With what is known of all who offer, as the matcher would.
async fn decide_all(member: &Member, db: &mut Tx, mut found: Shortlisted) -> Result<Found, Problem> {
    let people: BTreeSet<UserId> = found.iter_mut().flat_map(|(_, _, shortlist)| shortlist.who_offers()).collect();
    let is_here = |who| member.house().collective.state_of(who) == Some(State::Here);
    let known = store::matches::list_known(db, &people.into_iter().collect::<Vec<_>>(), is_here).await?;
    Ok(found.into_iter().map(|(widening, ask, shortlist)| (widening, ask, shortlist.decide(&known).pairs)).collect())
}
