//! Members, sessions, tokens.

use std::collections::{HashMap, HashSet};

use hub::{
    Answer, By, Event, SessionId, Timestamp, TokenId, UserId,
    accounts::{Command, Door, PasswordHash, Refusal, Role, SecretHash, SessionView, TokenView, rules},
    command::AnyRefusal,
    mail::Kind,
    notices::Notice,
    profiles::rules as profile_rules,
};

use crate::{
    Failure, Fault, Row, Store, Tx, args,
    batch::Work,
    engine::{Cell, Value},
    leaving, mail, moderation, notices, row,
};

/// Who stands behind a session's cookie or a token.
#[derive(Clone, Debug, PartialEq)]
pub struct Caller {
    pub user: UserId,
    pub handle: String,
    pub name: String,
    pub role: Role,
    pub door: Door,
    pub timezone: String,
    /// What they read; ISO 639-1.
    pub language: String,
    pub suspended: bool,
    /// Out of sight by their own wish: all they can do is come back.
    pub away: bool,
    pub demo: bool,
    pub last_seen_at: Timestamp,
}

/// What a log-in is checked against.
#[derive(Clone, Debug)]
pub struct Credentials {
    pub user: UserId,
    pub handle: String,
    pub email: String,
    pub password: Option<PasswordHash>,
    pub suspended: bool,
    pub away: bool,
}

/// A member's account as settings show it.
#[derive(Clone, Debug, PartialEq)]
pub struct Account {
    pub user: UserId,
    pub handle: String,
    pub email: String,
    pub role: Role,
    pub created_at: Timestamp,
    pub has_password: bool,
}

pub(crate) async fn carry_out(work: &mut Work<'_>, by: By, at: Timestamp, command: Command) -> Result<Answer, Failure> {
    match command {
        Command::SignUp { username, email, name, password, timezone, language } => {
            sign_up(work, at, NewMember { username, email, name, password, timezone, language }).await
        }
        Command::Suspend { user, suspended } => suspend(work, by, at, user, suspended).await,
        Command::SetRole { user, role } => {
            moderation::check_admin(work, by).await?;
            set_role(work, at, user, role).await
        }
        Command::ResetPassword { user, to } => change_password(work, at, user, to, None).await,
        Command::Forgot { email } => forgot(work, at, &email).await,
        Command::SetForgotten { key, to } => set_forgotten(work, at, &key, to).await,
        other => {
            let user = by.user().ok_or(AnyRefusal::SignIn).map_err(hub::Refusal::Any)?;
            carry_out_own(work, user, at, other).await
        }
    }
}

/// What members do to their own account.
async fn carry_out_own(work: &mut Work<'_>, user: UserId, at: Timestamp, command: Command) -> Result<Answer, Failure> {
    match command {
        Command::OpenSession { secret, device, address } => open_session(work, user, at, secret, &device, &address).await,
        Command::CloseSession { id } => close_session(work, user, at, id).await,
        Command::CloseSessions { but } => {
            let doors = close_sessions(work, user, at, but).await?;
            work.happened(Event::Accounts(hub::accounts::Event::DoorsClosed { user, doors }), at);
            Ok(Answer::Done)
        }
        Command::ChangePassword { to, keep } => change_password(work, at, user, to, keep).await,
        Command::ChangeUsername { to } => change_username(work, at, user, &to).await,
        Command::ChangeEmail { to } => change_email(work, at, user, &to).await,
        Command::MakeToken { name, secret } => make_token(work, at, user, &name, secret).await,
        Command::RevokeToken { id } => revoke_token(work, at, user, id).await,
        _ => Err(hub::Refusal::Any(AnyRefusal::NotAllowed).into()),
    }
}

struct NewMember {
    username: String,
    email: String,
    name: String,
    password: Option<PasswordHash>,
    timezone: String,
    language: String,
}

