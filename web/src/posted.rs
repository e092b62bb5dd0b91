//! What a form or a program sends: [`Posted`] for forms, [`Wish`] for JSON. Both are read whole, within bounds and in time,
//! and what can't be read is answered in words. Files that come with a form are looked at and kept before its fields are read: there
//! stands where they are then.

use std::{future::Future, pin::Pin, time::Duration};

use actix_web::{
    FromRequest, HttpRequest,
    dev::Payload,
    http::{StatusCode, header},
    web,
};
use hub::{CommandId, FieldProblem, command::AnyRefusal, files::Kind};
use serde::{Deserialize, de::DeserializeOwned};

use crate::{
    files::{self, upload},
    house::House,
    look::Problems,
    problem::Problem,
    secrets,
    visitor::{Member, Visitor},
};

/// What a stranger's form may weigh, and one with a few words.
pub const LARGEST_FORM: usize = 64 * 1024;
/// An ask, an offer, a profile: the longest article (100,000 characters) and all other fields, every character of it four
/// bytes and each byte three signs.
pub const LARGEST_POST: usize = 2 << 20;
/// The same in JSON, where a character may be written as twelve signs.
pub const LARGEST_JSON: usize = 2 << 20;
/// Nobody's line is slower than this for what fits.
pub const PATIENCE: Duration = Duration::from_secs(30);

/// A form of this hub. Its fields come out only together with the answer to whether it is believed: [`Posted::open`] where
/// something was typed, [`Posted::pressed`] for a mere button.
pub struct Posted<T> {
    fields: T,
    command: Option<CommandId>,
    believed: bool,
    /// Who is signed in now: perhaps another than the one who opened the page.
    now: Option<String>,
    /// It wants to be seen and changed before anything is done.
    again: bool,
    /// What is wrong with the files that came with it.
    unfit: Problems,
    /// Where to go afterwards, if the form says so and it is on this hub.
    pub next: Option<String>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Hidden {
    csrf: String,
    command: String,
    next: String,
    again: String,
}

impl<T> Posted<T> {
    /// The command's id and the fields; or what was typed and why it has to be sent once more.
    pub fn open(self) -> Result<(CommandId, T), (T, Problems)> {
        match self.command {
            Some(_) if self.believed && self.again => Err((self.fields, Problems::say(crate::say("problem-nothing-sent-yet")))),
            Some(_) if self.believed && !self.unfit.is_empty() => Err((self.fields, self.unfit)),
            Some(command) if self.believed => Ok((command, self.fields)),
            _ => {
                let words = match self.now {
                    Some(handle) => crate::say("problem-typed-before-now").with("handle", handle),
                    None => crate::say("problem-typed-before"),
                };
                Err((self.fields, Problems::say(words)))
            }
        }
    }

    /// The same for a button, which has nothing to keep.
    pub fn pressed(self) -> Result<(CommandId, T), Problem> {
        let now = self.now.clone();
        self.open().map_err(|_| Problem::stale(now.as_deref()))
    }

    /// A form that was written before there was anybody to send it, as if this member's own page had sent it.
    pub fn of_member(member: &Member, command: CommandId, text: &str) -> Result<Self, Problem>
    where
        T: DeserializeOwned,
    {
        let hidden = web::Query::<Hidden>::from_query(text).map_err(|e| Problem::unreadable(e.to_string()))?.into_inner();
        let fields = web::Query::<T>::from_query(text).map_err(|e| Problem::unreadable(e.to_string()))?.into_inner();
        let next = crate::visitor::safe_path(&hidden.next).map(str::to_owned);
        Ok(Posted {
            fields,
            command: Some(command),
            believed: true,
            now: Some(member.me().handle.clone()),
            again: false,
            unfit: Problems::none(),
            next,
        })
    }

    /// Where the form says to go on to, else there.
    pub fn next_or<'a>(&'a self, otherwise: &'a str) -> &'a str {
        self.next.as_deref().unwrap_or(otherwise)
    }
}

/// A form with no fields of its own: a button.
#[derive(Debug, Default, Deserialize)]
pub struct Button {}

impl<T: DeserializeOwned + 'static> FromRequest for Posted<T> {
    type Error = Problem;
    type Future = Pin<Box<dyn Future<Output = Result<Self, Problem>>>>;

