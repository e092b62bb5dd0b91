//! Tokens, for programs of one's own.

use actix_web::{
    HttpResponse,
    http::{
        StatusCode,
        header::{CACHE_CONTROL, HeaderValue},
    },
    web::Query,
};
use hub::{Answer, Command, TokenId, accounts::Command as Accounts};

use super::{
    At, Done, Topic, done,
    pages::{Developers, TokenForm},
};
use crate::{
    look::Problems,
    posted::{Button, Posted},
    problem::Problem,
    secrets,
    visitor::{ById, Member, mend},
};

async fn stored(member: &Member) -> Result<Developers, Problem> {
    let chrome = member.chrome().await?;
    let tokens = store::accounts::list_tokens(&mut member.db().await?, member.id()).await?;
    Ok(Developers { chrome, done: Done::default(), tokens, new_token: None, problems: Problems::none() })
}

/// `GET /settings/developers`
pub async fn show(member: Member, at: Query<At>) -> Result<HttpResponse, Problem> {
    let mut page = stored(&member).await?;
    page.done = Done::of(at, Topic::Developers, &mut page.chrome);
    Ok(member.page(&page))
}

/// `POST /settings/tokens`: the secret is shown on this one answer.
pub async fn make_token(member: Member, posted: Posted<TokenForm>) -> Result<HttpResponse, Problem> {
    let secret = secrets::token();
    let outcome = match posted.open() {
        Ok((id, form)) => {
            let make = Accounts::MakeToken { name: form.name, secret: secrets::hash(&secret) };
            member.act(id, Command::Accounts(make)).await.map_err(|refusal| mend(&refusal))
        }
        Err((_, stale)) => Err((StatusCode::FORBIDDEN, stale)),
    };
    match outcome {
        Ok(Answer::Token { .. }) if is_ours(&member, &secret).await? => {
            let mut response = member.page(&Developers { new_token: Some(secret), ..stored(&member).await? });
            response.headers_mut().insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
            Ok(response)
        }
        // The same form twice: the token exists, its secret was shown on the first answer.
        Ok(_) => Ok(member.go_regretting(&Topic::path_of("tokens"), &crate::say("developers-tokens-made-already").write())),
        Err((status, problems)) => Ok(member.form_again(status, &Developers { problems, ..stored(&member).await? })),
    }
}

/// Whether the token that was answered with is the one whose secret is in hand.
async fn is_ours(member: &Member, secret: &str) -> Result<bool, Problem> {
    Ok(store::accounts::find_by_token(&mut member.db().await?, &secrets::hash(secret)).await?.is_some())
}

/// `POST /settings/tokens/{id}/revoke`
pub async fn revoke_token(member: Member, ById(token): ById<TokenId>, posted: Posted<Button>) -> Result<HttpResponse, Problem> {
    let (id, _) = posted.pressed()?;
    member.act(id, Command::Accounts(Accounts::RevokeToken { id: token })).await?;
    Ok(done(&member, "tokens", crate::say("developers-tokens-revoked")))
}
