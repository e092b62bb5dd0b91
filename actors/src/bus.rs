//! The bus between hubs: Redis rings, and no more. What rang is read from the store, so a lost ring costs time, never data.
//!
//! ```text
//!   persistence ──"desk-0002 is at 1,234"──▶ publish ──▶ Redis ──▶ every other hub's relay looks at the lanes
//! ```
//! While Redis is away the relay looks by itself, often enough that everything still arrives within seconds.

use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering::Relaxed},
    },
    time::Duration,
};

use futures_util::StreamExt;
use redis::{AsyncTypedCommands, Client, aio::ConnectionManager};
use tokio::sync::{Notify, mpsc};

/// The first wait before another try, and the longest.
const SOON: Duration = Duration::from_millis(200);
const LATE: Duration = Duration::from_secs(5);
/// A server that takes longer than this to take a ring is away.
const PATIENCE: Duration = Duration::from_secs(2);
/// A bell that was not heard for this long is rung to see whether the line still stands.
const QUIET: Duration = Duration::from_secs(10);

/// Where the bell hangs.
#[derive(Clone)]
pub struct BusAddress {
    pub client: Client,
    /// Hubs of one store share it: the store's epoch is in it.
    pub channel: String,
    /// Who rings.
    pub node: String,
}

/// One hub's end of the bus.
#[derive(Clone)]
pub(crate) struct Bus {
    rings: mpsc::Sender<()>,
    hears: Arc<AtomicBool>,
}

impl Bus {
    /// Begins ringing and listening, in tasks that end with the runtime. `heard` is told of each ring of another hub, and
    /// each time the line was away and is back.
    pub fn begin(address: BusAddress, heard: Arc<Notify>) -> Bus {
        // One that waits stands for all that come meanwhile.
        let (rings, waiting) = mpsc::channel(1);
        let hears = Arc::new(AtomicBool::new(false));
        tokio::spawn(ring(address.clone(), waiting));
        tokio::spawn(listen(address, heard, hears.clone()));
        Bus { rings, hears }
    }

    /// Something is new in this hub's lanes.
    pub fn ring(&self) {
        let _ = self.rings.try_send(());
    }

    /// Whether rings of others can be heard just now.
    pub fn hears(&self) -> bool {
        self.hears.load(Relaxed)
    }
}

/// Waits a little longer after each failure, and not as long as everybody else.
struct Patience {
    next: Duration,
}

impl Patience {
    async fn wait(&mut self) {
        let some = self.next.mul_f64(0.5 + rand::random::<f64>() / 2.0);
        self.next = (self.next * 2).min(LATE);
        tokio::time::sleep(some).await;
    }
}

async fn ring(address: BusAddress, mut waiting: mpsc::Receiver<()>) {
    let mut patience = Patience { next: SOON };
    let mut line: Option<ConnectionManager> = None;
    while waiting.recv().await.is_some() {
        let rung = async {
            let line = match &mut line {
                Some(line) => line,
                None => line.insert(address.client.get_connection_manager().await?),
            };
            line.publish(&address.channel, &address.node).await
        };
        match tokio::time::timeout(PATIENCE, rung).await {
            Ok(Ok(_)) => patience = Patience { next: SOON },
            failed => {
                let why = failed.map_or_else(|_| "no answer".to_owned(), |r| r.err().map(|e| e.to_string()).unwrap_or_default());
                tracing::debug!(error = why, "redis was not rung");
                metrics::counter!("collective_bus_failures_total", "what" => "ring").increment(1);
                line = None;
                patience.wait().await;
            }
        }
    }
}

async fn listen(address: BusAddress, heard: Arc<Notify>, hears: Arc<AtomicBool>) {
    let mut patience = Patience { next: SOON };
    loop {
        let began = std::time::Instant::now();
        let ended = hear(&address, &heard, &hears).await;
        if hears.swap(false, Relaxed) || began.elapsed() > LATE {
            patience = Patience { next: SOON };
        }
        metrics::gauge!("collective_bus_up").set(0.0);
        metrics::counter!("collective_bus_failures_total", "what" => "listen").increment(1);
        tracing::warn!(error = ended, "redis is away: the lanes are looked at instead, everything arrives a little later");
        // What rang while nobody listened is found by looking.
        heard.notify_one();
        patience.wait().await;
    }
}

/// Listens until the line breaks; why it did.
async fn hear(address: &BusAddress, heard: &Notify, hears: &AtomicBool) -> String {
    let subscribed = async {
        let mut line = address.client.get_async_pubsub().await?;
        line.subscribe(&address.channel).await?;
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
    heard.notify_one();
    let (mut sink, mut rings) = line.split();
    loop {
        match tokio::time::timeout(QUIET, rings.next()).await {
            Ok(Some(ring)) => {
                if ring.get_payload_bytes() != address.node.as_bytes() {
                    metrics::counter!("collective_bus_rings_total").increment(1);
                    heard.notify_one();
                }
            }
            Ok(None) => return "the line broke".to_owned(),
            // A half-open line looks just as quiet. Subscribing again is answered, or it is not.
            Err(_) => match tokio::time::timeout(PATIENCE, sink.subscribe(&address.channel)).await {
                Ok(Ok(())) => {}
                Ok(Err(error)) => return error.to_string(),
                Err(_) => return "no answer".to_owned(),
            },
        }
    }
}
