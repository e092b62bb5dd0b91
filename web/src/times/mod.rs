//! Times to meet: offered, taken, called off in a conversation, and fetched as a file for calendars.

pub mod pages;

use actix_web::{
    HttpResponse,
    http::{StatusCode, header},
    web::Query,
};
use hub::{
    Command, ConversationId, Refusal, TimesId,
    kernel::refusal::RefusalKind,
    messaging::ConversationView,
    say,
    times::{Command as Times, Status, TimesView, ics},
};
use serde::Deserialize;
use store::{Tx, times as reads};

use crate::{
    look::{Problems, when},
    messaging::{self, AMessage},
    posted::{Button, Posted},
    problem::Problem,
    visitor::{ById, Member, mend},
};
use pages::{AcceptForm, DeclineForm, OfferForm, Panel, Part};

/// The form to offer times, as it stands in a conversation.
#[derive(Debug, Default)]
pub struct Typed {
    pub form: OfferForm,
    pub problems: Problems,
    /// It is open from the beginning.
    pub open: bool,
}

/// How two people stand about a time, for their conversation.
pub async fn panel(member: &Member, db: &mut Tx, with: &ConversationView, typed: Typed) -> Result<Panel, Problem> {
    let stands = reads::find(db, member.id(), with.id).await?;
    let (zone, calendar) = reads::find_where(db, with.other.id).await?;
    let Typed { form, problems, open } = typed;
    let view = stands.unwrap_or(TimesView { conversation: with.id, offers: Vec::new() });
    Ok(Panel { other: with.other.clone(), view, zone: when::zone(&zone), calendar, form, problems, open })
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Wanted {
    /// Only what stands there now, for a page that is open.
    part: Option<String>,
}

fn there(id: ConversationId) -> String {
    format!("/messages/{id}#times")
}

fn to_offer(id: ConversationId) -> String {
    format!("/messages/{id}?times=offer#times")
}

async fn find(member: &Member, id: ConversationId) -> Result<ConversationView, Problem> {
    let found = store::messaging::find_conversation(&mut member.db().await?, member.id(), id).await?;
    found.ok_or_else(Problem::not_found)
}

/// `GET /messages/{conversation}/times`: the conversation, with the form to offer times open.
pub async fn show(member: Member, ById(id): ById<ConversationId>, wanted: Query<Wanted>) -> Result<HttpResponse, Problem> {
    if wanted.part.is_none() {
        return Ok(member.go(&to_offer(id)));
    }
    let chrome = member.chrome().await?;
    let with = find(&member, id).await?;
    let times = panel(&member, &mut member.db().await?, &with, Typed::default()).await?;
    Ok(member.page(&Part { chrome, times }))
}

/// `POST /messages/{conversation}/times`
pub async fn offer(member: Member, ById(id): ById<ConversationId>, posted: Posted<OfferForm>) -> Result<HttpResponse, Problem> {
    let again = async |status, form, problems| messaging::to_times(&member, status, id, Typed { form, problems, open: true }).await;
    let (command, form) = match posted.open() {
        Ok(opened) => opened,
        Err((form, stale)) => return again(stale.status(), form, stale).await,
    };
    let (rows, times) = match form.read(&when::zone(&member.me().timezone)) {
        Ok(read) => read,
        Err(problems) => return again(StatusCode::UNPROCESSABLE_ENTITY, form, Problems::of(problems)).await,
    };
    let place = form.place.clone();
    match member.act(command, Command::Times(Times::Offer { conversation: id, times, place })).await {
        Ok(_) => {
            let name = find(&member, id).await?.other.name;
            Ok(member.go_saying(&there(id), &say("times-said-offered").with("name", name).to_string()))
        }
        Err(refusal) if refusal.refused().kind == RefusalKind::Invalid => {
            let (status, problems) = mend(&refusal);
            again(status, form, rows.of(problems)).await
        }
        Err(refusal) => regret(&member, id, refusal),
    }
}

/// `POST /messages/{conversation}/times/{no}/accept`
pub async fn accept(member: Member, these: AMessage, posted: Posted<AcceptForm>) -> Result<HttpResponse, Problem> {
    let AMessage { conversation, no } = these;
    let (command, form) = posted.pressed()?;
    let at = form.at.parse().map(hub::Timestamp).map_err(|_| Problem::unreadable("which time is meant is not said."))?;
    match member.act(command, Command::Times(Times::Accept { conversation, id: TimesId(no), at })).await {
        Ok(_) => said(&member, conversation, &there(conversation), "times-said-agreed").await,
        Err(refusal) => regret(&member, conversation, refusal),
    }
}

/// `POST /messages/{conversation}/times/{no}/decline`: on to offering others.
pub async fn decline(member: Member, these: AMessage, posted: Posted<DeclineForm>) -> Result<HttpResponse, Problem> {
    let AMessage { conversation, no } = these;
    let (command, form) = posted.pressed()?;
    match member.act(command, Command::Times(Times::Decline { conversation, id: TimesId(no), word: form.word })).await {
        Ok(_) => said(&member, conversation, &to_offer(conversation), "times-said-declined").await,
        Err(refusal) => regret(&member, conversation, refusal),
    }
}

/// `POST /messages/{conversation}/times/{no}/off`
pub async fn call_off(member: Member, these: AMessage, posted: Posted<Button>) -> Result<HttpResponse, Problem> {
    let AMessage { conversation, no } = these;
    let (command, _) = posted.pressed()?;
    match member.act(command, Command::Times(Times::CallOff { conversation, id: TimesId(no) })).await {
        Ok(_) => {
            let stands = reads::find_one(&mut member.db().await?, member.id(), conversation, TimesId(no)).await?;
            let was_agreed = stands.is_some_and(|offer| offer.status == Status::CalledOff);
            let words = if was_agreed { "times-said-called-off" } else { "times-said-taken-back" };
            said(&member, conversation, &there(conversation), words).await
        }
        Err(refusal) => regret(&member, conversation, refusal),
    }
}

/// Back to the conversation, which says what was done.
async fn said(member: &Member, id: ConversationId, to: &str, key: &'static str) -> Result<HttpResponse, Problem> {
    let name = find(member, id).await?.other.name;
    Ok(member.go_saying(to, &say(key).with("name", name).to_string()))
}

/// Back to the conversation, which says what was not done and shows what stands there now.
fn regret(member: &Member, id: ConversationId, refusal: Refusal) -> Result<HttpResponse, Problem> {
    match refusal.refused() {
        refused if refused.kind == RefusalKind::NotFound => Err(refusal.into()),
        refused => Ok(member.go_regretting(&there(id), &refused.words)),
    }
}

/// `GET /messages/{conversation}/times/{no}.ics`: the time that was agreed on, as a calendar reads it; called off, it goes from there.
pub async fn calendar(member: Member, AMessage { conversation, no }: AMessage) -> Result<HttpResponse, Problem> {
    let offer = reads::find_one(&mut member.db().await?, member.id(), conversation, TimesId(no)).await?;
    let offer = offer.ok_or_else(Problem::not_found)?;
    let time = offer.agreed.ok_or_else(Problem::not_found)?;
    let other = find(&member, conversation).await?.other;
    let home = member.public_url();
    let host = url::Url::parse(&home).ok().and_then(|url| url.host_str().map(str::to_owned)).unwrap_or_default();
    let address = format!("{home}/messages/{conversation}");
    let (organizer, page) = match offer.by == member.id() {
        true => (member.me().name.clone(), Some(format!("/@{}", member.me().handle))),
        false => (other.name.clone(), other.page()),
    };
    let file = ics::file(&ics::Entry {
        uid: &format!("times-{no}@{host}"),
        made_at: member.now(),
        time,
        summary: &say("times-calendar-title").with("name", &other.name).to_string(),
        description: &say("times-calendar-words").with("address", &address).to_string(),
        location: &offer.place,
        url: &address,
        organizer: (&organizer, &format!("{home}{}", page.unwrap_or_default())),
        called_off: offer.status == Status::CalledOff,
    });
    let method = if offer.status == Status::CalledOff { "CANCEL" } else { "PUBLISH" };
    Ok(HttpResponse::Ok()
        .content_type(format!("text/calendar; charset=utf-8; method={method}"))
        .insert_header((header::CONTENT_DISPOSITION, format!("attachment; filename=\"meeting-{no}.ics\"")))
        .insert_header((header::CACHE_CONTROL, "private, no-cache"))
        .body(file))
}
