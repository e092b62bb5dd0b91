//! Rooms and groups: the list, what is said in them, who is in them. What is said live comes over the socket.

use hub::{
    Answer as Carried, Command, ConversationId, UserId,
    asks::{AskKind, AskView, Draft as AskDraft},
    command::AnyRefusal,
    kernel::page::Page,
    messaging::Command as Messaging,
    rooms::{Author, Command as Rooms, Draft, InRoom, Kind, Refusal, Role, RoomMessageView, RoomPageView, RoomView},
};
use serde::Serialize;
use store::{Failure, rooms as reads};

use super::{
    answer::{Answer, DONE, Done, Made, Told},
    conversations::{Earlier, NewMessage, OneReaction, OtherWords, ReadUpto, Switch},
    paging::{Paged, wanted},
    sent::{Given, Nothing, Query, Sends},
    visit::Writer,
};
use crate::{
    messaging::AMessage,
    problem::Problem,
    visitor::{ById, Member},
};

crate::sent! {
    /// A room, or a group, as it is opened.
    struct NewRoom {
        /// A group, up to 50 people by invitation, when nothing is said.
        kind: Given<Kind>,
        name: String,
        description: Given<String>,
        /// Slug of a problem category. Rooms only.
        category: Given<String>,
        /// A member who is no moderator writes once in so many seconds.
        slow_seconds: Given<i64>,
    }
}

crate::sent! {
    /// What a room becomes. What is left out stays as it is.
    struct RoomChange {
        name: Given<String>,
        description: Given<String>,
        category: Given<String>,
        slow_seconds: Given<i64>,
    }
}

crate::sent! {
    /// People to ask into a group: such as one has written with.
    struct Invitation {
        who: Vec<UserId>,
    }
}

crate::sent! {
    /// What somebody may do in a room from now on. `owner` hands it over.
    struct NewRole {
        who: UserId,
        role: Role,
    }
}

crate::sent! {
    /// Somebody in a room.
    struct Whom {
        who: UserId,
    }
}

crate::sent! {
    /// A message of a room, by its number.
    struct Which {
        message: i64,
    }
}

crate::sent! {
    /// One's own message, and the ask that it becomes.
    struct AskOfMessage {
        message: i64,
        title: String,
        /// Markdown.
        description: String,
        kind: Given<AskKind>,
    }
}

/// Every room that one may join, and the groups that one is in or asked into.
#[derive(Serialize)]
pub struct RoomList {
    pub items: Vec<RoomView>,
}

crate::shapes! {
    /// Rooms, those that are for all first, then those one is in, the latest first.
    RoomList as "RoomList" {
        items: Vec<RoomView>,
    }
}

fn refused(failure: Failure) -> Problem {
    match failure {
        Failure::Refused(refusal) => refusal.into(),
        Failure::Fault(fault) => fault.into(),
    }
}

async fn find(member: &Member, id: ConversationId) -> Result<RoomView, Problem> {
    reads::find(&mut member.db().await?, member.id(), id).await.map_err(refused)
}

pub async fn list(member: Member) -> Answer<Told<RoomList>> {
    Ok(Told(RoomList { items: reads::list(&mut member.db().await?, member.id()).await? }))
}

pub async fn show(member: Member, ById(id): ById<ConversationId>) -> Answer<Told<RoomPageView>> {
    Ok(Told(reads::find_page(&mut member.db().await?, member.id(), id, None).await.map_err(refused)?))
}

pub async fn open(writer: Writer, Sends { id, body, .. }: Sends<NewRoom>) -> Answer<Made<RoomView>> {
    let NewRoom { kind, name, description, category, slow_seconds } = body;
    let draft = Draft {
        kind: kind.or(Kind::Group),
        name,
        description: description.or(String::new()),
        category: category.or(String::new()),
        slow_seconds: slow_seconds.or(0),
    };
    let Carried::Room { id, .. } = writer.act(id, Command::Rooms(Rooms::Open { draft })).await? else {
        return Err(AnyRefusal::IdUsedOtherwise.into());
    };
    Ok(Made { path: format!("/api/v1/rooms/{id}"), body: find(&writer, id).await? })
}

