//! Histories made up by hand: each kind of broken promise must be found, and nothing in a run that kept them all.

use super::*;
use crate::nemesis::history::{Claimed, Held};

const BOUNDS: Bounds = Bounds { catch_up: 5_000, presence: 30_000 };
const TALK: i64 = 44;
const ASK: i64 = 501;
const ANA: Person = 0;
const BO: Person = 1;

fn said(screen: usize, seq: u32) -> Said {
    Said::new(screen, seq)
}

/// Ana and Bo, a screen each, three messages. The faults were over after 10 s, Bo parted after 20 s, the end came after 60 s.
fn kept() -> History {
    let opening = Said::read(0, "Hello, shall we talk?").0;
    let rows = vec![(1, opening), (2, said(0, 0)), (3, said(1, 0)), (4, said(0, 1))];
    let log = Log { rows: rows.clone(), read: BTreeMap::from([(ANA, 4), (BO, 3)]) };
    let shown: Vec<(i64, Said, Ms)> = rows[1..].iter().map(|(no, said)| (*no, *said, 1_000 * *no as Ms)).collect();
    let screen = |member: Person, unread: i64, read: i64| Screen {
        member,
        talks: BTreeMap::from([(TALK, Shown { begins_after: 1, rows: shown.clone(), unread: Some(unread), read })]),
        answered_at: 9_000,
        open: vec![(100, 60_000)],
        ..Screen::default()
    };
    let acked = |no: i64, said: Said| Acked { conversation: TALK, said, no };
    let (mut ana, mut bo) = (screen(ANA, 0, 4), screen(BO, 1, 3));
    ana.acked = vec![acked(2, said(0, 0)), acked(4, said(0, 1))];
    bo.acked = vec![acked(3, said(1, 0))];
    ana.told = vec![Told { at: 200, who: BO, here: Some(true) }, Told { at: 25_000, who: BO, here: Some(false) }];
    bo.open = vec![(100, 20_000)];
    // Bo took a place of an ask of Ana's, which ran out.
    bo.claimed = vec![Claimed { id: 7, ask: ASK }];
    let held = Held { ask: ASK, helper: BO, until: 30_000, ended_at: Some(31_000) };
    let claims = Claims { stored: BTreeMap::from([(7, held)]), overfull: vec![], read_at: 60_000 };
    History { logs: BTreeMap::from([(TALK, log)]), claims, screens: vec![ana, bo], healed: 10_000, parted: Some(20_000), ended: 60_000 }
}

/// The kinds that are found, each once.
fn found(change: impl FnOnce(&mut History)) -> Vec<Kind> {
    let mut history = kept();
    change(&mut history);
    let mut kinds: Vec<Kind> = check(&history, BOUNDS).findings.iter().map(|f| f.kind).collect();
    kinds.sort();
    kinds.dedup();
    kinds
}

fn talk(history: &mut History, screen: usize) -> &mut Shown {
    history.screens[screen].talks.get_mut(&TALK).unwrap()
}

fn log(history: &mut History) -> &mut Log {
    history.logs.get_mut(&TALK).unwrap()
}

#[test]
fn nothing_is_found_where_every_promise_was_kept() {
    assert_eq!(check(&kept(), BOUNDS).findings, []);
    assert_eq!(check(&kept(), BOUNDS).caught_up, [0, 0]);
}

#[test]
fn what_was_acknowledged_and_is_not_stored_is_lost() {
    let lost = found(|h| h.screens[0].acked.push(Acked { conversation: TALK, said: said(0, 2), no: 5 }));
    assert_eq!(lost, [Kind::Lost]);
    let nothing_stored = found(|h| h.logs.clear());
    assert!(nothing_stored.contains(&Kind::Lost), "{nothing_stored:?}");
}

#[test]
fn what_stands_twice_in_the_database_or_on_a_screen_is_doubled() {
    let stored = found(|h| {
        log(h).rows.push((5, said(1, 0)));
        for screen in 0..2 {
            talk(h, screen).rows.push((5, said(1, 0), 5_000));
        }
    });
    assert!(stored.contains(&Kind::Doubled), "{stored:?}");
    let again = |h: &mut History| talk(h, 1).rows.insert(2, (3, said(1, 0), 3_001));
    assert_eq!(found(again), [Kind::Doubled]);
}

#[test]
fn screens_that_disagree_with_the_one_log_are_out_of_order() {
    assert_eq!(found(|h| talk(h, 1).rows.swap(0, 1)), [Kind::OutOfOrder], "two rows the other way round");
    assert_eq!(found(|h| _ = talk(h, 1).rows.remove(1)), [Kind::OutOfOrder], "a hole");
    assert_eq!(found(|h| talk(h, 1).rows[0].1 = said(0, 9)), [Kind::OutOfOrder], "another message under that number");
    let told_otherwise = found(|h| h.screens[1].acked[0].no = 2);
    assert_eq!(told_otherwise, [Kind::OutOfOrder], "acknowledged under another number");
}

