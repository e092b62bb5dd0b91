//! Pages with something in them: rich, empty, hostile.

mod discover;
mod follows;
mod keeps;
mod landing;
mod leaving;
mod reviews;
mod settings;
mod shell;
mod storefront;
mod styleguide;
mod times;
mod wordings;

use askama::Template;
use hub::{
    Cents, FieldProblem, Timestamp,
    asks::{AskKind, AskStatus, AskView, Visibility},
    claims::{Places, PlacesView},
    connections::{self, ConnectionView, Side, Status, Subject},
    files::{FileView, Media},
    follows::FollowView,
    kernel::{ids::*, time::*},
    link_previews::LinkPreview,
    matches::{MatchCard, Post},
    messaging::{ConversationView, DraftView, FoundMessage, MessageView, Pin, Quote, Reaction, ThreadView},
    moderation::{Action, CaseReport, CaseView, DecisionView, Outcome, Reason, ReportView, Thing, Verdict},
    notices::NoticeView,
    offers::{OfferKind, OfferStatus, OfferView, Pricing, Rating, Stage},
    presence::{Known, State},
    profiles::{Draft, PersonCard, ProfileView},
    receipts::{Receipt, Suggestion},
    rooms::{Author, InRoom, Kind, Role, RoomAsk, RoomCard, RoomMessageView, RoomPageView, RoomView, Standing},
    saved_searches::{FindView, SearchView, Tell},
    tastes::{
        About, Paused, Rule, RuleView,
        rules::{self, Named, choices},
    },
    taxonomy::{Term, TermRef, TermType},
    tools::{ToolCategory, ToolFacts, ToolPricing, ToolRef, ToolType, ToolView},
};
use store::{
    connections::Review,
    home::{Seen, Steps},
    moderation::Found,
};
use web::{
    accounts::pages as accounts,
    asks::pages as asks,
    claims::pages::Place,
    config::{Contact, Keeper},
    connections::pages as connecting,
    demo::pages as demo,
    discovery::pages as discovery,
    home::pages as home,
    interrupted::Kept,
    landing::pages as landing_pages,
    layout::{Choices, Chrome, Cursor, Flash, Marks, Me, Theme},
    look::Problems,
    messaging::pages as messaging,
    moderation::Wall,
    moderation::pages as moderation,
    offers::pages as offers,
    problem::pages as problem,
    profiles::pages as profiles,
    rooms::pages as rooms,
    saved_searches::pages as searches,
    tastes::pages as tastes,
    tools::pages as tools,
};

pub const HOSTILE: &str = "<script>alert(1)</script>\"'><img src=x onerror=alert(1)> [a](javascript:alert(1))";

const NOW: Timestamp = Timestamp(1_773_144_000_000);

#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Sample {
    Rich,
    Empty,
    Hostile,
}

impl Sample {
    pub const ALL: [Sample; 3] = [Sample::Rich, Sample::Empty, Sample::Hostile];

    /// This text, or the hostile one in its place.
    fn t(self, text: &str) -> String {
        if self == Sample::Hostile { HOSTILE.to_owned() } else { text.to_owned() }
    }

    /// A list, unless this is the empty sample.
    fn list<T>(self, items: Vec<T>) -> Vec<T> {
        if self == Sample::Empty { Vec::new() } else { items }
    }

    fn person(self, id: i64) -> PersonCard {
        let (handle, name, tagline, helped) = match id {
            1 => ("rosa-bakes", "Rosa Verhaeren", "Bread at five, cake by eight, asleep by nine", 3),
            2 => ("nora-writes", "Nora Fairweather", "Words for small businesses that hate selling themselves", 27),
            3 => ("kemi-builds", "Kemi Olarinde", "I build small apps for people who work standing up", 8),
            _ => ("bo", "Bo", "", 0),
        };
        PersonCard {
            id: UserId(id),
            handle: self.t(handle),
            name: self.t(name),
            tagline: self.t(tagline),
            portrait: if self == Sample::Hostile { self.t("") } else { format!("/portraits/{id}.svg") },
            helped,
            demo: id == 2,
            absent: None,
        }
    }

    fn receipt(self, ask: i64) -> Receipt {
        let words = self.t("told 7 · a few are here · some have read it · someone is writing");
        let [here, read, writing] = ["a few are here", "some have read it", "someone is writing"].map(|part| self.t(part));
        Receipt { ask: AskId(ask), told: 7, here, read, writing, words, taken_at: NOW, next_at: NOW.plus(60_000) }
    }

    fn suggestion(self, more: i64) -> Suggestion {
        let (words, path) = (self.t("without the budget cap"), self.t("/my/asks/2/edit?widen=budget"));
        Suggestion { widening: "budget".into(), words, more, path }
    }

    /// What a linked page says of itself.
    fn link(self) -> Option<LinkPreview> {
        (self != Sample::Empty).then(|| LinkPreview {
            address: self.t("https://stallbook.example/app"),
            title: self.t("Stallbook: a notebook for market stalls"),
            description: self.t("Tap what you sold, see what you earned."),
            site: self.t("stallbook.example"),
        })
    }

    pub fn chrome(self, path: &str) -> Chrome {
        let mut chrome = Chrome::new("the-token".into(), "n0nce".into(), NOW);
        chrome.me = Some(Me {
            person: self.person(1),
            points: if self == Sample::Empty { 0 } else { 135 },
            unread: if self == Sample::Empty { 0 } else { 2 },
            waiting: if self == Sample::Empty { 0 } else { 1 },
            unseen: if self == Sample::Empty { 0 } else { 3 },
            admin: self == Sample::Rich,
            open_to_help: self == Sample::Rich,
            full: false,
            counted: self != Sample::Empty,
            cursor: Cursor { epoch: 1, inbox: 41 },
        });
        chrome.path = if self == Sample::Hostile { format!("{path}?q={HOSTILE}") } else { path.to_owned() };
        chrome.demo = self != Sample::Empty;
        chrome.keeper = match self {
            Sample::Empty => Default::default(),
            _ => Keeper { name: Some(self.t("Rosa Field, Leeds")), contact: Some(Contact::Mail("help@collective.example".into())) },
        };
        chrome.theme = Theme::Auto;
        chrome.public_url = "https://collective.example".into();
        if self != Sample::Empty {
            chrome.flash =
                (path == "/settings/devices").then(|| Flash { good: true, words: self.t("Saved."), undo: Some("1001,1002".into()) });
        }
        chrome
    }

    fn term(self, id: i64, slug: &str, name: &str) -> TermRef {
        TermRef { id: TermId(id), slug: self.t(slug), name: self.t(name) }
    }

    fn tool_ref(self, slug: &str, name: &str) -> ToolRef {
        ToolRef { id: ToolId(1), slug: self.t(slug), name: self.t(name) }
    }

    pub fn ask(self, id: i64, owner: i64) -> AskView {
        let (title, kind, places, accepted) = match id {
            1 => ("Posts for my bakery that sound like me, not like an advert", AskKind::Advice, 1, 0),
            2 => ("Five people to try Stallbook, my app for market traders", AskKind::BetaTester, 5, 2),
            _ => ("Somebody to teach me how to price a wedding cake", AskKind::Learning, 1, 0),
        };
        AskView {
            id: AskId(id),
            owner: self.person(owner),
            slug: self.t("posts-for-my-bakery"),
            title: self.t(title),
            description: self.t("It is a notebook for stalls: tap what you sold, see what you earned. I need people who did **not** watch me build it.\n\n- twenty minutes on your own phone, any phone\n- pretend to sell ten things, then look for yesterday\n- tell me the first moment you were annoyed\n\nYou do not need a stall. See [the page](https://example.org)."),
            kind,
            category: (self != Sample::Empty).then(|| self.term(1, "marketing-content", "Marketing & Content")),
            tags: self.list(vec![self.term(2, "copywriting", "Copywriting"), self.term(3, "photography", "Photography")]),
            tools: self.list(vec![self.tool_ref("chatgpt", "ChatGPT"), self.tool_ref("canva", "Canva")]),
            budget_min: (id == 1).then_some(Cents(5_000)),
            budget_max: (id == 1).then_some(Cents(12_050)),
            currency: "usd".into(),
            places,
            accepted,
            held: i64::from(id == 2),
            image_url: if self == Sample::Hostile { self.t("") } else { String::new() },
            visibility: if id == 2 { Visibility::Members } else { Visibility::Everyone },
            language: self.t("en"),
            also_in: if id == 2 { "any".into() } else { String::new() },
            external_url: if self == Sample::Hostile { self.t("") } else { "https://stallbook.example/app".into() },
            related_offer: (id == 2).then_some(OfferId(2)),
            status: AskStatus::Open,
            archived: false,
            views: 41,
            responses: 2,
            created_at: NOW.plus(-3 * HOUR),
            updated_at: NOW.plus(-2 * HOUR),
            fulfilled_at: None,
            expires_at: (id == 2).then(|| NOW.plus(9 * DAY)),
            matched_at: Some(NOW.plus(-3 * HOUR)),
            told: if self == Sample::Empty { 0 } else { 3 },
            hidden: false,
            edited_at: (id == 2).then(|| NOW.plus(-HOUR)),
            helpers: if id == 3 { self.list(vec![self.person(2), self.person(3), self.person(4)]) } else { Vec::new() },
        }
    }

