//! From the POST of an ask (or an offer) to the card on both screens, with many open posts there already.

use super::{
    Bench, fdatasync_p50,
    table::{Goal, What, number},
};
use crate::{
    fleet::{Data, Running},
    measure::{Latencies, Summary},
    plan::{Pace, Scenario},
};

const CARDS: &str = "From the POST to its answer, and to each card on both screens, by percentile";

pub async fn measure(bench: &mut Bench) -> Result<(), String> {
    let data = Data::in_directory(bench.dir("match"));
    let members = data.mint(&bench.collective, bench.sizes.posters)?;
    let hub = Running::hub(&bench.collective, &data).await?;
    let sizes = bench.sizes;
    for run in 1..=bench.asked.runs {
        let mut plan = bench.plan(Scenario::Match, &hub)?;
        plan.users = sizes.posters;
        plan.pace = Pace::Open(sizes.posts_a_second);
        plan.posts = sizes.posts;
        plan.posts_from = sizes.stock + (run as usize - 1) * sizes.posts;
        // The first run brings the stock, which stays.
        plan.stock = if run == 1 { sizes.stock } else { 0 };
        let disk = fdatasync_p50(&data.dir)?;
        let report =
            bench.play(&format!("match, run {run}: {} posts beside {}", sizes.posts, number(sizes.stock as f64)), &plan, &members).await?;

        let (cards, answers) = (report.latencies("card"), report.latencies("answer"));
        let found = &mut bench.findings;
        let what = |key: &str, words: String, unit, goal, floor| What { key: format!("match.{key}"), words, unit, goal, floor };
        let at = |of: Option<&Latencies>, pick: fn(&Summary) -> f64| of?.summary().as_ref().map(pick);
        let open = number(sizes.stock as f64);
        let words = format!("POST to the card on both screens, p50, {open} open posts");
        found.sample(
            what("card_p50", words, "ms", Some(Goal::AtMost(25.0)), "the POST alone"),
            at(cards, |s| s.p50_ms),
            at(answers, |s| s.p50_ms),
        );
        let words = format!("POST to the card on both screens, p99, {open} open posts");
        found.sample(
            what("card_p99", words, "ms", Some(Goal::AtMost(100.0)), "the POST alone"),
            at(cards, |s| s.p99_ms),
            at(answers, |s| s.p99_ms),
        );
        let words = "POST of an ask to its answer, p50".to_owned();
        found.sample(what("post_p50", words, "ms", None, "fdatasync"), at(answers, |s| s.p50_ms), Some(disk));
        if let (Some(caught_up), Some(posted)) = (report.number("caught_up_seconds"), report.number("stock_seconds"))
            && plan.stock > 0
        {
            let words = format!("posts taken in and matched a second, {open} at once");
            let stock = sizes.stock as f64;
            found.sample(what("stock", words, "", None, "taken in alone"), Some(stock / caught_up), Some(stock / posted));
        }
        found.curve(CARDS, "card on both screens", cards);
        found.curve(CARDS, "the POST's answer", answers);
    }
    Ok(())
}
