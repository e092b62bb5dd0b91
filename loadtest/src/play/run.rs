//! Plays a script from the first socket to the last.

use std::{collections::BTreeMap, sync::Arc, time::Duration};

use indicatif::ProgressBar;
use tokio::time::Instant;

use super::{
    course::{Course, Kind},
    gauge::{self, Gauge, Totals},
    limits, measures,
    outcome::{Machine, Measure, Outcome, Phase, Point, SCHEMA, Server, Settings, utc},
    parts::{Cast, Playing, returns, tell_returns},
    progress::Progress,
    recorder::Recorder,
    script::{Deed, Pacing, Script},
    stage::{Crowd, Findings, Stage},
};
use crate::{
    Http,
    measure::{Latencies, own_cpu_seconds},
    members::Member,
    scenarios::{Interrupt, bar_style},
    seat::{Entrance, Filled, Returns, Seat, fill, fill_with_those_who_return},
};

/// Where and how a script is played.
#[derive(Clone, Debug)]
pub struct Setting {
    pub entrance: Entrance,
    pub pids: Vec<u32>,
    pub database: Option<u32>,
    pub threads: usize,
    pub grace: Duration,
    pub command: String,
    pub note: Option<String>,
    /// Who answers, if it is no hub.
    pub speaks: Option<String>,
}

impl Setting {
    pub fn of(entrance: Entrance) -> Setting {
        Setting {
            entrance,
            pids: Vec::new(),
            database: None,
            threads: 1,
            grace: Duration::from_secs(5),
            command: String::new(),
            note: None,
            speaks: None,
        }
    }
}

/// Of fewer sockets nobody wants to know how fast they came in.
const MANY: usize = 1_000;

/// What the processes used in measured phases.
#[derive(Default)]
struct Measured {
    /// By the clock, whoever could be looked at.
    seconds: f64,
    /// A process that is watched was not there at the beginning or end of one: what it used is not known.
    lost_sight: bool,
    cpu: f64,
    switches: f64,
    database_cpu: f64,
    own_cpu: f64,
}

