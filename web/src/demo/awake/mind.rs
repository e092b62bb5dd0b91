//! What somebody who is awake does next in a conversation: a pure function of their script, of what was said and done so
//! far, and of dice. Nothing is remembered beside the conversation itself, so after a restart they go on where they were.

use std::time::Duration;

use hub::{
    CommandId, ConnectionId, ConversationId, Timestamp, UserId,
    connections::{ConnectionView, Status, Step},
    messaging::{MessageView, ThreadView},
};
use rand::{Rng as _, SeedableRng as _, rngs::StdRng};
use store::seed::AwakeScript;

use super::lines;

/// After so many turns of the other one it has been talked through.
const ENOUGH: usize = 3;
/// After a closing line that they did not take as the end, so many more.
const ENOUGH_AGAIN: usize = 2;

/// A conversation of two as the one who is awake sees it.
#[derive(Clone, Debug)]
pub struct Talk {
    pub me: UserId,
    pub conversation: ConversationId,
    /// How many messages of it wait to be read.
    pub unread: i64,
    /// Oldest first; what was said before the town stood is not among them.
    pub messages: Vec<MessageView>,
    /// Newest first.
    pub connections: Vec<ConnectionView>,
}

/// What is done next.
#[derive(Clone, Debug, PartialEq)]
pub struct Next {
    /// Made of what it answers: said twice, it is carried out once.
    pub id: CommandId,
    /// Before anything can be seen of it.
    pub pause: Duration,
    pub deed: Deed,
}

#[derive(Clone, Debug, PartialEq)]
pub enum Deed {
    Say { line: String, typing: Duration },
    Move { id: ConnectionId, step: Step },
    Rate { id: ConnectionId },
}

/// The next thing to do, if there is one. `spent`: tried already in this life, and carried out or refused.
pub fn next(script: &AwakeScript, talk: &Talk, spent: impl Fn(&CommandId) -> bool, dice: u64) -> Option<Next> {
    let rng = &mut StdRng::seed_from_u64(dice);
    let found = match talk.messages.last() {
        Some(last) if last.by != talk.me => vec![answer(script, talk, last, rng)],
        _ => open_ones(talk).flat_map(|c| [step(script, talk, c, rng), wrap_up(script, talk, c, rng)]).collect(),
    };
    let rates = talk.connections.iter().map(|c| rate(talk, c, rng)).collect::<Vec<_>>();
    found.into_iter().chain(rates).flatten().find(|next| !spent(&next.id))
}

impl Talk {
    /// What of a conversation happened since the town stands; `None` when nothing did.
    pub fn of(me: UserId, thread: ThreadView, since: Timestamp) -> Option<Talk> {
        let messages: Vec<MessageView> = thread.messages.into_iter().filter(|m| m.sent_at > since).collect();
        let conversation = thread.conversation;
        let talk = Talk { me, conversation: conversation.id, unread: conversation.unread, messages, connections: thread.connections };
        (!talk.messages.is_empty()).then_some(talk)
    }

    /// The connection that is talked about now.
    fn about(&self) -> Option<&ConnectionView> {
        self.connections.iter().find(|c| !c.status.is_over())
    }

    /// The number before the message that began it; 0 when that is long ago.
    fn before(&self, c: &ConnectionView) -> i64 {
        self.messages.iter().find(|m| m.begins == Some(c.id)).map_or(0, |m| m.no - 1)
    }

    /// How often the other one spoke after this number. Several messages in a row are one turn.
    fn turns(&self, after: i64) -> usize {
        let later: Vec<bool> = self.messages.iter().filter(|m| m.no > after).map(|m| m.by == self.me).collect();
        let begins = |at: usize| !later[at] && (at == 0 || later[at - 1]);
        (0..later.len()).filter(|at| begins(*at)).count()
    }

