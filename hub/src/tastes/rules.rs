//! Which pairs a member's rules keep from them, which rules a card offers, and how a rule is said.

use super::{
    About, Pause, Refusal, Rule,
    reasons::{self, Reason},
};
use crate::{
    asks::AskKind,
    kernel::{
        ids::{RuleId, UserId},
        time::{DAY, Timestamp},
    },
    matches::{MatchCard, rules::LEAST_REASONS},
    offers::OfferKind,
    taxonomy,
};

/// What somebody posted, by its kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Ask(AskKind),
    Offer(OfferKind),
}

/// The other side of a pair.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Other {
    pub who: UserId,
    pub kind: Kind,
}

/// The same name, however it was written: “Images & Video” stands in a sentence as “images and video”.
pub fn same(name: &str) -> String {
    name.trim().to_ascii_lowercase().replace(" & ", " and ")
}

/// The rule of a member's that keeps a pair from them, if one does. A person and a kind are kept away whatever else fits. What
/// is said about a reason only takes that reason away: with two others left, a concrete one among them, the pair still stands.
pub fn caught_by(other: Other, said: &[String], rules: &[(RuleId, Rule)]) -> Option<RuleId> {
    if let Some((id, _)) = rules.iter().find(|(_, rule)| is_about(rule, other)) {
        return Some(*id);
    }
    let one_by_one = rules.iter().filter(|(_, rule)| said.iter().any(|sentence| takes_from(sentence, &[rule])));
    let newest = one_by_one.map(|(id, _)| *id).max()?;
    let all: Vec<&Rule> = rules.iter().map(|(_, rule)| rule).collect();
    let left: Vec<Reason> = said.iter().filter(|sentence| !takes_away(sentence, &all)).map(|sentence| reasons::read(sentence)).collect();
    let stands = left.len() >= LEAST_REASONS && left.iter().any(|reason| reason.is_concrete());
    (!stands).then_some(newest)
}

fn is_about(rule: &Rule, other: Other) -> bool {
    match (rule.about, other.kind) {
        (About::Person, _) => rule.what == other.who.to_string(),
        (About::Asks, Kind::Ask(kind)) => rule.what == kind.word(),
        (About::Offers, Kind::Offer(kind)) => rule.what == kind.word(),
        _ => false,
    }
}

/// How much of a reason is left: how many names it had, and how many of them no rule is about.
struct Left {
    of: usize,
    stand: usize,
}

/// Whether rules are about any of it.
fn takes_from(sentence: &str, rules: &[&Rule]) -> bool {
    left(sentence, rules).is_some_and(|left| left.stand < left.of)
}

/// Whether nothing that counts is left of it.
fn takes_away(sentence: &str, rules: &[&Rule]) -> bool {
    left(sentence, rules).is_some_and(|left| left.stand == 0)
}

/// `None`: no rule is ever about such a reason.
fn left(sentence: &str, rules: &[&Rule]) -> Option<Left> {
    let about = |about: About| rules.iter().filter(move |rule| rule.about == about).map(|rule| rule.what.as_str());
    match reasons::read(sentence) {
        Reason::Tools(listed) => Some(left_of_names(listed, about(About::Tool).collect())),
        Reason::Tags(listed) => Some(left_of_names(listed, about(About::Tag).collect())),
        Reason::Category(name) => {
            let gone = about(About::Category).any(|what| same(what) == same(name));
            Some(Left { of: 1, stand: usize::from(!gone) })
        }
        Reason::Words(listed) => {
            let unwanted: Vec<String> = about(About::Words).flat_map(reasons::words).map(same).collect();
            let of_tags: Vec<Vec<String>> = about(About::Tag).map(|tag| same(tag).split(' ').map(str::to_owned).collect()).collect();
            // A tag that only one of them carries is in what both say.
            let is_gone = |word: &str| {
                let word = same(word);
                unwanted.contains(&word) || of_tags.iter().any(|tag| word.split(' ').all(|part| tag.iter().any(|t| t == part)))
            };
            let of = reasons::words(listed).count();
            let stand = reasons::words(listed).filter(|word| !is_gone(word)).count();
            // A word or two that remain of many are chance.
            Some(Left { of, stand: if stand * 2 < of { 0 } else { stand } })
        }
        Reason::Meaning | Reason::Other => None,
    }
}

