//! Rate limits: how much each caller may do, and when to try again.
//!
//! Every limit can be switched off with 0. Refuses to know addresses behind proxies: `extract` finds them.

mod bucket;
pub mod doors;
mod limiter;
pub mod turns;
mod waits;

use std::{num::NonZeroU32, sync::atomic};

use confluence_protocol::{SessionId, UserId};
use governor::{DefaultDirectRateLimiter, Quota, RateLimiter};
use tokio::time::Instant;

pub use bucket::Bucket;
pub use limiter::RetryAfter;
use limiter::{AddressLimiter, Ceiling, Limiter, per_hour, per_minute, per_second};
pub use waits::UPLOAD_WAITS;

use crate::{
    arrival::address::ClientAddress,
    auth::DeviceNumber,
    config::{FileLimits, LimitSettings},
    error::ApiError,
    limits::turns::{Turn, Turns},
};

/// Invite look-ups that an address may make for each permitted sign-in attempt.
const INVITES_PER_SIGN_IN: u32 = 3;
/// People assumed behind one address: the factor between the limits of its signed-out requests and those of
/// one person.
const PEOPLE_PER_ADDRESS: u32 = 10;
/// Writes allowed at once after a pause, in seconds of the rate: a page that was offline sends its queue.
const WRITE_BURST: u32 = 3;
/// Reads allowed at once after a pause, in seconds of the rate: a large room loads with all its pictures.
const READ_BURST: u32 = 5;
/// Refreshes of one session per minute, for each permitted write per second. Usual is one every ten minutes,
/// but several tabs may refresh at once.
const REFRESHES_PER_WRITE: u32 = 6;
/// Failed attempts at an account per hour, as a multiple of the attempts per minute.
const FAILURES_PER_SIGN_IN: u32 = 5;
/// Mails per hour that strangers or other accounts can cause to one address.
const MAILS_PER_HOUR: u32 = 3;
/// E-mail addresses per hour that a person can enter.
const EMAILS_PER_HOUR: u32 = 5;
/// Failed sign-ins logged per second; further ones are counted and reported in the next line.
const LOGGED_FAILURES: NonZeroU32 = NonZeroU32::MIN.saturating_add(9);

/// Whose allowance a request uses.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Caller {
    /// A signed-in user.
    Person(UserId),
    /// Anybody else, by address.
    Address(ClientAddress),
}

/// Who is trying a password.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Guesser {
    /// A device or session already signed in to the account; each has its own allowance.
    KnownDevice(DeviceNumber),
    /// Anybody else, by address.
    Stranger(ClientAddress),
}

/// Rate limiters of this node. Limits are per node: several nodes count separately.
#[derive(Debug)]
pub struct RateLimits {
    messages: Limiter<UserId>,
    reactions: Limiter<UserId>,
    rooms: Limiter<UserId>,
    changes: Limiter<UserId>,
    files: Limiter<UserId>,
    writes: Limiter<UserId>,
    reads: Limiter<UserId>,
    writes_of_strangers: AddressLimiter,
    reads_of_strangers: AddressLimiter,
    password_work: AddressLimiter,
    accounts: Limiter<String>,
    tries: Limiter<(String, ClientAddress)>,
    failures: Ceiling,
    known_devices: Limiter<(String, DeviceNumber)>,
    invites: AddressLimiter,
    refreshes: Limiter<SessionId>,
    mails_by: AddressLimiter,
    resets_to: Limiter<String>,
    confirmations_to: Limiter<String>,
    email_changes: Limiter<UserId>,
    uploads: Turns,
    logged_failures: DefaultDirectRateLimiter,
    unlogged_failures: atomic::AtomicU64,
}

