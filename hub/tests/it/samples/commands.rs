//! A sample of every command.

use hub::{
    Command,
    accounts::{self, PasswordHash, Role, SecretHash},
    asks::{self, AskKind, Visibility},
    availability::{self, Answers},
    claims,
    connections::{self, Step, Subject},
    discovery::{Query, Rated, What},
    drafts, files, follows,
    keeps::{self, Thing as Kept},
    kernel::{ids::*, money::Cents, time::DAY},
    leaving, mail,
    matches::{self, Facts, Known, Pair, Post, ToolFit},
    messaging,
    moderation::{self, Reason, Thing, Verdict},
    notices,
    offers::{self, OfferKind, OfferStatus, Pricing},
    presence::{self, Shown},
    privacy::{self, First},
    profiles, receipts, reviews,
    rooms::{self, Kind},
    saved_searches::{self, Tell},
    sms,
    tastes::{self, About, Pause, Rule},
    times,
};

use super::*;

variants!(name, COMMANDS, Command, {
    Command::Accounts(accounts::Command::SignUp { .. }) => "accounts.sign_up",
    Command::Accounts(accounts::Command::OpenSession { .. }) => "accounts.open_session",
    Command::Accounts(accounts::Command::CloseSession { .. }) => "accounts.close_session",
    Command::Accounts(accounts::Command::CloseSessions { .. }) => "accounts.close_sessions",
    Command::Accounts(accounts::Command::ChangePassword { .. }) => "accounts.change_password",
    Command::Accounts(accounts::Command::ChangeUsername { .. }) => "accounts.change_username",
    Command::Accounts(accounts::Command::ChangeEmail { .. }) => "accounts.change_email",
    Command::Accounts(accounts::Command::MakeToken { .. }) => "accounts.make_token",
    Command::Accounts(accounts::Command::RevokeToken { .. }) => "accounts.revoke_token",
    Command::Accounts(accounts::Command::Suspend { .. }) => "accounts.suspend",
    Command::Accounts(accounts::Command::SetRole { .. }) => "accounts.set_role",
    Command::Accounts(accounts::Command::ResetPassword { .. }) => "accounts.reset_password",
    Command::Accounts(accounts::Command::Forgot { .. }) => "accounts.forgot",
    Command::Accounts(accounts::Command::SetForgotten { .. }) => "accounts.set_forgotten",
    Command::Accounts(accounts::Command::MailEmailLink) => "accounts.mail_email_link",
    Command::Accounts(accounts::Command::KeepEmail) => "accounts.keep_email",
    Command::Accounts(accounts::Command::ConfirmEmail { .. }) => "accounts.confirm_email",
    Command::Profiles(profiles::Command::Edit { .. }) => "profiles.edit",
    Command::Profiles(profiles::Command::SetInterests { .. }) => "profiles.set_interests",
    Command::Asks(asks::Command::Post { .. }) => "asks.post",
    Command::Asks(asks::Command::Edit { .. }) => "asks.edit",
    Command::Asks(asks::Command::SetPlaces { .. }) => "asks.set_places",
    Command::Asks(asks::Command::Fulfil { .. }) => "asks.fulfil",
    Command::Asks(asks::Command::Close { .. }) => "asks.close",
    Command::Asks(asks::Command::Reopen { .. }) => "asks.reopen",
    Command::Asks(asks::Command::Renew { .. }) => "asks.renew",
    Command::Asks(asks::Command::Archive { .. }) => "asks.archive",
    Command::Asks(asks::Command::Look { .. }) => "asks.look",
    Command::Asks(asks::Command::Expire { .. }) => "asks.expire",
    Command::Asks(asks::Command::Remind { .. }) => "asks.remind",
    Command::Offers(offers::Command::Post { .. }) => "offers.post",
    Command::Offers(offers::Command::Edit { .. }) => "offers.edit",
    Command::Offers(offers::Command::SetStatus { .. }) => "offers.set_status",
    Command::Offers(offers::Command::Look { .. }) => "offers.look",
    Command::Connections(connections::Command::Open { .. }) => "connections.open",
    Command::Connections(connections::Command::Move { .. }) => "connections.move",
    Command::Connections(connections::Command::Rate { .. }) => "connections.rate",
    Command::Claims(claims::Command::Take { .. }) => "claims.take",
    Command::Claims(claims::Command::Renew { .. }) => "claims.renew",
    Command::Claims(claims::Command::LetGo { .. }) => "claims.let_go",
    Command::Claims(claims::Command::TellWhenFree { .. }) => "claims.tell_when_free",
    Command::Claims(claims::Command::Lapse { .. }) => "claims.lapse",
    Command::Matches(matches::Command::Found { .. }) => "matches.found",
    Command::Matches(matches::Command::Advance { .. }) => "matches.advance",
    Command::Matches(matches::Command::Dismiss { .. }) => "matches.dismiss",
    Command::Matches(matches::Command::Missed { .. }) => "matches.missed",
    Command::Matches(matches::Command::Came { .. }) => "matches.came",
    Command::Messaging(messaging::Command::Send { .. }) => "messaging.send",
    Command::Messaging(messaging::Command::Read { .. }) => "messaging.read",
    Command::Messaging(messaging::Command::Deliver { .. }) => "messaging.deliver",
    Command::Messaging(messaging::Command::Edit { .. }) => "messaging.edit",
    Command::Messaging(messaging::Command::Delete { .. }) => "messaging.delete",
    Command::Messaging(messaging::Command::React { .. }) => "messaging.react",
    Command::Messaging(messaging::Command::Pin { .. }) => "messaging.pin",
    Command::Messaging(messaging::Command::Mute { .. }) => "messaging.mute",
    Command::Messaging(messaging::Command::Archive { .. }) => "messaging.archive",
    Command::Messaging(messaging::Command::Draft { .. }) => "messaging.draft",
    Command::Messaging(messaging::Command::ShowReceipts { .. }) => "messaging.show_receipts",
    Command::Rooms(rooms::Command::Open { .. }) => "rooms.open",
    Command::Rooms(rooms::Command::Edit { .. }) => "rooms.edit",
    Command::Rooms(rooms::Command::Archive { .. }) => "rooms.archive",
    Command::Rooms(rooms::Command::Join { .. }) => "rooms.join",
    Command::Rooms(rooms::Command::Leave { .. }) => "rooms.leave",
    Command::Rooms(rooms::Command::Invite { .. }) => "rooms.invite",
    Command::Rooms(rooms::Command::SetRole { .. }) => "rooms.set_role",
    Command::Rooms(rooms::Command::PutOut { .. }) => "rooms.put_out",
    Command::Rooms(rooms::Command::LetBack { .. }) => "rooms.let_back",
    Command::Rooms(rooms::Command::SuggestAsk { .. }) => "rooms.suggest_ask",
    Command::Rooms(rooms::Command::MakeAsk { .. }) => "rooms.make_ask",
    Command::Notices(notices::Command::Seen { .. }) => "notices.seen",
    Command::Notices(notices::Command::Opened { .. }) => "notices.opened",
    Command::Notices(notices::Command::Switch { .. }) => "notices.switch",
    Command::Sms(sms::Command::SetPhone { .. }) => "sms.set_phone",
    Command::Sms(sms::Command::VerifyPhone { .. }) => "sms.verify_phone",
    Command::Sms(sms::Command::Consent { .. }) => "sms.consent",
    Command::Sms(sms::Command::RemovePhone) => "sms.remove_phone",
    Command::Sms(sms::Command::Settle { .. }) => "sms.settle",
    Command::Moderation(moderation::Command::Block { .. }) => "moderation.block",
    Command::Moderation(moderation::Command::Unblock { .. }) => "moderation.unblock",
    Command::Moderation(moderation::Command::Report { .. }) => "moderation.report",
    Command::Moderation(moderation::Command::Decide { .. }) => "moderation.decide",
    Command::Presence(presence::Command::Show { .. }) => "presence.show",
    Command::Presence(presence::Command::TellWhenBack { .. }) => "presence.tell_when_back",
    Command::Presence(presence::Command::CameBack { .. }) => "presence.came_back",
    Command::Availability(availability::Command::SetFull { .. }) => "availability.set_full",
    Command::Availability(availability::Command::Overdue { .. }) => "availability.overdue",
    Command::Tastes(tastes::Command::Take { .. }) => "tastes.take",
    Command::Tastes(tastes::Command::TakeBack { .. }) => "tastes.take_back",
    Command::Tastes(tastes::Command::Pause { .. }) => "tastes.pause",
    Command::Tastes(tastes::Command::Resume) => "tastes.resume",
    Command::Tastes(tastes::Command::PauseOver { .. }) => "tastes.pause_over",
    Command::Receipts(receipts::Command::Read { .. }) => "receipts.read",
    Command::Receipts(receipts::Command::Take { .. }) => "receipts.take",
    Command::SavedSearches(saved_searches::Command::Save { .. }) => "saved_searches.save",
    Command::SavedSearches(saved_searches::Command::SetTell { .. }) => "saved_searches.set_tell",
    Command::SavedSearches(saved_searches::Command::Remove { .. }) => "saved_searches.remove",
    Command::SavedSearches(saved_searches::Command::Found { .. }) => "saved_searches.found",
    Command::SavedSearches(saved_searches::Command::Morning { .. }) => "saved_searches.morning",
    Command::Follows(follows::Command::Follow { .. }) => "follows.follow",
    Command::Follows(follows::Command::Unfollow { .. }) => "follows.unfollow",
    Command::Privacy(privacy::Command::Change { .. }) => "privacy.change",
    Command::Mail(mail::Command::Settle { .. }) => "mail.settle",
    Command::Keeps(keeps::Command::Keep { .. }) => "keeps.keep",
    Command::Keeps(keeps::Command::Unkeep { .. }) => "keeps.unkeep",
    Command::Files(files::Command::Add { .. }) => "files.add",
    Command::Files(files::Command::SetPhoto { .. }) => "files.set_photo",
    Command::Files(files::Command::Take { .. }) => "files.take",
    Command::Leaving(leaving::Command::Deactivate) => "leaving.deactivate",
    Command::Leaving(leaving::Command::Return) => "leaving.return",
    Command::Leaving(leaving::Command::Delete { .. }) => "leaving.delete",
    Command::Leaving(leaving::Command::Finish { .. }) => "leaving.finish",
    Command::Drafts(drafts::Command::Keep { .. }) => "drafts.keep",
    Command::Drafts(drafts::Command::Discard { .. }) => "drafts.discard",
    Command::Reviews(reviews::Command::Write { .. }) => "reviews.write",
    Command::Reviews(reviews::Command::TakeBack { .. }) => "reviews.take_back",
    Command::Times(times::Command::Offer { .. }) => "times.offer",
    Command::Times(times::Command::Accept { .. }) => "times.accept",
    Command::Times(times::Command::Decline { .. }) => "times.decline",
    Command::Times(times::Command::CallOff { .. }) => "times.call_off",
});

