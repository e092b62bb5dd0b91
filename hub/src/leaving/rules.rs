//! Who may leave, come back, and when somebody is gone.

use super::{GRACE_MS, Refusal};
use crate::kernel::{refusal::FieldProblem, time::Timestamp};

/// How a member stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Standing {
    /// Away by their own wish.
    pub away: bool,
    /// When everything of theirs is deleted.
    pub delete_at: Option<Timestamp>,
    pub gone: bool,
    /// Made up: many visitors come in as them.
    pub of_the_town: bool,
}

/// Whether somebody may go out of sight.
pub fn leave(who: Standing) -> Result<(), Refusal> {
    match who {
        Standing { of_the_town: true, .. } => Err(Refusal::OfTheTown),
        Standing { away: false, gone: false, .. } => Ok(()),
        _ => Err(Refusal::Away),
    }
}

/// When all of theirs is deleted, if `typed` is their username.
pub fn delete(who: Standing, typed: &str, username: &str, now: Timestamp) -> Result<Timestamp, Refusal> {
    leave(who)?;
    if typed.trim().trim_start_matches('@').to_lowercase() != username {
        return Err(Refusal::Mend(vec![FieldProblem::new(
            "username",
            crate::say("rule-leaving-type-your-username-to-say-that-you-mean-it").with("username", username),
        )]));
    }
    Ok(now.plus(GRACE_MS))
}

/// Whether somebody may come back: until it is carried out, also when its day has come.
pub fn come_back(who: Standing) -> Result<(), Refusal> {
    match who {
        Standing { gone: true, .. } => Err(Refusal::NotDue),
        Standing { away: true, .. } => Ok(()),
        _ => Err(Refusal::Here),
    }
}

/// Whether it is time. They may have come back since it was found due.
pub fn finish(who: Standing, now: Timestamp) -> Result<(), Refusal> {
    match who {
        Standing { away: true, delete_at: Some(at), gone: false, .. } if at <= now => Ok(()),
        _ => Err(Refusal::NotDue),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kernel::time::DAY;

    const NOON: Timestamp = Timestamp(1_793_534_400_000);
    const HERE: Standing = Standing { away: false, delete_at: None, gone: false, of_the_town: false };
    const AWAY: Standing = Standing { away: true, ..HERE };
    const ENDING: Standing = Standing { delete_at: Some(NOON), ..AWAY };
    const GONE: Standing = Standing { gone: true, ..ENDING };
    const NORA: Standing = Standing { of_the_town: true, ..HERE };

    #[test]
    fn who_may_do_what_is_a_table() {
        use Refusal::*;
        for (who, left, back, finished) in [
            (HERE, Ok(()), Err(Here), Err(NotDue)),
            (AWAY, Err(Away), Ok(()), Err(NotDue)),
            (ENDING, Err(Away), Ok(()), Ok(())),
            (GONE, Err(Away), Err(NotDue), Err(NotDue)),
            (NORA, Err(OfTheTown), Err(Here), Err(NotDue)),
        ] {
            assert_eq!(leave(who), left, "{who:?} leaves");
            assert_eq!(delete(who, "ana", "ana", NOON).map(|_| ()), left, "{who:?} wants to be deleted");
            assert_eq!(come_back(who), back, "{who:?} comes back");
            assert_eq!(finish(who, NOON), finished, "{who:?} is deleted");
        }
    }

    #[test]
    fn it_takes_fourteen_days_and_not_a_moment_less() {
        let at = delete(HERE, "ana", "ana", NOON).expect("she may");
        assert_eq!(at, NOON.plus(14 * DAY));
        let ending = Standing { away: true, delete_at: Some(at), ..HERE };
        assert_eq!(finish(ending, at.plus(-1)), Err(Refusal::NotDue));
        assert_eq!(finish(ending, at), Ok(()));
    }

    #[test]
    fn whoever_means_it_types_their_username() {
        for typed in ["ana", " @Ana ", "ANA"] {
            assert!(delete(HERE, typed, "ana", NOON).is_ok(), "{typed}");
        }
        for typed in ["", "an", "anna", "@", "delete my account"] {
            let Err(Refusal::Mend(problems)) = delete(HERE, typed, "ana", NOON) else { panic!("{typed} was enough") };
            assert_eq!(problems[0].field, "username");
        }
    }
}
