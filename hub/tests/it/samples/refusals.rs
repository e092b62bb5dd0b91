//! A sample of every refusal, and a frame for each kind of them.

use hub::{
    Refusal, Refused,
    accounts::Refusal as Accounts,
    asks::{AskStatus, Refusal as Asks},
    claims::Refusal as Claims,
    command::AnyRefusal as Any,
    connections::{Refusal as Connections, Status, Step},
    drafts::Refusal as Drafts,
    files::Refusal as Files,
    follows::Refusal as Follows,
    keeps::Refusal as Keeps,
    kernel::refusal::{FieldProblem, RefusalKind},
    leaving::Refusal as Leaving,
    mail::Refusal as Mail,
    matches::Refusal as Matches,
    messaging::Refusal as Messaging,
    moderation::{Refusal as Moderation, Verdict},
    offers::{OfferStatus, Refusal as Offers},
    presence::Refusal as Presence,
    profiles::Refusal as Profiles,
    reviews::Refusal as Reviews,
    rooms::Refusal as Rooms,
    saved_searches::Refusal as Searches,
    sms::Refusal as Sms,
    tastes::Refusal as Tastes,
    times::Refusal as Times,
    wire::ServerFrame,
};

use super::*;

// The names are the codes: this match says once more by hand what each refusal's code is.
variants!(code, CODES, Refusal, {
    Refusal::Any(Any::SignIn) => "sign_in",
    Refusal::Any(Any::NotAllowed) => "not_allowed",
    Refusal::Any(Any::TooFast { .. }) => "too_fast",
    Refusal::Any(Any::Busy { .. }) => "busy",
    Refusal::Any(Any::Broken) => "broken",
    Refusal::Any(Any::Unreadable(_)) => "unreadable",
    Refusal::Any(Any::TooLarge) => "too_large",
    Refusal::Any(Any::IdUsedOtherwise) => "id_used_otherwise",
    Refusal::Accounts(Accounts::Mend(_)) => "accounts.mend",
    Refusal::Accounts(Accounts::UsernameTaken) => "accounts.username_taken",
    Refusal::Accounts(Accounts::EmailTaken) => "accounts.email_taken",
    Refusal::Accounts(Accounts::WrongPassword) => "accounts.wrong_password",
    Refusal::Accounts(Accounts::Suspended) => "accounts.suspended",
    Refusal::Accounts(Accounts::NoSuchSession) => "accounts.no_such_session",
    Refusal::Accounts(Accounts::NoSuchToken) => "accounts.no_such_token",
    Refusal::Accounts(Accounts::NoSuchMember) => "accounts.no_such_member",
    Refusal::Accounts(Accounts::TooManyTokens { .. }) => "accounts.too_many_tokens",
    Refusal::Accounts(Accounts::AdminsOnly) => "accounts.admins_only",
    Refusal::Accounts(Accounts::LinkOver) => "accounts.link_over",
    Refusal::Accounts(Accounts::EmailLinkOver) => "accounts.email_link_over",
    Refusal::Accounts(Accounts::NoNewEmail) => "accounts.no_new_email",
    Refusal::Accounts(Accounts::MailedEnough { .. }) => "accounts.mailed_enough",
    Refusal::Mail(Mail::HouseOnly) => "mail.house_only",
    Refusal::Profiles(Profiles::Mend(_)) => "profiles.mend",
    Refusal::Asks(Asks::Mend(_)) => "asks.mend",
    Refusal::Asks(Asks::NoSuchAsk) => "asks.no_such_ask",
    Refusal::Asks(Asks::ChangedMeanwhile) => "asks.changed_meanwhile",
    Refusal::Asks(Asks::NotYours) => "asks.not_yours",
    Refusal::Asks(Asks::WrongMoment { .. }) => "asks.wrong_moment",
    Refusal::Asks(Asks::PutAway) => "asks.put_away",
    Refusal::Asks(Asks::AlreadyAccepted { .. }) => "asks.already_accepted",
    Refusal::Offers(Offers::Mend(_)) => "offers.mend",
    Refusal::Offers(Offers::NoSuchOffer) => "offers.no_such_offer",
    Refusal::Offers(Offers::ChangedMeanwhile) => "offers.changed_meanwhile",
    Refusal::Offers(Offers::NotYours) => "offers.not_yours",
    Refusal::Offers(Offers::WrongMoment { .. }) => "offers.wrong_moment",
    Refusal::Connections(Connections::Yourself) => "connections.yourself",
    Refusal::Connections(Connections::Mend(_)) => "connections.mend",
    Refusal::Connections(Connections::NoLongerOpen) => "connections.no_longer_open",
    Refusal::Connections(Connections::AlreadyTalking(_)) => "connections.already_talking",
    Refusal::Connections(Connections::NoSuchConnection) => "connections.no_such_connection",
    Refusal::Connections(Connections::NoSuchMember) => "connections.no_such_member",
    Refusal::Connections(Connections::WrongMoment { .. }) => "connections.wrong_moment",
    Refusal::Connections(Connections::NoPlaceLeft { .. }) => "connections.no_place_left",
    Refusal::Connections(Connections::AlreadyRated) => "connections.already_rated",
    Refusal::Connections(Connections::Stars) => "connections.stars",
    Refusal::Connections(Connections::Blocked) => "connections.blocked",
    Refusal::Connections(Connections::NotFirst(_)) => "connections.not_first",
    Refusal::Connections(Connections::EnoughForToday { .. }) => "connections.enough_for_today",
    Refusal::Matches(Matches::NoSuchMatch) => "matches.no_such_match",
    Refusal::Matches(Matches::MatcherOnly) => "matches.matcher_only",
    Refusal::Messaging(Messaging::Mend(_)) => "messaging.mend",
    Refusal::Messaging(Messaging::NoSuchConversation) => "messaging.no_such_conversation",
    Refusal::Messaging(Messaging::Blocked) => "messaging.blocked",
    Refusal::Messaging(Messaging::TheyLeft) => "messaging.they_left",
    Refusal::Messaging(Messaging::AfterAFault) => "messaging.after_a_fault",
    Refusal::Messaging(Messaging::NoSuchMessage) => "messaging.no_such_message",
    Refusal::Messaging(Messaging::NotYours) => "messaging.not_yours",
    Refusal::Messaging(Messaging::Gone) => "messaging.gone",
    Refusal::Messaging(Messaging::TooLateToEdit) => "messaging.too_late_to_edit",
    Refusal::Messaging(Messaging::TooManyReactions) => "messaging.too_many_reactions",
    Refusal::Messaging(Messaging::TooManyPins) => "messaging.too_many_pins",
    Refusal::Messaging(Messaging::TooManyFiles) => "messaging.too_many_files",
    Refusal::Messaging(Messaging::NoSuchFile) => "messaging.no_such_file",
    Refusal::Rooms(Rooms::Mend(_)) => "rooms.mend",
    Refusal::Rooms(Rooms::NoSuchRoom) => "rooms.no_such_room",
    Refusal::Rooms(Rooms::NoSuchMessage) => "rooms.no_such_message",
    Refusal::Rooms(Rooms::NotInIt) => "rooms.not_in_it",
    Refusal::Rooms(Rooms::NotYours) => "rooms.not_yours",
    Refusal::Rooms(Rooms::PutOut) => "rooms.put_out",
    Refusal::Rooms(Rooms::Full { .. }) => "rooms.full",
    Refusal::Rooms(Rooms::SlowMode { .. }) => "rooms.slow_mode",
    Refusal::Rooms(Rooms::NameTaken) => "rooms.name_taken",
    Refusal::Rooms(Rooms::PutAway) => "rooms.put_away",
    Refusal::Rooms(Rooms::NotYet { .. }) => "rooms.not_yet",
    Refusal::Rooms(Rooms::EnoughForToday { .. }) => "rooms.enough_for_today",
    Refusal::Rooms(Rooms::OpenToAll) => "rooms.open_to_all",
    Refusal::Rooms(Rooms::CantInvite) => "rooms.cant_invite",
    Refusal::Rooms(Rooms::NoSuchMember) => "rooms.no_such_member",
    Refusal::Rooms(Rooms::NotYourMessage) => "rooms.not_your_message",
    Refusal::Rooms(Rooms::YourOwnMessage) => "rooms.your_own_message",
    Refusal::Rooms(Rooms::AskAlready) => "rooms.ask_already",
    Refusal::Sms(Sms::Mend(_)) => "sms.mend",
    Refusal::Sms(Sms::WrongCode { .. }) => "sms.wrong_code",
    Refusal::Sms(Sms::CodeOver) => "sms.code_over",
    Refusal::Sms(Sms::CodeOnItsWay { .. }) => "sms.code_on_its_way",
    Refusal::Sms(Sms::NoPhone) => "sms.no_phone",
    Refusal::Sms(Sms::NoConsent) => "sms.no_consent",
    Refusal::Sms(Sms::HouseOnly) => "sms.house_only",
    Refusal::Moderation(Moderation::Yourself) => "moderation.yourself",
    Refusal::Moderation(Moderation::NoSuchMember) => "moderation.no_such_member",
    Refusal::Moderation(Moderation::Mend(_)) => "moderation.mend",
    Refusal::Moderation(Moderation::NoSuchThing) => "moderation.no_such_thing",
    Refusal::Moderation(Moderation::OwnThing) => "moderation.own_thing",
    Refusal::Moderation(Moderation::AlreadyReported(_)) => "moderation.already_reported",
    Refusal::Moderation(Moderation::EnoughReports { .. }) => "moderation.enough_reports",
    Refusal::Moderation(Moderation::NoSuchCase) => "moderation.no_such_case",
    Refusal::Moderation(Moderation::OwnCase) => "moderation.own_case",
    Refusal::Moderation(Moderation::WrongMoment { .. }) => "moderation.wrong_moment",
    Refusal::Presence(Presence::NotShown) => "presence.not_shown",
    Refusal::Presence(Presence::EnoughAwaited { .. }) => "presence.enough_awaited",
    Refusal::Presence(Presence::HouseOnly) => "presence.house_only",
    Refusal::Claims(Claims::NoSuchAsk) => "claims.no_such_ask",
    Refusal::Claims(Claims::Yourself) => "claims.yourself",
    Refusal::Claims(Claims::NoLongerOpen) => "claims.no_longer_open",
    Refusal::Claims(Claims::AlreadyTalking(_)) => "claims.already_talking",
    Refusal::Claims(Claims::Blocked) => "claims.blocked",
    Refusal::Claims(Claims::AllHeld) => "claims.all_held",
    Refusal::Claims(Claims::EnoughHeld { .. }) => "claims.enough_held",
    Refusal::Claims(Claims::HeldBefore) => "claims.held_before",
    Refusal::Claims(Claims::NotHeld) => "claims.not_held",
    Refusal::Claims(Claims::HeldByYou) => "claims.held_by_you",
    Refusal::Claims(Claims::PlaceIsFree) => "claims.place_is_free",
    Refusal::Claims(Claims::EnoughAwaited { .. }) => "claims.enough_awaited",
    Refusal::Claims(Claims::HouseOnly) => "claims.house_only",
    Refusal::Tastes(Tastes::Nothing) => "tastes.nothing",
    Refusal::Tastes(Tastes::NotARule) => "tastes.not_a_rule",
    Refusal::Tastes(Tastes::Yourself) => "tastes.yourself",
    Refusal::Tastes(Tastes::NoSuchMember) => "tastes.no_such_member",
    Refusal::Tastes(Tastes::NoSuchRule) => "tastes.no_such_rule",
    Refusal::Tastes(Tastes::Enough { .. }) => "tastes.enough",
    Refusal::Tastes(Tastes::NotOver) => "tastes.not_over",
    Refusal::SavedSearches(Searches::Mend(_)) => "saved_searches.mend",
    Refusal::SavedSearches(Searches::Everything) => "saved_searches.everything",
    Refusal::SavedSearches(Searches::NotPosts) => "saved_searches.not_posts",
    Refusal::SavedSearches(Searches::NoSuchSearch) => "saved_searches.no_such_search",
    Refusal::SavedSearches(Searches::Enough { .. }) => "saved_searches.enough",
    Refusal::SavedSearches(Searches::HouseOnly) => "saved_searches.house_only",
    Refusal::Follows(Follows::Yourself) => "follows.yourself",
    Refusal::Follows(Follows::NoSuchMember) => "follows.no_such_member",
    Refusal::Follows(Follows::Enough { .. }) => "follows.enough",
    Refusal::Keeps(Keeps::NoSuchThing) => "keeps.no_such_thing",
    Refusal::Keeps(Keeps::OwnThing) => "keeps.own_thing",
    Refusal::Keeps(Keeps::Enough { .. }) => "keeps.enough",
    Refusal::Files(Files::NoSuchFile) => "files.no_such_file",
    Refusal::Files(Files::Empty) => "files.empty",
    Refusal::Files(Files::TooLarge { .. }) => "files.too_large",
    Refusal::Files(Files::NotAPicture) => "files.not_a_picture",
    Refusal::Files(Files::TooManyPixels) => "files.too_many_pixels",
    Refusal::Files(Files::NotTaken) => "files.not_taken",
    Refusal::Files(Files::ElsewhereAlready) => "files.elsewhere_already",
    Refusal::Files(Files::EnoughForToday { .. }) => "files.enough_for_today",
    Refusal::Leaving(Leaving::Mend(_)) => "leaving.mend",
    Refusal::Leaving(Leaving::Away) => "leaving.away",
    Refusal::Leaving(Leaving::Here) => "leaving.here",
    Refusal::Leaving(Leaving::OfTheTown) => "leaving.of_the_town",
    Refusal::Leaving(Leaving::NotDue) => "leaving.not_due",
    Refusal::Drafts(Drafts::NoSuchDraft) => "drafts.no_such_draft",
    Refusal::Drafts(Drafts::NoName) => "drafts.no_name",
    Refusal::Drafts(Drafts::ChangedMeanwhile) => "drafts.changed_meanwhile",
    Refusal::Drafts(Drafts::Enough { .. }) => "drafts.enough",
    Refusal::Drafts(Drafts::TooLong) => "drafts.too_long",
    Refusal::Reviews(Reviews::Mend(_)) => "reviews.mend",
    Refusal::Reviews(Reviews::NoSuchTool) => "reviews.no_such_tool",
    Refusal::Reviews(Reviews::Hidden) => "reviews.hidden",
    Refusal::Reviews(Reviews::Enough { .. }) => "reviews.enough",
    Refusal::Times(Times::Mend(_)) => "times.mend",
    Refusal::Times(Times::NoSuchConversation) => "times.no_such_conversation",
    Refusal::Times(Times::Blocked) => "times.blocked",
    Refusal::Times(Times::TheyAreAway) => "times.they_are_away",
    Refusal::Times(Times::OfferedAlready) => "times.offered_already",
    Refusal::Times(Times::AgreedAlready) => "times.agreed_already",
    Refusal::Times(Times::Enough { .. }) => "times.enough",
    Refusal::Times(Times::NoSuchTimes) => "times.no_such_times",
    Refusal::Times(Times::NoSuchTime) => "times.no_such_time",
    Refusal::Times(Times::NotOpen) => "times.not_open",
    Refusal::Times(Times::YourOwn) => "times.your_own",
    Refusal::Times(Times::NotYours) => "times.not_yours",
    Refusal::Times(Times::Over) => "times.over",
});

