//! A websocket to somebody else's server: messages put into a buffer, and read.

use std::{collections::VecDeque, future::poll_fn, pin::Pin};

use futures_util::{Sink, SinkExt, StreamExt};
use tokio::net::TcpStream;
use tokio_tungstenite::{
    WebSocketStream, client_async_with_config,
    tungstenite::{self, Message, client::IntoClientRequest, protocol::WebSocketConfig},
};

use crate::{
    address::Address,
    socket::{ConnectError, Ended, connect},
};

pub(super) struct Websocket {
    stream: WebSocketStream<TcpStream>,
    out: VecDeque<Message>,
    /// Something was handed to the stream and may not have been written out.
    unwritten: bool,
}

impl Websocket {
    pub(super) async fn open(address: &Address, path: &str) -> Result<Websocket, ConnectError> {
        let stream = tcp(address).await?;
        let failed = |e: tungstenite::Error| ConnectError::Handshake(e.to_string());
        let request = format!("ws://{}{path}", address.authority()).into_client_request().map_err(failed)?;
        // As small as the hub's own: 128 KiB for reading would be set aside for each.
        let config = WebSocketConfig::default().read_buffer_size(4 * 1024).write_buffer_size(4 * 1024);
        let (stream, _) = client_async_with_config(request, stream, Some(config)).await.map_err(failed)?;
        Ok(Websocket { stream, out: VecDeque::new(), unwritten: false })
    }

    /// Into the buffer.
    pub(super) fn put(&mut self, message: Message) {
        self.out.push_back(message);
    }

    /// Writes the buffer out. Dropped while it waits, it goes on where it was the next time.
    pub(super) async fn flush(&mut self) -> Result<(), Ended> {
        while !self.out.is_empty() {
            poll_fn(|cx| Pin::new(&mut self.stream).poll_ready(cx)).await.map_err(broke)?;
            if let Some(message) = self.out.pop_front() {
                self.unwritten = true;
                Pin::new(&mut self.stream).start_send(message).map_err(broke)?;
            }
        }
        if self.unwritten {
            self.stream.flush().await.map_err(broke)?;
            self.unwritten = false;
        }
        Ok(())
    }

    /// The next text or binary message; what is in the buffer goes out before. Safe to drop while it waits.
    pub(super) async fn next(&mut self) -> Result<Message, Ended> {
        self.flush().await?;
        loop {
            match self.stream.next().await {
                Some(Ok(message @ (Message::Text(_) | Message::Binary(_)))) => return Ok(message),
                Some(Ok(Message::Close(close))) => {
                    let words = close.as_ref().map_or(String::new(), |close| close.reason.to_string());
                    return Err(Ended { code: Some(close.map_or(1005, |close| close.code.into())), words, come_back_after: None });
                }
                // A ping is answered by the next read.
                Some(Ok(_)) => {}
                Some(Err(error)) => return Err(broke(error)),
                None => return Err(Ended::broke("without a goodbye")),
            }
        }
    }

    /// The goodbye, not waited for.
    pub(super) async fn close(&mut self) {
        let _ = self.stream.close(None).await;
    }
}

/// A TCP connection.
pub(super) async fn tcp(address: &Address) -> Result<TcpStream, ConnectError> {
    connect(address, None).await.map_err(|why| ConnectError::NoAnswer { at: address.authority(), why })
}

fn broke(error: tungstenite::Error) -> Ended {
    Ended::broke(error.to_string())
}
