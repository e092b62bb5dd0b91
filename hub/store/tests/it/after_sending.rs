//! What may happen to a message once it is sent, and what its reader keeps to themselves.

use hub::{
    By, Command, ConversationId, Event, Refusal, UserId,
    messaging::{self, Command as Messaging, ConversationView, EDIT_WITHIN, MOST_PINS, MOST_REACTIONS, MessageView},
    wire::{ServerFrame, View},
};
use store::{Carried, crash::How, messaging as reads};

use crate::{
    conversations::{conversation, no, say},
    world::{TestStore, both_engines, refusal},
};

const TALK: i64 = 7;

async fn two(db: &TestStore) -> (UserId, UserId, ConversationId) {
    let (ana, bo) = (db.member("ana").await, db.member("bo").await);
    let talk = conversation(db, TALK, ana, bo).await;
    (ana, bo, talk)
}

fn wish(command: Messaging) -> Command {
    Command::Messaging(command)
}

fn edit(conversation: ConversationId, no: i64, body: &str) -> Command {
    wish(Messaging::Edit { conversation, no, body: body.to_owned() })
}

fn react(conversation: ConversationId, no: i64, emoji: &str, on: bool) -> Command {
    wish(Messaging::React { conversation, no, emoji: emoji.to_owned(), on })
}

fn reply(conversation: ConversationId, body: &str, to: i64) -> Command {
    wish(Messaging::Send { conversation, body: body.to_owned(), reply_to: Some(to), files: Vec::new() })
}

fn draft(conversation: ConversationId, body: &str) -> Command {
    wish(Messaging::Draft { conversation, body: body.to_owned() })
}

async fn message(db: &TestStore, reader: UserId, talk: ConversationId, no: i64) -> MessageView {
    reads::find_message(&mut db.store.read().await.unwrap(), reader, talk, no).await.unwrap().unwrap()
}

async fn row(db: &TestStore, reader: UserId, talk: ConversationId) -> ConversationView {
    reads::find_conversation(&mut db.store.read().await.unwrap(), reader, talk).await.unwrap().unwrap()
}

async fn unread(db: &TestStore, reader: UserId) -> i64 {
    reads::count_unread(&mut db.store.read().await.unwrap(), reader).await.unwrap()
}

async fn act(db: &TestStore, who: UserId, command: Command) -> Carried {
    let envelope = db.envelope(By::Member(who), command);
    let mut carried = db.batch(vec![envelope]).await;
    let answer = carried.answers.remove(0).map_err(refusal);
    assert!(answer.is_ok(), "{answer:?}");
    carried
}

/// What everybody is told: to whom, whether it has a number, what they see.
fn told(carried: &Carried) -> Vec<(UserId, bool, View)> {
    let one = |d: &store::Delivery| match &d.frame {
        ServerFrame::Event { no, view, .. } => (d.to, no.is_some(), view.clone()),
        other => panic!("no event: {other:?}"),
    };
    carried.deliveries.iter().map(one).collect()
}

/// Everything the database holds of a text, whichever table it stands in.
async fn copies_of(db: &TestStore, text: &str) -> i64 {
    let pattern = store::Value::from(format!("%{text}%"));
    let sql = "select (select count(*) from messages where body like $1) + (select count(*) from connections where first_message like $1)
                    + (select count(*) from drafts where body like $1) as n";
    db.store.read().await.unwrap().number(sql, &[pattern]).await.unwrap()
}

