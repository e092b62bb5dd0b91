//! Connections: the first message, every step of one, what the two say of it, the list.

pub mod pages;

use actix_web::{
    HttpResponse,
    http::StatusCode,
    web::{Path, Query},
};
use hub::{
    Answer, Command, ConnectionId, Refusal,
    command::AnyRefusal,
    connections::{self, ConnectionView, Status, Step, Subject},
    kernel::refusal::RefusalKind,
};
use serde::Deserialize;
use store::connections::Which;

use crate::{
    asks, availability,
    look::Problems,
    messaging, offers,
    posted::Posted,
    problem::Problem,
    profiles::{self, pages::ProfilePage},
    say, secrets, trays,
    visitor::{ById, Member, mend},
};
use pages::{Connections, OpenForm, RateForm, Show, StepForm};

const A_PAGE: usize = 30;
/// Those that go on.
const GOING_ON: [Status; 4] = [Status::Initiated, Status::Discussing, Status::Accepted, Status::InProgress];
const OVER: [Status; 3] = [Status::Completed, Status::Declined, Status::Cancelled];

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Listed {
    show: String,
    after: Option<String>,
}

/// `GET /connections?show=…`
pub async fn list(member: Member, which: Query<Listed>) -> Result<HttpResponse, Problem> {
    let show = which.show.parse().unwrap_or(Show::Open);
    page(&member, StatusCode::OK, show, which.after.as_deref(), None).await
}

/// The list; with a rating that has to be mended, its connection is there whatever page it would be on.
async fn page(
    member: &Member,
    status: StatusCode,
    show: Show,
    after: Option<&str>,
    rating: Option<(ConnectionId, RateForm, Problems)>,
) -> Result<HttpResponse, Problem> {
    let mut chrome = member.chrome().await?;
    chrome.path = format!("/connections?show={show}");
    let mut db = member.db().await?;
    let (which, statuses): (Which, &[Status]) = match show {
        Show::Open => (Which::All, &GOING_ON),
        Show::Received => (Which::Received, &[]),
        Show::Sent => (Which::Sent, &[]),
        Show::Over => (Which::All, &OVER),
    };
    let found = store::connections::page_of(&mut db, member.id(), which, statuses, after, A_PAGE).await?;
    let mut connections = found.items;
    if let Some((id, ..)) = &rating
        && !connections.iter().any(|c| c.id == *id)
        && let Some(rated) = store::connections::find(&mut db, member.id(), *id).await?
    {
        connections.insert(0, rated);
    }
    let ahead = match show {
        Show::Open => store::times::list_ahead(&mut db, member.id(), member.now(), A_PAGE).await?,
        Show::Received | Show::Sent | Show::Over => vec![],
    };
    Ok(member.render(status, &Connections { chrome, show, connections, next: found.next, ahead, rating }))
}

/// `POST /connections`: the first message, and on to the conversation that it opens.
pub async fn open(member: Member, posted: Posted<OpenForm>) -> Result<HttpResponse, Problem> {
    let (id, form) = match posted.open() {
        Ok(opened) => opened,
        Err((form, stale)) => return again(&member, StatusCode::FORBIDDEN, form, stale).await,
    };
    let Some((to, about)) = form.target() else { return Err(Problem::unreadable(say("connections-whom-not-said"))) };
    let message = form.message.clone();
    match member.act(id, Command::Connections(connections::Command::Open { to, about, message })).await {
        Ok(Answer::Connection { id, conversation }) => {
            // What is booked needs a time; else the focus goes to what is so now.
            let then = if is_booked(&member, about).await? { "?times=offer#times".to_owned() } else { format!("#now-{id}") };
            Ok(member.go(&format!("/messages/{conversation}{then}")))
        }
        Ok(_) => Err(AnyRefusal::IdUsedOtherwise.into()),
        Err(Refusal::Connections(connections::Refusal::AlreadyTalking(id))) => already_talking(&member, id, form).await,
        Err(refusal) => {
            let (status, problems) = mend(&refusal);
            let problems = if problems.fields.is_empty() { Problems::say(refusal.to_string()) } else { problems };
            again(&member, status, form, problems).await
        }
    }
}

async fn is_booked(member: &Member, about: Subject) -> Result<bool, Problem> {
    let Subject::Offer(id) = about else { return Ok(false) };
    let offer = store::offers::find(&mut member.db().await?, Some(member.id()), id).await?;
    Ok(offer.is_some_and(|offer| trays::is_booked(&offer)))
}

/// They are in touch already: their conversation, with what was typed ready to be sent there.
async fn already_talking(member: &Member, id: ConnectionId, form: OpenForm) -> Result<HttpResponse, Problem> {
    let connection = store::connections::find(&mut member.db().await?, member.id(), id).await?.ok_or_else(Problem::not_found)?;
    let words = connections::Refusal::AlreadyTalking(id).to_string();
    messaging::again(member, StatusCode::CONFLICT, connection.conversation, form.message, Problems::say(words)).await
}