pub async fn edit(
    writer: Writer,
    ById(room): ById<ConversationId>,
    Sends { whole, body, .. }: Sends<RoomChange>,
) -> Answer<Told<RoomView>> {
    let stands = find(&writer, room).await?.room;
    let category = stands.category.map_or(String::new(), |c| c.slug);
    let mut draft =
        Draft { kind: stands.kind, name: stands.name, description: stands.description, category, slow_seconds: stands.slow_seconds };
    body.name.change(&mut draft.name);
    body.description.change(&mut draft.description);
    body.category.change(&mut draft.category);
    body.slow_seconds.change(&mut draft.slow_seconds);
    writer.change(whole, Command::Rooms(Rooms::Edit { room, draft })).await?;
    Ok(Told(find(&writer, room).await?))
}

/// Wishes something of a room that is answered by no more than that it is so.
async fn wish(writer: Writer, id: hub::CommandId, command: Rooms) -> Answer<Done> {
    writer.act(id, Command::Rooms(command)).await?;
    Ok(DONE)
}

pub async fn archive(writer: Writer, ById(room): ById<ConversationId>, Sends { id, .. }: Sends<Nothing>) -> Answer<Done> {
    wish(writer, id, Rooms::Archive { room }).await
}

pub async fn join(writer: Writer, ById(room): ById<ConversationId>, Sends { id, .. }: Sends<Nothing>) -> Answer<Done> {
    wish(writer, id, Rooms::Join { room }).await
}

pub async fn leave(writer: Writer, ById(room): ById<ConversationId>, Sends { id, .. }: Sends<Nothing>) -> Answer<Done> {
    wish(writer, id, Rooms::Leave { room }).await
}

pub async fn invite(writer: Writer, ById(room): ById<ConversationId>, Sends { id, body, .. }: Sends<Invitation>) -> Answer<Done> {
    wish(writer, id, Rooms::Invite { room, who: body.who }).await
}

pub async fn set_role(writer: Writer, ById(room): ById<ConversationId>, Sends { id, body, .. }: Sends<NewRole>) -> Answer<Done> {
    wish(writer, id, Rooms::SetRole { room, who: body.who, role: body.role }).await
}

pub async fn put_out(writer: Writer, ById(room): ById<ConversationId>, Sends { id, body, .. }: Sends<Whom>) -> Answer<Done> {
    wish(writer, id, Rooms::PutOut { room, who: body.who }).await
}

pub async fn let_back(writer: Writer, ById(room): ById<ConversationId>, Sends { id, body, .. }: Sends<Whom>) -> Answer<Done> {
    wish(writer, id, Rooms::LetBack { room, who: body.who }).await
}

pub async fn members(member: Member, ById(id): ById<ConversationId>, Query(paged): Query<Paged>) -> Answer<Told<Page<InRoom>>> {
    let wanted = paged.of("members")?;
    let page = reads::page_members(&mut member.db().await?, member.id(), id, wanted.cursor(), wanted.limit).await.map_err(refused)?;
    Ok(Told(wanted.page(page)))
}

pub async fn messages(
    member: Member,
    ById(id): ById<ConversationId>,
    Query(earlier): Query<Earlier>,
) -> Answer<Told<Page<RoomMessageView>>> {
    let wanted = wanted("messages", earlier.cursor, earlier.limit)?;
    let before = wanted.cursor().and_then(|c| c.parse().ok()).or(earlier.before.into_option());
    let mut db = member.db().await?;
    reads::find(&mut db, member.id(), id).await.map_err(refused)?;
    let page = reads::page_messages(&mut db, member.id(), id, before, wanted.limit).await?;
    Ok(Told(wanted.page(page)))
}

pub async fn say(
    writer: Writer,
    ById(room): ById<ConversationId>,
    Sends { id, body, .. }: Sends<NewMessage>,
) -> Answer<Made<RoomMessageView>> {
    // A conversation of two is none of these.
    find(&writer, room).await?;
    let send =
        Messaging::Send { conversation: room, body: body.body.0, reply_to: body.reply_to.into_option(), files: body.files.or(Vec::new()) };
    let Carried::Message { no, .. } = writer.act(id, Command::Messaging(send)).await? else {
        return Err(AnyRefusal::IdUsedOtherwise.into());
    };
    let said = reads::find_message(&mut writer.db().await?, writer.id(), room, no).await?;
    let said = said.ok_or_else(|| Problem::from(hub::Refusal::from(Refusal::NoSuchMessage)))?;
    Ok(Made { path: format!("/api/v1/rooms/{room}/messages"), body: said })
}

