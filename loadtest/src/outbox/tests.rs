use super::*;

use hub::{Refuses, command::AnyRefusal};
use proptest::prelude::*;

fn send(conversation: i64, body: &str) -> Command {
    Command::Messaging(messaging::Command::Send {
        conversation: conversation.into(),
        body: body.to_owned(),
        reply_to: None,
        files: Vec::new(),
    })
}

fn read(conversation: i64, upto: i64) -> Command {
    Command::Messaging(messaging::Command::Read { conversation: conversation.into(), upto })
}

fn id(id: &str) -> CommandId {
    CommandId::new(id).unwrap()
}

fn busy(retry_after_ms: i64) -> Refused {
    AnyRefusal::Busy { retry_after_ms }.refused()
}

fn blocked() -> Refused {
    messaging::Refusal::Blocked.refused()
}

/// What may go now, all of it.
fn goes(outbox: &mut Outbox, session: Session, now: Instant) -> Vec<String> {
    std::iter::from_fn(|| outbox.next(session, now)).map(|(id, _)| id.as_str().to_owned()).collect()
}

/// Three to Bo (1), one to Cy (2).
fn written() -> Outbox {
    let mut outbox = Outbox::default();
    for (name, conversation) in [("a", 1), ("b", 1), ("x", 2), ("c", 1)] {
        outbox.put(id(name), send(conversation, name));
    }
    outbox
}

#[test]
fn of_each_conversation_one_goes_at_a_time_and_in_order() {
    let (mut outbox, now) = (written(), Instant::now());
    assert_eq!(goes(&mut outbox, 1, now), ["a", "x"]);
    assert!(outbox.done(&id("a")));
    assert_eq!(goes(&mut outbox, 1, now), ["b"]);
    assert!(outbox.done(&id("x")) && outbox.done(&id("b")));
    assert_eq!(goes(&mut outbox, 1, now), ["c"]);
    assert!(outbox.done(&id("c")) && outbox.is_quiet());
    assert!(!outbox.done(&id("c")), "an answer that comes twice settles nothing");
}

#[test]
fn what_was_under_way_when_the_line_was_lost_goes_again_under_its_id() {
    let (mut outbox, now) = (written(), Instant::now());
    goes(&mut outbox, 1, now);
    outbox.lost(1);
    assert_eq!(outbox.unanswered_since(), None);
    assert_eq!(goes(&mut outbox, 2, now), ["a", "x"]);
}

#[test]
fn a_late_end_of_an_older_line_takes_nothing_from_the_newer_one() {
    let (mut outbox, now) = (written(), Instant::now());
    goes(&mut outbox, 2, now);
    outbox.lost(1);
    assert_eq!(goes(&mut outbox, 2, now), [""; 0], "still under way");
}

#[test]
fn what_is_refused_for_the_moment_holds_its_conversation_and_no_other() {
    let (mut outbox, now) = (written(), Instant::now());
    goes(&mut outbox, 1, now);
    assert_eq!(outbox.refused(&id("a"), busy(700), now), Verdict::Later);
    outbox.done(&id("x"));
    outbox.put(id("y"), send(2, "y"));
    assert_eq!(goes(&mut outbox, 1, now), ["y"]);
    assert_eq!(outbox.due(), Some(now + Duration::from_millis(700)));
    assert_eq!(goes(&mut outbox, 1, now + Duration::from_millis(700)), ["a"]);
}

#[test]
fn what_is_refused_for_good_keeps_its_words_and_holds_nothing_up() {
    let (mut outbox, now) = (written(), Instant::now());
    goes(&mut outbox, 1, now);
    assert_eq!(outbox.refused(&id("a"), blocked(), now), Verdict::Aside(blocked()));
    assert_eq!(goes(&mut outbox, 1, now), ["b"]);
    let aside = outbox.letters().iter().find(|l| l.id == id("a")).unwrap();
    assert_eq!((&aside.command, &aside.state), (&send(1, "a"), &State::Refused(blocked())));
}

#[test]
fn what_was_put_aside_goes_again_as_a_new_command_at_the_end_or_is_thrown_away() {
    let (mut outbox, now) = (written(), Instant::now());
    goes(&mut outbox, 1, now);
    outbox.refused(&id("a"), blocked(), now);
    outbox.refused(&id("x"), blocked(), now);
    assert_eq!(outbox.throw_away(&id("x")), Some(send(2, "x")));
    let again = outbox.send_again(&id("a")).unwrap();
    assert_ne!(again, id("a"));
    assert_eq!(outbox.letters().last().unwrap().command, send(1, "a"));
    assert_eq!((outbox.send_again(&id("b")), outbox.throw_away(&id("b"))), (None, None), "only what was refused");
}

