//! What stands in front of the websocket decoder: a look at the head of each frame, before its content is kept.
//!
//! As its source has it, actix-http 3.20's decoder judges a frame's size when all of it has come, and keeps what has come so
//! far: a client that announces a terabyte and goes on sending would fill the memory. Here a frame that announces more than may be
//! read is the last thing that is read.
//!
//! ```text
//! bytes ─▶ Head (2 to 10 bytes, and 4 of the mask) ─▶ Content (so many to come) ─▶ Head …
//!             └─ announces too much: TooLarge, the stream ends here
//! ```

use std::{
    cell::Cell,
    pin::Pin,
    rc::Rc,
    task::{Context, Poll},
};

use actix_web::error::PayloadError;
use bytes::Bytes;
use futures_util::Stream;

/// Why nothing more comes in, when it is not the decoder that says so.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Ended {
    #[default]
    Not,
    /// The connection broke.
    Broken,
    /// A frame announced more than may be read.
    TooLarge,
}

/// How long frames may be, and where the bytes stand.
#[derive(Clone, Debug)]
struct Heads {
    largest: u64,
    head: [u8; 10],
    /// So many bytes of a head have come.
    known: usize,
    /// So many bytes of a frame's mask and content are still to come.
    content: u64,
}

impl Heads {
    fn new(largest: usize) -> Heads {
        Heads { largest: largest as u64, head: [0; 10], known: 0, content: 0 }
    }

    /// Looks at the next bytes; false: a frame announces too much.
    fn pass(&mut self, mut bytes: &[u8]) -> bool {
        while let Some((first, rest)) = bytes.split_first() {
            if self.content > 0 {
                let skipped = bytes.len().min(usize::try_from(self.content).unwrap_or(usize::MAX));
                self.content -= skipped as u64;
                bytes = &bytes[skipped..];
                continue;
            }
            self.head[self.known] = *first;
            self.known += 1;
            bytes = rest;
            if let Some(length) = self.length() {
                if length > self.largest {
                    return false;
                }
                let masked = self.head[1] & 0x80 != 0;
                self.content = length + if masked { 4 } else { 0 };
                self.known = 0;
            }
        }
        true
    }

    /// What the head announces, when enough of it has come (RFC 6455 §5.2).
    fn length(&self) -> Option<u64> {
        if self.known < 2 {
            return None;
        }
        let extended = match self.head[1] & 0x7f {
            126 => &self.head[2..4],
            127 => &self.head[2..10],
            short => return Some(u64::from(short)),
        };
        (self.known == 2 + extended.len()).then(|| extended.iter().fold(0, |n, byte| n << 8 | u64::from(*byte)))
    }
}

/// The stream of a socket's bytes, with somebody at its gate.
pub(crate) struct Gate<S> {
    bytes: Pin<Box<S>>,
    heads: Heads,
    ended: Rc<Cell<Ended>>,
}

impl<S> Gate<S> {
    /// The second is told why it ended, before the stream says so.
    pub fn new(bytes: S, largest: usize) -> (Gate<S>, Rc<Cell<Ended>>) {
        let ended = Rc::new(Cell::new(Ended::Not));
        (Gate { bytes: Box::pin(bytes), heads: Heads::new(largest), ended: ended.clone() }, ended)
    }
}

impl<S> Stream for Gate<S>
where
    S: Stream<Item = Result<Bytes, PayloadError>>,
{
    type Item = Result<Bytes, PayloadError>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        if self.ended.get() == Ended::TooLarge {
            return Poll::Ready(None);
        }
        let next = self.bytes.as_mut().poll_next(cx);
        match &next {
            Poll::Ready(Some(Ok(bytes))) if !self.heads.pass(bytes) => {
                self.ended.set(Ended::TooLarge);
                Poll::Ready(Some(Err(PayloadError::Overflow)))
            }
            Poll::Ready(Some(Err(_))) => {
                self.ended.set(Ended::Broken);
                next
            }
            _ => next,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    use proptest::prelude::*;

    const LARGEST: usize = 32 * 1024;

    /// A masked frame of the client's, of so many bytes.
    fn frame(length: usize) -> Vec<u8> {
        let mut frame = vec![0x82];
        match length {
            0..126 => frame.push(0x80 | length as u8),
            126..65_536 => {
                frame.push(0x80 | 126);
                frame.extend((length as u16).to_be_bytes());
            }
            _ => {
                frame.push(0x80 | 127);
                frame.extend((length as u64).to_be_bytes());
            }
        }
        frame.extend(vec![0xaa; 4 + length]);
        frame
    }

    #[test]
    fn a_terabyte_is_seen_in_its_first_ten_bytes() {
        let mut announced = vec![0x82, 0x80 | 127];
        announced.extend((1_u64 << 40).to_be_bytes());
        assert!(!Heads::new(LARGEST).pass(&announced));
        announced.pop();
        assert!(Heads::new(LARGEST).pass(&announced), "nothing is announced yet");
    }

    proptest! {
        #[test]
        fn whatever_the_pieces_exactly_the_frames_that_are_too_long_are_stopped(
            lengths in prop::collection::vec(prop_oneof![0..200_usize, 30_000..40_000_usize, 65_000..70_000_usize], 1..6),
            piece in 1..5_000_usize,
        ) {
            let bytes: Vec<u8> = lengths.iter().flat_map(|length| frame(*length)).collect();
            let mut heads = Heads::new(LARGEST);
            let passed = bytes.chunks(piece).all(|piece| heads.pass(piece));
            prop_assert_eq!(passed, lengths.iter().all(|length| *length <= LARGEST));
            if passed {
                prop_assert_eq!((heads.known, heads.content), (0, 0), "the next byte begins a frame");
            }
        }
    }
}