pub fn samples() -> Vec<Command> {
    let mut all = accounts();
    all.extend(exchange());
    all.extend(talk());
    all
}

fn accounts() -> Vec<Command> {
    use accounts::Command::*;
    let hash = || PasswordHash("$argon2id$v=19$m=19456,t=2,p=1$c2FsdHNhbHQ$aGFzaGhhc2g".into());
    let secret = || SecretHash("5f70bf18a086007016e948b04aed3b82103a36bea41755b6cddfaf10ace3c6ef".into());
    let mut all: Vec<Command> = [
        SignUp {
            username: "ana".into(),
            email: "ana@example.org".into(),
            name: "Ana".into(),
            password: Some(hash()),
            timezone: "Europe/Zurich".into(),
            language: "en".into(),
        },
        OpenSession { secret: secret(), device: "Firefox on Linux".into(), address: "192.0.2.7".into() },
        CloseSession { id: SessionId(61) },
        CloseSessions { but: Some(SessionId(62)) },
        ChangePassword { to: hash(), keep: Some(SessionId(62)) },
        ChangeUsername { to: "ana-b".into() },
        ChangeEmail { to: "ana.b@example.org".into() },
        MakeToken { name: "my bot".into(), secret: secret() },
        RevokeToken { id: TokenId(71) },
        Suspend { user: CY, suspended: true },
        SetRole { user: BO, role: Role::Admin },
        ResetPassword { user: CY, to: hash() },
        Forgot { email: "cy@example.org".into() },
        SetForgotten { key: SecretHash("5f4d".into()), to: hash() },
        MailEmailLink,
        KeepEmail,
        ConfirmEmail { key: SecretHash("5f4d".into()) },
    ]
    .map(Command::Accounts)
    .into();
    all.push(Command::Profiles(profiles::Command::SetInterests { tags: vec!["copywriting".into(), "photography".into()] }));
    all.push(Command::Profiles(profiles::Command::Edit {
        draft: profiles::Draft {
            name: "Ana".into(),
            tagline: "I build Kinlia, a calendar for families".into(),
            location: "Bern".into(),
            website_url: "https://kinlia.example".into(),
            timezone: "Europe/Zurich".into(),
            language: "en".into(),
            ..profiles::Draft::default()
        },
    }));
    all
}

