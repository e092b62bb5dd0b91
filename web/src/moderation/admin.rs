//! The admins' list: what was reported, what is hidden, who decided what; and what an admin may do about it.

use actix_web::{HttpResponse, web::Query};
use hub::{CaseId, Command, Refusal, UserId, accounts, kernel::refusal::RefusalKind, moderation};
use serde::Deserialize;

use super::{
    A_PAGE,
    pages::{Cases, Show},
};
use crate::{
    posted::Posted,
    problem::Problem,
    visitor::{Admin, ById},
};

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Where {
    /// A word of `Show`; what waits when nothing is said.
    show: String,
    after: Option<String>,
}

/// `GET /admin/reports?show=…`
pub async fn cases(admin: Admin, at: Query<Where>) -> Result<HttpResponse, Problem> {
    let show = at.show.parse().unwrap_or(Show::Open);
    let chrome = admin.chrome().await?;
    let mut db = admin.db().await?;
    let open = store::moderation::count_open(&mut db).await?;
    let mut page = Cases { chrome, show, cases: Vec::new(), decisions: Vec::new(), next: None, open };
    match show.cases() {
        Some(which) => {
            let found = store::moderation::page_cases(&mut db, admin.id(), which, at.after.as_deref(), A_PAGE).await?;
            (page.cases, page.next) = (found.items, found.next);
        }
        None => {
            let found = store::moderation::page_decisions(&mut db, at.after.as_deref(), A_PAGE).await?;
            (page.decisions, page.next) = (found.items, found.next);
        }
    }
    Ok(admin.page(&page))
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct DecideForm {
    /// A word of `Verdict`.
    verdict: String,
}

/// `POST /admin/reports/{id}`
pub async fn decide(admin: Admin, ById(case): ById<CaseId>, posted: Posted<DecideForm>) -> Result<HttpResponse, Problem> {
    let back = posted.next_or("/admin/reports").to_owned();
    let (id, form) = posted.pressed()?;
    let verdict: moderation::Verdict = form.verdict.parse().map_err(|e| Problem::unreadable(format!("{e}.")))?;
    let done = match verdict {
        moderation::Verdict::Hide => "moderation-hidden-done",
        moderation::Verdict::Restore => "moderation-restored-done",
        moderation::Verdict::Dismiss => "moderation-dismissed-done",
    };
    let outcome = admin.decide(id, Command::Moderation(moderation::Command::Decide { case, verdict })).await;
    said(&admin, &back, outcome.map(|_| ()), done)
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct SuspendForm {
    /// `yes` or `no`.
    suspended: String,
}

/// `POST /admin/members/{id}/suspend`
pub async fn suspend(admin: Admin, ById(user): ById<UserId>, posted: Posted<SuspendForm>) -> Result<HttpResponse, Problem> {
    let back = posted.next_or("/admin/reports").to_owned();
    let (id, form) = posted.pressed()?;
    let suspended = form.suspended == "yes";
    let done = if suspended { "moderation-suspended-done" } else { "moderation-let-in-done" };
    let outcome = admin.decide(id, Command::Accounts(accounts::Command::Suspend { user, suspended })).await;
    said(&admin, &back, outcome.map(|_| ()), done)
}

/// Back to the list, which says what was done (the key of it), or why not: another admin may have been faster.
fn said(admin: &Admin, back: &str, outcome: Result<(), Refusal>, done: &'static str) -> Result<HttpResponse, Problem> {
    match outcome {
        Ok(()) => Ok(admin.go_saying(back, &crate::say(done).write())),
        Err(refusal) => match refusal.refused() {
            refused if matches!(refused.kind, RefusalKind::Conflict | RefusalKind::Forbidden) => {
                Ok(admin.go_regretting(back, &refused.words))
            }
            refused => Err(refused.into()),
        },
    }
}
