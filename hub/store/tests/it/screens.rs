//! Apply equals fetch: whatever happens, a screen that was told of it shows what one shows that is loaded anew. Events come
//! live, or late by replay; `hub::screen` is the model, the store the truth.

use std::collections::{BTreeMap, BTreeSet};

use hub::{
    Answer, By, Command, ConversationId, Event, Timestamp, UserId,
    asks::{AskKind, Command as Asks},
    claims::Command as Claims,
    connections::{Step, Subject},
    kernel::time::{DAY, HOUR, MINUTE},
    matches::{Command as Matches, Facts, Pair, Post, ToolFit},
    messaging::Command as Messaging,
    moderation::{Thing, Verdict},
    notices::Command as Notices,
    offers::{Command as Offers, OfferStatus},
    profiles::PersonCard,
    rooms::{Command as Rooms, Draft as RoomDraft, GENERAL, Role as RoomRole},
    screen::{Room, Screen, Talk, Unknown},
    tastes::{About, Command as Tastes, Rule},
    times::{Command as Times, Slot},
    wire::{ServerFrame, View},
};
use store::{Carried, Failure, messaging as reads};

use crate::{
    reports::{decide, report},
    steps::{open, opened, rate, say, step},
    world::{TestStore, both_engines, refusal},
};

/// A screen of a member, and how far it has been told.
pub struct Window {
    pub screen: Screen,
    /// The last inbox number it was told.
    at: i64,
    pub online: bool,
}

async fn load_talk(db: &TestStore, me: UserId, id: ConversationId) -> Talk {
    let mut tx = db.store.snapshot().await.unwrap();
    let row = reads::find_conversation(&mut tx, me, id).await.unwrap().unwrap();
    let messages = reads::page_messages(&mut tx, me, id, None, 10_000).await.unwrap().items;
    let pinned = reads::list_pinned(&mut tx, me, id).await.unwrap();
    let times = store::times::find(&mut tx, me, id).await.unwrap().unwrap().offers;
    tx.rollback().await.unwrap();
    Talk {
        row,
        messages: messages.into_iter().map(|m| (m.no, m)).collect(),
        pinned: pinned.iter().filter_map(|m| m.pin()).collect(),
        times,
    }
}

/// A room that a member is in; none that they only see.
async fn load_room(db: &TestStore, me: UserId, id: ConversationId) -> Option<Room> {
    let mut tx = db.store.snapshot().await.unwrap();
    let row = match store::rooms::find(&mut tx, me, id).await {
        Ok(row) => row,
        Err(Failure::Refused(_)) => return None,
        Err(Failure::Fault(fault)) => panic!("{fault}"),
    };
    let messages = store::rooms::page_messages(&mut tx, me, id, None, 10_000).await.unwrap().items;
    tx.rollback().await.unwrap();
    row.mine.is_some().then(|| Room { row, messages: messages.into_iter().map(|said| (said.message.no, said)).collect() })
}

/// Everything as it stands in the store now.
pub async fn load(db: &TestStore, me: UserId) -> Screen {
    let mut tx = db.store.read().await.unwrap();
    let mut talks: Vec<ConversationId> = Vec::new();
    for list in
        [reads::page_conversations(&mut tx, me, None, 1_000).await.unwrap(), reads::page_archived(&mut tx, me, None, 1_000).await.unwrap()]
    {
        talks.extend(list.items.iter().map(|c| c.id));
    }
    let connections = store::connections::page_of(&mut tx, me, store::connections::Which::All, &[], None, 1_000).await.unwrap().items;
    let screen = Screen {
        me,
        talks: BTreeMap::new(),
        rooms: BTreeMap::new(),
        shows_receipts: reads::shows_receipts(&mut tx, me).await.unwrap(),
        asks: store::asks::page_of(&mut tx, Some(me), me, None, 1_000).await.unwrap().items.into_iter().map(|a| (a.id, a)).collect(),
        offers: store::offers::page_of(&mut tx, Some(me), me, None, 1_000).await.unwrap().items.into_iter().map(|o| (o.id, o)).collect(),
        connections: connections.into_iter().map(|c| (c.id, c)).collect(),
        holds: store::claims::list_held_by(&mut tx, me).await.unwrap().into_iter().map(|p| (p.ask, p)).collect(),
        matches: store::matches::page_cards(&mut tx, me, true, None, 1_000).await.unwrap().items.into_iter().map(|m| (m.id, m)).collect(),
        notices: store::notices::list(&mut tx, me, 1_000).await.unwrap().into_iter().map(|n| (n.id, n)).collect(),
        points: store::points::find_total(&mut tx, me).await.unwrap(),
    };
    let rooms = store::rooms::list(&mut tx, me).await.unwrap();
    drop(tx);
    let mut screen = screen;
    for listed in rooms {
        if let Some(room) = load_room(db, me, listed.room.id).await {
            screen.rooms.insert(listed.room.id, room);
        }
    }
    for id in talks {
        screen.talks.insert(id, load_talk(db, me, id).await);
    }
    screen
}