#[test]
fn the_same_id_is_kept_once_and_of_cursors_only_the_newest() {
    let (mut outbox, now) = (written(), Instant::now());
    outbox.put(id("a"), send(1, "again"));
    for upto in 1..=3 {
        outbox.put(id(&format!("r{upto}")), read(1, upto));
    }
    outbox.put(id("r9"), read(2, 9));
    assert_eq!(goes(&mut outbox, 1, now), ["a", "x", "r3", "r9"]);
    assert_eq!(outbox.letters()[0].command, send(1, "a"));
}

#[test]
fn somebody_elses_answers_are_nobodys() {
    let mut outbox = written();
    assert_eq!(outbox.refused(&id("nobody's"), blocked(), Instant::now()), Verdict::Unknown);
    assert!(!outbox.done(&id("nobody's")));
    assert_eq!(outbox, written());
}

/// What happens to an outbox.
#[derive(Clone, Debug)]
enum Turn {
    Write(i64),
    Go,
    /// The hub stores the oldest of those under way, and the answer arrives or is lost with the line.
    Store {
        heard: bool,
    },
    Busy,
    Refuse,
    Lose,
    Wait,
}

fn turns() -> impl Strategy<Value = Vec<Turn>> {
    let turn = prop_oneof![
        3 => (0..3i64).prop_map(Turn::Write),
        3 => Just(Turn::Go),
        3 => any::<bool>().prop_map(|heard| Turn::Store { heard }),
        1 => Just(Turn::Busy),
        1 => Just(Turn::Refuse),
        1 => Just(Turn::Lose),
        1 => Just(Turn::Wait),
    ];
    proptest::collection::vec(turn, 0..60)
}

proptest! {
    /// Whatever is lost, refused and repeated: what the hub stores of each conversation is what was written and not
    /// refused, each once, in the order written.
    #[test]
    fn the_hub_stores_everything_once_and_in_order(turns in turns()) {
        let (mut outbox, mut now, mut session) = (Outbox::default(), Instant::now(), 1);
        let (mut written, mut refused): (Vec<(i64, CommandId)>, HashSet<CommandId>) = Default::default();
        let mut stored: Vec<(i64, CommandId)> = Vec::new();
        let calm = std::iter::repeat_n([Turn::Wait, Turn::Go, Turn::Store { heard: true }], 200).flatten();
        for turn in turns.into_iter().chain(std::iter::once(Turn::Lose)).chain(calm) {
            let under_way = outbox.letters().iter().find(|l| matches!(l.state, State::UnderWay { .. })).cloned();
            match (turn, under_way) {
                (Turn::Write(to), _) => {
                    let id = fresh_id();
                    outbox.put(id.clone(), send(to, "…"));
                    written.push((to, id));
                }
                (Turn::Go, _) => while outbox.next(session, now).is_some() {},
                (Turn::Store { heard }, Some(letter)) => {
                    let to = order_of(&letter.command).unwrap().0;
                    // The hub knows ids: the same one again is the same message.
                    if !stored.iter().any(|(_, id)| *id == letter.id) {
                        stored.push((to, letter.id.clone()));
                    }
                    if heard {
                        prop_assert!(outbox.done(&letter.id));
                    } else {
                        outbox.lost(session);
                        session += 1;
                    }
                }
                // What is stored is answered with its first answer, never refused.
                (Turn::Busy, Some(letter)) if !stored.iter().any(|(_, id)| *id == letter.id) => {
                    outbox.refused(&letter.id, busy(50), now);
                }
                (Turn::Refuse, Some(letter)) if !stored.iter().any(|(_, id)| *id == letter.id) => {
                    outbox.refused(&letter.id, blocked(), now);
                    refused.insert(letter.id);
                }
                (Turn::Lose, _) => {
                    outbox.lost(session);
                    session += 1;
                }
                (Turn::Wait, _) => now += Duration::from_millis(100),
                _ => {}
            }
        }
        prop_assert!(outbox.is_quiet());
        for to in 0..3 {
            let of = |all: &[(i64, CommandId)]| all.iter().filter(|(c, _)| *c == to).map(|(_, id)| id.clone()).collect::<Vec<_>>();
            let wanted: Vec<CommandId> = of(&written).into_iter().filter(|id| !refused.contains(id)).collect();
            prop_assert_eq!(of(&stored), wanted);
        }
    }
}
