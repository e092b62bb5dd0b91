//! Which kinds of asks and offers fit, and how that is said to both.

use hub::{
    asks::AskKind::{self, *},
    offers::OfferKind,
};

/// How well two kinds go together.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct KindFit {
    /// 0 (never a match) to 100 (made for each other).
    pub fit: u8,
    /// For both to read; `None` where the kinds alone are no reason.
    pub words: Option<&'static str>,
}

/// From here on the kinds themselves are a reason.
pub const IS_A_REASON: u8 = 40;

/// The whole table, 7 × 9. Kinds of each row stand in the order of `OfferKind::ALL`:
/// app, template, course, post, link, service, mentorship, skill, feedback.
const fn row(ask: AskKind) -> [u8; 9] {
    match ask {
        //                app tmpl cour post link serv ment skil feed
        BetaTester => [/**/ 10, 0, 0, 0, 0, 40, 20, 60, 100],
        Feedback => [/*  */ 10, 20, 20, 20, 10, 65, 55, 85, 100],
        Collaborator => [/**/ 50, 25, 20, 15, 10, 80, 50, 85, 35],
        Learning => [/*  */ 30, 60, 100, 65, 45, 35, 95, 85, 25],
        Hire => [/*      */ 35, 35, 10, 0, 0, 100, 30, 75, 25],
        Advice => [/*    */ 50, 60, 65, 65, 40, 80, 90, 95, 55],
        Introduction => [/**/ 10, 0, 20, 15, 20, 60, 70, 75, 20],
    }
}

fn words(ask: AskKind, offer: OfferKind) -> &'static str {
    use OfferKind as O;
    match (ask, offer) {
        (BetaTester, O::Feedback) => "needs people to try an app, offers to test apps",
        (BetaTester, O::Skill) => "needs people to try an app, offers a quick hand",
        (BetaTester, O::Service) => "needs people to try an app, offers it as a service",
        (Feedback, O::Feedback) => "wants feedback, offers to say what they think",
        (Feedback, O::Skill) => "wants feedback, offers a quick hand",
        (Feedback, O::Service) => "wants feedback, offers it as a service",
        (Feedback, O::Mentorship) => "wants feedback, offers to stay at their side",
        (Collaborator, O::Skill) => "wants to build together, offers a hand",
        (Collaborator, O::Service) => "wants to build together, builds for and with others",
        (Collaborator, O::Mentorship) => "wants to build together, offers to stay at their side",
        (Collaborator, O::App) => "wants to build together, has built an app",
        (Learning, O::Course) => "wants to learn, offers a course",
        (Learning, O::Mentorship) => "wants to learn, offers to mentor",
        (Learning, O::Skill) => "wants to learn, offers to show how",
        (Learning, O::Template) => "wants to learn, offers something to start from",
        (Learning, O::Post) => "wants to learn, wrote about it",
        (Learning, O::Link) => "wants to learn, found something good about it",
        (Hire, O::Service) => "wants to pay for it, does it as a service",
        (Hire, O::Skill) => "wants to pay for it, is good at it",
        (Advice, O::Skill) => "needs a hand, offers one",
        (Advice, O::Mentorship) => "needs advice, offers to stay at their side",
        (Advice, O::Service) => "needs a hand, does it as a service",
        (Advice, O::Course) => "needs advice, offers a course",
        (Advice, O::Post) => "needs advice, wrote about it",
        (Advice, O::Template) => "needs a hand, offers something ready to use",
        (Advice, O::Feedback) => "needs advice, offers to say what they think",
        (Advice, O::App) => "needs a hand, built an app for it",
        (Advice, O::Link) => "needs advice, found something good about it",
        (Introduction, O::Skill) => "would like to meet somebody, offers a hand",
        (Introduction, O::Mentorship) => "would like to meet somebody, offers to stay at their side",
        (Introduction, O::Service) => "would like to meet somebody, does it as a service",
        (_, _) => "",
    }
}

