//! What happens to a conversation beside sending and reading: edits, tombstones, reactions, pins; and what its member keeps
//! to themselves: muted, archived, drafts, receipts.
//!
//! Who hears of it is asked for in one place ([`Place`]), whatever kind of conversation it is.

use hub::{
    Answer, By, ConversationId, Event, Timestamp, UserId,
    command::AnyRefusal,
    messaging::{
        self, Command, Refusal,
        rules::{self, Change, Standing},
    },
    rooms::rules::Act,
    wire::View,
};

use sqlx::AssertSqlSafe;

use crate::{Failure, Fault, args, batch::Work, claims, files, messaging::read, moderation::no_block, rooms};

/// A conversation as a change by one of its members finds it.
struct Place {
    id: ConversationId,
    who: UserId,
    message_no: i64,
    muted_at: Option<Timestamp>,
    archived_no: Option<i64>,
    blocked: bool,
    /// It is a room, and whether they look after it.
    room: Option<LooksAfter>,
}

/// Whoever looks after a room may take away what others wrote there.
#[derive(Clone, Copy, PartialEq)]
struct LooksAfter(bool);

/// A message that is to be changed.
struct Target {
    no: i64,
    standing: Standing,
    body: String,
    /// The connection that it began.
    begins: Option<hub::ConnectionId>,
}

pub(crate) async fn carry_out(work: &mut Work<'_>, by: By, at: Timestamp, command: Command) -> Result<Answer, Failure> {
    let who = by.user().ok_or(hub::Refusal::Any(AnyRefusal::SignIn))?;
    let Some(conversation) = command.conversation() else {
        if let Command::ShowReceipts { on } = command {
            show_receipts(work, who, on, at).await?;
        }
        return Ok(Answer::Done);
    };
    let place = match find_place(work, who, conversation).await? {
        Some(place) => place,
        None => find_room(work, who, conversation, &command).await?,
    };
    match command {
        Command::Edit { no, body, .. } => edit(work, &place, no, &body, at).await?,
        Command::Delete { no, .. } => delete(work, &place, no, at).await?,
        Command::React { no, emoji, on, .. } => react(work, &place, no, &emoji, on, at).await?,
        Command::Pin { no, on, .. } => pin(work, &place, no, on, at).await?,
        Command::Mute { on, .. } => mute(work, &place, on, at).await?,
        Command::Archive { on, .. } => archive(work, &place, on, at).await?,
        Command::Draft { body, .. } => draft(work, &place, &body, at).await?,
        Command::Send { .. } | Command::Read { .. } | Command::Deliver { .. } | Command::ShowReceipts { .. } => {
            return Err(Fault::Corrupt("a hot command went the slow way".to_owned()).into());
        }
    }
    Ok(Answer::Done)
}

async fn find_place(work: &mut Work<'_>, who: UserId, id: ConversationId) -> Result<Option<Place>, Fault> {
    let row = work
        .tx
        .row(
            AssertSqlSafe(format!(
                "select c.message_no, r.muted_at, r.archived_no, cast(case when {} then 1 else 0 end as bigint) as open
                 from conversation_members r join conversations c on c.id = r.conversation_id
                 where r.user_id = $1 and r.conversation_id = $2",
                no_block("c.low", "c.high")
            )),
            args![who, id],
        )
        .await?;
    row.map(|row| {
        Ok(Place {
            id,
            who,
            message_no: row.get("message_no")?,
            muted_at: row.get("muted_at")?,
            archived_no: row.get("archived_no")?,
            blocked: row.get::<i64>("open")? == 0,
            room: None,
        })
    })
    .transpose()
}

/// A room, for what can be done to its messages. What is one's own in a conversation of two (muted, archived, drafts) is not
/// kept there: a room counts nowhere and calls nobody.
async fn find_room(work: &mut Work<'_>, who: UserId, id: ConversationId, command: &Command) -> Result<Place, Failure> {
    let act = match command {
        Command::Edit { .. } | Command::React { .. } => Act::Write,
        Command::Pin { .. } => Act::Tidy,
        // One's own words can always be taken back.
        Command::Delete { .. } => Act::Read,
        _ => return Err(Refusal::NoSuchConversation.into()),
    };
    let facts = rooms::find_facts(&mut work.tx, who, id).await?.ok_or(Refusal::NoSuchConversation)?;
    facts.may(act)?;
    let room = Some(LooksAfter(facts.may(Act::Tidy).is_ok()));
    Ok(Place { id, who, message_no: 0, muted_at: None, archived_no: None, blocked: false, room })
}

