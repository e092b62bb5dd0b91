//! What is known of a request before anything is decided: where it comes from, what it asks for, what it carries.
//!
//! Taken once, as it comes in, so that an answer can be written even when the handler panicked and its request is gone.

use std::{cell::Cell, net::IpAddr};

use actix_web::{
    dev::ServiceRequest,
    http::{
        Method,
        header::{self, HeaderMap},
    },
};
use actors::RequestId;
use hub::Locale;
use ipnet::IpNet;

#[derive(Clone, Debug)]
pub struct Doorstep {
    /// One number from here to the log line that says what became of it.
    pub request_id: RequestId,
    pub method: Method,
    pub path: String,
    pub path_and_query: String,
    /// Who asks, as far as the proxies that are trusted say.
    pub address: IpAddr,
    /// The request comes from this machine, and no proxy that nobody trusts stands between.
    pub from_here: bool,
    pub host: String,
    pub origin: Option<String>,
    pub user_agent: String,
    pub bearer: Option<String>,
    pub session: Option<String>,
    /// The cookie that ties a stranger's forms to their browser.
    pub visit: Option<String>,
    pub flash: Option<String>,
    pub theme: Option<String>,
    /// What the browser or its cookie asks for; a member's own choice comes before it.
    pub locale: Locale,
    pub accepts_html: bool,
    /// The flash was put on a page: it goes.
    pub flash_shown: Cell<bool>,
    /// How long whoever asked is to wait, when it was too much.
    pub come_back_after_ms: Cell<Option<i64>>,
}

impl Doorstep {
    pub fn of(req: &ServiceRequest, request_id: RequestId, trusted: &[IpNet], secure: bool) -> Self {
        let headers = req.headers();
        let text = |name: header::HeaderName| headers.get(name).and_then(|v| v.to_str().ok()).unwrap_or("").to_owned();
        let cookie = |name: &str| req.cookie(name).map(|c| c.value().to_owned()).filter(|v| !v.is_empty() && v.len() <= 1_000);
        let peer = req.peer_addr().map_or(IpAddr::from([0, 0, 0, 0]), |p| p.ip().to_canonical());
        let (address, from_here) = whence(peer, headers, trusted);
        Doorstep {
            request_id,
            method: req.method().clone(),
            path: req.path().to_owned(),
            path_and_query: req.uri().path_and_query().map_or_else(|| "/".to_owned(), ToString::to_string),
            address,
            from_here,
            host: req.uri().authority().map_or_else(|| text(header::HOST), ToString::to_string),
            origin: headers.get(header::ORIGIN).map(|v| v.to_str().unwrap_or("").to_owned()),
            user_agent: text(header::USER_AGENT),
            bearer: bearer(&text(header::AUTHORIZATION)),
            session: cookie(session_cookie(secure)),
            visit: cookie(visit_cookie(secure)),
            flash: cookie("flash"),
            theme: cookie("theme"),
            locale: crate::language::asked_for(req),
            accepts_html: accepts_html(&text(header::ACCEPT)),
            flash_shown: Cell::new(false),
            come_back_after_ms: Cell::new(None),
        }
    }

    /// A program asks, and hears JSON.
    pub fn is_api(&self) -> bool {
        self.path.starts_with("/api/") || self.path == "/ws"
    }
}

/// `__Host-` ties a cookie to this very host and to https; plain http can't have it.
pub fn session_cookie(secure: bool) -> &'static str {
    if secure { "__Host-session" } else { "session" }
}

pub fn visit_cookie(secure: bool) -> &'static str {
    if secure { "__Host-visit" } else { "visit" }
}

fn bearer(authorization: &str) -> Option<String> {
    let (scheme, token) = authorization.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then(|| token.trim().to_owned())
}

/// A browser that goes to a page says text/html; `*/*` (curl, fetch) gets what the path gives.
fn accepts_html(accept: &str) -> bool {
    accept.contains("text/html") || !accept.contains("json")
}

