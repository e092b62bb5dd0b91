//! What somebody wrote into a form while nobody was signed in, kept until somebody is.
//!
//! ```text
//! their session had ended ─▶ log in ──▶ what they wrote, to send or to change first
//! they have no name yet   ─▶ sign up ─▶ sent at once, as if they had been signed in: its own page is next
//! ```
//! Such a form is answered with a form to log in or sign up that carries what was written in hidden fields. The hub keeps
//! nothing of it, and what is kept is only what people write to be read by others: passwords, codes and numbers have forms of
//! their own, which go the plain way to log in and back. The forms that stand on pages for strangers say so (`stranger`), and
//! only those that are believed are sent without another look.

use actix_web::{
    Error, FromRequest as _, HttpRequest, HttpResponse, ResponseError,
    body::BoxBody,
    dev::{Payload, ServiceRequest, ServiceResponse},
    http::{
        Method, StatusCode,
        header::{self, HeaderMap},
    },
    middleware::Next,
    web::{self, Bytes},
};
use hub::{CommandId, UserId, command::AnyRefusal, kernel::locale::Said};
use serde::de::DeserializeOwned;

use crate::{
    accounts::{
        self,
        pages::{LogIn, LogInForm, Resume, SignUp, SignUpForm},
    },
    asks, connections,
    files::upload,
    look::Problems,
    offers,
    posted::{self, Posted},
    problem::{LogInFirst, Problem},
    visitor::{Member, Visitor, safe_path},
};

/// More than this does not come back through the log-in form, which has to fit too.
const MOST: usize = posted::LARGEST_FORM - 8 * 1024;
/// So many fields a form of this hub may have.
const MOST_FIELDS: usize = 40;
/// What fields of the log-in form that are kept begin with.
const MARK: &str = "kept.";
/// Where they go on to.
const TO: &str = "kept_to";
/// The command of a stranger's form, which goes on at once.
const COMMAND: &str = "kept_command";
/// The field by which a form says that it stands on a page for strangers.
const STRANGER: &str = "stranger";

/// The forms that people write in.
const WRITTEN: [&str; 6] = ["/my/asks/", "/my/offers/", "/connections", "/messages/", "/community/", "/report/"];
/// What they write there, and how it is called on the page that shows it. One of these at least is in it, or it was a mere
/// button.
const SAID: [(&str, &str); 6] = [
    ("text", "accounts-kept-text"),
    ("title", "accounts-kept-title"),
    ("description", "accounts-kept-description"),
    ("body", "accounts-kept-body"),
    ("message", "accounts-kept-message"),
    ("words", "accounts-kept-words"),
];

/// Where a form went, and what was written in it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Kept {
    pub to: String,
    pub fields: Vec<(String, String)>,
    /// The command of a stranger's form that was believed: it is sent once and without another look.
    pub command: Option<String>,
}

impl Kept {
    /// What is worth keeping of a form.
    fn of(to: &str, body: &[u8]) -> Option<Kept> {
        if body.len() > MOST || !WRITTEN.iter().any(|form| to.starts_with(form)) || safe_path(to).is_none() {
            return None;
        }
        let fields = url::form_urlencoded::parse(body)
            .into_owned()
            .filter(|(name, _)| !matches!(name.as_str(), "csrf" | "command" | "again" | STRANGER));
        Kept { to: to.to_owned(), fields: fields.collect(), command: None }.sound()
    }

    /// A stranger's form goes on by itself if it is believed: it came from a page that this very browser was shown.
    fn by_stranger(self, visitor: &Visitor, body: &[u8]) -> Kept {
        let of = |wanted: &str| url::form_urlencoded::parse(body).find(|(name, _)| name == wanted).map(|(_, value)| value.into_owned());
        let believed = of(STRANGER).is_some() && of("csrf").is_some_and(|csrf| visitor.house().forms.is_good(&csrf, visitor.whose()));
        Kept { command: of("command").filter(|_| believed), ..self }
    }

    /// The same, as it comes back with the log-in form.
    pub fn returned<'a>(rest: impl Iterator<Item = (&'a String, &'a String)> + Clone) -> Option<Kept> {
        let (_, to) = rest.clone().find(|(name, _)| *name == TO)?;
        let command = rest.clone().find(|(name, _)| *name == COMMAND).map(|(_, command)| command.clone());
        let fields = rest.filter_map(|(name, value)| Some((name.strip_prefix(MARK)?.to_owned(), value.clone())));
        let kept = Kept { to: to.clone(), fields: fields.collect(), command };
        (WRITTEN.iter().any(|form| to.starts_with(form)) && safe_path(to).is_some()).then_some(kept)?.sound()
    }

    fn sound(self) -> Option<Kept> {
        let said = self.said().next().is_some();
        (said && self.fields.len() <= MOST_FIELDS).then_some(self)
    }

    /// What was written, with what it is called.
    pub fn said(&self) -> impl Iterator<Item = (Said<'static>, &str)> {
        SAID.iter().filter_map(|(name, called)| {
            let (_, value) = self.fields.iter().find(|(field, value)| field == name && !value.trim().is_empty())?;
            Some((crate::say(*called), value.as_str()))
        })
    }

    /// The names and values of the hidden fields that carry it through the log-in form.
    pub fn carried(&self) -> Vec<(String, String)> {
        let to = std::iter::once((TO.to_owned(), self.to.clone()));
        let command = self.command.iter().map(|command| (COMMAND.to_owned(), command.clone()));
        to.chain(command).chain(self.fields.iter().map(|(name, value)| (format!("{MARK}{name}"), value.clone()))).collect()
    }
}

