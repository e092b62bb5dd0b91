//! The forms of what the hub shows: ids, words, views. Kept true by the compiler, see [`shape`](super::shape).

use hub::{
    AskId, CaseId, Cents, ConnectionId, ConversationId, FileId, MatchId, NoticeId, OfferId, ReportId, ReviewId, RuleId, SearchId,
    SessionId, TermId, TimesId, Timestamp, TokenId, ToolId, UserId,
    accounts::{Role, SessionView, TokenView},
    asks::{AskKind, AskStatus, AskView, Visibility},
    availability::{Answers, Availability, Why as FullWhy},
    claims::{Places, PlacesView},
    connections::{ConnectionView, Side, Status, Step, Subject},
    discovery::{Query as StoredQuery, Rated, What},
    drafts::{DraftView as UnpostedView, Kind as UnpostedKind},
    files::{FileView, Handed, Media},
    follows::{FeedItem, FollowPerson, FollowView},
    keeps::{KeptView, Kind as KeptKind, Thing as KeptThing},
    leaving::{Absence, Words as WordsThen},
    matches::{MatchCard, Post},
    messaging::{ConversationView, DraftView, FoundMessage, MessageView, Pin, Quote, Reaction, ThreadView, Unread, UnreadView},
    moderation::{Action, CaseReport, CaseView, DecisionView, Outcome, Reason as ReportReason, ReportView, Thing, Verdict},
    notices::{Group as NoticeGroup, NoticeView, Switch},
    offers::{OfferKind, OfferStatus, OfferView, Pricing, Rating, Stage},
    points::{Line, Reason},
    presence::Shown,
    privacy::{First, Privacy},
    profiles::{Draft as ProfileDraft, PersonCard, ProfileView},
    receipts::{Receipt, Suggestion},
    reviews::ReviewView,
    rooms::{Author, InRoom, Kind as RoomKind, Role as RoomRole, RoomAsk, RoomCard, RoomMessageView, RoomPageView, RoomView, Standing},
    saved_searches::{FindView, SearchView, Tell},
    tastes::{About as TasteAbout, Pause as PauseUntil, Paused, RuleView},
    taxonomy::{Term, TermRef, TermType},
    times::{AgreedView, ProposalView, Slot, Status as TimesStatus, TimesView},
    tools::{Expert, ToolCategory, ToolFacts, ToolPricing, ToolRef, ToolType, ToolView},
    wordings::WordingView,
};
use utoipa::openapi::{ObjectBuilder, OneOfBuilder, RefOr, Schema, Type};

use super::shape::{Book, Shape, integer, one_word_of};
use crate::problem::ProblemJson;

/// Newtypes that are plain numbers as JSON.
macro_rules! numbers {
    ($($type:ty as $words:literal),* $(,)?) => {$(
        impl Shape for $type {
            fn shape(_: &mut Book) -> RefOr<Schema> {
                integer().description(Some($words)).into()
            }
        }
    )*};
}

numbers! {
    UserId as "A member's id.", AskId as "An ask's id.", OfferId as "An offer's id.", ToolId as "A tool's id.",
    TermId as "A term's id.", ConnectionId as "A connection's id.", ConversationId as "A conversation's id.",
    MatchId as "A match's id.", NoticeId as "A notice's id.", SessionId as "A session's id.", TokenId as "A token's id.",
    ReportId as "A report's id.", CaseId as "A case's id.", RuleId as "A rule's id.", SearchId as "A saved search's id.",
    FileId as "A file's id.", ReviewId as "A review's id.", TimesId as "The id of times that somebody offered.",
    Timestamp as "Milliseconds since 1970-01-01 UTC.", Cents as "Hundredths of the currency: 4900 is 49.",
}

crate::word_shapes! {
    Role as "Role", AskKind as "AskKind", AskStatus as "AskStatus", Visibility as "Visibility", OfferKind as "OfferKind",
    OfferStatus as "OfferStatus", Pricing as "Pricing", Status as "ConnectionStatus", Side as "Side", Step as "Step",
    Reason as "PointsReason", TermType as "TermType", ToolCategory as "ToolCategory", ToolType as "ToolType",
    ToolPricing as "ToolPricing", ReportReason as "ReportReason", Outcome as "ReportOutcome", Verdict as "Verdict",
    UnpostedKind as "UnpostedKind",
    Action as "AdminAction", RoomKind as "RoomKind",
    RoomRole as "RoomRole", FullWhy as "FullBecause", TasteAbout as "TasteAbout", PauseUntil as "PauseUntil",
    What as "Group", Rated as "Rated", Tell as "Tell", KeptKind as "SavedKind", NoticeGroup as "NoticeGroup",
    First as "WhoWritesFirst", Media as "Media", Absence as "Absence", WordsThen as "WordsThen",
    TimesStatus as "TimesStatus", Stage as "Stage",
}

