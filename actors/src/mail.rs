//! Mail: claims rows of the outbox, hands them in, settles them.
//!
//! ```text
//!   outbox ──claim (committed, with a key of its own)──▶ letter ──▶ SMTP server, or a file ──▶ Command::Mail(Settle)
//! ```
//! Without a server each mail becomes a file that only this user of the machine may read. What a server does not take now is tried
//! again, later each time, for a day; what it refuses for good is not. A mail whose outcome is unknown goes out once more under the same
//! message id: nobody can do better by SMTP, and a mail that comes twice is better than none.

use std::{
    path::{Path, PathBuf},
    sync::{Arc, atomic::Ordering::Relaxed},
    time::{Duration, SystemTime},
};

use actix::{Actor, ActorFutureExt, AsyncContext, Context, Handler, WrapFuture};
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use hub::{
    By, Command, CommandId, Event, Timestamp,
    accounts::SecretHash,
    mail::{self, MailStatus, Outcome},
};
use lettre::{
    AsyncSmtpTransport, AsyncTransport, Message, Tokio1Executor,
    message::{
        Body, Mailbox,
        header::{ContentTransferEncoding, ContentType},
    },
    transport::smtp::{
        authentication::Credentials,
        client::{Certificate, Tls, TlsParameters},
    },
};
use rand::RngCore as _;
use sha2::{Digest, Sha256};
use store::mail::ClaimedMail;

use crate::{
    collective::{Collective, Hub},
    desk::Guard,
    messages::Panic,
};

/// Mails claimed at once. Each is settled before the claim lapses.
const AT_ONCE: usize = 5;
/// Without a ring the outbox is looked at this often.
const LOOK_EVERY: Duration = Duration::from_secs(5);
/// A server that says nothing for so long is not there.
const PATIENCE: Duration = Duration::from_secs(20);

/// How the way to the server is kept from being read along.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Secured {
    /// TLS from the first byte.
    Whole,
    /// STARTTLS, or nothing is handed in.
    Begun,
    /// Not at all: a server on this machine.
    Not,
}

/// The server that takes mails. Never logged.
#[derive(Clone, PartialEq, Eq)]
pub struct Relay {
    pub host: String,
    pub port: u16,
    pub secured: Secured,
    /// User name and password.
    pub account: Option<(String, String)>,
    /// A certificate (PEM) that is believed beside the known ones: of the server that tests put there.
    pub also_trusts: Option<Vec<u8>>,
}

/// Whether mails can come from there.
pub fn is_mailbox(typed: &str) -> bool {
    typed.parse::<Mailbox>().is_ok()
}

/// How mails go out.
#[derive(Clone)]
pub struct Mails {
    /// `None`: they are written into files.
    pub relay: Option<Relay>,
    /// Where those files are.
    pub folder: PathBuf,
    /// Whom they come from: `AI Collective <no-reply@hub.example>`.
    pub from: String,
    /// Where this hub is found: links in mails begin with it.
    pub public_url: String,
}

impl Default for Mails {
    fn default() -> Self {
        Mails {
            relay: None,
            folder: PathBuf::from("mail"),
            from: "AI Collective <no-reply@localhost>".to_owned(),
            public_url: "http://127.0.0.1:8080".to_owned(),
        }
    }
}

pub(crate) struct MailActor {
    hub: Arc<Hub>,
    mails: Mails,
    _guard: Guard<Self>,
}

impl MailActor {
    pub fn new(hub: Arc<Hub>, mails: Mails, guard: Guard<Self>) -> Self {
        MailActor { hub, mails, _guard: guard }
    }
}

impl Actor for MailActor {
    type Context = Context<Self>;

    fn started(&mut self, ctx: &mut Self::Context) {
        let worker = Worker { hub: self.hub.clone(), server: self.mails.relay.as_ref().map(server), mails: self.mails.clone() };
        ctx.spawn(async move { worker.run().await }.into_actor(self).map(|_, _, ctx| actix::ActorContext::stop(ctx)));
    }
}

impl Handler<Panic> for MailActor {
    type Result = ();

    fn handle(&mut self, _: Panic, _: &mut Self::Context) {
        panic!("a test panics in the mail actor");
    }
}

type Server = AsyncSmtpTransport<Tokio1Executor>;

struct Worker {
    hub: Arc<Hub>,
    mails: Mails,
    /// Or why there is none.
    server: Option<Result<Server, String>>,
}

/// A connection of its own for each mail: there are few.
fn server(relay: &Relay) -> Result<Server, String> {
    let tls = || -> Result<TlsParameters, lettre::transport::smtp::Error> {
        let mut tls = TlsParameters::builder(relay.host.clone());
        if let Some(pem) = &relay.also_trusts {
            tls = tls.add_root_certificate(Certificate::from_pem(pem)?);
        }
        tls.build_rustls()
    };
    let failed = |error: lettre::transport::smtp::Error| format!("there is no TLS: {error}");
    let tls = match relay.secured {
        Secured::Whole => Tls::Wrapper(tls().map_err(failed)?),
        Secured::Begun => Tls::Required(tls().map_err(failed)?),
        Secured::Not => Tls::None,
    };
    let mut server = Server::builder_dangerous(relay.host.as_str()).port(relay.port).tls(tls).timeout(Some(PATIENCE));
    if let Some((name, password)) = &relay.account {
        server = server.credentials(Credentials::new(name.clone(), password.clone()));
    }
    Ok(server.build())
}

