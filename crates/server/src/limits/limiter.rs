//! Kinds of limits: by key, by address, and one whose attempts can be returned.

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

/// A rate limit by key, or none.
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

    /// Drops idle keys, which have their full allowance again.
    pub fn sweep(&self) {
        if let Some(limiter) = &self.0 {
            limiter.retain_recent();
            limiter.shrink_to_fit();
        }
    }
}

/// A rate limit by address. A client with one IPv6 network of 64 bits often has 256 or 65,536 of them, so the
/// wider networks are counted too, each with four times the quota of the one inside it.
#[derive(Debug)]
pub struct AddressLimiter([Limiter<Network>; ClientAddress::LEVELS]);

impl AddressLimiter {
    /// `quota` takes the multiple of what a single machine may have.
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

/// A ceiling on failed attempts by name. An attempt is counted before its outcome is known, so that many at
/// the same moment cannot slip through, and returned if it succeeds.
#[derive(Debug)]
pub struct Ceiling {
    /// Time until one attempt is available again; zero means no ceiling.
    interval: Duration,
    /// Attempts that may be made at once after a pause.
    burst: u32,
    // A std mutex: held for one look-up. The sweep drops entries with their full allowance, so there are at
    // most as many as names can be tried in the meantime, which `password_work` limits.
    spent: Mutex<HashMap<String, Instant>>,
}

impl Ceiling {
    /// At most `burst` failures at once, which become available again evenly over an hour; 0 means no
    /// ceiling.
    pub fn per_hour(burst: u32) -> Self {
        let interval = Duration::from_hours(1).checked_div(burst).unwrap_or_default();
        Self { interval, burst, spent: Mutex::default() }
    }

    /// Counts an attempt at `name`, or returns when the next one is available.
    pub fn take(&self, name: &str, now: Instant) -> Result<(), RetryAfter> {
        let mut spent = self.lock();
        // When the full allowance is back, as in the generic cell rate algorithm.
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

    /// Returns an attempt that succeeded.
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

/// `rate` per second, and `burst` at once after a pause; 0 means no limit.
pub fn per_second(rate: u32, burst: u32) -> Option<Quota> {
    let rate = NonZeroU32::new(rate)?;
    Some(Quota::per_second(rate).allow_burst(NonZeroU32::new(burst).unwrap_or(rate)))
}

/// `rate` per minute, all of them at once after a pause; 0 means no limit.
pub fn per_minute(rate: u32) -> Option<Quota> {
    NonZeroU32::new(rate).map(Quota::per_minute)
}

/// `rate` per hour, all of them at once after a pause; 0 means no limit.
pub fn per_hour(rate: u32) -> Option<Quota> {
    NonZeroU32::new(rate).map(Quota::per_hour)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn address(text: &str) -> ClientAddress {
        ClientAddress::of(text.parse().unwrap())
    }

    /// How many of the addresses get one attempt through.
    fn let_in(limiter: &AddressLimiter, addresses: impl Iterator<Item = String>) -> usize {
        addresses.filter(|text| limiter.take(address(text)).is_ok()).count()
    }

    #[test]
    fn auth22_ipv6_site_cannot_multiply_its_attempts() {
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
    fn auth23_ceiling_counts_failures_and_forgets_them_in_time() {
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
