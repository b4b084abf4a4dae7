//! A committed change, from the database that made it to everyone who has to learn of it.

use crate::{
    Folder, LeaveReason, Notify, OwnPresence, RoomId, ServerFrame, SessionId, Timestamp, User, UserId,
    UserSettings,
};

/// One committed change.
///
/// The changes of a room are emitted in the order of their versions. With several nodes, the hub's sequencer
/// merges them with those of the others.
#[derive(Clone, Debug)]
pub enum Change {
    /// A durable frame for every member of a room.
    Room {
        /// Room that the frame is about.
        room_id: RoomId,
        /// Version of the room that the change created.
        version: i64,
        /// Frame that members receive.
        frame: ServerFrame,
    },
    /// A user became a member. Follows the `member.joined` frame of the same version.
    Joined {
        /// Room that was joined.
        room_id: RoomId,
        /// New member; their sockets subscribe to the room.
        user_id: UserId,
        /// Version of the room that the change created. The subscription begins after it.
        version: i64,
    },
    /// A user is no longer a member. Follows the `member.left` frame of the same version.
    Left {
        /// Room that was left.
        room_id: RoomId,
        /// Former member; their sockets receive nothing of the room above `version`.
        user_id: UserId,
        /// Version of the room that the change created.
        version: i64,
        /// Why the membership ended.
        reason: LeaveReason,
    },
    /// A room was deleted.
    RoomDeleted {
        /// Room that no longer exists.
        room_id: RoomId,
    },
    /// A frame without a version for the moderators of a room.
    Moderators {
        /// Room that the frame is about.
        room_id: RoomId,
        /// Moderators and owners at that moment; nobody else receives the frame.
        user_ids: Vec<UserId>,
        /// The frame.
        frame: ServerFrame,
    },
    /// A session was revoked; its sockets close.
    SessionEnded {
        /// Revoked session.
        session_id: SessionId,
        /// User that it belonged to.
        user_id: UserId,
    },
    /// A profile changed. Sent without a version to everyone who shares a room with the user.
    User {
        /// Profile after the change.
        user: User,
    },
    /// A user changed their own presence or settings. Sent to that user's own sockets; others see what follows
    /// from it.
    Me {
        /// Owner of the account.
        user_id: UserId,
        /// The presence that they chose.
        presence: OwnPresence,
        /// All settings after the change.
        settings: UserSettings,
    },
    /// A user changed their own settings for a room. Sent to that user's own sockets.
    Membership {
        /// Member whose settings changed.
        user_id: UserId,
        /// Room that the settings are for.
        room_id: RoomId,
        /// Notification level.
        notify: Notify,
        /// Whether lists leave this direct room out until somebody writes in it.
        closed: bool,
        /// Whether the room is among the user's favourites.
        favourite: bool,
    },
    /// A user's blocks changed. Sent to that user's own sockets.
    Blocks {
        /// User who blocks the others.
        user_id: UserId,
        /// Everybody whom they block.
        blocked: Vec<UserId>,
    },
    /// A user's folders changed. Sent to that user's own sockets.
    Folders {
        /// Owner of the folders.
        user_id: UserId,
        /// All folders after the change.
        folders: Vec<Folder>,
    },
    /// A read mark moved.
    Read {
        /// Room that the mark is in.
        room_id: RoomId,
        /// Member whose mark moved.
        user_id: UserId,
        /// Sequence number of the last message read.
        seq: i64,
        /// Time of the move.
        at: Timestamp,
        /// Whether other members may see the mark.
        shown: bool,
    },
}
