//! Asks and offers are posted over HTTP; both people's screens wait for the card.
//!
//! ```text
//!   POST /api/v1/asks ──▶ stored ──▶ matcher ──▶ Told ──▶ card on the screen of each
//!   ^ intended moment                                                             ^ the later of both
//! ```

use std::{
    collections::{BTreeMap, HashMap, HashSet},
    time::Duration,
};

use futures_util::{StreamExt, stream};
use hub::{AskId, OfferId, UserId, matches::Post};
use indicatif::ProgressBar;
use serde_json::{Value, json};
use tokio::{sync::mpsc, task::JoinSet, time::Instant};

use super::{
    Interrupt, Meter, all_leave, bar_style, come_in, drafts, enough,
    watcher::{Book, Card, Watcher},
};
use crate::{
    Http,
    ids::fresh_id,
    measure::{Latencies, metric},
    members::Member,
    plan::{Pace, Plan},
    report::Report,
};

/// How long a matcher may take to catch up with the stock.
const CATCHING_UP: Duration = Duration::from_secs(600);

/// How a post went.
pub(crate) struct Posted {
    pub intended: Instant,
    pub answered: Instant,
    /// Which post it became, or why none: the code or the words.
    pub outcome: Result<Post, String>,
}

pub async fn run(plan: &Plan, members: &[Member], mut interrupt: Interrupt, report: &mut Report) -> Result<(), String> {
    let members = enough(plan, members)?;
    let filled = come_in(plan, members, 0, &mut interrupt, report).await?;
    report.put("sockets", "sockets", filled.seats.iter().flatten().count());
    report.put_latencies("connecting", "connecting", &filled.connecting);
    let (tell, mut cards) = mpsc::unbounded_channel();
    let mut here = HashSet::new();
    let mut authors = Vec::new();
    for (seat, member) in filled.seats.iter().zip(members) {
        let Some(seat) = seat else { continue };
        let screen = seat.welcome().user;
        here.insert(screen);
        authors.push(member.token.clone());
        seat.play(Watcher { screen, cards: tell.clone() });
    }
    let http = Http::new(&plan.entrance.address.origin()).map_err(|e| e.to_string())?;
    let began = Instant::now();
    let stocked = tokio::select! {
        stocked = stock(plan.stock, &http, &authors) => stocked?,
        () = interrupt.here() => return Err("interrupted while the stock was being posted".to_owned()),
    };
    report.put("stock", "posted before", stocked);
    report.put("stock_seconds", "in so many seconds", began.elapsed().as_secs_f64());
    tokio::select! {
        caught_up = caught_up(&http, stocked) => if !caught_up? {
            report.doubts.push("the hub doesn't say whether its matcher has caught up with the stock".to_owned());
        },
        () = interrupt.here() => return Err("interrupted while the matcher was catching up".to_owned()),
    }
    report.put("caught_up_seconds", "posted and matched in so many seconds", began.elapsed().as_secs_f64());
    let mut book = Book::default();
    // The stock's own cards, until a second long none came: what is lost among them shows at the end.
    quiet(&mut book, &mut cards, None, Duration::from_secs(60), &mut interrupt).await;

    let meter = Meter::begin(plan)?;
    let posted = storm(plan, &http, &authors, &mut interrupt).await;
    quiet(&mut book, &mut cards, Some(&here), plan.grace, &mut interrupt).await;
    meter.end(plan, report)?;
    all_leave(filled.seats.into_iter().flatten(), report).await;
    tell_all(&book, &posted, &here, report);
    Ok(())
}

/// Posts number `n`: asks and offers by turns, by members by turns. Draft n/2 of either fits the other.
pub(crate) async fn post(http: &Http, authors: &[String], n: usize, intended: Instant) -> Posted {
    let token = &authors[n % authors.len()];
    let (key, draft) = (fresh_id(), n / 2);
    let (path, body) = if n.is_multiple_of(2) {
        let mut body = json!(drafts::offer(draft));
        body["publish"] = json!(true);
        ("/api/v1/offers", body)
    } else {
        ("/api/v1/asks", json!(drafts::ask(draft)))
    };
    let reply = http.post(token, path, key.as_str(), &body).await;
    let outcome = match reply {
        Ok(reply) if reply.is_fine() => match id_in(&reply.body) {
            Some(id) if n.is_multiple_of(2) => Ok(Post::Offer(OfferId(id))),
            Some(id) => Ok(Post::Ask(AskId(id))),
            None => Err("the answer names no id".to_owned()),
        },
        Ok(reply) => Err(format!("{}: {}", reply.status, reply.words())),
        Err(fault) => Err(fault.to_string()),
    };
    Posted { intended, answered: Instant::now(), outcome }
}

/// The new post's id: at the top, or in an answer `{"ask": {"id": …}}`.
fn id_in(body: &Value) -> Option<i64> {
    let inner = body.get("ask").or_else(|| body.get("offer")).unwrap_or(body);
    inner.get("id")?.as_i64()
}

