//! Where somebody hears of an answer: said once, where they wait for one.

use hub::notices::Group;

use crate::{problem::Problem, visitor::Member};

/// What an answer is hoped for to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum To {
    /// An ask of theirs.
    Ask,
    /// The first message of theirs to somebody.
    Message,
}

/// The line for this member: with the bell and a text only where they have them.
pub async fn words(member: &Member, db: &mut store::Tx, to: To) -> Result<String, Problem> {
    let (group, says, texts) = match to {
        To::Ask => (Group::Answers, "notices-hear-ask", "notices-hear-ask-text"),
        To::Message => (Group::Steps, "notices-hear-yes", "notices-hear-yes-text"),
    };
    let bell = store::notices::list_switches(db, member.id()).await?.iter().any(|switch| switch.group == group && switch.on);
    let mut words = crate::say(says).with("bell", if bell { "yes" } else { "no" }).to_string();
    if member.house().sends_texts() && store::sms::find_phone(db, member.id()).await?.is_some_and(|phone| phone.verified && phone.texts_on)
    {
        words.push(' ');
        words.push_str(crate::fixed(texts));
    }
    Ok(words)
}
