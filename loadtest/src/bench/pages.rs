//! What a page takes from asking for it to its last byte, packed as a browser gets it, with many posts there: asked for by one reader,
//! one page after the other, and by 64 at the same time. Beside each stands a page of two words, asked for the same way.

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

/// What is asked for: its name, its address, and whether by a member. `{reader}` is that member, `{other}` somebody else.
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

pub(super) async fn measure(bench: &mut Bench) -> Result<(), String> {
    let data = Data::in_directory(bench.dir("pages"));
    let members = data.mint(&bench.collective, bench.sizes.posters)?;
    let (Some(reader), Some(other)) = (members.first(), members.last()) else { return Err("nobody was minted".to_owned()) };
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
    give_password(&bench.collective, &data, &reader.handle)?;
    let hub = Running::hub(&bench.collective, &data).await?;
    let http = Http::new(&hub.url).map_err(|e| e.to_string())?;
    let cookie = http.log_in(&reader.handle, PASSWORD).await.map_err(|e| format!("the reader can't log in: {e}"))?;

    let open = number(posts as f64);
    for run in 1..=bench.asked.runs {
        let alone = ask(&http, None, TWO_WORDS, bench.sizes.page_alone, 1).await?;
        let floors = [alone, ask(&http, None, TWO_WORDS, bench.sizes.page_among_many, MANY).await?];
        for (name, path, by_member) in PAGES {
            if bench.interrupt.is_here() {
                return Err("interrupted".to_owned());
            }
            let path = path.replace("{reader}", &reader.handle).replace("{other}", &other.handle);
            let cookie = by_member.then_some(cookie.as_str());
            eprintln!("pages, run {run}: {name}");
            ask(&http, cookie, &path, WARM.min(bench.sizes.page_alone), 1).await?;
            let key = name.replace(' ', "_");
            for (many, times, floor) in [(1, bench.sizes.page_alone, &floors[0]), (MANY, bench.sizes.page_among_many, &floors[1])] {
                let before = measure::usage(&[hub.pid()])?.cpu_seconds;
                let took = ask(&http, cookie, &path, times, many).await?;
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
                    found.sample(What { floor: "", ..what("cpu", "the hub's CPU a page", None) }, Some(cpu_ms), None);
                }
            }
        }
    }
    Ok(())
}

/// Asks for a page so many times, so many at once.
pub(crate) async fn ask(http: &Http, cookie: Option<&str>, path: &str, times: usize, at_once: usize) -> Result<Latencies, String> {
    let mut took = Latencies::default();
    let one = |_| async move {
        let began = Instant::now();
        let (status, _) = http.page(cookie, path).await.map_err(|e| format!("{path}: {e}"))?;
        if status == 200 { Ok(began.elapsed()) } else { Err(format!("{path} answered {status}")) }
    };
    let mut going = stream::iter(0..times).map(one).buffer_unordered(at_once);
    while let Some(one) = going.next().await {
        took.record(one?);
    }
    Ok(took)
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
