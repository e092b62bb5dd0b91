//! nginx with nchan, as Debian packs them. A member has a channel of their own and listens to it by one websocket; what they
//! say goes out by a second one, opened when they first say something, because nchan answers its publishers (what it answers,
//! the channel's state, is the acknowledgement) but not on a socket that listens too.
//!
//! ```text
//!   GET /sub/m7  ◀── head and body         GET /pub/m8  ──▶ head and body
//!                                                       ◀── queued messages: 0 … active subscribers: 1
//! ```

use std::{
    path::{Path, PathBuf},
    sync::{Arc, atomic::AtomicI64},
};

use bytes::Bytes;
use futures_util::future::BoxFuture;
use hub::wire::{ClientFrame, ServerFrame};
use tokio_tungstenite::tungstenite::Message;

use super::{
    interpreter::{Interpreter, ROOM, Wish, in_one, name_of},
    server::{self, Server},
    websocket::Websocket,
};
use crate::{
    address::Address,
    fleet::guard::Launch,
    line::{Line, Peer},
    measure,
    members::Member,
    socket::{ConnectError, Ended, Resume, Welcome},
};

/// What everybody listens to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Channels {
    /// Each member to their own.
    Own,
    /// All to that of the room: a socket listens to what its address names, from when it is opened.
    Room,
}

/// The server as a scenario knows it.
#[derive(Debug)]
pub struct Nchan {
    address: Address,
    channels: Channels,
    numbers: Arc<AtomicI64>,
}

impl Nchan {
    pub fn at(address: Address, channels: Channels) -> Nchan {
        Nchan { address, channels, numbers: Arc::default() }
    }

    async fn come_in(&self, index: usize) -> Result<NchanLine, ConnectError> {
        let channel = match self.channels {
            Channels::Own => name_of(index),
            Channels::Room => ROOM.to_owned(),
        };
        let listens = Websocket::open(&self.address, &format!("/sub/{channel}")).await?;
        let interpreter = Interpreter::new(index, self.numbers.clone());
        Ok(NchanLine { address: self.address.clone(), listens, says: None, interpreter, ended: None })
    }
}

impl Peer for Nchan {
    fn name(&self) -> &str {
        "nchan"
    }

    fn open<'a>(&'a self, _: &'a Member, index: usize, _: Option<Resume>) -> BoxFuture<'a, Result<Box<dyn Line>, ConnectError>> {
        Box::pin(async move {
            let line: Box<dyn Line> = Box::new(server::within_patience(self.come_in(index)).await?);
            Ok(line)
        })
    }

    /// The numbers are ours, given before the server has put what was said in an order.
    fn keeps_order(&self) -> bool {
        false
    }
}

struct NchanLine {
    address: Address,
    listens: Websocket,
    /// The socket that publishes, and the channel it publishes to.
    says: Option<(Websocket, String)>,
    interpreter: Interpreter,
    ended: Option<Ended>,
}

/// What stands before what came, to tell a message from an acknowledgement.
const HEARD: u8 = b'<';
const ANSWERED: u8 = b'>';

impl NchanLine {
    async fn say(&mut self, channel: String, text: String) -> Result<(), Ended> {
        if self.says.as_ref().is_none_or(|(_, before)| *before != channel) {
            let opened = server::within_patience(Websocket::open(&self.address, &format!("/pub/{channel}"))).await;
            self.says = Some((opened.map_err(|e| Ended::broke(e.to_string()))?, channel));
        }
        if let Some((socket, _)) = &mut self.says {
            socket.put(Message::text(text));
        }
        Ok(())
    }

    async fn next_of_both(&mut self) -> Result<Bytes, Ended> {
        if let Some(ended) = &self.ended {
            return Err(ended.clone());
        }
        let NchanLine { listens, says, .. } = self;
        let answered = async {
            match says {
                Some((socket, _)) => socket.next().await,
                None => std::future::pending().await,
            }
        };
        let (kind, came) = tokio::select! {
            came = listens.next() => (HEARD, came),
            came = answered => (ANSWERED, came),
        };
        match came {
            Ok(message) => Ok([&[kind], &*message.into_data()].concat().into()),
            Err(ended) => {
                self.ended = Some(ended.clone());
                Err(ended)
            }
        }
    }
}

impl Line for NchanLine {
    fn welcome(&self) -> &Welcome {
        self.interpreter.welcome()
    }

    fn feed<'a>(&'a mut self, frame: &'a ClientFrame) -> BoxFuture<'a, Result<(), Ended>> {
        match self.interpreter.wish(frame) {
            Wish::Nothing => Box::pin(std::future::ready(Ok(()))),
            // It is listened to already.
            Wish::EnterRoom { ticket } => {
                self.interpreter.answer_now(ticket);
                Box::pin(std::future::ready(Ok(())))
            }
            Wish::Say { name, head, body, .. } => Box::pin(self.say(name, in_one(&head, body))),
        }
    }

