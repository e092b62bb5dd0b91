//! Light or dark, time zone, and the language one reads.

use actix_web::{HttpResponse, http::StatusCode, web::Query};
use hub::{
    Command, Locale,
    kernel::locale,
    profiles::{self, Draft},
};

use super::{
    At, Done, Outcome, Topic, act, done,
    pages::{Appearance, LanguageForm, ZoneForm},
    profile::draft,
};
use crate::{look::Problems, posted::Posted, problem::Problem, visitor::Member};

async fn stored(member: &Member) -> Result<Appearance, Problem> {
    let chrome = member.chrome().await?;
    let Draft { timezone, language, .. } = draft(member).await?;
    let (time_problems, language_problems) = (Problems::none(), Problems::none());
    Ok(Appearance { chrome, done: Done::default(), timezone, language, time_problems, language_problems })
}

/// `GET /settings/appearance`
pub async fn show(member: Member, at: Query<At>) -> Result<HttpResponse, Problem> {
    let mut page = stored(&member).await?;
    page.done = Done::of(at, Topic::Appearance, &mut page.chrome);
    Ok(member.page(&page))
}

/// `POST /settings/timezone`
pub async fn time_zone(member: Member, posted: Posted<ZoneForm>) -> Result<HttpResponse, Problem> {
    let stands = draft(&member).await?;
    let (form, outcome) = match posted.open() {
        Ok((id, form)) => {
            let draft = Draft { timezone: form.timezone.clone(), ..stands };
            (form, act(&member, id, Command::Profiles(profiles::Command::Edit { draft })).await)
        }
        Err((form, stale)) => (form, Err((StatusCode::FORBIDDEN, stale))),
    };
    settle(&member, "time", "settings-time-saved", outcome, |page, problems| {
        page.timezone = form.timezone;
        page.time_problems = problems;
    })
    .await
}

/// `POST /settings/language`
pub async fn language(member: Member, posted: Posted<LanguageForm>) -> Result<HttpResponse, Problem> {
    let stands = draft(&member).await?;
    let (form, outcome) = match posted.open() {
        Ok((id, form)) => {
            let draft = Draft { language: form.language.clone(), ..stands };
            (form, act(&member, id, Command::Profiles(profiles::Command::Edit { draft })).await)
        }
        Err((form, stale)) => (form, Err((StatusCode::FORBIDDEN, stale))),
    };
    if outcome.is_ok() {
        // What is said of it is said in it.
        locale::speak(Locale::of(&form.language).unwrap_or(Locale::En));
    }
    settle(&member, "language", "settings-language-saved", outcome, |page, problems| {
        page.language = form.language;
        page.language_problems = problems;
    })
    .await
}

/// Back to the section, which says `key`; or the page again with what was typed and what to mend.
async fn settle(
    member: &Member,
    section: &str,
    key: &str,
    outcome: Outcome,
    typed: impl FnOnce(&mut Appearance, Problems),
) -> Result<HttpResponse, Problem> {
    match outcome {
        Ok(()) => Ok(done(member, section, crate::say(key))),
        Err((status, problems)) => {
            let mut page = stored(member).await?;
            typed(&mut page, problems);
            Ok(member.form_again(status, &page))
        }
    }
}
