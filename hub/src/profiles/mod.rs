//! What others see of a member: name, tagline, bio, links; and the small card that stands for a person everywhere.

pub mod rules;

use serde::{Deserialize, Serialize};

use crate::{
    availability::Answers,
    files,
    kernel::{ids::*, refusal::*, time::Timestamp},
    leaving::{self, Absence},
    taxonomy::TermRef,
};

/// What a member may write about themselves. Limits in `rules` (product.md 2.1).
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Draft {
    pub name: String,
    pub tagline: String,
    pub bio: String,
    pub location: String,
    pub pronouns: String,
    pub website_url: String,
    pub calendar_url: String,
    pub linkedin_url: String,
    pub twitter_url: String,
    pub github_url: String,
    pub youtube_url: String,
    pub instagram_url: String,
    /// IANA name; what a day is for this member.
    pub timezone: String,
    /// ISO 639-1.
    pub language: String,
}

#[expect(clippy::large_enum_variant, reason = "a wish is moved seldom, and is mostly this one")]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Command {
    Edit {
        draft: Draft,
    },
    /// What they are into, in place of what was there: tags by slug.
    SetInterests {
        tags: Vec<String>,
    },
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Event {
    Edited { user: UserId },
}

#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum Refusal {
    #[error("{}", say_all(.0))]
    Mend(Vec<FieldProblem>),
}

impl Refuses for Refusal {
    fn kind(&self) -> RefusalKind {
        RefusalKind::Invalid
    }

    fn code(&self) -> &'static str {
        "profiles.mend"
    }

    fn fields(&self) -> Vec<FieldProblem> {
        let Refusal::Mend(problems) = self;
        problems.clone()
    }
}

/// A person, small: on cards, in lists, beside messages.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PersonCard {
    pub id: UserId,
    /// Empty for somebody who left.
    pub handle: String,
    /// Their name, or the handle when they gave none.
    pub name: String,
    pub tagline: String,
    /// A path on this hub. Everyone has a picture: their initial, drawn, when no photo was given.
    pub portrait: String,
    pub helped: i64,
    /// Part of the demo town.
    pub demo: bool,
    /// They have no page now.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub absent: Option<Absence>,
}

impl PersonCard {
    /// Where their page is, if they have one that can be seen.
    pub fn page(&self) -> Option<String> {
        self.absent.is_none().then(|| format!("/@{}", self.handle))
    }

    /// Said to everybody, where whoever is away is not to be known.
    pub fn unless_away(self) -> PersonCard {
        if !self.is_away() {
            return self;
        }
        let (name, nothing) = ("Somebody".to_owned(), String::new);
        PersonCard { name, handle: nothing(), tagline: nothing(), portrait: leaving::PORTRAIT.to_owned(), ..self }
    }

    pub fn is_away(&self) -> bool {
        self.absent == Some(Absence::Away)
    }

    /// Nothing that is written to them is read by anybody.
    pub fn has_left(&self) -> bool {
        self.absent == Some(Absence::Left)
    }
}

/// Where somebody's picture is: the photo they gave, or the initial that is drawn of their handle.
pub fn portrait(handle: &str, photo: Option<FileId>) -> String {
    match photo {
        Some(id) => files::path(id, files::FACE),
        None => format!("/portraits/{handle}.svg"),
    }
}

/// A whole profile, as anyone may see it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ProfileView {
    pub person: PersonCard,
    pub bio: String,
    pub location: String,
    pub pronouns: String,
    /// (what it is, address), only those given.
    pub links: Vec<(String, String)>,
    pub language: String,
    pub joined_at: Timestamp,
    pub points: i64,
    pub open_asks: i64,
    pub active_offers: i64,
    /// What they are into, in the order they said it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub interests: Vec<TermRef>,
    /// Search engines may list this page.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub public: bool,
    /// How surely and how soon they answer, as far as it was counted.
    #[serde(default)]
    pub answers: Answers,
    /// They have said that they are full, or were spared more.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub full: bool,
    /// It was reported and is hidden: only the member and admins see it.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub hidden: bool,
}