/// What is shown as it was when it was loaded, and told of by no event: counts of looks, how many somebody has helped, how
/// well a match fits, what else a card repeats of a post, who helped with an ask, whether a notice still offers more time, and in a list
/// of rooms where one is named.
fn still(mut screen: Screen) -> Screen {
    let card = |person: &mut PersonCard| person.helped = 0;
    for talk in screen.talks.values_mut() {
        card(&mut talk.row.other);
    }
    for room in screen.rooms.values_mut() {
        if let Some(mine) = &mut room.row.mine {
            mine.mentioned = false;
        }
    }
    for ask in screen.asks.values_mut() {
        card(&mut ask.owner);
        ask.helpers.clear();
        (ask.views, ask.responses, ask.told, ask.matched_at, ask.updated_at) = (0, 0, 0, None, Timestamp(0));
    }
    for offer in screen.offers.values_mut() {
        card(&mut offer.owner);
        (offer.views, offer.connections, offer.told, offer.matched_at, offer.updated_at) = (0, 0, 0, None, Timestamp(0));
    }
    for connection in screen.connections.values_mut() {
        card(&mut connection.other);
        connection.title.clear();
        connection.path.clear();
        connection.price.clear();
    }
    for held in screen.holds.values_mut() {
        card(&mut held.owner);
        held.title.clear();
        held.path.clear();
    }
    for found in screen.matches.values_mut() {
        card(&mut found.person);
        found.score = 0;
    }
    for notice in screen.notices.values_mut() {
        notice.renew = None;
        if let Some(by) = notice.by.as_mut() {
            card(by);
        }
    }
    screen
}

impl Window {
    pub async fn open(db: &TestStore, me: UserId) -> Window {
        let at = store::inbox::head(&mut db.store.read().await.unwrap(), me).await.unwrap();
        Window { screen: load(db, me).await, at, online: true }
    }

    pub async fn hear(&mut self, db: &TestStore, frame: &ServerFrame) {
        let ServerFrame::Event { no, event, view } = frame else { panic!("no event: {frame:?}") };
        if event.stays_inside() {
            return;
        }
        if let Some(no) = no {
            assert_eq!(*no, self.at + 1, "an inbox has no gaps");
            self.at = *no;
        }
        if let Err(Unknown(id)) = self.screen.apply(event, view) {
            self.learn(db, id).await;
            self.screen.apply(event, view).expect("it is known now");
        }
    }

    async fn learn(&mut self, db: &TestStore, id: ConversationId) {
        match load_room(db, self.screen.me, id).await {
            Some(room) => drop(self.screen.rooms.insert(id, room)),
            None => drop(self.screen.talks.insert(id, load_talk(db, self.screen.me, id).await)),
        }
    }

    /// Back after an absence: what was missed is replayed, what only passed is asked for.
    pub async fn come_back(&mut self, db: &TestStore) {
        let shown: Vec<(ConversationId, i64)> = self.screen.rooms.iter().map(|(id, room)| (*id, room.row.log_no)).collect();
        for (room, after) in shown {
            let missed = store::rooms::replay(&mut db.store.read().await.unwrap(), room, after, 10_000).await.unwrap();
            for news in &missed {
                self.hear(db, &news.frame).await;
            }
        }
        let missed = store::inbox::replay(&mut db.store.read().await.unwrap(), self.screen.me, self.at, 10_000).await.unwrap();
        for frame in &missed {
            self.hear(db, frame).await;
        }
        let now = load(db, self.screen.me).await;
        for talk in now.talks.values() {
            self.screen.settle(&talk.row);
        }
        self.screen.rooms.retain(|id, _| now.rooms.contains_key(id));
        for (id, room) in &now.rooms {
            if self.screen.settle_room(&room.row).is_err() {
                self.screen.rooms.insert(*id, room.clone());
            }
        }
        self.screen.shows_receipts = now.shows_receipts;
        self.online = true;
    }

