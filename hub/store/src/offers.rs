//! Offers: what members give. Decided by `hub::offers::rules`, one by one.

mod read;

pub use read::*;

use hub::{
    Answer, By, Event, FieldProblem, FileId, OfferId, Timestamp, UserId,
    asks::Visibility,
    command::AnyRefusal,
    offers::{self, Command, Draft, OfferKind, OfferStatus, Pricing, Refusal, Stage, rules},
    wordings::{Words as Said, rules::are_kept},
};

use crate::{
    Failure, Fault, Tx, args,
    batch::Work,
    files::{self, Place},
    language::language_of,
    posts::{self, Kind, Words},
    wordings,
};

/// What decisions about an offer need to know of it.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Facts {
    pub id: OfferId,
    pub owner: UserId,
    pub slug: String,
    pub title: String,
    pub kind: OfferKind,
    pub status: OfferStatus,
    pub pricing: Pricing,
    pub visibility: Visibility,
    pub published_at: Option<Timestamp>,
    pub updated_at: Timestamp,
    pub related_offer: Option<OfferId>,
    pub owner_suspended: bool,
    pub hidden: bool,
}

impl Facts {
    /// When it was changed last, if that is now: later than ever before, so that no two versions are taken for one.
    fn touched(&self, at: Timestamp) -> Timestamp {
        at.max(self.updated_at.plus(1))
    }

    /// Whether a member may read it.
    pub(crate) fn visible_to(&self, reader: UserId) -> bool {
        self.owner == reader || (rules::is_readable(self.status) && !self.owner_suspended && !self.hidden)
    }
}

pub(crate) async fn carry_out(work: &mut Work<'_>, by: By, at: Timestamp, command: Command) -> Result<Answer, Failure> {
    let who = by.user().ok_or(hub::Refusal::Any(AnyRefusal::SignIn))?;
    match command {
        Command::Post { draft, publish } => post(work, who, at, &draft, publish).await,
        Command::Edit { id, draft, seen } => edit(work, who, at, id, &draft, seen).await,
        Command::SetStatus { id, to } => set_status(work, who, at, id, to).await,
        Command::Look { id } => look(work, who, at, id).await,
    }
}

async fn post(work: &mut Work<'_>, owner: UserId, at: Timestamp, draft: &Draft, publish: bool) -> Result<Answer, Failure> {
    let mut draft = rules::checked(draft)?;
    draft.stage = rules::stage_of_new(draft.kind, draft.stage);
    let words = words_of(&mut work.tx, &draft).await?;
    may_belong(&mut work.tx, owner, draft.related_offer, None).await?.map_err(Refusal::Mend)?;
    let status = if publish { rules::step(OfferStatus::Draft, OfferStatus::Active)? } else { OfferStatus::Draft };
    if publish {
        rules::may_publish(draft.pricing)?;
    }
    let language = language_of(&draft.title, &draft.description);
    let id: OfferId = work.new_id()?;
    let given = find_given(&mut work.tx, owner, id, &draft).await?;
    let first = rules::slug_for_offer(&draft.title);
    // Another desk may take the same slug at this moment; then the next one is free.
    for _ in 0..5 {
        let slug = posts::free_slug(&mut work.tx, Kind::Offer, owner, &first).await?;
        if insert(&mut work.tx, id, owner, &slug, &draft, &words, language, status, at).await? {
            posts::save_words(&mut work.tx, Kind::Offer, id.0, &words).await?;
            given.put(&mut work.tx, id, at).await?;
            work.happened(Event::Offers(offers::Event::Posted { id, owner, status }), at);
            if publish {
                work.happened(Event::Offers(offers::Event::FirstPublished { id, owner }), at);
            }
            return Ok(Answer::Offer { id, slug });
        }
    }
    Err(Fault::Corrupt("no slug was free for an offer".to_owned()).into())
}

#[expect(clippy::too_many_arguments, reason = "a row has as many columns")]
async fn insert(
    tx: &mut Tx,
    id: OfferId,
    owner: UserId,
    slug: &str,
    d: &Draft,
    words: &Words,
    language: &str,
    status: OfferStatus,
    at: Timestamp,
) -> Result<bool, Fault> {
    let made = tx
        .run(
            "insert into offers (id, user_id, slug, title, description, kind, category_id, pricing, price, currency, external_url,
                 image_url, body, visibility, language, status, created_at, updated_at, published_at, stage, length, related_offer)
             values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $17, $18, $19, $20, $21)
             on conflict (user_id, slug) do nothing",
            args![
                id,
                owner,
                slug,
                &d.title,
                &d.description,
                d.kind.word(),
                words.category.as_ref().map(|c| c.id),
                d.pricing.word(),
                d.price,
                &d.currency,
                &d.external_url,
                &d.image_url,
                &d.body,
                d.visibility.word(),
                language,
                status.word(),
                at,
                (status == OfferStatus::Active).then_some(at),
                d.stage.map(Stage::word),
                &d.length,
                d.related_offer
            ],
        )
        .await?;
    Ok(made > 0)
}

