//! Conversations of two, and what is said in rooms (`rooms::said`). Sending is the hottest thing the hub does: a run of
//! sends, reads and deliveries is decided one by one by the same pure rules, but loaded and saved by one statement a table.
//! What happens to a message later is rarer and goes one by one: [`change`].

mod change;
mod read;
mod search;

pub(crate) use change::carry_out;
pub use read::*;
pub use search::*;

use std::{
    borrow::Borrow,
    collections::{BTreeMap, HashMap, HashSet},
};

use hub::{
    Answer, Command, CommandId, ConnectionId, ConversationId, Envelope, Event, FileId, Timestamp, UserId,
    command::AnyRefusal,
    files::{FileView, Kind},
    kernel::time::DAY,
    messaging::{self, MessageView, Quote, Refusal, rules},
    wire::View,
};

use crate::{
    Failure, Fault, args,
    batch::Work,
    connections,
    engine::Value,
    files::{self, Stored},
    hot::Hot,
    moderation::{blocked_between, no_block},
    rooms::said::Said,
    row,
};

type Verdict = Result<Answer, Failure>;

/// A conversation as the run sees it: loaded once, moved by every decision, saved once.
pub(crate) struct Open {
    low: UserId,
    high: UserId,
    message_no: i64,
    log_no: i64,
    last_at: Timestamp,
    awaits: [Option<UserId>; 2],
    blocked: bool,
    /// One of the two has left for good.
    closed: bool,
    /// One of the two hides how far they have read.
    hides: bool,
    /// Somebody has a draft here.
    drafting: bool,
    moved: bool,
}

impl Open {
    fn other(&self, who: UserId) -> Option<UserId> {
        match who {
            w if w == self.low => Some(self.high),
            w if w == self.high => Some(self.low),
            _ => None,
        }
    }
}

#[derive(Clone, Copy)]
pub(crate) struct Cursor {
    read: i64,
    delivered: i64,
    /// How far others may see that it was read.
    shown: i64,
    moved: bool,
}

/// All that a run decides on and changes.
#[derive(Default)]
struct Run {
    conversations: BTreeMap<ConversationId, Open>,
    cursors: BTreeMap<(ConversationId, UserId), Cursor>,
    /// Messages by author and the author's own id: of earlier batches, then of this run.
    known: HashMap<(UserId, String), (ConversationId, i64, Timestamp)>,
    /// What is answered here, as it was before this run.
    quotes: HashMap<(ConversationId, i64), Quote>,
    rows: Vec<Vec<Value>>,
    /// Whose drafts were sent.
    drafts: Vec<Vec<Value>>,
    replied: Vec<(ConversationId, UserId, Timestamp)>,
    happened: Vec<(messaging::Event, Timestamp, View)>,
    /// Files that are to come with messages of this run; those that came are taken.
    files: HashMap<FileId, Stored>,
    /// Those that came: file, conversation, number, place.
    brought: Vec<Vec<Value>>,
    /// What of it happens in rooms.
    said: Said,
}

pub(crate) async fn carry_out_many<E: Borrow<Envelope>>(work: &mut Work<'_>, envelopes: &[E]) -> Result<Vec<Verdict>, Fault> {
    let mut run = Run::load(work, envelopes).await?;
    let answers = envelopes.iter().map(|e| run.decide(e.borrow())).collect();
    run.save(work).await?;
    std::mem::take(&mut run.said).save(work).await?;
    files::bring(&mut work.tx, &run.brought).await?;
    for (event, at, view) in run.happened {
        work.happened_with(Event::Messaging(event), at, view);
    }
    // A reply moves more than is known here.
    match &mut work.hot {
        Some(hot) if run.replied.is_empty() => leave(hot, run.conversations, run.cursors),
        hot => *hot = None,
    }
    for (conversation, who, at) in run.replied {
        connections::replied(work, conversation, who, at).await?;
    }
    Ok(answers)
}

