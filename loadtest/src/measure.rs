//! What is measured: latencies, the CPU and memory of processes, the disk's fdatasync.

use std::{
    collections::BTreeMap,
    fs::{self, File},
    io::{self, Write},
    path::Path,
    time::{Duration, Instant},
};

use hdrhistogram::Histogram;
use serde::{Deserialize, Serialize};

/// Latencies in microseconds, to three digits, up to ten minutes; what is longer counts as ten minutes.
#[derive(Clone, Debug)]
pub struct Latencies(Histogram<u64>);

/// What a table shows of them, in milliseconds.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Summary {
    pub count: u64,
    pub p50_ms: f64,
    pub p90_ms: f64,
    pub p99_ms: f64,
    #[serde(default)]
    pub p999_ms: f64,
    pub max_ms: f64,
}

impl Default for Latencies {
    fn default() -> Self {
        Latencies(Histogram::new_with_bounds(1, 600_000_000, 3).expect("these bounds are sound"))
    }
}

impl Latencies {
    pub fn record(&mut self, took: Duration) {
        self.0.saturating_record(u64::try_from(took.as_micros()).unwrap_or(u64::MAX));
    }

    pub fn count(&self) -> u64 {
        self.0.len()
    }

    pub fn clear(&mut self) {
        self.0.reset();
    }

    /// In milliseconds; 0 of nothing.
    pub fn quantile(&self, quantile: f64) -> f64 {
        if self.0.is_empty() { 0.0 } else { self.0.value_at_quantile(quantile) as f64 / 1_000.0 }
    }

    pub fn max(&self) -> f64 {
        self.0.max() as f64 / 1_000.0
    }

    /// For a picture with an axis of nines: ten points for each tenth that is left, as far as there are samples, and the worst.
    pub fn nines(&self) -> Vec<(f64, f64)> {
        let count = self.0.len();
        if count == 0 {
            return Vec::new();
        }
        let mut points = Vec::new();
        for step in 0..=60 {
            let quantile = 1.0 - 10_f64.powf(-f64::from(step) / 10.0);
            if quantile > 1.0 - 1.0 / count as f64 {
                break;
            }
            points.push((quantile, self.quantile(quantile)));
        }
        points.push((1.0 - 1.0 / (2.0 * count as f64), self.max()));
        points
    }

    /// Those of another run too.
    pub fn add(&mut self, other: &Latencies) {
        // Both have the same bounds.
        let _ = self.0.add(&other.0);
    }

    /// For a picture: quantiles from the median's far side to the worst, with their milliseconds.
    pub fn curve(&self) -> Vec<(f64, f64)> {
        const QUANTILES: [f64; 12] = [0.0, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95, 0.98, 0.99, 0.995, 0.999, 0.9999];
        // A quantile finer than one sample says nothing.
        let finest = 1.0 - 1.0 / (self.0.len().max(1) as f64);
        let shown = QUANTILES.into_iter().filter(|q| *q <= finest);
        if self.0.is_empty() { Vec::new() } else { shown.map(|q| (q, self.0.value_at_quantile(q) as f64 / 1_000.0)).collect() }
    }

    /// `None` when nothing was recorded: an empty histogram has no median.
    pub fn summary(&self) -> Option<Summary> {
        let at = |quantile| self.0.value_at_quantile(quantile) as f64 / 1_000.0;
        (!self.0.is_empty()).then(|| Summary {
            count: self.0.len(),
            p50_ms: at(0.5),
            p90_ms: at(0.9),
            p99_ms: at(0.99),
            p999_ms: at(0.999),
            max_ms: self.0.max() as f64 / 1_000.0,
        })
    }
}

/// The time by this machine's clock, in milliseconds since 1970: what a hub on the same machine stamps messages with.
pub fn millis_now() -> i64 {
    #[expect(clippy::disallowed_methods, reason = "compared with what hubs on this machine say")]
    let now = std::time::SystemTime::now();
    now.duration_since(std::time::UNIX_EPOCH).map_or(0, |since| i64::try_from(since.as_millis()).unwrap_or(i64::MAX))
}

