//! Asks: what members need. Decided by `hub::asks::rules`, one by one.

mod read;

pub use read::*;

use hub::{
    Answer, AskId, By, Event, FieldProblem, FileId, OfferId, Timestamp, UserId,
    asks::{self, AskKind, AskStatus, Command, Draft, Refusal, Visibility, rules, rules::Wish},
    command::AnyRefusal,
    wordings::{Words as Said, rules::are_kept},
};

use crate::{
    Failure, Fault, Tx, args,
    batch::Work,
    files::{self, Place},
    language::language_of,
    notices,
    offers::may_belong,
    posts::{self, Kind, Words},
    wordings,
};

/// What decisions about an ask need to know of it.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Facts {
    pub id: AskId,
    pub owner: UserId,
    pub slug: String,
    pub title: String,
    pub kind: AskKind,
    pub status: AskStatus,
    pub archived: bool,
    pub visibility: Visibility,
    pub places: i64,
    pub accepted: i64,
    pub expires_at: Option<Timestamp>,
    /// The end that its owner was told of.
    pub reminded_end: Option<Timestamp>,
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

    /// Whether somebody who may read it can answer it now.
    pub(crate) fn can_be_answered(&self, now: Timestamp) -> bool {
        rules::may_answer(self.status, self.archived, self.expires_at, now) && !self.owner_suspended && !self.hidden
    }

    /// Whether a member may read it.
    pub(crate) fn visible_to(&self, reader: UserId) -> bool {
        self.owner == reader || (!self.archived && !self.owner_suspended && !self.hidden)
    }
}

pub(crate) async fn carry_out(work: &mut Work<'_>, by: By, at: Timestamp, command: Command) -> Result<Answer, Failure> {
    match command {
        Command::Expire { id } => return expire(work, at, id).await,
        Command::Remind { id } => return remind(work, at, id).await,
        _ => {}
    }
    let who = by.user().ok_or(hub::Refusal::Any(AnyRefusal::SignIn))?;
    match command {
        Command::Post { draft } => post(work, who, at, &draft).await,
        Command::Edit { id, draft, seen } => edit(work, who, at, id, draft, seen).await,
        Command::SetPlaces { id, places } => set_places(work, who, at, id, places).await,
        Command::Fulfil { id } => move_on(work, who, at, id, Wish::Fulfil).await,
        Command::Close { id } => move_on(work, who, at, id, Wish::Close).await,
        Command::Reopen { id, expires_at } => reopen(work, who, at, id, expires_at).await,
        Command::Renew { id } => renew(work, who, at, id).await,
        Command::Archive { id } => archive(work, who, at, id).await,
        Command::Look { id } => look(work, who, at, id).await,
        Command::Expire { id } => expire(work, at, id).await,
        Command::Remind { id } => remind(work, at, id).await,
    }
}

async fn post(work: &mut Work<'_>, owner: UserId, at: Timestamp, draft: &Draft) -> Result<Answer, Failure> {
    let draft = rules::checked(draft, at)?;
    let words = words_of(&mut work.tx, &draft).await?;
    may_belong(&mut work.tx, owner, draft.related_offer, None).await?.map_err(Refusal::Mend)?;
    let language = language_of(&draft.title, &draft.description);
    let id: AskId = work.new_id()?;
    let picture = find_picture(&mut work.tx, owner, id, &draft).await?;
    let first = rules::slug_for_ask(&draft.title);
    // Another desk may take the same slug at this moment; then the next one is free.
    for _ in 0..5 {
        let slug = posts::free_slug(&mut work.tx, Kind::Ask, owner, &first).await?;
        if insert(&mut work.tx, id, owner, &slug, &draft, &words, language, at).await? {
            posts::save_words(&mut work.tx, Kind::Ask, id.0, &words).await?;
            files::put(&mut work.tx, Place::Ask(id), files::PICTURE, picture, at).await?;
            work.happened(Event::Asks(asks::Event::Posted { id, owner }), at);
            return Ok(Answer::Ask { id, slug });
        }
    }
    Err(Fault::Corrupt("no slug was free for an ask".to_owned()).into())
}

#[expect(clippy::too_many_arguments, reason = "a row has as many columns")]
async fn insert(
    tx: &mut Tx,
    id: AskId,
    owner: UserId,
    slug: &str,
    d: &Draft,
    words: &Words,
    language: &str,
    at: Timestamp,
) -> Result<bool, Fault> {
    let made = tx
        .run(
            "insert into asks (id, user_id, slug, title, description, kind, category_id, budget_min, budget_max, currency, places,
                 image_url, visibility, language, status, created_at, updated_at, expires_at, also_in, reminded_end, external_url, related_offer)
             values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, 'open', $15, $15, $16, $17, $18, $19, $20)
             on conflict (user_id, slug) do nothing",
            args![
                id,
                owner,
                slug,
                &d.title,
                &d.description,
                d.kind.word(),
                words.category.as_ref().map(|c| c.id),
                d.budget_min,
                d.budget_max,
                &d.currency,
                d.places.unwrap_or(d.kind.places()),
                &d.image_url,
                d.visibility.word(),
                language,
                at,
                d.expires_at,
                &d.also_in,
                rules::told_when_set(d.expires_at, at),
                &d.external_url,
                d.related_offer
            ],
        )
        .await?;
    Ok(made > 0)
}