    /// Their words that nobody has answered yet.
    pub(super) fn unanswered(&self) -> String {
        let answered = self.messages.iter().rposition(|m| m.by == self.me).map_or(0, |at| at + 1);
        self.messages[answered..].iter().map(|m| m.body.as_str()).collect::<Vec<_>>().join(" ")
    }

    /// Whether this was said in the conversation already, by me.
    pub(super) fn has_said(&self, line: &str) -> bool {
        self.messages.iter().any(|m| m.by == self.me && m.body == line)
    }

    /// The number of my last closing line since the connection began.
    fn closed_at(&self, script: &AwakeScript, c: &ConnectionView) -> Option<i64> {
        let closings = lines::closings(script, is_helped(c));
        let after = self.before(c);
        self.messages.iter().rev().find(|m| m.no > after && m.by == self.me && closings.contains(&m.body)).map(|m| m.no)
    }

    pub(super) fn other_helps(&self) -> bool {
        self.about().or(self.connections.first()).is_some_and(is_helped)
    }
}

/// Whether it is the one who is awake that gets the help.
fn is_helped(c: &ConnectionView) -> bool {
    c.reader_helps == Some(false)
}

fn open_ones(talk: &Talk) -> impl Iterator<Item = &ConnectionView> {
    talk.connections.iter().filter(|c| !c.status.is_over())
}

fn answer(script: &AwakeScript, talk: &Talk, last: &MessageView, rng: &mut StdRng) -> Option<Next> {
    let line = match talk.about() {
        Some(c) if is_enough(script, talk, c) => lines::closing(script, talk, is_helped(c), rng),
        _ => lines::reply(script, talk, rng),
    };
    said(&format!("awake:say:{}:{}", talk.conversation, last.no), line?, (900, 2_200), script, rng)
}

/// They have said yes to each other, and have talked it through: or the other one says thank you a little earlier.
fn is_enough(script: &AwakeScript, talk: &Talk, c: &ConnectionView) -> bool {
    let closed = talk.closed_at(script, c);
    let turns = talk.turns(closed.unwrap_or_else(|| talk.before(c)));
    let enough = if closed.is_some() { ENOUGH_AGAIN } else { ENOUGH } - usize::from(lines::is_thanks(&talk.unanswered()));
    is_agreed(c) && c.done_claimed_at.is_none() && turns >= enough
}

fn is_agreed(c: &ConnectionView) -> bool {
    matches!(c.status, Status::Accepted | Status::InProgress)
}

/// Yes, on with it, done: each when it is theirs to say, and none before they have talked.
fn step(script: &AwakeScript, talk: &Talk, c: &ConnectionView, rng: &mut StdRng) -> Option<Next> {
    let may = |step| c.steps.contains(&step);
    let has_spoken = talk.messages.iter().any(|m| m.by == talk.me && m.no > talk.before(c));
    if !has_spoken {
        return None;
    }
    if may(Step::Accept) {
        let within = (script.accepts * 250).clamp(500, 2_500);
        return moved(format!("awake:accept:{}", c.id), c, Step::Accept, (within / 2, within), rng);
    }
    if may(Step::Start) {
        return moved(format!("awake:start:{}", c.id), c, Step::Start, (800, 1_800), rng);
    }
    if !may(Step::Done) {
        return None;
    }
    match (c.done_claimed_at, talk.closed_at(script, c)) {
        // The helper says so: it is for the helped to confirm.
        (Some(at), _) if is_helped(c) => moved(format!("awake:confirm:{}:{}", c.id, at.0), c, Step::Done, (1_500, 3_000), rng),
        // Once for each closing line: whoever says “not yet” is listened to first.
        (None, Some(no)) => moved(format!("awake:done:{}:{no}", c.id), c, Step::Done, (1_200, 2_400), rng),
        _ => None,
    }
}

