//! What stands around every page: headers, words for what goes wrong, who may read the numbers, sockets at the door.

use hub::wire::Encoding;
use loadtest::{
    Client, ConnectError,
    socket::{Door, Options},
};

use crate::town::Town;

#[actix_web::test]
async fn every_page_carries_what_keeps_it_safe() {
    let town = Town::start().await;
    let page = town.browser().get("/").await;
    assert_eq!(page.status, 200);
    let policy = page.header("content-security-policy");
    assert!(policy.contains("default-src 'self'") && policy.contains("frame-ancestors 'none'") && !policy.contains("unsafe"), "{policy}");
    for (name, value) in [("x-content-type-options", "nosniff"), ("referrer-policy", "same-origin"), ("strict-transport-security", "")] {
        assert_eq!(page.header(name), value, "{name}");
    }
    assert!(!page.header("x-request-id").is_empty() && !page.header("permissions-policy").is_empty());
    // A page has no script and no style of its own: the policy would stop it.
    assert!(!page.text().contains("<style") && !page.text().contains(" style=") && !page.text().contains("onclick"));
    town.stop().await;
}

#[actix_web::test]
async fn over_https_cookies_are_for_this_host_and_https_alone() {
    let town = Town::with(|settings| settings.public_url = Some("https://collective.example".parse().expect("a URL"))).await;
    let page = town.browser().get("/login").await;
    let cookie = page.header("set-cookie");
    for part in ["__Host-visit=", "Secure", "HttpOnly", "SameSite=Lax", "Path=/"] {
        assert!(cookie.contains(part), "{part} in {cookie}");
    }
    assert!(page.header("strict-transport-security").contains("max-age"));
    town.stop().await;
}

#[actix_web::test]
async fn what_is_not_there_is_said_to_people_as_a_page_and_to_programs_as_json() {
    let town = Town::start().await;
    let page = town.browser().get("/no/such/page").await;
    assert_eq!(page.status, 404);
    assert!(page.header("content-type").starts_with("text/html") && page.says("There is nothing here"), "{}", page.text());
    let problem = town.browser().get("/api/v1/no-such-thing").await;
    assert_eq!(problem.header("content-type"), "application/problem+json");
    let json = problem.json();
    assert_eq!((json["type"].as_str(), json["status"].as_u64()), (Some("/problems/not_found"), Some(404)));
    assert_eq!(json["request_id"].as_str(), Some(problem.header("x-request-id")));
    let wrong = town.browser().send("/healthz", Vec::new()).await;
    assert_eq!(wrong.status, 405);
    assert!(wrong.says("not how this door opens"), "{}", wrong.text());
    town.stop().await;
}

#[actix_web::test]
async fn ten_megabytes_and_bytes_that_are_no_text_are_answered_in_words() {
    let town = Town::start().await;
    let mut cy = town.browser();
    let large = cy.send("/signup", vec![b'a'; 10 << 20]).await;
    assert_eq!(large.status, 413);
    assert!(large.says("at most 64 KiB"), "{}", large.text());
    for body in [&b"username=%FF%FE"[..], b"username=\xff\xfe"] {
        let garbage = cy.send("/signup", body.to_vec()).await;
        assert_eq!(garbage.status, 400);
        assert!(garbage.says("We can't read that"), "{}", garbage.text());
    }
    let twice = cy.send("/signup", b"username=a&username=b".to_vec()).await;
    assert_eq!(twice.status, 400, "{}", twice.text());
    assert_eq!(cy.get("/healthz").await.status, 200);
    town.stop().await;
}

#[actix_web::test]
async fn the_numbers_are_for_this_machine_or_the_token() {
    let town = Town::with(|settings| settings.secrets.metrics_token = Some("a long metrics token".to_owned())).await;
    let mut here = town.browser();
    assert_eq!(here.get("/healthz").await.text(), "ok\n");
    let ready = here.get("/readyz").await;
    assert_eq!(ready.status, 200, "{}", ready.text());
    here.get("/").await;
    let numbers = here.get("/metrics").await;
    assert_eq!(numbers.status, 200);
    assert!(numbers.text().contains("collective_requests_total"), "{}", numbers.text());
    for series in [
        "collective_deadlocks_total",
        "collective_exchange_lag",
        "collective_index_lag",
        "collective_outbox_age_ms",
        "collective_restarts_total{actor=\"matcher\"}",
        "collective_restarts_total{actor=\"persistence\"}",
        "collective_refusals_total{code=\"too_fast\"}",
        "collective_desk_queue_age_ms",
    ] {
        assert!(numbers.text().lines().any(|line| line.starts_with(series)), "{series} is there from the start: {}", numbers.text());
    }
    let mut elsewhere = town.browser();
    elsewhere.headers.push(("x-forwarded-for", "192.0.2.7".to_owned()));
    assert_eq!(elsewhere.get("/metrics").await.status, 403);
    elsewhere.headers.push(("authorization", "Bearer a long metrics token".to_owned()));
    assert_eq!(elsewhere.get("/metrics").await.status, 200);
    town.stop().await;
}

