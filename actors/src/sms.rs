//! Texts people at the plan's four moments: claims rows of the outbox, calls out, settles them.
//!
//! ```text
//!   outbox ──claim (committed)──▶ compose ──▶ provider ──▶ Command::Sms(Settle)
//! ```
//! twilio-async builds the request (address, Basic auth, form) and its client takes it to Twilio over TLS; to another base
//! address, which can be set, awc takes the same request over plain HTTP. The answer is decoded here: twilio-async's own
//! decoding fails on answers that came after the text was taken (measured). Nobody is texted twice: what may have gone out
//! counts as sent.

use std::{sync::Arc, sync::atomic::Ordering::Relaxed, time::Duration};

use actix::{Actor, ActorFutureExt, AsyncContext, Context, Handler, WrapFuture};
use hub::{
    By, Command, CommandId, Event,
    sms::{self, TextStatus},
};
use serde::Deserialize;
use store::sms::ClaimedText;
use twilio_async::{Execute, Twilio, TwilioErr, TwilioJson};

use crate::{collective::{Collective, Hub}, desk::Guard, messages::Panic};

/// Texts claimed at once. Each is settled before the claim lapses.
const AT_ONCE: usize = 10;
/// Without a ring the outbox is looked at this often.
const LOOK_EVERY: Duration = Duration::from_secs(5);
const PATIENCE: Duration = Duration::from_secs(10);
const TWILIO: &str = "https://api.twilio.com";

/// An account at Twilio. Never logged.
#[derive(Clone, PartialEq, Eq)]
pub struct TextAccount {
    pub sid: String,
    pub token: String,
    /// The number that texts come from, E.164.
    pub from: String,
}

/// How texts go out.
#[derive(Clone)]
pub struct Texts {
    /// `None`: what would be texted is logged instead.
    pub account: Option<TextAccount>,
    /// `https://api.twilio.com`, or a fake one in tests.
    pub base: String,
    /// Where this hub is found: links in texts begin with it.
    pub public_url: String,
}

impl Default for Texts {
    fn default() -> Self {
        Texts { account: None, base: TWILIO.to_owned(), public_url: "http://127.0.0.1:8080".to_owned() }
    }
}

pub(crate) struct SmsActor {
    hub: Arc<Hub>,
    texts: Texts,
    _guard: Guard<Self>,
}

impl SmsActor {
    pub fn new(hub: Arc<Hub>, texts: Texts, guard: Guard<Self>) -> Self {
        SmsActor { hub, texts, _guard: guard }
    }
}

impl Actor for SmsActor {
    type Context = Context<Self>;

    fn started(&mut self, ctx: &mut Self::Context) {
        let worker = Worker { hub: self.hub.clone(), texts: self.texts.clone(), http: awc::Client::builder().timeout(PATIENCE).finish() };
        ctx.spawn(async move { worker.run().await }.into_actor(self).map(|_, _, ctx| actix::ActorContext::stop(ctx)));
    }
}

impl Handler<Panic> for SmsActor {
    type Result = ();

    fn handle(&mut self, _: Panic, _: &mut Self::Context) {
        panic!("a test panics in the SMS actor");
    }
}

struct Worker {
    hub: Arc<Hub>,
    texts: Texts,
    http: awc::Client,
}

/// What became of one call.
struct Outcome {
    status: TextStatus,
    provider_id: Option<String>,
    error: Option<String>,
}

impl Outcome {
    fn new(status: TextStatus, error: impl Into<Option<String>>) -> Outcome {
        Outcome { status, provider_id: None, error: error.into() }
    }
}

/// The part of Twilio's answer that matters. Everything else may be missing or null.
#[derive(Deserialize)]
struct Taken {
    #[serde(default)]
    sid: Option<String>,
    #[serde(default)]
    message: Option<String>,
    /// A number in an error, a word in a success.
    #[serde(default)]
    status: Option<serde_json::Value>,
}

impl Worker {
    async fn run(&self) {
        let mut events = Collective { hub: self.hub.clone() }.events();
        while !self.hub.closing.load(Relaxed) {
            match self.hub.store.claim_texts(&self.hub.node, 0, self.hub.clock.now(), AT_ONCE).await {
                Ok(claimed) if claimed.is_empty() => {
                    let queued = |e: &Event| matches!(e, Event::Sms(sms::Event::TextQueued { .. })).then_some(());
                    events.wait_for(LOOK_EVERY, queued).await;
                }
                Ok(claimed) => {
                    for text in claimed {
                        self.text(text).await;
                    }
                }
                Err(fault) => {
                    tracing::warn!(error = %fault, "the outbox of texts can't be read");
                    tokio::time::sleep(LOOK_EVERY).await;
                }
            }
        }
    }

    async fn text(&self, text: ClaimedText) {
        let outcome = match &self.texts.account {
            Some(account) => self.send(account, &text).await,
            None => {
                tracing::info!(text = %text.id, moment = %text.moment, "would text: no account is set");
                Outcome::new(TextStatus::WouldText, None)
            }
        };
        metrics::counter!("collective_texts_total", "status" => outcome.status.word()).increment(1);
        let settle = sms::Command::Settle {
            id: text.id,
            status: outcome.status,
            provider_id: outcome.provider_id,
            error: outcome.error,
        };
        let Ok(id) = CommandId::new(format!("text-{}", text.id)) else { return };
        // Unsettled, the claim lapses and counts as sent: nobody is texted twice.
        if let Err(refusal) = (Collective { hub: self.hub.clone() }).act(By::Clock, id, Command::Sms(settle)).await {
            tracing::warn!(text = %text.id, error = %refusal, "what became of a text could not be stored");
        }
    }

