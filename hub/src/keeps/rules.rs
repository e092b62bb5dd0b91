//! What may be kept.

use super::{MOST_KEPT, Refusal};
use crate::kernel::ids::UserId;

/// What the rule knows of a thing that somebody would like to keep and may see.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Seen {
    /// Nobody's: a tool.
    pub owner: Option<UserId>,
}

/// Decides whether `by` keeps a thing that they don't keep yet. `seen`: `None` when they may not see it. `kept`: how many things they
/// keep.
pub fn keep(by: UserId, seen: Option<Seen>, kept: i64) -> Result<(), Refusal> {
    let Seen { owner } = seen.ok_or(Refusal::NoSuchThing)?;
    if owner == Some(by) {
        return Err(Refusal::OwnThing);
    }
    if kept >= MOST_KEPT {
        return Err(Refusal::Enough { most: MOST_KEPT });
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::keeps::{Kind, Thing};

    const ANA: UserId = UserId(1);
    const BO: UserId = UserId(2);

    #[test]
    fn what_may_be_kept_is_a_table() {
        let of = |owner| Some(Seen { owner });
        for (seen, kept, expected) in [
            (of(Some(BO)), 0, Ok(())),
            (of(None), 0, Ok(())),
            (of(Some(BO)), MOST_KEPT - 1, Ok(())),
            (of(Some(BO)), MOST_KEPT, Err(Refusal::Enough { most: MOST_KEPT })),
            (of(Some(ANA)), 0, Err(Refusal::OwnThing)),
            (None, 0, Err(Refusal::NoSuchThing)),
            (None, MOST_KEPT, Err(Refusal::NoSuchThing)),
        ] {
            assert_eq!(keep(ANA, seen, kept), expected, "{seen:?} {kept}");
        }
    }

    #[test]
    fn a_thing_is_its_kind_and_its_number() {
        for kind in Kind::ALL {
            let thing = Thing::of(*kind, 7);
            assert_eq!((thing.kind(), thing.number()), (*kind, 7));
        }
    }
}