impl Run {
    async fn load<E: Borrow<Envelope>>(work: &mut Work<'_>, envelopes: &[E]) -> Result<Run, Fault> {
        let mut run = Run::default();
        let mut conversations: HashSet<ConversationId> = HashSet::new();
        let mut ids: Vec<Vec<Value>> = Vec::new();
        let mut answered: Vec<Vec<Value>> = Vec::new();
        let mut wanted: Vec<FileId> = Vec::new();
        for e in envelopes.iter().map(Borrow::borrow) {
            let (Command::Messaging(command), Some(user)) = (&e.command, e.by.user()) else { continue };
            conversations.extend(command.conversation());
            if let messaging::Command::Send { conversation, reply_to, files, .. } = command {
                wanted.extend(files);
                ids.push(row![user, e.id.as_str()]);
                answered.extend(reply_to.map(|no| row![*conversation, no]));
            }
        }
        run.load_quotes(work, &answered).await?;
        let unknown = run.take_known(work.hot.as_mut(), &conversations);
        run.load_conversations(work, unknown).await?;
        conversations.retain(|id| !run.conversations.contains_key(id));
        if !conversations.is_empty() {
            run.said = Said::load(work, envelopes, conversations, &run.quotes).await?;
        }
        run.files = files::find_brought(&mut work.tx, wanted).await?;
        let sent = work
            .tx
            .with_rows(
                "select m.author, m.client_id, m.conversation_id, m.no, m.sent_at from {rows} v
                 join messages m on m.author = v.column1 and m.client_id = v.column2",
                &ids,
            )
            .await?;
        for row in sent {
            let key = (row.get("author")?, row.get("client_id")?);
            run.known.insert(key, (row.get("conversation_id")?, row.get("no")?, row.get("sent_at")?));
        }
        Ok(run)
    }

    /// What the batch before has left; the rest of them has to be read.
    fn take_known(&mut self, hot: Option<&mut Hot>, wanted: &HashSet<ConversationId>) -> HashSet<ConversationId> {
        let Some(hot) = hot else { return wanted.clone() };
        let mut unknown = HashSet::new();
        for id in wanted {
            let Some((open, cursors)) = hot.conversations.remove(id) else {
                unknown.insert(*id);
                continue;
            };
            for (who, cursor) in [open.low, open.high].into_iter().zip(cursors) {
                self.cursors.extend(cursor.map(|cursor| ((*id, who), cursor)));
            }
            self.conversations.insert(*id, open);
        }
        unknown
    }

    async fn load_conversations(&mut self, work: &mut Work<'_>, wanted: HashSet<ConversationId>) -> Result<(), Fault> {
        let rows: Vec<Vec<Value>> = wanted.iter().map(|c| row![*c]).collect();
        let found = work
            .tx
            .with_rows(
                &"select c.id, c.low, c.high, c.message_no, c.log_no, c.last_at, c.awaits, c.awaits_too, c.closed_at,
                        l.read_no as low_read, l.delivered_no as low_delivered, l.told_read_no as low_shown,
                        h.read_no as high_read, h.delivered_no as high_delivered, h.told_read_no as high_shown,
                        (select count(*) from receipts_hidden r where r.user_id in (c.low, c.high)) as hides,
                        (select d.user_id from drafts d where d.conversation_id = c.id limit 1) as drafting,
                        {open} as open
                 from {rows} v join conversations c on c.id = v.column1
                 left join conversation_members l on l.conversation_id = c.id and l.user_id = c.low
                 left join conversation_members h on h.conversation_id = c.id and h.user_id = c.high"
                    .replace("{open}", &format!("cast(case when {} then 1 else 0 end as bigint)", no_block("c.low", "c.high"))),
                &rows,
            )
            .await?;
        for row in found {
            let id: ConversationId = row.get("id")?;
            let open = Open {
                low: row.get("low")?,
                high: row.get("high")?,
                message_no: row.get("message_no")?,
                log_no: row.get("log_no")?,
                last_at: row.get("last_at")?,
                awaits: [row.get("awaits")?, row.get("awaits_too")?],
                blocked: row.get::<i64>("open")? == 0,
                closed: row.get::<Option<Timestamp>>("closed_at")?.is_some(),
                hides: row.get::<i64>("hides")? > 0,
                drafting: row.get::<Option<UserId>>("drafting")?.is_some(),
                moved: false,
            };
            let names = [("low_read", "low_delivered", "low_shown"), ("high_read", "high_delivered", "high_shown")];
            for (who, (read, delivered, shown)) in [open.low, open.high].into_iter().zip(names) {
                if let (Some(read), Some(delivered), Some(shown)) = (row.get(read)?, row.get(delivered)?, row.get(shown)?) {
                    self.cursors.insert((id, who), Cursor { read, delivered, shown, moved: false });
                }
            }
            self.conversations.insert(id, open);
        }
        Ok(())
    }

