//! How often somebody may try: log-ins by address and by account, sign-ups by address, and writes of programs by member.
//! Of messages the actors keep count, of new conversations and reports the store. Who goes on guessing a password waits longer each time.

use std::{
    collections::HashMap,
    net::IpAddr,
    num::NonZeroU32,
    sync::{Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use governor::{DefaultKeyedRateLimiter, Quota, clock::Clock as _, clock::DefaultClock};
use hub::{
    Timestamp, UserId,
    claims::rules::Lease,
    command::AnyRefusal,
    kernel::time::{HOUR, MINUTE, SECOND},
};
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
    /// Mails with a link to a new password, asked for per address and per e-mail.
    pub forgotten_an_hour: NonZeroU32,
    /// Messages, per member.
    pub messages_a_minute: NonZeroU32,
    /// Messages at once, per member.
    pub messages_burst: NonZeroU32,
    /// Everything else a member does: posts, answers, blocks, over all their screens and forms.
    pub deeds_a_minute: NonZeroU32,
    /// Writes through the API, per member.
    pub api_writes_a_minute: NonZeroU32,
    /// New conversations in 24 hours, per member; and in the first 24 after they signed up.
    pub conversations_a_day: NonZeroU32,
    pub conversations_first_day: NonZeroU32,
    /// Things reported in 24 hours, per member.
    pub reports_a_day: NonZeroU32,
    /// Match cards that somebody who offers is sent in 24 hours because others asked; the rest waits in their list.
    pub cards_a_day: NonZeroU32,
    /// How long “I've got this” holds a place of an ask, in seconds; six times as long for who goes on writing.
    pub claim_seconds: NonZeroU32,
    /// Files uploaded, per member: how many a minute, and how much in 24 hours.
    pub uploads_a_minute: NonZeroU32,
    pub upload_mib_a_day: NonZeroU32,
    /// So much of the files of whoever takes everything along goes with it; what is more is listed with its address.
    pub export_mib: NonZeroU32,
    /// Connections open at once, per address; not of trusted proxies.
    pub connections_an_address: NonZeroU32,
    /// So many members' Homes are kept in memory between two looks, without the long texts of their posts; 0: none.
    pub homes_kept: u32,
}

impl Rates {
    /// What is counted in the store.
    pub fn counted(&self) -> store::Pace {
        let lease = Lease::of(i64::from(self.claim_seconds.get()) * SECOND);
        if self.off {
            return store::Pace { lease, ..store::Pace::default() };
        }
        let (first_day, a_day) = (i64::from(self.conversations_first_day.get()), i64::from(self.conversations_a_day.get()));
        store::Pace {
            conversations: Some(hub::connections::rules::Pace { first_day, a_day }),
            reports_a_day: Some(i64::from(self.reports_a_day.get())),
            cards_a_day: Some(i64::from(self.cards_a_day.get())),
            uploads_a_day: Some(i64::from(self.upload_mib_a_day.get()) << 20),
            lease,
        }
    }
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
            forgotten_an_hour: at_least_one(5),
            messages_a_minute: at_least_one(60),
            messages_burst: at_least_one(20),
            deeds_a_minute: at_least_one(240),
            api_writes_a_minute: at_least_one(120),
            conversations_a_day: at_least_one(10),
            conversations_first_day: at_least_one(3),
            reports_a_day: at_least_one(20),
            cards_a_day: at_least_one(hub::matches::rules::CARDS_A_DAY as u32),
            claim_seconds: at_least_one(600),
            uploads_a_minute: at_least_one(30),
            upload_mib_a_day: at_least_one((hub::files::A_DAY >> 20) as u32),
            export_mib: at_least_one(500),
            connections_an_address: at_least_one(1_000),
            homes_kept: 1_000,
        }
    }
}

/// Who has tried how often. Forgotten when the process ends.
pub struct Limits {
    off: bool,
    log_in_by_address: DefaultKeyedRateLimiter<IpAddr>,
    log_in_by_account: DefaultKeyedRateLimiter<String>,
    sign_up_by_address: DefaultKeyedRateLimiter<IpAddr>,
    forgotten_by_address: DefaultKeyedRateLimiter<IpAddr>,
    forgotten_by_account: DefaultKeyedRateLimiter<String>,
    api_write_by_member: DefaultKeyedRateLimiter<UserId>,
    upload_by_member: DefaultKeyedRateLimiter<UserId>,
    leave_by_member: DefaultKeyedRateLimiter<UserId>,
    export_by_member: DefaultKeyedRateLimiter<UserId>,
    guesses: Mutex<HashMap<(IpAddr, String), Guesses>>,
}

