//! Files over HTTP: what is taken, what is kept of it, who gets it, and where it lies.

mod bucket;

use std::{io::Cursor, num::NonZeroU32};

use hub::{Event, files::LARGEST_IMAGE, kernel::time::DAY};
use image::{DynamicImage, ImageFormat, Rgb, RgbImage};
use web::files::{shelf::Whereabouts, sweep};

use crate::{
    deeds::{and_then, filled, number_after, writes},
    town::{Answer, Browser, Town},
};

const RED: [u8; 3] = [220, 20, 20];
const BLUE: [u8; 3] = [20, 20, 220];

/// The left half red, the right half blue.
fn halves(width: u32, height: u32) -> DynamicImage {
    RgbImage::from_fn(width, height, |x, _| Rgb(if x * 2 < width { RED } else { BLUE })).into()
}

fn packed(image: &DynamicImage, format: ImageFormat) -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    image.write_to(&mut bytes, format).expect("it is packed");
    bytes.into_inner()
}

pub fn png(width: u32, height: u32) -> Vec<u8> {
    packed(&halves(width, height), ImageFormat::Png)
}

const PLACE: &[u8] = b"50.8503 N, 4.3517 E\0";

/// A photo as a phone makes it, held upright: lying on its side in the file, with a note that says so and where it was taken.
fn photo_with_a_place(width: u32, height: u32) -> Vec<u8> {
    let mut tiff = b"II*\0\x08\0\0\0\x03\0".to_vec();
    let mut entry = |tag: u16, kind: u16, count: u32, value: u32| {
        let entry = [&tag.to_le_bytes()[..], &kind.to_le_bytes(), &count.to_le_bytes(), &value.to_le_bytes()].concat();
        tiff.extend(entry);
    };
    // The text stands behind the three entries and the four bytes that end them; the place in a directory of its own behind it.
    entry(0x010e, 2, PLACE.len() as u32, 50);
    entry(0x0112, 3, 1, 6);
    entry(0x8825, 4, 1, 70);
    tiff.extend([0; 4]);
    tiff.extend(PLACE);
    tiff.extend(b"\x01\0\x01\0\x02\0\x02\0\0\0N\0\0\0\0\0\0\0");
    let exif = [&b"Exif\0\0"[..], &tiff[..]].concat();
    let plain = packed(&halves(width, height), ImageFormat::Jpeg);
    let length = (exif.len() as u16 + 2).to_be_bytes();
    [&plain[..2], &[0xff, 0xe1], &length, &exif, &plain[2..]].concat()
}

fn holds(bytes: &[u8], part: &[u8]) -> bool {
    bytes.windows(part.len()).any(|window| window == part)
}

fn looks_like(found: [u8; 3], wanted: [u8; 3]) -> bool {
    found.iter().zip(wanted).all(|(a, b)| a.abs_diff(b) < 40)
}

/// The address of the first file on a page.
fn address(page: &Answer, from: &str) -> String {
    let text = page.text();
    let at = text.find(from).unwrap_or_else(|| panic!("no {from} in {text}"));
    text[at..].split('"').next().expect("an address").to_owned()
}

async fn set_photo(who: &mut Browser, name: &str, bytes: &[u8], fields: &[(&str, &str)]) -> Answer {
    who.open("/settings/profile").await;
    let answer = who.upload("/settings/photo", fields, &[("photo", name, bytes)]).await;
    assert_eq!(answer.status, 303, "{}", answer.text());
    who.open(answer.to()).await
}

/// The form of a free template, with a file.
async fn offers_file(who: &mut Browser, title: &str, said: &[(&str, &str)], files: &[(&str, &str, &[u8])]) -> Answer {
    let usual = [
        ("description", "To print."),
        ("kind", "template"),
        ("pricing", "free"),
        ("currency", "usd"),
        ("visibility", "everyone"),
        ("then", "publish"),
    ];
    who.open("/my/offers/new").await;
    who.upload("/my/offers/new", &filled(&usual, title, said), files).await
}

