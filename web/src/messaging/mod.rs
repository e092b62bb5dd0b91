//! Conversations: the list, one conversation, sending without a script. What may be done to a message has a page of its own
//! for whoever has no script ([`changes`]), and so has looking for words ([`search`]).

mod changes;
pub mod pages;
mod search;

pub use changes::{archive, delete, edit, mute, one, pin, pinned, react};
pub use search::search;

use actix_web::{
    FromRequest, HttpRequest, HttpResponse,
    dev::Payload,
    http::{Method, StatusCode},
    web::{Path, Query},
};
use hub::{
    Answer, By, Command, CommandId, ConversationId,
    connections::{Side, Status},
    kernel::refusal::RefusalKind,
    messaging::{self, Quote, ThreadView},
    offers::Rating,
    presence::Known,
};
use serde::Deserialize;
use store::Failure;

use crate::{
    files,
    layout::Chrome,
    link_previews,
    look::Problems,
    moderation::Wall,
    notices::hear::{self, To},
    posted::Posted,
    presence,
    problem::Problem,
    times,
    visitor::{ById, Member, mend},
};
use pages::{Beside, Messages, NewLine, SendForm};

/// So many conversations stand in the list.
const A_PAGE: usize = 30;

/// So many of what others say of somebody are counted, and so many are shown beside a conversation with them.
const REVIEWS: usize = 50;
const REVIEWS_SHOWN: usize = 3;

/// So many messages stand below one that was jumped to.
const BELOW: i64 = 20;

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Where {
    /// The list goes on here.
    after: Option<String>,
    /// `archived`: those that were put away.
    show: Option<String>,
    /// Messages before this number.
    before: Option<String>,
    /// The page that this message stands on.
    at: Option<String>,
    /// What is written answers this message.
    reply: Option<String>,
    /// What came after this number is new.
    new: Option<String>,
    /// `offer`: the form to offer times is open.
    times: Option<String>,
}

/// What was typed, what it answers, what stands in its way, and after which message all was new.
#[derive(Default)]
struct Typed {
    body: String,
    reply_to: Option<i64>,
    /// Where the files lie that come with it.
    files: String,
    problems: Problems,
    new: Option<i64>,
    times: times::Typed,
}

fn number(typed: Option<&str>) -> Option<i64> {
    typed.and_then(|no| no.parse().ok())
}

/// A message in the path: `{id}` is its conversation, `{no}` its number.
pub struct AMessage {
    pub conversation: ConversationId,
    pub no: i64,
}

impl FromRequest for AMessage {
    type Error = Problem;
    type Future = std::future::Ready<Result<Self, Problem>>;

    fn from_request(req: &HttpRequest, _: &mut Payload) -> Self::Future {
        let number = |name| req.match_info().get(name).and_then(|n| n.parse::<i64>().ok()).filter(|n| (0..=hub::LARGEST_ID).contains(n));
        std::future::ready(match (number("id"), number("no")) {
            (Some(conversation), Some(no)) => Ok(AMessage { conversation: ConversationId(conversation), no }),
            _ => Err(Problem::not_found()),
        })
    }
}

/// `GET /messages`
pub async fn list(member: Member, from: Query<Where>) -> Result<HttpResponse, Problem> {
    let chrome = member.chrome().await?;
    let archived = from.show.as_deref() == Some("archived");
    let mut db = member.db().await?;
    let after = from.after.as_deref();
    let list = match archived {
        false => store::messaging::page_conversations(&mut db, member.id(), after, A_PAGE).await?,
        true => store::messaging::page_archived(&mut db, member.id(), after, A_PAGE).await?,
    };
    let put_away = store::messaging::count_archived(&mut db, member.id()).await?;
    let page = Messages {
        chrome,
        conversations: list.items,
        next: list.next,
        archived,
        put_away,
        open: None,
        earlier: false,
        new: NewLine::default(),
        beside: Beside::default(),
        hear: String::new(),
        known: Known::default(),
        times: None,
        blocked: false,
        body: String::new(),
        files: String::new(),
        reply: None,
        problems: Problems::none(),
    };
    Ok(member.page(&page))
}

