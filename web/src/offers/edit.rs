//! The form of an offer: a new one, and one that is changed. What can't be taken comes back as it was typed.

use actix_web::{HttpResponse, http::StatusCode, web::Query};
use hub::{
    Answer, Command, OfferId, Refusal,
    command::AnyRefusal,
    drafts::Kind,
    kernel::refusal::RefusalKind,
    matches::Post,
    offers::{self, Draft, OfferKind, OfferStatus, OfferView, rules},
};

use super::{
    own, own_apps,
    pages::{OfferEditor, OfferForm, say_app},
};
use crate::{
    asks::Begun,
    composing::at_the_box,
    drafts,
    layout::{Choices, forms::usual_currency},
    look::Problems,
    matches::Looking,
    posted::Posted,
    problem::Problem,
    visitor::{ById, Member, mend},
};

/// `GET /my/offers/new`
pub async fn post_form(member: Member, begun: Query<Begun>) -> Result<HttpResponse, Problem> {
    begin(&member, begun.into_inner()).await
}

/// The form of a new offer, begun.
pub async fn begin(member: &Member, begun: Begun) -> Result<HttpResponse, Problem> {
    let chrome = member.chrome().await?;
    let choices = Choices::load(&mut member.db().await?).await?;
    let (form, begun) = if begun.draft.is_empty() {
        let drafts = if begun.title.is_empty() { drafts::list(member, &mut member.db().await?, Kind::Offer).await? } else { Vec::new() };
        let form = OfferForm {
            text: begun.title,
            kind: begun.kind.parse::<OfferKind>().map_or(String::new(), |kind| kind.word().to_owned()),
            tools: choices.names_of_tools(&begun.tools),
            currency: usual_currency(&member.me().timezone).to_owned(),
            draft: chrome.nonce.clone(),
            ..OfferForm::new()
        };
        (form, drafts)
    } else {
        let (form, draft) = drafts::open::<OfferForm>(member, Kind::Offer, &begun.draft).await?;
        (OfferForm { draft: draft.key, draft_seen: draft.kept_at.0.to_string(), ..form }, Vec::new())
    };
    let (apps, stands) = (own_apps(member).await?, Vec::new());
    Ok(member.page(&OfferEditor { chrome, choices, form, problems: Problems::none(), editing: None, begun, stands, apps }))
}

/// `POST /my/offers/new`: posted or kept as a draft.
pub async fn post(member: Member, posted: Posted<OfferForm>) -> Result<HttpResponse, Problem> {
    let (id, form) = match posted.open() {
        Ok(opened) => opened,
        Err((form, stale)) => return again(&member, stale.status(), form, stale, None).await,
    };
    let draft = match read(&member, &form).await? {
        Ok(draft) => draft,
        Err(problems) => return again(&member, StatusCode::UNPROCESSABLE_ENTITY, form, problems, None).await,
    };
    let (looking, publish) = (Looking::begin(member.house()), form.publish());
    match member.act(id, Command::Offers(offers::Command::Post { draft, publish })).await {
        Ok(Answer::Offer { id, slug }) => {
            drafts::posted(&member, &form.draft).await;
            let page = format!("/@{}/{slug}", member.me().handle);
            let kept = (!publish).then(|| crate::say("offers-kept").into());
            if publish {
                looking.done(member.house(), Post::Offer(id)).await;
            }
            let words = [kept, left_out(&member, &form).await?].into_iter().flatten().collect::<Vec<String>>().join(" ");
            Ok(if words.is_empty() { member.go(&page) } else { member.go_saying(&page, &words) })
        }
        Ok(_) => Err(AnyRefusal::IdUsedOtherwise.into()),
        Err(refusal) => {
            let (status, problems) = mend(&refusal);
            again(&member, status, form, problems, None).await
        }
    }
}

/// What was left out of what was typed, in a line.
async fn left_out(member: &Member, form: &OfferForm) -> Result<Option<String>, Problem> {
    Ok(Choices::load(&mut member.db().await?).await?.left_out(&form.tags, &form.tools))
}