impl Kept {
    /// It is sent as soon as somebody is signed in.
    pub fn at_once(&self) -> bool {
        self.command.is_some()
    }

    /// What happens to it next.
    pub fn promise(&self) -> Said<'static> {
        crate::say(match (self.at_once(), self.to.as_str()) {
            (false, _) => "accounts-promise-safe",
            (true, to) if to.starts_with("/my/asks/") => "accounts-promise-ask",
            (true, to) if to.starts_with("/my/offers/") => "accounts-promise-offer",
            _ => "accounts-promise-message",
        })
    }

    /// Whether it is posted at once for everybody to read, also who is no member.
    pub fn is_public(&self) -> bool {
        let for_members = self.fields.iter().any(|(name, value)| name == "visibility" && value == "members");
        self.at_once() && self.to.starts_with("/my/") && !for_members
    }

    /// What is on the button.
    pub fn sign_up_words(&self) -> Said<'static> {
        crate::say(match (self.at_once(), self.to.as_str()) {
            (false, _) => "layout-sign-up",
            (true, to) if to.starts_with("/my/") => "accounts-sign-up-and-post",
            _ => "accounts-sign-up-and-send",
        })
    }
}

/// Around every form that comes without anybody signed in: when it needed somebody, what was written is kept.
pub async fn keep(mut req: ServiceRequest, next: Next<BoxBody>) -> Result<ServiceResponse<BoxBody>, Error> {
    let visitor = match may_be_kept(&req) {
        true => req.extract::<Visitor>().await.ok(),
        false => None,
    };
    // A form of another site's is nobody's words.
    let Some(visitor) = visitor.filter(|v| v.user().is_none() && v.step().accepts_html && v.is_own_origin(true)) else {
        return next.call(req).await;
    };
    let to = visitor.step().path_and_query.clone();
    let (http, mut payload) = req.into_parts();
    let read = match boundary_of(http.headers()) {
        None => posted::body(&http, &mut payload, posted::LARGEST_FORM).await.map(|body| (body.clone(), body)),
        Some(boundary) => words_of(&http, &mut payload, &visitor, &boundary).await,
    };
    let (body, rest) = match read {
        Ok(read) => read,
        Err(problem) => return Ok(ServiceResponse::new(http, problem.error_response())),
    };
    let req = ServiceRequest::from_parts(http, again(rest));
    let response = next.call(req).await?;
    let Some(LogInFirst { next }) = response.response().extensions().get::<LogInFirst>().cloned() else { return Ok(response) };
    let Some(kept) = Kept::of(&to, &body) else { return Ok(response) };
    let kept = kept.by_stranger(&visitor, &body);
    let page = match kept.at_once() {
        true => sign_up(&visitor, kept).await,
        false => log_in(&visitor, kept, next).await,
    };
    Ok(response.into_response(page.unwrap_or_else(|problem| problem.error_response())))
}

fn may_be_kept(req: &ServiceRequest) -> bool {
    let length = req.headers().get(header::CONTENT_LENGTH).and_then(|v| v.to_str().ok()?.parse::<usize>().ok());
    let form = req.headers().get(header::CONTENT_TYPE).is_some_and(|t| t.as_bytes().starts_with(b"application/x-www-form-urlencoded"));
    let fits = (form && length.is_some_and(|n| n <= MOST)) || boundary_of(req.headers()).is_some();
    req.method() == Method::POST && fits && WRITTEN.iter().any(|to| req.path().starts_with(to))
}

/// What stands between the parts of a form with files.
fn boundary_of(headers: &HeaderMap) -> Option<String> {
    let content_type = headers.get(header::CONTENT_TYPE)?.to_str().ok().filter(|t| upload::is_multipart(t))?;
    let (_, boundary) = content_type.split_once("boundary=")?;
    Some(boundary.split(';').next().unwrap_or_default().trim().trim_matches('"').to_owned())
}

/// The words of a form with files, as one without files sends them; and what is handed on in its place, an empty one. The files of
/// whoever is not signed in are not kept.
async fn words_of(http: &HttpRequest, payload: &mut Payload, visitor: &Visitor, boundary: &str) -> Result<(Bytes, Bytes), Problem> {
    let payload = web::Payload::from_request(http, payload).await.map_err(|_| AnyRefusal::Broken)?;
    let brought = upload::read(http, payload, visitor.house(), false).await?;
    Ok((brought.text().into(), format!("--{boundary}--\r\n").into()))
}

