//! What was committed, as the hub is told of it.

use confluence_protocol::{Folder, LeaveReason, RoomId, ServerFrame, SessionId, Timestamp, User, UserId};

/// One committed change. Changes of a room come in the order of their versions from one database; with
/// several nodes they meet the others' in the sequencer.
#[derive(Clone, Debug)]
pub enum Change {
    /// A durable frame for the members of a room.
    Room {
        /// Where.
        room_id: RoomId,
        /// The room's version with it.
        version: i64,
        /// What they are told.
        frame: Box<ServerFrame>,
    },
    /// A user is now a member.
    Joined {
        /// Where.
        room_id: RoomId,
        /// Who.
        user_id: UserId,
        /// The room's version with it.
        version: i64,
    },
    /// A user is no longer a member.
    Left {
        /// Where.
        room_id: RoomId,
        /// Who.
        user_id: UserId,
        /// The room's version with it.
        version: i64,
        /// How it came about.
        reason: LeaveReason,
    },
    /// A room is gone.
    RoomDeleted {
        /// Which.
        room_id: RoomId,
        /// Who was in it.
        members: Vec<UserId>,
    },
    /// A session was revoked.
    SessionEnded {
        /// Which.
        session_id: SessionId,
        /// Whose.
        user_id: UserId,
    },
    /// A profile changed.
    User {
        /// As it stands.
        user: Box<User>,
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
        /// Whether others may see it.
        shown: bool,
    },
}
