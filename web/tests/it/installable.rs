//! The site as an app: manifest, icons, the worker and the page without a network.

use serde_json::Value;

use crate::town::Town;

#[actix_web::test]
async fn the_manifest_names_icons_that_are_there_and_pages_that_answer() {
    let town = Town::start().await;
    let mut ana = town.sign_up("ana").await;
    let page = ana.get("/home").await.text();
    assert!(page.contains("<link rel=\"manifest\" href=\"/manifest.webmanifest\">"), "{page}");
    let manifest = ana.get("/manifest.webmanifest").await;
    assert_eq!((manifest.status, manifest.header("content-type")), (200, "application/manifest+json"));
    let manifest = manifest.json();
    let of = |what: &str, key: &str| -> Vec<String> {
        let all = manifest[what].as_array().into_iter().flatten();
        all.filter_map(|one| one[key].as_str().map(str::to_owned)).collect()
    };
    let icons = of("icons", "src");
    assert!(icons.len() == 3 && of("icons", "purpose").contains(&"maskable".to_owned()), "{manifest}");
    for icon in icons.iter().map(String::as_str).chain(["/icons/180.png"]) {
        let answer = ana.get(icon).await;
        assert_eq!((answer.status, answer.header("content-type")), (200, "image/png"), "{icon}");
    }
    for url in of("shortcuts", "url").iter().map(String::as_str).chain(manifest["start_url"].as_str()) {
        assert_eq!(ana.get(url).await.status, 200, "{url}");
    }
    assert_eq!(ana.get("/icons/13.png").await.status, 404);
    town.stop().await;
}

#[actix_web::test]
async fn the_worker_keeps_a_page_in_which_nothing_of_anybody_stands() {
    let town = Town::start().await;
    let mut ana = town.sign_up("anabel").await;
    let worker = ana.get("/sw.js").await;
    assert_eq!((worker.status, worker.header("cache-control")), (200, "no-cache"), "a new build is seen at once");
    assert!(worker.header("content-type").starts_with("text/javascript"));
    let script = worker.text();
    let begun =
        script.lines().next().and_then(|line| line.strip_prefix("self.collective = ")?.strip_suffix(';')).expect("begins with its names");
    let of_this_build: Value = serde_json::from_str(begun).expect("JSON");
    assert_eq!(of_this_build["build"], web::look::assets::hash());
    let shell: Vec<&str> = of_this_build["shell"].as_array().expect("a list").iter().filter_map(Value::as_str).collect();
    let page = ana.get("/offline").await;
    assert!(!page.says("anabel") && !page.text().contains("data-me=") && !page.text().contains("app.js"), "{}", page.text());
    assert!(page.says("We can't reach AI Collective just now"), "down or offline, it can't tell which");
    for nowhere in ["\"/signup\"", "\"/login", "top-post", "top-nav"] {
        assert!(!page.text().contains(nowhere), "{nowhere}: there is nowhere to go, and nobody was thrown out");
    }
    for path in &shell {
        assert_eq!(ana.get(path).await.status, 200, "{path}");
    }
    let asked: Vec<String> = page
        .text()
        .split('"')
        .filter(|part| part.starts_with("/assets/"))
        .map(|part| part.split('#').next().unwrap_or("").to_owned())
        .collect();
    for path in asked {
        assert!(shell.contains(&path.as_str()), "{path} is part of the page and kept with it");
    }
    town.stop().await;
}