/// What processes have used so far, together.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Usage {
    pub cpu_seconds: f64,
    pub resident_bytes: u64,
}

/// Reads `/proc`. An error names the process that is not there.
pub fn usage(pids: &[u32]) -> Result<Usage, String> {
    let mut total = Usage::default();
    for pid in pids {
        let one = usage_at(Path::new(&format!("/proc/{pid}"))).map_err(|e| format!("can't look at process {pid}: {e}"))?;
        total.cpu_seconds += one.cpu_seconds;
        total.resident_bytes += one.resident_bytes;
    }
    Ok(total)
}

/// Context switches of processes so far, of all their threads together.
pub fn switches(pids: &[u32]) -> u64 {
    let of_thread = |path: &Path| -> Option<u64> {
        let status = fs::read_to_string(path.join("status")).ok()?;
        let counts = status.lines().filter_map(|line| line.split_once("ctxt_switches:")?.1.trim().parse::<u64>().ok());
        Some(counts.sum())
    };
    let threads = pids.iter().filter_map(|pid| fs::read_dir(format!("/proc/{pid}/task")).ok()).flatten().flatten();
    threads.filter_map(|thread| of_thread(&thread.path())).sum()
}

/// The processes on this machine that listen at this port, as far as this user may see them: by the inode of their socket, which a
/// server of several processes shares among them.
pub fn who_listens(port: u16) -> Vec<u32> {
    const LISTENS: &str = "0A";
    let tables = ["/proc/net/tcp", "/proc/net/tcp6"].map(|path| fs::read_to_string(path).unwrap_or_default());
    let inodes: Vec<&str> =
        tables.iter().flat_map(|table| table.lines().skip(1)).filter_map(|line| listener(line, port, LISTENS)).collect();
    let wanted: Vec<String> = inodes.iter().map(|inode| format!("socket:[{inode}]")).collect();
    let holds = |pid: &u32| {
        let files = fs::read_dir(format!("/proc/{pid}/fd")).into_iter().flatten().flatten();
        files.filter_map(|file| fs::read_link(file.path()).ok()).any(|to| wanted.iter().any(|inode| to.as_os_str() == inode.as_str()))
    };
    if wanted.is_empty() { Vec::new() } else { processes().map(|all| all.into_keys().filter(holds).collect()).unwrap_or_default() }
}

/// The inode of a line of `/proc/net/tcp`, if it is of a socket in this state at this port.
fn listener<'a>(line: &'a str, port: u16, state: &str) -> Option<&'a str> {
    let fields: Vec<&str> = line.split_whitespace().collect();
    let at = u16::from_str_radix(fields.get(1)?.rsplit_once(':')?.1, 16).ok()?;
    (at == port && *fields.get(3)? == state).then(|| fields.get(9).copied())?
}

/// CPU seconds of a process and all its descendants so far, those that have ended among them: a database forks.
pub fn tree_cpu_seconds(root: u32) -> Result<f64, String> {
    let all = processes()?;
    let ticks: u64 = descent(&all, root)?.iter().map(|pid| all[pid].1).sum();
    Ok(ticks as f64 / rustix::param::clock_ticks_per_second() as f64)
}

/// A process and all its descendants, it first.
pub fn tree(root: u32) -> Result<Vec<u32>, String> {
    descent(&processes()?, root)
}

/// Whether a process runs, or would if it was not stopped: one that has ended and whom nobody has asked for does not.
pub fn is_running(pid: u32) -> bool {
    let stat = fs::read_to_string(format!("/proc/{pid}/stat")).unwrap_or_default();
    stat.rsplit_once(')').is_some_and(|(_, after_name)| !after_name.trim_start().starts_with(['Z', 'X']))
}

