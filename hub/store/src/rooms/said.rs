//! The part of a hot run that happens in rooms. As between two: decided one by one by pure rules, loaded and saved by one
//! statement a table and run, however many write in however many rooms.

use std::{
    borrow::Borrow,
    collections::{BTreeMap, HashMap, HashSet},
};

use hub::{
    Answer, Command, ConversationId, Envelope, Event, Timestamp, UserId,
    files::FileView,
    messaging::{self, MessageView, Quote, rules as messages},
    rooms::{
        self, Author, Kind, Refusal, Role, RoomMessageView, rules,
        rules::{Act, Place},
    },
    wire::View,
};

use super::{read, role};
use crate::{Failure, Fault, batch::Work, engine::Value, files, moderation::no_block, row};

type Verdict = Result<Answer, Failure>;

struct Open {
    kind: Kind,
    archived: bool,
    slow_seconds: i64,
    message_no: i64,
    log_no: i64,
    last_at: Timestamp,
    moved: bool,
}

/// Somebody who acts in a room, in it or not.
struct Actor {
    role: Option<Role>,
    barred: bool,
    invited: bool,
    admin: bool,
    read_no: i64,
    last_said_at: Option<Timestamp>,
    moved: bool,
}

/// The rooms of a run. Empty when everything in it is between two.
#[derive(Default)]
pub(crate) struct Said {
    rooms: BTreeMap<ConversationId, Open>,
    actors: BTreeMap<(ConversationId, UserId), Actor>,
    authors: HashMap<UserId, Author>,
    /// Who is named in what an author says in a room; nobody with whom a block stands between them.
    named: HashMap<(ConversationId, UserId, String), UserId>,
    /// Whom an author may answer in a room so that they hear of it: who is in it, and no block stands between the two.
    answered: HashSet<(ConversationId, UserId, UserId)>,
    rows: Vec<Vec<Value>>,
    /// The number of the last message that names somebody.
    mentioned: BTreeMap<(ConversationId, UserId), i64>,
    happened: Vec<(Event, Timestamp, Option<View>)>,
}

impl Said {
    /// `others`: ids of conversations that are none of a pair's.
    pub async fn load(
        work: &mut Work<'_>,
        envelopes: &[impl Borrow<Envelope>],
        others: HashSet<ConversationId>,
        quotes: &HashMap<(ConversationId, i64), Quote>,
    ) -> Result<Said, Fault> {
        let mut said = Said::default();
        said.load_rooms(work, others).await?;
        if said.rooms.is_empty() {
            return Ok(said);
        }
        let mut actors: HashSet<(ConversationId, UserId)> = HashSet::new();
        let mut named: HashSet<(String, ConversationId, UserId)> = HashSet::new();
        let mut answered: HashSet<(ConversationId, UserId, UserId)> = HashSet::new();
        for envelope in envelopes.iter().map(Borrow::borrow) {
            let (Command::Messaging(command), Some(user)) = (&envelope.command, envelope.by.user()) else { continue };
            let Some(room) = command.conversation() else { continue };
            if said.has(room) {
                actors.insert((room, user));
                if let messaging::Command::Send { body, reply_to, .. } = command {
                    answered.extend(reply_to.and_then(|no| quotes.get(&(room, no))).map(|quote| (room, user, quote.by)));
                    named.extend(rules::mentions(body).into_iter().map(|handle| (handle, room, user)));
                }
            }
        }
        said.load_actors(work, actors).await?;
        said.load_named(work, named).await?;
        said.load_answered(work, answered).await?;
        Ok(said)
    }

    async fn load_rooms(&mut self, work: &mut Work<'_>, wanted: HashSet<ConversationId>) -> Result<(), Fault> {
        let wanted: Vec<Vec<Value>> = wanted.into_iter().map(|id| row![id]).collect();
        let found = work
            .tx
            .with_rows(
                "select r.id, r.kind, r.archived_at, r.slow_seconds, h.message_no, h.log_no, h.last_at
                 from {rows} v join rooms r on r.id = v.column1 join room_heads h on h.id = r.id",
                &wanted,
            )
            .await?;
        for row in found {
            let open = Open {
                kind: row.word("kind")?,
                archived: row.get::<Option<Timestamp>>("archived_at")?.is_some(),
                slow_seconds: row.get("slow_seconds")?,
                message_no: row.get("message_no")?,
                log_no: row.get("log_no")?,
                last_at: row.get("last_at")?,
                moved: false,
            };
            self.rooms.insert(row.get("id")?, open);
        }
        Ok(())
    }