/// Does something to a message of a room; what it is then. A conversation of two is none of these.
async fn change(writer: &Writer, id: hub::CommandId, room: ConversationId, no: i64, command: Messaging) -> Answer<Told<RoomMessageView>> {
    find(writer, room).await?;
    writer.act(id, Command::Messaging(command)).await?;
    message_of(writer, room, no).await
}

async fn message_of(member: &Member, room: ConversationId, no: i64) -> Answer<Told<RoomMessageView>> {
    let said = reads::find_message(&mut member.db().await?, member.id(), room, no).await?;
    Ok(Told(said.ok_or_else(|| Problem::from(hub::Refusal::from(Refusal::NoSuchMessage)))?))
}

pub async fn message(member: Member, AMessage { conversation, no }: AMessage) -> Answer<Told<RoomMessageView>> {
    message_of(&member, conversation, no).await
}

pub async fn edit_message(
    writer: Writer,
    AMessage { conversation, no }: AMessage,
    Sends { id, body, .. }: Sends<OtherWords>,
) -> Answer<Told<RoomMessageView>> {
    change(&writer, id, conversation, no, Messaging::Edit { conversation, no, body: body.body }).await
}

pub async fn delete_message(writer: Writer, AMessage { conversation, no }: AMessage, Sends { id, .. }: Sends<Nothing>) -> Answer<Done> {
    find(&writer, conversation).await?;
    writer.act(id, Command::Messaging(Messaging::Delete { conversation, no })).await?;
    Ok(DONE)
}

pub async fn react(
    writer: Writer,
    AMessage { conversation, no }: AMessage,
    Sends { id, body, .. }: Sends<OneReaction>,
) -> Answer<Told<RoomMessageView>> {
    change(&writer, id, conversation, no, Messaging::React { conversation, no, emoji: body.emoji, on: body.on }).await
}

pub async fn pin(
    writer: Writer,
    AMessage { conversation, no }: AMessage,
    Sends { id, body, .. }: Sends<Switch>,
) -> Answer<Told<RoomMessageView>> {
    change(&writer, id, conversation, no, Messaging::Pin { conversation, no, on: body.on }).await
}

pub async fn read(writer: Writer, ById(room): ById<ConversationId>, Sends { id, body, .. }: Sends<ReadUpto>) -> Answer<Done> {
    find(&writer, room).await?;
    writer.act(id, Command::Messaging(Messaging::Read { conversation: room, upto: body.upto })).await?;
    Ok(DONE)
}

pub async fn suggest(writer: Writer, ById(room): ById<ConversationId>, Sends { id, body, .. }: Sends<Which>) -> Answer<Done> {
    wish(writer, id, Rooms::SuggestAsk { room, no: body.message }).await
}

pub async fn make_ask(
    writer: Writer,
    ById(room): ById<ConversationId>,
    Sends { id, body, .. }: Sends<AskOfMessage>,
) -> Answer<Made<AskView>> {
    let AskOfMessage { message, title, description, kind } = body;
    let draft = AskDraft { title, description, kind: kind.or(AskKind::Advice), ..AskDraft::default() };
    let Carried::Ask { id: ask, .. } = writer.act(id, Command::Rooms(Rooms::MakeAsk { room, no: message, draft: Box::new(draft) })).await?
    else {
        return Err(AnyRefusal::IdUsedOtherwise.into());
    };
    let made = store::asks::find(&mut writer.db().await?, Some(writer.id()), ask).await?;
    let made = made.ok_or_else(|| Problem::from(hub::Refusal::from(hub::asks::Refusal::NoSuchAsk)))?;
    Ok(Made { path: format!("/api/v1/asks/{ask}"), body: made })
}

/// Whom one may ask into a group.
pub async fn askable(member: Member, ById(id): ById<ConversationId>) -> Answer<Told<Vec<Author>>> {
    find(&member, id).await?;
    Ok(Told(reads::list_askable(&mut member.db().await?, member.id(), id, 100).await?))
}
