//! What happens around every request: a number to find it by, a line in the log, the headers that keep a page safe, and
//! words for whatever went wrong, a panic too.

use std::{any::Any, panic::AssertUnwindSafe, rc::Rc, time::Instant};

use actix_web::{
    Error, HttpMessage as _, HttpResponse, ResponseError,
    body::{BoxBody, MessageBody},
    dev::{ServiceRequest, ServiceResponse},
    http::{
        StatusCode,
        header::{self, HeaderMap, HeaderName, HeaderValue},
    },
    middleware::Next,
    web::Data,
};
use futures_util::FutureExt;
use hub::kernel::locale;

use crate::{
    doorstep::Doorstep,
    house::House,
    problem::{Said, pages::ProblemPage},
    visitor::{Visitor, Worded},
};

const CSP: &str = "default-src 'self'; img-src 'self' data: https:; worker-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

/// Outermost: a request id, the log line, the numbers, the headers.
pub async fn every_request<B: MessageBody + 'static>(req: ServiceRequest, next: Next<B>) -> Result<ServiceResponse<B>, Error> {
    let began = Instant::now();
    let Some(house) = req.app_data::<Data<House>>().cloned() else { return next.call(req).await };
    let step = Rc::new(Doorstep::of(&req, house.collective.request_id(), &house.settings.trusted_proxies, house.settings.is_secure()));
    req.extensions_mut().insert(step.clone());
    let mut answer = locale::scope(step.locale, next.call(req)).await;
    let status = match &mut answer {
        Ok(response) => {
            protect(response.headers_mut(), &step, house.settings.is_secure());
            if house.is_draining() && response.status() != StatusCode::SWITCHING_PROTOCOLS {
                // Whoever keeps connections ready, a balancer most of all, opens the next one elsewhere.
                response.response_mut().head_mut().set_connection_type(actix_web::http::ConnectionType::Close);
            }
            response.status()
        }
        Err(error) => error.as_response_error().status_code(),
    };
    note(&step, status, began);
    answer
}

fn note(step: &Doorstep, status: StatusCode, began: Instant) {
    let took = began.elapsed();
    let class = match status.as_u16() {
        100..200 => "1xx",
        200..300 => "2xx",
        300..400 => "3xx",
        400..500 => "4xx",
        _ => "5xx",
    };
    metrics::counter!("collective_requests_total", "status" => class).increment(1);
    metrics::histogram!("collective_request_seconds").record(took.as_secs_f64());
    // Without the query: it holds what somebody looks for.
    let (id, method, path, ms) = (&step.request_id, &step.method, &step.path, took.as_millis() as u64);
    if status.is_server_error() {
        tracing::warn!(request.id = %id, %method, path, status = status.as_u16(), ms, "answered");
    } else {
        tracing::debug!(request.id = %id, %method, path, status = status.as_u16(), ms, "answered");
    }
}

/// The headers that keep a page from being framed, sniffed, or run by others.
fn protect(headers: &mut HeaderMap, step: &Doorstep, secure: bool) {
    let mut put = |name: &'static str, value: &str| {
        let (name, Ok(value)) = (HeaderName::from_static(name), HeaderValue::from_str(value)) else { return };
        if !headers.contains_key(&name) {
            headers.insert(name, value);
        }
    };
    put("x-request-id", &step.request_id.to_string());
    put("content-security-policy", CSP);
    put("x-content-type-options", "nosniff");
    put("referrer-policy", "same-origin");
    put("permissions-policy", "camera=(), microphone=(), geolocation=(), payment=(), usb=(), browsing-topics=()");
    put("cross-origin-opener-policy", "same-origin");
    if secure {
        put("strict-transport-security", "max-age=31536000");
    }
    if step.is_api() {
        put("cache-control", "no-store");
    }
}

