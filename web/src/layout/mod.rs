//! What stands around every page: head, demo bar, bar with its menus, foot, and what a form needs to be believed.
//!
//! A handler makes one [`Chrome`] per answer and puts it into its page struct; templates extend `layout/base.html`.
//!
//! Where the forms go. Each carries `csrf` and `command`; `next`, where given, is a path on this hub to go back to.
//!
//! | form | fields |
//! |---|---|
//! | `POST /signup`, `/login`, `/logout` | `accounts::pages` |
//! | `POST /forgot`, `/reset` | `email`; `password` |
//! | `POST /email`, `/settings/email/again`, `/settings/email/keep` | – |
//! | `POST /theme` | `theme` (a word of [`Theme`]), `next`; sets the cookie `theme`, for strangers too |
//! | `POST /language` | `language` (a word of `hub::Locale`), `next`; sets the cookie `language`, and a member's own |
//! | `POST /my/asks/new`, `/my/asks/{id}/edit` | `asks::pages::AskForm`; `GET …/new` takes `title`, `tools`, `kind` to begin with, or `draft` to go on with |
//! | `POST /my/asks/{id}/places` | `places` |
//! | `POST /my/asks/{id}/fulfil`, `/close`, `/reopen`, `/archive` | – |
//! | `POST /my/asks/{id}/renew` | `next` |
//! | `POST /my/drafts/{key}/discard` | `next` |
//! | `POST /my/offers/new`, `/my/offers/{id}/edit` | `offers::pages::OfferForm`; `GET …/new` takes `title`, `tools`, `kind` |
//! | `POST /my/offers/{id}/status` | `to` (a word of `OfferStatus`) |
//! | `POST /connections` | `connections::pages::OpenForm` |
//! | `POST /connections/{id}/step` | `connections::pages::StepForm` |
//! | `POST /connections/{id}/rate` | `connections::pages::RateForm` |
//! | `POST /matches/{id}/dismiss` | `next` |
//! | `POST /messages/{conversation}` | `messaging::pages::SendForm` |
//! | `POST /messages/{conversation}/mute`, `/archive` | `on` (`yes` or not), `next` |
//! | `POST /messages/{conversation}/times` | `times::pages::OfferForm` |
//! | `POST /messages/{conversation}/times/{no}/accept`, `/decline`, `/off` | `at` (when it begins); `word`; – |
//! | `POST /messages/{conversation}/{no}/edit` | `body` |
//! | `POST /messages/{conversation}/{no}/react` | `on` or `off`: an emoji |
//! | `POST /messages/{conversation}/{no}/pin` | `on` (`yes` or not), `next` |
//! | `POST /messages/{conversation}/{no}/delete` | – |
//! | `POST /community/new`, `/community/{room}/edit` | `rooms::pages::RoomForm` |
//! | `POST /community/{room}` | `rooms::pages::SayForm` |
//! | `POST /community/{room}/join`, `/leave`, `/archive`, `/messages/{no}/suggest` | – |
//! | `POST /community/{room}/invite`, `/role`, `/out`, `/back` | `who` (a member's id), `role` (a word of `rooms::Role`) |
//! | `POST /notices/seen` | `upto` (a notice's id), `next` |
//! | `POST /blocks`, `/blocks/remove` | `who` (a member's id), `next` |
//! | `POST /report/{kind}/{id}`, `/report/message/{conversation}/{no}` | `moderation::pages::ReportForm` |
//! | `POST /admin/reports/{case}` | `verdict`, `next` |
//! | `POST /admin/members/{id}/suspend` | `suspended` (`yes` or `no`), `next` |
//! | `POST /settings/presence` | `here`, `last`, `open_to_help` (`yes` when ticked) |
//! | `POST /settings/presence/open` | `open` (`yes` or `no`), `next` |
//! | `POST /availability` | `full` (`yes` or `no`), `next` |
//! | `POST /matches/{id}/less` | `less_1`, `less_2` … (`about:what`, ticked ones), `next` |
//! | `POST /tastes/remove` | `rules` (numbers), `next` |
//! | `POST /settings/matches/pause` | `until` (`day`, `week`, `until_i_say_so`, `no`), `next` |
//! | `POST /my/searches` | `tab`, `q`, `category`, `kind`, `price`, `tool`, `tag`, `language`, `rating` as in the address, `tell`, `next` |
//! | `POST /my/searches/{id}/tell` | `tell` (`at_once`, `daily`, `off`), `next` |
//! | `POST /my/searches/{id}/remove` | `next` |
//! | `POST /people/{id}/tell` | `next` |
//! | `POST /my/saved` | `kind` (a word of `keeps::Kind`), `what` (an id), `on` (`yes` or `no`), `next` |
//! | `POST /people/{id}/follow` | `on` (`yes` or `no`), `next` |
//! | `POST /settings/notices` | `group` (a word of `notices::Group`), `on` (`yes` or `no`) |
//! | `POST /settings/privacy/switch` | `what` (`found` or `public`), `on` (`yes` or `no`) |
//! | `POST /settings/…` | `settings::pages` |
//! | `POST /settings/profile` | any of `settings::pages::ProfileForm`; from the storefront `part`, `seen` and the fields of that part |
//! | `POST /settings/data/export`, `/settings/data/away`, `/welcome-back` | – |
//! | `POST /settings/data/delete` | `leaving::pages::DeleteForm` |
//! | `POST /demo/enter` | `demo::pages::EnterForm` |
//!
//! `GET /ava?need=…` answers a sentence. Lists go on with `?after={next}`; `/messages/{conversation}?before={no}` shows what
//! came earlier, `?at={no}` the page with that message, `?reply={no}` answers it,
//! `?times=offer` opens the form to offer times.

