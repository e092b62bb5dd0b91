use tokio::time::{Instant, timeout};

use super::*;

const MOMENT: Duration = Duration::from_millis(150);

/// A wire with a line through it: the end that connected, and the other.
async fn line() -> (Proxy, TcpStream, TcpStream) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let proxy = Proxy::open(listener.local_addr().unwrap().port(), 1).await.unwrap();
    let mut near = TcpStream::connect(("127.0.0.1", proxy.port)).await.unwrap();
    let mut far = listener.accept().await.unwrap().0;
    hears(&mut near, &mut far, b"hello").await;
    hears(&mut far, &mut near, b"welcome").await;
    (proxy, near, far)
}

async fn hears(says: &mut TcpStream, hears: &mut TcpStream, words: &[u8]) {
    says.write_all(words).await.unwrap();
    listens(hears, words).await;
}

async fn listens(hears: &mut TcpStream, words: &[u8]) {
    let mut heard = vec![0; words.len()];
    timeout(Duration::from_secs(5), hears.read_exact(&mut heard)).await.unwrap().unwrap();
    assert_eq!(heard, words);
}

/// Nothing comes, and nobody says that the line broke.
async fn silent(stream: &mut TcpStream) -> bool {
    timeout(MOMENT, stream.read_u8()).await.is_err()
}

async fn broken(stream: &mut TcpStream) -> bool {
    let read = timeout(Duration::from_secs(5), stream.read_u8()).await.unwrap();
    read.is_err_and(|e| e.kind() == io::ErrorKind::ConnectionReset)
}

#[tokio::test]
async fn a_delay_keeps_the_order_and_takes_its_time() {
    let (proxy, mut near, mut far) = line().await;
    proxy.harm(Harm::Delay(MOMENT));
    let began = Instant::now();
    near.write_all(b"one ").await.unwrap();
    near.write_all(b"two").await.unwrap();
    listens(&mut far, b"one two").await;
    assert!(began.elapsed() >= MOMENT / 2);
}

#[tokio::test]
async fn through_a_black_hole_comes_nothing_until_it_is_over_and_then_everything() {
    let (proxy, mut near, mut far) = line().await;
    proxy.harm(Harm::BlackHole);
    near.write_all(b"ping").await.unwrap();
    far.write_all(b"pong").await.unwrap();
    assert!(silent(&mut far).await && silent(&mut near).await);
    proxy.heal();
    listens(&mut far, b"ping").await;
    listens(&mut near, b"pong").await;
}

#[tokio::test]
async fn one_way_is_silent_and_the_other_is_not() {
    let (proxy, mut near, mut far) = line().await;
    proxy.harm(Harm::OneWay(Way::There));
    near.write_all(b"ping").await.unwrap();
    assert!(silent(&mut far).await);
    hears(&mut far, &mut near, b"still here").await;
    proxy.heal();
    listens(&mut far, b"ping").await;
}

#[tokio::test]
async fn of_a_half_open_line_one_end_knows_and_the_other_hears_when_the_fault_is_over() {
    let (proxy, mut near, mut far) = line().await;
    proxy.harm(Harm::HalfOpen(Way::There));
    assert!(broken(&mut far).await && silent(&mut near).await);
    near.write_all(b"into the void").await.unwrap();
    assert!(silent(&mut near).await);
    proxy.heal();
    assert!(broken(&mut near).await);
    let (proxy, mut near, mut far) = line().await;
    proxy.harm(Harm::HalfOpen(Way::Back));
    assert!(broken(&mut near).await && silent(&mut far).await);
}

#[tokio::test]
async fn a_reset_breaks_the_line_at_both_ends_and_the_next_line_is_whole() {
    let (proxy, mut near, mut far) = line().await;
    assert_eq!(proxy.count_lines(), 1);
    proxy.harm(Harm::Reset);
    assert!(broken(&mut near).await && broken(&mut far).await);
    assert_eq!(proxy.count_lines(), 0);
}