pub fn ask_draft() -> asks::Draft {
    asks::Draft {
        title: "Beta testers for Kinlia".into(),
        description: "Twenty minutes with a **calendar for families**. Tell me where you got stuck.".into(),
        kind: AskKind::BetaTester,
        category: "development".into(),
        tags: vec!["mobile-development".into()],
        tools: vec!["claude".into()],
        budget_min: Some(Cents(1_000)),
        budget_max: Some(Cents(2_500)),
        currency: "eur".into(),
        places: Some(5),
        image_url: String::new(),
        visibility: Visibility::Everyone,
        expires_at: Some(NOW.plus(30 * DAY)),
        also_in: "de".into(),
        external_url: "https://kinlia.example".into(),
        related_offer: Some(OfferId(42)),
    }
}

pub fn offer_draft() -> offers::Draft {
    offers::Draft {
        title: "I test apps".into(),
        description: "An evening with your app, and a page of what I noticed.".into(),
        kind: OfferKind::Feedback,
        category: "development".into(),
        tags: vec!["mobile-development".into()],
        tools: vec!["claude".into()],
        pricing: Pricing::OneTime,
        price: Cents(1_500),
        currency: "eur".into(),
        ..offers::Draft::default()
    }
}

fn exchange() -> Vec<Command> {
    let mut all: Vec<Command> = [
        asks::Command::Post { draft: ask_draft() },
        asks::Command::Edit { id: ASK, draft: asks::Draft { places: None, expires_at: None, ..ask_draft() }, seen: Some(NOW) },
        asks::Command::SetPlaces { id: ASK, places: 8 },
        asks::Command::Fulfil { id: ASK },
        asks::Command::Close { id: ASK },
        asks::Command::Reopen { id: ASK, expires_at: Some(NOW.plus(7 * DAY)) },
        asks::Command::Renew { id: ASK },
        asks::Command::Archive { id: ASK },
        asks::Command::Look { id: ASK },
        asks::Command::Expire { id: ASK },
        asks::Command::Remind { id: ASK },
    ]
    .map(Command::Asks)
    .into();
    all.extend(
        [
            offers::Command::Post { draft: offer_draft(), publish: true },
            offers::Command::Edit { id: OFFER, draft: offer_draft(), seen: None },
            offers::Command::SetStatus { id: OFFER, to: OfferStatus::Paused },
            offers::Command::Look { id: OFFER },
        ]
        .map(Command::Offers),
    );
    all.extend(
        [
            connections::Command::Open { to: ANA, about: Subject::Ask(ASK), message: "I love testing new tools.".into() },
            connections::Command::Move { id: CONNECTION, step: Step::Accept },
            connections::Command::Rate { id: CONNECTION, stars: 5, words: "Found what we had overlooked.".into() },
        ]
        .map(Command::Connections),
    );
    let answers = Answers { asked: 10, answered: 9, usual_ms: Some(720_000) };
    let known = Known { helped: 12, ratings: 8, stars: 38, answers, here: true };
    let facts = Facts { into: 1, table: 2_002_001, at: NOW, known };
    let pair = Pair { ask: ASK, offer: OFFER, score: 812, reasons: super::views::reasons(), tell: true, facts };
    let tool = ToolFit { tool: ToolId(9), score: 430, reasons: vec!["helps to write test plans".into(), "you both say: testing".into()] };
    all.extend(
        [
            matches::Command::Found { post: Post::Ask(ASK), upto: 2_048, pairs: vec![pair], tools: vec![tool] },
            matches::Command::Advance { upto: 2_049 },
            matches::Command::Dismiss { id: MATCH },
            matches::Command::Missed { ids: vec![MATCH] },
            matches::Command::Came { who: BO },
        ]
        .map(Command::Matches),
    );
    all
}