    async fn load_quotes(&mut self, work: &mut Work<'_>, answered: &[Vec<Value>]) -> Result<(), Fault> {
        let found = work
            .tx
            .with_rows(
                "select m.conversation_id, m.no, m.author, m.body, m.deleted_at, m.hidden_at from {rows} v
                 join messages m on m.conversation_id = v.column1 and m.no = v.column2",
                answered,
            )
            .await?;
        for row in found {
            let (no, deleted_at): (i64, Option<Timestamp>) = (row.get("no")?, row.get("deleted_at")?);
            let hidden = row.get::<Option<Timestamp>>("hidden_at")?.is_some();
            let quote = Quote::of(no, row.get("author")?, &row.get::<String>("body")?, deleted_at.is_some(), hidden);
            self.quotes.insert((row.get("conversation_id")?, no), quote);
        }
        Ok(())
    }

    /// What a message of this run answers: known from before, or a message of this run.
    fn quote(&self, conversation: ConversationId, no: i64) -> Result<Quote, Refusal> {
        let fresh = || {
            self.happened.iter().find_map(|(_, _, view)| match view {
                View::Message(m) if m.conversation == conversation && m.no == no => Some(m.quote()),
                _ => None,
            })
        };
        self.quotes.get(&(conversation, no)).cloned().or_else(fresh).ok_or(Refusal::NoSuchMessage)
    }

    fn decide(&mut self, envelope: &Envelope) -> Verdict {
        envelope.command.allowed(envelope.by).map_err(hub::Refusal::Any)?;
        let Command::Messaging(command) = &envelope.command else {
            return Err(Fault::Corrupt("a cold command in a hot run".to_owned()).into());
        };
        let who = envelope.by.user().ok_or(hub::Refusal::Any(AnyRefusal::SignIn))?;
        match command {
            messaging::Command::Send { conversation, body, reply_to, files } => {
                self.send(who, *conversation, envelope, body, *reply_to, files)
            }
            messaging::Command::Read { conversation, upto } => self.move_cursor(who, *conversation, *upto, envelope.at, true),
            messaging::Command::Deliver { conversation, upto } => self.move_cursor(who, *conversation, *upto, envelope.at, false),
            _ => Err(Fault::Corrupt("a cold command in a hot run".to_owned()).into()),
        }
    }

    /// What comes with a message, if it may.
    fn find_files(&self, who: UserId, wanted: &[FileId]) -> Result<Vec<FileView>, Refusal> {
        let found: Vec<Option<&Stored>> = wanted.iter().map(|id| self.files.get(id)).collect();
        let facts = |file: &Stored| rules::Brought {
            owner: file.owner,
            attachment: file.kind == Kind::Attachment,
            taken: file.is_used || file.gone,
        };
        let twice = (1..wanted.len()).any(|n| wanted[..n].contains(&wanted[n]));
        rules::bring(who, &found.iter().map(|file| file.filter(|_| !twice).map(facts)).collect::<Vec<_>>())?;
        Ok(found.into_iter().flatten().map(Stored::view).collect())
    }

    /// They are the message's from here on.
    fn bring(&mut self, id: ConversationId, no: i64, files: &[FileView]) {
        for (position, file) in files.iter().enumerate() {
            self.brought.push(row![file.id, id, no, position as i64]);
            if let Some(stored) = self.files.get_mut(&file.id) {
                stored.is_used = true;
            }
        }
    }

