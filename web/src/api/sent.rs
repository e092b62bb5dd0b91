//! What a request sends, as a body or behind the question mark: read field by field, so that everything there is to mend
//! is said at once and by name.

use hub::{CommandId, FieldProblem, Refuses, command::AnyRefusal, kernel::refusal::say_all};
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

use super::shape::{Book, Field, Shape};
use crate::{posted::Wish, problem::Problem, secrets};

/// A field that may be left out. In a change, what is left out stays as it is.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Given<T> {
    #[default]
    Not,
    So(T),
}

impl<T> Given<T> {
    pub fn or(self, otherwise: T) -> T {
        match self {
            Given::So(value) => value,
            Given::Not => otherwise,
        }
    }

    pub fn into_option(self) -> Option<T> {
        match self {
            Given::So(value) => Some(value),
            Given::Not => None,
        }
    }

    /// Takes the place of what was there, if it was given.
    pub fn change(self, was: &mut T) {
        if let Given::So(value) = self {
            *was = value;
        }
    }
}

/// A text that has to be there. What is left out counts as empty, so that the rules say what is missing beside all else there
/// is to mend.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Needed(pub String);

impl Slot for Needed {
    const REQUIRED: bool = true;

    fn take(value: Option<Value>, typed: bool) -> Result<Self, String> {
        value.map_or(Ok(Needed::default()), |value| decode(value, typed).map(Needed))
    }

    fn shape(book: &mut Book) -> utoipa::openapi::RefOr<utoipa::openapi::Schema> {
        <String as Shape>::shape(book)
    }
}

/// What may stand in a field: a value, which has to be there, or [`Given`].
pub trait Slot: Sized {
    const REQUIRED: bool;
    fn take(value: Option<Value>, typed: bool) -> Result<Self, String>;
    fn shape(book: &mut Book) -> utoipa::openapi::RefOr<utoipa::openapi::Schema>;
}

impl<T: DeserializeOwned + Shape> Slot for T {
    const REQUIRED: bool = true;

    fn take(value: Option<Value>, typed: bool) -> Result<Self, String> {
        decode(value.ok_or("it is missing")?, typed)
    }

    fn shape(book: &mut Book) -> utoipa::openapi::RefOr<utoipa::openapi::Schema> {
        <T as Shape>::shape(book)
    }
}

impl<T: DeserializeOwned + Shape> Slot for Given<T> {
    const REQUIRED: bool = false;

    fn take(value: Option<Value>, typed: bool) -> Result<Self, String> {
        match value {
            Some(value) => decode(value, typed).map(Given::So),
            None => Ok(Given::Not),
        }
    }

    fn shape(book: &mut Book) -> utoipa::openapi::RefOr<utoipa::openapi::Schema> {
        <T as Shape>::shape(book)
    }
}

/// `typed`: it was typed into an address, where numbers and yes or no are text too.
fn decode<T: DeserializeOwned>(value: Value, typed: bool) -> Result<T, String> {
    let meant = match &value {
        Value::String(text) if typed => serde_json::from_str::<Value>(text).ok().filter(|v| !v.is_string()),
        _ => None,
    };
    serde_json::from_value(value).or_else(|why| match meant {
        Some(meant) => serde_json::from_value(meant).map_err(|_| why.to_string()),
        None => Err(why.to_string()),
    })
}

/// An object being read.
pub struct Reading {
    left: Map<String, Value>,
    typed: bool,
    known: Vec<&'static str>,
    problems: Vec<FieldProblem>,
}

impl Reading {
    pub fn field<T: Slot>(&mut self, name: &'static str) -> Option<T> {
        self.known.push(name);
        match T::take(self.left.remove(name), self.typed) {
            Ok(value) => Some(value),
            Err(why) => {
                self.problems.push(FieldProblem::new(name, format!("We can't read “{name}”: {why}.")));
                None
            }
        }
    }
}

/// Made by [`sent!`](crate::sent).
pub trait Sent: Sized + 'static {
    /// `None` when a field could not be read; the reading holds why.
    fn read(from: &mut Reading) -> Option<Self>;
    fn fields(book: &mut Book) -> Vec<Field>;
    fn shape(book: &mut Book) -> utoipa::openapi::RefOr<utoipa::openapi::Schema>;

    fn of(left: Map<String, Value>, typed: bool) -> Result<Self, Vec<FieldProblem>> {
        let mut reading = Reading { left, typed, known: Vec::new(), problems: Vec::new() };
        let whole = Self::read(&mut reading);
        let Reading { left, known, mut problems, .. } = reading;
        for name in left.keys() {
            let known = if known.is_empty() { "nothing".to_owned() } else { known.join(", ") };
            let shown: String = name.chars().take(60).collect();
            problems.push(FieldProblem::new(&shown, format!("There is no “{shown}” here. What is read: {known}.")));
        }
        match whole {
            Some(whole) if problems.is_empty() => Ok(whole),
            _ => Err(problems),
        }
    }
}

