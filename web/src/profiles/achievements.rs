//! What a member has reached by asking and giving, read off counts. Nothing of it is stored, so nothing of it can be wrong for
//! long, and none of it is lost.

use store::profiles::Begun;

use crate::say;

/// One of them, as it stands on the storefront.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Achievement {
    pub icon: &'static str,
    pub name: String,
    /// How one gets it.
    pub how: String,
}

/// So many people helped are something to show.
const HELPED: [i64; 4] = [5, 10, 25, 50];

/// What somebody has reached who has begun this and helped so many people.
pub fn reached(begun: Begun, helped: i64) -> Vec<Achievement> {
    let firsts = [
        (begun.offers, "gift", "profiles-first-offer", "profiles-first-offer-how"),
        (begun.asks, "hand", "profiles-first-ask", "profiles-first-ask-how"),
        (begun.courses, "book", "profiles-course-author", "profiles-course-author-how"),
        (helped, "handshake", "profiles-first-help", "profiles-first-help-how"),
    ];
    let firsts = firsts.into_iter().filter(|(n, ..)| *n > 0);
    let firsts = firsts.map(|(_, icon, name, how)| Achievement { icon, name: say(name).into(), how: say(how).into() });
    let rungs = HELPED.into_iter().filter(|rung| helped >= *rung).map(|rung| Achievement {
        icon: "sparkles",
        name: say("profiles-helped-many").with("n", rung).into(),
        how: say("profiles-helped-many-how").with("n", rung).into(),
    });
    firsts.chain(rungs).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_reached_follows_from_what_was_begun_and_how_many_were_helped() {
        let begun = |offers, courses, asks| Begun { offers, courses, asks };
        for (begun, helped, names) in [
            (begun(0, 0, 0), 0, &[][..]),
            (begun(1, 0, 0), 0, &["First offer"]),
            (begun(0, 0, 7), 0, &["First ask"]),
            (begun(0, 0, 0), 1, &["First help"]),
            (begun(0, 0, 0), 4, &["First help"]),
            (begun(0, 0, 0), 5, &["First help", "Helped 5"]),
            (begun(2, 1, 0), 9, &["First offer", "Course author", "First help", "Helped 5"]),
            (begun(3, 0, 1), 10, &["First offer", "First ask", "First help", "Helped 5", "Helped 10"]),
            (begun(0, 0, 0), 24, &["First help", "Helped 5", "Helped 10"]),
            (begun(0, 0, 0), 25, &["First help", "Helped 5", "Helped 10", "Helped 25"]),
            (
                begun(1, 1, 1),
                400,
                &["First offer", "First ask", "Course author", "First help", "Helped 5", "Helped 10", "Helped 25", "Helped 50"],
            ),
        ] {
            let names: Vec<String> = names.iter().map(|name| (*name).to_owned()).collect();
            assert_eq!(reached(begun, helped).into_iter().map(|a| a.name).collect::<Vec<_>>(), names, "{begun:?} {helped}");
        }
    }
}