async fn find_target(work: &mut Work<'_>, place: &Place, no: i64) -> Result<Target, Failure> {
    // Of many, one may have parted with who wrote it: then it is not there.
    let seen = if place.room.is_some() { no_block("m.author", "$3") } else { "$3 = $3".to_owned() };
    let row = work
        .tx
        .row(
            AssertSqlSafe(format!(
                "select m.author, m.sent_at, m.deleted_at, m.pinned_no, m.body, m.begins from messages m
                 where m.conversation_id = $1 and m.no = $2 and {seen}"
            )),
            args![place.id, no, place.who],
        )
        .await?
        .ok_or(Refusal::NoSuchMessage)?;
    let standing = Standing {
        by: row.get("author")?,
        sent_at: row.get("sent_at")?,
        deleted: row.get::<Option<Timestamp>>("deleted_at")?.is_some(),
        pinned: row.get::<Option<i64>>("pinned_no")?.is_some(),
    };
    Ok(Target { no, standing, body: row.get("body")?, begins: row.get("begins")? })
}

/// The next number of the conversation's log.
async fn next_log_no(work: &mut Work<'_>, place: &Place) -> Result<i64, Fault> {
    if place.room.is_some() {
        return rooms::next_log_no(work, place.id).await;
    }
    work.tx
        .row("update conversations set log_no = log_no + 1 where id = $1 returning log_no", args![place.id])
        .await?
        .ok_or_else(|| Fault::Corrupt("a conversation vanished".to_owned()))?
        .get("log_no")
}

/// Tells everybody in the conversation, each of whom sees the message as it is now.
async fn tell(
    work: &mut Work<'_>,
    place: &Place,
    no: i64,
    at: Timestamp,
    event: impl FnOnce(Vec<UserId>) -> messaging::Event,
) -> Result<(), Fault> {
    if place.room.is_some() {
        // The room's log tells it, to whoever shows the room.
        work.happened(Event::Messaging(event(Vec::new())), at);
        return Ok(());
    }
    let message = read::find_message(&mut work.tx, place.who, place.id, no).await?;
    let mut to = read::list_members(&mut work.tx, place.id).await?;
    to.sort_by_key(|user| (*user != place.who, *user));
    match message {
        // It is the same for everybody, and read once.
        Some(message) if !message.hidden => work.happened_with(Event::Messaging(event(to)), at, View::Message(Box::new(message))),
        _ => work.happened(Event::Messaging(event(to)), at),
    }
    Ok(())
}

async fn edit(work: &mut Work<'_>, place: &Place, no: i64, typed: &str, at: Timestamp) -> Result<(), Failure> {
    let target = find_target(work, place, no).await?;
    rules::change(target.standing, place.who, Change::Edit, place.blocked, at)?;
    let body = rules::body(typed)?;
    if body == target.body {
        return Ok(());
    }
    let log_no = next_log_no(work, place).await?;
    work.tx
        .run(
            "update messages set body = $3, edited_at = $4, changed_no = $5 where conversation_id = $1 and no = $2",
            args![place.id, no, &body, at, log_no],
        )
        .await?;
    first_words(work, &target, &body).await?;
    let (conversation, by) = (place.id, place.who);
    tell(work, place, no, at, |to| messaging::Event::Edited { conversation, no, log_no, by, to }).await?;
    Ok(())
}

/// The message that began a connection stands on its card, too.
async fn first_words(work: &mut Work<'_>, target: &Target, body: &str) -> Result<(), Fault> {
    if let Some(connection) = target.begins {
        work.tx.run("update connections set first_message = $2 where id = $1", args![connection, body]).await?;
    }
    Ok(())
}

async fn delete(work: &mut Work<'_>, place: &Place, no: i64, at: Timestamp) -> Result<(), Failure> {
    let mut target = find_target(work, place, no).await?;
    if place.room == Some(LooksAfter(true)) {
        target.standing.by = place.who;
    }
    if !rules::change(target.standing, place.who, Change::Delete, place.blocked, at)? {
        return Ok(());
    }
    let log_no = next_log_no(work, place).await?;
    work.tx
        .run(
            "update messages set body = '', files = '', reply_to = null, edited_at = null, pinned_no = null, deleted_at = $3, changed_no = $4
             where conversation_id = $1 and no = $2",
            args![place.id, no, at, log_no],
        )
        .await?;
    work.tx.run("delete from reactions where conversation_id = $1 and no = $2", args![place.id, no]).await?;
    files::drop_of_message(&mut work.tx, place.id, no, at).await?;
    first_words(work, &target, "").await?;
    let (conversation, by) = (place.id, place.who);
    tell(work, place, no, at, |to| messaging::Event::Deleted { conversation, no, log_no, by, to }).await?;
    Ok(())
}

