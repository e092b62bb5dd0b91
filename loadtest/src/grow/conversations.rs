//! One conversation that grows: its messages are put into the store directly, then read and written as its two members do. What a
//! page of it takes must not depend on how much of it there is.

use std::{sync::Arc, time::Duration};

use hub::{Command, ConversationId, messaging, wire::Encoding};
use store::{Fault, Store, Value, args, row};
use tokio::time::Instant;

use super::{Grow, board::Curve};
use crate::{
    Client, Http,
    address::Address,
    bench::{
        pages::{Asked, PASSWORD, ask, give_password},
        table::number,
    },
    fleet::{Data, Running},
    ids,
    measure::Latencies,
    members::Member,
    plan::{Plan, Scenario},
    scenarios::pairs::{body, open_conversations},
    seat::{Entrance, Seat, fill},
};

const STORED: &str = "messages stored";
const LATEST: Curve = Curve { key: "conversations.latest", title: "The latest messages, by the API", x: STORED, y: "latency", unit: "ms" };
const MIDDLE: Curve =
    Curve { key: "conversations.middle", title: "Messages from the middle, by the API", x: STORED, y: "latency", unit: "ms" };
const PAGE: Curve =
    Curve { key: "conversations.page", title: "The conversation as a page, from the middle", x: STORED, y: "latency", unit: "ms" };
const LIST: Curve =
    Curve { key: "conversations.list", title: "The list of conversations, with half of it unread", x: STORED, y: "latency", unit: "ms" };
const TICK: Curve = Curve { key: "conversations.tick", title: "A message to its tick", x: STORED, y: "latency", unit: "ms" };

/// Rows in one transaction.
const TOGETHER: i64 = 20_000;
/// So many of each before it is measured.
const WARM: usize = 10;

/// The conversation, and who has it.
struct Talk {
    id: ConversationId,
    /// By their tokens; the first has read all, the second half of it.
    members: [Member; 2],
    users: [i64; 2],
}

pub async fn measure(grow: &mut Grow) -> Result<(), String> {
    let data = Data::in_directory(grow.dir("conversations"));
    let minted = data.mint(&grow.collective, 2)?;
    give_password(&grow.collective, &data, &minted[0].handle)?;
    let talk = begin(grow, &data, [minted[0].clone(), minted[1].clone()]).await?;
    for power in grow.sizes.first_power..=grow.asked.most.unwrap_or(grow.sizes.last_power) {
        let size = 10_i64.pow(power);
        let words = number(size as f64);
        grow.step(&format!("conversations: {words} messages are put there"))?;
        let began = Instant::now();
        fill_up(grow, &data, &talk, size).await?;
        grow.board.notes.push(format!(
            "{words} messages of one conversation stood there {:.1} s after there were fewer",
            began.elapsed().as_secs_f64()
        ));
        let hub = Running::hub(&grow.collective, &data).await?;
        for run in 1..=grow.asked.runs {
            grow.step(&format!("conversations, run {run}: beside {words} messages"))?;
            read_and_write(grow, &hub, &talk, size as f64).await?;
        }
    }
    Ok(())
}

/// Two members open it, as members do.
async fn begin(grow: &Grow, data: &Data, mut members: [Member; 2]) -> Result<Talk, String> {
    let hub = Running::hub(&grow.collective, data).await?;
    // The new password has closed the first one's token.
    let http = Http::new(&hub.url).map_err(|e| e.to_string())?;
    let cookie = log_in(&http, &members[0]).await?;
    members[0].token = http.make_token(&cookie, "how it grows").await.map_err(|e| e.to_string())?;
    let plan = Plan::of(Scenario::Pairs, Entrance::of(Address::read(&hub.url).map_err(|e| e.to_string())?));
    let filled = fill(&plan.entrance, &members, 0, Arc::new(|| ())).await;
    if let Some((error, _)) = filled.failed {
        return Err(error.to_string());
    }
    let users: Vec<i64> = filled.seats.iter().flatten().map(|seat| seat.welcome().user.0).collect();
    let pairs = open_conversations(&plan.entrance, &members, &filled.seats).await?;
    futures_util::future::join_all(filled.seats.into_iter().flatten().map(Seat::leave)).await;
    match (pairs.into_iter().flatten().next(), users[..].try_into()) {
        (Some(pair), Ok(users)) => Ok(Talk { id: pair.conversation, members, users }),
        _ => Err("two members have no conversation".to_owned()),
    }
}

/// Puts messages into the store, while no hub runs on it, until there are `size`. Of what a message leaves behind only itself is
/// written: no line in an inbox, none in the journal.
async fn fill_up(grow: &Grow, data: &Data, talk: &Talk, size: i64) -> Result<(), String> {
    let store = Store::open(&data.sqlite().display().to_string(), rand::random()).await.map_err(|e| e.to_string())?;
    let written = write(grow, &store, talk, size).await.map_err(|e| format!("messages can't be put there: {e}"));
    store.close().await;
    written
}