/// Every process with its parent and its time so far.
fn processes() -> Result<BTreeMap<u32, (u32, u64)>, String> {
    let mut all = BTreeMap::new();
    for entry in fs::read_dir("/proc").map_err(|e| format!("can't read /proc: {e}"))?.flatten() {
        let Some(pid) = entry.file_name().to_str().and_then(|name| name.parse().ok()) else { continue };
        // It may have ended since.
        if let Some(found) = fs::read_to_string(entry.path().join("stat")).ok().and_then(|stat| parent_and_ticks(&stat)) {
            all.insert(pid, found);
        }
    }
    Ok(all)
}

fn descent(all: &BTreeMap<u32, (u32, u64)>, root: u32) -> Result<Vec<u32>, String> {
    all.get(&root).ok_or_else(|| format!("can't look at process {root}: it is not there"))?;
    let descends = |pid: &u32| {
        let mut at = *pid;
        while at != root {
            match all.get(&at) {
                Some((parent, _)) if *parent != 0 => at = *parent,
                _ => return false,
            }
        }
        true
    };
    let others = all.keys().copied().filter(|pid| *pid != root && descends(pid));
    Ok(std::iter::once(root).chain(others).collect())
}

/// The parent, and the time of a process with that of its children that have ended: fields 4 and 14 to 17.
fn parent_and_ticks(stat: &str) -> Option<(u32, u64)> {
    let (_, after_name) = stat.rsplit_once(')')?;
    let fields: Vec<&str> = after_name.split_whitespace().collect();
    let ticks = fields.get(11..15)?.iter().map(|f| f.parse::<u64>().ok()).sum::<Option<u64>>()?;
    Some((fields.get(1)?.parse().ok()?, ticks))
}

/// CPU seconds of this program so far.
pub fn own_cpu_seconds() -> f64 {
    usage_at(Path::new("/proc/self")).map(|u| u.cpu_seconds).unwrap_or_default()
}

fn usage_at(proc: &Path) -> io::Result<Usage> {
    let unreadable = || io::Error::new(io::ErrorKind::InvalidData, "its /proc files can't be read");
    let ticks = cpu_ticks(&fs::read_to_string(proc.join("stat"))?).ok_or_else(unreadable)?;
    let resident_kib = resident_kib(&fs::read_to_string(proc.join("status"))?).ok_or_else(unreadable)?;
    let cpu_seconds = ticks as f64 / rustix::param::clock_ticks_per_second() as f64;
    Ok(Usage { cpu_seconds, resident_bytes: resident_kib * 1024 })
}

/// User and system time of a `/proc/PID/stat` line: fields 14 and 15. The name in brackets may hold anything.
fn cpu_ticks(stat: &str) -> Option<u64> {
    let (_, after_name) = stat.rsplit_once(')')?;
    let mut fields = after_name.split_whitespace().skip(11);
    Some(fields.next()?.parse::<u64>().ok()? + fields.next()?.parse::<u64>().ok()?)
}

fn resident_kib(status: &str) -> Option<u64> {
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"))?;
    line.split_whitespace().next()?.parse().ok()
}

/// The value of a metric without labels in a page for Prometheus.
pub fn metric(page: &str, name: &str) -> Option<f64> {
    page.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(' ')?.trim().parse().ok())
}

/// How long this directory's disk takes to make 4 KiB durable: what a commit with FULL can't be faster than.
pub fn fdatasync(directory: &Path) -> io::Result<Latencies> {
    let path = directory.join(format!(".fdatasync-{:016x}", rand::random::<u64>()));
    let measured = File::create_new(&path).and_then(fdatasync_of);
    fs::remove_file(&path)?;
    measured
}

fn fdatasync_of(mut file: File) -> io::Result<Latencies> {
    let (mut latencies, began) = (Latencies::default(), Instant::now());
    // At most 2 s on the slowest disk.
    while latencies.count() < 200 && began.elapsed() < Duration::from_secs(2) {
        file.write_all(&[7; 4096])?;
        let before = Instant::now();
        file.sync_data()?;
        latencies.record(before.elapsed());
    }
    Ok(latencies)
}