crate::shapes! {
    /// A person, small.
    PersonCard as "Person" {
        id: UserId,
        handle: String,
        /// Their name, or the handle when they gave none.
        name: String,
        tagline: String,
        /// A path on this hub.
        portrait: String,
        /// How many people they have helped.
        helped: i64,
        /// Part of the demo town.
        demo: bool,
        /// They have no page now: `away` for a while, or `left` for good, without a handle.
        [maybe] absent: Option<Absence>,
    }

    /// Somebody who has helped with a tool to the end.
    Expert as "Expert" {
        person: PersonCard,
        /// How often.
        helps: i64,
    }

    /// A whole profile.
    ProfileView as "Profile" {
        person: PersonCard,
        bio: String,
        location: String,
        pronouns: String,
        /// What it is and its address, only those given.
        links: Vec<(String, String)>,
        /// ISO 639-1.
        language: String,
        joined_at: Timestamp,
        points: i64,
        open_asks: i64,
        active_offers: i64,
        /// How surely and how soon they answer.
        answers: Answers,
        /// What they are into, in the order they said it.
        [maybe] interests: Vec<TermRef>,
        /// Search engines may list this page.
        [maybe] public: bool,
        /// They have said that they are full, or were spared more.
        [maybe] full: bool,
        /// It was reported and is hidden: only the member and admins see it.
        [maybe] hidden: bool,
    }

    /// What a member writes about themselves.
    ProfileDraft as "ProfileDraft" {
        name: String,
        tagline: String,
        bio: String,
        location: String,
        pronouns: String,
        website_url: String,
        calendar_url: String,
        linkedin_url: String,
        twitter_url: String,
        github_url: String,
        youtube_url: String,
        instagram_url: String,
        /// IANA name.
        timezone: String,
        /// ISO 639-1.
        language: String,
    }

    /// A device that is logged in.
    SessionView as "Session" {
        id: SessionId,
        device: String,
        address: String,
        opened_at: Timestamp,
        last_seen_at: Timestamp,
    }

    /// A token for programs. Its secret was shown once.
    TokenView as "Token" {
        id: TokenId,
        name: String,
        made_at: Timestamp,
        used_at: Option<Timestamp>,
    }

    /// What somebody needs.
    AskView as "Ask" {
        id: AskId,
        owner: PersonCard,
        slug: String,
        title: String,
        /// Markdown, as typed.
        description: String,
        kind: AskKind,
        category: Option<TermRef>,
        tags: Vec<TermRef>,
        tools: Vec<ToolRef>,
        budget_min: Option<Cents>,
        budget_max: Option<Cents>,
        currency: String,
        /// How many people it wants.
        places: i64,
        /// How many were accepted so far.
        accepted: i64,
        /// How many places are held for now, by helpers who are writing. Left out while none is.
        [maybe] held: i64,
        image_url: String,
        visibility: Visibility,
        /// ISO 639-1, found from the text.
        language: String,
        /// Other languages that are welcome: “any”, or one. Left out where none is said.
        [maybe] also_in: String,
        /// Where it is that people are to try or look at. Left out where none is said.
        [maybe] external_url: String,
        /// The app of its owner's that it belongs to, which not everybody may see. Left out where it belongs to none.
        [maybe] related_offer: Option<OfferId>,
        status: AskStatus,
        archived: bool,
        views: i64,
        responses: i64,
        created_at: Timestamp,
        updated_at: Timestamp,
        fulfilled_at: Option<Timestamp>,
        expires_at: Option<Timestamp>,
        /// When its newest wording was matched; null while that is on its way.
        matched_at: Option<Timestamp>,
        /// People told of it so far.
        told: i64,
        /// It was reported and is hidden: only its owner and admins see it.
        [maybe] hidden: bool,
        /// When its words were changed last.
        [maybe] edited_at: Option<Timestamp>,
        /// Who helped with it to the end, of one that is done.
        [maybe] helpers: Vec<PersonCard>,
    }

    /// What somebody gives.
    OfferView as "Offer" {
        id: OfferId,
        owner: PersonCard,
        slug: String,
        title: String,
        /// Markdown, as typed.
        description: String,
        kind: OfferKind,
        category: Option<TermRef>,
        tags: Vec<TermRef>,
        tools: Vec<ToolRef>,
        pricing: Pricing,
        price: Cents,
        currency: String,
        external_url: String,
        image_url: String,
        /// Markdown of an article.
        body: String,
        visibility: Visibility,
        /// ISO 639-1, found from the text.
        language: String,
        status: OfferStatus,
        featured: bool,
        views: i64,
        connections: i64,
        created_at: Timestamp,
        updated_at: Timestamp,
        published_at: Option<Timestamp>,
        /// When its newest wording was matched; null while that is on its way.
        matched_at: Option<Timestamp>,
        /// People told of it so far.
        told: i64,
        /// It was reported and is hidden: only its owner and admins see it.
        [maybe] hidden: bool,
        /// What it hands out; who may take it finds it there.
        [maybe] file: Option<Handed>,
        /// How far an app is. Left out where nothing is said, and of everything else.
        [maybe] stage: Option<Stage>,
        /// How long a course is, in its owner's words. Left out where nothing is said, and of everything else.
        [maybe] length: String,
        /// The app of its owner's that it belongs to, which not everybody may see. Left out where it belongs to none.
        [maybe] related_offer: Option<OfferId>,
        /// When its words were changed last.
        [maybe] edited_at: Option<Timestamp>,
        /// How those who got it rated it, once they are enough to go by.
        [maybe] rating: Option<Rating>,
    }

    /// A file that an offer hands out.
    Handed as "Handed" {
        id: FileId,
        name: String,
        /// A path on this hub.
        path: String,
        /// In bytes.
        size: i64,
        /// How many people have taken it.
        taken: i64,
    }

    /// A file, as it is kept.
    FileView as "File" {
        id: FileId,
        name: String,
        /// A path on this hub.
        path: String,
        /// In bytes.
        size: i64,
        /// What its bytes are.
        media: Media,
        /// Of pictures, in pixels.
        [maybe] width: Option<i64>,
        [maybe] height: Option<i64>,
    }

    /// What people who got something made of it.
    Rating as "Rating" {
        /// How many said so.
        ratings: i64,
        /// Their mean, in tenths of a star.
        tenths: i64,
    }

    /// Two people brought together, as one of them sees it.
    ConnectionView as "Connection" {
        id: ConnectionId,
        about: Subject,
        /// The title of the ask or offer; empty for neither, or when it is gone.
        title: String,
        /// Where to read it.
        path: String,
        /// What the offer costs or the ask pays, in words; empty when nothing was said.
        price: String,
        other: PersonCard,
        /// Which side the reader is on.
        side: Side,
        /// Whether the reader is the one who helps; null when nobody does.
        reader_helps: Option<bool>,
        status: Status,
        /// When the helper said it was done and the helped has not answered yet.
        done_claimed_at: Option<Timestamp>,
        /// What the reader may do now.
        steps: Vec<Step>,
        conversation: ConversationId,
        first_message: String,
        my_rating: Option<i64>,
        my_words: String,
        their_rating: Option<i64>,
        their_words: String,
        created_at: Timestamp,
        updated_at: Timestamp,
        completed_at: Option<Timestamp>,
    }

    /// An ask and an offer that fit, as one of the two people sees it.
    MatchCard as "Match" {
        id: MatchId,
        /// Whether the reader asks and the person offers; else the other way round.
        reader_asks: bool,
        person: PersonCard,
        ask: AskId,
        ask_title: String,
        ask_kind: AskKind,
        ask_path: String,
        offer: OfferId,
        offer_title: String,
        offer_kind: OfferKind,
        offer_path: String,
        /// The price in words.
        price: String,
        /// 0 to 1000; higher fits better.
        score: i64,
        /// At least two, the strongest first.
        reasons: Vec<String>,
        /// A first line to begin with.
        first_line: String,
        /// What speaks against it, where that is known, in words.
        [maybe] missing: Vec<String>,
        /// How soon and how surely the person answers, in words.
        [maybe] answers: String,
        /// Among the best, and both were told.
        told: bool,
        /// The connection it became.
        connection: Option<ConnectionId>,
        found_at: Timestamp,
        /// How the ask's places stand, for who could help, while nobody of the two has written.
        [maybe] places: Option<Places>,
    }

    /// What whoever asked may know of the people who were told. In words below three, and anew once a minute at most.
    Receipt as "Receipt" {
        ask: AskId,
        /// How many people were told.
        told: i64,
        [maybe] here: String,
        [maybe] read: String,
        [maybe] writing: String,
        /// All of it.
        words: String,
        taken_at: Timestamp,
        /// It says nothing new before.
        next_at: Timestamp,
    }

    /// A change of an ask that would bring it more people.
    Suggestion as "Suggestion" {
        /// `budget`: without the budget cap; else the kind it would be asked for as.
        widening: String,
        words: String,
        /// So many people more would be told.
        more: i64,
        /// The form of the ask, filled in.
        path: String,
    }

    /// How an ask's places stand.
    Places as "PlacesNow" {
        places: i64,
        /// How many people are in.
        accepted: i64,
        /// How many places are held for now.
        held: i64,
        /// The reader holds one, until then.
        mine: Option<Timestamp>,
    }

    /// The same, and of which ask.
    PlacesView as "PlacesOfAsk" {
        ask: AskId,
        title: String,
        path: String,
        owner: PersonCard,
        places: Places,
        /// Who holds one, the first first. The ask's owner alone sees it.
        writing: Vec<PersonCard>,
    }

    /// One message. Its id is the conversation and its number.
    MessageView as "Message" {
        conversation: ConversationId,
        /// 1, 2, 3 and so on, the one order everybody sees.
        no: i64,
        /// The number of its newest change in the conversation's log, which counts every change.
        log_no: i64,
        by: UserId,
        /// The Idempotency-Key it was sent with.
        client_id: String,
        /// Empty when it was deleted.
        body: String,
        sent_at: Timestamp,
        /// The connection that this message began.
        [maybe] begins: Option<ConnectionId>,
        /// It was reported and is hidden: `body` is there for its author only.
        [maybe] hidden: bool,
        /// The message it answers.
        [maybe] reply: Option<Quote>,
        /// What it brings.
        [maybe] files: Vec<FileView>,
        [maybe] edited_at: Option<Timestamp>,
        [maybe] deleted_at: Option<Timestamp>,
        /// The number in the log under which it was pinned.
        [maybe] pinned_no: Option<i64>,
        /// In the order in which each emoji came first. In the list of conversations they are left out.
        [maybe] reactions: Vec<Reaction>,
    }

    /// A message as others answer it.
    Quote as "Quote" {
        no: i64,
        by: UserId,
        /// The beginning of its words; empty when it was deleted or is hidden.
        words: String,
        deleted: bool,
        [maybe] hidden: bool,
    }

    /// A message as it stands among the pinned ones.
    Pin as "Pin" {
        no: i64,
        by: UserId,
        /// The beginning of its words.
        words: String,
        /// The number in the log under which it was pinned.
        pinned_no: i64,
    }

    /// An emoji on a message.
    Reaction as "Reaction" {
        emoji: String,
        count: i64,
        /// Whose, the first one first; the first 50 of many.
        by: Vec<UserId>,
    }

    /// What is typed and not sent.
    DraftView as "MessageDraft" {
        conversation: ConversationId,
        body: String,
        at: Timestamp,
    }

    /// A message that was looked for.
    FoundMessage as "FoundMessage" {
        conversation: ConversationId,
        other: PersonCard,
        no: i64,
        by: UserId,
        sent_at: Timestamp,
        /// A part of it, in pieces: the second, fourth and so on are what was looked for.
        pieces: Vec<String>,
    }

    /// A conversation, as it stands in a list.
    ConversationView as "Conversation" {
        id: ConversationId,
        other: PersonCard,
        unread: i64,
        message_no: i64,
        log_no: i64,
        /// The last message the reader has read.
        read_no: i64,
        /// How far the other one lets the reader see that they have read.
        other_read_no: i64,
        other_delivered_no: i64,
        last: Option<MessageView>,
        last_at: Timestamp,
        [maybe] muted_at: Option<Timestamp>,
        /// Archived when `message_no` stood there; it is back when that is higher, unless it is muted.
        [maybe] archived_no: Option<i64>,
        [maybe] draft: Option<DraftView>,
    }

    /// A conversation in which something waits.
    Unread as "Unread" {
        conversation: ConversationId,
        message_no: i64,
        read_no: i64,
        /// It counts, and needs no toast.
        muted: bool,
    }

    /// All that waits.
    UnreadView as "UnreadMessages" {
        total: i64,
        /// The latest first.
        conversations: Vec<Unread>,
    }

    /// A conversation opened.
    ThreadView as "Thread" {
        conversation: ConversationView,
        /// The newest, oldest first.
        messages: Vec<MessageView>,
        /// Ask for the messages `before` this number to see what came earlier; null when that is all.
        before: Option<i64>,
        /// What is pinned, the latest first.
        pinned: Vec<Pin>,
        /// What connects the two, newest first.
        connections: Vec<ConnectionView>,
    }

    /// A time to meet.
    Slot as "Time" {
        /// When it begins.
        at: Timestamp,
        /// 15, 30, 45, 60 or 90.
        minutes: i64,
    }

    /// Times that somebody offered, and what became of them.
    ProposalView as "OfferedTimes" {
        id: TimesId,
        by: UserId,
        /// The first one first. Of those that are `offered`, what has begun can't be taken any more.
        times: Vec<Slot>,
        /// Words, perhaps with an https link, or nothing.
        place: String,
        status: TimesStatus,
        offered_at: Timestamp,
        /// The one that was agreed on, also when it was called off.
        [maybe] agreed: Option<Slot>,
        /// Who answered, called off or took back.
        [maybe] settled_by: Option<UserId>,
        [maybe] settled_at: Option<Timestamp>,
        /// What was said with “none fits”.
        [maybe] word: String,
    }

    /// How two people stand about a time to meet.
    TimesView as "Times" {
        conversation: ConversationId,
        /// The last ones that each of the two offered, the newest first.
        offers: Vec<ProposalView>,
    }

    /// A time that you have agreed on with somebody.
    AgreedView as "AgreedTime" {
        id: TimesId,
        conversation: ConversationId,
        with: PersonCard,
        time: Slot,
        place: String,
    }

    /// A person as they stand beside a message.
    Author as "Author" {
        id: UserId,
        handle: String,
        /// Their name, or the handle when they gave none.
        name: String,
        /// A path on this hub.
        portrait: String,
    }

    /// A room, the same for everybody.
    RoomCard as "RoomCard" {
        id: ConversationId,
        kind: RoomKind,
        /// Part of its address; empty for groups.
        slug: String,
        name: String,
        description: String,
        category: Option<TermRef>,
        /// A member who is no moderator writes once in so many seconds; 0 is as they like.
        slow_seconds: i64,
        members: i64,
        /// Put away: to be read only.
        archived: bool,
    }

    /// How the reader stands to a room.
    Standing as "RoomStanding" {
        role: RoomRole,
        /// The last message the reader has read.
        read_no: i64,
        unread: i64,
        /// One of what waits names them.
        mentioned: bool,
    }

    /// A room, as the reader sees it.
    RoomView as "Room" {
        room: RoomCard,
        message_no: i64,
        /// The number of its newest change: open it on the socket from here.
        log_no: i64,
        last_at: Timestamp,
        last: Option<RoomMessageView>,
        /// Null: not in it.
        mine: Option<Standing>,
        /// Waits for the reader's yes.
        invited_by: Option<Author>,
    }

    /// What somebody said in a room.
    RoomMessageView as "RoomMessage" {
        message: MessageView,
        author: Author,
        /// The ask that it became.
        [maybe] ask: Option<RoomAsk>,
    }

    /// The ask that a message of a room became.
    RoomAsk as "RoomAsk" {
        id: AskId,
        title: String,
        /// A path on this hub.
        path: String,
        kind: AskKind,
        status: AskStatus,
        places: i64,
        accepted: i64,
    }

    /// A room opened.
    RoomPageView as "RoomPage" {
        room: RoomView,
        /// The newest, oldest first.
        messages: Vec<RoomMessageView>,
        /// Ask for the messages `before` this number to see what came earlier; null when that is all.
        before: Option<i64>,
        /// What is pinned, the latest first.
        pinned: Vec<RoomMessageView>,
    }

    /// Somebody who is in a room.
    InRoom as "InRoom" {
        who: Author,
        tagline: String,
        role: RoomRole,
        joined_at: Timestamp,
    }

    /// Something that happened.
    NoticeView as "Notice" {
        id: NoticeId,
        at: Timestamp,
        seen: bool,
        by: Option<PersonCard>,
        words: String,
        /// Where it leads.
        path: String,
        /// The saved search that it came from.
        [maybe] search: Option<SearchId>,
        /// The ask that can be kept open for longer.
        [maybe] renew: Option<AskId>,
    }

    /// What somebody has begun to write and not posted.
    UnpostedView as "Unposted" {
        key: String,
        kind: UnpostedKind,
        /// Its fields, as a browser would send them.
        form: String,
        begun_at: Timestamp,
        /// When it was kept last.
        kept_at: Timestamp,
    }

    /// How an ask or an offer was worded before.
    WordingView as "Wording" {
        /// Until then.
        until: Timestamp,
        title: String,
        /// Markdown, as typed.
        description: String,
        /// Of an offer: the article.
        body: String,
    }

    /// What somebody looks for. Empty lists and null do not filter.
    StoredQuery as "Query" {
        text: String,
        /// Words count as they are written: none is unfinished or misspelt.
        exactly: bool,
        what: Vec<What>,
        ask_kinds: Vec<AskKind>,
        offer_kinds: Vec<OfferKind>,
        category: Option<String>,
        tag: Option<String>,
        tool: Option<String>,
        free: Option<bool>,
        rated: Option<Rated>,
        language: Option<String>,
        /// Only of whom one sees to be here; never of a search that is saved.
        here: bool,
        /// What fits an ask or an offer; never of a search that is saved.
        [maybe] fits: Option<Post>,
    }

    /// A saved search; only its owner sees it.
    SearchView as "SavedSearch" {
        id: SearchId,
        query: StoredQuery,
        /// The same in plain words.
        words: String,
        tell: Tell,
        saved_at: Timestamp,
        /// How many posts it has found since.
        found: i64,
    }

    /// A post that a saved search found.
    FindView as "Find" {
        post: Post,
        title: String,
        path: String,
        search: SearchId,
        found_at: Timestamp,
        /// It waits for the morning.
        waits: bool,
    }

    /// Something you have saved, as you may see it now; of the last four one is not null, or it is no longer there.
    KeptView as "Saved" {
        thing: KeptThing,
        kept_at: Timestamp,
        offer: Option<OfferView>,
        ask: Option<AskView>,
        tool: Option<ToolView>,
        person: Option<PersonCard>,
    }

    /// What a member says of a tool.
    ReviewView as "Review" {
        id: ReviewId,
        tool: ToolId,
        by: PersonCard,
        /// 1 to 5.
        stars: i64,
        title: String,
        /// May be empty.
        text: String,
        written_at: Timestamp,
        /// When its words were changed last.
        edited_at: Option<Timestamp>,
        /// It was reported and is hidden: only its author sees it.
        hidden: bool,
    }

    /// How somebody stands in following; the numbers are how many the lists show you.
    FollowView as "Follow" {
        followers: i64,
        /// How many they follow.
        following: i64,
        you_follow: bool,
        /// Whether you can: not yourself, and nobody who can't be found.
        may_follow: bool,
    }

    /// Somebody who follows, or is followed.
    FollowPerson as "FollowPerson" {
        person: PersonCard,
        /// Since when.
        at: Timestamp,
        you_follow: bool,
    }

    /// What somebody whom you follow has posted: an ask or an offer, the other one is null.
    FeedItem as "FeedItem" {
        at: Timestamp,
        ask: Option<AskView>,
        offer: Option<OfferView>,
    }

    /// A report, as the one who made it sees it.
    ReportView as "Report" {
        id: ReportId,
        thing: Thing,
        /// What it is called now.
        called: String,
        reason: ReportReason,
        words: String,
        at: Timestamp,
        /// Null while nobody has decided.
        outcome: Option<Outcome>,
        settled_at: Option<Timestamp>,
    }

    /// A thing that was reported, as an admin sees it.
    CaseView as "Case" {
        id: CaseId,
        thing: Thing,
        /// Whose it is; null when the account is gone.
        owner: Option<PersonCard>,
        owner_suspended: bool,
        called: String,
        /// All that it says; empty when it is gone.
        says: String,
        /// Where it can be read; empty for a message.
        path: String,
        /// What a message brings.
        [maybe] files: Vec<FileView>,
        hidden_at: Option<Timestamp>,
        /// Null: it was reports that hid it, or nothing did.
        hidden_by: Option<PersonCard>,
        /// Those that nobody has decided about, oldest first.
        reports: Vec<CaseReport>,
        /// What may be decided now.
        verdicts: Vec<Verdict>,
    }

    /// A report, as an admin sees it.
    CaseReport as "CaseReport" {
        /// Null when the account is gone.
        by: Option<PersonCard>,
        reason: ReportReason,
        words: String,
        at: Timestamp,
    }

    /// A line of the log of decisions.
    DecisionView as "Decision" {
        id: i64,
        action: Action,
        /// Null: nobody, or somebody at the console.
        by: Option<PersonCard>,
        /// Of a suspension: the member's profile.
        thing: Thing,
        called: String,
        at: Timestamp,
    }

    /// Whether a member is told of such things.
    Switch as "NoticeSwitch" {
        group: NoticeGroup,
        on: bool,
    }

    /// Who finds a member, and who may write to them first.
    Privacy as "Privacy" {
        /// Search engines may list their page.
        public: bool,
        /// They stand in the search for people.
        found: bool,
        /// Who may say hello to them.
        first: First,
    }

    /// Who sees whether a member is here.
    Shown as "ShownPresence" {
        /// People they have written with. Without it they see nobody's either.
        here: bool,
        /// When they were here last; only beside `here`.
        last: bool,
        /// People they are matched with, as here now and no more.
        open_to_help: bool,
    }

    /// What was counted of the newest requests to somebody.
    Answers as "Answers" {
        /// Answered, or waited for seven days in vain; 20 at most.
        asked: i64,
        answered: i64,
        /// The median from being asked to the first answer, in milliseconds; from three on.
        [maybe] usual_ms: Option<i64>,
    }

    /// Whether a member takes on more.
    Availability as "Availability" {
        /// They are told of no more asks.
        full: bool,
        /// Who decided it.
        [maybe] why: Option<FullWhy>,
        answers: Answers,
    }

    /// One thing that a member wants less of; only they see it.
    RuleView as "Taste" {
        id: RuleId,
        about: TasteAbout,
        /// A person's number, a kind's word, else a name or words.
        what: String,
        /// The same in plain words.
        words: String,
        taken_at: Timestamp,
    }

    /// Whether all matches are paused.
    Paused as "Paused" {
        paused: bool,
        /// Left out while it is paused until the member says so.
        [maybe] until: Option<Timestamp>,
    }

    /// A line of the points ledger.
    Line as "PointsLine" {
        reason: Reason,
        amount: i64,
        at: Timestamp,
    }

    /// A word that sorts things.
    Term as "Term" {
        id: TermId,
        term_type: TermType,
        slug: String,
        name: String,
        description: String,
        /// A category said as a problem.
        [maybe] problem: String,
        [maybe] color: String,
        [maybe] icon: String,
        /// Plain words that mean it.
        [maybe] words: Vec<String>,
    }

    /// A term as it stands on a post.
    TermRef as "TermRef" {
        id: TermId,
        slug: String,
        name: String,
    }

    /// A tool as it stands on a post.
    ToolRef as "ToolRef" {
        id: ToolId,
        slug: String,
        name: String,
    }

    /// One field that has to be mended.
    hub::FieldProblem as "FieldProblem" {
        field: String,
        words: String,
    }

    /// What went wrong (RFC 9457).
    ProblemJson as "Problem" {
        /// Stable: /problems/ and the code.
        kind = "type": String,
        /// Stable, for programs.
        code: String,
        title: String,
        status: u16,
        /// For people.
        detail: String,
        [maybe] fields: Vec<hub::FieldProblem>,
        /// Milliseconds until it is worth trying again.
        [maybe] retry_after_ms: Option<i64>,
        /// To find it in the log by.
        request_id: String,
    }
}

