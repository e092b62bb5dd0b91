//! Notices: what happened that concerns a member, as lines of activity.

pub mod switches;

use serde::{Deserialize, Serialize};

pub use switches::{Group, Switch};

use crate::{
    connections::Subject,
    kernel::{ids::*, time::Timestamp},
    matches::Post,
    moderation::Thing,
    profiles::PersonCard,
};

/// What is noticed. Ids only: the words are made from what is there when it is shown.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Notice {
    SomeoneOffersHelp {
        connection: ConnectionId,
        by: UserId,
        ask: AskId,
    },
    SomeoneWantsOffer {
        connection: ConnectionId,
        by: UserId,
        offer: OfferId,
    },
    SomeoneSaysHello {
        connection: ConnectionId,
        by: UserId,
    },
    Accepted {
        connection: ConnectionId,
        by: UserId,
        about: Subject,
    },
    Declined {
        connection: ConnectionId,
        by: UserId,
        about: Subject,
    },
    Cancelled {
        connection: ConnectionId,
        by: UserId,
        about: Subject,
    },
    /// The helper says it is done: “was it?”
    SaysDone {
        connection: ConnectionId,
        by: UserId,
        about: Subject,
    },
    NotYetDone {
        connection: ConnectionId,
        by: UserId,
        about: Subject,
    },
    Completed {
        connection: ConnectionId,
        by: Option<UserId>,
        about: Subject,
    },
    Rated {
        connection: ConnectionId,
        by: UserId,
        stars: i64,
    },
    /// Everybody an ask wanted has helped: “is it done?”
    MarkFulfilled {
        ask: AskId,
    },
    AskExpired {
        ask: AskId,
    },
    /// Their ask ends in a few days.
    AskEndsSoon {
        ask: AskId,
    },
    /// Nothing was written in the time that they held a place of somebody's ask.
    HoldRanOut {
        ask: AskId,
    },
    /// The ask has no place for them any more: filled, closed or put away.
    HoldNotNeeded {
        ask: AskId,
    },
    /// A place that they waited for is free.
    PlaceFree {
        ask: AskId,
    },
    /// What they reported has arrived; what became of it.
    ReportReceived {
        report: ReportId,
    },
    ReportSettled {
        report: ReportId,
    },
    /// Something of theirs is hidden: by three reports, or decided by an admin.
    YoursHidden {
        thing: Thing,
        decided: bool,
    },
    YoursRestored {
        thing: Thing,
    },
    /// To admins: somebody reported something, and nobody had before.
    SomethingReported {
        case: CaseId,
    },
    /// Requests have waited for a week, so that they are told of no more asks for now.
    Spared,
    /// The same, since places that they held ran out.
    SparedAfterHolds,
    /// Somebody they waited for is here.
    BackNow {
        who: UserId,
    },
    /// An ask that they were told of while they were away still waits.
    StillWaits {
        ask: AskId,
        by: UserId,
    },
    /// A message in a room names them.
    MentionedYou {
        room: ConversationId,
        no: i64,
        by: UserId,
    },
    /// A message in a room answers one of theirs.
    RepliedToYou {
        room: ConversationId,
        no: i64,
        by: UserId,
    },
    InvitedToRoom {
        room: ConversationId,
        by: UserId,
    },
    /// “Your message could be an ask.”
    CouldBeAnAsk {
        room: ConversationId,
        no: i64,
        by: UserId,
    },
    /// Somebody posted what a search of theirs looks for.
    SearchFound {
        search: SearchId,
        post: Post,
    },
    /// So many posts since the last morning; `search` when all were found by one.
    SearchesFound {
        posts: i64,
        search: Option<SearchId>,
    },
    /// Somebody likes to see what they ask and offer.
    NewFollower {
        by: UserId,
    },
    /// Their password was changed with a link that was mailed to them.
    NewPassword,
    /// Somebody offers them times to meet at.
    TimesOffered {
        conversation: ConversationId,
        by: UserId,
    },
    /// One of the times that they offered is agreed on.
    TimeAgreed {
        conversation: ConversationId,
        by: UserId,
    },
    /// None of the times that they offered fits.
    TimesDeclined {
        conversation: ConversationId,
        by: UserId,
    },
    /// A time that was agreed on is called off.
    TimeCalledOff {
        conversation: ConversationId,
        by: UserId,
    },
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Command {
    /// Everything up to and with this one was seen.
    Seen { upto: NoticeId },
    /// They stand on the page with this path: what leads there was seen.
    Opened { path: String },
    /// To be told of such things from now on, or not. Done when it is so already.
    Switch { group: Group, on: bool },
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Event {
    Noticed {
        id: NoticeId,
        user: UserId,
    },
    Seen {
        user: UserId,
        upto: NoticeId,
    },
    /// These, wherever they stand among the others.
    SeenThese {
        user: UserId,
        ids: Vec<NoticeId>,
    },
    Switched {
        user: UserId,
        group: Group,
        on: bool,
    },
}

/// A notice, ready to read.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct NoticeView {
    pub id: NoticeId,
    pub at: Timestamp,
    pub seen: bool,
    pub by: Option<PersonCard>,
    /// “Bo offers to help with “Beta testers for Kinlia”.”
    pub words: String,
    /// Where it leads.
    pub path: String,
    /// The saved search that it came from, which can be stopped here.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub search: Option<SearchId>,
    /// The ask that can be given more time here.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub renew: Option<AskId>,
}
