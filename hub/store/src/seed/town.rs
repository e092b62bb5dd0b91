//! The demo town's fixtures, read. What each field means is said in `fixtures/people/README.md`.

use hub::{
    Cents, Timestamp,
    asks::{self, AskKind, AskStatus, Visibility},
    connections::Status,
    files::{self, Kind, Seen},
    kernel::time::{DAY, HOUR, MINUTE},
    offers::{self, OfferKind, OfferStatus, Pricing, Stage},
};
use serde::Deserialize;
use sha2::{Digest, Sha256};

use super::{SeedRefused, read};

const MEMBERS: &str = include_str!("../../../../fixtures/people/members.yaml");
const OFFERS: &str = include_str!("../../../../fixtures/people/offers.yaml");
const ASKS: &str = include_str!("../../../../fixtures/people/asks.yaml");
const HELPS: &str = include_str!("../../../../fixtures/people/helps.yaml");
const GENERAL: &str = include_str!("../../../../fixtures/people/general.yaml");
const AWAKE: &str = include_str!("../../../../fixtures/people/awake.yaml");
const NEWCOMERS: &str = include_str!("../../../../fixtures/people/newcomers.yaml");

/// What offers of the town hand out, by name, each a file in `fixtures/people/files`.
const FILES: [(&str, &[u8]); 1] =
    [("AI rules for our team.txt", include_bytes!("../../../../fixtures/people/files/AI rules for our team.txt"))];

#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TownMember {
    pub handle: String,
    pub name: String,
    pub tagline: String,
    pub bio: String,
    pub location: String,
    pub timezone: String,
    pub language: String,
    pub technical: bool,
    /// Slugs of skills and topics.
    pub interests: Vec<String>,
    pub joined_days_ago: i64,
    /// A visitor may enter the town as this member: newcomer, baker, builder.
    #[serde(default)]
    pub enter_as: Option<String>,
    /// Handles of whom they follow.
    #[serde(default)]
    pub follows: Vec<String>,
    /// What they say of tools.
    #[serde(default)]
    pub reviews: Vec<TownReview>,
}

#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TownReview {
    /// A slug of the directory.
    pub tool: String,
    pub stars: i64,
    pub title: String,
    pub text: String,
}

#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TownOffer {
    pub key: String,
    /// A handle; for what is put up live, whoever's script it is.
    #[serde(default)]
    pub by: String,
    pub kind: OfferKind,
    pub title: String,
    pub description: String,
    pub category: Option<String>,
    pub tags: Vec<String>,
    pub tools: Vec<String>,
    pub pricing: Pricing,
    pub price_cents: i64,
    pub currency: String,
    pub external_url: Option<String>,
    /// What there is to read, of a post.
    #[serde(default)]
    pub body: String,
    pub language: String,
    pub posted_hours_ago: i64,
    pub status: OfferStatus,
    pub visibility: Visibility,
    /// Of an app.
    #[serde(default)]
    pub stage: Option<Stage>,
    /// Of a course.
    #[serde(default)]
    pub length: String,
    /// The name of the file that it hands out.
    #[serde(default)]
    pub hands_out: Option<String>,
}

impl TownOffer {
    pub fn draft(&self) -> offers::Draft {
        offers::Draft {
            title: self.title.clone(),
            description: self.description.clone(),
            kind: self.kind,
            category: self.category.clone().unwrap_or_default(),
            tags: self.tags.clone(),
            tools: self.tools.clone(),
            pricing: self.pricing,
            price: Cents(self.price_cents),
            currency: self.currency.clone(),
            external_url: self.external_url.clone().unwrap_or_default(),
            body: self.body.clone(),
            visibility: self.visibility,
            stage: self.stage,
            length: self.length.clone(),
            ..offers::Draft::default()
        }
    }

    pub(super) fn posted_at(&self, now: Timestamp) -> Timestamp {
        now.plus(-self.posted_hours_ago * HOUR)
    }
}

#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TownAsk {
    pub key: String,
    #[serde(default)]
    pub by: String,
    pub kind: AskKind,
    pub title: String,
    pub description: String,
    pub category: Option<String>,
    pub tags: Vec<String>,
    pub tools: Vec<String>,
    pub budget_min_cents: Option<i64>,
    pub budget_max_cents: Option<i64>,
    pub places: i64,
    pub language: String,
    pub posted_hours_ago: i64,
    pub status: AskStatus,
    pub visibility: Visibility,
    pub expires_in_days: Option<i64>,
    /// The key of the app of the same member that it belongs to.
    #[serde(default)]
    pub belongs_to: Option<String>,
}

impl TownAsk {
    /// As it is typed at `now`, the moment that the town is loaded or the ask put up live.
    pub fn draft(&self, now: Timestamp) -> asks::Draft {
        asks::Draft {
            title: self.title.clone(),
            description: self.description.clone(),
            kind: self.kind,
            category: self.category.clone().unwrap_or_default(),
            tags: self.tags.clone(),
            tools: self.tools.clone(),
            budget_min: self.budget_min_cents.map(Cents),
            budget_max: self.budget_max_cents.map(Cents),
            places: Some(self.places),
            visibility: self.visibility,
            expires_at: self.expires_in_days.map(|days| now.plus(days * DAY)),
            ..asks::Draft::default()
        }
    }

