//! Users whose memberships may have changed without notice.

use std::collections::HashSet;

use confluence_protocol::UserId;

/// Maximum number of suspects in one query.
const TOGETHER: usize = 500;

/// The users whose memberships are to be compared with their subscriptions. Only connected users are noted,
/// which bounds their number.
#[derive(Debug, Default)]
pub struct Suspects(HashSet<UserId>);

impl Suspects {
    /// Notes a user.
    pub fn note(&mut self, user_id: UserId) {
        self.0.insert(user_id);
    }

    /// Forgets a user who is no longer connected.
    pub fn forget(&mut self, user_id: UserId) {
        self.0.remove(&user_id);
    }

    /// Takes as many as fit in one query.
    pub fn take(&mut self) -> Vec<UserId> {
        let users: Vec<UserId> = self.0.iter().copied().take(TOGETHER).collect();
        for user_id in &users {
            self.0.remove(user_id);
        }
        users
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}
