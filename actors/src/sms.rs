//! Texts people at the plan's four moments: claims rows of the outbox, calls out, settles them.
//!
//! ```text
//!   outbox ──claim (committed)──▶ compose ──▶ provider ──▶ Command::Sms(Settle)
//! ```
//! twilio-async builds the request (address, Basic auth, form); its own HTTP client, hyper with native TLS, takes it to the
//! base address, which can be set: one way for Twilio and for whatever stands in its place. The answer is decoded here:
//! twilio-async's own decoding fails on answers that came after the text was taken (measured). Nobody is texted twice: what
//! may have gone out counts as sent, and nothing is sent again.

use std::{sync::Arc, sync::atomic::Ordering::Relaxed, time::Duration};

use actix::{Actor, ActorFutureExt, AsyncContext, Context, Handler, WrapFuture};
use hub::{
    By, Command, CommandId, Event,
    sms::{self, TextStatus},
};
use hyper_014::{Body, Client, Uri, body::HttpBody as _, client::HttpConnector};
use hyper_tls::{HttpsConnector, native_tls};
use serde::Deserialize;
use store::sms::ClaimedText;
use twilio_async::{Execute, Twilio};

use crate::{
    collective::{Collective, Hub},
    desk::Guard,
    messages::Panic,
};

/// Texts claimed at once. Each is settled before the claim lapses.
const AT_ONCE: usize = 10;
/// Without a ring the outbox is looked at this often.
const LOOK_EVERY: Duration = Duration::from_secs(5);
const PATIENCE: Duration = Duration::from_secs(10);
/// Who can't be reached in so long was not reached: that is a clear no.
const CONNECT_IN: Duration = Duration::from_secs(5);
const LONGEST_ANSWER: usize = 64 * 1024;
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
    /// A certificate (PEM) that is believed beside the system's: of the provider that tests put in Twilio's place.
    pub also_trusts: Option<Vec<u8>>,
}

impl Default for Texts {
    fn default() -> Self {
        Texts { account: None, base: TWILIO.to_owned(), public_url: "http://127.0.0.1:8080".to_owned(), also_trusts: None }
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
        let (hub, texts) = (self.hub.clone(), self.texts.clone());
        ctx.spawn(
            async move { Worker::new(hub, texts).await.run().await }.into_actor(self).map(|_, _, ctx| actix::ActorContext::stop(ctx)),
        );
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
    /// Or why there is none.
    http: Result<Http, String>,
}

type Http = Client<HttpsConnector<HttpConnector>>;

/// A connection of its own for each text, and no second try of hyper's own.
fn client(also_trusts: Option<&[u8]>) -> Result<Http, String> {
    let failed = |error: native_tls::Error| format!("there is no TLS: {error}");
    let mut tls = native_tls::TlsConnector::builder();
    if let Some(pem) = also_trusts {
        tls.add_root_certificate(native_tls::Certificate::from_pem(pem).map_err(failed)?);
    }
    let tls = tls.build().map_err(failed)?;
    let mut plain = HttpConnector::new();
    plain.enforce_http(false);
    plain.set_connect_timeout(Some(CONNECT_IN));
    Ok(Client::builder().pool_max_idle_per_host(0).retry_canceled_requests(false).build(HttpsConnector::from((plain, tls.into()))))
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
}

impl Worker {
    /// With an account there is a client. It reads the system's certificates, which takes a while: not on this thread.
    async fn new(hub: Arc<Hub>, texts: Texts) -> Worker {
        let http = match (&texts.account, texts.also_trusts.clone()) {
            (None, _) => Err("no account is set".to_owned()),
            (Some(_), trusted) => {
                let made = tokio::task::spawn_blocking(move || client(trusted.as_deref())).await;
                made.unwrap_or_else(|error| Err(format!("there is no client: {error}")))
            }
        };
        Worker { hub, texts, http }
    }

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
        let settle = sms::Command::Settle { id: text.id, status: outcome.status, provider_id: outcome.provider_id, error: outcome.error };
        let Ok(id) = CommandId::new(format!("text-{}", text.id)) else { return };
        // Unsettled, the claim lapses and counts as sent: nobody is texted twice.
        if let Err(refusal) = (Collective { hub: self.hub.clone() }).act(By::Clock, id, Command::Sms(settle)).await {
            tracing::warn!(text = %text.id, error = %refusal, "what became of a text could not be stored");
        }
    }

