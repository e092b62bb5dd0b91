//! `/api/v1` by bearer token: JSON there, JSON back. Connections are kept and used again; one request each at a time.

use std::{
    net::IpAddr,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use bytes::Bytes;
use http_body_util::{BodyExt, Full, Limited};
use hyper::{
    Method, Request,
    client::conn::http1::{SendRequest, handshake},
    header,
};
use hyper_util::rt::TokioIo;
use serde::{Serialize, de::DeserializeOwned};
use serde_json::Value;

use crate::address::{Address, BadAddress};

/// The largest answer that is read, in bytes.
const LARGEST_ANSWER: usize = 16 << 20;

/// A hub's HTTP door. Cheap to clone; clones share the kept connections.
#[derive(Clone)]
pub struct Http {
    address: Address,
    from: Option<IpAddr>,
    patience: Duration,
    idle: Arc<Mutex<Vec<SendRequest<Full<Bytes>>>>>,
}

/// What came back, whatever the status.
#[derive(Clone, Debug, PartialEq)]
pub struct Reply {
    pub status: u16,
    /// `Null` when the answer was no JSON.
    pub body: Value,
    pub retry_after: Option<Duration>,
}

impl Reply {
    pub fn is_fine(&self) -> bool {
        (200..300).contains(&self.status)
    }

    /// The body as something known.
    pub fn read<T: DeserializeOwned>(&self) -> Result<T, HttpFault> {
        T::deserialize(&self.body).map_err(|e| HttpFault::Unreadable(e.to_string()))
    }

    /// Title and detail of a problem+json, for people.
    pub fn words(&self) -> String {
        words_in(&self.body)
    }
}

#[derive(Debug, thiserror::Error)]
pub enum HttpFault {
    #[error(transparent)]
    Address(#[from] BadAddress),
    #[error("nobody answers at {at}: {why}. Is the hub running?")]
    NoAnswer { at: String, why: std::io::Error },
    #[error("this request can't be made: {0}")]
    Request(String),
    /// It is not known whether the hub got it: say it again with the same key.
    #[error("the connection broke: {0}")]
    Broke(String),
    #[error("no answer within {0:?}")]
    TooLate(Duration),
    #[error("the answer can't be read: {0}")]
    Unreadable(String),
}

impl Http {
    pub fn new(url: &str) -> Result<Http, HttpFault> {
        let address = Address::read(url)?;
        Ok(Http { address, from: None, patience: Duration::from_secs(30), idle: Arc::default() })
    }

    /// Comes from a certain local address.
    pub fn from_address(mut self, from: Option<IpAddr>) -> Http {
        self.from = from;
        self
    }

    pub async fn get(&self, token: &str, path: &str) -> Result<Reply, HttpFault> {
        self.send(Method::GET, token, path, None, Bytes::new()).await
    }

    /// Posts JSON. The same key again gets the first answer, so a broken connection is tried once more.
    pub async fn post<T: Serialize>(&self, token: &str, path: &str, key: &str, body: &T) -> Result<Reply, HttpFault> {
        let json = serde_json::to_vec(body).map_err(|e| HttpFault::Request(e.to_string()))?;
        self.send(Method::POST, token, path, Some(key), json.into()).await
    }

    async fn send(&self, method: Method, token: &str, path: &str, key: Option<&str>, body: Bytes) -> Result<Reply, HttpFault> {
        let make = || {
            let mut request = Request::builder()
                .method(method.clone())
                .uri(path)
                .header(header::HOST, self.address.authority())
                .header(header::AUTHORIZATION, format!("Bearer {token}"))
                .header(header::ACCEPT, "application/json");
            if let Some(key) = key {
                request = request.header("idempotency-key", key).header(header::CONTENT_TYPE, "application/json");
            }
            request.body(Full::new(body.clone())).map_err(|e| HttpFault::Request(e.to_string()))
        };
        let whole = async {
            // A kept connection may have been closed by the hub meanwhile: then a fresh one, once.
            if let Some(kept) = self.take_idle()
                && let Ok(reply) = self.exchange(kept, make()?).await
            {
                return Ok(reply);
            }
            self.exchange(self.fresh().await?, make()?).await
        };
        match tokio::time::timeout(self.patience, whole).await {
            Ok(reply) => reply,
            Err(_) => Err(HttpFault::TooLate(self.patience)),
        }
    }

    /// A page of plain text, asked for by nobody in particular: its status and its words.
    pub async fn get_text(&self, path: &str) -> Result<(u16, String), HttpFault> {
        let request = Request::get(path).header(header::HOST, self.address.authority()).body(Full::default());
        let request = request.map_err(|e| HttpFault::Request(e.to_string()))?;
        let whole = async { self.bytes(self.fresh().await?, request).await };
        let answered = tokio::time::timeout(self.patience, whole).await.unwrap_or(Err(HttpFault::TooLate(self.patience)));
        answered.map(|(status, _, body)| (status, String::from_utf8_lossy(&body).into_owned()))
    }

    /// A page as a browser asks for it, packed; who is signed in says so by a cookie. Its status, and after how long to come again, if it
    /// says so.
    pub async fn page(&self, cookie: Option<&str>, path: &str) -> Result<(u16, Option<Duration>), HttpFault> {
        let make = || {
            let request = Request::get(path)
                .header(header::HOST, self.address.authority())
                .header(header::ACCEPT, "text/html")
                .header(header::ACCEPT_ENCODING, "gzip, deflate, br");
            let request = cookie.iter().fold(request, |request, cookie| request.header(header::COOKIE, *cookie));
            request.body(Full::default()).map_err(|e| HttpFault::Request(e.to_string()))
        };
        let whole = async {
            if let Some(kept) = self.take_idle()
                && let Ok((status, retry_after, _)) = self.bytes(kept, make()?).await
            {
                return Ok((status, retry_after));
            }
            let (status, retry_after, _) = self.bytes(self.fresh().await?, make()?).await?;
            Ok((status, retry_after))
        };
        tokio::time::timeout(self.patience, whole).await.unwrap_or(Err(HttpFault::TooLate(self.patience)))
    }

    /// Logs in as a browser does; the cookie of the session.
    pub async fn log_in(&self, login: &str, password: &str) -> Result<String, HttpFault> {
        let (status, cookie, _) = self.let_in("/api/v1/sessions", &serde_json::json!({ "login": login, "password": password })).await?;
        cookie.ok_or_else(|| HttpFault::Unreadable(format!("{status} without a session")))
    }

    /// Comes in through a door that answers with a session: the answer, and the session's cookie if it was opened.
    pub async fn let_in(&self, path: &str, body: &Value) -> Result<(u16, Option<String>, Reply), HttpFault> {
        let request = Request::post(path)
            .header(header::HOST, self.address.authority())
            .header(header::CONTENT_TYPE, "application/json")
            .header("idempotency-key", crate::ids::fresh_id().as_str())
            .body(Full::new(Bytes::from(body.to_string())))
            .map_err(|e| HttpFault::Request(e.to_string()))?;
        let whole = async {
            let mut line = self.fresh().await?;
            let response = line.send_request(request).await.map_err(|e| HttpFault::Broke(e.to_string()))?;
            let cookies = response.headers().get_all(header::SET_COOKIE).iter().filter_map(|cookie| cookie.to_str().ok());
            let named: Vec<&str> = cookies.filter_map(|cookie| cookie.split(';').next()).collect();
            let cookie = named.iter().find(|cookie| cookie.contains("session=")).map(|cookie| (*cookie).to_owned());
            let status = response.status().as_u16();
            let retry_after = response.headers().get(header::RETRY_AFTER).and_then(|v| v.to_str().ok()?.parse().ok());
            let body = Limited::new(response.into_body(), LARGEST_ANSWER).collect().await.map_err(|e| HttpFault::Broke(e.to_string()))?;
            let body = serde_json::from_slice(&body.to_bytes()).unwrap_or(Value::Null);
            Ok((status, cookie, Reply { status, body, retry_after: retry_after.map(Duration::from_secs) }))
        };
        tokio::time::timeout(self.patience, whole).await.unwrap_or(Err(HttpFault::TooLate(self.patience)))
    }

    /// A token of one's own, made where one is logged in.
    pub async fn make_token(&self, cookie: &str, name: &str) -> Result<String, HttpFault> {
        let json = serde_json::json!({ "name": name }).to_string();
        let request = Request::post("/api/v1/tokens")
            .header(header::HOST, self.address.authority())
            .header(header::CONTENT_TYPE, "application/json")
            .header(header::ORIGIN, self.address.origin())
            .header(header::COOKIE, cookie)
            .header("idempotency-key", crate::ids::fresh_id().as_str())
            .body(Full::new(Bytes::from(json)))
            .map_err(|e| HttpFault::Request(e.to_string()))?;
        let whole = async { self.exchange(self.fresh().await?, request).await };
        let reply = tokio::time::timeout(self.patience, whole).await.unwrap_or(Err(HttpFault::TooLate(self.patience)))?;
        match reply.body.get("token").and_then(Value::as_str) {
            Some(token) => Ok(token.to_owned()),
            None => Err(HttpFault::Unreadable(format!("{} without a token: {}", reply.status, reply.words()))),
        }
    }

    async fn exchange(&self, line: SendRequest<Full<Bytes>>, request: Request<Full<Bytes>>) -> Result<Reply, HttpFault> {
        let (status, retry_after, body) = self.bytes(line, request).await?;
        let body = serde_json::from_slice(&body).unwrap_or(Value::Null);
        Ok(Reply { status, body, retry_after })
    }

    async fn bytes(
        &self,
        mut line: SendRequest<Full<Bytes>>,
        request: Request<Full<Bytes>>,
    ) -> Result<(u16, Option<Duration>, Bytes), HttpFault> {
        let response = line.send_request(request).await.map_err(|e| HttpFault::Broke(e.to_string()))?;
        let status = response.status().as_u16();
        let retry_after = response.headers().get(header::RETRY_AFTER).and_then(|v| v.to_str().ok()?.parse().ok());
        let body = Limited::new(response.into_body(), LARGEST_ANSWER).collect().await;
        let body = body.map_err(|e| HttpFault::Broke(e.to_string()))?.to_bytes();
        if !line.is_closed() {
            self.idle.lock().unwrap_or_else(PoisonError::into_inner).push(line);
        }
        Ok((status, retry_after.map(Duration::from_secs), body))
    }

    fn take_idle(&self) -> Option<SendRequest<Full<Bytes>>> {
        let mut idle = self.idle.lock().unwrap_or_else(PoisonError::into_inner);
        idle.retain(|line| !line.is_closed());
        let ready = idle.iter().rposition(SendRequest::is_ready)?;
        Some(idle.swap_remove(ready))
    }

    async fn fresh(&self) -> Result<SendRequest<Full<Bytes>>, HttpFault> {
        let stream = crate::socket::connect(&self.address, self.from)
            .await
            .map_err(|why| HttpFault::NoAnswer { at: self.address.authority(), why })?;
        let (line, connection) = handshake(TokioIo::new(stream)).await.map_err(|e| HttpFault::Broke(e.to_string()))?;
        tokio::spawn(connection);
        Ok(line)
    }
}

/// The words of an answer's body: a problem's title and detail, else the first line of text.
pub(crate) fn words_of(body: &[u8]) -> String {
    match serde_json::from_slice(body) {
        Ok(value) => words_in(&value),
        Err(_) => String::from_utf8_lossy(body).lines().next().unwrap_or_default().chars().take(200).collect(),
    }
}

fn words_in(body: &Value) -> String {
    let said: Vec<&str> = ["title", "detail"].iter().filter_map(|k| body.get(k)?.as_str()).collect();
    said.join(": ")
}
