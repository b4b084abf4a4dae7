//! Upload slots: a limited number at once for each person and for the whole node.
//!
//! Nobody waits for one: without a free slot, the client is told to retry. A slot is freed on drop.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use confluence_protocol::{ErrorCode, UserId};

use crate::{config::FileLimits, error::ApiError};

/// Time after which somebody with too many uploads may retry: about as long as a small file takes.
const COME_BACK: Duration = Duration::from_secs(2);

/// Hands out upload slots; clones share them.
#[derive(Clone, Debug)]
pub struct Turns(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    /// Slots for everybody together; 0 means no limit.
    most: u32,
    /// Slots for one person; 0 means no limit.
    most_each: u32,
    taken: Mutex<Taken>,
}

#[derive(Debug, Default)]
struct Taken {
    all: u32,
    /// Slots by person; people without one are removed, so this has at most `all` entries.
    of: HashMap<UserId, u32>,
}

/// Permission to upload one file or chunk.
#[derive(Debug)]
pub struct Turn {
    turns: Turns,
    whose: UserId,
}

impl Turns {
    /// All slots are free.
    pub fn new(limits: FileLimits) -> Self {
        let (most, most_each) = (limits.uploads, limits.uploads_per_user);
        Self(Arc::new(Inner { most, most_each, taken: Mutex::default() }))
    }

    /// Takes a slot. 429 if the person has too many, 503 if everybody together has.
    pub fn take(&self, whose: UserId) -> Result<Turn, ApiError> {
        let mut taken = self.0.taken();
        let own = taken.of.get(&whose).copied().unwrap_or(0);
        if self.0.most_each != 0 && own >= self.0.most_each {
            return Err(ApiError::rate_limited(COME_BACK));
        }
        if self.0.most != 0 && taken.all >= self.0.most {
            let detail = "too many files are being uploaded; try again in a moment";
            return Err(ApiError::new(ErrorCode::Unavailable, detail));
        }
        taken.all += 1;
        taken.of.insert(whose, own + 1);
        Ok(Turn { turns: self.clone(), whose })
    }
}

impl Inner {
    /// Locks the counts. Nothing that holds the lock can panic half-way.
    fn taken(&self) -> MutexGuard<'_, Taken> {
        self.taken.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Turn {
    fn drop(&mut self) {
        let mut taken = self.turns.0.taken();
        taken.all -= 1;
        match taken.of.get_mut(&self.whose) {
            Some(own) if *own > 1 => *own -= 1,
            _ => {
                taken.of.remove(&self.whose);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use confluence_protocol::Timestamp;

    use super::*;

    #[test]
    fn file14_uploads_are_limited_per_person_and_in_total() {
        let limits = FileLimits { uploads: 3, uploads_per_user: 2, ..FileLimits::default() };
        let turns = Turns::new(limits);
        let [ana, bo] = [1, 2].map(|at| UserId::new(Timestamp::from_millis(at)));
        let first = turns.take(ana).unwrap();
        let second = turns.take(ana).unwrap();
        assert_eq!(turns.take(ana).unwrap_err().code(), ErrorCode::RateLimited);
        let third = turns.take(bo).unwrap();
        assert_eq!(turns.take(bo).unwrap_err().code(), ErrorCode::Unavailable);
        drop(first);
        let again = turns.take(ana).unwrap();
        drop((third, again, second));
        let taken = turns.0.taken();
        assert_eq!((taken.all, taken.of.len()), (0, 0));
    }
}
