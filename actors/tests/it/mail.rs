//! Mails go out over TLS or not at all, once, whatever the server does; without one they lie in files. The server is a real one on this
//! machine.

use std::{
    collections::VecDeque,
    os::unix::fs::PermissionsExt as _,
    sync::{Arc, Mutex},
    time::{Duration, Instant},
};

use actors::{
    Relay, Secured,
    testing::{Falls, PATIENCE, World},
};
use hub::{By, Command, CommandId, MINUTE, accounts::Command as Accounts};
use openssl::{
    asn1::Asn1Time,
    bn::BigNum,
    ec::{EcGroup, EcKey},
    error::ErrorStack,
    hash::MessageDigest,
    nid::Nid,
    pkey::{PKey, Private},
    x509::{
        X509, X509NameBuilder,
        extension::{BasicConstraints, SubjectAlternativeName},
    },
};
use tokio::{
    io::{AsyncBufReadExt, AsyncRead, AsyncWrite, AsyncWriteExt, BufReader},
    net::TcpListener,
};
use tokio_native_tls::native_tls::{Identity, TlsAcceptor};

/// What the server says to who a mail is for, the first time, the second time …; then it takes everything.
type Says = VecDeque<&'static str>;

#[derive(Default)]
struct Heard {
    mails: Vec<String>,
    /// How often somebody said who they are, and over TLS.
    accounts: Vec<(String, bool)>,
    says: Says,
}

struct Server {
    port: u16,
    heard: Arc<Mutex<Heard>>,
}

trait Line: AsyncRead + AsyncWrite + Unpin + Send {}
impl<T: AsyncRead + AsyncWrite + Unpin + Send> Line for T {}

impl Server {
    /// `tls`: from the first byte (`whole`), or by STARTTLS.
    async fn open(tls: Option<Identity>, whole: bool, says: &[&'static str]) -> Server {
        let listener = TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let tls = tls.map(|identity| Arc::new(tokio_native_tls::TlsAcceptor::from(TlsAcceptor::new(identity).unwrap())));
        let heard = Arc::new(Mutex::new(Heard { says: says.iter().copied().collect(), ..Heard::default() }));
        let all = heard.clone();
        actix_web::rt::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let (tls, heard) = (tls.clone(), all.clone());
                actix_web::rt::spawn(async move {
                    match (&tls, whole) {
                        (Some(acceptor), true) => {
                            if let Ok(stream) = acceptor.accept(stream).await {
                                talk(Box::new(stream), None, true, &heard).await;
                            }
                        }
                        _ => talk(Box::new(stream), tls, false, &heard).await,
                    }
                });
            }
        });
        Server { port, heard }
    }

    fn relay(&self, secured: Secured, trusts: Option<&[u8]>) -> Relay {
        let account = (secured != Secured::Not).then(|| ("hub".to_owned(), "its password".to_owned()));
        Relay { host: "127.0.0.1".into(), port: self.port, secured, account, also_trusts: trusts.map(<[u8]>::to_vec) }
    }

    fn mails(&self) -> Vec<String> {
        self.heard.lock().unwrap().mails.clone()
    }
}

