//! What is one's own: profile, notices, points, blocks.

use hub::{
    Command, NoticeId, Timestamp, UserId,
    accounts::{Command as Accounts, Role},
    availability::Availability,
    kernel::page::Page,
    moderation::Command as Moderation,
    notices::{Command as Notices, Group, NoticeView, Switch},
    points::Line,
    presence::{Command as Presence, Shown},
    privacy::{Command as PrivacyCommand, First, Privacy},
    profiles::{Command as Profiles, Draft, PersonCard},
    taxonomy::TermRef,
};
use serde::Serialize;

use super::{
    answer::{Answer, DONE, Done, Told},
    paging::Paged,
    sent::{Given, Nothing, Query, Sends},
    visit::{Named, Writer},
};
use crate::{
    problem::Problem,
    visitor::{ById, Member},
};

/// A member, as they see themselves.
#[derive(Serialize)]
pub struct Myself {
    pub id: UserId,
    pub handle: String,
    pub email: String,
    pub new_email: Option<String>,
    pub role: Role,
    pub created_at: Timestamp,
    pub has_password: bool,
    pub portrait: String,
    pub helped: i64,
    pub points: i64,
    pub unread: i64,
    pub waiting: i64,
    pub unseen: i64,
    pub profile: Draft,
    pub interests: Vec<TermRef>,
}

/// The ledger and its sum.
#[derive(Serialize)]
pub struct Points {
    pub total: i64,
    pub items: Vec<Line>,
    pub next: Option<String>,
}

crate::shapes! {
    /// A member, as they see themselves.
    Myself as "Me" {
        id: UserId,
        handle: String,
        email: String,
        /// What it becomes once it is confirmed.
        new_email: Option<String>,
        role: Role,
        created_at: Timestamp,
        has_password: bool,
        portrait: String,
        helped: i64,
        points: i64,
        /// Messages not read yet.
        unread: i64,
        /// Connections that wait for this member.
        waiting: i64,
        /// Notices not seen yet.
        unseen: i64,
        profile: Draft,
        /// What they are into.
        interests: Vec<TermRef>,
    }

    /// The ledger, newest first, and its sum.
    Points as "Points" {
        total: i64,
        items: Vec<Line>,
        /// Hand this back as `cursor` for the next page; null at the end.
        next: Option<String>,
    }
}

crate::sent! {
    /// What a member writes about themselves. What is left out stays as it is.
    struct ProfileChanges {
        name: Given<String>,
        tagline: Given<String>,
        bio: Given<String>,
        location: Given<String>,
        pronouns: Given<String>,
        website_url: Given<String>,
        calendar_url: Given<String>,
        linkedin_url: Given<String>,
        twitter_url: Given<String>,
        github_url: Given<String>,
        youtube_url: Given<String>,
        instagram_url: Given<String>,
        /// IANA name.
        timezone: Given<String>,
        /// ISO 639-1.
        language: Given<String>,
    }
}

crate::sent! {
    /// The name after the @.
    struct Username {
        username: String,
    }
}

crate::sent! {
    /// Everything up to and with this one was seen.
    struct SeenUpto {
        upto: NoticeId,
    }
}

crate::sent! {
    /// Who finds a member, and who may write to them first. What is left out stays as it is.
    struct PrivacyChanges {
        public: Given<bool>,
        found: Given<bool>,
        first: Given<First>,
    }
}

crate::sent! {
    /// What a member is into, in place of what was there: tags by slug.
    struct Interests {
        interests: Vec<String>,
    }
}

crate::sent! {
    /// Whether a member is told.
    struct SwitchTo {
        on: bool,
    }
}

crate::sent! {
    /// Whether a member takes on more.
    struct AvailabilityChanges {
        full: Given<bool>,
    }
}

crate::sent! {
    /// Who sees whether a member is here. What is left out stays as it is.
    struct ShownChanges {
        here: Given<bool>,
        last: Given<bool>,
        open_to_help: Given<bool>,
    }
}

impl ProfileChanges {
    fn over(self, mut was: Draft) -> Draft {
        let ProfileChanges {
            name,
            tagline,
            bio,
            location,
            pronouns,
            website_url,
            calendar_url,
            linkedin_url,
            twitter_url,
            github_url,
            youtube_url,
            instagram_url,
            timezone,
            language,
        } = self;
        name.change(&mut was.name);
        tagline.change(&mut was.tagline);
        bio.change(&mut was.bio);
        location.change(&mut was.location);
        pronouns.change(&mut was.pronouns);
        website_url.change(&mut was.website_url);
        calendar_url.change(&mut was.calendar_url);
        linkedin_url.change(&mut was.linkedin_url);
        twitter_url.change(&mut was.twitter_url);
        github_url.change(&mut was.github_url);
        youtube_url.change(&mut was.youtube_url);
        instagram_url.change(&mut was.instagram_url);
        timezone.change(&mut was.timezone);
        language.change(&mut was.language);
        was
    }
}

async fn myself(member: &Member) -> Result<Myself, Problem> {
    let mut db = member.db().await?;
    let account = store::accounts::find_account(&mut db, member.id()).await?.ok_or_else(Problem::not_found)?;
    let header = store::header::find(&mut db, member.id()).await?.ok_or_else(Problem::not_found)?;
    let profile = store::profiles::find_draft(&mut db, member.id()).await?.ok_or_else(Problem::not_found)?;
    let interests = store::profiles::list_interests(&mut db, member.id()).await?;
    Ok(Myself {
        id: account.user,
        handle: account.handle,
        email: account.email,
        new_email: account.new_email.map(|new| new.address),
        role: account.role,
        created_at: account.created_at,
        has_password: account.has_password,
        portrait: header.person.portrait,
        helped: header.person.helped,
        points: header.points,
        unread: header.unread,
        waiting: header.waiting,
        unseen: header.unseen,
        profile,
        interests,
    })
}