    /// The same as a screen that is loaded now.
    pub async fn is_true(&self, db: &TestStore, when: &str) {
        let (told, loaded) = (still(self.screen.clone()), still(load(db, self.screen.me).await));
        assert_eq!(told.unread(), loaded.unread(), "unread {when}");
        for (id, talk) in &loaded.talks {
            assert_eq!(told.talks.get(id), Some(talk), "{when}");
        }
        for (id, room) in &loaded.rooms {
            assert_eq!(told.rooms.get(id), Some(room), "{when}");
        }
        assert_eq!(told, loaded, "{when}");
    }
}

/// A town of members with two screens each: one that hears everything live, one that is away until the end of each chapter.
struct Story {
    db: TestStore,
    live: BTreeMap<UserId, Window>,
    away: BTreeMap<UserId, Window>,
    seen: BTreeSet<String>,
}

/// `messaging.sent`, as golden files are called.
fn kind(event: &Event) -> String {
    let json = serde_json::to_value(event).unwrap();
    let (feature, inner) = json.as_object().and_then(|o| o.iter().next()).map(|(k, v)| (k.clone(), v.clone())).unwrap();
    let what = inner.as_str().map(str::to_owned).or_else(|| inner.as_object().and_then(|o| o.keys().next().cloned())).unwrap();
    format!("{feature}.{what}")
}

impl Story {
    async fn of(db: TestStore, members: &[UserId]) -> Story {
        let mut story = Story { live: BTreeMap::new(), away: BTreeMap::new(), seen: BTreeSet::new(), db };
        for member in members {
            story.live.insert(*member, Window::open(&story.db, *member).await);
            story.away.insert(*member, Window::open(&story.db, *member).await);
        }
        story
    }

    async fn happens(&mut self, by: By, command: Command) -> hub::Answer {
        let words = format!("after {command:?}");
        let Carried { mut answers, deliveries, rooms, .. } = self.db.batch(vec![self.db.envelope(by, command)]).await;
        for news in &rooms {
            if let ServerFrame::Event { event, .. } = &news.frame {
                self.seen.insert(kind(event));
            }
            // As many as show the room.
            for window in self.live.values_mut().filter(|window| window.screen.rooms.contains_key(&news.room)) {
                window.hear(&self.db, &news.frame).await;
            }
        }
        for delivery in &deliveries {
            if let ServerFrame::Event { event, .. } = &delivery.frame {
                self.seen.insert(kind(event));
            }
            if let Some(window) = self.live.get_mut(&delivery.to) {
                window.hear(&self.db, &delivery.frame).await;
            }
        }
        for window in self.live.values() {
            window.is_true(&self.db, &words).await;
        }
        answers.remove(0).map_err(refusal).unwrap_or_else(|no| panic!("{words}: {no}"))
    }

    async fn wishes(&mut self, who: UserId, command: Command) -> hub::Answer {
        self.happens(By::Member(who), command).await
    }

    async fn chapter_ends(&mut self, name: &str) {
        for window in self.away.values_mut() {
            window.come_back(&self.db).await;
            window.is_true(&self.db, &format!("back at the end of {name}")).await;
        }
    }
}