    fn send(
        &mut self,
        who: UserId,
        id: ConversationId,
        envelope: &Envelope,
        typed: &str,
        reply_to: Option<i64>,
        wanted: &[FileId],
    ) -> Verdict {
        let key = (who, envelope.id.as_str().to_owned());
        if let Some((conversation, no, sent_at)) = self.known.get(&key) {
            return if *conversation == id {
                Ok(Answer::Message { conversation: id, no: *no, sent_at: *sent_at })
            } else {
                Err(hub::Refusal::Any(AnyRefusal::IdUsedOtherwise).into())
            };
        }
        if self.said.has(id) {
            let reply = reply_to.map(|no| self.quote(id, no)).transpose()?;
            let files = self.find_files(who, wanted)?;
            let (no, at) = self.said.send(who, id, envelope, typed, reply, &files)?;
            self.bring(id, no, &files);
            self.known.insert(key, (id, no, at));
            return Ok(Answer::Message { conversation: id, no, sent_at: at });
        }
        let open = self.conversations.get(&id).ok_or(Refusal::NoSuchConversation)?;
        let other = open.other(who).ok_or(Refusal::NoSuchConversation)?;
        if open.closed {
            return Err(Refusal::TheyLeft.into());
        }
        if open.blocked {
            return Err(Refusal::Blocked.into());
        }
        let files = self.find_files(who, wanted)?;
        let body = rules::body_with(typed, files.iter().map(|file| file.name.as_str()))?;
        let reply = reply_to.map(|no| self.quote(id, no)).transpose()?;
        let open = self.conversations.get_mut(&id).ok_or(Refusal::NoSuchConversation)?;
        open.message_no += 1;
        open.log_no += 1;
        open.last_at = envelope.at;
        open.moved = true;
        let (no, log_no, at) = (open.message_no, open.log_no, envelope.at);
        if open.awaits.contains(&Some(who)) {
            open.awaits = open.awaits.map(|a| a.filter(|w| *w != who));
            self.replied.push((id, who, at));
        }
        if open.drafting {
            self.drafts.push(row![id, who]);
        }
        // Whoever writes has seen what is there, and shows it by writing.
        self.cursors.insert((id, who), Cursor { read: no, delivered: no, shown: no, moved: true });
        self.known.insert(key, (id, no, at));
        self.rows.push(row![id, no, log_no, who, envelope.id.as_str(), body.clone(), at, None::<i64>, reply_to, files::lines(&files)]);
        self.bring(id, no, &files);
        let client_id = envelope.id.as_str().to_owned();
        let view = MessageView { log_no, reply, files, ..MessageView::fresh(id, no, who, client_id, body, at) };
        let event = messaging::Event::Sent { conversation: id, no, log_no, by: who, to: vec![who, other] };
        self.happened.push((event, at, View::Message(Box::new(view))));
        Ok(Answer::Message { conversation: id, no, sent_at: at })
    }

    fn move_cursor(&mut self, who: UserId, id: ConversationId, upto: i64, at: Timestamp, read: bool) -> Verdict {
        if self.said.has(id) {
            // What has reached whose device is nobody's to know in a room, and nothing is kept of it.
            return if read { self.said.read(who, id, upto, at) } else { Ok(Answer::Done) };
        }
        let open = self.conversations.get(&id).ok_or(Refusal::NoSuchConversation)?;
        let other = open.other(who).ok_or(Refusal::NoSuchConversation)?;
        let cursor = self.cursors.get_mut(&(id, who)).ok_or(Refusal::NoSuchConversation)?;
        let (was_read, was_delivered) = (cursor.read, cursor.delivered);
        if read {
            cursor.read = rules::read_upto(cursor.read, open.message_no, upto);
        }
        cursor.delivered = rules::delivered_upto(cursor.delivered, open.message_no, upto.max(cursor.read));
        let (has_read, has_received) = (cursor.read > was_read, cursor.delivered > was_delivered);
        if !has_read && !has_received {
            return Ok(Answer::Done);
        }
        if has_read {
            cursor.shown = rules::shown_upto(cursor.shown, cursor.read, open.hides);
        }
        cursor.moved = true;
        // While a block stands, how far one has read is nobody else's to know.
        let both = if open.blocked { vec![who] } else { vec![who, other] };
        // What has arrived here, one's other screens need not be told.
        let arrived = (has_received && !open.blocked).then(|| messaging::Event::Delivered {
            conversation: id,
            by: who,
            upto: cursor.delivered,
            to: vec![other],
        });
        let read = |to| messaging::Event::Read { conversation: id, by: who, upto: cursor.read, to };
        match (has_read, open.hides) {
            (true, false) => self.happened.push((read(both), at, View::None)),
            (true, true) => {
                // That it has arrived is told all the same.
                self.happened.extend(arrived.map(|event| (event, at, View::None)));
                self.happened.push((read(vec![who]), at, View::None));
            }
            (false, _) => self.happened.extend(arrived.map(|event| (event, at, View::None))),
        }
        Ok(Answer::Done)
    }

