//! Where the hub is: one address typed as `http://…` or `ws://…`, checked once.

use std::net::{IpAddr, Ipv4Addr, SocketAddr};

use url::{Host, Url};

/// A hub's address, understood.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Address {
    host: String,
    port: u16,
    /// Path of the websocket door.
    socket_path: String,
    /// Literal address or `localhost`, so that no name is looked up for what is on this machine.
    ip: Option<IpAddr>,
}

#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("“{typed}” is no address of a hub: {why}. It looks like http://127.0.0.1:8080")]
pub struct BadAddress {
    pub typed: String,
    pub why: String,
}

impl Address {
    /// Reads `http://host:port`, `ws://host:port` or `ws://host:port/ws`. No TLS: the harness stands beside the hub.
    pub fn read(typed: &str) -> Result<Address, BadAddress> {
        let bad = |why: &str| BadAddress { typed: typed.to_owned(), why: why.to_owned() };
        let url = Url::parse(typed).map_err(|e| bad(&e.to_string()))?;
        let default_port = match url.scheme() {
            "http" | "ws" => 80,
            "https" | "wss" => return Err(bad("TLS is not spoken here; go to the hub itself, behind its proxy")),
            _ => return Err(bad("it begins with neither http nor ws")),
        };
        let ip = match url.host() {
            Some(Host::Ipv4(ip)) => Some(IpAddr::V4(ip)),
            Some(Host::Ipv6(ip)) => Some(IpAddr::V6(ip)),
            Some(Host::Domain("localhost")) => Some(IpAddr::from([127, 0, 0, 1])),
            Some(Host::Domain(_)) => None,
            None => return Err(bad("it names no host")),
        };
        let socket_path = match url.path() {
            "" | "/" => "/ws".to_owned(),
            path => path.to_owned(),
        };
        let host = url.host_str().unwrap_or_default().to_owned();
        Ok(Address { host, port: url.port().unwrap_or(default_port), socket_path, ip })
    }

    /// Whether it can only be this machine.
    pub fn is_loopback(&self) -> bool {
        self.ip.is_some_and(|ip| ip.is_loopback())
    }

    pub fn port(&self) -> u16 {
        self.port
    }

    /// `host:port`, as the Host header says it.
    pub fn authority(&self) -> String {
        format!("{}:{}", self.host, self.port)
    }

    /// The websocket's URL.
    pub fn socket_url(&self) -> String {
        format!("ws://{}{}", self.authority(), self.socket_path)
    }

    /// The origin a browser at this hub would send.
    pub fn origin(&self) -> String {
        format!("http://{}", self.authority())
    }

    /// Looks the name up if it is one.
    pub async fn resolve(&self) -> std::io::Result<SocketAddr> {
        if let Some(ip) = self.ip {
            return Ok(SocketAddr::new(ip, self.port));
        }
        let mut found = tokio::net::lookup_host((self.host.as_str(), self.port)).await?;
        found.next().ok_or_else(|| std::io::Error::other("this name has no address"))
    }
}

/// The source address of socket number `index`: 127.0.0.1 carries about 28,000 sockets to one port, then comes the
/// next one. `None` is the kernel's choice: 127.0.0.1 too, but found in no time, where binding to it looks for a port
/// that nobody has used lately (measured: 160 sockets a second instead of 4,500 after a run of 10,000).
pub fn source(address: &Address, index: usize, sockets_each: usize) -> Option<IpAddr> {
    if !matches!(address.ip, Some(IpAddr::V4(ip)) if ip.is_loopback()) {
        return None;
    }
    let nth = index / sockets_each.max(1);
    let [low, high] = u16::try_from(nth + 1).ok()?.to_le_bytes();
    (nth > 0).then(|| IpAddr::from([127, 0, high, low]))
}

/// Local addresses to come from: `127.0.0.0/8`, or one alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Net {
    first: u32,
    /// How many there are from there on.
    count: u32,
}

