//! What a run found, as one table.

use std::{sync::atomic::Ordering::Relaxed, time::Duration};

use super::{
    Asked,
    check::{self, Kind, Verdict},
    history::History,
    stage::Stage,
    strike::Struck,
};
use crate::{measure::Latencies, report::Report};

/// So many findings of a kind are shown.
const SHOWN: usize = 5;

pub fn fill(report: &mut Report, asked: &Asked, seed: u64, stage: &Stage, history: &History, verdict: &Verdict, struck: &Struck) {
    let tally = &stage.tally;
    report.put("seed", "seed", seed);
    let stands = if asked.sqlite { "1 hub on SQLite".to_owned() } else { format!("{} hubs on PostgreSQL and Redis", asked.hubs) };
    report.put("hubs", "servers", stands);
    report.put("screens", "screens", format!("{} of {} members", history.screens.len(), asked.members));
    if !asked.sabotage.is_empty() {
        report.put("sabotage", "clients broken on purpose", format!("{:?}", asked.sabotage));
    }
    report.put("faults", "faults", struck.count());
    for ((hand, word), (times, longest)) in &struck.0 {
        let label = format!("  {}: {word}", hand.words());
        report.put(&format!("faults.{hand:?}.{word}"), &label, format!("{times:>4}   undone within {:.1} s", longest.as_secs_f64()));
    }
    let stored: usize = history.logs.values().map(|log| log.rows.len()).sum();
    report.put("stored", "messages stored", stored);
    report.put("acknowledged", "messages acknowledged", tally.acked());
    report.put("acknowledged_per_second", "  a second, faults and all", tally.acked() as f64 / (f64::from(history.healed) / 1_000.0));
    report.put("claimed", "places taken, and acknowledged so", tally.claimed.load(Relaxed));
    let ended = history.claims.stored.values().filter(|held| held.ended_at.is_some()).count();
    report.put("claims", "  claims stored, and ended", format!("{}, {ended}", history.claims.stored.len()));
    report.put("shown", "rows shown on screens", tally.shown.load(Relaxed));
    report.put("came_back", "sockets that came back", tally.came_back.load(Relaxed));
    report.put("reloads", "  told to load anew", tally.reloads.load(Relaxed));
    {
        let waits = tally.waits();
        report.put_latencies("tick", "from a message to its tick", &waits.tick);
        report.put_latencies("row", "from a message to its row elsewhere", &waits.row);
        report.put_latencies("away", "without a line", &waits.away);
        report.put("refusals", "refused for the moment", words_of(waits.refusals.iter()));
        report.put("ends", "why lines ended", words_of(waits.ends.iter()));
    }
    let mut caught_up = Latencies::default();
    verdict.caught_up.iter().for_each(|late| caught_up.record(Duration::from_millis(u64::from(*late))));
    report.put_latencies("caught_up", "at the head after the last fault", &caught_up);
    for kind in Kind::ALL {
        report.must_be_none(kind.words(), kind.words(), verdict.count(kind) as u64);
    }
    report.broken.extend(check::some(&verdict.findings, SHOWN));
}

/// The most frequent first.
fn words_of<'a>(counts: impl Iterator<Item = (&'a String, &'a u64)>) -> String {
    let mut counts: Vec<(&String, &u64)> = counts.collect();
    counts.sort_by(|a, b| b.1.cmp(a.1));
    let words: Vec<String> = counts.into_iter().map(|(what, times)| format!("{what} {times}")).collect();
    if words.is_empty() { "none".to_owned() } else { words.join(", ") }
}
