//! The form of an ask: a new one, and one that is changed. What can't be taken comes back as it was typed.

use actix_web::{HttpResponse, http::StatusCode, web::Query};
use hub::{
    Answer, AskId, Command, CommandId, FieldProblem, Refusal,
    asks::{self, AskKind, AskView, Draft, rules},
    command::AnyRefusal,
    composing,
    drafts::Kind,
    kernel::refusal::RefusalKind,
    matches::Post,
    receipts::Widening,
    rooms,
};
use serde::Deserialize;

use super::{
    own,
    pages::{AskEditor, AskForm},
};
use crate::{
    composing::at_the_box,
    drafts,
    layout::{Choices, Flash, forms::usual_currency, typed_amount},
    look::{Problems, when},
    matches::Looking,
    offers::{own_apps, pages::say_app},
    posted::Posted,
    problem::Problem,
    visitor::{ById, Member, mend},
};

/// What a form may begin with: `/my/asks/new?title=…&tools=…&kind=…`, or a message of a room.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Begun {
    pub title: String,
    pub tools: String,
    /// A word of the kinds; what is none is left out, and the kind guessed.
    pub kind: String,
    /// A draft to go on with.
    pub draft: String,
    #[serde(skip)]
    pub description: String,
    /// The room and the number of the message that becomes this ask.
    #[serde(skip)]
    pub room: String,
    #[serde(skip)]
    pub said: String,
}

/// `GET /my/asks/new`
pub async fn post_form(member: Member, begun: Query<Begun>) -> Result<HttpResponse, Problem> {
    begin(&member, begun.into_inner()).await
}

/// The form of a new ask, begun.
pub async fn begin(member: &Member, begun: Begun) -> Result<HttpResponse, Problem> {
    let mut chrome = member.chrome().await?;
    chrome.path = "/my/asks/new".to_owned();
    let choices = Choices::load(&mut member.db().await?).await?;
    let kind = begun.kind.parse::<AskKind>().map_or(String::new(), |kind| kind.word().to_owned());
    let Begun { title, description, room, said, tools, draft, .. } = begun;
    let (form, begun) = if draft.is_empty() {
        let begun =
            if title.is_empty() && room.is_empty() { drafts::list(member, &mut member.db().await?, Kind::Ask).await? } else { Vec::new() };
        let usual = usual_currency(&member.me().timezone);
        let text = composing::join(&title, &description);
        let budget = composing::budget(&text, usual);
        let amount = |cents: Option<hub::Cents>| cents.map_or(String::new(), typed_amount);
        let form = AskForm {
            text,
            room,
            said,
            kind,
            draft: chrome.nonce.clone(),
            tools: choices.names_of_tools(&tools),
            budget_min: amount(budget.as_ref().and_then(|budget| budget.least)),
            budget_max: amount(budget.as_ref().and_then(|budget| budget.most)),
            currency: budget.map_or(usual, |budget| budget.currency).to_owned(),
            ..AskForm::new()
        };
        (form, begun)
    } else {
        let (form, draft) = drafts::open::<AskForm>(member, Kind::Ask, &draft).await?;
        (AskForm { draft: draft.key, draft_seen: draft.kept_at.0.to_string(), ..form }, Vec::new())
    };
    let (apps, stands) = (own_apps(member).await?, Vec::new());
    Ok(member.page(&AskEditor { chrome, choices, form, problems: Problems::none(), editing: None, begun, stands, apps }))
}

