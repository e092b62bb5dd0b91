//! What the moment adds to a score: what is known of who offers, bounded so that it orders those who fit about as well and
//! decides nothing else.
//!
//! A score of 0–1000 goes up by [`most_up`] at most, which is 20 points; a tag that two posts share makes 100 at the least anywhere
//! below 800. And it never crosses a floor, up or down: whoever fits well enough to be told is told or passed over for reasons of
//! `hub::matches::rules`, and whoever does not is not lifted by being kind, quick and here. Of whom nothing is known, nothing is
//! added and nothing taken; one bad answer weighs little, since each share is counted as if a few usual ones stood before it.

use hub::{
    HOUR,
    availability::Answers,
    matches::{Facts, Known},
};

use super::{LIST_FLOOR, TELL_FLOOR, Weights};

/// A share that is counted begins as if so many usual cases had been before.
const USUAL: f64 = 3.0;
/// The share of requests that people usually answer, and the stars they usually get.
const USUALLY_ANSWERED: f64 = 0.8;
const USUAL_STARS: f64 = 4.0;
/// With so many people helped half of what that can say is said.
const HELPED_HALF: f64 = 5.0;
/// Who answers within this long says half of what promptness can say.
const PROMPT_HALF: f64 = (6 * HOUR) as f64;

/// What is known, in parts of 1: what is added, or taken.
pub(super) fn moved_by(facts: &Facts, weights: &Weights) -> f64 {
    let Facts { known, .. } = facts;
    let here = if known.here { weights.here } else { 0.0 };
    weights.standing * standing(known) + weights.sureness * sureness(&known.answers) + here + weights.into * into(facts.into)
}

/// 0 to 1: of how many of the ask's tags they say that they are into them. One says half, each further one half of what is left.
fn into(tags: i64) -> f64 {
    1.0 - 0.5_f64.powi(tags.clamp(0, 30) as i32)
}

/// How far a score goes up at most, and down, in parts of 1.
pub(super) fn most_up(weights: &Weights) -> f64 {
    weights.standing + weights.sureness + weights.here + weights.into
}

pub(super) fn most_down(weights: &Weights) -> f64 {
    weights.standing + weights.sureness
}

/// The score with what the moment adds to how well two posts fit: on the side of each floor where the posts put it.
pub(super) fn between_floors(fit: i64, moved: f64) -> i64 {
    let (least, most) = match fit {
        TELL_FLOOR.. => (TELL_FLOOR, 1_000),
        LIST_FLOOR.. => (LIST_FLOOR, TELL_FLOOR - 1),
        _ => (0, LIST_FLOOR - 1),
    };
    (fit + (moved * 1_000.0).round() as i64).clamp(least, most)
}

/// −1 to 1: how many they have helped, and how that was rated. Who is rated below what is usual is not made up for by their number.
fn standing(known: &Known) -> f64 {
    let (helped, ratings) = (known.helped.max(0) as f64, known.ratings.max(0) as f64);
    let stars = (known.stars.max(0) as f64 + USUAL * USUAL_STARS) / (ratings + USUAL);
    let rated = if stars >= USUAL_STARS { stars - USUAL_STARS } else { (stars - USUAL_STARS) / (USUAL_STARS - 1.0) };
    if rated < 0.0 { rated.max(-1.0) } else { (helped / (helped + HELPED_HALF) + rated.min(1.0)) / 2.0 }
}

/// −1 to 1: the share of requests they answer, and, of who answers more than is usual, how soon.
fn sureness(answers: &Answers) -> f64 {
    if answers.asked <= 0 {
        return 0.0;
    }
    let (asked, answered) = (answers.asked.max(0) as f64, answers.answered.clamp(0, answers.asked.max(0)) as f64);
    let share = (answered + USUAL * USUALLY_ANSWERED) / (asked + USUAL);
    if share < USUALLY_ANSWERED {
        return share / USUALLY_ANSWERED - 1.0;
    }
    let soon = answers.usual_ms.map_or(0.0, |ms| 1.0 / (1.0 + ms.max(0) as f64 / PROMPT_HALF));
    (share - USUALLY_ANSWERED) / (1.0 - USUALLY_ANSWERED) * (1.0 + soon) / 2.0
}