fn talk() -> Vec<Command> {
    let mut all: Vec<Command> = [
        messaging::Command::Send { conversation: CONVERSATION, body: "Thursday at seven?".into(), reply_to: Some(2), files: vec![FILE] },
        messaging::Command::Read { conversation: CONVERSATION, upto: 3 },
        messaging::Command::Deliver { conversation: CONVERSATION, upto: 3 },
        messaging::Command::Edit { conversation: CONVERSATION, no: 3, body: "Thursday at eight?".into() },
        messaging::Command::Delete { conversation: CONVERSATION, no: 3 },
        messaging::Command::React { conversation: CONVERSATION, no: 3, emoji: "👍".into(), on: true },
        messaging::Command::Pin { conversation: CONVERSATION, no: 3, on: true },
        messaging::Command::Mute { conversation: CONVERSATION, on: true },
        messaging::Command::Archive { conversation: CONVERSATION, on: true },
        messaging::Command::Draft { conversation: CONVERSATION, body: "I could also do Fri".into() },
        messaging::Command::ShowReceipts { on: false },
    ]
    .map(Command::Messaging)
    .into();
    let (room, draft) = (CONVERSATION, rooms::Draft { name: "Kinlia's testers".into(), ..rooms::Draft::default() });
    let no_code = rooms::Draft {
        kind: Kind::Room,
        name: "No code".into(),
        description: "Apps without programming: what worked, what did not.".into(),
        category: "development".into(),
        slow_seconds: 30,
    };
    all.extend(
        [
            rooms::Command::Open { draft },
            rooms::Command::Edit { room, draft: no_code },
            rooms::Command::Archive { room },
            rooms::Command::Join { room: ROOM },
            rooms::Command::Leave { room: ROOM },
            rooms::Command::Invite { room, who: vec![BO, CY] },
            rooms::Command::SetRole { room, who: BO, role: rooms::Role::Moderator },
            rooms::Command::PutOut { room, who: CY },
            rooms::Command::LetBack { room, who: CY },
            rooms::Command::SuggestAsk { room: ROOM, no: 1_871 },
            rooms::Command::MakeAsk { room: ROOM, no: 1_871, draft: Box::new(ask_draft()) },
        ]
        .map(Command::Rooms),
    );
    all.push(Command::Notices(notices::Command::Seen { upto: NoticeId(412) }));
    all.push(Command::Notices(notices::Command::Opened { path: "/messages/42".into() }));
    let settled = mail::Outcome::NotNow { error: "421 come back later".into() };
    all.push(Command::Mail(mail::Command::Settle { id: MailId(97), outcome: settled }));
    all.push(Command::Privacy(privacy::Command::Change { public: Some(true), found: None, first: Some(First::Known) }));
    all.push(Command::Notices(notices::Command::Switch { group: notices::Group::Rooms, on: false }));
    all.extend(
        [
            sms::Command::SetPhone { phone: "+14155551234".into(), code: "246810".into(), consent: true, address: "192.0.2.7".into() },
            sms::Command::VerifyPhone { code: "246810".into() },
            sms::Command::Consent { on: false, address: "192.0.2.7".into() },
            sms::Command::RemovePhone,
            sms::Command::Settle { id: TextId(88), status: sms::TextStatus::Sent, provider_id: Some("SM0001".into()), error: None },
        ]
        .map(Command::Sms),
    );
    all.extend(
        [
            moderation::Command::Block { who: CY },
            moderation::Command::Unblock { who: CY },
            moderation::Command::Report {
                thing: Thing::Message { conversation: CONVERSATION, no: 3 },
                reason: Reason::Fraud,
                words: "Wants my bank's password.".into(),
            },
            moderation::Command::Decide { case: CASE, verdict: Verdict::Hide },
        ]
        .map(Command::Moderation),
    );
    all.extend(
        [
            presence::Command::Show { shown: Shown { here: true, last: false, open_to_help: true } },
            presence::Command::TellWhenBack { who: BO },
            presence::Command::CameBack { who: BO },
        ]
        .map(Command::Presence),
    );
    all.extend(
        [availability::Command::SetFull { full: true }, availability::Command::Overdue { connection: CONNECTION }]
            .map(Command::Availability),
    );
    all.extend(
        [
            claims::Command::Take { ask: ASK },
            claims::Command::Renew { ask: ASK },
            claims::Command::LetGo { ask: ASK },
            claims::Command::TellWhenFree { ask: ASK },
            claims::Command::Lapse { ask: ASK },
        ]
        .map(Command::Claims),
    );
    let less = |about, what: &str| Rule { about, what: what.into() };
    all.extend(
        [
            tastes::Command::Take { rules: vec![less(About::Tag, "newsletter writing"), less(About::Offers, "course")], card: Some(MATCH) },
            tastes::Command::TakeBack { rules: vec![RuleId(1_201)] },
            tastes::Command::Pause { until: Pause::Week },
            tastes::Command::Resume,
            tastes::Command::PauseOver { user: ANA },
        ]
        .map(Command::Tastes),
    );
    all.extend(
        [receipts::Command::Read { asks: vec![ASK] }, receipts::Command::Take { ask: ASK, here: vec![BO, CY] }].map(Command::Receipts),
    );
    all.extend(
        [
            saved_searches::Command::Save { query: query(), tell: Tell::AtOnce },
            saved_searches::Command::SetTell { id: SEARCH, tell: Tell::Daily },
            saved_searches::Command::Remove { id: SEARCH },
            saved_searches::Command::Found { post: Post::Offer(OFFER), searches: vec![SEARCH] },
            saved_searches::Command::Morning { user: ANA },
        ]
        .map(Command::SavedSearches),
    );
    all.extend([follows::Command::Follow { who: BO }, follows::Command::Unfollow { who: BO }].map(Command::Follows));
    all.extend(
        [keeps::Command::Keep { thing: Kept::Offer(OFFER) }, keeps::Command::Unkeep { thing: Kept::Person(BO) }].map(Command::Keeps),
    );
    let file = files::Seen {
        kind: files::Kind::Photo,
        name: files::FACE.into(),
        size: 12_345,
        sha256: "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08".into(),
        media: files::Media::Jpeg,
        width: Some(256),
        height: Some(256),
    };
    all.extend(
        [files::Command::Add { file }, files::Command::SetPhoto { photo: Some(FILE) }, files::Command::Take { id: FILE }]
            .map(Command::Files),
    );
    all.extend(
        [
            leaving::Command::Deactivate,
            leaving::Command::Return,
            leaving::Command::Delete { typed: "ana".into(), words: leaving::Words::Stay },
            leaving::Command::Finish { user: CY },
        ]
        .map(Command::Leaving),
    );
    let key = || "k3v9-2f7c".to_owned();
    all.extend(
        [
            drafts::Command::Keep {
                key: key(),
                kind: drafts::Kind::Ask,
                form: "text=Testers+for+my+app&visibility=everyone".into(),
                seen: Some(NOW),
            },
            drafts::Command::Discard { key: key() },
        ]
        .map(Command::Drafts),
    );
    all.extend(
        [
            reviews::Command::Write {
                tool: ToolId(31),
                stars: 4,
                title: "Wrote my menu in an evening".into(),
                text: "It is quick. Read what it says twice.".into(),
            },
            reviews::Command::TakeBack { tool: ToolId(31) },
        ]
        .map(Command::Reviews),
    );
    all.extend(
        [
            times::Command::Offer { conversation: CONVERSATION, times: views::times_to_meet(), place: "https://meet.example/bread".into() },
            times::Command::Accept { conversation: CONVERSATION, id: TIMES, at: views::times_to_meet()[1].at },
            times::Command::Decline { conversation: CONVERSATION, id: TIMES, word: "Mornings are better".into() },
            times::Command::CallOff { conversation: CONVERSATION, id: TIMES },
        ]
        .map(Command::Times),
    );
    all
}