async fn exchange(story: &mut Story, ana: UserId, bo: UserId) {
    let ask = story.db.ask(ana, "Beta testers for Kinlia", AskKind::BetaTester, Some(2)).await;
    let offer = story.db.offer(bo, "I test apps").await;
    // Posted above, past the screens: they come back to it.
    for window in story.live.values_mut() {
        window.come_back(&story.db).await;
    }
    let draft = hub::asks::Draft { title: "Beta testers for Kinlia".into(), kind: AskKind::BetaTester, ..Default::default() };
    let hub::Answer::Ask { id: second, .. } = story.wishes(ana, Command::Asks(Asks::Post { draft: draft.clone() })).await else {
        panic!("no ask")
    };
    story
        .wishes(
            ana,
            Command::Asks(Asks::Edit { id: second, draft: hub::asks::Draft { title: "Testers for Kinlia".into(), ..draft }, seen: None }),
        )
        .await;
    let offered = hub::offers::Draft { title: "I read texts".into(), description: "Slowly, and twice.".into(), ..Default::default() };
    let post = Command::Offers(Offers::Post { draft: offered.clone(), publish: true });
    let hub::Answer::Offer { id: third, .. } = story.wishes(bo, post).await else { panic!("no offer") };
    story.wishes(bo, Command::Offers(Offers::Edit { id: third, draft: offered, seen: None })).await;

    let why = || vec!["you both mention Kinlia".to_owned(), "needs people to try an app, offers to test apps".to_owned()];
    let pair = |score| vec![Pair { ask, offer, score, reasons: why(), tell: true, facts: Facts::default() }];
    let found = |pairs| Command::Matches(Matches::Found { post: Post::Ask(ask), upto: 1, pairs, tools: Vec::<ToolFit>::new() });
    story.happens(By::Matcher, found(pair(700))).await;
    story.happens(By::Matcher, found(pair(750))).await;
    story.happens(By::Matcher, found(Vec::new())).await;
    // What went and stands again comes back to open screens, too: told once, shown whenever it is true.
    for _ in 0..2 {
        story.happens(By::Matcher, found(pair(750))).await;
        assert!([ana, bo].iter().all(|who| story.live[who].screen.matches.len() == 1));
        story.wishes(ana, Command::Asks(Asks::Close { id: ask })).await;
        assert!([ana, bo].iter().all(|who| story.live[who].screen.matches.is_empty()));
        story.wishes(ana, Command::Asks(Asks::Reopen { id: ask, expires_at: None })).await;
    }
    story.happens(By::Matcher, found(pair(750))).await;
    for status in [OfferStatus::Paused, OfferStatus::Active] {
        story.wishes(bo, Command::Offers(Offers::SetStatus { id: offer, to: status })).await;
        assert!(story.live[&ana].screen.matches.is_empty());
    }
    story.happens(By::Matcher, found(pair(750))).await;
    assert!([ana, bo].iter().all(|who| story.live[who].screen.matches.len() == 1));
    story.happens(By::Matcher, found(Vec::new())).await;
    let other = Command::Matches(Matches::Found {
        post: Post::Ask(second),
        upto: 1,
        pairs: vec![Pair { ask: second, offer: third, score: 600, reasons: why(), tell: true, facts: Facts::default() }],
        tools: Vec::new(),
    });
    story.happens(By::Matcher, other).await;
    let card = story.live[&ana].screen.matches.keys().next().copied();
    if let Some(id) = card {
        let rules = vec![Rule { about: About::Tag, what: "gardening".to_owned() }];
        let Answer::Rules { ids } = story.wishes(ana, Command::Tastes(Tastes::Take { rules, card: Some(id) })).await else {
            panic!("a rule is taken")
        };
        story.wishes(ana, Command::Tastes(Tastes::TakeBack { rules: ids })).await;
        story.wishes(ana, Command::Matches(Matches::Dismiss { id })).await;
    }

    let (id, conversation) = opened(Ok(story.wishes(bo, open(ana, Subject::Ask(ask))).await));
    story.wishes(ana, say(conversation, "Lovely, welcome!")).await;
    story.wishes(ana, step(id, Step::Accept)).await;
    story.wishes(ana, Command::Asks(Asks::SetPlaces { id: ask, places: 1 })).await;
    story.wishes(bo, step(id, Step::Done)).await;
    story.wishes(ana, step(id, Step::Done)).await;
    story.wishes(ana, rate(id, 5)).await;
    let newest = story.live[&bo].screen.notices.keys().next_back().copied().unwrap();
    story.wishes(ana, Command::Notices(Notices::Opened { path: format!("/messages/{conversation}") })).await;
    story.wishes(bo, Command::Notices(Notices::Seen { upto: newest })).await;

    story.wishes(ana, Command::Asks(Asks::Close { id: second })).await;
    story.wishes(ana, Command::Asks(Asks::Archive { id: second })).await;
    story.wishes(bo, Command::Offers(Offers::SetStatus { id: third, to: OfferStatus::Paused })).await;
    let soon = story.db.now().plus(DAY);
    let short = hub::asks::Draft { title: "By tomorrow".into(), expires_at: Some(soon), ..Default::default() };
    let hub::Answer::Ask { id: short, .. } = story.wishes(ana, Command::Asks(Asks::Post { draft: short })).await else { panic!("no ask") };
    story.db.later(2 * DAY);
    story.happens(By::Clock, Command::Asks(Asks::Expire { id: short })).await;
    story.wishes(ana, Command::Asks(Asks::Renew { id: short })).await;
    story.db.later(28 * DAY);
    story.happens(By::Clock, Command::Asks(Asks::Remind { id: short })).await;
}