#[actix_web::test]
async fn a_photo_is_cut_square_and_upright_and_nothing_of_where_it_was_taken_is_left() {
    let town = Town::start().await;
    let (mut ana, mut bo) = (town.sign_up("ana").await, town.sign_up("bob").await);
    let sent = photo_with_a_place(400, 200);
    assert!(holds(&sent, PLACE) && holds(&sent, b"Exif"), "what is sent says where it was taken");
    let page = set_photo(&mut ana, "IMG_1.jpg", &sent, &[]).await;
    assert!(page.says("Others now see this photo of you"), "{}", page.text());
    for screen in [bo.get("/@ana").await, town.browser().get("/@ana").await, ana.get("/home").await] {
        let path = address(&screen, "/files/");
        let got = town.browser().get(&path).await;
        assert_eq!((got.status, got.header("content-type")), (200, "image/jpeg"), "{path}");
        assert_eq!(got.header("cache-control"), "public, max-age=604800, immutable");
        assert_eq!(
            (got.header("content-security-policy"), got.header("x-content-type-options")),
            ("default-src 'none'; sandbox", "nosniff")
        );
        assert!(!holds(&got.bytes, PLACE) && !holds(&got.bytes, b"Exif") && got.bytes.len() < 20_000);
        let face = image::load_from_memory(&got.bytes).expect("a picture").to_rgb8();
        assert_eq!(face.dimensions(), (256, 256));
        // It lay on its side: what was left is above.
        assert!(looks_like(face.get_pixel(128, 40).0, RED) && looks_like(face.get_pixel(128, 216).0, BLUE));
        let again =
            town.browser().request("GET", &path).insert_header(("if-none-match", got.header("etag"))).send().await.expect("answered");
        assert_eq!(again.status().as_u16(), 304);
    }
    // The part that was chosen: its left end, half as high.
    set_photo(&mut ana, "a.png", &png(400, 200), &[("left", "0"), ("top", "0.5"), ("side", "0.5")]).await;
    let first = address(&bo.get("/@ana").await, "/files/");
    let face = image::load_from_memory(&town.browser().get(&first).await.bytes).expect("a picture").to_rgb8();
    assert!([(2, 2), (250, 250)].iter().all(|(x, y)| looks_like(face.get_pixel(*x, *y).0, RED)));
    // A script sends it ahead, to show how far it is: cut the same way, and the form says where it lies.
    let square = [("left", "0.5"), ("top", "0"), ("side", "0.5")].map(|(name, value)| (name.to_owned(), value.to_owned()));
    let request =
        ana.request("POST", "/api/v1/files").insert_header(("accept", "application/json")).insert_header(("origin", town.url("")));
    let request = request.insert_header(("content-type", format!("multipart/form-data; boundary={}", crate::town::BOUNDARY)));
    let sent = request.send_body(crate::town::multipart(&square, &[("photo", "a.png", &png(400, 200))])).await.expect("answered");
    let sent = ana.keep(sent).await;
    assert_eq!(sent.status, 201, "{}", sent.text());
    let lies: serde_json::Value = serde_json::from_slice(&sent.bytes).expect("JSON");
    ana.open("/settings/profile").await;
    assert_eq!(ana.upload("/settings/photo", &[("photo", lies["path"].as_str().expect("a path"))], &[]).await.status, 303);
    let now = address(&bo.get("/@ana").await, "/files/");
    let face = image::load_from_memory(&town.browser().get(&now).await.bytes).expect("a picture").to_rgb8();
    assert!([(2, 2), (250, 250)].iter().all(|(x, y)| looks_like(face.get_pixel(*x, *y).0, BLUE)));
    ana.open("/settings/profile").await;
    let gone = ana.submit("/settings/photo/remove", &[]).await;
    assert_eq!((gone.status, gone.to()), (303, "/settings/profile"));
    let there_still = bo.get(&first).await;
    assert_eq!((there_still.status, there_still.to()), (302, "/portraits/ana.svg"), "who has the old address sees the drawn initial");
    assert!(bo.get("/@ana").await.text().contains("/portraits/ana.svg"));
    town.stop().await;
}

