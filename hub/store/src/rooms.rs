//! Rooms and groups: opened, joined, looked after, left; messages that become asks. Decided by `hub::rooms::rules`, one by
//! one. What is said in them goes with the hot commands of `messaging`, see [`said`].
//!
//! A room's head is locked before its log is written, so that its numbers have no gaps and commit in order.

mod read;
pub(crate) mod said;
mod tell;

pub use read::*;
pub(crate) use tell::line;
pub use tell::{LOG_KEPT, RoomNews, replay, view_of};

use hub::{
    Answer, By, ConversationId, Event, Timestamp, UserId,
    asks::{Command as Asks, Draft as AskDraft},
    command::AnyRefusal,
    kernel::time::DAY,
    rooms::{
        self, Command, Draft, Kind, Refusal, Role, rules,
        rules::{Act, Founder, Place},
    },
    taxonomy::TermType,
};

use sqlx::AssertSqlSafe;

use crate::{Failure, Fault, Tx, args, asks, batch::Work, engine::Value, messaging, moderation, row, taxonomy};

/// A room as a decision about it finds it, and how who decides stands to it.
pub(crate) struct Facts {
    pub kind: Kind,
    pub place: Place,
}

impl Facts {
    pub fn may(&self, act: Act) -> Result<(), Refusal> {
        rules::may(self.place, act)
    }
}

pub(crate) async fn carry_out(work: &mut Work<'_>, by: By, at: Timestamp, command: Command) -> Result<Answer, Failure> {
    let who = by.user().ok_or(hub::Refusal::Any(AnyRefusal::SignIn))?;
    match command {
        Command::Open { draft } => return open(work, who, at, &draft).await,
        Command::Edit { room, draft } => edit(work, who, at, room, draft).await?,
        Command::Archive { room } => archive(work, who, at, room).await?,
        Command::Join { room } => join(work, who, at, room).await?,
        Command::Leave { room } => leave(work, who, at, room).await?,
        Command::Invite { room, who: others } => invite(work, who, at, room, others).await?,
        Command::SetRole { room, who: other, role } => set_role(work, who, at, room, other, role).await?,
        Command::PutOut { room, who: other } => put_out(work, who, at, room, other).await?,
        Command::LetBack { room, who: other } => let_back(work, who, at, room, other).await?,
        Command::SuggestAsk { room, no } => suggest_ask(work, who, at, room, no).await?,
        Command::MakeAsk { room, no, draft } => return make_ask(work, by, at, room, no, *draft).await,
    }
    Ok(Answer::Done)
}

/// The room, if there is one; what may be done with it is the rules' to say.
pub(crate) async fn find_facts(tx: &mut Tx, who: UserId, room: ConversationId) -> Result<Option<Facts>, Fault> {
    let row = tx
        .row(
            "select r.kind, r.archived_at, m.role,
                 (select count(*) from room_bars b where b.room_id = r.id and b.user_id = $2) as barred,
                 (select count(*) from room_invites i where i.room_id = r.id and i.user_id = $2) as invited,
                 (select count(*) from users u where u.id = $2 and u.role = 'admin') as admin
             from rooms r left join room_members m on m.room_id = r.id and m.user_id = $2 where r.id = $1",
            args![room, who],
        )
        .await?;
    let Some(row) = row else { return Ok(None) };
    let kind = row.word("kind")?;
    let place = Place {
        kind,
        archived: row.get::<Option<Timestamp>>("archived_at")?.is_some(),
        role: role(row.get("role")?)?,
        barred: row.get::<i64>("barred")? > 0,
        invited: row.get::<i64>("invited")? > 0,
        admin: row.get::<i64>("admin")? > 0,
    };
    Ok(Some(Facts { kind, place }))
}

/// The word of a role, where there is one.
fn role(word: Option<String>) -> Result<Option<Role>, Fault> {
    word.map(|word| word.parse().map_err(|e| Fault::Corrupt(format!("a role in a room: {e}")))).transpose()
}

async fn find_for(tx: &mut Tx, who: UserId, room: ConversationId, act: Act) -> Result<Facts, Failure> {
    let facts = find_facts(tx, who, room).await?.ok_or(Refusal::NoSuchRoom)?;
    facts.may(act)?;
    Ok(facts)
}

/// The role of somebody else who is in the room.
async fn role_of(tx: &mut Tx, room: ConversationId, who: UserId) -> Result<Role, Failure> {
    let row = tx.row("select role from room_members where room_id = $1 and user_id = $2", args![room, who]).await?;
    Ok(row.ok_or(Refusal::NoSuchMember)?.word("role")?)
}

