//! An address of the API: its methods, what handles them, and what the document says of them.
//!
//! The document is written from the types of the handler: what it takes ([`Takes`]) and what it answers ([`Answers`]). A
//! path stands in one place, so that no address is without its page in the document, nor the other way round.

use actix_web::{
    FromRequest, Handler, HttpResponse, Resource, Responder, Route, guard,
    http::{Method, header},
};
use utoipa::openapi::{
    Content, ContentBuilder, HttpMethod, KnownFormat, ObjectBuilder, Required, ResponseBuilder, SchemaFormat, Type,
    path::{Operation, OperationBuilder, Parameter, ParameterBuilder, ParameterIn, PathItem},
    request_body::RequestBodyBuilder,
    security::SecurityRequirement,
};

use super::{
    answer::{Done, LetIn, Made, Told},
    files::SendsFile,
    sent::{Query, Sends, Sent},
    shape::{Book, Shape, said, text},
    visit::{AdminWriter, Anyone, Named, Writer},
};
use crate::{
    leaving::along::Packed,
    messaging::AMessage,
    problem::{Problem, ProblemJson},
    visitor::{Admin, ById, Member, Visitor},
};

/// Where the API stands.
pub const PREFIX: &str = "/api/v1";

/// One address.
pub struct Door {
    path: &'static str,
    ways: Vec<Way>,
}

/// One method of an address.
struct Way {
    method: Method,
    route: Route,
    summary: &'static str,
    operation: fn(&mut Book) -> Sketch,
}

pub fn at(path: &'static str) -> Door {
    Door { path, ways: Vec::new() }
}