async fn react(work: &mut Work<'_>, place: &Place, no: i64, typed: &str, on: bool, at: Timestamp) -> Result<(), Failure> {
    let emoji = rules::emoji(typed)?;
    let target = find_target(work, place, no).await?;
    let theirs: Vec<String> = work
        .tx
        .rows("select emoji from reactions where conversation_id = $1 and no = $2 and user_id = $3", args![place.id, no, place.who])
        .await?
        .iter()
        .map(|row| row.get("emoji"))
        .collect::<Result<_, _>>()?;
    let change = Change::React { on, there: theirs.contains(&emoji), theirs: theirs.len() };
    if !rules::change(target.standing, place.who, change, place.blocked, at)? {
        return Ok(());
    }
    let log_no = next_log_no(work, place).await?;
    if on {
        work.tx
            .run(
                "insert into reactions (conversation_id, no, user_id, emoji, log_no) values ($1, $2, $3, $4, $5)",
                args![place.id, no, place.who, &emoji, log_no],
            )
            .await?;
    } else {
        work.tx
            .run(
                "delete from reactions where conversation_id = $1 and no = $2 and user_id = $3 and emoji = $4",
                args![place.id, no, place.who, &emoji],
            )
            .await?;
    }
    changed(work, place, no, log_no).await?;
    let (conversation, by) = (place.id, place.who);
    tell(work, place, no, at, |to| messaging::Event::Reacted { conversation, no, log_no, by, to }).await?;
    Ok(())
}

async fn changed(work: &mut Work<'_>, place: &Place, no: i64, log_no: i64) -> Result<(), Fault> {
    work.tx.run("update messages set changed_no = $3 where conversation_id = $1 and no = $2", args![place.id, no, log_no]).await?;
    Ok(())
}

async fn pin(work: &mut Work<'_>, place: &Place, no: i64, on: bool, at: Timestamp) -> Result<(), Failure> {
    let target = find_target(work, place, no).await?;
    let pins =
        work.tx.number("select count(*) as n from messages where conversation_id = $1 and pinned_no is not null", args![place.id]).await?;
    if !rules::change(target.standing, place.who, Change::Pin { on, pins: pins as usize }, place.blocked, at)? {
        return Ok(());
    }
    let log_no = next_log_no(work, place).await?;
    work.tx
        .run(
            "update messages set pinned_no = $3, changed_no = $4 where conversation_id = $1 and no = $2",
            args![place.id, target.no, on.then_some(log_no), log_no],
        )
        .await?;
    let (conversation, by) = (place.id, place.who);
    tell(work, place, no, at, |to| messaging::Event::Pinned { conversation, no, log_no, by, pinned: on, to }).await?;
    Ok(())
}

async fn mute(work: &mut Work<'_>, place: &Place, on: bool, at: Timestamp) -> Result<(), Fault> {
    if on == place.muted_at.is_some() {
        return Ok(());
    }
    // What has come back from the archive stays when it is muted.
    let archived_no = place.archived_no.filter(|_| rules::is_archived(place.archived_no, place.message_no, place.muted_at.is_some()));
    work.tx
        .run(
            "update conversation_members set muted_at = $3, archived_no = $4 where conversation_id = $1 and user_id = $2",
            args![place.id, place.who, on.then_some(at), archived_no],
        )
        .await?;
    work.happened(Event::Messaging(messaging::Event::Muted { conversation: place.id, by: place.who, muted: on }), at);
    Ok(())
}

async fn archive(work: &mut Work<'_>, place: &Place, on: bool, at: Timestamp) -> Result<(), Fault> {
    if on == rules::is_archived(place.archived_no, place.message_no, place.muted_at.is_some()) {
        return Ok(());
    }
    work.tx
        .run(
            "update conversation_members set archived_no = $3 where conversation_id = $1 and user_id = $2",
            args![place.id, place.who, on.then_some(place.message_no)],
        )
        .await?;
    work.happened(Event::Messaging(messaging::Event::Archived { conversation: place.id, by: place.who, archived: on }), at);
    Ok(())
}

async fn draft(work: &mut Work<'_>, place: &Place, typed: &str, at: Timestamp) -> Result<(), Failure> {
    let body = rules::draft(typed)?;
    let written = if body.is_empty() {
        work.tx.run("delete from drafts where conversation_id = $1 and user_id = $2", args![place.id, place.who]).await?
    } else {
        work.tx
            .run(
                "insert into drafts (conversation_id, user_id, body, at) values ($1, $2, $3, $4)
                 on conflict (conversation_id, user_id) do update set body = excluded.body, at = excluded.at
                 where drafts.body <> excluded.body",
                args![place.id, place.who, &body, at],
            )
            .await?
    };
    if written > 0 && !body.is_empty() {
        claims::renew_by_writing(work, place.who, place.id, at).await?;
    }
    if written > 0 {
        work.happened(Event::Messaging(messaging::Event::Drafted { conversation: place.id, by: place.who }), at);
    }
    Ok(())
}

async fn show_receipts(work: &mut Work<'_>, who: UserId, on: bool, at: Timestamp) -> Result<(), Fault> {
    let written = if on {
        work.tx.run("delete from receipts_hidden where user_id = $1", args![who]).await?
    } else {
        work.tx.run("insert into receipts_hidden (user_id, at) values ($1, $2) on conflict do nothing", args![who, at]).await?
    };
    if written > 0 {
        work.happened(Event::Messaging(messaging::Event::ReceiptsSet { by: who, shown: on }), at);
    }
    Ok(())
}