fn is_trusted(address: IpAddr, trusted: &[IpNet]) -> bool {
    trusted.iter().any(|net| net.contains(&address))
}

fn is_forwarded(headers: &HeaderMap) -> bool {
    headers.contains_key("x-forwarded-for") || headers.contains_key(header::FORWARDED)
}

/// Who asks, and whether they are on this machine.
fn whence(peer: IpAddr, headers: &HeaderMap, trusted: &[IpNet]) -> (IpAddr, bool) {
    let address = client_address(peer, headers, trusted);
    (address, address.is_loopback() && (!is_forwarded(headers) || is_trusted(peer, trusted)))
}

/// The rightmost address of X-Forwarded-For that is no trusted proxy: everything left of it, anybody can write. Without
/// a trusted peer the header says nothing.
fn client_address(peer: IpAddr, headers: &HeaderMap, trusted: &[IpNet]) -> IpAddr {
    if !is_trusted(peer, trusted) {
        return peer;
    }
    let said: Vec<&str> = headers.get_all("x-forwarded-for").filter_map(|v| v.to_str().ok()).flat_map(|v| v.split(',')).collect();
    let mut last = peer;
    for hop in said.into_iter().rev().map(str::trim) {
        let Some(address) = hop_address(hop) else { return last };
        last = address;
        if !is_trusted(address, trusted) {
            break;
        }
    }
    last
}

/// Some proxies write the port behind it.
fn hop_address(hop: &str) -> Option<IpAddr> {
    let address = hop.parse::<IpAddr>().ok().or_else(|| hop.parse::<std::net::SocketAddr>().ok().map(|a| a.ip()));
    address.map(|a| a.to_canonical())
}

#[cfg(test)]
mod tests {
    use super::*;
    use actix_web::http::header::HeaderValue;

    fn address_of(peer: &str, forwarded: &[&str], trusted: &[&str]) -> (String, bool) {
        let trusted: Vec<IpNet> = trusted.iter().map(|t| t.parse().expect("a network")).collect();
        let mut headers = HeaderMap::new();
        for value in forwarded {
            headers.append(header::HeaderName::from_static("x-forwarded-for"), HeaderValue::from_str(value).expect("plain"));
        }
        let (address, from_here) = whence(peer.parse().expect("an address"), &headers, &trusted);
        (address.to_string(), from_here)
    }

    #[test]
    fn the_address_is_the_rightmost_that_no_trusted_proxy_has() {
        let proxies = ["10.0.0.0/8"];
        for (peer, forwarded, expected) in [
            ("192.0.2.7", &["1.2.3.4"][..], "192.0.2.7"),
            ("10.0.0.1", &[], "10.0.0.1"),
            ("10.0.0.1", &["1.2.3.4"], "1.2.3.4"),
            ("10.0.0.1", &["6.6.6.6, 1.2.3.4"], "1.2.3.4"),
            ("10.0.0.1", &["6.6.6.6", "1.2.3.4, 10.9.9.9"], "1.2.3.4"),
            ("10.0.0.1", &["rubbish, 10.9.9.9"], "10.9.9.9"),
            ("10.0.0.1", &["1.2.3.4:5678"], "1.2.3.4"),
        ] {
            assert_eq!(address_of(peer, forwarded, &proxies).0, expected, "{peer} {forwarded:?}");
        }
    }

    #[test]
    fn a_proxy_on_this_machine_does_not_make_strangers_local() {
        assert!(address_of("127.0.0.1", &[], &[]).1);
        assert!(!address_of("127.0.0.1", &["127.0.0.1"], &[]).1, "an untrusted proxy on this machine");
        assert!(!address_of("127.0.0.1", &["192.0.2.7"], &["127.0.0.0/8"]).1);
        assert!(!address_of("192.0.2.7", &["127.0.0.1"], &[]).1);
    }
}
