//! A member's own dashboard.

mod kept;
pub mod pages;

use std::sync::Arc;

use actix_web::{HttpResponse, web::Query};
use hub::{
    DAY, MINUTE, Timestamp,
    asks::{AskStatus, AskView},
    offers::OfferStatus,
    receipts::rules::LEAST_SAID,
};

pub use kept::Homes;

use crate::{asks::Onward, layout::Chrome, look::when, problem::Problem, visitor::Member};
use pages::{AllMatches, Dashboard, Home};

/// Tools that a newcomer is shown.
const A_FEW: usize = 6;
/// Posts of one's own that others looked at today.
const MOST_SEEN: usize = 3;
/// Whoever has been here for so long has found their own way: the first steps are not put before them any more.
const NEW_FOR_MS: i64 = 30 * DAY;
/// So long an ask that has run out stands there still, to be given more time.
const SHOWN_AFTER_MS: i64 = 7 * DAY;
const QUARTER_MS: i64 = 15 * MINUTE;
/// Own asks and offers on the dashboard.
const A_HANDFUL: usize = 20;
/// Matches there; all of them stand on a page of their own.
const NEWEST_MATCHES: usize = 6;
/// Notices there; all of them stand behind the bell.
const NEWEST_NOTICES: usize = 8;
/// Matches on a page of all.
const A_PAGE: usize = 20;

/// `GET /home`
pub async fn dashboard(member: Member) -> Result<HttpResponse, Problem> {
    let homes = &member.house().homes;
    if homes.may_have(member.id(), member.now()) && !member.house().collective.has_others() {
        let chrome = member.chrome_alone().await?;
        if let Some(home) = chrome.me.as_ref().and_then(|me| homes.find(member.id(), me.cursor.inbox, member.now())) {
            let page = Dashboard { chrome, home: &home };
            #[cfg(debug_assertions)]
            let page = prove(&member, page).await?;
            return Ok(member.page(&page));
        }
    }
    crate::receipts::count_due(&member, None).await?;
    let (reading, now) = (homes.begin(member.id()), member.now());
    // First, so that what happens meanwhile is after the page's cursor.
    let chrome = member.chrome().await?;
    let (home, until) = read(&member, &chrome, now).await?;
    let home = Arc::new(home);
    if let Some(me) = chrome.me.as_ref().filter(|_| !member.house().collective.has_others()) {
        homes.keep(reading, me.cursor.inbox, until, &home);
    }
    Ok(member.page(&Dashboard { chrome, home: &home }))
}

/// What is going on for a member, and until when nothing of it goes by by itself: a minute at most, as long as an ask's people are
/// not counted anew.
async fn read(member: &Member, chrome: &Chrome, now: Timestamp) -> Result<(Home, Timestamp), Problem> {
    let (mut db, me) = (member.db().await?, member.id());
    let month = when::start_of_month(now, &chrome.zone);
    let numbers = store::home::find_numbers(&mut db, me, month).await?.ok_or_else(Problem::not_found)?;
    let mut asks = store::asks::page_of(&mut db, Some(me), me, None, A_HANDFUL).await?.items;
    let ran_out =
        |a: &AskView| a.status == AskStatus::Closed && a.expires_at.is_some_and(|end| end <= now && now.since(end) < SHOWN_AFTER_MS);
    let ends: Vec<_> = asks.iter().filter_map(|a| a.expires_at).flat_map(|end| [end, end.plus(SHOWN_AFTER_MS)]).collect();
    asks.retain(|a| !a.archived && (matches!(a.status, AskStatus::Open | AskStatus::InProgress) || ran_out(a)));
    let mut offers = store::offers::page_of(&mut db, Some(me), me, None, A_HANDFUL).await?.items;
    // Live ones first; each kind stays newest first.
    offers.sort_by_key(|o| o.status != OfferStatus::Active);
    let open: Vec<_> = asks.iter().filter(|a| a.status == AskStatus::Open).map(|a| a.id).collect();
    let receipts = crate::receipts::list(&mut db, me, &open).await?;
    let is_new = asks.is_empty() && offers.is_empty();
    let tools = if is_new { store::tools::list_to_begin_with(&mut db, A_FEW).await? } else { Vec::new() };
    let is_recent = now.since(numbers.joined_at) < NEW_FOR_MS;
    let mut matches = store::matches::page_cards(&mut db, me, true, None, NEWEST_MATCHES).await?;
    // It sorts the cards on a post's own page, and the matcher weighs them anew without a word.
    matches.items.iter_mut().for_each(|card| card.score = 0);
    // Of one's own only the title stands here, and texts are long.
    for ask in &mut asks {
        ask.description = String::new();
    }
    for offer in &mut offers {
        (offer.description, offer.body) = (String::new(), String::new());
    }
    let home = Home {
        steps: Some(numbers.steps).filter(|steps| !pages::are_done(steps) && (is_recent || is_new)),
        helped_this_month: numbers.helped,
        // Fewer could be told from each other, as with the receipts of asks.
        seen: store::home::list_seen(&mut db, me, now.utc_day(), LEAST_SAID, MOST_SEEN).await?,
        asks,
        receipts,
        asks_open: numbers.open_asks,
        offers,
        offers_live: numbers.live_offers,
        matches: matches.items,
        more_matches: matches.next.is_some(),
        pause: numbers.pause,
        ahead: store::times::list_ahead(&mut db, me, now, A_HANDFUL).await?,
        waiting: store::connections::list_waiting(&mut db, me).await?,
        holds: store::claims::list_held_by(&mut db, me).await?,
        notices: store::notices::list(&mut db, me, NEWEST_NOTICES).await?,
        tools,
    };
    let until = good_until(&home, now).min(next_of(ends.into_iter().chain([numbers.joined_at.plus(NEW_FOR_MS)]), now));
    Ok((home, until))
}