#[actix_web::test]
async fn a_socket_needs_a_name_a_language_and_a_page_of_this_hub() {
    let town = Town::start().await;
    let ana = town.sign_up("ana").await;
    let (url, session) = (town.url(""), ana.cookies["session"].clone());
    let with = |door| Options::new(door, Encoding::Json);
    let nobody = Client::open(&url, &with(Door::Nobody)).await;
    assert!(matches!(nobody, Err(ConnectError::TurnedAway { status: 401, .. })));
    let cookie = format!("session={session}");
    let foreign = Client::open(&url, &with(Door::Cookie { cookie: cookie.clone(), origin: "https://evil.example".to_owned() })).await;
    assert!(matches!(foreign, Err(ConnectError::TurnedAway { status: 403, .. })));
    let own = Client::open(&url, &with(Door::Cookie { cookie, origin: url.clone() })).await.expect("its own page may");
    assert_eq!(own.welcome().handle, "ana");
    own.close().await;
    // No subprotocol: words, not a socket.
    let plain = ana.request("GET", "/ws").insert_header(("connection", "upgrade")).insert_header(("upgrade", "websocket"));
    let plain = plain.insert_header(("origin", url.as_str())).send().await.expect("answered");
    assert_eq!(plain.status().as_u16(), 400);
    town.stop().await;
}

#[actix_web::test]
async fn a_second_start_goes_on_where_the_first_one_ended() {
    let town = Town::start().await;
    let mut ana = town.sign_up("ana").await;
    ana.open("/settings/account").await;
    let (dir, settings) = (town.dir, town.running.house.settings.clone());
    town.running.stop().await.expect("leaves");
    let running = web::server::start(settings).await.expect("starts again");
    let town = Town { running, dir };
    // The session is known and so is the form that was open.
    let mut later = town.browser();
    later.cookies = ana.cookies.clone();
    assert_eq!(later.get("/home").await.status, 200);
    let hidden: Vec<(String, String)> = ana.hidden_of("/settings/username");
    let body = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(hidden).append_pair("username", "ana-later").finish();
    assert_eq!(later.send("/settings/username", body.into_bytes()).await.to(), "/settings/account?done=account#account");
    town.stop().await;
}

#[actix_web::test]
async fn a_page_is_packed_in_one_piece_for_whoever_takes_gzip() {
    use std::io::Read;
    let town = Town::start().await;
    let mut ana = town.sign_up("ana").await;
    let takes = |browser: &mut crate::town::Browser, said: &str| browser.headers = vec![("accept-encoding", said.to_owned())];
    for path in ["/home", "/no/such/page", "/discover"] {
        for said in ["gzip, deflate, br, zstd", "gzip;q=0.5, br"] {
            takes(&mut ana, said);
            let page = ana.get(path).await;
            let way = [page.header("content-encoding"), page.header("vary"), page.header("transfer-encoding")];
            assert_eq!(way, ["gzip", "accept-encoding", ""], "{path}, {said}");
            assert_eq!(page.header("content-length"), page.bytes.len().to_string(), "{path}");
            let mut html = String::new();
            flate2::read::GzDecoder::new(&page.bytes[..]).read_to_string(&mut html).expect("gzip");
            assert!(html.contains("</html>") && html.len() > 2 * page.bytes.len(), "{path}: {} of {}", page.bytes.len(), html.len());
            assert!(!page.header("x-request-id").is_empty() && !page.header("content-security-policy").is_empty());
        }
        for said in ["", "identity", "br", "gzip;q=0", "identity, gzip;q=0.5", "what is this;;"] {
            takes(&mut ana, said);
            let page = ana.get(path).await;
            assert!(
                page.header("content-encoding").is_empty() && page.says("</html>"),
                "{path}, {said:?}: {}",
                page.header("content-encoding")
            );
        }
    }
    takes(&mut ana, "gzip");
    let head = ana.request("HEAD", "/home").insert_header(("accept", "text/html")).send().await.expect("the hub answers");
    let head = ana.keep(head).await;
    assert_eq!((head.status, head.header("content-encoding"), head.bytes.len()), (200, "gzip", 0));
    assert!(head.header("content-length").parse::<u64>().is_ok_and(|length| length > 1_000), "{}", head.header("content-length"));
    town.stop().await;
}