    pub fn offer(self, id: i64, owner: i64) -> OfferView {
        let (title, kind, pricing, price) = match id {
            1 => ("I will write your first ten posts with you", OfferKind::Service, Pricing::Hourly, 4_500),
            2 => ("Stallbook, a notebook for market stalls", OfferKind::App, Pricing::Free, 0),
            3 => ("Photos with the phone you have: a course in five evenings", OfferKind::Course, Pricing::OneTime, 2_900),
            _ => ("I try your app and say what annoyed me", OfferKind::Feedback, Pricing::Free, 0),
        };
        OfferView {
            id: OfferId(id),
            owner: self.person(owner),
            slug: self.t("first-ten-posts"),
            title: self.t(title),
            description: self.t("You talk, I type. After an hour you have ten posts in your own words, a list of thirty more, and a way to write them while the dough rests."),
            kind,
            category: (self != Sample::Empty).then(|| self.term(1, "marketing-content", "Marketing & Content")),
            tags: self.list(vec![self.term(2, "copywriting", "Copywriting")]),
            tools: self.list(vec![self.tool_ref("claude", "Claude")]),
            pricing,
            price: Cents(price),
            currency: "usd".into(),
            external_url: if self == Sample::Hostile { "javascript:alert(1)".into() } else { "https://stallbook.example/app".into() },
            image_url: if self == Sample::Hostile { self.t("") } else if id == 2 { "https://stallbook.example/stall.jpg".into() } else { String::new() },
            body: if id == 2 { self.t("## How it began\nThree traders, one paper book each.") } else { String::new() },
            visibility: Visibility::Everyone,
            language: "en".into(),
            status: OfferStatus::Active,
            featured: false,
            views: 12,
            connections: 4,
            created_at: NOW.plus(-6 * DAY),
            updated_at: NOW.plus(-6 * DAY),
            published_at: Some(NOW.plus(-6 * DAY)),
            matched_at: Some(NOW.plus(-6 * DAY)),
            told: if self == Sample::Empty { 0 } else { 2 },
            hidden: false,
            file: (id == 2).then(|| hub::files::Handed { id: FileId(9), name: self.t("market list.xlsx"), path: "/files/9/market%20list.xlsx".into(), size: 24_000, taken: 7 }),
            stage: (id == 2).then_some(Stage::InWork),
            length: if id == 3 { self.t("five evenings of an hour") } else { String::new() },
            related_offer: (id == 4).then_some(OfferId(2)),
            edited_at: (id == 2).then(|| NOW.plus(-HOUR)),
            rating: (id == 1).then_some(Rating { ratings: 12, tenths: 48 }),
        }
    }

    fn apps(self) -> Vec<(String, String)> {
        self.list(vec![(String::new(), self.t("To none")), ("2".into(), self.t("Stallbook"))])
    }

    fn around(self) -> Vec<offers::Around> {
        self.list(vec![offers::Around {
            says: self.t("Looking for testers"),
            title: self.t("Five people"),
            path: self.t("/@kemi-builds/asks/stallbook"),
        }])
    }

    /// Two of five are in, one is held; the reader's own where the number is even.
    fn places(self, id: i64) -> Places {
        Places { places: 5, accepted: 2, held: 1, mine: (id % 2 == 0).then(|| NOW.plus(7 * MINUTE)) }
    }

    fn place(self, id: i64) -> Place {
        Place { ask: 2, name: self.t("Kemi Adeyemi"), places: self.places(id), waits: false }
    }

    fn held(self) -> PlacesView {
        let owner = self.person(3);
        let (title, path) = (self.t("Five people to try Stallbook"), self.t("/@kemi-builds/asks/stallbook"));
        PlacesView { ask: AskId(2), title, path, owner, places: self.places(2), writing: vec![] }
    }

    fn card(self, id: i64) -> MatchCard {
        let reader_asks = id % 2 == 1;
        MatchCard {
            id: MatchId(id),
            reader_asks,
            person: self.person(if reader_asks { 2 } else { 3 }),
            ask: AskId(1),
            ask_title: self.t("Posts for my bakery that sound like me"),
            ask_kind: AskKind::Advice,
            ask_path: self.t("/@rosa-bakes/asks/posts-for-my-bakery"),
            offer: OfferId(1),
            offer_title: self.t("I will write your first ten posts with you"),
            offer_kind: OfferKind::Service,
            offer_path: self.t("/@nora-writes/first-ten-posts"),
            price: self.t("$45/hr"),
            score: 800,
            reasons: vec![
                self.t("you both say: posts, bakery, words"),
                self.t("needs a hand with writing, offers to write with you"),
                self.t("you both picked Copywriting"),
            ],
            first_line: self.t("Hi Nora, I am looking for help with posts for my bakery, and your offer sounds right. "),
            told: true,
            missing: self.list(vec![self.t("they ask $45/hr, your budget is $40")]),
            answers: "usually answers in 12 min · 9 of the last 10".into(),
            connection: (id == 3).then_some(ConnectionId(1)),
            found_at: NOW.plus(-MINUTE),
            places: (!reader_asks).then(|| self.places(id)),
        }
    }

    fn connection(self, id: i64, status: Status, side: Side, about: Subject) -> ConnectionView {
        let c = connections::Connection {
            id: ConnectionId(id),
            initiator: UserId(if side == Side::Initiator { 1 } else { 2 }),
            responder: UserId(if side == Side::Initiator { 2 } else { 1 }),
            about,
            status,
            done_claimed_at: None,
            initiator_rating: None,
            responder_rating: None,
            conversation: ConversationId(5),
        };
        let direct = about == Subject::Direct;
        ConnectionView {
            id: ConnectionId(id),
            about,
            title: if direct { String::new() } else { self.t("Posts for my bakery that sound like me") },
            path: if direct { String::new() } else { self.t("/@rosa-bakes/asks/posts-for-my-bakery") },
            price: if direct { String::new() } else { "$20 to $60".to_owned() },
            other: self.person(2),
            side,
            reader_helps: c.helper_side().map(|h| h == side),
            status,
            done_claimed_at: None,
            steps: connections::rules::steps(&c, UserId(1)),
            conversation: ConversationId(5),
            first_message: self.t("Hi Rosa, I write for shops like yours. Shall we do the first three together, for free?"),
            my_rating: (id == 9).then_some(4),
            my_words: if id == 9 { self.t("Patient and quick.") } else { String::new() },
            their_rating: (status == Status::Completed).then_some(5),
            their_words: self.t("A joy, and there was cake."),
            created_at: NOW.plus(-50 * MINUTE),
            updated_at: NOW.plus(-8 * MINUTE),
            completed_at: None,
        }
    }

    fn notice(self, id: i64, words: &str, seen: bool) -> NoticeView {
        NoticeView {
            id: NoticeId(id),
            at: NOW.plus(-id * 7 * MINUTE),
            seen,
            by: (id != 2).then(|| self.person(2)),
            words: self.t(words),
            path: self.t("/connections#connection-1"),
            search: (id == 2).then_some(SearchId(9)),
            renew: (id == 2).then_some(AskId(3)),
        }
    }

    fn search(self, id: i64, tell: Tell) -> SearchView {
        let text = self.t("posts for my bakery");
        let words = self.t("offers that say “posts for my bakery” · Service or Quick help · Marketing & Content · free");
        let query = hub::discovery::Query { text, ..Default::default() };
        SearchView { id: SearchId(id), query, words, tell, saved_at: NOW.plus(-id * DAY), found: id - 1 }
    }