impl RateLimits {
    /// Limiters with nothing counted.
    pub fn new(settings: &LimitSettings, files: FileLimits) -> Self {
        let sign_ins = settings.sign_ins_per_minute;
        let several = |rate: u32, burst: u32| per_second(rate, rate.saturating_mul(burst));
        let of_strangers = |rate: u32, burst: u32| {
            let shared = rate.saturating_mul(PEOPLE_PER_ADDRESS);
            AddressLimiter::new(move |times| several(shared.saturating_mul(times), burst))
        };
        Self {
            messages: Limiter::new(per_second(settings.messages_per_second, settings.message_burst)),
            reactions: Limiter::new(several(settings.reactions_per_second, 2)),
            rooms: Limiter::new(per_minute(settings.rooms_per_minute)),
            changes: Limiter::new(per_minute(settings.changes_per_minute)),
            files: Limiter::new(per_minute(settings.uploads_per_minute)),
            writes: Limiter::new(several(settings.writes_per_second, WRITE_BURST)),
            reads: Limiter::new(several(settings.reads_per_second, READ_BURST)),
            writes_of_strangers: of_strangers(settings.writes_per_second, WRITE_BURST),
            reads_of_strangers: of_strangers(settings.reads_per_second, READ_BURST),
            password_work: AddressLimiter::new(|times| per_minute(sign_ins.saturating_mul(times))),
            accounts: Limiter::new(per_minute(sign_ins)),
            tries: Limiter::new(per_minute(sign_ins.min(1))),
            failures: Ceiling::per_hour(sign_ins.saturating_mul(FAILURES_PER_SIGN_IN)),
            known_devices: Limiter::new(per_minute(sign_ins)),
            invites: AddressLimiter::new(|times| {
                per_minute(sign_ins.saturating_mul(INVITES_PER_SIGN_IN).saturating_mul(times))
            }),
            refreshes: Limiter::new(per_minute(
                settings.writes_per_second.saturating_mul(REFRESHES_PER_WRITE),
            )),
            mails_by: AddressLimiter::new(|times| per_minute(sign_ins.saturating_mul(times))),
            resets_to: Limiter::new(per_hour(sign_ins.min(MAILS_PER_HOUR))),
            confirmations_to: Limiter::new(per_hour(sign_ins.min(MAILS_PER_HOUR))),
            email_changes: Limiter::new(per_hour(sign_ins.min(EMAILS_PER_HOUR))),
            uploads: Turns::new(files),
            logged_failures: RateLimiter::direct(Quota::per_second(LOGGED_FAILURES)),
            unlogged_failures: atomic::AtomicU64::new(0),
        }
    }

    /// Counts a request.
    pub fn request(&self, caller: Caller, bucket: Bucket) -> Result<(), RetryAfter> {
        match (caller, bucket) {
            (Caller::Address(address), Bucket::Reads) => self.reads_of_strangers.take(address),
            (Caller::Address(address), _) => self.writes_of_strangers.take(address),
            (Caller::Person(person), Bucket::Messages) => self.message(person),
            (Caller::Person(person), Bucket::Reactions) => self.reactions.take(&person),
            (Caller::Person(person), Bucket::Rooms) => self.rooms.take(&person),
            (Caller::Person(person), Bucket::Changes) => self.changes.take(&person),
            (Caller::Person(person), Bucket::Uploads) => self.files.take(&person),
            (Caller::Person(person), Bucket::Writes) => self.writes.take(&person),
            (Caller::Person(person), Bucket::Reads) => self.reads.take(&person),
        }
    }

    /// Counts a message of the person, over any transport.
    pub fn message(&self, user_id: UserId) -> Result<(), RetryAfter> {
        self.messages.take(&user_id)
    }

    /// Counts password hashing for the address: a sign-up, or a stranger's attempt at an account.
    pub fn password_work(&self, address: ClientAddress) -> Result<(), RetryAfter> {
        self.password_work.take(address)
    }

    /// Counts an attempt at the account. [`Self::was_no_guess`] must follow unless the password was wrong.
    ///
    /// Strangers share the account's attempts: once a minute's worth is used up, from anywhere, each address
    /// has one attempt per minute left, and the number of failures per hour is capped. Known devices have
    /// attempts of their own, so no guesser can lock the owner out.
    pub fn guess(&self, username: &str, guesser: Guesser) -> Result<(), RetryAfter> {
        let account = account(username);
        match guesser {
            Guesser::KnownDevice(device) => self.known_devices.take(&(account, device)),
            Guesser::Stranger(address) => {
                self.password_work(address)?;
                self.failures.take(&account, Instant::now())?;
                let taken =
                    self.accounts.take(&account).or_else(|_| self.tries.take(&(account.clone(), address)));
                // A refused attempt is not a failure.
                taken.inspect_err(|_| self.failures.give_back(&account))
            }
        }
    }

