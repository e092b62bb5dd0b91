//! A process of our own, that ends with this program: by the end of a run, by Ctrl-C, by a panic, by `kill -9`.
//!
//! It runs under a shell that waits on a pipe from here. Whatever ends this program closes the pipe, and the shell ends the
//! process, a paused one too. The shell is a process group of its own, so that Ctrl-C in a terminal reaches this program
//! alone, which then leaves in order.

use std::{
    ffi::OsString,
    fs::File,
    io::{BufRead, BufReader},
    os::unix::process::CommandExt,
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    time::{Duration, Instant},
};

use rustix::process::{Pid, Signal, kill_process, kill_process_group};

use crate::measure;

/// Longer than a hub takes to finish what it has accepted.
pub(super) const LEAVING: Duration = Duration::from_secs(15);

/// What is to be started, and how it is told to leave.
#[derive(Clone, Debug)]
pub struct Launch {
    pub program: PathBuf,
    pub args: Vec<OsString>,
    pub env: Vec<(String, String)>,
    /// Shell lines before it; a variable `as` stands before the program (to run as another user).
    pub before: &'static str,
    /// The signal, without SIG.
    pub signal: &'static str,
    /// Where what it says goes, behind what is there.
    pub log: PathBuf,
}

/// A running process. Dropped, it is told to leave and waited for.
pub struct Guarded {
    shell: Child,
    pid: u32,
    log: PathBuf,
}

impl Guarded {
    pub fn start(launch: &Launch) -> Result<Guarded, String> {
        let shown = launch.program.display();
        let failed = |e: std::io::Error| format!("{shown} can't be started: {e}");
        let script = format!(
            "set -e\n{}\n$as \"$@\" </dev/null >&2 &\np=$!\necho $p\nset +e\ncat >/dev/null\n\
             kill -CONT $p $(cat /proc/$p/task/*/children 2>/dev/null) 2>/dev/null\nkill -{} $p 2>/dev/null\nwait $p",
            launch.before, launch.signal
        );
        let log = File::options().create(true).append(true).open(&launch.log);
        let log = log.map_err(|e| format!("{} can't be written: {e}", launch.log.display()))?;
        let mut command = Command::new("sh");
        command.arg("-c").arg(script).arg("guard").arg(&launch.program).args(&launch.args);
        // What the operator has set for a hub of their own is not meant for ours.
        for (name, _) in std::env::vars_os().filter(|(name, _)| name.to_string_lossy().starts_with("COLLECTIVE_")) {
            command.env_remove(name);
        }
        command.envs(launch.env.iter().map(|(name, value)| (name, value)));
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(log).process_group(0);
        let mut shell = command.spawn().map_err(failed)?;
        let mut line = String::new();
        if let Some(said) = shell.stdout.take() {
            BufReader::new(said).read_line(&mut line).map_err(failed)?;
        }
        let mut started = Guarded { shell, pid: 0, log: launch.log.clone() };
        started.pid = line.trim().parse().map_err(|_| format!("{shown} can't be started: {}", started.last_words()))?;
        Ok(started)
    }

    pub fn pid(&self) -> u32 {
        self.pid
    }

    /// Whether it still runs.
    pub fn is_alive(&self) -> bool {
        measure::is_running(self.pid)
    }

    /// Sends a signal to it and to all it has forked; whom it reached. It first, so that it can't answer to what befalls them.
    pub fn signal(&self, signal: Signal) -> Vec<u32> {
        let all = measure::tree(self.pid).unwrap_or_default();
        for pid in all.iter().filter_map(|pid| Pid::from_raw(*pid as i32)) {
            let _ = kill_process(pid, signal);
        }
        all
    }

    /// The end of what it said.
    pub fn last_words(&self) -> String {
        last_words(&self.log)
    }

    /// Closes the pipe: the shell tells it to leave.
    pub(super) fn tell_to_leave(&mut self) {
        drop(self.shell.stdin.take());
    }

    /// Whether it has left, and its shell with it.
    pub(super) fn has_left(&mut self) -> bool {
        !matches!(self.shell.try_wait(), Ok(None))
    }

    /// For who was told to leave and did not.
    pub(super) fn make_it_leave(&mut self) {
        self.signal(Signal::KILL);
        if let Some(group) = Pid::from_raw(self.shell.id() as i32) {
            let _ = kill_process_group(group, Signal::KILL);
        }
        let _ = self.shell.wait();
    }
}

impl Drop for Guarded {
    fn drop(&mut self) {
        self.signal(Signal::CONT);
        self.tell_to_leave();
        let began = Instant::now();
        while began.elapsed() < LEAVING {
            if self.has_left() {
                return;
            }
            std::thread::sleep(Duration::from_millis(20));
        }
        self.make_it_leave();
    }
}

/// The end of what was said in a log.
pub(super) fn last_words(log: &Path) -> String {
    let said = std::fs::read_to_string(log).unwrap_or_default();
    let lines: Vec<&str> = said.lines().filter(|line| !line.trim().is_empty()).collect();
    if lines.is_empty() { "it said nothing".to_owned() } else { lines[lines.len().saturating_sub(3)..].join(" / ") }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn launch(program: &str, args: &[&str], dir: &Path) -> Launch {
        let args = args.iter().map(OsString::from).collect();
        Launch { program: program.into(), args, env: Vec::new(), before: "", signal: "TERM", log: dir.join("log") }
    }

    #[test]
    fn what_was_started_ends_when_its_guard_is_dropped() {
        let dir = tempfile::tempdir().unwrap();
        let guarded = Guarded::start(&launch("sleep", &["1000"], dir.path())).unwrap();
        let pid = guarded.pid();
        assert!(guarded.is_alive());
        drop(guarded);
        assert!(!Path::new(&format!("/proc/{pid}")).exists());
    }

    #[test]
    fn what_is_paused_ends_too_and_so_does_what_it_forked() {
        let dir = tempfile::tempdir().unwrap();
        let guarded = Guarded::start(&launch("sh", &["-c", "sleep 1000 & wait"], dir.path())).unwrap();
        let forked = || measure::tree(guarded.pid()).unwrap();
        while forked().len() < 2 {
            std::thread::sleep(Duration::from_millis(5));
        }
        let all = guarded.signal(Signal::STOP);
        assert_eq!((all.len(), all[0]), (2, guarded.pid()));
        let began = Instant::now();
        drop(guarded);
        assert!(began.elapsed() < LEAVING / 2 && !measure::is_running(all[0]));
    }

    #[test]
    fn what_fails_before_it_starts_is_told_in_its_own_words() {
        let dir = tempfile::tempdir().unwrap();
        let mut broken = launch("sleep", &["1000"], dir.path());
        broken.before = "echo the cellar is flooded >&2; false";
        let said = Guarded::start(&broken).err().unwrap();
        assert!(said.contains("sleep can't be started") && said.contains("the cellar is flooded"), "{said}");
    }
}
