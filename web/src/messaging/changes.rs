//! What may be done to a message once it is sent, and to a conversation, by forms: each leads back to where it began.

use actix_web::{HttpResponse, http::StatusCode};
use hub::{
    Command, CommandId, ConversationId,
    kernel::refusal::RefusalKind,
    messaging::{Command as Messaging, Refusal, rules},
};
use serde::Deserialize;

use super::{
    AMessage,
    pages::{OneMessage, Pinned, Place},
};
use crate::{
    look::Problems,
    posted::{Button, Posted},
    problem::Problem,
    visitor::{ById, Member, mend},
};

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct EditForm {
    pub body: String,
}

/// The buttons: an emoji that is put on, or one that is taken off. Or one that was typed.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct ReactForm {
    on: String,
    off: String,
}

/// Yes or no.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct SwitchForm {
    on: String,
}

impl SwitchForm {
    fn is_on(&self) -> bool {
        self.on == "yes"
    }
}

fn no_such_message() -> Problem {
    hub::Refusal::from(Refusal::NoSuchMessage).into()
}

/// Where a message stands in its conversation.
fn place(conversation: ConversationId, no: i64) -> String {
    format!("/messages/{conversation}?at={no}#m-{no}")
}

/// `GET /messages/{conversation}/{no}`
pub async fn one(member: Member, message: AMessage) -> Result<HttpResponse, Problem> {
    page(&member, StatusCode::OK, message, None, Problems::none()).await
}

async fn page(
    member: &Member,
    status: StatusCode,
    AMessage { conversation, no }: AMessage,
    typed: Option<String>,
    problems: Problems,
) -> Result<HttpResponse, Problem> {
    let mut chrome = member.chrome().await?;
    chrome.path = format!("/messages/{conversation}/{no}");
    let mut db = member.db().await?;
    let (place, message) = match store::messaging::find_conversation(&mut db, member.id(), conversation).await? {
        Some(with) => {
            let message = store::messaging::find_message(&mut db, member.id(), conversation, no).await?.ok_or_else(no_such_message)?;
            (Place::between(&with, message.by == member.id()), message)
        }
        None => crate::rooms::find_one(member, &chrome, &mut db, conversation, no).await?.ok_or_else(no_such_message)?,
    };
    drop(db);
    let may_edit = message.by == member.id() && message.deleted_at.is_none() && rules::may_still_edit(message.sent_at, chrome.now);
    let body = typed.unwrap_or_else(|| message.body.clone());
    Ok(member.render(status, &OneMessage { chrome, place, message, may_edit, body, problems }))
}

/// `POST /messages/{conversation}/{no}/edit`
pub async fn edit(member: Member, AMessage { conversation, no }: AMessage, posted: Posted<EditForm>) -> Result<HttpResponse, Problem> {
    let (status, form, problems) = match posted.open() {
        Ok((id, form)) => {
            let edit = Messaging::Edit { conversation, no, body: form.body.clone() };
            match member.act(id, Command::Messaging(edit)).await {
                Ok(_) => return Ok(member.go(&place(conversation, no))),
                Err(refusal) if refusal.refused().kind == RefusalKind::NotFound => return Err(refusal.into()),
                Err(refusal) => {
                    let (status, problems) = mend(&refusal);
                    (status, form, problems)
                }
            }
        }
        Err((form, stale)) => (StatusCode::FORBIDDEN, form, stale),
    };
    page(&member, status, AMessage { conversation, no }, Some(form.body), problems).await
}

/// A button was pressed: done, and back to where it stood; or back with the reason why not.
async fn pressed(member: &Member, back: &str, id: CommandId, command: Messaging) -> Result<HttpResponse, Problem> {
    match member.act(id, Command::Messaging(command)).await {
        Ok(_) => Ok(member.go(back)),
        Err(refusal) if refusal.refused().kind == RefusalKind::NotFound => Err(refusal.into()),
        Err(refusal) => Ok(member.go_regretting(back, &refusal.refused().words)),
    }
}

/// `POST /messages/{conversation}/{no}/delete`
pub async fn delete(member: Member, AMessage { conversation, no }: AMessage, posted: Posted<Button>) -> Result<HttpResponse, Problem> {
    let (id, _) = posted.pressed()?;
    pressed(&member, &place(conversation, no), id, Messaging::Delete { conversation, no }).await
}

/// `POST /messages/{conversation}/{no}/react`
pub async fn react(member: Member, AMessage { conversation, no }: AMessage, posted: Posted<ReactForm>) -> Result<HttpResponse, Problem> {
    let (id, form) = posted.pressed()?;
    let (emoji, on) = if form.off.is_empty() { (form.on, true) } else { (form.off, false) };
    pressed(&member, &place(conversation, no), id, Messaging::React { conversation, no, emoji, on }).await
}

/// `POST /messages/{conversation}/{no}/pin`
pub async fn pin(member: Member, AMessage { conversation, no }: AMessage, posted: Posted<SwitchForm>) -> Result<HttpResponse, Problem> {
    let back = posted.next_or(&place(conversation, no)).to_owned();
    let (id, form) = posted.pressed()?;
    pressed(&member, &back, id, Messaging::Pin { conversation, no, on: form.is_on() }).await
}

/// `GET /messages/{conversation}/pinned`
pub async fn pinned(member: Member, ById(id): ById<ConversationId>) -> Result<HttpResponse, Problem> {
    let chrome = member.chrome().await?;
    let mut db = member.db().await?;
    let with = store::messaging::find_conversation(&mut db, member.id(), id).await?.ok_or_else(no_such_message)?;
    let messages = store::messaging::list_pinned(&mut db, member.id(), id).await?;
    Ok(member.page(&Pinned { chrome, with, messages }))
}

/// `POST /messages/{conversation}/mute`
pub async fn mute(member: Member, ById(conversation): ById<ConversationId>, posted: Posted<SwitchForm>) -> Result<HttpResponse, Problem> {
    let back = posted.next_or(&format!("/messages/{conversation}")).to_owned();
    let (id, form) = posted.pressed()?;
    pressed(&member, &back, id, Messaging::Mute { conversation, on: form.is_on() }).await
}

/// `POST /messages/{conversation}/archive`
pub async fn archive(
    member: Member,
    ById(conversation): ById<ConversationId>,
    posted: Posted<SwitchForm>,
) -> Result<HttpResponse, Problem> {
    let (id, form) = posted.pressed()?;
    let on = form.is_on();
    let back = if on { "/messages".to_owned() } else { format!("/messages/{conversation}") };
    pressed(&member, &back, id, Messaging::Archive { conversation, on }).await
}