    fn tool(self, slug: &str, name: &str, tagline: &str) -> ToolView {
        ToolView {
            id: ToolId(1),
            facts: ToolFacts {
                slug: self.t(slug),
                name: self.t(name),
                company: self.t("OpenAI"),
                tagline: self.t(tagline),
                description: self.t("A general assistant you use by having a conversation. It can draft and rewrite text, explain things, and make pictures."),
                category: ToolCategory::Chat,
                tool_type: ToolType::AiTool,
                website_url: if self == Sample::Hostile { HOSTILE.into() } else { "https://chatgpt.com".into() },
                pricing_model: ToolPricing::Freemium,
                has_free_tier: true,
                starting_price: (self != Sample::Empty).then(|| self.t("Paid from $20 per month")),
                problem_categories: vec![],
                use_cases: self.list(vec![self.t("write posts for my shop"), self.t("plan a week of family meals"), self.t("explain a letter I do not understand")]),
                ideal_for: self.list(vec![self.t("People trying AI for the first time"), self.t("Writing and planning")]),
                limitations: self.list(vec![self.t("Can state wrong things with confidence"), self.t("Free use is limited")]),
                alternatives: vec![],
                tags: vec![],
                keywords: vec![],
                source_url: if self == Sample::Hostile { HOSTILE.into() } else { "https://chatgpt.com".into() },
                source_note: self.t("general knowledge, not re-read"),
                checked_on: self.t("2026-11-22"),
            },
            rating: hub::offers::Rating::of(7, 31).filter(|_| self != Sample::Empty),
        }
    }

    fn categories(self) -> Vec<Term> {
        let term = |id, slug: &str, name: &str, problem: &str, color: &str, icon: &str| Term {
            id: TermId(id),
            term_type: TermType::OfferCategory,
            slug: self.t(slug),
            name: self.t(name),
            description: String::new(),
            problem: self.t(problem),
            color: self.t(color),
            icon: self.t(icon),
            words: vec![],
        };
        self.list(vec![
            term(1, "marketing-content", "Marketing & Content", "I need people to hear about what I do", "ruby", "megaphone"),
            term(2, "sales-outreach", "Sales & Outreach", "I need customers, and I do not know how to reach them", "topaz", "handshake"),
            term(3, "customer-support", "Customer Support", "I keep answering the same questions all day", "jade", "headset"),
            term(4, "operations", "Operations & Productivity", "Small chores are eating my whole week", "sapphire", "gears"),
            term(
                5,
                "creative-design",
                "Creative & Design",
                "I want it to look and sound right, and I am not a designer",
                "rose-quartz",
                "palette",
            ),
            term(
                6,
                "development",
                "Development & Technical",
                "I have an idea for an app or a site and need it built or fixed",
                "tanzanite",
                "code",
            ),
            term(7, "learning-education", "Learning & Education", "I want to learn something, or teach it to others", "emerald", "book"),
            term(8, "other", "Other", "My problem does not fit any box", "morganite", "sparkles"),
        ])
    }

    fn choices(self) -> Choices {
        Choices {
            categories: self.categories(),
            tags: self.list(vec![self.term(1, "copywriting", "Copywriting"), self.term(2, "photography", "Photography")]),
            tools: self.list(vec![self.tool_ref("chatgpt", "ChatGPT"), self.tool_ref("notion-ai", "Notion")]),
        }
    }

    fn problems(self, fields: &[&str]) -> Problems {
        Problems::of(self.list(fields.iter().map(|f| FieldProblem::new(f, self.t("The title is missing."))).collect()))
    }

    fn thread(self) -> ThreadView {
        let message = |no: i64, by: i64, body: &str, ago: i64, begins| MessageView {
            begins,
            hidden: no == 3 && self == Sample::Rich,
            files: if no == 5 { vec![self.file(21), self.file(22)] } else { Vec::new() },
            ..MessageView::fresh(ConversationId(5), no, UserId(by), self.t("c1"), self.t(body), NOW.plus(-ago))
        };
        ThreadView {
            conversation: self.conversation(5, 2),
            messages: self.list(vec![
                message(
                    1,
                    2,
                    "Hi Rosa, I write for shops like yours. Shall we do the first three together, for free?",
                    26 * HOUR,
                    Some(ConnectionId(1)),
                ),
                self.changed(2, 1, "Yes please! I have no idea where to begin.\nMaybe the rye?"),
                message(3, 2, "The rye is perfect. What do people say when they bite into it?", 50 * MINUTE, None),
                message(4, 1, "“Oh.” Mostly “oh.”", 48 * MINUTE, None),
                message(5, 2, "Then that is the first post.", 12 * MINUTE, None),
                message(6, 1, "I would never have dared", 3 * MINUTE, None),
            ]),
            before: (self != Sample::Empty).then_some(1),
            pinned: self.list(vec![Pin {
                no: 2,
                by: UserId(1),
                words: self.t("Yes please! I have no idea where to begin."),
                pinned_no: 9,
            }]),
            connections: self.list(vec![
                self.connection(1, Status::Accepted, Side::Responder, Subject::Ask(AskId(1))),
                self.connection(9, Status::Completed, Side::Initiator, Subject::Offer(OfferId(1))),
            ]),
        }
    }

    /// What people say of the other one of a conversation.
    fn beside(self) -> messaging::Beside {
        let said = |n: i64, stars: i64, words: &str| Review {
            connection: ConnectionId(n),
            stars,
            words: self.t(words),
            by: self.person(n),
            about: Subject::Ask(AskId(n)),
            title: self.t("My shop says nothing"),
            path: "/@rosa/asks/my-shop".into(),
            at: NOW.plus(-n * DAY),
        };
        messaging::Beside {
            answers: self.t("usually answers within 12 minutes"),
            rating: (self != Sample::Empty).then_some(Rating { ratings: 12, tenths: 48 }),
            reviews: self.list(vec![said(3, 5, "Plain words, and they work."), said(4, 4, "")]),
        }
    }

    /// A picture with an even number, a plan with an odd one.
    fn file(self, id: i64) -> FileView {
        let (name, media, side) = if id % 2 == 0 { ("stall.jpg", Media::Jpeg, Some(1_600)) } else { ("plan.pdf", Media::Pdf, None) };
        let path = hub::files::path(FileId(id), name);
        FileView { id: FileId(id), name: self.t(name), path, size: 84_000, media, width: side, height: side.map(|side| side / 2) }
    }

    /// A message to which much has happened.
    fn changed(self, no: i64, by: i64, body: &str) -> MessageView {
        MessageView {
            log_no: 9,
            reply: Some(Quote {
                no: 1,
                by: UserId(2),
                words: self.t("Shall we do the first three together?"),
                deleted: false,
                hidden: false,
            }),
            edited_at: Some(NOW.plus(-HOUR)),
            pinned_no: Some(9),
            reactions: vec![
                Reaction { emoji: "👍".into(), count: 2, by: vec![UserId(1), UserId(2)] },
                Reaction { emoji: "🎉".into(), count: 1, by: vec![UserId(2)] },
            ],
            ..MessageView::fresh(ConversationId(5), no, UserId(by), self.t("c1"), self.t(body), NOW.plus(-25 * HOUR))
        }
    }

    fn author(self, id: i64) -> Author {
        let person = self.person(id);
        Author { id: person.id, handle: person.handle, name: person.name, portrait: person.portrait }
    }

    fn room_card(self, id: i64) -> RoomCard {
        let (kind, slug, name, description) = match id {
            1 => (Kind::Room, "general", "General", "For everybody, about everything: say hello, ask something small, tell what worked."),
            2 => (Kind::Group, "", "Bakers who post", "We read each other's posts on Thursdays."),
            _ => (Kind::Room, "development-technical", "Development & Technical", ""),
        };
        RoomCard {
            id: ConversationId(id),
            kind,
            // Made from the name by the hub: letters, digits and dashes.
            slug: slug.to_owned(),
            name: self.t(name),
            description: if self == Sample::Empty { String::new() } else { self.t(description) },
            category: (id == 3).then(|| self.term(6, "development", "Development & Technical")),
            slow_seconds: if id == 3 { 30 } else { 0 },
            members: if self == Sample::Empty { 1 } else { 412 },
            archived: false,
        }
    }

