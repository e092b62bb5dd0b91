//! The community: rooms and groups. The list, one room, who is in it, and what was said becoming an ask.

pub mod pages;

use actix_web::{
    HttpResponse,
    http::{Method, StatusCode},
    web::{Path, Query},
};
use hub::{
    Answer, By, Command, CommandId, ConversationId, Refusal, UserId,
    command::AnyRefusal,
    kernel::refusal::RefusalKind,
    messaging,
    rooms::{self, Kind, RoomPageView, RoomView, rules::Act},
};
use serde::Deserialize;
use store::{Failure, rooms as reads};

use crate::{
    asks::Begun,
    files,
    layout::{Choices, Chrome},
    link_previews,
    look::Problems,
    messaging::pages as messages,
    posted::{Button, Posted},
    problem::Problem,
    say as words,
    visitor::{Member, mend},
};
use pages::{About, Front, RoomEditor, RoomForm, Rooms, SayForm};

/// So many people stand on a page.
const A_PAGE: usize = 50;
/// So many of General's last messages, and so many of the newest people, stand on the community's front.
const LAST_SAID: usize = 4;
const NEWEST: usize = 6;
/// So many people are there to be asked in.
const MOST_ASKABLE: usize = 50;

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Where {
    /// Messages before this number.
    before: Option<String>,
    /// The page that ends with this message.
    at: Option<String>,
    /// What is written answers this message.
    reply: Option<String>,
    /// What came after this number is new.
    new: Option<String>,
    /// The list of people goes on here.
    after: Option<String>,
    /// What kind of room is begun.
    kind: String,
}

impl Where {
    fn before(&self) -> Option<i64> {
        let number = |typed: &Option<String>| typed.as_deref().and_then(|no| no.parse::<i64>().ok());
        // A few that came after it stand below it.
        number(&self.before).or_else(|| number(&self.at).map(|no| no.saturating_add(AFTER_IT)))
    }
}

/// Of the page around a message so many come after it.
const AFTER_IT: i64 = 10;

fn refused(failure: Failure) -> Problem {
    match failure {
        Failure::Refused(refusal) => refusal.into(),
        Failure::Fault(fault) => fault.into(),
    }
}

/// The room of the address: by its slug, or a group by its number.
async fn find(member: &Member, address: &str) -> Result<RoomView, Problem> {
    let mut db = member.db().await?;
    let id = reads::find_id(&mut db, address).await?.ok_or_else(|| Problem::from(Refusal::from(rooms::Refusal::NoSuchRoom)))?;
    reads::find(&mut db, member.id(), id).await.map_err(refused)
}

/// `GET /community`
pub async fn list(member: Member) -> Result<HttpResponse, Problem> {
    let chrome = member.chrome().await?;
    let mut db = member.db().await?;
    let rooms = reads::list(&mut db, member.id()).await?;
    let front = front(&member, &mut db).await?;
    let (open, reply, problems) = (None, None, Problems::none());
    Ok(member.page(&Rooms {
        chrome,
        rooms,
        front,
        open,
        earlier: false,
        new: messages::NewLine::default(),
        body: String::new(),
        files: String::new(),
        reply,
        problems,
    }))
}

/// What stands beside the rooms while none is open.
async fn front(member: &Member, db: &mut store::Tx) -> Result<Front, Problem> {
    let said = match reads::find(db, member.id(), rooms::GENERAL).await {
        Ok(_) => reads::page_messages(db, member.id(), rooms::GENERAL, None, LAST_SAID).await?.items,
        Err(Failure::Refused(_)) => Vec::new(),
        Err(Failure::Fault(fault)) => return Err(fault.into()),
    };
    // One more than is shown: the reader may be among them.
    let mut newest = store::profiles::page(db, Some(member.id()), None, NEWEST + 1).await?.items;
    newest.retain(|person| person.id != member.id());
    newest.truncate(NEWEST);
    Ok(Front { said, newest })
}

