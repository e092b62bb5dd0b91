//! Offers: what people give, free or for a price.

use hub::{
    Answer as Carried, Cents, Command, FileId, OfferId, Timestamp,
    asks::Visibility,
    command::AnyRefusal,
    kernel::page::Page,
    matches::{MatchCard, Post},
    offers::{Command as Offers, Draft, OfferKind, OfferStatus, OfferView, Pricing, Refusal, Stage},
    wordings::WordingView,
};
use serde::Serialize;

use super::{
    answer::{Answer, DONE, Done, Made, Told},
    paging::{Paged, wanted},
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
    /// Which active offers.
    struct OfferFilters {
        kind: Given<OfferKind>,
        /// Slug of a problem category.
        category: Given<String>,
        /// Slug of a tool.
        tool: Given<String>,
        /// For money, or free.
        paid: Given<bool>,
        /// `next` of the page before.
        cursor: Given<String>,
        /// How many items at most: 1 to 100, 20 when nothing is said.
        limit: Given<i64>,
    }
}

crate::sent! {
    /// What is typed for an offer. In a change, what is left out stays as it is.
    struct OfferDraft {
        title: Given<String>,
        /// Markdown.
        description: Given<String>,
        kind: Given<OfferKind>,
        /// Slug of a problem category; empty for none.
        category: Given<String>,
        /// Slugs of skills and topics.
        tags: Given<Vec<String>>,
        /// Slugs of tools.
        tools: Given<Vec<String>>,
        pricing: Given<Pricing>,
        price: Given<Cents>,
        /// ISO code, lower case; usd when nothing is said.
        currency: Given<String>,
        /// Where the app, course or find is.
        external_url: Given<String>,
        image_url: Given<String>,
        /// Markdown of an article.
        body: Given<String>,
        /// What it hands out: a file uploaded as `download`; null for nothing.
        file: Given<Option<FileId>>,
        /// How far an app is, and of nothing else; null where nothing is said. A new app of which nothing is said is `live`.
        stage: Given<Option<Stage>>,
        /// How long a course is, and of nothing else, in words of 60 characters at most; empty where nothing is said.
        length: Given<String>,
        /// The app of one's own that it belongs to; null for none, and of every app.
        related_offer: Given<Option<OfferId>>,
        /// Who may read it; everyone when nothing is said.
        visibility: Given<Visibility>,
        /// In a change: the `updated_at` of what was changed. If something newer stands there, it is refused with
        /// `offers.changed_meanwhile`. Left out: laid over whatever stands.
        updated_at: Given<Timestamp>,
    }
}

crate::sent! {
    /// What an offer becomes.
    struct OfferStatusChange {
        status: OfferStatus,
    }
}

/// A draft, and whether it is published at once.
#[derive(Debug)]
pub struct NewOffer {
    draft: OfferDraft,
    publish: bool,
}

const PUBLISH: &str = "Active at once; else it begins as a draft.";

impl Sent for NewOffer {
    fn read(from: &mut Reading) -> Option<Self> {
        let draft = OfferDraft::read(from);
        let publish: Option<Given<bool>> = from.field("publish");
        Some(NewOffer { draft: draft?, publish: publish?.or(false) })
    }

    fn fields(book: &mut Book) -> Vec<Field> {
        let publish =
            Field { name: "publish", words: PUBLISH.to_owned(), required: false, schema: <bool as super::shape::Shape>::shape(book) };
        needing(&["title", "description"], OfferDraft::fields(book)).into_iter().chain([publish]).collect()
    }

    fn shape(book: &mut Book) -> utoipa::openapi::RefOr<utoipa::openapi::Schema> {
        book.named("NewOffer", |book| {
            let no_others = utoipa::openapi::schema::AdditionalProperties::FreeForm(false);
            object("What is typed for a new offer.", Self::fields(book)).additional_properties(Some(no_others))
        })
    }
}