    fn said(self, no: i64, by: i64, body: &str, ago: i64, ask: bool) -> RoomMessageView {
        let fresh = MessageView::fresh(ConversationId(1), no, UserId(by), self.t("c1"), self.t(body), NOW.plus(-ago));
        let reply = (no == 60).then(|| Quote { no: 58, by: UserId(3), words: String::new(), deleted: false, hidden: false });
        let pinned_no = (no == 58).then_some(66);
        let reactions = if no == 56 {
            self.list(vec![Reaction { emoji: "👍".into(), count: 2, by: vec![UserId(1), UserId(3)] }])
        } else {
            Vec::new()
        };
        let message = MessageView { hidden: no == 57 && self == Sample::Rich, reply, pinned_no, reactions, ..fresh };
        let ask = ask.then(|| RoomAsk {
            id: AskId(2),
            title: self.t("Five people to try Stallbook, my app for market traders"),
            path: "/@kemi-builds/asks/five-people-to-try-stallbook".into(),
            kind: AskKind::BetaTester,
            status: AskStatus::Open,
            places: 5,
            accepted: 2,
        });
        RoomMessageView { message, author: self.author(by), ask }
    }

    fn room(self, id: i64, role: Option<Role>) -> RoomView {
        RoomView {
            room: self.room_card(id),
            message_no: if self == Sample::Empty { 0 } else { 61 },
            log_no: 70,
            last_at: NOW.plus(-4 * MINUTE),
            last: (self != Sample::Empty).then(|| self.said(61, 3, "I would never have dared", 4 * MINUTE, false)),
            mine: role.map(|role| Standing { role, read_no: 58, unread: if id == 1 { 3 } else { 0 }, mentioned: id == 1 }),
            invited_by: (role.is_none() && id == 2).then(|| self.author(2)),
        }
    }

    fn rooms(self) -> Vec<RoomView> {
        vec![self.room(1, Some(Role::Member)), self.room(2, None), self.room(3, None)]
    }

    fn room_page(self, id: i64, role: Option<Role>) -> RoomPageView {
        RoomPageView {
            room: self.room(id, role),
            messages: self.list(vec![
                self.said(56, 2, "Small win: the bakery's post about the burnt rye got more answers than all the pretty ones together.", 27 * HOUR, false),
                self.said(57, 1, "It was very burnt.", 26 * HOUR, false),
                self.said(58, 3, "Stallbook is ready for strangers. Who has twenty minutes and a phone that has seen better days?\nYou do not need a stall.", 50 * MINUTE, true),
                self.said(59, 3, "Bad signal welcome, that is the point of it.", 49 * MINUTE, false),
                self.said(60, 1, "I have flour on mine. Does that count?", 12 * MINUTE, false),
                self.said(61, 3, "That is exactly what I need to see.", 4 * MINUTE, false),
            ]),
            before: (self != Sample::Empty).then_some(56),
            pinned: self.list(vec![self.said(58, 3, "Stallbook is ready for strangers.", 50 * MINUTE, true)]),
        }
    }

    fn in_room(self, id: i64, role: Role) -> InRoom {
        InRoom { who: self.author(id), tagline: self.person(id).tagline, role, joined_at: NOW.plus(-id * DAY) }
    }

    fn conversation(self, id: i64, with: i64) -> ConversationView {
        ConversationView {
            id: ConversationId(id),
            other: self.person(with),
            unread: if id == 6 { 2 } else { 0 },
            message_no: 6,
            log_no: 6,
            read_no: 6,
            other_read_no: 4,
            other_delivered_no: 5,
            last: (self != Sample::Empty).then(|| {
                let by = UserId(if id == 5 { 1 } else { with });
                MessageView::fresh(ConversationId(id), 6, by, String::new(), self.t("I would never have dared"), NOW.plus(-3 * MINUTE))
            }),
            last_at: NOW.plus(-3 * MINUTE * id),
            muted_at: (id == 6).then_some(NOW),
            archived_no: None,
            draft: (id == 6).then(|| DraftView { conversation: ConversationId(id), body: self.t("See you on Thurs"), at: NOW }),
        }
    }
}

fn shown(page: impl Template) -> String {
    page.render().expect("a page renders")
}

/// Every page with one sample, as a member sees it.
pub fn pages(s: Sample) -> Vec<(&'static str, String)> {
    let mut all = of_exchange(s);
    all.extend(of_people(s));
    all.extend(shell::pages(s));
    all.extend(follows::pages(s));
    all.extend(keeps::pages(s));
    all.extend(styleguide::pages(s));
    all.extend(settings::pages(s));
    all.extend(wordings::pages(s));
    all.extend(leaving::pages(s));
    all.extend(discover::pages(s));
    all.extend(reviews::pages(s));
    all.extend(times::pages(s));
    all
}

