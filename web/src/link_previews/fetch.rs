//! Reads one page of the open web, and nothing else: the address of the machine is looked at before it is asked, at each redirect
//! anew, and the very address that was looked at is connected to. Two seconds and 256 KiB at each step, web pages only, no cookies.

use std::{future::Future, io, net::SocketAddr, pin::Pin, sync::Arc, time::Duration};

use http_body_util::{BodyExt, Empty};
use hub::link_previews::{LinkPreview, rules::may_be_asked};
use hyper::{
    Request, Response,
    body::{Bytes, Incoming},
    header,
};
use hyper_util::rt::TokioIo;
use tokio::{
    io::{AsyncRead, AsyncWrite},
    net::TcpStream,
};
use tokio_rustls::{
    TlsConnector,
    rustls::{ClientConfig, RootCertStore, pki_types::ServerName},
};
use url::{Host, Url};

use super::head;

/// So many times it may lead elsewhere.
const REDIRECTS: usize = 3;
/// Each step takes no longer.
const WITHIN: Duration = Duration::from_secs(2);
/// More of a page is not read: its head comes first.
const MOST: usize = 256 * 1024;

type Resolving = Pin<Box<dyn Future<Output = io::Result<Vec<SocketAddr>>> + Send>>;

/// How the hub goes out.
#[derive(Clone)]
pub struct Door {
    /// What it calls itself, so that whoever does not want it can say so.
    pub agent: String,
    pub ports: Vec<u16>,
    pub resolve: Arc<dyn Fn(String, u16) -> Resolving + Send + Sync>,
    pub may_be_asked: fn(SocketAddr) -> bool,
    tls: Arc<ClientConfig>,
}

/// Why nothing is shown.
#[derive(Debug, PartialEq, thiserror::Error)]
pub enum Why {
    #[error("that is no address of a page")]
    NoPage,
    #[error("that machine is not asked")]
    NotAsked,
    #[error("it leads from one to the next")]
    TooManyRedirects,
    #[error("it takes too long")]
    TooLong,
    #[error("there is no such page: {0}")]
    Status(u16),
    #[error("it is no web page, or in letters we can't read")]
    NotRead,
    #[error("it has no title")]
    NoTitle,
    #[error("it could not be reached")]
    Unreachable,
}

impl Door {
    /// To the open web.
    pub fn open(public_url: Option<&Url>) -> Result<Door, String> {
        let whose = public_url.map_or(String::new(), |url| format!("; +{}/help", url.as_str().trim_end_matches('/')));
        let roots = RootCertStore { roots: webpki_roots::TLS_SERVER_ROOTS.to_vec() };
        let provider = Arc::new(tokio_rustls::rustls::crypto::ring::default_provider());
        let config = ClientConfig::builder_with_provider(provider).with_safe_default_protocol_versions().map_err(|e| e.to_string())?;
        Ok(Door {
            agent: format!("AICollective-LinkPreview/1.0 (reads a page once when a member links to it{whose})"),
            ports: vec![80, 443],
            resolve: Arc::new(|host, port| Box::pin(async move { Ok(tokio::net::lookup_host((host, port)).await?.collect()) })),
            may_be_asked: |address| may_be_asked(address.ip()),
            tls: Arc::new(config.with_root_certificates(roots).with_no_client_auth()),
        })
    }
}

/// What the page at this address says of itself.
pub async fn preview(door: &Door, address: &str) -> Result<LinkPreview, Why> {
    let mut url = Url::parse(address).map_err(|_| Why::NoPage)?;
    for _ in 0..=REDIRECTS {
        match tokio::time::timeout(WITHIN, step(door, &url)).await.map_err(|_| Why::TooLong)?? {
            Step::Elsewhere(next) => url = next,
            Step::Page { bytes, content_type } => {
                let page = head::text(&bytes, &content_type).ok_or(Why::NotRead)?;
                let host = url.host_str().unwrap_or_default().trim_start_matches("www.").to_owned();
                return head::preview(address, &host, &page).ok_or(Why::NoTitle);
            }
        }
    }
    Err(Why::TooManyRedirects)
}

enum Step {
    Elsewhere(Url),
    Page { bytes: Vec<u8>, content_type: String },
}