/// The next number of a room's log, under the lock of its head.
pub(crate) async fn next_log_no(work: &mut Work<'_>, room: ConversationId) -> Result<i64, Fault> {
    work.tx.lock("room_heads", "id", vec![room.0]).await?;
    let row = work.tx.row("update room_heads set log_no = log_no + 1 where id = $1 returning log_no", args![room]).await?;
    row.ok_or_else(|| Fault::Corrupt("a room without a head".to_owned()))?.get("log_no")
}

async fn open(work: &mut Work<'_>, who: UserId, at: Timestamp, typed: &Draft) -> Result<Answer, Failure> {
    let draft = rules::checked(typed)?;
    rules::open(draft.kind, find_founder(&mut work.tx, who, at).await?, at)?;
    let category = find_category(&mut work.tx, &draft.category).await?;
    let id: ConversationId = work.new_id()?;
    let slug = (draft.kind == Kind::Room).then(|| rules::slug(&draft.name));
    let made = work
        .tx
        .run(
            "insert into rooms (id, kind, slug, name, description, category_id, slow_seconds, opened_by, opened_at)
             values ($1, $2, $3, $4, $5, $6, $7, $8, $9) on conflict do nothing",
            args![id, draft.kind.word(), slug.clone(), draft.name, draft.description, category, draft.slow_seconds, who, at],
        )
        .await?;
    if made == 0 {
        return Err(Refusal::NameTaken.into());
    }
    work.tx.run("insert into room_heads (id, message_no, log_no, last_at) values ($1, 0, 0, $2)", args![id, at]).await?;
    put_in(&mut work.tx, id, who, Role::Owner, at).await?;
    work.happened(Event::Rooms(rooms::Event::Opened { room: id, by: who }), at);
    Ok(Answer::Room { id, slug: slug.unwrap_or_default() })
}

async fn find_founder(tx: &mut Tx, who: UserId, at: Timestamp) -> Result<Founder, Fault> {
    let join = tx.join_in_order();
    // Nobody's messages are counted among everybody's: in their own conversations, and among the latest of their rooms.
    let sql = format!(
        "select u.role, u.created_at,
             (select count(*) from (
                 select 1 as one from conversation_members k {join} messages m on m.conversation_id = k.conversation_id
                 where k.user_id = u.id and m.author = u.id limit 10) as few)
             + (select count(*) from (
                 select 1 as one from room_members k {join} room_heads h on h.id = k.room_id
                 {join} messages m on m.conversation_id = h.id and m.no > h.message_no - 1000
                 where k.user_id = u.id and k.last_said_at is not null and m.author = u.id limit 10) as few) as messages,
             (select count(*) from rooms r where r.opened_by = u.id and r.opened_at >= $2) as opened
         from users u where u.id = $1"
    );
    let row = tx
        .row(AssertSqlSafe(sql), args![who, at.utc_day() * DAY])
        .await?
        .ok_or_else(|| Fault::Corrupt("a member who acts is nobody".to_owned()))?;
    Ok(Founder {
        admin: row.get::<String>("role")? == "admin",
        joined_at: row.get("created_at")?,
        messages: row.get("messages")?,
        opened_today: row.get("opened")?,
    })
}

async fn find_category(tx: &mut Tx, slug: &str) -> Result<Option<hub::TermId>, Failure> {
    if slug.is_empty() {
        return Ok(None);
    }
    match taxonomy::find_term(tx, TermType::OfferCategory, slug).await? {
        Some(term) => Ok(Some(term.id)),
        None => {
            let words = hub::fixed("rule-rooms-we-dont-know-that-category-choose-one-from-the");
            Err(Refusal::Mend(vec![hub::FieldProblem::new("category", words)]).into())
        }
    }
}

/// What was said before they came is not unread.
async fn put_in(tx: &mut Tx, room: ConversationId, who: UserId, role: Role, at: Timestamp) -> Result<bool, Fault> {
    let came = tx
        .run(
            "insert into room_members (room_id, user_id, role, joined_at, read_no)
             select h.id, cast($2 as bigint), cast($3 as text), cast($4 as bigint), h.message_no from room_heads h where h.id = $1
             on conflict do nothing",
            args![room, who, role.word(), at],
        )
        .await?;
    Ok(came > 0)
}

