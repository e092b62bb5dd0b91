//! Asks: the form, one's own list, the page, and what its owner may do to it.

mod edit;
pub mod pages;

pub use edit::{Begun, begin, change, change_form, post, post_form};

use actix_web::{
    HttpResponse,
    http::{Method, StatusCode},
    web::{Path, Query},
};
use hub::{
    AskId, By, Command, CommandId, FieldProblem, Refusal, UserId,
    asks::{self, AskStatus, AskView},
    claims::Places,
    connections::Subject,
    drafts::Kind,
    keeps::Thing as Kept,
    kernel::{locale::Said, refusal::RefusalKind, text::slug_typed},
    matches::Post,
    say,
};
use serde::Deserialize;

use crate::{
    claims::pages::{Place, writing_words},
    drafts, keeps,
    layout::Flash,
    link_previews,
    look::Problems,
    matches::Looking,
    moderation::Wall,
    notices::hear::{self, To},
    offers::app_of,
    posted::{Button, Posted},
    problem::Problem,
    profiles, receipts,
    visitor::{ById, Member, Visitor, mend},
};
use pages::{AskPage, MyAsks};

const A_PAGE: usize = 30;

/// Where a list goes on.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Onward {
    pub after: Option<String>,
}

/// `GET /my/asks`
pub async fn mine(member: Member, onward: Query<Onward>) -> Result<HttpResponse, Problem> {
    let chrome = member.chrome().await?;
    let mut db = member.db().await?;
    let page = store::asks::page_of(&mut db, Some(member.id()), member.id(), onward.after.as_deref(), A_PAGE).await?;
    let begun = if onward.after.is_none() { drafts::list(&member, &mut db, Kind::Ask).await? } else { Vec::new() };
    Ok(member.page(&MyAsks { chrome, asks: page.items, begun, next: page.next }))
}

/// `GET /@{handle}/asks/{slug}`: an owner's old name leads to the new one.
pub async fn show(visitor: Visitor, path: Path<(String, String)>) -> Result<HttpResponse, Problem> {
    let (handle, slug) = path.into_inner();
    let slug = slug_typed("slug", &slug).map_err(|_| Problem::not_found())?;
    let ask = {
        let mut db = visitor.db().await?;
        let owner = profiles::by_handle(&mut db, &handle, &format!("/asks/{slug}")).await?;
        store::asks::find_by_slug(&mut db, visitor.user(), owner, &slug).await?.ok_or_else(Problem::not_found)?
    };
    look(&visitor, &ask);
    page(&visitor, StatusCode::OK, ask, Typed::default()).await
}

/// Counts a view beside the answer: once a member and day, never the owner's.
fn look(visitor: &Visitor, ask: &AskView) {
    let Some(reader) = visitor.user().filter(|reader| *reader != ask.owner.id) else { return };
    if visitor.step().method != Method::GET {
        return;
    }
    let id = format!("look:ask:{}:{}", ask.id, visitor.now().utc_day());
    count_view(visitor, reader, id, Command::Asks(asks::Command::Look { id: ask.id }));
}

/// A view that is not counted costs nobody anything.
pub(crate) fn count_view(visitor: &Visitor, reader: UserId, id: String, command: Command) {
    let Ok(id) = CommandId::new(id) else { return };
    let collective = visitor.house().collective.clone();
    actix_web::rt::spawn(async move {
        if let Err(refusal) = collective.act(By::Member(reader), id, command).await {
            tracing::debug!(%refusal, "a view was not counted");
        }
    });
}

/// What was typed into one of the page's forms and could not be taken, with what to mend about it.
#[derive(Default)]
pub struct Typed {
    /// To its owner.
    pub message: Option<String>,
    /// By its owner: how many people.
    pub places: Option<String>,
    pub problems: Problems,
}

