//! Where Redis is: one server, a cluster, or whichever server the sentinels name.
//!
//! ```text
//!   redis://host:port                            that server
//!   redis-cluster://host:port,host:port          any of them says which one keeps our keys: all of them stand in one slot
//!   redis-sentinel://host:port,host:port/name    any sentinel says who is master of that name
//! ```
//! It is asked anew for each new connection. So a failover is a connection that breaks, and the next one goes to whoever took
//! over. The redis crate has clients for both; they keep a connection to every server of a cluster, and this bus needs one.

use std::{future::Future, pin::Pin};

use futures_util::future::select_ok;
use redis::{Client, ConnectionAddr, ConnectionInfo, ErrorKind, IntoConnectionInfo, RedisError, aio::MultiplexedConnection};

/// The address of Redis, in any of its forms.
#[derive(Clone)]
pub struct Whereabouts {
    kind: Kind,
    /// Who is asked: the server itself, some servers of the cluster, the sentinels.
    doors: Vec<ConnectionInfo>,
}

#[derive(Clone)]
enum Kind {
    One,
    Cluster,
    /// The master's name, and how to come in there.
    Sentinel {
        master: String,
        info: Box<ConnectionInfo>,
    },
}

/// As it is shown: without what opens it.
impl std::fmt::Debug for Whereabouts {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.shown())
    }
}

/// A door that is being asked.
type Asked = Pin<Box<dyn Future<Output = Result<Client, RedisError>> + Send>>;

impl Whereabouts {
    /// Reads an address. Errors are for people.
    pub fn read(url: &str) -> Result<Whereabouts, String> {
        let (scheme, rest) = url.split_once("://").ok_or("write redis://host:port")?;
        match scheme {
            "redis-cluster" => {
                let (auth, hosts) = doors_of(rest)?;
                let doors = hosts.iter().map(|host| info(&format!("redis://{auth}{host}"))).collect::<Result<_, _>>()?;
                Ok(Whereabouts { kind: Kind::Cluster, doors })
            }
            "redis-sentinel" => {
                let (doors, master) = rest.split_once('/').unwrap_or((rest, ""));
                if master.is_empty() {
                    return Err("the master's name belongs at the end: redis-sentinel://host:port/name".to_owned());
                }
                // The password, if there is one, is the master's; sentinels that ask for one are not known here.
                let (auth, hosts) = doors_of(doors)?;
                let kind = Kind::Sentinel { master: master.to_owned(), info: Box::new(info(&format!("redis://{auth}{}", hosts[0]))?) };
                let doors = hosts.iter().map(|host| info(&format!("redis://{host}"))).collect::<Result<_, _>>()?;
                Ok(Whereabouts { kind, doors })
            }
            "redis" | "rediss" | "redis+unix" | "unix" => Ok(Whereabouts { kind: Kind::One, doors: vec![info(url)?] }),
            _ => Err("it begins with redis://, redis-cluster:// or redis-sentinel://".to_owned()),
        }
    }

    /// For people, without what opens it.
    pub fn shown(&self) -> String {
        let doors = self.doors.iter().map(|door| door.addr().to_string()).collect::<Vec<_>>().join(", ");
        match &self.kind {
            Kind::One => doors,
            Kind::Cluster => format!("the cluster of {doors}"),
            Kind::Sentinel { master, .. } => format!("the master {master} of the sentinels {doors}"),
        }
    }

    /// The server to talk to just now: the one that keeps `key`. The first door that knows it counts.
    pub(super) async fn find(&self, key: &str) -> Result<Client, RedisError> {
        let asked = self.doors.iter().map(|door| {
            let (door, kind, key) = (door.clone(), self.kind.clone(), key.to_owned());
            Box::pin(async move {
                match kind {
                    Kind::One => Client::open(door),
                    Kind::Cluster => keeper(door, &key).await,
                    Kind::Sentinel { master, info } => master_of(door, &master, *info).await,
                }
            }) as Asked
        });
        select_ok(asked).await.map(|(found, _)| found)
    }
}

