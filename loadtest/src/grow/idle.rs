//! Members who are online and silent: what a socket costs a hub in memory and in files, what so many cost in CPU with nothing but
//! pings, how fast they come in. On one hub as many as fit into its files, then on three that share PostgreSQL and Redis. Other
//! processes hold the other ends (`hold`): this program may open no more files than a hub.

use std::{path::Path, time::Duration};

use futures_util::future::try_join_all;
use tokio::time::Instant;

use super::{
    Grow,
    board::Curve,
    hold::{Holder, Said},
    million::Each,
};
use crate::{
    bench::table::number,
    fleet::{Data, Postgres, Redis, Running},
    measure,
};

const ONLINE: &str = "members online";
const MEMORY: Curve = Curve {
    key: "idle.memory",
    title: "What a silent member costs a hub in memory",
    x: ONLINE,
    y: "resident memory a socket",
    unit: "KiB",
};
const WHOLE: Curve = Curve {
    key: "idle.whole_memory",
    title: "Memory of the hubs with so many online",
    x: ONLINE,
    y: "resident memory, all hubs",
    unit: "MiB",
};
const CPU: Curve =
    Curve { key: "idle.cpu", title: "CPU of the hubs at rest", x: ONLINE, y: "per 10,000 online, pings alone", unit: "cores" };
const ACCEPTED: Curve =
    Curve { key: "idle.accepted", title: "How fast members come in", x: ONLINE, y: "sockets accepted", unit: "a second" };

/// So many of each process come in before it is taken how fast they do, and how many files they are.
const FIRST: usize = 100;
/// So many hubs hold what one can't.
const HUBS: usize = 3;

pub async fn measure(grow: &mut Grow) -> Result<(), String> {
    let files = measure::raise_open_files();
    let a_hub = usize::try_from(measure::sockets_within(files, measure::FILES_A_SOCKET as f64)).unwrap_or(usize::MAX);
    let sizes = grow.fitting(grow.sizes.online, a_hub, &format!("{files} open files of one hub"));
    let most = sizes.last().copied().unwrap_or(0);
    let data = Data::in_directory(grow.dir("idle"));
    data.mint(&grow.collective, most)?;
    for size in sizes {
        for run in 1..=grow.asked.runs {
            grow.step(&format!("idle, run {run}: {} on one hub", number(size as f64)))?;
            // A fresh process each time: what one has once taken from the system it keeps.
            let hub = Running::hub(&grow.collective, &data).await?;
            silence(grow, &[hub], &data.tokens(), size).await?;
        }
    }
    let Some(size) = grow
        .fitting(&[grow.sizes.online_on_three], HUBS.saturating_mul(a_hub), &format!("{files} open files of each of {HUBS} hubs"))
        .pop()
    else {
        return Ok(());
    };
    let dir = grow.dir("idle-three");
    std::fs::create_dir_all(&dir).map_err(|e| format!("{} can't be made: {e}", dir.display()))?;
    let (postgres, redis) = (Postgres::start(&grow.dir("idle-postgres"), &["hub"]).await?, Redis::start(&dir.join("redis")).await?);
    let data = |n: usize| Data {
        dir: dir.join(format!("hub{n}")),
        database_url: Some(postgres.url("hub")),
        redis_url: Some(redis.url()),
        ..Data::default()
    };
    data(1).mint(&grow.collective, size)?;
    for run in 1..=grow.asked.runs {
        grow.step(&format!("idle, run {run}: {} on {HUBS} hubs", number(size as f64)))?;
        let mut hubs = Vec::new();
        for n in 1..=HUBS {
            hubs.push(Running::hub(&grow.collective, &data(n)).await?);
        }
        silence(grow, &hubs, &data(1).tokens(), size).await?;
    }
    Ok(())
}

/// How many members each of `hubs` gets, and in how many processes of at most `most` each: `(hub, first member, how many)`.
fn shares(members: usize, hubs: usize, most: usize) -> Vec<(usize, usize, usize)> {
    let (most, hubs) = (most.max(1), hubs.max(1));
    let mut shares = Vec::new();
    for hub in 0..hubs {
        let (mut first, until) = (members * hub / hubs, members * (hub + 1) / hubs);
        let processes = (until - first).div_ceil(most);
        for nth in 0..processes {
            let count = (until - first).div_ceil(processes - nth);
            shares.push((hub, first, count));
            first += count;
        }
    }
    shares
}