/// What was uploaded for it.
struct Given {
    /// None when its picture is elsewhere on the web.
    picture: Option<FileId>,
    /// What it hands out.
    file: Option<FileId>,
}

impl Given {
    async fn put(&self, tx: &mut Tx, id: OfferId, at: Timestamp) -> Result<(), Fault> {
        files::put(tx, Place::Offer(id), files::PICTURE, self.picture, at).await?;
        files::put(tx, Place::Offer(id), files::DOWNLOAD, self.file, at).await
    }
}

async fn find_given(tx: &mut Tx, owner: UserId, id: OfferId, draft: &Draft) -> Result<Given, Failure> {
    let mend = |field: &str, no: hub::files::Refusal| Refusal::Mend(vec![FieldProblem::new(field, no.to_string())]);
    let (place, picture) = (Place::Offer(id), hub::files::of_path(&draft.image_url));
    let picture = files::find_fitting(tx, owner, place, files::PICTURE, picture).await?.map_err(|no| mend("image_url", no))?;
    let file = files::find_fitting(tx, owner, place, files::DOWNLOAD, draft.file).await?.map_err(|no| mend("file", no))?;
    Ok(Given { picture, file })
}

async fn words_of(tx: &mut Tx, draft: &Draft) -> Result<Words, Failure> {
    Ok(posts::find_words(tx, &draft.category, &draft.tags, &draft.tools).await?.map_err(Refusal::Mend)?)
}

async fn edit(
    work: &mut Work<'_>,
    who: UserId,
    at: Timestamp,
    id: OfferId,
    draft: &Draft,
    seen: Option<Timestamp>,
) -> Result<Answer, Failure> {
    let offer = find_own(&mut work.tx, who, id).await?;
    rules::may_edit(offer.status)?;
    rules::still_as_seen(seen, offer.updated_at)?;
    let draft = rules::checked(draft)?;
    if draft.related_offer == Some(id) {
        return Err(Refusal::Mend(vec![rules::no_app_of_yours()]).into());
    }
    may_belong(&mut work.tx, who, draft.related_offer, offer.related_offer).await?.map_err(Refusal::Mend)?;
    if offer.status == OfferStatus::Active {
        rules::may_publish(draft.pricing)?;
    }
    let words = words_of(&mut work.tx, &draft).await?;
    let given = find_given(&mut work.tx, who, id, &draft).await?;
    let language = language_of(&draft.title, &draft.description);
    let (before, now) = (wordings::find_words(&mut work.tx, Kind::Offer, id.0).await?, offer.touched(at));
    let after = Said { title: draft.title.clone(), description: draft.description.clone(), body: draft.body.clone() };
    let kept = are_kept(&before, &after, offer.published_at.is_some());
    if kept {
        wordings::keep(&mut work.tx, Kind::Offer, id.0, &before, now).await?;
    }
    work.tx
        .run(
            "update offers set title = $2, description = $3, kind = $4, category_id = $5, pricing = $6, price = $7, currency = $8,
                 external_url = $9, image_url = $10, body = $11, visibility = $12, language = $13, updated_at = $14, matched_at = null,
                 edited_at = coalesce($15, edited_at), stage = $16, length = $17, related_offer = $18
             where id = $1",
            args![
                id,
                draft.title,
                draft.description,
                draft.kind.word(),
                words.category.as_ref().map(|c| c.id),
                draft.pricing.word(),
                draft.price,
                draft.currency,
                draft.external_url,
                draft.image_url,
                draft.body,
                draft.visibility.word(),
                language,
                now,
                kept.then_some(now),
                draft.stage.map(Stage::word),
                draft.length,
                draft.related_offer
            ],
        )
        .await?;
    posts::save_words(&mut work.tx, Kind::Offer, id.0, &words).await?;
    given.put(&mut work.tx, id, at).await?;
    work.happened(Event::Offers(offers::Event::Edited { id, owner: who }), at);
    Ok(Answer::Offer { id, slug: offer.slug })
}