    fn flush(&mut self) -> BoxFuture<'_, Result<(), Ended>> {
        Box::pin(async {
            match &mut self.says {
                Some((socket, _)) => socket.flush().await,
                None => Ok(()),
            }
        })
    }

    fn next_bytes(&mut self) -> BoxFuture<'_, Result<Bytes, Ended>> {
        if self.interpreter.has_answers() {
            return Box::pin(std::future::ready(Ok(Bytes::new())));
        }
        Box::pin(self.next_of_both())
    }

    fn read(&mut self, bytes: &Bytes, frames: &mut Vec<ServerFrame>) {
        self.interpreter.take_answers(frames);
        match bytes.split_first() {
            Some((&HEARD, payload)) => self.interpreter.said_in_one(payload, frames),
            Some((&ANSWERED, status)) if is_status(status) => self.interpreter.acknowledged_next(frames),
            Some((&ANSWERED, words)) => self.ended = Some(Ended::broke(format!("nchan answered: {}", String::from_utf8_lossy(words)))),
            _ => {}
        }
    }

    fn close(mut self: Box<Self>) -> BoxFuture<'static, ()> {
        Box::pin(async move {
            self.listens.close().await;
            if let Some((socket, _)) = &mut self.says {
                socket.close().await;
            }
        })
    }
}

/// What nchan tells a publisher once a message is with whoever listens.
fn is_status(words: &[u8]) -> bool {
    words.starts_with(b"queued messages: ")
}

/// Where Debian puts it.
const MODULE: &str = "/usr/lib/nginx/modules/ngx_nchan_module.so";

/// Where it is installed.
#[derive(Clone, Debug)]
pub struct Installed {
    nginx: PathBuf,
    pub version: String,
}

pub fn installed() -> Result<Installed, String> {
    let nginx = server::program("nginx").filter(|_| Path::new(MODULE).is_file());
    let nginx = nginx.ok_or("not here: apt-get install nginx libnginx-mod-nchan")?;
    let nchan = server::first_line(Path::new("dpkg-query"), &["-W", "-f", "${Version}", "libnginx-mod-nchan"]);
    let nchan = nchan.unwrap_or_else(|_| "of an unknown version".to_owned());
    let version = format!("nchan {nchan} in {}", server::first_line(&nginx, &["-v"])?.trim_start_matches("nginx version: "));
    Ok(Installed { nginx, version })
}

impl Installed {
    pub async fn start(&self, channels: Channels, dir: &Path) -> Result<Server, String> {
        // nginx writes the bodies of requests down, as another user if it is run by root.
        let home = dir.join("nginx");
        std::fs::create_dir_all(&home).map_err(|e| format!("{} can't be made: {e}", home.display()))?;
        let launch = |port: u16| {
            let settings = home.join("nginx.conf");
            // What can't be written, nginx says by itself.
            let _ = std::fs::write(&settings, configuration(port, measure::raise_open_files()));
            let args = vec!["-p".into(), home.clone().into(), "-c".into(), settings.into(), "-e".into(), "stderr".into()];
            Launch { program: self.nginx.clone(), args, env: Vec::new(), before: "", signal: "TERM", log: dir.join("nginx.log") }
        };
        Server::answering_http(launch, |address| Arc::new(Nchan::at(address, channels))).await
    }
}

/// One worker: a second one would have to be told what the first hears, on two cores that the harness uses too. No store: nothing
/// is resumed here.
fn configuration(port: u16, files: u64) -> String {
    // A worker keeps a few files for itself.
    let sockets = files.saturating_sub(64).max(64);
    format!(
        "daemon off; worker_processes 1; pid nginx.pid; error_log stderr warn;\n\
         load_module {MODULE};\n\
         worker_rlimit_nofile {files};\n\
         events {{ worker_connections {sockets}; }}\n\
         http {{\n\
         access_log off; client_body_temp_path body; proxy_temp_path proxy; fastcgi_temp_path fastcgi; uwsgi_temp_path uwsgi; scgi_temp_path scgi;\n\
         server {{\n\
         listen 127.0.0.1:{port} backlog=4096;\n\
         location = /readyz {{ return 200; }}\n\
         location ~ ^/sub/(\\w+)$ {{ nchan_subscriber websocket; nchan_channel_id $1; nchan_store_messages off; }}\n\
         location ~ ^/pub/(\\w+)$ {{ nchan_publisher websocket; nchan_channel_id $1; nchan_store_messages off; }}\n\
         }}\n\
         }}\n"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    /// As nchan 1.3.6 wrote it.
    #[test]
    fn a_publisher_is_answered_by_the_channels_state() {
        let status = "queued messages: 0\r\nlast requested: 0 sec. ago\r\nactive subscribers: 1\r\nlast message id: 1795963904:0";
        assert!(is_status(status.as_bytes()));
        assert!(!is_status(b"channel full") && !is_status(b""));
    }

    #[test]
    fn the_configuration_leaves_the_worker_files_of_its_own() {
        let text = configuration(7_852, 20_000);
        assert!(text.contains("worker_rlimit_nofile 20000;") && text.contains("worker_connections 19936;"), "{text}");
        assert!(text.contains("listen 127.0.0.1:7852 ") && text.matches("nchan_store_messages off").count() == 2, "{text}");
        assert_eq!(text.matches('{').count(), text.matches('}').count());
    }
}