fn left_of_names(listed: &str, mut names: Vec<&str>) -> Left {
    // “images and video” before “video”.
    names.sort_by_key(|name| std::cmp::Reverse(name.len()));
    let (mut rest, mut gone) = (listed.to_owned(), 0);
    for name in names {
        if let Some(without) = reasons::without(&rest, name) {
            rest = without;
            gone += 1;
        }
    }
    let stand = usize::from(!rest.is_empty());
    Left { of: gone + stand, stand }
}

/// What is known of the other one's post beside the card: names of its tags and tools, and of the reader's tools, since a
/// tool that both mention may stand in the text of one.
#[derive(Clone, Debug, Default)]
pub struct Named {
    pub tags: Vec<String>,
    pub tools: Vec<String>,
    pub category: Option<String>,
}

/// What a card lets its reader want less of, in the order of its reasons; the post and the person last.
pub fn choices(card: &MatchCard, named: &Named) -> Vec<Rule> {
    let mut all: Vec<Rule> = Vec::new();
    let mut add = |about: About, what: &str| {
        if !all.iter().any(|rule| rule.about == about && same(&rule.what) == same(what)) {
            all.push(Rule { about, what: what.to_owned() });
        }
    };
    for sentence in &card.reasons {
        match reasons::read(sentence) {
            Reason::Tools(listed) => {
                named.tools.iter().filter_map(|tool| reasons::find(listed, tool)).for_each(|tool| add(About::Tool, tool));
            }
            Reason::Tags(listed) => {
                named.tags.iter().filter_map(|tag| reasons::find(listed, tag)).for_each(|tag| add(About::Tag, tag));
            }
            Reason::Words(listed) => add(About::Words, listed),
            // A rule keeps the name that matches carry, however the card calls it.
            Reason::Category(name) => add(About::Category, taxonomy::called_in_data(name)),
            Reason::Meaning | Reason::Other => {}
        }
    }
    named.tags.iter().for_each(|tag| add(About::Tag, tag));
    named.category.iter().for_each(|name| add(About::Category, name));
    match card.reader_asks {
        true => add(About::Offers, card.offer_kind.word()),
        false => add(About::Asks, card.ask_kind.word()),
    }
    add(About::Person, &card.person.id.to_string());
    all
}

/// A name or a few words.
const LONGEST: usize = 200;

/// A rule as it is stored, or why it is none.
pub fn checked(rule: &Rule, by: UserId) -> Result<Rule, Refusal> {
    let what = rule.what.split_whitespace().collect::<Vec<_>>().join(" ");
    let what = match rule.about {
        About::Person => match what.parse::<UserId>().map_err(|_| Refusal::NotARule)? {
            who if who == by => return Err(Refusal::Yourself),
            who => who.to_string(),
        },
        About::Asks => what.parse::<AskKind>().map_err(|_| Refusal::NotARule)?.word().to_owned(),
        About::Offers => what.parse::<OfferKind>().map_err(|_| Refusal::NotARule)?.word().to_owned(),
        About::Words => reasons::words(&what).collect::<Vec<_>>().join(", "),
        About::Tag | About::Tool | About::Category => what,
    };
    let fits = (1..=LONGEST).contains(&what.chars().count()) && !what.chars().any(char::is_control);
    if fits { Ok(Rule { about: rule.about, what }) } else { Err(Refusal::NotARule) }
}

/// A rule as its owner reads it, after “less of”. `name` is the person's, where it is about one.
pub fn words(rule: &Rule, name: Option<&str>) -> String {
    match rule.about {
        About::Person => {
            let name = name.unwrap_or(crate::fixed("rule-tastes-somebody-who-is-not-here-any-more"));
            crate::say("rule-tastes-person").with("name", name).to_string()
        }
        About::Tag => crate::say("rule-tastes-tag").with("what", &rule.what).to_string(),
        About::Tool => crate::say("rule-tastes-tool").with("what", &rule.what).to_string(),
        About::Category => crate::say("rule-tastes-category").with("what", taxonomy::called_here(&rule.what)).to_string(),
        About::Words => crate::say("rule-tastes-words").with("what", &rule.what).to_string(),
        About::Asks => rule.what.parse().map_or(crate::fixed("rule-tastes-asks"), asks).to_owned(),
        About::Offers => rule.what.parse().map_or(crate::fixed("rule-tastes-offers"), offers).to_owned(),
    }
}

