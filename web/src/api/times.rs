//! Times to meet, in a conversation of two.

use hub::{
    Command, ConversationId, Refusal, TimesId, Timestamp,
    kernel::page::Page,
    times::{AgreedView, Command as Times, Refusal as No, Slot, TimesView},
};
use store::times as reads;

use super::{
    answer::{Answer, Told},
    sent::{Given, Nothing, Sends},
    visit::Writer,
};
use crate::{
    messaging::AMessage,
    problem::Problem,
    visitor::{ById, Member},
};

/// So many of those that are agreed on are listed.
const A_PAGE: usize = 100;

crate::sent! {
    /// When you could meet.
    struct NewTimes {
        /// One to three, none of which overlaps another: to come, and 90 days ahead at most.
        times: Vec<Slot>,
        /// Where, in 200 characters: words, perhaps with an https link.
        place: Given<String>,
    }
}

crate::sent! {
    /// One of the times.
    struct Taken {
        /// When it begins.
        at: Timestamp,
    }
}

crate::sent! {
    /// None fits.
    struct NoneFits {
        /// A word with it, of 200 characters at most.
        word: Given<String>,
    }
}

async fn find(member: &Member, id: ConversationId) -> Result<TimesView, Problem> {
    let found = reads::find(&mut member.db().await?, member.id(), id).await?;
    found.ok_or_else(|| Refusal::Times(No::NoSuchConversation).into())
}

pub async fn show(member: Member, ById(id): ById<ConversationId>) -> Answer<Told<TimesView>> {
    Ok(Told(find(&member, id).await?))
}

pub async fn ahead(member: Member) -> Answer<Told<Page<AgreedView>>> {
    let items = reads::list_ahead(&mut member.db().await?, member.id(), member.now(), A_PAGE).await?;
    Ok(Told(Page { items, next: None }))
}

pub async fn offer(
    writer: Writer,
    ById(conversation): ById<ConversationId>,
    Sends { id, body, .. }: Sends<NewTimes>,
) -> Answer<Told<TimesView>> {
    let NewTimes { times, place } = body;
    writer.act(id, Command::Times(Times::Offer { conversation, times, place: place.or(String::new()) })).await?;
    Ok(Told(find(&writer, conversation).await?))
}

pub async fn accept(
    writer: Writer,
    AMessage { conversation, no }: AMessage,
    Sends { id, body, .. }: Sends<Taken>,
) -> Answer<Told<TimesView>> {
    writer.act(id, Command::Times(Times::Accept { conversation, id: TimesId(no), at: body.at })).await?;
    Ok(Told(find(&writer, conversation).await?))
}

pub async fn decline(
    writer: Writer,
    AMessage { conversation, no }: AMessage,
    Sends { id, body, .. }: Sends<NoneFits>,
) -> Answer<Told<TimesView>> {
    writer.act(id, Command::Times(Times::Decline { conversation, id: TimesId(no), word: body.word.or(String::new()) })).await?;
    Ok(Told(find(&writer, conversation).await?))
}

pub async fn call_off(
    writer: Writer,
    AMessage { conversation, no }: AMessage,
    Sends { id, .. }: Sends<Nothing>,
) -> Answer<Told<TimesView>> {
    writer.act(id, Command::Times(Times::CallOff { conversation, id: TimesId(no) })).await?;
    Ok(Told(find(&writer, conversation).await?))
}