/// What becomes active again is looked at again: its pairs were taken away when it was not.
async fn set_status(work: &mut Work<'_>, who: UserId, at: Timestamp, id: OfferId, to: OfferStatus) -> Result<Answer, Failure> {
    let offer = find_own(&mut work.tx, who, id).await?;
    let status = rules::step(offer.status, to)?;
    let active = status == OfferStatus::Active;
    if active {
        rules::may_publish(offer.pricing)?;
    }
    let published_at = offer.published_at.or(active.then_some(at));
    work.tx
        .run(
            "update offers set status = $2, updated_at = $3, published_at = $4, matched_at = case when $5 = 1 then null else matched_at end
             where id = $1",
            args![id, status.word(), offer.touched(at), published_at, i64::from(active)],
        )
        .await?;
    work.happened(Event::Offers(offers::Event::StatusChanged { id, owner: who, status }), at);
    if active && offer.published_at.is_none() {
        work.happened(Event::Offers(offers::Event::FirstPublished { id, owner: who }), at);
    }
    Ok(Answer::Done)
}

async fn look(work: &mut Work<'_>, who: UserId, at: Timestamp, id: OfferId) -> Result<Answer, Failure> {
    let offer = find_facts(&mut work.tx, id).await?.filter(|o| o.visible_to(who)).ok_or(Refusal::NoSuchOffer)?;
    if offer.owner != who && posts::first_look(work, Kind::Offer, id.0, who, at).await? {
        work.happened(Event::Offers(offers::Event::Looked { id, owner: offer.owner }), at);
    }
    Ok(Answer::Done)
}

/// The member's own offer. Others hear whose it is not, or that there is none when they may not see it.
async fn find_own(tx: &mut Tx, who: UserId, id: OfferId) -> Result<Facts, Failure> {
    match find_facts(tx, id).await? {
        Some(offer) if offer.owner == who => Ok(offer),
        Some(offer) if offer.visible_to(who) => Err(Refusal::NotYours.into()),
        _ => Err(Refusal::NoSuchOffer.into()),
    }
}

async fn find_facts(tx: &mut Tx, id: OfferId) -> Result<Option<Facts>, Fault> {
    let row = tx
        .row(
            "select o.user_id, o.slug, o.title, o.kind, o.status, o.pricing, o.visibility, o.published_at, o.updated_at,
                    o.related_offer, u.suspended_at, o.hidden_at
             from offers o join users u on u.id = o.user_id where o.id = $1",
            args![id],
        )
        .await?;
    row.map(|row| {
        Ok(Facts {
            id,
            owner: row.get("user_id")?,
            slug: row.get("slug")?,
            title: row.get("title")?,
            kind: row.word("kind")?,
            status: row.word("status")?,
            pricing: row.word("pricing")?,
            visibility: row.word("visibility")?,
            published_at: row.get("published_at")?,
            updated_at: row.get("updated_at")?,
            related_offer: row.get("related_offer")?,
            owner_suspended: row.get::<Option<Timestamp>>("suspended_at")?.is_some(),
            hidden: row.get::<Option<Timestamp>>("hidden_at")?.is_some(),
        })
    })
    .transpose()
}

/// Whether something of this member's may belong to that app: one of their own, and not put away. What it belonged to before
/// (`stands`) it may go on belonging to. Asks are asked the same.
pub(crate) async fn may_belong(
    tx: &mut Tx,
    owner: UserId,
    app: Option<OfferId>,
    stands: Option<OfferId>,
) -> Result<Result<(), Vec<FieldProblem>>, Fault> {
    let Some(id) = app.filter(|app| Some(*app) != stands) else { return Ok(Ok(())) };
    let found = find_facts(tx, id).await?;
    let is_fitting = |app: Facts| app.owner == owner && app.kind == OfferKind::App && app.status != OfferStatus::Archived;
    Ok(if found.is_some_and(is_fitting) { Ok(()) } else { Err(vec![rules::no_app_of_yours()]) })
}

// What connections need of offers.

/// What asking for an offer decides on. Locked until the end of the transaction.
pub(crate) async fn find_for_request(tx: &mut Tx, offer: OfferId) -> Result<Option<Facts>, Fault> {
    tx.lock("offers", "id", vec![offer.0]).await?;
    find_facts(tx, offer).await
}

/// One more person wants it.
pub(crate) async fn count_request(tx: &mut Tx, offer: OfferId) -> Result<(), Fault> {
    tx.run("update offers set connections = connections + 1 where id = $1", args![offer]).await?;
    Ok(())
}