/// Stems by which an offer says that it is about trying things on a screen.
const TRIED: [&str; 9] = ["app", "tool", "softwar", "websit", "page", "test", "tester", "product", "game"];

/// [`fit`], with a look at what the offer says: who looks at posters does not test apps.
pub fn fit_of(ask: AskKind, offer: OfferKind, says: impl Fn(&str) -> bool) -> KindFit {
    match (ask, offer) {
        (BetaTester, OfferKind::Feedback) if !TRIED.iter().any(|stem| says(stem)) => {
            KindFit { fit: 60, words: Some("needs people to try something, offers to say what they think") }
        }
        _ => fit(ask, offer),
    }
}

/// How well an ask of one kind and an offer of another go together.
pub fn fit(ask: AskKind, offer: OfferKind) -> KindFit {
    let column = OfferKind::ALL.iter().position(|kind| *kind == offer).unwrap_or_default();
    let fit = row(ask)[column];
    let words = Some(words(ask, offer)).filter(|words| fit >= IS_A_REASON && !words.is_empty());
    KindFit { fit, words }
}

/// Words that say nothing by themselves, but are what it is about between these two kinds: one needs an **app** tried,
/// the other tries **apps**; one wants to learn **AI**, the other teaches it. (Stems, and what they weigh then.)
pub fn object(ask: AskKind, offer: OfferKind, stem: &str) -> Option<u8> {
    match (ask, offer, stem) {
        (BetaTester | Feedback, OfferKind::Feedback, "app" | "tool" | "softwar") => Some(80),
        (BetaTester, OfferKind::Skill | OfferKind::Service, "test" | "tester" | "app") => Some(40),
        (BetaTester, OfferKind::Feedback, "test" | "tester" | "product") => Some(30),
        (Learning | Advice, OfferKind::Course | OfferKind::Mentorship | OfferKind::Skill | OfferKind::Post, "ai") => Some(40),
        // Whoever hires talks about the price; whoever offers too.
        (Hire, _, "price") => Some(0),
        (Collaborator, OfferKind::Service | OfferKind::Skill, "app") => Some(50),
        (Hire, OfferKind::Service | OfferKind::Skill, "app") => Some(40),
        _ => None,
    }
}

/// Whether this word of everybody's, said by both and nothing else, is what it is all about between these two kinds:
/// who has an **app** to be tried and who tries **apps** need no second word.
pub fn enough_alone(ask: AskKind, offer: OfferKind, stem: &str) -> bool {
    matches!((ask, offer, stem), (BetaTester, OfferKind::Feedback, "app" | "tool" | "softwar"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whoever_needs_testers_is_best_helped_by_whoever_tests() {
        let best = OfferKind::ALL.iter().max_by_key(|offer| fit(BetaTester, **offer).fit);
        assert_eq!(best, Some(&OfferKind::Feedback));
        assert_eq!(fit(BetaTester, OfferKind::Feedback).words, Some("needs people to try an app, offers to test apps"));
        for useless in [OfferKind::Course, OfferKind::Template, OfferKind::Post, OfferKind::Link] {
            assert_eq!(fit(BetaTester, useless).fit, 0);
        }
    }

    #[test]
    fn each_kind_of_ask_has_the_offers_it_is_made_for() {
        for (ask, best) in [
            (Feedback, OfferKind::Feedback),
            (Collaborator, OfferKind::Skill),
            (Learning, OfferKind::Course),
            (Hire, OfferKind::Service),
            (Advice, OfferKind::Skill),
            (Introduction, OfferKind::Skill),
        ] {
            let top = OfferKind::ALL.iter().map(|offer| fit(ask, *offer).fit).max();
            assert_eq!(Some(fit(ask, best).fit), top, "{ask}");
        }
    }

    #[test]
    fn kinds_are_a_reason_exactly_when_they_fit_well() {
        for ask in AskKind::ALL {
            for offer in OfferKind::ALL {
                let KindFit { fit, words } = fit(*ask, *offer);
                assert_eq!(words.is_some(), fit >= IS_A_REASON, "{ask} {offer}");
            }
        }
    }
}