    async fn save(&mut self, work: &mut Work<'_>) -> Result<(), Fault> {
        let columns = "conversation_id, no, log_no, author, client_id, body, sent_at, begins, reply_to, files";
        work.tx.insert_many("messages", columns, &self.rows, "").await?;
        let heads: Vec<Vec<Value>> =
            self.conversations.iter().filter(|(_, c)| c.moved).map(|(id, c)| row![*id, c.message_no, c.log_no, c.last_at]).collect();
        work.tx
            .with_rows(
                "update conversations set message_no = v.column2, log_no = v.column3, last_at = v.column4
                 from {rows} v where conversations.id = v.column1",
                &heads,
            )
            .await?;
        let cursors: Vec<Vec<Value>> =
            self.cursors.iter().filter(|(_, c)| c.moved).map(|((c, u), at)| row![*c, *u, at.read, at.delivered, at.shown]).collect();
        work.tx
            .with_rows(
                "update conversation_members set read_no = v.column3, delivered_no = v.column4, told_read_no = v.column5
                 from {rows} v where conversation_id = v.column1 and user_id = v.column2",
                &cursors,
            )
            .await?;
        work.tx
            .with_rows("delete from drafts where (conversation_id, user_id) in (select v.column1, v.column2 from {rows} v)", &self.drafts)
            .await?;
        Ok(())
    }
}

/// For the next batch: as saved.
fn leave(hot: &mut Hot, conversations: BTreeMap<ConversationId, Open>, mut cursors: BTreeMap<(ConversationId, UserId), Cursor>) {
    for (id, open) in conversations {
        let both = [open.low, open.high].map(|who| cursors.remove(&(id, who)).map(|cursor| Cursor { moved: false, ..cursor }));
        hot.conversations.insert(id, (Open { moved: false, ..open }, both));
    }
}

// What connections need of conversations, one by one.

/// The pair's conversation: the one they have, or a new one that `by` begins.
pub(crate) async fn open_conversation(work: &mut Work<'_>, by: UserId, with: UserId, at: Timestamp) -> Result<ConversationId, Fault> {
    let (low, high) = (by.min(with), by.max(with));
    let id: ConversationId = work.new_id()?;
    let made = work
        .tx
        .row(
            "insert into conversations (id, low, high, message_no, log_no, last_at, begun_by, begun_at) values ($1, $2, $3, 0, 0, $4, $5, $4)
             on conflict (low, high) do nothing returning id",
            args![id, low, high, at, by],
        )
        .await?;
    if made.is_some() {
        let members = [row![id, low, 0, 0], row![id, high, 0, 0]];
        work.tx.insert_many("conversation_members", "conversation_id, user_id, read_no, delivered_no", &members, "").await?;
        return Ok(id);
    }
    let row = work.tx.row("select id from conversations where low = $1 and high = $2", args![low, high]).await?;
    row.ok_or_else(|| Fault::Corrupt("a conversation vanished".to_owned()))?.get("id")
}

