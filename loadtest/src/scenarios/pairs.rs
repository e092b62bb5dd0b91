//! Conversations of two: how many messages a second are stored and acknowledged, how long the sender waits for the
//! tick and the other side for the message, and that none is lost or doubled.

use std::{future::Future, sync::Arc, time::Duration};

use futures_util::{StreamExt, stream};
use hub::{
    Answer, Command, ConversationId, UserId,
    connections::{self, Subject},
};
use indicatif::ProgressBar;
use serde_json::Value;
use tokio::time::Instant;

use super::{
    Interrupt, Meter, all_leave, bar_style, come_in, enough, paced, settle,
    speaker::{Beat, Ledger, Log, Outcome, Speaker, Tally, Waits},
};
use crate::{
    Http,
    measure::Latencies,
    members::Member,
    plan::{Pace, Plan},
    report::Report,
    seat::{Entrance, Returns, Seat, fill_with_those_who_return},
};

/// Two open sockets and what they share.
pub(crate) struct Pair {
    pub conversation: ConversationId,
    pub ledgers: [Arc<Ledger>; 2],
    pub waits: [Arc<Waits>; 2],
}

pub async fn run(plan: &Plan, members: &[Member], mut interrupt: Interrupt, report: &mut Report) -> Result<(), String> {
    let members = enough(plan, members)?;
    let filled = come_in(plan, members, 0, &mut interrupt, report).await?;
    report.put("pace", "pace", paced(plan.pace));
    report.put("sockets", "sockets", filled.seats.iter().flatten().count());
    report.put_latencies("connecting", "connecting", &filled.connecting);
    let pairs = tokio::select! {
        pairs = open_conversations(&plan.entrance, members, &filled.seats) => pairs?,
        () = interrupt.here() => return Err("interrupted while the conversations were being opened".to_owned()),
    };
    report.put("conversations", "conversations", pairs.iter().flatten().count());

    // A moment of quiet, then everybody begins spread over one beat.
    let tally = Arc::new(Tally::new(Instant::now() + Duration::from_millis(100), plan.warm_up, plan.duration));
    begin(plan, &filled.seats, &pairs, &tally);
    if interrupt.sleep_until(tally.from).await {
        let meter = Meter::begin(plan)?;
        let before = tally.counts().acked;
        watch(&tally, &mut interrupt).await;
        let acked = tally.counts().acked - before;
        let used = meter.end(plan, report)?;
        report.put("messages_per_second", "stored and acknowledged a second", acked as f64 / used.wall);
        let whose = [
            ("hub_cpu_seconds_per_million", "the hub's CPU seconds a million", used.hub_cpu),
            ("database_cpu_seconds_per_million", "the database's CPU seconds a million", used.database_cpu),
        ];
        for (key, label, cpu) in whose {
            if let Some(cpu) = cpu.filter(|_| acked > 0) {
                report.put(key, label, cpu / acked as f64 * 1e6);
            }
        }
    }
    tally.hush();
    settle(plan.grace, &mut Interrupt::new().1, || tally.is_settled()).await;
    all_leave(filled.seats.into_iter().flatten(), report).await;
    tell(&tally, &pairs, report);
    Ok(())
}

/// The same while something happens to the hubs: the sockets come back by themselves, and everybody talks on until it is over.
/// The goal is what one side waits at most, for a tick or for a message that is there, at 99 of 100 sockets.
pub async fn run_through(
    plan: &Plan,
    members: &[Member],
    mut interrupt: Interrupt,
    report: &mut Report,
    happens: impl Future<Output = Result<(), String>>,
) -> Result<(), String> {
    let (members, returns) = (enough(plan, members)?, Arc::new(Returns::default()));
    let filled = fill_with_those_who_return(&plan.entrance, members, 0, &returns, Arc::new(|| ())).await;
    if let Some((error, times)) = filled.failed {
        return Err(format!("{times} sockets were not opened; the first: {error}"));
    }
    report.put("sockets", "sockets", filled.seats.iter().flatten().count());
    report.put("pace", "pace", paced(plan.pace));
    let pairs = open_conversations(&plan.entrance, members, &filled.seats).await?;
    let tally = Arc::new(Tally::new(Instant::now() + Duration::from_millis(100), plan.warm_up, plan.duration));
    begin(plan, &filled.seats, &pairs, &tally);
    let played = interrupt.sleep_until(tally.from).await;
    let (meter, before) = (Meter::begin(plan)?, tally.counts().acked);
    let happened = tokio::select! {
        happened = happens, if played => happened,
        () = interrupt.here() => Err("interrupted".to_owned()),
    };
    let acked = tally.counts().acked - before;
    let used = meter.end(plan, report)?;
    report.put("messages_per_second", "stored and acknowledged a second", acked as f64 / used.wall);
    tally.hush();
    settle(plan.grace, &mut Interrupt::new().1, || tally.is_settled()).await;
    all_leave(filled.seats.into_iter().flatten(), report).await;
    tell(&tally, &pairs, report);
    tell_returns(&returns, &pairs, report);
    happened
}

