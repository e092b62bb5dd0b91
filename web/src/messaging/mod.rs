//! Conversations of two: the list, one conversation, sending without a script.

pub mod pages;

use actix_web::{
    HttpResponse,
    http::{Method, StatusCode},
    web::{Path, Query},
};
use hub::{
    Answer, By, Command, CommandId, ConversationId,
    kernel::refusal::RefusalKind,
    messaging::{self, ThreadView},
    presence::Known,
};
use serde::Deserialize;

use crate::{
    layout::Chrome,
    look::Problems,
    posted::Posted,
    presence,
    problem::Problem,
    visitor::{ById, Member, SENT_BEFORE, mend},
};
use pages::{Messages, SendForm};

/// So many conversations stand in the list.
const A_PAGE: usize = 30;

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Where {
    /// The list goes on here.
    after: Option<String>,
    /// Messages before this number.
    before: Option<String>,
}

/// `GET /messages`
pub async fn list(member: Member, from: Query<Where>) -> Result<HttpResponse, Problem> {
    let chrome = member.chrome().await?;
    let page = store::messaging::page_conversations(&mut member.db().await?, member.id(), from.after.as_deref(), A_PAGE).await?;
    let page = Messages {
        chrome,
        conversations: page.items,
        next: page.next,
        open: None,
        earlier: false,
        known: Known::default(),
        blocked: false,
        body: String::new(),
        problems: Problems::none(),
    };
    Ok(member.page(&page))
}

/// `GET /messages/{conversation}?before=…`: whoever sees the newest messages has read them.
pub async fn show(member: Member, ById(id): ById<ConversationId>, from: Query<Where>) -> Result<HttpResponse, Problem> {
    let before = from.before.as_deref().and_then(|no| no.parse().ok());
    let chrome = member.chrome().await?;
    let thread = find(&member, id, before).await?;
    if before.is_none() && member.step().method == Method::GET {
        read(&member, &thread);
    }
    page(&member, StatusCode::OK, chrome, thread, before.is_some(), String::new(), Problems::none()).await
}

async fn find(member: &Member, id: ConversationId, before: Option<i64>) -> Result<ThreadView, Problem> {
    let thread = store::messaging::find_thread(&mut member.db().await?, member.id(), id, before).await?;
    thread.ok_or_else(|| hub::Refusal::from(messaging::Refusal::NoSuchConversation).into())
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
    body: String,
    problems: Problems,
) -> Result<HttpResponse, Problem> {
    let mut db = member.db().await?;
    let list = store::messaging::page_conversations(&mut db, member.id(), None, A_PAGE).await?;
    let other = thread.conversation.other.id;
    let blocked = store::moderation::list_blocks(&mut db, member.id()).await?.iter().any(|person| person.id == other);
    drop(db);
    let mut conversations = list.items;
    if !earlier {
        // What is on this page waits no longer.
        if let Some(me) = &mut chrome.me {
            me.unread = (me.unread - thread.conversation.unread).max(0);
        }
        for row in conversations.iter_mut().filter(|row| row.id == thread.conversation.id) {
            row.unread = 0;
        }
    }
    let known = presence::known(member, &mut member.db().await?, other).await?;
    let page = Messages { chrome, conversations, next: list.next, open: Some(thread), earlier, known, blocked, body, problems };
    Ok(member.render(status, &page))
}

/// `POST /messages/{conversation}`
pub async fn send(member: Member, ById(id): ById<ConversationId>, posted: Posted<SendForm>) -> Result<HttpResponse, Problem> {
    let (command, form) = match posted.open() {
        Ok(opened) => opened,
        Err((form, stale)) => return again(&member, StatusCode::FORBIDDEN, id, form.body, stale).await,
    };
    let send = messaging::Command::Send { conversation: id, body: form.body.clone() };
    match member.act(command, Command::Messaging(send)).await {
        Ok(Answer::Message { no, .. }) if !is_this(&member, id, no, &form.body).await? => {
            again(&member, StatusCode::CONFLICT, id, form.body, Problems::say(SENT_BEFORE)).await
        }
        Ok(_) => Ok(member.go(&format!("/messages/{id}"))),
        Err(refusal) if refusal.refused().kind == RefusalKind::NotFound => Err(refusal.into()),
        Err(refusal) => {
            let (status, problems) = mend(&refusal);
            again(&member, status, id, form.body, problems).await
        }
    }
}

/// Whether the message that was answered with says what was typed now. Else it is the answer to what was sent by the same
/// form before: somebody went back and wrote something else.
async fn is_this(member: &Member, id: ConversationId, no: i64, typed: &str) -> Result<bool, Problem> {
    let stored = store::messaging::find_message(&mut member.db().await?, member.id(), id, no).await?;
    Ok(stored.is_none_or(|message| messaging::rules::body(typed).is_ok_and(|body| body == message.body)))
}

/// The conversation, with what was typed and what stands in its way.
pub async fn again(
    member: &Member,
    status: StatusCode,
    id: ConversationId,
    body: String,
    problems: Problems,
) -> Result<HttpResponse, Problem> {
    let mut chrome = member.chrome().await?;
    chrome.path = format!("/messages/{id}");
    let thread = find(member, id, None).await?;
    page(member, status, chrome, thread, false, body, problems).await
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