/// Plays it. An error is a line for people; what was broken stands in the outcome.
pub async fn play(script: Script, setting: &Setting, crowd: &Crowd, mut interrupt: Interrupt) -> Result<Outcome, String> {
    let needed = script.members();
    if crowd.members.len() < needed {
        let has = crowd.members.len();
        return Err(format!("{needed} members need as many tokens, there are {has}: mint more, --sign-up, or --users {has}"));
    }
    let http = Http::new(&setting.entrance.address.origin()).map_err(|e| e.to_string())?.from_address(setting.entrance.source(0));
    let began_at = crate::ids::now_ms() / 1_000;
    let machine = machine();
    let mut gauge = Gauge::new(setting.pids.clone(), setting.database)?;
    let course = Arc::new(script.course.clone());
    let recorder = Arc::new(Recorder::new(course.clone()));
    let script = Arc::new(script);
    let stage = Stage {
        script: script.clone(),
        course: course.clone(),
        recorder: recorder.clone(),
        entrance: setting.entrance.clone(),
        http: http.clone(),
        interrupt: interrupt.clone(),
        grace: setting.grace,
    };
    let mut findings = Findings::default();
    let came = tokio::select! {
        came = come_in(&stage, crowd, &gauge, setting.threads, &mut findings) => came?,
        () = interrupt.here() => return Err("interrupted before the first phase".to_owned()),
    };
    let CameIn { mut playing, returns, sockets, accepted, before, after } = came;

    let _ = gauge.second();
    recorder.second();
    let began = Instant::now() + Duration::from_millis(100);
    recorder.begins(began);
    playing.iter_mut().for_each(|part| part.begin(&stage, began));
    let (series, measured) = watch(&stage, &mut gauge, &playing, began, &mut interrupt, &mut findings).await;
    let interrupted = interrupt.is_here();
    let lag = gauge.lag();
    for part in playing {
        part.end(&stage, &mut findings).await;
    }
    tell_returns(&returns, &mut findings);

    let mut values = values(&stage, &series, &measured, &lag);
    if sockets > 0 {
        values.insert("sockets".to_owned(), sockets as f64);
        values.insert("accepted_per_second".to_owned(), accepted);
        if let (Some(before), Some(after)) = (before, after) {
            values.insert("memory_kib_per_socket".to_owned(), (after as f64 - before as f64) / sockets as f64 / 1_024.0);
        }
    }
    findings.doubts.extend(gauge::doubts(measured.own_cpu / measured.seconds.max(1e-3), setting.threads, &lag));
    if measured.lost_sight {
        findings.doubts.push("a process that was watched went away while it was measured: what it used is not known".to_owned());
    }
    if interrupted {
        findings.doubts.push("interrupted before the end".to_owned());
    }
    let says = match &setting.speaks {
        Some(name) => name.clone(),
        None => http.get_text("/healthz").await.map(|(_, words)| words).unwrap_or_default(),
    };
    Ok(Outcome {
        schema: SCHEMA.to_owned(),
        scenario: script.name.clone(),
        about: script.about.clone(),
        command: setting.command.clone(),
        note: setting.note.clone(),
        began: utc(began_at),
        machine,
        server: Server {
            url: setting.entrance.address.origin(),
            pids: setting.pids.clone(),
            database_pid: setting.database,
            says: says.lines().next().unwrap_or_default().chars().take(200).collect(),
        },
        settings: Settings {
            users: script.users,
            seed: script.seed,
            encoding: setting.entrance.encoding.subprotocol().to_owned(),
            threads: setting.threads,
            parts: script.parts.iter().map(|part| serde_json::json!(part)).collect(),
        },
        phases: phases(&course),
        measures: found(&recorder),
        limits: limits::hold(&script.limits, &values),
        values,
        counts: findings.counts,
        errors: recorder.errors(),
        series,
        broken: findings.broken,
        doubts: findings.doubts,
        interrupted,
    })
}

struct CameIn {
    playing: Vec<Playing>,
    returns: Arc<Returns>,
    sockets: usize,
    accepted: f64,
    /// The server's memory before the first socket and after the last.
    before: Option<u64>,
    after: Option<u64>,
}

/// Opens all sockets and prepares each part.
async fn come_in(stage: &Stage, crowd: &Crowd, gauge: &Gauge, threads: usize, findings: &mut Findings) -> Result<CameIn, String> {
    let returns = Arc::new(Returns { recorder: Some(stage.recorder.clone()), ..Returns::default() });
    let memory = || gauge.totals().ok().filter(|_| gauge.watches()).map(|totals| totals.memory);
    if gauge.watches() {
        warm(stage, crowd).await;
    }
    let before = memory();
    let (mut first, mut took, mut casts) = (0, Duration::ZERO, Vec::new());
    let (mut sockets, mut connecting) = (0, Latencies::default());
    let own = own_cpu_seconds();
    for (at, part) in stage.script.parts.iter().enumerate() {
        let named = part.deed != Deed::Browse || part.members > 0.0;
        let members: &[Member] = if named { &crowd.members[first..first + part.users] } else { &[] };
        let mut seats = Vec::new();
        if part.deed != Deed::Browse {
            let filled = filled(stage, members, first, returns_of(part.deed, &returns), findings).await?;
            took += filled.took;
            sockets += filled.seats.iter().flatten().count();
            connecting.add(&filled.connecting);
            seats = filled.seats;
        }
        casts.push(Cast { at, part, members, seats, first });
        first += members.len();
    }
    let own = (own_cpu_seconds() - own) / took.as_secs_f64().max(1e-3);
    let after = memory();
    if sockets >= MANY {
        findings.doubts.extend(gauge::bottleneck(own, threads).map(|words| format!("while sockets were opened {words}")));
    }
    if sockets > 0 {
        stage.recorder.adopt(measures::CONNECT, &connecting);
    }
    let mut playing = Vec::new();
    for cast in casts {
        if cast.part.deed == Deed::Browse && cast.part.members > 0.0 && crowd.cookies.is_empty() {
            let words = "members have tokens and no sessions: instead of pages they read /api/v1 (--sign-up gives them sessions)";
            findings.doubts.push(words.to_owned());
        }
        playing.push(Playing::prepare(cast, stage, crowd).await?);
    }
    let accepted = sockets as f64 / took.as_secs_f64().max(1e-3);
    Ok(CameIn { playing, returns, sockets, accepted, before, after })
}