/// `POST /my/asks/new`: the next page already says whom the matcher found.
pub async fn post(member: Member, posted: Posted<AskForm>) -> Result<HttpResponse, Problem> {
    let (id, form) = match posted.open() {
        Ok(opened) => opened,
        Err((form, stale)) => return again(&member, stale.status(), form, stale, None).await,
    };
    if form.then == "draft" {
        return keep(&member, id, form).await;
    }
    let draft = match read(&member, &form).await? {
        Ok(draft) => draft,
        Err(problems) => return again(&member, StatusCode::UNPROCESSABLE_ENTITY, form, problems, None).await,
    };
    let looking = Looking::begin(member.house());
    let command = match form.of_message() {
        Some((room, no)) => Command::Rooms(rooms::Command::MakeAsk { room, no, draft: Box::new(draft) }),
        None => Command::Asks(asks::Command::Post { draft }),
    };
    match member.act(id, command).await {
        Ok(Answer::Ask { id, slug }) => {
            drafts::posted(&member, &form.draft).await;
            looking.done(member.house(), Post::Ask(id)).await;
            let page = format!("/@{}/asks/{slug}", member.me().handle);
            Ok(match left_out(&member, &form).await? {
                Some(words) => member.go_saying(&page, &words),
                None => member.go(&page),
            })
        }
        Ok(_) => Err(AnyRefusal::IdUsedOtherwise.into()),
        Err(refusal) => {
            let (status, problems) = mend(&refusal);
            again(&member, status, form, at_the_fields(problems), None).await
        }
    }
}

/// What was left out of what was typed, in a line.
async fn left_out(member: &Member, form: &AskForm) -> Result<Option<String>, Problem> {
    Ok(Choices::load(&mut member.db().await?).await?.left_out(&form.tags, &form.tools))
}

/// Kept as it is, to go on with later.
async fn keep(member: &Member, id: CommandId, form: AskForm) -> Result<HttpResponse, Problem> {
    match drafts::keep(member, id, Kind::Ask, &form.draft, &form.draft_seen, &form).await {
        Ok(()) => Ok(member.go_saying("/my/asks", &crate::say("asks-kept").write())),
        Err(refusal) => {
            let (status, problems) = mend(&refusal);
            again(member, status, form, problems, None).await
        }
    }
}

/// What the form of a change may begin with: a widening that was suggested.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Widened {
    pub widen: String,
}

/// `GET /my/asks/{id}/edit`; with `?widen=…` one thing is changed already, for its owner to look at and save.
pub async fn change_form(member: Member, ById(id): ById<AskId>, widened: Query<Widened>) -> Result<HttpResponse, Problem> {
    let ask = own(&member, id).await?;
    rules::step(ask.status, ask.archived, rules::Wish::Edit).map_err(Refusal::from)?;
    let zone = when::zone(&member.me().timezone);
    let Some(widening) = Widening::of_word(&widened.widen).filter(|widening| widening.of(&ask) != ask) else {
        return again(&member, StatusCode::OK, AskForm::of(&ask, &zone), Problems::none(), Some(ask)).await;
    };
    let mut chrome = member.chrome().await?;
    let words = crate::say("asks-widened").with("change", widening.words(ask.kind)).into();
    chrome.flash = Some(Flash { good: true, words, undo: None });
    let choices = Choices::load(&mut member.db().await?).await?;
    let form = AskForm::of(&widening.of(&ask), &zone);
    let (problems, begun, stands, apps) = (Problems::none(), Vec::new(), Vec::new(), own_apps(&member).await?);
    Ok(member.page(&AskEditor { chrome, choices, form, problems, editing: Some(ask), begun, stands, apps }))
}

/// `POST /my/asks/{id}/edit`
pub async fn change(member: Member, ById(id): ById<AskId>, posted: Posted<AskForm>) -> Result<HttpResponse, Problem> {
    let ask = own(&member, id).await?;
    let (command, form) = match posted.open() {
        Ok(opened) => opened,
        Err((form, stale)) => return again(&member, stale.status(), form, stale, Some(ask)).await,
    };
    let mut draft = match read_change(&member, &form, &ask).await? {
        Ok(draft) => draft,
        Err(problems) => return again(&member, StatusCode::UNPROCESSABLE_ENTITY, form, problems, Some(ask)).await,
    };
    keep_the_end(&member, &form, &ask, &mut draft);
    let looking = Looking::begin(member.house());
    match member.act(command, Command::Asks(asks::Command::Edit { id, draft, seen: form.seen() })).await {
        Ok(_) => {
            looking.done(member.house(), Post::Ask(id)).await;
            let saved = [Some(crate::say("asks-saved").into()), left_out(&member, &form).await?];
            Ok(member.go_saying(&ask.path(), &saved.into_iter().flatten().collect::<Vec<String>>().join(" ")))
        }
        Err(refusal) if matches!(refusal.refused().kind, RefusalKind::NotFound | RefusalKind::Forbidden) => Err(refusal.into()),
        Err(refusal) => {
            let (status, problems) = mend(&refusal);
            if status == StatusCode::CONFLICT {
                return beside(&member, id, form, problems).await;
            }
            again(&member, status, form, at_the_fields(problems), Some(ask)).await
        }
    }
}

