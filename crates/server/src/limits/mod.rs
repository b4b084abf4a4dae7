//! Rate limits: who may do how much, and when to come back.
//!
//! Every limit can be switched off with 0. Refuses to know addresses behind proxies: `address` finds them.

use std::{fmt::Debug, hash::Hash, num::NonZeroU32, time::Duration};

use confluence_protocol::UserId;
use governor::{
    DefaultKeyedRateLimiter, Quota, RateLimiter,
    clock::{Clock as _, DefaultClock},
};

use crate::{
    address::ClientAddress,
    config::{FileLimits, LimitSettings},
    error::ApiError,
    turns::{Turn, Turns},
};

/// Invites that an address may look up for each sign-in that it may try.
const INVITES_PER_SIGN_IN: u32 = 3;

/// How long to wait before the same thing is allowed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RetryAfter(pub Duration);

impl From<RetryAfter> for ApiError {
    fn from(RetryAfter(wait): RetryAfter) -> Self {
        Self::rate_limited(wait)
    }
}

/// The counters of this node. Several nodes count for themselves: a limit holds per node.
#[derive(Debug)]
pub struct RateLimits {
    messages: Limiter<UserId>,
    reactions: Limiter<UserId>,
    addresses: Limiter<ClientAddress>,
    accounts: Limiter<String>,
    tries: Limiter<(String, ClientAddress)>,
    invites: Limiter<ClientAddress>,
    uploads: Turns,
}

impl RateLimits {
    /// Counters that start empty.
    pub fn new(settings: &LimitSettings, files: FileLimits) -> Self {
        let sign_ins = settings.sign_ins_per_minute;
        Self {
            messages: Limiter::new(quota_per_second(settings.messages_per_second, settings.message_burst)),
            reactions: Limiter::new(quota_per_second(
                settings.reactions_per_second,
                settings.reactions_per_second.saturating_mul(2),
            )),
            addresses: Limiter::new(quota_per_minute(sign_ins)),
            accounts: Limiter::new(quota_per_minute(sign_ins)),
            tries: Limiter::new(quota_per_minute(sign_ins.min(1))),
            invites: Limiter::new(quota_per_minute(sign_ins.saturating_mul(INVITES_PER_SIGN_IN))),
            uploads: Turns::new(files),
        }
    }

    /// One message of that person, over whichever transport.
    pub fn message(&self, user_id: UserId) -> Result<(), RetryAfter> {
        self.messages.take(&user_id)
    }

    /// One reaction of that person, added or taken back.
    pub fn reaction(&self, user_id: UserId) -> Result<(), RetryAfter> {
        self.reactions.take(&user_id)
    }

    /// One piece of password work for that address: sign-up, sign-in, a password that is checked.
    pub fn password_work(&self, address: ClientAddress) -> Result<(), RetryAfter> {
        self.addresses.take(&address)
    }

    /// One try at that account from that address.
    ///
    /// Once an account has seen its share of tries in a minute, from wherever, each address has one try
    /// a minute left: a guesser gets nowhere, and the owner, who comes from another address and knows the
    /// password, needs one.
    pub fn sign_in(&self, username: &str, address: ClientAddress) -> Result<(), RetryAfter> {
        // Names fold, so that capitals do not make a new account of an old one; what is longer than any
        // username is counted as one.
        let folded: String = username.chars().take(33).collect::<String>().to_lowercase();
        self.accounts.take(&folded).or_else(|_| self.tries.take(&(folded, address)))
    }

    /// One look at an invite code from that address, right or wrong.
    pub fn invite_guess(&self, address: ClientAddress) -> Result<(), RetryAfter> {
        self.invites.take(&address)
    }

    /// A turn of that person's to upload a file or a chunk of one.
    pub fn upload(&self, user_id: UserId) -> Result<Turn, ApiError> {
        self.uploads.take(user_id)
    }

    /// Forgets whoever has been quiet long enough to have a full allowance again. Called once a minute,
    /// so that memory is bounded by what a minute can bring.
    pub fn sweep(&self) {
        self.messages.sweep();
        self.reactions.sweep();
        self.addresses.sweep();
        self.accounts.sweep();
        self.tries.sweep();
        self.invites.sweep();
    }
}

/// One limit, or none.
#[derive(Debug)]
struct Limiter<K: Hash + Eq + Clone + Debug>(Option<DefaultKeyedRateLimiter<K>>);

impl<K: Hash + Eq + Clone + Debug> Limiter<K> {
    fn new(quota: Option<Quota>) -> Self {
        Self(quota.map(RateLimiter::keyed))
    }

    fn take(&self, key: &K) -> Result<(), RetryAfter> {
        let Some(limiter) = &self.0 else { return Ok(()) };
        limiter
            .check_key(key)
            .map_err(|denied| RetryAfter(denied.wait_time_from(DefaultClock::default().now())))
    }

    fn sweep(&self) {
        if let Some(limiter) = &self.0 {
            limiter.retain_recent();
            limiter.shrink_to_fit();
        }
    }
}

fn quota_per_second(rate: u32, burst: u32) -> Option<Quota> {
    let rate = NonZeroU32::new(rate)?;
    Some(Quota::per_second(rate).allow_burst(NonZeroU32::new(burst).unwrap_or(rate)))
}

fn quota_per_minute(rate: u32) -> Option<Quota> {
    NonZeroU32::new(rate).map(Quota::per_minute)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn address(text: &str) -> ClientAddress {
        ClientAddress::of(text.parse().unwrap())
    }

    fn limits(sign_ins_per_minute: u32) -> RateLimits {
        let settings = LimitSettings { sign_ins_per_minute, ..LimitSettings::none() };
        RateLimits::new(&settings, FileLimits::default())
    }

    #[test]
    fn auth9_a_throttled_account_can_be_entered_from_another_address() {
        let limits = limits(3);
        let (guesser, owner) = (address("203.0.113.1"), address("198.51.100.9"));
        for _ in 0..4 {
            limits.sign_in("ana", guesser).unwrap();
        }
        let wait = limits.sign_in("Ana", guesser).unwrap_err();
        assert!(wait.0 <= Duration::from_mins(1));
        limits.sign_in("ana", owner).unwrap();
        assert!(limits.sign_in("ana", owner).is_err());
    }

    #[test]
    fn zero_is_no_limit() {
        let limits = limits(0);
        for _ in 0..1000 {
            limits.sign_in("ana", address("203.0.113.1")).unwrap();
            limits.password_work(address("203.0.113.1")).unwrap();
            limits.invite_guess(address("203.0.113.1")).unwrap();
        }
    }

    #[test]
    fn msg12_a_burst_is_allowed_and_then_the_rate_holds() {
        let settings = LimitSettings { messages_per_second: 10, message_burst: 20, ..LimitSettings::none() };
        let limits = RateLimits::new(&settings, FileLimits::default());
        let user = UserId::new(confluence_protocol::Timestamp::from_millis(0));
        let taken = (0..40).filter(|_| limits.message(user).is_ok()).count();
        assert!((20..=22).contains(&taken), "{taken}");
        assert!(limits.message(user).unwrap_err().0 <= Duration::from_millis(100));
    }
}
