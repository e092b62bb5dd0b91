//! Who uses the API, and what they name in the path.

use std::{future::Future, ops::Deref, pin::Pin};

use actix_web::{FromRequest, HttpRequest, dev::Payload, http::StatusCode};
use hub::{Command, CommandId, Refusal, accounts::Door, command::AnyRefusal};

use crate::{
    problem::Problem,
    visitor::{Admin, Member, Visitor},
};

type Arriving<T> = Pin<Box<dyn Future<Output = Result<T, Problem>>>>;

/// A member who changes something: as often as the limits let them.
pub struct Writer(Member);

impl Deref for Writer {
    type Target = Member;

    fn deref(&self) -> &Member {
        &self.0
    }
}

impl Writer {
    /// Carries out a change that was laid over what stood. Said again, it may be laid over something newer and so be another
    /// command; `whole` is bound to the very request, so that an id used otherwise means: this was done before.
    pub async fn change(&self, whole: CommandId, command: Command) -> Result<(), Refusal> {
        match self.act(whole, command).await {
            Ok(_) | Err(Refusal::Any(AnyRefusal::IdUsedOtherwise)) => Ok(()),
            Err(refusal) => Err(refusal),
        }
    }
}

impl FromRequest for Writer {
    type Error = Problem;
    type Future = Arriving<Writer>;

    fn from_request(req: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let member = Member::from_request(req, payload);
        Box::pin(async move {
            let member = member.await?;
            member.house().limits.api_write(member.id())?;
            Ok(Writer(member))
        })
    }
}

/// An admin who decides something, as often as the limits let them. For everybody else there is nothing here.
pub struct AdminWriter(Admin);

impl Deref for AdminWriter {
    type Target = Admin;

    fn deref(&self) -> &Admin {
        &self.0
    }
}

impl FromRequest for AdminWriter {
    type Error = Problem;
    type Future = Arriving<AdminWriter>;

    fn from_request(req: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let writer = Writer::from_request(req, payload);
        Box::pin(async move { Ok(AdminWriter(Admin::of(writer.await?.0)?)) })
    }
}

/// Somebody who changes something without having to be signed in. Who is, by a browser's session, comes from a page of
/// this hub; who isn't, at least from no other's.
pub struct Anyone(Visitor);

impl Deref for Anyone {
    type Target = Visitor;

    fn deref(&self) -> &Visitor {
        &self.0
    }
}

impl FromRequest for Anyone {
    type Error = Problem;
    type Future = Arriving<Anyone>;

    fn from_request(req: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let visitor = Visitor::from_request(req, payload);
        Box::pin(async move {
            let visitor = visitor.await?;
            let by_session = visitor.caller().is_some_and(|c| matches!(c.door, Door::Session(_)));
            let by_token = visitor.caller().is_some() && !by_session;
            if !by_token && !visitor.is_own_origin(!by_session) {
                let words = "A browser's session works here only from a page of this hub. Programs use a token.";
                return Err(Problem::new(StatusCode::FORBIDDEN, "foreign_origin", words));
            }
            if let Some(user) = visitor.user() {
                visitor.house().limits.api_write(user)?;
            }
            Ok(Anyone(visitor))
        })
    }
}

/// The word in the path: a handle, a slug.
pub struct Named(pub String);

impl FromRequest for Named {
    type Error = Problem;
    type Future = std::future::Ready<Result<Named, Problem>>;

    fn from_request(req: &HttpRequest, _: &mut Payload) -> Self::Future {
        let name = req.match_info().get("name").filter(|name| !name.is_empty() && name.len() <= 200);
        std::future::ready(name.map(|name| Named(name.to_owned())).ok_or_else(Problem::not_found))
    }
}
