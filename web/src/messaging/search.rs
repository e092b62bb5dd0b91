//! `/messages/search?q=…`: one's own messages by their words, in all conversations or in one.

use actix_web::{HttpResponse, web::Query};
use hub::{ConversationId, kernel::page::Page, messaging::Refusal};
use serde::Deserialize;

use super::pages::Found;
use crate::{problem::Problem, visitor::Member};

/// So many messages stand on a page.
const A_PAGE: usize = 20;

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Wanted {
    q: String,
    /// The conversation; all of them when it is empty.
    within: String,
    after: Option<String>,
}

/// `GET /messages/search`
pub async fn search(member: Member, wanted: Query<Wanted>) -> Result<HttpResponse, Problem> {
    let wanted = wanted.into_inner();
    let chrome = member.chrome().await?;
    let mut db = member.db().await?;
    let within = match wanted.within.parse().ok().map(ConversationId) {
        Some(id) => {
            let conversation = store::messaging::find_conversation(&mut db, member.id(), id).await?;
            Some(conversation.ok_or_else(|| Problem::from(hub::Refusal::from(Refusal::NoSuchConversation)))?)
        }
        None => None,
    };
    let q = wanted.q.trim().to_owned();
    let page = if q.is_empty() {
        Page { items: Vec::new(), next: None }
    } else {
        store::messaging::page_found(&mut db, member.id(), within.as_ref().map(|c| c.id), &q, wanted.after.as_deref(), A_PAGE).await?
    };
    drop(db);
    Ok(member.page(&Found { chrome, q, within, found: page.items, next: page.next }))
}