pub async fn show(member: Member) -> Answer<Told<Myself>> {
    Ok(Told(myself(&member).await?))
}

pub async fn edit(writer: Writer, Sends { whole, body, .. }: Sends<ProfileChanges>) -> Answer<Told<Myself>> {
    let was = store::profiles::find_draft(&mut writer.db().await?, writer.id()).await?.ok_or_else(Problem::not_found)?;
    writer.change(whole, Command::Profiles(Profiles::Edit { draft: body.over(was) })).await?;
    Ok(Told(myself(&writer).await?))
}

pub async fn rename(writer: Writer, Sends { id, body, .. }: Sends<Username>) -> Answer<Told<Myself>> {
    writer.act(id, Command::Accounts(Accounts::ChangeUsername { to: body.username })).await?;
    Ok(Told(myself(&writer).await?))
}

pub async fn notices(member: Member, Query(paged): Query<Paged>) -> Answer<Told<Page<NoticeView>>> {
    let wanted = paged.of("notices")?;
    let mut db = member.db().await?;
    let page = store::notices::page(&mut db, member.id(), wanted.cursor(), wanted.limit).await?;
    Ok(Told(wanted.page(page)))
}

pub async fn seen(writer: Writer, Sends { id, body, .. }: Sends<SeenUpto>) -> Answer<Done> {
    writer.act(id, Command::Notices(Notices::Seen { upto: body.upto })).await?;
    Ok(DONE)
}

async fn all_switches(member: &Member) -> Result<Page<Switch>, Problem> {
    let items = store::notices::list_switches(&mut member.db().await?, member.id()).await?;
    Ok(Page { items, next: None })
}

pub async fn switches(member: Member) -> Answer<Told<Page<Switch>>> {
    Ok(Told(all_switches(&member).await?))
}

pub async fn switch(writer: Writer, Named(group): Named, Sends { whole, body, .. }: Sends<SwitchTo>) -> Answer<Told<Page<Switch>>> {
    let group: Group = group.parse().map_err(|_| Problem::not_found())?;
    writer.change(whole, Command::Notices(Notices::Switch { group, on: body.on })).await?;
    Ok(Told(all_switches(&writer).await?))
}

pub async fn points(member: Member, Query(paged): Query<Paged>) -> Answer<Told<Points>> {
    let wanted = paged.of("points")?;
    let mut db = member.db().await?;
    let total = store::points::find_total(&mut db, member.id()).await?;
    let page = store::points::page_lines(&mut db, member.id(), wanted.cursor(), wanted.limit).await?;
    let Page { items, next } = wanted.page(page);
    Ok(Told(Points { total, items, next }))
}

pub async fn blocks(member: Member) -> Answer<Told<Page<PersonCard>>> {
    let items = store::moderation::list_blocks(&mut member.db().await?, member.id()).await?;
    Ok(Told(Page { items, next: None }))
}

pub async fn block(writer: Writer, ById(who): ById<UserId>, Sends { id, .. }: Sends<Nothing>) -> Answer<Done> {
    writer.act(id, Command::Moderation(Moderation::Block { who })).await?;
    Ok(DONE)
}

pub async fn unblock(writer: Writer, ById(who): ById<UserId>, Sends { id, .. }: Sends<Nothing>) -> Answer<Done> {
    writer.act(id, Command::Moderation(Moderation::Unblock { who })).await?;
    Ok(DONE)
}

pub async fn availability(member: Member) -> Answer<Told<Availability>> {
    Ok(Told(store::availability::find(&mut member.db().await?, member.id()).await?))
}

pub async fn set_availability(writer: Writer, Sends { whole, body, .. }: Sends<AvailabilityChanges>) -> Answer<Told<Availability>> {
    let mut now = store::availability::find(&mut writer.db().await?, writer.id()).await?;
    body.full.change(&mut now.full);
    writer.change(whole, Command::Availability(hub::availability::Command::SetFull { full: now.full })).await?;
    Ok(Told(store::availability::find(&mut writer.db().await?, writer.id()).await?))
}

pub async fn shown(member: Member) -> Answer<Told<Shown>> {
    Ok(Told(store::presence::find_shown(&mut member.db().await?, member.id()).await?))
}

pub async fn show_presence(writer: Writer, Sends { whole, body, .. }: Sends<ShownChanges>) -> Answer<Told<Shown>> {
    let mut shown = store::presence::find_shown(&mut writer.db().await?, writer.id()).await?;
    body.here.change(&mut shown.here);
    body.last.change(&mut shown.last);
    body.open_to_help.change(&mut shown.open_to_help);
    writer.change(whole, Command::Presence(Presence::Show { shown })).await?;
    Ok(Told(store::presence::find_shown(&mut writer.db().await?, writer.id()).await?))
}

pub async fn privacy(member: Member) -> Answer<Told<Privacy>> {
    Ok(Told(store::privacy::find(&mut member.db().await?, member.id()).await?))
}

pub async fn set_privacy(writer: Writer, Sends { whole, body, .. }: Sends<PrivacyChanges>) -> Answer<Told<Privacy>> {
    let (public, found, first) = (body.public.into_option(), body.found.into_option(), body.first.into_option());
    writer.change(whole, Command::Privacy(PrivacyCommand::Change { public, found, first })).await?;
    Ok(Told(store::privacy::find(&mut writer.db().await?, writer.id()).await?))
}

pub async fn set_interests(writer: Writer, Sends { whole, body, .. }: Sends<Interests>) -> Answer<Told<Myself>> {
    writer.change(whole, Command::Profiles(Profiles::SetInterests { tags: body.interests })).await?;
    Ok(Told(myself(&writer).await?))
}