async fn sign_up(work: &mut Work<'_>, at: Timestamp, new: NewMember) -> Result<Answer, Failure> {
    let (username, email, name) = rules::sign_up(&new.username, &new.email, &new.name)?;
    // A time zone or language the browser reports oddly is no reason to turn somebody away.
    let timezone = profile_rules::timezone(&new.timezone).unwrap_or_else(|_| "UTC".to_owned());
    let language = profile_rules::language(&new.language).unwrap_or_else(|_| "en".to_owned());
    if let Some(chosen) = &username {
        free_username(work, chosen, None).await?;
    }
    if work.tx.number("select count(*) as n from users where email = $1", args![&email]).await? > 0 {
        return Err(Refusal::EmailTaken.into());
    }
    let id: UserId = work.new_id()?;
    let username = match username {
        Some(chosen) => chosen,
        None => find_free_username(&mut work.tx, &name, id.0).await?.ok_or(Refusal::UsernameTaken)?,
    };
    let made = work
        .tx
        .run(
            "insert into users (id, username, email, password_hash, role, name, timezone, language, created_at)
             values ($1, $2, $3, $4, 'member', $5, $6, $7, $8) on conflict do nothing",
            args![id, &username, &email, new.password.map(|p| p.0), name, timezone, language, at],
        )
        .await?;
    if made == 0 {
        return Err(Refusal::UsernameTaken.into());
    }
    work.tx.run("insert into inbox_heads (user_id, head) values ($1, 0)", args![id]).await?;
    work.tx.run("insert into standing (user_id) values ($1)", args![id]).await?;
    work.happened(Event::Accounts(hub::accounts::Event::SignedUp { user: id }), at);
    Ok(Answer::User { id, handle: username })
}

/// Taken by somebody, or an old name that still leads to somebody else.
async fn free_username(work: &mut Work<'_>, username: &str, by: Option<UserId>) -> Result<(), Failure> {
    let by = by.unwrap_or(UserId(-1));
    let taken = work
        .tx
        .number(
            "select (select count(*) from users where username = $1 and id <> $2)
                  + (select count(*) from old_usernames where username = $1 and user_id <> $2) as n",
            args![username, by],
        )
        .await?;
    let kept = leaving::list_kept(&mut work.tx, &[username.to_owned()]).await?;
    if taken > 0 || !kept.is_empty() { Err(Refusal::UsernameTaken.into()) } else { Ok(()) }
}

/// The first username made of this name that nobody has or had. `salt`: see [`rules::usernames_of`].
pub async fn find_free_username(db: &mut Tx, name: &str, salt: i64) -> Result<Option<String>, Fault> {
    let tries = rules::usernames_of(name, salt);
    let wanted: Vec<Vec<Value>> = tries.iter().map(|one| row![one]).collect();
    let mut taken = HashSet::new();
    for sql in [
        "select u.username from {rows} v join users u on u.username = v.column1",
        "select o.username from {rows} v join old_usernames o on o.username = v.column1",
    ] {
        for row in db.with_rows(sql, &wanted).await? {
            taken.insert(row.get::<String>("username")?);
        }
    }
    taken.extend(leaving::list_kept(db, &tries).await?);
    Ok(tries.into_iter().find(|one| !taken.contains(one)))
}

async fn open_session(
    work: &mut Work<'_>,
    user: UserId,
    at: Timestamp,
    secret: SecretHash,
    device: &str,
    address: &str,
) -> Result<Answer, Failure> {
    let sql = "select suspended_at, left_at, barred_at from users where id = $1 and gone_at is null";
    let row = work.tx.row(sql, args![user]).await?.ok_or(Refusal::NoSuchMember)?;
    // Who is away by themselves comes in, to come back.
    if is_suspended(&row)? {
        return Err(Refusal::Suspended.into());
    }
    let id: SessionId = work.new_id()?;
    let device: String = device.chars().take(120).collect();
    work.tx
        .run(
            "insert into sessions (id, user_id, secret, device, address, opened_at, last_seen_at) values ($1, $2, $3, $4, $5, $6, $6)",
            args![id, user, secret.0, device, address, at],
        )
        .await?;
    work.happened(Event::Accounts(hub::accounts::Event::SessionOpened { user, session: id }), at);
    Ok(Answer::Session { id })
}

async fn close_session(work: &mut Work<'_>, user: UserId, at: Timestamp, id: SessionId) -> Result<Answer, Failure> {
    let closed =
        work.tx.run("update sessions set closed_at = $1 where id = $2 and user_id = $3 and closed_at is null", args![at, id, user]).await?;
    if closed == 0 {
        return Err(Refusal::NoSuchSession.into());
    }
    work.happened(Event::Accounts(hub::accounts::Event::DoorsClosed { user, doors: vec![Door::Session(id)] }), at);
    Ok(Answer::Done)
}