/// SMTP, as far as it is needed (RFC 5321, 3207, 4954).
async fn talk(stream: Box<dyn Line>, tls: Option<Arc<tokio_native_tls::TlsAcceptor>>, mut safe: bool, heard: &Mutex<Heard>) {
    let mut stream = BufReader::new(stream);
    if stream.write_all(b"220 here\r\n").await.is_err() {
        return;
    }
    loop {
        let mut said = String::new();
        if !matches!(stream.read_line(&mut said).await, Ok(n) if n > 0) {
            return;
        }
        let verb = said.split_whitespace().next().unwrap_or("").to_uppercase();
        let answer = match verb.as_str() {
            "EHLO" => {
                let offers = if tls.is_some() && !safe { "250-STARTTLS\r\n" } else { "" };
                format!("250-here\r\n{offers}250 AUTH PLAIN\r\n")
            }
            "STARTTLS" => {
                let Some(acceptor) = &tls else { return };
                if stream.write_all(b"220 go on\r\n").await.is_err() {
                    return;
                }
                let Ok(upgraded) = acceptor.accept(stream.into_inner()).await else { return };
                let upgraded: Box<dyn Line> = Box::new(upgraded);
                (stream, safe) = (BufReader::new(upgraded), true);
                continue;
            }
            "AUTH" => {
                heard.lock().unwrap().accounts.push((said.trim().to_owned(), safe));
                "235 you are\r\n".to_owned()
            }
            "RCPT" => {
                let says = heard.lock().unwrap().says.pop_front();
                format!("{}\r\n", says.unwrap_or("250 they are here"))
            }
            "DATA" => {
                let mut mail = String::new();
                if stream.write_all(b"354 go on\r\n").await.is_err() {
                    return;
                }
                while !mail.ends_with("\r\n.\r\n") {
                    if !matches!(stream.read_line(&mut mail).await, Ok(n) if n > 0) {
                        return;
                    }
                }
                heard.lock().unwrap().mails.push(mail);
                "250 taken\r\n".to_owned()
            }
            "QUIT" => {
                let _ = stream.write_all(b"221 bye\r\n").await;
                return;
            }
            _ => "250 fine\r\n".to_owned(),
        };
        if stream.write_all(answer.as_bytes()).await.is_err() {
            return;
        }
    }
}

fn signed(called: &str, serial: u32, by: Option<(&X509, &PKey<Private>)>) -> Result<(X509, PKey<Private>), ErrorStack> {
    let group = EcGroup::from_curve_name(Nid::X9_62_PRIME256V1)?;
    let key = PKey::from_ec_key(EcKey::generate(&group)?)?;
    let mut name = X509NameBuilder::new()?;
    name.append_entry_by_text("CN", called)?;
    let name = name.build();
    let mut certificate = X509::builder()?;
    certificate.set_version(2)?;
    let serial = BigNum::from_u32(serial)?.to_asn1_integer()?;
    certificate.set_serial_number(&serial)?;
    certificate.set_subject_name(&name)?;
    certificate.set_issuer_name(by.map_or(&*name, |(issuer, _)| issuer.subject_name()))?;
    certificate.set_pubkey(&key)?;
    let (from, upto) = (Asn1Time::days_from_now(0)?, Asn1Time::days_from_now(2)?);
    certificate.set_not_before(&from)?;
    certificate.set_not_after(&upto)?;
    if let Some((issuer, issuers)) = by {
        let here = SubjectAlternativeName::new().ip("127.0.0.1").build(&certificate.x509v3_context(Some(issuer), None))?;
        certificate.append_extension(here)?;
        certificate.sign(issuers, MessageDigest::sha256())?;
    } else {
        certificate.append_extension(BasicConstraints::new().critical().ca().build()?)?;
        certificate.sign(&key, MessageDigest::sha256())?;
    }
    Ok((certificate.build(), key))
}

/// Somebody who vouches for this machine, believed by those only who are told to; and what proves that it is one's own.
fn certificate() -> (Vec<u8>, Identity) {
    let (root, key) = signed("who vouches in tests", 1, None).unwrap();
    let (leaf, own) = signed("a mail server for tests", 2, Some((&root, &key))).unwrap();
    let identity = Identity::from_pkcs8(&leaf.to_pem().unwrap(), &own.private_key_to_pem_pkcs8().unwrap()).unwrap();
    (root.to_pem().unwrap(), identity)
}

/// Ana has forgotten her password.
async fn forgets(world: &World, nth: u32) {
    let id = CommandId::new(format!("forgotten-{nth}")).unwrap();
    let forgot = Accounts::Forgot { email: "ana@example.org".to_owned() };
    world.collective().act(By::Visitor, id, Command::Accounts(forgot)).await.unwrap();
}

async fn count(world: &World, status: &'static str) -> i64 {
    let sql = match status {
        "sent" => "select count(*) as n from mails where status = 'sent'",
        "failed" => "select count(*) as n from mails where status = 'failed'",
        "filed" => "select count(*) as n from mails where status = 'filed'",
        _ => "select count(*) as n from mails where status = 'waiting' and tries > 0",
    };
    world.collective().store().read().await.unwrap().number(sql, &[]).await.unwrap()
}