#[actix_web::test]
async fn everybody_has_a_picture_and_assets_are_kept_for_good() {
    let town = Town::start().await;
    let mut cy = town.browser();
    let face = cy.get("/portraits/nobody-yet.svg").await;
    assert_eq!((face.status, face.header("content-type")), (200, "image/svg+xml"));
    assert!(face.says("a monogram"), "nobody is drawn a face that is not theirs: {}", face.text());
    let page = cy.get("/").await.text();
    let start = page.find("/assets/").expect("an asset");
    let path: String = page[start..].chars().take_while(|c| *c != '"').collect();
    let asset = cy.get(&path).await;
    assert_eq!(asset.status, 200);
    assert!(asset.header("cache-control").contains("immutable"));
    assert_eq!(cy.get("/assets/0000/../Cargo.toml").await.status, 404);
    town.stop().await;
}

#[actix_web::test]
async fn who_is_signed_in_as_somebody_real_is_asked_before_becoming_one_of_the_town() {
    let town = Town::with(|settings| {
        settings.demo = true;
        settings.awake = web::demo::awake::Pace::times(1_000.0, 1_000.0);
    })
    .await;
    let mut ana = town.sign_up("ana").await;
    let home = ana.open("/home").await;
    assert!(!home.text().contains("action=\"/demo/enter\"") && home.says("Step in as one of them"), "{}", home.text());
    let csrf = ana.hidden_of("/logout").into_iter().find(|(name, _)| name == "csrf").expect("a token").1;
    // A bar that was loaded before she logged in does not carry her off either.
    let pressed = ana.send("/demo/enter", format!("csrf={csrf}&command=d1&as=baker").into_bytes()).await;
    assert_eq!(pressed.to(), "/demo");
    assert!(ana.open("/home").await.says("@ana"), "she is still herself");
    let asked = ana.open("/demo").await;
    assert!(asked.says("You are logged in as ana (@ana)."), "{}", asked.text());
    assert_eq!(ana.submit("/demo/enter", &[("as", "baker")]).await.to(), "/home");
    let home = ana.open("/home").await;
    assert!(!home.says("@ana"), "now she is the baker");
    // The town's people go from one to the other by one click.
    assert_eq!(ana.submit("/demo/enter", &[("as", "builder")]).await.to(), "/home");
    town.stop().await;
}

#[actix_web::test]
async fn a_bad_request_is_not_called_our_fault_and_a_form_of_another_names_who_one_is_now() {
    let town = Town::start().await;
    let mut ana = town.sign_up("ana").await;
    let bad = ana.send("/my/asks/new", b"title=%FF".to_vec()).await;
    assert_eq!(bad.status, 400);
    assert!(bad.says("We could not read that") && !bad.says("on our side"), "{}", bad.text());
    let mut bo = town.sign_up("bob").await;
    bo.open("/my/asks/new").await;
    bo.cookies = ana.cookies.clone();
    let stale = bo.submit("/my/asks/new", &[("title", "A logo"), ("description", "We sing.")]).await;
    assert_eq!(stale.status, 403);
    assert!(stale.says("You are @ana now.") && stale.says("We sing."), "{}", stale.text());
    town.stop().await;
}

