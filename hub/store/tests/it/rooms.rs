//! Rooms and groups: one log, a cursor a reader, roles, what is hidden behind a block, messages that become asks.

use hub::{
    Answer, By, Command, CommandId, ConversationId, Event, Refusal, UserId,
    accounts::{Command as Accounts, Role as HouseRole},
    asks,
    connections::{self, Subject},
    kernel::time::{DAY, SECOND},
    messaging::{self, Command as Messaging},
    moderation::Command as Moderation,
    notices,
    rooms::{Command as Rooms, Draft, Event as Happened, GENERAL, Kind, Refusal as No, Role},
    wire::{ServerFrame, View},
};
use store::{RoomNews, rooms as reads};

use crate::world::{TestStore, both_engines, refusal};

fn say(room: ConversationId, body: &str) -> Command {
    Command::Messaging(Messaging::Send { conversation: room, body: body.to_owned(), reply_to: None, files: Vec::new() })
}

fn read(room: ConversationId, upto: i64) -> Command {
    Command::Messaging(Messaging::Read { conversation: room, upto })
}

fn draft(kind: Kind, name: &str) -> Draft {
    Draft { kind, name: name.to_owned(), ..Draft::default() }
}

async fn act(db: &TestStore, who: UserId, command: Rooms) -> Result<Answer, Refusal> {
    db.act(who, Command::Rooms(command)).await
}

async fn opens(db: &TestStore, who: UserId, draft: Draft) -> ConversationId {
    match act(db, who, Rooms::Open { draft }).await {
        Ok(Answer::Room { id, .. }) => id,
        other => panic!("no room was opened: {other:?}"),
    }
}

/// The two have written with each other.
async fn know_each_other(db: &TestStore, a: UserId, b: UserId) {
    let open = connections::Command::Open { to: b, about: Subject::Direct, message: "hello there".to_owned() };
    db.act(a, Command::Connections(open)).await.unwrap();
}

/// A group of these people, the first its owner.
async fn group(db: &TestStore, people: &[UserId]) -> ConversationId {
    let room = opens(db, people[0], draft(Kind::Group, "Bakers")).await;
    for other in &people[1..] {
        know_each_other(db, people[0], *other).await;
        act(db, people[0], Rooms::Invite { room, who: vec![*other] }).await.unwrap();
        act(db, *other, Rooms::Join { room }).await.unwrap();
    }
    room
}

fn no(answer: Result<Answer, Refusal>) -> i64 {
    match answer {
        Ok(Answer::Message { no, .. }) => no,
        other => panic!("no message: {other:?}"),
    }
}

async fn view(db: &TestStore, reader: UserId, room: ConversationId) -> hub::rooms::RoomView {
    reads::find(&mut db.store.read().await.unwrap(), reader, room).await.unwrap()
}

async fn bodies(db: &TestStore, reader: UserId, room: ConversationId) -> Vec<String> {
    let page = reads::page_messages(&mut db.store.read().await.unwrap(), reader, room, None, 100).await.unwrap();
    page.items.into_iter().map(|said| said.message.body).collect()
}

async fn notices_of(db: &TestStore, who: UserId) -> Vec<(String, String)> {
    let list = store::notices::list(&mut db.store.read().await.unwrap(), who, 20).await.unwrap();
    list.into_iter().map(|n| (n.words, n.path)).collect()
}

fn said(news: &[RoomNews]) -> Vec<(i64, Option<i64>)> {
    news.iter().map(|one| (one.log_no, one.said)).collect()
}

