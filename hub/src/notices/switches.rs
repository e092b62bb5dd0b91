//! What a member may be told of or not, as they themselves would group it. What has to be told (what was reported and what became
//! of it, what was hidden, a password that was changed, why fewer people are sent their way) belongs to no group and can't be switched off.

use serde::{Deserialize, Serialize};

use super::Notice;

crate::words! {
    /// What notices are about.
    pub enum Group {
        Answers = "answers", Steps = "steps", OwnAsks = "own_asks", Places = "places", Matches = "matches", Searches = "searches",
        Rooms = "rooms", Followers = "followers", Back = "back",
    }
}

impl Group {
    /// As its switch is called.
    pub fn title(self) -> &'static str {
        match self {
            Group::Answers => crate::fixed("rule-notices-somebody-answers-you"),
            Group::Steps => crate::fixed("rule-notices-what-you-have-going-with-somebody"),
            Group::OwnAsks => crate::fixed("rule-notices-your-asks"),
            Group::Places => crate::fixed("rule-notices-places-you-hold-or-wait-for"),
            Group::Matches => crate::fixed("rule-notices-matches-that-still-wait"),
            Group::Searches => crate::fixed("rule-notices-saved-searches"),
            Group::Rooms => crate::fixed("rule-notices-rooms"),
            Group::Followers => crate::fixed("rule-notices-followers"),
            Group::Back => crate::fixed("rule-notices-who-is-back"),
        }
    }

    /// Which notices those are, in a sentence.
    pub fn words(self) -> &'static str {
        match self {
            Group::Answers => crate::fixed("rule-notices-somebody-offers-to-help-you-wants-what-you-offer"),
            Group::Steps => crate::fixed("rule-notices-a-yes-or-a-no-a-help-that-is"),
            Group::OwnAsks => crate::fixed("rule-notices-everybody-you-wanted-has-helped-or-an-ask-ends"),
            Group::Places => crate::fixed("rule-notices-your-time-for-a-place-is-over-or-one"),
            Group::Matches => crate::fixed("rule-notices-an-ask-that-came-while-you-were-away-still"),
            Group::Searches => crate::fixed("rule-notices-somebody-posted-what-you-are-looking-for"),
            Group::Rooms => crate::fixed("rule-notices-somebody-names-you-answers-you-or-asks-you-in"),
            Group::Followers => crate::fixed("rule-notices-somebody-follows-you-now"),
            Group::Back => crate::fixed("rule-notices-a-person-you-wanted-to-hear-of-is-here"),
        }
    }
}

/// How a switch stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Switch {
    pub group: Group,
    /// Whether they are told. It is so until they say otherwise.
    pub on: bool,
}