fn query() -> Query {
    Query {
        text: "logo".into(),
        what: vec![What::Offers],
        offer_kinds: vec![OfferKind::Service],
        category: Some("creative-design".into()),
        free: Some(true),
        rated: Some(Rated::Four),
        ..Query::default()
    }
}

#[test]
fn every_command_has_a_sample() {
    all_are_there("commands", COMMANDS, samples().iter().map(name));
}

#[test]
fn what_only_the_door_or_the_house_makes_does_not_come_from_a_client() {
    let kept: Vec<&str> = samples().iter().filter(|c| !c.may_come_from_a_client()).map(name).collect();
    assert_eq!(
        kept,
        [
            "accounts.sign_up",
            "accounts.open_session",
            "accounts.change_password",
            "accounts.change_email",
            "accounts.make_token",
            "accounts.reset_password",
            "accounts.forgot",
            "accounts.set_forgotten",
            "accounts.confirm_email",
            "asks.expire",
            "asks.remind",
            "matches.found",
            "matches.advance",
            "matches.missed",
            "matches.came",
            "mail.settle",
            "sms.set_phone",
            "sms.consent",
            "sms.settle",
            "presence.came_back",
            "availability.overdue",
            "claims.lapse",
            "tastes.pause_over",
            "receipts.take",
            "saved_searches.found",
            "saved_searches.morning",
            "files.add",
            "leaving.deactivate",
            "leaving.return",
            "leaving.delete",
            "leaving.finish",
        ]
    );
    for step in [Step::Reply, Step::Silence] {
        assert!(!Command::Connections(connections::Command::Move { id: CONNECTION, step }).may_come_from_a_client(), "{step}");
    }
}
