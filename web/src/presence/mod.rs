//! Who is here, on pages: as much of it as the reader may know. And what one shows of oneself.

use actix_web::HttpResponse;
use hub::{
    Command, UserId,
    kernel::refusal::RefusalKind,
    presence::{Command as Presence, Known, Shown, Sight, State, rules},
};
use serde::Deserialize;
use store::Tx;

use crate::{
    posted::{Button, Posted},
    problem::Problem,
    say, settings,
    visitor::{ById, Member},
};

/// What a member may know of somebody now.
pub async fn known(member: &Member, db: &mut Tx, person: UserId) -> Result<Known, Problem> {
    let (sight, may_wait) = store::presence::find_sight(db, member.id(), person).await?;
    if sight == Sight::Nothing {
        return Ok(Known::default());
    }
    let state = rules::as_seen(member.house().collective.state_of(person).unwrap_or_default(), sight);
    let mut known = Known { state, ..Known::default() };
    if state == State::Gone {
        if sight == Sight::LastSeen {
            known.seen_at = store::presence::list_seen(db, &[person]).await?.remove(&person);
        }
        known.waits = store::presence::list_awaited_by(db, member.id()).await?.contains(&person);
        known.may_wait = may_wait && !known.waits;
    }
    Ok(known)
}

/// So many people at most are looked at for who of them is here.
const KNOWN: usize = 500;

/// Whom a member sees to be here now: of everybody they may see anything of, and by the same rule as beside their names.
pub async fn list_seen_here(member: &Member, db: &mut Tx) -> Result<Vec<UserId>, Problem> {
    let known = store::presence::list_known(db, member.id(), KNOWN).await?;
    let state = |person: UserId| member.house().collective.state_of(person).unwrap_or_default();
    let here: Vec<UserId> = known.into_iter().filter(|person| state(*person) == State::Here).collect();
    if here.is_empty() {
        return Ok(here);
    }
    let sights = store::presence::list_sights(db, member.id(), &here).await?;
    let seen = |person: &UserId| sights.get(person).is_some_and(|sight| rules::as_seen(State::Here, *sight) == State::Here);
    Ok(here.into_iter().filter(seen).collect())
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct ShownForm {
    /// `yes` when ticked, like the others.
    here: String,
    last: String,
    open_to_help: String,
}

/// `POST /settings/presence`
pub async fn show(member: Member, posted: Posted<ShownForm>) -> Result<HttpResponse, Problem> {
    let (id, form) = posted.pressed()?;
    let shown = Shown { here: form.here == "yes", last: form.last == "yes", open_to_help: form.open_to_help == "yes" };
    member.act(id, Command::Presence(Presence::Show { shown })).await?;
    let words = say(if shown.here { "look-saved" } else { "presence-unseen" });
    Ok(settings::done(&member, "presence", words.write()))
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct OpenForm {
    /// `yes` or `no`.
    open: String,
}

/// `POST /settings/presence/open`: the one switch, from wherever it stands.
pub async fn open(member: Member, posted: Posted<OpenForm>) -> Result<HttpResponse, Problem> {
    let back = posted.next_or(&settings::Topic::path_of("presence")).to_owned();
    let (id, form) = posted.pressed()?;
    let before = store::presence::find_shown(&mut member.db().await?, member.id()).await?;
    let open = form.open == "yes";
    let shown = Shown { open_to_help: open, here: before.here || open, ..before };
    member.act(id, Command::Presence(Presence::Show { shown })).await?;
    let words = say(if open { "presence-open" } else { "presence-not-open" });
    Ok(member.go_saying(&back, &words.write()))
}

/// `POST /people/{id}/tell`: once, when they are back.
pub async fn tell_when_back(member: Member, ById(who): ById<UserId>, posted: Posted<Button>) -> Result<HttpResponse, Problem> {
    let back = posted.next_or("/messages").to_owned();
    let (id, _) = posted.pressed()?;
    match member.act(id, Command::Presence(Presence::TellWhenBack { who })).await {
        Ok(_) => Ok(member.go_saying(&back, &say("presence-told-once").write())),
        Err(refusal) => match refusal.refused() {
            refused if matches!(refused.kind, RefusalKind::Conflict | RefusalKind::Forbidden) => {
                Ok(member.go_regretting(&back, &refused.words))
            }
            refused => Err(refused.into()),
        },
    }
}
