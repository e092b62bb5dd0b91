//! A program with a token. It believes no answer that the document doesn't know.

use std::{cell::RefCell, collections::BTreeSet, rc::Rc};

use serde_json::{Value, json};

use super::document::Document;
use crate::town::{Answer, BOUNDARY, Browser, PASSWORD, Town, multipart};

pub struct Program {
    pub browser: Browser,
    pub id: i64,
    token: Option<String>,
    document: Rc<Document>,
    /// Operations that answered well.
    walked: Rc<RefCell<BTreeSet<(String, String)>>>,
}

/// A hub, its document, and the programs that use it.
pub struct House {
    pub town: Town,
    pub document: Rc<Document>,
    pub walked: Rc<RefCell<BTreeSet<(String, String)>>>,
}

impl House {
    pub async fn open() -> House {
        House::of(Town::start().await).await
    }

    pub async fn of(town: Town) -> House {
        let document = town.browser().get("/api/openapi.json").await;
        assert_eq!((document.status, document.header("content-type")), (200, "application/json"));
        House { document: Rc::new(Document(document.json())), town, walked: Rc::default() }
    }

    /// Nobody.
    pub fn stranger(&self) -> Program {
        Program { browser: self.town.browser(), id: 0, token: None, document: self.document.clone(), walked: self.walked.clone() }
    }

    /// Somebody who signs up through the API, and has the session's cookie.
    pub async fn arrives(&self, name: &str) -> Program {
        let mut program = self.stranger();
        let account = json!({ "username": name, "email": format!("{name}@example.org"), "name": name, "password": PASSWORD });
        let entered = program.post("/accounts", account).await.well(201);
        assert_eq!(entered["handle"], name);
        program.id = entered["id"].as_i64().expect("an id");
        program.browser.headers.push(("origin", self.town.url("")));
        program
    }

    /// A member's program, which uses a token and no cookie.
    pub async fn member(&self, name: &str) -> Program {
        let mut program = self.arrives(name).await;
        let made = program.post("/tokens", json!({ "name": "tests" })).await.well(201);
        program.browser = self.town.browser();
        program.token = Some(made["token"].as_str().expect("a token").to_owned());
        program
    }

    /// At the console.
    pub async fn make_admin(&self, user: i64) {
        let user = hub::UserId(user);
        let set = hub::Command::Accounts(hub::accounts::Command::SetRole { user, role: hub::accounts::Role::Admin });
        let id = hub::CommandId::new(format!("admin-{user}")).expect("an id");
        self.town.running.house.collective.act(hub::By::Console, id, set).await.expect("it is done");
        self.town.running.house.callers.forget_user(user);
    }

    pub async fn close(self) {
        self.town.stop().await;
    }
}

/// How a request is to look, where it isn't as usual.
#[derive(Default)]
pub struct Odd<'a> {
    pub key: Option<&'a str>,
    pub content_type: Option<&'a str>,
}

impl Program {
    pub async fn get(&mut self, path: &str) -> Answer {
        self.call("GET", path, Vec::new(), Odd::default()).await
    }

    pub async fn post(&mut self, path: &str, body: Value) -> Answer {
        self.call("POST", path, body.to_string().into_bytes(), Odd::default()).await
    }

    pub async fn patch(&mut self, path: &str, body: Value) -> Answer {
        self.call("PATCH", path, body.to_string().into_bytes(), Odd::default()).await
    }

    pub async fn put(&mut self, path: &str, body: Value) -> Answer {
        self.call("PUT", path, body.to_string().into_bytes(), Odd::default()).await
    }

    pub async fn delete(&mut self, path: &str) -> Answer {
        self.call("DELETE", path, Vec::new(), Odd::default()).await
    }

    pub async fn post_with_key(&mut self, path: &str, key: &str, body: Value) -> Answer {
        self.call("POST", path, body.to_string().into_bytes(), Odd { key: Some(key), ..Odd::default() }).await
    }

    /// Any request below /api/v1, held against the document.
    pub async fn call(&mut self, method: &str, path: &str, body: Vec<u8>, odd: Odd<'_>) -> Answer {
        let path = format!("/api/v1{path}");
        let mut request = self.browser.request(method, &path);
        if let Some(token) = &self.token {
            request = request.insert_header(("authorization", format!("Bearer {token}")));
        }
        if let Some(key) = odd.key {
            request = request.insert_header(("idempotency-key", key));
        }
        if !body.is_empty() {
            request = request.insert_header(("content-type", odd.content_type.unwrap_or("application/json")));
        }
        let response = request.send_body(body).await.expect("the hub answers");
        let answer = self.browser.keep(response).await;
        let content_type = answer.header("content-type").to_owned();
        if answer.status != 301 {
            let checked = self.document.check(method, &path, answer.status, &content_type, &answer.bytes);
            checked.unwrap_or_else(|why| panic!("{why}\n{}", answer.text()));
        }
        if answer.status < 300 {
            let (template, _) = self.document.operation(method, &path).expect("checked");
            self.walked.borrow_mut().insert((method.to_owned(), template));
        }
        answer
    }

    /// Uploads a file in this field.
    pub async fn upload(&mut self, field: &str, name: &str, bytes: &[u8]) -> Answer {
        let content_type = format!("multipart/form-data; boundary={BOUNDARY}");
        let odd = Odd { content_type: Some(&content_type), ..Odd::default() };
        self.call("POST", "/files", multipart(&[], &[(field, name, bytes)]), odd).await
    }

    pub async fn asks(&mut self, title: &str) -> i64 {
        self.asks_so(json!({ "title": title, "description": "I have been at it for a week and would love a hand." })).await
    }

    pub async fn asks_so(&mut self, draft: Value) -> i64 {
        self.post("/asks", draft).await.well(201)["id"].as_i64().expect("an id")
    }

    pub async fn offers(&mut self, title: &str) -> i64 {
        let offer = json!({ "title": title, "description": "I have done this for years and like to.", "publish": true });
        self.post("/offers", offer).await.well(201)["id"].as_i64().expect("an id")
    }

    /// Writes about an ask: the connection's id.
    pub async fn answers(&mut self, ask: i64) -> i64 {
        let opened = self.post("/connections", json!({ "ask": ask, "message": "I can help with that." })).await.well(201);
        opened["id"].as_i64().expect("an id")
    }
}

impl Answer {
    /// What came, when it is what should have.
    pub fn well(&self, status: u16) -> Value {
        assert_eq!(self.status, status, "{}", self.text());
        if self.bytes.is_empty() { Value::Null } else { self.json() }
    }

    /// The code of a problem.
    pub fn refused(&self, status: u16) -> String {
        assert_eq!((self.status, self.header("content-type")), (status, "application/problem+json"), "{}", self.text());
        let problem = self.json();
        let code = problem["code"].as_str().expect("a code").to_owned();
        assert_eq!(problem["type"], format!("/problems/{code}"));
        assert_eq!(problem["request_id"].as_str(), Some(self.header("x-request-id")));
        assert!(problem["detail"].as_str().is_some_and(|words| words.len() > 8), "{problem}");
        code
    }

    /// The names of the fields that have to be mended.
    pub fn to_mend(&self) -> Vec<String> {
        assert_eq!(self.status, 422, "{}", self.text());
        let problem = self.json();
        let fields = problem["fields"].as_array().cloned().unwrap_or_default();
        fields.iter().map(|f| f["field"].as_str().expect("a name").to_owned()).collect()
    }
}