/// Lets this program open as many files as it may. Gives back how many that is.
pub fn raise_open_files() -> u64 {
    use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
    let limit = getrlimit(Resource::Nofile);
    let raised = setrlimit(Resource::Nofile, Rlimit { current: limit.maximum, maximum: limit.maximum });
    let now = if raised.is_ok() { limit.maximum } else { limit.current };
    now.unwrap_or(u64::MAX)
}

/// Open files of a hub for one socket.
pub const FILES_A_SOCKET: u64 = 1;
/// Files that are no sockets: the database, logs, the index.
pub const OTHER_FILES: u64 = 200;

/// How many sockets a process can hold that keeps so many open files a socket.
pub fn sockets_within(files: u64, files_a_socket: f64) -> u64 {
    (files.saturating_sub(OTHER_FILES) as f64 / files_a_socket.max(1.0)) as u64
}

/// Waits until the memory of these processes stands still, or for ten seconds: one that has just started is still building its index,
/// which no socket costs.
pub async fn stands_still(pids: &[u32]) -> Result<(), String> {
    /// So many looks in a row, so far apart, differ by no more than this.
    const ALIKE: usize = 3;
    const APART: std::time::Duration = std::time::Duration::from_millis(500);
    const STILL: u64 = 256 * 1024;
    let (mut last, mut alike) = (usage(pids)?.resident_bytes, 0);
    for _ in 0..20 {
        if alike == ALIKE {
            break;
        }
        tokio::time::sleep(APART).await;
        let now = usage(pids)?.resident_bytes;
        alike = if now.abs_diff(last) <= STILL { alike + 1 } else { 0 };
        last = now;
    }
    Ok(())
}

