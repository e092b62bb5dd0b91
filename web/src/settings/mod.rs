//! Settings: pages with one menu ([`Topic`]), a few forms on each. A form comes back with what was typed and what to mend; the
//! others beside it show what is stored. What was done is said in the section where it was done.

pub mod account;
pub mod appearance;
pub mod developers;
pub mod devices;
mod menu;
pub mod notifications;
pub mod pages;
pub mod privacy;
pub mod profile;
pub mod texts;

pub use menu::Topic;

use std::fmt::Display;

use actix_web::{HttpResponse, http::StatusCode, web::Query};
use hub::{Command, CommandId};
use serde::Deserialize;

use crate::{
    layout::{Chrome, Flash},
    look::Problems,
    problem::Problem,
    visitor::{Member, mend},
};

/// `GET /settings`: its first page. What stood behind a `#` the browser takes along, and finds in the menu there.
pub async fn first(member: Member) -> Result<HttpResponse, Problem> {
    Ok(member.go(&Topic::Profile.path()))
}

/// `?done=password`: what was done is said in that section, where the page lands.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct At {
    done: String,
}

/// What was just done, and in which section.
#[derive(Clone, Debug, Default)]
pub struct Done(pub Option<(String, Flash)>);

impl Done {
    /// Takes it from the top of the page to its section, if this page has that.
    fn of(at: Query<At>, topic: Topic, chrome: &mut Chrome) -> Done {
        let section = at.into_inner().done;
        if !topic.sections().contains(&section.as_str()) {
            return Done(None);
        }
        Done(chrome.flash.take().map(|flash| (section, flash)))
    }

    pub fn said(&self, section: &str) -> Option<&Flash> {
        self.0.as_ref().filter(|(at, _)| at == section).map(|(_, flash)| flash)
    }
}

/// Done: back to the section, where it is said.
pub fn done(member: &Member, section: &str, said: impl Display) -> HttpResponse {
    member.go_saying(&Topic::path_of(section), &said.to_string())
}

/// What a form came to: carried out, or its problems.
type Outcome = Result<(), (StatusCode, Problems)>;

async fn act(member: &Member, id: CommandId, command: Command) -> Outcome {
    member.act(id, command).await.map(|_| ()).map_err(|refusal| mend(&refusal))
}
