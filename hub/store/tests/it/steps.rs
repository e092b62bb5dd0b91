//! What tests about Ana, Bo and Cy do again and again: ask, offer, answer, take a step.

use hub::{
    Answer, AskId, By, Command, ConnectionId, ConversationId, OfferId, Refusal, UserId,
    asks::{self, AskKind},
    connections::{self, ConnectionView, Status, Step, Subject},
    messaging, offers,
};

use crate::world::TestStore;

pub fn open(to: UserId, about: Subject) -> Command {
    Command::Connections(connections::Command::Open { to, about, message: "I would love to help".to_owned() })
}

pub fn step(id: ConnectionId, step: Step) -> Command {
    Command::Connections(connections::Command::Move { id, step })
}

pub fn rate(id: ConnectionId, stars: i64) -> Command {
    Command::Connections(connections::Command::Rate { id, stars, words: "It went well".to_owned() })
}

pub fn say(conversation: ConversationId, body: &str) -> Command {
    Command::Messaging(messaging::Command::Send { conversation, body: body.to_owned(), reply_to: None, files: Vec::new() })
}

/// The connection of an answer.
pub fn opened(answer: Result<Answer, Refusal>) -> (ConnectionId, ConversationId) {
    match answer {
        Ok(Answer::Connection { id, conversation }) => (id, conversation),
        other => panic!("no connection: {other:?}"),
    }
}

impl TestStore {
    pub async fn ask(&self, owner: UserId, title: &str, kind: AskKind, places: Option<i64>) -> AskId {
        self.ask_as(owner, asks::Draft { title: title.to_owned(), kind, places, ..Default::default() }).await
    }

    pub async fn ask_as(&self, owner: UserId, draft: asks::Draft) -> AskId {
        match self.act(owner, Command::Asks(asks::Command::Post { draft })).await {
            Ok(Answer::Ask { id, .. }) => id,
            other => panic!("no ask: {other:?}"),
        }
    }

    pub async fn offer(&self, owner: UserId, title: &str) -> OfferId {
        self.offer_as(owner, title, true).await
    }

    pub async fn offer_as(&self, owner: UserId, title: &str, publish: bool) -> OfferId {
        let draft =
            offers::Draft { title: title.to_owned(), description: "An evening, and what I noticed.".to_owned(), ..Default::default() };
        match self.act(owner, Command::Offers(offers::Command::Post { draft, publish })).await {
            Ok(Answer::Offer { id, .. }) => id,
            other => panic!("no offer: {other:?}"),
        }
    }

    /// Takes steps that must succeed.
    pub async fn steps(&self, id: ConnectionId, steps: &[(UserId, Step)]) {
        for (who, wish) in steps {
            self.act(*who, step(id, *wish)).await.unwrap_or_else(|no| panic!("{wish}: {no}"));
        }
    }

    pub async fn connection(&self, reader: UserId, id: ConnectionId) -> ConnectionView {
        store::connections::find(&mut self.store.read().await.unwrap(), reader, id).await.unwrap().expect("it is theirs")
    }

    pub async fn status(&self, reader: UserId, id: ConnectionId) -> Status {
        self.connection(reader, id).await.status
    }

    pub async fn the_ask(&self, id: AskId) -> asks::AskView {
        let mut db = self.store.read().await.unwrap();
        store::asks::find(&mut db, None, id).await.unwrap().expect("it is there")
    }

    /// A member's ledger, as `(reason, amount)`, in the order of the words.
    pub async fn ledger(&self, user: UserId) -> Vec<(String, i64)> {
        let mut db = self.store.read().await.unwrap();
        let page = store::points::page_lines(&mut db, user, None, 100).await.unwrap();
        let mut lines: Vec<_> = page.items.into_iter().map(|l| (l.reason.word().to_owned(), l.amount)).collect();
        lines.sort();
        let total = store::points::find_total(&mut db, user).await.unwrap();
        assert_eq!(total, lines.iter().map(|l| l.1).sum::<i64>(), "the total is the sum of the lines");
        lines
    }

    /// What a member's activity says, newest first.
    pub async fn activity(&self, user: UserId) -> Vec<String> {
        let mut db = self.store.read().await.unwrap();
        store::notices::list(&mut db, user, 50).await.unwrap().into_iter().map(|n| n.words).collect()
    }

    pub async fn suspend(&self, user: UserId) {
        self.act(By::Console, Command::Accounts(hub::accounts::Command::Suspend { user, suspended: true })).await.unwrap();
    }

    pub async fn block(&self, by: UserId, who: UserId) {
        self.act(by, Command::Moderation(hub::moderation::Command::Block { who })).await.unwrap();
    }
}
