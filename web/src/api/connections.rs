//! Connections: people brought together, and how far they are.

use hub::{
    Answer as Carried, AskId, Command, ConnectionId, OfferId, UserId,
    command::AnyRefusal,
    connections::{Command as Connections, ConnectionView, Refusal, Status, Step, Subject},
    kernel::page::Page,
};
use store::connections::Which;

use super::{
    answer::{Answer, DONE, Done, Made, Told},
    paging::{mend, wanted},
    sent::{Given, Needed, Query, Sends},
    visit::Writer,
};
use crate::{
    problem::Problem,
    visitor::{ById, Member},
};

hub::words! {
    /// Who began it.
    pub enum Direction { All = "all", Sent = "sent", Received = "received" }
}

crate::word_shapes! { Direction as "Direction" }

crate::sent! {
    /// Which connections.
    struct ConnectionFilters {
        /// All of them when nothing is said.
        which: Given<Direction>,
        status: Given<Status>,
        /// `next` of the page before.
        cursor: Given<String>,
        /// How many items at most: 1 to 100, 20 when nothing is said.
        limit: Given<i64>,
    }
}

crate::sent! {
    /// A first message: about an ask, about an offer, or to somebody just so. Exactly one of the three.
    struct NewConnection {
        ask: Given<AskId>,
        offer: Given<OfferId>,
        to: Given<UserId>,
        message: Needed,
    }
}

crate::sent! {
    /// What somebody does to a connection. `steps` of the connection says what is possible now.
    struct Move {
        step: Step,
    }
}

crate::sent! {
    /// What somebody thinks of it at the end.
    struct Rating {
        /// 1 to 5.
        stars: i64,
        words: Given<String>,
    }
}

async fn find(member: &Member, id: ConnectionId) -> Result<ConnectionView, Problem> {
    let mut db = member.db().await?;
    let found = store::connections::find(&mut db, member.id(), id).await?;
    found.ok_or_else(|| hub::Refusal::Connections(Refusal::NoSuchConnection).into())
}

pub async fn list(member: Member, Query(filters): Query<ConnectionFilters>) -> Answer<Told<Page<ConnectionView>>> {
    let wanted = wanted("connections", filters.cursor, filters.limit)?;
    let which = match filters.which.or(Direction::All) {
        Direction::All => Which::All,
        Direction::Sent => Which::Sent,
        Direction::Received => Which::Received,
    };
    let statuses: Vec<Status> = filters.status.into_option().into_iter().collect();
    let mut db = member.db().await?;
    let page = store::connections::page_of(&mut db, member.id(), which, &statuses, wanted.cursor(), wanted.limit).await?;
    Ok(Told(wanted.page(page)))
}

/// Whom it goes to and what it is about: the owner of what is there to see, or the member named.
async fn subject(member: &Member, about: (Option<AskId>, Option<OfferId>, Option<UserId>)) -> Result<(UserId, Subject), Problem> {
    let mut db = member.db().await?;
    match about {
        (Some(id), None, None) => match store::asks::find(&mut db, member.user(), id).await? {
            Some(ask) => Ok((ask.owner.id, Subject::Ask(id))),
            None => Err(hub::Refusal::Asks(hub::asks::Refusal::NoSuchAsk).into()),
        },
        (None, Some(id), None) => match store::offers::find(&mut db, member.user(), id).await? {
            Some(offer) => Ok((offer.owner.id, Subject::Offer(id))),
            None => Err(hub::Refusal::Offers(hub::offers::Refusal::NoSuchOffer).into()),
        },
        (None, None, Some(to)) => Ok((to, Subject::Direct)),
        _ => Err(mend("to", "Say one of ask, offer and to.")),
    }
}

pub async fn open(writer: Writer, Sends { id, body, .. }: Sends<NewConnection>) -> Answer<Made<ConnectionView>> {
    let about = (body.ask.into_option(), body.offer.into_option(), body.to.into_option());
    let (to, about) = subject(&writer, about).await?;
    let command = Connections::Open { to, about, message: body.message.0 };
    let Carried::Connection { id, .. } = writer.act(id, Command::Connections(command)).await? else {
        return Err(AnyRefusal::IdUsedOtherwise.into());
    };
    Ok(Made { path: format!("/api/v1/connections/{id}"), body: find(&writer, id).await? })
}

pub async fn show(member: Member, ById(id): ById<ConnectionId>) -> Answer<Told<ConnectionView>> {
    Ok(Told(find(&member, id).await?))
}

pub async fn step(
    writer: Writer,
    ById(connection): ById<ConnectionId>,
    Sends { id, body, .. }: Sends<Move>,
) -> Answer<Told<ConnectionView>> {
    find(&writer, connection).await?;
    writer.act(id, Command::Connections(Connections::Move { id: connection, step: body.step })).await?;
    Ok(Told(find(&writer, connection).await?))
}

pub async fn rate(writer: Writer, ById(connection): ById<ConnectionId>, Sends { id, body, .. }: Sends<Rating>) -> Answer<Done> {
    find(&writer, connection).await?;
    let command = Connections::Rate { id: connection, stars: body.stars, words: body.words.or(String::new()) };
    writer.act(id, Command::Connections(command)).await?;
    Ok(DONE)
}