/// Files that a process has open.
pub fn open_files(pid: u32) -> Result<u64, String> {
    let open = fs::read_dir(format!("/proc/{pid}/fd")).map_err(|e| format!("can't look at process {pid}: {e}"))?;
    Ok(open.flatten().count() as u64)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_are_room_for_so_many_sockets() {
        assert_eq!([1.0, 2.0, 0.0].map(|each| sockets_within(20_000, each)), [19_800, 9_900, 19_800]);
        assert_eq!((sockets_within(100, 1.0), sockets_within(20_000, 1.5)), (0, 13_200));
        assert!(open_files(std::process::id()).unwrap() > 2 && open_files(u32::MAX).unwrap_err().contains("4294967295"));
    }

    #[test]
    fn quantiles_are_those_of_what_was_recorded() {
        let mut latencies = Latencies::default();
        for ms in 1..=1_000 {
            latencies.record(Duration::from_millis(ms));
        }
        let summary = latencies.summary().unwrap();
        let close = |value: f64, to: f64| (value - to).abs() <= to / 500.0;
        assert!(close(summary.p50_ms, 500.0) && close(summary.p90_ms, 900.0), "{summary:?}");
        assert!(close(summary.p99_ms, 990.0) && close(summary.max_ms, 1_000.0), "{summary:?}");
        assert_eq!(summary.count, 1_000);
    }

    #[test]
    fn nothing_recorded_has_no_median_and_an_age_is_not_lost() {
        let mut latencies = Latencies::default();
        assert_eq!(latencies.summary(), None);
        latencies.record(Duration::from_secs(86_400));
        assert!(latencies.summary().unwrap().max_ms >= 599_000.0);
    }

    #[test]
    fn a_process_whose_name_has_brackets_and_blanks_is_read_right() {
        let stat = "42 (a) (b) c) S 1 42 42 0 -1 4194560 100 0 0 0 700 300 5 6 20 0 9 0 100 1000 200";
        assert_eq!(cpu_ticks(stat), Some(1_000));
        assert_eq!(resident_kib("Name:\tx\nVmRSS:\t    2048 kB\n"), Some(2_048));
        assert_eq!(cpu_ticks("42 gone"), None);
    }

    #[test]
    fn latencies_of_two_runs_are_one_curve_that_ends_where_samples_do() {
        let (mut one, mut other) = (Latencies::default(), Latencies::default());
        (1..=50).for_each(|ms| one.record(Duration::from_millis(ms)));
        (51..=100).for_each(|ms| other.record(Duration::from_millis(ms)));
        assert_eq!(Latencies::default().curve(), []);
        one.add(&other);
        let curve = one.curve();
        assert_eq!(curve.last().map(|(q, _)| *q), Some(0.99), "a hundred samples know no finer");
        assert!(curve.windows(2).all(|w| w[0].1 <= w[1].1) && (98.0..=100.0).contains(&curve.last().unwrap().1), "{curve:?}");
    }

    #[test]
    fn a_tree_counts_the_children_that_have_ended_and_a_missing_root_is_named() {
        let stat = "42 (a) S 7 42 42 0 -1 4194560 100 0 0 0 700 300 50 6 20 0 9 0 100 1000 200";
        assert_eq!(parent_and_ticks(stat), Some((7, 1_056)));
        let before = tree_cpu_seconds(std::process::id()).unwrap();
        let busy = "i=0; while [ $i -lt 200000 ]; do i=$((i+1)); done";
        assert!(std::process::Command::new("sh").args(["-c", busy]).status().unwrap().success());
        assert!(tree_cpu_seconds(std::process::id()).unwrap() > before + 0.02);
        assert!(tree_cpu_seconds(u32::MAX).unwrap_err().contains("4294967295"));
    }

    #[test]
    fn a_metric_is_found_by_its_whole_name() {
        let page = "# TYPE lag gauge\nlag_most 9\nlag{a=\"b\"} 8\nlag 7.5\n";
        assert_eq!((metric(page, "lag"), metric(page, "la")), (Some(7.5), None));
    }

    #[test]
    fn a_listener_is_found_by_its_port_and_threads_switch() {
        let here = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        assert_eq!(who_listens(here.local_addr().unwrap().port()), [std::process::id()]);
        let line = "   1: 0100007F:1F90 00000000:0000 0A 00000000:00000000 00:00000000 00000000  1000        0 4242 1 0 100 0 0 10 0";
        assert_eq!((listener(line, 8_080, "0A"), listener(line, 8_081, "0A"), listener(line, 8_080, "01")), (Some("4242"), None, None));
        assert!(switches(&[std::process::id()]) > 0);
    }

    #[test]
    fn nines_go_as_far_as_there_are_samples() {
        let mut latencies = Latencies::default();
        assert_eq!(latencies.nines(), []);
        (1..=1_000).for_each(|ms| latencies.record(Duration::from_millis(ms)));
        let nines = latencies.nines();
        let (last, before) = (nines[nines.len() - 1], nines[nines.len() - 2]);
        assert!((before.0 - 0.999).abs() < 1e-9 && (last.1 - 1_000.0).abs() < 1.0, "{before:?} {last:?}");
        assert!(nines.windows(2).all(|two| two[0].0 < two[1].0 && two[0].1 <= two[1].1));
        assert!((latencies.quantile(0.5) - 500.0).abs() < 1.0);
        latencies.clear();
        assert_eq!((latencies.count(), latencies.quantile(0.5)), (0, 0.0));
    }

    #[test]
    fn this_very_process_uses_memory_and_a_missing_one_is_named() {
        assert!(usage(&[std::process::id()]).unwrap().resident_bytes > 100_000);
        assert!(usage(&[u32::MAX]).unwrap_err().contains("4294967295"));
    }

    #[test]
    fn measuring_the_disk_leaves_nothing_behind() {
        let directory = tempfile::tempdir().unwrap();
        assert!(fdatasync(directory.path()).unwrap().count() > 0);
        assert_eq!(fs::read_dir(directory.path()).unwrap().count(), 0);
    }
}
