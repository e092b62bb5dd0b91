//! A sample of every event, as a frame: those that stand for a kind of view carry it.

use hub::{
    Event,
    accounts::{self, Door, Role},
    asks::{self, AskKind, AskStatus},
    availability,
    claims::{self, Ending},
    connections::{self, Status, Step, Subject},
    files, follows,
    keeps::{self, Thing as Kept},
    kernel::ids::*,
    leaving,
    mail::{self, MailStatus},
    matches::{self, Post},
    messaging,
    moderation::{self, Outcome, Thing},
    notices,
    offers::{self, OfferStatus},
    points::{self, Reason},
    presence,
    privacy::{self, First, Privacy},
    profiles, reviews,
    rooms::{self, Role as RoomRole},
    saved_searches::{self, Tell},
    sms, tastes, times,
    wire::{ServerFrame, View},
};

use super::*;

variants!(name, EVENTS, Event, {
    Event::Accounts(accounts::Event::SignedUp { .. }) => "accounts.signed_up",
    Event::Accounts(accounts::Event::SessionOpened { .. }) => "accounts.session_opened",
    Event::Accounts(accounts::Event::DoorsClosed { .. }) => "accounts.doors_closed",
    Event::Accounts(accounts::Event::PasswordChanged { .. }) => "accounts.password_changed",
    Event::Accounts(accounts::Event::Renamed { .. }) => "accounts.renamed",
    Event::Accounts(accounts::Event::EmailChanged { .. }) => "accounts.email_changed",
    Event::Accounts(accounts::Event::TokenMade { .. }) => "accounts.token_made",
    Event::Accounts(accounts::Event::Suspended { .. }) => "accounts.suspended",
    Event::Accounts(accounts::Event::RoleSet { .. }) => "accounts.role_set",
    Event::Profiles(profiles::Event::Edited { .. }) => "profiles.edited",
    Event::Asks(asks::Event::Posted { .. }) => "asks.posted",
    Event::Asks(asks::Event::Edited { .. }) => "asks.edited",
    Event::Asks(asks::Event::StatusChanged { .. }) => "asks.status_changed",
    Event::Asks(asks::Event::PlacesChanged { .. }) => "asks.places_changed",
    Event::Asks(asks::Event::Archived { .. }) => "asks.archived",
    Event::Asks(asks::Event::Expired { .. }) => "asks.expired",
    Event::Asks(asks::Event::Renewed { .. }) => "asks.renewed",
    Event::Asks(asks::Event::EndsSoon { .. }) => "asks.ends_soon",
    Event::Asks(asks::Event::Looked { .. }) => "asks.looked",
    Event::Offers(offers::Event::Posted { .. }) => "offers.posted",
    Event::Offers(offers::Event::FirstPublished { .. }) => "offers.first_published",
    Event::Offers(offers::Event::Edited { .. }) => "offers.edited",
    Event::Offers(offers::Event::StatusChanged { .. }) => "offers.status_changed",
    Event::Offers(offers::Event::Looked { .. }) => "offers.looked",
    Event::Connections(connections::Event::Opened { .. }) => "connections.opened",
    Event::Connections(connections::Event::Moved { .. }) => "connections.moved",
    Event::Connections(connections::Event::Helped { .. }) => "connections.helped",
    Event::Connections(connections::Event::Rated { .. }) => "connections.rated",
    Event::Claims(claims::Event::Taken { .. }) => "claims.taken",
    Event::Claims(claims::Event::Renewed { .. }) => "claims.renewed",
    Event::Claims(claims::Event::Ended { .. }) => "claims.ended",
    Event::Claims(claims::Event::PlacesChanged { .. }) => "claims.places_changed",
    Event::Matches(matches::Event::Told { .. }) => "matches.told",
    Event::Matches(matches::Event::Updated { .. }) => "matches.updated",
    Event::Matches(matches::Event::Withdrawn { .. }) => "matches.withdrawn",
    Event::Matches(matches::Event::Dismissed { .. }) => "matches.dismissed",
    Event::Matches(matches::Event::Restored { .. }) => "matches.restored",
    Event::Matches(matches::Event::Looked { .. }) => "matches.looked",
    Event::Messaging(messaging::Event::Sent { .. }) => "messaging.sent",
    Event::Messaging(messaging::Event::Read { .. }) => "messaging.read",
    Event::Messaging(messaging::Event::Delivered { .. }) => "messaging.delivered",
    Event::Messaging(messaging::Event::Edited { .. }) => "messaging.edited",
    Event::Messaging(messaging::Event::Deleted { .. }) => "messaging.deleted",
    Event::Messaging(messaging::Event::Reacted { .. }) => "messaging.reacted",
    Event::Messaging(messaging::Event::Pinned { .. }) => "messaging.pinned",
    Event::Messaging(messaging::Event::Muted { .. }) => "messaging.muted",
    Event::Messaging(messaging::Event::Archived { .. }) => "messaging.archived",
    Event::Messaging(messaging::Event::Drafted { .. }) => "messaging.drafted",
    Event::Messaging(messaging::Event::ReceiptsSet { .. }) => "messaging.receipts_set",
    Event::Rooms(rooms::Event::Opened { .. }) => "rooms.opened",
    Event::Rooms(rooms::Event::Edited { .. }) => "rooms.edited",
    Event::Rooms(rooms::Event::Archived { .. }) => "rooms.archived",
    Event::Rooms(rooms::Event::Invited { .. }) => "rooms.invited",
    Event::Rooms(rooms::Event::Joined { .. }) => "rooms.joined",
    Event::Rooms(rooms::Event::Left { .. }) => "rooms.left",
    Event::Rooms(rooms::Event::LetBack { .. }) => "rooms.let_back",
    Event::Rooms(rooms::Event::RoleSet { .. }) => "rooms.role_set",
    Event::Rooms(rooms::Event::Mentioned { .. }) => "rooms.mentioned",
    Event::Rooms(rooms::Event::Replied { .. }) => "rooms.replied",
    Event::Rooms(rooms::Event::AskSuggested { .. }) => "rooms.ask_suggested",
    Event::Rooms(rooms::Event::AskShown { .. }) => "rooms.ask_shown",
    Event::Rooms(rooms::Event::MessageChanged { .. }) => "rooms.message_changed",
    Event::Points(points::Event::Awarded { .. }) => "points.awarded",
    Event::Notices(notices::Event::Noticed { .. }) => "notices.noticed",
    Event::Notices(notices::Event::Seen { .. }) => "notices.seen",
    Event::Notices(notices::Event::SeenThese { .. }) => "notices.seen_these",
    Event::Notices(notices::Event::Switched { .. }) => "notices.switched",
    Event::Sms(sms::Event::PhoneSet { .. }) => "sms.phone_set",
    Event::Sms(sms::Event::PhoneVerified { .. }) => "sms.phone_verified",
    Event::Sms(sms::Event::PhoneRemoved { .. }) => "sms.phone_removed",
    Event::Sms(sms::Event::ConsentChanged { .. }) => "sms.consent_changed",
    Event::Sms(sms::Event::TextQueued { .. }) => "sms.text_queued",
    Event::Sms(sms::Event::TextSettled { .. }) => "sms.text_settled",
    Event::Moderation(moderation::Event::Blocked { .. }) => "moderation.blocked",
    Event::Moderation(moderation::Event::Unblocked { .. }) => "moderation.unblocked",
    Event::Moderation(moderation::Event::Reported { .. }) => "moderation.reported",
    Event::Moderation(moderation::Event::Hidden { .. }) => "moderation.hidden",
    Event::Moderation(moderation::Event::Restored { .. }) => "moderation.restored",
    Event::Moderation(moderation::Event::Settled { .. }) => "moderation.settled",
    Event::Presence(presence::Event::ShownChanged { .. }) => "presence.shown_changed",
    Event::Presence(presence::Event::Awaited { .. }) => "presence.awaited",
    Event::Presence(presence::Event::CameBack { .. }) => "presence.came_back",
    Event::Availability(availability::Event::Changed { .. }) => "availability.changed",
    Event::Availability(availability::Event::Recounted { .. }) => "availability.recounted",
    Event::Tastes(tastes::Event::Taken { .. }) => "tastes.taken",
    Event::Tastes(tastes::Event::TakenBack { .. }) => "tastes.taken_back",
    Event::Tastes(tastes::Event::Paused { .. }) => "tastes.paused",
    Event::Tastes(tastes::Event::Resumed { .. }) => "tastes.resumed",
    Event::SavedSearches(saved_searches::Event::Saved { .. }) => "saved_searches.saved",
    Event::SavedSearches(saved_searches::Event::TellSet { .. }) => "saved_searches.tell_set",
    Event::SavedSearches(saved_searches::Event::Removed { .. }) => "saved_searches.removed",
    Event::Follows(follows::Event::Followed { .. }) => "follows.followed",
    Event::Follows(follows::Event::Unfollowed { .. }) => "follows.unfollowed",
    Event::Privacy(privacy::Event::Changed { .. }) => "privacy.changed",
    Event::Mail(mail::Event::Queued { .. }) => "mail.queued",
    Event::Mail(mail::Event::Settled { .. }) => "mail.settled",
    Event::Keeps(keeps::Event::Kept { .. }) => "keeps.kept",
    Event::Keeps(keeps::Event::Unkept { .. }) => "keeps.unkept",
    Event::Files(files::Event::Added { .. }) => "files.added",
    Event::Files(files::Event::PhotoSet { .. }) => "files.photo_set",
    Event::Files(files::Event::Taken { .. }) => "files.taken",
    Event::Leaving(leaving::Event::Left { .. }) => "leaving.left",
    Event::Leaving(leaving::Event::Returned { .. }) => "leaving.returned",
    Event::Leaving(leaving::Event::Gone { .. }) => "leaving.gone",
    Event::Reviews(reviews::Event::Written { .. }) => "reviews.written",
    Event::Reviews(reviews::Event::TakenBack { .. }) => "reviews.taken_back",
    Event::Times(times::Event::Offered { .. }) => "times.offered",
    Event::Times(times::Event::Agreed { .. }) => "times.agreed",
    Event::Times(times::Event::Declined { .. }) => "times.declined",
    Event::Times(times::Event::CalledOff { .. }) => "times.called_off",
});