/// `GET /community/{room}?before=…&at=…`: whoever sees the newest messages has read them.
pub async fn show(member: Member, address: Path<String>, from: Query<Where>) -> Result<HttpResponse, Problem> {
    let room = find(&member, &address).await?;
    let before = from.before().filter(|before| *before <= room.message_no);
    if before.is_none() && member.step().method == Method::GET {
        read(&member, &room);
    }
    // The mark as it was: it moves beside the answer.
    let unread = room.mine.as_ref().filter(|mine| mine.unread > 0).map(|mine| mine.read_no);
    let new = from.new.as_deref().and_then(|no| no.parse().ok()).or(unread);
    let form = SayForm { reply_to: from.reply.clone().unwrap_or_default(), ..SayForm::default() };
    page(&member, StatusCode::OK, room.room.id, (before, new), form, Problems::none()).await
}

/// Moves the member's cursor beside the answer.
fn read(member: &Member, room: &RoomView) {
    let (conversation, upto) = (room.room.id, room.message_no);
    if room.mine.as_ref().is_none_or(|mine| mine.unread == 0) {
        return;
    }
    let Ok(id) = CommandId::new(format!("read:{conversation}:{upto}")) else { return };
    let (collective, reader) = (member.house().collective.clone(), member.id());
    actix_web::rt::spawn(async move {
        let read = Command::Messaging(messaging::Command::Read { conversation, upto });
        if let Err(refusal) = collective.act(By::Member(reader), id, read).await {
            tracing::debug!(%refusal, "a cursor was not moved");
        }
    });
}

async fn page(
    member: &Member,
    status: StatusCode,
    id: ConversationId,
    (before, new): (Option<i64>, Option<i64>),
    form: SayForm,
    problems: Problems,
) -> Result<HttpResponse, Problem> {
    let mut chrome = member.chrome().await?;
    let mut db = member.db().await?;
    // The head is read before the messages: what comes between is there twice, never missing.
    let mut open: RoomPageView = reads::find_page(&mut db, member.id(), id, before).await.map_err(refused)?;
    let mut rooms = reads::list(&mut db, member.id()).await?;
    let reply = match form.reply_to.parse() {
        Ok(no) => reads::find_message(&mut db, member.id(), id, no).await?.filter(|said| said.message.deleted_at.is_none()),
        Err(_) => None,
    };
    chrome.links = link_previews::cards(member, &mut db, open.messages.iter().map(|said| &said.message)).await?;
    drop(db);
    chrome.path = open.room.room.path();
    if before.is_none() {
        // What is on this page waits no longer.
        for room in rooms.iter_mut().filter(|r| r.room.id == id).chain([&mut open.room]) {
            if let Some(mine) = &mut room.mine {
                (mine.unread, mine.mentioned) = (0, false);
            }
        }
    }
    let new = messages::NewLine::of(new, member.id(), open.before.is_some(), open.messages.iter().map(|said| &said.message));
    let (open, earlier, front) = (Some(open), before.is_some(), Front::default());
    Ok(member.render(status, &Rooms { chrome, rooms, front, open, earlier, new, body: form.body, files: form.files, reply, problems }))
}

/// `POST /community/{room}`
pub async fn say(member: Member, address: Path<String>, posted: Posted<SayForm>) -> Result<HttpResponse, Problem> {
    let room = find(&member, &address).await?.room;
    let (command, form) = match posted.open() {
        Ok(opened) => opened,
        Err((form, stale)) => return page(&member, stale.status(), room.id, (None, None), form, stale).await,
    };
    let send = messaging::Command::Send {
        conversation: room.id,
        body: form.body.clone(),
        reply_to: form.reply_to.parse().ok(),
        files: files::ids(&form.files),
    };
    match member.act(command, Command::Messaging(send)).await {
        Ok(Answer::Message { no, .. }) if !is_this(&member, room.id, no, &form.body).await? => {
            page(&member, StatusCode::CONFLICT, room.id, (None, None), form, Problems::say(crate::say("look-sent-before"))).await
        }
        Ok(_) => Ok(member.go(&room.path())),
        Err(refusal) if refusal.refused().kind == RefusalKind::NotFound => Err(refusal.into()),
        Err(refusal) => {
            let (status, problems) = mend(&refusal);
            page(&member, status, room.id, (None, None), form, problems).await
        }
    }
}