    fn from_request(req: &HttpRequest, payload: &mut Payload) -> Self::Future {
        if content_type(req).is_some_and(|t| upload::is_multipart(&t)) {
            return Box::pin(read_multipart(req.clone(), web::Payload::from_request(req, payload)));
        }
        let (visitor, body) = (Visitor::from_request(req, payload), body(req, payload, largest(req)));
        let is_form = content_type(req).is_none_or(|t| t.starts_with("application/x-www-form-urlencoded"));
        Box::pin(async move {
            let body = body.await?;
            let visitor = visitor.await?;
            if !is_form {
                return Err(Problem::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, "unreadable", crate::say("problem-form-type")));
            }
            read_form(&visitor, &body)
        })
    }
}

/// A form with files: each is kept, and in the field it is meant for stands where it is, also when the form has to be mended.
async fn read_multipart<T: DeserializeOwned>(
    req: HttpRequest,
    payload: impl Future<Output = Result<web::Payload, actix_web::Error>>,
) -> Result<Posted<T>, Problem> {
    let visitor = Visitor::extract(&req).await?;
    let payload = payload.await.map_err(|_| AnyRefusal::Broken)?;
    let member = visitor.member();
    let mut brought = upload::read(&req, payload, visitor.house(), member.is_some()).await?;
    let hidden = hidden_of(&brought.text())?;
    // What is to be taken away goes first, so that something else may come in its place.
    let without: Vec<String> = brought.words.iter().filter_map(|(name, _)| name.strip_prefix("without.").map(str::to_owned)).collect();
    brought.words.retain(|(name, _)| !without.contains(name));
    let mut unfit = Vec::new();
    if let (Some(member), true, Ok(command)) = (member, is_believed(&visitor, &hidden), CommandId::new(hidden.command)) {
        let crop = files::photo::crop(&brought.words);
        for came in std::mem::take(&mut brought.files) {
            let Some((kind, field)) = files::meant(&came.field) else { continue };
            match files::keep(&member, kind, came, crop, &command).await {
                Ok(file) => put(&mut brought.words, kind, field, file.path),
                Err(refusal) => unfit.push(FieldProblem::new(field, refusal.refused().words)),
            }
        }
    }
    let posted = read_form(&visitor, brought.text().as_bytes())?;
    Ok(Posted { unfit: Problems::of(unfit), ..posted })
}

/// The address of what came, in its field: of a message's files beside those that are there, of anything else in the place of what was.
fn put(words: &mut Vec<(String, String)>, kind: Kind, field: &str, path: String) {
    match words.iter_mut().find(|(name, _)| name == field) {
        Some((_, known)) if kind == Kind::Attachment && !known.is_empty() => *known = format!("{known} {path}"),
        Some((_, known)) => *known = path,
        None => words.push((field.to_owned(), path)),
    }
}

/// Long texts come by the forms of posts and settings, from who is signed in.
fn largest(req: &HttpRequest) -> usize {
    let long = ["/my/", "/settings/"].iter().any(|path| req.path().starts_with(path));
    if long { LARGEST_POST } else { LARGEST_FORM }
}

fn read_form<T: DeserializeOwned>(visitor: &Visitor, body: &[u8]) -> Result<Posted<T>, Problem> {
    let text = std::str::from_utf8(body).ok().filter(|text| is_utf8_inside(text));
    let text = text.ok_or_else(|| Problem::unreadable(crate::say("files-no-text")))?;
    let hidden = hidden_of(text)?;
    let fields = web::Query::<T>::from_query(text).map_err(|e| Problem::unreadable(e.to_string()))?.into_inner();
    let believed = is_believed(visitor, &hidden);
    let command = match visitor.user() {
        Some(_) => hidden.command,
        None => visitor.house().forms.strangers_id(visitor.whose(), &hidden.command),
    };
    let next = crate::visitor::safe_path(&hidden.next).map(str::to_owned);
    Ok(Posted {
        fields,
        command: CommandId::new(command).ok(),
        believed,
        again: !hidden.again.is_empty(),
        unfit: Problems::none(),
        now: visitor.caller().map(|c| c.handle.clone()),
        next,
    })
}

fn hidden_of(text: &str) -> Result<Hidden, Problem> {
    Ok(web::Query::<Hidden>::from_query(text).map_err(|e| Problem::unreadable(e.to_string()))?.into_inner())
}

/// It comes from a page that this hub showed to this very session or browser.
fn is_believed(visitor: &Visitor, hidden: &Hidden) -> bool {
    visitor.house().forms.is_good(&hidden.csrf, visitor.whose()) && visitor.is_own_origin(true)
}

