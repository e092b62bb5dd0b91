//! The form of a report, one's own reports, and the admins' list.

use askama::Template;
use hub::{
    FieldProblem,
    kernel::locale::Said,
    moderation::{Action, CaseView, DecisionView, Kind, Reason, ReportView, Thing, Verdict},
    profiles::PersonCard,
};
use serde::Deserialize;
use store::moderation::{Found, Which};

use crate::{
    layout::Chrome,
    look::{Html, Problems, escaped},
};

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
        self.reason.parse().map_err(|_| FieldProblem::new("reason", crate::say("moderation-pick-reason")))
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

    fn title(self) -> Said<'static> {
        crate::say(match self {
            Show::Open => "moderation-show-open",
            Show::Hidden => "moderation-show-hidden",
            Show::Log => "moderation-show-log",
        })
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
fn verdict_words(verdict: &Verdict, case: &CaseView) -> Said<'static> {
    crate::say(match verdict {
        Verdict::Hide if case.hidden_at.is_some() => "moderation-keep-hidden",
        Verdict::Hide => "moderation-hide",
        Verdict::Restore => "moderation-restore",
        Verdict::Dismiss => "moderation-dismiss",
    })
}

fn verdict_look(verdict: &Verdict) -> &'static str {
    match verdict {
        Verdict::Hide => "btn-danger",
        Verdict::Restore | Verdict::Dismiss => "btn-outline",
    }
}

/// The key of what was done, as the log says it.
fn action_key(action: &Action) -> &'static str {
    match action {
        Action::HiddenByReports => "moderation-log-hidden-by-reports",
        Action::Hidden => "moderation-log-hidden",
        Action::Restored => "moderation-log-restored",
        Action::Dismissed => "moderation-log-dismissed",
        Action::Suspended => "moderation-log-suspended",
        Action::Unsuspended => "moderation-log-let-in",
    }
}

/// Somebody by name; a link while they have a page.
fn who(person: &PersonCard) -> Html {
    let href = person.page().map_or(String::new(), |page| format!(r#" href="{}""#, escaped(&page)));
    Html::trusted(format!("<a{href}>{}</a>", escaped(&person.name)))
}
