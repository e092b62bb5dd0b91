//! General on all screens of the part, and a few who talk in it: every screen must hear everything once and in order.

use std::{
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering::Relaxed},
    },
    time::Duration,
};

use hub::{Answer, kernel::refusal::RefusalKind};
use tokio::{task::JoinSet, time::Instant};

use super::{Cast, all_leave};
use crate::{
    play::{
        measures,
        script::{Deed, Pacing},
        stage::{Findings, Stage},
    },
    scenarios::{
        Interrupt,
        room::{Hall, open_everywhere, say},
        settle,
    },
    seat::Seat,
};

/// So often deliveries are put down: one by one they would cost more than they tell.
const EVERY: Duration = Duration::from_millis(100);

/// A message that is not on every screen by then is missing there.
const PATIENCE: Duration = Duration::from_secs(30);

pub struct Rooms {
    at: usize,
    seats: Arc<Vec<Seat>>,
    hall: Arc<Hall>,
    tasks: JoinSet<()>,
    /// Messages that were meant to be said and are not on every screen yet.
    open: Arc<AtomicU64>,
}

impl Rooms {
    pub async fn prepare(cast: Cast<'_>, stage: &Stage) -> Result<Rooms, String> {
        let seats: Vec<Seat> = cast.seats.into_iter().flatten().collect();
        let hall = Arc::new(Hall::new(&stage.entrance, seats.len()));
        open_everywhere(cast.part.body, &hall, &seats, &mut stage.interrupt.clone()).await?;
        Ok(Rooms { at: cast.at, seats: Arc::new(seats), hall, tasks: JoinSet::new(), open: Arc::default() })
    }

    pub fn begin(&mut self, stage: &Stage, began: Instant) {
        let (hall, recorder, ends) = (self.hall.clone(), stage.recorder.clone(), stage.ends(began));
        self.tasks.spawn(async move {
            let mut told = hall.deliveries();
            while Instant::now() < ends {
                tokio::time::sleep(EVERY).await;
                let now = hall.deliveries();
                recorder.done(Deed::Rooms.unit(), now - told);
                told = now;
            }
        });
        match stage.part(self.at).pacing {
            Pacing::Open { .. } => {
                let speakers = stage.part(self.at).speakers.max(1);
                for nth in 0..speakers {
                    let Some(mut drum) = stage.drum(self.at, began, [nth, speakers]) else { continue };
                    let (stage, hall, seats, body) = (stage.clone(), self.hall.clone(), self.seats.clone(), stage.part(self.at).body);
                    let open = self.open.clone();
                    self.tasks.spawn(async move {
                        let mut saying = JoinSet::new();
                        while let Some(intended) = drum.next() {
                            tokio::time::sleep_until(intended).await;
                            let (stage, hall, seats) = (stage.clone(), hall.clone(), seats.clone());
                            let open = open.clone();
                            open.fetch_add(1, Relaxed);
                            saying.spawn(async move {
                                says(&stage, &hall, &seats[nth % seats.len()], body, intended).await;
                                open.fetch_sub(1, Relaxed);
                            });
                            drum.advance();
                            while saying.try_join_next().is_some() {}
                        }
                        saying.join_all().await;
                    });
                }
            }
            Pacing::Closed { in_flight, .. } => {
                for nth in 0..in_flight {
                    let (stage, hall, seats, body) = (stage.clone(), self.hall.clone(), self.seats.clone(), stage.part(self.at).body);
                    let open = self.open.clone();
                    self.tasks.spawn(async move {
                        tokio::time::sleep_until(began).await;
                        let seat = &seats[nth % seats.len()];
                        // Whose socket was ended has nothing more to say.
                        while Instant::now() < ends && seat.is_open() {
                            open.fetch_add(1, Relaxed);
                            says(&stage, &hall, seat, body, Instant::now()).await;
                            open.fetch_sub(1, Relaxed);
                        }
                    });
                }
            }
            Pacing::None => {}
        }
    }

    pub async fn end(mut self, stage: &Stage, findings: &mut Findings) {
        let (hall, within) = (self.hall.clone(), stage.grace);
        let _ = tokio::time::timeout(within, async { while self.tasks.join_next().await.is_some() {} }).await;
        self.tasks.abort_all();
        if !stage.interrupt.is_here() {
            stage.recorder.error("room messages without an answer, or not on every screen in time", self.open.load(Relaxed));
        }
        settle(within, &mut Interrupt::new().1, || hall.kept().lost == 0).await;
        let kept = self.hall.kept();
        findings.put("deliveries", "deliveries in the room", self.hall.deliveries());
        findings.must_be_none("room_lost", "deliveries in the room that never came", kept.lost);
        findings.must_be_none("room_doubled", "deliveries in the room that came twice", kept.doubled);
        findings.must_be_none("room_out_of_order", "deliveries in the room out of order", kept.out_of_order);
        while self.tasks.join_next().await.is_some() {}
        // Nobody else has it any more.
        let seats = Arc::try_unwrap(self.seats).unwrap_or_default();
        all_leave(seats, stage, findings).await;
    }
}

/// One message, until everybody has it. A room that is too busy is asked again.
async fn says(stage: &Stage, hall: &Hall, seat: &Seat, body: usize, intended: Instant) {
    loop {
        match seat.act(say(body)).await {
            Ok(Answer::Message { no, .. }) => {
                stage.recorder.took(measures::ROOM_ACK, intended, intended.elapsed());
                hall.expects(no);
                match tokio::time::timeout(PATIENCE, hall.everybody_has(no)).await {
                    Ok(at) => stage.recorder.took(measures::ROOM_EVERYBODY, intended, at.saturating_duration_since(intended)),
                    Err(_) => stage.recorder.error(format!("room messages not on every screen within {} s", PATIENCE.as_secs()), 1),
                }
                return;
            }
            Ok(other) => return stage.recorder.error(format!("a message in the room was answered by {other:?}"), 1),
            Err(no) if matches!(no.kind, RefusalKind::Busy | RefusalKind::TooFast) && !no.code.starts_with("client.") => {
                stage.recorder.busy();
                let pause = u64::try_from(no.retry_after_ms.unwrap_or(100)).unwrap_or(100).max(1);
                tokio::time::sleep(Duration::from_millis(pause)).await;
            }
            Err(no) => return stage.recorder.error(format!("refused in the room: {}", no.code), 1),
        }
    }
}