impl Net {
    /// Reads `127.0.0.0/8` or `127.0.0.9`. The error is for people.
    pub fn read(typed: &str) -> Result<Net, String> {
        let bad = || format!("“{typed}” is no network; it looks like 127.0.0.0/8 or 127.0.0.9");
        let (ip, bits) = typed.split_once('/').unwrap_or((typed, "32"));
        let (ip, bits) = (ip.parse::<Ipv4Addr>().map_err(|_| bad())?, bits.parse::<u32>().map_err(|_| bad())?);
        if !(8..=32).contains(&bits) {
            return Err(format!("“{typed}”: from /8 to /32, please"));
        }
        let size = 1_u64 << (32 - bits);
        let base = u32::try_from(u64::from(u32::from(ip)) / size * size).map_err(|_| bad())?;
        // Of a whole network neither its own address nor that of all.
        let (first, count) = if size > 2 { (base + 1, size - 2) } else { (base, size) };
        Ok(Net { first, count: u32::try_from(count).unwrap_or(u32::MAX) })
    }

    /// Address number `n`, around again after the last.
    pub fn nth(self, n: usize) -> IpAddr {
        let n = u32::try_from(n % self.count as usize).unwrap_or(0);
        IpAddr::V4(Ipv4Addr::from(self.first + n))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_hub_is_meant_by_http_and_by_ws() {
        for typed in ["http://127.0.0.1:8080", "http://127.0.0.1:8080/", "ws://127.0.0.1:8080/ws"] {
            assert_eq!(Address::read(typed).unwrap().socket_url(), "ws://127.0.0.1:8080/ws", "{typed}");
        }
    }

    #[test]
    fn what_is_no_address_is_said_in_words() {
        for (typed, why) in
            [("127.0.0.1:8080", "relative"), ("https://hub.example", "TLS"), ("ftp://hub.example", "neither"), ("", "relative")]
        {
            let said = Address::read(typed).unwrap_err().to_string();
            assert!(said.contains(why) && said.contains("http://127.0.0.1:8080"), "{said}");
        }
    }

    #[test]
    fn only_this_machine_is_loopback() {
        for typed in ["http://127.0.0.1:1", "http://127.9.9.9:1", "http://localhost:1", "http://[::1]:1"] {
            assert!(Address::read(typed).unwrap().is_loopback(), "{typed}");
        }
        for typed in ["http://10.0.0.1:1", "http://localhost.example:1", "http://hub.example"] {
            assert!(!Address::read(typed).unwrap().is_loopback(), "{typed}");
        }
    }

    #[test]
    fn sockets_move_on_to_the_next_source_address_before_ports_run_out() {
        let here = Address::read("http://127.0.0.1:8080").unwrap();
        let of = |index| source(&here, index, 20_000).map(|ip| ip.to_string());
        assert_eq!([of(0), of(19_999)], [None, None]);
        assert_eq!([of(20_000), of(20_000 * 255)].map(Option::unwrap), ["127.0.0.2", "127.0.1.0"]);
        assert_eq!(source(&Address::read("http://10.0.0.1:8080").unwrap(), 0, 20_000), None);
    }

    #[test]
    fn a_network_gives_its_addresses_in_turn_and_what_is_none_is_said() {
        let of = |typed, n| Net::read(typed).unwrap().nth(n).to_string();
        assert_eq!([of("127.0.0.0/8", 0), of("127.0.0.0/8", 256)], ["127.0.0.1", "127.0.1.1"]);
        assert_eq!([of("127.9.9.9", 0), of("127.9.9.9", 5)], ["127.9.9.9", "127.9.9.9"]);
        assert_eq!(
            [of("127.0.7.200/30", 0), of("127.0.7.200/30", 1), of("127.0.7.200/30", 2)],
            ["127.0.7.201", "127.0.7.202", "127.0.7.201"]
        );
        for typed in ["127.0.0.0/7", "127.0.0/8", "::1", "127.0.0.1/", ""] {
            assert!(Net::read(typed).unwrap_err().contains(typed), "{typed}");
        }
    }
}
