//! Password hashes: Argon2id, with bounded concurrency, off the async threads.
//!
//! Also manages the memory of hashing, so that the system gets it back after each hash.

use std::{num::NonZero, sync::Arc, thread::available_parallelism};

use argon2::{
    ARGON2ID_IDENT, Algorithm, Argon2, Block, Params, Version,
    password_hash::{
        Error,
        phc::{Output, ParamsString, PasswordHash, Salt},
    },
};
use confluence_protocol::{ErrorCode, NewPassword};
use tokio::sync::Semaphore;

use crate::error::ApiError;

/// Memory in KiB, passes and lanes of one hash, as OWASP's password storage cheat sheet recommends.
const MEMORY_KIB: u32 = 19_456;
const PASSES: u32 = 2;
const LANES: u32 = 1;
/// Capacity of a hash's memory in blocks of 1 KiB, more than it touches. The system's allocator (glibc) maps
/// a request of more than 32 MiB separately and unmaps it when it is freed. It would keep a smaller one for
/// the thread's next request, so that a burst of sign-ins would leave 19 MiB in each of its arenas for good.
const ROOM_BLOCKS: usize = 33 * 1024;
/// Hashes that may wait for their turn; beyond them, requests get 503 at once.
const WAITING: usize = 64;
/// Longest password worth hashing: 256 characters of four bytes. Longer ones are wrong anyway.
const LONGEST: usize = 1024;
/// A hash that no password matches, at the cost of a real one. Unknown usernames are checked against it.
const NOBODY: &str =
    "$argon2id$v=19$m=19456,t=2,p=1$Y29uZmx1ZW5jZS1ub2JvZHk$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

/// Pool for hashing passwords; clones share it.
#[derive(Clone, Debug)]
pub struct Passwords {
    /// One permit for each core: a hash takes 19 MiB and one core for tens of milliseconds.
    running: Arc<Semaphore>,
    waiting: Arc<Semaphore>,
}

impl Default for Passwords {
    fn default() -> Self {
        let cores = available_parallelism().map_or(1, NonZero::get);
        Self { running: Arc::new(Semaphore::new(cores)), waiting: Arc::new(Semaphore::new(cores + WAITING)) }
    }
}

impl Passwords {
    /// Hashes a password to a PHC string. 503 if too many are waiting.
    pub async fn hash(&self, password: NewPassword) -> Result<String, ApiError> {
        let made = self.work(move || make(password.as_bytes()));
        made.await?.map_err(|error| ApiError::internal(&error))
    }

    /// Whether `password` has this hash. Without a hash, compares with a placeholder at the same cost, so that
    /// the response time does not reveal that a name is unknown.
    pub async fn verify(&self, password: String, hash: Option<String>) -> Result<bool, ApiError> {
        self.work(move || {
            let known = hash.is_some();
            let hash = hash.unwrap_or_else(|| NOBODY.to_owned());
            let cut = password.len().min(LONGEST);
            let matches = matches(&password.as_bytes()[..cut], &hash).unwrap_or(false);
            known && password.len() <= LONGEST && matches
        })
        .await
    }

    async fn work<T: Send + 'static>(
        &self,
        task: impl FnOnce() -> T + Send + 'static,
    ) -> Result<T, ApiError> {
        let busy = || ApiError::of(ErrorCode::Unavailable);
        let _place = self.waiting.try_acquire().map_err(|_| busy())?;
        // The work keeps the permit: if the caller hangs up, its place is free only when the work is done.
        let turn = self.running.clone().acquire_owned().await.map_err(|_| busy())?;
        tokio::task::spawn_blocking(move || {
            let result = task();
            drop(turn);
            result
        })
        .await
        .map_err(|error| ApiError::internal(&error))
    }
}

/// Hashes a password to a PHC string with a new salt.
fn make(password: &[u8]) -> Result<String, Error> {
    let params = Params::new(MEMORY_KIB, PASSES, LANES, None)?;
    let salt: [u8; 16] = rand::random();
    let hash = PasswordHash {
        algorithm: ARGON2ID_IDENT,
        version: Some(Version::V0x13.into()),
        params: ParamsString::try_from(&params)?,
        salt: Some(Salt::new(&salt)?),
        hash: Some(output(params, password, &salt, Params::DEFAULT_OUTPUT_LEN)?),
    };
    Ok(hash.to_string())
}

/// Whether the password matches the PHC string, at the cost that it states. Outputs are compared in constant
/// time.
fn matches(password: &[u8], hash: &str) -> Result<bool, Error> {
    let hash = PasswordHash::new(hash)?;
    let (Some(salt), Some(expected)) = (hash.salt, hash.hash) else { return Ok(false) };
    if hash.algorithm != ARGON2ID_IDENT {
        return Ok(false);
    }
    Ok(output(Params::try_from(&hash.params)?, password, &salt, expected.len())? == expected)
}

fn output(params: Params, password: &[u8], salt: &[u8], length: usize) -> Result<Output, Error> {
    let count = params.block_count();
    let mut blocks = Vec::with_capacity(count.max(ROOM_BLOCKS));
    blocks.resize(count, Block::new());
    let mut bytes = [0; Output::MAX_LENGTH];
    let bytes = bytes.get_mut(..length).ok_or(Error::OutputSize)?;
    let argon2 = Argon2::new(Algorithm::Argon2id, Version::V0x13, params);
    argon2.hash_password_into_with_memory(password, salt, bytes, &mut blocks)?;
    Ok(Output::new(bytes)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn auth7_password_is_stored_as_argon2id_and_verifies() {
        let passwords = Passwords::default();
        let hash = passwords.hash("Päss wörd".parse().unwrap()).await.unwrap();
        assert!(hash.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{hash}");
        assert!(passwords.verify("Päss wörd".to_owned(), Some(hash.clone())).await.unwrap());
        assert!(!passwords.verify("päss wörd".to_owned(), Some(hash.clone())).await.unwrap());
        assert!(!passwords.verify("x".repeat(5000), Some(hash)).await.unwrap());
    }

    #[tokio::test]
    async fn auth7_hash_of_the_reference_implementation_verifies() {
        // Made by the reference implementation: echo -n password | argon2 somesalt -id -t 2 -k 65536 -p 1 -e
        let hash = "$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc";
        let passwords = Passwords::default();
        assert!(passwords.verify("password".to_owned(), Some(hash.to_owned())).await.unwrap());
        assert!(!passwords.verify("passwort".to_owned(), Some(hash.to_owned())).await.unwrap());
    }

    #[tokio::test]
    async fn auth8_unknown_name_matches_no_password_at_the_same_cost() {
        let nobody = PasswordHash::new(NOBODY).unwrap();
        assert_eq!(nobody.params.to_string(), "m=19456,t=2,p=1");
        assert!(!Passwords::default().verify(String::new(), None).await.unwrap());
    }
}
