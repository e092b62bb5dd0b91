//! What others see of oneself.

use std::str::FromStr;

use actix_web::{HttpResponse, http::StatusCode, web::Query};
use hub::{
    Command,
    profiles::{self, Draft},
};

use super::{
    At, Done, Topic, act, done,
    pages::{InterestsForm, Profile, ProfileForm},
};
use crate::{
    layout::Choices,
    look::Problems,
    posted::Posted,
    problem::Problem,
    profiles::edit::{self, Part},
    visitor::Member,
};

/// What a member has written about themselves, as it stands.
pub(crate) async fn draft(member: &Member) -> Result<Draft, Problem> {
    store::profiles::find_draft(&mut member.db().await?, member.id()).await?.ok_or_else(Problem::not_found)
}

async fn stored(member: &Member) -> Result<Profile, Problem> {
    let chrome = member.chrome().await?;
    let profile = draft(member).await?;
    let mut db = member.db().await?;
    let interests = store::profiles::list_interests(&mut db, member.id()).await?;
    Ok(Profile {
        chrome,
        done: Done::default(),
        handle: member.me().handle.clone(),
        profile,
        interests: interests.into_iter().map(|term| term.name).collect::<Vec<_>>().join(", "),
        choices: Choices::load(&mut db).await?,
        problems: Problems::none(),
        interest_problems: Problems::none(),
    })
}

/// `GET /settings/profile`
pub async fn show(member: Member, at: Query<At>) -> Result<HttpResponse, Problem> {
    let mut page = stored(&member).await?;
    page.done = Done::of(at, Topic::Profile, &mut page.chrome);
    Ok(member.page(&page))
}

/// `POST /settings/profile`: from the settings, or one part of it from one's own storefront, which is shown again then.
pub async fn save(member: Member, posted: Posted<ProfileForm>) -> Result<HttpResponse, Problem> {
    let stands = draft(&member).await?;
    let (id, form) = match posted.open() {
        Ok((id, form)) => (Ok(id), form),
        Err((form, stale)) => (Err((StatusCode::FORBIDDEN, stale)), form),
    };
    let (part, seen) = (Part::from_str(&form.part).ok(), form.seen.clone());
    let draft = form.over(&stands);
    let overtaken = part.filter(|part| part.is_overtaken(&seen, &stands, &draft));
    let outcome = match (id, overtaken) {
        (Err(stale), _) => Err(stale),
        (Ok(_), Some(part)) => Err((StatusCode::CONFLICT, Problems::say(part.overtaken_words(&stands)))),
        (Ok(id), None) => act(&member, id, Command::Profiles(profiles::Command::Edit { draft: draft.clone() })).await,
    };
    match (outcome, part) {
        (Ok(()), None) => Ok(done(&member, "profile", "Your profile is saved.")),
        (Ok(()), Some(_)) => Ok(member.go_saying(&format!("/@{}", member.me().handle), "Saved.")),
        (Err((status, problems)), Some(part)) => edit::again(&member, status, part, draft, problems).await,
        (Err((status, problems)), None) => Ok(member.form_again(status, &Profile { profile: draft, problems, ..stored(&member).await? })),
    }
}

/// `POST /settings/interests`
pub async fn interests(member: Member, posted: Posted<InterestsForm>) -> Result<HttpResponse, Problem> {
    let (form, outcome) = match posted.open() {
        Ok((id, form)) => {
            let tags = Choices::load(&mut member.db().await?).await?.tags(&form.interests);
            (form, act(&member, id, Command::Profiles(profiles::Command::SetInterests { tags })).await)
        }
        Err((form, stale)) => (form, Err((StatusCode::FORBIDDEN, stale))),
    };
    match outcome {
        Ok(()) => Ok(done(&member, "interests", "Saved. It stands on your page.")),
        Err((status, interest_problems)) => {
            let page = stored(&member).await?;
            Ok(member.form_again(status, &Profile { interests: form.interests, interest_problems, ..page }))
        }
    }
}