    async fn send(&self, account: &TextAccount, text: &ClaimedText) -> Outcome {
        let body = text.body(&self.texts.public_url);
        if self.texts.base.trim_end_matches('/') == TWILIO {
            return by_its_own_client(account, &text.phone, &body).await;
        }
        let request = match request(account, &text.phone, &body) {
            Ok(request) => request,
            Err(error) => return Outcome::new(TextStatus::Failed, error),
        };
        let address = format!("{}{}", self.texts.base.trim_end_matches('/'), request.path);
        let sending = self
            .http
            .post(address)
            .insert_header(("authorization", request.authorization))
            .insert_header(("content-type", "application/x-www-form-urlencoded"))
            .send_body(request.form);
        let mut answer = match sending.await {
            Ok(answer) => answer,
            // It never reached anybody.
            Err(awc::error::SendRequestError::Connect(error)) => {
                return Outcome::new(TextStatus::Failed, format!("the provider can't be reached: {error}"));
            }
            Err(error) => return Outcome::new(TextStatus::Sent, format!("no answer came, it counts as sent: {error}")),
        };
        let status = answer.status().as_u16();
        let bytes = answer.body().limit(64 * 1024).await.unwrap_or_default();
        judge(status, serde_json::from_slice(&bytes).ok())
    }
}

/// To Twilio itself. Its client hides the HTTP status; an error says its own in the body.
async fn by_its_own_client(account: &TextAccount, to: &str, body: &str) -> Outcome {
    let twilio = match Twilio::new(account.sid.as_str(), &account.token) {
        Ok(twilio) => twilio,
        Err(error) => return Outcome::new(TextStatus::Failed, format!("the account's keys can't be used: {error}")),
    };
    let message = twilio.send_msg(&account.from, to, body);
    let form = message.msg.to_string();
    let sending = message.execute::<_, Taken>(http::Method::POST, "Messages.json", Some(form));
    match tokio::time::timeout(PATIENCE, sending).await {
        Ok(Ok(TwilioJson::Success(taken))) => judge(status_in(&taken), Some(taken)),
        Ok(Ok(TwilioJson::Fail { status, message, .. })) => {
            judge(status as u16, Some(Taken { sid: None, message: Some(message), status: None }))
        }
        Ok(Err(TwilioErr::NetworkErr(error))) if error.is_connect() => {
            Outcome::new(TextStatus::Failed, format!("the provider can't be reached: {error}"))
        }
        Ok(Err(error)) => Outcome::new(TextStatus::Sent, format!("no clear answer came, it counts as sent: {error}")),
        Err(_) => Outcome::new(TextStatus::Sent, "no answer came in time, it counts as sent".to_owned()),
    }
}

fn status_in(taken: &Taken) -> u16 {
    taken.status.as_ref().and_then(serde_json::Value::as_u64).and_then(|s| u16::try_from(s).ok()).unwrap_or(201)
}

/// What an answer means. Only a clear no is a no.
fn judge(status: u16, taken: Option<Taken>) -> Outcome {
    let words = taken.as_ref().and_then(|t| t.message.clone()).map(|m| m.chars().take(200).collect::<String>());
    match status {
        200..=299 => Outcome { status: TextStatus::Sent, provider_id: taken.and_then(|t| t.sid), error: None },
        400..=499 => Outcome::new(TextStatus::Failed, format!("the provider said {status}: {}", words.unwrap_or_default())),
        other => Outcome::new(TextStatus::Sent, format!("the provider said {other}, it counts as sent")),
    }
}

struct Request {
    path: String,
    authorization: String,
    form: String,
}

/// The request as twilio-async makes it, taken apart so that it can go elsewhere than to Twilio's own address.
fn request(account: &TextAccount, to: &str, body: &str) -> Result<Request, String> {
    let twilio = Twilio::new(account.sid.as_str(), &account.token).map_err(|e| format!("the account's keys can't be used: {e:?}"))?;
    let message = twilio.send_msg(&account.from, to, body);
    let form = message.msg.to_string();
    let made = message
        .request(http::Method::POST, "Messages.json", Some(form.clone()))
        .map_err(|e| format!("the request can't be made: {e:?}"))?;
    let authorization = made.headers().get("authorization").and_then(|v| v.to_str().ok()).unwrap_or_default().to_owned();
    Ok(Request { path: made.uri().path().to_owned(), authorization, form })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_request_is_twilios() {
        let account = TextAccount { sid: "AC1".into(), token: "secret".into(), from: "+15550001111".into() };
        let request = request(&account, "+14155550123", "Hi & bye").expect("it can be made");
        assert_eq!(request.path, "/2010-04-01/Accounts/AC1/Messages.json");
        assert_eq!(request.authorization, "Basic QUMxOnNlY3JldA==");
        assert_eq!(request.form, "To=%2B14155550123&From=%2B15550001111&Body=Hi+%26+bye");
    }

    #[test]
    fn only_a_clear_no_is_a_no() {
        for (status, counts_as) in
            [(201, TextStatus::Sent), (400, TextStatus::Failed), (429, TextStatus::Failed), (500, TextStatus::Sent), (302, TextStatus::Sent)]
        {
            assert_eq!(judge(status, None).status, counts_as, "{status}");
        }
        let taken = serde_json::from_str(r#"{"sid":"SM1","price_unit":null,"from":null,"status":"accepted"}"#).ok();
        assert_eq!(judge(201, taken).provider_id.as_deref(), Some("SM1"));
        let read = |body: &str| status_in(&serde_json::from_str(body).expect("it decodes"));
        assert_eq!(read(r#"{"sid":"SM1","status":"queued"}"#), 201);
        assert_eq!(read(r#"{"code":21211,"message":"not a number","status":400}"#), 400);
    }
}