pub fn samples() -> Vec<(Event, View)> {
    let mut all = people();
    all.extend(exchange());
    all.extend(talk());
    all.extend(claims());
    all.push((Event::Matches(matches::Event::Restored { id: MATCH, by: ANA }), views::card()));
    all.push(bare(Event::Asks(asks::Event::Renewed { id: ASK, owner: ANA })));
    all.extend(times());
    all
}

fn times() -> Vec<(Event, View)> {
    use times::Status;
    let (id, conversation) = (TIMES, CONVERSATION);
    [
        (times::Event::Offered { id, conversation, by: BO, to: ANA }, views::times(Status::Offered)),
        (times::Event::Agreed { id, conversation, by: ANA, to: BO }, views::times(Status::Agreed)),
        (times::Event::Declined { id, conversation, by: ANA, to: BO }, views::times(Status::Declined)),
        (times::Event::CalledOff { id, conversation, by: ANA, to: BO, agreed: true }, views::times(Status::CalledOff)),
    ]
    .map(|(event, view)| (Event::Times(event), view))
    .into()
}

fn bare(event: Event) -> (Event, View) {
    (event, View::None)
}

fn people() -> Vec<(Event, View)> {
    use accounts::Event::*;
    let mut all: Vec<(Event, View)> = [
        SignedUp { user: ANA },
        SessionOpened { user: ANA, session: SessionId(61) },
        DoorsClosed { user: ANA, doors: vec![Door::Session(SessionId(61)), Door::Token(TokenId(71))] },
        PasswordChanged { user: ANA },
        Renamed { user: ANA, from: "ana".into(), to: "ana-b".into() },
        EmailChanged { user: ANA },
        TokenMade { user: ANA, token: TokenId(71) },
        Suspended { user: CY, suspended: true },
        RoleSet { user: BO, role: Role::Admin },
    ]
    .map(Event::Accounts)
    .map(bare)
    .into();
    all.push(bare(Event::Profiles(profiles::Event::Edited { user: ANA })));
    all.extend(
        [
            moderation::Event::Blocked { by: ANA, who: CY },
            moderation::Event::Unblocked { by: ANA, who: CY },
            moderation::Event::Reported { id: ReportId(91), by: ANA, case: CASE },
            moderation::Event::Settled { id: ReportId(91), by: ANA, outcome: Outcome::Hidden },
        ]
        .map(Event::Moderation)
        .map(bare),
    );
    all.extend(
        [
            presence::Event::ShownChanged { user: ANA },
            presence::Event::Awaited { who: BO, by: ANA },
            presence::Event::CameBack { who: BO, to: ANA },
        ]
        .map(Event::Presence)
        .map(bare),
    );
    all.push(bare(Event::Availability(availability::Event::Changed { user: ANA, full: true, why: availability::Why::Said })));
    all.push(bare(Event::Availability(availability::Event::Recounted { user: ANA })));
    all.extend(
        [
            tastes::Event::Taken { user: ANA },
            tastes::Event::TakenBack { user: ANA },
            tastes::Event::Paused { user: ANA },
            tastes::Event::Resumed { user: ANA },
        ]
        .map(Event::Tastes)
        .map(bare),
    );
    all.extend(
        [
            saved_searches::Event::Saved { id: SEARCH, user: ANA },
            saved_searches::Event::TellSet { id: SEARCH, user: ANA, tell: Tell::Off },
            saved_searches::Event::Removed { id: SEARCH, user: ANA },
        ]
        .map(Event::SavedSearches)
        .map(bare),
    );
    all.extend(
        [follows::Event::Followed { by: ANA, who: BO, first: true }, follows::Event::Unfollowed { by: ANA, who: BO }]
            .map(Event::Follows)
            .map(bare),
    );
    all.extend(
        [keeps::Event::Kept { by: ANA, thing: Kept::Ask(ASK) }, keeps::Event::Unkept { by: ANA, thing: Kept::Tool(ToolId(31)) }]
            .map(Event::Keeps)
            .map(bare),
    );
    all.extend(
        [
            files::Event::Added { id: FILE, owner: ANA },
            files::Event::PhotoSet { user: ANA },
            files::Event::Taken { id: FILE, offer: OFFER, by: BO },
        ]
        .map(Event::Files)
        .map(bare),
    );
    all.extend(
        [
            leaving::Event::Left { user: ANA, until: Some(NOW.plus(leaving::GRACE_MS)) },
            leaving::Event::Returned { user: ANA },
            leaving::Event::Gone { user: CY },
        ]
        .map(Event::Leaving)
        .map(bare),
    );
    all.extend(
        [
            reviews::Event::Written { id: ReviewId(95), tool: ToolId(31), by: ANA },
            reviews::Event::TakenBack { id: ReviewId(95), tool: ToolId(31), by: ANA },
        ]
        .map(Event::Reviews)
        .map(bare),
    );
    all
}