/// Innermost: gives every failure its words, as a page or as problem+json, and catches panics.
pub async fn in_words(req: ServiceRequest, next: Next<BoxBody>) -> Result<ServiceResponse<BoxBody>, Error> {
    let house = req.app_data::<Data<House>>().cloned();
    let step = req.extensions().get::<Rc<Doorstep>>().cloned();
    let (Some(house), Some(step)) = (house, step) else { return next.call(req).await };
    match AssertUnwindSafe(next.call(req)).catch_unwind().await {
        Ok(Ok(response)) => {
            let Some(said) = unsaid(response.response()) else { return Ok(response) };
            let worded = worded(house, step, &said, response.headers()).await;
            Ok(response.into_response(worded))
        }
        Ok(Err(error)) => {
            let plain = error.as_response_error().error_response();
            let said = unsaid(&plain).unwrap_or_else(|| Said::of_status(plain.status()));
            Err(Written::of(worded(house, step, &said, plain.headers()).await))
        }
        Err(panic) => {
            tracing::error!(request.id = %step.request_id, path = %step.path, panic = panic_words(panic.as_ref()), "a handler panicked");
            metrics::counter!("collective_handler_panics_total").increment(1);
            let said = Said::of_status(StatusCode::INTERNAL_SERVER_ERROR);
            let mut response = worded(house.clone(), step.clone(), &said, &HeaderMap::new()).await;
            protect(response.headers_mut(), &step, house.settings.is_secure());
            Err(Written::of(response))
        }
    }
}

/// What has to be said, when an answer is a failure that says nothing yet.
fn unsaid(response: &HttpResponse) -> Option<Said> {
    let status = response.status();
    if status.as_u16() < 400 || response.extensions().get::<Worded>().is_some() {
        return None;
    }
    Some(response.extensions().get::<Said>().cloned().unwrap_or_else(|| Said::of_status(status)))
}

async fn worded(house: Data<House>, step: Rc<Doorstep>, said: &Said, before: &HeaderMap) -> HttpResponse {
    let mut response = if step.is_api() || !step.accepts_html {
        HttpResponse::build(status(said.status)).content_type("application/problem+json").json(said.json(&step.request_id.to_string()))
    } else {
        page(house, step, said).await
    };
    if let Some(seconds) = said.retry_after_s() {
        response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(seconds));
    }
    // What a 405 allows, what a 401 challenges.
    for name in [header::ALLOW, header::WWW_AUTHENTICATE] {
        if let Some(value) = before.get(&name) {
            response.headers_mut().insert(name, value.clone());
        }
    }
    response
}

/// The page; without the reader's own header when the database has no word to say.
async fn page(house: Data<House>, step: Rc<Doorstep>, said: &Said) -> HttpResponse {
    let stranger = Rc::new(Doorstep { session: None, bearer: None, ..(*step).clone() });
    // Whoever could not be served because the database is away is not looked up there to be told so.
    let known = match said.status {
        503 => None,
        _ => Visitor::arrive(house.clone(), step.clone()).await.ok(),
    };
    let visitor = match known {
        Some(visitor) => visitor,
        None => match Visitor::arrive(house, stranger).await {
            Ok(visitor) => visitor,
            Err(_) => return HttpResponse::build(status(said.status)).body(said.refused.words.clone()),
        },
    };
    let chrome = if said.status < 500 { visitor.chrome().await.ok() } else { None };
    let page = ProblemPage {
        chrome: chrome.unwrap_or_else(|| visitor.bare_chrome()),
        status: said.status,
        words: said.refused.words.clone(),
        retry_after_s: said.retry_after_s(),
        request_id: step.request_id.to_string(),
    };
    visitor.render(status(said.status), &page)
}

fn status(code: u16) -> StatusCode {
    StatusCode::from_u16(code).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
}

/// The words of a panic, for the log only.
pub fn panic_words(panic: &(dyn Any + Send)) -> &str {
    panic.downcast_ref::<&str>().copied().or_else(|| panic.downcast_ref::<String>().map(String::as_str)).unwrap_or("without words")
}

/// An answer that is written already, on the way that errors take: what a panic leaves has no request to go back by.
struct Written(std::cell::RefCell<Option<HttpResponse>>, StatusCode);

impl Written {
    fn of(response: HttpResponse) -> Error {
        let status = response.status();
        Written(std::cell::RefCell::new(Some(response)), status).into()
    }
}

impl std::fmt::Debug for Written {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Written({})", self.1)
    }
}

impl std::fmt::Display for Written {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "answered with {}", self.1)
    }
}

impl ResponseError for Written {
    fn status_code(&self) -> StatusCode {
        self.1
    }

    fn error_response(&self) -> HttpResponse {
        // Asked for once; a second time there is only the status.
        self.0.borrow_mut().take().unwrap_or_else(|| HttpResponse::new(self.1))
    }
}
