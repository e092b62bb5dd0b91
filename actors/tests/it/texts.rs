//! Texts go out once, over TLS or without, whatever the provider does. It is a real server on this machine.

use std::sync::{Arc, Mutex};

use actors::{
    Limits, TextAccount, Texts,
    testing::{Member, PATIENCE, World},
};
use hub::{
    Command, Event,
    sms::{self, TextStatus},
};
use openssl::{
    asn1::Asn1Time,
    bn::BigNum,
    ec::{EcGroup, EcKey},
    hash::MessageDigest,
    nid::Nid,
    pkey::PKey,
    x509::{
        X509, X509NameBuilder,
        extension::{BasicConstraints, SubjectAlternativeName},
    },
};
use tokio::{
    io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt},
    net::TcpListener,
};
use tokio_native_tls::native_tls::{Identity, TlsAcceptor};

/// What the provider does with a request that it has read whole.
#[derive(Clone, Copy)]
enum Does {
    Answers(u16, &'static str),
    HangsUp,
}

/// A provider on this machine, and everything that was asked of it.
struct Provider {
    base: String,
    asked: Arc<Mutex<Vec<String>>>,
}

impl Provider {
    async fn open(does: Does, tls: Option<Identity>) -> Provider {
        let listener = TcpListener::bind(("127.0.0.1", 0)).await.expect("a port");
        let port = listener.local_addr().expect("an address").port();
        let scheme = if tls.is_some() { "https" } else { "http" };
        let tls = tls.map(|identity| tokio_native_tls::TlsAcceptor::from(TlsAcceptor::new(identity).expect("an identity")));
        let asked = Arc::new(Mutex::new(Vec::new()));
        let heard = asked.clone();
        actix_web::rt::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                match &tls {
                    None => serve(stream, does, &heard).await,
                    Some(tls) => {
                        if let Ok(stream) = tls.accept(stream).await {
                            serve(stream, does, &heard).await;
                        }
                    }
                }
            }
        });
        Provider { base: format!("{scheme}://127.0.0.1:{port}"), asked }
    }

    fn asked(&self) -> Vec<String> {
        self.asked.lock().expect("nobody panicked").clone()
    }
}

async fn serve(mut stream: impl AsyncRead + AsyncWrite + Unpin, does: Does, heard: &Mutex<Vec<String>>) {
    let mut said = Vec::new();
    let mut buffer = [0; 4096];
    loop {
        let text = String::from_utf8_lossy(&said).into_owned();
        if let Some((head, body)) = text.split_once("\r\n\r\n") {
            let length = head.lines().find_map(|line| line.to_lowercase().strip_prefix("content-length: ")?.parse().ok()).unwrap_or(0);
            if body.len() >= length {
                heard.lock().expect("nobody panicked").push(text.clone());
                break;
            }
        }
        match stream.read(&mut buffer).await {
            Ok(n) if n > 0 => said.extend_from_slice(&buffer[..n]),
            _ => return,
        }
    }
    if let Does::Answers(status, body) = does {
        let answer = format!(
            "HTTP/1.1 {status} Said\r\ncontent-type: application/json\r\ncontent-length: {}\r\nconnection: close\r\n\r\n{body}",
            body.len()
        );
        let _ = stream.write_all(answer.as_bytes()).await;
        let _ = stream.shutdown().await;
    }
}

/// A certificate for this machine that only those believe who are told to, and what proves that it is one's own.
fn certificate() -> (Vec<u8>, Identity) {
    let made = || -> Result<(Vec<u8>, Vec<u8>), openssl::error::ErrorStack> {
        let group = EcGroup::from_curve_name(Nid::X9_62_PRIME256V1)?;
        let key = PKey::from_ec_key(EcKey::generate(&group)?)?;
        let mut name = X509NameBuilder::new()?;
        name.append_entry_by_text("CN", "a provider of texts for tests")?;
        let name = name.build();
        let mut certificate = X509::builder()?;
        certificate.set_version(2)?;
        let serial = BigNum::from_u32(1)?.to_asn1_integer()?;
        certificate.set_serial_number(&serial)?;
        certificate.set_subject_name(&name)?;
        certificate.set_issuer_name(&name)?;
        certificate.set_pubkey(&key)?;
        let (from, upto) = (Asn1Time::days_from_now(0)?, Asn1Time::days_from_now(2)?);
        certificate.set_not_before(&from)?;
        certificate.set_not_after(&upto)?;
        certificate.append_extension(BasicConstraints::new().critical().ca().build()?)?;
        let here = SubjectAlternativeName::new().ip("127.0.0.1").build(&certificate.x509v3_context(None, None))?;
        certificate.append_extension(here)?;
        certificate.sign(&key, MessageDigest::sha256())?;
        Ok((certificate.build().to_pem()?, key.private_key_to_pem_pkcs8()?))
    };
    let (certificate, key) = made().expect("OpenSSL makes a certificate");
    let identity = Identity::from_pkcs8(&certificate, &key).expect("they belong together");
    (certificate, identity)
}

