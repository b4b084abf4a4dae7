//! Password hashes: Argon2id, a bounded number at a time, away from the async threads.

use std::{num::NonZero, sync::Arc, thread::available_parallelism};

use argon2::{
    Algorithm, Argon2, Params, PasswordHasher, PasswordVerifier, Version, password_hash::phc::PasswordHash,
};
use confluence_protocol::{ErrorCode, NewPassword};
use tokio::sync::Semaphore;

use crate::error::ApiError;

/// Memory of one hash in KiB, passes and lanes, as OWASP's password storage cheat sheet advises.
const MEMORY_KIB: u32 = 19_456;
const PASSES: u32 = 2;
const LANES: u32 = 1;
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
        let made = self.work(move || {
            hasher().and_then(|it| it.hash_password(password.as_bytes()).map(|hash| hash.to_string()))
        });
        made.await?.map_err(|error| ApiError::internal(&error))
    }

    /// Whether `password` has that hash. Without a hash it is compared with nobody's, at the same cost,
    /// so that an unknown name cannot be told by how long the answer takes.
    pub async fn verify(&self, password: String, hash: Option<String>) -> Result<bool, ApiError> {
        self.work(move || {
            let known = hash.is_some();
            let hash = hash.unwrap_or_else(|| NOBODY.to_owned());
            // Costs are those that stand in the hash.
            let cut = password.len().min(LONGEST);
            let matches = PasswordHash::new(&hash).is_ok_and(|hash| {
                Argon2::default().verify_password(&password.as_bytes()[..cut], &hash).is_ok()
            });
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

fn hasher() -> Result<Argon2<'static>, argon2::password_hash::Error> {
    let params = Params::new(MEMORY_KIB, PASSES, LANES, None)?;
    Ok(Argon2::new(Algorithm::Argon2id, Version::V0x13, params))
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
    async fn auth8_nobody_has_a_password_and_it_costs_the_same() {
        let nobody = PasswordHash::new(NOBODY).unwrap();
        assert_eq!(nobody.params.to_string(), "m=19456,t=2,p=1");
        assert!(!Passwords::default().verify(String::new(), None).await.unwrap());
    }
}