/// A new member is in every room that is for all from the start. Without a line in its log: that would be one a sign-up.
pub(crate) async fn join_from_the_start(work: &mut Work<'_>, who: UserId, at: Timestamp) -> Result<(), Fault> {
    work.tx
        .run(
            "insert into room_members (room_id, user_id, role, joined_at, read_no)
             select h.id, cast($1 as bigint), 'member', cast($2 as bigint), h.message_no
             from rooms r join room_heads h on h.id = r.id where r.for_all_at is not null and r.archived_at is null
             on conflict do nothing",
            args![who, at],
        )
        .await?;
    Ok(())
}

async fn edit(work: &mut Work<'_>, who: UserId, at: Timestamp, room: ConversationId, draft: Draft) -> Result<(), Failure> {
    let facts = find_for(&mut work.tx, who, room, Act::Edit).await?;
    let draft = rules::checked(&Draft { kind: facts.kind, ..draft })?;
    let category = find_category(&mut work.tx, &draft.category).await?;
    work.tx
        .run(
            "update rooms set name = $2, description = $3, category_id = $4, slow_seconds = $5 where id = $1",
            args![room, draft.name, draft.description, category, draft.slow_seconds],
        )
        .await?;
    let log_no = next_log_no(work, room).await?;
    work.happened(Event::Rooms(rooms::Event::Edited { room, log_no, by: who }), at);
    Ok(())
}

async fn archive(work: &mut Work<'_>, who: UserId, at: Timestamp, room: ConversationId) -> Result<(), Failure> {
    find_for(&mut work.tx, who, room, Act::Archive).await?;
    put_away(work, who, at, room).await?;
    Ok(())
}

async fn put_away(work: &mut Work<'_>, who: UserId, at: Timestamp, room: ConversationId) -> Result<(), Fault> {
    work.tx.run("update rooms set archived_at = $2 where id = $1", args![room, at]).await?;
    work.tx.run("delete from room_invites where room_id = $1", args![room]).await?;
    let log_no = next_log_no(work, room).await?;
    work.happened(Event::Rooms(rooms::Event::Archived { room, log_no, by: who }), at);
    Ok(())
}

async fn join(work: &mut Work<'_>, who: UserId, at: Timestamp, room: ConversationId) -> Result<(), Failure> {
    find_for(&mut work.tx, who, room, Act::Join).await?;
    work.tx.lock("room_heads", "id", vec![room.0]).await?;
    if put_in(&mut work.tx, room, who, Role::Member, at).await? {
        work.tx.run("delete from room_invites where room_id = $1 and user_id = $2", args![room, who]).await?;
        let log_no = next_log_no(work, room).await?;
        work.happened(Event::Rooms(rooms::Event::Joined { room, log_no, who }), at);
    }
    Ok(())
}

async fn leave(work: &mut Work<'_>, who: UserId, at: Timestamp, room: ConversationId) -> Result<(), Failure> {
    let facts = find_for(&mut work.tx, who, room, Act::Leave).await?;
    work.tx.run("delete from room_members where room_id = $1 and user_id = $2", args![room, who]).await?;
    let log_no = next_log_no(work, room).await?;
    work.happened(Event::Rooms(rooms::Event::Left { room, log_no, who, put_out: false }), at);
    if facts.place.role == Some(Role::Owner) && !facts.place.archived {
        let first = list_who_looked_after_it_longest(&mut work.tx, room).await?;
        match rules::heir(facts.kind, &first) {
            Some(heir) => give_role(work, at, room, heir, Role::Owner).await?,
            None if first.is_empty() => put_away(work, who, at, room).await?,
            None => {}
        }
    }
    Ok(())
}

/// Out of every room, as if they had left each: one that they own gets its heir.
pub(crate) async fn leave_all(work: &mut Work<'_>, who: UserId, at: Timestamp) -> Result<(), Failure> {
    let rows = work.tx.rows("select room_id from room_members where user_id = $1 order by room_id", args![who]).await?;
    for row in rows {
        leave(work, who, at, row.get("room_id")?).await?;
    }
    Ok(())
}

/// The first two of those who might own it next; the rule picks.
async fn list_who_looked_after_it_longest(tx: &mut Tx, room: ConversationId) -> Result<Vec<(UserId, Role, Timestamp)>, Fault> {
    let rows = tx
        .rows(
            "select user_id, role, joined_at from room_members where room_id = $1
             order by case role when 'moderator' then 0 else 1 end, joined_at, user_id limit 2",
            args![room],
        )
        .await?;
    rows.iter().map(|row| Ok((row.get("user_id")?, row.word("role")?, row.get("joined_at")?))).collect()
}