/// Places are held, renewed, let go, run out, and become conversations.
async fn holds(story: &mut Story, ana: UserId, bo: UserId, cy: UserId) {
    let wish = Command::Claims;
    let draft = hub::asks::Draft { title: "Two to look at my page".into(), places: Some(2), ..Default::default() };
    let hub::Answer::Ask { id: ask, .. } = story.wishes(ana, Command::Asks(Asks::Post { draft })).await else { panic!("no ask") };
    let (of_bo, of_cy) = (story.db.offer(bo, "I look at pages").await, story.db.offer(cy, "I look twice").await);
    for window in story.live.values_mut() {
        window.come_back(&story.db).await;
    }
    let why = || vec!["you both mention pages".to_owned(), "needs advice, lends a hand".to_owned()];
    let pair = |offer, score, tell| Pair { ask, offer, score, reasons: why(), tell, facts: Facts::default() };
    let pairs = vec![pair(of_bo, 700, true), pair(of_cy, 600, false)];
    story.happens(By::Matcher, Command::Matches(Matches::Found { post: Post::Ask(ask), upto: 1, pairs, tools: Vec::new() })).await;
    story.wishes(bo, wish(Claims::Take { ask })).await;
    story.db.later(2 * MINUTE);
    story.wishes(bo, wish(Claims::Renew { ask })).await;
    story.wishes(cy, wish(Claims::Take { ask })).await;
    story.chapter_ends("two are writing").await;
    assert_eq!((story.live[&ana].screen.asks[&ask].held, story.live[&bo].screen.holds.len()), (2, 1));
    story.wishes(cy, wish(Claims::LetGo { ask })).await;
    story.wishes(ana, Command::Asks(Asks::SetPlaces { id: ask, places: 3 })).await;
    story.db.later(HOUR);
    story.happens(By::Clock, wish(Claims::Lapse { ask })).await;
    assert!(story.live[&bo].screen.holds.is_empty());
    story.wishes(cy, wish(Claims::Take { ask })).await;
    story.wishes(cy, open(ana, Subject::Ask(ask))).await;
    story.wishes(ana, Command::Asks(Asks::Close { id: ask })).await;
}

async fn talk(story: &mut Story, ana: UserId, bo: UserId) {
    let conversation = *story.live[&ana].screen.talks.keys().next().unwrap();
    let head = story.live[&ana].screen.talks[&conversation].row.message_no;
    let wish = Command::Messaging;
    let first = head + 1;
    story.wishes(bo, wish(Messaging::Draft { conversation, body: "Thursd".into() })).await;
    story.wishes(bo, say(conversation, "Thursday at seven?")).await;
    story.wishes(ana, wish(Messaging::Deliver { conversation, upto: first })).await;
    story.wishes(ana, wish(Messaging::Read { conversation, upto: first })).await;
    story
        .wishes(ana, wish(Messaging::Send { conversation, body: "Better at eight".into(), reply_to: Some(first), files: Vec::new() }))
        .await;
    story.wishes(bo, wish(Messaging::React { conversation, no: first + 1, emoji: "👍".into(), on: true })).await;
    story.wishes(ana, wish(Messaging::Pin { conversation, no: first, on: true })).await;
    story.wishes(ana, wish(Messaging::Pin { conversation, no: first + 1, on: true })).await;
    story.wishes(bo, wish(Messaging::Edit { conversation, no: first, body: "Thursday at half past seven?".into() })).await;
    story.wishes(ana, wish(Messaging::Pin { conversation, no: first, on: false })).await;
    story.wishes(ana, wish(Messaging::Pin { conversation, no: first, on: true })).await;
    story.wishes(bo, wish(Messaging::React { conversation, no: first + 1, emoji: "👍".into(), on: false })).await;
    story.wishes(bo, wish(Messaging::Delete { conversation, no: first })).await;
    story.wishes(bo, wish(Messaging::ShowReceipts { on: false })).await;
    story.wishes(bo, wish(Messaging::Read { conversation, upto: first + 1 })).await;
    story.wishes(ana, say(conversation, "Are you there?")).await;
    story.wishes(bo, wish(Messaging::Mute { conversation, on: true })).await;
    story.wishes(bo, wish(Messaging::Archive { conversation, on: true })).await;
    story.wishes(ana, say(conversation, "Hello?")).await;
    story.wishes(bo, wish(Messaging::Mute { conversation, on: false })).await;
    story.wishes(bo, wish(Messaging::ShowReceipts { on: true })).await;
    story.wishes(bo, wish(Messaging::Delete { conversation, no: 1 })).await;
}

