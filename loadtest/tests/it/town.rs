//! A whole little hub for the harness: conversations of two and matches, in memory, over real sockets and HTTP. It can
//! be told to break its promises.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex},
};

use hub::{
    Answer, AskId, Command, ConnectionId, ConversationId, Event, MatchId, OfferId, Timestamp, UserId,
    asks::AskKind,
    command::AnyRefusal,
    connections,
    kernel::refusal::Refuses,
    matches::{self, MatchCard},
    messaging::{self, MessageView},
    offers::OfferKind,
    profiles::PersonCard,
    wire::{ServerFrame, View},
};
use loadtest::members::Member;
use serde_json::json;
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream},
    sync::{Notify, mpsc},
};

use crate::server::Side;

#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Manner {
    Honest,
    /// Every tenth message is acknowledged and never delivered.
    Loses,
    /// Every tenth message is delivered twice.
    Doubles,
    /// Every tenth wish is refused for being busy, the first time, and every third page.
    Busy,
    /// Cards reach only who posted.
    TellsOneSide,
    /// The screen that says the fortieth message is not heard for half a second.
    Stalls,
    /// The first socket is ended after a tenth of a second.
    Ends,
}

#[derive(Default)]
struct State {
    screens: HashMap<UserId, mpsc::UnboundedSender<ServerFrame>>,
    inboxes: HashMap<UserId, i64>,
    pairs: HashMap<(UserId, UserId), ConversationId>,
    talks: HashMap<ConversationId, ([UserId; 2], i64)>,
    posts: Vec<(UserId, String, bool)>,
    /// How often the matcher was asked how far behind it is: twice it is, then no more.
    asked_behind: i64,
    wishes: u64,
    pages: u64,
    ended: bool,
}

pub struct Town {
    manner: Manner,
    spoken: Arc<Notify>,
    state: Mutex<State>,
}

/// Opens a town. Gives its address back.
pub async fn open(manner: Manner) -> String {
    open_and_tell(manner, Arc::default()).await
}

/// The same; `spoken` is told of every message.
pub async fn open_and_tell(manner: Manner, spoken: Arc<Notify>) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let town = Arc::new(Town { manner, spoken, state: Mutex::default() });
    tokio::spawn(async move {
        while let Ok((stream, peer)) = listener.accept().await {
            let town = town.clone();
            tokio::spawn(async move {
                let mut first = [0; 7];
                while stream.peek(&mut first).await.is_ok_and(|n| n > 0 && n < first.len()) {}
                if &first == b"GET /ws" {
                    if let Some(side) = Side::accept(stream, peer, 0).await {
                        town.screen(side).await;
                    }
                } else {
                    town.http(stream).await;
                }
            });
        }
    });
    url
}

/// `member1 token1`, `member2 token2` …
pub fn members(count: usize) -> Vec<Member> {
    (1..=count).map(|n| Member { handle: format!("member{n}"), token: n.to_string() }).collect()
}

impl Town {
    async fn screen(&self, mut side: Side) {
        let token = side.headers["authorization"].to_str().unwrap().trim_start_matches("Bearer ").to_owned();
        let user = UserId(token.parse().unwrap());
        side.welcome(user, 0).await;
        let (tell, mut told) = mpsc::unbounded_channel();
        let ends = {
            let mut state = self.state.lock().unwrap();
            state.screens.insert(user, tell);
            self.manner == Manner::Ends && !std::mem::replace(&mut state.ended, true)
        };
        loop {
            tokio::select! {
                wish = side.wish() => {
                    let Some((id, command)) = wish else { return };
                    if self.stalls(&command) {
                        tokio::time::sleep(std::time::Duration::from_millis(500)).await;
                    }
                    let frame = match self.act(user, id.as_str(), command) {
                        Ok(answer) => ServerFrame::Done { id, answer },
                        Err(refusal) => ServerFrame::Refused { id: Some(id), refusal: refusal.refused() },
                    };
                    side.say(frame).await;
                }
                Some(frame) = told.recv() => side.say(frame).await,
                () = tokio::time::sleep(std::time::Duration::from_millis(100)), if ends => return,
            }
        }
    }

