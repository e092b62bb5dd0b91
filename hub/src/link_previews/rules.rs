//! Which link of a text is looked at, which addresses of machines may be asked, and how long what was found counts.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use crate::kernel::{
    text::web_address,
    time::{DAY, HOUR, Timestamp},
};

/// What was found is looked at anew after that.
pub const KEPT: i64 = 7 * DAY;
/// Where nothing was found it is tried again after that.
pub const TRIED_AGAIN: i64 = 12 * HOUR;
/// So many links of a member's posts are looked at in an hour.
pub const AN_HOUR: u32 = 20;

/// Until when it counts.
pub fn until(found: bool, at: Timestamp) -> Timestamp {
    at.plus(if found { KEPT } else { TRIED_AGAIN })
}

/// The link that a post shows a card of: where it leads to, else the first one in its words.
pub fn first_link(leads_to: &str, text: &str) -> Option<String> {
    let sound = |address: &str| web_address("link", address).ok().filter(|address| !address.is_empty());
    if let Some(address) = sound(leads_to) {
        return Some(address);
    }
    let begins = ["https://", "http://"].iter().filter_map(|scheme| text.find(scheme)).min()?;
    let rest = &text[begins..];
    let end = rest.find(|c: char| c.is_whitespace() || matches!(c, '<' | '>' | '"' | '\\' | '|' | '^' | '`')).unwrap_or(rest.len());
    let mut address = &rest[..end];
    loop {
        // What ends the sentence, or the markdown around it, is not of the address.
        let shorter = address.trim_end_matches(['.', ',', ';', ':', '!', '?', '*', '_', '\'', ']']);
        let shorter = match shorter.strip_suffix(')') {
            Some(inner) if shorter.matches(')').count() > shorter.matches('(').count() => inner,
            _ => shorter,
        };
        if shorter == address {
            break;
        }
        address = shorter;
    }
    sound(address)
}

/// Whether the hub may ask this machine: one of the open web, and none of the hub's own house, its neighbours or its landlord.
pub fn may_be_asked(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(address) => is_open_v4(address),
        IpAddr::V6(address) => is_open_v6(address),
    }
}

fn is_open_v4(address: Ipv4Addr) -> bool {
    let [a, b, c, _] = address.octets();
    !matches!(
        (a, b, c),
        // This network, private, shared by providers, the machine itself, the link (and what tells machines of a cloud about themselves).
        (0 | 10 | 127, _, _) | (100, 64..=127, _) | (169, 254, _) | (172, 16..=31, _) | (192, 168, _)
            // Protocols, examples, the way to IPv6, measurements.
            | (192, 0, 0 | 2) | (192, 88, 99) | (198, 18 | 19, _) | (198, 51, 100) | (203, 0, 113)
            // To many, for later, to all.
            | (224..=255, _, _)
    )
}

fn is_open_v6(address: Ipv6Addr) -> bool {
    let parts = address.segments();
    // An IPv4 address in another dress is judged as what it is.
    if let Some(inner) = address.to_ipv4_mapped() {
        return is_open_v4(inner);
    }
    let last = Ipv4Addr::from(((u32::from(parts[6])) << 16) | u32::from(parts[7]));
    let of = |high: u16, low: u16| Ipv4Addr::from((u32::from(high) << 16) | u32::from(low));
    match parts {
        // Also `::` and `::1`, and the old way to write an IPv4 address.
        [0, 0, 0, 0, 0, 0, ..] => false,
        // Translated (also by a network's own translator), and tunnelled.
        [0x64, 0xff9b, 0, 0, 0, 0, ..] => is_open_v4(last),
        [0x64, 0xff9b, ..] => false,
        [0x2002, high, low, ..] => is_open_v4(of(high, low)),
        [0x2001, 0..=0x1ff, ..] | [0x2001, 0xdb8, ..] | [0x3fff, ..] | [0x100, 0, 0, 0, ..] => false,
        // Only what is given out to the open web.
        [first, ..] => (0x2000..0x4000).contains(&first),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_machines_of_the_open_web_are_asked() {
        for refused in [
            "0.0.0.0",
            "0.1.2.3",
            "10.0.0.1",
            "10.255.255.255",
            "100.64.0.1",
            "100.127.255.255",
            "127.0.0.1",
            "127.9.9.9",
            "169.254.169.254",
            "169.254.0.1",
            "172.16.0.1",
            "172.31.255.255",
            "192.0.0.1",
            "192.0.2.7",
            "192.88.99.1",
            "192.168.0.1",
            "198.18.0.1",
            "198.19.255.255",
            "198.51.100.7",
            "203.0.113.7",
            "224.0.0.1",
            "239.1.1.1",
            "240.0.0.1",
            "255.255.255.255",
            "::",
            "::1",
            "::7f00:1",
            "::ffff:127.0.0.1",
            "::ffff:10.0.0.1",
            "::ffff:169.254.169.254",
            "64:ff9b::7f00:1",
            "64:ff9b::a00:1",
            "64:ff9b:1::a00:1",
            "2002:7f00:1::",
            "2002:a9fe:a9fe::",
            "2001:0:53aa:64c::1",
            "2001:10::1",
            "2001:db8::1",
            "3fff::1",
            "100::1",
            "fc00::1",
            "fd12:3456::1",
            "fd00:ec2::254",
            "fe80::1",
            "fec0::1",
            "ff02::1",
            "ff0e::1",
            "4000::1",
        ] {
            assert!(!may_be_asked(refused.parse().expect(refused)), "{refused}");
        }
        for open in [
            "1.1.1.1",
            "8.8.8.8",
            "9.255.255.255",
            "11.0.0.1",
            "100.63.255.255",
            "100.128.0.1",
            "126.0.0.1",
            "128.0.0.1",
            "172.15.0.1",
            "172.32.0.1",
            "192.0.1.1",
            "192.169.0.1",
            "198.17.0.1",
            "198.20.0.1",
            "223.255.255.255",
            "2606:4700:4700::1111",
            "2a00:1450:4001::1",
            "::ffff:8.8.8.8",
            "64:ff9b::808:808",
            "2002:808:808::1",
        ] {
            assert!(may_be_asked(open.parse().expect(open)), "{open}");
        }
    }

    #[test]
    fn the_first_link_of_a_post_is_where_it_leads_to_or_stands_in_its_words() {
        for (leads_to, text, link) in [
            ("", "No link at all", None),
            ("", "See https://example.org/a.", Some("https://example.org/a")),
            ("", "See (https://example.org/a_(b)), and http://example.com", Some("https://example.org/a_(b)")),
            ("", "[my page](https://example.org/x?y=1#z)!", Some("https://example.org/x?y=1#z")),
            ("", "<https://example.org>", Some("https://example.org")),
            ("", "**https://example.org/**", Some("https://example.org/")),
            ("", "http://first.example and https://second.example", Some("http://first.example")),
            ("https://app.example", "See https://example.org", Some("https://app.example")),
            ("javascript:alert(1)", "", None),
            ("", "https://user@example.org/", None),
            ("", "https://localhost/admin", None),
        ] {
            assert_eq!(first_link(leads_to, text).as_deref(), link, "{leads_to} {text}");
        }
    }
}