#[actix_web::test]
async fn what_is_no_picture_or_too_much_of_one_is_refused_in_words_whatever_it_is_called() {
    let town = Town::start().await;
    let mut ana = town.sign_up("ana").await;
    let whole = packed(&halves(300, 300), ImageFormat::Jpeg);
    let mut bomb = png(1, 1);
    // The header says 40,000 × 40,000, and its checksum agrees.
    bomb[16..24].copy_from_slice(&[0, 0, 0x9c, 0x40, 0, 0, 0x9c, 0x40]);
    let sum = crc32(&bomb[12..29]).to_be_bytes();
    bomb[29..33].copy_from_slice(&sum);
    let mut wide = png(1, 1);
    wide[16..24].copy_from_slice(&[0, 0, 0x27, 0x10, 0, 0, 0x27, 0x10]);
    let sum = crc32(&wide[12..29]).to_be_bytes();
    wide[29..33].copy_from_slice(&sum);
    let (cut_png, large) = (png(300, 300), vec![0xff; LARGEST_IMAGE as usize + 1]);
    for (name, bytes, words) in [
        ("face.svg", &b"<svg xmlns=\"http://www.w3.org/2000/svg\"><script>alert(1)</script></svg>"[..], "We can't show that as a picture"),
        ("face.png", b"<!doctype html><script>alert(1)</script>", "We can't show that as a picture"),
        ("face.gif", b"GIF89a\x10\0\x10\0\0\0\0<html><script>alert(1)</script>", "We can't show that as a picture"),
        ("face.jpg", b"MZ\x90\0\x03\0\0\0", "We can't show that as a picture"),
        ("cut.jpg", &whole[..whole.len() / 2], "We can't show that as a picture"),
        ("cut.png", &cut_png[..cut_png.len() / 2], "We can't show that as a picture"),
        ("bomb.png", &bomb, "too many pixels"),
        ("wide.png", &wide, "too many pixels"),
        ("large.jpg", &large, "at most 10 MB"),
        ("empty.png", b"", "There is nothing in that file"),
    ] {
        let page = set_photo(&mut ana, name, bytes, &[]).await;
        assert!(page.says(words), "{name}: {}", page.text());
    }
    ana.open("/settings/profile").await;
    let nothing = ana.upload("/settings/photo", &[], &[("photo", "", b"")]).await;
    assert!(ana.open(nothing.to()).await.says("Choose a photo first."));
    assert!(ana.open("/@ana").await.text().contains("/portraits/ana.svg"));
    // What hides behind a real picture is not in what is kept of it.
    let mut polyglot = packed(&halves(30, 30), ImageFormat::Gif);
    polyglot.extend_from_slice(b"<html><script>alert(1)</script></html>");
    assert!(set_photo(&mut ana, "a.gif", &polyglot, &[]).await.says("Others now see this photo of you"));
    let path = address(&ana.open("/@ana").await, "/files/");
    let kept = ana.get(&path).await;
    assert_eq!(kept.header("content-type"), "image/jpeg");
    assert!(!holds(&kept.bytes, b"script"));
    // A form that nobody was shown keeps nothing.
    ana.open("/settings/profile").await;
    let stale = ana.upload("/settings/photo", &[("csrf", "made up")], &[("photo", "a.png", &png(9, 9))]).await;
    assert!(ana.open(stale.to()).await.says("This page was from an earlier visit"));
    let mut stranger = town.browser();
    stranger.open("/signup").await;
    let request = stranger.request("POST", "/settings/photo").insert_header(("accept", "text/html"));
    let request = request.insert_header(("content-type", format!("multipart/form-data; boundary={}", crate::town::BOUNDARY)));
    let answer = request.send_body(crate::town::multipart(&[], &[("photo", "a.png", &png(9, 9))])).await.expect("answered");
    assert_eq!(answer.status().as_u16(), 303, "log in first");
    let incoming = std::fs::read_dir(town.dir.path().join("files/incoming")).expect("it is there").count();
    assert_eq!(incoming, 0, "nothing is left of what came in");
    town.stop().await;
}

/// As PNG has it.
fn crc32(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(!0_u32, |sum, byte| {
        (0..8).fold(sum ^ u32::from(*byte), |sum, _| if sum & 1 == 1 { (sum >> 1) ^ 0xedb8_8320 } else { sum >> 1 })
    })
}

