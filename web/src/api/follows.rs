//! Following: who follows whom, and what those whom one follows post.

use hub::{
    Command, UserId,
    follows::{Command as Follows, FeedItem, FollowPerson, FollowView, Refusal},
    kernel::page::Page,
};
use store::{Tx, follows::Side};

use super::{
    answer::{Answer, Told},
    paging::Paged,
    sent::{Nothing, Query, Sends},
    visit::{Named, Writer},
};
use crate::{follows::shown, problem::Problem, visitor::Member};

/// By handle; a name of earlier days is as good.
async fn by_name(db: &mut Tx, handle: &str) -> Result<UserId, Problem> {
    let found = store::accounts::find_by_handle(db, handle).await?;
    Ok(found.ok_or(hub::Refusal::Follows(Refusal::NoSuchMember))?.0)
}

pub async fn show(member: Member, Named(handle): Named) -> Answer<Told<FollowView>> {
    let mut db = member.db().await?;
    let user = by_name(&mut db, &handle).await?;
    shown(&mut db, member.id(), user).await?;
    Ok(Told(store::follows::find(&mut db, Some(member.id()), user).await?))
}

pub async fn follow(writer: Writer, Named(handle): Named, Sends { id, .. }: Sends<Nothing>) -> Answer<Told<FollowView>> {
    let who = by_name(&mut writer.db().await?, &handle).await?;
    writer.act(id, Command::Follows(Follows::Follow { who })).await?;
    Ok(Told(store::follows::find(&mut writer.db().await?, Some(writer.id()), who).await?))
}

pub async fn unfollow(writer: Writer, Named(handle): Named, Sends { id, .. }: Sends<Nothing>) -> Answer<Told<FollowView>> {
    let who = by_name(&mut writer.db().await?, &handle).await?;
    shown(&mut writer.db().await?, writer.id(), who).await?;
    writer.act(id, Command::Follows(Follows::Unfollow { who })).await?;
    Ok(Told(store::follows::find(&mut writer.db().await?, Some(writer.id()), who).await?))
}

pub async fn followers(member: Member, Named(handle): Named, Query(paged): Query<Paged>) -> Answer<Told<Page<FollowPerson>>> {
    people(&member, &handle, Side::Followers, paged).await
}

pub async fn following(member: Member, Named(handle): Named, Query(paged): Query<Paged>) -> Answer<Told<Page<FollowPerson>>> {
    people(&member, &handle, Side::Following, paged).await
}

async fn people(member: &Member, handle: &str, side: Side, paged: Paged) -> Answer<Told<Page<FollowPerson>>> {
    let mut db = member.db().await?;
    let user = by_name(&mut db, handle).await?;
    shown(&mut db, member.id(), user).await?;
    let wanted = paged.of(&format!("{}-{user}", if side == Side::Followers { "followers" } else { "following" }))?;
    let page = store::follows::page(&mut db, member.id(), user, side, wanted.cursor(), wanted.limit).await?;
    Ok(Told(wanted.page(page)))
}

pub async fn feed(member: Member, Query(paged): Query<Paged>) -> Answer<Told<Page<FeedItem>>> {
    let wanted = paged.of("feed")?;
    let mut db = member.db().await?;
    let page = store::follows::page_feed(&mut db, member.id(), wanted.cursor(), wanted.limit).await?;
    Ok(Told(wanted.page(page)))
}
