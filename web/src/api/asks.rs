//! Asks: what people need.

use hub::{
    Answer as Carried, AskId, Cents, Command, OfferId, Timestamp,
    asks::{AskKind, AskStatus, AskView, Command as Asks, Draft, Refusal, Visibility},
    command::AnyRefusal,
    kernel::page::Page,
    matches::{MatchCard, Post},
    tools::ToolRef,
    wordings::WordingView,
};
use serde::Serialize;

use super::{
    answer::{Answer, DONE, Done, Made, Told},
    paging::{Paged, mend, wanted},
    sent::{Given, Nothing, Query, Reading, Sends, Sent},
    shape::{Book, Field, needing, object},
    visit::{Anyone, Writer},
};
use crate::{
    problem::Problem,
    visitor::{ById, Member, Visitor},
    wordings::may_read,
};

crate::sent! {
    /// Which open asks.
    struct AskFilters {
        kind: Given<AskKind>,
        /// Slug of a problem category.
        category: Given<String>,
        /// Slug of a tool.
        tool: Given<String>,
        /// With a budget, or without one.
        paid: Given<bool>,
        /// `next` of the page before.
        cursor: Given<String>,
        /// How many items at most: 1 to 100, 20 when nothing is said.
        limit: Given<i64>,
    }
}

crate::sent! {
    /// What is typed for an ask. In a change, what is left out stays as it is.
    struct AskDraft {
        title: Given<String>,
        /// Markdown.
        description: Given<String>,
        kind: Given<AskKind>,
        /// Slug of a problem category; empty for none.
        category: Given<String>,
        /// Slugs of skills and topics.
        tags: Given<Vec<String>>,
        /// Slugs of tools.
        tools: Given<Vec<String>>,
        budget_min: Given<Option<Cents>>,
        budget_max: Given<Option<Cents>>,
        /// ISO code, lower case; usd when nothing is said.
        currency: Given<String>,
        /// How many people it wants; null is the kind's own number.
        places: Given<Option<i64>>,
        image_url: Given<String>,
        /// Who may read it; everyone when nothing is said.
        visibility: Given<Visibility>,
        expires_at: Given<Option<Timestamp>>,
        /// Other languages that are welcome: “any”, or one, ISO 639-1; empty for none.
        also_in: Given<String>,
        /// Where it is that people are to try or look at; empty for nowhere.
        external_url: Given<String>,
        /// The app of one's own that it belongs to; null for none.
        related_offer: Given<Option<OfferId>>,
        /// In a change: the `updated_at` of what was changed. If something newer stands there, it is refused with
        /// `asks.changed_meanwhile`. Left out: laid over whatever stands.
        updated_at: Given<Timestamp>,
    }
}

/// A draft of an ask that is not there yet: it needs its title.
#[derive(Debug)]
pub struct NewAsk(AskDraft);

impl Sent for NewAsk {
    fn read(from: &mut Reading) -> Option<Self> {
        AskDraft::read(from).map(NewAsk)
    }

    fn fields(book: &mut Book) -> Vec<Field> {
        needing(&["title"], AskDraft::fields(book))
    }

    fn shape(book: &mut Book) -> utoipa::openapi::RefOr<utoipa::openapi::Schema> {
        book.named("NewAsk", |book| {
            let no_others = utoipa::openapi::schema::AdditionalProperties::FreeForm(false);
            object("What is typed for a new ask.", Self::fields(book)).additional_properties(Some(no_others))
        })
    }
}

crate::sent! {
    /// What an ask becomes. It turns in progress by itself, when its places are filled.
    struct AskStatusChange {
        status: AskStatus,
        /// When it is opened again: a new last day, or null for none.
        expires_at: Given<Option<Timestamp>>,
    }
}

crate::sent! {
    /// How many people an ask wants.
    struct Places {
        places: i64,
    }
}

/// What the matcher found for an ask.
#[derive(Serialize)]
pub struct AskMatches {
    pub items: Vec<MatchCard>,
    pub tools: Vec<FittingTool>,
    pub told: i64,
    pub matched_at: Option<Timestamp>,
}

#[derive(Serialize)]
pub struct FittingTool {
    pub tool: ToolRef,
    pub reasons: Vec<String>,
}