fn returns_of(deed: Deed, all: &Arc<Returns>) -> Option<&Arc<Returns>> {
    returns(deed).then_some(all)
}

/// A few come in and leave, so that what the server sets up once isn't charged to each socket.
async fn warm(stage: &Stage, crowd: &Crowd) {
    let few = crowd.members.len().min(100).min(stage.script.sockets() / 10);
    let filled = fill(&stage.entrance, &crowd.members[..few], 0, Arc::new(|| ())).await;
    futures_util::future::join_all(filled.seats.into_iter().flatten().map(Seat::leave)).await;
}

/// Sockets of a part, with a bar on the screen. If nobody came in, an error.
async fn filled(
    stage: &Stage,
    members: &[Member],
    first: usize,
    returns: Option<&Arc<Returns>>,
    findings: &mut Findings,
) -> Result<Filled, String> {
    let bar = ProgressBar::new(members.len() as u64).with_message("coming in");
    bar.set_style(bar_style());
    let (shown, entrance) = (bar.clone(), &stage.entrance);
    let arrived = Arc::new(move || shown.inc(1));
    let mut filled = match returns {
        Some(returns) => fill_with_those_who_return(entrance, members, first, returns, arrived).await,
        None => fill(entrance, members, first, arrived).await,
    };
    bar.finish_and_clear();
    if let Some((error, times)) = filled.failed.take() {
        if times == members.len() {
            return Err(error.to_string());
        }
        stage.recorder.error(format!("sockets that were not opened; the first: {error}"), times as u64);
        findings.doubts.push(format!("{times} sockets were not opened; the first: {error}"));
    }
    Ok(filled)
}

/// Looks on, second by second, drops sockets where a storm says so, and adds up what measured phases used.
async fn watch(
    stage: &Stage,
    gauge: &mut Gauge,
    playing: &[Playing],
    began: Instant,
    interrupt: &mut Interrupt,
    findings: &mut Findings,
) -> (Vec<Point>, Measured) {
    let (course, mut progress) = (&stage.course, Progress::new(&stage.course));
    let (mut series, mut measured) = (Vec::new(), Measured::default());
    let mut leg: Option<usize> = None;
    let mut mark = Mark::now(gauge);
    let mut second: f64 = 1.0;
    loop {
        let next_leg = leg.map_or(0.0, |leg| course.legs()[leg].until());
        let wake = second.min(next_leg);
        let on = interrupt.sleep_until(began + Duration::from_secs_f64(wake)).await;
        if wake >= next_leg || !on {
            let now = Mark::now(gauge);
            if leg.is_some_and(|leg| course.legs()[leg].measured) {
                measured.add(&mark, &now);
            }
            if leg.is_none() {
                gauge.begin();
            }
            mark = now;
            let next = leg.map_or(0, |leg| leg + 1);
            leg = Some(next);
            if on && let Some(begins) = course.legs().get(next).filter(|begins| begins.drop > 0.0) {
                let dropped: usize = playing.iter().map(|part| part.drop_sockets(begins.drop)).sum();
                findings.put("dropped", "sockets dropped by the harness", dropped as u64);
            }
        }
        let over = !on || leg.is_some_and(|leg| leg >= course.legs().len());
        // What is left after the last whole second is too short to say anything.
        let rest = over && !series.is_empty() && began.elapsed().as_secs_f64() < second - 0.5;
        if wake >= second || over && !rest {
            let at = began.elapsed().as_secs_f64();
            let (latencies, done) = stage.recorder.second();
            let (server, harness) = gauge.second();
            let level = course.level(at - 0.5);
            let point = Point { at, level, done, latencies, errors: stage.recorder.error_count(), server, harness };
            let name = leg.and_then(|leg| course.legs().get(leg)).map_or("the end", |leg| leg.name.as_str());
            progress.shows(name, &point);
            series.push(point);
            second = at.floor() + 1.0;
        }
        if over {
            progress.ends();
            return (series, measured);
        }
    }
}