/// Appends a message that begins a connection: a heading stands above it.
pub(crate) async fn append(
    work: &mut Work<'_>,
    conversation: ConversationId,
    by: UserId,
    client_id: &CommandId,
    body: String,
    begins: ConnectionId,
    at: Timestamp,
) -> Result<(), Fault> {
    work.tx.lock("conversations", "id", vec![conversation.0]).await?;
    let row = work
        .tx
        .row(
            "update conversations set message_no = message_no + 1, log_no = log_no + 1, last_at = $2 where id = $1
             returning message_no, log_no, low, high",
            args![conversation, at],
        )
        .await?
        .ok_or_else(|| Fault::Corrupt("a conversation vanished".to_owned()))?;
    let (no, log_no): (i64, i64) = (row.get("message_no")?, row.get("log_no")?);
    let (low, high): (UserId, UserId) = (row.get("low")?, row.get("high")?);
    // Apart from the ids of messages sent as such.
    let client_id = format!("opens:{}", client_id.as_str());
    work.tx
        .run(
            "insert into messages (conversation_id, no, log_no, author, client_id, body, sent_at, begins)
             values ($1, $2, $3, $4, $5, $6, $7, $8)",
            args![conversation, no, log_no, by, &client_id, &body, at, begins],
        )
        .await?;
    work.tx
        .run(
            "update conversation_members set read_no = $3, delivered_no = $3, told_read_no = $3 where conversation_id = $1 and user_id = $2",
            args![conversation, by, no],
        )
        .await?;
    let to = vec![by, if by == low { high } else { low }];
    let view = MessageView { log_no, begins: Some(begins), ..MessageView::fresh(conversation, no, by, client_id, body, at) };
    let event = messaging::Event::Sent { conversation, no, log_no, by, to };
    work.happened_with(Event::Messaging(event), at, View::Message(Box::new(view)));
    Ok(())
}

/// From now on `who`'s next message here is a reply that moves what was initiated.
pub(crate) async fn await_reply(work: &mut Work<'_>, conversation: ConversationId, who: UserId) -> Result<(), Fault> {
    work.tx
        .run(
            "update conversations set awaits = case when low = $2 then $2 else awaits end,
                                      awaits_too = case when high = $2 then $2 else awaits_too end where id = $1",
            args![conversation, who],
        )
        .await?;
    Ok(())
}

/// Nothing of `who` is waited for any more.
pub(crate) async fn stop_awaiting(work: &mut Work<'_>, conversation: ConversationId, who: UserId) -> Result<(), Fault> {
    work.tx
        .run(
            "update conversations set awaits = case when awaits = $2 then null else awaits end,
                                      awaits_too = case when awaits_too = $2 then null else awaits_too end where id = $1",
            args![conversation, who],
        )
        .await?;
    Ok(())
}

/// From here on the two go on seeing what each had read when the block came.
pub(crate) async fn hide_ticks(work: &mut Work<'_>, a: UserId, b: UserId) -> Result<(), Fault> {
    work.tx
        .run(
            "update conversation_members set shown_read_no = told_read_no, shown_delivered_no = delivered_no
             where shown_read_no is null and conversation_id in (select id from conversations where low = $1 and high = $2)",
            args![a.min(b), a.max(b)],
        )
        .await?;
    Ok(())
}

/// The last block between the two is gone: what was read is shown again.
pub(crate) async fn show_ticks(work: &mut Work<'_>, a: UserId, b: UserId) -> Result<(), Fault> {
    if !blocked_between(&mut work.tx, a, b).await? {
        work.tx
            .run(
                "update conversation_members set shown_read_no = null, shown_delivered_no = null
                 where conversation_id in (select id from conversations where low = $1 and high = $2)",
                args![a.min(b), a.max(b)],
            )
            .await?;
    }
    Ok(())
}

/// When `by` began conversations in the day before `now`, oldest first.
pub(crate) async fn list_begun(tx: &mut crate::Tx, by: UserId, now: Timestamp) -> Result<Vec<Timestamp>, Fault> {
    let rows = tx
        .rows("select begun_at from conversations where begun_by = $1 and begun_at > $2 order by begun_at", args![by, now.plus(-DAY)])
        .await?;
    rows.iter().map(|row| row.get("begun_at")).collect()
}

/// A message is hidden or shown again; everybody in the conversation sees that something has changed.
pub(crate) async fn hide(work: &mut Work<'_>, conversation: ConversationId, no: i64, at: Option<Timestamp>) -> Result<Vec<UserId>, Fault> {
    work.tx.lock("conversations", "id", vec![conversation.0]).await?;
    let Some(row) = work.tx.row("update conversations set log_no = log_no + 1 where id = $1 returning log_no", args![conversation]).await?
    else {
        return Ok(Vec::new());
    };
    work.tx
        .run(
            "update messages set hidden_at = $3, changed_no = $4 where conversation_id = $1 and no = $2",
            args![conversation, no, at, row.get::<i64>("log_no")?],
        )
        .await?;
    list_members(&mut work.tx, conversation).await
}
