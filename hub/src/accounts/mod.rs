//! Who someone is: sign-up, sessions, API tokens, roles, suspension.
//!
//! Passwords never get here: the door (web) checks them with [`rules::password`] and hands in an argon2id hash. Secrets of
//! sessions and tokens are made at the door too; only their SHA-256 is stored.

pub mod rules;

use serde::{Deserialize, Serialize};

use crate::kernel::{ids::*, refusal::*, time::Timestamp};

crate::words! {
    /// What a member may do beyond being one.
    pub enum Role { Member = "member", Agent = "agent", Admin = "admin" }
}

/// An argon2id hash in PHC form. Never logged, never on the wire.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PasswordHash(pub String);

impl std::fmt::Debug for PasswordHash {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("PasswordHash(…)")
    }
}

/// SHA-256 of a session's or token's secret, hex.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct SecretHash(pub String);

/// What someone came in by. A socket keeps it, so that it closes when its door does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Door {
    Session(SessionId),
    Token(TokenId),
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Command {
    /// By a visitor. Without a `username` it is made of the name. `password` is `None` for members made for load tests.
    SignUp {
        username: String,
        email: String,
        name: String,
        password: Option<PasswordHash>,
        timezone: String,
        language: String,
    },
    /// The password was right: a session for this device. `device` is the browser said in words.
    OpenSession {
        secret: SecretHash,
        device: String,
        address: String,
    },
    CloseSession {
        id: SessionId,
    },
    /// Log out everywhere; `but` stays open.
    CloseSessions {
        but: Option<SessionId>,
    },
    /// Closes every other session and socket.
    ChangePassword {
        to: PasswordHash,
        keep: Option<SessionId>,
    },
    ChangeUsername {
        to: String,
    },
    ChangeEmail {
        to: String,
    },
    MakeToken {
        name: String,
        secret: SecretHash,
    },
    RevokeToken {
        id: TokenId,
    },
    /// By an admin.
    Suspend {
        user: UserId,
        suspended: bool,
    },
    SetRole {
        user: UserId,
        role: Role,
    },
    /// By an admin at the console: lets someone back in.
    ResetPassword {
        user: UserId,
        to: PasswordHash,
    },
    /// By a visitor who has forgotten their password: a link is mailed, if somebody has this address. Whether somebody has, the answer
    /// does not say.
    Forgot {
        email: String,
    },
    /// By a visitor with the key of such a link, which is used up by it.
    SetForgotten {
        key: SecretHash,
        to: PasswordHash,
    },
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Event {
    SignedUp {
        user: UserId,
    },
    SessionOpened {
        user: UserId,
        session: SessionId,
    },
    /// These doors are closed; their sockets go.
    DoorsClosed {
        user: UserId,
        doors: Vec<Door>,
    },
    PasswordChanged {
        user: UserId,
    },
    Renamed {
        user: UserId,
        from: String,
        to: String,
    },
    EmailChanged {
        user: UserId,
    },
    TokenMade {
        user: UserId,
        token: TokenId,
    },
    Suspended {
        user: UserId,
        suspended: bool,
    },
    RoleSet {
        user: UserId,
        role: Role,
    },
}

#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum Refusal {
    #[error("{}", say_all(.0))]
    Mend(Vec<FieldProblem>),
    #[error("{}", crate::say("refusal-accounts-username-taken"))]
    UsernameTaken,
    #[error("{}", crate::say("refusal-accounts-email-taken"))]
    EmailTaken,
    #[error("{}", crate::say("refusal-accounts-wrong-password"))]
    WrongPassword,
    #[error("{}", crate::say("refusal-accounts-suspended"))]
    Suspended,
    #[error("{}", crate::say("refusal-accounts-no-such-session"))]
    NoSuchSession,
    #[error("{}", crate::say("refusal-accounts-no-such-token"))]
    NoSuchToken,
    #[error("{}", crate::say("refusal-accounts-no-such-member"))]
    NoSuchMember,
    #[error("{}", crate::say("refusal-accounts-too-many-tokens").with("most", .most))]
    TooManyTokens { most: usize },
    #[error("{}", crate::say("refusal-accounts-admins-only"))]
    AdminsOnly,
    #[error("{}", crate::say("refusal-accounts-link-over"))]
    LinkOver,
}

impl Refuses for Refusal {
    fn kind(&self) -> RefusalKind {
        match self {
            Refusal::Mend(_) => RefusalKind::Invalid,
            Refusal::UsernameTaken | Refusal::EmailTaken | Refusal::TooManyTokens { .. } | Refusal::LinkOver => RefusalKind::Conflict,
            Refusal::WrongPassword => RefusalKind::SignIn,
            Refusal::Suspended | Refusal::AdminsOnly => RefusalKind::Forbidden,
            Refusal::NoSuchSession | Refusal::NoSuchToken | Refusal::NoSuchMember => RefusalKind::NotFound,
        }
    }

    fn code(&self) -> &'static str {
        match self {
            Refusal::Mend(_) => "accounts.mend",
            Refusal::UsernameTaken => "accounts.username_taken",
            Refusal::EmailTaken => "accounts.email_taken",
            Refusal::WrongPassword => "accounts.wrong_password",
            Refusal::Suspended => "accounts.suspended",
            Refusal::NoSuchSession => "accounts.no_such_session",
            Refusal::NoSuchToken => "accounts.no_such_token",
            Refusal::NoSuchMember => "accounts.no_such_member",
            Refusal::TooManyTokens { .. } => "accounts.too_many_tokens",
            Refusal::AdminsOnly => "accounts.admins_only",
            Refusal::LinkOver => "accounts.link_over",
        }
    }

    fn fields(&self) -> Vec<FieldProblem> {
        match self {
            Refusal::Mend(problems) => problems.clone(),
            Refusal::UsernameTaken => vec![FieldProblem::new("username", self.to_string())],
            Refusal::EmailTaken => vec![FieldProblem::new("email", self.to_string())],
            _ => Vec::new(),
        }
    }
}

/// A session as its owner sees it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SessionView {
    pub id: SessionId,
    pub device: String,
    pub address: String,
    pub opened_at: Timestamp,
    pub last_seen_at: Timestamp,
}

/// An API token as its owner sees it. The secret was shown once.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct TokenView {
    pub id: TokenId,
    pub name: String,
    pub made_at: Timestamp,
    pub used_at: Option<Timestamp>,
}
