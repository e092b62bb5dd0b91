//! Everybody is dropped at once and comes back at once, without any jitter: a switch that failed, a hub that restarted.
//! Each comes in by its token, says which number it showed last, and is back when it has been shown what it missed: here
//! the last event of its inbox, so that everybody has something to be replayed.

use std::{
    sync::{
        Arc,
        atomic::{AtomicI64, Ordering},
    },
    time::Duration,
};

use futures_util::{StreamExt, stream};
use hub::wire::{ClientFrame, ServerFrame};
use tokio::time::Instant;

use super::{Interrupt, Meter, come_in, enough, pairs};
use crate::{
    line::Wire,
    measure::Latencies,
    members::Member,
    plan::Plan,
    report::Report,
    seat::{Player, Seat, open_again},
    socket::{ConnectError, Resume},
};

/// After so long nobody is waited for any more.
const PATIENCE: Duration = Duration::from_secs(60);

/// Remembers the newest number a screen has shown.
struct Shown(Arc<AtomicI64>);

impl Player for Shown {
    fn heard(&mut self, frame: ServerFrame, _: Instant, _: &mut Vec<ClientFrame>) {
        if let ServerFrame::Event { no: Some(no), .. } = frame {
            self.0.fetch_max(no, Ordering::Relaxed);
        }
    }
}

pub async fn run(plan: &Plan, members: &[Member], mut interrupt: Interrupt, report: &mut Report) -> Result<(), String> {
    let members = enough(plan, members)?;
    let filled = come_in(plan, members, 0, &mut interrupt, report).await?;
    let seats = filled.seats;
    let shown: Vec<Arc<AtomicI64>> = seats.iter().map(|_| Arc::default()).collect();
    for (seat, shown) in seats.iter().zip(&shown) {
        if let Some(seat) = seat {
            seat.play(Shown(shown.clone()));
        }
    }
    // Something happens to everybody.
    pairs::open_conversations(&plan.entrance, members, &seats).await?;
    interrupt.sleep_until(Instant::now() + plan.warm_up).await;
    let resumes: Vec<Option<Resume>> = seats.iter().zip(&shown).map(|(seat, shown)| Some(one_behind(seat.as_ref()?, shown))).collect();
    report.put("sockets", "sockets dropped at once", resumes.iter().flatten().count());

    let meter = Meter::begin(plan)?;
    let dropped = Instant::now();
    for seat in seats.into_iter().flatten() {
        seat.break_off();
    }
    let were_here = members.iter().zip(&resumes).enumerate().filter_map(|(at, (member, resume))| Some((at, member, (*resume)?)));
    let mut coming = stream::iter(were_here)
        .map(|(at, member, resume)| async move { back(plan, member, at, resume).await.map(|socket| (socket, dropped.elapsed())) })
        .buffer_unordered(plan.users);
    let (mut latencies, mut sockets, mut failed) = (Latencies::default(), Vec::with_capacity(plan.users), Vec::new());
    while let Some(came) = coming.next().await {
        match came {
            Ok((socket, after)) => {
                latencies.record(after);
                sockets.push(socket);
            }
            Err(error) => failed.push(error.to_string()),
        }
    }
    let took = dropped.elapsed();
    drop(coming);
    meter.end(plan, report)?;
    // How long the others took would be said of all.
    if failed.is_empty() {
        report.put("seconds_until_all_back", "seconds until all were back and up to date", took.as_secs_f64());
    }
    report.put("back_per_second", "back and up to date a second", sockets.len() as f64 / took.as_secs_f64());
    report.put_latencies("back", "from the drop until back and up to date", &latencies);
    if let Some(first) = failed.first() {
        report.broken.push(format!("{} did not come back; the first: {first}", failed.len()));
    }
    Ok(())
}

/// Where a screen stood one event ago.
fn one_behind(seat: &Seat, shown: &AtomicI64) -> Resume {
    let welcome = seat.welcome();
    Resume { epoch: welcome.epoch, inbox: (shown.load(Ordering::Relaxed).max(welcome.inbox) - 1).max(0) }
}

/// In again, and shown all that was missed.
async fn back(plan: &Plan, member: &Member, at: usize, resume: Resume) -> Result<Wire, ConnectError> {
    let up_to_date = async {
        let mut wire = open_again(&plan.entrance, member, at, resume).await?;
        let head = wire.welcome().inbox;
        let (mut known, mut frames) = (resume.inbox, Vec::new());
        while known < head {
            let bytes = wire.next_bytes().await.map_err(ConnectError::Closed)?;
            wire.read(&bytes, &mut frames);
            for frame in frames.drain(..) {
                match frame {
                    ServerFrame::Event { no: Some(no), .. } => known = no,
                    ServerFrame::Reload { .. } => return Err(ConnectError::NoWelcome("a reload, where one event was missed".to_owned())),
                    _ => {}
                }
            }
        }
        Ok(wire)
    };
    tokio::time::timeout(PATIENCE, up_to_date).await.unwrap_or(Err(ConnectError::TooLate(PATIENCE)))
}