/// Whether what is behind the percent signs is UTF-8 too.
fn is_utf8_inside(text: &str) -> bool {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((first, after)) = rest.split_first() {
        let pair = after.get(..2).and_then(|p| std::str::from_utf8(p).ok()).and_then(|p| u8::from_str_radix(p, 16).ok());
        match (first, pair) {
            (b'%', Some(byte)) => {
                bytes.push(byte);
                rest = &after[2..];
            }
            _ => {
                bytes.push(*first);
                rest = after;
            }
        }
    }
    std::str::from_utf8(&bytes).is_ok()
}

/// A program's wish: JSON, and the id that makes saying it twice harmless.
pub struct Wish<T> {
    /// From the header `Idempotency-Key`; made here when there is none.
    pub id: CommandId,
    pub body: T,
}

impl<T: DeserializeOwned + 'static> FromRequest for Wish<T> {
    type Error = Problem;
    type Future = Pin<Box<dyn Future<Output = Result<Self, Problem>>>>;

    fn from_request(req: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let key = req.headers().get("idempotency-key").map(|k| k.to_str().unwrap_or("").to_owned());
        let is_json = content_type(req).is_some_and(|t| t.contains("json"));
        let body = body(req, payload, LARGEST_JSON);
        Box::pin(async move {
            let body = body.await?;
            if !is_json && !body.is_empty() {
                return Err(Problem::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, "unreadable", crate::say("problem-json-type")));
            }
            // Nothing at all is an empty object: for wishes that need no words.
            let text: &[u8] = if body.is_empty() { b"{}" } else { &body };
            let id = match key {
                Some(key) => CommandId::new(key).map_err(|p| Problem::unreadable(format!("Idempotency-Key: {}", p.words)))?,
                None => secrets::command_id(),
            };
            let body = serde_json::from_slice(text).map_err(|e| Problem::unreadable(e.to_string()))?;
            Ok(Wish { id, body })
        })
    }
}

fn content_type(req: &HttpRequest) -> Option<String> {
    req.headers().get(header::CONTENT_TYPE)?.to_str().ok().map(str::to_ascii_lowercase)
}

/// The whole body, if it fits and comes in time.
pub(crate) fn body(req: &HttpRequest, payload: &mut Payload, most: usize) -> impl Future<Output = Result<web::Bytes, Problem>> + 'static {
    let announced = req.headers().get(header::CONTENT_LENGTH).and_then(|v| v.to_str().ok()?.parse::<usize>().ok());
    let payload = web::Payload::from_request(req, payload);
    let patience = req.app_data::<web::Data<House>>().map_or(PATIENCE, |house| house.settings.body_within);
    async move {
        let payload = payload.await.map_err(|_| AnyRefusal::Broken)?;
        if announced.is_some_and(|n| n > most) {
            swallow(payload, patience).await;
            return Err(too_large(most));
        }
        match tokio::time::timeout(patience, payload.to_bytes_limited(most)).await {
            Ok(Ok(Ok(bytes))) => Ok(bytes),
            Ok(Ok(Err(_))) => Err(Problem::unreadable(crate::say("files-broken-off"))),
            Ok(Err(_)) => Err(too_large(most)),
            Err(_) => Err(Problem::new(StatusCode::REQUEST_TIMEOUT, "too_slow", crate::say("files-too-slow"))),
        }
    }
}

/// Reads what is left and forgets it, within bounds: a browser hears the answer only after it has sent everything.
async fn swallow(mut payload: web::Payload, patience: Duration) {
    use futures_util::StreamExt;
    let mut left: usize = 16 << 20;
    let reading = async {
        while let Some(Ok(chunk)) = payload.next().await {
            left = left.saturating_sub(chunk.len());
            if left == 0 {
                break;
            }
        }
    };
    let _ = tokio::time::timeout(patience, reading).await;
}

fn too_large(most: usize) -> Problem {
    let words = crate::say("files-too-long").with("kibibytes", most / 1024);
    Problem::new(StatusCode::PAYLOAD_TOO_LARGE, "too_large", words)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_behind_percent_signs_is_looked_at_too() {
        assert!(is_utf8_inside("a=%C3%A4&b=%zz&c=%"));
        assert!(is_utf8_inside("a=ä"));
        assert!(!is_utf8_inside("a=%FF"));
        assert!(!is_utf8_inside("a=%C3&b=%A4"));
    }
}