#[test]
fn places_that_are_lost_or_held_twice_or_too_many_or_for_ever_are_found() {
    let claims = |h: &mut History, change: &dyn Fn(&mut Claims)| change(&mut h.claims);
    let live = Held { ask: ASK, helper: BO, until: 59_000, ended_at: None };
    assert_eq!(found(|h| claims(h, &|c| c.overfull.push("3 of 2".into()))), [Kind::Overfull]);
    assert_eq!(found(|h| h.screens[1].claimed.push(Claimed { id: 8, ask: ASK })), [Kind::ClaimLost]);
    assert_eq!(found(|h| h.screens[0].claimed.push(Claimed { id: 7, ask: ASK })), [Kind::HeldTwice], "told to two");
    assert_eq!(found(|h| claims(h, &|c| c.stored.extend([(8, live), (9, live)]))), [Kind::HeldTwice]);
    assert_eq!(found(|h| claims(h, &|c| _ = c.stored.insert(8, live))), [], "it goes on");
    assert_eq!(found(|h| claims(h, &|c| _ = c.stored.insert(8, Held { until: 50_000, ..live }))), [Kind::NeverCaughtUp], "nobody ended it");
    assert_eq!(found(|h| _ = h.screens[1].holds.insert(ASK)), [Kind::NeverCaughtUp], "a screen that was not told");
}

#[test]
fn a_log_with_a_hole_or_in_another_order_than_things_were_said_is_out_of_order() {
    assert!(found(|h| log(h).rows[3].0 = 5).contains(&Kind::OutOfOrder));
    let overtaken = found(|h| {
        // Ana said 0 before 1; stored and shown the other way round, by everybody alike.
        log(h).rows.swap(1, 3);
        log(h).rows[1].0 = 2;
        log(h).rows[3].0 = 4;
        for screen in 0..2 {
            talk(h, screen).rows[0].1 = said(0, 1);
            talk(h, screen).rows[2].1 = said(0, 0);
        }
        h.screens[0].acked = vec![Acked { conversation: TALK, said: said(0, 0), no: 4 }];
    });
    assert_eq!(overtaken, [Kind::OutOfOrder]);
}

#[test]
fn who_is_not_at_the_head_or_has_no_answer_in_time_never_caught_up() {
    assert_eq!(found(|h| _ = talk(h, 1).rows.pop()), [Kind::NeverCaughtUp], "the last message is missing");
    assert_eq!(found(|h| talk(h, 1).rows[2].2 = 15_001), [Kind::NeverCaughtUp], "it came too late");
    assert_eq!(found(|h| h.screens[0].unanswered.push(said(0, 2))), [Kind::NeverCaughtUp], "no answer");
    assert_eq!(found(|h| h.screens[0].answered_at = 15_001), [Kind::NeverCaughtUp], "a late answer");
    let mut history = kept();
    talk(&mut history, 1).rows[2].2 = 14_000;
    let verdict = check(&history, BOUNDS);
    assert_eq!((verdict.findings.len(), verdict.caught_up), (0, vec![0, 4_000]), "just in time");
}

#[test]
fn a_count_that_is_not_head_minus_cursor_is_wrong_and_so_is_a_read_that_was_forgotten() {
    assert_eq!(found(|h| talk(h, 1).unread = Some(0)), [Kind::WrongCount]);
    assert_eq!(found(|h| talk(h, 1).unread = None), [], "it could not say");
    let forgotten = found(|h| {
        log(h).read.insert(ANA, 2);
        talk(h, 0).unread = Some(2);
    });
    assert_eq!(forgotten, [Kind::WrongCount]);
}

#[test]
fn somebody_who_left_and_is_still_here_after_thirty_seconds_is_a_ghost() {
    let told = |at: Ms, here: Option<bool>| Told { at, who: BO, here };
    assert_eq!(found(|h| _ = h.screens[0].told.pop()), [Kind::Ghost], "never told that he left");
    assert_eq!(found(|h| h.screens[0].told[1].at = 50_001), [Kind::Ghost], "told too late");
    assert_eq!(found(|h| h.screens[0].told[1].at = 50_000), [], "told in time");
    assert_eq!(found(|h| h.screens[0].told[1].here = None), [], "nobody can know: no claim that he is here");
    assert_eq!(found(|h| h.screens[0].told.push(told(51_000, Some(true)))), [Kind::Ghost], "here again, without a socket");
    let in_between = found(|h| {
        // He is back in the end; for 35 s in between he was shown and was not.
        h.screens[0].told = vec![told(200, Some(true))];
        h.screens[1].open = vec![(100, 10_000), (45_000, 60_000)];
    });
    assert_eq!(in_between, [Kind::Ghost]);
    let own_socket_lost = found(|h| {
        h.screens[0].told.pop();
        h.screens[0].open = vec![(100, 40_000)];
    });
    assert_eq!(own_socket_lost, [], "a screen without a socket claims nothing");
}

#[test]
fn somebody_who_stays_and_is_not_shown_in_the_end_is_unseen() {
    let stays = |here: Option<bool>| {
        move |h: &mut History| {
            h.screens[1].open = vec![(100, 60_000)];
            h.screens[0].told[1].here = here;
        }
    };
    assert_eq!(found(stays(Some(false))), [Kind::Unseen]);
    assert_eq!(found(stays(None)), [Kind::Unseen]);
    assert_eq!(found(stays(Some(true))), []);
}