fn tell_returns(returns: &Returns, pairs: &[Option<Pair>], report: &mut Report) {
    let count = |of: &std::sync::atomic::AtomicU64| of.load(std::sync::atomic::Ordering::Relaxed);
    report.put("returned", "sockets that came back", count(&returns.times));
    report.put("in_vain", "tries to come back that were in vain", count(&returns.in_vain));
    report.put_latencies("away", "without a socket", &returns.away.lock().unwrap_or_else(std::sync::PoisonError::into_inner));
    report.must_be_none("out_of_line", "numbers of an inbox twice, or one missing", count(&returns.out_of_line));
    report.must_be_none("reloads", "told to load anew", count(&returns.reloads));
    report.must_be_none("gave_up", "never came back", count(&returns.gave_up));
    let mut longest = Latencies::default();
    for waits in pairs.iter().flatten().flat_map(|pair| &pair.waits) {
        longest.record(waits.longest());
    }
    report.put_latencies("pause", "the longest wait of each socket, for a tick or a message", &longest);
}

/// Opens a direct conversation for each pair, or finds the one they have. Pairs with a missing socket are `None`.
pub(crate) async fn open_conversations(
    entrance: &Entrance,
    members: &[Member],
    seats: &[Option<Seat>],
) -> Result<Vec<Option<Pair>>, String> {
    let http = Http::new(&entrance.address.origin()).map_err(|e| e.to_string())?;
    let bar = ProgressBar::new(seats.len() as u64 / 2).with_message("introducing");
    bar.set_style(bar_style());
    let opened: Vec<Result<Option<Pair>, String>> = stream::iter(seats.chunks_exact(2).enumerate())
        .map(|(at, two)| {
            let (http, bar, token) = (&http, &bar, &members[2 * at].token);
            async move {
                let [Some(one), Some(other)] = two else { return Ok(None) };
                let conversation = introduce(http, token, one, other.welcome().user).await?;
                bar.inc(1);
                Ok(Some(Pair { conversation, ledgers: Default::default(), waits: Default::default() }))
            }
        })
        .buffered(entrance.parallel.max(1))
        .collect()
        .await;
    bar.finish_and_clear();
    opened.into_iter().collect()
}

async fn introduce(http: &Http, token: &str, one: &Seat, other: UserId) -> Result<ConversationId, String> {
    let mut tries = 0;
    loop {
        tries += 1;
        let message = "Hello, shall we talk for a while?".to_owned();
        let open = connections::Command::Open { to: other, about: Subject::Direct, message };
        match one.act(Command::Connections(open)).await {
            Ok(Answer::Connection { conversation, .. }) => return Ok(conversation),
            Ok(answer) => return Err(format!("opening a conversation was answered by {answer:?}")),
            Err(no) if no.code == "connections.already_talking" => return known_conversation(http, token, other).await,
            Err(no) if tries < 5 && no.retry_after_ms.is_some_and(|ms| ms <= 10_000) => {
                let pause = u64::try_from(no.retry_after_ms.unwrap_or(0)).unwrap_or(0);
                tokio::time::sleep(Duration::from_millis(pause)).await;
            }
            Err(no) => return Err(format!("no conversation could be opened: {} ({})", no.words, no.code)),
        }
    }
}

/// Looks the conversation of an earlier run up.
async fn known_conversation(http: &Http, token: &str, other: UserId) -> Result<ConversationId, String> {
    let mut path = "/api/v1/conversations?limit=100".to_owned();
    loop {
        let page = http.get(token, &path).await.map_err(|e| e.to_string())?;
        if !page.is_fine() {
            return Err(format!("the list of conversations was answered by {}: {}", page.status, page.words()));
        }
        let items = page.body.get("items").and_then(Value::as_array).cloned().unwrap_or_default();
        let theirs = items.iter().find(|c| c["other"]["id"].as_i64() == Some(other.0));
        if let Some(id) = theirs.and_then(|c| c["id"].as_i64()) {
            return Ok(ConversationId(id));
        }
        match page.body.get("next").and_then(Value::as_str) {
            Some(next) => path = format!("/api/v1/conversations?limit=100&cursor={next}"),
            None => return Err(format!("the hub says two are already talking, but lists no conversation with {other}")),
        }
    }
}

