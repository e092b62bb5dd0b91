//! A process of the benchmark's own, that ends with it: by the end of a run, by Ctrl-C, by a panic, by `kill -9`.
//!
//! It runs under a shell that waits on a pipe from here. Whatever ends the benchmark closes the pipe, and the shell ends
//! the process. The shell is a process group of its own, so that Ctrl-C in a terminal reaches the benchmark alone, which
//! then leaves in order.

use std::{
    ffi::OsStr,
    fs::File,
    io::{BufRead, BufReader},
    os::unix::process::CommandExt,
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    time::{Duration, Instant},
};

/// Longer than a hub takes to finish what it has accepted.
const LEAVING: Duration = Duration::from_secs(15);

/// What is to be started, and how it is told to leave.
pub struct Launch<'a> {
    pub program: &'a Path,
    pub args: Vec<&'a OsStr>,
    pub env: Vec<(&'a str, String)>,
    /// Shell lines before it; a variable `as` stands before the program (to run as another user).
    pub before: &'a str,
    /// The signal, without SIG.
    pub signal: &'a str,
    /// Where what it says goes.
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
            "set -e\n{}\n$as \"$@\" </dev/null >&2 &\np=$!\necho $p\nset +e\ncat >/dev/null\nkill -{} $p 2>/dev/null\nwait $p",
            launch.before, launch.signal
        );
        let log = File::create(&launch.log).map_err(|e| format!("{} can't be written: {e}", launch.log.display()))?;
        let mut command = Command::new("sh");
        command.arg("-c").arg(script).arg("guard").arg(launch.program).args(&launch.args);
        // What the operator has set for a hub of their own is not meant for ours.
        for (name, _) in std::env::vars_os().filter(|(name, _)| name.to_string_lossy().starts_with("COLLECTIVE_")) {
            command.env_remove(name);
        }
        command.envs(launch.env.iter().map(|(name, value)| (*name, value)));
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
    pub fn is_alive(&mut self) -> bool {
        Path::new(&format!("/proc/{}/stat", self.pid)).exists() && matches!(self.shell.try_wait(), Ok(None))
    }

    /// The end of what it said.
    pub fn last_words(&self) -> String {
        let said = std::fs::read_to_string(&self.log).unwrap_or_default();
        let lines: Vec<&str> = said.lines().filter(|line| !line.trim().is_empty()).collect();
        if lines.is_empty() { "it said nothing".to_owned() } else { lines[lines.len().saturating_sub(3)..].join(" / ") }
    }

    fn leave(&mut self) {
        drop(self.shell.stdin.take());
        let began = Instant::now();
        while began.elapsed() < LEAVING {
            if !matches!(self.shell.try_wait(), Ok(None)) {
                return;
            }
            std::thread::sleep(Duration::from_millis(20));
        }
        if let Some(group) = rustix::process::Pid::from_raw(self.shell.id() as i32) {
            let _ = rustix::process::kill_process_group(group, rustix::process::Signal::KILL);
        }
        let _ = self.shell.wait();
    }
}

impl Drop for Guarded {
    fn drop(&mut self) {
        self.leave();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn launch<'a>(program: &'a str, args: &'a [&'a str], dir: &Path) -> Launch<'a> {
        let args = args.iter().map(OsStr::new).collect();
        Launch { program: Path::new(program), args, env: Vec::new(), before: "", signal: "TERM", log: dir.join("log") }
    }

    #[test]
    fn what_was_started_ends_when_its_guard_is_dropped() {
        let dir = tempfile::tempdir().unwrap();
        let mut guarded = Guarded::start(&launch("sleep", &["1000"], dir.path())).unwrap();
        let pid = guarded.pid();
        assert!(guarded.is_alive());
        drop(guarded);
        assert!(!Path::new(&format!("/proc/{pid}")).exists());
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