fn of_exchange(s: Sample) -> Vec<(&'static str, String)> {
    let mut form = asks::AskForm::of(&s.ask(1, 1), &jiff::tz::TimeZone::UTC);
    form.kind = s.t("advice");
    let mut offer_form = offers::OfferForm::of(&s.offer(1, 1));
    offer_form.price = s.t("45");
    vec![
        (
            "home",
            shown(home::Dashboard {
                chrome: s.chrome("/home"),
                home: &home::Home {
                    steps: (s != Sample::Rich).then(|| Steps { asked: s == Sample::Hostile, ..Steps::default() }),
                    helped_this_month: if s == Sample::Empty { 0 } else { 2 },
                    seen: s.list(vec![
                        Seen { post: Post::Offer(OfferId(2)), title: s.t("I write posts for bakeries"), slug: s.t("posts"), people: 14 },
                        Seen { post: Post::Ask(AskId(1)), title: s.t("Posts for my bakery"), slug: s.t("posts"), people: 3 },
                    ]),
                    asks: s.list(vec![s.ask(1, 1), s.ask(2, 1)]),
                    receipts: s.list(vec![s.receipt(1)]).into_iter().map(|receipt| (receipt.ask, receipt)).collect(),
                    asks_open: 2,
                    offers: s.list(vec![s.offer(2, 1)]),
                    offers_live: 1,
                    matches: s.list(vec![s.card(1), s.card(2), s.card(3)]),
                    more_matches: s == Sample::Rich,
                    pause: Paused { paused: s == Sample::Hostile, until: None },
                    ahead: times::ahead(s),
                    waiting: s.list(vec![s.connection(1, Status::Initiated, Side::Responder, Subject::Ask(AskId(1)))]),
                    holds: s.list(vec![s.held()]),
                    notices: s.list(vec![
                        s.notice(1, "Nora Fairweather offers to help with “Posts for my bakery”.", false),
                        s.notice(2, "“Price a wedding cake” has run out of time.", true),
                        s.notice(3, "Nora Fairweather says it is done. Is it? No answer for a week counts as yes.", true),
                    ]),
                    tools: vec![s.tool("chatgpt", "ChatGPT", "Ask questions, write, plan and make pictures by typing or talking.")],
                },
            }),
        ),
        (
            "matches",
            shown(home::AllMatches {
                chrome: s.chrome("/home/matches"),
                matches: s.list(vec![s.card(1), s.card(2)]),
                earlier: s == Sample::Hostile,
                next: (s == Sample::Rich).then(|| "1800000000000:3".to_owned()),
            }),
        ),
        (
            "ask-new",
            shown(asks::AskEditor {
                chrome: s.chrome("/my/asks/new"),
                choices: s.choices(),
                form: if s == Sample::Empty { asks::AskForm::new() } else { form.clone() },
                problems: s.problems(&["text", "kind", "budget_min"]),
                editing: None,
                begun: s.list(vec![wordings::begun(s)]),
                stands: vec![],
                apps: s.apps(),
            }),
        ),
        (
            "ask-edit",
            shown(asks::AskEditor {
                chrome: s.chrome("/my/asks/1/edit"),
                choices: s.choices(),
                form,
                problems: Problems::none(),
                editing: Some(s.ask(1, 1)),
                begun: vec![],
                stands: vec![web::layout::forms::Stands { label: "composer-in-one-line", words: s.t("Posts for my bakery") }],
                apps: s.apps(),
            }),
        ),
        (
            "asks-mine",
            shown(asks::MyAsks {
                chrome: s.chrome("/my/asks"),
                asks: s.list(vec![s.ask(1, 1), AskView { archived: true, ..s.ask(2, 1) }]),
                begun: s.list(vec![wordings::begun(s)]),
                next: Some(s.t("abc")),
            }),
        ),
        (
            "ask-own",
            shown(asks::AskPage {
                chrome: s.chrome("/@rosa-bakes/asks/posts-for-my-bakery"),
                ask: s.ask(2, 1),
                app: Some(s.offer(2, 3)),
                link: s.link(),
                matches: s.list(vec![s.card(1), s.card(3)]),
                tools: vec![s.tool("chatgpt", "ChatGPT", "Ask questions, write, plan.")],
                answers: s.list(vec![s.connection(1, Status::Discussing, Side::Responder, Subject::Ask(AskId(2)))]),
                mine: None,
                wall: Wall::None,
                place: s.place(1),
                writing: s.t("Nora Fairweather is writing to you · 1 of 5 places held"),
                receipt: Some(s.receipt(2)),
                hear: s.t("You see answers here and on the bell."),
                suggestions: s.list(vec![s.suggestion(4), s.suggestion(1)]),
                message: String::new(),
                places: None,
                problems: Problems::none(),
                keep: Some(keeps::button(s, hub::keeps::Thing::Ask(AskId(3)))),
            }),
        ),
        (
            "ask-others",
            shown(asks::AskPage {
                chrome: s.chrome("/@kemi-builds/asks/stallbook"),
                ask: s.ask(2, 3),
                app: Some(s.offer(2, 3)),
                link: s.link(),
                matches: vec![],
                tools: vec![],
                answers: vec![],
                mine: None,
                wall: Wall::None,
                place: s.place(2),
                writing: String::new(),
                receipt: None,
                hear: String::new(),
                suggestions: vec![],
                message: s.t("Hi Kemi, I have a stall on Saturdays."),
                places: None,
                problems: s.problems(&["message"]),
                keep: Some(keeps::button(s, hub::keeps::Thing::Ask(AskId(3)))),
            }),
        ),
        (
            "ask-behind-a-block",
            shown(asks::AskPage {
                chrome: s.chrome("/@kemi-builds/asks/stallbook"),
                ask: s.ask(2, 3),
                app: Some(s.offer(2, 3)),
                link: s.link(),
                matches: vec![],
                tools: vec![],
                answers: vec![],
                mine: None,
                wall: Wall::Own,
                place: Place { waits: true, places: Places { places: 1, accepted: 0, held: 1, mine: None }, ..s.place(1) },
                writing: String::new(),
                receipt: None,
                hear: String::new(),
                suggestions: vec![],
                message: String::new(),
                places: None,
                problems: Problems::none(),
                keep: Some(keeps::button(s, hub::keeps::Thing::Ask(AskId(3)))),
            }),
        ),
        (
            "offer-new",
            shown(offers::OfferEditor {
                chrome: s.chrome("/my/offers/new"),
                choices: s.choices(),
                form: if s == Sample::Empty { offers::OfferForm::new() } else { offer_form.clone() },
                problems: s.problems(&["price"]),
                editing: None,
                begun: s.list(vec![wordings::begun(s)]),
                stands: vec![],
                apps: s.apps(),
            }),
        ),
        (
            "offer-edit",
            shown(offers::OfferEditor {
                chrome: s.chrome("/my/offers/1/edit"),
                choices: s.choices(),
                form: offer_form,
                problems: Problems::none(),
                editing: Some(s.offer(1, 1)),
                begun: vec![],
                stands: vec![web::layout::forms::Stands { label: "offers-article", words: String::new() }],
                apps: s.apps(),
            }),
        ),
        (
            "offers-mine",
            shown(offers::MyOffers {
                chrome: s.chrome("/my/offers"),
                offers: s.list(vec![s.offer(1, 1), OfferView { status: OfferStatus::Draft, ..s.offer(2, 1) }]),
                begun: s.list(vec![wordings::begun(s)]),
                next: None,
            }),
        ),
        (
            "offer-own",
            shown(offers::OfferPage {
                chrome: s.chrome("/@rosa-bakes/x"),
                offer: s.offer(2, 1),
                app: s.list(vec![s.offer(2, 1)]).pop(),
                around: s.around(),
                link: s.link(),
                matches: s.list(vec![s.card(2)]),
                requests: s.list(vec![s.connection(1, Status::InProgress, Side::Responder, Subject::Offer(OfferId(2)))]),
                mine: None,
                wall: Wall::None,
                answers: "usually answers in 12 min · 9 of the last 10".into(),
                more: vec![],
                ask_open: true,
                message: String::new(),
                problems: Problems::none(),
                keep: Some(keeps::button(s, hub::keeps::Thing::Offer(OfferId(1)))),
            }),
        ),
        (
            "offer-others",
            shown(offers::OfferPage {
                chrome: s.chrome("/@nora-writes/first-ten-posts"),
                offer: s.offer(1, 2),
                app: s.list(vec![s.offer(2, 1)]).pop(),
                around: s.around(),
                link: s.link(),
                matches: vec![],
                requests: vec![],
                mine: None,
                wall: Wall::None,
                answers: "usually answers in 12 min · 9 of the last 10".into(),
                more: s.list(vec![s.offer(3, 2), s.offer(4, 2)]),
                ask_open: false,
                message: s.t("Hi Nora, "),
                problems: Problems::none(),
                keep: Some(keeps::button(s, hub::keeps::Thing::Offer(OfferId(1)))),
            }),
        ),
        ("discover", shown(discover(s, discovery::Tab::All, s.chrome("/discover")))),
        ("discover-offers", shown(discover(s, discovery::Tab::Offers, s.chrome("/discover/offers")))),
        ("discover-tools", shown(discover(s, discovery::Tab::Tools, s.chrome("/discover/tools")))),
        (
            "tool",
            shown(tools::ToolPage {
                chrome: s.chrome("/tools/chatgpt"),
                tool: s.tool("chatgpt", "ChatGPT", "Ask questions, write, plan and make pictures by typing or talking."),
                alternatives: s.list(vec![s.tool_ref("claude", "Claude"), s.tool_ref("gemini", "Gemini")]),
                experts: s.list(vec![hub::tools::Expert { person: s.person(2), helps: 3 }]),
                offers: s.list(vec![s.offer(1, 2)]),
                asks: s.list(vec![s.ask(1, 3)]),
                keep: Some(keeps::button(s, hub::keeps::Thing::Tool(ToolId(1)))),
                reviews: s.list(vec![reviews::review(s, 1, 2), reviews::review(s, 2, 3)]),
                more_reviews: s == Sample::Rich,
                own_review: None,
                review_form: Default::default(),
                review_problems: Problems::none(),
            }),
        ),
    ]
}

fn discover(s: Sample, tab: discovery::Tab, chrome: Chrome) -> discovery::Discover {
    let all = tab == discovery::Tab::All;
    let only = |yes: bool| yes && s != Sample::Empty;
    let mut chrome = chrome;
    chrome.marks =
        (s != Sample::Empty).then(|| Marks { kept: [hub::keeps::Thing::Offer(OfferId(1))].into(), followed: [UserId(2)].into() });
    discovery::Discover {
        chrome,
        tab,
        query: match (s, tab) {
            (Sample::Rich, discovery::Tab::All) => discovery::Query::default(),
            (Sample::Rich, _) => discovery::Query { q: "posts for my bakery".into(), price: "free".into(), ..Default::default() },
            _ => discovery::Query {
                q: s.t("knitting a boat"),
                category: s.t("other"),
                kind: s.t("app"),
                tool: s.t("x"),
                tag: s.t("y"),
                ..Default::default()
            },
        },
        choices: s.choices(),
        for_you: if only(all) { vec![s.card(1)] } else { vec![] },
        fitting_asks: if all && s != Sample::Empty { vec![s.ask(3, 2)] } else { vec![] },
        fitting_offers: if all && s != Sample::Empty { vec![s.offer(4, 3)] } else { vec![] },
        into_asks: if all { s.list(vec![(s.ask(2, 3), vec![s.t("Copywriting")])]) } else { vec![] },
        into_offers: if all { s.list(vec![(s.offer(3, 4), vec![s.t("Copywriting"), s.t("Photography")])]) } else { vec![] },
        values: s
            .list(vec![("category:marketing-content", 12), ("price:free", 3), ("rated:4", 2), ("tool:chatgpt", 5), ("language:en", 9)])
            .into_iter()
            .map(|(fact, n)| (fact.to_owned(), n))
            .collect::<std::collections::HashMap<_, _>>()
            .into(),
        here: (s != Sample::Empty).then_some(2),
        loosely: s == Sample::Hostile,
        wait: match (s, tab) {
            (Sample::Empty, _) => None,
            (_, discovery::Tab::Offers) => Some(discovery::Wait::Kept(Box::new(s.search(1, Tell::AtOnce)))),
            _ => Some(discovery::Wait::Offered),
        },
        offers: if only(all || tab == discovery::Tab::Offers) { vec![s.offer(1, 2), s.offer(2, 3), s.offer(4, 2)] } else { vec![] },
        asks: if only(all) { vec![s.ask(2, 3), s.ask(3, 2)] } else { vec![] },
        people: if only(all) {
            vec![discovery::PersonFound::with(s.offer(1, 2)), discovery::PersonFound::without(s.person(4))]
        } else {
            vec![]
        },
        tools: if only(all || tab == discovery::Tab::Tools) {
            vec![
                s.tool("chatgpt", "ChatGPT", "Ask questions, write, plan and make pictures by typing or talking."),
                s.tool("claude", "Claude", "A careful assistant for writing, reading long documents and thinking things through."),
            ]
        } else {
            vec![]
        },
        apps: if only(all) { vec![s.offer(4, 3)] } else { vec![] },
        counts: discovery::Counts { apps: 1, tools: 3, offers: 12, people: 2, courses: 1, asks: 2 },
        more_people: s == Sample::Rich,
        courses: if only(all) { vec![s.offer(3, 3)] } else { vec![] },
        next: only(!all).then(|| s.t("abc")),
    }
}