/// What stands in a tool's view beside its id.
mod facts {
    use super::*;

    crate::shapes! {
        ToolFacts as "ToolFacts" {
            slug: String,
            name: String,
            company: String,
            tagline: String,
            /// Markdown.
            description: String,
            category: ToolCategory,
            tool_type: ToolType,
            website_url: String,
            pricing_model: ToolPricing,
            has_free_tier: bool,
            starting_price: Option<String>,
            /// Slugs of problem categories it helps with.
            problem_categories: Vec<String>,
            /// Uses in a problem's words.
            use_cases: Vec<String>,
            ideal_for: Vec<String>,
            limitations: Vec<String>,
            /// Slugs.
            alternatives: Vec<String>,
            tags: Vec<String>,
            keywords: Vec<String>,
            source_url: String,
            /// What the facts were checked against; or "general knowledge …", and then nobody has checked them.
            source_note: String,
            /// The day of that, as YYYY-MM-DD: when they were checked, or written from general knowledge.
            checked_on: String,
        }
    }
}

/// The facts, the id and, from three reviews on, how it is rated, in one object.
impl Shape for ToolView {
    fn shape(book: &mut Book) -> RefOr<Schema> {
        let mut apart = Book::default();
        // Named apart, so that the facts alone are no form of the document.
        ToolFacts::shape(&mut apart);
        for (name, schema) in apart.into_named() {
            if name != "ToolFacts" {
                book.named(&name, |_| schema);
                continue;
            }
            if let RefOr::T(Schema::Object(facts)) = schema {
                let words = "A tool of the directory.";
                book.named("Tool", |book| {
                    let whole = ObjectBuilder::from(facts).description(Some(words)).required("id").property("id", ToolId::shape(book));
                    whole.property("rating", Rating::shape(book))
                });
            }
        }
        utoipa::openapi::Ref::from_schema_name("Tool").into()
    }
}