both_engines! {
    async fn an_edit_keeps_number_and_place_and_both_see_that_it_was_one(db) {
        let (ana, bo, talk) = two(&db).await;
        db.act(ana, say(talk, "Thursday at seven?")).await.unwrap();
        db.act(bo, say(talk, "Fine")).await.unwrap();
        let at = db.later(60_000);
        let carried = act(&db, ana, edit(talk, 1, " Thursday at eight? ")).await;
        let now = message(&db, bo, talk, 1).await;
        assert_eq!((now.no, now.log_no, now.body.as_str(), now.edited_at), (1, 3, "Thursday at eight?", Some(at)));
        let view = View::Message(Box::new(now));
        assert_eq!(told(&carried), [(ana, true, view.clone()), (bo, true, view)]);
        assert_eq!((row(&db, bo, talk).await.message_no, row(&db, bo, talk).await.log_no), (2, 3));
        assert!(act(&db, ana, edit(talk, 1, "Thursday at eight?")).await.events.is_empty(), "the same words are no change");
    }

    async fn what_a_batch_leaves_for_the_next_one_counts_for_nothing_once_anything_else_is_written(db) {
        let (ana, bo, talk) = two(&db).await;
        let numbers = |carried: &Carried| {
            let mut numbers: Vec<(UserId, Option<i64>)> = carried.deliveries.iter().map(|d| (d.to, d.no())).collect();
            numbers.sort_unstable();
            numbers
        };
        let both = |no| vec![(ana, Some(no)), (bo, Some(no))];
        for no in 1..=3 {
            assert_eq!(numbers(&act(&db, ana, say(talk, "hello")).await), both(no));
        }
        act(&db, ana, edit(talk, 1, "hello there")).await;
        assert_eq!(numbers(&act(&db, bo, say(talk, "hi")).await), both(5), "the edit is between them");
        assert_eq!((message(&db, ana, talk, 4).await.log_no, row(&db, ana, talk).await.unread), (5, 1));
        act(&db, ana, wish(Messaging::Read { conversation: talk, upto: 4 })).await;
        act(&db, ana, wish(Messaging::Read { conversation: talk, upto: 2 })).await;
        assert_eq!((row(&db, ana, talk).await.unread, row(&db, bo, talk).await.other_read_no), (0, 4), "never back");
        // A batch that falls over, written or not, is carried out once more.
        for step in ["decided", "recorded", "committed"] {
            db.store.crash_points().set(step, How::Panic);
            act(&db, bo, say(talk, "are you there?")).await;
        }
        let before = row(&db, ana, talk).await;
        let carried = act(&db, bo, say(talk, "there")).await;
        let after = row(&db, ana, talk).await;
        assert_eq!((after.message_no, after.log_no), (before.message_no + 1, before.log_no + 1));
        let mut tx = db.store.read().await.unwrap();
        for (user, no) in numbers(&carried) {
            let shown = store::inbox::replay(&mut tx, user, 0, 100).await.unwrap();
            let all: Vec<i64> = shown.iter().filter_map(|f| if let ServerFrame::Event { no, .. } = f { *no } else { None }).collect();
            assert_eq!(all, (1..=no.unwrap()).collect::<Vec<_>>(), "no number of {user} is missing or twice there");
        }
        drop(tx);
        // A block, and its end.
        db.act(bo, Command::Moderation(hub::moderation::Command::Block { who: ana })).await.unwrap();
        assert_eq!(db.act(ana, say(talk, "hey")).await, Err(Refusal::Messaging(messaging::Refusal::Blocked)));
        db.act(bo, Command::Moderation(hub::moderation::Command::Unblock { who: ana })).await.unwrap();
        act(&db, ana, draft(talk, "half a sen")).await;
        act(&db, ana, say(talk, "half a sentence")).await;
        assert_eq!(row(&db, ana, talk).await.draft, None, "the draft was begun in between, and is sent");
    }

    async fn only_its_author_changes_a_message_and_not_for_ever(db) {
        let (ana, bo, talk) = two(&db).await;
        db.act(ana, say(talk, "mine")).await.unwrap();
        let cy = db.member("cy").await;
        let refused = |r| Err(Refusal::Messaging(r));
        assert_eq!(db.act(bo, edit(talk, 1, "yours")).await, refused(messaging::Refusal::NotYours));
        assert_eq!(db.act(bo, wish(Messaging::Delete { conversation: talk, no: 1 })).await, refused(messaging::Refusal::NotYours));
        for nothing in [edit(talk, 1, "x"), react(talk, 1, "👍", true), draft(talk, "x"), wish(Messaging::Mute { conversation: talk, on: true })] {
            assert_eq!(db.act(cy, nothing).await, refused(messaging::Refusal::NoSuchConversation));
        }
        assert_eq!(db.act(ana, edit(talk, 2, "x")).await, refused(messaging::Refusal::NoSuchMessage));
        db.later(EDIT_WITHIN);
        assert_eq!(db.act(ana, edit(talk, 1, "late")).await, refused(messaging::Refusal::TooLateToEdit));
        db.act(ana, wish(Messaging::Delete { conversation: talk, no: 1 })).await.unwrap();
    }

    async fn what_is_deleted_is_nowhere_any_more_and_counts_all_the_same(db) {
        let (ana, bo, talk) = two(&db).await;
        db.act(ana, say(talk, "the secret word")).await.unwrap();
        db.act(bo, react(talk, 1, "👍", true)).await.unwrap();
        db.act(ana, wish(Messaging::Pin { conversation: talk, no: 1, on: true })).await.unwrap();
        db.act(ana, say(talk, "and another")).await.unwrap();
        assert_eq!(unread(&db, bo).await, 2);
        let carried = act(&db, ana, wish(Messaging::Delete { conversation: talk, no: 1 })).await;
        let gone = message(&db, bo, talk, 1).await;
        assert_eq!((gone.no, gone.by, gone.body.as_str(), gone.deleted_at), (1, ana, "", Some(db.now())));
        assert!(gone.reactions.is_empty() && gone.pinned_no.is_none() && gone.edited_at.is_none());
        assert_eq!(told(&carried)[1].2, View::Message(Box::new(gone)));
        assert_eq!((copies_of(&db, "secret").await, db.number("select count(*) as n from reactions").await), (0, 0));
        assert_eq!(unread(&db, bo).await, 2, "a tombstone keeps its number");
        let again = db.act(bo, react(talk, 1, "👍", true)).await;
        assert_eq!(again, Err(Refusal::Messaging(messaging::Refusal::Gone)));
        assert_eq!(db.act(ana, edit(talk, 1, "back")).await, Err(Refusal::Messaging(messaging::Refusal::Gone)));
    }

    async fn a_replay_after_an_edit_and_a_deletion_shows_what_is_there_now(db) {
        let (ana, bo, talk) = two(&db).await;
        for text in ["one", "two"] {
            db.act(ana, say(talk, text)).await.unwrap();
        }
        db.act(ana, edit(talk, 1, "one, or rather three")).await.unwrap();
        db.act(ana, wish(Messaging::Delete { conversation: talk, no: 2 })).await.unwrap();
        let replayed = store::inbox::replay(&mut db.store.read().await.unwrap(), bo, 0, 100).await.unwrap();
        let bodies: Vec<String> = replayed
            .iter()
            .map(|frame| match frame {
                ServerFrame::Event { view: View::Message(m), .. } => m.body.clone(),
                other => panic!("no message: {other:?}"),
            })
            .collect();
        assert_eq!(bodies, ["one, or rather three", "", "one, or rather three", ""]);
    }

    async fn the_message_that_began_a_connection_is_one_thing_with_its_card(db) {
        let (ana, bo) = (db.member("ana").await, db.member("bo").await);
        let open = hub::connections::Command::Open { to: bo, about: hub::connections::Subject::Direct, message: "a first hello".into() };
        let Ok(hub::Answer::Connection { id, conversation }) = db.act(ana, Command::Connections(open)).await else { panic!("not opened") };
        db.act(ana, edit(conversation, 1, "a better hello")).await.unwrap();
        let card = store::connections::find(&mut db.store.read().await.unwrap(), bo, id).await.unwrap().unwrap();
        assert_eq!(card.first_message, "a better hello");
        db.act(ana, wish(Messaging::Delete { conversation, no: 1 })).await.unwrap();
        assert_eq!(copies_of(&db, "hello").await, 0);
    }

    async fn an_answer_quotes_what_it_answers_as_it_is_now(db) {
        let (ana, bo, talk) = two(&db).await;
        db.act(ana, say(talk, "Thursday at seven?")).await.unwrap();
        assert_eq!(db.act(bo, reply(talk, "x", 9)).await, Err(Refusal::Messaging(messaging::Refusal::NoSuchMessage)));
        let carried = act(&db, bo, reply(talk, "Better at eight", 1)).await;
        let stored = message(&db, ana, talk, 2).await;
        let quote = stored.reply.clone().unwrap();
        assert_eq!((quote.no, quote.by, quote.words.as_str(), quote.deleted), (1, ana, "Thursday at seven?", false));
        assert_eq!(told(&carried)[0].2, View::Message(Box::new(stored)), "live and from the store it is the same");
        // Of one batch the second may answer the first.
        let pair = [say(talk, "one"), reply(talk, "two", 3)].map(|c| db.envelope(By::Member(ana), c));
        let answers = db.batch(pair.into()).await.answers;
        assert_eq!(answers.into_iter().map(|a| no(a.map_err(refusal))).collect::<Vec<_>>(), [3, 4]);
        assert_eq!(message(&db, bo, talk, 4).await.reply.unwrap().words, "one");
        db.act(ana, wish(Messaging::Delete { conversation: talk, no: 1 })).await.unwrap();
        let quote = message(&db, ana, talk, 2).await.reply.unwrap();
        assert!(quote.deleted && quote.words.is_empty());
    }

    async fn a_reaction_is_there_once_and_its_members_own(db) {
        let (ana, bo, talk) = two(&db).await;
        db.act(ana, say(talk, "done!")).await.unwrap();
        for (who, emoji, on) in [(bo, "🎉", true), (ana, "👍", true), (bo, "👍", true), (bo, "👍", true), (ana, "🎉", false)] {
            db.act(who, react(talk, 1, emoji, on)).await.unwrap();
        }
        let seen: Vec<_> = message(&db, ana, talk, 1).await.reactions.into_iter().map(|r| (r.emoji, r.count, r.by)).collect();
        assert_eq!(seen, [("🎉".to_owned(), 1, vec![bo]), ("👍".to_owned(), 2, vec![ana, bo])]);
        assert_eq!(row(&db, ana, talk).await.log_no, 4, "what changes nothing counts nowhere");
        assert!(act(&db, bo, react(talk, 1, "👍", true)).await.events.is_empty());
        db.act(bo, react(talk, 1, "🎉", false)).await.unwrap();
        assert_eq!(message(&db, bo, talk, 1).await.reactions.len(), 1);
        for emoji in ["😂", "❤️", "😮", "🙏"] {
            db.act(bo, react(talk, 1, emoji, true)).await.unwrap();
        }
        let mine = message(&db, bo, talk, 1).await.reactions.iter().filter(|r| r.by.contains(&bo)).count();
        assert_eq!(mine, MOST_REACTIONS);
        assert_eq!(db.act(bo, react(talk, 1, "🦀", true)).await, Err(Refusal::Messaging(messaging::Refusal::TooManyReactions)));
        assert!(matches!(db.act(ana, react(talk, 1, "ok", true)).await, Err(Refusal::Messaging(messaging::Refusal::Mend(_)))));
    }

    async fn pins_are_everybodys_the_latest_first_and_few(db) {
        let (ana, bo, talk) = two(&db).await;
        let all = (0..=MOST_PINS).map(|n| db.envelope(By::Member(ana), say(talk, &format!("number {n}")))).collect();
        db.batch(all).await;
        let pin = |no, on| wish(Messaging::Pin { conversation: talk, no, on });
        for n in [3, 1, 2] {
            db.act(bo, pin(n, true)).await.unwrap();
        }
        db.act(ana, pin(1, false)).await.unwrap();
        let thread = reads::find_thread(&mut db.store.read().await.unwrap(), ana, talk, None).await.unwrap().unwrap();
        assert_eq!(thread.pinned.iter().map(|p| (p.no, p.words.as_str())).collect::<Vec<_>>(), [(2, "number 1"), (3, "number 2")]);
        for n in 4..4 + MOST_PINS as i64 - 2 {
            db.act(bo, pin(n, true)).await.unwrap();
        }
        assert_eq!(db.act(bo, pin(1, true)).await, Err(Refusal::Messaging(messaging::Refusal::TooManyPins)));
    }

    async fn a_muted_conversation_counts_and_is_known_to_be_muted(db) {
        let (ana, bo, talk) = two(&db).await;
        db.act(ana, say(talk, "hello")).await.unwrap();
        let carried = act(&db, bo, wish(Messaging::Mute { conversation: talk, on: true })).await;
        let now = row(&db, bo, talk).await;
        assert_eq!((now.unread, now.muted_at), (1, Some(db.now())));
        assert_eq!(told(&carried), [(bo, true, View::Conversation(Box::new(now)))], "to one's own screens, with a number");
        let waits = reads::list_unread(&mut db.store.read().await.unwrap(), bo, 10).await.unwrap();
        assert_eq!((unread(&db, bo).await, waits.len(), waits[0].muted), (1, 1, true));
        assert!(act(&db, bo, wish(Messaging::Mute { conversation: talk, on: true })).await.events.is_empty());
        db.act(bo, wish(Messaging::Mute { conversation: talk, on: false })).await.unwrap();
        assert_eq!(unread(&db, bo).await, 1);
    }

    async fn what_is_archived_comes_back_with_the_next_message_unless_it_is_muted(db) {
        let (ana, bo, talk) = two(&db).await;
        db.act(ana, say(talk, "hello")).await.unwrap();
        let archive = |on| wish(Messaging::Archive { conversation: talk, on });
        let lists = async || {
            let mut tx = db.store.read().await.unwrap();
            let open = reads::page_conversations(&mut tx, bo, None, 10).await.unwrap().items.len();
            let put_away = reads::page_archived(&mut tx, bo, None, 10).await.unwrap().items.len();
            assert_eq!(reads::count_archived(&mut tx, bo).await.unwrap() as usize, put_away);
            (open, put_away)
        };
        db.act(bo, archive(true)).await.unwrap();
        assert_eq!(lists().await, (0, 1));
        db.act(ana, react(talk, 1, "👍", true)).await.unwrap();
        assert_eq!(lists().await, (0, 1), "a reaction brings nothing back");
        db.act(ana, say(talk, "are you there?")).await.unwrap();
        assert_eq!(lists().await, (1, 0));
        db.act(bo, wish(Messaging::Mute { conversation: talk, on: true })).await.unwrap();
        assert_eq!(lists().await, (1, 0), "what has come back stays when it is muted");
        db.act(bo, archive(true)).await.unwrap();
        db.act(ana, say(talk, "hello?")).await.unwrap();
        assert_eq!(lists().await, (0, 1));
        db.act(bo, wish(Messaging::Mute { conversation: talk, on: false })).await.unwrap();
        assert_eq!(lists().await, (1, 0));
        assert!(act(&db, bo, archive(false)).await.events.is_empty(), "it is back already");
    }

    async fn a_draft_is_its_writers_own_and_sending_takes_it_away(db) {
        let (ana, bo, talk) = two(&db).await;
        db.act(bo, say(talk, "hello")).await.unwrap();
        let carried = act(&db, ana, draft(talk, "I was just")).await;
        let heard = told(&carried);
        let [(to, numbered, View::Draft(view))] = heard.as_slice() else { panic!("no draft: {heard:?}") };
        assert_eq!((*to, *numbered, view.body.as_str()), (ana, false, "I was just"), "in passing, to nobody else");
        assert_eq!(row(&db, ana, talk).await.draft.as_ref(), Some(view.as_ref()));
        assert_eq!(row(&db, bo, talk).await.draft, None);
        assert!(act(&db, ana, draft(talk, " I was just ")).await.events.is_empty());
        db.act(bo, draft(talk, "so was I")).await.unwrap();
        db.act(ana, say(talk, "I was just thinking")).await.unwrap();
        assert_eq!((row(&db, ana, talk).await.draft, copies_of(&db, "so was I").await), (None, 1), "only the sender's");
        let both = [draft(talk, "in one batch"), say(talk, "sent")].map(|c| db.envelope(By::Member(ana), c));
        db.batch(both.into()).await;
        assert_eq!(row(&db, ana, talk).await.draft, None);
        db.act(bo, draft(talk, "  ")).await.unwrap();
        assert_eq!(db.number("select count(*) as n from drafts").await, 0);
    }

    async fn who_hides_how_far_they_read_does_not_see_it_of_others_and_ticks_of_arrival_stay(db) {
        let (ana, bo, talk) = two(&db).await;
        let read = |upto| wish(Messaging::Read { conversation: talk, upto });
        for n in 1..=4 {
            db.act(if n % 2 == 1 { ana } else { bo }, say(talk, "hello")).await.unwrap();
        }
        // Ana has answered up to 3, Bo up to 4.
        assert_eq!((row(&db, bo, talk).await.other_read_no, row(&db, ana, talk).await.other_read_no), (3, 4));
        db.act(bo, wish(Messaging::ShowReceipts { on: false })).await.unwrap();
        assert!(!reads::shows_receipts(&mut db.store.read().await.unwrap(), bo).await.unwrap());
        let carried = act(&db, ana, read(4)).await;
        assert_eq!(told(&carried).into_iter().map(|(to, ..)| to).collect::<Vec<_>>(), [bo, ana]);
        assert!(matches!(&carried.events[0], Event::Messaging(messaging::Event::Delivered { upto: 4, .. })));
        let seen = row(&db, bo, talk).await;
        assert_eq!((seen.other_read_no, seen.other_delivered_no), (3, 4), "it arrived; whether it was read is not shown");
        assert_eq!((row(&db, ana, talk).await.unread, unread(&db, ana).await), (0, 0), "one's own count knows");
        // The other way round.
        db.act(ana, say(talk, "five")).await.unwrap();
        db.act(bo, read(5)).await.unwrap();
        let seen = row(&db, ana, talk).await;
        assert_eq!((seen.other_read_no, seen.other_delivered_no), (4, 5));
        db.act(bo, wish(Messaging::ShowReceipts { on: true })).await.unwrap();
        assert_eq!(row(&db, ana, talk).await.other_read_no, 4, "what was hidden stays hidden");
        db.act(ana, say(talk, "six")).await.unwrap();
        db.act(bo, read(6)).await.unwrap();
        assert_eq!(row(&db, ana, talk).await.other_read_no, 6);
    }

    async fn under_a_block_words_can_be_taken_back_and_nothing_added(db) {
        let (ana, bo, talk) = two(&db).await;
        db.act(ana, say(talk, "hello")).await.unwrap();
        db.act(ana, react(talk, 1, "👍", true)).await.unwrap();
        db.act(bo, Command::Moderation(hub::moderation::Command::Block { who: ana })).await.unwrap();
        let blocked = Err(Refusal::Messaging(messaging::Refusal::Blocked));
        for adds in [edit(talk, 1, "x"), react(talk, 1, "🎉", true), wish(Messaging::Pin { conversation: talk, no: 1, on: true })] {
            assert_eq!(db.act(ana, adds).await, blocked);
        }
        db.act(ana, react(talk, 1, "👍", false)).await.unwrap();
        db.act(ana, wish(Messaging::Delete { conversation: talk, no: 1 })).await.unwrap();
    }

    async fn what_has_changed_since_is_asked_for_by_two_numbers(db) {
        let (ana, bo, talk) = two(&db).await;
        for text in ["one", "two", "three"] {
            db.act(ana, say(talk, text)).await.unwrap();
        }
        let seen = row(&db, bo, talk).await;
        db.act(bo, react(talk, 1, "👍", true)).await.unwrap();
        db.act(bo, say(talk, "four")).await.unwrap();
        db.act(ana, edit(talk, 2, "two and a half")).await.unwrap();
        db.act(ana, edit(talk, 2, "two and three quarters")).await.unwrap();
        let since = (seen.message_no, seen.log_no);
        let changed = reads::list_changes(&mut db.store.read().await.unwrap(), bo, talk, since, 100).await.unwrap();
        let changed: Vec<_> = changed.iter().map(|m| (m.no, m.log_no, m.reactions.len())).collect();
        assert_eq!(changed, [(1, 4, 1), (4, 5, 0), (2, 7, 0)]);
    }

    async fn messages_are_found_by_their_words_and_only_ones_own(db) {
        let (ana, bo, talk) = two(&db).await;
        let cy = db.member("cy").await;
        let other = conversation(&db, 8, bo, cy).await;
        for text in ["Grüße aus KÖLN", "100% sure_", "100 sure", "der Dom zu Köln", "köln again"] {
            db.act(ana, say(talk, text)).await.unwrap();
            db.later(1_000);
        }
        db.act(cy, say(other, "Köln is far")).await.unwrap();
        db.act(ana, wish(Messaging::Delete { conversation: talk, no: 5 })).await.unwrap();
        let find = async |who, within, words: &str| {
            let page = reads::page_found(&mut db.store.read().await.unwrap(), who, within, words, None, 10).await.unwrap();
            page.items.into_iter().map(|m| (m.conversation, m.no, m.pieces.concat())).collect::<Vec<_>>()
        };
        assert_eq!(find(ana, None, "köln").await, [(talk, 4, "der Dom zu Köln".to_owned()), (talk, 1, "Grüße aus KÖLN".to_owned())]);
        assert_eq!(find(ana, None, "KÖLN grüsse").await, []);
        assert_eq!(find(ana, None, "köl GRÜ").await.len(), 1);
        assert_eq!(find(ana, None, "100%").await.iter().map(|m| m.1).collect::<Vec<_>>(), [2]);
        assert_eq!(find(ana, None, "sure_").await.iter().map(|m| m.1).collect::<Vec<_>>(), [2]);
        assert_eq!(find(ana, None, " ").await, []);
        assert_eq!(find(bo, None, "köln").await.len(), 3, "of both conversations");
        assert_eq!(find(bo, Some(other), "köln").await.len(), 1);
        assert_eq!(find(cy, Some(talk), "köln").await, [], "of no conversation of others");
    }

    async fn what_is_found_comes_in_pages_without_gaps(db) {
        let (ana, bo, talk) = two(&db).await;
        let all = (0..25).map(|n| db.envelope(By::Member(ana), say(talk, &format!("kiwi {n}")))).collect();
        db.batch(all).await;
        let (mut seen, mut cursor) = (Vec::new(), None);
        loop {
            let page = reads::page_found(&mut db.store.read().await.unwrap(), bo, None, "KIWI", cursor.as_deref(), 10).await.unwrap();
            seen.extend(page.items.iter().map(|m| m.no));
            cursor = page.next;
            if cursor.is_none() {
                break;
            }
        }
        assert_eq!(seen, (1..=25).rev().collect::<Vec<_>>());
    }
}