async fn silence(grow: &mut Grow, hubs: &[Running], tokens: &Path, members: usize) -> Result<(), String> {
    let pids: Vec<u32> = hubs.iter().map(Running::pid).collect();
    let most = usize::try_from(measure::sockets_within(measure::raise_open_files(), 1.0)).unwrap_or(usize::MAX);
    let shares = shares(members, hubs.len(), most);
    let mut holders = Vec::new();
    for (hub, first, _) in &shares {
        holders.push(Holder::start(&grow.loadtest, &hubs[*hub].url, tokens, *first)?);
    }
    let few: Vec<usize> = shares.iter().map(|(.., count)| FIRST.min(count / 10)).collect();
    let rest: Vec<usize> = shares.iter().zip(&few).map(|((.., count), few)| count - few).collect();
    let mut interrupt = grow.interrupt.clone();
    let quiet = grow.sizes.quiet;
    let found = tokio::select! {
        found = stay(&mut holders, &few, &rest, &pids, quiet) => found?,
        () = interrupt.here() => return Err("interrupted".to_owned()),
    };
    futures_util::future::join_all(holders.into_iter().map(Holder::leave)).await;

    grow.board.broken.extend(found.failed.iter().map(|failed| format!("idle, {} online: {failed}", number(members as f64))));
    let (x, line) = (members as f64, "hubs");
    if hubs.len() > 1 {
        grow.board.name_size(x, &format!("{} on {} hubs", number(x), hubs.len()));
    }
    let board = &mut grow.board;
    board.sample(MEMORY, line, x, Some(found.each.kib_a_socket));
    board.sample(WHOLE, line, x, Some(found.whole_mib));
    board.sample(CPU, line, x, Some(found.each.cores_per_10k));
    board.sample(ACCEPTED, line, x, Some(found.accepted));
    // The largest crowd says most of an even larger one; of equals the last.
    if board.each.is_none_or(|(most, _)| most <= members) {
        board.each = Some((members, found.each));
    }
    Ok(())
}

struct Found {
    each: Each,
    whole_mib: f64,
    accepted: f64,
    failed: Vec<String>,
}

/// All come in, some of them first, and say nothing for so long.
async fn stay(holders: &mut [Holder], few: &[usize], rest: &[usize], pids: &[u32], quiet: Duration) -> Result<Found, String> {
    let all_open = |files: &[u32]| files.iter().map(|pid| measure::open_files(*pid)).sum::<Result<u64, String>>();
    measure::stands_still(pids).await?;
    let empty = measure::usage(pids)?;
    let mut said: Vec<Said> = try_join_all(holders.iter_mut().zip(few).map(|(holder, few)| holder.open(*few))).await?;
    let files_before = all_open(pids)?;
    let began = Instant::now();
    said.extend(try_join_all(holders.iter_mut().zip(rest).map(|(holder, rest)| holder.open(*rest))).await?);
    let took = began.elapsed().as_secs_f64();
    let (coming, files_after) = (rest.iter().sum::<usize>() as f64, all_open(pids)?);
    let came = said[said.len() - rest.len()..].iter().map(|said| said.open).sum::<usize>();

    // What coming in has left to be done is not what rest costs.
    tokio::time::sleep(quiet / 10).await;
    let (settled, began) = (measure::usage(pids)?, Instant::now());
    tokio::time::sleep(quiet).await;
    let (after, rested) = (measure::usage(pids)?, began.elapsed().as_secs_f64());
    let stayed = try_join_all(holders.iter_mut().map(Holder::count)).await?.iter().map(|said| said.open).sum::<usize>();
    let mut failed: Vec<String> = said.into_iter().filter_map(|said| said.failed).collect();
    if stayed < came {
        failed.push(format!("{} of {came} sockets were closed while nobody said anything", came - stayed));
    }
    // Of all of them: what is left over from coming in is part of what they cost, and those who come later use it, too.
    let bytes = after.resident_bytes as f64 - empty.resident_bytes as f64;
    let mib = |bytes: u64| bytes as f64 / f64::from(1 << 20);
    let each = Each {
        kib_a_socket: bytes / came.max(1) as f64 / 1_024.0,
        cores_per_10k: (after.cpu_seconds - settled.cpu_seconds) / rested / came.max(1) as f64 * 1e4,
        files_a_socket: (files_after as f64 - files_before as f64) / coming,
        hub_mib: mib(empty.resident_bytes) / pids.len() as f64,
    };
    Ok(Found { each, whole_mib: mib(after.resident_bytes), accepted: coming / took, failed })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_member_is_held_once_and_no_process_holds_more_than_it_may() {
        assert_eq!(shares(18_000, 1, 19_800), [(0, 0, 18_000)]);
        assert_eq!(shares(50_000, 3, 19_800), [(0, 0, 16_666), (1, 16_666, 16_667), (2, 33_333, 16_667)]);
        assert_eq!(shares(10, 2, 2), [(0, 0, 2), (0, 2, 2), (0, 4, 1), (1, 5, 2), (1, 7, 2), (1, 9, 1)]);
        for (members, hubs, most) in [(1, 3, 100), (0, 1, 1), (99_999, 3, 7_000)] {
            let shares = shares(members, hubs, most);
            let mut next = 0;
            for (_, first, count) in shares {
                assert!(first == next && (1..=most).contains(&count), "{members} {hubs} {most}");
                next = first + count;
            }
            assert_eq!(next, members);
        }
    }
}