/// Every open session but one; the doors that are shut now.
pub(crate) async fn close_sessions(work: &mut Work<'_>, user: UserId, at: Timestamp, but: Option<SessionId>) -> Result<Vec<Door>, Fault> {
    let rows = work
        .tx
        .rows(
            "update sessions set closed_at = $1 where user_id = $2 and closed_at is null and id <> $3 returning id",
            args![at, user, but.unwrap_or(SessionId(-1))],
        )
        .await?;
    rows.iter().map(|r| Ok(Door::Session(r.get("id")?))).collect()
}

pub(crate) async fn revoke_all_tokens(work: &mut Work<'_>, user: UserId, at: Timestamp) -> Result<Vec<Door>, Fault> {
    let rows =
        work.tx.rows("update tokens set revoked_at = $1 where user_id = $2 and revoked_at is null returning id", args![at, user]).await?;
    rows.iter().map(|r| Ok(Door::Token(r.get("id")?))).collect()
}

/// A new password shuts every other door: sessions and tokens.
async fn change_password(
    work: &mut Work<'_>,
    at: Timestamp,
    user: UserId,
    to: PasswordHash,
    keep: Option<SessionId>,
) -> Result<Answer, Failure> {
    if work.tx.run("update users set password_hash = $1 where id = $2", args![to.0, user]).await? == 0 {
        return Err(Refusal::NoSuchMember.into());
    }
    mail::end_links(&mut work.tx, user, at).await?;
    let mut doors = close_sessions(work, user, at, keep).await?;
    doors.extend(revoke_all_tokens(work, user, at).await?);
    work.happened(Event::Accounts(hub::accounts::Event::PasswordChanged { user }), at);
    work.happened(Event::Accounts(hub::accounts::Event::DoorsClosed { user, doors }), at);
    Ok(Answer::Done)
}

/// Mails a link to whoever has this address: not to somebody who is suspended, nor to the demo town, and not for ever.
async fn forgot(work: &mut Work<'_>, at: Timestamp, typed: &str) -> Result<Answer, Failure> {
    let email = rules::email(typed).map_err(|p| Refusal::Mend(vec![p]))?;
    let sql = "select id from users where email = $1 and gone_at is null and demo_at is null
                   and case when left_at is null then suspended_at else barred_at end is null";
    let Some(row) = work.tx.row(sql, args![&email]).await? else { return Ok(Answer::Done) };
    let user: UserId = row.get("id")?;
    if mail::may_ask(&mut work.tx, user, at).await? {
        mail::queue(work, user, Kind::Forgotten, &email, at).await?;
    }
    Ok(Answer::Done)
}

async fn set_forgotten(work: &mut Work<'_>, at: Timestamp, key: &SecretHash, to: PasswordHash) -> Result<Answer, Failure> {
    let mail::Forgotten { user, email, .. } = mail::find_forgotten(&mut work.tx, key, at).await?.ok_or(Refusal::LinkOver)?;
    // Of two who use it at once one comes first.
    let used = "update forgotten set used_at = $2 where key_hash = $1 and used_at is null";
    if work.tx.run(used, args![&key.0, at]).await? == 0 {
        return Err(Refusal::LinkOver.into());
    }
    change_password(work, at, user, to, None).await?;
    notices::notify(work, user, &Notice::NewPassword, at).await?;
    mail::queue(work, user, Kind::NewPassword, &email, at).await?;
    Ok(Answer::Done)
}

