//! What a run leaves behind: everything each screen was told and showed, and what stands in the database at the end.

use std::collections::{BTreeMap, BTreeSet};

/// Milliseconds after the run began.
pub type Ms = u32;

/// A member, by their place in the run.
pub type Person = usize;

/// A message, known by its text: ours say who said them and which of theirs it is.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Said(u64);

/// Of a message that nobody of the run has said: the one that began a conversation.
const FOREIGN: u64 = 1 << 63;

impl Said {
    pub fn new(screen: usize, seq: u32) -> Said {
        Said(((screen as u64) << 32) | u64::from(seq))
    }

    /// The text of a message: this run's, who, which, and when it was intended.
    pub fn body(self, run: u32, at: Ms) -> String {
        format!("{run:08x} {:x} {:x} {at:x}: and then we tried the other recipe", self.0 >> 32, self.0 as u32)
    }

    /// Reads a text again; with the moment it was intended, if it is of this run.
    pub fn read(run: u32, body: &str) -> (Said, Option<Ms>) {
        let ours = || {
            let mut parts = body.split_once(':')?.0.split(' ');
            let mut hex = || u32::from_str_radix(parts.next()?, 16).ok();
            let (of, screen, seq, at) = (hex()?, hex()?, hex()?, hex()?);
            (of == run && screen < 1 << 31).then(|| (Said::new(screen as usize, seq), Some(at)))
        };
        ours().unwrap_or_else(|| {
            let hash = body.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |h, b| (h ^ u64::from(b)).wrapping_mul(0x0100_0000_01b3));
            (Said(hash | FOREIGN), None)
        })
    }

    /// The screen that said it, and which of its messages it is; `None` when it is none of the run's.
    pub fn origin(self) -> Option<(usize, u32)> {
        (self.0 & FOREIGN == 0).then_some(((self.0 >> 32) as usize, self.0 as u32))
    }
}

impl std::fmt::Debug for Said {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self.origin() {
            Some((screen, seq)) => write!(f, "message {seq} of screen {screen}"),
            None => f.write_str("a message of nobody"),
        }
    }
}

/// A conversation as the database has it.
#[derive(Clone, Debug, Default)]
pub struct Log {
    /// Number and message, by number.
    pub rows: Vec<(i64, Said)>,
    /// How far each has read.
    pub read: BTreeMap<Person, i64>,
}

impl Log {
    pub fn head(&self) -> i64 {
        self.rows.last().map_or(0, |(no, _)| *no)
    }
}

/// What a screen showed of a conversation.
#[derive(Clone, Debug, Default)]
pub struct Shown {
    /// Everything up to here stood there when it was opened.
    pub begins_after: i64,
    /// What came since, in the order it was shown, and when.
    pub rows: Vec<(i64, Said, Ms)>,
    /// How many wait to be read, as the screen says once all is quiet. `None`: it could not say.
    pub unread: Option<i64>,
    /// The farthest read that was acknowledged to this screen.
    pub read: i64,
}

/// A message that was acknowledged.
#[derive(Clone, Copy, Debug)]
pub struct Acked {
    pub conversation: i64,
    pub said: Said,
    /// The number it was said to have.
    pub no: i64,
}

/// What was told of somebody's presence; `None`: that nobody can know just now.
#[derive(Clone, Copy, Debug)]
pub struct Told {
    pub at: Ms,
    pub who: Person,
    pub here: Option<bool>,
}

/// A claim that was acknowledged.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Claimed {
    pub id: i64,
    pub ask: i64,
}

/// A claim as the database has it; times are milliseconds of 1970.
#[derive(Clone, Copy, Debug)]
pub struct Held {
    pub ask: i64,
    pub helper: Person,
    pub until: i64,
    pub ended_at: Option<i64>,
}

/// Places of asks, as the database has them.
#[derive(Clone, Debug, Default)]
pub struct Claims {
    pub stored: BTreeMap<i64, Held>,
    /// At the end of which transactions there were more held and accepted than places, or fewer counted than held.
    pub overfull: Vec<String>,
    /// When that was read.
    pub read_at: i64,
}

/// Everything about one screen.
#[derive(Clone, Debug, Default)]
pub struct Screen {
    pub member: Person,
    pub talks: BTreeMap<i64, Shown>,
    pub acked: Vec<Acked>,
    pub claimed: Vec<Claimed>,
    /// The asks of which it shows that its member holds a place.
    pub holds: BTreeSet<i64>,
    /// What it still had no answer to at the end.
    pub unanswered: Vec<Said>,
    /// When the last answer came that it waited for.
    pub answered_at: Ms,
    pub told: Vec<Told>,
    /// From each welcome to the end of that socket.
    pub open: Vec<(Ms, Ms)>,
}

/// A run.
#[derive(Clone, Debug, Default)]
pub struct History {
    pub logs: BTreeMap<i64, Log>,
    pub claims: Claims,
    pub screens: Vec<Screen>,
    /// When the last fault was over.
    pub healed: Ms,
    /// When some left for good and the others stayed to watch; `None`: presence was not looked at.
    pub parted: Option<Ms>,
    /// When the last screen was closed.
    pub ended: Ms,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_is_known_again_by_its_text_and_another_runs_is_not_ours() {
        let said = Said::new(7, 300);
        let body = said.body(9, 1_234);
        assert_eq!(Said::read(9, &body), (said, Some(1_234)));
        assert_eq!(said.origin(), Some((7, 300)));
        for foreign in [Said::read(8, &body).0, Said::read(9, "Hello").0, Said::read(9, "a: b").0] {
            assert_eq!(foreign.origin(), None);
        }
        assert_ne!(Said::read(9, "Hello").0, Said::read(9, "Hullo").0);
    }
}