/// The yes came after they had talked it through: the closing line comes by itself.
fn wrap_up(script: &AwakeScript, talk: &Talk, c: &ConnectionView, rng: &mut StdRng) -> Option<Next> {
    let closed = talk.closed_at(script, c).is_some();
    if closed || c.status != Status::InProgress || c.done_claimed_at.is_some() || talk.turns(talk.before(c)) < ENOUGH {
        return None;
    }
    let line = lines::closing(script, talk, is_helped(c), rng)?;
    said(&format!("awake:close:{}", c.id), line, (3_000, 5_000), script, rng)
}

fn rate(talk: &Talk, c: &ConnectionView, rng: &mut StdRng) -> Option<Next> {
    let talked = talk.messages.iter().any(|m| m.by == talk.me && m.no > talk.before(c));
    if c.status != Status::Completed || c.my_rating.is_some() || !talked {
        return None;
    }
    let id = CommandId::new(format!("awake:rate:{}", c.id)).ok()?;
    Some(Next { id, pause: between((2_000, 4_000), rng), deed: Deed::Rate { id: c.id } })
}

fn said(id: &str, line: String, pause: (i64, i64), script: &AwakeScript, rng: &mut StdRng) -> Option<Next> {
    let pause = between(pause, rng);
    Some(Next { id: CommandId::new(id).ok()?, pause, deed: Deed::Say { line, typing: typing(script, rng) } })
}

fn moved(id: String, c: &ConnectionView, step: Step, pause: (i64, i64), rng: &mut StdRng) -> Option<Next> {
    Some(Next { id: CommandId::new(id).ok()?, pause: between(pause, rng), deed: Deed::Move { id: c.id, step } })
}

/// How long a line takes to write: as in the script, a quarter more or less.
pub fn typing(script: &AwakeScript, rng: &mut StdRng) -> Duration {
    let usual = script.typing_seconds.clamp(1, 12) * 1_000;
    between((usual * 3 / 4, usual * 5 / 4), rng)
}