async fn step(door: &Door, url: &Url) -> Result<Step, Why> {
    let is_secure = match url.scheme() {
        "https" => true,
        "http" => false,
        _ => return Err(Why::NoPage),
    };
    let port = url.port_or_known_default().filter(|port| door.ports.contains(port)).ok_or(Why::NotAsked)?;
    if !url.username().is_empty() || url.password().is_some() {
        return Err(Why::NoPage);
    }
    let machine = look_at(door, url, port).await?;
    let stream = TcpStream::connect(machine).await.map_err(|_| Why::Unreachable)?;
    let answer = if is_secure {
        let host = url.host_str().ok_or(Why::NoPage)?.trim_matches(['[', ']']).to_owned();
        let name = ServerName::try_from(host).map_err(|_| Why::NoPage)?;
        let stream = TlsConnector::from(door.tls.clone()).connect(name, stream).await.map_err(|_| Why::Unreachable)?;
        ask(door, url, stream).await?
    } else {
        ask(door, url, stream).await?
    };
    read(url, answer).await
}

/// The address that is connected to. Where one of several may not be asked, none is: the next look could get another one.
async fn look_at(door: &Door, url: &Url, port: u16) -> Result<SocketAddr, Why> {
    let found = match url.host().ok_or(Why::NoPage)? {
        Host::Ipv4(address) => vec![SocketAddr::from((address, port))],
        Host::Ipv6(address) => vec![SocketAddr::from((address, port))],
        Host::Domain(name) => (door.resolve)(name.to_owned(), port).await.map_err(|_| Why::Unreachable)?,
    };
    if found.iter().any(|address| !(door.may_be_asked)(*address)) {
        return Err(Why::NotAsked);
    }
    found.into_iter().next().ok_or(Why::Unreachable)
}

async fn ask<S>(door: &Door, url: &Url, stream: S) -> Result<Response<Incoming>, Why>
where
    S: AsyncRead + AsyncWrite + Unpin + Send + 'static,
{
    let (mut sender, connection) = hyper::client::conn::http1::handshake(TokioIo::new(stream)).await.map_err(|_| Why::Unreachable)?;
    // It ends with the answer, or when nobody waits for that any more.
    tokio::spawn(async move {
        if let Err(error) = tokio::time::timeout(WITHIN * 2, connection).await {
            tracing::debug!(%error, "a linked page was left");
        }
    });
    let host = match url.port() {
        Some(port) => format!("{}:{port}", url.host_str().unwrap_or_default()),
        None => url.host_str().unwrap_or_default().to_owned(),
    };
    let path = match url.query() {
        Some(query) => format!("{}?{query}", url.path()),
        None => url.path().to_owned(),
    };
    let request = Request::get(path)
        .header(header::HOST, host)
        .header(header::USER_AGENT, &door.agent)
        .header(header::ACCEPT, "text/html, application/xhtml+xml")
        .header(header::ACCEPT_ENCODING, "identity")
        .header(header::CONNECTION, "close")
        .body(Empty::<Bytes>::new())
        .map_err(|_| Why::NoPage)?;
    sender.send_request(request).await.map_err(|_| Why::Unreachable)
}

async fn read(url: &Url, mut answer: Response<Incoming>) -> Result<Step, Why> {
    let said = |name: header::HeaderName| answer.headers().get(name).and_then(|value| value.to_str().ok()).unwrap_or_default().to_owned();
    let status = answer.status();
    if status.is_redirection() {
        let next = url.join(&said(header::LOCATION)).map_err(|_| Why::NoPage)?;
        // From a page that nobody on the way could change to one that they could.
        return if url.scheme() == "https" && next.scheme() == "http" { Err(Why::NotAsked) } else { Ok(Step::Elsewhere(next)) };
    }
    if !status.is_success() {
        return Err(Why::Status(status.as_u16()));
    }
    let (content_type, encoding) = (said(header::CONTENT_TYPE).to_lowercase(), said(header::CONTENT_ENCODING));
    let is_page = ["text/html", "application/xhtml+xml"].iter().any(|kind| content_type.trim_start().starts_with(kind));
    if !is_page || !matches!(encoding.as_str(), "" | "identity") {
        return Err(Why::NotRead);
    }
    let mut bytes = Vec::new();
    while let Some(frame) = answer.body_mut().frame().await {
        let Ok(data) = frame.map_err(|_| Why::Unreachable)?.into_data() else { continue };
        let room = MOST - bytes.len();
        bytes.extend_from_slice(&data[..data.len().min(room)]);
        if bytes.len() >= MOST {
            break;
        }
    }
    Ok(Step::Page { bytes, content_type })
}

