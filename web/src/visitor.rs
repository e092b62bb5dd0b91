//! Who is calling: [`Visitor`], perhaps signed in; [`Member`], surely signed in; [`ById`], the number in the path.
//!
//! Both are extractors. A page for members sends a stranger to log in and back; the API answers 401.

use std::{cell::RefCell, future::Future, net::IpAddr, ops::Deref, pin::Pin, rc::Rc, str::FromStr};

use actix_web::{
    FromRequest, HttpMessage as _, HttpRequest, HttpResponse,
    cookie::{Cookie, SameSite, time::Duration as CookieDuration},
    dev::Payload,
    http::{Method, StatusCode, header},
    web::Data,
};
use askama::Template;
use hub::{
    Answer, By, Command, CommandId, Locale, Refusal, SessionId, UserId, accounts, accounts::Door, command::AnyRefusal, kernel::locale,
};
use store::{Tx, accounts::Caller, header::Header};

use crate::{
    callers::Key,
    doorstep::{Doorstep, session_cookie, visit_cookie},
    house::House,
    layout::{Chrome, Cursor, Flash, Me, Theme},
    leaving,
    look::{Problems, when},
    problem::Problem,
    secrets,
};

/// How long a browser keeps the session's cookie.
pub const SESSION_DAYS: i64 = 180;
/// And that of a visit, by which a stranger's forms are believed.
pub const VISIT_DAYS: i64 = 7;

/// Somebody at the door. Cheap to clone.
#[derive(Clone)]
pub struct Visitor(Rc<Inner>);

struct Inner {
    house: Data<House>,
    step: Rc<Doorstep>,
    caller: Option<Caller>,
    /// Whose forms these are: this session's, or this browser's visit.
    whose: String,
    /// The cookie of the visit, when it was made just now.
    fresh_visit: Option<String>,
    /// The moment that the header was read at: the page's own data is read of the same one.
    moment: RefCell<Option<Tx>>,
}

impl Visitor {
    /// Looks up who it is. A bearer token counts only where programs come in.
    pub async fn arrive(house: Data<House>, step: Rc<Doorstep>) -> Result<Visitor, Problem> {
        let key = match (&step.bearer, &step.session) {
            (Some(token), _) if step.is_api() => Some(Key::Token(secrets::hash(token))),
            (_, Some(secret)) => Some(Key::Session(secrets::hash(secret))),
            _ => None,
        };
        let caller = match &key {
            Some(key) => house.caller(key).await?,
            None => None,
        };
        match (&key, &caller) {
            (Some(Key::Token(_)), None) => {
                return Err(Problem::new(StatusCode::UNAUTHORIZED, "unknown_token", "This token is not known here, or was revoked."));
            }
            (_, Some(caller)) if caller.suspended => return Err(Refusal::Accounts(accounts::Refusal::Suspended).into()),
            (_, Some(caller)) if caller.away && !leaving::is_way_back(&step) => return Err(leaving::away(&step)),
            _ => {}
        }
        // A program hears the language that its request names.
        if let (Some(Key::Session(_)), Some(own)) = (&key, caller.as_ref().and_then(|caller| Locale::of(&caller.language))) {
            locale::speak(own);
        }
        let (whose, fresh_visit) = match (&caller, &key, &step.visit) {
            (Some(_), Some(Key::Session(hash) | Key::Token(hash)), _) => (format!("session {}", hash.0), None),
            (_, _, Some(visit)) => (format!("visit {visit}"), None),
            _ => {
                let visit = secrets::random::<16>();
                (format!("visit {visit}"), Some(visit))
            }
        };
        Ok(Visitor(Rc::new(Inner { house, step, caller, whose, fresh_visit, moment: RefCell::new(None) })))
    }

    /// The same browser with a session that was opened for it just now.
    pub async fn with_session(&self, secret: &str) -> Result<Visitor, Problem> {
        let step = Doorstep { session: Some(secret.to_owned()), bearer: None, ..(*self.0.step).clone() };
        Visitor::arrive(self.0.house.clone(), Rc::new(step)).await
    }

    pub fn house(&self) -> &House {
        &self.0.house
    }

    /// The same, to be kept longer than this request.
    pub fn whole_house(&self) -> Data<House> {
        self.0.house.clone()
    }