async fn write(grow: &Grow, store: &Store, talk: &Talk, size: i64) -> Result<(), Fault> {
    let mut db = store.read().await?;
    let heads = db.row("select message_no, log_no from conversations where id = $1", args![talk.id]).await?;
    let heads = heads.ok_or_else(|| Fault::Corrupt("the conversation is gone".to_owned()))?;
    drop(db);
    let (mut no, mut log_no): (i64, i64) = (heads.get("message_no")?, heads.get("log_no")?);
    // Ids begin with the time, as those of real messages do; each stretch after the one before.
    let began = i64::try_from(ids::now_ms()).unwrap_or(i64::MAX);
    let (mut now, body) = (began, body(60));
    while no < size && !grow.interrupt.is_here() {
        let mut rows: Vec<Vec<Value>> = Vec::new();
        for _ in 0..TOGETHER.min(size - no) {
            (no, log_no, now) = (no + 1, log_no + 1, now + 1);
            let author = talk.users[(no % 2) as usize];
            rows.push(row![talk.id, no, log_no, author, format!("{began:012x}.{no:012x}.{author:x}"), &body, now, None::<i64>]);
        }
        let mut tx = store.write().await?;
        tx.insert_many("messages", "conversation_id, no, log_no, author, client_id, body, sent_at, begins", &rows, "").await?;
        tx.run("update conversations set message_no = $2, log_no = $3, last_at = $4 where id = $1", args![talk.id, no, log_no, now])
            .await?;
        tx.commit().await?;
    }
    let mut tx = store.write().await?;
    for (user, read) in [(talk.users[0], no), (talk.users[1], no / 2)] {
        tx.run(
            "update conversation_members set read_no = $3, delivered_no = $3, told_read_no = $3 where conversation_id = $1 and user_id = $2",
            args![talk.id, user, read],
        )
        .await?;
    }
    tx.commit().await
}

async fn read_and_write(grow: &mut Grow, hub: &Running, talk: &Talk, x: f64) -> Result<(), String> {
    let times = grow.sizes.asked_for;
    let http = Http::new(&hub.url).map_err(|e| e.to_string())?;
    let (id, middle) = (talk.id, (x / 2.0) as i64);
    let [reader, behind] = &talk.members;
    let messages = format!("/api/v1/conversations/{id}/messages?limit=50");
    let latest = by_api(&http, reader, &messages, times).await?;
    let from_middle = by_api(&http, reader, &format!("{messages}&before={middle}"), times).await?;
    let list = by_api(&http, behind, "/api/v1/conversations", times).await?;
    let unread = unread(&http, behind).await?;
    // What was said in an earlier run is unread, too.
    if unread < middle - 1 {
        grow.board.broken.push(format!("of {} messages half are unread, the list says {unread}", number(x)));
    }
    let cookie = log_in(&http, reader).await?;
    let page = format!("/messages/{id}?before={middle}");
    let asked = [Asked::by(&cookie, &page)];
    ask(&http, &asked, WARM, 1).await?;
    let as_page = ask(&http, &asked, times, 1).await?;
    let tick = ticks(hub, reader, id, times).await?;
    let board = &mut grow.board;
    for (curve, took) in [(LATEST, &latest), (MIDDLE, &from_middle), (PAGE, &as_page), (LIST, &list), (TICK, &tick)] {
        board.latencies(curve, "", x, Some(took));
    }
    Ok(())
}

async fn log_in(http: &Http, member: &Member) -> Result<String, String> {
    http.log_in(&member.handle, PASSWORD).await.map_err(|e| format!("a reader can't log in: {e}"))
}

/// How long the API takes, one question after the other.
async fn by_api(http: &Http, member: &Member, path: &str, times: usize) -> Result<Latencies, String> {
    let mut took = Latencies::default();
    for nth in 0..WARM + times {
        let began = Instant::now();
        let reply = http.get(&member.token, path).await.map_err(|e| format!("{path}: {e}"))?;
        if !reply.is_fine() {
            return Err(format!("{path} was answered by {}: {}", reply.status, reply.words()));
        }
        if nth >= WARM {
            took.record(began.elapsed());
        }
    }
    Ok(took)
}

async fn unread(http: &Http, member: &Member) -> Result<i64, String> {
    let reply = http.get(&member.token, "/api/v1/conversations").await.map_err(|e| e.to_string())?;
    let unread = reply.body["items"][0]["unread"].as_i64();
    unread.ok_or_else(|| format!("the list of conversations says nothing of what is unread: {}", reply.body))
}

/// One message after the other, each to its tick.
async fn ticks(hub: &Running, member: &Member, conversation: ConversationId, times: usize) -> Result<Latencies, String> {
    let mut screen = Client::connect(&hub.url, &member.token, Encoding::MessagePack, None).await.map_err(|e| e.to_string())?;
    let mut took = Latencies::default();
    for nth in 0..WARM + times {
        let body = "and one more".to_owned();
        let send = messaging::Command::Send { conversation, body, reply_to: None, files: Vec::new() };
        let began = Instant::now();
        screen.act(Command::Messaging(send)).await.map_err(|no| format!("a message was refused: {} ({})", no.words, no.code))?;
        if nth >= WARM {
            took.record(began.elapsed());
        }
        // A person does not write without a breath, and a hub that is always at it commits in other batches.
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    screen.close().await;
    Ok(took)
}
