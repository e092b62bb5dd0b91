//! Offers: the form, one's own list, the page, and what its owner may do to it.

mod edit;
pub mod pages;

pub use edit::{begin, change, change_form, post, post_form};

use actix_web::{
    HttpResponse,
    http::{Method, StatusCode},
    web::{Path, Query},
};
use hub::{
    Command, OfferId, Refusal,
    connections::Subject,
    drafts::Kind,
    keeps::Thing as Kept,
    kernel::{locale::Said, refusal::RefusalKind, text::slug_typed},
    matches::Post,
    offers::{self, OfferKind, OfferStatus, OfferView},
    say,
};
use serde::Deserialize;
use store::Tx;

use crate::{
    asks::{Onward, count_view},
    drafts, keeps,
    layout::Flash,
    link_previews,
    look::Problems,
    matches::{Looking, pages::first_line},
    moderation::Wall,
    posted::Posted,
    problem::Problem,
    profiles,
    visitor::{ById, Member, Visitor},
};
use pages::{MyOffers, OfferPage, around};

const A_PAGE: usize = 30;
/// So many other offers of the same member stand below one.
const MORE: usize = 4;
/// So many asks, and so many offers, that belong to an app stand on its page.
const AROUND: usize = 5;
/// So many of one's apps can be chosen from.
const APPS: usize = 100;

/// `GET /my/offers`
pub async fn mine(member: Member, onward: Query<Onward>) -> Result<HttpResponse, Problem> {
    let chrome = member.chrome().await?;
    let mut db = member.db().await?;
    let page = store::offers::page_of(&mut db, Some(member.id()), member.id(), onward.after.as_deref(), A_PAGE).await?;
    let begun = if onward.after.is_none() { drafts::list(&member, &mut db, Kind::Offer).await? } else { Vec::new() };
    Ok(member.page(&MyOffers { chrome, offers: page.items, begun, next: page.next }))
}

/// `GET /@{handle}/{slug}`: an owner's old name leads to the new one.
pub async fn show(visitor: Visitor, path: Path<(String, String)>) -> Result<HttpResponse, Problem> {
    let (handle, slug) = path.into_inner();
    let slug = slug_typed("slug", &slug).map_err(|_| Problem::not_found())?;
    let offer = {
        let mut db = visitor.db().await?;
        let owner = profiles::by_handle(&mut db, &handle, &format!("/{slug}")).await?;
        store::offers::find_by_slug(&mut db, visitor.user(), owner, &slug).await?.ok_or_else(Problem::not_found)?
    };
    look(&visitor, &offer);
    page(&visitor, StatusCode::OK, offer, None, Problems::none()).await
}

/// Counts a view beside the answer: once a member and day, never the owner's.
fn look(visitor: &Visitor, offer: &OfferView) {
    let Some(reader) = visitor.user().filter(|reader| *reader != offer.owner.id) else { return };
    if visitor.step().method == Method::GET {
        let id = format!("look:offer:{}:{}", offer.id, visitor.now().utc_day());
        count_view(visitor, reader, id, Command::Offers(offers::Command::Look { id: offer.id }));
    }
}

