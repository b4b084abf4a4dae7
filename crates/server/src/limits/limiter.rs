//! One limit each: by person or other key, by address, and one whose tries can be given back.

use std::{
    collections::HashMap,
    fmt::Debug,
    hash::Hash,
    num::NonZeroU32,
    sync::{Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use governor::{
    DefaultKeyedRateLimiter, Quota, RateLimiter,
    clock::{Clock as _, DefaultClock},
};
use tokio::time::Instant;

use crate::{
    arrival::address::{ClientAddress, Network},
    error::ApiError,
};

/// How long to wait before the same thing is allowed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RetryAfter(pub Duration);

impl From<RetryAfter> for ApiError {
    fn from(RetryAfter(wait): RetryAfter) -> Self {
        Self::rate_limited(wait)
    }
}

/// One limit, or none.
#[derive(Debug)]
pub struct Limiter<K: Hash + Eq + Clone + Debug>(Option<DefaultKeyedRateLimiter<K>>);

impl<K: Hash + Eq + Clone + Debug> Limiter<K> {
    pub fn new(quota: Option<Quota>) -> Self {
        Self(quota.map(RateLimiter::keyed))
    }

    pub fn take(&self, key: &K) -> Result<(), RetryAfter> {
        let Some(limiter) = &self.0 else { return Ok(()) };
        limiter
            .check_key(key)
            .map_err(|denied| RetryAfter(denied.wait_time_from(DefaultClock::default().now())))
    }

    /// Drops the keys that have their full allowance again.
    pub fn sweep(&self) {
        if let Some(limiter) = &self.0 {
            limiter.retain_recent();
            limiter.shrink_to_fit();
        }
    }
}

/// A limit for addresses. Whoever has one IPv6 network of 64 bits often has 256 or 65,536 of them, so the
/// wider networks are counted too, each with four times the quota of the one inside it.
#[derive(Debug)]
pub struct AddressLimiter([Limiter<Network>; ClientAddress::LEVELS]);

impl AddressLimiter {
    /// `quota` of what may be a single machine.
    pub fn new(quota: impl Fn(u32) -> Option<Quota>) -> Self {
        const RISE: u32 = ClientAddress::RISE;
        Self([1, RISE, RISE * RISE].map(|times| Limiter::new(quota(times))))
    }

    pub fn take(&self, address: ClientAddress) -> Result<(), RetryAfter> {
        self.0.iter().zip(address.networks()).try_for_each(|(limiter, network)| limiter.take(&network))
    }

    pub fn sweep(&self) {
        self.0.iter().for_each(Limiter::sweep);
    }
}

/// A ceiling on tries by name that counts the failed ones only: a try is taken before it is judged, so that
/// many at the same moment do not slip through, and given back when it succeeds.
#[derive(Debug)]
pub struct Ceiling {
    /// The time in which one try comes back; zero is no ceiling.
    interval: Duration,
    /// Tries at once after a pause.
    burst: u32,
    // A std mutex: held for one look-up. Entries go once their tries have come back, at the next sweep, so
    // there are at most as many as names can be tried in the meantime (`password_work` bounds those).
    spent: Mutex<HashMap<String, Instant>>,
}

impl Ceiling {
    /// At most `burst` failures at once, which come back evenly within an hour; 0 is no ceiling.
    pub fn per_hour(burst: u32) -> Self {
        let interval = Duration::from_hours(1).checked_div(burst).unwrap_or_default();
        Self { interval, burst, spent: Mutex::default() }
    }

    /// Takes a try at `name`, or says when the next one comes back.
    pub fn take(&self, name: &str, now: Instant) -> Result<(), RetryAfter> {
        let mut spent = self.lock();
        // When all tries will be back, as in the generic cell rate algorithm.
        let full_at = spent.get(name).copied().unwrap_or(now).max(now);
        let wait = (full_at + self.interval).saturating_duration_since(now);
        let most = self.interval * self.burst;
        if let Some(over) = wait.checked_sub(most).filter(|over| !over.is_zero()) {
            return Err(RetryAfter(over));
        }
        if !self.interval.is_zero() {
            spent.insert(name.to_owned(), full_at + self.interval);
        }
        Ok(())
    }

    /// Gives a try back that was none: it succeeded.
    pub fn give_back(&self, name: &str) {
        if let Some(full_at) = self.lock().get_mut(name)
            && let Some(earlier) = full_at.checked_sub(self.interval)
        {
            *full_at = earlier;
        }
    }

    pub fn sweep(&self, now: Instant) {
        let mut spent = self.lock();
        spent.retain(|_, full_at| *full_at > now);
        spent.shrink_to_fit();
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<String, Instant>> {
        self.spent.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// That many a second, `burst` of them at once after a pause; 0 is no limit.
pub fn per_second(rate: u32, burst: u32) -> Option<Quota> {
    let rate = NonZeroU32::new(rate)?;
    Some(Quota::per_second(rate).allow_burst(NonZeroU32::new(burst).unwrap_or(rate)))
}

/// That many a minute, all of them at once after a pause; 0 is no limit.
pub fn per_minute(rate: u32) -> Option<Quota> {
    NonZeroU32::new(rate).map(Quota::per_minute)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn address(text: &str) -> ClientAddress {
        ClientAddress::of(text.parse().unwrap())
    }

    /// How many of these addresses are let in once.
    fn let_in(limiter: &AddressLimiter, addresses: impl Iterator<Item = String>) -> usize {
        addresses.filter(|text| limiter.take(address(text)).is_ok()).count()
    }

    #[test]
    fn auth22_an_ipv6_site_does_not_have_as_many_tries_as_networks() {
        let one_each = || AddressLimiter::new(per_minute);
        let below_56 = |net: u32| format!("2001:db8:1:{net:x}::1");
        assert_eq!(let_in(&one_each(), (0..256).map(below_56)), 4);
        assert_eq!(let_in(&one_each(), (0..65_536).step_by(256).map(below_56)), 16);
        let below_48 = |net: u32| format!("2001:db8:{net:x}::1");
        assert_eq!(let_in(&one_each(), (0..100).map(below_48)), 100);
        assert_eq!(let_in(&one_each(), (1..100).map(|host| format!("2001:db8::{host:x}"))), 1);
        assert_eq!(let_in(&one_each(), (1..100).map(|host| format!("192.0.2.{host}"))), 99);
    }

    #[test]
    fn auth23_a_ceiling_counts_failures_and_lets_them_go() {
        let ceiling = Ceiling::per_hour(3);
        let now = Instant::now();
        for _ in 0..100 {
            ceiling.take("ana", now).unwrap();
            ceiling.give_back("ana");
        }
        for _ in 0..3 {
            ceiling.take("ana", now).unwrap();
        }
        assert_eq!(ceiling.take("ana", now), Err(RetryAfter(Duration::from_mins(20))));
        ceiling.take("ben", now).unwrap();
        ceiling.take("ana", now + Duration::from_mins(20)).unwrap();
        assert!(ceiling.take("ana", now + Duration::from_mins(20)).is_err());
        ceiling.sweep(now + Duration::from_hours(2));
        assert!(ceiling.lock().is_empty());
        let none = Ceiling::per_hour(0);
        assert!((0..1000).all(|_| none.take("ana", now).is_ok()));
    }
}