#[cfg(test)]
mod tests {
    use std::net::{IpAddr, Ipv4Addr};

    use tokio::{
        io::{AsyncReadExt, AsyncWriteExt},
        net::TcpListener,
    };

    use super::*;

    /// A server that answers each connection with the next of these, and keeps what it was asked.
    async fn server(answers: Vec<Vec<u8>>) -> (u16, tokio::sync::mpsc::UnboundedReceiver<String>) {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let port = listener.local_addr().expect("an address").port();
        let (heard, asked) = tokio::sync::mpsc::unbounded_channel();
        tokio::spawn(async move {
            for answer in answers {
                let Ok((mut stream, _)) = listener.accept().await else { return };
                let mut request = vec![0; 4_096];
                let n = stream.read(&mut request).await.unwrap_or(0);
                let _ = heard.send(String::from_utf8_lossy(&request[..n]).into_owned());
                let _ = stream.write_all(&answer).await;
                if answer.ends_with(b"SLOWLY") {
                    // It says no more, and does not hang up either.
                    tokio::spawn(async move {
                        let _kept = stream;
                        std::future::pending::<()>().await;
                    });
                }
            }
        });
        (port, asked)
    }

    /// A door that goes to this machine under any name that ends in .test, and may ask it there; by number only where the rules allow.
    fn door(port: u16) -> Door {
        Door {
            ports: vec![port],
            resolve: Arc::new(|host, port| {
                Box::pin(async move {
                    let here = SocketAddr::from((Ipv4Addr::LOCALHOST, port));
                    let inside = SocketAddr::from(([10, 0, 0, 1], port));
                    match host.as_str() {
                        "page.test" => Ok(vec![here]),
                        "both.test" => Ok(vec![here, inside]),
                        "inside.test" => Ok(vec![inside]),
                        _ => Err(io::Error::other("no such name")),
                    }
                })
            }),
            may_be_asked: |address| address.ip() == IpAddr::V4(Ipv4Addr::LOCALHOST) || may_be_asked(address.ip()),
            ..Door::open(None).expect("a door")
        }
    }

    fn html(head: &str) -> Vec<u8> {
        format!("HTTP/1.1 200 OK\r\ncontent-type: text/html; charset=utf-8\r\nset-cookie: a=b\r\n\r\n{head}").into_bytes()
    }

    fn leads(to: &str) -> Vec<u8> {
        format!("HTTP/1.1 302 Found\r\nlocation: {to}\r\nset-cookie: a=b\r\ncontent-length: 0\r\n\r\n").into_bytes()
    }

    async fn of(answers: Vec<Vec<u8>>, path: &str) -> Result<LinkPreview, Why> {
        let (port, _asked) = server(answers).await;
        preview(&door(port), &format!("http://page.test:{port}{path}")).await
    }

    #[tokio::test]
    async fn a_page_is_read_once_and_told_who_reads_it() {
        let (port, mut asked) = server(vec![leads("/b?c=d"), html("<title>Bread</title><meta name=description content=Warm>")]).await;
        let address = format!("http://page.test:{port}/a#b");
        let found = preview(&door(port), &address).await.expect("it is there");
        assert_eq!((found.title.as_str(), found.description.as_str(), found.site.as_str()), ("Bread", "Warm", "page.test"));
        assert_eq!(found.address, address, "as it was linked");
        let (first, second) = (asked.recv().await.expect("asked"), asked.recv().await.expect("asked again"));
        assert!(first.starts_with("GET /a HTTP/1.1\r\n") && second.starts_with("GET /b?c=d HTTP/1.1\r\n"), "{first}{second}");
        assert!(first.contains("AICollective-LinkPreview/1.0"), "{first}");
        assert!(!second.to_lowercase().contains("cookie"), "{second}");
    }

