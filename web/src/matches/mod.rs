//! The match card, on pages and live; “not for me”; and waiting a moment for the matcher after something was posted.

pub mod pages;

use std::time::Duration;

use actix_web::HttpResponse;
use hub::{
    Command, Event, MatchId,
    matches::{self, Post},
};

use crate::{
    house::House,
    posted::{Button, Posted},
    problem::Problem,
    visitor::{ById, Member},
};

/// `POST /matches/{id}/dismiss`: final for this pair and this member.
pub async fn dismiss(member: Member, ById(id): ById<MatchId>, posted: Posted<Button>) -> Result<HttpResponse, Problem> {
    let back = posted.next_or("/home").to_owned();
    let (command, _) = posted.pressed()?;
    member.act(command, Command::Matches(matches::Command::Dismiss { id })).await?;
    Ok(member.go(&back))
}

/// The matcher answers within tens of milliseconds; a page does not wait longer than this for it.
const A_MOMENT: Duration = Duration::from_millis(800);

/// Listens for the matcher from before a post is written, so that the page after it already says what came of it.
pub struct Looking(actors::Events);

impl Looking {
    pub fn begin(house: &House) -> Self {
        Looking(house.collective.events())
    }

    /// Waits until the matcher has looked at the post, but only a moment.
    pub async fn done(mut self, house: &House, post: Post) {
        let is_it = |event: &Event| matches!(event, Event::Matches(matches::Event::Looked { post: of, .. }) if *of == post).then_some(());
        // A form sent twice: the look is over, and no event comes any more.
        if has_looked(house, post).await {
            return;
        }
        if self.0.wait_for(A_MOMENT, is_it).await.is_none() {
            tracing::debug!(?post, "the matcher had not looked yet when the page was shown");
        }
    }
}

async fn has_looked(house: &House, post: Post) -> bool {
    let Ok(mut db) = house.store.read().await else { return false };
    // As nobody in particular: only the time is looked at.
    let looked = match post {
        Post::Ask(id) => store::asks::find_matched_at(&mut db, id).await,
        Post::Offer(id) => store::offers::find_matched_at(&mut db, id).await,
    };
    matches!(looked, Ok(Some(_)))
}
