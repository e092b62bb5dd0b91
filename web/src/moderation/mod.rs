//! A way out of every conversation: blocking, reporting, one's own reports, and the admins' list.

mod admin;
pub mod pages;

pub use admin::{cases, decide, suspend};

use actix_web::{
    HttpResponse,
    http::StatusCode,
    web::{Path, Query},
};
use hub::{
    Command, Refusal, UserId,
    kernel::refusal::RefusalKind,
    moderation::{self, Kind, Thing},
};
use serde::Deserialize;
use store::moderation::Found;

use crate::{
    asks::Onward,
    look::Problems,
    posted::Posted,
    problem::Problem,
    say,
    visitor::{Member, mend},
};
use pages::{MyReports, Report, ReportForm};

const A_PAGE: usize = 30;

/// What stands between the reader and somebody whose page they read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Wall {
    #[default]
    None,
    /// The reader has put it there, and is told so.
    Own,
    /// The other one has: there is no form, and no word about it.
    Theirs,
}

impl Wall {
    pub async fn between(db: &mut store::Tx, reader: UserId, other: UserId) -> Result<Wall, store::Fault> {
        if !store::moderation::blocked_between(db, reader, other).await? {
            return Ok(Wall::None);
        }
        let own = store::moderation::list_blocks(db, reader).await?.iter().any(|p| p.id == other);
        Ok(if own { Wall::Own } else { Wall::Theirs })
    }
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct WhoForm {
    /// The member's id.
    who: String,
}

impl WhoForm {
    fn who(&self) -> Result<UserId, Problem> {
        self.who.parse().map_err(|_| Problem::unreadable(say("moderation-who-not-said")))
    }
}

/// `POST /blocks`
pub async fn block(member: Member, posted: Posted<WhoForm>) -> Result<HttpResponse, Problem> {
    let back = posted.next_or("/home").to_owned();
    let (id, form) = posted.pressed()?;
    member.act(id, Command::Moderation(moderation::Command::Block { who: form.who()? })).await?;
    Ok(member.go_saying(&back, &say("moderation-blocked").write()))
}

/// `POST /blocks/remove`
pub async fn unblock(member: Member, posted: Posted<WhoForm>) -> Result<HttpResponse, Problem> {
    let back = posted.next_or("/home").to_owned();
    let (id, form) = posted.pressed()?;
    member.act(id, Command::Moderation(moderation::Command::Unblock { who: form.who()? })).await?;
    Ok(member.go_saying(&back, &say("moderation-unblocked").write()))
}

/// A number in the path. What is none is not found.
fn number(text: &str) -> Result<i64, Problem> {
    text.parse().ok().filter(|n| (0..=hub::LARGEST_ID).contains(n)).ok_or_else(Problem::not_found)
}

/// What `/report/ask/501` names. Messages have a number more.
fn thing(kind: &str, id: &str) -> Result<Thing, Problem> {
    match kind.parse::<Kind>() {
        Ok(kind) if kind != Kind::Message => Ok(Thing::of(kind, number(id)?, 0)),
        _ => Err(Problem::not_found()),
    }
}

fn message(conversation: &str, no: &str) -> Result<Thing, Problem> {
    Ok(Thing::of(Kind::Message, number(conversation)?, number(no)?))
}

/// `GET /report/{kind}/{id}`
pub async fn report_form(member: Member, path: Path<(String, String)>) -> Result<HttpResponse, Problem> {
    let (kind, id) = path.into_inner();
    form(&member, thing(&kind, &id)?).await
}

/// `GET /report/message/{conversation}/{no}`
pub async fn report_message_form(member: Member, path: Path<(String, String)>) -> Result<HttpResponse, Problem> {
    let (conversation, no) = path.into_inner();
    form(&member, message(&conversation, &no)?).await
}

/// `POST /report/{kind}/{id}`
pub async fn report(member: Member, path: Path<(String, String)>, posted: Posted<ReportForm>) -> Result<HttpResponse, Problem> {
    let (kind, id) = path.into_inner();
    send(&member, thing(&kind, &id)?, posted).await
}

/// `POST /report/message/{conversation}/{no}`
pub async fn report_message(member: Member, path: Path<(String, String)>, posted: Posted<ReportForm>) -> Result<HttpResponse, Problem> {
    let (conversation, no) = path.into_inner();
    send(&member, message(&conversation, &no)?, posted).await
}

/// What may be reported; else there is nothing.
async fn find(member: &Member, thing: Thing) -> Result<Found, Problem> {
    let found = store::moderation::find_to_report(&mut member.db().await?, member.id(), thing).await?;
    found.ok_or_else(|| Refusal::from(moderation::Refusal::NoSuchThing).into())
}

async fn form(member: &Member, thing: Thing) -> Result<HttpResponse, Problem> {
    let chrome = member.chrome().await?;
    let found = find(member, thing).await?;
    Ok(member.page(&Report { chrome, thing, found, form: ReportForm::default(), problems: Problems::none() }))
}

async fn send(member: &Member, thing: Thing, posted: Posted<ReportForm>) -> Result<HttpResponse, Problem> {
    let (command, form) = match posted.open() {
        Ok(opened) => opened,
        Err((form, stale)) => return again(member, thing, StatusCode::FORBIDDEN, form, stale).await,
    };
    let reason = match form.reason() {
        Ok(reason) => reason,
        Err(problem) => return again(member, thing, StatusCode::UNPROCESSABLE_ENTITY, form, Problems::of(vec![problem])).await,
    };
    let report = moderation::Command::Report { thing, reason, words: form.words.clone() };
    match member.act(command, Command::Moderation(report)).await {
        Ok(_) => Ok(member.go_saying("/my/reports", &say("moderation-thanks").write())),
        Err(refusal @ Refusal::Moderation(moderation::Refusal::AlreadyReported(_))) => {
            Ok(member.go_regretting("/my/reports", &refusal.to_string()))
        }
        Err(refusal) if refusal.refused().kind == RefusalKind::NotFound => Err(refusal.into()),
        Err(refusal) => {
            let (status, problems) = mend(&refusal);
            again(member, thing, status, form, problems).await
        }
    }
}

async fn again(member: &Member, thing: Thing, status: StatusCode, form: ReportForm, problems: Problems) -> Result<HttpResponse, Problem> {
    let chrome = member.chrome().await?;
    let found = find(member, thing).await?;
    Ok(member.form_again(status, &Report { chrome, thing, found, form, problems }))
}

/// `GET /my/reports`
pub async fn mine(member: Member, onward: Query<Onward>) -> Result<HttpResponse, Problem> {
    let chrome = member.chrome().await?;
    let page = store::moderation::page_reports(&mut member.db().await?, member.id(), onward.after.as_deref(), A_PAGE).await?;
    Ok(member.page(&MyReports { chrome, reports: page.items, next: page.next }))
}