/// The picture that was uploaded for it; none when it is elsewhere on the web.
async fn find_picture(tx: &mut Tx, owner: UserId, id: AskId, draft: &Draft) -> Result<Option<FileId>, Failure> {
    let file = hub::files::of_path(&draft.image_url);
    let found = files::find_fitting(tx, owner, Place::Ask(id), files::PICTURE, file).await?;
    Ok(found.map_err(|no| Refusal::Mend(vec![FieldProblem::new("image_url", no.to_string())]))?)
}

async fn words_of(tx: &mut Tx, draft: &Draft) -> Result<Words, Failure> {
    Ok(posts::find_words(tx, &draft.category, &draft.tags, &draft.tools).await?.map_err(Refusal::Mend)?)
}

async fn edit(
    work: &mut Work<'_>,
    who: UserId,
    at: Timestamp,
    id: AskId,
    mut draft: Draft,
    seen: Option<Timestamp>,
) -> Result<Answer, Failure> {
    let ask = find_own(&mut work.tx, who, id).await?;
    rules::step(ask.status, ask.archived, Wish::Edit)?;
    rules::still_as_seen(seen, ask.updated_at)?;
    draft.places = draft.places.or(Some(ask.places));
    // An end that is over stays as it was: mending a word does not need a new one.
    let over = ask.expires_at.filter(|end| *end <= at && draft.expires_at == Some(*end));
    if over.is_some() {
        draft.expires_at = None;
    }
    let draft = rules::checked(&draft, at)?;
    let places = draft.places.unwrap_or(ask.places);
    let status = rules::set_places(ask.status, ask.accepted, places)?;
    let words = words_of(&mut work.tx, &draft).await?;
    may_belong(&mut work.tx, who, draft.related_offer, ask.related_offer).await?.map_err(Refusal::Mend)?;
    let picture = find_picture(&mut work.tx, who, id, &draft).await?;
    let language = language_of(&draft.title, &draft.description);
    let (before, now) = (wordings::find_words(&mut work.tx, Kind::Ask, id.0).await?, ask.touched(at));
    let kept = are_kept(&before, &Said { title: draft.title.clone(), description: draft.description.clone(), body: String::new() }, true);
    if kept {
        wordings::keep(&mut work.tx, Kind::Ask, id.0, &before, now).await?;
    }
    let end = over.or(draft.expires_at);
    work.tx
        .run(
            "update asks set title = $2, description = $3, kind = $4, category_id = $5, budget_min = $6, budget_max = $7, currency = $8,
                 places = $9, image_url = $10, visibility = $11, language = $12, status = $13, updated_at = $14, expires_at = $15,
                 matched_at = null, also_in = $16, edited_at = coalesce($17, edited_at),
                 reminded_end = case when expires_at = $15 then reminded_end else $18 end, external_url = $19, related_offer = $20
             where id = $1",
            args![
                id,
                draft.title,
                draft.description,
                draft.kind.word(),
                words.category.as_ref().map(|c| c.id),
                draft.budget_min,
                draft.budget_max,
                draft.currency,
                places,
                draft.image_url,
                draft.visibility.word(),
                language,
                status.word(),
                now,
                end,
                draft.also_in,
                kept.then_some(now),
                rules::told_when_set(end, at),
                draft.external_url,
                draft.related_offer
            ],
        )
        .await?;
    posts::save_words(&mut work.tx, Kind::Ask, id.0, &words).await?;
    files::put(&mut work.tx, Place::Ask(id), files::PICTURE, picture, at).await?;
    work.happened(Event::Asks(asks::Event::Edited { id, owner: who }), at);
    say_changes(work, &ask, status, places, at);
    Ok(Answer::Ask { id, slug: ask.slug })
}

/// Says what is different from before.
fn say_changes(work: &mut Work<'_>, before: &Facts, status: AskStatus, places: i64, at: Timestamp) {
    let (id, owner) = (before.id, before.owner);
    if places != before.places {
        work.happened(Event::Asks(asks::Event::PlacesChanged { id, owner }), at);
    }
    if status != before.status {
        work.happened(Event::Asks(asks::Event::StatusChanged { id, owner, status }), at);
    }
}