pub fn samples() -> Vec<Refusal> {
    let mut all = anybodys();
    all.extend(people());
    all.extend(exchange());
    all.extend(talk());
    all.extend(claims());
    all
}

fn claims() -> Vec<Refusal> {
    [
        Claims::NoSuchAsk,
        Claims::Yourself,
        Claims::NoLongerOpen,
        Claims::AlreadyTalking(CONNECTION),
        Claims::Blocked,
        Claims::AllHeld,
        Claims::EnoughHeld { most: 3 },
        Claims::HeldBefore,
        Claims::NotHeld,
        Claims::HeldByYou,
        Claims::PlaceIsFree,
        Claims::EnoughAwaited { most: 20 },
        Claims::HouseOnly,
    ]
    .map(Refusal::Claims)
    .into()
}

fn mend(field: &str, words: &str) -> Vec<FieldProblem> {
    vec![FieldProblem::new(field, words)]
}

fn anybodys() -> Vec<Refusal> {
    [
        Any::SignIn,
        Any::NotAllowed,
        Any::TooFast { retry_after_ms: 1_500 },
        Any::Busy { retry_after_ms: 2_000 },
        Any::Broken,
        Any::Unreadable("missing field `id`".into()),
        Any::TooLarge,
        Any::IdUsedOtherwise,
    ]
    .map(Refusal::Any)
    .into()
}

