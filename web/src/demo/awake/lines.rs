//! Which line of their script somebody says. What was said in a conversation is not said again while there is another.

use rand::{rngs::StdRng, seq::IndexedRandom as _};
use store::seed::{AwakeScript, Reply};

use super::mind::Talk;

/// The words of a text, in lower case.
fn words(text: &str) -> Vec<String> {
    text.to_lowercase().split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()).map(str::to_owned).collect()
}

/// Whether somebody says thank you.
pub fn is_thanks(text: &str) -> bool {
    words(text).iter().any(|w| ["thanks", "thank", "thx", "merci", "danke"].contains(&w.as_str()))
}

/// An answer to what is unanswered: by the words in it; to somebody who helps, a line for that.
pub fn reply(script: &AwakeScript, talk: &Talk, rng: &mut StdRng) -> Option<String> {
    if talk.other_helps() {
        return fresh(&[&script.when_helped.say], talk, rng);
    }
    let heard = words(&talk.unanswered());
    let mut fitting: Vec<(usize, &Reply)> = script
        .replies
        .iter()
        .map(|reply| (heard.iter().filter(|w| reply.when.contains(w)).count(), reply))
        .filter(|(hits, _)| *hits > 0)
        .collect();
    // Stable: of two that fit as well, the one that stands first.
    fitting.sort_by_key(|(hits, _)| std::cmp::Reverse(*hits));
    let mut groups: Vec<&[String]> = fitting.iter().map(|(_, reply)| reply.say.as_slice()).collect();
    groups.push(&script.fallback);
    fresh(&groups, talk, rng)
}

/// The lines that end it, for the side that the one who is awake is on.
pub fn closings(script: &AwakeScript, helped: bool) -> &[String] {
    if helped { &script.when_helped.closing } else { &script.closing }
}

pub fn closing(script: &AwakeScript, talk: &Talk, helped: bool, rng: &mut StdRng) -> Option<String> {
    fresh(&[closings(script, helped)], talk, rng)
}

/// A first line about somebody's ask.
pub fn opening(script: &AwakeScript, title: &str, name: &str, rng: &mut StdRng) -> Option<String> {
    let first = name.split_whitespace().next().unwrap_or(name);
    // The name first: a title may have braces of its own.
    script.opening.choose(rng).map(|line| line.replace("{name}", first).replace("{title}", title))
}

/// One of the first group that has a line left; when all is said, anything of them.
fn fresh(groups: &[&[String]], talk: &Talk, rng: &mut StdRng) -> Option<String> {
    let left =
        groups.iter().map(|group| group.iter().filter(|line| !talk.has_said(line)).collect::<Vec<_>>()).find(|left| !left.is_empty());
    let all = || groups.iter().flat_map(|group| group.iter()).collect();
    left.unwrap_or_else(all).choose(rng).map(|line| (*line).clone())
}

#[cfg(test)]
mod tests {
    use hub::{
        OfferId, UserId,
        connections::{Status, Subject},
    };
    use rand::SeedableRng as _;

    use super::*;
    use crate::demo::awake::mind::tests::talk;

    fn tobi() -> AwakeScript {
        store::seed::awake_scripts().expect("the fixtures are right").remove(1)
    }

    fn answer(message: &str) -> String {
        let talk = talk(Subject::Offer(OfferId(1)), Status::Initiated, &[(UserId(2), message)]);
        reply(&tobi(), &talk, &mut StdRng::seed_from_u64(3)).expect("there is always something to say")
    }

    #[test]
    fn words_are_heard_whole_and_in_any_case() {
        let of = |when: &str| tobi().replies.into_iter().find(|r| r.when.iter().any(|w| w == when)).expect("a group").say;
        assert!(of("bug").contains(&answer("There is a BUG!")));
        assert!(tobi().fallback.contains(&answer("I like ladybugs")), "bug is no word of it");
        assert!(of("code").contains(&answer("My React code: a database error")), "what fits best comes before what fits first");
        assert!(of("hello").contains(&answer("Hi")));
    }

    #[test]
    fn an_opening_names_the_person_and_their_ask() {
        for dice in 0..9 {
            let line = opening(&tobi(), "A {name} of my own", "Ana Lopez", &mut StdRng::seed_from_u64(dice)).expect("a line");
            assert!(line.contains("Ana") && !line.contains("Lopez"), "{line}");
            assert!(line.contains("\"A {name} of my own\""), "{line}");
        }
    }

    #[test]
    fn thanks_are_heard() {
        assert!(is_thanks("Great, THANK you!") && !is_thanks("thankless work"));
    }
}