fn exchange() -> Vec<(Event, View)> {
    use asks::Event as A;
    use offers::Event as O;
    let mut all = vec![(Event::Asks(A::Posted { id: ASK, owner: ANA }), views::ask())];
    all.extend(
        [
            A::Edited { id: ASK, owner: ANA },
            A::StatusChanged { id: ASK, owner: ANA, status: AskStatus::InProgress },
            A::PlacesChanged { id: ASK, owner: ANA },
            A::Archived { id: ASK, owner: ANA },
            A::Expired { id: ASK, owner: ANA },
            A::EndsSoon { id: ASK, owner: ANA },
            A::Looked { id: ASK, owner: ANA },
        ]
        .map(Event::Asks)
        .map(bare),
    );
    all.push((Event::Offers(O::Posted { id: OFFER, owner: BO, status: OfferStatus::Active }), views::offer()));
    all.extend(
        [
            O::FirstPublished { id: OFFER, owner: BO },
            O::Edited { id: OFFER, owner: BO },
            O::StatusChanged { id: OFFER, owner: BO, status: OfferStatus::Paused },
            O::Looked { id: OFFER, owner: BO },
        ]
        .map(Event::Offers)
        .map(bare),
    );
    let (ask_owner, offer_owner) = (ANA, BO);
    all.push((Event::Matches(matches::Event::Told { id: MATCH, ask_owner, offer_owner }), views::card()));
    all.extend(
        [
            matches::Event::Updated { id: MATCH, ask_owner, offer_owner },
            matches::Event::Withdrawn { id: MATCH, ask_owner, offer_owner },
            matches::Event::Dismissed { id: MATCH, by: ANA },
            matches::Event::Looked { post: Post::Ask(ASK), owner: ANA, told: 3, listed: 4, tools: 2 },
        ]
        .map(Event::Matches)
        .map(bare),
    );
    all
}