fn people() -> Vec<Refusal> {
    let mut all: Vec<Refusal> = [
        Accounts::Mend(mend("username", "A username has 3 to 30 characters.")),
        Accounts::UsernameTaken,
        Accounts::EmailTaken,
        Accounts::WrongPassword,
        Accounts::Suspended,
        Accounts::NoSuchSession,
        Accounts::NoSuchToken,
        Accounts::NoSuchMember,
        Accounts::TooManyTokens { most: 20 },
        Accounts::AdminsOnly,
        Accounts::LinkOver,
        Accounts::EmailLinkOver,
        Accounts::NoNewEmail,
        Accounts::MailedEnough { most: 3 },
    ]
    .map(Refusal::Accounts)
    .into();
    all.push(Refusal::Profiles(Profiles::Mend(mend("tagline", "The tagline has 151 characters; only 150 fit."))));
    all.extend(
        [
            Moderation::Yourself,
            Moderation::NoSuchMember,
            Moderation::Mend(mend("words", "What you write has 2001 characters; only 2000 fit.")),
            Moderation::NoSuchThing,
            Moderation::OwnThing,
            Moderation::AlreadyReported(ReportId(91)),
            Moderation::EnoughReports { most: 20, retry_after_ms: 3_600_000 },
            Moderation::NoSuchCase,
            Moderation::OwnCase,
            Moderation::WrongMoment { hidden: true, verdict: Verdict::Dismiss },
        ]
        .map(Refusal::Moderation),
    );
    all.extend([Presence::NotShown, Presence::EnoughAwaited { most: 5 }, Presence::HouseOnly].map(Refusal::Presence));
    all
}