#[cfg(test)]
mod tests {
    use hub::MINUTE;
    use proptest::prelude::*;

    use super::*;

    fn moved(known: Known) -> f64 {
        moved_by(&Facts { known, ..Facts::default() }, &Weights::default())
    }

    fn answers(asked: i64, answered: i64, usual_ms: i64) -> Known {
        Known { answers: Answers { asked, answered, usual_ms: Some(usual_ms) }, ..Known::default() }
    }

    #[test]
    fn of_whom_nothing_is_known_nothing_is_added_or_taken() {
        assert_eq!(moved(Known::default()), 0.0);
        for fit in 0..=1_000 {
            assert_eq!(between_floors(fit, 0.0), fit);
        }
    }

    #[test]
    fn who_helped_more_is_rated_better_answers_more_surely_and_sooner_or_is_here_stands_higher() {
        let helped = |helped, ratings, stars| moved(Known { helped, ratings, stars, ..Known::default() });
        assert!(helped(9, 0, 0) > helped(1, 0, 0) && helped(1, 0, 0) > 0.0);
        assert!(helped(9, 6, 30) > helped(9, 6, 24));
        assert!(helped(9, 6, 12) < 0.0, "helping many badly is no standing");
        assert!(moved(answers(10, 10, 12 * MINUTE)) > moved(answers(10, 10, 40 * HOUR)));
        assert!(moved(answers(10, 10, 40 * HOUR)) > moved(answers(10, 9, 40 * HOUR)));
        assert!(moved(answers(10, 4, MINUTE)) < 0.0, "half of those who ask wait in vain");
        assert!(moved(Known { here: true, ..Known::default() }) > 0.0);
    }

    #[test]
    fn who_is_into_more_of_what_is_asked_stands_higher() {
        let into = |into| moved_by(&Facts { into, ..Facts::default() }, &Weights::default());
        assert_eq!(into(0), 0.0);
        assert!(into(1) > 0.0 && into(2) > into(1) && into(12) > into(2) && into(i64::MAX) <= Weights::default().into);
    }

    #[test]
    fn one_request_that_waited_in_vain_takes_less_than_a_handful() {
        let one = moved(Known { answers: Answers { asked: 1, answered: 0, usual_ms: None }, ..Known::default() });
        let five = moved(Known { answers: Answers { asked: 5, answered: 0, usual_ms: None }, ..Known::default() });
        assert!(five * 2.0 < one && one < 0.0, "{one} {five}");
    }

    #[test]
    fn all_of_it_together_is_twenty_points() {
        let weights = Weights::default();
        assert!(most_up(&weights) <= 0.02 + 1e-9 && most_down(&weights) <= 0.02);
        let tag = weights.tag * (1.0 - 0.8);
        assert!(most_up(&weights) * 5.0 <= tag + 1e-9, "a fifth of a tag, where that is worth least");
    }

    proptest! {
        #[test]
        fn whatever_is_known_stays_within_bounds_and_crosses_no_floor(
            helped in -5i64..10_000, ratings in -5i64..1_000, mean in 0i64..=5, asked in -5i64..40, answered in -5i64..40,
            usual_ms in prop::option::of(-5i64..100 * HOUR), here in any::<bool>(), into in -5i64..20, fit in 0i64..=1_000,
        ) {
            let weights = Weights::default();
            let known = Known { helped, ratings, stars: ratings * mean, answers: Answers { asked, answered, usual_ms }, here };
            let moved = moved_by(&Facts { known, into, ..Facts::default() }, &weights);
            prop_assert!(moved <= most_up(&weights) + 1e-12 && moved >= -most_down(&weights) - 1e-12, "{moved}");
            let score = between_floors(fit, moved);
            prop_assert!((0..=1_000).contains(&score) && (score - fit).abs() <= 20);
            for floor in [LIST_FLOOR, TELL_FLOOR] {
                prop_assert_eq!(score >= floor, fit >= floor);
            }
        }
    }
}
