//! Everybody meets the next one, so that they sit in a ring and each talks with the two beside them.

use std::{collections::HashMap, sync::Arc};

use futures_util::{StreamExt, stream};
use hub::{
    Answer, AskId, Command, ConversationId, UserId, asks,
    connections::{self, Subject},
    wire::Encoding,
};

use super::{history::Person, strike::Fleet};
use crate::Client;

/// So many members ask for something, at most.
const MOST_ASKS: usize = 300;
/// The beginning of a conversation is its first message.
const HEAD: i64 = 1;

pub struct Ring {
    /// In the order of the members.
    pub people: Vec<UserId>,
    /// The conversation of each with the next one.
    pub talks: Vec<ConversationId>,
    /// What they need, and whose it is.
    pub asks: Vec<(AskId, Person)>,
}

impl Ring {
    /// The two conversations of a person, and who else is in them.
    pub fn talks_of(&self, person: Person) -> Vec<(ConversationId, UserId, i64)> {
        let before = (person + self.people.len() - 1) % self.people.len();
        let next = (person + 1) % self.people.len();
        vec![(self.talks[person], self.people[next], HEAD), (self.talks[before], self.people[before], HEAD)]
    }

    /// Who a member is in this run.
    pub fn people(&self) -> Arc<dyn Fn(UserId) -> Option<Person> + Send + Sync> {
        let places: HashMap<UserId, Person> = self.people.iter().enumerate().map(|(at, user)| (*user, at)).collect();
        Arc::new(move |user| places.get(&user).copied())
    }
}

pub async fn all(fleet: &Fleet) -> Result<Ring, String> {
    let url = &fleet.hubs[0].url;
    let come_in = |at: usize| async move {
        let token = &fleet.members[at].token;
        Client::connect(url, token, Encoding::MessagePack, None).await.map_err(|e| e.to_string())
    };
    let clients: Vec<Result<Client, String>> = stream::iter(0..fleet.members.len()).map(come_in).buffered(16).collect().await;
    let clients: Vec<Client> = clients.into_iter().collect::<Result<_, _>>()?;
    let people: Vec<UserId> = clients.iter().map(|client| client.welcome().user).collect();
    let nexts: Vec<UserId> = people.iter().cycle().skip(1).take(people.len()).copied().collect();
    let meet = |(mut client, to): (Client, UserId)| async move {
        let message = "Hello, shall we talk for a while?".to_owned();
        let open = connections::Command::Open { to, about: Subject::Direct, message };
        let answer = client.act(Command::Connections(open)).await;
        client.close().await;
        match answer {
            Ok(Answer::Connection { conversation, .. }) => Ok(conversation),
            Ok(answer) => Err(format!("opening a conversation was answered by {answer:?}")),
            Err(no) => Err(format!("no conversation could be opened: {} ({})", no.words, no.code)),
        }
    };
    let talks: Vec<Result<ConversationId, String>> = stream::iter(clients.into_iter().zip(nexts)).map(meet).buffered(16).collect().await;
    let talks = talks.into_iter().collect::<Result<_, _>>()?;
    let post = |person: Person| async move { Ok((ask(url, &fleet.members[person].token).await?, person)) };
    let asks: Vec<Result<(AskId, Person), String>> = stream::iter(0..people.len().min(MOST_ASKS)).map(post).buffered(16).collect().await;
    let asks = asks.into_iter().collect::<Result<_, _>>()?;
    Ok(Ring { people, talks, asks })
}

async fn ask(url: &str, token: &str) -> Result<AskId, String> {
    let mut client = Client::connect(url, token, Encoding::MessagePack, None).await.map_err(|e| e.to_string())?;
    let draft = asks::Draft { title: "Two people to look at it".to_owned(), places: Some(2), ..asks::Draft::default() };
    let answer = client.act(Command::Asks(asks::Command::Post { draft })).await;
    client.close().await;
    match answer {
        Ok(Answer::Ask { id, .. }) => Ok(id),
        Ok(answer) => Err(format!("posting an ask was answered by {answer:?}")),
        Err(no) => Err(format!("no ask could be posted: {} ({})", no.words, no.code)),
    }
}