fn talk() -> Vec<(Event, View)> {
    let about = Subject::Ask(ASK);
    let mut all = vec![(
        Event::Connections(connections::Event::Opened { id: CONNECTION, by: BO, to: ANA, about, conversation: CONVERSATION }),
        views::connection(),
    )];
    all.extend(
        [
            connections::Event::Moved {
                id: CONNECTION,
                by: Some(ANA),
                initiator: BO,
                responder: ANA,
                about,
                step: Step::Accept,
                from: Status::Initiated,
                status: Status::Accepted,
            },
            connections::Event::Helped { id: CONNECTION, helper: BO, helped: ANA, about, ask_kind: Some(AskKind::BetaTester) },
            connections::Event::Rated { id: CONNECTION, by: ANA, of: BO, stars: 5, by_helped: true },
        ]
        .map(Event::Connections)
        .map(bare),
    );
    let to = vec![ANA, BO];
    all.push((
        Event::Messaging(messaging::Event::Sent { conversation: CONVERSATION, no: 1, log_no: 1, by: BO, to: to.clone() }),
        views::message(),
    ));
    all.extend(
        [
            messaging::Event::Read { conversation: CONVERSATION, by: ANA, upto: 1, to: to.clone() },
            messaging::Event::Delivered { conversation: CONVERSATION, by: ANA, upto: 1, to: to.clone() },
        ]
        .map(Event::Messaging)
        .map(bare),
    );
    all.extend(after_sending(to.clone()));
    let thing = Thing::Message { conversation: CONVERSATION, no: 1 };
    all.push((Event::Moderation(moderation::Event::Hidden { thing, owner: BO, to: to.clone(), decided: true }), views::hidden_message()));
    all.push((Event::Moderation(moderation::Event::Restored { thing, owner: BO, to }), views::message()));
    let room = ROOM;
    all.extend(
        [
            (rooms::Event::Opened { room: CONVERSATION, by: ANA }, View::None),
            (rooms::Event::Edited { room, log_no: 2_031, by: ANA }, views::room()),
            (rooms::Event::Archived { room: CONVERSATION, log_no: 311, by: ANA }, View::None),
            (rooms::Event::Invited { room: CONVERSATION, by: ANA, who: BO }, View::None),
            (rooms::Event::Joined { room, log_no: 2_032, who: BO }, views::room_member()),
            (rooms::Event::Left { room, log_no: 2_033, who: CY, put_out: true }, View::None),
            (rooms::Event::LetBack { room, who: CY }, View::None),
            (rooms::Event::RoleSet { room, log_no: 2_034, who: BO, role: RoomRole::Moderator }, View::None),
            (rooms::Event::Mentioned { room, no: 1_871, by: ANA, who: BO }, View::None),
            (rooms::Event::Replied { room, no: 1_872, by: BO, to: ANA }, View::None),
            (rooms::Event::AskSuggested { room, no: 1_871, by: BO, author: ANA }, View::None),
            (rooms::Event::AskShown { room, log_no: 2_035, no: 1_871, ask: ASK }, views::room_message()),
            (rooms::Event::MessageChanged { room, log_no: 2_036, no: 1_870 }, View::None),
        ]
        .map(|(event, view)| (Event::Rooms(event), view)),
    );
    all.push((Event::Notices(notices::Event::Noticed { id: NoticeId(412), user: ANA }), views::notice()));
    all.push(bare(Event::Notices(notices::Event::Seen { user: ANA, upto: NoticeId(412) })));
    all.push(bare(Event::Notices(notices::Event::SeenThese { user: ANA, ids: vec![NoticeId(409), NoticeId(412)] })));
    all.push(bare(Event::Mail(mail::Event::Queued { id: MailId(97), user: ANA })));
    all.push(bare(Event::Mail(mail::Event::Settled { id: MailId(97), user: ANA, status: MailStatus::Sent })));
    let privacy = Privacy { public: true, found: true, first: First::Known };
    all.push(bare(Event::Privacy(privacy::Event::Changed { user: ANA, privacy })));
    all.push(bare(Event::Notices(notices::Event::Switched { user: ANA, group: notices::Group::Rooms, on: false })));
    all.push((Event::Points(points::Event::Awarded { user: ANA, reason: Reason::AskGotResponse, amount: 5, total: 35 }), views::points()));
    all.extend(
        [
            sms::Event::PhoneSet { user: ANA },
            sms::Event::PhoneVerified { user: ANA },
            sms::Event::PhoneRemoved { user: ANA },
            sms::Event::ConsentChanged { user: ANA, on: true },
            sms::Event::TextQueued { id: TextId(88), user: ANA },
            sms::Event::TextSettled { id: TextId(88), user: ANA, status: sms::TextStatus::Sent },
        ]
        .map(Event::Sms)
        .map(bare),
    );
    all
}