#[actix_web::test]
async fn the_picture_of_a_post_stays_in_its_form_and_is_seen_by_whoever_sees_the_post() {
    let town = Town::start().await;
    let (mut ana, bo) = (town.sign_up("ana").await, town.sign_up("bob").await);
    let ask = [("description", "Say it plainly."), ("kind", "advice"), ("currency", "usd"), ("visibility", "members")];
    ana.open("/my/asks/new").await;
    // The title is missing: the picture is kept, and the form shows it.
    let again = ana.upload("/my/asks/new", &filled(&ask, "", &[]), &[("picture", "stall.png", &png(3_000, 1_500))]).await;
    assert_eq!((again.status, again.says("The title is missing")), (422, true), "{}", again.text());
    let hidden = ana.hidden_of("/my/asks/new");
    let (_, kept) = hidden.iter().find(|(name, _)| name == "image_url").expect("the form holds the picture");
    assert!(kept.starts_with("/files/") && kept.ends_with("/picture.jpg"), "{kept}");
    assert_eq!((ana.get(kept).await.status, bo_gets(&bo, kept).await), (200, 404), "it is on no post yet");
    let posted = ana.upload("/my/asks/new", &filled(&ask, "A better stall", &[]), &[("picture", "", b"")]).await;
    assert_eq!(posted.status, 303, "{}", posted.text());
    let page = ana.open(posted.to()).await;
    let path = address(&page, "/files/");
    assert_eq!(&path, kept);
    let whole = ana.get(&path).await;
    assert_eq!(whole.header("cache-control"), "private, max-age=604800, immutable", "it is for members");
    let small = ana.get(&hub::files::small(&path)).await;
    let size = |answer: &Answer| image::load_from_memory(&answer.bytes).map(|image| (image.width(), image.height())).expect("a picture");
    assert_eq!((size(&whole), size(&small)), ((2_048, 1_024), (640, 320)));
    assert_eq!((bo_gets(&bo, &path).await, town.browser().get(&path).await.status), (200, 404));
    assert_eq!(ana.get(&path.replace("picture.jpg", "other.jpg")).await.status, 404, "by no other name");
    // A wrong one beside it is said at its field, and what was there stays.
    let edit = format!("/my/asks/{}/edit", number_after(&page, "/my/asks/"));
    ana.open(&edit).await;
    let wrong = ana.upload(&edit, &filled(&ask, "A better stall", &[]), &[("picture", "a.svg", b"<svg/>")]).await;
    assert_eq!((wrong.status, wrong.says("We can't show that as a picture")), (422, true), "{}", wrong.text());
    assert!(ana.hidden_of(&edit).iter().any(|(name, value)| name == "image_url" && *value == path));
    let away = ana.upload(&edit, &filled(&ask, "A better stall", &[("without.image_url", "yes")]), &[]).await;
    assert_eq!(away.status, 303, "{}", away.text());
    assert!(!ana.open(away.to()).await.text().contains("hero-image"));
    assert_eq!(ana.get(&path).await.status, 404);
    town.stop().await;
}

async fn bo_gets(bo: &Browser, path: &str) -> u16 {
    bo.request("GET", path).send().await.expect("answered").status().as_u16()
}

#[actix_web::test]
async fn a_free_file_is_taken_at_once_saved_and_never_opened_and_counted_once_a_person() {
    let town = Town::start().await;
    let (mut ana, mut bo) = (town.sign_up("ana").await, town.sign_up("bob").await);
    let html = b"<script>alert(document.cookie)</script>";
    let posted = offers_file(&mut ana, "A list for a stall", &[], &[("download", "../../stall list.html", html)]).await;
    assert_eq!(posted.status, 303, "{}", posted.text());
    let page = bo.open(posted.to()).await;
    assert!(page.says("stall list.html.txt") && page.says("39 bytes") && page.says("Download"), "{}", page.text());
    assert!(!page.says("taken by"));
    let path = address(&page, "/files/");
    let card = bo.open("/discover/offers").await;
    assert!(card.text().contains(&format!("href=\"{path}\" download")), "{}", card.text());
    let taken = |event: &Event| matches!(event, Event::Files(hub::files::Event::Taken { .. }));
    let first = and_then(&town, bo.get(&path), taken).await;
    assert_eq!(first.status, 200);
    for mut reader in [bo, town.browser()] {
        let got = reader.get(&path).await;
        assert_eq!((got.status, got.bytes.as_slice()), (200, &html[..]));
        assert_eq!(got.header("content-type"), "application/octet-stream");
        assert!(got.header("content-disposition").starts_with("attachment; filename=\"stall list.html.txt\""));
        assert_eq!(
            (got.header("content-security-policy"), got.header("x-content-type-options")),
            ("default-src 'none'; sandbox", "nosniff")
        );
        assert_eq!(got.header("cache-control"), "private, no-cache");
        reader.get(&path).await;
        let part = reader.request("GET", &path).insert_header(("range", "bytes=1-6")).send().await.expect("answered");
        assert_eq!(part.headers().get("content-range").map(|v| v.as_bytes()), Some(&b"bytes 1-6/39"[..]));
        let part = reader.keep(part).await;
        assert_eq!((part.status, part.bytes.as_slice()), (206, &html[1..7]));
        let beyond = reader.request("GET", &path).insert_header(("range", "bytes=39-")).send().await.expect("answered");
        assert_eq!(beyond.status().as_u16(), 416);
    }
    assert!(ana.open(posted.to()).await.says("taken by 1 person"));
    town.stop().await;
}