pub mod forms;
pub mod script;

pub use forms::Choices;
pub(crate) use forms::{amount, typed_amount, word};

use std::{
    collections::{HashMap, HashSet},
    sync::atomic::{AtomicU32, Ordering},
};

use askama::Template;
use hub::{Timestamp, UserId, keeps::Thing, link_previews::LinkPreview, matches::MatchCard, messaging::MessageView, profiles::PersonCard};
use jiff::tz::TimeZone;

use crate::{
    config::Keeper,
    look::{self, Html},
};

/// Pages that only oneself sees, and their names: they lead to each other, and one's own page leads to them.
pub const OWN: [(&str, &str); 4] = [
    ("/my/following", "layout-following"),
    ("/my/saved", "layout-saved"),
    ("/my/searches", "saved-searches-title"),
    ("/my/reports", "moderation-mine-title"),
];

/// The surroundings of one page.
#[derive(Debug)]
pub struct Chrome {
    /// Who is signed in.
    pub me: Option<Me>,
    /// Goes back with every form.
    pub csrf: String,
    /// Fresh for every page: the ids of its forms' commands begin with it. At most 48 visible ASCII characters.
    pub nonce: String,
    pub now: Timestamp,
    /// The reader's own zone; UTC for strangers.
    pub zone: TimeZone,
    pub theme: Theme,
    pub flash: Option<Flash>,
    /// Where cards have a button that saves or follows: how the reader stands to what is on the page.
    pub marks: Option<Marks>,
    /// What the messages on the page link to, by address.
    pub links: HashMap<String, LinkPreview>,
    /// The hub runs the demo town: show its bar.
    pub demo: bool,
    /// Only the logo stands on top: whoever reads this may be anybody, and there is nowhere to go.
    pub plain: bool,
    /// Who runs this hub.
    pub keeper: Keeper,
    /// Path and query of this page, to come back to after a form or a log-in.
    pub path: String,
    /// `https://collective.example`, without a slash at the end.
    pub public_url: String,
    /// How many commands this page has given ids to.
    given: AtomicU32,
}

/// The member who is signed in, as the header needs them.
#[derive(Clone, Debug)]
pub struct Me {
    pub person: PersonCard,
    pub points: i64,
    /// Unread messages.
    pub unread: i64,
    /// Connections that wait for this member's answer.
    pub waiting: i64,
    /// Notices not seen yet.
    pub unseen: i64,
    pub admin: bool,
    /// People they are matched with see when they are here.
    pub open_to_help: bool,
    /// They are told of no more asks for now.
    pub full: bool,
    /// Receipts of asks count them.
    pub counted: bool,
    /// Where the page stands in the member's inbox: its socket goes on from here.
    pub cursor: Cursor,
}

impl Me {
    /// What the page's title counts: messages and notices that wait.
    pub fn news(&self) -> i64 {
        self.unread + self.unseen
    }
}