fn asks(kind: AskKind) -> &'static str {
    match kind {
        AskKind::BetaTester => crate::fixed("rule-tastes-asks-to-try-an-app"),
        AskKind::Feedback => crate::fixed("rule-tastes-asks-for-feedback"),
        AskKind::Collaborator => crate::fixed("rule-tastes-asks-to-build-together"),
        AskKind::Learning => crate::fixed("rule-tastes-asks-to-be-taught"),
        AskKind::Hire => crate::fixed("rule-tastes-asks-for-paid-work"),
        AskKind::Advice => crate::fixed("rule-tastes-asks-for-advice"),
        AskKind::Introduction => crate::fixed("rule-tastes-asks-for-introductions"),
    }
}

fn offers(kind: OfferKind) -> &'static str {
    match kind {
        OfferKind::App => crate::fixed("rule-tastes-apps"),
        OfferKind::Template => crate::fixed("rule-tastes-templates"),
        OfferKind::Course => crate::fixed("rule-tastes-courses"),
        OfferKind::Post => crate::fixed("rule-tastes-articles"),
        OfferKind::Link => crate::fixed("rule-tastes-finds"),
        OfferKind::Service => crate::fixed("rule-tastes-services"),
        OfferKind::Mentorship => crate::fixed("rule-tastes-mentoring"),
        OfferKind::Skill => crate::fixed("rule-tastes-quick-help"),
        OfferKind::Feedback => crate::fixed("rule-tastes-offers-of-feedback"),
    }
}