/// The page that the message is about, with the message as it was typed and what stands in its way.
async fn again(member: &Member, status: StatusCode, form: OpenForm, problems: Problems) -> Result<HttpResponse, Problem> {
    let Some((to, about)) = form.target() else { return Err(Problem::not_found()) };
    let (reader, message) = (Some(member.id()), Some(form.message));
    match about {
        Subject::Ask(id) => {
            let ask = store::asks::find(&mut member.db().await?, reader, id).await?.ok_or_else(Problem::not_found)?;
            asks::page(member, status, ask, asks::Typed { message, problems, ..Default::default() }).await
        }
        Subject::Offer(id) => {
            let offer = store::offers::find(&mut member.db().await?, reader, id).await?.ok_or_else(Problem::not_found)?;
            offers::page(member, status, offer, message, problems).await
        }
        Subject::Direct => {
            let mut chrome = member.chrome().await?;
            let found = profiles::found(member, &mut member.db().await?, to).await?;
            chrome.path = format!("/@{}", found.profile.person.handle);
            let page = ProfilePage { chrome, message: message.unwrap_or_default(), problems, ..found };
            Ok(member.form_again(status, &page))
        }
    }
}

/// `POST /connections/{id}/step`
pub async fn step(member: Member, ById(id): ById<ConnectionId>, posted: Posted<StepForm>) -> Result<HttpResponse, Problem> {
    let back = posted.next_or("/connections").to_owned();
    let (command, form) = posted.pressed()?;
    let also_full = form.step == pages::DECLINE_FULL;
    let step: Step = if also_full { Step::Decline } else { form.step.parse().map_err(|e| Problem::unreadable(format!("{e}.")))? };
    match member.act(command, Command::Connections(connections::Command::Move { id, step })).await {
        Ok(_) => {
            if also_full {
                availability::set_full(&member, secrets::command_id(), true).await?;
            }
            let moved = store::connections::find(&mut member.db().await?, member.id(), id).await?.ok_or_else(Problem::not_found)?;
            Ok(moved_on(&member, &moved, step, &back))
        }
        Err(refusal) => match refusal.refused() {
            refused if refused.kind == RefusalKind::Conflict => Ok(member.go_regretting(&back, &refused.words)),
            refused => Err(refused.into()),
        },
    }
}

/// Back to where the button stood; to saying thanks when it is done.
fn moved_on(member: &Member, c: &ConnectionView, step: Step, back: &str) -> HttpResponse {
    if c.status == Status::Completed && c.my_rating.is_none() {
        let words = say("connections-done-how").with("name", &c.other.name);
        // In their conversation it is said where one is.
        let thread = format!("/messages/{}", c.conversation);
        let is_there = back.split(['?', '#']).next() == Some(thread.as_str());
        let to = if is_there { thread } else { format!("/connections?show={}#connection-{}", Show::Over, c.id) };
        return member.go_saying(&to, &words.write());
    }
    member.go_saying(back, &said(step, c))
}

fn said(step: Step, c: &ConnectionView) -> String {
    let key = match step {
        Step::Accept => "connections-said-yes",
        Step::Start => "connections-said-begun",
        Step::Done if c.status == Status::Completed => "connections-said-over",
        Step::Done => "connections-said-done",
        Step::NotYet => "connections-said-not-yet",
        Step::Decline => "connections-said-no",
        Step::Cancel => "connections-said-off",
        Step::Reply | Step::Silence => return String::new(),
    };
    say(key).with("name", &c.other.name).into()
}

/// `POST /connections/{id}/rate`
pub async fn rate(member: Member, ById(id): ById<ConnectionId>, posted: Posted<RateForm>) -> Result<HttpResponse, Problem> {
    let back = posted.next_or("/connections?show=over").to_owned();
    let (command, form) = match posted.open() {
        Ok(opened) => opened,
        Err((form, stale)) => return page(&member, StatusCode::FORBIDDEN, Show::Over, None, Some((id, form, stale))).await,
    };
    // No star at all is as many as none.
    let stars = form.stars.trim().parse().unwrap_or(0);
    let rate = connections::Command::Rate { id, stars, words: form.words.clone() };
    match member.act(command, Command::Connections(rate)).await {
        Ok(_) => Ok(member.go_saying(&back, &say("connections-thanks").write())),
        Err(refusal) if refusal.refused().kind == RefusalKind::Invalid => {
            let (status, problems) = mend(&refusal);
            page(&member, status, Show::Over, None, Some((id, form, problems))).await
        }
        Err(refusal) if refusal.refused().kind == RefusalKind::Conflict => Ok(member.go_regretting(&back, &refusal.to_string())),
        Err(refusal) => Err(refusal.into()),
    }
}

/// `GET /m/{connection}`: the short address in texts. On to its conversation.
pub async fn short(member: Member, id: Path<String>) -> Result<HttpResponse, Problem> {
    let id: ConnectionId = id.parse().map_err(|_| Problem::not_found())?;
    let found = store::connections::find(&mut member.db().await?, member.id(), id).await?.ok_or_else(Problem::not_found)?;
    Ok(member.go(&format!("/messages/{}", found.conversation)))
}