/// `GET /my/offers/{id}/edit`
pub async fn change_form(member: Member, ById(id): ById<OfferId>) -> Result<HttpResponse, Problem> {
    let offer = own(&member, id).await?;
    rules::may_edit(offer.status).map_err(Refusal::from)?;
    again(&member, StatusCode::OK, OfferForm::of(&offer), Problems::none(), Some(offer)).await
}

/// `POST /my/offers/{id}/edit`
pub async fn change(member: Member, ById(id): ById<OfferId>, posted: Posted<OfferForm>) -> Result<HttpResponse, Problem> {
    let offer = own(&member, id).await?;
    let (command, form) = match posted.open() {
        Ok(opened) => opened,
        Err((form, stale)) => return again(&member, stale.status(), form, stale, Some(offer)).await,
    };
    let draft = match read(&member, &form).await? {
        Ok(draft) => draft,
        Err(problems) => return again(&member, StatusCode::UNPROCESSABLE_ENTITY, form, problems, Some(offer)).await,
    };
    let looking = Looking::begin(member.house());
    match member.act(command, Command::Offers(offers::Command::Edit { id, draft, seen: form.seen() })).await {
        Ok(_) => {
            if offer.status == OfferStatus::Active {
                looking.done(member.house(), Post::Offer(id)).await;
            }
            let saved = [Some(crate::say("asks-saved").into()), left_out(&member, &form).await?];
            Ok(member.go_saying(&offer.path(), &saved.into_iter().flatten().collect::<Vec<String>>().join(" ")))
        }
        Err(refusal) if matches!(refusal.refused().kind, RefusalKind::NotFound | RefusalKind::Forbidden) => Err(refusal.into()),
        Err(refusal) => {
            let (status, problems) = mend(&refusal);
            if status == StatusCode::CONFLICT {
                return beside(&member, id, form, problems).await;
            }
            again(&member, status, form, problems, Some(offer)).await
        }
    }
}

/// The form beside what stands there now: it was changed elsewhere meanwhile, or by this very form before. Whoever saves
/// after this has seen it.
async fn beside(member: &Member, id: OfferId, mut form: OfferForm, problems: Problems) -> Result<HttpResponse, Problem> {
    let offer = own(member, id).await?;
    let stored = OfferForm::of(&offer);
    let (apps, mut stands) = (own_apps(member).await?, stored.against(&form));
    say_app(&mut stands, &apps);
    form.seen = stored.seen;
    let chrome = member.chrome().await?;
    let choices = Choices::load(&mut member.db().await?).await?;
    let begun = Vec::new();
    let page = OfferEditor { chrome, choices, form, problems: at_the_box(problems), editing: Some(offer), begun, stands, apps };
    Ok(member.form_again(StatusCode::CONFLICT, &page))
}

/// The draft, or everything that has to be mended, said at once.
async fn read(member: &Member, form: &OfferForm) -> Result<Result<Draft, Problems>, Problem> {
    let choices = Choices::load(&mut member.db().await?).await?;
    let (draft, problems) = form.draft(&choices);
    let more = match rules::checked(&draft) {
        Err(offers::Refusal::Mend(more)) => more,
        _ => Vec::new(),
    };
    Ok(Problems::both(problems, more).map(|()| draft))
}

/// The form, with what was typed and what to mend.
async fn again(
    member: &Member,
    status: StatusCode,
    form: OfferForm,
    problems: Problems,
    editing: Option<OfferView>,
) -> Result<HttpResponse, Problem> {
    let chrome = member.chrome().await?;
    let choices = Choices::load(&mut member.db().await?).await?;
    let (apps, begun, stands) = (own_apps(member).await?, Vec::new(), Vec::new());
    let page = OfferEditor { chrome, choices, form, problems: at_the_box(problems), editing, begun, stands, apps };
    Ok(member.form_again(status, &page))
}