impl Notice {
    /// The group it can be switched off with. `None`: it has to be told.
    pub fn group(&self) -> Option<Group> {
        match self {
            Notice::SomeoneOffersHelp { .. } | Notice::SomeoneWantsOffer { .. } | Notice::SomeoneSaysHello { .. } => Some(Group::Answers),
            Notice::Accepted { .. }
            | Notice::Declined { .. }
            | Notice::Cancelled { .. }
            | Notice::SaysDone { .. }
            | Notice::NotYetDone { .. }
            | Notice::Completed { .. }
            | Notice::Rated { .. }
            | Notice::TimesOffered { .. }
            | Notice::TimeAgreed { .. }
            | Notice::TimesDeclined { .. }
            | Notice::TimeCalledOff { .. } => Some(Group::Steps),
            Notice::MarkFulfilled { .. } | Notice::AskExpired { .. } | Notice::AskEndsSoon { .. } => Some(Group::OwnAsks),
            Notice::HoldRanOut { .. } | Notice::HoldNotNeeded { .. } | Notice::PlaceFree { .. } => Some(Group::Places),
            Notice::StillWaits { .. } => Some(Group::Matches),
            Notice::SearchFound { .. } | Notice::SearchesFound { .. } => Some(Group::Searches),
            Notice::MentionedYou { .. } | Notice::RepliedToYou { .. } | Notice::InvitedToRoom { .. } | Notice::CouldBeAnAsk { .. } => {
                Some(Group::Rooms)
            }
            Notice::NewFollower { .. } => Some(Group::Followers),
            Notice::BackNow { .. } => Some(Group::Back),
            Notice::ReportReceived { .. }
            | Notice::ReportSettled { .. }
            | Notice::YoursHidden { .. }
            | Notice::YoursRestored { .. }
            | Notice::SomethingReported { .. }
            | Notice::Spared
            | Notice::SparedAfterHolds
            | Notice::NewPassword => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{connections::Subject, kernel::ids::*, matches::Post, moderation::Thing};

    #[test]
    fn which_notice_is_switched_off_with_what_is_a_table() {
        let (by, connection, about) = (UserId(2), ConnectionId(3), Subject::Direct);
        let (ask, room, no, report) = (AskId(5), ConversationId(6), 7, ReportId(8));
        let thing = Thing::Ask(ask);
        let table = [
            (
                Some(Group::Answers),
                vec![
                    Notice::SomeoneOffersHelp { connection, by, ask },
                    Notice::SomeoneWantsOffer { connection, by, offer: OfferId(9) },
                    Notice::SomeoneSaysHello { connection, by },
                ],
            ),
            (
                Some(Group::Steps),
                vec![
                    Notice::Accepted { connection, by, about },
                    Notice::Declined { connection, by, about },
                    Notice::Cancelled { connection, by, about },
                    Notice::SaysDone { connection, by, about },
                    Notice::NotYetDone { connection, by, about },
                    Notice::Completed { connection, by: None, about },
                    Notice::Rated { connection, by, stars: 5 },
                    Notice::TimesOffered { conversation: room, by },
                    Notice::TimeAgreed { conversation: room, by },
                    Notice::TimesDeclined { conversation: room, by },
                    Notice::TimeCalledOff { conversation: room, by },
                ],
            ),
            (Some(Group::OwnAsks), vec![Notice::MarkFulfilled { ask }, Notice::AskExpired { ask }, Notice::AskEndsSoon { ask }]),
            (Some(Group::Places), vec![Notice::HoldRanOut { ask }, Notice::HoldNotNeeded { ask }, Notice::PlaceFree { ask }]),
            (Some(Group::Matches), vec![Notice::StillWaits { ask, by }]),
            (
                Some(Group::Searches),
                vec![Notice::SearchFound { search: SearchId(1), post: Post::Ask(ask) }, Notice::SearchesFound { posts: 2, search: None }],
            ),
            (
                Some(Group::Rooms),
                vec![
                    Notice::MentionedYou { room, no, by },
                    Notice::RepliedToYou { room, no, by },
                    Notice::InvitedToRoom { room, by },
                    Notice::CouldBeAnAsk { room, no, by },
                ],
            ),
            (Some(Group::Followers), vec![Notice::NewFollower { by }]),
            (Some(Group::Back), vec![Notice::BackNow { who: by }]),
            (
                None,
                vec![
                    Notice::ReportReceived { report },
                    Notice::ReportSettled { report },
                    Notice::YoursHidden { thing, decided: true },
                    Notice::YoursRestored { thing },
                    Notice::SomethingReported { case: CaseId(1) },
                    Notice::Spared,
                    Notice::SparedAfterHolds,
                    Notice::NewPassword,
                ],
            ),
        ];
        for (group, notices) in &table {
            for notice in notices {
                assert_eq!(notice.group(), *group, "{notice:?}");
            }
        }
        for group in Group::ALL {
            assert!(table.iter().any(|(known, _)| *known == Some(*group)), "{group} is of something");
        }
    }

    #[test]
    fn each_group_is_called_and_explained_in_words_of_its_own() {
        for (n, group) in Group::ALL.iter().enumerate() {
            assert!(group.words().ends_with('.') && !group.title().ends_with('.'), "{group}");
            assert!(Group::ALL[n + 1..].iter().all(|other| other.title() != group.title() && other.words() != group.words()), "{group}");
        }
    }
}