/// A moment, and what was used up to it.
struct Mark {
    at: Instant,
    own_cpu: f64,
    /// `None`: a process that is watched is gone.
    totals: Option<Totals>,
}

impl Mark {
    fn now(gauge: &Gauge) -> Mark {
        Mark { at: Instant::now(), own_cpu: own_cpu_seconds(), totals: gauge.totals().ok() }
    }
}

impl Measured {
    fn add(&mut self, from: &Mark, until: &Mark) {
        self.seconds += (until.at - from.at).as_secs_f64();
        self.own_cpu += until.own_cpu - from.own_cpu;
        let (Some(before), Some(now)) = (&from.totals, &until.totals) else {
            self.lost_sight = true;
            return;
        };
        // Less than before: it is another process by now.
        self.lost_sight |= now.cpu < before.cpu;
        self.cpu += now.cpu - before.cpu;
        self.switches += now.switches.saturating_sub(before.switches) as f64;
        self.database_cpu += now.database_cpu.zip(before.database_cpu).map_or(0.0, |(now, before)| now - before);
    }
}

/// Every number by its name.
fn values(stage: &Stage, series: &[Point], measured: &Measured, lag: &Latencies) -> BTreeMap<String, f64> {
    let mut values = BTreeMap::new();
    let seconds = measured.seconds.max(1e-3);
    for (key, kept) in stage.recorder.kept() {
        let Some(summary) = kept.measured.summary() else { continue };
        let ms = [summary.p50_ms, summary.p90_ms, summary.p99_ms, summary.p999_ms, summary.max_ms];
        for (quantile, ms) in limits::QUANTILES.iter().zip(ms) {
            values.insert(format!("{key}_{quantile}"), ms);
        }
        if key != measures::CONNECT {
            values.insert(format!("{key}_per_second"), summary.count as f64 / seconds);
        }
    }
    let mut all = 0;
    for (unit, times) in stage.recorder.measured() {
        values.insert(format!("{unit}_per_second"), times as f64 / seconds);
        all += times;
    }
    // What should have been done and was not is a rate too: none.
    for part in stage.script.parts.iter().filter(|part| part.pacing != Pacing::None) {
        values.entry(format!("{}_per_second", part.deed.unit())).or_insert(0.0);
    }
    values.insert("errors".to_owned(), stage.recorder.error_count() as f64);
    values.insert("busy".to_owned(), stage.recorder.busy_count() as f64);
    values.insert("harness_cpu_cores".to_owned(), measured.own_cpu / seconds);
    if let Some(lag) = lag.summary() {
        values.insert("harness_lag_p99_ms".to_owned(), lag.p99_ms);
    }
    let seen: Vec<(f64, f64)> = series.iter().filter_map(|point| Some((point.at, point.server.as_ref()?.memory_mib))).collect();
    if !seen.is_empty() {
        values.insert("memory_mib".to_owned(), seen.iter().map(|(_, mib)| *mib).fold(0.0, f64::max));
        let steady: Vec<(f64, f64)> = seen.iter().copied().filter(|(at, _)| is_measured(&stage.course, *at)).collect();
        if let Some(slope) = slope(&steady) {
            values.insert("memory_growth_mib_per_hour".to_owned(), slope * 3_600.0);
        }
    }
    if !seen.is_empty() && !measured.lost_sight {
        values.insert("cpu_cores".to_owned(), measured.cpu / seconds);
        values.insert("switches_per_second".to_owned(), measured.switches / seconds);
        if all > 0 {
            values.insert("cpu_seconds_per_million".to_owned(), measured.cpu / all as f64 * 1e6);
        }
    }
    if !measured.lost_sight && series.iter().any(|point| point.server.as_ref().is_some_and(|used| used.database_cpu.is_some())) {
        values.insert("database_cpu_cores".to_owned(), measured.database_cpu / seconds);
        if all > 0 {
            values.insert("database_cpu_seconds_per_million".to_owned(), measured.database_cpu / all as f64 * 1e6);
        }
    }
    values
}

