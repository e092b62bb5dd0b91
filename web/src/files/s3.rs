//! Files in a store that speaks S3: each request is signed for a few minutes, and sent over a connection of its own.

use std::{sync::Arc, time::Duration};

use actix_web::web::Bytes;
use futures_util::stream;
use http_body_util::{BodyExt, Full};
use hyper::{Method, Request, Response, StatusCode, body::Incoming, client::conn::http1, header};
use hyper_util::rt::TokioIo;
use rusty_s3::{Bucket, Credentials, S3Action, UrlStyle};
use tokio::{
    io::{AsyncRead, AsyncWrite},
    net::TcpStream,
    time::timeout,
};
use tokio_rustls::{
    TlsConnector,
    rustls::{ClientConfig, RootCertStore, crypto::ring, pki_types::ServerName},
};
use url::Url;

use super::{
    shelf::{self, Failed, Found},
    upload::Temp,
};

/// A signed address is good for so long.
const SIGNED_FOR: Duration = Duration::from_secs(300);
/// Nothing of a conversation with the store takes longer.
const PATIENCE: Duration = Duration::from_secs(30);

pub struct S3 {
    bucket: Bucket,
    keys: Credentials,
    prefix: String,
    /// Of an endpoint with https.
    tls: Option<TlsConnector>,
}

impl S3 {
    pub fn of(bucket: &shelf::Bucket, (name, secret): (String, String)) -> Result<S3, Failed> {
        let shelf::Bucket { name: called, prefix, region, endpoint } = bucket.clone();
        let tls = if endpoint.scheme() == "https" { Some(connector()?) } else { None };
        let bucket = Bucket::new(endpoint, UrlStyle::Path, called, region).map_err(failed)?;
        Ok(S3 { bucket, keys: Credentials::new(name, secret), prefix, tls })
    }

    pub fn words(&self) -> String {
        let host = self.bucket.base_url().host_str().unwrap_or_default();
        format!("in the bucket {} at {host}", self.bucket.name())
    }

    fn key(&self, key: &str) -> String {
        format!("{}{key}", self.prefix)
    }

    pub async fn put(&self, key: &str, what: Temp) -> Result<(), Failed> {
        let bytes = Bytes::from(tokio::fs::read(what.path()).await?);
        let url = self.bucket.put_object(Some(&self.keys), &self.key(key)).sign(SIGNED_FOR);
        let answer = self.send(Method::PUT, &url, bytes, None).await?;
        if answer.status().is_success() { Ok(()) } else { Err(said(answer).await) }
    }

    pub async fn read(&self, key: &str, part: Option<(u64, u64)>) -> Result<Option<Found>, Failed> {
        let url = self.bucket.get_object(Some(&self.keys), &self.key(key)).sign(SIGNED_FOR);
        let answer = self.send(Method::GET, &url, Bytes::new(), part).await?;
        let wanted = if part.is_some() { StatusCode::PARTIAL_CONTENT } else { StatusCode::OK };
        match answer.status() {
            StatusCode::NOT_FOUND => return Ok(None),
            status if status == wanted => {}
            _ => return Err(said(answer).await),
        }
        let length = answer.headers().get(header::CONTENT_LENGTH).and_then(|v| v.to_str().ok()?.parse().ok());
        let length = length.ok_or_else(|| Failed::Store("it does not say how much comes".to_owned()))?;
        let bytes = stream::try_unfold(answer.into_body(), |mut body: Incoming| async move {
            loop {
                let frame = timeout(PATIENCE, body.frame()).await.map_err(std::io::Error::other)?;
                let Some(frame) = frame else { return Ok(None) };
                if let Ok(bytes) = frame.map_err(std::io::Error::other)?.into_data() {
                    return Ok::<_, std::io::Error>(Some((bytes, body)));
                }
            }
        });
        Ok(Some(Found { length, bytes: Box::pin(bytes) }))
    }

    pub async fn remove(&self, key: &str) -> Result<(), Failed> {
        let url = self.bucket.delete_object(Some(&self.keys), &self.key(key)).sign(SIGNED_FOR);
        let answer = self.send(Method::DELETE, &url, Bytes::new(), None).await?;
        let gone = answer.status().is_success() || answer.status() == StatusCode::NOT_FOUND;
        if gone { Ok(()) } else { Err(said(answer).await) }
    }

    async fn send(&self, method: Method, url: &Url, body: Bytes, part: Option<(u64, u64)>) -> Result<Response<Incoming>, Failed> {
        let (Some(host), Some(port)) = (url.host_str(), url.port_or_known_default()) else {
            return Err(Failed::Store("there is no host in its address".to_owned()));
        };
        let authority = url.port().map_or_else(|| host.to_owned(), |port| format!("{host}:{port}"));
        let mut request = Request::builder().method(method).uri(&url[url::Position::BeforePath..]).header(header::HOST, authority);
        if let Some((from, to)) = part {
            request = request.header(header::RANGE, format!("bytes={from}-{to}"));
        }
        let request = request.body(Full::new(body)).map_err(failed)?;
        let reaching = async {
            let stream = TcpStream::connect((host.trim_matches(['[', ']']), port)).await?;
            match &self.tls {
                Some(tls) => {
                    let name = ServerName::try_from(host.trim_matches(['[', ']']).to_owned()).map_err(failed)?;
                    talk(tls.connect(name, stream).await?, request).await
                }
                None => talk(stream, request).await,
            }
        };
        timeout(PATIENCE, reaching).await.map_err(|_| Failed::Store("it does not answer".to_owned()))?
    }
}

async fn talk<S>(stream: S, request: Request<Full<Bytes>>) -> Result<Response<Incoming>, Failed>
where
    S: AsyncRead + AsyncWrite + Unpin + Send + 'static,
{
    let (mut sender, connection) = http1::handshake(TokioIo::new(stream)).await.map_err(failed)?;
    tokio::spawn(async move {
        if let Err(error) = connection.await {
            tracing::debug!(%error, "a connection to the store of files ended");
        }
    });
    sender.send_request(request).await.map_err(failed)
}

fn connector() -> Result<TlsConnector, Failed> {
    let roots = RootCertStore::from_iter(webpki_roots::TLS_SERVER_ROOTS.iter().cloned());
    let config = ClientConfig::builder_with_provider(Arc::new(ring::default_provider())).with_safe_default_protocol_versions();
    let config = config.map_err(failed)?.with_root_certificates(roots).with_no_client_auth();
    Ok(TlsConnector::from(Arc::new(config)))
}

fn failed(why: impl std::fmt::Display) -> Failed {
    Failed::Store(why.to_string())
}

/// What it answered instead: its status, and the beginning of its words.
async fn said(answer: Response<Incoming>) -> Failed {
    let status = answer.status();
    let words = match timeout(PATIENCE, answer.into_body().collect()).await {
        Ok(Ok(words)) => String::from_utf8_lossy(&words.to_bytes()).chars().take(300).collect(),
        _ => String::new(),
    };
    Failed::Store(format!("{status} {words}"))
}