fn exchange() -> Vec<Refusal> {
    let two = vec![FieldProblem::new("title", "The title is missing."), FieldProblem::new("places", "An ask can want 1 to 100 people.")];
    let mut all: Vec<Refusal> = [
        Asks::Mend(two),
        Asks::NoSuchAsk,
        Asks::ChangedMeanwhile,
        Asks::NotYours,
        Asks::WrongMoment { status: AskStatus::Fulfilled },
        Asks::PutAway,
        Asks::AlreadyAccepted { accepted: 3 },
    ]
    .map(Refusal::Asks)
    .into();
    all.extend(
        [
            Offers::Mend(mend("description", "The description is missing.")),
            Offers::NoSuchOffer,
            Offers::ChangedMeanwhile,
            Offers::NotYours,
            Offers::WrongMoment { status: OfferStatus::Archived },
        ]
        .map(Refusal::Offers),
    );
    all.extend(
        [
            Connections::Yourself,
            Connections::Mend(mend("message", "Your message is missing.")),
            Connections::NoLongerOpen,
            Connections::AlreadyTalking(CONNECTION),
            Connections::NoSuchConnection,
            Connections::NoSuchMember,
            Connections::WrongMoment { status: Status::Declined, step: Step::Accept },
            Connections::NoPlaceLeft { places: 5 },
            Connections::AlreadyRated,
            Connections::Stars,
            Connections::Blocked,
            Connections::NotFirst(hub::privacy::First::Known),
            Connections::EnoughForToday { most: 10, first_day: false, retry_after_ms: 3_600_000 },
        ]
        .map(Refusal::Connections),
    );
    all.extend([Matches::NoSuchMatch, Matches::MatcherOnly].map(Refusal::Matches));
    all.extend(
        [
            Tastes::Nothing,
            Tastes::NotARule,
            Tastes::Yourself,
            Tastes::NoSuchMember,
            Tastes::NoSuchRule,
            Tastes::Enough { most: 200 },
            Tastes::NotOver,
        ]
        .map(Refusal::Tastes),
    );
    all.extend(
        [
            Searches::Mend(vec![FieldProblem::new("category", "We don't know that category. Choose one from the list.")]),
            Searches::Everything,
            Searches::NotPosts,
            Searches::NoSuchSearch,
            Searches::Enough { most: 20 },
            Searches::HouseOnly,
        ]
        .map(Refusal::SavedSearches),
    );
    all.extend([Follows::Yourself, Follows::NoSuchMember, Follows::Enough { most: 100, retry_after_ms: 3_600_000 }].map(Refusal::Follows));
    all.push(Refusal::Mail(Mail::HouseOnly));
    all.extend([Keeps::NoSuchThing, Keeps::OwnThing, Keeps::Enough { most: 1_000 }].map(Refusal::Keeps));
    all.extend(
        [
            Files::NoSuchFile,
            Files::Empty,
            Files::TooLarge { most_mb: 10 },
            Files::NotAPicture,
            Files::TooManyPixels,
            Files::NotTaken,
            Files::ElsewhereAlready,
            Files::EnoughForToday { retry_after_ms: 3_600_000 },
        ]
        .map(Refusal::Files),
    );
    all.extend(
        [
            Leaving::Mend(vec![FieldProblem::new("username", "Type your username, ana, to say that you mean it.")]),
            Leaving::Away,
            Leaving::Here,
            Leaving::OfTheTown,
            Leaving::NotDue,
        ]
        .map(Refusal::Leaving),
    );
    all.extend(
        [Drafts::NoSuchDraft, Drafts::NoName, Drafts::ChangedMeanwhile, Drafts::Enough { most: 30 }, Drafts::TooLong].map(Refusal::Drafts),
    );
    all.extend(
        [
            Reviews::Mend(vec![FieldProblem::new("stars", "Pick one to five stars.")]),
            Reviews::NoSuchTool,
            Reviews::Hidden,
            Reviews::Enough { most: 20, retry_after_ms: 3_600_000 },
        ]
        .map(Refusal::Reviews),
    );
    all.extend(
        [
            Times::Mend(vec![FieldProblem::new("at_1", "That time has passed. Choose one that is still to come.")]),
            Times::NoSuchConversation,
            Times::Blocked,
            Times::TheyAreAway,
            Times::OfferedAlready,
            Times::AgreedAlready,
            Times::Enough { most: 10, retry_after_ms: 3_600_000 },
            Times::NoSuchTimes,
            Times::NoSuchTime,
            Times::NotOpen,
            Times::YourOwn,
            Times::NotYours,
            Times::Over,
        ]
        .map(Refusal::Times),
    );
    all
}