    async fn load_actors(&mut self, work: &mut Work<'_>, wanted: HashSet<(ConversationId, UserId)>) -> Result<(), Fault> {
        let wanted: Vec<Vec<Value>> = wanted.into_iter().map(|(room, user)| row![room, user]).collect();
        let found = work
            .tx
            .with_rows(
                &format!(
                    "select v.column1 as room_id, {}, a.role as a_role, m.role, m.read_no, m.last_said_at,
                            (select count(*) from room_bars b where b.room_id = v.column1 and b.user_id = v.column2) as barred,
                            (select count(*) from room_invites i where i.room_id = v.column1 and i.user_id = v.column2) as invited
                     from {{rows}} v join users a on a.id = v.column2
                     left join room_members m on m.room_id = v.column1 and m.user_id = v.column2",
                    read::AUTHOR
                ),
                &wanted,
            )
            .await?;
        for row in found {
            let author = read::author(&row)?;
            let actor = Actor {
                role: role(row.get("role")?)?,
                barred: row.get::<i64>("barred")? > 0,
                invited: row.get::<i64>("invited")? > 0,
                admin: row.get::<String>("a_role")? == "admin",
                read_no: row.get::<Option<i64>>("read_no")?.unwrap_or(0),
                last_said_at: row.get("last_said_at")?,
                moved: false,
            };
            self.actors.insert((row.get("room_id")?, author.id), actor);
            self.authors.insert(author.id, author);
        }
        Ok(())
    }

    /// Only who is in the room is told that they are named there.
    async fn load_named(&mut self, work: &mut Work<'_>, wanted: HashSet<(String, ConversationId, UserId)>) -> Result<(), Fault> {
        let wanted: Vec<Vec<Value>> = wanted.into_iter().map(|(handle, room, by)| row![handle, room, by]).collect();
        let found = work
            .tx
            .with_rows(
                &format!(
                    "select v.column1 as handle, v.column2 as room_id, v.column3 as author, u.id from {{rows}} v
                     join users u on u.username = v.column1 and u.suspended_at is null and u.id <> v.column3
                     join room_members m on m.room_id = v.column2 and m.user_id = u.id where {}",
                    no_block("u.id", "v.column3")
                ),
                &wanted,
            )
            .await?;
        for row in found {
            self.named.insert((row.get("room_id")?, row.get("author")?, row.get("handle")?), row.get("id")?);
        }
        Ok(())
    }

    async fn load_answered(&mut self, work: &mut Work<'_>, wanted: HashSet<(ConversationId, UserId, UserId)>) -> Result<(), Fault> {
        let wanted: Vec<Vec<Value>> = wanted.into_iter().map(|(room, by, to)| row![room, by, to]).collect();
        let found = work
            .tx
            .with_rows(
                &format!(
                    "select v.column1 as room_id, v.column2 as author, m.user_id from {{rows}} v
                     join room_members m on m.room_id = v.column1 and m.user_id = v.column3 where {}",
                    no_block("m.user_id", "v.column2")
                ),
                &wanted,
            )
            .await?;
        for row in found {
            self.answered.insert((row.get("room_id")?, row.get("author")?, row.get("user_id")?));
        }
        Ok(())
    }

    pub fn has(&self, room: ConversationId) -> bool {
        self.rooms.contains_key(&room)
    }

    fn may(&self, who: UserId, room: ConversationId, act: Act) -> Result<(), Refusal> {
        let (open, actor) = (&self.rooms[&room], self.actors.get(&(room, who)).ok_or(Refusal::NoSuchRoom)?);
        let Actor { role, barred, invited, admin, .. } = *actor;
        rules::may(Place { kind: open.kind, archived: open.archived, role, barred, invited, admin }, act)
    }