fn of_people(s: Sample) -> Vec<(&'static str, String)> {
    let connections = |show| connecting::Connections {
        chrome: s.chrome("/connections"),
        show,
        connections: s.list(vec![
            s.connection(1, Status::Initiated, Side::Responder, Subject::Ask(AskId(1))),
            s.connection(2, Status::InProgress, Side::Initiator, Subject::Offer(OfferId(1))),
            s.connection(3, Status::Completed, Side::Responder, Subject::Ask(AskId(1))),
            s.connection(9, Status::Completed, Side::Initiator, Subject::Direct),
            s.connection(10, Status::Declined, Side::Initiator, Subject::Ask(AskId(3))),
        ]),
        next: None,
        ahead: times::ahead(s),
        rating: Some((
            ConnectionId(3),
            connecting::RateForm { stars: "4".into(), words: s.t("Thank you so much"), next: String::new() },
            s.problems(&["stars"]),
        )),
    };
    vec![
        ("connections", shown(connections(connecting::Show::Open))),
        ("connections-over", shown(connections(connecting::Show::Over))),
        (
            "messages",
            shown(messaging::Messages {
                chrome: s.chrome("/messages"),
                conversations: s.list(vec![s.conversation(5, 2), s.conversation(6, 3)]),
                next: Some(s.t("abc")),
                archived: false,
                put_away: 2,
                open: None,
                earlier: false,
                new: messaging::NewLine::default(),
                beside: messaging::Beside::default(),
                hear: String::new(),
                known: Known::default(),
                times: None,
                blocked: false,
                body: String::new(),
                files: String::new(),
                reply: None,
                problems: Problems::none(),
            }),
        ),
        ("resume", shown(accounts::Resume { chrome: s.chrome("/"), kept: kept(s) })),
        (
            "thread",
            shown(messaging::Messages {
                chrome: s.chrome("/messages/5"),
                conversations: vec![s.conversation(5, 2), s.conversation(6, 3)],
                next: None,
                archived: false,
                put_away: 1,
                open: Some(s.thread()),
                earlier: false,
                new: messaging::NewLine::of(Some(2), UserId(1), true, &s.thread().messages),
                beside: s.beside(),
                hear: s.t("You see the answer here."),
                known: Known { state: State::Away, seen_at: None, may_wait: false, waits: true },
                times: None,
                blocked: false,
                body: s.t(""),
                files: "/files/12/plan%20b.pdf".into(),
                reply: Some(Quote { no: 3, by: UserId(2), words: s.t("The rye is perfect."), deleted: false, hidden: false }),
                problems: Problems::none(),
            }),
        ),
        (
            "thread-done",
            shown(messaging::Messages {
                chrome: s.chrome("/messages/5"),
                conversations: vec![s.conversation(5, 2)],
                next: None,
                archived: false,
                put_away: 0,
                open: Some(ThreadView {
                    connections: vec![s.connection(9, Status::Completed, Side::Initiator, Subject::Ask(AskId(1)))],
                    ..s.thread()
                }),
                earlier: false,
                new: messaging::NewLine::default(),
                beside: s.beside(),
                hear: String::new(),
                known: Known::default(),
                times: None,
                blocked: false,
                body: String::new(),
                files: String::new(),
                reply: None,
                problems: Problems::none(),
            }),
        ),
        (
            "message",
            shown(messaging::OneMessage {
                chrome: s.chrome("/messages/5/2"),
                place: messaging::Place::between(&s.conversation(5, 2), true),
                message: s.thread().messages.into_iter().nth(1).unwrap_or_else(|| s.changed(2, 1, "Yes please!")),
                may_edit: true,
                body: s.t("Yes please! I have no idea where to begin."),
                problems: s.problems(&["body"]),
            }),
        ),
        (
            "room-message",
            shown(messaging::OneMessage {
                chrome: s.chrome("/messages/1/58"),
                place: messaging::Place {
                    path: "/community/general".into(),
                    back: hub::say("rooms-back-to").with("room", s.t("General")).into(),
                    author: s.author(3).name,
                    edit_hint: hub::say("rooms-edit-hint").into(),
                    pin: Some(hub::say("rooms-pin").into()),
                    delete_hint: Some(hub::say("rooms-delete-hint").into()),
                    ask: (s != Sample::Empty).then(|| messaging::MayBeAnAsk::Suggest("/community/general/messages/58/suggest".into())),
                },
                message: s.said(58, 3, "Stallbook is ready for strangers.", 50 * MINUTE, false).message,
                may_edit: false,
                body: String::new(),
                problems: Problems::none(),
            }),
        ),
        (
            "messages-pinned",
            shown(messaging::Pinned {
                chrome: s.chrome("/messages/5/pinned"),
                with: s.conversation(5, 2),
                messages: s.list(vec![s.changed(2, 1, "Yes please!")]),
            }),
        ),
        (
            "messages-search",
            shown(messaging::Found {
                chrome: s.chrome("/messages/search?q=rye"),
                q: s.t("rye"),
                within: Some(s.conversation(5, 2)),
                found: s.list(vec![FoundMessage {
                    conversation: ConversationId(5),
                    other: s.person(2),
                    no: 3,
                    by: UserId(2),
                    sent_at: NOW.plus(-50 * MINUTE),
                    pieces: vec![s.t("The "), s.t("rye"), s.t(" is perfect.")],
                }]),
                next: Some(s.t("abc")),
            }),
        ),
        (
            "community",
            shown(rooms::Rooms {
                chrome: s.chrome("/community"),
                rooms: s.rooms(),
                front: rooms::Front {
                    said: s.list(s.room_page(1, Some(Role::Member)).messages),
                    newest: s.list(vec![s.person(2), s.person(4)]),
                },
                open: None,
                earlier: false,
                new: messaging::NewLine::default(),
                body: String::new(),
                files: String::new(),
                reply: None,
                problems: Problems::none(),
            }),
        ),
        ("room", shown(community(s, 1, Some(Role::Member)))),
        ("room-looked-into", shown(community(s, 3, None))),
        ("room-slow", shown(community(s, 3, Some(Role::Owner)))),
        ("group-asked-in", shown(community(s, 2, None))),
        (
            "room-about",
            shown(rooms::About {
                chrome: s.chrome("/community/2/about"),
                room: s.room(2, Some(Role::Owner)),
                people: vec![s.in_room(1, Role::Owner), s.in_room(2, Role::Moderator), s.in_room(3, Role::Member)],
                next: Some(s.t("2:1:3")),
                askable: s.list(vec![s.author(3)]),
                barred: s.list(vec![s.author(4)]),
            }),
        ),
        (
            "room-new",
            shown(rooms::RoomEditor {
                chrome: s.chrome("/community/new"),
                choices: s.choices(),
                form: rooms::RoomForm { kind: "group".into(), name: s.t("Bakers"), description: s.t(""), ..rooms::RoomForm::default() },
                problems: Problems::of(vec![FieldProblem::new("name", s.t("The name is missing."))]),
                editing: None,
            }),
        ),
        (
            "room-edit",
            shown(rooms::RoomEditor {
                chrome: s.chrome("/community/development-technical/edit"),
                choices: s.choices(),
                form: rooms::RoomForm::of(&s.room_card(3)),
                problems: Problems::none(),
                editing: Some(s.room_card(3)),
            }),
        ),
        (
            "profile",
            shown(profiles::ProfilePage {
                chrome: s.chrome("/@nora-writes"),
                profile: profile(s, 2),
                offers: s.list(vec![s.offer(1, 2), s.offer(2, 2), s.offer(3, 2)]),
                asks: s.list(vec![s.ask(3, 2)]),
                achievements: storefront::achievements(s),
                updates: storefront::updates(s),
                thanks: storefront::thanks(s, 8),
                connections: s.list(vec![s.connection(1, Status::Accepted, Side::Responder, Subject::Ask(AskId(1)))]),
                blocked: false,
                known: Known { state: State::Gone, seen_at: Some(NOW.plus(-5 * MINUTE)), may_wait: true, waits: false },
                first: (s != Sample::Rich).then_some(hub::privacy::First::Known),
                follow: Some(follows::button(s, 2, follows::stands(s))),
                keep: Some(keeps::button(s, hub::keeps::Thing::Person(UserId(2)))),
                message: s.t("Hi Nora, "),
                problems: Problems::none(),
                editing: None,
            }),
        ),
        (
            "profile-own",
            shown(profiles::ProfilePage {
                chrome: s.chrome("/@rosa-bakes"),
                profile: profile(s, 1),
                offers: vec![],
                asks: vec![],
                achievements: vec![],
                updates: vec![],
                thanks: vec![],
                connections: vec![],
                blocked: false,
                known: Known::default(),
                first: None,
                follow: Some(follows::button(s, 1, FollowView { followers: 1, following: 4, ..FollowView::default() })),
                keep: None,
                message: String::new(),
                problems: Problems::none(),
                editing: Some(storefront::editing(s)),
            }),
        ),
        (
            "profile-blocked",
            shown(profiles::ProfilePage {
                chrome: s.chrome("/@kemi"),
                profile: profile(s, 3),
                offers: vec![],
                asks: vec![],
                achievements: vec![],
                updates: vec![],
                thanks: vec![],
                connections: vec![],
                blocked: true,
                known: Known::default(),
                first: None,
                follow: None,
                keep: None,
                message: String::new(),
                problems: Problems::none(),
                editing: None,
            }),
        ),
        (
            "less",
            shown(tastes::Less {
                chrome: s.chrome("/matches/1/less"),
                card: s.card(1),
                choices: choices(
                    &s.card(1),
                    &Named { tags: vec![s.t("Copywriting")], tools: vec![], category: Some(s.t("Marketing & Content")) },
                )
                .into_iter()
                .enumerate()
                .map(|(n, rule)| tastes::Choice { rule, ticked: n == 0 })
                .collect(),
                next: "/home".into(),
                problems: s.problems(&["less"]),
            }),
        ),
        (
            "searches",
            shown(searches::Mine {
                chrome: s.chrome("/my/searches"),
                searches: s.list(
                    [Tell::AtOnce, Tell::Daily, Tell::Off]
                        .into_iter()
                        .zip(1..)
                        .map(|(tell, id)| searches::Kept {
                            search: s.search(id, tell),
                            path: "/discover/offers?q=posts".into(),
                            fit: 3 - id,
                        })
                        .collect(),
                ),
                finds: s.list(
                    (1..=3)
                        .map(|n| FindView {
                            post: if n == 1 { hub::matches::Post::Ask(AskId(n)) } else { hub::matches::Post::Offer(OfferId(n)) },
                            title: s.t("I will write your first ten posts with you"),
                            path: s.t("/@nora-writes/first-ten-posts"),
                            search: SearchId(n),
                            found_at: NOW.plus(-n * HOUR),
                            waits: n == 2,
                        })
                        .collect(),
                ),
            }),
        ),
        (
            "rules-mine",
            shown(tastes::Mine {
                chrome: s.chrome("/settings/matches"),
                rules: s.list(
                    [(About::Tag, "newsletter writing"), (About::Person, "3"), (About::Offers, "course")]
                        .into_iter()
                        .zip(1..)
                        .map(|((about, what), id)| {
                            let rule = Rule { about, what: if about == About::Tag { s.t(what) } else { what.into() } };
                            let words = rules::words(&rule, Some(&s.t("Kemi Adeyemi")));
                            RuleView { id: RuleId(id), about, what: rule.what, words, taken_at: NOW.plus(-DAY) }
                        })
                        .collect(),
                ),
                pause: Paused { paused: s != Sample::Empty, until: (s == Sample::Rich).then(|| NOW.plus(DAY)) },
            }),
        ),
        (
            "report",
            shown(moderation::Report {
                chrome: s.chrome("/report/ask/2"),
                thing: Thing::Ask(AskId(2)),
                found: Found {
                    owner: s.person(3),
                    owner_suspended: false,
                    shut_out: false,
                    title: s.t("Five people to try Stallbook"),
                    says: s.t("It is a notebook for stalls."),
                    path: "/@kemi-builds/asks/stallbook".into(),
                    hidden: false,
                },
                form: moderation::ReportForm { reason: "spam".into(), words: s.t("The same every day.") },
                problems: s.problems(&["reason", "words"]),
            }),
        ),
        (
            "reports-mine",
            shown(moderation::MyReports {
                chrome: s.chrome("/my/reports"),
                reports: s.list(
                    [None, Some(Outcome::Hidden), Some(Outcome::Kept), Some(Outcome::Suspended)]
                        .into_iter()
                        .zip(1..)
                        .map(|(outcome, id)| ReportView {
                            id: ReportId(id),
                            thing: Thing::Profile(UserId(3)),
                            called: s.t("The profile of Kemi Adeyemi"),
                            reason: Reason::Impersonation,
                            words: s.t("That is not her."),
                            at: NOW.plus(-DAY),
                            outcome,
                            settled_at: outcome.map(|_| NOW),
                        })
                        .collect(),
                ),
                next: Some(s.t("abc")),
            }),
        ),
        ("reports-open", shown(cases(s, moderation::Show::Open))),
        ("reports-hidden", shown(cases(s, moderation::Show::Hidden))),
        ("reports-log", shown(cases(s, moderation::Show::Log))),
        (
            "demo",
            shown(demo::Doors {
                chrome: s.chrome("/demo"),
                people: s.list(vec![("newcomer".into(), s.person(4)), ("baker".into(), s.person(1)), ("builder".into(), s.person(3))]),
            }),
        ),
        (
            "problem-404",
            shown(problem::ProblemPage {
                chrome: s.chrome("/nowhere"),
                status: 404,
                words: String::new(),
                retry_after_s: None,
                request_id: s.t("01J8-request"),
            }),
        ),
        (
            "problem-429",
            shown(problem::ProblemPage {
                chrome: s.chrome("/login"),
                status: 429,
                words: s.t("That was a lot in a short time. Try again in 40 seconds."),
                retry_after_s: Some(40),
                request_id: String::new(),
            }),
        ),
    ]
}

