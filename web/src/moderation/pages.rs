//! The form of a report, one's own reports, and the admins' list.

use askama::Template;
use hub::{
    FieldProblem,
    moderation::{Action, CaseView, DecisionView, Kind, Reason, ReportView, Thing, Verdict},
};
use serde::Deserialize;
use store::moderation::{Found, Which};

use crate::{layout::Chrome, look::Problems};

/// `GET /report/…`, and again after a `POST` to the same address.
#[derive(Template)]
#[template(path = "moderation/report.html")]
pub struct Report {
    pub chrome: Chrome,
    pub thing: Thing,
    pub found: Found,
    pub form: ReportForm,
    pub problems: Problems,
}

/// What is typed into it.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct ReportForm {
    /// A word of `Reason`.
    pub reason: String,
    pub words: String,
}

impl ReportForm {
    pub fn reason(&self) -> Result<Reason, FieldProblem> {
        self.reason.parse().map_err(|_| FieldProblem::new("reason", "Pick what is wrong with it."))
    }
}

impl Report {
    fn action(&self) -> String {
        path(self.thing)
    }

    fn what(&self) -> &'static str {
        match self.thing.kind() {
            Kind::Message => "message",
            Kind::Profile => "profile",
            Kind::Ask => "ask",
            Kind::Offer => "offer",
            Kind::Review => "review",
        }
    }

    /// Where the reader came from.
    fn back(&self) -> String {
        match self.thing {
            Thing::Message { conversation, .. } => format!("/messages/{conversation}"),
            _ => self.found.path.clone(),
        }
    }
}

/// Where a thing is reported.
pub fn path(thing: Thing) -> String {
    match thing {
        Thing::Message { conversation, no } => format!("/report/message/{conversation}/{no}"),
        _ => format!("/report/{}/{}", thing.kind(), thing.numbers().0),
    }
}

/// `GET /my/reports`
#[derive(Template)]
#[template(path = "moderation/mine.html")]
pub struct MyReports {
    pub chrome: Chrome,
    /// Newest first.
    pub reports: Vec<ReportView>,
    pub next: Option<String>,
}

hub::words! {
    /// What the admins' list shows.
    pub enum Show { Open = "open", Hidden = "hidden", Log = "log" }
}

impl Show {
    pub fn cases(self) -> Option<Which> {
        match self {
            Show::Open => Some(Which::Open),
            Show::Hidden => Some(Which::Hidden),
            Show::Log => None,
        }
    }

    fn title(self) -> &'static str {
        match self {
            Show::Open => "Waiting",
            Show::Hidden => "Hidden",
            Show::Log => "Decisions",
        }
    }
}

/// `GET /admin/reports`
#[derive(Template)]
#[template(path = "moderation/cases.html")]
pub struct Cases {
    pub chrome: Chrome,
    pub show: Show,
    pub cases: Vec<CaseView>,
    pub decisions: Vec<DecisionView>,
    pub next: Option<String>,
    /// How many wait.
    pub open: i64,
}

impl Cases {
    fn is_me(&self, case: &CaseView) -> bool {
        case.owner.as_ref().is_some_and(|owner| self.chrome.is_me(owner))
    }
}

/// What a verdict's button says.
fn verdict_words(verdict: &Verdict, case: &CaseView) -> &'static str {
    match verdict {
        Verdict::Hide if case.hidden_at.is_some() => "Keep it hidden",
        Verdict::Hide => "Hide it",
        Verdict::Restore => "Show it again",
        Verdict::Dismiss => "Leave it as it is",
    }
}

fn verdict_look(verdict: &Verdict) -> &'static str {
    match verdict {
        Verdict::Hide => "btn-danger",
        Verdict::Restore | Verdict::Dismiss => "btn-outline",
    }
}

/// What was done, as the log says it.
fn action_words(action: &Action) -> &'static str {
    match action {
        Action::HiddenByReports => "was hidden by three reports",
        Action::Hidden => "was hidden",
        Action::Restored => "was shown again",
        Action::Dismissed => "was left as it is",
        Action::Suspended => "was suspended",
        Action::Unsuspended => "may take part again",
    }
}
