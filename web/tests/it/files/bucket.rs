//! A small store that speaks as much S3 as the hub does, and believes no request whose signature is wrong.

use std::{
    collections::BTreeMap,
    net::SocketAddr,
    sync::{Arc, Mutex},
};

use actix_web::{App, HttpRequest, HttpResponse, HttpServer, dev::ServerHandle, http::Method, web};
use hmac::{Hmac, Mac};
use sha2::{Digest, Sha256};

struct State {
    name: String,
    key: String,
    secret: Mutex<String>,
    objects: Mutex<BTreeMap<String, Vec<u8>>>,
    refused: Mutex<usize>,
}

pub struct Bucket {
    address: SocketAddr,
    state: Arc<State>,
    handle: ServerHandle,
}

impl Bucket {
    pub async fn start(name: &str, key: &str, secret: &str) -> Bucket {
        let state = Arc::new(State {
            name: name.to_owned(),
            key: key.to_owned(),
            secret: Mutex::new(secret.to_owned()),
            objects: Mutex::default(),
            refused: Mutex::default(),
        });
        let data = web::Data::from(state.clone());
        let server = HttpServer::new(move || {
            App::new().app_data(data.clone()).app_data(web::PayloadConfig::new(64 << 20)).default_service(web::to(answer))
        });
        let server = server.workers(1).bind(("127.0.0.1", 0)).expect("a free port");
        let address = server.addrs()[0];
        let server = server.run();
        let handle = server.handle();
        actix_web::rt::spawn(server);
        Bucket { address, state, handle }
    }

    pub fn address(&self) -> SocketAddr {
        self.address
    }

    pub fn keys(&self) -> Vec<String> {
        self.state.objects.lock().expect("whole").keys().cloned().collect()
    }

    pub fn forget(&self, key: &str) {
        self.state.objects.lock().expect("whole").remove(key);
    }

    pub fn refused(&self) -> usize {
        *self.state.refused.lock().expect("whole")
    }

    pub fn change_secret(&self, secret: &str) {
        *self.state.secret.lock().expect("whole") = secret.to_owned();
    }

    pub async fn stop(self) {
        self.handle.stop(false).await;
    }
}

async fn answer(req: HttpRequest, body: web::Bytes, state: web::Data<State>) -> HttpResponse {
    if !is_signed(&req, &state) {
        *state.refused.lock().expect("whole") += 1;
        return HttpResponse::Forbidden().body("SignatureDoesNotMatch");
    }
    let Some(key) = req.path().strip_prefix(&format!("/{}/", state.name)).map(str::to_owned) else {
        return HttpResponse::NotFound().body("NoSuchBucket");
    };
    let mut objects = state.objects.lock().expect("whole");
    match *req.method() {
        Method::PUT => {
            objects.insert(key, body.to_vec());
            HttpResponse::Ok().finish()
        }
        Method::DELETE => {
            objects.remove(&key);
            HttpResponse::NoContent().finish()
        }
        _ => match objects.get(&key) {
            None => HttpResponse::NotFound().body("NoSuchKey"),
            Some(bytes) => {
                match req.headers().get("range").and_then(|range| range.to_str().ok()?.strip_prefix("bytes=")?.split_once('-')) {
                    Some((from, to)) => {
                        let (from, to): (usize, usize) = (from.parse().expect("a number"), to.parse().expect("a number"));
                        HttpResponse::PartialContent().body(bytes[from..=to].to_vec())
                    }
                    None => HttpResponse::Ok().body(bytes.clone()),
                }
            }
        },
    }
}

/// As AWS describes it: Signature Version 4 of a presigned address.
fn is_signed(req: &HttpRequest, state: &State) -> bool {
    let pairs: BTreeMap<String, String> = url::form_urlencoded::parse(req.query_string().as_bytes()).into_owned().collect();
    let of = |name: &str| pairs.get(name).cloned().unwrap_or_default();
    let (credential, date) = (of("X-Amz-Credential"), of("X-Amz-Date"));
    let Some((key, scope)) = credential.split_once('/') else { return false };
    let mut query: Vec<&str> = req.query_string().split('&').filter(|pair| !pair.starts_with("X-Amz-Signature=")).collect();
    query.sort_unstable();
    let host = req.headers().get("host").and_then(|host| host.to_str().ok()).unwrap_or_default();
    let canonical = format!("{}\n{}\n{}\nhost:{host}\n\nhost\nUNSIGNED-PAYLOAD", req.method(), req.uri().path(), query.join("&"));
    let digest = hex(&Sha256::digest(canonical.as_bytes()));
    let to_sign = format!("AWS4-HMAC-SHA256\n{date}\n{scope}\n{digest}");
    let secret = format!("AWS4{}", state.secret.lock().expect("whole"));
    let signing = scope.split('/').fold(secret.into_bytes(), |key, part| mac(&key, part.as_bytes()));
    key == state.key && of("X-Amz-SignedHeaders") == "host" && of("X-Amz-Signature") == hex(&mac(&signing, to_sign.as_bytes()))
}

fn mac(key: &[u8], what: &[u8]) -> Vec<u8> {
    let mut mac = Hmac::<Sha256>::new_from_slice(key).expect("any length does");
    mac.update(what);
    mac.finalize().into_bytes().to_vec()
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
