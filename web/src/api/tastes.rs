//! What a member wants less of, and a pause of all matches.

use hub::{
    Command, MatchId, RuleId,
    tastes::{About, Command as Tastes, Pause, Paused, Rule, RuleView},
};
use serde::Serialize;

use super::{
    answer::{Answer, DONE, Done, Told},
    sent::{Given, Nothing, Sends},
    visit::Writer,
};
use crate::visitor::{ById, Member};

/// All rules of a member.
#[derive(Serialize)]
pub struct Rules {
    pub items: Vec<RuleView>,
    pub pause: Paused,
}

crate::shapes! {
    /// All rules of a member, newest first, and whether all matches are paused.
    Rules as "Tastes" {
        items: Vec<RuleView>,
        pause: Paused,
    }
}

crate::sent! {
    /// One thing that a member wants less of.
    struct NewRule {
        about: About,
        /// A person's number, a kind's word, else a name or words as they stand in a match's reasons.
        what: String,
        /// The match that it is said on, which goes.
        card: Given<MatchId>,
    }
}

crate::sent! {
    /// How long all matches are paused.
    struct NewPause {
        until: Pause,
    }
}

pub async fn list(member: Member) -> Answer<Told<Rules>> {
    let mut db = member.db().await?;
    let items = store::tastes::list(&mut db, member.id()).await?;
    Ok(Told(Rules { items, pause: store::tastes::find_pause(&mut db, member.id()).await? }))
}

pub async fn take(writer: Writer, Sends { id, body, .. }: Sends<NewRule>) -> Answer<Told<Rules>> {
    let card = match body.card {
        Given::So(card) => Some(card),
        _ => None,
    };
    let rules = vec![Rule { about: body.about, what: body.what }];
    writer.act(id, Command::Tastes(Tastes::Take { rules, card })).await?;
    let mut db = writer.db().await?;
    let items = store::tastes::list(&mut db, writer.id()).await?;
    Ok(Told(Rules { items, pause: store::tastes::find_pause(&mut db, writer.id()).await? }))
}

pub async fn take_back(writer: Writer, ById(rule): ById<RuleId>, Sends { id, .. }: Sends<Nothing>) -> Answer<Done> {
    writer.act(id, Command::Tastes(Tastes::TakeBack { rules: vec![rule] })).await?;
    Ok(DONE)
}

pub async fn pause(writer: Writer, Sends { id, body, .. }: Sends<NewPause>) -> Answer<Told<Paused>> {
    writer.act(id, Command::Tastes(Tastes::Pause { until: body.until })).await?;
    Ok(Told(store::tastes::find_pause(&mut writer.db().await?, writer.id()).await?))
}

pub async fn resume(writer: Writer, Sends { id, .. }: Sends<Nothing>) -> Answer<Done> {
    writer.act(id, Command::Tastes(Tastes::Resume)).await?;
    Ok(DONE)
}