#[actix_web::test]
async fn a_file_with_a_price_waits_until_the_two_have_agreed() {
    let town = Town::start().await;
    let (mut ana, mut bo) = (town.sign_up("ana").await, town.sign_up("bob").await);
    let posted =
        offers_file(&mut ana, "Thirty menus", &[("pricing", "one_time"), ("price", "9")], &[("download", "menus.pdf", b"%PDF-1.7 menus")])
            .await;
    let path = address(&ana.open(posted.to()).await, "/files/");
    assert_eq!((ana.get(&path).await.status, bo.get(&path).await.status), (200, 404));
    let page = bo.open(posted.to()).await;
    assert!(page.says("Comes with") && page.says("menus.pdf") && !page.text().contains(&path), "{}", page.text());
    writes(&mut bo, posted.to(), "I would like them").await;
    let connection = number_after(&ana.open(posted.to()).await, "/connections/");
    let step = ana.submit(&format!("/connections/{connection}/step"), &[("step", "accept")]).await;
    assert_eq!(step.status, 303, "{}", step.text());
    assert!(bo.open(posted.to()).await.text().contains(&path));
    assert_eq!(bo.get(&path).await.bytes, b"%PDF-1.7 menus");
    town.stop().await;
}

#[actix_web::test]
async fn what_somebody_wrote_whose_session_is_over_is_kept_without_its_picture() {
    let town = Town::start().await;
    let mut ana = town.sign_up("ana").await;
    ana.open("/my/asks/new").await;
    ana.cookies.remove("session");
    let ask = [("description", "She is nine."), ("kind", "advice"), ("currency", "usd"), ("visibility", "everyone")];
    let answer = ana.upload("/my/asks/new", &filled(&ask, "A violin", &[]), &[("picture", "a.png", &png(900, 900))]).await;
    assert_eq!(answer.status, 401);
    assert!(answer.says("What you wrote is safe") && answer.says("A violin") && answer.says("She is nine."), "{}", answer.text());
    town.stop().await;
}

#[actix_web::test]
async fn a_days_room_and_a_minutes_are_bounded() {
    let town = Town::with(|settings| {
        settings.rates.off = false;
        settings.rates.upload_mib_a_day = NonZeroU32::MIN;
        settings.rates.uploads_a_minute = NonZeroU32::new(4).expect("four");
    })
    .await;
    let mut ana = town.sign_up("ana").await;
    let pdf = [&b"%PDF-1.7 "[..], &[b' '; 700_000]].concat();
    let first = offers_file(&mut ana, "First", &[], &[("download", "a.pdf", &pdf)]).await;
    assert_eq!(first.status, 303, "{}", first.text());
    let second = offers_file(&mut ana, "Second", &[], &[("download", "b.pdf", &pdf)]).await;
    assert_eq!((second.status, second.says("You have uploaded a lot since yesterday")), (422, true), "{}", second.text());
    let mut last = second;
    for _ in 0..4 {
        last = set_photo(&mut ana, "a.png", &png(9, 9), &[]).await;
    }
    assert!(last.says("That was a lot in a short time"), "{}", last.text());
    town.stop().await;
}