/// `{"ask": 7}`, `{"offer": 7}` or `"direct"`.
impl Shape for Subject {
    fn shape(book: &mut Book) -> RefOr<Schema> {
        book.named("Subject", |book| {
            let ask = ObjectBuilder::new().schema_type(Type::Object).property("ask", AskId::shape(book)).required("ask");
            let offer = ObjectBuilder::new().schema_type(Type::Object).property("offer", OfferId::shape(book)).required("offer");
            Schema::from(OneOfBuilder::new().item(ask).item(offer).item(one_word_of(["direct"])))
        })
    }
}

/// `{"ask": 7}` or `{"offer": 7}`.
impl Shape for Post {
    fn shape(book: &mut Book) -> RefOr<Schema> {
        book.named("Post", |book| {
            let ask = ObjectBuilder::new().schema_type(Type::Object).property("ask", AskId::shape(book)).required("ask");
            let offer = ObjectBuilder::new().schema_type(Type::Object).property("offer", OfferId::shape(book)).required("offer");
            Schema::from(OneOfBuilder::new().item(ask).item(offer))
        })
    }
}

/// `{"offer": 7}`, `{"ask": 7}`, `{"tool": 7}` or `{"person": 7}`.
impl Shape for KeptThing {
    fn shape(book: &mut Book) -> RefOr<Schema> {
        book.named("SavedThing", |book| {
            let of = |name: &str, schema| ObjectBuilder::new().schema_type(Type::Object).property(name, schema).required(name);
            let (offer, ask) = (of("offer", OfferId::shape(book)), of("ask", AskId::shape(book)));
            let (tool, person) = (of("tool", ToolId::shape(book)), of("person", UserId::shape(book)));
            Schema::from(OneOfBuilder::new().item(offer).item(ask).item(tool).item(person))
        })
    }
}

/// `{"message": {"conversation": 44, "no": 3}}`, `{"profile": 7}`, `{"ask": 7}`, `{"offer": 7}` or `{"review": 7}`.
impl Shape for Thing {
    fn shape(book: &mut Book) -> RefOr<Schema> {
        book.named("Thing", |book| {
            let object = || ObjectBuilder::new().schema_type(Type::Object);
            let message = object()
                .property("conversation", ConversationId::shape(book))
                .property("no", integer())
                .required("conversation")
                .required("no");
            let message = object().property("message", message).required("message");
            let profile = object().property("profile", UserId::shape(book)).required("profile");
            let ask = object().property("ask", AskId::shape(book)).required("ask");
            let offer = object().property("offer", OfferId::shape(book)).required("offer");
            let review = object().property("review", ReviewId::shape(book)).required("review");
            Schema::from(OneOfBuilder::new().item(message).item(profile).item(ask).item(offer).item(review))
        })
    }
}