    pub fn step(&self) -> &Doorstep {
        &self.0.step
    }

    pub fn caller(&self) -> Option<&Caller> {
        self.0.caller.as_ref()
    }

    pub fn user(&self) -> Option<UserId> {
        self.caller().map(|c| c.user)
    }

    /// The same as a member, if somebody is signed in.
    pub fn member(&self) -> Option<Member> {
        self.caller().cloned().map(|caller| Member { visitor: self.clone(), caller })
    }

    pub fn address(&self) -> IpAddr {
        self.0.step.address
    }

    pub fn now(&self) -> hub::Timestamp {
        self.0.house.now()
    }

    /// A connection for reads. The first one after [`Visitor::chrome`] reads of the same moment: what the page shows is what
    /// was true at the number that its socket goes on from.
    pub async fn db(&self) -> Result<Tx, Problem> {
        let moment = self.0.moment.take();
        match moment {
            Some(db) => Ok(db),
            None => self.0.house.db().await,
        }
    }

    /// Wishes something; answered after commit.
    pub async fn act(&self, by: By, id: CommandId, command: Command) -> Result<Answer, Refusal> {
        let answer = self.house().act(self.step().request_id, by, id, command).await;
        if let Err(refusal) = &answer {
            self.come_back_after(refusal.refused().retry_after_ms);
        }
        answer
    }

    /// What this request's answer says in `Retry-After`, if it is a form again with 429 or 503.
    pub fn come_back_after(&self, ms: Option<i64>) {
        self.step().come_back_after_ms.set(ms);
    }

    /// Whose forms are believed, and whose commands a stranger's are.
    pub fn whose(&self) -> &str {
        &self.0.whose
    }

    /// The request comes from a page of this hub. `missing`: what a request without an Origin is taken for.
    pub fn is_own_origin(&self, missing: bool) -> bool {
        let step = self.step();
        let Some(origin) = &step.origin else { return missing };
        let Ok(url) = url::Url::parse(origin) else { return false };
        let public = self.house().settings.public_url.as_ref();
        if public.is_some_and(|p| p.origin() == url.origin()) {
            return true;
        }
        let authority = origin.split_once("://").map_or("", |(_, rest)| rest);
        !authority.is_empty() && authority.eq_ignore_ascii_case(&step.host)
    }

    /// What stands around a page: make one per answer, before the page's own data is read.
    pub async fn chrome(&self) -> Result<Chrome, Problem> {
        let mut me = None;
        if let Some(caller) = self.caller() {
            let mut db = self.house().store.snapshot().await?;
            me = store::header::find(&mut db, caller.user).await?.map(|header| self.me(caller, header));
            self.0.moment.replace(Some(db));
        }
        Ok(self.chrome_of(me))
    }

    /// The same for a page that reads nothing else: no moment is held for it.
    pub async fn chrome_alone(&self) -> Result<Chrome, Problem> {
        let me = match self.caller() {
            Some(caller) => store::header::find_beside(&self.house().store, caller.user).await?.map(|header| self.me(caller, header)),
            None => None,
        };
        Ok(self.chrome_of(me))
    }

    fn chrome_of(&self, me: Option<Me>) -> Chrome {
        let mut chrome = self.bare_chrome();
        if let Some(caller) = self.caller() {
            chrome.zone = when::zone(&caller.timezone);
        }
        chrome.me = me;
        chrome
    }

    /// The same without a word from the database, for when it has none.
    pub fn bare_chrome(&self) -> Chrome {
        let step = self.step();
        let mut chrome = Chrome::new(self.house().forms.token(self.whose()), secrets::random::<16>(), self.now());
        chrome.theme = step.theme.as_deref().and_then(|t| Theme::from_str(t).ok()).unwrap_or(Theme::Auto);
        chrome.flash = step.flash.as_deref().and_then(flash_of);
        step.flash_shown.set(chrome.flash.is_some());
        chrome.demo = self.house().has_demo();
        chrome.keeper = self.house().settings.keeper.clone();
        chrome.path = if step.method == Method::GET || step.method == Method::HEAD { step.path_and_query.clone() } else { "/".to_owned() };
        chrome.public_url = self.public_url();
        chrome
    }

    /// `https://collective.example`, without a slash at the end.
    pub fn public_url(&self) -> String {
        match &self.house().settings.public_url {
            Some(url) => url.as_str().trim_end_matches('/').to_owned(),
            None => format!("http://{}", self.step().host),
        }
    }

