//! A seeded fuzz of the frame decoder, on the stable compiler: frames with bytes turned, cut, doubled, spliced and
//! replaced by promises, and plain noise. Whatever comes, the answer is a frame or words, soon, in a small stack and with
//! room in proportion. `FUZZ_SECONDS=300 FUZZ_SEED=7 cargo test -p hub --test it fuzz`.

use std::{
    alloc::{GlobalAlloc, Layout, System},
    cell::Cell,
    fmt::Debug,
    hash::{BuildHasher, Hasher, RandomState},
    io::Write,
    time::{Duration, Instant},
};

use hub::wire::{ClientFrame, Encoding, LARGEST_FRAME, ServerFrame};
use serde::{Serialize, de::DeserializeOwned};

use crate::samples;

/// The system's allocator, counting what this thread holds.
struct Counting;

thread_local! {
    static HELD: Cell<isize> = const { Cell::new(0) };
    static MOST: Cell<isize> = const { Cell::new(0) };
}

fn count(bytes: isize) {
    // A thread that is ending has no counters any more.
    let _ = HELD.try_with(|held| {
        held.set(held.get() + bytes);
        let _ = MOST.try_with(|most| most.set(most.get().max(held.get())));
    });
}

// SAFETY: every call is handed on to the system's allocator as it is; counting neither allocates nor panics.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        count(layout.size() as isize);
        // SAFETY: the caller's promise, handed on.
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, ptr: *mut u8, layout: Layout) {
        count(-(layout.size() as isize));
        // SAFETY: the caller's promise, handed on.
        unsafe { System.dealloc(ptr, layout) }
    }
}

#[global_allocator]
static ALLOCATOR: Counting = Counting;

/// The most bytes held at once while `work` ran, beyond what was held before.
fn room_taken<T>(work: impl FnOnce() -> T) -> (T, isize) {
    let before = HELD.get();
    MOST.set(before);
    let done = work();
    (done, MOST.get() - before)
}

/// SplitMix64: small, and the same on every machine.
struct Dice(u64);