/// The admins' list, each in one of its three parts.
fn cases(s: Sample, show: moderation::Show) -> moderation::Cases {
    let case = |id: i64, hidden: bool, thing: Thing| CaseView {
        id: CaseId(id),
        thing,
        owner: (id != 3).then(|| s.person(3)),
        owner_suspended: id == 2,
        called: s.t("The ask “Five people to try Stallbook” by Kemi Adeyemi"),
        says: s.t("It is a notebook for stalls: tap what you sold, see what you earned."),
        path: if id == 1 { s.t("/@kemi-builds/asks/stallbook") } else { String::new() },
        files: if id == 2 { vec![s.file(8), s.file(9)] } else { vec![] },
        hidden_at: hidden.then(|| NOW.plus(-HOUR)),
        hidden_by: (hidden && id == 2).then(|| s.person(1)),
        reports: s.list(vec![
            CaseReport { by: Some(s.person(2)), reason: Reason::Spam, words: s.t("The same every day."), at: NOW.plus(-2 * HOUR) },
            CaseReport { by: None, reason: Reason::Harassment, words: String::new(), at: NOW.plus(-HOUR) },
        ]),
        verdicts: if hidden { vec![Verdict::Hide, Verdict::Restore] } else { vec![Verdict::Hide, Verdict::Dismiss] },
    };
    let line = |id: i64, action, by| DecisionView {
        id,
        action,
        by,
        thing: Thing::Ask(AskId(2)),
        called: s.t("The ask “Five people to try Stallbook” by Kemi Adeyemi"),
        at: NOW.plus(-HOUR * id),
    };
    let hidden = show == moderation::Show::Hidden;
    let log = show == moderation::Show::Log;
    moderation::Cases {
        chrome: s.chrome("/admin/reports"),
        show,
        cases: if log {
            vec![]
        } else {
            s.list(vec![
                case(1, hidden, Thing::Ask(AskId(2))),
                case(2, true, Thing::Message { conversation: ConversationId(5), no: 3 }),
                case(3, hidden, Thing::Offer(OfferId(9))),
                case(4, hidden, Thing::Review(hub::ReviewId(4))),
            ])
        },
        decisions: if log {
            s.list(vec![line(1, Action::Restored, Some(s.person(1))), line(2, Action::HiddenByReports, None)])
        } else {
            vec![]
        },
        next: Some(s.t("abc")),
        open: if s == Sample::Empty { 0 } else { 3 },
    }
}