#[actix_web::test]
async fn bytes_go_when_nothing_refers_to_them_and_lie_where_the_operator_says() {
    let elsewhere = tempfile::tempdir().expect("a directory");
    let shared = elsewhere.path().to_owned();
    let town = Town::with(|settings| settings.files = Whereabouts::Directory(shared.clone())).await;
    assert!(town.running.said().iter().any(|line| *line == format!("  files      in {}", shared.display())));
    let mut ana = town.sign_up("ana").await;
    let posted = offers_file(&mut ana, "A list", &[], &[("download", "a.csv", b"a;b"), ("picture", "a.png", &png(90, 90))]).await;
    assert_eq!(posted.status, 303, "{}", posted.text());
    let lying = || {
        let folders = std::fs::read_dir(&shared).expect("a directory").map(|entry| entry.expect("a folder").path());
        folders.flat_map(|folder| std::fs::read_dir(folder).expect("a folder")).count()
    };
    assert_eq!(lying(), 3, "the file, the picture, and the small one");
    let house = &town.running.house;
    assert_eq!(sweep(house, house.now().plus(2 * DAY)).await, Ok(0), "all of it is used");
    let path = address(&ana.open(posted.to()).await, "/files/");
    let edit = format!("/my/offers/{}/edit", number_after(&ana.open(posted.to()).await, "/my/offers/"));
    ana.open(&edit).await;
    let usual = [("description", "x"), ("kind", "template"), ("pricing", "free"), ("currency", "usd"), ("visibility", "everyone")];
    let mended = ana.upload(&edit, &filled(&usual, "A list", &[("without.image_url", "yes"), ("without.file", "yes")]), &[]).await;
    assert_eq!(mended.status, 303, "{}", mended.text());
    assert_eq!((sweep(house, house.now()).await, lying(), ana.get(&path).await.status), (Ok(2), 0, 404));
    town.stop().await;
}

#[actix_web::test]
async fn a_store_that_speaks_s3_keeps_them_and_only_for_who_has_its_keys() {
    let bucket = bucket::Bucket::start("town", "AKEY", "a secret that nobody guesses").await;
    let address_of = bucket.address();
    let town = Town::with(|settings| {
        settings.files = Whereabouts::read(&format!("s3://town/files?endpoint=http://{address_of}&region=eu-1")).expect("an address");
        settings.secrets.files_access_key = Some("AKEY".to_owned());
        settings.secrets.files_secret_key = Some("a secret that nobody guesses".to_owned());
    })
    .await;
    assert!(town.running.said().iter().any(|line| line.contains("in the bucket town at 127.0.0.1")));
    let mut ana = town.sign_up("ana").await;
    let csv = b"bread;3\ncake;5\n".repeat(20_000);
    let posted = offers_file(&mut ana, "A list", &[], &[("download", "a list.csv", &csv), ("picture", "a.png", &png(90, 90))]).await;
    assert_eq!(posted.status, 303, "{}", posted.text());
    let page = ana.open(posted.to()).await;
    let keys = bucket.keys();
    assert_eq!((keys.len(), keys.iter().all(|key| key.starts_with("files/"))), (3, true), "{keys:?}");
    let (picture, file) = (address(&page, "/files/"), page.text());
    let file = file.split("href=\"").find(|part| part.starts_with("/files/")).and_then(|part| part.split('"').next()).expect("a file");
    let got = town.browser().get(file).await;
    assert_eq!((got.status, got.bytes == csv), (200, true));
    let part = ana.request("GET", file).insert_header(("range", "bytes=8-11")).send().await.expect("answered");
    assert_eq!(ana.keep(part).await.bytes, b"cake");
    assert_eq!(ana.get(&picture).await.header("content-type"), "image/jpeg");
    assert_eq!(bucket.refused(), 0);
    bucket.forget(&keys[0]);
    let edit = format!("/my/offers/{}/edit", number_after(&page, "/my/offers/"));
    ana.open(&edit).await;
    let usual = [("description", "x"), ("kind", "template"), ("pricing", "free"), ("currency", "usd"), ("visibility", "everyone")];
    ana.upload(&edit, &filled(&usual, "A list", &[("without.image_url", "yes"), ("without.file", "yes")]), &[]).await;
    let house = &town.running.house;
    assert_eq!((sweep(house, house.now()).await, bucket.keys().len()), (Ok(2), 0), "what is not there is gone all the same");
    bucket.change_secret("another one");
    let refused = offers_file(&mut ana, "Another list", &[], &[("download", "a.csv", b"a;b")]).await;
    assert_eq!((refused.status, refused.says("Something broke on our side")), (422, true), "{}", refused.text());
    assert!(bucket.refused() > 0);
    town.stop().await;
    bucket.stop().await;
}