async fn world(base: &str, also_trusts: Option<Vec<u8>>) -> World {
    let account = TextAccount { sid: "AC1".into(), token: "secret".into(), from: "+15550001111".into() };
    let texts = Texts { account: Some(account), base: base.to_owned(), public_url: "https://hub.example".to_owned(), also_trusts };
    World::complete(Limits::default(), None, texts).await
}

/// She gives her number, and is texted a code; what became of that text.
async fn is_texted(world: &World, who: &Member) -> TextStatus {
    let mut events = world.collective().events();
    let set = sms::Command::SetPhone { phone: "+41791234567".into(), code: "123456".into(), consent: true, address: "127.0.0.1".into() };
    who.does(Command::Sms(set)).await.expect("her number is taken");
    let settled = |event: &Event| match event {
        Event::Sms(sms::Event::TextSettled { user, status, .. }) if *user == who.id => Some(*status),
        _ => None,
    };
    events.wait_for(PATIENCE, settled).await.expect("the text is settled")
}

async fn provider_ids(world: &World) -> i64 {
    let mut db = world.collective().store().read().await.expect("a connection");
    db.number("select count(*) as n from texts where provider_id = 'SM1'", &[]).await.expect("a number")
}

const TAKEN: Does = Does::Answers(201, r#"{"sid":"SM1","status":"accepted","price_unit":null,"from":null}"#);

#[actix_web::test]
async fn over_tls_a_text_is_handed_in_as_twilio_wants_it() {
    let (certificate, identity) = certificate();
    let provider = Provider::open(TAKEN, Some(identity)).await;
    let world = world(&provider.base, Some(certificate)).await;
    let ana = world.member("ana").await;
    assert_eq!(is_texted(&world, &ana).await, TextStatus::Sent);
    let asked = provider.asked();
    assert_eq!(asked.len(), 1);
    assert!(asked[0].starts_with("POST /2010-04-01/Accounts/AC1/Messages.json HTTP/1.1\r\n"), "{}", asked[0]);
    let lower = asked[0].to_lowercase();
    assert!(lower.contains("authorization: basic quMxOnNlY3JldA==".to_lowercase().as_str()), "{}", asked[0]);
    assert!(lower.contains(&format!("host: {}", provider.base.trim_start_matches("https://"))), "{}", asked[0]);
    assert!(asked[0].contains("To=%2B41791234567&From=%2B15550001111&Body=123456+is+your+code"), "{}", asked[0]);
    assert_eq!(provider_ids(&world).await, 1);
}

#[actix_web::test]
async fn whom_nobody_vouches_for_is_told_nothing() {
    let (_, identity) = certificate();
    let provider = Provider::open(TAKEN, Some(identity)).await;
    let world = world(&provider.base, None).await;
    let ana = world.member("ana").await;
    assert_eq!(is_texted(&world, &ana).await, TextStatus::Failed);
    assert_eq!(provider.asked(), Vec::<String>::new());
}

#[actix_web::test]
async fn whatever_the_provider_does_nobody_is_texted_twice() {
    for (does, counts_as) in [
        (TAKEN, TextStatus::Sent),
        (Does::Answers(201, "taken, in words of my own"), TextStatus::Sent),
        (Does::Answers(400, r#"{"code":21211,"message":"no such number","status":400}"#), TextStatus::Failed),
        (Does::Answers(429, ""), TextStatus::Failed),
        (Does::Answers(500, "<html>oh no</html>"), TextStatus::Sent),
        (Does::HangsUp, TextStatus::Sent),
    ] {
        let provider = Provider::open(does, None).await;
        let world = world(&provider.base, None).await;
        let [ana, bo] = world.members(["ana", "bo"]).await;
        assert_eq!(is_texted(&world, &ana).await, counts_as);
        // The worker has looked at the outbox again when the next one is through.
        assert_eq!(is_texted(&world, &bo).await, counts_as);
        assert_eq!(provider.asked().len(), 2, "each asked for once");
    }
}

#[actix_web::test]
async fn where_nobody_listens_the_text_has_failed() {
    let nobody = format!("http://127.0.0.1:{}", store::testing::free_port());
    let world = world(&nobody, None).await;
    let ana = world.member("ana").await;
    assert_eq!(is_texted(&world, &ana).await, TextStatus::Failed);
}
