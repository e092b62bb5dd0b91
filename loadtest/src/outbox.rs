//! What a member has written and the hub has not settled yet: a pure state machine, by whoever holds the line.
//!
//! ```text
//!            next                    done
//!   waiting ──────▶ under way ────────────────▶ gone, stored
//!      ▲               │  │ refused: busy, too fast
//!      │  line lost    │  └──────────▶ waiting, not before its time
//!      └───────────────┘  └ refused otherwise ─▶ put aside, with its words and the reason:
//!                                               sent again as a new command, or thrown away
//! ```
//! Of one conversation only one is under way at a time, the oldest: whatever is refused for the moment, is lost or comes
//! twice, the others stay behind it. What is put aside holds nothing up. Each conversation goes on for itself.
//! Cursors (read, delivered) wait for nobody, and only the newest of a conversation is worth sending.

use std::{collections::HashSet, time::Duration};

use hub::{
    Command, CommandId, ConversationId,
    kernel::refusal::{RefusalKind, Refused},
    messaging,
};
use tokio::time::Instant;

use crate::ids::fresh_id;

/// What is refused for the moment waits so long when the hub doesn't say how long.
const A_MOMENT: Duration = Duration::from_millis(500);

/// One line of a member to the hub, counted. What an older one leaves behind is told by its number.
pub type Session = u64;

/// Something written.
#[derive(Clone, Debug, PartialEq)]
pub struct Letter {
    pub id: CommandId,
    pub command: Command,
    pub state: State,
}

#[derive(Clone, Debug, PartialEq)]
pub enum State {
    Waiting { not_before: Option<Instant> },
    UnderWay { session: Session, since: Instant },
    Refused(Refused),
}

/// What became of a refused letter.
#[derive(Clone, Debug, PartialEq)]
pub enum Verdict {
    /// It goes out again by itself.
    Later,
    /// It is put aside.
    Aside(Refused),
    /// Nobody here has written that.
    Unknown,
}

#[derive(Clone, Debug, Default, PartialEq)]
pub struct Outbox {
    letters: Vec<Letter>,
}

impl Outbox {
    /// Keeps what was written. The same id again changes nothing.
    pub fn put(&mut self, id: CommandId, command: Command) {
        if self.letters.iter().any(|l| l.id == id) {
            return;
        }
        if let Some(cursor) = cursor_of(&command) {
            self.letters.retain(|l| cursor_of(&l.command) != Some(cursor));
        }
        self.letters.push(Letter { id, command, state: State::Waiting { not_before: None } });
    }

    /// The oldest letter that may go now. It is under way from here on.
    pub fn next(&mut self, session: Session, now: Instant) -> Option<(CommandId, Command)> {
        let at = self.ready().find(|(_, not_before)| not_before.is_none_or(|t| t <= now))?.0;
        let letter = &mut self.letters[at];
        letter.state = State::UnderWay { session, since: now };
        Some((letter.id.clone(), letter.command.clone()))
    }

    /// When the next letter may go that is waiting for its time only.
    pub fn due(&self) -> Option<Instant> {
        self.ready().filter_map(|(_, not_before)| not_before).min()
    }

    /// Since when the oldest unanswered letter is under way.
    pub fn unanswered_since(&self) -> Option<Instant> {
        let since = self.letters.iter().filter_map(|l| match l.state {
            State::UnderWay { since, .. } => Some(since),
            _ => None,
        });
        since.min()
    }

    /// The letters that nothing of their conversation stands before, and until when each waits.
    fn ready(&self) -> impl Iterator<Item = (usize, Option<Instant>)> {
        let mut held: HashSet<ConversationId> = HashSet::new();
        self.letters.iter().enumerate().filter_map(move |(at, letter)| {
            if matches!(letter.state, State::Refused(_)) {
                return None;
            }
            let first = order_of(&letter.command).is_none_or(|conversation| held.insert(conversation));
            match letter.state {
                State::Waiting { not_before } if first => Some((at, not_before)),
                _ => None,
            }
        })
    }

    /// It is in the database. False when nobody here has written that, or it was settled before.
    pub fn done(&mut self, id: &CommandId) -> bool {
        let before = self.letters.len();
        self.letters.retain(|l| l.id != *id);
        self.letters.len() < before
    }

    /// A no: for the moment, or for good.
    pub fn refused(&mut self, id: &CommandId, refusal: Refused, now: Instant) -> Verdict {
        let Some(letter) = self.letters.iter_mut().find(|l| l.id == *id) else { return Verdict::Unknown };
        if matches!(refusal.kind, RefusalKind::Busy | RefusalKind::TooFast) {
            let wait = refusal.retry_after_ms.and_then(|ms| u64::try_from(ms).ok()).map_or(A_MOMENT, Duration::from_millis);
            letter.state = State::Waiting { not_before: Some(now + wait) };
            return Verdict::Later;
        }
        letter.state = State::Refused(refusal.clone());
        Verdict::Aside(refusal)
    }

    /// The line is gone: whatever was under way on it, or on an older one, waits again under its id.
    pub fn lost(&mut self, session: Session) {
        for letter in &mut self.letters {
            if matches!(letter.state, State::UnderWay { session: on, .. } if on <= session) {
                letter.state = State::Waiting { not_before: None };
            }
        }
    }

    /// What was put aside goes out again, last of its conversation: its refusal was an answer, so it is a new command.
    pub fn send_again(&mut self, id: &CommandId) -> Option<CommandId> {
        let at = self.letters.iter().position(|l| l.id == *id && matches!(l.state, State::Refused(_)))?;
        let letter = self.letters.remove(at);
        let next = fresh_id();
        self.put(next.clone(), letter.command);
        Some(next)
    }

    /// What was put aside is gone.
    pub fn throw_away(&mut self, id: &CommandId) -> Option<Command> {
        let at = self.letters.iter().position(|l| l.id == *id && matches!(l.state, State::Refused(_)))?;
        Some(self.letters.remove(at).command)
    }

    /// Everything unsettled, the oldest first.
    pub fn letters(&self) -> &[Letter] {
        &self.letters
    }

    /// Nothing waits or is under way; something may be put aside.
    pub fn is_quiet(&self) -> bool {
        self.letters.iter().all(|l| matches!(l.state, State::Refused(_)))
    }
}

/// The conversation whose order a command stands in.
fn order_of(command: &Command) -> Option<ConversationId> {
    match command {
        Command::Messaging(messaging::Command::Send { conversation, .. }) => Some(*conversation),
        _ => None,
    }
}

/// Of these only the newest is worth sending.
fn cursor_of(command: &Command) -> Option<(ConversationId, &'static str)> {
    match command {
        Command::Messaging(messaging::Command::Read { conversation, .. }) => Some((*conversation, "read")),
        Command::Messaging(messaging::Command::Deliver { conversation, .. }) => Some((*conversation, "delivered")),
        _ => None,
    }
}

#[cfg(test)]
mod tests;