crate::shapes! {
    /// What was found for an ask: people, best first, and tools.
    AskMatches as "AskMatches" {
        items: Vec<MatchCard>,
        tools: Vec<FittingTool>,
        /// How many people were told.
        told: i64,
        /// Null while the matcher has not looked at its newest wording.
        matched_at: Option<Timestamp>,
    }

    /// A tool that fits, and why.
    FittingTool as "FittingTool" {
        tool: ToolRef,
        reasons: Vec<String>,
    }
}

impl AskDraft {
    /// The draft with what was given in place of what was.
    fn over(self, mut was: Draft) -> Draft {
        let AskDraft {
            title,
            description,
            kind,
            category,
            tags,
            tools,
            budget_min,
            budget_max,
            currency,
            places,
            image_url,
            visibility,
            expires_at,
            also_in,
            external_url,
            related_offer,
            updated_at: _,
        } = self;
        title.change(&mut was.title);
        description.change(&mut was.description);
        kind.change(&mut was.kind);
        category.change(&mut was.category);
        tags.change(&mut was.tags);
        tools.change(&mut was.tools);
        budget_min.change(&mut was.budget_min);
        budget_max.change(&mut was.budget_max);
        currency.change(&mut was.currency);
        places.change(&mut was.places);
        image_url.change(&mut was.image_url);
        visibility.change(&mut was.visibility);
        expires_at.change(&mut was.expires_at);
        also_in.change(&mut was.also_in);
        external_url.change(&mut was.external_url);
        related_offer.change(&mut was.related_offer);
        was
    }
}

/// What stands, as it would be typed.
fn draft_of(ask: AskView) -> Draft {
    Draft {
        title: ask.title,
        description: ask.description,
        kind: ask.kind,
        category: ask.category.map(|c| c.slug).unwrap_or_default(),
        tags: ask.tags.into_iter().map(|t| t.slug).collect(),
        tools: ask.tools.into_iter().map(|t| t.slug).collect(),
        budget_min: ask.budget_min,
        budget_max: ask.budget_max,
        currency: ask.currency,
        places: Some(ask.places),
        image_url: ask.image_url,
        visibility: ask.visibility,
        expires_at: ask.expires_at,
        also_in: ask.also_in,
        external_url: ask.external_url,
        related_offer: ask.related_offer,
    }
}

async fn find(visitor: &Visitor, id: AskId) -> Result<AskView, Problem> {
    let mut db = visitor.db().await?;
    store::asks::find(&mut db, visitor.user(), id).await?.ok_or_else(|| hub::Refusal::Asks(Refusal::NoSuchAsk).into())
}

/// The same, for its owner alone.
async fn find_own(member: &Member, id: AskId) -> Result<AskView, Problem> {
    let ask = find(member, id).await?;
    if ask.owner.id == member.id() { Ok(ask) } else { Err(hub::Refusal::Asks(Refusal::NotYours).into()) }
}

pub async fn list(visitor: Visitor, Query(filters): Query<AskFilters>) -> Answer<Told<Page<AskView>>> {
    let wanted = wanted("asks", filters.cursor, filters.limit)?;
    let filters = store::asks::Filters {
        kind: filters.kind.into_option(),
        category: filters.category.into_option(),
        tool: filters.tool.into_option(),
        paid: filters.paid.into_option(),
    };
    let mut db = visitor.db().await?;
    let page = store::asks::page_open(&mut db, visitor.user(), &filters, wanted.cursor(), wanted.limit).await?;
    Ok(Told(wanted.page(page)))
}

pub async fn post(writer: Writer, Sends { id, body: NewAsk(body), .. }: Sends<NewAsk>) -> Answer<Made<AskView>> {
    let draft = body.over(Draft::default());
    let Carried::Ask { id, .. } = writer.act(id, Command::Asks(Asks::Post { draft })).await? else {
        return Err(AnyRefusal::IdUsedOtherwise.into());
    };
    Ok(Made { path: format!("/api/v1/asks/{id}"), body: find(&writer, id).await? })
}

pub async fn mine(member: Member, Query(paged): Query<Paged>) -> Answer<Told<Page<AskView>>> {
    let wanted = paged.of("my asks")?;
    let mut db = member.db().await?;
    let page = store::asks::page_of(&mut db, member.user(), member.id(), wanted.cursor(), wanted.limit).await?;
    Ok(Told(wanted.page(page)))
}

