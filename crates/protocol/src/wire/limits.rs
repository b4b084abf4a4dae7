//! Limits of the contract. The constants of the web client are generated from this file.

/// Maximum sizes and counts of the contract.
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
    /// Characters of an e-mail address.
    EMAIL_CHARS: usize = 254;
    /// Characters of a bio.
    BIO_CHARS: usize = 280;
    /// Seconds of slow mode.
    SLOW_MODE_SECONDS: u32 = 3_600;
    /// Characters of a status.
    STATUS_CHARS: usize = 100;
    /// People whom one person blocks.
    BLOCKS: usize = 1_000;
    /// Rooms in a profile that both people are in.
    SHARED_ROOMS: u32 = 100;
    /// Characters of a folder's name.
    FOLDER_NAME_CHARS: usize = 40;
    /// Characters of a search query for a name.
    QUERY_CHARS: usize = 80;
    /// Characters of a file's caption.
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
    /// Rows of a list page if the request has no `limit`.
    PAGE_DEFAULT: u32 = 50;
    /// Rows of a list page.
    PAGE_MAX: u32 = 200;
    /// Messages in an answer of `changes`; if more changed, the answer is `reset`.
    CHANGES_MAX: u32 = 500;
    /// Bytes of message texts, as JSON, in one answer. If the messages are longer, a page has fewer of them
    /// and `changes` answers `reset`.
    ANSWER_BYTES: usize = 1024 * 1024;
    /// Versions in the edit history of a message besides the original; the newest are shown.
    WORDINGS: i64 = 100;
    /// People whom one message mentions, including reminders.
    MENTIONS: usize = 100;
    /// Number at which `unread` and `mentions` stop counting.
    UNREAD_MAX: i64 = 100;
    /// Members of a room above which receipts and typing are not shown.
    RECEIPTS_ROOM_MAX: i64 = 100;
    /// Members of a room above which read marks are not shown beside the messages.
    MARKS_ROOM_MAX: i64 = 50;
    /// Members of a room above which only moderators may mention `@room`.
    ROOM_MENTION_MAX: i64 = 50;
    /// Members of a room above which `@here` is plain text: presence is not shown in larger rooms.
    HERE_ROOM_MAX: i64 = 500;
    /// Groups of the server.
    GROUPS: i64 = 200;
    /// Groups of one room.
    ROOM_GROUPS: i64 = 50;
    /// People in one group, and people whom one message mentions through groups.
    GROUP_PEOPLE: i64 = 200;
    /// Groups that one message mentions.
    GROUP_MENTIONS: usize = 10;
    /// Characters of a group's name.
    GROUP_NAME_CHARS: usize = 80;
    /// Pinned messages of a room.
    PINS: i64 = 100;
    /// Folders of one person.
    FOLDERS: usize = 50;
    /// Entries in the quiet hours of one person.
    QUIET_HOURS: usize = 14;
    /// Favourite rooms of one person.
    FAVOURITES: i64 = 100;
    /// Rooms in all folders of one person.
    FOLDER_ROOMS: usize = 1000;
    /// Other people in a direct room.
    DIRECT_OTHERS: usize = 9;
    /// Direct rooms that one person creates.
    DIRECT_ROOMS: i64 = 1_000;
    /// Rooms that every new account joins.
    DEFAULT_ROOMS: usize = 20;
    /// User ids listed in a reaction.
    REACTION_USERS: usize = 20;
    /// Characters of a quote's excerpt.
    EXCERPT_CHARS: usize = 140;
}
