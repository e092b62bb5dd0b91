//! What so many members online would take, reckoned from what a silent socket was measured to cost.

use serde::Serialize;

use crate::measure;

/// Linux lets a process have so many files at most, unless it is told otherwise (`fs.nr_open`).
pub const LINUX_FILES: u64 = 1_048_576;

/// What was measured.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Each {
    pub kib_a_socket: f64,
    /// With nothing but pings going on.
    pub cores_per_10k: f64,
    pub files_a_socket: f64,
    /// A hub's memory before the crowd comes.
    pub hub_mib: f64,
}

#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Needed {
    pub online: u64,
    /// Files that a process may open.
    pub files: u64,
    pub sockets_a_hub: u64,
    pub hubs: u64,
    pub gib: f64,
    pub cores: f64,
}

impl Each {
    /// `None` where not one socket fits into the files of a process.
    pub fn needed(&self, online: u64, files: u64) -> Option<Needed> {
        let sockets_a_hub = measure::sockets_within(files, self.files_a_socket);
        let hubs = online.checked_div(sockets_a_hub)? + u64::from(!online.is_multiple_of(sockets_a_hub));
        let gib = (online as f64 * self.kib_a_socket / 1_024.0 + hubs as f64 * self.hub_mib) / 1_024.0;
        Some(Needed { online, files, sockets_a_hub, hubs, gib, cores: online as f64 / 1e4 * self.cores_per_10k })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const EACH: Each = Each { kib_a_socket: 8.0, cores_per_10k: 0.05, files_a_socket: 1.0, hub_mib: 100.0 };

    #[test]
    fn a_million_members_are_so_many_hubs_so_much_memory_and_so_many_cores() {
        // 19,800 sockets a hub, so 51 hubs; 8,000,000 KiB and 5,100 MiB; a hundred times what ten thousand take.
        let needed = EACH.needed(1_000_000, 20_000).unwrap();
        assert_eq!((needed.sockets_a_hub, needed.hubs), (19_800, 51));
        assert!((needed.gib - (7_812.5 + 5_100.0) / 1_024.0).abs() < 1e-9 && (needed.cores - 5.0).abs() < 1e-9, "{needed:?}");
        let twice = Each { files_a_socket: 2.0, ..EACH };
        assert_eq!(twice.needed(1_000_000, 20_000).unwrap().hubs, 102);
        assert_eq!(EACH.needed(1_000_000, LINUX_FILES).unwrap().hubs, 1);
    }

    #[test]
    fn the_last_hub_may_be_half_full_and_without_files_there_is_no_hub() {
        assert_eq!([19_800, 19_801, 0].map(|online| EACH.needed(online, 20_000).unwrap().hubs), [1, 2, 0]);
        assert_eq!(EACH.needed(1, 200), None);
    }
}
