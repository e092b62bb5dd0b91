//! Who may follow whom, and how often somebody may begin to.

use super::{FOLLOWS_A_DAY, Refusal};
use crate::kernel::{ids::UserId, time::Timestamp};
use crate::moderation::rules::free_again;

/// How the two stand now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stands {
    /// Never.
    Never,
    /// It has been so, and ended.
    Once,
    Follows,
}

/// What following does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Followed {
    /// Who is followed hears of it.
    First,
    Again,
    /// It is so already.
    Already,
}

/// Decides whether `by` follows `who`. `there`: `who` is a member whom others may see, and no block stands between the two. `lately`:
/// whom else they began to follow in the last day, oldest first.
pub fn follow(by: UserId, who: UserId, there: bool, stands: Stands, lately: &[Timestamp], now: Timestamp) -> Result<Followed, Refusal> {
    if by == who {
        return Err(Refusal::Yourself);
    }
    if !there {
        return Err(Refusal::NoSuchMember);
    }
    let begins = match stands {
        Stands::Follows => return Ok(Followed::Already),
        Stands::Never => Followed::First,
        Stands::Once => Followed::Again,
    };
    match free_again(lately, FOLLOWS_A_DAY, now) {
        Some(at) => Err(Refusal::Enough { most: FOLLOWS_A_DAY, retry_after_ms: at.since(now) }),
        None => Ok(begins),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kernel::time::{DAY, HOUR};

    const ANA: UserId = UserId(1);
    const BO: UserId = UserId(2);
    const NOON: Timestamp = Timestamp(1_793_534_400_000);

    #[test]
    fn who_may_follow_whom_is_a_table() {
        use Stands::*;
        for (by, who, there, stands, expected) in [
            (ANA, BO, true, Never, Ok(Followed::First)),
            (ANA, BO, true, Once, Ok(Followed::Again)),
            (ANA, BO, true, Follows, Ok(Followed::Already)),
            (ANA, BO, false, Never, Err(Refusal::NoSuchMember)),
            (ANA, BO, false, Once, Err(Refusal::NoSuchMember)),
            (ANA, BO, false, Follows, Err(Refusal::NoSuchMember)),
            (ANA, ANA, true, Never, Err(Refusal::Yourself)),
            (ANA, ANA, false, Follows, Err(Refusal::Yourself)),
        ] {
            assert_eq!(follow(by, who, there, stands, &[], NOON), expected, "{by} {who} {there} {stands:?}");
        }
    }

    #[test]
    fn who_follows_very_many_in_a_day_waits_and_what_is_so_already_costs_nothing() {
        let mut lately = vec![NOON.plus(-23 * HOUR); FOLLOWS_A_DAY as usize];
        let wait = Err(Refusal::Enough { most: FOLLOWS_A_DAY, retry_after_ms: HOUR });
        assert_eq!(follow(ANA, BO, true, Stands::Never, &lately, NOON), wait);
        assert_eq!(follow(ANA, BO, true, Stands::Once, &lately, NOON), wait);
        assert_eq!(follow(ANA, BO, true, Stands::Follows, &lately, NOON), Ok(Followed::Already));
        lately[0] = NOON.plus(-DAY);
        assert_eq!(follow(ANA, BO, true, Stands::Never, &lately, NOON), Ok(Followed::First), "the first one is a day ago");
    }
}