/// A message of a room, where it stands, and what this member may do to it; see `messaging::one`.
pub async fn find_one(
    member: &Member,
    chrome: &Chrome,
    db: &mut store::Tx,
    room: ConversationId,
    no: i64,
) -> Result<Option<(messages::Place, messaging::MessageView)>, Problem> {
    let room = match reads::find(db, member.id(), room).await {
        Ok(room) => room,
        Err(Failure::Refused(_)) => return Ok(None),
        Err(Failure::Fault(fault)) => return Err(fault.into()),
    };
    let Some(said) = reads::find_message(db, member.id(), room.room.id, no).await? else { return Ok(None) };
    let tidies = rooms::rules::may(pages::place(chrome, &room), Act::Tidy).is_ok();
    let own = said.author.id == member.id();
    let path = room.room.path();
    let free = room.mine.is_some() && !room.room.archived && said.ask.is_none() && !said.message.hidden;
    let place = messages::Place {
        back: words("rooms-back-to").with("room", room.room.called()).into(),
        author: said.author.name.clone(),
        edit_hint: words("rooms-edit-hint").into(),
        pin: tidies.then(|| words("rooms-pin").into()),
        delete_hint: (own || tidies).then(|| words("rooms-delete-hint").into()),
        ask: free.then(|| match own {
            true => messages::MayBeAnAsk::Make(format!("{path}/messages/{no}/ask")),
            false => messages::MayBeAnAsk::Suggest(format!("{path}/messages/{no}/suggest")),
        }),
        path,
    };
    Ok(Some((place, said.message)))
}

/// Whether the message that was answered with says what was typed now; see `messaging::send`.
async fn is_this(member: &Member, room: ConversationId, no: i64, typed: &str) -> Result<bool, Problem> {
    let stored = reads::find_message(&mut member.db().await?, member.id(), room, no).await?;
    Ok(stored.is_none_or(|said| match typed.trim() {
        // Files have come without words.
        "" => said.message.is_wordless(),
        typed => messaging::rules::body(typed).is_ok_and(|body| body == said.message.body),
    }))
}

/// Carries out what a button wishes, and goes on to where it says; a no that may pass is said there.
async fn press(member: &Member, id: CommandId, command: rooms::Command, back: &str, done: &str) -> Result<HttpResponse, Problem> {
    match member.act(id, Command::Rooms(command)).await {
        Ok(_) => Ok(member.go_saying(back, done)),
        Err(refusal) => match refusal.refused() {
            refused
                if matches!(refused.kind, RefusalKind::Conflict | RefusalKind::Invalid | RefusalKind::Forbidden | RefusalKind::TooFast) =>
            {
                Ok(member.go_regretting(back, &refused.words))
            }
            refused => Err(refused.into()),
        },
    }
}

/// `POST /community/{room}/join`
pub async fn join(member: Member, address: Path<String>, posted: Posted<Button>) -> Result<HttpResponse, Problem> {
    let room = find(&member, &address).await?.room;
    let (id, _) = posted.pressed()?;
    press(&member, id, rooms::Command::Join { room: room.id }, &room.path(), &crate::say("rooms-joined").write()).await
}

/// `POST /community/{room}/leave`
pub async fn leave(member: Member, address: Path<String>, posted: Posted<Button>) -> Result<HttpResponse, Problem> {
    let room = find(&member, &address).await?.room;
    let (id, _) = posted.pressed()?;
    let words = crate::say("rooms-left").with("room", room.called());
    press(&member, id, rooms::Command::Leave { room: room.id }, "/community", &words.write()).await
}

/// `POST /community/{room}/archive`
pub async fn archive(member: Member, address: Path<String>, posted: Posted<Button>) -> Result<HttpResponse, Problem> {
    let room = find(&member, &address).await?.room;
    let (id, _) = posted.pressed()?;
    press(&member, id, rooms::Command::Archive { room: room.id }, &room.path(), &crate::say("rooms-archived-done").write()).await
}

