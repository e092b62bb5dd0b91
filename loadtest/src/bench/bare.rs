//! The floor beneath the framework: the relay's frames and its [`super::town`], on tokio and tungstenite alone, a task a
//! socket. What the relay costs more is what actix-web and its actors cost.

use std::{net::SocketAddr, path::Path, sync::Arc};

use futures_util::{SinkExt, StreamExt};
use hub::wire::{self, Encoding};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpSocket, TcpStream},
    sync::mpsc,
};
use tokio_tungstenite::{
    accept_hdr_async_with_config,
    tungstenite::{
        Error, Message,
        handshake::server::{Request, Response},
        http::{HeaderValue, header},
        protocol::WebSocketConfig,
    },
};

use super::{
    relay::{BACKLOG, start_floor},
    town::{self, News, encoded},
};
use crate::fleet::Running;

type Town = town::Town<mpsc::UnboundedSender<News>>;

/// Starts it as a process of its own: the program `loadtest`, which has it as a hidden command.
pub async fn start(loadtest: &Path, dir: &Path) -> Result<Running, String> {
    start_floor("floor-tungstenite", loadtest, dir).await
}

/// Relays until the process is told to leave.
pub fn run(listen: SocketAddr) -> Result<(), String> {
    crate::measure::raise_open_files();
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().map_err(|e| format!("no runtime: {e}"))?;
    let served: std::io::Result<()> = runtime.block_on(async {
        let socket = TcpSocket::new_v4()?;
        socket.set_reuseaddr(true)?;
        socket.bind(listen)?;
        let (listener, town) = (socket.listen(BACKLOG)?, Arc::new(Town::default()));
        loop {
            let (stream, _) = listener.accept().await?;
            stream.set_nodelay(true)?;
            tokio::spawn(serve(stream, town.clone()));
        }
    });
    served.map_err(|e| format!("the relay can't listen at {listen}: {e}"))
}

/// Whether it is ready is asked over HTTP, everything else comes by a websocket.
async fn serve(stream: TcpStream, town: Arc<Town>) {
    let mut begins = [0; 9];
    // On loopback a request's first line comes whole.
    if matches!(stream.peek(&mut begins).await, Ok(9)) && &begins == b"GET /read" {
        is_ready(stream).await;
    } else {
        // A socket that breaks is one less.
        let _ = relay(stream, &town).await;
    }
}

async fn is_ready(mut stream: TcpStream) {
    let mut request = [0; 1024];
    let _ = stream.read(&mut request).await;
    let _ = stream.write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 0\r\nconnection: close\r\n\r\n").await;
}

async fn relay(stream: TcpStream, town: &Town) -> Result<(), Error> {
    #[expect(clippy::result_large_err, reason = "tungstenite's own signature")]
    let speaks_ours = |_: &Request, mut response: Response| {
        response.headers_mut().insert(header::SEC_WEBSOCKET_PROTOCOL, HeaderValue::from_static(wire::MSGPACK));
        Ok(response)
    };
    // 128 KiB for reading would be set aside for each.
    let config = WebSocketConfig::default().read_buffer_size(4 * 1024).write_buffer_size(4 * 1024);
    let mut socket = accept_hdr_async_with_config(stream, speaks_ours, Some(config)).await?;
    let (tell, mut told) = mpsc::unbounded_channel();
    let user = town.next_user();
    town.is_here(user, tell);
    let mut inbox = 0;
    let ended = loop {
        let fed = tokio::select! {
            news = told.recv() => match news {
                Some(news) => socket.feed(Message::Binary(news.frame(&mut inbox))).await,
                None => break Ok(()),
            },
            came = socket.next() => match came {
                Some(Ok(Message::Binary(bytes))) => match Encoding::MessagePack.decode(&bytes) {
                    Ok(frame) => match town.hears(user, frame) {
                        Some(answer) => socket.feed(Message::Binary(encoded(&answer))).await,
                        None => Ok(()),
                    },
                    Err(_) => break Ok(()),
                },
                Some(Ok(_)) => Ok(()),
                Some(Err(error)) => break Err(error),
                None => break Ok(()),
            },
        };
        // What else has been said meanwhile goes out with it.
        let mut written = fed;
        while let Ok(news) = told.try_recv() {
            written = written.and(socket.feed(Message::Binary(news.frame(&mut inbox))).await);
        }
        if let Err(error) = written.and(socket.flush().await) {
            break Err(error);
        }
    };
    town.leaves(user);
    ended
}

impl town::Screen for mpsc::UnboundedSender<News> {
    fn tell(&self, news: News) {
        // Who has gone hears nothing.
        let _ = self.send(news);
    }
}