/// The offer's page. `message`: what was typed to its owner already, with what to mend about it.
pub async fn page(
    visitor: &Visitor,
    status: StatusCode,
    offer: OfferView,
    message: Option<String>,
    problems: Problems,
) -> Result<HttpResponse, Problem> {
    let mut chrome = visitor.chrome().await?;
    chrome.path = offer.path();
    let mut db = visitor.db().await?;
    let mut more = store::offers::page_of(&mut db, visitor.user(), offer.owner.id, None, MORE * 3).await?.items;
    more.retain(|o| o.id != offer.id && o.status == OfferStatus::Active);
    more.truncate(MORE);
    let answers = store::availability::find_words(&mut db, offer.owner.id).await?;
    let (about, post) = (Subject::Offer(offer.id), Post::Offer(offer.id));
    let keep = keeps::button(visitor, &mut db, Kept::Offer(offer.id), Some(offer.owner.id), &offer.title).await?;
    let link = link_previews::card(visitor, &mut db, offer.owner.id, &offer.external_url, &offer.description).await?;
    let app = app_of(visitor, &mut db, offer.related_offer).await?;
    let around = if offer.kind == OfferKind::App {
        let asks = store::asks::list_for_app(&mut db, visitor.user(), offer.id, AROUND).await?;
        around(&offer, &asks, &store::offers::list_for_app(&mut db, visitor.user(), offer.id, AROUND).await?)
    } else {
        Vec::new()
    };
    let mut page = OfferPage {
        chrome,
        offer,
        link,
        matches: Vec::new(),
        requests: Vec::new(),
        mine: None,
        wall: Wall::None,
        answers,
        more,
        app,
        around,
        ask_open: false,
        message: String::new(),
        keep,
        problems,
    };
    if visitor.user() == Some(page.offer.owner.id) && page.offer.status == OfferStatus::Active {
        page.ask_open = !store::presence::was_asked(&mut db, page.offer.owner.id).await?;
    }
    if let Some(reader) = visitor.user() {
        let between = store::connections::list_about(&mut db, reader, about).await?;
        if reader == page.offer.owner.id {
            page.matches = store::matches::list_for_offer(&mut db, reader, page.offer.id).await?;
            page.requests = between;
        } else {
            page.mine = between.into_iter().next();
            page.wall = Wall::between(&mut db, reader, page.offer.owner.id).await?;
            if page.can_request() {
                let own = store::matches::find_best_with(&mut db, reader, post).await?;
                page.message = own.map_or(String::new(), |card| first_line(&page.chrome, &card));
            }
        }
    }
    if let Some(typed) = message {
        page.message = typed;
    }
    if !page.can_request() && !page.problems.is_empty() {
        // There is no form to say it at.
        page.chrome.flash = Some(Flash { good: false, words: page.problems.said(), undo: None });
    }
    Ok(visitor.render(status, &page))
}

/// The app that something belongs to, as far as the reader may see it, and while it is one.
pub async fn app_of(visitor: &Visitor, db: &mut Tx, app: Option<OfferId>) -> Result<Option<OfferView>, Problem> {
    let Some(id) = app else { return Ok(None) };
    let found = store::offers::find(db, visitor.user(), id).await?;
    Ok(found.filter(|app| app.kind == OfferKind::App && app.status != OfferStatus::Archived))
}

/// A member's apps as a choice of what something belongs to, with none first; empty where they have none.
pub async fn own_apps(member: &Member) -> Result<Vec<(String, String)>, Problem> {
    let apps = store::offers::list_apps(&mut member.db().await?, member.id(), APPS).await?;
    if apps.is_empty() {
        return Ok(Vec::new());
    }
    let none = (String::new(), say("offers-belongs-none").into());
    Ok(std::iter::once(none).chain(apps.into_iter().map(|(id, title)| (id.to_string(), title))).collect())
}

/// The reader's own offer; somebody else's is refused in words, one they may not see is not there.
async fn own(member: &Member, id: OfferId) -> Result<OfferView, Problem> {
    let found = store::offers::find(&mut member.db().await?, Some(member.id()), id).await?;
    match found {
        Some(offer) if offer.owner.id == member.id() => Ok(offer),
        Some(_) => Err(Refusal::from(offers::Refusal::NotYours).into()),
        None => Err(Refusal::from(offers::Refusal::NoSuchOffer).into()),
    }
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct StatusForm {
    /// A word of `OfferStatus`.
    to: String,
}

/// `POST /my/offers/{id}/status`: what goes live is matched before the page shows.
pub async fn set_status(member: Member, ById(id): ById<OfferId>, posted: Posted<StatusForm>) -> Result<HttpResponse, Problem> {
    let (command, form) = posted.pressed()?;
    let to: OfferStatus = form.to.parse().map_err(|e| Problem::unreadable(format!("{e}.")))?;
    let looking = Looking::begin(member.house());
    let regret = match member.act(command, Command::Offers(offers::Command::SetStatus { id, to })).await {
        Ok(_) => None,
        Err(refusal) => match refusal.refused() {
            refused if matches!(refused.kind, RefusalKind::Conflict | RefusalKind::Invalid) => Some(refused.words),
            refused => return Err(refused.into()),
        },
    };
    let page = own(&member, id).await?.path();
    if let Some(words) = regret {
        return Ok(member.go_regretting(&page, &words));
    }
    if to == OfferStatus::Active {
        looking.done(member.house(), Post::Offer(id)).await;
    }
    Ok(member.go_saying(&page, &done(to).write()))
}

fn done(to: OfferStatus) -> Said<'static> {
    say(match to {
        OfferStatus::Draft => "offers-now-draft",
        OfferStatus::Active => "offers-now-live",
        OfferStatus::Paused => "offers-now-paused",
        OfferStatus::Archived => "asks-archived",
    })
}
