//! The sizes that the contract allows, as a server starts with them.

/// Sizes and counts of the contract.
#[derive(Clone, Copy, Debug)]
pub struct Limits;

impl Limits {
    /// Characters of a message body.
    pub const BODY_CHARS: usize = 16_000;
    /// Bytes of a JSON request body.
    pub const JSON_BYTES: usize = 1024 * 1024;
    /// Bytes of a socket frame from a client.
    pub const FRAME_BYTES: usize = 256 * 1024;
    /// Bytes of an upload.
    pub const UPLOAD_BYTES: u64 = 100 * 1024 * 1024;
    /// Attachments of a message.
    pub const ATTACHMENTS: usize = 10;
    /// Distinct reactions of a message.
    pub const REACTIONS: usize = 50;
    /// Rows of a list when the request names no `limit`.
    pub const PAGE_DEFAULT: u32 = 50;
    /// Rows of a list at most.
    pub const PAGE_MAX: u32 = 200;
    /// Messages that `changes` answers with before it says `reset`.
    pub const CHANGES_MAX: u32 = 500;
    /// Bytes of message texts, as JSON, that one answer brings: a page is shorter where its messages are long, and
    /// `changes` says `reset`.
    pub const ANSWER_BYTES: usize = 1024 * 1024;
    /// Wordings that the history of a message shows besides the original: the newest.
    pub const WORDINGS: i64 = 100;
    /// People that one message names, reminders included.
    pub const MENTIONS: usize = 100;
    /// Where `unread` and `mentions` stop counting.
    pub const UNREAD_MAX: i64 = 100;
    /// Rooms larger than this show no receipts and no typing.
    pub const RECEIPTS_ROOM_MAX: i64 = 100;
    /// Rooms larger than this do not show at the messages who has read how far.
    pub const MARKS_ROOM_MAX: i64 = 50;
    /// Rooms larger than this take `@room` from moderators only.
    pub const ROOM_MENTION_MAX: i64 = 50;
    /// Pinned messages of a room.
    pub const PINS: i64 = 100;
    /// Folders of one person.
    pub const FOLDERS: usize = 50;
    /// Rooms in all folders of one person.
    pub const FOLDER_ROOMS: usize = 1000;
    /// Others in a direct room.
    pub const DIRECT_OTHERS: usize = 9;
    /// User ids that stand in a reaction.
    pub const REACTION_USERS: usize = 20;
    /// Characters of a quote's excerpt.
    pub const EXCERPT_CHARS: usize = 140;
}