    #[tokio::test]
    async fn no_machine_of_the_house_is_asked_under_whatever_name() {
        let real = Door::open(None).expect("a door");
        for address in [
            "http://127.0.0.1/",
            "http://localhost/",
            "http://[::1]/",
            "http://169.254.169.254/latest/meta-data/",
            "http://10.0.0.1/",
            "http://0x7f000001/",
            "http://2130706433/",
            "http://0177.0.0.1/",
            "http://[::ffff:127.0.0.1]/",
            "http://[fd00:ec2::254]/",
        ] {
            assert_eq!(preview(&real, address).await, Err(Why::NotAsked), "{address}");
        }
        for address in ["http://1.1.1.1:22/", "https://1.1.1.1:8443/", "http://1.1.1.1:6379/"] {
            assert_eq!(preview(&real, address).await, Err(Why::NotAsked), "{address}");
        }
        for address in ["ftp://1.1.1.1/", "file:///etc/passwd", "gopher://1.1.1.1/", "nonsense", "http://user:word@1.1.1.1/"] {
            assert_eq!(preview(&real, address).await, Err(Why::NoPage), "{address}");
        }
    }

    #[tokio::test]
    async fn a_name_that_means_a_machine_of_the_house_too_is_not_asked() {
        let (port, mut asked) = server(vec![html("<title>Bread</title>")]).await;
        for host in ["both.test", "inside.test"] {
            assert_eq!(preview(&door(port), &format!("http://{host}:{port}/")).await, Err(Why::NotAsked), "{host}");
        }
        assert!(asked.try_recv().is_err(), "nobody was asked");
        assert_eq!(preview(&door(port), &format!("http://nowhere.test:{port}/")).await, Err(Why::Unreachable));
    }

    #[tokio::test]
    async fn a_redirect_is_looked_at_like_a_link() {
        for to in ["http://10.0.0.1:PORT/", "http://inside.test:PORT/", "http://169.254.169.254:PORT/", "http://page.test:22/"] {
            let (port, _asked) = server(vec![]).await;
            let to = to.replace("PORT", &port.to_string());
            let (port, _asked) = server(vec![leads(&to)]).await;
            let mut door = door(port);
            door.ports
                .push(to.rsplit(':').next().and_then(|rest| rest.trim_end_matches('/').parse().ok()).filter(|p| *p != 22).unwrap_or(port));
            assert_eq!(preview(&door, &format!("http://page.test:{port}/")).await, Err(Why::NotAsked), "{to}");
        }
        assert_eq!(of(vec![leads("javascript:alert(1)")], "/").await, Err(Why::NoPage));
        assert_eq!(of(vec![leads("/a"), leads("/b"), leads("/c"), leads("/d")], "/").await, Err(Why::TooManyRedirects));
    }

    #[tokio::test]
    async fn a_large_page_is_cut_a_slow_one_given_up_and_no_page_not_read() {
        let large = format!("<title>Bread</title>{}<title>late</title>", "x".repeat(2 * MOST));
        assert_eq!(of(vec![html(&large)], "/").await.expect("its head came first").title, "Bread");
        let late = format!("<!--{}--><title>late</title>", "x".repeat(2 * MOST));
        assert_eq!(of(vec![html(&late)], "/").await, Err(Why::NoTitle), "what comes later is not read");
        let began = std::time::Instant::now();
        let slow = b"HTTP/1.1 200 OK\r\ncontent-type: text/html\r\ncontent-length: 99999\r\n\r\n<title>SLOWLY".to_vec();
        assert_eq!(of(vec![slow], "/").await, Err(Why::TooLong));
        assert!(began.elapsed() < WITHIN * 2, "{:?}", began.elapsed());
        let picture = b"HTTP/1.1 200 OK\r\ncontent-type: image/png\r\n\r\n<title>no</title>".to_vec();
        assert_eq!(of(vec![picture], "/").await, Err(Why::NotRead));
        let packed = b"HTTP/1.1 200 OK\r\ncontent-type: text/html\r\ncontent-encoding: gzip\r\n\r\n<title>no</title>".to_vec();
        assert_eq!(of(vec![packed], "/").await, Err(Why::NotRead));
        assert_eq!(of(vec![b"HTTP/1.1 404 Not Found\r\ncontent-length: 0\r\n\r\n".to_vec()], "/").await, Err(Why::Status(404)));
        assert_eq!(of(vec![b"nonsense\r\n\r\n".to_vec()], "/").await, Err(Why::Unreachable));
    }
}