async fn change_username(work: &mut Work<'_>, at: Timestamp, user: UserId, typed: &str) -> Result<Answer, Failure> {
    let to = rules::username(typed).map_err(|p| Refusal::Mend(vec![p]))?;
    let row = work.tx.row("select username from users where id = $1", args![user]).await?.ok_or(Refusal::NoSuchMember)?;
    let from: String = row.get("username")?;
    if from == to {
        return Ok(Answer::User { id: user, handle: to });
    }
    free_username(work, &to, Some(user)).await?;
    work.tx
        .run(
            "insert into old_usernames (username, user_id, changed_at) values ($1, $2, $3)
             on conflict (username) do update set user_id = excluded.user_id, changed_at = excluded.changed_at",
            args![&from, user, at],
        )
        .await?;
    // Taking an old name of one's own back: it leads here directly again.
    work.tx.run("delete from old_usernames where username = $1", args![&to]).await?;
    work.tx.run("update users set username = $1 where id = $2", args![&to, user]).await?;
    work.happened(Event::Accounts(hub::accounts::Event::Renamed { user, from, to: to.clone() }), at);
    Ok(Answer::User { id: user, handle: to })
}

async fn change_email(work: &mut Work<'_>, at: Timestamp, user: UserId, typed: &str) -> Result<Answer, Failure> {
    let to = rules::email(typed).map_err(|p| Refusal::Mend(vec![p]))?;
    if work.tx.number("select count(*) as n from users where email = $1 and id <> $2", args![&to, user]).await? > 0 {
        return Err(Refusal::EmailTaken.into());
    }
    work.tx.run("update users set email = $1 where id = $2", args![&to, user]).await?;
    // Whoever reads the old mailbox has no way in.
    mail::end_links(&mut work.tx, user, at).await?;
    work.happened(Event::Accounts(hub::accounts::Event::EmailChanged { user }), at);
    Ok(Answer::Done)
}

async fn make_token(work: &mut Work<'_>, at: Timestamp, user: UserId, typed: &str, secret: SecretHash) -> Result<Answer, Failure> {
    let name = rules::token_name(typed).map_err(|p| Refusal::Mend(vec![p]))?;
    let held = work.tx.number("select count(*) as n from tokens where user_id = $1 and revoked_at is null", args![user]).await?;
    if held >= rules::MOST_TOKENS as i64 {
        return Err(Refusal::TooManyTokens { most: rules::MOST_TOKENS }.into());
    }
    let id: TokenId = work.new_id()?;
    work.tx
        .run("insert into tokens (id, user_id, name, secret, made_at) values ($1, $2, $3, $4, $5)", args![id, user, name, secret.0, at])
        .await?;
    work.happened(Event::Accounts(hub::accounts::Event::TokenMade { user, token: id }), at);
    Ok(Answer::Token { id })
}

async fn revoke_token(work: &mut Work<'_>, at: Timestamp, user: UserId, id: TokenId) -> Result<Answer, Failure> {
    let revoked =
        work.tx.run("update tokens set revoked_at = $1 where id = $2 and user_id = $3 and revoked_at is null", args![at, id, user]).await?;
    if revoked == 0 {
        return Err(Refusal::NoSuchToken.into());
    }
    work.happened(Event::Accounts(hub::accounts::Event::DoorsClosed { user, doors: vec![Door::Token(id)] }), at);
    Ok(Answer::Done)
}

async fn suspend(work: &mut Work<'_>, by: By, at: Timestamp, user: UserId, suspended: bool) -> Result<Answer, Failure> {
    moderation::check_admin(work, by).await?;
    if by.user() == Some(user) {
        return Err(hub::Refusal::Any(AnyRefusal::NotAllowed).into());
    }
    let when = suspended.then_some(at);
    // Who is away stays out of sight either way; what was said of them counts when they come back.
    let changed = work
        .tx
        .run(
            "update users set suspended_at = case when left_at is null then $1 else suspended_at end,
                              barred_at = case when left_at is null then null else $1 end
             where id = $2 and gone_at is null",
            args![when, user],
        )
        .await?;
    if changed == 0 {
        return Err(Refusal::NoSuchMember.into());
    }
    if suspended {
        let doors = close_sessions(work, user, at, None).await?;
        work.happened(Event::Accounts(hub::accounts::Event::DoorsClosed { user, doors }), at);
    }
    work.happened(Event::Accounts(hub::accounts::Event::Suspended { user, suspended }), at);
    moderation::suspended(work, by, at, user, suspended).await?;
    Ok(Answer::Done)
}

async fn set_role(work: &mut Work<'_>, at: Timestamp, user: UserId, role: Role) -> Result<Answer, Failure> {
    if work.tx.run("update users set role = $1 where id = $2", args![role.word(), user]).await? == 0 {
        return Err(Refusal::NoSuchMember.into());
    }
    work.happened(Event::Accounts(hub::accounts::Event::RoleSet { user, role }), at);
    Ok(Answer::Done)
}