fn talk() -> Vec<Refusal> {
    let mut all: Vec<Refusal> = [
        Messaging::Mend(mend("body", "Your message has 4001 characters; only 4000 fit.")),
        Messaging::NoSuchConversation,
        Messaging::Blocked,
        Messaging::TheyLeft,
        Messaging::AfterAFault,
        Messaging::NoSuchMessage,
        Messaging::NotYours,
        Messaging::Gone,
        Messaging::TooLateToEdit,
        Messaging::TooManyReactions,
        Messaging::TooManyPins,
        Messaging::TooManyFiles,
        Messaging::NoSuchFile,
    ]
    .map(Refusal::Messaging)
    .into();
    all.extend(
        [
            Rooms::Mend(mend("name", "The name is missing.")),
            Rooms::NoSuchRoom,
            Rooms::NoSuchMessage,
            Rooms::NotInIt,
            Rooms::NotYours,
            Rooms::PutOut,
            Rooms::Full { most: 50 },
            Rooms::SlowMode { retry_after_ms: 12_000 },
            Rooms::NameTaken,
            Rooms::PutAway,
            Rooms::NotYet { days: 7, messages: 10 },
            Rooms::EnoughForToday { most: 5, retry_after_ms: 3_600_000 },
            Rooms::OpenToAll,
            Rooms::CantInvite,
            Rooms::NoSuchMember,
            Rooms::NotYourMessage,
            Rooms::YourOwnMessage,
            Rooms::AskAlready,
        ]
        .map(Refusal::Rooms),
    );
    all.extend(
        [
            Sms::Mend(mend("phone", "Begin with a + and your country, as in +41 79 123 45 67.")),
            Sms::WrongCode { left: 4 },
            Sms::CodeOver,
            Sms::CodeOnItsWay { retry_after_ms: 40_000 },
            Sms::NoPhone,
            Sms::NoConsent,
            Sms::HouseOnly,
        ]
        .map(Refusal::Sms),
    );
    all
}

