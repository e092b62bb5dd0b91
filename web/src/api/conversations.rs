//! Conversations of two, and their messages. Who is here now is said on the socket only.

use hub::{
    Answer as Carried, Command, ConversationId,
    command::AnyRefusal,
    kernel::page::Page,
    messaging::{Command as Messaging, ConversationView, MessageView, Refusal, ThreadView, UnreadView},
};

use super::{
    answer::{Answer, DONE, Done, Made, Told},
    paging::{Paged, wanted},
    sent::{Given, Query, Sends},
    visit::Writer,
};
use crate::{
    problem::Problem,
    visitor::{ById, Member},
};

crate::sent! {
    /// A message, 4,000 characters at most.
    struct NewMessage {
        body: Given<String>,
    }
}

crate::sent! {
    /// Everything up to this message has been read.
    struct ReadUpto {
        upto: i64,
    }
}

crate::sent! {
    /// Which messages.
    struct Earlier {
        /// Only those before this number.
        before: Given<i64>,
        /// `next` of the page before.
        cursor: Given<String>,
        /// How many items at most: 1 to 100, 20 when nothing is said.
        limit: Given<i64>,
    }
}

fn no_such() -> Problem {
    hub::Refusal::Messaging(Refusal::NoSuchConversation).into()
}

pub async fn list(member: Member, Query(paged): Query<Paged>) -> Answer<Told<Page<ConversationView>>> {
    let wanted = paged.of("conversations")?;
    let mut db = member.db().await?;
    let page = store::messaging::page_conversations(&mut db, member.id(), wanted.cursor(), wanted.limit).await?;
    Ok(Told(wanted.page(page)))
}

/// More conversations with something unread than anybody has read.
const MOST_UNREAD: usize = 1_000;

pub async fn unread(member: Member) -> Answer<Told<UnreadView>> {
    let mut db = member.house().store.snapshot().await?;
    let total = store::messaging::count_unread(&mut db, member.id()).await?;
    let conversations = store::messaging::list_unread(&mut db, member.id(), MOST_UNREAD).await?;
    db.rollback().await?;
    Ok(Told(UnreadView { total, conversations }))
}

pub async fn show(member: Member, ById(id): ById<ConversationId>) -> Answer<Told<ThreadView>> {
    let mut db = member.db().await?;
    let thread = store::messaging::find_thread(&mut db, member.id(), id, None).await?;
    Ok(Told(thread.ok_or_else(no_such)?))
}

pub async fn messages(member: Member, ById(id): ById<ConversationId>, Query(earlier): Query<Earlier>) -> Answer<Told<Page<MessageView>>> {
    let wanted = wanted("messages", earlier.cursor, earlier.limit)?;
    let before = wanted.cursor().and_then(|c| c.parse().ok()).or(earlier.before.into_option());
    let mut db = member.db().await?;
    store::messaging::find_conversation(&mut db, member.id(), id).await?.ok_or_else(no_such)?;
    let page = store::messaging::page_messages(&mut db, member.id(), id, before, wanted.limit).await?;
    Ok(Told(wanted.page(page)))
}

pub async fn send(
    writer: Writer,
    ById(conversation): ById<ConversationId>,
    Sends { id, body, .. }: Sends<NewMessage>,
) -> Answer<Made<MessageView>> {
    let command = Messaging::Send { conversation, body: body.body.or(String::new()) };
    let Carried::Message { no, .. } = writer.act(id, Command::Messaging(command)).await? else {
        return Err(AnyRefusal::IdUsedOtherwise.into());
    };
    let mut db = writer.db().await?;
    let message = store::messaging::find_message(&mut db, writer.id(), conversation, no).await?.ok_or_else(no_such)?;
    Ok(Made { path: format!("/api/v1/conversations/{conversation}/messages"), body: message })
}

pub async fn read(writer: Writer, ById(conversation): ById<ConversationId>, Sends { id, body, .. }: Sends<ReadUpto>) -> Answer<Done> {
    writer.act(id, Command::Messaging(Messaging::Read { conversation, upto: body.upto })).await?;
    Ok(DONE)
}
