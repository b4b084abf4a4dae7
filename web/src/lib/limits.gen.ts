// The limits of Confluence, generated from crates/protocol: not to be edited by hand.
// `UPDATE=1 cargo test -p confluence-protocol` writes this file anew.

/** Characters of a message body. */
export const BODY_CHARS = 16000;

/** Characters of a room's name. */
export const ROOM_NAME_CHARS = 80;

/** Characters of a room's description. */
export const DESCRIPTION_CHARS = 500;

/** Characters of a display name. */
export const DISPLAY_NAME_CHARS = 64;

/** Characters of what a person says about themselves. */
export const BIO_CHARS = 280;

/** Characters of a folder's name. */
export const FOLDER_NAME_CHARS = 40;

/** Characters of a search for a name. */
export const QUERY_CHARS = 80;

/** Characters of what is said under a file. */
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

/** Rows of a list when the request names no `limit`. */
export const PAGE_DEFAULT = 50;

/** Rows of a list at most. */
export const PAGE_MAX = 200;

/** Messages that `changes` answers with before it says `reset`. */
export const CHANGES_MAX = 500;

/** Bytes of message texts, as JSON, that one answer brings: a page is shorter where its messages are long, and `changes` says `reset`. */
export const ANSWER_BYTES = 1048576;

/** Wordings that the history of a message shows besides the original: the newest. */
export const WORDINGS = 100;

/** People that one message names, reminders included. */
export const MENTIONS = 100;

/** Where `unread` and `mentions` stop counting. */
export const UNREAD_MAX = 100;

/** Rooms larger than this show no receipts and no typing. */
export const RECEIPTS_ROOM_MAX = 100;

/** Rooms larger than this do not show at the messages who has read how far. */
export const MARKS_ROOM_MAX = 50;

/** Rooms larger than this take `@room` from moderators only. */
export const ROOM_MENTION_MAX = 50;

/** Pinned messages of a room. */
export const PINS = 100;

/** Folders of one person. */
export const FOLDERS = 50;

/** Rooms in all folders of one person. */
export const FOLDER_ROOMS = 1000;

/** Others in a direct room. */
export const DIRECT_OTHERS = 9;

/** User ids that stand in a reaction. */
export const REACTION_USERS = 20;

/** Characters of a quote's excerpt. */
export const EXCERPT_CHARS = 140;
