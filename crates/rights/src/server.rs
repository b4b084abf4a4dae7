//! Rights on the whole server: who administers it, and who may make changes right now.

use confluence_protocol::{SessionId, UserId};

use crate::Refusal;

/// A session's relation to the server, as read by the store.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Standing {
    user_id: UserId,
    session_id: SessionId,
    is_admin: bool,
    elevated: bool,
}

impl Standing {
    /// Makes a standing from rows that were just read; only the store may call this. `elevated` says whether the
    /// session's elevation has not ended.
    pub const fn read(user_id: UserId, session_id: SessionId, is_admin: bool, elevated: bool) -> Self {
        Self { user_id, session_id, is_admin, elevated }
    }
}

/// What the proofs of rights on the server have in common.
pub trait ServerProof: Copy + Send + Sync + 'static {
    /// Makes the proof, if the standing has the right. There is no other way to make one.
    fn of(standing: &Standing) -> Result<Self, Refusal>;

    /// Standing from which it was made.
    fn standing(&self) -> &Standing;

    /// User who has the right.
    fn user_id(&self) -> UserId {
        self.standing().user_id
    }

    /// Session in which they have it.
    fn session_id(&self) -> SessionId {
        self.standing().session_id
    }
}

/// Administers the server: may see accounts, rooms as names and numbers, settings, and the audit log.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Administrator(Standing);

/// An administrator whose session has repeated the password a short while ago: may make changes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Elevated(Standing);

impl ServerProof for Administrator {
    fn of(standing: &Standing) -> Result<Self, Refusal> {
        if standing.is_admin { Ok(Self(*standing)) } else { Err(Refusal::NotAdministrator) }
    }

    fn standing(&self) -> &Standing {
        &self.0
    }
}

impl ServerProof for Elevated {
    fn of(standing: &Standing) -> Result<Self, Refusal> {
        Administrator::of(standing)?;
        if standing.elevated { Ok(Self(*standing)) } else { Err(Refusal::NotElevated) }
    }

    fn standing(&self) -> &Standing {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    use confluence_protocol::Timestamp;

    use super::*;

    #[test]
    #[expect(clippy::disallowed_methods, reason = "the test needs standings of every kind")]
    fn admin1_changes_need_an_administrator_whose_session_is_elevated() {
        let now = Timestamp::from_millis(1_800_000_000_000);
        let standing =
            |is_admin, elevated| Standing::read(UserId::new(now), SessionId::new(now), is_admin, elevated);
        for elevated in [false, true] {
            let person = standing(false, elevated);
            assert_eq!(Administrator::of(&person), Err(Refusal::NotAdministrator));
            assert_eq!(Elevated::of(&person), Err(Refusal::NotAdministrator));
        }
        assert!(Administrator::of(&standing(true, false)).is_ok());
        assert_eq!(Elevated::of(&standing(true, false)), Err(Refusal::NotElevated));
        assert!(Elevated::of(&standing(true, true)).is_ok());
    }
}