async fn set_places(work: &mut Work<'_>, who: UserId, at: Timestamp, id: AskId, places: i64) -> Result<Answer, Failure> {
    let ask = find_own(&mut work.tx, who, id).await?;
    rules::step(ask.status, ask.archived, Wish::Edit)?;
    let status = rules::set_places(ask.status, ask.accepted, places)?;
    set_status(&mut work.tx, &ask, status, at).await?;
    work.tx.run("update asks set places = $2, updated_at = $3 where id = $1", args![id, places, ask.touched(at)]).await?;
    say_changes(work, &ask, status, places, at);
    Ok(Answer::Done)
}

/// Writes the status. What opens again is looked at again: its pairs were taken away when it closed.
async fn set_status(tx: &mut Tx, ask: &Facts, status: AskStatus, at: Timestamp) -> Result<(), Fault> {
    if status == ask.status {
        return Ok(());
    }
    let fulfilled_at = (status == AskStatus::Fulfilled).then_some(at);
    let again = i64::from(status == AskStatus::Open);
    tx.run(
        "update asks set status = $2, updated_at = $3, fulfilled_at = $4, matched_at = case when $5 = 1 then null else matched_at end
         where id = $1",
        args![ask.id, status.word(), ask.touched(at), fulfilled_at, again],
    )
    .await?;
    Ok(())
}

async fn move_on(work: &mut Work<'_>, who: UserId, at: Timestamp, id: AskId, wish: Wish) -> Result<Answer, Failure> {
    let ask = find_own(&mut work.tx, who, id).await?;
    let status = rules::step(ask.status, ask.archived, wish)?;
    set_status(&mut work.tx, &ask, status, at).await?;
    say_changes(work, &ask, status, ask.places, at);
    notices::acted_on_ask(work, who, id, at).await?;
    Ok(Answer::Done)
}

async fn reopen(work: &mut Work<'_>, who: UserId, at: Timestamp, id: AskId, wished: Option<Timestamp>) -> Result<Answer, Failure> {
    let ask = find_own(&mut work.tx, who, id).await?;
    let status = rules::step(ask.status, ask.archived, Wish::Reopen)?;
    let places = rules::places_on_reopening(ask.places, ask.accepted);
    let end = rules::end_on_reopening(ask.expires_at, wished, at)?;
    set_status(&mut work.tx, &ask, status, at).await?;
    set_end(&mut work.tx, &ask, places, end, at).await?;
    say_changes(work, &ask, status, places, at);
    notices::acted_on_ask(work, who, id, at).await?;
    Ok(Answer::Done)
}

/// Writes an end that was just set. Its owner knows of one that is near.
async fn set_end(tx: &mut Tx, ask: &Facts, places: i64, end: Option<Timestamp>, at: Timestamp) -> Result<(), Fault> {
    tx.run(
        "update asks set places = $2, expires_at = $3, reminded_end = $4, updated_at = $5 where id = $1",
        args![ask.id, places, end, rules::told_when_set(end, at), ask.touched(at)],
    )
    .await?;
    Ok(())
}

/// One that has run out is opened again, and looked at again.
async fn renew(work: &mut Work<'_>, who: UserId, at: Timestamp, id: AskId) -> Result<Answer, Failure> {
    let ask = find_own(&mut work.tx, who, id).await?;
    let Some(end) = rules::renew(ask.status, ask.archived, ask.expires_at, at)? else { return Ok(Answer::Done) };
    let (status, places) = match ask.status {
        AskStatus::Closed => (rules::step(ask.status, ask.archived, Wish::Reopen)?, rules::places_on_reopening(ask.places, ask.accepted)),
        stands => (stands, ask.places),
    };
    set_status(&mut work.tx, &ask, status, at).await?;
    set_end(&mut work.tx, &ask, places, Some(end), at).await?;
    work.happened(Event::Asks(asks::Event::Renewed { id, owner: who }), at);
    say_changes(work, &ask, status, places, at);
    notices::acted_on_ask(work, who, id, at).await?;
    Ok(Answer::Done)
}

async fn archive(work: &mut Work<'_>, who: UserId, at: Timestamp, id: AskId) -> Result<Answer, Failure> {
    let ask = find_own(&mut work.tx, who, id).await?;
    rules::step(ask.status, ask.archived, Wish::Archive)?;
    work.tx.run("update asks set archived_at = $2, updated_at = $3 where id = $1", args![id, at, ask.touched(at)]).await?;
    work.happened(Event::Asks(asks::Event::Archived { id, owner: who }), at);
    notices::acted_on_ask(work, who, id, at).await?;
    Ok(Answer::Done)
}

async fn look(work: &mut Work<'_>, who: UserId, at: Timestamp, id: AskId) -> Result<Answer, Failure> {
    let ask = find_facts(&mut work.tx, id).await?.filter(|a| a.visible_to(who)).ok_or(Refusal::NoSuchAsk)?;
    if ask.owner != who && posts::first_look(work, Kind::Ask, id.0, who, at).await? {
        work.happened(Event::Asks(asks::Event::Looked { id, owner: ask.owner }), at);
    }
    Ok(Answer::Done)
}

