//! A process that can be begun, ended in every way there is, and begun again as it was.

use std::time::{Duration, Instant};

use rustix::process::Signal;

use super::guard::{self, Guarded, LEAVING, Launch};
use crate::measure;

/// A killed process is gone in a moment, however much memory it has to give back.
const DYING: Duration = Duration::from_secs(10);

/// Dropped, it leaves in order.
pub struct Process {
    launch: Launch,
    running: Option<Guarded>,
}

impl Process {
    pub fn start(launch: Launch) -> Result<Process, String> {
        let running = Some(Guarded::start(&launch)?);
        Ok(Process { launch, running })
    }

    /// Begins again what has ended: the same program, the same port, the same directory.
    pub fn begin(&mut self) -> Result<(), String> {
        if self.running.is_none() {
            self.running = Some(Guarded::start(&self.launch)?);
        }
        Ok(())
    }

    /// 0 while it has ended.
    pub fn pid(&self) -> u32 {
        self.running.as_ref().map_or(0, Guarded::pid)
    }

    pub fn is_alive(&self) -> bool {
        self.running.as_ref().is_some_and(Guarded::is_alive)
    }

    /// Tells it to leave, and waits until it has; how long that took. Who does not leave in time is killed, which is an error.
    pub async fn leave(&mut self) -> Result<Duration, String> {
        let began = Instant::now();
        let Some(mut running) = self.running.take() else { return Ok(Duration::ZERO) };
        running.signal(Signal::CONT);
        running.tell_to_leave();
        while !running.has_left() {
            if began.elapsed() > LEAVING {
                running.make_it_leave();
                return Err(format!("{} did not leave within {LEAVING:?}", self.launch.program.display()));
            }
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
        Ok(began.elapsed())
    }

    /// `kill -9`, it and all it has forked. Comes back when they are gone.
    pub async fn kill(&mut self) {
        let Some(running) = self.running.take() else { return };
        let began = Instant::now();
        let mut all = running.signal(Signal::KILL);
        while all.iter().any(|pid| measure::is_running(*pid)) && began.elapsed() < DYING {
            tokio::time::sleep(Duration::from_millis(5)).await;
            // It may have forked once more in between.
            all.extend(running.signal(Signal::KILL));
        }
    }

    /// Stops it and all it has forked, in the middle of whatever they do.
    pub fn pause(&self) {
        if let Some(running) = &self.running {
            running.signal(Signal::STOP);
        }
    }

    pub fn go_on(&self) {
        if let Some(running) = &self.running {
            running.signal(Signal::CONT);
        }
    }

    /// The end of what it said.
    pub fn last_words(&self) -> String {
        guard::last_words(&self.launch.log)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sleeper(dir: &std::path::Path) -> Process {
        let args = vec!["-c".into(), "echo up; exec sleep 1000".into()];
        let launch = Launch { program: "sh".into(), args, env: Vec::new(), before: "", signal: "TERM", log: dir.join("log") };
        Process::start(launch).unwrap()
    }

    #[tokio::test]
    async fn what_was_killed_or_has_left_can_be_begun_again() {
        let dir = tempfile::tempdir().unwrap();
        let mut process = sleeper(dir.path());
        let first = process.pid();
        process.kill().await;
        assert!(!process.is_alive() && !measure::is_running(first));
        process.begin().unwrap();
        assert!(process.is_alive() && process.pid() != first);
        process.leave().await.unwrap();
        assert!(!process.is_alive());
        process.begin().unwrap();
        assert!(process.is_alive());
    }

    #[tokio::test]
    async fn what_is_paused_is_alive_and_can_leave() {
        let dir = tempfile::tempdir().unwrap();
        let mut process = sleeper(dir.path());
        while process.last_words() != "up" {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
        process.pause();
        assert!(process.is_alive());
        assert!(process.leave().await.unwrap() < LEAVING / 2);
    }
}
