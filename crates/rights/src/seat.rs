//! How a person relates to a room, as read by the store.

use confluence_protocol::{Posting, Role, RoomId, RoomKind, UserId};

/// The properties of a room that rights depend on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Setting {
    /// Who can find and join it.
    pub kind: RoomKind,
    /// Who may post in it.
    pub posting: Posting,
    /// Whether it is archived.
    pub archived: bool,
    /// Number of members.
    pub people: i64,
}

/// A person's relation to a room: role and ban, whether they are a guest, and the properties of the room that rights depend on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Seat {
    pub(crate) room_id: RoomId,
    pub(crate) user_id: UserId,
    pub(crate) room: Setting,
    pub(crate) role: Option<Role>,
    pub(crate) banned: bool,
    pub(crate) may_post: bool,
    pub(crate) guest: bool,
}

impl Seat {
    /// Makes a seat from rows that were just read; only the store may call this. `role` is `None` for people
    /// who are not in the room.
    pub const fn read(
        (room_id, user_id): (RoomId, UserId),
        room: Setting,
        role: Option<Role>,
        banned: bool,
        guest: bool,
    ) -> Self {
        Self { room_id, user_id, room, role, banned, may_post: false, guest }
    }

    /// The seat of a member who was named as somebody who may post where only moderators may.
    #[must_use]
    pub const fn of_author(self, may_post: bool) -> Self {
        Self { may_post, ..self }
    }

    /// Room that the seat is about.
    pub const fn room_id(&self) -> RoomId {
        self.room_id
    }

    /// User whom the seat is about.
    pub const fn user_id(&self) -> UserId {
        self.user_id
    }

    /// Who can find and join the room.
    pub const fn kind(&self) -> RoomKind {
        self.room.kind
    }

    /// Number of members of the room.
    pub const fn people(&self) -> i64 {
        self.room.people
    }

    /// Role of the user; `None` if they are not in the room.
    pub const fn role(&self) -> Option<Role> {
        self.role
    }

    /// Whether the user is banned from the room.
    pub const fn is_banned(&self) -> bool {
        self.banned
    }

    /// Whether the user was named as somebody who may post where only moderators may.
    pub const fn may_post(&self) -> bool {
        self.may_post
    }

    /// Whether the user is a guest.
    pub const fn is_guest(&self) -> bool {
        self.guest
    }

    pub(crate) const fn is_in(&self) -> bool {
        self.role.is_some()
    }

    pub(crate) fn is(&self, kind: RoomKind) -> bool {
        self.room.kind == kind
    }

    pub(crate) fn moderates(&self) -> bool {
        self.role.is_some_and(Role::moderates)
    }
}