    /// A message of a room that [`Said::has`]; its number.
    pub fn send(
        &mut self,
        who: UserId,
        room: ConversationId,
        envelope: &Envelope,
        typed: &str,
        answers: Option<Quote>,
        brings: &[FileView],
    ) -> Result<(i64, Timestamp), Failure> {
        self.may(who, room, Act::Write)?;
        let at = envelope.at;
        let (Some(open), Some(actor)) = (self.rooms.get_mut(&room), self.actors.get_mut(&(room, who))) else {
            return Err(Refusal::NoSuchRoom.into());
        };
        rules::slow(actor.role.unwrap_or(Role::Member), open.slow_seconds, actor.last_said_at, at)?;
        let body = messages::body_with(typed, brings.iter().map(|file| file.name.as_str()))?;
        open.message_no += 1;
        open.log_no += 1;
        (open.last_at, open.moved) = (at, true);
        let (no, log_no) = (open.message_no, open.log_no);
        // Whoever writes has seen what is there.
        (actor.read_no, actor.last_said_at, actor.moved) = (no, Some(at), true);
        self.rows.push(row![
            room,
            no,
            log_no,
            who,
            envelope.id.as_str(),
            body.clone(),
            at,
            None::<i64>,
            answers.as_ref().map(|quote| quote.no),
            files::lines(brings)
        ]);
        let author = self.authors.get(&who).cloned().ok_or(Refusal::NoSuchRoom)?;
        let named = rules::mentions(&body);
        let client_id = envelope.id.as_str().to_owned();
        let answered = answers.as_ref().map(|quote| quote.by).filter(|by| *by != who);
        let reply = answers.map(read::without_words);
        let message = MessageView { log_no, reply, files: brings.to_vec(), ..MessageView::fresh(room, no, who, client_id, body, at) };
        let event = messaging::Event::Sent { conversation: room, no, log_no, by: who, to: Vec::new() };
        let view = View::RoomMessage(Box::new(RoomMessageView { message, author, ask: None }));
        self.happened.push((Event::Messaging(event), at, Some(view)));
        if let Some(to) = answered.filter(|to| self.answered.contains(&(room, who, *to))) {
            self.mentioned.insert((room, to), no);
            self.happened.push((Event::Rooms(rooms::Event::Replied { room, no, by: who, to }), at, None));
        }
        for handle in named {
            // Once is enough for who is answered.
            if let Some(whom) = self.named.get(&(room, who, handle)).filter(|whom| Some(**whom) != answered) {
                self.mentioned.insert((room, *whom), no);
                let event = rooms::Event::Mentioned { room, no, by: who, who: *whom };
                self.happened.push((Event::Rooms(event), at, None));
            }
        }
        Ok((no, at))
    }

    /// Own screens are told; how far one has read in a room is nobody else's to know.
    pub fn read(&mut self, who: UserId, room: ConversationId, upto: i64, at: Timestamp) -> Verdict {
        self.may(who, room, Act::Read)?;
        let head = self.rooms[&room].message_no;
        let actor = self.actors.get_mut(&(room, who)).filter(|a| a.role.is_some()).ok_or(Refusal::NotInIt)?;
        let read_no = messages::read_upto(actor.read_no, head, upto);
        if read_no > actor.read_no {
            (actor.read_no, actor.moved) = (read_no, true);
            let event = messaging::Event::Read { conversation: room, by: who, upto: read_no, to: vec![who] };
            self.happened.push((Event::Messaging(event), at, Some(View::None)));
        }
        Ok(Answer::Done)
    }

    pub async fn save(self, work: &mut Work<'_>) -> Result<(), Fault> {
        if self.happened.is_empty() {
            return Ok(());
        }
        let columns = "conversation_id, no, log_no, author, client_id, body, sent_at, begins, reply_to, files";
        work.tx.insert_many("messages", columns, &self.rows, "").await?;
        let heads = self.rooms.iter().filter(|(_, r)| r.moved);
        let heads: Vec<Vec<Value>> = heads.map(|(id, r)| row![*id, r.message_no, r.log_no, r.last_at]).collect();
        work.tx
            .with_rows(
                "update room_heads set message_no = v.column2, log_no = v.column3, last_at = v.column4
                 from {rows} v where room_heads.id = v.column1",
                &heads,
            )
            .await?;
        let moved = self.actors.iter().filter(|(_, a)| a.moved);
        let moved: Vec<Vec<Value>> = moved.map(|((room, user), a)| row![*room, *user, a.read_no, a.last_said_at]).collect();
        work.tx
            .with_rows(
                "update room_members set read_no = v.column3, last_said_at = v.column4
                 from {rows} v where room_id = v.column1 and user_id = v.column2",
                &moved,
            )
            .await?;
        let mentioned: Vec<Vec<Value>> = self.mentioned.iter().map(|((room, user), no)| row![*room, *user, *no]).collect();
        work.tx
            .with_rows(
                "update room_members set mentioned_no = v.column3 from {rows} v where room_id = v.column1 and user_id = v.column2",
                &mentioned,
            )
            .await?;
        for (event, at, view) in self.happened {
            match view {
                Some(view) => work.happened_with(event, at, view),
                None => work.happened(event, at),
            }
        }
        Ok(())
    }
}