/// Fills the hub with posts, as fast as it takes them, eight at a time.
pub async fn stock(posts: usize, http: &Http, authors: &[String]) -> Result<usize, String> {
    let bar = ProgressBar::new(posts as u64).with_message("stocking");
    bar.set_style(bar_style());
    let mut going = stream::iter(0..posts).map(|n| post(http, authors, n, Instant::now())).buffer_unordered(8);
    let (mut stocked, mut first_no) = (0, None);
    while let Some(posted) = going.next().await {
        bar.inc(1);
        match posted.outcome {
            Ok(_) => stocked += 1,
            Err(no) => first_no = first_no.or(Some(no)),
        }
    }
    bar.finish_and_clear();
    match first_no {
        Some(no) if stocked < posts => Err(format!("{} of {posts} posts were not taken; the first: {no}", posts - stocked)),
        _ => Ok(stocked),
    }
}

/// Waits until the matcher has seen all that was posted; whether the hub says how far behind it is.
pub async fn caught_up(http: &Http, stocked: usize) -> Result<bool, String> {
    let bar = ProgressBar::new(stocked as u64).with_message("matching");
    bar.set_style(bar_style());
    let until = Instant::now() + CATCHING_UP;
    loop {
        let (_, words) = http.get_text("/metrics").await.map_err(|e| e.to_string())?;
        let Some(behind) = metric(&words, "collective_exchange_lag") else {
            return Ok(false);
        };
        bar.set_position((stocked as u64).saturating_sub(behind as u64));
        if behind <= 0.0 {
            bar.finish_and_clear();
            return Ok(true);
        }
        if Instant::now() > until {
            return Err(format!("the matcher is still {behind} entries behind after {CATCHING_UP:?}"));
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
}

/// The measured posts, each at its moment whether the one before was answered or not.
async fn storm(plan: &Plan, http: &Http, authors: &[String], interrupt: &mut Interrupt) -> Vec<Posted> {
    let Pace::Open(rate) = plan.pace else { return Vec::new() };
    let bar = ProgressBar::new(plan.posts as u64).with_message("posting");
    bar.set_style(bar_style());
    let (began, mut going) = (Instant::now(), JoinSet::new());
    let authors: std::sync::Arc<[String]> = authors.into();
    for nth in 0..plan.posts {
        let intended = began + Duration::from_secs_f64(nth as f64 / rate);
        if !interrupt.sleep_until(intended).await {
            break;
        }
        // Beginning where the stock ended, by other authors: an own offer fits no own ask.
        let (n, http, authors) = (plan.posts_from + nth, http.clone(), authors.clone());
        going.spawn(async move { post(&http, &authors, n, intended).await });
        bar.inc(1);
    }
    bar.finish_and_clear();
    going.join_all().await
}

/// Notes cards until a second long none came, or the time is up. With `here`, every card has to be on both screens too.
async fn quiet(
    book: &mut Book,
    cards: &mut mpsc::UnboundedReceiver<Card>,
    here: Option<&HashSet<UserId>>,
    within: Duration,
    interrupt: &mut Interrupt,
) {
    let until = Instant::now() + within;
    while Instant::now() < until {
        tokio::select! {
            card = cards.recv() => match card {
                Some(card) => book.note(card),
                None => return,
            },
            () = tokio::time::sleep(Duration::from_secs(1)) => if here.is_none_or(|here| book.is_complete(here)) { return },
            () = interrupt.here() => return,
        }
    }
}

fn tell_all(book: &Book, posted: &[Posted], here: &HashSet<UserId>, report: &mut Report) {
    let mut moments = HashMap::new();
    let (mut answers, mut refusals) = (Latencies::default(), BTreeMap::<&str, u64>::new());
    for one in posted {
        match &one.outcome {
            Ok(post) => {
                moments.insert(*post, one.intended);
                answers.record(one.answered - one.intended);
            }
            Err(no) => *refusals.entry(no).or_default() += 1,
        }
    }
    let found = book.findings(&moments, here);
    report.put("posts", "posts measured", posted.len());
    report.put("posts_stored", "stored", moments.len());
    report.put("posts_matched", "of them matched", found.matched_posts);
    report.put_latencies("answer", "POST to its answer", &answers);
    report.put_latencies("first_card", "POST to the first card on both screens", &found.first);
    report.put_latencies("card", "POST to each card on both screens", &found.both);
    report.put("matches", "matches told in all", book.len());
    report.put("without_card", "told without a card", found.without_card);
    for (no, times) in refusals {
        report.put(&format!("refused.{no}"), &format!("not taken: {no}"), times);
        report.doubts.push(format!("{times} posts were not taken ({no}): latencies are of the others"));
    }
    report.must_be_none("lost", "on one of two open screens only", found.lost);
    report.must_be_none("doubled", "told twice on one screen", found.doubled);
    if found.both.count() == 0 {
        report.broken.push("not one post was matched on two open screens".to_owned());
    }
}