fn community(s: Sample, id: i64, role: Option<Role>) -> rooms::Rooms {
    let page = s.room_page(id, role);
    let chrome = s.chrome(&page.room.room.path());
    let new = messaging::NewLine::of(Some(56), UserId(1), true, page.messages.iter().map(|said| &said.message));
    rooms::Rooms {
        chrome,
        rooms: s.rooms(),
        front: rooms::Front::default(),
        open: Some(page),
        earlier: id == 3 && role.is_none(),
        new,
        body: s.t(""),
        files: String::new(),
        reply: None,
        problems: Problems::none(),
    }
}

fn profile(s: Sample, id: i64) -> ProfileView {
    ProfileView {
        person: s.person(id),
        bio: s.t("I spent eleven years writing adverts and came out of it with a strong liking for plain sentences.\n\nNow I help shops, schools and makers say what they do so that people get it the first time."),
        location: s.t("Edinburgh, United Kingdom"),
        pronouns: s.t("she/her"),
        links: s.list(vec![(s.t("Website"), if s == Sample::Hostile { "JavaScript:alert(1)".into() } else { "https://example.org".into() })]),
        language: s.t("en"),
        joined_at: NOW.plus(-310 * DAY),
        points: 820,
        open_asks: 1,
        active_offers: 3,
        answers: hub::availability::Answers { asked: 10, answered: 9, usual_ms: Some(720_000) },
        full: false,
        hidden: id == 1,
        interests: s.list(vec![s.term(2, "copywriting", "Copywriting"), s.term(3, "photography", "Photography")]),
        public: id == 2,
    }
}

fn stranger(path: &str) -> Chrome {
    let mut chrome = Chrome::new("the-token".into(), "n0nce".into(), NOW);
    chrome.path = path.to_owned();
    chrome.demo = true;
    chrome
}

/// A message that was written while the session had ended.
fn kept(s: Sample) -> Kept {
    let fields = vec![("body".into(), s.t("See you at five.")), ("next".into(), "/home".into())];
    Kept { to: "/messages/5".into(), fields, command: None }
}

/// What somebody sees who is not signed in.
pub fn strangers() -> Vec<(&'static str, String)> {
    let s = Sample::Rich;
    let login = accounts::LogInForm { login: "rosa".into(), ..Default::default() };
    let mut all = vec![
        (
            "landing",
            shown(landing_pages::Landing {
                chrome: stranger("/"),
                need: String::new(),
                demo: web::landing::demo::pairs(),
                found: None,
                faces: Vec::new(),
                categories: s.categories(),
                asks: vec![s.ask(1, 1), s.ask(3, 2), s.ask(2, 3)],
                offers: vec![s.offer(1, 2), s.offer(2, 3), s.offer(3, 2)],
                counts: landing_pages::Counts { members: 40, open_asks: 50, live_offers: 80, helps: 15 },
            }),
        ),
        (
            "signup",
            shown(accounts::SignUp {
                chrome: stranger("/signup"),
                kept: None,
                form: accounts::SignUpForm { username: "x".into(), ..Default::default() },
                problems: s.problems(&["username", "password"]),
            }),
        ),
        (
            "login",
            shown(accounts::LogIn {
                chrome: stranger("/login"),
                kept: None,
                form: login,
                problems: Problems::say("The name or the password is wrong."),
            }),
        ),
        (
            "forgot",
            shown(accounts::Forgot {
                chrome: stranger("/forgot"),
                form: accounts::ForgotForm { email: s.t("rosa@example.org") },
                sent: false,
                problems: s.problems(&["email"]),
            }),
        ),
        (
            "forgot-sent",
            shown(accounts::Forgot {
                chrome: stranger("/forgot"),
                form: accounts::ForgotForm { email: s.t("rosa@example.org") },
                sent: true,
                problems: Problems::none(),
            }),
        ),
        (
            "reset",
            shown(accounts::Reset { chrome: stranger("/reset"), handle: Some(s.t("rosa-bakes")), problems: s.problems(&["password"]) }),
        ),
        ("reset-over", shown(accounts::Reset { chrome: stranger("/reset"), handle: None, problems: Problems::none() })),
        (
            "email",
            shown(accounts::Confirm {
                chrome: stranger("/email"),
                confirming: (s != Sample::Empty).then(|| store::mail::Confirming {
                    user: UserId(1),
                    handle: s.t("rosa-bakes"),
                    email: s.t("rosa@bakery.example"),
                }),
                problems: s.problems(&[]),
            }),
        ),
        (
            "login-kept",
            shown(accounts::LogIn {
                chrome: stranger("/messages/5"),
                kept: Some(kept(s)),
                form: Default::default(),
                problems: Problems::none(),
            }),
        ),
        (
            "stranger-ask",
            shown(asks::AskPage {
                chrome: stranger("/@rosa-bakes/asks/posts"),
                ask: s.ask(1, 1),
                app: Some(s.offer(2, 3)),
                link: s.link(),
                matches: vec![],
                tools: vec![],
                answers: vec![],
                mine: None,
                wall: Wall::None,
                place: Place { waits: true, places: Places { places: 1, accepted: 0, held: 1, mine: None }, ..s.place(1) },
                writing: String::new(),
                receipt: None,
                hear: String::new(),
                suggestions: vec![],
                message: String::new(),
                places: None,
                problems: Problems::none(),
                keep: None,
            }),
        ),
        (
            "stranger-offer",
            shown(offers::OfferPage {
                chrome: stranger("/@nora-writes/x"),
                offer: s.offer(1, 2),
                app: s.list(vec![s.offer(2, 1)]).pop(),
                around: s.around(),
                link: s.link(),
                matches: vec![],
                requests: vec![],
                ask_open: false,
                mine: None,
                wall: Wall::None,
                answers: "usually answers in 12 min · 9 of the last 10".into(),
                more: vec![],
                message: String::new(),
                problems: Problems::none(),
                keep: None,
            }),
        ),
        (
            "stranger-discover",
            shown(discovery::Discover {
                for_you: vec![],
                wait: Some(discovery::Wait::Stranger),
                fitting_asks: vec![],
                fitting_offers: vec![],
                here: None,
                ..discover(s, discovery::Tab::All, stranger("/discover"))
            }),
        ),
        (
            "stranger-profile",
            shown(profiles::ProfilePage {
                chrome: stranger("/@nora-writes"),
                profile: profile(s, 2),
                offers: vec![s.offer(1, 2)],
                asks: vec![],
                achievements: vec![],
                updates: vec![],
                thanks: vec![],
                connections: vec![],
                blocked: false,
                known: Known::default(),
                first: None,
                follow: Some(follows::button(s, 2, FollowView { followers: 3, following: 2, ..FollowView::default() })),
                keep: None,
                message: String::new(),
                problems: Problems::none(),
                editing: None,
            }),
        ),
    ];
    all.extend(landing::strangers());
    all.extend(shell::strangers());
    all
}