    fn me(&self, caller: &Caller, header: Header) -> Me {
        Me {
            person: header.person,
            points: header.points,
            unread: header.unread,
            waiting: header.waiting,
            unseen: header.unseen,
            admin: caller.role == accounts::Role::Admin,
            open_to_help: header.open_to_help,
            full: header.full,
            counted: header.counted,
            cursor: Cursor { epoch: self.house().store.epoch(), inbox: header.inbox },
        }
    }

    /// A page.
    pub fn page(&self, page: &impl Template) -> HttpResponse {
        self.render(StatusCode::OK, page)
    }

    /// A form again, with what was typed and what to mend: 422, or the status of the refusal.
    pub fn form_again(&self, status: StatusCode, page: &impl Template) -> HttpResponse {
        self.render(status, page)
    }

    pub fn render(&self, status: StatusCode, page: &impl Template) -> HttpResponse {
        match written(page) {
            Ok(html) => self.html(status, html),
            Err(problem) => actix_web::ResponseError::error_response(&problem),
        }
    }

    /// A page that is written already.
    pub fn html(&self, status: StatusCode, html: String) -> HttpResponse {
        let mut response = HttpResponse::build(status);
        response.content_type("text/html; charset=utf-8").insert_header((header::CACHE_CONTROL, "private, no-cache"));
        if self.step().flash_shown.get() {
            response.cookie(self.cookie("flash", String::new(), CookieDuration::ZERO));
        }
        if let Some(visit) = &self.0.fresh_visit {
            response.cookie(self.cookie(visit_cookie(self.is_secure()), visit.clone(), CookieDuration::days(VISIT_DAYS)));
        }
        if let (429 | 503, Some(ms)) = (status.as_u16(), self.step().come_back_after_ms.get()) {
            response.insert_header((header::RETRY_AFTER, ((ms.max(0) + 999) / 1_000).to_string()));
        }
        let mut response = response.body(html);
        response.extensions_mut().insert(Worded);
        response
    }

    /// On to another page, after a form.
    pub fn go(&self, to: &str) -> HttpResponse {
        HttpResponse::SeeOther().insert_header((header::LOCATION, to)).finish()
    }

    /// On to another page, which says what was done.
    pub fn go_saying(&self, to: &str, words: &str) -> HttpResponse {
        let mut response = self.go(to);
        self.say(&mut response, true, words, None);
        response
    }

    /// On to another page, which says what was not done.
    pub fn go_regretting(&self, to: &str, words: &str) -> HttpResponse {
        let mut response = self.go(to);
        self.say(&mut response, false, words, None);
        response
    }

    /// On to another page, which says what was done and takes it back in one tap: `rules`, by their numbers.
    pub fn go_saying_with_undo(&self, to: &str, words: &str, rules: &str) -> HttpResponse {
        let mut response = self.go(to);
        self.say(&mut response, true, words, Some(rules));
        response
    }

    fn say(&self, response: &mut HttpResponse, good: bool, words: &str, undo: Option<&str>) {
        let mut value = url::form_urlencoded::Serializer::new(String::new());
        value.append_pair(if good { "good" } else { "bad" }, words);
        if let Some(undo) = undo.filter(|rules| !rules.is_empty()) {
            value.append_pair("undo", undo);
        }
        let value = value.finish();
        // A cookie that can't be set costs a line of words, nothing else.
        let _ = response.add_cookie(&self.cookie("flash", value, CookieDuration::minutes(5)));
    }

    /// The session's cookie: the secret, which is stored nowhere else.
    pub fn session_cookie(&self, secret: &str) -> Cookie<'static> {
        self.cookie(session_cookie(self.is_secure()), secret.to_owned(), CookieDuration::days(SESSION_DAYS))
    }

    pub fn no_session_cookie(&self) -> Cookie<'static> {
        self.cookie(session_cookie(self.is_secure()), String::new(), CookieDuration::ZERO)
    }

    pub fn cookie(&self, name: &'static str, value: String, lives: CookieDuration) -> Cookie<'static> {
        Cookie::build(name, value).path("/").http_only(true).same_site(SameSite::Lax).secure(self.is_secure()).max_age(lives).finish()
    }

    fn is_secure(&self) -> bool {
        self.house().settings.is_secure()
    }
}

