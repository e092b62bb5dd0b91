//! Coming in and going out: accounts, sessions, tokens, and what only the password opens.

use hub::{
    Answer as Carried, Command, CommandId, SessionId, TokenId, UserId,
    accounts::{Command as Accounts, Refusal, SessionView, TokenView, rules},
    command::AnyRefusal,
    kernel::page::Page,
};
use serde::Serialize;

use super::{
    answer::{Answer, DONE, Done, LetIn, Made, Told},
    sent::{Given, Needed, Nothing, Sends},
    visit::{Anyone, Writer},
};
use crate::{
    accounts::{
        self,
        pages::{LogInForm, SignUpForm},
    },
    problem::Problem,
    secrets,
    visitor::{ById, Member},
};

crate::sent! {
    /// A new member.
    struct NewAccount {
        /// Made of the name when nothing is said.
        username: Given<String>,
        email: Needed,
        /// The name others see; the username when nothing is said.
        name: Given<String>,
        /// At least 12 characters.
        password: Needed,
        /// IANA name.
        timezone: Given<String>,
        /// ISO 639-1.
        language: Given<String>,
    }
}

crate::sent! {
    /// Who comes in.
    struct LogIn {
        /// Username or e-mail.
        login: String,
        password: String,
    }
}

crate::sent! {
    /// A new e-mail, and the password as it is.
    struct NewEmail {
        email: String,
        /// The password.
        current: String,
    }
}

crate::sent! {
    /// A new password, and the one as it is.
    struct NewPassword {
        /// At least 12 characters.
        password: String,
        /// The password as it is.
        current: String,
    }
}

crate::sent! {
    /// A new token.
    struct NewToken {
        /// What it is for.
        name: Needed,
    }
}

/// Who came in.
#[derive(Serialize)]
pub struct Entered {
    pub id: UserId,
    pub handle: String,
}

/// A token with its secret.
#[derive(Serialize)]
pub struct MadeToken {
    pub id: TokenId,
    pub token: String,
}

crate::shapes! {
    /// Who came in.
    Entered as "Entered" {
        id: UserId,
        handle: String,
    }

    /// A token, shown this once.
    MadeToken as "MadeToken" {
        id: TokenId,
        /// For the header Authorization, behind the word Bearer.
        token: String,
    }
}

async fn let_in(visitor: &Anyone, user: UserId) -> Answer<LetIn<Entered>> {
    let cookie = accounts::open_session(visitor, user).await?;
    let account = store::accounts::find_account(&mut visitor.db().await?, user).await?.ok_or_else(Problem::not_found)?;
    Ok(LetIn { cookie, body: Entered { id: user, handle: account.handle } })
}

/// All strangers share one space of command ids: theirs is bound to what they sent, so that nobody comes in on another's.
fn strangers_id(anyone: &Anyone, id: &CommandId, body: &NewAccount) -> CommandId {
    let part = |text: &String| format!("{}:{text}", text.len());
    let username = body.username.clone().or(String::new());
    let whose = [&username, &body.email.0, &body.password.0].map(part).join(" ");
    let bound = anyone.house().forms.strangers_id(&whose, id.as_str());
    CommandId::new(bound).unwrap_or_else(|_| secrets::command_id())
}

pub async fn sign_up(anyone: Anyone, Sends { id, body, .. }: Sends<NewAccount>) -> Answer<LetIn<Entered>> {
    let id = strangers_id(&anyone, &id, &body);
    let form = SignUpForm {
        username: body.username.or(String::new()),
        email: body.email.0,
        name: body.name.or(String::new()),
        password: body.password.0,
        timezone: body.timezone.or(String::new()),
        language: body.language.or(String::new()),
        ..SignUpForm::default()
    };
    let user = accounts::new_member(&anyone, id, &form).await?;
    let_in(&anyone, user).await
}

pub async fn log_in(anyone: Anyone, Sends { body, .. }: Sends<LogIn>) -> Answer<LetIn<Entered>> {
    let form = LogInForm { login: body.login, password: body.password, ..LogInForm::default() };
    let known = accounts::known_member(&anyone, &form).await??;
    let_in(&anyone, known.user).await
}

pub async fn sessions(member: Member) -> Answer<Told<Page<SessionView>>> {
    let items = store::accounts::list_sessions(&mut member.db().await?, member.id()).await?;
    Ok(Told(Page { items, next: None }))
}

