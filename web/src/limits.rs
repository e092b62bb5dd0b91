//! How often somebody may try: log-ins by address and by account, sign-ups by address, and writes of programs by member.
//! Of messages the actors keep count.

use std::{net::IpAddr, num::NonZeroU32, time::Duration};

use governor::{DefaultKeyedRateLimiter, Quota, clock::Clock as _, clock::DefaultClock};
use hub::{UserId, command::AnyRefusal};
use serde::Deserialize;

/// The file of `--limits`.
#[derive(Clone, Debug, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Rates {
    /// No limits at all: for benchmarks.
    pub off: bool,
    /// Log-ins tried, per address and per account.
    pub log_ins_a_minute: NonZeroU32,
    /// Members made, per address.
    pub sign_ups_an_hour: NonZeroU32,
    /// Messages, per member.
    pub messages_a_minute: NonZeroU32,
    /// Messages at once, per member.
    pub messages_burst: NonZeroU32,
    /// Writes through the API, per member.
    pub api_writes_a_minute: NonZeroU32,
}

const fn at_least_one(n: u32) -> NonZeroU32 {
    match NonZeroU32::new(n) {
        Some(n) => n,
        None => NonZeroU32::MIN,
    }
}

impl Default for Rates {
    fn default() -> Self {
        Rates {
            off: false,
            log_ins_a_minute: at_least_one(10),
            sign_ups_an_hour: at_least_one(5),
            messages_a_minute: at_least_one(60),
            messages_burst: at_least_one(20),
            api_writes_a_minute: at_least_one(120),
        }
    }
}

/// Who has tried how often. Forgotten when the process ends.
pub struct Limits {
    off: bool,
    log_in_by_address: DefaultKeyedRateLimiter<IpAddr>,
    log_in_by_account: DefaultKeyedRateLimiter<String>,
    sign_up_by_address: DefaultKeyedRateLimiter<IpAddr>,
    api_write_by_member: DefaultKeyedRateLimiter<UserId>,
}

impl Limits {
    pub fn new(rates: &Rates) -> Self {
        Limits {
            off: rates.off,
            log_in_by_address: DefaultKeyedRateLimiter::keyed(Quota::per_minute(rates.log_ins_a_minute)),
            log_in_by_account: DefaultKeyedRateLimiter::keyed(Quota::per_minute(rates.log_ins_a_minute)),
            sign_up_by_address: DefaultKeyedRateLimiter::keyed(Quota::per_hour(rates.sign_ups_an_hour)),
            api_write_by_member: DefaultKeyedRateLimiter::keyed(Quota::per_minute(rates.api_writes_a_minute)),
        }
    }

    /// One more try to log in, from this address, as this account.
    pub fn log_in(&self, from: IpAddr, account: &str) -> Result<(), AnyRefusal> {
        self.check(&self.log_in_by_address, &household(from))?;
        let account = account.trim().trim_start_matches('@').to_lowercase().chars().take(254).collect();
        self.check(&self.log_in_by_account, &account)
    }

    /// One more member from this address.
    pub fn sign_up(&self, from: IpAddr) -> Result<(), AnyRefusal> {
        self.check(&self.sign_up_by_address, &household(from))
    }

    /// One more write of a member's program.
    pub fn api_write(&self, by: UserId) -> Result<(), AnyRefusal> {
        self.check(&self.api_write_by_member, &by)
    }

    fn check<K: Clone + std::hash::Hash + Eq>(&self, limiter: &DefaultKeyedRateLimiter<K>, key: &K) -> Result<(), AnyRefusal> {
        if self.off {
            return Ok(());
        }
        limiter.check_key(key).map_err(|until| {
            let wait: Duration = until.wait_time_from(DefaultClock::default().now());
            AnyRefusal::TooFast { retry_after_ms: wait.as_millis().max(1) as i64 }
        })
    }

    /// Forgets who hasn't tried for a while. Now and then, so that the lists stay small.
    pub fn forget_old(&self) {
        self.log_in_by_address.retain_recent();
        self.log_in_by_account.retain_recent();
        self.sign_up_by_address.retain_recent();
        self.api_write_by_member.retain_recent();
    }
}

/// An IPv6 household has a whole /64 to come from.
fn household(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V6(six) => {
            let [a, b, c, d, ..] = six.segments();
            IpAddr::from([a, b, c, d, 0, 0, 0, 0])
        }
        four => four,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use hub::Refuses;

    #[test]
    fn the_eleventh_try_in_a_row_hears_how_long_to_wait() {
        let limits = Limits::new(&Rates::default());
        let home: IpAddr = "2001:db8::1".parse().expect("an address");
        for _ in 0..10 {
            limits.log_in(home, "ana").expect("within the limit");
        }
        let neighbour: IpAddr = "2001:db8::2".parse().expect("an address");
        let refusal = limits.log_in(neighbour, "bo").expect_err("the same household");
        assert!(refusal.retry_after_ms().is_some_and(|ms| (1..=6_000).contains(&ms)), "{refusal:?}");
        let elsewhere: IpAddr = "192.0.2.1".parse().expect("an address");
        assert!(limits.log_in(elsewhere, " @ANA ").is_err(), "the same account from elsewhere");
        assert!(limits.log_in(elsewhere, "bo").is_ok());
    }

    #[test]
    fn a_benchmark_can_switch_them_off() {
        let limits = Limits::new(&Rates { off: true, ..Rates::default() });
        let home: IpAddr = "192.0.2.1".parse().expect("an address");
        assert!((0..50).all(|_| limits.sign_up(home).is_ok()));
    }
}
