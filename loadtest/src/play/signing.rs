//! Members that the run itself signs up, over the HTTP door, as fast as the hub lets it: with a session for its pages and a token
//! for its sockets.

use futures_util::{StreamExt, stream};
use hub::CommandId;
use indicatif::ProgressBar;
use serde_json::json;

use super::stage::Crowd;
use crate::{Http, ids::fresh_id, members::Member, scenarios::bar_style, seat::Entrance};

/// Longer than this nobody waits for the hub's leave.
const PATIENCE: std::time::Duration = std::time::Duration::from_secs(10);
/// Passwords are hashed slowly, and on purpose: more at a time than the hub has cores gain nothing.
const TOGETHER: usize = 4;

/// Signs so many up.
pub async fn sign_up(count: usize, entrance: &Entrance) -> Result<Crowd, String> {
    let bar = ProgressBar::new(count as u64).with_message("signing up");
    bar.set_style(bar_style());
    let run: CommandId = fresh_id();
    // Usernames hold thirty letters: the time's last ones tell runs apart.
    let run = &run.as_str()[4..12];
    let mut coming = stream::iter(0..count)
        .map(|at| {
            let bar = &bar;
            async move {
                let came = one(entrance, at, run).await;
                bar.inc(1);
                came
            }
        })
        .buffered(TOGETHER);
    let mut crowd = Crowd::default();
    while let Some(came) = coming.next().await {
        let (member, cookie) = came?;
        crowd.members.push(member);
        crowd.cookies.push(cookie);
    }
    bar.finish_and_clear();
    Ok(crowd)
}

async fn one(entrance: &Entrance, at: usize, run: &str) -> Result<(Member, String), String> {
    // Each from an address of its own, where there are several: sign-ups are counted by address.
    let from = entrance.from.map(|net| net.nth(at));
    let http = Http::new(&entrance.address.origin()).map_err(|e| e.to_string())?.from_address(from);
    let handle = format!("load_{run}_{at}");
    let account = json!({
        "username": handle,
        "email": format!("{handle}@load.example"),
        "name": format!("Load {at}"),
        "password": format!("plain warm words {run} {at}"),
    });
    let mut tries = 0;
    let cookie = loop {
        tries += 1;
        let (status, cookie, reply) = http.let_in("/api/v1/accounts", &account).await.map_err(|e| e.to_string())?;
        match (cookie, reply.retry_after) {
            (Some(cookie), _) => break cookie,
            (None, Some(wait)) if wait <= PATIENCE && tries < 5 => tokio::time::sleep(wait).await,
            (None, _) if status == 429 => {
                return Err(format!(
                    "after {at} members the hub takes no more from one address for now ({}): --from 127.0.0.0/8, wider limits at the hub, or \
                     `collective mint` and --tokens",
                    reply.words()
                ));
            }
            (None, _) => return Err(format!("member {at} could not be signed up: {status}: {}", reply.words())),
        }
    };
    let token = http.make_token(&cookie, "loadtest").await.map_err(|e| format!("no token could be made: {e}"))?;
    Ok((Member { handle, token }, cookie))
}
