//! What the server's processes and the harness itself use, second by second, and whether the harness is the bottleneck.

use std::{
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use serde::{Deserialize, Serialize};
use tokio::time::Instant;

use crate::measure::{self, Latencies};

/// So often the harness looks whether it is woken in time.
const EVERY: Duration = Duration::from_millis(10);

/// One second of the processes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Used {
    /// Cores.
    pub cpu: f64,
    pub memory_mib: f64,
    pub switches: f64,
    /// Cores of a database that is counted apart.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub database_cpu: Option<f64>,
}

/// One second of the harness.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Own {
    pub cpu: f64,
    /// How late it was woken, at 99 of 100.
    pub lag_p99_ms: f64,
}

/// Totals so far.
#[derive(Clone, Copy, Debug)]
pub struct Totals {
    pub at: Instant,
    pub cpu: f64,
    pub switches: u64,
    pub database_cpu: Option<f64>,
    own_cpu: f64,
    pub memory: u64,
}

pub struct Gauge {
    pids: Vec<u32>,
    database: Option<u32>,
    last: Totals,
    lag: Arc<Mutex<[Latencies; 2]>>,
}

impl Gauge {
    /// An error names the process that is not there. The task that watches the lag ends with this.
    pub fn new(pids: Vec<u32>, database: Option<u32>) -> Result<Gauge, String> {
        let lag: Arc<Mutex<[Latencies; 2]>> = Arc::default();
        let watched = Arc::downgrade(&lag);
        tokio::spawn(async move {
            let mut due = Instant::now();
            loop {
                due += EVERY;
                tokio::time::sleep_until(due).await;
                let Some(lag) = watched.upgrade() else { return };
                let mut lag = lag.lock().unwrap_or_else(PoisonError::into_inner);
                // Whoever sleeps through several moments was late at each of them.
                loop {
                    let late = due.elapsed();
                    lag.iter_mut().for_each(|lag| lag.record(late));
                    if late < EVERY {
                        break;
                    }
                    due += EVERY;
                }
            }
        });
        let last = totals(&pids, database)?;
        Ok(Gauge { pids, database, last, lag })
    }

    pub fn totals(&self) -> Result<Totals, String> {
        totals(&self.pids, self.database)
    }

    pub fn watches(&self) -> bool {
        !self.pids.is_empty()
    }

    /// What was used since this was asked last. `None` for processes that are not watched, or gone.
    pub fn second(&mut self) -> (Option<Used>, Own) {
        let lag_p99_ms = {
            let mut lag = self.lag.lock().unwrap_or_else(PoisonError::into_inner);
            let p99 = lag[0].quantile(0.99);
            lag[0].clear();
            p99
        };
        let own = |cpu| Own { cpu, lag_p99_ms };
        let Ok(now) = self.totals() else {
            let at = Instant::now();
            let (cpu, wall) = (measure::own_cpu_seconds(), (at - self.last.at).as_secs_f64().max(1e-3));
            let share = (cpu - self.last.own_cpu) / wall;
            self.last = Totals { at, own_cpu: cpu, ..self.last };
            return (None, own(share));
        };
        let wall = (now.at - self.last.at).as_secs_f64().max(1e-3);
        let used = Used {
            cpu: (now.cpu - self.last.cpu) / wall,
            memory_mib: now.memory as f64 / f64::from(1 << 20),
            switches: now.switches.saturating_sub(self.last.switches) as f64 / wall,
            database_cpu: now.database_cpu.zip(self.last.database_cpu).map(|(now, before)| (now - before) / wall),
        };
        let own = own((now.own_cpu - self.last.own_cpu) / wall);
        self.last = now;
        (self.watches().then_some(used), own)
    }

    /// From here on it counts: what opening the sockets took is over.
    pub fn begin(&self) {
        self.lag.lock().unwrap_or_else(PoisonError::into_inner)[1].clear();
    }

    /// The lag since then.
    pub fn lag(&self) -> Latencies {
        self.lag.lock().unwrap_or_else(PoisonError::into_inner)[1].clone()
    }
}

fn totals(pids: &[u32], database: Option<u32>) -> Result<Totals, String> {
    let used = measure::usage(pids)?;
    Ok(Totals {
        at: Instant::now(),
        cpu: used.cpu_seconds,
        switches: measure::switches(pids),
        database_cpu: database.map(measure::tree_cpu_seconds).transpose()?,
        own_cpu: measure::own_cpu_seconds(),
        memory: used.resident_bytes,
    })
}

/// Said of a harness that has hardly a core to spare.
pub fn bottleneck(own_cores: f64, threads: usize) -> Option<String> {
    let words = format!("the harness itself used {own_cores:.2} of its {threads} core(s): it may be the bottleneck (--threads)");
    (own_cores > 0.8 * threads as f64).then_some(words)
}

/// Why the numbers may be the harness's own.
pub fn doubts(own_cores: f64, threads: usize, lag: &Latencies) -> Vec<String> {
    let mut doubts: Vec<String> = bottleneck(own_cores, threads).into_iter().collect();
    if let Some(lag) = lag.summary().filter(|lag| lag.p99_ms > 10.0) {
        doubts
            .push(format!("the harness itself was woken late, p99 {:.0} ms: the machine is busy, and latencies hold that too", lag.p99_ms));
    }
    doubts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_second_shows_what_was_used_in_it_and_a_missing_process_is_named() {
        let mut gauge = Gauge::new(vec![std::process::id()], Some(std::process::id())).unwrap();
        // The watcher sleeps for the first time.
        tokio::time::sleep(Duration::from_millis(5)).await;
        // A tenth of a second of its own, however busy the machine is.
        let until = measure::own_cpu_seconds() + 0.1;
        while measure::own_cpu_seconds() < until {
            std::hint::spin_loop();
        }
        tokio::time::sleep(Duration::from_millis(30)).await;
        let (used, own) = gauge.second();
        let used = used.unwrap();
        assert!(used.cpu > 0.0 && used.memory_mib > 1.0 && used.database_cpu.is_some(), "{used:?}");
        // It spun where the watcher should have been woken.
        assert!(own.lag_p99_ms > 50.0, "{own:?}");
        assert_eq!(gauge.second().1.lag_p99_ms, 0.0);
        assert!(Gauge::new(vec![u32::MAX], None).err().unwrap().contains("4294967295"));
    }

    #[test]
    fn the_harness_says_when_it_is_the_bottleneck() {
        let mut lag = Latencies::default();
        assert_eq!(doubts(0.5, 1, &lag), Vec::<String>::new());
        (0..100).for_each(|_| lag.record(Duration::from_millis(25)));
        let said = doubts(0.95, 1, &lag);
        assert!(said[0].contains("0.95 of its 1") && said[1].contains("p99 25 ms"), "{said:?}");
    }
}
