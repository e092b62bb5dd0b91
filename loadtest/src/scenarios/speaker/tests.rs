use hub::{Timestamp, UserId, command::AnyRefusal, kernel::refusal::Refuses, messaging::MessageView};

use super::*;
use crate::play::course::{Course, Kind, Leg, Think, generator};

const MS: Duration = Duration::from_millis(1);
const HERE: ConversationId = ConversationId(5);

/// Ana speaks 100 times a second for a second, Bo listens.
fn ana_and_bo(unanswered: Option<usize>) -> (Speaker, Speaker, Instant) {
    let began = Instant::now();
    let tally = Arc::new(Tally::new(began, Duration::ZERO, Duration::from_secs(1)));
    let (anas, bos) = (Arc::new(Ledger::default()), Arc::new(Ledger::default()));
    let beat = match unanswered {
        None => Beat::Open { next: began, every: 10 * MS },
        Some(unanswered) => Beat::Closed { unanswered, from: began },
    };
    let speaker = |me, mine: &Arc<Ledger>, theirs: &Arc<Ledger>| Speaker {
        me,
        conversation: HERE,
        beat: beat.clone(),
        body: "hello".to_owned(),
        tally: tally.clone(),
        mine: mine.clone(),
        theirs: theirs.clone(),
        waits: Arc::default(),
        log: Log::default(),
    };
    (speaker(0, &anas, &bos), speaker(1, &bos, &anas), began)
}

fn ids(say: &mut Vec<ClientFrame>) -> Vec<CommandId> {
    say.drain(..).map(|f| if let ClientFrame::Do { id, .. } = f { id } else { panic!("a wish") }).collect()
}

fn moves(speaker: &mut Speaker, now: Instant) -> Vec<CommandId> {
    let mut say = Vec::new();
    speaker.moves(now, &mut say);
    ids(&mut say)
}

fn hears(speaker: &mut Speaker, frame: ServerFrame, now: Instant) -> Vec<CommandId> {
    let mut say = Vec::new();
    speaker.heard(frame, now, &mut say);
    ids(&mut say)
}

fn done(id: &CommandId, no: i64) -> ServerFrame {
    ServerFrame::Done { id: id.clone(), answer: Answer::Message { conversation: HERE, no, sent_at: Timestamp(0) } }
}

fn refused(id: &CommandId, refusal: impl Refuses) -> ServerFrame {
    ServerFrame::Refused { id: Some(id.clone()), refusal: refusal.refused() }
}

fn sent(id: &CommandId, no: i64) -> ServerFrame {
    let (ana, bo) = (UserId(1), UserId(2));
    let event = messaging::Event::Sent { conversation: HERE, no, log_no: no, by: ana, to: vec![ana, bo] };
    let view = MessageView::fresh(HERE, no, ana, id.as_str().to_owned(), "hello".to_owned(), Timestamp(0));
    ServerFrame::Event { no: Some(no), event: Event::Messaging(event), view: View::Message(Box::new(view)) }
}

#[test]
fn a_mark_is_read_from_its_id_and_no_other_runs() {
    let mark = Mark { speaker: 1_999, seq: 70_000, intended: 3_600_000_000 };
    assert_eq!(Mark::read(9, mark.id(9).as_str()), Some(mark));
    assert_eq!(Mark::read(8, mark.id(9).as_str()), None);
    for id in ["", "9", "9.1.2", "nine.1.2.3", "00000009.1.2.zz"] {
        assert_eq!(Mark::read(9, id), None, "{id}");
    }
}

#[test]
fn a_hub_that_stalls_is_charged_for_every_message_intended_meanwhile() {
    let (mut ana, mut bo, began) = ana_and_bo(None);
    // The harness wakes late: ten messages are due, each from its own moment.
    let said = moves(&mut ana, began + 95 * MS);
    assert_eq!(said.len(), 10);
    for (id, no) in said.iter().zip(1..) {
        hears(&mut ana, done(id, no), began + 200 * MS);
        hears(&mut bo, sent(id, no), began + 200 * MS);
    }
    let counts = ana.tally.counts();
    let (ack, delivery) = (counts.ack.summary().unwrap(), counts.delivery.summary().unwrap());
    assert!((ack.max_ms - 200.0).abs() < 1.0, "the first waited since 0: {ack:?}");
    assert!((ack.p50_ms - 150.0).abs() < 1.0 && (delivery.p50_ms - 150.0).abs() < 1.0, "{ack:?} {delivery:?}");
}

#[test]
fn what_was_acknowledged_and_never_came_is_lost() {
    let (mut ana, mut bo, began) = ana_and_bo(None);
    let said = moves(&mut ana, began + 25 * MS);
    assert_eq!(said.len(), 3);
    hears(&mut ana, done(&said[0], 1), began + 29 * MS);
    hears(&mut ana, done(&said[1], 2), began + 29 * MS);
    hears(&mut bo, sent(&said[0], 1), began + 30 * MS);
    assert_eq!(ana.mine.outcome(), Outcome { lost: 1, unanswered: 1, ghosts: 0 });
    assert!(!ana.tally.is_settled());
    hears(&mut bo, sent(&said[1], 2), began + 40 * MS);
    assert_eq!(ana.mine.outcome().lost, 0);
}

#[test]
fn what_comes_twice_or_out_of_order_is_counted() {
    let (mut ana, mut bo, began) = ana_and_bo(None);
    let said = moves(&mut ana, began + 25 * MS);
    hears(&mut bo, sent(&said[1], 2), began);
    hears(&mut bo, sent(&said[1], 2), began);
    hears(&mut bo, sent(&said[0], 1), began);
    let counts = bo.tally.counts().clone();
    assert_eq!((counts.delivered, counts.doubled, counts.out_of_order), (2, 1, 1));
    hears(&mut ana, done(&said[0], 1), began);
    hears(&mut ana, done(&said[0], 1), began);
    assert_eq!(ana.tally.counts().doubled, 2, "an answer given twice counts too");
}

