//! A wire between two servers, or a server and its clients, that can be delayed, cut and broken. No privilege is needed: it
//! is a TCP proxy of our own, and what comes through it goes through here.
//!
//! ```text
//!   delay       every piece comes later, in order
//!   black hole  nothing comes through in either direction, and nobody is told; afterwards it all comes at once
//!   one way     the same in one direction only
//!   half open   one end is told that the line broke, the other is not and hears nothing more, until the fault is over
//!   reset       both ends are told that the line broke
//! ```

use std::{
    collections::HashMap,
    io,
    net::SocketAddr,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use rand::{Rng, SeedableRng, rngs::StdRng};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{
        TcpListener, TcpStream,
        tcp::{ReadHalf, WriteHalf},
    },
    sync::{oneshot, watch},
    task::JoinHandle,
};

/// As much as is read at once.
const PIECE: usize = 16 * 1024;

/// A direction.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    /// From who connected to who was connected to.
    There,
    Back,
}

/// What can be done to a wire.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Harm {
    Delay(Duration),
    BlackHole,
    OneWay(Way),
    /// The end that this direction leads away from is not told.
    HalfOpen(Way),
    Reset,
}

/// How the wire is just now.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
struct Weather {
    delay: Duration,
    held: [bool; 2],
}

/// How a line ends.
#[derive(Clone, Copy, Debug)]
enum End {
    Reset,
    HalfOpen(Way),
}

#[derive(Default)]
struct Lines {
    next: u64,
    open: HashMap<u64, oneshot::Sender<End>>,
    /// Ends that were not told.
    forlorn: Vec<TcpStream>,
}

struct Wire {
    upstream: u16,
    seed: u64,
    weather: watch::Sender<Weather>,
    lines: Mutex<Lines>,
}

/// Dropped, it is gone with every line through it.
pub struct Proxy {
    /// Where it listens, at 127.0.0.1.
    pub port: u16,
    wire: Arc<Wire>,
    listening: JoinHandle<()>,
}

impl Proxy {
    /// A wire to a port of this machine.
    pub async fn open(upstream: u16, seed: u64) -> io::Result<Proxy> {
        let listener = TcpListener::bind(("127.0.0.1", 0)).await?;
        let port = listener.local_addr()?.port();
        let wire = Arc::new(Wire { upstream, seed, weather: watch::Sender::default(), lines: Mutex::default() });
        let listening = tokio::spawn(listen(listener, wire.clone()));
        Ok(Proxy { port, wire, listening })
    }

    /// Does something to the wire. Until [`Proxy::heal`].
    pub fn harm(&self, harm: Harm) {
        match harm {
            Harm::Delay(delay) => self.set(Weather { delay, ..Weather::default() }),
            Harm::BlackHole => self.set(Weather { held: [true; 2], ..Weather::default() }),
            Harm::OneWay(way) => {
                let mut held = [false; 2];
                held[way as usize] = true;
                self.set(Weather { held, ..Weather::default() });
            }
            Harm::HalfOpen(way) => self.end_all(End::HalfOpen(way)),
            Harm::Reset => self.end_all(End::Reset),
        }
    }

    /// As if nothing had been: what was held goes on, and who was not told that their line broke is told.
    pub fn heal(&self) {
        self.set(Weather::default());
        let forlorn = std::mem::take(&mut self.wire.lines().forlorn);
        forlorn.iter().for_each(reset);
    }

    /// How many lines go through it.
    pub fn count_lines(&self) -> usize {
        self.wire.lines().open.len()
    }

    fn set(&self, weather: Weather) {
        self.wire.weather.send_replace(weather);
    }

    fn end_all(&self, end: End) {
        for (_, line) in self.wire.lines().open.drain() {
            let _ = line.send(end);
        }
    }
}

impl Drop for Proxy {
    fn drop(&mut self) {
        self.listening.abort();
        self.end_all(End::Reset);
    }
}

impl Wire {
    fn lines(&self) -> MutexGuard<'_, Lines> {
        self.lines.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn enlist(&self) -> (u64, oneshot::Receiver<End>) {
        let (tell, told) = oneshot::channel();
        let mut lines = self.lines();
        lines.next += 1;
        let nth = lines.next;
        lines.open.insert(nth, tell);
        (nth, told)
    }
}

async fn listen(listener: TcpListener, wire: Arc<Wire>) {
    loop {
        match listener.accept().await {
            Ok((near, _)) => drop(tokio::spawn(carry(near, wire.clone()))),
            // Out of files, most likely: some will be closed.
            Err(_) => tokio::time::sleep(Duration::from_millis(20)).await,
        }
    }
}

/// Carries one line until an end closes it, or somebody ends it.
async fn carry(mut near: TcpStream, wire: Arc<Wire>) {
    let (nth, told) = wire.enlist();
    let mut far = None;
    let whole = async {
        // Whoever knocks while nothing comes through is not answered.
        calm(&mut wire.weather.subscribe(), Way::There).await;
        let upstream = SocketAddr::from(([127, 0, 0, 1], wire.upstream));
        let far = far.insert(TcpStream::connect(upstream).await?);
        near.set_nodelay(true)?;
        far.set_nodelay(true)?;
        let ((from_near, to_near), (from_far, to_far)) = (near.split(), far.split());
        let rng = |way: Way| StdRng::seed_from_u64(wire.seed ^ ((nth << 1) | way as u64));
        let there = pump(from_near, to_far, Way::There, wire.weather.subscribe(), rng(Way::There));
        let back = pump(from_far, to_near, Way::Back, wire.weather.subscribe(), rng(Way::Back));
        tokio::try_join!(there, back).map(|_| ())
    };
    let end = tokio::select! {
        carried = whole => { carried.is_err().then_some(End::Reset) }
        end = told => Some(end.unwrap_or(End::Reset)),
    };
    let mut lines = wire.lines();
    lines.open.remove(&nth);
    match (end, far) {
        (None, _) => {}
        (Some(End::Reset), far) => std::iter::once(&near).chain(&far).for_each(reset),
        (Some(End::HalfOpen(Way::There)), far) => {
            far.iter().for_each(reset);
            lines.forlorn.push(near);
        }
        (Some(End::HalfOpen(Way::Back)), far) => {
            reset(&near);
            lines.forlorn.extend(far);
        }
    }
}

/// Dropped after this, the other end hears that the line broke.
fn reset(stream: &TcpStream) {
    let _ = stream.set_zero_linger();
}

/// Waits until something comes through in this direction.
async fn calm(weather: &mut watch::Receiver<Weather>, way: Way) -> Weather {
    let now = weather.wait_for(|now| !now.held[way as usize]).await.map(|now| *now);
    match now {
        Ok(now) => now,
        // The wire is gone, and with it this line, in a moment.
        Err(_) => std::future::pending().await,
    }
}

async fn pump(
    mut from: ReadHalf<'_>,
    mut to: WriteHalf<'_>,
    way: Way,
    mut weather: watch::Receiver<Weather>,
    mut rng: StdRng,
) -> io::Result<()> {
    let mut piece = vec![0; PIECE];
    loop {
        let read = from.read(&mut piece).await?;
        let now = calm(&mut weather, way).await;
        if !now.delay.is_zero() {
            tokio::time::sleep(now.delay.mul_f64(rng.random_range(0.5..=1.0))).await;
            calm(&mut weather, way).await;
        }
        if read == 0 {
            return to.shutdown().await;
        }
        to.write_all(&piece[..read]).await?;
    }
}

#[cfg(test)]
mod tests;