/// The ask's page.
pub async fn page(visitor: &Visitor, status: StatusCode, ask: AskView, typed: Typed) -> Result<HttpResponse, Problem> {
    let Typed { message, places, problems } = typed;
    let own =
        visitor.member().filter(|reader| reader.id() == ask.owner.id && ask.status == AskStatus::Open && !ask.archived && !ask.hidden);
    if let Some(member) = &own {
        receipts::count_due(member, Some(ask.id)).await?;
    }
    let mut chrome = visitor.chrome().await?;
    chrome.path = ask.path();
    let mut db = visitor.db().await?;
    let (about, post) = (Subject::Ask(ask.id), Post::Ask(ask.id));
    let fitting: Vec<_> = store::matches::tools_for_ask(&mut db, ask.id).await?.into_iter().map(|(tool, _)| tool.id).collect();
    let tools = store::tools::list_by_ids(&mut db, &fitting).await?;
    let keep = keeps::button(visitor, &mut db, Kept::Ask(ask.id), Some(ask.owner.id), &ask.title).await?;
    let link = link_previews::card(visitor, &mut db, ask.owner.id, &ask.external_url, &ask.description).await?;
    let app = app_of(visitor, &mut db, ask.related_offer).await?;
    let mut page = AskPage {
        chrome,
        ask,
        app,
        link,
        matches: Vec::new(),
        tools,
        answers: Vec::new(),
        mine: None,
        wall: Wall::None,
        place: Place::default(),
        writing: String::new(),
        receipt: None,
        hear: String::new(),
        suggestions: Vec::new(),
        message: String::new(),
        places,
        keep,
        problems,
    };
    let (owner, ask) = (&page.ask.owner, &page.ask);
    let places = Places { places: ask.places, accepted: ask.accepted, held: ask.held, mine: None };
    page.place = Place { ask: ask.id.0, name: owner.name.clone(), places, waits: false };
    if let Some(reader) = visitor.user() {
        let between = store::connections::list_about(&mut db, reader, about).await?;
        if reader == page.ask.owner.id {
            page.matches = store::matches::list_for_ask(&mut db, reader, page.ask.id).await?;
            page.answers = between;
            let now = store::claims::find_places(&mut db, reader, page.ask.id).await?;
            page.writing = now.as_ref().map_or(String::new(), writing_words);
            if let Some(member) = own {
                page.hear = hear::words(&member, &mut db, To::Ask).await?;
                page.receipt = receipts::list(&mut db, reader, &[page.ask.id]).await?.remove(&page.ask.id);
                page.suggestions = receipts::suggestions(&member, &mut db, &page.ask).await?;
            }
        } else {
            receipts::note_read(visitor, &mut db, reader, page.ask.id).await?;
            page.mine = between.into_iter().next();
            page.wall = Wall::between(&mut db, reader, page.ask.owner.id).await?;
            if page.can_answer() {
                if let Some(now) = store::claims::find_places(&mut db, reader, page.ask.id).await? {
                    page.place.places = now.places;
                }
                page.place.waits = store::claims::waits(&mut db, reader, page.ask.id).await?;
                page.message = store::matches::find_best_with(&mut db, reader, post).await?.map_or(String::new(), |card| card.first_line);
            }
        }
    }
    if let Some(typed) = message {
        page.message = typed;
    }
    if !page.can_answer() && !page.problems.is_empty() {
        // There is no form to say it at.
        page.chrome.flash = Some(Flash { good: false, words: page.problems.said(), undo: None });
    }
    Ok(visitor.render(status, &page))
}

/// The reader's own ask; somebody else's is refused in words, one they may not see is not there.
async fn own(member: &Member, id: AskId) -> Result<AskView, Problem> {
    let found = store::asks::find(&mut member.db().await?, Some(member.id()), id).await?;
    match found {
        Some(ask) if ask.owner.id == member.id() => Ok(ask),
        Some(_) => Err(Refusal::from(asks::Refusal::NotYours).into()),
        None => Err(Refusal::from(asks::Refusal::NoSuchAsk).into()),
    }
}

/// Carries out what a button of the ask's page wishes, and goes back there.
async fn press(
    member: Member,
    ask: AskId,
    posted: Posted<Button>,
    command: asks::Command,
    done: Said<'_>,
) -> Result<HttpResponse, Problem> {
    let (id, _) = posted.pressed()?;
    let outcome = member.act(id, Command::Asks(command)).await;
    back(&member, ask, outcome.map(|_| ()), done).await
}

/// Back to the ask's page, which says what was done, or why not. What isn't the member's at all is a page of its own.
async fn back(member: &Member, ask: AskId, outcome: Result<(), Refusal>, done: Said<'_>) -> Result<HttpResponse, Problem> {
    let regret = match outcome {
        Ok(()) => None,
        Err(refusal) => match refusal.refused() {
            refused if matches!(refused.kind, RefusalKind::Conflict | RefusalKind::Invalid) => Some(refused.words),
            refused => return Err(refused.into()),
        },
    };
    let to = own(member, ask).await?.path();
    Ok(match regret {
        None => member.go_saying(&to, &done.write()),
        Some(words) => member.go_regretting(&to, &words),
    })
}