/// A program with a token has no session to close, and hears so.
pub async fn log_out(writer: Writer, Sends { .. }: Sends<Nothing>) -> Answer<Done> {
    if writer.session().is_none() {
        return Err(hub::Refusal::Accounts(Refusal::NoSuchSession).into());
    }
    accounts::close_door(&writer).await;
    Ok(Done { cookie: Some(writer.no_session_cookie()) })
}

pub async fn log_out_everywhere(writer: Writer, Sends { id, .. }: Sends<Nothing>) -> Answer<Done> {
    writer.act(id, Command::Accounts(Accounts::CloseSessions { but: None })).await?;
    Ok(Done { cookie: writer.session().map(|_| writer.no_session_cookie()) })
}

pub async fn close(writer: Writer, ById(session): ById<SessionId>, Sends { id, .. }: Sends<Nothing>) -> Answer<Done> {
    writer.act(id, Command::Accounts(Accounts::CloseSession { id: session })).await?;
    let here = writer.session() == Some(session);
    Ok(Done { cookie: here.then(|| writer.no_session_cookie()) })
}

pub async fn tokens(member: Member) -> Answer<Told<Page<TokenView>>> {
    let items = store::accounts::list_tokens(&mut member.db().await?, member.id()).await?;
    Ok(Told(Page { items, next: None }))
}

/// Made where somebody logged in, never by another token: who finds one can't make it last.
pub async fn make_token(writer: Writer, Sends { id, body, .. }: Sends<NewToken>) -> Answer<Made<MadeToken>> {
    if writer.session().is_none() {
        let words = "Tokens are made where you log in, not by another token.";
        return Err(Problem::new(actix_web::http::StatusCode::FORBIDDEN, "accounts.log_in_for_tokens", words));
    }
    let token = secrets::token();
    let make = Accounts::MakeToken { name: body.name.0, secret: secrets::hash(&token) };
    let Carried::Token { id } = writer.act(id, Command::Accounts(make)).await? else {
        return Err(AnyRefusal::IdUsedOtherwise.into());
    };
    // The same key again finds the first token, whose secret nobody knows any more: ours opens nothing.
    if store::accounts::find_by_token(&mut writer.db().await?, &secrets::hash(&token)).await?.is_none() {
        let words = "That token was made already, and its secret was shown. If it is lost, revoke it and make another.";
        return Err(Problem::new(actix_web::http::StatusCode::CONFLICT, "accounts.token_shown", words));
    }
    Ok(Made { path: "/api/v1/tokens".to_owned(), body: MadeToken { id, token } })
}

pub async fn revoke(writer: Writer, ById(token): ById<TokenId>, Sends { id, .. }: Sends<Nothing>) -> Answer<Done> {
    writer.act(id, Command::Accounts(Accounts::RevokeToken { id: token })).await?;
    Ok(DONE)
}

pub async fn email(writer: Writer, Sends { id, body, .. }: Sends<NewEmail>) -> Answer<Done> {
    accounts::confirm(&writer, &body.current).await?;
    writer.act(id, Command::Accounts(Accounts::ChangeEmail { to: body.email })).await?;
    Ok(DONE)
}

pub async fn email_again(writer: Writer, Sends { id, .. }: Sends<Nothing>) -> Answer<Done> {
    writer.act(id, Command::Accounts(Accounts::MailEmailLink)).await?;
    Ok(DONE)
}

pub async fn keep_email(writer: Writer, Sends { id, .. }: Sends<Nothing>) -> Answer<Done> {
    writer.act(id, Command::Accounts(Accounts::KeepEmail)).await?;
    Ok(DONE)
}

pub async fn password(writer: Writer, Sends { id, body, .. }: Sends<NewPassword>) -> Answer<Done> {
    let account = store::accounts::find_account(&mut writer.db().await?, writer.id()).await?.ok_or_else(Problem::not_found)?;
    rules::password(&body.password, &account.handle, &account.email)
        .map_err(|problem| hub::Refusal::Accounts(Refusal::Mend(vec![problem])))?;
    accounts::confirm(&writer, &body.current).await?;
    let to = writer.house().passwords.hash(body.password).await?;
    writer.act(id, Command::Accounts(Accounts::ChangePassword { to, keep: writer.session() })).await?;
    Ok(DONE)
}