#[actix_web::test]
async fn who_sends_byte_by_byte_is_let_go_and_nobody_else_waits() {
    use tokio::io::{AsyncReadExt, AsyncWriteExt};
    let patience = std::time::Duration::from_millis(500);
    let town = Town::with(|settings| settings.body_within = patience).await;
    let mut ana = town.sign_up("ana").await;
    for (path, content_type) in [
        ("/login", "application/x-www-form-urlencoded"),
        ("/messages/1", "application/x-www-form-urlencoded"),
        ("/api/v1/sessions", "application/json"),
    ] {
        let stream = tokio::net::TcpStream::connect(town.running.address).await.expect("connected");
        let (mut reads, mut writes) = stream.into_split();
        let head = format!(
            "POST {path} HTTP/1.1\r\nhost: {}\r\ncontent-type: {content_type}\r\ncontent-length: 1000\r\n\r\n",
            town.running.address
        );
        writes.write_all(head.as_bytes()).await.expect("sent");
        let began = std::time::Instant::now();
        let drips = async {
            // A byte at a time, until the other side has had enough.
            while writes.write_all(b"a").await.is_ok() {
                tokio::time::sleep(std::time::Duration::from_millis(20)).await;
            }
        };
        let hears = async {
            let mut said = Vec::new();
            // Until the hub closes: by its end, or by a reset.
            let _ = reads.read_to_end(&mut said).await;
            said
        };
        let others = async {
            let page = ana.get("/home").await;
            assert_eq!(page.status, 200);
            began.elapsed()
        };
        let (_, said, others) =
            tokio::time::timeout(std::time::Duration::from_secs(20), async { tokio::join!(drips, hears, others) }).await.expect("let go");
        let said = String::from_utf8_lossy(&said).into_owned();
        assert!(said.starts_with("HTTP/1.1 408") && said.contains("took too long"), "{path}: {said}");
        assert!(others < patience * 10, "others were served meanwhile: {others:?}");
    }
    town.stop().await;
}

#[actix_web::test]
async fn half_a_handshake_is_not_waited_for() {
    use tokio::io::{AsyncReadExt, AsyncWriteExt};
    let town = Town::with(|settings| settings.head_within = std::time::Duration::from_millis(300)).await;
    let mut stream = tokio::net::TcpStream::connect(town.running.address).await.expect("connected");
    stream.write_all(b"GET /ws HTTP/1.1\r\nupgrade: websocket\r\nconnec").await.expect("sent");
    let mut said = Vec::new();
    let read = tokio::time::timeout(std::time::Duration::from_secs(20), stream.read_to_end(&mut said)).await;
    assert!(read.is_ok(), "the hub hangs up");
    let said = String::from_utf8_lossy(&said).into_owned();
    assert!(said.is_empty() || said.starts_with("HTTP/1.1 408"), "{said}");
    town.stop().await;
}

#[actix_web::test]
async fn a_crowd_from_one_address_is_turned_away_and_everybody_else_comes_in() {
    use tokio::io::{AsyncReadExt, AsyncWriteExt};
    let town = Town::with(|settings| {
        settings.rates.off = false;
        settings.rates.connections_an_address = std::num::NonZeroU32::new(20).expect("twenty");
    })
    .await;
    let address = town.running.address;
    // Whoever comes in is answered; whoever is turned away hears nothing.
    let knock = async |from: [u8; 4]| {
        let socket = tokio::net::TcpSocket::new_v4().expect("a socket");
        socket.bind((from, 0).into()).expect("an address of this machine");
        let mut stream = socket.connect(address).await.expect("connected");
        let mut first = [0; 12];
        let _ = stream.write_all(b"GET /healthz HTTP/1.1\r\nhost: here\r\n\r\n").await;
        let heard = stream.read_exact(&mut first).await.is_ok() && &first == b"HTTP/1.1 200";
        (heard, stream)
    };
    let mut crowd = Vec::new();
    for _ in 0..40 {
        crowd.push(knock([127, 0, 0, 3]).await);
    }
    assert_eq!(crowd.iter().filter(|(heard, _)| *heard).count(), 20);
    assert!(knock([127, 0, 0, 4]).await.0, "somebody else");
    crowd.clear();
    let again = tokio::time::timeout(std::time::Duration::from_secs(20), async {
        while !knock([127, 0, 0, 3]).await.0 {
            tokio::task::yield_now().await;
        }
    });
    again.await.expect("there is room again");
    town.stop().await;
}

#[actix_web::test]
async fn ten_megabytes_in_ten_kilobytes_are_as_large_as_they_are() {
    use std::io::Write;
    let town = Town::start().await;
    let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    packed.write_all(&vec![b'a'; 10 << 20]).expect("packed");
    let packed = packed.finish().expect("packed");
    assert!(packed.len() < 20_000);
    let mut ana = town.sign_up("ana").await;
    for (path, kind) in [("/login", "application/x-www-form-urlencoded"), ("/api/v1/sessions", "application/json")] {
        let request = ana.request("POST", path).insert_header(("content-type", kind)).insert_header(("content-encoding", "gzip"));
        let answer = request.send_body(packed.clone()).await.expect("answered");
        assert!((400..500).contains(&answer.status().as_u16()), "{path}: {}", answer.status());
    }
    assert_eq!(ana.get("/home").await.status, 200);
    town.stop().await;
}