/// By the clock. It may have been given more time since it was found due: then it stands.
async fn expire(work: &mut Work<'_>, at: Timestamp, id: AskId) -> Result<Answer, Failure> {
    let ask = find_facts(&mut work.tx, id).await?.ok_or(Refusal::NoSuchAsk)?;
    if ask.expires_at.is_none_or(|end| end > at) {
        return Err(Refusal::WrongMoment { status: ask.status }.into());
    }
    let status = rules::step(ask.status, ask.archived, Wish::Expire)?;
    set_status(&mut work.tx, &ask, status, at).await?;
    work.tx.run("update asks set reminded_end = expires_at where id = $1", args![id]).await?;
    work.happened(Event::Asks(asks::Event::Expired { id, owner: ask.owner }), at);
    Ok(Answer::Done)
}

/// By the clock. It may have been given more time, or be over, since it was found due: then nothing is said.
async fn remind(work: &mut Work<'_>, at: Timestamp, id: AskId) -> Result<Answer, Failure> {
    let ask = find_facts(&mut work.tx, id).await?.ok_or(Refusal::NoSuchAsk)?;
    if !rules::is_to_be_told(ask.status, ask.archived, ask.expires_at, ask.reminded_end, at) {
        return Err(Refusal::WrongMoment { status: ask.status }.into());
    }
    work.tx.run("update asks set reminded_end = expires_at where id = $1", args![id]).await?;
    work.happened(Event::Asks(asks::Event::EndsSoon { id, owner: ask.owner }), at);
    Ok(Answer::Done)
}

/// The member's own ask. Others hear whose it is not, or that there is none when they may not see it.
async fn find_own(tx: &mut Tx, who: UserId, id: AskId) -> Result<Facts, Failure> {
    match find_facts(tx, id).await? {
        Some(ask) if ask.owner == who => Ok(ask),
        Some(ask) if ask.visible_to(who) => Err(Refusal::NotYours.into()),
        _ => Err(Refusal::NoSuchAsk.into()),
    }
}

async fn find_facts(tx: &mut Tx, id: AskId) -> Result<Option<Facts>, Fault> {
    let row = tx
        .row(
            "select a.user_id, a.slug, a.title, a.kind, a.status, a.archived_at, a.visibility, a.places, a.accepted, a.expires_at,
                    a.updated_at, a.reminded_end, a.related_offer, u.suspended_at, a.hidden_at
             from asks a join users u on u.id = a.user_id where a.id = $1",
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
            archived: row.get::<Option<Timestamp>>("archived_at")?.is_some(),
            visibility: row.word("visibility")?,
            places: row.get("places")?,
            accepted: row.get("accepted")?,
            expires_at: row.get("expires_at")?,
            reminded_end: row.get("reminded_end")?,
            updated_at: row.get("updated_at")?,
            related_offer: row.get("related_offer")?,
            owner_suspended: row.get::<Option<Timestamp>>("suspended_at")?.is_some(),
            hidden: row.get::<Option<Timestamp>>("hidden_at")?.is_some(),
        })
    })
    .transpose()
}

// What connections need of asks.

/// What answering and accepting decide on. Locked until the end of the transaction.
pub(crate) async fn find_for_answer(tx: &mut Tx, ask: AskId) -> Result<Option<Facts>, Fault> {
    tx.lock("asks", "id", vec![ask.0]).await?;
    find_facts(tx, ask).await
}

/// One more answer came in.
pub(crate) async fn count_answer(tx: &mut Tx, ask: AskId) -> Result<(), Fault> {
    tx.run("update asks set responses = responses + 1 where id = $1", args![ask]).await?;
    Ok(())
}

/// A place was taken (`delta` 1) or came free (-1): the ask may be under way now, or open again.
pub(crate) async fn accepted_changed(work: &mut Work<'_>, ask: AskId, delta: i64, at: Timestamp) -> Result<(), Fault> {
    let Some(before) = find_for_answer(&mut work.tx, ask).await? else { return Ok(()) };
    let accepted = (before.accepted + delta).max(0);
    if accepted == before.accepted {
        return Ok(());
    }
    work.tx.run("update asks set accepted = $2 where id = $1", args![ask, accepted]).await?;
    work.happened(Event::Asks(asks::Event::PlacesChanged { id: ask, owner: before.owner }), at);
    if let Some(status) = rules::after_acceptance(before.status, before.places, accepted) {
        set_status(&mut work.tx, &before, status, at).await?;
        work.happened(Event::Asks(asks::Event::StatusChanged { id: ask, owner: before.owner, status }), at);
    }
    Ok(())
}