/// When a pause ends by itself.
pub fn ends(pause: Pause, now: Timestamp) -> Option<Timestamp> {
    match pause {
        Pause::Day => Some(now.plus(DAY)),
        Pause::Week => Some(now.plus(7 * DAY)),
        Pause::UntilISaySo => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const ANA: UserId = UserId(1);
    const BO: UserId = UserId(2);
    const BO_TEACHES: Other = Other { who: BO, kind: Kind::Offer(OfferKind::Course) };

    fn rule(about: About, what: &str) -> Rule {
        Rule { about, what: what.to_owned() }
    }

    fn caught(said: &[&str], rules: &[Rule]) -> Option<i64> {
        let said: Vec<String> = said.iter().map(|s| (*s).to_owned()).collect();
        let rules: Vec<(RuleId, Rule)> = rules.iter().enumerate().map(|(n, r)| (RuleId(n as i64 + 1), r.clone())).collect();
        caught_by(BO_TEACHES, &said, &rules).map(|id| id.0)
    }

    const SAID: [&str; 4] = ["you both mention Midjourney", "both about logos", "both in Marketing", "wants to learn, offers a course"];

    #[test]
    fn a_person_and_a_kind_are_kept_away_whatever_else_fits() {
        assert_eq!(caught(&SAID, &[]), None);
        assert_eq!(caught(&SAID, &[rule(About::Person, "3"), rule(About::Person, "2")]), Some(2));
        assert_eq!(caught(&SAID, &[rule(About::Offers, "course")]), Some(1));
        assert_eq!(caught(&SAID, &[rule(About::Offers, "app"), rule(About::Asks, "learning")]), None);
    }

    #[test]
    fn without_a_reason_two_others_and_a_concrete_one_must_stand() {
        let midjourney = rule(About::Tool, "midjourney");
        assert_eq!(caught(&SAID, std::slice::from_ref(&midjourney)), None, "logos and two more are left");
        assert_eq!(caught(&[SAID[0], SAID[2], SAID[3]], std::slice::from_ref(&midjourney)), Some(1), "nothing concrete is left");
        assert_eq!(caught(&[SAID[0], SAID[1]], std::slice::from_ref(&midjourney)), Some(1), "one is left");
        assert_eq!(caught(&SAID, &[midjourney, rule(About::Tag, "Logos")]), Some(2), "both together");
        assert_eq!(caught(&[SAID[0], SAID[2]], &[rule(About::Category, "marketing")]), Some(1));
        assert_eq!(caught(&[SAID[1], SAID[3]], &[rule(About::Tag, "React"), rule(About::Words, "logos")]), None, "none is about it");
    }

    #[test]
    fn a_reason_that_names_more_stands_by_the_rest() {
        let two = ["you both mention Claude and Midjourney", "wants to learn, offers a course"];
        assert_eq!(caught(&two, &[rule(About::Tool, "Midjourney")]), None);
        assert_eq!(caught(&two, &[rule(About::Tool, "Midjourney"), rule(About::Tool, "Claude")]), Some(2));
        let images = ["both about images and video", "wants to learn, offers a course"];
        assert_eq!(caught(&images, &[rule(About::Tag, "video"), rule(About::Tag, "Images & Video")]), Some(2));
    }

    #[test]
    fn of_words_at_least_half_must_be_left() {
        let said = |words: &'static str| [words, "wants to learn, offers a course"];
        let less = [rule(About::Words, "landing page, copy")];
        assert_eq!(caught(&said("you both say: landing page, copy"), &less), Some(1));
        assert_eq!(caught(&said("you both say: landing page, copy, price"), &less), Some(1));
        assert_eq!(caught(&said("you both say: landing page, price"), &less), None);
        assert_eq!(caught(&said("you both say: newsletter"), &[rule(About::Tag, "Newsletter Writing")]), Some(1));
        assert_eq!(caught(&said("you both say: newsletter design"), &[rule(About::Tag, "Newsletter Writing")]), None);
    }

    #[test]
    fn a_pair_that_means_the_same_in_other_words_is_concrete() {
        let said = ["you both mention Midjourney", "the ask says “sourdough”, the offer “baking”", "wants to learn, offers a course"];
        assert_eq!(caught(&said, &[rule(About::Tool, "Midjourney")]), None);
    }

    #[test]
    fn what_is_no_rule_is_refused() {
        let ok = |about, what: &str| checked(&rule(about, what), ANA).map(|r| r.what);
        assert_eq!(ok(About::Person, " 2 "), Ok("2".into()));
        assert_eq!(ok(About::Person, "1"), Err(Refusal::Yourself));
        assert_eq!(ok(About::Person, "bo"), Err(Refusal::NotARule));
        assert_eq!(ok(About::Asks, "course"), Err(Refusal::NotARule));
        assert_eq!(ok(About::Offers, "course"), Ok("course".into()));
        assert_eq!(ok(About::Words, "landing  page,,copy"), Ok("landing page, copy".into()));
        assert_eq!(ok(About::Tag, " \n "), Err(Refusal::NotARule));
        assert_eq!(ok(About::Tool, &"x".repeat(201)), Err(Refusal::NotARule));
    }

    #[test]
    fn rules_are_said_in_plain_words() {
        for (about, what, said) in [
            (About::Person, "2", "matches with Bo"),
            (About::Tag, "newsletter writing", "matches about newsletter writing"),
            (About::Tool, "Midjourney", "because we both mention Midjourney"),
            (About::Category, "Marketing", "in Marketing"),
            (About::Words, "landing page, copy", "because we both say: landing page, copy"),
            (About::Offers, "course", "courses"),
            (About::Asks, "beta_tester", "asks to try an app"),
        ] {
            assert_eq!(words(&rule(about, what), Some("Bo")), said);
        }
    }

    fn a_rule() -> impl Strategy<Value = Rule> {
        let what =
            prop_oneof![Just("2"), Just("3"), Just("course"), Just("app"), Just("Claude"), Just("SQL"), Just("a, b"), Just("Logos & Art")];
        (prop::sample::select(About::ALL), what).prop_map(|(about, what)| rule(about, what))
    }

    fn a_reason() -> impl Strategy<Value = &'static str> {
        prop::sample::select(
            &[
                "you both mention Claude",
                "you both mention Claude and SQL",
                "both about SQL",
                "both about logos and art",
                "you both say: a, b",
                "you both say: a, c",
                "you both say: Claude",
                "both in SQL",
                "wants to learn, offers a course",
                "the ask says “a”, the offer “b”",
            ][..],
        )
    }

    proptest! {
        #[test]
        fn a_further_rule_never_brings_a_pair_back(said in prop::collection::vec(a_reason(), 0..6), mut rules in prop::collection::vec(a_rule(), 0..6), more in a_rule()) {
            let before = caught(&said, &rules);
            rules.push(more);
            prop_assert!(before.is_none() || caught(&said, &rules).is_some());
        }

        #[test]
        fn the_rule_that_is_named_is_one_of_them_and_without_all_of_them_the_pair_stands(said in prop::collection::vec(a_reason(), 0..6), rules in prop::collection::vec(a_rule(), 0..6)) {
            prop_assert!(caught(&said, &rules).is_none_or(|id| (1..=rules.len() as i64).contains(&id)));
            prop_assert_eq!(caught(&said, &[]), None);
        }

        #[test]
        fn whatever_is_named_is_found_and_taken(names in prop::collection::vec("[a-z]{1,4}( [a-z]{1,4})?", 1..4)) {
            let listed = names.join(" and ");
            for name in &names {
                prop_assert!(reasons::find(&listed, name).is_some());
                prop_assert!(reasons::without(&listed, name).is_some_and(|left| left.len() < listed.len()));
            }
        }
    }
}