/// A template, filled in. Why it could not be is the log's to say.
pub fn written(template: &impl Template) -> Result<String, Problem> {
    let mut html = String::with_capacity(ROOM_FOR_A_PAGE);
    template.render_into(&mut html).map_err(|error| {
        tracing::error!(%error, template = std::any::type_name_of_val(template), "a template could not be written");
        Problem::from(AnyRefusal::Broken)
    })?;
    Ok(html)
}

/// What a page begins with: one that outgrows its room is copied as a whole, each time.
const ROOM_FOR_A_PAGE: usize = 64 * 1024;

/// Marks an answer that says what it has to say, so that nothing is put in its place.
pub struct Worded;

/// A search in words of any script is so long, written with percent signs.
const LONGEST_NEXT: usize = 12_000;

/// A path on this hub to go on to, and nothing that leads elsewhere.
pub fn safe_path(next: &str) -> Option<&str> {
    let local = next.starts_with('/') && !next.starts_with("//") && next.len() <= LONGEST_NEXT;
    let plain = next.bytes().all(|b| b.is_ascii_graphic() && b != b'\\');
    (local && plain).then_some(next)
}

fn flash_of(cookie: &str) -> Option<Flash> {
    let mut pairs = url::form_urlencoded::parse(cookie.as_bytes());
    let (kind, words) = pairs.next()?;
    let words: String = words.chars().filter(|c| !c.is_control()).take(300).collect();
    let numbers = |undo: &str| undo.bytes().all(|b| b.is_ascii_digit() || b == b',');
    let undo = pairs.next().filter(|(name, undo)| name == "undo" && numbers(undo)).map(|(_, undo)| undo.into_owned());
    (!words.is_empty()).then_some(Flash { good: kind == "good", words, undo })
}

/// What an answer to a refused form says: its status, and its problems.
pub fn mend(refusal: &Refusal) -> (StatusCode, Problems) {
    let refused = refusal.refused();
    let status = StatusCode::from_u16(refused.kind.http_status()).unwrap_or(StatusCode::UNPROCESSABLE_ENTITY);
    if matches!(refusal, Refusal::Any(AnyRefusal::IdUsedOtherwise)) {
        return (status, Problems::say(crate::say("look-sent-before")));
    }
    (status, Problems::from(refused))
}

impl FromRequest for Visitor {
    type Error = Problem;
    type Future = Pin<Box<dyn Future<Output = Result<Visitor, Problem>>>>;

    fn from_request(req: &HttpRequest, _: &mut Payload) -> Self::Future {
        let req = req.clone();
        Box::pin(async move {
            if let Some(visitor) = req.extensions().get::<Visitor>() {
                return Ok(visitor.clone());
            }
            let house = req.app_data::<Data<House>>().cloned().ok_or(AnyRefusal::Broken)?;
            let step = req.extensions().get::<Rc<Doorstep>>().cloned().ok_or(AnyRefusal::Broken)?;
            let visitor = Visitor::arrive(house, step).await?;
            req.extensions_mut().insert(visitor.clone());
            Ok(visitor)
        })
    }
}

/// Somebody who is signed in.
#[derive(Clone)]
pub struct Member {
    visitor: Visitor,
    caller: Caller,
}

impl Deref for Member {
    type Target = Visitor;

    fn deref(&self) -> &Visitor {
        &self.visitor
    }
}

impl Member {
    pub fn id(&self) -> UserId {
        self.caller.user
    }

    pub fn me(&self) -> &Caller {
        &self.caller
    }

    /// Whether they look after the collective.
    pub fn is_admin(&self) -> bool {
        self.caller.role == accounts::Role::Admin
    }

    /// The session that this request came by; `None` for a token.
    pub fn session(&self) -> Option<SessionId> {
        match self.caller.door {
            Door::Session(id) => Some(id),
            Door::Token(_) => None,
        }
    }

    /// Wishes something as this member; answered after commit.
    pub async fn act(&self, id: CommandId, command: Command) -> Result<Answer, Refusal> {
        self.visitor.act(By::Member(self.id()), id, command).await
    }
}

impl FromRequest for Member {
    type Error = Problem;
    type Future = Pin<Box<dyn Future<Output = Result<Member, Problem>>>>;