/// Every refusal as a client hears it, as one table.
pub fn table() -> Vec<Refused> {
    samples().iter().map(Refusal::refused).collect()
}

/// A frame for each kind of refusal, and what can't be read with an id and without.
pub fn frames() -> Vec<(String, ServerFrame)> {
    let all = table();
    let first = |kind: &RefusalKind| all.iter().find(|r| r.kind == *kind && r.code != "unreadable").expect("each kind has one").clone();
    // Two fields to mend say more than one.
    let invalid = all.iter().find(|r| r.fields.len() > 1).expect("one has two fields").clone();
    let mut frames: Vec<(String, ServerFrame)> = RefusalKind::ALL
        .iter()
        .map(|kind| {
            let refusal = if *kind == RefusalKind::Invalid { invalid.clone() } else { first(kind) };
            (format!("refused.{kind}"), ServerFrame::Refused { id: Some(id()), refusal })
        })
        .collect();
    let unreadable = all.iter().find(|r| r.code == "unreadable").expect("it is in the table").clone();
    frames.push(("refused.unreadable".to_owned(), ServerFrame::Refused { id: None, refusal: unreadable.clone() }));
    frames.push(("refused.unreadable_wish".to_owned(), ServerFrame::Refused { id: Some(id()), refusal: unreadable }));
    frames
}

#[test]
fn every_refusal_has_a_sample_its_own_code_and_words() {
    let samples = samples();
    all_are_there("refusals", CODES, samples.iter().map(code));
    for refusal in &samples {
        let refused = refusal.refused();
        assert_eq!(refused.code, code(refusal));
        assert!(refused.words.ends_with(['.', '?']) || refused.code == "unreadable", "{}: {}", refused.code, refused.words);
        assert!(!refused.words.contains('—'), "{}", refused.words);
    }
}