/// The first of some moments that is still ahead; never, when there is none.
fn next_of(moments: impl Iterator<Item = Timestamp>, now: Timestamp) -> Timestamp {
    moments.filter(|moment| *moment > now).min().unwrap_or(Timestamp(i64::MAX))
}

/// In debug builds, so in every test and journey that comes by: a Home that is kept reads as one that is read now, or something
/// has been heard meanwhile, and it is not kept any more.
#[cfg(debug_assertions)]
async fn prove<'h>(member: &Member, kept: Dashboard<'h>) -> Result<Dashboard<'h>, Problem> {
    let words = crate::visitor::written(&kept)?;
    let (fresh, _) = read(member, &kept.chrome, member.now()).await?;
    kept.chrome.write_again();
    let (home, fresh) = (kept.home, Dashboard { chrome: kept.chrome, home: &fresh });
    let same = words == crate::visitor::written(&fresh)?;
    fresh.chrome.write_again();
    if !same {
        let mut tries = 0..20;
        // What is committed is heard a moment later.
        while let Some(me) = member.chrome_alone().await?.me
            && member.house().homes.find(member.id(), me.cursor.inbox, member.now()).is_some_and(|still| std::ptr::eq(&*still, home))
        {
            if tries.next().is_none() {
                tracing::error!(handle = me.person.handle, "a Home was kept that is not true any more");
                return Err(hub::command::AnyRefusal::Broken.into());
            }
            actix_web::rt::time::sleep(std::time::Duration::from_millis(50)).await;
        }
    }
    Ok(Dashboard { chrome: fresh.chrome, home })
}

/// Until when all of it stays true by itself.
fn good_until(home: &Home, now: Timestamp) -> Timestamp {
    // Which tools are named most often follows what anybody posts.
    if !home.tools.is_empty() {
        return now;
    }
    let answerable = home.asks.iter().filter(|ask| ask.status == AskStatus::Open && !ask.hidden);
    let counted = answerable.map(|ask| home.receipts.get(&ask.id).map_or(now, |receipt| receipt.next_at));
    // A day or a month begins at one of these, wherever somebody lives.
    let quarter = Timestamp((now.0 / QUARTER_MS + 1) * QUARTER_MS);
    let over = home.ahead.iter().map(|meeting| meeting.time.ends_at());
    let all = [now.plus(MINUTE), quarter].into_iter().chain(counted).chain(over).chain(home.pause.until);
    all.min().unwrap_or(now)
}

/// `GET /home/matches`: all that a member was told of and nobody acted on, newest first.
pub async fn matches(member: Member, onward: Query<Onward>) -> Result<HttpResponse, Problem> {
    let chrome = member.chrome().await?;
    let mut db = member.db().await?;
    let page = store::matches::page_cards(&mut db, member.id(), true, onward.after.as_deref(), A_PAGE).await?;
    Ok(member.page(&AllMatches { chrome, matches: page.items, earlier: onward.after.is_some(), next: page.next }))
}

#[cfg(test)]
mod tests {
    use hub::{tastes::Paused, times::AgreedView};

    use super::*;

    /// Half past ten and a second, UTC.
    const NOW: Timestamp = Timestamp(1_793_529_001_000);

    fn good_for(home: &Home, now: Timestamp) -> i64 {
        good_until(home, now).since(now)
    }

    #[test]
    fn a_home_is_good_for_a_minute_and_never_into_another_day() {
        assert_eq!(good_for(&Home::default(), NOW), MINUTE);
        // Days and months begin at a quarter of an hour somewhere: in Kathmandu at a quarter past six in the evening, UTC.
        assert_eq!(good_for(&Home::default(), NOW.plus(14 * MINUTE + 39_000)), 20_000);
    }

    #[test]
    fn a_home_is_good_until_a_pause_a_meeting_or_a_count_on_it_is_over() {
        let paused = Home { pause: Paused { paused: true, until: Some(NOW.plus(10_000)) }, ..Home::default() };
        assert_eq!(good_for(&paused, NOW), 10_000);
        let time = hub::times::Slot { at: NOW.plus(-30 * MINUTE + 5_000), minutes: 30 };
        let with = crate::connections::pages::blank_person();
        let meeting = AgreedView { id: hub::TimesId(1), conversation: hub::ConversationId(1), with, time, place: String::new() };
        assert_eq!(good_for(&Home { ahead: vec![meeting], ..Home::default() }, NOW), 5_000);
    }

    #[test]
    fn of_moments_the_first_that_is_ahead_counts() {
        assert_eq!(next_of([NOW.plus(-1), NOW, NOW.plus(7), NOW.plus(3)].into_iter(), NOW), NOW.plus(3));
        assert_eq!(next_of([NOW].into_iter(), NOW), Timestamp(i64::MAX));
    }
}