/// The form beside what stands there now: it was changed elsewhere meanwhile, or by this very form before. Whoever saves
/// after this has seen it.
async fn beside(member: &Member, id: AskId, mut form: AskForm, problems: Problems) -> Result<HttpResponse, Problem> {
    let ask = own(member, id).await?;
    let stored = AskForm::of(&ask, &when::zone(&member.me().timezone));
    let (apps, mut stands) = (own_apps(member).await?, stored.against(&form));
    say_app(&mut stands, &apps);
    form.seen = stored.seen;
    let chrome = member.chrome().await?;
    let choices = Choices::load(&mut member.db().await?).await?;
    let begun = Vec::new();
    let page = AskEditor { chrome, choices, form, problems: at_the_box(problems), editing: Some(ask), begun, stands, apps };
    Ok(member.form_again(StatusCode::CONFLICT, &page))
}

/// The form shows an end as a day. A day that was not touched keeps its very moment.
fn keep_the_end(member: &Member, form: &AskForm, ask: &AskView, draft: &mut Draft) {
    let zone = when::zone(&member.me().timezone);
    if ask.expires_at.is_some_and(|end| when::date(end, &zone) == form.expires_on.trim()) {
        draft.expires_at = ask.expires_at;
    }
}

/// The draft of a new ask, or everything that has to be mended, said at once.
async fn read(member: &Member, form: &AskForm) -> Result<Result<Draft, Problems>, Problem> {
    let (draft, problems) = typed(member, form).await?;
    let more = rules::checked(&draft, member.now()).err();
    Ok(all(problems, more).map(|()| draft))
}

/// The same of a changed one. Its end is the store's to judge: one that is over may stay.
async fn read_change(member: &Member, form: &AskForm, ask: &AskView) -> Result<Result<Draft, Problems>, Problem> {
    let (mut draft, problems) = typed(member, form).await?;
    keep_the_end(member, form, ask, &mut draft);
    let sound = Draft { expires_at: draft.expires_at.filter(|end| Some(*end) != ask.expires_at), ..draft.clone() };
    let more = rules::checked(&sound, member.now()).err();
    Ok(all(problems, more).map(|()| draft))
}

async fn typed(member: &Member, form: &AskForm) -> Result<(Draft, Vec<FieldProblem>), Problem> {
    let choices = Choices::load(&mut member.db().await?).await?;
    let zone = &member.me().timezone;
    Ok(form.draft(&choices, &when::zone(zone), usual_currency(zone)))
}

fn all(problems: Vec<FieldProblem>, more: Option<asks::Refusal>) -> Result<(), Problems> {
    let more = match more {
        Some(asks::Refusal::Mend(more)) => more,
        _ => Vec::new(),
    };
    Problems::both(problems, more).map_err(at_the_fields)
}

/// The form asks for an end by its day.
fn at_the_fields(mut problems: Problems) -> Problems {
    for problem in problems.fields.iter_mut().filter(|p| p.field == "expires_at") {
        problem.field = "expires_on".to_owned();
    }
    problems
}

/// The form, with what was typed and what to mend.
async fn again(
    member: &Member,
    status: StatusCode,
    form: AskForm,
    problems: Problems,
    editing: Option<AskView>,
) -> Result<HttpResponse, Problem> {
    let chrome = member.chrome().await?;
    let choices = Choices::load(&mut member.db().await?).await?;
    let (apps, begun, stands) = (own_apps(member).await?, Vec::new(), Vec::new());
    let page = AskEditor { chrome, choices, form, problems: at_the_box(problems), editing, begun, stands, apps };
    Ok(member.form_again(status, &page))
}
