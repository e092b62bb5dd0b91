//! Golden files of every frame in `tests/frames/{client,server}`: `.json` for reading, `.msgpack.hex` for the bytes.
//! The wire changes only with one of them in the diff: `UPDATE_FRAMES=1 cargo test -p hub --test it`.

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
};

use hub::wire::{ClientFrame, Encoding, ServerFrame};
use serde::{Serialize, de::DeserializeOwned};

use crate::samples::{self, all_are_there};

pub fn updating() -> bool {
    std::env::var_os("UPDATE_FRAMES").is_some_and(|v| v == "1")
}

fn folder(side: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/frames").join(side)
}

/// Readable: indented JSON with a last line break.
pub fn pretty<T: Serialize>(frame: &T) -> String {
    serde_json::to_string_pretty(frame).expect("frames are plain data") + "\n"
}

/// 32 bytes a line.
fn hex(bytes: &[u8]) -> String {
    let line = |chunk: &[u8]| chunk.iter().map(|b| format!("{b:02x}")).collect::<String>() + "\n";
    bytes.chunks(32).map(line).collect()
}

fn unhex(text: &str) -> Vec<u8> {
    let digits: Vec<u8> = text.bytes().filter(|b| !b.is_ascii_whitespace()).collect();
    digits.chunks(2).map(|pair| u8::from_str_radix(std::str::from_utf8(pair).expect("ASCII"), 16).expect("hex")).collect()
}

/// The golden files that a side's frames make, by file name.
fn files<T: Serialize>(frames: &[(String, T)]) -> BTreeMap<String, String> {
    let mut files = BTreeMap::new();
    for (name, frame) in frames {
        let twice = files.insert(format!("{name}.json"), pretty(frame));
        assert!(twice.is_none(), "two samples are called {name}");
        files.insert(format!("{name}.msgpack.hex"), hex(&Encoding::MessagePack.encode(frame)));
    }
    files
}

fn on_disk(folder: &Path) -> BTreeMap<String, String> {
    let entries = fs::read_dir(folder).into_iter().flatten().map(|e| e.expect("readable").path());
    entries
        .map(|path| {
            let name = path.file_name().expect("a file").to_string_lossy().into_owned();
            (name, fs::read_to_string(&path).expect("text"))
        })
        .collect()
}

fn update(folder: &Path, files: &BTreeMap<String, String>) {
    fs::create_dir_all(folder).expect("the folder can be made");
    for stale in on_disk(folder).keys().filter(|name| !files.contains_key(*name)) {
        fs::remove_file(folder.join(stale)).expect("removable");
    }
    for (name, text) in files {
        fs::write(folder.join(name), text).expect("writable");
    }
}

fn stay_as_they_are<T>(side: &str, frames: &[(String, T)])
where
    T: Serialize + DeserializeOwned + PartialEq + std::fmt::Debug,
{
    let (folder, wanted) = (folder(side), files(frames));
    if updating() {
        update(&folder, &wanted);
    }
    let found = on_disk(&folder);
    let names = |files: &BTreeMap<String, String>| files.keys().cloned().collect::<Vec<_>>();
    assert_eq!(names(&found), names(&wanted), "golden files without a sample, or samples without one: UPDATE_FRAMES=1");
    for (name, text) in &wanted {
        assert_eq!(&found[name], text, "{side}/{name} changed on the wire; if that is meant: UPDATE_FRAMES=1");
    }
    for (name, frame) in frames {
        let json: T = Encoding::Json.decode(found[&format!("{name}.json")].as_bytes()).expect(name);
        let msgpack: T = Encoding::MessagePack.decode(&unhex(&found[&format!("{name}.msgpack.hex")])).expect(name);
        assert_eq!(&json, frame, "{name} as JSON");
        assert_eq!(&msgpack, frame, "{name} as MessagePack");
    }
}

#[test]
fn the_frames_of_clients_stay_as_they_are() {
    stay_as_they_are::<ClientFrame>("client", &samples::client_frames());
}

#[test]
fn the_frames_of_the_hub_stay_as_they_are() {
    stay_as_they_are::<ServerFrame>("server", &samples::server_frames());
}

#[test]
fn the_codes_of_refusals_stay_as_they_are() {
    let folder = folder("refusals");
    let files = BTreeMap::from([("all.json".to_owned(), pretty(&samples::refusals::table()))]);
    if updating() {
        update(&folder, &files);
    }
    assert_eq!(on_disk(&folder), files, "programs go by these codes; if the change is meant: UPDATE_FRAMES=1");
}

#[test]
fn every_kind_of_frame_answer_and_whisper_has_a_sample() {
    let (client, server) = (samples::client_frames(), samples::server_frames());
    all_are_there("client frames", samples::CLIENT_FRAMES, client.iter().map(|(_, f)| samples::client_name(f)));
    all_are_there("server frames", samples::SERVER_FRAMES, server.iter().map(|(_, f)| samples::server_name(f)));
    all_are_there("answers", samples::ANSWERS, samples::answers().iter().map(samples::answer_name));
    let client_whispers = client.iter().filter_map(|(_, f)| match f {
        ClientFrame::Whisper { whisper } => Some(samples::client_whisper_name(whisper)),
        _ => None,
    });
    all_are_there("client whispers", samples::CLIENT_WHISPERS, client_whispers);
    let server_whispers = server.iter().filter_map(|(_, f)| match f {
        ServerFrame::Whisper { whisper } => Some(samples::server_whisper_name(whisper)),
        _ => None,
    });
    all_are_there("server whispers", samples::SERVER_WHISPERS, server_whispers);
}

#[test]
fn a_client_may_leave_out_what_has_a_default() {
    let short = br#"{"type":"do","id":"1","command":{"asks":{"post":{"draft":{"title":"Beta testers for Kinlia","kind":"beta_tester"}}}}}"#;
    let frame: ClientFrame = Encoding::Json.decode(short).expect("a title is enough to be read");
    assert_eq!(samples::client_name(&frame), "do");
    for bad in [&b"{}"[..], b"[]", b"null", b"", b"{\"type\":\"do\"}", b"{\"type\":\"nonsense\"}", b"\xff\xfe", b"{\"type\":\"hello\"} {}"]
    {
        assert!(Encoding::Json.decode::<ClientFrame>(bad).is_err(), "{bad:?}");
    }
    let id_too_long = format!(r#"{{"type":"do","id":"{}","command":{{"sms":"remove_phone"}}}}"#, "x".repeat(65));
    let why = Encoding::Json.decode::<ClientFrame>(id_too_long.as_bytes()).expect_err("65 characters");
    assert!(why.contains("1 to 64"), "{why}");
}
