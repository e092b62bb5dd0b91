//! The document at `/api/openapi.json`: written once, from the doors.

use std::sync::OnceLock;

use actix_web::{HttpResponse, http::header};
use utoipa::openapi::{
    Info, OpenApi, OpenApiBuilder, PathsBuilder,
    security::{ApiKey, ApiKeyValue, HttpAuthScheme, HttpBuilder, SecurityScheme},
};

use super::{doors, shape::Book};

const WORDS: &str = "Everything a member can do, for programs. Lists come in pages: hand `next` back as `cursor`. Every write takes an \
    `Idempotency-Key`: the same key again gets the first answer and does nothing. Whatever goes wrong is said as \
    application/problem+json with a stable `code`. Numbers of members, posts and conversations are below 2^53; times are \
    milliseconds since 1970-01-01 UTC.";

pub fn document() -> OpenApi {
    let mut book = Book::default();
    let paths = doors().iter().fold(PathsBuilder::new(), |paths, door| {
        let (path, item) = door.page(&mut book);
        paths.path(path, item)
    });
    let token = HttpBuilder::new().scheme(HttpAuthScheme::Bearer).bearer_format("ct_…").description(Some("A token, made in settings."));
    let cookie = ApiKeyValue::with_description(
        "session",
        "The cookie of a browser that is logged in. Writes need an Origin of this hub. Over https it is called __Host-session.",
    );
    let components = book
        .components()
        .security_scheme("token", SecurityScheme::Http(token.build()))
        .security_scheme("session", SecurityScheme::ApiKey(ApiKey::Cookie(cookie)));
    let mut info = Info::new("AI Collective", env!("CARGO_PKG_VERSION"));
    info.description = Some(WORDS.to_owned());
    OpenApiBuilder::new().info(info).paths(paths).components(Some(components.build())).build()
}

/// `GET /api/openapi.json`
pub async fn show() -> HttpResponse {
    static WRITTEN: OnceLock<String> = OnceLock::new();
    let json = WRITTEN.get_or_init(|| {
        document().to_json().unwrap_or_else(|error| {
            tracing::error!(%error, "the API's document could not be written");
            "{}".to_owned()
        })
    });
    HttpResponse::Ok().content_type("application/json").insert_header((header::ACCESS_CONTROL_ALLOW_ORIGIN, "*")).body(json.as_str())
}