/// Somewhere between so many milliseconds.
pub fn between((least, most): (i64, i64), rng: &mut StdRng) -> Duration {
    Duration::from_millis(rng.random_range(least..=most.max(least)).unsigned_abs())
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use hub::{
        AskId, OfferId,
        connections::{Connection, Side, Subject, rules},
        profiles::PersonCard,
    };

    const NORA: UserId = UserId(1);
    const ANA: UserId = UserId(2);

    fn script() -> AwakeScript {
        store::seed::awake_scripts().expect("the fixtures are right").remove(0)
    }

    fn message(no: i64, by: UserId, body: &str, begins: Option<ConnectionId>) -> MessageView {
        let (conversation, client_id) = (ConversationId(7), format!("c{no}"));
        MessageView { begins, ..MessageView::fresh(conversation, no, by, client_id, body.to_owned(), Timestamp(no)) }
    }

    /// What was said in turn; whoever spoke first began the connection.
    pub fn talk(about: Subject, status: Status, said: &[(UserId, &str)]) -> Talk {
        let begin = |at| (at == 0).then_some(ConnectionId(5));
        let messages: Vec<MessageView> =
            said.iter().enumerate().map(|(at, (by, body))| message(at as i64 + 1, *by, body, begin(at))).collect();
        let mut talk = Talk { me: NORA, conversation: ConversationId(7), unread: 0, messages, connections: Vec::new() };
        talk.connections = vec![connection(about, status, said[0].0, None)];
        talk
    }

    fn connection(about: Subject, status: Status, initiator: UserId, done_claimed_at: Option<Timestamp>) -> ConnectionView {
        let responder = if initiator == NORA { ANA } else { NORA };
        let (id, conversation) = (ConnectionId(5), ConversationId(7));
        let c = Connection {
            id,
            initiator,
            responder,
            about,
            status,
            done_claimed_at,
            initiator_rating: None,
            responder_rating: None,
            conversation,
        };
        let side = if initiator == NORA { Side::Initiator } else { Side::Responder };
        let other = PersonCard {
            id: ANA,
            handle: "ana".into(),
            name: "Ana".into(),
            tagline: String::new(),
            portrait: String::new(),
            helped: 0,
            demo: false,
            absent: None,
        };
        ConnectionView {
            id,
            about,
            title: String::new(),
            path: String::new(),
            price: String::new(),
            other,
            side,
            reader_helps: c.helper_side().map(|helper| helper == side),
            status,
            done_claimed_at,
            steps: rules::steps(&c, NORA),
            conversation,
            first_message: String::new(),
            my_rating: None,
            my_words: String::new(),
            their_rating: None,
            their_words: String::new(),
            created_at: Timestamp(1),
            updated_at: Timestamp(1),
            completed_at: None,
        }
    }

    fn next_of(talk: &Talk) -> Option<Next> {
        next(&script(), talk, |_| false, 1)
    }

    fn said(talk: &Talk) -> String {
        match next_of(talk).map(|n| n.deed) {
            Some(Deed::Say { line, .. }) => line,
            other => panic!("no line but {other:?}"),
        }
    }

    fn step_of(talk: &Talk) -> Option<Step> {
        match next_of(talk).map(|n| n.deed) {
            Some(Deed::Move { step, .. }) => Some(step),
            None => None,
            other => panic!("no step but {other:?}"),
        }
    }

    const OFFER: Subject = Subject::Offer(OfferId(1));
    const ASK: Subject = Subject::Ask(AskId(1));
    const BREAD: &str = "I have a small bakery";

    #[test]
    fn she_answers_accepts_starts_and_waits() {
        let mut talk = talk(OFFER, Status::Initiated, &[(ANA, BREAD)]);
        assert!(script().replies[0].say.contains(&said(&talk)), "by the word bakery");
        talk.messages.push(message(2, NORA, "What came out of the oven?", None));
        talk.connections[0] = connection(OFFER, Status::Discussing, ANA, None);
        assert_eq!(step_of(&talk), Some(Step::Accept));
        talk.connections[0] = connection(OFFER, Status::Accepted, ANA, None);
        assert_eq!(step_of(&talk), Some(Step::Start));
        talk.connections[0] = connection(OFFER, Status::InProgress, ANA, None);
        assert_eq!(next_of(&talk), None, "it is Ana's turn");
    }

    #[test]
    fn after_the_third_turn_she_closes_and_as_the_helper_says_done_once() {
        let closing = script().closing[0].clone();
        let mut talk = talk(
            OFFER,
            Status::InProgress,
            &[(ANA, BREAD), (NORA, "a"), (ANA, "rye"), (NORA, "b"), (ANA, "with seeds"), (ANA, "and oats")],
        );
        assert!(script().closing.contains(&said(&talk)), "two messages in a row are one turn: this is the third");
        talk.messages.push(message(7, NORA, &closing, None));
        let done = next_of(&talk).expect("she says done");
        assert_eq!(done.deed, Deed::Move { id: ConnectionId(5), step: Step::Done });
        assert_eq!(next(&script(), &talk, |id| *id == done.id, 1), None, "“not yet” is not answered with done at once");
        talk.connections[0] = connection(OFFER, Status::InProgress, ANA, Some(Timestamp(9)));
        assert_eq!(next_of(&talk), None, "Ana confirms");
        talk.messages.push(message(8, ANA, "one more thing", None));
        assert!(!script().closing.contains(&said(&talk)), "she listens, and has said goodbye");
    }

    #[test]
    fn after_not_yet_she_goes_on_and_closes_with_another_line() {
        let closing = script().closing[0].clone();
        let said_so = [(ANA, BREAD), (NORA, closing.as_str()), (ANA, "not yet"), (NORA, "ok"), (ANA, "better")];
        let talk = talk(OFFER, Status::InProgress, &said_so);
        assert_eq!(said(&talk), script().closing[1]);
    }

    #[test]
    fn a_thank_you_ends_it_a_turn_earlier() {
        let lines = [(ANA, BREAD), (NORA, "a"), (ANA, "Thanks, that helps!")];
        assert!(script().closing.contains(&said(&talk(OFFER, Status::InProgress, &lines))));
        assert!(!script().closing.contains(&said(&talk(OFFER, Status::Discussing, &lines))), "they have not said yes yet");
    }

    #[test]
    fn what_was_talked_through_before_the_yes_is_closed_after_it() {
        let lines = [(NORA, "Hello"), (ANA, "a"), (NORA, "b"), (ANA, "c"), (NORA, "d"), (ANA, "e"), (NORA, "f")];
        assert_eq!(next_of(&talk(ASK, Status::Discussing, &lines)), None, "it is Ana's ask, and hers to say yes");
        assert_eq!(step_of(&talk(ASK, Status::Accepted, &lines)), Some(Step::Start));
        assert!(script().closing.contains(&said(&talk(ASK, Status::InProgress, &lines))));
    }

    #[test]
    fn helped_by_a_visitor_she_thanks_and_marks_it_done() {
        let helped = script().when_helped;
        let mut talk =
            talk(ASK, Status::InProgress, &[(ANA, "The second sign"), (NORA, "a"), (ANA, "It is warm"), (NORA, "b"), (ANA, "bread")]);
        assert!(helped.closing.contains(&said(&talk)));
        talk.messages.truncate(3);
        talk.connections[0] = connection(ASK, Status::InProgress, ANA, None);
        assert!(helped.say.contains(&said(&talk)));
        talk.messages.push(message(4, NORA, &helped.closing[1], None));
        assert_eq!(step_of(&talk), Some(Step::Done));
        talk.messages.pop();
        talk.messages.push(message(4, NORA, "not a closing", None));
        talk.connections[0] = connection(ASK, Status::InProgress, ANA, Some(Timestamp(3)));
        assert_eq!(step_of(&talk), Some(Step::Done), "Ana says it is done, and she confirms");
    }

    #[test]
    fn she_rates_once_what_she_took_part_in() {
        let mut talk = talk(OFFER, Status::Completed, &[(ANA, BREAD), (NORA, "a")]);
        assert_eq!(next_of(&talk).map(|n| n.deed), Some(Deed::Rate { id: ConnectionId(5) }));
        talk.connections[0].my_rating = Some(5);
        assert_eq!(next_of(&talk), None);
        talk.messages.push(message(3, ANA, "thank you", None));
        assert!(script().replies.iter().any(|r| r.say.contains(&said(&talk))), "whoever writes later hears something, too");
    }

    #[test]
    fn no_line_is_said_twice_while_there_is_another() {
        let mut talk = talk(OFFER, Status::Discussing, &[(ANA, BREAD)]);
        let mut heard = Vec::new();
        for turn in 1..=5 {
            let line = said(&talk);
            assert!(!heard.contains(&line), "again: {line}");
            talk.messages.push(message(turn * 2, NORA, &line, None));
            talk.messages.push(message(turn * 2 + 1, ANA, "bakery", None));
            heard.push(line);
        }
        assert!(heard.contains(&said(&talk)), "five lines fit, the sixth time she has to repeat herself");
    }

    #[test]
    fn an_answer_takes_less_than_fifteen_seconds() {
        for script in store::seed::awake_scripts().expect("the fixtures are right") {
            for dice in 0..50 {
                let next = next(&script, &talk(OFFER, Status::Initiated, &[(ANA, BREAD)]), |_| false, dice).expect("an answer");
                let Deed::Say { typing, .. } = next.deed else { panic!("no line") };
                assert!(next.pause + typing < Duration::from_secs(15), "{}", script.handle);
            }
        }
    }

    #[test]
    fn what_was_refused_is_left_alone() {
        let talk = talk(OFFER, Status::Initiated, &[(ANA, BREAD)]);
        let first = next_of(&talk).expect("an answer");
        assert_eq!(next(&script(), &talk, |id| *id == first.id, 1), None);
    }
}