// Reads.

/// By username or e-mail, as typed on the log-in page.
pub async fn find_credentials(db: &mut Tx, typed: &str) -> Result<Option<Credentials>, Fault> {
    let typed = typed.trim().trim_start_matches('@').to_lowercase();
    let row = db
        .row(
            "select id, username, email, password_hash, suspended_at, left_at, barred_at from users where username = $1 or email = $1",
            args![typed],
        )
        .await?;
    row.map(|row| {
        Ok(Credentials {
            user: row.get("id")?,
            handle: row.get("username")?,
            email: row.get("email")?,
            password: row.get::<Option<String>>("password_hash")?.map(PasswordHash),
            suspended: is_suspended(&row)?,
            away: is_away(&row)?,
        })
    })
    .transpose()
}

/// An admin has shut them out.
pub(crate) fn is_suspended(row: &Row) -> Result<bool, Fault> {
    let column = if is_away(row)? { "barred_at" } else { "suspended_at" };
    Ok(row.get::<Option<Timestamp>>(column)?.is_some())
}

/// They went out of sight by themselves.
fn is_away(row: &Row) -> Result<bool, Fault> {
    Ok(row.get::<Option<Timestamp>>("left_at")?.is_some())
}

const CALLER: &str = "u.id, u.username, u.name, u.role, u.timezone, u.language, u.suspended_at, u.left_at, u.barred_at, u.demo_at";

/// Who an open session's secret belongs to.
pub async fn find_by_session(db: &mut Tx, secret: &SecretHash) -> Result<Option<Caller>, Fault> {
    Ok(list_by_sessions(db, std::slice::from_ref(secret)).await?.remove(secret))
}

/// Who a token that was not revoked belongs to.
pub async fn find_by_token(db: &mut Tx, secret: &SecretHash) -> Result<Option<Caller>, Fault> {
    Ok(list_by_tokens(db, std::slice::from_ref(secret)).await?.remove(secret))
}

/// The same for many.
pub async fn list_by_sessions(db: &mut Tx, secrets: &[SecretHash]) -> Result<HashMap<SecretHash, Caller>, Fault> {
    let sql = format!(
        "select {CALLER}, s.id as door, s.last_seen_at as seen, s.secret
         from {{rows}} v join sessions s on s.secret = v.column1 join users u on u.id = s.user_id where s.closed_at is null"
    );
    list_callers(db, &sql, secrets, Door::Session).await
}

/// The same for many.
pub async fn list_by_tokens(db: &mut Tx, secrets: &[SecretHash]) -> Result<HashMap<SecretHash, Caller>, Fault> {
    let sql = format!(
        "select {CALLER}, t.id as door, coalesce(t.used_at, 0) as seen, t.secret
         from {{rows}} v join tokens t on t.secret = v.column1 join users u on u.id = t.user_id where t.revoked_at is null"
    );
    list_callers(db, &sql, secrets, Door::Token).await
}

async fn list_callers<Id: Cell>(
    db: &mut Tx,
    sql: &str,
    secrets: &[SecretHash],
    door: fn(Id) -> Door,
) -> Result<HashMap<SecretHash, Caller>, Fault> {
    let secrets: Vec<Vec<Value>> = secrets.iter().map(|s| row![&s.0]).collect();
    let rows = db.with_rows(sql, &secrets).await?;
    rows.iter().map(|row| Ok((SecretHash(row.get("secret")?), caller(row, door(row.get("door")?))?))).collect()
}

fn caller(row: &Row, door: Door) -> Result<Caller, Fault> {
    Ok(Caller {
        user: row.get("id")?,
        handle: row.get("username")?,
        name: row.get("name")?,
        role: row.word("role")?,
        door,
        timezone: row.get("timezone")?,
        language: row.get("language")?,
        suspended: is_suspended(row)?,
        away: is_away(row)?,
        demo: row.get::<Option<Timestamp>>("demo_at")?.is_some(),
        last_seen_at: row.get("seen")?,
    })
}

