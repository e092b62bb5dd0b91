//! What the batch before has left of what it decided on, so that the next one need not read it again: conversations of two, how far
//! their members are, the ends of inboxes.
//!
//! On SQLite only: one process writes, through one connection, and each write transaction there has a number. What a batch leaves is
//! good for the very next one: whatever is written in between, by whom ever, in whatever way, makes it count for nothing. A batch
//! leaves it after its commit, and only when all of it was sends, reads and deliveries.

use std::{
    collections::HashMap,
    sync::{Mutex, PoisonError},
};

use hub::{ConversationId, UserId};

use crate::{
    batch::End,
    messaging::{Cursor, Open},
};

/// More conversations, or more inboxes, than this are not kept: some MiB.
const MOST: usize = 20_000;

/// What is known without a look.
#[derive(Default)]
pub(crate) struct Hot {
    /// A conversation and the cursors of its two.
    pub conversations: HashMap<ConversationId, (Open, [Option<Cursor>; 2])>,
    pub inboxes: HashMap<UserId, End>,
}

/// Between two batches.
#[derive(Default)]
pub(crate) struct Left {
    left: Mutex<Option<(u64, Hot)>>,
}

impl Left {
    /// For the write transaction of this number: what the one before it left, else nothing.
    pub fn take(&self, turn: u64) -> Hot {
        let left = self.left.lock().unwrap_or_else(PoisonError::into_inner).take();
        left.filter(|(of, _)| of + 1 == turn).map(|(_, hot)| hot).unwrap_or_default()
    }

    pub fn leave(&self, turn: u64, hot: Hot) {
        if hot.conversations.len() <= MOST && hot.inboxes.len() <= MOST {
            *self.left.lock().unwrap_or_else(PoisonError::into_inner) = Some((turn, hot));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_left_is_good_for_the_very_next_transaction_only() {
        let left = Left::default();
        let hot = || Hot { inboxes: HashMap::from([(UserId(7), End { head: 3, last_row: None })]), ..Hot::default() };
        left.leave(4, hot());
        assert_eq!(left.take(5).inboxes.len(), 1);
        assert!(left.take(5).inboxes.is_empty(), "it is there once");
        left.leave(5, hot());
        assert!(left.take(7).inboxes.is_empty(), "another one wrote in between");
        left.leave(7, hot());
        assert!(left.take(7).inboxes.is_empty(), "left too late: its own number came again");
    }
}
