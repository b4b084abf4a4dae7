//! Turns to upload: so many at once for a person, so many for the whole node.
//!
//! Nobody waits for one: who gets none is told to come back. A turn ends when it is dropped.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use confluence_protocol::{ErrorCode, UserId};

use crate::{config::FileLimits, error::ApiError};

/// After how long somebody with too many uploads may ask again: about as long as a small file takes.
const COME_BACK: Duration = Duration::from_secs(2);

/// Gives turns out; clones share them.
#[derive(Clone, Debug)]
pub struct Turns(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    /// For everybody together; 0 is no limit.
    most: u32,
    /// For one person; 0 is no limit.
    most_each: u32,
    taken: Mutex<Taken>,
}

#[derive(Debug, Default)]
struct Taken {
    all: u32,
    /// Whoever has one; the rest is forgotten, so that this is no larger than `all`.
    of: HashMap<UserId, u32>,
}

/// Leave to upload one file, or one chunk.
#[derive(Debug)]
pub struct Turn {
    turns: Turns,
    whose: UserId,
}

impl Turns {
    /// All turns are free.
    pub fn new(limits: FileLimits) -> Self {
        let (most, most_each) = (limits.uploads, limits.uploads_per_user);
        Self(Arc::new(Inner { most, most_each, taken: Mutex::default() }))
    }

    /// A turn, or 429 for a person who has too many, 503 where everybody together has.
    pub fn take(&self, whose: UserId) -> Result<Turn, ApiError> {
        let mut taken = self.0.taken();
        let own = taken.of.get(&whose).copied().unwrap_or(0);
        if self.0.most_each != 0 && own >= self.0.most_each {
            return Err(ApiError::rate_limited(COME_BACK));
        }
        if self.0.most != 0 && taken.all >= self.0.most {
            let detail = "too many files are on their way here; try again in a moment";
            return Err(ApiError::new(ErrorCode::Unavailable, detail));
        }
        taken.all += 1;
        taken.of.insert(whose, own + 1);
        Ok(Turn { turns: self.clone(), whose })
    }
}

impl Inner {
    /// Nothing that holds the lock can panic half-way.
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
    fn file14_turns_are_counted_for_each_and_for_all_and_come_back() {
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