#[test]
fn after_a_busy_hub_everything_is_said_again_in_order_under_the_same_ids() {
    let (mut ana, _, began) = ana_and_bo(None);
    let said = moves(&mut ana, began + 15 * MS);
    assert_eq!(said.len(), 2);
    hears(&mut ana, refused(&said[1], messaging::Refusal::AfterAFault), began + 16 * MS);
    assert!(moves(&mut ana, began + 25 * MS).is_empty(), "the third waits behind the second");
    hears(&mut ana, refused(&said[0], AnyRefusal::Busy { retry_after_ms: 50 }), began + 26 * MS);
    assert_eq!(ana.due(began + 26 * MS), Some(began + 30 * MS), "the next intended moment");
    assert!(moves(&mut ana, began + 29 * MS).is_empty());
    let again = moves(&mut ana, began + 120 * MS);
    assert_eq!(again[..2], said[..]);
    assert_eq!(again.len(), 13, "and the eleven intended meanwhile");
    assert_eq!(ana.mine.outcome().unanswered, 13);
}

#[test]
fn who_comes_back_says_what_was_not_answered_again_in_order_and_has_waited_for_all_of_it() {
    let (mut ana, mut bo, began) = ana_and_bo(None);
    let said = moves(&mut ana, began + 25 * MS);
    hears(&mut ana, done(&said[1], 2), began + 26 * MS);
    let mut again = Vec::new();
    ana.came_back(began + 300 * MS, &mut again);
    assert_eq!(ids(&mut again), [said[0].clone(), said[2].clone()]);
    hears(&mut ana, done(&said[0], 1), began + 310 * MS);
    assert_eq!(ana.waits.longest(), 310 * MS, "intended at the beginning");
    hears(&mut bo, sent(&said[0], 1), began + 310 * MS);
    assert!(bo.waits.longest() > 1_000 * MS, "taken in by the hub in 1970");
}

#[test]
fn a_final_no_is_not_repeated_and_must_not_arrive() {
    let (mut ana, mut bo, began) = ana_and_bo(None);
    let said = moves(&mut ana, began);
    hears(&mut ana, refused(&said[0], messaging::Refusal::Blocked), began);
    assert_eq!(ana.mine.outcome(), Outcome::default());
    assert!(ana.tally.is_settled());
    hears(&mut bo, sent(&said[0], 1), began);
    assert_eq!(ana.mine.outcome().ghosts, 1);
}

#[test]
fn a_closed_loop_says_the_next_one_when_one_is_answered() {
    let (mut ana, _, began) = ana_and_bo(Some(3));
    let said = moves(&mut ana, began);
    assert_eq!(said.len(), 3);
    assert_eq!(ana.due(began), None, "nothing to do until an answer comes");
    assert_eq!(hears(&mut ana, done(&said[0], 1), began + MS).len(), 1);
}

#[test]
fn who_pauses_may_speak_at_the_very_moment_that_is_due() {
    let (mut ana, _, began) = ana_and_bo(None);
    let leg = Leg { name: String::new(), kind: Kind::Steady, from: 0.0, long: 1.0, levels: [1.0, 1.0], measured: true, drop: 0.0 };
    let course = Arc::new(Course::of(vec![leg]));
    let pause = |mean| Pause::new(&course, began, mean, Think::Fixed, [0, 1], generator(1, 0, 0));
    ana.beat = Beat::Pause { unanswered: 1, pause: Box::new(pause(Duration::ZERO)) };
    let now = began + Duration::from_nanos(33_333_333);
    assert_eq!(ana.due(now), Some(now), "whoever asks at that moment is not put off");
    assert_eq!(moves(&mut ana, now).len(), 1);
    assert_eq!(ana.due(now), None);
    ana.beat = Beat::Pause { unanswered: 2, pause: Box::new(pause(100 * MS)) };
    assert_eq!(ana.due(began + Duration::from_secs(2)), None, "it is over");
}

#[test]
fn when_the_time_is_over_or_all_hush_nobody_begins_anything() {
    let (mut ana, _, began) = ana_and_bo(None);
    assert_eq!(moves(&mut ana, began + Duration::from_secs(9)).len(), 100, "only what was intended in time");
    assert_eq!(ana.due(began + Duration::from_secs(9)), None);
    let (mut bo, _, began) = ana_and_bo(None);
    bo.tally.hush();
    assert_eq!(bo.due(began), None);
    assert!(moves(&mut bo, began + 50 * MS).is_empty());
}

#[test]
fn who_hears_says_once_a_second_how_far_they_have_received() {
    let (mut ana, mut bo, began) = ana_and_bo(None);
    bo.beat = Beat::Closed { unanswered: 0, from: began };
    let said = moves(&mut ana, began + 20 * MS);
    let mut marks = |no: i64, at: Instant| {
        let mut say = Vec::new();
        bo.heard(sent(&said[no as usize - 1], no), at, &mut say);
        say.iter()
            .filter_map(|f| match f {
                ClientFrame::Do { command: Command::Messaging(messaging::Command::Deliver { upto, .. }), .. } => Some(*upto),
                _ => None,
            })
            .collect::<Vec<_>>()
    };
    assert_eq!(marks(1, began + 30 * MS), [1]);
    assert!(marks(2, began + 500 * MS).is_empty());
    assert_eq!(marks(3, began + 1_100 * MS), [3]);
    // What one said oneself is no news.
    assert!(hears(&mut ana, sent(&said[0], 1), began + 25 * MS).is_empty());
}
