//! Ringing and listening, for as long as the hub runs.

use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering::Relaxed},
    },
    time::Duration,
};

use futures_util::StreamExt;
use redis::{AsyncTypedCommands, aio::ConnectionManager};
use tokio::sync::{Notify, broadcast, mpsc};

use super::{BusAddress, Whispers};

/// The first wait before another try, and the longest.
const SOON: Duration = Duration::from_millis(200);
const LATE: Duration = Duration::from_secs(5);
/// A server that takes longer than this to answer is away.
pub(super) const PATIENCE: Duration = Duration::from_secs(2);
/// A line that was quiet for this long is asked whether it still stands.
const QUIET: Duration = Duration::from_secs(10);

/// Waits a little longer after each failure, and not as long as everybody else.
pub(super) struct Wait {
    next: Duration,
}

impl Wait {
    pub fn new() -> Wait {
        Wait { next: SOON }
    }

    pub async fn a_little(&mut self) {
        let some = self.next.mul_f64(0.5 + rand::random::<f64>() / 2.0);
        self.next = (self.next * 2).min(LATE);
        tokio::time::sleep(some).await;
    }
}

/// A connection that is made when it is needed, and anew after a failure.
pub(super) struct Line {
    address: BusAddress,
    open: Option<ConnectionManager>,
}

impl Line {
    pub fn new(address: BusAddress) -> Line {
        Line { address, open: None }
    }

    /// Asks Redis for something, with a bound on the wait. `what` is said in the numbers when it fails.
    pub async fn ask<T>(
        &mut self,
        what: &'static str,
        ask: impl AsyncFnOnce(&BusAddress, &mut ConnectionManager) -> Result<T, redis::RedisError>,
    ) -> Option<T> {
        let Line { address, open } = self;
        let asked = async {
            let line = match open {
                Some(line) => line,
                None => open.insert(address.server().await?.get_connection_manager().await?),
            };
            ask(address, line).await
        };
        match tokio::time::timeout(PATIENCE, asked).await {
            Ok(Ok(answer)) => return Some(answer),
            Ok(Err(error)) => tracing::debug!(what, error = %error, "redis did not take it"),
            Err(_) => tracing::debug!(what, "redis did not answer"),
        }
        metrics::counter!("collective_bus_failures_total", "what" => what).increment(1);
        self.open = None;
        None
    }
}

pub(super) async fn ring(address: BusAddress, mut ringing: mpsc::Receiver<()>) {
    let (mut wait, mut line) = (Wait::new(), Line::new(address));
    while ringing.recv().await.is_some() {
        let rung = line.ask("ring", async |at, line| line.publish(at.key("bell"), &at.node).await).await;
        match rung {
            Some(_) => wait = Wait::new(),
            None => wait.a_little().await,
        }
    }
}

pub(super) async fn listen(address: BusAddress, rung: Arc<Notify>, heard: broadcast::Sender<Arc<Whispers>>, hears: Arc<AtomicBool>) {
    let mut wait = Wait::new();
    loop {
        let ended = hear(&address, &rung, &heard, &hears).await;
        if hears.swap(false, Relaxed) {
            wait = Wait::new();
            tracing::warn!(error = ended, "redis is away: the lanes are looked at instead, everything arrives a little later");
        }
        metrics::gauge!("collective_bus_up").set(0.0);
        metrics::counter!("collective_bus_failures_total", "what" => "listen").increment(1);
        // What rang while nobody listened is found by looking.
        rung.notify_one();
        wait.a_little().await;
    }
}

/// Listens until the line breaks; why it did.
async fn hear(address: &BusAddress, rung: &Notify, heard: &broadcast::Sender<Arc<Whispers>>, hears: &AtomicBool) -> String {
    let (bell, whispers) = (address.key("bell"), address.key("whispers"));
    let subscribed = async {
        let mut line = address.server().await?.get_async_pubsub().await?;
        line.subscribe(&[&bell, &whispers]).await?;
        Ok::<_, redis::RedisError>(line)
    };
    let line = match tokio::time::timeout(PATIENCE, subscribed).await {
        Ok(Ok(line)) => line,
        Ok(Err(error)) => return error.to_string(),
        Err(_) => return "no answer".to_owned(),
    };
    hears.store(true, Relaxed);
    metrics::gauge!("collective_bus_up").set(1.0);
    tracing::info!("redis rings");
    // What was written before the subscription stood.
    rung.notify_one();
    let (mut sink, mut rings) = line.split();
    loop {
        match tokio::time::timeout(QUIET, rings.next()).await {
            Ok(Some(message)) if message.get_channel_name() == bell => {
                if message.get_payload_bytes() != address.node.as_bytes() {
                    metrics::counter!("collective_bus_rings_total").increment(1);
                    rung.notify_one();
                }
            }
            // Of a newer hub, perhaps: what can't be read is let go.
            Ok(Some(message)) => match rmp_serde::from_slice::<Whispers>(message.get_payload_bytes()) {
                Ok(whispers) if whispers.node != address.node => drop(heard.send(Arc::new(whispers))),
                _ => {}
            },
            Ok(None) => return "the line broke".to_owned(),
            // A half-open line looks just as quiet. Subscribing again is answered, or it is not.
            Err(_) => match tokio::time::timeout(PATIENCE, sink.subscribe(&bell)).await {
                Ok(Ok(())) => {}
                Ok(Err(error)) => return error.to_string(),
                Err(_) => return "no answer".to_owned(),
            },
        }
    }
}