fn claims() -> Vec<(Event, View)> {
    use claims::Event::*;
    let (id, ask, owner, by) = (CLAIM, ASK, ANA, BO);
    vec![
        (Event::Claims(Taken { id, ask, owner, by }), views::places_for_who_asked()),
        (Event::Claims(Renewed { id, ask, by }), views::places_for_who_holds_one()),
        bare(Event::Claims(Ended { id, ask, owner, by, how: Ending::Lapsed })),
        bare(Event::Claims(PlacesChanged { ask, to: vec![CY] })),
    ]
}

/// What may happen to a message, and what its member keeps to themselves.
fn after_sending(to: Vec<UserId>) -> Vec<(Event, View)> {
    let (conversation, no, by) = (CONVERSATION, 1, BO);
    let mut all = vec![
        (messaging::Event::Edited { conversation, no, log_no: 2, by, to: to.clone() }, views::edited()),
        (messaging::Event::Reacted { conversation, no, log_no: 3, by: ANA, to: to.clone() }, views::reacted()),
        (messaging::Event::Pinned { conversation, no, log_no: 4, by: ANA, pinned: true, to: to.clone() }, views::pinned()),
        (messaging::Event::Deleted { conversation, no, log_no: 5, by, to }, views::deleted()),
    ];
    all.extend([
        (messaging::Event::Muted { conversation, by: ANA, muted: true }, views::conversation()),
        (messaging::Event::Archived { conversation, by: ANA, archived: false }, View::None),
        (messaging::Event::Drafted { conversation, by: ANA }, views::draft()),
        (messaging::Event::ReceiptsSet { by: ANA, shown: false }, View::None),
    ]);
    all.into_iter().map(|(event, view)| (Event::Messaging(event), view)).collect()
}

