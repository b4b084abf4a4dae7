//! The sizes that the contract allows, as a server starts with them. The web client gets them as constants of its own,
//! which are generated from here.

/// Sizes and counts of the contract.
#[derive(Clone, Copy, Debug)]
pub struct Limits;

macro_rules! limits {
    ($($(#[doc = $doc:literal])+ $name:ident: $type:ty = $value:expr;)*) => {
        impl Limits {
            $($(#[doc = $doc])+ pub const $name: $type = $value;)*
        }

        /// Each limit with its name and documentation.
        #[cfg(test)]
        pub(crate) fn all() -> Vec<(&'static str, String, u64)> {
            vec![$((
                stringify!($name),
                concat!($($doc, "\n"),+).trim().to_owned(),
                u64::try_from(Limits::$name).expect("a size"),
            )),*]
        }
    };
}

limits! {
    /// Characters of a message body.
    BODY_CHARS: usize = 16_000;
    /// Characters of a room's name.
    ROOM_NAME_CHARS: usize = 80;
    /// Characters of a room's description.
    DESCRIPTION_CHARS: usize = 500;
    /// Characters of a display name.
    DISPLAY_NAME_CHARS: usize = 64;
    /// Characters of what a person says about themselves.
    BIO_CHARS: usize = 280;
    /// Characters of a folder's name.
    FOLDER_NAME_CHARS: usize = 40;
    /// Characters of a search for a name.
    QUERY_CHARS: usize = 80;
    /// Characters of what is said under a file.
    CAPTION_CHARS: usize = 500;
    /// Characters of an alternative text.
    ALT_CHARS: usize = 1_000;
    /// Bytes of a JSON request body.
    JSON_BYTES: usize = 1024 * 1024;
    /// Bytes of a socket frame from a client.
    FRAME_BYTES: usize = 256 * 1024;
    /// Bytes of an upload.
    UPLOAD_BYTES: u64 = 100 * 1024 * 1024;
    /// Attachments of a message.
    ATTACHMENTS: usize = 10;
    /// Distinct reactions of a message.
    REACTIONS: usize = 50;
    /// Rows of a list when the request names no `limit`.
    PAGE_DEFAULT: u32 = 50;
    /// Rows of a list at most.
    PAGE_MAX: u32 = 200;
    /// Messages that `changes` answers with before it says `reset`.
    CHANGES_MAX: u32 = 500;
    /// Bytes of message texts, as JSON, that one answer brings: a page is shorter where its messages are long, and
    /// `changes` says `reset`.
    ANSWER_BYTES: usize = 1024 * 1024;
    /// Wordings that the history of a message shows besides the original: the newest.
    WORDINGS: i64 = 100;
    /// People that one message names, reminders included.
    MENTIONS: usize = 100;
    /// Where `unread` and `mentions` stop counting.
    UNREAD_MAX: i64 = 100;
    /// Rooms larger than this show no receipts and no typing.
    RECEIPTS_ROOM_MAX: i64 = 100;
    /// Rooms larger than this do not show at the messages who has read how far.
    MARKS_ROOM_MAX: i64 = 50;
    /// Rooms larger than this take `@room` from moderators only.
    ROOM_MENTION_MAX: i64 = 50;
    /// Pinned messages of a room.
    PINS: i64 = 100;
    /// Folders of one person.
    FOLDERS: usize = 50;
    /// Rooms in all folders of one person.
    FOLDER_ROOMS: usize = 1000;
    /// Others in a direct room.
    DIRECT_OTHERS: usize = 9;
    /// User ids that stand in a reaction.
    REACTION_USERS: usize = 20;
    /// Characters of a quote's excerpt.
    EXCERPT_CHARS: usize = 140;
}