/// Breaks taken and ends wished for, per member; files of everything, per member.
const LEAVES_AN_HOUR: NonZeroU32 = at_least_one(3);
const EXPORTS_AN_HOUR: NonZeroU32 = at_least_one(6);

/// Wrong passwords for an account from an address, one after the other.
#[derive(Clone, Copy)]
struct Guesses {
    wrong: u32,
    last: Timestamp,
}

/// So many are slips of the finger.
const FORGIVEN: u32 = 10;
const FIRST_WAIT_MS: i64 = 3 * SECOND;
const LONGEST_WAIT_MS: i64 = 15 * MINUTE;
/// After so long without a try it is forgotten.
const FORGOTTEN_MS: i64 = HOUR;

impl Guesses {
    /// From when on another try is heard: 3 s after the tenth wrong one, then twice as long each time.
    fn until(self) -> Timestamp {
        match self.wrong.checked_sub(FORGIVEN) {
            Some(more) => self.last.plus((FIRST_WAIT_MS << more.min(20)).min(LONGEST_WAIT_MS)),
            None => self.last,
        }
    }
}

impl Limits {
    pub fn new(rates: &Rates) -> Self {
        Limits {
            off: rates.off,
            log_in_by_address: DefaultKeyedRateLimiter::keyed(Quota::per_minute(rates.log_ins_a_minute)),
            log_in_by_account: DefaultKeyedRateLimiter::keyed(Quota::per_minute(rates.log_ins_a_minute)),
            sign_up_by_address: DefaultKeyedRateLimiter::keyed(Quota::per_hour(rates.sign_ups_an_hour)),
            forgotten_by_address: DefaultKeyedRateLimiter::keyed(Quota::per_hour(rates.forgotten_an_hour)),
            forgotten_by_account: DefaultKeyedRateLimiter::keyed(Quota::per_hour(rates.forgotten_an_hour)),
            api_write_by_member: DefaultKeyedRateLimiter::keyed(Quota::per_minute(rates.api_writes_a_minute)),
            upload_by_member: DefaultKeyedRateLimiter::keyed(Quota::per_minute(rates.uploads_a_minute)),
            leave_by_member: DefaultKeyedRateLimiter::keyed(Quota::per_hour(LEAVES_AN_HOUR)),
            export_by_member: DefaultKeyedRateLimiter::keyed(Quota::per_hour(EXPORTS_AN_HOUR)),
            guesses: Mutex::default(),
        }
    }

    /// One more try to log in, from this address, as this account.
    pub fn log_in(&self, from: IpAddr, account: &str, now: Timestamp) -> Result<(), AnyRefusal> {
        let key = guesser(from, account);
        let until = self.guesses().get(&key).map_or(now, |guesses| guesses.until());
        if until > now && !self.off {
            return Err(AnyRefusal::TooFast { retry_after_ms: until.since(now) });
        }
        self.check(&self.log_in_by_address, &key.0)?;
        self.check(&self.log_in_by_account, &key.1)
    }

    /// What came of it: a right password forgets the wrong ones.
    pub fn logged_in(&self, from: IpAddr, account: &str, right: bool, now: Timestamp) {
        let (key, mut all) = (guesser(from, account), self.guesses());
        if right {
            all.remove(&key);
            return;
        }
        let guesses = all.entry(key).or_insert(Guesses { wrong: 0, last: now });
        guesses.wrong = guesses.wrong.saturating_add(1);
        guesses.last = now;
    }

    fn guesses(&self) -> MutexGuard<'_, HashMap<(IpAddr, String), Guesses>> {
        // What a panicking thread left is still a count.
        self.guesses.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// One more member from this address.
    pub fn sign_up(&self, from: IpAddr) -> Result<(), AnyRefusal> {
        self.check(&self.sign_up_by_address, &household(from))
    }

    /// One more link to a new password, wanted from this address for this e-mail: whether somebody has it makes no difference.
    pub fn forgot(&self, from: IpAddr, email: &str) -> Result<(), AnyRefusal> {
        let (from, email) = guesser(from, email);
        self.check(&self.forgotten_by_address, &from)?;
        self.check(&self.forgotten_by_account, &email)
    }

