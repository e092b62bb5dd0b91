//! A command is a wish. Everything that changes data is one, carried out in one place and answered after commit.

use serde::{Deserialize, Serialize};

use crate::{
    accounts, asks, availability, claims, connections, drafts, files, follows, keeps,
    kernel::{
        ids::*,
        refusal::*,
        time::{Timestamp, soon_words},
    },
    leaving, mail, matches, messaging, moderation, notices, offers, presence, privacy, profiles, receipts, reviews, rooms, saved_searches,
    sms, tastes, times,
};

/// Every wish there is, by feature.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Command {
    Accounts(accounts::Command),
    Profiles(profiles::Command),
    Asks(asks::Command),
    Offers(offers::Command),
    Connections(connections::Command),
    Claims(claims::Command),
    Matches(matches::Command),
    Messaging(messaging::Command),
    Rooms(rooms::Command),
    Notices(notices::Command),
    Sms(sms::Command),
    Moderation(moderation::Command),
    Presence(presence::Command),
    Availability(availability::Command),
    Tastes(tastes::Command),
    Receipts(receipts::Command),
    SavedSearches(saved_searches::Command),
    Follows(follows::Command),
    Keeps(keeps::Command),
    Privacy(privacy::Command),
    Mail(mail::Command),
    Files(files::Command),
    Leaving(leaving::Command),
    Drafts(drafts::Command),
    Reviews(reviews::Command),
    Times(times::Command),
}

/// Who wishes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum By {
    /// Nobody yet: signing up.
    Visitor,
    Member(UserId),
    /// A program that acts for its owner.
    Agent {
        agent: UserId,
        owner: UserId,
    },
    Admin(UserId),
    /// The operator, at the console of the machine.
    Console,
    Matcher,
    /// Due times and workers of the house.
    Clock,
}

impl By {
    /// The member who acts, if one does.
    pub fn user(self) -> Option<UserId> {
        match self {
            By::Member(id) | By::Admin(id) => Some(id),
            By::Agent { agent, .. } => Some(agent),
            By::Visitor | By::Console | By::Matcher | By::Clock => None,
        }
    }

    /// Whose command ids these are: unique per member; the house's actors have numbers of their own.
    pub fn scope(self) -> i64 {
        match self {
            By::Member(id) | By::Admin(id) => id.0,
            By::Agent { agent, .. } => agent.0,
            By::Visitor => 0,
            By::Console => -1,
            By::Matcher => -2,
            By::Clock => -3,
        }
    }

    /// Whether members wait behind it: the house's own work takes at most a quarter of a batch.
    pub fn is_house(self) -> bool {
        matches!(self, By::Matcher | By::Clock)
    }
}

/// The wisher's own id for a wish, 1–64 visible ASCII characters. The same id again gets the first answer.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct CommandId(String);

