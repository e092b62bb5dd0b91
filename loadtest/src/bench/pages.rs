//! What a page takes from asking for it to its last byte, packed as a browser gets it, with many posts there: asked for by one reader,
//! one page after the other, and by 64 readers at the same time. Beside each stands a page of two words, asked for the same way.

use std::{
    io::Write,
    path::Path,
    process::{Command, Stdio},
    time::Instant,
};

use futures_util::{StreamExt, stream};

use super::{
    Bench,
    table::{Goal, What, number},
};
use crate::{
    Http,
    fleet::{Data, Running},
    measure::{self, Latencies, Summary},
    scenarios::matching,
};

/// So many ask at the same time.
const MANY: usize = 64;
/// So many of each page before it is measured.
const WARM: usize = 10;
const TWO_WORDS: &str = "/healthz";
pub(crate) const PASSWORD: &str = "four warm plain words";

/// Those of which so many a second are asked for.
const HOMES: [&str; 2] = ["landing", "home of a member"];
/// What is asked for: its name, its address, and whether by members. `{reader}` is who asks, `{other}` somebody else.
const PAGES: [(&str, &str, bool); 17] = [
    ("landing", "/", false),
    ("discover", "/discover", false),
    ("discover in words", "/discover?q=somebody+to+write+a+newsletter+for+my+bakery", false),
    ("discover by category", "/discover?category=creative-design&price=free", false),
    ("discover offers", "/discover/offers", false),
    ("discover asks", "/discover/asks", false),
    ("discover people", "/discover/people", false),
    ("discover courses", "/discover/courses", false),
    ("discover tools", "/discover/tools", false),
    ("tool", "/tools/chatgpt", false),
    ("tools side by side", "/tools/compare?with=chatgpt,claude,midjourney", false),
    ("storefront", "/@{other}", false),
    ("home of a member", "/home", true),
    ("discover of a member", "/discover", true),
    ("discover in words of a member", "/discover?q=somebody+to+write+a+newsletter+for+my+bakery", true),
    ("storefront of a member", "/@{other}", true),
    ("my own storefront", "/@{reader}", true),
];

/// A member's Home again, where the hub keeps nothing of it from one look to the next.
const READ_ANEW: &str = "home of a member, nothing kept";
/// More of the file of limits: so that nothing is kept.
pub(crate) const KEEPS_NO_HOMES: &str = "homes_kept = 0\n";

/// Somebody who is logged in as a browser is.
struct Reader {
    handle: String,
    cookie: String,
}

/// A page as somebody asks for it.
pub(crate) struct Asked {
    cookie: Option<String>,
    path: String,
}

impl Asked {
    /// By a member.
    pub(crate) fn by(cookie: &str, path: &str) -> Asked {
        Asked { cookie: Some(cookie.to_owned()), path: path.to_owned() }
    }
}

pub(super) async fn measure(bench: &mut Bench) -> Result<(), String> {
    let mut data = Data::in_directory(bench.dir("pages"));
    let members = data.mint(&bench.collective, bench.sizes.posters)?;
    let Some(other) = members.last() else { return Err("nobody was minted".to_owned()) };
    let tokens: Vec<String> = members.iter().map(|member| member.token.clone()).collect();
    let hub = Running::hub(&bench.collective, &data).await?;
    let http = Http::new(&hub.url).map_err(|e| e.to_string())?;
    let posts = bench.sizes.stock;
    eprintln!("pages: {} posts are put there first", number(posts as f64));
    let stocked = matching::stock(posts, &http, &tokens).await?;
    if !matching::caught_up(&http, stocked).await? {
        bench.findings.doubts.push("the hub doesn't say whether its matcher has caught up with the stock".to_owned());
    }
    drop(hub);
    // A member without a password can't come in as a browser does.
    let handles: Vec<&String> = members.iter().map(|member| &member.handle).take(MANY).collect();
    eprintln!("pages: {} readers log in", handles.len());
    for handle in &handles {
        give_password(&bench.collective, &data, handle)?;
    }
    let hub = Running::hub(&bench.collective, &data).await?;
    let http = Http::new(&hub.url).map_err(|e| e.to_string())?;
    let mut readers = Vec::with_capacity(handles.len());
    for handle in handles {
        let cookie = http.log_in(handle, PASSWORD).await.map_err(|e| format!("{handle} can't log in: {e}"))?;
        readers.push(Reader { handle: handle.clone(), cookie });
    }
    let asked = |path: &str, by_members: bool| -> Vec<Asked> {
        let path = path.replace("{other}", &other.handle);
        if by_members {
            readers.iter().map(|reader| Asked::by(&reader.cookie, &path.replace("{reader}", &reader.handle))).collect()
        } else {
            vec![Asked { cookie: None, path }]
        }
    };
    for run in 1..=bench.asked.runs {
        let floors = floors(bench, &http).await?;
        for (name, path, by_members) in PAGES {
            eprintln!("pages, run {run}: {name}");
            measure_page(bench, (&hub, &http), name, &asked(path, by_members), &floors).await?;
        }
    }
    drop(hub);
    data.limits = KEEPS_NO_HOMES;
    let hub = Running::hub(&bench.collective, &data).await?;
    let http = Http::new(&hub.url).map_err(|e| e.to_string())?;
    for run in 1..=bench.asked.runs {
        eprintln!("pages, run {run}: {READ_ANEW}");
        let floors = floors(bench, &http).await?;
        measure_page(bench, (&hub, &http), READ_ANEW, &asked("/home", true), &floors).await?;
    }
    Ok(())
}