/// What a page's data was loaded at. Read it before the rest, so that nothing falls between.
#[derive(Clone, Copy, Debug, Default)]
pub struct Cursor {
    pub epoch: i64,
    pub inbox: i64,
}

/// A line on top of the next page: what was just done.
#[derive(Clone, Debug)]
pub struct Flash {
    pub good: bool,
    pub words: String,
    /// Rules that were just taken, by their numbers, to take back.
    pub undo: Option<String>,
}

/// What the reader has saved, and whom they follow, of what stands on one page. Empty for strangers.
#[derive(Clone, Debug, Default)]
pub struct Marks {
    pub kept: HashSet<Thing>,
    pub followed: HashSet<UserId>,
}

hub::words! {
    /// Light or dark; `Auto` is what the device says. Kept in the cookie `theme`.
    pub enum Theme { Auto = "auto", Dark = "dark", Light = "light" }
}

/// What stands above every page, and what below. Written apart from the pages, so that the compiler meets them once and not
/// once a page.
#[derive(Template)]
#[template(path = "layout/above.html")]
struct Above<'a> {
    chrome: &'a Chrome,
}

#[derive(Template)]
#[template(path = "layout/below.html")]
struct Below<'a> {
    chrome: &'a Chrome,
}

impl Chrome {
    pub fn above(&self) -> Result<Html, askama::Error> {
        Above { chrome: self }.render().map(Html::trusted)
    }

    pub fn below(&self) -> Result<Html, askama::Error> {
        Below { chrome: self }.render().map(Html::trusted)
    }

    /// Surroundings for a stranger; set the other fields as known.
    pub fn new(csrf: String, nonce: String, now: Timestamp) -> Self {
        Chrome {
            me: None,
            csrf,
            nonce,
            now,
            zone: TimeZone::UTC,
            theme: Theme::Auto,
            flash: None,
            marks: None,
            links: HashMap::new(),
            demo: false,
            plain: false,
            keeper: Keeper::default(),
            path: "/".to_owned(),
            public_url: String::new(),
            given: AtomicU32::new(0),
        }
    }

    /// A fresh command id: every form on a page has its own.
    pub fn command(&self) -> String {
        format!("{}-{}", self.nonce, self.given.fetch_add(1, Ordering::Relaxed))
    }

    /// The same page is written once more: its commands get the same ids.
    #[cfg(debug_assertions)]
    pub fn write_again(&self) {
        self.given.store(0, Ordering::Relaxed);
    }

