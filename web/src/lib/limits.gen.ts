// The limits of Confluence, generated from crates/protocol: do not edit by hand.
// `UPDATE=1 cargo test -p confluence-protocol` regenerates this file.

/** Characters of a message body. */
export const BODY_CHARS = 16000;

/** Characters of a room's name. */
export const ROOM_NAME_CHARS = 80;

/** Characters of a room's description. */
export const DESCRIPTION_CHARS = 500;

/** Characters of a display name. */
export const DISPLAY_NAME_CHARS = 64;

/** Characters of an e-mail address. */
export const EMAIL_CHARS = 254;

/** Characters of a bio. */
export const BIO_CHARS = 280;

/** Seconds of slow mode. */
export const SLOW_MODE_SECONDS = 3600;

/** Characters of a status. */
export const STATUS_CHARS = 100;

/** People whom one person blocks. */
export const BLOCKS = 1000;

/** Rooms in a profile that both people are in. */
export const SHARED_ROOMS = 100;

/** Characters of a folder's name. */
export const FOLDER_NAME_CHARS = 40;

/** Characters of a search query for a name. */
export const QUERY_CHARS = 80;

/** Characters of a file's caption. */
export const CAPTION_CHARS = 500;

/** Characters of an alternative text. */
export const ALT_CHARS = 1000;

/** Bytes of a JSON request body. */
export const JSON_BYTES = 1048576;

/** Bytes of a socket frame from a client. */
export const FRAME_BYTES = 262144;

/** Bytes of an upload. */
export const UPLOAD_BYTES = 104857600;

/** Attachments of a message. */
export const ATTACHMENTS = 10;

/** Distinct reactions of a message. */
export const REACTIONS = 50;

/** Rows of a list page if the request has no `limit`. */
export const PAGE_DEFAULT = 50;

/** Rows of a list page. */
export const PAGE_MAX = 200;

/** Messages in an answer of `changes`; if more changed, the answer is `reset`. */
export const CHANGES_MAX = 500;

/** Bytes of message texts, as JSON, in one answer. If the messages are longer, a page has fewer of them and `changes` answers `reset`. */
export const ANSWER_BYTES = 1048576;

/** Versions in the edit history of a message besides the original; the newest are shown. */
export const WORDINGS = 100;

/** People whom one message mentions, including reminders. */
export const MENTIONS = 100;

/** Number at which `unread` and `mentions` stop counting. */
export const UNREAD_MAX = 100;

/** Members of a room above which receipts and typing are not shown. */
export const RECEIPTS_ROOM_MAX = 100;

/** Members of a room above which read marks are not shown beside the messages. */
export const MARKS_ROOM_MAX = 50;

/** Members of a room above which only moderators may mention `@room`. */
export const ROOM_MENTION_MAX = 50;

/** Members of a room above which `@here` is plain text: presence is not shown in larger rooms. */
export const HERE_ROOM_MAX = 500;

/** Groups of the server. */
export const GROUPS = 200;

/** Groups of one room. */
export const ROOM_GROUPS = 50;

/** People in one group, and people whom one message mentions through groups. */
export const GROUP_PEOPLE = 200;

/** Groups that one message mentions. */
export const GROUP_MENTIONS = 10;

/** Characters of a group's name. */
export const GROUP_NAME_CHARS = 80;

/** Pinned messages of a room. */
export const PINS = 100;

/** Folders of one person. */
export const FOLDERS = 50;

/** Entries in the quiet hours of one person. */
export const QUIET_HOURS = 14;

/** Favourite rooms of one person. */
export const FAVOURITES = 100;

/** Rooms in all folders of one person. */
export const FOLDER_ROOMS = 1000;

/** Other people in a direct room. */
export const DIRECT_OTHERS = 9;

/** Direct rooms that one person creates. */
export const DIRECT_ROOMS = 1000;

/** Rooms that every new account joins. */
export const DEFAULT_ROOMS = 20;

/** User ids listed in a reaction. */
export const REACTION_USERS = 20;

/** Characters of a quote's excerpt. */
export const EXCERPT_CHARS = 140;