both_engines! {
    async fn everybody_is_in_general_from_the_start_and_nothing_of_before_waits(db) {
        let (ana, bo) = (db.member("ana").await, db.member("bo").await);
        db.act(ana, say(GENERAL, "good morning")).await.unwrap();
        let cy = db.member("cy").await;
        let waits = [view(&db, ana, GENERAL).await, view(&db, bo, GENERAL).await, view(&db, cy, GENERAL).await].map(|r| r.mine.unwrap().unread);
        assert_eq!(waits, [0, 1, 0]);
        let general = view(&db, cy, GENERAL).await;
        assert_eq!((general.room.path().as_str(), general.room.members, general.mine.unwrap().role), ("/community/general", 3, Role::Member));
        assert_eq!(general.last.unwrap().author.handle, "ana");
        assert_eq!(db.number("select count(*) as n from room_log").await, 1, "coming in by itself is no line");
    }

    async fn what_is_said_in_a_room_is_numbered_without_gaps_and_enters_no_inbox(db) {
        let (ana, bo) = (db.member("ana").await, db.member("bo").await);
        let before = db.number("select cast(sum(head) as bigint) as n from inbox_heads").await;
        let carried = db
            .batch(vec![
                db.envelope(By::Member(ana), say(GENERAL, "one")),
                db.envelope(By::Member(bo), say(GENERAL, "two")),
                db.envelope(By::Member(bo), say(GENERAL, "   ")),
                db.envelope(By::Member(bo), read(GENERAL, 1)),
                db.envelope(By::Member(ana), say(GENERAL, "three")),
            ])
            .await;
        let numbers: Vec<Option<i64>> =
            carried.answers.into_iter().map(|a| match a.map_err(refusal) { Ok(Answer::Message { no, .. }) => Some(no), _ => None }).collect();
        assert_eq!(numbers, [Some(1), Some(2), None, None, Some(3)]);
        assert_eq!(said(&carried.rooms), [(1, Some(1)), (2, Some(2)), (3, Some(3))]);
        assert!(carried.deliveries.iter().all(|d| d.no().is_none()));
        assert_eq!(db.number("select cast(sum(head) as bigint) as n from inbox_heads").await, before);
        assert_eq!(db.number("select count(*) as n from messages").await, 3);
    }

    async fn the_same_id_again_gets_the_first_answer_in_a_room_as_well(db) {
        let ana = db.member("ana").await;
        let mut envelope = db.envelope(By::Member(ana), say(GENERAL, "once"));
        envelope.id = CommandId::new("m1").unwrap();
        let first = db.send(envelope.clone()).await;
        assert_eq!(db.send(envelope.clone()).await, first);
        let twice = db.batch(vec![envelope.clone(), envelope]).await;
        assert!(twice.rooms.is_empty() && twice.answers.into_iter().all(|a| a.map_err(refusal) == first));
        assert_eq!(view(&db, ana, GENERAL).await.message_no, 1);
    }

    async fn a_thousand_in_one_batch_in_rooms_and_between_two_are_all_there(db) {
        let (ana, bo) = (db.member("ana").await, db.member("bo").await);
        let group = group(&db, &[ana, bo]).await;
        let talk = reads_talk(&db, ana, bo).await;
        let before = view(&db, ana, group).await.log_no;
        let batch = (0..999).map(|n| db.envelope(By::Member(if n % 2 == 0 { ana } else { bo }), say([GENERAL, group, talk][n % 3], "x"))).collect();
        let carried = db.batch(batch).await;
        assert!(carried.answers.iter().all(Result::is_ok) && !carried.spent.one_by_one);
        for room in [GENERAL, group] {
            let after = if room == group { before } else { 0 };
            let numbers: Vec<i64> = carried.rooms.iter().filter(|n| n.room == room).map(|n| n.log_no).collect();
            assert_eq!(numbers, (after + 1..=after + 333).collect::<Vec<_>>());
            let mine = view(&db, bo, room).await;
            assert_eq!(mine.message_no, 333);
        }
        assert_eq!(db.number("select count(*) as n from messages where conversation_id = 1").await, 333);
    }

    async fn unread_is_head_minus_cursor_and_only_ones_own_screens_hear_of_it(db) {
        let (ana, bo) = (db.member("ana").await, db.member("bo").await);
        for n in 0..5 {
            db.act(ana, say(GENERAL, &format!("{n}"))).await.unwrap();
        }
        for (upto, left) in [(3, 2), (2, 2), (99, 0)] {
            let carried = db.batch(vec![db.envelope(By::Member(bo), read(GENERAL, upto))]).await;
            assert!(carried.deliveries.iter().all(|d| d.to == bo) && carried.rooms.is_empty());
            assert_eq!(view(&db, bo, GENERAL).await.mine.unwrap().unread, left, "after reading up to {upto}");
        }
        let deliver = Command::Messaging(Messaging::Deliver { conversation: GENERAL, upto: 5 });
        assert_eq!(db.act(bo, deliver).await, Ok(Answer::Done));
        act(&db, bo, Rooms::Leave { room: GENERAL }).await.unwrap();
        assert_eq!(db.act(bo, read(GENERAL, 5)).await, Err(No::NotInIt.into()));
    }

    async fn who_is_named_is_told_and_nobody_else(db) {
        let (ana, bo, cy, dee) = (db.member("ana").await, db.member("bo").await, db.member("cy").await, db.member("dee").await);
        act(&db, cy, Rooms::Leave { room: GENERAL }).await.unwrap();
        db.act(dee, Command::Moderation(Moderation::Block { who: ana })).await.unwrap();
        // Not herself, not who has left, not who has blocked her, not nobody, and Bo once.
        let words = "@ana @cy_ @dee @nobody-here @bo_ and again @BO_: have a look";
        let carried = db.batch(vec![db.envelope(By::Member(ana), say(GENERAL, words))]).await;
        let named: Vec<&Event> = carried.events.iter().filter(|e| matches!(e, Event::Rooms(Happened::Mentioned { .. }))).collect();
        assert_eq!(named, [&Event::Rooms(Happened::Mentioned { room: GENERAL, no: 1, by: ana, who: bo })]);
        assert!(carried.deliveries.iter().all(|d| d.to == bo && d.no() == Some(1)));
        let path = "/community/general?at=1#m-1".to_owned();
        assert_eq!(notices_of(&db, bo).await, [("ana mentioned you in “General”.".to_owned(), path)]);
        assert!(view(&db, bo, GENERAL).await.mine.unwrap().mentioned);
        db.act(bo, read(GENERAL, 1)).await.unwrap();
        assert!(!view(&db, bo, GENERAL).await.mine.unwrap().mentioned);
        let seen = Command::Notices(notices::Command::Seen { upto: hub::NoticeId(i64::MAX) });
        db.act(bo, seen).await.unwrap();
    }

    async fn slow_mode_refuses_with_how_long_to_wait(db) {
        let (ana, bo, cy) = (db.member("ana").await, db.member("bo").await, db.member("cy").await);
        let room = group(&db, &[ana, bo, cy]).await;
        act(&db, ana, Rooms::Edit { room, draft: Draft { slow_seconds: 30, ..draft(Kind::Room, "Slow bakers") } }).await.unwrap();
        let card = view(&db, bo, room).await.room;
        assert_eq!((card.kind, card.name.as_str(), card.slow_seconds), (Kind::Group, "Slow bakers", 30), "the kind stays");
        // Within one batch as in two.
        let batch = vec![db.envelope(By::Member(bo), say(room, "one")), db.envelope(By::Member(bo), say(room, "two")), db.envelope(By::Member(cy), say(room, "mine"))];
        let answers: Vec<_> = db.batch(batch).await.answers.into_iter().map(|a| a.map_err(refusal).map(|_| ())).collect();
        assert_eq!(answers, [Ok(()), Err(No::SlowMode { retry_after_ms: 30_000 }.into()), Ok(())]);
        db.later(29 * SECOND);
        assert_eq!(db.act(bo, say(room, "two")).await, Err(No::SlowMode { retry_after_ms: 1_000 }.into()));
        db.later(SECOND);
        assert_eq!(no(db.act(bo, say(room, "two")).await), 3);
        for n in 0..3 {
            assert_eq!(no(db.act(ana, say(room, "I look after it")).await), 4 + n);
        }
    }

    async fn a_group_is_there_for_its_people_only(db) {
        let (ana, bo, cy) = (db.member("ana").await, db.member("bo").await, db.member("cy").await);
        let room = group(&db, &[ana, bo]).await;
        db.act(ana, say(room, "between us")).await.unwrap();
        let nothing: Result<Answer, Refusal> = Err(No::NoSuchRoom.into());
        assert_eq!(db.act(cy, say(room, "hi")).await, nothing);
        assert_eq!(db.act(cy, read(room, 1)).await, nothing);
        assert_eq!(act(&db, cy, Rooms::Join { room }).await, nothing);
        assert_eq!(act(&db, cy, Rooms::SuggestAsk { room, no: 1 }).await, nothing);
        assert_eq!(act(&db, cy, Rooms::PutOut { room, who: bo }).await, nothing);
        let mut tx = db.store.read().await.unwrap();
        assert!(reads::find(&mut tx, cy, room).await.is_err());
        assert_eq!(reads::find_message(&mut tx, cy, room, 1).await.unwrap(), None);
        assert!(reads::page_members(&mut tx, cy, room, None, 10).await.is_err());
        let listed = |all: Vec<hub::rooms::RoomView>| all.into_iter().map(|r| r.room.id).collect::<Vec<_>>();
        assert_eq!(listed(reads::list(&mut tx, cy).await.unwrap()), [GENERAL]);
        assert_eq!(listed(reads::list(&mut tx, bo).await.unwrap()), [GENERAL, room]);
    }

    async fn people_come_into_a_group_by_invitation_and_their_own_yes(db) {
        let (ana, bo, cy, dee) = (db.member("ana").await, db.member("bo").await, db.member("cy").await, db.member("dee").await);
        let room = opens(&db, ana, draft(Kind::Group, "Bakers")).await;
        let invite = |who: &[UserId]| Rooms::Invite { room, who: who.to_vec() };
        assert_eq!(act(&db, ana, invite(&[bo])).await, Err(No::CantInvite.into()), "a stranger");
        know_each_other(&db, ana, bo).await;
        know_each_other(&db, dee, ana).await;
        assert_eq!(act(&db, ana, invite(&[bo, cy])).await, Err(No::CantInvite.into()), "all or nobody");
        act(&db, ana, invite(&[bo, dee])).await.unwrap();
        act(&db, ana, invite(&[bo])).await.unwrap();
        assert_eq!(notices_of(&db, bo).await.iter().filter(|(words, _)| words == "ana invites you to “Bakers”.").count(), 1);
        assert_eq!(view(&db, bo, room).await.invited_by.unwrap().id, ana);
        assert_eq!(db.act(bo, say(room, "hi")).await, Err(No::NotInIt.into()), "asked, and not in it yet");
        act(&db, bo, Rooms::Join { room }).await.unwrap();
        act(&db, bo, Rooms::Join { room }).await.unwrap();
        assert_eq!(no(db.act(bo, say(room, "hi")).await), 1);
        assert_eq!(view(&db, ana, room).await.room.members, 2);
        db.act(cy, Command::Moderation(Moderation::Block { who: ana })).await.unwrap();
        assert_eq!(act(&db, ana, invite(&[cy])).await, Err(No::CantInvite.into()), "a block sounds like not knowing each other");
        assert_eq!(act(&db, ana, Rooms::Invite { room: GENERAL, who: vec![bo] }).await, Err(No::OpenToAll.into()));
    }

    async fn roles_are_given_handed_over_and_inherited(db) {
        let (ana, bo, cy) = (db.member("ana").await, db.member("bo").await, db.member("cy").await);
        let room = group(&db, &[ana, bo, cy]).await;
        let role = |who, role| Rooms::SetRole { room, who, role };
        assert_eq!(act(&db, bo, role(cy, Role::Moderator)).await, Err(No::NotYours.into()));
        act(&db, ana, role(cy, Role::Moderator)).await.unwrap();
        assert_eq!(act(&db, cy, Rooms::PutOut { room, who: ana }).await, Err(No::NotYours.into()));
        assert_eq!(act(&db, ana, role(ana, Role::Member)).await, Err(No::NotYours.into()), "an owner hands it over, and does not put it down");
        act(&db, ana, role(bo, Role::Owner)).await.unwrap();
        let roles = async || {
            let page = reads::page_members(&mut db.store.read().await.unwrap(), ana, room, None, 10).await.unwrap();
            page.items.into_iter().map(|one| (one.who.handle, one.role)).collect::<Vec<_>>()
        };
        let of = |name: &str, role| (name.to_owned(), role);
        assert_eq!(roles().await, [of("bo_", Role::Owner), of("ana", Role::Moderator), of("cy_", Role::Moderator)]);
        act(&db, bo, Rooms::Leave { room }).await.unwrap();
        assert_eq!(roles().await, [of("ana", Role::Owner), of("cy_", Role::Moderator)], "whoever looked after it longest");
        act(&db, cy, Rooms::Leave { room }).await.unwrap();
        act(&db, ana, Rooms::Leave { room }).await.unwrap();
        assert_eq!(db.number("select count(*) as n from rooms where archived_at is not null").await, 1, "nobody is left");
    }

    async fn who_is_put_out_stays_out_until_let_back(db) {
        let (ana, bo, cy) = (db.member("ana").await, db.member("bo").await, db.member("cy").await);
        db.act(By::Console, Command::Accounts(Accounts::SetRole { user: ana, role: HouseRole::Admin })).await.unwrap();
        db.act(bo, say(GENERAL, "buy my thing")).await.unwrap();
        assert_eq!(act(&db, cy, Rooms::PutOut { room: GENERAL, who: bo }).await, Err(No::NotYours.into()));
        act(&db, ana, Rooms::PutOut { room: GENERAL, who: bo }).await.unwrap();
        let out: Result<Answer, Refusal> = Err(No::PutOut.into());
        assert_eq!(db.act(bo, say(GENERAL, "again")).await, out);
        assert_eq!(act(&db, bo, Rooms::Join { room: GENERAL }).await, out);
        let mut tx = db.store.read().await.unwrap();
        assert!(reads::find(&mut tx, bo, GENERAL).await.is_err());
        assert_eq!(reads::list_barred(&mut tx, ana, GENERAL).await.unwrap()[0].id, bo);
        assert!(reads::list_barred(&mut tx, cy, GENERAL).await.is_err());
        drop(tx);
        act(&db, ana, Rooms::LetBack { room: GENERAL, who: bo }).await.unwrap();
        act(&db, bo, Rooms::Join { room: GENERAL }).await.unwrap();
        assert_eq!(no(db.act(bo, say(GENERAL, "sorry")).await), 2);
    }

    async fn rooms_for_everybody_are_opened_by_who_is_known_here_and_have_a_name_of_their_own(db) {
        let (ana, bo) = (db.member("ana").await, db.member("bo").await);
        db.store.seed_reference().await.unwrap();
        let no_code = Draft { category: "development".into(), ..draft(Kind::Room, "No code") };
        assert!(matches!(act(&db, ana, Rooms::Open { draft: no_code.clone() }).await, Err(Refusal::Rooms(No::NotYet { .. }))));
        for _ in 0..10 {
            db.act(ana, say(GENERAL, "I know something about it")).await.unwrap();
        }
        db.later(7 * DAY);
        let unknown = Draft { category: "cooking".into(), ..no_code.clone() };
        assert!(matches!(act(&db, ana, Rooms::Open { draft: unknown }).await, Err(Refusal::Rooms(No::Mend(_)))));
        let room = opens(&db, ana, no_code.clone()).await;
        assert_eq!(act(&db, ana, Rooms::Open { draft: no_code }).await, Err(No::NameTaken.into()));
        let seen = view(&db, bo, room).await;
        assert_eq!((seen.room.slug.as_str(), seen.mine, seen.room.category.unwrap().slug.as_str()), ("no-code", None, "development"));
        assert_eq!(reads::find_id(&mut db.store.read().await.unwrap(), "no-code").await.unwrap(), Some(room));
        assert_eq!(db.act(bo, say(room, "hi")).await, Err(No::NotInIt.into()));
        act(&db, bo, Rooms::Join { room }).await.unwrap();
        assert_eq!(no(db.act(bo, say(room, "hi")).await), 1);
        act(&db, ana, Rooms::Archive { room }).await.unwrap();
        assert_eq!(db.act(bo, say(room, "hi again")).await, Err(No::PutAway.into()));
        assert_eq!(bodies(&db, bo, room).await, ["hi"]);
    }

    async fn five_rooms_a_day_are_enough(db) {
        let ana = db.member("ana").await;
        for n in 0..5 {
            opens(&db, ana, draft(Kind::Group, &format!("group {n}"))).await;
        }
        let sixth = act(&db, ana, Rooms::Open { draft: draft(Kind::Group, "group 5") }).await;
        assert_eq!(sixth, Err(No::EnoughForToday { most: 5, retry_after_ms: DAY / 2 }.into()));
        db.later(DAY / 2);
        opens(&db, ana, draft(Kind::Group, "group 5")).await;
    }

    async fn behind_a_block_neither_sees_what_the_other_writes(db) {
        let (ana, bo, cy) = (db.member("ana").await, db.member("bo").await, db.member("cy").await);
        for (who, words) in [(ana, "from ana"), (bo, "from bo"), (cy, "from cy")] {
            db.act(who, say(GENERAL, words)).await.unwrap();
        }
        db.act(ana, Command::Moderation(Moderation::Block { who: bo })).await.unwrap();
        assert_eq!(bodies(&db, ana, GENERAL).await, ["from ana", "from cy"]);
        assert_eq!(bodies(&db, bo, GENERAL).await, ["from bo", "from cy"]);
        assert_eq!(bodies(&db, cy, GENERAL).await, ["from ana", "from bo", "from cy"]);
        let mut tx = db.store.read().await.unwrap();
        assert_eq!(reads::find_message(&mut tx, ana, GENERAL, 2).await.unwrap(), None);
        let members = reads::page_members(&mut tx, bo, GENERAL, None, 10).await.unwrap();
        assert_eq!(members.items.iter().map(|one| one.who.id).collect::<Vec<_>>(), [bo, cy]);
        assert_eq!(store::moderation::list_parted(&mut tx, bo).await.unwrap(), [ana]);
        drop(tx);
        // The news are the same for everybody, and say whose words they are.
        let carried = db.batch(vec![db.envelope(By::Member(bo), say(GENERAL, "again"))]).await;
        assert_eq!(carried.rooms[0].by, Some(bo));
        assert!(view(&db, ana, GENERAL).await.last.is_some_and(|last| last.author.id == cy), "the last line that she may see");
        assert_eq!(act(&db, ana, Rooms::SuggestAsk { room: GENERAL, no: 2 }).await, Err(No::NoSuchMessage.into()));
    }

    async fn what_was_missed_is_replayed_as_it_is_now(db) {
        let (ana, bo) = (db.member("ana").await, db.member("bo").await);
        let mut told = Vec::new();
        for n in 0..5 {
            told.extend(db.batch(vec![db.envelope(By::Member(ana), say(GENERAL, &format!("{n}")))]).await.rooms);
        }
        told.extend(db.batch(vec![db.envelope(By::Member(bo), Command::Rooms(Rooms::Leave { room: GENERAL }))]).await.rooms);
        let mut tx = db.store.read().await.unwrap();
        assert_eq!(reads::replay(&mut tx, GENERAL, 0, 100).await.unwrap(), told);
        assert_eq!(reads::replay(&mut tx, GENERAL, 2, 2).await.unwrap(), told[2..4]);
        assert_eq!(reads::find_opening(&mut tx, bo, GENERAL).await.unwrap(), reads::RoomOpening { log_no: 6, within: false });
        assert_eq!((told[5].leaves, told[5].by), (Some(bo), Some(bo)));
        drop(tx);
        db.act(ana, Command::Accounts(Accounts::ChangeUsername { to: "ana-builds".into() })).await.unwrap();
        let again = reads::replay(&mut db.store.read().await.unwrap(), GENERAL, 0, 1).await.unwrap();
        let ServerFrame::Event { view: View::RoomMessage(now), .. } = &again[0].frame else { panic!("{again:?}") };
        assert_eq!(now.author.handle, "ana-builds");
    }

    async fn history_pages_backwards_without_gaps_and_members_forwards(db) {
        let ana = db.member("ana").await;
        for n in 0..7 {
            db.member(&format!("member{n}")).await;
        }
        db.batch((0..25).map(|n| db.envelope(By::Member(ana), say(GENERAL, &format!("{n}")))).collect()).await;
        let mut tx = db.store.read().await.unwrap();
        let (mut seen, mut before) = (Vec::new(), None);
        loop {
            let page = reads::page_messages(&mut tx, ana, GENERAL, before, 10).await.unwrap();
            seen.splice(0..0, page.items.iter().map(|m| m.message.no));
            match page.next {
                Some(next) => before = next.parse().ok(),
                None => break,
            }
        }
        assert_eq!(seen, (1..=25).collect::<Vec<_>>());
        let opened = reads::find_page(&mut tx, ana, GENERAL, Some(4)).await.unwrap();
        assert_eq!((opened.messages.len(), opened.before, opened.room.message_no), (3, None, 25));
        let (mut people, mut cursor) = (Vec::new(), None::<String>);
        loop {
            let page = reads::page_members(&mut tx, ana, GENERAL, cursor.as_deref(), 3).await.unwrap();
            people.extend(page.items.into_iter().map(|one| one.who.id));
            cursor = page.next;
            if cursor.is_none() {
                break;
            }
        }
        let mut once = people.clone();
        once.dedup();
        assert_eq!((people.len(), once.len()), (8, 8));
    }

    async fn a_message_becomes_an_ask_by_its_authors_yes_and_the_room_shows_how_it_stands(db) {
        let (ana, bo) = (db.member("ana").await, db.member("bo").await);
        db.act(ana, say(GENERAL, "Does anybody test apps? Twenty minutes.")).await.unwrap();
        let suggest = Rooms::SuggestAsk { room: GENERAL, no: 1 };
        assert_eq!(act(&db, ana, suggest.clone()).await, Err(No::YourOwnMessage.into()));
        act(&db, bo, suggest.clone()).await.unwrap();
        act(&db, db.member("cy").await, suggest.clone()).await.unwrap();
        let told = notices_of(&db, ana).await;
        let words = "bo_ thinks what you wrote in “General” could be an ask. Make it one?".to_owned();
        assert_eq!(told, [(words, "/community/general/messages/1/ask".to_owned())], "once, whoever taps");
        let draft = asks::Draft { title: "Testers for Kinlia".into(), ..asks::Draft::default() };
        let make = |draft: asks::Draft| Rooms::MakeAsk { room: GENERAL, no: 1, draft: Box::new(draft) };
        assert_eq!(act(&db, bo, make(draft.clone())).await, Err(No::NotYourMessage.into()));
        assert!(matches!(act(&db, ana, make(asks::Draft::default())).await, Err(Refusal::Asks(asks::Refusal::Mend(_)))));
        let Ok(Answer::Ask { id, .. }) = act(&db, ana, make(draft.clone())).await else { panic!("no ask") };
        assert_eq!(act(&db, ana, make(draft)).await, Err(No::AskAlready.into()));
        assert_eq!(act(&db, bo, suggest).await, Err(No::AskAlready.into()));
        let shown = async || reads::find_message(&mut db.store.read().await.unwrap(), bo, GENERAL, 1).await.unwrap().unwrap().ask;
        let ask = shown().await.unwrap();
        assert_eq!((ask.id, ask.path.as_str(), ask.status), (id, "/@ana/asks/testers-for-kinlia", asks::AskStatus::Open));
        let carried = db.batch(vec![db.envelope(By::Member(ana), Command::Asks(asks::Command::Fulfil { id }))]).await;
        assert_eq!(carried.rooms.len(), 1);
        let ServerFrame::Event { event: Event::Rooms(Happened::AskShown { no: 1, log_no: 3, .. }), view: View::RoomMessage(now), .. } = &carried.rooms[0].frame else {
            panic!("{:?}", carried.rooms)
        };
        assert_eq!(now.ask.as_ref().unwrap().status, asks::AskStatus::Fulfilled);
        db.act(ana, Command::Asks(asks::Command::Archive { id })).await.unwrap();
        assert_eq!(shown().await, None, "put away");
    }

    async fn old_lines_of_a_log_are_forgotten_and_nothing_else(db) {
        let ana = db.member("ana").await;
        db.batch((0..5).map(|n| db.envelope(By::Member(ana), say(GENERAL, &format!("{n}")))).collect()).await;
        assert_eq!(db.store.forget_room_logs(100).await.unwrap(), 0);
        let mut tx = db.store.write().await.unwrap();
        tx.run("update room_heads set log_no = 10003", &[]).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(db.store.forget_room_logs(2).await.unwrap(), 2);
        assert_eq!(db.store.forget_room_logs(100).await.unwrap(), 1);
        assert_eq!(db.number("select min(log_no) as n from room_log").await, 4);
        assert_eq!(bodies(&db, ana, GENERAL).await.len(), 5);
    }

    async fn rooms_that_are_not_there_are_said_so(db) {
        let ana = db.member("ana").await;
        let nowhere = ConversationId(999_999);
        assert_eq!(db.act(ana, say(nowhere, "hi")).await, Err(messaging::Refusal::NoSuchConversation.into()));
        assert_eq!(act(&db, ana, Rooms::Join { room: nowhere }).await, Err(No::NoSuchRoom.into()));
        let mut tx = db.store.read().await.unwrap();
        for address in ["999999", "nowhere", "", "1x"] {
            assert_eq!(reads::find_id(&mut tx, address).await.unwrap(), None, "{address}");
        }
        assert_eq!(reads::find_id(&mut tx, "1").await.unwrap(), Some(GENERAL));
    }
}

async fn reads_talk(db: &TestStore, a: UserId, b: UserId) -> ConversationId {
    store::messaging::find_conversation_with(&mut db.store.read().await.unwrap(), a, b).await.unwrap().unwrap()
}