    /// One more write of a member's program.
    pub fn api_write(&self, by: UserId) -> Result<(), AnyRefusal> {
        self.check(&self.api_write_by_member, &by)
    }

    /// One more file of a member's.
    pub fn upload(&self, by: UserId) -> Result<(), AnyRefusal> {
        self.check(&self.upload_by_member, &by)
    }

    /// One more break, or end, that a member wishes for.
    pub fn leave(&self, by: UserId) -> Result<(), AnyRefusal> {
        self.check(&self.leave_by_member, &by)
    }

    /// One more file of everything that is theirs.
    pub fn export(&self, by: UserId) -> Result<(), AnyRefusal> {
        self.check(&self.export_by_member, &by)
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
    pub fn forget_old(&self, now: Timestamp) {
        self.guesses().retain(|_, guesses| now.since(guesses.last) < FORGOTTEN_MS);
        self.log_in_by_address.retain_recent();
        self.log_in_by_account.retain_recent();
        self.sign_up_by_address.retain_recent();
        self.forgotten_by_address.retain_recent();
        self.forgotten_by_account.retain_recent();
        self.api_write_by_member.retain_recent();
        self.upload_by_member.retain_recent();
        self.leave_by_member.retain_recent();
        self.export_by_member.retain_recent();
    }
}

/// Who guesses, and at which account.
fn guesser(from: IpAddr, account: &str) -> (IpAddr, String) {
    (household(from), account.trim().trim_start_matches('@').to_lowercase().chars().take(254).collect())
}

/// An IPv6 household has a whole /64 to come from.
pub(crate) fn household(address: IpAddr) -> IpAddr {
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

    const NOON: Timestamp = Timestamp(1_793_534_400_000);

    #[test]
    fn the_eleventh_try_in_a_row_hears_how_long_to_wait() {
        let limits = Limits::new(&Rates::default());
        let home: IpAddr = "2001:db8::1".parse().expect("an address");
        for _ in 0..10 {
            limits.log_in(home, "ana", NOON).expect("within the limit");
        }
        let neighbour: IpAddr = "2001:db8::2".parse().expect("an address");
        let refusal = limits.log_in(neighbour, "bo", NOON).expect_err("the same household");
        assert!(refusal.retry_after_ms().is_some_and(|ms| (1..=6_000).contains(&ms)), "{refusal:?}");
        let elsewhere: IpAddr = "192.0.2.1".parse().expect("an address");
        assert!(limits.log_in(elsewhere, " @ANA ", NOON).is_err(), "the same account from elsewhere");
        assert!(limits.log_in(elsewhere, "bo", NOON).is_ok());
    }

    #[test]
    fn who_goes_on_guessing_waits_longer_each_time_and_nobody_else_does() {
        let limits = Limits::new(&Rates { log_ins_a_minute: at_least_one(1_000), ..Rates::default() });
        let (home, elsewhere): (IpAddr, IpAddr) = ([192, 0, 2, 1].into(), [192, 0, 2, 2].into());
        let mut now = NOON;
        for _ in 0..10 {
            limits.log_in(home, "ana", now).expect("a slip of the finger");
            limits.logged_in(home, "ana", false, now);
        }
        let mut waits = Vec::new();
        for _ in 0..11 {
            let refusal = limits.log_in(home, "@Ana", now).expect_err("a guess too many");
            let wait = refusal.retry_after_ms().expect("it says how long");
            waits.push(wait / 1_000);
            limits.log_in(elsewhere, "ana", now).expect("she herself, from elsewhere");
            limits.log_in(home, "bo", now).expect("somebody else of the household");
            now = now.plus(wait);
            limits.log_in(home, "ana", now).expect("the wait is over");
            limits.logged_in(home, "ana", false, now);
        }
        assert_eq!(waits, [3, 6, 12, 24, 48, 96, 192, 384, 768, 900, 900]);
        now = now.plus(LONGEST_WAIT_MS);
        limits.logged_in(home, "ana", true, now);
        limits.log_in(home, "ana", now).expect("the right one was known");
    }

    #[test]
    fn a_benchmark_can_switch_them_off() {
        let limits = Limits::new(&Rates { off: true, ..Rates::default() });
        let home: IpAddr = "192.0.2.1".parse().expect("an address");
        assert!((0..50).all(|_| limits.sign_up(home).is_ok()));
    }
}