    /// The two hidden fields of every form that changes something.
    pub fn hidden(&self) -> Html {
        let (csrf, command) = (look::escaped(&self.csrf), look::escaped(&self.command()));
        let fields =
            [r#"<input type="hidden" name="csrf" value=""#, &csrf, r#""><input type="hidden" name="command" value=""#, &command, r#"">"#];
        Html::trusted(fields.concat())
    }

    /// The hidden field that says where to go after a form: back here.
    pub fn back(&self) -> Html {
        Html::trusted([r#"<input type="hidden" name="next" value=""#, &look::escaped(&self.path), r#"">"#].concat())
    }

    /// The IANA name of the reader's zone, so that live times are said in the same one.
    pub fn zone_name(&self) -> &str {
        self.zone.iana_name().unwrap_or("UTC")
    }

    /// The language that is spoken.
    pub fn locale(&self) -> hub::Locale {
        hub::kernel::locale::current()
    }

    pub fn icon(&self, name: &str) -> Html {
        look::icon(name)
    }

    pub fn asset(&self, name: &str) -> String {
        look::assets::path(name)
    }

    /// The module that every page loads.
    pub fn module(&self) -> &'static str {
        if self.signed_in() { "js/app.js" } else { "js/forms.js" }
    }

    /// What the scripts of the page say.
    pub fn words(&self) -> &'static Html {
        script::words(self.signed_in())
    }

    /// Where the modules are that one needs, itself left out: named in the head, so that none waits for another to name it.
    pub fn needs(&self, module: &str) -> impl Iterator<Item = String> {
        look::assets::with_what_it_needs(module).iter().skip(1).map(|name| look::assets::path(name))
    }

    pub fn when(&self, at: &Timestamp) -> Html {
        look::when(*at, self.now, &self.zone)
    }

    pub fn since(&self, at: &Timestamp) -> Option<String> {
        look::when::since(*at, self.now, &self.zone)
    }

    pub fn day(&self, at: &Timestamp) -> String {
        look::when::day(*at, self.now, &self.zone)
    }

    pub fn clock(&self, at: &Timestamp) -> String {
        look::when::clock(*at, &self.zone)
    }

    pub fn exact(&self, at: &Timestamp) -> String {
        look::when::exact(*at, &self.zone)
    }

    /// The first `most` characters of markdown, as plain words.
    pub fn excerpt(&self, source: &str, most: usize) -> String {
        hub::kernel::text::excerpt(&look::markdown::plain(source), most)
    }

    /// How a person is called in the middle of things: “Nora” of “Nora Fairweather”.
    pub fn first_name<'a>(&self, name: &'a str) -> &'a str {
        name.split_whitespace().next().unwrap_or(name)
    }

    pub fn markdown(&self, source: &str) -> Html {
        look::markdown(source)
    }

    /// An address that members gave, as a link: of the web, or it leads nowhere. The hub checks it when it is typed; this
    /// is for rows that came another way.
    pub fn outside<'a>(&self, address: &'a str) -> &'a str {
        if address.starts_with("https://") || address.starts_with("http://") { address } else { "#main" }
    }

    /// Whether the receipts of asks count the reader.
    pub fn is_counted(&self) -> bool {
        self.me.as_ref().is_some_and(|me| me.counted)
    }

    pub fn signed_in(&self) -> bool {
        self.me.is_some()
    }

    /// Somebody is signed in who is none of the demo town's people: they do not become another by one click.
    pub fn is_somebody_real(&self) -> bool {
        self.me.as_ref().is_some_and(|me| !me.person.demo)
    }

    /// Whether this is the reader.
    pub fn is_me(&self, person: &PersonCard) -> bool {
        self.me.as_ref().is_some_and(|me| me.person.id == person.id)
    }

    /// Whether a card can be saved here, and is. Nobody saves their own.
    pub fn saved(&self, thing: Thing, owner: Option<&PersonCard>) -> Option<bool> {
        let marks = self.marks.as_ref().filter(|_| !owner.is_some_and(|owner| self.is_me(owner)))?;
        Some(marks.kept.contains(&thing))
    }

    /// Whether somebody on a card can be followed here, and is.
    pub fn followed(&self, person: &PersonCard) -> Option<bool> {
        let marks = self.marks.as_ref().filter(|_| !self.is_me(person))?;
        Some(marks.followed.contains(&person.id))
    }

    /// The card of what a message links to.
    pub fn link_of(&self, message: &MessageView) -> Option<&LinkPreview> {
        if self.links.is_empty() { None } else { self.links.get(&crate::link_previews::link_of(message)?) }
    }

    /// Whether the reader looks after the collective.
    pub fn admin(&self) -> bool {
        self.me.as_ref().is_some_and(|me| me.admin)
    }

    /// Log in, then come back.
    pub fn log_in_path(&self) -> String {
        format!("/login?{}", self.next_query())
    }

    pub fn sign_up_path(&self) -> String {
        format!("/signup?{}", self.next_query())
    }

    fn next_query(&self) -> String {
        url::form_urlencoded::Serializer::new(String::new()).append_pair("next", &self.path).finish()
    }

    /// Where a composer begins: for a stranger behind the sign-up.
    pub fn begin_path(&self, composer: &str) -> String {
        if self.signed_in() {
            return composer.to_owned();
        }
        format!("/signup?{}", url::form_urlencoded::Serializer::new(String::new()).append_pair("next", composer).finish())
    }

    /// Whether this is the page, whatever filters stand in its address.
    pub fn here(&self, path: impl AsRef<str>) -> bool {
        self.path.split(['?', '#']).next() == Some(path.as_ref())
    }

    /// Whether the page is at or below this path.
    pub fn at(&self, path: &str) -> bool {
        let here = self.path.split(['?', '#']).next().unwrap_or("");
        here == path || here.strip_prefix(path).is_some_and(|rest| rest.starts_with('/'))
    }

    /// The empty card that live ones are made from.
    pub fn blank_card(&self) -> MatchCard {
        crate::matches::pages::blank()
    }
}
