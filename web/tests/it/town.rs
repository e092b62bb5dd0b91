//! A hub of its own for each test, and people with browsers. Everything goes over real HTTP and real sockets.
//!
//! ```ignore
//! let town = Town::start().await;
//! let mut ana = town.sign_up("ana").await;                       // a browser that is logged in
//! ana.open("/settings/account").await;
//! let answer = ana.submit("/settings/username", &[("username", "ana-2")]).await;   // hidden fields go along
//! assert_eq!(answer.to(), "/settings/account?done=account#account");
//! ```

use std::{collections::BTreeMap, net::SocketAddr};

use hub::wire::Encoding;
use loadtest::{
    Client,
    socket::{Door, Options},
};
use web::{
    config::{Options as ConfigOptions, Settings},
    server::{self, Running},
};

pub const PASSWORD: &str = "four warm plain words";

pub struct Town {
    pub running: Running,
    pub dir: tempfile::TempDir,
}

impl Town {
    pub async fn start() -> Town {
        Town::with(|_| {}).await
    }

    /// With other settings than the usual ones: no limits, port 0, a fresh directory.
    pub async fn with(change: impl FnOnce(&mut Settings)) -> Town {
        let dir = tempfile::tempdir().expect("a directory");
        let mut settings = settings_in(dir.path());
        settings.rates.off = true;
        change(&mut settings);
        let running = server::start(settings).await.expect("the hub starts");
        Town { running, dir }
    }

    pub fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.running.address)
    }

    /// Somebody who has never been here.
    pub fn browser(&self) -> Browser {
        Browser { base: self.url(""), cookies: BTreeMap::new(), last: String::new(), headers: Vec::new(), http: plain_http() }
    }

    /// Somebody who signs up through the form, and is logged in.
    pub async fn sign_up(&self, name: &str) -> Browser {
        let mut browser = self.browser();
        browser.open("/signup").await;
        let email = format!("{name}@example.org");
        let answer = browser.submit("/signup", &[("username", name), ("email", &email), ("name", name), ("password", PASSWORD)]).await;
        assert_eq!((answer.status, answer.to()), (303, "/home"), "{}", answer.text());
        browser
    }

    /// Leaves in order; whatever a test left undone shows here.
    pub async fn stop(self) {
        self.running.stop().await.expect("the hub leaves in order");
    }
}

pub fn settings_in(dir: &std::path::Path) -> Settings {
    let options =
        ConfigOptions { listen: Some(SocketAddr::from(([127, 0, 0, 1], 0))), data_dir: Some(dir.to_owned()), ..ConfigOptions::default() };
    // No test goes out into the world.
    Settings { link_previews: false, ..Settings::decide(options, |_| None).expect("these settings are right") }
}

fn plain_http() -> awc::Client {
    awc::Client::builder().disable_redirects().no_default_headers().timeout(std::time::Duration::from_secs(30)).finish()
}

/// What came back.
#[derive(Debug)]
pub struct Answer {
    pub status: u16,
    pub headers: Vec<(String, String)>,
    pub bytes: Vec<u8>,
}

impl Answer {
    /// The page without the words that its scripts may say one day: nobody reads those.
    pub fn text(&self) -> String {
        let all = String::from_utf8_lossy(&self.bytes);
        match all.split_once("<script type=\"application/json\" id=\"words\">") {
            Some((before, rest)) => before.to_owned() + rest.split_once("</script>").expect("the words end").1,
            None => all.into_owned(),
        }
    }

    pub fn header(&self, name: &str) -> &str {
        self.headers.iter().find(|(n, _)| n == name).map_or("", |(_, v)| v)
    }

    /// Where it sends the browser.
    pub fn to(&self) -> &str {
        self.header("location")
    }

    pub fn json(&self) -> serde_json::Value {
        serde_json::from_slice(&self.bytes).unwrap_or_else(|e| panic!("no JSON ({e}): {}", self.text()))
    }

    /// What a reader sees, without markup.
    pub fn says(&self, words: &str) -> bool {
        unescaped(&self.text()).contains(words)
    }
}

/// A browser without scripts: keeps cookies, sends forms with their hidden fields.
pub struct Browser {
    base: String,
    pub cookies: BTreeMap<String, String>,
    /// The page that is open.
    last: String,
    /// Sent with every request.
    pub headers: Vec<(&'static str, String)>,
    http: awc::Client,
}

impl Browser {
    /// Asks for a page and keeps it open.
    pub async fn open(&mut self, path: &str) -> Answer {
        let answer = self.get(path).await;
        self.last = answer.text();
        answer
    }

    pub async fn get(&mut self, path: &str) -> Answer {
        let request = self.request("GET", path).insert_header(("accept", "text/html"));
        let response = request.send().await.expect("the hub answers");
        self.keep(response).await
    }

    /// Sends the form of the open page that goes to `action`: its hidden fields, then these.
    pub async fn submit(&mut self, action: &str, fields: &[(&str, &str)]) -> Answer {
        self.submit_to(action, action, fields).await
    }

    /// The same by a button that goes elsewhere than its form.
    pub async fn submit_to(&mut self, action: &str, to: &str, fields: &[(&str, &str)]) -> Answer {
        let mut all = self.hidden_of(action);
        for (name, value) in fields {
            all.retain(|(n, _)| n != name);
            all.push(((*name).to_owned(), (*value).to_owned()));
        }
        let body = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(all).finish();
        let answer = self.send(to, body.into_bytes()).await;
        if answer.status != 303 {
            self.last = answer.text();
        }
        answer
    }