/// `user:password@` as it stands, and each host and port.
fn doors_of(rest: &str) -> Result<(String, Vec<String>), String> {
    let rest = rest.trim_end_matches('/');
    let (auth, hosts) = rest.rsplit_once('@').map_or(("", rest), |(auth, hosts)| (auth, hosts));
    let auth = if auth.is_empty() { String::new() } else { format!("{auth}@") };
    let hosts: Vec<String> = hosts.split(',').map(str::trim).filter(|host| !host.is_empty()).map(str::to_owned).collect();
    if hosts.is_empty() { Err("there is no host in it".to_owned()) } else { Ok((auth, hosts)) }
}

fn info(url: &str) -> Result<ConnectionInfo, String> {
    url.into_connection_info().map_err(|e| e.to_string())
}

async fn line_to(client: &Client) -> Result<MultiplexedConnection, RedisError> {
    client.get_multiplexed_async_connection().await
}

/// Asked for a key it does not keep, a server of a cluster says who does.
async fn keeper(door: ConnectionInfo, key: &str) -> Result<Client, RedisError> {
    let client = Client::open(door.clone())?;
    let mut line = line_to(&client).await?;
    let asked: Result<i64, RedisError> = redis::cmd("EXISTS").arg(key).query_async(&mut line).await;
    match asked {
        Ok(_) => Ok(client),
        Err(elsewhere) => match elsewhere.redirect_node().and_then(|(keeper, _slot)| keeper.rsplit_once(':')) {
            Some((host, port)) => Client::open(at(&door, host, port.parse().unwrap_or(6379))),
            None => Err(elsewhere),
        },
    }
}

/// A sentinel names the master; who is named has to say so too, since a sentinel that was cut off names the last one it knew.
async fn master_of(door: ConnectionInfo, name: &str, info: ConnectionInfo) -> Result<Client, RedisError> {
    let mut line = line_to(&Client::open(door)?).await?;
    let named: Option<(String, u16)> = redis::cmd("SENTINEL").arg("get-master-addr-by-name").arg(name).query_async(&mut line).await?;
    let (host, port) = named.ok_or_else(|| RedisError::from((ErrorKind::Client, "the sentinel knows no master of that name")))?;
    let client = Client::open(at(&info, &host, port))?;
    let mut line = line_to(&client).await?;
    let role: Vec<redis::Value> = redis::cmd("ROLE").query_async(&mut line).await?;
    match role.first().map(redis::from_redis_value_ref::<String>) {
        Some(Ok(role)) if role == "master" => Ok(client),
        _ => Err(RedisError::from((ErrorKind::Client, "whom the sentinel names is not the master"))),
    }
}

/// The same way in, at another place. Without a host it is the same one, as Redis has it.
fn at(like: &ConnectionInfo, host: &str, port: u16) -> ConnectionInfo {
    let host = match like.addr() {
        ConnectionAddr::Tcp(same, _) if host.is_empty() => same.clone(),
        _ => host.to_owned(),
    };
    like.clone().set_addr(ConnectionAddr::Tcp(host, port))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_form_of_address_is_read_and_shown_without_its_password() {
        for (url, shown) in [
            ("redis://127.0.0.1:6379", "127.0.0.1:6379"),
            ("redis://:secret@127.0.0.1:6379/2", "127.0.0.1:6379"),
            ("redis-cluster://a:7000,b:7001", "the cluster of a:7000, b:7001"),
            ("redis-cluster://ana:secret@a:7000,b:7001/", "the cluster of a:7000, b:7001"),
            ("redis-sentinel://:secret@a:26379,b:26379/main", "the master main of the sentinels a:26379, b:26379"),
        ] {
            assert_eq!(Whereabouts::read(url).map(|w| w.shown()).as_deref(), Ok(shown), "{url}");
        }
    }

    #[test]
    fn what_is_no_address_is_said_in_words() {
        for url in
            ["", "redis", "http://x", "redis-cluster://", "redis-sentinel://a:26379", "redis-sentinel:///main", "redis-cluster://a:b"]
        {
            let said = Whereabouts::read(url).map(|_| ()).expect_err(url);
            assert!(said.len() > 10, "{url}: {said}");
        }
    }
}
