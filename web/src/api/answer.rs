//! How the API answers when all is well. Everything else is a [`Problem`].

use actix_web::{HttpRequest, HttpResponse, Responder, body::BoxBody, cookie::Cookie, http::header};
use serde::Serialize;

use crate::{leaving::along::Packed, problem::Problem};

/// 200 and what was asked for.
pub struct Told<T>(pub T);

/// 201, what was made, and where it is.
pub struct Made<T> {
    pub path: String,
    pub body: T,
}

/// 204.
pub struct Done {
    /// The session's cookie is taken away with it.
    pub cookie: Option<Cookie<'static>>,
}

/// 201 and the session's cookie.
pub struct LetIn<T> {
    pub cookie: Cookie<'static>,
    pub body: T,
}

pub type Answer<T> = Result<T, Problem>;

pub const DONE: Done = Done { cookie: None };

impl<T: Serialize> Responder for Told<T> {
    type Body = BoxBody;

    fn respond_to(self, _: &HttpRequest) -> HttpResponse {
        HttpResponse::Ok().json(self.0)
    }
}

impl<T: Serialize> Responder for Made<T> {
    type Body = BoxBody;

    fn respond_to(self, _: &HttpRequest) -> HttpResponse {
        HttpResponse::Created().insert_header((header::LOCATION, self.path)).json(self.body)
    }
}

impl<T: Serialize> Responder for LetIn<T> {
    type Body = BoxBody;

    fn respond_to(self, _: &HttpRequest) -> HttpResponse {
        HttpResponse::Created().cookie(self.cookie).json(self.body)
    }
}

impl Responder for Packed {
    type Body = BoxBody;

    fn respond_to(self, _: &HttpRequest) -> HttpResponse {
        self.download()
    }
}

impl Responder for Done {
    type Body = BoxBody;

    fn respond_to(self, _: &HttpRequest) -> HttpResponse {
        let mut response = HttpResponse::NoContent();
        if let Some(cookie) = self.cookie {
            response.cookie(cookie);
        }
        response.finish()
    }
}
