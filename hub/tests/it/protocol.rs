//! hub/PROTOCOL.md shows every frame; its examples are the golden ones, its lists are whole.

use std::{collections::BTreeMap, fs, path::Path};

use hub::wire::{Bye, JSON, LARGEST_FRAME, MSGPACK};
use serde::Serialize;
use serde_json::Value;

use crate::{
    frames::{pretty, updating},
    samples::{self, commands, events},
};

fn page_path() -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("PROTOCOL.md")
}

/// Every frame as JSON, by `client/name` and `server/name`.
fn golden() -> BTreeMap<String, String> {
    let client = samples::client_frames().into_iter().map(|(name, frame)| (format!("client/{name}"), laid_out(&frame)));
    let server = samples::server_frames().into_iter().map(|(name, frame)| (format!("server/{name}"), laid_out(&frame)));
    client.chain(server).collect()
}

/// Short ones on one line.
fn laid_out<T: Serialize>(frame: &T) -> String {
    let line = serde_json::to_string(frame).expect("frames are plain data");
    if line.len() <= 150 { line } else { pretty(frame).trim_end().to_owned() }
}

const MARK: &str = "<!-- frame: ";

/// The page with each example after its mark as it is today.
fn with_examples(page: &str, golden: &BTreeMap<String, String>) -> String {
    let mut out = String::new();
    let mut parts = page.split(MARK);
    out.push_str(parts.next().unwrap_or(""));
    for part in parts {
        let (name, rest) = part.split_once(" -->").expect("a mark ends");
        let example = golden.get(name).unwrap_or_else(|| panic!("the page shows {name}, which is no frame"));
        let after = match rest.trim_start().strip_prefix("```json\n") {
            Some(old) => old.split_once("```").expect("a block ends").1,
            None => rest,
        };
        out.push_str(&format!("{MARK}{name} -->\n```json\n{example}\n```{after}"));
    }
    out
}

#[test]
fn the_page_shows_every_frame_as_it_travels() {
    let (path, golden) = (page_path(), golden());
    let page = fs::read_to_string(&path).expect("the page is there");
    let wanted = with_examples(&page, &golden);
    if updating() {
        fs::write(&path, &wanted).expect("writable");
    } else {
        assert!(page == wanted, "an example is not as it travels: UPDATE_FRAMES=1 cargo test -p hub --test it");
    }
    for name in golden.keys() {
        assert_eq!(wanted.matches(&format!("{MARK}{name} -->")).count(), 1, "{name} stands on the page once");
    }
    for block in wanted.split("```json\n").skip(1) {
        let example = block.split("```").next().expect("a block ends");
        let value: Value = serde_json::from_str(example).expect("examples are JSON");
        assert!(golden.values().any(|g| serde_json::from_str::<Value>(g).expect("golden") == value), "not a golden frame: {example}");
    }
}

#[test]
fn the_page_lists_every_code_and_limit() {
    let page = fs::read_to_string(page_path()).expect("the page is there");
    for refused in samples::refusals::table() {
        let row = format!("| `{}` | {} | {} |", refused.code, refused.kind, refused.kind.http_status());
        assert!(page.contains(&row), "the list of refusals lacks: {row}");
    }
    let mut byes = vec![Bye::Restarting, Bye::TooSlow, Bye::Silent, Bye::DoorClosed, Bye::Suspended, Bye::Hostile, Bye::TooManySockets];
    byes.retain(|bye| match bye {
        // A new one is added to the list above.
        Bye::Restarting | Bye::TooSlow | Bye::Silent | Bye::DoorClosed | Bye::Suspended | Bye::Hostile | Bye::TooManySockets => true,
    });
    for bye in byes {
        let back = if Bye::come_back(bye.code()) { "yes" } else { "no" };
        let row = format!("| {} | {} | {back} |", bye.code(), bye.words());
        assert!(page.contains(&row), "the list of close codes lacks: {row}");
    }
    for word in [MSGPACK, JSON] {
        assert!(page.contains(word), "{word}");
    }
    assert!(page.contains(&format!("{} KiB", LARGEST_FRAME / 1024)));
}

/// The part of the page under a heading, up to the next one.
fn under<'a>(page: &'a str, heading: &str) -> &'a str {
    let rest = page.split_once(&format!("\n{heading}\n")).unwrap_or_else(|| panic!("there is a heading {heading}")).1;
    rest.split("\n#").next().unwrap_or("")
}

#[test]
fn the_page_says_what_a_client_may_send_and_what_it_hears() {
    let page = fs::read_to_string(page_path()).expect("the page is there");
    let kept = under(&page, "#### Not from a client");
    for command in commands::samples() {
        let name = commands::name(&command);
        assert_eq!(kept.contains(&format!("{MARK}client/do.{name} -->")), !command.may_come_from_a_client(), "{name}");
    }
    let journal = under(&page, "#### In the journal only");
    for (event, _) in events::samples() {
        let (name, audience) = (events::name(&event), event.audience());
        let nobody = audience.inbox.is_empty() && audience.passing.is_empty() && audience.room.is_none() || event.stays_inside();
        assert_eq!(journal.contains(&format!("{MARK}server/event.{name} -->")), nobody, "{name}");
    }
}