impl Dice {
    fn roll(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    fn below(&mut self, n: usize) -> usize {
        (self.roll() % n.max(1) as u64) as usize
    }

    fn bytes(&mut self, n: usize) -> Vec<u8> {
        (0..n).map(|_| self.roll() as u8).collect()
    }
}

/// Bytes that mean something in one of the encodings: promises of much, openings, signs.
const SPICE: [&[u8]; 18] = [
    &[0xdd, 0xff, 0xff, 0xff, 0xff],
    &[0xdf, 0xff, 0xff, 0xff, 0xff],
    &[0xdb, 0xff, 0xff, 0xff, 0xff],
    &[0xc6, 0x7f, 0xff, 0xff, 0xff],
    &[0xc9, 0xff, 0xff, 0xff, 0xff, 0x01],
    &[0xdc, 0x7f, 0x00],
    &[0xcf, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff],
    &[0xd3, 0x80, 0, 0, 0, 0, 0, 0, 0],
    &[0xc0],
    &[0xc1],
    b"[[[[[[[[[[[[[[[[",
    b"{\"a\":{\"a\":{\"a\":",
    b"9223372036854775808",
    b"-1e999",
    b"\\ud800",
    b"\xed\xa0\x80",
    b"null",
    b"\"type\":\"do\",",
];

/// Turns a frame into something that resembles one.
fn mutated(dice: &mut Dice, seeds: &[Vec<u8>]) -> Vec<u8> {
    let mut bytes = seeds[dice.below(seeds.len())].clone();
    for _ in 0..=dice.below(6) {
        let at = dice.below(bytes.len());
        match dice.below(8) {
            0 if !bytes.is_empty() => bytes[at] ^= 1 << dice.below(8),
            1 if !bytes.is_empty() => bytes[at] = dice.roll() as u8,
            2 => bytes.truncate(at),
            3 => {
                let (n, to) = (dice.below(24), dice.below(bytes.len()));
                let piece: Vec<u8> = bytes.iter().skip(at).take(n).copied().collect();
                bytes.splice(to..to, piece);
            }
            4 => {
                let other = &seeds[dice.below(seeds.len())];
                bytes.splice(at.., other[dice.below(other.len())..].iter().copied());
            }
            5 => {
                bytes.splice(at..at, SPICE[dice.below(SPICE.len())].iter().copied());
            }
            6 => {
                let end = (at + dice.below(9)).min(bytes.len());
                bytes.splice(at..end, SPICE[dice.below(SPICE.len())].iter().copied());
            }
            _ => {
                let many = dice.below(2_000);
                let one = [0x91, 0x81, b'[', b'{', b'"', 0xdd, b'1'][dice.below(7)];
                bytes.splice(at..at, std::iter::repeat_n(one, many));
            }
        }
    }
    bytes.truncate(LARGEST_FRAME);
    bytes
}

/// The deepest nestings and the largest promises that fit a frame, by hand.
fn monsters() -> Vec<Vec<u8>> {
    let n = LARGEST_FRAME;
    let json = |open: &str| open.repeat(n / open.len()).into_bytes();
    let inside = |middle: Vec<u8>| [b"\x83\xa4type\xa2do\xa2id\xa11\xa7command".to_vec(), middle].concat();
    vec![
        vec![0x91; n],
        vec![0xdd; n],
        vec![0xdf; n],
        [0x81, 0xa1, b'a'].repeat(n / 3),
        [0xdd, 0xff, 0xff, 0xff, 0xff].repeat(n / 5),
        [0xdf, 0xff, 0xff, 0xff, 0xff, 0xa1, b'a'].repeat(n / 7),
        inside(vec![0x91; n / 2]),
        inside([0x81, 0xa4, b'a', b's', b'k', b's'].repeat(n / 7)),
        inside([0xdd, 0x00, 0x00, 0x70, 0x00].repeat(n / 6)),
        inside([vec![0xdc, 0x7f, 0x00], vec![0xc0; 0x7f00]].concat()),
        json("["),
        json("{\"a\":"),
        json("{\"type\":"),
        [br#"{"type":"do","id":"1","command":"#.to_vec(), json("{\"asks\":")].concat(),
        [br#"{"type":"do","id":"1","command":"#.to_vec(), vec![b'['; n / 2]].concat(),
        [br#"{"type":"do","id":"1","command":["#.to_vec(), b"0,".repeat(n / 3), b"0]}".to_vec()].concat(),
        [b"{\"type\":\"".to_vec(), vec![b'x'; n - 20], b"\"}".to_vec()].concat(),
        vec![b'9'; n],
    ]
}

/// One try: decodes as both sides' frames and in both encodings.
fn endure(bytes: &[u8]) {
    for encoding in [Encoding::MessagePack, Encoding::Json] {
        endure_as::<ClientFrame>(encoding, bytes);
        endure_as::<ServerFrame>(encoding, bytes);
    }
}

fn endure_as<T: Serialize + DeserializeOwned + PartialEq + Debug>(encoding: Encoding, bytes: &[u8]) {
    let began = Instant::now();
    let (read, room) = room_taken(|| encoding.decode::<T>(bytes));
    let took = began.elapsed();
    // An element of one byte becomes a value of some dozens; a vector doubles as it grows.
    let fair = 64 * 1024 + 256 * bytes.len() as isize;
    assert!(room <= fair, "{} bytes took {room} bytes of room", bytes.len());
    // A frame takes microseconds; two busy cores may leave us out for a while.
    assert!(took < Duration::from_secs(2), "{} bytes took {took:?}", bytes.len());
    match read {
        Ok(frame) => {
            let again = encoding.decode::<T>(&encoding.encode(&frame));
            assert_eq!(again.as_ref(), Ok(&frame), "what was read can be said again");
        }
        Err(why) => assert!(!why.is_empty() && why.chars().count() <= 301, "{} characters of reason", why.chars().count()),
    }
}

/// Runs `work` where a deep recursion would be felt: a small stack, and the input told when something breaks.
fn in_a_small_stack(work: impl FnOnce() + Send + 'static) {
    let thread = std::thread::Builder::new().stack_size(512 * 1024).spawn(work).expect("a thread");
    if let Err(panic) = thread.join() {
        std::panic::resume_unwind(panic);
    }
}

fn endure_and_tell(bytes: Vec<u8>, told: &str) {
    let outcome = std::panic::catch_unwind(|| endure(&bytes));
    if let Err(panic) = outcome {
        let hex: String = bytes.iter().map(|b| format!("{b:02x}")).collect();
        say(&format!("fuzz: {told} broke it: {hex}\n"));
        std::panic::resume_unwind(panic);
    }
}

/// Past the test harness' capture: an overflow of the stack takes what was captured with it.
fn say(words: &str) {
    let _ = std::io::stderr().write_all(words.as_bytes());
}

fn number(name: &str) -> Option<u64> {
    std::env::var(name).ok().map(|typed| typed.parse().unwrap_or_else(|_| panic!("{name} is a number, not {typed:?}")))
}

#[test]
fn no_monster_overflows_the_stack_or_eats_the_memory() {
    in_a_small_stack(|| {
        for (n, monster) in monsters().into_iter().enumerate() {
            endure_and_tell(monster, &format!("monster {n}"));
        }
    });
}

#[test]
fn whatever_arrives_is_a_frame_or_words() {
    let seconds = number("FUZZ_SECONDS").unwrap_or(2);
    let seed = number("FUZZ_SEED").unwrap_or_else(|| RandomState::new().build_hasher().finish());
    say(&format!("fuzz: FUZZ_SEED={seed}, {seconds} s\n"));
    let mut seeds: Vec<Vec<u8>> = Vec::new();
    for encoding in [Encoding::MessagePack, Encoding::Json] {
        seeds.extend(samples::client_frames().iter().map(|(_, f)| encoding.encode(f)));
        seeds.extend(samples::server_frames().iter().map(|(_, f)| encoding.encode(f)));
    }
    in_a_small_stack(move || {
        seeds.iter().for_each(|whole| endure(whole));
        let mut dice = Dice(seed);
        let (began, mut tries) = (Instant::now(), 0_u64);
        while began.elapsed() < Duration::from_secs(seconds) {
            let bytes = if dice.below(10) == 0 {
                let n = dice.below(300);
                dice.bytes(n)
            } else {
                mutated(&mut dice, &seeds)
            };
            tries += 1;
            endure_and_tell(bytes, &format!("try {tries} of FUZZ_SEED={seed}"));
        }
        say(&format!("fuzz: {tries} tries\n"));
        assert!(tries > 0 || seconds == 0);
    });
}
