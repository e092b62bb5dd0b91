//! What a screen needs beside an event: a sample of each view.

use hub::{
    asks::{AskKind, AskStatus, AskView, Visibility},
    claims::{Places, PlacesView},
    connections::{ConnectionView, Side, Status, Step, Subject},
    kernel::{ids::*, money::Cents, time::DAY},
    matches::MatchCard,
    messaging::{ConversationView, DraftView, MessageView, Quote, Reaction},
    notices::NoticeView,
    offers::{OfferKind, OfferStatus, OfferView, Pricing},
    profiles::PersonCard,
    rooms::{Author, Kind, Role, RoomAsk, RoomCard, RoomMemberView, RoomMessageView},
    taxonomy::TermRef,
    times::{ProposalView, Slot, Status as TimesStatus, TimesView},
    tools::ToolRef,
    wire::View,
};

use super::*;

pub fn ana() -> PersonCard {
    PersonCard {
        id: ANA,
        handle: "ana".into(),
        name: "Ana".into(),
        tagline: "I build Kinlia, a calendar for families".into(),
        portrait: "/portraits/ana.svg".into(),
        helped: 0,
        demo: false,
        absent: None,
    }
}

pub fn bo() -> PersonCard {
    PersonCard {
        id: BO,
        handle: "bo".into(),
        name: "Bo".into(),
        tagline: "Curious about everything with a screen".into(),
        portrait: "/portraits/bo.svg".into(),
        helped: 4,
        demo: false,
        absent: None,
    }
}

pub fn reasons() -> Vec<String> {
    vec!["needs people to try an app, offers to test apps".into(), "you both mention Claude".into()]
}

fn development() -> Option<TermRef> {
    Some(TermRef { id: TermId(6), slug: "development".into(), name: "Development & Technical".into() })
}

fn mobile() -> Vec<TermRef> {
    vec![TermRef { id: TermId(40), slug: "mobile-development".into(), name: "Mobile Development".into() }]
}

fn claude() -> Vec<ToolRef> {
    vec![ToolRef { id: ToolId(9), slug: "claude".into(), name: "Claude".into() }]
}

pub fn ask() -> View {
    let draft = super::commands::ask_draft();
    View::Ask(Box::new(AskView {
        id: ASK,
        owner: ana(),
        slug: "beta-testers-for-kinlia".into(),
        title: draft.title,
        description: draft.description,
        kind: AskKind::BetaTester,
        category: development(),
        tags: mobile(),
        tools: claude(),
        budget_min: Some(Cents(1_000)),
        budget_max: Some(Cents(2_500)),
        currency: "eur".into(),
        places: 5,
        accepted: 2,
        held: 0,
        image_url: String::new(),
        visibility: Visibility::Everyone,
        language: "en".into(),
        also_in: "de".into(),
        external_url: "https://kinlia.example".into(),
        related_offer: None,
        status: AskStatus::Open,
        archived: false,
        views: 17,
        responses: 3,
        created_at: NOW,
        updated_at: NOW,
        fulfilled_at: None,
        expires_at: Some(NOW.plus(30 * DAY)),
        matched_at: Some(NOW.plus(18)),
        told: 3,
        hidden: false,
        edited_at: None,
        helpers: Vec::new(),
    }))
}

pub fn offer() -> View {
    let draft = super::commands::offer_draft();
    View::Offer(Box::new(OfferView {
        id: OFFER,
        owner: bo(),
        slug: "i-test-apps".into(),
        title: draft.title,
        description: draft.description,
        kind: OfferKind::Feedback,
        category: development(),
        tags: mobile(),
        tools: claude(),
        pricing: Pricing::OneTime,
        price: Cents(1_500),
        currency: "eur".into(),
        external_url: String::new(),
        image_url: String::new(),
        body: String::new(),
        visibility: Visibility::Everyone,
        language: "en".into(),
        status: OfferStatus::Active,
        featured: false,
        views: 9,
        connections: 1,
        created_at: NOW,
        updated_at: NOW,
        published_at: Some(NOW),
        matched_at: None,
        told: 0,
        hidden: false,
        file: None,
        stage: None,
        length: String::new(),
        related_offer: None,
        edited_at: None,
        rating: None,
    }))
}

