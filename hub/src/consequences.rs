//! The page that answers: when this happens, what else?

use crate::{
    Event,
    asks::{self, AskKind},
    availability, claims,
    connections::{self, Status, Step, Subject},
    follows,
    kernel::ids::*,
    moderation,
    notices::Notice,
    offers,
    points::Reason,
    rooms,
    sms::Moment,
    times,
};

/// What else is true once an event is. Carried out in the same transaction.
#[derive(Clone, Debug, PartialEq)]
pub enum Consequence {
    /// A line in the ledger, once per (`to`, `reason`, `about`).
    Award {
        to: UserId,
        reason: Reason,
        about: String,
    },
    Notify {
        to: UserId,
        notice: Notice,
    },
    /// A row in the outbox of texts, once per (event, person).
    Text {
        to: UserId,
        moment: Moment,
        connection: ConnectionId,
    },
    /// “Helped N people”.
    CountHelp {
        helper: UserId,
    },
    /// A place that they held ran out: whoever lets that happen twice is spared more.
    CountLapse {
        helper: UserId,
    },
    /// Its pairs that nobody acted on go from every screen.
    Withdraw {
        post: crate::matches::Post,
    },
    /// A match that became a connection stays, with its connection.
    ActedOn {
        about: Subject,
        by: UserId,
        to: UserId,
        connection: ConnectionId,
    },
    /// The pairs of these two go from every screen.
    WithdrawBetween {
        a: UserId,
        b: UserId,
    },
    /// Everything this member has posted goes from every screen.
    WithdrawOf {
        user: UserId,
    },
    /// A hidden post's pairs go from every screen, also those that became a connection.
    HidePost {
        post: crate::matches::Post,
    },
    /// The place that the helper held has become a connection.
    Fulfil {
        ask: AskId,
        by: UserId,
        connection: ConnectionId,
    },
    /// An ask has more places or fewer, or more people in: claims that have no place any more give way.
    FitClaims {
        ask: AskId,
    },
    /// No place of this ask is held any more.
    EndClaims {
        ask: AskId,
    },
    /// Neither of these two holds a place of the other's.
    EndClaimsBetween {
        a: UserId,
        b: UserId,
    },
    /// This member holds no place, and nobody one of theirs.
    EndClaimsOf {
        user: UserId,
    },
    /// What these two have offered or agreed on is called off, by the first one.
    EndTimesBetween {
        by: UserId,
        other: UserId,
    },
    /// The same with everybody.
    EndTimesOf {
        user: UserId,
    },
    /// The rooms where a message became this ask show it as it is now.
    ShowInRooms {
        ask: AskId,
    },
    /// Neither of these two follows the other any more.
    EndFollowsBetween {
        a: UserId,
        b: UserId,
    },
    /// In every room for everybody that all members are in from the start.
    JoinFromTheStart {
        user: UserId,
    },
}

use Consequence::*;