    pub(super) fn posted_at(&self, now: Timestamp) -> Timestamp {
        now.plus(-self.posted_hours_ago * HOUR)
    }
}

#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rating {
    pub stars: i64,
    pub words: String,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Said {
    pub by: String,
    pub text: String,
    /// After the first message.
    pub minutes_later: i64,
}

/// Something said in General.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SaidInGeneral {
    pub by: String,
    pub minutes_ago: i64,
    pub text: String,
    /// The key of the ask that it became.
    #[serde(default)]
    pub becomes: Option<String>,
}

impl SaidInGeneral {
    pub(super) fn said_at(&self, now: Timestamp) -> Timestamp {
        now.plus(-self.minutes_ago * MINUTE)
    }
}

/// A connection of the town: carried to the end when it has `completed_hours_ago`, else under way in `status`.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct TownConnection {
    pub key: String,
    #[serde(default)]
    pub ask: Option<String>,
    #[serde(default)]
    pub offer: Option<String>,
    pub initiator: String,
    pub first_message: String,
    #[serde(default)]
    pub talk: Vec<Said>,
    #[serde(default)]
    pub status: Option<Status>,
    #[serde(default)]
    pub completed_hours_ago: Option<i64>,
    #[serde(default)]
    pub rating_by_initiator: Option<Rating>,
    #[serde(default)]
    pub rating_by_responder: Option<Rating>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Helps {
    pub helps: Vec<TownConnection>,
    pub open_connections: Vec<TownConnection>,
}

/// An ask as somebody new types it, and the offers that honestly fit: for tests of the matcher.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Newcomer {
    pub title: String,
    pub description: String,
    pub kind: AskKind,
    pub category: Option<String>,
    pub language: String,
    /// Keys of offers.
    pub expect: Vec<String>,
}

/// A member who is awake during the demo: when, and what they say.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AwakeScript {
    pub handle: String,
    pub rhythm: Rhythm,
    pub typing_seconds: i64,
    /// Says yes within so many seconds.
    pub accepts: i64,
    /// With `{title}` of the ask and `{name}`, the first name of who wrote it.
    pub opening: Vec<String>,
    pub replies: Vec<Reply>,
    pub fallback: Vec<String>,
    pub closing: Vec<String>,
    pub when_helped: WhenHelped,
    pub rating: Rating,
    pub posts: Vec<LivePost>,
}

/// What they say to somebody who helps them.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WhenHelped {
    pub say: Vec<String>,
    pub closing: Vec<String>,
}

#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rhythm {
    pub online_minutes: i64,
    pub away_minutes: i64,
}

#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Reply {
    /// Lower-case words; one of them in a message is enough.
    pub when: Vec<String>,
    pub say: Vec<String>,
}

/// Something put up live during the demo.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum LivePost {
    Ask(TownAsk),
    Offer(TownOffer),
}

pub fn town_members() -> Result<Vec<TownMember>, SeedRefused> {
    read("members.yaml", MEMBERS)
}

pub fn town_offers() -> Result<Vec<TownOffer>, SeedRefused> {
    read("offers.yaml", OFFERS)
}

pub fn town_asks() -> Result<Vec<TownAsk>, SeedRefused> {
    read("asks.yaml", ASKS)
}

/// The bytes of what an offer hands out.
pub fn bytes_of(name: &str) -> Option<&'static [u8]> {
    FILES.iter().find(|(known, _)| *known == name).map(|(_, bytes)| *bytes)
}

/// What the door sees of a file when somebody brings it; the town's people brought theirs long ago.
pub(super) fn seen(name: &str) -> Result<Seen, SeedRefused> {
    let wrong = || SeedRefused::Fixture(format!("no file that can be handed out is called {name}"));
    let bytes = bytes_of(name).ok_or_else(wrong)?;
    let mut sniffer = files::rules::Sniffer::default();
    sniffer.see(bytes);
    let media = sniffer.media().ok_or_else(wrong)?;
    let sha256 = Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect();
    let name = files::rules::name(name, media);
    Ok(Seen { kind: Kind::Download, name, size: bytes.len() as i64, sha256, media, width: None, height: None })
}

pub(super) fn helps() -> Result<Helps, SeedRefused> {
    read("helps.yaml", HELPS)
}

/// Three days of talk, the oldest first.
pub fn town_talk() -> Result<Vec<SaidInGeneral>, SeedRefused> {
    read("general.yaml", GENERAL)
}

pub fn awake_scripts() -> Result<Vec<AwakeScript>, SeedRefused> {
    read("awake.yaml", AWAKE)
}

pub fn newcomers() -> Result<Vec<Newcomer>, SeedRefused> {
    read("newcomers.yaml", NEWCOMERS)
}
