//! Counts do not lie: what stands in the store and on every screen against a model that counts one by one. Random sends, reads,
//! edits and deletions by several members, on several screens each, some of them away for a while.

use std::collections::BTreeMap;

use hub::{By, Command, ConversationId, UserId, messaging::Command as Messaging};
use proptest::prelude::*;
use store::messaging as reads;

use crate::{conversations::conversation, screens::Window, steps::say, world::TestStore};

#[derive(Clone, Debug)]
enum Deed {
    Send {
        reply: bool,
    },
    /// Up to so many before the head; beyond it when negative.
    Read {
        short_of: i64,
    },
    Deliver {
        short_of: i64,
    },
    Edit {
        nth: usize,
    },
    Delete {
        nth: usize,
    },
    React {
        nth: usize,
        on: bool,
    },
    Pin {
        nth: usize,
        on: bool,
    },
    Mute {
        on: bool,
    },
    Archive {
        on: bool,
    },
    Draft {
        empty: bool,
    },
    Receipts {
        on: bool,
    },
}

/// Who does it, in which of their two conversations.
type Act = (usize, usize, Deed);

#[derive(Clone, Debug)]
enum Move {
    /// In one transaction.
    Batch(Vec<Act>),
    /// A screen loses its line, or is back.
    Line { who: usize, screen: usize, up: bool },
}

fn deed() -> impl Strategy<Value = Deed> {
    prop_oneof![
        6 => any::<bool>().prop_map(|reply| Deed::Send { reply }),
        4 => (-2i64..4).prop_map(|short_of| Deed::Read { short_of }),
        2 => (-2i64..4).prop_map(|short_of| Deed::Deliver { short_of }),
        2 => (0usize..6).prop_map(|nth| Deed::Edit { nth }),
        2 => (0usize..6).prop_map(|nth| Deed::Delete { nth }),
        2 => (0usize..6, any::<bool>()).prop_map(|(nth, on)| Deed::React { nth, on }),
        1 => (0usize..6, any::<bool>()).prop_map(|(nth, on)| Deed::Pin { nth, on }),
        1 => any::<bool>().prop_map(|on| Deed::Mute { on }),
        1 => any::<bool>().prop_map(|on| Deed::Archive { on }),
        1 => any::<bool>().prop_map(|empty| Deed::Draft { empty }),
        1 => any::<bool>().prop_map(|on| Deed::Receipts { on }),
    ]
}

fn moves() -> impl Strategy<Value = Vec<Move>> {
    let batch = prop::collection::vec((0usize..3, 0usize..2, deed()), 1..5).prop_map(Move::Batch);
    let line = (0usize..3, 0usize..2, any::<bool>()).prop_map(|(who, screen, up)| Move::Line { who, screen, up });
    prop::collection::vec(prop_oneof![4 => batch, 1 => line], 1..14)
}

/// One conversation, counted naively.
#[derive(Default)]
struct Counted {
    /// The authors of all messages, in order; a deleted one stays.
    authors: Vec<UserId>,
    /// By member: the numbers of messages that they have not read.
    waiting: BTreeMap<UserId, Vec<i64>>,
}

struct Model {
    members: [UserId; 3],
    talks: [ConversationId; 3],
    counted: BTreeMap<ConversationId, Counted>,
}

impl Model {
    /// The two conversations of member `who`: of three people each pair has one.
    fn talk(&self, who: usize, which: usize) -> (ConversationId, UserId) {
        let (talk, other) = [[(0, 1), (1, 2)], [(0, 0), (2, 2)], [(1, 0), (2, 1)]][who][which];
        (self.talks[talk], self.members[other])
    }