async fn give_role(work: &mut Work<'_>, at: Timestamp, room: ConversationId, who: UserId, role: Role) -> Result<(), Fault> {
    work.tx.run("update room_members set role = $3 where room_id = $1 and user_id = $2", args![room, who, role.word()]).await?;
    let log_no = next_log_no(work, room).await?;
    work.happened(Event::Rooms(rooms::Event::RoleSet { room, log_no, who, role }), at);
    Ok(())
}

async fn invite(work: &mut Work<'_>, who: UserId, at: Timestamp, room: ConversationId, mut others: Vec<UserId>) -> Result<(), Failure> {
    find_for(&mut work.tx, who, room, Act::Invite).await?;
    others.sort();
    others.dedup();
    rules::invited_at_once(others.len())?;
    work.tx.lock("room_heads", "id", vec![room.0]).await?;
    let mut fresh: Vec<UserId> = Vec::new();
    for other in others {
        match stands(&mut work.tx, room, who, other).await? {
            Stands::There => {}
            Stands::Known => fresh.push(other),
            Stands::Stranger => return Err(Refusal::CantInvite.into()),
        }
    }
    let row = work
        .tx
        .row(
            "select (select count(*) from room_members where room_id = $1) as members,
                    (select count(*) from room_invites where room_id = $1) as invited",
            args![room],
        )
        .await?
        .ok_or_else(|| Fault::Corrupt("a select without from has one row".to_owned()))?;
    rules::room_for(row.get("members")?, row.get("invited")?, fresh.len() as i64)?;
    let rows: Vec<Vec<Value>> = fresh.iter().map(|other| row![room, *other, who, at]).collect();
    work.tx.insert_many("room_invites", "room_id, user_id, invited_by, at", &rows, "on conflict do nothing").await?;
    for other in fresh {
        work.happened(Event::Rooms(rooms::Event::Invited { room, by: who, who: other }), at);
    }
    Ok(())
}

/// How somebody stands to a group that another would ask them into.
enum Stands {
    /// In it, or invited already.
    There,
    /// The two have written with each other.
    Known,
    /// They have not, or must not be asked: nobody hears which.
    Stranger,
}

async fn stands(tx: &mut Tx, room: ConversationId, who: UserId, other: UserId) -> Result<Stands, Fault> {
    let row = tx
        .row(
            "select (select count(*) from room_members where room_id = $1 and user_id = $2)
                  + (select count(*) from room_invites where room_id = $1 and user_id = $2) as there,
                    (select count(*) from room_bars where room_id = $1 and user_id = $2) as barred",
            args![room, other],
        )
        .await?
        .ok_or_else(|| Fault::Corrupt("a select without from has one row".to_owned()))?;
    if row.get::<i64>("there")? > 0 {
        return Ok(Stands::There);
    }
    let known = row.get::<i64>("barred")? == 0
        && messaging::find_conversation_with(tx, who, other).await?.is_some()
        && !moderation::blocked_between(tx, who, other).await?;
    Ok(if known { Stands::Known } else { Stands::Stranger })
}

async fn set_role(work: &mut Work<'_>, who: UserId, at: Timestamp, room: ConversationId, other: UserId, to: Role) -> Result<(), Failure> {
    let facts = find_facts(&mut work.tx, who, room).await?.ok_or(Refusal::NoSuchRoom)?;
    facts.may(Act::Read)?;
    let of = role_of(&mut work.tx, room, other).await?;
    facts.may(Act::SetRole { of })?;
    if of == to {
        return Ok(());
    }
    // One hands a room over; one does not put it down.
    if of == Role::Owner {
        return Err(Refusal::NotYours.into());
    }
    if to == Role::Owner {
        let rows = work.tx.rows("select user_id from room_members where room_id = $1 and role = 'owner'", args![room]).await?;
        for row in rows {
            give_role(work, at, room, row.get("user_id")?, Role::Moderator).await?;
        }
    }
    give_role(work, at, room, other, to).await?;
    Ok(())
}