pub fn card() -> View {
    let (ask, offer) = (("Beta testers for Kinlia", AskKind::BetaTester), ("I test apps", OfferKind::Feedback));
    View::Match(Box::new(MatchCard {
        id: MATCH,
        reader_asks: true,
        person: bo(),
        ask: ASK,
        ask_title: ask.0.into(),
        ask_kind: ask.1,
        ask_path: "/@ana/asks/beta-testers-for-kinlia".into(),
        offer: OFFER,
        offer_title: offer.0.into(),
        offer_kind: offer.1,
        offer_path: "/@bo/i-test-apps".into(),
        price: "€15".into(),
        score: 812,
        reasons: reasons(),
        first_line: hub::matches::rules::first_line(true, ask, None, offer, "Bo"),
        missing: vec!["they ask €15, your budget is €10".into()],
        answers: "usually answers in 12 min · 9 of the last 10".into(),
        told: true,
        connection: None,
        found_at: NOW.plus(18),
        places: None,
    }))
}

fn first() -> MessageView {
    let body = "I love testing new tools.".into();
    MessageView { begins: Some(CONNECTION), ..MessageView::fresh(CONVERSATION, 1, BO, "c-1f9a".into(), body, NOW) }
}

pub fn message() -> View {
    View::Message(Box::new(first()))
}

fn said_otherwise() -> MessageView {
    MessageView { log_no: 2, body: "I love to test new tools.".into(), edited_at: Some(NOW.plus(60_000)), ..first() }
}

pub fn edited() -> View {
    View::Message(Box::new(said_otherwise()))
}

fn with_a_reaction() -> MessageView {
    MessageView { log_no: 3, reactions: vec![Reaction { emoji: "👍".into(), count: 1, by: vec![ANA] }], ..said_otherwise() }
}

pub fn reacted() -> View {
    View::Message(Box::new(with_a_reaction()))
}

pub fn pinned() -> View {
    View::Message(Box::new(MessageView { log_no: 4, pinned_no: Some(4), ..with_a_reaction() }))
}

pub fn deleted() -> View {
    View::Message(Box::new(MessageView { log_no: 5, body: String::new(), deleted_at: Some(NOW.plus(120_000)), ..first() }))
}

fn unsent() -> DraftView {
    DraftView { conversation: CONVERSATION, body: "I could also do Fri".into(), at: NOW.plus(90_000) }
}

pub fn draft() -> View {
    View::Draft(Box::new(unsent()))
}

pub fn conversation() -> View {
    let reply = Quote { no: 1, by: BO, words: "I love testing new tools.".into(), deleted: false, hidden: false };
    let last =
        MessageView { reply: Some(reply), ..MessageView::fresh(CONVERSATION, 2, BO, "c-20b3".into(), "Thursday at seven?".into(), NOW) };
    View::Conversation(Box::new(ConversationView {
        id: CONVERSATION,
        other: bo(),
        unread: 1,
        message_no: 2,
        log_no: 2,
        read_no: 1,
        other_read_no: 2,
        other_delivered_no: 2,
        last: Some(last),
        last_at: NOW,
        muted_at: Some(NOW.plus(60_000)),
        archived_no: None,
        draft: Some(unsent()),
    }))
}

/// What everybody but its author sees of it once it is hidden.
pub fn hidden_message() -> View {
    let View::Message(message) = message() else { return View::None };
    View::Message(Box::new(MessageView { body: String::new(), hidden: true, log_no: 4, ..*message }))
}

fn author(person: PersonCard) -> Author {
    Author { id: person.id, handle: person.handle, name: person.name, portrait: person.portrait }
}

pub fn room_message() -> View {
    View::RoomMessage(Box::new(RoomMessageView {
        message: MessageView {
            log_no: 2_030,
            ..MessageView::fresh(
                ROOM,
                1_871,
                ANA,
                "c-1f9a".into(),
                "Does anybody have twenty minutes for a calendar? @bo, you like screens.".into(),
                NOW,
            )
        },
        author: author(ana()),
        ask: Some(RoomAsk {
            id: ASK,
            title: "Beta testers for Kinlia".into(),
            path: "/@ana/asks/beta-testers-for-kinlia".into(),
            kind: AskKind::BetaTester,
            status: AskStatus::Open,
            places: 5,
            accepted: 2,
        }),
    }))
}

