//! Where a person stands towards a room, as the store read it.

use confluence_protocol::{Posting, Role, RoomId, RoomKind, UserId};

/// Where a person stands towards a room.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Seat {
    pub(crate) room_id: RoomId,
    pub(crate) user_id: UserId,
    pub(crate) kind: RoomKind,
    pub(crate) posting: Posting,
    pub(crate) people: i64,
    pub(crate) role: Option<Role>,
    pub(crate) banned: bool,
}

impl Seat {
    /// For the store alone, out of the rows that it has just read. `role` is nothing for people who are not in the room;
    /// `people` is how many are.
    pub const fn read(
        (room_id, user_id): (RoomId, UserId),
        (kind, posting, people): (RoomKind, Posting, i64),
        role: Option<Role>,
        banned: bool,
    ) -> Self {
        Self { room_id, user_id, kind, posting, people, role, banned }
    }

    /// Which room.
    pub const fn room_id(&self) -> RoomId {
        self.room_id
    }

    /// Who.
    pub const fn user_id(&self) -> UserId {
        self.user_id
    }

    /// Who can find and enter the room.
    pub const fn kind(&self) -> RoomKind {
        self.kind
    }

    /// How many people are in the room.
    pub const fn people(&self) -> i64 {
        self.people
    }

    /// In what role; nothing for people who are not in the room.
    pub const fn role(&self) -> Option<Role> {
        self.role
    }

    /// Whether the room has banned them.
    pub const fn is_banned(&self) -> bool {
        self.banned
    }

    pub(crate) const fn is_in(&self) -> bool {
        self.role.is_some()
    }

    pub(crate) fn is(&self, kind: RoomKind) -> bool {
        self.kind == kind
    }

    pub(crate) fn moderates(&self) -> bool {
        self.role.is_some_and(Role::moderates)
    }
}