    fn stalls(&self, command: &Command) -> bool {
        let said = self.state.lock().unwrap().wishes;
        self.manner == Manner::Stalls && said == 40 && matches!(command, Command::Messaging(_))
    }

    fn act(&self, by: UserId, id: &str, command: Command) -> Result<Answer, Box<dyn Refuses + Send>> {
        let mut state = self.state.lock().unwrap();
        state.wishes += 1;
        let every_tenth = state.wishes.is_multiple_of(10);
        match command {
            Command::Connections(connections::Command::Open { to, .. }) => {
                if state.pairs.contains_key(&(by.min(to), by.max(to))) {
                    return Err(Box::new(connections::Refusal::AlreadyTalking(ConnectionId(1))));
                }
                let conversation = ConversationId(state.pairs.len() as i64 + 1);
                state.pairs.insert((by.min(to), by.max(to)), conversation);
                state.talks.insert(conversation, ([by, to], 1));
                Ok(Answer::Connection { id: ConnectionId(conversation.0), conversation })
            }
            Command::Messaging(messaging::Command::Send { conversation, body, .. }) => {
                if every_tenth && self.manner == Manner::Busy {
                    return Err(Box::new(AnyRefusal::Busy { retry_after_ms: 5 }));
                }
                let (to, head) = state.talks.get_mut(&conversation).unwrap();
                *head += 1;
                self.spoken.notify_one();
                let (to, no) = (*to, *head);
                let event = messaging::Event::Sent { conversation, no, log_no: no, by, to: to.to_vec() };
                let sent_at = Timestamp(0);
                let client_id = id.to_owned();
                let view = MessageView::fresh(conversation, no, by, client_id, body, sent_at);
                let times = match self.manner {
                    Manner::Loses if every_tenth => 0,
                    Manner::Doubles if every_tenth => 2,
                    _ => 1,
                };
                for _ in 0..times {
                    for user in to {
                        let view = View::Message(Box::new(view.clone()));
                        state.tell(user, Event::Messaging(event.clone()), view);
                    }
                }
                Ok(Answer::Message { conversation, no, sent_at })
            }
            _ => Err(Box::new(AnyRefusal::NotAllowed)),
        }
    }

    /// Takes a post and tells both sides of each that fits: those with the same last word of the title.
    fn posted(&self, by: UserId, title: &str, is_ask: bool) -> i64 {
        let mut state = self.state.lock().unwrap();
        let word = title.rsplit(' ').next().unwrap().to_owned();
        let fitting: Vec<(i64, UserId)> = state
            .posts
            .iter()
            .zip(1..)
            .filter(|((owner, w, asks), _)| *owner != by && *w == word && *asks != is_ask)
            .map(|((owner, _, _), id)| (id, *owner))
            .take(7)
            .collect();
        state.posts.push((by, word, is_ask));
        let id = state.posts.len() as i64;
        for (other, owner) in fitting {
            let (ask, offer) = if is_ask { (id, other) } else { (other, id) };
            let (ask_owner, offer_owner) = if is_ask { (by, owner) } else { (owner, by) };
            let id = MatchId(ask * 1_000_000 + offer);
            let event = matches::Event::Told { id, ask_owner, offer_owner };
            let mut screens = vec![by];
            if self.manner != Manner::TellsOneSide {
                screens.push(owner);
            }
            for user in screens {
                let card = card(id, AskId(ask), OfferId(offer), user == ask_owner);
                state.tell(user, Event::Matches(event.clone()), View::Match(Box::new(card)));
            }
        }
        id
    }

