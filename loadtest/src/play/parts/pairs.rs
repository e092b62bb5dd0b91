//! Conversations of two, both sides talking: nothing acknowledged may be lost, come twice, or out of order.

use std::{sync::Arc, time::Duration};

use tokio::time::Instant;

use super::{Cast, all_leave};
use crate::{
    play::{
        course::Pause,
        script::Pacing,
        stage::{Findings, Stage},
    },
    scenarios::{
        Interrupt,
        pairs::{Pair, body, open_conversations, outcome},
        settle,
        speaker::{Beat, Log, Speaker, Tally},
    },
    seat::Seat,
};

pub struct Pairs {
    at: usize,
    pub seats: Vec<Option<Seat>>,
    pairs: Vec<Option<Pair>>,
    tally: Option<Arc<Tally>>,
}

impl Pairs {
    pub async fn prepare(cast: Cast<'_>, stage: &Stage) -> Result<Pairs, String> {
        let pairs = open_conversations(&stage.entrance, cast.members, &cast.seats).await?;
        Ok(Pairs { at: cast.at, seats: cast.seats, pairs, tally: None })
    }

    pub fn begin(&mut self, stage: &Stage, began: Instant) {
        let mut tally = Tally::new(began, Duration::ZERO, Duration::from_secs_f64(stage.course.long()));
        tally.recorder = Some(stage.recorder.clone());
        let tally = Arc::new(tally);
        let speakers = 2 * self.pairs.iter().flatten().count();
        let mut nth = 0;
        for (at, pair) in self.pairs.iter().enumerate() {
            let Some(pair) = pair else { continue };
            for side in 0..2 {
                let Some(seat) = &self.seats[2 * at + side] else { continue };
                let Some(beat) = beat(self.at, stage, began, [nth, speakers]) else { continue };
                seat.play(Speaker {
                    me: (2 * at + side) as u32,
                    conversation: pair.conversation,
                    beat,
                    body: body(stage.part(self.at).body),
                    tally: tally.clone(),
                    mine: pair.ledgers[side].clone(),
                    theirs: pair.ledgers[1 - side].clone(),
                    waits: pair.waits[side].clone(),
                    log: Log::default(),
                });
                nth += 1;
            }
        }
        self.tally = Some(tally);
    }

    pub async fn end(self, stage: &Stage, findings: &mut Findings) {
        let Some(tally) = self.tally else { return all_leave(self.seats.into_iter().flatten(), stage, findings).await };
        tally.hush();
        settle(stage.grace, &mut Interrupt::new().1, || tally.is_settled()).await;
        all_leave(self.seats.into_iter().flatten(), stage, findings).await;
        let (all, counts) = (outcome(&self.pairs), tally.counts().clone());
        findings.put("said", "messages said", counts.said);
        findings.put("acknowledged", "acknowledged", counts.acked);
        findings.put("delivered", "delivered to the other side", counts.delivered);
        stage.recorder.error("messages never answered", all.unanswered);
        findings.must_be_none("lost", "acknowledged, never delivered", all.lost);
        findings.must_be_none("doubled", "delivered or answered twice", counts.doubled);
        findings.must_be_none("ghosts", "refused, but delivered", all.ghosts);
        findings.must_be_none("out_of_order", "out of order on a screen", counts.out_of_order);
        if counts.said == 0 && !stage.interrupt.is_here() {
            findings.broken.push("not one message was said".to_owned());
        } else if counts.acked == 0 && counts.said > 0 {
            findings.broken.push("not one message was acknowledged".to_owned());
        }
    }
}

fn beat(at: usize, stage: &Stage, began: Instant, [nth, all]: [usize; 2]) -> Option<Beat> {
    let part = stage.part(at);
    match part.pacing {
        Pacing::Open { .. } => Some(Beat::Drum(Box::new(stage.drum(at, began, [nth, all])?))),
        Pacing::Closed { in_flight, think_time_s } => {
            let mean = Duration::from_secs_f64(think_time_s);
            let pause = Pause::new(&stage.course, began, mean, part.think, [nth, all], stage.rng(at, nth));
            Some(Beat::Pause { unanswered: in_flight, pause: Box::new(pause) })
        }
        Pacing::None => None,
    }
}