/// `GET /community/{room}/about`
pub async fn about(member: Member, address: Path<String>, from: Query<Where>) -> Result<HttpResponse, Problem> {
    let room = find(&member, &address).await?;
    let mut chrome = member.chrome().await?;
    chrome.path = format!("{}/about", room.room.path());
    let mut db = member.db().await?;
    let id = room.room.id;
    let people = reads::page_members(&mut db, member.id(), id, from.after.as_deref(), A_PAGE).await.map_err(refused)?;
    let askable = if room.room.kind == Kind::Group && room.mine.is_some() {
        reads::list_askable(&mut db, member.id(), id, MOST_ASKABLE).await?
    } else {
        Vec::new()
    };
    let barred = match reads::list_barred(&mut db, member.id(), id).await {
        Ok(barred) => barred,
        Err(Failure::Refused(_)) => Vec::new(),
        Err(Failure::Fault(fault)) => return Err(fault.into()),
    };
    Ok(member.page(&About { chrome, room, people: people.items, next: people.next, askable, barred }))
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct WhoForm {
    /// A member's id.
    who: String,
    /// A word of `rooms::Role`, where one is given.
    role: String,
}

impl WhoForm {
    fn who(&self) -> Result<UserId, Problem> {
        self.who.parse().map_err(|_| Problem::unreadable(crate::say("moderation-who-not-said")))
    }
}

/// What is done to somebody on the page about a room.
async fn to_somebody(
    member: Member,
    address: Path<String>,
    posted: Posted<WhoForm>,
    wish: impl FnOnce(ConversationId, UserId, &WhoForm) -> Result<rooms::Command, Problem>,
    done: &str,
) -> Result<HttpResponse, Problem> {
    let room = find(&member, &address).await?.room;
    let (id, form) = posted.pressed()?;
    let command = wish(room.id, form.who()?, &form)?;
    press(&member, id, command, &format!("{}/about", room.path()), done).await
}

/// `POST /community/{room}/invite`
pub async fn invite(member: Member, address: Path<String>, posted: Posted<WhoForm>) -> Result<HttpResponse, Problem> {
    let wish = |room, who, _: &WhoForm| Ok(rooms::Command::Invite { room, who: vec![who] });
    to_somebody(member, address, posted, wish, &crate::say("rooms-asked-in").write()).await
}

/// `POST /community/{room}/role`
pub async fn set_role(member: Member, address: Path<String>, posted: Posted<WhoForm>) -> Result<HttpResponse, Problem> {
    let wish = |room, who, form: &WhoForm| {
        let role = form.role.parse().map_err(|e| Problem::unreadable(format!("{e}.")))?;
        Ok(rooms::Command::SetRole { room, who, role })
    };
    to_somebody(member, address, posted, wish, &crate::say("rooms-role-done").write()).await
}

/// `POST /community/{room}/out`
pub async fn put_out(member: Member, address: Path<String>, posted: Posted<WhoForm>) -> Result<HttpResponse, Problem> {
    to_somebody(member, address, posted, |room, who, _| Ok(rooms::Command::PutOut { room, who }), &crate::say("rooms-put-out-done").write())
        .await
}

/// `POST /community/{room}/back`
pub async fn let_back(member: Member, address: Path<String>, posted: Posted<WhoForm>) -> Result<HttpResponse, Problem> {
    to_somebody(
        member,
        address,
        posted,
        |room, who, _| Ok(rooms::Command::LetBack { room, who }),
        &crate::say("rooms-let-back-done").write(),
    )
    .await
}

// The form.

async fn editor(
    member: &Member,
    status: StatusCode,
    form: RoomForm,
    problems: Problems,
    editing: Option<rooms::RoomCard>,
) -> Result<HttpResponse, Problem> {
    let chrome = member.chrome().await?;
    let choices = Choices::load(&mut member.db().await?).await?;
    Ok(member.form_again(status, &RoomEditor { chrome, choices, form, problems, editing }))
}

/// `GET /community/new?kind=…`
pub async fn open_form(member: Member, from: Query<Where>) -> Result<HttpResponse, Problem> {
    let kind = from.kind.parse().unwrap_or(Kind::Group).word().to_owned();
    editor(&member, StatusCode::OK, RoomForm { kind, ..RoomForm::default() }, Problems::none(), None).await
}

/// `POST /community/new`
pub async fn open(member: Member, posted: Posted<RoomForm>) -> Result<HttpResponse, Problem> {
    let (id, form) = match posted.open() {
        Ok(opened) => opened,
        Err((form, stale)) => return editor(&member, StatusCode::FORBIDDEN, form, stale, None).await,
    };
    match member.act(id, Command::Rooms(rooms::Command::Open { draft: form.draft() })).await {
        Ok(Answer::Room { id, slug }) if slug.is_empty() => {
            Ok(member.go_saying(&format!("/community/{id}/about"), &crate::say("rooms-group-opened").write()))
        }
        Ok(Answer::Room { slug, .. }) => Ok(member.go_saying(&format!("/community/{slug}"), &crate::say("rooms-room-opened").write())),
        Ok(_) => Err(AnyRefusal::IdUsedOtherwise.into()),
        Err(refusal) => {
            let (status, problems) = mend(&refusal);
            editor(&member, status, form, problems, None).await
        }
    }
}

/// The room of the address, for who may change it.
async fn own(member: &Member, address: &str) -> Result<rooms::RoomCard, Problem> {
    let room = find(member, address).await?.room;
    reads::may(&mut member.db().await?, member.id(), room.id, Act::Edit).await.map_err(refused)?;
    Ok(room)
}

/// `GET /community/{room}/edit`
pub async fn change_form(member: Member, address: Path<String>) -> Result<HttpResponse, Problem> {
    let room = own(&member, &address).await?;
    editor(&member, StatusCode::OK, RoomForm::of(&room), Problems::none(), Some(room)).await
}

/// `POST /community/{room}/edit`
pub async fn change(member: Member, address: Path<String>, posted: Posted<RoomForm>) -> Result<HttpResponse, Problem> {
    let room = own(&member, &address).await?;
    let (id, form) = match posted.open() {
        Ok(opened) => opened,
        Err((form, stale)) => return editor(&member, StatusCode::FORBIDDEN, form, stale, Some(room)).await,
    };
    match member.act(id, Command::Rooms(rooms::Command::Edit { room: room.id, draft: form.draft() })).await {
        Ok(_) => Ok(member.go_saying(&room.path(), &crate::say("look-saved").write())),
        Err(refusal) if refusal.refused().kind == RefusalKind::NotFound => Err(refusal.into()),
        Err(refusal) => {
            let (status, problems) = mend(&refusal);
            editor(&member, status, form, problems, Some(room)).await
        }
    }
}

// A message becomes an ask.

/// The number of a message in the address.
fn number(typed: &str) -> Result<i64, Problem> {
    typed.parse().map_err(|_| Refusal::from(rooms::Refusal::NoSuchMessage).into())
}

/// `GET /community/{room}/messages/{no}/ask`: the composer of an ask, filled in with one's own message.
pub async fn ask_form(member: Member, path: Path<(String, String)>) -> Result<HttpResponse, Problem> {
    let (address, no) = path.into_inner();
    let (room, no) = (find(&member, &address).await?.room, number(&no)?);
    let said = reads::find_message(&mut member.db().await?, member.id(), room.id, no).await?;
    let said = said.ok_or_else(|| Problem::from(Refusal::from(rooms::Refusal::NoSuchMessage)))?;
    if let Some(ask) = said.ask {
        return Ok(member.go(&ask.path));
    }
    rooms::rules::make_ask(said.author.id == member.id(), false).map_err(Refusal::from)?;
    let (title, description) = rooms::rules::ask_of(&said.message.body);
    crate::asks::begin(&member, Begun { title, description, room: room.id.to_string(), said: no.to_string(), ..Begun::default() }).await
}

/// `POST /community/{room}/messages/{no}/suggest`
pub async fn suggest_ask(member: Member, path: Path<(String, String)>, posted: Posted<Button>) -> Result<HttpResponse, Problem> {
    let (address, no) = path.into_inner();
    let (room, no) = (find(&member, &address).await?.room, number(&no)?);
    let (id, _) = posted.pressed()?;
    let back = format!("{}?at={no}#m-{no}", room.path());
    press(&member, id, rooms::Command::SuggestAsk { room: room.id, no }, &back, &crate::say("rooms-suggested").write()).await
}