/// What the matcher found for an offer.
#[derive(Serialize)]
pub struct OfferMatches {
    pub items: Vec<MatchCard>,
    pub told: i64,
    pub matched_at: Option<Timestamp>,
}

crate::shapes! {
    /// What was found for an offer: people who ask for it, best first.
    OfferMatches as "OfferMatches" {
        items: Vec<MatchCard>,
        /// How many people were told.
        told: i64,
        /// Null while the matcher has not looked at its newest wording.
        matched_at: Option<Timestamp>,
    }
}

impl OfferDraft {
    /// The draft with what was given in place of what was.
    fn over(self, mut was: Draft) -> Draft {
        let OfferDraft {
            title,
            description,
            kind,
            category,
            tags,
            tools,
            pricing,
            price,
            currency,
            external_url,
            image_url,
            body,
            file,
            stage,
            length,
            related_offer,
            visibility,
            updated_at: _,
        } = self;
        title.change(&mut was.title);
        description.change(&mut was.description);
        kind.change(&mut was.kind);
        category.change(&mut was.category);
        tags.change(&mut was.tags);
        tools.change(&mut was.tools);
        pricing.change(&mut was.pricing);
        price.change(&mut was.price);
        currency.change(&mut was.currency);
        external_url.change(&mut was.external_url);
        image_url.change(&mut was.image_url);
        body.change(&mut was.body);
        file.change(&mut was.file);
        stage.change(&mut was.stage);
        length.change(&mut was.length);
        related_offer.change(&mut was.related_offer);
        visibility.change(&mut was.visibility);
        was
    }
}

/// What stands, as it would be typed.
fn draft_of(offer: OfferView) -> Draft {
    Draft {
        title: offer.title,
        description: offer.description,
        kind: offer.kind,
        category: offer.category.map(|c| c.slug).unwrap_or_default(),
        tags: offer.tags.into_iter().map(|t| t.slug).collect(),
        tools: offer.tools.into_iter().map(|t| t.slug).collect(),
        pricing: offer.pricing,
        price: offer.price,
        currency: offer.currency,
        external_url: offer.external_url,
        image_url: offer.image_url,
        body: offer.body,
        visibility: offer.visibility,
        file: offer.file.map(|file| file.id),
        stage: offer.stage,
        length: offer.length,
        related_offer: offer.related_offer,
    }
}

async fn find(visitor: &Visitor, id: OfferId) -> Result<OfferView, Problem> {
    let mut db = visitor.db().await?;
    store::offers::find(&mut db, visitor.user(), id).await?.ok_or_else(|| hub::Refusal::Offers(Refusal::NoSuchOffer).into())
}

pub async fn wordings(member: Member, ById(id): ById<OfferId>, Query(paged): Query<Paged>) -> Answer<Told<Page<WordingView>>> {
    let offer = find(&member, id).await?;
    if !may_read(&member, &offer.owner) {
        return Err(hub::Refusal::Offers(Refusal::NotYours).into());
    }
    let wanted = paged.of(&format!("wordings of offer {id}"))?;
    let page = store::wordings::page(&mut member.db().await?, Post::Offer(id), wanted.cursor(), wanted.limit).await?;
    Ok(Told(wanted.page(page)))
}

/// The same, for its owner alone.
async fn find_own(member: &Member, id: OfferId) -> Result<OfferView, Problem> {
    let offer = find(member, id).await?;
    if offer.owner.id == member.id() { Ok(offer) } else { Err(hub::Refusal::Offers(Refusal::NotYours).into()) }
}

pub async fn list(visitor: Visitor, Query(filters): Query<OfferFilters>) -> Answer<Told<Page<OfferView>>> {
    let wanted = wanted("offers", filters.cursor, filters.limit)?;
    let filters = store::offers::Filters {
        kind: filters.kind.into_option(),
        category: filters.category.into_option(),
        tool: filters.tool.into_option(),
        paid: filters.paid.into_option(),
    };
    let mut db = visitor.db().await?;
    let page = store::offers::page_active(&mut db, visitor.user(), &filters, wanted.cursor(), wanted.limit).await?;
    Ok(Told(wanted.page(page)))
}