/// Times to meet are offered by both, declined, taken back, agreed on and called off.
async fn times(story: &mut Story, ana: UserId, bo: UserId) {
    let conversation = *story.live[&ana].screen.talks.keys().next().unwrap();
    let at = |story: &Story, hours: i64| story.db.now().plus(hours * HOUR);
    let offer = |at| Command::Times(Times::Offer { conversation, times: vec![Slot { at, minutes: 30 }], place: String::new() });
    let newest = |story: &Story| story.live[&ana].screen.talks[&conversation].times[0].id;
    let first = at(story, 1);
    story.wishes(ana, offer(first)).await;
    let id = newest(story);
    story.wishes(bo, Command::Times(Times::Decline { conversation, id, word: "Later".into() })).await;
    story.wishes(ana, offer(first)).await;
    let id = newest(story);
    story.wishes(ana, Command::Times(Times::CallOff { conversation, id })).await;
    story.wishes(ana, offer(first)).await;
    let second = at(story, 2);
    story.wishes(bo, offer(second)).await;
    let id = newest(story);
    story.wishes(ana, Command::Times(Times::Accept { conversation, id, at: second })).await;
    story.chapter_ends("a time is agreed on").await;
    story.wishes(ana, Command::Times(Times::CallOff { conversation, id })).await;
}

/// A group and what happens in it, and General beside it.
async fn rooms(story: &mut Story, ana: UserId, bo: UserId, admin: UserId) {
    let wish = Command::Messaging;
    let draft = RoomDraft { name: "Bakers who post".into(), ..RoomDraft::default() };
    let hub::Answer::Room { id: room, .. } = story.wishes(ana, Command::Rooms(Rooms::Open { draft: draft.clone() })).await else {
        panic!("no room")
    };
    story.wishes(ana, say(room, "Before anybody came")).await;
    story.wishes(ana, Command::Rooms(Rooms::Invite { room, who: vec![bo] })).await;
    story.wishes(bo, Command::Rooms(Rooms::Join { room })).await;
    story.wishes(bo, say(room, "Hello all")).await;
    story
        .wishes(
            ana,
            wish(Messaging::Send { conversation: room, body: "@bo, who tests apps?".into(), reply_to: Some(2), files: Vec::new() }),
        )
        .await;
    story.wishes(bo, wish(Messaging::React { conversation: room, no: 3, emoji: "👍".into(), on: true })).await;
    story.wishes(bo, wish(Messaging::Edit { conversation: room, no: 2, body: "Hello everybody".into() })).await;
    story.wishes(ana, wish(Messaging::Pin { conversation: room, no: 2, on: true })).await;
    story.wishes(bo, wish(Messaging::Read { conversation: room, upto: 3 })).await;
    story.wishes(bo, Command::Rooms(Rooms::SuggestAsk { room, no: 3 })).await;
    let asked = hub::asks::Draft { title: "Testers for my app".into(), ..Default::default() };
    let hub::Answer::Ask { id: ask, .. } = story.wishes(ana, Command::Rooms(Rooms::MakeAsk { room, no: 3, draft: Box::new(asked) })).await
    else {
        panic!("no ask")
    };
    story.wishes(ana, Command::Asks(Asks::Close { id: ask })).await;
    story.wishes(ana, Command::Rooms(Rooms::SetRole { room, who: bo, role: RoomRole::Moderator })).await;
    story.wishes(ana, Command::Rooms(Rooms::Edit { room, draft: RoomDraft { slow_seconds: 30, ..draft } })).await;
    story.wishes(bo, report(Thing::Message { conversation: room, no: 3 })).await;
    let case = story.db.the_case(admin).await;
    for verdict in [Verdict::Hide, Verdict::Restore] {
        story.happens(By::Admin(admin), decide(case, verdict)).await;
    }
    // Whoever looks after it takes away what another wrote; the answer to it knows.
    story.wishes(ana, wish(Messaging::Delete { conversation: room, no: 2 })).await;
    story.chapter_ends("the group").await;
    story.wishes(ana, say(GENERAL, "Good morning, all")).await;
    story.wishes(bo, Command::Rooms(Rooms::Leave { room: GENERAL })).await;
    story.wishes(bo, Command::Rooms(Rooms::Join { room: GENERAL })).await;
    story.wishes(bo, Command::Rooms(Rooms::Leave { room })).await;
    story.wishes(ana, Command::Rooms(Rooms::Archive { room })).await;
}