fn is_measured(course: &Course, at: f64) -> bool {
    course.leg_at(at).is_some_and(|leg| course.legs()[leg].measured && course.legs()[leg].kind == Kind::Steady)
}

/// The slope of the line through points that fits them best; of less than twenty seconds it would say nothing.
fn slope(points: &[(f64, f64)]) -> Option<f64> {
    let (first, last) = (points.first()?, points.last()?);
    if last.0 - first.0 < 20.0 {
        return None;
    }
    let n = points.len() as f64;
    let (x, y) = (points.iter().map(|p| p.0).sum::<f64>() / n, points.iter().map(|p| p.1).sum::<f64>() / n);
    let (over, under) = points.iter().fold((0.0, 0.0), |(o, u), p| (o + (p.0 - x) * (p.1 - y), u + (p.0 - x) * (p.0 - x)));
    Some(over / under)
}

fn phases(course: &Course) -> Vec<Phase> {
    let phase = |leg: &super::course::Leg| Phase {
        name: leg.name.clone(),
        kind: leg.kind,
        from_s: leg.from,
        until_s: leg.until(),
        levels: leg.levels,
        measured: leg.measured,
        drop: leg.drop,
    };
    course.legs().iter().map(phase).collect()
}

/// In the order in which they are shown; pages of their own last.
fn found(recorder: &Recorder) -> Vec<Measure> {
    let kept = recorder.kept();
    let own = measures::MEASURES.iter().map(|measure| measure.key.to_owned());
    let order = own.chain(kept.keys().filter(|key| key.starts_with("page /")).cloned());
    order
        .filter_map(|key| {
            let kept = kept.get(&key)?;
            let (summary, percentiles) = (kept.measured.summary()?, kept.measured.nines());
            let what = measures::words(&key).to_owned();
            Some(Measure { what, summary, percentiles, by_phase: kept.summaries(), key })
        })
        .collect()
}

/// What this runs on.
pub fn machine() -> Machine {
    let read = |path: &str| std::fs::read_to_string(path).unwrap_or_default();
    let after_colon = |line: &str| line.split_once(':').map(|(_, value)| value.trim().to_owned());
    let cpu = read("/proc/cpuinfo").lines().find(|line| line.starts_with("model name")).and_then(after_colon).unwrap_or_default();
    let memory = read("/proc/meminfo").lines().find(|line| line.starts_with("MemTotal")).and_then(after_colon).unwrap_or_default();
    Machine {
        cores: std::thread::available_parallelism().map_or(0, usize::from),
        cpu,
        memory_mib: memory.split_whitespace().next().and_then(|kib| kib.parse::<u64>().ok()).unwrap_or(0) / 1_024,
        kernel: read("/proc/sys/kernel/osrelease").trim().to_owned(),
        load_before: read("/proc/loadavg").split_whitespace().next().and_then(|load| load.parse().ok()).unwrap_or(0.0),
    }
}

#[cfg(test)]
mod tests {
    use super::slope;

    #[test]
    fn memory_that_grows_has_the_slope_of_its_line() {
        let line: Vec<(f64, f64)> = (0..60).map(|at| (f64::from(at), 100.0 + 0.5 * f64::from(at))).collect();
        assert!((slope(&line).unwrap() - 0.5).abs() < 1e-9);
        assert_eq!(slope(&line[..10]), None);
        assert_eq!(slope(&[]), None);
    }
}
