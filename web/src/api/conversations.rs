//! Conversations of two, and their messages. Who is here now is said on the socket only.

use hub::{
    Answer as Carried, Command, ConversationId, FileId,
    command::AnyRefusal,
    kernel::page::Page,
    messaging::{Command as Messaging, ConversationView, FoundMessage, MessageView, Refusal, ThreadView, UnreadView},
};

use super::{
    answer::{Answer, DONE, Done, Made, Told},
    paging::wanted,
    sent::{Given, Needed, Nothing, Query, Sends},
    visit::Writer,
};
use crate::{
    messaging::AMessage,
    problem::Problem,
    visitor::{ById, Member},
};

crate::sent! {
    /// A message, 4,000 characters at most.
    struct NewMessage {
        body: Needed,
        /// The number of the message that this one answers.
        reply_to: Given<i64>,
        /// Ids of files that come with it, uploaded as `attachment`; four at most. Then `body` may be empty.
        files: Given<Vec<FileId>>,
    }
}

crate::sent! {
    /// The same message, said otherwise.
    struct OtherWords {
        body: String,
    }
}

crate::sent! {
    /// Yes or no.
    struct Switch {
        on: bool,
    }
}

crate::sent! {
    /// An emoji, on the message or off it.
    struct OneReaction {
        emoji: String,
        on: bool,
    }
}

crate::sent! {
    /// What is typed and not sent.
    struct Unsent {
        /// Nothing in it takes the draft away.
        body: String,
    }
}

crate::sent! {
    /// Which conversations.
    struct Which {
        /// Those that are archived instead of the others.
        archived: Given<bool>,
        /// `next` of the page before.
        cursor: Given<String>,
        /// How many items at most: 1 to 100, 20 when nothing is said.
        limit: Given<i64>,
    }
}

crate::sent! {
    /// What is looked for.
    struct Words {
        /// All of these words, begun or whole.
        q: String,
        /// In this conversation only.
        conversation: Given<ConversationId>,
        /// `next` of the page before.
        cursor: Given<String>,
        /// How many items at most: 1 to 100, 20 when nothing is said.
        limit: Given<i64>,
    }
}