    /// Sends the form of the open page that goes to `action` with files: each its field, its name and its bytes.
    pub async fn upload(&mut self, action: &str, fields: &[(&str, &str)], files: &[(&str, &str, &[u8])]) -> Answer {
        let mut all = self.hidden_of(action);
        for (name, value) in fields {
            all.retain(|(n, _)| n != name);
            all.push(((*name).to_owned(), (*value).to_owned()));
        }
        let request = self.request("POST", action).insert_header(("accept", "text/html"));
        let request = request.insert_header(("content-type", format!("multipart/form-data; boundary={BOUNDARY}")));
        let response = request.send_body(multipart(&all, files)).await.expect("the hub answers");
        let answer = self.keep(response).await;
        if answer.status != 303 {
            self.last = answer.text();
        }
        answer
    }

    /// Sends bytes as a form, whatever they are.
    pub async fn send(&mut self, path: &str, body: Vec<u8>) -> Answer {
        let request = self.request("POST", path).insert_header(("accept", "text/html"));
        let request = request.insert_header(("content-type", "application/x-www-form-urlencoded"));
        let response = request.send_body(body).await.expect("the hub answers");
        self.keep(response).await
    }

    /// The hidden fields of a form of the open page.
    pub fn hidden_of(&self, action: &str) -> Vec<(String, String)> {
        // A fragment stays in the browser.
        let whole = self.last.find(&format!("action=\"{action}\"")).or_else(|| self.last.find(&format!("action=\"{action}#")));
        let start = whole.unwrap_or_else(|| panic!("no form to {action} in {}", self.last));
        let form = &self.last[start..];
        let form = &form[..form.find("</form>").unwrap_or(form.len())];
        form.split("<input ")
            .skip(1)
            .filter(|input| input.contains("type=\"hidden\""))
            .map(|input| (attribute(input, "name"), attribute(input, "value")))
            .collect()
    }

    /// A request with the cookies of this browser.
    pub fn request(&self, method: &str, path: &str) -> awc::ClientRequest {
        let method = actix_web::http::Method::from_bytes(method.as_bytes()).expect("a method");
        let mut request = self.http.request(method, format!("{}{path}", self.base));
        if !self.cookies.is_empty() {
            let cookies: Vec<String> = self.cookies.iter().map(|(n, v)| format!("{n}={v}")).collect();
            request = request.insert_header(("cookie", cookies.join("; ")));
        }
        for (name, value) in &self.headers {
            request = request.insert_header((*name, value.as_str()));
        }
        request
    }

    /// This browser's own open window.
    pub async fn socket(&self) -> Result<Client, loadtest::ConnectError> {
        let cookie = format!("session={}", self.cookies.get("session").map_or("", String::as_str));
        let options = Options::new(Door::Cookie { cookie, origin: self.base.clone() }, Encoding::Json);
        Client::open(&self.base, &options).await
    }

    pub async fn keep<S>(&mut self, mut response: awc::ClientResponse<S>) -> Answer
    where
        S: futures_util::Stream<Item = Result<actix_web::web::Bytes, actix_web::error::PayloadError>> + Unpin,
    {
        let headers: Vec<(String, String)> =
            response.headers().iter().map(|(n, v)| (n.to_string(), String::from_utf8_lossy(v.as_bytes()).into_owned())).collect();
        for (_, cookie) in headers.iter().filter(|(n, _)| n == "set-cookie") {
            let pair = cookie.split(';').next().unwrap_or("");
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            if cookie.contains("Max-Age=0") {
                self.cookies.remove(name);
            } else {
                self.cookies.insert(name.to_owned(), value.to_owned());
            }
        }
        let bytes = response.body().limit(16 << 20).await.expect("the answer is whole").to_vec();
        Answer { status: response.status().as_u16(), headers, bytes }
    }
}

pub const BOUNDARY: &str = "between-the-parts";

/// Fields and files as a browser sends them.
pub fn multipart(fields: &[(String, String)], files: &[(&str, &str, &[u8])]) -> Vec<u8> {
    let mut body = Vec::new();
    for (name, value) in fields {
        body.extend(format!("--{BOUNDARY}\r\ncontent-disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n").into_bytes());
    }
    for (field, name, bytes) in files {
        let head = format!("content-disposition: form-data; name=\"{field}\"; filename=\"{name}\"\r\ncontent-type: image/png");
        body.extend(format!("--{BOUNDARY}\r\n{head}\r\n\r\n").into_bytes());
        body.extend_from_slice(bytes);
        body.extend_from_slice(b"\r\n");
    }
    body.extend(format!("--{BOUNDARY}--\r\n").into_bytes());
    body
}

fn attribute(input: &str, name: &str) -> String {
    let mark = format!("{name}=\"");
    let Some(start) = input.find(&mark) else { return String::new() };
    let rest = &input[start + mark.len()..];
    unescaped(&rest[..rest.find('"').unwrap_or(0)])
}

fn unescaped(text: &str) -> String {
    [
        ("&#34;", "\""),
        ("&quot;", "\""),
        ("&#39;", "'"),
        ("&#x27;", "'"),
        ("&lt;", "<"),
        ("&#60;", "<"),
        ("&gt;", ">"),
        ("&#62;", ">"),
        ("&#38;", "&"),
        ("&amp;", "&"),
    ]
    .iter()
    .fold(text.to_owned(), |text, (mark, plain)| text.replace(mark, plain))
}