    /// HTTP/1.1, kept open, just enough of it.
    async fn http(&self, mut stream: TcpStream) {
        let mut read = Vec::new();
        loop {
            let head = loop {
                if let Some(at) = read.windows(4).position(|w| w == b"\r\n\r\n") {
                    break String::from_utf8(read.drain(..at + 4).collect()).unwrap().to_lowercase();
                }
                if stream.read_buf(&mut read).await.unwrap_or(0) == 0 {
                    return;
                }
            };
            let value = |name: &str| head.lines().find_map(|l| l.strip_prefix(name)).map(|v| v.trim().to_owned());
            let length: usize = value("content-length:").map_or(0, |v| v.parse().unwrap());
            while read.len() < length {
                stream.read_buf(&mut read).await.unwrap();
            }
            let body: Vec<u8> = read.drain(..length).collect();
            let (status, answer) = match value("authorization: bearer") {
                Some(token) => self.answer(&head, UserId(token.parse().unwrap()), &body),
                None => ("200 OK", self.metrics(&head).into()),
            };
            let answer = answer.as_str().map_or_else(|| answer.to_string(), str::to_owned);
            let answer = format!("HTTP/1.1 {status}\r\ncontent-length: {}\r\n\r\n{answer}", answer.len());
            stream.write_all(answer.as_bytes()).await.unwrap();
        }
    }

    fn metrics(&self, head: &str) -> String {
        if head.starts_with("get /healthz ") {
            return "ok\n".to_owned();
        }
        assert!(head.starts_with("get /metrics "), "everything else needs a token: {head}");
        let mut state = self.state.lock().unwrap();
        state.asked_behind += 1;
        format!("collective_exchange_lag {}\n", (3 - state.asked_behind).max(0))
    }

    fn answer(&self, head: &str, user: UserId, body: &[u8]) -> (&'static str, serde_json::Value) {
        let path = head.split_whitespace().nth(1).unwrap();
        let body: serde_json::Value = serde_json::from_slice(body).unwrap_or_default();
        let title = body["title"].as_str().unwrap_or_default();
        match path.split('?').next().unwrap() {
            "/api/v1/asks" if head.contains("idempotency-key:") => ("201 Created", json!({ "id": self.posted(user, title, true) })),
            "/api/v1/offers" if body["publish"] == true => ("201 Created", json!({ "id": self.posted(user, title, false) })),
            "/api/v1/conversations" => {
                let state = self.state.lock().unwrap();
                let mine = state.pairs.iter().filter(|((a, b), _)| *a == user || *b == user);
                let items: Vec<_> =
                    mine.map(|((a, b), id)| json!({ "id": id, "other": { "id": if *a == user { b } else { a } } })).collect();
                ("200 OK", json!({ "items": items, "next": null }))
            }
            "/api/v1/matches" | "/api/v1/asks" | "/api/v1/offers" | "/api/v1/notices" if head.starts_with("get ") => {
                let mut state = self.state.lock().unwrap();
                state.pages += 1;
                if self.manner == Manner::Busy && state.pages.is_multiple_of(3) {
                    return ("503 Service Unavailable\r\nretry-after: 0", json!({ "title": "Come later" }));
                }
                ("200 OK", json!({ "items": [], "next": null }))
            }
            _ => ("404 Not Found", json!({ "title": "There is nothing here", "detail": path })),
        }
    }
}

impl State {
    fn tell(&mut self, user: UserId, event: Event, view: View) {
        let no = self.inboxes.entry(user).or_default();
        *no += 1;
        if let Some(screen) = self.screens.get(&user) {
            let _ = screen.send(ServerFrame::Event { no: Some(*no), event, view });
        }
    }
}

fn card(id: MatchId, ask: AskId, offer: OfferId, reader_asks: bool) -> MatchCard {
    let words = String::new;
    let person = PersonCard {
        id: UserId(0),
        handle: words(),
        name: words(),
        tagline: words(),
        portrait: words(),
        helped: 0,
        demo: false,
        absent: None,
    };
    MatchCard {
        id,
        reader_asks,
        person,
        ask,
        ask_title: words(),
        ask_kind: AskKind::Advice,
        ask_path: words(),
        offer,
        offer_title: words(),
        offer_kind: OfferKind::Skill,
        offer_path: words(),
        price: words(),
        score: 700,
        reasons: Vec::new(),
        first_line: words(),
        missing: Vec::new(),
        answers: String::new(),
        told: true,
        connection: None,
        found_at: Timestamp(0),
        places: None,
    }
}