#[actix_web::test]
async fn a_message_brings_pictures_and_files_to_the_two_and_to_nobody_else() {
    let town = Town::start().await;
    let (mut ana, mut bo, mut cy) = (town.sign_up("ana").await, town.sign_up("bob").await, town.sign_up("cyra").await);
    let talk = writes(&mut ana, "/@bob", "Hello Bo").await;
    let sent = photo_with_a_place(1_200, 600);
    ana.open(&talk).await;
    let brought = [("attachment", "stall.jpg", &sent[..]), ("attachment", "plan b.pdf", b"%PDF-1.7 plan"), ("attachment", "", b"")];
    let posted = ana.upload(&talk, &[("body", "")], &brought).await;
    assert_eq!((posted.status, posted.to()), (303, talk.as_str()), "{}", posted.text());
    let page = bo.open(&talk).await;
    let picture = address(&page, "/files/");
    assert!(picture.ends_with("/stall.jpg") && page.text().contains("width=\"160\" height=\"320\""), "its room is kept: {}", page.text());
    let file = page
        .text()
        .split("href=\"")
        .find(|part| part.starts_with("/files/") && part.contains("plan"))
        .expect("a file")
        .split('"')
        .next()
        .expect("its address")
        .to_owned();
    assert!(page.says("plan b.pdf") && page.says("13 bytes"));
    let got = bo.get(&picture).await;
    assert_eq!(
        (got.status, got.header("content-type"), got.header("cache-control")),
        (200, "image/jpeg", "private, max-age=604800, immutable")
    );
    assert!(!holds(&got.bytes, PLACE));
    assert!(bo.get(&file).await.header("content-disposition").starts_with("attachment; filename=\"plan b.pdf\""));
    for path in [&picture, &file, &hub::files::small(&picture)] {
        assert_eq!((cy.get(path).await.status, town.browser().get(path).await.status), (404, 404), "{path}");
    }
    // Too many at once, or one that can't go: said, and the others wait in the form.
    ana.open(&talk).await;
    let odd = [("attachment", "good.txt", &b"words"[..]), ("attachment", "bad.exe", b"MZ\x90\0\x03")];
    let refused = ana.upload(&talk, &[("body", "Here")], &odd).await;
    assert_eq!((refused.status, refused.says("We can't take this kind of file")), (422, true), "{}", refused.text());
    assert!(refused.says("Attached: good.txt"), "{}", refused.text());
    let again = ana.upload(&talk, &[("body", "Here")], &[]).await;
    assert_eq!(again.status, 303, "{}", again.text());
    assert!(bo.open(&talk).await.says("good.txt"));
    // Taken back, all of it is gone.
    let one = format!("{talk}/2");
    ana.open(&one).await;
    assert_eq!(ana.submit(&format!("{one}/delete"), &[]).await.status, 303);
    assert_eq!((ana.get(&picture).await.status, bo.get(&file).await.status), (404, 404));
    assert!(!bo.open(&talk).await.says("plan b.pdf"));
    town.stop().await;
}

#[actix_web::test]
async fn a_room_shows_what_was_brought_to_its_readers() {
    let town = Town::start().await;
    let (mut ana, mut bo) = (town.sign_up("ana").await, town.sign_up("bob").await);
    ana.open("/community/general").await;
    let said = ana.upload("/community/general", &[("body", "My stall")], &[("attachment", "stall.png", &png(80, 40))]).await;
    assert_eq!(said.status, 303, "{}", said.text());
    let page = bo.open("/community/general").await;
    let picture = address(&page, "/files/");
    assert_eq!((bo.get(&picture).await.status, town.browser().get(&picture).await.status), (200, 404));
    town.stop().await;
}