/// `GET /messages/{conversation}?before=…`: whoever sees the newest messages has read them. `?at=…`: the page with that one.
pub async fn show(member: Member, ById(id): ById<ConversationId>, from: Query<Where>) -> Result<HttpResponse, Problem> {
    let mut before = number(from.before.as_deref());
    let chrome = member.chrome().await?;
    let mut thread = match find(&member, id, before).await {
        Ok(thread) => thread,
        Err(none) => return in_a_room(&member, id, &from).await?.ok_or(none),
    };
    if let Some(at) = number(from.at.as_deref()).filter(|at| thread.messages.first().is_some_and(|m| *at < m.no)) {
        before = Some(at.saturating_add(BELOW));
        thread = find(&member, id, before).await?;
    }
    if before.is_none() && member.step().method == Method::GET {
        read(&member, &thread);
    }
    let offering = times::Typed { open: from.times.as_deref() == Some("offer"), ..times::Typed::default() };
    let typed = Typed { reply_to: number(from.reply.as_deref()), new: number(from.new.as_deref()), times: offering, ..Typed::default() };
    page(&member, StatusCode::OK, chrome, thread, before.is_some(), typed).await
}

async fn find(member: &Member, id: ConversationId, before: Option<i64>) -> Result<ThreadView, Problem> {
    let thread = store::messaging::find_thread(&mut member.db().await?, member.id(), id, before).await?;
    thread.ok_or_else(|| hub::Refusal::from(messaging::Refusal::NoSuchConversation).into())
}

/// A room has an id of the same kind, and an address of its own.
async fn in_a_room(member: &Member, id: ConversationId, from: &Where) -> Result<Option<HttpResponse>, Problem> {
    match store::rooms::find(&mut member.db().await?, member.id(), id).await {
        Ok(found) => {
            let path = found.room.path();
            let to = match number(from.at.as_deref()) {
                Some(no) => format!("{path}?at={no}"),
                None => path,
            };
            Ok(Some(member.go(&to)))
        }
        Err(Failure::Refused(_)) => Ok(None),
        Err(Failure::Fault(fault)) => Err(fault.into()),
    }
}

/// Moves the member's cursor beside the answer.
fn read(member: &Member, thread: &ThreadView) {
    let (conversation, upto) = (thread.conversation.id, thread.conversation.message_no);
    if thread.conversation.unread == 0 {
        return;
    }
    let Ok(id) = CommandId::new(format!("read:{conversation}:{upto}")) else { return };
    let (collective, reader) = (member.house().collective.clone(), member.id());
    actix_web::rt::spawn(async move {
        let read = Command::Messaging(messaging::Command::Read { conversation, upto });
        if let Err(refusal) = collective.act(By::Member(reader), id, read).await {
            tracing::debug!(%refusal, "a cursor was not moved");
        }
    });
}

async fn page(
    member: &Member,
    status: StatusCode,
    mut chrome: Chrome,
    thread: ThreadView,
    earlier: bool,
    typed: Typed,
) -> Result<HttpResponse, Problem> {
    let mut db = member.db().await?;
    let list = store::messaging::page_conversations(&mut db, member.id(), None, A_PAGE).await?;
    let put_away = store::messaging::count_archived(&mut db, member.id()).await?;
    let (here, other) = (thread.conversation.id, thread.conversation.other.id);
    let wall = Wall::between(&mut db, member.id(), other).await?;
    let beside = if wall == Wall::None { beside(&mut db, member, other).await? } else { Beside::default() };
    let has_times = !earlier && wall == Wall::None && !thread.conversation.other.has_left();
    let times = if has_times { Some(times::panel(member, &mut db, &thread.conversation, typed.times).await?) } else { None };
    let reply = match typed.reply_to {
        Some(no) => store::messaging::find_message(&mut db, member.id(), here, no).await?.map(|m| m.quote()).filter(|q: &Quote| !q.deleted),
        None => None,
    };
    chrome.links = link_previews::cards(member, &mut db, thread.messages.iter()).await?;
    let hear = if waits_for_an_answer(&thread) { hear::words(member, &mut db, To::Message).await? } else { String::new() };
    drop(db);
    let mut conversations = list.items;
    if !earlier {
        // What is on this page waits no longer.
        if let Some(me) = &mut chrome.me {
            me.unread = (me.unread - thread.conversation.unread).max(0);
        }
        for row in conversations.iter_mut().filter(|row| row.id == here) {
            row.unread = 0;
        }
    }
    // Read before the reader's mark moves, which it does beside the answer.
    let unread = (thread.conversation.unread > 0).then_some(thread.conversation.read_no);
    let new = NewLine::of(typed.new.or(unread), member.id(), thread.before.is_some(), &thread.messages);
    let known = presence::known(member, &mut member.db().await?, other).await?;
    let page = Messages {
        chrome,
        conversations,
        next: list.next,
        archived: false,
        put_away,
        open: Some(thread),
        earlier,
        new,
        beside,
        hear,
        known,
        times,
        blocked: wall == Wall::Own,
        body: typed.body,
        files: typed.files,
        reply,
        problems: typed.problems,
    };
    Ok(member.render(status, &page))
}