/// A page of two words, asked for by one and by many.
type Floors = [(Latencies, f64); 2];

async fn floors(bench: &Bench, http: &Http) -> Result<Floors, String> {
    let two_words = [Asked { cookie: None, path: TWO_WORDS.to_owned() }];
    let alone = timed(http, &two_words, bench.sizes.page_alone, 1).await?;
    Ok([alone, timed(http, &two_words, bench.sizes.page_among_many, MANY).await?])
}

async fn measure_page(
    bench: &mut Bench,
    (hub, http): (&Running, &Http),
    name: &str,
    asked: &[Asked],
    floors: &Floors,
) -> Result<(), String> {
    if bench.interrupt.is_here() {
        return Err("interrupted".to_owned());
    }
    // Each reader once, so that of none the first look is measured.
    ask(http, asked, WARM.min(bench.sizes.page_alone).max(asked.len()), 1).await?;
    let (key, open) = (name.replace(',', "").replace(' ', "_"), number(bench.sizes.stock as f64));
    let alone = (1, bench.sizes.page_alone, &asked[..1], &floors[0]);
    for (many, times, asked, (floor, floor_rate)) in [alone, (MANY, bench.sizes.page_among_many, asked, &floors[1])] {
        let before = measure::usage(&[hub.pid()])?.cpu_seconds;
        let (took, rate) = timed(http, asked, times, many).await?;
        let cpu_ms = (measure::usage(&[hub.pid()])?.cpu_seconds - before) * 1_000.0 / times as f64;
        let found = &mut bench.findings;
        let words = |of: &str| format!("{name}, {open} posts, {many} reading: {of}");
        let what = |of: &str, says: &str, goal| What {
            key: format!("pages.{key}.{of}_{many}"),
            words: words(says),
            unit: "ms",
            goal,
            floor: "a page of two words",
        };
        let at = |of: &Latencies, pick: fn(&Summary) -> f64| of.summary().as_ref().map(pick);
        // The goal is one of a reader alone: 64 at once wait for each other.
        let goal = (many == 1).then_some(Goal::AtMost(20.0));
        found.sample(what("p50", "p50", None), at(&took, |s| s.p50_ms), at(floor, |s| s.p50_ms));
        found.sample(what("p99", "p99", goal), at(&took, |s| s.p99_ms), at(floor, |s| s.p99_ms));
        if many == MANY {
            let goal = HOMES.contains(&name).then_some(Goal::AtLeast(1_500.0));
            found.sample(What { unit: "", ..what("rate", "pages a second", goal) }, Some(rate), Some(*floor_rate));
            found.sample(What { floor: "", ..what("cpu", "the hub's CPU a page", None) }, Some(cpu_ms), None);
        }
    }
    Ok(())
}

/// Asks for pages so many times, so many at once, each reader as often as any other.
pub(crate) async fn ask(http: &Http, asked: &[Asked], times: usize, at_once: usize) -> Result<Latencies, String> {
    timed(http, asked, times, at_once).await.map(|(took, _)| took)
}

/// The same, and how many came a second.
async fn timed(http: &Http, asked: &[Asked], times: usize, at_once: usize) -> Result<(Latencies, f64), String> {
    let mut took = Latencies::default();
    let one = |nth: usize| {
        let Asked { cookie, path } = &asked[nth % asked.len()];
        async move {
            let began = Instant::now();
            let (status, _) = http.page(cookie.as_deref(), path).await.map_err(|e| format!("{path}: {e}"))?;
            if status == 200 { Ok(began.elapsed()) } else { Err(format!("{path} answered {status}")) }
        }
    };
    let began = Instant::now();
    let mut going = stream::iter(0..times).map(one).buffer_unordered(at_once);
    while let Some(one) = going.next().await {
        took.record(one?);
    }
    Ok((took, times as f64 / began.elapsed().as_secs_f64()))
}

/// Sets a member's password by the program itself, while no hub runs on the data.
pub(crate) fn give_password(collective: &Path, data: &Data, handle: &str) -> Result<(), String> {
    let mut command = Command::new(collective);
    command.args(["member", handle, "--password"]).arg("--data-dir").arg(&data.dir);
    command.stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::piped());
    let mut child = command.spawn().map_err(|e| format!("{} can't be started: {e}", collective.display()))?;
    if let Some(mut input) = child.stdin.take() {
        input.write_all(format!("{PASSWORD}\n").as_bytes()).map_err(|e| e.to_string())?;
    }
    let done = child.wait_with_output().map_err(|e| e.to_string())?;
    if done.status.success() { Ok(()) } else { Err(format!("no password was set: {}", String::from_utf8_lossy(&done.stderr).trim())) }
}