/// A message is reported; an admin hides it and shows it again.
async fn care(story: &mut Story, ana: UserId, bo: UserId, admin: UserId) {
    let conversation = *story.live[&ana].screen.talks.keys().next().unwrap();
    let no = story.live[&ana].screen.talks[&conversation].row.message_no;
    story.wishes(bo, report(Thing::Message { conversation, no })).await;
    let case = story.db.the_case(admin).await;
    for verdict in [Verdict::Hide, Verdict::Restore] {
        story.happens(By::Admin(admin), decide(case, verdict)).await;
    }
}

/// Every kind of event that reaches a screen, by the golden files: one of a conversation that is added there has to happen here.
fn kinds_that_are_told() -> BTreeSet<String> {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/frames/server");
    let files = std::fs::read_dir(folder).unwrap().map(|file| file.unwrap().path());
    let mut kinds = BTreeSet::new();
    for path in files.filter(|p| p.extension().is_some_and(|e| e == "json")) {
        let frame: ServerFrame = serde_json::from_str(&std::fs::read_to_string(&path).unwrap()).unwrap();
        if let ServerFrame::Event { event, .. } = frame {
            let audience = event.audience();
            let somebody_hears = !audience.inbox.is_empty() || !audience.passing.is_empty() || audience.room.is_some();
            if somebody_hears && !event.stays_inside() {
                kinds.insert(kind(&event));
            }
        }
    }
    kinds
}

both_engines! {
    async fn whatever_happens_a_screen_that_was_told_shows_what_one_shows_that_is_loaded_anew(db) {
        // Everybody is in General from the start: who signs up later is nobody's news there.
        let (ana, bo, admin) = (db.member("ana").await, db.member("bo").await, db.admin("ada").await);
        let cy = db.member("cy").await;
        let mut story = Story::of(db, &[ana, bo, cy]).await;
        exchange(&mut story, ana, bo).await;
        story.chapter_ends("the exchange").await;
        holds(&mut story, ana, bo, cy).await;
        story.chapter_ends("the places").await;
        talk(&mut story, ana, bo).await;
        story.chapter_ends("the talk").await;
        times(&mut story, ana, bo).await;
        story.chapter_ends("the times").await;
        care(&mut story, ana, bo, admin).await;
        story.chapter_ends("the reports").await;
        rooms(&mut story, ana, bo, admin).await;
        story.chapter_ends("the rooms").await;
        let told = |kind: &&String| ["messaging.", "rooms.", "claims.", "times."].iter().any(|feature| kind.starts_with(feature));
        let never: Vec<String> = kinds_that_are_told().difference(&story.seen).filter(told).cloned().collect();
        assert!(never.is_empty(), "kinds of events that no screen of this story was told of: {never:?}");
    }

    async fn a_screen_shows_of_a_message_what_is_newest_in_whatever_order_it_learns_it(db) {
        let (ana, bo) = (db.member("ana").await, db.member("bo").await);
        let talk = crate::conversations::conversation(&db, 7, ana, bo).await;
        db.act(ana, say(talk, "one")).await.unwrap();
        let mut window = Window::open(&db, bo).await;
        let edit = Command::Messaging(Messaging::Edit { conversation: talk, no: 1, body: "two".into() });
        let carried = db.batch(vec![db.envelope(By::Member(ana), edit)]).await;
        let ServerFrame::Event { event, view: older, .. } = carried.deliveries[1].frame.clone() else { panic!("no event") };
        db.act(ana, Command::Messaging(Messaging::Delete { conversation: talk, no: 1 })).await.unwrap();
        window.come_back(&db).await;
        window.screen.apply(&event, &older).unwrap();
        assert!(matches!(older, View::Message(m) if m.body == "two"));
        window.is_true(&db, "after an old view came late").await;
    }
}