/// All that follows from one event, in the order it is carried out.
pub fn of(event: &Event) -> Vec<Consequence> {
    match event {
        Event::Connections(e) => of_connection(e),
        Event::Asks(asks::Event::StatusChanged { id, status, .. }) if *status != asks::AskStatus::Open => {
            vec![Withdraw { post: crate::matches::Post::Ask(*id) }, EndClaims { ask: *id }, ShowInRooms { ask: *id }]
        }
        Event::Asks(asks::Event::Archived { id, .. }) => {
            vec![Withdraw { post: crate::matches::Post::Ask(*id) }, EndClaims { ask: *id }, ShowInRooms { ask: *id }]
        }
        Event::Asks(asks::Event::Edited { id, .. } | asks::Event::StatusChanged { id, .. }) => vec![ShowInRooms { ask: *id }],
        Event::Asks(asks::Event::PlacesChanged { id, .. }) => vec![FitClaims { ask: *id }, ShowInRooms { ask: *id }],
        Event::Asks(asks::Event::Expired { id, owner }) => vec![
            Withdraw { post: crate::matches::Post::Ask(*id) },
            EndClaims { ask: *id },
            Notify { to: *owner, notice: Notice::AskExpired { ask: *id } },
            ShowInRooms { ask: *id },
        ],
        Event::Asks(asks::Event::EndsSoon { id, owner }) => vec![Notify { to: *owner, notice: Notice::AskEndsSoon { ask: *id } }],
        Event::Offers(offers::Event::FirstPublished { id, owner }) => {
            vec![Award { to: *owner, reason: Reason::AddOffer, about: format!("offer:{id}") }]
        }
        Event::Offers(offers::Event::StatusChanged { id, status, .. }) if *status != offers::OfferStatus::Active => {
            vec![Withdraw { post: crate::matches::Post::Offer(*id) }]
        }
        Event::Claims(claims::Event::Ended { ask, by, how: claims::Ending::Lapsed, .. }) => {
            vec![Notify { to: *by, notice: Notice::HoldRanOut { ask: *ask } }, CountLapse { helper: *by }]
        }
        Event::Moderation(e) => of_moderation(e),
        Event::Accounts(crate::accounts::Event::Suspended { user, suspended: true }) => {
            vec![WithdrawOf { user: *user }, EndClaimsOf { user: *user }, EndTimesOf { user: *user }]
        }
        Event::Leaving(crate::leaving::Event::Left { user, .. }) => {
            vec![WithdrawOf { user: *user }, EndClaimsOf { user: *user }, EndTimesOf { user: *user }]
        }
        Event::Times(e) => of_times(e),
        Event::Accounts(crate::accounts::Event::SignedUp { user }) => vec![JoinFromTheStart { user: *user }],
        Event::Rooms(e) => of_room(e),
        // Told once for ever, as the points are given.
        Event::Follows(follows::Event::Followed { by, who, first: true }) => vec![
            Notify { to: *who, notice: Notice::NewFollower { by: *by } },
            Award { to: *who, reason: Reason::GetFollowed, about: format!("follower:{by}") },
        ],
        Event::Availability(availability::Event::Changed { user, full: true, why: availability::Why::Unanswered }) => {
            vec![Notify { to: *user, notice: Notice::Spared }]
        }
        Event::Availability(availability::Event::Changed { user, full: true, why: availability::Why::Lapsed }) => {
            vec![Notify { to: *user, notice: Notice::SparedAfterHolds }]
        }
        _ => Vec::new(),
    }
}

fn of_room(event: &rooms::Event) -> Vec<Consequence> {
    match event {
        rooms::Event::Mentioned { room, no, by, who } => {
            vec![Notify { to: *who, notice: Notice::MentionedYou { room: *room, no: *no, by: *by } }]
        }
        rooms::Event::Replied { room, no, by, to } => {
            vec![Notify { to: *to, notice: Notice::RepliedToYou { room: *room, no: *no, by: *by } }]
        }
        rooms::Event::Invited { room, by, who } => vec![Notify { to: *who, notice: Notice::InvitedToRoom { room: *room, by: *by } }],
        rooms::Event::AskSuggested { room, no, by, author } => {
            vec![Notify { to: *author, notice: Notice::CouldBeAnAsk { room: *room, no: *no, by: *by } }]
        }
        _ => Vec::new(),
    }
}

fn of_times(event: &times::Event) -> Vec<Consequence> {
    use times::Event::*;
    match *event {
        Offered { conversation, by, to, .. } => vec![Notify { to, notice: Notice::TimesOffered { conversation, by } }],
        Agreed { conversation, by, to, .. } => vec![Notify { to, notice: Notice::TimeAgreed { conversation, by } }],
        Declined { conversation, by, to, .. } => vec![Notify { to, notice: Notice::TimesDeclined { conversation, by } }],
        CalledOff { conversation, by, to, agreed: true, .. } => vec![Notify { to, notice: Notice::TimeCalledOff { conversation, by } }],
        // Nobody had answered: they are gone from both screens.
        CalledOff { agreed: false, .. } => Vec::new(),
    }
}