    fn from_request(req: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let (visitor, back) = (Visitor::from_request(req, payload), own_referer(req));
        Box::pin(async move {
            let visitor = visitor.await?;
            let step = visitor.step();
            let Some(caller) = visitor.caller().cloned() else {
                return Err(if step.is_api() { AnyRefusal::SignIn.into() } else { log_in_first(step, back) });
            };
            let changes = !matches!(step.method, Method::GET | Method::HEAD);
            if step.is_api() && changes && matches!(caller.door, Door::Session(_)) && !visitor.is_own_origin(false) {
                let words = "A browser's session works here only from a page of this hub. Programs use a token.";
                return Err(Problem::new(StatusCode::FORBIDDEN, "foreign_origin", words));
            }
            Ok(Member { visitor, caller })
        })
    }
}

/// An admin. For everybody else there is nothing here. Whether they still are one is asked once more where it is decided.
#[derive(Clone)]
pub struct Admin(Member);

impl Deref for Admin {
    type Target = Member;

    fn deref(&self) -> &Member {
        &self.0
    }
}

impl Admin {
    pub fn of(member: Member) -> Result<Admin, Problem> {
        if member.me().role == accounts::Role::Admin { Ok(Admin(member)) } else { Err(Problem::not_found()) }
    }

    /// Wishes what only admins may; answered after commit.
    pub async fn decide(&self, id: CommandId, command: Command) -> Result<Answer, Refusal> {
        self.visitor.act(By::Admin(self.id()), id, command).await
    }
}

impl FromRequest for Admin {
    type Error = Problem;
    type Future = Pin<Box<dyn Future<Output = Result<Admin, Problem>>>>;

    fn from_request(req: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let member = Member::from_request(req, payload);
        Box::pin(async move { Admin::of(member.await?) })
    }
}

fn log_in_first(step: &Doorstep, back: Option<String>) -> Problem {
    let here = matches!(step.method, Method::GET | Method::HEAD).then(|| step.path_and_query.clone());
    let next = here.or(back).filter(|path| safe_path(path).is_some());
    Problem::LogIn { next: next.unwrap_or_else(|| "/home".to_owned()) }
}

/// The page that a form was sent from, if it is one of this hub.
fn own_referer(req: &HttpRequest) -> Option<String> {
    let url = url::Url::parse(req.headers().get(header::REFERER)?.to_str().ok()?).ok()?;
    let host = req.headers().get(header::HOST)?.to_str().ok()?;
    let same = url.host_str().is_some_and(|h| match url.port() {
        Some(port) => host == format!("{h}:{port}"),
        None => host == h,
    });
    same.then(|| url[url::Position::BeforePath..].to_owned())
}

/// The number in the path: `ById<AskId>` for `/my/asks/{id}`. What is no number is not found.
pub struct ById<T>(pub T);

impl<T: From<i64>> FromRequest for ById<T> {
    type Error = Problem;
    type Future = std::future::Ready<Result<Self, Problem>>;

    fn from_request(req: &HttpRequest, _: &mut Payload) -> Self::Future {
        let id = req.match_info().get("id").and_then(|id| id.parse::<i64>().ok()).filter(|id| (0..=hub::LARGEST_ID).contains(id));
        std::future::ready(id.map(|id| ById(T::from(id))).ok_or_else(Problem::not_found))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nobody_is_led_away_after_logging_in() {
        for fine in ["/", "/home", "/my/asks/new?a=b", "/@ana"] {
            assert_eq!(safe_path(fine), Some(fine));
        }
        for bad in ["", "home", "//evil.example", "/\\evil.example", "https://evil.example", "/a\r\nb", "/ä", "javascript:1"] {
            assert_eq!(safe_path(bad), None, "{bad}");
        }
    }

    #[test]
    fn a_flash_is_a_short_line() {
        let flash = flash_of("good=Saved.%0A+And+more").expect("a flash");
        assert!(flash.good && flash.words == "Saved. And more", "{flash:?}");
        assert!(flash_of("").is_none());
        assert_eq!(flash_of("good=Saved.&undo=1001%2C1002").and_then(|flash| flash.undo).as_deref(), Some("1001,1002"));
        assert_eq!(flash_of("good=Saved.&undo=%22%3E").and_then(|flash| flash.undo), None);
    }
}