/// `POST /my/asks/{id}/fulfil`
pub async fn fulfil(member: Member, ById(id): ById<AskId>, posted: Posted<Button>) -> Result<HttpResponse, Problem> {
    press(member, id, posted, asks::Command::Fulfil { id }, say("asks-done")).await
}

/// `POST /my/asks/{id}/close`
pub async fn close(member: Member, ById(id): ById<AskId>, posted: Posted<Button>) -> Result<HttpResponse, Problem> {
    press(member, id, posted, asks::Command::Close { id }, say("asks-closed")).await
}

/// `POST /my/asks/{id}/archive`
pub async fn archive(member: Member, ById(id): ById<AskId>, posted: Posted<Button>) -> Result<HttpResponse, Problem> {
    press(member, id, posted, asks::Command::Archive { id }, say("asks-archived")).await
}

/// `POST /my/asks/{id}/reopen`: it is looked at again before the page shows.
pub async fn reopen(member: Member, ById(id): ById<AskId>, posted: Posted<Button>) -> Result<HttpResponse, Problem> {
    let looking = Looking::begin(member.house());
    let (command, _) = posted.pressed()?;
    let outcome = member.act(command, Command::Asks(asks::Command::Reopen { id, expires_at: None })).await;
    if outcome.is_ok() {
        looking.done(member.house(), Post::Ask(id)).await;
    }
    back(&member, id, outcome.map(|_| ()), say("asks-reopened")).await
}

/// `POST /my/asks/{id}/renew`: thirty more days, from wherever it was pressed.
pub async fn renew(member: Member, ById(id): ById<AskId>, posted: Posted<Button>) -> Result<HttpResponse, Problem> {
    let ask = own(&member, id).await?;
    let to = posted.next_or(&ask.path()).to_owned();
    let looking = Looking::begin(member.house());
    let (command, _) = posted.pressed()?;
    match member.act(command, Command::Asks(asks::Command::Renew { id })).await {
        Ok(_) => {
            if ask.status == AskStatus::Closed {
                looking.done(member.house(), Post::Ask(id)).await;
            }
            Ok(member.go_saying(&to, &say("asks-renewed").write()))
        }
        Err(refusal) => match refusal.refused() {
            refused if matches!(refused.kind, RefusalKind::Conflict | RefusalKind::Invalid) => {
                Ok(member.go_regretting(&to, &refused.words))
            }
            refused => Err(refused.into()),
        },
    }
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct PlacesForm {
    places: String,
}

/// `POST /my/asks/{id}/places`
pub async fn places(member: Member, ById(id): ById<AskId>, posted: Posted<PlacesForm>) -> Result<HttpResponse, Problem> {
    let (command, form) = match posted.open() {
        Ok(opened) => opened,
        Err((form, stale)) => return places_again(&member, id, StatusCode::FORBIDDEN, form, stale).await,
    };
    let Ok(places) = form.places.trim().parse() else {
        let problems = Problems::of(vec![FieldProblem::new("places", say("asks-places-number"))]);
        return places_again(&member, id, StatusCode::UNPROCESSABLE_ENTITY, form, problems).await;
    };
    match member.act(command, Command::Asks(asks::Command::SetPlaces { id, places })).await {
        Ok(_) => {
            let ask = own(&member, id).await?;
            let done = match ask.status {
                AskStatus::InProgress => say("asks-all-found"),
                _ => say("asks-places-now").with("n", ask.places),
            };
            Ok(member.go_saying(&ask.path(), &done.write()))
        }
        Err(refusal) => match refusal.refused().kind {
            RefusalKind::Conflict | RefusalKind::Invalid => {
                let (status, problems) = mend(&refusal);
                let problems = if problems.at("places").is_some() {
                    problems
                } else {
                    Problems::of(vec![FieldProblem::new("places", problems.said())])
                };
                places_again(&member, id, status, form, problems).await
            }
            _ => Err(refusal.into()),
        },
    }
}

/// The page, with the number as it was typed.
async fn places_again(
    member: &Member,
    id: AskId,
    status: StatusCode,
    form: PlacesForm,
    problems: Problems,
) -> Result<HttpResponse, Problem> {
    let ask = own(member, id).await?;
    page(member, status, ask, Typed { places: Some(form.places), problems, ..Typed::default() }).await
}