macro_rules! ways {
    ($($name:ident $method:ident),*) => {$(
        pub fn $name<F, A>(self, handler: F, summary: &'static str) -> Door
        where
            F: Handler<A>,
            A: FromRequest + Takes + 'static,
            F::Output: Responder + Answers + 'static,
        {
            self.way(Method::$method, handler, summary)
        }
    )*};
}

impl Door {
    ways!(get GET, post POST, put PUT, patch PATCH, delete DELETE);

    fn way<F, A>(mut self, method: Method, handler: F, summary: &'static str) -> Door
    where
        F: Handler<A>,
        A: FromRequest + Takes + 'static,
        F::Output: Responder + Answers + 'static,
    {
        let route = if method == Method::GET {
            Route::new().guard(guard::Any(guard::Get()).or(guard::Head()))
        } else {
            Route::new().method(method.clone())
        };
        let route = route.to(handler);
        self.ways.push(Way { method, route, summary, operation: sketch::<F, A> });
        self
    }

    /// With and without a slash at the end; another method hears which ones there are.
    pub fn resource(self) -> Resource {
        let mut allowed: Vec<&str> = self.ways.iter().map(|way| way.method.as_str()).collect();
        if allowed.contains(&"GET") {
            allowed.push("HEAD");
        }
        let allowed = allowed.join(", ");
        let resource = Resource::new([self.path.to_owned(), format!("{}/", self.path)]);
        let resource = self.ways.into_iter().fold(resource, |resource, way| resource.route(way.route));
        resource.default_service(actix_web::web::to(move || {
            let allow = allowed.clone();
            async move { HttpResponse::MethodNotAllowed().insert_header((header::ALLOW, allow)).finish() }
        }))
    }

    /// What the document says of it.
    pub fn page(&self, book: &mut Book) -> (String, PathItem) {
        let item = self.ways.iter().fold(PathItem::default(), |mut item, way| {
            item.merge_operations(PathItem::new(http_method(&way.method), written(self.path, way, book)));
            item
        });
        (format!("{PREFIX}{}", self.path), item)
    }
}

fn http_method(method: &Method) -> HttpMethod {
    match method.as_str() {
        "POST" => HttpMethod::Post,
        "PUT" => HttpMethod::Put,
        "PATCH" => HttpMethod::Patch,
        "DELETE" => HttpMethod::Delete,
        _ => HttpMethod::Get,
    }
}

/// What the types of a handler say.
pub struct Sketch {
    operation: OperationBuilder,
    /// Other answers there may be, by status.
    problems: Vec<(&'static str, &'static str)>,
    /// The handler's name: `web::api::asks::post`.
    name: &'static str,
}

impl Sketch {
    fn parameter(&mut self, parameter: impl Into<Parameter>) {
        self.change(|operation| operation.parameter(parameter));
    }

    fn change(&mut self, with: impl FnOnce(OperationBuilder) -> OperationBuilder) {
        self.operation = with(std::mem::take(&mut self.operation));
    }
}

fn sketch<F, A>(book: &mut Book) -> Sketch
where
    F: Handler<A>,
    A: Takes,
    F::Output: Answers,
{
    let mut sketch = Sketch { operation: OperationBuilder::new(), problems: Vec::new(), name: std::any::type_name::<F>() };
    A::tell(&mut sketch, book);
    let (status, answer) = F::Output::tell(book);
    sketch.change(|operation| operation.response(status, answer));
    sketch
}

fn written(path: &str, way: &Way, book: &mut Book) -> Operation {
    let Sketch { mut operation, mut problems, name } = (way.operation)(book);
    let mut words = name.rsplit("::");
    let (last, group) = (words.next().unwrap_or(name), words.next().unwrap_or("api"));
    // The same handler at two methods is two operations.
    let id = format!("{}_{group}_{last}", way.method.as_str().to_lowercase());
    debug_assert!(!path.contains('{') || path.ends_with('}') || path.contains("}/"), "{path}");
    problems.push(("default", "Something else went wrong, or the house is busy."));
    problems.sort_unstable();
    problems.dedup_by_key(|(status, _)| *status);
    for (status, words) in problems {
        let response = ResponseBuilder::new().description(words).content("application/problem+json", content(ProblemJson::shape(book)));
        operation = operation.response(status, response);
    }
    operation.summary(Some(way.summary)).operation_id(Some(id)).tag(group).build()
}

fn content(schema: utoipa::openapi::RefOr<utoipa::openapi::Schema>) -> Content {
    ContentBuilder::new().schema(Some(schema)).build()
}

/// What a handler takes out of a request.
pub trait Takes {
    fn tell(sketch: &mut Sketch, book: &mut Book);
}

macro_rules! several {
    ($($part:ident)*) => {
        impl<$($part: Takes),*> Takes for ($($part,)*) {
            #[allow(unused_variables)]
            fn tell(sketch: &mut Sketch, book: &mut Book) {
                $( $part::tell(sketch, book); )*
            }
        }
    };
}
several!();
several!(A);
several!(A B);
several!(A B C);
several!(A B C D);

const BEARER: &str = "token";
const COOKIE: &str = "session";

impl Takes for Visitor {
    fn tell(sketch: &mut Sketch, _: &mut Book) {
        let none = SecurityRequirement::default();
        let (token, session) = (security(BEARER), security(COOKIE));
        sketch.change(|operation| operation.security(none).security(token).security(session));
        sketch.problems.push(("401", "The token is unknown or was revoked."));
    }
}

impl Takes for Anyone {
    fn tell(sketch: &mut Sketch, book: &mut Book) {
        Visitor::tell(sketch, book);
        sketch.problems.push(("403", "A browser's session writes only from a page of this hub."));
    }
}

impl Takes for Member {
    fn tell(sketch: &mut Sketch, _: &mut Book) {
        sketch.change(|operation| operation.security(security(BEARER)).security(security(COOKIE)));
        sketch.problems.push(("401", "Sign in first, or the token is unknown or was revoked."));
        sketch.problems.push(("403", "Not yours to do."));
    }
}

impl Takes for Writer {
    fn tell(sketch: &mut Sketch, book: &mut Book) {
        Member::tell(sketch, book);
        sketch.problems.push(("409", "Not possible any more, or not yet; or the Idempotency-Key was used for something else."));
        sketch.problems.push(("429", "Too many in too short a time."));
    }
}

impl Takes for Admin {
    fn tell(sketch: &mut Sketch, book: &mut Book) {
        Member::tell(sketch, book);
        sketch.problems.push(("404", "There is no such thing, or you are no admin."));
    }
}

impl Takes for AdminWriter {
    fn tell(sketch: &mut Sketch, book: &mut Book) {
        Writer::tell(sketch, book);
        sketch.problems.push(("404", "There is no such thing, or you are no admin."));
    }
}

fn security(name: &str) -> SecurityRequirement {
    SecurityRequirement::new::<_, [&str; 0], &str>(name, [])
}

impl<T: From<i64> + Shape> Takes for ById<T> {
    fn tell(sketch: &mut Sketch, book: &mut Book) {
        sketch.parameter(path_parameter("id", T::shape(book)));
        sketch.problems.push(("404", "There is no such thing, or none that you may see."));
    }
}

impl Takes for AMessage {
    fn tell(sketch: &mut Sketch, book: &mut Book) {
        sketch.parameter(path_parameter("id", hub::ConversationId::shape(book)));
        sketch.parameter(path_parameter("no", i64::shape(book)));
        sketch.problems.push(("404", "There is no such message, or none that you may see."));
    }
}

impl Takes for Named {
    fn tell(sketch: &mut Sketch, _: &mut Book) {
        sketch.parameter(path_parameter("name", text().into()));
        sketch.problems.push(("404", "There is nothing by that name."));
    }
}

fn path_parameter(name: &str, schema: utoipa::openapi::RefOr<utoipa::openapi::Schema>) -> ParameterBuilder {
    ParameterBuilder::new().name(name).parameter_in(ParameterIn::Path).required(Required::True).schema(Some(schema))
}

impl<T: Sent> Takes for Query<T> {
    fn tell(sketch: &mut Sketch, book: &mut Book) {
        for field in T::fields(book) {
            let required = if field.required { Required::True } else { Required::False };
            let parameter = ParameterBuilder::new().name(field.name).parameter_in(ParameterIn::Query).required(required);
            sketch.parameter(parameter.description(said(&field.words)).schema(Some(field.schema)));
        }
        sketch.problems.push(("422", "Something behind the question mark can't be read."));
    }
}

impl<T: Sent> Takes for Sends<T> {
    fn tell(sketch: &mut Sketch, book: &mut Book) {
        sketch.parameter(idempotency_key());
        let fields = T::fields(book);
        if !fields.is_empty() {
            let required = if fields.iter().any(|f| f.required) { Required::True } else { Required::False };
            let body = RequestBodyBuilder::new().required(Some(required)).content("application/json", content(<T as Sent>::shape(book)));
            sketch.change(|operation| operation.request_body(Some(body.build())));
        }
        for problem in [
            ("400", "The body is no JSON, or the key is none."),
            ("413", "The body is larger than 2 MiB."),
            ("415", "The body is not called application/json."),
            ("422", "Something needs fixing."),
        ] {
            sketch.problems.push(problem);
        }
    }
}

impl Takes for SendsFile {
    fn tell(sketch: &mut Sketch, _: &mut Book) {
        sketch.parameter(idempotency_key());
        let binary = || text().format(Some(SchemaFormat::KnownFormat(KnownFormat::Binary)));
        let fields = [
            ("photo", "Of yourself, up to 10 MB; its middle is cut out, square."),
            ("picture", "Of an ask or offer, up to 10 MB: its `path` goes into `image_url`."),
            ("download", "What an offer hands out, up to 25 MB: its `id` goes into `file`."),
            ("attachment", "What a message brings, up to 25 MB."),
        ];
        let whole = ObjectBuilder::new().schema_type(Type::Object).description(Some("One of these fields, with one file in it."));
        let whole = fields.into_iter().fold(whole, |whole, (name, words)| whole.property(name, binary().description(Some(words))));
        let body = RequestBodyBuilder::new().required(Some(Required::True)).content("multipart/form-data", content(whole.into()));
        sketch.change(|operation| operation.request_body(Some(body.build())));
        for problem in [
            ("400", "There is no file in it, or the key is none."),
            ("413", "The file is too large."),
            ("415", "The body is not called multipart/form-data."),
            ("422", "Its bytes are of no kind that is taken."),
        ] {
            sketch.problems.push(problem);
        }
    }
}

fn idempotency_key() -> ParameterBuilder {
    let key = "1 to 64 visible ASCII characters. The same key again gets the first answer and does nothing.";
    ParameterBuilder::new()
        .name("Idempotency-Key")
        .parameter_in(ParameterIn::Header)
        .required(Required::False)
        .description(Some(key))
        .schema(Some(text().min_length(Some(1)).max_length(Some(64))))
}

/// What a handler answers when all is well.
pub trait Answers {
    fn tell(book: &mut Book) -> (&'static str, ResponseBuilder);
}

impl<T: Answers> Answers for Result<T, Problem> {
    fn tell(book: &mut Book) -> (&'static str, ResponseBuilder) {
        T::tell(book)
    }
}

impl<T: Shape> Answers for Told<T> {
    fn tell(book: &mut Book) -> (&'static str, ResponseBuilder) {
        ("200", ResponseBuilder::new().description("Here it is.").content("application/json", content(T::shape(book))))
    }
}

impl<T: Shape> Answers for Made<T> {
    fn tell(book: &mut Book) -> (&'static str, ResponseBuilder) {
        ("201", ResponseBuilder::new().description("It was made.").content("application/json", content(T::shape(book))))
    }
}

impl<T: Shape> Answers for LetIn<T> {
    fn tell(book: &mut Book) -> (&'static str, ResponseBuilder) {
        let words = "You are in: the session is in the cookie of this answer.";
        ("201", ResponseBuilder::new().description(words).content("application/json", content(T::shape(book))))
    }
}

impl Answers for Packed {
    fn tell(_: &mut Book) -> (&'static str, ResponseBuilder) {
        let words = "Everything, zipped: `index.html` to be read by people, `data/*.json` by programs.";
        let file = text().format(Some(SchemaFormat::KnownFormat(KnownFormat::Binary)));
        ("200", ResponseBuilder::new().description(words).content("application/zip", content(file.into())))
    }
}

impl Answers for Done {
    fn tell(_: &mut Book) -> (&'static str, ResponseBuilder) {
        ("204", ResponseBuilder::new().description("Done."))
    }
}