/// 256 random bits for a link, and what is stored of them.
fn fresh_key() -> (String, SecretHash) {
    let mut bytes = [0u8; 32];
    rand::rng().fill_bytes(&mut bytes);
    let key = URL_SAFE_NO_PAD.encode(bytes);
    let hash = Sha256::digest(key.as_bytes()).iter().map(|byte| format!("{byte:02x}")).collect();
    (key, SecretHash(hash))
}

impl Worker {
    async fn run(&self) {
        let mut events = Collective { hub: self.hub.clone() }.events();
        while !self.hub.closing.load(Relaxed) {
            match self.hub.store.claim_mails(&self.hub.node, self.hub.clock.now(), AT_ONCE, fresh_key).await {
                Ok(claimed) if claimed.is_empty() => {
                    let queued = |e: &Event| matches!(e, Event::Mail(mail::Event::Queued { .. })).then_some(());
                    events.wait_for(LOOK_EVERY, queued).await;
                }
                Ok(claimed) => {
                    for mail in claimed {
                        self.mail(mail).await;
                    }
                }
                Err(fault) => {
                    tracing::warn!(error = %fault, "the outbox of mails can't be read");
                    tokio::time::sleep(LOOK_EVERY).await;
                }
            }
        }
    }

    async fn mail(&self, mail: ClaimedMail) {
        let now = self.hub.clock.now();
        let outcome = match (write(&self.mails, &mail, now), &self.server) {
            (Err(error), _) => Outcome::Failed { error },
            (Ok(message), None) => file(&self.mails.folder, &mail, now, message.formatted()).await,
            (Ok(_), Some(Err(error))) => Outcome::NotNow { error: error.clone() },
            (Ok(message), Some(Ok(server))) => judge(server.send(message).await.map(|_| ())),
        };
        let (status, error) = match &outcome {
            Outcome::Sent => (MailStatus::Sent, None),
            Outcome::Filed => (MailStatus::Filed, None),
            Outcome::Failed { error } => (MailStatus::Failed, Some(error)),
            Outcome::NotNow { error } => (MailStatus::Waiting, Some(error)),
        };
        if let Some(error) = error {
            tracing::warn!(mail = %mail.id, kind = %mail.kind, status = %status, error, "a mail did not go out");
        }
        metrics::counter!("collective_mails_total", "status" => status.word()).increment(1);
        // Each try is settled under an id of its own.
        let Ok(id) = CommandId::new(format!("mail-{}-{}", mail.id, now.0)) else { return };
        // Unsettled, the claim lapses and the mail goes out once more.
        let settle = Command::Mail(mail::Command::Settle { id: mail.id, outcome });
        if let Err(refusal) = (Collective { hub: self.hub.clone() }).act(By::Clock, id, settle).await {
            tracing::warn!(mail = %mail.id, error = %refusal, "what became of a mail could not be stored");
        }
    }
}

/// What an attempt came to. Only a clear no is a no.
fn judge(sent: Result<(), lettre::transport::smtp::Error>) -> Outcome {
    match sent {
        Ok(()) => Outcome::Sent,
        Err(error) => {
            let (words, for_good) = (error.to_string().chars().take(200).collect(), error.is_permanent());
            if for_good { Outcome::Failed { error: words } } else { Outcome::NotNow { error: words } }
        }
    }
}

fn write(mails: &Mails, mail: &ClaimedMail, now: Timestamp) -> Result<Message, String> {
    let letter = mail.letter(&mails.public_url);
    let from = mails.from.parse::<Mailbox>().map_err(|error| format!("whom it comes from can't be read: {error}"))?;
    let to = mail.address.parse::<Mailbox>().map_err(|error| format!("whom it goes to can't be read: {error}"))?;
    let id = format!("<mail-{}@{}>", mail.id, from.email.domain());
    Message::builder()
        .from(from)
        .to(to)
        .subject(letter.subject)
        .message_id(Some(id))
        .date(SystemTime::UNIX_EPOCH + Duration::from_millis(now.0.max(0) as u64))
        .header(ContentType::TEXT_PLAIN)
        // Plain ASCII in short lines, but for the link: written as it is, so that it can be read in the file, too.
        .body(Body::dangerous_pre_encoded(letter.text.replace('\n', "\r\n").into_bytes(), ContentTransferEncoding::SevenBit))
        .map_err(|error| format!("it can't be written: {error}"))
}

/// Into a file that is whole as soon as it is there, and that nobody else reads.
async fn file(folder: &Path, mail: &ClaimedMail, now: Timestamp, bytes: Vec<u8>) -> Outcome {
    let (folder, name) = (folder.to_owned(), format!("{}-{}-{}", now.0, mail.id, mail.kind));
    let written = tokio::task::spawn_blocking(move || -> std::io::Result<()> {
        use std::{io::Write as _, os::unix::fs::OpenOptionsExt as _};
        std::fs::create_dir_all(&folder)?;
        let unfinished = folder.join(format!("{name}.part"));
        let mut file = std::fs::OpenOptions::new().write(true).create(true).truncate(true).mode(0o600).open(&unfinished)?;
        file.write_all(&bytes)?;
        file.sync_all()?;
        std::fs::rename(unfinished, folder.join(format!("{name}.eml")))
    })
    .await;
    match written {
        Ok(Ok(())) => Outcome::Filed,
        Ok(Err(error)) => Outcome::NotNow { error: format!("the file can't be written: {error}") },
        Err(error) => Outcome::NotNow { error: format!("the file was not written: {error}") },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_key_is_another_one_and_fits_into_an_address() {
        let (one, other) = (fresh_key(), fresh_key());
        assert_ne!(one.0, other.0);
        assert_ne!(one.1, other.1);
        assert!(one.0.len() == 43 && one.0.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_')), "{}", one.0);
        assert_eq!(one.1.0.len(), 64);
    }
}