pub fn said_in_a_room() -> View {
    let View::RoomMessage(mut said) = room_message() else { unreachable!("it is one") };
    said.ask = None;
    View::RoomMessage(said)
}

pub fn room_member() -> View {
    View::RoomMember(Box::new(RoomMemberView { who: author(bo()), role: Some(Role::Member), members: 412 }))
}

pub fn room() -> View {
    View::Room(Box::new(RoomCard {
        id: ROOM,
        kind: Kind::Room,
        slug: "general".into(),
        name: "General".into(),
        description: "For everybody, about everything.".into(),
        category: None,
        slow_seconds: 0,
        members: 411,
        archived: false,
    }))
}

pub fn connection() -> View {
    View::Connection(Box::new(ConnectionView {
        id: CONNECTION,
        about: Subject::Ask(ASK),
        title: "Beta testers for Kinlia".into(),
        path: "/@ana/asks/beta-testers-for-kinlia".into(),
        price: "up to $100".into(),
        other: bo(),
        side: Side::Responder,
        reader_helps: Some(false),
        status: Status::Initiated,
        done_claimed_at: None,
        steps: vec![Step::Accept, Step::Decline],
        conversation: CONVERSATION,
        first_message: "I love testing new tools.".into(),
        my_rating: None,
        my_words: String::new(),
        their_rating: None,
        their_words: String::new(),
        created_at: NOW,
        updated_at: NOW,
        completed_at: None,
    }))
}

fn places(mine: Option<hub::Timestamp>, writing: Vec<PersonCard>) -> View {
    View::Places(Box::new(PlacesView {
        ask: ASK,
        title: "Beta testers for Kinlia".into(),
        path: "/@ana/asks/beta-testers-for-kinlia".into(),
        owner: ana(),
        places: Places { places: 5, accepted: 2, held: 1, mine },
        writing,
    }))
}

pub fn places_for_who_asked() -> View {
    places(None, vec![bo()])
}

pub fn places_for_who_holds_one() -> View {
    places(Some(NOW.plus(600_000)), Vec::new())
}

pub fn notice() -> View {
    View::Notice(Box::new(NoticeView {
        id: NoticeId(412),
        at: NOW,
        seen: false,
        by: Some(bo()),
        words: "Bo offers to help with “Beta testers for Kinlia”.".into(),
        path: "/messages/44".into(),
        search: None,
        renew: None,
    }))
}

pub fn found_by_a_search() -> View {
    View::Notice(Box::new(NoticeView {
        id: NoticeId(413),
        at: NOW,
        seen: false,
        by: None,
        words: "New: “I draw logos for bakeries” fits your search for offers that say “logo” · free.".into(),
        path: "/@bo/i-draw-logos-for-bakeries".into(),
        search: Some(SEARCH),
        renew: None,
    }))
}

pub fn an_end_that_is_near() -> View {
    View::Notice(Box::new(NoticeView {
        id: NoticeId(414),
        at: NOW,
        seen: false,
        by: None,
        words: "“Beta testers for Kinlia” ends in three days. Still looking?".into(),
        path: "/@ana/asks/beta-testers-for-kinlia".into(),
        search: None,
        renew: Some(ASK),
    }))
}

/// Three of them, in the next days.
pub fn times_to_meet() -> Vec<Slot> {
    [(1, 30), (2, 60), (3, 15)].map(|(days, minutes)| Slot { at: NOW.plus(days * DAY), minutes }).into()
}

/// Times that Bo offers Ana, and what became of them.
pub fn times(status: TimesStatus) -> View {
    let settled = status != TimesStatus::Offered;
    View::Times(Box::new(TimesView {
        conversation: CONVERSATION,
        offers: vec![ProposalView {
            id: TIMES,
            by: BO,
            times: times_to_meet(),
            place: "https://meet.example/bread".into(),
            status,
            offered_at: NOW,
            agreed: matches!(status, TimesStatus::Agreed | TimesStatus::CalledOff).then(|| times_to_meet()[1]),
            settled_by: settled.then_some(ANA),
            settled_at: settled.then(|| NOW.plus(60_000)),
            word: if status == TimesStatus::Declined { "Mornings are better".into() } else { String::new() },
        }],
    }))
}

pub fn points() -> View {
    View::Points { words: "+5 · somebody answered your ask".into(), at: NOW }
}