#[actix_web::test]
async fn what_breaks_is_said_in_words_with_a_number_to_find_it_by() {
    let town = Town::start().await;
    let mut ana = town.sign_up("ana").await;
    let mut tx = town.running.house.store.write().await.expect("a connection");
    tx.run("alter table asks rename to gone", &[]).await.expect("broken");
    tx.commit().await.expect("broken");
    let page = ana.get("/my/asks").await;
    assert_eq!(page.status, 500);
    let number = page.header("x-request-id").to_owned();
    assert!(!number.is_empty() && page.says(&number), "{}", page.text());
    assert!(page.says("Something broke on our side") && !page.says("no such table"), "{}", page.text());
    assert!(page.header("content-security-policy").contains("default-src 'self'"));
    let problem = town.browser().get("/api/v1/asks").await;
    assert_eq!((problem.status, problem.header("content-type")), (500, "application/problem+json"));
    let json = problem.json();
    assert_eq!((json["code"].as_str(), json["request_id"].as_str()), (Some("broken"), Some(problem.header("x-request-id"))));
    assert!(!problem.text().contains("no such table"), "{}", problem.text());
    assert_eq!(ana.get("/messages").await.status, 200, "what is whole goes on");
    town.stop().await;
}

#[actix_web::test]
async fn a_handler_that_panics_is_a_page_in_words_too() {
    use actix_web::{App, HttpResponse, middleware::from_fn, test, web as to};
    async fn falls() -> HttpResponse {
        panic!("a test panics in a handler");
    }
    let town = Town::start().await;
    let app = App::new()
        .app_data(town.running.house.clone())
        .wrap(from_fn(::web::around::in_words))
        .wrap(from_fn(::web::around::every_request))
        .route("/falls", to::get().to(falls))
        .route("/api/v1/falls", to::get().to(falls));
    let app = test::init_service(app).await;
    for (path, accept) in [("/falls", "text/html"), ("/api/v1/falls", "application/json")] {
        let request = test::TestRequest::get().uri(path).insert_header(("accept", accept)).to_request();
        let error = test::try_call_service(&app, request).await.expect_err("it takes the way of errors");
        let response = error.error_response();
        assert_eq!(response.status().as_u16(), 500);
        let number = response.headers().get("x-request-id").expect("a number").to_str().expect("text").to_owned();
        let body = actix_web::body::to_bytes(response.into_body()).await.expect("a body");
        let body = String::from_utf8_lossy(&body).into_owned();
        assert!(body.contains(&number) && body.contains("broke on our side") && !body.contains("a test panics"), "{path}: {body}");
    }
    assert_eq!(town.browser().get("/healthz").await.status, 200);
    town.stop().await;
}

#[actix_web::test]
async fn what_can_be_searched_is_on_disk_when_the_hub_has_left() {
    let town = Town::start().await;
    let mut ana = town.sign_up("ana").await;
    for n in 0..5 {
        crate::deeds::asks(&mut ana, &format!("A violin for pupil {n}"), &[]).await;
    }
    let (dir, settings, epoch) = (town.dir, town.running.house.settings.clone(), town.running.house.store.epoch());
    town.running.stop().await.expect("leaves");
    {
        let (index, opened) = search::Index::open(Some(&dir.path().join("search")), epoch).expect("an index");
        assert_eq!(opened, search::Opened::AsLeft, "nothing has to be built anew");
        let violins = search::Query { text: "violin".into(), what: vec![search::What::Asks], ..Default::default() };
        assert_eq!(index.search(&violins, &search::Viewer::member(), 10, None).expect("found").asks, 5);
        let store = store::Store::open(&settings.database_url, 7).await.expect("the store");
        let mut db = store.read().await.expect("a connection");
        let head = db.number("select head as n from lanes where lane = 'exchange'", &[]).await.expect("a number");
        assert_eq!(index.cursor(), head, "nothing is left to catch up with");
        drop(db);
        store.close().await;
    }
    let town = Town { running: web::server::start(settings).await.expect("starts again"), dir };
    assert!(town.browser().get("/discover/asks?q=violin").await.says("A violin for pupil 4"), "from the first moment on");
    town.stop().await;
}