pub async fn post(writer: Writer, Sends { id, body, .. }: Sends<NewOffer>) -> Answer<Made<OfferView>> {
    let command = Offers::Post { draft: body.draft.over(Draft::default()), publish: body.publish };
    let Carried::Offer { id, .. } = writer.act(id, Command::Offers(command)).await? else {
        return Err(AnyRefusal::IdUsedOtherwise.into());
    };
    Ok(Made { path: format!("/api/v1/offers/{id}"), body: find(&writer, id).await? })
}

pub async fn mine(member: Member, Query(paged): Query<Paged>) -> Answer<Told<Page<OfferView>>> {
    let wanted = paged.of("my offers")?;
    let mut db = member.db().await?;
    let page = store::offers::page_of(&mut db, member.user(), member.id(), wanted.cursor(), wanted.limit).await?;
    Ok(Told(wanted.page(page)))
}

pub async fn show(visitor: Visitor, ById(id): ById<OfferId>) -> Answer<Told<OfferView>> {
    Ok(Told(find(&visitor, id).await?))
}

pub async fn edit(writer: Writer, ById(offer): ById<OfferId>, Sends { whole, body, .. }: Sends<OfferDraft>) -> Answer<Told<OfferView>> {
    // Who doesn't say what they saw means whatever stands: when something comes between, it is laid over that.
    for last in [false, false, true] {
        let was = find_own(&writer, offer).await?;
        let seen = Some(body.updated_at.clone().or(was.updated_at));
        let draft = body.clone().over(draft_of(was));
        match writer.change(whole.clone(), Command::Offers(Offers::Edit { id: offer, draft, seen })).await {
            Err(hub::Refusal::Offers(Refusal::ChangedMeanwhile)) if !last && body.updated_at == Given::Not => {}
            carried => {
                carried?;
                break;
            }
        }
    }
    Ok(Told(find(&writer, offer).await?))
}

/// Carries out and shows the offer as it then stands.
async fn carried_out(writer: &Writer, offer: OfferId, id: hub::CommandId, command: Offers) -> Answer<Told<OfferView>> {
    find(writer, offer).await?;
    writer.act(id, Command::Offers(command)).await?;
    Ok(Told(find(writer, offer).await?))
}

pub async fn archive(writer: Writer, ById(offer): ById<OfferId>, Sends { id, .. }: Sends<Nothing>) -> Answer<Done> {
    find(&writer, offer).await?;
    writer.act(id, Command::Offers(Offers::SetStatus { id: offer, to: OfferStatus::Archived })).await?;
    Ok(DONE)
}

/// Who is signed out is counted nowhere, and may say so all the same.
pub async fn view(anyone: Anyone, ById(offer): ById<OfferId>, Sends { id, .. }: Sends<Nothing>) -> Answer<Done> {
    find(&anyone, offer).await?;
    if let Some(user) = anyone.user() {
        anyone.act(hub::By::Member(user), id, Command::Offers(Offers::Look { id: offer })).await?;
    }
    Ok(DONE)
}

pub async fn set_status(
    writer: Writer,
    ById(offer): ById<OfferId>,
    Sends { id, body, .. }: Sends<OfferStatusChange>,
) -> Answer<Told<OfferView>> {
    carried_out(&writer, offer, id, Offers::SetStatus { id: offer, to: body.status }).await
}

pub async fn matches(member: Member, ById(id): ById<OfferId>) -> Answer<Told<OfferMatches>> {
    let offer = find_own(&member, id).await?;
    let mut db = member.db().await?;
    let items = store::matches::list_for_offer(&mut db, member.id(), id).await?;
    let told = store::matches::counts(&mut db, Post::Offer(id)).await?.told;
    Ok(Told(OfferMatches { items, told, matched_at: offer.matched_at }))
}
