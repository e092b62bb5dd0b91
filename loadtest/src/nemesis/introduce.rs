//! Everybody meets the next one, so that they sit in a ring and each talks with the two beside them.

use std::{collections::HashMap, sync::Arc};

use futures_util::{StreamExt, stream};
use hub::{
    Answer, Command, ConversationId, UserId,
    connections::{self, Subject},
    wire::Encoding,
};

use super::{history::Person, strike::Fleet};
use crate::Client;

/// The beginning of a conversation is its first message.
const HEAD: i64 = 1;

pub struct Ring {
    /// In the order of the members.
    pub people: Vec<UserId>,
    /// The conversation of each with the next one.
    pub talks: Vec<ConversationId>,
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
    Ok(Ring { people, talks: talks.into_iter().collect::<Result<_, _>>()? })
}