/// Waits until so many mails are in this state; the clock goes on meanwhile, so that what waits is due.
async fn becomes(world: &World, status: &'static str, many: i64, turning: bool) {
    let until = Instant::now() + PATIENCE;
    while count(world, status).await != many {
        assert!(Instant::now() < until, "{} are {status}, not {many}", count(world, status).await);
        if turning {
            world.turns_clock(MINUTE);
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
}

#[actix_web::test]
async fn over_tls_a_mail_is_handed_in_with_its_link_and_the_hubs_account() {
    for (secured, whole) in [(Secured::Begun, false), (Secured::Whole, true)] {
        let (root, identity) = certificate();
        let server = Server::open(Some(identity), whole, &[]).await;
        let world = World::mailing(Some(server.relay(secured, Some(&root)))).await;
        world.member("ana").await;
        forgets(&world, 1).await;
        becomes(&world, "sent", 1, false).await;
        let mails = server.mails();
        assert_eq!(mails.len(), 1);
        for words in ["To: ana@example.org", "Subject: A new password", "\nhttps://hub.example/reset?key=", "Message-ID: <mail-"] {
            assert!(mails[0].contains(words), "{words} in {}", mails[0]);
        }
        let link = "https://hub.example/reset?key=";
        assert!(
            mails[0].lines().any(|line| line.starts_with(link) && line.len() == link.len() + 43),
            "whole, and on one line: {}",
            mails[0]
        );
        let accounts = server.heard.lock().unwrap().accounts.clone();
        assert!(accounts.len() == 1 && accounts[0].1, "said once, and over TLS: {accounts:?}");
        assert!(world.filed().is_empty());
    }
}

#[actix_web::test]
async fn whom_nobody_vouches_for_and_who_can_be_read_along_is_handed_nothing() {
    let (_, identity) = certificate();
    let doubtful = Server::open(Some(identity), false, &[]).await;
    let open = Server::open(None, false, &[]).await;
    for server in [doubtful, open] {
        let world = World::mailing(Some(server.relay(Secured::Begun, None))).await;
        world.member("ana").await;
        forgets(&world, 1).await;
        becomes(&world, "tried", 1, false).await;
        assert_eq!(server.mails(), Vec::<String>::new());
        assert!(server.heard.lock().unwrap().accounts.is_empty(), "nor is the account said");
    }
}

#[actix_web::test]
async fn what_is_not_taken_now_comes_later_and_once() {
    let server = Server::open(None, false, &["451 not now", "421 come back"]).await;
    let world = World::mailing(Some(server.relay(Secured::Not, None))).await;
    world.member("ana").await;
    forgets(&world, 1).await;
    becomes(&world, "sent", 1, true).await;
    assert_eq!(server.mails().len(), 1);
}

#[actix_web::test]
async fn what_is_refused_for_good_is_not_tried_again() {
    let server = Server::open(None, false, &["550 nobody here"]).await;
    let world = World::mailing(Some(server.relay(Secured::Not, None))).await;
    world.member("ana").await;
    forgets(&world, 1).await;
    becomes(&world, "failed", 1, false).await;
    world.turns_clock(10 * MINUTE);
    forgets(&world, 2).await;
    becomes(&world, "sent", 1, false).await;
    assert_eq!(server.mails().len(), 1, "the second one only");
}

#[actix_web::test]
async fn without_a_server_mails_lie_in_files_that_nobody_else_reads() {
    let world = World::mailing(None).await;
    world.member("ana").await;
    forgets(&world, 1).await;
    becomes(&world, "filed", 1, false).await;
    let filed = world.filed();
    assert!(filed.len() == 1 && filed[0].contains("\nhttps://hub.example/reset?key="), "{filed:?}");
    let folder = std::fs::read_dir(world.mail_folder()).unwrap();
    let modes: Vec<u32> = folder.map(|file| file.unwrap().metadata().unwrap().permissions().mode() & 0o777).collect();
    assert_eq!(modes, [0o600]);
}

#[actix_web::test]
async fn who_mails_falls_over_and_no_mail_is_lost() {
    let world = World::mailing(None).await;
    world.member("ana").await;
    for nth in 1..=3 {
        forgets(&world, nth).await;
        world.falls(Falls::Mail);
    }
    world.comes_true("it fell over and was started again", || world.collective().observe().restarts >= 1).await;
    becomes(&world, "filed", 3, true).await;
}