pub async fn show(visitor: Visitor, ById(id): ById<AskId>) -> Answer<Told<AskView>> {
    Ok(Told(find(&visitor, id).await?))
}

pub async fn edit(writer: Writer, ById(ask): ById<AskId>, Sends { whole, body, .. }: Sends<AskDraft>) -> Answer<Told<AskView>> {
    // Who doesn't say what they saw means whatever stands: when something comes between, it is laid over that.
    for last in [false, false, true] {
        let was = find_own(&writer, ask).await?;
        let seen = Some(body.updated_at.clone().or(was.updated_at));
        let draft = body.clone().over(draft_of(was));
        match writer.change(whole.clone(), Command::Asks(Asks::Edit { id: ask, draft, seen })).await {
            Err(hub::Refusal::Asks(Refusal::ChangedMeanwhile)) if !last && body.updated_at == Given::Not => {}
            carried => {
                carried?;
                break;
            }
        }
    }
    Ok(Told(find(&writer, ask).await?))
}

/// Carries out and shows the ask as it then stands.
async fn carried_out(writer: &Writer, ask: AskId, id: hub::CommandId, command: Asks) -> Answer<Told<AskView>> {
    find(writer, ask).await?;
    writer.act(id, Command::Asks(command)).await?;
    Ok(Told(find(writer, ask).await?))
}

pub async fn archive(writer: Writer, ById(ask): ById<AskId>, Sends { id, .. }: Sends<Nothing>) -> Answer<Done> {
    find(&writer, ask).await?;
    writer.act(id, Command::Asks(Asks::Archive { id: ask })).await?;
    Ok(DONE)
}

/// Who is signed out is counted nowhere, and may say so all the same.
pub async fn view(anyone: Anyone, ById(ask): ById<AskId>, Sends { id, .. }: Sends<Nothing>) -> Answer<Done> {
    find(&anyone, ask).await?;
    if let Some(user) = anyone.user() {
        anyone.act(hub::By::Member(user), id, Command::Asks(Asks::Look { id: ask })).await?;
    }
    Ok(DONE)
}

pub async fn set_status(writer: Writer, ById(ask): ById<AskId>, Sends { id, body, .. }: Sends<AskStatusChange>) -> Answer<Told<AskView>> {
    let command = match body.status {
        AskStatus::Open => Asks::Reopen { id: ask, expires_at: body.expires_at.or(None) },
        AskStatus::Fulfilled => Asks::Fulfil { id: ask },
        AskStatus::Closed => Asks::Close { id: ask },
        AskStatus::InProgress => return Err(mend("status", "An ask turns in progress by itself, when its places are filled.")),
    };
    carried_out(&writer, ask, id, command).await
}

pub async fn renew(writer: Writer, ById(ask): ById<AskId>, Sends { id, .. }: Sends<Nothing>) -> Answer<Told<AskView>> {
    carried_out(&writer, ask, id, Asks::Renew { id: ask }).await
}

pub async fn wordings(member: Member, ById(id): ById<AskId>, Query(paged): Query<Paged>) -> Answer<Told<Page<WordingView>>> {
    let ask = find(&member, id).await?;
    if !may_read(&member, &ask.owner) {
        return Err(hub::Refusal::Asks(Refusal::NotYours).into());
    }
    let wanted = paged.of(&format!("wordings of ask {id}"))?;
    let page = store::wordings::page(&mut member.db().await?, Post::Ask(id), wanted.cursor(), wanted.limit).await?;
    Ok(Told(wanted.page(page)))
}

pub async fn set_places(writer: Writer, ById(ask): ById<AskId>, Sends { id, body, .. }: Sends<Places>) -> Answer<Told<AskView>> {
    carried_out(&writer, ask, id, Asks::SetPlaces { id: ask, places: body.places }).await
}

pub async fn matches(member: Member, ById(id): ById<AskId>) -> Answer<Told<AskMatches>> {
    let ask = find_own(&member, id).await?;
    let mut db = member.db().await?;
    let items = store::matches::list_for_ask(&mut db, member.id(), id).await?;
    let tools = store::matches::tools_for_ask(&mut db, id).await?;
    let told = store::matches::counts(&mut db, Post::Ask(id)).await?.told;
    let tools = tools.into_iter().map(|(tool, reasons)| FittingTool { tool, reasons }).collect();
    Ok(Told(AskMatches { items, tools, told, matched_at: ask.matched_at }))
}
