//! What a commit changed, as those outside have to hear of it.

use confluence_protocol::{Folder, LeaveReason, RoomId, ServerFrame, SessionId, Timestamp, User, UserId};

/// The changes of one commit, in the order in which they were made. Sent only once they are durable.
#[derive(Clone, Debug)]
pub struct Batch {
    /// Never empty.
    pub changes: Vec<Change>,
}

/// One thing that changed.
#[derive(Clone, Debug)]
#[expect(
    clippy::large_enum_variant,
    reason = "nearly every change is of the large kind, and each is looked at once"
)]
pub enum Change {
    /// A durable frame for everybody in the room.
    Room {
        /// Where.
        room_id: RoomId,
        /// The room's version with it.
        version: i64,
        /// What they are told.
        frame: ServerFrame,
    },
    /// The user's sockets subscribe to the room; follows the `member.joined` frame of that version.
    Joined {
        /// Where.
        room_id: RoomId,
        /// Who.
        user_id: UserId,
        /// From here on, exclusive.
        version: i64,
    },
    /// The user's sockets hear nothing of the room above that version.
    Left {
        /// Where.
        room_id: RoomId,
        /// Who.
        user_id: UserId,
        /// Up to here, inclusive.
        version: i64,
        /// Why.
        reason: LeaveReason,
    },
    /// The room is gone.
    RoomDeleted {
        /// Which.
        room_id: RoomId,
        /// Who was in it.
        members: Vec<UserId>,
    },
    /// The session's sockets close.
    SessionEnded {
        /// Which.
        session_id: SessionId,
        /// Whose.
        user_id: UserId,
    },
    /// A profile changed: told to those who share a room, without a version.
    User {
        /// As it stands.
        user: User,
    },
    /// A person's folders changed: told to their own sockets.
    Folders {
        /// Whose.
        user_id: UserId,
        /// As they stand.
        folders: Vec<Folder>,
    },
    /// A read mark moved.
    Read {
        /// Where.
        room_id: RoomId,
        /// Whose.
        user_id: UserId,
        /// How far.
        seq: i64,
        /// When.
        at: Timestamp,
        /// Whether others may see it: not when the person opted out or the room is larger than 100.
        shown: bool,
    },
}
