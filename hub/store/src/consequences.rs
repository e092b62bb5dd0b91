//! Carries out what follows from events, in the transaction that made them.

use hub::{
    Timestamp,
    consequences::{self, Consequence},
};

use crate::{Fault, availability, batch::Work, claims, follows, matches, notices, points, rooms, sms, times};

/// Everything that follows from what happened since `from`, and what follows from that.
pub async fn follow(work: &mut Work<'_>, from: usize) -> Result<(), Fault> {
    let mut at = from;
    while at < work.happened.len() {
        let when = work.happened[at].at;
        for consequence in consequences::of(&work.happened[at].event) {
            carry_out(work, consequence, when).await?;
        }
        at += 1;
    }
    Ok(())
}

async fn carry_out(work: &mut Work<'_>, consequence: Consequence, at: Timestamp) -> Result<(), Fault> {
    match consequence {
        Consequence::Award { to, reason, about } => points::award(work, to, reason, &about, at).await,
        Consequence::Notify { to, notice } => notices::notify(work, to, &notice, at).await,
        Consequence::Text { to, moment, connection } => sms::queue(work, to, moment, connection, at).await,
        Consequence::CountHelp { helper } => points::count_help(work, helper).await,
        Consequence::CountLapse { helper } => availability::lapsed(work, helper, at).await,
        Consequence::Withdraw { post } => matches::withdraw_post(work, post, at).await,
        Consequence::ActedOn { about, by, to, connection } => matches::acted_on(work, about, by, to, connection, at).await,
        Consequence::WithdrawBetween { a, b } => matches::withdraw_between(work, a, b, at).await,
        Consequence::WithdrawOf { user } => matches::withdraw_of(work, user, at).await,
        Consequence::HidePost { post } => matches::hide_post(work, post, at).await,
        Consequence::Fulfil { ask, by, connection } => claims::fulfil(work, ask, by, connection, at).await,
        Consequence::FitClaims { ask } => claims::fit(work, ask, at).await,
        Consequence::EndClaims { ask } => claims::end_of_ask(work, ask, at).await,
        Consequence::EndClaimsBetween { a, b } => claims::end_between(work, a, b, at).await,
        Consequence::EndClaimsOf { user } => claims::end_of_member(work, user, at).await,
        Consequence::EndFollowsBetween { a, b } => follows::end_between(work, a, b, at).await,
        Consequence::EndTimesBetween { by, other } => times::end_between(work, by, other, at).await,
        Consequence::EndTimesOf { user } => times::end_of(work, user, at).await,
        Consequence::ShowInRooms { ask } => rooms::show_ask_again(work, ask, at).await,
        Consequence::JoinFromTheStart { user } => rooms::join_from_the_start(work, user, at).await,
    }
}