fn mend(fields: Vec<FieldProblem>) -> Problem {
    let unreadable = AnyRefusal::Unreadable(String::new());
    let refused = hub::Refused { words: say_all(&fields), fields, ..unreadable.refused() };
    refused.into()
}

/// A body with its command's id.
pub struct Sends<T> {
    /// From the header `Idempotency-Key`; made at the door when there is none.
    pub id: CommandId,
    /// The same, bound to what was sent and where to: for changes, see [`Writer::change`](super::visit::Writer::change).
    pub whole: CommandId,
    pub body: T,
}

impl<T: Sent> actix_web::FromRequest for Sends<T> {
    type Error = Problem;
    type Future = std::pin::Pin<Box<dyn Future<Output = Result<Self, Problem>>>>;

    fn from_request(req: &actix_web::HttpRequest, payload: &mut actix_web::dev::Payload) -> Self::Future {
        let wish = Wish::<Value>::from_request(req, payload);
        let way = format!("{} {}", req.method(), req.path().trim_end_matches('/'));
        Box::pin(async move {
            let Wish { id, body } = wish.await?;
            // 64 hexadecimal digits: as long as an id may be.
            let whole = CommandId::new(secrets::hash(&format!("{} {way} {body}", id.as_str())).0).map_err(|_| AnyRefusal::Broken)?;
            let Value::Object(fields) = body else { return Err(Problem::unreadable("the body is not a JSON object.")) };
            T::of(fields, false).map(|body| Sends { id, whole, body }).map_err(mend)
        })
    }
}

/// What stands behind the question mark.
pub struct Query<T>(pub T);

impl<T: Sent> actix_web::FromRequest for Query<T> {
    type Error = Problem;
    type Future = std::future::Ready<Result<Self, Problem>>;

    fn from_request(req: &actix_web::HttpRequest, _: &mut actix_web::dev::Payload) -> Self::Future {
        let pairs = url::form_urlencoded::parse(req.query_string().as_bytes());
        let fields = pairs.map(|(name, value)| (name.into_owned(), Value::String(value.into_owned()))).collect();
        std::future::ready(T::of(fields, true).map(Query).map_err(mend))
    }
}

crate::sent! {
    /// Nothing: an empty body, or `{}`.
    struct Nothing {}
}

/// A type that requests send: its fields, how they are read, what they look like.
#[macro_export]
macro_rules! sent {
    ($(#[doc = $doc:literal])* struct $name:ident { $( $(#[doc = $fdoc:literal])* $field:ident : $ftype:ty ),* $(,)? }) => {
        $(#[doc = $doc])*
        #[derive(Clone, Debug)]
        pub struct $name { $( $(#[doc = $fdoc])* pub $field: $ftype ),* }

        impl $crate::api::sent::Sent for $name {
            #[allow(unused_variables)]
            fn read(from: &mut $crate::api::sent::Reading) -> Option<Self> {
                $( let $field = from.field::<$ftype>($crate::api::shape::plain(stringify!($field))); )*
                Some($name { $($field: $field?),* })
            }

            #[allow(unused_variables)]
            fn fields(book: &mut $crate::api::shape::Book) -> Vec<$crate::api::shape::Field> {
                vec![$(
                    $crate::api::shape::Field {
                        name: $crate::api::shape::plain(stringify!($field)),
                        words: concat!($($fdoc, "\n"),*).to_owned(),
                        required: <$ftype as $crate::api::sent::Slot>::REQUIRED,
                        schema: <$ftype as $crate::api::sent::Slot>::shape(book),
                    }
                ),*]
            }

            fn shape(book: &mut $crate::api::shape::Book) -> utoipa::openapi::RefOr<utoipa::openapi::Schema> {
                book.named(stringify!($name), |book| {
                    let fields = <$name as $crate::api::sent::Sent>::fields(book);
                    let no_others = utoipa::openapi::schema::AdditionalProperties::FreeForm(false);
                    $crate::api::shape::object(concat!($($doc, "\n"),*), fields).additional_properties(Some(no_others))
                })
            }
        }
    };
}