    /// The command of an act, and what it does to the counts.
    fn act(&mut self, (who, which, deed): &Act) -> (UserId, Command) {
        let me = self.members[*who];
        let (conversation, other) = self.talk(*who, *which);
        let counted = self.counted.entry(conversation).or_default();
        let head = counted.authors.len() as i64;
        let own = |nth: &usize| {
            let mine: Vec<i64> = (1..=head).filter(|no| counted.authors[*no as usize - 1] == me).collect();
            mine.get(nth % mine.len().max(1)).copied().unwrap_or(999)
        };
        let any = |nth: &usize| 1 + (*nth as i64 % head.max(1));
        let command = match deed {
            Deed::Send { reply } => {
                counted.authors.push(me);
                counted.waiting.insert(me, Vec::new());
                counted.waiting.entry(other).or_default().push(head + 1);
                let reply_to = (*reply && head > 0).then_some(head);
                Messaging::Send { conversation, body: format!("message {}", head + 1), reply_to, files: Vec::new() }
            }
            Deed::Read { short_of } => {
                let upto = head - short_of;
                counted.waiting.entry(me).or_default().retain(|no| *no > upto);
                Messaging::Read { conversation, upto }
            }
            Deed::Deliver { short_of } => Messaging::Deliver { conversation, upto: head - short_of },
            Deed::Edit { nth } => Messaging::Edit { conversation, no: own(nth), body: format!("edited, {head}") },
            Deed::Delete { nth } => Messaging::Delete { conversation, no: own(nth) },
            Deed::React { nth, on } => Messaging::React { conversation, no: any(nth), emoji: "👍".into(), on: *on },
            Deed::Pin { nth, on } => Messaging::Pin { conversation, no: any(nth), on: *on },
            Deed::Mute { on } => Messaging::Mute { conversation, on: *on },
            Deed::Archive { on } => Messaging::Archive { conversation, on: *on },
            Deed::Draft { empty } => Messaging::Draft { conversation, body: if *empty { String::new() } else { format!("draft {head}") } },
            Deed::Receipts { on } => Messaging::ShowReceipts { on: *on },
        };
        (me, Command::Messaging(command))
    }

    fn unread(&self, who: UserId) -> i64 {
        self.counted.values().map(|c| c.waiting.get(&who).map_or(0, Vec::len) as i64).sum()
    }
}

async fn check(db: TestStore, moves: Vec<Move>) {
    let members = [db.member("ana").await, db.member("bo").await, db.member("cy").await];
    let [ana, bo, cy] = members;
    let talks = [conversation(&db, 7, ana, bo).await, conversation(&db, 8, ana, cy).await, conversation(&db, 9, bo, cy).await];
    let mut model = Model { members, talks, counted: BTreeMap::new() };
    for (talk, who, other) in [(talks[0], ana, bo), (talks[1], cy, ana), (talks[2], bo, cy)] {
        db.act(who, say(talk, "message 1")).await.unwrap();
        let counted = model.counted.entry(talk).or_default();
        counted.authors.push(who);
        counted.waiting.insert(other, vec![1]);
    }
    let mut windows: Vec<Vec<Window>> = Vec::new();
    for member in members {
        windows.push(vec![Window::open(&db, member).await, Window::open(&db, member).await]);
    }
    for (nth, one) in moves.iter().enumerate() {
        match one {
            Move::Line { who, screen, up: false } => windows[*who][*screen].online = false,
            Move::Line { who, screen, up: true } => {
                if !windows[*who][*screen].online {
                    windows[*who][*screen].come_back(&db).await;
                }
            }
            Move::Batch(acts) => {
                let envelopes = acts.iter().map(|act| {
                    let (who, command) = model.act(act);
                    db.envelope(By::Member(who), command)
                });
                let envelopes = envelopes.collect();
                for delivery in db.batch(envelopes).await.deliveries {
                    let who = members.iter().position(|m| *m == delivery.to).unwrap();
                    for window in windows[who].iter_mut().filter(|w| w.online) {
                        window.hear(&db, &delivery.frame).await;
                    }
                }
            }
        }
        for (who, member) in members.iter().enumerate() {
            let wanted = model.unread(*member);
            let stored = reads::count_unread(&mut db.store.read().await.unwrap(), *member).await.unwrap();
            assert_eq!(stored, wanted, "stored after move {nth}, {one:?}");
            let listed = reads::list_unread(&mut db.store.read().await.unwrap(), *member, 100).await.unwrap();
            let listed: i64 = listed.iter().map(|u| u.message_no - u.read_no).sum();
            assert_eq!(listed, wanted, "listed after move {nth}");
            for window in windows[who].iter().filter(|w| w.online) {
                assert_eq!(window.screen.unread(), wanted, "on a screen after move {nth}, {one:?}");
                window.is_true(&db, &format!("after move {nth}, {one:?}")).await;
            }
        }
    }
    for window in windows.iter_mut().flatten() {
        window.come_back(&db).await;
        assert_eq!(window.screen.unread(), model.unread(window.screen.me));
        window.is_true(&db, "once quiet").await;
    }
}

fn run(test: impl Future<Output = ()>) {
    tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap().block_on(test);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, max_shrink_iters: 200, ..ProptestConfig::default() })]

    #[test]
    fn counts_and_cursors_are_what_a_naive_count_says_on_sqlite(moves in moves()) {
        run(async { check(TestStore::sqlite().await, moves).await });
    }

    #[test]
    fn counts_and_cursors_are_what_a_naive_count_says_on_postgres(moves in moves()) {
        run(async { check(TestStore::postgres().await, moves).await });
    }
}