    async fn send(&self, account: &TextAccount, text: &ClaimedText) -> Outcome {
        let body = text.body(&self.texts.public_url);
        let made =
            self.http.as_ref().map_err(Clone::clone).and_then(|http| Ok((http, request(account, &text.phone, &body, &self.texts.base)?)));
        let (http, request) = match made {
            Ok(made) => made,
            Err(error) => return Outcome::new(TextStatus::Failed, error),
        };
        let answer = match tokio::time::timeout(PATIENCE, http.request(request)).await {
            Ok(Ok(answer)) => answer,
            // It never reached anybody.
            Ok(Err(error)) if error.is_connect() => {
                return Outcome::new(TextStatus::Failed, format!("the provider can't be reached: {error}"));
            }
            Ok(Err(error)) => return Outcome::new(TextStatus::Sent, format!("no answer came, it counts as sent: {error}")),
            Err(_) => return Outcome::new(TextStatus::Sent, "no answer came in time, it counts as sent".to_owned()),
        };
        let status = answer.status().as_u16();
        let said = tokio::time::timeout(PATIENCE, read(answer.into_body())).await.unwrap_or_default();
        judge(status, serde_json::from_slice(&said).ok())
    }
}

/// The beginning of what was answered. What breaks off or is longer says less, the status says enough.
async fn read(mut body: Body) -> Vec<u8> {
    let mut said = Vec::new();
    while let Some(Ok(some)) = body.data().await {
        said.extend_from_slice(&some);
        if said.len() > LONGEST_ANSWER {
            break;
        }
    }
    said
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

/// The request as twilio-async makes it, at another address than Twilio's own if one is set.
fn request(account: &TextAccount, to: &str, body: &str, base: &str) -> Result<hyper_014::Request<Body>, String> {
    let twilio = Twilio::new(account.sid.as_str(), &account.token).map_err(|e| format!("the account's keys can't be used: {e:?}"))?;
    let message = twilio.send_msg(&account.from, to, body);
    let form = message.msg.to_string();
    let made = message.request(http::Method::POST, "Messages.json", Some(form));
    let mut made = made.map_err(|e| format!("the request can't be made: {e:?}"))?;
    let address: Result<Uri, _> = format!("{}{}", base.trim_end_matches('/'), made.uri().path()).parse();
    *made.uri_mut() = address.map_err(|e| format!("the provider's address can't be used: {e}"))?;
    Ok(made)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_request_is_twilios_wherever_it_goes() {
        let account = TextAccount { sid: "AC1".into(), token: "secret".into(), from: "+15550001111".into() };
        for (base, address) in [
            (TWILIO, "https://api.twilio.com/2010-04-01/Accounts/AC1/Messages.json"),
            ("http://127.0.0.1:9/", "http://127.0.0.1:9/2010-04-01/Accounts/AC1/Messages.json"),
        ] {
            let request = request(&account, "+14155550123", "Hi & bye", base).expect("it can be made");
            assert_eq!(request.uri().to_string(), address);
            assert_eq!(request.headers()["authorization"], "Basic QUMxOnNlY3JldA==");
            assert_eq!(request.headers()["content-type"], "application/x-www-form-urlencoded");
        }
        assert!(request(&account, "+14155550123", "Hi", "no address").is_err());
    }

    #[test]
    fn only_a_clear_no_is_a_no() {
        for (status, counts_as) in [
            (201, TextStatus::Sent),
            (400, TextStatus::Failed),
            (429, TextStatus::Failed),
            (500, TextStatus::Sent),
            (302, TextStatus::Sent),
        ] {
            assert_eq!(judge(status, None).status, counts_as, "{status}");
        }
        let taken = serde_json::from_str(r#"{"sid":"SM1","price_unit":null,"from":null,"status":"accepted"}"#).ok();
        assert_eq!(judge(201, taken).provider_id.as_deref(), Some("SM1"));
        let no = serde_json::from_str(r#"{"code":21211,"message":"not a number","status":400}"#).ok();
        assert!(judge(400, no).error.is_some_and(|words| words.contains("not a number")));
    }
}
