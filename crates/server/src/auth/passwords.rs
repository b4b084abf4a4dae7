//! Password hashes: Argon2id, a bounded number at a time, away from the async threads.
//!
//! Owns the memory of hashing: what a hash took goes back to the system with it.

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

/// Memory of one hash in KiB, passes and lanes, as OWASP's password storage cheat sheet advises.
const MEMORY_KIB: u32 = 19_456;
const PASSES: u32 = 2;
const LANES: u32 = 1;
/// Blocks, of a KiB each, that a hash's memory has room for, although it touches only what it needs. The system's
/// allocator (glibc) maps a request of more than 32 MiB on its own and unmaps it when it is freed. It would keep a
/// smaller one for the next request of the same thread, so that a burst of sign-ins would leave 19 MiB behind in
/// each of its arenas, for good.
const ROOM_BLOCKS: usize = 33 * 1024;
/// Hashes that may wait for their turn; who comes after them gets 503 at once.
const WAITING: usize = 64;
/// Bytes of a password worth hashing: 256 characters of four bytes. Longer ones are wrong anyway.
const LONGEST: usize = 1024;
/// The hash of no password, with the cost of a real one: what an unknown name is compared with.
const NOBODY: &str =
    "$argon2id$v=19$m=19456,t=2,p=1$Y29uZmx1ZW5jZS1ub2JvZHk$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

/// The pool of password work; clones share it.
#[derive(Clone, Debug)]
pub struct Passwords {
    /// As many as there are cores: each takes 19 MiB and one core for tens of milliseconds.
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
    /// The PHC string of a password. 503 when too many wait already.
    pub async fn hash(&self, password: NewPassword) -> Result<String, ApiError> {
        let made = self.work(move || make(password.as_bytes()));
        made.await?.map_err(|error| ApiError::internal(&error))
    }

    /// Whether `password` has that hash. Without a hash it is compared with nobody's, at the same cost,
    /// so that an unknown name cannot be told by how long the answer takes.
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
        // The permit goes with the work: a caller that hangs up frees its place only when it is done.
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

/// The PHC string of a password, with a new salt.
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

/// Whether the password has that PHC string, at the costs that stand in it. Outputs are compared in constant time.
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
    async fn auth7_a_password_is_stored_as_argon2id_and_verifies() {
        let passwords = Passwords::default();
        let hash = passwords.hash("Päss wörd".parse().unwrap()).await.unwrap();
        assert!(hash.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{hash}");
        assert!(passwords.verify("Päss wörd".to_owned(), Some(hash.clone())).await.unwrap());
        assert!(!passwords.verify("päss wörd".to_owned(), Some(hash.clone())).await.unwrap());
        assert!(!passwords.verify("x".repeat(5000), Some(hash)).await.unwrap());
    }

    #[tokio::test]
    async fn auth7_a_hash_that_was_made_elsewhere_verifies() {
        // By the reference implementation: echo -n password | argon2 somesalt -id -t 2 -k 65536 -p 1 -e
        let hash = "$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc";
        let passwords = Passwords::default();
        assert!(passwords.verify("password".to_owned(), Some(hash.to_owned())).await.unwrap());
        assert!(!passwords.verify("passwort".to_owned(), Some(hash.to_owned())).await.unwrap());
    }

    #[tokio::test]
    async fn auth8_nobody_has_a_password_and_it_costs_the_same() {
        let nobody = PasswordHash::new(NOBODY).unwrap();
        assert_eq!(nobody.params.to_string(), "m=19456,t=2,p=1");
        assert!(!Passwords::default().verify(String::new(), None).await.unwrap());
    }
}