    /// Returns the last attempt: the password was right, or it was never checked.
    pub fn was_no_guess(&self, username: &str, guesser: Guesser) {
        if matches!(guesser, Guesser::Stranger(_)) {
            self.failures.give_back(&account(username));
        }
    }

    /// Counts a refresh of the session. Such requests have no access token to tell their user.
    pub fn refresh(&self, session_id: SessionId) -> Result<(), RetryAfter> {
        self.refreshes.take(&session_id)
    }

    /// Counts a look-up of an invite code from the address, right or wrong.
    pub fn invite_guess(&self, address: ClientAddress) -> Result<(), RetryAfter> {
        self.invites.take(address)
    }

    /// Counts a request for a mail from that client.
    pub fn mail_by(&self, client: ClientAddress) -> Result<(), RetryAfter> {
        self.mails_by.take(client)
    }

    /// Counts a mail to that e-mail address, in lower case, with a link that sets a new password, whether or not the
    /// address is one of an account. Apart from [`Self::confirmation_to`], so that a flood of one kind of mail cannot
    /// suppress the other.
    pub fn reset_to(&self, folded: &str) -> Result<(), RetryAfter> {
        self.resets_to.take(&folded.to_owned())
    }

    /// Counts a mail that confirms that e-mail address, in lower case.
    pub fn confirmation_to(&self, folded: &str) -> Result<(), RetryAfter> {
        self.confirmations_to.take(&folded.to_owned())
    }

    /// Counts an e-mail address that the person entered.
    pub fn email_change(&self, user_id: UserId) -> Result<(), RetryAfter> {
        self.email_changes.take(&user_id)
    }

    /// Takes one of the person's turns to upload a file or a chunk.
    pub fn upload(&self, user_id: UserId) -> Result<Turn, ApiError> {
        self.uploads.take(user_id)
    }

    /// Whether to log a failed sign-in now: if so, returns how many were not logged since the last one.
    pub fn log_failure(&self) -> Option<u64> {
        if self.logged_failures.check().is_ok() {
            return Some(self.unlogged_failures.swap(0, atomic::Ordering::Relaxed));
        }
        self.unlogged_failures.fetch_add(1, atomic::Ordering::Relaxed);
        None
    }

    /// Drops idle rate-limit entries. Called once a minute, so that memory is bounded by a minute's requests.
    pub fn sweep(&self) {
        for of_people in [
            &self.messages,
            &self.reactions,
            &self.rooms,
            &self.changes,
            &self.files,
            &self.writes,
            &self.reads,
            &self.email_changes,
        ] {
            of_people.sweep();
        }
        for of_addresses in [
            &self.writes_of_strangers,
            &self.reads_of_strangers,
            &self.password_work,
            &self.invites,
            &self.mails_by,
        ] {
            of_addresses.sweep();
        }
        self.accounts.sweep();
        self.tries.sweep();
        self.resets_to.sweep();
        self.confirmations_to.sweep();
        self.known_devices.sweep();
        self.refreshes.sweep();
        self.failures.sweep(Instant::now());
    }
}

