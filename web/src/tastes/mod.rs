//! “Less like this”: what a card lets its reader want less of, all their rules on one page, and a pause of all matches.

pub mod pages;

use std::collections::BTreeMap;

use actix_web::{HttpResponse, http::StatusCode, web::Query};
use hub::{
    Answer, Command, MatchId, Refusal, RuleId,
    matches::{MatchCard, Refusal as NoMatch},
    tastes::{
        Command as Tastes, Rule,
        rules::{Named, choices},
    },
};
use serde::Deserialize;

use crate::{
    look::Problems,
    posted::Posted,
    problem::Problem,
    say,
    visitor::{ById, Member, mend, safe_path},
};
use pages::{Choice, Less, Mine};

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct From {
    /// The page that the card stands on.
    next: String,
}

/// Every box that is ticked, by its number: `tag:newsletter writing`.
type Ticked = BTreeMap<String, String>;

/// `GET /matches/{id}/less`
pub async fn less_form(member: Member, ById(id): ById<MatchId>, from: Query<From>) -> Result<HttpResponse, Problem> {
    let next = safe_path(&from.next).unwrap_or("/home").to_owned();
    form(&member, id, next, Vec::new(), Problems::none(), StatusCode::OK).await
}

/// `POST /matches/{id}/less`
pub async fn less(member: Member, ById(id): ById<MatchId>, posted: Posted<Ticked>) -> Result<HttpResponse, Problem> {
    let back = posted.next_or("/home").to_owned();
    let (command, ticked) = match posted.open() {
        Ok(opened) => opened,
        Err((typed, stale)) => return form(&member, id, back, rules(&typed), stale, StatusCode::FORBIDDEN).await,
    };
    let rules = rules(&ticked);
    match member.act(command, Command::Tastes(Tastes::Take { rules: rules.clone(), card: Some(id) })).await {
        Ok(Answer::Rules { ids }) => Ok(member.go_saying_with_undo(&back, &say("tastes-taken").write(), &numbers(&ids))),
        Ok(_) => Ok(member.go(&back)),
        Err(refusal @ Refusal::Matches(NoMatch::NoSuchMatch)) => Err(refusal.into()),
        Err(refusal) => {
            let (status, problems) = mend(&refusal);
            form(&member, id, back, rules, problems, status).await
        }
    }
}

fn rules(ticked: &Ticked) -> Vec<Rule> {
    let boxes = ticked.iter().filter(|(name, _)| name.starts_with("less_"));
    let read = |value: &str| {
        let (about, what) = value.split_once(':')?;
        Some(Rule { about: about.parse().ok()?, what: what.to_owned() })
    };
    boxes.filter_map(|(_, value)| read(value)).collect()
}

fn numbers(ids: &[RuleId]) -> String {
    ids.iter().map(RuleId::to_string).collect::<Vec<_>>().join(",")
}

async fn form(
    member: &Member,
    id: MatchId,
    next: String,
    ticked: Vec<Rule>,
    problems: Problems,
    status: StatusCode,
) -> Result<HttpResponse, Problem> {
    let chrome = member.chrome().await?;
    let mut db = member.db().await?;
    let card = store::matches::find_card(&mut db, member.id(), id).await?.ok_or(Refusal::Matches(NoMatch::NoSuchMatch))?;
    let named = named(&mut db, member, &card).await?;
    let choices = choices(&card, &named).into_iter().map(|rule| Choice { ticked: ticked.contains(&rule), rule }).collect();
    Ok(member.form_again(status, &Less { chrome, card, choices, next, problems }))
}

/// What the two posts of a card name: tags and category of the other one's, tools of both.
async fn named(db: &mut store::Tx, member: &Member, card: &MatchCard) -> Result<Named, Problem> {
    let ask = store::asks::find(db, Some(member.id()), card.ask).await?;
    let offer = store::offers::find(db, Some(member.id()), card.offer).await?;
    let asks_tools = ask.iter().flat_map(|ask| &ask.tools);
    let tools = asks_tools.chain(offer.iter().flat_map(|offer| &offer.tools)).map(|tool| tool.name.clone()).collect();
    let (tags, category) = if card.reader_asks {
        offer.map(|offer| (offer.tags, offer.category)).unwrap_or_default()
    } else {
        ask.map(|ask| (ask.tags, ask.category)).unwrap_or_default()
    };
    Ok(Named { tags: tags.into_iter().map(|tag| tag.name).collect(), tools, category: category.map(|category| category.name) })
}

/// `GET /settings/matches`
pub async fn mine(member: Member) -> Result<HttpResponse, Problem> {
    let chrome = member.chrome().await?;
    let mut db = member.db().await?;
    let rules = store::tastes::list(&mut db, member.id()).await?;
    let pause = store::tastes::find_pause(&mut db, member.id()).await?;
    Ok(member.page(&Mine { chrome, rules, pause }))
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct RulesForm {
    /// Their numbers: `1001,1002`.
    rules: String,
}

/// `POST /tastes/remove`
pub async fn take_back(member: Member, posted: Posted<RulesForm>) -> Result<HttpResponse, Problem> {
    let back = posted.next_or("/settings/matches").to_owned();
    let (id, form) = posted.pressed()?;
    let rules = form.rules.split(',').filter_map(|id| id.parse().ok()).collect();
    member.act(id, Command::Tastes(Tastes::TakeBack { rules })).await?;
    Ok(member.go_saying(&back, &say("tastes-taken-back").write()))
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct PauseForm {
    /// A word of `Pause`, or `no`.
    until: String,
}

/// `POST /settings/matches/pause`
pub async fn pause(member: Member, posted: Posted<PauseForm>) -> Result<HttpResponse, Problem> {
    let back = posted.next_or("/settings/matches").to_owned();
    let (id, form) = posted.pressed()?;
    let (command, done) = match form.until.as_str() {
        "no" => (Tastes::Resume, "tastes-go-on-done"),
        until => {
            let until = until.parse().map_err(|_| Problem::unreadable(say("tastes-until-not-said")))?;
            (Tastes::Pause { until }, "tastes-pause-done")
        }
    };
    member.act(id, Command::Tastes(command)).await?;
    Ok(member.go_saying(&back, &say(done).write()))
}
