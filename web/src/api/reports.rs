//! Reports: one's own, and what admins decide about them.

use hub::{
    Answer as Carried, AskId, CaseId, Command, ConversationId, OfferId, ReviewId, UserId,
    accounts::Command as Accounts,
    command::AnyRefusal,
    kernel::page::Page,
    moderation::{CaseView, Command as Moderation, DecisionView, Reason, Refusal, ReportView, Thing, Verdict},
};
use store::moderation::Which;

use super::{
    answer::{Answer, DONE, Done, Made, Told},
    paging::{Paged, mend, wanted},
    sent::{Given, Nothing, Query, Sends},
    visit::{AdminWriter, Writer},
};
use crate::{
    problem::Problem,
    visitor::{Admin, ById, Member},
};

crate::word_shapes! { Which as "WhichCases" }

crate::sent! {
    /// Something is not right with it. Say one of ask, offer, profile, review, and conversation with no.
    struct NewReport {
        ask: Given<AskId>,
        offer: Given<OfferId>,
        profile: Given<UserId>,
        /// Of a tool.
        review: Given<ReviewId>,
        conversation: Given<ConversationId>,
        /// The message's number in the conversation.
        no: Given<i64>,
        reason: Reason,
        /// What those who look at it should know.
        words: Given<String>,
    }
}

crate::sent! {
    /// Which cases.
    struct CaseFilters {
        /// Those that wait when nothing is said.
        which: Given<Which>,
        /// `next` of the page before.
        cursor: Given<String>,
        /// How many items at most: 1 to 100, 20 when nothing is said.
        limit: Given<i64>,
    }
}

crate::sent! {
    /// What an admin decides. `verdicts` of the case says what is possible now.
    struct Judgement {
        verdict: Verdict,
    }
}

const ONE_OF: &str = "Say one of ask, offer, profile, review, and conversation with no.";

fn of<T: Copy>(given: &Given<T>, thing: impl Fn(T) -> Thing) -> Option<Thing> {
    match given {
        Given::So(id) => Some(thing(*id)),
        Given::Not => None,
    }
}

fn thing(body: &NewReport) -> Result<Thing, Problem> {
    let message = match (&body.conversation, &body.no) {
        (Given::So(conversation), Given::So(no)) => Some(Thing::Message { conversation: *conversation, no: *no }),
        (Given::Not, Given::Not) => None,
        _ => return Err(mend("ask", ONE_OF)),
    };
    let things = [
        of(&body.ask, Thing::Ask),
        of(&body.offer, Thing::Offer),
        of(&body.profile, Thing::Profile),
        of(&body.review, Thing::Review),
        message,
    ];
    let mut said = things.into_iter().flatten();
    match (said.next(), said.next()) {
        (Some(thing), None) => Ok(thing),
        _ => Err(mend("ask", ONE_OF)),
    }
}

pub async fn report(writer: Writer, Sends { id, body, .. }: Sends<NewReport>) -> Answer<Made<ReportView>> {
    let thing = thing(&body)?;
    let command = Moderation::Report { thing, reason: body.reason, words: body.words.or(String::new()) };
    let Carried::Report { id } = writer.act(id, Command::Moderation(command)).await? else {
        return Err(AnyRefusal::IdUsedOtherwise.into());
    };
    let found = store::moderation::find_report(&mut writer.db().await?, writer.id(), id).await?;
    Ok(Made { path: "/api/v1/reports".to_owned(), body: found.ok_or_else(Problem::not_found)? })
}

pub async fn mine(member: Member, Query(paged): Query<Paged>) -> Answer<Told<Page<ReportView>>> {
    let wanted = paged.of("reports")?;
    let page = store::moderation::page_reports(&mut member.db().await?, member.id(), wanted.cursor(), wanted.limit).await?;
    Ok(Told(wanted.page(page)))
}

pub async fn cases(admin: Admin, Query(filters): Query<CaseFilters>) -> Answer<Told<Page<CaseView>>> {
    let which = filters.which.or(Which::Open);
    let wanted = wanted(&format!("cases.{which}"), filters.cursor, filters.limit)?;
    let page = store::moderation::page_cases(&mut admin.db().await?, admin.id(), which, wanted.cursor(), wanted.limit).await?;
    Ok(Told(wanted.page(page)))
}

pub async fn decide(admin: AdminWriter, ById(case): ById<CaseId>, Sends { id, body, .. }: Sends<Judgement>) -> Answer<Told<CaseView>> {
    admin.decide(id, Command::Moderation(Moderation::Decide { case, verdict: body.verdict })).await?;
    let found = store::moderation::find_case(&mut admin.db().await?, admin.id(), case).await?;
    Ok(Told(found.ok_or_else(|| Problem::from(hub::Refusal::from(Refusal::NoSuchCase)))?))
}

pub async fn decisions(admin: Admin, Query(paged): Query<Paged>) -> Answer<Told<Page<DecisionView>>> {
    let wanted = paged.of("decisions")?;
    let page = store::moderation::page_decisions(&mut admin.db().await?, wanted.cursor(), wanted.limit).await?;
    Ok(Told(wanted.page(page)))
}

pub async fn suspend(admin: AdminWriter, ById(user): ById<UserId>, Sends { id, .. }: Sends<Nothing>) -> Answer<Done> {
    admin.decide(id, Command::Accounts(Accounts::Suspend { user, suspended: true })).await?;
    Ok(DONE)
}

pub async fn let_back_in(admin: AdminWriter, ById(user): ById<UserId>, Sends { id, .. }: Sends<Nothing>) -> Answer<Done> {
    admin.decide(id, Command::Accounts(Accounts::Suspend { user, suspended: false })).await?;
    Ok(DONE)
}