fn of_moderation(event: &moderation::Event) -> Vec<Consequence> {
    use moderation::{Event::*, Thing};
    match event {
        Blocked { by, who } => {
            vec![
                WithdrawBetween { a: *by, b: *who },
                EndClaimsBetween { a: *by, b: *who },
                EndFollowsBetween { a: *by, b: *who },
                EndTimesBetween { by: *by, other: *who },
            ]
        }
        Reported { id, by, .. } => vec![Notify { to: *by, notice: Notice::ReportReceived { report: *id } }],
        Hidden { thing, owner, decided, .. } => {
            let told = Notify { to: *owner, notice: Notice::YoursHidden { thing: *thing, decided: *decided } };
            match thing {
                Thing::Ask(id) => {
                    vec![HidePost { post: crate::matches::Post::Ask(*id) }, EndClaims { ask: *id }, ShowInRooms { ask: *id }, told]
                }
                Thing::Offer(id) => vec![HidePost { post: crate::matches::Post::Offer(*id) }, told],
                Thing::Message { .. } | Thing::Profile(_) | Thing::Review(_) => vec![told],
            }
        }
        Restored { thing, owner, .. } => {
            let told = Notify { to: *owner, notice: Notice::YoursRestored { thing: *thing } };
            match thing {
                Thing::Ask(id) => vec![ShowInRooms { ask: *id }, told],
                _ => vec![told],
            }
        }
        Settled { id, by, .. } => vec![Notify { to: *by, notice: Notice::ReportSettled { report: *id } }],
        Unblocked { .. } => Vec::new(),
    }
}