/// The name that an account is counted under. Case is folded, because it does not make another account; names
/// longer than any username are cut off.
fn account(username: &str) -> String {
    username.chars().take(33).collect::<String>().to_lowercase()
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    fn address(text: &str) -> ClientAddress {
        ClientAddress::of(text.parse().unwrap())
    }

    fn limits(sign_ins_per_minute: u32) -> RateLimits {
        let settings = LimitSettings { sign_ins_per_minute, ..LimitSettings::none() };
        RateLimits::new(&settings, FileLimits::default())
    }

    #[test]
    fn auth9_throttled_account_can_be_entered_from_another_address() {
        let limits = limits(4);
        let guesser = |host: u8| Guesser::Stranger(address(&format!("203.0.113.{host}")));
        for host in 0..8 {
            limits.guess("ana", guesser(host)).unwrap();
        }
        let wait = limits.guess("Ana", guesser(7)).unwrap_err();
        assert!(wait.0 <= Duration::from_mins(1));
        let owner = Guesser::Stranger(address("198.51.100.9"));
        limits.guess("ana", owner).unwrap();
        assert!(limits.guess("ana", owner).is_err());
    }

    #[test]
    fn auth23_many_addresses_together_reach_the_ceiling_of_an_account() {
        let limits = limits(10);
        let guesser = |host: u32| Guesser::Stranger(address(&format!("203.0.{}.{}", host / 250, host % 250)));
        let reached = (0..300).filter(|host| limits.guess("ana", guesser(*host)).is_ok()).count();
        assert_eq!(reached, 50);
        limits.guess("ana", Guesser::KnownDevice([1; 16])).unwrap();
        limits.guess("ben", guesser(1)).unwrap();
    }

    #[test]
    fn auth23_refused_attempts_are_no_failures_and_devices_do_not_share_attempts() {
        let limits = limits(2);
        let guesser = |host: u8| Guesser::Stranger(address(&format!("203.0.113.{host}")));
        for _ in 0..1000 {
            let _ = limits.guess("ana", guesser(1));
        }
        for host in 2..9 {
            limits.guess("ana", guesser(host)).unwrap();
        }
        let known = |number| Guesser::KnownDevice([number; 16]);
        while limits.guess("ana", known(1)).is_ok() {}
        limits.guess("ana", known(2)).unwrap();
    }

    #[test]
    fn zero_means_no_limit() {
        let limits = RateLimits::new(&LimitSettings::none(), FileLimits::default());
        let (who, person) =
            (address("203.0.113.1"), UserId::new(confluence_protocol::Timestamp::from_millis(0)));
        for _ in 0..1000 {
            limits.guess("ana", Guesser::Stranger(who)).unwrap();
            limits.guess("ana", Guesser::KnownDevice([1; 16])).unwrap();
            limits.invite_guess(who).unwrap();
            limits.mail_by(who).unwrap();
            limits.reset_to("ana@example.org").unwrap();
            limits.email_change(person).unwrap();
            for bucket in [Bucket::Messages, Bucket::Rooms, Bucket::Writes, Bucket::Reads] {
                limits.request(Caller::Person(person), bucket).unwrap();
                limits.request(Caller::Address(who), bucket).unwrap();
            }
        }
    }

    #[test]
    fn mail7_an_address_gets_a_few_mails_an_hour_and_a_client_asks_for_a_bounded_number() {
        let limits = limits(10);
        for _ in 0..3 {
            limits.reset_to("ana@example.org").unwrap();
        }
        let wait = limits.reset_to("ana@example.org").unwrap_err();
        assert!(wait.0 > Duration::from_mins(15) && wait.0 <= Duration::from_mins(20), "{wait:?}");
        limits.reset_to("ben@example.org").unwrap();
        // Those who ask for new passwords cannot keep the owner from confirming the address.
        limits.confirmation_to("ana@example.org").unwrap();
        let client = address("203.0.113.1");
        assert_eq!((0..40).filter(|_| limits.mail_by(client).is_ok()).count(), 10);
        let person = UserId::new(confluence_protocol::Timestamp::from_millis(0));
        assert_eq!((0..40).filter(|_| limits.email_change(person).is_ok()).count(), 5);
    }

    #[test]
    fn msg12_burst_is_allowed_and_then_the_rate_applies() {
        let settings = LimitSettings { messages_per_second: 10, message_burst: 20, ..LimitSettings::none() };
        let limits = RateLimits::new(&settings, FileLimits::default());
        let user = UserId::new(confluence_protocol::Timestamp::from_millis(0));
        let taken = (0..40).filter(|_| limits.message(user).is_ok()).count();
        assert!((20..=22).contains(&taken), "{taken}");
        assert!(limits.message(user).unwrap_err().0 <= Duration::from_millis(100));
    }

    #[test]
    fn auth25_failures_beyond_the_rate_are_counted_not_logged() {
        let limits = limits(10);
        let logged = (0..1000).filter(|_| limits.log_failure().is_some()).count();
        assert!((10..100).contains(&logged), "{logged}");
    }
}