/// As frames: what enters an inbox has a number, from 120 on; what passes has none.
pub fn frames() -> Vec<(String, ServerFrame)> {
    let mut last = 119;
    let frame = |(event, view): (Event, View)| {
        let no = (!event.audience().inbox.is_empty()).then(|| {
            last += 1;
            last
        });
        (format!("event.{}", name(&event)), ServerFrame::Event { no, event, view })
    };
    let mut frames: Vec<(String, ServerFrame)> = samples().into_iter().map(frame).collect();
    let said = messaging::Event::Sent { conversation: ROOM, no: 1_871, log_no: 2_030, by: ANA, to: Vec::new() };
    frames.push((
        "event.messaging.sent.room".into(),
        ServerFrame::Event { no: None, event: Event::Messaging(said), view: views::said_in_a_room() },
    ));
    let found = notices::Event::Noticed { id: NoticeId(413), user: ANA };
    frames.push((
        "event.notices.noticed.search".into(),
        ServerFrame::Event { no: Some(900), event: Event::Notices(found), view: views::found_by_a_search() },
    ));
    let ending = notices::Event::Noticed { id: NoticeId(414), user: ANA };
    frames.push((
        "event.notices.noticed.renew".into(),
        ServerFrame::Event { no: Some(901), event: Event::Notices(ending), view: views::an_end_that_is_near() },
    ));
    frames
}

#[test]
fn every_event_and_every_view_has_a_sample() {
    let samples = samples();
    all_are_there("events", EVENTS, samples.iter().map(|(event, _)| name(event)));
    all_are_there("views", VIEWS, samples.iter().map(|(_, view)| view_name(view)));
}