fn of_connection(event: &connections::Event) -> Vec<Consequence> {
    match event {
        connections::Event::Opened { id, by, to, about, .. } => {
            let connection = *id;
            let mut all = vec![ActedOn { about: *about, by: *by, to: *to, connection }];
            match about {
                Subject::Ask(ask) => all.extend([
                    Fulfil { ask: *ask, by: *by, connection },
                    Notify { to: *to, notice: Notice::SomeoneOffersHelp { connection, by: *by, ask: *ask } },
                    Award { to: *to, reason: Reason::AskGotResponse, about: format!("connection:{id}") },
                    Text { to: *to, moment: Moment::AskAnswered, connection },
                ]),
                Subject::Offer(offer) => all.extend([
                    Notify { to: *to, notice: Notice::SomeoneWantsOffer { connection, by: *by, offer: *offer } },
                    Text { to: *to, moment: Moment::NewRequest, connection },
                ]),
                Subject::Direct => all.extend([
                    Notify { to: *to, notice: Notice::SomeoneSaysHello { connection, by: *by } },
                    Text { to: *to, moment: Moment::NewRequest, connection },
                ]),
            }
            all
        }
        connections::Event::Moved { id, by, initiator, responder, about, step, from, status } => {
            let connection = *id;
            let other = |who: UserId| if who == *initiator { *responder } else { *initiator };
            let mut all = Vec::new();
            // +15 for responding waits until the one who asked engages (decisions.md).
            if let (Subject::Ask(ask), Status::Initiated, Status::Discussing | Status::Accepted) = (about, from, status) {
                all.push(Award { to: *initiator, reason: Reason::RespondToAsk, about: format!("ask:{ask}") });
            }
            match (step, by) {
                (Step::Accept, Some(by)) => all.extend([
                    Notify { to: other(*by), notice: Notice::Accepted { connection, by: *by, about: *about } },
                    Text { to: other(*by), moment: Moment::Accepted, connection },
                ]),
                (Step::Decline, Some(by)) => {
                    all.push(Notify { to: other(*by), notice: Notice::Declined { connection, by: *by, about: *about } });
                }
                (Step::Cancel, Some(by)) => {
                    all.push(Notify { to: other(*by), notice: Notice::Cancelled { connection, by: *by, about: *about } });
                }
                (Step::Done, Some(by)) if *status != Status::Completed => {
                    all.push(Notify { to: other(*by), notice: Notice::SaysDone { connection, by: *by, about: *about } });
                }
                (Step::Done, Some(by)) => {
                    all.push(Notify { to: other(*by), notice: Notice::Completed { connection, by: Some(*by), about: *about } });
                }
                (Step::NotYet, Some(by)) => {
                    all.push(Notify { to: other(*by), notice: Notice::NotYetDone { connection, by: *by, about: *about } });
                }
                (Step::Silence, _) => all.extend(
                    [*initiator, *responder].map(|to| Notify { to, notice: Notice::Completed { connection, by: None, about: *about } }),
                ),
                _ => {}
            }
            all
        }
        connections::Event::Helped { id, helper, helped, about, ask_kind } => {
            let connection = *id;
            let mut all = vec![
                CountHelp { helper: *helper },
                Award { to: *helper, reason: Reason::CompleteHelp, about: format!("connection:{id}") },
                Award { to: *helped, reason: Reason::HelpReceived, about: format!("connection:{id}") },
                Text { to: *helper, moment: Moment::HelpCompleted, connection },
            ];
            // Beside the 25, once per pair and target.
            if let Subject::Ask(ask) = about {
                match ask_kind {
                    Some(AskKind::Feedback) => {
                        all.push(Award { to: *helper, reason: Reason::GiveFeedback, about: format!("pair:{helped}:ask:{ask}") });
                    }
                    Some(AskKind::BetaTester) => {
                        all.push(Award { to: *helper, reason: Reason::BetaTest, about: format!("pair:{helped}:ask:{ask}") });
                    }
                    _ => {}
                }
            }
            all
        }
        connections::Event::Rated { id, by, of, stars, by_helped } => {
            let mut all = vec![Notify { to: *of, notice: Notice::Rated { connection: *id, by: *by, stars: *stars } }];
            if *by_helped && *stars >= 4 {
                all.push(Award { to: *of, reason: Reason::HelpfulRating, about: format!("connection:{id}") });
            }
            all
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ANA: UserId = UserId(1);
    const BO: UserId = UserId(2);

    fn awards(event: Event) -> Vec<(UserId, Reason)> {
        of(&event).into_iter().filter_map(|c| if let Award { to, reason, .. } = c { Some((to, reason)) } else { None }).collect()
    }

    #[test]
    fn help_with_a_test_of_an_app_earns_both_the_25_and_the_15() {
        let event = Event::Connections(connections::Event::Helped {
            id: ConnectionId(9),
            helper: BO,
            helped: ANA,
            about: Subject::Ask(AskId(3)),
            ask_kind: Some(AskKind::BetaTester),
        });
        assert_eq!(awards(event), [(BO, Reason::CompleteHelp), (ANA, Reason::HelpReceived), (BO, Reason::BetaTest)]);
    }

    #[test]
    fn answering_earns_nothing_until_the_other_side_engages() {
        let opened = Event::Connections(connections::Event::Opened {
            id: ConnectionId(9),
            by: BO,
            to: ANA,
            about: Subject::Ask(AskId(3)),
            conversation: ConversationId(4),
        });
        assert_eq!(awards(opened), [(ANA, Reason::AskGotResponse)]);
        let replied = Event::Connections(connections::Event::Moved {
            id: ConnectionId(9),
            by: Some(ANA),
            initiator: BO,
            responder: ANA,
            about: Subject::Ask(AskId(3)),
            step: Step::Reply,
            from: Status::Initiated,
            status: Status::Discussing,
        });
        assert_eq!(awards(replied), [(BO, Reason::RespondToAsk)]);
    }

    #[test]
    fn only_the_first_time_that_somebody_is_followed_by_another_tells_and_earns() {
        let followed = |first| Event::Follows(follows::Event::Followed { by: ANA, who: BO, first });
        assert_eq!(awards(followed(true)), [(BO, Reason::GetFollowed)]);
        assert!(of(&followed(true)).contains(&Notify { to: BO, notice: Notice::NewFollower { by: ANA } }));
        assert_eq!(of(&followed(false)), []);
        let blocked = Event::Moderation(moderation::Event::Blocked { by: ANA, who: BO });
        assert!(of(&blocked).contains(&EndFollowsBetween { a: ANA, b: BO }));
    }

    #[test]
    fn a_rating_counts_only_from_the_helped_and_from_four_stars() {
        let rated =
            |stars, by_helped| Event::Connections(connections::Event::Rated { id: ConnectionId(9), by: ANA, of: BO, stars, by_helped });
        assert_eq!(awards(rated(4, true)), [(BO, Reason::HelpfulRating)]);
        assert_eq!(awards(rated(3, true)), []);
        assert_eq!(awards(rated(5, false)), []);
    }
}