/// A body that was read, to be read once more.
fn again(body: Bytes) -> Payload {
    let stream = futures_util::stream::once(async move { Ok(body) });
    Payload::Stream { payload: Box::pin(stream) }
}

async fn log_in(visitor: &Visitor, kept: Kept, next: String) -> Result<HttpResponse, Problem> {
    let form = LogInForm { next, rest: kept.carried().into_iter().collect(), ..LogInForm::default() };
    let page = LogIn { chrome: visitor.chrome().await?, kept: Some(kept), form, problems: Problems::none() };
    Ok(visitor.render(StatusCode::UNAUTHORIZED, &page))
}

async fn sign_up(visitor: &Visitor, kept: Kept) -> Result<HttpResponse, Problem> {
    let form = SignUpForm { rest: kept.carried().into_iter().collect(), ..SignUpForm::default() };
    Ok(visitor.page(&SignUp { chrome: visitor.chrome().await?, kept: Some(kept), form, problems: Problems::none() }))
}

/// Lets them in. What they wrote as strangers goes on at once; anything else they see again, to be sent or changed.
pub async fn resume(visitor: &Visitor, user: UserId, kept: Kept) -> Result<HttpResponse, Problem> {
    let cookie = accounts::open_session(visitor, user).await?;
    // From here on it is a page of the session that was just opened, and its forms are believed there.
    let member = visitor.with_session(cookie.value()).await?.member().ok_or(AnyRefusal::Broken)?;
    let sent = match send(&member, &kept).await {
        Ok(sent) => sent,
        // What it was about is gone, or the hub is: the words are not.
        Err(problem) => {
            tracing::debug!(%problem, "what a stranger wrote could not be sent");
            None
        }
    };
    let mut response = match sent {
        Some(response) => response,
        None => member.page(&Resume { chrome: member.chrome().await?, kept }),
    };
    response.add_cookie(&cookie).map_err(|_| AnyRefusal::Broken)?;
    Ok(response)
}

/// A stranger's form, sent as if this member had sent it: answered by what it was sent to. `None` for anything else.
async fn send(member: &Member, kept: &Kept) -> Result<Option<HttpResponse>, Problem> {
    let Some(command) = &kept.command else { return Ok(None) };
    // Bound to the member and to the form it was written into: however often they come in with it, it is sent once.
    let id = member.house().forms.strangers_id(&format!("kept for {}", member.id()), command);
    let id = CommandId::new(id).map_err(|_| AnyRefusal::Broken)?;
    Ok(Some(match kept.to.as_str() {
        "/my/asks/new" => asks::post(member.clone(), again_as(member, id, kept)?).await?,
        "/my/offers/new" => offers::post(member.clone(), again_as(member, id, kept)?).await?,
        "/connections" => connections::open(member.clone(), again_as(member, id, kept)?).await?,
        _ => return Ok(None),
    }))
}

fn again_as<T: DeserializeOwned>(member: &Member, id: CommandId, kept: &Kept) -> Result<Posted<T>, Problem> {
    let text = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(&kept.fields).finish();
    Posted::of_member(member, id, &text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_written_is_kept_and_nothing_that_is_secret_or_a_mere_button() {
        let kept = Kept::of("/messages/7", b"csrf=x&command=y&body=Hello+there&next=%2Fhome").expect("kept");
        assert_eq!(kept.fields, [("body".to_owned(), "Hello there".to_owned()), ("next".to_owned(), "/home".to_owned())]);
        assert_eq!(
            kept.said().map(|(called, words)| (called.to_string(), words)).collect::<Vec<_>>(),
            [("Text".to_owned(), "Hello there")]
        );
        let carried = kept.carried();
        assert_eq!(Kept::returned(carried.iter().map(|(n, v)| (n, v))), Some(kept));
        for (to, body) in [
            ("/settings/password", &b"current=secret&password=secret&body=x"[..]),
            ("/connections/4/step", b"step=accept"),
            ("/messages/7", b"body=+"),
            ("//evil.example/messages/", b"body=x"),
        ] {
            assert_eq!(Kept::of(to, body), None, "{to}");
        }
        assert_eq!(Kept::of("/messages/7", format!("body={}", "a".repeat(MOST)).as_bytes()), None, "more than fits");
        let by_stranger = Kept { command: Some("c-1".to_owned()), ..Kept::of("/connections", b"message=Hi&stranger=yes").expect("kept") };
        let carried = by_stranger.carried();
        assert!(!by_stranger.fields.iter().any(|(name, _)| name == "stranger"));
        assert_eq!(Kept::returned(carried.iter().map(|(n, v)| (n, v))), Some(by_stranger));
        let elsewhere = [("kept_to".to_owned(), "/settings/password".to_owned()), ("kept.body".to_owned(), "x".to_owned())];
        assert_eq!(Kept::returned(elsewhere.iter().map(|(n, v)| (n, v))), None);
    }
}
