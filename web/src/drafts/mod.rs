//! Drafts on pages: what a member has begun to write and not posted, and going on with it.

pub mod pages;

use actix_web::{HttpResponse, web::Path};
use hub::{
    Command, CommandId, Refusal, Timestamp,
    drafts::{self, DraftView, Kind, Refusal as No},
};
use serde::{Serialize, de::DeserializeOwned};
use store::Tx;

use crate::{
    posted::{Button, Posted},
    problem::Problem,
    visitor::Member,
};
use pages::Begun;

/// What they have begun, what was gone on with last first.
pub async fn list(member: &Member, db: &mut Tx, kind: Kind) -> Result<Vec<Begun>, Problem> {
    Ok(store::drafts::list(db, member.id(), Some(kind)).await?.iter().map(Begun::of).collect())
}

/// A draft of theirs, to go on with: its form, its name and its version.
pub async fn open<T: DeserializeOwned>(member: &Member, kind: Kind, key: &str) -> Result<(T, DraftView), Problem> {
    let found = store::drafts::find(&mut member.db().await?, member.id(), key).await?.filter(|draft| draft.kind == kind);
    let draft = found.ok_or(Refusal::Drafts(No::NoSuchDraft))?;
    let form = actix_web::web::Query::<T>::from_query(&draft.form).map_err(|e| Problem::unreadable(e.to_string()))?;
    Ok((form.into_inner(), draft))
}

/// Keeps a form as it was typed, under its name.
pub async fn keep(member: &Member, id: CommandId, kind: Kind, key: &str, seen: &str, form: &impl Serialize) -> Result<(), Refusal> {
    // What is typed are words, each under its name.
    let typed = serde_json::to_value(form).unwrap_or_default();
    let mut fields = url::form_urlencoded::Serializer::new(String::new());
    for (name, value) in typed.as_object().into_iter().flatten() {
        let is_own = !matches!(name.as_str(), "draft" | "draft_seen" | "then" | "seen" | "room" | "said");
        if let Some(value) = value.as_str().filter(|value| is_own && !value.is_empty()) {
            fields.append_pair(name, value);
        }
    }
    let command = drafts::Command::Keep { key: key.to_owned(), kind, form: fields.finish(), seen: seen.parse().ok().map(Timestamp) };
    member.act(id, Command::Drafts(command)).await.map(|_| ())
}

/// It is posted: the draft goes. If it can't go now, it is thrown away by hand.
pub async fn posted(member: &Member, key: &str) {
    let Ok(id) = CommandId::new(format!("posted-{key}")) else { return };
    if drafts::rules::name(key).is_ok()
        && let Err(refusal) = member.act(id, Command::Drafts(drafts::Command::Discard { key: key.to_owned() })).await
    {
        tracing::debug!(%refusal, "a draft that was posted stays");
    }
}

/// `POST /my/drafts/{key}/discard`
pub async fn discard(member: Member, key: Path<String>, posted: Posted<Button>) -> Result<HttpResponse, Problem> {
    let back = posted.next_or("/home").to_owned();
    let (id, _) = posted.pressed()?;
    member.act(id, Command::Drafts(drafts::Command::Discard { key: key.into_inner() })).await?;
    Ok(member.go_saying(&back, &crate::say("drafts-thrown-away").write()))
}