crate::sent! {
    /// Where somebody stands in the conversation.
    struct Since {
        /// The number of the last message they have.
        no: i64,
        /// The number of the last change that they have.
        log_no: i64,
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

pub async fn list(member: Member, Query(which): Query<Which>) -> Answer<Told<Page<ConversationView>>> {
    let archived = which.archived.or(false);
    let wanted = wanted(if archived { "archived conversations" } else { "conversations" }, which.cursor, which.limit)?;
    let mut db = member.db().await?;
    let page = match archived {
        false => store::messaging::page_conversations(&mut db, member.id(), wanted.cursor(), wanted.limit).await?,
        true => store::messaging::page_archived(&mut db, member.id(), wanted.cursor(), wanted.limit).await?,
    };
    Ok(Told(wanted.page(page)))
}

pub async fn search(member: Member, Query(words): Query<Words>) -> Answer<Told<Page<FoundMessage>>> {
    let wanted = wanted("found messages", words.cursor, words.limit)?;
    let within = words.conversation.into_option();
    let mut db = member.db().await?;
    let page = store::messaging::page_found(&mut db, member.id(), within, &words.q, wanted.cursor(), wanted.limit).await?;
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
    let command =
        Messaging::Send { conversation, body: body.body.0, reply_to: body.reply_to.into_option(), files: body.files.or(Vec::new()) };
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

/// How many changes an answer holds.
const CHANGES: usize = 100;

pub async fn changes(member: Member, ById(id): ById<ConversationId>, Query(since): Query<Since>) -> Answer<Told<Vec<MessageView>>> {
    let mut db = member.db().await?;
    store::messaging::find_conversation(&mut db, member.id(), id).await?.ok_or_else(no_such)?;
    Ok(Told(store::messaging::list_changes(&mut db, member.id(), id, (since.no, since.log_no), CHANGES).await?))
}

pub async fn pinned(member: Member, ById(id): ById<ConversationId>) -> Answer<Told<Vec<MessageView>>> {
    let mut db = member.db().await?;
    store::messaging::find_conversation(&mut db, member.id(), id).await?.ok_or_else(no_such)?;
    Ok(Told(store::messaging::list_pinned(&mut db, member.id(), id).await?))
}

/// What a message is after something was done to it.
async fn done_to(writer: &Writer, conversation: ConversationId, no: i64) -> Answer<Told<MessageView>> {
    let mut db = writer.db().await?;
    let message = match store::messaging::find_message(&mut db, writer.id(), conversation, no).await? {
        Some(message) => Some(message),
        // A room's ids are of the same kind, and so are the commands.
        None => store::rooms::find_message(&mut db, writer.id(), conversation, no).await?.map(|said| said.message),
    };
    Ok(Told(message.ok_or(hub::Refusal::Messaging(Refusal::NoSuchMessage))?))
}

pub async fn message(member: Member, AMessage { conversation, no }: AMessage) -> Answer<Told<MessageView>> {
    let mut db = member.db().await?;
    let message = store::messaging::find_message(&mut db, member.id(), conversation, no).await?;
    Ok(Told(message.ok_or(hub::Refusal::Messaging(Refusal::NoSuchMessage))?))
}

pub async fn edit(
    writer: Writer,
    AMessage { conversation, no }: AMessage,
    Sends { id, body, .. }: Sends<OtherWords>,
) -> Answer<Told<MessageView>> {
    writer.act(id, Command::Messaging(Messaging::Edit { conversation, no, body: body.body })).await?;
    done_to(&writer, conversation, no).await
}

pub async fn delete(writer: Writer, AMessage { conversation, no }: AMessage, Sends { id, .. }: Sends<Nothing>) -> Answer<Done> {
    writer.act(id, Command::Messaging(Messaging::Delete { conversation, no })).await?;
    Ok(DONE)
}

pub async fn react(
    writer: Writer,
    AMessage { conversation, no }: AMessage,
    Sends { id, body, .. }: Sends<OneReaction>,
) -> Answer<Told<MessageView>> {
    writer.act(id, Command::Messaging(Messaging::React { conversation, no, emoji: body.emoji, on: body.on })).await?;
    done_to(&writer, conversation, no).await
}

pub async fn pin(
    writer: Writer,
    AMessage { conversation, no }: AMessage,
    Sends { id, body, .. }: Sends<Switch>,
) -> Answer<Told<MessageView>> {
    writer.act(id, Command::Messaging(Messaging::Pin { conversation, no, on: body.on })).await?;
    done_to(&writer, conversation, no).await
}

pub async fn mute(writer: Writer, ById(conversation): ById<ConversationId>, Sends { id, body, .. }: Sends<Switch>) -> Answer<Done> {
    writer.act(id, Command::Messaging(Messaging::Mute { conversation, on: body.on })).await?;
    Ok(DONE)
}

pub async fn archive(writer: Writer, ById(conversation): ById<ConversationId>, Sends { id, body, .. }: Sends<Switch>) -> Answer<Done> {
    writer.act(id, Command::Messaging(Messaging::Archive { conversation, on: body.on })).await?;
    Ok(DONE)
}

pub async fn draft(writer: Writer, ById(conversation): ById<ConversationId>, Sends { id, body, .. }: Sends<Unsent>) -> Answer<Done> {
    writer.act(id, Command::Messaging(Messaging::Draft { conversation, body: body.body })).await?;
    Ok(DONE)
}

pub async fn show_receipts(writer: Writer, Sends { id, body, .. }: Sends<Switch>) -> Answer<Done> {
    writer.act(id, Command::Messaging(Messaging::ShowReceipts { on: body.on })).await?;
    Ok(DONE)
}