/// Which of these doors their owners may still come in by: it is open, it is theirs, and they are not suspended.
pub async fn list_open_doors(db: &mut Tx, doors: &[(UserId, Door)]) -> Result<HashSet<Door>, Fault> {
    let (mut sessions, mut tokens) = (Vec::new(), Vec::new());
    for (user, door) in doors {
        match door {
            Door::Session(id) => sessions.push(row![*id, *user]),
            Door::Token(id) => tokens.push(row![*id, *user]),
        }
    }
    let mut open = HashSet::with_capacity(doors.len());
    let sql = "select s.id from {rows} v join sessions s on s.id = v.column1 and s.user_id = v.column2
               join users u on u.id = s.user_id where s.closed_at is null and u.suspended_at is null";
    for row in db.with_rows(sql, &sessions).await? {
        open.insert(Door::Session(row.get("id")?));
    }
    let sql = "select t.id from {rows} v join tokens t on t.id = v.column1 and t.user_id = v.column2
               join users u on u.id = t.user_id where t.revoked_at is null and u.suspended_at is null";
    for row in db.with_rows(sql, &tokens).await? {
        open.insert(Door::Token(row.get("id")?));
    }
    Ok(open)
}

pub async fn find_account(db: &mut Tx, user: UserId) -> Result<Option<Account>, Fault> {
    let row = db.row("select id, username, email, role, created_at, password_hash from users where id = $1", args![user]).await?;
    row.map(|row| {
        Ok(Account {
            user: row.get("id")?,
            handle: row.get("username")?,
            email: row.get("email")?,
            role: row.word("role")?,
            created_at: row.get("created_at")?,
            has_password: row.get::<Option<String>>("password_hash")?.is_some(),
        })
    })
    .transpose()
}

/// A handle's owner, and whether the handle is an old one of theirs.
pub async fn find_by_handle(db: &mut Tx, handle: &str) -> Result<Option<(UserId, String, bool)>, Fault> {
    let handle = handle.trim_start_matches('@').to_lowercase();
    if let Some(row) = db.row("select id, username from users where username = $1", args![&handle]).await? {
        return Ok(Some((row.get("id")?, row.get("username")?, false)));
    }
    let row = db
        .row("select u.id, u.username from old_usernames o join users u on u.id = o.user_id where o.username = $1", args![&handle])
        .await?;
    row.map(|row| Ok((row.get("id")?, row.get("username")?, true))).transpose()
}

pub async fn list_sessions(db: &mut Tx, user: UserId) -> Result<Vec<SessionView>, Fault> {
    let rows = db
        .rows(
            "select id, device, address, opened_at, last_seen_at from sessions where user_id = $1 and closed_at is null
             order by last_seen_at desc, id desc",
            args![user],
        )
        .await?;
    rows.iter()
        .map(|row| {
            Ok(SessionView {
                id: row.get("id")?,
                device: row.get("device")?,
                address: row.get("address")?,
                opened_at: row.get("opened_at")?,
                last_seen_at: row.get("last_seen_at")?,
            })
        })
        .collect()
}

pub async fn list_tokens(db: &mut Tx, user: UserId) -> Result<Vec<TokenView>, Fault> {
    let rows = db
        .rows("select id, name, made_at, used_at from tokens where user_id = $1 and revoked_at is null order by id desc", args![user])
        .await?;
    rows.iter()
        .map(|row| Ok(TokenView { id: row.get("id")?, name: row.get("name")?, made_at: row.get("made_at")?, used_at: row.get("used_at")? }))
        .collect()
}

impl Store {
    /// When doors were last used. Written by the house, at most every few minutes a door; no event.
    pub async fn touch_doors(&self, used: &[(Door, Timestamp)]) -> Result<(), Fault> {
        let (mut sessions, mut tokens) = (Vec::new(), Vec::new());
        for (door, at) in used {
            match door {
                Door::Session(id) => sessions.push(row![*id, *at]),
                Door::Token(id) => tokens.push(row![*id, *at]),
            }
        }
        let mut tx = self.write().await?;
        tx.with_rows("update sessions set last_seen_at = v.column2 from {rows} v where id = v.column1", &sessions).await?;
        tx.with_rows("update tokens set used_at = v.column2 from {rows} v where id = v.column1", &tokens).await?;
        tx.commit().await
    }
}