/// Everybody begins, evenly spread, so that the hub sees a stream and no volleys.
fn begin(plan: &Plan, seats: &[Option<Seat>], pairs: &[Option<Pair>], tally: &Arc<Tally>) {
    let speakers = 2 * pairs.iter().flatten().count().max(1);
    let mut nth = 0_u32;
    for (at, pair) in pairs.iter().enumerate() {
        let Some(pair) = pair else { continue };
        for side in 0..2 {
            let Some(seat) = &seats[2 * at + side] else { continue };
            let beat = match plan.pace {
                Pace::Open(rate) => Beat::Open {
                    next: tally.began + Duration::from_secs_f64(f64::from(nth) / rate),
                    every: Duration::from_secs_f64(speakers as f64 / rate),
                },
                Pace::Closed(unanswered) => Beat::Closed { unanswered, from: tally.began },
            };
            seat.play(Speaker {
                me: (2 * at + side) as u32,
                conversation: pair.conversation,
                beat,
                body: body(plan.body),
                tally: tally.clone(),
                mine: pair.ledgers[side].clone(),
                theirs: pair.ledgers[1 - side].clone(),
                waits: pair.waits[side].clone(),
                log: Log::default(),
            });
            nth += 1;
        }
    }
}

pub(crate) fn body(bytes: usize) -> String {
    "and then we tried the other recipe, ".chars().cycle().take(bytes - 1).chain(['.']).collect()
}

/// Shows how it goes until the time is over.
async fn watch(tally: &Tally, interrupt: &mut Interrupt) {
    let bar = ProgressBar::new((tally.until - tally.from).as_secs());
    bar.set_style(bar_style());
    let mut last = tally.counts().acked;
    loop {
        let tick = (Instant::now() + Duration::from_secs(1)).min(tally.until);
        if !interrupt.sleep_until(tick).await || Instant::now() >= tally.until {
            break;
        }
        let acked = tally.counts().acked;
        bar.set_message(format!("{}/s", acked - last));
        bar.inc(1);
        last = acked;
    }
    bar.finish_and_clear();
}

/// What became of all that was said.
pub(crate) fn outcome(pairs: &[Option<Pair>]) -> Outcome {
    let outcomes = pairs.iter().flatten().flat_map(|pair| pair.ledgers.iter().map(|ledger| ledger.outcome()));
    outcomes.fold(Outcome::default(), |a, b| Outcome {
        lost: a.lost + b.lost,
        unanswered: a.unanswered + b.unanswered,
        ghosts: a.ghosts + b.ghosts,
    })
}

fn tell(tally: &Tally, pairs: &[Option<Pair>], report: &mut Report) {
    let all = outcome(pairs);
    let counts = tally.counts().clone();
    report.put("said", "messages said", counts.said);
    report.put("acked", "acknowledged", counts.acked);
    report.put("delivered", "delivered to the other side", counts.delivered);
    report.put_latencies("ack", "tick (from the intended moment)", &counts.ack);
    report.put_latencies("delivery", "delivery (from the intended moment)", &counts.delivery);
    report.put_latencies("lag", "the harness's own lag in it", &counts.lag);
    if let Some(late) = counts.lag.summary().filter(|lag| lag.p99_ms > 10.0) {
        report
            .doubts
            .push(format!("the harness itself was late, p99 {:.0} ms: the machine is busy, and latencies hold that too", late.p99_ms));
    }
    for (code, times) in &counts.refusals {
        report.put(&format!("refused.{code}"), &format!("refused: {code}"), *times);
        report
            .doubts
            .push(format!("{times} messages were refused ({code}): latencies hold what was said again, and nothing of a no for good"));
    }
    report.put("unanswered", "never answered", all.unanswered);
    if all.unanswered > 0 {
        report.doubts.push(format!("{} messages were neither acknowledged nor refused", all.unanswered));
    }
    report.must_be_none("lost", "acknowledged, never delivered", all.lost);
    report.must_be_none("doubled", "delivered or answered twice", counts.doubled);
    report.must_be_none("ghosts", "refused, but delivered", all.ghosts);
    report.must_be_none("out_of_order", "out of order on a screen", counts.out_of_order);
    if counts.acked == 0 {
        report.broken.push("not one message was acknowledged".to_owned());
    }
}