/// They wrote first, and the other one has not said a word.
fn waits_for_an_answer(thread: &ThreadView) -> bool {
    let begun = thread.connections.first().is_some_and(|c| c.side == Side::Initiator && c.status == Status::Initiated);
    begun && thread.before.is_none() && !thread.messages.iter().any(|m| m.by == thread.conversation.other.id)
}

/// Who the other one is, between two whom nothing separates.
async fn beside(db: &mut store::Tx, member: &Member, other: hub::UserId) -> Result<Beside, Problem> {
    let answers = store::availability::find_words(db, other).await?;
    let mut reviews = store::connections::list_reviews(db, Some(member.id()), other, REVIEWS).await?;
    let rating = Rating::of(reviews.len() as i64, reviews.iter().map(|review| review.stars).sum());
    reviews.truncate(REVIEWS_SHOWN);
    Ok(Beside { answers, rating, reviews })
}

/// `POST /messages/{conversation}`
pub async fn send(member: Member, ById(id): ById<ConversationId>, posted: Posted<SendForm>) -> Result<HttpResponse, Problem> {
    let (command, form) = match posted.open() {
        Ok(opened) => opened,
        Err((form, stale)) => return once_more(&member, stale.status(), id, form, stale).await,
    };
    let send = messaging::Command::Send {
        conversation: id,
        body: form.body.clone(),
        reply_to: number(Some(&form.reply_to)),
        files: files::ids(&form.files),
    };
    match member.act(command, Command::Messaging(send)).await {
        Ok(Answer::Message { no, .. }) if !is_this(&member, id, no, &form.body).await? => {
            once_more(&member, StatusCode::CONFLICT, id, form, Problems::say(crate::say("look-sent-before"))).await
        }
        Ok(_) => Ok(member.go(&format!("/messages/{id}"))),
        Err(refusal) if refusal.refused().kind == RefusalKind::NotFound => Err(refusal.into()),
        Err(refusal) => {
            let (status, problems) = mend(&refusal);
            once_more(&member, status, id, form, problems).await
        }
    }
}

/// Whether the message that was answered with says what was typed now. Else it is the answer to what was sent by the same
/// form before: somebody went back and wrote something else.
async fn is_this(member: &Member, id: ConversationId, no: i64, typed: &str) -> Result<bool, Problem> {
    let stored = store::messaging::find_message(&mut member.db().await?, member.id(), id, no).await?;
    Ok(stored.is_none_or(|message| match typed.trim() {
        // Files have come without words.
        "" => message.is_wordless(),
        typed => messaging::rules::body(typed).is_ok_and(|body| body == message.body),
    }))
}

/// The conversation, with what was typed and what stands in its way.
pub async fn again(
    member: &Member,
    status: StatusCode,
    id: ConversationId,
    body: String,
    problems: Problems,
) -> Result<HttpResponse, Problem> {
    once_more(member, status, id, SendForm { body, ..SendForm::default() }, problems).await
}

/// The conversation, with times as they were typed and what stands in their way.
pub async fn to_times(member: &Member, status: StatusCode, id: ConversationId, times: times::Typed) -> Result<HttpResponse, Problem> {
    let mut chrome = member.chrome().await?;
    chrome.path = format!("/messages/{id}");
    let thread = find(member, id, None).await?;
    page(member, status, chrome, thread, false, Typed { times, ..Typed::default() }).await
}

async fn once_more(
    member: &Member,
    status: StatusCode,
    id: ConversationId,
    form: SendForm,
    problems: Problems,
) -> Result<HttpResponse, Problem> {
    let mut chrome = member.chrome().await?;
    chrome.path = format!("/messages/{id}");
    let thread = find(member, id, None).await?;
    let reply_to = number(Some(&form.reply_to));
    page(member, status, chrome, thread, false, Typed { body: form.body, reply_to, files: form.files, problems, ..Typed::default() }).await
}

/// `GET /messages/with/{handle}`: their conversation, or else where a first hello is written.
pub async fn with(member: Member, handle: Path<String>) -> Result<HttpResponse, Problem> {
    let mut db = member.db().await?;
    let (other, now_called, _) = store::accounts::find_by_handle(&mut db, &handle).await?.ok_or_else(Problem::not_found)?;
    Ok(match store::messaging::find_conversation_with(&mut db, member.id(), other).await? {
        Some(id) => member.go(&format!("/messages/{id}")),
        None => member.go(&format!("/@{now_called}#hello")),
    })
}