async fn put_out(work: &mut Work<'_>, who: UserId, at: Timestamp, room: ConversationId, other: UserId) -> Result<(), Failure> {
    let facts = find_facts(&mut work.tx, who, room).await?.ok_or(Refusal::NoSuchRoom)?;
    facts.may(Act::Read)?;
    let whose = role_of(&mut work.tx, room, other).await?;
    facts.may(Act::PutOut { whose })?;
    work.tx.run("delete from room_members where room_id = $1 and user_id = $2", args![room, other]).await?;
    work.tx.run("insert into room_bars (room_id, user_id, at) values ($1, $2, $3) on conflict do nothing", args![room, other, at]).await?;
    let log_no = next_log_no(work, room).await?;
    work.happened(Event::Rooms(rooms::Event::Left { room, log_no, who: other, put_out: true }), at);
    Ok(())
}

async fn let_back(work: &mut Work<'_>, who: UserId, at: Timestamp, room: ConversationId, other: UserId) -> Result<(), Failure> {
    find_for(&mut work.tx, who, room, Act::LetBack).await?;
    if work.tx.run("delete from room_bars where room_id = $1 and user_id = $2", args![room, other]).await? > 0 {
        work.happened(Event::Rooms(rooms::Event::LetBack { room, who: other }), at);
    }
    Ok(())
}

// Messages that become asks.

/// Who wrote a message, if `who` may see it, and whether it is an ask already.
async fn find_words(tx: &mut Tx, who: UserId, room: ConversationId, no: i64) -> Result<(UserId, bool), Failure> {
    let found = read::find_message(tx, who, room, no).await?.ok_or(Refusal::NoSuchMessage)?;
    let asked = tx.number("select count(*) as n from room_asks where room_id = $1 and no = $2", args![room, no]).await?;
    Ok((found.author.id, asked > 0))
}

async fn suggest_ask(work: &mut Work<'_>, who: UserId, at: Timestamp, room: ConversationId, no: i64) -> Result<(), Failure> {
    find_for(&mut work.tx, who, room, Act::Write).await?;
    let (author, asked) = find_words(&mut work.tx, who, room, no).await?;
    rules::suggest_ask(who == author, asked)?;
    let made = work
        .tx
        .run(
            "insert into room_suggestions (room_id, no, suggested_by, at) values ($1, $2, $3, $4) on conflict do nothing",
            args![room, no, who, at],
        )
        .await?;
    // Once a message, whoever taps.
    if made > 0 {
        work.happened(Event::Rooms(rooms::Event::AskSuggested { room, no, by: who, author }), at);
    }
    Ok(())
}

async fn make_ask(work: &mut Work<'_>, by: By, at: Timestamp, room: ConversationId, no: i64, draft: AskDraft) -> Result<Answer, Failure> {
    let who = by.user().ok_or(hub::Refusal::Any(AnyRefusal::SignIn))?;
    find_for(&mut work.tx, who, room, Act::Write).await?;
    let (author, asked) = find_words(&mut work.tx, who, room, no).await?;
    rules::make_ask(who == author, asked)?;
    let answer = asks::carry_out(work, by, at, Asks::Post { draft }).await?;
    let Answer::Ask { id: ask, .. } = answer else { return Err(Fault::Corrupt("a posted ask has no id".to_owned()).into()) };
    work.tx.run("insert into room_asks (room_id, no, ask_id) values ($1, $2, $3)", args![room, no, ask]).await?;
    let log_no = next_log_no(work, room).await?;
    work.happened(Event::Rooms(rooms::Event::AskShown { room, log_no, no, ask }), at);
    Ok(answer)
}

/// A message is hidden, or shown again.
pub(crate) async fn hide(work: &mut Work<'_>, room: ConversationId, no: i64, hidden: bool, now: Timestamp) -> Result<(), Fault> {
    let log_no = next_log_no(work, room).await?;
    work.tx
        .run(
            "update messages set hidden_at = $3, changed_no = $4 where conversation_id = $1 and no = $2",
            args![room, no, hidden.then_some(now), log_no],
        )
        .await?;
    work.happened(Event::Rooms(rooms::Event::MessageChanged { room, log_no, no }), now);
    Ok(())
}

/// The ask is another one than it was: the rooms that show it say so.
pub(crate) async fn show_ask_again(work: &mut Work<'_>, ask: hub::AskId, at: Timestamp) -> Result<(), Fault> {
    let rows = work.tx.rows("select room_id, no from room_asks where ask_id = $1 order by room_id, no", args![ask]).await?;
    for row in rows {
        let (room, no): (ConversationId, i64) = (row.get("room_id")?, row.get("no")?);
        let log_no = next_log_no(work, room).await?;
        work.happened(Event::Rooms(rooms::Event::AskShown { room, log_no, no, ask }), at);
    }
    Ok(())
}