impl CommandId {
    pub fn new(id: impl Into<String>) -> Result<Self, FieldProblem> {
        let id = id.into();
        if (1..=64).contains(&id.len()) && id.bytes().all(|b| b.is_ascii_graphic()) {
            Ok(CommandId(id))
        } else {
            Err(FieldProblem::new("id", crate::fixed("rule-command-a-commands-id-has-1-to-64-visible-ascii")))
        }
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl TryFrom<String> for CommandId {
    type Error = String;
    fn try_from(id: String) -> Result<Self, String> {
        CommandId::new(id).map_err(|p| p.words)
    }
}

impl From<CommandId> for String {
    fn from(id: CommandId) -> String {
        id.0
    }
}

/// A command on its way to the desk.
#[derive(Clone, Debug, PartialEq)]
pub struct Envelope {
    pub id: CommandId,
    pub by: By,
    pub command: Command,
    /// When it was accepted at the door: the time that its rules go by.
    pub at: Timestamp,
    /// What whoever wishes it reads: a no is said in it.
    pub locale: crate::Locale,
}

/// What a carried-out command answers. Kept with the command's id, so that a retry hears the same.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Answer {
    Done,
    User {
        id: UserId,
        handle: String,
    },
    Session {
        id: SessionId,
    },
    Token {
        id: TokenId,
    },
    Ask {
        id: AskId,
        slug: String,
    },
    Offer {
        id: OfferId,
        slug: String,
    },
    Connection {
        id: ConnectionId,
        conversation: ConversationId,
    },
    Message {
        conversation: ConversationId,
        no: i64,
        sent_at: Timestamp,
    },
    /// A room's slug is empty for a group.
    Room {
        id: ConversationId,
        slug: String,
    },
    Text {
        id: TextId,
    },
    Report {
        id: ReportId,
    },
    /// A place is held, until then.
    Claim {
        id: ClaimId,
        until: Timestamp,
    },
    /// Those that are new.
    Rules {
        ids: Vec<RuleId>,
    },
    SavedSearch {
        id: SearchId,
    },
    File {
        id: FileId,
    },
}

/// Every polite no, by feature, and those that any command may hear.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum Refusal {
    #[error(transparent)]
    Accounts(#[from] accounts::Refusal),
    #[error(transparent)]
    Profiles(#[from] profiles::Refusal),
    #[error(transparent)]
    Asks(#[from] asks::Refusal),
    #[error(transparent)]
    Offers(#[from] offers::Refusal),
    #[error(transparent)]
    Connections(#[from] connections::Refusal),
    #[error(transparent)]
    Claims(#[from] claims::Refusal),
    #[error(transparent)]
    Matches(#[from] matches::Refusal),
    #[error(transparent)]
    Messaging(#[from] messaging::Refusal),
    #[error(transparent)]
    Rooms(#[from] rooms::Refusal),
    #[error(transparent)]
    Sms(#[from] sms::Refusal),
    #[error(transparent)]
    Moderation(#[from] moderation::Refusal),
    #[error(transparent)]
    Presence(#[from] presence::Refusal),
    #[error(transparent)]
    Tastes(#[from] tastes::Refusal),
    #[error(transparent)]
    SavedSearches(#[from] saved_searches::Refusal),
    #[error(transparent)]
    Follows(#[from] follows::Refusal),
    #[error(transparent)]
    Keeps(#[from] keeps::Refusal),
    #[error(transparent)]
    Mail(#[from] mail::Refusal),
    #[error(transparent)]
    Files(#[from] files::Refusal),
    #[error(transparent)]
    Leaving(#[from] leaving::Refusal),
    #[error(transparent)]
    Drafts(#[from] drafts::Refusal),
    #[error(transparent)]
    Reviews(#[from] reviews::Refusal),
    #[error(transparent)]
    Times(#[from] times::Refusal),
    #[error(transparent)]
    Any(#[from] AnyRefusal),
}

/// What any command may hear.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum AnyRefusal {
    #[error("{}", crate::say("refusal-any-sign-in"))]
    SignIn,
    #[error("{}", crate::say("refusal-any-not-allowed"))]
    NotAllowed,
    #[error("{}", crate::say("refusal-any-too-fast").with("soon", soon_words(*.retry_after_ms)))]
    TooFast { retry_after_ms: i64 },
    #[error("{}", crate::say("refusal-any-busy").with("soon", soon_words(*.retry_after_ms)))]
    Busy { retry_after_ms: i64 },
    /// The hub's fault: said without detail, logged with it.
    #[error("{}", crate::say("refusal-any-broken"))]
    Broken,
    #[error("{}", crate::say("refusal-any-unreadable").with("what", .0))]
    Unreadable(String),
    #[error("{}", crate::say("refusal-any-too-large"))]
    TooLarge,
    #[error("{}", crate::say("refusal-any-id-used-otherwise"))]
    IdUsedOtherwise,
}

impl Refuses for AnyRefusal {
    fn kind(&self) -> RefusalKind {
        match self {
            AnyRefusal::SignIn => RefusalKind::SignIn,
            AnyRefusal::NotAllowed => RefusalKind::Forbidden,
            AnyRefusal::TooFast { .. } => RefusalKind::TooFast,
            AnyRefusal::Busy { .. } | AnyRefusal::Broken => RefusalKind::Busy,
            AnyRefusal::Unreadable(_) => RefusalKind::Invalid,
            AnyRefusal::TooLarge => RefusalKind::TooLarge,
            AnyRefusal::IdUsedOtherwise => RefusalKind::Conflict,
        }
    }

    fn code(&self) -> &'static str {
        match self {
            AnyRefusal::SignIn => "sign_in",
            AnyRefusal::NotAllowed => "not_allowed",
            AnyRefusal::TooFast { .. } => "too_fast",
            AnyRefusal::Busy { .. } => "busy",
            AnyRefusal::Broken => "broken",
            AnyRefusal::Unreadable(_) => "unreadable",
            AnyRefusal::TooLarge => "too_large",
            AnyRefusal::IdUsedOtherwise => "id_used_otherwise",
        }
    }

    fn retry_after_ms(&self) -> Option<i64> {
        match self {
            AnyRefusal::TooFast { retry_after_ms } | AnyRefusal::Busy { retry_after_ms } => Some(*retry_after_ms),
            AnyRefusal::Broken => Some(1_000),
            _ => None,
        }
    }
}

impl Refusal {
    /// The feature's own refusal, as something that can say what it is.
    fn inner(&self) -> &dyn Refuses {
        match self {
            Refusal::Accounts(r) => r,
            Refusal::Profiles(r) => r,
            Refusal::Asks(r) => r,
            Refusal::Offers(r) => r,
            Refusal::Connections(r) => r,
            Refusal::Claims(r) => r,
            Refusal::Matches(r) => r,
            Refusal::Messaging(r) => r,
            Refusal::Rooms(r) => r,
            Refusal::Sms(r) => r,
            Refusal::Moderation(r) => r,
            Refusal::Presence(r) => r,
            Refusal::Tastes(r) => r,
            Refusal::SavedSearches(r) => r,
            Refusal::Follows(r) => r,
            Refusal::Keeps(r) => r,
            Refusal::Mail(r) => r,
            Refusal::Files(r) => r,
            Refusal::Leaving(r) => r,
            Refusal::Drafts(r) => r,
            Refusal::Reviews(r) => r,
            Refusal::Times(r) => r,
            Refusal::Any(r) => r,
        }
    }

    pub fn refused(&self) -> Refused {
        self.inner().refused()
    }
}

impl Command {
    /// Whether a client may send it as it is. What carries something that only the door may make (a hash of a checked
    /// password, a session's or token's secret, the code that is texted, the address consent was given from, what bytes are) has a form
    /// and a path of its own: else a socket could name its own code, or a new password without the old one. So has leaving,
    /// which asks for the password and shuts the very door that it came in by.
    pub fn may_come_from_a_client(&self) -> bool {
        !matches!(
            self,
            Command::Accounts(
                accounts::Command::SignUp { .. }
                    | accounts::Command::OpenSession { .. }
                    | accounts::Command::ChangePassword { .. }
                    | accounts::Command::ChangeEmail { .. }
                    | accounts::Command::ConfirmEmail { .. }
                    | accounts::Command::MakeToken { .. }
                    | accounts::Command::ResetPassword { .. }
                    | accounts::Command::Forgot { .. }
                    | accounts::Command::SetForgotten { .. }
            ) | Command::Files(files::Command::Add { .. })
                | Command::Sms(sms::Command::SetPhone { .. } | sms::Command::Consent { .. } | sms::Command::Settle { .. })
                | Command::Matches(
                    matches::Command::Found { .. }
                        | matches::Command::Advance { .. }
                        | matches::Command::Missed { .. }
                        | matches::Command::Came { .. }
                )
                | Command::Mail(mail::Command::Settle { .. })
                | Command::Asks(asks::Command::Expire { .. } | asks::Command::Remind { .. })
                | Command::Claims(claims::Command::Lapse { .. })
                | Command::Presence(presence::Command::CameBack { .. })
                | Command::Availability(availability::Command::Overdue { .. })
                | Command::Tastes(tastes::Command::PauseOver { .. })
                | Command::Receipts(receipts::Command::Take { .. })
                | Command::SavedSearches(saved_searches::Command::Found { .. } | saved_searches::Command::Morning { .. })
                | Command::Leaving(_)
                | Command::Connections(connections::Command::Move { step: connections::Step::Silence | connections::Step::Reply, .. })
        )
    }

    /// Who may wish this at all; ownership of the thing itself is the feature's rule.
    pub fn allowed(&self, by: By) -> Result<(), AnyRefusal> {
        let house_only = matches!(
            self,
            Command::Matches(
                matches::Command::Found { .. }
                    | matches::Command::Advance { .. }
                    | matches::Command::Missed { .. }
                    | matches::Command::Came { .. }
            ) | Command::Asks(asks::Command::Expire { .. } | asks::Command::Remind { .. })
                | Command::Claims(claims::Command::Lapse { .. })
                | Command::Sms(sms::Command::Settle { .. })
                | Command::Mail(mail::Command::Settle { .. })
                | Command::Presence(presence::Command::CameBack { .. })
                | Command::Availability(availability::Command::Overdue { .. })
                | Command::Tastes(tastes::Command::PauseOver { .. })
                | Command::Receipts(receipts::Command::Take { .. })
                | Command::SavedSearches(saved_searches::Command::Found { .. } | saved_searches::Command::Morning { .. })
                | Command::Leaving(leaving::Command::Finish { .. })
                | Command::Connections(connections::Command::Move { step: connections::Step::Silence | connections::Step::Reply, .. })
        );
        let console_only = matches!(self, Command::Accounts(accounts::Command::ResetPassword { .. }));
        let admin_only = matches!(
            self,
            Command::Accounts(accounts::Command::Suspend { .. } | accounts::Command::SetRole { .. })
                | Command::Moderation(moderation::Command::Decide { .. })
        );
        let for_visitors = matches!(
            self,
            Command::Accounts(
                accounts::Command::SignUp { .. }
                    | accounts::Command::Forgot { .. }
                    | accounts::Command::SetForgotten { .. }
                    | accounts::Command::ConfirmEmail { .. }
            )
        );
        match by {
            By::Matcher | By::Clock if house_only => Ok(()),
            By::Console if console_only || admin_only || for_visitors => Ok(()),
            By::Admin(_) if admin_only => Ok(()),
            By::Visitor if for_visitors => Ok(()),
            By::Visitor => Err(AnyRefusal::SignIn),
            By::Member(_) | By::Agent { .. } | By::Admin(_) if !house_only && !console_only && !admin_only && !for_visitors => Ok(()),
            _ => Err(AnyRefusal::NotAllowed),
        }
    }
}
