//! When to come back after a line was lost: a function of how often it was tried, what the hub named, and dice.
//!
//! Full jitter: anywhere between at once and the longest wait of this try, so that thousands who lost their line in one
//! moment come back spread out. The longest wait doubles with each try up to a cap; a wait that the hub names is taken
//! as it is, since the hub has spread its members itself.

use std::time::Duration;

/// The longest wait before the first try.
pub const FIRST: Duration = Duration::from_millis(250);
/// No wait is longer while somebody looks at the screen …
pub const LOOKED_AT: Duration = Duration::from_secs(3);
/// … or while nobody does.
pub const UNSEEN: Duration = Duration::from_secs(30);

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Comeback {
    tries: u32,
}

impl Comeback {
    /// How long to wait before the next try. `dice` is at least 0 and below 1.
    pub fn wait(&mut self, cap: Duration, named: Option<Duration>, dice: f64) -> Duration {
        let longest = FIRST.saturating_mul(1 << self.tries.min(16)).min(cap);
        self.tries = self.tries.saturating_add(1);
        named.unwrap_or_else(|| longest.mul_f64(dice))
    }

    /// The line stands and everything missed has come in. Only then do waits begin small again: a hub that falls over
    /// while it replays is not asked eight times a second.
    pub fn arrived(&mut self) {
        self.tries = 0;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_longest_wait_doubles_up_to_the_cap() {
        let mut comeback = Comeback::default();
        let waits: Vec<u128> = (0..6).map(|_| comeback.wait(LOOKED_AT, None, 0.5).as_millis()).collect();
        assert_eq!(waits, [125, 250, 500, 1_000, 1_500, 1_500]);
        assert_eq!((0..100).map(|_| comeback.wait(UNSEEN, None, 0.5)).max(), Some(UNSEEN / 2));
    }

    #[test]
    fn jitter_is_full() {
        let mut comeback = Comeback { tries: 9 };
        assert_eq!(comeback.wait(LOOKED_AT, None, 0.0), Duration::ZERO);
        assert_eq!(comeback.wait(LOOKED_AT, None, 0.5), LOOKED_AT / 2);
    }

    #[test]
    fn a_wait_that_the_hub_names_is_taken_as_it_is() {
        let mut comeback = Comeback::default();
        assert_eq!(comeback.wait(LOOKED_AT, Some(Duration::from_secs(9)), 0.2), Duration::from_secs(9));
        assert_eq!(comeback.wait(LOOKED_AT, None, 0.5), FIRST, "it was a try, too");
    }

    #[test]
    fn waits_begin_small_again_after_an_arrival() {
        let mut comeback = Comeback { tries: 9 };
        comeback.arrived();
        assert_eq!(comeback.wait(UNSEEN, None, 0.5), FIRST / 2);
    }
}
